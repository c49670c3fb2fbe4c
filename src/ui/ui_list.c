/* ui_list: pages of a list, by key and never by offset. */
#include "ui_list_internal.h"

#include <string.h>

size_t ui_list_page_rows(const struct ui *ui)
{
	/* Column titles above, "còn N" below. */
	int rows = ui_body_bottom(ui) - ui_body_top(ui) - 2;

	return rows > 1 ? (size_t)rows : 1;
}

struct asking {
	struct app_query q;
	struct app_cond cond[UI_LIST_CONDS_MAX];
	uint32_t group[UI_LIST_CONDS_MAX];
	const char *column[UI_LIST_COLUMNS_MAX];
};

static void ask(const struct ui_list *v, struct asking *k)
{
	struct app_query *q = &k->q;

	*q = (struct app_query){ .type = v->l->type->name, .cond = k->cond, .find = v->filter, .column = k->column };
	q->order = v->order[0] != '\0' ? v->order : v->l->order;
	for (; q->n_cond < v->l->n_cond && q->n_cond < UI_LIST_CONDS_MAX; q->n_cond++)
		k->cond[q->n_cond] = (struct app_cond){ v->l->cond[q->n_cond].field, v->l->cond[q->n_cond].op, v->l->cond[q->n_cond].value };
	memset(k->group, 0, sizeof(k->group));
	q->group = k->group;
	for (size_t i = 0; v->asked != NULL && i < v->asked->q.n && q->n_cond < UI_LIST_CONDS_MAX; i++) {
		k->cond[q->n_cond] = v->asked->q.cond[i];
		k->group[q->n_cond++] = v->asked->q.group[i];
	}
	for (; q->n_columns < v->l->n_columns && q->n_columns < UI_LIST_COLUMNS_MAX; q->n_columns++)
		k->column[q->n_columns] = v->l->column[q->n_columns].path;
}

static int fetch_by(struct ui *ui, struct ui_list *v, const struct app_query *q, struct arena *a, struct app_row **rows, size_t *n)
{
	struct err_info ei = { .code = 0 };
	int r = app_list(ui->app, &ui->user, q, a, rows, n, &ei);

	if (r != 0)
		ui_say(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.failed"));
	if (r != 0 && ei.detail[0] != '\0')
		log_warn("ui: list %s: %s", v->s->name, ei.detail);
	return r;
}

static int fetch(struct ui *ui, struct ui_list *v, rowid_t after, bool backward, size_t limit, struct arena *a, struct app_row **rows,
		size_t *n)
{
	struct asking k;

	ask(v, &k);
	k.q.after = after;
	k.q.backward = backward;
	k.q.limit = limit;
	return fetch_by(ui, v, &k.q, a, rows, n);
}

void ui_list_read(struct ui *ui, struct ui_list *v, rowid_t after, bool backward, rowid_t keep)
{
	struct arena *a = arena_new(4 * 1024 * 1024);
	struct app_row *rows = NULL;
	struct asking k;
	size_t n = 0;

	ask(v, &k);
	if (fetch(ui, v, after, backward, ui_list_page_rows(ui), a, &rows, &n) != 0) {
		arena_free(a);
		return;
	}
	if (app_count(ui->app, &ui->user, &k.q, &v->total) != 0)
		v->total = n;
	arena_free(v->arena);
	v->arena = a;
	v->row = rows;
	v->n = n;
	v->sel = 0;
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == keep)
			v->sel = i;
}

rowid_t ui_list_next_to(struct ui *ui, struct ui_list *v, rowid_t id, bool forward)
{
	struct arena *a = arena_new(1024 * 1024);
	struct app_row *rows = NULL;
	size_t n = 0;
	rowid_t found = 0;

	if (fetch(ui, v, id, !forward, 1, a, &rows, &n) == 0 && n > 0)
		found = rows[0].id;
	arena_free(a);
	return found;
}

void ui_list_count(struct ui *ui, struct ui_list *v, uint64_t *n)
{
	struct asking k;

	ask(v, &k);
	if (app_count(ui->app, &ui->user, &k.q, n) != 0)
		*n = 0;
}

