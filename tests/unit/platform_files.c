/* Files, locks, shared pages, descriptors. */
#include "t.h"

#include "congvu/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char *dir;

static const char *in_dir(const char *name)
{
	static char path[4][PLAT_PATH_MAX];
	static size_t next;

	next = (next + 1) % 4;
	assert_int_equal(plat_path(path[next], PLAT_PATH_MAX, dir, name), ERR_NONE);
	return path[next];
}

static int setup(void **state)
{
	(void)state;
	dir = t_mkdir();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(plat_remove_tree(dir), ERR_NONE);
	assert_false(plat_exists(dir));
	free(dir);
	return 0;
}

static void paths_fit_or_fail(void **state)
{
	char p[10];

	(void)state;
	assert_int_equal(plat_path(p, sizeof(p), "/ab", "cd"), ERR_NONE);
	assert_string_equal(p, "/ab/cd");
	assert_int_equal(plat_path(p, sizeof(p), "/ab/", "cd"), ERR_NONE);
	assert_string_equal(p, "/ab/cd");
	assert_int_equal(plat_path(p, sizeof(p), "/ab", "/cd"), ERR_NONE);
	assert_string_equal(p, "/cd");
	assert_int_equal(plat_path(p, sizeof(p), NULL, "cd"), ERR_NONE);
	assert_string_equal(p, "cd");
	assert_int_equal(plat_path(p, sizeof(p), "/abcd", "efgh"), ERR_RANGE); /* ten bytes and no room for the NUL */
	assert_string_equal(p, "");
	assert_int_equal(plat_path(p, sizeof(p), "/abcd", "efg"), ERR_NONE);
}

static int count_entry(const char *name, void *ctx)
{
	(void)name;
	++*(int *)ctx;
	return 0;
}

