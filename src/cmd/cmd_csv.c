/* cmd_csv.c: one record of CSV at a time. Every place in which bytes may be cut is answered by ERR_AGAIN and a fresh start of the record. */
#include "cmd_csv.h"

#include <string.h>

void csv_init(struct csv *c, char sep)
{
	memset(c, 0, sizeof(*c));
	c->sep = sep;
	c->line = 1;
	buf_init(&c->text, CSV_ROW_MAX + CSV_CELLS_MAX + 1);
}

void csv_clear(struct csv *c)
{
	buf_clear(&c->text);
}

const char *csv_text(struct csv *c, size_t i)
{
	return buf_str(&c->text) + c->cell[i].at;
}

struct scan {
	struct csv *c;
	const uint8_t *p;
	size_t n, at, line;
	bool last;
};

static int wrong(struct scan *s, const char *why, size_t line)
{
	s->c->why = why;
	s->c->line = line;
	return ERR_INVALID;
}

static bool ends_cell(const struct scan *s)
{
	uint8_t b = s->p[s->at];

	return b == (uint8_t)s->c->sep || b == '\n' || (b == '\r' && (s->at + 1 == s->n || s->p[s->at + 1] == '\n'));
}

/* Behind the opening quote, up to behind the closing one. */
static int quoted(struct scan *s)
{
	size_t from = s->line;

	for (; s->at < s->n; s->at++) {
		uint8_t b = s->p[s->at];

		if (b == '"') {
			if (s->at + 1 == s->n && !s->last)
				return ERR_AGAIN; /* half of a pair? */
			if (s->at + 1 == s->n || s->p[s->at + 1] != '"') {
				s->at++;
				return s->at == s->n || ends_cell(s) ? ERR_NONE : wrong(s, "import.afterquote", s->line);
			}
			s->at++;
		}
		if (b == '\0')
			return wrong(s, "import.nul", s->line);
		if (b == '\n')
			s->line++;
		buf_put_u8(&s->c->text, b);
	}
	return s->last ? wrong(s, "import.quote", from) : ERR_AGAIN;
}

static int plain(struct scan *s)
{
	for (; s->at < s->n && !ends_cell(s); s->at++) {
		if (s->p[s->at] == '\0')
			return wrong(s, "import.nul", s->line);
		buf_put_u8(&s->c->text, s->p[s->at]);
	}
	return ERR_NONE;
}

static int one_cell(struct scan *s)
{
	struct csv *c = s->c;
	struct csv_cell *cell = &c->cell[c->n];
	int r;

	if (c->n == CSV_CELLS_MAX)
		return wrong(s, "import.columns", s->line);
	*cell = (struct csv_cell){ .at = c->text.len, .line = s->line };
	c->n++;
	if (s->at < s->n && s->p[s->at] == '"') {
		s->at++;
		r = quoted(s);
	} else {
		r = plain(s);
	}
	cell->len = c->text.len - cell->at;
	buf_put_u8(&c->text, '\0');
	return r;
}

/* Cells up to the line end, which is taken too. */
static int record(struct scan *s)
{
	for (;;) {
		int r = one_cell(s);

		if (r)
			return r;
		if (s->at == s->n || (s->p[s->at] == '\r' && s->at + 1 == s->n))
			break; /* no line end in sight */
		if (s->p[s->at] != (uint8_t)s->c->sep) {
			s->at += s->p[s->at] == '\r' ? 2 : 1;
			s->line++;
			return ERR_NONE;
		}
		s->at++;
	}
	if (!s->last)
		return ERR_AGAIN;
	s->at = s->n;
	return ERR_NONE;
}

static size_t empty_lines(struct csv *c, const uint8_t *p, size_t n)
{
	size_t at = 0;

	while (at < n && (p[at] == '\n' || (p[at] == '\r' && at + 1 < n && p[at + 1] == '\n'))) {
		at += p[at] == '\r' ? 2 : 1;
		c->line++;
	}
	return at;
}

int csv_next(struct csv *c, const uint8_t *p, size_t n, bool last, size_t *used)
{
	size_t skipped = empty_lines(c, p, n);
	struct scan s = { .c = c, .p = p + skipped, .n = n - skipped, .line = c->line, .last = last };
	int r;

	*used = skipped;
	buf_reset(&c->text);
	c->n = 0;
	if (s.n == 0)
		return last ? ERR_NONE : ERR_AGAIN;
	r = record(&s);
	if (r == ERR_NONE && s.at <= CSV_ROW_MAX && !buf_err(&c->text)) {
		c->line = s.line;
		*used += s.at;
		return ERR_NONE;
	}
	if (r == ERR_AGAIN && s.n <= CSV_ROW_MAX && !buf_err(&c->text))
		return ERR_AGAIN;
	return r == ERR_INVALID ? r : wrong(&s, "import.rowlong", c->line);
}

char csv_separator(const uint8_t *p, size_t n)
{
	static const char known[] = { ',', ';', '\t' };
	size_t count[sizeof(known)] = { 0 }, best = 0;
	bool in = false;

	for (size_t i = 0; i < n && (in || p[i] != '\n'); i++) {
		if (p[i] == '"')
			in = !in;
		for (size_t k = 0; k < sizeof(known) && !in; k++)
			count[k] += p[i] == (uint8_t)known[k];
	}
	for (size_t k = 1; k < sizeof(known); k++)
		if (count[k] > count[best])
			best = k;
	return known[best];
}

/* ---- formulas ---- */

static bool number(const char *s, size_t n)
{
	size_t digits = 0;

	for (size_t i = 1; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			digits++;
		else if (s[i] != '.' && s[i] != ',')
			return false;
	}
	return digits > 0 && (s[0] == '-' || s[0] == '+');
}

bool csv_risky(const char *s, size_t n)
{
	while (n > 0 && *s == '\'') {
		s++;
		n--;
	}
	return n > 0 && memchr("=+-@\t\r", *s, 6) != NULL && !number(s, n);
}

size_t csv_guarded(const char *s, size_t n)
{
	return n > 1 && *s == '\'' && csv_risky(s, n);
}
