/* file.c: paths, whole files, folders. */
#include "congvu/platform.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

int plat_path(char *dst, size_t cap, const char *dir, const char *name)
{
	size_t n_dir = dir && name[0] != '/' ? strlen(dir) : 0, n_name = strlen(name);
	bool slash = n_dir > 0 && dir[n_dir - 1] != '/';

	if (cap > 0)
		dst[0] = '\0';
	if (n_dir >= cap || n_name >= cap || n_dir + slash + n_name >= cap)
		return ERR_RANGE;
	if (n_dir > 0)
		memcpy(dst, dir, n_dir);
	if (slash)
		dst[n_dir] = '/';
	memcpy(dst + n_dir + slash, name, n_name + 1);
	return ERR_NONE;
}

static int make_one(const char *path, mode_t mode)
{
	struct stat st;
	int e;

	if (mkdir(path, mode) == 0)
		return ERR_NONE;
	e = errno; /* a parent that we may not write to may well be there, whatever mkdir says */
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? ERR_NONE : err_from_errno(e);
}

int plat_mkdirs(const char *path, mode_t mode)
{
	char part[PLAT_PATH_MAX];
	int r = plat_path(part, sizeof(part), NULL, path);

	if (r)
		return r;
	for (char *p = part + 1; part[0] && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		r = make_one(part, mode);
		*p = '/';
		if (r)
			return r;
	}
	return make_one(part, mode);
}

int plat_read_file(const char *path, size_t max, struct buf *out)
{
	uint8_t chunk[8192];
	size_t total = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), r = ERR_NONE;

	if (fd < 0)
		return err_from_errno(errno);
	for (;;) {
		ssize_t n = plat_read(fd, chunk, sizeof(chunk));

		if (n <= 0) {
			r = (int)n;
			break;
		}
		total += (size_t)n;
		if (total > max) {
			r = ERR_RANGE;
			break;
		}
		buf_put(out, chunk, (size_t)n);
		r = buf_err(out);
		if (r)
			break;
	}
	plat_close(&fd);
	return r;
}

int plat_sync_parent(const char *path)
{
	char dir[PLAT_PATH_MAX];
	char *slash;
	int fd, r = plat_path(dir, sizeof(dir), NULL, path);

	if (r)
		return r;
	slash = strrchr(dir, '/');
	if (!slash)
		r = plat_path(dir, sizeof(dir), NULL, ".");
	else
		slash[slash == dir] = '\0';
	if (r)
		return r;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_from_errno(errno);
	if (fsync(fd) != 0 && errno != EINVAL) /* some file systems have no fsync of folders and need none */
		r = err_from_errno(errno);
	plat_close(&fd);
	return r;
}

int plat_write_file_atomic(const char *path, const void *data, size_t n, mode_t mode)
{
	char tmp[PLAT_PATH_MAX];
	int len = snprintf(tmp, sizeof(tmp), "%s.XXXXXX", path), fd, r;

	if (len < 0 || (size_t)len >= sizeof(tmp))
		return ERR_RANGE;
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0)
		return err_from_errno(errno);
	r = plat_write_all(fd, data, n);
	if (!r && (fchmod(fd, mode) != 0 || fsync(fd) != 0))
		r = err_from_errno(errno);
	plat_close(&fd);
	if (!r && rename(tmp, path) != 0)
		r = err_from_errno(errno);
	if (r) {
		unlink(tmp);
		return r;
	}
	return plat_sync_parent(path);
}

bool plat_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

int plat_file_info(const char *path, int64_t *size, int64_t *mtime)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_from_errno(errno);
	if (!S_ISREG(st.st_mode))
		return ERR_INVALID;
	if (size)
		*size = st.st_size;
	if (mtime)
		*mtime = st.st_mtim.tv_sec;
	return ERR_NONE;
}

int plat_unlink(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT ? ERR_NONE : err_from_errno(errno);
}

int plat_each_entry(const char *dir, int (*fn)(const char *name, void *ctx), void *ctx)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int r = ERR_NONE;

	if (!d)
		return err_from_errno(errno);
	errno = 0;
	while (!r && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			r = fn(e->d_name, ctx);
		errno = 0;
	}
	if (!r && errno)
		r = err_from_errno(errno);
	closedir(d);
	return r;
}

static int remove_entry(const char *name, void *ctx)
{
	char path[PLAT_PATH_MAX];
	struct stat st;
	int r = plat_path(path, sizeof(path), ctx, name);

	if (r)
		return r;
	if (lstat(path, &st) != 0)
		return errno == ENOENT ? ERR_NONE : err_from_errno(errno);
	return S_ISDIR(st.st_mode) ? plat_remove_tree(path) : plat_unlink(path);
}

int plat_remove_tree(const char *path)
{
	char copy[PLAT_PATH_MAX];
	struct stat st;
	int r = plat_path(copy, sizeof(copy), NULL, path);

	if (r)
		return r;
	if (lstat(path, &st) != 0)
		return errno == ENOENT ? ERR_NONE : err_from_errno(errno);
	if (!S_ISDIR(st.st_mode))
		return ERR_INVALID;
	r = plat_each_entry(path, remove_entry, copy);
	if (r && r != ERR_NOTFOUND)
		return r;
	return rmdir(path) == 0 || errno == ENOENT ? ERR_NONE : err_from_errno(errno);
}

int64_t plat_disk_free(const char *path)
{
	struct statvfs v;

	if (statvfs(path, &v) != 0)
		return err_from_errno(errno);
	return (int64_t)v.f_bavail * (int64_t)v.f_frsize;
}
