/* legacy_decode.c: bytes of an old encoding -> NFC UTF-8. Each decoder writes letters and combining marks; text_nfc puts them together. */
#include "legacy_internal.h"

#include <string.h>

struct decode {
	const uint8_t *p;
	size_t n, at;
	unsigned flags;
	struct buf out;  /* not yet NFC */
	uint32_t letter; /* the last character when a mark may follow it, else 0 */
	size_t bad;      /* first byte that cannot be, SIZE_MAX */
};

static bool is_mark(uint32_t cp)
{
	return cp >= 0x300 && cp < 0x370;
}

static void put(struct decode *d, uint32_t cp)
{
	char bytes[4];
	char base;
	enum ime_mark mark;
	enum ime_tone tone = TONE_NONE;
	bool upper;
	buf_put(&d->out, bytes, utf8_put(bytes, cp));
	d->letter = ime_decompose(cp, &base, &mark, &tone, &upper) && tone == TONE_NONE ? cp : 0;
}

static void wrong(struct decode *d)
{
	if (d->bad == SIZE_MAX)
		d->bad = d->at;
	put(d, 0xFFFD);
}

/* ---- one byte a character ---- */

static bool word_byte(uint8_t b)
{
	return b >= 0x80 || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
}

/* Word wrote curly quotes and dashes of its own page into ABC text, where VN1 has capitals: a sign it is when the letter would make no
 * syllable of the word around it. A letter alone stays one. */
static bool quote_in_tcvn3(const struct decode *d)
{
	if (strchr("\x85\x91\x92\x93\x94\x95\x96\x97", d->p[d->at]) == NULL)
		return false;
	uint8_t b = d->p[d->at], before = d->at > 0 ? d->p[d->at - 1] : 0, after = d->at + 1 < d->n ? d->p[d->at + 1] : 0;
	if ((b >= 0x96 && before == ' ' && after == ' ') || (before >= '0' && before <= '9')) /* a dash between blanks, 5… */
		return true;
	char word[IME_TEXT_MAX];
	size_t from = d->at, len = 0, letters = 0;
	while (from > 0 && d->at - from < 12 && word_byte(d->p[from - 1]))
		from--;
	for (; from < d->n && letters < 24; from++, letters++) {
		if (!word_byte(d->p[from]))
			break;
		len += utf8_put(word + len, legacy_tcvn3(d->p[from]));
	}
	bool ends_low = letters > 1 && d->at > 0 && d->p[d->at - 1] >= 'a' && d->p[d->at - 1] <= 'z';
	return letters > 1 && (ends_low || !ime_is_syllable(word, len));
}

static void eight_bit(struct decode *d, uint32_t (*page)(uint8_t))
{
	for (; d->at < d->n; d->at++) {
		uint32_t cp = page(d->p[d->at]);
		if (page == legacy_tcvn3 && d->p[d->at] >= 0x80 && quote_in_tcvn3(d))
			cp = legacy_cp1252(d->p[d->at]);
		if (cp == 0 || (is_mark(cp) && d->letter == 0))
			wrong(d);
		else
			put(d, cp);
	}
}

/* ---- VNI-Windows ---- */

static void vni(struct decode *d)
{
	for (; d->at < d->n; d->at++) {
		uint8_t b = d->p[d->at];
		uint32_t single = legacy_vni_single(b);
		char base = 0;
		enum ime_mark mark = MARK_NONE, own = MARK_NONE;
		enum ime_tone tone = TONE_NONE, had = TONE_NONE;
		bool upper = false;
		if (single != 0) {
			put(d, single);
		} else if (b < 0xC0 || b == 0xD7 || b == 0xF7) { /* ASCII, and the signs of code page 1252 */
			uint32_t cp = legacy_cp1252(b);
			if (cp == 0)
				wrong(d);
			else
				put(d, cp);
		} else if (!legacy_vni_mark(b, &mark, &tone) || d->letter == 0 || !ime_decompose(d->letter, &base, &own, &had, &upper)) {
			wrong(d);
		} else {
			enum ime_mark both = mark != MARK_NONE ? mark : own;
			uint32_t cp = ime_compose(base, both, tone, upper);
			if ((mark != MARK_NONE && own != MARK_NONE) || cp < 0x80 || (own == MARK_BAR)) {
				wrong(d);
				continue;
			}
			d->out.len -= d->letter < 0x80 ? 1 : d->letter < 0x800 ? 2 : 3;
			put(d, cp);
			d->letter = 0;
		}
	}
}

/* ---- VIQR ---- */

enum viqr_state { VIQR_VIETNAMESE, VIQR_ENGLISH, VIQR_LITERAL };

/* Letter, then ( ^ + for its shape, then ' ` ? ~ . for its tone: a character is a mark only where it makes a Vietnamese letter. */
static size_t viqr_letter(const struct decode *d, uint32_t *cp)
{
	char c = (char)d->p[d->at], low = (char)(c | 0x20);
	bool upper = c >= 'A' && c <= 'Z';
	size_t used = 1;
	enum ime_mark mark = MARK_NONE;
	enum ime_tone tone = TONE_NONE;
	char next = d->at + 1 < d->n ? (char)d->p[d->at + 1] : '\0';
	if (low == 'd' && (next == c || (c == 'D' && next == 'd'))) {
		*cp = ime_compose('d', MARK_BAR, TONE_NONE, upper);
		return 2;
	}
	if (!((c >= 'a' && c <= 'z') || upper) || !ime_is_vowel(low))
		return 0;
	if (next == '^' && (low == 'a' || low == 'e' || low == 'o'))
		mark = MARK_HAT;
	else if ((next == '+' || next == '*') && (low == 'o' || low == 'u'))
		mark = MARK_HORN;
	else if (next == '(' && low == 'a')
		mark = MARK_BREVE;
	if (mark != MARK_NONE)
		next = d->at + ++used < d->n ? (char)d->p[d->at + used] : '\0';
	static const char tones[] = " '`?~.";
	const char *at = next != '\0' && next != ' ' ? strchr(tones, next) : NULL;
	if (at != NULL) {
		tone = (enum ime_tone)(at - tones);
		used++;
	}
	*cp = ime_compose(low, mark, tone, upper);
	return used > 1 ? used : 0;
}

