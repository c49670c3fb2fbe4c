/* store_inbox.c: events from a node below, taken in at the centre: exactly once, in order, by chain.
 *
 * The centre checks form, owner, chain and version only. Everything that can be wrong is looked at before a table changes, so that an event
 * that stops the stream leaves the ones before it in the same write.
 */
#include <stdio.h>
#include <string.h>

#include "store_internal.h"

struct stream {
	struct store *st;
	struct store_peer peer;
	int stop_code;
	uint8_t key[HASH_LEN];
	rowid_t office; /* last one looked up, and where it lives */
	uint32_t office_node;
};

static int stop(struct stream *m, int code, struct err_info *ei, const char *message, const char *why, uint64_t seq)
{
	char reason[80]; /* why may lie in ei */

	(void)snprintf(reason, sizeof(reason), "%.79s", why);
	(void)snprintf(m->peer.stopped, sizeof(m->peer.stopped), "%.40s: %s (%llu)", err_name(code), reason, (unsigned long long)seq);
	m->stop_code = code;
	return err_setf(ei, code, model_message(message), "node %u event %llu: %s", m->peer.node, (unsigned long long)seq, reason);
}

static int save_stream(struct stream *m)
{
	struct db_stmt *s = db_use(m->st->db, "UPDATE _peer SET epoch=?2, cursor=?3, head=?4, last_contact=?5, stopped=?6, stop_code=?7 WHERE node=?1");

	db_bind_ints(s, 1, (int64_t[]){ m->peer.node, m->peer.epoch, (int64_t)m->peer.cursor }, 3);
	db_bind_blob(s, 4, m->peer.head, HASH_LEN);
	db_bind_int(s, 5, clock_now());
	db_bind_str(s, 6, m->peer.stopped);
	db_bind_int(s, 7, m->stop_code);
	return db_run(s);
}

/* ---- checks ---- */

static uint32_t node_of_office(struct stream *m, rowid_t office)
{
	if (office != m->office) {
		m->office_node = store_office_node(m->st, office);
		m->office = office;
	}
	return m->office_node;
}

static rowid_t owner_in_op(const struct wire_op *op, rowid_t dflt)
{
	for (size_t i = 0; i < op->n_fields; i++)
		if (op->fields[i].no == MODEL_F_OWNER)
			return (rowid_t)op->fields[i].v.i;
	return dflt;
}

/* Only rows of that node's offices; a row that is not here yet must have a key of that node and an owner there. */
static int check_owner(struct stream *m, const struct wire_event *ev, struct arena *a, const char **why)
{
	for (size_t i = 0; i < ev->n_ops; i++) {
		const struct wire_op *op = &ev->ops[i];
		const struct model_type *t = model_type_by_no(op->type);
		struct rec *row = NULL;
		rowid_t owner;
		int r = store_row_find(m->st, t, op->id, a, &row);

		if (r)
			return r;
		owner = row ? row->owner : owner_in_op(op, ev->head.office);
		if (row == NULL && key_node(op->id) != m->peer.node && op->kind == WIRE_PUT)
			*why = "key of another node";
		else if (node_of_office(m, owner) != m->peer.node)
			*why = "row of another owner";
		if (*why)
			return ERR_CORRUPT;
	}
	return 0;
}

static int check_head(const struct stream *m, const struct wire_event *ev, const char **why)
{
	if (ev->head.node != m->peer.node)
		*why = "event of another node";
	else if (ev->head.seq > m->peer.cursor && ev->head.epoch < m->peer.epoch) /* one from before a restore may come again */
		*why = "epoch went backwards";
	return *why ? ERR_CORRUPT : 0;
}

/* ---- events that are here already ---- */

static int keep_fork(struct stream *m, uint64_t seq, const struct store_blob *ev)
{
	struct db_stmt *s = db_use(m->st->db, "INSERT INTO _fork(node, seq, received_at, event) VALUES(?1, ?2, ?3, ?4)");

	db_bind_ints(s, 1, (int64_t[]){ m->peer.node, (int64_t)seq, clock_now() }, 3);
	db_bind_blob(s, 4, ev->p, ev->n);
	return db_run(s);
}

static int check_again(struct stream *m, const struct wire_event *ev, const struct store_blob *raw, struct err_info *ei)
{
	uint8_t before[HASH_LEN], here[HASH_LEN], head[HASH_LEN];
	int r = store_head_at(m->st, m->peer.node, ev->head.seq - 1, before);

	if (r == 0)
		r = store_head_at(m->st, m->peer.node, ev->head.seq, here);
	if (r == 0)
		r = wire_event_chain(m->key, before, raw->p, raw->n, head);
	if (r || hash_equal(here, head, HASH_LEN))
		return r;
	r = keep_fork(m, ev->head.seq, raw);
	return r ? r : stop(m, ERR_FORK, ei, "store.fork", "another event with this number is here", ev->head.seq);
}

/* ---- the next one ---- */

