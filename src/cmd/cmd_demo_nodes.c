/* cmd_demo_nodes.c: three nodes on this machine, made the way an administrator makes them; between them nothing but SSH. */
#include "cmd_demo.h"
#include "cmd_line.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define START_MS 20000
#define ARGS_MAX 96u

/* ---- running congvu's own commands ------------------------------------------------------------------------------------------ */

static int start(struct demo *d, const char *const *argv, int in, int out, pid_t *pid)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	struct plat_fd_map map[3] = { { 2, 2 }, { in, 0 }, { out, 1 } };
	const char *words[ARGS_MAX] = { "congvu" };
	size_t n = 1;

	while (argv[n - 1] && n + 1 < ARGS_MAX) {
		words[n] = argv[n - 1];
		n++;
	}
	s.path = d->congvu;
	s.argv = words;
	s.fds = map;
	s.n_fds = COUNT_OF(map);
	return plat_spawn(&s, pid);
}

int demo_run(struct demo *d, const char *const *argv, const char *in, struct buf *out)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 }, status = CMD_FAILED, r;
	char piece[4096];
	pid_t pid = -1;
	ssize_t n;

	r = plat_pipe(to, false);
	if (!r)
		r = plat_pipe(from, false);
	if (!r)
		r = start(d, argv, to[0], from[1], &pid);
	plat_close(&to[0]);
	plat_close(&from[1]);
	if (!r && in && plat_write_all(to[1], in, strlen(in)))
		log_debug("demo: %s took no input", argv[0]);
	plat_close(&to[1]);
	while (!r && (n = plat_read(from[0], piece, sizeof(piece))) > 0)
		if (out)
			buf_put(out, piece, (size_t)n);
	plat_close(&from[0]);
	if (!r)
		r = plat_reap(pid, false, &pid, &status);
	if (r)
		return cmd_fail_text("%s: %s", d->congvu, err_name(r));
	if (status)
		cmd_fail_text("congvu %s %s: %d", argv[0], argv[1] ? argv[1] : "", status);
	return status ? CMD_FAILED : CMD_DONE;
}

/* ---- congvud ------------------------------------------------------------------------------------------------------------------ */

/* Waits until congvud says READY=1, or ends, or the deadline passes. */
static int wait_ready(struct demo *d, struct demo_node *n)
{
	int64_t until = clock_mono_ms() + START_MS;
	char word[256];
	int status;

	while (clock_mono_ms() < until) {
		ssize_t got;

		if (plat_wait_fd(d->notify, POLLIN, 100) == 0 && (got = plat_read(d->notify, word, sizeof(word) - 1)) > 0) {
			word[got] = '\0';
			if (strstr(word, "READY=1"))
				return CMD_DONE;
		}
		if (plat_reap(n->door, true, &n->door, &status) == 0) {
			n->door = 0;
			return cmd_fail_text("congvud %s: %d", n->dir, status);
		}
	}
	return cmd_fail_text("congvud %s: %s", n->dir, err_name(ERR_TIMEOUT));
}

static int start_door(struct demo *d, struct demo_node *n)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	struct plat_fd_map map[] = { { -1, 2 } };
	char notify[PLAT_PATH_MAX + 16], log[PLAT_PATH_MAX + 8];
	const char *env[] = { notify, NULL };
	int r;

	/* Its log would spoil the person's screen. */
	snprintf(log, sizeof(log), "%s.log", n->dir);
	map[0].from = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (map[0].from < 0)
		return cmd_fail_text("%s: %s", log, err_name(err_from_errno(errno)));
	snprintf(notify, sizeof(notify), "NOTIFY_SOCKET=%s", d->notify_path);
	s.path = d->congvud;
	s.argv = (const char *[]){ "congvud", "--dir", n->dir, NULL };
	s.fds = map;
	s.n_fds = COUNT_OF(map);
	s.env = env;
	s.new_session = true; /* Ctrl-C at the terminal is for us; we end it by its pid */
	s.death_signal = SIGTERM;
	r = plat_spawn(&s, &n->door);
	plat_close(&map[0].from);
	if (r) {
		n->door = 0;
		return cmd_fail_text("%s: %s", d->congvud, err_name(r));
	}
	return wait_ready(d, n);
}

static int write_conf(const struct demo_node *n)
{
	char path[PLAT_PATH_MAX], text[256];
	int len = snprintf(text, sizeof(text), "# made by congvu demo\nlisten = 127.0.0.1:%d\nexempt = loopback\n", n->port);
	int r = plat_path(path, sizeof(path), n->dir, "congvu.conf");

	if (!r)
		r = plat_write_file_atomic(path, text, (size_t)len, 0600);
	return r ? cmd_fail_text("%s: %s", path, err_name(r)) : CMD_DONE;
}

