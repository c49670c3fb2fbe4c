/* db alone: statements, transactions, the gate, migrations, backup. */
#include "t.h"

#include "congvu/db.h"
#include "congvu/platform.h"

static const struct db_migration TWO[] = {
	{ 1, "CREATE TABLE _a(id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE plain(id INTEGER PRIMARY KEY)" },
	{ 2, "CREATE TABLE _b(id INTEGER PRIMARY KEY REFERENCES _a(id))" },
};

struct box {
	char *dir, path[PLAT_PATH_MAX], lock[PLAT_PATH_MAX];
	struct db *d;
};

static struct db_config config(struct box *b, unsigned flags, size_t migrations)
{
	return (struct db_config){ .path = b->path, .lock_path = b->lock, .flags = flags, .application_id = 7, .migrations = TWO, .n_migrations = migrations };
}

static void box_open(struct box *b)
{
	struct db_config c;

	*b = (struct box){ .dir = t_mkdir() };
	assert_int_equal(plat_path(b->path, sizeof(b->path), b->dir, "x.db"), 0);
	assert_int_equal(plat_path(b->lock, sizeof(b->lock), b->dir, "lock"), 0);
	c = config(b, DB_CREATE | DB_SMALL, 2);
	assert_int_equal(db_open(&c, &b->d, NULL), 0);
}

static void box_close(struct box *b)
{
	db_close(b->d);
	assert_int_equal(plat_remove_tree(b->dir), 0);
	free(b->dir);
}

static int run(struct box *b, const char *sql)
{
	return db_run(db_use(b->d, sql));
}

static int64_t number(struct box *b, const char *sql)
{
	int64_t v = -1;

	assert_int_equal(db_run_int(db_use(b->d, sql), &v), 0);
	return v;
}

static void test_settings(void **state)
{
	struct box b;

	(void)state;
	box_open(&b);
	assert_int_equal(number(&b, "PRAGMA synchronous"), 2);
	assert_int_equal(number(&b, "PRAGMA foreign_keys"), 1);
	assert_int_equal(number(&b, "PRAGMA user_version"), 2);
	assert_int_equal(number(&b, "PRAGMA application_id"), 7);
	assert_int_equal(number(&b, "PRAGMA wal_autocheckpoint"), 8000);
	assert_int_equal(number(&b, "PRAGMA trusted_schema"), 0);
	assert_int_equal(number(&b, "PRAGMA cache_size"), -100);
	db_idle_assert(b.d);
	box_close(&b);
}

/* A session's handle after a day of many different questions, and when nobody asks any more. Counts of bytes, so a test and not a benchmark. */
static void test_memory_of_a_session(void **state)
{
	struct box b;
	size_t used, rested;

	(void)state;
	box_open(&b);
	assert_int_equal(db_begin(b.d, NULL), 0);
	for (int i = 0; i < 2000; i++)
		assert_int_equal(run(&b, "INSERT INTO _a(v) VALUES(hex(randomblob(100)))"), 0);
	assert_int_equal(db_commit(b.d, NULL), 0);
	for (int i = 0; i < 300; i++) {
		char sql[400];

		snprintf(sql, sizeof(sql), "SELECT %d, x.*, y.* FROM _a AS x, _a AS y WHERE x.id=%d AND y.v LIKE x.v", i, i + 1);
		assert_int_equal(run(&b, sql), 0);
	}
	used = db_memory_used();
	db_rest(b.d);
	rested = db_memory_used();
	assert_int_equal(number(&b, "SELECT count(*) FROM _a"), 2000); /* and it is still of use */
	box_close(&b);
	if (used > 260000 || rested > 30000)
		fail_msg("%zu bytes held, %zu when at rest", used, rested);
}

