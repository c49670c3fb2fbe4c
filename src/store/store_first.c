/* store_first.c: a new office's first feed: the lists, what names it, and (when it had another machine before) its own rows. */
#include <stdlib.h>

#include "store_internal.h"

struct first {
	struct store *st;
	uint32_t node;
	rowid_t office;
	struct arena *a; /* one record's */
};

static int send(void *ctx, const struct rec *r, struct arena *a)
{
	struct first *f = ctx;
	struct buf b;
	int e;

	buf_init(&b, WIRE_EVENT_MAX);
	e = store_image_whole(r, false, a, &b);
	if (e == 0)
		e = store_feed_add(f->st, f->node, STORE_FEED_ROW, r->type->no, r->id, r->version, &b);
	buf_clear(&b);
	return e;
}

static int send_list_row(void *ctx, const struct rec *r, struct arena *a)
{
	const struct first *f = ctx;

	return store_is_broadcast(f->st, r->type, r->owner) ? send(ctx, r, a) : 0;
}

static int send_lists(struct first *f)
{
	int r = 0;

	/* types stand in the model in the order of their numbers: what others refer to comes first */
	for (size_t i = 0; i < model_type_count() && r == 0; i++)
		if (model_type_at(i)->flags & MODEL_T_LIST)
			r = store_rows_each(f->st, model_type_at(i), 0, send_list_row, f);
	return r;
}

static int send_own(struct first *f)
{
	int r = 0;

	for (size_t i = 0; i < model_type_count() && r == 0; i++)
		r = store_rows_each(f->st, model_type_at(i), f->office, send, f);
	return r;
}

static int send_named(struct first *f)
{
	int64_t type = 0, id = 0;
	int r = 1;

	while (r == 1) {
		struct db_stmt *s = db_use(f->st->db, "SELECT type, id FROM _interest WHERE office=?1 AND (type, id)>(?2, ?3) ORDER BY type, id LIMIT 1");
		const struct model_type *t;
		int e = 0;

		db_bind_ints(s, 1, (int64_t[]){ (int64_t)f->office, type, id }, 3);
		r = db_step(s);
		if (r == 1) {
			type = db_col_int(s, 0);
			id = db_col_int(s, 1);
		}
		e = db_end(s);
		t = e == 0 && r == 1 ? model_type_by_no((uint32_t)type) : NULL;
		if (t)
			e = store_feed_record(f->st, f->node, f->office, t, (rowid_t)id, f->a);
		arena_reset(f->a);
		if (e)
			return e;
	}
	return r;
}

int store_feed_first(struct store *st, uint32_t node)
{
	struct first f = { .st = st, .node = node };
	struct store_peer *p = mem_alloc(sizeof(*p));
	struct db_stmt *s;
	int64_t begun = 0;
	int r = !st->writing ? ERR_USAGE : p ? store_peer_get(st, node, p) : ERR_NOMEM;

	f.office = r ? 0 : p->office;
	free(p);
	if (r)
		return r;
	s = db_use(st->db, "SELECT feed_start IS NOT NULL FROM _peer WHERE node=?1");
	db_bind_int(s, 1, node);
	r = db_run_int(s, &begun);
	if (r || begun)
		return r; /* it has had its first feed; the rest follows by itself */
	s = db_use(st->db, "UPDATE _peer SET feed_start=?2 WHERE node=?1");
	db_bind_ints(s, 1, (int64_t[]){ node, (int64_t)st->feed }, 2);
	r = db_run(s);
	f.a = store_scratch();
	if (r == 0)
		r = f.a ? send_lists(&f) : ERR_NOMEM;
	if (r == 0)
		r = send_named(&f);
	if (r == 0)
		r = send_own(&f);
	arena_free(f.a);
	if (r)
		st->broken = r;
	return r;
}