/* From now on the office finds the centre on this port of the same machine: where a relay listens. */
static int point_at(const struct demo_node *n, int port)
{
	struct cmd_line line;
	int r = cmd_line_read(n->dir, &line);

	line.port = port;
	if (!r)
		r = cmd_line_write(n->dir, &line);
	return r ? cmd_fail_text("%s/centre: %s", n->dir, err_name(r)) : CMD_DONE;
}

/* ---- building -------------------------------------------------------------------------------------------------------------------- */

static int build_centre(struct demo *d)
{
	struct demo_node *n = &d->node[0];
	int status = demo_run(d, (const char *[]){ "init", "--dir", n->dir, "--role", "centre", "--code", n->code, "--name", n->title, NULL }, NULL, NULL);

	if (!status)
		status = write_conf(n);
	if (!status)
		status = demo_data_users(d, n);
	if (!status)
		status = start_door(d, n);
	return status;
}

static int announce_office(struct demo *d, struct demo_node *n)
{
	struct buf code;
	int status;

	buf_init(&code, sizeof(n->enrol_code));
	status = demo_run(d, (const char *[]){ "office", "add", "--dir", d->node[0].dir, "--code", n->code, "--name", n->title, NULL }, NULL, &code);
	snprintf(n->enrol_code, sizeof(n->enrol_code), "%.*s", (int)strcspn(buf_str(&code), "\n") & 511, buf_str(&code));
	buf_clear(&code);
	return status;
}

static int build_office(struct demo *d, struct demo_node *n)
{
	int status = demo_run(d, (const char *[]){ "init", "--dir", n->dir, "--role", "office", NULL }, NULL, NULL);

	if (!status)
		status = write_conf(n);
	if (!status)
		status = demo_run(d, (const char *[]){ "enrol", "--dir", n->dir, n->enrol_code, NULL }, NULL, NULL);
	mem_wipe(n->enrol_code, sizeof(n->enrol_code));
	if (!status)
		status = demo_data_users(d, n);
	return status;
}

static int office_of(struct demo_node *n)
{
	struct store_node node;
	struct store *st = NULL;
	struct err_info ei = { 0 };
	int r = store_open(n->dir, STORE_READONLY, &st, &ei);

	if (!r)
		r = store_node_get(st, &node);
	store_close(st);
	if (r)
		return cmd_fail(r, &ei);
	n->office = node.office;
	return CMD_DONE;
}

int demo_build(struct demo *d)
{
	int status = build_centre(d);

	for (size_t i = 1; i < DEMO_NODES && !status; i++) /* all before the first joins: it then knows the others from its first feed */
		status = announce_office(d, &d->node[i]);
	for (size_t i = 1; i < DEMO_NODES && !status; i++) {
		status = build_office(d, &d->node[i]);
		if (!status)
			status = office_of(&d->node[i]);
	}
	for (size_t i = 1; i < DEMO_NODES && !status && !d->bare; i++)
		status = demo_data_records(d, &d->node[i]);
	return status;
}

int demo_start_offices(struct demo *d, const int via[DEMO_NODES])
{
	int status = CMD_DONE;

	for (size_t i = 1; i < DEMO_NODES && !status; i++) {
		if (via[i] > 0)
			status = point_at(&d->node[i], via[i]);
		if (!status)
			status = start_door(d, &d->node[i]);
	}
	return status;
}

/* ---- stopping --------------------------------------------------------------------------------------------------------------------- */

void demo_reap(struct demo *d)
{
	pid_t pid;
	int status;

	for (size_t i = 0; i < DEMO_NODES; i++) {
		if (d->node[i].door <= 0 || plat_reap(d->node[i].door, true, &pid, &status))
			continue;
		d->node[i].door = 0;
		cmd_fail_text("congvud %s: %d", d->node[i].dir, status);
		d->status = CMD_FAILED;
	}
}

void demo_stop(struct demo *d)
{
	pid_t pid;
	int status;

	for (size_t i = 0; i < DEMO_NODES; i++)
		if (d->node[i].door > 0)
			kill(d->node[i].door, SIGTERM);
	for (size_t i = 0; i < DEMO_NODES; i++) {
		if (d->node[i].door > 0 && plat_reap(d->node[i].door, false, &pid, &status))
			log_warn("demo: congvud %d is gone", (int)d->node[i].door);
		d->node[i].door = 0;
	}
}
