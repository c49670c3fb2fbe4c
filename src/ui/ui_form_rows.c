/* ui_form_rows: rows of a detail block: Ins adds one below, Ctrl-X takes one away, Ctrl-Z right after brings it back. */
#include "ui_form_internal.h"

#include <stdlib.h>
#include <string.h>

static int detail_at(const struct ui_form *f)
{
	return f->at != NULL && f->at->row > 0 ? ui_form_field(f, f->at)->detail : -1;
}

static bool of_detail(const struct ui_form *f, const struct ui_slot *s, int d)
{
	return s->row > 0 && ui_form_field(f, s)->detail == d;
}

static void forget_dropped(struct ui_form *f)
{
	for (size_t i = 0; i < f->n_dropped; i++)
		ui_form_free_slot(f->dropped[i]);
	free(f->dropped);
	f->dropped = NULL;
	f->n_dropped = 0;
}

static void push_down(struct ui_form *f, int d, size_t from)
{
	for (size_t i = 0; i < f->n_slots; i++)
		if (of_detail(f, f->slot[i], d) && f->slot[i]->row >= from)
			f->slot[i]->row++;
	f->detail_rows[d]++;
}

static void focus_row(struct ui *ui, struct ui_form *f, int d, size_t row)
{
	const struct screen_detail *det = &f->s->detail[d];

	ui_form_layout(ui, f);
	for (size_t k = 0; k < det->n_fields; k++) {
		if (!ui_form_can_enter(f, det->field[k]))
			continue;
		ui_form_focus(ui, f, ui_form_slot(f, det->field[k], row));
		return;
	}
}

bool ui_form_row_add(struct ui *ui, struct ui_form *f)
{
	int d = detail_at(f);
	size_t row;

	if (d < 0 || d >= (int)COUNT_OF(f->detail_rows))
		return false;
	row = f->at->row + 1u;
	if (row <= f->detail_rows[d] && ui_form_row_empty(f, (size_t)d, row)) {
		focus_row(ui, f, d, row); /* the row below is still free */
		return true;
	}
	if (f->s->detail[d].max > 0 && f->detail_rows[d] >= f->s->detail[d].max && f->detail_rows[d] >= f->s->detail[d].rows) {
		ui_refuse(ui, model_message("ui.rows.full"));
		return true;
	}
	push_down(f, d, row);
	for (size_t k = 0; k < f->s->detail[d].n_fields; k++)
		ui_form_add_slot(f, f->s->detail[d].field[k], row);
	focus_row(ui, f, d, row);
	return true;
}

static void blank_row(struct ui_form *f, int d, size_t row)
{
	for (size_t k = 0; k < f->s->detail[d].n_fields; k++)
		ui_form_add_slot(f, f->s->detail[d].field[k], row);
}

bool ui_form_row_drop(struct ui *ui, struct ui_form *f)
{
	int d = detail_at(f);
	size_t row, kept = 0;

	if (d < 0 || d >= (int)COUNT_OF(f->detail_rows))
		return false;
	row = f->at->row;
	forget_dropped(f);
	f->dropped = mem_xarray(f->n_slots, sizeof(struct ui_slot *));
	for (size_t i = 0; i < f->n_slots; i++) {
		if (of_detail(f, f->slot[i], d) && f->slot[i]->row == row)
			f->dropped[f->n_dropped++] = f->slot[i];
		else
			f->slot[kept++] = f->slot[i];
	}
	f->n_slots = kept;
	for (size_t i = 0; i < f->n_slots; i++)
		if (of_detail(f, f->slot[i], d) && f->slot[i]->row > row)
			f->slot[i]->row--;
	if (f->detail_rows[d] > f->s->detail[d].rows && f->detail_rows[d] > 1)
		f->detail_rows[d]--;
	else
		blank_row(f, d, f->detail_rows[d]);
	if (row > f->detail_rows[d])
		row = f->detail_rows[d];
	f->at = NULL;
	focus_row(ui, f, d, row);
	ui_form_touched(ui, f);
	ui_say_word(ui, "ui.rows.dropped");
	return true;
}

bool ui_form_row_back(struct ui *ui, struct ui_form *f)
{
	int d;
	size_t row;

	if (f->n_dropped == 0)
		return false;
	d = ui_form_field(f, f->dropped[0])->detail;
	row = f->dropped[0]->row;
	push_down(f, d, row);
	f->slot = mem_xresize(f->slot, f->n_slots + f->n_dropped, sizeof(struct ui_slot *));
	memcpy(f->slot + f->n_slots, f->dropped, f->n_dropped * sizeof(struct ui_slot *));
	f->n_slots += f->n_dropped;
	free(f->dropped);
	f->dropped = NULL;
	f->n_dropped = 0;
	focus_row(ui, f, d, row);
	return true;
}

/* ---- prefilled rows ------------------------------------------------------------------------------------------------------ */

static bool block_empty(const struct ui_form *f, size_t d)
{
	for (size_t r = 1; r <= f->detail_rows[d]; r++)
		if (!ui_form_row_empty(f, d, r))
			return false;
	return true;
}

static void fill_row(struct ui *ui, struct ui_form *f, size_t d, size_t row, const struct app_row *from)
{
	const struct screen_prefill *p = f->s->detail[d].prefill;

	while (f->detail_rows[d] < row)
		blank_row(f, (int)d, ++f->detail_rows[d]);
	for (size_t i = 0; i < p->n; i++) {
		struct ui_slot *s = ui_form_slot(f, p->field[i], row);
		struct buf shown;

		if (s == NULL || from->cell[i] == NULL || from->cell[i][0] == '\0')
			continue;
		buf_init(&shown, 64 * 1024);
		if (app_field_text(ui->app, &ui->user, ui_form_field(f, s)->model.field, from->cell[i], &shown, NULL) == 0)
			ui_form_set(ui, f, s, buf_str(&shown), false);
		buf_clear(&shown);
	}
}

static void fill_block(struct ui *ui, struct ui_form *f, size_t d, const char *key)
{
	const struct screen_prefill *p = f->s->detail[d].prefill;
	struct app_cond cond = { p->key_column, "=", key };
	struct app_query q = { .type = p->type->name, .cond = &cond, .n_cond = 1, .order = p->column[0], .column = p->column, .n_columns = p->n,
		.limit = f->s->detail[d].max > 0 ? f->s->detail[d].max : 60 };
	struct arena *a = arena_new(1024 * 1024);
	struct app_row *rows = NULL;
	struct err_info ei = { .code = 0 };
	size_t n = 0;

	if (app_list(ui->app, &ui->user, &q, a, &rows, &n, &ei) != 0)
		log_warn("ui: prefill of %s: %s", f->s->name, ei.detail);
	for (size_t i = 0; i < n; i++)
		fill_row(ui, f, d, i + 1, &rows[i]);
	if (n > 0)
		ui_form_layout(ui, f);
	arena_free(a);
}

void ui_form_prefill_rows(struct ui *ui, struct ui_form *f, const struct ui_slot *key)
{
	for (size_t d = 0; d < f->s->n_details && d < COUNT_OF(f->detail_rows); d++) {
		const struct screen_prefill *p = f->s->detail[d].prefill;

		if (p != NULL && p->n > 0 && p->key == key->field && ui_form_value(f, key)[0] != '\0' && block_empty(f, d))
			fill_block(ui, f, d, ui_form_value(f, key));
	}
}
