/* store_peer.c: the nodes below a centre, and how a new one comes in. */
#include <stdio.h>
#include <string.h>

#include "store_internal.h"

#define COLUMNS "node, epoch, office, name, public_key, node_key, cursor, head, feed_acked, last_contact, stopped"
#define ENROL_EPOCH 1

static void copy_text(struct db_stmt *s, int col, char *dst, size_t cap)
{
	(void)snprintf(dst, cap, "%s", db_col_text(s, col, NULL));
}

static void copy_hash(struct db_stmt *s, int col, uint8_t dst[HASH_LEN])
{
	size_t n;
	const uint8_t *p = db_col_blob(s, col, &n);

	memset(dst, 0, HASH_LEN);
	if (n == HASH_LEN)
		memcpy(dst, p, HASH_LEN);
}

static void take_peer(struct db_stmt *s, struct store_peer *p)
{
	*p = (struct store_peer){ .node = (uint32_t)db_col_int(s, 0), .epoch = (uint32_t)db_col_int(s, 1), .office = (rowid_t)db_col_int(s, 2),
		.cursor = (uint64_t)db_col_int(s, 6), .feed_acked = (uint64_t)db_col_int(s, 8), .last_contact = db_col_int(s, 9) };
	copy_text(s, 3, p->name, sizeof(p->name));
	copy_text(s, 4, p->public_key, sizeof(p->public_key));
	copy_hash(s, 5, p->node_key);
	copy_hash(s, 7, p->head);
	copy_text(s, 10, p->stopped, sizeof(p->stopped));
}

static int one_peer(struct db_stmt *s, struct store_peer *out)
{
	int r = db_step(s), e;

	if (r == 1)
		take_peer(s, out);
	e = db_end(s);
	return e ? e : r == 1 ? 0 : ERR_NOTFOUND;
}

int store_peer_get(struct store *st, uint32_t node, struct store_peer *out)
{
	struct db_stmt *s = db_use(st->db, "SELECT " COLUMNS " FROM _peer WHERE node=?1");

	db_bind_int(s, 1, node);
	return one_peer(s, out);
}

int store_peer_by_key(struct store *st, const char *public_key, struct store_peer *out)
{
	struct db_stmt *s = db_use(st->db, "SELECT " COLUMNS " FROM _peer WHERE public_key=?1 ORDER BY node DESC LIMIT 1");

	db_bind_str(s, 1, public_key);
	return one_peer(s, out);
}

/* A stop of the stream is cleared by hand only: stopped = "". */
int store_peer_put(struct store *st, const struct store_peer *p)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _peer(node, epoch, office, name, public_key, node_key, cursor, head, feed_acked,"
	                                   " last_contact, stopped, stop_code) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0)"
	                                   " ON CONFLICT(node) DO UPDATE SET epoch=?2, office=?3, name=?4, public_key=?5, node_key=?6, cursor=?7,"
	                                   " head=?8, feed_acked=?9, last_contact=?10, stopped=?11,"
	                                   " stop_code=CASE WHEN ?11='' THEN 0 ELSE stop_code END");

	db_bind_ints(s, 1, (int64_t[]){ p->node, p->epoch, (int64_t)p->office }, 3);
	db_bind_str(s, 4, p->name);
	db_bind_str(s, 5, p->public_key);
	db_bind_blob(s, 6, p->node_key, HASH_LEN);
	db_bind_int(s, 7, (int64_t)p->cursor);
	db_bind_blob(s, 8, p->head, HASH_LEN);
	db_bind_ints(s, 9, (int64_t[]){ (int64_t)p->feed_acked, p->last_contact }, 2);
	db_bind_str(s, 11, p->stopped);
	return db_run(s);
}

int store_peer_list(struct store *st, struct arena *a, struct store_peer **out, size_t *n)
{
	struct db_stmt *s;
	int64_t count = 0;
	int r = db_run_int(db_use(st->db, "SELECT count(*) FROM _peer"), &count);

	*n = 0;
	*out = r ? NULL : arena_array(a, (size_t)count + 1, sizeof(**out));
	if (!*out)
		return r ? r : ERR_NOMEM;
	s = db_use(st->db, "SELECT " COLUMNS " FROM _peer ORDER BY name, node");
	while (*n < (size_t)count && db_step(s) == 1)
		take_peer(s, &(*out)[(*n)++]);
	return db_end(s);
}

/* ---- enrolment ---- */

int store_enrol_add(struct store *st, rowid_t office, const uint8_t secret_hash[HASH_LEN], int64_t expires)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _enrol(secret_hash, office, expires) VALUES(?1, ?2, ?3)");

	db_bind_blob(s, 1, secret_hash, HASH_LEN);
	db_bind_ints(s, 2, (int64_t[]){ (int64_t)office, expires }, 2);
	return db_run(s);
}

struct code {
	rowid_t office;
	int64_t expires;
	uint32_t node; /* 0: not used yet */
	bool same_key;
};

