/* app_qbe.c: query by example (TUI.md 2, CONSTRUCT): what was typed in a field of a search form -> conditions of a list. The values are read
 * by the field's kind and go on as texts that app_cond.c reads again and store binds: nothing of a person ends in SQL. */
#include "app_qbe.h"

#include <stdio.h>
#include <string.h>

#define VALUE_MAX 300 /* bytes; app_cond.c takes no longer ones */
#define RANGE_MAX 90
#define STARS_MAX 8   /* each more multiplies the work of a pattern */

int app_qbe_refuse(struct asking *x, int code, const char *message_id, const char *text)
{
	char said[APP_TEXT_MAX], n[24];

	snprintf(n, sizeof(n), "%d", APP_DUE_MAX);
	return err_set(x->ei, code, app_say(said, sizeof(said), message_id, "label", x->label, "text", text ? text : "", "n", n, NULL));
}

int app_qbe_emit(struct asking *x, const char *op, const char *value, uint32_t group)
{
	struct app_qbe *q = x->out;

	if (q->n >= APP_QBE_MAX)
		return app_qbe_refuse(x, ERR_RANGE, "A131", NULL);
	q->cond[q->n] = (struct app_cond){ .field = x->name, .op = op, .value = value };
	q->group[q->n++] = group;
	return ERR_NONE;
}

/* ---- values -------------------------------------------------------------------------------------------------------------------------- */

static bool is(const struct asking *x, enum model_kind kind)
{
	return x->f && x->f->kind == kind;
}

static bool is_text(const struct asking *x)
{
	return is(x, MODEL_TEXT) || is(x, MODEL_ATTACHMENT);
}

static bool is_code(const struct asking *x)
{
	return is(x, MODEL_CODE) || is(x, MODEL_LIST_CODE);
}

static bool is_ref(const struct asking *x)
{
	return is(x, MODEL_REF) || is(x, MODEL_LIST_REF);
}

static bool is_ordered(const struct asking *x)
{
	return is_text(x) || is(x, MODEL_INT) || is(x, MODEL_MONEY) || is(x, MODEL_DATE) || is(x, MODEL_TIME);
}

/* "Ngày đến: Ngày không hợp lệ ..." */
static int bad_value(struct asking *x, const char *msg, const char *text)
{
	char why[APP_TEXT_MAX], said[APP_TEXT_MAX + 100];

	snprintf(said, sizeof(said), "%s: %s", x->label, app_value_message(x->f, msg ? msg : "A13", text, why, sizeof(why)));
	return err_set(x->ei, ERR_INVALID, said);
}

/* What was typed as app_cond.c reads it: ISO days and times, plain integers, codes, keys. Any value may be asked for, also one that could
 * not be entered: a future day, half a phone number. */
static int value_of(struct asking *x, const char *text, const char **out)
{
	struct model_field g = *x->f;
	char day[DAY_TEXT_MAX], time[TIME_TEXT_MAX];
	const char *msg = NULL;
	struct val v;

	g.flags &= ~(uint32_t)MODEL_PAST;
	g.check = NULL;
	g.max = 0;
	g.min = INT32_MIN;
	if (g.kind == MODEL_LIST_CODE || g.kind == MODEL_LIST_REF)
		g.kind = g.kind == MODEL_LIST_CODE ? MODEL_CODE : MODEL_REF;
	if (app_parse_value(x->ap, x->u, &g, text, x->a, &v, &msg))
		return bad_value(x, msg, text);
	if (v.shape == VAL_INT && g.kind == MODEL_DATE)
		*out = arena_xstrdup(x->a, day_iso((day_t)v.i, day));
	else if (v.shape == VAL_INT && g.kind == MODEL_TIME)
		*out = arena_xstrdup(x->a, time_iso(v.i, time));
	else if (v.shape == VAL_INT)
		*out = arena_xprintf(x->a, "%lld", (long long)v.i);
	else if (v.shape == VAL_BYTES && v.n <= VALUE_MAX)
		*out = v.s;
	else
		return app_qbe_refuse(x, ERR_INVALID, "A125", text);
	return ERR_NONE;
}

/* A day typed where moments are kept means the whole day. false: it is no day. */
static bool whole_day(struct asking *x, const char *text, const char **first, const char **last)
{
	char time[TIME_TEXT_MAX];
	day_t day = day_parse_iso(text);

	if (!is(x, MODEL_TIME) || (day == DAY_NONE && day_parse_typed(text, day_today(), &day)))
		return false;
	*first = arena_xstrdup(x->a, time_iso((int64_t)day * 86400 - LOCAL_OFFSET_S, time));
	*last = arena_xstrdup(x->a, time_iso((int64_t)day * 86400 - LOCAL_OFFSET_S + 86399, time));
	return true;
}

/* ---- one alternative ----------------------------------------------------------------------------------------------------------------- */

