/* congvu/store.h: one node's rows, events and queues. The only room that knows tables; nobody above knows that it is SQLite.
 *
 * Decide, then apply. `app` decides inside a write; store_event_append() makes the canonical event, chains it, applies it (a pure function
 * of rows and event), writes it to the log, the search index, the history and (at the centre) the feeds: all in the same transaction.
 *
 * Writing: store_begin() queues on run/write.lock (an OFD lock), then BEGIN IMMEDIATE with synchronous=FULL; between begin and commit no
 * file, no hashing of attachments, no argon2. store_commit() returns after the fsync. The write gate (authorizer) lets record tables be
 * written only between the two.
 * Reading: no statement survives a call; store_idle_assert() before every poll.
 */
#ifndef CONGVU_STORE_H
#define CONGVU_STORE_H

#include "congvu/base.h"

struct model_type;
struct model_field;
struct wire_event;
struct wire_head;
struct store;

/* ---- opening ----------------------------------------------------------------------------------------------------- */

#define STORE_SCHEMA_VERSION 3
enum store_flags { STORE_READONLY = 1, STORE_CREATE = 2, STORE_DRAFTS = 4 /* open draft.db too */, STORE_SMALL_CACHE = 8 /* ui: cache_size=-100 */ };
/* Opens DIR/node.db (and draft.db), makes or widens record tables from the model. ERR_VERSION: made by a newer program; ERR_READONLY,
 * ERR_FULL, ERR_CORRUPT, ERR_NOTFOUND (no node here). ei->text says it in Vietnamese. */
int store_open(const char *dir, unsigned flags, struct store **out, struct err_info *ei) MUST_CHECK;
void store_close(struct store *st); /* NULL is fine */
const char *store_dir(const struct store *st);
void store_idle_assert(const struct store *st);
void store_rest(struct store *st); /* nobody asks for a while: gives back memory that can be read again */
size_t store_memory_used(void); /* bytes held by the database library */

/* ---- the node ------------------------------------------------------------------------------------------------------ */

enum store_role { STORE_ROLE_CENTRE = 1, STORE_ROLE_OFFICE = 2 };
struct store_node {
	enum store_role role;
	uint32_t node;      /* 0 = not enrolled: no record can be made */
	uint32_t epoch;
	rowid_t office;     /* the node's own office */
	uint64_t generation;
	uint64_t seq;       /* last own event */
	uint64_t acked;     /* last own event that the centre has (the centre: = seq) */
	uint64_t feed_seen; /* last feed entry applied here */
	uint8_t head[HASH_LEN];
	int64_t last_time;
	int32_t clock_offset;
};
int store_node_get(struct store *st, struct store_node *out) MUST_CHECK;
/* Inside a write. Used by init and enrol. */
int store_node_set(struct store *st, const struct store_node *n) MUST_CHECK;
int store_meta_get(struct store *st, const char *key, struct buf *out) MUST_CHECK; /* ERR_NOTFOUND */
int store_meta_set(struct store *st, const char *key, const char *value) MUST_CHECK;
/* The 32-byte node key lives in DIR/nodekey (0600), not in the database. */
int store_nodekey(struct store *st, uint8_t key[HASH_LEN]) MUST_CHECK;

/* ---- run/state: one shared page, a cache (DECISIONS nodes 27) -------------------------------------------------------- */

enum store_line { STORE_LINE_UNKNOWN = 0, STORE_LINE_DOWN = 1, STORE_LINE_UP = 2, STORE_LINE_NONE = 3 /* the centre itself */ };
struct store_state {
	uint64_t changes, unsent, generation;
	enum store_line line;  /* DOWN when sync's stamp is older than 15 s */
	int64_t line_since;    /* seconds UTC of the last change of `line` */
	int64_t last_ack;
};
int store_state_get(struct store *st, struct store_state *out) MUST_CHECK;
void store_state_line(struct store *st, enum store_line line); /* sync: every 5 s and at each change */
uint64_t store_changes(struct store *st); /* the change counter alone: no query */

/* ---- rows ---------------------------------------------------------------------------------------------------------- */

