/* app_macro.c: short forms for typing, kept on this node like preferences: a person's own, and the office's, which its administrator keeps.
 * Keys in the store: m/KEY under the user, o/KEY under the office. No event: they change how a text is typed, never what a record holds. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define KEY_MIN 2
#define TEXT_BYTES_MAX 500 /* what congvu/ime.h expands */

static rowid_t keeper(const struct app_user *u, bool office)
{
	return office ? u->office : u->id;
}

bool app_macro_may(const struct app_user *u, bool office)
{
	return !office || model_verb_role(model_verb_by_no(MODEL_V_CHANGE), u->role);
}

static int macro_key(const char *key, bool office, char *out, size_t cap, struct err_info *ei)
{
	size_t n = strlen(key);
	char lower[APP_MACRO_KEY_MAX + 1];

	for (size_t i = 0; i < n && n <= APP_MACRO_KEY_MAX; i++) {
		lower[i] = (char)(key[i] >= 'A' && key[i] <= 'Z' ? key[i] - 'A' + 'a' : key[i]);
		if (lower[i] < 'a' || lower[i] > 'z')
			n = 0;
	}
	if (n < KEY_MIN || n > APP_MACRO_KEY_MAX)
		return err_set(ei, ERR_INVALID, model_message("A141"));
	lower[n] = '\0';
	snprintf(out, cap, "%c/%s", office ? 'o' : 'm', lower);
	return ERR_NONE;
}

static int macro_text(const char *text, struct buf *out, struct err_info *ei)
{
	char n[24];
	size_t chars;
	int err = text_clean(text, strlen(text), TEXT_ONE_LINE, out);

	if (err)
		return err_set(ei, err, model_message("A142"));
	chars = utf8_chars(buf_str(out), out->len);
	snprintf(n, sizeof(n), "%zu", chars);
	if (chars > APP_MACRO_TEXT_MAX || out->len > TEXT_BYTES_MAX) {
		app_fail(ei, ERR_RANGE, "A143", "n", n);
		return ERR_RANGE;
	}
	return out->len > 0 ? ERR_NONE : err_set(ei, ERR_INVALID, model_message("A142"));
}

int app_macro_set(struct app *ap, const struct app_user *u, bool office, const char *key, const char *text, struct err_info *ei)
{
	char full[APP_MACRO_KEY_MAX + 3];
	struct buf b;
	int err;

	if (!app_macro_may(u, office))
		return err_set(ei, ERR_DENIED, model_message("A145"));
	err = macro_key(key, office, full, sizeof(full), ei);
	if (err)
		return err;
	buf_init(&b, STORE_PREF_MAX);
	err = text ? macro_text(text, &b, ei) : ERR_NONE;
	if (!err && text && strcmp(buf_str(&b), full + 2) == 0)
		err = err_set(ei, ERR_INVALID, model_message("A142"));
	if (!err) {
		err = store_pref_set(ap->st, keeper(u, office), full, text ? buf_str(&b) : NULL, ei);
		if (err == ERR_RANGE)
			(void)err_set(ei, err, model_message("A144"));
	}
	buf_clear(&b);
	return err;
}

static int add(struct app *ap, const struct app_user *u, bool office, struct arena *a, struct app_macro *out, size_t *n)
{
	struct store_pref *p;
	size_t found;
	int err = store_pref_list(ap->st, keeper(u, office), office ? "o/" : "m/", a, &p, &found);

	for (size_t i = 0; !err && i < found; i++)
		out[(*n)++] = (struct app_macro){ .key = p[i].key + 2, .text = p[i].value, .office = office };
	return err;
}

int app_macro_list(struct app *ap, const struct app_user *u, struct arena *a, struct app_macro **out, size_t *n)
{
	int err;

	*n = 0;
	*out = arena_xalloc(a, 2 * STORE_PREFS_MAX * sizeof(**out));
	err = add(ap, u, false, a, *out, n);
	return err ? err : add(ap, u, true, a, *out, n);
}
