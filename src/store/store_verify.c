/* store_verify.c: is what the tables say what the log says? Findings are lines for a person; nothing is mended here. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store_internal.h"

struct check {
	struct store *st;
	store_say_fn *say;
	void *ctx;
	uint64_t findings;
};

#define FINDINGS_MAX 1000 /* lines; all are counted */

static void find(struct check *c, const char *message, const char *const *pairs, size_t n)
{
	struct buf b;

	if (c->findings++ >= FINDINGS_MAX)
		return;
	buf_init(&b, 4096);
	model_message_fill_pairs(&b, model_message(message), pairs, n);
	c->say(c->ctx, buf_str(&b));
	buf_clear(&b);
}

static void find_event(struct check *c, const char *message, uint32_t node, uint64_t seq)
{
	char where[16], no[24];
	const char *const pairs[] = { "node", where, "no", no };

	(void)snprintf(where, sizeof(where), "%u", node);
	(void)snprintf(no, sizeof(no), "%" PRIu64, seq);
	find(c, message, pairs, COUNT_OF(pairs) / 2);
}

static void find_row(struct check *c, const char *message, const struct model_type *t, rowid_t id, const char *word)
{
	char key[24];
	const char *const pairs[] = { "type", t->label, "id", key, "word", word };

	(void)snprintf(key, sizeof(key), "%" PRIu64, id);
	find(c, message, pairs, COUNT_OF(pairs) / 2);
}

/* ---- the chain ---- */

struct chain {
	uint32_t node;
	uint8_t key[HASH_LEN], head[HASH_LEN];
	uint64_t seq;
	int64_t time;
	uint32_t epoch;
};

/* Who did what is read by this index; a row that is gone from it hides an event that the chain still holds. */
static void check_history(struct check *c, const struct wire_head *h, int64_t arrival)
{
	struct db_stmt *s = db_use(c->st->db, "SELECT count(*) FROM _history WHERE type=?1 AND id=?2 AND arrival=?3 AND node=?4 AND seq=?5");
	int64_t n = 0;

	if (h->subject_type == 0)
		return;
	db_bind_ints(s, 1, (int64_t[]){ h->subject_type, (int64_t)h->subject_id, arrival, h->node, (int64_t)h->seq }, 5);
	if (db_run_int(s, &n) || n != 1)
		find_event(c, "store.v_history", h->node, h->seq);
}

static void check_event(struct check *c, struct chain *ch, const uint8_t *p, size_t n, uint64_t seq, const uint8_t *head, int64_t arrival)
{
	uint8_t now[HASH_LEN];
	struct wire_head h;
	bool wiped;

	if (seq != ch->seq + 1)
		find_event(c, "store.v_gap", ch->node, ch->seq + 1);
	ch->seq = seq;
	if (wire_head_decode(p, n, &h, &wiped) || wire_event_chain(ch->key, ch->head, p, n, now)) {
		find_event(c, "store.v_event", ch->node, seq);
		memcpy(ch->head, head, HASH_LEN);
		return;
	}
	if (!hash_equal(now, head, HASH_LEN) || h.seq != seq || h.node != ch->node)
		find_event(c, "store.v_chain", ch->node, seq);
	if (h.time < ch->time || h.epoch < ch->epoch)
		find_event(c, "store.v_time", ch->node, seq);
	if (!model_verb_by_no(h.verb))
		find_event(c, "store.v_verb", ch->node, seq);
	check_history(c, &h, arrival);
	memcpy(ch->head, head, HASH_LEN); /* one damaged event is one finding */
	ch->time = h.time;
	ch->epoch = h.epoch;
}

static int check_chain(struct check *c, struct chain *ch, const char *sql)
{
	struct db_stmt *s = db_use(c->st->db, sql);

	db_bind_int(s, 1, ch->node);
	while (db_step(s) == 1) {
		size_t n, m;
		const uint8_t *head = db_col_blob(s, 1, &m), *p = db_col_blob(s, 2, &n);

		if (m == HASH_LEN)
			check_event(c, ch, p, n, (uint64_t)db_col_int(s, 0), head, db_col_int(s, 3));
		else
			find_event(c, "store.v_chain", ch->node, (uint64_t)db_col_int(s, 0));
	}
	return db_end(s);
}

static int check_own(struct check *c, const struct store_node *n)
{
	struct chain ch = { .node = n->node };
	int r;

	if (n->node == 0)
		return 0;
	r = store_digest_key(c->st, ch.key);
	if (r == 0)
		r = check_chain(c, &ch, "SELECT seq, head, event, arrival FROM _outbox WHERE ?1>=0 ORDER BY seq");
	if (r == 0 && (ch.seq != n->seq || !hash_equal(ch.head, n->head, HASH_LEN)))
		find_event(c, "store.v_cursor", n->node, n->seq);
	return r;
}

