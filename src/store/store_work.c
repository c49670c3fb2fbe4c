/* store_work.c: durable cursors over what arrived, credentials, the write-ahead log. */
#include <stdio.h>
#include <string.h>

#include "store_internal.h"

#define LOG_PAGES 1000

int store_arrivals(struct store *st, const char *cursor, struct store_arrival *out, size_t cap, size_t *n)
{
	struct db_stmt *s = db_use(st->db, "SELECT at FROM _cursor WHERE name=?1");
	int64_t at = 0;
	int r;

	*n = 0;
	db_bind_str(s, 1, cursor);
	r = db_run_int(s, &at);
	if (r && r != ERR_NOTFOUND)
		return r;
	s = db_use(st->db, "SELECT at, type, id, version, verb FROM _arrival WHERE at>?1 ORDER BY at LIMIT ?2");
	db_bind_ints(s, 1, (int64_t[]){ at, (int64_t)cap }, 2);
	while (*n < cap && db_step(s) == 1)
		out[(*n)++] = (struct store_arrival){ .at = (uint64_t)db_col_int(s, 0), .type = (uint32_t)db_col_int(s, 1),
			.id = (rowid_t)db_col_int(s, 2), .version = (uint64_t)db_col_int(s, 3), .verb = (uint32_t)db_col_int(s, 4) };
	return db_end(s);
}

int store_cursor_set(struct store *st, const char *cursor, uint64_t at)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _cursor(name, at) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET at=excluded.at");

	db_bind_str(s, 1, cursor);
	db_bind_int(s, 2, (int64_t)at);
	return db_run(s);
}

/* ---- credentials: never leave the node ---- */

static void copy_text(struct db_stmt *s, int col, char *dst, size_t cap)
{
	(void)snprintf(dst, cap, "%s", db_col_text(s, col, NULL));
}

int store_credential_get(struct store *st, const char *login, struct store_credential *out)
{
	struct db_stmt *s = db_use(st->db, "SELECT login, user_id, hash, keys, locked FROM _credential WHERE login=?1");
	int r, e;

	memset(out, 0, sizeof(*out));
	db_bind_str(s, 1, login);
	r = db_step(s);
	if (r == 1) {
		copy_text(s, 0, out->login, sizeof(out->login));
		out->user = (rowid_t)db_col_int(s, 1);
		copy_text(s, 2, out->hash, sizeof(out->hash));
		copy_text(s, 3, out->keys, sizeof(out->keys));
		out->locked = db_col_int(s, 4) != 0;
	}
	e = db_end(s);
	return e ? e : r == 1 ? 0 : ERR_NOTFOUND;
}

int store_credential_put(struct store *st, const struct store_credential *c)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _credential(login, user_id, hash, keys, locked) VALUES(?1, ?2, ?3, ?4, ?5)"
	                                   " ON CONFLICT(login) DO UPDATE SET user_id=?2, hash=?3, keys=?4, locked=?5");

	db_bind_str(s, 1, c->login);
	db_bind_int(s, 2, (int64_t)c->user);
	db_bind_str(s, 3, c->hash);
	db_bind_str(s, 4, c->keys);
	db_bind_int(s, 5, c->locked);
	return db_run(s);
}

/* ---- the write-ahead log ---- */

#define LOG_FORGET "log forget" /* in _meta: a wipe's old pages may still be in the log */

int store_wipe_mark(struct store *st)
{
	int r = store_search_forget(st);

	return r ? r : store_meta_put(st, LOG_FORGET, val_int(1));
}

static int truncate_log(struct store *st)
{
	int64_t merging = 0;
	int r = db_checkpoint(st->db, true, NULL);

	if (r)
		return r == ERR_BUSY ? 0 : r; /* a reader holds the old pages: next time */
	r = store_begin(st, NULL);
	if (r)
		return r;
	r = store_meta_int(st, STORE_SEARCH_FORGET, &merging);
	if (r == 0 && merging == 0)
		r = store_meta_put(st, LOG_FORGET, val_int(0));
	if (r == 0)
		return store_commit(st, NULL);
	store_rollback(st);
	return r;
}

int store_checkpoint(struct store *st)
{
	int64_t forget = 0;
	int r = store_meta_int(st, LOG_FORGET, &forget);

	if (r)
		return r;
	if (forget)
		return truncate_log(st);
	return db_log_pages(st->db) < LOG_PAGES ? 0 : db_checkpoint(st->db, false, NULL);
}
