/* wire_event.c: the canonical event: encode, decode, slices, chain. */
#include "wire_internal.h"

#include <string.h>

/* The header as numbered integers, in order: one list for both directions. */
#define HEAD_FIELDS 15

static void head_to_values(const struct wire_head *h, int64_t v[HEAD_FIELDS + 1])
{
	v[1] = h->node;
	v[2] = h->epoch;
	v[3] = (int64_t)h->seq;
	v[4] = h->time;
	v[5] = h->clock_offset;
	v[6] = (int64_t)h->actor;
	v[7] = (int64_t)h->on_behalf_of;
	v[8] = (int64_t)h->hand;
	v[9] = h->role;
	v[10] = h->verb;
	v[11] = h->subject_type;
	v[12] = (int64_t)h->subject_id;
	v[13] = (int64_t)h->version_seen;
	v[14] = h->flags;
	v[15] = (int64_t)h->office;
}

static bool is_u32(int64_t v)
{
	return v >= 0 && v <= (int64_t)UINT32_MAX;
}

static int head_from_values(const int64_t v[HEAD_FIELDS + 1], struct wire_head *h)
{
	static const uint8_t u32_fields[] = { 1, 2, 9, 10, 11, 14 };
	for (size_t i = 0; i < COUNT_OF(u32_fields); i++)
		if (!is_u32(v[u32_fields[i]]))
			return ERR_CORRUPT;
	if (v[5] < INT32_MIN || v[5] > INT32_MAX || v[3] == 0)
		return ERR_CORRUPT;
	*h = (struct wire_head){
		.node = (uint32_t)v[1], .epoch = (uint32_t)v[2], .seq = (uint64_t)v[3], .time = v[4], .clock_offset = (int32_t)v[5],
		.actor = (rowid_t)v[6], .on_behalf_of = (rowid_t)v[7], .hand = (rowid_t)v[8], .role = (uint32_t)v[9],
		.verb = (uint32_t)v[10], .subject_type = (uint32_t)v[11], .subject_id = (rowid_t)v[12], .version_seen = (uint64_t)v[13],
		.flags = (uint32_t)v[14], .office = (rowid_t)v[15],
	};
	return 0;
}

static void head_encode(const struct wire_head *h, struct buf *out)
{
	int64_t v[HEAD_FIELDS + 1];
	head_to_values(h, v);
	for (unsigned i = 1; i <= HEAD_FIELDS; i++) {
		if (!v[i])
			continue;
		buf_put_varint(out, (uint64_t)i << 2 | VAL_INT);
		buf_put_zigzag(out, v[i]);
	}
}

static int head_parse(const uint8_t *p, size_t n, struct wire_head *out)
{
	int64_t v[HEAD_FIELDS + 1] = { 0 };
	struct rd r = rd_over(p, n);
	uint64_t last = 0;
	while (rd_left(&r)) {
		uint64_t tag = rd_varint(&r), no = tag >> 2;
		if (r.err || no <= last || (tag & 3) != VAL_INT)
			return ERR_CORRUPT;
		if (no > HEAD_FIELDS)
			return ERR_VERSION; /* a header field of a later program: parks the stream */
		last = no;
		v[no] = rd_zigzag(&r);
		if (r.err || !v[no])
			return ERR_CORRUPT;
	}
	return head_from_values(v, out);
}

static int op_encode(const struct wire_op *op, rowid_t subject, struct buf *out)
{
	if (op->kind < WIRE_PUT || op->kind > WIRE_REMOVE || (op->kind == WIRE_REMOVE && op->n_fields))
		return ERR_INVALID;
	buf_put_varint(out, op->type);
	buf_put_varint(out, op->kind);
	buf_put_zigzag(out, (int64_t)(op->id - subject));
	return wire_fields_encode(op->fields, op->n_fields, out);
}

static int body_encode(const struct wire_event *ev, struct buf *out)
{
	struct buf h;
	buf_init(&h, 512);
	head_encode(&ev->head, &h);
	int rc = buf_err(&h);
	buf_put_u8(out, WIRE_EVENT_VERSION);
	buf_put_u8(out, ev->wiped);
	buf_put_varint(out, h.len);
	buf_put(out, h.p, h.len);
	buf_clear(&h);
	if (ev->wiped)
		buf_put(out, ev->digest, HASH_LEN);
	buf_put_varint(out, ev->n_ops);
	for (size_t i = 0; i < ev->n_ops && !rc; i++)
		rc = op_encode(&ev->ops[i], ev->head.subject_id, out);
	return rc ? rc : buf_err(out);
}

