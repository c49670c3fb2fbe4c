/* Programs started and reaped, pseudo terminals, signals, limits. */
#include "t.h"

#include "congvu/platform.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* Runs sh -c SCRIPT with fd 1 going into text. */
static int shell(struct plat_spawn *s, const char *script, char *text, size_t cap)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct plat_fd_map maps[8];
	struct buf b = { .max = cap - 1 };
	int p[2], status = -1;
	char chunk[256];
	ssize_t n;
	pid_t pid;

	assert_int_equal(plat_pipe(p, false), ERR_NONE);
	for (size_t i = 0; i < s->n_fds; i++)
		maps[i] = s->fds[i];
	maps[s->n_fds] = (struct plat_fd_map){ p[1], 1 };
	s->fds = maps;
	s->n_fds++;
	s->path = "/bin/sh";
	s->argv = argv;
	assert_int_equal(plat_spawn(s, &pid), ERR_NONE);
	plat_close(&p[1]);
	while ((n = plat_read(p[0], chunk, sizeof(chunk))) > 0)
		buf_put(&b, chunk, (size_t)n);
	plat_close(&p[0]);
	assert_int_equal(plat_reap(pid, false, &pid, &status), ERR_NONE);
	strcpy(text, buf_str(&b));
	buf_clear(&b);
	return status;
}

static void spawn_reports_a_failed_exec(void **state)
{
	const char *argv[] = { "x", NULL };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	int status;
	pid_t pid;

	(void)state;
	s.argv = argv;
	s.path = "/no/such/program";
	assert_int_equal(plat_spawn(&s, &pid), ERR_NOTFOUND);
	assert_int_equal(pid, -1);
	s.path = "/dev/null";
	assert_int_equal(plat_spawn(&s, &pid), ERR_DENIED);
	s.path = "/bin/sh";
	s.dir = "/no/such/folder";
	assert_int_equal(plat_spawn(&s, &pid), ERR_NOTFOUND);
	assert_int_equal(plat_reap(-1, true, &pid, &status), ERR_NOTFOUND); /* no zombie stays */
}

static void spawn_gives_the_exit_status(void **state)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	const char *argv[] = { "sh", "-c", "exit 7", NULL };
	int status;
	pid_t pid;

	(void)state;
	s.path = "/bin/sh";
	s.argv = argv;
	assert_int_equal(plat_run(&s, &status), ERR_NONE);
	assert_int_equal(status, 7);
	argv[2] = "kill -9 $$";
	assert_int_equal(plat_run(&s, &status), ERR_NONE);
	assert_int_equal(status, 256 + 9);
	argv[2] = "read x";
	assert_int_equal(plat_spawn(&s, &pid), ERR_NONE); /* fd 0 is /dev/null: read ends at once */
	assert_int_equal(plat_reap(pid, false, &pid, &status), ERR_NONE);
	assert_int_equal(status, 1);
}

static void spawn_passes_only_what_is_named(void **state)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	char text[4096];
	int a = open("/dev/null", O_RDONLY), b = open("/dev/zero", O_RDONLY), leak = open("/dev/null", O_RDONLY);
	struct plat_fd_map maps[2];

	(void)state;
	assert_true(a >= 0 && b >= 0 && leak >= 0); /* none of them close-on-exec */
	maps[0] = (struct plat_fd_map){ a, b };	    /* crosswise: each target is the other's source */
	maps[1] = (struct plat_fd_map){ b, a };
	s.fds = maps;
	s.n_fds = 2;
	shell(&s, "for f in /proc/$$/fd/*; do t=$(readlink $f) && echo \"${f##*/} $t\"; done | grep -v pipe | sort", text, sizeof(text));
	{
		char want[200];

		snprintf(want, sizeof(want), "0 /dev/null\n2 /dev/null\n%d /dev/zero\n%d /dev/null\n", a, b);
		assert_string_equal(text, want);
	}
	close(a);
	close(b);
	close(leak);
}

