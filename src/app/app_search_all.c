/* app_search_all.c: one search over every kind of record, newest first. */
#include "app_hits.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 40
#define LOOKED_MAX 2000 /* hits of others' records that are passed over before giving up */

/* As a list shows it: masked for roles that do not read personal data. */
static const char *field_shown(struct app_hits *f, const struct rec *r, bool guarded, const char *name)
{
	const struct model_field *fd = name ? model_field_by_name(r->type, name) : NULL;

	if (!fd || fd->kind == MODEL_COMPOSITE)
		return "";
	return app_read_text(f->ap, f->u, guarded, fd, rec_val(r, fd), false, f->a);
}

static bool known(const struct app_hits *f, const struct model_type *t, rowid_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->hit[i].id == id && strcmp(f->hit[i].type, t->name) == 0)
			return true;
	return false;
}

bool app_hits_of(const struct model_type *t)
{
	return t && (t->flags & MODEL_T_SEARCH) && !(t->flags & (MODEL_T_SYSTEM | MODEL_T_LIST | MODEL_T_CHILD)) && t->n_states;
}

int app_hits_add(struct app_hits *f, const struct model_type *t, rowid_t id, const char *why)
{
	rowid_t owner = app_scope_owner(f->ap, f->u, t);
	struct rec *r;
	bool guarded;
	int err;

	if (f->n == f->limit || known(f, t, id))
		return ERR_NONE;
	err = app_row_get(f->ap, t, id, f->a, &r);
	if (err || (owner && r->owner != owner))
		return err == ERR_NOTFOUND ? ERR_NONE : err; /* gone since, or another office's */
	guarded = app_guarded(f->ap, f->u, r);
	f->hit[f->n++] = (struct app_hit){ .type = t->name, .kind = t->label, .id = id, .why = why,
		.number = field_shown(f, r, guarded, t->number_field), .date = field_shown(f, r, guarded, t->date_field),
		.text = app_title_text(f->ap, f->u, guarded, r, false, f->a) };
	return ERR_NONE;
}

/* One word with a digit in it may be a number: what has it comes first. */
static int by_number(struct app_hits *f, const char *words)
{
	int err = ERR_NONE;

	if (strchr(words, ' ') || !strpbrk(words, "0123456789"))
		return ERR_NONE;
	for (size_t i = 0; i < model_type_count() && !err; i++) {
		const struct model_type *t = model_type_at(i);
		struct err_info ei = { .code = 0 };
		rowid_t id;

		if (!app_hits_of(t))
			continue;
		err = app_find(f->ap, f->u, t->name, words, &id, &ei);
		if (!err)
			err = app_hits_add(f, t, id, "");
		else if (err == ERR_NOTFOUND || err == ERR_AMBIGUOUS || err == ERR_INVALID)
			err = ERR_NONE;
	}
	return err;
}

int app_search_all(struct app *ap, const struct app_user *u, const char *words, size_t limit, struct arena *a, struct app_hit **out, size_t *n,
		   bool *more)
{
	struct app_hits f = { .ap = ap, .u = u, .a = a, .limit = limit + 1 };
	struct store_hit found[BATCH];
	uint64_t before = 0;
	size_t got = BATCH, looked = 0;
	int err;

	*out = f.hit = arena_xalloc(a, (limit + 1) * sizeof(*f.hit));
	*n = 0;
	*more = false;
	app_cache_renew(ap);
	words += strspn(words, " ");
	err = *words ? by_number(&f, words) : ERR_NONE;
	while (!err && *words && got == BATCH && f.n < f.limit && looked < LOOKED_MAX) {
		err = store_search(ap->st, words, NULL, 0, &before, found, BATCH, &got);
		for (size_t i = 0; i < got && !err; i++)
			if (app_hits_of(model_type_by_no(found[i].type)))
				err = app_hits_add(&f, model_type_by_no(found[i].type), found[i].id, "");
		looked += got;
	}
	*more = f.n > limit;
	*n = *more ? limit : f.n;
	return err;
}
