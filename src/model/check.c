/* check.c: formats that a text field may ask for by name (model_field.check). Content is in lists; a format is structure. */
#include "model_internal.h"

#include <string.h>

static size_t digits_of(const char *s, char *out, size_t cap)
{
	size_t n = 0;

	for (; *s; s++) {
		if (*s == ' ' || *s == '.' || *s == '-')
			continue;
		if (*s < '0' || *s > '9' || n + 1 >= cap)
			return 0;
		out[n++] = *s;
	}
	out[n] = '\0';
	return n;
}

static bool all_digits(const char *s)
{
	return *s && s[strspn(s, "0123456789")] == '\0';
}

static const char *check_digits(const char *s)
{
	return all_digits(s) ? NULL : "M07";
}

/* Ascii word: letters, digits and . _ - */
static const char *check_code(const char *s)
{
	return s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0' ? NULL : "A31";
}

/* A number in a book on paper, as it is written there: one word. No sentence can be hidden in it. */
static const char *check_book_ref(const char *s)
{
	return strpbrk(s, "0123456789") && !strpbrk(s, " ,;:") && utf8_chars(s, strlen(s)) <= 24 ? NULL : "A267";
}

/* Twelve digits (ONESTOP 6.1): beginning with a province (odd gaps are not checked here) or a country, and not twelve equal ones; or the
 * nine of an old card; or a passport. */
static const char *check_id_number(const char *s)
{
	size_t n = strlen(s);

	if (!all_digits(s)) {
		bool passport = n >= 7 && n <= 12 && ((s[0] >= 'A' && s[0] <= 'Z') || (s[0] >= 'a' && s[0] <= 'z'));

		return passport && !check_code(s) ? NULL : "M55";
	}
	if (n == 9)
		return NULL;
	if (n != 12)
		return n > 9 ? "E09" : "M55";
	return strspn(s, (char[]){ s[0], '\0' }) == 12 || strncmp(s, "000", 3) == 0 ? "E10" : NULL;
}

static const char *check_old_id(const char *s)
{
	return all_digits(s) && strlen(s) == 9 ? NULL : "E11";
}

/* ONESTOP 6.4: mobile 10 digits, fixed 11, short 1800.... */
static const char *check_phone(const char *s)
{
	char d[20];
	size_t n;

	if (s[0] == '+')
		s++;
	n = digits_of(s, d, sizeof(d));
	if (n >= 11 && strncmp(d, "84", 2) == 0) {
		memmove(d + 1, d + 2, n - 1);
		d[0] = '0';
		n--;
	}
	if (n == 10 && d[0] == '0' && strchr("35789", d[1]))
		return NULL;
	if (n == 11 && strncmp(d, "02", 2) == 0)
		return NULL;
	return n >= 8 && n <= 10 && (strncmp(d, "1800", 4) == 0 || strncmp(d, "1900", 4) == 0) ? NULL : "E14";
}

static const char *check_email(const char *s)
{
	const char *at = strchr(s, '@');

	return at && at > s && !strchr(at + 1, '@') && strchr(at + 1, '.') && !strchr(s, ' ') ? NULL : "A32";
}

static const char *check_name(const char *s)
{
	return strpbrk(s, "0123456789") ? "A33" : NULL;
}

/* dd/mm/yyyy, mm/yyyy or yyyy: on old papers the day is often missing. */
static const char *check_birth(const char *s)
{
	int part[3] = { 0 }, n = 0;
	day_t day;

	for (const char *p = s; n < 3; n++) {
		size_t len = strspn(p, "0123456789");

		if (len == 0 || len > 4)
			return "E16";
		for (size_t i = 0; i < len; i++)
			part[n] = part[n] * 10 + (p[i] - '0');
		p += len;
		if (*p == '\0')
			break;
		if (*p++ != '/')
			return "E16";
	}
	day = n == 0 ? day_make(part[0], 1, 1) : n == 1 ? day_make(part[1], part[0] ? part[0] : 1, 1) : day_make(part[2], part[1], part[0]);
	return n > 2 || day == DAY_NONE || day > day_today() ? "E16" : NULL;
}

/* ONESTOP 6.3: ten digits with a check digit, a branch of three more, or the twelve of a person. */
static const char *check_tax_code(const char *s)
{
	static const int weight[9] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };
	char d[20];
	size_t n = digits_of(s, d, sizeof(d));
	int sum = 0;

	if (n == 12)
		return check_id_number(d);
	if ((n != 10 && n != 13) || strncmp(d + 2, "0000000", 7) == 0 || (n == 13 && strcmp(d + 10, "000") == 0))
		return "E13";
	for (int i = 0; i < 9; i++)
		sum += weight[i] * (d[i] - '0');
	return sum % 11 != 0 && 10 - sum % 11 == d[9] - '0' ? NULL : "E13";
}

static const struct {
	const char *name;
	const char *(*check)(const char *s);
} formats[] = {
	{ "digits", check_digits }, { "code", check_code }, { "id_number", check_id_number }, { "old_id", check_old_id },
	{ "phone", check_phone }, { "email", check_email }, { "name", check_name }, { "birth", check_birth },
	{ "tax_code", check_tax_code }, { "book_ref", check_book_ref },
};

const char *model_format_check(const struct model_field *f, const char *text)
{
	if (!f->check || !text || !*text)
		return NULL;
	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (strcmp(formats[i].name, f->check) == 0)
			return formats[i].check(text);
	return NULL;
}
