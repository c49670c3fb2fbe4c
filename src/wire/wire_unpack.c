/* wire_unpack.c: what travelled -> canonical events. Nothing is trusted; the arena's ceiling bounds what a small pack can unfold to. */
#include "wire_pack_internal.h"

#include <string.h>

/* One event being filled: `ops` are its rows, `other` says which ids come as numbers. */
struct filling {
	struct pack_event e;
	struct wire_op *ops;
	struct wire_field **fields;
	bool *other;
	uint32_t role, verb, subject_type;
};

static int list_skeleton(struct rd *r, struct arena *a, struct val *v)
{
	uint64_t n = rd_varint(r);
	if (r->err || n > rd_left(r))
		return ERR_CORRUPT;
	struct val *items = arena_array(a, (size_t)n, sizeof *items);
	if (!items)
		return ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		uint64_t shape = rd_varint(r);
		if (r->err || shape > VAL_BYTES)
			return ERR_CORRUPT;
		items[i].shape = (enum val_shape)shape;
	}
	*v = (struct val){ .shape = VAL_LIST, .items = items, .n = (size_t)n };
	return 0;
}

static int fields_skeleton(struct rd *r, uint64_t n, struct arena *a, struct wire_field **out)
{
	if (n > WIRE_FIELDS_MAX || n > rd_left(r))
		return ERR_CORRUPT;
	struct wire_field *f = arena_array(a, (size_t)n, sizeof *f);
	if (!f)
		return ERR_NOMEM;
	uint64_t no = 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t tag = rd_varint(r);
		if (r->err || tag >> 2 > WIRE_FIELD_NO_MAX)
			return ERR_CORRUPT;
		no += tag >> 2;
		f[i].no = (uint32_t)no;
		f[i].v.shape = (enum val_shape)(tag & 3);
		int rc = f[i].v.shape == VAL_LIST ? list_skeleton(r, a, &f[i].v) : 0;
		if (rc)
			return rc;
	}
	*out = f;
	return 0;
}

/* Reads a shape and makes an event without values of it. */
static int skeleton(struct rd *r, struct arena *a, struct filling *f)
{
	uint64_t role = rd_varint(r), verb = rd_varint(r), type = rd_varint(r), n_ops = rd_varint(r);
	if (r->err || role > UINT32_MAX || verb > UINT32_MAX || type > UINT32_MAX || n_ops > WIRE_OPS_MAX || n_ops > rd_left(r))
		return ERR_CORRUPT;
	f->role = (uint32_t)role;
	f->verb = (uint32_t)verb;
	f->subject_type = (uint32_t)type;
	f->ops = arena_array(a, (size_t)n_ops, sizeof *f->ops);
	f->fields = arena_array(a, (size_t)n_ops, sizeof *f->fields);
	f->other = arena_array(a, (size_t)n_ops, sizeof *f->other);
	if (!f->ops || !f->fields || !f->other)
		return ERR_NOMEM;
	for (size_t i = 0; i < n_ops; i++) {
		uint64_t op_type = rd_varint(r), form = rd_varint(r);
		if (r->err || op_type > UINT32_MAX)
			return ERR_CORRUPT;
		f->ops[i].type = (uint32_t)op_type;
		f->ops[i].kind = (enum wire_op_kind)(1 + form % 3);
		f->other[i] = form % 6 >= 3;
		int rc = fields_skeleton(r, form / 6, a, &f->fields[i]);
		if (rc)
			return rc;
		f->ops[i].fields = f->fields[i];
		f->ops[i].n_fields = (size_t)(form / 6);
	}
	f->e.ev.ops = f->ops;
	f->e.ev.n_ops = (size_t)n_ops;
	return 0;
}

/* The k-th newest of the shapes before `at`, each counted once. */
static const struct filling *shape_back(const struct filling *f, size_t at, uint64_t k)
{
	const uint8_t *seen[PACK_SHAPES_MAX];
	size_t n = 0;
	for (size_t i = at; i-- > 0 && n < PACK_SHAPES_MAX;) {
		bool known = f[i].e.verbatim;
		for (size_t s = 0; s < n && !known; s++)
			known = seen[s] == f[i].e.shape.p;
		if (known)
			continue;
		if (n == k)
			return &f[i];
		seen[n++] = f[i].e.shape.p;
	}
	return NULL;
}