struct rec {
	const struct model_type *type;
	rowid_t id, owner;
	uint32_t state;       /* the model's number; an unknown one is kept */
	int64_t created_at;
	rowid_t created_by;
	uint64_t version;
	struct val *v;        /* by index of type->fields; dates as day number, times as seconds */
};
int store_get(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, struct rec **out) MUST_CHECK; /* ERR_NOTFOUND */
/* Is the record guarded, by itself, by a row of its collections or by one that they embed? */
int store_guarded(struct store *st, const struct model_type *t, rowid_t id, bool *out) MUST_CHECK;
struct val rec_val(const struct rec *r, const struct model_field *f);
struct val rec_val_no(const struct rec *r, uint32_t field_no); /* for the MODEL_* system fields */

enum store_op {
	STORE_EQ, STORE_NE, STORE_LT, STORE_LE, STORE_GT, STORE_GE,
	STORE_LIKE_FOLD, /* words, folded */
	STORE_PREFIX, STORE_IN, STORE_NULL, STORE_NOT_NULL,
	STORE_GLOB,   /* the whole text, folded: `*` any letters, `?` one */
	STORE_BETWEEN, /* list of two: from and to, both included */
	STORE_OPEN     /* the record is not guarded (MODEL_GUARD); field and v are not looked at */
};
struct store_cond {
	uint32_t field;   /* number, common ones included (MODEL_F_STATE takes state numbers) */
	enum store_op op;
	struct val v;     /* STORE_IN, STORE_BETWEEN: list */
	uint32_t group;   /* conditions of one group > 0 are OR-ed; group 0 and the groups are AND-ed */
};
/* Not a field: the first running clock's end, so late ones come first; then records whose clocks all pause, then those without a clock. */
#define STORE_ORDER_DUE 0xffffffffu
struct store_order {
	uint32_t field;
	bool desc;
};
/* Where a row stood in an order when it was read: its keys. The row may have changed or gone since. */
#define STORE_KEYS_MAX 4
struct store_place {
	struct val key[STORE_KEYS_MAX];
	size_t n;
};
struct store_query {
	const struct model_type *type;
	const struct store_cond *cond;
	size_t n_cond;
	const struct store_order *order; /* at most 3; the id is appended as the last key */
	size_t n_order;
	const struct rec *after;         /* page by key: rows behind this one in the order; NULL: from the start */
	const struct store_place *place; /* the same from a place of this order (and the same words); wins over `after` */
	bool backward;
	size_t limit;
	const char *find;                /* words without diacritics, newest first when there is no order; NULL. Types without MODEL_T_SEARCH:
	                                    looked for in the fields they are known by, no index */
};
int store_select(struct store *st, const struct store_query *q, struct arena *a, struct rec ***out, size_t *n) MUST_CHECK;
int store_count(struct store *st, const struct store_query *q, uint64_t *n) MUST_CHECK; /* order, after, limit ignored */
/* Rows behind q->place (after; backward: in front) as a page would read them, counted up to q->limit. */
int store_count_behind(struct store *st, const struct store_query *q, uint64_t *n) MUST_CHECK;
int store_place_of(struct store *st, const struct store_query *q, const struct rec *r, struct arena *a, struct store_place *out) MUST_CHECK;
struct store_hit {
	uint32_t type;
	rowid_t id;
};
/* Search everything, newest arrival first; every word must occur, the last one as a prefix. before: arrival number of the last hit seen. */
int store_search(struct store *st, const char *words, const uint32_t *types, size_t n_types, uint64_t *before, struct store_hit *out,
                 size_t cap, size_t *n) MUST_CHECK;

/* ---- writing -------------------------------------------------------------------------------------------------------- */

/* ERR_GENERATION: the node was upgraded, wiped or restored since this process opened it. */
int store_begin(struct store *st, struct err_info *ei) MUST_CHECK;
int store_commit(struct store *st, struct err_info *ei) MUST_CHECK; /* durable when it returns 0; wakes sync */
void store_rollback(struct store *st);

