/* db_txn.c: writes under the queueing lock, consistent reads, migrations.
 *
 * SQLite's own busy handler polls, so under load the unlucky wait for seconds. A kernel lock queues; busy_timeout stays for strangers
 * (a checkpoint that restarts the log, somebody's sqlite3 shell).
 */
#include "db_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "congvu/platform.h"

int db_exec(struct db *d, const char *sql)
{
	int rc;

	errno = 0;
	rc = sqlite3_exec(d->h, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(d, rc, sql);
}

int db_lock(struct db *d)
{
	int r;

	if (d->lock_fd < 0 || d->locked)
		return 0;
	r = plat_lock_wait(d->lock_fd);
	if (r)
		return db_fail_code(d, r, "write lock");
	d->locked = true;
	return 0;
}

void db_unlock(struct db *d)
{
	if (d->locked && plat_unlock(d->lock_fd))
		log_err("db: cannot release the write lock");
	d->locked = false;
}

int db_begin(struct db *d, struct err_info *ei)
{
	int r;

	if (d->writing || d->reading)
		return db_fill(d, db_fail_code(d, ERR_USAGE, "a transaction is open already"), ei);
	if (db_readonly(d))
		return db_fill(d, db_fail_code(d, ERR_READONLY, "opened for reading"), ei);
	r = db_lock(d);
	if (r == 0)
		r = db_exec(d, "BEGIN IMMEDIATE");
	if (r) {
		db_unlock(d);
		return db_fill(d, r, ei);
	}
	d->writing = true;
	return 0;
}

int db_commit(struct db *d, struct err_info *ei)
{
	int r;

	if (!d->writing)
		return db_fill(d, db_fail_code(d, ERR_USAGE, "no write to commit"), ei);
	r = db_exec(d, "COMMIT");
	if (r) {
		struct err_info why = d->last; /* the rollback must not cover it */

		db_rollback(d);
		d->last = why;
		return db_fill(d, r, ei);
	}
	d->writing = false;
	db_unlock(d);
	return 0;
}

void db_rollback(struct db *d)
{
	if (!d->writing)
		return;
	if (!sqlite3_get_autocommit(d->h) && db_exec(d, "ROLLBACK"))
		log_err("db: rollback: %s", d->last.detail);
	d->writing = false;
	d->defining = false;
	db_unlock(d);
}

bool db_writing(const struct db *d)
{
	return d->writing;
}

int db_read_begin(struct db *d)
{
	int r;

	if (d->writing || d->reading)
		return db_fail_code(d, ERR_USAGE, "a transaction is open already");
	r = db_exec(d, "BEGIN");
	d->reading = r == 0;
	return r;
}

void db_read_end(struct db *d)
{
	if (d->reading && db_exec(d, "COMMIT"))
		log_err("db: end of read: %s", d->last.detail);
	d->reading = false;
}

int db_define(struct db *d, const char *sql)
{
	int r;

	if (!d->writing)
		return db_fail_code(d, ERR_USAGE, "a definition outside of a write");
	d->defining = true;
	r = db_exec(d, sql);
	d->defining = false;
	return r;
}

void db_idle_assert(const struct db *d)
{
	size_t busy = d->n_extra;

	for (size_t i = 0; i < d->n_stmts; i++)
		busy += d->stmts[i].busy || sqlite3_stmt_busy(d->stmts[i].stmt);
	if (busy == 0 && !d->writing && !d->reading && sqlite3_txn_state(d->h, NULL) == SQLITE_TXN_NONE)
		return;
	log_err("db: not idle before the poll: %zu statements, writing %d, reading %d", busy, d->writing, d->reading);
	for (size_t i = 0; i < d->n_stmts; i++)
		if (d->stmts[i].busy)
			log_err("db: still in use: %.150s", sqlite3_sql(d->stmts[i].stmt));
	abort();
}

/* ---- migrations ---- */

static int run_migration(struct db *d, const struct db_migration *m)
{
	int64_t now = 0;
	char sql[64];
	int r = db_begin(d, NULL);

	if (r)
		return r;
	r = db_run_int(db_use(d, "PRAGMA user_version"), &now); /* another process may have been first */
	if (r == 0 && now < m->version)
		r = db_define(d, m->sql);
	(void)snprintf(sql, sizeof(sql), "PRAGMA user_version=%d", m->version);
	if (r == 0 && now < m->version)
		r = db_exec(d, sql);
	if (r == 0)
		return db_commit(d, NULL);
	db_rollback(d);
	return r;
}

int db_migrate(struct db *d, const struct db_config *c, struct err_info *ei)
{
	int64_t now = 0;
	int newest = c->n_migrations ? c->migrations[c->n_migrations - 1].version : 0;
	int r = db_run_int(db_use(d, "PRAGMA user_version"), &now);

	if (r)
		return db_fill(d, r, ei);
	if (now > newest)
		return db_fill(d, db_fail_code(d, ERR_VERSION, "user_version is newer than this program"), ei);
	if (now < newest && db_readonly(d))
		return db_fill(d, db_fail_code(d, ERR_READONLY, "needs a migration, opened for reading"), ei);
	for (size_t i = 0; i < c->n_migrations && r == 0; i++)
		if (c->migrations[i].version > now)
			r = run_migration(d, &c->migrations[i]);
	return r ? db_fill(d, r, ei) : 0;
}
