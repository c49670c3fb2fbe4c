/* 1000 screen files with a few bytes or lines changed: read without a crash, and what still loads lays out soundly at every size. The seed
 * of a failure is printed; SEED=N runs that one alone, ROUNDS=N more of them. */
#include "t.h"

#include <dirent.h>
#include <signal.h>

#include "screen_fits.h"

#ifndef CONGVU_TREE
#define CONGVU_TREE "."
#endif

static char *file[100];
static size_t n_files;
static uint64_t state_;

static uint32_t next(uint32_t below)
{
	state_ = state_ * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state_ >> 33) % below;
}

static void read_files(void)
{
	DIR *d = opendir(CONGVU_TREE "/screens");
	struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL && n_files < COUNT_OF(file)) {
		char path[1024];
		FILE *f;

		if (!strstr(e->d_name, ".scr"))
			continue;
		snprintf(path, sizeof(path), CONGVU_TREE "/screens/%s", e->d_name);
		f = fopen(path, "r");
		assert_non_null(f);
		file[n_files] = mem_xalloc(1 << 16);
		assert_true(fread(file[n_files++], 1, (1 << 16) - 1, f) > 0);
		fclose(f);
	}
	closedir(d);
	assert_true(n_files > 10);
}

/* Start of a random line. */
static size_t a_line(const char *s, size_t n)
{
	size_t at = next((uint32_t)n);

	while (at > 0 && s[at - 1] != '\n')
		at--;
	return at;
}

static void put_in(char *s, size_t *n, size_t at, const char *what, size_t len)
{
	memmove(s + at + len, s + at, *n - at);
	memmove(s + at, what, len);
	*n += len;
}

static void cut_out(char *s, size_t *n, size_t at, size_t len)
{
	memmove(s + at, s + at + len, *n - at - len);
	*n -= len;
}

static void mutate(char *s, size_t *n)
{
	static const char *const pieces[] = { "[", "]", "|", "<a >", "*3 ", "--", "\"", "\t", "\xcc\x83", "\xff", "#", "\xe6\x96\x87",
		"[ty   ]", "  stretch\n", "end\n", "layout\n", "  lines 7\n", "  narrow hide\n", "field a\n", "  show :a\n", "  rows ma ten\n" };
	char line[4096];
	size_t at = next((uint32_t)*n), from = a_line(s, *n), len = strcspn(s + from, "\n") + 1;
	const char *piece = pieces[next(COUNT_OF(pieces))];

	if (from + len > *n)
		len = *n - from;
	switch (next(6)) {
	case 0:
		s[at] = (char)next(256);
		break;
	case 1:
		put_in(s, n, at, piece, strlen(piece));
		break;
	case 2:
		if (*n > len + 1)
			cut_out(s, n, from, len);
		break;
	case 3: /* a line twice, or somewhere else */
		len = len < sizeof(line) ? len : sizeof(line);
		memcpy(line, s + from, len);
		put_in(s, n, a_line(s, *n), line, len);
		break;
	case 4:
		put_in(s, n, from, piece, strlen(piece));
		break;
	case 5:
		if (*n > at + 9)
			cut_out(s, n, at, next(8) + 1);
		break;
	}
	s[*n] = '\0';
}

static size_t loaded;

static void one(uint64_t seed)
{
	static char s[1 << 18];
	struct screen_error e[SCREEN_ERRORS_MAX];
	struct screen *screen = NULL;
	struct arena *a;
	size_t n, n_errors = 0;

	state_ = seed * 2654435761u + 1;
	strcpy(s, file[next((uint32_t)n_files)]);
	n = strlen(s);
	for (uint32_t i = next(4) + 1; i > 0; i--)
		mutate(s, &n);
	if (getenv("SEED"))
		print_message("%.*s\n", (int)n, s);
	if (screen_parse("x.scr", s, n, NULL, &screen, e, SCREEN_ERRORS_MAX, &n_errors) != 0) {
		assert_true(n_errors > 0 && screen == NULL);
		for (size_t i = 0; i < n_errors; i++)
			assert_true(e[i].line > 0 && e[i].column > 0 && e[i].text[0] && utf8_valid(e[i].text, strlen(e[i].text)));
		return;
	}
	loaded++;
	a = arena_new(1 << 24);
	for (uint16_t cols = 12; cols < 180; cols = (uint16_t)(cols + 7)) {
		struct screen_layout l;
		bool shown[SCREEN_FIELDS_MAX];
		const char *why;

		for (size_t i = 0; i < screen->n_fields; i++)
			shown[i] = next(3) > 0;
		assert_int_equal(screen_layout(screen, cols, 0, shown, NULL, NULL, a, &l), 0);
		why = screen_fits(&l, cols);
		if (why)
			fail_msg("seed %llu: %s", (unsigned long long)seed, why);
	}
	arena_free(a);
	screen_free(screen, NULL);
}

static uint64_t running;

static void on_crash(int signo)
{
	char text[40];
	int n = snprintf(text, sizeof(text), "crash: seed %llu\n", (unsigned long long)running);

	(void)!write(2, text, (size_t)n);
	signal(signo, SIG_DFL);
	raise(signo);
}

static void thousand(void **state)
{
	const char *seed = getenv("SEED"), *rounds = getenv("ROUNDS");
	uint64_t n = rounds ? strtoull(rounds, NULL, 10) : 1000;

	(void)state;
	for (int *signo = (int[]){ SIGSEGV, SIGABRT, SIGBUS, SIGFPE, 0 }; *signo; signo++)
		signal(*signo, on_crash);
	read_files();
	if (seed)
		one(strtoull(seed, NULL, 10));
	for (uint64_t i = 1; i <= n && !seed; i++) {
		running = i;
		one(i);
	}
	print_message("seeds 1..%llu, %zu still loaded\n", (unsigned long long)n, loaded);
	for (size_t i = 0; i < n_files; i++)
		free(file[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(thousand) };

	return T_RUN(tests);
}