static void test_write_and_rollback(void **state)
{
	struct box b;
	struct db_stmt *s;
	int64_t v;
	size_t n;

	(void)state;
	box_open(&b);
	assert_int_equal(run(&b, "INSERT INTO _a(id) VALUES(1)"), ERR_DENIED); /* no write is open */
	assert_int_equal(run(&b, "INSERT INTO plain(id) VALUES(1)"), ERR_DENIED);
	assert_int_equal(db_begin(b.d, NULL), 0);
	assert_int_equal(db_begin(b.d, NULL), ERR_USAGE);
	s = db_use(b.d, "INSERT INTO _a(id, v) VALUES(?1, ?2)");
	db_bind_int(s, 1, 5);
	db_bind_text(s, 2, "a\0b", 3);
	assert_int_equal(db_run(s), 0);
	assert_int_equal(run(&b, "INSERT INTO _a(id) VALUES(5)"), ERR_EXISTS);
	assert_int_equal(run(&b, "INSERT INTO _b(id) VALUES(99)"), ERR_EXISTS); /* foreign keys hold among `_` tables */
	assert_int_equal(run(&b, "INSERT INTO plain(id) VALUES(1)"), 0);
	assert_int_equal(run(&b, "CREATE TABLE more(x)"), ERR_DENIED);
	assert_int_equal(db_commit(b.d, NULL), 0);
	s = db_use(b.d, "SELECT v, NULL FROM _a WHERE id=5");
	assert_int_equal(db_step(s), 1);
	assert_memory_equal(db_col_text(s, 0, &n), "a\0b", 3);
	assert_int_equal(n, 3);
	assert_true(db_col_null(s, 1));
	assert_string_equal(db_col_text(s, 1, NULL), "");
	assert_int_equal(db_step(s), 0);
	assert_int_equal(db_end(s), 0);
	assert_int_equal(db_begin(b.d, NULL), 0);
	assert_int_equal(run(&b, "DELETE FROM _a"), 0);
	db_rollback(b.d);
	assert_int_equal(number(&b, "SELECT count(*) FROM _a"), 1);
	assert_int_equal(db_run_int(db_use(b.d, "SELECT id FROM _a WHERE id=77"), &v), ERR_NOTFOUND);
	assert_int_equal(run(&b, "SELECT nonsense FROM nowhere"), ERR_INVALID);
	assert_int_equal(run(&b, "SELECT 1; SELECT 2"), ERR_INVALID);
	db_idle_assert(b.d);
	box_close(&b);
}

static void test_cache_of_statements(void **state)
{
	struct db_stmt *open[40];
	char sql[64];
	struct box b;

	(void)state;
	box_open(&b);
	for (int i = 0; i < 40; i++) { /* more than the cache holds, all in use at once, two of them the same */
		snprintf(sql, sizeof(sql), "SELECT %d", i == 39 ? 38 : i);
		open[i] = db_use(b.d, sql);
		assert_int_equal(db_step(open[i]), 1);
	}
	for (int i = 0; i < 40; i++) {
		assert_int_equal(db_col_int(open[i], 0), i == 39 ? 38 : i);
		assert_int_equal(db_end(open[i]), 0);
	}
	db_idle_assert(b.d);
	assert_int_equal(number(&b, "SELECT 3"), 3);
	assert_int_equal(db_end(db_use(b.d, "SELECT 38")), 0);
	box_close(&b);
}

static void test_newer_and_foreign_files(void **state)
{
	struct err_info why = { 0 };
	struct db_config c;
	struct db *d = NULL;
	struct box b;

	(void)state;
	box_open(&b);
	c = config(&b, 0, 1); /* an older program */
	assert_int_equal(db_open(&c, &d, &why), ERR_VERSION);
	assert_null(d);
	c = config(&b, 0, 2);
	c.application_id = 8;
	assert_int_equal(db_open(&c, &d, &why), ERR_CORRUPT);
	c.path = "/nowhere/x.db";
	assert_int_equal(db_open(&c, &d, &why), ERR_NOTFOUND);
	c.flags = DB_CREATE;
	assert_true(db_open(&c, &d, &why) < 0);
	assert_true(why.detail[0] != '\0');
	box_close(&b);
}

