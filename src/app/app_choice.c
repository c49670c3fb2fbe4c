/* app_choice.c: F4: what a field may hold, filtered by words without marks; and the label of what stands in it. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct picking {
	struct app_choice *out;
	size_t n, limit, total;
};

static void offer(struct picking *p, const char *code, const char *label, rowid_t id)
{
	if (p->total++ < p->limit)
		p->out[p->n++] = (struct app_choice){ code, label, id };
}

static void codes(struct app *ap, const char *list, const char *words, struct arena *a, struct picking *p)
{
	day_t today = day_today();
	const struct app_code *c;

	for (size_t i = 0; (c = app_code_at(ap, i, NULL)); i++) {
		if (strcmp(c->list, list) != 0 || (c->from != DAY_NONE && c->from > today) || (c->to != DAY_NONE && c->to < today))
			continue;
		if (app_words_match(words, arena_xprintf(a, "%s %s %s", c->code, c->label, c->extra)))
			offer(p, arena_xstrdup(a, c->code), arena_xstrdup(a, c->label), 0);
	}
}

static bool offered(struct app *ap, const struct app_user *u, const struct model_type *t, const struct rec *r)
{
	if (!app_list_row_seen(ap, u, r))
		return false;
	if (t->no == MODEL_NUMBER_BOOK)
		return r->state == MODEL_BOOK_OPEN;
	if (t->no == MODEL_USER)
		return app_rec_int(r, MODEL_USER_LOCKED, 0) == 0;
	return app_row_valid_on(r, day_today());
}

/* Roles of which a user must have one to be named in this field, by the rules of the verbs that write it; NULL: anybody. */
static const char *roles_of(const struct model_field *f)
{
	for (size_t i = 0, n = model_verb_count(); i < n; i++) {
		const struct model_verb *v = model_verb_at(i);
		const struct model_type *t = model_type_by_name(v->type);

		for (size_t k = 0; t && k < v->n_rules; k++)
			if (v->rules[k].op == MODEL_RULE_ROLE_IS && model_field_by_name(t, v->rules[k].field) == f)
				return v->rules[k].arg;
	}
	return NULL;
}

static int rows(struct app *ap, const struct app_user *u, const struct model_field *f, const char *words, struct arena *a,
		struct picking *p)
{
	const struct model_type *t = model_type_by_name(f->of);
	rowid_t owner = t ? app_scope_owner(ap, u, t) : 0;
	const char *roles = roles_of(f);
	struct rec **r;
	size_t n;
	int err;

	if (!t)
		return ERR_NOTFOUND;
	if ((t->flags & (MODEL_T_SYSTEM | MODEL_T_LIST)) || !words || !*words) {
		err = app_rows_where(ap, t, owner ? MODEL_F_OWNER : 0, owner ? val_int((int64_t)owner) : val_null(), a, &r, &n);
	} else { /* records: the word index finds them */
		struct store_cond c = { .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)owner) };
		struct store_query q = { .type = t, .cond = &c, .n_cond = owner ? 1 : 0, .limit = p->limit + 1, .find = words };

		err = store_select(ap->st, &q, a, &r, &n);
		words = NULL;
	}
	for (size_t i = 0; i < n && !err; i++) {
		const struct model_field *title = model_field_by_name(t, t->title_field);
		const char *label, *code;
		struct val v = val_int((int64_t)r[i]->id);
		bool guarded = app_guarded(ap, u, r[i]);

		if (!offered(ap, u, t, r[i]) || (roles && !app_user_has(r[i], roles)) || (guarded && !t->number_field))
			continue;
		label = title ? app_title_text(ap, u, guarded, r[i], true, a) : app_row_title(ap, r[i], a);
		code = app_typed_text(ap, f->kind == MODEL_REF ? f : &(struct model_field){ .kind = MODEL_REF, .of = f->of }, v, a);
		if (t->no == MODEL_USER && app_rec_text(r[i], MODEL_USER_TITLE)[0])
			label = arena_xprintf(a, "%s, %s", label, app_rec_text(r[i], MODEL_USER_TITLE));
		if (app_words_match(words, arena_xprintf(a, "%s %s %s", code, label, app_row_title(ap, r[i], a))))
			offer(p, code, label, r[i]->id);
	}
	return err;
}

int app_choices(struct app *ap, const struct app_user *u, const struct model_field *f, const char *words, size_t limit, struct arena *a,
		struct app_choice **out, size_t *n, size_t *total)
{
	struct picking p = { .limit = limit < APP_ROWS_MAX ? limit : APP_ROWS_MAX };
	int err = ERR_NONE;

	app_cache_renew(ap);
	p.out = arena_xalloc(a, (p.limit + 1) * sizeof(*p.out));
	if (f->kind == MODEL_CODE || f->kind == MODEL_LIST_CODE) {
		codes(ap, f->of, words, a, &p);
	} else if (f->kind == MODEL_REF || f->kind == MODEL_LIST_REF) {
		err = rows(ap, u, f, words, a, &p);
	} else if (f->kind == MODEL_YES) {
		offer(&p, "1", model_message("A80"), 0);
		offer(&p, "0", model_message("A81"), 0);
	}
	*out = p.out;
	*n = p.n;
	*total = p.total;
	return err;
}

int app_label(struct app *ap, const struct app_user *u, const struct model_field *f, const char *text, struct arena *a, const char **label)
{
	const char *msg;
	struct val v;

	*label = "";
	app_cache_renew(ap);
	if (!text || !*text || app_parse_value(ap, u, f, text, a, &v, &msg))
		return ERR_NONE;
	if (f->kind == MODEL_REF && v.shape == VAL_INT) {
		const struct model_type *t = model_type_by_name(f->of);
		const struct model_field *title = t ? model_field_by_name(t, t->title_field) : NULL;
		struct rec *r;

		if (title && !app_row_get(ap, t, (rowid_t)v.i, a, &r))
			*label = app_title_text(ap, u, app_guarded(ap, u, r), r, true, a);
		return ERR_NONE;
	}
	*label = arena_xstrdup(a, app_shown_text(ap, f, v, true, a));
	return ERR_NONE;
}

const char *app_label_short(struct app *ap, const struct model_field *f, const char *text)
{
	const struct app_code *c = f->kind == MODEL_CODE ? app_code_find(ap, f->of, text) : NULL;

	return c ? c->short_label : "";
}
