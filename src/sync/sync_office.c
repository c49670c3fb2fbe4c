/* sync_office.c: the office's end. Sends what lies behind the centre's cursor, takes the feed, keeps nothing across connections. */
#include "sync_internal.h"

#include <stdlib.h>
#include <string.h>

struct sync_office {
	struct store *st;
	struct sync_line line;
	struct sync_flight flight;
	struct store_node node;
	uint8_t node_key[HASH_LEN];
	struct buf hello; /* what was sent, for the transcript */
	struct wire_head base_up, base_down;
	size_t window;
	bool once, goodbye;
};

int sync_office_new(struct store *st, struct sync_office **out)
{
	struct sync_office *o = mem_alloc(sizeof *o);
	*out = o;
	if (!o)
		return ERR_NOMEM;
	o->st = st;
	sync_line_init(&o->line);
	buf_init(&o->hello, 512);
	return 0;
}

void sync_office_free(struct sync_office *o)
{
	if (!o)
		return;
	sync_line_clear(&o->line);
	buf_clear(&o->hello);
	mem_wipe(o->node_key, sizeof o->node_key);
	free(o);
}

static int down(struct sync_office *o, int code, const char *detail)
{
	return sync_line_down(&o->line, code, sync_for_good(code), sync_reason(code), detail);
}

static int hello_send(struct sync_office *o, int64_t now)
{
	struct sync_hello_office h = { .proto_min = SYNC_PROTO_MIN, .proto_max = SYNC_PROTO_MAX };
	int rc = store_node_get(o->st, &o->node);
	if (!rc && !o->node.node)
		rc = ERR_NOTFOUND;
	if (!rc)
		rc = store_nodekey(o->st, o->node_key);
	if (rc)
		return rc;
	h.node = o->node.node;
	h.epoch = o->node.epoch;
	h.seq = o->node.seq;
	h.feed_seen = o->node.feed_seen;
	memcpy(h.head, o->node.head, HASH_LEN);
	random_bytes(h.nonce, sizeof h.nonce);
	buf_reset(&o->hello);
	sync_hello_office_put(&h, &o->hello);
	return buf_err(&o->hello) ? buf_err(&o->hello) : sync_line_send(&o->line, WIRE_FRAME_HELLO, o->hello.p, o->hello.len, now);
}

void sync_office_connect(struct sync_office *o, bool once, int64_t now)
{
	sync_line_start(&o->line, now);
	memset(&o->flight, 0, sizeof o->flight);
	o->once = once;
	o->goodbye = false;
	int rc = hello_send(o, now);
	if (rc)
		down(o, rc, "hello");
	o->line.s.acked = o->line.s.sent = o->node.acked;
	o->line.s.feed_acked = o->line.s.feed_sent = o->node.feed_seen;
}

/* Is what the centre has of us what we have? The centre's cursor decides where sending goes on, also when it went backwards. */
static int cursor_check(struct sync_office *o, uint64_t cursor, const uint8_t head[HASH_LEN])
{
	uint8_t ours[HASH_LEN];
	if (cursor > o->node.seq)
		return ERR_FORK; /* it has events that we do not: our database is an older copy */
	if (!cursor)
		return 0;
	int rc = store_head_at(o->st, o->node.node, cursor, ours);
	if (!rc && !hash_equal(ours, head, HASH_LEN))
		rc = ERR_FORK;
	if (!rc && cursor < o->node.acked)
		log_warn("sync: centre fell back from event %llu to %llu: sending again", (unsigned long long)o->node.acked,
		         (unsigned long long)cursor);
	return rc || cursor <= o->node.acked ? rc : store_outbox_acked(o->st, cursor, head);
}