static int check_peers(struct check *c)
{
	struct arena *a = store_scratch();
	struct store_peer *p = NULL;
	size_t n = 0;
	int r = a ? store_peer_list(c->st, a, &p, &n) : ERR_NOMEM;

	for (size_t i = 0; i < n && r == 0; i++) {
		struct chain ch = { .node = p[i].node };

		r = store_peer_digest_key(c->st, p[i].node, ch.key);
		if (r == 0)
			r = check_chain(c, &ch, "SELECT seq, head, event, arrival FROM _inbox WHERE node=?1 ORDER BY seq");
		if (r == 0 && (ch.seq != p[i].cursor || !hash_equal(ch.head, p[i].head, HASH_LEN)))
			find_event(c, "store.v_cursor", p[i].node, p[i].cursor);
		if (r == 0 && p[i].stopped[0]) {
			const char *const pairs[] = { "office", p[i].name, "text", p[i].stopped };

			find(c, "store.v_stopped", pairs, 2);
		}
	}
	arena_free(a);
	return r;
}

/* ---- rows against the log ---- */

struct compare {
	struct check *c;
	struct store *other;
	bool only_missing; /* second direction: what the log makes and the table lacks */
};

static bool same_row(const struct rec *x, const struct rec *y)
{
	if (x->owner != y->owner || x->state != y->state || x->created_at != y->created_at || x->created_by != y->created_by || x->version != y->version)
		return false;
	for (size_t i = 0; i < x->type->n_fields; i++)
		if (!val_eq(x->v[i], y->v[i]))
			return false;
	return true;
}

static int compare_row(void *ctx, const struct rec *r, struct arena *a)
{
	const struct compare *m = ctx;
	struct rec *twin = NULL;
	int e = store_row_find(m->other, r->type, r->id, a, &twin);
	char raw[24];

	if (e)
		return e;
	if (!twin)
		find_row(m->c, m->only_missing ? "store.v_missing" : "store.v_extra", r->type, r->id, "");
	if (m->only_missing)
		return 0;
	if (twin && !same_row(r, twin))
		find_row(m->c, "store.v_row", r->type, r->id, "");
	if (r->state && !model_state_by_no(r->type, r->state)) {
		(void)snprintf(raw, sizeof(raw), "#%u", r->state);
		find_row(m->c, "store.v_state", r->type, r->id, raw);
	}
	return 0;
}

static int check_rows(struct check *c)
{
	struct store *made = NULL;
	int r = store_open_scratch(&made);

	if (r == 0)
		r = store_begin(made, NULL);
	if (r == 0) {
		r = store_replay_into(c->st, made);
		if (r == ERR_CORRUPT || r == ERR_VERSION || r == ERR_PARKED) { /* already said by the chain; nothing to compare with */
			find_event(c, "store.v_replay", 0, 0);
			store_close(made);
			return 0;
		}
	}
	for (size_t i = 0; i < model_type_count() && r == 0; i++) {
		struct compare here = { .c = c, .other = made }, there = { .c = c, .other = c->st, .only_missing = true };

		r = store_rows_each(c->st, model_type_at(i), 0, compare_row, &here);
		if (r == 0)
			r = store_rows_each(made, model_type_at(i), 0, compare_row, &there);
	}
	store_close(made);
	return r;
}

/* ---- all ---- */

static void say_file(void *ctx, const char *line)
{
	const char *const pairs[] = { "text", line };

	find(ctx, "store.v_file", pairs, 1);
}

static int check_all(struct check *c)
{
	struct store_node n;
	int r = db_check(c->st->db, say_file, c);

	if (r == 0)
		r = store_node_load(c->st, &n, NULL);
	if (r == 0)
		r = check_own(c, &n);
	if (r == 0)
		r = check_peers(c);
	if (r == 0)
		r = check_rows(c);
	return r;
}

static void say_book(void *ctx, const char *message, const char *book, int64_t number)
{
	char no[24];
	const char *const pairs[] = { "book", book, "no", no };

	(void)snprintf(no, sizeof(no), "%" PRId64, number);
	find(ctx, message, pairs, 2);
}

int store_verify(struct store *st, store_say_fn *say, void *ctx, uint64_t *findings)
{
	struct check c = { .st = st, .say = say, .ctx = ctx };
	int r = db_read_begin(st->db); /* one moment, while others go on writing */

	if (r == 0)
		r = check_all(&c);
	if (r == 0)
		r = store_check_numbers(st, say_book, &c);
	db_read_end(st->db);
	*findings = c.findings;
	return r;
}