static int find_code(struct store *st, const uint8_t secret_hash[HASH_LEN], const char *public_key, struct code *out)
{
	struct db_stmt *s = db_use(st->db, "SELECT office, expires, coalesce(node, 0), public_key FROM _enrol WHERE secret_hash=?1");
	int r, e;

	db_bind_blob(s, 1, secret_hash, HASH_LEN);
	r = db_step(s);
	if (r == 1)
		*out = (struct code){ .office = (rowid_t)db_col_int(s, 0), .expires = db_col_int(s, 1), .node = (uint32_t)db_col_int(s, 2),
			.same_key = strcmp(db_col_text(s, 3, NULL), public_key) == 0 };
	e = db_end(s);
	return e ? e : r == 1 ? 0 : ERR_NOTFOUND;
}

/* A code that has been used stays good for the machine that used it: its answer may have been lost on the line. */
int store_enrol_live(struct store *st, const uint8_t secret_hash[HASH_LEN])
{
	struct code c = { 0 };
	int r = find_code(st, secret_hash, "", &c);

	return r ? r : c.node == 0 && clock_now() > c.expires ? ERR_DENIED : 0;
}

static int use_code(struct store *st, const uint8_t secret_hash[HASH_LEN], const char *public_key, uint32_t node)
{
	struct db_stmt *s = db_use(st->db, "UPDATE _enrol SET node=?2, public_key=?3 WHERE secret_hash=?1");

	db_bind_blob(s, 1, secret_hash, HASH_LEN);
	db_bind_int(s, 2, node);
	db_bind_str(s, 3, public_key);
	return db_run(s);
}

/* A machine that replaces another one gets a number of its own: its keys and its chain start afresh. */
static int new_node(struct store *st, uint32_t *node)
{
	int64_t highest = 0;
	int r = db_run_int(db_use(st->db, "SELECT coalesce(max(node), 0) FROM _peer"), &highest);

	*node = (uint32_t)(highest > (int64_t)st->node.node ? highest : (int64_t)st->node.node) + 1;
	return r;
}

static int office_code(struct store *st, rowid_t office, struct store_peer *p)
{
	const struct model_type *t = model_type_by_no(MODEL_OFFICE);
	struct arena *a = store_scratch();
	struct rec *r = NULL;
	int e = a ? store_row_find(st, t, office, a, &r) : ERR_NOMEM;

	if (e == 0 && !r)
		e = ERR_NOTFOUND;
	if (e == 0) {
		struct val v = rec_val_no(r, MODEL_OFFICE_CODE);

		(void)snprintf(p->name, sizeof(p->name), "%.64s", v.shape == VAL_BYTES ? v.s : "");
	}
	arena_free(a);
	return e;
}

/* Where the office lives from now on: an event, so that everybody learns it. */
static int place_office(struct store *st, rowid_t office, uint32_t node, struct err_info *ei)
{
	struct store_field f = { MODEL_OFFICE_NODE, val_int(node) };
	struct store_row_op op = { .type = MODEL_OFFICE, .id = office, .kind = STORE_PATCH, .fields = &f, .n_fields = 1 };
	struct store_event ev = { .office = st->node.office, .verb = MODEL_V_CHANGE, .subject_type = MODEL_OFFICE, .subject_id = office,
		.flags = WIRE_FLAG_SCRIPT, .ops = &op, .n_ops = 1 };

	return store_event_append(st, &ev, NULL, ei);
}

static int admit(struct store *st, const struct code *c, const char *public_key, struct store_peer *p, struct err_info *ei)
{
	int r;

	*p = (struct store_peer){ .epoch = ENROL_EPOCH, .office = c->office, .last_contact = clock_now() };
	if (strlen(public_key) >= sizeof(p->public_key))
		return ERR_RANGE;
	memcpy(p->public_key, public_key, strlen(public_key) + 1);
	random_bytes(p->node_key, HASH_LEN);
	r = new_node(st, &p->node);
	if (r == 0)
		r = office_code(st, c->office, p);
	if (r == 0)
		r = store_peer_put(st, p);
	if (r == 0)
		r = place_office(st, c->office, p->node, ei);
	return r ? r : store_feed_first(st, p->node);
}

static int enrol(struct store *st, const uint8_t secret_hash[HASH_LEN], const char *public_key, struct store_peer *out, struct err_info *ei)
{
	struct code c = { 0 };
	int r = find_code(st, secret_hash, public_key, &c);

	if (r == ERR_NOTFOUND)
		return store_fail_text(ERR_DENIED, ei, "store.enrol_unknown", "no such code");
	if (r)
		return r;
	if (c.node && c.same_key)
		return store_peer_get(st, c.node, out);
	if (c.node)
		return store_fail_text(ERR_DENIED, ei, "store.enrol_used", "the code was used with another key");
	if (clock_now() > c.expires)
		return store_fail_text(ERR_DENIED, ei, "store.enrol_late", "the code has expired");
	r = admit(st, &c, public_key, out, ei);
	return r ? r : use_code(st, secret_hash, public_key, out->node);
}

int store_enrol_use(struct store *st, const uint8_t secret_hash[HASH_LEN], const char *public_key, struct store_peer *out, struct err_info *ei)
{
	struct err_info why = { 0 };
	int r = store_begin(st, ei);

	if (r)
		return r;
	r = enrol(st, secret_hash, public_key, out, &why);
	if (r == 0)
		return store_commit(st, ei);
	store_rollback(st);
	if (why.code == 0)
		why.code = r;
	(void)store_fail(r, &why);
	if (ei)
		*ei = why;
	return r;
}
