/* db_internal.h: what the files of this folder share. */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include <sqlite3.h>

#include "congvu/db.h"

#define DB_STMTS_SMALL 24
#define DB_STMTS_MAX 64
/* A select of fifty columns costs 25 kB (Debian's library keeps five names a column), so a session's cache is bounded by bytes as well. */
#define DB_STMT_BYTES_SMALL 160000

struct db_stmt {
	struct db *db;
	sqlite3_stmt *stmt;
	uint64_t hash, used; /* used: turn of the last db_use */
	size_t bytes;
	int err;             /* sticky until db_end */
	bool busy, changes;  /* changes: not a pure reader */
	bool extra;          /* outside the cache: freed by db_end */
};

struct db {
	sqlite3 *h;
	unsigned flags;
	int lock_fd;
	int shm_fd; /* of db_log_pages; stays open: closing it would take the library's own locks on that file away */
	bool locked, writing, reading, defining;
	uint64_t turn;
	size_t n_stmts, max_stmts, stmt_bytes, max_stmt_bytes;
	struct db_stmt stmts[DB_STMTS_MAX];
	struct db_stmt dead; /* what db_use gives when it failed */
	size_t n_extra;
	struct err_info last;
};

int db_fail(struct db *d, int rc, const char *what);           /* maps a result of sqlite, keeps and returns it */
int db_fail_code(struct db *d, int code, const char *what);    /* an error of our own */
int db_fill(const struct db *d, int code, struct err_info *ei); /* copies the last failure for the caller */
int db_exec(struct db *d, const char *sql);                    /* the program's own words only: transactions, pragmas */
int db_gate(void *ctx, int action, const char *a, const char *b, const char *schema, const char *trigger);
int db_migrate(struct db *d, const struct db_config *c, struct err_info *ei);
void db_stmts_clear(struct db *d);

#endif
