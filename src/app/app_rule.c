/* app_rule.c: which rule holds for a start day, deadline rows, and the deadline command. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void rule_of_row(const struct rec *r, struct app_rule *out)
{
	const char *unit = app_rec_text(r, MODEL_RULE_UNIT);

	memset(out, 0, sizeof(*out));
	snprintf(out->code, sizeof(out->code), "%s", app_rec_text(r, MODEL_RULE_CODE));
	snprintf(out->name, sizeof(out->name), "%s", app_rec_text(r, MODEL_RULE_NAME));
	snprintf(out->law, sizeof(out->law), "%s", app_rec_text(r, MODEL_RULE_LAW));
	out->amount = app_rec_int(r, MODEL_RULE_AMOUNT, -1);
	out->max = app_rec_int(r, MODEL_RULE_MAX, 0);
	out->unit = unit[0];
	out->roll = app_rec_int(r, MODEL_RULE_ROLL, 1) != 0;
	out->version = r->version;
}

static void rule_of_procedure(const struct rec *r, struct app_rule *out)
{
	memset(out, 0, sizeof(*out));
	snprintf(out->code, sizeof(out->code), "%s%s", MODEL_PROCEDURE_RULE, app_rec_text(r, MODEL_PROC_CODE));
	snprintf(out->name, sizeof(out->name), "%s", app_rec_text(r, MODEL_PROC_NAME));
	snprintf(out->law, sizeof(out->law), "%s", app_rec_text(r, MODEL_PROC_LAW));
	out->amount = app_rec_int(r, MODEL_PROC_LIMIT, -1);
	out->unit = app_rec_text(r, MODEL_PROC_UNIT)[0];
	out->roll = true;
	out->version = r->version;
}

int app_rule_find(struct app *ap, const char *code, day_t start, struct app_rule *out)
{
	size_t prefix = strlen(MODEL_PROCEDURE_RULE), n;
	bool procedure = strncmp(code, MODEL_PROCEDURE_RULE, prefix) == 0;
	struct arena *a = arena_new(APP_ARENA_MAX);
	struct rec **rows;
	int err;

	if (!a)
		return ERR_NOMEM;
	if (procedure)
		err = app_rows_where(ap, model_type_by_no(MODEL_PROCEDURE), MODEL_PROC_CODE, val_str(code + prefix), a, &rows, &n);
	else
		err = app_rows_where(ap, model_type_by_no(MODEL_DEADLINE_RULE), MODEL_RULE_CODE, val_str(code), a, &rows, &n);
	if (!err) {
		err = ERR_NOTFOUND;
		for (size_t i = 0; i < n; i++) {
			if (!app_row_valid_on(rows[i], start))
				continue;
			if (procedure)
				rule_of_procedure(rows[i], out);
			else
				rule_of_row(rows[i], out);
			err = out->amount < 0 ? ERR_NOTFOUND : ERR_NONE;
		}
	}
	arena_free(a);
	return err;
}

/* ---- pauses as text: "2026-03-06..2026-03-18;2026-04-01.." ------------------------------------------------------------------- */

size_t app_pauses_parse(const char *text, struct app_pause *out, size_t cap)
{
	size_t n = 0;

	while (text && *text && n < cap) {
		char from[16] = "", to[16] = "";
		size_t len = strcspn(text, ";"), dots;
		const char *mid = strstr(text, "..");

		dots = mid ? (size_t)(mid - text) : len;
		if (dots < sizeof(from) && dots < len)
			memcpy(from, text, dots);
		if (dots + 2 <= len && len - dots - 2 < sizeof(to))
			memcpy(to, text + dots + 2, len - dots - 2);
		out[n].from = day_parse_iso(from);
		out[n].to = to[0] ? day_parse_iso(to) : DAY_NONE;
		if (out[n].from != DAY_NONE && (!to[0] || out[n].to != DAY_NONE))
			n++;
		text += len + (text[len] == ';');
	}
	return n;
}

void app_pauses_text(const struct app_pause *p, size_t n, struct buf *out)
{
	char day[DAY_TEXT_MAX];

	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "%s%s..", i ? ";" : "", day_iso(p[i].from, day));
		if (p[i].to != DAY_NONE)
			buf_puts(out, day_iso(p[i].to, day));
	}
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------------- */

int app_running_load(struct app *ap, const struct rec *row, struct app_running *out)
{
	int err;

	memset(out, 0, sizeof(*out));
	out->row = row;
	out->span.start = (day_t)app_rec_int(row, MODEL_DEADLINE_START, DAY_NONE);
	out->span.start_at = app_rec_int(row, MODEL_DEADLINE_START_AT, INT64_MIN);
	out->due = (day_t)app_rec_int(row, MODEL_DEADLINE_DUE, DAY_NONE);
	out->due_at = app_rec_int(row, MODEL_DEADLINE_DUE_AT, INT64_MIN);
	err = app_rule_find(ap, app_rec_text(row, MODEL_DEADLINE_RULE_ID), out->span.start, &out->rule);
	if (err)
		return err;
	out->span.amount = app_rec_int(row, MODEL_DEADLINE_AMOUNT, out->rule.amount);
	out->span.n_pauses = app_pauses_parse(app_rec_text(row, MODEL_DEADLINE_PAUSES), out->pause, APP_PAUSES_MAX);
	out->span.pause = out->pause;
	return ERR_NONE;
}

