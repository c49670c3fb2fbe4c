/* congvu/db.h: one database file. The only room that includes sqlite3.h; above it there are statements, rows and one write lock.
 *
 *  - Functions return 0 or a negative enum err. err_info gets code and English detail only: the room above words it for people.
 *  - A statement is borrowed with db_use(), bound, stepped and given back with db_end() (db_run and db_run_int end it themselves). None may
 *    live on when the caller returns to its poll loop: db_idle_assert() says so loudly.
 *  - Bound texts and blobs are not copied: they must live until the statement has ended.
 *  - Statements are cached by their text, least recently used first out; SQL text never contains a user's data.
 *  - Writing needs db_begin(): it queues on the lock file (a kernel lock of this open file, so it ends with the process), then BEGIN IMMEDIATE.
 *    The write gate: outside of a write no statement that changes anything is stepped, and none that changes a table whose name does not begin
 *    with `_` is even prepared. It guards against our own mistakes, not against an enemy.
 *  - Opened after exec, never carried over a fork.
 */
#ifndef CONGVU_DB_H
#define CONGVU_DB_H

#include "congvu/base.h"

struct db;
struct db_stmt;

/* ---- opening ---------------------------------------------------------------------------------------------------- */

enum db_flags {
	DB_READONLY = 1,
	DB_CREATE = 2,    /* make the file when it is missing */
	DB_SMALL = 4,     /* a session: 100 KiB of pages and 24 statements at most; else 8 MiB and 64 */
	DB_SYNC_NORMAL = 8, /* a power failure may take the last commits (drafts); else each commit is on disk when it returns */
	DB_TEMP = 16      /* private scratch database, path ignored: gone with db_close */
};

/* Append-only. Runs in one write with user_version = version at its end; sql may hold several statements. */
struct db_migration {
	int version;
	const char *sql;
};

struct db_config {
	const char *path;
	const char *lock_path; /* NULL: nobody else writes */
	unsigned flags;
	uint32_t application_id;
	const struct db_migration *migrations; /* ascending versions */
	size_t n_migrations;
};

/* ERR_NOTFOUND, ERR_READONLY, ERR_FULL, ERR_CORRUPT (no database, or another program's), ERR_VERSION (user_version above the last
 * migration: nothing was touched), ERR_IO, ERR_NOMEM. */
int db_open(const struct db_config *c, struct db **out, struct err_info *ei) MUST_CHECK;
void db_close(struct db *d); /* NULL is fine; an open write is rolled back */
bool db_readonly(const struct db *d);
size_t db_memory_used(void); /* bytes held by the library in this process */
void db_rest(struct db *d); /* between two calls: lets go of statements and pages, which are read again when somebody asks */
int db_last_error(const struct db *d, struct err_info *ei); /* the last failure of this handle, code and detail */

/* A function of one text for SQL: text in, text out (NULL stays NULL). */
typedef void db_text_fn(const char *s, size_t n, struct buf *out);
int db_function(struct db *d, const char *name, db_text_fn *fn) MUST_CHECK;

/* ---- statements ------------------------------------------------------------------------------------------------- */

/* Never NULL: when it cannot be prepared, the statement that comes back fails in db_step and db_end. */
struct db_stmt *db_use(struct db *d, const char *sql);
void db_bind_int(struct db_stmt *s, int i, int64_t v); /* i from 1, as everywhere here */
void db_bind_ints(struct db_stmt *s, int first, const int64_t *v, int n);
void db_bind_text(struct db_stmt *s, int i, const char *p, size_t n); /* p NULL: null */
void db_bind_str(struct db_stmt *s, int i, const char *str);
void db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n);
void db_bind_null(struct db_stmt *s, int i);
int db_step(struct db_stmt *s) MUST_CHECK; /* 1: a row, 0: no more, negative: failed */
int db_end(struct db_stmt *s);             /* gives it back; 0 or the failure */
int db_run(struct db_stmt *s) MUST_CHECK;  /* steps to the end and gives it back */
int db_run_int(struct db_stmt *s, int64_t *out) MUST_CHECK; /* first column of the first row; ERR_NOTFOUND without one */

/* Columns of the row that db_step stands on, i from 0. Borrowed until the next step. */
bool db_col_null(struct db_stmt *s, int i);
int64_t db_col_int(struct db_stmt *s, int i);
const char *db_col_text(struct db_stmt *s, int i, size_t *n); /* never NULL; n may be NULL; NUL-terminated */
const uint8_t *db_col_blob(struct db_stmt *s, int i, size_t *n); /* never NULL */
int db_col_count(struct db_stmt *s);

int64_t db_changes(const struct db *d); /* rows changed since opening */

/* ---- transactions ----------------------------------------------------------------------------------------------- */

int db_begin(struct db *d, struct err_info *ei) MUST_CHECK;  /* ERR_READONLY, ERR_BUSY (only against strangers), ERR_FULL ... */
int db_commit(struct db *d, struct err_info *ei) MUST_CHECK; /* a failure has rolled back */
void db_rollback(struct db *d);                              /* without a write: nothing */
bool db_writing(const struct db *d);
int db_lock(struct db *d) MUST_CHECK; /* the lock alone, for files that go with the database */
void db_unlock(struct db *d);
/* One consistent view over several statements. Not nested, not inside a write. */
int db_read_begin(struct db *d) MUST_CHECK;
void db_read_end(struct db *d);

/* Table definitions, inside a write. sql comes from the program's own tables, never from data. */
int db_define(struct db *d, const char *sql) MUST_CHECK;

/* No statement in use and no transaction open; aborts otherwise, in release builds too: one forgotten SELECT pins the log for all. */
void db_idle_assert(const struct db *d);

/* ---- upkeep ----------------------------------------------------------------------------------------------------- */

int db_checkpoint(struct db *d, bool truncate, int *log_pages) MUST_CHECK; /* truncate: waits for readers; ERR_BUSY when they stay */
/* Pages in the write-ahead log that no checkpoint has taken over yet; cheap, may be a little behind. 0 when it cannot be known. */
int db_log_pages(struct db *d);
int db_backup(struct db *d, const char *path) MUST_CHECK; /* a copy in one step, fsynced; path must not exist */
/* The file's own structure; each finding is one English line. */
int db_check(struct db *d, void (*say)(void *ctx, const char *line), void *ctx) MUST_CHECK;
int db_explain(struct db *d, const char *sql, struct buf *out) MUST_CHECK; /* query plan, a line a step; for tests */

#endif
