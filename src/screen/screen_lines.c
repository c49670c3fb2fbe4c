/* screen_lines.c: pass 1. Bytes to clean lines, lines to statements and sections; the rows of pictures are gathered as they stand. */
#include "screen_internal.h"

#include <string.h>

#define SECTION_NOWHERE UINT16_MAX /* behind a line that was not understood: its attributes are passed over */

struct reader {
	struct screen_read *r;
	uint32_t line;
	uint16_t section;
	struct picture *picture; /* between `layout` and `end` */
	bool started;            /* the kind has been said */
	struct buf valid, nfc;
};

void *screen_grow(struct arena *a, const void *array, size_t n, size_t size)
{
	void *bigger;

	if (n != 0 && (n & (n - 1)) != 0)
		return unconst(array);
	bigger = arena_xalloc(a, (n ? 2 * n : 1) * size);
	if (n)
		memcpy(bigger, array, n * size);
	return bigger;
}

void *screen_keep(struct arena *a, const void *array, size_t n, size_t size)
{
	void *copy;

	if (n == 0)
		return NULL;
	copy = arena_xalloc(a, n * size);
	memcpy(copy, array, n * size);
	return copy;
}

/* ---- clean lines ------------------------------------------------------------------------------------------------------ */

static bool is_comment(const char *s)
{
	return s[strspn(s, " ")] == '#';
}

/* What cannot stand on a terminal becomes a blank or `?`, told once a line, so that the columns of the rest still count. */
static const char *tame(struct reader *d, const char *s)
{
	struct screen_read *r = d->r;
	size_t n = strlen(s), at = 0;
	char *out = arena_xalloc(r->tmp, n + 1); /* a character of two columns has three bytes or more */
	uint32_t column = 0;
	bool told = false;

	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + i, n - i, &cp);
		bool good = utf8_width(cp) == 1;

		column++;
		if (good) {
			memcpy(out + at, s + i, len);
			at += len;
		} else {
			out[at++] = cp < 0x20 ? ' ' : '?';
			if (utf8_width(cp) == 2)
				out[at++] = '?';
			if (!told && cp == '\t')
				screen_error_add(r, d->line, column, "dòng có phím Tab; thay bằng dấu cách");
			else if (!told && cp < 0x20)
				screen_error_add(r, d->line, column, "ký tự điều khiển; xóa đi");
			else if (!told)
				screen_error_add(r, d->line, column, "ký tự U+%04X không chiếm đúng một cột; dùng ký tự khác",
						 (unsigned)cp);
			told = true;
		}
		i += len;
	}
	while (at > 0 && out[at - 1] == ' ')
		at--;
	out[at] = '\0';
	return out;
}

/* One line as NFC in the scratch arena. Bytes that are no UTF-8 become `?`, told once. */
static const char *clean(struct reader *d, const char *s, size_t n)
{
	uint32_t column = 0;
	bool told = false;

	buf_reset(&d->valid);
	buf_reset(&d->nfc);
	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + i, n - i, &cp);

		column++;
		if ((len == 1 && (unsigned char)s[i] >= 0x80) || cp == 0) {
			if (!told)
				screen_error_add(d->r, d->line, column, "byte không phải UTF-8; lưu tệp lại bằng mã UTF-8");
			told = true;
			buf_put_u8(&d->valid, '?');
		} else {
			buf_put(&d->valid, s + i, len);
		}
		i += len;
	}
	if (text_nfc((const char *)d->valid.p, d->valid.len, &d->nfc) != 0) {
		screen_error_add(d->r, d->line, 1, "dòng có quá nhiều dấu chồng nhau; gõ lại dòng này");
		return "";
	}
	return arena_xstrdup(d->r->tmp, buf_str(&d->nfc));
}

/* ---- words ------------------------------------------------------------------------------------------------------------ */

static uint32_t column_at(const char *rest, const char *p, uint32_t at)
{
	return at + (uint32_t)utf8_chars(rest, (size_t)(p - rest));
}

static void one_word(struct screen_read *r, struct statement *st, const char *from, size_t n, uint32_t column, bool quoted)
{
	struct word *w = screen_grow(r->tmp, st->word, st->n, sizeof(*w));

	w[st->n++] = (struct word){ .text = arena_strndup(r->a, from, n), .column = column, .quoted = quoted };
	st->word = w;
}

