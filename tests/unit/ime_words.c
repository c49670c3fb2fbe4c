/* Vietnamese input: every syllable that the orthography allows x every order of its keys x methods x styles gives the syllable back;
 * Backspace at every point; random keys never crash, lose or invent. The generator is this project's own: onsets, rhymes, tones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "congvu/ime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const onsets[] = {"",   "b",  "c",  "ch", "d", "đ", "g",  "gh", "gi", "h", "k",  "kh", "l", "m",
                                     "n",  "ng", "ngh", "nh", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"};
static const char *const rhymes[] = {
	"a",   "ac",  "ach", "ai",  "am",  "an",   "ang", "anh", "ao",  "ap",  "at",   "au",   "ay",  "ăc",  "ăm",  "ăn",  "ăng", "ăp",
	"ăt",  "âc",  "âm",  "ân",  "âng", "âp",   "ât",  "âu",  "ây",  "e",   "ec",   "em",   "en",  "eng", "eo",  "ep",  "et",  "ê",
	"êch", "êm",  "ên",  "ênh", "êp",  "êt",   "êu",  "i",   "ia",  "ich", "iêc",  "iêm",  "iên", "iêng", "iêp", "iêt", "iêu", "im",
	"in",  "inh", "ip",  "it",  "iu",  "o",    "oa",  "oac", "oach", "oai", "oan", "oang", "oanh", "oao", "oat", "oay", "oăc", "oăn",
	"oăng", "oăt", "oc", "oe",  "oen", "oeo",  "oi",  "om",  "on",  "ong", "op",   "ot",   "ô",   "ôc",  "ôi",  "ôm",  "ôn",  "ông",
	"ôp",  "ôt",  "ơ",   "ơi",  "ơm",  "ơn",   "ơp",  "ơt",  "u",   "ua",  "uân",  "uâng", "uât", "uây", "uc",  "uê",  "uêch", "uênh",
	"ui",  "um",  "un",  "ung", "uôc", "uôi",  "uôm", "uôn", "uông", "uôt", "up",  "ut",   "uy",  "uya", "uych", "uyên", "uyêt", "uynh",
	"uyt", "uyu", "ư",   "ưa",  "ưc",  "ưi",   "ưng", "ươc", "ươi", "ươm", "ươn",  "ương", "ươp", "ươt", "ươu", "ưt",  "ưu",  "y",
	"yêm", "yên", "yêng", "yêt", "yêu"};

/* A syllable as letters with marks, its tone apart. */
struct syl {
	uint32_t cp[12];
	size_t n;
	char plain[12]; /* base letters */
	char marks[12]; /* 0, '^', 'w' (horn or breve), 'd' */
};

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Spelling rules that decide which onset meets which rhyme. */
static bool spells(const char *on, const char *rh)
{
	bool front = starts(rh, "e") || starts(rh, "ê") || starts(rh, "i") || starts(rh, "y");
	if (strcmp(on, "c") == 0 || strcmp(on, "g") == 0 || strcmp(on, "ng") == 0)
		return !front || (strcmp(on, "g") == 0 && (strcmp(rh, "i") == 0 || strcmp(rh, "in") == 0));
	if (strcmp(on, "k") == 0 || strcmp(on, "gh") == 0 || strcmp(on, "ngh") == 0)
		return front;
	if (strcmp(on, "qu") == 0)
		return strchr("ou", rh[0]) == NULL && !starts(rh, "ô") && !starts(rh, "ư") && !starts(rh, "ia") && !starts(rh, "iê") &&
		       !starts(rh, "yê") && !starts(rh, "iu") && strcmp(rh, "ươ") != 0;
	if (strcmp(on, "gi") == 0)
		return !starts(rh, "i") && !starts(rh, "y") && !starts(rh, "oe") && strcmp(rh, "ê") != 0 && strcmp(rh, "e") != 0;
	if (starts(rh, "yê"))
		return on[0] == '\0';
	if (on[0] == '\0')
		return strcmp(rh, "ưi") != 0 && !starts(rh, "iê");
	return true;
}

