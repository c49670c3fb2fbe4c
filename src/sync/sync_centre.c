/* sync_centre.c: the centre's end of one connection. Takes events behind its cursor, acknowledges what is durable, sends the feed. */
#include "sync_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sync_centre {
	struct store *st;
	uint32_t node, epoch;
	struct sync_line line;
	struct sync_flight flight;
	struct store_peer peer;
	uint8_t transcript[HASH_LEN];
	struct wire_head base_up, base_down;
	int64_t hello_time;
	int stop_code; /* why no more events are taken; the feed still goes down, then the reason is told */
	char stop_detail[200];
	bool hello_done, proven, goodbye, ack_due;
};

int sync_centre_new(struct store *st, uint32_t node, int64_t now, struct sync_centre **out)
{
	struct sync_centre *c = mem_alloc(sizeof *c);
	*out = c;
	if (!c)
		return ERR_NOMEM;
	c->st = st;
	c->node = node;
	sync_line_init(&c->line);
	sync_line_start(&c->line, now);
	return 0;
}

void sync_centre_free(struct sync_centre *c)
{
	if (!c)
		return;
	sync_line_clear(&c->line);
	mem_wipe(&c->peer, sizeof c->peer);
	free(c);
}

/* Refuses with a reason that the office can show; the connection ends. */
static int refuse(struct sync_centre *c, int code, const char *detail, int64_t now)
{
	if (!sync_line_live(&c->line))
		return code;
	sync_line_bye(&c->line, code, detail, now);
	return sync_line_down(&c->line, code, sync_for_good(code), sync_reason(code), detail);
}

/* A stream that was stopped or parked is store's to refuse, event by event: after an upgrade or a person's look it goes on, and the feed
 * flows meanwhile. A newer epoch is a restored office that begins behind our cursor; an older one is the copy that must not go on. */
static int peer_check(struct sync_centre *c, const struct sync_hello_office *h, const char **why)
{
	*why = "no such node";
	int rc = store_peer_get(c->st, c->node, &c->peer);
	if (rc || h->node != c->node)
		return rc && rc != ERR_NOTFOUND ? rc : ERR_NOTFOUND;
	*why = "epoch";
	if (h->epoch < c->peer.epoch)
		return ERR_GENERATION;
	/* The office has fewer events than it once had sent: an older copy of its database without a new epoch. */
	*why = "office is behind the centre";
	return h->seq < c->peer.cursor ? ERR_FORK : 0;
}

static int hello_answer(struct sync_centre *c, const uint8_t *body, size_t n, int64_t now)
{
	struct sync_hello_centre h = { .proto = SYNC_PROTO_MAX, .cursor = c->peer.cursor, .office = c->peer.office, .time = clock_now(),
		.window = SYNC_WINDOW };
	uint8_t proof[HASH_LEN];
	struct buf b;
	memcpy(h.head, c->peer.head, HASH_LEN);
	random_bytes(h.nonce, sizeof h.nonce);
	buf_init(&b, 512);
	sync_hello_centre_put(&h, &b);
	sync_hello_transcript(body, n, b.p, b.len, c->transcript);
	sync_hello_proof(c->peer.node_key, c->transcript, true, proof);
	buf_put(&b, proof, sizeof proof);
	int rc = buf_err(&b) ? buf_err(&b) : sync_line_send(&c->line, WIRE_FRAME_HELLO, b.p, b.len, now);
	buf_clear(&b);
	sync_hello_keys(c->peer.node_key, c->transcript, c->line.key_in, c->line.key_out);
	c->line.keyed_in = c->line.keyed_out = true;
	c->hello_time = h.time;
	c->hello_done = true;
	return rc;
}

static int hello_take(struct sync_centre *c, const uint8_t *body, size_t n, int64_t now)
{
	struct sync_hello_office h;
	const char *why = "hello";
	int rc = sync_hello_office_get(body, n, &h);
	if (!rc)
		rc = peer_check(c, &h, &why);
	if (rc)
		return refuse(c, rc, why, now);
	c->epoch = h.epoch;
	c->line.s.sent = c->line.s.acked = c->peer.cursor;
	c->line.s.feed_sent = c->line.s.feed_acked = h.feed_seen;
	c->base_down = sync_hello_base(0, 0, 0, h.feed_seen, 0, 0);
	return hello_answer(c, body, n, now);
}

static int proof_take(struct sync_centre *c, const uint8_t *body, size_t n, int64_t now)
{
	struct rd r = rd_over(body, n);
	uint8_t want[HASH_LEN];
	const uint8_t *proof = rd_bytes(&r, HASH_LEN);
	int64_t offset = rd_zigzag(&r);
	if (r.err || rd_left(&r) || offset < INT32_MIN || offset > INT32_MAX)
		return refuse(c, ERR_CORRUPT, "proof", now);
	sync_hello_proof(c->peer.node_key, c->transcript, false, want);
	if (!hash_equal(want, proof, HASH_LEN))
		return refuse(c, ERR_DENIED, "wrong node key", now);
	c->base_up = sync_hello_base(c->node, c->epoch, c->peer.office, c->peer.cursor, c->hello_time, (int32_t)offset);
	c->base_down.time = c->hello_time;
	c->proven = true;
	c->line.s.state = SYNC_UP;
	/* What the office says it has seen counts as acknowledged: its own transaction knows better than our note of it. */
	if (c->line.s.feed_acked <= c->peer.feed_acked)
		return 0;
	return store_feed_acked(c->st, c->node, c->line.s.feed_acked);
}