static void clock_check(struct sync_office *o, int64_t centre_time, int64_t now, int32_t *offset)
{
	/* The centre looked at its clock about half a round trip ago. */
	int64_t there = centre_time + (now - o->line.last_out) / 2000, diff = clock_now() - there;
	*offset = (int32_t)(diff > INT32_MAX ? INT32_MAX : diff < -INT32_MAX ? -INT32_MAX : diff);
	if (*offset >= -1 && *offset <= 1)
		*offset = 0; /* whole seconds on both sides: one is noise */
	int64_t moved = (int64_t)*offset - o->node.clock_offset;
	if (moved >= -1 && moved <= 1) {
		*offset = o->node.clock_offset; /* no write at each connection */
		return;
	}
	int rc = store_clock_offset_set(o->st, *offset);
	if (rc)
		log_warn("sync: clock offset not stored: %s", err_name(rc));
}

static int proof_send(struct sync_office *o, const uint8_t transcript[HASH_LEN], int32_t offset, int64_t now)
{
	struct buf b;
	uint8_t proof[HASH_LEN];
	buf_init(&b, 64);
	sync_hello_proof(o->node_key, transcript, false, proof);
	buf_put(&b, proof, sizeof proof);
	buf_put_zigzag(&b, offset);
	int rc = buf_err(&b) ? buf_err(&b) : sync_line_send(&o->line, WIRE_FRAME_PROOF, b.p, b.len, now);
	buf_clear(&b);
	return rc;
}

static int hello_take(struct sync_office *o, const uint8_t *body, size_t n, int64_t now)
{
	struct sync_hello_centre h;
	const uint8_t *proof = NULL;
	uint8_t transcript[HASH_LEN], want[HASH_LEN];
	int32_t offset = 0;
	int rc = sync_hello_centre_get(body, n, &h, &proof);
	if (rc)
		return down(o, rc, "centre's hello");
	sync_hello_transcript(o->hello.p, o->hello.len, body, n - HASH_LEN, transcript);
	sync_hello_proof(o->node_key, transcript, true, want);
	if (!hash_equal(want, proof, HASH_LEN))
		return down(o, ERR_DENIED, "the centre does not know our node key");
	rc = cursor_check(o, h.cursor, h.head);
	if (rc)
		return down(o, rc, "the centre's cursor or chain head does not fit ours");
	clock_check(o, h.time, now, &offset);
	sync_hello_keys(o->node_key, transcript, o->line.key_out, o->line.key_in);
	o->line.keyed_in = o->line.keyed_out = true;
	rc = proof_send(o, transcript, offset, now);
	if (rc)
		return down(o, rc, "proof");
	o->base_up = sync_hello_base(o->node.node, o->node.epoch, h.office, h.cursor, h.time, offset);
	o->base_down = sync_hello_base(0, 0, 0, o->node.feed_seen, h.time, 0);
	o->window = h.window < SYNC_WINDOW ? h.window : SYNC_WINDOW;
	o->line.s.acked = o->line.s.sent = h.cursor;
	o->line.s.state = SYNC_UP;
	return 0;
}

static int ack_take(struct sync_office *o, const uint8_t *body, size_t n, int64_t now)
{
	struct rd r = rd_over(body, n);
	uint64_t cursor = rd_varint(&r);
	const uint8_t *head = rd_bytes(&r, HASH_LEN);
	uint64_t window = rd_varint(&r);
	if (r.err || rd_left(&r) || cursor < o->line.s.acked || cursor > o->line.s.sent)
		return down(o, ERR_CORRUPT, "ack outside of what was sent");
	o->window = window < SYNC_WINDOW ? (size_t)window : SYNC_WINDOW;
	if (cursor > o->line.s.acked) {
		int rc = store_outbox_acked(o->st, cursor, head);
		if (rc)
			return down(o, rc, "ack");
	}
	o->line.s.acked = cursor;
	sync_flight_acked(&o->flight, cursor, now);
	return 0;
}

