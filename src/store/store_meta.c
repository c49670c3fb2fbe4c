/* store_meta.c: `_meta`: who this node is and how far its counters have come. */
#include "store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define GET "SELECT value FROM _meta WHERE key=?1"
#define PUT "INSERT INTO _meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value=excluded.value"

static const char KEY_ROLE[] = "node role", KEY_NODE[] = "node number", KEY_EPOCH[] = "node epoch", KEY_OFFICE[] = "node office",
		  KEY_GENERATION[] = "generation", KEY_SEQ[] = "seq", KEY_ACKED[] = "acked", KEY_FEED[] = "feed seen", KEY_HEAD[] = "head",
		  KEY_TIME[] = "last time", KEY_CLOCK[] = "clock offset", KEY_NEXT[] = "next key";

int store_meta_get(struct store *st, const char *key, struct buf *out)
{
	struct db_stmt *s = db_use(st->db, GET);
	const char *text;
	size_t n;
	int r, e;

	db_bind_str(s, 1, key);
	r = db_step(s);
	if (r == 1) {
		text = db_col_text(s, 0, &n);
		buf_put(out, text, n);
	}
	e = db_end(s);
	if (e || r < 0)
		return e ? e : r;
	return r == 1 ? buf_err(out) : ERR_NOTFOUND;
}

int store_meta_put(struct store *st, const char *key, struct val v)
{
	struct db_stmt *s = db_use(st->db, PUT);

	db_bind_str(s, 1, key);
	store_bind_val(s, 2, v);
	return db_run(s);
}

int store_meta_set(struct store *st, const char *key, const char *value)
{
	return store_meta_put(st, key, val_str(value));
}

int store_meta_int(struct store *st, const char *key, int64_t *out)
{
	struct db_stmt *s = db_use(st->db, GET);
	int r;

	db_bind_str(s, 1, key);
	r = db_run_int(s, out);
	return r == ERR_NOTFOUND ? 0 : r;
}

/* ---- the node's row of counters ---- */

static void take(struct store_node *n, uint64_t *next_key, const char *key, struct db_stmt *s)
{
	int64_t v = db_col_int(s, 1);

	if (strcmp(key, KEY_ROLE) == 0) {
		n->role = v == STORE_ROLE_CENTRE ? STORE_ROLE_CENTRE : STORE_ROLE_OFFICE;
	} else if (strcmp(key, KEY_NODE) == 0) {
		n->node = (uint32_t)v;
	} else if (strcmp(key, KEY_EPOCH) == 0) {
		n->epoch = (uint32_t)v;
	} else if (strcmp(key, KEY_OFFICE) == 0) {
		n->office = (rowid_t)v;
	} else if (strcmp(key, KEY_GENERATION) == 0) {
		n->generation = (uint64_t)v;
	} else if (strcmp(key, KEY_SEQ) == 0) {
		n->seq = (uint64_t)v;
	} else if (strcmp(key, KEY_ACKED) == 0) {
		n->acked = (uint64_t)v;
	} else if (strcmp(key, KEY_FEED) == 0) {
		n->feed_seen = (uint64_t)v;
	} else if (strcmp(key, KEY_TIME) == 0) {
		n->last_time = v;
	} else if (strcmp(key, KEY_CLOCK) == 0) {
		n->clock_offset = (int32_t)v;
	} else if (strcmp(key, KEY_NEXT) == 0) {
		*next_key = (uint64_t)v;
	} else if (strcmp(key, KEY_HEAD) == 0) {
		size_t len;
		const uint8_t *p = db_col_blob(s, 1, &len);

		if (len == HASH_LEN)
			memcpy(n->head, p, HASH_LEN);
	}
}