static bool cut_words(struct screen_read *r, uint32_t line, const char *rest, uint32_t at, struct statement *st)
{
	for (const char *p = rest + strspn(rest, " "); *p; p += strspn(p, " ")) {
		bool quoted = *p == '"';
		size_t n = quoted ? strcspn(p + 1, "\"") : strcspn(p, " ");

		if (quoted && p[1 + n] != '"') {
			screen_error_add(r, line, column_at(rest, p, at), "thiếu dấu nháy đóng; thêm \" ở cuối");
			return false;
		}
		if (st->n == SCREEN_WORDS_MAX) {
			screen_error_add(r, line, column_at(rest, p, at), "quá %d từ trên một dòng; tách thành nhiều dòng",
					 SCREEN_WORDS_MAX);
			return false;
		}
		one_word(r, st, p + quoted, n, column_at(rest, p, at), quoted);
		p += n + 2 * (size_t)quoted;
	}
	return true;
}

/* The whole rest; quotes around it may be left out. */
static void cut_text(struct screen_read *r, const char *rest, uint32_t at, struct statement *st)
{
	const char *p = rest + strspn(rest, " ");
	size_t n = strlen(p);
	bool quoted = n >= 2 && p[0] == '"' && strchr(p + 1, '"') == p + n - 1;

	if (n)
		one_word(r, st, p + quoted, n - 2 * (size_t)quoted, column_at(rest, p, at), quoted);
}

/* An expression, then the last "..." of the line. */
static void cut_check(struct screen_read *r, const char *rest, uint32_t at, struct statement *st)
{
	const char *p = rest + strspn(rest, " "), *open;
	size_t n = strlen(p), n_expr;

	if (n < 2 || p[n - 1] != '"') {
		cut_text(r, rest, at, st);
		return;
	}
	for (open = p + n - 2; open > p && *open != '"'; open--)
		;
	for (n_expr = (size_t)(open - p); n_expr > 0 && p[n_expr - 1] == ' '; n_expr--)
		;
	if (*open != '"' || n_expr == 0)
		return;
	one_word(r, st, p, n_expr, column_at(rest, p, at), false);
	one_word(r, st, open + 1, (size_t)(p + n - 1 - (open + 1)), column_at(rest, open, at), true);
}

/* WORD [if EXPRESSION]; the `if` itself is no word. */
static bool cut_if(struct screen_read *r, uint32_t line, const char *rest, uint32_t at, struct statement *st)
{
	const char *p = rest + strspn(rest, " ");
	size_t n = strcspn(p, " ");

	if (n)
		one_word(r, st, p, n, column_at(rest, p, at), false);
	p += n;
	p += strspn(p, " ");
	n = strcspn(p, " ");
	if (n == 0)
		return true;
	if (n != 2 || strncmp(p, "if", 2) != 0 || p[n + strspn(p + n, " ")] == '\0') {
		screen_error_add(r, line, column_at(rest, p, at), "không hiểu \"%.*s\"; viết: save VERB if EXPR", (int)n, p);
		return false;
	}
	cut_text(r, p + n, column_at(rest, p + n, at), st);
	return true;
}

bool screen_words_cut(struct screen_read *r, uint32_t line, const char *rest, uint32_t at, enum arg_shape shape, struct statement *st)
{
	switch (shape) {
	case ARGS_WORDS:
		return cut_words(r, line, rest, at, st);
	case ARGS_TEXT:
	case ARGS_EXPR:
		cut_text(r, rest, at, st);
		return true;
	case ARGS_CHECK:
		cut_check(r, rest, at, st);
		return true;
	case ARGS_IF:
		return cut_if(r, line, rest, at, st);
	}
	return false;
}

/* ---- statements ------------------------------------------------------------------------------------------------------- */

/* A comment begins with `#` at the start of a line, or behind two blanks and outside quotes. */
static void cut_comment(char *s)
{
	bool quoted = false;

	for (char *p = s; *p; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (*p == '#' && !quoted && (p == s || (p[-1] == ' ' && (p - 1 == s || p[-2] == ' ')))) {
			*p = '\0';
			break;
		}
	}
	for (size_t n = strlen(s); n > 0 && s[n - 1] == ' '; n--)
		s[n - 1] = '\0';
}

