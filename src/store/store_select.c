/* store_select.c: order and pages of a query. See store_query.c. */
#include <stdlib.h>
#include <string.h>

#include "store_query.h"

#define ORDER_MAX (STORE_KEYS_MAX - 1)
#define SQL_MAX ((size_t)1 << 17)
#define DUE_SQL_MAX 640 /* the longest key: a record's due time */

enum part { PART_ALL, PART_NULL, PART_VALUE };

struct key {
	char column[DUE_SQL_MAX];
	bool desc, blob; /* blob: a sort key of bytes */
	struct val at; /* of the row behind which the page begins */
};
struct order {
	struct key key[ORDER_MAX + 1];
	size_t n;
};

int store_query_init(struct query *q, struct store *st, const struct store_query *in)
{
	q->st = st;
	q->in = in;
	q->t = in->type;
	buf_init(&q->sql, SQL_MAX);
	q->a = store_scratch();
	return q->a && q->t && in->n_order <= ORDER_MAX ? 0 : q->a ? ERR_INVALID : ERR_NOMEM;
}

void store_query_free(struct query *q)
{
	if (!q)
		return;
	buf_clear(&q->sql);
	arena_free(q->a);
	free(q);
}

struct db_stmt *store_query_use(struct query *q)
{
	struct db_stmt *s = db_use(q->st->db, buf_str(&q->sql));

	for (size_t i = 0; i < q->n_binds; i++)
		store_bind_val(s, (int)i + 1, q->binds[i]);
	return s;
}

/* ---- the keys of the order ---- */

/* When the record's first running clock ends, as text that sorts: hours as they are, days at their last second in local time (one zone, no
 * summer time). Behind all times: '~' all clocks pause, '~~' no clock. Never NULL. The names are the model's; no value of a person is in it. */
static void due_key(const struct model_type *t, struct buf *out)
{
	const struct model_type *d = model_type_by_no(MODEL_DEADLINE);
	const char *day = model_field_by_no(d, MODEL_DEADLINE_DUE)->name, *at = model_field_by_no(d, MODEL_DEADLINE_DUE_AT)->name;
	const char *of = model_field_by_no(d, MODEL_DEADLINE_RECORD)->name;

	buf_printf(out, "(SELECT coalesce(min(CASE WHEN c.state='%s' THEN coalesce(c.\"%s\", c.\"%s\"||'T%02d:59:59Z', '~') ELSE '~' END), '~~')"
	                " FROM \"%s\" c WHERE c.\"%s_id\"=t.id AND c.\"%s_type\"='%s' AND c.state<>'%s')",
	           model_state_by_no(d, MODEL_DEADLINE_RUNNING)->name, at, day, 23 - LOCAL_OFFSET_S / 3600, d->name, of, of, t->name,
	           model_state_by_no(d, MODEL_DEADLINE_DONE)->name);
}

static int due_of(struct query *q, rowid_t id, struct val *out)
{
	struct db_stmt *s;
	struct buf sql;
	int r, e = 0;

	buf_init(&sql, DUE_SQL_MAX + 200);
	buf_puts(&sql, "SELECT ");
	due_key(q->t, &sql);
	buf_printf(&sql, " FROM (SELECT ?1 AS id) t");
	s = db_use(q->st->db, buf_str(&sql));
	db_bind_int(s, 1, (int64_t)id);
	r = db_step(s);
	if (r == 1) {
		size_t n;
		const char *text = db_col_text(s, 0, &n);

		e = store_text_val(q->a, text, n, out);
	}
	r = db_end(s);
	buf_clear(&sql);
	return e ? e : r;
}

/* Names sort by their key, other short texts as folded; the rest as stored. */
static int key_of(struct query *q, uint32_t no, struct key *k)
{
	const struct model_field *f = NULL;
	const char *tail;
	struct buf b;
	int r;

	buf_init(&b, sizeof(k->column) - 8);
	if (no == STORE_ORDER_DUE) {
		due_key(q->t, &b);
		r = buf_err(&b);
	} else {
		r = store_column(q->t, no, &f, &b);
	}
	if (r == 0) {
		tail = f && store_has_key(f) ? "_key" : f && store_has_fold(f) ? "_fold" : NULL;
		if (tail) {
			buf_reset(&b);
			buf_printf(&b, "t.\"%s%s\"", f->name, tail);
			k->blob = store_has_key(f);
		}
		memcpy(k->column, buf_str(&b), b.len + 1);
	}
	buf_clear(&b);
	return r;
}

