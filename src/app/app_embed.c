/* app_embed.c: rows that a record embeds (persons): the one that is there, one that the office knows by its number, or a new one. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

static int64_t row_pointer(const struct app_deed *d, const struct app_draft_row *r)
{
	for (size_t i = 0; i < d->n_rows; i++)
		if (d->row[i] == r)
			return -(int64_t)(i + 1);
	return 0;
}

static struct app_draft_row *draft_of(struct app_deed *d, const struct model_type *t, rowid_t id)
{
	for (size_t i = 0; i < d->n_rows; i++)
		if (d->row[i]->type == t && d->row[i]->id == id)
			return d->row[i];
	return NULL;
}

/* The row behind an embedded reference: the one that is there, or a new one. */
struct app_draft_row *app_embed_row(struct app_deed *d, struct app_draft_row *holder, const struct model_field *ref)
{
	struct val v = app_draft_val(holder, ref);
	const struct model_type *t = model_type_by_name(ref->of);
	struct app_draft_row *r;
	struct rec *old = NULL;

	if (v.shape == VAL_INT && v.i < 0)
		return d->row[-v.i - 1];
	if (v.shape == VAL_INT) {
		r = draft_of(d, t, (rowid_t)v.i);
		if (r)
			return r;
		if (app_row_get(d->ap, t, (rowid_t)v.i, d->a, &old))
			old = NULL;
		if (old && old->owner != d->user->office)
			old = NULL;
	}
	r = app_draft_row_new(d, t, old);
	if (r && !old)
		app_draft_give(holder, ref, val_int(row_pointer(d, r)));
	return r;
}

static const struct rec *known_row(struct app_deed *d, const struct model_type *t, const struct model_field *key, const char *text)
{
	struct rec **rows;
	size_t n;

	if (!key || !*text || app_rows_where(d->ap, t, key->no, val_str(text), d->a, &rows, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (rows[i]->owner == d->user->office)
			return rows[i];
	return NULL;
}

/* A number that bears another name already: one of the two is mistyped. told: the name, as this user may read it. */
static bool other_name(struct app_deed *d, const struct app_draft_row *r, const char *name, const char *told, const char *number,
		const char *path)
{
	const struct model_field *title = model_field_by_name(r->type, r->type->title_field);
	const char *typed = app_draft_text(r, title);

	if (!*typed || !*number || app_fold_equal(typed, name))
		return false;
	app_problem_add(d, APP_REFUSED, path, title, "E15", "cccd", number, "họ tên", told, NULL);
	return true;
}

/* A new row whose unique number this office knows already becomes that row; what was typed beyond it is a change of it. */
static void adopt(struct app_deed *d, struct app_draft_row *r, const struct rec *known, const char *path)
{
	const struct model_type *t = r->type;
	const struct model_field *title = model_field_by_name(t, t->title_field), *key = model_field_by_name(t, t->unique_field);

	const char *told = app_read_text(d->ap, d->user, app_guarded(d->ap, d->user, known), title, rec_val(known, title), true, d->a);

	if (other_name(d, r, app_rec_text(known, title->no), told, app_rec_text(known, key->no), path))
		return;
	r->old = known;
	r->id = known->id;
	for (size_t i = 0; i < t->n_fields; i++) {
		bool same = app_val_empty(r->v[i]) || val_eq(r->v[i], known->v[i]) || &t->fields[i] == title;

		r->given[i] = !same;
		if (same)
			r->v[i] = known->v[i];
	}
}

static struct app_draft_row *same_person(struct app_deed *d, const struct app_draft_row *r, const struct model_field *title,
		const struct model_field *key,
					 bool by_name)
{
	for (size_t i = 1; i < d->n_rows; i++) {
		struct app_draft_row *o = d->row[i];
		const char *a, *b;

		if (o == r) /* only rows before this one */
			break;
		if (o->type != r->type || o->dropped)
			continue;
		a = app_draft_text(o, key);
		b = app_draft_text(r, key);
		if (*a && *b ? strcmp(a, b) == 0 : by_name && app_fold_equal(app_draft_text(o, title), app_draft_text(r, title)))
			return o;
	}
	return NULL;
}

/* Settles the row behind one embedded reference. */
static void settle_embed(struct app_deed *d, struct app_draft_row *holder, const struct model_field *ref)
{
	struct val v = app_draft_val(holder, ref);
	const struct model_type *t = model_type_by_name(ref->of);
	const struct model_field *title = model_field_by_name(t, t->title_field), *key = model_field_by_name(t, t->unique_field);
	struct app_draft_row *r, *twin;
	char path[80], inner[64];
	bool empty = true;
	const struct rec *known;

	if (v.shape != VAL_INT)
		return;
	r = v.i < 0 ? d->row[-v.i - 1] : draft_of(d, t, (rowid_t)v.i);
	for (size_t i = 0; r && i < t->n_fields; i++)
		empty &= app_val_empty(r->v[i]);
	if (holder->child_of)
		snprintf(path, sizeof(path), "%s.%u.%s", holder->type->collection, holder->index, t->title_field);
	else
		snprintf(path, sizeof(path), "%s", app_field_path(d->type, ref, inner, sizeof(inner)));
	if (v.i >= 0) {
		known = r && key && r->given[model_field_index(t, key)] ? known_row(d, t, key, app_draft_text(r, key)) : NULL;
		if (known && known->id != r->id)
			app_problem_add(d, APP_REFUSED, path, title, "E15", "cccd", app_rec_text(known, key->no), "họ tên",
					app_rec_text(known, title->no), NULL);
		return;
	}
	if (empty) {
		r->dropped = true;
		app_draft_give(holder, ref, val_null());
		return;
	}
	twin = same_person(d, r, title, key, !holder->child_of);
	known = twin ? NULL : known_row(d, t, key, app_draft_text(r, key));
	if (twin && other_name(d, r, app_draft_text(twin, title), app_draft_text(twin, title), app_draft_text(r, key), path))
		return;
	if (twin) {
		r->dropped = true;
		for (size_t i = 0; i < t->n_fields; i++)
			if (!app_val_empty(r->v[i]) && app_val_empty(twin->v[i]))
				app_draft_give(twin, &t->fields[i], r->v[i]);
		app_draft_give(holder, ref, twin->id ? val_int((int64_t)twin->id) : val_int(row_pointer(d, twin)));
	} else if (known) {
		adopt(d, r, known, path);
		if (r->id)
			app_draft_give(holder, ref, val_int((int64_t)r->id));
	} else if (title && !*app_draft_text(r, title)) {
		app_problem_add(d, APP_REFUSED, path, title, "M01", NULL);
	}
}

void app_embeds_settle(struct app_deed *d)
{
	size_t n = d->n_rows;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < d->row[i]->type->n_fields; k++)
			if (d->row[i]->type->fields[k].flags & MODEL_EMBED)
				settle_embed(d, d->row[i], &d->row[i]->type->fields[k]);
}
