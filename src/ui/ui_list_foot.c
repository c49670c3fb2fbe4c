/* ui_list_foot: the line below the rows: how many follow and are marked, and what part of the whole is shown. */
#include "ui_list_internal.h"

#define FOOT_LEAST 12 /* in fewer columns what is shown is not told */

static void put_number(struct buf *b, const char *id, uint64_t n)
{
	char text[24];

	model_message_fill(b, model_message(id), "n", ui_number(n, text), NULL);
}

void ui_list_put_shown(struct ui *ui, const struct ui_list *v, struct buf *b)
{
	const char *asked = v->asked != NULL ? v->asked->words : "", *filter = v->filter != NULL ? v->filter : "";
	struct buf what;

	buf_init(&what, 1024);
	buf_puts(&what, asked);
	if (asked[0] != '\0' && filter[0] != '\0')
		buf_puts(&what, "; ");
	if (filter[0] != '\0')
		buf_printf(&what, "/%s", filter);
	if (what.len == 0)
		buf_puts(&what, model_message("ui.list.all"));
	model_message_fill(b, ui_word(ui, "ui.list.shown"), "what", buf_str(&what), NULL);
	buf_clear(&what);
}

/* "còn 1.267  đã đánh dấu 2" */
void ui_list_put_rest(const struct ui_list *v, struct buf *b)
{
	if (v->n == 0)
		buf_puts(b, model_message(v->asked != NULL ? "ui.list.noneasked" : v->filter != NULL ? "ui.list.nofit" : "ui.list.empty"));
	else if (v->rest > ui_list_counted(v))
		put_number(b, "ui.list.manymore", ui_list_counted(v));
	else if (v->rest > 0)
		put_number(b, "ui.list.more", v->rest);
	if (v->n_marks > 0) {
		buf_puts(b, b->len > 0 ? "  " : "");
		put_number(b, "ui.list.marked", v->n_marks);
	}
}

void ui_list_paint_foot(struct ui *ui, const struct ui_list *v, int row)
{
	struct buf b;
	int used, width;

	buf_init(&b, 1024);
	ui_list_put_rest(v, &b);
	used = UI_LIST_FIRST_COL + ui_put_in(ui, row, UI_LIST_FIRST_COL, ui->cols - UI_LIST_FIRST_COL - 1, buf_str(&b), UI_PLAIN);
	buf_reset(&b);
	ui_list_put_shown(ui, v, &b);
	width = ui->cols - used - 3;
	if (width >= FOOT_LEAST)
		ui_put_right(ui, row, used + 2, width, buf_str(&b), UI_PLAIN);
	buf_clear(&b);
}
