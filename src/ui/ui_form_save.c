/* ui_form_save: F2. All verbs of `save` in one transaction; all that is wrong at once. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERBS_MAX 8

/* ---- answers to questions of the last try ------------------------------------------------------------------------------------ */

const struct ui_answer *ui_form_answer(const struct ui_form *f, const struct app_problem *p)
{
	for (size_t i = 0; i < f->n_answers; i++)
		if (strcmp(f->answer[i].key, p->key) == 0 && f->answer[i].about == p->about)
			return &f->answer[i];
	return NULL;
}

void ui_form_set_answer(struct ui_form *f, const struct app_problem *p, uint32_t choice, const char *reason)
{
	struct ui_answer *a = NULL;

	for (size_t i = 0; i < f->n_answers && a == NULL; i++)
		if (strcmp(f->answer[i].key, p->key) == 0)
			a = &f->answer[i];
	if (a == NULL && f->n_answers == COUNT_OF(f->answer))
		return;
	if (a == NULL)
		a = &f->answer[f->n_answers++];
	snprintf(a->key, sizeof(a->key), "%s", p->key);
	a->about = p->about;
	a->choice = choice;
	free(a->reason);
	a->reason = reason != NULL ? mem_xstrdup(reason) : NULL;
}

void ui_form_forget_answers(struct ui_form *f)
{
	for (size_t i = 0; i < f->n_answers; i++)
		free(f->answer[i].reason);
	memset(f->answer, 0, sizeof(f->answer));
	f->n_answers = 0;
}

/* ---- values -------------------------------------------------------------------------------------------------------------------- */

static bool block_changed(const struct ui_form *f, int detail)
{
	for (size_t i = 0; i < f->n_slots; i++) {
		const struct ui_slot *s = f->slot[i];

		if (s->row > 0 && ui_form_field(f, s)->detail == detail && ui_form_is_sent(f, s) &&
		    strcmp(ui_form_value(f, s), s->loaded != NULL ? s->loaded : "") != 0)
			return true;
	}
	return false;
}

/* What a form began with and somebody took out must not be back when the draft is taken up. */
static bool emptied(const struct ui_form *f, const struct ui_slot *s)
{
	return s->row == 0 && (s->passed || s == f->at);
}

static bool wanted(const struct ui_form *f, const struct ui_slot *s, bool only_changed, bool for_draft)
{
	const struct screen_field *fd = ui_form_field(f, s);
	const char *value = ui_form_value(f, s);

	if ((!ui_form_can_enter(f, s->field) && !ui_form_filled(f, s)) || !f->shown[s->field])
		return false;
	if (s->row > 0 && ui_form_row_empty(f, (size_t)fd->detail, s->row))
		return false;
	/* A question that comes first and is empty is not answered. */
	if (for_draft && ui_form_asked_first(f, s) && (!s->passed || value[0] == '\0'))
		return false;
	if (only_changed && s->row > 0)
		return block_changed(f, fd->detail);
	if (only_changed)
		return strcmp(value, s->loaded != NULL ? s->loaded : "") != 0;
	return value[0] != '\0' || (for_draft && emptied(f, s));
}

struct app_value *ui_form_values(struct ui_form *f, struct arena *a, bool only_changed, bool for_draft, size_t *n)
{
	struct app_value *v = arena_xalloc(a, (f->n_slots + f->s->n_details + 1) * sizeof(*v));
	char path[160];

	*n = 0;
	for (size_t i = 0; i < f->n_slots; i++) {
		if (!wanted(f, f->slot[i], only_changed, for_draft))
			continue;
		v[*n].path = arena_xstrdup(a, ui_form_path(f, f->slot[i], path, sizeof(path)));
		v[(*n)++].text = arena_xstrdup(a, ui_form_value(f, f->slot[i]));
	}
	if (for_draft)
		*n += ui_form_fill_marks(f, a, v + *n);
	return v;
}

/* Of several verbs each gets what it may write; the first one also what no other names. */
static bool goes_with(const struct ui_form *f, const struct model_verb *v, bool first, const char *path)
{
	struct model_path p;
	const struct model_field *parts[MODEL_PARTS_MAX];
	size_t n;

	if (v == NULL || model_path_parse(f->s->type, path, &p) != 0)
		return first;
	if (p.child != NULL)
		return first;
	if (p.embed != NULL)
		return first || model_verb_writes(v, p.embed);
	if (first)
		return true;
	if (strcmp(v->fields, "*") == 0)
		return false;
	n = p.field->kind == MODEL_COMPOSITE ? model_composite_parts(p.type, p.field, parts) : 0;
	return n > 0 ? model_verb_writes(v, parts[0]) : model_verb_writes(v, p.field);
}