static int sort_value(struct query *q, const struct model_field *f, struct val v, struct val *out)
{
	struct val text;
	struct buf b;
	int r;

	*out = val_null();
	if (v.shape != VAL_BYTES)
		return 0;
	r = store_text_val(q->a, v.s, v.n, &text);
	if (r)
		return r;
	buf_init(&b, (size_t)4 * WIRE_EVENT_MAX);
	if (store_has_key(f))
		text_name_key(text.s, &b);
	else
		text_fold(text.s, text.n, &b);
	r = buf_err(&b) ? buf_err(&b) : store_text_val(q->a, b.p ? (const void *)b.p : "", b.len, out);
	buf_clear(&b);
	return r;
}

static int value_of(struct query *q, uint32_t no, const struct rec *after, struct key *k)
{
	const struct model_field *f = no < 10 ? NULL : model_field_by_no(q->t, no);
	struct val v;

	if (no == STORE_ORDER_DUE)
		return due_of(q, after->id, &k->at);
	v = rec_val_no(after, no);
	if (f && f->kind == MODEL_REF_ANY) {
		k->at = v.shape == VAL_LIST && v.n == 2 ? v.items[1] : val_null();
		return 0;
	}
	if (f && store_has_fold(f))
		return sort_value(q, f, v, &k->at);
	k->at = v;
	return val_is_null(v) ? 0 : store_query_cell(q, no, f, v, &k->at);
}

static int doc_of(struct query *q, rowid_t id, struct key *k)
{
	struct db_stmt *s = db_use(q->st->db, "SELECT doc FROM _search_map WHERE type=?1 AND id=?2");
	int64_t doc = 0;
	int r;

	db_bind_ints(s, 1, (int64_t[]){ q->t->no, (int64_t)id }, 2);
	r = db_run_int(s, &doc);
	k->at = val_int(doc);
	return r == ERR_NOTFOUND ? 0 : r;
}

static bool bounded(const struct query *q)
{
	return q->in->after || q->in->place;
}

/* The keys of the order, with their values in row `at` (NULL: without). */
static int make_keys(struct query *q, struct order *o, const struct rec *at)
{
	const struct store_query *in = q->in;
	bool last_desc = false;
	int r = 0;

	for (size_t i = 0; i < in->n_order && r == 0; i++) {
		struct key *k = &o->key[o->n++];

		last_desc = in->order[i].desc;
		k->desc = last_desc != in->backward;
		r = key_of(q, in->order[i].field, k);
		if (r == 0 && at)
			r = value_of(q, in->order[i].field, at, k);
	}
	if (in->n_order == 0 && q->finds) { /* newest arrival first; the document's number decides alone */
		memcpy(o->key[0].column, "s.rowid", sizeof("s.rowid"));
		o->key[0].desc = !in->backward;
		o->n = 1;
		return at ? doc_of(q, at->id, &o->key[0]) : 0;
	}
	memcpy(o->key[o->n].column, "t.id", sizeof("t.id"));
	o->key[o->n].desc = last_desc != in->backward;
	o->key[o->n].at = val_int(at ? (int64_t)at->id : 0);
	o->n++;
	return r;
}

static int make_order(struct query *q, struct order *o)
{
	const struct store_place *p = q->in->place;
	int r = make_keys(q, o, p ? NULL : q->in->after);

	if (r || !p)
		return r;
	if (p->n != o->n)
		return ERR_INVALID;
	for (size_t i = 0; i < o->n; i++)
		o->key[i].at = p->key[i];
	return 0;
}

