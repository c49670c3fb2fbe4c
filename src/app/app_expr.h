/* app_expr.h: tree of an expression: app_expr_read.c reads it, app_expr.c walks it, app_expr_fn.c has the named functions. */
#ifndef APP_EXPR_H
#define APP_EXPR_H

#include "app_internal.h"

enum expr_op { EXPR_TEXT, EXPR_NUMBER, EXPR_TAG, EXPR_CALL, EXPR_OR, EXPR_AND, EXPR_NOT,
	EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_GT, EXPR_GE, EXPR_ADD, EXPR_SUB };
#define EXPR_ARGS_MAX 16
struct expr_fn;
struct expr_node {
	enum expr_op op;
	const char *text;   /* EXPR_TEXT */
	int64_t number;     /* EXPR_NUMBER; EXPR_TAG: index */
	const struct expr_fn *fn;
	struct expr_node *arg[EXPR_ARGS_MAX];
	size_t n_args;
};
/* Everything is text; a number is text of digits, a day is YYYY-MM-DD, false is "" or "0". */
typedef const char *expr_fn_run(struct app *ap, const char *const *arg, size_t n, struct arena *a);
struct expr_fn {
	struct app_expr_doc doc;
	size_t min, max;
	expr_fn_run *run;
};
/* The tree, in a. ERR_INVALID: what is wrong has been told. */
int app_expr_read(const char *text, const char *const *tags, size_t n_tags, struct arena *a, app_expr_say *say, void *to,
		  struct expr_node **out) MUST_CHECK;
const struct expr_fn *app_expr_fn_find(const char *name, size_t n);
bool app_expr_integer(const char *s, int64_t *out);

#endif