static void spawn_sets_the_environment(void **state)
{
	const char *env[] = { "T_ADDED=1", "T_OLD=new", NULL };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	char text[4096];

	(void)state;
	setenv("T_OLD", "old", 1);
	setenv("T_SECRET", "x", 1);
	setenv("CONGVU_CLOCK_COPY", "c", 1);
	s.env = env;
	shell(&s, "echo $T_ADDED $T_OLD $T_SECRET $CONGVU_CLOCK_COPY", text, sizeof(text));
	assert_string_equal(text, "1 new x c\n");
	s = (struct plat_spawn)PLAT_SPAWN_INIT;
	s.env = env;
	s.clean_env = true;
	shell(&s, "echo $T_ADDED $T_OLD $T_SECRET. $CONGVU_CLOCK_COPY ${PATH:+path}", text, sizeof(text));
	assert_string_equal(text, "1 new . c path\n");
}

static void spawn_gives_default_signals(void **state)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	unsigned long long blocked = 1, ignored = 1, of_libc = 3ull << 31; /* 32 and 33 cannot be set; whoever started us may ignore them */
	char text[4096];
	sigset_t usr1;

	(void)state;
	plat_signal_ignore_pipe();
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	shell(&s, "exec grep -E '^Sig(Blk|Ign)' /proc/self/status", text, sizeof(text));
	assert_int_equal(sscanf(text, "SigBlk: %llx SigIgn: %llx", &blocked, &ignored), 2);
	assert_true(blocked == 0 && (ignored & ~of_libc) == 0);
	assert_int_equal(sigprocmask(SIG_UNBLOCK, &usr1, NULL), 0);
}

