/* sync_run.c: `congvu sync`: the office's end over descriptors, with its lock, its wake socket, and dialling again. */
#include "sync_internal.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "congvu/loop.h"
#include "congvu/model.h"
#include "congvu/platform.h"

#define TICK_MS 1000
#define STAMP_MS 5000

struct runner {
	const struct sync_run *r;
	struct store *st;
	struct loop *loop;
	struct sync_office *o;
	struct sync_pipe pipe;
	struct sync_backoff backoff;
	struct err_info *ei;
	loop_handle deadline, redial;
	int fd, lock_fd, wake_fd;
	uint64_t changes, generation;
	int64_t stamped, redial_at;
	bool up;
};

static void settle(struct runner *w);

static void stamp(struct runner *w, bool now_too)
{
	bool up = w->fd >= 0 && sync_office_status(w->o)->state == SYNC_UP;
	int64_t now = clock_mono_ms();
	if (!now_too && up == w->up && now - w->stamped < STAMP_MS)
		return;
	if (up && !w->up)
		sync_backoff_up(&w->backoff, now);
	w->up = up;
	w->stamped = now;
	store_state_line(w->st, up ? STORE_LINE_UP : STORE_LINE_DOWN);
}

static void on_deadline(struct loop *l, void *ctx)
{
	struct runner *w = ctx;
	(void)l;
	w->deadline = 0;
	sync_office_tick(w->o, clock_mono_ms());
	settle(w);
}

static void on_bytes(void *ctx, const uint8_t *p, size_t n)
{
	struct runner *w = ctx;
	if (n)
		sync_office_input(w->o, p, n, clock_mono_ms());
	else
		sync_office_eof(w->o);
	settle(w);
}

static void hang_up(struct runner *w)
{
	if (w->fd < 0)
		return;
	sync_pipe_close(&w->pipe);
	plat_close(&w->fd);
	loop_timer_cancel(w->loop, w->deadline);
	w->deadline = 0;
	if (w->r->hung_up)
		w->r->hung_up(w->r->ctx);
}

static void dial(struct runner *w);

static void on_redial(struct loop *l, void *ctx)
{
	struct runner *w = ctx;
	(void)l;
	w->redial = 0;
	dial(w);
}

static void redial_in(struct runner *w, int64_t ms)
{
	w->redial_at = clock_mono_ms() + ms;
	if (loop_timer_again(w->loop, &w->redial, ms, on_redial, w))
		loop_stop(w->loop, ERR_NOMEM);
}

/* The connection is over: leave (once) or try again later. */
static void ended(struct runner *w)
{
	struct sync_status s = *sync_office_status(w->o);
	hang_up(w);
	if (s.state != SYNC_DONE)
		log_warn("sync: line down: %s (%s); sent %llu acked %llu", err_name(s.code), s.detail, (unsigned long long)s.sent,
		         (unsigned long long)s.acked);
	stamp(w, true);
	if (w->r->once) {
		if (s.state != SYNC_DONE)
			err_setf(w->ei, s.code, s.text, "%s", s.detail);
		loop_stop(w->loop, s.state == SYNC_DONE ? 0 : s.code);
		return;
	}
	redial_in(w, sync_backoff_down(&w->backoff, s.for_good, clock_mono_ms()));
}

/* After anything happened to the machine: write, re-arm, notice the end. */
static void settle(struct runner *w)
{
	if (w->fd < 0)
		return;
	const struct sync_status *s = sync_office_status(w->o);
	sync_pipe_flush(&w->pipe);
	if (s->state == SYNC_DOWN || s->state == SYNC_DONE) {
		ended(w);
		return;
	}
	stamp(w, false);
	int64_t ms = sync_office_deadline(w->o) - clock_mono_ms();
	if (loop_timer_again(w->loop, &w->deadline, ms > 0 ? ms : 0, on_deadline, w))
		loop_stop(w->loop, ERR_NOMEM);
}

static void dial(struct runner *w)
{
	int64_t now = clock_mono_ms();
	sync_backoff_tried(&w->backoff, now);
	w->redial_at = 0;
	int fd = -1, rc = w->r->dial(w->r->ctx, &fd);
	if (!rc)
		rc = sync_pipe_open(&w->pipe, w->loop, fd, fd, sync_office_output(w->o), on_bytes, w);
	if (rc) {
		bool opened = fd >= 0;
		plat_close(&fd);
		if (opened && w->r->hung_up)
			w->r->hung_up(w->r->ctx);
		log_warn("sync: dialling failed: %s", err_name(rc));
		if (w->r->once) {
			err_setf(w->ei, rc, model_message("sync.no_dial"), "dial: %s", err_name(rc));
			loop_stop(w->loop, rc);
		} else {
			redial_in(w, sync_backoff_down(&w->backoff, false, now));
		}
		return;
	}
	w->fd = fd;
	sync_office_connect(w->o, w->r->once, now);
	settle(w);
}

