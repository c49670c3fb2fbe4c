/* app_number.c: whole numbers and money as people type and paste them. What could be meant in two ways is refused, never guessed. */
#include "app_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

static int refuse(const char **msg, const char *id)
{
	*msg = id;
	return ERR_INVALID;
}

int app_integer_parse(const char *s, int64_t *out)
{
	const char *digits = s + (*s == '-');
	size_t n = strspn(digits, DIGITS);

	if (n == 0 || digits[n] != '\0')
		return ERR_INVALID; /* strtoll would take blanks and line ends */
	errno = 0;
	*out = strtoll(s, NULL, 10);
	return errno || strlen(digits + strspn(digits, "0")) > APP_DIGITS_MAX ? ERR_RANGE : ERR_NONE;
}

int app_int_parse(const struct model_field *f, const char *s, struct val *out, const char **msg)
{
	int64_t i;
	int err = app_integer_parse(s, &i);

	if (err == ERR_INVALID)
		return refuse(msg, "A09");
	if (!f->max && err)
		return refuse(msg, "A226");
	if (!f->max && i < f->min && f->min == 0)
		return refuse(msg, "A225");
	if (err || (f->max && i > f->max) || i < f->min)
		return refuse(msg, "A08");
	*out = val_int(i);
	return ERR_NONE;
}

/* ---- money -------------------------------------------------------------------------------------------------------------------- */

struct unit {
	const char *word; /* folded */
	int zeros;
};

static const struct unit units[] = { { "", 0 }, { "d", 0 }, { "dong", 0 }, { "vnd", 0 }, { "k", 3 }, { "nghin", 3 }, { "ngan", 3 },
	{ "tr", 6 }, { "trieu", 6 }, { "ty", 9 }, { "ti", 9 } };

/* "tr", "triệu đồng", "tỷ đ": how many noughts it adds; negative: no such unit. */
static int zeros_of(const char *s)
{
	char word[16];
	size_t n = strcspn(s += strspn(s, " "), " ");

	if (n >= sizeof(word))
		return -1;
	app_copy(word, sizeof(word), s, n);
	s += n + strspn(s + n, " ");
	if (*s && strcmp(s, "d") != 0 && strcmp(s, "dong") != 0)
		return -1;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (strcmp(units[i].word, word) == 0)
			return units[i].zeros;
	return -1;
}

/* Digits of a number in groups of three behind one kind of mark; with a unit one or two digits may stand behind a mark ("1,5 tỷ"). */
struct number {
	char digits[APP_DIGITS_MAX + 2];
	size_t n;
	int decimals;
};

static bool add(struct number *x, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (x->n == 0 && s[i] == '0')
			continue;
		if (x->n > APP_DIGITS_MAX)
			return false;
		x->digits[x->n++] = s[i];
	}
	return true;
}

/* NULL, or the message that says why not. */
static const char *read_number(const char *s, size_t len, bool unit, struct number *x)
{
	size_t first = strspn(s, DIGITS), at = first;
	char mark = at < len ? s[at] : '\0';

	if (first == 0 || (mark && !strchr("., ", mark)))
		return "A223";
	if (!add(x, s, first))
		return "A226";
	while (at < len) {
		size_t n = strspn(s + at + 1, DIGITS);
		bool last = at + 1 + n == len;

		if ((s[at] == '.' || s[at] == ',') && last && n > 0 && (s[at] != mark || (at == first && n != 3))) {
			/* 1.250.000,00 is no sum of whole dong; 1,5 only with a unit */
			if (!unit || n > 2 || at != first)
				return "A224";
			x->decimals = (int)n;
		} else if (s[at] != mark || n != 3 || first > 3 || s[0] == '0') {
			return "A223";
		} else if (unit && mark == ',' && last && at == first) {
			return "A223"; /* "1,500 tỷ": a thousand and a half, or one and a half? */
		}
		if (!add(x, s + at + 1, n))
			return "A226";
		at += 1 + n;
	}
	return NULL;
}

static const char *read_money(const char *s, int64_t *out)
{
	struct number x = { .n = 0 };
	bool below = *s == '-';
	const char *digits = s + below, *why;
	size_t len = strspn(digits, DIGITS "., ");
	int zeros;

	while (len > 0 && digits[len - 1] == ' ')
		len--;
	zeros = zeros_of(digits + len);
	if (zeros < 0)
		return "A223";
	why = read_number(digits, len, zeros > 0, &x);
	if (why)
		return why;
	for (zeros -= x.decimals; zeros > 0 && x.n > 0; zeros--)
		if (!add(&x, "0", 1))
			return "A226";
	x.digits[x.n] = '\0';
	if (x.n > APP_DIGITS_MAX)
		return "A226";
	*out = strtoll(x.digits, NULL, 10) * (below ? -1 : 1);
	return NULL;
}

int app_money_parse(const struct model_field *f, const char *s, struct val *out, const char **msg)
{
	struct buf folded;
	const char *why;
	int64_t i = 0;

	buf_init(&folded, 256);
	text_fold(s, strlen(s), &folded);
	why = buf_err(&folded) ? "A223" : NULL;
	if (!why)
		why = read_money(buf_str(&folded), &i);
	buf_clear(&folded);
	if (!why && i < f->min)
		why = "A225";
	if (why)
		return refuse(msg, why);
	*out = val_int(i);
	return ERR_NONE;
}
