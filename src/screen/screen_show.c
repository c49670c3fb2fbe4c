/* screen_show.c: a screen as plain text, for `congvu screen show` and golden tests; and how wide a list's columns are. */
#include "screen_internal.h"

#include <stdlib.h>
#include <string.h>

#define SHOW_ROWS_MAX 2000

/* A sheet of single characters. */
struct sheet {
	uint32_t *cell;
	size_t rows, cols;
};

static void write_at(struct sheet *t, size_t row, size_t col, const char *s, size_t columns)
{
	size_t n = strlen(s), i = 0;

	for (size_t k = 0; i < n && k < columns; k++) {
		uint32_t cp = 0;

		i += utf8_next(s + i, n - i, &cp);
		if (row < t->rows && col + k < t->cols)
			t->cell[row * t->cols + col + k] = cp;
	}
}

static void fill_at(struct sheet *t, size_t row, size_t col, uint32_t cp, size_t columns)
{
	for (size_t k = 0; k < columns && row < t->rows && col + k < t->cols; k++)
		t->cell[row * t->cols + col + k] = cp;
}

static void write_out(const struct sheet *t, struct buf *out)
{
	for (size_t row = 0; row < t->rows; row++) {
		size_t n = t->cols;

		while (n > 0 && (t->cell[row * t->cols + n - 1] == 0 || t->cell[row * t->cols + n - 1] == ' '))
			n--;
		for (size_t i = 0; i < n; i++) {
			uint32_t cp = t->cell[row * t->cols + i];
			char c[4];

			buf_put(out, c, utf8_put(c, cp ? cp : ' '));
		}
		buf_put_u8(out, '\n');
	}
}

static void show_field(struct sheet *t, const struct screen *s, const struct screen_place *p)
{
	const char *tag = s->field[p->field].tag;

	for (size_t line = 0; line < p->lines; line++) {
		size_t row = p->row + line;

		if (p->left)
			fill_at(t, row, p->col - 1u, (unsigned char)p->left, 1);
		if (p->right)
			fill_at(t, row, (size_t)p->col + p->width, (unsigned char)p->right, 1);
		if (p->value_only)
			fill_at(t, row, p->col, '.', p->width);
		if (line == 0)
			write_at(t, row, p->col, tag, p->width);
	}
}

int screen_show_picture(const struct screen *s, uint16_t cols, const bool *shown, struct arena *a, struct buf *out)
{
	struct screen_layout l;
	struct sheet t;
	int err = screen_layout(s, cols, 0, shown, NULL, NULL, a, &l);

	if (err)
		return err;
	t = (struct sheet){ .rows = l.rows < SHOW_ROWS_MAX ? l.rows : SHOW_ROWS_MAX, .cols = cols };
	t.cell = arena_xalloc(a, (t.rows + 1) * t.cols * sizeof(*t.cell));
	for (size_t i = 0; i < l.n_places; i++) {
		const struct screen_place *p = &l.place[i];

		if (p->kind == SCREEN_TEXT)
			write_at(&t, p->row, p->col, p->text, p->width);
		else if (p->kind == SCREEN_FIELD)
			show_field(&t, s, p);
		else if (p->kind == SCREEN_RULE)
			fill_at(&t, p->row, p->col, '-', p->width);
		if (p->kind == SCREEN_RULE && *p->text) {
			fill_at(&t, p->row, p->col + 2u, ' ', text_width(p->text) + 2);
			write_at(&t, p->row, p->col + 3u, p->text, p->width - 3u);
		}
	}
	write_out(&t, out);
	return ERR_NONE;
}

/* ---- lists and menus --------------------------------------------------------------------------------------------------------- */

#define LIST_FIRST 3 /* marks stand left of it */
#define STRETCH_LEAST 7 /* the longest syllable, "nghiêng" */

/* Columns keep their order; a stretch column needs only STRETCH_LEAST to come in, and then takes what is left. */
size_t screen_list_widths(const struct screen_list *l, uint16_t cols, uint16_t *width)
{
	size_t used = LIST_FIRST, drawn = 0, end = cols > 0 ? cols - 1u : 0;
	bool narrow = cols < 80;

	for (size_t i = 0; i < l->n_columns; i++) {
		const struct screen_column *c = &l->column[i];
		uint16_t least = c->stretch && c->width > STRETCH_LEAST ? STRETCH_LEAST : c->width;

		width[i] = 0;
		if ((narrow && c->narrow_hide) || used + (drawn > 0) + least > end)
			continue;
		width[i] = least;
		used += (drawn++ > 0) + (size_t)least;
	}
	for (size_t i = 0; i < l->n_columns && used < end; i++) {
		if (!l->column[i].stretch || !width[i])
			continue;
		width[i] = (uint16_t)(width[i] + end - used);
		used = end;
	}
	return drawn;
}

static void show_list(const struct screen_list *l, uint16_t cols, struct arena *a, struct buf *out)
{
	struct sheet t = { .cell = arena_xalloc(a, 2u * cols * sizeof(*t.cell)), .rows = 2, .cols = cols };
	uint16_t *width = arena_xalloc(a, (l->n_columns + 1) * sizeof(*width));
	size_t x = LIST_FIRST;

	(void)screen_list_widths(l, cols, width);
	for (size_t i = 0; i < l->n_columns; i++) {
		const struct screen_column *c = &l->column[i];
		size_t n = text_width(c->title), shift = c->right && n < width[i] ? width[i] - n : 0;

		if (!width[i])
			continue;
		write_at(&t, 0, x + shift, c->title, width[i]);
		fill_at(&t, 1, x, '.', width[i]);
		x += width[i] + 1u;
	}
	buf_printf(out, " %s: %s\n", l->name, l->title);
	write_out(&t, out);
}

static void show_menu(const struct screen *s, struct buf *out)
{
	const char *group = "";

	for (size_t i = 0; i < s->n_entries; i++) {
		const struct screen_entry *e = &s->entry[i];

		if (e->group && strcmp(e->group, group) != 0)
			buf_printf(out, "   %s\n", group = e->group);
		buf_printf(out, "   %d  %s -> %s%s%s\n", e->digit, e->label, e->opens, e->list ? " " : "", e->list ? e->list : "");
	}
}

int screen_show(const struct screen *s, uint16_t cols, struct buf *out)
{
	struct arena *a = arena_new(SCREEN_ARENA_MAX);
	int err = ERR_NONE;

	if (!a)
		return ERR_NOMEM;
	buf_printf(out, " %s\n\n", s->title);
	switch (s->kind) {
	case SCREEN_FORM:
	case SCREEN_RECORD:
		err = screen_show_picture(s, cols, NULL, a, out);
		break;
	case SCREEN_LIST:
		for (size_t i = 0; i < s->n_lists; i++)
			show_list(&s->list[i], cols, a, out);
		break;
	case SCREEN_MENU:
		show_menu(s, out);
		break;
	}
	arena_free(a);
	return err ? err : buf_err(out);
}
