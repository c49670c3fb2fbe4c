/* Two real databases on one simulated line: a centre with lists, an office that enrols, saves, and syncs while the line breaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "congvu/model.h"
#include "congvu/platform.h"
#include "congvu/store.h"
#include "congvu/sync.h"
#include "congvu/wire.h"

#define CENTRE_OFFICE key_make(1, 1, 1)

static char root[] = "/tmp/congvu-sync-XXXXXX";
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
	char centre_dir[64], office_dir[64];
	struct store *centre, *office;
	struct sync_office *o;
	struct sync_centre *c;
	rowid_t office_id;
	uint32_t node;
	uint64_t rng;
	int64_t left, passed;
};

static uint32_t rnd(struct world *w, uint32_t n)
{
	w->rng = w->rng * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(w->rng >> 33) % n;
}

static void put_row(struct store *st, uint32_t type, rowid_t id, rowid_t office, struct store_field *f, size_t n)
{
	struct store_row_op op = { .type = type, .id = id, .kind = STORE_PUT, .fields = f, .n_fields = n };
	struct store_event ev = { .office = office, .verb = MODEL_V_LOAD, .subject_type = type, .subject_id = id, .flags = WIRE_FLAG_SCRIPT,
		.ops = &op, .n_ops = 1 };
	struct err_info ei = { 0 };
	uint64_t seq = 0;
	if (store_event_append(st, &ev, &seq, &ei))
		fail_msg("append: %s", ei.detail);
}

static struct store *make_node(const char *dir, enum store_role role)
{
	struct store *st = NULL;
	struct err_info ei = { 0 };
	struct store_node n;
	uint8_t key[HASH_LEN] = { 9 };
	char path[PLAT_PATH_MAX];
	assert_int_equal(plat_mkdirs(dir, 0700), 0);
	assert_int_equal(plat_path(path, sizeof path, dir, "nodekey"), 0);
	if (role == STORE_ROLE_CENTRE)
		assert_int_equal(plat_write_file_atomic(path, key, sizeof key, 0600), 0);
	if (store_open(dir, STORE_CREATE, &st, &ei))
		fail_msg("open %s: %s %s", dir, err_name(ei.code), ei.detail);
	assert_int_equal(store_begin(st, &ei), 0);
	assert_int_equal(store_node_get(st, &n), 0);
	n.role = role;
	if (role == STORE_ROLE_CENTRE) {
		n.node = 1;
		n.epoch = 1;
		n.office = CENTRE_OFFICE;
	}
	assert_int_equal(store_node_set(st, &n), 0);
	assert_int_equal(store_commit(st, &ei), 0);
	return st;
}

static void lists(struct world *w)
{
	struct err_info ei = { 0 };
	struct store_field here[] = { { MODEL_OFFICE_CODE, val_str("H30") }, { MODEL_OFFICE_NAME, val_str("UBND tỉnh Hậu Giang") },
		{ MODEL_OFFICE_NODE, val_int(1) } };
	struct store_field there[] = { { MODEL_OFFICE_CODE, val_str("H30.71") }, { MODEL_OFFICE_NAME, val_str("UBND huyện Vị Thủy") } };
	uint8_t hash[HASH_LEN];
	rowid_t id = 0;
	assert_int_equal(store_begin(w->centre, &ei), 0);
	assert_int_equal(store_new_id(w->centre, &id), 0);
	assert_int_equal(id, CENTRE_OFFICE);
	put_row(w->centre, MODEL_OFFICE, id, CENTRE_OFFICE, here, 3);
	assert_int_equal(store_new_id(w->centre, &w->office_id), 0);
	put_row(w->centre, MODEL_OFFICE, w->office_id, CENTRE_OFFICE, there, 2);
	for (int i = 0; i < 80; i++) {
		char code[16], label[80];
		snprintf(code, sizeof code, "M%d", i);
		snprintf(label, sizeof label, "Lĩnh vực thứ %d của danh mục", i);
		struct store_field f[] = { { MODEL_CODE_LIST, val_str("FIELD") }, { MODEL_CODE_CODE, val_str(code) },
			{ MODEL_CODE_LABEL, val_str(label) } };
		assert_int_equal(store_new_id(w->centre, &id), 0);
		put_row(w->centre, MODEL_CODE_ROW, id, CENTRE_OFFICE, f, 3);
	}
	sync_enrol_hash("ma-mot-lan", hash);
	assert_int_equal(store_enrol_add(w->centre, w->office_id, hash, clock_now() + 86400), 0);
	assert_int_equal(store_commit(w->centre, &ei), 0);
}

static void join(struct world *w)
{
	struct sync_enrol e = { .dir = w->office_dir, .secret = "ma-mot-lan", .public_key = "ssh-ed25519 AAAA", .name = "" };
	struct sync_enrolled got;
	struct err_info ei = { 0 };
	struct buf ask, answer;
	buf_init(&ask, WIRE_FRAME_MAX);
	buf_init(&answer, WIRE_FRAME_MAX);
	assert_int_equal(sync_enrol_request(&e, &ask), 0);
	if (sync_enrol_answer(w->centre, ask.p, ask.len, &answer, &ei))
		fail_msg("enrol: %s %s", err_name(ei.code), ei.detail);
	if (sync_enrol_accept(w->office, w->office_dir, answer.p, answer.len, &got, &ei))
		fail_msg("accept: %s %s", err_name(ei.code), ei.detail);
	assert_int_equal(got.office, w->office_id);
	w->node = got.node;
	buf_clear(&ask);
	buf_clear(&answer);
}

static void world_open(struct world *w, uint64_t seed)
{
	static int n;
	memset(w, 0, sizeof *w);
	w->rng = seed;
	w->left = -1;
	n++;
	snprintf(w->centre_dir, sizeof w->centre_dir, "%s/c%d", root, n);
	snprintf(w->office_dir, sizeof w->office_dir, "%s/o%d", root, n);
	w->centre = make_node(w->centre_dir, STORE_ROLE_CENTRE);
	w->office = make_node(w->office_dir, STORE_ROLE_OFFICE);
	lists(w);
	join(w);
	assert_int_equal(sync_office_new(w->office, &w->o), 0);
}

static void world_close(struct world *w)
{
	sync_office_free(w->o);
	sync_centre_free(w->c);
	store_close(w->office);
	store_close(w->centre);
	assert_int_equal(plat_remove_tree(w->centre_dir), 0);
	assert_int_equal(plat_remove_tree(w->office_dir), 0);
}

static void save(struct world *w, int n)
{
	static const char *const names[] = { "Nguyễn Thị Út Em", "Lê Văn Tám", "Huỳnh Văn Đực", "Trần Thị Lệ Hằng" };
	struct err_info ei = { 0 };
	assert_int_equal(store_begin(w->office, &ei), 0);
	for (int i = 0; i < n; i++) {
		rowid_t id = 0;
		struct store_field f[] = { { 10, val_str(names[rnd(w, 4)]) }, { 17, val_str("ấp 5, xã Vị Thủy, huyện Vị Thủy") } };
		assert_int_equal(store_new_id(w->office, &id), 0);
		put_row(w->office, MODEL_PERSON, id, w->office_id, f, 2);
	}
	assert_int_equal(store_commit(w->office, &ei), 0);
}

static void connect(struct world *w)
{
	sync_centre_free(w->c);
	assert_int_equal(sync_centre_new(w->centre, w->node, clock_ms, &w->c), 0);
	sync_office_connect(w->o, true, clock_ms);
}

static bool carry(struct world *w, struct buf *from, bool up, bool *moved)
{
	uint8_t part[900];
	size_t n = from->len < sizeof part ? from->len : sizeof part;
	if (!n)
		return true;
	n = 1 + rnd(w, (uint32_t)n);
	if (w->left >= 0 && (int64_t)n > w->left)
		n = (size_t)w->left;
	memcpy(part, from->p, n);
	buf_consume(from, n);
	w->passed += (int64_t)n;
	*moved = n > 0;
	if (n && up)
		sync_centre_input(w->c, part, n, clock_ms);
	else if (n)
		sync_office_input(w->o, part, n, clock_ms);
	if (w->left >= 0)
		w->left -= (int64_t)n;
	return w->left != 0;
}

static void run(struct world *w)
{
	for (bool moved = true; moved;) {
		moved = false;
		clock_ms += 300;
		if (!carry(w, sync_office_output(w->o), true, &moved) || !carry(w, sync_centre_output(w->c), false, &moved)) {
			w->left = -1;
			break;
		}
		sync_office_tick(w->o, clock_ms);
		sync_centre_tick(w->c, clock_ms);
	}
	sync_office_eof(w->o);
	sync_centre_eof(w->c);
	store_idle_assert(w->office);
	store_idle_assert(w->centre);
}

static void same(struct world *w)
{
	struct store_node n;
	struct store_peer p;
	uint8_t here[HASH_LEN], there[HASH_LEN];
	uint64_t rows_here = 0, rows_there = 0;
	assert_int_equal(store_node_get(w->office, &n), 0);
	assert_int_equal(store_peer_get(w->centre, w->node, &p), 0);
	assert_int_equal(p.cursor, n.seq);
	assert_int_equal(n.acked, n.seq);
	assert_memory_equal(p.head, n.head, HASH_LEN);
	assert_int_equal(p.feed_acked, n.feed_seen);
	assert_string_equal(p.stopped, "");
	assert_int_equal(store_rows_digest(w->office, w->office_id, here, &rows_here), 0);
	assert_int_equal(store_rows_digest(w->centre, w->office_id, there, &rows_there), 0);
	assert_int_equal(rows_here, rows_there);
	assert_memory_equal(here, there, HASH_LEN);
	/* what the centre owns and feeds */
	assert_int_equal(store_rows_digest(w->office, CENTRE_OFFICE, here, &rows_here), 0);
	assert_int_equal(store_rows_digest(w->centre, CENTRE_OFFICE, there, &rows_there), 0);
	assert_int_equal(rows_here, rows_there);
	assert_memory_equal(here, there, HASH_LEN);
}

