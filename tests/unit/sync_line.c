/* Both ends in one process on a virtual clock: the line is cut at every byte, damaged, replayed, spoken to in other versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "congvu/sync.h"
#include "fake_store.h"
#include "wire_sample.h"

static int64_t clock_ms = 1000000;
static int64_t fake_now(void *ctx)
{
	(void)ctx;
	return 1795402800 + clock_ms / 1000;
}
static int64_t fake_mono(void *ctx)
{
	(void)ctx;
	return clock_ms;
}

struct world {
	struct store office, centre;
	struct sync_office *o;
	struct sync_centre *c;
	struct arena *a;
	struct sample_rng g;
	int64_t left;     /* bytes until the line breaks; < 0: never */
	int64_t flip_at;  /* byte whose bit 4 is flipped on its way up or down; < 0: none */
	int64_t passed;
	int rtt_ms;
};

static void world_open(struct world *w, uint64_t seed)
{
	memset(w, 0, sizeof *w);
	w->a = arena_new(64 << 20);
	w->g.s = seed;
	w->left = w->flip_at = -1;
	w->rtt_ms = 600;
	memset(w->office.key, 0x42, HASH_LEN);
	w->office.node = (struct store_node){ .role = STORE_ROLE_OFFICE, .node = 7, .epoch = 1, .office = key_make(1, 1, 12) };
	w->centre.node = (struct store_node){ .role = STORE_ROLE_CENTRE, .node = 1, .epoch = 1 };
	w->centre.peer = (struct store_peer){ .node = 7, .epoch = 1, .office = key_make(1, 1, 12), .name = "VITHUY" };
	memset(w->centre.peer.node_key, 0x42, HASH_LEN);
	assert_int_equal(sync_office_new(&w->office, &w->o), 0);
}

static void world_close(struct world *w)
{
	sync_office_free(w->o);
	sync_centre_free(w->c);
	fake_clear(&w->office);
	fake_clear(&w->centre);
	arena_free(w->a);
}

static void save(struct world *w, int n)
{
	for (int i = 0; i < n; i++) {
		struct wire_event ev = sample_event(&w->g, w->a, w->office.node.seq + 1);
		assert_int_equal(fake_append(&w->office, &ev), 0);
	}
}

static void feed(struct world *w, int n)
{
	for (int i = 0; i < n; i++) {
		uint64_t seq = w->centre.n_feed ? w->centre.feed[w->centre.n_feed - 1].seq + 1 + sample_below(&w->g, 3) : 5;
		struct wire_event ev = sample_event(&w->g, w->a, seq);
		struct wire_image im = { .type = 20, .id = ev.head.subject_id, .owner = ev.head.office, .version = 1 + seq % 3,
			.created_at = ev.head.time, .created_by = ev.head.actor, .state = 2, .removed = seq % 7 == 0 };
		struct buf b;
		if (ev.n_ops) {
			im.fields = ev.ops[0].fields;
			im.n_fields = ev.ops[0].n_fields;
		}
		buf_init(&b, 1 << 17);
		assert_int_equal(wire_image_encode(&im, &b), 0);
		if (seq % 5 == 0)
			buf_put(&b, "not an image", 12); /* a later version's, or a wipe order: rides as it is */
		fake_feed_add(&w->centre, seq, seq % 5 ? STORE_FEED_ROW : STORE_FEED_WIPE, b.p, b.len);
		buf_clear(&b);
	}
}

static void connect(struct world *w, bool once)
{
	sync_centre_free(w->c);
	assert_int_equal(sync_centre_new(&w->centre, 7, clock_ms, &w->c), 0);
	sync_office_connect(w->o, once, clock_ms);
}

static bool office_live(const struct world *w)
{
	enum sync_state s = sync_office_status(w->o)->state;
	return s == SYNC_HELLO || s == SYNC_UP;
}

