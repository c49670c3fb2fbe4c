/* clerks: N clerks save once a second for S seconds, each a process of its own with its own handle: clerks [N [S [DISK_MS [DIR]]]]. Run by
 * `make bench`. Prints how long a save takes from asking for the write lock until it is on disk. DISK_MS makes each flush last that much longer:
 * DESIGN 6 speaks of a disk of 8 ms, and that of this machine is another one.
 */
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "docs.h"

#define SAVES_MAX 64

static int disk_ms;

int fdatasync(int fd); /* in the place of libc's, for the database library too */
int fdatasync(int fd)
{
	(void)poll(NULL, 0, disk_ms);
	return (int)syscall(SYS_fdatasync, fd);
}

static void wait_until(double t)
{
	double left = t - seconds();

	if (left > 0)
		(void)poll(NULL, 0, (int)(left * 1000));
}

static void clerk(const char *dir, rowid_t office, rowid_t book, int who, int saves, double start, double *took)
{
	char path[PLAT_PATH_MAX];
	struct store *st = NULL;
	struct err_info ei = { 0 };

	need(plat_path(path, sizeof(path), dir, "office"), "path", NULL);
	need(store_open(path, STORE_SMALL_CACHE, &st, &ei), "open", &ei);
	rnd_state = (uint32_t)who * 7919u + 1;
	for (int k = 0; k < saves; k++) {
		double t;

		wait_until(start + k + (double)rnd(1000) / 1000);
		t = seconds();
		need(store_begin(st, &ei), "begin", &ei);
		document(st, office, book, (int64_t)who * 1000 + k);
		need(store_commit(st, &ei), "commit", &ei);
		took[who * SAVES_MAX + k] = (seconds() - t) * 1000;
	}
	store_close(st);
	exit(0);
}

static int by_size(const void *x, const void *y)
{
	return *(const double *)x < *(const double *)y ? -1 : *(const double *)x > *(const double *)y;
}

static rowid_t first_book(struct store *st, rowid_t office)
{
	struct store_field f[] = { { MODEL_BOOK_KIND, val_str("DEN") }, { MODEL_BOOK_PERIOD, val_str("2026") } };
	struct store_row_op op = { MODEL_NUMBER_BOOK, 0, STORE_PUT, f, 2 };
	struct err_info ei = { 0 };

	need(store_begin(st, &ei), "begin", &ei);
	need(store_new_id(st, &op.id), "id", NULL);
	need(append(st, office, &op, 1, &ei), "book", &ei);
	need(store_commit(st, &ei), "commit", &ei);
	return op.id;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 50, saves = argc > 2 ? atoi(argv[2]) : 10, kept = 0, status, failed = 0;
	rowid_t office = key_make(1, 1, 1), book;
	struct store *st = NULL;
	char dir[PLAT_PATH_MAX];
	double *took, start;

	log_open("clerks", 2, LOG_LEVEL_WARN);
	if (n < 1 || n > 500 || saves < 1 || saves > SAVES_MAX)
		return 2;
	disk_ms = argc > 3 ? atoi(argv[3]) : 0;
	snprintf(dir, sizeof(dir), "%s/clerks.XXXXXX", argc > 4 ? argv[4] : "/tmp");
	need(mkdtemp(dir) ? 0 : ERR_IO, "folder", NULL);
	node_open(dir, "office", STORE_ROLE_OFFICE, 2, office, &st);
	book = first_book(st, office);
	store_close(st); /* never over a fork */
	took = mmap(NULL, sizeof(*took) * (size_t)n * SAVES_MAX, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	need(took == MAP_FAILED ? ERR_NOMEM : 0, "memory", NULL);
	start = seconds() + 1; /* all have opened by then */
	fflush(NULL);
	for (int i = 0; i < n; i++)
		if (fork() == 0)
			clerk(dir, office, book, i, saves, start, took);
	while (wait(&status) > 0)
		failed |= status;
	for (int i = 0; i < n * SAVES_MAX; i++)
		if (took[i] > 0)
			took[kept++] = took[i];
	qsort(took, (size_t)kept, sizeof(*took), by_size);
	if (kept > 0)
		printf("%.1f %.1f %.1f %d\n", took[kept / 2], took[kept * 95 / 100], took[kept * 99 / 100], kept);
	return plat_remove_tree(dir) || failed || kept == 0;
}
