/* Days, instants, clocks. */
#include "t.h"

#include <sys/wait.h>
#include <unistd.h>

#include <time.h>

static void days_are_real(void **state)
{
	int y, m, d;

	(void)state;
	assert_int_equal(day_make(1970, 1, 1), 0);
	assert_int_equal(day_make(2026, 2, 29), DAY_NONE);
	assert_int_equal(day_make(2026, 2, 31), DAY_NONE);
	assert_int_not_equal(day_make(2024, 2, 29), DAY_NONE);
	assert_int_equal(day_make(1900, 2, 29), DAY_NONE);
	assert_int_not_equal(day_make(2000, 2, 29), DAY_NONE);
	assert_int_equal(day_make(1899, 12, 31), DAY_NONE);
	assert_int_equal(day_make(2200, 1, 1), DAY_NONE);
	assert_int_equal(day_make(2026, 0, 1), DAY_NONE);
	assert_int_equal(day_make(2026, 13, 1), DAY_NONE);
	for (day_t day = day_make(1900, 1, 1), last = day_make(2199, 12, 31); day <= last; day++) {
		day_split(day, &y, &m, &d);
		if (day_make(y, m, d) != day)
			fail_msg("day %d splits wrong", (int)day);
	}
	assert_int_equal(day_weekday(0), 4);
	assert_int_equal(day_weekday(-4), 7);
	assert_string_equal(day_weekday_name(day_make(2026, 11, 23)), "Thứ Hai");
	assert_string_equal(day_weekday_name(day_make(2026, 11, 22)), "Chủ Nhật");
}

static void typed_dates(void **state)
{
	static const struct {
		const char *typed, *iso; /* NULL: refused */
	} rows[] = {
		{ "23/11/2026", "2026-11-23" }, { "1/2", "2026-02-01" },	{ "01/02", "2026-02-01" },     { "0102", "2026-02-01" },
		{ "010227", "2027-02-01" },	{ "01021999", "1999-02-01" },	{ "1/2/27", "2027-02-01" },    { "1/2/00", "2000-02-01" },
		{ "hn", "2026-11-23" },		{ "HN", "2026-11-23" },		{ "+3", "2026-11-26" },	       { "-1", "2026-11-22" },
		{ "+0", "2026-11-23" },		{ "+40", "2027-01-02" },	{ " 29/2/2028 ", "2028-02-29" }, { "31/12", "2026-12-31" },
		{ "31/02", NULL },		{ "3102", NULL },		{ "29/2", NULL },	       { "0/5", NULL },
		{ "1/13", NULL },		{ "", NULL },			{ "  ", NULL },		       { "1", NULL },
		{ "123", NULL },		{ "12345", NULL },		{ "1/2/3", NULL },	       { "1/2/123", NULL },
		{ "1/2/2026/3", NULL },		{ "001/2", NULL },		{ "//", NULL },		       { "1/", NULL },
		{ "+", NULL },			{ "-", NULL },			{ "+99999", NULL },	       { "+-3", NULL },
		{ "+3d", NULL },		{ "1.2.2026", "2026-02-01" },		{ "2026-11-23", NULL },	       { "hôm nay", NULL },
		{ "01022026x", NULL },		{ "1/2/1800", NULL },		{ "+ 3", "2026-11-26" },	       { "٠١٠٢", NULL },
		{ "15.3.26", "2026-03-15" },	{ "15-3-2026", "2026-03-15" },	{ "15-3", "2026-03-15" },      { " 15 / 3 ", "2026-03-15" },
		{ "１５/３/２０２６", "2026-03-15" }, { "15/3\xc2\xa0", "2026-03-15" }, { "\xe2\x80\x8f" "15/3/2026", "2026-03-15" },
		{ "15/3\xe2\x80\x8b/2026", "2026-03-15" }, { "--3", NULL }, { "15//3", NULL }, { ".", NULL }, { "\xc2\xa0", NULL },
	};
	day_t today = day_make(2026, 11, 23), day;
	char text[DAY_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int r = day_parse_typed(rows[i].typed, today, &day);

		if (!rows[i].iso)
			assert_int_equal(day, DAY_NONE);
		if ((r == ERR_NONE) != (rows[i].iso != NULL) || (rows[i].iso && strcmp(day_iso(day, text), rows[i].iso) != 0))
			fail_msg("\"%s\" is %s", rows[i].typed, r ? "refused" : day_iso(day, text));
	}
	assert_int_equal(day_parse_typed("-9999", day_make(1910, 1, 1), &day), ERR_INVALID);
	assert_int_equal(day_parse_typed("+1", DAY_NONE, &day), ERR_INVALID);
}

