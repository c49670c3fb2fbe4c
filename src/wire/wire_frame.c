/* wire_frame.c: frames of the sync line: length, type, body, tag. */
#include "wire_internal.h"

#include <string.h>

static void tag_make(const uint8_t *key, uint64_t counter, unsigned type, const uint8_t *body, size_t n, uint8_t tag[WIRE_TAG_LEN])
{
	uint8_t in[8 + 1 + WIRE_FRAME_MAX], out[HASH_LEN];
	for (int i = 0; i < 8; i++)
		in[i] = (uint8_t)(counter >> (56 - 8 * i));
	in[8] = (uint8_t)type;
	if (n)
		memcpy(in + 9, body, n);
	hash_hmac(key, in, 9 + n, out);
	memcpy(tag, out, WIRE_TAG_LEN);
}

int wire_frame_put(struct buf *out, unsigned type, const void *body, size_t n, const uint8_t *key, uint64_t counter)
{
	size_t rest = 1 + n + (key ? WIRE_TAG_LEN : 0), start = out->len;
	if (!type || type > 0xff || (n && !body) || n > WIRE_FRAME_MAX || rest + 2 > WIRE_FRAME_MAX)
		return ERR_INVALID;
	buf_put_varint(out, rest);
	buf_put_u8(out, type);
	buf_put(out, body, n);
	if (key) {
		uint8_t tag[WIRE_TAG_LEN];
		tag_make(key, counter, type, body, n, tag);
		buf_put(out, tag, sizeof tag);
	}
	return wire_buf_result(out, start);
}

/* The length in front: at most two bytes, since a frame is at most 4096. */
static int length_get(const uint8_t *p, size_t n, size_t *rest, size_t *used)
{
	if (!n)
		return ERR_AGAIN;
	if (p[0] < 0x80) {
		*rest = p[0];
		*used = 1;
		return 0;
	}
	if (n < 2)
		return ERR_AGAIN;
	*rest = (size_t)(p[0] & 0x7f) | (size_t)p[1] << 7;
	*used = 2;
	return p[1] == 0 || p[1] >= 0x80 || *rest + 2 > WIRE_FRAME_MAX ? ERR_CORRUPT : 0;
}

int wire_frame_get(const void *p, size_t n, const uint8_t *key, uint64_t counter, unsigned *type, struct wire_slice *body, size_t *used)
{
	const uint8_t *b = p;
	size_t rest = 0, head = 0, tail = key ? WIRE_TAG_LEN : 0;
	int rc = length_get(b, n, &rest, &head);
	if (rc)
		return rc;
	if (rest < 1 + tail)
		return ERR_CORRUPT;
	if (n - head < rest)
		return ERR_AGAIN;
	size_t len = rest - 1 - tail;
	if (!b[head])
		return ERR_CORRUPT;
	if (key) {
		uint8_t tag[WIRE_TAG_LEN];
		tag_make(key, counter, b[head], b + head + 1, len, tag);
		if (!hash_equal(tag, b + head + 1 + len, WIRE_TAG_LEN))
			return ERR_CORRUPT;
	}
	*type = b[head];
	*body = (struct wire_slice){ b + head + 1, len };
	*used = head + rest;
	return 0;
}
