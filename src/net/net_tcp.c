/* net_tcp.c: socket options of both ends of a line. */
#include "net_internal.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

static void set(int fd, int level, int option, int value, const char *name)
{
	if (setsockopt(fd, level, option, &value, sizeof value) < 0)
		log_debug("socket option %s not set", name);
}

/* We coalesce ourselves, so no Nagle. A small send buffer bounds the delay that we cause: POLLOUT means "the line is almost empty", and
 * what a repaint makes obsolete is still ours to skip. */
void net_tcp_options(int fd, int64_t dead_ms)
{
	set(fd, IPPROTO_TCP, TCP_NODELAY, 1, "TCP_NODELAY");
	set(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, 4096, "TCP_NOTSENT_LOWAT");
	set(fd, SOL_SOCKET, SO_SNDBUF, 16384, "SO_SNDBUF");
	set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, (int)dead_ms, "TCP_USER_TIMEOUT");
}
