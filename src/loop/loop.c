/* loop.c: one poll(2) loop a process. */
#include "congvu/loop.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/platform.h"

#define LOOP_HOOKS_MAX 4
#define LOOP_SIGNALS_MAX 16
#define LOOP_FD_GONE (-1)

struct watch {
	loop_handle h;
	int fd; /* LOOP_FD_GONE: removed during a round, swept after it */
	short events;
	loop_fd_fn *fn;
	void *ctx;
};

struct timer {
	loop_handle h;
	int64_t at;
	loop_timer_fn *fn;
	void *ctx;
};

struct signal_row {
	int signo;
	loop_signal_fn *fn;
	void *ctx;
};

struct loop {
	struct watch *watches;
	struct pollfd *polls; /* as long as watches; slot i belongs to watches[i] during a round */
	size_t n_watches, cap_watches;
	struct timer *timers; /* binary heap by (at, h) */
	size_t n_timers, cap_timers;
	struct {
		loop_hook_fn *fn;
		void *ctx;
	} hooks[LOOP_HOOKS_MAX];
	size_t n_hooks;
	struct signal_row signals[LOOP_SIGNALS_MAX];
	size_t n_signals;
	int signal_fd;
	sigset_t signal_set;
	loop_handle last_handle;
	bool in_round, gone, stopping;
	int code;
};

struct loop *loop_new(void)
{
	struct loop *l = mem_alloc(sizeof(*l));

	if (l)
		l->signal_fd = -1;
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	plat_close(&l->signal_fd);
	free(l->watches);
	free(l->polls);
	free(l->timers);
	free(l);
}

/* ---- descriptors ---- */

static struct watch *find_watch(struct loop *l, loop_handle h)
{
	for (size_t i = 0; h && i < l->n_watches; i++)
		if (l->watches[i].h == h && l->watches[i].fd != LOOP_FD_GONE)
			return &l->watches[i];
	return NULL;
}

static int grow_watches(struct loop *l)
{
	size_t cap = l->cap_watches ? l->cap_watches * 2 : 8;
	struct watch *w;
	struct pollfd *p;

	if (l->n_watches < l->cap_watches)
		return ERR_NONE;
	w = mem_resize(l->watches, cap, sizeof(*w));
	if (!w)
		return ERR_NOMEM;
	l->watches = w;
	p = mem_resize(l->polls, cap, sizeof(*p));
	if (!p)
		return ERR_NOMEM;
	l->polls = p;
	l->cap_watches = cap;
	return ERR_NONE;
}

int loop_fd_add(struct loop *l, int fd, short events, loop_fd_fn *fn, void *ctx, loop_handle *h)
{
	int r;

	if (h)
		*h = 0;
	if (fd < 0)
		return ERR_INVALID;
	for (size_t i = 0; i < l->n_watches; i++)
		if (l->watches[i].fd == fd)
			return ERR_EXISTS;
	r = grow_watches(l);
	if (r)
		return r;
	l->watches[l->n_watches++] = (struct watch){ .h = ++l->last_handle, .fd = fd, .events = events, .fn = fn, .ctx = ctx };
	if (h)
		*h = l->last_handle;
	return ERR_NONE;
}

void loop_fd_events(struct loop *l, loop_handle h, short events)
{
	struct watch *w = find_watch(l, h);

	if (w)
		w->events = events;
}

static void sweep(struct loop *l)
{
	size_t kept = 0;

	for (size_t i = 0; l->gone && i < l->n_watches; i++)
		if (l->watches[i].fd != LOOP_FD_GONE)
			l->watches[kept++] = l->watches[i];
	if (l->gone)
		l->n_watches = kept;
	l->gone = false;
}

void loop_fd_remove(struct loop *l, loop_handle h)
{
	struct watch *w = find_watch(l, h);

	if (!w)
		return;
	w->fd = LOOP_FD_GONE;
	l->gone = true;
	if (!l->in_round)
		sweep(l);
}

/* ---- timers ---- */

/* Equal times run in the order in which they were added. */
static bool earlier(const struct timer *a, const struct timer *b)
{
	return a->at != b->at ? a->at < b->at : a->h < b->h;
}

static void swap(struct timer *a, struct timer *b)
{
	struct timer t = *a;

	*a = *b;
	*b = t;
}

