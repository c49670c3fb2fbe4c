/* store_feed.c: what the centre sends down. One log for all offices; dest 0 is everybody, else a node. An office's stream is the
 * subsequence it may see, behind the entry that was last when it was enrolled (feed_start).
 *
 * First image whole, later ones only what changed. Order within an event: lists first, then the subject, its children behind it
 * (DECISIONS nodes 28); a person that a record embeds comes before the record.
 */
#include <string.h>

#include "store_internal.h"

#define CHILDREN_MAX 1000

int store_feed_add(struct store *st, uint32_t dest, enum store_feed_kind kind, uint32_t type, rowid_t id, uint64_t version, const struct buf *body)
{
	struct db_stmt *s;

	s = db_use(st->db, "INSERT INTO _feed(seq, dest, kind, type, id, version, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
	db_bind_ints(s, 1, (int64_t[]){ (int64_t)++st->feed, dest, kind, type, (int64_t)id, (int64_t)version }, 6);
	db_bind_blob(s, 7, body->p, body->len);
	st->changed = true;
	return db_run(s);
}

bool store_is_broadcast(struct store *st, const struct model_type *t, rowid_t owner)
{
	if (!(t->flags & MODEL_T_LIST))
		return false;
	return owner == 0 || owner == st->node.office || store_office_node(st, owner) == st->node.node;
}

/* No row of ours is too large for an image; one that somebody else made must not stop the others. */
static int too_large(int e, const struct model_type *t, rowid_t id)
{
	if (e != ERR_INVALID)
		return e;
	log_err("feed: %s %llu is too large for an image, left out", t->name, (unsigned long long)id);
	return 0;
}

/* ---- a whole record ---- */

static int add_whole(struct store *st, uint32_t dest, const struct rec *r, struct arena *a)
{
	struct buf b;
	int e;

	buf_init(&b, WIRE_EVENT_MAX);
	e = store_image_whole(r, r->version > 1, a, &b); /* a row that changed may have lost a value that an older image gave */
	if (e == 0)
		e = store_feed_add(st, dest, STORE_FEED_ROW, r->type->no, r->id, r->version, &b);
	else
		e = too_large(e, r->type, r->id);
	buf_clear(&b);
	return e;
}

/* What a row's form shows through a reference: the office needs it to show a name. */
static int add_embedded(struct store *st, rowid_t office, const struct rec *r)
{
	int e = 0;

	for (size_t i = 0; i < r->type->n_fields && e == 0; i++) {
		const struct model_field *f = &r->type->fields[i];
		const struct model_type *of = (f->flags & MODEL_EMBED) && f->of ? model_type_by_name(f->of) : NULL;

		if (of && f->kind == MODEL_REF && r->v[i].shape == VAL_INT && !(of->flags & MODEL_T_LIST))
			e = store_interest(st, office, of->no, (rowid_t)r->v[i].i);
	}
	return e;
}

static int each_child(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, int (*fn)(void *ctx, const struct rec *r), void *ctx)
{
	int e = 0;

	for (size_t i = 0; i < model_type_count() && e == 0; i++) {
		const struct model_type *child = model_type_at(i);
		const struct model_field *up = store_parent_field(child);
		rowid_t *ids = NULL;
		size_t n = 0;

		if (!up || strcmp(child->parent, t->name) != 0)
			continue;
		e = store_rows_by_ref(st, child, up, id, a, &ids, &n, CHILDREN_MAX);
		for (size_t k = 0; k < n && e == 0; k++) {
			struct rec *r = NULL;

			e = store_row_find(st, child, ids[k], a, &r);
			if (e == 0 && r)
				e = fn(ctx, r);
			if (e == 0 && r)
				e = each_child(st, child, r->id, a, fn, ctx);
		}
	}
	return e;
}

struct whole {
	struct store *st;
	struct arena *a;
	uint32_t dest;
	rowid_t office;
};

static int embedded_of_child(void *ctx, const struct rec *r)
{
	const struct whole *w = ctx;

	return add_embedded(w->st, w->office, r);
}

static int whole_child(void *ctx, const struct rec *r)
{
	const struct whole *w = ctx;

	return add_whole(w->st, w->dest, r, w->a);
}

int store_feed_record(struct store *st, uint32_t dest, rowid_t office, const struct model_type *t, rowid_t id, struct arena *a)
{
	struct whole w = { .st = st, .a = a, .dest = dest, .office = office };
	struct rec *r = NULL;
	int e = store_row_find(st, t, id, a, &r);

	if (e || !r)
		return e;
	e = add_embedded(st, office, r);
	if (e == 0)
		e = each_child(st, t, id, a, embedded_of_child, &w);
	if (e == 0)
		e = add_whole(st, dest, r, a);
	return e ? e : each_child(st, t, id, a, whole_child, &w);
}

/* ---- an event's rows ---- */

struct route {
	uint32_t *nodes;
	size_t n;
	rowid_t *offices; /* for what a changed row newly embeds */
	size_t n_offices;
};

static int offices_of(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, rowid_t **out, size_t *n)
{
	struct db_stmt *s = db_use(st->db, "SELECT office FROM _interest WHERE type=?1 AND id=?2 ORDER BY office LIMIT 256");
	rowid_t *ids = arena_array(a, 256, sizeof(*ids));

	*n = 0;
	db_bind_ints(s, 1, (int64_t[]){ t->no, (int64_t)id }, 2);
	while (ids && db_step(s) == 1)
		ids[(*n)++] = (rowid_t)db_col_int(s, 0);
	*out = ids;
	return db_end(s);
}

static int route_of(struct store *st, const struct store_touch *t, struct arena *a, struct route *out)
{
	const struct rec *row = t->now ? t->now : t->old;
	const struct model_type *root;
	rowid_t id;
	int e;

	*out = (struct route){ 0 };
	if (!row)
		return 0;
	e = store_root(st, row, a, &root, &id);
	if (e == 0)
		e = store_interest_nodes(st, root, id, row->owner, a, &out->nodes, &out->n);
	if (e == 0 && out->n && t->now)
		e = offices_of(st, root, id, a, &out->offices, &out->n_offices);
	return e;
}

static int send_row(struct store *st, const struct store_touch *t, const struct route *to, bool everybody, struct arena *a)
{
	struct buf b;
	int e;

	buf_init(&b, WIRE_EVENT_MAX);
	e = store_image_partial(t, a, &b);
	if (e) {
		buf_clear(&b);
		return too_large(e, t->type, t->op->id);
	}
	if (everybody)
		e = store_feed_add(st, 0, STORE_FEED_ROW, t->type->no, t->op->id, t->version, &b);
	for (size_t i = 0; i < to->n && e == 0; i++)
		e = store_feed_add(st, to->nodes[i], STORE_FEED_ROW, t->type->no, t->op->id, t->version, &b);
	buf_clear(&b);
	return e;
}

static bool touch_everybody(struct store *st, const struct store_touch *t)
{
	const struct rec *row = t->now ? t->now : t->old;

	return row && store_is_broadcast(st, t->type, row->owner);
}

/* A record that changes hands: whole to its new office, and its old one learns that it is no longer its own. */
static int send_transfer(struct store *st, const struct store_touch *t, struct arena *a)
{
	uint32_t from, to;
	struct route old = { .nodes = &from, .n = 1 };
	int e = 0;

	if (!t->old || !t->now || t->old->owner == t->now->owner)
		return 0;
	from = store_office_node(st, t->old->owner);
	to = store_office_node(st, t->now->owner);
	if (from == to)
		return 0;
	if (from && from != st->node.node)
		e = send_row(st, t, &old, false, a);
	if (e == 0 && to && to != st->node.node)
		e = store_feed_record(st, to, t->now->owner, t->type, t->now->id, a);
	return e;
}

int store_feed_event(struct store *st, const struct store_touch *touch, size_t n, struct arena *a)
{
	static const struct route nobody;
	struct route *to = arena_array(a, n + 1, sizeof(*to));
	int e = to ? 0 : ERR_NOMEM;

	for (size_t i = 0; i < n && e == 0; i++) /* who saw it before this event; newcomers get the whole record afterwards */
		if (!touch_everybody(st, &touch[i]))
			e = route_of(st, &touch[i], a, &to[i]);
	for (size_t i = 0; i < n && e == 0; i++)
		if (touch_everybody(st, &touch[i]))
			e = send_row(st, &touch[i], &nobody, true, a);
	for (size_t i = 0; i < n && e == 0; i++)
		for (size_t k = 0; k < to[i].n_offices && e == 0; k++)
			e = add_embedded(st, to[i].offices[k], touch[i].now);
	for (size_t i = 0; i < n && e == 0; i++)
		if (to[i].n)
			e = send_row(st, &touch[i], &to[i], false, a);
	for (size_t i = 0; i < n && e == 0; i++)
		e = send_transfer(st, &touch[i], a);
	return e;
}

/* ---- the stream of one office ---- */

static int stream_start(struct store *st, uint32_t node, uint64_t *start)
{
	struct db_stmt *s = db_use(st->db, "SELECT coalesce(feed_start, 0) FROM _peer WHERE node=?1");
	int64_t v = 0;
	int r;

	db_bind_int(s, 1, node);
	r = db_run_int(s, &v);
	*start = (uint64_t)v;
	return r;
}

#define BEFORE "SELECT coalesce(max(seq), 0) FROM _feed WHERE dest=?1 AND seq<=?2 AND seq>?3"

/* The entry of this stream that stands at or before seq; 0 when there is none. */
static int stream_prev(struct store *st, uint32_t node, uint64_t seq, uint64_t start, uint64_t *prev)
{
	const uint32_t dest[2] = { 0, node };
	int r = 0;

	*prev = 0;
	for (size_t i = 0; i < 2 && r == 0; i++) {
		struct db_stmt *s = db_use(st->db, BEFORE);
		int64_t v = 0;

		db_bind_ints(s, 1, (int64_t[]){ dest[i], (int64_t)seq, (int64_t)start }, 3);
		r = db_run_int(s, &v);
		if ((uint64_t)v > *prev)
			*prev = (uint64_t)v;
	}
	return r;
}

#define READ \
	"SELECT seq, kind, body FROM (SELECT seq, kind, body FROM _feed WHERE dest=0 AND seq>?1 UNION ALL" \
	" SELECT seq, kind, body FROM _feed WHERE dest=?2 AND seq>?1 ORDER BY seq) LIMIT ?3"

static int take_entry(struct db_stmt *s, struct arena *a, struct store_feed_entry *e)
{
	size_t n;
	const uint8_t *p = db_col_blob(s, 2, &n);
	char *copy = arena_strndup(a, (const char *)p, n);

	if (!copy)
		return ERR_NOMEM;
	*e = (struct store_feed_entry){ .seq = (uint64_t)db_col_int(s, 0), .kind = (uint8_t)db_col_int(s, 1), .p = (const uint8_t *)copy, .n = n };
	return 0;
}

int store_feed_read(struct store *st, uint32_t node, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a,
		struct store_feed_entry **out, size_t *n)
{
	struct store_feed_entry *e;
	uint64_t start = 0, prev = 0;
	size_t bytes = 0, cap = max_n < 4096 ? max_n : 4096;
	struct db_stmt *s;
	int r = stream_start(st, node, &start), step = 1;

	*out = NULL;
	*n = 0;
	if (after_seq < start)
		after_seq = start;
	if (r == 0)
		r = stream_prev(st, node, after_seq, start, &prev);
	e = r ? NULL : arena_array(a, cap + 1, sizeof(*e));
	if (!e)
		return r ? r : ERR_NOMEM;
	s = db_use(st->db, READ);
	db_bind_ints(s, 1, (int64_t[]){ (int64_t)after_seq, node, (int64_t)cap }, 3);
	while (*n < cap && (step = db_step(s)) == 1) {
		r = take_entry(s, a, &e[*n]);
		if (r || (*n && bytes + e[*n].n > max_bytes))
			break;
		bytes += e[*n].n;
		e[*n].prev = prev;
		prev = e[*n].seq;
		(*n)++;
	}
	step = db_end(s);
	*out = e;
	return r ? r : step;
}

int store_feed_acked(struct store *st, uint32_t node, uint64_t seq)
{
	struct db_stmt *s;
	int r = store_begin(st, NULL);

	if (r)
		return r;
	s = db_use(st->db, "UPDATE _peer SET feed_acked=max(feed_acked, ?2), last_contact=?3 WHERE node=?1");
	db_bind_ints(s, 1, (int64_t[]){ node, (int64_t)seq, clock_now() }, 3);
	r = db_run(s);
	if (r == 0)
		return store_commit(st, NULL);
	store_rollback(st);
	return r;
}