int store_place_of(struct store *st, const struct store_query *in, const struct rec *at, struct arena *a, struct store_place *out)
{
	struct query *q = mem_alloc(sizeof(*q));
	struct order o = { .n = 0 };
	int r = q ? store_query_init(q, st, in) : ERR_NOMEM;

	out->n = 0;
	if (r == 0)
		r = store_query_from(q); /* says whether the word index drives */
	if (r == 0)
		r = make_keys(q, &o, at);
	for (size_t i = 0; i < o.n && r == 0; i++)
		out->key[out->n++] = val_dup(a, o.key[i].at);
	store_query_free(q);
	return r;
}

/* ---- where a page begins ---- */

static int bind_key(struct query *q, const struct key *k)
{
	int r;

	buf_puts(&q->sql, k->blob ? "CAST(" : "");
	r = store_bind_add(q, k->at);
	buf_puts(&q->sql, k->blob ? " AS BLOB)" : "");
	return r;
}

/* Rows behind the keys from i on. NULL stands before every value, as SQLite sorts. */
static int behind(struct query *q, const struct order *o, size_t i)
{
	const struct key *k = &o->key[i];
	bool last = i + 1 == o->n, null = val_is_null(k->at);
	int r = 0;

	if (null && k->desc && last) {
		buf_puts(&q->sql, "0");
		return 0;
	}
	buf_puts(&q->sql, "(");
	if (null) {
		buf_printf(&q->sql, "%s IS NULL", k->column);
	} else {
		buf_printf(&q->sql, "%s %s ", k->column, k->desc ? "<" : ">");
		r = bind_key(q, k);
		if (k->desc && !last)
			buf_printf(&q->sql, " OR %s IS NULL", k->column);
		if (!last && r == 0) {
			buf_printf(&q->sql, " OR (%s = ", k->column);
			r = bind_key(q, k);
		}
	}
	if (!last && r == 0) {
		buf_puts(&q->sql, " AND ");
		r = behind(q, o, i + 1);
		if (!null)
			buf_puts(&q->sql, ")");
	}
	if (null && !k->desc)
		buf_printf(&q->sql, " OR %s IS NOT NULL", k->column);
	buf_puts(&q->sql, ")");
	return r;
}

static int begin_at(struct query *q, const struct order *o, enum part part, bool from_place)
{
	const struct key *k = &o->key[0];
	int r = 0;

	if (part != PART_ALL)
		buf_printf(&q->sql, " AND %s IS %sNULL", k->column, part == PART_NULL ? "" : "NOT ");
	if (!from_place)
		return 0;
	if (part != PART_NULL && o->n > 1) { /* a bound that an index seeks; the rest decides among equal keys */
		buf_printf(&q->sql, " AND %s %s ", k->column, k->desc ? "<=" : ">=");
		r = bind_key(q, k);
	}
	buf_puts(&q->sql, " AND ");
	return r ? r : behind(q, o, 0);
}

static void order_by(struct query *q, const struct order *o, size_t n)
{
	buf_puts(&q->sql, " ORDER BY ");
	for (size_t i = 0; i < n; i++)
		buf_printf(&q->sql, "%s%s%s", i ? ", " : "", o->key[i].column, o->key[i].desc ? " DESC" : "");
	buf_puts(&q->sql, " LIMIT ");
}

/* counted: of the rows nothing is read */
static int page_sql(struct query *q, struct order *o, enum part part, bool from_place, bool counted, size_t limit)
{
	int r;

	buf_reset(&q->sql);
	q->n_binds = 0;
	o->n = 0;
	buf_puts(&q->sql, "SELECT ");
	if (counted)
		buf_puts(&q->sql, "1");
	else
		store_columns_put(&q->sql, q->t, "t.");
	r = store_query_from(q);
	if (r == 0)
		r = make_order(q, o);
	if (r == 0)
		r = begin_at(q, o, part, from_place);
	if (r)
		return r;
	order_by(q, o, counted ? 1 : o->n); /* what is only counted needs no more than the index's order */
	r = store_bind_add(q, val_int((int64_t)limit));
	return r ? r : buf_err(&q->sql);
}

/* What is read of each part of the order: rows into an array, or how many there are. */
struct reading {
	struct arena *a;
	struct rec **rows; /* NULL: only counted */
	size_t cap, n;
};

