/* lock.c: locks between processes that queue in the kernel, and the shared page. */
#include "congvu/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int plat_lock_open(const char *path, int *fd)
{
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return *fd < 0 ? err_from_errno(errno) : ERR_NONE;
}

/* Open file description locks, not POSIX ones: closing another descriptor of the same file (SQLite does) must not drop ours. */
static int lock(int fd, int cmd, short type)
{
	struct flock fl = { .l_type = type, .l_whence = SEEK_SET };

	while (fcntl(fd, cmd, &fl) != 0) {
		if (errno == EINTR)
			continue;
		return errno == EAGAIN || errno == EACCES ? ERR_BUSY : err_from_errno(errno);
	}
	return ERR_NONE;
}

int plat_lock_wait(int fd)
{
	return lock(fd, F_OFD_SETLKW, F_WRLCK);
}

int plat_lock_try(int fd)
{
	return lock(fd, F_OFD_SETLK, F_WRLCK);
}

int plat_lock_shared(int fd)
{
	return lock(fd, F_OFD_SETLKW, F_RDLCK);
}

int plat_unlock(int fd)
{
	return lock(fd, F_OFD_SETLK, F_UNLCK);
}

int plat_shared_page(const char *path, size_t size, void **map)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600), r = ERR_NONE, e;
	struct stat st;
	void *p;

	*map = NULL;
	if (fd < 0)
		return err_from_errno(errno);
	if (fstat(fd, &st) != 0)
		r = err_from_errno(errno);
	if (!r && (size_t)st.st_size < size) {
		e = posix_fallocate(fd, 0, (off_t)size); /* a hole would be a SIGBUS on a full disk later */
		r = err_from_errno(e);
	}
	if (!r) {
		p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (p == MAP_FAILED)
			r = err_from_errno(errno);
		else
			*map = p;
	}
	plat_close(&fd);
	return r;
}

void plat_shared_unmap(void *map, size_t size)
{
	if (map && munmap(map, size) != 0)
		log_warn("munmap: %s", err_name(err_from_errno(errno)));
}
