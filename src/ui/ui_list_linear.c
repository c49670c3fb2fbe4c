/* ui_list_linear: a list line by line: a row is one line, what stands in its columns in words. */
#include "ui_list_internal.h"

#include <stdio.h>
#include <string.h>

#define CELL_MAX 120 /* columns of a long text: the record has all of it */
#define POSITION_LEAST " (00 trong 00)"

/* "1287; Ngày đến 23/11; Số, ký hiệu 125/QĐ-UBND; ...": the first column needs no name, an empty cell is not told. */
static void put_row(const struct ui_list *v, const struct app_row *r, struct buf *b)
{
	size_t from;

	if (ui_list_marked(v, r->id))
		buf_printf(b, "%s; ", model_message("ui.linear.marked"));
	if (r->late)
		buf_printf(b, "%s; ", model_message("ui.linear.late"));
	from = b->len;
	for (size_t i = 0; i < v->l->n_columns && i < UI_LIST_COLUMNS_MAX; i++) {
		const char *text = r->cell[i] != NULL ? r->cell[i] : "";
		size_t cut = text_cut(text, CELL_MAX);

		if (text[0] == '\0' || strcmp(text, "-") == 0)
			continue;
		if (b->len > from)
			buf_printf(b, "; %s ", v->l->column[i].title);
		buf_put(b, text, cut);
		buf_puts(b, text[cut] != '\0' ? "..." : "");
	}
}

int ui_list_told_rows(const struct ui_list *v, const struct app_row *r)
{
	struct buf b;
	size_t n;

	buf_init(&b, 64 * 1024);
	put_row(v, r, &b);
	buf_puts(&b, POSITION_LEAST);
	n = ui_edit_wrap(buf_str(&b), b.len, (size_t)v->linear_cols, NULL, 0);
	buf_clear(&b);
	return (int)n;
}

/* Which of how many, where that is known. */
static void put_position(const struct ui_list *v, size_t i, struct buf *b)
{
	char no[24], all[24];

	if (v->total > ui_list_counted(v) || v->rest + v->n > v->total)
		return;
	buf_puts(b, " (");
	model_message_fill(b, model_message("ui.pick.of"), "n", ui_number(v->total - v->rest - v->n + i + 1, no), "all",
	                   ui_number(v->total, all), NULL);
	buf_puts(b, ")");
}

void ui_list_tell(struct ui *ui, struct ui_view *view, struct ui_told *t)
{
	struct ui_list *v = (struct ui_list *)view;
	struct buf b;

	if (t->drawn)
		ui_list_fresh(ui, v);
	t->page = v->n > 0 ? v->row : t->page;
	buf_init(&b, 64 * 1024);
	if (v->jumping || v->filtering)
		ui_tell_edit(t, v->filtering ? model_message("ui.list.filter") : v->l->n_columns > 0 ? v->l->column[0].title : "", &v->line, true, false);
	for (size_t i = 0; i < v->n; i++) {
		buf_reset(&b);
		put_row(v, &v->row[i], &b);
		put_position(v, i, &b);
		ui_tell_entry(t, '\0', buf_str(&b));
		if (i == v->sel && !v->jumping && !v->filtering)
			ui_tell_here(t);
	}
	buf_reset(&b);
	ui_list_put_rest(v, &b);
	buf_puts(&b, b.len > 0 ? ". " : "");
	ui_list_put_shown(ui, v, &b);
	ui_tell_entry(t, '\0', buf_str(&b));
	buf_clear(&b);
	if (t->drawn)
		ui_list_drawn(v);
}
