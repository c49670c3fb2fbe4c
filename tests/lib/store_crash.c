/* store_crash: saves that are cut off, by SIGKILL at any moment or by the disk at any system call.
 *
 *   store_crash kill ROUNDS [SEED]     a child saves as fast as it can and is killed after a random time; several children at once
 *   store_crash calls kill|full|eio|once [STEP]   the child's n-th write, sync or truncation kills it, or fails from then on, or once,
 *                                      for n = 1, 1 + STEP, ... until a run gets through
 *   store_crash calls nomem [STEP]     the same with its n-th request for memory, which fails once
 *
 * After each run the node is opened again: verify must have nothing to say, and every save that was confirmed must be there, and at most
 * one more a child (the one that was committed but not yet told). Prints `ok ...` and `not ok ...` lines.
 *
 * libsqlite3 finds this program's pwrite64, fdatasync, fsync and ftruncate64 before libc's.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "congvu/model.h"
#include "congvu/platform.h"
#include "congvu/store.h"

#define DOCUMENT 20
#define DOCUMENT_NUMBER 11
#define DOCUMENT_TEXT 21
#define SAVES_MAX 4000

/* ---- the disk ---- */

enum fault { FAULT_NONE, FAULT_KILL, FAULT_FULL, FAULT_EIO, FAULT_ONCE, FAULT_NOMEM };
static enum fault fault;
static long fault_at;
static volatile uint32_t *calls; /* shared: how far the child came */

static bool now_bad(void)
{
	if (fault == FAULT_NONE || fault == FAULT_NOMEM || (long)++*calls < fault_at)
		return false;
	return fault != FAULT_ONCE || (long)*calls == fault_at;
}

static int fail_call(void)
{
	errno = fault == FAULT_EIO ? EIO : ENOSPC;
	return -1;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	if (!now_bad())
		return real(fd, p, n, at);
	if (fault == FAULT_KILL) { /* half of it reached the file */
		(void)!real(fd, p, n / 2, at);
		raise(SIGKILL);
	}
	return fail_call();
}

#define ONE_FD(name)                                              \
	int name(int fd)                                          \
	{                                                         \
		static int (*real)(int);                          \
		if (!real)                                        \
			*(void **)&real = dlsym(RTLD_NEXT, #name); \
		if (!now_bad())                                   \
			return real(fd);                          \
		if (fault == FAULT_KILL)                          \
			raise(SIGKILL);                           \
		return fail_call();                               \
	}
ONE_FD(fdatasync)
ONE_FD(fsync)

int ftruncate64(int fd, off64_t n)
{
	static int (*real)(int, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "ftruncate64");
	if (!now_bad())
		return real(fd, n);
	if (fault == FAULT_KILL)
		raise(SIGKILL);
	return fail_call();
}

/* ---- memory ---- */

#ifndef __SANITIZE_ADDRESS__
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t m);
void *__libc_realloc(void *p, size_t n);

static bool no_memory(void)
{
	return fault == FAULT_NOMEM && (long)++*calls == fault_at;
}
void *malloc(size_t n)
{
	return no_memory() ? NULL : __libc_malloc(n);
}
void *calloc(size_t n, size_t m)
{
	return no_memory() ? NULL : __libc_calloc(n, m);
}
void *realloc(void *p, size_t n)
{
	return no_memory() ? NULL : __libc_realloc(p, n);
}
#endif

/* ---- a node ---- */

static char dir[PLAT_PATH_MAX];
static rowid_t book;
/* Shared with the children: how many saves each has been told of. */
static volatile uint32_t *confirmed;

static void die(const char *what, int r, const struct err_info *ei)
{
	fprintf(stderr, "%s: %s (%s)\n", what, err_name(r), ei ? ei->detail : "");
	exit(2);
}

static int put(struct store *st, uint32_t type, rowid_t id, struct store_field *f, size_t n, struct err_info *ei)
{
	struct store_row_op op = { .type = type, .id = id, .kind = STORE_PUT, .fields = f, .n_fields = n };
	struct store_event ev = { .office = 1, .verb = 21, .subject_type = type, .subject_id = id, .ops = &op, .n_ops = 1 };

	return store_event_append(st, &ev, NULL, ei);
}

