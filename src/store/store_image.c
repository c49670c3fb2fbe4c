/* store_image.c: rows as images: made at the centre, kept raw at the offices. */
#include <string.h>

#include "store_internal.h"

static bool travels(const struct model_field *f)
{
	return f->kind != MODEL_COMPOSITE && !(f->flags & MODEL_LOCAL);
}

static struct wire_image head_of(const struct rec *r)
{
	return (struct wire_image){ .type = r->type->no, .id = r->id, .owner = r->owner, .version = r->version, .created_at = r->created_at,
		.created_by = r->created_by, .state = r->state };
}

/* Fields in ascending number: the model's tables need not be sorted. */
static void insert_sorted(struct wire_field *f, size_t *n, struct wire_field one)
{
	size_t at = *n;

	while (at > 0 && f[at - 1].no > one.no) {
		f[at] = f[at - 1];
		at--;
	}
	f[at] = one;
	(*n)++;
}

int store_image_whole(const struct rec *r, bool nulls, struct arena *a, struct buf *out)
{
	struct wire_field *f = arena_array(a, r->type->n_fields, sizeof(*f));
	struct wire_image im = head_of(r);

	if (!f)
		return ERR_NOMEM;
	for (size_t i = 0; i < r->type->n_fields; i++)
		if (travels(&r->type->fields[i]) && (nulls || !val_is_null(r->v[i])))
			insert_sorted(f, &im.n_fields, (struct wire_field){ r->type->fields[i].no, r->v[i] });
	im.fields = f;
	return wire_image_encode(&im, out);
}

int store_image_partial(const struct store_touch *t, struct arena *a, struct buf *out)
{
	const struct rec *last = t->now ? t->now : t->old;
	struct wire_field *f;
	struct wire_image im;

	if (!last) { /* removed before it was here: still a fact with a version */
		im = (struct wire_image){ .type = t->type->no, .id = t->op->id, .version = t->version, .removed = true };
		return wire_image_encode(&im, out);
	}
	if (t->now && t->old && t->op->kind == WIRE_PUT)
		return store_image_whole(t->now, true, a, out);
	im = head_of(last);
	im.version = t->version;
	im.removed = !t->now;
	f = arena_array(a, t->op->n_fields, sizeof(*f));
	if (!f)
		return ERR_NOMEM;
	for (size_t i = 0; i < t->op->n_fields && t->now; i++) {
		const struct model_field *mf = model_field_by_no(t->type, t->op->fields[i].no);

		if (mf && travels(mf))
			f[im.n_fields++] = t->op->fields[i];
	}
	im.fields = f;
	return wire_image_encode(&im, out);
}

/* ---- the raw image at an office ---- */

static int kept_image(struct store *st, uint32_t type, rowid_t id, struct arena *a, struct wire_image *im, bool *found)
{
	struct db_stmt *s = db_use(st->db, "SELECT body FROM _image WHERE type=?1 AND id=?2");
	int r, e = 0;

	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id }, 2);
	r = db_step(s);
	*found = r == 1;
	if (r == 1) {
		size_t n;
		const uint8_t *p = db_col_blob(s, 0, &n);

		e = wire_image_decode(p, n, a, im);
	}
	r = db_end(s);
	return r ? r : e;
}

/* Newer fields over older ones; what only the older image has stays, also field numbers that nobody here knows. */
static int merge(const struct wire_image *old, const struct wire_image *im, struct arena *a, struct wire_image *out)
{
	struct wire_field *f = arena_array(a, old->n_fields + im->n_fields, sizeof(*f));
	size_t i = 0, k = 0, n = 0;

	if (!f)
		return ERR_NOMEM;
	while (i < old->n_fields || k < im->n_fields) {
		if (k == im->n_fields || (i < old->n_fields && old->fields[i].no < im->fields[k].no)) {
			f[n++] = old->fields[i++];
			continue;
		}
		if (i < old->n_fields && old->fields[i].no == im->fields[k].no)
			i++;
		f[n++] = im->fields[k++];
	}
	*out = *im;
	out->fields = f;
	out->n_fields = n;
	return 0;
}

static int image_put(struct store *st, const struct wire_image *im)
{
	struct db_stmt *s;
	struct buf b;
	int r;

	buf_init(&b, WIRE_EVENT_MAX);
	r = wire_image_encode(im, &b);
	if (r == 0) {
		s = db_use(st->db, "INSERT INTO _image(type, id, arrival, body) VALUES(?1, ?2, ?3, ?4)"
		                   " ON CONFLICT(type, id) DO UPDATE SET arrival=excluded.arrival, body=excluded.body");
		db_bind_ints(s, 1, (int64_t[]){ im->type, (int64_t)im->id, (int64_t)st->arrival }, 3);
		db_bind_blob(s, 4, b.p, b.len);
		r = db_run(s);
	}
	buf_clear(&b);
	return r;
}

int store_image_keep(struct store *st, const struct wire_image *im, bool replace, struct arena *a)
{
	struct wire_image old = { 0 }, all = *im;
	bool found = false;
	int r = replace ? 0 : kept_image(st, im->type, im->id, a, &old, &found);

	if (r == 0 && found && im->version <= old.version)
		return 0;
	if (r == 0 && found && !im->removed)
		r = merge(&old, im, a, &all);
	return r ? r : image_put(st, &all);
}

static int reapply_one(struct store *st, struct db_stmt *s, struct arena *a)
{
	const struct model_type *t;
	struct store_touch touch;
	struct wire_image im;
	struct rec *row = NULL;
	bool done;
	size_t n;
	const uint8_t *p = db_col_blob(s, 0, &n);
	int r = wire_image_decode(p, n, a, &im);

	t = r ? NULL : model_type_by_no(im.type);
	if (t)
		r = store_row_find(st, t, im.id, a, &row);
	if (r || (row && row->version > im.version)) /* the row has come to this office since and is its own now */
		return r;
	return store_apply_image(st, &im, true, a, &touch, &done);
}

int store_image_reapply(struct store *st, const struct model_type *t)
{
	struct db_stmt *s = db_use(st->db, "SELECT body FROM _image WHERE type=?1");
	struct arena *a = store_scratch();
	int r = a ? 1 : ERR_NOMEM, e;

	db_bind_int(s, 1, t->no);
	while (r >= 0 && (r = db_step(s)) == 1) {
		r = reapply_one(st, s, a);
		if (a)
			arena_reset(a);
	}
	e = db_end(s);
	arena_free(a);
	return r < 0 ? r : e;
}
