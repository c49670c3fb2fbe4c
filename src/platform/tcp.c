/* tcp.c: listening and dialling. */
#include "congvu/platform.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_storage storage;
};

static int resolve(const char *host, int port, int flags, struct addrinfo **list)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = flags | AI_NUMERICSERV };
	char service[8];
	int r;

	*list = NULL;
	if (port < 0 || port > 65535 || snprintf(service, sizeof(service), "%d", port) < 0)
		return ERR_INVALID;
	r = getaddrinfo(host, service, &hints, list);
	if (r == 0)
		return ERR_NONE;
	if (r == EAI_MEMORY)
		return ERR_NOMEM;
	return r == EAI_SYSTEM ? err_from_errno(errno) : ERR_NOTFOUND;
}

static int port_of(int fd, int *port)
{
	union address a;
	socklen_t len = sizeof(a);

	if (getsockname(fd, &a.any, &len) != 0)
		return err_from_errno(errno);
	*port = ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
	return ERR_NONE;
}

static int listen_on(const struct addrinfo *ai, bool both_families, int backlog, int *fd)
{
	int on = 1, only6 = !both_families, r = ERR_NONE;

	*fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		return err_from_errno(errno);
	if (setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    (ai->ai_family == AF_INET6 && setsockopt(*fd, IPPROTO_IPV6, IPV6_V6ONLY, &only6, sizeof(only6)) != 0) ||
	    bind(*fd, ai->ai_addr, ai->ai_addrlen) != 0 || listen(*fd, backlog) != 0) {
		r = err_from_errno(errno);
		plat_close(fd);
	}
	return r;
}

int plat_tcp_listen(const char *host, int port, int backlog, int *fd, int *bound_port)
{
	bool any = !host || strcmp(host, "*") == 0;
	struct addrinfo *list;
	int r = resolve(any ? NULL : host, port, AI_PASSIVE, &list), bound = 0;

	*fd = -1;
	if (r)
		return r;
	r = ERR_NOTFOUND;
	/* One socket for both families where there is IPv6 (a machine may have none), otherwise the first address that binds. */
	for (int pass = any ? 0 : 1; pass < 2 && *fd < 0; pass++)
		for (struct addrinfo *ai = list; ai && *fd < 0; ai = ai->ai_next)
			if (pass == 1 || ai->ai_family == AF_INET6)
				r = listen_on(ai, any, backlog, fd);
	freeaddrinfo(list);
	if (*fd < 0)
		return r;
	r = port_of(*fd, &bound);
	if (r)
		plat_close(fd);
	if (bound_port)
		*bound_port = bound;
	return r;
}

/* A connection that is dead for two minutes should be known to be: these lines drop without a word. */
static int tune(int fd)
{
	int on = 1, idle = 60, every = 20, count = 3;

	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0 || setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)) != 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle)) != 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &every, sizeof(every)) != 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count)) != 0)
		return err_from_errno(errno);
	return ERR_NONE;
}

static int connect_one(const struct addrinfo *ai, int timeout_ms, int *fd)
{
	int r = ERR_NONE, e = 0;
	socklen_t len = sizeof(e);

	*fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		return err_from_errno(errno);
	if (connect(*fd, ai->ai_addr, ai->ai_addrlen) != 0)
		r = errno == EINPROGRESS ? plat_wait_fd(*fd, POLLOUT, timeout_ms) : err_from_errno(errno);
	if (!r && getsockopt(*fd, SOL_SOCKET, SO_ERROR, &e, &len) != 0)
		e = errno;
	if (!r)
		r = err_from_errno(e);
	if (!r)
		r = tune(*fd);
	if (!r)
		r = plat_fd_nonblock(*fd, false);
	if (r)
		plat_close(fd);
	return r;
}

int plat_tcp_connect(const char *host, int port, int timeout_ms, int *fd)
{
	int64_t end = plat_boot_ms() + timeout_ms;
	struct addrinfo *list;
	int r = resolve(host, port, 0, &list);

	*fd = -1;
	if (r)
		return r;
	r = ERR_NOTFOUND;
	for (struct addrinfo *ai = list; ai && *fd < 0; ai = ai->ai_next) {
		int64_t left = end - plat_boot_ms();

		if (left <= 0) {
			r = ERR_TIMEOUT;
			break;
		}
		r = connect_one(ai, (int)left, fd);
	}
	freeaddrinfo(list);
	return r;
}

/* Numeric; an IPv4 client of a two-family socket is shown as IPv4, so that limits count it once. */
static void show_address(const union address *a, char host[PLAT_ADDR_MAX], int *port)
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	const void *bytes = &a->v4.sin_addr;
	int family = a->any.sa_family, n_port = 0;

	host[0] = '\0';
	if (family == AF_INET6) {
		n_port = ntohs(a->v6.sin6_port);
		bytes = &a->v6.sin6_addr;
		if (memcmp(bytes, mapped, sizeof(mapped)) == 0) {
			bytes = a->v6.sin6_addr.s6_addr + sizeof(mapped);
			family = AF_INET;
		}
	} else if (family == AF_INET) {
		n_port = ntohs(a->v4.sin_port);
	}
	if ((family == AF_INET || family == AF_INET6) && !inet_ntop(family, bytes, host, PLAT_ADDR_MAX))
		host[0] = '\0';
	if (port)
		*port = n_port;
}

int plat_accept(int listener, int *fd, char source[PLAT_ADDR_MAX])
{
	union address a = { .any = { .sa_family = AF_UNSPEC } };
	socklen_t len = sizeof(a);

	*fd = accept4(listener, &a.any, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (*fd < 0) /* a client that left before it was accepted is no error of the listener's */
		return errno == ECONNABORTED || errno == EPROTO ? ERR_AGAIN : err_from_errno(errno);
	if (source)
		show_address(&a, source, NULL);
	return ERR_NONE;
}

int plat_tcp_peer(int fd, char host[PLAT_ADDR_MAX], int *port)
{
	union address a = { .any = { .sa_family = AF_UNSPEC } };
	socklen_t len = sizeof(a);

	host[0] = '\0';
	*port = 0;
	if (getpeername(fd, &a.any, &len) != 0)
		return err_from_errno(errno);
	show_address(&a, host, port);
	return host[0] ? ERR_NONE : ERR_INVALID;
}

bool plat_addr_is_loopback(const char *numeric)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (strncmp(numeric, "::ffff:", 7) == 0 && strchr(numeric, '.'))
		numeric += 7;
	if (inet_pton(AF_INET, numeric, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, numeric, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}
