/* model.c: finding rows of the tables. Nothing here knows a type, a state or a verb by name. */
#include "model_internal.h"

#include <string.h>

static const struct model_types *const type_groups[] = { &model_types_system, &model_types_document, &model_types_petition,
	&model_types_dossier, &model_types_extra };
static const struct model_verbs *const verb_groups[] = { &model_verbs_system, &model_verbs_document, &model_verbs_petition,
	&model_verbs_dossier, &model_verbs_extra };

static const struct model_role roles[] = {
	{ 1, "vanthu", "văn thư", true, false },
	{ 2, "tiepdan", "tiếp công dân", true, false },
	{ 3, "motcua", "một cửa", true, false },
	{ 4, "chuyenvien", "chuyên viên", true, false },
	{ 5, "lanhdao", "lãnh đạo", true, true },
	{ 6, "quantri", "quản trị", false, false },
	{ 7, "hotro", "hỗ trợ", false, false },
#ifdef MODEL_EXTRA
#define MODEL_EXTRA_ROLES
#include MODEL_EXTRA
#undef MODEL_EXTRA_ROLES
#endif
};

size_t model_type_count(void)
{
	size_t n = 0;

	for (size_t g = 0; g < COUNT_OF(type_groups); g++)
		n += type_groups[g]->n;
	return n;
}

const struct model_type *model_type_at(size_t i)
{
	for (size_t g = 0; g < COUNT_OF(type_groups); g++) {
		if (i < type_groups[g]->n)
			return &type_groups[g]->row[i];
		i -= type_groups[g]->n;
	}
	return NULL;
}

const struct model_type *model_type_by_no(uint32_t no)
{
	for (size_t i = 0, n = model_type_count(); i < n; i++)
		if (model_type_at(i)->no == no)
			return model_type_at(i);
	return NULL;
}

const struct model_type *model_type_by_name(const char *name)
{
	if (!name)
		return NULL;
	for (size_t i = 0, n = model_type_count(); i < n; i++)
		if (strcmp(model_type_at(i)->name, name) == 0)
			return model_type_at(i);
	return NULL;
}

const struct model_field *model_field_by_no(const struct model_type *t, uint32_t no)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->fields[i].no == no)
			return &t->fields[i];
	return NULL;
}

const struct model_field *model_field_by_name(const struct model_type *t, const char *name)
{
	if (!name)
		return NULL;
	for (size_t i = 0; i < t->n_fields; i++)
		if (strcmp(t->fields[i].name, name) == 0)
			return &t->fields[i];
	return NULL;
}

size_t model_field_index(const struct model_type *t, const struct model_field *f)
{
	return (size_t)(f - t->fields);
}

const struct model_state *model_state_by_no(const struct model_type *t, uint32_t no)
{
	for (size_t i = 0; i < t->n_states; i++)
		if (t->states[i].no == no)
			return &t->states[i];
	return NULL;
}

const struct model_state *model_state_by_name(const struct model_type *t, const char *name)
{
	if (!name)
		return NULL;
	for (size_t i = 0; i < t->n_states; i++)
		if (strcmp(t->states[i].name, name) == 0)
			return &t->states[i];
	return NULL;
}

bool model_state_secret(const struct model_type *t, uint32_t no)
{
	const struct model_state *s = model_state_by_no(t, no);

	return s && (s->flags & MODEL_S_SECRET);
}

const struct model_type *model_child_by_collection(const struct model_type *parent, const char *collection)
{
	for (size_t i = 0, n = model_type_count(); i < n; i++) {
		const struct model_type *t = model_type_at(i);

		if (t->parent && t->collection && strcmp(t->parent, parent->name) == 0 && strcmp(t->collection, collection) == 0)
			return t;
	}
	return NULL;
}

enum val_shape model_shape(enum model_kind k)
{
	switch (k) {
	case MODEL_TEXT:
	case MODEL_CODE:
	case MODEL_ATTACHMENT:
		return VAL_BYTES;
	case MODEL_INT:
	case MODEL_MONEY:
	case MODEL_DATE:
	case MODEL_TIME:
	case MODEL_YES:
	case MODEL_REF:
		return VAL_INT;
	case MODEL_REF_ANY:
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
		return VAL_LIST;
	case MODEL_COMPOSITE:
		return VAL_NULL;
	}
	return VAL_NULL;
}

size_t model_role_count(void)
{
	return COUNT_OF(roles);
}

const struct model_role *model_role_at(size_t i)
{
	return i < COUNT_OF(roles) ? &roles[i] : NULL;
}

const struct model_role *model_role_by_name(const char *name)
{
	for (size_t i = 0; name && i < COUNT_OF(roles); i++)
		if (strcmp(roles[i].name, name) == 0)
			return &roles[i];
	return NULL;
}

const struct model_role *model_role_by_no(uint32_t no)
{
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (roles[i].no == no)
			return &roles[i];
	return NULL;
}

