/* sync_enrol.c: an office joins with its one-time code. One question, one answer; SSH (host key pinned by the code) keeps both secret. */
#include "sync_internal.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "congvu/model.h"
#include "congvu/platform.h"

#define ENROL_VERSION 1

void sync_enrol_hash(const char *secret, uint8_t out[HASH_LEN])
{
	hash_sha256(secret, strlen(secret), out);
}

static void text_put(struct buf *b, const char *s)
{
	size_t n = strlen(s);
	buf_put_varint(b, n);
	buf_put(b, s, n);
}

static int text_get(struct rd *r, char *out, size_t cap)
{
	uint64_t n = rd_varint(r);
	if (r->err || n >= cap || n > rd_left(r))
		return ERR_CORRUPT;
	const uint8_t *p = rd_bytes(r, (size_t)n);
	if (n && (memchr(p, 0, (size_t)n) || !utf8_valid((const char *)p, (size_t)n)))
		return ERR_CORRUPT;
	if (n)
		memcpy(out, p, (size_t)n);
	out[n] = 0;
	return 0;
}

/* request := version hash[32] public key, program version, asked name */
int sync_enrol_request(const struct sync_enrol *e, struct buf *out)
{
	struct buf b;
	uint8_t hash[HASH_LEN];
	buf_init(&b, 2048);
	sync_enrol_hash(e->secret, hash);
	buf_put_u8(&b, ENROL_VERSION);
	buf_put(&b, hash, sizeof hash);
	text_put(&b, e->public_key);
	text_put(&b, CONGVU_VERSION);
	text_put(&b, e->name ? e->name : "");
	int rc = buf_err(&b) ? buf_err(&b) : wire_frame_put(out, WIRE_FRAME_ENROL, b.p, b.len, NULL, 0);
	buf_clear(&b);
	return rc;
}

static int refusal(struct buf *out, int code, const char *why)
{
	struct buf b;
	buf_init(&b, 400);
	buf_put_varint(&b, (uint64_t)-(int64_t)code);
	buf_puts(&b, why);
	int rc = buf_err(&b) ? buf_err(&b) : wire_frame_put(out, WIRE_FRAME_BYE, b.p, b.len, NULL, 0);
	buf_clear(&b);
	return rc ? rc : code;
}

static void centre_name(struct store *st, char *out, size_t cap)
{
	struct buf b;
	buf_init(&b, 128);
	/* No name is no reason not to enrol. */
	if (store_meta_get(st, "name", &b))
		buf_reset(&b);
	snprintf(out, cap, "%s", buf_str(&b));
	buf_clear(&b);
}

/* answer := version node epoch office time node key[32] office code, centre name */
static int answer(struct store *st, const struct store_peer *p, struct buf *out)
{
	struct buf b;
	char name[129];
	centre_name(st, name, sizeof name);
	buf_init(&b, 512);
	buf_put_u8(&b, ENROL_VERSION);
	buf_put_varint(&b, p->node);
	buf_put_varint(&b, p->epoch);
	buf_put_varint(&b, p->office);
	buf_put_zigzag(&b, clock_now());
	buf_put(&b, p->node_key, HASH_LEN);
	text_put(&b, p->name);
	text_put(&b, name);
	int rc = buf_err(&b) ? buf_err(&b) : wire_frame_put(out, WIRE_FRAME_ENROLLED, b.p, b.len, NULL, 0);
	if (b.p)
		mem_wipe(b.p, b.len);
	buf_clear(&b);
	return rc;
}

static int frame_body(const void *frame, size_t n, unsigned *type, struct rd *r)
{
	struct wire_slice body = { 0 };
	size_t used = 0;
	int rc = wire_frame_get(frame, n, NULL, 0, type, &body, &used);
	*r = rd_over(body.p, body.n);
	return rc ? rc : used == n ? 0 : ERR_CORRUPT;
}

