/* ui_typing: keys through the editor and the input method together, as a field of a form gets them: symbols, macros, undo, no room. */
#include "t.h"

#include "../../src/ime/ime_internal.h"
#include "../../src/ui/ui_internal.h"
#include "../lib/ime_sentences.h"

static const struct ime_macro rows[] = { { "ubnd", "Ủy ban nhân dân", IME_MACRO_TITLE }, { "kn", "khiếu nại", IME_MACRO_TITLE } };
static const struct ime_macros macros = { rows, COUNT_OF(rows) };

struct field {
	struct ui_edit e;
	struct ime im;
	enum ui_edit_done last;
};

static void begin(struct field *f, enum ime_method m, enum ime_mode mode, uint32_t max)
{
	ui_edit_init(&f->e, max, 0, false);
	ime_init(&f->im, m, IME_OLD, mode);
	if (mode != IME_MODE_CODE)
		ime_use_macros(&f->im, &macros);
	f->last = UI_EDIT_MOVED;
}

static void act(struct field *f, enum ui_act a)
{
	struct ui_key k = { .act = a };

	f->last = ui_edit_key(&f->e, &f->im, NULL, &k);
}

static void pasted(struct field *f, const char *s)
{
	struct ui_key k = { .act = UI_ACT_PASTE, .text = s, .n = strlen(s) };

	f->last = ui_edit_key(&f->e, &f->im, NULL, &k);
}

/* \b Backspace, \x1a Ctrl-Z, \x19 Ctrl-Y, < and > cursor left and right, everything else typed. */
static void keys(struct field *f, const char *s)
{
	static const struct { char c; enum ui_act act; } special[] = {
		{ '\b', UI_ACT_BACKSPACE }, { '\x1a', UI_ACT_UNDO }, { '\x19', UI_ACT_REDO }, { '<', UI_ACT_LEFT }, { '>', UI_ACT_RIGHT },
	};

	for (size_t i = 0, n = strlen(s); i < n;) {
		struct ui_key k = { .act = UI_ACT_CHAR, .text = s + i };

		k.n = utf8_next(s + i, n - i, &k.cp);
		for (size_t j = 0; j < COUNT_OF(special); j++)
			if (s[i] == special[j].c)
				k.act = special[j].act;
		f->last = ui_edit_key(&f->e, &f->im, NULL, &k);
		i += k.n;
	}
}

static void becomes(enum ime_method m, enum ime_mode mode, const char *typed, const char *want)
{
	struct field f;

	begin(&f, m, mode, 200);
	keys(&f, typed);
	if (strcmp(ui_edit_text(&f.e), want) != 0)
		fail_msg("%s: %s, not %s", typed, ui_edit_text(&f.e), want);
	ui_edit_clear(&f.e);
}

static void test_symbols(void **state)
{
	(void)state;
	becomes(IME_TELEX, IME_MODE_CODE, "125/qdd-ubnd", "125/QĐ-UBND");
	becomes(IME_OFF, IME_MODE_CODE, "125/qd\bđ-ubnd", "125/QĐ-UBND");
	becomes(IME_OFF, IME_MODE_CODE, "125/q\b\bq", "125q"); /* the slash is gone, and with it the capitals */
	becomes(IME_OFF, IME_MODE_CODE, "125q<<<<>>>/", "125/q"); /* what stands already is not changed */
	becomes(IME_OFF, IME_MODE_CODE, "125/<<<>>>tb", "125/TB");
	becomes(IME_OFF, IME_MODE_CODE, "125/tb<<<ab", "125ab/TB"); /* before it: as typed */
	becomes(IME_TELEX, IME_MODE_CODE, "125/qdd<<d", "125/DQĐ");
	becomes(IME_TELEX, IME_MODE_CODE, "125/qddx\bx", "125/QĐX");
	becomes(IME_TELEX, IME_MODE_CODE, "34/ttr\x1a-ub", "34/ttr-UB"); /* Ctrl-Z: as they were typed */
	becomes(IME_TELEX, IME_MODE_CODE, "34/ttr\x1a\x1a", "");
}

static void test_symbol_that_is_full(void **state)
{
	struct field f;

	(void)state;
	begin(&f, IME_TELEX, IME_MODE_CODE, 7);
	keys(&f, "125/qddx");
	assert_string_equal(ui_edit_text(&f.e), "125/QĐX");
	keys(&f, "y");
	assert_int_equal(f.last, UI_EDIT_FULL);
	keys(&f, "\b\bdd");
	assert_string_equal(ui_edit_text(&f.e), "125/QĐ");
	ui_edit_clear(&f.e);
	ui_edit_init(&f.e, 60, 6, false); /* bytes: no room for the second one of đ */
	ime_init(&f.im, IME_TELEX, IME_OLD, IME_MODE_CODE);
	keys(&f, "125/Qdd");
	assert_string_equal(ui_edit_text(&f.e), "125/Qd");
	ui_edit_clear(&f.e);
}

