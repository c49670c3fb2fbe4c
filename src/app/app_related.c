/* app_related.c: what is related to a record: by reference, as the same paper, by its people. Closest ties first. */
#include "app_hits.h"

#include <stdio.h>
#include <string.h>

#define TIED_MAX 60    /* looked at by one tie */
#define PEOPLE_MAX 20

struct tying {
	struct app_hits hits;
	const struct model_type *t;
	rowid_t id;                      /* 0: typed only */
	const struct rec *r;             /* NULL: typed only */
	const struct app_value *value;
	size_t n_values;
	bool guarded;                    /* it is not told by its people */
};

static const char *why_label(struct tying *k, const char *message_id, const struct model_field *f)
{
	char label[200], text[APP_TEXT_MAX];

	app_lower_first(f->label, label, sizeof(label));
	return arena_xstrdup(k->hits.a, app_say(text, sizeof(text), message_id, "label", label, NULL));
}

static int add(struct tying *k, const struct model_type *t, rowid_t id, const char *why)
{
	if (!app_hits_of(t) || (t == k->t && id == k->id))
		return ERR_NONE;
	return app_hits_add(&k->hits, t, id, why);
}

/* ---- by reference ----------------------------------------------------------------------------------------------------------------- */

static bool names_record(const struct model_field *f)
{
	return f->kind == MODEL_REF && !(f->flags & MODEL_EMBED) && app_hits_of(model_type_by_name(f->of));
}

static struct val typed_val(void *ctx, const struct model_field *f);

static struct val own_val(struct tying *k, const struct model_field *f)
{
	return k->r ? rec_val(k->r, f) : typed_val(k, f);
}

/* Rows of `by` whose field f names (t, id). */
static int add_naming(struct tying *k, const struct model_type *by, const struct model_field *f, rowid_t id, const char *why)
{
	struct store_cond c = { .field = f->no, .op = STORE_EQ, .v = val_int((int64_t)id) };
	struct store_query q = { .type = by, .cond = &c, .n_cond = 1, .limit = TIED_MAX };
	struct rec **rows;
	size_t n = 0;
	int err = store_select(k->hits.ap->st, &q, k->hits.a, &rows, &n);

	for (size_t i = 0; i < n && !err; i++)
		err = add(k, by, rows[i]->id, why);
	return err;
}

/* What it names, and what names the same. */
static int by_own_references(struct tying *k)
{
	int err = ERR_NONE;

	for (size_t i = 0; i < k->t->n_fields && !err; i++) {
		const struct model_field *f = &k->t->fields[i];
		struct val v = own_val(k, f);

		if (f->kind == MODEL_REF_ANY && v.shape == VAL_LIST && v.n == 2 && v.items[0].shape == VAL_INT && v.items[1].shape == VAL_INT)
			err = add(k, model_type_by_no((uint32_t)v.items[0].i), (rowid_t)v.items[1].i, why_label(k, "A160", f));
		if (!names_record(f) || v.shape != VAL_INT)
			continue;
		err = add(k, model_type_by_name(f->of), (rowid_t)v.i, why_label(k, "A160", f));
		if (!err && strcmp(f->of, k->t->name) == 0)
			err = add_naming(k, k->t, f, (rowid_t)v.i, why_label(k, "A161", f));
	}
	return err;
}

static int by_others_references(struct tying *k)
{
	int err = ERR_NONE;

	for (size_t i = 0, n = model_type_count(); i < n && k->id && !err; i++) {
		const struct model_type *by = model_type_at(i);

		for (size_t j = 0; app_hits_of(by) && j < by->n_fields && !err; j++)
			if (names_record(&by->fields[j]) && strcmp(by->fields[j].of, k->t->name) == 0)
				err = add_naming(k, by, &by->fields[j], k->id, model_message("A162"));
	}
	return err;
}

/* ---- the same paper --------------------------------------------------------------------------------------------------------------- */

/* As typed in a form: under the field's own name, or within a field made of parts. */
static struct val typed_val(void *ctx, const struct model_field *f)
{
	struct tying *k = ctx;
	struct val out = val_null();
	const char *msg;

