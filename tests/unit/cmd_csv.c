/* cmd_csv: records, their lines and what is wrong with them; separators; the guard against formulas there and back. */
#include "t.h"

#include "../../src/cmd/cmd_csv.h"

/* All records as [cell|cell] with the line of each, or the message and its line. */
static const char *all(const char *s, size_t n)
{
	static struct buf out = { .max = 1 << 20 };
	struct csv c;
	size_t at = 0, used = 0;
	int r;

	buf_reset(&out);
	csv_init(&c, csv_separator((const uint8_t *)s, n));
	while ((r = csv_next(&c, (const uint8_t *)s + at, n - at, true, &used)) == 0 && c.n > 0) {
		buf_printf(&out, "%zu[", c.cell[0].line);
		for (size_t i = 0; i < c.n; i++)
			buf_printf(&out, "%s%s", i ? "|" : "", csv_text(&c, i));
		buf_puts(&out, "]");
		at += used;
	}
	if (r)
		buf_printf(&out, "%s %zu", c.why, c.line);
	csv_clear(&c);
	return buf_str(&out);
}

static void is(const char *s, const char *want)
{
	assert_string_equal(all(s, strlen(s)), want);
}

static void records(void **state)
{
	(void)state;
	is("", "");
	is("a,b\r\n1,2\r\n", "1[a|b]2[1|2]");
	is("a,b\n1,2", "1[a|b]2[1|2]");
	is("a,b\n1,", "1[a|b]2[1|]");
	is("\n\r\na\n\n\nb\n", "3[a]6[b]");
	is("\"x,\"\"y\"\"\r\nz\",w\nend", "1[x,\"y\"\r\nz|w]3[end]");
	is("a;b\n1,5;\"2;3\"\n", "1[a|b]2[1,5|2;3]");
	is("a\tb\n1\t2\n", "1[a|b]2[1|2]");
	is("5\" ống,b\n", "1[5\" ống|b]");
	is("a\rb,c", "1[a\rb|c]");
}

static void wrong(void **state)
{
	static char wide[2 * CSV_CELLS_MAX + 2];
	char *large = mem_xalloc(CSV_ROW_MAX + 3);

	(void)state;
	is("a\n\"b\nc\n", "1[a]import.quote 2");
	is("a\n\"b\nc\"d\n", "1[a]import.afterquote 3");
	assert_string_equal(all("a\nb\0c\n", 6), "1[a]import.nul 2");
	memset(wide, ',', CSV_CELLS_MAX - 1);
	assert_null(strstr(all(wide, CSV_CELLS_MAX - 1), "import"));
	memset(wide, ',', CSV_CELLS_MAX);
	assert_string_equal(all(wide, CSV_CELLS_MAX), "import.columns 1");
	memset(large, 'x', CSV_ROW_MAX + 2);
	assert_string_equal(all(large, CSV_ROW_MAX + 2), "import.rowlong 1");
	free(large);
}

static void formulas(void **state)
{
	static const char *const guarded[] = { "'=1+1", "'+a", "'-x", "'@x", "'\tx", "''=1", "'-", "'=1" };
	static const char *const kept[] = { "", "'", "'x", "-5", "'-5", "+84912345678", "-1.000,5", "x=1", "''" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(guarded); i++) {
		assert_int_equal(csv_guarded(guarded[i], strlen(guarded[i])), 1);
		assert_true(csv_risky(guarded[i] + 1, strlen(guarded[i]) - 1));
	}
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		assert_int_equal(csv_guarded(kept[i], strlen(kept[i])), 0);
		assert_false(csv_risky(kept[i], strlen(kept[i])));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(records), cmocka_unit_test(wrong), cmocka_unit_test(formulas) };

	return T_RUN(tests);
}
