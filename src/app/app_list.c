/* app_list.c: pages of a list, with every cell as a person reads it. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_list.h"

#define LIMIT_MAX 1000

static void fail_cond(struct err_info *ei, const char *what)
{
	app_fail(ei, ERR_INVALID, "A44", "text", what);
}

static int build(struct app_listing *l, const struct app_query *q, struct err_info *ei)
{
	rowid_t owner = q->office ? q->office : app_scope_owner(l->ap, l->u, l->t);

	l->office = q->office ? q->office : l->u ? l->u->office : 0;
	for (size_t i = 0; i < q->n_cond; i++)
		if (app_cond_add(l, &q->cond[i], q->group ? q->group[i] : 0)) {
			fail_cond(ei, q->cond[i].field);
			return ERR_INVALID;
		}
	if (owner && l->n_cond >= COUNT_OF(l->cond)) {
		fail_cond(ei, q->cond[q->n_cond - 1].field);
		return ERR_RANGE;
	}
	if (owner)
		l->cond[l->n_cond++] = (struct store_cond){ .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)owner) };
	return ERR_NONE;
}

/* "arrival_date desc, arrival_number desc" */
static size_t parse_order(const struct model_type *t, const char *text, struct store_order order[3])
{
	size_t n = 0;

	while (text && *text && n < 3) {
		size_t len = strcspn(text, ",");
		char name[80] = "", dir[8] = "", part[100];
		const struct model_field *f;

		app_copy(part, sizeof(part), text, len);
		if (sscanf(part, "%79s %7s", name, dir) >= 1 && strcmp(name, "due") == 0 && !model_field_by_name(t, name)) {
			order[n].field = STORE_ORDER_DUE;
			order[n++].desc = strcmp(dir, "desc") == 0;
		} else if (sscanf(part, "%79s %7s", name, dir) >= 1 && (order[n].field = app_list_field(t, name, &f)) != 0 && !(f &&
				f->kind == MODEL_COMPOSITE))
			order[n++].desc = strcmp(dir, "desc") == 0;
		text += len + (text[len] == ',');
	}
	return n;
}

/* ---- cells --------------------------------------------------------------------------------------------------------------------------- */

struct cell {
	struct app *ap;
	const struct app_user *u;
	const struct rec *row;
	const struct rec *clock; /* first running or paused clock */
	bool guarded;
	struct arena *a;
};

static const struct rec *first_clock(struct cell *c)
{
	const struct rec *best = NULL;
	struct rec **rows;
	size_t n;

	if (app_deadlines_of(c->ap, c->row->type->no, c->row->id, c->a, &rows, &n))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (rows[i]->state == MODEL_DEADLINE_DONE)
			continue;
		if (!best || app_rec_int(rows[i], MODEL_DEADLINE_DUE, INT32_MAX) < app_rec_int(best, MODEL_DEADLINE_DUE, INT32_MAX))
			best = rows[i];
	}
	return best;
}

static const char *late_text(struct cell *c)
{
	struct app_running run;
	char n[24], text[80];
	int left;

	if (!c->clock || c->clock->state == MODEL_DEADLINE_PAUSED || app_running_load(c->ap, c->clock, &run))
		return c->clock ? "||" : "";
	left = app_days_left(app_calendar_get(c->ap), &run.rule, day_today(), run.due);
	if (app_deadline_late(c->clock, clock_now())) {
		snprintf(n, sizeof(n), "%d", -left);
		return arena_xstrdup(c->a, left < 0 ? app_say(text, sizeof(text), "A71", "n", n, NULL) : model_message("A76"));
	}
	snprintf(n, sizeof(n), "%d", left);
	return arena_xstrdup(c->a, left == 0 ? model_message("A73") : app_say(text, sizeof(text), "A74", "n", n, NULL));
}

