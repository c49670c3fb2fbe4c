/* congvu-net: the only program linked with libssh. Wiring only; congvu/net.h says what each mode does. */
#include "congvu/net.h"

#include <stdio.h>
#include <string.h>

#include "congvu/platform.h"

#define MS_MAX 86400000

static const struct opt_def options[] = {
	{ "zygote", OPT_FLAG, 0, 0, NULL, "warm parent of served connections (started by congvud)" },
	{ "control", OPT_INT, 3, 1023, "FD", "zygote: socket to congvud" },
	{ "user", OPT_TEXT, 0, 0, "NAME", "zygote: run as this system user" },
	{ "kex-deadline", OPT_INT, 1, MS_MAX, "MS", "zygote: end of the key exchange" },
	{ "login-deadline", OPT_INT, 1, MS_MAX, "MS", "zygote: end of the login" },
	{ "keepalive", OPT_INT, 1, MS_MAX, "MS", "ask after so long without a byte" },
	{ "dead", OPT_INT, 1, MS_MAX, "MS", "give up after so long without a byte" },
	{ "dead-sync", OPT_INT, 1, MS_MAX, "MS", "zygote: the same for lines of nodes" },
	{ "compatible", OPT_FLAG, 0, 0, NULL, "zygote: also offer aes256-ctr" },
	{ "wide-kex", OPT_FLAG, 0, 0, NULL, "zygote: also offer group16 and group18" },
	{ "log-level", OPT_INT, 3, 7, "N", "3 errors .. 7 debug" },
	{ "dial", OPT_FLAG, 0, 0, NULL, "connect to HOST PORT and open the sync line" },
	{ "login", OPT_TEXT, 0, 0, "NAME", "dial: n<node> or enrol" },
	{ "pin", OPT_TEXT, 0, 0, "SHA256:...", "dial: fingerprint of the host key" },
	{ "io", OPT_INT, 0, 1023, "FD", "dial: the program's end" },
	{ "key-fd", OPT_INT, 0, 1023, "FD", "dial: private key, read from this descriptor" },
	{ "secret-fd", OPT_INT, 0, 1023, "FD", "dial: one-time secret, read from this descriptor" },
	{ "timeout", OPT_INT, 1, MS_MAX, "MS", "dial: until the subsystem is open" },
	{ "keygen", OPT_FLAG, 0, 0, NULL, "make an ed25519 key: FILE, or --out FD" },
	{ "out", OPT_INT, 1, 1023, "FD", "keygen: write the private key here" },
	{ "pubkey", OPT_FLAG, 0, 0, NULL, "print public key and fingerprint of FILE" },
};

static int run_zygote(const struct opts *o)
{
	struct net_conf c = NET_CONF_INIT;
	int control = (int)opt_int(o, "control", -1);
	c.kex_deadline = opt_int(o, "kex-deadline", c.kex_deadline);
	c.login_deadline = opt_int(o, "login-deadline", c.login_deadline);
	c.keepalive = opt_int(o, "keepalive", c.keepalive);
	c.dead = opt_int(o, "dead", c.dead);
	c.dead_sync = opt_int(o, "dead-sync", c.dead_sync);
	c.compatible = opt_flag(o, "compatible");
	c.wide_kex = opt_flag(o, "wide-kex");
	if (control < 0)
		return NET_EXIT_USAGE;
	if (opt_text(o, "user") && plat_drop_user(opt_text(o, "user")))
		log_info("no system user %s: connections run as congvud's own user", opt_text(o, "user"));
	if (plat_no_new_privs() || plat_pdeathsig(SIGKILL)) /* after the change of user, which clears it */
		return NET_EXIT_FAILED;
	return net_zygote(control, &c);
}

static int run_dial(const struct opts *o)
{
	struct net_dial d = NET_DIAL_INIT;
	if (o->n_args != 2 || !opt_text(o, "login") || !opt_text(o, "pin") || !opt_text(o, "io"))
		return NET_EXIT_USAGE;
	d.host = o->args[0];
	for (const char *p = o->args[1]; *p; p++) {
		if (*p < '0' || *p > '9' || d.port > 65535)
			return NET_EXIT_USAGE;
		d.port = d.port * 10 + (*p - '0');
	}
	d.login = opt_text(o, "login");
	d.pin = opt_text(o, "pin");
	d.io = (int)opt_int(o, "io", -1);
	d.key_fd = (int)opt_int(o, "key-fd", -1);
	d.secret_fd = (int)opt_int(o, "secret-fd", -1);
	d.timeout = opt_int(o, "timeout", d.timeout);
	d.keepalive = opt_int(o, "keepalive", d.keepalive);
	d.dead = opt_int(o, "dead", d.dead);
	if (d.port < 1 || d.port > 65535 || (d.key_fd < 0) == (d.secret_fd < 0))
		return NET_EXIT_USAGE;
	return net_dial(&d);
}

static int run(const struct opts *o)
{
	if (opt_flag(o, "zygote"))
		return run_zygote(o);
	if (opt_flag(o, "dial"))
		return run_dial(o);
	if (opt_flag(o, "keygen") && (o->n_args == 1) != (opt_text(o, "out") != NULL))
		return net_keygen(o->n_args ? o->args[0] : NULL, (int)opt_int(o, "out", -1));
	if (opt_flag(o, "pubkey") && o->n_args == 1)
		return net_pubkey(o->args[0]);
	return NET_EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct opts o;
	struct err_info ei = { 0 };
	int rc = opt_parse(options, COUNT_OF(options), argc - 1, argv + 1, &o, &ei);
	log_open("congvu-net", 2, rc ? LOG_LEVEL_INFO : (enum log_level)opt_int(&o, "log-level", LOG_LEVEL_INFO));
	if (!rc)
		rc = run(&o);
	else
		rc = NET_EXIT_USAGE;
	if (rc == NET_EXIT_USAGE)
		fprintf(stderr, "congvu-net: wrong usage %s\nusage: congvu-net --dial|--keygen|--pubkey|--zygote ..., see congvu-net(8)\n", ei.detail);
	return rc;
}
