/* store_wipe.c: a payload that must not exist (DESIGN 7).
 *
 * The event becomes its wiped form: header, the old payload's digest, a replacement. So its hash and all that follow stay the same. Then every
 * row that it had touched is made anew from its own events, its words leave the index, old images leave the feed, and at the centre an order
 * goes to the event's own node and to everyone who had an image.
 */
#include <string.h>

#include "store_internal.h"

#define ROWS_MAX (2 * WIRE_OPS_MAX)

struct wipe {
	struct store *st;
	struct arena *a;
	struct wire_event old, now;
	struct wire_slice raw;
	struct {
		const struct model_type *t;
		rowid_t id;
	} row[ROWS_MAX];
	size_t n_rows;
};

static int to_wire(struct wipe *w, const struct store_row_op *ops, size_t n)
{
	struct wire_op *out = arena_array(w->a, n + 1, sizeof(*out));

	for (size_t i = 0; out && i < n; i++) {
		struct wire_field *f = arena_array(w->a, ops[i].n_fields + 1, sizeof(*f));

		if (!f)
			return ERR_NOMEM;
		for (size_t k = 0; k < ops[i].n_fields; k++)
			f[k] = (struct wire_field){ ops[i].fields[k].no, ops[i].fields[k].v };
		out[i] = (struct wire_op){ ops[i].type, ops[i].id, (enum wire_op_kind)ops[i].kind, f, ops[i].n_fields };
	}
	w->now.ops = out;
	w->now.n_ops = n;
	return out ? 0 : ERR_NOMEM;
}

static int digest_of(struct wipe *w)
{
	struct wire_slice header, payload;
	const uint8_t *kept;
	uint8_t key[HASH_LEN];
	int r;

	if (w->old.wiped) {
		memcpy(w->now.digest, w->old.digest, HASH_LEN);
		return 0;
	}
	r = wire_event_slices(w->raw.p, w->raw.n, &header, &payload, &kept);
	if (r == 0)
		r = w->old.head.node == w->st->node.node ? store_digest_key(w->st, key) : store_peer_digest_key(w->st, w->old.head.node, key);
	if (r == 0)
		hash_hmac(key, payload.p, payload.n, w->now.digest);
	mem_wipe(key, sizeof(key));
	return r;
}

static int put_event(struct wipe *w, const struct buf *b)
{
	const struct wire_head *h = &w->now.head;
	bool own = h->node == w->st->node.node;
	struct db_stmt *s = db_use(w->st->db, own ? "UPDATE _outbox SET event=?3 WHERE seq=?2 AND ?1>=0" :
						    "UPDATE _inbox SET event=?3 WHERE node=?1 AND seq=?2");

	db_bind_ints(s, 1, (int64_t[]){ h->node, (int64_t)h->seq }, 2);
	db_bind_blob(s, 3, b->p, b->len);
	return db_run(s);
}

static void note_rows(struct wipe *w, const struct wire_event *ev)
{
	for (size_t i = 0; i < ev->n_ops; i++) {
		const struct model_type *t = model_type_by_no(ev->ops[i].type);
		bool known = !t || w->n_rows >= ROWS_MAX;

		for (size_t k = 0; k < w->n_rows && !known; k++)
			known = w->row[k].t == t && w->row[k].id == ev->ops[i].id;
		if (known)
			continue;
		w->row[w->n_rows].t = t;
		w->row[w->n_rows++].id = ev->ops[i].id;
	}
}

/* Rows that only the replacement names get their place in the history. */
static int note_history(struct wipe *w)
{
	const struct wire_head *h = &w->now.head;
	int r = 0;

	for (size_t i = 0; i < w->n_rows && r == 0; i++) {
		struct db_stmt *s = db_use(w->st->db, "INSERT OR IGNORE INTO _history(type, id, arrival, node, epoch, seq)"
		                                      " SELECT ?1, ?2, arrival, node, epoch, seq FROM _history"
		                                      " WHERE type=?3 AND id=?4 AND node=?5 AND seq=?6");

		db_bind_ints(s, 1, (int64_t[]){ w->row[i].t->no, (int64_t)w->row[i].id, h->subject_type, (int64_t)h->subject_id, h->node, (int64_t)h->seq }, 6);
		r = db_run(s);
	}
	return r;
}

/* ---- the feed ---- */

static int row_image(struct wipe *w, size_t i, const struct store_touch *t, struct buf *b)
{
	struct wire_image gone = { .type = w->row[i].t->no, .id = w->row[i].id, .version = t->version, .removed = true };

	return t->now ? store_image_whole(t->now, false, w->a, b) : wire_image_encode(&gone, b);
}

#define DESTS_MAX 1024

static int had_image(struct wipe *w, size_t i, uint32_t *dest, size_t *n)
{
	struct db_stmt *s = db_use(w->st->db, "SELECT DISTINCT dest FROM _feed WHERE type=?1 AND id=?2");

	*n = 0;
	db_bind_ints(s, 1, (int64_t[]){ w->row[i].t->no, (int64_t)w->row[i].id }, 2);
	while (*n < DESTS_MAX && db_step(s) == 1)
		dest[(*n)++] = (uint32_t)db_col_int(s, 0);
	return db_end(s);
}

