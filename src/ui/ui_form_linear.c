/* ui_form_linear: a form field by field: the one that has the focus, with what stands around it on the picture and is only read. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <string.h>

#define WRAP_MAX 128

/* "Giấy tờ 3, P03: Loại bản": of a row its number and what stands first in it. */
static const char *label_of(const struct ui_form *f, const struct ui_slot *s, struct arena *a)
{
	const struct screen_field *fd = ui_form_field(f, s);
	const struct screen_detail *d = s->row > 0 ? &f->s->detail[fd->detail] : NULL;
	const struct ui_slot *first = d != NULL ? ui_form_slot(f, d->field[0], s->row) : NULL;
	const char *name = first != NULL && first != s ? ui_edit_text(&first->e) : "";

	if (d == NULL)
		return fd->label;
	return arena_xprintf(a, "%s %u%s%s, %s", d->label != NULL ? d->label : d->type->label, (unsigned)s->row, name[0] != '\0' ? ", " : "",
	                     name, fd->label);
}

static size_t lead_of(const struct ui_form *f, const struct ui_slot *s, struct arena *a)
{
	return strlen(label_of(f, s, a)) + strlen(": ");
}

/* Another field's label, or a value of the record: never typed. */
static void tell_shown(const struct ui_form *f, size_t field, size_t row, struct ui_told *t)
{
	const struct screen_field *fd = &f->s->field[field];
	const char *text = ui_form_shown_text(f, field, row);

	if (text[0] != '\0')
		ui_tell(t, "%s: %s", fd->label, text);
}

static bool free_text(const struct screen_item *it)
{
	return (it->kind == SCREEN_TEXT && it->field == SCREEN_NONE) || it->kind == SCREEN_RULE;
}

static bool asked(const struct ui_form *f, const struct screen_item *it)
{
	return it->kind == SCREEN_FIELD && it->detail == SCREEN_NONE && f->shown[it->field] && ui_form_can_enter(f, it->field) &&
	       !f->s->field[it->field].value_only;
}

/* What a value says in words belongs to it wherever the picture has it; all else to the field it stands behind. */
static void tell_item(const struct ui_form *f, const struct screen_item *it, struct ui_told *t)
{
	if (free_text(it) && it->text != NULL && it->text[0] != '\0')
		ui_tell(t, "%s", it->text);
	else if (it->kind == SCREEN_FIELD && it->detail == SCREEN_NONE && f->shown[it->field] && f->s->field[it->field].of_field == SCREEN_NONE)
		tell_shown(f, it->field, 0, t);
}

/* Items from i on, up to the next field that is asked; a title stands before its fields, so it waits for them. */
static size_t tell_between(const struct ui_form *f, size_t i, struct ui_told *t, bool titles)
{
	for (; i < f->s->n_items && !asked(f, &f->s->item[i]) && f->s->item[i].kind != SCREEN_DETAIL; i++)
		if ((f->s->item[i].kind == SCREEN_RULE) == titles)
			tell_item(f, &f->s->item[i], t);
	return i;
}

static size_t item_of(const struct ui_form *f, const struct ui_slot *s)
{
	size_t i = 0;

	while (i < f->s->n_items && !(f->s->item[i].kind == SCREEN_FIELD && f->s->item[i].field == s->field))
		i++;
	return i;
}

/* Titles that stand between the field before and this one; before the first field all that is only read. */
static void tell_before(const struct ui_form *f, const struct ui_slot *s, struct ui_told *t)
{
	size_t at = item_of(f, s), from = at;

	while (from > 0 && !asked(f, &f->s->item[from - 1]) && f->s->item[from - 1].detail == SCREEN_NONE)
		from--;
	if (from == 0)
		(void)tell_between(f, 0, t, false);
	if (s->row == 0 && from < at)
		(void)tell_between(f, from, t, true);
}

static void tell_value(const struct ui_form *f, const struct ui_slot *s, struct ui_told *t)
{
	const struct screen_field *fd = ui_form_field(f, s);
	const char *label = label_of(f, s, t->a), *value = ui_form_value(f, s);

	if (!ui_form_is_yes(fd)) {
		ui_tell_edit(t, label, &s->e, true, false);
		return;
	}
	ui_tell(t, "%s: %s", label, value[0] == '\0' ? "" : model_message(value[0] == '1' ? "A80" : "A81"));
	ui_tell_here(t);
	t->at = lead_of(f, s, t->a);
}

void ui_form_tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct ui_form *f = (struct ui_form *)v;
	const struct ui_slot *s = f->at;
	uint16_t fill = s != NULL ? ui_form_field(f, s)->fill_field : SCREEN_NONE;

	(void)ui;
	if (s == NULL) { /* every field is hidden or only shown */
		(void)tell_between(f, 0, t, false);
		return;
	}
	t->page = s;
	tell_before(f, s, t);
	tell_value(f, s, t);
	if (fill != SCREEN_NONE && !ui_form_can_enter(f, fill) && s->label != NULL && s->label[0] != '\0')
		ui_tell(t, "%s", s->label);
	if (s->row == 0)
		(void)tell_between(f, item_of(f, s) + 1, t, false);
}

bool ui_form_told_move(struct ui *ui, struct ui_form *f, bool down)
{
	struct ui_edit_row rows[WRAP_MAX];
	struct arena *a = arena_new(1024 * 1024);
	const char *text = arena_xprintf(a, "%s: %s", label_of(f, f->at, a), ui_edit_text(&f->at->e));
	size_t width = (size_t)ui_linear_cols(ui), lead = lead_of(f, f->at, a), len = strlen(text), row, col, to;
	size_t n = ui_edit_wrap(text, len, width, rows, WRAP_MAX);
	bool moves;

	n = n < WRAP_MAX ? n : WRAP_MAX;
	ui_edit_where(text, rows, n, width, lead + f->at->e.cur, &row, &col);
	moves = down ? row + 1 < n : row > 0 && rows[row].start > lead;
	if (moves) {
		to = ui_edit_at(text, &rows[down ? row + 1 : row - 1], col);
		f->at->e.cur = to > lead ? to - lead : 0;
		f->at->e.join = 0;
		f->at->e.moved = true;
		ime_break(&f->im);
	}
	arena_free(a);
	return moves;
}

void ui_form_tell_where(struct ui_form *f, char *text, size_t cap)
{
	size_t at = 0, n = 0, used = strlen(text);
	char no[24], all[24];
	struct buf b;

	for (struct ui_slot *s = ui_form_neighbour(f, NULL, true); s != NULL; s = ui_form_neighbour(f, s, true)) {
		n++;
		at = s == f->at ? n : at;
	}
	buf_init(&b, 256);
	model_message_fill(&b, model_message("ui.linear.field"), "n", ui_number(at, no), "all", ui_number(n, all), NULL);
	snprintf(text + used, cap - used, "\n%s", buf_str(&b));
	buf_clear(&b);
}
