/* app_parts.c: are the papers of a dossier there, of a kind that is accepted, and complete? (MODEL_RULE_PARTS_COMPLETE) */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

struct parts {
	const struct model_type *child;
	const struct model_field *part, *kind, *state;
	const char *complete; /* code */
	char buffer[96];
};

/* "part,kind,state=CODE" */
static bool read_arg(const struct model_rule *r, struct app_deed *d, struct parts *p)
{
	const struct model_field *f[3] = { NULL };
	char *at = p->buffer;

	p->child = model_child_by_collection(d->type, r->field);
	snprintf(p->buffer, sizeof(p->buffer), "%s", r->arg);
	for (int i = 0; i < 3 && p->child; i++) {
		size_t n = strcspn(at, ",=");
		char end = at[n];

		at[n] = '\0';
		f[i] = model_field_by_name(p->child, at);
		at += n + (end != '\0');
	}
	p->part = f[0];
	p->kind = f[1];
	p->state = f[2];
	p->complete = at;
	return p->part && p->kind && p->state;
}

static struct app_draft_row *row_for(struct app_deed *d, const struct parts *p, const char *code)
{
	for (size_t i = 1; i < d->n_rows; i++)
		if (d->row[i]->type == p->child && !d->row[i]->dropped && strcmp(app_draft_text(d->row[i], p->part), code) == 0)
			return d->row[i];
	return NULL;
}

static bool kind_accepted(const struct rec *need, const char *kind)
{
	struct val list = rec_val_no(need, MODEL_PART_KINDS);

	if (list.shape != VAL_LIST || list.n == 0)
		return true;
	for (size_t i = 0; i < list.n; i++)
		if (strcmp(list.items[i].s, kind) == 0)
			return true;
	return false;
}

/* What the procedure already says (title, number of copies, the usual kind) need not be typed. */
static void prefill(struct app_deed *d, const struct parts *p, struct app_draft_row *r, const struct rec *need)
{
	struct val kinds = rec_val_no(need, MODEL_PART_KINDS);

	for (size_t i = 0; i < need->type->n_fields; i++) {
		const struct model_field *from = &need->type->fields[i], *to = model_field_by_name(p->child, from->name);

		if (to && to->kind == from->kind && to->kind != MODEL_REF && app_val_empty(app_draft_val(r, to)) &&
				!app_val_empty(rec_val(need, from)))
			app_draft_give(r, to, rec_val(need, from));
	}
	if (app_val_empty(app_draft_val(r, p->kind)) && kinds.shape == VAL_LIST && kinds.n > 0)
		app_draft_give(r, p->kind, kinds.items[0]);
	(void)d;
}

static void check_kind(struct app_deed *d, const struct model_rule *rule, const struct parts *p, const struct app_draft_row *r,
		const struct rec *need)
{
	const char *kind = app_draft_text(r, p->kind);
	const struct model_field *kinds = model_field_by_no(need->type, MODEL_PART_KINDS);
	char path[80];

	if (!*kind || kind_accepted(need, kind))
		return;
	snprintf(path, sizeof(path), "%s.%u.%s", rule->field, r->index, p->kind->name);
	app_problem_add(d, APP_REFUSED, path, p->kind, "E04", "loại", app_code_label(d->ap, p->kind->of, kind), "giấy tờ",
			app_rec_text(need, MODEL_PART_TITLE), "các loại", app_shown_text(d->ap, kinds, rec_val(need, kinds), true, d->a),
					NULL);
}

static void check_need(struct app_deed *d, const struct model_rule *rule, const struct parts *p, const struct rec *need)
{
	struct app_draft_row *r = row_for(d, p, app_rec_text(need, MODEL_PART_PART));
	bool complete = r && strcmp(app_draft_text(r, p->state), p->complete) == 0;
	bool required = app_rec_int(need, MODEL_PART_REQUIRED, 0) != 0;
	char path[80];

	if (r && !*app_draft_text(r, p->state) && (!*app_draft_text(r, p->kind) || !required)) {
		r->dropped = true; /* only what the form had filled in: the paper was not handed over */
		complete = false;
	} else if (r) {
		prefill(d, p, r, need);
		check_kind(d, rule, p, r, need);
	}
	if (!required || complete)
		return;
	snprintf(path, sizeof(path), "%s.%u.%s", rule->field, r ? r->index : 1, p->state->name);
	app_problem_add(d, APP_REFUSED, path, p->state, rule->message, "tên", app_rec_text(need, MODEL_PART_TITLE), NULL);
}

/* One paper is one row; a paper without a code, or that the procedure does not know, needs its name. */
static void check_row(struct app_deed *d, const struct model_rule *rule, const struct parts *p, const struct app_draft_row *r, struct rec **need,
		size_t n)
{
	const struct model_field *title = model_field_by_name(p->child, p->child->title_field);
	const char *code = app_draft_text(r, p->part);
	bool known = false;
	char path[80];

	for (size_t i = 0; i < n && *code && !known; i++)
		known = strcmp(code, app_rec_text(need[i], MODEL_PART_PART)) == 0;
	if (*code && row_for(d, p, code) != r) {
		snprintf(path, sizeof(path), "%s.%u.%s", rule->field, r->index, p->part->name);
		app_problem_add(d, APP_REFUSED, path, p->part, "A140", "tên", *app_draft_text(r, title) ? app_draft_text(r, title) : code, NULL);
	} else if (!known && title && !*app_draft_text(r, title)) {
		snprintf(path, sizeof(path), "%s.%u.%s", rule->field, r->index, title->name);
		app_problem_add(d, APP_REFUSED, path, title, "M01", NULL);
	}
}

void app_parts_check(struct app_deed *d, const struct model_rule *rule)
{
	struct val ref = app_draft_val(d->row[0], model_field_by_name(d->type, rule->field2));
	struct parts p;
	struct rec **need;
	size_t n;

	if (!read_arg(rule, d, &p) || ref.shape != VAL_INT)
		return;
	if (app_rows_where(d->ap, model_type_by_no(MODEL_PROCEDURE_PART), MODEL_PART_PROCEDURE, ref, d->a, &need, &n))
		return;
	for (size_t i = 0; i < n; i++)
		check_need(d, rule, &p, need[i]);
	for (size_t i = 1; i < d->n_rows; i++)
		if (d->row[i]->type == p.child && d->row[i]->child_of && !d->row[i]->dropped)
			check_row(d, rule, &p, d->row[i], need, n);
}
