/* limits.c: resource limits, privileges, and what a process that talks to strangers gives up. */
#include "congvu/platform.h"

#include <errno.h>
#include <grp.h>
#include <linux/landlock.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int limit(__rlimit_resource_t what, int64_t value)
{
	struct rlimit now;
	rlim_t want = (rlim_t)value;

	if (value < 0)
		return ERR_NONE;
	if (getrlimit(what, &now) != 0)
		return err_from_errno(errno);
	if (now.rlim_max != RLIM_INFINITY && want > now.rlim_max)
		want = now.rlim_max; /* an ordinary user cannot raise it: the administrator's ceiling stays */
	now.rlim_cur = want;
	if (what != RLIMIT_NOFILE) /* open files: sessions may be given more later by their own start */
		now.rlim_max = want;
	return setrlimit(what, &now) == 0 ? ERR_NONE : err_from_errno(errno);
}

int plat_rlimits(const struct plat_rlimits *lim)
{
	int r = limit(RLIMIT_NOFILE, lim->nofile);

	if (!r)
		r = limit(RLIMIT_NPROC, lim->nproc);
	if (!r)
		r = limit(RLIMIT_AS, lim->as_bytes);
	if (!r)
		r = limit(RLIMIT_CORE, lim->core);
	if (!r)
		r = limit(RLIMIT_FSIZE, lim->fsize);
	return r;
}

int plat_no_new_privs(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? ERR_NONE : err_from_errno(errno);
}

int plat_pdeathsig(int signo)
{
	if (prctl(PR_SET_PDEATHSIG, signo) != 0)
		return err_from_errno(errno);
	return getppid() == 1 ? ERR_CLOSED : ERR_NONE;
}

int plat_drop_user(const char *name)
{
	struct passwd *pw;

	if (geteuid() != 0) {
		log_info("not root: stays the user that started it");
		return ERR_NONE;
	}
	errno = 0;
	pw = getpwnam(name);
	if (!pw)
		return errno ? err_from_errno(errno) : ERR_NOTFOUND;
	if (pw->pw_uid == 0)
		return ERR_INVALID;
	if (initgroups(name, pw->pw_gid) != 0 || setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid) != 0 ||
	    setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) != 0)
		return err_from_errno(errno);
	return setuid(0) == 0 ? ERR_DENIED : ERR_NONE; /* there must be no way back */
}

int plat_sandbox_net(bool *full)
{
	static const struct plat_rlimits no_core = { -1, -1, -1, 0, -1 };
	int r = plat_no_new_privs();

	*full = false;
	if (!r && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		r = err_from_errno(errno);
	return r ? r : plat_rlimits(&no_core);
}

int plat_landlock_none(void)
{
	struct landlock_ruleset_attr attr = { 0 };
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	int fd, r;

	if (abi < 1)
		return ERR_AGAIN;
	attr.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; /* every right of the first version */
	if (abi >= 2)
		attr.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
	r = plat_no_new_privs();
	if (r)
		return r;
	fd = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (fd < 0)
		return err_from_errno(errno);
	if (syscall(SYS_landlock_restrict_self, fd, 0) != 0)
		r = err_from_errno(errno);
	plat_close(&fd);
	return r;
}
