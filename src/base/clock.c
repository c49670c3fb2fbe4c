/* clock.c: the only place that asks what time it is. */
#include "congvu/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SHIFT_MAX (400LL * 366 * 86400)

static const struct clock_source *source;

static int64_t machine_ms(clockid_t which)
{
	struct timespec ts = { 0 };

	clock_gettime(which, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* `+n` or `-n`: seconds away from the machine's clock. */
static bool parse_shift(const char *text, int64_t *shift)
{
	char *end;
	long long v;

	if (text[0] != '+' && text[0] != '-')
		return false;
	errno = 0;
	v = strtoll(text, &end, 10);
	*shift = v;
	return errno == 0 && end != text && *end == '\0' && v > -SHIFT_MAX && v < SHIFT_MAX;
}

/* An instant moves the start; from there on the time runs as everywhere. It is turned into a shift in the environment, so that the
 * programs that this one starts live in the same time and not each in its own. Read once. */
static int64_t shift_s(int64_t *stopped)
{
	static bool known;
	static int64_t shift, still = INT64_MIN;
	const char *text;
	char word[32];
	int64_t start;

	*stopped = still;
	if (known)
		return shift;
	known = true;
	text = getenv("CONGVU_CLOCK");
	if (text && text[0] == '=') {
		*stopped = still = time_parse_iso(text + 1);
		if (still == INT64_MIN)
			log_warn("CONGVU_CLOCK is no time like =2026-11-23T02:00:00Z: ignored");
		return shift;
	}
	if (!text || !*text || parse_shift(text, &shift))
		return shift;
	shift = 0;
	start = time_parse_iso(text);
	if (start == INT64_MIN) {
		log_warn("CONGVU_CLOCK is no time like 2026-11-23T02:00:00Z: ignored");
		return shift;
	}
	shift = start - machine_ms(CLOCK_REALTIME) / 1000;
	if (snprintf(word, sizeof(word), "%+lld", (long long)shift) > 0 && setenv("CONGVU_CLOCK", word, 1) != 0)
		log_warn("CONGVU_CLOCK cannot be handed on");
	return shift;
}

int64_t clock_now(void)
{
	int64_t stopped, shift;

	if (source && source->now)
		return source->now(source->ctx);
	shift = shift_s(&stopped);
	return stopped != INT64_MIN ? stopped : machine_ms(CLOCK_REALTIME) / 1000 + shift;
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