static int ack_send(struct sync_centre *c, int64_t now)
{
	struct buf b;
	c->ack_due = false;
	int rc = store_peer_get(c->st, c->node, &c->peer);
	if (rc)
		return rc;
	buf_init(&b, 64);
	buf_put_varint(&b, c->peer.cursor);
	buf_put(&b, c->peer.head, HASH_LEN);
	buf_put_varint(&b, SYNC_WINDOW);
	rc = buf_err(&b) ? buf_err(&b) : sync_line_send(&c->line, WIRE_FRAME_ACK, b.p, b.len, now);
	c->line.s.sent = c->line.s.acked = c->peer.cursor;
	buf_clear(&b);
	return rc;
}

/* Store has stopped this node's stream (and said so): not a failure of this machine that another try could heal. */
static bool stream_stopped(int rc, const struct err_info *ei)
{
	return ei->code == rc && (rc == ERR_FORK || rc == ERR_PARKED || rc == ERR_CORRUPT);
}

/* One transaction for all events of a frame. What was taken before a bad one is acknowledged before the reason goes out. */
static int events_apply(struct sync_centre *c, const struct buf *raw, int64_t now)
{
	struct store_blob ev[SYNC_EVENTS_MAX];
	struct buf all;
	size_t ends[SYNC_EVENTS_MAX], n = 0, taken = 0;
	struct err_info ei = { 0 };
	buf_init(&all, SYNC_EVENTS_MAX * WIRE_EVENT_MAX);
	int rc = wire_unpack_base(&c->base_up, raw->p, raw->len, &all, ends, SYNC_EVENTS_MAX, &n);
	for (size_t i = 0, at = 0; i < n && !rc; at = ends[i++]) {
		struct wire_head h = { 0 };
		ev[i] = (struct store_blob){ .p = all.p + at, .n = ends[i] - at };
		/* A header of a later program is store's to park; without it there is no seq to check here. */
		if (wire_head_decode(ev[i].p, ev[i].n, &h, NULL) == 0)
			ev[i].seq = h.seq;
	}
	if (!rc && n)
		rc = store_inbox_apply(c->st, c->node, ev, n, &taken, &ei);
	buf_clear(&all);
	c->ack_due = true;
	if (!rc)
		return 0;
	if (stream_stopped(rc, &ei)) {
		c->stop_code = rc;
		snprintf(c->stop_detail, sizeof c->stop_detail, "%s", ei.detail[0] ? ei.detail : "events");
		return 0;
	}
	int ack = ack_send(c, now);
	(void)ack; /* the line ends with the first reason */
	return refuse(c, rc, ei.detail[0] ? ei.detail : "events", now);
}

static int events_take(struct sync_centre *c, const uint8_t *body, size_t n, int64_t now)
{
	struct buf raw;
	bool done = false;
	buf_init(&raw, SYNC_RAW_MAX);
	int rc = sync_line_body(&c->line, WIRE_FRAME_EVENTS, body, n, &raw, &done);
	if (!rc && done)
		rc = events_apply(c, &raw, now);
	else if (rc)
		(void)refuse(c, rc, "body of events", now);
	buf_clear(&raw);
	return rc;
}

static int feed_ack_take(struct sync_centre *c, const uint8_t *body, size_t n, int64_t now)
{
	struct rd r = rd_over(body, n);
	uint64_t seq = rd_varint(&r);
	if (r.err || rd_left(&r) || seq < c->line.s.feed_acked || seq > c->line.s.feed_sent)
		return refuse(c, ERR_CORRUPT, "feed ack outside of what was sent", now);
	c->line.s.feed_acked = seq;
	sync_flight_acked(&c->flight, seq, now);
	return store_feed_acked(c->st, c->node, seq);
}

static int frame_up(struct sync_centre *c, unsigned type, const uint8_t *body, size_t n, int64_t now)
{
	if (type == WIRE_FRAME_EVENTS)
		return c->stop_code ? 0 : events_take(c, body, n, now);
	if (type == WIRE_FRAME_FEED_ACK)
		return feed_ack_take(c, body, n, now);
	if (type == WIRE_FRAME_CONTROL && n == 1 && body[0] == SYNC_CONTROL_PING)
		return sync_line_send(&c->line, WIRE_FRAME_CONTROL, &(uint8_t){ SYNC_CONTROL_PONG }, 1, now);
	if (type == WIRE_FRAME_CONTROL && n == 1 && body[0] == SYNC_CONTROL_PONG)
		return 0;
	return refuse(c, ERR_CORRUPT, "unknown frame", now);
}

