/* wire_oracle.c: records between congvu-net and congvud.
 *
 *   record := kind part*      the parts of each kind stand in a table, in order; text and blob := u16 length, bytes; number := varint
 * Wishes stand last and are left out when there are none: so a congvu-net that is newer than its congvud is understood.
 */
#include "wire_internal.h"

#include <string.h>

enum part { END, USER, SECRET, ALG, BLOB, TERM, COLS, ROWS, WISHES, WAIT, REASON, STATUS, BYTES_IN, BYTES_OUT };
#define PARTS_MAX 4

static const uint8_t layout[WIRE_ORACLE_EXIT + 1][PARTS_MAX + 1] = {
	[WIRE_ORACLE_PW] = { USER, SECRET },
	[WIRE_ORACLE_KEYQ] = { USER, ALG, BLOB },
	[WIRE_ORACLE_KEYOK] = { USER, ALG, BLOB },
	[WIRE_ORACLE_PTY] = { TERM, COLS, ROWS, WISHES },
	[WIRE_ORACLE_SIZE] = { COLS, ROWS },
	[WIRE_ORACLE_BYE] = { BYTES_IN, BYTES_OUT },
	[WIRE_ORACLE_NO] = { WAIT },
	[WIRE_ORACLE_KICK] = { REASON },
	[WIRE_ORACLE_EXIT] = { STATUS },
};

static const char *text_place(const struct wire_oracle *o, enum part part, size_t *cap)
{
	*cap = 0;
	if (part == USER) {
		*cap = sizeof o->user;
		return o->user;
	}
	if (part == SECRET) {
		*cap = sizeof o->secret;
		return o->secret;
	}
	if (part == ALG) {
		*cap = sizeof o->alg;
		return o->alg;
	}
	if (part == TERM) {
		*cap = sizeof o->term;
		return o->term;
	}
	if (part == REASON) {
		*cap = sizeof o->reason;
		return o->reason;
	}
	return NULL;
}

static size_t text_offset(enum part part)
{
	if (part == USER)
		return offsetof(struct wire_oracle, user);
	if (part == SECRET)
		return offsetof(struct wire_oracle, secret);
	if (part == ALG)
		return offsetof(struct wire_oracle, alg);
	return part == TERM ? offsetof(struct wire_oracle, term) : offsetof(struct wire_oracle, reason);
}

static uint64_t number_of(const struct wire_oracle *o, enum part part)
{
	if (part == COLS)
		return o->cols;
	if (part == ROWS)
		return o->rows;
	if (part == WISHES)
		return o->wishes;
	if (part == WAIT)
		return o->wait_ms;
	if (part == STATUS)
		return o->status;
	return part == BYTES_IN ? o->bytes_in : o->bytes_out;
}

static void number_set(struct wire_oracle *o, enum part part, uint64_t v)
{
	if (part == COLS)
		o->cols = (uint32_t)v;
	else if (part == ROWS)
		o->rows = (uint32_t)v;
	else if (part == WISHES)
		o->wishes = (uint32_t)v;
	else if (part == WAIT)
		o->wait_ms = (uint32_t)v;
	else if (part == STATUS)
		o->status = (uint32_t)v;
	else if (part == BYTES_IN)
		o->bytes_in = v;
	else
		o->bytes_out = v;
}

static bool is_text(enum part part)
{
	return part == USER || part == SECRET || part == ALG || part == TERM || part == REASON;
}

static int part_encode(const struct wire_oracle *o, enum part part, struct buf *out)
{
	if (is_text(part)) {
		size_t cap = 0;
		const char *s = text_place(o, part, &cap);
		size_t n = strnlen(s, cap);
		if (n >= cap)
			return ERR_INVALID;
		buf_put_u16(out, (unsigned)n);
		buf_put(out, s, n);
	} else if (part == BLOB) {
		if (o->blob_len > sizeof o->blob)
			return ERR_INVALID;
		buf_put_u16(out, (unsigned)o->blob_len);
		buf_put(out, o->blob, o->blob_len);
	} else if (part != WISHES || o->wishes) {
		if (part == WISHES && !wire_wishes_ok(o->wishes))
			return ERR_INVALID;
		buf_put_varint(out, number_of(o, part));
	}
	return 0;
}

int wire_oracle_encode(const struct wire_oracle *o, struct buf *out)
{
	size_t start = out->len;
	if (o->kind < WIRE_ORACLE_PW || o->kind > WIRE_ORACLE_EXIT)
		return ERR_INVALID;
	buf_put_u8(out, o->kind);
	for (const uint8_t *l = layout[o->kind]; *l; l++) {
		int rc = part_encode(o, (enum part)*l, out);
		if (rc) {
			out->len = start;
			return rc;
		}
	}
	return wire_buf_result(out, start);
}

static int text_decode(struct rd *r, enum part part, struct wire_oracle *o)
{
	size_t cap = 0, n = rd_u16(r);
	(void)text_place(o, part, &cap);
	const uint8_t *p = rd_bytes(r, n);
	if (r->err || n >= cap || (n && memchr(p, 0, n)))
		return ERR_CORRUPT;
	if (n)
		memcpy((char *)o + text_offset(part), p, n);
	return 0;
}

static int part_decode(struct rd *r, enum part part, struct wire_oracle *o)
{
	if (is_text(part))
		return text_decode(r, part, o);
	if (part == BLOB) {
		size_t n = rd_u16(r);
		const uint8_t *p = rd_bytes(r, n);
		if (r->err || n > sizeof o->blob)
			return ERR_CORRUPT;
		if (n)
			memcpy(o->blob, p, n);
		o->blob_len = n;
		return 0;
	}
	if (part == WISHES && !rd_left(r))
		return 0;
	uint64_t v = rd_varint(r);
	if (part == WISHES && (!v || v > UINT32_MAX || !wire_wishes_ok((uint32_t)v)))
		return ERR_CORRUPT;
	if (r->err || (v > UINT32_MAX && part != BYTES_IN && part != BYTES_OUT))
		return ERR_CORRUPT;
	number_set(o, part, v);
	return 0;
}

int wire_oracle_decode(const void *p, size_t n, struct wire_oracle *out)
{
	struct rd r = rd_over(p, n);
	unsigned kind = rd_u8(&r);
	memset(out, 0, sizeof *out);
	if (r.err || n > WIRE_ORACLE_MAX || kind < WIRE_ORACLE_PW || kind > WIRE_ORACLE_EXIT)
		return ERR_CORRUPT;
	for (const uint8_t *l = layout[kind]; *l; l++)
		if (part_decode(&r, (enum part)*l, out))
			goto bad;
	if (rd_left(&r))
		goto bad;
	out->kind = (enum wire_oracle_kind)kind;
	return 0;
bad:
	memset(out, 0, sizeof *out);
	return ERR_CORRUPT;
}
