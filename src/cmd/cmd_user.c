/* cmd_user.c: accounts of a node. Passwords never come through the command line: asked on the terminal, or the first line of stdin. */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "congvu/platform.h"

#define PASSWORD_MAX 256

static bool read_line(char *out, size_t cap)
{
	size_t n = 0;
	char ch;

	while (plat_read(0, &ch, 1) == 1 && ch != '\n')
		if (n + 1 < cap)
			out[n++] = ch;
	if (n > 0 && out[n - 1] == '\r')
		n--;
	out[n] = '\0';
	return n > 0;
}

static bool ask_hidden(const char *prompt, char *out, size_t cap)
{
	struct termios seen, hidden;
	bool got, tty = isatty(0) && tcgetattr(0, &seen) == 0;

	if (!tty)
		return read_line(out, cap);
	hidden = seen;
	hidden.c_lflag &= (tcflag_t)~ECHO;
	fputs(prompt, stderr);
	fflush(stderr);
	if (tcsetattr(0, TCSAFLUSH, &hidden) != 0)
		return false; /* better no password than one on the screen */
	got = read_line(out, cap);
	tcsetattr(0, TCSAFLUSH, &seen);
	fputc('\n', stderr);
	return got;
}

/* Twice on a terminal, once from a pipe. */
static int ask_password(char out[PASSWORD_MAX])
{
	char again[PASSWORD_MAX];
	bool same;

	if (!ask_hidden(model_message("cmd.password"), out, PASSWORD_MAX))
		return cmd_fail_message("cmd.nopass");
	if (!isatty(0))
		return CMD_DONE;
	same = ask_hidden(model_message("cmd.again"), again, sizeof(again)) && strcmp(out, again) == 0;
	mem_wipe(again, sizeof(again));
	return same ? CMD_DONE : cmd_fail_message("cmd.differ");
}

static int end(struct app *ap, int r, const struct err_info *ei)
{
	app_close(ap);
	return r ? cmd_fail(r, ei) : CMD_DONE;
}

int cmd_user_add(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	char password[PASSWORD_MAX] = "";
	struct app *ap = NULL;
	int r, status;

	if (!opt_text(&c->o, "name") || !opt_text(&c->o, "roles"))
		return cmd_wrong(c, "--name and --roles are needed");
	if ((status = cmd_app_open(c, 0, &ap)))
		return status;
	if ((status = ask_password(password))) {
		app_close(ap);
		return status;
	}
	r = app_user_add(ap, c->o.args[0], opt_text(&c->o, "name"), opt_text(&c->o, "title"), opt_text(&c->o, "roles"), password, &ei);
	mem_wipe(password, sizeof(password));
	return end(ap, r, &ei);
}

int cmd_user_passwd(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	char password[PASSWORD_MAX] = "";
	struct app *ap = NULL;
	int r, status = cmd_app_open(c, 0, &ap);

	if (status)
		return status;
	if ((status = ask_password(password))) {
		app_close(ap);
		return status;
	}
	r = app_user_passwd(ap, c->o.args[0], password, &ei);
	mem_wipe(password, sizeof(password));
	return end(ap, r, &ei);
}

int cmd_user_key(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	struct buf line;
	struct app *ap = NULL;
	int r, status = cmd_app_open(c, 0, &ap);

	if (status)
		return status;
	buf_init(&line, 16384);
	r = plat_read_file(c->o.args[1], 16384, &line);
	if (!r)
		r = app_user_key_add(ap, c->o.args[0], buf_str(&line), &ei);
	buf_clear(&line);
	return end(ap, r, &ei);
}

int cmd_user_role(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	struct app *ap = NULL;
	int status = cmd_app_open(c, 0, &ap);

	return status ? status : end(ap, app_user_roles(ap, c->o.args[0], c->o.args[1], &ei), &ei);
}

int cmd_user_lock(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	struct app *ap = NULL;
	int status = cmd_app_open(c, 0, &ap);

	return status ? status : end(ap, app_user_lock(ap, c->o.args[0], !opt_flag(&c->o, "undo"), &ei), &ei);
}

int cmd_user_linear(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	struct app_user u;
	struct app *ap = NULL;
	int r, status = cmd_app_open(c, 0, &ap);

	if (status)
		return status;
	r = app_user_load(ap, c->o.args[0], NULL, &u, &ei);
	if (!r)
		r = app_pref_set(ap, &u, APP_PREF_LINEAR, opt_flag(&c->o, "undo") ? NULL : APP_PREF_YES, &ei);
	return end(ap, r, &ei);
}

static int user_text(void *ctx, const struct rec *r)
{
	static const uint32_t column[] = { MODEL_USER_LOGIN, MODEL_USER_FULL_NAME, MODEL_USER_TITLE, MODEL_USER_ROLES };
	struct val locked = rec_val_no(r, MODEL_USER_LOCKED);
	struct buf *b = ctx;

	buf_reset(b);
	for (size_t i = 0; i < COUNT_OF(column); i++) {
		if (i > 0)
			buf_put_u8(b, '\t');
		cmd_row_text(r, model_field_by_no(r->type, column[i]), b);
	}
	if (locked.shape == VAL_INT && locked.i)
		buf_printf(b, "\t%s", model_field_by_no(r->type, MODEL_USER_LOCKED)->short_label);
	buf_puts(b, "\n");
	cmd_put(b->p, b->len);
	return ERR_NONE;
}

static int user_json(void *ctx, const struct rec *r)
{
	struct cmd_json *j = ctx;

	cmd_json_open(j, '{');
	cmd_row_json(j, r);
	cmd_json_close(j, '}');
	buf_puts(j->b, "\n");
	cmd_put(j->b->p, j->b->len);
	buf_reset(j->b);
	return ERR_NONE;
}

int cmd_user_list(struct cmd_call *c)
{
	const struct model_type *t = model_type_by_no(MODEL_USER);
	struct store_node node = { 0 };
	struct app *ap = NULL;
	struct buf b;
	struct cmd_json j = { .b = &b };
	int r, status = cmd_app_open(c, APP_READONLY, &ap);

	if (status)
		return status;
	buf_init(&b, 1u << 20);
	r = store_node_get(app_store(ap), &node);
	if (opt_flag(&c->o, "json")) {
		cmd_puts("[");
		r = r ? r : cmd_rows_each(app_store(ap), t, node.office, user_json, &j);
		cmd_puts("]\n");
	} else if (!r) {
		r = cmd_rows_each(app_store(ap), t, node.office, user_text, &b);
	}
	buf_clear(&b);
	return end(ap, r, NULL);
}
