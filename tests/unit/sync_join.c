/* Joining with a code, and when to dial again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#include "congvu/platform.h"
#include "congvu/sync.h"
#include "fake_store.h"

static char dir[] = "/tmp/congvu-join-XXXXXX";
static struct store office, centre;

static int setup(void **s)
{
	(void)s;
	log_open("test", -1, LOG_LEVEL_ERR);
	return mkdtemp(dir) ? 0 : -1;
}
static int teardown(void **s)
{
	(void)s;
	return plat_remove_tree(dir);
}

static void begin(void)
{
	memset(&office, 0, sizeof office);
	memset(&centre, 0, sizeof centre);
	office.node.role = STORE_ROLE_OFFICE;
	centre.node.role = STORE_ROLE_CENTRE;
	centre.peer = (struct store_peer){ .node = 7, .epoch = 1, .office = key_make(1, 1, 12), .name = "H30.71" };
	memset(centre.peer.node_key, 0x5a, HASH_LEN);
	sync_enrol_hash("ma-mot-lan", centre.secret_hash);
	centre.secret_open = true;
}

static int exchange(const struct sync_enrol *e, struct sync_enrolled *out, struct err_info *ei)
{
	struct buf ask, answer;
	struct err_info there = { 0 };
	buf_init(&ask, WIRE_FRAME_MAX);
	buf_init(&answer, WIRE_FRAME_MAX);
	assert_int_equal(sync_enrol_request(e, &ask), 0);
	int refused = sync_enrol_answer(&centre, ask.p, ask.len, &answer, &there);
	assert_true(answer.len > 0); /* a refusal is an answer too */
	int rc = sync_enrol_accept(&office, dir, answer.p, answer.len, out, ei);
	assert_int_equal(rc, refused);
	buf_clear(&ask);
	buf_clear(&answer);
	return rc;
}

static void joins_and_repeats(void **s)
{
	(void)s;
	struct sync_enrol e = { .dir = dir, .secret = "ma-mot-lan", .public_key = "ssh-ed25519 AAAA", .name = "Văn thư" };
	struct sync_enrolled got;
	struct err_info ei = { 0 };
	struct buf key;
	char path[PLAT_PATH_MAX];
	begin();
	for (int i = 0; i < 2; i++) { /* the same key gets the same answer */
		assert_int_equal(exchange(&e, &got, &ei), 0);
		assert_int_equal(got.node, 7);
		assert_int_equal(got.epoch, 1);
		assert_int_equal(got.office, key_make(1, 1, 12));
		assert_string_equal(got.office_code, "H30.71");
		assert_string_equal(got.centre_name, "UBND tỉnh");
		assert_int_equal(office.node.node, 7);
	}
	assert_int_equal(plat_path(path, sizeof path, dir, "nodekey"), 0);
	buf_init(&key, 64);
	assert_int_equal(plat_read_file(path, 64, &key), 0);
	assert_int_equal(key.len, HASH_LEN);
	assert_memory_equal(key.p, centre.peer.node_key, HASH_LEN);
	buf_clear(&key);
	e.public_key = "ssh-ed25519 BBBB"; /* another machine with a used code */
	assert_int_equal(exchange(&e, &got, &ei), ERR_DENIED);
	assert_string_equal(ei.text, "Mã nối không đúng hoặc đã dùng");
	e.secret = "khac";
	assert_int_equal(exchange(&e, &got, &ei), ERR_DENIED);
}

static void another_number_is_refused(void **s)
{
	(void)s;
	struct sync_enrol e = { .dir = dir, .secret = "ma-mot-lan", .public_key = "ssh-ed25519 AAAA", .name = "" };
	struct sync_enrolled got;
	struct err_info ei = { 0 };
	begin();
	office.node.node = 9;
	office.node.epoch = 1;
	struct buf ask, answer;
	buf_init(&ask, WIRE_FRAME_MAX);
	buf_init(&answer, WIRE_FRAME_MAX);
	assert_int_equal(sync_enrol_request(&e, &ask), 0);
	assert_int_equal(sync_enrol_answer(&centre, ask.p, ask.len, &answer, &ei), 0);
	assert_int_equal(sync_enrol_accept(&office, dir, answer.p, answer.len, &got, &ei), ERR_EXISTS);
	assert_int_equal(office.node.node, 9);
	buf_clear(&ask);
	buf_clear(&answer);
}

