/* spawn.c: starting and reaping programs. A child gets exactly the descriptors that are named, default signals, and nothing else. */
#include "congvu/platform.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ENV_MAX 256

/* ---- environment: put together before the fork, borrowed strings only ---- */

static size_t name_len(const char *assignment)
{
	return strcspn(assignment, "=");
}

static bool kept_in_clean_env(const char *assignment)
{
	static const char *const names[] = { "PATH", "HOME", "LANG", "TZ", "ASAN_OPTIONS", "UBSAN_OPTIONS" };
	size_t n = name_len(assignment);

	if (strncmp(assignment, "CONGVU_", 7) == 0)
		return true;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strlen(names[i]) == n && memcmp(names[i], assignment, n) == 0)
			return true;
	return false;
}

static bool replaced(const char *assignment, const char *const *by)
{
	size_t n = name_len(assignment);

	for (; by && *by; by++)
		if (name_len(*by) == n && memcmp(*by, assignment, n) == 0)
			return true;
	return false;
}

static int build_env(const struct plat_spawn *s, const char *env[ENV_MAX])
{
	size_t n = 0;

	for (char **e = environ; e && *e; e++) {
		if (replaced(*e, s->env) || (s->clean_env && !kept_in_clean_env(*e)))
			continue;
		if (n + 1 >= ENV_MAX)
			return ERR_RANGE;
		env[n++] = *e;
	}
	for (const char *const *e = s->env; e && *e; e++) {
		if (n + 1 >= ENV_MAX)
			return ERR_RANGE;
		env[n++] = *e;
	}
	env[n] = NULL;
	return ERR_NONE;
}

/* ---- in the child; errors come back as errno ---- */

/* For kernels without close_range: marks what /proc lists. */
static int mark_by_list(void)
{
	DIR *d = opendir("/proc/self/fd");
	struct dirent *e;

	if (!d)
		return -1;
	while ((e = readdir(d)) != NULL) {
		int fd = atoi(e->d_name);

		if (fd > 2 && fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 && errno != EBADF) {
			closedir(d);
			return -1;
		}
	}
	closedir(d);
	return 0;
}

static int mark_all_cloexec(void)
{
	if (close_range(3, ~0u, CLOSE_RANGE_CLOEXEC) == 0)
		return 0;
	return errno == ENOSYS || errno == EINVAL || errno == EPERM ? mark_by_list() : -1;
}

#define MAPS_MAX 16

/* Two steps, because a target may be another mapping's source: first all sources move above every target, then down to their places. */
static int map_fds(const struct plat_spawn *s, int *error_fd)
{
	int high[MAPS_MAX], above = 3, null_fd;

	for (size_t i = 0; i < s->n_fds; i++)
		if (s->fds[i].to >= above)
			above = s->fds[i].to + 1;
	*error_fd = fcntl(*error_fd, F_DUPFD_CLOEXEC, above);
	if (*error_fd < 0)
		return -1;
	for (size_t i = 0; i < s->n_fds; i++) {
		high[i] = fcntl(s->fds[i].from, F_DUPFD_CLOEXEC, above);
		if (high[i] < 0)
			return -1;
	}
	if (mark_all_cloexec() != 0)
		return -1;
	null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null_fd < 0)
		return -1;
	for (int fd = 0; fd <= 2; fd++)
		if (null_fd == fd ? fcntl(fd, F_SETFD, 0) < 0 : dup2(null_fd, fd) < 0)
			return -1;
	for (size_t i = 0; i < s->n_fds; i++)
		if (dup2(high[i], s->fds[i].to) < 0)
			return -1;
	return 0;
}

static void default_signals(void)
{
	struct sigaction sa = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int signo = 1; signo < NSIG; signo++)
		sigaction(signo, &sa, NULL); /* SIGKILL, SIGSTOP and libc's own say no: fine */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int prepare(const struct plat_spawn *s, pid_t parent, int *error_fd)
{
	if (s->death_signal) {
		if (prctl(PR_SET_PDEATHSIG, s->death_signal) != 0)
			return -1;
		if (getppid() != parent) {
			errno = ESRCH;
			return -1;
		}
	}
	if (s->new_session && setsid() < 0)
		return -1;
	if (map_fds(s, error_fd) != 0)
		return -1;
	if (s->new_session && s->ctty >= 0 && ioctl(s->ctty, TIOCSCTTY, 0) != 0)
		return -1;
	if (s->dir && chdir(s->dir) != 0)
		return -1;
	default_signals();
	return 0;
}

_Noreturn static void run_child(const struct plat_spawn *s, const char **env, pid_t parent, int error_fd)
{
	char **argv, **envp;
	int e;

	memcpy(&argv, &s->argv, sizeof(argv)); /* execve's types are older than const; it changes nothing */
	memcpy(&envp, &env, sizeof(envp));
	if (prepare(s, parent, &error_fd) == 0)
		execve(s->path, argv, envp);
	e = errno;
	while (write(error_fd, &e, sizeof(e)) < 0 && errno == EINTR)
		;
	_exit(127);
}

/* ---- in the parent ---- */

int plat_spawn(const struct plat_spawn *s, pid_t *pid)
{
	const char *env[ENV_MAX];
	int err_pipe[2], e = 0, r = build_env(s, env);
	pid_t parent = getpid();
	sigset_t all, old;

	*pid = -1;
	if (r || s->n_fds > MAPS_MAX)
		return r ? r : ERR_RANGE;
	r = plat_pipe(err_pipe, false);
	if (r)
		return r;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old); /* no handler of ours may run in the child */
	*pid = fork();
	if (*pid == 0)
		run_child(s, env, parent, err_pipe[1]);
	if (*pid < 0)
		r = err_from_errno(errno);
	sigprocmask(SIG_SETMASK, &old, NULL);
	plat_close(&err_pipe[1]);
	if (!r && plat_read_full(err_pipe[0], &e, sizeof(e)) == ERR_NONE) { /* closed by a good exec: nothing to read */
		int ignored;

		if (plat_reap(*pid, false, pid, &ignored) != 0)
			log_warn("spawn: a child that could not start was not reaped");
		r = err_from_errno(e);
	}
	plat_close(&err_pipe[0]);
	if (r)
		*pid = -1;
	return r;
}

int plat_reap(pid_t pid, bool nohang, pid_t *pid_out, int *status)
{
	int st = 0;
	pid_t p;

	do
		p = waitpid(pid, &st, nohang ? WNOHANG : 0);
	while (p < 0 && errno == EINTR);
	if (p <= 0)
		return p == 0 ? ERR_AGAIN : err_from_errno(errno);
	*pid_out = p;
	*status = WIFSIGNALED(st) ? 256 + WTERMSIG(st) : WEXITSTATUS(st);
	return ERR_NONE;
}

int plat_run(const struct plat_spawn *s, int *status)
{
	pid_t pid;
	int r = plat_spawn(s, &pid);

	return r ? r : plat_reap(pid, false, &pid, status);
}
