/* ui_form_slots: the fields of a form as slots of text, and the way between a path and its slot. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct screen_field *ui_form_field(const struct ui_form *f, const struct ui_slot *s)
{
	return &f->s->field[s->field];
}

bool ui_form_is_choice(const struct screen_field *fd)
{
	return fd->model.field != NULL && (fd->code_list != NULL || fd->lookup_type != NULL);
}

bool ui_form_is_yes(const struct screen_field *fd)
{
	return fd->model.field != NULL && fd->model.field->kind == MODEL_YES;
}

/* A label stands in the field's own brackets when no other field shows it. */
static bool label_inside(const struct screen_field *fd)
{
	return ui_form_is_choice(fd) && fd->fill_field == SCREEN_NONE && fd->model.field->kind != MODEL_LIST_CODE &&
	       fd->model.field->kind != MODEL_LIST_REF;
}

bool ui_form_can_enter(const struct ui_form *f, size_t field)
{
	const struct screen_field *fd = &f->s->field[field];

	return fd->model.field != NULL && fd->path != NULL && !fd->noentry && !fd->value_only;
}

bool ui_form_is_sent(const struct ui_form *f, const struct ui_slot *s)
{
	const struct screen_field *fd = ui_form_field(f, s);

	return ui_form_can_enter(f, s->field) ||
	       (s->row > 0 && fd->path != NULL && fd->model.field != NULL && !(fd->model.field->flags & MODEL_COMPUTED));
}

/* ---- making -------------------------------------------------------------------------------------------------------------- */

struct ui_slot *ui_form_add_slot(struct ui_form *f, size_t field, size_t row)
{
	const struct screen_field *fd = &f->s->field[field];
	struct ui_slot *s = mem_xalloc(sizeof(*s));
	uint32_t max = fd->max;

	if (max == 0)
		max = ui_form_is_choice(fd) || fd->choices_of != SCREEN_NONE ? 200 : fd->model.field != NULL && fd->model.field->kind == MODEL_TEXT ? 500 : 40;
	s->field = (uint16_t)field;
	s->row = (uint16_t)row;
	ui_edit_init(&s->e, max, 0, fd->model.field != NULL && (fd->model.field->flags & MODEL_LINES) != 0);
	f->slot = mem_xresize(f->slot, f->n_slots + 1, sizeof(struct ui_slot *));
	f->slot[f->n_slots++] = s;
	return s;
}

void ui_form_free_slot(struct ui_slot *s)
{
	ui_edit_clear(&s->e);
	free(s->code);
	free(s->label);
	free(s->brief);
	free(s->loaded);
	free(s);
}

void ui_form_make_slots(struct ui_form *f)
{
	for (size_t i = 0; i < f->s->n_fields; i++)
		if (f->s->field[i].detail < 0)
			ui_form_add_slot(f, i, 0);
	for (size_t d = 0; d < f->s->n_details && d < COUNT_OF(f->detail_rows); d++) {
		f->detail_rows[d] = f->s->detail[d].rows > 0 ? f->s->detail[d].rows : 1;
		for (size_t r = 1; r <= f->detail_rows[d]; r++)
			for (size_t k = 0; k < f->s->detail[d].n_fields; k++)
				ui_form_add_slot(f, f->s->detail[d].field[k], r);
	}
}

/* ---- finding --------------------------------------------------------------------------------------------------------------- */

struct ui_slot *ui_form_slot(const struct ui_form *f, size_t field, size_t row)
{
	for (size_t i = 0; i < f->n_slots; i++)
		if (f->slot[i]->field == field && f->slot[i]->row == row)
			return f->slot[i];
	return NULL;
}

bool ui_form_row_empty(const struct ui_form *f, size_t detail, size_t row)
{
	const struct screen_detail *d = &f->s->detail[detail];

	for (size_t k = 0; k < d->n_fields; k++) {
		const struct ui_slot *s = ui_form_slot(f, d->field[k], row);

		if (s != NULL && ui_form_is_sent(f, s) && ui_form_value(f, s)[0] != '\0')
			return false;
	}
	return true;
}

/* Rows left empty between others are not sent: the numbers close up. */
static size_t kept_number(const struct ui_form *f, size_t detail, size_t row)
{
	size_t n = 1;

	for (size_t r = 1; r < row; r++)
		n += !ui_form_row_empty(f, detail, r);
	return n;
}

const char *ui_form_path(const struct ui_form *f, const struct ui_slot *s, char *out, size_t cap)
{
	const struct screen_field *fd = ui_form_field(f, s);

	if (s->row == 0 || fd->detail < 0)
		snprintf(out, cap, "%s", fd->path != NULL ? fd->path : "");
	else
		snprintf(out, cap, "%s.%zu.%s", f->s->detail[fd->detail].collection, kept_number(f, (size_t)fd->detail, s->row), fd->path);
	return out;
}

/* The form's own name of it, or another one of the same value: a row's full_name is its person.full_name. */
static bool is_cell(const struct ui_form *f, size_t d, size_t field, const char *name)
{
	const char *collection = f->s->detail[d].collection, *path = f->s->field[field].path;
	char mine[160], asked[160];

	if (path == NULL)
		return false;
	snprintf(mine, sizeof(mine), "%s.%s", collection, path);
	snprintf(asked, sizeof(asked), "%s.%s", collection, name);
	return model_path_same(f->s->type, mine, asked);
}

