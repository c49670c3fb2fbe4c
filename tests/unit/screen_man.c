/* The manual's lists of attributes are the table's, word for word. GOLDEN=1 writes them into the page. */
#include "t.h"

#include "congvu/screen.h"

#ifndef CONGVU_TREE
#define CONGVU_TREE "."
#endif

static const char page_path[] = CONGVU_TREE "/src/man/congvu-screen.5";
static const char begin[] = ".\\\" BEGIN attributes\n", end[] = ".\\\" END attributes\n";

/* As an argument of a macro line: quotes mean something there. */
static void macro_text(struct buf *b, const char *s)
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

static void wrapped(struct buf *b, const char *s)
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

static void attributes(struct buf *b)
{
	static const struct {
		const char *section, *title;
	} titles[] = { { "file", "First line" },          { "screen", "Statements" },  { "field", "Attributes of field" },
		       { "detail", "Attributes of detail" }, { "list", "Attributes of list" }, { "entry", "Attributes of entry" } };

	for (size_t t = 0; t < COUNT_OF(titles); t++) {
		buf_printf(b, ".Ss %s\n.Bl -tag -width indent\n", titles[t].title);
		for (size_t i = 0; i < screen_attr_count(); i++) {
			const struct screen_attr *a = screen_attr_at(i);

			if (strcmp(a->section, titles[t].section) != 0)
				continue;
			buf_printf(b, ".It Ic %s", a->name);
			if (*a->args) {
				buf_puts(b, " Li ");
				macro_text(b, a->args);
			}
			buf_puts(b, "\n");
			wrapped(b, a->help);
		}
		buf_puts(b, ".El\n");
	}
}

static void page_is_the_table(void **state)
{
	char *page = mem_xalloc(1 << 18), *from, *to;
	struct buf want, whole;
	FILE *f = fopen(page_path, "r");

	(void)state;
	assert_non_null(f);
	assert_true(fread(page, 1, (1 << 18) - 1, f) > 0);
	fclose(f);
	from = strstr(page, begin);
	to = strstr(page, end);
	assert_true(from && to && from < to);
	from += strlen(begin);
	buf_init(&want, 1 << 18);
	buf_init(&whole, 1 << 18);
	attributes(&want);
	if (getenv("GOLDEN")) {
		buf_put(&whole, page, (size_t)(from - page));
		buf_put(&whole, want.p, want.len);
		buf_puts(&whole, to);
		f = fopen(page_path, "w");
		assert_non_null(f);
		fwrite(whole.p, 1, whole.len, f);
		fclose(f);
	} else {
		*to = '\0';
		assert_string_equal(buf_str(&want), from);
	}
	buf_clear(&want);
	buf_clear(&whole);
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(page_is_the_table) };

	return T_RUN(tests);
}
