/* store_pref.c: small texts that a person keeps on this node: preferences, saved searches. Local: in no event, in no image, never sent. */
#include <string.h>

#include "store_internal.h"

/* Of the same kind: what stands before the first slash. */
static int others(struct store *st, rowid_t user, const char *key, int64_t *n)
{
	struct db_stmt *s = db_use(st->db, "SELECT count(*) FROM _pref WHERE user_id=?1 AND key<>?2"
	                                   " AND substr(key, 1, instr(key, '/'))=substr(?2, 1, instr(?2, '/'))");

	db_bind_int(s, 1, (int64_t)user);
	db_bind_str(s, 2, key);
	return db_run_int(s, n);
}

static int put(struct store *st, rowid_t user, const char *key, const char *value)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _pref(user_id, key, value) VALUES(?1, ?2, ?3)"
	                                   " ON CONFLICT(user_id, key) DO UPDATE SET value=excluded.value");

	db_bind_int(s, 1, (int64_t)user);
	db_bind_str(s, 2, key);
	db_bind_str(s, 3, value);
	return db_run(s);
}

static int drop(struct store *st, rowid_t user, const char *key)
{
	struct db_stmt *s = db_use(st->db, "DELETE FROM _pref WHERE user_id=?1 AND key=?2");

	db_bind_int(s, 1, (int64_t)user);
	db_bind_str(s, 2, key);
	return db_run(s);
}

int store_pref_set(struct store *st, rowid_t user, const char *key, const char *value, struct err_info *ei)
{
	int64_t n = 0;
	int r;

	if (!key || !*key || strlen(key) > STORE_PREF_KEY_MAX)
		return ERR_INVALID;
	if (value && strlen(value) > STORE_PREF_MAX)
		return ERR_RANGE;
	r = store_begin(st, ei);
	if (r)
		return r;
	if (value)
		r = others(st, user, key, &n);
	if (r == 0 && n >= STORE_PREFS_MAX)
		r = ERR_RANGE;
	if (r == 0)
		r = value ? put(st, user, key, value) : drop(st, user, key);
	if (r == 0)
		return store_commit(st, ei);
	store_rollback(st);
	return r;
}

int store_pref_get(struct store *st, rowid_t user, const char *key, struct buf *out)
{
	struct db_stmt *s = db_use(st->db, "SELECT value FROM _pref WHERE user_id=?1 AND key=?2");
	int r, e;

	db_bind_int(s, 1, (int64_t)user);
	db_bind_str(s, 2, key);
	r = db_step(s);
	if (r == 1)
		buf_puts(out, db_col_text(s, 0, NULL));
	e = db_end(s);
	return e ? e : r == 1 ? buf_err(out) : r < 0 ? r : ERR_NOTFOUND;
}

int store_pref_list(struct store *st, rowid_t user, const char *prefix, struct arena *a, struct store_pref **out,
		size_t *n)
{
	struct db_stmt *s = db_use(st->db, "SELECT key, value FROM _pref WHERE user_id=?1 AND substr(key, 1, length(?2))=?2"
	                                   " ORDER BY key LIMIT ?3");
	int r = 0, e;

	*n = 0;
	*out = arena_array(a, STORE_PREFS_MAX, sizeof(**out));
	db_bind_int(s, 1, (int64_t)user);
	db_bind_str(s, 2, prefix);
	db_bind_int(s, 3, STORE_PREFS_MAX);
	while (*out && r == 0 && *n < STORE_PREFS_MAX && db_step(s) == 1) {
		struct store_pref *p = &(*out)[*n];

		p->key = arena_strdup(a, db_col_text(s, 0, NULL));
		p->value = arena_strdup(a, db_col_text(s, 1, NULL));
		r = p->key && p->value ? 0 : ERR_NOMEM;
		*n += r == 0;
	}
	e = db_end(s);
	return !*out ? ERR_NOMEM : r ? r : e;
}
