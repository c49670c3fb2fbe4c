/* congvu/wire.h: bytes that cross a process, a line or years. Pure functions over buffers: no I/O, no clock, no model.
 *
 * Canonical event (DESIGN 1, DECISIONS events 1-6): one self-contained byte string; it alone is hashed, stored and replayed.
 *
 *   event   := 0x01 form header_len header [digest] payload        form: 0 full, 1 wiped (then 32 bytes of digest)
 *   header  := fields WIRE_H_* in ascending number, absent = 0
 *   payload := n_ops op*
 *   op      := type kind zigzag(id - subject id) n_fields field*    fields in ascending number
 *   field   := varint(number x 4 + shape) value
 *   value   := zigzag | varint length, bytes | varint count, (varint(shape) value)* | nothing (null)
 *
 * All varints minimal LEB128. Decoding refuses anything that encoding would not give back byte for byte (golden bytes in tests/data).
 */
#ifndef CONGVU_WIRE_H
#define CONGVU_WIRE_H

#include "congvu/base.h"

#define WIRE_EVENT_MAX (64 * 1024) /* bytes of one canonical event */
#define WIRE_OPS_MAX 512
#define WIRE_FIELDS_MAX 256

/* ---- events ----------------------------------------------------------------------------------------------------- */

enum wire_flag { WIRE_FLAG_CLOCK_HELD = 1, WIRE_FLAG_SCRIPT = 2, WIRE_FLAG_ACTOR_UNPROVEN = 4 };

struct wire_head {
	uint32_t node;         /* 1 */
	uint32_t epoch;        /* 2 */
	uint64_t seq;          /* 3, from 1 */
	int64_t time;          /* 4, seconds UTC; never before the node's previous event */
	int32_t clock_offset;  /* 5, seconds, as the last hello saw it */
	rowid_t actor;         /* 6, user; 0 = system */
	rowid_t on_behalf_of;  /* 7 */
	rowid_t hand;          /* 8, helper who typed under control */
	uint32_t role;         /* 9, the model's number */
	uint32_t verb;         /* 10 */
	uint32_t subject_type; /* 11 */
	rowid_t subject_id;    /* 12 */
	uint64_t version_seen; /* 13, 0 = new */
	uint32_t flags;        /* 14 */
	rowid_t office;        /* 15, acting office: owner of the rows unless an operation says otherwise */
};

enum wire_op_kind { WIRE_PUT = 1, WIRE_PATCH = 2, WIRE_REMOVE = 3 };
struct wire_field {
	uint32_t no;
	struct val v;
};
struct wire_op {
	uint32_t type;
	rowid_t id;
	enum wire_op_kind kind;
	const struct wire_field *fields;
	size_t n_fields;
};
struct wire_event {
	struct wire_head head;
	bool wiped;
	uint8_t digest[HASH_LEN]; /* of the payload that was wiped */
	const struct wire_op *ops;
	size_t n_ops;
};

/* Appends the canonical bytes. ERR_INVALID when fields are not ascending or a ceiling is exceeded. */
int wire_event_encode(const struct wire_event *ev, struct buf *out) MUST_CHECK;
/* ops, fields and texts live in `a`; texts are NUL-terminated copies. ERR_CORRUPT, ERR_VERSION (unknown first byte), ERR_NOMEM. */
int wire_event_decode(const void *p, size_t n, struct arena *a, struct wire_event *out) MUST_CHECK;
int wire_head_decode(const void *p, size_t n, struct wire_head *out, bool *wiped) MUST_CHECK; /* the header alone */
/* Borrowed slices for hashing: header bytes, payload bytes (of a wiped event: the digest's place, 32 bytes, in *digest). */
struct wire_slice {
	const uint8_t *p;
	size_t n;
};
int wire_event_slices(const void *p, size_t n, struct wire_slice *header, struct wire_slice *payload, const uint8_t **digest) MUST_CHECK;

/* d(n) = HMAC-SHA256(digest key, payload); h(n) = SHA-256(h(n-1) || header(n) || d(n)). For a wiped event d(n) is the kept digest. */
int wire_event_chain(const uint8_t digest_key[HASH_LEN], const uint8_t prev[HASH_LEN], const void *event, size_t n,
                     uint8_t out[HASH_LEN]) MUST_CHECK;

/* pack: several canonical events -> what travels (columns, deltas, relative keys), before compression; exact round trip. */
int wire_pack(const struct wire_slice *events, size_t n, struct buf *out) MUST_CHECK;
/* Appends each event's canonical bytes to `out`; ends[i] = end offset of event i. max_events bounds the count. */
int wire_unpack(const void *p, size_t n, struct buf *out, size_t *ends, size_t max_events, size_t *n_events) MUST_CHECK;

/* The same between two ends that agree on a head that may be thought to stand before the first event (sync: node, epoch, office, cursor
 * and time of the hello); what follows from it is left out. NULL: nothing is agreed. */
int wire_pack_base(const struct wire_head *base, const struct wire_slice *events, size_t n, struct buf *out) MUST_CHECK;
int wire_unpack_base(const struct wire_head *base, const void *p, size_t n, struct buf *out, size_t *ends, size_t max_events,
                     size_t *n_events) MUST_CHECK;

/* ---- row images (what goes down) --------------------------------------------------------------------------------- */

