/* ui_theme: the table of looks, and which of them a person has chosen (Ctrl-O). */
#include "ui_internal.h"

#include <stdlib.h>
#include <string.h>

#define PREF "theme"
#define BLACK 0
#define RED 1
#define BLUE 4
#define CYAN 6
#define WHITE 7
/* The same with and without colours; and two colours, with what stands for them where there are none. Letters on a ground of their own are
 * bold when they are white: the eight colours' white is a grey, which bold makes white on the Linux console and in PuTTY. */
#define A(attrs) { { attrs, UI_NO_COLOUR, UI_NO_COLOUR }, attrs }
#define C(attrs, fg, bg, without) { { attrs, fg, bg }, without }
#define STRONG (UI_BOLD | UI_REVERSE)

static const struct {
	struct ui_look with;
	unsigned without; /* attributes where there are no colours */
} looks[UI_ELEMENT_COUNT][UI_THEME_COUNT] = {
	/*                lean             lines            contrast                      colour */
	[UI_PLAIN] =   { A(0),          A(0),            A(0),                       A(0) },
	[UI_TITLE] =   { A(UI_BOLD),    A(UI_BOLD),      A(STRONG),                  C(UI_BOLD, WHITE, BLUE, UI_BOLD) },
	[UI_HEADING] = { A(0),          A(UI_BOLD),      A(UI_BOLD | UI_UNDERLINE),  A(UI_BOLD) },
	[UI_FIELD] =   { A(0),          A(UI_UNDERLINE), A(UI_UNDERLINE),            A(UI_UNDERLINE) },
	[UI_FOCUS] =   { A(0),          A(UI_UNDERLINE), A(UI_REVERSE),              C(0, BLACK, CYAN, UI_UNDERLINE) },
	[UI_REGION] =  { A(UI_REVERSE), A(UI_REVERSE),   A(UI_BOLD | UI_UNDERLINE),  C(UI_BOLD, WHITE, BLUE, UI_REVERSE) },
	[UI_LATE] =    { A(UI_BOLD),    A(UI_BOLD),      A(STRONG),                  C(UI_BOLD, WHITE, RED, UI_BOLD) },
	[UI_CHOSEN] =  { A(UI_REVERSE), A(UI_REVERSE),   A(STRONG),                  C(0, BLACK, CYAN, UI_REVERSE) },
	[UI_MARK] =    { A(0),          A(0),            A(STRONG),                  C(0, BLACK, CYAN, UI_BOLD) },
	[UI_MESSAGE] = { A(0),          A(0),            A(UI_BOLD),                 C(0, BLACK, WHITE, UI_BOLD) },
	[UI_ASKED] =   { A(0),          A(0),            A(STRONG),                  C(0, BLACK, WHITE, UI_BOLD) },
	[UI_KEY] =     { A(0),          A(0),            A(UI_BOLD),                 A(UI_BOLD) },
};

static const struct { const char *name, *words; } themes[UI_THEME_COUNT] = {
#define X(theme, name, words) { name, words },
	UI_THEME_LIST(X)
#undef X
};

struct ui_look ui_theme_look(enum ui_theme theme, enum ui_element what, bool colours)
{
	if (!colours)
		return (struct ui_look){ looks[what][theme].without, UI_NO_COLOUR, UI_NO_COLOUR };
	return looks[what][theme].with;
}

bool ui_theme_coloured(enum ui_theme theme)
{
	for (size_t i = 0; i < UI_ELEMENT_COUNT; i++)
		if (looks[i][theme].with.fg != UI_NO_COLOUR)
			return true;
	return false;
}

enum ui_theme ui_theme_by_name(const char *name)
{
	for (size_t i = 0; i < UI_THEME_COUNT; i++)
		if (strcmp(themes[i].name, name) == 0)
			return (enum ui_theme)i;
	return UI_THEME_LEAN;
}

void ui_theme_load(struct ui *ui)
{
	struct arena *a = arena_new(64 * 1024);
	const char *value = "";

	if (app_pref_get(ui->app, &ui->user, PREF, a, &value) != 0)
		value = "";
	ui->theme = ui_theme_by_name(value);
	ui_term_colours(ui);
	arena_free(a);
}

/* ---- choosing ------------------------------------------------------------------------------------------------------------- */

static int find(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *a, struct ui_found *out)
{
	struct ui_pick_row *rows = arena_xalloc(a, UI_THEME_COUNT * sizeof(*rows));

	(void)ctx;
	(void)words;
	(void)limit;
	for (size_t i = 0; i < UI_THEME_COUNT; i++)
		rows[i] = (struct ui_pick_row){ .label = model_message(themes[i].words),
			.code = i == (size_t)ui->theme ? model_message("ui.theme.now") : "", .id = i };
	ui_pick_number(rows, UI_THEME_COUNT, a);
	*out = (struct ui_found){ rows, UI_THEME_COUNT, UI_THEME_COUNT };
	return 0;
}

static void taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	struct err_info ei = { .code = 0 };

	(void)ctx;
	(void)typed;
	if (row == NULL)
		return;
	ui->theme = (enum ui_theme)row->id;
	ui_term_colours(ui);
	ui->clear = true; /* every attribute on the screen means something else now */
	ui_dirty(ui);
	if (ui_theme_coloured(ui->theme) && !ui->colours)
		ui_say_word(ui, "ui.theme.nocolour");
	/* Without it the next session begins with the first again; that is all. */
	if (app_pref_set(ui->app, &ui->user, PREF, themes[row->id].name, &ei) != 0)
		log_warn("ui: the theme is not kept: %s", ei.detail);
}

void ui_theme_ask(struct ui *ui)
{
	ui_pick_open(ui, &(struct ui_pick){ .numbered = true, .find = find, .taken = taken });
}
