/* store_internal.h: what the files of this folder share.
 *
 * Order of a write: store_begin loads the node's counters into st->node, st->arrival, st->feed; functions move them in memory; store_commit
 * writes back what moved. A function that fails after it has begun to change tables leaves its code in st->broken: the commit then refuses.
 *
 * Pure part: store_check.c, store_apply.c and the derivations in store_value.c and store_search.c see rows and an event, nothing else.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "congvu/db.h"
#include "congvu/model.h"
#include "congvu/platform.h"
#include "congvu/store.h"
#include "congvu/wire.h"

#define STORE_APPLICATION_ID 0x43565531u /* "CVU1" */
#define STORE_SCRATCH_MAX ((size_t)32 << 20) /* one operation's working memory */
#define STORE_LOCK "run/write.lock"
#define STORE_DRAFT_LOCK "run/draft.lock"
#define STORE_STATE "run/state"
#define STORE_POKE "run/sync.sock"

struct store_table {
	const struct model_type *type;
	char *select, *insert, *update, *remove; /* made at first use */
};

#define STORE_TERMS_KNOWN 65536

struct store_page; /* run/state: store_state.c */

struct store {
	struct db *db, *drafts;
	char dir[PLAT_PATH_MAX];
	unsigned flags;
	struct store_table *tables; /* by index of model_type_at */
	size_t n_tables;
	uint64_t generation; /* when this process opened it */
	struct store_page *page;
	bool has_digest_key;
	uint8_t digest_key[HASH_LEN];

	/* inside a write */
	bool older; /* opened as an older program had left it */
	bool writing;
	int broken;
	struct store_node node, was; /* counters, and as they stand in _meta */
	uint64_t next_key, next_key_was;
	uint64_t arrival, feed;
	bool wiping;     /* words that go must leave the dictionary too */
	uint64_t *terms; /* hashes of words that are in the dictionary already; NULL in a session */
	bool changed; /* rows or queues moved: others should look */
};

/* ---- store_open.c: words for failures ---- */
int store_fail(int code, struct err_info *ei); /* fills the Vietnamese text by code when ei has none; returns code */
int store_fail_text(int code, struct err_info *ei, const char *message, const char *detail);
struct arena *store_scratch(void);
bool store_scratch_db(const struct store *st); /* verify's temporary copy: no node, no page */
int store_open_scratch(struct store **out) MUST_CHECK;

/* ---- store_schema.c ---- */
extern const struct db_migration store_migrations[];
extern const size_t store_migration_count;
int store_schema_update(struct store *st, struct err_info *ei) MUST_CHECK;
struct store_table *store_table_of(struct store *st, const struct model_type *t); /* NULL: not in the model */
const char *store_sql_select(struct store *st, const struct model_type *t); /* row by id */
const char *store_sql_insert(struct store *st, const struct model_type *t);
const char *store_sql_update(struct store *st, const struct model_type *t);
const char *store_sql_remove(struct store *st, const struct model_type *t);
void store_columns_put(struct buf *sql, const struct model_type *t, const char *prefix); /* in the order store_row_read expects */
bool store_has_fold(const struct model_field *f);
bool store_has_key(const struct model_field *f);

/* ---- store_value.c: an event's value <-> cells of a row ---- */
#define STORE_CELLS_MAX 2
size_t store_cells(const struct model_field *f); /* columns of a field: 0 for a composite, 2 for a reference to any type */
bool store_shape_fits(const struct model_field *f, struct val v);
int store_cell(const struct model_field *f, struct val v, struct arena *a, struct val cell[STORE_CELLS_MAX]) MUST_CHECK;
int store_cell_state(const struct model_type *t, uint32_t state, struct arena *a, struct val *cell) MUST_CHECK;
int store_cell_time(int64_t time, struct arena *a, struct val *cell) MUST_CHECK;
int store_cell_type(uint32_t type, struct arena *a, struct val *cell) MUST_CHECK;
int store_cell_read(struct db_stmt *s, int i, const struct model_field *f, struct arena *a, struct val *out) MUST_CHECK;
uint32_t store_state_read(const struct model_type *t, const char *word);
int64_t store_time_read(const char *text);
void store_bind_val(struct db_stmt *s, int i, struct val cell);
const char *store_int_text(struct arena *a, int64_t v); /* NULL: out of memory */
int store_text_val(struct arena *a, const void *p, size_t n, struct val *out) MUST_CHECK;