static void child_dies_with_its_parent(void **state)
{
	int p[2], status;
	pid_t pid;
	char c;

	(void)state;
	assert_int_equal(plat_pipe(p, false), ERR_NONE);
	pid = fork();
	if (pid == 0) {
		const char *argv[] = { "sh", "-c", "echo x >&3; read y <&4", NULL };
		struct plat_spawn s = PLAT_SPAWN_INIT;
		int never[2];
		struct plat_fd_map maps[2];
		pid_t child;

		if (plat_pipe(never, false))
			_exit(1);
		maps[0] = (struct plat_fd_map){ p[1], 3 };
		maps[1] = (struct plat_fd_map){ never[0], 4 };
		s.path = "/bin/sh";
		s.argv = argv;
		s.fds = maps;
		s.n_fds = 2;
		s.death_signal = SIGKILL;
		if (plat_spawn(&s, &child) || plat_read_full(p[0], &c, 1))
			_exit(2);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	plat_close(&p[1]);
	assert_int_equal(plat_read(p[0], &c, 1), 1); /* the newline of echo */
	assert_int_equal(plat_read(p[0], &c, 1), 0); /* the end: the grandchild is gone */
	plat_close(&p[0]);
}

static void pty_is_a_controlling_terminal(void **state)
{
	const char *argv[] = { "sh", "-c", "tty <&0 >/dev/null && stty size && read x && echo \"got $x\"", NULL };
	struct plat_spawn s = PLAT_SPAWN_INIT;
	struct plat_fd_map maps[3];
	struct buf b = { .max = 1000 };
	int master, slave, cols, rows, status;
	char chunk[100];
	ssize_t n;
	pid_t pid;

	(void)state;
	assert_int_equal(plat_pty_open(&master, &slave), ERR_NONE);
	assert_int_equal(plat_pty_resize(master, 132, 50), ERR_NONE);
	assert_int_equal(plat_pty_resize(master, 0, 50), ERR_INVALID);
	assert_int_equal(plat_pty_size(slave, &cols, &rows), ERR_NONE);
	assert_int_equal(cols * 1000 + rows, 132050);
	assert_int_equal(plat_pty_pending(master), 0);
	assert_int_equal(plat_pty_size(STDIN_FILENO == 0 ? open("/dev/null", O_RDONLY | O_CLOEXEC) : 0, &cols, &rows), ERR_IO);
	for (int i = 0; i < 3; i++)
		maps[i] = (struct plat_fd_map){ slave, i };
	s.path = "/bin/sh";
	s.argv = argv;
	s.fds = maps;
	s.n_fds = 3;
	s.new_session = true;
	s.ctty = 0;
	assert_int_equal(plat_spawn(&s, &pid), ERR_NONE);
	plat_close(&slave);
	assert_int_equal(plat_write_all(master, "abc\n", 4), ERR_NONE);
	for (;;) {
		assert_int_equal(plat_wait_fd(master, POLLIN, 20000), ERR_NONE);
		if (b.len == 0)
			assert_true(plat_pty_pending(master) > 0);
		n = plat_read(master, chunk, sizeof(chunk));
		if (n <= 0)
			break;
		buf_put(&b, chunk, (size_t)n);
	}
	assert_int_equal(n, 0); /* the last slave has gone: an end, not an error */
	assert_non_null(strstr(buf_str(&b), "50 132"));
	assert_non_null(strstr(buf_str(&b), "got abc"));
	assert_int_equal(plat_reap(pid, false, &pid, &status), ERR_NONE);
	assert_int_equal(status, 0);
	plat_close(&master);
	buf_clear(&b);
}

static void programs_are_found(void **state)
{
	char dir[PLAT_PATH_MAX], path[PLAT_PATH_MAX], tiny[4];

	(void)state;
	assert_int_equal(plat_self_dir(dir, sizeof(dir)), ERR_NONE);
	assert_int_equal(dir[0], '/');
	assert_int_equal(plat_program_path("platform_process", path, sizeof(path)), ERR_NONE);
	assert_ptr_equal(strstr(path, dir), path);
	assert_int_equal(plat_program_path("no-such-program", path, sizeof(path)), ERR_NOTFOUND);
	assert_string_equal(path, "");
	assert_int_equal(plat_self_dir(tiny, sizeof(tiny)), ERR_RANGE);
}

static void data_is_found(void **state)
{
	char *dir = t_mkdir(), path[PLAT_PATH_MAX], want[PLAT_PATH_MAX];

	(void)state;
	assert_int_equal(plat_path(want, sizeof(want), dir, "thing"), ERR_NONE);
	assert_int_equal(plat_write_file_atomic(want, "x", 1, 0600), ERR_NONE);
	assert_int_equal(plat_data_path("thing", path, sizeof(path)), ERR_NOTFOUND);
	setenv("CONGVU_DATADIR", dir, 1);
	assert_int_equal(plat_data_path("thing", path, sizeof(path)), ERR_NONE);
	assert_string_equal(path, want);
	unsetenv("CONGVU_DATADIR");
	assert_int_equal(plat_remove_tree(dir), ERR_NONE);
	free(dir);
}

static void signals_are_descriptors(void **state)
{
	int fd = -1, first, signo;
	sigset_t set;
	pid_t from;

	(void)state;
	assert_int_equal(plat_signalfd_add(&fd, &set, SIGUSR1), ERR_NONE);
	first = fd;
	assert_int_equal(plat_signalfd_add(&fd, &set, SIGUSR2), ERR_NONE);
	assert_int_equal(fd, first);
	assert_int_equal(plat_signalfd_read(fd, &signo, &from), ERR_AGAIN);
	assert_int_equal(kill(getpid(), SIGUSR2), 0);
	assert_int_equal(plat_signalfd_read(fd, &signo, &from), ERR_NONE);
	assert_int_equal(signo, SIGUSR2);
	assert_int_equal(from, getpid());
	assert_int_equal(plat_signalfd_add(&fd, &set, 9999), ERR_INVALID);
	plat_close(&fd);
}

static void notify_speaks_to_the_service_manager(void **state)
{
	char *dir = t_mkdir(), path[PLAT_PATH_MAX], text[32];
	int fd;

	(void)state;
	unsetenv("NOTIFY_SOCKET");
	assert_int_equal(plat_notify("READY=1"), ERR_NONE);
	assert_int_equal(plat_path(path, sizeof(path), dir, "n"), ERR_NONE);
	assert_int_equal(plat_unix_dgram(path, &fd), ERR_NONE);
	setenv("NOTIFY_SOCKET", path, 1);
	assert_int_equal(plat_notify("READY=1"), ERR_NONE);
	assert_int_equal(plat_read(fd, text, sizeof(text)), 7);
	assert_memory_equal(text, "READY=1", 7);
	plat_close(&fd);
	assert_int_equal(plat_notify("READY=1"), ERR_CLOSED);
	setenv("NOTIFY_SOCKET", "relative", 1);
	assert_int_equal(plat_notify("READY=1"), ERR_INVALID);
	unsetenv("NOTIFY_SOCKET");
	assert_int_equal(plat_remove_tree(dir), ERR_NONE);
	free(dir);
}

/* What cannot be taken back runs in a child; its exit status is the line that failed. */
#define NEED(cond)                       \
	do {                             \
		if (!(cond))             \
			_exit(__LINE__ % 250 + 1); \
	} while (0)

static int in_child(void (*fn)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		fn();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void limit_in_child(void)
{
	struct plat_rlimits lim = PLAT_RLIMITS_INIT;
	struct rlimit now;

	lim.nofile = 64;
	lim.core = 0;
	NEED(plat_rlimits(&lim) == ERR_NONE);
	NEED(getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur == 64);
	NEED(getrlimit(RLIMIT_CORE, &now) == 0 && now.rlim_max == 0);
	lim = (struct plat_rlimits)PLAT_RLIMITS_INIT;
	lim.nofile = 1 << 30; /* as far as it goes */
	NEED(plat_rlimits(&lim) == ERR_NONE);
	NEED(getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur == now.rlim_max);
}

static void sandbox_in_child(void)
{
	bool full = true;

	NEED(plat_sandbox_net(&full) == ERR_NONE);
	NEED(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	NEED(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0);
}

static void landlock_in_child(void)
{
	int r = plat_landlock_none();

	NEED(r == ERR_NONE || r == ERR_AGAIN);
	NEED(r == ERR_AGAIN || open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0);
}

static void drop_in_child(void)
{
	log_open(NULL, -1, LOG_LEVEL_ERR);
	if (geteuid() != 0) {
		NEED(plat_drop_user("nobody") == ERR_NONE);
		return;
	}
	NEED(plat_drop_user("no-such-user-here") == ERR_NOTFOUND);
	NEED(plat_drop_user("root") == ERR_INVALID);
	NEED(plat_drop_user("nobody") == ERR_NONE);
	NEED(getuid() != 0 && geteuid() != 0 && getegid() != 0);
}

static void privileges_only_fall(void **state)
{
	(void)state;
	assert_int_equal(in_child(limit_in_child), 0);
	assert_int_equal(in_child(sandbox_in_child), 0);
	assert_int_equal(in_child(landlock_in_child), 0);
	assert_int_equal(in_child(drop_in_child), 0);
}

static void machine_tells_its_boot(void **state)
{
	char id[40], again[40];

	(void)state;
	assert_true(plat_boot_ms() > 0);
	assert_int_equal(plat_boot_id(id), ERR_NONE);
	assert_int_equal(strlen(id), 36);
	assert_int_equal(plat_boot_id(again), ERR_NONE);
	assert_string_equal(id, again);
}

/* What a deep call touched of the stack is the system's again, and the process goes on. */
static uintptr_t deepest;
static __attribute__((noinline)) void deep(void)
{
	volatile unsigned char a[200 * 1024];

	for (size_t i = 0; i < sizeof(a); i += 1024)
		a[i] = 1;
	deepest = ((uintptr_t)&a[8192] + 4095) & ~(uintptr_t)4095;
}

static void test_memory_goes_back(void **state)
{
	unsigned char there = 0;
	uint8_t *kept;

	(void)state;
	plat_memory_small();
	kept = mem_xalloc(100000);
	kept[99999] = 7;
	deep();
	assert_int_equal(mincore((void *)deepest, 4096, &there), 0);
	assert_int_equal(there & 1, 1);
	plat_memory_give_back();
	assert_int_equal(mincore((void *)deepest, 4096, &there), 0);
	assert_int_equal(there & 1, 0);
	assert_int_equal(kept[99999], 7);
	free(kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_goes_back),
		cmocka_unit_test(spawn_reports_a_failed_exec),
		cmocka_unit_test(spawn_gives_the_exit_status),
		cmocka_unit_test(spawn_passes_only_what_is_named),
		cmocka_unit_test(spawn_sets_the_environment),
		cmocka_unit_test(spawn_gives_default_signals),
		cmocka_unit_test(child_dies_with_its_parent),
		cmocka_unit_test(pty_is_a_controlling_terminal),
		cmocka_unit_test(programs_are_found),
		cmocka_unit_test(data_is_found),
		cmocka_unit_test(signals_are_descriptors),
		cmocka_unit_test(notify_speaks_to_the_service_manager),
		cmocka_unit_test(privileges_only_fall),
		cmocka_unit_test(machine_tells_its_boot),
	};

	return T_RUN(tests);
}
