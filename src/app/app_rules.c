/* app_rules.c: rules of a verb (model_rule rows), all of them, so that a clerk hears everything at once. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct app_answer *app_deed_answer(const struct app_deed *d, const char *key, uint64_t about)
{
	for (size_t i = 0; i < d->in->n_answers; i++) {
		const struct app_answer *a = &d->in->answers[i];

		if (a->key && strcmp(a->key, key) == 0 && (a->about == 0 || a->about == about))
			return a;
	}
	return NULL;
}

/* FNV-1a: an answer only has to be told from one to other values, and nobody gains by making them alike. Never 0. */
uint64_t app_about(uint64_t about, const char *text)
{
	uint64_t h = about ? about : 14695981039346656037u;

	for (;; text++) {
		h = (h ^ (uint8_t)*text) * 1099511628211u;
		if (*text == '\0')
			return h ? h : 1;
	}
}

static uint64_t about_values(const struct app_deed *d, const struct model_rule *r)
{
	const char *const name[] = { r->field, r->field2 };
	uint64_t about = 0;

	for (size_t i = 0; i < COUNT_OF(name); i++) {
		const struct model_field *f = model_field_by_name(d->type, name[i]);

		about = app_about(about, f ? app_typed_text(d->ap, f, app_draft_val(d->row[0], f), d->a) : "");
	}
	return about;
}

static size_t collection_rows(const struct app_deed *d, const struct model_type *child)
{
	size_t n = 0;

	for (size_t i = 1; i < d->n_rows; i++)
		n += d->row[i]->type == child && d->row[i]->child_of && !d->row[i]->dropped;
	return n;
}

static const char *telltale(const struct app_deed *d, const struct model_rule *r, const struct model_field *f)
{
	const char *told = r->op == MODEL_RULE_TELLTALE && f ? app_telltale(app_draft_text(d->row[0], f), r->arg, d->a) : NULL;

	return told ? told : "";
}

/* Says r's message about field f; a rule that only warns asks for an answer with a reason. */
static void say(struct app_deed *d, const struct model_rule *r, const struct model_field *f, const char *path)
{
	char key[32];
	const struct app_answer *answer;
	uint64_t about = r->warn ? about_values(d, r) : 0;
	char a[DAY_TEXT_MAX];
	struct val v = r->op == MODEL_RULE_VALID_ON && f ? app_draft_val(d->row[0], f) : val_null();
	struct rec *row;

	if (v.shape == VAL_INT && !app_row_get(d->ap, model_type_by_name(f->of), (rowid_t)v.i, d->a, &row)) {
		const struct model_field *to = model_field_by_name(row->type, "valid_to");

		day_show(to ? (day_t)app_rec_int(row, to->no, d->today) : d->today, a);
		app_problem_add(d, APP_REFUSED, path, f, r->message, "d", a, NULL);
		return;
	}
	snprintf(key, sizeof(key), "%s:%.20s", r->message, r->field);
	answer = app_deed_answer(d, key, about);
	if (r->warn && answer && answer->choice == 1 && *app_reason_clean(d, answer->reason)) {
		app_reason_give(d, app_reason_clean(d, answer->reason));
		return;
	}
	app_problem_add(d, r->warn ? APP_WARNING : APP_REFUSED, path, f, r->message, "n", r->arg ? r->arg : "", "text", telltale(d, r, f), NULL);
	if (r->warn && d->out->n_problems) {
		snprintf(d->out->problems[d->out->n_problems - 1].key, sizeof(key), "%s", key);
		d->out->problems[d->out->n_problems - 1].about = about;
	}
}

/* Is it one of the codes "A,B"? */
static bool code_is(const struct app_deed *d, const struct model_field *f, const char *arg)
{
	struct val v = app_draft_val(d->row[0], f);
	char text[24];

	if (v.shape == VAL_BYTES)
		return model_word_in(arg, v.s, strlen(v.s));
	if (v.shape != VAL_INT)
		return arg == NULL;
	snprintf(text, sizeof(text), "%lld", (long long)v.i);
	return model_word_in(arg, text, strlen(text));
}

static day_t day_of(const struct app_deed *d, const struct model_field *f)
{
	struct val v = app_draft_val(d->row[0], f);

	if (!f || v.shape != VAL_INT)
		return DAY_NONE;
	return f->kind == MODEL_TIME ? day_of_time(v.i) : (day_t)v.i;
}

/* "parties.1.field" */
static bool cell_empty(const struct app_deed *d, const char *path)
{
	struct model_path p;

	for (size_t i = 1; !model_path_parse(d->type, path, &p) && p.child && i < d->n_rows; i++)
		if (d->row[i]->type == p.child && d->row[i]->child_of && d->row[i]->index == p.index && !d->row[i]->dropped)
			return app_val_empty(app_draft_val(d->row[i], p.field));
	return true;
}

