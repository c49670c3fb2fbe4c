/* utf8.c: strict decoding, stepping, and the width of a character on a terminal. */
#include "congvu/base.h"

#include <string.h>
#include <utf8proc.h>

size_t utf8_next(const char *s, size_t n, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t len;
	uint32_t c, least;

	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	*cp = 0xfffd;
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		len = 2, least = 0x80, c = p[0] & 0x1fu;
	} else if (p[0] >= 0xe0 && p[0] <= 0xef) {
		len = 3, least = 0x800, c = p[0] & 0x0fu;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		len = 4, least = 0x10000, c = p[0] & 0x07u;
	} else {
		return 1;
	}
	if (n < len)
		return 1;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 1;
		c = c << 6 | (p[i] & 0x3fu);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 1;
	*cp = c;
	return len;
}

bool utf8_valid(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + i, n - i, &cp);

		if (len == 1 && (unsigned char)s[i] >= 0x80)
			return false;
		i += len;
	}
	return true;
}

size_t utf8_chars(const char *s, size_t n)
{
	size_t count = 0;
	uint32_t cp;

	for (size_t i = 0; i < n; count++)
		i += utf8_next(s + i, n - i, &cp);
	return count;
}

/* Walks back over at most three continuation bytes, and only when they end a whole character: on damaged text it steps one byte, as
 * utf8_next does in the other direction. */
size_t utf8_prev(const char *s, size_t pos)
{
	uint32_t cp;

	for (size_t back = 2; back <= 4 && back <= pos; back++) {
		if (((unsigned char)s[pos - back + 1] & 0xc0) != 0x80)
			break;
		if (utf8_next(s + pos - back, back, &cp) == back)
			return pos - back;
	}
	return pos > 0 ? pos - 1 : 0;
}

size_t utf8_put(char dst[4], uint32_t cp)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		dst[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		dst[0] = (char)(0xc0 | cp >> 6);
		dst[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		dst[0] = (char)(0xe0 | cp >> 12);
		dst[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		dst[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	dst[0] = (char)(0xf0 | cp >> 18);
	dst[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	dst[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	dst[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

int utf8_width(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return -1;
	if (cp < 0x300 || (cp >= 0x1ea0 && cp <= 0x1ef9)) /* all of Vietnamese */
		return cp == 0xad ? 0 : 1;
	return utf8proc_charwidth((utf8proc_int32_t)cp);
}

size_t text_width(const char *s)
{
	size_t n = strlen(s), columns = 0;
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		int w;

		i += utf8_next(s + i, n - i, &cp);
		w = utf8_width(cp);
		columns += w > 0 ? (size_t)w : 0;
	}
	return columns;
}

size_t text_cut(const char *s, size_t columns)
{
	size_t n = strlen(s), used = 0, i = 0;
	uint32_t cp;

	while (i < n) {
		size_t len = utf8_next(s + i, n - i, &cp);
		int w = utf8_width(cp);

		if (w > 0 && used + (size_t)w > columns)
			break;
		used += w > 0 ? (size_t)w : 0;
		i += len;
	}
	return i;
}

/* Where a bracket that the first n bytes do not close begins; n: none. */
static size_t unclosed(const char *s, size_t n)
{
	for (size_t i = n; i > 0 && s[i - 1] != ')'; i--)
		if (s[i - 1] == '(')
			return i - 1;
	return n;
}

size_t text_cut_words(const char *s, size_t columns)
{
	size_t whole = text_cut(s, columns), n = whole, open, used = 0;
	uint32_t cp;

	if (s[whole] == '\0')
		return whole;
	while (n > 0 && s[n] != ' ')
		n--;
	open = unclosed(s, n);
	n = open > 0 ? open : n;
	while (n > 0 && strchr(" ,;:.-(", s[n - 1]) != NULL)
		n--;
	for (size_t i = 0; i < n; used++)
		i += utf8_next(s + i, n - i, &cp);
	return 3 * used >= columns ? n : whole;
}

size_t text_line(const char *s, size_t columns)
{
	size_t all = strcspn(s, "\n"), cut = text_cut(s, columns), n = cut;

	if (all <= cut)
		return all;
	while (n > 0 && s[n] != ' ')
		n--;
	while (n > 0 && s[n - 1] == ' ')
		n--;
	return n > 0 ? n : cut;
}

/* ---- names ------------------------------------------------------------------------------------------------------------- */

size_t text_edits(const char *a, const char *b)
{
	size_t row[TEXT_NAME_MAX + 1], n_a = strlen(a), n_b = strlen(b);

	if (n_a > TEXT_NAME_MAX || n_b > TEXT_NAME_MAX)
		return SIZE_MAX;
	for (size_t k = 0; k <= n_b; k++)
		row[k] = k;
	for (size_t i = 1; i <= n_a; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t k = 1; k <= n_b; k++) {
			size_t best = corner + (a[i - 1] != b[k - 1]);

			if (row[k] + 1 < best)
				best = row[k] + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			corner = row[k];
			row[k] = best;
		}
	}
	return row[n_b];
}

size_t text_edits_near(const char *name)
{
	size_t n = strlen(name);

	return n > 9 ? 3 : n > 4 ? 2 : 1;
}
