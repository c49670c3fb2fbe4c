/* store_write.c: the frame of every write, and what is allotted inside one: keys, numbers. */
#include <string.h>

#include "store_internal.h"

#define KEY_MAX UINT32_MAX

static int load(struct store *st)
{
	int64_t v = 0;
	int r = store_node_load(st, &st->node, &st->next_key);

	if (r)
		return r;
	st->was = st->node;
	st->next_key_was = st->next_key;
	r = db_run_int(db_use(st->db, "SELECT coalesce(max(at), 0) FROM _arrival"), &v);
	st->arrival = (uint64_t)v;
	if (r == 0)
		r = db_run_int(db_use(st->db, "SELECT coalesce(max(seq), 0) FROM _feed"), &v);
	st->feed = (uint64_t)v;
	return r;
}

int store_begin(struct store *st, struct err_info *ei)
{
	struct err_info why = { 0 };
	int r = db_begin(st->db, &why);

	if (r == 0) {
		r = load(st);
		if (r)
			(void)db_last_error(st->db, &why);
		else if (!store_scratch_db(st) && st->node.generation != st->generation)
			r = why.code = ERR_GENERATION;
	}
	if (r) {
		db_rollback(st->db);
		(void)store_fail(r, &why);
		if (ei)
			*ei = why;
		return r;
	}
	st->writing = true;
	st->broken = 0;
	st->changed = false;
	st->wiping = false;
	return 0;
}

void store_rollback(struct store *st)
{
	if (st->writing)
		store_terms_forget(st);
	st->writing = false;
	db_rollback(st->db);
}

int store_commit(struct store *st, struct err_info *ei)
{
	struct err_info why = { 0 };
	int r = st->writing ? st->broken : ERR_USAGE;

	if (r == 0)
		r = store_node_save(st);
	if (r)
		(void)db_last_error(st->db, &why);
	else
		r = db_commit(st->db, &why);
	st->writing = false;
	if (r) {
		store_terms_forget(st);
		db_rollback(st->db);
		if (why.code != r)
			why = (struct err_info){ .code = r };
		(void)store_fail(r, &why);
		if (ei)
			*ei = why;
		return r;
	}
	st->generation = st->node.generation;
	store_page_commit(st);
	return 0;
}

int store_new_id(struct store *st, rowid_t *out)
{
	*out = 0;
	if (!st->writing)
		return ERR_USAGE;
	if (st->node.node == 0)
		return ERR_DENIED;
	if (st->next_key >= KEY_MAX)
		return ERR_RANGE; /* four thousand million rows in one epoch: a restore opens the next */
	*out = key_make(st->node.node, st->node.epoch, (uint32_t)++st->next_key);
	return 0;
}

/* ---- numbers on paper ---- */

static int open_book(struct store *st, rowid_t book, const char *period, int64_t *next)
{
	const struct model_type *t = model_type_by_no(MODEL_NUMBER_BOOK);
	struct arena *a = store_scratch();
	struct rec *r = NULL;
	struct val v;
	int e = a ? store_row_find(st, t, book, a, &r) : ERR_NOMEM;

	if (e == 0 && (!r || !val_is_null(rec_val_no(r, MODEL_BOOK_CLOSED_ON))))
		e = ERR_NOTFOUND;
	if (e == 0) {
		v = rec_val_no(r, MODEL_BOOK_PERIOD);
		*next = 1;
		/* the row's counter speaks for its own period; a book that starts anew each day begins at 1 */
		if (v.shape != VAL_BYTES || (v.n == strlen(period) && memcmp(v.s, period, v.n) == 0)) {
			v = rec_val_no(r, MODEL_BOOK_NEXT);
			*next = v.shape == VAL_INT && v.i > 1 ? v.i : 1;
		}
	}
	arena_free(a);
	return e;
}

int store_number_next(struct store *st, rowid_t book, const char *period, int64_t *number)
{
	struct db_stmt *s;
	int64_t next = 1, used = 0;
	int r;

	*number = 0;
	if (!st->writing)
		return ERR_USAGE;
	r = open_book(st, book, period, &next);
	if (r)
		return r;
	s = db_use(st->db, "SELECT coalesce(max(number), 0) FROM _number WHERE book=?1 AND period=?2");
	db_bind_int(s, 1, (int64_t)book);
	db_bind_str(s, 2, period);
	r = db_run_int(s, &used);
	if (r)
		return st->broken = r;
	*number = used + 1 > next ? used + 1 : next;
	s = db_use(st->db, "INSERT INTO _number(book, period, number) VALUES(?1, ?2, ?3)");
	db_bind_int(s, 1, (int64_t)book);
	db_bind_str(s, 2, period);
	db_bind_int(s, 3, *number);
	r = db_run(s);
	if (r)
		st->broken = r;
	return r;
}
