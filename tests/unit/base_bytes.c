/* Buffers, readers, values, arenas, hexadecimal, errors and log lines. */
#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

static void buf_stops_at_its_ceiling(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	buf_puts(&b, "0123456789");
	assert_int_equal(buf_err(&b), ERR_NONE);
	assert_string_equal(buf_str(&b), "0123456789"); /* the NUL of the view does not count */
	buf_put_u8(&b, 'x');
	assert_int_equal(buf_err(&b), ERR_RANGE);
	assert_string_equal(buf_str(&b), "");
	buf_reset(&b);
	buf_puts(&b, "ab");
	assert_string_equal(buf_str(&b), "ab");
	buf_puts(&b, "this is too long");
	buf_puts(&b, "c"); /* sticky: the short one must not slip in behind the failed one */
	assert_int_equal(b.len, 2);
	buf_clear(&b);
	assert_int_equal(b.max, 10);
	buf_puts(&b, "again");
	assert_string_equal(buf_str(&b), "again");
	buf_clear(&b);
	buf_init(&b, 0);
	assert_string_equal(buf_str(&b), "");
	buf_put_u8(&b, 1);
	assert_int_equal(buf_err(&b), ERR_RANGE);
	buf_clear(&b);
}

static void buf_formats_and_consumes(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (int i = 0; i < 300; i++)
		buf_printf(&b, "%d,", i);
	assert_int_equal(buf_err(&b), ERR_NONE);
	assert_memory_equal(b.p, "0,1,2,3,", 8);
	buf_consume(&b, 4);
	assert_memory_equal(b.p, "2,3,4", 5);
	buf_consume(&b, 100000);
	assert_int_equal(b.len, 0);
	buf_clear(&b);
	buf_init(&b, 4);
	buf_printf(&b, "%s", "12345");
	assert_int_equal(buf_err(&b), ERR_RANGE);
	buf_clear(&b);
}

static void numbers_round_trip(void **state)
{
	static const int64_t values[] = { 0, 1, -1, 63, 64, -64, -65, 127, 128, 300, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN };
	struct buf b;
	struct rd r;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		buf_put_zigzag(&b, values[i]);
		buf_put_varint(&b, (uint64_t)values[i]);
	}
	buf_put_u8(&b, 0xfe);
	buf_put_u16(&b, 0x1234);
	buf_put_u32(&b, 0x12345678);
	buf_put_u64(&b, 0x123456789abcdef0);
	r = rd_over(b.p, b.len);
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		assert_true(rd_zigzag(&r) == values[i]);
		assert_true(rd_varint(&r) == (uint64_t)values[i]);
	}
	assert_int_equal(rd_u8(&r), 0xfe);
	assert_memory_equal(r.p, "\x12\x34\x12\x34\x56\x78", 6); /* big-endian */
	assert_int_equal(rd_u16(&r), 0x1234);
	assert_int_equal(rd_u32(&r), 0x12345678);
	assert_true(rd_u64(&r) == 0x123456789abcdef0);
	assert_int_equal(rd_left(&r), 0);
	assert_int_equal(r.err, ERR_NONE);
	assert_int_equal(rd_u8(&r), 0);
	assert_int_equal(r.err, ERR_CORRUPT);
	buf_clear(&b);
}

static void varint_has_one_spelling(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		bool good;
	} rows[] = {
		{ "\x00", 1, true },
		{ "\x80\x01", 2, true },
		{ "\x80\x00", 2, false },     /* zero in two bytes */
		{ "\xff\x80\x00", 3, false }, /* a trailing empty group */
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, true },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, false }, /* bit 64 */
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 11, false },
		{ "\x80", 1, false }, /* ends too early */
		{ "", 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rd r = rd_over(rows[i].bytes, rows[i].n);
		uint64_t v = rd_varint(&r);

		assert_int_equal(r.err, rows[i].good ? ERR_NONE : ERR_CORRUPT);
		if (!rows[i].good) {
			assert_true(v == 0);
			assert_int_equal(rd_left(&r), 0);
			assert_null(rd_bytes(&r, 0));
		}
	}
}

