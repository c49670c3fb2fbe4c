/* app_format.c: values -> text: as edited, as read, and with personal data covered. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

static const char *money_text(int64_t v, struct arena *a)
{
	char digits[32], out[48];
	size_t n, o = 0;
	uint64_t abs = v < 0 ? (uint64_t)(-(v + 1)) + 1 : (uint64_t)v;

	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)abs);
	n = strlen(digits);
	if (v < 0)
		out[o++] = '-';
	for (size_t i = 0; i < n; i++) {
		out[o++] = digits[i];
		if ((n - i) % 3 == 1 && i + 1 < n)
			out[o++] = '.';
	}
	out[o] = '\0';
	return arena_xstrdup(a, out);
}

static const char *ref_text(struct app *ap, const char *type, int64_t id, bool typed, struct arena *a)
{
	const struct model_type *t = model_type_by_name(type);
	const struct model_field *key;
	struct rec *r;

	if (!t || app_row_get(ap, t, (rowid_t)id, a, &r))
		return typed ? arena_xprintf(a, "%lld", (long long)id) : model_message("A83");
	if (!typed)
		return app_row_title(ap, r, a);
	key = (t->flags & (MODEL_T_SYSTEM | MODEL_T_LIST)) ? model_field_by_name(t, t->number_field ? t->number_field : t->title_field) : NULL;
	if (key && app_rec_text(r, key->no)[0])
		return app_rec_text(r, key->no);
	return arena_xprintf(a, "%lld", (long long)id);
}

static const char *list_text(struct app *ap, const struct model_field *f, struct val v, bool typed, struct arena *a)
{
	struct buf b;
	const char *out;

	buf_init(&b, 4096);
	for (size_t i = 0; i < v.n; i++) {
		if (i)
			buf_puts(&b, typed ? "," : ", ");
		if (f->kind == MODEL_LIST_CODE)
			buf_puts(&b, typed ? v.items[i].s : app_code_label(ap, f->of, v.items[i].s));
		else
			buf_puts(&b, ref_text(ap, f->of, v.items[i].i, typed, a));
	}
	out = arena_xstrdup(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

static const char *ref_any_text(struct app *ap, struct val v, bool typed, struct arena *a)
{
	const struct model_type *t = v.n == 2 ? model_type_by_no((uint32_t)v.items[0].i) : NULL;

	if (!t)
		return "";
	if (typed)
		return arena_xprintf(a, "%s:%lld", t->name, (long long)v.items[1].i);
	return arena_xprintf(a, "%s %s", t->label, ref_text(ap, t->name, v.items[1].i, false, a));
}

const char *app_typed_text(struct app *ap, const struct model_field *f, struct val v, struct arena *a)
{
	char day[DAY_TEXT_MAX], time[TIME_TEXT_MAX];

	if (app_val_empty(v))
		return "";
	switch (f->kind) {
	case MODEL_TEXT:
	case MODEL_CODE:
	case MODEL_ATTACHMENT:
		return v.s;
	case MODEL_INT:
	case MODEL_YES:
		return arena_xprintf(a, "%lld", (long long)v.i);
	case MODEL_MONEY:
		return money_text(v.i, a);
	case MODEL_DATE:
		return arena_xstrdup(a, day_show((day_t)v.i, day));
	case MODEL_TIME:
		return arena_xstrdup(a, time_show(v.i, time));
	case MODEL_REF:
		return ref_text(ap, f->of, v.i, true, a);
	case MODEL_REF_ANY:
		return ref_any_text(ap, v, true, a);
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
		return list_text(ap, f, v, true, a);
	case MODEL_COMPOSITE:
		return "";
	}
	return "";
}

const char *app_shown_text(struct app *ap, const struct model_field *f, struct val v, bool full, struct arena *a)
{
	char day[DAY_TEXT_MAX];

	if (app_val_empty(v))
		return "";
	switch (f->kind) {
	case MODEL_CODE:
		return arena_xstrdup(a, app_code_label(ap, f->of, v.s));
	case MODEL_YES:
		return model_message(v.i ? "A80" : "A81");
	case MODEL_MONEY:
		return arena_xprintf(a, "%s đ", money_text(v.i, a));
	case MODEL_DATE:
		return full ? app_typed_text(ap, f, v, a) : arena_xstrdup(a, day_show_short((day_t)v.i, day_today(), day));
	case MODEL_TIME:
		return full ? app_typed_text(ap, f, v, a) : arena_xstrdup(a, day_show_short(day_of_time(v.i), day_today(), day));
	case MODEL_REF:
		return ref_text(ap, f->of, v.i, false, a);
	case MODEL_REF_ANY:
		return ref_any_text(ap, v, false, a);
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
		return list_text(ap, f, v, false, a);
	case MODEL_TEXT:
	case MODEL_INT:
	case MODEL_ATTACHMENT:
	case MODEL_COMPOSITE:
		break;
	}
	return app_typed_text(ap, f, v, a);
}

/* ---- personal data ---------------------------------------------------------------------------------------------------------- */

bool app_may_read(const struct app_user *u, const struct model_field *f)
{
	const struct model_role *r = u ? model_role_by_no(u->role) : NULL;

	return !(f->flags & MODEL_PERSONAL) || (r && r->personal);
}

/* Long numbers keep their ends, names all but the last letter, everything else disappears. */
const char *app_masked_text(const struct model_field *f, const char *shown, struct arena *a)
{
	size_t n = strlen(shown), digits = strspn(shown, "0123456789 ");

	if (n == 0)
		return shown;
	if (digits == n && n >= 9)
		return arena_xprintf(a, "%.4s••••••%s", shown, shown + n - 2);
	if (f->flags & MODEL_NAME)
		return arena_xprintf(a, "%.*s•", (int)utf8_prev(shown, n), shown);
	return "•••";
}