struct wire_image {
	uint32_t type;
	rowid_t id, owner;
	uint64_t version;
	int64_t created_at;
	rowid_t created_by;
	uint32_t state; /* the model's number */
	bool removed;
	const struct wire_field *fields;
	size_t n_fields;
};
int wire_image_encode(const struct wire_image *im, struct buf *out) MUST_CHECK;
int wire_image_decode(const void *p, size_t n, struct arena *a, struct wire_image *out) MUST_CHECK;

/* ---- frames of the sync line: see the end of this file's companion src/sync/PROTOCOL -------------------------------- */

enum wire_frame_type {
	WIRE_FRAME_HELLO = 1, WIRE_FRAME_PROOF, WIRE_FRAME_EVENTS, WIRE_FRAME_ACK, WIRE_FRAME_FEED, WIRE_FRAME_FEED_ACK,
	WIRE_FRAME_CONTROL, WIRE_FRAME_BYE, WIRE_FRAME_ENROL, WIRE_FRAME_ENROLLED
};
#define WIRE_FRAME_MAX 4096 /* bytes on the line, whole frame */
#define WIRE_TAG_LEN 8
/* frame := varint length of the rest, u8 type, body, tag[8]; tag = first 8 bytes of HMAC(key, u64 counter || type || body).
 * The counter runs per direction from 0 for each connection. key NULL (before the proof): no tag. */
int wire_frame_put(struct buf *out, unsigned type, const void *body, size_t n, const uint8_t *key, uint64_t counter) MUST_CHECK;
/* Looks at the bytes received so far: 0 and *used > 0 for a whole frame (body borrowed), ERR_AGAIN when more is needed,
 * ERR_CORRUPT for a bad length or tag. */
int wire_frame_get(const void *p, size_t n, const uint8_t *key, uint64_t counter, unsigned *type, struct wire_slice *body,
                   size_t *used) MUST_CHECK;

/* ---- what a terminal wishes: of how it is shown, and of nothing else ------------------------------------------------ */

/* Comes as environment of the SSH client (src/net/net_wish.c has the names), goes on in the records below, and counts while that client is
 * attached. A bit each: nothing that a client wrote is carried. */
enum wire_wish {
	WIRE_WISH_NO_COLOUR = 1,
	WIRE_WISH_LINEAR = 2,  /* line by line, for a screen reader or a braille line */
	WIRE_WISH_COLUMNS = 4  /* not so, whatever the person has chosen; never with LINEAR */
};
bool wire_wishes_ok(uint32_t wishes);

/* ---- oracle records: congvu-net <-> congvud, one SOCK_SEQPACKET datagram each (SSH.md 3.2) -------------------------- */

enum wire_oracle_kind {
	/* net asks */
	WIRE_ORACLE_PW = 1,  /* user, secret */
	WIRE_ORACLE_KEYQ,    /* user, alg, blob: would this key do? */
	WIRE_ORACLE_KEYOK,   /* user, alg, blob: libssh verified the signature */
	WIRE_ORACLE_PTY,     /* term, cols, rows, wishes (none: left out) */
	WIRE_ORACLE_SIZE,    /* cols, rows */
	WIRE_ORACLE_SYNC,    /* the sync subsystem */
	WIRE_ORACLE_BYE,     /* bytes_in, bytes_out */
	/* congvud answers */
	WIRE_ORACLE_NO,      /* wait_ms */
	WIRE_ORACLE_YES,     /* login accepted or key would do */
	WIRE_ORACLE_FD,      /* with SCM_RIGHTS: PTY: pty master, paint-credit socket; SYNC: pipe */
	WIRE_ORACLE_KICK,    /* reason */
	WIRE_ORACLE_EXIT     /* status: the program behind the pty ended */
};
#define WIRE_ORACLE_MAX 1024
struct wire_oracle {
	enum wire_oracle_kind kind;
	char user[65], term[33], alg[33], reason[81];
	char secret[257];
	uint8_t blob[512];
	size_t blob_len;
	uint32_t cols, rows, wishes, wait_ms, status;
	uint64_t bytes_in, bytes_out;
};
int wire_oracle_encode(const struct wire_oracle *o, struct buf *out) MUST_CHECK;
int wire_oracle_decode(const void *p, size_t n, struct wire_oracle *out) MUST_CHECK; /* strict: unknown kind or trailing bytes refused */

/* ---- control records of a session: congvud -> congvu ui on fd 3, text, one datagram each (DECISIONS nodes 25) -------- */

enum wire_control_kind { WIRE_CONTROL_ATTACH = 1, WIRE_CONTROL_SIZE, WIRE_CONTROL_DETACH, WIRE_CONTROL_LOCK, WIRE_CONTROL_END };
struct wire_control {
	enum wire_control_kind kind;
	char term[33];
	uint32_t cols, rows, attach; /* attach counter: the credit byte's value is attach & 0xff */
	uint32_t wishes;             /* of ATTACH */
};
/* "ATTACH term cols rows n", then a word for each wish: no-colour, linear or columns. */
int wire_control_format(const struct wire_control *c, char *out, size_t cap) MUST_CHECK;
int wire_control_parse(const char *s, size_t n, struct wire_control *out) MUST_CHECK;

#endif
