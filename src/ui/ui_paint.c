/* ui_paint: drawing straight into curses' virtual screen (a window in between would be a third copy, 54 kB). Nothing is sent here. */
#include "ui_internal.h"

#include <curses.h>
#include <string.h>

#define MIN_COLS 30
#define MIN_ROWS 10
#define LINEAR_COLS 20 /* line by line: braille lines and their small windows */
#define LINEAR_ROWS 2
#define ROOMY_ROWS 16 /* from here on there is a line for what was noticed, and a blank one below the title */

static void look_as(const struct ui *ui, enum ui_element what)
{
	struct ui_look look = ui_theme_look(ui->theme, what, ui->colours);
	attr_t attrs = A_NORMAL;

	attrs |= look.attrs & UI_BOLD ? A_BOLD : 0;
	attrs |= look.attrs & UI_REVERSE ? A_REVERSE : 0;
	attrs |= look.attrs & UI_UNDERLINE ? A_UNDERLINE : 0;
	/* ui_term_colours has made a pair of each element's number. */
	wattrset(newscr, (int)(look.fg != UI_NO_COLOUR ? attrs | (attr_t)COLOR_PAIR((int)what) : attrs));
}

int ui_put_part(struct ui *ui, int row, int col, int width, const char *text, size_t n, enum ui_element what)
{
	size_t pos = 0;
	int used = 0;
	uint32_t cp;

	if (row < 0 || row >= ui->rows || col < 0 || col >= ui->cols || width <= 0 || (ui->clip > 0 && row >= ui->clip))
		return 0;
	if (width > ui->cols - col)
		width = ui->cols - col;
	while (pos < n && text[pos] != '\0') {
		size_t len = utf8_next(text + pos, n - pos, &cp);
		int w = utf8_width(cp);

		if (w < 0 || used + w > width)
			break;
		used += w;
		pos += len;
	}
	look_as(ui, what);
	mvwaddnstr(newscr, row, col, text, (int)pos);
	wattrset(newscr, A_NORMAL);
	return pos < n && text[pos] != '\0' ? width : used;
}

int ui_put_in(struct ui *ui, int row, int col, int width, const char *text, enum ui_element what)
{
	return ui_put_part(ui, row, col, width, text, strlen(text), what);
}

int ui_put_words(struct ui *ui, int row, int col, int width, const char *text, enum ui_element what)
{
	return ui_put_part(ui, row, col, width, text, width > 0 ? text_cut_words(text, (size_t)width) : 0, what);
}

void ui_put(struct ui *ui, int row, int col, const char *text)
{
	ui_put_in(ui, row, col, ui->cols - col, text, UI_PLAIN);
}

void ui_put_right(struct ui *ui, int row, int col, int width, const char *text, enum ui_element what)
{
	int w = (int)text_width(text);

	ui_put_in(ui, row, w < width ? col + width - w : col, width, text, what);
}

void ui_put_char(struct ui *ui, int row, int col, char c)
{
	char s[2] = { c, '\0' };

	ui_put_in(ui, row, col, 1, s, UI_PLAIN);
}

void ui_put_mark(struct ui *ui, int row, int col)
{
	ui_put_in(ui, row, col, 1, ">", UI_MARK);
}

void ui_put_ground(struct ui *ui, int row, int col, int width, enum ui_element what)
{
	struct ui_look look = ui_theme_look(ui->theme, what, ui->colours);

	for (int i = 0; i < width && (look.attrs != 0 || look.bg != UI_NO_COLOUR); i++)
		ui_put_in(ui, row, col + i, 1, " ", what);
}

void ui_clear_box(struct ui *ui, int row, int col, int rows, int cols)
{
	for (int r = row < 0 ? 0 : row; r < row + rows && r < ui->rows; r++) {
		if (col == 0 && cols >= ui->cols) {
			wmove(newscr, r, 0);
			wclrtoeol(newscr);
			continue;
		}
		for (int c = col < 0 ? 0 : col; c < col + cols && c < ui->cols; c++)
			mvwaddch(newscr, r, c, ' ');
	}
}

