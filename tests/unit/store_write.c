/* One node under load and in bad days: locks, numbers, gate, schema, full disk, read-only folder. */
#include "store_lab.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "../../src/store/store_internal.h"

static rowid_t open_book(struct lab *l, int64_t next)
{
	struct store_field f[] = { { MODEL_BOOK_KIND, val_str("DEN") }, { MODEL_BOOK_PERIOD, val_str("2026") }, { MODEL_BOOK_NAME, val_str("Sổ đến") },
		{ MODEL_BOOK_NEXT, val_int(next) } };
	rowid_t id = lab_id(l);

	lab_put(l, MODEL_NUMBER_BOOK, id, f, 4);
	return id;
}

/* A document with its number, as app does it: record, entry and the book's counter in one event. */
static int numbered(struct lab *l, rowid_t book, bool commit)
{
	struct err_info why = { 0 };
	rowid_t doc = 0, entry = 0;
	int64_t no = 0;
	int r = store_begin(l->st, &why);

	if (r)
		return r;
	r = store_number_next(l->st, book, "2026", &no);
	if (r == 0)
		r = store_new_id(l->st, &doc);
	if (r == 0)
		r = store_new_id(l->st, &entry);
	if (r == 0) {
		struct val any[] = { val_int(LAB_INCOMING), val_int((int64_t)doc) };
		struct store_field d[] = { { MODEL_F_STATE, val_int(2) }, { LAB_IN_NUMBER, val_int(no) }, { LAB_IN_ABSTRACT, val_str("Trích yếu") } };
		struct store_field e[] = { { MODEL_ENTRY_BOOK, val_int((int64_t)book) }, { MODEL_ENTRY_NUMBER, val_int(no) },
			{ MODEL_ENTRY_RECORD, { VAL_LIST, 0, NULL, 2, any } } };
		struct store_field b[] = { { MODEL_BOOK_NEXT, val_int(no + 1) } };
		struct store_row_op ops[] = { lab_op(LAB_INCOMING, doc, STORE_PUT, d, 3), lab_op(MODEL_NUMBER_ENTRY, entry, STORE_PUT, e, 3),
			lab_op(MODEL_NUMBER_BOOK, book, STORE_PATCH, b, 1) };

		r = lab_try(l, LAB_VERB, ops, 3, &why);
	}
	if (r == 0 && commit)
		return store_commit(l->st, &why);
	store_rollback(l->st);
	return r;
}

static void test_numbers_are_dense(void **state)
{
	struct lab l;
	rowid_t book;
	uint64_t n = 0;
	struct store_query q = { 0 };

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	book = open_book(&l, 418);
	for (int i = 0; i < 10; i++)
		assert_int_equal(numbered(&l, book, i % 3 != 0), 0); /* some are given up: their number is used by the next */
	q.type = lab_type(LAB_INCOMING);
	q.cond = (struct store_cond[]){ { LAB_IN_NUMBER, STORE_GE, val_int(418), 0 }, { LAB_IN_NUMBER, STORE_LE, val_int(423), 0 } };
	q.n_cond = 2;
	assert_int_equal(store_count(l.st, &q, &n), 0);
	assert_int_equal(n, 6);
	lab_patch(&l, MODEL_NUMBER_BOOK, book, (struct store_field[]){ { MODEL_BOOK_CLOSED_ON, val_int(20000) } }, 1);
	assert_int_equal(numbered(&l, book, true), ERR_NOTFOUND);
	lab_clean(&l);
	lab_close(&l);
}

/* `children` processes save `each` documents at once into one book. Returns how many of them failed. */
static int many_writers(struct lab *l, rowid_t book, int children, int each)
{
	int failed = 0, status;

	store_close(l->st); /* a database is never carried over a fork */
	l->st = NULL;
	for (int c = 0; c < children; c++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0) {
			struct err_info why = { 0 };
			int r = store_open(l->dir, STORE_SMALL_CACHE, &l->st, &why);

			for (int i = 0; i < each && r == 0; i++)
				r = numbered(l, book, true);
			store_close(l->st);
			_exit(r == 0 ? 0 : 1);
		}
	}
	for (int c = 0; c < children; c++) {
		assert_true(wait(&status) > 0);
		failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
	}
	LAB_OK(store_open(l->dir, 0, &l->st, ei));
	return failed;
}

static void check_many(int children, int each)
{
	struct store_query q = { 0 };
	uint64_t n = 0;
	struct lab l;
	rowid_t book;

	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	book = open_book(&l, 1);
	assert_int_equal(many_writers(&l, book, children, each), 0);
	q.type = lab_type(LAB_INCOMING);
	assert_int_equal(store_count(l.st, &q, &n), 0);
	assert_int_equal(n, children * each);
	lab_clean(&l); /* dense numbers, unbroken chain, rows as in the log */
	lab_close(&l);
}