static void test_macros(void **state)
{
	(void)state;
	for (int m = IME_OFF; m <= IME_VNI; m++) {
		becomes((enum ime_method)m, IME_MODE_TEXT, "ubnd xa, kn. Kn ubnd", "Ủy ban nhân dân xa, khiếu nại. Khiếu nại ubnd");
		becomes((enum ime_method)m, IME_MODE_TEXT, "UBND KN vp@ubnd 12/kn-ubnd ", "UBND KN vp@ubnd 12/kn-ubnd ");
		becomes((enum ime_method)m, IME_MODE_TEXT, "ubnd \x1a xa ", "ubnd  xa "); /* Ctrl-Z: the word stays */
		becomes((enum ime_method)m, IME_MODE_TEXT, "ubnd \x1a\b ", "ubnd "); /* also when the blank is typed again */
		becomes((enum ime_method)m, IME_MODE_TEXT, "ubn<<<>>>d ", "ubnd "); /* the cursor was elsewhere: no word typed whole */
		becomes((enum ime_method)m, IME_MODE_TEXT, "xkn<<\b>> ", "kn ");
		becomes((enum ime_method)m, IME_MODE_TEXT, "tc<<kn ", "khiếu nại tc");
		becomes((enum ime_method)m, IME_MODE_TEXT, "ubmd\b\bnd ", "Ủy ban nhân dân ");
		becomes((enum ime_method)m, IME_MODE_TEXT, "ubnd xa\x1a\x1a", "ubnd"); /* later, step by step */
		becomes((enum ime_method)m, IME_MODE_TEXT, "ubnd xa\x1a\x1a\x19\x19", "Ủy ban nhân dân xa");
	}
	/* what the person's own machine composes is left alone */
	becomes(IME_OFF, IME_MODE_TEXT, "kn\bê kn", "kê kn");
	becomes(IME_OFF, IME_MODE_TEXT, "knê\b ", "kn ");
}

static void test_macros_and_pastes(void **state)
{
	struct field f;

	(void)state;
	begin(&f, IME_TELEX, IME_MODE_TEXT, 200);
	pasted(&f, "ubnd kn ");
	pasted(&f, "ubnd");
	keys(&f, " ");
	assert_string_equal(ui_edit_text(&f.e), "ubnd kn ubnd ");
	pasted(&f, "x");
	keys(&f, "kn ");
	assert_string_equal(ui_edit_text(&f.e), "ubnd kn ubnd xkn ");
	pasted(&f, "u");
	keys(&f, "bnd");
	pasted(&f, " ");
	assert_false(ui_edit_finish(&f.e, &f.im));
	ui_edit_clear(&f.e);
}

static void test_macro_at_the_end(void **state)
{
	struct field f;

	(void)state;
	begin(&f, IME_OFF, IME_MODE_TEXT, 200);
	keys(&f, "cua ubnd");
	assert_true(ui_edit_finish(&f.e, &f.im));
	assert_string_equal(ui_edit_text(&f.e), "cua Ủy ban nhân dân");
	assert_false(ui_edit_finish(&f.e, &f.im));
	keys(&f, "\x1a");
	assert_string_equal(ui_edit_text(&f.e), "cua ubnd");
	assert_false(ui_edit_finish(&f.e, &f.im));
	ime_break(&f.im); /* left and come back */
	keys(&f, " ");
	assert_string_equal(ui_edit_text(&f.e), "cua ubnd ");
	ui_edit_clear(&f.e);
}

/* A text that does not fit is not cut: the word stays as typed. */
static void test_macro_without_room(void **state)
{
	struct field f;

	(void)state;
	begin(&f, IME_OFF, IME_MODE_TEXT, 12);
	keys(&f, "a ubnd ");
	assert_int_equal(f.last, UI_EDIT_FULL);
	assert_string_equal(ui_edit_text(&f.e), "a ubnd ");
	keys(&f, "kn");
	assert_false(ui_edit_finish(&f.e, &f.im));
	assert_string_equal(ui_edit_text(&f.e), "a ubnd kn");
	act(&f, UI_ACT_KILL_ALL);
	keys(&f, "kn,");
	assert_string_equal(ui_edit_text(&f.e), "khiếu nại,");
	ui_edit_clear(&f.e);
}