void ui_put_said(struct ui *ui, int row)
{
	if (ui->message[0] == '\0' || row < 1)
		return;
	ui_clear_box(ui, row, 0, 1, ui->cols);
	ui_put_words(ui, row, 1, ui->cols - 2, ui->message, UI_MESSAGE);
}

void ui_cursor(struct ui *ui, int row, int col)
{
	ui->cursor_row = row < 0 ? 0 : row < ui->rows ? row : ui->rows - 1;
	ui->cursor_col = col < 0 ? 0 : col < ui->cols ? col : ui->cols - 1;
	ui->cursor_set = true;
}

void ui_erase_first(struct ui *ui, int row, int col)
{
	ui->erase_row = row;
	ui->erase_col = col;
}

void ui_put_region(struct ui *ui, int row, int col, int width, const struct ui_edit *e, size_t start, size_t end)
{
	const char *text = ui_edit_text(e);
	size_t from, to;
	int skip;

	if (!ui_edit_region(e, &from, &to) || to <= start || from >= end)
		return;
	from = from > start ? from : start;
	to = to < end ? to : end;
	skip = (int)utf8_chars(text + start, from - start);
	ui_put_part(ui, row, col + skip, width - skip, text + from, to - from, UI_REGION);
}

int ui_put_edit(struct ui *ui, int row, int col, int width, const struct ui_edit *e, size_t *left, bool masked)
{
	size_t at = ui_edit_scroll(e, (size_t)width, left), pos = 0, skip = *left;
	const char *text = ui_edit_text(e);
	uint32_t cp;

	ui_put_ground(ui, row, col, width, UI_FOCUS);
	while (skip-- > 0 && pos < e->len)
		pos += utf8_next(text + pos, e->len - pos, &cp);
	if (!masked) {
		ui_put_in(ui, row, col, width, text + pos, UI_FOCUS);
		ui_put_region(ui, row, col, width, e, pos, e->len);
	} else {
		for (size_t i = *left; i < ui_edit_chars(e) && i < *left + (size_t)width; i++)
			ui_put_in(ui, row, col + (int)(i - *left), 1, "*", UI_FOCUS);
	}
	return col + (int)at;
}

bool ui_too_small(const struct ui *ui)
{
	return ui->linear ? ui->cols < LINEAR_COLS || ui->rows < LINEAR_ROWS : ui->cols < MIN_COLS || ui->rows < MIN_ROWS;
}

bool ui_narrow(const struct ui *ui)
{
	return ui->cols < 80;
}

int ui_body_top(const struct ui *ui)
{
	return ui->rows > 1 ? 1 : 0;
}

int ui_body_bottom(const struct ui *ui)
{
	int foot = ui->rows >= ROOMY_ROWS ? 3 : 2;

	return ui->rows - foot > ui_body_top(ui) ? ui->rows - foot : ui_body_top(ui);
}

/* ---- the first line ---------------------------------------------------------------------------------------------------- */

static void paint_title(struct ui *ui)
{
	char title[300] = "", who[260];
	int state_w = (int)text_width(ui->line_state), room, used, mid = ui->cols / 2 - 1;

	for (struct ui_view *v = ui->top; v != NULL; v = v->below) {
		if (v->ops->title == NULL)
			continue;
		v->ops->title(ui, v, title, sizeof(title));
		break;
	}
	room = ui->cols - state_w - 3;
	used = ui_put_words(ui, 0, 1, room > 0 ? room : ui->cols - 1, title, UI_TITLE);
	if (state_w > 0 && state_w < ui->cols - 2)
		ui_put(ui, 0, ui->cols - 1 - state_w, ui->line_state);
	if (ui->cols < 60 || ui->user.full_name[0] == '\0')
		return;
	snprintf(who, sizeof(who), "%s, %s", ui->user.full_name, app_role_label(&ui->user));
	if (used + 3 > mid)
		mid = used + 3;
	room = ui->cols - 1 - state_w - 2 - mid;
	if (room >= (int)text_width(who))
		ui_put(ui, 0, mid, who);
	else if (room >= (int)text_width(ui->user.full_name))
		ui_put(ui, 0, mid, ui->user.full_name);
}

