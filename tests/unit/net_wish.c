/* What of a client's environment is taken: a table, and nothing beside it. */
#include "t.h"

#include <string.h>

#include "../../src/net/net_internal.h"

static void taken(void **state)
{
	(void)state;
	uint32_t w = 0;
	assert_true(net_wish_take(&w, "NO_COLOR", "1"));
	assert_int_equal(w, WIRE_WISH_NO_COLOUR);
	assert_true(net_wish_take(&w, "NO_COLOR", "không màu, cảm ơn"));
	assert_true(net_wish_take(&w, "CONGVU_LINEAR", "1"));
	assert_int_equal(w, WIRE_WISH_NO_COLOUR | WIRE_WISH_LINEAR);
	/* the last of a name rules, and both at once cannot be */
	assert_true(net_wish_take(&w, "CONGVU_LINEAR", "0"));
	assert_int_equal(w, WIRE_WISH_NO_COLOUR | WIRE_WISH_COLUMNS);
	assert_true(wire_wishes_ok(w));
	for (int i = 0; i < 10000; i++)
		assert_true(net_wish_take(&w, "CONGVU_LINEAR", i % 2 ? "1" : "0") && wire_wishes_ok(w));
}

static void refused(void **state)
{
	(void)state;
	static char endless[1 << 20];
	memset(endless, '1', sizeof endless - 1);
	static const struct { const char *name, *value; } no[] = {
		{ "NO_COLOR", "" }, { "NO_COLOR", endless }, { "NO_COLOR", "123456789012345678901234567890123" }, { "NO_COLOR", NULL },
		{ NULL, "1" }, { "", "1" }, { "no_color", "1" }, { "NO_COLOR ", "1" }, { "NO_COLOR=", "1" }, { "XNO_COLOR", "1" }, { endless, "1" },
		{ "CONGVU_LINEAR", "" }, { "CONGVU_LINEAR", "2" }, { "CONGVU_LINEAR", "11" }, { "CONGVU_LINEAR", "yes" }, { "CONGVU_LINEAR", " 1" },
		{ "CONGVU_LINEAR", "1\n" }, { "CONGVU_LINEAR", "\xff\xfe" }, { "CONGVU_LINEA", "1" }, { "CONGVU_LINEAR2", "1" },
		{ "LD_PRELOAD", "/tmp/x.so" }, { "CONGVU_DIR", "/" }, { "CONGVU_DATADIR", "/tmp" }, { "CONGVU_CLOCK", "1" }, { "CONGVU_UI_ATTACH", "1" },
		{ "TERM", "1" }, { "LANG", "1" }, { "LC_ALL", "1" }, { "PATH", "1" }, { "COLUMNS", "1" }, { "TERMINFO", "1" },
	};
	for (uint32_t before = 0; before < 2; before++) {
		for (size_t i = 0; i < COUNT_OF(no); i++) {
			uint32_t w = before;
			assert_false(net_wish_take(&w, no[i].name, no[i].value));
			assert_int_equal(w, before);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(taken), cmocka_unit_test(refused) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
