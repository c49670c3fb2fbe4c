/* app_expr_fn.c: the functions that an expression may call, a row each. Nothing else is reachable from a screen file. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#include "app_expr.h"

static const char *fn_today(struct app *ap, const char *const *arg, size_t n, struct arena *a)
{
	char day[DAY_TEXT_MAX];

	(void)ap;
	(void)arg;
	(void)n;
	return arena_xstrdup(a, day_iso(day_today(), day));
}

static const char *fn_year(struct app *ap, const char *const *arg, size_t n, struct arena *a)
{
	day_t day = n ? day_parse_iso(arg[0]) : day_today();
	int y, m, d;

	(void)ap;
	if (day == DAY_NONE)
		return "";
	day_split(day, &y, &m, &d);
	return arena_xprintf(a, "%d", y);
}

static const char *fn_length(struct app *ap, const char *const *arg, size_t n, struct arena *a)
{
	(void)ap;
	(void)n;
	return arena_xprintf(a, "%zu", utf8_chars(arg[0], strlen(arg[0])));
}

/* Small letters without marks: for comparing. */
static const char *fn_lower(struct app *ap, const char *const *arg, size_t n, struct arena *a)
{
	const char *out;
	struct buf b;

	(void)ap;
	(void)n;
	buf_init(&b, 65536);
	text_fold(arg[0], strlen(arg[0]), &b);
	out = arena_xstrdup(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

static const char *fn_in(struct app *ap, const char *const *arg, size_t n, struct arena *a)
{
	(void)ap;
	(void)a;
	for (size_t i = 1; i < n; i++)
		if (strcmp(arg[0], arg[i]) == 0)
			return "1";
	return "0";
}

static const char *fn_working_day(struct app *ap, const char *const *arg, size_t n, struct arena *a)
{
	day_t day = day_parse_iso(arg[0]);

	(void)n;
	(void)a;
	return day != DAY_NONE && app_day_working(app_calendar_get(ap), day) ? "1" : "0";
}

static const char *fn_next_number(struct app *ap, const char *const *arg, size_t n, struct arena *a)
{
	const struct model_type *t = model_type_by_no(MODEL_NUMBER_BOOK);
	const char *msg;
	rowid_t id;
	struct rec *r;

	(void)n;
	if (!*arg[0] || app_ref_parse(ap, NULL, t, arg[0], &id, &msg) || app_row_get(ap, t, id, a, &r))
		return "";
	return arena_xprintf(a, "%lld", (long long)app_rec_int(r, MODEL_BOOK_NEXT, 1));
}

static const struct expr_fn functions[] = {
	{ { "today", "", "The present day at the office." }, 0, 0, fn_today },
	{ { "year", "[DAY]", "The year of DAY, or of today." }, 0, 1, fn_year },
	{ { "length", "TEXT", "How many characters TEXT has." }, 1, 1, fn_length },
	{ { "lower", "TEXT", "TEXT in small letters without marks, for comparing." }, 1, 1, fn_lower },
	{ { "in", "TEXT, TEXT, ...", "Is the first one of the others?" }, 2, EXPR_ARGS_MAX, fn_in },
	{ { "working_day", "DAY", "Is DAY worked on, by the calendar?" }, 1, 1, fn_working_day },
	{ { "next_number", "BOOK", "The number that the book will give next." }, 1, 1, fn_next_number },
	{ { "by_notation", "LIST, SYMBOL", "The code of LIST whose extra word the symbol of a document names; that with `*` when it names none." },
	  2, 2, app_by_notation },
	{ { "row_by_notation", "TYPE, SYMBOL",
	    "The code of the one row of TYPE whose code, or the first letters of whose name, stand in the symbol." }, 2, 2, app_row_by_notation },
	{ { "dup_symbol", "SYMBOL, ISSUER", "Is a document with that symbol and issuer in the book already?" }, 2, 2, app_duplicate_symbol },
};

const struct expr_fn *app_expr_fn_find(const char *name, size_t n)
{
	for (size_t i = 0; i < COUNT_OF(functions); i++)
		if (strlen(functions[i].doc.name) == n && strncmp(functions[i].doc.name, name, n) == 0)
			return &functions[i];
	return NULL;
}

const struct app_expr_doc *app_expr_function(size_t i)
{
	return i < COUNT_OF(functions) ? &functions[i].doc : NULL;
}