static void split(const char *text, struct syl *s)
{
	memset(s, 0, sizeof *s);
	size_t len = strlen(text);
	for (size_t at = 0; at < len; s->n++) {
		uint32_t cp;
		at += utf8_next(text + at, len - at, &cp);
		s->cp[s->n] = cp;
		static const struct { uint32_t cp; char base, mark; } map[] = {{0xE2, 'a', '^'}, {0xEA, 'e', '^'}, {0xF4, 'o', '^'},
			{0x103, 'a', 'w'}, {0x1A1, 'o', 'w'}, {0x1B0, 'u', 'w'}, {0x111, 'd', 'd'}};
		s->plain[s->n] = (char)cp;
		for (size_t i = 0; i < sizeof map / sizeof map[0]; i++)
			if (map[i].cp == cp) {
				s->plain[s->n] = map[i].base;
				s->marks[s->n] = map[i].mark;
			}
	}
}

/* Where a tone stands, written down a second time on purpose: from the rhyme's spelling alone. */
static size_t expected_tone_at(const struct syl *s, size_t onset, enum ime_style style)
{
	size_t v = onset, e;
	for (e = v; e < s->n && strchr("aeiouy", s->plain[e]) != NULL; e++)
		;
	for (size_t i = e; i-- > v;)
		if (s->marks[i] != 0)
			return i;
	if (e < s->n)
		return e - 1;
	if (e - v == 3)
		return v + 1;
	char a = s->plain[v], b = e - v == 2 ? s->plain[v + 1] : '\0';
	if ((a == 'o' && (b == 'a' || b == 'e')) || (a == 'u' && b == 'y'))
		return style == IME_NEW ? v + 1 : v;
	return v;
}

static void with_tone(const struct syl *s, size_t at, int tone, char *out)
{
	static const char *const combining[] = {"", "\xCC\x81", "\xCC\x80", "\xCC\x89", "\xCC\x83", "\xCC\xA3"};
	char nfd[96];
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		n += utf8_put(nfd + n, s->cp[i]);
		if (tone != 0 && i == at) {
			memcpy(nfd + n, combining[tone], strlen(combining[tone]));
			n += strlen(combining[tone]);
		}
	}
	struct buf b;
	buf_init(&b, 256);
	assert_int_equal(text_nfc(nfd, n, &b), 0);
	strcpy(out, buf_str(&b));
	buf_clear(&b);
}

static char tone_key(enum ime_method m, int tone)
{
	return m == IME_TELEX ? "zsfrxj"[tone] : m == IME_VNI ? "012345"[tone] : "-'`?~."[tone];
}

static char mark_key(enum ime_method m, char base, char mark)
{
	if (m == IME_TELEX)
		return mark == '^' ? base : mark == 'd' ? 'd' : 'w';
	if (m == IME_VNI)
		return mark == '^' ? '6' : mark == 'd' ? '9' : base == 'a' ? '8' : '7';
	return mark == '^' ? '^' : mark == 'd' ? 'd' : base == 'a' ? '(' : '+';
}

static unsigned long tried, failed;

static void expect(enum ime_method m, enum ime_style st, const char *keys, const char *want)
{
	char got[IME_TEXT_MAX + 1];
	ime_text(m, st, keys, strlen(keys), got);
	tried++;
	if (strcmp(got, want) != 0 && failed++ < 20)
		print_error("%s style %d keys %s: %s, not %s\n", m == IME_TELEX ? "telex" : m == IME_VNI ? "vni" : "viqr", st, keys, got, want);
}

/* Marks directly behind their letters, at the end of the vowels, or at the very end; the tone at every later place. */
static void orders(const struct syl *s, size_t onset, int tone, enum ime_method m, enum ime_style st, const char *want)
{
	size_t vowels_end = onset;
	while (vowels_end < s->n && strchr("aeiouy", s->plain[vowels_end]) != NULL)
		vowels_end++;
	bool pair = false; /* ươ: one w or 7 behind both is enough */
	for (size_t i = 0; i + 1 < s->n; i++)
		pair = pair || (s->cp[i] == 0x1B0 && s->cp[i + 1] == 0x1A1);
	for (int when = 0; when < 3; when++)
		for (size_t tone_after = onset; tone_after < s->n; tone_after++) {
			char keys[64], late[16];
			size_t n = 0, l = 0;
			for (size_t i = 0; i < s->n; i++) {
				keys[n++] = s->plain[i];
				char k = s->marks[i] != 0 ? mark_key(m, s->plain[i], s->marks[i]) : '\0';
				bool skip = pair && s->cp[i] == 0x1B0 && when > 0;
				if (k != '\0' && !skip) {
					if (when == 0)
						keys[n++] = k;
					else
						late[l++] = k;
				}
				bool flush = (when == 1 && i + 1 == vowels_end) || i + 1 == s->n;
				for (size_t j = 0; flush && j < l; j++)
					keys[n++] = late[j];
				l = flush ? 0 : l;
				if (tone != 0 && i == tone_after)
					keys[n++] = tone_key(m, tone);
			}
			keys[n] = '\0';
			/* a tone typed before the vowel is there is a letter: only behind a vowel it is a legal order */
			if (tone == 0 || tone_after >= onset)
				expect(m, st, keys, want);
			if (tone == 0)
				break;
		}
}

