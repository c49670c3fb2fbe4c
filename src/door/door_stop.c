/* door_stop.c: the end. Everything that was started ends, in an order that loses nothing: sessions save their drafts first, and their
 * clients see a proper close, because congvu-net goes last. A step is taken when nothing of the one before is left, or its time is up. */
#include "door_internal.h"

#include <signal.h>

static const int64_t step_ms[] = { 6000, 1500, 1000, 1000 };

static void advance(struct door *d);

static void on_time_up(struct loop *l, void *ctx)
{
	struct door *d = ctx;
	(void)l;
	d->h_stop = 0;
	advance(d);
}

static bool step_done(const struct door *d)
{
	if (d->stop_step == 1)
		return !d->sessions;
	if (d->stop_step == 2)
		return !d->conns;
	return !door_child_count(d);
}

static void begin(struct door *d)
{
	(void)plat_notify("STOPPING=1");
	loop_fd_remove(d->loop, d->h_listener);
	d->h_listener = 0;
	plat_close(&d->listener);
	loop_timer_cancel(d->loop, d->h_daily);
	door_service_stop(d);
	door_login_stop(d);
	door_line_stop(d);
	for (struct door_session *s = d->sessions; s; s = s->next)
		door_session_end(s);
}

/* Step 1: sessions. 2: their connections close. 3: congvu-net. 4: whatever is left is killed. */
static void advance(struct door *d)
{
	d->stop_step++;
	if (d->stop_step == 1)
		begin(d);
	else if (d->stop_step == 3)
		door_zygote_stop(d);
	else if (d->stop_step == 4)
		door_child_kill_all(d, SIGKILL);
	if (d->stop_step > 4) {
		loop_stop(d->loop, d->exit_code);
		return;
	}
	if (loop_timer_again(d->loop, &d->h_stop, step_ms[d->stop_step - 1], on_time_up, d))
		loop_stop(d->loop, 1);
}

void door_stop_check(struct door *d)
{
	while (d->stopping && d->stop_step >= 1 && d->stop_step <= 4 && step_done(d)) {
		if (d->stop_step >= 3) {
			loop_stop(d->loop, d->exit_code);
			return;
		}
		advance(d);
	}
}

void door_stop(struct door *d, int code)
{
	if (d->stopping)
		return;
	log_info("stopping");
	d->stopping = true;
	d->exit_code = code;
	advance(d);
	door_stop_check(d);
}
