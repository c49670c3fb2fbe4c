/* Text: whatever comes in, what text_clean lets through is valid, clean, NFC, and stays as it is when cleaned again. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void steps(const char *s, size_t n)
{
	size_t count = 0;
	uint32_t cp;

	for (size_t i = 0; i < n; count++) {
		size_t len = utf8_next(s + i, n - i, &cp);

		assert(len >= 1 && len <= 4 && i + len <= n);
		assert(utf8_prev(s, i + len) <= i + len - 1);
		i += len;
	}
	assert(count == utf8_chars(s, n));
	for (size_t i = n; i > 0; count--)
		i = utf8_prev(s, i);
	assert(count == 0 || !utf8_valid(s, n));
}

static void cleaned(const char *s, size_t n, enum text_flags f)
{
	struct buf once, twice, fold, refold;

	buf_init(&once, 4 * n + 64);
	buf_init(&twice, 4 * n + 64);
	buf_init(&fold, 8 * n + 64);
	buf_init(&refold, 16 * n + 64);
	if (text_clean(s, n, f, &once) == ERR_NONE) {
		const char *t = buf_str(&once);

		assert(utf8_valid(t, once.len) && strlen(t) == once.len);
		assert(once.len == 0 || (t[0] != ' ' && t[once.len - 1] != ' ' && t[0] != '\n'));
		assert(!strstr(t, "  ") && (f == TEXT_LINES || !strchr(t, '\n')));
		assert(text_clean(t, once.len, f, &twice) == ERR_NONE && twice.len == once.len && memcmp(t, buf_str(&twice), once.len) == 0);
		assert(text_cut(t, text_width(t)) == once.len);
		text_fold(t, once.len, &fold);
		text_fold(buf_str(&fold), fold.len, &refold);
		assert(!fold.err && !refold.err && fold.len == refold.len && memcmp(buf_str(&fold), buf_str(&refold), fold.len) == 0);
		buf_reset(&fold);
		text_sort_key(t, &fold);
		text_name_key(t, &fold);
		text_upper(t, once.len, &fold);
	}
	buf_clear(&once);
	buf_clear(&twice);
	buf_clear(&fold);
	buf_clear(&refold);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *s = (const char *)data;

	steps(s, n);
	cleaned(s, n, TEXT_ONE_LINE);
	cleaned(s, n, TEXT_LINES);
	return 0;
}
