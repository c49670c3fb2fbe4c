/* Memory runs out at the n-th allocation, for every n: base, platform and loop say so, keep what they had, and leak nothing (asan).
 * Linked with --wrap (UNIT_LD_loop_nomem in the Makefile). */
#include "t.h"

#include "congvu/loop.h"
#include "congvu/platform.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t m);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t m);
void *__wrap_realloc(void *p, size_t n);

static long left = -1; /* allocations until one fails; < 0: none does */
static bool failed;

static bool fails(void)
{
	if (left < 0 || left-- > 0)
		return false;
	failed = true;
	left = -1;
	return true;
}

void *__wrap_malloc(size_t n)
{
	return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t m)
{
	return fails() ? NULL : __real_calloc(n, m);
}

void *__wrap_realloc(void *p, size_t n)
{
	return fails() ? NULL : __real_realloc(p, n);
}

/* Runs fn with the first, second ... allocation failing until none fails any more. fn returns an error or 0. */
static void sweep(int (*fn)(void))
{
	for (long n = 0; n < 1000; n++) {
		int r;

		left = n;
		failed = false;
		r = fn();
		left = -1;
		if (!failed) {
			assert_int_equal(r, ERR_NONE);
			assert_true(n > 0); /* otherwise nothing was tried */
			return;
		}
		assert_int_equal(r, ERR_NOMEM);
	}
	fail_msg("there is no end of allocations");
}

static int bytes(void)
{
	struct buf b = { .max = 100000 };
	int r;

	for (int i = 0; i < 5000; i++)
		buf_printf(&b, "%d ", i);
	r = buf_err(&b);
	if (r)
		assert_true(b.len == 0 || b.p[b.len - 1] == ' '); /* whole pieces only */
	buf_clear(&b);
	return r;
}

static int texts(void)
{
	struct buf b = { .max = 1000 };
	int r = text_clean("  Sổ  văn thư ", strlen("  Sổ  văn thư "), TEXT_ONE_LINE, &b);

	buf_clear(&b);
	return r;
}

static int arenas(void)
{
	struct arena *a = arena_new(1 << 20);
	int r = a ? ERR_NONE : ERR_NOMEM;

	for (int i = 0; !r && i < 1000; i++)
		if (!arena_alloc(a, (size_t)i))
			r = ERR_NOMEM;
	arena_free(a);
	return r;
}

static void on_timer(struct loop *l, void *ctx)
{
	(void)l;
	++*(int *)ctx;
}

static void on_fd(struct loop *l, int fd, short revents, void *ctx)
{
	(void)l;
	(void)fd;
	(void)revents;
	(void)ctx;
}

static int loops(void)
{
	struct loop *l = loop_new();
	int r = l ? ERR_NONE : ERR_NOMEM, ran = 0, added = 0;

	for (int i = 0; !r && i < 20; i++) {
		r = loop_timer_add(l, 0, on_timer, &ran, NULL);
		added += !r;
		if (!r)
			r = loop_fd_add(l, 1000 + i, 0, on_fd, NULL, NULL); /* numbers nobody has open */
	}
	if (l)
		assert_int_equal(loop_once(l, 0), ERR_NONE);
	assert_int_equal(ran, added); /* what was taken in before still works */
	loop_free(l);
	return r;
}

static int files(void)
{
	struct buf b = { .max = 1000 };
	int r = plat_read_file("/proc/self/comm", 1000, &b);

	buf_clear(&b);
	return r;
}

static void memory_runs_out(void **state)
{
	(void)state;
	sweep(bytes);
	sweep(texts);
	sweep(arenas);
	sweep(loops);
	sweep(files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_runs_out),
	};

	return T_RUN(tests);
}
