/* app_clock.c: what a verb does to the record's clocks (model_clock rows), and what a correction or a new calendar does to running ones. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

/* ---- names of rules: "IN_DO", "IN_DO*" with a suffix by a code, "OS_@procedure_id" by a reference's code ----------------------------- */

bool app_clock_pattern_fits(const char *pattern, const char *code)
{
	const char *mark = strpbrk(pattern, "*@");
	size_t n = mark ? (size_t)(mark - pattern) : 0;

	if (!mark)
		return strcmp(pattern, code) == 0;
	return strncmp(pattern, code, n) == 0 && (*mark == '@' || code[n] == '\0' || code[n] == '_');
}

static int rule_code(struct app_deed *d, const struct model_clock *c, char *out, size_t cap)
{
	const char *mark = strpbrk(c->rule, "*@");
	const struct model_field *f;
	const struct model_type *t;
	const struct app_code *suffix;
	char base[32];
	struct rec *r;
	struct val v;

	if (!mark) {
		snprintf(out, cap, "%s", c->rule);
		return ERR_NONE;
	}
	snprintf(base, sizeof(base), "%s", c->rule);
	base[strcspn(base, "*@")] = '\0';
	if (*mark == '*') {
		f = model_field_by_name(d->type, c->suffix_field);
		suffix = f ? app_code_find(d->ap, f->of, app_draft_text(d->row[0], f)) : NULL;
		snprintf(out, cap, "%s%s", base, suffix ? suffix->extra : "");
		return ERR_NONE;
	}
	f = model_field_by_name(d->type, mark + 1);
	t = f ? model_type_by_name(f->of) : NULL;
	v = app_draft_val(d->row[0], f);
	if (!t || v.shape != VAL_INT || app_row_get(d->ap, t, (rowid_t)v.i, d->a, &r))
		return ERR_NOTFOUND;
	f = model_field_by_name(t, t->number_field);
	snprintf(out, cap, "%s%s", base, f ? app_rec_text(r, f->no) : "");
	return ERR_NONE;
}

/* ---- from where ---------------------------------------------------------------------------------------------------------------------- */

static void span_start(struct app_deed *d, const struct model_clock *c, struct app_span *s)
{
	const struct model_field *f = model_field_by_name(d->type, c->from_field);
	struct val v = app_draft_val(d->row[0], f);
	int64_t at = d->row[0]->old ? d->row[0]->old->created_at : d->now;

	if (!f || v.shape != VAL_INT) {
		s->start_at = d->now;
		s->start = d->today;
	} else if (f->kind == MODEL_TIME) {
		s->start_at = v.i;
		s->start = day_of_time(v.i);
	} else {
		s->start = (day_t)v.i;
		s->start_at = day_of_time(at) == s->start ? at : INT64_MIN; /* of an earlier day only the day is known */
	}
}

static void copy_due(struct app_deed *d, const struct model_clock *c, const struct app_counted *n)
{
	for (const char *p = c->due_field; p && *p;) {
		size_t len = strcspn(p, ",");
		char name[64];
		const struct model_field *f;

		app_copy(name, sizeof(name), p, len);
		f = model_field_by_name(d->type, name);
		if (f && n->due == DAY_NONE)
			app_draft_give(d->row[0], f, val_null());
		else if (f)
			app_draft_give(d->row[0], f, val_int(f->kind == MODEL_TIME ? n->due_at : n->due));
		if (f && f->kind == MODEL_TIME && n->due != DAY_NONE && !d->due) {
			char text[TIME_TEXT_MAX];

			d->due = arena_xstrdup(d->a, time_show(n->due_at, text));
		}
		p += len + (p[len] == ',');
	}
}

static void put_count(struct app_deed *d, struct store_row_op *op, const struct app_rule *r, const struct app_span *s,
		const struct app_counted *n)
{
	bool exact = r->unit == MODEL_UNIT_HOURS || r->unit == MODEL_UNIT_SAME_DAY;

	app_op_field(d->a, op, MODEL_DEADLINE_RULE_VERSION, val_int((int64_t)r->version));
	app_op_field(d->a, op, MODEL_DEADLINE_CALENDAR_VERSION, val_int((int64_t)app_calendar_get(d->ap)->version));
	app_op_field(d->a, op, MODEL_DEADLINE_START, val_int(s->start));
	app_op_field(d->a, op, MODEL_DEADLINE_DUE, n->due == DAY_NONE ? val_null() : val_int(n->due));
	if (r->unit == MODEL_UNIT_HOURS || op->kind == STORE_PATCH)
		app_op_field(d->a, op, MODEL_DEADLINE_DUE_AT, r->unit == MODEL_UNIT_HOURS && n->due != DAY_NONE ? val_int(n->due_at)
				: val_null());
	if ((exact && s->start_at != INT64_MIN) || op->kind == STORE_PATCH)
		app_op_field(d->a, op, MODEL_DEADLINE_START_AT, exact && s->start_at != INT64_MIN ? val_int(s->start_at) : val_null());
}