static void test_two_writers(void **state)
{
	(void)state;
	check_many(2, 40);
}

static void test_fifty_writers(void **state)
{
	(void)state;
	check_many(50, 4);
}

/* ---- the gate ---- */

static void test_gate(void **state)
{
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_document(&l, 1, "x", "y");
	assert_int_equal(db_run(db_use(l.st->db, "UPDATE incoming SET issuer='z'")), ERR_DENIED);   /* at prepare */
	assert_int_equal(db_run(db_use(l.st->db, "UPDATE _meta SET value=1")), ERR_DENIED);         /* at step */
	assert_int_equal(db_run(db_use(l.st->db, "DROP TABLE incoming")), ERR_DENIED);
	assert_int_equal(db_run(db_use(l.st->db, "DELETE FROM _search_data")), ERR_INVALID);        /* the index's own tables: never */
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(db_run(db_use(l.st->db, "DROP TABLE incoming")), ERR_DENIED); /* definitions have a door of their own */
	assert_int_equal(db_run(db_use(l.st->db, "UPDATE incoming SET issuer='z'")), 0);
	store_rollback(l.st);
	assert_int_equal(db_run(db_use(l.st->db, "UPDATE incoming SET issuer='z'")), ERR_DENIED); /* prepared while it was open */
	lab_clean(&l);
	lab_close(&l);
}

/* ---- the schema ---- */

static void define(struct lab *l, const char *sql)
{
	assert_int_equal(db_begin(l->st->db, NULL), 0);
	assert_int_equal(db_define(l->st->db, sql), 0);
	assert_int_equal(db_commit(l->st->db, NULL), 0);
}

