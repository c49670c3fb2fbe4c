/* app_ref.c: rows as a person names them: a login, a book's name, a procedure's code, a number. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

rowid_t app_scope_owner(struct app *ap, const struct app_user *u, const struct model_type *t)
{
	struct store_node n;

	if ((t->flags & MODEL_T_LIST) || !u)
		return 0;
	if (t->flags & MODEL_T_SYSTEM) /* books, users: each office has its own */
		return u->office;
	if (store_node_get(ap->st, &n) || n.office == u->office)
		return 0; /* the node's own office sees what the node holds: its own and what was sent to it; the centre, everything */
	return u->office;
}

const char *app_row_title(struct app *ap, const struct rec *r, struct arena *a)
{
	const struct model_type *t = r->type;
	const struct model_field *f;
	static const char *const by[] = { "short_name" };

	for (size_t i = 0; i < COUNT_OF(by); i++) {
		f = model_field_by_name(t, by[i]);
		if (f && app_rec_text(r, f->no)[0])
			return app_rec_text(r, f->no);
	}
	f = model_field_by_name(t, (t->flags & (MODEL_T_SYSTEM | MODEL_T_LIST)) || !t->number_field ? t->title_field : t->number_field);
	if (t->secret_title && model_state_secret(t, r->state))
		return app_said(ap, r, t->secret_title, a);
	if (!f)
		return "";
	return app_shown_text(ap, f, rec_val(r, f), true, a);
}

const char *app_said(struct app *ap, const struct rec *r, const char *message_id, struct arena *a)
{
	const char *text = model_message(message_id), *pairs[16], *out;
	size_t n = 0;
	struct buf b;

	for (const char *p = strchr(text, '{'); p && n + 1 < COUNT_OF(pairs) / 2; p = strchr(p + 1, '{')) {
		char *name = arena_strndup(a, p + 1, strcspn(p + 1, "}"));
		const struct model_field *f = name ? model_field_by_name(r->type, strcmp(name, "number") == 0 ? r->type->number_field : name) : NULL;

		pairs[2 * n] = name ? name : "";
		pairs[2 * n++ + 1] = f ? app_shown_text(ap, f, rec_val(r, f), true, a) : "";
	}
	buf_init(&b, 4096);
	model_message_fill_pairs(&b, text, pairs, n);
	out = arena_xstrdup(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

const char *app_title_text(struct app *ap, const struct app_user *u, bool guarded, const struct rec *r, bool full, struct arena *a)
{
	const struct model_field *f = model_field_by_name(r->type, r->type->title_field);

	if (r->type->secret_title && model_state_secret(r->type, r->state))
		return app_said(ap, r, r->type->secret_title, a);
	return f ? app_read_text(ap, u, guarded, f, rec_val(r, f), full, a) : "";
}

/* Does this row answer to the word? 2: by its code, 1: by its name, 0: no. */
static int names(const struct rec *r, const char *word)
{
	const char *const fields[] = { r->type->number_field, r->type->title_field, "short_name" };

	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		const struct model_field *f = model_field_by_name(r->type, fields[i]);
		struct val v = f ? rec_val(r, f) : val_null();

		if (v.shape == VAL_BYTES && v.n > 0 && (strcmp(v.s, word) == 0 || app_fold_equal(v.s, word)))
			return i == 0 ? 2 : 1;
	}
	return 0;
}

/* Of a list whose rows are fed to everybody: the centre's, and an office's own to itself. On an office's node no others are. */
bool app_list_row_seen(struct app *ap, const struct app_user *u, const struct rec *r)
{
	struct store_node n;

	if (!(r->type->flags & MODEL_T_LIST) || u == NULL || r->owner == 0 || r->owner == u->office || !app_centre(ap))
		return true;
	return store_node_get(ap->st, &n) != 0 || r->owner == n.office;
}

const struct rec *app_row_named(struct app *ap, const struct app_user *u, const struct model_type *t, const char *word, rowid_t but,
		struct arena *a)
{
	rowid_t owner = app_scope_owner(ap, u, t);
	struct rec **rows;
	size_t n = 0;

	if (app_rows_where(ap, t, owner ? MODEL_F_OWNER : 0, owner ? val_int((int64_t)owner) : val_null(), a, &rows, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (rows[i]->id != but && app_row_valid_on(rows[i], day_today()) && names(rows[i], word) && app_list_row_seen(ap, u, rows[i]))
			return rows[i];
	return NULL;
}

static int by_word(struct app *ap, const struct app_user *u, const struct model_type *t, const char *word, rowid_t *out, const char **msg)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	rowid_t owner = app_scope_owner(ap, u, t);
	struct rec **rows;
	size_t n = 0, hits = 0;
	int best = 0;

	if (!a)
		return ERR_NOMEM;
	if (app_rows_where(ap, t, owner ? MODEL_F_OWNER : 0, owner ? val_int((int64_t)owner) : val_null(), a, &rows, &n))
		n = 0;
	for (size_t i = 0; i < n; i++) {
		int how = app_row_valid_on(rows[i], day_today()) ? names(rows[i], word) : 0;

		how = how && app_list_row_seen(ap, u, rows[i]) ? how : 0;

		if (how > best) {
			best = how;
			hits = 0;
		}
		if (how && how == best) {
			*out = rows[i]->id;
			hits++;
		}
	}
	arena_free(a);
	*msg = hits == 0 ? "A11" : "A12";
	return hits == 1 ? ERR_NONE : ERR_INVALID;
}

int app_ref_parse(struct app *ap, const struct app_user *u, const struct model_type *target, const char *typed, rowid_t *out,
		const char **msg)
{
	struct arena *a;
	struct rec *r;
	char *end;
	unsigned long long key = strtoull(typed, &end, 10);
	bool is_key = *typed && *end == '\0' && key_node(key) > 0;
	int err = ERR_NOTFOUND;

	*out = 0;
	*msg = "A11";
	if (!target)
		return ERR_INVALID;
	if (is_key) {
		a = arena_new(APP_ARENA_MAX);
		if (!a)
			return ERR_NOMEM;
		err = app_row_get(ap, target, key, a, &r);
		if (!err && app_scope_owner(ap, u, target) && r->owner != app_scope_owner(ap, u, target))
			err = ERR_NOTFOUND; /* a key reaches no further than a word does */
		arena_free(a);
		if (!err)
			*out = key;
		return err ? ERR_INVALID : ERR_NONE;
	}
	if (target->flags & (MODEL_T_SYSTEM | MODEL_T_LIST))
		return by_word(ap, u, target, typed, out, msg);
	err = app_find(ap, u, target->name, typed, out, NULL);
	if (err == ERR_AMBIGUOUS)
		*msg = "A12";
	return err ? ERR_INVALID : ERR_NONE;
}
