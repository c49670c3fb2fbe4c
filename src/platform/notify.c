/* notify.c: a word to the service manager, without its library. */
#include "congvu/platform.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int plat_notify(const char *state)
{
	const char *where = getenv("NOTIFY_SOCKET");
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t n = where ? strlen(where) : 0;
	int fd, r = ERR_NONE;

	if (n == 0)
		return ERR_NONE;
	if ((where[0] != '/' && where[0] != '@') || n >= sizeof(a.sun_path))
		return ERR_INVALID;
	memcpy(a.sun_path, where, n);
	if (where[0] == '@')
		a.sun_path[0] = '\0'; /* an abstract name: its length counts, no NUL behind it */
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_from_errno(errno);
	n += offsetof(struct sockaddr_un, sun_path);
	if (sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&a, (socklen_t)n) < 0)
		r = err_from_errno(errno);
	plat_close(&fd);
	return r;
}
