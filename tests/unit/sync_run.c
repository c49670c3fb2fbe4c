/* The runners over real descriptors: `congvu sync --once` in this process, `congvu sync-serve` in a child behind a socketpair. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "congvu/model.h"
#include "congvu/platform.h"
#include "congvu/store.h"
#include "congvu/sync.h"

static char root[] = "/tmp/congvu-run-XXXXXX", centre_dir[64], office_dir[64];
static uint32_t node;
static rowid_t office_id;
static int dialled, hung;
static pid_t child;

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
	assert_int_equal(store_open(dir, STORE_CREATE, &st, &ei), 0);
	assert_int_equal(store_begin(st, &ei), 0);
	assert_int_equal(store_node_get(st, &n), 0);
	n.role = role;
	if (role == STORE_ROLE_CENTRE)
		n.node = 1, n.epoch = 1, n.office = key_make(1, 1, 1);
	assert_int_equal(store_node_set(st, &n), 0);
	assert_int_equal(store_commit(st, &ei), 0);
	return st;
}

static void put_row(struct store *st, uint32_t type, rowid_t id, rowid_t office, struct store_field *f, size_t n)
{
	struct store_row_op op = { .type = type, .id = id, .kind = STORE_PUT, .fields = f, .n_fields = n };
	struct store_event ev = { .office = office, .verb = MODEL_V_LOAD, .subject_type = type, .subject_id = id, .flags = 2, .ops = &op,
		.n_ops = 1 };
	uint64_t seq = 0;
	assert_int_equal(store_event_append(st, &ev, &seq, NULL), 0);
}

static int setup(void **s)
{
	(void)s;
	struct store_field here[] = { { MODEL_OFFICE_CODE, val_str("H30") }, { MODEL_OFFICE_NODE, val_int(1) } };
	struct store_field there[] = { { MODEL_OFFICE_CODE, val_str("H30.71") }, { MODEL_OFFICE_NAME, val_str("UBND huyện Vị Thủy") } };
	uint8_t hash[HASH_LEN];
	rowid_t id = 0;
	struct buf ask, answer;
	struct sync_enrolled got;
	log_open("test", 2, LOG_LEVEL_ERR);
	assert_non_null(mkdtemp(root));
	snprintf(centre_dir, sizeof centre_dir, "%s/c", root);
	snprintf(office_dir, sizeof office_dir, "%s/o", root);
	struct store *c = make_node(centre_dir, STORE_ROLE_CENTRE), *o = make_node(office_dir, STORE_ROLE_OFFICE);
	assert_int_equal(store_begin(c, NULL), 0);
	assert_int_equal(store_new_id(c, &id), 0);
	put_row(c, MODEL_OFFICE, id, id, here, 2);
	assert_int_equal(store_new_id(c, &office_id), 0);
	put_row(c, MODEL_OFFICE, office_id, id, there, 2);
	sync_enrol_hash("x", hash);
	assert_int_equal(store_enrol_add(c, office_id, hash, clock_now() + 1000), 0);
	assert_int_equal(store_commit(c, NULL), 0);
	struct sync_enrol e = { .dir = office_dir, .secret = "x", .public_key = "k" };
	buf_init(&ask, 4096);
	buf_init(&answer, 4096);
	assert_int_equal(sync_enrol_request(&e, &ask), 0);
	store_close(o);
	/* Not enrolled yet: says so and leaves. */
	struct sync_run r = { .dir = office_dir, .once = true };
	struct err_info ei = { 0 };
	assert_int_equal(sync_run_office(&r, &ei), ERR_DENIED);
	assert_non_null(strstr(ei.text, "congvu enrol"));
	assert_int_equal(store_open(office_dir, 0, &o, &ei), 0);
	assert_int_equal(sync_enrol_answer(c, ask.p, ask.len, &answer, &ei), 0);
	assert_int_equal(sync_enrol_accept(o, office_dir, answer.p, answer.len, &got, &ei), 0);
	node = got.node;
	buf_clear(&ask);
	buf_clear(&answer);
	store_close(c);
	store_close(o);
	return 0;
}

static int teardown(void **s)
{
	(void)s;
	return plat_remove_tree(root);
}

static void save(int n)
{
	struct store *o = NULL;
	assert_int_equal(store_open(office_dir, 0, &o, NULL), 0);
	assert_int_equal(store_begin(o, NULL), 0);
	for (int i = 0; i < n; i++) {
		rowid_t id = 0;
		struct store_field f[] = { { 10, val_str("Nguyễn Thị Út Em") } };
		assert_int_equal(store_new_id(o, &id), 0);
		put_row(o, MODEL_PERSON, id, office_id, f, 1);
	}
	assert_int_equal(store_commit(o, NULL), 0);
	store_close(o);
}

