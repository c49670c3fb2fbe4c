/* The poll loop: order of timers on a virtual clock, removal inside callbacks, signals, hooks. */
#include "t.h"

#include "congvu/loop.h"
#include "congvu/platform.h"

#include <signal.h>

static struct loop *l;
static struct t_clock clk;
static char trace[200];
static size_t trace_len;

/* Contexts are void *, literals are const: one place says that nobody writes there. */
static void *word(const char *s)
{
	return (void *)(uintptr_t)s;
}

static void note(char c)
{
	assert_true(trace_len < sizeof(trace) - 1);
	trace[trace_len++] = c;
	trace[trace_len] = '\0';
}

static int setup(void **state)
{
	(void)state;
	trace_len = 0;
	trace[0] = '\0';
	t_clock_use(&clk, "2026-11-23T02:00:00Z");
	l = loop_new();
	return l ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	loop_free(l);
	clock_set_source(NULL);
	return 0;
}

static void on_timer(struct loop *lp, void *ctx)
{
	(void)lp;
	note(*(const char *)ctx);
}

static void once(void)
{
	assert_int_equal(loop_once(l, 0), ERR_NONE);
}

static void timers_run_in_order_of_time(void **state)
{
	loop_handle b = 0, again = 0;

	(void)state;
	assert_int_equal(loop_next_timer_ms(l), -1);
	assert_int_equal(loop_timer_add(l, 30, on_timer, word("c"), NULL), ERR_NONE);
	assert_int_equal(loop_timer_add(l, 20, on_timer, word("b"), &b), ERR_NONE);
	assert_int_equal(loop_timer_add(l, 10, on_timer, word("a"), NULL), ERR_NONE);
	assert_int_equal(loop_timer_add(l, 30, on_timer, word("d"), NULL), ERR_NONE); /* equal times: first come, first run */
	assert_int_equal(loop_timer_again(l, &again, 5, on_timer, word("x")), ERR_NONE);
	assert_int_equal(loop_timer_again(l, &again, 40, on_timer, word("e")), ERR_NONE);
	assert_int_equal(loop_next_timer_ms(l), 10);
	once();
	assert_string_equal(trace, "");
	t_clock_move_ms(&clk, 10);
	once();
	assert_string_equal(trace, "a");
	loop_timer_cancel(l, b);
	loop_timer_cancel(l, b);
	loop_timer_cancel(l, 0);
	t_clock_move_ms(&clk, 100);
	assert_int_equal(loop_next_timer_ms(l), 0);
	once();
	assert_string_equal(trace, "acde");
	assert_int_equal(loop_next_timer_ms(l), -1);
}

static void many_timers_stay_ordered(void **state)
{
	static const char digits[] = "0123456789";
	loop_handle h[100];
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_int_equal(loop_timer_add(l, (i * 37) % 100, on_timer, word(&digits[(i * 37) % 100 / 10]), &h[i]), ERR_NONE);
	for (int i = 0; i < 100; i += 3) /* from all over the heap */
		loop_timer_cancel(l, h[i]), n++;
	t_clock_move_ms(&clk, 1000);
	once();
	assert_int_equal(trace_len, 100 - n);
	for (size_t i = 1; i < trace_len; i++)
		assert_true(trace[i - 1] <= trace[i]);
}

static void on_again(struct loop *lp, void *ctx)
{
	note('r');
	if (trace_len < 3)
		assert_int_equal(loop_timer_add(lp, 0, on_again, ctx, NULL), ERR_NONE);
}

static void repeating_timer_leaves_room(void **state)
{
	(void)state;
	assert_int_equal(loop_timer_add(l, 0, on_again, NULL, NULL), ERR_NONE);
	once();
	assert_string_equal(trace, "r"); /* the one it added waits for the next round */
	once();
	once();
	once();
	assert_string_equal(trace, "rrr");
}

struct pair {
	int a[2], b[2];
	loop_handle ha, hb;
};

static void on_readable(struct loop *lp, int fd, short revents, void *ctx)
{
	struct pair *p = ctx;
	char c;

	assert_true(revents & (POLLIN | POLLHUP));
	if (plat_read(fd, &c, 1) == 1)
		note(c);
	loop_fd_remove(lp, p->ha); /* both, also the one that is ready in this very round */
	loop_fd_remove(lp, p->hb);
}

static void removed_descriptor_is_not_called(void **state)
{
	struct pair p;

	(void)state;
	assert_int_equal(plat_socketpair(PLAT_STREAM, true, p.a), ERR_NONE);
	assert_int_equal(plat_socketpair(PLAT_STREAM, true, p.b), ERR_NONE);
	assert_int_equal(loop_fd_add(l, p.a[0], POLLIN, on_readable, &p, &p.ha), ERR_NONE);
	assert_int_equal(loop_fd_add(l, p.a[0], POLLIN, on_readable, &p, NULL), ERR_EXISTS);
	assert_int_equal(loop_fd_add(l, -1, POLLIN, on_readable, &p, NULL), ERR_INVALID);
	assert_int_equal(loop_fd_add(l, p.b[0], POLLIN, on_readable, &p, &p.hb), ERR_NONE);
	assert_int_equal(plat_write_all(p.a[1], "a", 1) | plat_write_all(p.b[1], "b", 1), ERR_NONE);
	loop_fd_events(l, p.ha, 0);
	loop_fd_events(l, p.hb, 0);
	once();
	assert_string_equal(trace, ""); /* not asked for */
	loop_fd_events(l, p.ha, POLLIN);
	loop_fd_events(l, p.hb, POLLIN);
	once();
	assert_string_equal(trace, "a");
	once();
	assert_string_equal(trace, "a");
	assert_int_equal(loop_fd_add(l, p.b[0], POLLIN, on_readable, &p, &p.hb), ERR_NONE); /* may come back */
	once();
	assert_string_equal(trace, "ab");
	for (int i = 0; i < 2; i++) {
		plat_close(&p.a[i]);
		plat_close(&p.b[i]);
	}
}

