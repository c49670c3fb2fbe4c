/* sync_feed.c: feed entries as events, so that pack() serves both ways.
 *
 * A row image becomes an event whose header holds the common columns and whose one operation holds the fields; it is made into an image
 * again byte for byte. What is not an image (a wipe order, or an image of a later version) rides as bytes in one field.
 *   raw := varint prev of the first entry, pack
 */
#include "sync_internal.h"

enum { FEED_IMAGE = 1, FEED_REMOVED = 2, FEED_BYTES = 3 };

static int entry_event(const struct wire_head *base, const struct store_feed_entry *e, struct arena *a, struct buf *out)
{
	struct wire_image im;
	struct wire_event ev = { .n_ops = 1 };
	struct wire_op op = { .kind = WIRE_PUT };
	struct wire_field bytes = { 1, val_bytes(e->p, e->n) };
	if (e->kind == STORE_FEED_ROW && wire_image_decode(e->p, e->n, a, &im) == 0) {
		op = (struct wire_op){ im.type, im.id, WIRE_PUT, im.fields, im.n_fields };
		ev.head = (struct wire_head){ .node = key_node(im.id), .epoch = key_epoch(im.id), .time = im.created_at,
			.actor = im.created_by, .role = im.state, .verb = im.removed ? FEED_REMOVED : FEED_IMAGE, .subject_type = im.type, .subject_id = im.id,
			.version_seen = im.version, .office = im.owner };
	} else {
		op.fields = &bytes;
		op.n_fields = 1;
		ev.head = *base;
		ev.head.subject_id = 0;
		ev.head.role = e->kind;
		ev.head.verb = FEED_BYTES;
	}
	ev.head.seq = e->seq;
	ev.ops = &op;
	return wire_event_encode(&ev, out);
}

int sync_feed_pack(const struct wire_head *base, const struct store_feed_entry *e, size_t n, struct arena *a, struct buf *raw)
{
	struct buf all;
	struct wire_slice ev[SYNC_FEED_MAX];
	size_t ends[SYNC_FEED_MAX + 1] = { 0 };
	int rc = 0;
	if (!n || n > SYNC_FEED_MAX)
		return ERR_INVALID;
	buf_init(&all, SYNC_FEED_MAX * (WIRE_EVENT_MAX + 64));
	for (size_t i = 0; i < n && !rc; i++) {
		rc = entry_event(base, &e[i], a, &all);
		ends[i + 1] = all.len;
	}
	for (size_t i = 0; i < n && !rc; i++)
		ev[i] = (struct wire_slice){ all.p + ends[i], ends[i + 1] - ends[i] };
	if (!rc) {
		buf_put_varint(raw, e[0].prev);
		rc = wire_pack_base(base, ev, n, raw);
	}
	buf_clear(&all);
	return rc;
}

static int event_entry(const uint8_t *p, size_t n, struct arena *a, struct store_feed_entry *e)
{
	struct wire_event ev;
	int rc = wire_event_decode(p, n, a, &ev);
	if (rc)
		return rc;
	if (ev.n_ops != 1 || ev.wiped)
		return ERR_CORRUPT;
	e->seq = ev.head.seq;
	if (ev.head.verb == FEED_BYTES) {
		const struct wire_field *f = ev.ops[0].fields;
		if (ev.ops[0].n_fields != 1 || f->v.shape != VAL_BYTES || ev.head.role > 0xff)
			return ERR_CORRUPT;
		e->kind = (uint8_t)ev.head.role;
		e->p = (const uint8_t *)f->v.s;
		e->n = f->v.n;
		return 0;
	}
	if (ev.head.verb != FEED_IMAGE && ev.head.verb != FEED_REMOVED)
		return ERR_VERSION;
	struct wire_image im = { .type = ev.ops[0].type, .id = ev.ops[0].id, .owner = ev.head.office, .version = ev.head.version_seen,
		.created_at = ev.head.time, .created_by = ev.head.actor, .state = ev.head.role, .removed = ev.head.verb == FEED_REMOVED,
		.fields = ev.ops[0].fields, .n_fields = ev.ops[0].n_fields };
	struct buf b;
	buf_init(&b, WIRE_EVENT_MAX + 64);
	rc = wire_image_encode(&im, &b);
	if (!rc) {
		e->kind = STORE_FEED_ROW;
		e->p = (const uint8_t *)arena_strndup(a, (const char *)b.p, b.len);
		e->n = b.len;
		rc = e->p ? 0 : ERR_NOMEM;
	}
	buf_clear(&b);
	return rc == ERR_INVALID ? ERR_CORRUPT : rc;
}

int sync_feed_unpack(const struct wire_head *base, const void *p, size_t n, struct arena *a, struct store_feed_entry *e, size_t max,
		size_t *count)
{
	struct rd r = rd_over(p, n);
	size_t ends[SYNC_FEED_MAX];
	struct buf all;
	uint64_t prev = rd_varint(&r);
	*count = 0;
	if (r.err || max > SYNC_FEED_MAX)
		return ERR_CORRUPT;
	buf_init(&all, SYNC_FEED_MAX * (WIRE_EVENT_MAX + 64));
	int rc = wire_unpack_base(base, r.p, rd_left(&r), &all, ends, max, count);
	for (size_t i = 0, at = 0; i < *count && !rc; at = ends[i++]) {
		rc = event_entry(all.p + at, ends[i] - at, a, &e[i]);
		e[i].prev = prev;
		prev = e[i].seq;
	}
	buf_clear(&all);
	return rc;
}
