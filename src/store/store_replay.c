/* store_replay.c: rows made anew from the log. The log is _outbox, _inbox and _image in the order of arrival. */
#include "store_internal.h"

/* One of the three sources; each is read in order, so the whole is a merge of three. */
struct source {
	const char *sql; /* place, arrival, bytes of the next one behind ?1 */
	bool images;
	int64_t place, arrival; /* of the one that is next; INT64_MAX: no more */
	struct wire_slice raw;
	struct arena *a;
};

static const char *const SOURCES[] = {
	"SELECT seq, arrival, event FROM _outbox WHERE seq>?1 ORDER BY seq LIMIT 1",
	"SELECT arrival, arrival, event FROM _inbox WHERE arrival>?1 ORDER BY arrival LIMIT 1",
	"SELECT arrival, arrival, body FROM _image WHERE arrival>?1 ORDER BY arrival LIMIT 1",
};

static int advance(struct store *st, struct source *src)
{
	struct db_stmt *s = db_use(st->db, src->sql);
	int r, e = 0;

	arena_reset(src->a);
	db_bind_int(s, 1, src->place);
	r = db_step(s);
	src->arrival = INT64_MAX;
	if (r == 1) {
		size_t n;
		const uint8_t *p = db_col_blob(s, 2, &n);
		char *copy = arena_strndup(src->a, (const char *)p, n);

		src->place = db_col_int(s, 0);
		src->arrival = db_col_int(s, 1);
		src->raw = (struct wire_slice){ (const uint8_t *)copy, n };
		e = copy ? 0 : ERR_NOMEM;
	}
	r = db_end(s);
	return e ? e : r;
}

static int deliver(const struct source *src, store_log_fn *fn, void *ctx, struct arena *a)
{
	struct wire_event ev;
	struct wire_image im;
	int r;

	if (src->images) {
		r = wire_image_decode(src->raw.p, src->raw.n, a, &im);
		return r ? r : fn(ctx, NULL, &im, a);
	}
	r = wire_event_decode(src->raw.p, src->raw.n, a, &ev);
	return r ? r : fn(ctx, &ev, NULL, a);
}

int store_log_each(struct store *st, store_log_fn *fn, void *ctx)
{
	struct source src[COUNT_OF(SOURCES)] = { 0 };
	struct arena *a = store_scratch();
	int r = a ? 0 : ERR_NOMEM;

	for (size_t i = 0; i < COUNT_OF(src) && r == 0; i++) {
		src[i].sql = SOURCES[i];
		src[i].images = i == 2;
		src[i].a = store_scratch();
		r = src[i].a ? advance(st, &src[i]) : ERR_NOMEM;
	}
	while (r == 0) {
		struct source *next = &src[0];

		for (size_t i = 1; i < COUNT_OF(src); i++)
			if (src[i].arrival < next->arrival)
				next = &src[i];
		if (next->arrival == INT64_MAX)
			break;
		r = deliver(next, fn, ctx, a);
		arena_reset(a);
		if (r == 0)
			r = advance(st, next);
	}
	for (size_t i = 0; i < COUNT_OF(src); i++)
		arena_free(src[i].a);
	arena_free(a);
	return r;
}

/* ---- the whole database ---- */

static int apply_logged(void *ctx, const struct wire_event *ev, const struct wire_image *im, struct arena *a)
{
	struct store *st = ctx;
	struct store_touch *touch, one;
	bool done;

	if (im)
		return store_apply_image(st, im, false, a, &one, &done);
	touch = arena_array(a, ev->n_ops + 1, sizeof(*touch));
	return touch ? store_apply_event(st, ev, a, touch) : ERR_NOMEM;
}

static int clear_rows(struct store *st)
{
	int r = db_run(db_use(st->db, "DELETE FROM _gone"));

	for (size_t i = 0; i < model_type_count() && r == 0; i++) {
		struct buf b;

		buf_init(&b, 256);
		buf_printf(&b, "DELETE FROM \"%s\"", model_type_at(i)->name);
		r = db_run(db_use(st->db, buf_str(&b)));
		buf_clear(&b);
	}
	return r;
}

