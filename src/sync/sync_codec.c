/* sync_codec.c: raw deflate with a preset dictionary. The only user of zlib.h. */
#include "sync_internal.h"

#include <stdlib.h>
#include <zlib.h>

#include "sync_dict1.h"

static int deflater(struct sync_codec *c, z_stream **out)
{
	if (c->deflater) {
		*out = c->deflater;
		return deflateReset(*out) == Z_OK ? 0 : ERR_NOMEM;
	}
	z_stream *z = mem_alloc(sizeof *z);
	if (!z)
		return ERR_NOMEM;
	if (deflateInit2(z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(z);
		return ERR_NOMEM;
	}
	c->deflater = z;
	*out = z;
	return 0;
}

void sync_codec_clear(struct sync_codec *c)
{
	if (!c->deflater)
		return;
	(void)deflateEnd(c->deflater);
	free(c->deflater);
	c->deflater = NULL;
}

/* zlib wants pointers to mutable bytes that it never writes to. */
static Bytef *unconst(const void *p)
{
	union {
		const void *c;
		Bytef *m;
	} u = { .c = p };
	return u.m;
}

int sync_codec_deflate(struct sync_codec *c, const struct buf *raw, unsigned *format, struct buf *out)
{
	z_stream *z = NULL;
	int rc = deflater(c, &z);
	if (rc)
		return rc;
	if (deflateSetDictionary(z, sync_dict1, SYNC_DICT1_LEN) != Z_OK)
		return ERR_NOMEM;
	size_t cap = raw->len, start = out->len; /* not smaller than it was: as it is */
	uint8_t *room = mem_alloc(cap + 1);
	if (!room)
		return ERR_NOMEM;
	z->next_in = unconst(raw->p);
	z->avail_in = (uInt)raw->len;
	z->next_out = room;
	z->avail_out = (uInt)cap;
	*format = deflate(z, Z_FINISH) == Z_STREAM_END ? SYNC_DICT : 0;
	if (*format)
		buf_put(out, room, cap - z->avail_out);
	else
		buf_put(out, raw->p, raw->len);
	free(room);
	if (buf_err(out))
		out->len = start;
	return buf_err(out);
}

int sync_codec_inflate(unsigned format, const void *p, size_t n, size_t raw_len, struct buf *out)
{
	if (format == 0) {
		if (n != raw_len)
			return ERR_CORRUPT;
		buf_put(out, p, n);
		return buf_err(out);
	}
	if (format != SYNC_DICT)
		return ERR_VERSION; /* a dictionary that this program does not have */
	if (raw_len > SYNC_RAW_MAX || n > raw_len)
		return ERR_CORRUPT;
	uint8_t *room = mem_alloc(raw_len + 1); /* one more, so that too much shows */
	z_stream z = { .next_in = unconst(p), .avail_in = (uInt)n, .next_out = room, .avail_out = (uInt)raw_len + 1 };
	if (!room || inflateInit2(&z, -15) != Z_OK) {
		free(room);
		return ERR_NOMEM;
	}
	int rc = inflateSetDictionary(&z, sync_dict1, SYNC_DICT1_LEN) == Z_OK ? 0 : ERR_NOMEM;
	if (!rc && (inflate(&z, Z_FINISH) != Z_STREAM_END || z.total_out != raw_len || z.avail_in))
		rc = ERR_CORRUPT;
	if (!rc)
		buf_put(out, room, raw_len);
	(void)inflateEnd(&z);
	free(room);
	return rc ? rc : buf_err(out);
}
