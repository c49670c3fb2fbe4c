/* sync_internal.h: what the files of this room share. */
#ifndef SYNC_INTERNAL_H
#define SYNC_INTERNAL_H

#include <sys/types.h>

#include "congvu/store.h"
#include "congvu/sync.h"
#include "congvu/wire.h"

#define SYNC_PAYLOAD 2000          /* bytes of a body that go into one frame */
#define SYNC_WINDOW 6144           /* bytes on their way that nobody has acknowledged */
#define SYNC_EVENTS_MAX 16         /* events of one frame */
#define SYNC_FEED_MAX 64           /* feed entries of one frame */
#define SYNC_READ_MAX (24 * 1024)  /* canonical bytes looked at for one frame */
#define SYNC_FULL 1300             /* a body of this size is worth a frame although others are on their way */
#define SYNC_RAW_MAX (192 * 1024)  /* a body before compression; said in front and checked before anything is inflated */
#define SYNC_BODY_MAX (200 * 1024) /* a body put together from fragments */
#define SYNC_OUT_MAX (256 * 1024)
#define SYNC_ARENA_MAX ((size_t)8 << 20)
#define SYNC_NONCE 16

#define SYNC_HELLO_MS 60000
#define SYNC_PING_MS 60000
#define SYNC_DEAD_MS 180000
#define SYNC_STUCK_MS 600000 /* sent, line alive, not acknowledged */

/* ---- bodies (sync_codec.c) ------------------------------------------------------------------------------------------ */

/* body := format [varint raw length] data; format: dictionary id (0: as it is), the length only in the first fragment. */
#define SYNC_FORMAT_MORE 0x80
#define SYNC_DICT 1
struct sync_codec {
	void *deflater; /* z_stream, made at first use */
};
void sync_codec_clear(struct sync_codec *c);
int sync_codec_deflate(struct sync_codec *c, const struct buf *raw, unsigned *format, struct buf *out) MUST_CHECK;
int sync_codec_inflate(unsigned format, const void *p, size_t n, size_t raw_len, struct buf *out) MUST_CHECK;

/* ---- feed entries as events, so that one packer serves both ways (sync_feed.c) ------------------------------------------ */

int sync_feed_pack(const struct wire_head *base, const struct store_feed_entry *e, size_t n, struct arena *a, struct buf *raw) MUST_CHECK;
int sync_feed_unpack(const struct wire_head *base, const void *p, size_t n, struct arena *a, struct store_feed_entry *e, size_t max,
                     size_t *count) MUST_CHECK;

/* ---- one connection (sync_line.c) ---------------------------------------------------------------------------------------- */

struct sync_line {
	struct buf in, out;
	bool keyed_in, keyed_out;
	uint8_t key_in[HASH_LEN], key_out[HASH_LEN];
	uint64_t n_in, n_out;
	struct buf whole; /* fragments of one body */
	unsigned whole_type, whole_format;
	uint64_t whole_raw;
	int64_t last_in, last_out;
	struct sync_codec codec;
	struct sync_status s;
};
typedef int sync_frame_fn(void *ctx, unsigned type, const uint8_t *body, size_t n, int64_t now);
void sync_line_init(struct sync_line *l);
void sync_line_clear(struct sync_line *l);
void sync_line_start(struct sync_line *l, int64_t now); /* a new connection */
int sync_line_input(struct sync_line *l, const void *p, size_t n, int64_t now, sync_frame_fn *fn, void *ctx) MUST_CHECK;
int sync_line_send(struct sync_line *l, unsigned type, const void *body, size_t n, int64_t now) MUST_CHECK;
/* A body that was deflated already, in as many fragments as it takes. */
int sync_line_send_body(struct sync_line *l, unsigned type, unsigned format, size_t raw_len, const struct buf *data,
                        int64_t now) MUST_CHECK;