static void make_node(void)
{
	struct store_field f[] = { { MODEL_BOOK_KIND, val_str("DEN") }, { MODEL_BOOK_PERIOD, val_str("2026") } };
	const char *base = getenv("TMPDIR");
	struct err_info ei = { 0 };
	struct store_node n;
	struct store *st = NULL;
	uint8_t key[HASH_LEN] = { 9 };
	char path[PLAT_PATH_MAX];
	int r;

	snprintf(dir, sizeof(dir), "%s/store-crash.XXXXXX", base ? base : "/tmp");
	if (!mkdtemp(dir) || plat_path(path, sizeof(path), dir, "nodekey") || plat_write_file_atomic(path, key, sizeof(key), 0600))
		die("folder", ERR_IO, NULL);
	r = store_open(dir, STORE_CREATE, &st, &ei);
	if (r == 0)
		r = store_begin(st, &ei);
	if (r == 0)
		r = store_node_get(st, &n);
	n.role = STORE_ROLE_OFFICE;
	n.node = 3;
	n.epoch = 1;
	n.office = 1;
	if (r == 0)
		r = store_node_set(st, &n);
	if (r == 0)
		r = store_new_id(st, &book);
	if (r == 0)
		r = put(st, MODEL_NUMBER_BOOK, book, f, 2, &ei);
	if (r == 0)
		r = store_commit(st, &ei);
	if (r)
		die("node", r, &ei);
	store_close(st);
}

static int save(struct store *st, struct err_info *ei)
{
	struct store_field d[] = { { DOCUMENT_NUMBER, val_int(0) }, { DOCUMENT_TEXT, val_str("Một trích yếu để chỉ mục cũng phải ghi") } };
	struct store_field e[] = { { MODEL_ENTRY_BOOK, val_int((int64_t)book) }, { MODEL_ENTRY_NUMBER, val_int(0) } };
	rowid_t doc = 0, entry = 0;
	int64_t no = 0;
	int r = store_begin(st, ei);

	if (r)
		return r;
	r = store_number_next(st, book, "2026", &no);
	if (r)
		(void)err_set(ei, r, "its caller words this one");
	d[0].v = e[1].v = val_int(no);
	if (r == 0)
		r = store_new_id(st, &doc);
	if (r == 0)
		r = put(st, DOCUMENT, doc, d, 2, ei);
	if (r == 0)
		r = store_new_id(st, &entry);
	if (r == 0)
		r = put(st, MODEL_NUMBER_ENTRY, entry, e, 2, ei);
	if (r == 0)
		return store_commit(st, ei);
	store_rollback(st);
	return r;
}

/* A child's life: until killed, failed, or done. */
static int child(int no, long saves)
{
	struct err_info ei = { 0 };
	struct store *st = NULL;
	int r = store_open(dir, 0, &st, &ei);

	for (long i = 0; i < saves && r == 0; i++) {
		r = save(st, &ei);
		if (r == 0)
			confirmed[no]++;
		if (r == 0 && i % 8 == 7 && store_checkpoint(st))
			i = saves; /* it has no words; what failed is tried again by the next one */
	}
	if (r && ei.text[0] == '\0') {
		fprintf(stderr, "no word for the person about %s\n", err_name(r));
		return 3;
	}
	fault = FAULT_NONE;
	store_close(st);
	return r ? 1 : 0;
}

/* ---- afterwards ---- */

static void say(void *ctx, const char *line)
{
	(void)ctx;
	fprintf(stderr, "  %s\n", line);
}

static bool good_after(uint64_t told, uint64_t extra, uint64_t *docs)
{
	struct store_query q = { .type = model_type_by_no(DOCUMENT) };
	struct err_info ei = { 0 };
	struct store *st = NULL;
	uint64_t findings = 0;
	bool good;
	int r = store_open(dir, 0, &st, &ei);

	if (r == 0)
		r = store_verify(st, say, NULL, &findings);
	if (r == 0)
		r = store_count(st, &q, docs);
	if (r)
		fprintf(stderr, "  %s: %s\n", err_name(r), ei.detail);
	good = r == 0 && findings == 0 && *docs >= told && *docs <= told + extra;
	if (r == 0 && !good)
		fprintf(stderr, "  %llu findings, %llu told, %llu there\n", (unsigned long long)findings, (unsigned long long)told, (unsigned long long)*docs);
	if (good && save(st, &ei) == 0) /* and the work goes on */
		++*docs;
	else
		good = false;
	store_close(st);
	return good;
}

