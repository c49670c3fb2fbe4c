/* wire_text.c: texts as they travel: a byte for a Vietnamese letter or a common group of letters, instead of up to three for a letter.
 *
 *   text := code* 0 | 1 (the same as at this place of the newest event of the same shape) | 2 varint length, bytes as they are
 *         | 4 count, the digits as one number of ceil(count x 1701 / 4096) bytes, big-endian (6 to 18 digits: papers, telephones)
 *   code := 5-255: an entry of the table | 3 varint code point
 *
 * The table (wire_text_table.h, made by src/sync/dict/make) belongs to the format: it never changes, a new one is a new pack version.
 * Groups never reach over the end of a syllable, so that equal phrases give equal bytes, whatever stands before them.
 */
#include "wire_pack_internal.h"
#include "wire_text_table.h"

#include <string.h>

enum { TEXT_END = 0, TEXT_SAME = 1, TEXT_RAW = 2, TEXT_POINT = 3, TEXT_DIGITS = 4, TEXT_DIGITS_MIN = 6, TEXT_DIGITS_MAX = 18 };

/* Longest entry that s begins with, 0: none. */
static unsigned longest(const char *s, size_t n, size_t *len)
{
	unsigned first = (unsigned char)s[0];
	for (unsigned i = text_first[first]; i < text_first[first + 1]; i++) {
		unsigned code = text_order[i];
		size_t k = text_len[code];
		if (k <= n && memcmp(s, text_table[code], k) == 0) {
			*len = k;
			return code;
		}
	}
	return 0;
}

static bool plain(const char *s, size_t n)
{
	return utf8_valid(s, n) && !memchr(s, 0, n);
}

static size_t digits_bytes(size_t n)
{
	return (n * 1701 + 4095) / 4096; /* a little more than log256(10) */
}

static bool digits_put(const struct val *v, struct buf *out)
{
	uint64_t x = 0;
	if (v->n < TEXT_DIGITS_MIN || v->n > TEXT_DIGITS_MAX)
		return false;
	for (size_t i = 0; i < v->n; i++) {
		if (v->s[i] < '0' || v->s[i] > '9')
			return false;
		x = x * 10 + (uint64_t)(v->s[i] - '0');
	}
	buf_put_u8(out, TEXT_DIGITS);
	buf_put_u8(out, (unsigned)v->n);
	for (size_t k = digits_bytes(v->n); k-- > 0;)
		buf_put_u8(out, (unsigned)(x >> (8 * k) & 0xff));
	return true;
}

void pack_text_put(const struct val *slot, const struct val *v, struct buf *out)
{
	if (slot && v->n && val_eq(*slot, *v)) {
		buf_put_u8(out, TEXT_SAME);
		return;
	}
	if (digits_put(v, out))
		return;
	if (v->n && !plain(v->s, v->n)) {
		buf_put_u8(out, TEXT_RAW);
		buf_put_varint(out, v->n);
		buf_put(out, v->s, v->n);
		return;
	}
	for (size_t i = 0; i < v->n;) {
		size_t len = 0;
		uint32_t cp = 0;
		unsigned code = longest(v->s + i, v->n - i, &len);
		if (code) {
			buf_put_u8(out, code);
		} else {
			len = utf8_next(v->s + i, v->n - i, &cp);
			buf_put_u8(out, TEXT_POINT);
			buf_put_varint(out, cp);
		}
		i += len;
	}
	buf_put_u8(out, TEXT_END);
}

static int text_keep(const char *s, size_t n, struct arena *a, struct val *v)
{
	char *copy = arena_alloc(a, n + 1);
	if (!copy)
		return ERR_NOMEM;
	if (n)
		memcpy(copy, s, n);
	*v = (struct val){ .shape = VAL_BYTES, .s = copy, .n = n };
	return 0;
}

static int raw_get(struct rd *r, struct arena *a, struct val *v)
{
	uint64_t n = rd_varint(r);
	if (r->err || n > rd_left(r))
		return ERR_CORRUPT;
	return text_keep((const char *)rd_bytes(r, (size_t)n), (size_t)n, a, v);
}

static int digits_get(struct rd *r, struct arena *a, struct val *v)
{
	char s[TEXT_DIGITS_MAX];
	size_t n = rd_u8(r);
	uint64_t x = 0;
	if (n < TEXT_DIGITS_MIN || n > TEXT_DIGITS_MAX)
		return ERR_CORRUPT;
	for (size_t k = digits_bytes(n); k > 0; k--)
		x = x << 8 | rd_u8(r);
	for (size_t i = n; i-- > 0; x /= 10)
		s[i] = (char)('0' + x % 10);
	return r->err || x ? ERR_CORRUPT : text_keep(s, n, a, v);
}

static int codes_get(unsigned code, struct rd *r, struct buf *t)
{
	for (; code != TEXT_END; code = rd_u8(r)) {
		if (r->err || code < TEXT_POINT || code == TEXT_DIGITS)
			return ERR_CORRUPT;
		if (code == TEXT_POINT) {
			char s[4];
			uint64_t cp = rd_varint(r);
			if (r->err || !cp || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
				return ERR_CORRUPT;
			buf_put(t, s, utf8_put(s, (uint32_t)cp));
		} else {
			buf_put(t, text_table[code], text_len[code]);
		}
	}
	if (r->err)
		return ERR_CORRUPT;
	return buf_err(t) == ERR_RANGE ? ERR_CORRUPT : buf_err(t);
}

int pack_text_get(const struct val *slot, struct rd *r, struct arena *a, struct val *v)
{
	unsigned code = rd_u8(r);
	if (r->err || (code == TEXT_SAME && !slot))
		return ERR_CORRUPT;
	if (code == TEXT_SAME) {
		*v = *slot;
		return 0;
	}
	if (code == TEXT_RAW)
		return raw_get(r, a, v);
	if (code == TEXT_DIGITS)
		return digits_get(r, a, v);
	struct buf t;
	buf_init(&t, WIRE_EVENT_MAX);
	int rc = codes_get(code, r, &t);
	if (!rc)
		rc = text_keep((const char *)t.p, t.len, a, v);
	buf_clear(&t);
	return rc;
}