int store_new_id(struct store *st, rowid_t *out) MUST_CHECK; /* inside a write; ERR_DENIED on node 0 */
/* An event to append. Operations refer to rows by full key; the first is the subject's. store fills node, epoch, seq, time (never
 * backwards), clock offset. Derived columns are not in it. */
struct store_field {
	uint32_t no;
	struct val v;
};
enum store_change { STORE_PUT = 1, STORE_PATCH = 2, STORE_REMOVE = 3 };
struct store_row_op {
	uint32_t type;
	rowid_t id;
	enum store_change kind;
	struct store_field *fields; /* ascending numbers; MODEL_F_STATE and MODEL_F_OWNER allowed, the other common ones not */
	size_t n_fields;
};
enum store_event_flag { STORE_EVENT_SCRIPT = 2, STORE_EVENT_UNPROVEN = 4 }; /* WIRE_FLAG_*; "clock held" is store's own */
struct store_event {
	rowid_t actor, on_behalf_of, hand, office;
	uint32_t role, verb, flags;
	uint32_t subject_type;
	rowid_t subject_id;
	uint64_t version_seen;
	struct store_row_op *ops;
	size_t n_ops;
};
int store_event_append(struct store *st, const struct store_event *ev, uint64_t *seq, struct err_info *ei) MUST_CHECK;

/* Next dense number of an open book; inside a write; records it in _number. The caller adds the number_entry row and the book's new
 * next number to its event. period: "2026" or "2026-11-23". ERR_NOTFOUND: no such book is open. */
int store_number_next(struct store *st, rowid_t book, const char *period, int64_t *number) MUST_CHECK;

/* A record names an office: from now on each version goes to it (centre: at once; office: when the event arrives there). */
int store_interest(struct store *st, rowid_t office, uint32_t type, rowid_t id) MUST_CHECK;

/* Has any other office been given sight of the record? */
int store_interest_any(struct store *st, uint32_t type, rowid_t id, bool *any) MUST_CHECK;

/* ---- history -------------------------------------------------------------------------------------------------------- */

struct store_past {
	uint32_t node, epoch;
	uint64_t seq;
	int64_t time;
	rowid_t actor, on_behalf_of, hand;
	uint32_t role, verb, flags;
	bool wiped;
	const struct store_row_op *ops; /* what it changed */
	size_t n_ops;
};
int store_history(struct store *st, uint32_t type, rowid_t id, struct arena *a, struct store_past **out, size_t *n) MUST_CHECK;

/* ---- cursors of `congvu work`, drafts, credentials ------------------------------------------------------------------ */

/* Arrivals in the order in which they became durable here (own events, events from below, images): a durable cursor by name. */
struct store_arrival {
	uint64_t at; /* position; the cursor's value after handling it */
	uint32_t type;
	rowid_t id;
	uint64_t version;
	uint32_t verb; /* 0 for an image */
};
int store_arrivals(struct store *st, const char *cursor, struct store_arrival *out, size_t cap, size_t *n) MUST_CHECK;
int store_cursor_set(struct store *st, const char *cursor, uint64_t at) MUST_CHECK; /* inside a write */

struct store_draft {
	uint64_t id;   /* random 64 bit, not 0 */
	rowid_t user;
	const char *form;
	rowid_t subject;
	const char *body; /* the ui's own text: path TAB typed text, a line each, escaped */
	size_t body_len;
	const char *cursor; /* path of the focused field */
	int64_t at;
	bool thrown; /* F12 threw it away; can be had back the same day */
};
int store_draft_put(struct store *st, const struct store_draft *d) MUST_CHECK; /* draft.db, synchronous=NORMAL */
int store_draft_list(struct store *st, rowid_t user, struct arena *a, struct store_draft **out, size_t *n) MUST_CHECK; /* saved ones left out */
int store_draft_drop(struct store *st, uint64_t id) MUST_CHECK;
/* What must not be there: the row overwritten, the log emptied. 0: neither file holds a byte of it. Not 0: to be tried again. */
int store_draft_wipe(struct store *st, uint64_t id) MUST_CHECK;
int store_draft_saved(struct store *st, uint64_t id) MUST_CHECK; /* inside the event's write: never offered again */
int store_draft_flush(struct store *st) MUST_CHECK;              /* work, every 3 s: draft.db's log to disk; purges _saved */