static void done(struct world *w)
{
	const struct sync_status *s = sync_office_status(w->o);
	if (s->state != SYNC_DONE)
		fail_msg("not done: %s (%s)", s->text, s->detail);
}

static void both_ways(void **st)
{
	(void)st;
	struct world w;
	world_open(&w, 1);
	save(&w, 40);
	connect(&w);
	run(&w);
	done(&w);
	same(&w);
	print_message("first feed of 82 rows and 40 new rows: %lld bytes both ways\n", (long long)w.passed);
	save(&w, 3);
	connect(&w);
	run(&w);
	done(&w);
	same(&w);
	world_close(&w);
}

static void breaks(void **st)
{
	(void)st;
	struct world w;
	int64_t total = 1, step = getenv("CHECK_FULL") ? 1 : 61;
	for (int64_t cut = 0; cut <= total; cut += step) {
		world_open(&w, 3);
		save(&w, 10);
		w.left = cut ? cut : -1;
		for (int tries = 0; tries < 100 && sync_office_status(w.o)->state != SYNC_DONE; tries++) {
			connect(&w);
			run(&w);
			if (cut && rnd(&w, 3) == 0)
				w.left = 1 + rnd(&w, 1500);
		}
		done(&w);
		same(&w);
		total = cut ? total : w.passed;
		world_close(&w);
	}
}

static int setup(void **s)
{
	(void)s;
	static const struct clock_source src = { fake_now, fake_mono, NULL };
	clock_set_source(&src);
	log_open("test", 2, LOG_LEVEL_ERR);
	return mkdtemp(root) ? 0 : -1;
}
static int teardown(void **s)
{
	(void)s;
	return plat_remove_tree(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(both_ways), cmocka_unit_test(breaks) };
	return cmocka_run_group_tests_name("sync_store", tests, setup, teardown);
}
