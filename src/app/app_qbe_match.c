/* app_qbe_match.c: codes, states and rows that a word of a search form means. */
#include "app_qbe.h"

#include <stdio.h>
#include <string.h>

#define TEXTS_MAX 8192

/* `*` any letters, `?` one; both sides folded. Goes back to the last star only: linear but for the product of the two lengths. */
static bool fits(const char *p, const char *s)
{
	const char *star = NULL, *again = NULL;

	while (*s) {
		if (*p == '*') {
			star = ++p;
			again = s;
		} else if (*p && (*p == '?' || *p == *s)) {
			p++;
			s++;
		} else if (star) {
			p = star;
			s = ++again;
		} else {
			return false;
		}
	}
	p += strspn(p, "*");
	return !*p;
}

static bool fits_folded(const char *pattern, const char *text)
{
	struct buf p, s;
	bool hit;

	buf_init(&p, TEXTS_MAX);
	buf_init(&s, TEXTS_MAX);
	text_fold(pattern, strlen(pattern), &p);
	text_fold(text, strlen(text), &s);
	hit = fits(buf_str(&p), buf_str(&s));
	buf_clear(&p);
	buf_clear(&s);
	return hit;
}

/* ---- states -------------------------------------------------------------------------------------------------------------------------- */

int app_qbe_states(struct asking *x, const char *text, bool not, uint32_t group)
{
	const struct model_state *exact = model_state_by_name(x->t, text);
	const char *names = "";
	int err = ERR_NONE;

	for (size_t i = 0; i < x->t->n_states && !exact; i++)
		if (app_fold_equal(x->t->states[i].label, text))
			exact = &x->t->states[i];
	for (size_t i = 0; i < x->t->n_states && !err; i++) {
		const struct model_state *s = &x->t->states[i];
		bool hit = exact ? s == exact : strpbrk(text, "*?") ? fits_folded(text, s->label) : app_words_match(text, s->label);

		if (!hit)
			continue;
		names = arena_xprintf(x->a, "%s%s%s", names, *names ? "," : "", s->name);
		if (not)
			err = app_qbe_emit(x, "<>", s->name, group);
	}
	if (!*names)
		return app_qbe_refuse(x, ERR_INVALID, "A132", text);
	return err || not ? err : app_qbe_emit(x, "in", names, group);
}

/* ---- codes and references ------------------------------------------------------------------------------------------------------------ */

/* Several values of one field: `in`; a field that holds a list has one or another of them. */
struct found {
	struct asking *x;
	const char *all; /* parted by commas */
	size_t n;
	uint32_t group;
	bool list;
};

static int found_add(struct found *s, const char *value)
{
	s->n++;
	if (!s->list) {
		s->all = arena_xprintf(s->x->a, "%s%s%s", s->all, s->n > 1 ? "," : "", value);
		return ERR_NONE;
	}
	if (s->group == 0)
		s->group = ++s->x->out->groups;
	return app_qbe_emit(s->x, "=", value, s->group);
}

static int found_end(struct found *s, const char *text)
{
	if (s->n == 0)
		return app_qbe_refuse(s->x, ERR_INVALID, "A132", text);
	if (s->list)
		return ERR_NONE;
	return app_qbe_emit(s->x, s->n == 1 ? "=" : "in", s->all, s->group);
}

int app_qbe_codes(struct asking *x, const char *text, bool glob, uint32_t group)
{
	struct found s = { .x = x, .all = "", .group = group, .list = x->f->kind == MODEL_LIST_CODE };
	const struct app_code *exact = glob ? NULL : app_code_find(x->ap, x->f->of, text), *c;
	int err = exact ? found_add(&s, arena_xstrdup(x->a, exact->code)) : ERR_NONE;

	for (size_t i = 0; !exact && !err && (c = app_code_at(x->ap, i, NULL)); i++) {
		if (strcmp(c->list, x->f->of) != 0)
			continue;
		if (glob ? fits_folded(text, c->code) || fits_folded(text, c->label)
			 : app_words_match(text, arena_xprintf(x->a, "%s %s %s", c->code, c->label, c->short_label)))
			err = s.n < APP_DUE_MAX ? found_add(&s, arena_xstrdup(x->a, c->code)) : app_qbe_refuse(x, ERR_RANGE, "A128", text);
	}
	return err ? err : found_end(&s, text);
}

