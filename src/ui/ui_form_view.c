/* ui_form_view: a form on the screen: the part of its layout that is in sight, and the cursor in its field. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <string.h>

#define WRAP_MAX 64

int ui_form_top(const struct ui *ui, const struct ui_form *f)
{
	(void)f;
	return ui->rows >= 20 && ui->cols >= 60 ? 2 : 1;
}

int ui_form_rows(const struct ui *ui, const struct ui_form *f)
{
	return ui_body_bottom(ui) - ui_form_top(ui, f);
}

const struct screen_place *ui_form_place(const struct ui_form *f, const struct ui_slot *s)
{
	for (size_t i = 0; i < f->layout.n_places; i++) {
		const struct screen_place *p = &f->layout.place[i];

		if (p->kind == SCREEN_FIELD && p->field == s->field && p->index == s->row)
			return p;
	}
	return NULL;
}

/* ---- a field ---------------------------------------------------------------------------------------------------------------- */

static void brackets(struct ui *ui, const struct screen_place *p, int row)
{
	for (int line = 0; line < p->lines; line++) {
		if (p->left != '\0')
			ui_put_char(ui, row + line, p->col - 1, p->left);
		if (p->right != '\0')
			ui_put_char(ui, row + line, p->col + p->width, p->right);
	}
}

/* Text of a field of several rows; returns the cursor through row and col when it is the focused one. */
static void paint_lines(struct ui *ui, const struct screen_place *p, int row, struct ui_slot *s, bool focused)
{
	struct ui_edit_row rows[WRAP_MAX];
	const char *text = ui_edit_text(&s->e);
	enum ui_element what = focused ? UI_FOCUS : UI_FIELD;
	size_t n = ui_edit_wrap(text, s->e.len, p->width, rows, WRAP_MAX), at_row, at_col, top;

	n = n < WRAP_MAX ? n : WRAP_MAX;
	ui_edit_where(text, rows, n, p->width, s->e.cur, &at_row, &at_col);
	top = focused ? s->left : 0;
	if (at_row < top)
		top = at_row;
	if (at_row >= top + p->lines)
		top = at_row - p->lines + 1;
	if (focused)
		s->left = top;
	for (int line = 0; line < p->lines; line++)
		ui_put_ground(ui, row + line, p->col, p->width, what);
	for (size_t i = top; i < n && i < top + p->lines; i++) {
		ui_put_part(ui, row + (int)(i - top), p->col, p->width, text + rows[i].start, rows[i].end - rows[i].start, what);
		if (focused)
			ui_put_region(ui, row + (int)(i - top), p->col, p->width, &s->e, rows[i].start, rows[i].end);
	}
	if (focused)
		ui_cursor(ui, row + (int)(at_row - top), p->col + (int)at_col);
}

static const char *yes_text(const struct screen_place *p, const char *value)
{
	if (value[0] == '\0')
		return "";
	if (p->width < 5)
		return value[0] == '1' ? "x" : "";
	return model_message(value[0] == '1' ? "A80" : "A81");
}

/* A name that is too long gives way to its short form, else to its first words; what was typed is not a list of words. */
static void paint_left_alone(struct ui *ui, const struct screen_place *p, int row, const struct ui_slot *s)
{
	const char *text = ui_edit_text(&s->e);

	if (s->code == NULL)
		ui_put_in(ui, row, p->col, p->width, text, UI_FIELD);
	else
		ui_put_words(ui, row, p->col, p->width, s->brief != NULL && text_width(text) > p->width ? s->brief : text, UI_FIELD);
}

static void paint_slot(struct ui *ui, struct ui_form *f, const struct screen_place *p, int row, struct ui_slot *s)
{
	const struct screen_field *fd = ui_form_field(f, s);
	bool focused = s == f->at;

	brackets(ui, p, row);
	if (ui_form_is_yes(fd)) {
		ui_put_ground(ui, row, p->col, p->width, focused ? UI_FOCUS : UI_FIELD);
		ui_put_in(ui, row, p->col, p->width, yes_text(p, ui_form_value(f, s)), focused ? UI_FOCUS : UI_FIELD);
		if (focused)
			ui_cursor(ui, row, p->col);
	} else if (p->lines > 1) {
		paint_lines(ui, p, row, s, focused);
	} else if (focused) {
		ui_cursor(ui, row, ui_put_edit(ui, row, p->col, p->width, &s->e, &s->left, false));
	} else { /* left alone, a field shows its beginning */
		ui_put_ground(ui, row, p->col, p->width, UI_FIELD);
		paint_left_alone(ui, p, row, s);
	}
}

const char *ui_form_shown_text(const struct ui_form *f, size_t field, size_t row)
{
	const struct screen_field *fd = &f->s->field[field];
	const struct ui_slot *of = fd->of_field != SCREEN_NONE ? ui_form_slot(f, fd->of_field, row) : NULL;
	const struct ui_slot *own = ui_form_slot(f, field, row);
	const char *text = of != NULL ? (of->label != NULL ? of->label : "") : own != NULL ? ui_edit_text(&own->e) : "";

	if (text[0] == '\0' && fd->noentry && f->id == 0 && fd->model.field != NULL && (fd->model.field->flags & MODEL_COMPUTED))
		text = model_message("ui.byitself");
	return text;
}