static void viqr(struct decode *d)
{
	enum viqr_state state = VIQR_VIETNAMESE;
	while (d->at < d->n) {
		uint8_t b = d->p[d->at];
		uint8_t next = d->at + 1 < d->n ? d->p[d->at + 1] : 0;
		uint32_t cp;
		size_t used = state == VIQR_VIETNAMESE ? viqr_letter(d, &cp) : 0;
		if (used > 0) {
			put(d, cp);
			d->at += used;
		} else if (b == '\\' && next != 0 && strchr("vVmMlL", next) != NULL) {
			state = (next | 0x20) == 'v' ? VIQR_VIETNAMESE : (next | 0x20) == 'm' ? VIQR_ENGLISH : VIQR_LITERAL;
			d->at += 2;
		} else if (b == '\\' && state == VIQR_ENGLISH && next < 0x80 && next != 0) { /* there the backslash asks for the marks */
			d->at++;
			used = viqr_letter(d, &cp);
			put(d, used > 0 ? cp : next);
			d->at += used > 0 ? used : 1;
		} else if (b == '\\' && state == VIQR_VIETNAMESE && next > 0x20 && next < 0x7F) {
			put(d, next);
			d->at += 2;
		} else {
			if (b >= 0x80 || legacy_is_control(b))
				wrong(d);
			else
				put(d, b);
			d->at++;
		}
	}
}

/* ---- UTF-8 ---- */

static void utf8(struct decode *d)
{
	if (d->n >= 3 && memcmp(d->p, "\xEF\xBB\xBF", 3) == 0)
		d->at = 3;
	while (d->at < d->n) {
		uint32_t cp = 0;
		size_t len = utf8_next((const char *)d->p + d->at, d->n - d->at, &cp);
		if ((len == 1 && d->p[d->at] >= 0x80) || (cp < 0x80 && legacy_is_control((uint8_t)cp)))
			wrong(d);
		else
			put(d, cp);
		d->at += len;
	}
}

/* ---- capitals ---- */

/* A line typed in a capital font: every ASCII letter of it is a capital, and there are enough of them to tell. */
static bool caps_line(const char *s, size_t n)
{
	size_t capitals = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] >= 'a' && s[i] <= 'z')
			return false;
		capitals += s[i] >= 'A' && s[i] <= 'Z';
	}
	return capitals >= 4;
}

static void put_capitals(const struct buf *in, unsigned flags, struct buf *out)
{
	const char *s = (const char *)in->p;
	for (size_t from = 0; from < in->len;) {
		const char *nl = memchr(s + from, '\n', in->len - from);
		size_t n = nl != NULL ? (size_t)(nl - s) + 1 - from : in->len - from;
		if ((flags & IME_LEGACY_CAPITALS) != 0 || caps_line(s + from, n))
			text_upper(s + from, n, out);
		else
			buf_put(out, s + from, n);
		from += n;
	}
}

static int finish(struct decode *d, enum ime_charset cs, struct buf *out)
{
	struct buf nfc;
	int r = buf_err(&d->out);
	bool capitals = cs == IME_CS_TCVN3 && (d->flags & (IME_LEGACY_CAPITALS | IME_LEGACY_CAPS_LINES)) != 0;
	buf_init(&nfc, d->out.max);
	if (r == 0)
		r = text_nfc(d->out.len > 0 ? (const char *)d->out.p : "", d->out.len, &nfc);
	if (r == 0 && capitals)
		put_capitals(&nfc, d->flags, out);
	else if (r == 0)
		buf_put(out, nfc.p, nfc.len);
	buf_clear(&nfc);
	return r != 0 ? r : buf_err(out);
}

int ime_legacy_decode(enum ime_charset cs, unsigned flags, const void *p, size_t n, struct buf *out, size_t *bad)
{
	struct decode d = {.p = p, .n = n, .flags = flags, .bad = SIZE_MAX};
	int r = ERR_INVALID;
	buf_init(&d.out, 4 * n + 16);
	switch (cs) {
	case IME_CS_UTF8:
		utf8(&d);
		break;
	case IME_CS_TCVN3:
		eight_bit(&d, legacy_tcvn3);
		break;
	case IME_CS_VNI:
		vni(&d);
		break;
	case IME_CS_VISCII:
		eight_bit(&d, legacy_viscii);
		break;
	case IME_CS_VIQR:
		viqr(&d);
		break;
	case IME_CS_CP1258:
		eight_bit(&d, legacy_cp1258);
		break;
	case IME_CS_PLAIN:
		d.bad = 0; /* marks that were thrown away do not come back */
		break;
	}
	if (bad != NULL)
		*bad = d.bad == SIZE_MAX ? n : d.bad;
	if (d.bad == SIZE_MAX || ((flags & IME_LEGACY_LOSSY) != 0 && cs != IME_CS_PLAIN))
		r = finish(&d, cs, out);
	buf_clear(&d.out);
	return r;
}

static const char *const names[] = {"utf8", "tcvn3", "vni", "viscii", "viqr", "cp1258", "plain"};

const char *ime_charset_name(enum ime_charset cs)
{
	return names[cs];
}

bool ime_charset_by_name(const char *name, enum ime_charset *out)
{
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(names[i], name) == 0) {
			*out = (enum ime_charset)i;
			return true;
		}
	return false;
}