static int feed_apply(struct sync_office *o, const struct buf *raw, int64_t now)
{
	struct store_feed_entry e[SYNC_FEED_MAX];
	struct err_info ei = { 0 };
	size_t n = 0;
	struct arena *a = arena_new(SYNC_ARENA_MAX * 4);
	if (!a)
		return ERR_NOMEM;
	int rc = sync_feed_unpack(&o->base_down, raw->p, raw->len, a, e, SYNC_FEED_MAX, &n);
	if (!rc && n)
		rc = store_feed_apply(o->st, e, n, &ei);
	if (rc)
		down(o, rc == ERR_INVALID ? ERR_CORRUPT : rc, ei.detail[0] ? ei.detail : "feed");
	else if (n)
		o->line.s.feed_acked = e[n - 1].seq;
	arena_free(a);
	if (rc || !n)
		return rc;
	struct buf b;
	buf_init(&b, 16);
	buf_put_varint(&b, o->line.s.feed_acked);
	rc = sync_line_send(&o->line, WIRE_FRAME_FEED_ACK, b.p, b.len, now);
	buf_clear(&b);
	return rc;
}

static int feed_take(struct sync_office *o, const uint8_t *body, size_t n, int64_t now)
{
	struct buf raw;
	bool done = false;
	buf_init(&raw, SYNC_RAW_MAX);
	int rc = sync_line_body(&o->line, WIRE_FRAME_FEED, body, n, &raw, &done);
	if (!rc && done)
		rc = feed_apply(o, &raw, now);
	buf_clear(&raw);
	return rc;
}

static int bye_take(struct sync_office *o, const uint8_t *body, size_t n)
{
	int code = 0, rc = sync_line_bye_read(&o->line, body, n, &code);
	if (rc || code)
		return rc;
	if (!o->goodbye)
		return down(o, ERR_CLOSED, "the centre said goodbye first");
	return sync_line_down(&o->line, 0, false, "", "");
}

static int frame(void *ctx, unsigned type, const uint8_t *body, size_t n, int64_t now)
{
	struct sync_office *o = ctx;
	if (type == WIRE_FRAME_BYE)
		return bye_take(o, body, n);
	if (o->line.s.state == SYNC_HELLO)
		return type == WIRE_FRAME_HELLO ? hello_take(o, body, n, now) : down(o, ERR_CORRUPT, "frame before hello");
	if (type == WIRE_FRAME_ACK)
		return ack_take(o, body, n, now);
	if (type == WIRE_FRAME_FEED)
		return feed_take(o, body, n, now);
	if (type == WIRE_FRAME_CONTROL && n == 1 && body[0] == SYNC_CONTROL_PONG)
		return 0;
	if (type == WIRE_FRAME_CONTROL && n == 1 && body[0] == SYNC_CONTROL_PING)
		return sync_line_send(&o->line, WIRE_FRAME_CONTROL, &(uint8_t){ SYNC_CONTROL_PONG }, 1, now);
	return down(o, ERR_CORRUPT, "unknown frame");
}

/* Packs n events; fewer when they do not fit in one frame. *full: there is no point in waiting for more. */
static int body_make(struct sync_office *o, const struct store_blob *ev, size_t *n, struct buf *raw, unsigned *format, struct buf *data)
{
	struct wire_slice s[SYNC_EVENTS_MAX];
	for (size_t i = 0; i < *n; i++)
		s[i] = (struct wire_slice){ ev[i].p, ev[i].n };
	for (;;) {
		buf_reset(raw);
		buf_reset(data);
		int rc = wire_pack_base(&o->base_up, s, *n, raw);
		if (!rc)
			rc = sync_codec_deflate(&o->line.codec, raw, format, data);
		if (rc || *n == 1 || data->len <= SYNC_PAYLOAD)
			return rc;
		size_t fewer = *n * SYNC_PAYLOAD / data->len;
		*n = fewer ? fewer : 1;
	}
}

/* One EVENTS frame when it is time for one: at once on an idle line; while something is on its way only when it is full, so that what is
 * saved meanwhile rides together. *more: try again. */
