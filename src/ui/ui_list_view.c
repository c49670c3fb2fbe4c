/* ui_list_view: a list on the screen. The focused row has a `>` before it: moving that costs five bytes, a reversed row two hundred. */
#include "ui_list_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LATE_COL 0

static const struct ui_view_ops ops, ops_typing;

void ui_list_hint(struct ui *ui, const struct ui_list *v)
{
	ui_hint(ui, ui_word(ui, v->asked != NULL ? "ui.list.asked" : v->filter != NULL ? "ui.list.filtered" : "ui.list.hint"));
}

static void close_list(struct ui *ui, struct ui_view *view)
{
	struct ui_list *v = (struct ui_list *)view;

	(void)ui;
	ui_edit_clear(&v->line);
	ui_list_drawn(v);
	arena_free(v->arena);
	free(v->filter);
	ui_find_free(v->asked);
	free(v->mark);
	free(v->name);
	free(v->part);
	free(v);
}

static void show(struct ui *ui, struct ui_view *view)
{
	struct ui_list *v = (struct ui_list *)view;

	ui_list_again(ui, v);
	ui_list_hint(ui, v);
}

/* Another number of rows is another page; the hint belongs to the view on top. */
static void resize(struct ui *ui, struct ui_view *view)
{
	struct ui_list *v = (struct ui_list *)view;

	if (ui->top == view)
		show(ui, view);
	else
		ui_list_again(ui, v);
}

static void cell(struct ui *ui, int row, int col, int width, const char *text, bool right, enum ui_element what)
{
	if (right)
		ui_put_right(ui, row, col, width, text, what);
	else
		(void)(ui_narrow(ui) ? ui_put_words : ui_put_in)(ui, row, col, width, text, what);
}

/* A long text on the lines below; the last of them is cut like any cell. */
static void cell_lines(struct ui *ui, int row, int col, int width, const char *text, int lines, enum ui_element what)
{
	struct ui_edit_row rows[SCREEN_COLUMN_LINES_MAX];
	size_t len = strlen(text), n = ui_edit_wrap(text, len, (size_t)width, rows, COUNT_OF(rows));

	for (int i = 0; i < lines && (size_t)i < n; i++)
		ui_put_part(ui, row + i, col, width, text + rows[i].start,
		            i + 1 == lines ? len - rows[i].start : rows[i].end - rows[i].start, what);
}

static void paint_row(struct ui *ui, const struct ui_list *v, int row, const struct app_row *r)
{
	enum ui_element what = r->late ? UI_LATE : UI_PLAIN;
	bool marked = ui_list_marked(v, r->id);
	int col = UI_LIST_FIRST_COL;

	if (r->late)
		ui_put_in(ui, row, marked ? LATE_COL + 2 : LATE_COL, 1, "!", what);
	if (marked)
		ui_put_in(ui, row, LATE_COL, 1, "*", what);
	for (size_t i = 0; i < v->l->n_columns && i < UI_LIST_COLUMNS_MAX; i++) {
		const struct screen_column *c = &v->l->column[i];
		char day[UI_LIST_DAY_MAX];
		const char *text = ui_list_cell(r->cell[i], v->width[i], day);

		if (v->width[i] == 0)
			continue;
		if (c->lines > 1)
			cell_lines(ui, row, col, v->width[i], text, c->lines < v->page_lines ? c->lines : v->page_lines, what);
		else
			cell(ui, row, col, v->width[i], text, c->right, what);
		col += v->width[i] + 1;
	}
}

/* Two columns in front of the row's first letter: with more blanks behind it curses would clear them all when the mark goes, which takes
 * 16 bytes. */
static int mark_col(const struct ui_list *v)
{
	int lead = 0;

	for (size_t i = 0; i < v->l->n_columns && i < UI_LIST_COLUMNS_MAX; i++) {
		const char *text = v->n > 0 && v->row[v->sel].cell[i] != NULL ? v->row[v->sel].cell[i] : "";

		if (v->width[i] == 0)
			continue;
		if (v->l->column[i].right && (int)text_width(text) < v->width[i])
			lead = v->width[i] - (int)text_width(text);
		break;
	}
	return UI_LIST_FIRST_COL + lead - 2;
}