static void test_migration_in_steps(void **state)
{
	struct db_config c;
	struct box b;

	(void)state;
	b = (struct box){ .dir = t_mkdir() };
	assert_int_equal(plat_path(b.path, sizeof(b.path), b.dir, "x.db"), 0);
	assert_int_equal(plat_path(b.lock, sizeof(b.lock), b.dir, "lock"), 0);
	c = config(&b, DB_CREATE, 1);
	assert_int_equal(db_open(&c, &b.d, NULL), 0);
	assert_int_equal(db_begin(b.d, NULL), 0);
	assert_int_equal(run(&b, "INSERT INTO _a(id) VALUES(4)"), 0);
	assert_int_equal(db_commit(b.d, NULL), 0);
	db_close(b.d);
	c = config(&b, DB_READONLY, 2);
	assert_int_equal(db_open(&c, &b.d, NULL), ERR_READONLY);
	c = config(&b, 0, 2);
	assert_int_equal(db_open(&c, &b.d, NULL), 0);
	assert_int_equal(number(&b, "SELECT count(*) FROM _a"), 1);
	assert_int_equal(number(&b, "SELECT count(*) FROM _b"), 0);
	box_close(&b);
}

static void quiet(void *ctx, const char *line)
{
	(void)line;
	++*(int *)ctx;
}

static void test_backup_and_check(void **state)
{
	char copy[PLAT_PATH_MAX];
	struct db_config c;
	struct db *d = NULL;
	struct box b;
	int lines = 0, pages = 0;

	(void)state;
	box_open(&b);
	assert_int_equal(db_begin(b.d, NULL), 0);
	assert_int_equal(run(&b, "INSERT INTO _a(id) VALUES(4)"), 0);
	assert_int_equal(db_commit(b.d, NULL), 0);
	assert_int_equal(plat_path(copy, sizeof(copy), b.dir, "copy.db"), 0);
	assert_int_equal(db_backup(b.d, copy), 0);
	assert_int_equal(db_backup(b.d, copy), ERR_EXISTS);
	assert_int_equal(db_check(b.d, quiet, &lines), 0);
	assert_int_equal(lines, 0);
	assert_true(db_log_pages(b.d) > 0);
	assert_int_equal(db_checkpoint(b.d, false, &pages), 0);
	assert_int_equal(db_log_pages(b.d), 0);
	assert_int_equal(db_checkpoint(b.d, true, &pages), 0);
	c = config(&b, 0, 2);
	c.path = copy;
	assert_int_equal(db_open(&c, &d, NULL), 0);
	db_close(d);
	db_idle_assert(b.d);
	box_close(&b);
}

static void test_consistent_reading(void **state)
{
	struct db_config c;
	struct box b, other = { 0 };

	(void)state;
	box_open(&b);
	c = config(&b, 0, 2);
	assert_int_equal(db_open(&c, &other.d, NULL), 0);
	assert_int_equal(db_read_begin(other.d), 0);
	assert_int_equal(number(&other, "SELECT count(*) FROM _a"), 0);
	assert_int_equal(db_begin(b.d, NULL), 0);
	assert_int_equal(run(&b, "INSERT INTO _a(id) VALUES(4)"), 0);
	assert_int_equal(db_commit(b.d, NULL), 0);
	assert_int_equal(number(&other, "SELECT count(*) FROM _a"), 0);
	db_read_end(other.d);
	assert_int_equal(number(&other, "SELECT count(*) FROM _a"), 1);
	db_idle_assert(other.d);
	db_close(other.d);
	box_close(&b);
}

static void twice(const char *s, size_t n, struct buf *out)
{
	buf_put(out, s, n);
	buf_put(out, s, n);
}

static void test_function(void **state)
{
	struct db_stmt *s;
	struct box b;

	(void)state;
	box_open(&b);
	assert_int_equal(db_function(b.d, "twice", twice), 0);
	s = db_use(b.d, "SELECT twice('ab'), twice(NULL), twice('')");
	assert_int_equal(db_step(s), 1);
	assert_string_equal(db_col_text(s, 0, NULL), "abab");
	assert_true(db_col_null(s, 1));
	assert_false(db_col_null(s, 2));
	assert_int_equal(db_end(s), 0);
	box_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings), cmocka_unit_test(test_memory_of_a_session), cmocka_unit_test(test_write_and_rollback),
		cmocka_unit_test(test_cache_of_statements),
		cmocka_unit_test(test_newer_and_foreign_files), cmocka_unit_test(test_migration_in_steps), cmocka_unit_test(test_backup_and_check),
		cmocka_unit_test(test_consistent_reading), cmocka_unit_test(test_function),
	};

	log_open("db_base", -1, LOG_LEVEL_ERR);
	return T_RUN(tests);
}
