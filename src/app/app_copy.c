/* app_copy.c: "new from this one": what of a record may be typed again in a new form. The verbs that make such a record say what fits. */
#include "app_internal.h"

#include <string.h>

struct copying {
	struct app *ap;
	const struct app_user *u;
	const struct model_type *t;
	struct arena *a;
	struct app_value *out;
	size_t n, cap;
	bool guarded;
};

static bool creates(const struct model_verb *v, const struct model_type *t)
{
	return strcmp(v->type, t->name) == 0 && model_verb_from(v, t, 0);
}

/* Is the name one of a list parted by `sep`? */
static bool in_words(const char *words, char sep, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = words; p && *p;) {
		const char *end = strchr(p, sep);
		size_t n = end ? (size_t)(end - p) : strlen(p);

		if (n == len && memcmp(p, name, n) == 0)
			return true;
		p += n + (p[n] == sep);
	}
	return false;
}

static bool is_part(const struct model_type *t, const struct model_field *f)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->fields[i].kind == MODEL_COMPOSITE && in_words(t->fields[i].of, '+', f->name))
			return true;
	return false;
}

/* What tells one record from another: the parts of its number on paper. Copied, they would only ask whether it came twice. */
static bool tells_apart(const struct model_verb *v, const struct model_type *t, const struct model_field *f)
{
	for (size_t i = 0; i < v->n_rules; i++) {
		const struct model_rule *r = &v->rules[i];

		if (r->op == MODEL_RULE_DUPLICATE && is_part(t, f) && in_words(r->field, '+', f->name))
			return true;
	}
	return false;
}

/* A value that the verb gives by itself. */
static bool given_by(const struct model_verb *v, const struct model_field *f)
{
	const struct model_number *no = v->number;

	if (no && ((no->field && strcmp(no->field, f->name) == 0) || (no->book_field && strcmp(no->book_field, f->name) == 0) ||
		   (no->date_field && strcmp(no->date_field, f->name) == 0)))
		return true;
	for (size_t i = 0; i < v->n_set; i++)
		if (strcmp(v->set[i].field, f->name) == 0 && (v->set[i].op == MODEL_SET_NOW || v->set[i].op == MODEL_SET_TODAY))
			return true;
	return false;
}

static bool is_named(const char *name, const struct model_field *f)
{
	return name && strcmp(name, f->name) == 0;
}

static bool plain(const struct model_field *f)
{
	return !(f->flags & (MODEL_COMPUTED | MODEL_ORDINAL | MODEL_REASON | MODEL_LOCAL | MODEL_PAPER_NO)) && f->kind != MODEL_ATTACHMENT;
}

/* A field of the record itself. */
static bool fits(const struct copying *c, const struct model_field *f)
{
	bool written = false;

	if (!plain(f) || is_named(c->t->number_field, f) || is_named(c->t->date_field, f))
		return false;
	for (size_t i = 0, n = model_verb_count(); i < n; i++) {
		const struct model_verb *v = model_verb_at(i);

		if (!creates(v, c->t))
			continue;
		if (given_by(v, f) || tells_apart(v, c->t, f))
			return false;
		written |= model_verb_writes(v, f);
	}
	return written;
}

static bool rows_fit(const struct copying *c, const struct model_type *child)
{
	for (size_t i = 0, n = model_verb_count(); i < n; i++)
		if (creates(model_verb_at(i), c->t) && model_verb_writes_rows(model_verb_at(i), child->collection))
			return true;
	return false;
}

/* Whether a paper is complete is looked at anew: "part,kind,FIELD=CODE". */
static bool judged(const struct copying *c, const struct model_field *f)
{
	size_t len = strlen(f->name);

	for (size_t i = 0, n = model_verb_count(); i < n; i++) {
		const struct model_verb *v = model_verb_at(i);

		for (size_t k = 0; creates(v, c->t) && k < v->n_rules; k++) {
			const char *last = v->rules[k].op == MODEL_RULE_PARTS_COMPLETE && v->rules[k].arg ? strrchr(v->rules[k].arg, ',') : NULL;

			if (last && strncmp(last + 1, f->name, len) == 0 && last[1 + len] == '=')
				return true;
		}
	}
	return false;
}

/* ---- texts --------------------------------------------------------------------------------------------------------------------------- */

static void put_text(struct copying *c, const char *path, const char *text)
{
	if (!*text)
		return;
	if (c->n == c->cap) {
		struct app_value *more = arena_xalloc(c->a, (2 * c->cap + 64) * sizeof(*more));

		if (c->n)
			memcpy(more, c->out, c->n * sizeof(*more));
		c->out = more;
		c->cap = 2 * c->cap + 64;
	}
	c->out[c->n++] = (struct app_value){ path, text };
}

