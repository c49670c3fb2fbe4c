/* app_values.c: what was typed -> draft rows: the record itself, rows of its collections; rows it embeds are in app_embed.c. */
#include "app_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- draft rows -------------------------------------------------------------------------------------------------------------- */

struct app_draft_row *app_draft_row_new(struct app_deed *d, const struct model_type *t, const struct rec *old)
{
	struct app_draft_row *r;

	if (d->n_rows >= APP_DRAFT_ROWS_MAX)
		return NULL;
	r = arena_xalloc(d->a, sizeof(*r));
	r->type = t;
	r->old = old;
	r->id = old ? old->id : 0;
	r->state = old ? old->state : 0;
	r->v = arena_xalloc(d->a, t->n_fields * sizeof(*r->v));
	r->given = arena_xalloc(d->a, t->n_fields * sizeof(*r->given));
	for (size_t i = 0; i < t->n_fields; i++)
		r->v[i] = old ? old->v[i] : val_null();
	d->row[d->n_rows++] = r;
	return r;
}

struct val app_draft_val(const struct app_draft_row *r, const struct model_field *f)
{
	return f ? r->v[model_field_index(r->type, f)] : val_null();
}

const char *app_draft_text(const struct app_draft_row *r, const struct model_field *f)
{
	struct val v = app_draft_val(r, f);

	return v.shape == VAL_BYTES && v.s ? v.s : "";
}

void app_draft_give(struct app_draft_row *r, const struct model_field *f, struct val v)
{
	size_t i = model_field_index(r->type, f);

	if (val_eq(r->v[i], v) || (app_val_empty(r->v[i]) && app_val_empty(v)))
		return;
	r->v[i] = v;
	r->given[i] = true;
}

/* ---- problems ------------------------------------------------------------------------------------------------------------------ */

static void fill_problem(struct app_problem *p, const struct model_field *f, const char *message_id, va_list ap)
{
	const char *pairs[24];
	char lower[120];
	const char *text = model_message(message_id);
	size_t n = 0;
	struct buf b;

	snprintf(p->message_id, sizeof(p->message_id), "%s", message_id);
	snprintf(p->label, sizeof(p->label), "%s", f ? f->label : "");
	pairs[n++] = "label";
	pairs[n++] = strncmp(text, "{label}", 7) == 0 ? p->label : app_lower_first(p->label, lower, sizeof(lower));
	while (n < 22) {
		const char *name = va_arg(ap, const char *);

		if (!name)
			break;
		pairs[n++] = name;
		pairs[n++] = va_arg(ap, const char *);
	}
	buf_init(&b, 4096);
	model_message_fill_pairs(&b, text, pairs, n / 2);
	snprintf(p->text, sizeof(p->text), "%s", buf_str(&b));
	buf_clear(&b);
}

void app_problem_add(struct app_deed *d, enum app_severity sev, const char *path, const struct model_field *f, const char *message_id, ...)
{
	struct app_problem *p;
	va_list ap;

	for (size_t i = 0; i < d->out->n_problems; i++)
		if (strcmp(d->out->problems[i].path, path) == 0 && strcmp(d->out->problems[i].message_id, message_id) == 0)
			if (sev == APP_REFUSED && strcmp(message_id, "E03") != 0)
				return; /* a rule that two verbs of one save share says it once */
	if (d->out->n_problems >= APP_PROBLEMS_MAX)
		return;
	p = &d->out->problems[d->out->n_problems++];
	memset(p, 0, sizeof(*p));
	p->severity = sev;
	snprintf(p->path, sizeof(p->path), "%s", path);
	va_start(ap, message_id);
	fill_problem(p, f, message_id, ap);
	va_end(ap);
}

