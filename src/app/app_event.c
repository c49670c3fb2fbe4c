/* app_event.c: draft rows -> the operations of one event. */
#include "app_internal.h"

#include <stdlib.h>
#include <string.h>

#define OP_FIELDS 8 /* to begin with; doubles */
#define OPS_MAX 480 /* under the ceiling of one event (congvu/wire.h), with room for what allotting adds */

/* Room for one more: an operation that is full holds 8, 16, 32 ... fields. */
static void grow(struct arena *a, struct store_row_op *op)
{
	size_t n = op->n_fields;
	struct store_field *more;

	if (n != 0 && (n < OP_FIELDS || (n & (n - 1)) != 0))
		return;
	more = arena_xalloc(a, (n ? 2 * n : OP_FIELDS) * sizeof(*more));
	if (n)
		memcpy(more, op->fields, n * sizeof(*more));
	op->fields = more;
}

void app_op_field(struct arena *a, struct store_row_op *op, uint32_t no, struct val v)
{
	size_t at = op->n_fields;

	if (op->kind == STORE_PUT && app_val_empty(v))
		return;
	while (at > 0 && op->fields[at - 1].no >= no)
		at--;
	if (at < op->n_fields && op->fields[at].no == no) {
		op->fields[at].v = v;
		return;
	}
	grow(a, op);
	memmove(&op->fields[at + 1], &op->fields[at], (op->n_fields - at) * sizeof(*op->fields));
	op->fields[at] = (struct store_field){ no, v };
	op->n_fields++;
}

struct store_row_op *app_op_add(struct app_deed *d, uint32_t type, rowid_t id, enum store_change kind)
{
	struct store_row_op *op;

	if (!d->op) {
		d->cap_ops = OPS_MAX;
		d->op = arena_xalloc(d->a, d->cap_ops * sizeof(*d->op));
	}
	if (d->n_ops >= d->cap_ops) { /* the collections are bounded far below this */
		log_err("app: an event of more than %d operations", OPS_MAX);
		abort();
	}
	op = &d->op[d->n_ops++];
	op->type = type;
	op->id = id;
	op->kind = kind;
	return op;
}

static void row_fields(struct app_deed *d, const struct app_draft_row *r, struct store_row_op *op)
{
	for (size_t i = 0; i < r->type->n_fields; i++) {
		bool wanted = r->old ? r->given[i] : !app_val_empty(r->v[i]);
		struct val v = r->v[i];

		if (!wanted || r->type->fields[i].kind == MODEL_COMPOSITE)
			continue;
		if (r->type->fields[i].kind == MODEL_REF && v.shape == VAL_INT && v.i < 0)
			v = val_int((int64_t)d->row[-v.i - 1]->id);
		app_op_field(d->a, op, r->type->fields[i].no, app_val_empty(v) ? val_null() : v);
	}
}

int app_system_event(struct app *ap, uint32_t verb, rowid_t office, const struct app_user *u, struct store_row_op *op, size_t n,
		uint64_t version_seen,
		     struct err_info *ei)
{
	struct store_event ev = { .office = office, .verb = verb, .subject_type = op[0].type, .subject_id = op[0].id,
			.version_seen = version_seen,
		.ops = op, .n_ops = n };

	if (u) {
		ev.actor = u->id;
		ev.role = u->role;
		ev.hand = u->hand;
	}
	return store_event_append(ap->st, &ev, NULL, ei);
}

/* ---- doing a deed -------------------------------------------------------------------------------------------------------------------- */

static int give_ids(struct app_deed *d)
{
	for (size_t i = 0; i < d->n_rows; i++) {
		int err = d->row[i]->id || d->row[i]->dropped ? ERR_NONE : store_new_id(d->ap->st, &d->row[i]->id);

		if (err)
			return err;
	}
	return ERR_NONE;
}

static void bind_children(struct app_deed *d)
{
	int64_t place = 0;

	for (size_t i = 1; i < d->n_rows; i++) {
		struct app_draft_row *r = d->row[i];
		const struct model_field *parent = r->child_of ? model_field_by_name(r->type, r->type->parent_field) : NULL;

		if (!parent || r->dropped)
			continue;
		app_draft_give(r, parent, val_int((int64_t)d->row[0]->id));
		place++;
		for (size_t k = 0; k < r->type->n_fields; k++)
			if (r->type->fields[k].flags & MODEL_ORDINAL)
				app_draft_give(r, &r->type->fields[k], val_int(place));
	}
}

/* Persons before the subject's parts would be no better: apply knows no order between rows. Subject first, as the event wants it. */
static void other_rows(struct app_deed *d)
{
	for (size_t i = 1; i < d->n_rows; i++) {
		struct app_draft_row *r = d->row[i];
		bool any = !r->old;

		if (r->dropped && r->old && r->child_of) {
			app_op_add(d, r->type->no, r->id, STORE_REMOVE);
			continue;
		}
		for (size_t k = 0; k < r->type->n_fields; k++)
			any |= r->given[k];
		if (!r->dropped && any)
			row_fields(d, r, app_op_add(d, r->type->no, r->id, r->old ? STORE_PATCH : STORE_PUT));
	}
}

/* What the verb before this one in the same save has made of the record. */
static int refresh(struct app_deed *d)
{
	struct app_draft_row *r = d->row[0];
	struct rec *now;
	int err;

	if (!d->before)
		return ERR_NONE;
	r->id = d->before->row[0]->id;
	err = app_row_get(d->ap, d->type, r->id, d->a, &now);
	if (err)
		return err;
	for (size_t i = 0; i < d->type->n_fields; i++)
		if (!r->given[i])
			r->v[i] = now->v[i];
	r->old = now;
	d->version_seen = now->version;
	return ERR_NONE;
}

int app_deed_append(struct app_deed *d, struct err_info *ei)
{
	const struct app_user *u = d->user;
	struct store_event ev = { .actor = u->id, .hand = u->hand, .office = u->office, .role = u->role, .verb = d->verb->no,
		.flags = (u->script ? (uint32_t)STORE_EVENT_SCRIPT : 0) | (u->unproven ? (uint32_t)STORE_EVENT_UNPROVEN : 0),
				.subject_type = d->type->no,
		.subject_id = d->row[0]->id, .version_seen = d->version_seen, .ops = d->op, .n_ops = d->n_ops };

	return store_event_append(d->ap->st, &ev, NULL, ei);
}

int app_deed_perform(struct app_deed *d, struct err_info *ei)
{
	const struct model_state *to = model_state_by_name(d->type, d->verb->to);
	size_t subject;
	int err = refresh(d);

	err = err ? err : give_ids(d);
	if (err)
		return err_set(ei, err, NULL);
	subject = d->n_ops;
	(void)app_op_add(d, d->type->no, d->row[0]->id, d->row[0]->old ? STORE_PATCH : STORE_PUT);
	bind_children(d);
	other_rows(d);
	err = app_number_allot(d, ei);
	err = err ? err : app_clocks_run(d, ei);
	if (err)
		return err;
	row_fields(d, d->row[0], &d->op[subject]);
	if (to)
		app_op_field(d->a, &d->op[subject], MODEL_F_STATE, val_int(to->no));
	err = app_deed_append(d, ei);
	if (!err && d->in->draft)
		err = store_draft_saved(d->ap->st, d->in->draft);
	if (!err && d->in->import)
		err = store_import_mark(d->ap->st, d->in->import);
	return err;
}
