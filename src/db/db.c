/* db.c: opening and closing a database file, and the library's settings for the whole process. */
#include "db_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/platform.h"

#define BUSY_MS 5000
#define SMALL_PAGES 24 /* what cache_size=-100 holds at most */
#define AUTOCHECKPOINT_PAGES 8000 /* `work` checkpoints long before; this is the net when it does not run */
#define LOG_LIMIT_BYTES (64 << 20)

static void log_callback(void *ctx, int rc, const char *text)
{
	int kept = errno; /* SQLite reads it after telling us: a full disk is known by it */

	(void)ctx;
	if ((rc & 0xff) == SQLITE_NOTICE || (rc & 0xff) == SQLITE_SCHEMA)
		log_debug("sqlite: (%d) %s", rc, text);
	else
		log_warn("sqlite: (%d) %s", rc, text);
	errno = kept;
}

/* Once per process and before the first handle: a congvu process has one thread, so the library needs no mutex. */
static int library_init(void)
{
	static bool done;

	if (done)
		return 0;
	if (sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) != SQLITE_OK || sqlite3_config(SQLITE_CONFIG_LOG, log_callback, NULL) != SQLITE_OK)
		return ERR_IO;
	/* A small handle's pages in one piece, which db_rest gives back whole; one by one they would leave holes in the heap. */
	if (sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, SMALL_PAGES) != SQLITE_OK)
		return ERR_IO;
	if (sqlite3_initialize() != SQLITE_OK)
		return ERR_NOMEM;
	done = true;
	return 0;
}

static int pragma_int(struct db *d, const char *sql, int64_t *out)
{
	return db_run_int(db_use(d, sql), out);
}

static int settings(struct db *d)
{
	/* Small and not synced is the drafts' file: one table. */
	const char *cache = !(d->flags & DB_SMALL)       ? "PRAGMA cache_size=-8192"
			    : d->flags & DB_SYNC_NORMAL ? "PRAGMA cache_size=-40"
							: "PRAGMA cache_size=-100";
	const char *sync = d->flags & DB_SYNC_NORMAL ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL";
	char limits[80];
	int r = db_exec(d, cache);

	(void)snprintf(limits, sizeof(limits), "PRAGMA wal_autocheckpoint=%d; PRAGMA journal_size_limit=%d", AUTOCHECKPOINT_PAGES,
	               LOG_LIMIT_BYTES);
	if (r == 0)
		r = db_exec(d, "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON");
	if (r == 0)
		r = db_exec(d, sync);
	if (r == 0)
		r = db_exec(d, limits);
	return r;
}

/* Another program's file is refused before anything of ours touches it; a new file gets our mark. */
static int check_identity(struct db *d, const struct db_config *c)
{
	int64_t id = 0, tables = 0;
	char sql[64];
	int r = pragma_int(d, "PRAGMA application_id", &id);

	if (r == 0)
		r = pragma_int(d, "SELECT count(*) FROM sqlite_master", &tables);
	if (r || id == (int64_t)c->application_id || c->application_id == 0)
		return r;
	if (id != 0 || tables != 0)
		return db_fail_code(d, ERR_CORRUPT, "not a congvu database (application_id)");
	if (db_readonly(d) || !(c->flags & DB_CREATE)) /* cut to nothing by a crash: not to be taken for a new node */
		return db_fail_code(d, ERR_NOTFOUND, "empty database");
	(void)snprintf(sql, sizeof(sql), "PRAGMA application_id=%u", c->application_id);
	return db_exec(d, sql);
}

