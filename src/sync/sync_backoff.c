/* sync_backoff.c: when to dial again. A storm of offices after an outage must not meet at one second: full jitter. */
#include "sync_internal.h"

#define HEALTHY_MS 300000
#define FIRST_MS 2000
#define LONGEST_MS 300000

static uint64_t next_random(struct sync_backoff *b)
{
	b->seed = b->seed * 6364136223846793005u + 1442695040888963407u;
	return b->seed >> 33;
}

void sync_backoff_init(struct sync_backoff *b, uint64_t seed)
{
	*b = (struct sync_backoff){ .seed = seed, .tried = INT64_MIN / 2 };
}

void sync_backoff_tried(struct sync_backoff *b, int64_t now)
{
	b->tried = now;
}

void sync_backoff_up(struct sync_backoff *b, int64_t now)
{
	b->up_since = now;
}

int64_t sync_backoff_down(struct sync_backoff *b, bool for_good, int64_t now)
{
	bool was_up = b->up_since != 0;
	if (was_up && now - b->up_since >= HEALTHY_MS)
		b->failures = 0;
	b->up_since = 0;
	/* The first try after a line that had been up waits up to a minute: everybody lost it at once. */
	int64_t span = FIRST_MS << (b->failures < 8 ? b->failures : 8);
	if (was_up && span < 60000)
		span = 60000;
	if (span > LONGEST_MS || for_good)
		span = LONGEST_MS;
	if (b->failures < 30)
		b->failures++;
	/* For good: the whole time, so that a wrong key does not knock every few seconds. */
	return for_good ? LONGEST_MS : 500 + (int64_t)(next_random(b) % (uint64_t)span);
}

int64_t sync_backoff_wake(const struct sync_backoff *b, int64_t now)
{
	int64_t due = b->tried + FIRST_MS;
	return due > now ? due - now : 0;
}