static const char *field_cell(struct cell *c, const struct rec *r, const struct model_field *f)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	const char *texts[MODEL_PARTS_MAX] = { NULL };
	const char *shown;
	struct buf b;

	if (f->kind == MODEL_COMPOSITE) {
		size_t n = model_composite_parts(r->type, f, parts);

		for (size_t i = 0; i < n; i++)
			texts[i] = app_typed_text(c->ap, parts[i], rec_val(r, parts[i]), c->a);
		buf_init(&b, 4096);
		model_composite_join(f, texts, &b);
		shown = arena_xstrdup(c->a, buf_str(&b));
		buf_clear(&b);
		return shown;
	}
	if (r == c->row && r->type->title_field && strcmp(f->name, r->type->title_field) == 0)
		return app_title_text(c->ap, c->u, c->guarded, r, false, c->a);
	return app_read_text(c->ap, c->u, c->guarded, f, rec_val(r, f), false, c->a);
}

/* Through a collection's row and a reference to the row where the field lives; NULL: nothing there. */
static const struct rec *walk(struct cell *c, const struct model_path *p)
{
	const struct rec *r = c->row;
	struct rec **rows, *next;
	struct val v;
	size_t n;

	if (p->child) {
		if (app_children(c->ap, p->child, r->id, c->a, &rows, &n) || n < p->index)
			return NULL;
		r = rows[p->index - 1];
	}
	if (!p->embed)
		return r;
	v = rec_val(r, p->embed);
	if (v.shape != VAL_INT || app_row_get(c->ap, model_type_by_name(p->embed->of), (rowid_t)v.i, c->a, &next))
		return NULL;
	return next;
}

static const char *word_cell(struct cell *c, const char *word)
{
	const struct rec *r = c->row;
	const struct model_field *f = NULL;
	char time[TIME_TEXT_MAX];
	struct rec *office;

	if (strcmp(word, "due") == 0)
		return c->clock ? app_due_text(c->clock, false, c->a) : "";
	if (strcmp(word, "late") == 0 || strcmp(word, "clock") == 0)
		return late_text(c);
	if (strcmp(word, "state") == 0)
		return app_state_label(r, c->a);
	if (strcmp(word, "number") == 0 || strcmp(word, "title") == 0) {
		f = model_field_by_name(r->type, word[0] == 'n' ? r->type->number_field : r->type->title_field);
		return f ? field_cell(c, r, f) : "";
	}
	if (strcmp(word, "id") == 0)
		return arena_xprintf(c->a, "%llu", (unsigned long long)r->id);
	if (strcmp(word, "version") == 0)
		return arena_xprintf(c->a, "%llu", (unsigned long long)r->version);
	if (strcmp(word, "created_at") == 0)
		return arena_xstrdup(c->a, time_show(r->created_at, time));
	if (strcmp(word, "owner") == 0 || strcmp(word, "owner_office_id") == 0)
		return app_row_get(c->ap, model_type_by_no(MODEL_OFFICE), r->owner, c->a, &office) ? "" : app_row_title(c->ap, office,
				c->a);
	return NULL;
}

static const char *cell_text(struct cell *c, const char *path)
{
	struct model_path p;
	const struct rec *r;
	const char *word;

	if (!model_field_by_name(c->row->type, path)) {
		word = word_cell(c, path);
		if (word)
			return word;
	}
	if (model_path_parse(c->row->type, path, &p))
		return "";
	r = walk(c, &p);
	return r ? field_cell(c, r, p.field) : "";
}

static void fill_row(struct app *ap, const struct app_user *u, const struct app_query *q, const struct rec *rec, struct arena *a,
		struct app_row *out)
{
	struct cell c = { .ap = ap, .u = u, .row = rec, .a = a };
	const char **cells = arena_xalloc(a, (q->n_columns + 1) * sizeof(*cells));