int sync_enrol_answer(struct store *st, const void *frame, size_t n, struct buf *out, struct err_info *ei)
{
	char key[1024], version[64], name[129], quoted[160];
	struct store_peer peer;
	struct err_info own = { 0 };
	unsigned type = 0;
	struct rd r;
	if (frame_body(frame, n, &type, &r) || type != WIRE_FRAME_ENROL)
		return refusal(out, err_setf(ei, ERR_CORRUPT, sync_reason(ERR_CORRUPT), "enrol: no request"), "no request");
	if (rd_u8(&r) != ENROL_VERSION)
		return refusal(out, err_setf(ei, ERR_VERSION, sync_reason(ERR_VERSION), "enrol: other version"), "other version");
	const uint8_t *hash = rd_bytes(&r, HASH_LEN);
	bool bad = r.err || text_get(&r, key, sizeof key) || text_get(&r, version, sizeof version) || text_get(&r, name, sizeof name);
	if (bad || rd_left(&r) || !key[0])
		return refusal(out, err_setf(ei, ERR_CORRUPT, sync_reason(ERR_CORRUPT), "enrol: bad request"), "bad request");
	int rc = store_enrol_use(st, hash, key, &peer, &own);
	if (rc) {
		err_setf(ei, rc, own.text, "enrol: %s", own.detail[0] ? own.detail : err_name(rc));
		return refusal(out, rc, own.text[0] ? own.text : err_name(rc));
	}
	log_info("enrol: node %u, office %s, program %s, calls itself %s", peer.node, peer.name,
	         log_quote(quoted, 60, version, strlen(version)), log_quote(quoted + 60, 100, name, strlen(name)));
	rc = answer(st, &peer, out);
	mem_wipe(&peer, sizeof peer);
	return rc;
}

static int node_keep(struct store *st, const struct sync_enrolled *e, struct err_info *ei)
{
	struct store_node node;
	int rc = store_begin(st, ei);
	if (rc)
		return rc;
	rc = store_node_get(st, &node);
	if (!rc && node.node && (node.node != e->node || node.epoch != e->epoch))
		rc = err_setf(ei, ERR_EXISTS, model_message("sync.other_number"), "node %u now, %u answered", node.node, e->node);
	if (!rc) {
		node.node = e->node;
		node.epoch = e->epoch;
		node.office = e->office;
		rc = store_node_set(st, &node);
	}
	if (rc) {
		store_rollback(st);
		return rc;
	}
	return store_commit(st, ei);
}

static int key_keep(const char *dir, const uint8_t *key, struct err_info *ei)
{
	char path[PLAT_PATH_MAX];
	int rc = plat_path(path, sizeof path, dir, "nodekey");
	if (!rc)
		rc = plat_write_file_atomic(path, key, HASH_LEN, 0600);
	return rc ? err_setf(ei, rc, model_message("sync.no_key"), "nodekey: %s", err_name(rc)) : 0;
}

static int refused(struct rd *r, struct err_info *ei)
{
	char text[200];
	uint64_t code = rd_varint(r);
	size_t n = rd_left(r) < sizeof text - 1 ? rd_left(r) : sizeof text - 1;
	if (r->err || !code || code > 1000)
		return err_setf(ei, ERR_CORRUPT, sync_reason(ERR_CORRUPT), "enrol: bad refusal");
	if (n)
		memcpy(text, r->p, n);
	text[n] = 0;
	/* The words come from a centre whose key was pinned; they are shown when they are clean text. */
	bool clean = n && utf8_valid(text, n);
	for (size_t i = 0; i < n && clean; i++)
		clean = (unsigned char)text[i] >= ' ' && text[i] != 0x7f;
	return err_setf(ei, -(int)code, clean ? text : model_message("sync.code"), "enrol: refused, %s", err_name(-(int)code));
}