/* Moves some bytes one way; false when the line broke. */
static bool carry(struct world *w, struct buf *from, bool up, bool *moved)
{
	uint8_t part[700];
	size_t n = from->len < sizeof part ? from->len : sizeof part;
	if (!n)
		return true;
	n = 1 + sample_below(&w->g, (uint32_t)n);
	if (w->left >= 0 && (int64_t)n > w->left)
		n = (size_t)w->left;
	memcpy(part, from->p, n);
	buf_consume(from, n);
	for (size_t i = 0; i < n; i++)
		if (w->passed + (int64_t)i == w->flip_at)
			part[i] ^= 0x10;
	w->passed += (int64_t)n;
	*moved = n > 0;
	if (n && up)
		sync_centre_input(w->c, part, n, clock_ms);
	else if (n)
		sync_office_input(w->o, part, n, clock_ms);
	if (w->left < 0)
		return true;
	w->left -= (int64_t)n;
	return w->left > 0;
}

/* Runs until nothing moves any more or the line breaks. */
static void run(struct world *w)
{
	for (bool moved = true; moved;) {
		moved = false;
		clock_ms += w->rtt_ms / 2;
		if (!carry(w, sync_office_output(w->o), true, &moved) || !carry(w, sync_centre_output(w->c), false, &moved)) {
			sync_office_eof(w->o);
			sync_centre_eof(w->c);
			w->left = -1;
			return;
		}
		sync_office_tick(w->o, clock_ms);
		sync_centre_tick(w->c, clock_ms);
	}
	if (!office_live(w))
		sync_centre_eof(w->c);
	if (sync_centre_status(w->c)->state == SYNC_DOWN || sync_centre_status(w->c)->state == SYNC_DONE)
		sync_office_eof(w->o);
}

static void same(const struct world *w)
{
	assert_int_equal(w->centre.peer.cursor, w->office.node.seq);
	assert_memory_equal(w->centre.peer.head, w->office.node.head, HASH_LEN);
	assert_int_equal(w->office.node.acked, w->office.node.seq);
	for (uint64_t s = 1; s <= w->office.node.seq; s++) {
		assert_int_equal(w->office.log[s].n, w->centre.log[s].n);
		assert_memory_equal(w->office.log[s].p, w->centre.log[s].p, w->office.log[s].n);
	}
	assert_int_equal(w->office.n_feed, w->centre.n_feed);
	for (size_t i = 0; i < w->office.n_feed; i++) {
		assert_int_equal(w->office.feed[i].seq, w->centre.feed[i].seq);
		assert_int_equal(w->office.feed[i].kind, w->centre.feed[i].kind);
		assert_int_equal(w->office.feed[i].n, w->centre.feed[i].n);
		assert_memory_equal(w->office.feed[i].p, w->centre.feed[i].p, w->office.feed[i].n);
	}
}

static void all_goes_over_once(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 1);
	save(&w, 60);
	feed(&w, 150);
	connect(&w, true);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->state, SYNC_DONE);
	assert_int_equal(sync_centre_status(w.c)->state, SYNC_DONE);
	same(&w);
	assert_int_equal(w.centre.peer.feed_acked, w.centre.feed[149].seq);
	world_close(&w);
}

static void live_line(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 2);
	connect(&w, false);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->state, SYNC_UP);
	uint64_t frames = sync_office_status(w.o)->frames_out;
	save(&w, 1);
	sync_office_wake(w.o, clock_ms); /* idle: at once */
	assert_int_equal(sync_office_status(w.o)->frames_out, frames + 1);
	save(&w, 3);
	sync_office_wake(w.o, clock_ms); /* one is on its way: these wait and ride together */
	assert_int_equal(sync_office_status(w.o)->frames_out, frames + 1);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->frames_out, frames + 2);
	feed(&w, 2);
	sync_centre_wake(w.c, clock_ms);
	run(&w);
	same(&w);
	/* Idle: a ping every minute keeps it up; silence of three ends it. */
	for (int i = 0; i < 20; i++) {
		clock_ms = sync_office_deadline(w.o);
		sync_office_tick(w.o, clock_ms);
		run(&w);
		assert_int_equal(sync_office_status(w.o)->state, SYNC_UP);
		assert_int_equal(sync_centre_status(w.c)->state, SYNC_UP);
	}
	for (int i = 0; i < 5 && office_live(&w); i++) {
		clock_ms = sync_office_deadline(w.o);
		sync_office_tick(w.o, clock_ms);
		buf_reset(sync_office_output(w.o));
	}
	assert_int_equal(sync_office_status(w.o)->code, ERR_TIMEOUT);
	clock_ms = sync_centre_deadline(w.c);
	sync_centre_tick(w.c, clock_ms);
	assert_int_equal(sync_centre_status(w.c)->code, ERR_TIMEOUT);
	world_close(&w);
}