static int events_send(struct sync_office *o, struct arena *a, int64_t now, bool *more)
{
	struct store_blob *ev = NULL;
	size_t found = 0;
	struct buf raw, data;
	unsigned format = 0;
	*more = false;
	int rc = store_outbox_read(o->st, o->line.s.sent, SYNC_EVENTS_MAX, SYNC_READ_MAX, a, &ev, &found);
	if (rc || !found)
		return rc;
	size_t n = found;
	buf_init(&raw, SYNC_RAW_MAX);
	buf_init(&data, SYNC_RAW_MAX);
	rc = body_make(o, ev, &n, &raw, &format, &data);
	bool full = n < found || n == SYNC_EVENTS_MAX || data.len >= SYNC_FULL;
	if (!rc && (full || !o->flight.n)) {
		uint64_t before = o->line.s.bytes_out;
		rc = sync_line_send_body(&o->line, WIRE_FRAME_EVENTS, format, raw.len, &data, now);
		o->line.s.sent = ev[n - 1].seq;
		sync_flight_push(&o->flight, o->line.s.sent, (size_t)(o->line.s.bytes_out - before), now);
		*more = true;
	}
	buf_clear(&raw);
	buf_clear(&data);
	return rc;
}

static int goodbye_send(struct sync_office *o, int64_t now)
{
	uint8_t none = 0;
	o->goodbye = true;
	return sync_line_send(&o->line, WIRE_FRAME_BYE, &none, 1, now);
}

/* Everything that may be due, after each input. */
static void pump(struct sync_office *o, int64_t now)
{
	if (o->line.s.state != SYNC_UP)
		return;
	struct arena *a = arena_new(SYNC_ARENA_MAX);
	int rc = a ? 0 : ERR_NOMEM;
	bool more = true;
	while (!rc && more && sync_flight_room(&o->flight, o->window)) {
		rc = events_send(o, a, now, &more);
		arena_reset(a);
	}
	if (!rc && o->once && !o->goodbye && !o->flight.n && !more)
		rc = goodbye_send(o, now);
	arena_free(a);
	if (rc)
		down(o, rc, "sending events");
}

void sync_office_input(struct sync_office *o, const void *p, size_t n, int64_t now)
{
	/* The reason of a failure is in the status. */
	(void)!sync_line_input(&o->line, p, n, now, frame, o);
	pump(o, now);
}

void sync_office_eof(struct sync_office *o)
{
	down(o, ERR_CLOSED, o->line.s.state == SYNC_HELLO ? "closed before hello was answered" : "closed");
}

void sync_office_wake(struct sync_office *o, int64_t now)
{
	pump(o, now);
}

void sync_office_tick(struct sync_office *o, int64_t now)
{
	struct sync_line *l = &o->line;
	if (!sync_line_live(l))
		return;
	if (now - l->last_in >= (l->s.state == SYNC_HELLO ? SYNC_HELLO_MS : SYNC_DEAD_MS)) {
		down(o, ERR_TIMEOUT, "silence");
		return;
	}
	if (o->flight.n && now - o->flight.since >= SYNC_STUCK_MS) {
		down(o, ERR_TIMEOUT, "nothing is acknowledged");
		return;
	}
	if (l->s.state == SYNC_UP && now - l->last_out >= SYNC_PING_MS &&
	    sync_line_send(l, WIRE_FRAME_CONTROL, &(uint8_t){ SYNC_CONTROL_PING }, 1, now))
		down(o, ERR_NOMEM, "ping");
	pump(o, now);
}

struct buf *sync_office_output(struct sync_office *o)
{
	return &o->line.out;
}

int64_t sync_office_deadline(const struct sync_office *o)
{
	const struct sync_line *l = &o->line;
	if (!sync_line_live(l))
		return INT64_MAX;
	if (l->s.state == SYNC_HELLO)
		return l->last_in + SYNC_HELLO_MS;
	int64_t ping = l->last_out + SYNC_PING_MS, dead = l->last_in + SYNC_DEAD_MS;
	return ping < dead ? ping : dead;
}

const struct sync_status *sync_office_status(const struct sync_office *o)
{
	return &o->line.s;
}