/* ---- the key line -------------------------------------------------------------------------------------------------------- */

struct bar_item {
	int rank;
	char text[80];
	int width;
	bool out;
};
#define OWN_RANK 2

static enum ui_context bar_context(const struct ui_view *v)
{
	return v->ops->bar != 0 ? v->ops->bar : v->ops->context;
}

const char *ui_act_words(const struct ui_view *v, const struct ui_act_row *row, bool brief)
{
	enum ui_context where = v != NULL ? bar_context(v) : UI_CTX_TEXT;
	const char *own = "";
	char id[40];

	if (row->act == UI_ACT_SEARCH && where == UI_CTX_HITS)
		own = ".more";
	if (row->act == UI_ACT_ENTER && where == UI_CTX_PROBLEMS)
		own = ".mend";
	if (row->act == UI_ACT_BACK && (where & (UI_CTX_MENU | UI_CTX_LOGIN)) && v->below == NULL)
		own = ".out";
	snprintf(id, sizeof(id), "ui.key.%s%s", row->words, own);
	return brief ? model_message_short(id) : model_message(id);
}

static int bar_item(struct bar_item *item, const char *key, const char *words, int rank)
{
	snprintf(item->text, sizeof(item->text), "%s %s", key, words);
	item->rank = rank;
	item->width = (int)text_width(item->text);
	item->out = false;
	return 1;
}

/* The screen's own, before those that are everywhere. */
static int bar_own(struct ui *ui, struct ui_view *v, struct bar_item *item, int cap)
{
	struct ui_own o;
	int n = 0;

	(void)ui_own_get(ui, v, &o);
	for (size_t i = 0; i < o.n && n < cap; i++)
		if (o.key[i].key != NULL && ui_own_offered(ui, &o, &o.key[i]))
			n += bar_item(&item[n], o.key[i].key, o.key[i].label, OWN_RANK);
	return n;
}

static int bar_collect(struct ui *ui, struct ui_view *v, struct bar_item *item, int cap)
{
	enum ui_context where = bar_context(v);
	size_t n_rows;
	const struct ui_act_row *rows = ui_keys_rows(&n_rows);
	int n = 0;

	for (size_t i = 0; i < n_rows && n < cap; i++) {
		char name[16];

		if (rows[i].act == UI_ACT_MENU)
			n += bar_own(ui, v, item + n, cap - n);
		if (n == cap || !(rows[i].bar & (unsigned)where) || !ui_offers(ui, v, rows[i].act))
			continue;
		n += bar_item(&item[n], ui_keys_name(&rows[i], name, sizeof(name)), ui_act_words(v, &rows[i], true), rows[i].rank);
	}
	return n;
}

static void paint_keys(struct ui *ui)
{
	struct bar_item item[24];
	/* A popup or a question leaves the line as it is: to change it and change it back would cost as much as the popup itself. */
	struct ui_view *v = ui->top;
	int n, total = -2, col = 1;

	while (v->ops->overlay && v->below != NULL)
		v = v->below;
	n = bar_collect(ui, v, item, (int)COUNT_OF(item));

	for (int i = 0; i < n; i++)
		total += item[i].width + 2;
	/* What is least missed goes first when the line is too short; Ctrl-O and F3 never do. */
	for (int rank = 9; rank > 0 && total > ui->cols - 2; rank--) {
		for (int i = n - 1; i >= 0 && total > ui->cols - 2; i--) {
			if (item[i].out || item[i].rank != rank)
				continue;
			item[i].out = true;
			total -= item[i].width + 2;
		}
	}
	for (int i = 0; i < n; i++) {
		if (item[i].out)
			continue;
		ui_put_in(ui, ui->rows - 1, col, ui->cols - 1 - col, item[i].text, UI_PLAIN);
		ui_put_part(ui, ui->rows - 1, col, ui->cols - 1 - col, item[i].text, strcspn(item[i].text, " "), UI_KEY);
		col += item[i].width + 2;
	}
}

