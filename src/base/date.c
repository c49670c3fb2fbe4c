/* date.c: days and instants. The local calendar is UTC+7 all year round, so no time zone file is needed or trusted. */
#include "congvu/base.h"

#include <stdio.h>
#include <string.h>

#define DAY_S 86400
#define YEAR_MIN 1900
#define YEAR_MAX 2199
#define SHIFT_DIGITS_MAX 4

/* Division that rounds down also for negative numbers. */
static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
	static const int8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

/* Days from 1970-01-01 of a civil date: years counted from March, 400-year eras of 146097 days. */
static int64_t days_from_civil(int64_t y, int m, int d)
{
	int64_t era, of_era, of_year;

	y -= m <= 2;
	era = floor_div(y, 400);
	of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	of_era = (y - era * 400) * 365 + (y - era * 400) / 4 - (y - era * 400) / 100 + of_year;
	return era * 146097 + of_era - 719468;
}

day_t day_make(int y, int m, int d)
{
	if (y < YEAR_MIN || y > YEAR_MAX || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
		return DAY_NONE;
	return (day_t)days_from_civil(y, m, d);
}

void day_split(day_t day, int *y, int *m, int *d)
{
	int64_t z = (int64_t)day + 719468, era = floor_div(z, 146097), of_era = z - era * 146097;
	int64_t of_era_year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * of_era_year + of_era_year / 4 - of_era_year / 100);
	int64_t shifted = (5 * of_year + 2) / 153;

	*d = (int)(of_year - (153 * shifted + 2) / 5 + 1);
	*m = (int)(shifted + (shifted < 10 ? 3 : -9));
	*y = (int)(of_era_year + era * 400 + (*m <= 2));
}

day_t day_of_time(int64_t utc)
{
	return (day_t)floor_div(utc + LOCAL_OFFSET_S, DAY_S);
}

day_t day_today(void)
{
	return day_of_time(clock_now());
}

int day_weekday(day_t day)
{
	int64_t from_monday = (int64_t)day + 3; /* 1970-01-01 was a Thursday */

	return (int)(from_monday - floor_div(from_monday, 7) * 7) + 1;
}

/* Exactly n digits at s as a number, -1 otherwise. Stops at the NUL. */
static int digits(const char *s, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

static day_t parse_iso_prefix(const char *s)
{
	int y = digits(s, 4), m, d;

	if (y < 0 || s[4] != '-')
		return DAY_NONE;
	m = digits(s + 5, 2);
	if (m < 0 || s[7] != '-')
		return DAY_NONE;
	d = digits(s + 8, 2);
	return d < 0 ? DAY_NONE : day_make(y, m, d);
}

day_t day_parse_iso(const char *s)
{
	return strlen(s) == 10 ? parse_iso_prefix(s) : DAY_NONE;
}

int64_t time_parse_iso(const char *s)
{
	day_t day;
	int h, m, sec;

	if (strlen(s) != 20 || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != 'Z')
		return INT64_MIN;
	day = parse_iso_prefix(s);
	h = digits(s + 11, 2);
	m = digits(s + 14, 2);
	sec = digits(s + 17, 2);
	if (day == DAY_NONE || h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return INT64_MIN;
	return (int64_t)day * DAY_S + h * 3600 + m * 60 + sec;
}

/* +n and -n */
static bool is_shift(const char *s, size_t n, int *days)
{
	int v = n >= 2 && n <= 1 + SHIFT_DIGITS_MAX && (s[0] == '+' || s[0] == '-') ? digits(s + 1, n - 1) : -1;

	*days = s[0] == '-' ? -v : v;
	return v >= 0;
}

static day_t parse_shift(const char *s, size_t n, day_t today)
{
	day_t day;
	int y, m, d, days;

	if (!is_shift(s, n, &days) || today == DAY_NONE)
		return DAY_NONE;
	day = today + days;
	day_split(day, &y, &m, &d);
	return y < YEAR_MIN || y > YEAR_MAX ? DAY_NONE : day;
}

static int full_year(const char *s, size_t n)
{
	if (n == 2)
		return 2000 + digits(s, 2);
	return n == 4 ? digits(s, 4) : -1;
}

/* d/m, d/m/yy, d/m/yyyy with one or two digits for day and month. */
static day_t parse_slashes(const char *s, size_t n, int this_year)
{
	size_t len[3] = { 0 }, at[3] = { 0 }, parts = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '/') {
			if (++parts > 2)
				return DAY_NONE;
			at[parts] = i + 1;
		} else if (s[i] >= '0' && s[i] <= '9') {
			len[parts]++;
		} else {
			return DAY_NONE;
		}
	}
	if (parts < 1 || len[0] < 1 || len[0] > 2 || len[1] < 1 || len[1] > 2)
		return DAY_NONE;
	return day_make(parts == 2 ? full_year(s + at[2], len[2]) : this_year, digits(s + at[1], len[1]), digits(s, len[0]));
}

/* ddmm, ddmmyy, ddmmyyyy */
static day_t parse_run(const char *s, size_t n, int this_year)
{
	if ((n != 4 && n != 6 && n != 8) || digits(s, n) < 0)
		return DAY_NONE;
	return day_make(n == 4 ? this_year : full_year(s + 4, n - 4), digits(s + 2, 2), digits(s, 2));
}

