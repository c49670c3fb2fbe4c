/* cmd_office.c: the tree of offices, and the one-time code by which a new one joins (DECISIONS 19). */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>

#define LISTEN_DEFAULT "127.0.0.1:2220"

/* What the office dials: --listen, else `listen` of congvu.conf. */
static void dial_address(const struct cmd_call *c, char *out, size_t cap)
{
	const char *given = opt_text(&c->o, "listen");

	if (given)
		snprintf(out, cap, "%s", given);
	else if (!cmd_conf(c->dir, "listen", out, cap))
		snprintf(out, cap, "%s", LISTEN_DEFAULT);
}

int cmd_office_add(struct cmd_call *c)
{
	const char *code = opt_text(&c->o, "code"), *name = opt_text(&c->o, "name");
	struct err_info ei = { 0 };
	char secret[64], address[256];
	struct cmd_key key;
	struct app *ap = NULL;
	rowid_t office;
	int r, status;

	if (!code || !name)
		return cmd_wrong(c, "--code and --name are needed");
	if ((status = cmd_key_pair(c->dir, CMD_HOSTKEY, false, &key)) || (status = cmd_app_open(c, 0, &ap)))
		return status;
	r = app_office_add(ap, code, name, opt_text(&c->o, "parent"), secret, &office, &ei);
	app_close(ap);
	if (r)
		return cmd_fail(r, &ei);
	dial_address(c, address, sizeof(address));
	cmd_printf("%s/%s/%s\n", address, key.print, secret);
	mem_wipe(secret, sizeof(secret));
	return CMD_DONE;
}

struct office_lister {
	struct buf b;
	struct cmd_json j;
	bool json;
};

static int one(void *ctx, const struct rec *r)
{
	static const uint32_t column[] = { MODEL_OFFICE_CODE, MODEL_OFFICE_NAME, MODEL_OFFICE_NODE, MODEL_OFFICE_PARENT };
	struct office_lister *l = ctx;

	buf_reset(&l->b);
	if (l->json) {
		cmd_json_open(&l->j, '{');
		cmd_row_json(&l->j, r);
		cmd_json_close(&l->j, '}');
	} else {
		buf_printf(&l->b, "%llu", (unsigned long long)r->id);
		for (size_t i = 0; i < COUNT_OF(column); i++) {
			buf_put_u8(&l->b, '\t');
			cmd_row_text(r, model_field_by_no(r->type, column[i]), &l->b);
		}
	}
	buf_puts(&l->b, "\n");
	cmd_put(l->b.p, l->b.len);
	return buf_err(&l->b);
}

int cmd_office_list(struct cmd_call *c)
{
	struct office_lister l = { .json = opt_flag(&c->o, "json") };
	struct app *ap = NULL;
	int r, status = cmd_app_open(c, APP_READONLY, &ap);

	if (status)
		return status;
	buf_init(&l.b, 1u << 20);
	l.j.b = &l.b;
	if (l.json)
		cmd_puts("[");
	r = cmd_rows_each(app_store(ap), model_type_by_no(MODEL_OFFICE), 0, one, &l);
	if (l.json)
		cmd_puts("]\n");
	buf_clear(&l.b);
	app_close(ap);
	return r ? cmd_fail(r, NULL) : CMD_DONE;
}