int store_node_load(struct store *st, struct store_node *n, uint64_t *next_key)
{
	struct db_stmt *s = db_use(st->db, "SELECT key, value FROM _meta");
	uint64_t next = 0;

	*n = (struct store_node){ .role = STORE_ROLE_OFFICE };
	while (db_step(s) == 1)
		take(n, &next, db_col_text(s, 0, NULL), s);
	if (n->role == STORE_ROLE_CENTRE)
		n->acked = n->seq;
	if (next_key)
		*next_key = next;
	return db_end(s);
}

static int put_int(struct store *st, const char *key, int64_t now, int64_t was)
{
	return now == was ? 0 : store_meta_put(st, key, val_int(now));
}

static int put_head(struct store *st)
{
	struct db_stmt *s;

	if (memcmp(st->node.head, st->was.head, HASH_LEN) == 0)
		return 0;
	s = db_use(st->db, PUT);
	db_bind_str(s, 1, KEY_HEAD);
	db_bind_blob(s, 2, st->node.head, HASH_LEN);
	return db_run(s);
}

int store_node_save(struct store *st)
{
	const struct store_node *n = &st->node, *w = &st->was;
	int r = put_head(st);

	r = r ? r : put_int(st, KEY_ROLE, n->role, w->role);
	r = r ? r : put_int(st, KEY_NODE, n->node, w->node);
	r = r ? r : put_int(st, KEY_EPOCH, n->epoch, w->epoch);
	r = r ? r : put_int(st, KEY_OFFICE, (int64_t)n->office, (int64_t)w->office);
	r = r ? r : put_int(st, KEY_GENERATION, (int64_t)n->generation, (int64_t)w->generation);
	r = r ? r : put_int(st, KEY_SEQ, (int64_t)n->seq, (int64_t)w->seq);
	r = r ? r : put_int(st, KEY_ACKED, (int64_t)n->acked, (int64_t)w->acked);
	r = r ? r : put_int(st, KEY_FEED, (int64_t)n->feed_seen, (int64_t)w->feed_seen);
	r = r ? r : put_int(st, KEY_TIME, n->last_time, w->last_time);
	r = r ? r : put_int(st, KEY_CLOCK, n->clock_offset, w->clock_offset);
	return r ? r : put_int(st, KEY_NEXT, (int64_t)st->next_key, (int64_t)st->next_key_was);
}

int store_node_get(struct store *st, struct store_node *out)
{
	if (st->writing) {
		*out = st->node;
		return 0;
	}
	return store_node_load(st, out, NULL);
}

int store_node_set(struct store *st, const struct store_node *n)
{
	if (!st->writing)
		return ERR_USAGE;
	if (n->node != st->node.node || n->epoch != st->node.epoch)
		st->next_key = 0; /* keys hold node and epoch: a new pair starts again and repeats none */
	st->node = *n;
	if (st->node.generation < st->was.generation)
		st->node.generation = st->was.generation;
	if (n->role == STORE_ROLE_CENTRE)
		st->node.acked = n->seq;
	return 0;
}

/* ---- the key shared with the centre ---- */

static int hex_key(struct buf *b, uint8_t key[HASH_LEN])
{
	b->len = (size_t)2 * HASH_LEN; /* perhaps a newline behind it */
	return hex_get(buf_str(b), key, HASH_LEN);
}

int store_nodekey(struct store *st, uint8_t key[HASH_LEN])
{
	char path[PLAT_PATH_MAX];
	struct buf b;
	int r = plat_path(path, sizeof(path), st->dir, "nodekey");

	buf_init(&b, 2 * HASH_LEN + 2);
	if (r == 0)
		r = plat_read_file(path, 2 * HASH_LEN + 2, &b);
	if (r == 0 && b.len == HASH_LEN)
		memcpy(key, b.p, HASH_LEN);
	else if (r == 0 && b.len >= (size_t)2 * HASH_LEN) /* or as hex, for a key that was typed in */
		r = hex_key(&b, key);
	else if (r == 0)
		r = ERR_CORRUPT;
	if (b.p)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	return r == ERR_NOTFOUND ? ERR_NOKEY : r; /* not "no node here": its records are */
}