static int shape_get(struct rd *r, struct arena *a, struct filling *f, size_t at)
{
	uint64_t token = rd_varint(r);
	if (r->err)
		return ERR_CORRUPT;
	if (token == PACK_SHAPE_VERBATIM) {
		f[at].e.verbatim = true;
		return 0;
	}
	if (token == PACK_SHAPE_NEW) {
		const uint8_t *from = r->p;
		int rc = skeleton(r, a, &f[at]);
		f[at].e.shape = (struct wire_slice){ from, (size_t)(r->p - from) };
		return rc;
	}
	const struct filling *same = shape_back(f, at, token - PACK_SHAPE_SEEN);
	if (!same)
		return ERR_CORRUPT;
	struct rd again = rd_over(same->e.shape.p, same->e.shape.n);
	f[at].e.shape = same->e.shape;
	f[at].e.same = &same->e;
	return skeleton(&again, a, &f[at]);
}

static uint32_t u32_get(struct rd *r)
{
	uint64_t v = rd_varint(r);
	if (v > UINT32_MAX)
		r->err = ERR_CORRUPT;
	return (uint32_t)v;
}

static rowid_t key_get(struct rd *r)
{
	uint32_t node = u32_get(r), epoch = u32_get(r), n = u32_get(r);
	if (node > 0xffffff || epoch > 0xff)
		r->err = ERR_CORRUPT;
	return key_make(node, epoch, n);
}

static int head_get(const struct pack_ctx *c, const struct filling *f, struct rd *r, struct wire_head *h)
{
	uint64_t mask = rd_varint(r);
	if (r->err || mask > PACK_MASK_ALL)
		return ERR_CORRUPT;
	*h = c->prev;
	h->role = f->role;
	h->verb = f->verb;
	h->subject_type = f->subject_type;
	if (mask & PACK_PLACE) {
		h->node = u32_get(r);
		h->epoch = u32_get(r);
		h->office = key_get(r);
	}
	rowid_t local = key_make(h->node, h->epoch, 0);
	h->time = pack_add(h->time, rd_zigzag(r));
	h->subject_id = pack_ctx_expected_subject(c, h->node, h->epoch) + (mask & PACK_SUBJECT ? (uint64_t)rd_zigzag(r) : 0);
	if (mask & PACK_ACTOR)
		h->actor = local + (uint64_t)rd_zigzag(r);
	h->version_seen = mask & PACK_SEEN ? rd_varint(r) : 0;
	h->flags = mask & PACK_FLAGS ? u32_get(r) : 0;
	h->seq = mask & PACK_SEQ ? rd_varint(r) : h->seq + 1;
	if (mask & PACK_OFFSET) {
		int64_t offset = rd_zigzag(r);
		if (offset < INT32_MIN || offset > INT32_MAX)
			return ERR_CORRUPT;
		h->clock_offset = (int32_t)offset;
	}
	if (mask & PACK_BEHALF)
		h->on_behalf_of = local + (uint64_t)rd_zigzag(r);
	if (mask & PACK_HAND)
		h->hand = local + (uint64_t)rd_zigzag(r);
	return r->err ? ERR_CORRUPT : 0;
}

static void value_count(const struct val *v, struct pack_event *e)
{
	e->n_ints += v->shape == VAL_INT;
	e->n_texts += v->shape == VAL_BYTES;
	for (size_t i = 0; v->shape == VAL_LIST && i < v->n; i++)
		value_count(&v->items[i], e);
}

static int flat_rows(struct filling *f, struct arena *a)
{
	for (size_t i = 0; i < f->e.ev.n_ops; i++) {
		f->e.n_ints += f->other[i];
		for (size_t k = 0; k < f->ops[i].n_fields; k++)
			value_count(&f->ops[i].fields[k].v, &f->e);
	}
	f->e.ints = arena_array(a, f->e.n_ints, sizeof *f->e.ints);
	f->e.texts = arena_array(a, f->e.n_texts, sizeof *f->e.texts);
	return f->e.ints && f->e.texts ? 0 : ERR_NOMEM;
}

/* Reads the integers; the id of a row is the expected key or an integer in front of the operation's own. */
static int numbers_get(struct pack_ctx *c, struct filling *f, struct arena *a, struct rd *r)
{
	int rc = flat_rows(f, a);
	if (!rc && f->e.n_ints > rd_left(r)) /* each takes a byte */
		rc = ERR_CORRUPT;
	if (!rc)
		rc = head_get(c, f, r, &f->e.ev.head);
	if (rc)
		return rc;
	pack_ctx_event(c, &f->e.ev.head);
	for (size_t o = 0, i = 0; o < f->e.ev.n_ops; o++) {
		struct pack_event own = { 0 };
		for (size_t k = 0; k < f->ops[o].n_fields; k++)
			value_count(&f->ops[o].fields[k].v, &own);
		size_t end = i + own.n_ints + (f->other[o] ? 1 : 0);
		for (size_t k = i; k < end; k++)
			f->e.ints[k] = pack_num_get(c, f->e.same ? &f->e.same->ints[k] : NULL, r);
		f->ops[o].id = f->other[o] ? (rowid_t)f->e.ints[i] : o ? c->next_key : c->subject;
		pack_ctx_row(c, f->ops[o].id);
		i = end;
	}
	c->prev = f->e.ev.head;
	return r->err ? ERR_CORRUPT : 0;
}