static int frame(void *ctx, unsigned type, const uint8_t *body, size_t n, int64_t now)
{
	struct sync_centre *c = ctx;
	int code = 0;
	if (type == WIRE_FRAME_BYE && c->proven) {
		int rc = sync_line_bye_read(&c->line, body, n, &code);
		c->goodbye = !rc && !code;
		return rc;
	}
	if (!c->hello_done)
		return type == WIRE_FRAME_HELLO ? hello_take(c, body, n, now) : refuse(c, ERR_CORRUPT, "frame before hello", now);
	if (!c->proven)
		return type == WIRE_FRAME_PROOF ? proof_take(c, body, n, now) : refuse(c, ERR_CORRUPT, "frame before proof", now);
	return frame_up(c, type, body, n, now);
}

static int body_make(struct sync_centre *c, const struct store_feed_entry *e, size_t *n, struct arena *a, struct buf *raw, unsigned *format,
		struct buf *data)
{
	for (;;) {
		buf_reset(raw);
		buf_reset(data);
		int rc = sync_feed_pack(&c->base_down, e, *n, a, raw);
		if (!rc)
			rc = sync_codec_deflate(&c->line.codec, raw, format, data);
		if (rc || *n == 1 || data->len <= SYNC_PAYLOAD)
			return rc;
		size_t fewer = *n * SYNC_PAYLOAD / data->len;
		*n = fewer ? fewer : 1;
	}
}

/* One FEED frame when it is time for one: as for events. */
static int feed_send(struct sync_centre *c, struct arena *a, int64_t now, bool *more)
{
	struct store_feed_entry *e = NULL;
	size_t found = 0;
	struct buf raw, data;
	unsigned format = 0;
	*more = false;
	int rc = store_feed_read(c->st, c->node, c->line.s.feed_sent, SYNC_FEED_MAX, SYNC_READ_MAX, a, &e, &found);
	if (rc || !found)
		return rc;
	size_t n = found;
	buf_init(&raw, SYNC_RAW_MAX);
	buf_init(&data, SYNC_RAW_MAX);
	rc = body_make(c, e, &n, a, &raw, &format, &data);
	bool full = n < found || n == SYNC_FEED_MAX || data.len >= SYNC_FULL;
	if (!rc && (full || !c->flight.n)) {
		uint64_t before = c->line.s.bytes_out;
		rc = sync_line_send_body(&c->line, WIRE_FRAME_FEED, format, raw.len, &data, now);
		c->line.s.feed_sent = e[n - 1].seq;
		sync_flight_push(&c->flight, c->line.s.feed_sent, (size_t)(c->line.s.bytes_out - before), now);
		*more = true;
	}
	buf_clear(&raw);
	buf_clear(&data);
	return rc;
}

/* Acks first; the feed only when nothing waits to be written, so that an ack never stands behind it for long. */
static void pump(struct sync_centre *c, int64_t now)
{
	if (c->line.s.state != SYNC_UP)
		return;
	int rc = c->ack_due ? ack_send(c, now) : 0;
	struct arena *a = arena_new(SYNC_ARENA_MAX * 4);
	bool more = true;
	if (!a)
		rc = ERR_NOMEM;
	while (!rc && more && c->line.out.len < SYNC_PAYLOAD && sync_flight_room(&c->flight, SYNC_WINDOW)) {
		rc = feed_send(c, a, now, &more);
		arena_reset(a);
	}
	arena_free(a);
	if (!rc && c->stop_code && !more && !c->flight.n) {
		(void)refuse(c, c->stop_code, c->stop_detail, now);
		return;
	}
	if (!rc && c->goodbye && !more && !c->flight.n) {
		uint8_t none = 0;
		rc = sync_line_send(&c->line, WIRE_FRAME_BYE, &none, 1, now);
		if (!rc)
			(void)sync_line_down(&c->line, 0, false, "", "");
	}
	if (rc)
		(void)refuse(c, rc, "feed", now);
}

void sync_centre_input(struct sync_centre *c, const void *p, size_t n, int64_t now)
{
	(void)!sync_line_input(&c->line, p, n, now, frame, c);
	pump(c, now);
}

void sync_centre_eof(struct sync_centre *c)
{
	(void)sync_line_down(&c->line, ERR_CLOSED, false, sync_reason(ERR_CLOSED), c->proven ? "closed" : "closed before proof");
}

void sync_centre_wake(struct sync_centre *c, int64_t now)
{
	pump(c, now);
}

void sync_centre_tick(struct sync_centre *c, int64_t now)
{
	if (!sync_line_live(&c->line))
		return;
	if (now - c->line.last_in >= (c->proven ? SYNC_DEAD_MS : SYNC_HELLO_MS)) {
		(void)sync_line_down(&c->line, ERR_TIMEOUT, false, sync_reason(ERR_TIMEOUT), "silence");
		return;
	}
	pump(c, now);
}

struct buf *sync_centre_output(struct sync_centre *c)
{
	return &c->line.out;
}

int64_t sync_centre_deadline(const struct sync_centre *c)
{
	return sync_line_live(&c->line) ? c->line.last_in + (c->proven ? SYNC_DEAD_MS : SYNC_HELLO_MS) : INT64_MAX;
}

const struct sync_status *sync_centre_status(const struct sync_centre *c)
{
	return &c->line.s;
}
