/* store_draft.c: what people have typed and not saved. draft.db: its commits may be lost with the power (3 s at most), never with a process.
 *
 * A save writes _saved(draft) in the event's own transaction, in node.db. The draft row goes later, so at no moment is a text offered that
 * was saved, nor lost that was not.
 */
#include <string.h>

#include "store_internal.h"

int store_draft_put(struct store *st, const struct store_draft *d)
{
	struct db_stmt *s;
	int r;

	if (!st->drafts || d->id == 0)
		return ERR_USAGE;
	r = db_begin(st->drafts, NULL);
	if (r)
		return r;
	s = db_use(st->drafts, "INSERT INTO _draft(id, user_id, form, subject, body, focus, at, thrown) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
	                       " ON CONFLICT(id) DO UPDATE SET user_id=?2, form=?3, subject=?4, body=?5, focus=?6, at=?7, thrown=?8");
	db_bind_ints(s, 1, (int64_t[]){ (int64_t)d->id, (int64_t)d->user }, 2);
	db_bind_str(s, 3, d->form ? d->form : "");
	db_bind_int(s, 4, (int64_t)d->subject);
	db_bind_blob(s, 5, d->body, d->body_len);
	db_bind_str(s, 6, d->cursor);
	db_bind_ints(s, 7, (int64_t[]){ d->at, d->thrown }, 2);
	r = db_run(s);
	if (r == 0)
		return db_commit(st->drafts, NULL);
	db_rollback(st->drafts);
	return r;
}

static int is_saved(struct store *st, uint64_t id, bool *saved)
{
	struct db_stmt *s = db_use(st->db, "SELECT 1 FROM _saved WHERE draft=?1");
	int64_t one = 0;
	int r;

	db_bind_int(s, 1, (int64_t)id);
	r = db_run_int(s, &one);
	*saved = r == 0;
	return r == ERR_NOTFOUND ? 0 : r;
}

static int take(struct db_stmt *s, rowid_t user, struct arena *a, struct store_draft *d)
{
	const uint8_t *p;
	const char *text;
	size_t n;

	*d = (struct store_draft){ .id = (uint64_t)db_col_int(s, 0), .user = user, .subject = (rowid_t)db_col_int(s, 2), .at = db_col_int(s, 5),
		.thrown = db_col_int(s, 6) != 0 };
	text = db_col_text(s, 1, &n);
	d->form = arena_strndup(a, text, n);
	p = db_col_blob(s, 3, &d->body_len);
	d->body = arena_strndup(a, (const char *)p, d->body_len);
	text = db_col_text(s, 4, &n);
	d->cursor = arena_strndup(a, text, n);
	return d->form && d->body && d->cursor ? 0 : ERR_NOMEM;
}

int store_draft_list(struct store *st, rowid_t user, struct arena *a, struct store_draft **out, size_t *n)
{
	struct db_stmt *s;
	int64_t count = 0;
	int r, e = 0;

	*n = 0;
	*out = NULL;
	if (!st->drafts)
		return ERR_USAGE;
	s = db_use(st->drafts, "SELECT count(*) FROM _draft WHERE user_id=?1");
	db_bind_int(s, 1, (int64_t)user);
	r = db_run_int(s, &count);
	*out = r ? NULL : arena_array(a, (size_t)count + 1, sizeof(**out));
	if (!*out)
		return r ? r : ERR_NOMEM;
	s = db_use(st->drafts, "SELECT id, form, subject, body, focus, at, thrown FROM _draft WHERE user_id=?1 ORDER BY at DESC, id");
	db_bind_int(s, 1, (int64_t)user);
	while (e == 0 && *n < (size_t)count && db_step(s) == 1) {
		bool saved = false;

		e = take(s, user, a, &(*out)[*n]);
		if (e == 0)
			e = is_saved(st, (*out)[*n].id, &saved);
		*n += e == 0 && !saved;
	}
	r = db_end(s);
	return e ? e : r;
}

int store_draft_drop(struct store *st, uint64_t id)
{
	struct db_stmt *s;
	int r = st->drafts ? db_begin(st->drafts, NULL) : ERR_USAGE;

	if (r)
		return r;
	s = db_use(st->drafts, "DELETE FROM _draft WHERE id=?1");
	db_bind_int(s, 1, (int64_t)id);
	r = db_run(s);
	if (r == 0)
		return db_commit(st->drafts, NULL);
	db_rollback(st->drafts);
	return r;
}

/* The file's pages are overwritten where a row goes (secure_delete); the log keeps what they were until it is cut. */
int store_draft_wipe(struct store *st, uint64_t id)
{
	int r = store_draft_drop(st, id);

	return r ? r : db_checkpoint(st->drafts, true, NULL);
}

int store_draft_saved(struct store *st, uint64_t id)
{
	struct db_stmt *s = db_use(st->db, "INSERT OR IGNORE INTO _saved(draft) VALUES(?1)");

	db_bind_int(s, 1, (int64_t)id);
	return db_run(s);
}

/* ---- flushing ---- */

#define PURGE_MAX 256

static int saved_ids(struct store *st, int64_t *ids, size_t *n)
{
	struct db_stmt *s = db_use(st->db, "SELECT draft FROM _saved LIMIT ?1");

	*n = 0;
	db_bind_int(s, 1, PURGE_MAX);
	while (*n < PURGE_MAX && db_step(s) == 1)
		ids[(*n)++] = db_col_int(s, 0);
	return db_end(s);
}

static int delete_each(struct db *d, const char *sql, const int64_t *ids, size_t n)
{
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++) {
		struct db_stmt *s = db_use(d, sql);

		db_bind_int(s, 1, ids[i]);
		r = db_run(s);
	}
	return r;
}

static int drop_rows(struct store *st, const int64_t *ids, size_t n)
{
	int r = db_begin(st->drafts, NULL);

	if (r)
		return r;
	r = delete_each(st->drafts, "DELETE FROM _draft WHERE id=?1", ids, n);
	if (r == 0)
		return db_commit(st->drafts, NULL);
	db_rollback(st->drafts);
	return r;
}

static int drop_marks(struct store *st, const int64_t *ids, size_t n)
{
	int r = store_begin(st, NULL);

	if (r)
		return r;
	r = delete_each(st->db, "DELETE FROM _saved WHERE draft=?1", ids, n);
	if (r == 0)
		return store_commit(st, NULL);
	store_rollback(st);
	return r;
}

/* Rows of saved drafts go first and reach the disk with the checkpoint; only then may their marks go. */
int store_draft_flush(struct store *st)
{
	int64_t ids[PURGE_MAX];
	size_t n = 0;
	int r = st->drafts ? saved_ids(st, ids, &n) : ERR_USAGE;

	if (r == 0 && n)
		r = drop_rows(st, ids, n);
	if (r == 0)
		r = db_checkpoint(st->drafts, false, NULL);
	if (r == 0 && n)
		r = drop_marks(st, ids, n);
	return r;
}