/* What is typed at the foot: where to jump to, or the words of the filter. */
static void paint_line(struct ui *ui, struct ui_list *v)
{
	int row = ui->rows - 2, col, width = v->filtering ? ui->cols / 2 : 20;
	const char *label = v->filtering ? model_message("ui.list.filter") : v->l->n_columns > 0 ? v->l->column[0].title : "";

	ui_put_said(ui, row - 1);
	ui_clear_box(ui, row, 0, 1, ui->cols);
	col = 2 + ui_put_in(ui, row, 1, ui->cols / 2 - 4, label, UI_PLAIN);
	ui_put_char(ui, row, col, '[');
	ui_cursor(ui, row, ui_put_edit(ui, row, col + 1, width, &v->line, &v->left, false));
	ui_put_char(ui, row, col + 1 + width, ']');
}

void ui_list_fresh(struct ui *ui, struct ui_list *v)
{
	const char *text = ui_edit_text(&v->line);

	if (!v->stale)
		return;
	v->stale = false;
	free(v->filter);
	v->filter = text[0] != '\0' ? mem_xstrdup(text) : NULL;
	ui_list_edge(ui, v, false);
}

static void paint(struct ui *ui, struct ui_view *view)
{
	struct ui_list *v = (struct ui_list *)view;
	int row = ui_body_top(ui), col = UI_LIST_FIRST_COL;

	ui_list_fresh(ui, v);
	for (size_t i = 0; i < v->l->n_columns && i < UI_LIST_COLUMNS_MAX; i++) {
		if (v->width[i] == 0)
			continue;
		cell(ui, row, col, v->width[i], v->l->column[i].title, v->l->column[i].right, UI_PLAIN);
		col += v->width[i] + 1;
	}
	row++;
	v->mark_row = row;
	v->mark_col = mark_col(v);
	for (size_t i = 0; i < v->n; i++) {
		paint_row(ui, v, row, &v->row[i]);
		if (i == v->sel)
			v->mark_row = row;
		row += ui_list_height(v, &v->row[i]);
	}
	if (v->n > 0)
		ui_put_mark(ui, v->mark_row, v->mark_col);
	ui_list_drawn(v);
	ui_list_paint_foot(ui, v, ui_body_bottom(ui) - 1);
	if (v->jumping || v->filtering)
		paint_line(ui, v);
	else
		ui_cursor(ui, v->mark_row, v->mark_col);
}

static void move_sel(struct ui *ui, struct ui_list *v, bool down)
{
	if (!down && v->sel > 0 && !ui->linear)
		ui_erase_first(ui, v->mark_row, v->mark_col);
	(void)ui_list_step(ui, v, down);
}

static void begin_line(struct ui *ui, struct ui_list *v, bool filter)
{
	ui_edit_set(&v->line, filter ? v->filter : "");
	ui_ime_begin(ui, &v->im, filter ? UI_TYPING_WORDS : UI_TYPING_OFF);
	v->left = 0;
	v->jumping = !filter;
	v->filtering = filter;
	v->view.ops = &ops_typing;
}

static void end_line(struct ui *ui, struct ui_list *v)
{
	if (v->filtering)
		ui_list_fresh(ui, v);
	v->jumping = v->filtering = false;
	v->view.ops = &ops;
	ui_list_hint(ui, v);
}

/* While `/` is asked: the list follows the words; Enter keeps them, Esc drops them. */
static bool filter_key(struct ui *ui, struct ui_list *v, const struct ui_key *k)
{
	switch (ui_edit_key_of(ui, &v->line, &v->im, k)) {
	case UI_EDIT_FULL:
		ui->ring = true;
		return true;
	case UI_EDIT_CHANGED:
		v->stale = true;
		return true;
	case UI_EDIT_MOVED:
		return true;
	case UI_EDIT_NOT:
		break;
	}
	if (k->act == UI_ACT_UP || k->act == UI_ACT_DOWN || k->act == UI_ACT_PAGE_UP || k->act == UI_ACT_PAGE_DOWN) {
		ui_list_fresh(ui, v);
		return false;
	}
	if (k->act == UI_ACT_ESC || k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL) {
		ui_edit_set(&v->line, "");
		v->stale = v->filter != NULL;
	}
	end_line(ui, v);
	return k->act == UI_ACT_ENTER || k->act == UI_ACT_ESC || k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL;
}