static bool later_takes(const struct ui_form *f, const struct app_input *in, size_t n, const char *path)
{
	const struct model_verb *first = model_verb_by_name(in[0].type, in[0].verb);
	struct model_path p;

	if (first == NULL || model_path_parse(f->s->type, path, &p) != 0 || p.child != NULL || p.embed != NULL ||
	    p.field->kind == MODEL_COMPOSITE || model_verb_writes(first, p.field))
		return false;
	for (size_t i = 1; i < n; i++)
		if (goes_with(f, model_verb_by_name(in[i].type, in[i].verb), false, path))
			return true;
	return false;
}

static void share_values(struct ui_form *f, struct arena *a, struct app_input *in, size_t n)
{
	size_t n_all, k;
	struct app_value *all = ui_form_values(f, a, f->id != 0, false, &n_all);

	for (size_t i = 0; i < n; i++) {
		const struct model_verb *v = model_verb_by_name(in[i].type, in[i].verb);
		struct app_value *mine = arena_xalloc(a, (n_all + 1) * sizeof(*mine));

		k = 0;
		for (size_t j = 0; j < n_all; j++)
			if (goes_with(f, v, i == 0, all[j].path) && !(i == 0 && n > 1 && later_takes(f, in, n, all[j].path)))
				mine[k++] = all[j];
		in[i].values = mine;
		in[i].n_values = k;
	}
}

/* What is not drawn counts for nothing. */
static bool verb_wanted(struct ui_form *f, size_t i, struct arena *a)
{
	const char **values, *text;
	bool truth = true;

	if (f->s->save_if[i] == NULL)
		return true;
	values = ui_form_expr_values(f, a, NULL);
	for (size_t k = 0; k < f->s->n_fields; k++)
		if (!f->shown[k])
			values[k] = "";
	return app_expr_run(f->s->save_if[i], values, a, &text, &truth) == 0 && truth;
}

static size_t inputs(struct ui_form *f, struct arena *a, struct app_input *in)
{
	struct app_answer *ans = arena_xalloc(a, (f->n_answers + 1) * sizeof(*ans));
	size_t n = 0;

	for (size_t i = 0; i < f->n_answers; i++)
		ans[i] = (struct app_answer){ f->answer[i].key, f->answer[i].choice, f->answer[i].reason, f->answer[i].about };
	/* A form whose first verb is conditional chooses by what is typed in it, whichever verb opened it. */
	if (f->verb[0] != '\0' && (f->s->n_save == 0 || (strcmp(f->s->save[0], f->verb) != 0 && f->s->save_if[0] == NULL))) {
		in[n++].verb = f->verb;
	} else {
		for (size_t i = 0; i < f->s->n_save && n < VERBS_MAX; i++)
			if (verb_wanted(f, i, a))
				in[n++].verb = f->s->save[i];
	}
	for (size_t i = 0; i < n; i++) {
		in[i].type = f->s->type->name;
		in[i].id = f->id;
		in[i].version = i == 0 ? f->version : 0;
		in[i].answers = ans;
		in[i].n_answers = f->n_answers;
		in[i].draft = i == 0 ? f->draft : 0;
		in[i].reason = f->reason;
	}
	share_values(f, a, in, n);
	return n;
}

/* ---- F2 -------------------------------------------------------------------------------------------------------------------------- */

/* What the screen's own checks say; the record's rules are app's. */
static void screen_problems(struct ui *ui, struct ui_form *f, struct app_result *res)
{
	for (size_t i = 0; i < f->n_slots; i++) {
		const struct ui_slot *s = f->slot[i];
		const char *text;
		struct app_problem *p;

		if (!ui_form_can_enter(f, s->field) || !f->shown[s->field] || res->n_problems == APP_PROBLEMS_MAX)
			continue;
		text = ui_form_broken(ui, f, s, false);
		if (text == NULL)
			continue;
		p = &res->problems[res->n_problems++];
		p->severity = APP_REFUSED;
		ui_form_path(f, s, p->path, sizeof(p->path));
		snprintf(p->label, sizeof(p->label), "%s", ui_form_field(f, s)->label);
		snprintf(p->text, sizeof(p->text), "%s", text);
	}
}

