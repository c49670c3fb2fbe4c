/* app_telltale.c: does a text tell who somebody is? Turns of phrase that a rule names, and numbers long enough to be a person's: of a card, of a
 * telephone (MODEL_RULE_TELLTALE). What it finds is asked about, never taken out: words may be meant of another. */
#include "app_internal.h"

#include <string.h>

#define DIGITS "0123456789"
#define NUMBER_LEAST 9 /* digits */

struct word {
	const char *s;
	size_t n;
};

static bool is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
	return (cp >= 0xc0 && cp < 0x250) || (cp >= 0x300 && cp < 0x370) || (cp >= 0x1e00 && cp < 0x1f00);
}

/* The first word of s that is not behind `end`; n 0: none. */
static struct word next_word(const char *s, const char *end)
{
	struct word w = { end, 0 };

	while (s < end) {
		uint32_t cp = 0;
		size_t n = utf8_next(s, (size_t)(end - s), &cp);

		if (is_letter(cp)) {
			w.s = w.n ? w.s : s;
			w.n += n;
		} else if (w.n) {
			break;
		}
		s += n;
	}
	return w;
}

static bool equal_by(void (*form)(const char *s, size_t n, struct buf *out), struct word a, struct word b)
{
	struct buf x, y;
	bool same;

	buf_init(&x, 1024);
	buf_init(&y, 1024);
	form(a.s, a.n, &x);
	form(b.s, b.n, &y);
	same = !buf_err(&x) && strcmp(buf_str(&x), buf_str(&y)) == 0;
	buf_clear(&x);
	buf_clear(&y);
	return same;
}

/* Typed with its marks it must have the same ones ("tội là" is no "tôi là"); typed without, any will do. */
static bool same_word(struct word typed, struct word wanted)
{
	bool plain = true;

	for (size_t i = 0; i < typed.n; i++)
		plain = plain && (unsigned char)typed.s[i] < 0x80;
	return equal_by(plain ? text_fold : text_upper, typed, wanted);
}

/* The end of the phrase when the text goes on with it at `at`, else NULL. */
static const char *phrase_ends(const char *at, const char *end, const char *phrase, size_t n)
{
	const char *stop = phrase + n;
	struct word wanted = next_word(phrase, stop), typed = next_word(at, end);

	while (wanted.n && typed.n && same_word(typed, wanted)) {
		at = typed.s + typed.n;
		wanted = next_word(wanted.s + wanted.n, stop);
		if (!wanted.n)
			return at;
		typed = next_word(at, end);
	}
	return NULL;
}

static const char *any_phrase(const char *at, const char *end, const char *phrases)
{
	for (const char *p = phrases; p && *p;) {
		size_t n = strcspn(p, ",");
		const char *to = phrase_ends(at, end, p, n);

		if (to)
			return to;
		p += n + (p[n] == ',');
	}
	return NULL;
}

/* Digits with one kind of mark between them; the end of the number when it is long enough to be a person's, and is no sum of money. */
static const char *number_ends(const char *at, const char *end)
{
	static const char *const money[] = { "d", "dong", "vnd" };
	size_t digits = strspn(at, DIGITS), n = digits;
	char mark = at[n];
	struct word unit;

	while (mark && strchr(" .-", mark) && at[n] == mark && strspn(at + n + 1, DIGITS) > 1) {
		size_t group = strspn(at + n + 1, DIGITS);

		n += 1 + group;
		digits += group;
	}
	if (digits < NUMBER_LEAST)
		return NULL;
	unit = next_word(at + n, end);
	for (size_t i = 0; i < COUNT_OF(money) && *at != '0'; i++)
		if (unit.n && unit.s <= at + n + 1 && equal_by(text_fold, unit, (struct word){ money[i], strlen(money[i]) }))
			return NULL;
	return at + n;
}

static void found(struct buf *out, const char *from, const char *to)
{
	buf_puts(out, out->len ? ", " : "");
	for (; from < to; from++)
		buf_put_u8(out, *from == '\n' ? ' ' : (unsigned char)*from);
}

const char *app_telltale(const char *text, const char *phrases, struct arena *a)
{
	const char *end = text + strlen(text), *told;
	struct buf out;

	buf_init(&out, APP_TEXT_MAX * 16);
	for (struct word w = next_word(text, end); w.n;) {
		const char *from = w.s, *to = any_phrase(from, end, phrases);

		if (!to) {
			from += strcspn(from, DIGITS); /* "SĐT0912..." */
			to = from < w.s + w.n ? number_ends(from, end) : NULL;
		}
		if (to)
			found(&out, from, to);
		w = next_word(to ? to : w.s + w.n, end);
	}
	told = out.len || buf_err(&out) ? arena_xstrdup(a, buf_str(&out)) : NULL;
	buf_clear(&out);
	return told;
}
