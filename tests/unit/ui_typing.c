/* ui_typing: keys through the editor and the input method together, as a field of a form gets them: symbols, macros, undo, no room. */
#include "t.h"

#include "../../src/ui/ui_internal.h"

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
	if (mode == IME_MODE_TEXT)
		ime_use_macros(&f->im, &macros);
	f->last = UI_EDIT_MOVED;
}

static void act(struct field *f, enum ui_act a)
{
	struct ui_key k = { .act = a };

	f->last = ui_edit_key(&f->e, &f->im, &k);
}

static void pasted(struct field *f, const char *s)
{
	struct ui_key k = { .act = UI_ACT_PASTE, .text = s, .n = strlen(s) };

	f->last = ui_edit_key(&f->e, &f->im, &k);
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
		f->last = ui_edit_key(&f->e, &f->im, &k);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_symbols), cmocka_unit_test(test_symbol_that_is_full), cmocka_unit_test(test_macros),
		cmocka_unit_test(test_macros_and_pastes), cmocka_unit_test(test_macro_at_the_end), cmocka_unit_test(test_macro_without_room),
		cmocka_unit_test(test_overwriting),
	};

	return T_RUN(tests);
}