static void saved(struct ui *ui, struct ui_form *f, const struct app_result *res, rowid_t next)
{
	char when[40];
	int h, m;

	time_local(clock_now(), &h, &m);
	snprintf(when, sizeof(when), "%02d:%02d", h, m);
	ui_form_drop_draft(ui, f);
	ui_line_refresh(ui);
	if (f->asker != NULL) {
		ui_form_made(ui, f, res->id);
	} else if (next != 0) {
		ui_form_walk_to(ui, f, next);
	} else if (f->id != 0) {
		f->changed = f->draft_due = false;
		ui_pop_to(ui, &f->view);
		ui_pop(ui);
	} else {
		/* The next one is already there. */
		ui_notice(ui, "");
		ui_hint(ui, "");
		ui_form_fresh(ui, f);
		snprintf(f->last, sizeof(f->last), "%s", res->number);
	}
	ui_say_fill(ui, res->due[0] != '\0' ? "ui.saved.due" : "ui.saved", "what", res->saved, "time", when, "due", res->due, NULL);
}

static void not_saved(struct ui *ui, struct ui_form *f, int r, const struct app_result *res, const struct err_info *ei)
{
	if (ei->detail[0] != '\0')
		log_warn("ui: %s: %s", f->s->name, ei->detail);
	ui_halt_typing(ui);
	if (r == ERR_REFUSED && ui_form_offer_same(ui, f, res))
		;
	else if (r == ERR_REFUSED && res->n_problems > 0)
		ui_problems_open(ui, f, res->problems, res->n_problems);
	else
		ui_say(ui, ei->text[0] != '\0' ? ei->text : model_message("ui.failed"));
	/* Stale, full, no longer allowed: what was typed stays here and in the draft. */
	(void)ui_form_keep(ui, f, false);
}

static void reason_given(struct ui *ui, void *ctx, const char *text)
{
	struct ui_form *f = ctx;

	if (text == NULL)
		return;
	free(f->reason);
	f->reason = mem_xstrdup(text);
	ui_form_save(ui, f);
}

/* A verb that wants to know why, on a form without a field for it. */
static bool ask_reason(struct ui *ui, struct ui_form *f, const struct app_input *in, size_t n)
{
	for (size_t i = 0; i < n && f->reason == NULL; i++) {
		const struct model_verb *v = model_verb_by_name(in[i].type, in[i].verb);
		char label[120];

		if (v == NULL || !v->needs_reason)
			continue;
		snprintf(label, sizeof(label), "%s: %s", v->label, model_message("ui.reason"));
		ui->save_unseen = false;
		ui_halt_typing(ui); /* what was typed ahead is meant for the next record, not for this line */
		ui_ask_reason(ui, label, reason_given, f);
		return true;
	}
	return false;
}

void ui_form_save(struct ui *ui, struct ui_form *f)
{
	struct app_input in[VERBS_MAX];
	struct app_result *res;
	struct err_info ei = { .code = 0 };
	struct arena *a;
	size_t n, own;
	rowid_t next = 0;
	int r;

	if (!f->changed && f->asker == NULL) { /* there the name stands already: what is missing is told */
		ui_say_word(ui, "ui.nochange");
		return;
	}
	/* What cannot be in the field where the cursor stands is told with all the rest. */
	if (f->at != NULL)
		(void)ui_form_commit(ui, f, f->at, true);
	ui_form_settle(ui, f);
	memset(in, 0, sizeof(in));
	a = arena_new(2 * 1024 * 1024);
	n = inputs(f, a, in);
	if (ask_reason(ui, f, in, n)) {
		arena_free(a);
		return;
	}
	res = mem_xalloc(sizeof(*res));
	screen_problems(ui, f, res);
	own = res->n_problems;
	if (own == 0 && f->for_all) {
		ui_list_do_marked(ui, f->view.below, in, n);
		arena_free(a);
		free(res);
		return;
	}
	if (own == 0) {
		next = ui_form_walk_next(ui, f); /* while this one still has its place */
		r = app_act(ui->app, &ui->user, in, n, res, &ei);
	} else {
		struct app_result *more = mem_xalloc(sizeof(*more));

		if (app_check(ui->app, &ui->user, in, n, more, &ei) == ERR_REFUSED)
			for (size_t i = 0; i < more->n_problems && res->n_problems < APP_PROBLEMS_MAX; i++)
				res->problems[res->n_problems++] = more->problems[i];
		free(more);
		r = ERR_REFUSED;
	}
	arena_free(a);
	if (r == 0)
		ui_saved_last(ui, f->s->type->name, res->id);
	if (r == 0)
		saved(ui, f, res, next);
	else
		not_saved(ui, f, r, res, &ei);
	free(res);
}
