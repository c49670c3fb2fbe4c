/* fd.c: descriptors: flags, pipes, whole reads and writes, sealed memory. */
#include "congvu/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

void plat_close(int *fd)
{
	if (*fd < 0)
		return;
	if (close(*fd) != 0 && errno != EINTR) /* Linux has closed it also when it says EINTR */
		log_warn("close(%d): %s", *fd, err_name(err_from_errno(errno)));
	*fd = -1;
}

static int set_flag(int fd, int get, int set, int flag, bool on)
{
	int flags = fcntl(fd, get);

	if (flags < 0)
		return err_from_errno(errno);
	return fcntl(fd, set, on ? flags | flag : flags & ~flag) < 0 ? err_from_errno(errno) : ERR_NONE;
}

int plat_fd_nonblock(int fd, bool on)
{
	return set_flag(fd, F_GETFL, F_SETFL, O_NONBLOCK, on);
}

int plat_fd_cloexec(int fd, bool on)
{
	return set_flag(fd, F_GETFD, F_SETFD, FD_CLOEXEC, on);
}

int plat_pipe(int fd[2], bool nonblock)
{
	if (pipe2(fd, O_CLOEXEC | (nonblock ? O_NONBLOCK : 0)) == 0)
		return ERR_NONE;
	fd[0] = fd[1] = -1;
	return err_from_errno(errno);
}

ssize_t plat_read(int fd, void *p, size_t n)
{
	ssize_t r;

	do
		r = read(fd, p, n);
	while (r < 0 && errno == EINTR);
	if (r < 0 && errno == EIO)
		return 0; /* a pty's master says so when the last slave has gone: its end of stream */
	return r < 0 ? err_from_errno(errno) : r;
}

ssize_t plat_write(int fd, const void *p, size_t n)
{
	ssize_t r;

	do
		r = write(fd, p, n);
	while (r < 0 && errno == EINTR);
	return r < 0 ? err_from_errno(errno) : r;
}

/* Milliseconds of a real clock: waiting is about the machine, never about a test's clock. */
int plat_wait_fd(int fd, short events, int timeout_ms)
{
	int64_t end = plat_boot_ms() + timeout_ms, left = timeout_ms;
	struct pollfd p = { .fd = fd, .events = events };

	for (;;) {
		int r = poll(&p, 1, timeout_ms < 0 ? -1 : (int)left);

		if (r > 0)
			return p.revents & POLLNVAL ? ERR_INVALID : ERR_NONE;
		if (r == 0)
			return ERR_TIMEOUT;
		if (errno != EINTR)
			return err_from_errno(errno);
		left = end - plat_boot_ms();
		if (left < 0)
			left = 0;
	}
}

int plat_write_all(int fd, const void *p, size_t n)
{
	const uint8_t *s = p;

	while (n > 0) {
		ssize_t w = plat_write(fd, s, n);

		if (w == ERR_AGAIN) {
			int r = plat_wait_fd(fd, POLLOUT, -1);

			if (r)
				return r;
			continue;
		}
		if (w < 0)
			return (int)w;
		s += w;
		n -= (size_t)w;
	}
	return ERR_NONE;
}

int plat_read_full(int fd, void *p, size_t n)
{
	uint8_t *s = p;
	size_t got = 0;

	while (got < n) {
		ssize_t r = plat_read(fd, s + got, n - got);

		if (r == ERR_AGAIN) {
			int w = plat_wait_fd(fd, POLLIN, -1);

			if (w)
				return w;
			continue;
		}
		if (r < 0)
			return (int)r;
		if (r == 0)
			return got ? ERR_CORRUPT : ERR_CLOSED;
		got += (size_t)r;
	}
	return ERR_NONE;
}

int plat_memfd_sealed(const char *name, const void *data, size_t n, int *fd)
{
	int r;

	*fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd < 0)
		return err_from_errno(errno);
	r = plat_write_all(*fd, data, n);
	if (!r && (lseek(*fd, 0, SEEK_SET) != 0 ||
		   fcntl(*fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0))
		r = err_from_errno(errno);
	if (r)
		plat_close(fd);
	return r;
}
