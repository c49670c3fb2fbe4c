/* congvu/loop.h: one poll(2) loop a process: descriptors, timers, signals.
 *
 *  - Callbacks run one after another from loop_once; they may add and remove anything, also themselves, and may call loop_stop.
 *    A descriptor or timer that was removed is not called any more, also when it was ready in the same round.
 *  - Time is clock_mono_ms() of base.h: with a test's clock source no timer needs a real wait.
 *  - Handles are small positive numbers and not given again soon; 0 is never one, and removing 0 or a dead handle does nothing.
 */
#ifndef CONGVU_LOOP_H
#define CONGVU_LOOP_H

#include <poll.h>
#include <sys/types.h>

#include "congvu/base.h"

struct loop;
typedef uint64_t loop_handle;
typedef void loop_fd_fn(struct loop *l, int fd, short revents, void *ctx);
typedef void loop_timer_fn(struct loop *l, void *ctx);
typedef void loop_signal_fn(struct loop *l, int signo, pid_t sender, void *ctx);
typedef void loop_hook_fn(void *ctx);

struct loop *loop_new(void);  /* NULL when out of memory */
void loop_free(struct loop *l); /* NULL is fine; closes no descriptor but its own signalfd (blocked signals stay blocked) */

/* Watches fd for events (POLLIN, POLLOUT or 0: only errors and hang-up, which always come). The loop does not own fd: remove it before
 * closing it. *h may be NULL only for what stays for ever. One fd may be watched once: ERR_EXISTS. */
int loop_fd_add(struct loop *l, int fd, short events, loop_fd_fn *fn, void *ctx, loop_handle *h) MUST_CHECK;
void loop_fd_events(struct loop *l, loop_handle h, short events);
void loop_fd_remove(struct loop *l, loop_handle h);

/* Once after ms (0: at the next round). It is gone before its callback runs; repeating = add again from the callback. */
int loop_timer_add(struct loop *l, int64_t ms, loop_timer_fn *fn, void *ctx, loop_handle *h) MUST_CHECK;
void loop_timer_cancel(struct loop *l, loop_handle h);
/* Cancels *h when it is one, adds anew, and stores the new handle: for deadlines that are pushed on. */
int loop_timer_again(struct loop *l, loop_handle *h, int64_t ms, loop_timer_fn *fn, void *ctx) MUST_CHECK;
int64_t loop_next_timer_ms(const struct loop *l); /* until the earliest one, 0 when due, -1 when there is none */

/* Blocks signo and delivers it through the loop (signalfd); another call for the same signo replaces the callback. Several signals of one
 * number may be one call: reap children in a loop. */
int loop_on_signal(struct loop *l, int signo, loop_signal_fn *fn, void *ctx) MUST_CHECK;

/* Runs before every poll, after all callbacks of the round: db hangs its "no statement is open" assertion here. At most 4. */
int loop_before_poll(struct loop *l, loop_hook_fn *fn, void *ctx) MUST_CHECK;

/* One round: waits at most timeout_ms (< 0: until something happens), then due timers first, in order of time, then descriptors.
 * Returns 0, or an error of poll itself. */
int loop_once(struct loop *l, int64_t timeout_ms) MUST_CHECK;
/* Rounds until loop_stop. Returns the code given there. */
int loop_run(struct loop *l);
/* Ends loop_run after the callback that runs now; the rest of the round is not called. Before loop_run: it ends at once. */
void loop_stop(struct loop *l, int code);
bool loop_stopping(const struct loop *l);

#endif
