/* app_deadline.c: counting days and hours (DOMAIN 6.1). Pure: rule, calendar and pauses in, due day and its reasons out. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define DAYS_MAX 4000 /* no count goes further: a broken calendar must not hang a save */

static const struct app_day_row *day_row(const struct app_calendar *c, day_t day)
{
	size_t lo = 0, hi = c->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (c->day[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->n && c->day[lo].day == day ? &c->day[lo] : NULL;
}

bool app_day_working(const struct app_calendar *c, day_t day)
{
	const struct app_day_row *r = day_row(c, day);

	return r ? !r->off : day_weekday(day) <= 5;
}

day_t app_day_shift(const struct app_calendar *c, day_t from, int n)
{
	int step = n < 0 ? -1 : 1;
	day_t day = from;

	for (int i = 0; i < DAYS_MAX && n != 0; i++) {
		day += step;
		if (app_day_working(c, day))
			n -= step;
	}
	return n == 0 ? day : DAY_NONE;
}

static bool paused(const struct app_span *s, day_t day)
{
	for (size_t i = 0; i < s->n_pauses; i++)
		if (day >= s->pause[i].from && (s->pause[i].to == DAY_NONE || day < s->pause[i].to))
			return true;
	return false;
}

static bool open_pause(const struct app_span *s)
{
	for (size_t i = 0; i < s->n_pauses; i++)
		if (s->pause[i].to == DAY_NONE)
			return true;
	return false;
}

static bool counts(const struct app_calendar *c, char unit, const struct app_span *s, day_t day)
{
	return !paused(s, day) && (unit == MODEL_UNIT_CALENDAR || app_day_working(c, day));
}

static day_t roll(const struct app_calendar *c, const struct app_span *s, day_t day)
{
	for (int i = 0; i < DAYS_MAX && (!app_day_working(c, day) || paused(s, day)); i++)
		day++;
	return day;
}

int64_t app_day_closing(const struct app_calendar *c, day_t day)
{
	int minute = c->n_windows ? c->window[c->n_windows - 1].to : 17 * 60;

	return (int64_t)day * 86400 - LOCAL_OFFSET_S + (int64_t)minute * 60;
}

static int minute_of(int64_t utc)
{
	int h, m;

	time_local(utc, &h, &m);
	return h * 60 + m;
}

static void count_hours(const struct app_calendar *c, const struct app_span *s, struct app_counted *out)
{
	int64_t left = s->amount * 60;
	int at = s->start_at == INT64_MIN ? 0 : minute_of(s->start_at);
	day_t day = s->start;

	for (int i = 0; i < DAYS_MAX; i++, day++, at = 0) {
		if (!counts(c, MODEL_UNIT_HOURS, s, day))
			continue;
		for (size_t w = 0; w < c->n_windows; w++) {
			int from = at > c->window[w].from ? at : c->window[w].from, span = c->window[w].to - from;

			if (span <= 0)
				continue;
			if (left <= span) { /* a span that ends at a window's end is due then */
				out->due = day;
				out->due_at = (int64_t)day * 86400 - LOCAL_OFFSET_S + (from + left) * 60;
				return;
			}
			left -= span;
		}
	}
}

/* The n-th counted day after the start. */
static void count_days(const struct app_calendar *c, const struct app_rule *r, const struct app_span *s, struct app_counted *out)
{
	day_t day = s->start;
	int64_t n = s->amount;

	for (int i = 0; i < DAYS_MAX && n > 0; i++) {
		day++;
		if (counts(c, r->unit, s, day))
			n--;
	}
	out->due = day;
	if (r->roll || r->unit == MODEL_UNIT_WORKING)
		out->due = roll(c, s, day);
	if (out->due != day)
		out->rolled_from = day;
	out->due_at = app_day_closing(c, out->due);
}

static void count_same_day(const struct app_calendar *c, const struct app_span *s, struct app_counted *out)
{
	bool today = app_day_working(c, s->start) &&
		     (s->start_at == INT64_MIN || c->same_day_until == 0 || minute_of(s->start_at) < c->same_day_until);

	out->due = roll(c, s, today ? s->start : s->start + 1);
	out->due_at = app_day_closing(c, out->due);
}

static int days_before_pause(const struct app_calendar *c, const struct app_rule *r, const struct app_span *s)
{
	day_t end = DAY_NONE;
	int n = 0;

	for (size_t i = 0; i < s->n_pauses; i++)
		if (s->pause[i].to == DAY_NONE)
			end = s->pause[i].from;
	for (day_t day = s->start + 1; end != DAY_NONE && day < end && day - s->start < DAYS_MAX; day++)
		n += counts(c, r->unit, s, day);
	return n;
}

void app_deadline_count(const struct app_calendar *c, const struct app_rule *r, const struct app_span *s, struct app_counted *out)
{
	*out = (struct app_counted){ .due = DAY_NONE, .due_at = INT64_MIN, .rolled_from = DAY_NONE };
	if (open_pause(s)) {
		out->used = days_before_pause(c, r, s);
		return;
	}
	switch ((enum model_unit)r->unit) {
	case MODEL_UNIT_HOURS:
		count_hours(c, s, out);
		break;
	case MODEL_UNIT_SAME_DAY:
		count_same_day(c, s, out);
		break;
	case MODEL_UNIT_WORKING:
	case MODEL_UNIT_CALENDAR:
		count_days(c, r, s, out);
		break;
	}
}

int app_days_left(const struct app_calendar *c, const struct app_rule *r, day_t from, day_t to)
{
	struct app_span none = { .start = from };
	int sign = from <= to ? 1 : -1, n = 0;
	char unit = r->unit == MODEL_UNIT_CALENDAR ? MODEL_UNIT_CALENDAR : MODEL_UNIT_WORKING;

	for (day_t day = (sign > 0 ? from : to) + 1; day <= (sign > 0 ? to : from) && n < DAYS_MAX; day++)
		n += counts(c, unit, &none, day);
	return sign * n;
}

/* ---- how it was counted ---------------------------------------------------------------------------------------------------- */

static void day_short(struct buf *b, day_t day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	buf_printf(b, "%d/%d", d, m);
}

/* Working days that were left out, or days off that were worked, between start and due. */
static void list_days(const struct app_calendar *c, const struct app_rule *r, const struct app_span *s, day_t due, bool off,
		struct buf *out)
{
	struct buf days;
	int n = 0;
	char text[160];

	buf_init(&days, sizeof(text) - 1);
	for (size_t i = 0; i < c->n; i++) {
		day_t day = c->day[i].day;
		bool weekend = day_weekday(day) > 5;

		if (day <= s->start || day > due || c->day[i].off != off || weekend == off || paused(s, day))
			continue;
		if (n++ > 0)
			buf_puts(&days, ", ");
		day_short(&days, day);
	}
	if (n > 0 && r->unit != MODEL_UNIT_CALENDAR) {
		snprintf(text, sizeof(text), "%s", buf_str(&days));
		buf_puts(out, ", ");
		model_message_fill(out, model_message(off ? "A64" : "A65"), "days", text, NULL);
	}
	buf_clear(&days);
}

static void list_pauses(const struct app_span *s, struct buf *out)
{
	for (size_t i = 0; i < s->n_pauses; i++) {
		char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX], text[64];

		buf_puts(out, ", ");
		if (s->pause[i].to == DAY_NONE) {
			model_message_fill(out, model_message("A68"), "day", day_show(s->pause[i].from, a), NULL);
			continue;
		}
		snprintf(text, sizeof(text), "%s-%s", day_show(s->pause[i].from, a), day_show(s->pause[i].to - 1, b));
		model_message_fill(out, model_message("A66"), "days", text, NULL);
	}
}

/* A year without rows has weekends only; a forecast may still change: the reader must know. */
static void year_doubts(const struct app_calendar *c, const struct app_span *s, day_t due, struct buf *out)
{
	int y, m, d, first;
	char year[12];

	day_split(s->start, &first, &m, &d);
	day_split(due, &y, &m, &d);
	for (int at = first; at <= y; at++) {
		bool known = false, forecast = false;

		for (size_t i = 0; i < c->n; i++) {
			int dy;

			day_split(c->day[i].day, &dy, &m, &d);
			known |= dy == at;
			forecast |= dy == at && c->day[i].forecast && c->day[i].day <= due && c->day[i].day > s->start;
		}
		if (known && !forecast)
			continue;
		snprintf(year, sizeof(year), "%d", at);
		buf_puts(out, ", ");
		model_message_fill(out, model_message(known ? "A70" : "A69"), "year", year, NULL);
	}
}

void app_deadline_explain(const struct app_calendar *c, const struct app_rule *r, const struct app_span *s, const struct app_counted *d,
		struct buf *out)
{
	const char *id = r->unit == MODEL_UNIT_HOURS ? "A62" : r->unit == MODEL_UNIT_WORKING ? "A60" : r->unit == MODEL_UNIT_CALENDAR
			? "A61" : "A63";
	char n[24], start[DAY_TEXT_MAX], time[TIME_TEXT_MAX], day[DAY_TEXT_MAX];
	day_t end = d->due;

	snprintf(n, sizeof(n), "%lld", (long long)s->amount);
	model_message_fill(out, model_message(id), "n", n, "start",
			   s->start_at != INT64_MIN && r->unit == MODEL_UNIT_HOURS ? time_show(s->start_at, time) : day_show(s->start,
					start), NULL);
	if (end == DAY_NONE)
		end = s->n_pauses ? s->pause[s->n_pauses - 1].from : s->start;
	list_days(c, r, s, end, true, out);
	list_days(c, r, s, end, false, out);
	list_pauses(s, out);
	if (d->rolled_from != DAY_NONE) {
		buf_puts(out, ", ");
		model_message_fill(out, model_message("A67"), "day", day_show(d->due, day), NULL);
	}
	if (d->due != DAY_NONE)
		year_doubts(c, s, d->due, out);
}
