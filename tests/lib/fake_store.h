/* fake_store.h: the part of store.h that sync calls, in memory, so that a line can be cut at every byte in little time. It keeps store's
 * promises (cursor + 1 only, the same again is skipped, a fork stops) and nothing else. One include a test program; cmocka first. */
#ifndef TESTS_FAKE_STORE_H
#define TESTS_FAKE_STORE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/store.h"
#include "congvu/wire.h"

#define FAKE_MAX 700
struct fake_blob { uint8_t *p; size_t n; uint64_t seq, prev; uint8_t kind; uint8_t head[HASH_LEN]; };
struct store {
	struct store_node node;
	uint8_t key[HASH_LEN];
	struct fake_blob log[FAKE_MAX + 1]; /* own events, or at the centre those of the peer; from 1 */
	struct store_peer peer;
	struct fake_blob feed[FAKE_MAX]; /* what goes down, or what came */
	size_t n_feed;
	uint64_t writes;
	int fail_next; /* the next write answers this, once */
	char stopped[160];
	uint8_t secret_hash[HASH_LEN];
	bool secret_open;
};

static inline void fake_digest_key(const struct store *st, uint8_t out[HASH_LEN])
{
	hash_hkdf(st->node.role == STORE_ROLE_CENTRE ? st->peer.node_key : st->key, "digest", out);
}
static inline void fake_keep(struct fake_blob *b, const void *p, size_t n)
{
	b->p = mem_xalloc(n + 1);
	memcpy(b->p, p, n);
	b->n = n;
}
static inline void fake_clear(struct store *st)
{
	for (size_t i = 0; i <= FAKE_MAX; i++)
		free(st->log[i].p);
	for (size_t i = 0; i < FAKE_MAX; i++)
		free(st->feed[i].p);
	memset(st, 0, sizeof *st);
}
/* The office saves one. */
static inline int fake_append(struct store *st, struct wire_event *ev)
{
	struct buf b;
	uint8_t dk[HASH_LEN];
	ev->head.seq = st->node.seq + 1;
	ev->head.node = st->node.node;
	ev->head.epoch = st->node.epoch;
	buf_init(&b, WIRE_EVENT_MAX + 64);
	int rc = wire_event_encode(ev, &b);
	if (!rc) {
		struct fake_blob *e = &st->log[ev->head.seq];
		fake_keep(e, b.p, b.len);
		fake_digest_key(st, dk);
		rc = wire_event_chain(dk, st->node.head, e->p, e->n, e->head);
		memcpy(st->node.head, e->head, HASH_LEN);
		st->node.seq = ev->head.seq;
	}
	buf_clear(&b);
	return rc;
}
static inline void fake_feed_add(struct store *st, uint64_t seq, unsigned kind, const void *p, size_t n)
{
	struct fake_blob *f = &st->feed[st->n_feed];
	fake_keep(f, p, n);
	f->seq = seq;
	f->kind = (uint8_t)kind;
	f->prev = st->n_feed ? st->feed[st->n_feed - 1].seq : 0;
	st->n_feed++;
}

static inline int fake_write(struct store *st)
{
	int rc = st->fail_next;
	st->fail_next = 0;
	st->writes += !rc;
	return rc;
}

