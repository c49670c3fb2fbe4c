/* app_decide.c: may this be done? Several verbs of one save are one transaction: every problem of all of them is told at once, then
 * either all are done or none. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEDS_MAX 8

static void verb_words(const struct app_deed *d, char *out, size_t cap)
{
	app_lower_first(d->verb->label, out, cap);
}

/* A verb that leads to where this one may begin; from the present state if there is one. */
static const struct model_verb *way_to(const struct app_deed *d)
{
	const struct model_verb *any = NULL;

	for (size_t i = 0, n = model_verb_count(); i < n; i++) {
		const struct model_verb *v = model_verb_at(i);
		const struct model_state *to = strcmp(v->type, d->type->name) == 0 ? model_state_by_name(d->type, v->to) : NULL;

		if (!to || v == d->verb || v->bare || !model_verb_from(d->verb, d->type, to->no))
			continue;
		if (model_verb_from(v, d->type, d->from_state))
			return v;
		any = any ? any : v;
	}
	return any;
}

static void say_state(struct app_deed *d)
{
	const struct model_state *s = model_state_by_no(d->type, d->from_state);
	const struct model_verb *way = way_to(d);
	const char *id = model_state_secret(d->type, d->from_state) ? "A265"
			 : d->type->state_message ? d->type->state_message : way && s ? "M12" : "A89";
	char verb[120], verb2[120] = "";

	verb_words(d, verb, sizeof(verb));
	if (way)
		app_lower_first(way->label, verb2, sizeof(verb2));
	app_problem_add(d, APP_REFUSED, "", NULL, id, "state", s ? s->label : model_message("A85"), "trạng thái", s ? s->label
			: model_message("A85"), "verb",
			verb, "verb2", verb2, NULL);
}

/* ---- the subject --------------------------------------------------------------------------------------------------------------------- */

static const char *actor_name(struct app *ap, rowid_t user, struct arena *a)
{
	struct rec *r;

	if (!user || app_row_get(ap, model_type_by_no(MODEL_USER), user, a, &r))
		return model_message("A82");
	return app_rec_text(r, MODEL_USER_FULL_NAME);
}

int app_deed_stale(struct app_deed *d, const struct rec *r, struct err_info *ei)
{
	struct store_past *past;
	size_t n;
	int h = 0, m = 0;
	char time[32], text[APP_TEXT_MAX];

	if (store_history(d->ap->st, d->type->no, r->id, d->a, &past, &n) || n == 0)
		return err_set(ei, ERR_STALE, model_message("A90"));
	time_local(past[n - 1].time, &h, &m);
	snprintf(time, sizeof(time), "%02d:%02d", h, m);
	return err_set(ei, ERR_STALE, app_say(text, sizeof(text), "M15", "user", actor_name(d->ap, past[n - 1].actor, d->a), "time", time,
			NULL));
}

static int load_subject(struct app_deed *d, struct err_info *ei)
{
	struct rec *r = NULL;
	struct rec *office;
	int err;

	if (!d->in->id)
		return app_draft_row_new(d, d->type, NULL) ? ERR_NONE : ERR_NOMEM;
	err = app_row_get(d->ap, d->type, d->in->id, d->a, &r);
	if (err) {
		app_fail(ei, err, "A03", "what", d->type->label);
		return err;
	}
	if (d->in->version && d->in->version != r->version)
		return app_deed_stale(d, r, ei);
	d->from_state = r->state;
	d->version_seen = r->version;
	if (r->owner != d->user->office) {
		const char *name = app_row_get(d->ap, model_type_by_no(MODEL_OFFICE), r->owner, d->a, &office) ? "" : app_row_title(d->ap,
				office, d->a);

		app_problem_add(d, APP_REFUSED, "", NULL, "M14", "office", name, NULL);
	}
	return app_draft_row_new(d, d->type, r) ? ERR_NONE : ERR_NOMEM;
}

/* The record as the verb before in the same save leaves it. */
static int overlay(struct app_deed *d)
{
	const struct app_draft_row *from = d->before->row[0];
	const struct model_state *to = model_state_by_name(d->type, d->before->verb->to);
	struct app_draft_row *r = app_draft_row_new(d, d->type, NULL);

	if (!r)
		return ERR_NOMEM;
	for (size_t i = 0; i < d->type->n_fields; i++)
		r->v[i] = from->v[i];
	d->from_state = to ? to->no : d->before->from_state;
	return ERR_NONE;
}

