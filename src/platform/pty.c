/* pty.c: pseudo terminals. */
#include "congvu/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>

int plat_pty_open(int *master, int *slave)
{
	char name[64];
	int r = ERR_NONE;

	*slave = -1;
	*master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (*master < 0)
		return err_from_errno(errno);
	if (grantpt(*master) != 0 || unlockpt(*master) != 0 || ptsname_r(*master, name, sizeof(name)) != 0)
		r = err_from_errno(errno);
	if (!r) {
		*slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
		if (*slave < 0)
			r = err_from_errno(errno);
	}
	if (r)
		plat_close(master);
	return r;
}

int plat_pty_resize(int master, int cols, int rows)
{
	struct winsize w = { 0 };

	if (cols < 1 || cols > 1000 || rows < 1 || rows > 1000)
		return ERR_INVALID;
	w.ws_col = (unsigned short)cols;
	w.ws_row = (unsigned short)rows;
	return ioctl(master, TIOCSWINSZ, &w) == 0 ? ERR_NONE : err_from_errno(errno);
}

int plat_pty_size(int fd, int *cols, int *rows)
{
	struct winsize w = { 0 };

	*cols = *rows = 0;
	if (ioctl(fd, TIOCGWINSZ, &w) != 0)
		return err_from_errno(errno);
	*cols = w.ws_col;
	*rows = w.ws_row;
	return ERR_NONE;
}

int plat_pty_pending(int master)
{
	int n = 0;

	return ioctl(master, FIONREAD, &n) == 0 ? n : err_from_errno(errno);
}