/* A new file becomes a WAL one here. Two processes may come first at once: that switch is made under the lock. */
static int journal_mode(struct db *d)
{
	struct db_stmt *s;
	int r;

	if (d->flags & DB_TEMP)
		return db_exec(d, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
	if (d->flags & DB_READONLY)
		return 0;
	s = db_use(d, "PRAGMA journal_mode");
	r = db_step(s);
	if (r == 1 && strcmp(db_col_text(s, 0, NULL), "wal") == 0)
		return db_end(s);
	r = db_end(s);
	if (r == 0)
		r = db_lock(d);
	if (r == 0) {
		r = db_exec(d, "PRAGMA journal_mode=WAL");
		db_unlock(d);
	}
	return r;
}

static int open_handle(struct db *d, const struct db_config *c)
{
	int how = c->flags & DB_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, rc;
	const char *path = c->flags & DB_TEMP ? "" : c->path;

	if (c->flags & (DB_CREATE | DB_TEMP))
		how |= SQLITE_OPEN_CREATE;
	if (c->flags & DB_CREATE && !(c->flags & DB_TEMP)) {
		int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600); /* the library would let everybody read it */

		plat_close(&fd);
	}
	errno = 0;
	rc = sqlite3_open_v2(path, &d->h, how | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK)
		return db_fail(d, rc, "open");
	(void)sqlite3_busy_timeout(d->h, BUSY_MS);
	(void)sqlite3_db_config(d->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_db_config(d->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(d->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	(void)sqlite3_db_config(d->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	(void)sqlite3_set_authorizer(d->h, db_gate, d);
	return 0;
}

static int open_lock(struct db *d, const struct db_config *c)
{
	if (!c->lock_path || (c->flags & (DB_READONLY | DB_TEMP)))
		return 0;
	if (plat_lock_open(c->lock_path, &d->lock_fd))
		return db_fail_code(d, plat_exists(c->path) ? ERR_READONLY : ERR_IO, "lock file cannot be opened");
	return 0;
}

static int open_all(struct db *d, const struct db_config *c)
{
	int r;

	if (!(c->flags & (DB_CREATE | DB_TEMP)) && !plat_exists(c->path))
		return db_fail_code(d, ERR_NOTFOUND, "no database file");
	r = open_lock(d, c);
	if (r == 0)
		r = open_handle(d, c);
	if (r == 0)
		r = settings(d);
	if (r == 0)
		r = check_identity(d, c);
	if (r == 0)
		r = journal_mode(d);
	if (r == 0)
		r = db_migrate(d, c, NULL);
	return r;
}

int db_open(const struct db_config *c, struct db **out, struct err_info *ei)
{
	struct db *d;
	int r;

	*out = NULL;
	if (library_init())
		return err_setf(ei, ERR_NOMEM, NULL, "sqlite cannot start");
	d = mem_alloc(sizeof(*d));
	if (!d)
		return err_setf(ei, ERR_NOMEM, NULL, "db_open");
	d->flags = c->flags;
	d->lock_fd = d->shm_fd = -1;
	d->max_stmts = c->flags & DB_SMALL ? DB_STMTS_SMALL : DB_STMTS_MAX;
	d->max_stmt_bytes = c->flags & DB_SMALL ? DB_STMT_BYTES_SMALL : SIZE_MAX;
	d->dead.db = d;
	r = open_all(d, c);
	if (r) {
		(void)db_fill(d, r, ei);
		db_close(d);
		return r;
	}
	*out = d;
	return 0;
}

void db_close(struct db *d)
{
	if (!d)
		return;
	db_rollback(d);
	db_read_end(d);
	db_stmts_clear(d);
	if (d->h && sqlite3_close(d->h) != SQLITE_OK)
		log_err("db: a statement was left open at close");
	plat_close(&d->lock_fd);
	plat_close(&d->shm_fd); /* after the library has let go */
	free(d);
}

bool db_readonly(const struct db *d)
{
	return (d->flags & DB_READONLY) != 0 || (d->h && sqlite3_db_readonly(d->h, "main") == 1);
}

size_t db_memory_used(void)
{
	return (size_t)sqlite3_memory_used();
}

/* ---- functions of one text ---- */

static void call_text_fn(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	union {
		void *p;
		db_text_fn *fn;
	} u = { .p = sqlite3_user_data(ctx) };
	struct buf b;

	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_NULL)
		return;
	buf_init(&b, 1 << 20);
	u.fn((const char *)sqlite3_value_text(v[0]), (size_t)sqlite3_value_bytes(v[0]), &b);
	if (buf_err(&b))
		sqlite3_result_error_nomem(ctx);
	else
		sqlite3_result_text(ctx, buf_str(&b), (int)b.len, SQLITE_TRANSIENT);
	buf_clear(&b);
}

int db_function(struct db *d, const char *name, db_text_fn *fn)
{
	union {
		void *p;
		db_text_fn *fn;
	} u = { .fn = fn };

	return db_fail(d, sqlite3_create_function(d->h, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, u.p, call_text_fn, NULL, NULL),
	               "function");
}
