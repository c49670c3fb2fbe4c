/* wire_internal.h: what the files of this room share. */
#ifndef WIRE_INTERNAL_H
#define WIRE_INTERNAL_H

#include "congvu/wire.h"

#define WIRE_EVENT_VERSION 1
#define WIRE_IMAGE_VERSION 1
#define WIRE_FIELD_NO_MAX 0xffff

/* A canonical event cut into its parts; all pointers are borrowed. */
struct wire_parts {
	bool wiped;
	const uint8_t *header, *digest, *payload;
	size_t header_len, payload_len;
};
int wire_parts_get(const void *p, size_t n, struct wire_parts *out) MUST_CHECK;

/* n_fields field*; encoding checks order and ceilings, decoding checks the same and copies into `a`. */
int wire_fields_encode(const struct wire_field *f, size_t n, struct buf *out) MUST_CHECK;
int wire_fields_decode(struct rd *r, struct arena *a, const struct wire_field **out, size_t *n) MUST_CHECK;

/* The error of a buffer as a return code. */
static inline int wire_buf_result(struct buf *b, size_t start)
{
	int e = buf_err(b);
	if (e && b->len > start)
		b->len = start;
	return e;
}

#endif