static const char *trim(struct arena *a, const char *s, size_t n)
{
	while (n > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	s = arena_strndup(a, s, n);
	return s ? s : "";
}

/* "..", or ":" where no value has one. */
static const char *range_mark(const struct asking *x, const char *s, size_t *n)
{
	const char *mark = strstr(s, "..");

	*n = 2;
	if (is_text(x)) /* "đơn..." is a text: ends without blanks on both sides make a range */
		return mark && mark != s && mark[2] && mark[2] != '.' && !strchr(s, ' ') ? mark : NULL;
	if (mark || is(x, MODEL_TIME))
		return mark;
	*n = 1;
	return strchr(s, ':');
}

static int range(struct asking *x, const char *s, const char *mark, size_t n, uint32_t group)
{
	const char *from = trim(x->a, s, (size_t)(mark - s)), *to = trim(x->a, mark + n, strlen(mark + n)), *other;
	int err = ERR_NONE;

	if ((!*from && !*to) || strlen(s) > RANGE_MAX)
		return app_qbe_refuse(x, ERR_INVALID, "A125", s);
	if (*from && !whole_day(x, from, &from, &other))
		err = value_of(x, from, &from);
	if (!err && *to && !whole_day(x, to, &other, &to))
		err = value_of(x, to, &to);
	return err ? err : app_qbe_emit(x, "..", arena_xprintf(x->a, "%s..%s", from, to), group);
}

static int compared(struct asking *x, const char *op, const char *text, uint32_t group)
{
	const char *first = "", *last = "", *value = "";
	int err;

	if (!is_ordered(x))
		return app_qbe_refuse(x, ERR_INVALID, "A126", text);
	if (whole_day(x, text, &first, &last)) {
		value = strcmp(op, ">") == 0 || strcmp(op, "<=") == 0 ? last : first;
		return app_qbe_emit(x, op, value, group);
	}
	err = value_of(x, text, &value);
	return err ? err : app_qbe_emit(x, op, value, group);
}

static int exactly(struct asking *x, const char *text, uint32_t group)
{
	const char *first, *last, *value = "";
	int err;

	if (!x->f)
		return app_qbe_states(x, text, false, group);
	if (whole_day(x, text, &first, &last))
		return app_qbe_emit(x, "..", arena_xprintf(x->a, "%s..%s", first, last), group);
	err = value_of(x, text, &value);
	return err ? err : app_qbe_emit(x, "=", value, group);
}

static int unequal(struct asking *x, const char *text, uint32_t group)
{
	const char *first, *last, *value = "";
	int err;

	if (!x->f)
		return app_qbe_states(x, text, true, group);
	if (whole_day(x, text, &first, &last))
		return app_qbe_refuse(x, ERR_INVALID, "A126", text);
	err = value_of(x, text, &value);
	return err ? err : app_qbe_emit(x, "<>", value, group);
}

static int pattern(struct asking *x, const char *s, uint32_t group)
{
	size_t stars = 0;

	for (const char *p = s; *p; p++)
		stars += *p == '*';
	if (strspn(s, "*") == strlen(s))
		return app_qbe_emit(x, "not null", "", group);
	if (is_code(x))
		return app_qbe_codes(x, s, true, group);
	if (!is_text(x))
		return app_qbe_refuse(x, ERR_INVALID, "A127", s);
	if (stars > STARS_MAX)
		return app_qbe_refuse(x, ERR_RANGE, "A125", s);
	return app_qbe_emit(x, "glob", s, group);
}

static int matched(struct asking *x, const char *s, uint32_t group)
{
	const char *mark;
	size_t n;

	if (!x->f)
		return app_qbe_states(x, s, false, group);
	if (is_ordered(x) && (mark = range_mark(x, s, &n)))
		return range(x, s, mark, n, group);
	if (strpbrk(s, "*?"))
		return pattern(x, s, group);
	if (is_code(x))
		return app_qbe_codes(x, s, false, group);
	if (is_ref(x))
		return app_qbe_refs(x, s, group);
	if (!is_text(x))
		return exactly(x, s, group);
	return app_qbe_emit(x, "words", s, group);
}

static int alternative(struct asking *x, const char *s, uint32_t group)
{
	static const char *const ops[] = { ">=", "<=", "<>", "!=", ">", "<", "=" };
	const char *op = NULL, *rest;
	bool not;

	for (size_t i = 0; i < COUNT_OF(ops) && !op; i++)
		if (strncmp(s, ops[i], strlen(ops[i])) == 0)
			op = ops[i];
	if (strlen(s) > VALUE_MAX)
		return app_qbe_refuse(x, ERR_RANGE, "A125", s);
	if (!op)
		return matched(x, s, group);
	rest = trim(x->a, s + strlen(op), strlen(s + strlen(op)));
	not = strcmp(op, "<>") == 0 || strcmp(op, "!=") == 0;
	if (!*rest && (not || strcmp(op, "=") == 0) && x->f && !x->due)
		return app_qbe_emit(x, not ? "not null" : "null", "", group);
	if (!*rest)
		return app_qbe_refuse(x, ERR_INVALID, "A125", s);
	return not ? unequal(x, rest, group) : *op == '=' ? exactly(x, rest, group) : compared(x, op, rest, group);
}

static int alternatives(struct asking *x, const char *text)
{
	uint32_t group = strchr(text, '|') ? ++x->out->groups : 0;
	int err = ERR_NONE;

	while (*text && !err) {
		size_t len = strcspn(text, "|");
		const char *s = trim(x->a, text, len);

		if (*s)
			err = alternative(x, s, group);
		text += len + (text[len] == '|');
	}
	return err;
}

/* ---- a field made of parts: "125/QĐ-UBND" -------------------------------------------------------------------------------------------- */

static int part(struct asking *x, const struct model_field *f, const char *op, const char *text, uint32_t group)
{
	struct asking one = *x;

	one.f = f;
	one.name = f->name;
	/* a number is a whole one: 125 is not 1251 */
	if (!*op && *text && strspn(text, "0123456789") == strlen(text))
		op = "=";
	return alternative(&one, arena_xprintf(x->a, "%s%s", op, text), group);
}

static int composite(struct asking *x, const char *text)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	size_t n = model_composite_parts(x->t, x->f, parts);
	struct buf split[MODEL_PARTS_MAX];
	bool empty = strcmp(text, "=") == 0, any = strcmp(text, "<>") == 0 || strcmp(text, "!=") == 0;
	const char *op = *text == '=' ? "=" : "";
	uint32_t group = any ? ++x->out->groups : 0;
	int err = ERR_NONE;

	if (!empty && !any && (strchr(text, '|') || *text == '<' || *text == '>' || *text == '!'))
		return app_qbe_refuse(x, ERR_INVALID, "A125", text);
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_init(&split[i], 4096);
	if (!empty && !any)
		err = model_composite_split(x->f, text + strlen(op), split);
	for (size_t i = 0; i < n && !err; i++)
		if (empty || any)
			err = part(x, parts[i], empty ? "=" : "<>", "", group);
		else if (split[i].len)
			err = part(x, parts[i], op, buf_str(&split[i]), 0);
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_clear(&split[i]);
	return err;
}

