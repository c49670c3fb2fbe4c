/* ui_search: one search over everything: the kind of record is the first word, so that nobody opens the wrong register. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HITS_MAX 60
#define FIRST_ROW 2 /* below the line that is typed */

struct hits {
	struct ui_view view;
	struct ui_edit e;
	struct ime im;
	size_t left;
	struct arena *arena;
	struct app_hit *hit;
	size_t n, sel, top;
	bool more, stale;
};

static void close_hits(struct ui *ui, struct ui_view *v)
{
	struct hits *h = (struct hits *)v;

	(void)ui;
	ui_edit_clear(&h->e);
	arena_free(h->arena);
	free(h);
}

static void find(struct ui *ui, struct hits *h)
{
	h->stale = false;
	arena_reset(h->arena);
	h->n = h->sel = h->top = 0;
	if (app_search_all(ui->app, &ui->user, ui_edit_text(&h->e), HITS_MAX, h->arena, &h->hit, &h->n, &h->more) != 0) {
		h->n = 0;
		ui_say_word(ui, "ui.failed");
	}
}

static void typing(struct ui *ui, struct ui_view *v)
{
	ui_ime_begin(ui, &((struct hits *)v)->im, UI_TYPING_WORDS);
}

static void show(struct ui *ui, struct ui_view *v)
{
	struct hits *h = (struct hits *)v;
	size_t sel = h->sel;

	find(ui, h);
	h->sel = sel < h->n ? sel : 0;
	typing(ui, v);
	ui_hint(ui, ui_word(ui, "ui.hits.hint"));
}

static int page_rows(const struct ui *ui)
{
	int rows = ui_body_bottom(ui) - ui_body_top(ui) - FIRST_ROW - 1;

	return rows > 1 ? rows : 1;
}

static void paint_hit(struct ui *ui, const struct app_hit *h, int row)
{
	bool wide = ui->cols >= 60;
	int col = 3, number_w = wide ? 20 : 10;

	col += wide ? 14 : 9;
	ui_put_in(ui, row, 3, col - 4, h->kind, UI_PLAIN);
	ui_put_in(ui, row, col, number_w, h->number, UI_PLAIN);
	col += number_w + 1;
	if (wide) {
		ui_put_in(ui, row, col, 10, h->date, UI_PLAIN);
		col += 7;
	}
	ui_put_in(ui, row, col, ui->cols - col - 1, h->text, UI_PLAIN);
}

static void paint_sum(struct ui *ui, const struct hits *h, int row)
{
	char n[24];
	struct buf b;

	if (h->e.len == 0)
		return;
	buf_init(&b, 512);
	model_message_fill(&b, ui_word(ui, h->n == 0 ? "ui.hits.none" : h->more ? "ui.hits.more" : "ui.hits.of"), "n", ui_number(h->n, n),
			   NULL);
	ui_put_in(ui, row, 3, ui->cols - 4, buf_str(&b), UI_PLAIN);
	buf_clear(&b);
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct hits *h = (struct hits *)v;
	int top = ui_body_top(ui), rows = page_rows(ui), col, width;

	if (h->stale)
		find(ui, h);
	if (h->sel < h->top)
		h->top = h->sel;
	if (h->sel >= h->top + (size_t)rows)
		h->top = h->sel - (size_t)rows + 1;
	for (size_t i = h->top; i < h->n && i < h->top + (size_t)rows; i++)
		paint_hit(ui, &h->hit[i], top + FIRST_ROW + (int)(i - h->top));
	if (h->n > 0)
		ui_put_char(ui, top + FIRST_ROW + (int)(h->sel - h->top), 1, '>');
	paint_sum(ui, h, top + FIRST_ROW + (h->n < (size_t)rows ? (int)h->n : rows));
	col = 2 + ui_put_in(ui, top, 1, 20, model_message("ui.hits.find"), UI_PLAIN);
	width = ui->cols - col - 3 > 60 ? 60 : ui->cols - col - 3;
	ui_put_char(ui, top, col, '[');
	ui_put_char(ui, top, col + 1 + width, ']');
	ui_cursor(ui, top, ui_put_edit(ui, top, col + 1, width, &h->e, &h->left, false));
}

static void move_sel(struct hits *h, long by)
{
	long to = (long)h->sel + by;

	if (h->n > 0)
		h->sel = to < 0 ? 0 : to >= (long)h->n ? h->n - 1 : (size_t)to;
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct hits *h = (struct hits *)v;

	switch (ui_edit_key(&h->e, &h->im, k)) {
	case UI_EDIT_FULL:
		ui->ring = true;
		return;
	case UI_EDIT_CHANGED:
		h->stale = true;
		return;
	case UI_EDIT_MOVED:
		return;
	case UI_EDIT_NOT:
		break;
	}
	if (h->stale)
		find(ui, h);
	if (k->act == UI_ACT_UP || k->act == UI_ACT_DOWN)
		move_sel(h, k->act == UI_ACT_UP ? -1 : 1);
	else if (k->act == UI_ACT_PAGE_UP || k->act == UI_ACT_PAGE_DOWN)
		move_sel(h, k->act == UI_ACT_PAGE_UP ? -page_rows(ui) : page_rows(ui));
	else if (k->act == UI_ACT_ENTER && h->n > 0)
		ui_record_open(ui, h->hit[h->sel].type, h->hit[h->sel].id);
	else if (k->act == UI_ACT_REFRESH)
		show(ui, v);
	else if (k->act == UI_ACT_IME)
		ui_ime_switch(ui);
	else if (k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL)
		ui_pop(ui);
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	(void)ui;
	(void)v;
	snprintf(out, cap, "%s", model_message("ui.hits"));
	return out;
}

static void resize(struct ui *ui, struct ui_view *v)
{
	if (ui->top == v)
		ui_hint(ui, ui_word(ui, "ui.hits.hint"));
}

void ui_search_open(struct ui *ui, const char *words)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_HITS, .paint = paint, .key = key, .show = show, .resize = resize,
		.typing = typing, .close = close_hits, .title = title };
	struct hits *h = mem_xalloc(sizeof(*h));

	h->view.ops = &ops;
	h->view.help = UI_SEARCH_ALL;
	h->arena = arena_new(1024 * 1024);
	ui_edit_init(&h->e, 120, 0, false);
	ui_edit_set(&h->e, words);
	ui_push(ui, &h->view);
}
