/* man_page.h: a part of a manual page is a table of the program, word for word: between two comment lines. GOLDEN=1 writes it into the page. */
#ifndef TESTS_MAN_PAGE_H
#define TESTS_MAN_PAGE_H

#include "t.h"

#ifndef CONGVU_TREE
#define CONGVU_TREE "."
#endif
#define MAN_PAGE_MAX (1 << 18)

/* As an argument of a macro line: quotes mean something there. */
static inline void man_macro_text(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '"')
			buf_puts(b, "\\(dq");
		else if (*s == '|')
			buf_puts(b, "\\(ba");
		else
			buf_put_u8(b, (unsigned char)*s);
	}
}

static inline void man_wrapped(struct buf *b, const char *s)
{
	while (strlen(s) > 76) {
		size_t n = 76;

		while (s[n] != ' ')
			n--;
		buf_printf(b, "%s%.*s\n", *s == '.' || *s == '\'' ? "\\&" : "", (int)n, s);
		s += n + 1;
	}
	buf_printf(b, "%s%s\n", *s == '.' || *s == '\'' ? "\\&" : "", s);
}

/* What stands in PAGE between `.\" BEGIN what` and `.\" END what` is `want`. */
static inline void man_part_is(const char *page, const char *what, struct buf *want)
{
	char path[1024], begin[80], end[80], *text = mem_xalloc(MAN_PAGE_MAX), *from, *to;
	struct buf whole;
	FILE *f;

	snprintf(path, sizeof(path), CONGVU_TREE "/src/man/%s", page);
	snprintf(begin, sizeof(begin), ".\\\" BEGIN %s\n", what);
	snprintf(end, sizeof(end), ".\\\" END %s\n", what);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_true(fread(text, 1, MAN_PAGE_MAX - 1, f) > 0);
	fclose(f);
	from = strstr(text, begin);
	to = strstr(text, end);
	assert_true(from && to && from < to);
	from += strlen(begin);
	buf_init(&whole, MAN_PAGE_MAX);
	if (getenv("GOLDEN")) {
		buf_put(&whole, text, (size_t)(from - text));
		buf_put(&whole, want->p, want->len);
		buf_puts(&whole, to);
		f = fopen(path, "w");
		assert_non_null(f);
		fwrite(whole.p, 1, whole.len, f);
		fclose(f);
	} else {
		*to = '\0';
		assert_string_equal(buf_str(want), from);
	}
	buf_clear(&whole);
	free(text);
}

#endif
