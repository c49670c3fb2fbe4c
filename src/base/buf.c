/* buf.c: a byte buffer with a ceiling and a sticky error, and the reader that goes the other way. */
#include "congvu/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FIRST 64
#define VARINT_MAX 10

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_clear(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->err = ERR_NONE;
}

int buf_err(const struct buf *b)
{
	return b->err;
}

/* Makes room for n more bytes and one NUL behind them (buf_str); the NUL does not count against the ceiling. */
static bool reserve(struct buf *b, size_t n)
{
	size_t need, cap;
	uint8_t *p;

	if (b->err)
		return false;
	if (b->len > b->max || n > b->max - b->len || b->max == SIZE_MAX) {
		b->err = ERR_RANGE;
		return false;
	}
	need = b->len + n + 1;
	if (need <= b->cap)
		return true;
	cap = b->cap ? b->cap : BUF_FIRST;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	if (cap > b->max + 1)
		cap = b->max + 1;
	p = realloc(b->p, cap);
	if (!p) {
		b->err = ERR_NOMEM;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
	if (!reserve(b, n) || n == 0)
		return;
	memcpy(b->p + b->len, p, n);
	b->len += n;
}

void buf_put_u8(struct buf *b, unsigned v)
{
	uint8_t byte = (uint8_t)v;

	buf_put(b, &byte, 1);
}

static void put_big_endian(struct buf *b, uint64_t v, size_t n)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(v >> (8 * (n - 1 - i)));
	buf_put(b, bytes, n);
}

void buf_put_u16(struct buf *b, unsigned v)
{
	put_big_endian(b, v, 2);
}

void buf_put_u32(struct buf *b, uint32_t v)
{
	put_big_endian(b, v, 4);
}

void buf_put_u64(struct buf *b, uint64_t v)
{
	put_big_endian(b, v, 8);
}

void buf_put_varint(struct buf *b, uint64_t v)
{
	uint8_t bytes[VARINT_MAX];
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		bytes[n++] = (uint8_t)(v | 0x80);
	bytes[n++] = (uint8_t)v;
	buf_put(b, bytes, n);
}

void buf_put_zigzag(struct buf *b, int64_t v)
{
	uint64_t u = (uint64_t)v << 1;

	buf_put_varint(b, v < 0 ? ~u : u);
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 && !b->err)
		b->err = ERR_RANGE;
	if (n >= 0 && reserve(b, (size_t)n) && vsnprintf((char *)b->p + b->len, (size_t)n + 1, fmt, again) == n)
		b->len += (size_t)n;
	va_end(again);
}

const char *buf_str(struct buf *b)
{
	if (b->err || !reserve(b, 0))
		return "";
	b->p[b->len] = '\0';
	return (const char *)b->p;
}

void buf_consume(struct buf *b, size_t n)
{
	if (n >= b->len) {
		b->len = 0;
		return;
	}
	if (n > 0)
		memmove(b->p, b->p + n, b->len - n);
	b->len -= n;
}

struct rd rd_over(const void *p, size_t n)
{
	static const uint8_t nothing[1];
	const uint8_t *start = p && n > 0 ? p : nothing;

	return (struct rd){ .p = start, .end = start + (start == nothing ? 0 : n) };
}

size_t rd_left(const struct rd *r)
{
	return r->err ? 0 : (size_t)(r->end - r->p);
}

const uint8_t *rd_bytes(struct rd *r, size_t n)
{
	const uint8_t *p = r->p;

	if (r->err || (size_t)(r->end - r->p) < n) {
		r->err = ERR_CORRUPT;
		return NULL;
	}
	r->p += n;
	return p;
}

static uint64_t read_big_endian(struct rd *r, size_t n)
{
	const uint8_t *p = rd_bytes(r, n);
	uint64_t v = 0;

	for (size_t i = 0; p && i < n; i++)
		v = v << 8 | p[i];
	return v;
}

unsigned rd_u8(struct rd *r)
{
	return (unsigned)read_big_endian(r, 1);
}

unsigned rd_u16(struct rd *r)
{
	return (unsigned)read_big_endian(r, 2);
}

uint32_t rd_u32(struct rd *r)
{
	return (uint32_t)read_big_endian(r, 4);
}

uint64_t rd_u64(struct rd *r)
{
	return read_big_endian(r, 8);
}

/* One value has one encoding: canonical events are hashed, so a second spelling of the same number would be a forgery's door. */
uint64_t rd_varint(struct rd *r)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < VARINT_MAX; i++) {
		const uint8_t *p = rd_bytes(r, 1);

		if (!p)
			return 0;
		if (i == VARINT_MAX - 1 && *p > 1)
			break; /* more than 64 bits */
		v |= (uint64_t)(*p & 0x7f) << (7 * i);
		if (*p & 0x80)
			continue;
		if (*p == 0 && i > 0)
			break; /* not minimal */
		return v;
	}
	r->err = ERR_CORRUPT;
	return 0;
}

int64_t rd_zigzag(struct rd *r)
{
	uint64_t u = rd_varint(r);

	return (int64_t)(u >> 1 ^ (0 - (u & 1)));
}