void ui_put_ending(struct ui *ui, int row, int width, const char *text, bool above, enum ui_element what)
{
	int room = ui->cols - 2, all = (int)text_width(text);

	if (all > width && above && width > 0) {
		size_t n = text_line(text, (size_t)(all > room ? room : width));

		ui_clear_box(ui, row - 1, 0, 1, ui->cols);
		ui_put_part(ui, row - 1, 1, room, text, n, what);
		text += n + strspn(text + n, " ");
	}
	ui_put_words(ui, row, 1, width, text, what);
}

static void paint_foot(struct ui *ui)
{
	const char *text = ui->message[0] != '\0' ? ui->message : ui->hint, *aside = NULL;
	const struct ui_view *v = ui->top;
	int room = ui->cols - 2;

	if (ui->rows < 4)
		return;
	if (ui->rows >= ROOMY_ROWS)
		ui_put_words(ui, ui->rows - 3, 1, ui->cols - 2, ui->noticed, UI_PLAIN);
	else if (ui->message[0] == '\0' && ui->noticed[0] != '\0')
		text = ui->noticed;
	while (v->ops->overlay && v->below != NULL)
		v = v->below;
	if (ui->message[0] == '\0' && v->ops->aside != NULL)
		aside = v->ops->aside(ui, v);
	if (aside != NULL)
		ui_put_right(ui, ui->rows - 2, 1, room, aside, UI_PLAIN);
	ui_put_ending(ui, ui->rows - 2, aside != NULL ? room - (int)text_width(aside) - 1 : room, text,
	              ui->rows >= ROOMY_ROWS && (text == ui->message || ui->noticed[0] == '\0'), text == ui->message ? UI_MESSAGE : UI_PLAIN);
	paint_keys(ui);
}

/* Overlays are drawn over the views below them, down to the first that fills the screen. */
static void paint_view(struct ui *ui, struct ui_view *v)
{
	if (v->ops->overlay && v->below != NULL)
		paint_view(ui, v->below);
	v->ops->paint(ui, v);
}

static void paint_small(struct ui *ui)
{
	const char *text = model_message("ui.small");
	size_t pos = 0;

	for (int row = 0; row < ui->rows && text[pos] != '\0'; row++) {
		size_t n = text_cut(text + pos, (size_t)ui->cols);

		if (n == 0)
			break;
		mvwaddnstr(newscr, row, 0, text + pos, (int)n);
		pos += n;
		while (text[pos] == ' ')
			pos++;
	}
	ui_cursor(ui, 0, 0);
}

void ui_paint(struct ui *ui)
{
	ui_term_begin(ui);
	werase(newscr);
	ui->cursor_set = false;
	if (ui->locked) {
		ui_put(ui, 0, 1, model_message("ui.locked"));
	} else if (ui_too_small(ui) && !(ui->top->ops->context == UI_CTX_FORM && ui->rows >= 5 && ui->cols >= 12)) {
		paint_small(ui);
	} else if (ui->linear) {
		ui_linear_paint(ui);
	} else {
		paint_title(ui);
		paint_foot(ui);
		paint_view(ui, ui->top);
	}
	if (!ui->cursor_set)
		ui_cursor(ui, ui->rows - 2, 0);
	wmove(newscr, ui->cursor_row, ui->cursor_col);
	ui->dirty = false;
	ui_term_flush(ui);
}
