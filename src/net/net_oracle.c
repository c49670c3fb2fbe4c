/* net_oracle.c: the line to congvud. One datagram is one record (wire.h); both ends check every one of them. */
#include "net_internal.h"

#include <string.h>

#define FDS_MAX 2

int net_oracle_send(struct net_conn *c, const struct wire_oracle *o)
{
	struct buf b;
	buf_init(&b, WIRE_ORACLE_MAX);
	int rc = wire_oracle_encode(o, &b);
	if (!rc)
		rc = plat_send_fds(c->oracle, b.p, b.len, NULL, 0);
	if (b.p)
		mem_wipe(b.p, b.len); /* it may hold a password */
	buf_clear(&b);
	return rc;
}

static void close_all(int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		plat_close(&fds[i]);
}

/* What congvud may say at any time; YES, NO and FD only answer a question. */
static bool take_unasked(struct net_conn *c, const struct wire_oracle *o)
{
	if (o->kind == WIRE_ORACLE_KICK) {
		net_channel_kick(c, o->reason);
		return true;
	}
	if (o->kind == WIRE_ORACLE_EXIT) {
		c->exited = true;
		c->status = o->status;
		return true;
	}
	return false;
}

/* One record. ERR_AGAIN: none there. Descriptors are handed to the connection at once. */
static int receive(struct net_conn *c, struct wire_oracle *o)
{
	uint8_t bytes[WIRE_ORACLE_MAX];
	int fds[FDS_MAX];
	size_t n = 0, nfds = 0;
	int rc = plat_recv_fds(c->oracle, bytes, sizeof bytes, &n, fds, FDS_MAX, &nfds);
	if (rc == ERR_AGAIN)
		return rc;
	if (!rc)
		rc = wire_oracle_decode(bytes, n, o);
	if (rc || (o->kind == WIRE_ORACLE_FD) != (nfds > 0)) {
		if (!rc)
			close_all(fds, nfds);
		net_end(c, rc == ERR_CLOSED ? "congvud went" : "bad oracle record");
		return ERR_CLOSED;
	}
	if (o->kind == WIRE_ORACLE_FD)
		net_channel_fd(c, fds, nfds);
	return 0;
}

int net_oracle_ask(struct net_conn *c, struct wire_oracle *o, int64_t wait_ms)
{
	int64_t until = clock_mono_ms() + wait_ms;
	if (c->why || net_oracle_send(c, o)) {
		net_end(c, "congvud went");
		return ERR_CLOSED;
	}
	for (;;) {
		int64_t left = until - clock_mono_ms();
		struct pollfd p[2] = { { c->oracle, POLLIN, 0 }, { c->tcp, POLLRDHUP, 0 } };
		if (left <= 0 || poll(p, 2, (int)left) < 0) {
			net_end(c, "no answer from congvud");
			return ERR_TIMEOUT;
		}
		if (p[0].revents) {
			int rc = receive(c, o);
			if (rc == ERR_AGAIN)
				continue;
			if (c->why || rc)
				return ERR_CLOSED;
			if (!take_unasked(c, o))
				return 0;
		} else if (p[1].revents) {
			net_end(c, "client left");
			return ERR_CLOSED;
		}
	}
}

void net_oracle_ready(struct loop *l, int fd, short revents, void *ctx)
{
	struct net_conn *c = ctx;
	struct wire_oracle o;
	(void)l;
	(void)fd;
	(void)revents;
	while (!c->why && !receive(c, &o)) {
		if (take_unasked(c, &o) || o.kind == WIRE_ORACLE_FD)
			continue;
		if (o.kind == WIRE_ORACLE_NO && c->pty_asked)
			net_channel_kick(c, "");
		else
			net_end(c, "unexpected oracle record");
	}
}

void net_oracle_bye(struct net_conn *c)
{
	struct wire_oracle o = { .kind = WIRE_ORACLE_BYE, .bytes_in = c->alive.sock.in_bytes, .bytes_out = c->alive.sock.out_bytes };
	(void)net_oracle_send(c, &o);
}
