/* store_each.c: all rows of a table, and the digest over them. */
#include "store_internal.h"

int store_rows_each(struct store *st, const struct model_type *t, rowid_t owner, store_rec_fn *fn, void *ctx)
{
	struct arena *a = store_scratch();
	struct db_stmt *s;
	struct buf sql;
	int r = a ? 1 : ERR_NOMEM, e;

	buf_init(&sql, 65536);
	buf_puts(&sql, "SELECT ");
	store_columns_put(&sql, t, "");
	buf_printf(&sql, " FROM \"%s\"%s ORDER BY id", t->name, owner ? " WHERE owner_office_id=?1" : "");
	s = db_use(st->db, buf_str(&sql));
	if (owner)
		db_bind_int(s, 1, (int64_t)owner);
	while (r == 1 && (r = db_step(s)) == 1) {
		struct rec *row = NULL;

		e = store_row_read(s, t, a, &row);
		if (e == 0)
			e = fn(ctx, row, a);
		r = e ? e : 1;
		arena_reset(a);
	}
	e = db_end(s);
	buf_clear(&sql);
	arena_free(a);
	return r < 0 ? r : e;
}

/* ---- digest ---- */

static void put_val(struct buf *b, struct val v)
{
	buf_put_u8(b, v.shape);
	if (v.shape == VAL_INT)
		buf_put_zigzag(b, v.i);
	if (v.shape == VAL_BYTES || v.shape == VAL_LIST)
		buf_put_varint(b, v.n);
	if (v.shape == VAL_BYTES)
		buf_put(b, v.s, v.n);
	for (size_t i = 0; v.shape == VAL_LIST && i < v.n; i++)
		put_val(b, v.items[i]);
}

/* Fields without a value are left out: a program with more fields gives the same digest for the same facts. */
static void put_rec(struct buf *b, const struct rec *r)
{
	buf_put_varint(b, r->type->no);
	buf_put_varint(b, r->id);
	buf_put_varint(b, r->owner);
	buf_put_varint(b, r->state);
	buf_put_zigzag(b, r->created_at);
	buf_put_varint(b, r->created_by);
	buf_put_varint(b, r->version);
	for (size_t i = 0; i < r->type->n_fields; i++) {
		const struct model_field *f = &r->type->fields[i];

		if (val_is_null(r->v[i]) || (f->flags & MODEL_LOCAL))
			continue;
		buf_put_varint(b, f->no);
		put_val(b, r->v[i]);
	}
	buf_put_varint(b, 0);
}

struct digest {
	uint8_t h[HASH_LEN];
	uint64_t rows;
	struct buf b;
};

static int add_row(void *ctx, const struct rec *r, struct arena *a)
{
	struct digest *d = ctx;
	struct val parts[2] = { val_bytes(d->h, HASH_LEN) };

	(void)a;
	buf_reset(&d->b);
	put_rec(&d->b, r);
	parts[1] = val_bytes(d->b.p, d->b.len);
	hash_sha256_cat(parts, 2, d->h);
	d->rows++;
	return buf_err(&d->b);
}

int store_rows_digest(struct store *st, rowid_t owner, uint8_t out[HASH_LEN], uint64_t *rows)
{
	struct digest d = { .rows = 0 };
	int r = 0;

	buf_init(&d.b, (size_t)16 << 20);
	for (size_t i = 0; i < model_type_count() && r == 0; i++)
		r = store_rows_each(st, model_type_at(i), owner, add_row, &d);
	for (size_t i = 0; i < HASH_LEN; i++)
		out[i] = d.h[i];
	if (rows)
		*rows = d.rows;
	buf_clear(&d.b);
	return r;
}
