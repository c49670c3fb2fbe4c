/* door_throttle.c: the price of wrong passwords. The key is (user, source): 1, 2, 4 .. 30 s before the next check of that pair. A source
 * alone is slowed only after many failures (a whole office may sit behind one address); a user alone never is, so nobody can lock a
 * colleague out from elsewhere. The password is still checked after the delay: nobody is refused for being slow-fingered.
 * Penalties in OpenSSH's manner (crash, no login, grace exceeded) belong to the hardening item. */
#include "door_internal.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 4096
#define PROBES 8
#define DELAY_MAX 30000
#define FORGET_MS (10 * 60 * 1000)
#define SOURCE_FREE 40 /* failures of one source in 10 minutes before it is slowed as such */
#define SOURCE_DELAY 5000

struct slot {
	uint64_t key;
	unsigned failures;
	int64_t last;
};
struct door_throttle {
	uint8_t secret[HASH_LEN]; /* so that nobody can aim at a slot */
	struct slot slots[SLOTS];
};

struct door_throttle *door_throttle_new(void)
{
	struct door_throttle *t = mem_alloc(sizeof *t);
	if (t)
		random_bytes(t->secret, sizeof t->secret);
	return t;
}

void door_throttle_free(struct door_throttle *t)
{
	free(t);
}

static uint64_t key_of(const struct door_throttle *t, const char *user, const char *source)
{
	char group[PLAT_ADDR_MAX], text[PLAT_ADDR_MAX + 80];
	uint8_t h[HASH_LEN];
	uint64_t key;
	door_source_group(source, group);
	size_t n = strlen(group), u = user ? strlen(user) : 0;
	if (u > 64)
		u = 64;
	memcpy(text, group, n);
	text[n++] = user ? '\n' : '\r';
	if (u)
		memcpy(text + n, user, u);
	hash_hmac(t->secret, text, n + u, h);
	memcpy(&key, h, sizeof key);
	return key ? key : 1;
}

/* The slot of a key; with `make` the oldest of its neighbourhood is given up for it. */
static struct slot *slot_of(struct door_throttle *t, uint64_t key, bool make)
{
	struct slot *oldest = NULL;
	for (size_t i = 0; i < PROBES; i++) {
		struct slot *s = &t->slots[(key + i) % SLOTS];
		if (s->key == key)
			return s;
		if (!oldest || !s->key || (oldest->key && s->last < oldest->last))
			oldest = s;
	}
	if (!make)
		return NULL;
	*oldest = (struct slot){ .key = key };
	return oldest;
}

static int64_t delay_of(const struct slot *s, bool pair)
{
	if (!pair)
		return s->failures > SOURCE_FREE ? SOURCE_DELAY : 0;
	if (!s->failures)
		return 0;
	int64_t d = s->failures > 6 ? DELAY_MAX : (int64_t)1000 << (s->failures - 1);
	return d < DELAY_MAX ? d : DELAY_MAX;
}

static int64_t wait_for(struct door_throttle *t, uint64_t key, bool pair, int64_t now)
{
	const struct slot *s = slot_of(t, key, false);
	if (!s || now - s->last > FORGET_MS)
		return 0;
	int64_t left = s->last + delay_of(s, pair) - now;
	return left > 0 ? left : 0;
}

int64_t door_throttle_wait(struct door_throttle *t, const char *user, const char *source, int64_t now)
{
	int64_t pair = wait_for(t, key_of(t, user, source), true, now), alone = wait_for(t, key_of(t, NULL, source), false, now);
	return pair > alone ? pair : alone;
}

static void count(struct door_throttle *t, uint64_t key, int64_t now)
{
	struct slot *s = slot_of(t, key, true);
	if (now - s->last > FORGET_MS)
		s->failures = 0;
	if (s->failures < 1000)
		s->failures++;
	s->last = now;
}

void door_throttle_failed(struct door_throttle *t, const char *user, const char *source, int64_t now)
{
	count(t, key_of(t, user, source), now);
	count(t, key_of(t, NULL, source), now);
}

/* Clears this pair and nothing else: whoever knows one password gets no new tries at the others. */
void door_throttle_succeeded(struct door_throttle *t, const char *user, const char *source)
{
	struct slot *s = slot_of(t, key_of(t, user, source), false);
	if (s)
		s->failures = 0;
}
