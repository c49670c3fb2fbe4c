/* app_draft.c: what is typed and not yet saved: path TAB text, a line each; backslash, tab and newline escaped. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX (256 * 1024)
#define DRAFT_VALUES_MAX 1000

static void escape(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '\\' || *s == '\t' || *s == '\n') {
			buf_put_u8(b, '\\');
			buf_put_u8(b, *s == '\t' ? 't' : *s == '\n' ? 'n' : '\\');
		} else {
			buf_put_u8(b, (unsigned char)*s);
		}
	}
}

static char *unescape(const char *s, size_t n, struct arena *a)
{
	char *out = arena_xalloc(a, n + 1), *o = out;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\\' && i + 1 < n) {
			i++;
			*o++ = s[i] == 't' ? '\t' : s[i] == 'n' ? '\n' : s[i];
		} else {
			*o++ = s[i];
		}
	}
	return out;
}

void app_values_write(const struct app_value *v, size_t n, bool blanks, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (!v[i].text || (!blanks && !*v[i].text))
			continue;
		escape(out, v[i].path);
		buf_put_u8(out, '\t');
		escape(out, v[i].text);
		buf_put_u8(out, '\n');
	}
}

/* ---- may it be kept? ------------------------------------------------------------------------------------------------------------- */

static bool one_of(struct val v, const char *codes)
{
	char text[24];

	if (v.shape == VAL_BYTES)
		return model_word_in(codes, v.s, strlen(v.s));
	snprintf(text, sizeof(text), "%lld", (long long)v.i);
	return v.shape == VAL_INT && model_word_in(codes, text, strlen(text));
}

/* Is the question answered as the rule wants? dflt: what silence says. */
static bool answered(struct app *ap, const struct model_type *t, const struct model_rule *r, bool dflt, const struct app_value *values, size_t n)
{
	const struct model_field *f = model_field_by_name(t, r->field);
	struct arena *a = arena_new(APP_ARENA_MAX);
	bool yes = dflt && f != NULL;
	const char *msg;
	struct val v;

	for (size_t i = 0; f && i < n; i++)
		if (strcmp(values[i].path, r->field) == 0)
			yes = a && !app_parse_value(ap, NULL, f, values[i].text, a, &v, &msg) && one_of(v, r->arg);
	arena_free(a);
	return yes;
}

static bool writes_all(const struct model_verb *v, const struct model_type *t, const struct app_value *values, size_t n)
{
	struct model_path p;

	for (size_t i = 0; i < n; i++)
		if (values[i].text && *values[i].text && (model_path_parse(t, values[i].path, &p) || !model_verb_writes_path(v, t, &p)))
			return false;
	return true;
}

/* Some verb that asks first must have the answer that it wants; one that takes nothing but its fields makes a record, so it is for a new one,
 * and no other text may be there. */
enum app_keeping app_draft_allowed(struct app *ap, const char *type, rowid_t subject, const struct app_value *values, size_t n)
{
	const struct model_type *t = model_type_by_name(type);
	bool asked = false;

	app_cache_renew(ap);
	for (size_t i = 0, count = model_verb_count(); t && i < count; i++) {
		const struct model_verb *v = model_verb_at(i);
		bool asks = false, fine = true;

		for (size_t k = 0; strcmp(v->type, type) == 0 && k < v->n_rules; k++)
			if (v->rules[k].op == MODEL_RULE_FIRST_OF) {
				asks = asked = true;
				fine = fine && answered(ap, t, &v->rules[k], subject != 0, values, n);
			}
		if (asks && fine && (!v->bare || (subject == 0 && writes_all(v, t, values, n))))
			return v->bare ? APP_KEEP_BARE : APP_KEEP_ALL;
	}
	return t && !asked ? APP_KEEP_ALL : APP_KEEP_NOTHING;
}

uint64_t app_draft_new_id(void)
{
	uint64_t id = 0;

	while (id == 0) {
		random_bytes(&id, sizeof(id));
		id &= INT64_MAX; /* a key in SQL is signed */
	}
	return id;
}

int app_draft_put(struct app *ap, const struct app_user *u, const struct app_draft *d)
{
	struct store_draft sd = { .id = d->id, .user = u->id, .form = d->form, .subject = d->subject, .cursor = d->cursor ? d->cursor : "",
		.at = d->at ? d->at : clock_now(), .thrown = d->thrown };
	struct buf b;
	int err;

	buf_init(&b, BODY_MAX);
	app_values_write(d->values, d->n_values, true, &b);
	err = buf_err(&b);
	sd.body = buf_str(&b);
	sd.body_len = b.len;
	err = err ? err : store_draft_put(ap->st, &sd);
	buf_clear(&b);
	return err;
}

const struct app_value *app_values_read(const char *body, size_t len, struct arena *a, size_t *out_n)
{
	const char *p = body, *end = body + len;
	struct app_value *v;
	size_t lines = 1, n = 0;

	for (size_t i = 0; i < len; i++)
		lines += body[i] == '\n';
	v = arena_xalloc(a, lines * sizeof(*v));
	while (p < end && n < DRAFT_VALUES_MAX) {
		const char *line = memchr(p, '\n', (size_t)(end - p)), *tab;

		if (!line)
			line = end;
		tab = memchr(p, '\t', (size_t)(line - p));
		if (tab)
			v[n++] = (struct app_value){ unescape(p, (size_t)(tab - p), a), unescape(tab + 1, (size_t)(line - tab - 1), a) };
		p = line + 1;
	}
	*out_n = n;
	return v;
}

int app_draft_list(struct app *ap, const struct app_user *u, struct arena *a, struct app_draft **out, size_t *n)
{
	struct store_draft *d;
	int err = store_draft_list(ap->st, u->id, a, &d, n);

	*out = NULL;
	if (err)
		return err;
	*out = arena_xalloc(a, (*n + 1) * sizeof(**out));
	for (size_t i = 0; i < *n; i++) {
		struct app_draft *o = &(*out)[i];

		*o = (struct app_draft){ .id = d[i].id, .form = d[i].form, .subject = d[i].subject, .cursor = d[i].cursor,
			.at = d[i].at, .thrown = d[i].thrown };
		o->values = app_values_read(d[i].body, d[i].body_len, a, &o->n_values);
	}
	return ERR_NONE;
}

int app_draft_drop(struct app *ap, uint64_t id)
{
	return store_draft_drop(ap->st, id);
}

int app_draft_wipe(struct app *ap, uint64_t id)
{
	return store_draft_wipe(ap->st, id);
}

int app_draft_flush(struct app *ap)
{
	return store_draft_flush(ap->st);
}
