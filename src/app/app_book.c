/* app_book.c: number books: which one a verb takes its number from, the next period's, and the number itself (DOMAIN 7). */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *app_book_period(bool daily, day_t day, char out[DAY_TEXT_MAX])
{
	day_iso(day, out);
	if (!daily)
		out[4] = '\0';
	return out;
}

void app_book_fields(struct app *ap, struct store_row_op *op, const char *kind, bool daily, day_t day, int64_t next, struct arena *a)
{
	char period[DAY_TEXT_MAX], shown[DAY_TEXT_MAX];

	app_book_period(daily, day, period);
	app_op_field(a, op, MODEL_F_STATE, val_int(MODEL_BOOK_OPEN));
	app_op_field(a, op, MODEL_BOOK_KIND, val_str(arena_xstrdup(a, kind)));
	app_op_field(a, op, MODEL_BOOK_PERIOD, val_str(arena_xstrdup(a, period)));
	app_op_field(a, op, MODEL_BOOK_NAME,
		     val_str(arena_xprintf(a, "%s %s", app_code_label(ap, MODEL_LIST_BOOKS, kind), daily ? day_show(day, shown) : period)));
	app_op_field(a, op, MODEL_BOOK_NEXT, val_int(next));
	app_op_field(a, op, MODEL_BOOK_OPENED_ON, val_int(day));
}

static const char *kind_name(struct app_deed *d, const char *kind, char *out, size_t cap)
{
	return app_lower_first(app_code_label(d->ap, MODEL_LIST_BOOKS, kind), out, cap);
}

/* The open book of the kind; else the newest that there was. */
static const struct rec *book_of_kind(struct app_deed *d, const char *kind)
{
	struct store_cond c[2] = { { .field = MODEL_BOOK_KIND, .op = STORE_EQ, .v = val_str(kind) },
		{ .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)d->user->office) } };
	struct store_query q = { .type = model_type_by_no(MODEL_NUMBER_BOOK), .cond = c, .n_cond = 2, .limit = APP_ROWS_MAX };
	const struct rec *best = NULL;
	struct rec **rows;
	size_t n;

	if (store_select(d->ap->st, &q, d->a, &rows, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!best || (rows[i]->state == MODEL_BOOK_OPEN) >= (best->state == MODEL_BOOK_OPEN))
			best = rows[i];
	return best;
}

static bool already_numbered(const struct app_deed *d)
{
	const struct model_field *f = model_field_by_name(d->type, d->verb->number->field);

	return f && !app_val_empty(app_draft_val(d->row[0], f));
}

void app_number_check(struct app_deed *d)
{
	const struct model_number *num = d->verb->number;
	const struct model_field *f = num ? model_field_by_name(d->type, num->book_field) : NULL;
	struct val chosen = app_draft_val(d->row[0], f);
	char period[DAY_TEXT_MAX], kind[80];
	struct rec *row = NULL;

	if (!num || already_numbered(d))
		return;
	app_book_period(num->daily, d->today, period);
	if (chosen.shape == VAL_INT && !app_row_get(d->ap, model_type_by_no(MODEL_NUMBER_BOOK), (rowid_t)chosen.i, d->a, &row)) {
		if (row->owner != d->user->office || strcmp(app_rec_text(row, MODEL_BOOK_KIND), num->kind) != 0) {
			/* a number out of another book than the one that was asked for cannot be taken back */
			app_problem_add(d, APP_REFUSED, f->name, f, "A11", "text", app_rec_text(row, MODEL_BOOK_NAME), NULL);
			return;
		}
		if (row->state != MODEL_BOOK_OPEN && strcmp(app_rec_text(row, MODEL_BOOK_PERIOD), period) < 0) {
			app_problem_add(d, APP_REFUSED, f->name, f, "M18", "year", app_rec_text(row, MODEL_BOOK_PERIOD), "year2", period,
					NULL);
			return;
		}
	}
	d->book = row ? row : book_of_kind(d, num->kind);
	if (!d->book)
		app_problem_add(d, APP_REFUSED, f ? f->name : "", f, "M19", "kind", kind_name(d, num->kind, kind, sizeof(kind)), "year",
				period, NULL);
}

