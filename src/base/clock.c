/* clock.c: the only place that asks what time it is. */
#include "congvu/base.h"

#include <stdlib.h>
#include <time.h>

static const struct clock_source *source;

static int64_t machine_ms(clockid_t which)
{
	struct timespec ts = { 0 };

	clock_gettime(which, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* CONGVU_CLOCK moves the start; from there on the time runs as everywhere. Read once: later changes of the environment do not count. */
static int64_t shift_s(void)
{
	static bool known;
	static int64_t shift;

	if (!known) {
		const char *text = getenv("CONGVU_CLOCK");
		int64_t start = text ? time_parse_iso(text) : INT64_MIN;

		if (start != INT64_MIN)
			shift = start - machine_ms(CLOCK_REALTIME) / 1000;
		else if (text && *text)
			log_warn("CONGVU_CLOCK is no time like 2026-11-23T02:00:00Z: ignored");
		known = true;
	}
	return shift;
}

int64_t clock_now(void)
{
	if (source && source->now)
		return source->now(source->ctx);
	return machine_ms(CLOCK_REALTIME) / 1000 + shift_s();
}

int64_t clock_mono_ms(void)
{
	if (source && source->mono_ms)
		return source->mono_ms(source->ctx);
	return machine_ms(CLOCK_MONOTONIC);
}

void clock_set_source(const struct clock_source *src)
{
	source = src;
}