static void reader_never_passes_the_end(void **state)
{
	struct rd r = rd_over("abc", 3);

	(void)state;
	assert_memory_equal(rd_bytes(&r, 2), "ab", 2);
	assert_null(rd_bytes(&r, 2));
	assert_int_equal(rd_left(&r), 0);
	assert_int_equal(rd_u8(&r), 0);
	r = rd_over("abc", 3);
	assert_null(rd_bytes(&r, SIZE_MAX));
	r = rd_over(NULL, 0);
	assert_non_null(rd_bytes(&r, 0));
	assert_int_equal(rd_u16(&r), 0);
	assert_int_equal(r.err, ERR_CORRUPT);
}

static void values_compare_and_copy(void **state)
{
	struct arena *a = arena_new(4096);
	char text[] = "hồ sơ";
	struct val items[2] = { val_int(7), val_str(text) };
	struct val list = { .shape = VAL_LIST, .items = items, .n = 2 }, copy;

	(void)state;
	assert_true(val_eq(val_int(-1), val_int(-1)));
	assert_false(val_eq(val_int(0), val_null()));
	assert_false(val_eq(val_str(""), val_null()));
	assert_true(val_eq(val_bytes(NULL, 0), val_str("")));
	assert_false(val_eq(val_str("ab"), val_str("abc")));
	copy = val_dup(a, list);
	assert_true(val_eq(copy, list));
	text[0] = 'H';
	assert_false(val_eq(copy, list));
	assert_string_equal(copy.items[1].s, "hồ sơ"); /* copies end with a NUL */
	assert_true(val_is_null(val_dup(a, val_null())));
	arena_free(a);
}

static void arena_keeps_its_ceiling(void **state)
{
	struct arena *a = arena_new(200000);
	size_t given = 0;
	char *p, *big;

	(void)state;
	big = arena_alloc(a, 150000);
	assert_non_null(big);
	big[149999] = 1;
	while ((p = arena_alloc(a, 100)) != NULL) {
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < 100; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, 100); /* must not be seen by anyone later */
		given += 100;
	}
	assert_true(given > 40000 && given <= 50000);
	assert_null(arena_alloc(a, SIZE_MAX));
	assert_null(arena_alloc(a, SIZE_MAX - 20));
	assert_null(arena_array(a, SIZE_MAX / 2, 3));
	assert_null(arena_strndup(a, "x", SIZE_MAX));
	arena_reset(a);
	p = arena_alloc(a, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
	assert_string_equal(arena_xprintf(a, "%s %d", "Số", 12), "Số 12");
	assert_string_equal(arena_strdup(a, ""), "");
	arena_free(a);
	arena_free(NULL);
}

