/* app_text.c: comparing and filling words. */
#include "app_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void app_copy(char *out, size_t cap, const char *s, size_t n)
{
	if (n >= cap)
		for (n = cap - 1; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
			; /* never half a letter */
	memcpy(out, s, n);
	out[n] = '\0';
}

bool app_fold_equal(const char *a, const char *b)
{
	struct buf x, y;
	bool same;

	buf_init(&x, 8192);
	buf_init(&y, 8192);
	text_fold(a, strlen(a), &x);
	text_fold(b, strlen(b), &y);
	same = !buf_err(&x) && !buf_err(&y) && strcmp(buf_str(&x), buf_str(&y)) == 0;
	buf_clear(&x);
	buf_clear(&y);
	return same;
}

static bool begins_word(const char *text, const char *word, size_t n)
{
	for (const char *p = text; *p; p++) {
		if ((p == text || strchr(" /-.,()\"", p[-1])) && strncmp(p, word, n) == 0)
			return true;
	}
	return false;
}

bool app_words_match(const char *words, const char *text)
{
	struct buf w, t;
	bool all = true;

	if (!words || !*words)
		return true;
	buf_init(&w, 1024);
	buf_init(&t, 8192);
	text_fold(words, strlen(words), &w);
	text_fold(text, strlen(text), &t);
	all = !buf_err(&w); /* longer than any name: of none of them */
	for (const char *p = buf_str(&w); *p && all;) {
		size_t n = strcspn(p, " ");

		if (n > 0)
			all = begins_word(buf_str(&t), p, n);
		p += n + (p[n] == ' ');
	}
	buf_clear(&w);
	buf_clear(&t);
	return all;
}

static uint32_t lower(uint32_t cp)
{
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE))
		return cp + 32;
	if (cp == 0x102 || cp == 0x110 || cp == 0x128 || cp == 0x168 || cp == 0x1A0 || cp == 0x1AF)
		return cp + 1;
	if (cp >= 0x1EA0 && cp <= 0x1EF9 && cp % 2 == 0)
		return cp + 1;
	return cp;
}

const char *app_lower_first(const char *s, char *out, size_t cap)
{
	uint32_t first, second;
	size_t n = utf8_next(s, strlen(s), &first), m = utf8_next(s + n, strlen(s + n), &second);
	char c[4];

	(void)m;
	if (n == 0 || lower(first) == first || lower(second) != second) { /* empty, small already, or an abbreviation */
		snprintf(out, cap, "%s", s);
		return out;
	}
	m = utf8_put(c, lower(first));
	snprintf(out, cap, "%.*s%s", (int)m, c, s + n);
	return out;
}

const char *app_say(char *out, size_t cap, const char *message_id, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, 4096);
	va_start(ap, message_id);
	model_message_vfill(&b, model_message(message_id), ap);
	va_end(ap);
	snprintf(out, cap, "%s", buf_str(&b));
	buf_clear(&b);
	return out;
}

void app_fail(struct err_info *ei, int code, const char *message_id, const char *name, const char *value)
{
	char text[APP_TEXT_MAX];

	if (ei)
		err_set(ei, code, app_say(text, sizeof(text), message_id, name ? name : "-", value ? value : "", NULL));
}
