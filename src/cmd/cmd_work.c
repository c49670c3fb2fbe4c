/* cmd_work.c: `congvu work`: one a node, started by congvud. Decides for what arrives, flushes drafts, keeps the log short. */
#include "cmd_internal.h"

#include <signal.h>

#include "congvu/loop.h"
#include "congvu/platform.h"

/* The change counter is a word of memory, so looking at it often costs nothing; drafts are promised to the disk within 3 s. */
#define LOOK_MS 200
#define FLUSH_MS 3000
#define AGAIN_MS 5000 /* after a round that failed */

struct worker {
	struct app *ap;
	struct loop *l;
	uint64_t seen;
	int64_t next_round;
	int status;
};

static void look(struct loop *l, void *ctx);

static void round_of_work(struct worker *w)
{
	struct err_info ei = { 0 };
	bool busy = false;
	int r;

	w->seen = store_changes(app_store(w->ap));
	r = app_work(w->ap, &busy, &ei);
	w->next_round = clock_mono_ms() + (r ? AGAIN_MS : FLUSH_MS);
	if (r)
		log_warn("work: %s %s", err_name(r), ei.detail);
	if (!r && busy)
		w->next_round = 0;
	if (r == ERR_GENERATION || app_outdated(w->ap))
		loop_stop(w->l, CMD_DONE); /* congvud starts the new program */
}

static void look(struct loop *l, void *ctx)
{
	struct worker *w = ctx;
	uint64_t changes = store_changes(app_store(w->ap));

	if (changes != w->seen || clock_mono_ms() >= w->next_round)
		round_of_work(w);
	if (loop_timer_add(l, w->next_round == 0 ? 0 : LOOK_MS, look, w, NULL))
		loop_stop(l, CMD_FAILED);
}

static void told_to_end(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)signo;
	(void)sender;
	(void)ctx;
	loop_stop(l, CMD_DONE);
}

static void idle(void *ctx)
{
	app_idle_assert(ctx);
}

static int run(struct worker *w)
{
	int r = loop_on_signal(w->l, SIGTERM, told_to_end, w);

	if (!r)
		r = loop_on_signal(w->l, SIGINT, told_to_end, w);
	if (!r)
		r = loop_before_poll(w->l, idle, w->ap);
	if (!r)
		r = loop_timer_add(w->l, 0, look, w, NULL);
	return r ? cmd_fail(r, NULL) : loop_run(w->l);
}

/* --once: for tests and for nodes without congvud. */
static int once(struct worker *w)
{
	struct err_info ei = { 0 };
	bool busy = true;
	int r = ERR_NONE;

	while (!r && busy)
		r = app_work(w->ap, &busy, &ei);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

int cmd_work(struct cmd_call *c)
{
	struct worker w = { 0 };
	int status = cmd_app_open(c, APP_DRAFTS, &w.ap);

	if (status)
		return status;
	if (opt_flag(&c->o, "once")) {
		status = once(&w);
	} else {
		w.l = loop_new();
		status = w.l ? run(&w) : cmd_fail(ERR_NOMEM, NULL);
		loop_free(w.l);
	}
	app_close(w.ap);
	return status;
}
