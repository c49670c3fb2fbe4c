/* store_words.c: text -> words of the index, and what a person types -> a query of the index.
 *
 * A word is folded. A symbol is kept whole, and from each of its parts on: `15/QĐ-UBND` gives 15/qd-ubnd, qd-ubnd, ubnd, and 15, qd: so it is
 * found by any of its beginnings and by each part. The index is asked word by word (all must occur, the last one as a beginning); phrases
 * are not kept, which makes it half the size.
 */
#include <string.h>

#include "store_internal.h"

#define CHUNK_MAX 120 /* longer runs are no words that anybody types */
#define WORDS_MAX 12

static bool inner_mark(unsigned char c)
{
	return strchr("/-._:+&@#", c) != NULL && c != '\0';
}

static bool letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* General punctuation that is not ASCII (quotes, dashes, ellipsis) parts words as well. */
static size_t wide_mark(const char *s, size_t n)
{
	if (n >= 3 && (unsigned char)s[0] == 0xe2 && ((unsigned char)s[1] == 0x80 || (unsigned char)s[1] == 0x81))
		return 3;
	if (n >= 2 && (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] >= 0xa0 && (unsigned char)s[1] <= 0xbf)
		return 2;
	return 0;
}

/* The next run of letters and inner marks, marks at its ends cut off. */
static bool next_chunk(const char **p, const char *end, const char **start, size_t *n)
{
	const char *s = *p;

	while (s < end && (!letter((unsigned char)*s) || wide_mark(s, (size_t)(end - s)))) {
		size_t w = wide_mark(s, (size_t)(end - s));

		s += w ? w : 1;
	}
	*start = s;
	while (s < end && !wide_mark(s, (size_t)(end - s)) && (letter((unsigned char)*s) || inner_mark((unsigned char)*s)))
		s++;
	*p = s;
	while (s > *start && inner_mark((unsigned char)s[-1]))
		s--;
	*n = (size_t)(s - *start);
	return *n > 0;
}

static void put_word(struct buf *out, const char *s, size_t n)
{
	if (n == 0 || n > CHUNK_MAX)
		return;
	if (out->len)
		buf_put_u8(out, ' ');
	buf_put(out, s, n);
}

static void put_chunk(struct buf *out, const char *s, size_t n)
{
	size_t from = 0;

	while (from < n) {
		size_t to = from;

		while (to < n && !inner_mark((unsigned char)s[to]))
			to++;
		put_word(out, s + from, to - from);
		if (to < n)
			put_word(out, s + from, n - from);
		from = to;
		while (from < n && inner_mark((unsigned char)s[from]))
			from++;
	}
}

void store_tokens(const char *text, size_t n, struct buf *out)
{
	const char *p, *end, *start = NULL;
	struct buf folded;
	size_t len = 0;

	buf_init(&folded, (size_t)4 * WIRE_EVENT_MAX);
	text_fold(text, n, &folded);
	if (buf_err(&folded)) {
		out->err = out->err ? out->err : buf_err(&folded);
		buf_clear(&folded);
		return;
	}
	p = (const char *)folded.p;
	end = p + folded.len;
	while (p && p < end && next_chunk(&p, end, &start, &len))
		put_chunk(out, start, len);
	buf_clear(&folded);
}

/* Quoted for the index's language: letters and marks above only, so no quote can be inside. */
int store_search_match(const char *words, struct buf *out)
{
	const char *p, *end, *start = NULL;
	struct buf folded;
	size_t len = 0, n = 0;
	bool open_end;

	buf_init(&folded, 4096);
	text_fold(words, strnlen(words, 1000), &folded);
	if (buf_err(&folded)) {
		buf_clear(&folded);
		return ERR_RANGE;
	}
	p = (const char *)folded.p;
	end = p + folded.len;
	open_end = folded.len > 0 && end[-1] != ' '; /* a blank behind the last word says that it is whole */
	while (p && p < end && n < WORDS_MAX && next_chunk(&p, end, &start, &len)) {
		bool last = p == end && open_end;

		if (len > CHUNK_MAX)
			len = CHUNK_MAX;
		buf_printf(out, "%s\"", n++ ? " " : "");
		buf_put(out, start, len);
		buf_puts(out, last ? "\"*" : "\"");
	}
	buf_clear(&folded);
	return n ? buf_err(out) : ERR_NOTFOUND;
}
