/* door_limits.c: how many connections may be on their way to a login, in all and from one source (SSH.md 3.2). A dropped one is closed
 * without a byte. An office may sit behind one address: logged-in connections do not count. */
#include "door_internal.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	char group[PLAT_ADDR_MAX];
	size_t n;
};
struct door_limits {
	size_t max, early, per_source, count, n_entries, cap;
	struct entry *entries; /* never more groups than connections: a short list, searched from the front */
};

struct door_limits *door_limits_new(size_t max, size_t early, size_t per_source)
{
	struct door_limits *l = mem_alloc(sizeof *l);
	if (!l)
		return NULL;
	*l = (struct door_limits){ .max = max, .early = early, .per_source = per_source, .cap = max };
	l->entries = mem_array(max ? max : 1, sizeof *l->entries);
	if (!l->entries) {
		free(l);
		return NULL;
	}
	return l;
}

void door_limits_free(struct door_limits *l)
{
	if (l)
		free(l->entries);
	free(l);
}

static bool is_mapped(const struct in6_addr *a)
{
	static const uint8_t head[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	return memcmp(a, head, sizeof head) == 0;
}

/* 16 bytes for every address: IPv4 as its mapped form. */
static bool address_bytes(const char *numeric, uint8_t out[16])
{
	struct in6_addr six;
	struct in_addr four;
	memset(out, 0, 16);
	if (inet_pton(AF_INET6, numeric, &six) == 1) {
		memcpy(out, &six, 16);
		return true;
	}
	if (inet_pton(AF_INET, numeric, &four) != 1)
		return false;
	out[10] = out[11] = 0xff;
	memcpy(out + 12, &four, 4);
	return true;
}

void door_source_group(const char *numeric, char out[PLAT_ADDR_MAX])
{
	uint8_t b[16];
	struct in6_addr a;
	memset(out, 0, PLAT_ADDR_MAX);
	if (!address_bytes(numeric, b)) {
		strncpy(out, numeric, PLAT_ADDR_MAX - 1);
		return;
	}
	memcpy(&a, b, sizeof a);
	if (is_mapped(&a)) {
		(void)inet_ntop(AF_INET, b + 12, out, PLAT_ADDR_MAX);
		return;
	}
	memset(b + 8, 0, 8);
	(void)inet_ntop(AF_INET6, b, out, PLAT_ADDR_MAX);
}

static struct entry *find(struct door_limits *l, const char *source)
{
	char group[PLAT_ADDR_MAX];
	door_source_group(source, group);
	for (size_t i = 0; i < l->n_entries; i++)
		if (strcmp(l->entries[i].group, group) == 0)
			return &l->entries[i];
	if (l->n_entries == l->cap)
		return NULL;
	struct entry *e = &l->entries[l->n_entries++];
	memcpy(e->group, group, sizeof e->group);
	e->n = 0;
	return e;
}

static bool early_drop(const struct door_limits *l, unsigned dice)
{
	if (l->count < l->early || l->max <= l->early)
		return false;
	/* from 30 % at the threshold to 100 % at the maximum, as MaxStartups */
	size_t percent = 30 + 70 * (l->count - l->early) / (l->max - l->early);
	return dice < percent;
}

enum door_verdict door_limits_enter(struct door_limits *l, const char *source, bool exempt, unsigned dice)
{
	if (exempt) {
		l->count++;
		return DOOR_TAKE;
	}
	if (l->count >= l->max)
		return DOOR_DROP_FULL;
	if (early_drop(l, dice))
		return DOOR_DROP_EARLY;
	struct entry *e = find(l, source);
	if (!e || e->n >= l->per_source)
		return DOOR_DROP_SOURCE;
	e->n++;
	l->count++;
	return DOOR_TAKE;
}

void door_limits_leave(struct door_limits *l, const char *source, bool exempt)
{
	l->count--;
	if (exempt)
		return;
	struct entry *e = find(l, source);
	if (e && e->n && --e->n == 0)
		*e = l->entries[--l->n_entries];
}

size_t door_limits_count(const struct door_limits *l)
{
	return l->count;
}

/* ---- exempt sources: "loopback, 10.1.0.0/16, 2001:db8::1" ------------------------------------------------------------------------ */

static bool in_prefix(const char *item, const uint8_t addr[16])
{
	char text[PLAT_ADDR_MAX];
	uint8_t net[16];
	const char *slash = strchr(item, '/');
	size_t n = slash ? (size_t)(slash - item) : strlen(item);
	if (n >= sizeof text)
		return false;
	memcpy(text, item, n);
	text[n] = '\0';
	if (!address_bytes(text, net))
		return false;
	long bits = slash ? strtol(slash + 1, NULL, 10) + (strchr(text, ':') ? 0 : 96) : 128;
	if (bits < 0 || bits > 128)
		return false;
	for (long i = 0; i < bits; i++)
		if ((net[i / 8] ^ addr[i / 8]) & (0x80 >> i % 8))
			return false;
	return true;
}

bool door_source_exempt(const char *list, const char *numeric)
{
	uint8_t addr[16];
	char item[PLAT_ADDR_MAX];
	if (!address_bytes(numeric, addr))
		return false;
	while (*list) {
		size_t n = strcspn(list, ", ");
		if (n && n < sizeof item) {
			memcpy(item, list, n);
			item[n] = '\0';
			if (strcmp(item, "loopback") == 0 ? plat_addr_is_loopback(numeric) : in_prefix(item, addr))
				return true;
		}
		list += n;
		list += strspn(list, ", ");
	}
	return false;
}
