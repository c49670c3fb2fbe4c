/* app_parse.c: what a person typed -> a value, by the field's kind. Lists and references are looked up; nothing is guessed. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

static int refuse(const char **msg, const char *id)
{
	*msg = id;
	return ERR_INVALID;
}

/* As an event has it, or as it is typed. */
static day_t read_day(struct app *ap, const struct model_field *f, const char *s, day_t today)
{
	day_t day = day_parse_iso(s);
	int n;

	if (day != DAY_NONE)
		return day;
	if ((f->flags & MODEL_DUE) && day_parse_shift(s, &n) == 0)
		return app_day_shift(app_calendar_get(ap), today, n);
	return day_parse_typed(s, today, &day) ? DAY_NONE : day;
}

static int parse_date(struct app *ap, const struct model_field *f, const char *s, struct val *out, const char **msg)
{
	day_t today = day_today(), day = read_day(ap, f, s, today);

	if (day == DAY_NONE)
		return refuse(msg, "M03");
	if ((f->flags & MODEL_PAST) && day > today)
		return refuse(msg, "M04");
	*out = val_int(day);
	return ERR_NONE;
}

/* "8:42", "08h42", "8h", "8g30": minutes of the day and how much of the text they are; negative: no time. */
static int read_minute(const char *s, size_t *used)
{
	size_t h = strspn(s, DIGITS), m;
	int hour, minute = 0;

	if (h < 1 || h > 2 || !s[h] || !strchr(":hHgG", s[h]))
		return -1;
	m = strspn(s + h + 1, DIGITS);
	if (m != 2 && !(m == 0 && s[h] != ':'))
		return -1;
	hour = atoi(s);
	if (m == 2)
		minute = atoi(s + h + 1);
	*used = h + 1 + m;
	return hour > 23 || minute > 59 ? -1 : hour * 60 + minute;
}

/* "08:42 03/03/2026", "08:42" (today), or as in events. */
static int parse_time(const struct model_field *f, const char *s, struct val *out, const char **msg)
{
	int64_t t = time_parse_iso(s);
	size_t used = 0;
	day_t day = day_today();

	if (t == INT64_MIN) {
		int minute = read_minute(s, &used);

		if (minute < 0)
			return refuse(msg, "A227");
		s += used;
		s += strspn(s, " ");
		if (*s && day_parse_typed(s, day, &day))
			return refuse(msg, "M03");
		t = (int64_t)day * 86400 - LOCAL_OFFSET_S + minute * 60;
	}
	if ((f->flags & MODEL_PAST) && t > clock_now() + 60)
		return refuse(msg, "M04");
	*out = val_int(t);
	return ERR_NONE;
}

static int parse_yes(const char *s, struct val *out, const char **msg)
{
	static const char *const yes[] = { "1", "x", "co", "c", "yes", "true" }, *const no[] = { "0", "khong", "k", "-", "no", "false" };

	for (size_t i = 0; i < COUNT_OF(yes); i++)
		if (app_fold_equal(s, yes[i])) {
			*out = val_int(1);
			return ERR_NONE;
		}
	for (size_t i = 0; i < COUNT_OF(no); i++)
		if (app_fold_equal(s, no[i])) {
			*out = val_int(0);
			return ERR_NONE;
		}
	return refuse(msg, "A10");
}

static int parse_text(const struct model_field *f, const char *s, struct arena *a, struct val *out, const char **msg)
{
	struct buf b;
	const char *clean;
	int err = ERR_NONE;

	buf_init(&b, 65536);
	err = text_clean(s, strlen(s), (f->flags & MODEL_LINES) ? TEXT_LINES : TEXT_ONE_LINE, &b);
	if (err) {
		err = refuse(msg, err == ERR_RANGE && f->max ? "M02" : "A13");
	} else {
		clean = buf_str(&b);
		if (f->max && utf8_chars(clean, strlen(clean)) > (size_t)f->max)
			err = refuse(msg, "M02");
		else if (model_format_check(f, clean))
			err = refuse(msg, model_format_check(f, clean));
		else
			*out = clean[0] ? val_str(arena_xstrdup(a, clean)) : val_null();
	}
	buf_clear(&b);
	return err;
}

static int parse_code(struct app *ap, const char *list, const char *s, struct val *out, const char **msg)
{
	const struct app_code *c = app_code_find(ap, list, s);

	if (!c)
		return refuse(msg, "M06");
	*out = val_str(c->code);
	return ERR_NONE;
}

/* Words between commas; of a code list, or references. */
static int parse_list(struct app *ap, const struct app_user *u, const struct model_field *f, const char *s, struct arena *a,
		struct val *out, const char **msg)
{
	struct val item[64];
	size_t n = 0;
	int err = ERR_NONE;

	while (*s && !err) {
		size_t len = strcspn(s, ",");
		char *word = arena_strndup(a, s, len);
		rowid_t id = 0;

		while (word && *word == ' ')
			word++;
		for (size_t k = word ? strlen(word) : 0; k > 0 && word[k - 1] == ' '; k--)
			word[k - 1] = '\0';
		if (n >= COUNT_OF(item) || (f->max && n >= (size_t)f->max))
			return refuse(msg, "A08");
		if (word && *word && f->kind == MODEL_LIST_CODE)
			err = parse_code(ap, f->of, word, &item[n++], msg);
		else if (word && *word)
			err = app_ref_parse(ap, u, model_type_by_name(f->of), word, &id, msg);
		if (id)
			item[n++] = val_int((int64_t)id);
		s += len + (s[len] == ',');
	}
	if (!err && n > 0)
		*out = val_dup(a, (struct val){ .shape = VAL_LIST, .items = item, .n = n });
	return err;
}