/* The row in front of id, 0 when id is the first. */
static rowid_t in_front_of(struct ui *ui, struct ui_list *v, rowid_t id)
{
	return ui_list_next_to(ui, v, id, false);
}

void ui_list_again(struct ui *ui, struct ui_list *v)
{
	rowid_t keep = v->n > 0 ? v->row[v->sel].id : 0, first = v->n > 0 ? v->row[0].id : 0;

	if (v->before == 0 || first == 0) {
		v->before = 0;
		ui_list_read(ui, v, 0, false, keep);
		return;
	}
	ui_list_read(ui, v, in_front_of(ui, v, first), false, keep);
}

void ui_list_page(struct ui *ui, struct ui_list *v, bool down)
{
	rowid_t from;
	size_t was = v->n;

	if (v->n == 0)
		return;
	if (down) {
		struct arena *a = arena_new(1024 * 1024);
		struct app_row *rows = NULL;
		size_t n = 0;

		from = v->row[v->n - 1].id;
		if (fetch(ui, v, from, false, 1, a, &rows, &n) == 0 && n > 0) {
			ui_list_read(ui, v, from, false, 0);
			v->before = v->before == UINT64_MAX ? UINT64_MAX : v->before + was;
		} else {
			v->sel = v->n - 1;
		}
		arena_free(a);
		return;
	}
	from = in_front_of(ui, v, v->row[0].id);
	if (from == 0) {
		v->sel = 0;
		v->before = 0;
		return;
	}
	ui_list_read(ui, v, v->row[0].id, true, 0);
	if (v->before != UINT64_MAX)
		v->before = v->before > v->n ? v->before - v->n : 0;
	v->sel = v->n > 0 ? v->n - 1 : 0;
	if (v->n < ui_list_page_rows(ui))
		ui_list_edge(ui, v, false);
}

void ui_list_edge(struct ui *ui, struct ui_list *v, bool last)
{
	ui_list_read(ui, v, 0, last, 0);
	v->before = last && v->total >= v->n ? v->total - v->n : 0;
	v->sel = last && v->n > 0 ? v->n - 1 : 0;
}

/* The first row in the list's own order whose first column is, or begins with, what was typed; 0: none. */
static rowid_t by_first_column(struct ui *ui, struct ui_list *v, const char *what)
{
	const struct screen_column *c = v->l->n_columns > 0 ? &v->l->column[0] : NULL;
	static const char *const ops[] = { "=", "prefix" };
	struct arena *a = arena_new(1024 * 1024);
	struct app_row *rows = NULL;
	struct asking k;
	size_t n = 0;
	rowid_t id = 0;

	for (size_t i = 0; i < COUNT_OF(ops) && id == 0 && c != NULL && c->field != NULL && strchr(c->path, '.') == NULL; i++) {
		if (i > 0 && c->field->kind != MODEL_TEXT)
			break;
		ask(v, &k);
		if (k.q.n_cond == UI_LIST_CONDS_MAX)
			break;
		k.cond[k.q.n_cond++] = (struct app_cond){ c->path, ops[i], what };
		k.q.limit = 1;
		if (app_list(ui->app, &ui->user, &k.q, a, &rows, &n, NULL) == 0 && n > 0)
			id = rows[0].id;
	}
	arena_free(a);
	return id;
}

void ui_list_jump(struct ui *ui, struct ui_list *v, const char *what)
{
	struct err_info ei = { .code = 0 };
	rowid_t id = by_first_column(ui, v, what), front;

	if (id == 0 && app_find(ui->app, &ui->user, v->l->type->name, what, &id, &ei) != 0) {
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.notfound"));
		return;
	}
	front = in_front_of(ui, v, id);
	ui_list_read(ui, v, front, false, id);
	v->before = front == 0 ? 0 : UINT64_MAX;
	if (v->n == 0 || v->row[v->sel].id != id)
		ui_say_word(ui, "ui.notinlist");
}