	for (size_t i = 0; i < k->n_values; i++) {
		const struct model_field *c = model_field_by_name(k->t, k->value[i].path), *parts[MODEL_PARTS_MAX];
		struct buf piece[MODEL_PARTS_MAX];
		size_t n;

		if (c == f && k->value[i].text && *k->value[i].text &&
		    app_parse_value(k->hits.ap, k->hits.u, f, k->value[i].text, k->hits.a, &out, &msg))
			out = val_null();
		if (!c || c->kind != MODEL_COMPOSITE || !k->value[i].text)
			continue;
		n = model_composite_parts(k->t, c, parts);
		for (size_t p = 0; p < MODEL_PARTS_MAX; p++)
			buf_init(&piece[p], 1024);
		if (!model_composite_split(c, k->value[i].text, piece))
			for (size_t p = 0; p < n; p++)
				if (parts[p] == f && piece[p].len)
					out = val_str(arena_xstrdup(k->hits.a, buf_str(&piece[p])));
		for (size_t p = 0; p < MODEL_PARTS_MAX; p++)
			buf_clear(&piece[p]);
	}
	return out;
}

static struct val any_val(void *ctx, const struct model_field *f)
{
	return own_val(ctx, f);
}

static int same_paper(struct tying *k)
{
	rowid_t ids[TIED_MAX];
	size_t n = 0;
	int err = app_duplicates(k->hits.ap, k->t, any_val, k, k->id, k->hits.a, ids, TIED_MAX, &n);

	for (size_t i = 0; i < n && !err; i++)
		err = add(k, k->t, ids[i], model_message("A163"));
	return err;
}

/* ---- people ------------------------------------------------------------------------------------------------------------------------ */

struct people {
	const struct model_type *t;
	rowid_t id[PEOPLE_MAX];
	const char *why[PEOPLE_MAX];
	size_t n;
};

static void know(struct people *p, const struct model_type *t, rowid_t id, const char *why)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->id[i] == id)
			return;
	if (p->n == PEOPLE_MAX || (p->t && p->t != t))
		return;
	p->t = t;
	p->id[p->n] = id;
	p->why[p->n++] = why;
}

static void embedded_in(struct people *p, const struct rec *r)
{
	for (size_t i = 0; i < r->type->n_fields; i++)
		if ((r->type->fields[i].flags & MODEL_EMBED) && r->v[i].shape == VAL_INT)
			know(p, model_type_by_name(r->type->fields[i].of), (rowid_t)r->v[i].i, model_message("A164"));
}

static int people_of_record(struct tying *k, struct people *p)
{
	embedded_in(p, k->r);
	for (size_t i = 0, count = model_type_count(); i < count; i++) {
		const struct model_type *child = model_type_at(i);
		struct rec **rows;
		size_t n;
		int err;

		if (!child->parent || !child->collection || strcmp(child->parent, k->t->name) != 0)
			continue;
		err = app_children(k->hits.ap, child, k->id, k->hits.a, &rows, &n);
		if (err)
			return err;
		for (size_t j = 0; j < n; j++)
			embedded_in(p, rows[j]);
	}
	return ERR_NONE;
}

/* Rows of a type that say `text` in f, in any spelling of capitals and marks; not guarded ones. */
static int people_called(struct tying *k, const struct model_type *t, const struct model_field *f, const char *text, const char *why,
		struct people *p)
{
	struct store_cond c[2] = { { .field = f->no, .op = STORE_PREFIX, .v = val_str(text) }, { .field = MODEL_F_ID, .op = STORE_OPEN } };
	struct store_query q = { .type = t, .cond = c, .n_cond = 2, .limit = TIED_MAX };
	struct rec **rows;
	size_t n = 0;
	int err = *text ? store_select(k->hits.ap->st, &q, k->hits.a, &rows, &n) : ERR_NONE;

	for (size_t i = 0; i < n && !err; i++)
		if (app_fold_equal(app_rec_text(rows[i], f->no), text))
			know(p, t, rows[i]->id, why);
	return err;
}

/* By what is somebody's alone, or by name. */
static int people_typed(struct tying *k, bool by_name, struct people *p)
{
	int err = ERR_NONE;

	for (size_t i = 0; i < k->n_values && !err; i++) {
		const char *text = k->value[i].text ? k->value[i].text : "";
		struct model_path path;

		if (!*text || model_path_parse(k->t, k->value[i].path, &path) || !path.embed)
			continue;
		if (!by_name && path.type->unique_field && strcmp(path.type->unique_field, path.field->name) == 0)
			err = people_called(k, path.type, path.field, text, model_message("A164"), p);
		else if (by_name && path.field->flags & MODEL_NAME)
			err = people_called(k, path.type, path.field, text, model_message("A165"), p);
	}
	return err;
}