static void put(struct copying *c, const char *path, const struct model_field *f, struct val v)
{
	if (!app_val_empty(v) && app_readable(c->ap, c->u, c->guarded, f, v))
		put_text(c, path, app_typed_text(c->ap, f, v, c->a));
}

static const char *join(struct copying *c, const char *prefix, const char *name)
{
	return *prefix ? arena_xprintf(c->a, "%s.%s", prefix, name) : name;
}

static void composite(struct copying *c, const char *prefix, const struct rec *r, const struct model_field *f)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	size_t n = model_composite_parts(r->type, f, parts);
	const char *text[MODEL_PARTS_MAX] = { NULL };
	struct buf b;

	for (size_t i = 0; i < n; i++) {
		if (!app_may_read(c->u, parts[i]) || (!*prefix && !fits(c, parts[i])))
			return;
		text[i] = app_typed_text(c->ap, parts[i], rec_val(r, parts[i]), c->a);
	}
	buf_init(&b, 4096);
	model_composite_join(f, text, &b);
	put_text(c, join(c, prefix, f->name), arena_xstrdup(c->a, buf_str(&b)));
	buf_clear(&b);
}

/* A row that is typed within the form, a person: found again by what is his alone, written anew when he has no such thing. Who may not read
 * that gets nothing of him: half a person would become a second one. */
static void embedded(struct copying *c, const char *prefix, const struct rec *r)
{
	const struct model_field *key = model_field_by_name(r->type, r->type->unique_field);
	bool known = key && !app_val_empty(rec_val(r, key));

	if (c->guarded || (known && !app_may_read(c->u, key)))
		return;
	if (known)
		put(c, join(c, prefix, key->name), key, rec_val(r, key));
	for (size_t i = 0; i < r->type->n_fields; i++) {
		const struct model_field *f = &r->type->fields[i];

		if (f != key && plain(f) && f->kind != MODEL_COMPOSITE && !(f->flags & MODEL_EMBED))
			put(c, join(c, prefix, f->name), f, rec_val(r, f));
	}
}

static const char *without_id(struct arena *a, const char *name)
{
	size_t n = strlen(name);

	return n > 3 && strcmp(name + n - 3, "_id") == 0 ? arena_strndup(a, name, n - 3) : name;
}

static void copy_row(struct copying *c, const char *prefix, const struct rec *r, bool child)
{
	for (size_t i = 0; i < r->type->n_fields; i++) {
		const struct model_field *f = &r->type->fields[i];
		struct rec *inner;

		if (f->kind == MODEL_COMPOSITE)
			composite(c, prefix, r, f);
		if (f->kind == MODEL_COMPOSITE || is_part(r->type, f))
			continue;
		if (child ? !plain(f) || is_named(r->type->parent_field, f) || judged(c, f) : !fits(c, f))
			continue;
		if (!(f->flags & MODEL_EMBED))
			put(c, join(c, prefix, f->name), f, rec_val(r, f));
		else if (rec_val(r, f).shape == VAL_INT &&
			 !app_row_get(c->ap, model_type_by_name(f->of), (rowid_t)rec_val(r, f).i, c->a, &inner))
			embedded(c, child ? prefix : without_id(c->a, f->name), inner);
	}
}

static void children(struct copying *c, const struct rec *r)
{
	for (size_t i = 0, count = model_type_count(); i < count; i++) {
		const struct model_type *child = model_type_at(i);
		struct rec **rows;
		size_t n;

		if (!child->parent || !child->collection || strcmp(child->parent, c->t->name) != 0 || !rows_fit(c, child) ||
		    app_children(c->ap, child, r->id, c->a, &rows, &n))
			continue;
		for (size_t k = 0; k < n; k++)
			copy_row(c, arena_xprintf(c->a, "%s.%zu", child->collection, k + 1), rows[k], true);
	}
}

int app_copy_values(struct app *ap, const struct app_user *u, const char *type, rowid_t id, struct arena *a, struct app_value **out,
		size_t *n, struct err_info *ei)
{
	struct copying c = { .ap = ap, .u = u, .t = model_type_by_name(type), .a = a };
	rowid_t owner = c.t ? app_scope_owner(ap, u, c.t) : 0;
	struct rec *r;
	int err = c.t ? app_row_get(ap, c.t, id, a, &r) : ERR_NOTFOUND;

	*out = NULL;
	*n = 0;
	app_cache_renew(ap);
	if (!err && owner && r->owner != owner)
		err = ERR_NOTFOUND;
	if (err) {
		app_fail(ei, err, "A03", "what", c.t ? c.t->label : type);
		return err;
	}
	c.guarded = app_guarded(ap, u, r);
	copy_row(&c, "", r, false);
	if (!c.guarded)
		children(&c, r);
	*out = c.out;
	*n = c.n;
	return ERR_NONE;
}
