/* door_zygote.c: the warm parents of connections. One is current; older ones live until their last connection has ended. A new one is
 * started each day and after any child's crash, because all children of one share an address layout (SSH.md 3.2). */
#include "door_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTROL_FD 3
#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define RESTART_MS 1000

struct door_zygote {
	struct door *d;
	struct door_zygote *next;
	pid_t pid;
	int control;
	loop_handle h_control, h_restart;
	bool retired;
};

static void say(struct door_zygote *z, const char *text)
{
	if (z->control >= 0 && plat_send_fds(z->control, text, strlen(text), NULL, 0))
		log_warn("congvu-net --zygote did not take \"%s\"", text);
}

static void retire(struct door_zygote *z)
{
	if (z->retired)
		return;
	z->retired = true;
	say(z, "Q");
}

static void start_again(struct loop *l, void *ctx)
{
	struct door *d = ctx;
	(void)l;
	if (d->stopping)
		return;
	if (d->zygotes)
		retire(d->zygotes);
	if (door_zygote_start(d))
		door_stop(d, 1);
}

static void daily(struct loop *l, void *ctx)
{
	struct door *d = ctx;
	d->h_daily = 0;
	log_info("a fresh congvu-net takes the next connections");
	start_again(l, ctx);
}

static void announce(struct door *d)
{
	if (d->ready)
		return;
	d->ready = true;
	printf("listening %s:%d\n", d->host, d->port);
	(void)fflush(stdout);
	(void)plat_notify("READY=1");
}

static void hear(struct door_zygote *z, const char *text)
{
	unsigned long long id;
	int status;
	if (strcmp(text, "R") == 0) {
		announce(z->d);
	} else if (sscanf(text, "E %llu %d", &id, &status) == 2) {
		if (status == 0)
			return;
		log_warn("connection %llu: its process ended with %s %d", id, status > 255 ? "signal" : "status", status & 255);
		if (status > 255 && status != 256 + SIGKILL && !z->retired && !z->d->stopping)
			start_again(z->d->loop, z->d);
	}
}

static void on_control(struct loop *l, int fd, short revents, void *ctx)
{
	struct door_zygote *z = ctx;
	(void)revents;
	for (;;) {
		char text[64];
		size_t n = 0, nfds = 0;
		int none[1];
		int rc = plat_recv_fds(fd, text, sizeof text - 1, &n, none, 0, &nfds);
		if (rc == ERR_AGAIN)
			return;
		if (rc)
			break;
		text[n] = '\0';
		hear(z, text);
	}
	loop_fd_remove(l, z->h_control); /* it has gone: SIGCHLD tells the rest */
	z->h_control = 0;
	plat_close(&z->control);
}

static void on_end(struct door *d, pid_t pid, int status, void *ctx)
{
	struct door_zygote *z = ctx, **at = &d->zygotes;
	(void)pid;
	bool was_current = z == d->zygotes && !z->retired;
	while (*at && *at != z)
		at = &(*at)->next;
	if (*at)
		*at = z->next;
	loop_fd_remove(d->loop, z->h_control);
	plat_close(&z->control);
	for (struct door_conn *c = d->conns; c; c = c->next)
		if (c->zygote == z)
			c->zygote = NULL; /* its process died with the parent: end of file on the oracle follows */
	free(z);
	if (was_current && !d->stopping) {
		log_warn("congvu-net --zygote ended with status %d, starting it again", status);
		loop_handle h;
		if (loop_timer_add(d->loop, RESTART_MS, start_again, d, &h))
			door_stop(d, 1);
	}
	door_stop_check(d);
}

struct args {
	char text[8][24];
	const char *argv[32];
	size_t n;
};

static void number(struct args *a, size_t slot, const char *name, int64_t v)
{
	(void)snprintf(a->text[slot], sizeof a->text[slot], "%lld", (long long)v);
	a->argv[a->n++] = name;
	a->argv[a->n++] = a->text[slot];
}

static void arguments(const struct door *d, struct args *a)
{
	*a = (struct args){ .argv = { "congvu-net", "--zygote" }, .n = 2 };
	number(a, 0, "--control", CONTROL_FD);
	number(a, 1, "--kex-deadline", d->conf.kex_deadline);
	number(a, 2, "--login-deadline", d->conf.login_deadline);
	number(a, 3, "--keepalive", d->conf.keepalive);
	number(a, 4, "--dead", d->conf.dead);
	number(a, 5, "--dead-sync", d->conf.dead_sync);
	number(a, 6, "--log-level", d->conf.log_level);
	if (*d->conf.net_user) {
		a->argv[a->n++] = "--user";
		a->argv[a->n++] = d->conf.net_user;
	}
	if (d->conf.compatible)
		a->argv[a->n++] = "--compatible";
	if (d->conf.wide_kex)
		a->argv[a->n++] = "--wide-kex";
	a->argv[a->n] = NULL;
}

static int spawn(struct door *d, struct door_zygote *z, int end)
{
	static const char *const env[] = { "OPENSSL_CONF=/dev/null", PLAT_MEMORY_ENV, NULL };
	struct args a;
	arguments(d, &a);
	struct plat_fd_map fds[] = { { end, CONTROL_FD }, { 2, 2 } };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	s.path = d->congvu_net;
	s.argv = a.argv;
	s.fds = fds;
	s.n_fds = COUNT_OF(fds);
	s.env = env;
	s.clean_env = s.new_session = true;
	s.death_signal = SIGKILL;
	return door_child_spawn(d, &s, &z->pid, on_end, z);
}

int door_zygote_start(struct door *d)
{
	int sv[2];
	struct door_zygote *z = mem_alloc(sizeof *z);
	if (!z)
		return ERR_NOMEM;
	*z = (struct door_zygote){ .d = d, .control = -1 };
	int rc = plat_socketpair(PLAT_SEQPACKET, true, sv);
	if (rc) {
		free(z);
		return rc;
	}
	rc = spawn(d, z, sv[1]);
	plat_close(&sv[1]);
	z->control = sv[0];
	if (rc) {
		plat_close(&z->control);
		free(z);
		return rc;
	}
	z->next = d->zygotes;
	d->zygotes = z;
	rc = loop_fd_add(d->loop, z->control, POLLIN, on_control, z, &z->h_control);
	return rc ? rc : loop_timer_again(d->loop, &d->h_daily, DAY_MS, daily, d);
}

int door_zygote_connect(struct door *d, struct door_conn *c, int tcp, int oracle)
{
	struct door_zygote *z = d->zygotes;
	int fds[3] = { tcp, oracle, d->key };
	char text[32];
	if (!z || z->control < 0)
		return ERR_AGAIN;
	(void)snprintf(text, sizeof text, "C %llu", (unsigned long long)c->id);
	c->zygote = z;
	return plat_send_fds(z->control, text, strlen(text), fds, COUNT_OF(fds));
}

void door_zygote_kill(struct door_zygote *z, uint64_t id)
{
	char text[32];
	(void)snprintf(text, sizeof text, "K %llu", (unsigned long long)id);
	if (z)
		say(z, text);
}

void door_zygote_stop(struct door *d)
{
	for (struct door_zygote *z = d->zygotes; z; z = z->next) {
		loop_fd_remove(d->loop, z->h_control);
		z->h_control = 0;
		plat_close(&z->control); /* it kills what it has and ends */
	}
}
