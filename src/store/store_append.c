/* store_append.c: an own event becomes a fact: seq, time, chain, log, rows and all that follows from them, in the caller's write. */
#include <string.h>

#include "store_internal.h"

int store_arrival_add(struct store *st, uint32_t type, rowid_t id, uint64_t version, uint32_t verb)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _arrival(at, type, id, version, verb) VALUES(?1, ?2, ?3, ?4, ?5)");

	db_bind_ints(s, 1, (int64_t[]){ (int64_t)st->arrival, type, (int64_t)id, (int64_t)version, verb }, 5);
	return db_run(s);
}

static int history_add(struct store *st, const struct wire_head *h, uint32_t type, rowid_t id)
{
	struct db_stmt *s = db_use(st->db, "INSERT OR IGNORE INTO _history(type, id, arrival, node, epoch, seq) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");

	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id, (int64_t)st->arrival, h->node, h->epoch, (int64_t)h->seq }, 6);
	return db_run(s);
}

static uint64_t subject_version(const struct wire_event *ev, const struct store_touch *touch)
{
	for (size_t i = ev->n_ops; i > 0; i--)
		if (touch[i - 1].op->type == ev->head.subject_type && touch[i - 1].op->id == ev->head.subject_id)
			return touch[i - 1].version;
	return ev->head.version_seen;
}

int store_event_take(struct store *st, const struct wire_event *ev, struct arena *a)
{
	struct store_touch *touch = arena_array(a, ev->n_ops + 1, sizeof(*touch));
	int r = touch ? store_apply_event(st, ev, a, touch) : ERR_NOMEM;

	if (r == 0)
		r = store_arrival_add(st, ev->head.subject_type, ev->head.subject_id, subject_version(ev, touch), ev->head.verb);
	if (r == 0 && ev->head.subject_type)
		r = history_add(st, &ev->head, ev->head.subject_type, ev->head.subject_id);
	for (size_t i = 0; i < ev->n_ops && r == 0; i++)
		r = history_add(st, &ev->head, ev->ops[i].type, ev->ops[i].id);
	if (r == 0)
		r = store_search_update(st, touch, ev->n_ops, a);
	if (r == 0 && st->node.role == STORE_ROLE_CENTRE)
		r = store_feed_event(st, touch, ev->n_ops, a);
	if (r == 0)
		r = store_interest_event(st, ev, a);
	return r;
}

/* ---- from the caller's words to the canonical event ---- */

static int to_ops(const struct store_event *ev, struct arena *a, struct wire_event *out)
{
	struct wire_op *ops = arena_array(a, ev->n_ops, sizeof(*ops));

	if (!ops)
		return ERR_NOMEM;
	for (size_t i = 0; i < ev->n_ops; i++) {
		const struct store_row_op *from = &ev->ops[i];
		struct wire_field *f = arena_array(a, from->n_fields, sizeof(*f));

		if (!f)
			return ERR_NOMEM;
		for (size_t k = 0; k < from->n_fields; k++)
			f[k] = (struct wire_field){ from->fields[k].no, from->fields[k].v };
		ops[i] = (struct wire_op){ .type = from->type, .id = from->id, .kind = (enum wire_op_kind)from->kind, .fields = f, .n_fields = from->n_fields };
	}
	out->ops = ops;
	out->n_ops = ev->n_ops;
	return 0;
}

static void make_head(const struct store *st, const struct store_event *ev, struct wire_head *h)
{
	int64_t now = clock_now();

	*h = (struct wire_head){ .node = st->node.node, .epoch = st->node.epoch, .seq = st->node.seq + 1, .time = now,
		.clock_offset = st->node.clock_offset, .actor = ev->actor, .on_behalf_of = ev->on_behalf_of, .hand = ev->hand, .role = ev->role,
		.verb = ev->verb, .subject_type = ev->subject_type, .subject_id = ev->subject_id, .version_seen = ev->version_seen,
		.flags = ev->flags & ~(uint32_t)WIRE_FLAG_CLOCK_HELD, .office = ev->office };
	if (now < st->node.last_time) {
		h->time = st->node.last_time;
		h->flags |= WIRE_FLAG_CLOCK_HELD;
	}
}

int store_log_own(struct store *st, const struct wire_event *ev, const uint8_t *p, size_t n)
{
	uint8_t key[HASH_LEN], head[HASH_LEN], digest[HASH_LEN];
	struct wire_slice header, payload;
	const uint8_t *kept = NULL;
	struct db_stmt *s;
	int r = store_digest_key(st, key);

	if (r == 0)
		r = wire_event_slices(p, n, &header, &payload, &kept);
	if (r == 0)
		r = wire_event_chain(key, st->node.head, p, n, head);
	if (r)
		return r;
	if (ev->wiped)
		memcpy(digest, ev->digest, HASH_LEN);
	else
		hash_hmac(key, payload.p, payload.n, digest);
	mem_wipe(key, sizeof(key));
	st->arrival++;
	s = db_use(st->db, "INSERT INTO _outbox(seq, epoch, arrival, digest, head, event) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
	db_bind_ints(s, 1, (int64_t[]){ (int64_t)ev->head.seq, ev->head.epoch, (int64_t)st->arrival }, 3);
	db_bind_blob(s, 4, digest, HASH_LEN);
	db_bind_blob(s, 5, head, HASH_LEN);
	db_bind_blob(s, 6, p, n);
	r = db_run(s);
	memcpy(st->node.head, head, HASH_LEN);
	return r;
}

static int append(struct store *st, const struct store_event *ev, struct arena *a, struct buf *raw, struct err_info *ei)
{
	struct wire_event we = { 0 };
	int r = to_ops(ev, a, &we);

	make_head(st, ev, &we.head);
	if (r == 0)
		r = store_check_event(&we, ei);
	if (r == ERR_PARKED)
		r = ERR_INVALID; /* our own caller is wrong, not an older program */
	if (r == 0)
		r = wire_event_encode(&we, raw);
	if (r)
		return r;
	/* from here on tables change: a failure spoils the whole write */
	r = store_log_own(st, &we, raw->p, raw->len);
	if (r == 0)
		r = store_event_take(st, &we, a);
	if (r) {
		st->broken = r;
		return r;
	}
	st->node.seq = we.head.seq;
	st->node.last_time = we.head.time;
	if (st->node.role == STORE_ROLE_CENTRE)
		st->node.acked = we.head.seq;
	st->changed = true;
	return 0;
}

int store_event_append(struct store *st, const struct store_event *ev, uint64_t *seq, struct err_info *ei)
{
	struct err_info why = { 0 };
	struct arena *a;
	struct buf raw;
	int r = !st->writing ? ERR_USAGE : st->broken ? st->broken : st->node.node == 0 ? ERR_DENIED : 0;

	if (seq)
		*seq = 0;
	a = r ? NULL : store_scratch();
	if (r == 0 && !a)
		r = ERR_NOMEM;
	if (r == 0) {
		buf_init(&raw, WIRE_EVENT_MAX);
		r = append(st, ev, a, &raw, &why);
		buf_clear(&raw);
	}
	arena_free(a);
	if (r == 0 && seq)
		*seq = st->node.seq;
	if (r == 0)
		return 0;
	if (why.code == 0 && r != ERR_DENIED && r != ERR_USAGE)
		(void)db_last_error(st->db, &why);
	why.code = r;
	why.text[0] = '\0';
	(void)store_fail(r, &why);
	if (ei)
		*ei = why;
	return r;
}