static void value_fill(struct val *v, const struct pack_event *e, size_t *i, size_t *t)
{
	if (v->shape == VAL_INT)
		v->i = e->ints[(*i)++];
	else if (v->shape == VAL_BYTES)
		*v = e->texts[(*t)++];
}

static int list_fill(struct val *v, const struct pack_event *e, struct arena *a, size_t *i, size_t *t)
{
	struct val *items = arena_array(a, v->n, sizeof *items);
	if (!items)
		return ERR_NOMEM;
	for (size_t k = 0; k < v->n; k++) {
		items[k].shape = v->items[k].shape;
		value_fill(&items[k], e, i, t);
	}
	v->items = items;
	return 0;
}

static int rows_fill(struct filling *f, struct arena *a)
{
	size_t i = 0, t = 0;
	for (size_t o = 0; o < f->e.ev.n_ops; o++) {
		i += f->other[o];
		for (size_t k = 0; k < f->ops[o].n_fields; k++) {
			struct val *v = &f->fields[o][k].v;
			int rc = 0;
			if (v->shape == VAL_LIST)
				rc = list_fill(v, &f->e, a, &i, &t);
			else
				value_fill(v, &f->e, &i, &t);
			if (rc)
				return rc;
		}
	}
	return 0;
}

static int texts_get(struct filling *f, struct arena *a, struct rd *r)
{
	if (f->e.verbatim) {
		uint64_t n = rd_varint(r);
		if (r->err || n > WIRE_EVENT_MAX || n > rd_left(r))
			return ERR_CORRUPT;
		f->e.raw = (struct wire_slice){ rd_bytes(r, (size_t)n), (size_t)n };
		return 0;
	}
	if (f->e.n_texts > rd_left(r))
		return ERR_CORRUPT;
	for (size_t i = 0; i < f->e.n_texts; i++) {
		int rc = pack_text_get(f->e.same ? &f->e.same->texts[i] : NULL, r, a, &f->e.texts[i]);
		if (rc)
			return rc;
	}
	return 0;
}

static int event_out(struct filling *f, struct arena *a, struct buf *out)
{
	if (f->e.verbatim) {
		buf_put(out, f->e.raw.p, f->e.raw.n);
		return buf_err(out);
	}
	int rc = rows_fill(f, a);
	if (!rc)
		rc = wire_event_encode(&f->e.ev, out);
	return rc == ERR_INVALID ? ERR_CORRUPT : rc; /* what cannot be an event was no pack of one */
}

static int events_get(struct rd *r, const struct wire_head *base, struct arena *a, struct filling *f, size_t n)
{
	struct pack_ctx c;
	int rc = 0;
	pack_ctx_init(&c, base);
	for (size_t i = 0; i < n && !rc; i++)
		rc = shape_get(r, a, f, i);
	for (size_t i = 0; i < n && !rc; i++)
		rc = f[i].e.verbatim ? 0 : numbers_get(&c, &f[i], a, r);
	for (size_t i = 0; i < n && !rc; i++)
		rc = texts_get(&f[i], a, r);
	return rc ? rc : r->err || rd_left(r) ? ERR_CORRUPT : 0;
}

int wire_unpack_base(const struct wire_head *base, const void *p, size_t n, struct buf *out, size_t *ends, size_t max_events,
		size_t *n_events)
{
	size_t start = out->len;
	struct rd r = rd_over(p, n);
	uint64_t head = rd_varint(&r), count = head >> 2;
	*n_events = 0;
	if (r.err || count > max_events || count > rd_left(&r))
		return ERR_CORRUPT;
	if ((head & 3) != PACK_VERSION)
		return ERR_VERSION;
	struct arena *a = arena_new(PACK_ARENA_MAX);
	struct filling *f = a ? arena_array(a, (size_t)count, sizeof *f) : NULL;
	int rc = f ? events_get(&r, base, a, f, (size_t)count) : ERR_NOMEM;
	for (size_t i = 0; i < count && !rc; i++) {
		rc = event_out(&f[i], a, out);
		ends[i] = out->len;
	}
	arena_free(a);
	if (rc) {
		out->len = start;
		return rc;
	}
	*n_events = (size_t)count;
	return 0;
}

int wire_unpack(const void *p, size_t n, struct buf *out, size_t *ends, size_t max_events, size_t *n_events)
{
	return wire_unpack_base(NULL, p, n, out, ends, max_events, n_events);
}