/* Blanks do not matter, and a dot or dash between numbers is a slash (2026-03-15 is read before: that one begins with the year). Returns
 * the length, 0: nothing, too much or no date at all. */
static size_t plain(const char *typed, char *out, size_t cap)
{
	char s[128];
	size_t n = 0;

	if (strlen(typed) >= sizeof(s))
		return 0;
	(void)text_plain(typed, s);
	for (const char *p = s; *p; p++) {
		char c = *p;

		if (c == ' ')
			continue;
		if (c == '.' || (c == '-' && n > 0 && (n < 4 || memchr(out, '/', n))))
			c = '/';
		if ((unsigned char)c >= 0x80 || n + 1 >= cap)
			return 0;
		out[n++] = c;
	}
	out[n] = '\0';
	return n;
}

int day_parse_typed(const char *typed, day_t today, day_t *out)
{
	char s[32];
	size_t n = plain(typed, s, sizeof(s));
	day_t day;
	int y, m, d;

	*out = DAY_NONE;
	if (n == 0)
		return ERR_INVALID;
	day_split(today, &y, &m, &d);
	if (n == 2 && (s[0] == 'h' || s[0] == 'H') && (s[1] == 'n' || s[1] == 'N'))
		day = today;
	else if (s[0] == '+' || s[0] == '-')
		day = parse_shift(s, n, today);
	else if (memchr(s, '/', n))
		day = parse_slashes(s, n, y);
	else
		day = parse_run(s, n, y);
	*out = day;
	return day == DAY_NONE ? ERR_INVALID : ERR_NONE;
}

int day_parse_shift(const char *typed, int *days)
{
	char s[32];
	size_t n = plain(typed, s, sizeof(s));

	return n > 0 && is_shift(s, n, days) ? ERR_NONE : ERR_INVALID;
}

/* ---- shown ---- */

static void put_digits(char *dst, int v, int width)
{
	for (int i = width - 1; i >= 0; i--, v /= 10)
		dst[i] = (char)('0' + v % 10);
}

/* Dates outside 1900-2199 (damaged rows) show as ? so that no reader takes them for a date. */
static bool split_known(day_t day, int *y, int *m, int *d)
{
	if (day == DAY_NONE)
		return false;
	day_split(day, y, m, d);
	return *y >= YEAR_MIN && *y <= YEAR_MAX;
}

static const char *unknown(char *out, day_t day)
{
	out[0] = day == DAY_NONE ? '\0' : '?';
	out[1] = '\0';
	return out;
}

const char *day_iso(day_t day, char out[DAY_TEXT_MAX])
{
	int y, m, d;

	if (!split_known(day, &y, &m, &d))
		return unknown(out, day);
	put_digits(out, y, 4);
	out[4] = '-';
	put_digits(out + 5, m, 2);
	out[7] = '-';
	put_digits(out + 8, d, 2);
	out[10] = '\0';
	return out;
}

const char *day_show(day_t day, char out[DAY_TEXT_MAX])
{
	int y, m, d;

	if (!split_known(day, &y, &m, &d))
		return unknown(out, day);
	put_digits(out, d, 2);
	out[2] = '/';
	put_digits(out + 3, m, 2);
	out[5] = '/';
	put_digits(out + 6, y, 4);
	out[10] = '\0';
	return out;
}

const char *day_show_short(day_t day, day_t today, char out[DAY_TEXT_MAX])
{
	int y, m, d, this_year, ignored;

	day_show(day, out);
	if (!split_known(day, &y, &m, &d))
		return out;
	day_split(today, &this_year, &ignored, &ignored);
	if (y == this_year)
		out[5] = '\0';
	return out;
}

const char *day_weekday_name(day_t day)
{
	static const char *const names[7] = { "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật" };

	return names[day_weekday(day) - 1];
}

void time_local(int64_t utc, int *hour, int *minute)
{
	int64_t local = utc + LOCAL_OFFSET_S, of_day = local - floor_div(local, DAY_S) * DAY_S;

	*hour = (int)(of_day / 3600);
	*minute = (int)(of_day / 60 % 60);
}

const char *time_iso(int64_t utc, char out[TIME_TEXT_MAX])
{
	int64_t day = floor_div(utc, DAY_S), of_day = utc - day * DAY_S;

	if (day < INT32_MIN / 2 || day > INT32_MAX / 2 || strlen(day_iso((day_t)day, out)) != 10)
		return memcpy(out, "?", 2);
	out[10] = 'T';
	put_digits(out + 11, (int)(of_day / 3600), 2);
	out[13] = ':';
	put_digits(out + 14, (int)(of_day / 60 % 60), 2);
	out[16] = ':';
	put_digits(out + 17, (int)(of_day % 60), 2);
	memcpy(out + 19, "Z", 2);
	return out;
}

const char *time_show(int64_t utc, char out[TIME_TEXT_MAX])
{
	int hour, minute;

	if (strlen(time_iso(utc, out)) != 20)
		return out;
	time_local(utc, &hour, &minute);
	put_digits(out, hour, 2);
	out[2] = ':';
	put_digits(out + 3, minute, 2);
	out[5] = ' ';
	day_show(day_of_time(utc), out + 6);
	return out;
}
