/* wire_pack.c: canonical events -> what travels. The form stands in wire_pack_internal.h. */
#include "wire_pack_internal.h"

#include <string.h>

static void counts(const struct val *v, size_t *ints, size_t *texts)
{
	*ints += v->shape == VAL_INT;
	*texts += v->shape == VAL_BYTES;
	for (size_t i = 0; v->shape == VAL_LIST && i < v->n; i++)
		counts(&v->items[i], ints, texts);
}

static void value_flat(struct pack_event *e, const struct val *v)
{
	if (v->shape == VAL_INT)
		e->ints[e->n_ints++] = v->i;
	else if (v->shape == VAL_BYTES)
		e->texts[e->n_texts++] = *v;
	for (size_t i = 0; v->shape == VAL_LIST && i < v->n; i++)
		value_flat(e, &v->items[i]);
}

static int event_flat(struct pack_event *e, struct arena *a)
{
	size_t ints = e->ev.n_ops, texts = 0;
	for (size_t i = 0; i < e->ev.n_ops; i++)
		for (size_t k = 0; k < e->ev.ops[i].n_fields; k++)
			counts(&e->ev.ops[i].fields[k].v, &ints, &texts);
	e->ints = arena_array(a, ints, sizeof *e->ints);
	e->texts = arena_array(a, texts, sizeof *e->texts);
	return e->ints && e->texts ? 0 : ERR_NOMEM;
}

static void shape_field(const struct wire_field *f, uint32_t last, struct buf *out)
{
	buf_put_varint(out, (uint64_t)(f->no - last) << 2 | (unsigned)f->v.shape);
	if (f->v.shape != VAL_LIST)
		return;
	buf_put_varint(out, f->v.n);
	for (size_t i = 0; i < f->v.n; i++)
		buf_put_varint(out, f->v.items[i].shape);
}

/* Writes the shape and lays the values flat; an id that is not the expected one becomes an integer in front of its operation's. */
static void shape_put(struct pack_ctx *c, struct pack_event *e, struct buf *out)
{
	const struct wire_event *ev = &e->ev;
	pack_ctx_event(c, &ev->head);
	buf_put_varint(out, ev->head.role);
	buf_put_varint(out, ev->head.verb);
	buf_put_varint(out, ev->head.subject_type);
	buf_put_varint(out, ev->n_ops);
	for (size_t i = 0; i < ev->n_ops; i++) {
		const struct wire_op *op = &ev->ops[i];
		bool other = op->id != (i ? c->next_key : c->subject);
		buf_put_varint(out, op->type);
		buf_put_varint(out, op->n_fields * 6 + (unsigned)op->kind - 1 + (other ? 3 : 0));
		if (other)
			e->ints[e->n_ints++] = (int64_t)op->id;
		uint32_t last = 0;
		for (size_t k = 0; k < op->n_fields; k++) {
			shape_field(&op->fields[k], last, out);
			last = op->fields[k].no;
			value_flat(e, &op->fields[k].v);
		}
		pack_ctx_row(c, op->id);
	}
}

/* The newest event before e[at] whose shape is the same; *k = how many other shapes are newer. */
static const struct pack_event *shape_seen(const struct pack_event *e, size_t at, size_t *k)
{
	const struct pack_event *seen[PACK_SHAPES_MAX];
	size_t n = 0;
	for (size_t i = at; i-- > 0 && n < PACK_SHAPES_MAX;) {
		bool known = e[i].verbatim;
		for (size_t s = 0; s < n && !known; s++)
			known = seen[s]->shape.n == e[i].shape.n && memcmp(seen[s]->shape.p, e[i].shape.p, e[i].shape.n) == 0;
		if (known)
			continue;
		if (e[i].shape.n == e[at].shape.n && memcmp(e[i].shape.p, e[at].shape.p, e[i].shape.n) == 0) {
			*k = n;
			return &e[i];
		}
		seen[n++] = &e[i];
	}
	return NULL;
}

static void key_put(rowid_t k, struct buf *out)
{
	buf_put_varint(out, key_node(k));
	buf_put_varint(out, key_epoch(k));
	buf_put_varint(out, (uint32_t)k);
}