/* Something was saved here, or may have been. Without a line: a person is working, so try sooner than the timer says. */
static void woken(struct runner *w)
{
	int64_t now = clock_mono_ms(), ms = sync_backoff_wake(&w->backoff, now);
	if (w->fd >= 0) {
		sync_office_wake(w->o, now);
		settle(w);
	} else if (w->redial && now + ms < w->redial_at && !sync_office_status(w->o)->for_good) {
		redial_in(w, ms);
	}
}

static void on_wake(struct loop *l, int fd, short revents, void *ctx)
{
	struct runner *w = ctx;
	uint8_t b[16];
	(void)l;
	(void)revents;
	for (int i = 0; i < 64 && plat_read(fd, b, sizeof b) >= 0; i++)
		;
	w->changes = store_changes(w->st);
	woken(w);
}

static void on_tick(struct loop *l, void *ctx)
{
	struct runner *w = ctx;
	struct store_state state;
	uint64_t changes = store_changes(w->st);
	if (w->r->stop && *w->r->stop) {
		loop_stop(l, 0);
		return;
	}
	if (store_state_get(w->st, &state) == 0 && state.generation != w->generation) {
		loop_stop(l, err_setf(w->ei, ERR_GENERATION, model_message("sync.restart"), "generation changed"));
		return;
	}
	if (changes != w->changes) {
		w->changes = changes;
		woken(w);
	}
	stamp(w, false);
	if (!loop_stopping(l) && loop_timer_add(l, TICK_MS, on_tick, w, NULL))
		loop_stop(l, ERR_NOMEM);
}

static int take_lock(struct runner *w)
{
	char path[PLAT_PATH_MAX];
	int rc = plat_path(path, sizeof path, w->r->dir, "run/sync.lock");
	if (!rc)
		rc = plat_lock_open(path, &w->lock_fd);
	if (!rc)
		rc = plat_lock_try(w->lock_fd);
	if (rc == ERR_BUSY)
		return err_set(w->ei, rc, model_message("sync.running"));
	if (rc)
		return err_setf(w->ei, rc, model_message("sync.no_lock"), "run/sync.lock: %s", err_name(rc));
	rc = plat_path(path, sizeof path, w->r->dir, "run/sync.sock");
	if (!rc)
		rc = plat_unix_dgram(path, &w->wake_fd);
	if (rc)
		log_warn("sync: no wake socket, looking every second: %s", err_name(rc));
	return 0;
}

static int prepare(struct runner *w)
{
	struct store_node node;
	struct store_state state = { 0 };
	uint64_t seed = 0;
	int rc = store_node_get(w->st, &node);
	if (rc)
		return err_setf(w->ei, rc, sync_reason(rc), "node: %s", err_name(rc));
	if (!node.node)
		return err_set(w->ei, ERR_DENIED, model_message("store.no_node"));
	if (node.role != STORE_ROLE_OFFICE)
		return err_set(w->ei, ERR_DENIED, model_message("sync.centre"));
	rc = take_lock(w);
	if (rc)
		return rc;
	random_bytes(&seed, sizeof seed);
	sync_backoff_init(&w->backoff, seed);
	if (store_state_get(w->st, &state) == 0)
		w->generation = state.generation;
	w->changes = store_changes(w->st);
	rc = sync_office_new(w->st, &w->o);
	w->loop = rc ? NULL : loop_new();
	if (!w->loop)
		return ERR_NOMEM;
	rc = loop_on_signal(w->loop, SIGTERM, sync_stop_on_signal, w);
	if (!rc)
		rc = loop_on_signal(w->loop, SIGINT, sync_stop_on_signal, w);
	if (!rc)
		rc = loop_before_poll(w->loop, sync_idle, w->st);
	if (!rc && w->wake_fd >= 0)
		rc = loop_fd_add(w->loop, w->wake_fd, POLLIN, on_wake, w, NULL);
	if (!rc)
		rc = loop_timer_add(w->loop, TICK_MS, on_tick, w, NULL);
	return rc;
}

int sync_run_office(const struct sync_run *r, struct err_info *ei)
{
	struct runner w = { .r = r, .ei = ei, .fd = -1, .lock_fd = -1, .wake_fd = -1 };
	int rc = store_open(r->dir, 0, &w.st, ei);
	if (rc)
		return rc;
	plat_signal_ignore_pipe();
	rc = prepare(&w);
	if (!rc) {
		stamp(&w, true);
		dial(&w);
		rc = loop_run(w.loop);
		hang_up(&w);
		store_state_line(w.st, STORE_LINE_DOWN);
	}
	sync_office_free(w.o);
	loop_free(w.loop);
	plat_close(&w.wake_fd);
	plat_close(&w.lock_fd);
	store_close(w.st);
	return rc;
}
