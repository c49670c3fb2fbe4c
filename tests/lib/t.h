/* t.h: cmocka in its include order, and one-line helpers that unit tests share. */
#ifndef TESTS_T_H
#define TESTS_T_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "congvu/base.h"

#define T_RUN(tests) (cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL))

/* A folder of its own below TMPDIR for one test; t_rmdir takes it away. Not for rooms without platform. */
static inline char *t_mkdir(void)
{
	const char *base = getenv("TMPDIR");
	char path[1024];

	snprintf(path, sizeof(path), "%s/congvu-unit.XXXXXX", base && *base ? base : "/tmp");
	assert_non_null(mkdtemp(path));
	return mem_xstrdup(path);
}

/* A clock that stands still until it is moved. */
struct t_clock {
	int64_t now, mono;
	struct clock_source source;
};
static inline int64_t t_clock_now(void *ctx)
{
	return ((struct t_clock *)ctx)->now;
}
static inline int64_t t_clock_mono(void *ctx)
{
	return ((struct t_clock *)ctx)->mono;
}
static inline void t_clock_use(struct t_clock *c, const char *iso)
{
	c->now = time_parse_iso(iso);
	assert_true(c->now != INT64_MIN);
	c->mono = 1000;
	c->source = (struct clock_source){ t_clock_now, t_clock_mono, c };
	clock_set_source(&c->source);
}
static inline void t_clock_move_ms(struct t_clock *c, int64_t ms)
{
	c->mono += ms;
	c->now += ms / 1000;
}

#endif