static void sift_up(struct loop *l, size_t i)
{
	for (; i > 0 && earlier(&l->timers[i], &l->timers[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&l->timers[i], &l->timers[(i - 1) / 2]);
}

static void sift_down(struct loop *l, size_t i)
{
	for (;;) {
		size_t least = i, left = 2 * i + 1;

		for (size_t k = left; k <= left + 1 && k < l->n_timers; k++)
			if (earlier(&l->timers[k], &l->timers[least]))
				least = k;
		if (least == i)
			return;
		swap(&l->timers[i], &l->timers[least]);
		i = least;
	}
}

static void drop_timer(struct loop *l, size_t i)
{
	l->timers[i] = l->timers[--l->n_timers];
	if (i < l->n_timers) {
		sift_up(l, i);
		sift_down(l, i);
	}
}

int loop_timer_add(struct loop *l, int64_t ms, loop_timer_fn *fn, void *ctx, loop_handle *h)
{
	if (h)
		*h = 0;
	if (l->n_timers == l->cap_timers) {
		size_t cap = l->cap_timers ? l->cap_timers * 2 : 8;
		struct timer *t = mem_resize(l->timers, cap, sizeof(*t));

		if (!t)
			return ERR_NOMEM;
		l->timers = t;
		l->cap_timers = cap;
	}
	l->timers[l->n_timers] = (struct timer){ .h = ++l->last_handle, .at = clock_mono_ms() + (ms > 0 ? ms : 0), .fn = fn, .ctx = ctx };
	if (h)
		*h = l->last_handle;
	sift_up(l, l->n_timers++);
	return ERR_NONE;
}

void loop_timer_cancel(struct loop *l, loop_handle h)
{
	for (size_t i = 0; h && i < l->n_timers; i++) {
		if (l->timers[i].h == h) {
			drop_timer(l, i);
			return;
		}
	}
}

int loop_timer_again(struct loop *l, loop_handle *h, int64_t ms, loop_timer_fn *fn, void *ctx)
{
	loop_timer_cancel(l, *h);
	return loop_timer_add(l, ms, fn, ctx, h);
}

int64_t loop_next_timer_ms(const struct loop *l)
{
	int64_t left;

	if (l->n_timers == 0)
		return -1;
	left = l->timers[0].at - clock_mono_ms();
	return left > 0 ? left : 0;
}

/* Timers that a callback adds wait for the next round, also those of 0 ms: descriptors must get their turn. */
static void run_timers(struct loop *l)
{
	int64_t now = clock_mono_ms();
	loop_handle newest = l->last_handle;

	while (!l->stopping && l->n_timers > 0 && l->timers[0].at <= now && l->timers[0].h <= newest) {
		struct timer t = l->timers[0];

		drop_timer(l, 0);
		t.fn(l, t.ctx);
	}
}

/* ---- signals ---- */

static void on_signal_fd(struct loop *l, int fd, short revents, void *ctx)
{
	int signo;
	pid_t sender;

	(void)revents;
	(void)ctx;
	while (!l->stopping && plat_signalfd_read(fd, &signo, &sender) == ERR_NONE) {
		for (size_t i = 0; i < l->n_signals; i++) {
			if (l->signals[i].signo == signo) {
				l->signals[i].fn(l, signo, sender, l->signals[i].ctx);
				break;
			}
		}
	}
}

int loop_on_signal(struct loop *l, int signo, loop_signal_fn *fn, void *ctx)
{
	bool first = l->signal_fd < 0;
	int r;

	for (size_t i = 0; i < l->n_signals; i++) {
		if (l->signals[i].signo == signo) {
			l->signals[i] = (struct signal_row){ signo, fn, ctx };
			return ERR_NONE;
		}
	}
	if (l->n_signals == LOOP_SIGNALS_MAX)
		return ERR_RANGE;
	r = plat_signalfd_add(&l->signal_fd, &l->signal_set, signo);
	if (r)
		return r;
	if (first)
		r = loop_fd_add(l, l->signal_fd, POLLIN, on_signal_fd, NULL, NULL);
	if (r) {
		plat_close(&l->signal_fd);
		return r;
	}
	l->signals[l->n_signals++] = (struct signal_row){ signo, fn, ctx };
	return ERR_NONE;
}

/* ---- rounds ---- */

int loop_before_poll(struct loop *l, loop_hook_fn *fn, void *ctx)
{
	if (l->n_hooks == LOOP_HOOKS_MAX)
		return ERR_RANGE;
	l->hooks[l->n_hooks].fn = fn;
	l->hooks[l->n_hooks++].ctx = ctx;
	return ERR_NONE;
}

static int poll_timeout(const struct loop *l, int64_t timeout_ms)
{
	int64_t next = loop_next_timer_ms(l);

	if (next >= 0 && (timeout_ms < 0 || next < timeout_ms))
		timeout_ms = next;
	if (timeout_ms > INT32_MAX)
		return INT32_MAX;
	return timeout_ms < 0 ? -1 : (int)timeout_ms;
}

static void run_watches(struct loop *l, size_t n)
{
	for (size_t i = 0; i < n && !l->stopping; i++) {
		/* By value: the callback may add a watch and move the array. A removed one has fd LOOP_FD_GONE by now. */
		struct watch w = l->watches[i];
		short revents = l->polls[i].revents;

		if (revents && w.fd != LOOP_FD_GONE && (revents & (w.events | POLLERR | POLLHUP | POLLNVAL)))
			w.fn(l, w.fd, revents, w.ctx);
	}
}

int loop_once(struct loop *l, int64_t timeout_ms)
{
	size_t n = l->n_watches;
	int r;

	assert(!l->in_round); /* a callback that runs a loop inside the loop would call others in the middle of their work */
	for (size_t i = 0; i < l->n_hooks; i++)
		l->hooks[i].fn(l->hooks[i].ctx);
	for (size_t i = 0; i < n; i++)
		l->polls[i] = (struct pollfd){ .fd = l->watches[i].fd, .events = l->watches[i].events };
	r = poll(l->polls, n, poll_timeout(l, timeout_ms));
	if (r < 0 && errno != EINTR)
		return err_from_errno(errno);
	l->in_round = true;
	run_timers(l);
	if (r > 0)
		run_watches(l, n);
	l->in_round = false;
	sweep(l);
	return ERR_NONE;
}

int loop_run(struct loop *l)
{
	while (!l->stopping) {
		int r = loop_once(l, -1);

		if (r)
			return r;
	}
	l->stopping = false; /* it may be run again */
	return l->code;
}

void loop_stop(struct loop *l, int code)
{
	l->stopping = true;
	l->code = code;
}

bool loop_stopping(const struct loop *l)
{
	return l->stopping;
}
