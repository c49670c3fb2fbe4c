/* cmd_screen.c: `congvu screen check|show`: screen files for the administrator who changes one. */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>

#include "congvu/platform.h"
#include "congvu/screen.h"

/* app compiles the expressions; it needs no node for that. */
static int compile(void *ctx, const char *text, const char *const *tags, size_t n_tags, void **out, screen_expr_say *say, void *to)
{
	struct app_expr *e = NULL;
	int r = app_expr_compile(ctx, text, tags, n_tags, &e, say, to);

	*out = e;
	return r;
}

static void release(void *expr)
{
	app_expr_free(expr);
}

/* With --dir the node's own lists are known to the expressions. */
static int app_for(const struct cmd_call *c, struct app **ap)
{
	struct err_info ei = { 0 };
	const char *dir = opt_text(&c->o, "dir");
	int r = dir ? app_open(dir, APP_READONLY | APP_UNENROLLED_OK, ap, &ei) : ERR_NONE;

	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

static int load(struct app *ap, const char *path, struct screen **out, const struct screen_expr_fn *fn)
{
	static struct screen_error errors[SCREEN_ERRORS_MAX];
	size_t n = 0;
	int r = screen_load(path, fn, out, errors, COUNT_OF(errors), &n);

	(void)ap;
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "%s:%u:%u: %s\n", path, errors[i].line, errors[i].column, errors[i].text);
	if (r && n == 0)
		return cmd_fail_text("%s: %s", path, err_name(r));
	return r ? CMD_FAILED : CMD_DONE;
}

int cmd_screen_check(struct cmd_call *c)
{
	struct app *ap = NULL;
	struct screen_expr_fn fn = { compile, release, NULL };
	int worst = app_for(c, &ap);

	fn.ctx = ap;
	for (size_t i = 0; i < c->o.n_args && worst != CMD_WRONG; i++) {
		struct screen *s = NULL;
		int status = load(ap, c->o.args[i], &s, &fn);

		if (status)
			worst = status;
		screen_free(s, &fn);
	}
	app_close(ap);
	return worst;
}

int cmd_screen_show(struct cmd_call *c)
{
	struct app *ap = NULL;
	struct screen_expr_fn fn = { compile, release, NULL };
	struct screen *s = NULL;
	struct buf out;
	int status = app_for(c, &ap);

	fn.ctx = ap;
	if (!status)
		status = load(ap, c->o.args[0], &s, &fn);
	if (!status) {
		int r;

		buf_init(&out, 1u << 20);
		r = screen_show(s, (uint16_t)opt_int(&c->o, "cols", 80), &out);
		if (r)
			status = cmd_fail(r, NULL);
		cmd_put(out.p, out.len);
		buf_clear(&out);
	}
	screen_free(s, &fn);
	app_close(ap);
	return status;
}