static bool empty(const struct app_deed *d, const char *name)
{
	const struct model_field *f = model_field_by_name(d->type, name);
	const struct model_type *child = f ? NULL : model_child_by_collection(d->type, name);

	if (strchr(name, '.'))
		return cell_empty(d, name);
	return f ? app_val_empty(app_draft_val(d->row[0], f)) : child && collection_rows(d, child) == 0;
}

static bool ended(struct app_deed *d, const struct model_rule *r, const struct model_field *f, const struct model_field *f2)
{
	struct val v = app_draft_val(d->row[0], f);
	day_t on = f2 ? day_of(d, f2) : d->today;
	struct rec *row;

	if (v.shape != VAL_INT || v.i <= 0 || app_row_get(d->ap, model_type_by_name(f->of), (rowid_t)v.i, d->a, &row))
		return false;
	(void)r;
	return !app_row_valid_on(row, on == DAY_NONE ? d->today : on);
}

static bool row_says(struct app_deed *d, const struct model_rule *r, const struct model_field *f)
{
	const struct model_type *t = model_type_by_name(f->of);
	const struct model_field *of_row = t ? model_field_by_name(t, r->field2) : NULL;
	struct val v = app_draft_val(d->row[0], f);
	struct rec *row;

	return of_row && v.shape == VAL_INT && !app_row_get(d->ap, t, (rowid_t)v.i, d->a, &row) &&
	       strcmp(app_typed_text(d->ap, of_row, rec_val(row, of_row), d->a), r->arg) == 0;
}

/* Is the rule broken? */
static bool broken(struct app_deed *d, const struct model_rule *r, const struct model_field *f, const struct model_field *f2)
{
	const struct model_field *f3;
	struct rec *row;

	switch (r->op) {
	case MODEL_RULE_REQUIRED:
		return empty(d, r->field);
	case MODEL_RULE_CODE_IS:
	case MODEL_RULE_YES_IS:
		return !empty(d, r->field) && !code_is(d, f, r->arg);
	case MODEL_RULE_CODE_NOT:
		return !empty(d, r->field) && code_is(d, f, r->arg);
	case MODEL_RULE_DATE_ORDER:
		return day_of(d, f) != DAY_NONE && day_of(d, f2) != DAY_NONE && day_of(d, f) > day_of(d, f2);
	case MODEL_RULE_NOT_BEFORE:
		return day_of(d, f) != DAY_NONE && day_of(d, f2) != DAY_NONE && day_of(d, f) < day_of(d, f2);
	case MODEL_RULE_WITHIN_DAYS:
		return day_of(d, f) != DAY_NONE && day_of(d, f2) != DAY_NONE && day_of(d, f) < day_of(d, f2) - atoi(r->arg);
	case MODEL_RULE_NOT_FUTURE:
		return day_of(d, f) != DAY_NONE && day_of(d, f) > d->today;
	case MODEL_RULE_REQUIRED_IF:
		return empty(d, r->field) && code_is(d, f2, r->arg);
	case MODEL_RULE_EMPTY_IF:
		return !empty(d, r->field) && code_is(d, f2, r->arg);
	case MODEL_RULE_ROLE_IS:
		return !empty(d, r->field) && !app_row_get(d->ap, model_type_by_name(f->of), (rowid_t)app_draft_val(d->row[0], f).i, d->a, &row) &&
		       !app_user_has(row, r->arg);
	case MODEL_RULE_REQUIRED_UNLESS:
		return empty(d, r->field) && empty(d, r->field2);
	case MODEL_RULE_NOT_PAST:
		return day_of(d, f) != DAY_NONE && day_of(d, f) < d->today;
	case MODEL_RULE_ACTOR_IS:
		return !empty(d, r->field) && app_draft_val(d->row[0], f).i != (int64_t)d->user->id;
	case MODEL_RULE_REQUIRED_IF_DIFFER:
		f3 = model_field_by_name(d->type, r->arg);
		return empty(d, r->field) && !empty(d, r->field2) && !empty(d, r->arg) &&
		       !val_eq(app_draft_val(d->row[0], f2), app_draft_val(d->row[0], f3));
	case MODEL_RULE_VALID_ON:
		return ended(d, r, f, f2);
	case MODEL_RULE_TELLTALE:
		return *telltale(d, r, f) != '\0';
	case MODEL_RULE_REF_IS:
		return !empty(d, r->field) && !row_says(d, r, f);
	case MODEL_RULE_FIRST_OF:
		return d->from_state == 0 && !empty(d, r->field) && !code_is(d, f, r->arg);
	case MODEL_RULE_PARTS_COMPLETE:
	case MODEL_RULE_DUPLICATE:
	case MODEL_RULE_NEW_WORD:
		break;
	}
	return false;
}

static void path_of(const struct app_deed *d, const struct model_rule *r, const struct model_field *f, char *out, size_t cap)
{
	const struct model_type *child = f ? NULL : model_child_by_collection(d->type, r->field);
	const struct model_field *embed = NULL;
	const struct model_type *t;

	for (size_t i = 0; child && i < child->n_fields; i++)
		if (child->fields[i].flags & MODEL_EMBED)
			embed = &child->fields[i];
	t = embed ? model_type_by_name(embed->of) : NULL;
	if (t && t->title_field)
		snprintf(out, cap, "%s.1.%s", r->field, t->title_field);
	else if (f)
		app_field_path(d->type, f, out, cap);
	else
		snprintf(out, cap, "%s", r->field);
}