static int dial(void *ctx, int *fd)
{
	int sv[2];
	const uint32_t *as = ctx;
	dialled++;
	if (plat_socketpair(PLAT_STREAM, true, sv))
		return ERR_IO;
	child = fork();
	if (child == 0) {
		plat_close(&sv[0]);
		_exit(sync_run_centre(centre_dir, *as, sv[1], sv[1], NULL) ? 1 : 0);
	}
	plat_close(&sv[1]);
	*fd = sv[0];
	return 0;
}

static void hung_up(void *ctx)
{
	int status = -1;
	(void)ctx;
	hung++;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void once(void **s)
{
	(void)s;
	struct sync_run r = { .dir = office_dir, .once = true, .dial = dial, .hung_up = hung_up, .ctx = &node };
	struct err_info ei = { 0 };
	struct store *c = NULL, *o = NULL;
	struct store_peer p;
	struct store_node n;
	for (int i = 0; i < 3; i++) {
		save(i == 2 ? 0 : 25);
		if (sync_run_office(&r, &ei))
			fail_msg("%s (%s)", ei.text, ei.detail);
		assert_int_equal(dialled, i + 1);
		assert_int_equal(hung, i + 1);
	}
	assert_int_equal(store_open(centre_dir, 0, &c, NULL), 0);
	assert_int_equal(store_open(office_dir, 0, &o, NULL), 0);
	assert_int_equal(store_peer_get(c, node, &p), 0);
	assert_int_equal(store_node_get(o, &n), 0);
	assert_int_equal(n.seq, 50);
	assert_int_equal(n.acked, 50);
	assert_int_equal(p.cursor, 50);
	assert_true(n.feed_seen > 0 && p.feed_acked == n.feed_seen);
	store_close(c);
	store_close(o);
}

/* The long-lived one: a save wakes it by its socket, and the event is at the centre; SIGTERM ends it well. */
static void lives(void **s)
{
	(void)s;
	struct sync_run r = { .dir = office_dir, .dial = dial, .hung_up = hung_up, .ctx = &node };
	struct store *c = NULL;
	struct store_peer p;
	char path[PLAT_PATH_MAX];
	uint8_t b[16];
	int poke = -1, status = -1;
	/* After each commit at the centre a datagram goes to its run/sync.sock: nobody else listens there. */
	assert_int_equal(plat_path(path, sizeof path, centre_dir, "run/sync.sock"), 0);
	assert_int_equal(plat_unix_dgram(path, &poke), 0);
	pid_t pid = fork();
	if (pid == 0)
		_exit(sync_run_office(&r, NULL) ? 1 : 0);
	assert_int_equal(store_open(centre_dir, 0, &c, NULL), 0);
	assert_int_equal(store_peer_get(c, node, &p), 0);
	uint64_t before = p.cursor;
	for (uint64_t i = 1; i <= 4; i++) {
		save(1);
		while (p.cursor < before + i) {
			assert_int_equal(plat_wait_fd(poke, POLLIN, 10000), 0);
			assert_true(plat_read(poke, b, sizeof b) >= 0);
			assert_int_equal(store_peer_get(c, node, &p), 0);
		}
	}
	store_close(c);
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	plat_close(&poke);
}

static int fails(void *ctx, int *fd)
{
	(void)ctx;
	*fd = -1;
	return ERR_TIMEOUT;
}

static void reasons(void **s)
{
	(void)s;
	struct sync_run r = { .dir = office_dir, .once = true, .dial = fails };
	struct err_info ei = { 0 };
	uint32_t wrong = node + 5;
	int lock = -1;
	char path[PLAT_PATH_MAX];
	assert_int_equal(sync_run_office(&r, &ei), ERR_TIMEOUT);
	assert_true(ei.text[0] != 0);
	assert_int_equal(plat_path(path, sizeof path, office_dir, "run/sync.lock"), 0);
	assert_int_equal(plat_lock_open(path, &lock), 0);
	assert_int_equal(plat_lock_try(lock), 0);
	assert_int_equal(sync_run_office(&r, &ei), ERR_BUSY);
	plat_close(&lock);
	r.dir = centre_dir;
	assert_int_equal(sync_run_office(&r, &ei), ERR_DENIED);
	/* Another node than SSH says: the reason comes over the line. */
	int before = hung;
	r = (struct sync_run){ .dir = office_dir, .once = true, .dial = dial, .ctx = &wrong };
	assert_int_equal(sync_run_office(&r, &ei), ERR_NOTFOUND);
	assert_non_null(strstr(ei.text, "congvu enrol"));
	assert_int_equal(hung, before);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(once), cmocka_unit_test(lives), cmocka_unit_test(reasons) };
	return cmocka_run_group_tests_name("sync_run", tests, setup, teardown);
}
