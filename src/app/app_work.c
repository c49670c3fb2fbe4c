/* app_work.c: what the owner decides without a keyboard, behind a durable cursor; and the node's upkeep. */
#include "app_internal.h"

#include <string.h>

#define CURSOR "work"
#define ARRIVALS 256
#define OPS_PER_EVENT 200
#define PAGE_ROWS 500
#define FLUSH_S 3

/* ---- a changed calendar: running clocks of this node's offices are counted again ----------------------------------------------------- */

struct recounting {
	struct app *ap;
	struct arena *a;
	struct store_row_op *op;
	size_t n;
	rowid_t office; /* of the operations collected */
	struct err_info *ei;
};

static int flush(struct recounting *r)
{
	int err = r->n ? app_system_event(r->ap, MODEL_V_CALENDAR, r->office, NULL, r->op, r->n, 0, r->ei) : ERR_NONE;

	r->n = 0;
	return err;
}

static bool ours(struct app *ap, rowid_t office, const struct store_node *n, struct arena *a)
{
	struct rec *r;

	if (office == n->office)
		return true;
	return !app_row_get(ap, model_type_by_no(MODEL_OFFICE), office, a, &r) && app_rec_int(r, MODEL_OFFICE_NODE, 0) == (int64_t)n->node;
}

/* The record's copies of its due day (model_clock.due_field). */
static void copies(struct recounting *r, const struct rec *row, const struct store_row_op *moved)
{
	struct val ref = rec_val_no(row, MODEL_DEADLINE_RECORD);
	const struct model_type *t = ref.n == 2 ? model_type_by_no((uint32_t)ref.items[0].i) : NULL;
	day_t due = DAY_NONE;

	for (size_t i = 0; i < moved->n_fields; i++)
		if (moved->fields[i].no == MODEL_DEADLINE_DUE && moved->fields[i].v.shape == VAL_INT)
			due = (day_t)moved->fields[i].v.i;
	for (size_t i = 0, n = model_verb_count(); t && due != DAY_NONE && i < n; i++) {
		const struct model_verb *v = model_verb_at(i);

		for (size_t k = 0; strcmp(v->type, t->name) == 0 && k < v->n_clock; k++)
			if (v->clock[k].op == MODEL_CLOCK_START && v->clock[k].due_field &&
			    app_clock_pattern_fits(v->clock[k].rule, app_rec_text(row, MODEL_DEADLINE_RULE_ID))) {
				struct store_row_op *op = &r->op[r->n];

				*op = (struct store_row_op){ .type = t->no, .id = (rowid_t)ref.items[1].i, .kind = STORE_PATCH };
				app_clock_copies(r->ap, t, v->clock[k].due_field, due, r->a, op);
				r->n += op->n_fields > 0;
				return;
			}
	}
}

static int recount_row(struct recounting *r, const struct rec *row)
{
	bool moved;
	int err = ERR_NONE;

	if (r->n >= OPS_PER_EVENT || (r->n && r->office != row->owner))
		err = flush(r);
	r->office = row->owner;
	if (!err)
		err = app_clock_recount(r->ap, row, r->a, &r->op[r->n], &moved);
	if (err || !moved)
		return err;
	r->n++;
	copies(r, row, &r->op[r->n - 1]);
	return ERR_NONE;
}

static int recount_page(struct recounting *r, const struct store_node *node, rowid_t *after, size_t *n)
{
	struct store_cond c = { .field = MODEL_F_STATE, .op = STORE_EQ, .v = val_int(MODEL_DEADLINE_RUNNING) };
	struct store_query q = { .type = model_type_by_no(MODEL_DEADLINE), .cond = &c, .n_cond = 1, .limit = PAGE_ROWS };
	struct rec **rows, *last = NULL;
	int err = *after ? app_row_get(r->ap, q.type, *after, r->a, &last) : ERR_NONE;

	r->op = arena_xalloc(r->a, (OPS_PER_EVENT + 4) * sizeof(*r->op));
	q.after = last;
	err = err ? err : store_select(r->ap->st, &q, r->a, &rows, n);
	for (size_t i = 0; !err && i < *n; i++)
		if (ours(r->ap, rows[i]->owner, node, r->a))
			err = recount_row(r, rows[i]);
	if (!err && *n)
		*after = rows[*n - 1]->id;
	return err ? err : flush(r);
}

static int recount_all(struct app *ap, struct err_info *ei)
{
	struct recounting r = { .ap = ap, .a = arena_new(APP_ARENA_MAX), .ei = ei };
	struct store_node node;
	size_t n = PAGE_ROWS;
	rowid_t after = 0;
	int err = r.a ? store_node_get(ap->st, &node) : ERR_NOMEM;

	while (!err && n == PAGE_ROWS) {
		err = recount_page(&r, &node, &after, &n);
		arena_reset(r.a);
	}
	arena_free(r.a);
	return err;
}

/* ---- arrivals ------------------------------------------------------------------------------------------------------------------------ */

static int arrivals(struct app *ap, bool *busy, struct err_info *ei)
{
	struct store_arrival at[ARRIVALS];
	bool calendar = false;
	size_t n;
	int err = store_arrivals(ap->st, CURSOR, at, ARRIVALS, &n);

	if (err || n == 0)
		return err;
	*busy = n == ARRIVALS;
	for (size_t i = 0; i < n; i++)
		calendar |= at[i].type == MODEL_CALENDAR_DAY && at[i].verb != MODEL_V_LOAD;
	err = store_begin(ap->st, ei);
	if (err)
		return err;
	app_cache_renew(ap);
	if (calendar)
		err = recount_all(ap, ei);
	err = err ? err : store_cursor_set(ap->st, CURSOR, at[n - 1].at);
	if (err) {
		store_rollback(ap->st);
		return err;
	}
	return store_commit(ap->st, ei);
}

/* An office that has its lists and no book yet: enrolment was cut short before it could open them. */
static int missing_books(struct app *ap, struct err_info *ei)
{
	struct store_query q = { .type = model_type_by_no(MODEL_NUMBER_BOOK), .limit = 1 };
	struct store_node node;
	uint64_t books;
	size_t codes;
	int err = store_count(ap->st, &q, &books);

	if (err || books > 0 || store_node_get(ap->st, &node) || node.node == 0)
		return err;
	(void)app_code_at(ap, 0, &codes);
	return codes ? app_open_books(ap, ei) : ERR_NONE;
}

int app_work(struct app *ap, bool *busy, struct err_info *ei)
{
	static int64_t flushed;
	bool more = false;
	int err;

	*busy = false;
	app_cache_renew(ap);
	err = arrivals(ap, busy, ei);

	err = err ? err : missing_books(ap, ei);
	if (!err && (ap->flags & APP_DRAFTS) && clock_mono_ms() - flushed >= FLUSH_S * 1000) {
		flushed = clock_mono_ms();
		err = store_draft_flush(ap->st);
	}
	if (!err)
		err = store_checkpoint(ap->st);
	if (!err)
		err = store_search_merge(ap->st, &more);
	*busy |= more;
	return err;
}