int store_node_get(struct store *st, struct store_node *out)
{
	*out = st->node;
	return 0;
}
int store_node_set(struct store *st, const struct store_node *n)
{
	st->node = *n;
	return 0;
}
int store_nodekey(struct store *st, uint8_t key[HASH_LEN])
{
	memcpy(key, st->key, HASH_LEN);
	return 0;
}
int store_meta_get(struct store *st, const char *key, struct buf *out)
{
	(void)st;
	(void)key;
	buf_puts(out, "UBND tỉnh");
	return 0;
}
int store_begin(struct store *st, struct err_info *ei)
{
	(void)ei;
	return fake_write(st);
}
int store_commit(struct store *st, struct err_info *ei)
{
	(void)st;
	(void)ei;
	return 0;
}
void store_rollback(struct store *st)
{
	(void)st;
}
int store_outbox_read(struct store *st, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a, struct store_blob **out,
                      size_t *n)
{
	struct store_blob *b = arena_array(a, max_n, sizeof *b);
	size_t bytes = 0;
	*n = 0;
	*out = b;
	for (uint64_t s = after_seq + 1; s <= st->node.seq && *n < max_n && (!*n || bytes + st->log[s].n <= max_bytes); s++) {
		b[(*n)++] = (struct store_blob){ st->log[s].p, st->log[s].n, s };
		bytes += st->log[s].n;
	}
	return 0;
}
int store_outbox_acked(struct store *st, uint64_t seq, const uint8_t head[HASH_LEN])
{
	if (seq > st->node.seq || memcmp(st->log[seq].head, head, HASH_LEN) != 0)
		return ERR_FORK;
	int rc = fake_write(st);
	if (!rc)
		st->node.acked = seq;
	return rc;
}
int store_head_at(struct store *st, uint32_t node, uint64_t seq, uint8_t head[HASH_LEN])
{
	(void)node;
	memcpy(head, st->log[seq].head, HASH_LEN);
	return 0;
}
int store_feed_apply(struct store *st, const struct store_feed_entry *e, size_t n, struct err_info *ei)
{
	uint64_t at = st->node.feed_seen;
	(void)ei;
	for (size_t i = 0; i < n; i++) {
		if (e[i].prev != at)
			return ERR_INVALID;
		at = e[i].seq;
	}
	int rc = fake_write(st);
	for (size_t i = 0; i < n && !rc; i++)
		fake_feed_add(st, e[i].seq, e[i].kind, e[i].p, e[i].n);
	if (!rc)
		st->node.feed_seen = at;
	return rc;
}
int store_clock_offset_set(struct store *st, int32_t offset)
{
	st->node.clock_offset = offset;
	return 0;
}
int store_peer_get(struct store *st, uint32_t node, struct store_peer *out)
{
	if (node != st->peer.node || !node)
		return ERR_NOTFOUND;
	*out = st->peer;
	return 0;
}
int store_inbox_apply(struct store *st, uint32_t node, const struct store_blob *ev, size_t n, size_t *taken, struct err_info *ei)
{
	uint8_t dk[HASH_LEN], head[HASH_LEN];
	int rc = st->peer.stopped[0] ? err_setf(ei, ERR_FORK, "stopped", "stopped") : fake_write(st);
	(void)node;
	*taken = 0;
	fake_digest_key(st, dk);
	for (*taken = 0; *taken < n && !rc; *taken += !rc) {
		const struct store_blob *b = &ev[*taken];
		struct wire_head h;
		rc = wire_head_decode(b->p, b->n, &h, NULL);
		if (rc)
			return rc == ERR_VERSION ? err_setf(ei, ERR_PARKED, "", "event of a later program") : rc;
		if (h.seq <= st->peer.cursor) {
			if (st->log[h.seq].n != b->n || memcmp(st->log[h.seq].p, b->p, b->n) != 0)
				return err_setf(ei, ERR_FORK, "", "event %llu differs", (unsigned long long)h.seq);
			continue;
		}
		if (h.seq != st->peer.cursor + 1 || h.node != st->peer.node)
			return ERR_CORRUPT;
		rc = wire_event_chain(dk, st->peer.head, b->p, b->n, head);
		fake_keep(&st->log[h.seq], b->p, b->n);
		memcpy(st->log[h.seq].head, head, HASH_LEN);
		memcpy(st->peer.head, head, HASH_LEN);
		st->peer.cursor = h.seq;
	}
	return rc;
}
int store_feed_read(struct store *st, uint32_t node, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a,
                    struct store_feed_entry **out, size_t *n)
{
	struct store_feed_entry *e = arena_array(a, max_n, sizeof *e);
	size_t bytes = 0;
	(void)node;
	*n = 0;
	*out = e;
	for (size_t i = 0; i < st->n_feed && *n < max_n && (!*n || bytes + st->feed[i].n <= max_bytes); i++) {
		struct fake_blob *f = &st->feed[i];
		if (f->seq <= after_seq)
			continue;
		e[(*n)++] = (struct store_feed_entry){ f->seq, f->prev, f->kind, f->p, f->n };
		bytes += f->n;
	}
	return 0;
}
int store_feed_acked(struct store *st, uint32_t node, uint64_t seq)
{
	(void)node;
	st->peer.feed_acked = seq;
	return fake_write(st);
}
int store_feed_first(struct store *st, uint32_t node)
{
	(void)st;
	(void)node;
	return 0;
}
int store_enrol_use(struct store *st, const uint8_t secret_hash[HASH_LEN], const char *public_key, struct store_peer *out,
                    struct err_info *ei)
{
	if (memcmp(secret_hash, st->secret_hash, HASH_LEN) != 0)
		return err_set(ei, ERR_DENIED, "Mã nối không đúng hoặc đã dùng");
	if (!st->secret_open && strcmp(st->peer.public_key, public_key) != 0)
		return err_set(ei, ERR_DENIED, "Mã nối không đúng hoặc đã dùng");
	st->secret_open = false;
	snprintf(st->peer.public_key, sizeof st->peer.public_key, "%s", public_key);
	*out = st->peer;
	return fake_write(st);
}

#endif