static int rows_named(struct asking *x, const struct model_type *t, const char *text, struct rec ***rows, size_t *n)
{
	rowid_t owner = app_scope_owner(x->ap, x->u, t);
	struct store_cond c = { .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)owner) };
	struct store_query q = { .type = t, .cond = &c, .n_cond = owner ? 1 : 0, .limit = APP_DUE_MAX + 1, .find = text };

	return store_select(x->ap->st, &q, x->a, rows, n);
}

int app_qbe_refs(struct asking *x, const char *text, uint32_t group)
{
	struct found s = { .x = x, .all = "", .group = group, .list = x->f->kind == MODEL_LIST_REF };
	const struct model_type *t = model_type_by_name(x->f->of);
	const struct model_field *title = t ? model_field_by_name(t, t->title_field) : NULL;
	const char *msg;
	struct rec **rows = NULL;
	rowid_t id = 0;
	size_t n = 0;
	int err = ERR_NONE;

	if (!t || (title && !app_may_read(x->u, title)))
		return app_qbe_refuse(x, ERR_DENIED, "A129", NULL);
	if (!app_ref_parse(x->ap, x->u, t, text, &id, &msg))
		err = found_add(&s, arena_xprintf(x->a, "%llu", (unsigned long long)id));
	else
		err = rows_named(x, t, text, &rows, &n);
	if (!err && n > APP_DUE_MAX)
		err = app_qbe_refuse(x, ERR_RANGE, "A128", text);
	for (size_t i = 0; i < n && !err; i++)
		err = found_add(&s, arena_xprintf(x->a, "%llu", (unsigned long long)rows[i]->id));
	return err ? err : found_end(&s, text);
}

/* ---- rows beside the record ---------------------------------------------------------------------------------------------------------- */

/* Keys of the rows that fit: the value of field no of each, parted by commas. */
static int keys(struct asking *x, const struct model_type *t, const struct app_qbe *q, uint32_t no, const char **out)
{
	struct app_listing *l = arena_xalloc(x->a, sizeof(*l));
	struct store_query sq = { .type = t, .limit = APP_DUE_MAX + 1 };
	struct rec **rows = NULL;
	size_t n = 0;
	struct buf b;
	int err = ERR_NONE;

	*l = (struct app_listing){ .ap = x->ap, .u = x->u, .t = t, .a = x->a };
	for (size_t i = 0; i < q->n && !err; i++)
		err = app_cond_add(l, &q->cond[i], q->group[i]);
	sq.cond = l->cond;
	sq.n_cond = l->n_cond;
	err = err ? err : store_select(x->ap->st, &sq, x->a, &rows, &n);
	if (err)
		return app_qbe_refuse(x, err, "A131", NULL);
	if (n > APP_DUE_MAX)
		return app_qbe_refuse(x, ERR_RANGE, "A128", NULL);
	buf_init(&b, (size_t)24 * (APP_DUE_MAX + 1));
	for (size_t i = 0; i < n; i++) {
		struct val v = rec_val_no(rows[i], no);

		if (v.shape == VAL_INT)
			buf_printf(&b, "%s%lld", b.len ? "," : "", (long long)v.i);
	}
	*out = arena_xstrdup(x->a, buf_str(&b));
	buf_clear(&b);
	return ERR_NONE;
}

int app_qbe_related(struct asking *x, const struct model_path *p, const char *text)
{
	struct app_qbe *inner = arena_xalloc(x->a, sizeof(*inner));
	const struct model_field *up = p->child ? model_field_by_name(p->child, p->child->parent_field) : NULL;
	struct asking y = *x;
	const char *found = "";
	int err;

	y.t = p->type;
	y.f = p->field;
	y.name = p->field->name;
	y.out = inner;
	err = app_qbe_field(&y, text);
	if (!err && p->embed) {
		err = keys(x, p->type, inner, MODEL_F_ID, &found);
		*inner = (struct app_qbe){ .n = 1 };
		inner->cond[0] = (struct app_cond){ .field = p->embed->name, .op = "in", .value = found };
	}
	if (!err && p->child)
		err = keys(x, p->child, inner, up ? up->no : MODEL_F_ID, &found);
	if (err)
		return err;
	x->name = p->child ? "id" : p->embed->name;
	return app_qbe_emit(x, "in", found, 0);
}