static bool same_record(const struct app_deed *d, const struct app_deed *other)
{
	return other->type == d->type && (d->in->id == 0 || d->in->id == other->in->id);
}

/* The reason as it may be stored; a bare verb takes none. */
static void take_reason(struct app_deed *d)
{
	const char *reason = app_reason_clean(d, d->in->reason);

	d->reason = d->verb->bare ? "" : reason;
	if (d->verb->bare && *reason)
		app_problem_add(d, APP_REFUSED, APP_PATH_REASON, app_reason_field(d->type), d->verb->bare, NULL);
}

static int prepare(struct app_deed *d, struct app_deed *before, struct err_info *ei)
{
	char verb[120];
	const struct model_role *role = model_role_by_no(d->user->role);
	int err;

	d->type = model_type_by_name(d->in->type);
	d->verb = d->type ? model_verb_by_name(d->in->type, d->in->verb) : NULL;
	if (!d->verb) {
		char text[APP_TEXT_MAX];

		return err_set(ei, ERR_USAGE, app_say(text, sizeof(text), "A06", "verb", d->in->verb ? d->in->verb : "", "type",
						      d->type ? d->type->label : d->in->type ? d->in->type : "", NULL));
	}
	if (before && before->verb && same_record(d, before))
		d->before = before;
	err = d->before ? overlay(d) : load_subject(d, ei);
	if (err)
		return err;
	if (!model_verb_role(d->verb, d->user->role)) {
		verb_words(d, verb, sizeof(verb));
		app_problem_add(d, APP_REFUSED, "", NULL, "M11", "role", role ? role->label : "", "verb", verb, NULL);
	} else if (!model_verb_from(d->verb, d->type, d->from_state)) {
		say_state(d);
	}
	if (d->out->n_problems && !d->before)
		return ERR_NONE; /* it may not be done at all: what is typed does not matter */
	err = app_values_apply(d);
	if (err)
		return err_set(ei, err, model_message("A43"));
	take_reason(d);
	app_sets_apply(d);
	app_rules_check(d);
	app_number_check(d);
	return ERR_NONE;
}

/* ---- what is said afterwards --------------------------------------------------------------------------------------------------------- */

static void result_due(struct app_deed *d)
{
	const struct rec *first = NULL;
	struct rec **row;
	size_t n;

	if (d->due) {
		snprintf(d->out->due, sizeof(d->out->due), "%s", d->due);
		return;
	}
	d->out->due[0] = '\0';
	if (app_deadlines_of(d->ap, d->type->no, d->row[0]->id, d->a, &row, &n))
		return;
	for (size_t i = 0; i < n; i++)
		if (row[i]->state == MODEL_DEADLINE_RUNNING &&
		    (!first || app_rec_int(row[i], MODEL_DEADLINE_DUE, 0) < app_rec_int(first, MODEL_DEADLINE_DUE, 0)))
			first = row[i];
	if (first)
		snprintf(d->out->due, sizeof(d->out->due), "%s", app_due_text(first, true, d->a));
}

/* The verb's own words; else those for all, with the number when there is one. */
static void result_said(struct app_deed *d, const struct rec *r, const struct model_field *no)
{
	char *saved = d->out->saved, label[80];

	if (d->verb->said)
		app_copy(saved, sizeof(d->out->saved), app_said(d->ap, r, d->verb->said, d->a), sizeof(d->out->saved));
	else if (d->out->number[0])
		app_say(saved, sizeof(d->out->saved), "A01", "label", app_lower_first(no->label, label, sizeof(label)), "number", d->out->number,
			NULL);
	else
		snprintf(saved, sizeof(d->out->saved), "%s", model_message("A02"));
}

int app_deed_report(struct app_deed *d)
{
	const struct model_field *f = model_field_by_name(d->type, d->type->number_field);
	struct rec *r;
	int err = app_row_get(d->ap, d->type, d->row[0]->id, d->a, &r);

	if (err)
		return err;
	d->out->id = r->id;
	d->out->version = r->version;
	snprintf(d->out->number, sizeof(d->out->number), "%s", f ? app_typed_text(d->ap, f, rec_val(r, f), d->a) : "");
	result_said(d, r, f);
	result_due(d);
	return ERR_NONE;
}

/* ---- the whole save ------------------------------------------------------------------------------------------------------------------ */