/* Typed over (Ins): what is under the cursor is replaced letter by letter, so nothing grows. */
static void test_overwriting(void **state)
{
	struct field f;

	(void)state;
	begin(&f, IME_TELEX, IME_MODE_TEXT, 200);
	keys(&f, "abcdefgh");
	act(&f, UI_ACT_HOME);
	f.e.overwrite = true;
	keys(&f, "kn ");
	assert_string_equal(ui_edit_text(&f.e), "kn defgh");
	assert_false(ui_edit_finish(&f.e, &f.im));
	ui_edit_clear(&f.e);
}

/* Whatever is pressed: valid text within its limits, and all of it can be undone and done again. */
static void test_random(void **state)
{
	static const char *const typed[] = { "u", "b", "n", "d", " ", "k", "/", "a", "s", "w", "D", "9", ",", "ê", "\xcc\x81", "-", "o", "\b", "\b", "<", ">" };
	(void)state;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		uint64_t r = seed * 2654435761u;
		struct field f;
		char *last;

		begin(&f, (enum ime_method)(seed % 3), (enum ime_mode)(seed / 3 % 3), 24);
		for (int i = 0; i < 300; i++) {
			r = r * 6364136223846793005u + 1442695040888963407u;
			if (r >> 60 == 0)
				pasted(&f, "ubnd d");
			else
				keys(&f, typed[(r >> 33) % COUNT_OF(typed)]);
			assert_true(utf8_valid(ui_edit_text(&f.e), f.e.len) && ui_edit_chars(&f.e) <= 24 && f.e.cur <= f.e.len);
		}
		last = mem_xstrdup(ui_edit_text(&f.e));
		while (ui_edit_undo(&f.e))
			;
		while (ui_edit_redo(&f.e))
			;
		assert_string_equal(ui_edit_text(&f.e), last);
		free(last);
		ui_edit_clear(&f.e);
	}
}

/* ---- text that is composed before it comes here ---- */

/* The keys that a person presses for a text, marks and tones at the ends of their words. */
static void telex_of(const char *text, struct buf *out)
{
	static const char tones[] = { [TONE_ACUTE] = 's', [TONE_GRAVE] = 'f', [TONE_HOOK] = 'r', [TONE_TILDE] = 'x', [TONE_DOT] = 'j' };
	enum ime_tone tone = TONE_NONE, t;

	for (size_t i = 0, n = strlen(text); i < n;) {
		uint32_t cp;
		char base, cps[4];
		enum ime_mark mark;
		bool upper;

		i += utf8_next(text + i, n - i, &cp);
		if (!ime_decompose(cp, &base, &mark, &t, &upper)) {
			if (tone != TONE_NONE)
				buf_put_u8(out, (uint8_t)tones[tone]);
			tone = TONE_NONE;
			buf_put(out, cps, utf8_put(cps, cp));
			continue;
		}
		tone = t != TONE_NONE ? t : tone;
		buf_put_u8(out, (uint8_t)(upper ? base - 'a' + 'A' : base));
		if (mark != MARK_NONE)
			buf_put_u8(out, (uint8_t)(mark == MARK_HAT || mark == MARK_BAR ? base : 'w'));
	}
	if (tone != TONE_NONE)
		buf_put_u8(out, (uint8_t)tones[tone]);
}

/* What UniKey sends for the keys: a letter, or Backspaces and what it composed; and what then stands on any screen. */
static void unikey(const char *pressed, struct buf *sent, struct buf *screen)
{
	struct ime client;

	ime_init(&client, IME_TELEX, IME_OLD, IME_MODE_TEXT);
	for (size_t i = 0, n = strlen(pressed); i < n;) {
		struct ime_edit ie;
		uint32_t cp;

		i += utf8_next(pressed + i, n - i, &cp);
		ime_key(&client, cp, &ie);
		for (size_t k = 0; k < ie.erase; k++) {
			buf_put_u8(sent, '\b');
			screen->len = utf8_prev((const char *)screen->p, screen->len);
		}
		buf_puts(sent, ie.text);
		buf_puts(screen, ie.text);
	}
}

static void arrives(enum ime_method ours, const char *sent, const char *want)
{
	struct field f;

	begin(&f, ours, IME_MODE_TEXT, 400);
	keys(&f, sent);
	if (strcmp(ui_edit_text(&f.e), want) != 0)
		fail_msg("method %d: %s, not %s", ours, ui_edit_text(&f.e), want);
	ui_edit_clear(&f.e);
}