static void arena_x_aborts(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct arena *a = arena_new(64);

		log_open("test", -1, LOG_LEVEL_ERR);
		arena_xalloc(a, 65);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void memory_is_overflow_checked(void **state)
{
	volatile size_t huge = SIZE_MAX / 2;
	void *p;

	(void)state;
	assert_null(mem_array(huge, 3));
	assert_null(mem_resize(NULL, huge, 3));
	p = mem_alloc(0);
	assert_non_null(p);
	free(p);
	p = mem_strdup("sổ");
	assert_string_equal(p, "sổ");
	mem_wipe(p, 3);
	assert_string_equal(p, "");
	free(p);
}

static void hex_goes_both_ways(void **state)
{
	uint8_t bytes[3] = { 0 };
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	hex_put(&b, "\x00\xab\xff", 3);
	assert_string_equal(buf_str(&b), "00abff");
	assert_int_equal(hex_get("00ABfF", bytes, 3), ERR_NONE);
	assert_memory_equal(bytes, "\x00\xab\xff", 3);
	assert_int_equal(hex_get("00abf", bytes, 3), ERR_INVALID);
	assert_int_equal(hex_get("00abff0", bytes, 3), ERR_INVALID);
	assert_int_equal(hex_get("00abfg", bytes, 3), ERR_INVALID);
	assert_int_equal(hex_get("", bytes, 0), ERR_NONE);
	buf_clear(&b);
}

static void errors_carry_words(void **state)
{
	struct err_info ei;
	char longer[1000];

	(void)state;
	assert_string_equal(err_name(ERR_STALE), "record changed meanwhile");
	assert_string_equal(err_name(4711), "unknown error");
	assert_int_equal(err_setf(NULL, ERR_IO, "x", "%d", 1), ERR_IO);
	assert_int_equal(err_setf(&ei, ERR_BUSY, "Đang bận", "lock %d", 7), ERR_BUSY);
	assert_int_equal(ei.code, ERR_BUSY);
	assert_string_equal(ei.text, "Đang bận");
	assert_string_equal(ei.detail, "lock 7");
	for (size_t i = 0; i + 3 < sizeof(longer); i += 3)
		memcpy(longer + i, "ệ", 4);
	err_set(&ei, ERR_INVALID, longer);
	assert_true(strlen(ei.text) >= sizeof(ei.text) - 3);
	assert_true(utf8_valid(ei.text, strlen(ei.text))); /* no half letter at the cut */
	assert_string_equal(ei.detail, "");
	err_set(&ei, ERR_INVALID, NULL);
	assert_string_equal(ei.text, "");
	assert_int_equal(err_from_errno(ENOSPC), ERR_FULL);
	assert_int_equal(err_from_errno(EDQUOT), ERR_FULL);
	assert_int_equal(err_from_errno(EROFS), ERR_READONLY);
	assert_int_equal(err_from_errno(EPERM), ERR_DENIED);
	assert_int_equal(err_from_errno(EXDEV), ERR_IO);
	assert_int_equal(err_from_errno(0), ERR_NONE);
}

static void log_writes_one_line(void **state)
{
	char line[2048], quoted[20], longer[3000];
	int p[2];
	ssize_t n;

	(void)state;
	assert_int_equal(pipe(p), 0);
	log_open("congvu-net", p[1], LOG_LEVEL_INFO);
	log_debug("not seen");
	log_warn("two\nlines\033[2J");
	n = read(p[0], line, sizeof(line) - 1);
	assert_true(n > 0);
	line[n] = '\0';
	assert_ptr_equal(strstr(line, "<4>congvu-net["), line);
	assert_non_null(strstr(line, "]: two lines [2J\n"));
	assert_null(strstr(line, "not seen"));
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	log_err("%s", longer);
	n = read(p[0], line, sizeof(line) - 1);
	assert_true(n <= 1024);
	assert_memory_equal(line + n - 4, "...\n", 4);
	log_open(NULL, -1, LOG_LEVEL_DEBUG);
	log_err("nowhere");
	log_open("congvu", 2, LOG_LEVEL_INFO);
	close(p[0]);
	close(p[1]);
	assert_string_equal(log_quote(quoted, sizeof(quoted), "a\"\n\xe1z", 5), "a\\x22\\x0a\\xe1z");
	assert_string_equal(log_quote(quoted, 6, "ab\ncd", 5), "ab"); /* never half an escape */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buf_stops_at_its_ceiling),
		cmocka_unit_test(buf_formats_and_consumes),
		cmocka_unit_test(numbers_round_trip),
		cmocka_unit_test(varint_has_one_spelling),
		cmocka_unit_test(reader_never_passes_the_end),
		cmocka_unit_test(values_compare_and_copy),
		cmocka_unit_test(arena_keeps_its_ceiling),
		cmocka_unit_test(arena_x_aborts),
		cmocka_unit_test(memory_is_overflow_checked),
		cmocka_unit_test(hex_goes_both_ways),
		cmocka_unit_test(errors_carry_words),
		cmocka_unit_test(log_writes_one_line),
	};

	return T_RUN(tests);
}