static void count_read(struct loop *lp, int fd, short revents, void *ctx)
{
	char c;

	(void)revents;
	(void)ctx;
	(void)lp;
	while (plat_read(fd, &c, 1) == 1)
		note(c);
}

static void on_growing(struct loop *lp, int fd, short revents, void *ctx)
{
	int (*more)[2] = ctx;

	count_read(lp, fd, revents, NULL);
	for (int i = 0; i < 40; i++) /* the array of watches moves under the running round */
		assert_int_equal(loop_fd_add(lp, more[i][0], POLLIN, count_read, NULL, NULL), ERR_NONE);
}

static void descriptors_may_be_added_inside(void **state)
{
	int more[40][2], sv[2];
	loop_handle h;

	(void)state;
	assert_int_equal(plat_socketpair(PLAT_STREAM, true, sv), ERR_NONE);
	for (int i = 0; i < 40; i++) {
		assert_int_equal(plat_socketpair(PLAT_STREAM, true, more[i]), ERR_NONE);
		assert_int_equal(plat_write_all(more[i][1], "m", 1), ERR_NONE);
	}
	assert_int_equal(loop_fd_add(l, sv[0], POLLIN, on_growing, more, &h), ERR_NONE);
	assert_int_equal(plat_write_all(sv[1], "s", 1), ERR_NONE);
	once();
	assert_string_equal(trace, "s");
	loop_fd_remove(l, h);
	once();
	assert_int_equal(trace_len, 41);
	loop_free(l); /* before its descriptors are closed */
	l = loop_new();
	for (int i = 0; i < 40; i++) {
		plat_close(&more[i][0]);
		plat_close(&more[i][1]);
	}
	plat_close(&sv[0]);
	plat_close(&sv[1]);
}

static void on_signal(struct loop *lp, int signo, pid_t sender, void *ctx)
{
	(void)lp;
	assert_int_equal(sender, getpid());
	note(signo == SIGUSR1 ? '1' : '2');
	if (ctx)
		note(*(const char *)ctx);
}

static void signals_come_through_the_loop(void **state)
{
	(void)state;
	assert_int_equal(loop_on_signal(l, SIGUSR1, on_signal, NULL), ERR_NONE);
	assert_int_equal(loop_on_signal(l, SIGUSR2, on_signal, NULL), ERR_NONE);
	assert_int_equal(loop_on_signal(l, SIGUSR2, on_signal, word("n")), ERR_NONE); /* replaced */
	kill(getpid(), SIGUSR1);
	kill(getpid(), SIGUSR2);
	once();
	assert_string_equal(trace, "12n");
	once();
	assert_string_equal(trace, "12n");
}

static void on_hook(void *ctx)
{
	note(*(const char *)ctx);
}

static void stop_now(struct loop *lp, void *ctx)
{
	on_timer(lp, ctx);
	loop_stop(lp, 42);
}

static void hooks_run_before_every_poll(void **state)
{
	(void)state;
	assert_int_equal(loop_before_poll(l, on_hook, word("h")), ERR_NONE);
	assert_int_equal(loop_before_poll(l, on_hook, word("i")), ERR_NONE);
	assert_int_equal(loop_timer_add(l, 0, on_timer, word("a"), NULL), ERR_NONE);
	once();
	once();
	assert_string_equal(trace, "hiahi");
	assert_int_equal(loop_before_poll(l, on_hook, word("j")), ERR_NONE);
	assert_int_equal(loop_before_poll(l, on_hook, word("k")), ERR_NONE);
	assert_int_equal(loop_before_poll(l, on_hook, word("m")), ERR_RANGE);
}

static void stop_ends_the_run(void **state)
{
	(void)state;
	assert_int_equal(loop_timer_add(l, 0, stop_now, word("s"), NULL), ERR_NONE);
	assert_int_equal(loop_timer_add(l, 0, on_timer, word("t"), NULL), ERR_NONE);
	assert_int_equal(loop_run(l), 42);
	assert_string_equal(trace, "s"); /* the rest of the round was left */
	assert_int_equal(loop_timer_add(l, 0, stop_now, word("u"), NULL), ERR_NONE);
	assert_int_equal(loop_run(l), 42);
	assert_string_equal(trace, "stu");
	loop_stop(l, 7);
	assert_true(loop_stopping(l));
	assert_int_equal(loop_run(l), 7);
}

#define LOOP_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOOP_TEST(timers_run_in_order_of_time),
		LOOP_TEST(many_timers_stay_ordered),
		LOOP_TEST(repeating_timer_leaves_room),
		LOOP_TEST(removed_descriptor_is_not_called),
		LOOP_TEST(descriptors_may_be_added_inside),
		LOOP_TEST(signals_come_through_the_loop),
		LOOP_TEST(hooks_run_before_every_poll),
		LOOP_TEST(stop_ends_the_run),
	};

	return T_RUN(tests);
}