/* Rows of files that are in already, by a digest that the importer makes: the mark stands in the transaction of the row's event, so at no
 * moment is a row in without it. */
int store_import_has(struct store *st, const uint8_t row[HASH_LEN], bool *has) MUST_CHECK;
int store_import_mark(struct store *st, const uint8_t row[HASH_LEN]) MUST_CHECK; /* inside the event's write */

struct store_credential {
	char login[65];
	rowid_t user;
	char hash[PASSWORD_HASH_MAX];
	char keys[2048]; /* "alg base64" lines */
	bool locked;
};
int store_credential_get(struct store *st, const char *login, struct store_credential *out) MUST_CHECK;
int store_credential_put(struct store *st, const struct store_credential *c) MUST_CHECK; /* inside a write */

/* Small texts of a person (or an office: its id) on this node: preferences, saved searches, macros. Never in an event, never sent. ERR_RANGE:
 * too long, or too many whose keys have the same beginning up to the first slash. */
#define STORE_PREFS_MAX 64
#define STORE_PREF_MAX 4096
#define STORE_PREF_KEY_MAX 255
struct store_pref {
	const char *key, *value;
};
/* Own write; value NULL: forget. */
int store_pref_set(struct store *st, rowid_t user, const char *key, const char *value, struct err_info *ei) MUST_CHECK;
int store_pref_get(struct store *st, rowid_t user, const char *key, struct buf *out) MUST_CHECK; /* appends; ERR_NOTFOUND */
int store_pref_list(struct store *st, rowid_t user, const char *prefix, struct arena *a, struct store_pref **out,
                    size_t *n) MUST_CHECK;

/* ---- upkeep --------------------------------------------------------------------------------------------------------- */

int store_checkpoint(struct store *st) MUST_CHECK;               /* PASSIVE, when the log is over 1000 pages */
int store_search_merge(struct store *st, bool *more) MUST_CHECK; /* one step of the index merge */

const char *store_words(int code); /* what a person is told about a failure of the store that came without words */

/* verify: chain, rows against replayed events, dense numbers, unknown words. Each finding is one Vietnamese line through `say`. */
typedef void store_say_fn(void *ctx, const char *line);
int store_verify(struct store *st, store_say_fn *say, void *ctx, uint64_t *findings) MUST_CHECK;
/* Rebuilds every record table from events and images into the same database; used by replay tests and by verify's repair. */
int store_replay(struct store *st, struct err_info *ei) MUST_CHECK;
/* Digest over all rows of an owner in key order (id, version, values): the office's and the centre's must agree. owner 0: all. */
int store_rows_digest(struct store *st, rowid_t owner, uint8_t out[HASH_LEN], uint64_t *rows) MUST_CHECK;
/* Wipes the payloads of own or foreign events: replacement operations stay, digest kept (DESIGN 7). Inside a write. */
int store_wipe(struct store *st, uint32_t node, uint32_t epoch, uint64_t seq, const struct store_row_op *ops, size_t n_ops) MUST_CHECK;

/* ---- sync: the office's side ------------------------------------------------------------------------------------------ */

/* Canonical events behind the acknowledged one, in order, until max_bytes or max_n. Borrowed from `a`. */
struct store_blob {
	const uint8_t *p;
	size_t n;
	uint64_t seq;
};
int store_outbox_read(struct store *st, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a, struct store_blob **out,
                      size_t *n) MUST_CHECK;
/* The centre has everything up to seq, its chain head there is `head`: ERR_FORK when ours differs. Own write. */
int store_outbox_acked(struct store *st, uint64_t seq, const uint8_t head[HASH_LEN]) MUST_CHECK;
int store_head_at(struct store *st, uint32_t node, uint64_t seq, uint8_t head[HASH_LEN]) MUST_CHECK;
/* Images from the centre, one write for all: higher version wins; cursor moves to the last seq. prev must equal the feed cursor for the
 * first and the previous entry's seq for the rest, else ERR_INVALID and nothing is done. */
