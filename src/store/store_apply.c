/* store_apply.c: (rows, event) -> rows. Pure: no clock, no rule, no list, no random number; the same on the owner's node, at the centre, in
 * a replay and in verify. An event that passed store_check_event cannot be refused here: a patch of a row that is not there makes it, a row
 * that was removed keeps its version in _gone, so that whoever saw an old one never takes it for newer.
 */
#include "store_internal.h"

int store_gone_version(struct store *st, uint32_t type, rowid_t id, uint64_t *version)
{
	struct db_stmt *s = db_use(st->db, "SELECT version FROM _gone WHERE type=?1 AND id=?2");
	int64_t v = 0;
	int r;

	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id }, 2);
	r = db_run_int(s, &v);
	*version = (uint64_t)v;
	return r == ERR_NOTFOUND ? 0 : r;
}

static int set_gone(struct store *st, uint32_t type, rowid_t id, uint64_t version)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _gone(type, id, version) VALUES(?1, ?2, ?3)"
	                                   " ON CONFLICT(type, id) DO UPDATE SET version=excluded.version");

	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id, (int64_t)version }, 3);
	return db_run(s);
}

static void set_field(struct rec *r, uint32_t no, struct val v)
{
	const struct model_field *f;

	if (no == MODEL_F_STATE) {
		r->state = v.shape == VAL_INT ? (uint32_t)v.i : 0;
	} else if (no == MODEL_F_OWNER) {
		r->owner = (rowid_t)v.i;
	} else {
		f = model_field_by_no(r->type, no);
		if (f)
			r->v[model_field_index(r->type, f)] = v;
	}
}

/* The row as an operation leaves it: version and creation come from the header and the old row. */
static struct rec *new_row(const struct wire_head *h, const struct wire_op *op, const struct store_touch *t, struct arena *a)
{
	bool keep = t->old && op->kind == WIRE_PATCH;
	struct rec *r = keep ? store_rec_dup(t->old, a) : store_rec_new(t->type, op->id, a);

	if (!r)
		return NULL;
	if (!keep)
		r->owner = h->office;
	if (!t->old) {
		r->created_at = h->time;
		r->created_by = h->actor;
	} else {
		r->created_at = t->old->created_at;
		r->created_by = t->old->created_by;
	}
	r->version = t->version;
	for (size_t i = 0; i < op->n_fields; i++)
		set_field(r, op->fields[i].no, op->fields[i].v);
	return r;
}

int store_apply_op(struct store *st, const struct wire_head *h, const struct wire_op *op, struct arena *a, struct store_touch *touch)
{
	struct rec *old = NULL, *now;
	uint64_t gone = 0;
	int r;

	*touch = (struct store_touch){ .op = op, .type = model_type_by_no(op->type) };
	if (!touch->type)
		return ERR_PARKED;
	r = store_row_find(st, touch->type, op->id, a, &old);
	if (r == 0 && !old)
		r = store_gone_version(st, op->type, op->id, &gone);
	if (r)
		return r;
	touch->old = old;
	touch->version = (old ? old->version : gone) + 1;
	if (op->kind == WIRE_REMOVE) {
		r = store_row_remove(st, touch->type, op->id);
		return r ? r : set_gone(st, op->type, op->id, touch->version);
	}
	now = new_row(h, op, touch, a);
	if (!now)
		return ERR_NOMEM;
	touch->now = now;
	return store_row_write(st, now, old != NULL);
}

int store_apply_event(struct store *st, const struct wire_event *ev, struct arena *a, struct store_touch *touch)
{
	int r = 0;

	for (size_t i = 0; i < ev->n_ops && r == 0; i++)
		r = store_apply_op(st, &ev->head, &ev->ops[i], a, &touch[i]);
	return r;
}

/* ---- images: what an owner elsewhere has made of his row ---- */

static struct rec *row_of_image(const struct wire_image *im, const struct rec *old, const struct model_type *t, struct arena *a)
{
	struct rec *r = old ? store_rec_dup(old, a) : store_rec_new(t, im->id, a);

	if (!r)
		return NULL;
	r->owner = im->owner;
	r->state = im->state;
	r->created_at = im->created_at;
	r->created_by = im->created_by;
	r->version = im->version;
	for (size_t i = 0; i < im->n_fields; i++) {
		const struct model_field *f = model_field_by_no(t, im->fields[i].no);

		if (f && store_shape_fits(f, im->fields[i].v)) /* others stay in the raw image until this program knows them */
			r->v[model_field_index(t, f)] = im->fields[i].v;
	}
	return r;
}

int store_apply_image(struct store *st, const struct wire_image *im, bool force, struct arena *a, struct store_touch *touch, bool *done)
{
	struct rec *old = NULL, *now;
	uint64_t gone = 0;
	int r;

	*done = false;
	*touch = (struct store_touch){ .type = model_type_by_no(im->type), .version = im->version };
	if (!touch->type)
		return 0;
	r = store_row_find(st, touch->type, im->id, a, &old);
	if (r == 0 && !old)
		r = store_gone_version(st, im->type, im->id, &gone);
	if (r || (!force && im->version <= (old ? old->version : gone)))
		return r;
	*done = true;
	touch->old = old;
	if (im->removed) {
		r = store_row_remove(st, touch->type, im->id);
		return r ? r : set_gone(st, im->type, im->id, im->version);
	}
	now = row_of_image(im, force ? NULL : old, touch->type, a);
	if (!now)
		return ERR_NOMEM;
	touch->now = now;
	return store_row_write(st, now, old != NULL);
}