int sync_enrol_accept(struct store *st, const char *dir, const void *frame, size_t n, struct sync_enrolled *out, struct err_info *ei)
{
	unsigned type = 0;
	struct rd r;
	memset(out, 0, sizeof *out);
	int rc = frame_body(frame, n, &type, &r);
	if (!rc && type == WIRE_FRAME_BYE)
		return refused(&r, ei);
	if (rc || type != WIRE_FRAME_ENROLLED || rd_u8(&r) != ENROL_VERSION)
		return err_setf(ei, rc ? rc : ERR_VERSION, sync_reason(rc ? ERR_CORRUPT : ERR_VERSION), "enrol: no answer that we know");
	uint64_t node = rd_varint(&r), epoch = rd_varint(&r);
	out->office = rd_varint(&r);
	(void)rd_zigzag(&r); /* the centre's time: the first hello measures it better */
	const uint8_t *key = rd_bytes(&r, HASH_LEN);
	if (r.err || !node || node > 0xffffff || !epoch || epoch > 0xff || text_get(&r, out->office_code, sizeof out->office_code) ||
	    text_get(&r, out->centre_name, sizeof out->centre_name) || rd_left(&r))
		return err_setf(ei, ERR_CORRUPT, sync_reason(ERR_CORRUPT), "enrol: bad answer");
	out->node = (uint32_t)node;
	out->epoch = (uint32_t)epoch;
	/* The key first: a node number without its key could never greet; a key without a number is just asked for again. */
	rc = key_keep(dir, key, ei);
	return rc ? rc : node_keep(st, out, ei);
}

/* ---- over descriptors ---- */

static int write_out(int fd, const struct buf *b, int64_t until)
{
	for (size_t at = 0; at < b->len;) {
		ssize_t n = plat_write(fd, b->p + at, b->len - at);
		if (n == ERR_AGAIN) {
			int64_t left = until - clock_mono_ms();
			int rc = left > 0 ? plat_wait_fd(fd, POLLOUT, (int)left) : ERR_TIMEOUT;
			if (rc)
				return rc;
			continue;
		}
		if (n < 0)
			return (int)n;
		at += (size_t)n;
	}
	return 0;
}

static int read_frame(int fd, struct buf *in, int64_t until)
{
	uint8_t part[1024];
	for (;;) {
		unsigned type = 0;
		struct wire_slice body;
		size_t used = 0;
		int rc = wire_frame_get(in->p, in->len, NULL, 0, &type, &body, &used);
		if (rc != ERR_AGAIN) {
			in->len = rc ? in->len : used;
			return rc;
		}
		int64_t left = until - clock_mono_ms();
		rc = left > 0 ? plat_wait_fd(fd, POLLIN, (int)left) : ERR_TIMEOUT;
		if (rc)
			return rc;
		ssize_t n = plat_read(fd, part, sizeof part);
		if (n == ERR_AGAIN)
			continue;
		if (n <= 0)
			return n ? (int)n : ERR_CLOSED;
		buf_put(in, part, (size_t)n);
		if (buf_err(in))
			return ERR_CORRUPT;
	}
}

int sync_enrol_office(struct store *st, const struct sync_enrol *e, int fd_in, int fd_out, int timeout_ms, struct sync_enrolled *out,
		struct err_info *ei)
{
	struct buf b;
	int64_t until = clock_mono_ms() + timeout_ms;
	buf_init(&b, WIRE_FRAME_MAX);
	plat_signal_ignore_pipe();
	int rc = sync_enrol_request(e, &b);
	if (!rc)
		rc = write_out(fd_out, &b, until);
	buf_reset(&b);
	if (!rc)
		rc = read_frame(fd_in, &b, until);
	if (rc)
		err_setf(ei, rc, model_message(rc == ERR_TIMEOUT ? "sync.join_timeout" : "sync.join_closed"), "enrol: %s", err_name(rc));
	else
		rc = sync_enrol_accept(st, e->dir, b.p, b.len, out, ei);
	if (b.p)
		mem_wipe(b.p, b.len);
	buf_clear(&b);
	return rc;
}

int sync_enrol_centre(struct store *st, int fd_in, int fd_out, int timeout_ms, struct err_info *ei)
{
	struct buf in, out;
	int64_t until = clock_mono_ms() + timeout_ms;
	buf_init(&in, WIRE_FRAME_MAX);
	buf_init(&out, WIRE_FRAME_MAX);
	plat_signal_ignore_pipe();
	int rc = read_frame(fd_in, &in, until);
	if (rc)
		err_setf(ei, rc, sync_reason(rc), "enrol: %s", err_name(rc));
	else
		rc = sync_enrol_answer(st, in.p, in.len, &out, ei);
	if (out.len) {
		int sent = write_out(fd_out, &out, until);
		rc = rc ? rc : sent;
		mem_wipe(out.p, out.len);
	}
	buf_clear(&in);
	buf_clear(&out);
	return rc;
}