static size_t each_line(void (*fn)(const char *))
{
	char s[512];
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(ime_who); i++)
		for (size_t j = 0; j < COUNT_OF(ime_does); j++, n++) {
			snprintf(s, sizeof(s), "%s %s", ime_who[i], ime_does[j]);
			fn(s);
		}
	return n;
}

static void from_unikey(const char *text)
{
	struct buf pressed, sent, screen;

	buf_init(&pressed, 4096);
	buf_init(&sent, 16384);
	buf_init(&screen, 4096);
	telex_of(text, &pressed);
	unikey(buf_str(&pressed), &sent, &screen);
	assert_string_equal(buf_str(&screen), text);
	arrives(IME_OFF, buf_str(&sent), text);
	arrives(IME_TELEX, buf_str(&sent), text); /* both at once: theirs comes first, ours leaves it alone */
	buf_clear(&pressed);
	buf_clear(&sent);
	buf_clear(&screen);
}

/* UniKey before ours, on and off: every sentence as if it were alone, with its Backspaces. */
static void test_unikey(void **state)
{
	static const char *const odd[] = { "ddd", "ass", "aaa", "casse", "www", "tooss", "viecje", "QDDD", "dungf19", "text file", "Wi-Fi", "losz" };

	(void)state;
	print_message("%zu sentences\n", each_line(from_unikey));
	for (size_t i = 0; i < COUNT_OF(odd); i++) { /* what it takes back: whatever stands there in the end */
		struct buf sent, screen;

		buf_init(&sent, 4096);
		buf_init(&screen, 4096);
		unikey(odd[i], &sent, &screen);
		arrives(IME_OFF, buf_str(&sent), buf_str(&screen));
		arrives(IME_TELEX, buf_str(&sent), buf_str(&screen));
		buf_clear(&sent);
		buf_clear(&screen);
	}
}

/* Letter and marks one by one, as macOS sends them. */
static void apart(const char *text, struct buf *out)
{
	static const char *const tones[] = { [TONE_NONE] = "", [TONE_ACUTE] = "\xcc\x81", [TONE_GRAVE] = "\xcc\x80", [TONE_HOOK] = "\xcc\x89",
		[TONE_TILDE] = "\xcc\x83", [TONE_DOT] = "\xcc\xa3" };
	static const char *const marks[] = { [MARK_NONE] = "", [MARK_HAT] = "\xcc\x82", [MARK_HORN] = "\xcc\x9b", [MARK_BREVE] = "\xcc\x86" };

	for (size_t i = 0, n = strlen(text); i < n;) {
		uint32_t cp;
		char base, c[4];
		enum ime_mark mark;
		enum ime_tone tone;
		bool upper;

		i += utf8_next(text + i, n - i, &cp);
		if (cp < 0x80 || !ime_decompose(cp, &base, &mark, &tone, &upper) || mark == MARK_BAR) {
			buf_put(out, c, utf8_put(c, cp));
			continue;
		}
		buf_put_u8(out, (uint8_t)(upper ? base - 'a' + 'A' : base));
		buf_puts(out, tone == TONE_DOT ? tones[tone] : marks[mark]); /* the dot below stands first in NFD */
		buf_puts(out, tone == TONE_DOT ? marks[mark] : tones[tone]);
	}
}

static void composed(const char *text)
{
	struct buf nfd;

	buf_init(&nfd, 16384);
	apart(text, &nfd);
	for (int m = IME_OFF; m <= IME_TELEX; m++) {
		arrives((enum ime_method)m, text, text);
		arrives((enum ime_method)m, buf_str(&nfd), text);
	}
	buf_clear(&nfd);
}

/* NFC from Windows and phones, NFD from macOS: letter by letter, with ours off and on. */
static void test_composed(void **state)
{
	(void)state;
	print_message("%zu sentences\n", each_line(composed));
	for (size_t i = 0; i < COUNT_OF(ime_lines); i++)
		if (utf8_chars(ime_lines[i], strlen(ime_lines[i])) == text_width(ime_lines[i]) && strchr(ime_lines[i], '<') == NULL &&
		    strchr(ime_lines[i], '>') == NULL && strstr(ime_lines[i], "kn") == NULL)
			arrives(IME_OFF, ime_lines[i], ime_lines[i]);
}

