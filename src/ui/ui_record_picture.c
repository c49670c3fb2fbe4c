/* ui_record_picture: the picture of a `record` screen, filled in, as lines of text that scroll with the history below them. */
#include "ui_record_internal.h"

#include <string.h>

struct grid {
	uint32_t *cell; /* 0: blank */
	int rows, cols;
};

static void put(struct grid *g, int row, int col, int width, const char *text, size_t n)
{
	size_t pos = 0;

	for (int c = col; row >= 0 && row < g->rows && c < g->cols && c < col + width && pos < n; c++) {
		uint32_t cp = 0;

		pos += utf8_next(text + pos, n - pos, &cp);
		g->cell[row * g->cols + c] = cp;
	}
}

static void put_field(struct grid *g, const struct screen_place *p, const char *text)
{
	struct ui_edit_row rows[16];
	size_t n;

	if (p->lines < 2) {
		put(g, p->row, p->col, p->width, text, text_cut_words(text, p->width));
		return;
	}
	n = ui_edit_wrap(text, strlen(text), p->width, rows, COUNT_OF(rows));
	for (size_t i = 0; i < n && i < p->lines && i < COUNT_OF(rows); i++)
		put(g, p->row + (int)i, p->col, p->width, text + rows[i].start, rows[i].end - rows[i].start);
}

static const char *line_of(const struct grid *g, int row, struct arena *a)
{
	char *out = arena_xalloc(a, (size_t)g->cols * 4 + 1);
	size_t n = 0, end = 0;

	for (int c = 0; c < g->cols; c++) {
		uint32_t cp = g->cell[row * g->cols + c];

		n += utf8_put(out + n, cp != 0 ? cp : ' ');
		if (cp != 0 && cp != ' ')
			end = n;
	}
	out[end] = '\0';
	return out;
}

/* What runs now; a clock that has stopped tells no due day. */
static const char *due_now(const struct app_record *rec)
{
	for (size_t i = 0; i < rec->n_clocks; i++)
		if (rec->clocks[i].running || rec->clocks[i].paused)
			return rec->clocks[i].due_text;
	return "";
}

static const char *by_other_path(const struct app_record *rec, const char *path)
{
	for (size_t i = 0; strchr(path, '.') != NULL && i < rec->n_values; i++)
		if (model_path_same(rec->type, path, rec->values[i].path))
			return rec->values[i].shown;
	return NULL;
}

const char *ui_record_word(const struct app_record *rec, const char *path)
{
	const struct { const char *word, *text; } words[] = {
		{ "number", rec->number }, { "title", rec->title }, { "state", rec->state_label }, { "owner", rec->owner_name },
		{ "due", due_now(rec) },
	};

	for (size_t i = 0; i < rec->n_values; i++)
		if (strcmp(rec->values[i].path, path) == 0)
			return rec->values[i].shown != NULL ? rec->values[i].shown : "";
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(words[i].word, path) == 0 && words[i].text != NULL)
			return words[i].text;
	return by_other_path(rec, path) != NULL ? by_other_path(rec, path) : "";
}

static const char *value_of(const struct app_record *rec, const char *path)
{
	for (size_t i = 0; path != NULL && i < rec->n_values; i++)
		if (strcmp(rec->values[i].path, path) == 0)
			return rec->values[i].text != NULL ? rec->values[i].text : "";
	return "";
}

/* `show` of every field, by the record's values. */
static const bool *shown(const struct screen *s, const struct app_record *rec, struct arena *a)
{
	bool *yes = arena_xalloc(a, s->n_fields * sizeof(*yes) + 1);
	const char **value = arena_xalloc(a, (s->n_fields + 1) * sizeof(*value)), *text;

	for (size_t i = 0; i < s->n_fields; i++)
		value[i] = value_of(rec, s->field[i].path);
	for (size_t i = 0; i < s->n_fields; i++) {
		yes[i] = true;
		if (s->field[i].show_expr != NULL && app_expr_run(s->field[i].show_expr, value, a, &text, &yes[i]) != 0)
			yes[i] = true;
	}
	return yes;
}

size_t ui_record_picture(struct ui *ui, const struct screen *s, const struct app_record *rec, struct arena *a, const char **line,
		size_t cap)
{
	struct screen_layout l;
	struct grid g = { .cols = ui->cols };
	const char **value;
	size_t n = 0;

	if (s == NULL || s->n_items == 0)
		return 0;
	value = arena_xalloc(a, (s->n_fields + 1) * sizeof(*value));
	for (size_t i = 0; i < s->n_fields; i++)
		value[i] = s->field[i].path != NULL ? ui_record_word(rec, s->field[i].path) : "";
	if (screen_layout(s, (uint16_t)ui->cols, 0, shown(s, rec, a), NULL, value, a, &l) != 0)
		return 0;
	g.rows = l.rows;
	g.cell = arena_xalloc(a, (size_t)g.rows * (size_t)g.cols * sizeof(*g.cell));
	for (size_t i = 0; i < l.n_places; i++) {
		const struct screen_place *p = &l.place[i];

		if (p->kind == SCREEN_TEXT && p->text != NULL)
			put(&g, p->row, p->col, g.cols, p->text, strlen(p->text));
		else if (p->kind == SCREEN_FIELD && s->field[p->field].path != NULL)
			put_field(&g, p, value[p->field]);
	}
	for (int r = 0; r < g.rows && n < cap; r++)
		line[n++] = line_of(&g, r, a);
	return n;
}

size_t ui_record_told(struct ui *ui, const struct screen *s, const struct app_record *rec, struct arena *a, const char **line, size_t cap)
{
	const bool *yes = s != NULL ? shown(s, rec, a) : NULL;
	size_t n = 0;

	(void)ui;
	for (size_t i = 0; s != NULL && i < s->n_items && n < cap; i++) {
		const struct screen_item *it = &s->item[i];
		const struct screen_field *fd = it->kind == SCREEN_FIELD ? &s->field[it->field] : NULL;
		const char *word = fd != NULL && fd->path != NULL && yes[it->field] ? ui_record_word(rec, fd->path) : "";

		if (word[0] != '\0')
			line[n++] = arena_xprintf(a, "%s: %s", fd->label, word);
	}
	return n;
}
