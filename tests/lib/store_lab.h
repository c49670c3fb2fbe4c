/* store_lab.h: real nodes in folders of their own, for tests of store. Events are made of raw rows; no rule stands in between. */
#ifndef TESTS_STORE_LAB_H
#define TESTS_STORE_LAB_H

#include "t.h"

#include <sys/stat.h>

#include "congvu/model.h"
#include "congvu/platform.h"
#include "congvu/store.h"
#include "congvu/wire.h"

#define LAB_VERB 21    /* any verb of the model that names no office */
#define LAB_INCOMING 20
#define LAB_IN_NUMBER 11
#define LAB_IN_DATE 12
#define LAB_IN_ISSUER 16
#define LAB_IN_DOC_NUMBER 17
#define LAB_IN_NOTATION 18
#define LAB_IN_ABSTRACT 21
#define LAB_IN_SIGNER 29

struct lab {
	char *dir;
	struct store *st;
	uint8_t key[HASH_LEN];
	rowid_t office;
};

static inline void lab_ok(int r, const struct err_info *ei, const char *what, int line)
{
	if (r)
		fail_msg("line %d: %s: %s (%s / %s)", line, what, err_name(r), ei->text, ei->detail);
}
#define LAB_OK(call) \
	do { \
		struct err_info ei_ = { 0 }, *ei = &ei_; \
		(void)ei; \
		lab_ok((call), ei, #call, __LINE__); \
	} while (0)

static inline void lab_key(struct lab *l, const uint8_t key[HASH_LEN])
{
	char path[PLAT_PATH_MAX];

	memmove(l->key, key, HASH_LEN); /* may be the same */
	assert_int_equal(plat_path(path, sizeof(path), l->dir, "nodekey"), 0);
	assert_int_equal(plat_write_file_atomic(path, key, HASH_LEN, 0600), 0);
}

static inline void lab_reopen(struct lab *l, unsigned flags)
{
	store_close(l->st);
	l->st = NULL;
	LAB_OK(store_open(l->dir, flags, &l->st, ei));
}

static inline void lab_node(struct lab *l, enum store_role role, uint32_t node, uint32_t epoch, rowid_t office)
{
	struct store_node n;

	LAB_OK(store_begin(l->st, ei));
	assert_int_equal(store_node_get(l->st, &n), 0);
	n.role = role;
	n.node = node;
	n.epoch = epoch;
	n.office = office;
	assert_int_equal(store_node_set(l->st, &n), 0);
	LAB_OK(store_commit(l->st, ei));
	l->office = office;
}

/* A node with a key; office 0: the first key of the node. */
static inline void lab_open(struct lab *l, enum store_role role, uint32_t node, rowid_t office)
{
	uint8_t key[HASH_LEN];

	*l = (struct lab){ .dir = t_mkdir() };
	memset(key, (int)node + 1, sizeof(key));
	lab_key(l, key);
	LAB_OK(store_open(l->dir, STORE_CREATE | STORE_DRAFTS, &l->st, ei));
	lab_node(l, role, node, 1, office ? office : key_make(node, 1, 1));
}

static inline void lab_close(struct lab *l)
{
	store_close(l->st);
	l->st = NULL;
	assert_int_equal(plat_remove_tree(l->dir), 0);
	free(l->dir);
}

static inline struct store_row_op lab_op(uint32_t type, rowid_t id, enum store_change kind, struct store_field *f, size_t n)
{
	return (struct store_row_op){ .type = type, .id = id, .kind = kind, .fields = f, .n_fields = n };
}

static inline int lab_try(struct lab *l, uint32_t verb, struct store_row_op *ops, size_t n, struct err_info *why)
{
	struct store_event ev = { .actor = 7, .office = l->office, .role = 1, .verb = verb, .subject_type = ops[0].type, .subject_id = ops[0].id,
		.ops = ops, .n_ops = n };

	return store_event_append(l->st, &ev, NULL, why);
}

/* One event in a write of its own. */
static inline void lab_event(struct lab *l, uint32_t verb, struct store_row_op *ops, size_t n)
{
	LAB_OK(store_begin(l->st, ei));
	LAB_OK(lab_try(l, verb, ops, n, ei));
	LAB_OK(store_commit(l->st, ei));
	store_idle_assert(l->st);
}

static inline rowid_t lab_id(struct lab *l)
{
	rowid_t id = 0;

	LAB_OK(store_begin(l->st, ei));
	assert_int_equal(store_new_id(l->st, &id), 0);
	LAB_OK(store_commit(l->st, ei));
	return id;
}

static inline void lab_put(struct lab *l, uint32_t type, rowid_t id, struct store_field *f, size_t n)
{
	struct store_row_op op = lab_op(type, id, STORE_PUT, f, n);

	lab_event(l, LAB_VERB, &op, 1);
}

static inline void lab_patch(struct lab *l, uint32_t type, rowid_t id, struct store_field *f, size_t n)
{
	struct store_row_op op = lab_op(type, id, STORE_PATCH, f, n);

	lab_event(l, LAB_VERB, &op, 1);
}

static inline rowid_t lab_document(struct lab *l, int64_t number, const char *issuer, const char *abstract)
{
	struct store_field f[] = { { MODEL_F_STATE, val_int(2) }, { LAB_IN_NUMBER, val_int(number) }, { LAB_IN_DATE, val_int(20000 + number) },
		{ LAB_IN_ISSUER, val_str(issuer) }, { LAB_IN_ABSTRACT, val_str(abstract) } };
	rowid_t id = lab_id(l);

	lab_put(l, LAB_INCOMING, id, f, COUNT_OF(f));
	return id;
}

static inline rowid_t lab_office(struct lab *l, const char *code, uint32_t node)
{
	struct store_field f[] = { { MODEL_OFFICE_CODE, val_str(code) }, { MODEL_OFFICE_NAME, val_str(code) }, { MODEL_OFFICE_NODE, val_int(node) } };
	rowid_t id = lab_id(l);

	lab_put(l, MODEL_OFFICE, id, f, node ? 3 : 2);
	return id;
}

/* The centre learns a node: its office, its peer row, its first feed. */
static inline void lab_join(struct lab *centre, struct lab *office, uint32_t node, const char *code)
{
	struct store_peer p = { .node = node, .epoch = 1 };
	rowid_t id = lab_office(centre, code, node);

	lab_open(office, STORE_ROLE_OFFICE, node, id);
	p.office = id;
	memcpy(p.node_key, office->key, HASH_LEN);
	snprintf(p.name, sizeof(p.name), "%s", code);
	LAB_OK(store_begin(centre->st, ei));
	assert_int_equal(store_peer_put(centre->st, &p), 0);
	assert_int_equal(store_feed_first(centre->st, node), 0);
	LAB_OK(store_commit(centre->st, ei));
}

/* What is new goes up; returns the result of the inbox. */
static inline int lab_up(struct lab *office, struct lab *centre, size_t *taken)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct store_blob *b = NULL;
	struct store_peer p;
	struct err_info why = { 0 };
	struct store_node n;
	size_t count = 0, got = 0;
	int r;

	assert_int_equal(store_node_get(office->st, &n), 0);
	assert_int_equal(store_outbox_read(office->st, n.acked, 4096, (size_t)32 << 20, a, &b, &count), 0);
	r = store_inbox_apply(centre->st, n.node, b, count, &got, &why);
	if (taken)
		*taken = got;
	assert_int_equal(store_peer_get(centre->st, n.node, &p), 0);
	assert_int_equal(store_outbox_acked(office->st, p.cursor, p.head), 0);
	store_idle_assert(centre->st);
	store_idle_assert(office->st);
	arena_free(a);
	return r;
}

