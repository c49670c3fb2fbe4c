/* app_code.c: code lists and the calendar, kept until something changes in the database. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int by_list_and_sort(const void *x, const void *y)
{
	const struct app_code *a = x, *b = y;
	int c = strcmp(a->list, b->list);

	if (c)
		return c;
	if (a->sort != b->sort)
		return a->sort < b->sort ? -1 : 1;
	return strcmp(a->code, b->code);
}

static void load_codes(struct app *ap)
{
	struct rec **rows;
	size_t n;

	if (app_rows_where(ap, model_type_by_no(MODEL_CODE_ROW), 0, val_null(), ap->cache, &rows, &n))
		n = 0;
	ap->code = arena_xalloc(ap->cache, (n + 1) * sizeof(*ap->code));
	for (size_t i = 0; i < n; i++) {
		struct app_code *c = &ap->code[i];

		c->list = app_rec_text(rows[i], MODEL_CODE_LIST);
		c->code = app_rec_text(rows[i], MODEL_CODE_CODE);
		c->label = app_rec_text(rows[i], MODEL_CODE_LABEL);
		c->short_label = app_rec_text(rows[i], MODEL_CODE_SHORT);
		c->extra = app_rec_text(rows[i], MODEL_CODE_EXTRA);
		c->sort = app_rec_int(rows[i], MODEL_CODE_SORT, 0);
		c->from = (day_t)app_rec_int(rows[i], MODEL_CODE_VALID_FROM, DAY_NONE);
		c->to = (day_t)app_rec_int(rows[i], MODEL_CODE_VALID_TO, DAY_NONE);
	}
	ap->n_codes = n;
	qsort(ap->code, n, sizeof(*ap->code), by_list_and_sort);
}

const struct app_code *app_code_at(struct app *ap, size_t i, size_t *n)
{
	if (!ap->cache)
		app_cache_renew(ap);
	if (!ap->code)
		load_codes(ap);
	if (n)
		*n = ap->n_codes;
	return i < ap->n_codes ? &ap->code[i] : NULL;
}

const struct app_code *app_code_find(struct app *ap, const char *list, const char *code)
{
	const struct app_code *c, *loose = NULL;
	size_t hits = 0;

	if (!list || !code || !*code)
		return NULL;
	for (size_t i = 0; (c = app_code_at(ap, i, NULL)); i++)
		if (strcmp(c->list, list) == 0 && strcmp(c->code, code) == 0)
			return c;
	for (size_t i = 0; (c = app_code_at(ap, i, NULL)); i++) {
		if (strcmp(c->list, list) != 0)
			continue;
		if (strcasecmp(c->code, code) == 0 || app_fold_equal(c->label, code) || (c->short_label[0] &&
				app_fold_equal(c->short_label, code))) {
			loose = c;
			hits++;
		}
	}
	return hits == 1 ? loose : NULL;
}

const char *app_code_label(struct app *ap, const char *list, const char *code)
{
	const struct app_code *c;

	for (size_t i = 0; list && (c = app_code_at(ap, i, NULL)); i++)
		if (strcmp(c->list, list) == 0 && strcmp(c->code, code) == 0)
			return c->label;
	return code;
}

/* ---- calendar -------------------------------------------------------------------------------------------------------------- */

static int by_day(const void *x, const void *y)
{
	const struct app_day_row *a = x, *b = y;

	return a->day < b->day ? -1 : a->day > b->day;
}

static int by_window(const void *x, const void *y)
{
	const struct app_window *a = x, *b = y;

	return a->from - b->from;
}

static void load_hours(struct app *ap, struct app_calendar *cal)
{
	const struct app_code *c;
	int h1, m1, h2, m2;

	for (size_t i = 0; (c = app_code_at(ap, i, NULL)); i++) {
		if (strcmp(c->list, MODEL_LIST_HOURS) == 0 && cal->n_windows < COUNT_OF(cal->window) &&
		    sscanf(c->extra, "%d:%d-%d:%d", &h1, &m1, &h2, &m2) == 4)
			cal->window[cal->n_windows++] = (struct app_window){ h1 * 60 + m1, h2 * 60 + m2 };
		if (strcmp(c->list, MODEL_LIST_TAKE_IN_HOUR) == 0 && sscanf(c->extra, "%d:%d", &h1, &m1) == 2)
			cal->same_day_until = h1 * 60 + m1;
	}
	qsort(cal->window, cal->n_windows, sizeof(cal->window[0]), by_window);
}

const struct app_calendar *app_calendar_get(struct app *ap)
{
	struct app_calendar *cal;
	struct app_day_row *day;
	struct rec **rows;
	size_t n;

	if (!ap->cache)
		app_cache_renew(ap);
	if (ap->calendar)
		return ap->calendar;
	cal = arena_xalloc(ap->cache, sizeof(*cal));
	if (app_rows_where(ap, model_type_by_no(MODEL_CALENDAR_DAY), 0, val_null(), ap->cache, &rows, &n))
		n = 0;
	day = arena_xalloc(ap->cache, (n + 1) * sizeof(*day));
	for (size_t i = 0; i < n; i++) {
		day[i].day = (day_t)app_rec_int(rows[i], MODEL_DAY_DATE, DAY_NONE);
		day[i].off = strcmp(app_rec_text(rows[i], MODEL_DAY_KIND), MODEL_DAY_OFF) == 0;
		day[i].forecast = app_fold_equal(app_rec_text(rows[i], MODEL_DAY_SOURCE), model_message("A91"));
		cal->version += rows[i]->version;
	}
	qsort(day, n, sizeof(*day), by_day);
	cal->day = day;
	cal->n = n;
	load_hours(ap, cal);
	ap->calendar = cal;
	return cal;
}