/* A letter or digit begins what to jump to, in the first column; it is shown on the message line until Enter or Esc. */
static bool jump_key(struct ui *ui, struct ui_list *v, const struct ui_key *k)
{
	if (!v->jumping && (k->act != UI_ACT_CHAR || k->cp == '/' || k->cp == ' '))
		return false;
	if (!v->jumping)
		begin_line(ui, v, false);
	if (k->act == UI_ACT_CHAR || k->act == UI_ACT_PASTE) {
		ui_edit_insert(&v->line, k->text, k->n);
		return true;
	}
	if (k->act == UI_ACT_BACKSPACE) {
		ui_edit_backspace(&v->line);
		if (v->line.len == 0)
			end_line(ui, v);
		return true;
	}
	end_line(ui, v);
	if (k->act == UI_ACT_ENTER)
		ui_list_jump(ui, v, ui_edit_text(&v->line));
	return k->act == UI_ACT_ENTER || k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL || k->act == UI_ACT_ESC;
}

/* A list of what waits for something opens the form that does it. */
static void open_row(struct ui *ui, const struct ui_list *v)
{
	const struct screen *s = v->l->open != NULL ? screen_set_get(ui->screens, v->l->open) : NULL;
	rowid_t id = v->n > 0 ? v->row[v->sel].id : 0;

	if (id != 0 && s != NULL && s->kind == SCREEN_FORM && s->type == v->l->type && ui_may_do(ui, s, id))
		ui_form_walk_open(ui, s, id);
	else if (id != 0)
		ui_record_open(ui, v->l->type->name, id);
}

/* Keys that do something with the row under the cursor: not with one that nobody has seen there. */
static bool row_is_gone(struct ui *ui, const struct ui_list *v, const struct ui_key *k)
{
	bool of_row = k->act == UI_ACT_ENTER || k->act == UI_ACT_MARK || k->act == UI_ACT_MENU || k->act == UI_ACT_HISTORY ||
	              k->act == UI_ACT_RELATED || (k->act == UI_ACT_CHAR && k->cp == ' ');

	if (v->seen.gone && of_row)
		ui_refuse(ui, ui_word(ui, "ui.list.gone"));
	return v->seen.gone && of_row;
}

static const char *added_by(const struct ui_list *v)
{
	return v->l->add != NULL ? v->l->add : v->s->add;
}

static bool offers(struct ui *ui, const struct ui_view *view, enum ui_act act)
{
	return act != UI_ACT_NEW || ui_may_add(ui, added_by((const struct ui_list *)view));
}

static void other_key(struct ui *ui, struct ui_list *v, const struct ui_key *k)
{
	if (k->act == UI_ACT_SEARCH && ui_find_open(ui, v))
		;
	else if (k->act == UI_ACT_SEARCH || k->act == UI_ACT_FILTER || (k->act == UI_ACT_CHAR && k->cp == '/'))
		begin_line(ui, v, true);
	else if (k->act == UI_ACT_MARK || k->act == UI_ACT_CHAR)
		ui_list_mark(ui, v);
	else if (k->act == UI_ACT_MARK_ALL)
		ui_list_mark_all(ui, v);
	else if (k->act == UI_ACT_NEW && ui_may_add(ui, added_by(v)))
		ui_open_screen(ui, added_by(v), NULL);
	else if (k->act == UI_ACT_NEW)
		ui_say_word(ui, "ui.nonew");
	else if (k->act == UI_ACT_REFRESH)
		ui_list_again(ui, v);
	else if (k->act == UI_ACT_MENU)
		ui_list_actions(ui, v);
	else if (k->act == UI_ACT_HISTORY && v->n > 0)
		ui_record_open(ui, v->l->type->name, v->row[v->sel].id);
	else if (k->act == UI_ACT_RELATED && v->n > 0)
		ui_related_open(ui, v->l->type->name, v->row[v->sel].id, NULL, 0);
	else if (k->act == UI_ACT_BACK)
		ui_pop(ui);
	else
		ui_say_word(ui, "ui.notyet");
}

static void key(struct ui *ui, struct ui_view *view, const struct ui_key *k)
{
	struct ui_list *v = (struct ui_list *)view;

	if (v->filtering ? filter_key(ui, v, k) : jump_key(ui, v, k))
		return;
	if (row_is_gone(ui, v, k))
		return;
	switch ((int)k->act) {
	case UI_ACT_UP:
	case UI_ACT_DOWN:
		move_sel(ui, v, k->act == UI_ACT_DOWN);
		return;
	case UI_ACT_PAGE_UP:
	case UI_ACT_PAGE_DOWN:
		ui_list_page(ui, v, k->act == UI_ACT_PAGE_DOWN);
		return;
	case UI_ACT_HOME:
	case UI_ACT_END:
		ui_list_edge(ui, v, k->act == UI_ACT_END);
		return;
	case UI_ACT_ENTER:
		open_row(ui, v);
		return;
	case UI_ACT_CHAR:
		if (k->cp != '/' && k->cp != ' ')
			return;
		break;
	case UI_ACT_PASTE:
	case UI_ACT_BACKSPACE:
	case UI_ACT_CANCEL:
		return;
	}
	other_key(ui, v, k);
}