static void forget_node(void)
{
	if (plat_remove_tree(dir))
		fprintf(stderr, "%s stays behind\n", dir);
}

/* ---- SIGKILL at any moment ---- */

#define CHILDREN 3

static int kill_rounds(long rounds, unsigned seed)
{
	uint64_t docs = 0, total = 0, told;
	int bad = 0;

	printf("# seed %u\n", seed);
	srand(seed);
	make_node();
	for (long i = 0; i < rounds; i++) {
		int64_t moment = 1 + rand() % 25;
		pid_t pid[CHILDREN];

		if (docs > 1500) { /* verify reads everything: start afresh before it takes the time of the test */
			forget_node();
			make_node();
			total += docs;
			docs = 0;
		}
		told = docs;
		for (int c = 0; c < CHILDREN; c++) {
			confirmed[c] = 0;
			pid[c] = fork();
			if (pid[c] == 0)
				_exit(child(c, SAVES_MAX));
		}
		/* the moment of the kill: any, not when something has happened */
		for (moment += clock_mono_ms(); clock_mono_ms() < moment;)
			sched_yield();
		for (int c = 0; c < CHILDREN; c++)
			kill(pid[c], SIGKILL);
		for (int c = 0; c < CHILDREN; c++) {
			waitpid(pid[c], NULL, 0);
			told += confirmed[c];
		}
		if (!good_after(told, CHILDREN, &docs)) {
			printf("not ok killed in round %ld of seed %u\n", i, seed);
			bad++;
			break;
		}
	}
	if (!bad)
		printf("ok %ld rounds of SIGKILL, %llu records, seed %u\n", rounds, (unsigned long long)(total + docs), seed);
	forget_node();
	return bad;
}

/* ---- the n-th system call ---- */

static int one_call(const char *name, enum fault f, long at, bool *through)
{
	uint64_t docs = 0;
	int status = 0;
	pid_t pid;

	make_node();
	confirmed[0] = 0;
	pid = fork();
	if (pid == 0) {
		fault = f;
		fault_at = at;
		*calls = 0;
		_exit(child(0, 10));
	}
	waitpid(pid, &status, 0);
	*through = (long)*calls < at;
	if ((WIFEXITED(status) && WEXITSTATUS(status) > 1) || !good_after(confirmed[0], 1, &docs)) {
		printf("not ok %s at call %ld (status %d), folder %s\n", name, at, status, dir);
		return 1;
	}
	forget_node();
	return 0;
}

static int call_sweep(const char *name, enum fault f, long step)
{
	bool through = false;
	long at = 1;
	int bad = 0;

#ifdef __SANITIZE_ADDRESS__
	if (f == FAULT_NOMEM) {
		printf("ok %s: not with this build\n", name);
		return 0;
	}
#endif
	while (!through && !bad) {
		bad = one_call(name, f, at, &through);
		at += step;
	}
	if (!bad)
		printf("ok %s at each call up to %ld\n", name, at - step);
	return bad;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "none", "kill", "full", "eio", "once", "nomem" };

	confirmed = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	log_open("store_crash", -1, LOG_LEVEL_ERR);
	if (confirmed == MAP_FAILED)
		return 2;
	calls = confirmed + 512;
	if (argc >= 3 && strcmp(argv[1], "kill") == 0)
		return kill_rounds(atol(argv[2]), argc > 3 ? (unsigned)atol(argv[3]) : (unsigned)time(NULL)) != 0;
	for (size_t i = 1; argc >= 3 && strcmp(argv[1], "calls") == 0 && i < COUNT_OF(names); i++)
		if (strcmp(argv[2], names[i]) == 0)
			return call_sweep(names[i], (enum fault)i, argc > 3 ? atol(argv[3]) : 1) != 0;
	fprintf(stderr, "store_crash kill ROUNDS [SEED] | calls kill|full|eio|once|nomem [STEP]\n");
	return 2;
}
