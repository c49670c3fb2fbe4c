/* net_pump.c: bytes between a channel and a descriptor, bounded both ways.
 *
 * Down (program -> client): the descriptor is read only when nothing waits in libssh nor in our ring, then until it is empty, and what
 * came goes out in one ssh_channel_write: one packet a burst (SSH.md 1.4). While the line is busy, output collects in the pty, or the
 * program waits for its credit.
 * Up: the data callback takes what fits the ring; the rest stays in libssh, uncredited, so that the channel's window (1.28 MB) stops an
 * honest peer. It is fetched when the ring is empty (libssh itself would offer it only with the next packet, SSH.md 1.2 trap 4), all of it
 * at once: ssh_channel_read reopens the whole window however little it takes. We never stop reading the socket itself: window adjustments for our
 * own direction come behind the data, and two programs that each write before they read would wait for ever. A peer that sends beyond its
 * window is cut at NET_HELD_MAX.
 * Credit: the byte that the ui sent after a repaint comes back when the pty is empty, the ring is, and libssh is.
 */
#include "net_internal.h"

#include <sys/socket.h>

#define NET_HELD_MAX ((size_t)2 * 1024 * 1024)

int net_pump_init(struct net_pump *p, struct loop *loop, ssh_session s)
{
	*p = (struct net_pump){ .loop = loop, .s = s, .io = -1, .credit = -1, .chunk = NET_RING_CAP };
	int rc = net_ring_init(&p->in);
	return rc ? rc : net_ring_init(&p->out);
}

void net_pump_free(struct net_pump *p)
{
	net_pump_let_go(p);
	net_ring_free(&p->in);
	net_ring_free(&p->out);
}

static void on_io(struct loop *l, int fd, short revents, void *ctx)
{
	struct net_pump *p = ctx;
	(void)l;
	(void)fd;
	if (revents & (POLLIN | POLLHUP | POLLERR))
		p->io_ready = true;
}

/* Several bytes may wait (the ui asked before and after a take-over): the last one counts. */
static void on_credit(struct loop *l, int fd, short revents, void *ctx)
{
	struct net_pump *p = ctx;
	uint8_t byte[8];
	ssize_t n;
	(void)revents;
	while ((n = plat_read(fd, byte, sizeof byte)) > 0) {
		p->credit_wanted = true;
		p->credit_byte = byte[n - 1];
		p->io_ready = true; /* whatever was painted before the byte is in the pty now: look before answering */
	}
	if (n == ERR_AGAIN)
		return;
	loop_fd_remove(l, p->h_credit);
	p->h_credit = 0;
	plat_close(&p->credit);
}

void net_pump_attach(struct net_pump *p, int io, int credit, bool is_pty)
{
	p->io = io;
	p->credit = credit;
	p->is_pty = is_pty;
	p->io_ready = true;
	if (plat_fd_nonblock(io, true) || (credit >= 0 && plat_fd_nonblock(credit, true)))
		p->broken = true;
	if (credit >= 0 && loop_fd_add(p->loop, credit, POLLIN, on_credit, p, &p->h_credit))
		p->broken = true;
}

void net_pump_let_go(struct net_pump *p)
{
	loop_fd_remove(p->loop, p->h_io);
	loop_fd_remove(p->loop, p->h_credit);
	p->h_io = p->h_credit = 0;
	p->io_events = 0;
	plat_close(&p->io);
	plat_close(&p->credit);
}

size_t net_pump_data(struct net_pump *p, const void *data, size_t n)
{
	size_t fits = p->in.cap - p->in.len;
	if (fits > n)
		fits = n;
	(void)net_ring_put(&p->in, data, fits);
	p->held = n - fits;
	if (p->held > NET_HELD_MAX)
		p->broken = p->overrun = true;
	return fits;
}

/* Never polls: libssh has bytes, so it has nothing to wait for. */
static void fetch_held(struct net_pump *p)
{
	size_t room;
	if (p->in.len)
		return;
	net_ring_resize(&p->in, p->held); /* back to its usual size as well */
	if (!p->held)
		return;
	uint8_t *at = net_ring_space(&p->in, &room);
	int n = ssh_channel_read_nonblocking(p->ch, at, (uint32_t)room, 0);
	if (n <= 0) {
		p->held = 0;
		return;
	}
	net_ring_added(&p->in, (size_t)n);
	p->held = (size_t)n < p->held ? p->held - (size_t)n : 0;
}

