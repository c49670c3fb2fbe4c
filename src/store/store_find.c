/* store_find.c: asking the word index, and its upkeep. */
#include <stdio.h>
#include <string.h>

#include "store_internal.h"

#define MERGE_PAGES 200
/* STORE_SEARCH_FORGET in _meta: 2 = a wipe has not been merged at all, 1 = merging goes on */
#define FORGET STORE_SEARCH_FORGET

static bool type_wanted(uint32_t type, const uint32_t *types, size_t n)
{
	bool wanted = n == 0;

	for (size_t i = 0; i < n && !wanted; i++)
		wanted = types[i] == type;
	return wanted;
}

int store_search(struct store *st, const char *words, const uint32_t *types, size_t n_types, uint64_t *before, struct store_hit *out,
		size_t cap, size_t *n)
{
	struct db_stmt *s;
	struct buf match;
	int r, e;

	*n = 0;
	buf_init(&match, 8192);
	r = store_search_match(st, words, &match);
	if (r) {
		buf_clear(&match);
		return r == ERR_NOTFOUND ? 0 : r; /* nothing to look for: nothing found */
	}
	s = db_use(st->db, "SELECT m.doc, m.type, m.id FROM _search s CROSS JOIN _search_map m ON m.doc=s.rowid"
	                   " WHERE s._search MATCH ?1 AND s.rowid<?2 ORDER BY s.rowid DESC");
	db_bind_str(s, 1, buf_str(&match));
	db_bind_int(s, 2, before && *before ? (int64_t)*before : INT64_MAX);
	while (*n < cap && (r = db_step(s)) == 1) {
		uint32_t type = (uint32_t)db_col_int(s, 1);

		if (!type_wanted(type, types, n_types))
			continue;
		if (before)
			*before = (uint64_t)db_col_int(s, 0);
		out[(*n)++] = (struct store_hit){ type, (rowid_t)db_col_int(s, 2) };
	}
	e = db_end(s);
	buf_clear(&match);
	return e;
}

/* ---- merging ---- */

static int merge_step(struct store *st, int64_t pages, bool *more)
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _search(_search, rank) VALUES('merge', ?1)");
	int64_t before = db_changes(st->db);
	int r;

	db_bind_int(s, 1, pages);
	r = db_run(s);
	*more = db_changes(st->db) - before >= 2; /* FTS5's own sign that it found something to do */
	return r;
}

int store_search_forget(struct store *st)
{
	return store_meta_put(st, FORGET, val_int(2));
}

/* A negative number tells FTS5 to take all segments into one: only then does a deleted word leave the file. */
int store_search_merge(struct store *st, bool *more)
{
	int64_t forget = 0;
	int r = store_begin(st, NULL);

	*more = false;
	if (r)
		return r;
	r = store_meta_int(st, FORGET, &forget);
	if (r == 0)
		r = merge_step(st, forget == 2 ? -MERGE_PAGES : MERGE_PAGES, more);
	if (r == 0 && forget == 2)
		*more = true;
	if (r == 0 && forget)
		r = store_meta_put(st, FORGET, val_int(forget == 2 || *more ? 1 : 0));
	if (r == 0)
		return store_commit(st, NULL);
	store_rollback(st);
	return r;
}
