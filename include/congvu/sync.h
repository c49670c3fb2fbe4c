/* congvu/sync.h: both ends of the sync line. The state machines know no socket, no clock and no process: bytes and times go in, bytes and
 * a deadline come out, rows and queues are store's. Normative text of what travels: src/sync/PROTOCOL.
 *
 *  - `now` is clock_mono_ms() of the caller (any clock that never runs backwards will do); wall time comes from clock_now().
 *  - After every call: write what *_output() holds (buf_consume what was written), look at *_status(), wait until *_deadline().
 *  - A machine that is down stays so: the office's takes a new connection with sync_office_connect(), the centre's is made per connection.
 *  - The centre's cursor is the only truth about what has arrived; the office's feed cursor about what went down. Each is stored in the
 *    transaction that stores the data, so a line may break at any byte.
 */
#ifndef CONGVU_SYNC_H
#define CONGVU_SYNC_H

#include "congvu/base.h"

struct store;

#define SYNC_PROTO_MIN 1
#define SYNC_PROTO_MAX 1

enum sync_state {
	SYNC_IDLE,  /* no connection yet */
	SYNC_HELLO, /* greeting */
	SYNC_UP,    /* proven both ways */
	SYNC_DONE,  /* both said goodbye, everything acknowledged: flush the output and close */
	SYNC_DOWN   /* broken or refused: flush the output (it may hold the reason for the peer) and close */
};
struct sync_status {
	enum sync_state state;
	int code;          /* why it is down; ERR_CLOSED: the line just went away */
	bool for_good;     /* trying again at once is useless (wrong key, fork, version): wait the longest time */
	char text[200];    /* Vietnamese, for status; "" when up */
	char detail[200];  /* English, for the log */
	uint64_t sent, acked;           /* own events: last one sent, last one the other end has (office) or taken (centre) */
	uint64_t feed_sent, feed_acked; /* the same for the feed */
	uint64_t bytes_in, bytes_out, frames_in, frames_out; /* of this connection */
};

/* ---- the office's end ----------------------------------------------------------------------------------------------- */

struct sync_office;
int sync_office_new(struct store *st, struct sync_office **out) MUST_CHECK;
void sync_office_free(struct sync_office *o); /* NULL is fine */
/* once: say goodbye as soon as all is sent and the centre has nothing more. */
void sync_office_connect(struct sync_office *o, bool once, int64_t now);
void sync_office_input(struct sync_office *o, const void *p, size_t n, int64_t now);
void sync_office_eof(struct sync_office *o);             /* the line is gone */
void sync_office_wake(struct sync_office *o, int64_t now); /* there may be new events */
void sync_office_tick(struct sync_office *o, int64_t now); /* the deadline has come, or output was written */
struct buf *sync_office_output(struct sync_office *o);
int64_t sync_office_deadline(const struct sync_office *o); /* INT64_MAX: none */
const struct sync_status *sync_office_status(const struct sync_office *o);

/* ---- the centre's end ------------------------------------------------------------------------------------------------ */

struct sync_centre;
int sync_centre_new(struct store *st, uint32_t node, int64_t now, struct sync_centre **out) MUST_CHECK; /* node: as SSH knows the peer */
void sync_centre_free(struct sync_centre *c);
void sync_centre_input(struct sync_centre *c, const void *p, size_t n, int64_t now);
void sync_centre_eof(struct sync_centre *c);
void sync_centre_wake(struct sync_centre *c, int64_t now);
void sync_centre_tick(struct sync_centre *c, int64_t now);
struct buf *sync_centre_output(struct sync_centre *c);
int64_t sync_centre_deadline(const struct sync_centre *c);
const struct sync_status *sync_centre_status(const struct sync_centre *c);

/* ---- when to dial again ------------------------------------------------------------------------------------------------ */

