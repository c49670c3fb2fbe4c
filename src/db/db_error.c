/* db_error.c: what SQLite says, in our codes. The text for people is the business of the room above. */
#include "db_internal.h"

#include <errno.h>
#include <stdio.h>

/* Why the last system call of the library failed. The handle knows it for most failures, but not for a COMMIT: there errno itself, which is
 * zeroed before each step, still has it. */
static int system_reason(sqlite3 *h, int e)
{
	return e ? e : h ? sqlite3_system_errno(h) : 0;
}

/* A file size limit and a quota look like an input/output error to SQLite. */
static int map_ioerr(int e)
{
	if (e == ENOSPC || e == EDQUOT || e == EFBIG)
		return ERR_FULL;
	if (e == EROFS)
		return ERR_READONLY;
	return ERR_IO;
}

static int map_cantopen(int e)
{
	if (e == EROFS || e == EACCES || e == EPERM)
		return ERR_READONLY;
	if (e == ENOENT)
		return ERR_NOTFOUND;
	return e == ENOSPC || e == EDQUOT ? ERR_FULL : ERR_IO;
}

static int map_result(sqlite3 *h, int rc)
{
	int e = system_reason(h, errno);

	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_IOERR:
		return (rc >> 8) == (SQLITE_IOERR_NOMEM >> 8) ? ERR_NOMEM : map_ioerr(e);
	case SQLITE_NOMEM:
		return ERR_NOMEM;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_CORRUPT;
	case SQLITE_READONLY:
		return ERR_READONLY;
	case SQLITE_CANTOPEN:
		return map_cantopen(h ? sqlite3_system_errno(h) : e);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_AUTH:
	case SQLITE_PERM:
		return ERR_DENIED;
	case SQLITE_CONSTRAINT:
		return ERR_EXISTS;
	case SQLITE_TOOBIG:
		return ERR_RANGE;
	default:
		return ERR_INVALID; /* our own SQL is wrong */
	}
}

int db_fail_code(struct db *d, int code, const char *what)
{
	d->last = (struct err_info){ .code = code };
	if (snprintf(d->last.detail, sizeof(d->last.detail), "%s", what) < 0)
		d->last.detail[0] = '\0';
	return code;
}

int db_fail(struct db *d, int rc, const char *what)
{
	int code = map_result(d->h, rc);
	char text[200];

	if (code == 0)
		return 0;
	(void)snprintf(text, sizeof(text), "%.60s: %.110s (%d)", what, d->h ? sqlite3_errmsg(d->h) : "no handle", rc);
	return db_fail_code(d, code, text);
}

int db_fill(const struct db *d, int code, struct err_info *ei)
{
	if (ei) {
		*ei = d->last;
		ei->code = code;
	}
	return code;
}

int db_last_error(const struct db *d, struct err_info *ei)
{
	return db_fill(d, d->last.code, ei);
}