int store_replay(struct store *st, struct err_info *ei)
{
	struct err_info why = { 0 };
	int r = store_begin(st, ei);

	if (r)
		return r;
	r = clear_rows(st);
	if (r == 0)
		r = store_log_each(st, apply_logged, st);
	if (r == 0)
		r = store_search_rebuild(st);
	if (r == 0)
		return store_commit(st, ei);
	(void)db_last_error(st->db, &why);
	store_rollback(st);
	why.code = r;
	(void)store_fail(r, &why);
	if (ei)
		*ei = why;
	return r;
}

int store_replay_into(struct store *from, struct store *to)
{
	return store_log_each(from, apply_logged, to);
}

/* ---- one row ---- */

struct moment {
	uint32_t node; /* 0: the image */
	uint64_t seq;
	int64_t arrival;
};

#define MOMENTS_MAX 20000

static int moments_of(struct store *st, uint32_t type, rowid_t id, struct arena *a, struct moment **out, size_t *n)
{
	struct db_stmt *s = db_use(st->db, "SELECT node, seq, arrival FROM _history WHERE type=?1 AND id=?2 UNION ALL"
	                                   " SELECT 0, 0, arrival FROM _image WHERE type=?1 AND id=?2 ORDER BY 3 LIMIT ?3");

	*n = 0;
	*out = arena_array(a, MOMENTS_MAX, sizeof(**out));
	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id, MOMENTS_MAX }, 3);
	while (*out && db_step(s) == 1)
		(*out)[(*n)++] = (struct moment){ (uint32_t)db_col_int(s, 0), (uint64_t)db_col_int(s, 1), db_col_int(s, 2) };
	if (!*out)
		(void)db_end(s);
	return *out ? db_end(s) : ERR_NOMEM;
}

static int replay_image(struct store *st, uint32_t type, rowid_t id, struct arena *a, struct store_touch *touch)
{
	struct db_stmt *s = db_use(st->db, "SELECT body FROM _image WHERE type=?1 AND id=?2");
	struct wire_image im;
	bool done;
	int r, e = 0;

	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id }, 2);
	r = db_step(s);
	if (r == 1) {
		size_t n;
		const uint8_t *p = db_col_blob(s, 0, &n);

		e = wire_image_decode(p, n, a, &im);
	}
	if (db_end(s) || r != 1)
		return r < 0 ? r : e;
	return e ? e : store_apply_image(st, &im, false, a, touch, &done);
}

static int replay_event(struct store *st, const struct moment *m, const struct model_type *t, rowid_t id, struct arena *a,
		struct store_touch *touch)
{
	struct wire_slice raw;
	struct wire_event ev;
	int r = store_event_raw(st, m->node, m->seq, a, &raw);

	if (r == 0)
		r = wire_event_decode(raw.p, raw.n, a, &ev);
	for (size_t i = 0; r == 0 && i < ev.n_ops; i++)
		if (ev.ops[i].type == t->no && ev.ops[i].id == id)
			r = store_apply_op(st, &ev.head, &ev.ops[i], a, touch);
	return r;
}

static int clear_row(struct store *st, const struct model_type *t, rowid_t id)
{
	struct db_stmt *s;
	int r = store_row_remove(st, t, id);

	if (r)
		return r;
	s = db_use(st->db, "DELETE FROM _gone WHERE type=?1 AND id=?2");
	db_bind_ints(s, 1, (int64_t[]){ t->no, (int64_t)id }, 2);
	return db_run(s);
}

int store_row_rebuild(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, struct store_touch *touch)
{
	struct moment *m = NULL;
	struct rec *old = NULL;
	size_t n = 0;
	int r = store_row_find(st, t, id, a, &old);

	*touch = (struct store_touch){ .type = t };
	if (r == 0)
		r = moments_of(st, t->no, id, a, &m, &n);
	if (r == 0)
		r = clear_row(st, t, id);
	for (size_t i = 0; i < n && r == 0; i++)
		r = m[i].node ? replay_event(st, &m[i], t, id, a, touch) : replay_image(st, t->no, id, a, touch);
	touch->old = old;
	touch->op = NULL;
	return r;
}