/* Where a form shows a field of a record: an embedded row by its title. */
const char *app_field_path(const struct model_type *t, const struct model_field *f, char *out, size_t cap)
{
	const struct model_type *target = (f->flags & MODEL_EMBED) ? model_type_by_name(f->of) : NULL;
	size_t n = strlen(f->name);
	char name[64];

	(void)t;
	if (!target || !target->title_field) {
		snprintf(out, cap, "%s", f->name);
		return out;
	}
	if (n > 3 && strcmp(f->name + n - 3, "_id") == 0)
		n -= 3;
	if (n >= sizeof(name))
		n = sizeof(name) - 1;
	memcpy(name, f->name, n);
	name[n] = '\0';
	snprintf(out, cap, "%s.%s", name, target->title_field);
	return out;
}

/* ---- rows of a collection -------------------------------------------------------------------------------------------------------- */

struct app_draft_row *app_child_row(struct app_deed *d, const struct model_type *child, uint32_t index)
{
	struct app_draft_row *r;

	for (size_t i = 0; i < d->n_rows; i++)
		if (d->row[i]->type == child && d->row[i]->child_of && d->row[i]->index == index)
			return d->row[i];
	r = app_draft_row_new(d, child, NULL);
	if (r) {
		r->child_of = d->type;
		r->index = index;
	}
	return r;
}

/* Rows that are stored already stand at their places before anything typed lands on them. */
static int load_children(struct app_deed *d, const struct model_type *child)
{
	struct rec **rows;
	size_t n;
	int err;

	for (size_t i = 0; i < d->n_rows; i++)
		if (d->row[i]->type == child)
			return ERR_NONE;
	if (!d->row[0]->id)
		return ERR_NONE;
	err = app_children(d->ap, child, d->row[0]->id, d->a, &rows, &n);
	for (size_t i = 0; i < n && !err; i++) {
		struct app_draft_row *r = app_draft_row_new(d, child, rows[i]);

		if (!r)
			return ERR_RANGE;
		r->child_of = d->type;
		r->index = (uint32_t)i + 1;
	}
	return err;
}

/* ---- one typed value ----------------------------------------------------------------------------------------------------------------- */

/* The form gives every verb of a save the same values: what another verb of it writes is not this one's business. */
static bool someone_writes(const struct app_deed *d, const struct model_path *p)
{
	for (size_t i = 0; i < d->n_all; i++) {
		const struct model_verb *v = model_verb_by_name(d->all[i].type, d->all[i].verb);

		if (v && d->all[i].type && strcmp(d->all[i].type, d->type->name) == 0 && model_verb_writes_path(v, d->type, p))
			return true;
	}
	return false;
}

static void put_value(struct app_deed *d, struct app_draft_row *r, const struct model_field *f, const struct app_value *in)
{
	char text[APP_TEXT_MAX];
	const char *msg = NULL;
	size_t before = d->out->n_problems;
	struct val v;

	if (app_parse_value(d->ap, d->user, f, in->text, d->a, &v, &msg)) {
		app_problem_add(d, APP_REFUSED, in->path, f, msg ? msg : "A13", NULL);
		if (d->out->n_problems > before)
			snprintf(d->out->problems[before].text, sizeof(d->out->problems[before].text), "%s",
				 app_value_message(f, msg ? msg : "A13", in->text, text, sizeof(text)));
		return;
	}
	app_draft_give(r, f, v);
}

static void put_composite(struct app_deed *d, struct app_draft_row *r, const struct model_path *p, const struct app_value *in)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	struct buf piece[MODEL_PARTS_MAX], clean;
	size_t n = model_composite_parts(p->type, p->field, parts);

	buf_init(&clean, 4096);
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_init(&piece[i], 4096);
	if (text_clean(in->text ? in->text : "", in->text ? strlen(in->text) : 0, TEXT_ONE_LINE, &clean) ||
	    model_composite_split(p->field, buf_str(&clean), piece)) {
		app_problem_add(d, APP_REFUSED, in->path, p->field, "A13", NULL);
	} else {
		for (size_t i = 0; i < n; i++)
			put_value(d, r, parts[i], &(struct app_value){ in->path, buf_str(&piece[i]) });
	}
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_clear(&piece[i]);
	buf_clear(&clean);
}

