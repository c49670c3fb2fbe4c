/* app_undo.c: the last saved action taken back, as an event of its own (DOMAIN 2.1). What stood before is read from the log: every row that
 * the action touched is followed through its own history up to the action. A row that something else has touched since, or whose history is
 * not all here, refuses the whole. */
#include "app_internal.h"

#include <stdlib.h>
#include <string.h>

#define SAME_DAY "M16"
#define NUMBERED "M17"

struct undoing {
	struct app_deed d;
	struct rec *row;
	const struct store_past *last;
	const struct model_verb *verb; /* of the action */
};

/* A row as the log tells it. */
struct told {
	bool there;
	uint32_t state;
	rowid_t owner;
	struct val *v;
};

static int refuse(struct undoing *x, const char *message_id)
{
	app_problem_add(&x->d, APP_REFUSED, "", NULL, message_id, NULL);
	return ERR_REFUSED;
}

bool app_is_undo(const struct app_input *in)
{
	const struct model_verb *v = model_verb_by_no(MODEL_V_UNDO);

	return v && in->verb && strcmp(in->verb, v->name) == 0 && !model_verb_by_name(in->type, in->verb);
}

/* ---- may it be taken back? ----------------------------------------------------------------------------------------------------------- */

static const struct store_row_op *subject_op(const struct undoing *x)
{
	for (size_t i = 0; i < x->last->n_ops; i++)
		if (x->last->ops[i].type == x->row->type->no && x->last->ops[i].id == x->row->id)
			return &x->last->ops[i];
	return NULL;
}

static bool allotted(const struct store_past *p)
{
	for (size_t i = 0; i < p->n_ops; i++)
		if (p->ops[i].type == MODEL_NUMBER_ENTRY || p->ops[i].type == MODEL_NUMBER_BOOK)
			return true;
	return false;
}

static int last_action(struct undoing *x)
{
	const struct app_user *u = x->d.user;
	const struct model_type *t = x->row->type;
	const struct store_row_op *op;
	struct store_past *past;
	bool seen = false;
	size_t n;
	int err = store_history(x->d.ap->st, t->no, x->row->id, x->d.a, &past, &n);

	if (err || n == 0)
		return err ? err : refuse(x, SAME_DAY);
	x->last = &past[n - 1];
	x->verb = model_verb_by_no(x->last->verb);
	op = subject_op(x);
	if (allotted(x->last))
		return refuse(x, NUMBERED);
	if (x->verb && x->verb->bare) /* taken back is with a reason, and such a record takes no words */
		return refuse(x, "A266");
	if (!x->verb || strcmp(x->verb->type, t->name) != 0 || x->last->wiped || !op) /* the program's own doing, undoing too */
		return refuse(x, SAME_DAY);
	if (x->last->actor != u->id || day_of_time(x->last->time) != x->d.today)
		return refuse(x, SAME_DAY);
	if (n == 1 && op->kind == STORE_PUT)
		return refuse(x, "A121");
	if (x->verb->interest) /* the other office has been told already */
		err = store_interest_any(x->d.ap->st, t->no, x->row->id, &seen);
	return err ? err : seen ? refuse(x, SAME_DAY) : ERR_NONE;
}

static int subject(struct undoing *x, struct err_info *ei)
{
	struct app_deed *d = &x->d;
	struct rec *office;
	int err;

	d->type = model_type_by_name(d->in->type);
	d->verb = model_verb_by_no(MODEL_V_UNDO);
	err = d->type ? app_row_get(d->ap, d->type, d->in->id, d->a, &x->row) : ERR_NOTFOUND;
	if (err) {
		app_fail(ei, err, "A03", "what", d->type ? d->type->label : d->in->type);
		return err;
	}
	if (d->in->version && d->in->version != x->row->version)
		return app_deed_stale(d, x->row, ei);
	d->from_state = x->row->state;
	d->version_seen = x->row->version;
	if (!app_draft_row_new(d, d->type, x->row))
		return ERR_NOMEM;
	if (x->row->owner == d->user->office)
		return ERR_NONE;
	app_problem_add(d, APP_REFUSED, "", NULL, "M14", "office", app_row_get(d->ap, model_type_by_no(MODEL_OFFICE), x->row->owner, d->a,
			&office) ? "" : app_row_title(d->ap, office, d->a), NULL);
	return ERR_REFUSED;
}

/* ---- what stood before --------------------------------------------------------------------------------------------------------------- */