/* The line breaks after each possible number of bytes, then again at random, until all is over. */
static void cut_everywhere(void **s)
{
	(void)s;
	struct world w;
	int64_t total = 0, cuts = 0;
	for (int64_t cut = 0; cut <= total; cut++) {
		world_open(&w, 77);
		save(&w, 10);
		feed(&w, 10);
		w.left = cut ? cut : -1;
		for (int tries = 0; tries < 200 && sync_office_status(w.o)->state != SYNC_DONE; tries++) {
			connect(&w, true);
			run(&w);
			cuts++;
			if (cut && sample_below(&w.g, 3) == 0)
				w.left = 1 + sample_below(&w.g, 2000);
		}
		assert_int_equal(sync_office_status(w.o)->state, SYNC_DONE);
		same(&w);
		if (!cut)
			total = w.passed;
		world_close(&w);
	}
	print_message("cut at each of %lld bytes, %lld connections\n", (long long)total, (long long)cuts);
}

/* One flipped bit anywhere: refused or harmless, never applied; the next connection finishes. */
static void flip_everywhere(void **s)
{
	(void)s;
	struct world w;
	int64_t total = 1;
	for (int64_t at = -1; at < total; at++) {
		world_open(&w, 78);
		save(&w, 6);
		feed(&w, 4);
		w.flip_at = at;
		connect(&w, true);
		run(&w);
		if (at >= 0)
			assert_int_not_equal(sync_office_status(w.o)->state, SYNC_DONE);
		else
			total = w.passed;
		for (uint64_t q = 1; q <= w.centre.peer.cursor; q++)
			assert_memory_equal(w.office.log[q].p, w.centre.log[q].p, w.office.log[q].n);
		connect(&w, true);
		run(&w);
		assert_int_equal(sync_office_status(w.o)->state, SYNC_DONE);
		same(&w);
		world_close(&w);
	}
}

static void big_events_go_in_fragments(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 5);
	char *text = arena_alloc(w.a, 60000);
	for (size_t i = 0; i < 60000; i++)
		text[i] = (char)(sample_next(&w.g) & 0xff); /* nothing compresses this */
	struct wire_field f = { 30, val_bytes(text, 60000) };
	struct wire_op op = { 20, key_make(7, 1, 900), WIRE_PUT, &f, 1 };
	struct wire_event ev = { .head = { .time = 1795402800, .subject_type = 20, .subject_id = op.id }, .ops = &op, .n_ops = 1 };
	save(&w, 3);
	assert_int_equal(fake_append(&w.office, &ev), 0);
	save(&w, 3);
	struct wire_image im = { .type = 20, .id = 5, .version = 1, .fields = &f, .n_fields = 1 };
	struct buf b;
	buf_init(&b, 1 << 17);
	assert_int_equal(wire_image_encode(&im, &b), 0);
	fake_feed_add(&w.centre, 3, STORE_FEED_ROW, b.p, b.len);
	buf_clear(&b);
	connect(&w, true);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->state, SYNC_DONE);
	same(&w);
	world_close(&w);
}

static void refused(struct world *w, int office_code)
{
	uint64_t writes = w->centre.writes;
	connect(w, true);
	run(w);
	assert_int_equal(sync_office_status(w->o)->state, SYNC_DOWN);
	assert_int_equal(sync_office_status(w->o)->code, office_code);
	assert_true(sync_office_status(w->o)->text[0] != 0);
	assert_int_equal(w->centre.writes, writes);
	assert_int_equal(w->centre.peer.cursor, 0);
}