static int clean_feed(struct wipe *w, size_t i, const struct buf *image, const struct buf *order)
{
	struct db_stmt *s = db_use(w->st->db, "UPDATE _feed SET body=CASE kind WHEN ?5 THEN ?4 ELSE ?3 END"
	                                      " WHERE type=?1 AND id=?2 AND (kind<>?5 OR substr(body, 1, 1)=?6)");
	const uint8_t tag = STORE_WIPE_IMAGE;

	db_bind_ints(s, 1, (int64_t[]){ w->row[i].t->no, (int64_t)w->row[i].id }, 2);
	db_bind_blob(s, 3, image->p, image->len);
	db_bind_blob(s, 4, order->p, order->len);
	db_bind_int(s, 5, STORE_FEED_WIPE);
	db_bind_blob(s, 6, &tag, 1);
	return db_run(s);
}

static int order_row(struct wipe *w, size_t i, const struct store_touch *t)
{
	struct buf image, order;
	uint32_t dest[DESTS_MAX];
	size_t n = 0;
	int r;

	buf_init(&image, WIRE_EVENT_MAX);
	buf_init(&order, WIRE_EVENT_MAX + 1);
	r = row_image(w, i, t, &image);
	buf_put_u8(&order, STORE_WIPE_IMAGE);
	buf_put(&order, image.p, image.len);
	if (r == 0)
		r = buf_err(&order);
	if (r == 0)
		r = had_image(w, i, dest, &n);
	if (r == 0)
		r = clean_feed(w, i, &image, &order);
	for (size_t k = 0; k < n && r == 0; k++)
		r = store_feed_add(w->st, dest[k], STORE_FEED_WIPE, w->row[i].t->no, w->row[i].id, t->version, &order);
	buf_clear(&image);
	buf_clear(&order);
	return r;
}

/* The event's own node rewrites its log as we did. */
static int order_event(struct wipe *w, const struct buf *event)
{
	struct buf order;
	int r;

	if (w->now.head.node == w->st->node.node)
		return 0;
	buf_init(&order, WIRE_EVENT_MAX + 1);
	buf_put_u8(&order, STORE_WIPE_EVENT);
	buf_put(&order, event->p, event->len);
	r = buf_err(&order);
	if (r == 0)
		r = store_feed_add(w->st, w->now.head.node, STORE_FEED_WIPE, w->now.head.subject_type, w->now.head.subject_id, 0, &order);
	buf_clear(&order);
	return r;
}

/* ---- the whole ---- */

static int rebuild_rows(struct wipe *w)
{
	struct store_touch *t = arena_array(w->a, w->n_rows + 1, sizeof(*t));
	bool centre = w->st->node.role == STORE_ROLE_CENTRE;
	int r = t ? 0 : ERR_NOMEM;

	for (size_t i = 0; i < w->n_rows && r == 0; i++)
		r = store_row_rebuild(w->st, w->row[i].t, w->row[i].id, w->a, &t[i]);
	w->st->wiping = true;
	if (r == 0)
		r = store_search_update(w->st, t, w->n_rows, w->a);
	w->st->wiping = false;
	for (size_t i = 0; i < w->n_rows && r == 0 && centre; i++)
		r = order_row(w, i, &t[i]);
	return r;
}

static int wipe(struct wipe *w, const struct store_row_op *ops, size_t n_ops)
{
	struct buf b;
	int r = to_wire(w, ops, n_ops);

	w->now.head = w->old.head;
	w->now.wiped = true;
	if (r == 0 && store_check_event(&w->now, NULL))
		r = ERR_INVALID;
	if (r == 0)
		r = digest_of(w);
	if (r)
		return r;
	buf_init(&b, WIRE_EVENT_MAX);
	r = wire_event_encode(&w->now, &b);
	if (r == 0) {
		note_rows(w, &w->old);
		note_rows(w, &w->now);
		r = put_event(w, &b);
	}
	if (r == 0)
		r = note_history(w);
	if (r == 0)
		r = rebuild_rows(w);
	if (r == 0 && w->st->node.role == STORE_ROLE_CENTRE)
		r = order_event(w, &b);
	if (r == 0)
		r = store_wipe_mark(w->st);
	buf_clear(&b);
	if (r)
		w->st->broken = r;
	w->st->changed = true;
	return r;
}

int store_wipe(struct store *st, uint32_t node, uint32_t epoch, uint64_t seq, const struct store_row_op *ops, size_t n_ops)
{
	struct arena *a = st->writing ? store_scratch() : NULL;
	struct wipe *w = a ? arena_alloc(a, sizeof(*w)) : NULL;
	int r = !st->writing ? ERR_USAGE : w ? 0 : ERR_NOMEM;

	if (r == 0) {
		w->st = st;
		w->a = a;
		r = store_event_raw(st, node, seq, a, &w->raw);
	}
	if (r == 0)
		r = wire_event_decode(w->raw.p, w->raw.n, a, &w->old);
	if (r == 0 && w->old.head.epoch != epoch)
		r = ERR_NOTFOUND;
	if (r == 0)
		r = wipe(w, ops, n_ops);
	arena_free(a);
	return r;
}
