/* app_pref.c: what a person has set for himself on this node: preferences, saved searches. Never in an event, never sent.
 * Keys in the store: p/KEY and s/FORM/NAME. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define NAME_CHARS 60

static int fail(struct err_info *ei, int err)
{
	return err == ERR_RANGE ? err_set(ei, err, model_message("A123")) : err;
}

static int pref_key(char *out, size_t cap, const char *key)
{
	int n;

	if (!key || !*key || strlen(key) > APP_PREF_KEY_MAX)
		return ERR_INVALID;
	for (const char *p = key; *p; p++)
		if (*p <= ' ' || *p > '~')
			return ERR_INVALID;
	n = snprintf(out, cap, "p/%s", key);
	return n > 0 && (size_t)n < cap ? ERR_NONE : ERR_INVALID;
}

int app_pref_get(struct app *ap, const struct app_user *u, const char *key, struct arena *a, const char **value)
{
	char full[STORE_PREF_KEY_MAX + 1];
	struct buf b;
	int err = pref_key(full, sizeof(full), key);

	*value = "";
	if (err)
		return err;
	buf_init(&b, STORE_PREF_MAX);
	err = store_pref_get(ap->st, u->id, full, &b);
	if (!err)
		*value = arena_xstrdup(a, buf_str(&b));
	buf_clear(&b);
	return err == ERR_NOTFOUND ? ERR_NONE : err;
}

int app_pref_set(struct app *ap, const struct app_user *u, const char *key, const char *value, struct err_info *ei)
{
	char full[STORE_PREF_KEY_MAX + 1];
	int err = pref_key(full, sizeof(full), key);

	if (value && !utf8_valid(value, strlen(value)))
		err = ERR_INVALID;
	return err ? err_set(ei, err, NULL) : fail(ei, store_pref_set(ap->st, u->id, full, value && *value ? value : NULL, ei));
}

/* ---- saved searches ------------------------------------------------------------------------------------------------------------------ */

static int search_key(char *out, size_t cap, const char *form, const char *name, struct err_info *ei)
{
	struct buf b;
	int err = !form || !*form || strchr(form, '/') ? ERR_INVALID : ERR_NONE, n;

	buf_init(&b, 1024);
	if (!err)
		err = text_clean(name ? name : "", name ? strlen(name) : 0, TEXT_ONE_LINE, &b);
	if (!err && (b.len == 0 || utf8_chars(buf_str(&b), b.len) > NAME_CHARS))
		err = ERR_INVALID;
	n = err ? 0 : snprintf(out, cap, "s/%s/%s", form, buf_str(&b));
	if (n < 0 || (size_t)n >= cap)
		err = ERR_INVALID;
	buf_clear(&b);
	return err ? err_set(ei, err, model_message("A124")) : ERR_NONE;
}

int app_search_save(struct app *ap, const struct app_user *u, const char *form, const char *name, const struct app_value *values, size_t n,
		struct err_info *ei)
{
	char key[STORE_PREF_KEY_MAX + 1];
	struct buf b;
	int err = search_key(key, sizeof(key), form, name, ei);

	if (err)
		return err;
	buf_init(&b, STORE_PREF_MAX);
	app_values_write(values, n, false, &b);
	err = buf_err(&b) ? ERR_RANGE : store_pref_set(ap->st, u->id, key, buf_str(&b), ei);
	buf_clear(&b);
	return fail(ei, err);
}

int app_search_list(struct app *ap, const struct app_user *u, const char *form, struct arena *a, struct app_search **out, size_t *n)
{
	const char *prefix = arena_xprintf(a, "s/%s/", form);
	struct store_pref *p;
	int err = store_pref_list(ap->st, u->id, prefix, a, &p, n);

	*out = NULL;
	if (err)
		return err;
	*out = arena_xalloc(a, (*n + 1) * sizeof(**out));
	for (size_t i = 0; i < *n; i++) {
		struct app_search *s = &(*out)[i];

		s->name = p[i].key + strlen(prefix);
		s->values = app_values_read(p[i].value, strlen(p[i].value), a, &s->n_values);
	}
	return ERR_NONE;
}

int app_search_drop(struct app *ap, const struct app_user *u, const char *form, const char *name, struct err_info *ei)
{
	char key[STORE_PREF_KEY_MAX + 1];
	int err = search_key(key, sizeof(key), form, name, ei);

	return err ? err : store_pref_set(ap->st, u->id, key, NULL, ei);
}

int app_search_rename(struct app *ap, const struct app_user *u, const char *form, const char *name, const char *to, struct err_info *ei)
{
	char from[STORE_PREF_KEY_MAX + 1], key[STORE_PREF_KEY_MAX + 1];
	struct buf value, other;
	int err = search_key(from, sizeof(from), form, name, ei);

	if (!err)
		err = search_key(key, sizeof(key), form, to, ei);
	if (err || strcmp(from, key) == 0)
		return err;
	buf_init(&value, STORE_PREF_MAX);
	buf_init(&other, STORE_PREF_MAX);
	if (!store_pref_get(ap->st, u->id, key, &other)) {
		app_fail(ei, ERR_EXISTS, "A166", "name", to);
		err = ERR_EXISTS;
	} else {
		err = store_pref_get(ap->st, u->id, from, &value);
	}
	if (err == ERR_NOTFOUND)
		app_fail(ei, err, "A167", "name", name);
	if (!err)
		err = store_pref_set(ap->st, u->id, key, buf_str(&value), ei);
	if (err == ERR_RANGE && !store_pref_set(ap->st, u->id, from, NULL, ei)) /* all places are taken: the old one makes room */
		err = store_pref_set(ap->st, u->id, key, buf_str(&value), ei);
	else if (!err)
		err = store_pref_set(ap->st, u->id, from, NULL, ei);
	err = fail(ei, err);
	buf_clear(&value);
	buf_clear(&other);
	return err;
}
