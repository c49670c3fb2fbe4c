/* cmd_demo.c: `congvu demo`: a centre, two offices, and a person at the keyboard of the first through a real SSH client. */
#include "cmd_demo.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PORT_DEFAULT 2220
#define SLOW_BITS 9600
#define SLOW_DELAY_MS 300 /* each way: round trips of 600 ms */
#define SEND_MS 30000     /* how long to wait after the person has left */
#define SEND_SLOW_MS 120000
#define LOGIN_DEFAULT "vanthu"
#define DAY "tests/e2e/day.sh"

static void name_nodes(struct demo *d, int port)
{
	static const char *const name[DEMO_NODES] = { "centre", "office1", "office2" };
	static const int offset[DEMO_NODES] = { 0, 2, 3 };

	for (size_t i = 0; i < DEMO_NODES; i++) {
		snprintf(d->node[i].name, sizeof(d->node[i].name), "%s", name[i]);
		d->node[i].port = port + offset[i];
	}
}

static int folders(struct demo *d, const char *given)
{
	const char *tmp = getenv("TMPDIR");
	int r = ERR_NONE;

	if (given) {
		snprintf(d->dir, sizeof(d->dir), "%s", given);
		r = plat_mkdirs(d->dir, 0700);
	} else {
		snprintf(d->dir, sizeof(d->dir), "%s/congvu-demo.XXXXXX", tmp && *tmp ? tmp : "/tmp");
		d->own_dir = mkdtemp(d->dir) != NULL;
		r = d->own_dir ? ERR_NONE : ERR_IO;
	}
	for (size_t i = 0; i < DEMO_NODES && !r; i++)
		r = plat_path(d->node[i].dir, sizeof(d->node[i].dir), d->dir, d->node[i].name);
	if (!r)
		r = plat_path(d->notify_path, sizeof(d->notify_path), d->dir, "notify");
	if (!r)
		r = plat_unix_dgram(d->notify_path, &d->notify);
	return r ? cmd_fail_text("%s: %s", d->dir, err_name(r)) : CMD_DONE;
}

/* Said before anything is built: a port that is taken would only be found out three processes later. */
static int ports_free(const struct demo *d)
{
	for (size_t i = 0; i < DEMO_NODES; i++) {
		int fd = -1, r = plat_tcp_listen("127.0.0.1", d->node[i].port, 1, &fd, NULL);

		plat_close(&fd);
		if (r) {
			struct buf text;
			char port[16];

			buf_init(&text, 400);
			snprintf(port, sizeof(port), "%d", d->node[i].port);
			model_message_fill(&text, model_message("cmd.demo.port"), "n", port, NULL);
			cmd_fail_text("%s", buf_str(&text));
			buf_clear(&text);
			return CMD_FAILED;
		}
	}
	return CMD_DONE;
}

static int programs(struct demo *d)
{
	int r = plat_program_path("congvu", d->congvu, sizeof(d->congvu));

	if (!r)
		r = plat_program_path("congvud", d->congvud, sizeof(d->congvud));
	return r ? cmd_fail_text("congvu, congvud: %s", err_name(r)) : CMD_DONE;
}

/* ---- lines ------------------------------------------------------------------------------------------------------------------ */

static int lines(struct demo *d, bool slow, int via)
{
	int port[DEMO_NODES] = { 0, via, via };

	for (size_t i = 1; i < DEMO_NODES && slow; i++) {
		d->relay[i] = demo_relay_new(d->l, via ? via : d->node[0].port, SLOW_BITS, SLOW_DELAY_MS, &port[i]);
		if (!d->relay[i])
			return cmd_fail_text("relay: %s", err_name(ERR_IO));
	}
	return demo_start_offices(d, port);
}

/* ---- the person ------------------------------------------------------------------------------------------------------------ */

struct guest {
	struct demo *d;
	pid_t pid;
};

static void ended(struct loop *l, int signo, pid_t sender, void *ctx)
{
	struct guest *g = ctx;
	pid_t pid;
	int status;

	(void)signo;
	(void)sender;
	demo_reap(g->d);
	if (g->pid > 0 && plat_reap(g->pid, true, &pid, &status) == 0) {
		g->pid = 0;
		loop_stop(l, CMD_DONE);
	}
}

static void told_to_end(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)signo;
	(void)sender;
	(void)ctx;
	loop_stop(l, CMD_DONE);
}

static void ask_login(struct demo *d, char *login, size_t cap)
{
	struct buf text;

	buf_init(&text, 4000);
	demo_data_logins(d, &d->node[1], &text);
	model_message_fill(&text, model_message("cmd.demo.who"), "login", LOGIN_DEFAULT, NULL);
	fputs(buf_str(&text), stderr);
	fflush(stderr);
	buf_clear(&text);
	if (!fgets(login, (int)cap, stdin))
		login[0] = '\0';
	login[strcspn(login, "\r\n")] = '\0';
	if (!login[0])
		snprintf(login, cap, "%s", LOGIN_DEFAULT);
}

static int ssh_client(struct demo *d, struct guest *g)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	struct plat_fd_map map[] = { { 0, 0 }, { 1, 1 }, { 2, 2 } };
	char login[65] = "", at[96], port[16], known[PLAT_PATH_MAX + 32];
	int r;

	ask_login(d, login, sizeof(login));
	snprintf(at, sizeof(at), "%s@127.0.0.1", login);
	snprintf(port, sizeof(port), "%d", d->node[1].port);
	snprintf(known, sizeof(known), "UserKnownHostsFile=%s/known_hosts", d->dir);
	s.path = "/usr/bin/ssh";
	s.argv = (const char *[]){ "ssh", "-p", port, "-o", known, "-o", "StrictHostKeyChecking=accept-new", "-o", "LogLevel=ERROR",
		"-o", "PubkeyAuthentication=no", at,
		                   NULL };
	s.fds = map;
	s.n_fds = COUNT_OF(map);
	r = plat_spawn(&s, &g->pid);
	return r ? cmd_fail_text("%s: %s", s.path, err_name(r)) : CMD_DONE;
}

