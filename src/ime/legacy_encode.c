/* legacy_encode.c: UTF-8 -> an old encoding, for devices and programs that know no other. */
#include "legacy_internal.h"

#include <string.h>

struct encode {
	enum ime_charset cs;
	unsigned flags;
	struct buf *out;
	char last;    /* VIQR: the last character when it was ASCII */
	bool escaped; /* and written behind a backslash */
	bool mark_may_follow, tone_may_follow; /* VIQR: the last letter would take one */
};

static void put_byte(struct encode *e, int b)
{
	buf_put_u8(e->out, (unsigned)b);
}

/* A code point on one byte; TCVN3 for a capital font writes the small letter, since that font has capitals only. */
static bool one_byte(struct encode *e, uint32_t cp)
{
	char base;
	enum ime_mark mark;
	enum ime_tone tone;
	bool upper;
	int b = -1;
	if (e->cs == IME_CS_VISCII)
		b = legacy_viscii_byte(cp);
	else if (e->cs == IME_CS_CP1258)
		b = legacy_cp1258_byte(cp);
	else {
		if ((e->flags & IME_LEGACY_CAPITALS) != 0 && cp >= 0x80 && ime_decompose(cp, &base, &mark, &tone, &upper) && upper)
			cp = ime_compose(base, mark, tone, false);
		b = legacy_tcvn3_byte(cp);
	}
	if (b < 0)
		return false;
	put_byte(e, b);
	return true;
}

/* Code page 1258 has letters without tones, then the tone. Those it has whole (é, à) are written whole. */
static bool cp1258(struct encode *e, uint32_t cp)
{
	static const uint16_t marks[] = {0, 0x301, 0x300, 0x309, 0x303, 0x323};
	char base;
	enum ime_mark mark;
	enum ime_tone tone;
	bool upper;
	if (one_byte(e, cp))
		return true;
	if (!ime_decompose(cp, &base, &mark, &tone, &upper) || tone == TONE_NONE)
		return false;
	return one_byte(e, ime_compose(base, mark, TONE_NONE, upper)) && one_byte(e, marks[tone]);
}

static bool vni(struct encode *e, uint32_t cp)
{
	char base;
	enum ime_mark mark;
	enum ime_tone tone;
	bool upper;
	int b = cp < 0x80 ? (legacy_is_control((uint8_t)cp) ? -1 : (int)cp) : legacy_vni_single_byte(cp);
	if (b < 0 && ((cp >= 0xA0 && cp < 0xC0) || cp > 0x1FFF)) /* its signs; its letters would read as marks */
		b = legacy_cp1252_byte(cp);
	if (b >= 0) {
		put_byte(e, b);
		return true;
	}
	if (cp < 0x80 || !ime_decompose(cp, &base, &mark, &tone, &upper))
		return false;
	uint32_t letter = mark == MARK_HORN ? ime_compose(base, mark, TONE_NONE, upper) : ime_compose(base, MARK_NONE, TONE_NONE, upper);
	int first = letter < 0x80 ? (int)letter : legacy_vni_single_byte(letter);
	uint8_t second = legacy_vni_mark_byte(mark == MARK_HORN ? MARK_NONE : mark, tone, upper);
	if (first < 0 || second == 0)
		return false;
	put_byte(e, first);
	put_byte(e, second);
	return true;
}