static void tell_unknown(struct reader *d, enum section_kind in, const char *name, uint32_t column)
{
	struct suggest g = suggest_for(name);
	const struct attr_row *row, *elsewhere = NULL;

	for (size_t i = 0; (row = screen_attr_row(i)) != NULL; i++) {
		if (row->in == in)
			suggest_try(&g, row->pub.name);
		else if (!elsewhere && strcmp(row->pub.name, name) == 0 && row->in != SECTION_FILE)
			elsewhere = row;
	}
	if (elsewhere && elsewhere->in == SECTION_SCREEN)
		screen_error_add(d->r, d->line, column, "\"%s\" không dùng trong %s; đưa ra sát lề trái", name, screen_section_name(in));
	else if (elsewhere)
		screen_error_add(d->r, d->line, column, "\"%s\" chỉ dùng trong %s; thụt vào dưới %s", name, elsewhere->pub.section,
				 elsewhere->pub.section);
	else if (g.best)
		screen_error_add(d->r, d->line, column, "không có từ khóa \"%s\" trong %s%s", name, screen_section_name(in),
				 suggest_text(d->r, &g));
	else
		screen_error_add(d->r, d->line, column, "không có từ khóa \"%s\" trong %s; xem man congvu-screen", name,
				 screen_section_name(in));
}

static bool told_twice(struct reader *d, const struct attr_row *row, struct section *in, uint32_t column)
{
	for (size_t i = 0; screen_attr_row(i); i++) {
		uint64_t bit = 1ull << (i % 64);

		if (screen_attr_row(i) != row)
			continue;
		if (!row->many && (in->seen[i / 64 % 2] & bit)) {
			screen_error_add(d->r, d->line, column, "\"%s\" đã có ở trên; bỏ bớt một dòng", row->pub.name);
			return true;
		}
		in->seen[i / 64 % 2] |= bit;
	}
	return false;
}

static bool open_section(struct reader *d, const struct attr_row *row, const struct statement *st)
{
	struct screen_read *r = d->r;
	struct section *s;

	if (row->opens == SECTION_LAYOUT) {
		bool narrow = st->n == 1 && strcmp(st->word[0].text, "narrow") == 0;

		d->picture = narrow ? &r->narrow : &r->wide;
		d->section = SECTION_NOWHERE;
		if (st->n == 1 && !narrow)
			screen_error_add(r, d->line, st->word[0].column, "sau layout chỉ có thể là narrow; bỏ \"%s\"", st->word[0].text);
		if (d->picture->line)
			screen_error_add(r, d->line, st->column, "layout đã có ở dòng %u; bỏ bớt một hình", (unsigned)d->picture->line);
		d->picture->line = d->line;
		return false;
	}
	r->section = screen_grow(r->tmp, r->section, r->n_sections, sizeof(*s));
	s = &r->section[r->n_sections];
	*s = (struct section){
		.kind = row->opens, .name = st->word[0].text, .line = d->line, .column = st->word[0].column, .index = SCREEN_NONE
	};
	d->section = (uint16_t)r->n_sections++;
	return true;
}

static bool count_fits(struct reader *d, const struct statement *st)
{
	const struct attr_row *row = st->row;
	const char *args = row->pub.args, *gap = *args ? " " : "";

	if (st->n < row->min) {
		screen_error_add(d->r, d->line, st->column, "\"%s\" thiếu phần sau; viết: %s%s%s", row->pub.name, row->pub.name, gap, args);
		return false;
	}
	if (st->n > row->max) {
		const struct word *w = &st->word[row->max];

		screen_error_add(d->r, d->line, w->column, "thừa \"%s\"; viết: %s%s%s", w->text, row->pub.name, gap, args);
		return false;
	}
	return true;
}

static void keep_statement(struct reader *d, struct statement *st)
{
	struct screen_read *r = d->r;

	if (st->row->opens != SECTION_FILE) {
		if (!open_section(d, st->row, st))
			return;
		st->section = d->section;
	}
	r->statement = screen_grow(r->tmp, r->statement, r->n_statements, sizeof(*st));
	r->statement[r->n_statements++] = *st;
}

static const struct attr_row *find_row(struct reader *d, bool indented, const char *name, uint32_t column)
{
	const struct attr_row *row;
	enum section_kind in = indented ? d->r->section[d->section].kind : SECTION_SCREEN;

	if (!indented && !d->started) {
		d->started = true;
		row = screen_attr_find(SECTION_FILE, name);
		if (row)
			return row;
		screen_error_add(d->r, d->line, column, "tệp phải mở đầu bằng form, list, menu hoặc record và tên màn hình");
	}
	row = screen_attr_find(in, name);
	if (!row)
		tell_unknown(d, in, name, column);
	return row;
}

static bool take_statement(struct reader *d, struct statement *st, const char *rest, uint32_t at)
{
	if (!screen_words_cut(d->r, d->line, rest, at, st->row->shape, st) || !count_fits(d, st))
		return false;
	if (told_twice(d, st->row, &d->r->section[st->section], st->column))
		return false;
	keep_statement(d, st);
	return true;
}

