/* door_attach.c: which connection has which session. A connection that asks for a terminal gets, in this order:
 *   a session of his that nobody holds, with the same TERM           the same ui, painted anew
 *   one that nobody holds, with another TERM                         END to that ui (it saves its draft), then a fresh one
 *   one that another connection holds                                that one is told and lets go, then as above
 *   none                                                             a fresh one
 * A session has one holder and at most one heir that waits for it. Both processes would read the same master otherwise, so the new one
 * gets it only when the old one has said that it let go (or has ended, or was killed for not answering). */
#include "door_internal.h"

#include <string.h>

#define DRAIN_MS 1000
#define RELEASE_MS 2000
#define SIZE_AGAIN_MS 200

static const char elsewhere[] = "Phiên được mở ở máy khác.";

static struct door_session *best_of(struct door *d, const char *user, const char *term)
{
	struct door_session *best = NULL;
	int best_rank = 0;
	for (struct door_session *s = d->sessions; s; s = s->next) {
		if (strcmp(s->user, user) != 0)
			continue;
		int rank = s->state == DOOR_ENDING ? 1 : s->state != DOOR_DETACHED ? 2 : strcmp(s->term, term) ? 3 : 4;
		if (s->broken && rank > 1)
			rank = 1;
		if (rank > best_rank) {
			best = s;
			best_rank = rank;
		}
	}
	return best;
}

/* Hands the terminal over: the ui is told first, so that what it paints from now on is for this line. */
static void attach(struct door_session *s, struct door_conn *c)
{
	struct wire_control r = { .kind = WIRE_CONTROL_ATTACH, .cols = c->cols, .rows = c->rows, .attach = ++s->attach,
	                          .wishes = c->wishes };
	struct wire_oracle o = { .kind = WIRE_ORACLE_FD };
	int credit[2] = { s->first_credit, -1 };
	int rc = 0;
	bool fresh = s->first_credit >= 0;
	s->first_credit = -1;
	door_session_stop_drain(s);
	loop_timer_cancel(s->d->loop, s->h_timer);
	s->h_timer = 0;
	memcpy(r.term, c->term, sizeof r.term);
	if (!fresh)
		rc = plat_socketpair(PLAT_SEQPACKET, true, credit);
	if (!rc)
		rc = plat_pty_resize(s->master, (int)c->cols, (int)c->rows);
	if (!rc)
		rc = door_session_tell(s, &r, &credit[1], fresh ? 0 : 1);
	plat_close(&credit[1]);
	s->conn = c;
	c->session = s;
	s->state = DOOR_ATTACHED;
	if (rc) {
		log_warn("session %llu could not be taken up: %s", (unsigned long long)s->id, err_name(rc));
		plat_close(&credit[0]);
		door_session_end(s); /* its end tells the connection */
		return;
	}
	door_conn_send(c, &o, (const int[]){ s->master, credit[0] }, 2);
	plat_close(&credit[0]);
	log_info("session attached id=%llu user=\"%s\" from=%s port=%d attach=%u", (unsigned long long)s->id, s->user, c->source, c->port,
	         s->attach);
}

void door_attach_start(struct door_conn *c)
{
	struct err_info ei = { 0 };
	if (c->d->stopping || c->stage != DOOR_PTY)
		return;
	struct door_session *s = door_session_new(c->d, c->user, c->term, c->cols, c->rows, &ei);
	if (s)
		attach(s, c);
	else
		door_conn_kick(c, ei.text);
}

/* Nobody holds s: the heir gets it, or its place. */
static void pass_on(struct door_session *s, struct door_conn *c)
{
	if (s->state == DOOR_DETACHED && !s->broken && strcmp(s->term, c->term) == 0) {
		s->heir = NULL;
		attach(s, c);
		return;
	}
	s->heir = c;
	c->session = s;
	door_session_end(s);
}

static void on_not_released(struct loop *l, void *ctx)
{
	struct door_session *s = ctx;
	(void)l;
	s->h_timer = 0;
	if (s->conn)
		door_conn_kill(s->conn, "does not let go of its terminal"); /* comes back as released */
}

static void take_over(struct door_session *s, struct door_conn *c)
{
	if (s->heir) {
		s->heir->session = NULL;
		door_conn_kick(s->heir, elsewhere);
	}
	s->heir = c;
	c->session = s;
	if (s->state != DOOR_ATTACHED)
		return;
	s->state = DOOR_RELEASING;
	log_info("session taken over id=%llu user=\"%s\" from=%s port=%d", (unsigned long long)s->id, s->user, c->source, c->port);
	door_conn_kick(s->conn, elsewhere);
	if (loop_timer_again(s->d->loop, &s->h_timer, RELEASE_MS, on_not_released, s))
		door_conn_kill(s->conn, "no timer");
}