/* What a problem with an empty collection is called: the embedded field of its rows. */
static const struct model_field *label_of(const struct app_deed *d, const struct model_rule *r, const struct model_field *f)
{
	const struct model_type *child = f ? NULL : model_child_by_collection(d->type, r->field);

	struct model_path p;

	for (size_t i = 0; child && i < child->n_fields; i++)
		if (child->fields[i].flags & MODEL_EMBED)
			return &child->fields[i];
	return !f && strchr(r->field, '.') && !model_path_parse(d->type, r->field, &p) ? p.field : f;
}

static bool written(const struct app_deed *d, const struct model_field *f)
{
	return f && d->row[0]->given[model_field_index(d->type, f)];
}

/* Told with the row that answers to it, which whoever asked may take instead (app_problem.key). */
static void check_word(struct app_deed *d, const struct model_rule *r, const struct model_field *f)
{
	struct val v = app_draft_val(d->row[0], f);
	const struct model_field *code = model_field_by_name(d->type, d->type->number_field);
	const struct model_field *title = model_field_by_name(d->type, d->type->title_field);
	const struct rec *row;
	struct app_problem *p;

	if (v.shape != VAL_BYTES || v.n == 0 || (row = app_row_named(d->ap, d->user, d->type, v.s, d->row[0]->id, d->a)) == NULL)
		return;
	for (size_t i = 0; i < d->out->n_problems; i++)
		if (strcmp(d->out->problems[i].key, APP_KEY_SAME) == 0 && d->out->problems[i].about == row->id)
			return; /* its name and its short name are one mistake */
	app_problem_add(d, APP_REFUSED, r->field, f, r->message, "name", title ? app_rec_text(row, title->no) : "", "code",
			code ? app_rec_text(row, code->no) : "", NULL);
	p = d->out->n_problems ? &d->out->problems[d->out->n_problems - 1] : NULL;
	if (p == NULL)
		return;
	snprintf(p->key, sizeof(p->key), "%s", APP_KEY_SAME);
	p->about = row->id;
}

static void check_one(struct app_deed *d, const struct model_rule *r)
{
	const struct model_field *f = model_field_by_name(d->type, r->field), *f2 = model_field_by_name(d->type, r->field2);
	char path[80];

	if (r->warn && !d->verb->to && !written(d, f) && !written(d, f2))
		return;
	if (r->op == MODEL_RULE_PARTS_COMPLETE) {
		app_parts_check(d, r);
	} else if (r->op == MODEL_RULE_DUPLICATE) {
		app_duplicate_check(d, r);
	} else if (r->op == MODEL_RULE_NEW_WORD) {
		check_word(d, r, f);
	} else if (broken(d, r, f, f2)) {
		path_of(d, r, f, path, sizeof(path));
		say(d, r, label_of(d, r, f), path);
	}
}

/* A value that could not be read must not also be called missing. */
static bool told_already(const struct app_deed *d, const struct model_rule *r)
{
	for (size_t i = 0; r->op == MODEL_RULE_REQUIRED && i < d->out->n_problems; i++) {
		const char *path = d->out->problems[i].path;
		size_t n = strlen(r->field);

		if (strncmp(path, r->field, n) == 0 && (path[n] == '\0' || path[n] == '.'))
			return true;
	}
	return false;
}

static bool told_of(const struct app_deed *d, const char *path)
{
	for (size_t i = 0; i < d->out->n_problems; i++)
		if (strcmp(d->out->problems[i].path, path) == 0)
			return true;
	return false;
}

void app_rules_check(struct app_deed *d)
{
	const struct model_verb *v = d->verb;

	for (size_t i = 0; i < v->n_rules; i++) {
		const struct model_rule *r = &v->rules[i];
		char path[80];

		if (r->op != MODEL_RULE_FIRST_OF || !broken(d, r, model_field_by_name(d->type, r->field), NULL))
			continue;
		/* what must not be here at all: nothing else is looked at */
		path_of(d, r, model_field_by_name(d->type, r->field), path, sizeof(path));
		d->out->n_problems = 0;
		say(d, r, model_field_by_name(d->type, r->field), path);
		return;
	}
	for (size_t i = 0; i < v->n_rules; i++)
		if (v->rules[i].op != MODEL_RULE_FIRST_OF && !told_already(d, &v->rules[i]))
			check_one(d, &v->rules[i]);
	if (v->needs_reason && !*d->reason && !told_of(d, APP_PATH_REASON)) {
		char verb[120];

		app_problem_add(d, APP_REFUSED, APP_PATH_REASON, NULL, "M32", "verb", app_lower_first(v->label, verb, sizeof(verb)), NULL);
	}
}
