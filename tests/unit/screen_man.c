/* The manual's lists of attributes are the table's, word for word. GOLDEN=1 writes them into the page. */
#include "man_page.h"

#include "congvu/screen.h"

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
				man_macro_text(b, a->args);
			}
			buf_puts(b, "\n");
			man_wrapped(b, a->help);
		}
		buf_puts(b, ".El\n");
	}
}

static void page_is_the_table(void **state)
{
	struct buf want;

	(void)state;
	buf_init(&want, MAN_PAGE_MAX);
	attributes(&want);
	man_part_is("congvu-screen.5", "attributes", &want);
	buf_clear(&want);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(page_is_the_table) };

	return T_RUN(tests);
}
