/* cmd_sync.c: `congvu sync` (the office's end; congvu-net dials) and `congvu sync-serve` (the centre's end; congvud gives the line). */
#include <stdio.h>
#include <string.h>

#include "cmd_line.h"
#include "congvu/platform.h"
#include "congvu/sync.h"

#define ENROL_MS 60000

struct client {
	const char *dir;
	bool once;
	uint32_t node;
	pid_t pid;
	const char *why; /* how the last line ended */
};

/* DIR/centre is read at each try: an administrator may move the centre without a restart. */
static int dial(void *ctx, int *fd)
{
	struct client *x = ctx;
	struct cmd_line line;
	int r = cmd_line_read(x->dir, &line);

	line.quiet = x->once;
	return r ? r : cmd_line_dial(x->dir, &line, x->node, fd, &x->pid);
}

static void hung_up(void *ctx)
{
	struct client *x = ctx;

	if (x->pid > 0)
		(void)cmd_line_end(x->pid, &x->why);
	x->pid = 0;
	if (x->why)
		log_info("sync: %s", x->why);
}

static int node_number(const char *dir, uint32_t *node, struct err_info *ei)
{
	struct store_node n = { 0 };
	struct store *st = NULL;
	int r = store_open(dir, STORE_READONLY, &st, ei);

	if (!r)
		r = store_node_get(st, &n);
	store_close(st);
	*node = n.node;
	return r;
}

static int run(const struct cmd_call *c, bool once)
{
	struct client x = { .dir = c->dir, .once = once };
	struct sync_run run = { .dir = c->dir, .once = once, .dial = dial, .hung_up = hung_up, .ctx = &x };
	struct err_info ei = { 0 };
	int r = node_number(c->dir, &x.node, &ei);

	if (!r)
		r = sync_run_office(&run, &ei);
	if (r == ERR_BUSY)
		return cmd_fail_message("cmd.running");
	if ((r == ERR_CLOSED || r == ERR_TIMEOUT) && once && x.why) /* of the line alone only congvu-net knows more */
		return cmd_fail_message(x.why);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

int cmd_sync_once(const struct cmd_call *c)
{
	return run(c, true);
}

int cmd_sync(struct cmd_call *c)
{
	return run(c, opt_flag(&c->o, "once"));
}

static int serve_enrolment(const struct cmd_call *c)
{
	struct err_info ei = { 0 };
	struct store *st = NULL;
	int r = store_open(c->dir, 0, &st, &ei);

	if (!r)
		r = sync_enrol_centre(st, 0, 1, ENROL_MS, &ei);
	store_close(st);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

int cmd_sync_serve(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	int64_t node = opt_int(&c->o, "node", 0);
	int r;

	if (opt_text(&c->o, "enrol"))
		return serve_enrolment(c);
	if (node == 0)
		return cmd_wrong(c, "--node N or --enrol - is needed");
	r = sync_run_centre(c->dir, (uint32_t)node, 0, 1, &ei);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}