/* 2, 4 .. 300 s with full jitter; forgotten after 5 healthy minutes; a local wake tries sooner, at least 2 s after the last try. */
struct sync_backoff {
	unsigned failures;
	int64_t tried, up_since; /* ms; up_since 0: down */
	uint64_t seed;
};
void sync_backoff_init(struct sync_backoff *b, uint64_t seed);
void sync_backoff_up(struct sync_backoff *b, int64_t now);
void sync_backoff_tried(struct sync_backoff *b, int64_t now);
int64_t sync_backoff_down(struct sync_backoff *b, bool for_good, int64_t now); /* ms until the next try */
int64_t sync_backoff_wake(const struct sync_backoff *b, int64_t now);          /* ms until a try that a person's save asks for */

/* ---- enrolment (DECISIONS nodes 19) ------------------------------------------------------------------------------------- */

/* The code's secret as both ends and `office add` (store_enrol_add) hash it: SHA-256 of its characters as printed. */
void sync_enrol_hash(const char *secret, uint8_t out[HASH_LEN]);

struct sync_enrol {
	const char *dir;        /* the office's folder: DIR/nodekey is written here */
	const char *secret;     /* out of the code, as typed */
	const char *public_key; /* "ssh-ed25519 base64" */
	const char *name;       /* what the office calls itself, "" when nothing */
};
struct sync_enrolled {
	uint32_t node, epoch;
	rowid_t office;
	char office_code[65], centre_name[129];
};
/* Speaks over a connected pipe (blocking or not, may be one socket twice) until the answer is stored: node number, epoch and office by
 * store_node_set, the key in DIR/nodekey. Repeated with the same key it gets the same answer. At most timeout_ms. */
int sync_enrol_office(struct store *st, const struct sync_enrol *e, int fd_in, int fd_out, int timeout_ms, struct sync_enrolled *out,
                      struct err_info *ei) MUST_CHECK;
/* The centre's side of the same: what `sync-serve --enrol` runs for user `enrol`. One question, one answer, then it returns. */
int sync_enrol_centre(struct store *st, int fd_in, int fd_out, int timeout_ms, struct err_info *ei) MUST_CHECK;
/* The same without descriptors: request and answer as frames. */
int sync_enrol_request(const struct sync_enrol *e, struct buf *out) MUST_CHECK;
/* out: the answer, or the refusal that goes with the error */
int sync_enrol_answer(struct store *st, const void *frame, size_t n, struct buf *out, struct err_info *ei) MUST_CHECK;
int sync_enrol_accept(struct store *st, const char *dir, const void *frame, size_t n, struct sync_enrolled *out,
                      struct err_info *ei) MUST_CHECK;

/* ---- running over descriptors -------------------------------------------------------------------------------------------- */

struct sync_run {
	const char *dir;
	bool once; /* send and fetch all, then leave: 0, or the reason why not */
	/* Gives a connected descriptor (one end of a socketpair whose other end `congvu-net --dial` holds). It is closed here, then hung_up
	 * (may be NULL) is called, where the child is reaped. Non-zero: dialling failed, tried again later. */
	int (*dial)(void *ctx, int *fd);
	void (*hung_up)(void *ctx);
	void *ctx;
	const volatile int *stop; /* NULL, or: leave when it is not 0; SIGTERM and SIGINT are taken here anyway */
};
/* `congvu sync`: 0 when it was told to stop (or once: all done). ERR_BUSY: another one runs (run/sync.lock). ERR_DENIED: not enrolled. */
int sync_run_office(const struct sync_run *r, struct err_info *ei) MUST_CHECK;
/* `congvu sync-serve --node N`: serves one connection to its end. fd_in and fd_out may be the same. 0 when it ended well. */
int sync_run_centre(const char *dir, uint32_t node, int fd_in, int fd_out, struct err_info *ei) MUST_CHECK;

/* ---- compression, for measuring ------------------------------------------------------------------------------------------ */

/* What n canonical events take on the line in one frame: packed, deflated payload without envelope; *frame (may be NULL) with it. */
int sync_measure(const void *const *events, const size_t *lens, size_t n, size_t *payload, size_t *frame) MUST_CHECK;

#endif
