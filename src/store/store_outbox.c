/* store_outbox.c: the log of own events as sync sees it, chain heads, and the history of a row. */
#include <string.h>

#include "store_internal.h"

int store_digest_key(struct store *st, uint8_t key[HASH_LEN])
{
	uint8_t node_key[HASH_LEN];
	int r;

	if (!st->has_digest_key) {
		r = store_nodekey(st, node_key);
		if (r)
			return r;
		hash_hkdf(node_key, "digest", st->digest_key);
		mem_wipe(node_key, sizeof(node_key));
		st->has_digest_key = true;
	}
	memcpy(key, st->digest_key, HASH_LEN);
	return 0;
}

int store_peer_digest_key(struct store *st, uint32_t node, uint8_t key[HASH_LEN])
{
	struct db_stmt *s = db_use(st->db, "SELECT node_key FROM _peer WHERE node=?1");
	int r, e;

	db_bind_int(s, 1, node);
	r = db_step(s);
	if (r == 1) {
		size_t n;
		const uint8_t *p = db_col_blob(s, 0, &n);

		r = n == HASH_LEN ? 1 : ERR_CORRUPT;
		if (n == HASH_LEN)
			hash_hkdf(p, "digest", key);
	}
	e = db_end(s);
	return e ? e : r == 1 ? 0 : r ? r : ERR_NOTFOUND;
}

static int take_blob(struct db_stmt *s, int col, struct arena *a, struct store_blob *out)
{
	size_t n;
	const uint8_t *p = db_col_blob(s, col, &n);
	char *copy = arena_strndup(a, (const char *)p, n);

	if (!copy)
		return ERR_NOMEM;
	out->p = (const uint8_t *)copy;
	out->n = n;
	return 0;
}

static int read_log(struct store *st, const char *sql, uint32_t node, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a,
		struct store_blob **out, size_t *n)
{
	size_t cap = max_n < 4096 ? max_n : 4096, bytes = 0;
	struct store_blob *b = arena_array(a, cap + 1, sizeof(*b));
	struct db_stmt *s;
	int r = 0, e;

	*out = b;
	*n = 0;
	if (!b)
		return ERR_NOMEM;
	s = db_use(st->db, sql);
	db_bind_ints(s, 1, (int64_t[]){ (int64_t)after_seq, (int64_t)cap, node }, 3);
	while (*n < cap && db_step(s) == 1) {
		r = take_blob(s, 1, a, &b[*n]);
		if (r || (*n && bytes + b[*n].n > max_bytes))
			break;
		b[*n].seq = (uint64_t)db_col_int(s, 0);
		bytes += b[*n].n;
		(*n)++;
	}
	e = db_end(s);
	return r ? r : e;
}

int store_outbox_read(struct store *st, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a, struct store_blob **out, size_t *n)
{
	return read_log(st, "SELECT seq, event FROM _outbox WHERE seq>?1 AND ?3>=0 ORDER BY seq LIMIT ?2", 0, after_seq, max_n, max_bytes, a, out, n);
}

int store_inbox_read(struct store *st, uint32_t node, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a,
		struct store_blob **out, size_t *n)
{
	return read_log(st, "SELECT seq, event FROM _inbox WHERE seq>?1 AND node=?3 ORDER BY seq LIMIT ?2", node, after_seq, max_n, max_bytes, a, out, n);
}

#define HEAD_OWN "SELECT head FROM _outbox WHERE seq=?2 AND ?1>=0"
#define HEAD_PEER "SELECT head FROM _inbox WHERE node=?1 AND seq=?2"
#define EVENT_OWN "SELECT event FROM _outbox WHERE seq=?2 AND ?1>=0"
#define EVENT_PEER "SELECT event FROM _inbox WHERE node=?1 AND seq=?2"

static int own_node(struct store *st, uint32_t *node)
{
	struct store_node n;
	int r = store_node_get(st, &n);

	*node = n.node;
	return r;
}

int store_head_at(struct store *st, uint32_t node, uint64_t seq, uint8_t head[HASH_LEN])
{
	uint32_t own = 0;
	struct db_stmt *s;
	int r = own_node(st, &own), e;

	memset(head, 0, HASH_LEN);
	if (r || seq == 0)
		return r; /* the chain begins with zeros */
	s = db_use(st->db, node == own ? HEAD_OWN : HEAD_PEER);
	db_bind_ints(s, 1, (int64_t[]){ node, (int64_t)seq }, 2);
	r = db_step(s);
	if (r == 1) {
		size_t n;
		const uint8_t *p = db_col_blob(s, 0, &n);

		if (n == HASH_LEN)
			memcpy(head, p, HASH_LEN);
		else
			r = ERR_CORRUPT;
	}
	e = db_end(s);
	return e ? e : r < 0 ? r : r == 1 ? 0 : ERR_NOTFOUND;
}