int app_imported(struct app *ap, const uint8_t row[HASH_LEN], bool *in)
{
	return store_import_has(ap->st, row, in);
}

/* Asked behind the lock: two imports of one file may run side by side. */
static int not_imported(struct app_deed *d, struct err_info *ei)
{
	bool in = false;
	int err = d->in->import ? app_imported(d->ap, d->in->import, &in) : ERR_NONE;

	return err || in ? err_set(ei, err ? err : ERR_EXISTS, NULL) : ERR_NONE;
}

static int decide_all(struct app_deed *deed, size_t n, struct err_info *ei)
{
	for (size_t i = 0; i < n; i++) {
		int err = not_imported(&deed[i], ei);

		err = err ? err : prepare(&deed[i], i ? &deed[i - 1] : NULL, ei);

		if (err)
			return err;
	}
	if (deed[0].out->n_problems)
		return err_set(ei, ERR_REFUSED, deed[0].out->problems[0].text);
	return ERR_NONE;
}

static int perform_all(struct app_deed *deed, size_t n, struct err_info *ei)
{
	for (size_t i = 0; i < n; i++) {
		int err = app_deed_perform(&deed[i], ei);

		if (err)
			return err;
	}
	return app_deed_report(&deed[n - 1]);
}

static int act(struct app *ap, struct app_deed *deed, size_t n, struct err_info *ei)
{
	int err = store_begin(ap->st, ei);

	if (err)
		return err;
	app_cache_renew(ap); /* what was read before the lock may be old */
	err = decide_all(deed, n, ei);
	err = err ? err : perform_all(deed, n, ei);
	if (err) {
		store_rollback(ap->st);
		return err;
	}
	return store_commit(ap->st, ei);
}

static int run(struct app *ap, const struct app_user *u, const struct app_input *in, size_t n, struct app_result *out,
		struct err_info *ei, bool doing)
{
	struct app_deed *deed;
	struct arena *a;
	int err;

	memset(out, 0, sizeof(*out));
	if (n == 0 || n > DEEDS_MAX)
		return err_set(ei, ERR_USAGE, NULL);
	a = arena_new(APP_ARENA_MAX);
	deed = mem_array(n, sizeof(*deed));
	if (!a || !deed) {
		arena_free(a);
		free(deed);
		return err_set(ei, ERR_NOMEM, NULL);
	}
	for (size_t i = 0; i < n; i++)
		deed[i] = (struct app_deed){ .ap = ap, .user = u, .in = &in[i], .all = in, .n_all = n, .a = a, .out = out,
				.now = clock_now(),
			.today = day_today() };
	if (!doing)
		app_cache_renew(ap);
	err = doing ? act(ap, deed, n, ei) : decide_all(deed, n, ei);
	arena_free(a);
	free(deed);
	return err;
}

int app_act(struct app *ap, const struct app_user *u, const struct app_input *in, size_t n, struct app_result *out, struct err_info *ei)
{
	return n == 1 && app_is_undo(in) ? app_undo_input(ap, u, in, true, out, ei) : run(ap, u, in, n, out, ei, true);
}

int app_check(struct app *ap, const struct app_user *u, const struct app_input *in, size_t n, struct app_result *out, struct err_info *ei)
{
	return n == 1 && app_is_undo(in) ? app_undo_input(ap, u, in, false, out, ei) : run(ap, u, in, n, out, ei, false);
}

int app_verbs(struct app *ap, const struct app_user *u, const char *type, rowid_t id, struct arena *a, struct app_verb **out, size_t *n)
{
	const struct model_type *t = model_type_by_name(type);
	struct rec *r = NULL;
	size_t count = model_verb_count();
	int err;

	*out = NULL;
	*n = 0;
	if (!t)
		return ERR_NOTFOUND;
	err = id ? app_row_get(ap, t, id, a, &r) : ERR_NONE;
	if (err || (r && r->owner != u->office))
		return err;
	*out = arena_xalloc(a, (count + 1) * sizeof(**out));
	for (size_t i = 0; i < count; i++) {
		const struct model_verb *v = model_verb_at(i);

		if (strcmp(v->type, type) == 0 && model_verb_role(v, u->role) && model_verb_from(v, t, r ? r->state : 0))
			(*out)[(*n)++] = (struct app_verb){ v, v->name, v->label };
	}
	return ERR_NONE;
}
