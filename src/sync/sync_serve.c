/* sync_serve.c: `congvu sync-serve`: the centre's end of one connection over descriptors. */
#include "sync_internal.h"

#include <signal.h>
#include <string.h>

#include "congvu/loop.h"
#include "congvu/platform.h"

#define TICK_MS 1000
#define FLUSH_MS 30000 /* for a reason or a goodbye to get out */

struct server {
	struct store *st;
	struct loop *loop;
	struct sync_centre *c;
	struct sync_pipe pipe;
	loop_handle deadline;
	uint64_t changes;
	bool ending;
};

static void on_deadline(struct loop *l, void *ctx);

static void settle(struct server *w)
{
	const struct sync_status *s = sync_centre_status(w->c);
	sync_pipe_flush(&w->pipe);
	if (s->state == SYNC_UP && !w->pipe.out->len)
		sync_centre_tick(w->c, clock_mono_ms()); /* the feed goes on when there is room */
	sync_pipe_flush(&w->pipe);
	bool over = s->state == SYNC_DOWN || s->state == SYNC_DONE;
	if (over && (!w->pipe.out->len || w->pipe.broken || s->code == ERR_CLOSED)) {
		loop_stop(w->loop, s->code);
		return;
	}
	int64_t ms = over ? FLUSH_MS : sync_centre_deadline(w->c) - clock_mono_ms();
	if (over && w->ending)
		return; /* that timer runs */
	w->ending = over;
	if (loop_timer_again(w->loop, &w->deadline, ms > 0 ? ms : 0, on_deadline, w))
		loop_stop(w->loop, ERR_NOMEM);
}

static void on_deadline(struct loop *l, void *ctx)
{
	struct server *w = ctx;
	w->deadline = 0;
	if (w->ending) {
		loop_stop(l, ERR_TIMEOUT);
		return;
	}
	sync_centre_tick(w->c, clock_mono_ms());
	settle(w);
}

static void on_bytes(void *ctx, const uint8_t *p, size_t n)
{
	struct server *w = ctx;
	if (n) {
		sync_centre_input(w->c, p, n, clock_mono_ms());
	} else {
		w->pipe.broken = true;
		sync_centre_eof(w->c);
	}
	settle(w);
}

/* Other lines and the centre's own sessions write feed entries: the change counter says when. */
static void on_tick(struct loop *l, void *ctx)
{
	struct server *w = ctx;
	uint64_t changes = store_changes(w->st);
	if (changes != w->changes) {
		w->changes = changes;
		sync_centre_wake(w->c, clock_mono_ms());
		settle(w);
	}
	if (!loop_stopping(l) && loop_timer_add(l, TICK_MS, on_tick, w, NULL))
		loop_stop(l, ERR_NOMEM);
}

static int serve(struct server *w, uint32_t node, int fd_in, int fd_out)
{
	int rc = sync_centre_new(w->st, node, clock_mono_ms(), &w->c);
	w->loop = rc ? NULL : loop_new();
	if (!w->loop)
		return ERR_NOMEM;
	rc = sync_pipe_open(&w->pipe, w->loop, fd_in, fd_out, sync_centre_output(w->c), on_bytes, w);
	if (!rc)
		rc = loop_on_signal(w->loop, SIGTERM, sync_stop_on_signal, w);
	if (!rc)
		rc = loop_before_poll(w->loop, sync_idle, w->st);
	if (!rc)
		rc = loop_timer_add(w->loop, TICK_MS, on_tick, w, NULL);
	if (rc)
		return rc;
	w->changes = store_changes(w->st);
	settle(w);
	rc = loop_run(w->loop);
	return rc;
}

int sync_run_centre(const char *dir, uint32_t node, int fd_in, int fd_out, struct err_info *ei)
{
	struct server w = { 0 };
	int rc = store_open(dir, 0, &w.st, ei);
	if (rc)
		return rc;
	plat_signal_ignore_pipe();
	rc = serve(&w, node, fd_in, fd_out);
	if (w.c) {
		const struct sync_status *s = sync_centre_status(w.c);
		log_info("sync-serve: node %u: %s (%s); cursor %llu, feed %llu, %llu bytes in, %llu out", node, err_name(rc), s->detail,
		         (unsigned long long)s->acked, (unsigned long long)s->feed_acked, (unsigned long long)s->bytes_in,
		         (unsigned long long)s->bytes_out);
		if (rc)
			err_setf(ei, rc, s->text[0] ? s->text : sync_reason(rc), "%s", s->detail);
	}
	sync_pipe_close(&w.pipe);
	sync_centre_free(w.c);
	loop_free(w.loop);
	store_close(w.st);
	/* A line that just went away is how most connections end. */
	return rc == ERR_CLOSED ? 0 : rc;
}
