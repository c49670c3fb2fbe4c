/* store_rows.c: rows of record tables: read, write, find. */
#include <string.h>

#include "store_internal.h"

#define COMMON_CELLS 6
#define PARENTS_MAX 8 /* depth of child types; a ring in the data ends here */

struct rec *store_rec_new(const struct model_type *t, rowid_t id, struct arena *a)
{
	struct rec *r = arena_alloc(a, sizeof(*r));
	struct val *v = arena_array(a, t->n_fields, sizeof(*v));

	if (!r || !v)
		return NULL;
	for (size_t i = 0; i < t->n_fields; i++)
		v[i] = val_null();
	*r = (struct rec){ .type = t, .id = id, .v = v };
	return r;
}

struct rec *store_rec_dup(const struct rec *r, struct arena *a)
{
	struct rec *copy = store_rec_new(r->type, r->id, a);
	struct val *v;

	if (!copy)
		return NULL;
	v = copy->v;
	if (r->type->n_fields)
		memcpy(v, r->v, r->type->n_fields * sizeof(*v));
	*copy = *r;
	copy->v = v;
	return copy;
}

int store_row_read(struct db_stmt *s, const struct model_type *t, struct arena *a, struct rec **out)
{
	struct rec *r = store_rec_new(t, (rowid_t)db_col_int(s, 0), a);
	int col = COMMON_CELLS, e = r ? 0 : ERR_NOMEM;

	*out = NULL;
	if (e)
		return e;
	r->owner = (rowid_t)db_col_int(s, 1);
	r->state = db_col_null(s, 2) ? 0 : store_state_read(t, db_col_text(s, 2, NULL));
	r->created_at = store_time_read(db_col_text(s, 3, NULL));
	r->created_by = (rowid_t)db_col_int(s, 4);
	r->version = (uint64_t)db_col_int(s, 5);
	for (size_t i = 0; i < t->n_fields && e == 0; i++) {
		e = store_cell_read(s, col, &t->fields[i], a, &r->v[i]);
		col += (int)store_cells(&t->fields[i]);
	}
	if (e == 0)
		*out = r;
	return e;
}

int store_row_find(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, struct rec **out)
{
	struct db_stmt *s = db_use(st->db, store_sql_select(st, t));
	int r, e;

	*out = NULL;
	db_bind_int(s, 1, (int64_t)id);
	r = db_step(s);
	e = r == 1 ? store_row_read(s, t, a, out) : r;
	r = db_end(s);
	return e ? e : r;
}

int store_get(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, struct rec **out)
{
	int r = store_row_find(st, t, id, a, out);

	return r ? r : *out ? 0 : ERR_NOTFOUND;
}

struct val rec_val(const struct rec *r, const struct model_field *f)
{
	return r->v[model_field_index(r->type, f)];
}

struct val rec_val_no(const struct rec *r, uint32_t field_no)
{
	const struct model_field *f;

	switch (field_no) {
	case MODEL_F_ID:
		return val_int((int64_t)r->id);
	case MODEL_F_OWNER:
		return val_int((int64_t)r->owner);
	case MODEL_F_STATE:
		return val_int(r->state);
	case MODEL_F_CREATED_AT:
		return val_int(r->created_at);
	case MODEL_F_CREATED_BY:
		return val_int((int64_t)r->created_by);
	case MODEL_F_VERSION:
		return val_int((int64_t)r->version);
	default:
		f = model_field_by_no(r->type, field_no);
		return f ? rec_val(r, f) : val_null();
	}
}

/* ---- writing ---- */

static int derived(struct val v, bool key, struct arena *a, struct val *cell)
{
	struct val text;
	struct buf b;
	int r;

	*cell = val_null();
	if (v.shape != VAL_BYTES)
		return 0;
	r = store_text_val(a, v.s, v.n, &text);
	if (r)
		return r;
	buf_init(&b, (size_t)4 * WIRE_EVENT_MAX);
	if (key)
		text_name_key(text.s, &b);
	else
		text_fold(text.s, text.n, &b);
	r = buf_err(&b);
	if (r == 0)
		r = store_text_val(a, b.p ? (const void *)b.p : "", b.len, cell);
	buf_clear(&b);
	return r;
}