static void strangers_are_refused(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 6);
	save(&w, 3);
	w.office.key[3] ^= 1; /* wrong node key */
	refused(&w, ERR_DENIED);
	assert_true(sync_office_status(w.o)->for_good);
	w.office.key[3] ^= 1;
	w.office.node.node = 8; /* not whom SSH let in */
	refused(&w, ERR_NOTFOUND);
	w.office.node.node = 7;
	w.centre.peer.epoch = 2;
	refused(&w, ERR_GENERATION);
	w.centre.peer.epoch = 1;
	snprintf(w.centre.peer.stopped, sizeof w.centre.peer.stopped, "fork at 3");
	refused(&w, ERR_FORK);
	w.centre.peer.stopped[0] = 0;
	w.office.node.node = 0;
	refused(&w, ERR_NOTFOUND);
	world_close(&w);
}

static void forks_stop(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 7);
	save(&w, 5);
	connect(&w, true);
	run(&w);
	same(&w);
	w.office.log[5].head[0] ^= 1; /* another history of ours */
	memcpy(w.office.node.head, w.office.log[5].head, HASH_LEN);
	connect(&w, true);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->code, ERR_FORK);
	w.office.log[5].head[0] ^= 1;
	w.office.node.seq = w.office.node.acked = 3; /* an older copy of the database */
	connect(&w, true);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->code, ERR_FORK);
	assert_int_equal(w.centre.peer.cursor, 5);
	world_close(&w);
}

/* A stream that is stopped at the centre sends no more; what comes down still comes. */
static void stopped_still_receives(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 12);
	save(&w, 30);
	feed(&w, 200);
	snprintf(w.centre.peer.stopped, sizeof w.centre.peer.stopped, "fork at 3");
	connect(&w, true);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->code, ERR_FORK);
	assert_true(sync_office_status(w.o)->for_good);
	assert_int_equal(w.centre.peer.cursor, 0);
	assert_int_equal(w.office.n_feed, 200);
	w.centre.peer.stopped[0] = 0; /* a person looked at it */
	connect(&w, true);
	run(&w);
	same(&w);
	world_close(&w);
}

/* The centre fell back (restored from a backup): what is missing there is sent again. */
static void centre_behind(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 8);
	save(&w, 9);
	connect(&w, true);
	run(&w);
	w.centre.peer.cursor = 4;
	memcpy(w.centre.peer.head, w.centre.log[4].head, HASH_LEN);
	for (uint64_t q = 5; q <= 9; q++) {
		free(w.centre.log[q].p);
		w.centre.log[q].p = NULL;
	}
	connect(&w, true);
	run(&w);
	assert_int_equal(sync_office_status(w.o)->state, SYNC_DONE);
	same(&w);
	world_close(&w);
}

static void centre_fails_in_the_middle(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 9);
	save(&w, 4);
	connect(&w, true);
	w.centre.fail_next = ERR_FULL;
	run(&w);
	assert_int_equal(sync_office_status(w.o)->code, ERR_FULL);
	assert_int_equal(w.centre.peer.cursor, 0);
	connect(&w, true);
	run(&w);
	same(&w);
	world_close(&w);
}