/* The digits of VNI in what people write beside words, and the way back to them. */
static void test_vni_digits(void **state)
{
	static const struct { const char *typed, *want; } row[] = {
		{ "A61p 5, xa4 Vi5 Trung", "Ấp 5, xã Vị Trung" }, { "to63 12, khu pho61 3", "tổ 12, khu phố 3" }, { "thu7a3 125/12", "thửa 125/12" },
		{ "12/5 Le6 Lo75i", "12/5 Lê Lợi" }, { "QL61, DT931", "QL61, DT931" }, { "khu A4\x1a", "khu A4" }, { "lo6 A4\x1a, B12", "lô A4, B12" },
		{ "A4\x1a" "5", "A45" }, { "A4\x1a" "b6 xa4", "A4b6 xã" }, { "2026 H2O", "2026 H2O" }, { "so61 5A/3", "số 5A/3" },
		{ "P12, TP1", "P12, TP1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		becomes(IME_VNI, IME_MODE_TEXT, row[i].typed, row[i].want);
}

/* Back in a word with the cursor: its keys go on with it, Backspace takes one letter as it is seen, Ctrl-Z gives raw keys. */
static void test_coming_back(void **state)
{
	static const struct { enum ime_method m; const char *typed, *want; } row[] = {
		{ IME_TELEX, "nguyeen van<<<<x", "nguyễn van" }, { IME_TELEX, "vieet<>j", "việt" }, { IME_TELEX, "duong<>wd", "đương" },
		{ IME_TELEX, "toans<>\b", "tóa" }, { IME_TELEX, "toans<>\b\b", "tó" }, { IME_TELEX, "toan<>\bf", "tòa" }, { IME_TELEX, "hoaf <\bn", "hòn " },
		{ IME_TELEX, "hoaf<\bes ", "hé a" }, { IME_VNI, "nguye6n van<<<<4", "nguyễn van" }, { IME_VNI, "toan1<>\b", "tóa" },
		{ IME_TELEX, "ban<>s\x1a", "bans" }, { IME_TELEX, "tieesng <\b\bf", "tiề " }, { IME_TELEX, "xa <x", "xã " },
		{ IME_OFF, "ban<>s", "bans" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		becomes(row[i].m, IME_MODE_TEXT, row[i].typed, row[i].want);
}

/* Names of the peoples here and of others, as they are typed with Telex; what is no syllable of ours stays as typed. */
static void test_names(void **state)
{
	static const struct { const char *typed, *want; } row[] = {
		{ "Y Bhawm Niee", "Y Bhăm Niê" }, { "K'Paw Y Blee", "K'Pă Y Blê" }, { "Hleel", "Hlêl" }, { "Mloo", "Mlô" }, { "Kpaw", "Kpă" },
		{ "Rcom H'Kring", "Rcom H'Kring" }, { "Krs", "Krs" }, { "Blooo", "Bloo" }, { "Kroongs", "Krôngs" },
		{ "Thachj Sa Ruwowne", "Thạch Sa Rươne" }, { "H'Hen Niee", "H'Hen Niê" }, { "Ksor Phuwowcs", "Ksor Phước" },
		{ "Krong", "Krong" }, { "Kroong Buk", "Krông Buk" }, { "Neang Kim", "Neang Kim" }, { "Siu Black", "Siu Black" },
		{ "Danh Soms", "Danh Sóm" }, { "Lee Thij Hoongf Nhung", "Lê Thị Hồng Nhung" }, { "Nguyeenx Thij Myx Duyeen", "Nguyễn Thị Mỹ Duyên" },
		{ "Wi-Fi", "Wi-Fi" }, { "Quacsh", "Quách" }, { "Huyfnh", "Huỳnh" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		becomes(IME_TELEX, IME_MODE_NAME, row[i].typed, row[i].want);
	becomes(IME_VNI, IME_MODE_NAME, "Kro6ng Pa81c, Bla6n, Bhă8m", "Krông Pắc, Blân, Bhă8m");
	/* in a text only kr: English and codes stay as typed */
	becomes(IME_TELEX, IME_MODE_TEXT, "huyeenj Kroong Nawng: green, school, blood, three, Blee, Skoda",
	        "huyện Krông Năng: green, school, blood, three, Blee, Skoda");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_symbols), cmocka_unit_test(test_symbol_that_is_full), cmocka_unit_test(test_macros),
		cmocka_unit_test(test_macros_and_pastes), cmocka_unit_test(test_macro_at_the_end), cmocka_unit_test(test_macro_without_room),
		cmocka_unit_test(test_overwriting), cmocka_unit_test(test_random), cmocka_unit_test(test_unikey),
		cmocka_unit_test(test_composed), cmocka_unit_test(test_vni_digits),
		cmocka_unit_test(test_coming_back), cmocka_unit_test(test_names),
	};

	return T_RUN(tests);
}
