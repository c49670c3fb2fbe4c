/* db_stmt.c: prepared statements: a small cache by text, binding, stepping, columns. */
#include "db_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static uint64_t hash_text(const char *s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static void drop(struct db_stmt *s)
{
	if (s->stmt)
		s->db->stmt_bytes -= s->bytes;
	(void)sqlite3_finalize(s->stmt);
	*s = (struct db_stmt){ 0 };
}

void db_stmts_clear(struct db *d)
{
	for (size_t i = 0; i < d->n_stmts; i++)
		drop(&d->stmts[i]);
	d->n_stmts = 0;
}

static struct db_stmt *oldest_idle(struct db *d)
{
	struct db_stmt *oldest = NULL;

	for (size_t i = 0; i < d->n_stmts; i++)
		if (d->stmts[i].stmt && !d->stmts[i].busy && (!oldest || d->stmts[i].used < oldest->used))
			oldest = &d->stmts[i];
	return oldest;
}

static struct db_stmt *find(struct db *d, const char *sql, uint64_t hash)
{
	for (size_t i = 0; i < d->n_stmts; i++) {
		struct db_stmt *s = &d->stmts[i];

		if (s->stmt && s->hash == hash && !s->busy && strcmp(sqlite3_sql(s->stmt), sql) == 0)
			return s;
	}
	return NULL;
}

static struct db_stmt *empty_place(struct db *d)
{
	for (size_t i = 0; i < d->n_stmts; i++)
		if (!d->stmts[i].stmt)
			return &d->stmts[i];
	return d->n_stmts < d->max_stmts ? &d->stmts[d->n_stmts++] : NULL;
}

/* A place for a new one: unused, or that of the statement nobody wanted for the longest time, or (all in use) one of its own. */
static struct db_stmt *place(struct db *d)
{
	struct db_stmt *s = empty_place(d), *old;

	if (s)
		return s;
	old = oldest_idle(d);
	if (old) {
		drop(old);
		return old;
	}
	s = mem_alloc(sizeof(*s));
	if (s) {
		s->extra = true;
		d->n_extra++;
	}
	return s;
}

static void keep_within_bytes(struct db *d)
{
	struct db_stmt *old;

	while (d->stmt_bytes > d->max_stmt_bytes && (old = oldest_idle(d)) != NULL)
		drop(old);
}

static struct db_stmt *failed(struct db *d, sqlite3_stmt *stmt, int err)
{
	(void)sqlite3_finalize(stmt);
	log_err("db: %s", d->last.detail);
	d->dead.err = err;
	return &d->dead;
}

static struct db_stmt *prepare(struct db *d, const char *sql, uint64_t hash)
{
	sqlite3_stmt *stmt = NULL;
	const char *tail = NULL;
	struct db_stmt *s;
	int rc = sqlite3_prepare_v3(d->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, &tail);

	if (rc == SQLITE_OK && (!stmt || (tail && *tail)))
		rc = SQLITE_MISUSE;
	if (rc != SQLITE_OK)
		return failed(d, stmt, db_fail(d, rc, sql));
	s = place(d);
	if (!s)
		return failed(d, stmt, db_fail_code(d, ERR_NOMEM, "statement"));
	*s = (struct db_stmt){ .db = d, .stmt = stmt, .hash = hash, .extra = s->extra };
	s->changes = !sqlite3_stmt_readonly(stmt) && strncmp(sql, "PRAGMA ", 7) != 0; /* asking for the journal's mode counts as writing there */
	s->busy = true;
	s->bytes = (size_t)sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_MEMUSED, 0);
	if (!s->extra) {
		d->stmt_bytes += s->bytes;
		keep_within_bytes(d);
	}
	return s;
}

struct db_stmt *db_use(struct db *d, const char *sql)
{
	uint64_t hash = hash_text(sql);
	struct db_stmt *s = find(d, sql, hash);

	if (!s)
		s = prepare(d, sql, hash);
	if (s == &d->dead)
		return s;
	s->busy = true;
	s->err = 0;
	s->used = ++d->turn;
	return s;
}

