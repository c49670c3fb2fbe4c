/* ui_edit_view: which part of a field's text is seen, and where the cursor stands in it. */
#include "ui_edit_internal.h"

size_t ui_edit_scroll(const struct ui_edit *e, size_t width, size_t *left)
{
	size_t at = utf8_chars(ui_edit_text(e), e->cur), all = ui_edit_chars(e), half = width / 2 > 0 ? width / 2 : 1;

	if (all <= width)
		*left = 0;
	/* By half a field: a column at a time would send the whole visible part for every letter. */
	while (at < *left)
		*left = *left > half ? *left - half : 0;
	while (at > *left + width)
		*left += half;
	return at - *left;
}

/* Where the row that begins at `from` ends and where the next one begins. Blanks that a break falls on hang over the edge. */
static size_t next_break(const char *s, size_t n, size_t from, size_t width, size_t *end)
{
	size_t pos = from, blanks = from, after = from, count = 0;
	uint32_t cp;

	while (pos < n && s[pos] != '\n') {
		if (s[pos] == ' ') {
			if (after != pos)
				blanks = pos;
			after = pos + 1;
		} else if (count == width) {
			*end = after > from ? blanks : pos;
			return after > from ? after : pos;
		}
		pos += utf8_next(s + pos, n - pos, &cp);
		if (count < width)
			count++;
	}
	*end = pos; /* the rest fits; blanks at its end are the person's own */
	return pos < n ? pos + 1 : pos;
}

size_t ui_edit_wrap(const char *s, size_t n, size_t width, struct ui_edit_row *rows, size_t cap)
{
	size_t count = 0, pos = 0;
	bool again = true;

	while (again) {
		size_t end = pos, next = next_break(s, n, pos, width, &end);

		if (count < cap)
			rows[count] = (struct ui_edit_row){ pos, end };
		count++;
		again = next < n || (n > 0 && next == n && s[n - 1] == '\n' && next > end);
		pos = next;
	}
	return count;
}

void ui_edit_where(const char *s, const struct ui_edit_row *rows, size_t n_rows, size_t width, size_t cur, size_t *row, size_t *col)
{
	size_t r = 0;

	while (r + 1 < n_rows && rows[r + 1].start <= cur)
		r++;
	*row = r;
	*col = utf8_chars(s + rows[r].start, cur - rows[r].start);
	if (*col > width)
		*col = width;
}

size_t ui_edit_at(const char *s, const struct ui_edit_row *row, size_t col)
{
	size_t pos = row->start;
	uint32_t cp;

	while (col-- > 0 && pos < row->end)
		pos += utf8_next(s + pos, row->end - pos, &cp);
	return pos;
}
