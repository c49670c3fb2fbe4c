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

/* ---- what a person types ---- */

#define PREFIX_INDEXED 3 /* beginnings up to here have an index of their own */
#define TERMS_MAX 64

static void put_quoted(struct buf *out, const char *s, size_t n, const char *tail)
{
	buf_puts(out, "\""); /* letters and inner marks only: no quote can be inside */
	buf_put(out, s, n);
	buf_puts(out, tail);
}

/* A longer beginning: FTS5 would gather every document of every such word before it gives the newest. The few words that begin so are asked
 * for by name instead, which it can do from the newest end. */
static int put_beginning(struct store *st, const char *s, size_t n, struct buf *out)
{
	struct db_stmt *q = db_use(st->db, "SELECT term FROM _search_term WHERE term>=?1 AND term<?1||x'ff' ORDER BY term LIMIT ?2");
	struct buf terms;
	size_t count = 0;
	int r;

	buf_init(&terms, 65536);
	db_bind_text(q, 1, s, n);
	db_bind_int(q, 2, TERMS_MAX + 1);
	while (db_step(q) == 1 && count++ < TERMS_MAX) {
		size_t len;
		const char *term = db_col_text(q, 0, &len);

		buf_puts(&terms, count > 1 ? " OR " : "");
		put_quoted(&terms, term, len, "\"");
	}
	r = db_end(q);
	if (count > TERMS_MAX)
		put_quoted(out, s, n, "\"*");
	else if (count == 0)
		put_quoted(out, s, n, "\""); /* found nowhere */
	else
		buf_printf(out, count > 1 ? "(%s)" : "%s", buf_str(&terms));
	r = r ? r : buf_err(&terms);
	buf_clear(&terms);
	return r;
}

int store_search_match(struct store *st, const char *words, struct buf *out)
{
	const char *p, *end, *start = NULL;
	struct buf folded;
	size_t len = 0, n = 0;
	bool open_end;
	int r = 0;

	buf_init(&folded, 4096);
	text_fold(words, strnlen(words, 1000), &folded);
	if (buf_err(&folded)) {
		buf_clear(&folded);
		return ERR_RANGE;
	}
	p = (const char *)folded.p;
	end = p + folded.len;
	open_end = folded.len > 0 && end[-1] != ' '; /* a blank behind the last word says that it is whole */
	while (r == 0 && p && p < end && n < WORDS_MAX && next_chunk(&p, end, &start, &len)) {
		if (len > CHUNK_MAX)
			len = CHUNK_MAX;
		buf_puts(out, n++ ? " AND " : "");
		if (p != end || !open_end)
			put_quoted(out, start, len, "\"");
		else if (len <= PREFIX_INDEXED)
			put_quoted(out, start, len, "\"*");
		else
			r = put_beginning(st, start, len, out);
	}
	buf_clear(&folded);
	return r ? r : n ? buf_err(out) : ERR_NOTFOUND;
}

/* ---- the words there are ---- */

static int add_term(struct store *st, const char *s, size_t n)
{
	uint64_t h = 14695981039346656037u;
	struct db_stmt *q;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	if (st->terms && st->terms[h % STORE_TERMS_KNOWN] == h)
		return 0;
	q = db_use(st->db, "INSERT OR IGNORE INTO _search_term(term) VALUES(?1)");
	db_bind_text(q, 1, s, n);
	if (st->terms)
		st->terms[h % STORE_TERMS_KNOWN] = h;
	return db_run(q);
}

void store_terms_forget(struct store *st)
{
	if (st->terms)
		memset(st->terms, 0, STORE_TERMS_KNOWN * sizeof(*st->terms));
}

int store_terms_add(struct store *st, const char *words)
{
	int r = 0;

	for (const char *p = words; *p && r == 0;) {
		size_t n = strcspn(p, " ");

		if (n > PREFIX_INDEXED) /* shorter ones are never looked up there */
			r = add_term(st, p, n);
		p += n + (p[n] == ' ');
	}
	return r;
}

static int drop_term(struct store *st, const char *s, size_t n)
{
	struct db_stmt *q;
	struct buf match;
	int64_t any = 0;
	int r;

	buf_init(&match, 1024);
	put_quoted(&match, s, n, "\"");
	q = db_use(st->db, "SELECT rowid FROM _search WHERE _search MATCH ?1 LIMIT 1");
	db_bind_str(q, 1, buf_str(&match));
	r = db_run_int(q, &any);
	buf_clear(&match);
	if (r != ERR_NOTFOUND)
		return r;
	q = db_use(st->db, "DELETE FROM _search_term WHERE term=?1");
	db_bind_text(q, 1, s, n);
	return db_run(q);
}

/* After a wipe: words that no record has any more. */
int store_terms_drop(struct store *st, const char *words)
{
	int r = 0;

	for (const char *p = words; *p && r == 0;) {
		size_t n = strcspn(p, " ");

		if (n > PREFIX_INDEXED)
			r = drop_term(st, p, n);
		p += n + (p[n] == ' ');
	}
	return r;
}
