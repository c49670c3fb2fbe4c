/* app_expr.c: expressions of screen files, walked: comparing, and/or/not, + and -, :tags and named functions. There is no way to a table
 * but through a function that stands in app_expr_fn.c. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_expr.h"

#define EXPR_ARENA (64 * 1024)

struct app_expr {
	struct app *ap;
	struct arena *a;
	struct expr_node *root;
};

int app_expr_compile(struct app *ap, const char *text, const char *const *tags, size_t n_tags, struct app_expr **out, app_expr_say *say,
		     void *to)
{
	struct arena *a = arena_new(EXPR_ARENA);
	struct app_expr *e;
	int err;

	*out = NULL;
	if (!a)
		return ERR_NOMEM;
	e = arena_xalloc(a, sizeof(*e));
	e->ap = ap;
	e->a = a;
	err = app_expr_read(text, tags, n_tags, a, say, to, &e->root);
	if (err)
		arena_free(a);
	else
		*out = e;
	return err;
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