/* ---- after the person has left ------------------------------------------------------------------------------------------------ */

struct drain {
	struct demo *d;
	int64_t until;
};

static void look(struct loop *l, void *ctx)
{
	struct drain *x = ctx;
	bool all = true;

	for (size_t i = 1; i < DEMO_NODES; i++)
		all = all && demo_unsent(&x->d->node[i]) == 0;
	if (all || clock_mono_ms() >= x->until || loop_timer_add(l, 200, look, x, NULL))
		loop_stop(l, CMD_DONE);
}

static void wait_sent(struct demo *d, int64_t ms)
{
	struct drain x = { d, clock_mono_ms() + ms };

	cmd_printf("%s\n", model_message("cmd.demo.left"));
	cmd_flush();
	if (loop_timer_add(d->l, 0, look, &x, NULL) == 0)
		loop_run(d->l);
	for (size_t i = 1; i < DEMO_NODES; i++) {
		int64_t n = demo_unsent(&d->node[i]);
		char text[24];
		struct buf line;

		if (n == 0)
			continue;
		d->status = CMD_FAILED;
		snprintf(text, sizeof(text), "%lld", (long long)n);
		buf_init(&line, 600);
		model_message_fill(&line, model_message("cmd.demo.late"), "n", text, "office", d->node[i].title, NULL);
		cmd_printf("%s\n", buf_str(&line));
		buf_clear(&line);
	}
}

static int play(struct demo *d, bool slow)
{
	struct guest g = { d, 0 };
	int status = loop_on_signal(d->l, SIGCHLD, ended, &g) ? CMD_FAILED : ssh_client(d, &g);

	if (!status)
		loop_run(d->l);
	if (g.pid > 0)
		kill(g.pid, SIGTERM);
	if (!status && !loop_on_signal(d->l, SIGCHLD, ended, &g))
		wait_sent(d, slow ? SEND_SLOW_MS : SEND_MS);
	return status;
}

static int serve(struct demo *d)
{
	struct guest g = { d, 0 };

	if (loop_on_signal(d->l, SIGCHLD, ended, &g))
		return cmd_fail(ERR_NOMEM, NULL);
	cmd_puts("ready\n");
	if (cmd_flush())
		return CMD_FAILED;
	loop_run(d->l);
	return CMD_DONE;
}

static void tell_places(const struct demo *d)
{
	fprintf(stderr, "%s\n", model_message("cmd.demo.ready"));
	for (size_t i = 0; i < DEMO_NODES; i++)
		fprintf(stderr, "  127.0.0.1:%d  %s  %s\n", d->node[i].port, d->node[i].title, d->node[i].dir);
}

static int run(struct demo *d, const struct cmd_call *c)
{
	bool slow = opt_flag(&c->o, "slow"), serving = opt_flag(&c->o, "serve");
	int status = demo_build(d);

	if (!status)
		status = lines(d, slow, (int)opt_int(&c->o, "via", 0));
	if (!status)
		tell_places(d);
	if (!status)
		status = serving ? serve(d) : play(d, slow);
	if (!status && !serving)
		demo_data_arrived(d);
	if (status)
		cmd_fail_message("cmd.demo.failed");
	return status ? status : d->status;
}

/* Without a terminal a day is played by the script of the source tree; it calls `congvu demo --serve` itself. */
static int play_day(void)
{
	char path[PLAT_PATH_MAX];

	if (plat_data_path(DAY, path, sizeof(path)))
		return cmd_fail_text("no terminal here: use --serve");
	execl(path, path, (char *)NULL);
	return cmd_fail_text("%s: not to be run", path);
}

int cmd_demo(struct cmd_call *c)
{
	struct demo *d;
	int status;

	if (!opt_flag(&c->o, "serve") && !isatty(0))
		return play_day();
	d = mem_xalloc(sizeof(*d));
	d->notify = -1;
	d->bare = opt_flag(&c->o, "bare");
	name_nodes(d, (int)opt_int(&c->o, "port", PORT_DEFAULT));
	d->l = loop_new();
	status = d->l && !loop_on_signal(d->l, SIGTERM, told_to_end, d) && !loop_on_signal(d->l, SIGINT, told_to_end, d) ? CMD_DONE : CMD_FAILED;
	if (!status)
		status = programs(d);
	if (!status)
		status = ports_free(d);
	if (!status)
		status = folders(d, opt_text(&c->o, "dir"));
	if (!status)
		status = demo_data_load(d);
	if (!status)
		status = demo_data_names(d);
	if (!status)
		status = run(d, c);
	demo_stop(d);
	for (size_t i = 0; i < DEMO_NODES; i++)
		demo_relay_free(d->relay[i]);
	loop_free(d->l);
	plat_close(&d->notify);
	if (d->notify_path[0] && plat_unlink(d->notify_path))
		log_info("demo: %s stays", d->notify_path);
	if (d->own_dir && plat_remove_tree(d->dir))
		log_warn("demo: %s could not be removed", d->dir);
	buf_clear(&d->data);
	free(d);
	return status;
}
