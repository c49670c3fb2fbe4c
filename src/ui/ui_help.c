/* ui_help: F1: the field's own help, the screen's text, then every key that works there, from the key table. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct help {
	struct ui_view view;
	struct buf text;
	enum ui_context where;
	size_t top;
	size_t lines, page; /* as last drawn */
	char title[120];
	char hint[sizeof(((struct ui *)NULL)->hint)]; /* of the field below; comes back when a popup is still open on it */
};

static void close_help(struct ui *ui, struct ui_view *v)
{
	struct help *h = (struct help *)v;

	(void)ui;
	buf_clear(&h->text);
	free(h);
}

static void put_keys(struct ui *ui, struct buf *b, enum ui_context where)
{
	size_t n;
	const struct ui_act_row *row = ui_keys_rows(&n);
	struct ui_own o = { .n = 0 };

	if (ui->linear)
		buf_printf(b, "%s\n%s\n", model_message("ui.linear.keys"), model_message("ui.linear.rest"));
	buf_printf(b, "%s\n", model_message("ui.help.keys"));
	if (ui->top != NULL)
		(void)ui_own_get(ui, ui->top, &o);
	for (size_t i = 0; i < o.n; i++)
		if (o.key[i].key != NULL && ui_own_offered(ui, &o, &o.key[i]))
			buf_printf(b, "%-16s %s\n", o.key[i].key, o.key[i].label);
	for (size_t i = 0; i < n; i++) {
		if (!(row[i].where & (unsigned)where))
			continue;
		buf_printf(b, ui->linear ? "%s: %s\n" : "%-16s %s\n", row[i].keys, ui_act_words(ui->top, &row[i], false));
	}
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct help *h = (struct help *)v;
	struct ui_edit_row rows[400];
	const char *text = buf_str(&h->text);
	int first = ui_body_top(ui) + 1, end = ui->rows - 2;
	size_t n = ui_edit_wrap(text, h->text.len, (size_t)(ui->cols - 2), rows, COUNT_OF(rows));

	n = n < COUNT_OF(rows) ? n : COUNT_OF(rows);
	h->lines = n;
	h->page = end > first ? (size_t)(end - first) : 1;
	if (h->top + h->page > n)
		h->top = n > h->page ? n - h->page : 0;
	for (size_t i = h->top; i < n && i < h->top + h->page; i++)
		ui_put_part(ui, first + (int)(i - h->top), 1, ui->cols - 2, text + rows[i].start, rows[i].end - rows[i].start, UI_PLAIN);
	if (h->top + h->page < n) {
		char below[24];
		struct buf b;

		buf_init(&b, 256);
		snprintf(below, sizeof(below), "%zu", n - h->top - h->page);
		model_message_fill(&b, model_message("ui.more"), "n", below, NULL);
		ui_put_in(ui, ui->rows - 2, 1, ui->cols - 2, buf_str(&b), UI_PLAIN);
		buf_clear(&b);
	}
	ui_cursor(ui, first, 0);
}

static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	(void)ui;
	ui_tell_text(t, buf_str(&((struct help *)v)->text));
}

static void leave(struct ui *ui, const struct help *h)
{
	char hint[sizeof(h->hint)];

	memcpy(hint, h->hint, sizeof(hint));
	ui_pop(ui);
	if (ui->top != NULL && ui->top->ops->overlay)
		ui_hint(ui, hint);
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct help *h = (struct help *)v;
	size_t by = k->act == UI_ACT_UP || k->act == UI_ACT_DOWN ? 1 : h->page;

	switch ((int)k->act) {
	case UI_ACT_UP:
	case UI_ACT_PAGE_UP:
		h->top = h->top > by ? h->top - by : 0;
		return;
	case UI_ACT_DOWN:
	case UI_ACT_PAGE_DOWN:
		h->top += by;
		return;
	case UI_ACT_HOME:
		h->top = 0;
		return;
	case UI_ACT_END:
		h->top = h->lines;
		return;
	case UI_ACT_BACK:
	case UI_ACT_ESC:
	case UI_ACT_CANCEL:
	case UI_ACT_ENTER:
	case UI_ACT_HELP:
		leave(ui, h);
		return;
	default:
		return;
	}
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	(void)ui;
	snprintf(out, cap, "%s", ((struct help *)v)->title);
	return out;
}

static struct help *new_text(const char *head)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_TEXT, .esc_closes = true, .reads = true, .paint = paint, .tell = tell,
		.key = key, .close = close_help, .title = title };
	struct help *h = mem_xalloc(sizeof(*h));

	h->view.ops = &ops;
	snprintf(h->title, sizeof(h->title), "%s", head);
	buf_init(&h->text, 64 * 1024);
	return h;
}

void ui_text_open(struct ui *ui, const char *head, const char *text)
{
	struct help *h = new_text(head);

	buf_puts(&h->text, text);
	ui_push(ui, &h->view);
}

void ui_help_open(struct ui *ui, const char *name, const char *field_help)
{
	struct help *h = new_text(model_message("ui.help.title"));

	h->where = ui->top != NULL ? ui->top->ops->context : UI_CTX_MENU;
	memcpy(h->hint, ui->hint, sizeof(h->hint));
	if (field_help != NULL && field_help[0] != '\0')
		buf_printf(&h->text, "%s\n\n", field_help);
	if (name != NULL && screen_set_help(ui->screens, name, &h->text) == 0)
		buf_puts(&h->text, "\n");
	put_keys(ui, &h->text, h->where);
	ui_push(ui, &h->view);
}