static void tell(struct told *t, const struct model_type *type, const struct store_row_op *op, rowid_t office)
{
	t->there = op->kind != STORE_REMOVE;
	if (op->kind != STORE_PATCH) { /* a new row, or none */
		t->state = 0;
		t->owner = office;
		for (size_t i = 0; i < type->n_fields; i++)
			t->v[i] = val_null();
	}
	for (size_t i = 0; i < op->n_fields; i++) {
		const struct model_field *f = model_field_by_no(type, op->fields[i].no);

		if (op->fields[i].no == MODEL_F_STATE)
			t->state = (uint32_t)op->fields[i].v.i;
		else if (op->fields[i].no == MODEL_F_OWNER)
			t->owner = (rowid_t)op->fields[i].v.i;
		else if (f)
			t->v[model_field_index(type, f)] = op->fields[i].v;
	}
}

static void tell_event(struct told *t, const struct model_type *type, rowid_t id, const struct store_past *p, rowid_t office)
{
	for (size_t i = 0; i < p->n_ops; i++)
		if (p->ops[i].type == type->no && p->ops[i].id == id)
			tell(t, type, &p->ops[i], office);
}

static bool same_val(struct val a, struct val b)
{
	return val_eq(a, b) || (app_val_empty(a) && app_val_empty(b));
}

/* Does the row stand as its history says? If not, part of that was an image or an unknown word. */
static bool as_told(const struct told *t, const struct rec *r)
{
	if (!r || !t->there)
		return !r == !t->there;
	if (r->state != t->state || r->owner != t->owner)
		return false;
	for (size_t i = 0; i < r->type->n_fields; i++)
		if (r->type->fields[i].kind != MODEL_COMPOSITE && !same_val(t->v[i], r->v[i]))
			return false;
	return true;
}

static struct told nothing(struct undoing *x, const struct model_type *t)
{
	struct told out = { .v = arena_xalloc(x->d.a, (t->n_fields + 1) * sizeof(*out.v)) };

	for (size_t i = 0; i < t->n_fields; i++)
		out.v[i] = val_null();
	return out;
}

static int follow(struct undoing *x, const struct model_type *t, rowid_t id, struct told *was, struct told *now)
{
	rowid_t office = x->d.user->office;
	struct store_past *past;
	struct rec *r;
	size_t n;
	int err = store_history(x->d.ap->st, t->no, id, x->d.a, &past, &n);

	if (err)
		return err;
	if (n == 0 || past[n - 1].seq != x->last->seq || past[n - 1].node != x->last->node || past[n - 1].epoch != x->last->epoch)
		return refuse(x, SAME_DAY);
	*was = nothing(x, t);
	*now = nothing(x, t);
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n)
			tell_event(was, t, id, &past[i], office);
		tell_event(now, t, id, &past[i], office);
	}
	err = app_row_get(x->d.ap, t, id, x->d.a, &r);
	if (err && err != ERR_NOTFOUND)
		return err;
	return as_told(now, err ? NULL : r) ? ERR_NONE : refuse(x, SAME_DAY);
}

/* ---- the operations ------------------------------------------------------------------------------------------------------------------ */

static void put_back(struct undoing *x, const struct model_type *t, struct store_row_op *op, const struct told *was, const struct told *now)
{
	bool all = op->kind == STORE_PUT;

	if (was->state && (all || was->state != now->state))
		app_op_field(x->d.a, op, MODEL_F_STATE, val_int(was->state));
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->fields[i].kind != MODEL_COMPOSITE && (all || !same_val(was->v[i], now->v[i])))
			app_op_field(x->d.a, op, t->fields[i].no, app_val_empty(was->v[i]) ? val_null() : was->v[i]);
}

static bool differs(const struct model_type *t, const struct told *a, const struct told *b)
{
	bool other = a->state != b->state;

	for (size_t i = 0; i < t->n_fields && !other; i++)
		other = !same_val(a->v[i], b->v[i]);
	return other;
}

/* A row that the action made: its own parts and clocks go; a person met by it stays, others may know him by now. */
static bool goes(const struct model_type *t)
{
	return (t->flags & MODEL_T_CHILD) || t->no == MODEL_DEADLINE;
}

static int take_back(struct undoing *x, const struct store_row_op *done)
{
	const struct model_type *t = model_type_by_no(done->type);
	bool is_subject = done->type == x->row->type->no && done->id == x->row->id;
	struct told was, now;
	int err;

	if (!t)
		return refuse(x, SAME_DAY);
	for (size_t i = 0; i < x->d.n_ops; i++)
		if (x->d.op[i].type == done->type && x->d.op[i].id == done->id)
			return ERR_NONE; /* touched twice by the action: put back once */
	err = follow(x, t, done->id, &was, &now);
	if (err)
		return err;
	if (was.there && now.there && (is_subject || differs(t, &was, &now)))
		put_back(x, t, app_op_add(&x->d, t->no, done->id, STORE_PATCH), &was, &now);
	else if (was.there && !now.there)
		put_back(x, t, app_op_add(&x->d, t->no, done->id, STORE_PUT), &was, &now);
	else if (!was.there && now.there && goes(t))
		(void)app_op_add(&x->d, t->no, done->id, STORE_REMOVE);
	return ERR_NONE;
}