bool net_line_busy(ssh_session s)
{
	return ssh_get_status(s) & SSH_WRITE_PENDING;
}

/* A socket whose other end has finished writing may still read; a pty without a slave is over. */
static bool takes_input(const struct net_pump *p)
{
	return p->io >= 0 && !(p->io_end && p->is_pty);
}

static void to_program(struct net_pump *p)
{
	while (p->in.len && takes_input(p)) {
		ssize_t n = plat_write(p->io, net_ring_peek(&p->in), p->in.len);
		if (n <= 0) {
			if (n < 0 && n != ERR_AGAIN)
				net_ring_drop(&p->in, p->in.len); /* the program is going: its end shows on the reading side */
			return;
		}
		net_ring_drop(&p->in, (size_t)n);
	}
	if (p->in_end && !p->in_shut && !p->in.len && !p->held && !p->is_pty && p->io >= 0) {
		p->in_shut = true; /* `ssh </dev/null` ends its input at once: a pty ignores that */
		(void)shutdown(p->io, SHUT_WR);
	}
}

static bool may_read(const struct net_pump *p)
{
	return p->io >= 0 && !p->io_end && !p->out.len && !net_line_busy(p->s);
}

/* Until EAGAIN, or until the ring is full: then the next turn goes on. */
static void from_program(struct net_pump *p)
{
	while (p->io_ready && may_read(p)) {
		size_t room, got = 0;
		uint8_t *at = net_ring_space(&p->out, &room);
		ssize_t n = 1;
		while (room > got && (n = plat_read(p->io, at + got, room - got)) > 0)
			got += (size_t)n;
		net_ring_added(&p->out, got);
		if (n == ERR_AGAIN)
			p->io_ready = false;
		else if (n <= 0)
			p->io_end = true; /* EIO: all slaves are closed */
		if (got || n <= 0)
			break;
	}
}

static void to_line(struct net_pump *p)
{
	while (p->out.len && p->ch && !p->broken && !net_line_busy(p->s)) {
		uint32_t window = ssh_channel_window_size(p->ch);
		size_t n = p->out.len < p->chunk ? p->out.len : p->chunk;
		if (n > window)
			n = window; /* never let libssh wait for a window: it would poll, and call us back, in the middle of this */
		if (!n)
			return;
		int w = ssh_channel_write(p->ch, net_ring_peek(&p->out), (uint32_t)n);
		if (w < 0)
			p->broken = true;
		if (w <= 0)
			return; /* 0: a rekey runs */
		net_ring_drop(&p->out, (size_t)w);
	}
}

static void answer_credit(struct net_pump *p)
{
	if (!p->credit_wanted || p->credit < 0 || p->io_ready || p->out.len || net_line_busy(p->s))
		return;
	ssize_t n = plat_write(p->credit, &p->credit_byte, 1);
	if (n != ERR_AGAIN)
		p->credit_wanted = false;
}

void net_pump_turn(struct net_pump *p)
{
	do {
		fetch_held(p);
		to_program(p);
	} while (p->held && !p->in.len && takes_input(p)); /* an empty ring has nothing that would wake us for the rest */
	to_line(p);
	from_program(p);
	to_line(p);
	answer_credit(p);
}

/* A descriptor that we may not read now is taken out altogether: its hang-up would otherwise wake us for ever. */
int net_pump_interest(struct net_pump *p)
{
	short want = 0;
	if (may_read(p))
		want |= POLLIN;
	if (p->in.len && takes_input(p))
		want |= POLLOUT;
	if (want == p->io_events && (p->h_io || !want))
		return 0;
	p->io_events = want;
	if (!want) {
		loop_fd_remove(p->loop, p->h_io);
		p->h_io = 0;
		return 0;
	}
	if (p->h_io) {
		loop_fd_events(p->loop, p->h_io, want);
		return 0;
	}
	return loop_fd_add(p->loop, p->io, want, on_io, p, &p->h_io);
}