/* congvu-net clamps them already; two rows are a braille line's window. */
static void take_size(struct door_conn *c, const struct wire_oracle *o)
{
	c->cols = o->cols < 20 ? 20 : o->cols > 500 ? 500 : o->cols;
	c->rows = o->rows < 2 ? 2 : o->rows > 200 ? 200 : o->rows;
}

void door_attach_request(struct door_conn *c, const struct wire_oracle *o)
{
	if (c->node || c->is_enrol || c->d->stopping) {
		door_conn_no(c, 0); /* nodes get the line, people the terminal */
		return;
	}
	memcpy(c->term, o->term, sizeof c->term);
	take_size(c, o);
	c->wishes = o->wishes;
	struct door_session *s = best_of(c->d, c->user, c->term);
	if (!s)
		door_attach_start(c);
	else if (s->state == DOOR_DETACHED)
		pass_on(s, c);
	else
		take_over(s, c);
}

static void size_again(struct loop *l, void *ctx);

/* The kernel's size first, then the record. A ui that does not read gets the last size when it does: h_timer is free while attached. */
static void tell_size(struct door_session *s, uint32_t cols, uint32_t rows)
{
	struct wire_control r = { .kind = WIRE_CONTROL_SIZE, .cols = cols, .rows = rows };
	int rc = plat_pty_resize(s->master, (int)cols, (int)rows);
	if (!rc)
		rc = door_session_tell(s, &r, NULL, 0);
	if (rc == ERR_AGAIN && loop_timer_again(s->d->loop, &s->h_timer, SIZE_AGAIN_MS, size_again, s))
		log_warn("session %llu keeps its old size", (unsigned long long)s->id);
}

static void size_again(struct loop *l, void *ctx)
{
	struct door_session *s = ctx;
	(void)l;
	s->h_timer = 0;
	if (s->state == DOOR_ATTACHED && s->conn)
		tell_size(s, s->conn->cols, s->conn->rows);
}

void door_attach_size(struct door_conn *c, const struct wire_oracle *o)
{
	struct door_session *s = c->session;
	take_size(c, o);
	if (s && s->conn == c && s->state == DOOR_ATTACHED) /* else it still waits: the new size counts when it gets the terminal */
		tell_size(s, c->cols, c->rows);
}

/* ---- the line is gone ---------------------------------------------------------------------------------------------------------------- */

static void on_drain(struct loop *l, int fd, short revents, void *ctx)
{
	char nowhere[4096];
	(void)l;
	(void)revents;
	if (plat_read(fd, nowhere, sizeof nowhere) <= 0 && (revents & (POLLHUP | POLLERR)))
		door_session_stop_drain(ctx); /* the ui has ended; SIGCHLD tells */
}

static void on_drain_end(struct loop *l, void *ctx)
{
	struct door_session *s = ctx;
	(void)l;
	s->h_drain_end = 0;
	door_session_stop_drain(s);
}

static void on_too_old(struct loop *l, void *ctx)
{
	struct door_session *s = ctx;
	(void)l;
	s->h_timer = 0;
	log_info("session %llu waited long enough for its user", (unsigned long long)s->id);
	door_session_end(s);
}

static void detach(struct door_session *s)
{
	struct wire_control r = { .kind = WIRE_CONTROL_DETACH };
	struct loop *l = s->d->loop;
	s->state = DOOR_DETACHED;
	log_info("session detached id=%llu user=\"%s\"", (unsigned long long)s->id, s->user);
	if (door_session_tell(s, &r, NULL, 0) || loop_fd_add(l, s->master, POLLIN, on_drain, s, &s->h_drain) ||
	    loop_timer_again(l, &s->h_drain_end, DRAIN_MS, on_drain_end, s) ||
	    loop_timer_again(l, &s->h_timer, s->d->conf.detached_max, on_too_old, s))
		door_session_end(s);
}

void door_attach_released(struct door_conn *c)
{
	struct door_session *s = c->session;
	c->session = NULL;
	if (!s)
		return;
	if (s->heir == c)
		s->heir = NULL;
	if (s->conn != c)
		return;
	struct door_conn *heir = s->heir;
	s->conn = NULL;
	if (s->state == DOOR_ENDING)
		return;
	if (!heir) {
		detach(s);
		return;
	}
	s->state = DOOR_DETACHED;
	loop_timer_cancel(s->d->loop, s->h_timer);
	s->h_timer = 0;
	pass_on(s, heir);
}
