/* legacy_guess.c: which encoding bytes are in, by counting the Vietnamese syllables that each decoding gives. */
#include "legacy_internal.h"

#include <string.h>

#define GUESS_BYTES_MAX (64u * 1024u) /* of a long text its beginning tells enough */

/* ---- words ---- */

/* Signs that stand between words in any text; other signs from above ASCII speak for a wrong decoding when they touch a letter. */
static bool parts_words(uint32_t cp)
{
	static const uint16_t signs[] = {0xA0, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB1, 0xB2, 0xB3,
		0xB7, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE, 0xD7, 0xF7};
	if (cp < 0x80)
		return !((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
	if (cp < 0x100) {
		for (size_t i = 0; i < COUNT_OF(signs); i++)
			if (signs[i] == cp)
				return true;
		return false;
	}
	return cp >= 0x2000 && cp < 0x3004;
}

struct word {
	size_t ascii, ours, foreign; /* letters */
	size_t capitals, smalls;
	bool first_capital, vowel, marked; /* marked: a letter of ours with a mark */
	const char *s;
	size_t n;
};

static void add_letter(struct word *w, uint32_t cp)
{
	char base = 0;
	enum ime_mark mark;
	enum ime_tone tone;
	bool upper = false;
	if (cp == 0xD0) /* Ð of old converters stands for Đ */
		cp = 0x110;
	if (!ime_decompose(cp, &base, &mark, &tone, &upper)) {
		w->foreign++;
		return;
	}
	if (w->ascii + w->ours + w->foreign == 0)
		w->first_capital = upper;
	w->capitals += upper;
	w->smalls += !upper;
	w->ascii += cp < 0x80;
	w->ours += cp >= 0x80;
	w->vowel = w->vowel || ime_is_vowel(base);
	w->marked = w->marked || cp >= 0x80;
}

static bool has_eth(const struct word *w)
{
	return w->n >= 2 && memcmp(w->s, "\xC3\x90", 2) == 0;
}

static bool word_is_syllable(const struct word *w)
{
	char fixed[40];
	if (!has_eth(w))
		return ime_is_syllable(w->s, w->n);
	if (w->n >= sizeof fixed)
		return false;
	memcpy(fixed, w->s, w->n);
	memcpy(fixed, "Đ", 2);
	return ime_is_syllable(fixed, w->n);
}

/* One capital at the start, all capitals, or none: a capital inside small letters comes from a wrong decoding. */
static bool case_sane(const struct word *w)
{
	return w->capitals == 0 || w->smalls == 0 || (w->capitals == 1 && w->first_capital);
}

static void count_word(struct legacy_count *c, const struct word *w)
{
	size_t letters = w->ascii + w->ours + w->foreign;
	if (letters == 0)
		return;
	bool abbreviation = w->foreign == 0 && !w->vowel && w->smalls == 0; /* QĐ, HĐND, UBND: Vietnamese, but no syllables */
	if (w->foreign > 0)
		c->bad++;
	else if (abbreviation || (w->ours > 0 && letters == 1 && w->capitals == 1))
		return;
	else if (w->ours == 0)
		*(word_is_syllable(w) ? &c->ascii_good : &c->ascii_bad) += 1;
	else if (!case_sane(w))
		c->bad++;
	else if (word_is_syllable(w))
		c->good++;
	else if (has_eth(w) || ime_is_nearly_syllable(w->s, w->n))
		c->plausible++;
	else
		c->bad++;
}

struct legacy_count legacy_count(const char *s, size_t n)
{
	struct legacy_count c = {0};
	struct word w = {0};
	for (size_t at = 0; at < n;) {
		uint32_t cp;
		size_t len = utf8_next(s + at, n - at, &cp);
		if (parts_words(cp)) {
			count_word(&c, &w);
			memset(&w, 0, sizeof w);
		} else {
			if (w.s == NULL)
				w.s = s + at;
			w.n += len;
			add_letter(&w, cp);
		}
		at += len;
	}
	count_word(&c, &w);
	return c;
}

/* ---- guessing ---- */

static bool counted(enum ime_charset cs, const void *p, size_t n, struct legacy_count *c)
{
	struct buf out;
	buf_init(&out, 8 * n + 64);
	bool ok = ime_legacy_decode(cs, IME_LEGACY_LOSSY | IME_LEGACY_CAPS_LINES, p, n, &out, NULL) == 0;
	if (ok)
		*c = legacy_count((const char *)out.p, out.len);
	buf_clear(&out);
	return ok;
}

/* Share of syllables among the words that have a letter from above ASCII, in percent; -1: there is none. */
static int share(const struct legacy_count *c)
{
	size_t all = c->good + c->bad + c->plausible;
	return all == 0 ? -1 : (int)(100 * c->good / all);
}

/* ASCII may be VIQR when most of its words are Vietnamese, many have marks, and some of these stand where no sentence has punctuation.
 * Percent: 0 none of it, 50 some words speak for it, 90 the text does. */
static int looks_viqr(const char *s, size_t n)
{
	struct legacy_count c;
	bool inner = false;
	for (size_t i = 1; i + 1 < n; i++) {
		char before = (char)(s[i - 1] | 0x20), after = (char)(s[i + 1] | 0x20);
		bool letter_after = after >= 'a' && after <= 'z';
		bool shape = strchr("^(+", s[i]) != NULL, tone = letter_after && strchr("`?~.", s[i]) != NULL;
		inner = inner || (s[i] != '\0' && ime_is_vowel(before) && (shape || tone));
	}
	if (!inner || !counted(IME_CS_VIQR, s, n, &c) || c.good == 0 || share(&c) < 80)
		return 0;
	size_t all = c.good + c.bad + c.plausible + c.ascii_good + c.ascii_bad;
	if (10 * (c.good + c.ascii_good) >= 7 * all && 10 * c.good >= 3 * all)
		return 90;
	return c.good > 1 ? 50 : 0;
}

/* Evidence of one word is thin however well it fits. */
static int confidence(int best, int second, size_t words)
{
	int c = best - (second > 0 ? second / 2 : 0);
	int most = words == 0 ? 0 : words == 1 ? 60 : words == 2 ? 75 : 100;
	return c < 0 ? 0 : c > most ? most : c;
}

/* Two bytes of another encoding may meet as UTF-8 in a short text: no syllable then, but one in the other encoding. Not in
 * VNI, which has no letters at 0x80-0xBF. */
static bool utf8_by_accident(const void *p, size_t n)
{
	static const enum ime_charset eight[] = {IME_CS_TCVN3, IME_CS_VISCII};
	struct legacy_count c;
	if (!counted(IME_CS_UTF8, p, n, &c) || c.good > 0 || c.bad == 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(eight); i++)
		if (counted(eight[i], p, n, &c) && share(&c) == 100)
			return true;
	return false;
}

struct ime_guess ime_legacy_guess(const void *p, size_t n)
{
	/* the likelier first: a tie is theirs */
	static const enum ime_charset eight[] = {IME_CS_TCVN3, IME_CS_VNI, IME_CS_CP1258, IME_CS_VISCII};
	const uint8_t *b = p;
	struct ime_guess g = {IME_CS_UTF8, 100};
	int second = -1, best = -1;
	size_t high = 0, words = 0;
	bool whole_utf8 = utf8_valid(p, n);
	if (n > GUESS_BYTES_MAX)
		for (n = GUESS_BYTES_MAX; n > GUESS_BYTES_MAX - 4 && (b[n] & 0xC0) == 0x80; n--)
			;
	for (size_t i = 0; i < n; i++)
		high += b[i] >= 0x80;
	if (whole_utf8) {
		int viqr = high == 0 ? looks_viqr(p, n) : 0;
		if (viqr > 0)
			g = (struct ime_guess){viqr > 50 ? IME_CS_VIQR : IME_CS_UTF8, viqr};
		else if (high > 0 && high <= 4 && utf8_by_accident(p, n))
			g.confidence = 50;
		else if (high == 0)
			for (size_t i = 0; i < n; i++)
				g.confidence = legacy_is_control(b[i]) ? 50 : g.confidence; /* VN1 and VISCII have letters down there */
		return g;
	}
	for (size_t i = 0; i < COUNT_OF(eight); i++) {
		struct legacy_count c;
		if (!counted(eight[i], p, n, &c))
			continue;
		int s = share(&c);
		if (s > best) {
			second = best;
			best = s;
			g.cs = eight[i];
			words = c.good;
		} else if (s > second) {
			second = s;
		}
	}
	g.confidence = confidence(best, second, words);
	return g;
}
