/* door_run.c: putting congvud together, and the listener. */
#include "door_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/app.h"

#define BACKLOG 128
#define ACCEPTS_A_ROUND 32
#define PAUSE_MS 1000

static void on_listener(struct loop *l, int fd, short revents, void *ctx);

static void unpause(struct loop *l, void *ctx)
{
	struct door *d = ctx;
	(void)l;
	d->h_pause = 0;
	loop_fd_events(d->loop, d->h_listener, POLLIN);
}

/* No descriptors left: the waiting client would make the listener ready for ever. */
static void pause_listener(struct door *d, int why)
{
	log_err("no connection can be taken: %s", err_name(why));
	loop_fd_events(d->loop, d->h_listener, 0);
	if (loop_timer_again(d->loop, &d->h_pause, PAUSE_MS, unpause, d))
		loop_fd_events(d->loop, d->h_listener, POLLIN);
}

static void on_listener(struct loop *l, int fd, short revents, void *ctx)
{
	struct door *d = ctx;
	(void)l;
	(void)revents;
	for (int i = 0; i < ACCEPTS_A_ROUND; i++) {
		char source[PLAT_ADDR_MAX] = "";
		int tcp = -1;
		int rc = plat_accept(fd, &tcp, source);
		if (rc == ERR_AGAIN)
			return;
		if (rc) {
			pause_listener(d, rc);
			return;
		}
		door_conn_accept(d, tcp, source);
		plat_close(&tcp);
	}
}

static void on_child(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)l;
	(void)signo;
	(void)sender;
	door_child_reap(ctx);
}

static void on_term(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)l;
	(void)signo;
	(void)sender;
	door_stop(ctx, 0);
}

static void on_hup(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)l;
	(void)signo;
	(void)sender;
	(void)ctx; /* closing the terminal that congvud was started from is no reason to end an office's day */
}

/* "HOST:PORT", "[v6]:PORT", ":PORT", "PORT" */
static int split_listen(struct door *d, struct err_info *ei)
{
	const char *s = d->conf.listen, *colon = strrchr(s, ':'), *port = colon ? colon + 1 : s;
	size_t n = colon ? (size_t)(colon - s) : 0;
	char *end;
	long v = strtol(port, &end, 10);
	if (end == port || *end || v < 0 || v > 65535)
		return err_setf(ei, ERR_INVALID, "Địa chỉ nghe phải có dạng HOST:CỔNG", "listen: %s", s);
	if (n >= 2 && s[0] == '[' && s[n - 1] == ']') {
		s++;
		n -= 2;
	}
	memcpy(d->host, n ? s : "*", n ? n : 1);
	d->host[n ? n : 1] = '\0';
	d->port = (int)v;
	return 0;
}

static int listen_now(struct door *d, struct err_info *ei)
{
	int rc = split_listen(d, ei);
	if (rc)
		return rc;
	rc = plat_tcp_listen(strcmp(d->host, "*") == 0 ? NULL : d->host, d->port, BACKLOG, &d->listener, &d->port);
	if (!rc)
		rc = loop_fd_add(d->loop, d->listener, POLLIN, on_listener, d, &d->h_listener);
	if (rc)
		return err_setf(ei, rc, "Không mở được cổng: cổng đang có chương trình khác dùng?", "listen %s: %s", d->conf.listen,
		                err_name(rc));
	return 0;
}

static int programs(struct door *d, struct err_info *ei)
{
	char folder[PLAT_PATH_MAX];
	int rc = plat_program_path("congvu", d->congvu, sizeof d->congvu);
	if (!rc)
		rc = plat_program_path("congvu-net", d->congvu_net, sizeof d->congvu_net);
	if (!rc)
		rc = plat_self_dir(folder, sizeof folder);
	if (!rc)
		rc = plat_path(d->self, sizeof d->self, folder, "congvud");
	return rc ? err_setf(ei, rc, "Thiếu chương trình congvu hoặc congvu-net", "%s", err_name(rc)) : 0;
}

/* A look at the node before anything is started; the database is closed again before the first child. */
static int look_at_node(struct door *d, struct err_info *ei)
{
	struct app *ap = NULL;
	struct app_line line = { 0 };
	int rc = app_open(d->dir, APP_READONLY, &ap, ei);
	if (rc)
		return rc;
	rc = app_line(ap, &line);
	d->centre = line.centre;
	app_close(ap);
	return rc ? err_setf(ei, rc, "Không đọc được trạng thái của máy", "app_line: %s", err_name(rc)) : 0;
}

static int limits(struct door *d)
{
	struct plat_rlimits lim = PLAT_RLIMITS_INIT;
	lim.core = 0;
	lim.nofile = 8192; /* 500 sessions: a master, a control socket and an oracle each */
	d->limits = door_limits_new((size_t)d->conf.max_unauthenticated, (size_t)d->conf.early_drop, (size_t)d->conf.max_per_source);
	d->throttle = door_throttle_new();
	if (!d->limits || !d->throttle)
		return ERR_NOMEM;
	int rc = plat_rlimits(&lim);
	return rc ? rc : plat_no_new_privs(); /* all children inherit it */
}

static int signals(struct door *d)
{
	plat_signal_ignore_pipe();
	int rc = loop_on_signal(d->loop, SIGCHLD, on_child, d);
	if (!rc)
		rc = loop_on_signal(d->loop, SIGTERM, on_term, d);
	if (!rc)
		rc = loop_on_signal(d->loop, SIGINT, on_term, d);
	return rc ? rc : loop_on_signal(d->loop, SIGHUP, on_hup, d);
}

static int start(struct door *d, struct err_info *ei)
{
	int rc = programs(d, ei);
	if (!rc)
		rc = look_at_node(d, ei);
	if (!rc)
		rc = door_hostkey_load(d, ei);
	if (rc)
		return rc;
	d->loop = loop_new();
	if (!d->loop)
		return err_set(ei, ERR_NOMEM, "Hết bộ nhớ");
	if ((rc = limits(d)) || (rc = signals(d)))
		return err_setf(ei, rc, "Không khởi động được", "limits or signals: %s", err_name(rc));
	rc = listen_now(d, ei);
	if (!rc && (rc = door_zygote_start(d)) != 0)
		(void)err_setf(ei, rc, "Không khởi động được congvu-net", "zygote: %s", err_name(rc));
	if (!rc && (rc = door_service_start(d)) != 0)
		(void)err_setf(ei, rc, "Không khởi động được congvu work", "services: %s", err_name(rc));
	return rc;
}

int door_run(const char *dir, const struct door_conf *conf)
{
	static struct door door;
	struct err_info ei = { 0 };
	struct door *d = &door;
	*d = (struct door){ .dir = dir, .conf = *conf, .listener = -1, .key = -1 };
	int rc = start(d, &ei);
	if (rc) {
		log_err("cannot start: %s %s", err_name(rc), ei.detail);
		fprintf(stderr, "congvud: %s\n", ei.text);
		return 1;
	}
	return loop_run(d->loop);
}
