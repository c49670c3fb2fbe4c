/* door_conf.c: DIR/congvu.conf. `key = value` lines, # begins a comment. One row a key; the manual page says the same as the table. */
#include "door_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONF_FILE_MAX 65536

enum kind { TEXT, COUNT, SPAN, YES };
#define SECOND 1000
#define HOUR (3600 * SECOND)

static const struct key {
	const char *name;
	enum kind kind;
	size_t offset;
	int64_t min, max; /* spans in ms */
	const char *dflt;
	const char *help;
} keys[] = {
#define AT(f) offsetof(struct door_conf, f)
	{ "listen", TEXT, AT(listen), 0, 0, "127.0.0.1:2222", "HOST:PORT to listen on; * is every address, port 0 any" },
	{ "log_level", COUNT, AT(log_level), 3, 7, "6", "3 errors, 4 warnings, 6 information, 7 debug" },
	{ "kex_deadline", SPAN, AT(kex_deadline), 100, HOUR, "20s", "a connection's key exchange must be done by then" },
	{ "login_deadline", SPAN, AT(login_deadline), 100, HOUR, "120s", "and the login by then" },
	{ "keepalive", SPAN, AT(keepalive), 100, HOUR, "60s", "ask a client after so long without a byte" },
	{ "dead", SPAN, AT(dead), 200, 24 * (int64_t)HOUR, "240s", "a staff line without a byte for so long is dead" },
	{ "dead_sync", SPAN, AT(dead_sync), 200, 24 * (int64_t)HOUR, "180s", "a node's line without a byte for so long is dead" },
	{ "detached_max", SPAN, AT(detached_max), 1000, 240 * (int64_t)HOUR, "24h", "a session without a line waits so long" },
	{ "max_unauthenticated", COUNT, AT(max_unauthenticated), 1, 10000, "100", "connections on their way to a login" },
	{ "early_drop", COUNT, AT(early_drop), 1, 10000, "60", "above this some are dropped at random" },
	{ "max_per_source", COUNT, AT(max_per_source), 1, 10000, "8", "of them from one address (IPv6: one /64)" },
	{ "exempt", TEXT, AT(exempt), 0, 0, "", "sources without these limits: loopback, addresses, prefixes" },
	{ "net_user", TEXT, AT(net_user), 0, 0, "congvu-net", "system user of congvu-net when congvud is root" },
	{ "compatible", YES, AT(compatible), 0, 0, "no", "also offer aes256-ctr, for old clients" },
	{ "wide_kex", YES, AT(wide_kex), 0, 0, "no", "also offer Diffie-Hellman groups 16 and 18" },
	{ "work", YES, AT(work), 0, 0, "yes", "start congvu work" },
	{ "sync", YES, AT(sync), 0, 0, "yes", "start congvu sync on an office" },
#undef AT
};

static int set_span(const char *v, const struct key *k, int64_t *out)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = { { "ms", 1 }, { "s", SECOND }, { "m", 60 * SECOND }, { "h", HOUR }, { "", SECOND } };
	char *end;
	errno = 0;
	long long n = strtoll(v, &end, 10);
	if (end == v || errno || n < 0 || n > INT32_MAX)
		return ERR_INVALID;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (strcmp(end, units[i].unit) == 0) {
			*out = k->kind == SPAN ? n * units[i].ms : n;
			return (k->kind == COUNT && *end) || *out < k->min || *out > k->max ? ERR_INVALID : 0;
		}
	return ERR_INVALID;
}

static int set(const struct key *k, const char *v, struct door_conf *c)
{
	char *at = (char *)c + k->offset;
	if (k->kind == TEXT) {
		size_t n = strlen(v);
		if (n >= DOOR_TEXT_MAX)
			return ERR_INVALID;
		memcpy(at, v, n + 1);
		return 0;
	}
	if (k->kind == YES) {
		bool yes = strcmp(v, "yes") == 0;
		if (!yes && strcmp(v, "no") != 0)
			return ERR_INVALID;
		memcpy(at, &yes, sizeof yes);
		return 0;
	}
	int64_t n;
	int rc = set_span(v, k, &n);
	if (!rc)
		memcpy(at, &n, sizeof n);
	return rc;
}

void door_conf_defaults(struct door_conf *c)
{
	*c = (struct door_conf){ 0 };
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (set(&keys[i], keys[i].dflt, c))
			abort(); /* the table contradicts itself: a unit test would have said so */
}

static char *trim(char *s)
{
	s += strspn(s, " \t\r");
	size_t n = strlen(s);
	while (n && strchr(" \t\r", s[n - 1]))
		s[--n] = '\0';
	return s;
}

static int parse_line(char *line, struct door_conf *c, char *why, size_t cap)
{
	line[strcspn(line, "#")] = '\0';
	line = trim(line);
	if (!*line)
		return 0;
	char *eq = strchr(line, '=');
	if (!eq) {
		(void)snprintf(why, cap, "thiếu dấu = (khóa = giá trị)");
		return ERR_INVALID;
	}
	*eq = '\0';
	char *name = trim(line), *value = trim(eq + 1);
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		if (strcmp(keys[i].name, name) != 0)
			continue;
		if (set(&keys[i], value, c) == 0)
			return 0;
		(void)snprintf(why, cap, "giá trị của %s không hợp lệ: %.60s", keys[i].name, value);
		return ERR_INVALID;
	}
	(void)snprintf(why, cap, "không có khóa %.40s", name);
	return ERR_INVALID;
}

int door_conf_parse(const char *text, const char *name, struct door_conf *c, struct err_info *ei)
{
	char line[512], why[160], where[300];
	for (unsigned no = 1; *text; no++) {
		size_t n = strcspn(text, "\n");
		int rc = ERR_INVALID;
		(void)snprintf(why, sizeof why, "dòng quá dài");
		if (n < sizeof line) {
			memcpy(line, text, n);
			line[n] = '\0';
			rc = parse_line(line, c, why, sizeof why);
		}
		if (rc) {
			const char *base = strrchr(name, '/');
			(void)snprintf(where, sizeof where, "%.80s:%u: %s", base ? base + 1 : name, no, why);
			return err_setf(ei, rc, where, "%s line %u", name, no);
		}
		text += n + (text[n] == '\n');
	}
	return 0;
}

int door_conf_load(const char *path, struct door_conf *c, struct err_info *ei)
{
	struct buf b;
	buf_init(&b, CONF_FILE_MAX);
	int rc = plat_read_file(path, CONF_FILE_MAX, &b);
	if (!rc)
		rc = door_conf_parse(buf_str(&b), path, c, ei);
	else if (rc == ERR_NOTFOUND)
		rc = 0;
	else
		rc = err_setf(ei, rc, "Không đọc được congvu.conf", "%s: %s", path, err_name(rc));
	buf_clear(&b);
	return rc;
}