static void test_new_fields_widen_the_tables(void **state)
{
	struct wire_field f[] = { { LAB_IN_ISSUER, val_str("Sở") }, { LAB_IN_SIGNER, val_str("Đỗ Văn Ơn") } };
	struct wire_image im = { .type = LAB_INCOMING, .id = key_make(9, 1, 1), .owner = 5, .version = 1, .fields = f, .n_fields = 2 };
	struct arena *a = arena_new(1 << 20);
	struct store_feed_entry e;
	struct store_node before, after;
	struct rec *r = NULL;
	struct buf b;
	struct lab l;
	rowid_t id;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_document(&l, 1, "x", "y");
	buf_init(&b, 4096);
	assert_int_equal(wire_image_encode(&im, &b), 0);
	e = (struct store_feed_entry){ .seq = 1, .kind = STORE_FEED_ROW, .p = b.p, .n = b.len };
	LAB_OK(store_feed_apply(l.st, &e, 1, ei));
	/* as an older program left it: the column is not there, the image is */
	define(&l, "DROP INDEX _ix_incoming_signer_fold; ALTER TABLE incoming DROP COLUMN signer;"
	           "ALTER TABLE incoming DROP COLUMN signer_fold; ALTER TABLE incoming DROP COLUMN signer_key; DROP TABLE dossier_part");
	assert_int_equal(db_begin(l.st->db, NULL), 0);
	assert_int_equal(db_run(db_use(l.st->db, "DELETE FROM _meta WHERE key LIKE 'model %'")), 0);
	assert_int_equal(db_commit(l.st->db, NULL), 0);
	assert_int_equal(store_node_get(l.st, &before), 0);
	lab_reopen(&l, 0);
	assert_int_equal(store_node_get(l.st, &after), 0);
	assert_true(after.generation == before.generation + 1);
	LAB_OK(store_get(l.st, lab_type(LAB_INCOMING), im.id, a, &r));
	assert_string_equal(rec_val_no(r, LAB_IN_SIGNER).s, "Đỗ Văn Ơn");
	LAB_OK(store_get(l.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_string_equal(rec_val_no(r, LAB_IN_ABSTRACT).s, "y");
	assert_true(val_is_null(rec_val_no(r, LAB_IN_SIGNER)));
	lab_clean(&l);
	buf_clear(&b);
	arena_free(a);
	lab_close(&l);
}

static void test_newer_schema_is_refused(void **state)
{
	struct err_info why = { 0 };
	struct store *st = NULL;
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	define(&l, "PRAGMA user_version=99");
	assert_int_equal(store_open(l.dir, 0, &st, &why), ERR_VERSION);
	assert_null(st);
	assert_string_equal(why.text, "Dữ liệu do bản congvu mới hơn tạo. Cài bản mới rồi mở lại.");
	lab_close(&l);
}

static void test_generation(void **state)
{
	struct err_info why = { 0 };
	struct store *other = NULL;
	struct store_node n;
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	LAB_OK(store_open(l.dir, STORE_SMALL_CACHE, &other, ei));
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(store_node_get(l.st, &n), 0);
	n.generation++;
	assert_int_equal(store_node_set(l.st, &n), 0);
	LAB_OK(store_commit(l.st, ei));
	LAB_OK(store_begin(l.st, ei)); /* who raised it goes on */
	store_rollback(l.st);
	assert_int_equal(store_begin(other, &why), ERR_GENERATION);
	assert_true(strlen(why.text) > 10);
	store_idle_assert(other);
	store_close(other);
	lab_close(&l);
}

/* ---- bad days ---- */

static void test_no_node_and_no_database(void **state)
{
	struct err_info why = { 0 };
	char *dir = t_mkdir(), path[PLAT_PATH_MAX];
	struct store *st = NULL;
	char junk[8192];

	(void)state;
	assert_int_equal(store_open(dir, 0, &st, &why), ERR_NOTFOUND);
	assert_string_equal(why.text, "Thư mục này chưa có dữ liệu congvu. Chạy congvu init trước.");
	memset(junk, 'x', sizeof(junk));
	assert_int_equal(plat_path(path, sizeof(path), dir, "node.db"), 0);
	assert_int_equal(plat_write_file_atomic(path, junk, sizeof(junk), 0600), 0);
	assert_int_equal(store_open(dir, 0, &st, &why), ERR_CORRUPT);
	assert_true(strlen(why.text) > 10);
	assert_int_equal(plat_remove_tree(dir), 0);
	free(dir);
}

/* A page in the middle is overwritten: whatever is asked, the answer is an error or data, never a crash, and verify says it. */
static void test_damaged_pages(void **state)
{
	char path[PLAT_PATH_MAX], noise[4096];
	struct err_info why = { 0 };
	int64_t size = 0;
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (int i = 1; i <= 60; i++)
		lab_document(&l, i, "Sở Tài chính", "Một trích yếu đủ dài để chiếm chỗ trong tệp dữ liệu");
	assert_int_equal(db_checkpoint(l.st->db, true, NULL), 0);
	store_close(l.st);
	l.st = NULL;
	assert_int_equal(plat_path(path, sizeof(path), l.dir, "node.db"), 0);
	assert_int_equal(plat_file_info(path, &size, NULL), 0);
	memset(noise, 0xa5, sizeof(noise));
	for (int64_t page = size / 4096 - 12; page < size / 4096; page++) {
		FILE *f = fopen(path, "r+b");

		assert_non_null(f);
		assert_int_equal(fseek(f, (long)page * 4096, SEEK_SET), 0);
		assert_int_equal(fwrite(noise, 1, sizeof(noise), f), sizeof(noise));
		fclose(f);
	}
	if (store_open(l.dir, 0, &l.st, &why) == 0) {
		struct buf b;
		uint64_t n = 0;
		int r;

		buf_init(&b, 1 << 20);
		r = store_verify(l.st, lab_say, &b, &n);
		assert_true(r != 0 || n > 0);
		store_idle_assert(l.st);
		buf_clear(&b);
	}
	lab_close(&l);
}

/* In a child: the file may not grow beyond a limit. Every save either is there afterwards or has left nothing. */
static int full_disk_child(struct lab *l, int pipe_fd, rlim_t extra)
{
	struct rlimit lim;
	struct err_info why = { 0 };
	int64_t size = 0;
	char path[PLAT_PATH_MAX];
	int saved = 0, r = 0;

	signal(SIGXFSZ, SIG_IGN);
	if (store_open(l->dir, 0, &l->st, &why) || plat_path(path, sizeof(path), l->dir, "node.db-wal") || plat_file_info(path, &size, NULL))
		return 2;
	lim.rlim_cur = lim.rlim_max = (rlim_t)size + extra;
	if (setrlimit(RLIMIT_FSIZE, &lim))
		return 3;
	for (int i = 0; i < 500 && r == 0; i++) {
		struct store_field f[] = { { LAB_IN_ABSTRACT, val_str("Một trích yếu đủ dài để tệp lớn lên từng trang một, rồi đầy") } };
		rowid_t id = 0;

		r = store_begin(l->st, &why);
		if (r)
			break;
		r = store_new_id(l->st, &id);
		if (r == 0) {
			struct store_row_op op = lab_op(LAB_INCOMING, id, STORE_PUT, f, 1);

			r = lab_try(l, LAB_VERB, &op, 1, &why);
		}
		if (r == 0)
			r = store_commit(l->st, &why);
		else
			store_rollback(l->st);
		saved += r == 0;
	}
	if (write(pipe_fd, &saved, sizeof(saved)) != sizeof(saved))
		return 4;
	store_idle_assert(l->st);
	if (r != ERR_FULL || strcmp(why.text, "Máy chủ hết chỗ, CHƯA lưu. Để nguyên màn hình, gọi người quản trị.") != 0) {
		fprintf(stderr, "%s: %s / %s\n", err_name(r), why.text, why.detail);
		return 5;
	}
	return 0;
}

static void test_full_disk(void **state)
{
	(void)state;
	for (rlim_t extra = 40000; extra < 400000; extra += 52001) {
		struct store_query q = { .type = lab_type(LAB_INCOMING) };
		int fds[2], saved = 0, status = 0;
		uint64_t n = 0;
		struct lab l;
		pid_t pid;

		lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
		lab_document(&l, 1, "x", "y");
		store_close(l.st);
		l.st = NULL;
		assert_int_equal(pipe(fds), 0);
		pid = fork();
		if (pid == 0)
			_exit(full_disk_child(&l, fds[1], extra));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : 100, 0);
		assert_int_equal(read(fds[0], &saved, sizeof(saved)), sizeof(saved));
		close(fds[0]);
		close(fds[1]);
		LAB_OK(store_open(l.dir, 0, &l.st, ei));
		assert_int_equal(store_count(l.st, &q, &n), 0);
		assert_int_equal(n, saved + 1);
		lab_clean(&l);
		lab_document(&l, 2, "x", "chỗ lại có"); /* there is room again */
		lab_clean(&l);
		lab_close(&l);
	}
}

static int readonly_child(const char *dir)
{
	struct err_info why = { 0 };
	struct store *st = NULL;
	int r;

	if (getuid() == 0 && (setgid(65534) || setuid(65534)))
		return 2;
	r = store_open(dir, 0, &st, &why);
	if (r == 0)
		r = store_begin(st, &why);
	if (r != ERR_READONLY || strncmp(why.text, "Thư mục dữ liệu chỉ cho đọc", 20) != 0) {
		fprintf(stderr, "%s: %s / %s\n", err_name(r), why.text, why.detail);
		return 3;
	}
	return 0;
}

static void chmod_all(const char *dir, mode_t folders, mode_t files)
{
	static const char *const names[] = { "node.db", "node.db-wal", "node.db-shm", "run/write.lock", "run/state", "nodekey" };
	char path[PLAT_PATH_MAX];

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (plat_path(path, sizeof(path), dir, names[i]) == 0)
			(void)chmod(path, files);
	assert_int_equal(plat_path(path, sizeof(path), dir, "run"), 0);
	(void)chmod(path, folders);
	assert_int_equal(chmod(dir, folders), 0);
}

static void test_readonly_folder(void **state)
{
	int status = 0;
	struct lab l;
	pid_t pid;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_document(&l, 1, "x", "y");
	store_close(l.st);
	l.st = NULL;
	chmod_all(l.dir, 0555, 0444);
	pid = fork();
	if (pid == 0)
		_exit(readonly_child(l.dir));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	chmod_all(l.dir, 0755, 0644);
	assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : 100, 0);
	lab_close(&l);
}

