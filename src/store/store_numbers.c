/* store_numbers.c: are the numbers of every book dense? From the first one given on, none is missing and none is there twice; a number that
 * was allotted here has its entry. A book that starts anew each day is looked at day by day.
 */
#include <string.h>

#include "store_internal.h"

struct entries {
	struct store *st;
	store_book_fn *say;
	void *ctx;
	const char *sql; /* day, number, suffix of one book, in order */
	const char *lost_sql;
};

static const char *column(uint32_t type, uint32_t no)
{
	return model_field_by_no(model_type_by_no(type), no)->name;
}

static bool yearly(const struct rec *book)
{
	struct val v = rec_val_no(book, MODEL_BOOK_PERIOD);

	return v.shape != VAL_BYTES || v.n <= 4;
}

struct last {
	int64_t number;
	char day[DAY_TEXT_MAX + 16], suffix[16];
	bool any;
};

static void keep(char *dst, size_t cap, const char *s)
{
	size_t n = strlen(s);

	if (n >= cap)
		n = cap - 1;
	memcpy(dst, s, n);
	dst[n] = '\0';
}

static void look(const struct entries *e, const char *name, struct last *l, const char *day, int64_t number, const char *suffix)
{
	bool anew = !l->any || strcmp(l->day, day) != 0;

	if (!anew && number == l->number && strcmp(l->suffix, suffix) == 0)
		e->say(e->ctx, "store.v_double", name, number);
	for (int64_t missing = l->number + 1; !anew && missing < number && missing < l->number + 100; missing++)
		e->say(e->ctx, "store.v_number", name, missing);
	l->any = true;
	l->number = number;
	keep(l->day, sizeof(l->day), day);
	keep(l->suffix, sizeof(l->suffix), suffix);
}

static int check_book(void *ctx, const struct rec *book, struct arena *a)
{
	const struct entries *e = ctx;
	struct val title = rec_val_no(book, MODEL_BOOK_NAME);
	const char *name = title.shape == VAL_BYTES ? title.s : store_int_text(a, (int64_t)book->id);
	struct last l = { .any = false };
	struct db_stmt *s = db_use(e->st->db, e->sql);
	int r;

	db_bind_ints(s, 1, (int64_t[]){ (int64_t)book->id, yearly(book) }, 2);
	while (name && db_step(s) == 1)
		look(e, name, &l, db_col_text(s, 0, NULL), db_col_int(s, 1), db_col_text(s, 2, NULL));
	r = db_end(s);
	if (r || !name)
		return r ? r : ERR_NOMEM;
	s = db_use(e->st->db, e->lost_sql);
	db_bind_int(s, 1, (int64_t)book->id);
	while (db_step(s) == 1)
		e->say(e->ctx, "store.v_no_entry", name, db_col_int(s, 0));
	return db_end(s);
}

int store_check_numbers(struct store *st, store_book_fn *say, void *ctx)
{
	const struct model_type *t = model_type_by_no(MODEL_NUMBER_ENTRY);
	const char *book = column(MODEL_NUMBER_ENTRY, MODEL_ENTRY_BOOK), *number = column(MODEL_NUMBER_ENTRY, MODEL_ENTRY_NUMBER);
	struct entries e = { .st = st, .say = say, .ctx = ctx };
	struct buf sql, lost;
	int r;

	buf_init(&sql, 2048);
	buf_init(&lost, 2048);
	buf_printf(&sql, "SELECT CASE ?2 WHEN 1 THEN '' ELSE coalesce(\"%s\", '') END AS day, \"%s\" AS no, coalesce(\"%s\", '') AS letter FROM \"%s\""
	                 " WHERE \"%s\"=?1 AND \"%s\" IS NOT NULL ORDER BY day, no, letter", column(MODEL_NUMBER_ENTRY, MODEL_ENTRY_DATE), number,
	           column(MODEL_NUMBER_ENTRY, MODEL_ENTRY_SUFFIX), t->name, book, number);
	buf_printf(&lost, "SELECT number FROM _number WHERE book=?1 EXCEPT SELECT \"%s\" FROM \"%s\" WHERE \"%s\"=?1", number, t->name, book);
	e.sql = buf_str(&sql);
	e.lost_sql = buf_str(&lost);
	r = buf_err(&sql) || buf_err(&lost) ? ERR_NOMEM : store_rows_each(st, model_type_by_no(MODEL_NUMBER_BOOK), 0, check_book, &e);
	buf_clear(&sql);
	buf_clear(&lost);
	return r;
}