static void every_syllable(void **state)
{
	(void)state;
	static const enum ime_method methods[] = {IME_TELEX, IME_VNI, IME_VIQR};
	unsigned long syllables = 0;
	for (size_t o = 0; o < sizeof onsets / sizeof onsets[0]; o++)
		for (size_t r = 0; r < sizeof rhymes / sizeof rhymes[0]; r++) {
			if (!spells(onsets[o], rhymes[r]))
				continue;
			char text[64];
			struct syl s, on;
			snprintf(text, sizeof text, "%s%s", onsets[o], rhymes[r]);
			split(text, &s);
			split(onsets[o], &on);
			char last = s.plain[s.n - 1];
			bool stop = strchr("cptk", last) != NULL || (s.n > 1 && last == 'h' && s.plain[s.n - 2] == 'c');
			for (int tone = 0; tone < 6; tone++) {
				if (stop && tone != 1 && tone != 5)
					continue;
				for (int style = 0; style < 2; style++) {
					char want[96];
					with_tone(&s, expected_tone_at(&s, on.n, (enum ime_style)style), tone, want);
					for (size_t m = 0; m < 3; m++)
						orders(&s, on.n, tone, methods[m], (enum ime_style)style, want);
				}
				syllables++;
			}
		}
	print_message("%lu syllables, %lu key orders, %lu wrong\n", syllables, tried, failed);
	assert_true(syllables > 7000);
	assert_int_equal(failed, 0);
}

static void type(struct ime *im, struct buf *screen, const char *keys)
{
	for (; *keys != '\0'; keys++) {
		struct ime_edit e;
		if (*keys == '\b' ? !ime_backspace(im, &e) : *keys == '\x1a' ? !ime_restore(im, &e) : (ime_key(im, (unsigned char)*keys, &e), false)) {
			e.erase = *keys == '\b' ? 1 : 0;
			e.text[0] = '\0';
		}
		for (size_t i = 0; i < e.erase && screen->len > 0; i++)
			screen->len = utf8_prev((const char *)screen->p, screen->len);
		buf_puts(screen, e.text);
	}
}

static void typed_is(enum ime_method m, enum ime_mode mode, const char *keys, const char *want)
{
	struct ime im;
	struct buf b;
	ime_init(&im, m, IME_OLD, mode);
	buf_init(&b, 4096);
	type(&im, &b, keys);
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
}

static void sentences(void **state)
{
	(void)state;
	typed_is(IME_TELEX, IME_MODE_TEXT, "Veef vieecj phee duyeejt kees hoachj chuyeern ddooir soos", "Về việc phê duyệt kế hoạch chuyển đổi số");
	typed_is(IME_TELEX, IME_MODE_TEXT, "UYR BAN NHAAN DAAN", "ỦY BAN NHÂN DÂN");
	typed_is(IME_VNI, IME_MODE_TEXT, "d9u7o7ng2 tinh3 931, to72 12", "đường tỉnh 931, tờ 12");
	typed_is(IME_TELEX, IME_MODE_TEXT, "Wi-Fi", "Wi-Fi");
	typed_is(IME_TELEX, IME_MODE_TEXT, "www.mae.gov.vn", "www.mae.gov.vn");
	typed_is(IME_TELEX, IME_MODE_TEXT, "H30.71-261123-0007", "H30.71-261123-0007");
	typed_is(IME_TELEX, IME_MODE_CODE, "125/QDD-UBND", "125/QĐ-UBND");
	typed_is(IME_TELEX, IME_MODE_CODE, "88/STNMT-QLDDDD", "88/STNMT-QLĐĐ");
	typed_is(IME_VNI, IME_MODE_CODE, "88/STNMT-QLD9D9", "88/STNMT-QLĐĐ");
	typed_is(IME_OFF, IME_MODE_TEXT, "dduwowngf", "dduwowngf");
}