/* A failure in the middle spoils the write: the commit refuses and nothing stays. */
static void test_half_a_write_is_none(void **state)
{
	struct store_field f[] = { { LAB_IN_ISSUER, val_str("x") } };
	struct err_info why = { 0 };
	struct store_row_op op;
	char path[PLAT_PATH_MAX];
	struct lab l;
	rowid_t id;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_document(&l, 1, "x", "y");
	lab_reopen(&l, 0);
	assert_int_equal(plat_path(path, sizeof(path), l.dir, "nodekey"), 0);
	assert_int_equal(unlink(path), 0);
	op = lab_op(LAB_INCOMING, id, STORE_PATCH, f, 1);
	LAB_OK(store_begin(l.st, ei));
	assert_true(lab_try(&l, LAB_VERB, &op, 1, &why) != 0);
	assert_true(store_commit(l.st, &why) != 0);
	store_idle_assert(l.st);
	lab_key(&l, l.key);
	lab_clean(&l);
	lab_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_are_dense), cmocka_unit_test(test_two_writers), cmocka_unit_test(test_fifty_writers),
		cmocka_unit_test(test_gate), cmocka_unit_test(test_new_fields_widen_the_tables), cmocka_unit_test(test_newer_schema_is_refused),
		cmocka_unit_test(test_generation), cmocka_unit_test(test_no_node_and_no_database), cmocka_unit_test(test_damaged_pages),
		cmocka_unit_test(test_full_disk), cmocka_unit_test(test_readonly_folder), cmocka_unit_test(test_half_a_write_is_none),
	};

	log_open("store_write", -1, LOG_LEVEL_ERR);
	return T_RUN(tests);
}