size_t model_verb_count(void)
{
	size_t n = 0;

	for (size_t g = 0; g < COUNT_OF(verb_groups); g++)
		n += verb_groups[g]->n;
	return n;
}

const struct model_verb *model_verb_at(size_t i)
{
	for (size_t g = 0; g < COUNT_OF(verb_groups); g++) {
		if (i < verb_groups[g]->n)
			return &verb_groups[g]->row[i];
		i -= verb_groups[g]->n;
	}
	return NULL;
}

const struct model_verb *model_verb_by_no(uint32_t no)
{
	for (size_t i = 0, n = model_verb_count(); i < n; i++)
		if (model_verb_at(i)->no == no)
			return model_verb_at(i);
	return NULL;
}

const struct model_verb *model_verb_by_name(const char *type, const char *name)
{
	if (!type || !name)
		return NULL;
	for (size_t i = 0, n = model_verb_count(); i < n; i++) {
		const struct model_verb *v = model_verb_at(i);

		if (strcmp(v->type, type) == 0 && strcmp(v->name, name) == 0)
			return v;
	}
	return NULL;
}

bool model_word_in(const char *list, const char *word, size_t n)
{
	if (!list)
		return false;
	for (const char *p = list; *p;) {
		size_t len = strcspn(p, ",");

		if (len == n && memcmp(p, word, n) == 0)
			return true;
		p += len + (p[len] == ',');
	}
	return false;
}

bool model_verb_from(const struct model_verb *v, const struct model_type *t, uint32_t state)
{
	const struct model_state *s;

	if (state == 0)
		return model_word_in(v->from, "-", 1);
	if (strcmp(v->from, "*") == 0)
		return !model_state_secret(t, state);
	s = model_state_by_no(t, state);
	return s && model_word_in(v->from, s->name, strlen(s->name));
}

bool model_verb_role(const struct model_verb *v, uint32_t role)
{
	const struct model_role *r = model_role_by_no(role);

	return r && (strcmp(v->roles, "*") == 0 || model_word_in(v->roles, r->name, strlen(r->name)));
}

bool model_verb_writes(const struct model_verb *v, const struct model_field *f)
{
	if (!v->fields || (f->flags & MODEL_COMPUTED) || f->kind == MODEL_COMPOSITE)
		return false;
	if (strcmp(v->fields, "*") == 0)
		return true;
	if (f->no >= MODEL_EXTRA_FIELD && model_word_in(v->fields, "+", 1))
		return true;
	return model_word_in(v->fields, f->name, strlen(f->name));
}

bool model_verb_writes_rows(const struct model_verb *v, const char *collection)
{
	return v->fields && (strcmp(v->fields, "*") == 0 || model_word_in(v->fields, collection, strlen(collection)));
}

/* A word of `fields` that names one field of one row. */
static bool writes_cell(const struct model_verb *v, const struct model_type *t, const struct model_path *p)
{
	for (const char *w = v->fields; w && *w;) {
		size_t n = strcspn(w, ",");
		char word[80];
		struct model_path cell;

		if (memchr(w, '.', n) && n < sizeof(word)) {
			memcpy(word, w, n);
			word[n] = '\0';
			if (!model_path_parse(t, word, &cell) && cell.child == p->child && cell.index == p->index && cell.embed == p->embed &&
			    cell.field == p->field)
				return true;
		}
		w += n + (w[n] == ',');
	}
	return false;
}

bool model_verb_writes_path(const struct model_verb *v, const struct model_type *t, const struct model_path *p)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	size_t n;

	if (p->field->flags & MODEL_COMPUTED)
		return false;
	if (p->child)
		return model_verb_writes_rows(v, p->child->collection) || writes_cell(v, t, p);
	if (p->embed)
		return model_verb_writes(v, p->embed) && (p->embed->flags & MODEL_EMBED);
	if (p->field->kind != MODEL_COMPOSITE)
		return model_verb_writes(v, p->field);
	n = model_composite_parts(t, p->field, parts);
	for (size_t i = 0; i < n; i++)
		if (!model_verb_writes(v, parts[i]))
			return false;
	return n > 0;
}

static bool guards(const struct model_type *t, bool embeds)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct model_field *f = &t->fields[i];

		if (f->flags & MODEL_GUARD)
			return true;
		if (embeds && (f->flags & MODEL_EMBED) && model_type_by_name(f->of) && guards(model_type_by_name(f->of), false))
			return true;
	}
	return false;
}

bool model_type_guards(const struct model_type *t)
{
	bool any = guards(t, true);

	for (size_t i = 0, n = model_type_count(); i < n && !any; i++) {
		const struct model_type *child = model_type_at(i);

		any = child->parent && strcmp(child->parent, t->name) == 0 && guards(child, true);
	}
	return any;
}
