/* sync_hello.c: greeting, proofs, keys. */
#include "sync_internal.h"

#include <string.h>

void sync_hello_office_put(const struct sync_hello_office *h, struct buf *out)
{
	buf_put_varint(out, h->proto_min);
	buf_put_varint(out, h->proto_max);
	buf_put_varint(out, h->node);
	buf_put_varint(out, h->epoch);
	buf_put(out, h->nonce, sizeof h->nonce);
	buf_put_varint(out, h->seq);
	buf_put(out, h->head, sizeof h->head);
	buf_put_varint(out, h->feed_seen);
}

static void bytes_get(struct rd *r, uint8_t *out, size_t n)
{
	const uint8_t *p = rd_bytes(r, n);
	if (p)
		memcpy(out, p, n);
}

static uint32_t u32_get(struct rd *r)
{
	uint64_t v = rd_varint(r);
	if (v > UINT32_MAX)
		r->err = ERR_CORRUPT;
	return (uint32_t)v;
}

int sync_hello_office_get(const uint8_t *p, size_t n, struct sync_hello_office *h)
{
	struct rd r = rd_over(p, n);
	memset(h, 0, sizeof *h);
	h->proto_min = u32_get(&r);
	h->proto_max = u32_get(&r);
	if (r.err || !h->proto_min || h->proto_min > h->proto_max)
		return ERR_CORRUPT;
	if (h->proto_min > SYNC_PROTO_MAX || h->proto_max < SYNC_PROTO_MIN)
		return ERR_VERSION;
	h->node = u32_get(&r);
	h->epoch = u32_get(&r);
	bytes_get(&r, h->nonce, sizeof h->nonce);
	h->seq = rd_varint(&r);
	bytes_get(&r, h->head, sizeof h->head);
	h->feed_seen = rd_varint(&r);
	/* A later program may append to its hello; one that speaks only this version has said all. */
	return r.err || (rd_left(&r) && h->proto_max == SYNC_PROTO_MAX) ? ERR_CORRUPT : 0;
}

void sync_hello_centre_put(const struct sync_hello_centre *h, struct buf *out)
{
	buf_put_varint(out, h->proto);
	buf_put(out, h->nonce, sizeof h->nonce);
	buf_put_varint(out, h->cursor);
	buf_put(out, h->head, sizeof h->head);
	buf_put_varint(out, h->office);
	buf_put_zigzag(out, h->time);
	buf_put_varint(out, h->window);
}

int sync_hello_centre_get(const uint8_t *p, size_t n, struct sync_hello_centre *h, const uint8_t **proof)
{
	struct rd r = rd_over(p, n);
	memset(h, 0, sizeof *h);
	h->proto = u32_get(&r);
	if (r.err)
		return ERR_CORRUPT;
	if (h->proto < SYNC_PROTO_MIN || h->proto > SYNC_PROTO_MAX)
		return ERR_VERSION;
	bytes_get(&r, h->nonce, sizeof h->nonce);
	h->cursor = rd_varint(&r);
	bytes_get(&r, h->head, sizeof h->head);
	h->office = rd_varint(&r);
	h->time = rd_zigzag(&r);
	h->window = u32_get(&r);
	*proof = rd_bytes(&r, HASH_LEN);
	return r.err || rd_left(&r) ? ERR_CORRUPT : 0;
}

void sync_hello_transcript(const void *office, size_t n_office, const void *centre, size_t n_centre, uint8_t out[HASH_LEN])
{
	uint8_t len[2] = { (uint8_t)(n_office >> 8), (uint8_t)n_office };
	struct val parts[] = { val_str("congvu sync transcript"), val_bytes(len, 2), val_bytes(office, n_office),
		val_bytes(centre, n_centre) };
	hash_sha256_cat(parts, COUNT_OF(parts), out);
}

void sync_hello_proof(const uint8_t node_key[HASH_LEN], const uint8_t transcript[HASH_LEN], bool centre, uint8_t out[HASH_LEN])
{
	uint8_t key[HASH_LEN];
	hash_hkdf(node_key, centre ? "sync proof centre" : "sync proof office", key);
	hash_hmac(key, transcript, HASH_LEN, out);
	mem_wipe(key, sizeof key);
}

void sync_hello_keys(const uint8_t node_key[HASH_LEN], const uint8_t transcript[HASH_LEN], uint8_t up[HASH_LEN], uint8_t down[HASH_LEN])
{
	uint8_t key[HASH_LEN], session[HASH_LEN];
	hash_hkdf(node_key, "sync session", key);
	hash_hmac(key, transcript, HASH_LEN, session);
	hash_hkdf(session, "up", up);
	hash_hkdf(session, "down", down);
	mem_wipe(key, sizeof key);
	mem_wipe(session, sizeof session);
}

struct wire_head sync_hello_base(uint32_t node, uint32_t epoch, rowid_t office, uint64_t seq, int64_t time, int32_t offset)
{
	return (struct wire_head){ .node = node, .epoch = epoch, .office = office, .seq = seq, .time = time, .clock_offset = offset };
}
