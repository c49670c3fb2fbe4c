/* The dictionary that is compiled in is the file that is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "../../src/sync/sync_dict1.h"
#include "congvu/base.h"

static void is_the_file(void **s)
{
	(void)s;
	static uint8_t p[40000];
	FILE *f = fopen("src/sync/dict/1", "rb");
	assert_non_null(f);
	size_t n = fread(p, 1, sizeof p, f);
	fclose(f);
	assert_int_equal(n, SYNC_DICT1_LEN);
	assert_true(n <= 32768);
	assert_memory_equal(p, sync_dict1, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(is_the_file) };
	return cmocka_run_group_tests_name("sync_dict", tests, NULL, NULL);
}