/* A character that would be read as part of the letter before it is written behind a backslash. */
static bool viqr(struct encode *e, uint32_t cp)
{
	static const char shapes[] = " ^+(", tones[] = " '`?~.";
	char base;
	enum ime_mark mark;
	enum ime_tone tone;
	bool upper;
	if (cp < 0x80) {
		char c = (char)cp;
		if (c == '\0' || legacy_is_control((uint8_t)c))
			return false;
		bool mark_here = (e->mark_may_follow && strchr("^+*(", c) != NULL) || (e->tone_may_follow && strchr("'`?~.", c) != NULL);
		e->escaped = c == '\\' || mark_here || ((c == 'd' || c == 'D') && (e->last == c || e->last == 'D'));
		if (e->escaped)
			put_byte(e, '\\');
		put_byte(e, c);
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		e->mark_may_follow = e->tone_may_follow = letter && ime_is_vowel((char)(c | 0x20));
		e->last = c;
		return true;
	}
	if (!ime_decompose(cp, &base, &mark, &tone, &upper))
		return false;
	char first = (char)(upper ? base - 'a' + 'A' : base);
	if (mark == MARK_BAR && (e->last == first || e->last == 'D') && !e->escaped) { /* d before đ: ddd would read as đd */
		e->out->len -= e->out->len > 0;
		put_byte(e, '\\');
		put_byte(e, e->last);
	}
	put_byte(e, first);
	e->mark_may_follow = e->tone_may_follow = false;
	e->last = '\0';
	if (mark == MARK_BAR) {
		put_byte(e, first);
		return true;
	}
	if (mark != MARK_NONE)
		put_byte(e, shapes[mark]);
	if (tone != TONE_NONE)
		put_byte(e, tones[tone]);
	e->tone_may_follow = tone == TONE_NONE;
	return true;
}

/* Without marks: our own letters by table, other scripts' accented letters by folding, which gives small ones. */
static bool plain(struct encode *e, uint32_t cp)
{
	char base, bytes[4];
	enum ime_mark mark;
	enum ime_tone tone;
	bool upper;
	if (cp < 0x80) {
		put_byte(e, (int)cp);
		return !legacy_is_control((uint8_t)cp);
	}
	if (ime_decompose(cp, &base, &mark, &tone, &upper)) {
		put_byte(e, upper ? base - 'a' + 'A' : base);
		return true;
	}
	struct buf fold, up;
	buf_init(&fold, 64);
	buf_init(&up, 64);
	size_t n = utf8_put(bytes, cp);
	text_fold(bytes, n, &fold);
	text_upper(bytes, n, &up);
	bool capital = up.len == n && memcmp(up.p, bytes, n) == 0;
	bool ok = fold.len > 0;
	for (size_t i = 0; i < fold.len; i++)
		ok = ok && fold.p[i] >= 'a' && fold.p[i] <= 'z';
	for (size_t i = 0; ok && i < fold.len; i++)
		put_byte(e, capital && i == 0 ? fold.p[i] - 'a' + 'A' : fold.p[i]);
	buf_clear(&fold);
	buf_clear(&up);
	return ok;
}

static bool letter(struct encode *e, uint32_t cp)
{
	switch (e->cs) {
	case IME_CS_TCVN3:
	case IME_CS_VISCII:
		return one_byte(e, cp);
	case IME_CS_CP1258:
		return cp1258(e, cp);
	case IME_CS_VNI:
		return vni(e, cp);
	case IME_CS_VIQR:
		return viqr(e, cp);
	case IME_CS_PLAIN:
		return plain(e, cp);
	case IME_CS_UTF8:
		break;
	}
	char bytes[4];
	buf_put(e->out, bytes, utf8_put(bytes, cp));
	return true;
}

static bool character(struct encode *e, uint32_t cp)
{
	if (letter(e, cp))
		return true;
	const char *sign = legacy_plain(cp);
	if (sign == NULL && (e->flags & IME_LEGACY_LOSSY) != 0)
		sign = "?";
	for (; sign != NULL && *sign != '\0'; sign++)
		if (!letter(e, (unsigned char)*sign))
			return false;
	return sign != NULL;
}

int ime_legacy_encode(enum ime_charset cs, unsigned flags, const char *s, size_t n, struct buf *out, size_t *bad)
{
	struct encode e = {.cs = cs, .flags = flags, .out = out};
	struct buf nfc;
	size_t start = out->len, at = 0, len;
	buf_init(&nfc, 4 * n + 16);
	int r = text_nfc(s, n, &nfc);
	for (; r == 0 && at < nfc.len; at += len) {
		uint32_t cp;
		len = utf8_next((const char *)nfc.p + at, nfc.len - at, &cp);
		if (!character(&e, cp)) {
			r = ERR_INVALID;
			break;
		}
	}
	if (bad != NULL)
		*bad = at;
	buf_clear(&nfc);
	if (r == 0)
		r = buf_err(out);
	if (r != 0 && out->len > start)
		out->len = start;
	return r;
}