static int find_rule(struct app_deed *d, const struct model_clock *c, day_t start, char code[64], struct app_rule *out, struct err_info *ei)
{
	int err = rule_code(d, c, code, 64);

	if (!err)
		err = app_rule_find(d->ap, code, start, out);
	if (err)
		app_fail(ei, err, "A34", "text", err == ERR_NOTFOUND ? code : c->rule);
	return err;
}

static bool given(const struct app_deed *d, const char *name)
{
	const struct model_field *f = model_field_by_name(d->type, name);

	return f && d->row[0]->given[model_field_index(d->type, f)];
}

/* The day that a person named for this clock; DAY_NONE: the rule's holds. */
static day_t named_day(const struct app_deed *d, const struct model_clock *c)
{
	struct val v = given(d, c->given_field) ? app_draft_val(d->row[0], model_field_by_name(d->type, c->given_field)) : val_null();

	return v.shape == VAL_INT ? (day_t)v.i : DAY_NONE;
}

static int start(struct app_deed *d, const struct model_clock *c, struct err_info *ei)
{
	struct app_span s = { .start = d->today };
	struct app_counted n;
	struct app_rule r;
	struct store_row_op *op;
	day_t named = named_day(d, c);
	char code[64] = "";
	rowid_t id;
	int err;

	span_start(d, c, &s);
	err = find_rule(d, c, s.start, code, &r, ei);
	if (!err)
		err = store_new_id(d->ap->st, &id);
	if (err)
		return err;
	s.amount = r.amount;
	app_deadline_count(app_calendar_get(d->ap), &r, &s, &n);
	if (named != DAY_NONE)
		n = (struct app_counted){ .due = named, .due_at = app_day_closing(app_calendar_get(d->ap), named), .rolled_from = DAY_NONE };
	op = app_op_add(d, MODEL_DEADLINE, id, STORE_PUT);
	app_op_field(d->a, op, MODEL_F_STATE, val_int(MODEL_DEADLINE_RUNNING));
	app_op_field(d->a, op, MODEL_DEADLINE_RECORD, app_ref_any(d->a, d->type->no, d->row[0]->id));
	app_op_field(d->a, op, MODEL_DEADLINE_RULE_ID, val_str(arena_xstrdup(d->a, code)));
	put_count(d, op, &r, &s, &n);
	if (named != DAY_NONE)
		app_op_field(d->a, op, MODEL_DEADLINE_GIVEN, val_int(1));
	copy_due(d, c, &n);
	return ERR_NONE;
}

static void stop(struct app_deed *d, const struct rec *row)
{
	struct store_row_op *op = app_op_add(d, MODEL_DEADLINE, row->id, STORE_PATCH);

	app_op_field(d->a, op, MODEL_F_STATE, val_int(MODEL_DEADLINE_DONE));
	app_op_field(d->a, op, MODEL_DEADLINE_STOPPED, val_int(d->today));
}

static int pause_or_resume(struct app_deed *d, const struct model_clock *c, const struct rec *row, bool pausing)
{
	struct app_running run;
	struct store_row_op *op;
	struct app_counted n;
	struct buf b;
	int err = app_running_load(d->ap, row, &run);

	if (err || run.span.n_pauses >= APP_PAUSES_MAX)
		return err;
	if (pausing)
		run.pause[run.span.n_pauses++] = (struct app_pause){ d->today, DAY_NONE };
	else if (run.span.n_pauses)
		run.pause[run.span.n_pauses - 1].to = d->today;
	app_deadline_count(app_calendar_get(d->ap), &run.rule, &run.span, &n);
	buf_init(&b, 512);
	app_pauses_text(run.pause, run.span.n_pauses, &b);
	op = app_op_add(d, MODEL_DEADLINE, row->id, STORE_PATCH);
	app_op_field(d->a, op, MODEL_F_STATE, val_int(pausing ? MODEL_DEADLINE_PAUSED : MODEL_DEADLINE_RUNNING));
	app_op_field(d->a, op, MODEL_DEADLINE_PAUSES, val_str(arena_xstrdup(d->a, buf_str(&b))));
	buf_clear(&b);
	put_count(d, op, &run.rule, &run.span, &n);
	copy_due(d, c, &n);
	return ERR_NONE;
}

static bool applies(const struct app_deed *d, const struct model_clock *c)
{
	const struct model_state *from = model_state_by_no(d->type, d->from_state);
	const struct model_field *f = model_field_by_name(d->type, c->if_field);

	if (c->from_state && strcmp(c->from_state, from ? from->name : "-") != 0)
		return false;
	return !c->if_field || (f && strcmp(app_draft_text(d->row[0], f), c->if_code) == 0);
}