static int bind_derived(struct db_stmt *s, int i, const struct rec *rec, struct arena *a)
{
	struct val cell;
	int r = 0;

	for (size_t k = 0; k < rec->type->n_fields && r == 0; k++) {
		const struct model_field *f = &rec->type->fields[k];

		if (store_has_fold(f)) {
			r = derived(rec->v[k], false, a, &cell);
			store_bind_val(s, i++, cell);
		}
		if (store_has_key(f) && r == 0) {
			r = derived(rec->v[k], true, a, &cell);
			if (cell.shape == VAL_BYTES)
				db_bind_blob(s, i, cell.s, cell.n);
			i++;
		}
	}
	return r;
}

static int bind_row(struct db_stmt *s, const struct rec *rec, struct arena *a)
{
	struct val cell[STORE_CELLS_MAX], state, at;
	int i = COMMON_CELLS + 1, r = store_cell_state(rec->type, rec->state, a, &state);

	if (r == 0)
		r = store_cell_time(rec->created_at, a, &at);
	if (r)
		return r;
	db_bind_int(s, 1, (int64_t)rec->id);
	db_bind_int(s, 2, (int64_t)rec->owner);
	store_bind_val(s, 3, state);
	store_bind_val(s, 4, at);
	db_bind_int(s, 5, (int64_t)rec->created_by);
	db_bind_int(s, 6, (int64_t)rec->version);
	for (size_t k = 0; k < rec->type->n_fields && r == 0; k++) {
		size_t n = store_cells(&rec->type->fields[k]);

		r = store_cell(&rec->type->fields[k], rec->v[k], a, cell);
		for (size_t c = 0; c < n && r == 0; c++)
			store_bind_val(s, i++, cell[c]);
	}
	return r ? r : bind_derived(s, i, rec, a);
}

int store_row_write(struct store *st, const struct rec *r, bool exists)
{
	struct arena *a = store_scratch();
	struct db_stmt *s;
	int e, d;

	if (!a)
		return ERR_NOMEM;
	s = db_use(st->db, exists ? store_sql_update(st, r->type) : store_sql_insert(st, r->type));
	e = bind_row(s, r, a);
	if (e == 0)
		e = db_step(s);
	d = db_end(s);
	arena_free(a);
	return e ? e : d;
}

int store_row_remove(struct store *st, const struct model_type *t, rowid_t id)
{
	struct db_stmt *s = db_use(st->db, store_sql_remove(st, t));

	db_bind_int(s, 1, (int64_t)id);
	return db_run(s);
}

/* ---- relations ---- */

static int collect(struct db_stmt *s, struct arena *a, rowid_t **out, size_t *n, size_t cap)
{
	rowid_t *ids = arena_array(a, cap, sizeof(*ids));
	int r = ids ? 1 : ERR_NOMEM, e;

	*n = 0;
	while (r == 1 && *n < cap && (r = db_step(s)) == 1)
		ids[(*n)++] = (rowid_t)db_col_int(s, 0);
	*out = ids;
	e = db_end(s);
	return e ? e : r < 0 ? r : 0;
}

int store_rows_by_ref(struct store *st, const struct model_type *t, const struct model_field *f, rowid_t id, struct arena *a, rowid_t **out,
		size_t *n, size_t cap)
{
	struct db_stmt *s;
	struct buf b;

	buf_init(&b, 1024);
	buf_printf(&b, "SELECT id FROM \"%s\" WHERE \"%s\"=?1 ORDER BY id LIMIT ?2", t->name, f->name);
	s = db_use(st->db, buf_str(&b));
	db_bind_int(s, 1, (int64_t)id);
	db_bind_int(s, 2, (int64_t)cap);
	buf_clear(&b);
	return collect(s, a, out, n, cap);
}

const struct model_field *store_parent_field(const struct model_type *t)
{
	return (t->flags & MODEL_T_CHILD) && t->parent && t->parent_field ? model_field_by_name(t, t->parent_field) : NULL;
}

int store_root(struct store *st, const struct rec *r, struct arena *a, const struct model_type **t, rowid_t *id)
{
	const struct rec *at = r;

	for (int depth = 0; at && depth < PARENTS_MAX; depth++) {
		const struct model_field *f = store_parent_field(at->type);
		const struct model_type *up = f ? model_type_by_name(at->type->parent) : NULL;
		struct rec *parent = NULL;
		struct val v;
		int e;

		*t = at->type;
		*id = at->id;
		v = f ? rec_val(at, f) : val_null();
		if (!up || v.shape != VAL_INT)
			return 0;
		*t = up;
		*id = (rowid_t)v.i;
		if (!store_parent_field(up))
			return 0;
		e = store_row_find(st, up, (rowid_t)v.i, a, &parent);
		if (e)
			return e;
		at = parent;
	}
	return 0;
}
