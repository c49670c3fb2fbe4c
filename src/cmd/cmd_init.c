/* cmd_init.c: `congvu init`: a node's folder. The host key is made by congvu-net, the only program that knows SSH. */
#include "cmd_internal.h"

#include <string.h>

#include "congvu/platform.h"

#define LISTS "model/data"

static int init_centre(const struct cmd_call *c, struct err_info *ei)
{
	const char *code = opt_text(&c->o, "code"), *name = opt_text(&c->o, "name"), *data = opt_text(&c->o, "data");
	char installed[PLAT_PATH_MAX];

	if (!data) {
		if (plat_data_path(LISTS, installed, sizeof(installed)))
			return err_setf(ei, ERR_NOTFOUND, NULL, "no lists installed; say --data FOLDER");
		data = installed;
	}
	return app_init_centre(c->dir, code, name, data, ei);
}

int cmd_init(struct cmd_call *c)
{
	const char *role = opt_text(&c->o, "role");
	struct err_info ei = { 0 };
	struct cmd_key key;
	bool centre = role && strcmp(role, "centre") == 0;
	int r, status;

	if (!centre && !(role && strcmp(role, "office") == 0))
		return cmd_wrong(c, "--role is centre or office");
	if (centre && (!opt_text(&c->o, "code") || !opt_text(&c->o, "name")))
		return cmd_wrong(c, "a centre needs --code and --name of its office");
	r = plat_mkdirs(c->dir, 0700);
	if (r)
		return cmd_fail_text("%s: %s", c->dir, err_name(r));
	if ((status = cmd_key_pair(c->dir, CMD_HOSTKEY, true, &key)))
		return status;
	r = centre ? init_centre(c, &ei) : app_init_office(c->dir, &ei);
	if (r)
		return cmd_fail(r, &ei);
	cmd_printf("%s\n", key.print);
	return CMD_DONE;
}
