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
	if (f->s->detail[d].prefill != NULL) { /* its rows are those of a list: one that is added here would have no name */
		ui_refuse(ui, model_message("ui.rows.fixed"));
		return true;
	}
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

/* ---- all at once ------------------------------------------------------------------------------------------------------------ */

/* Is the row one of those that the list behind `prefill` marks? */
static bool is_marked(const struct ui_form *f, const struct screen_detail *d, size_t row, const struct app_row *marked, size_t n)
{
	const struct ui_slot *key = ui_form_slot(f, d->prefill->field[0], row);

	for (size_t i = 0; key != NULL && i < n; i++)
		if (marked[i].cell[0] != NULL && strcmp(marked[i].cell[0], ui_form_value(f, key)) == 0)
			return true;
	return false;
}

bool ui_form_row_all(struct ui *ui, struct ui_form *f)
{
	int d = detail_at(f);
	const struct screen_detail *det = d >= 0 && d < (int)COUNT_OF(f->detail_rows) ? &f->s->detail[d] : NULL;
	struct app_row *marked = NULL;
	struct arena *a;
	size_t n = 0;

	if (det == NULL || det->all == NULL)
		return false;
	a = arena_new(1024 * 1024);
	if (det->all_if != NULL) {
		const struct ui_slot *key = ui_form_slot(f, det->prefill->key, 0);
		struct app_cond cond[2] = { { det->prefill->key_column, "=", key != NULL ? ui_form_value(f, key) : "" }, { det->all_if, "=", "1" } };
		struct app_query q = { .type = det->prefill->type->name, .cond = cond, .n_cond = 2, .column = det->prefill->column, .n_columns = 1,
			.limit = 100 };

		if (app_list(ui->app, &ui->user, &q, a, &marked, &n, NULL) != 0)
			n = 0;
	}
	for (size_t r = 1; r <= f->detail_rows[d]; r++) {
		struct ui_slot *s = ui_form_slot(f, det->all_field, r);

		if (s == NULL || ui_form_row_empty(f, (size_t)d, r) || ui_form_value(f, s)[0] != '\0')
			continue;
		if (det->all_if == NULL || is_marked(f, det, r, marked, n))
			ui_form_set(ui, f, s, det->all, true);
	}
	arena_free(a);
	f->changed = f->draft_due = true;
	ui_draft_soon(ui);
	return true;
}