static int run_on_rows(struct app_deed *d, const struct model_clock *c, struct rec **row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int err = ERR_NONE;

		if (row[i]->state == MODEL_DEADLINE_DONE)
			continue;
		if (c->op != MODEL_CLOCK_STOP_ALL && !app_clock_pattern_fits(c->rule, app_rec_text(row[i], MODEL_DEADLINE_RULE_ID)))
			continue;
		if (c->op == MODEL_CLOCK_STOP_ALL || c->op == MODEL_CLOCK_STOP)
			stop(d, row[i]);
		else if ((c->op == MODEL_CLOCK_PAUSE && row[i]->state == MODEL_DEADLINE_RUNNING) ||
			 (c->op == MODEL_CLOCK_RESUME && row[i]->state == MODEL_DEADLINE_PAUSED))
			err = pause_or_resume(d, c, row[i], c->op == MODEL_CLOCK_PAUSE);
		if (err)
			return err;
	}
	return ERR_NONE;
}

/* ---- corrections: what the clock was counted from has changed ------------------------------------------------------------------------ */

static const struct model_clock *origin(const struct app_deed *d, const char *code)
{
	for (size_t i = 0, n = model_verb_count(); i < n; i++) {
		const struct model_verb *v = model_verb_at(i);

		for (size_t k = 0; strcmp(v->type, d->type->name) == 0 && k < v->n_clock; k++)
			if (v->clock[k].op == MODEL_CLOCK_START && app_clock_pattern_fits(v->clock[k].rule, code))
				return &v->clock[k];
	}
	return NULL;
}

static int recount(struct app_deed *d, const struct rec *row, struct err_info *ei)
{
	const struct model_clock *c = origin(d, app_rec_text(row, MODEL_DEADLINE_RULE_ID));
	struct app_running run;
	struct app_counted n;
	struct app_rule r;
	struct store_row_op *op;
	char code[64] = "";
	int err;

	if (!c || row->state == MODEL_DEADLINE_DONE || app_rec_int(row, MODEL_DEADLINE_GIVEN, 0) || !(given(d, c->from_field) || given(d, c->suffix_field)))
		return ERR_NONE;
	err = app_running_load(d->ap, row, &run);
	if (err)
		return ERR_NONE;
	span_start(d, c, &run.span);
	err = find_rule(d, c, run.span.start, code, &r, ei);
	if (err)
		return err;
	run.span.amount = app_rec_int(row, MODEL_DEADLINE_AMOUNT, r.amount);
	app_deadline_count(app_calendar_get(d->ap), &r, &run.span, &n);
	op = app_op_add(d, MODEL_DEADLINE, row->id, STORE_PATCH);
	if (strcmp(code, run.rule.code) != 0)
		app_op_field(d->a, op, MODEL_DEADLINE_RULE_ID, val_str(arena_xstrdup(d->a, code)));
	put_count(d, op, &r, &run.span, &n);
	copy_due(d, c, &n);
	return ERR_NONE;
}

int app_clocks_run(struct app_deed *d, struct err_info *ei)
{
	struct rec **row = NULL;
	size_t n = 0;
	int err = d->row[0]->old ? app_deadlines_of(d->ap, d->type->no, d->row[0]->id, d->a, &row, &n) : ERR_NONE;

	for (size_t i = 0; i < d->verb->n_clock && !err; i++) {
		const struct model_clock *c = &d->verb->clock[i];

		if (!applies(d, c))
			continue;
		err = c->op == MODEL_CLOCK_START ? start(d, c, ei) : run_on_rows(d, c, row, n);
	}
	for (size_t i = 0; i < n && !err && d->verb->n_clock == 0; i++)
		err = recount(d, row[i], ei);
	return err;
}

/* ---- a new calendar ------------------------------------------------------------------------------------------------------------------ */

void app_clock_copies(struct app *ap, const struct model_type *t, const char *names, day_t due, struct arena *a, struct store_row_op *op)
{
	while (*names) {
		size_t len = strcspn(names, ",");
		char name[64];
		const struct model_field *f;

		app_copy(name, sizeof(name), names, len);
		f = model_field_by_name(t, name);
		if (f)
			app_op_field(a, op, f->no, val_int(f->kind == MODEL_TIME ? app_day_closing(app_calendar_get(ap), due) : due));
		names += len + (names[len] == ',');
	}
}

int app_clock_recount(struct app *ap, const struct rec *row, struct arena *a, struct store_row_op *op, bool *moved)
{
	struct app_deed d = { .ap = ap, .a = a };
	struct app_running run;
	struct app_counted n;
	int err = app_running_load(ap, row, &run);

	*moved = false;
	if (err || app_rec_int(row, MODEL_DEADLINE_GIVEN, 0))
		return err == ERR_NOTFOUND ? ERR_NONE : err;
	app_deadline_count(app_calendar_get(ap), &run.rule, &run.span, &n);
	if (n.due == run.due && (run.rule.unit != MODEL_UNIT_HOURS || n.due_at == run.due_at))
		return ERR_NONE;
	*op = (struct store_row_op){ .type = MODEL_DEADLINE, .id = row->id, .kind = STORE_PATCH };
	put_count(&d, op, &run.rule, &run.span, &n);
	*moved = true;
	return ERR_NONE;
}