/* ---- store_rows.c ---- */
int store_row_read(struct db_stmt *s, const struct model_type *t, struct arena *a, struct rec **out) MUST_CHECK;
int store_row_find(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, struct rec **out) MUST_CHECK; /* *out NULL: none */
int store_row_write(struct store *st, const struct rec *r, bool exists) MUST_CHECK;
int store_row_remove(struct store *st, const struct model_type *t, rowid_t id) MUST_CHECK;
struct rec *store_rec_new(const struct model_type *t, rowid_t id, struct arena *a);
struct rec *store_rec_dup(const struct rec *r, struct arena *a); /* the values themselves are shared */
/* Ids of rows whose reference `f` is `id`, at most cap; by an index. */
int store_rows_by_ref(struct store *st, const struct model_type *t, const struct model_field *f, rowid_t id, struct arena *a, rowid_t **out,
                      size_t *n, size_t cap) MUST_CHECK;
const struct model_field *store_parent_field(const struct model_type *t); /* NULL: not a child type */
/* The record that a child row belongs to; the row itself for others. */
int store_root(struct store *st, const struct rec *r, struct arena *a, const struct model_type **t, rowid_t *id) MUST_CHECK;

/* ---- store_check.c, store_apply.c: pure ---- */
struct store_touch {
	const struct wire_op *op;
	const struct model_type *type;
	const struct rec *old, *now; /* NULL: was not there; is not there any more */
	uint64_t version;
};
/* Is every type, field and shape known here? ERR_PARKED, with the reason in ei->detail. */
int store_check_event(const struct wire_event *ev, struct err_info *ei) MUST_CHECK;
int store_check_op(const struct wire_op *op, struct err_info *ei) MUST_CHECK;
/* Applies all operations in order; touch has ev->n_ops places. Only rows and _gone change. */
int store_apply_event(struct store *st, const struct wire_event *ev, struct arena *a, struct store_touch *touch) MUST_CHECK;
int store_apply_op(struct store *st, const struct wire_head *h, const struct wire_op *op, struct arena *a, struct store_touch *touch) MUST_CHECK;
/* An image over what is here: the higher version wins (force: even an equal or lower one). *done: it was applied. */
int store_apply_image(struct store *st, const struct wire_image *im, bool force, struct arena *a, struct store_touch *touch, bool *done) MUST_CHECK;
int store_gone_version(struct store *st, uint32_t type, rowid_t id, uint64_t *version) MUST_CHECK;

/* ---- store_append.c: what every applied event leaves behind ---- */
/* Rows, history, arrival, search, interest, feed. Counters move in st. */
int store_event_take(struct store *st, const struct wire_event *ev, struct arena *a) MUST_CHECK;
/* Into _outbox, chained; st->arrival and st->node.head move. */
int store_log_own(struct store *st, const struct wire_event *ev, const uint8_t *p, size_t n) MUST_CHECK;
int store_arrival_add(struct store *st, uint32_t type, rowid_t id, uint64_t version, uint32_t verb) MUST_CHECK;

/* ---- store_search.c ---- */
void store_tokens(const char *text, size_t n, struct buf *out); /* folds, splits, appends words parted by blanks */
int store_search_update(struct store *st, const struct store_touch *touch, size_t n, struct arena *a) MUST_CHECK;
int store_search_rebuild(struct store *st) MUST_CHECK;
int store_search_match(struct store *st, const char *words, struct buf *out) MUST_CHECK; /* query for the index; ERR_NOTFOUND: no word in it */
int store_terms_add(struct store *st, const char *words) MUST_CHECK;
void store_terms_forget(struct store *st); /* a rollback: what was thought to be there may not be */
int store_terms_drop(struct store *st, const char *words) MUST_CHECK;
int store_search_forget(struct store *st) MUST_CHECK;       /* a wipe happened: merge until deleted words are out of the file */

#define STORE_SEARCH_FORGET "search forget"

/* ---- store_work.c ---- */
int store_wipe_mark(struct store *st) MUST_CHECK; /* words and log pages that must leave the files */

