/* db_upkeep.c: checkpoint, backup, structure check, query plans. */
#include "db_internal.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "congvu/platform.h"

int db_checkpoint(struct db *d, bool truncate, int *log_pages)
{
	int rc, pages = 0, done = 0;

	if (d->writing || d->reading)
		return db_fail_code(d, ERR_USAGE, "checkpoint inside a transaction");
	if (db_readonly(d))
		return db_fail_code(d, ERR_READONLY, "opened for reading");
	rc = sqlite3_wal_checkpoint_v2(d->h, NULL, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
	if (log_pages)
		*log_pages = pages > 0 ? pages : 0;
	if (rc == SQLITE_BUSY && !truncate)
		return 0; /* another one is at it */
	return rc == SQLITE_OK ? 0 : db_fail(d, rc, "checkpoint");
}

void db_rest(struct db *d)
{
	if (d->writing || d->reading)
		return;
	db_stmts_clear(d);
	(void)sqlite3_db_release_memory(d->h);
}

/* From the log's index as https://www.sqlite.org/walformat.html describes it: mxFrame at 16, nBackfill at 96. The log's size says nothing: the
 * file is used again from its beginning, and a checkpoint for nothing costs two flushes. */
int db_log_pages(struct db *d)
{
	const char *path = sqlite3_db_filename(d->h, "main");
	char shm[PLAT_PATH_MAX + 8];
	uint32_t frames = 0, done = 0;
	int n = 0;

	if (!path || snprintf(shm, sizeof(shm), "%s-shm", path) >= (int)sizeof(shm))
		return 0;
	if (d->shm_fd < 0)
		d->shm_fd = open(shm, O_RDONLY | O_CLOEXEC);
	if (d->shm_fd < 0)
		return 0;
	if (pread(d->shm_fd, &frames, sizeof(frames), 16) == sizeof(frames) && pread(d->shm_fd, &done, sizeof(done), 96) == sizeof(done) &&
	    frames > done)
		n = frames - done < INT_MAX ? (int)(frames - done) : INT_MAX;
	return n;
}

static int sync_copy(struct db *d, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), r = 0;

	if (fd < 0)
		return db_fail_code(d, ERR_IO, "backup cannot be opened");
	if (fsync(fd))
		r = db_fail_code(d, ERR_IO, "backup cannot be synced");
	plat_close(&fd);
	return r ? r : plat_sync_parent(path);
}

/* One step(-1) holds one read transaction: the copy is the database of one moment, and no writer waits for it. */
int db_backup(struct db *d, const char *path)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b;
	int rc, r;

	if (plat_exists(path))
		return db_fail_code(d, ERR_EXISTS, "backup file exists");
	rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	b = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", d->h, "main") : NULL;
	if (b) {
		rc = sqlite3_backup_step(b, -1);
		if (sqlite3_backup_finish(b) != SQLITE_OK || rc != SQLITE_DONE)
			rc = rc == SQLITE_DONE ? SQLITE_IOERR : rc;
		else
			rc = SQLITE_OK;
	} else if (rc == SQLITE_OK) {
		rc = sqlite3_errcode(to);
	}
	r = rc == SQLITE_OK ? 0 : db_fail(d, rc, "backup");
	if (rc == SQLITE_OK && sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) != SQLITE_OK)
		r = db_fail_code(d, ERR_IO, "backup cannot be closed");
	if (sqlite3_close(to) != SQLITE_OK && r == 0)
		r = db_fail_code(d, ERR_IO, "backup cannot be closed");
	if (r == 0)
		r = sync_copy(d, path);
	if (r && plat_unlink(path))
		log_warn("db: a half backup stays behind");
	return r;
}

int db_check(struct db *d, void (*say)(void *ctx, const char *line), void *ctx)
{
	struct db_stmt *s = db_use(d, "PRAGMA integrity_check(100)");
	int r;

	while ((r = db_step(s)) == 1)
		if (strcmp(db_col_text(s, 0, NULL), "ok") != 0)
			say(ctx, db_col_text(s, 0, NULL));
	return db_end(s);
}

int db_explain(struct db *d, const char *sql, struct buf *out)
{
	struct buf text;
	struct db_stmt *s;

	buf_init(&text, 1 << 16);
	buf_printf(&text, "EXPLAIN QUERY PLAN %s", sql);
	s = db_use(d, buf_str(&text));
	while (db_step(s) == 1)
		buf_printf(out, "%s\n", db_col_text(s, 3, NULL));
	buf_clear(&text);
	return db_end(s);
}