static int count_part(struct query *q, enum part part, bool from_place, struct reading *to)
{
	struct order o = { .n = 0 };
	struct buf inner;
	int64_t n = 0;
	int r = page_sql(q, &o, part, from_place, true, to->cap - to->n);

	if (r)
		return r;
	buf_init(&inner, SQL_MAX);
	buf_printf(&inner, "SELECT count(*) FROM (%s)", buf_str(&q->sql));
	buf_reset(&q->sql);
	buf_puts(&q->sql, buf_str(&inner));
	r = buf_err(&inner) ? buf_err(&inner) : buf_err(&q->sql);
	buf_clear(&inner);
	if (r == 0)
		r = db_run_int(store_query_use(q), &n);
	to->n += (size_t)n;
	return r;
}

static int read_part(struct query *q, enum part part, bool from_place, struct reading *to)
{
	struct order o = { .n = 0 };
	struct db_stmt *s;
	int r, e;

	if (!to->rows)
		return count_part(q, part, from_place, to);
	r = page_sql(q, &o, part, from_place, false, to->cap - to->n);
	if (r)
		return r;
	s = store_query_use(q);
	while (to->n < to->cap && r == 0 && (r = db_step(s)) == 1) {
		r = store_row_read(s, q->t, to->a, &to->rows[to->n]);
		to->n += r == 0;
	}
	e = db_end(s);
	return e ? e : r < 0 ? r : 0;
}

static int read_page(struct query *q, struct reading *to)
{
	struct order o = { .n = 0 };
	enum part first, second;
	bool in_first;
	int r;

	if (!bounded(q))
		return read_part(q, PART_ALL, false, to);
	r = page_sql(q, &o, PART_ALL, true, false, to->cap);
	if (r)
		return r;
	if (o.n == 1) /* a document's number or the key alone: never NULL */
		return read_part(q, PART_ALL, true, to);
	first = o.key[0].desc ? PART_VALUE : PART_NULL;
	second = o.key[0].desc ? PART_NULL : PART_VALUE;
	in_first = val_is_null(o.key[0].at) == (first == PART_NULL);
	r = read_part(q, in_first ? first : second, true, to);
	if (r == 0 && in_first && to->n < to->cap)
		r = read_part(q, second, false, to);
	return r;
}

static void turn_round(struct rec **rows, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct rec *r = rows[i];

		rows[i] = rows[n - 1 - i];
		rows[n - 1 - i] = r;
	}
}

#define LIMIT_MAX 100000

int store_select(struct store *st, const struct store_query *in, struct arena *a, struct rec ***out, size_t *n)
{
	struct query *q = mem_alloc(sizeof(*q));
	size_t cap = in->limit < LIMIT_MAX ? in->limit : LIMIT_MAX;
	struct rec **rows;
	int r = q ? store_query_init(q, st, in) : ERR_NOMEM;

	*n = 0;
	*out = rows = arena_array(a, cap + 1, sizeof(*rows));
	if (r == 0 && !rows)
		r = ERR_NOMEM;
	if (r == 0 && cap) {
		struct reading to = { .a = a, .rows = rows, .cap = cap };

		r = read_page(q, &to);
		*n = to.n;
	}
	store_query_free(q);
	if (r == 0 && in->backward)
		turn_round(rows, *n);
	return r;
}

int store_count_behind(struct store *st, const struct store_query *in, uint64_t *n)
{
	struct query *q = mem_alloc(sizeof(*q));
	struct reading to = { .cap = in->limit < LIMIT_MAX ? in->limit : LIMIT_MAX };
	int r = q ? store_query_init(q, st, in) : ERR_NOMEM;

	if (r == 0 && to.cap)
		r = read_page(q, &to);
	store_query_free(q);
	*n = to.n;
	return r;
}

int store_explain(struct store *st, const struct store_query *in, struct buf *plan)
{
	struct query *q = mem_alloc(sizeof(*q));
	struct order o = { .n = 0 };
	int r = q ? store_query_init(q, st, in) : ERR_NOMEM;

	if (r == 0)
		r = page_sql(q, &o, PART_ALL, bounded(q), false, in->limit);
	if (r == 0)
		r = db_explain(st->db, buf_str(&q->sql), plan);
	store_query_free(q);
	return r;
}