/* ---- store_interest.c ---- */
uint32_t store_office_node(struct store *st, rowid_t office); /* 0: none */
int store_interest_event(struct store *st, const struct wire_event *ev, struct arena *a) MUST_CHECK;
/* Nodes that get images of this row, each once; never the row's own node and never this one. */
int store_interest_nodes(struct store *st, const struct model_type *t, rowid_t id, rowid_t owner, struct arena *a, uint32_t **nodes,
                         size_t *n) MUST_CHECK;

/* ---- store_image.c, store_feed.c ---- */
int store_image_whole(const struct rec *r, bool nulls, struct arena *a, struct buf *out) MUST_CHECK;
int store_image_partial(const struct store_touch *t, struct arena *a, struct buf *out) MUST_CHECK;
int store_image_keep(struct store *st, const struct wire_image *im, bool replace, struct arena *a) MUST_CHECK; /* into _image, merged */
int store_image_reapply(struct store *st, const struct model_type *t) MUST_CHECK; /* after a new column: what was kept raw comes in */
bool store_is_broadcast(struct store *st, const struct model_type *t, rowid_t owner);
int store_feed_event(struct store *st, const struct store_touch *touch, size_t n, struct arena *a) MUST_CHECK;
int store_feed_add(struct store *st, uint32_t dest, enum store_feed_kind kind, uint32_t type, rowid_t id, uint64_t version,
                   const struct buf *body) MUST_CHECK;
/* A record with what it embeds before it and its children behind it, whole, to one node. */
int store_feed_record(struct store *st, uint32_t dest, rowid_t office, const struct model_type *t, rowid_t id, struct arena *a) MUST_CHECK;

/* ---- store_outbox.c ---- */
int store_digest_key(struct store *st, uint8_t key[HASH_LEN]) MUST_CHECK;
int store_peer_digest_key(struct store *st, uint32_t node, uint8_t key[HASH_LEN]) MUST_CHECK;
int store_event_raw(struct store *st, uint32_t node, uint64_t seq, struct arena *a, struct wire_slice *out) MUST_CHECK;

/* ---- store_meta.c ---- */
int store_meta_put(struct store *st, const char *key, struct val v) MUST_CHECK;
int store_meta_int(struct store *st, const char *key, int64_t *out) MUST_CHECK; /* 0 when missing */
int store_node_load(struct store *st, struct store_node *n, uint64_t *next_key) MUST_CHECK;
int store_node_save(struct store *st) MUST_CHECK;

/* ---- store_state.c ---- */
int store_page_open(struct store *st) MUST_CHECK;
void store_page_close(struct store *st);
void store_page_commit(struct store *st); /* after COMMIT, with st->node as committed */
void store_page_acked(struct store *st, int64_t now);
void store_page_stamp(struct store *st, enum store_line line, int64_t boot_ms, int64_t now);
int store_page_read(struct store *st, int64_t boot_ms, struct store_state *out) MUST_CHECK;

/* ---- store_replay.c ---- */
typedef int store_log_fn(void *ctx, const struct wire_event *ev, const struct wire_image *im, struct arena *a); /* one of the two */
/* Every event and every kept image of this node, in the order in which they arrived. */
int store_log_each(struct store *st, store_log_fn *fn, void *ctx) MUST_CHECK;
int store_replay_into(struct store *from, struct store *to) MUST_CHECK;
int store_row_rebuild(struct store *st, const struct model_type *t, rowid_t id, struct arena *a, struct store_touch *touch) MUST_CHECK;
/* A wipe order in the feed: 1 and a wiped event (to the node whose event it is), or 2 and a whole image that replaces what is there. */
enum store_wipe_body { STORE_WIPE_EVENT = 1, STORE_WIPE_IMAGE = 2 };

/* ---- store_each.c ---- */
typedef int store_rec_fn(void *ctx, const struct rec *r, struct arena *a);
/* Rows of a type in key order, of one owner or (0) of all. One statement stays open meanwhile. The arena is emptied after each. */
int store_rows_each(struct store *st, const struct model_type *t, rowid_t owner, store_rec_fn *fn, void *ctx) MUST_CHECK;

/* ---- store_numbers.c ---- */
typedef void store_book_fn(void *ctx, const char *message, const char *book, int64_t number);
int store_check_numbers(struct store *st, store_book_fn *say, void *ctx) MUST_CHECK;

/* ---- store_query.c ---- */
int store_explain(struct store *st, const struct store_query *q, struct buf *plan) MUST_CHECK; /* for tests */

#endif