int app_qbe_field(struct asking *x, const char *text)
{
	if (is(x, MODEL_COMPOSITE))
		return composite(x, text);
	if (is(x, MODEL_REF_ANY) && strcmp(text, "=") != 0 && strcmp(text, "<>") != 0 && strcmp(text, "!=") != 0)
		return app_qbe_refuse(x, ERR_INVALID, "A130", text);
	return alternatives(x, text);
}

/* ---- the field ----------------------------------------------------------------------------------------------------------------------- */

static int ask(struct asking *x, const char *path, const char *text)
{
	const struct model_type *clocks = model_type_by_no(MODEL_DEADLINE);
	struct model_path p;

	if (strcmp(path, "state") == 0 && !model_field_by_name(x->t, path)) {
		x->label = model_message("A133");
		return app_qbe_field(x, text);
	}
	if (strcmp(path, "due") == 0 && !model_field_by_name(x->t, path)) {
		x->f = model_field_by_no(clocks, MODEL_DEADLINE_DUE);
		x->label = x->f->label;
		x->due = true;
		return app_qbe_field(x, text);
	}
	if (model_path_parse(x->t, path, &p))
		return app_qbe_refuse(x, ERR_INVALID, "A130", text);
	x->label = p.field->label;
	if (!app_may_read(x->u, p.field)) /* to find by it is to read it */
		return app_qbe_refuse(x, ERR_DENIED, "A129", NULL);
	if (p.child || p.embed)
		return app_qbe_related(x, &p, text);
	x->f = p.field;
	x->name = p.field->name;
	return app_qbe_field(x, text);
}

int app_qbe_parse(struct app *ap, const struct app_user *u, const char *type, const char *path, const char *text, struct arena *a,
		struct app_qbe *q, struct err_info *ei)
{
	struct asking x = { .ap = ap, .u = u, .t = model_type_by_name(type), .name = arena_xstrdup(a, path), .label = path, .a = a, .out = q,
		.ei = ei };
	size_t before = q->n;
	struct buf clean;
	int err;

	if (!x.t) {
		app_fail(ei, ERR_NOTFOUND, "A45", "text", type);
		return ERR_NOTFOUND;
	}
	app_cache_renew(ap);
	buf_init(&clean, 16384);
	err = text ? text_clean(text, strlen(text), TEXT_ONE_LINE, &clean) : ERR_NONE;
	if (err)
		err = app_qbe_refuse(&x, ERR_INVALID, "A125", "");
	else if (clean.len)
		err = ask(&x, path, arena_xstrdup(a, buf_str(&clean)));
	buf_clear(&clean);
	if (err)
		q->n = before;
	return err;
}