/* ---- a new period ------------------------------------------------------------------------------------------------------------------ */

/* The first number of a year opens its book and leaves the old one to be closed. A row of its own, so an event of its own, in the same
 * transaction, just before the one that takes the number: a book must stand before a number can be drawn from it. */
static int open_next(struct app_deed *d, struct err_info *ei)
{
	struct store_row_op op[2] = { { .type = MODEL_NUMBER_BOOK, .kind = STORE_PUT }, { .type = MODEL_NUMBER_BOOK,
			.kind = STORE_PATCH } };
	struct rec *fresh;
	int err = store_new_id(d->ap->st, &op[0].id);

	op[1].id = d->book->id;
	app_book_fields(d->ap, &op[0], app_rec_text(d->book, MODEL_BOOK_KIND), false, d->today, 1, d->a);
	app_op_field(d->a, &op[1], MODEL_F_STATE, val_int(MODEL_BOOK_CLOSING));
	if (!err)
		err = app_system_event(d->ap, MODEL_V_CHANGE, d->user->office, d->user, op, 2, 0, ei);
	if (!err)
		err = app_row_get(d->ap, model_type_by_no(MODEL_NUMBER_BOOK), op[0].id, d->a, &fresh);
	if (!err)
		d->book = fresh;
	return err;
}

/* The day whose series the number belongs to. A clock that was set back never goes back to a series that another one has followed: its
 * numbers would be given a second time. */
static day_t number_day(const struct app_deed *d, bool daily)
{
	const char *open = app_rec_text(d->book, MODEL_BOOK_PERIOD);
	char period[DAY_TEXT_MAX], first[24];
	day_t day;

	if (strcmp(open, app_book_period(daily, d->today, period)) <= 0)
		return d->today;
	snprintf(first, sizeof(first), "%.10s%s", open, daily ? "" : "-01-01");
	day = day_parse_iso(first);
	return day == DAY_NONE ? d->today : day;
}

static struct val number_text(struct app_deed *d, const char *format, day_t on, int64_t n)
{
	struct rec *office;
	int y, m, day;
	struct buf b;
	struct val v;

	if (!format)
		return val_int(n);
	day_split(on, &y, &m, &day);
	buf_init(&b, 256);
	for (const char *p = format; *p;) {
		if (strncmp(p, "{office}", 8) == 0) {
			if (!app_row_get(d->ap, model_type_by_no(MODEL_OFFICE), d->user->office, d->a, &office))
				buf_puts(&b, app_rec_text(office, MODEL_OFFICE_CODE));
			p += 8;
		} else if (strncmp(p, "{yymmdd}", 8) == 0) {
			buf_printf(&b, "%02d%02d%02d", y % 100, m, day);
			p += 8;
		} else if (strncmp(p, "{nnnn}", 6) == 0) {
			buf_printf(&b, "%04lld", (long long)n);
			p += 6;
		} else {
			buf_put(&b, p++, 1);
		}
	}
	v = val_str(arena_xstrdup(d->a, buf_str(&b)));
	buf_clear(&b);
	return v;
}

static void entry_add(struct app_deed *d, day_t on, int64_t n, rowid_t id)
{
	struct store_row_op *op = app_op_add(d, MODEL_NUMBER_ENTRY, id, STORE_PUT);

	app_op_field(d->a, op, MODEL_F_STATE, val_int(MODEL_ENTRY_USED));
	app_op_field(d->a, op, MODEL_ENTRY_BOOK, val_int((int64_t)d->book->id));
	app_op_field(d->a, op, MODEL_ENTRY_NUMBER, val_int(n));
	app_op_field(d->a, op, MODEL_ENTRY_RECORD, app_ref_any(d->a, d->type->no, d->row[0]->id));
	app_op_field(d->a, op, MODEL_ENTRY_DATE, val_int(on));
}