static int log_add(struct stream *m, const struct wire_event *ev, const struct store_blob *raw)
{
	struct store *st = m->st;
	uint8_t head[HASH_LEN];
	struct db_stmt *s;
	int r = wire_event_chain(m->key, m->peer.head, raw->p, raw->n, head);

	if (r)
		return r;
	st->arrival++;
	s = db_use(st->db, "INSERT INTO _inbox(arrival, node, epoch, seq, received_at, head, event) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
	db_bind_ints(s, 1, (int64_t[]){ (int64_t)st->arrival, ev->head.node, ev->head.epoch, (int64_t)ev->head.seq, clock_now() }, 5);
	db_bind_blob(s, 6, head, HASH_LEN);
	db_bind_blob(s, 7, raw->p, raw->n);
	r = db_run(s);
	memcpy(m->peer.head, head, HASH_LEN);
	m->peer.cursor = ev->head.seq;
	m->peer.epoch = ev->head.epoch;
	return r;
}

static int take_one(struct stream *m, const struct store_blob *raw, struct arena *a, struct err_info *ei)
{
	struct wire_event ev;
	const char *why = NULL;
	uint64_t next = m->peer.cursor + 1;
	int r = wire_event_decode(raw->p, raw->n, a, &ev);

	if (r == ERR_VERSION)
		return stop(m, ERR_PARKED, ei, "store.parked", "form of a newer program", next);
	if (r == ERR_CORRUPT)
		return stop(m, ERR_CORRUPT, ei, "store.bad_event", "not an event", next);
	if (r)
		return r;
	r = check_head(m, &ev, &why);
	if (r)
		return stop(m, r, ei, "store.bad_event", why, ev.head.seq);
	if (ev.head.seq <= m->peer.cursor)
		return check_again(m, &ev, raw, ei);
	if (ev.head.seq != next)
		return err_setf(ei, ERR_AGAIN, NULL, "gap: %llu after %llu", (unsigned long long)ev.head.seq, (unsigned long long)m->peer.cursor);
	r = store_check_event(&ev, ei);
	if (r)
		return stop(m, r, ei, "store.parked", ei->detail, ev.head.seq);
	r = check_owner(m, &ev, a, &why);
	if (r && why)
		return stop(m, r, ei, "store.bad_event", why, ev.head.seq);
	if (r == 0)
		r = log_add(m, &ev, raw);
	return r ? r : store_event_take(m->st, &ev, a);
}

static int load_stream(struct stream *m, uint32_t node, struct err_info *ei)
{
	struct db_stmt *s;
	int64_t code = 0;
	int r = store_peer_get(m->st, node, &m->peer);

	if (r == 0)
		r = store_peer_digest_key(m->st, node, m->key);
	if (r)
		return r;
	s = db_use(m->st->db, "SELECT stop_code FROM _peer WHERE node=?1");
	db_bind_int(s, 1, node);
	r = db_run_int(s, &code);
	/* a fork or a bad event is looked at by a person first; a parked stream goes on by itself after the upgrade */
	if (r == 0 && code != 0 && code != ERR_PARKED)
		return err_setf(ei, (int)code, model_message("store.stopped"), "%s", m->peer.stopped);
	m->peer.stopped[0] = '\0';
	m->stop_code = 0;
	return r;
}

/* Was it the stream that stopped, and not this machine that failed? */
static bool stream_says(const struct stream *m, int r)
{
	return r == ERR_AGAIN || (m->stop_code != 0 && m->stop_code == r);
}

static int take_all(struct stream *m, const struct store_blob *ev, size_t n, size_t *taken, struct err_info *ei)
{
	struct arena *a = store_scratch();
	int r = a ? 0 : ERR_NOMEM;

	for (size_t i = 0; i < n && r == 0; i++) {
		r = take_one(m, &ev[i], a, ei);
		if (r == 0)
			(*taken)++;
		if (a)
			arena_reset(a);
	}
	arena_free(a);
	m->st->changed = *taken > 0;
	if (r == 0 || stream_says(m, r)) {
		int e = save_stream(m);

		return e ? e : r;
	}
	return r;
}

int store_inbox_apply(struct store *st, uint32_t node, const struct store_blob *ev, size_t n, size_t *taken, struct err_info *ei)
{
	struct stream m = { .st = st };
	struct err_info why = { 0 };
	int r = store_begin(st, ei), e = 0;

	*taken = 0;
	if (r)
		return r;
	r = load_stream(&m, node, &why);
	if (r == 0) {
		r = take_all(&m, ev, n, taken, &why);
		if (r == 0 || stream_says(&m, r))
			e = store_commit(st, &why);
	}
	mem_wipe(m.key, sizeof(m.key));
	mem_wipe(m.peer.node_key, sizeof(m.peer.node_key));
	if (st->writing)
		store_rollback(st);
	if (e || (r && !stream_says(&m, r)))
		*taken = 0;
	r = e ? e : r;
	if (r) {
		if (why.code != r)
			why = (struct err_info){ .code = r };
		if (why.text[0] == '\0')
			(void)store_fail(r, &why);
		if (ei)
			*ei = why;
	}
	return r;
}
