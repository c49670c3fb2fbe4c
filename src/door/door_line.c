/* door_line.c: the centre's end of a node's line: `congvu sync-serve` on one end of a socketpair, the connection has the other. The newest
 * connection of a node wins: an older one is usually a line that died without a word. */
#include "door_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define END_MS 3000

struct door_line {
	struct door *d;
	struct door_line *next;
	uint32_t node; /* 0: enrolment */
	pid_t pid;
	struct door_conn *conn;
	loop_handle h_kill;
};

static void forget(struct door_line *k)
{
	struct door_line **at = &k->d->lines;
	while (*at && *at != k)
		at = &(*at)->next;
	if (*at)
		*at = k->next;
	loop_timer_cancel(k->d->loop, k->h_kill);
	free(k);
}

static void on_end(struct door *d, pid_t pid, int status, void *ctx)
{
	struct door_line *k = ctx;
	struct wire_oracle o = { .kind = WIRE_ORACLE_EXIT, .status = status > 255 ? 1u : (uint32_t)status };
	(void)pid;
	log_info("line end node=%u %s=%d", k->node, status > 255 ? "signal" : "status", status & 255);
	if (k->conn) {
		k->conn->line = NULL;
		door_conn_send(k->conn, &o, NULL, 0);
	}
	forget(k);
	door_stop_check(d);
}

static void on_kill(struct loop *l, void *ctx)
{
	struct door_line *k = ctx;
	(void)l;
	k->h_kill = 0;
	(void)kill(k->pid, SIGKILL);
}

/* End of file on its descriptors is the usual way; what does not see it gets a signal. */
static void end(struct door_line *k)
{
	k->conn = NULL;
	if (!k->h_kill && loop_timer_add(k->d->loop, END_MS, on_kill, k, &k->h_kill))
		(void)kill(k->pid, SIGKILL);
}

static void kick_older(struct door *d, uint32_t node)
{
	for (struct door_line *k = d->lines; k; k = k->next) {
		if (k->node != node || !node)
			continue;
		log_info("line replaced node=%u", node);
		if (k->conn) {
			k->conn->line = NULL;
			door_conn_kick(k->conn, "newer connection");
		}
		end(k);
		(void)kill(k->pid, SIGTERM); /* at once: two of one node should not meet in the database */
	}
}

static int spawn(struct door_line *k, int end_fd, int secret_fd)
{
	char node[16];
	const char *by_node[] = { "congvu", "sync-serve", "--dir", k->d->dir, "--node", node, NULL };
	const char *by_secret[] = { "congvu", "sync-serve", "--dir", k->d->dir, "--enrol", "-", NULL };
	struct plat_fd_map fds[] = { { end_fd, 0 }, { end_fd, 1 }, { 2, 2 }, { secret_fd, 3 } };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	(void)snprintf(node, sizeof node, "%u", k->node);
	s.path = k->d->congvu;
	s.argv = k->node ? by_node : by_secret;
	s.fds = fds;
	s.n_fds = COUNT_OF(fds) - (k->node ? 1 : 0);
	s.clean_env = s.new_session = true;
	return door_child_spawn(k->d, &s, &k->pid, on_end, k);
}

static int secret_pipe(const char *secret, int p[2])
{
	int rc = plat_pipe(p, false);
	if (!rc)
		rc = plat_write_all(p[1], secret, strlen(secret)); /* fits: never waits */
	plat_close(&p[1]);
	return rc;
}

static int start(struct door_line *k, struct door_conn *c)
{
	int sv[2] = { -1, -1 }, p[2] = { -1, -1 };
	struct wire_oracle o = { .kind = WIRE_ORACLE_FD };
	int rc = plat_socketpair(PLAT_STREAM, false, sv);
	if (!rc && !k->node)
		rc = secret_pipe(c->secret, p);
	if (!rc)
		rc = spawn(k, sv[1], p[0]);
	if (!rc)
		door_conn_send(c, &o, sv, 1);
	plat_close(&sv[0]);
	plat_close(&sv[1]);
	plat_close(&p[0]);
	mem_wipe(c->secret, sizeof c->secret);
	return rc;
}

int door_line_open(struct door_conn *c)
{
	struct door *d = c->d;
	if ((!c->node && !c->is_enrol) || !d->centre || d->stopping) {
		log_info("refused subsystem=\"sync\" user=\"%s\" from=%s port=%d", c->user, c->source, c->port);
		return ERR_DENIED;
	}
	kick_older(d, c->node);
	struct door_line *k = mem_alloc(sizeof *k);
	if (!k)
		return ERR_NOMEM;
	*k = (struct door_line){ .d = d, .node = c->node, .conn = c };
	int rc = start(k, c);
	if (rc) {
		free(k);
		return rc;
	}
	k->next = d->lines;
	d->lines = k;
	c->line = k;
	log_info("line start node=%u from=%s port=%d", c->node, c->source, c->port);
	return 0;
}

void door_line_released(struct door_conn *c)
{
	if (c->line)
		end(c->line);
	c->line = NULL;
}

void door_line_stop(struct door *d)
{
	for (struct door_line *k = d->lines; k; k = k->next)
		(void)kill(k->pid, SIGTERM);
}