	if (rec->type->n_states && !(rec->type->flags & MODEL_T_SYSTEM))
		c.clock = first_clock(&c);
	c.guarded = app_guarded(ap, u, rec);
	out->id = rec->id;
	out->version = rec->version;
	out->late = c.clock && app_deadline_late(c.clock, clock_now());
	out->paused = c.clock && c.clock->state == MODEL_DEADLINE_PAUSED;
	for (size_t i = 0; i < q->n_columns; i++)
		cells[i] = cell_text(&c, q->column[i]);
	out->cell = cells;
}

struct app_place {
	struct store_place store;
};

/* The question as the store takes it; l and order must outlive it. */
static int question(struct app_listing *l, const struct app_query *q, struct store_order order[3], struct store_query *out, struct err_info *ei)
{
	struct rec *after = NULL;
	int err;

	if (!l->t) {
		app_fail(ei, ERR_NOTFOUND, "A45", "text", q->type);
		return ERR_NOTFOUND;
	}
	app_cache_renew(l->ap);
	err = build(l, q, ei);
	if (!err && !q->place && q->after && app_row_get(l->ap, l->t, q->after, l->a, &after))
		after = NULL; /* the row is gone: from the start */
	*out = (struct store_query){ .type = l->t, .cond = l->cond, .n_cond = l->n_cond, .order = order, .after = after,
		.place = q->place ? &q->place->store : NULL, .backward = q->backward, .find = q->find && *q->find ? q->find : NULL };
	out->n_order = parse_order(l->t, q->order, order);
	return err;
}

static int place_row(struct app *ap, const struct store_query *sq, const struct rec *rec, struct arena *a, struct app_row *out)
{
	struct app_place *p = arena_xalloc(a, sizeof(*p));

	out->place = p;
	return store_place_of(ap->st, sq, rec, a, &p->store);
}

int app_list(struct app *ap, const struct app_user *u, const struct app_query *q, struct arena *a, struct app_row **rows, size_t *n,
		struct err_info *ei)
{
	struct app_listing l = { .ap = ap, .u = u, .t = model_type_by_name(q->type), .a = a };
	struct store_order order[3];
	struct store_query sq;
	struct rec **recs;
	int err = question(&l, q, order, &sq, ei);

	*rows = NULL;
	*n = 0;
	if (err)
		return err;
	sq.limit = q->limit && q->limit < LIMIT_MAX ? q->limit : LIMIT_MAX;
	err = store_select(ap->st, &sq, a, &recs, n);
	*rows = arena_xalloc(a, (*n + 1) * sizeof(**rows));
	for (size_t i = 0; i < *n && !err; i++) {
		fill_row(ap, u, q, recs[i], a, &(*rows)[i]);
		err = q->places ? place_row(ap, &sq, recs[i], a, &(*rows)[i]) : ERR_NONE;
	}
	if (err) {
		*n = 0;
		if (err == ERR_RANGE)
			app_fail(ei, err, "A131", "label", l.t->label);
		else
			fail_cond(ei, q->type);
	}
	return err;
}

int app_count(struct app *ap, const struct app_user *u, const struct app_query *q, uint64_t *n)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	struct app_listing l = { .ap = ap, .u = u, .t = model_type_by_name(q->type), .a = a };
	struct store_order order[3];
	struct store_query sq;
	int err = a ? question(&l, q, order, &sq, NULL) : ERR_NOMEM;

	*n = 0;
	if (!err)
		err = store_count(ap->st, &sq, n);
	arena_free(a);
	return err;
}

int app_count_some(struct app *ap, const struct app_user *u, const struct app_query *q, uint64_t cap, uint64_t *n)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	struct app_listing l = { .ap = ap, .u = u, .t = model_type_by_name(q->type), .a = a };
	struct store_order order[3];
	struct store_query sq;
	int err = a ? question(&l, q, order, &sq, NULL) : ERR_NOMEM;

	*n = 0;
	sq.limit = cap;
	if (!sq.place && !sq.after) /* all of them: any order will do */
		sq.n_order = 0;
	if (!err)
		err = store_count_behind(ap->st, &sq, n);
	arena_free(a);
	return err;
}
