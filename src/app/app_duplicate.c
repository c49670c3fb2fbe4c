/* app_duplicate.c: has this paper come before? (MODEL_RULE_DUPLICATE, DOMAIN 2.1 "Duplicates") */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ABSTRACT_CHARS 60
#define CANDIDATES 500
#define KEY_NAME "duplicate"

/* Without blanks, marks and leading zeros: 0245 = 245, "sxd-qln" = "SXD-QLN". */
static void key_of(const char *s, size_t max_chars, struct buf *out)
{
	struct buf b;
	size_t n = 0;

	buf_init(&b, 8192);
	text_fold(s, strlen(s), &b);
	for (const char *p = buf_str(&b); *p && (!max_chars || n < max_chars); p++) {
		if (*p == ' ' || (*p == '0' && out->len == 0))
			continue;
		buf_put(out, p, 1);
		n++;
	}
	buf_clear(&b);
}

static bool same_text(const char *a, const char *b, size_t max_chars)
{
	struct buf x, y;
	bool same;

	buf_init(&x, 8192);
	buf_init(&y, 8192);
	key_of(a, max_chars, &x);
	key_of(b, max_chars, &y);
	same = strcmp(buf_str(&x), buf_str(&y)) == 0;
	buf_clear(&x);
	buf_clear(&y);
	return same;
}

/* The key's fields: dates are asked of the store, texts are compared here. */
struct key {
	const struct model_field *text[6], *date;
	size_t n;
	const struct model_field *instead; /* compared when every text behind the first is empty */
};

static void read_key(const struct app_deed *d, const struct model_rule *r, struct key *k)
{
	memset(k, 0, sizeof(*k));
	for (const char *p = r->field; *p;) {
		size_t n = strcspn(p, "+");
		char name[64];
		const struct model_field *f;

		app_copy(name, sizeof(name), p, n);
		f = model_field_by_name(d->type, name);
		if (f && f->kind == MODEL_DATE)
			k->date = f;
		else if (f && k->n < COUNT_OF(k->text))
			k->text[k->n++] = f;
		p += n + (p[n] == '+');
	}
	k->instead = model_field_by_name(d->type, r->arg);
}

static const char *text_of(app_val_fn *val, void *ctx, const struct model_field *f)
{
	struct val v = val(ctx, f);

	return v.shape == VAL_BYTES ? v.s : "";
}

static bool same(app_val_fn *val, void *ctx, const struct key *k, const struct rec *other)
{
	bool bare = true;

	for (size_t i = 0; i < k->n; i++) {
		const char *mine = text_of(val, ctx, k->text[i]);

		if (!same_text(mine, app_rec_text(other, k->text[i]->no), 0))
			return false;
		bare &= i == 0 || !*mine;
	}
	return !bare || !k->instead || same_text(text_of(val, ctx, k->instead), app_rec_text(other, k->instead->no), ABSTRACT_CHARS);
}

static struct val draft_val(void *ctx, const struct model_field *f)
{
	return app_draft_val(ctx, f);
}

/* Candidates: of that day when it is known, else with that second text of the key, the paper's own number. */
static int candidates(struct app *ap, const struct model_type *t, const struct key *k, app_val_fn *val, void *ctx, rowid_t office,
		struct arena *a, struct rec ***rows, size_t *n)
{
	struct val on = val(ctx, k->date);
	struct store_cond c[2] = { { .field = k->date->no, .op = STORE_EQ, .v = on },
		{ .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)office) } };
	struct store_query q = { .type = t, .cond = c, .n_cond = office ? 2 : 1, .limit = CANDIDATES };
	const char *number = on.shape != VAL_INT && k->n > 1 ? text_of(val, ctx, k->text[1]) : "";

	*n = 0;
	if (on.shape != VAL_INT && !*number)
		return ERR_NONE;
	if (on.shape != VAL_INT) {
		c[0].field = k->text[1]->no;
		c[0].v = val_str(number);
	}
	return store_select(ap->st, &q, a, rows, n);
}

int app_duplicates(struct app *ap, const struct model_type *t, app_val_fn *val, void *ctx, rowid_t self, struct arena *a, rowid_t *out,
		size_t cap, size_t *n)
{
	struct app_deed d = { .ap = ap, .a = a, .type = t };
	int err = ERR_NONE;

	*n = 0;
	for (size_t i = 0, count = model_verb_count(); i < count && !err; i++) {
		const struct model_verb *v = model_verb_at(i);

		for (size_t r = 0; r < v->n_rules && strcmp(v->type, t->name) == 0 && !err; r++) {
			struct rec **rows = NULL;
			size_t found = 0;
			struct key k;

			if (v->rules[r].op != MODEL_RULE_DUPLICATE)
				continue;
			read_key(&d, &v->rules[r], &k);
			if (k.date && k.n > 0)
				err = candidates(ap, t, &k, val, ctx, 0, a, &rows, &found);
			for (size_t m = 0; m < found && *n < cap; m++)
				if (rows[m]->id != self && same(val, ctx, &k, rows[m]))
					out[(*n)++] = rows[m]->id;
		}
	}
	return err;
}

static bool in_key(const struct key *k, const struct model_field *f)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->text[i] == f)
			return true;
	return k->date == f;
}

bool app_duplicate_asks(const struct model_type *t, const struct model_field *f)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	size_t n_parts = f->kind == MODEL_COMPOSITE ? model_composite_parts(t, f, parts) : 0;
	struct app_deed d = { .type = t };
	bool asks = false;

	for (size_t i = 0, count = model_verb_count(); i < count; i++) {
		const struct model_verb *v = model_verb_at(i);

		for (size_t r = 0; r < v->n_rules && strcmp(v->type, t->name) == 0; r++) {
			struct key k;

			if (v->rules[r].op != MODEL_RULE_DUPLICATE)
				continue;
			read_key(&d, &v->rules[r], &k);
			asks = asks || in_key(&k, f);
			for (size_t p = 0; p < n_parts; p++)
				asks = asks || in_key(&k, parts[p]);
		}
	}
	return asks;
}

