/* congvud: the door of a node. Wiring only; congvu/door.h says what it does and what it starts. */
#include "congvu/door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/platform.h"

static const struct opt_def options[] = {
	{ "dir", OPT_TEXT, 0, 0, "DIR", "the node's folder; default $CONGVU_DIR" },
	{ "listen", OPT_TEXT, 0, 0, "HOST:PORT", "instead of the configured address; port 0: any" },
	{ "log-level", OPT_INT, 3, 7, "N", "3 errors, 4 warnings, 6 information, 7 debug" },
	{ "login", OPT_FLAG, 0, 0, NULL, "internal: check one login, record on stdin" },
};

static int usage(const char *what)
{
	fprintf(stderr, "congvud: wrong usage %s\nusage: congvud --dir DIR [--listen HOST:PORT] [--log-level N]\n", what);
	return 2;
}

static int run(const struct opts *o, const char *dir)
{
	struct door_conf conf;
	struct err_info ei = { 0 };
	char path[PLAT_PATH_MAX];
	const char *listen = opt_text(o, "listen");
	door_conf_defaults(&conf);
	int rc = plat_path(path, sizeof path, dir, "congvu.conf");
	if (!rc)
		rc = door_conf_load(path, &conf, &ei);
	if (rc) {
		fprintf(stderr, "congvud: %s\n", ei.text);
		return 1;
	}
	if (listen && strlen(listen) < sizeof conf.listen)
		memcpy(conf.listen, listen, strlen(listen) + 1);
	conf.log_level = opt_int(o, "log-level", conf.log_level);
	log_open("congvud", 2, (enum log_level)conf.log_level);
	return door_run(dir, &conf);
}

int main(int argc, char **argv)
{
	struct opts o;
	struct err_info ei = { 0 };
	log_open("congvud", 2, LOG_LEVEL_INFO);
	if (opt_parse(options, COUNT_OF(options), argc - 1, argv + 1, &o, &ei) || o.n_args)
		return usage(ei.detail);
	const char *dir = opt_text(&o, "dir") ? opt_text(&o, "dir") : getenv("CONGVU_DIR");
	if (!dir || !*dir)
		return usage("--dir is missing");
	return opt_flag(&o, "login") ? door_login_worker(dir) : run(&o, dir);
}