int app_deadlines_of(struct app *ap, uint32_t type, rowid_t id, struct arena *a, struct rec ***out, size_t *n)
{
	return app_rows_where(ap, model_type_by_no(MODEL_DEADLINE), MODEL_DEADLINE_RECORD, app_ref_any(a, type, id), a, out, n);
}

bool app_deadline_late(const struct rec *row, int64_t now)
{
	int64_t due_at = app_rec_int(row, MODEL_DEADLINE_DUE_AT, INT64_MIN);
	day_t due = (day_t)app_rec_int(row, MODEL_DEADLINE_DUE, DAY_NONE);

	if (row->state != MODEL_DEADLINE_RUNNING || due == DAY_NONE)
		return false;
	if (due_at != INT64_MIN)
		return now / 60 > due_at / 60; /* to the minute */
	return day_of_time(now) > due;
}

const char *app_due_text(const struct rec *row, bool full, struct arena *a)
{
	int64_t due_at = app_rec_int(row, MODEL_DEADLINE_DUE_AT, INT64_MIN);
	day_t due = (day_t)app_rec_int(row, MODEL_DEADLINE_DUE, DAY_NONE);
	char day[DAY_TEXT_MAX], time[TIME_TEXT_MAX];

	if (row->state == MODEL_DEADLINE_PAUSED)
		return model_message("A72");
	if (due == DAY_NONE)
		return "";
	if (due_at != INT64_MIN && full)
		return arena_xstrdup(a, time_show(due_at, time));
	return arena_xstrdup(a, full ? day_show(due, day) : day_show_short(due, day_today(), day));
}

/* ---- congvu deadline --------------------------------------------------------------------------------------------------------------- */

static int parse_start(const char *text, struct app_span *s)
{
	char iso[TIME_TEXT_MAX + 8];
	int64_t t;

	s->start_at = INT64_MIN;
	if (!strchr(text, 'T')) {
		s->start = day_parse_iso(text);
		return s->start == DAY_NONE ? ERR_INVALID : ERR_NONE;
	}
	if (strlen(text) > 19)
		return ERR_INVALID;
	snprintf(iso, sizeof(iso), "%.19s%sZ", text, strlen(text) == 16 ? ":00" : "");
	t = time_parse_iso(iso);
	if (t == INT64_MIN)
		return ERR_INVALID;
	s->start_at = t - LOCAL_OFFSET_S; /* what was written is local */
	s->start = day_of_time(s->start_at);
	return ERR_NONE;
}

int app_deadline(struct app *ap, const char *rule, const char *start, const char *const *pauses, size_t n_pauses, struct app_due *out,
		struct err_info *ei)
{
	struct app_pause pause[APP_PAUSES_MAX];
	struct app_span s = { .pause = pause };
	struct app_counted d;
	struct app_rule r;
	char text[TIME_TEXT_MAX];
	struct buf b;

	app_cache_renew(ap);
	memset(out, 0, sizeof(*out));
	out->due = DAY_NONE;
	if (parse_start(start, &s)) {
		app_fail(ei, ERR_INVALID, "A40", NULL, NULL);
		return ERR_INVALID;
	}
	for (size_t i = 0; i < n_pauses && s.n_pauses < APP_PAUSES_MAX; i++) {
		struct app_pause *p = &pause[s.n_pauses];

		if (app_pauses_parse(pauses[i], p, 1) != 1 || (p->to != DAY_NONE && p->to < p->from)) {
			app_fail(ei, ERR_INVALID, "A41", NULL, NULL);
			return ERR_INVALID;
		}
		s.n_pauses++;
	}
	if (app_rule_find(ap, rule, s.start, &r)) {
		app_fail(ei, ERR_NOTFOUND, "A34", "text", rule);
		return ERR_NOTFOUND;
	}
	s.amount = r.amount;
	app_deadline_count(app_calendar_get(ap), &r, &s, &d);
	out->due = d.due;
	out->due_at = r.unit == MODEL_UNIT_HOURS && d.due != DAY_NONE ? d.due_at : 0;
	snprintf(out->text, sizeof(out->text), "%s",
		 d.due == DAY_NONE ? model_message("A72") : out->due_at ? time_show(out->due_at, text) : day_show(d.due, text));
	buf_init(&b, 4096);
	app_deadline_explain(app_calendar_get(ap), &r, &s, &d, &b);
	app_copy(out->explain, sizeof(out->explain), buf_str(&b), strlen(buf_str(&b)));
	buf_clear(&b);
	return ERR_NONE;
}
