/* app_expr.c: expressions of screen files: comparing, and/or/not, + and -, :tags and named functions. There is no way to a table but
 * through a function that stands in app_expr_fn.c. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_expr.h"

#define DEPTH_MAX 24
#define EXPR_ARENA (64 * 1024)

struct app_expr {
	struct app *ap;
	struct arena *a;
	struct expr_node *root;
};

/* ---- reading ------------------------------------------------------------------------------------------------------------------------- */

struct reading {
	const char *text, *p;
	const char *const *tags;
	size_t n_tags;
	struct arena *a;
	int depth;
	const char *why; /* NULL while all is well */
};

static struct expr_node *read_or(struct reading *r);

static void blanks(struct reading *r)
{
	while (*r->p == ' ' || *r->p == '\t' || *r->p == '\n')
		r->p++;
}

static struct expr_node *fail(struct reading *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return NULL;
}

static struct expr_node *node(struct reading *r, enum expr_op op, struct expr_node *x, struct expr_node *y)
{
	struct expr_node *n = arena_alloc(r->a, sizeof(*n));

	if (!n)
		return fail(r, "dài quá");
	n->op = op;
	n->arg[0] = x;
	n->arg[1] = y;
	n->n_args = y ? 2 : x ? 1 : 0;
	return n;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t word_length(const char *p)
{
	size_t n = 0;

	while (word_char(p[n]))
		n++;
	return n;
}

static bool take_word(struct reading *r, const char *word)
{
	size_t n = strlen(word);

	blanks(r);
	if (word_length(r->p) != n || strncmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	return true;
}

static struct expr_node *read_text(struct reading *r)
{
	char quote = *r->p++, *out = arena_alloc(r->a, strlen(r->p) + 1), *o = out;
	struct expr_node *n;

	if (!out)
		return fail(r, "dài quá");
	while (*r->p && (*r->p != quote || r->p[1] == quote)) {
		r->p += *r->p == quote;
		*o++ = *r->p++;
	}
	if (*r->p != quote)
		return fail(r, "thiếu dấu nháy đóng");
	r->p++;
	n = node(r, EXPR_TEXT, NULL, NULL);
	if (n)
		n->text = out;
	return n;
}

static struct expr_node *read_tag(struct reading *r)
{
	size_t len;
	struct expr_node *n;

	r->p++;
	len = word_length(r->p);
	for (size_t i = 0; i < r->n_tags; i++) {
		if (strlen(r->tags[i]) != len || strncmp(r->tags[i], r->p, len) != 0)
			continue;
		r->p += len;
		n = node(r, EXPR_TAG, NULL, NULL);
		if (n)
			n->number = (int64_t)i;
		return n;
	}
	return fail(r, "không có ô này trên màn hình");
}

static struct expr_node *read_call(struct reading *r)
{
	size_t len = word_length(r->p);
	const struct expr_fn *fn = app_expr_fn_find(r->p, len);
	struct expr_node *n;

	if (!fn)
		return fail(r, "không có hàm này");
	r->p += len;
	blanks(r);
	if (*r->p != '(')
		return fail(r, "thiếu dấu (");
	r->p++;
	n = node(r, EXPR_CALL, NULL, NULL);
	if (!n)
		return NULL;
	n->fn = fn;
	for (blanks(r); *r->p && *r->p != ')'; blanks(r)) {
		if (n->n_args >= EXPR_ARGS_MAX || n->n_args >= fn->max)
			return fail(r, "thừa giá trị trong hàm");
		n->arg[n->n_args] = read_or(r);
		if (!n->arg[n->n_args])
			return NULL;
		n->n_args++;
		blanks(r);
		if (*r->p == ',')
			r->p++;
		else if (*r->p != ')')
			return fail(r, "thiếu dấu )");
	}
	if (*r->p != ')' || n->n_args < fn->min)
		return fail(r, *r->p == ')' ? "thiếu giá trị trong hàm" : "thiếu dấu )");
	r->p++;
	return n;
}

static struct expr_node *read_primary(struct reading *r)
{
	struct expr_node *n;

	blanks(r);
	if (*r->p == '(') {
		r->p++;
		n = read_or(r);
		blanks(r);
		if (!n || *r->p != ')')
			return fail(r, "thiếu dấu )");
		r->p++;
		return n;
	}
	if (*r->p == '\'' || *r->p == '"')
		return read_text(r);
	if (*r->p == ':')
		return read_tag(r);
	if (*r->p >= '0' && *r->p <= '9') {
		n = node(r, EXPR_NUMBER, NULL, NULL);
		if (n) {
			char *end;

			n->number = strtoll(r->p, &end, 10);
			r->p = end;
		}
		return n;
	}
	if (word_char(*r->p))
		return read_call(r);
	return fail(r, *r->p ? "ký tự lạ" : "chưa hết câu");
}

static struct expr_node *read_sum(struct reading *r)
{
	struct expr_node *n = read_primary(r);

	for (blanks(r); n && (*r->p == '+' || *r->p == '-'); blanks(r)) {
		enum expr_op op = *r->p++ == '+' ? EXPR_ADD : EXPR_SUB;
		struct expr_node *m = read_primary(r);

		n = m ? node(r, op, n, m) : NULL;
	}
	return n;
}

static struct expr_node *read_compare(struct reading *r)
{
	static const struct {
		const char *sign;
		enum expr_op op;
	} signs[] = { { "<=", EXPR_LE }, { ">=", EXPR_GE }, { "<>", EXPR_NE }, { "!=", EXPR_NE }, { "==", EXPR_EQ }, { "<", EXPR_LT },
			{ ">", EXPR_GT },
		{ "=", EXPR_EQ } };
	struct expr_node *n = read_sum(r), *m;

	blanks(r);
	for (size_t i = 0; n && i < COUNT_OF(signs); i++) {
		size_t len = strlen(signs[i].sign);

		if (strncmp(r->p, signs[i].sign, len) != 0)
			continue;
		r->p += len;
		m = read_sum(r);
		return m ? node(r, signs[i].op, n, m) : NULL;
	}
	return n;
}

static struct expr_node *read_not(struct reading *r)
{
	struct expr_node *n;

	if (++r->depth > DEPTH_MAX)
		return fail(r, "lồng nhau quá sâu");
	if (take_word(r, "not")) {
		n = read_not(r);
		n = n ? node(r, EXPR_NOT, n, NULL) : NULL;
	} else {
		n = read_compare(r);
	}
	r->depth--;
	return n;
}

static struct expr_node *read_and(struct reading *r)
{
	struct expr_node *n = read_not(r), *m;

	while (n && take_word(r, "and")) {
		m = read_not(r);
		n = m ? node(r, EXPR_AND, n, m) : NULL;
	}
	return n;
}

static struct expr_node *read_or(struct reading *r)
{
	struct expr_node *n = read_and(r), *m;

	while (n && take_word(r, "or")) {
		m = read_and(r);
		n = m ? node(r, EXPR_OR, n, m) : NULL;
	}
	return n;
}

int app_expr_compile(struct app *ap, const char *text, const char *const *tags, size_t n_tags, struct app_expr **out, struct err_info *ei)
{
	struct arena *a = arena_new(EXPR_ARENA);
	struct reading r = { .text = text, .p = text, .tags = tags, .n_tags = n_tags, .a = a };
	struct app_expr *e;

	*out = NULL;
	if (!a)
		return err_set(ei, ERR_NOMEM, NULL);
	e = arena_xalloc(a, sizeof(*e));
	e->ap = ap;
	e->a = a;
	e->root = read_or(&r);
	blanks(&r);
	if (e->root && *r.p)
		(void)fail(&r, "thừa chữ ở cuối");
	if (r.why) {
		char n[24], say[APP_TEXT_MAX];

		snprintf(n, sizeof(n), "%zu", utf8_chars(text, (size_t)(r.p - text)) + 1);
		err_set(ei, ERR_INVALID, app_say(say, sizeof(say), "A39", "n", n, "why", r.why, NULL));
		arena_free(a);
		return ERR_INVALID;
	}
	*out = e;
	return ERR_NONE;
}

void app_expr_free(struct app_expr *e)
{
	if (e)
		arena_free(e->a);
}

/* ---- walking ------------------------------------------------------------------------------------------------------------------------- */

struct walking {
	struct app *ap;
	const char *const *values;
	struct arena *a;
};

bool app_expr_integer(const char *s, int64_t *out)
{
	char *end;

	*out = strtoll(s, &end, 10);
	return *s && *end == '\0' && *s != '+' && *s != ' ';
}

static bool truth(const char *s)
{
	return *s && strcmp(s, "0") != 0;
}

static const char *value(struct walking *w, const struct expr_node *n);

static int compare(const char *x, const char *y)
{
	int64_t a, b;

	if (app_expr_integer(x, &a) && app_expr_integer(y, &b))
		return a < b ? -1 : a > b;
	return strcmp(x, y);
}

static bool fits(enum expr_op op, int c)
{
	return (op == EXPR_EQ && c == 0) || (op == EXPR_NE && c != 0) || (op == EXPR_LT && c < 0) || (op == EXPR_LE && c <= 0) ||
			(op == EXPR_GT && c > 0) ||
	       (op == EXPR_GE && c >= 0);
}

/* Days and numbers; what is neither gives nothing. */
static const char *sum(struct walking *w, const char *x, const char *y, int sign)
{
	int64_t a, b;
	day_t day = day_parse_iso(x), other = day_parse_iso(y);
	char text[DAY_TEXT_MAX];

	if (day != DAY_NONE && app_expr_integer(y, &b))
		return arena_xstrdup(w->a, day_iso(day + (day_t)(sign * b), text));
	if (day != DAY_NONE && other != DAY_NONE && sign < 0)
		return arena_xprintf(w->a, "%d", (int)(day - other));
	if (app_expr_integer(x, &a) && app_expr_integer(y, &b) && !__builtin_add_overflow(a, sign * b, &a))
		return arena_xprintf(w->a, "%lld", (long long)a);
	return "";
}

static const char *call(struct walking *w, const struct expr_node *n)
{
	const char *arg[EXPR_ARGS_MAX];

	for (size_t i = 0; i < n->n_args; i++)
		arg[i] = value(w, n->arg[i]);
	return n->fn->run(w->ap, arg, n->n_args, w->a);
}

static const char *value(struct walking *w, const struct expr_node *n)
{
	switch (n->op) {
	case EXPR_TEXT:
		return n->text;
	case EXPR_NUMBER:
		return arena_xprintf(w->a, "%lld", (long long)n->number);
	case EXPR_TAG:
		return w->values[n->number] ? w->values[n->number] : "";
	case EXPR_CALL:
		return call(w, n);
	case EXPR_OR:
		return truth(value(w, n->arg[0])) || truth(value(w, n->arg[1])) ? "1" : "0";
	case EXPR_AND:
		return truth(value(w, n->arg[0])) && truth(value(w, n->arg[1])) ? "1" : "0";
	case EXPR_NOT:
		return truth(value(w, n->arg[0])) ? "0" : "1";
	case EXPR_ADD:
	case EXPR_SUB:
		return sum(w, value(w, n->arg[0]), value(w, n->arg[1]), n->op == EXPR_ADD ? 1 : -1);
	case EXPR_EQ:
	case EXPR_NE:
	case EXPR_LT:
	case EXPR_LE:
	case EXPR_GT:
	case EXPR_GE:
		return fits(n->op, compare(value(w, n->arg[0]), value(w, n->arg[1]))) ? "1" : "0";
	}
	return "";
}

int app_expr_run(struct app_expr *e, const char *const *values, struct arena *a, const char **text, bool *result)
{
	struct walking w = { .ap = e->ap, .values = values, .a = a };
	const char *v;

	app_cache_renew(e->ap);
	v = value(&w, e->root);
	if (text)
		*text = v;
	if (result)
		*result = truth(v);
	return ERR_NONE;
}
