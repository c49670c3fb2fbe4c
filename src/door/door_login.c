/* door_login.c: may this user in? Every check is a process of its own (`congvud --login`), at most two at once: argon2 may take their
 * memory and nothing more. At most 32 wait; among those that wait, the source that was served longest ago comes first.
 * Known and unknown users take the same way, and no answer leaves before ANSWER_MIN_MS. */
#include "door_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORKERS 2
#define QUEUE_MAX 32
#define QUEUE_FULL_WAIT_MS 2000
#define ANSWER_MIN_MS 30
#define WORKER_MAX_MS 20000

struct door_login {
	struct door *d;
	struct door_login *next;
	struct door_conn *conn; /* NULL: left meanwhile; the result still counts for the throttle */
	struct wire_oracle o;
	char source[PLAT_ADDR_MAX];
	int port;
	bool exempt, yes;
	pid_t pid; /* 0: waits */
	int64_t arrived;
	loop_handle h_timer;
};
struct door_logins {
	struct door_login *first;
	size_t waiting, running;
	loop_handle h_again;
	char served[PLAT_ADDR_MAX]; /* source served last */
};

static void pump(struct door *d);

static const char *method_of(const struct door_login *l)
{
	if (l->o.kind != WIRE_ORACLE_PW)
		return "publickey";
	return strcmp(l->o.user, "enrol") == 0 ? "enrol" : "password";
}

static void report(const struct door_login *l)
{
	char q[300], fp[DOOR_FINGERPRINT_MAX + 4] = "";
	if (l->o.kind != WIRE_ORACLE_PW) {
		/* congvu-net's word is all we have for the signature (SSH.md 3.2): the log says at least which key it named */
		memcpy(fp, " fp=", 4);
		door_fingerprint(l->o.blob, l->o.blob_len, fp + 4);
	}
	log_quote(q, sizeof q, l->o.user, strlen(l->o.user));
	if (l->o.kind == WIRE_ORACLE_KEYQ)
		log_debug("key %s for user=\"%s\" from=%s port=%d", l->yes ? "would do" : "unknown", q, l->source, l->port);
	else if (l->yes)
		log_info("login ok user=\"%s\" from=%s port=%d method=%s session=%llu%s", q, l->source, l->port, method_of(l),
		         (unsigned long long)(l->conn ? l->conn->id : 0), fp);
	else
		log_info("login failed user=\"%s\" from=%s port=%d method=%s reason=\"not accepted\"%s", q, l->source, l->port, method_of(l), fp);
}

static void unlink_login(struct door_login *l)
{
	struct door_login **at = &l->d->logins->first;
	while (*at && *at != l)
		at = &(*at)->next;
	if (*at)
		*at = l->next;
	if (l->conn)
		l->conn->login = NULL;
	loop_timer_cancel(l->d->loop, l->h_timer);
	mem_wipe(l, sizeof *l);
	free(l);
}

static void fix_user(struct door_conn *c, const struct door_login *l)
{
	memcpy(c->user, l->o.user, sizeof c->user);
	if (l->o.kind == WIRE_ORACLE_KEYOK && !door_node_of(c->user, &c->node))
		c->node = 0;
	c->is_enrol = l->o.kind == WIRE_ORACLE_PW && strcmp(c->user, "enrol") == 0;
	if (c->is_enrol)
		memcpy(c->secret, l->o.secret, strnlen(l->o.secret, sizeof c->secret - 1));
}

static void give_answer(struct loop *lp, void *ctx)
{
	struct door_login *l = ctx;
	struct door_conn *c = l->conn;
	enum wire_oracle_kind kind = l->o.kind;
	bool yes = l->yes;
	(void)lp;
	l->h_timer = 0;
	if (c && yes)
		fix_user(c, l);
	unlink_login(l);
	if (c)
		door_conn_answer(c, yes, kind, 0);
}

static void finished(struct door *d, pid_t pid, int status, void *ctx)
{
	struct door_login *l = ctx;
	int64_t now = clock_mono_ms(), left = l->arrived + ANSWER_MIN_MS - now;
	(void)pid;
	l->pid = 0;
	d->logins->running--;
	loop_timer_cancel(d->loop, l->h_timer);
	l->h_timer = 0;
	l->yes = status == 0;
	if (status > 1)
		log_warn("the login check ended with %s %d", status > 255 ? "signal" : "status", status & 255);
	if (l->o.kind != WIRE_ORACLE_KEYQ && !l->exempt) {
		if (l->yes)
			door_throttle_succeeded(d->throttle, l->o.user, l->source);
		else
			door_throttle_failed(d->throttle, l->o.user, l->source, now);
	}
	report(l);
	mem_wipe(l->o.secret, l->yes ? 0 : sizeof l->o.secret);
	if (loop_timer_add(d->loop, left > 0 ? left : 0, give_answer, l, &l->h_timer))
		give_answer(d->loop, l);
	pump(d);
	door_stop_check(d);
}

static void on_worker_late(struct loop *lp, void *ctx)
{
	struct door_login *l = ctx;
	(void)lp;
	l->h_timer = 0;
	if (l->pid)
		(void)kill(l->pid, SIGKILL);
}