static inline size_t lab_down(struct lab *centre, struct lab *office)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct store_feed_entry *e = NULL;
	struct store_node n;
	size_t count = 0;

	assert_int_equal(store_node_get(office->st, &n), 0);
	assert_int_equal(store_feed_read(centre->st, n.node, n.feed_seen, 4096, (size_t)32 << 20, a, &e, &count), 0);
	LAB_OK(store_feed_apply(office->st, e, count, ei));
	if (count)
		assert_int_equal(store_feed_acked(centre->st, n.node, e[count - 1].seq), 0);
	arena_free(a);
	return count;
}

static inline void lab_digest(struct lab *l, rowid_t owner, char hex[2 * HASH_LEN + 1], uint64_t *rows)
{
	uint8_t h[HASH_LEN];

	assert_int_equal(store_rows_digest(l->st, owner, h, rows), 0);
	for (size_t i = 0; i < HASH_LEN; i++)
		snprintf(hex + 2 * i, 3, "%02x", h[i]);
}

static inline void lab_say(void *ctx, const char *line)
{
	struct buf *b = ctx;

	buf_puts(b, line);
	buf_puts(b, "\n");
}

/* Findings as text, "" when it is clean. */
static inline char *lab_verify(struct lab *l)
{
	struct buf b;
	uint64_t n = 0;
	char *text;

	buf_init(&b, 1 << 20);
	assert_int_equal(store_verify(l->st, lab_say, &b, &n), 0);
	text = mem_xstrdup(buf_str(&b));
	buf_clear(&b);
	return text;
}
static inline void lab_clean(struct lab *l)
{
	char *text = lab_verify(l);

	assert_string_equal(text, "");
	free(text);
}

static inline const struct model_type *lab_type(uint32_t no)
{
	const struct model_type *t = model_type_by_no(no);

	assert_non_null(t);
	return t;
}

static inline size_t lab_found(struct lab *l, const char *words)
{
	struct store_hit hit[64];
	uint64_t before = 0;
	size_t n = 0;

	assert_int_equal(store_search(l->st, words, NULL, 0, &before, hit, COUNT_OF(hit), &n), 0);
	return n;
}

#endif
