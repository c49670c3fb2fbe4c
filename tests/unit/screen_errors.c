/* The catalogue of mistakes: every broken file of tests/data/screens/errors.txt says exactly its lines, columns and words. A new case is
 * `### name`, the file, `=== lỗi`; GOLDEN=1 writes what is said now, for review. */
#include "t.h"

#include "congvu/screen.h"

#ifndef CONGVU_TREE
#define CONGVU_TREE "."
#endif

static const char errors_path[] = CONGVU_TREE "/tests/data/screens/errors.txt";

/* Every SAI in an expression is a mistake, and there are no others. */
static int compile(void *ctx, const char *text, const char *const *tags, size_t n_tags, void **out, screen_expr_say *say, void *to)
{
	(void)tags;
	(void)n_tags;
	for (const char *p = strstr(text, "SAI"); p; p = strstr(p + 1, "SAI"))
		say(to, utf8_chars(text, (size_t)(p - text)), "không có hàm SAI");
	if (strstr(text, "SAI"))
		return ERR_INVALID;
	++*(int *)ctx;
	*out = mem_xstrdup(text);
	return 0;
}

static int *live;

static void release(void *expr)
{
	--*live;
	free(expr);
}

static char *read_all(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *text = mem_xalloc(1 << 20);

	assert_non_null(f);
	*n = fread(text, 1, (1 << 20) - 1, f);
	fclose(f);
	return text;
}

static void said(const char *file, size_t n, struct buf *out)
{
	static struct screen_error e[SCREEN_ERRORS_MAX];
	int count = 0;
	struct screen_expr_fn fn = { compile, release, &count };
	struct screen *s = NULL;
	size_t n_errors = 0;
	int err;

	live = &count;
	err = screen_parse("thu.scr", file, n, &fn, &s, e, SCREEN_ERRORS_MAX, &n_errors);
	assert_int_equal(err, n_errors ? ERR_INVALID : ERR_NONE);
	assert_true((s == NULL) == (n_errors > 0));
	for (size_t i = 0; i < n_errors; i++)
		buf_printf(out, "dòng %u cột %u: %s\n", e[i].line, e[i].column, e[i].text);
	screen_free(s, &fn);
	assert_int_equal(count, 0);
}

static void catalogue(void **state)
{
	static const char mark[] = "=== lỗi\n";
	size_t n, cases = 0, wrong = 0;
	char *all = read_all(errors_path, &n), *p = all;
	struct buf fresh;

	(void)state;
	buf_init(&fresh, 1 << 20);
	while (p < all + n) {
		char *text = strchr(p, '\n') + 1, *end = strstr(text, mark), *want, *next;
		struct buf got;

		assert_memory_equal(p, "### ", 4);
		assert_non_null(end);
		want = end + strlen(mark);
		next = strncmp(want, "### ", 4) == 0 ? want : strstr(want, "\n### ");
		next = !next ? all + n : next == want ? want : next + 1;
		buf_init(&got, 1 << 16);
		said(text, (size_t)(end - text), &got);
		if (got.len != (size_t)(next - want) || memcmp(buf_str(&got), want, got.len) != 0) {
			wrong++;
			if (!getenv("GOLDEN"))
				print_error("%.*swant:\n%.*sgot:\n%s", (int)(text - p), p, (int)(next - want), want, buf_str(&got));
		}
		buf_put(&fresh, p, (size_t)(want - p));
		buf_put(&fresh, buf_str(&got), got.len);
		buf_clear(&got);
		cases++;
		p = next;
	}
	if (getenv("GOLDEN") && wrong) {
		FILE *f = fopen(errors_path, "wb");

		assert_non_null(f);
		fwrite(buf_str(&fresh), 1, fresh.len, f);
		fclose(f);
		wrong = 0;
	}
	buf_clear(&fresh);
	free(all);
	assert_true(cases >= 40);
	assert_int_equal(wrong, 0);
}

/* A file of nothing but mistakes stops at the ceiling and says the first ones. */
static void too_many(void **state)
{
	struct screen_error e[3];
	struct screen *s;
	size_t n = 0;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "x\n");
	assert_int_equal(screen_parse("x.scr", buf_str(&b), b.len, NULL, &s, e, 3, &n), ERR_INVALID);
	assert_int_equal(n, 3);
	assert_int_equal(e[0].line, 1);
	buf_reset(&b);
	for (size_t i = 0; i < SCREEN_FILE_MAX / 2 + 10; i++)
		buf_puts(&b, "# ");
	assert_int_equal(screen_parse("x.scr", buf_str(&b), b.len, NULL, &s, e, 3, &n), ERR_INVALID);
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(catalogue), cmocka_unit_test(too_many) };

	return T_RUN(tests);
}