/* Those of the same name stand behind those who are known. */
static int namesakes(struct tying *k, struct people *p)
{
	size_t known = p->n;
	int err = ERR_NONE;

	for (size_t i = 0; i < known && !err; i++) {
		struct rec *r;

		if (app_row_get(k->hits.ap, p->t, p->id[i], k->hits.a, &r))
			continue;
		for (size_t j = 0; j < r->type->n_fields && !err; j++)
			if (r->type->fields[j].flags & MODEL_NAME)
				err = people_called(k, r->type, &r->type->fields[j], app_rec_text(r, r->type->fields[j].no),
						model_message("A165"), p);
	}
	return err;
}

/* A tie of a guarded record would tell whose it is. */
static int add_unguarded(struct tying *k, const struct model_type *t, rowid_t id, const char *why)
{
	struct rec *r;
	int err = app_row_get(k->hits.ap, t, id, k->hits.a, &r);

	if (err || app_guarded(k->hits.ap, k->hits.u, r))
		return err == ERR_NOTFOUND ? ERR_NONE : err;
	return add(k, t, id, why);
}

static int records_of(struct tying *k, const struct people *p, size_t who)
{
	int err = ERR_NONE;

	for (size_t i = 0, n = model_type_count(); i < n && !err; i++) {
		const struct model_type *by = model_type_at(i);
		const struct model_field *up = by->parent ? model_field_by_name(by, by->parent_field) : NULL;

		for (size_t j = 0; j < by->n_fields && !err; j++) {
			const struct model_field *f = &by->fields[j];
			struct rec **rows;
			size_t m = 0;

			if (!(f->flags & MODEL_EMBED) || model_type_by_name(f->of) != p->t)
				continue;
			err = app_rows_where(k->hits.ap, by, f->no, val_int((int64_t)p->id[who]), k->hits.a, &rows, &m);
			for (size_t x = 0; x < m && !err; x++) {
				struct val root = up ? rec_val(rows[x], up) : val_int((int64_t)rows[x]->id);

				if (root.shape == VAL_INT)
					err = add_unguarded(k, up ? model_type_by_name(by->parent) : by, (rowid_t)root.i, p->why[who]);
			}
		}
	}
	return err;
}

static int by_people(struct tying *k)
{
	struct people p = { .n = 0 };
	int err = k->r ? people_of_record(k, &p) : people_typed(k, false, &p);

	if (!err)
		err = k->r ? namesakes(k, &p) : people_typed(k, true, &p);
	for (size_t i = 0; i < p.n && !err; i++)
		err = records_of(k, &p, i);
	return err;
}

/* ---- all ties ----------------------------------------------------------------------------------------------------------------------- */

int app_related(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const struct app_value *values, size_t n_values,
		size_t limit, struct arena *a, struct app_hit **out, size_t *n)
{
	struct tying k = { .hits = { .ap = ap, .u = u, .a = a, .limit = limit }, .t = model_type_by_name(type), .id = id, .value = values,
		.n_values = n_values };
	rowid_t owner = k.t ? app_scope_owner(ap, u, k.t) : 0;
	struct rec *r = NULL;
	int err = k.t ? ERR_NONE : ERR_NOTFOUND;

	*out = k.hits.hit = arena_xalloc(a, (limit + 1) * sizeof(*k.hits.hit));
	*n = 0;
	app_cache_renew(ap);
	if (!err && id)
		err = app_row_get(ap, k.t, id, a, &r);
	if (!err && r && owner && r->owner != owner)
		err = ERR_NOTFOUND;
	k.r = r;
	k.guarded = !err && r && app_guarded(ap, u, r);
	if (!err)
		err = by_own_references(&k);
	if (!err)
		err = by_others_references(&k);
	if (!err)
		err = same_paper(&k);
	if (!err && !k.guarded)
		err = by_people(&k);
	*n = k.hits.n;
	return err;
}

bool app_ties(const char *type, const char *path)
{
	const struct model_type *t = model_type_by_name(type);
	struct model_path p;

	if (!t || model_path_parse(t, path, &p))
		return false;
	if (p.embed)
		return (p.field->flags & MODEL_NAME) || (p.type->unique_field && strcmp(p.type->unique_field, p.field->name) == 0);
	return !p.child && app_duplicate_asks(t, p.field);
}