static void files_are_whole(void **state)
{
	struct buf b = { .max = 100 };
	struct stat st;
	int64_t size = 0;
	int names = 0;

	(void)state;
	assert_int_equal(plat_mkdirs(in_dir("a/b//c/"), 0700), ERR_NONE);
	assert_int_equal(plat_mkdirs(in_dir("a/b/c"), 0700), ERR_NONE);
	assert_int_equal(plat_write_file_atomic(in_dir("a/b/c/f"), "hello", 5, 0640), ERR_NONE);
	assert_int_equal(stat(in_dir("a/b/c/f"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(plat_write_file_atomic(in_dir("a/b/c/f"), "xy", 2, 0600), ERR_NONE);
	assert_int_equal(plat_read_file(in_dir("a/b/c/f"), 100, &b), ERR_NONE);
	assert_string_equal(buf_str(&b), "xy");
	buf_reset(&b);
	assert_int_equal(plat_read_file(in_dir("a/b/c/f"), 1, &b), ERR_RANGE);
	buf_reset(&b);
	assert_int_equal(plat_read_file(in_dir("a/b/c/f"), 2, &b), ERR_NONE);
	assert_int_equal(plat_read_file(in_dir("none"), 100, &b), ERR_NOTFOUND);
	assert_int_equal(plat_file_info(in_dir("a/b/c/f"), &size, NULL), ERR_NONE);
	assert_int_equal(size, 2);
	assert_int_equal(plat_file_info(in_dir("a"), NULL, NULL), ERR_INVALID);
	assert_int_equal(plat_each_entry(in_dir("a/b/c"), count_entry, &names), ERR_NONE);
	assert_int_equal(names, 1); /* no temporary file left */
	assert_int_equal(plat_write_file_atomic(in_dir("none/f"), "x", 1, 0600), ERR_NOTFOUND);
	assert_int_equal(plat_mkdirs(in_dir("a/b/c/f"), 0700), ERR_EXISTS);
	assert_int_equal(plat_mkdirs(in_dir("a/b/c/f/g"), 0700), ERR_EXISTS);
	assert_int_equal(plat_unlink(in_dir("none")), ERR_NONE);
	assert_true(plat_disk_free(dir) > 0);
	buf_clear(&b);
}

/* RLIMIT_FSIZE stands for the full disk: the old content must survive, and no temporary file may stay. */
static void full_disk_keeps_the_old_file(void **state)
{
	struct buf b = { .max = 100 };
	int status, names = 0;
	pid_t pid;

	(void)state;
	assert_int_equal(plat_write_file_atomic(in_dir("f"), "old", 3, 0600), ERR_NONE);
	pid = fork();
	if (pid == 0) {
		static char big[10000];
		struct rlimit lim = { 4096, 4096 };

		signal(SIGXFSZ, SIG_IGN);
		if (setrlimit(RLIMIT_FSIZE, &lim) != 0)
			_exit(2);
		_exit(plat_write_file_atomic(in_dir("f"), big, sizeof(big), 0600) == ERR_FULL ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(plat_read_file(in_dir("f"), 100, &b), ERR_NONE);
	assert_string_equal(buf_str(&b), "old");
	assert_int_equal(plat_each_entry(dir, count_entry, &names), ERR_NONE);
	assert_int_equal(names, 1);
	buf_clear(&b);
}

static void removing_a_tree_follows_no_link(void **state)
{
	char *other = t_mkdir(), kept[PLAT_PATH_MAX];

	(void)state;
	assert_int_equal(plat_path(kept, sizeof(kept), other, "kept"), ERR_NONE);
	assert_int_equal(plat_write_file_atomic(kept, "x", 1, 0600), ERR_NONE);
	assert_int_equal(plat_mkdirs(in_dir("t/u"), 0700), ERR_NONE);
	assert_int_equal(symlink(other, in_dir("t/u/link")), 0);
	assert_int_equal(plat_remove_tree(in_dir("t")), ERR_NONE);
	assert_true(plat_exists(kept));
	assert_int_equal(plat_remove_tree(in_dir("t")), ERR_NONE);
	assert_int_equal(plat_remove_tree(other), ERR_NONE);
	free(other);
}

static void lock_queues_between_processes(void **state)
{
	int a, b, ready[2], go[2], status;
	char c;
	pid_t pid;

	(void)state;
	assert_int_equal(plat_lock_open(in_dir("lock"), &a), ERR_NONE);
	assert_int_equal(plat_lock_open(in_dir("lock"), &b), ERR_NONE);
	assert_int_equal(plat_lock_wait(a), ERR_NONE);
	assert_int_equal(plat_lock_try(b), ERR_BUSY); /* descriptions of one process exclude each other as well */
	close(open(in_dir("lock"), O_RDONLY));	      /* this would drop a POSIX lock */
	assert_int_equal(plat_lock_try(b), ERR_BUSY);
	assert_int_equal(plat_pipe(ready, false) | plat_pipe(go, false), ERR_NONE);
	pid = fork();
	if (pid == 0) {
		int mine;

		plat_close(&a); /* inherited descriptors share the parent's lock */
		plat_close(&b);
		if (plat_lock_open(in_dir("lock"), &mine) || plat_lock_try(mine) != ERR_BUSY)
			_exit(1);
		if (plat_write_all(ready[1], "r", 1) || plat_lock_wait(mine) || plat_write_all(ready[1], "l", 1))
			_exit(2);
		_exit(plat_read_full(go[0], &c, 1) ? 3 : 0); /* the lock goes with the process */
	}
	assert_int_equal(plat_read_full(ready[0], &c, 1), ERR_NONE);
	assert_int_equal(plat_unlock(a), ERR_NONE);
	assert_int_equal(plat_read_full(ready[0], &c, 1), ERR_NONE);
	assert_int_equal(c, 'l');
	assert_int_equal(plat_lock_try(a), ERR_BUSY);
	assert_int_equal(plat_write_all(go[1], "g", 1), ERR_NONE);
	assert_int_equal(plat_lock_wait(a), ERR_NONE);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(plat_unlock(a), ERR_NONE);
	assert_int_equal(plat_lock_shared(a), ERR_NONE);
	assert_int_equal(plat_lock_shared(b), ERR_NONE);
	for (int i = 0; i < 2; i++) {
		plat_close(&ready[i]);
		plat_close(&go[i]);
	}
	plat_close(&a);
	plat_close(&b);
	assert_int_equal(a, -1);
}

static void page_is_shared(void **state)
{
	void *a, *b;
	int64_t size;

	(void)state;
	assert_int_equal(plat_shared_page(in_dir("state"), 4096, &a), ERR_NONE);
	assert_int_equal(plat_shared_page(in_dir("state"), 4096, &b), ERR_NONE);
	assert_ptr_not_equal(a, b);
	assert_int_equal(((char *)a)[4095], 0);
	strcpy(a, "x");
	assert_string_equal(b, "x");
	assert_int_equal(plat_file_info(in_dir("state"), &size, NULL), ERR_NONE);
	assert_int_equal(size, 4096);
	plat_shared_unmap(a, 4096);
	plat_shared_unmap(b, 4096);
	assert_int_equal(plat_shared_page(in_dir("no/state"), 4096, &a), ERR_NOTFOUND);
	assert_null(a);
}

static void reads_and_writes_are_whole(void **state)
{
	char text[4];
	int p[2];

	(void)state;
	plat_signal_ignore_pipe();
	assert_int_equal(plat_pipe(p, true), ERR_NONE);
	assert_true(fcntl(p[0], F_GETFD) & FD_CLOEXEC);
	assert_int_equal(plat_read(p[0], text, 4), ERR_AGAIN);
	assert_int_equal(plat_wait_fd(p[0], POLLIN, 0), ERR_TIMEOUT);
	assert_int_equal(plat_write_all(p[1], "abcdef", 6), ERR_NONE);
	assert_int_equal(plat_wait_fd(p[0], POLLIN, -1), ERR_NONE);
	assert_int_equal(plat_read_full(p[0], text, 4), ERR_NONE);
	assert_memory_equal(text, "abcd", 4);
	plat_close(&p[1]);
	assert_int_equal(plat_read_full(p[0], text, 4), ERR_CORRUPT); /* two of four */
	assert_int_equal(plat_read_full(p[0], text, 4), ERR_CLOSED);
	assert_int_equal(plat_read(p[0], text, 4), 0);
	plat_close(&p[0]);
	assert_int_equal(plat_pipe(p, false), ERR_NONE);
	plat_close(&p[0]);
	assert_int_equal(plat_write_all(p[1], "x", 1), ERR_CLOSED);
	plat_close(&p[1]);
}

static void sealed_memory_cannot_change(void **state)
{
	char text[8] = "";
	int fd;

	(void)state;
	assert_int_equal(plat_memfd_sealed("key", "secret", 6, &fd), ERR_NONE);
	assert_int_equal(plat_read_full(fd, text, 6), ERR_NONE);
	assert_string_equal(text, "secret");
	assert_int_equal(plat_write(fd, "x", 1), ERR_DENIED);
	assert_int_not_equal(ftruncate(fd, 0), 0);
	plat_close(&fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_fit_or_fail),
		cmocka_unit_test_setup_teardown(files_are_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(full_disk_keeps_the_old_file, setup, teardown),
		cmocka_unit_test_setup_teardown(removing_a_tree_follows_no_link, setup, teardown),
		cmocka_unit_test_setup_teardown(lock_queues_between_processes, setup, teardown),
		cmocka_unit_test_setup_teardown(page_is_shared, setup, teardown),
		cmocka_unit_test(reads_and_writes_are_whole),
		cmocka_unit_test(sealed_memory_cannot_change),
	};

	return T_RUN(tests);
}