static void paint_shown(struct ui *ui, struct ui_form *f, const struct screen_place *p, int row)
{
	const struct screen_field *fd = &f->s->field[p->field];
	const struct ui_slot *of = fd->of_field != SCREEN_NONE ? ui_form_slot(f, fd->of_field, p->index) : NULL;
	const char *text = ui_form_shown_text(f, p->field, p->index);
	struct ui_edit_row rows[16];
	size_t n;

	brackets(ui, p, row);
	if (p->lines < 2) {
		if (of != NULL && of->brief != NULL && text_width(text) > p->width)
			text = of->brief;
		ui_put_words(ui, row, p->col, p->width, text, UI_PLAIN);
		return;
	}
	n = ui_edit_wrap(text, strlen(text), p->width, rows, COUNT_OF(rows));
	for (size_t i = 0; i < n && i < p->lines && i < COUNT_OF(rows); i++)
		ui_put_part(ui, row + (int)i, p->col, p->width, text + rows[i].start, rows[i].end - rows[i].start, UI_PLAIN);
}

static void paint_place(struct ui *ui, struct ui_form *f, const struct screen_place *p, int row)
{
	struct ui_slot *s;

	switch (p->kind) {
	case SCREEN_TEXT:
		ui_put_words(ui, row, p->col, ui->cols - 1 - p->col, p->text, UI_PLAIN);
		return;
	case SCREEN_RULE:
		ui_put_in(ui, row, p->col, p->width, p->text, UI_HEADING);
		return;
	case SCREEN_FIELD:
		s = p->value_only || !ui_form_can_enter(f, p->field) ? NULL : ui_form_slot(f, p->field, p->index);
		if (s != NULL)
			paint_slot(ui, f, p, row, s);
		else
			paint_shown(ui, f, p, row);
		return;
	case SCREEN_DETAIL:
		return;
	}
}

/* ---- the form ----------------------------------------------------------------------------------------------------------------- */

static int sight(const struct ui *ui, const struct ui_form *f)
{
	int rows = ui_form_rows(ui, f);

	/* The last row says how many fields are below. */
	return f->layout.rows > rows && rows > 2 ? rows - 1 : rows;
}

static void scroll_to_focus(const struct ui *ui, struct ui_form *f)
{
	const struct screen_place *p = f->at != NULL ? ui_form_place(f, f->at) : NULL;
	int rows = sight(ui, f);

	if (p == NULL)
		return;
	if (f->layout.page_rows > 0) {
		f->scroll = p->row / f->layout.page_rows * f->layout.page_rows;
		return;
	}
	if (f->layout.rows <= rows)
		f->scroll = 0;
	/* One row of surroundings: a label may stand above its field. */
	if (p->row - 1 < f->scroll)
		f->scroll = p->row > 0 ? p->row - 1 : 0;
	if (p->row + p->lines > f->scroll + rows)
		f->scroll = p->row + p->lines - rows;
}

static void paint_more(struct ui *ui, const struct ui_form *f, int row, int below)
{
	char n[16];
	struct buf b;

	(void)f;
	if (below == 0)
		return;
	buf_init(&b, 256);
	snprintf(n, sizeof(n), "%d", below);
	model_message_fill(&b, model_message("ui.more"), "n", n, NULL);
	ui_put_in(ui, row, 1, ui->cols - 2, buf_str(&b), UI_PLAIN);
	buf_clear(&b);
}

/* The same in every field, also where it does not apply: it would cost bytes on each way between a name and a date. */
const char *ui_form_method(struct ui *ui, const struct ui_view *v)
{
	(void)v;
	if (ui->method == IME_OFF)
		return ui->method_told ? model_message("ui.ime.none") : NULL;
	return model_message(ui->method == IME_VNI ? "ui.vni" : "ui.telex");
}

void ui_form_paint(struct ui *ui, struct ui_view *v)
{
	struct ui_form *f = (struct ui_form *)v;
	int top = ui_form_top(ui, f), rows, below = 0;

	scroll_to_focus(ui, f);
	rows = f->layout.page_rows > 0 ? (int)f->layout.page_rows : sight(ui, f);
	if (rows > ui_form_rows(ui, f))
		rows = ui_form_rows(ui, f);
	ui->clip = top + rows;
	for (size_t i = 0; i < f->layout.n_places; i++) {
		const struct screen_place *p = &f->layout.place[i];
		int row = p->row - f->scroll;

		if (row >= rows)
			below += p->kind == SCREEN_FIELD && !p->value_only && ui_form_can_enter(f, p->field);
		else if (row >= 0)
			paint_place(ui, f, p, top + row);
	}
	ui->clip = 0;
	if (f->layout.rows > ui_form_rows(ui, f) && ui_form_rows(ui, f) > 2)
		paint_more(ui, f, ui_body_bottom(ui) - 1, below);
}

bool ui_form_line_move(struct ui *ui, struct ui_form *f, bool down, bool shift)
{
	const struct screen_place *p = f->at != NULL ? ui_form_place(f, f->at) : NULL;
	struct ui_edit_row rows[WRAP_MAX];
	const char *text;
	size_t n, row, col;

	if (ui->linear && f->at != NULL)
		return ui_form_told_move(ui, f, down);
	if (p == NULL || p->lines < 2)
		return false;
	text = ui_edit_text(&f->at->e);
	n = ui_edit_wrap(text, f->at->e.len, p->width, rows, WRAP_MAX);
	n = n < WRAP_MAX ? n : WRAP_MAX;
	ui_edit_where(text, rows, n, p->width, f->at->e.cur, &row, &col);
	if (down ? row + 1 >= n : row == 0)
		return false;
	ui_edit_before_move(&f->at->e, shift);
	f->at->e.cur = ui_edit_at(text, &rows[down ? row + 1 : row - 1], col);
	f->at->e.join = 0;
	f->at->e.moved = true;
	ime_break(&f->im);
	return true;
}