static void head_put(const struct pack_ctx *c, const struct wire_head *h, struct buf *out)
{
	const struct wire_head *p = &c->prev;
	rowid_t local = key_make(h->node, h->epoch, 0), expected = pack_ctx_expected_subject(c, h->node, h->epoch);
	bool moved = h->node != p->node || h->epoch != p->epoch || h->office != p->office;
	unsigned mask = (h->subject_id != expected ? PACK_SUBJECT : 0u) | (h->actor != p->actor ? PACK_ACTOR : 0u) |
	                (h->version_seen ? PACK_SEEN : 0u) | (h->flags ? PACK_FLAGS : 0u) | (h->seq != p->seq + 1 ? PACK_SEQ : 0u) |
	                (moved ? PACK_PLACE : 0u) | (h->clock_offset != p->clock_offset ? PACK_OFFSET : 0u) |
	                (h->on_behalf_of != p->on_behalf_of ? PACK_BEHALF : 0u) | (h->hand != p->hand ? PACK_HAND : 0u);
	buf_put_varint(out, mask);
	if (mask & PACK_PLACE) {
		buf_put_varint(out, h->node);
		buf_put_varint(out, h->epoch);
		key_put(h->office, out);
	}
	buf_put_zigzag(out, pack_sub(h->time, p->time));
	if (mask & PACK_SUBJECT)
		buf_put_zigzag(out, (int64_t)(h->subject_id - expected));
	if (mask & PACK_ACTOR)
		buf_put_zigzag(out, (int64_t)(h->actor - local));
	if (mask & PACK_SEEN)
		buf_put_varint(out, h->version_seen);
	if (mask & PACK_FLAGS)
		buf_put_varint(out, h->flags);
	if (mask & PACK_SEQ)
		buf_put_varint(out, h->seq);
	if (mask & PACK_OFFSET)
		buf_put_zigzag(out, h->clock_offset);
	if (mask & PACK_BEHALF)
		buf_put_zigzag(out, (int64_t)(h->on_behalf_of - local));
	if (mask & PACK_HAND)
		buf_put_zigzag(out, (int64_t)(h->hand - local));
}

static void numbers_put(struct pack_ctx *c, const struct pack_event *e, struct buf *out)
{
	head_put(c, &e->ev.head, out);
	pack_ctx_event(c, &e->ev.head);
	for (size_t i = 0; i < e->ev.n_ops; i++)
		pack_ctx_row(c, e->ev.ops[i].id);
	for (size_t k = 0; k < e->n_ints; k++)
		pack_num_put(c, e->same ? &e->same->ints[k] : NULL, e->ints[k], out);
	c->prev = e->ev.head;
}

/* A wiped event, and one whose bytes this program does not read (a later version), travel as they are. */
static int event_take(struct pack_event *e, const struct wire_slice *raw, struct arena *a)
{
	e->raw = *raw;
	int rc = wire_event_decode(raw->p, raw->n, a, &e->ev);
	if (rc == ERR_NOMEM)
		return rc;
	e->verbatim = rc || e->ev.wiped;
	return e->verbatim ? 0 : event_flat(e, a);
}

static int shapes_put(struct pack_event *e, size_t n, const struct wire_head *base, struct arena *a, struct buf *out)
{
	struct pack_ctx c;
	struct buf shape;
	int rc = 0;
	pack_ctx_init(&c, base);
	buf_init(&shape, 2 * WIRE_EVENT_MAX);
	for (size_t i = 0; i < n && !rc; i++) {
		size_t k = 0;
		if (e[i].verbatim) {
			buf_put_varint(out, PACK_SHAPE_VERBATIM);
			continue;
		}
		buf_reset(&shape);
		shape_put(&c, &e[i], &shape);
		e[i].shape = (struct wire_slice){ (const uint8_t *)arena_strndup(a, (const char *)shape.p, shape.len), shape.len };
		rc = buf_err(&shape) ? buf_err(&shape) : e[i].shape.p ? 0 : ERR_NOMEM;
		if (rc)
			break;
		e[i].same = shape_seen(e, i, &k);
		buf_put_varint(out, e[i].same ? PACK_SHAPE_SEEN + k : PACK_SHAPE_NEW);
		if (!e[i].same)
			buf_put(out, shape.p, shape.len);
	}
	buf_clear(&shape);
	return rc;
}

static void texts_put(const struct pack_event *e, struct buf *out)
{
	if (e->verbatim) {
		buf_put_varint(out, e->raw.n);
		buf_put(out, e->raw.p, e->raw.n);
		return;
	}
	for (size_t i = 0; i < e->n_texts; i++)
		pack_text_put(e->same ? &e->same->texts[i] : NULL, &e->texts[i], out);
}

int wire_pack_base(const struct wire_head *base, const struct wire_slice *events, size_t n, struct buf *out)
{
	size_t start = out->len;
	struct arena *a = arena_new(PACK_ARENA_MAX);
	struct pack_event *e = a ? arena_array(a, n, sizeof *e) : NULL;
	struct pack_ctx c;
	int rc = e ? 0 : ERR_NOMEM;
	for (size_t i = 0; i < n && !rc; i++)
		rc = event_take(&e[i], &events[i], a);
	if (!rc) {
		buf_put_varint(out, (uint64_t)n << 2 | PACK_VERSION);
		rc = shapes_put(e, n, base, a, out);
	}
	pack_ctx_init(&c, base);
	for (size_t i = 0; i < n && !rc; i++)
		if (!e[i].verbatim)
			numbers_put(&c, &e[i], out);
	for (size_t i = 0; i < n && !rc; i++)
		texts_put(&e[i], out);
	arena_free(a);
	if (rc && out->len > start)
		out->len = start;
	return rc ? rc : wire_buf_result(out, start);
}

int wire_pack(const struct wire_slice *events, size_t n, struct buf *out)
{
	return wire_pack_base(NULL, events, n, out);
}