int wire_event_encode(const struct wire_event *ev, struct buf *out)
{
	if (ev->n_ops > WIRE_OPS_MAX || (ev->n_ops && !ev->ops) || !ev->head.seq)
		return ERR_INVALID;
	size_t start = out->len;
	int rc = body_encode(ev, out);
	if (!rc && out->len - start > WIRE_EVENT_MAX)
		rc = ERR_INVALID;
	if (rc && out->len > start)
		out->len = start;
	return rc;
}

int wire_parts_get(const void *p, size_t n, struct wire_parts *out)
{
	struct rd r = rd_over(p, n);
	unsigned version = rd_u8(&r), form = rd_u8(&r);
	uint64_t len = rd_varint(&r);
	if (n && version != WIRE_EVENT_VERSION)
		return ERR_VERSION;
	if (r.err || form > 1 || n > WIRE_EVENT_MAX || len > rd_left(&r))
		return ERR_CORRUPT;
	*out = (struct wire_parts){ .wiped = form == 1, .header_len = (size_t)len };
	out->header = rd_bytes(&r, (size_t)len);
	if (out->wiped)
		out->digest = rd_bytes(&r, HASH_LEN);
	if (r.err || !rd_left(&r))
		return ERR_CORRUPT;
	out->payload = r.p;
	out->payload_len = rd_left(&r);
	return 0;
}

static int op_decode(struct rd *r, rowid_t subject, struct arena *a, struct wire_op *op)
{
	uint64_t type = rd_varint(r), kind = rd_varint(r);
	op->id = subject + (uint64_t)rd_zigzag(r);
	if (r->err || type > UINT32_MAX || kind < WIRE_PUT || kind > WIRE_REMOVE)
		return ERR_CORRUPT;
	op->type = (uint32_t)type;
	op->kind = (enum wire_op_kind)kind;
	int rc = wire_fields_decode(r, a, &op->fields, &op->n_fields);
	if (!rc && op->kind == WIRE_REMOVE && op->n_fields)
		rc = ERR_CORRUPT;
	return rc;
}

int wire_event_decode(const void *p, size_t n, struct arena *a, struct wire_event *out)
{
	struct wire_parts part;
	struct wire_event ev = { 0 };
	int rc = wire_parts_get(p, n, &part);
	if (rc)
		return rc;
	rc = head_parse(part.header, part.header_len, &ev.head);
	if (rc)
		return rc;
	ev.wiped = part.wiped;
	if (part.wiped)
		memcpy(ev.digest, part.digest, HASH_LEN);
	struct rd r = rd_over(part.payload, part.payload_len);
	uint64_t n_ops = rd_varint(&r);
	if (r.err || n_ops > WIRE_OPS_MAX || n_ops > rd_left(&r) / 4) /* an operation takes four bytes at least */
		return ERR_CORRUPT;
	struct wire_op *ops = arena_array(a, (size_t)n_ops, sizeof *ops);
	if (!ops)
		return ERR_NOMEM;
	for (size_t i = 0; i < n_ops && !rc; i++)
		rc = op_decode(&r, ev.head.subject_id, a, &ops[i]);
	if (rc)
		return rc;
	if (rd_left(&r))
		return ERR_CORRUPT;
	ev.ops = ops;
	ev.n_ops = (size_t)n_ops;
	*out = ev;
	return 0;
}

int wire_head_decode(const void *p, size_t n, struct wire_head *out, bool *wiped)
{
	struct wire_parts part;
	int rc = wire_parts_get(p, n, &part);
	if (rc)
		return rc;
	if (wiped)
		*wiped = part.wiped;
	return head_parse(part.header, part.header_len, out);
}

int wire_event_slices(const void *p, size_t n, struct wire_slice *header, struct wire_slice *payload, const uint8_t **digest)
{
	struct wire_parts part;
	int rc = wire_parts_get(p, n, &part);
	if (rc)
		return rc;
	*header = (struct wire_slice){ part.header, part.header_len };
	*payload = (struct wire_slice){ part.payload, part.payload_len };
	*digest = part.digest;
	return 0;
}

int wire_event_chain(const uint8_t digest_key[HASH_LEN], const uint8_t prev[HASH_LEN], const void *event, size_t n, uint8_t out[HASH_LEN])
{
	struct wire_parts part;
	uint8_t d[HASH_LEN];
	int rc = wire_parts_get(event, n, &part);
	if (rc)
		return rc;
	if (part.wiped)
		memcpy(d, part.digest, HASH_LEN);
	else
		hash_hmac(digest_key, part.payload, part.payload_len, d);
	struct val parts[] = { val_bytes(prev, HASH_LEN), val_bytes(part.header, part.header_len), val_bytes(d, HASH_LEN) };
	hash_sha256_cat(parts, COUNT_OF(parts), out);
	return 0;
}
