/* door_session.c: birth and death of a session: a pty whose master the keeper owns, and `congvu ui` on its slave. The keeper moves
 * descriptors; it reads the master only for the second after a line was lost, to throw away what nobody will see. */
#include "door_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTROL_FD 3
#define CREDIT_FD 4
#define END_TERM_MS 3000
#define END_KILL_MS 2000

int door_session_tell(struct door_session *s, const struct wire_control *r, const int *fds, size_t n)
{
	char text[128];
	int rc = wire_control_format(r, text, sizeof text);
	if (!rc)
		rc = plat_send_fds(s->control, text, strlen(text), fds, n);
	if (rc && rc != ERR_CLOSED && r->kind != WIRE_CONTROL_SIZE) {
		log_warn("session %llu does not take its control records: %s", (unsigned long long)s->id, err_name(rc));
		s->broken = true;
	}
	return rc;
}

void door_session_stop_drain(struct door_session *s)
{
	loop_fd_remove(s->d->loop, s->h_drain);
	loop_timer_cancel(s->d->loop, s->h_drain_end);
	s->h_drain = s->h_drain_end = 0;
}

static void forget(struct door_session *s)
{
	struct door_session **at = &s->d->sessions;
	while (*at && *at != s)
		at = &(*at)->next;
	if (*at)
		*at = s->next;
	door_session_stop_drain(s);
	loop_timer_cancel(s->d->loop, s->h_timer);
	plat_close(&s->master);
	plat_close(&s->control);
	plat_close(&s->first_credit);
	free(s);
}

/* The ui has ended. Its connection drains the terminal and passes the status on; a death by signal is put into words. */
static void on_end(struct door *d, pid_t pid, int status, void *ctx)
{
	struct door_session *s = ctx;
	struct door_conn *c = s->conn, *heir = s->heir;
	(void)pid;
	log_info("session end id=%llu user=\"%s\" %s=%d", (unsigned long long)s->id, s->user, status > 255 ? "signal" : "status", status & 255);
	if (c) {
		struct wire_oracle o = { .kind = WIRE_ORACLE_EXIT, .status = (uint32_t)status };
		c->session = NULL;
		if (status > 255)
			door_conn_kick(c, "Chương trình bị dừng. Đăng nhập lại: phần đang nhập vẫn còn.");
		else
			door_conn_send(c, &o, NULL, 0);
	}
	if (heir)
		heir->session = NULL;
	forget(s);
	if (heir)
		door_attach_start(heir);
	door_stop_check(d);
}

static int spawn_ui(struct door_session *s, int slave, int control, int credit)
{
	char term[48];
	const char *argv[] = { "congvu", "ui", "--dir", s->d->dir, "--session", "--user", s->user, NULL };
	const char *env[] = { term, "LANG=C.UTF-8", PLAT_MEMORY_ENV, NULL };
	struct plat_fd_map fds[] = { { slave, 0 }, { slave, 1 }, { 2, 2 }, { control, CONTROL_FD }, { credit, CREDIT_FD } };
	struct plat_spawn p = PLAT_SPAWN_INIT;
	(void)snprintf(term, sizeof term, "TERM=%s", s->term);
	p.path = s->d->congvu;
	p.argv = argv;
	p.fds = fds;
	p.n_fds = COUNT_OF(fds);
	p.env = env;
	p.clean_env = p.new_session = true;
	p.ctty = 0;
	return door_child_spawn(s->d, &p, &s->pid, on_end, s);
}

static int open_ends(struct door_session *s, uint32_t cols, uint32_t rows)
{
	int slave = -1, control[2] = { -1, -1 }, credit[2] = { -1, -1 };
	int rc = plat_pty_open(&s->master, &slave);
	if (!rc)
		rc = plat_pty_resize(s->master, (int)cols, (int)rows);
	if (!rc)
		rc = plat_socketpair(PLAT_SEQPACKET, true, control);
	if (!rc)
		rc = plat_socketpair(PLAT_SEQPACKET, true, credit);
	if (!rc)
		rc = spawn_ui(s, slave, control[1], credit[1]);
	s->control = control[0];
	s->first_credit = credit[0];
	plat_close(&slave);
	plat_close(&control[1]);
	plat_close(&credit[1]);
	return rc;
}

struct door_session *door_session_new(struct door *d, const char *user, const char *term, uint32_t cols, uint32_t rows, struct err_info *ei)
{
	struct door_session *s = mem_alloc(sizeof *s);
	if (!s) {
		(void)err_set(ei, ERR_NOMEM, "Máy chủ hết chỗ, thử lại sau.");
		return NULL;
	}
	*s = (struct door_session){ .d = d, .next = d->sessions, .id = ++d->last_id, .master = -1, .control = -1, .first_credit = -1 };
	s->state = DOOR_DETACHED;
	d->sessions = s;
	memcpy(s->user, user, sizeof s->user);
	memcpy(s->term, term, sizeof s->term);
	int rc = open_ends(s, cols, rows);
	if (rc) {
		log_err("no session for user=\"%s\": %s", user, err_name(rc));
		(void)err_set(ei, rc, "Máy chủ hết chỗ, thử lại sau.");
		forget(s);
		return NULL;
	}
	log_info("session start id=%llu user=\"%s\" term=%s size=%ux%u", (unsigned long long)s->id, user, term, cols, rows);
	return s;
}

static void on_kill(struct loop *l, void *ctx)
{
	struct door_session *s = ctx;
	s->h_timer = 0;
	log_warn("session %llu does not end, sending %s", (unsigned long long)s->id, s->kill_step ? "SIGKILL" : "SIGTERM");
	(void)kill(s->pid, s->kill_step++ ? SIGKILL : SIGTERM);
	if (loop_timer_again(l, &s->h_timer, END_KILL_MS, on_kill, s))
		(void)kill(s->pid, SIGKILL);
}

void door_session_end(struct door_session *s)
{
	struct wire_control end = { .kind = WIRE_CONTROL_END };
	if (s->state == DOOR_ENDING)
		return;
	s->state = DOOR_ENDING;
	if (door_session_tell(s, &end, NULL, 0))
		(void)kill(s->pid, SIGTERM);
	if (loop_timer_again(s->d->loop, &s->h_timer, END_TERM_MS, on_kill, s))
		(void)kill(s->pid, SIGTERM);
}