static const struct rec *find_first(struct app_deed *d, const struct key *k)
{
	struct rec **rows;
	size_t n;

	if (app_draft_val(d->row[0], k->date).shape != VAL_INT ||
	    candidates(d->ap, d->type, k, draft_val, d->row[0], d->user->office, d->a, &rows, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (rows[i]->id != d->row[0]->id && same(draft_val, d->row[0], k, rows[i]))
			return rows[i];
	return NULL;
}

/* The symbol, where the form has it as one field. */
static const struct model_field *composite_of(const struct model_type *t, const struct key *k)
{
	for (size_t i = 0; k->n > 1 && i < t->n_fields; i++)
		if (t->fields[i].kind == MODEL_COMPOSITE && strstr(t->fields[i].of, k->text[1]->name))
			return &t->fields[i];
	return NULL;
}

static uint64_t about_record(const struct rec *first)
{
	char id[24];

	snprintf(id, sizeof(id), "%llu", (unsigned long long)first->id);
	return app_about(0, id);
}

static void ask(struct app_deed *d, const struct model_rule *r, const struct key *k, const struct rec *first)
{
	const struct model_field *no = model_field_by_name(d->type, d->type->number_field), *day = model_field_by_name(d->type,
			d->type->date_field);
	static const char *const choice[] = { "A50", "A51", "A52" };
	const struct model_field *at = composite_of(d->type, k) ? composite_of(d->type, k) : k->text[0];
	const char *path = at->name;
	size_t before = d->out->n_problems;
	struct app_problem *p;

	app_problem_add(d, APP_CHOICE, path, at, r->message, "no",
			no ? app_typed_text(d->ap, no, rec_val(first, no), d->a) : "", "date",
			day ? app_typed_text(d->ap, day, rec_val(first, day), d->a) : "", NULL);
	if (d->out->n_problems == before)
		return;
	p = &d->out->problems[before];
	p->choices = COUNT_OF(choice);
	for (size_t i = 0; i < COUNT_OF(choice); i++)
		snprintf(p->choice_text[i], sizeof(p->choice_text[i]), "%s", model_message(choice[i]));
	snprintf(p->key, sizeof(p->key), KEY_NAME);
	p->about = about_record(first);
}

void app_duplicate_check(struct app_deed *d, const struct model_rule *r)
{
	const struct app_answer *answer;
	const struct model_field *ref = model_field_by_name(d->type, r->field2);
	const struct model_field *no = model_field_by_name(d->type, d->type->number_field);
	const struct rec *first;
	struct key k;

	read_key(d, r, &k);
	if (!k.date || k.n == 0)
		return;
	first = find_first(d, &k);
	if (!first)
		return;
	answer = app_deed_answer(d, KEY_NAME, about_record(first));
	if (!answer || answer->choice < 1 || answer->choice > 3) {
		ask(d, r, &k, first);
	} else if (answer->choice == 1) {
		app_problem_add(d, APP_REFUSED, k.text[0]->name, k.text[0], "A37", "no", no ? app_typed_text(d->ap, no, rec_val(first,
				no), d->a) : "", NULL);
	} else if (answer->choice == 2 && ref) {
		app_draft_give(d->row[0], ref, val_int((int64_t)first->id));
	} else if (!*app_reason_clean(d, answer->reason)) {
		char verb[120];

		app_problem_add(d, APP_REFUSED, APP_PATH_REASON, NULL, "M32", "verb", app_lower_first(model_message("A92"), verb,
				sizeof(verb)), NULL);
	} else {
		app_reason_give(d, app_reason_clean(d, answer->reason));
	}
}

/* For expressions: "1" when a record with this symbol and this first text of the key is in some book already. A form asks it while it is
 * being filled; the rule above asks again, with the date, at the save. */
const char *app_duplicate_symbol(struct app *ap, const char *const *arg, size_t n_args, struct arena *a)
{
	(void)n_args;
	for (size_t i = 0, count = model_verb_count(); i < count && *arg[0]; i++) {
		const struct model_verb *v = model_verb_at(i);

		for (size_t k = 0; k < v->n_rules; k++) {
			struct app_deed d = { .ap = ap, .a = a, .type = model_type_by_name(v->type) };
			const struct model_field *f;
			struct buf piece[MODEL_PARTS_MAX];
			struct key key;
			struct rec **rows;
			size_t n;
			bool hit = false;

			if (v->rules[k].op != MODEL_RULE_DUPLICATE || !d.type)
				continue;
			read_key(&d, &v->rules[k], &key);
			f = composite_of(d.type, &key);
			if (!f || key.n < 2)
				continue;
			for (size_t j = 0; j < MODEL_PARTS_MAX; j++)
				buf_init(&piece[j], 1024);
			if (!model_composite_split(f, arg[0], piece) && !app_rows_where(ap, d.type, key.text[1]->no,
					val_str(buf_str(&piece[0])), a, &rows, &n))
				for (size_t j = 0; j < n && !hit; j++)
					hit = same_text(arg[1], app_rec_text(rows[j], key.text[0]->no), 0) &&
					      (key.n < 3 || same_text(buf_str(&piece[1]), app_rec_text(rows[j], key.text[2]->no), 0));
			for (size_t j = 0; j < MODEL_PARTS_MAX; j++)
				buf_clear(&piece[j]);
			if (hit)
				return "1";
		}
	}
	return "0";
}
