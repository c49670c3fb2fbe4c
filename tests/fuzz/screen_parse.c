/* Screen files: any bytes give either a screen or errors with a place and words, never both; and a screen lays out within its columns. */
#include <assert.h>
#include <stdlib.h>

#include "../lib/screen_fits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void laid_out(const struct screen *s, uint16_t cols, struct arena *a)
{
	bool shown[SCREEN_FIELDS_MAX];
	struct screen_layout l;

	for (size_t i = 0; i < s->n_fields; i++)
		shown[i] = (i * 7 + cols) % 3 != 0;
	assert(screen_layout(s, cols, 0, cols % 2 ? shown : NULL, NULL, NULL, a, &l) == 0);
	assert(screen_fits(&l, cols) == NULL);
	arena_reset(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const uint16_t sizes[] = { 15, 29, 30, 41, 60, 80, 133 };
	static struct screen_error e[SCREEN_ERRORS_MAX];
	struct screen *s = NULL;
	size_t n_errors = 0;
	struct arena *a;
	struct buf b;

	if (screen_parse("x.scr", (const char *)data, n, NULL, &s, e, SCREEN_ERRORS_MAX, &n_errors) != 0) {
		assert(!s && n_errors > 0);
		for (size_t i = 0; i < n_errors; i++) {
			assert(e[i].line > 0 && e[i].column > 0 && e[i].text[0]);
			assert(i == 0 || e[i - 1].line <= e[i].line);
		}
		return 0;
	}
	assert(s && n_errors == 0 && s->name && s->title);
	a = arena_new(1 << 25);
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		laid_out(s, sizes[i], a);
	arena_free(a);
	buf_init(&b, 1 << 22);
	assert(screen_show(s, 80, &b) == 0 && utf8_valid(buf_str(&b), b.len));
	buf_clear(&b);
	screen_free(s, NULL);
	return 0;
}
