/* app_find.c: NUMBER[/year][@office], a key, or any word that names a row; last values; labels. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATES_SHOWN 5

struct wanted {
	char number[80], office[40];
	int year; /* 0: any */
};

static void split(const char *what, bool dated, struct wanted *w)
{
	const char *at = strrchr(what, '@'), *slash;
	size_t n = at ? (size_t)(at - what) : strlen(what);

	memset(w, 0, sizeof(*w));
	if (at)
		snprintf(w->office, sizeof(w->office), "%s", at + 1);
	app_copy(w->number, sizeof(w->number), what, n);
	slash = dated ? strrchr(w->number, '/') : NULL;
	if (slash && strlen(slash) == 5 && strspn(slash + 1, "0123456789") == 4) {
		w->year = atoi(slash + 1);
		w->number[slash - w->number] = '\0';
	}
}

static int office_of(struct app *ap, const char *code, struct arena *a, rowid_t *out, struct err_info *ei)
{
	struct rec *r;
	int err = app_row_by_text(ap, model_type_by_no(MODEL_OFFICE), MODEL_OFFICE_CODE, code, a, &r);

	if (err)
		app_fail(ei, err, "A25", "text", code);
	else
		*out = r->id;
	return err;
}

static bool in_year(const struct rec *r, const struct model_field *date, int year)
{
	struct val v = date ? rec_val(r, date) : val_null();
	int y, m, d;

	if (!year || v.shape != VAL_INT)
		return !year;
	day_split(date->kind == MODEL_TIME ? day_of_time(v.i) : (day_t)v.i, &y, &m, &d);
	return y == year;
}

static void say_candidates(struct app *ap, const struct app_user *u, struct rec **hit, size_t n, const char *what, struct arena *a, struct err_info *ei)
{
	const struct model_type *t = hit[0]->type;
	const struct model_field *date = model_field_by_name(t, t->date_field);
	char count[24], first[APP_TEXT_MAX];
	struct rec *office;
	struct buf b;

	snprintf(count, sizeof(count), "%zu", n);
	buf_init(&b, 4096);
	buf_puts(&b, app_say(first, sizeof(first), "A04", "n", count, "what", what, NULL));
	for (size_t i = 0; i < n && i < CANDIDATES_SHOWN; i++) {
		const char *text = app_title_text(ap, u, app_guarded(ap, u, hit[i]), hit[i], true, a);

		buf_printf(&b, "\n%s  %s  %.*s", date ? app_typed_text(ap, date, rec_val(hit[i], date), a) : "",
			   app_row_get(ap, model_type_by_no(MODEL_OFFICE), hit[i]->owner, a, &office) ? "" : app_rec_text(office,
					MODEL_OFFICE_CODE),
			   (int)text_cut(text, 30), text);
	}
	err_set(ei, ERR_AMBIGUOUS, buf_str(&b));
	buf_clear(&b);
}

/* The owner is asked for too: at the centre a number 1 is there once for each office and year, more than one look may hold. */
static int rows_with(struct app *ap, const struct model_field *no, const struct model_type *t, struct val v, rowid_t owner, struct arena *a,
		struct rec ***rows, size_t *n)
{
	struct store_cond c[2] = { { .field = no->no, .op = STORE_EQ, .v = v },
		{ .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)owner) } };
	struct store_query q = { .type = t, .cond = c, .n_cond = owner && !(t->flags & MODEL_T_LIST) ? 2 : 1, .limit = APP_ROWS_MAX };

	*n = 0;
	return store_select(ap->st, &q, a, rows, n);
}

static int by_number(struct app *ap, const struct app_user *u, const struct model_type *t, const char *what, struct arena *a, rowid_t *id,
		     struct err_info *ei)
{
	const struct model_field *no = model_field_by_name(t, t->number_field), *date = model_field_by_name(t, t->date_field);
	rowid_t owner = app_scope_owner(ap, u, t);
	struct rec **rows, *hit[64];
	size_t n, hits = 0;
	struct wanted w;
	int err = ERR_NONE;

	split(what, date != NULL, &w);
	if (w.office[0])
		err = office_of(ap, w.office, a, &owner, ei);
	if (err || !no || !w.number[0] || (no->kind == MODEL_INT && w.number[strspn(w.number, "0123456789")] != '\0'))
		return err ? err : ERR_NOTFOUND;
	err = rows_with(ap, no, t, no->kind == MODEL_INT ? val_int(atoll(w.number)) : val_str(w.number), owner, a, &rows, &n);
	if (!err && n == 0 && no->kind == MODEL_TEXT) { /* small letters typed for capitals */
		struct buf b;

		buf_init(&b, 256);
		text_upper(w.number, strlen(w.number), &b);
		err = rows_with(ap, no, t, val_str(buf_str(&b)), owner, a, &rows, &n);
		buf_clear(&b);
	}
	for (size_t i = 0; i < n && hits < COUNT_OF(hit); i++)
		if (in_year(rows[i], date, (t->flags & MODEL_T_SYSTEM) ? 0 : w.year))
			hit[hits++] = rows[i];
	if (err || hits == 0)
		return err ? err : ERR_NOTFOUND;
	if (hits > 1) {
		say_candidates(ap, u, hit, hits, w.number, a, ei);
		return ERR_AMBIGUOUS;
	}
	*id = hit[0]->id;
	return ERR_NONE;
}