/* "type:key", as typed by scripts; a form never shows the key. */
static int parse_ref_any(const char *s, struct arena *a, struct val *out, const char **msg)
{
	const char *colon = strchr(s, ':');
	char *name = colon ? arena_strndup(a, s, (size_t)(colon - s)) : NULL;
	const struct model_type *t = name ? model_type_by_name(name) : NULL;
	int64_t id;

	if (!t || app_integer_parse(colon + 1, &id))
		return refuse(msg, "A11");
	*out = app_ref_any(a, t->no, (rowid_t)id);
	return ERR_NONE;
}

static int parse_ref(struct app *ap, const struct app_user *u, const struct model_field *f, const char *s, struct val *out,
		const char **msg)
{
	rowid_t id;
	int err = app_ref_parse(ap, u, model_type_by_name(f->of), s, &id, msg);

	if (!err)
		*out = val_int((int64_t)id);
	return err;
}

/* Of words only the blanks at both ends go: text_clean does the rest. */
static const char *trimmed(const struct model_field *f, const char *s, struct arena *a)
{
	bool words = f->kind == MODEL_TEXT || f->kind == MODEL_COMPOSITE || f->kind == MODEL_ATTACHMENT;
	char *out = arena_xalloc(a, strlen(s) + 1);
	size_t n;

	s += strspn(s, " \t");
	n = words ? strlen(s) : text_plain(s, out);
	if (words)
		memcpy(out, s, n + 1);
	while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '\t'))
		out[--n] = '\0';
	return out + strspn(out, " ");
}

int app_parse_value(struct app *ap, const struct app_user *u, const struct model_field *f, const char *typed, struct arena *a,
		struct val *out,
		    const char **msg)
{
	*out = val_null();
	*msg = NULL;
	if (!typed)
		return ERR_NONE;
	typed = trimmed(f, typed, a);
	if (!*typed)
		return ERR_NONE;
	switch (f->kind) {
	case MODEL_TEXT:
	case MODEL_ATTACHMENT:
		return parse_text(f, typed, a, out, msg);
	case MODEL_INT:
		return app_int_parse(f, typed, out, msg);
	case MODEL_MONEY:
		return app_money_parse(f, typed, out, msg);
	case MODEL_DATE:
		return parse_date(ap, f, typed, out, msg);
	case MODEL_TIME:
		return parse_time(f, typed, out, msg);
	case MODEL_YES:
		return parse_yes(typed, out, msg);
	case MODEL_CODE: {
		int err = parse_code(ap, f->of, typed, out, msg);

		if (!err)
			*out = val_dup(a, *out);
		return err;
	}
	case MODEL_REF:
		return parse_ref(ap, u, f, typed, out, msg);
	case MODEL_REF_ANY:
		return parse_ref_any(typed, a, out, msg);
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
		return parse_list(ap, u, f, typed, a, out, msg);
	case MODEL_COMPOSITE:
		return parse_text(f, typed, a, out, msg);
	}
	return refuse(msg, "A13");
}

const char *app_value_message(const struct model_field *f, const char *msg, const char *typed, char *out, size_t cap)
{
	char max[24], min[24], n[24];
	size_t chars = utf8_chars(typed, strlen(typed)), digits = 0;
	const char *label = f->label;

	for (const char *p = typed; *p; p++)
		digits += *p >= '0' && *p <= '9';
	snprintf(max, sizeof(max), "%ld", strcmp(msg, "A226") == 0 ? (long)APP_DIGITS_MAX : (long)f->max);
	snprintf(min, sizeof(min), "%ld", (long)f->min);
	snprintf(n, sizeof(n), "%zu", strcmp(msg, "M02") == 0 ? chars : digits);
	return app_say(out, cap, msg, "label", label, "max", max, "min", min, "n", n, "text", typed, "d", typed, "ppp", typed, NULL);
}

int app_field_text(struct app *ap, const struct app_user *u, const struct model_field *f, const char *typed, struct buf *shown,
		struct err_info *ei)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	const char *msg = NULL;
	char text[APP_TEXT_MAX];
	struct val v;
	int err;

	if (!a)
		return ERR_NOMEM;
	app_cache_renew(ap);
	err = app_parse_value(ap, u, f, typed, a, &v, &msg);
	if (err)
		err_set(ei, ERR_INVALID, app_value_message(f, msg ? msg : "A13", typed, text, sizeof(text)));
	else
		buf_puts(shown, app_typed_text(ap, f, v, a));
	arena_free(a);
	return err;
}

const char *app_field_note(struct app *ap, const struct model_field *f, const char *text, char *out, size_t cap)
{
	static const struct app_rule working = { .unit = MODEL_UNIT_WORKING };
	const struct app_calendar *cal;
	char date[DAY_TEXT_MAX], n[16];
	day_t today = day_today(), day;
	int left;

	*out = '\0';
	if (f->kind != MODEL_DATE || !(f->flags & MODEL_DUE) || (day = read_day(ap, f, text, today)) == DAY_NONE)
		return out;
	cal = app_calendar_get(ap);
	left = app_days_left(cal, &working, today, day);
	snprintf(n, sizeof(n), "%d", left < 0 ? -left : left);
	return app_say(out, cap, day < today ? "A222" : app_day_working(cal, day) ? "A220" : "A221", "weekday", day_weekday_name(day), "day",
		       day_show(day, date), "n", n, NULL);
}
