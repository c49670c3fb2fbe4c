/* sync_pipe.c: a state machine's bytes on descriptors of a poll loop. */
#include "sync_internal.h"

#include "congvu/loop.h"
#include "congvu/platform.h"

static void readable(struct sync_pipe *p)
{
	uint8_t part[4096];
	ssize_t n = plat_read(p->fd_in, part, sizeof part);
	if (n == ERR_AGAIN)
		return;
	p->fn(p->ctx, part, n > 0 ? (size_t)n : 0);
}

static void on_in(struct loop *l, int fd, short revents, void *ctx)
{
	struct sync_pipe *p = ctx;
	(void)l;
	(void)fd;
	if (revents & POLLOUT)
		sync_pipe_flush(p);
	if (p->h_in && revents & (POLLIN | POLLHUP | POLLERR))
		readable(p);
}

static void on_out(struct loop *l, int fd, short revents, void *ctx)
{
	struct sync_pipe *p = ctx;
	(void)l;
	(void)fd;
	if (revents & (POLLERR | POLLNVAL) && !(revents & POLLOUT)) {
		p->broken = true;
		p->fn(p->ctx, NULL, 0);
		return;
	}
	sync_pipe_flush(p);
}

int sync_pipe_open(struct sync_pipe *p, struct loop *l, int fd_in, int fd_out, struct buf *out, sync_pipe_fn *fn, void *ctx)
{
	*p = (struct sync_pipe){ .loop = l, .fd_in = fd_in, .fd_out = fd_out, .out = out, .fn = fn, .ctx = ctx };
	int rc = plat_fd_nonblock(fd_in, true);
	if (!rc)
		rc = plat_fd_nonblock(fd_out, true);
	if (!rc)
		rc = loop_fd_add(l, fd_in, POLLIN, on_in, p, &p->h_in);
	if (!rc && fd_out != fd_in)
		rc = loop_fd_add(l, fd_out, 0, on_out, p, &p->h_out);
	if (rc)
		sync_pipe_close(p);
	return rc;
}

void sync_pipe_flush(struct sync_pipe *p)
{
	while (p->out->len && !p->broken) {
		ssize_t n = plat_write(p->fd_out, p->out->p, p->out->len);
		if (n == ERR_AGAIN)
			break;
		if (n < 0)
			p->broken = true; /* the reading side tells when all that came is read */
		else
			buf_consume(p->out, (size_t)n);
	}
	bool waiting = p->out->len && !p->broken;
	if (p->h_out)
		loop_fd_events(p->loop, p->h_out, waiting ? POLLOUT : 0);
	else if (p->h_in)
		loop_fd_events(p->loop, p->h_in, (short)(POLLIN | (waiting ? POLLOUT : 0)));
}

void sync_pipe_close(struct sync_pipe *p)
{
	if (!p->loop)
		return;
	loop_fd_remove(p->loop, p->h_in);
	loop_fd_remove(p->loop, p->h_out);
	p->h_in = p->h_out = 0;
}

/* ---- what both runners give their loop ---- */

void sync_stop_on_signal(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)signo;
	(void)sender;
	(void)ctx;
	loop_stop(l, 0);
}

void sync_idle(void *ctx)
{
	store_idle_assert(ctx);
}