/* Cut or damaged requests and answers: refused, nothing stored. */
static void damage(void **s)
{
	(void)s;
	struct sync_enrol e = { .dir = dir, .secret = "ma-mot-lan", .public_key = "ssh-ed25519 AAAA", .name = "x" };
	struct sync_enrolled got;
	struct buf ask, answer, out;
	begin();
	buf_init(&ask, WIRE_FRAME_MAX);
	buf_init(&answer, WIRE_FRAME_MAX);
	buf_init(&out, WIRE_FRAME_MAX);
	assert_int_equal(sync_enrol_request(&e, &ask), 0);
	for (size_t n = 0; n < ask.len; n++) {
		buf_reset(&out);
		assert_int_not_equal(sync_enrol_answer(&centre, ask.p, n, &out, NULL), 0);
		assert_true(centre.secret_open);
	}
	assert_int_equal(sync_enrol_answer(&centre, ask.p, ask.len, &answer, NULL), 0);
	for (size_t n = 0; n < answer.len; n++) {
		assert_int_not_equal(sync_enrol_accept(&office, dir, answer.p, n, &got, NULL), 0);
		assert_int_equal(office.node.node, 0);
	}
	buf_clear(&ask);
	buf_clear(&answer);
	buf_clear(&out);
}

static void over_descriptors(void **s)
{
	(void)s;
	int sv[2];
	struct sync_enrol e = { .dir = dir, .secret = "ma-mot-lan", .public_key = "ssh-ed25519 AAAA", .name = "x" };
	struct sync_enrolled got;
	struct err_info ei = { 0 };
	struct buf ask;
	begin();
	assert_int_equal(plat_socketpair(PLAT_STREAM, true, sv), 0);
	/* One process plays both ends: the request goes in first, then the centre answers, then the office reads. */
	buf_init(&ask, WIRE_FRAME_MAX);
	assert_int_equal(sync_enrol_request(&e, &ask), 0);
	assert_int_equal(plat_write_all(sv[0], ask.p, ask.len), 0);
	assert_int_equal(sync_enrol_centre(&centre, sv[1], sv[1], 1000, &ei), 0);
	assert_int_equal(sync_enrol_office(&office, &e, sv[0], sv[0], 1000, &got, &ei), 0);
	assert_int_equal(got.node, 7);
	buf_clear(&ask);
	plat_close(&sv[1]);
	assert_int_equal(sync_enrol_office(&office, &e, sv[0], sv[0], 1000, &got, &ei), ERR_CLOSED);
	plat_close(&sv[0]);
}

static void backoff(void **s)
{
	(void)s;
	struct sync_backoff b;
	int64_t sum = 0;
	for (uint64_t seed = 0; seed < 300; seed++) {
		sync_backoff_init(&b, seed);
		int64_t now = 1000000, longest = 0;
		for (int i = 0; i < 14; i++) {
			sync_backoff_tried(&b, now);
			int64_t ms = sync_backoff_down(&b, false, now);
			assert_true(ms >= 500 && ms <= 300500);
			if (i == 0)
				assert_true(ms <= 2500);
			longest = ms > longest ? ms : longest;
			now += ms;
		}
		assert_true(longest > 20000);
		sum += longest;
		/* Five healthy minutes, and the next loss begins anew, spread over the first minute. */
		sync_backoff_up(&b, now);
		int64_t ms = sync_backoff_down(&b, false, now + 300000);
		assert_true(ms <= 60500 && b.failures == 1);
		ms = sync_backoff_down(&b, false, now + 300001);
		assert_true(ms <= 4500);
		assert_int_equal(sync_backoff_down(&b, true, now + 300002), 300000); /* a wrong key does not knock again soon */
	}
	assert_true(sum / 300 > 100000);
	sync_backoff_tried(&b, 5000);
	assert_int_equal(sync_backoff_wake(&b, 5500), 1500);
	assert_int_equal(sync_backoff_wake(&b, 9000), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joins_and_repeats), cmocka_unit_test(another_number_is_refused), cmocka_unit_test(damage),
		cmocka_unit_test(over_descriptors), cmocka_unit_test(backoff),
	};
	return cmocka_run_group_tests_name("sync_join", tests, setup, teardown);
}