/* Takes a fragment; *done with the inflated body in raw when it was the last. */
int sync_line_body(struct sync_line *l, unsigned type, const uint8_t *body, size_t n, struct buf *raw, bool *done) MUST_CHECK;
/* Ends the connection: no state is kept but the reason. Returns code. */
int sync_line_down(struct sync_line *l, int code, bool for_good, const char *text, const char *detail);
void sync_line_bye(struct sync_line *l, int code, const char *text, int64_t now); /* tells the peer why */
/* *code 0: goodbye; else the line is down now. */
int sync_line_bye_read(struct sync_line *l, const uint8_t *body, size_t n, int *code) MUST_CHECK;
bool sync_line_live(const struct sync_line *l);
const char *sync_reason(int code); /* Vietnamese, what is wrong and what to do */
bool sync_for_good(int code);

/* Bytes on their way: what a cumulative acknowledgement frees. */
#define SYNC_FLIGHT_MAX 64
struct sync_flight {
	struct { uint64_t seq; size_t bytes; } f[SYNC_FLIGHT_MAX];
	size_t first, n, bytes;
	int64_t since; /* when the oldest one left */
};
void sync_flight_push(struct sync_flight *f, uint64_t seq, size_t bytes, int64_t now);
void sync_flight_acked(struct sync_flight *f, uint64_t seq, int64_t now);
bool sync_flight_room(const struct sync_flight *f, size_t window);

/* ---- greeting (sync_hello.c) ----------------------------------------------------------------------------------------------- */

struct sync_hello_office {
	unsigned proto_min, proto_max;
	uint32_t node, epoch;
	uint8_t nonce[SYNC_NONCE];
	uint64_t seq, feed_seen;
	uint8_t head[HASH_LEN];
};
struct sync_hello_centre {
	unsigned proto;
	uint8_t nonce[SYNC_NONCE];
	uint64_t cursor;
	uint8_t head[HASH_LEN];
	rowid_t office;
	int64_t time;
	uint32_t window;
};
/* Both bodies make the transcript; proofs and keys are made over its digest. */
void sync_hello_office_put(const struct sync_hello_office *h, struct buf *out);
int sync_hello_office_get(const uint8_t *p, size_t n, struct sync_hello_office *h) MUST_CHECK; /* ERR_VERSION: only the numbers were read */
void sync_hello_centre_put(const struct sync_hello_centre *h, struct buf *out); /* without the proof that follows it */
int sync_hello_centre_get(const uint8_t *p, size_t n, struct sync_hello_centre *h, const uint8_t **proof) MUST_CHECK;
void sync_hello_transcript(const void *office, size_t n_office, const void *centre, size_t n_centre, uint8_t out[HASH_LEN]);
void sync_hello_proof(const uint8_t node_key[HASH_LEN], const uint8_t transcript[HASH_LEN], bool centre, uint8_t out[HASH_LEN]);
void sync_hello_keys(const uint8_t node_key[HASH_LEN], const uint8_t transcript[HASH_LEN], uint8_t up[HASH_LEN], uint8_t down[HASH_LEN]);
struct wire_head sync_hello_base(uint32_t node, uint32_t epoch, rowid_t office, uint64_t seq, int64_t time, int32_t offset);

/* ---- descriptors (sync_pipe.c) ------------------------------------------------------------------------------------------------ */

struct loop;
typedef void sync_pipe_fn(void *ctx, const uint8_t *p, size_t n); /* n = 0: the end, also after an error */
struct sync_pipe {
	struct loop *loop;
	int fd_in, fd_out; /* may be one */
	uint64_t h_in, h_out;
	struct buf *out;
	sync_pipe_fn *fn;
	void *ctx;
	bool broken; /* nobody reads any more */
};
int sync_pipe_open(struct sync_pipe *p, struct loop *l, int fd_in, int fd_out, struct buf *out, sync_pipe_fn *fn, void *ctx) MUST_CHECK;
void sync_pipe_flush(struct sync_pipe *p); /* what fits; waits for room for the rest */
void sync_pipe_close(struct sync_pipe *p); /* stops watching; the descriptors stay open */
void sync_stop_on_signal(struct loop *l, int signo, pid_t sender, void *ctx); /* SIGTERM: the loop ends with 0 */
void sync_idle(void *store);                                                   /* before each poll: no statement is open */

enum sync_control { SYNC_CONTROL_PING = 1, SYNC_CONTROL_PONG = 2 };

#endif