int app_find(struct app *ap, const struct app_user *u, const char *type, const char *what, rowid_t *id, struct err_info *ei)
{
	const struct model_type *t = model_type_by_name(type);
	struct arena *a = arena_new(APP_ARENA_MAX);
	char *end;
	unsigned long long key = strtoull(what, &end, 10);
	struct rec *r;
	int err = ERR_NOTFOUND;

	*id = 0;
	if (!a)
		return err_set(ei, ERR_NOMEM, NULL);
	if (!t) {
		app_fail(ei, ERR_NOTFOUND, "A45", "text", type);
	} else if (*what && *end == '\0' && key_node(key) > 0) {
		rowid_t owner = app_scope_owner(ap, u, t);

		err = app_row_get(ap, t, key, a, &r);
		if (!err && owner && r->owner != owner)
			err = ERR_NOTFOUND;
		if (!err)
			*id = key;
	} else {
		err = by_number(ap, u, t, what, a, id, ei);
	}
	if (t && err == ERR_NOTFOUND && !(ei && ei->code == ERR_NOTFOUND && ei->text[0]))
		app_fail(ei, ERR_NOTFOUND, "A03", "what", what);
	arena_free(a);
	return err;
}

/* ---- what the office typed last ------------------------------------------------------------------------------------------------------ */

/* 125/QĐ-UBND from its parts; "" when one of them may not be read. */
static int whole(struct app *ap, const struct app_user *u, bool guarded, const struct model_type *t, const struct model_field *f,
		const struct rec *r, struct arena *a, const char **text)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	const char *texts[MODEL_PARTS_MAX] = { NULL };
	struct buf b;

	for (size_t i = 0, n = model_composite_parts(t, f, parts); i < n; i++) {
		if (!app_readable(ap, u, guarded, parts[i], rec_val(r, parts[i])))
			return ERR_NONE;
		texts[i] = app_typed_text(ap, parts[i], rec_val(r, parts[i]), a);
	}
	buf_init(&b, APP_TEXT_MAX);
	model_composite_join(f, texts, &b);
	*text = arena_xstrdup(a, buf_str(&b));
	buf_clear(&b);
	return ERR_NONE;
}

int app_last_value(struct app *ap, const struct app_user *u, const char *type, const char *path, struct arena *a, const char **text)
{
	const struct model_type *t = model_type_by_name(type);
	struct store_cond c[8] = { { .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)u->office) } };
	struct store_order order = { .field = MODEL_F_ID, .desc = true };
	struct store_query q = { .type = t, .cond = c, .n_cond = 1, .order = &order, .n_order = 1, .limit = 1 };
	struct model_path p;
	struct rec **rows, *r;
	bool guarded;
	struct val v;
	size_t n;

	*text = "";
	if (!t || model_path_parse(t, path, &p) || p.child)
		return ERR_NOTFOUND;
	for (size_t i = 0; i < t->n_states && q.n_cond < COUNT_OF(c); i++) /* a secret record lends nothing */
		if (t->states[i].flags & MODEL_S_SECRET)
			c[q.n_cond++] = (struct store_cond){ .field = MODEL_F_STATE, .op = STORE_NE, .v = val_int(t->states[i].no) };
	if (store_select(ap->st, &q, a, &rows, &n) || n == 0)
		return ERR_NONE;
	r = rows[0];
	guarded = app_guarded(ap, u, r);
	if (p.embed) {
		v = rec_val(r, p.embed);
		if (v.shape != VAL_INT || app_row_get(ap, model_type_by_name(p.embed->of), (rowid_t)v.i, a, &r))
			return ERR_NONE;
	}
	if (p.field->kind == MODEL_COMPOSITE && !p.embed)
		return whole(ap, u, guarded, t, p.field, r, a, text);
	if (p.field->kind == MODEL_COMPOSITE || !app_readable(ap, u, guarded, p.field, rec_val(r, p.field)) || (p.field->flags & MODEL_COMPUTED))
		return ERR_NONE;
	*text = app_typed_text(ap, p.field, rec_val(r, p.field), a);
	return ERR_NONE;
}
