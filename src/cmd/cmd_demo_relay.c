/* cmd_demo_relay.c: a line of 9.6 kbit/s and 600 ms in one process: what a district office has. Each way of the line is a queue of pieces,
 * each with the instant at which its last bit comes out at the other end. All connections of a relay share the line. */
#include "cmd_demo.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define PIECE 512u
#define PIECES 16u /* a full queue stops reading: the sender feels the slow line, as in a small modem buffer */

struct piece {
	int64_t due; /* ms */
	size_t n, sent;
	uint8_t p[PIECE];
};

/* One way of one connection. */
struct way {
	struct joint *joint;
	int from, to;
	struct piece q[PIECES];
	size_t head, n;
	bool ended; /* `from` has said its last word */
	int64_t *line_free;
};

struct joint {
	struct joint *next;
	struct demo_relay *r;
	int fd[2]; /* client, centre */
	loop_handle h[2], timer;
	struct way way[2];
};

struct demo_relay {
	struct loop *l;
	int listener, to;
	loop_handle h;
	int64_t bits_per_s, delay_ms;
	int64_t line_free[2]; /* µs: when the line can take the next bit, each way */
	struct joint *joints;
};

static void arrange(struct joint *j);

static void joint_free(struct joint *j)
{
	struct joint **at = &j->r->joints;

	while (*at && *at != j)
		at = &(*at)->next;
	if (*at)
		*at = j->next;
	loop_timer_cancel(j->r->l, j->timer);
	for (size_t i = 0; i < 2; i++) {
		loop_fd_remove(j->r->l, j->h[i]);
		plat_close(&j->fd[i]);
	}
	free(j);
}

/* Reads one piece and puts it on the line. False: the other side is gone. */
static bool take(struct way *w)
{
	struct demo_relay *r = w->joint->r;
	int64_t now = clock_mono_ms();
	struct piece *piece;
	ssize_t n;

	if (w->n == PIECES || w->ended)
		return true;
	piece = &w->q[(w->head + w->n) % PIECES];
	n = plat_read(w->from, piece->p, PIECE);
	if (n == ERR_AGAIN)
		return true;
	if (n < 0)
		return false;
	if (n == 0) {
		w->ended = true;
		return true;
	}
	if (*w->line_free < now * 1000)
		*w->line_free = now * 1000;
	*w->line_free += (int64_t)n * 8 * 1000000 / r->bits_per_s;
	piece->due = (*w->line_free + 999) / 1000 + r->delay_ms;
	piece->n = (size_t)n;
	piece->sent = 0;
	w->n++;
	return true;
}

/* Hands over what has arrived by now. */
static bool give(struct way *w)
{
	int64_t now = clock_mono_ms();

	while (w->n > 0 && w->q[w->head].due <= now) {
		struct piece *piece = &w->q[w->head];
		ssize_t n = plat_write(w->to, piece->p + piece->sent, piece->n - piece->sent);

		if (n == ERR_AGAIN)
			return true;
		if (n < 0)
			return false;
		piece->sent += (size_t)n;
		if (piece->sent < piece->n)
			return true;
		w->head = (w->head + 1) % PIECES;
		w->n--;
	}
	if (w->ended && w->n == 0)
		shutdown(w->to, SHUT_WR);
	return true;
}

static void move(struct joint *j)
{
	bool alive = true;

	for (size_t i = 0; i < 2 && alive; i++)
		alive = take(&j->way[i]) && give(&j->way[i]);
	if (!alive || (j->way[0].ended && j->way[1].ended && j->way[0].n + j->way[1].n == 0))
		joint_free(j);
	else
		arrange(j);
}

static void ready(struct loop *l, int fd, short revents, void *ctx)
{
	struct joint *j = ctx;

	(void)l;
	(void)fd;
	if (revents & (POLLERR | POLLNVAL))
		joint_free(j);
	else
		move(j);
}

static void due(struct loop *l, void *ctx)
{
	struct joint *j = ctx;

	(void)l;
	j->timer = 0;
	move(j);
}

/* What to wait for next: room to read, room to write what is due, the next due instant. */
static void arrange(struct joint *j)
{
	int64_t now = clock_mono_ms(), next = -1;
	short events[2] = { 0, 0 };

	for (size_t i = 0; i < 2; i++) {
		struct way *w = &j->way[i];

		if (w->n < PIECES && !w->ended)
			events[i] |= POLLIN;
		if (w->n == 0)
			continue;
		if (w->q[w->head].due <= now)
			events[1 - i] |= POLLOUT;
		else if (next < 0 || w->q[w->head].due - now < next)
			next = w->q[w->head].due - now;
	}
	for (size_t i = 0; i < 2; i++)
		loop_fd_events(j->r->l, j->h[i], events[i]);
	if (next >= 0 && loop_timer_again(j->r->l, &j->timer, next, due, j))
		joint_free(j);
}

static int joint_add(struct demo_relay *r, int client)
{
	struct joint *j = mem_alloc(sizeof(*j));
	int err;

	if (!j) {
		plat_close(&client);
		return ERR_NOMEM;
	}
	j->r = r;
	j->fd[0] = client;
	j->next = r->joints;
	r->joints = j;
	err = plat_tcp_connect("127.0.0.1", r->to, 2000, &j->fd[1]);
	if (!err)
		err = plat_fd_nonblock(j->fd[1], true);
	for (size_t i = 0; i < 2 && !err; i++) {
		j->way[i].joint = j;
		j->way[i].from = j->fd[i];
		j->way[i].to = j->fd[1 - i];
		j->way[i].line_free = &r->line_free[i];
		err = loop_fd_add(r->l, j->fd[i], POLLIN, ready, j, &j->h[i]);
	}
	if (err)
		joint_free(j);
	return err;
}

static void called(struct loop *l, int fd, short revents, void *ctx)
{
	int client = -1;

	(void)l;
	(void)revents;
	while (plat_accept(fd, &client, NULL) == 0)
		if (joint_add(ctx, client))
			log_info("relay: the centre does not answer");
}

struct demo_relay *demo_relay_new(struct loop *l, int to, int64_t bits_per_s, int64_t delay_ms, int *port)
{
	struct demo_relay *r = mem_xalloc(sizeof(*r));

	r->l = l;
	r->to = to;
	r->bits_per_s = bits_per_s;
	r->delay_ms = delay_ms;
	if (plat_tcp_listen("127.0.0.1", 0, 16, &r->listener, port) || loop_fd_add(l, r->listener, POLLIN, called, r, &r->h)) {
		plat_close(&r->listener);
		free(r);
		return NULL;
	}
	return r;
}

void demo_relay_free(struct demo_relay *r)
{
	if (!r)
		return;
	while (r->joints)
		joint_free(r->joints);
	loop_fd_remove(r->l, r->h);
	plat_close(&r->listener);
	free(r);
}