int app_number_allot(struct app_deed *d, struct err_info *ei)
{
	const struct model_number *num = d->verb->number;
	const struct model_field *f = num ? model_field_by_name(d->type, num->field) : NULL, *book;
	char period[DAY_TEXT_MAX];
	struct store_row_op *op;
	int64_t n;
	rowid_t entry;
	day_t on;
	bool new_period;
	int err = ERR_NONE;

	if (!num || !f || already_numbered(d))
		return ERR_NONE;
	book = model_field_by_name(d->type, num->book_field);
	on = number_day(d, num->daily);
	app_book_period(num->daily, on, period);
	new_period = strcmp(app_rec_text(d->book, MODEL_BOOK_PERIOD), period) < 0;
	if (new_period && !num->daily)
		err = open_next(d, ei);
	if (!err)
		err = store_number_next(d->ap->st, d->book->id, period, &n);
	if (!err)
		err = store_new_id(d->ap->st, &entry);
	if (err)
		return err_set(ei, err, ei && ei->text[0] ? ei->text : NULL);
	app_draft_give(d->row[0], f, number_text(d, num->format, on, n));
	if (book)
		app_draft_give(d->row[0], book, val_int((int64_t)d->book->id));
	entry_add(d, num->daily ? on : d->today, n, entry);
	op = app_op_add(d, MODEL_NUMBER_BOOK, d->book->id, STORE_PATCH);
	if (new_period && num->daily) /* a daily series goes on in the same book: the day is its period */
		app_book_fields(d->ap, op, num->kind, true, d->today, n + 1, d->a);
	else
		app_op_field(d->a, op, MODEL_BOOK_NEXT, val_int(n + 1));
	return ERR_NONE;
}

/* ---- after enrolment --------------------------------------------------------------------------------------------------------------- */

static bool has_kind(struct app *ap, rowid_t office, const char *kind, struct arena *a)
{
	struct store_cond c[2] = { { .field = MODEL_BOOK_KIND, .op = STORE_EQ, .v = val_str(kind) },
		{ .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)office) } };
	struct store_query q = { .type = model_type_by_no(MODEL_NUMBER_BOOK), .cond = c, .n_cond = 2, .limit = 1 };
	uint64_t n;

	(void)a;
	return store_count(ap->st, &q, &n) || n > 0;
}

static int open_kinds(struct app *ap, rowid_t office, struct arena *a, struct err_info *ei)
{
	struct store_row_op op[32];
	const struct app_code *c;
	size_t n = 0;
	int err = ERR_NONE;

	for (size_t i = 0; (c = app_code_at(ap, i, NULL)) && n < COUNT_OF(op) && !err; i++) {
		bool daily = strcmp(c->extra, MODEL_BOOK_DAILY) == 0;

		if (strcmp(c->list, MODEL_LIST_BOOKS) != 0 || (!daily && strcmp(c->extra, MODEL_BOOK_YEARLY) != 0) || has_kind(ap, office,
				c->code, a))
			continue;
		op[n] = (struct store_row_op){ .type = MODEL_NUMBER_BOOK, .kind = STORE_PUT };
		err = store_new_id(ap->st, &op[n].id);
		app_book_fields(ap, &op[n++], c->code, daily, day_today(), 1, a);
	}
	return err || n == 0 ? err : app_system_event(ap, MODEL_V_LOAD, office, NULL, op, n, 0, ei);
}

int app_open_books(struct app *ap, struct err_info *ei)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	struct store_node node;
	int err;

	if (!a)
		return err_set(ei, ERR_NOMEM, NULL);
	err = store_begin(ap->st, ei);
	if (!err) {
		app_cache_renew(ap);
		err = store_node_get(ap->st, &node);
		if (!err)
			err = open_kinds(ap, node.office, a, ei);
		err = err ? err : store_commit(ap->st, ei);
		if (err)
			store_rollback(ap->st);
	}
	arena_free(a);
	return err;
}
