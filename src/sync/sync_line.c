/* sync_line.c: one connection: frames in and out, tags, fragments, goodbyes. Nothing here knows offices or events. */
#include "sync_internal.h"

#include <stdio.h>
#include <string.h>

#include "congvu/model.h"

void sync_line_init(struct sync_line *l)
{
	memset(l, 0, sizeof *l);
	buf_init(&l->in, WIRE_FRAME_MAX);
	buf_init(&l->out, SYNC_OUT_MAX);
	buf_init(&l->whole, SYNC_BODY_MAX);
}

static void forget(struct sync_line *l)
{
	buf_reset(&l->in);
	buf_reset(&l->whole);
	mem_wipe(l->key_in, sizeof l->key_in);
	mem_wipe(l->key_out, sizeof l->key_out);
	l->keyed_in = l->keyed_out = false;
	l->n_in = l->n_out = 0;
	l->whole_type = 0;
}

void sync_line_clear(struct sync_line *l)
{
	forget(l);
	buf_clear(&l->in);
	buf_clear(&l->out);
	buf_clear(&l->whole);
	sync_codec_clear(&l->codec);
}

void sync_line_start(struct sync_line *l, int64_t now)
{
	forget(l);
	buf_reset(&l->out);
	memset(&l->s, 0, sizeof l->s);
	l->s.state = SYNC_HELLO;
	l->last_in = l->last_out = now;
}

bool sync_line_live(const struct sync_line *l)
{
	return l->s.state == SYNC_HELLO || l->s.state == SYNC_UP;
}

int sync_line_down(struct sync_line *l, int code, bool for_good, const char *text, const char *detail)
{
	if (!sync_line_live(l))
		return code;
	forget(l);
	l->s.state = code ? SYNC_DOWN : SYNC_DONE;
	l->s.code = code;
	l->s.for_good = for_good;
	snprintf(l->s.text, sizeof l->s.text, "%s", text ? text : "");
	snprintf(l->s.detail, sizeof l->s.detail, "%s", detail ? detail : err_name(code));
	return code;
}

static int frame_one(struct sync_line *l, int64_t now, sync_frame_fn *fn, void *ctx, bool *more)
{
	struct wire_slice body = { 0 };
	unsigned type = 0;
	size_t used = 0;
	int rc = wire_frame_get(l->in.p, l->in.len, l->keyed_in ? l->key_in : NULL, l->n_in, &type, &body, &used);
	*more = false;
	if (rc == ERR_AGAIN)
		return 0;
	if (rc)
		return sync_line_down(l, rc, false, sync_reason(rc), l->keyed_in ? "frame: bad length or tag" : "frame: bad length");
	if (l->keyed_in)
		l->n_in++;
	l->s.frames_in++;
	l->last_in = now;
	rc = fn(ctx, type, body.p, body.n, now);
	if (!rc && sync_line_live(l)) {
		buf_consume(&l->in, used);
		*more = l->in.len > 0;
	}
	return rc;
}

int sync_line_input(struct sync_line *l, const void *p, size_t n, int64_t now, sync_frame_fn *fn, void *ctx)
{
	const uint8_t *b = p;
	l->s.bytes_in += n;
	while (n && sync_line_live(l)) {
		size_t part = WIRE_FRAME_MAX - l->in.len < n ? WIRE_FRAME_MAX - l->in.len : n;
		buf_put(&l->in, b, part);
		if (buf_err(&l->in))
			return sync_line_down(l, ERR_NOMEM, false, sync_reason(ERR_NOMEM), NULL);
		b += part;
		n -= part;
		for (bool more = true; more;) {
			int rc = frame_one(l, now, fn, ctx, &more);
			if (rc)
				return sync_line_down(l, rc, sync_for_good(rc), sync_reason(rc), NULL);
		}
	}
	return 0;
}

int sync_line_send(struct sync_line *l, unsigned type, const void *body, size_t n, int64_t now)
{
	size_t before = l->out.len;
	int rc = wire_frame_put(&l->out, type, body, n, l->keyed_out ? l->key_out : NULL, l->n_out);
	if (rc)
		return rc;
	if (l->keyed_out)
		l->n_out++;
	l->s.frames_out++;
	l->s.bytes_out += l->out.len - before;
	l->last_out = now;
	return 0;
}

int sync_line_send_body(struct sync_line *l, unsigned type, unsigned format, size_t raw_len, const struct buf *data, int64_t now)
{
	struct buf f;
	int rc = 0;
	buf_init(&f, WIRE_FRAME_MAX);
	for (size_t at = 0; (at < data->len || at == 0) && !rc;) {
		/* One that nearly fits goes whole: a fragment of a few bytes costs its envelope. */
		size_t part = data->len - at <= SYNC_PAYLOAD + 256 ? data->len - at : SYNC_PAYLOAD;
		buf_reset(&f);
		buf_put_u8(&f, format | (at + part < data->len ? SYNC_FORMAT_MORE : 0u));
		if (!at)
			buf_put_varint(&f, raw_len);
		buf_put(&f, data->p + at, part);
		rc = buf_err(&f) ? buf_err(&f) : sync_line_send(l, type, f.p, f.len, now);
		at += part;
		if (!part)
			break;
	}
	buf_clear(&f);
	return rc;
}

