/* cmd_enrol.c: `congvu enrol CODE`: an office joins its centre (DECISIONS 19). Every step may be repeated: the same key gets the same answer. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd_line.h"
#include "congvu/platform.h"
#include "congvu/sync.h"

#define ANSWER_MS 120000

static int ask_centre(const struct cmd_call *c, struct store *st, const struct cmd_line *l, struct sync_enrolled *joined)
{
	struct cmd_key key;
	struct sync_enrol e = { .dir = c->dir, .secret = l->secret, .public_key = key.public_key, .name = "" };
	struct err_info ei = { 0 };
	const char *why;
	int fd = -1, r, ended, status = cmd_key_pair(c->dir, CMD_LINEKEY, true, &key);
	pid_t pid = -1;

	if (status)
		return status;
	r = cmd_line_dial(c->dir, l, 0, &fd, &pid);
	if (r)
		return cmd_fail_text("congvu-net: %s", err_name(r));
	r = sync_enrol_office(st, &e, fd, fd, ANSWER_MS, joined, &ei);
	plat_close(&fd);
	ended = cmd_line_end(pid, &why);
	if (r && why && ended != 8) /* the line's own reason says more than "closed" */
		return cmd_fail_message(why);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

/* The node's number after joining; exit status. */
static int join(const struct cmd_call *c, const struct cmd_line *l)
{
	struct sync_enrolled joined = { 0 };
	struct store_node node;
	struct store *st = NULL;
	struct err_info ei = { 0 };
	int status = CMD_DONE, r = store_open(c->dir, 0, &st, &ei);

	if (!r)
		r = store_node_get(st, &node);
	if (!r && node.role == STORE_ROLE_CENTRE)
		r = err_set(&ei, ERR_DENIED, model_message("cmd.notcentre"));
	if (r) {
		store_close(st);
		return cmd_fail(r, &ei);
	}
	if (node.node == 0)
		status = ask_centre(c, st, l, &joined);
	store_close(st);
	return status;
}

static int first_feed(const struct cmd_call *c)
{
	struct cmd_call sync = { .def = c->def, .dir = c->dir };

	return cmd_sync_once(&sync);
}

static int open_books(const struct cmd_call *c)
{
	struct err_info ei = { 0 };
	struct store_node node;
	struct app *ap = NULL;
	int status = cmd_app_open(c, 0, &ap), r;

	if (status)
		return status;
	r = app_open_books(ap, &ei);
	if (!r)
		r = store_node_get(app_store(ap), &node);
	app_close(ap);
	if (r)
		return cmd_fail(r, &ei);
	cmd_printf("%u\t%llu\n", node.node, (unsigned long long)node.office);
	return CMD_DONE;
}

int cmd_enrol(struct cmd_call *c)
{
	struct cmd_line line;
	int r, status;

	if (!cmd_line_parse(c->o.args[0], true, &line))
		return cmd_fail_message("cmd.code");
	line.quiet = true;
	if ((status = join(c, &line)))
		return status;
	memset(line.secret, 0, sizeof(line.secret));
	r = cmd_line_write(c->dir, &line);
	if (r)
		return cmd_fail_text("%s/centre: %s", c->dir, err_name(r));
	if ((status = first_feed(c)))
		return status;
	return open_books(c);
}
