/* cmd_text: JSON and CSV byte by byte, the address line, the command table and what derives from it. */
#include "t.h"

#include "../../src/cmd/cmd_internal.h"
#include "../../src/cmd/cmd_line.h"

static struct buf b;

static const char *json_of(const char *s, size_t n)
{
	struct cmd_json j = { .b = &b };

	buf_reset(&b);
	cmd_json_str(&j, s, n);
	return buf_str(&b);
}

static void json_strings(void **state)
{
	(void)state;
	assert_string_equal(json_of("a\"b\\c", 5), "\"a\\\"b\\\\c\"");
	assert_string_equal(json_of("\n\t\r\b\f", 5), "\"\\n\\t\\r\\b\\f\"");
	assert_string_equal(json_of("\x01\x1f\x7f", 3), "\"\\u0001\\u001f\\u007f\"");
	assert_string_equal(json_of("\0", 1), "\"\\u0000\"");
	assert_string_equal(json_of("Sổ đến", strlen("Sổ đến")), "\"Sổ đến\"");
	assert_string_equal(json_of("a\xff\xc3", 3), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
	assert_string_equal(json_of(NULL, 0), "null");
}

static void json_levels(void **state)
{
	struct cmd_json j = { .b = &b };

	(void)state;
	buf_reset(&b);
	cmd_json_open(&j, '{');
	cmd_json_key(&j, "a");
	cmd_json_open(&j, '[');
	cmd_json_int(&j, -1);
	cmd_json_id(&j, 1099511627777u);
	cmd_json_id(&j, 0);
	cmd_json_open(&j, '{');
	cmd_json_close(&j, '}');
	cmd_json_yes(&j, true);
	cmd_json_close(&j, ']');
	cmd_json_key(&j, "b");
	cmd_json_text(&j, "");
	cmd_json_close(&j, '}');
	assert_string_equal(buf_str(&b), "{\"a\":[-1,\"1099511627777\",null,{},true],\"b\":\"\"}");
}

static void csv_cells(void **state)
{
	(void)state;
	buf_reset(&b);
	cmd_csv_cell(&b, "a", 1, true);
	cmd_csv_cell(&b, "", 0, false);
	cmd_csv_cell(&b, "x,y", 3, false);
	cmd_csv_cell(&b, "say \"no\"\n", 9, false);
	assert_string_equal(buf_str(&b), "a,,\"x,y\",\"say \"\"no\"\"\n\"");
}

static void addresses(void **state)
{
	struct cmd_line l;

	(void)state;
	assert_true(cmd_line_parse("10.0.0.1:2220/SHA256:ab/cd+e/SECRET7\n", true, &l));
	assert_string_equal(l.host, "10.0.0.1");
	assert_int_equal(l.port, 2220);
	assert_string_equal(l.pin, "SHA256:ab/cd+e");
	assert_string_equal(l.secret, "SECRET7");
	assert_true(cmd_line_parse("[::1]:22/SHA256:a/b\n", false, &l));
	assert_string_equal(l.host, "[::1]");
	assert_string_equal(l.pin, "SHA256:a/b");
	assert_string_equal(l.secret, "");
	assert_false(cmd_line_parse("", true, &l));
	assert_false(cmd_line_parse("host/SHA256:a/b", true, &l));
	assert_false(cmd_line_parse("host:0/SHA256:a/b", true, &l));
	assert_false(cmd_line_parse("host:70000/SHA256:a/b", true, &l));
	assert_false(cmd_line_parse("host:22x/SHA256:a/b", true, &l));
	assert_false(cmd_line_parse("host:22/MD5:a/b", true, &l));
	assert_false(cmd_line_parse("host:22/SHA256:a/", true, &l));
	assert_false(cmd_line_parse("host:22", false, &l));
}

/* A row that contradicts itself would only be found by the person who types it. */
static void table(void **state)
{
	(void)state;
	for (size_t i = 0; i < cmd_count(); i++) {
		const struct cmd_def *d = cmd_at(i);

		assert_true(d->name[0] && d->help[0] && d->fn);
		assert_true(d->min_args <= d->max_args && d->n_opts <= 32);
		assert_int_not_equal(d->help[strlen(d->help) - 1], '.');
		for (size_t k = i + 1; k < cmd_count(); k++)
			assert_string_not_equal(d->name, cmd_at(k)->name);
		for (size_t k = 0; k < d->n_opts; k++)
			assert_true(d->opts[k].help[0] && (d->opts[k].kind == OPT_FLAG) == !d->opts[k].arg);
	}
	assert_null(cmd_at(cmd_count()));
}

static void finding(void **state)
{
	char *two[] = { (char[]){ "user" }, (char[]){ "add" }, (char[]){ "x" } }, *one[] = { (char[]){ "list" }, (char[]){ "add" } };
	int words;

	(void)state;
	assert_string_equal(cmd_find(3, two, &words)->name, "user add");
	assert_int_equal(words, 2);
	assert_string_equal(cmd_find(2, one, &words)->name, "list");
	assert_int_equal(words, 1);
	assert_null(cmd_find(1, two, &words));
	assert_null(cmd_find(0, two, &words));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_strings), cmocka_unit_test(json_levels), cmocka_unit_test(csv_cells),
		cmocka_unit_test(addresses),    cmocka_unit_test(table),       cmocka_unit_test(finding),
	};
	int failed;

	buf_init(&b, 65536);
	failed = T_RUN(tests);
	buf_clear(&b);
	return failed;
}