static struct ui_slot *detail_slot(struct ui_form *f, size_t d, const char *rest, bool make_rows)
{
	const struct screen_detail *det = &f->s->detail[d];
	char *end;
	unsigned long row = strtoul(rest, &end, 10);

	if (*end != '.' || row == 0 || row > 200)
		return NULL;
	while (make_rows && f->detail_rows[d] < row) {
		f->detail_rows[d]++;
		for (size_t k = 0; k < det->n_fields; k++)
			ui_form_add_slot(f, det->field[k], f->detail_rows[d]);
	}
	for (size_t k = 0; k < det->n_fields; k++)
		if (is_cell(f, d, det->field[k], end + 1))
			return ui_form_slot(f, det->field[k], row);
	return NULL;
}

struct ui_slot *ui_form_slot_by_path(struct ui_form *f, const char *path, bool make_rows)
{
	for (size_t i = 0; i < f->n_slots; i++) {
		const struct screen_field *fd = ui_form_field(f, f->slot[i]);

		if (f->slot[i]->row == 0 && fd->path != NULL && strcmp(fd->path, path) == 0)
			return f->slot[i];
	}
	for (size_t d = 0; d < f->s->n_details && d < COUNT_OF(f->detail_rows); d++) {
		size_t n = strlen(f->s->detail[d].collection);

		if (strncmp(path, f->s->detail[d].collection, n) == 0 && path[n] == '.')
			return detail_slot(f, d, path + n + 1, make_rows);
	}
	return NULL;
}

struct ui_slot *ui_form_slot_sent(struct ui_form *f, const char *path)
{
	const char *dot = strchr(path, '.');
	char *end;

	for (size_t d = 0; dot != NULL && d < f->s->n_details && d < COUNT_OF(f->detail_rows); d++) {
		unsigned long no = strtoul(dot + 1, &end, 10);
		char again[200];
		size_t row = 0;

		if (strlen(f->s->detail[d].collection) != (size_t)(dot - path) || strncmp(f->s->detail[d].collection, path, (size_t)(dot - path)) != 0)
			continue;
		while (no > 0 && ++row <= f->detail_rows[d])
			no -= !ui_form_row_empty(f, d, row);
		if (row == 0 || row > f->detail_rows[d])
			break;
		/* The row as a whole is told at its first field. */
		if (*end == '\0')
			return ui_form_slot(f, f->s->detail[d].field[0], row);
		snprintf(again, sizeof(again), "%s.%zu%s", f->s->detail[d].collection, row, end);
		return ui_form_slot_by_path(f, again, false);
	}
	return ui_form_slot_by_path(f, path, false);
}

/* ---- values ---------------------------------------------------------------------------------------------------------------- */

const char *ui_form_value(const struct ui_form *f, const struct ui_slot *s)
{
	if (s == f->at && f->filter != NULL && f->filter[0] != '\0')
		return f->filter;
	if (s->code != NULL && s->label != NULL && strcmp(ui_edit_text(&s->e), s->label) == 0)
		return s->code;
	return ui_edit_text(&s->e);
}

static void keep_text(char **where, const char *text)
{
	free(*where);
	*where = text != NULL && text[0] != '\0' ? mem_xstrdup(text) : NULL;
}

static void put_text(struct ui_slot *s, const char *text, bool undoable)
{
	if (undoable)
		ui_edit_assign(&s->e, text);
	else
		ui_edit_set(&s->e, text);
}

/* The label goes to the field that `fill` names: into its text when that is a field of its own, else it is only drawn. */
static void fill(struct ui_form *f, const struct ui_slot *s, bool undoable)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct ui_slot *to;

	if (fd->fill_field == SCREEN_NONE || !ui_form_can_enter(f, fd->fill_field) || s->label == NULL)
		return;
	to = ui_form_slot(f, fd->fill_field, s->row);
	if (to != NULL)
		put_text(to, s->label, undoable);
}

void ui_form_set(struct ui *ui, struct ui_form *f, struct ui_slot *s, const char *value, bool undoable)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct arena *a;
	const char *label = "";

	if (value == NULL)
		value = "";
	s->committed = true;
	s->waiting = false;
	if (!ui_form_is_choice(fd)) {
		put_text(s, value, undoable);
		return;
	}
	a = arena_new(256 * 1024);
	if (value[0] != '\0' && app_label(ui->app, &ui->user, fd->model.field, value, a, &label) != 0)
		label = "";
	keep_text(&s->label, label);
	keep_text(&s->brief, label[0] != '\0' ? app_label_short(ui->app, fd->model.field, value) : NULL);
	keep_text(&s->code, NULL);
	if (label_inside(fd) && label[0] != '\0') {
		keep_text(&s->code, value);
		put_text(s, label, undoable);
		/* What the editor took (NFC, length) is what the value is compared with. */
		keep_text(&s->label, ui_edit_text(&s->e));
	} else {
		put_text(s, value, undoable);
	}
	fill(f, s, undoable);
	arena_free(a);
}