static void bound(struct db_stmt *s, int rc)
{
	if (rc != SQLITE_OK && !s->err)
		s->err = db_fail(s->db, rc, "bind");
}

void db_bind_int(struct db_stmt *s, int i, int64_t v)
{
	if (s->stmt)
		bound(s, sqlite3_bind_int64(s->stmt, i, v));
}

void db_bind_ints(struct db_stmt *s, int first, const int64_t *v, int n)
{
	for (int i = 0; i < n; i++)
		db_bind_int(s, first + i, v[i]);
}

void db_bind_text(struct db_stmt *s, int i, const char *p, size_t n)
{
	if (s->stmt)
		bound(s, p ? sqlite3_bind_text64(s->stmt, i, p, n, SQLITE_STATIC, SQLITE_UTF8) : sqlite3_bind_null(s->stmt, i));
}

void db_bind_str(struct db_stmt *s, int i, const char *str)
{
	db_bind_text(s, i, str, str ? strlen(str) : 0);
}

void db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n)
{
	if (s->stmt)
		bound(s, n ? sqlite3_bind_blob64(s->stmt, i, p, n, SQLITE_STATIC) : sqlite3_bind_zeroblob(s->stmt, i, 0));
}

void db_bind_null(struct db_stmt *s, int i)
{
	if (s->stmt)
		bound(s, sqlite3_bind_null(s->stmt, i));
}

int db_step(struct db_stmt *s)
{
	int rc;

	if (s->err)
		return s->err;
	if (s->changes && !s->db->writing) {
		log_err("db: refused outside of a write: %.100s", sqlite3_sql(s->stmt));
		return s->err = db_fail_code(s->db, ERR_DENIED, "a change outside of a write");
	}
	errno = 0;
	rc = sqlite3_step(s->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	s->err = db_fail(s->db, rc, sqlite3_sql(s->stmt));
	return s->err;
}

int db_end(struct db_stmt *s)
{
	int err = s->err;

	if (!s->stmt) { /* the one that stands for a failure */
		s->err = 0;
		return err;
	}
	(void)sqlite3_reset(s->stmt);
	(void)sqlite3_clear_bindings(s->stmt);
	s->busy = false;
	s->err = 0;
	if (s->extra) {
		s->db->n_extra--;
		(void)sqlite3_finalize(s->stmt);
		free(s);
	}
	return err;
}

int db_run(struct db_stmt *s)
{
	while (db_step(s) == 1)
		continue;
	return db_end(s);
}

int db_run_int(struct db_stmt *s, int64_t *out)
{
	int r = db_step(s), e;

	*out = r == 1 ? sqlite3_column_int64(s->stmt, 0) : 0;
	e = db_end(s);
	return e ? e : r == 1 ? 0 : ERR_NOTFOUND;
}

bool db_col_null(struct db_stmt *s, int i)
{
	return sqlite3_column_type(s->stmt, i) == SQLITE_NULL;
}

int64_t db_col_int(struct db_stmt *s, int i)
{
	return sqlite3_column_int64(s->stmt, i);
}

const char *db_col_text(struct db_stmt *s, int i, size_t *n)
{
	const unsigned char *p = sqlite3_column_text(s->stmt, i);

	if (n)
		*n = p ? (size_t)sqlite3_column_bytes(s->stmt, i) : 0;
	return p ? (const char *)p : "";
}

const uint8_t *db_col_blob(struct db_stmt *s, int i, size_t *n)
{
	static const uint8_t nothing[1];
	const uint8_t *p = sqlite3_column_blob(s->stmt, i);

	*n = p ? (size_t)sqlite3_column_bytes(s->stmt, i) : 0;
	return p ? p : nothing;
}

int db_col_count(struct db_stmt *s)
{
	return s->stmt ? sqlite3_column_count(s->stmt) : 0;
}

int64_t db_changes(const struct db *d)
{
	return sqlite3_total_changes64(d->h);
}