static bool changes_nothing(struct app_deed *d, const struct model_path *p, const struct app_value *in)
{
	struct val v;
	const char *msg;

	if (!in->text || !*in->text)
		return true;
	if (p->child || p->embed || p->field->kind == MODEL_COMPOSITE)
		return false;
	return !app_parse_value(d->ap, d->user, p->field, in->text, d->a, &v, &msg) && val_eq(v, app_draft_val(d->row[0], p->field));
}

static int apply_one(struct app_deed *d, const struct app_value *in)
{
	struct app_draft_row *r = d->row[0];
	struct model_path p;

	if (model_path_parse(d->type, in->path, &p)) {
		app_problem_add(d, APP_REFUSED, in->path, NULL, "A14", "text", in->path, NULL);
		return ERR_NONE;
	}
	if (!model_verb_writes_path(d->verb, d->type, &p)) {
		if (!someone_writes(d, &p) && !changes_nothing(d, &p, in))
			app_problem_add(d, APP_REFUSED, in->path, p.field, d->verb->bare ? d->verb->bare : "A07", NULL);
		return ERR_NONE;
	}
	if (p.child) {
		int err = load_children(d, p.child);

		r = err ? NULL : app_child_row(d, p.child, p.index);
		if (!r)
			return err ? err : ERR_RANGE;
	}
	if (p.embed) {
		if (app_val_empty(app_draft_val(r, p.embed)) && (!in->text || !*in->text))
			return ERR_NONE;
		r = app_embed_row(d, r, p.embed);
		if (!r)
			return ERR_RANGE;
	}
	if (p.field->kind == MODEL_COMPOSITE)
		put_composite(d, r, &p, in);
	else
		put_value(d, r, p.field, in);
	return ERR_NONE;
}

static void drop_empty_children(struct app_deed *d)
{
	for (size_t i = 1; i < d->n_rows; i++) {
		struct app_draft_row *r = d->row[i];
		bool empty = r->child_of != NULL;

		for (size_t k = 0; k < r->type->n_fields && empty; k++)
			empty = (r->type->fields[k].flags & MODEL_COMPUTED) || app_val_empty(r->v[k]);
		r->dropped |= empty;
	}
}

/* Where a value stands: rows of a collection come in the order of their numbers, not of the words of a command line. */
struct place {
	size_t group, nth; /* of the first value of its collection; of itself */
	uint32_t index;
};

static int by_place(const void *x, const void *y)
{
	const struct place *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->index != b->index)
		return a->index < b->index ? -1 : 1;
	return a->nth < b->nth ? -1 : a->nth > b->nth;
}

static struct place *in_order(const struct app_deed *d)
{
	struct place *at = arena_xalloc(d->a, (d->in->n_values + 1) * sizeof(*at));
	const struct model_type *child[16];
	size_t first[COUNT_OF(child)], n = 0, k;
	struct model_path p;

	for (size_t i = 0; i < d->in->n_values; i++) {
		at[i] = (struct place){ i, i, 0 };
		if (model_path_parse(d->type, d->in->values[i].path, &p) || !p.child)
			continue;
		for (k = 0; k < n && child[k] != p.child; k++)
			;
		if (k == n && n < COUNT_OF(child)) {
			child[n] = p.child;
			first[n++] = i;
		}
		if (k < n)
			at[i] = (struct place){ first[k], i, p.index };
	}
	qsort(at, d->in->n_values, sizeof(*at), by_place);
	return at;
}

int app_values_apply(struct app_deed *d)
{
	const struct place *at = in_order(d);

	for (size_t i = 0; i < d->in->n_values; i++) {
		int err = apply_one(d, &d->in->values[at[i].nth]);

		if (err)
			return err;
	}
	app_embeds_settle(d);
	drop_empty_children(d);
	return ERR_NONE;
}