static int run_worker(struct door_login *l)
{
	const char *argv[] = { "congvud", "--login", "--dir", l->d->dir, NULL };
	int p[2];
	struct buf b;
	int rc = plat_pipe(p, false);
	if (rc)
		return rc;
	struct plat_fd_map fds[] = { { p[0], 0 }, { 2, 2 } };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	s.path = l->d->self;
	s.argv = argv;
	s.fds = fds;
	s.n_fds = COUNT_OF(fds);
	s.clean_env = s.new_session = true;
	s.death_signal = SIGKILL;
	buf_init(&b, WIRE_ORACLE_MAX);
	rc = wire_oracle_encode(&l->o, &b);
	if (!rc)
		rc = door_child_spawn(l->d, &s, &l->pid, finished, l);
	if (!rc)
		rc = plat_write_all(p[1], b.p, b.len); /* fits the pipe: never waits */
	if (b.p)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	plat_close(&p[0]);
	plat_close(&p[1]);
	if (l->pid) {
		l->d->logins->running++;
		if (loop_timer_again(l->d->loop, &l->h_timer, WORKER_MAX_MS, on_worker_late, l))
			(void)kill(l->pid, SIGKILL); /* never one without an end */
		return 0;                            /* a worker that got no record says no */
	}
	return rc;
}

/* ---- the queue --------------------------------------------------------------------------------------------------------------- */

static bool pair_busy(const struct door_login *l)
{
	for (const struct door_login *k = l->d->logins->first; k; k = k->next)
		if (k != l && k->pid && strcmp(k->o.user, l->o.user) == 0 && strcmp(k->source, l->source) == 0)
			return true;
	return false;
}

/* How long this one must still be held: 0 = may run now, -1 = until another one of its pair has ended. */
static int64_t hold(const struct door_login *l, int64_t now)
{
	if (l->exempt || l->o.kind == WIRE_ORACLE_KEYQ)
		return 0;
	if (pair_busy(l))
		return -1;
	return door_throttle_wait(l->d->throttle, l->o.user, l->source, now);
}

static bool is_waiting(const struct door_login *l)
{
	return !l->pid && !l->h_timer;
}

/* The first of the line whose source is not the one that was served last; else the first that may. */
static struct door_login *pick(struct door *d, int64_t *soonest)
{
	struct door_login *found = NULL;
	int64_t now = clock_mono_ms();
	*soonest = -1;
	for (struct door_login *l = d->logins->first; l; l = l->next) {
		if (!is_waiting(l))
			continue;
		int64_t h = hold(l, now);
		if (h > 0 && (*soonest < 0 || h < *soonest))
			*soonest = h;
		if (h != 0)
			continue;
		if (strcmp(l->source, d->logins->served) != 0)
			return l;
		if (!found)
			found = l;
	}
	return found;
}

static void on_again(struct loop *lp, void *ctx)
{
	struct door *d = ctx;
	(void)lp;
	d->logins->h_again = 0;
	pump(d);
}

static void fail_now(struct door_login *l)
{
	l->yes = false;
	if (loop_timer_add(l->d->loop, ANSWER_MIN_MS, give_answer, l, &l->h_timer))
		give_answer(l->d->loop, l);
}

static void pump(struct door *d)
{
	int64_t soonest = -1;
	while (d->logins->running < WORKERS && !d->stopping) {
		struct door_login *l = pick(d, &soonest);
		if (!l)
			break;
		d->logins->waiting--;
		memcpy(d->logins->served, l->source, sizeof l->source);
		if (!l->conn) {
			unlink_login(l); /* left while it was held */
		} else if (run_worker(l)) {
			log_err("no login check could be started");
			fail_now(l);
		}
	}
	if (soonest > 0 && loop_timer_again(d->loop, &d->logins->h_again, soonest, on_again, d))
		log_err("login queue: no timer");
}

int door_login_ask(struct door_conn *c, const struct wire_oracle *o)
{
	struct door *d = c->d;
	if (!d->logins && !(d->logins = mem_alloc(sizeof *d->logins)))
		return ERR_NOMEM;
	struct door_login *l = d->logins->waiting < QUEUE_MAX ? mem_alloc(sizeof *l) : NULL;
	if (!l) {
		log_warn("login queue full from=%s port=%d", c->source, c->port);
		door_conn_answer(c, false, o->kind, QUEUE_FULL_WAIT_MS);
		return ERR_BUSY;
	}
	*l = (struct door_login){ .d = d, .conn = c, .o = *o, .exempt = c->exempt, .port = c->port, .arrived = clock_mono_ms() };
	memcpy(l->source, c->source, sizeof l->source);
	struct door_login **at = &d->logins->first;
	while (*at)
		at = &(*at)->next;
	*at = l;
	c->login = l;
	d->logins->waiting++;
	pump(d);
	return 0;
}

void door_login_forget(struct door_conn *c)
{
	struct door_login *l = c->login;
	if (!l)
		return;
	c->login = NULL;
	l->conn = NULL;
	if (is_waiting(l)) {
		l->d->logins->waiting--;
		unlink_login(l);
	}
}

void door_login_stop(struct door *d)
{
	for (struct door_login *l = d->logins ? d->logins->first : NULL; l; l = l->next)
		if (l->pid)
			(void)kill(l->pid, SIGKILL);
}
