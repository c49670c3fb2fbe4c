/* door_hostkey.c: the host key, checked, made at the first start, and held as sealed memory that connections get by descriptor. */
#include "door_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_MAX 4096

/* congvu-net knows keys; congvud does not link libssh. */
static int keytool(struct door *d, const char *what, const char *path, int *status)
{
	const char *argv[] = { "congvu-net", what, path, NULL };
	static const char *const env[] = { "OPENSSL_CONF=/dev/null", NULL };
	struct plat_fd_map fds[] = { { 2, 2 } };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	*status = 1;
	s.path = d->congvu_net;
	s.argv = argv;
	s.fds = fds;
	s.n_fds = COUNT_OF(fds);
	s.env = env;
	s.clean_env = true;
	return plat_run(&s, status);
}

static int make(struct door *d, const char *path, struct err_info *ei)
{
	int status, rc = keytool(d, "--keygen", path, &status);
	if (rc || status)
		return err_setf(ei, rc ? rc : ERR_IO, "Không tạo được khóa máy chủ (hostkey)", "congvu-net --keygen: %s, status %d",
		                err_name(rc), status);
	log_info("new host key %s", path);
	return 0;
}

/* Opened once and judged by the descriptor: nobody can exchange the file between the look and the reading. */
static int read_checked(const char *path, struct buf *b, struct err_info *ei)
{
	struct stat st;
	char text[KEY_MAX];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &st) < 0) {
		plat_close(&fd);
		return err_setf(ei, ERR_IO, "Không đọc được khóa máy chủ (hostkey)", "%s", path);
	}
	if (!S_ISREG(st.st_mode) || (st.st_mode & 077) || (st.st_uid != geteuid() && st.st_uid != 0)) {
		plat_close(&fd);
		return err_setf(ei, ERR_DENIED, "Khóa máy chủ (hostkey) phải là tệp riêng của congvu, quyền 0600: chmod 600 hostkey",
		                "%s: mode %o", path, (unsigned)st.st_mode & 07777);
	}
	ssize_t n = plat_read(fd, text, sizeof text);
	plat_close(&fd);
	if (n > 0)
		buf_put(b, text, (size_t)n);
	mem_wipe(text, sizeof text);
	return n > 0 && n < KEY_MAX ? buf_err(b) : err_setf(ei, ERR_INVALID, "Khóa máy chủ (hostkey) bị hỏng", "%s: %zd bytes", path, n);
}

/* Is it a key at all? */
static int check(struct door *d, const char *path, struct err_info *ei)
{
	int status, rc = keytool(d, "--pubkey", path, &status);
	if (rc || status)
		return err_setf(ei, ERR_INVALID,
		                "Khóa máy chủ (hostkey) bị hỏng: khôi phục từ bản sao, hoặc xóa tệp để tạo khóa mới",
		                "%s: congvu-net --pubkey ended with %d", path, status);
	return 0;
}

int door_hostkey_load(struct door *d, struct err_info *ei)
{
	char path[PLAT_PATH_MAX];
	struct buf b;
	int rc = plat_path(path, sizeof path, d->dir, "hostkey");
	if (rc)
		return err_set(ei, rc, "Đường dẫn quá dài");
	if (!plat_exists(path))
		rc = make(d, path, ei);
	buf_init(&b, KEY_MAX);
	if (!rc)
		rc = read_checked(path, &b, ei);
	if (!rc)
		rc = check(d, path, ei);
	if (!rc && (rc = plat_memfd_sealed("hostkey", b.p, b.len, &d->key)) != 0)
		(void)err_setf(ei, rc, "Không giữ được khóa máy chủ trong bộ nhớ", "memfd: %s", err_name(rc));
	if (b.p)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	return rc;
}
