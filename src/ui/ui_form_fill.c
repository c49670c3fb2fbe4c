/* ui_form_fill: rows of a block that another field's value names: the papers of the chosen procedure (`prefill` of a screen). */
#include "ui_form_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 100

static void clear_block(struct ui_form *f, int d)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n_slots; i++) {
		if (f->slot[i]->row > 0 && ui_form_field(f, f->slot[i])->detail == d) {
			if (f->at == f->slot[i])
				f->at = NULL;
			ui_form_free_slot(f->slot[i]);
		} else {
			f->slot[kept++] = f->slot[i];
		}
	}
	f->n_slots = kept;
	f->detail_rows[d] = 0;
}

static void add_row(struct ui_form *f, int d)
{
	f->detail_rows[d]++;
	for (size_t k = 0; k < f->s->detail[d].n_fields; k++)
		ui_form_add_slot(f, f->s->detail[d].field[k], f->detail_rows[d]);
}

/* A cell as it is read becomes the value as it is edited: "Có" -> "1". */
static void put_cell(struct ui *ui, struct ui_form *f, size_t field, size_t row, const char *cell)
{
	struct ui_slot *s = ui_form_slot(f, field, row);
	struct buf value;

	if (s == NULL || cell[0] == '\0')
		return;
	buf_init(&value, 64 * 1024);
	if (app_field_text(ui->app, &ui->user, ui_form_field(f, s)->model.field, cell, &value, NULL) == 0)
		ui_form_set(ui, f, s, buf_str(&value), false);
	buf_clear(&value);
}

static void fill_block(struct ui *ui, struct ui_form *f, int d, const char *value)
{
	const struct screen_prefill *p = f->s->detail[d].prefill;
	struct app_cond is = { .field = p->key_column, .op = "=", .value = value };
	struct app_query q = { .type = p->type->name, .cond = &is, .n_cond = 1, .column = p->column, .n_columns = p->n, .limit = ROWS_MAX };
	struct arena *a = arena_new(1024 * 1024);
	struct app_row *rows = NULL;
	size_t n = 0;
	bool stood = f->at != NULL && f->at->row > 0 && ui_form_field(f, f->at)->detail == d;
	size_t field = stood ? f->at->field : 0, row = stood ? f->at->row : 0;

	clear_block(f, d);
	if (value[0] != '\0' && app_list(ui->app, &ui->user, &q, a, &rows, &n, NULL) != 0)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		add_row(f, d);
		for (size_t k = 0; k < p->n; k++)
			put_cell(ui, f, p->field[k], f->detail_rows[d], rows[i].cell[k]);
	}
	while (f->detail_rows[d] < f->s->detail[d].rows)
		add_row(f, d);
	arena_free(a);
	if (stood) /* in its place, or in the nearest row that there is now */
		ui_form_focus(ui, f, ui_form_slot(f, field, row < f->detail_rows[d] ? row : f->detail_rows[d]));
}

static const struct ui_slot *key_of(struct ui_form *f, size_t d)
{
	const struct screen_prefill *p = f->s->detail[d].prefill;

	return p != NULL && d < COUNT_OF(f->filled) && f->id == 0 ? ui_form_slot(f, p->key, 0) : NULL;
}

bool ui_form_fill_rows(struct ui *ui, struct ui_form *f)
{
	bool changed = false;

	for (size_t d = 0; d < f->s->n_details; d++) {
		const struct ui_slot *key = key_of(f, d);

		if (key == NULL || strcmp(ui_form_value(f, key), f->filled[d]) == 0)
			continue;
		snprintf(f->filled[d], sizeof(f->filled[d]), "%s", ui_form_value(f, key));
		fill_block(ui, f, (int)d, f->filled[d]);
		changed = true;
	}
	return changed;
}

/* ---- in a draft: the rows are as they were left, and this line says for which value they were filled -------------------------- */

static const char *mark_of(const struct ui_form *f, size_t d, char *out, size_t cap)
{
	snprintf(out, cap, "%s:filled", f->s->detail[d].collection); /* no path has a colon */
	return out;
}

size_t ui_form_fill_marks(const struct ui_form *f, struct arena *a, struct app_value *out)
{
	char mark[120];
	size_t n = 0;

	for (size_t d = 0; d < f->s->n_details && d < COUNT_OF(f->filled); d++)
		if (f->filled[d][0] != '\0')
			out[n++] = (struct app_value){ arena_xstrdup(a, mark_of(f, d, mark, sizeof(mark))), arena_xstrdup(a, f->filled[d]) };
	return n;
}

static bool has_rows(const struct ui_form *f, size_t d)
{
	for (size_t row = 1; row <= f->detail_rows[d]; row++)
		if (!ui_form_row_empty(f, d, row))
			return true;
	return false;
}

void ui_form_fill_taken(struct ui_form *f, const struct app_draft *draft)
{
	char mark[120];

	for (size_t d = 0; d < f->s->n_details; d++) {
		const struct ui_slot *key = key_of(f, d);

		if (key == NULL)
			continue;
		/* Without the line it is an older draft, or nothing was filled yet. */
		snprintf(f->filled[d], sizeof(f->filled[d]), "%s", has_rows(f, d) ? ui_form_value(f, key) : "");
		mark_of(f, d, mark, sizeof(mark));
		for (size_t i = 0; i < draft->n_values; i++)
			if (strcmp(draft->values[i].path, mark) == 0)
				snprintf(f->filled[d], sizeof(f->filled[d]), "%s", draft->values[i].text);
	}
}

bool ui_form_filled(const struct ui_form *f, const struct ui_slot *s)
{
	const struct screen_field *fd = ui_form_field(f, s);
	const struct screen_prefill *p = s->row > 0 ? f->s->detail[fd->detail].prefill : NULL;

	for (size_t k = 0; p != NULL && k < p->n; k++)
		if (p->field[k] == s->field)
			return true;
	return false;
}