int store_event_raw(struct store *st, uint32_t node, uint64_t seq, struct arena *a, struct wire_slice *out)
{
	struct store_blob b = { 0 };
	uint32_t own = 0;
	struct db_stmt *s;
	int r = own_node(st, &own), e = 0;

	if (r)
		return r;
	s = db_use(st->db, node == own ? EVENT_OWN : EVENT_PEER);
	db_bind_ints(s, 1, (int64_t[]){ node, (int64_t)seq }, 2);
	r = db_step(s);
	if (r == 1)
		e = take_blob(s, 0, a, &b);
	*out = (struct wire_slice){ b.p, b.n };
	if (db_end(s))
		return ERR_IO;
	return e ? e : r == 1 ? 0 : r ? r : ERR_NOTFOUND;
}

int store_outbox_acked(struct store *st, uint64_t seq, const uint8_t head[HASH_LEN])
{
	uint8_t ours[HASH_LEN];
	int r = store_begin(st, NULL);

	if (r)
		return r;
	r = seq > st->node.seq ? ERR_FORK : store_head_at(st, st->node.node, seq, ours);
	if (r == 0 && !hash_equal(ours, head, HASH_LEN))
		r = ERR_FORK;
	if (r) {
		store_rollback(st);
		return r;
	}
	if (seq > st->node.acked)
		st->node.acked = seq;
	r = store_commit(st, NULL);
	if (r == 0)
		store_page_acked(st, clock_now());
	return r;
}

int store_clock_offset_set(struct store *st, int32_t offset)
{
	int r = store_begin(st, NULL);

	if (r)
		return r;
	st->node.clock_offset = offset;
	return store_commit(st, NULL);
}

/* ---- history ---- */

static int past_ops(const struct wire_event *ev, struct arena *a, struct store_past *out)
{
	struct store_row_op *ops = arena_array(a, ev->n_ops + 1, sizeof(*ops));

	if (!ops)
		return ERR_NOMEM;
	for (size_t i = 0; i < ev->n_ops; i++) {
		const struct wire_op *from = &ev->ops[i];
		struct store_field *f = arena_array(a, from->n_fields + 1, sizeof(*f));

		if (!f)
			return ERR_NOMEM;
		for (size_t k = 0; k < from->n_fields; k++)
			f[k] = (struct store_field){ from->fields[k].no, from->fields[k].v };
		ops[i] = (struct store_row_op){ .type = from->type, .id = from->id, .kind = (enum store_change)from->kind, .fields = f,
			.n_fields = from->n_fields };
	}
	out->ops = ops;
	out->n_ops = ev->n_ops;
	return 0;
}

static int past_of(struct store *st, uint32_t node, uint64_t seq, struct arena *a, struct store_past *out)
{
	struct wire_slice raw;
	struct wire_event ev;
	int r = store_event_raw(st, node, seq, a, &raw);

	if (r == 0)
		r = wire_event_decode(raw.p, raw.n, a, &ev);
	if (r)
		return r;
	*out = (struct store_past){ .node = ev.head.node, .epoch = ev.head.epoch, .seq = ev.head.seq, .time = ev.head.time, .actor = ev.head.actor,
		.on_behalf_of = ev.head.on_behalf_of, .hand = ev.head.hand, .role = ev.head.role, .verb = ev.head.verb, .flags = ev.head.flags,
		.wiped = ev.wiped };
	return past_ops(&ev, a, out);
}

#define HISTORY_MAX 10000

struct place {
	uint32_t node;
	uint64_t seq;
};

int store_history(struct store *st, uint32_t type, rowid_t id, struct arena *a, struct store_past **out, size_t *n)
{
	struct db_stmt *s;
	struct place *at;
	int64_t count = 0;
	int r, e;

	*out = NULL;
	*n = 0;
	s = db_use(st->db, "SELECT count(*) FROM _history WHERE type=?1 AND id=?2");
	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id }, 2);
	r = db_run_int(s, &count);
	if (count > HISTORY_MAX)
		count = HISTORY_MAX;
	at = r ? NULL : arena_array(a, (size_t)count + 1, sizeof(*at));
	*out = r ? NULL : arena_array(a, (size_t)count + 1, sizeof(**out));
	if (!at || !*out)
		return r ? r : ERR_NOMEM;
	s = db_use(st->db, "SELECT node, seq FROM _history WHERE type=?1 AND id=?2 ORDER BY arrival LIMIT ?3");
	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id, count }, 3);
	while (*n < (size_t)count && db_step(s) == 1)
		at[(*n)++] = (struct place){ (uint32_t)db_col_int(s, 0), (uint64_t)db_col_int(s, 1) };
	e = db_end(s);
	for (size_t i = 0; i < *n && e == 0; i++)
		e = past_of(st, at[i].node, at[i].seq, a, &(*out)[i]);
	return e;
}
