/* app_sets.c: values that a verb sets by itself (model_set rows). */
#include "app_internal.h"

#include <stdlib.h>
#include <string.h>

/* "ref_field.field" -> the referenced row's value. */
static struct val ref_field(struct app_deed *d, const char *arg)
{
	const char *dot = strchr(arg, '.');
	char name[64];
	const struct model_field *ref, *f;
	const struct model_type *t;
	struct val v;
	struct rec *r;

	if (!dot || (size_t)(dot - arg) >= sizeof(name))
		return val_null();
	memcpy(name, arg, (size_t)(dot - arg));
	name[dot - arg] = '\0';
	ref = model_field_by_name(d->type, name);
	t = ref ? model_type_by_name(ref->of) : NULL;
	f = t ? model_field_by_name(t, dot + 1) : NULL;
	v = app_draft_val(d->row[0], ref);
	if (!f || v.shape != VAL_INT || v.i <= 0 || app_row_get(d->ap, t, (rowid_t)v.i, d->a, &r))
		return val_null();
	return rec_val(r, f);
}

/* "field>=5" */
static struct val count_ge(struct app_deed *d, const char *arg)
{
	const char *op = strstr(arg, ">=");
	char name[64];
	struct val v;

	if (!op || (size_t)(op - arg) >= sizeof(name))
		return val_null();
	memcpy(name, arg, (size_t)(op - arg));
	name[op - arg] = '\0';
	v = app_draft_val(d->row[0], model_field_by_name(d->type, name));
	return v.shape == VAL_INT ? val_int(v.i >= atoll(op + 2)) : val_null();
}

static struct val value_of(struct app_deed *d, const struct model_set *s, const struct model_field *f)
{
	switch (s->op) {
	case MODEL_SET_NOW:
		return val_int(f->kind == MODEL_DATE ? d->today : d->now);
	case MODEL_SET_TODAY:
		return val_int(d->today);
	case MODEL_SET_ACTOR:
		return val_int((int64_t)d->user->id);
	case MODEL_SET_OFFICE:
		return val_int((int64_t)d->user->office);
	case MODEL_SET_CODE:
		return val_str(s->arg);
	case MODEL_SET_INT:
		return val_int(atoll(s->arg));
	case MODEL_SET_COPY:
		return app_draft_val(d->row[0], model_field_by_name(d->type, s->arg));
	case MODEL_SET_REF_FIELD:
		return ref_field(d, s->arg);
	case MODEL_SET_COUNT_GE:
		return count_ge(d, s->arg);
	}
	return val_null();
}

/* ---- reasons: typed like any other text, but not into a field of the form ------------------------------------------------------------ */

const struct model_field *app_reason_field(const struct model_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->fields[i].flags & MODEL_REASON)
			return &t->fields[i];
	return NULL;
}

const char *app_reason_clean(struct app_deed *d, const char *text)
{
	const struct model_field *f = app_reason_field(d->type);
	char said[APP_TEXT_MAX];
	const char *msg = NULL;
	size_t before = d->out->n_problems;
	struct val v;

	if (!f || !text)
		return "";
	if (!app_parse_value(d->ap, d->user, f, text, d->a, &v, &msg))
		return v.shape == VAL_BYTES && v.s ? v.s : "";
	app_problem_add(d, APP_REFUSED, APP_PATH_REASON, f, msg, NULL);
	if (d->out->n_problems > before)
		app_copy(d->out->problems[before].text, sizeof(d->out->problems[before].text), said,
			 strlen(app_value_message(f, msg, text, said, sizeof(said))));
	return "";
}

/* Several things of one save may each have wanted to know why: what was said of each stands behind the other. */
void app_reason_give(struct app_deed *d, const char *reason)
{
	const struct model_field *f = *reason ? app_reason_field(d->type) : NULL;
	struct val have = f && d->row[0]->given[model_field_index(d->type, f)] ? app_draft_val(d->row[0], f) : val_null();
	const char *all = reason;

	if (!f || (have.shape == VAL_BYTES && strcmp(have.s, reason) == 0))
		return;
	if (have.shape == VAL_BYTES && have.s[0])
		all = app_reason_clean(d, arena_xprintf(d->a, "%s; %s", have.s, reason)); /* together they may be too long */
	if (!*all)
		return;
	app_draft_give(d->row[0], f, val_str(all));
	d->row[0]->given[model_field_index(d->type, f)] = true; /* also when the last action had the same reason: this event has its own */
}

/* The row that `set` writes: the record, or a row of a collection. */
static struct app_draft_row *set_row(struct app_deed *d, const char *path, const struct model_field **f)
{
	struct app_draft_row *r = d->row[0];
	struct model_path p;

	*f = model_field_by_name(d->type, path);
	if (*f || model_path_parse(d->type, path, &p) || !p.child || p.embed)
		return r;
	r = app_child_row(d, p.child, p.index);
	if (r)
		r->dropped = false;
	*f = p.field;
	return r;
}

void app_sets_apply(struct app_deed *d)
{
	for (size_t i = 0; i < d->verb->n_set; i++) {
		const struct model_set *s = &d->verb->set[i];
		const struct model_field *f;
		struct app_draft_row *r = set_row(d, s->field, &f);
		struct val v;

		if (!r || !f || (s->only_if_empty && !app_val_empty(app_draft_val(r, f))))
			continue;
		v = value_of(d, s, f);
		if (!app_val_empty(v))
			app_draft_give(r, f, v);
	}
	app_reason_give(d, d->reason);
}
