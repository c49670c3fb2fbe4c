/* door_service.c: `congvu work` and `congvu sync`: kept running, with a backoff that a healthy minute resets. */
#include "door_internal.h"

#include <signal.h>
#include <stdlib.h>

#define BACKOFF_MIN 1000
#define BACKOFF_MAX 60000
#define HEALTHY_MS 60000

struct door_service {
	struct door *d;
	struct door_service *next;
	const char *name;
	pid_t pid; /* 0: not running */
	int64_t started, backoff;
	loop_handle h_again;
};

static int run(struct door_service *v);

static void on_again(struct loop *l, void *ctx)
{
	struct door_service *v = ctx;
	(void)l;
	v->h_again = 0;
	if (!v->d->stopping)
		(void)run(v);
}

static void again_later(struct door_service *v)
{
	if (loop_timer_again(v->d->loop, &v->h_again, v->backoff, on_again, v))
		log_err("congvu %s will not be started again", v->name);
	v->backoff = v->backoff * 2 > BACKOFF_MAX ? BACKOFF_MAX : v->backoff * 2;
}

static void on_end(struct door *d, pid_t pid, int status, void *ctx)
{
	struct door_service *v = ctx;
	(void)pid;
	v->pid = 0;
	if (!d->stopping) {
		if (clock_mono_ms() - v->started > HEALTHY_MS)
			v->backoff = BACKOFF_MIN;
		log_warn("congvu %s ended with %s %d, again in %lld ms", v->name, status > 255 ? "signal" : "status", status & 255,
		         (long long)v->backoff);
		again_later(v);
	}
	door_stop_check(d);
}

static int run(struct door_service *v)
{
	const char *argv[] = { "congvu", v->name, "--dir", v->d->dir, NULL };
	struct plat_fd_map fds[] = { { 2, 2 } };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	s.path = v->d->congvu;
	s.argv = argv;
	s.fds = fds;
	s.n_fds = COUNT_OF(fds);
	s.clean_env = s.new_session = true;
	v->started = clock_mono_ms();
	int rc = door_child_spawn(v->d, &s, &v->pid, on_end, v);
	if (rc) {
		v->pid = 0;
		again_later(v);
	}
	return rc;
}

static int add(struct door *d, const char *name)
{
	struct door_service *v = mem_alloc(sizeof *v);
	if (!v)
		return ERR_NOMEM;
	*v = (struct door_service){ .d = d, .next = d->services, .name = name, .backoff = BACKOFF_MIN };
	d->services = v;
	(void)run(v); /* a failure is tried again like an early end */
	return 0;
}

int door_service_start(struct door *d)
{
	int rc = d->conf.work ? add(d, "work") : 0;
	if (!rc && d->conf.sync && !d->centre)
		rc = add(d, "sync");
	return rc;
}

void door_service_stop(struct door *d)
{
	for (struct door_service *v = d->services; v; v = v->next) {
		loop_timer_cancel(d->loop, v->h_again);
		v->h_again = 0;
		if (v->pid)
			(void)kill(v->pid, SIGTERM);
	}
}
