/* text.c: the one way in for text: valid UTF-8, NFC, nothing invisible. */
#include "congvu/base.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* utf8proc orders combining marks by repeated swaps; a run longer than this is no writing in any language. */
#define TEXT_MARKS_MAX 30

/* All of these compose with nothing and are their own NFC. */
static bool always_nfc(uint32_t cp)
{
	return cp < 0x300 || (cp >= 0x1ea0 && cp <= 0x1ef9) || (cp >= 0x2010 && cp <= 0x2027);
}

/* 0: needs the library, 1: is NFC already, negative: not text. */
static int look_over(const char *s, size_t n)
{
	int plain = 1;
	unsigned marks = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + i, n - i, &cp);

		if (len == 1 && (unsigned char)s[i] >= 0x80)
			return ERR_INVALID;
		if (!always_nfc(cp)) {
			plain = 0;
			marks = utf8proc_get_property((utf8proc_int32_t)cp)->combining_class ? marks + 1 : 0;
			if (marks > TEXT_MARKS_MAX)
				return ERR_INVALID;
		} else {
			marks = 0;
		}
		i += len;
	}
	return plain;
}

int text_nfc(const char *s, size_t n, struct buf *out)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t len;
	int r = look_over(s, n);

	if (r < 0)
		return r;
	if (r == 1) {
		buf_put(out, s, n);
		return buf_err(out);
	}
	if (n > out->max)
		return out->err ? out->err : (out->err = ERR_RANGE);
	len = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0)
		return len == UTF8PROC_ERROR_NOMEM ? ERR_NOMEM : ERR_INVALID;
	buf_put(out, composed, (size_t)len);
	free(composed);
	return buf_err(out);
}

enum kind { KIND_KEEP, KIND_BLANK, KIND_LINE, KIND_DROP };

static enum kind kind_of(uint32_t cp)
{
	utf8proc_category_t category;

	if (cp == '\n' || cp == 0x2028 || cp == 0x2029 || cp == 0x85)
		return KIND_LINE;
	if (cp == ' ' || cp == '\t' || cp == '\v' || cp == '\f')
		return KIND_BLANK;
	if (cp < 0x20 || cp == 0x7f)
		return KIND_DROP;
	if (cp < 0x80)
		return KIND_KEEP;
	category = utf8proc_category((utf8proc_int32_t)cp);
	if (category == UTF8PROC_CATEGORY_ZS) /* no-break blanks and the like */
		return KIND_BLANK;
	/* Zero-width and direction marks hide what a text says; controls and unassigned code points say nothing. */
	if (category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CN)
		return KIND_DROP;
	return KIND_KEEP;
}

/* A carriage return is a line end alone, and nothing before a newline. */
static enum kind kind_at(const char *s, size_t n, size_t i, uint32_t cp)
{
	if (cp == '\r')
		return i + 1 < n && s[i + 1] == '\n' ? KIND_DROP : KIND_LINE;
	return kind_of(cp);
}

/* Leaves no blank at either end of a line, no line end at either end of the text, one blank between words. */
static void strip(const char *s, size_t n, enum text_flags f, struct buf *out)
{
	size_t start = out->len, lines = 0, len;
	bool blank = false;

	for (size_t i = 0; i < n; i += len) {
		uint32_t cp = 0;
		enum kind k;

		len = utf8_next(s + i, n - i, &cp);
		k = kind_at(s, n, i, cp);
		if (k == KIND_LINE && f == TEXT_LINES)
			lines++;
		else if (k == KIND_BLANK || k == KIND_LINE)
			blank = true;
		if (k != KIND_KEEP)
			continue;
		if (out->len > start) {
			if (blank && lines == 0)
				buf_put_u8(out, ' ');
			for (; lines > 0; lines--)
				buf_put_u8(out, '\n');
		}
		lines = 0;
		blank = false;
		buf_put(out, s + i, len);
	}
}

int text_clean(const char *s, size_t n, enum text_flags f, struct buf *out)
{
	struct buf stripped;
	int r;

	if (!utf8_valid(s, n))
		return ERR_INVALID;
	buf_init(&stripped, n);
	strip(s, n, f, &stripped);
	r = buf_err(&stripped);
	if (!r)
		r = text_nfc(stripped.len ? (const char *)stripped.p : "", stripped.len, out);
	buf_clear(&stripped);
	return r;
}

static bool is_unseen(uint32_t cp)
{
	return (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x2069) || cp == 0xfeff || cp == 0xad;
}

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == 0xa0 || cp == 0x202f || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200a);
}

size_t text_plain(const char *s, char *out)
{
	size_t len = strlen(s), n = 0;
	uint32_t cp;

	for (size_t pos = 0; pos < len;) {
		size_t step = utf8_next(s + pos, len - pos, &cp);

		if (cp >= 0xff01 && cp <= 0xff5e) {
			out[n++] = (char)(cp - 0xff01 + '!');
		} else if (is_blank(cp)) {
			out[n++] = ' ';
		} else if (!is_unseen(cp)) {
			memcpy(out + n, s + pos, step);
			n += step;
		}
		pos += step;
	}
	out[n] = '\0';
	return n;
}
