/* wire_field.c: numbered fields with self-describing values, as events and images carry them. */
#include "wire_internal.h"

static int put_scalar(const struct val *v, struct buf *out)
{
	switch (v->shape) {
	case VAL_INT:
		buf_put_zigzag(out, v->i);
		return 0;
	case VAL_BYTES:
		if (v->n > WIRE_EVENT_MAX || (v->n && !v->s))
			return ERR_INVALID;
		buf_put_varint(out, v->n);
		buf_put(out, v->s, v->n);
		return 0;
	case VAL_LIST:
	case VAL_NULL:
		break;
	}
	return ERR_INVALID;
}

static int put_list(const struct val *v, struct buf *out)
{
	if (v->n > WIRE_EVENT_MAX || (v->n && !v->items))
		return ERR_INVALID;
	buf_put_varint(out, v->n);
	for (size_t i = 0; i < v->n; i++) {
		buf_put_varint(out, v->items[i].shape);
		int rc = put_scalar(&v->items[i], out);
		if (rc)
			return rc;
	}
	return 0;
}

int wire_fields_encode(const struct wire_field *f, size_t n, struct buf *out)
{
	if (n > WIRE_FIELDS_MAX || (n && !f))
		return ERR_INVALID;
	size_t start = out->len;
	uint32_t last = 0;
	int rc = 0;
	buf_put_varint(out, n);
	for (size_t i = 0; i < n && !rc; i++) {
		if (f[i].no <= last || f[i].no > WIRE_FIELD_NO_MAX || (unsigned)f[i].v.shape > VAL_NULL) {
			rc = ERR_INVALID;
			break;
		}
		last = f[i].no;
		buf_put_varint(out, ((uint64_t)f[i].no << 2) | (unsigned)f[i].v.shape);
		if (f[i].v.shape == VAL_LIST)
			rc = put_list(&f[i].v, out);
		else if (f[i].v.shape != VAL_NULL)
			rc = put_scalar(&f[i].v, out);
	}
	if (rc) {
		out->len = start;
		return rc;
	}
	return wire_buf_result(out, start);
}

static int get_bytes(struct rd *r, struct arena *a, struct val *v)
{
	uint64_t n = rd_varint(r);
	if (r->err || n > rd_left(r))
		return ERR_CORRUPT;
	const uint8_t *p = rd_bytes(r, (size_t)n);
	char *s = arena_alloc(a, (size_t)n + 1);
	if (!s)
		return ERR_NOMEM;
	for (size_t i = 0; i < n; i++)
		s[i] = (char)p[i];
	*v = (struct val){ .shape = VAL_BYTES, .s = s, .n = (size_t)n };
	return 0;
}

static int get_scalar(struct rd *r, struct arena *a, uint64_t shape, struct val *v)
{
	if (shape == VAL_INT) {
		*v = val_int(rd_zigzag(r));
		return r->err ? ERR_CORRUPT : 0;
	}
	return shape == VAL_BYTES ? get_bytes(r, a, v) : ERR_CORRUPT;
}

static int get_list(struct rd *r, struct arena *a, struct val *v)
{
	uint64_t n = rd_varint(r);
	if (r->err || n > rd_left(r) / 2) /* an item takes two bytes at least */
		return ERR_CORRUPT;
	struct val *items = arena_array(a, (size_t)n, sizeof *items);
	if (!items)
		return ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		uint64_t shape = rd_varint(r);
		int rc = get_scalar(r, a, shape, &items[i]);
		if (rc)
			return rc;
	}
	*v = (struct val){ .shape = VAL_LIST, .items = items, .n = (size_t)n };
	return 0;
}

int wire_fields_decode(struct rd *r, struct arena *a, const struct wire_field **out, size_t *n_out)
{
	uint64_t n = rd_varint(r), last = 0;
	if (r->err || n > WIRE_FIELDS_MAX || n > rd_left(r))
		return ERR_CORRUPT;
	struct wire_field *f = arena_array(a, (size_t)n, sizeof *f);
	if (!f)
		return ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		uint64_t tag = rd_varint(r), no = tag >> 2;
		int rc = 0;
		if (r->err || no <= last || no > WIRE_FIELD_NO_MAX)
			return ERR_CORRUPT;
		last = no;
		f[i].no = (uint32_t)no;
		if ((tag & 3) == VAL_LIST)
			rc = get_list(r, a, &f[i].v);
		else if ((tag & 3) == VAL_NULL)
			f[i].v = val_null();
		else
			rc = get_scalar(r, a, tag & 3, &f[i].v);
		if (rc)
			return rc;
	}
	*out = f;
	*n_out = (size_t)n;
	return 0;
}