static int operations(struct undoing *x)
{
	int err = take_back(x, subject_op(x)); /* the subject first, as an event wants it */

	for (size_t i = 0; i < x->last->n_ops && !err; i++)
		err = take_back(x, &x->last->ops[i]);
	return err;
}

static int reason(struct undoing *x)
{
	struct app_deed *d = &x->d;
	const struct model_field *f = app_reason_field(d->type);
	char verb[120];

	d->reason = app_reason_clean(d, d->in->reason);
	if (d->out->n_problems)
		return ERR_REFUSED;
	if (!f)
		return ERR_NONE; /* nowhere to keep it: the event says who and when */
	if (!*d->reason) {
		app_problem_add(d, APP_REFUSED, APP_PATH_REASON, f, "M32", "verb", app_lower_first(d->verb->label, verb, sizeof(verb)), NULL);
		return ERR_REFUSED;
	}
	app_op_field(d->a, &d->op[0], f->no, val_str(d->reason));
	return ERR_NONE;
}

/* ---- doing ----------------------------------------------------------------------------------------------------------------------------- */

enum how { LOOK, CHECK, DO };

static int decide(struct undoing *x, enum how how, struct err_info *ei)
{
	int err = subject(x, ei);

	err = err ? err : last_action(x);
	err = err ? err : operations(x);
	if (!err && how != LOOK)
		err = reason(x);
	if (err == ERR_REFUSED && x->d.out->n_problems)
		return err_set(ei, ERR_REFUSED, x->d.out->problems[0].text);
	return err && ei && ei->code == 0 ? err_set(ei, err, NULL) : err;
}

static int perform(struct undoing *x, struct err_info *ei)
{
	char verb[120];
	int err = app_deed_append(&x->d, ei);

	err = err ? err : app_deed_report(&x->d);
	if (!err)
		app_say(x->d.out->saved, sizeof(x->d.out->saved), "A122", "verb", app_lower_first(x->verb->label, verb, sizeof(verb)), NULL);
	return err;
}

static int act(struct undoing *x, struct err_info *ei)
{
	struct app *ap = x->d.ap;
	int err = store_begin(ap->st, ei);

	if (err)
		return err;
	app_cache_renew(ap);
	err = decide(x, DO, ei);
	err = err ? err : perform(x, ei);
	if (!err)
		return store_commit(ap->st, ei);
	store_rollback(ap->st);
	return err;
}

static int run(struct app *ap, const struct app_user *u, const struct app_input *in, struct app_result *out, const char **label,
		struct err_info *ei, enum how how)
{
	struct undoing *x = mem_xalloc(sizeof(*x));
	struct arena *a = arena_new(APP_ARENA_MAX);
	int err = a ? ERR_NONE : err_set(ei, ERR_NOMEM, NULL);

	memset(out, 0, sizeof(*out));
	if (ei)
		ei->code = 0;
	x->d = (struct app_deed){ .ap = ap, .user = u, .in = in, .all = in, .n_all = 1, .a = a, .out = out, .now = clock_now(),
		.today = day_today(), .reason = "" };
	if (!err && how != DO)
		app_cache_renew(ap);
	if (!err)
		err = how == DO ? act(x, ei) : decide(x, how, ei);
	if (label)
		*label = x->verb ? x->verb->label : "";
	arena_free(a);
	free(x);
	return err;
}

int app_undo_input(struct app *ap, const struct app_user *u, const struct app_input *in, bool doing, struct app_result *out,
		struct err_info *ei)
{
	return run(ap, u, in, out, NULL, ei, doing ? DO : CHECK);
}

int app_undo_possible(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const char **label, struct err_info *ei)
{
	struct app_input in = { .type = type, .id = id };
	struct app_result *out = mem_xalloc(sizeof(*out));
	int err = run(ap, u, &in, out, label, ei, LOOK);

	free(out);
	return err;
}

int app_undo(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const char *reason, struct app_result *out,
		struct err_info *ei)
{
	struct app_input in = { .type = type, .id = id, .reason = reason };

	return run(ap, u, &in, out, NULL, ei, DO);
}