/* A hello in another version gets a reason; one that also speaks ours is answered. */
static void versions(void **s)
{
	(void)s;
	struct world w;
	static const struct { unsigned min, max; int code; } row[] = { { 2, 3, ERR_VERSION }, { 0, 0, ERR_CORRUPT }, { 3, 2, ERR_CORRUPT },
		{ 1, 4, 0 } };
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		world_open(&w, 10);
		struct buf body, line;
		buf_init(&body, 300);
		buf_init(&line, 400);
		buf_put_varint(&body, row[i].min);
		buf_put_varint(&body, row[i].max);
		buf_put_varint(&body, 7);
		buf_put_varint(&body, 1);
		for (int k = 0; k < 16; k++)
			buf_put_u8(&body, 9);
		buf_put_varint(&body, 0);
		for (int k = 0; k < HASH_LEN; k++)
			buf_put_u8(&body, 0);
		buf_put_varint(&body, 0);
		if (row[i].max > 1)
			buf_puts(&body, "what a later program appends");
		assert_int_equal(wire_frame_put(&line, WIRE_FRAME_HELLO, body.p, body.len, NULL, 0), 0);
		assert_int_equal(sync_centre_new(&w.centre, 7, clock_ms, &w.c), 0);
		sync_centre_input(w.c, line.p, line.len, clock_ms);
		assert_int_equal(sync_centre_status(w.c)->code, row[i].code);
		unsigned type = 0;
		struct wire_slice got;
		size_t used = 0;
		struct buf *out = sync_centre_output(w.c);
		assert_int_equal(wire_frame_get(out->p, out->len, NULL, 0, &type, &got, &used), 0);
		assert_int_equal(type, row[i].code ? WIRE_FRAME_BYE : WIRE_FRAME_HELLO);
		assert_int_equal(w.centre.writes, 0);
		buf_clear(&body);
		buf_clear(&line);
		world_close(&w);
	}
}

/* What was recorded on one connection is worth nothing on the next. */
static void replay(void **s)
{
	(void)s;
	struct world w;
	world_open(&w, 11);
	struct buf seen;
	buf_init(&seen, 1 << 20);
	save(&w, 2);
	connect(&w, false);
	for (int i = 0; i < 40; i++) {
		struct buf *o = sync_office_output(w.o), *c = sync_centre_output(w.c);
		buf_put(&seen, o->p, o->len);
		sync_centre_input(w.c, o->p, o->len, clock_ms);
		buf_reset(o);
		sync_office_input(w.o, c->p, c->len, clock_ms);
		buf_reset(c);
	}
	same(&w);
	uint64_t writes = w.centre.writes;
	sync_centre_free(w.c);
	assert_int_equal(sync_centre_new(&w.centre, 7, clock_ms, &w.c), 0);
	sync_centre_input(w.c, seen.p, seen.len, clock_ms);
	assert_int_equal(sync_centre_status(w.c)->code, ERR_CORRUPT); /* the first tag is wrong: other nonce, other key */
	assert_int_equal(w.centre.writes, writes);
	buf_clear(&seen);
	world_close(&w);
}

static void garbage(void **s)
{
	(void)s;
	struct world w;
	for (uint64_t i = 0; i < 400; i++) {
		world_open(&w, i);
		uint8_t p[300];
		for (size_t k = 0; k < sizeof p; k++)
			p[k] = (uint8_t)sample_next(&w.g);
		if (i % 4 == 0)
			p[0] = 0xff, p[1] = 0xff; /* a huge length */
		if (i % 4 == 1)
			p[0] = 0x60, p[1] = WIRE_FRAME_HELLO;
		connect(&w, false);
		sync_centre_input(w.c, p, sizeof p, clock_ms);
		sync_office_input(w.o, p, sizeof p, clock_ms);
		assert_true(sync_centre_status(w.c)->state != SYNC_UP && sync_office_status(w.o)->state != SYNC_UP);
		assert_int_equal(w.centre.writes + w.office.writes, 0);
		world_close(&w);
	}
}

static int setup(void **s)
{
	(void)s;
	static const struct clock_source src = { fake_now, fake_mono, NULL };
	clock_set_source(&src);
	log_open("test", -1, LOG_LEVEL_ERR);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_goes_over_once), cmocka_unit_test(live_line), cmocka_unit_test(cut_everywhere),
		cmocka_unit_test(flip_everywhere), cmocka_unit_test(big_events_go_in_fragments), cmocka_unit_test(strangers_are_refused),
		cmocka_unit_test(forks_stop),
		cmocka_unit_test(stopped_still_receives),
		cmocka_unit_test(centre_behind), cmocka_unit_test(centre_fails_in_the_middle), cmocka_unit_test(versions),
		cmocka_unit_test(replay),
		cmocka_unit_test(garbage),
	};
	return cmocka_run_group_tests_name("sync_line", tests, setup, NULL);
}