/* What was asked by F7 speaks of columns that may be gone, so it is asked anew. */
static bool reload(struct ui *ui, struct ui_view *view)
{
	struct ui_list *v = (struct ui_list *)view;
	const struct screen *s = screen_set_get(ui->screens, v->name);
	const struct screen_list *l = s != NULL ? screen_list_find(s, v->part) : NULL;

	if (l == NULL)
		return false;
	if (s == v->s)
		return true;
	v->s = s;
	v->l = l;
	view->help = s->help;
	v->order[0] = '\0';
	ui_find_free(v->asked);
	v->asked = NULL;
	v->n = 0; /* the cells are those of the old columns */
	return true;
}

static const char *title(struct ui *ui, struct ui_view *view, char *out, size_t cap)
{
	struct ui_list *v = (struct ui_list *)view;

	(void)ui;
	snprintf(out, cap, "%s", v->l->title != NULL ? v->l->title : v->s->title);
	return out;
}

static bool step(struct ui *ui, struct ui_view *view, bool down, const char **type, rowid_t *id)
{
	struct ui_list *v = (struct ui_list *)view;

	if (v->n == 0 || v->row[v->sel].id != *id || strcmp(*type, v->l->type->name) != 0)
		return false;
	(void)ui_list_step(ui, v, down);
	*id = v->n > 0 ? v->row[v->sel].id : *id;
	return true;
}

static const struct ui_view_ops ops = { .context = UI_CTX_LIST, .paint = paint, .tell = ui_list_tell, .key = key, .show = show, .resize = resize,
	.reload = reload, .step = step, .close = close_list, .title = title, .own = ui_list_own, .offers = offers };
/* While a line is typed at the foot Esc is a key, and keys that are no text do nothing. */
static const struct ui_view_ops ops_typing = { .context = UI_CTX_PROMPT, .bar = UI_CTX_LIST, .esc_closes = true, .paint = paint,
	.tell = ui_list_tell, .key = key, .show = show, .resize = resize, .close = close_list, .title = title, .offers = offers };

static struct ui_list *as_list(struct ui_view *v)
{
	return v != NULL && (v->ops == &ops || v->ops == &ops_typing) ? (struct ui_list *)v : NULL;
}

rowid_t ui_list_beside(struct ui *ui, struct ui_view *v, rowid_t id, bool forward)
{
	struct ui_list *list = as_list(v);

	return list != NULL ? ui_list_next_to(ui, list, id, forward) : 0;
}

uint64_t ui_list_rows(struct ui *ui, struct ui_view *v)
{
	struct ui_list *list = as_list(v);

	return list != NULL ? ui_list_count(ui, list) : 0;
}

/* The book of a kind of record: the first list of a screen that F7 may ask about. */
static const struct screen *book_of(struct ui *ui, const char *type)
{
	size_t n = 0;
	const char *const *name = screen_set_names(ui->screens, &n);

	for (size_t i = 0; i < n; i++) {
		const struct screen *s = screen_set_get(ui->screens, name[i]);

		if (s != NULL && s->kind == SCREEN_LIST && s->n_lists > 0 && s->list[0].n_find > 0 && strcmp(s->list[0].type->name, type) == 0)
			return s;
	}
	return NULL;
}

bool ui_find_type(struct ui *ui, const char *type)
{
	const struct screen *s = book_of(ui, type);

	if (s == NULL)
		return false;
	ui_list_open(ui, s, &s->list[0]);
	return ui_find_open(ui, (struct ui_list *)ui->top);
}

void ui_list_open(struct ui *ui, const struct screen *s, const struct screen_list *l)
{
	struct ui_list *v = mem_xalloc(sizeof(*v));

	v->view.ops = &ops;
	v->view.help = s->help;
	v->s = s;
	v->l = l;
	v->name = mem_xstrdup(s->name);
	v->part = mem_xstrdup(l->name);
	ui_edit_init(&v->line, 120, 0, false);
	ui_push(ui, &v->view);
}
