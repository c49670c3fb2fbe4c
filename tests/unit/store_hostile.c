/* store_hostile.c: files that are gone or empty, an index that hides what the log says, events that come again after a restore. */
#include "store_lab.h"

#include <fcntl.h>

#include "../../src/store/store_internal.h"

/* Straight into the file, as nobody should. */
static void meddle(struct lab *l, const char *sql)
{
	assert_int_equal(db_begin(l->st->db, NULL), 0);
	assert_int_equal(db_run(db_use(l->st->db, sql)), 0);
	assert_int_equal(db_commit(l->st->db, NULL), 0);
}

static void test_verify_knows_a_hidden_event(void **state)
{
	static const char *const changes[] = { "DELETE FROM _history WHERE seq=2", "UPDATE _history SET seq=9 WHERE seq=2",
		"UPDATE _history SET id=id+1 WHERE seq=2" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		char *text;
		struct lab l;

		lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
		lab_document(&l, 1, "x", "a");
		lab_document(&l, 2, "x", "b");
		lab_clean(&l);
		meddle(&l, changes[i]);
		text = lab_verify(&l);
		assert_non_null(strstr(text, "sự kiện 2 không có trong lịch sử"));
		free(text);
		lab_close(&l);
	}
}

/* Its records are there, so it is not "no node here": init would be the wrong advice. */
static void test_no_key_file(void **state)
{
	struct store_row_op op;
	struct err_info why = { 0 };
	char path[PLAT_PATH_MAX];
	uint8_t key[HASH_LEN];
	uint64_t n;
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_document(&l, 1, "x", "a");
	assert_int_equal(plat_path(path, sizeof(path), l.dir, "nodekey"), 0);
	assert_int_equal(remove(path), 0);
	lab_reopen(&l, 0);
	assert_int_equal(store_nodekey(l.st, key), ERR_NOKEY);
	assert_int_equal(store_verify(l.st, lab_say, NULL, &n), ERR_NOKEY);
	assert_string_equal(store_words(ERR_NOKEY), model_message("store.nokey"));
	op = lab_op(LAB_INCOMING, lab_id(&l), STORE_PUT, NULL, 0);
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(lab_try(&l, LAB_VERB, &op, 1, &why), ERR_NOKEY);
	assert_string_equal(why.text, model_message("store.nokey"));
	store_rollback(l.st);
	lab_close(&l);
}

/* Cut to nothing by a crash: neither read as empty nor made a new node of. Nobody else may read the file. */
static void test_empty_file(void **state)
{
	char path[PLAT_PATH_MAX];
	struct err_info why = { 0 };
	struct stat st;
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	assert_int_equal(plat_path(path, sizeof(path), l.dir, "node.db"), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	store_close(l.st);
	l.st = NULL;
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(store_open(l.dir, 0, &l.st, &why), ERR_NOTFOUND);
	assert_int_equal(store_open(l.dir, STORE_READONLY, &l.st, &why), ERR_NOTFOUND);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(plat_remove_tree(l.dir), 0);
	free(l.dir);
}

/* The ack of the last event before a restore was lost: it is there already and does not stop the stream. */
static void test_old_epoch_again(void **state)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct store_blob *b = NULL;
	struct lab centre, office;
	struct err_info why = { 0 };
	struct store_peer p;
	size_t n = 0, taken = 0;

	(void)state;
	lab_open(&centre, STORE_ROLE_CENTRE, 1, 0);
	lab_join(&centre, &office, 2, "XA1");
	lab_document(&office, 1, "x", "a");
	assert_int_equal(store_outbox_read(office.st, 0, 10, 1 << 20, a, &b, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(lab_up(&office, &centre, NULL), 0);
	lab_node(&office, STORE_ROLE_OFFICE, 2, 2, office.office);
	lab_document(&office, 2, "x", "b");
	assert_int_equal(lab_up(&office, &centre, NULL), 0);
	LAB_OK(store_inbox_apply(centre.st, 2, b, 1, &taken, &why));
	assert_int_equal(store_peer_get(centre.st, 2, &p), 0);
	assert_int_equal(p.cursor, 2);
	assert_string_equal(p.stopped, "");
	lab_clean(&centre);
	arena_free(a);
	lab_close(&office);
	lab_close(&centre);
}

/* Looking how long the log is must leave the library its locks: without them the next process that comes empties the index under us. */
static void test_locks_stay(void **state)
{
	struct flock dms = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 128, .l_len = 1 };
	char path[PLAT_PATH_MAX];
	struct lab l;
	int fd;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_document(&l, 1, "x", "a");
	assert_int_equal(store_checkpoint(l.st), 0);
	assert_true(db_log_pages(l.st->db) > 0);
	assert_int_equal(plat_path(path, sizeof(path), l.dir, "node.db-shm"), 0);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_OFD_GETLK, &dms), 0);
	assert_int_equal(dms.l_type, F_RDLCK);
	lab_close(&l);
	plat_close(&fd);
}

/* After an upgrade a command that only reads may come first: it does not stop at tables of the program before. */
static void test_reader_after_an_upgrade(void **state)
{
	struct lab l;
	char mark[] = "DELETE FROM _meta WHERE key LIKE 'model %'";
	uint64_t n = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_document(&l, 1, "x", "a");
	assert_int_equal(db_begin(l.st->db, NULL), 0);
	assert_int_equal(db_define(l.st->db, "DROP TABLE petition"), 0);
	assert_int_equal(db_commit(l.st->db, NULL), 0);
	meddle(&l, mark);
	store_close(l.st);
	LAB_OK(store_open(l.dir, STORE_READONLY, &l.st, ei));
	LAB_OK(store_count(l.st, &(struct store_query){ .type = lab_type(LAB_INCOMING), .limit = 10 }, &n));
	assert_int_equal(n, 1);
	LAB_OK(store_count(l.st, &(struct store_query){ .type = lab_type(30), .limit = 10 }, &n));
	lab_clean(&l);
	lab_reopen(&l, 0);
	assert_int_equal(db_begin(l.st->db, NULL), 0);
	assert_int_equal(db_define(l.st->db, "DROP TABLE _pref"), 0);
	assert_int_equal(db_define(l.st->db, "DROP TABLE _import"), 0);
	assert_int_equal(db_define(l.st->db, "PRAGMA user_version=1"), 0);
	assert_int_equal(db_commit(l.st->db, NULL), 0);
	store_close(l.st);
	LAB_OK(store_open(l.dir, STORE_READONLY, &l.st, ei));
	lab_clean(&l);
	lab_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verify_knows_a_hidden_event), cmocka_unit_test(test_no_key_file), cmocka_unit_test(test_empty_file),
		cmocka_unit_test(test_old_epoch_again), cmocka_unit_test(test_locks_stay),
		cmocka_unit_test(test_reader_after_an_upgrade),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