int sync_line_body(struct sync_line *l, unsigned type, const uint8_t *body, size_t n, struct buf *raw, bool *done)
{
	struct rd r = rd_over(body, n);
	unsigned format = rd_u8(&r);
	*done = false;
	if (!l->whole_type) {
		l->whole_raw = rd_varint(&r);
		l->whole_type = type;
		l->whole_format = format & 0x7fu;
		buf_reset(&l->whole);
		if (l->whole_raw > SYNC_RAW_MAX)
			return ERR_CORRUPT;
	}
	if (r.err || l->whole_type != type || (format & 0x7fu) != l->whole_format)
		return ERR_CORRUPT;
	size_t part = rd_left(&r);
	buf_put(&l->whole, rd_bytes(&r, part), part);
	if (buf_err(&l->whole))
		return buf_err(&l->whole) == ERR_RANGE ? ERR_CORRUPT : ERR_NOMEM;
	if (format & SYNC_FORMAT_MORE)
		return part ? 0 : ERR_CORRUPT;
	l->whole_type = 0;
	*done = true;
	return sync_codec_inflate(l->whole_format, l->whole.p, l->whole.len, (size_t)l->whole_raw, raw);
}

/* ---- goodbyes: varint -code, text ---- */

void sync_line_bye(struct sync_line *l, int code, const char *text, int64_t now)
{
	struct buf b;
	buf_init(&b, 300);
	buf_put_varint(&b, (uint64_t)-(int64_t)code);
	buf_puts(&b, text ? text : "");
	/* Best effort: the connection ends anyway. */
	if (buf_err(&b) || sync_line_send(l, WIRE_FRAME_BYE, b.p, b.len, now))
		log_warn("sync: goodbye not sent");
	buf_clear(&b);
}

int sync_line_bye_read(struct sync_line *l, const uint8_t *body, size_t n, int *code)
{
	struct rd r = rd_over(body, n);
	uint64_t c = rd_varint(&r);
	char text[160], quoted[180];
	size_t len = rd_left(&r) < sizeof text - 1 ? rd_left(&r) : sizeof text - 1;
	if (r.err || c > 1000)
		return ERR_CORRUPT;
	*code = -(int)c;
	if (!c)
		return 0;
	if (len)
		memcpy(text, r.p, len);
	text[len] = 0;
	/* A clerk sees our own words for the code; what the peer wrote goes to the log only. */
	return sync_line_down(l, *code, sync_for_good(*code), sync_reason(*code), log_quote(quoted, sizeof quoted, text, len));
}

bool sync_for_good(int code)
{
	static const int codes[] = { ERR_DENIED, ERR_FORK, ERR_VERSION, ERR_PARKED, ERR_REFUSED, ERR_GENERATION, ERR_NOTFOUND,
		ERR_NOKEY };
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (codes[i] == code)
			return true;
	return false;
}

const char *sync_reason(int code)
{
	static const struct { int code; const char *id; } rows[] = {
		{ ERR_DENIED, "sync.denied" }, { ERR_VERSION, "sync.version" }, { ERR_FORK, "sync.fork" }, { ERR_PARKED, "sync.parked" },
		{ ERR_REFUSED, "sync.refused" }, { ERR_GENERATION, "sync.generation" }, { ERR_CORRUPT, "sync.corrupt" },
		{ ERR_TIMEOUT, "sync.timeout" }, { ERR_CLOSED, "sync.closed" }, { ERR_NOTFOUND, "sync.unknown" }, { ERR_FULL, "sync.full" },
		{ ERR_NOKEY, "sync.nokey" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].code == code)
			return model_message(rows[i].id);
	return model_message("sync.failed");
}

/* ---- bytes on their way ---- */

void sync_flight_push(struct sync_flight *f, uint64_t seq, size_t bytes, int64_t now)
{
	if (!f->n)
		f->since = now;
	if (f->n == SYNC_FLIGHT_MAX)
		return;
	size_t at = (f->first + f->n++) % SYNC_FLIGHT_MAX;
	f->f[at].seq = seq;
	f->f[at].bytes = bytes;
	f->bytes += bytes;
}

void sync_flight_acked(struct sync_flight *f, uint64_t seq, int64_t now)
{
	while (f->n && f->f[f->first].seq <= seq) {
		f->bytes -= f->f[f->first].bytes;
		f->first = (f->first + 1) % SYNC_FLIGHT_MAX;
		f->n--;
		f->since = now;
	}
}

bool sync_flight_room(const struct sync_flight *f, size_t window)
{
	return f->n < SYNC_FLIGHT_MAX && f->bytes < window;
}