static void backspace_and_restore(void **state)
{
	(void)state;
	typed_is(IME_TELEX, IME_MODE_TEXT, "hoafn\b", "hòa");        /* the tone goes back to where it belongs */
	typed_is(IME_TELEX, IME_MODE_TEXT, "nguowif\b\bays", "ngưáy");
	typed_is(IME_TELEX, IME_MODE_TEXT, "tieengs\b\b\b\b\b", "");
	typed_is(IME_TELEX, IME_MODE_TEXT, "windows\x1a", "windows");
	typed_is(IME_TELEX, IME_MODE_TEXT, "tooist\x1a", "tooist");
	typed_is(IME_TELEX, IME_MODE_TEXT, "cos\x1a" "as", "cosas"); /* restored stays raw until the word ends */
	typed_is(IME_TELEX, IME_MODE_TEXT, "cos\x1a as", "cos á");
}

/* After every prefix of every key string, Backspace takes exactly one character and typing on works. */
static void backspace_everywhere(void **state)
{
	(void)state;
	static const char *const words[] = {"nguowif", "dduwowcj", "truowngf", "tieengs", "quoocs", "khuyeens", "gieengs", "thuowr", "hoafn", "uwu"};
	for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
		for (size_t cut = 1; cut <= strlen(words[w]); cut++) {
			struct ime im;
			struct buf b;
			ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
			buf_init(&b, 1024);
			char keys[32] = "";
			memcpy(keys, words[w], cut);
			type(&im, &b, keys);
			size_t chars = utf8_chars((char *)b.p, b.len);
			type(&im, &b, "\b");
			assert_int_equal(utf8_chars((char *)b.p, b.len), chars - 1);
			assert_true(utf8_valid((char *)b.p, b.len));
			buf_clear(&b);
		}
}

static void composed_elsewhere(void **state)
{
	(void)state;
	struct ime im;
	struct ime_edit e;
	ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
	ime_key(&im, 't', &e);
	ime_key(&im, 0xF4, &e); /* ô from the client's own input method */
	assert_string_equal(e.text, "ô");
	assert_int_equal(e.erase, 0);
	ime_key(&im, 'i', &e);
	ime_key(&im, 's', &e);
	assert_string_equal(e.text, "s"); /* left alone */
	ime_key(&im, ' ', &e);
	ime_key(&im, 'a', &e);
	ime_key(&im, 's', &e);
	assert_string_equal(e.text, "á");
}

static void seeded(void **state)
{
	(void)state;
	struct ime im;
	struct ime_edit e;
	ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
	assert_true(ime_seed(&im, "hoa", 3));
	ime_key(&im, 'f', &e);
	assert_int_equal(e.erase, 2);
	assert_string_equal(e.text, "òa");
	assert_true(ime_seed(&im, "đường", strlen("đường")));
	ime_key(&im, 's', &e);
	assert_string_equal(e.text, "ớng");
	assert_false(ime_seed(&im, "Krông3", 7));
}

/* Random keys: valid text, no key lost without a reason, never more characters than keys. */
static void random_keys(void **state)
{
	(void)state;
	uint32_t seed = 20261123, x = seed;
	print_message("seed %u\n", seed);
	for (int round = 0; round < 20000; round++) {
		char keys[24];
		size_t n = 0;
		size_t len = 1 + (x >> 8) % 20;
		while (n < len) {
			x = x * 1664525u + 1013904223u;
			keys[n++] = "aeiouydwsfrxjzngthcmpbkqvl0123456789AEIOUYDWSF"[(x >> 16) % 46];
		}
		for (int m = IME_TELEX; m <= IME_VIQR; m++) {
			char out[IME_TEXT_MAX + 1];
			size_t bytes = ime_text((enum ime_method)m, IME_NEW, keys, n, out);
			assert_true(utf8_valid(out, bytes));
			assert_true(utf8_chars(out, bytes) <= n);
			assert_true(bytes > 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_syllable), cmocka_unit_test(sentences), cmocka_unit_test(backspace_and_restore),
		cmocka_unit_test(backspace_everywhere), cmocka_unit_test(composed_elsewhere), cmocka_unit_test(seeded), cmocka_unit_test(random_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
