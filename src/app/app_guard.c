/* app_guard.c: records of protected people: who reads their personal data all the same (DOMAIN 5.4). Nobody finds them by it: the word index
 * does not hold it (store_search.c), and conditions on it leave guarded records out (app_cond.c). */
#include "app_internal.h"

#include <string.h>

static bool has_key(struct val v, rowid_t id)
{
	if (v.shape == VAL_INT)
		return v.i == (int64_t)id;
	for (size_t i = 0; v.shape == VAL_LIST && i < v.n; i++)
		if (v.items[i].shape == VAL_INT && v.items[i].i == (int64_t)id)
			return true;
	return false;
}

/* Who verifies stands in the record itself. */
static bool named_in(const struct rec *r, rowid_t user)
{
	const char *users = model_type_by_no(MODEL_USER)->name;

	for (size_t i = 0; i < r->type->n_fields; i++) {
		const struct model_field *f = &r->type->fields[i];

		if ((f->kind == MODEL_REF || f->kind == MODEL_LIST_REF) && strcmp(f->of, users) == 0 && has_key(rec_val(r, f), user))
			return true;
	}
	return false;
}

/* A row of a collection is as guarded as its record. */
static const struct rec *root_of(struct app *ap, const struct rec *r, struct arena *a)
{
	const struct model_field *up = r->type->parent ? model_field_by_name(r->type, r->type->parent_field) : NULL;
	struct val v = up ? rec_val(r, up) : val_null();
	struct rec *root;

	if (!up)
		return r;
	return v.shape == VAL_INT && !app_row_get(ap, model_type_by_name(r->type->parent), (rowid_t)v.i, a, &root) ? root : NULL;
}

bool app_guarded(struct app *ap, const struct app_user *u, const struct rec *r)
{
	const struct model_role *role = u ? model_role_by_no(u->role) : NULL;
	const struct rec *root;
	bool guarded = true;
	struct arena *a;

	if (!model_type_guards(r->type))
		return false;
	a = arena_new(APP_ARENA_MAX);
	root = a ? root_of(ap, r, a) : NULL;
	if (root && store_guarded(ap->st, root->type, root->id, &guarded))
		guarded = true;
	if (guarded && root && u && ((role && role->decides) || root->created_by == u->id || named_in(root, u->id)))
		guarded = false;
	arena_free(a);
	return guarded;
}

/* A person is known by his name, so a reference tells it; what has a number is told by that. */
static bool names_guarded(struct app *ap, const struct app_user *u, const struct model_field *f, struct val v)
{
	const struct model_type *t = f->kind == MODEL_REF ? model_type_by_name(f->of) : NULL;
	struct arena *a;
	struct rec *r;
	bool yes;

	if (!t || t->number_field || v.shape != VAL_INT || !model_type_guards(t))
		return false;
	a = arena_new(APP_ARENA_MAX);
	yes = !a || (!app_row_get(ap, t, (rowid_t)v.i, a, &r) && app_guarded(ap, u, r));
	arena_free(a);
	return yes;
}

bool app_readable(struct app *ap, const struct app_user *u, bool guarded, const struct model_field *f, struct val v)
{
	return app_may_read(u, f) && !(guarded && (f->flags & MODEL_PERSONAL)) && !names_guarded(ap, u, f, v);
}

const char *app_read_text(struct app *ap, const struct app_user *u, bool guarded, const struct model_field *f, struct val v, bool full,
		struct arena *a)
{
	const char *shown = app_shown_text(ap, f, v, full, a);

	if (app_readable(ap, u, guarded, f, v))
		return shown;
	return app_may_read(u, f) && *shown ? "•••" : app_masked_text(f, shown, a); /* the half of a guarded name is a name */
}
