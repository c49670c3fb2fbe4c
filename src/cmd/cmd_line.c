/* cmd_line.c: the line to the centre: where it is (DIR/centre, one line `HOST:PORT/FINGERPRINT`), and a congvu-net that dials it. */
#include "cmd_line.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/platform.h"

#define CENTRE_FILE "centre"

/* A fingerprint is base64 and may hold slashes; host, port and secret hold none. */
bool cmd_line_parse(const char *text, bool with_secret, struct cmd_line *out)
{
	const char *slash = strchr(text, '/'), *last = with_secret ? strrchr(text, '/') : text + strcspn(text, "\r\n"), *colon = NULL;
	size_t n;
	char *end;

	memset(out, 0, sizeof(*out));
	if (!slash || !last || last <= slash)
		return false;
	for (const char *p = text; p < slash; p++)
		if (*p == ':')
			colon = p;
	n = colon ? (size_t)(colon - text) : 0;
	if (n == 0 || n >= sizeof(out->host) || (size_t)(last - slash - 1) >= sizeof(out->pin))
		return false;
	memcpy(out->host, text, n);
	out->port = (int)strtol(colon + 1, &end, 10);
	memcpy(out->pin, slash + 1, (size_t)(last - slash - 1));
	if (with_secret)
		snprintf(out->secret, sizeof(out->secret), "%.*s", (int)strcspn(last + 1, " \r\n") & 63, last + 1);
	return end == slash && out->port > 0 && out->port < 65536 && strncmp(out->pin, "SHA256:", 7) == 0 && (!with_secret || out->secret[0]);
}

int cmd_line_read(const char *dir, struct cmd_line *out)
{
	char path[PLAT_PATH_MAX];
	struct buf text;
	int r = plat_path(path, sizeof(path), dir, CENTRE_FILE);

	buf_init(&text, 4096);
	if (!r)
		r = plat_read_file(path, 4096, &text);
	if (!r && !cmd_line_parse(buf_str(&text), false, out))
		r = ERR_CORRUPT;
	buf_clear(&text);
	return r;
}

int cmd_line_write(const char *dir, const struct cmd_line *l)
{
	char path[PLAT_PATH_MAX], text[512];
	int n = snprintf(text, sizeof(text), "%s:%d/%s\n", l->host, l->port, l->pin);
	int r = plat_path(path, sizeof(path), dir, CENTRE_FILE);

	return r ? r : plat_write_file_atomic(path, text, (size_t)n, 0600);
}

/* What congvu-net proves with: the line's private key, or the one-time secret. */
static int open_proof(const char *dir, const struct cmd_line *l, int *fd)
{
	char path[PLAT_PATH_MAX];
	int r;

	if (l->secret[0])
		return plat_memfd_sealed("secret", l->secret, strlen(l->secret), fd);
	r = plat_path(path, sizeof(path), dir, CMD_LINEKEY);
	if (r)
		return r;
	*fd = open(path, O_RDONLY | O_CLOEXEC);
	return *fd < 0 ? ERR_NOTFOUND : ERR_NONE;
}

int cmd_line_dial(const char *dir, const struct cmd_line *l, uint32_t node, int *fd, pid_t *pid)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	struct plat_fd_map map[] = { { 2, 2 }, { -1, 3 }, { -1, 4 } };
	char path[PLAT_PATH_MAX], port[16], login[32];
	const char *argv[] = { "congvu-net", "--dial", l->host, port, "--login", login, "--pin", l->pin, "--io", "3",
		               l->secret[0] ? "--secret-fd" : "--key-fd", "4", "--log-level", l->quiet ? "4" : "6", NULL };
	int sv[2] = { -1, -1 }, proof = -1, r = plat_program_path("congvu-net", path, sizeof(path));

	snprintf(port, sizeof(port), "%d", l->port);
	if (l->secret[0])
		snprintf(login, sizeof(login), "enrol");
	else
		snprintf(login, sizeof(login), "n%u", node);
	if (!r)
		r = open_proof(dir, l, &proof);
	if (!r)
		r = plat_socketpair(PLAT_STREAM, false, sv);
	map[1].from = sv[1];
	map[2].from = proof;
	s.path = path;
	s.argv = argv;
	s.fds = map;
	s.n_fds = COUNT_OF(map);
	s.death_signal = 15; /* the line ends with whoever talks over it */
	if (!r)
		r = plat_spawn(&s, pid);
	plat_close(&sv[1]);
	plat_close(&proof);
	if (r)
		plat_close(&sv[0]);
	*fd = sv[0];
	return r;
}

int cmd_line_end(pid_t pid, const char **message)
{
	static const struct {
		int status;
		const char *message;
	} known[] = { { 3, "cmd.nocentre" }, { 4, "cmd.hostkey" }, { 5, "cmd.refused" }, { 6, "cmd.refused" }, { 7, "cmd.lost" }, { 8, "cmd.lost" } };
	int status = -1;

	*message = NULL;
	if (plat_reap(pid, false, &pid, &status))
		return -1;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (known[i].status == status)
			*message = known[i].message;
	return status;
}
