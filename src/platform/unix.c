/* unix.c: local sockets and descriptors sent over them. */
#include "congvu/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int kind_of(enum plat_sock type)
{
	switch (type) {
	case PLAT_STREAM:
		return SOCK_STREAM;
	case PLAT_SEQPACKET:
		return SOCK_SEQPACKET;
	case PLAT_DGRAM:
		return SOCK_DGRAM;
	}
	return SOCK_STREAM;
}

int plat_socketpair(enum plat_sock type, bool nonblock, int sv[2])
{
	if (socketpair(AF_UNIX, kind_of(type) | SOCK_CLOEXEC | (nonblock ? SOCK_NONBLOCK : 0), 0, sv) == 0)
		return ERR_NONE;
	sv[0] = sv[1] = -1;
	return err_from_errno(errno);
}

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(sizeof(int) * PLAT_FDS_MAX)];
};

int plat_send_fds(int sock, const void *p, size_t n, const int *fds, size_t nfds)
{
	struct iovec iov = { .iov_len = n };
	union control ctl = { 0 };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t sent;

	if (n == 0 || nfds > PLAT_FDS_MAX)
		return ERR_INVALID;
	memcpy(&iov.iov_base, &p, sizeof(p)); /* sendmsg does not write there, whatever its type says */
	if (nfds > 0) {
		struct cmsghdr *c;

		m.msg_control = ctl.bytes;
		m.msg_controllen = CMSG_SPACE(sizeof(int) * nfds);
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * nfds);
		memcpy(CMSG_DATA(c), fds, sizeof(int) * nfds);
	}
	do
		sent = sendmsg(sock, &m, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent < 0)
		return err_from_errno(errno);
	if ((size_t)sent < n) /* streams only: the descriptors went with the first byte, the rest must follow */
		return plat_write_all(sock, (const char *)p + sent, n - (size_t)sent);
	return ERR_NONE;
}

/* Takes the descriptors out of a message; those that do not fit are closed and make it return false. */
static bool take_fds(struct msghdr *m, int *fds, size_t cap, size_t *nfds)
{
	bool fit = true;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		size_t count;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS || c->cmsg_len < CMSG_LEN(0))
			continue;
		count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(fd), sizeof(fd));
			if (*nfds < cap) {
				fds[(*nfds)++] = fd;
			} else {
				plat_close(&fd);
				fit = false;
			}
		}
	}
	return fit;
}

int plat_recv_fds(int sock, void *p, size_t cap, size_t *n, int *fds, size_t fds_cap, size_t *nfds)
{
	struct iovec iov = { .iov_base = p, .iov_len = cap };
	union control ctl;
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = ctl.bytes, .msg_controllen = sizeof(ctl.bytes) };
	ssize_t got;
	int r = ERR_NONE;

	*n = *nfds = 0;
	do
		got = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_from_errno(errno);
	if (!take_fds(&m, fds, fds_cap, nfds) || (m.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
		r = ERR_RANGE;
	else if (got == 0)
		r = ERR_CLOSED;
	if (r) {
		while (*nfds > 0)
			plat_close(&fds[--*nfds]);
		return r;
	}
	*n = (size_t)got;
	return ERR_NONE;
}

/* A node's folder may lie deeper than the 107 bytes of sun_path: then the address goes through a descriptor of the folder, which the
 * caller closes (*dir_fd) once the address has been used. */
static int address(const char *path, struct sockaddr_un *a, int *dir_fd)
{
	const char *slash = strrchr(path, '/');
	char dir[PLAT_PATH_MAX];
	int len;

	*dir_fd = -1;
	*a = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) < sizeof(a->sun_path)) {
		memcpy(a->sun_path, path, strlen(path) + 1);
		return ERR_NONE;
	}
	if (!slash || (size_t)(slash - path) >= sizeof(dir))
		return ERR_RANGE;
	memcpy(dir, path, (size_t)(slash - path));
	dir[slash - path] = '\0';
	*dir_fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*dir_fd < 0)
		return err_from_errno(errno);
	len = snprintf(a->sun_path, sizeof(a->sun_path), "/proc/self/fd/%d%s", *dir_fd, slash);
	if (len > 0 && (size_t)len < sizeof(a->sun_path))
		return ERR_NONE;
	plat_close(dir_fd);
	return ERR_RANGE;
}

static int connect_to(const char *path, int type, int *fd)
{
	struct sockaddr_un a;
	int dir_fd, r = address(path, &a, &dir_fd);

	*fd = -1;
	if (r)
		return r;
	*fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	if (*fd < 0 || connect(*fd, (const struct sockaddr *)&a, sizeof(a)) != 0) {
		r = errno == ECONNREFUSED ? ERR_NOTFOUND : err_from_errno(errno);
		plat_close(fd);
	}
	plat_close(&dir_fd);
	return r;
}

int plat_unix_connect(const char *path, int *fd)
{
	return connect_to(path, SOCK_STREAM, fd);
}

static int bind_to(const char *path, int type, int *fd)
{
	struct sockaddr_un a;
	int dir_fd, r = address(path, &a, &dir_fd);

	*fd = -1;
	if (r)
		return r;
	*fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* The mode set on the unbound socket is the one its file is made with: there is no moment with a wider one. */
	if (*fd < 0 || fchmod(*fd, 0600) != 0 || bind(*fd, (const struct sockaddr *)&a, sizeof(a)) != 0) {
		r = err_from_errno(errno);
		plat_close(fd);
	}
	plat_close(&dir_fd);
	return r;
}

int plat_unix_listen(const char *path, int *fd)
{
	int probe, r = plat_unix_connect(path, &probe);

	*fd = -1;
	if (r == ERR_NONE) {
		plat_close(&probe);
		return ERR_BUSY;
	}
	r = plat_unlink(path);
	if (!r)
		r = bind_to(path, SOCK_STREAM, fd);
	if (!r && listen(*fd, 64) != 0) {
		r = err_from_errno(errno);
		plat_close(fd);
	}
	return r;
}

int plat_unix_dgram(const char *path, int *fd)
{
	int r = plat_unlink(path);

	*fd = -1;
	return r ? r : bind_to(path, SOCK_DGRAM, fd);
}

int plat_unix_poke(const char *path, const void *p, size_t n)
{
	int fd, r = connect_to(path, SOCK_DGRAM, &fd);

	if (!r && send(fd, p, n, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		r = errno == ECONNREFUSED ? ERR_NOTFOUND : err_from_errno(errno);
	plat_close(&fd);
	return r;
}

int plat_unix_peer(int fd, pid_t *pid, uid_t *uid)
{
	struct ucred c;
	socklen_t len = sizeof(c);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &c, &len) != 0)
		return err_from_errno(errno);
	*pid = c.pid;
	*uid = c.uid;
	return ERR_NONE;
}
