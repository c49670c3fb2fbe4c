/* ui_theme: no theme tells anything by a colour alone, and what has colours can be read on every ground. */
#include "t.h"

#include "congvu/model.h"

#include "../../src/ui/ui_theme_internal.h"

#define READABLE 4.5 /* WCAG 2.1, level AA, text of normal size */

/* The eight colours as the terminals draw them that people have: PuTTY, the Linux console, xterm. Bold white is white on the first two. */
static const struct { const char *name; int rgb[8]; bool bold_brightens; } palettes[] = {
	{ "putty", { 0x000000, 0xbb0000, 0x00bb00, 0xbbbb00, 0x0000bb, 0xbb00bb, 0x00bbbb, 0xbbbbbb }, true },
	{ "linux", { 0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa }, true },
	{ "xterm", { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5 }, false },
};

/* sRGB to linear light, of the values in those palettes. */
static double channel(int v)
{
	static const struct { int v; double light; } of[] = {
		{ 0x00, 0.0000 }, { 0x55, 0.0908 }, { 0xaa, 0.4020 }, { 0xbb, 0.4969 }, { 0xcd, 0.6105 }, { 0xe5, 0.7835 }, { 0xee, 0.8550 }, { 0xff, 1.0000 },
	};

	for (size_t i = 0; i < COUNT_OF(of); i++)
		if (of[i].v == v)
			return of[i].light;
	fail_msg("no light of %02x", v);
	return 0;
}

static double luminance(int rgb)
{
	return 0.2126 * channel(rgb >> 16 & 255) + 0.7152 * channel(rgb >> 8 & 255) + 0.0722 * channel(rgb & 255);
}

static double contrast(int a, int b)
{
	double x = luminance(a), y = luminance(b);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void test_readable(void **state)
{
	(void)state;
	assert_true(contrast(0xffffff, 0) > 20.9);
	for (int t = 0; t < UI_THEME_COUNT; t++) {
		for (int e = 0; e < UI_ELEMENT_COUNT; e++) {
			struct ui_look look = ui_theme_look((enum ui_theme)t, (enum ui_element)e, true);

			assert_int_equal(look.fg == UI_NO_COLOUR, look.bg == UI_NO_COLOUR); /* half a pair is lost on some ground */
			if (look.fg == UI_NO_COLOUR)
				continue;
			for (size_t p = 0; p < COUNT_OF(palettes); p++) {
				int fg = palettes[p].rgb[look.fg];

				if (look.attrs & UI_BOLD && palettes[p].bold_brightens)
					fg = look.fg == 7 ? 0xffffff : fg | 0x555555;
				if (contrast(fg, palettes[p].rgb[look.bg]) < READABLE)
					fail_msg("theme %d, element %d on %s: %.1f", t, e, palettes[p].name, contrast(fg, palettes[p].rgb[look.bg]));
			}
		}
	}
}

/* What differs with colours differs without them. */
static void test_never_colour_alone(void **state)
{
	(void)state;
	for (int t = 0; t < UI_THEME_COUNT; t++) {
		for (int e = 0; e < UI_ELEMENT_COUNT; e++) {
			struct ui_look with = ui_theme_look((enum ui_theme)t, (enum ui_element)e, true);
			struct ui_look without = ui_theme_look((enum ui_theme)t, (enum ui_element)e, false);

			assert_int_equal(without.fg, UI_NO_COLOUR);
			assert_int_equal(without.bg, UI_NO_COLOUR);
			if (with.fg != UI_NO_COLOUR)
				assert_int_not_equal(without.attrs, 0);
			else
				assert_int_equal(with.attrs, without.attrs);
		}
		assert_int_equal(ui_theme_look((enum ui_theme)t, UI_PLAIN, true).attrs, 0);
		/* what must be seen whatever the theme */
		assert_int_not_equal(ui_theme_look((enum ui_theme)t, UI_LATE, false).attrs, 0);
		assert_int_not_equal(ui_theme_look((enum ui_theme)t, UI_CHOSEN, false).attrs, 0);
		assert_int_not_equal(ui_theme_look((enum ui_theme)t, UI_REGION, false).attrs, ui_theme_look((enum ui_theme)t, UI_FOCUS, false).attrs);
	}
}

/* The cheap one: nothing of what a clerk types or walks through has an attribute. */
static void test_first_is_lean(void **state)
{
	static const enum ui_element typed[] = { UI_PLAIN, UI_HEADING, UI_FIELD, UI_FOCUS, UI_MARK, UI_MESSAGE, UI_ASKED, UI_KEY };

	(void)state;
	assert_int_equal(ui_theme_by_name(""), 0);
	assert_false(ui_theme_coloured((enum ui_theme)0));
	for (size_t i = 0; i < COUNT_OF(typed); i++)
		assert_int_equal(ui_theme_look((enum ui_theme)0, typed[i], true).attrs, 0);
}

static void test_names(void **state)
{
	(void)state;
#define X(theme, name, words)                                   \
	assert_int_equal(ui_theme_by_name(name), theme);        \
	assert_true(model_message(words)[0] != '\0');           \
	assert_string_not_equal(model_message(words), words);
	UI_THEME_LIST(X)
#undef X
	assert_int_equal(ui_theme_by_name("of a later version"), UI_THEME_LEAN);
	assert_true(ui_theme_coloured(UI_THEME_COLOUR));
	assert_false(ui_theme_coloured(UI_THEME_CONTRAST));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_readable),
		cmocka_unit_test(test_never_colour_alone),
		cmocka_unit_test(test_first_is_lean),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