static void read_statement(struct reader *d, const char *line)
{
	char *s = arena_xstrdup(d->r->tmp, line), *name;
	size_t indent = strspn(s, " "), n;
	struct statement st = { .line = d->line, .column = (uint32_t)indent + 1 };

	cut_comment(s + indent);
	if (!s[indent])
		return;
	if (indent && d->section == SECTION_NOWHERE)
		return;
	if (indent && d->section == 0) {
		screen_error_add(d->r, d->line, st.column, "dòng thụt vào mà chưa có mục nào; đưa ra sát lề trái");
		return;
	}
	n = strcspn(s + indent, " ");
	name = arena_strndup(d->r->tmp, s + indent, n);
	st.row = find_row(d, indent > 0, name, st.column);
	if (!indent)
		d->section = st.row && st.row->opens == SECTION_FILE ? 0 : SECTION_NOWHERE;
	st.section = indent ? d->section : 0;
	if (st.row && !take_statement(d, &st, s + indent + n, st.column + (uint32_t)utf8_chars(s + indent, n)))
		st.row = NULL;
	if (!st.row)
		d->r->section[st.section].broken = true;
}

/* ---- pictures --------------------------------------------------------------------------------------------------------- */

static bool opens_something(const char *line)
{
	size_t n = strcspn(line, " ");
	const struct attr_row *row;

	if (n == 0)
		return false;
	for (size_t i = 0; (row = screen_attr_row(i)) != NULL; i++)
		if (row->in == SECTION_SCREEN && row->opens != SECTION_FILE && strlen(row->pub.name) == n &&
		    strncmp(row->pub.name, line, n) == 0)
			return true;
	return false;
}

static void read_picture_row(struct reader *d, const char *line)
{
	struct picture *p = d->picture;
	size_t columns = utf8_chars(line, strlen(line));

	if (columns > SCREEN_WIDE_MAX) {
		screen_error_add(d->r, d->line, SCREEN_WIDE_MAX + 1, "hình rộng quá %d cột; rút ngắn dòng này", SCREEN_WIDE_MAX);
		return;
	}
	if (p->n == SCREEN_HIGH_MAX) {
		screen_error_add(d->r, d->line, 1, "hình cao quá %d dòng; tách thành hai màn hình", SCREEN_HIGH_MAX);
		return;
	}
	p->row = screen_grow(d->r->tmp, p->row, p->n, sizeof(*p->row));
	p->row_line = screen_grow(d->r->tmp, p->row_line, p->n, sizeof(*p->row_line));
	p->row[p->n] = line;
	p->row_line[p->n++] = d->line;
}

static void read_line(struct reader *d, const char *line, size_t n)
{
	const char *s = clean(d, line, n);

	if (!d->picture && is_comment(s))
		return;
	s = tame(d, s);
	if (d->picture && strcmp(s, "end") == 0) {
		d->picture = NULL;
		return;
	}
	if (d->picture && opens_something(s)) {
		screen_error_add(d->r, d->line, 1, "layout ở dòng %u chưa đóng; thêm dòng end ở trên", (unsigned)d->picture->line);
		d->picture = NULL;
	}
	if (d->picture)
		read_picture_row(d, s);
	else
		read_statement(d, s);
}

void screen_lines_read(struct screen_read *r, const char *text, size_t n)
{
	struct reader d = { .r = r };
	size_t i = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	buf_init(&d.valid, SCREEN_FILE_MAX);
	buf_init(&d.nfc, 4 * SCREEN_FILE_MAX);
	while (i < n && !r->stopped) {
		const char *eol = memchr(text + i, '\n', n - i);
		size_t len = eol ? (size_t)(eol - (text + i)) : n - i, cr = len > 0 && text[i + len - 1] == '\r';

		if (++d.line > SCREEN_LINES_MAX) {
			screen_error_add(r, d.line, 1, "tệp dài quá %d dòng; tách thành nhiều màn hình", SCREEN_LINES_MAX);
			break;
		}
		read_line(&d, text + i, len - cr);
		i += len + 1;
	}
	if (d.picture)
		screen_error_add(r, d.picture->line, 1, "layout chưa đóng; thêm dòng end");
	if (!d.started)
		screen_error_add(r, 1, 1, "tệp phải mở đầu bằng form, list, menu hoặc record và tên màn hình");
	buf_clear(&d.valid);
	buf_clear(&d.nfc);
}
