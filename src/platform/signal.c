/* signal.c: signals as descriptors. */
#include "congvu/platform.h"

#include <errno.h>
#include <sys/signalfd.h>
#include <unistd.h>

void plat_signal_ignore_pipe(void)
{
	struct sigaction sa = { .sa_handler = SIG_IGN };

	sigaction(SIGPIPE, &sa, NULL);
	sigaction(SIGXFSZ, &sa, NULL); /* a file at its limit is an error of the write, like a full disk */
}

int plat_signalfd_add(int *fd, sigset_t *set, int signo)
{
	sigset_t one;
	int got;

	if (*fd < 0)
		sigemptyset(set);
	sigemptyset(&one);
	if (sigaddset(&one, signo) != 0 || sigaddset(set, signo) != 0)
		return ERR_INVALID;
	if (sigprocmask(SIG_BLOCK, &one, NULL) != 0)
		return err_from_errno(errno);
	got = signalfd(*fd, set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (got < 0)
		return err_from_errno(errno);
	*fd = got;
	return ERR_NONE;
}

int plat_signalfd_read(int fd, int *signo, pid_t *sender)
{
	struct signalfd_siginfo si;
	ssize_t n = plat_read(fd, &si, sizeof(si));

	if (n < 0)
		return (int)n;
	if ((size_t)n != sizeof(si))
		return ERR_IO;
	*signo = (int)si.ssi_signo;
	if (sender)
		*sender = (pid_t)si.ssi_pid;
	return ERR_NONE;
}