struct store_feed_entry {
	uint64_t seq, prev;
	uint8_t kind; /* STORE_FEED_* */
	const uint8_t *p; /* wire_image, or the wipe order */
	size_t n;
};
enum store_feed_kind { STORE_FEED_ROW = 1, STORE_FEED_WIPE = 2 };
int store_feed_apply(struct store *st, const struct store_feed_entry *e, size_t n, struct err_info *ei) MUST_CHECK;
/* After a restore from a backup: own events that the centre still has (store_inbox_read there) come back, seq+1 only; rows, history and books
 * follow. All or nothing, own write. First store_outbox_acked with the centre's head at our last seq: ERR_FORK here when anything of ours is
 * unacknowledged, or when this is not how the stream went on. */
int store_outbox_restore(struct store *st, const struct store_blob *ev, size_t n, size_t *taken, struct err_info *ei) MUST_CHECK;
int store_clock_offset_set(struct store *st, int32_t offset) MUST_CHECK; /* own write */

/* ---- sync: the centre's side ------------------------------------------------------------------------------------------ */

struct store_peer {
	uint32_t node, epoch;
	rowid_t office;
	char name[65];           /* office code */
	char public_key[1024];   /* "ssh-ed25519 base64" */
	uint8_t node_key[HASH_LEN];
	uint64_t cursor;         /* last event taken from it */
	uint8_t head[HASH_LEN];
	uint64_t feed_acked;     /* last feed entry it has */
	int64_t last_contact;
	char stopped[160];       /* why its stream stands still; "" when it runs */
};
int store_peer_get(struct store *st, uint32_t node, struct store_peer *out) MUST_CHECK;
int store_peer_by_key(struct store *st, const char *public_key, struct store_peer *out) MUST_CHECK;
int store_peer_put(struct store *st, const struct store_peer *p) MUST_CHECK; /* inside a write */
int store_peer_list(struct store *st, struct arena *a, struct store_peer **out, size_t *n) MUST_CHECK;
/* Enrolment codes (DECISIONS nodes 19): good once, 7 days; repeated with the same key gives the same answer. */
int store_enrol_add(struct store *st, rowid_t office, const uint8_t secret_hash[HASH_LEN], int64_t expires) MUST_CHECK;
int store_enrol_live(struct store *st, const uint8_t secret_hash[HASH_LEN]) MUST_CHECK; /* may this code come in? ERR_NOTFOUND, ERR_DENIED (late) */
int store_enrol_use(struct store *st, const uint8_t secret_hash[HASH_LEN], const char *public_key, struct store_peer *out,
                    struct err_info *ei) MUST_CHECK; /* own write */
/* Events from a node, one write for all: checks form, owner, chain and version; cursor+1 only. Same seq and hash again: skipped. On the
 * first bad one everything before it is kept and *taken says how many; ERR_FORK, ERR_PARKED or ERR_CORRUPT stops the stream with a reason. */
int store_inbox_apply(struct store *st, uint32_t node, const struct store_blob *ev, size_t n, size_t *taken, struct err_info *ei) MUST_CHECK;
/* Canonical events of a node behind after_seq, as they were taken in: for a node that lost them. Borrowed from `a`. */
int store_inbox_read(struct store *st, uint32_t node, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a,
                     struct store_blob **out, size_t *n) MUST_CHECK;
/* Feed entries for an office behind after_seq (dest = office's node or everybody), each with its prev. Bodies borrowed from `a`. */
int store_feed_read(struct store *st, uint32_t node, uint64_t after_seq, size_t max_n, size_t max_bytes, struct arena *a,
                    struct store_feed_entry **out, size_t *n) MUST_CHECK;
int store_feed_acked(struct store *st, uint32_t node, uint64_t seq) MUST_CHECK; /* own write */
int store_feed_first(struct store *st, uint32_t node) MUST_CHECK; /* a new office: every list row and what names it, lists first; inside a write */

#endif