static void iso_is_strict(void **state)
{
	(void)state;
	assert_int_equal(day_parse_iso("2026-11-23"), day_make(2026, 11, 23));
	assert_int_equal(day_parse_iso("2026-11-3"), DAY_NONE);
	assert_int_equal(day_parse_iso("2026-02-30"), DAY_NONE);
	assert_int_equal(day_parse_iso("2026-11-23T"), DAY_NONE);
	assert_int_equal(day_parse_iso("+026-11-23"), DAY_NONE);
	assert_int_equal(day_parse_iso(""), DAY_NONE);
	assert_true(time_parse_iso("1970-01-02T00:00:01Z") == 86401);
	assert_true(time_parse_iso("2026-11-23T24:00:00Z") == INT64_MIN);
	assert_true(time_parse_iso("2026-11-23 02:00:00Z") == INT64_MIN);
	assert_true(time_parse_iso("2026-11-23T02:00:00") == INT64_MIN);
}

static void days_begin_at_local_midnight(void **state)
{
	int64_t t = time_parse_iso("2026-03-02T17:30:00Z");
	char text[TIME_TEXT_MAX], day[DAY_TEXT_MAX];
	int h, m;

	(void)state;
	assert_int_equal(day_of_time(t), day_make(2026, 3, 3));
	assert_int_equal(day_of_time(time_parse_iso("2026-03-02T16:59:59Z")), day_make(2026, 3, 2));
	assert_int_equal(day_of_time(-LOCAL_OFFSET_S - 1), -1);
	time_local(t, &h, &m);
	assert_int_equal(h * 100 + m, 30);
	assert_string_equal(time_show(t, text), "00:30 03/03/2026");
	assert_string_equal(time_iso(t, text), "2026-03-02T17:30:00Z");
	assert_string_equal(time_iso(INT64_MIN, text), "?");
	assert_string_equal(time_show(INT64_MAX, text), "?");
	assert_string_equal(day_show(day_make(2026, 3, 3), day), "03/03/2026");
	assert_string_equal(day_show_short(day_make(2026, 3, 3), day_make(2026, 11, 1), day), "03/03");
	assert_string_equal(day_show_short(day_make(2025, 3, 3), day_make(2026, 11, 1), day), "03/03/2025");
	assert_string_equal(day_show(DAY_NONE, day), "");
	assert_string_equal(day_iso(1 << 30, day), "?");
}

static void clocks_can_be_replaced(void **state)
{
	struct t_clock c;
	int64_t a;

	(void)state;
	t_clock_use(&c, "2026-11-23T02:00:00Z");
	assert_int_equal(day_today(), day_make(2026, 11, 23));
	t_clock_move_ms(&c, 15LL * 3600 * 1000);
	assert_int_equal(day_today(), day_make(2026, 11, 24));
	clock_set_source(NULL);
	a = clock_mono_ms();
	assert_true(clock_mono_ms() >= a);
	/* set in main before the first look at the clock */
	assert_true(clock_now() >= time_parse_iso("2031-01-01T00:00:00Z") && clock_now() < time_parse_iso("2031-01-01T01:00:00Z"));
	/* what children inherit: the same distance from the machine's clock */
	a = strtoll(getenv("CONGVU_CLOCK"), NULL, 10);
	assert_true(strchr("+-", getenv("CONGVU_CLOCK")[0]) && llabs(clock_now() - time(NULL) - a) <= 1);
}

/* Before anybody has asked for the time: it is read once. */
static bool a_clock_stands_still(void)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		setenv("CONGVU_CLOCK", "=2031-01-01T00:00:00Z", 1);
		_exit(clock_now() == time_parse_iso("2031-01-01T00:00:00Z") && clock_now() == clock_now() ? 0 : 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_real),
		cmocka_unit_test(typed_dates),
		cmocka_unit_test(iso_is_strict),
		cmocka_unit_test(days_begin_at_local_midnight),
		cmocka_unit_test(clocks_can_be_replaced),
	};

	if (!a_clock_stands_still())
		return 1;
	setenv("CONGVU_CLOCK", "2031-01-01T00:00:00Z", 1);
	return T_RUN(tests);
}
