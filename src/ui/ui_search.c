/* ui_search: records of every kind in one list: found by words over everything, or related to one of them (Ctrl-G). The kind of record is the
 * first word, so that nobody opens the wrong register. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HITS_MAX 60
#define FIRST_ROW 2 /* below the line that is typed, or that says what they are related to */
#define IDLE_MS 250 /* who types on pays for his letters only; the results come when he stops, or with Enter */

struct hits {
	struct ui_view view;
	char type[64];             /* related to a record of this kind; "": a search */
	rowid_t id;                /* 0: to what is typed in a form */
	struct arena *values_arena;
	struct app_value *value;
	size_t n_values;
	char *to;                  /* "Văn bản đến 1288: ...", first line of what is related */
	struct ui *ui;             /* for the timer */
	loop_handle timer;
	struct ui_edit e;
	struct ime im;
	size_t left;
	struct arena *arena;
	struct app_hit *hit;
	size_t n, sel, top;
	bool more, stale;
	bool on_row; /* line by line: the cursor was moved to the results and nothing has been typed since */
	bool looked;               /* for what is typed, or for what was before these letters; before that nothing is said of what there is */
};

static void close_hits(struct ui *ui, struct ui_view *v)
{
	struct hits *h = (struct hits *)v;

	loop_timer_cancel(ui->loop, h->timer);
	ui_edit_clear(&h->e);
	arena_free(h->values_arena);
	free(h->to);
	arena_free(h->arena);
	free(h);
}

static bool is_related(const struct hits *h)
{
	return h->type[0] != '\0';
}

static void find(struct ui *ui, struct hits *h)
{
	bool failed;

	loop_timer_cancel(ui->loop, h->timer);
	h->timer = 0;
	h->stale = false;
	h->looked = is_related(h) || h->e.len > 0;
	arena_reset(h->arena);
	h->n = h->sel = h->top = 0;
	if (is_related(h))
		failed = app_related(ui->app, &ui->user, h->type, h->id, h->value, h->n_values, HITS_MAX, h->arena, &h->hit, &h->n) != 0;
	else
		failed = app_search_all(ui->app, &ui->user, ui_edit_text(&h->e), HITS_MAX, h->arena, &h->hit, &h->n, &h->more) != 0;
	if (failed) {
		h->n = 0;
		ui_say_word(ui, "ui.failed");
	}
}

static void typing(struct ui *ui, struct ui_view *v)
{
	ui_ime_begin(ui, &((struct hits *)v)->im, UI_TYPING_WORDS);
}

static void find_when_idle(struct loop *l, void *ctx)
{
	struct hits *h = ctx;

	h->timer = 0;
	if (h->ui->credit_waits) { /* the line is busy with the letters */
		if (loop_timer_add(l, IDLE_MS, find_when_idle, h, &h->timer) == 0)
			return;
	}
	find(h->ui, h);
	ui_dirty(h->ui);
}

static void letters_changed(struct ui *ui, struct hits *h)
{
	h->stale = true;
	if (loop_timer_again(ui->loop, &h->timer, IDLE_MS, find_when_idle, h) != 0)
		find(ui, h);
}

static void show(struct ui *ui, struct ui_view *v)
{
	struct hits *h = (struct hits *)v;
	size_t sel = h->sel;

	find(ui, h);
	h->sel = sel < h->n ? sel : 0;
	typing(ui, v);
	ui_hint(ui, is_related(h) ? "" : ui_word(ui, "ui.hits.hint"));
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
	ui_put_words(ui, row, 3, col - 4, h->kind, UI_PLAIN);
	ui_put_in(ui, row, col, number_w, h->number, UI_PLAIN);
	col += number_w + 1;
	if (wide) {
		ui_put_in(ui, row, col, 10, h->date, UI_PLAIN);
		col += 7;
	}
	if (h->why[0] != '\0') {
		col += ui_put_in(ui, row, col, ui->cols - col - 1, h->why, UI_PLAIN);
		col += ui_put_in(ui, row, col, ui->cols - col - 1, h->text[0] != '\0' ? ": " : "", UI_PLAIN);
	}
	if (col < ui->cols - 1)
		ui_put_words(ui, row, col, ui->cols - col - 1, h->text, UI_PLAIN);
}

static void put_sum(struct ui *ui, const struct hits *h, struct buf *b)
{
	char n[24];

	if (is_related(h))
		model_message_fill(b, ui_word(ui, h->n == 0 ? "ui.related.none" : "ui.related.of"), "n", ui_number(h->n, n), NULL);
	else
		model_message_fill(b, ui_word(ui, h->n == 0 ? "ui.hits.none" : h->more ? "ui.hits.more" : "ui.hits.of"), "n",
		                   ui_number(h->n, n), NULL);
}

static void paint_sum(struct ui *ui, const struct hits *h, int row)
{
	struct buf b;

	if (!h->looked || (h->e.len == 0 && !is_related(h)))
		return;
	buf_init(&b, 512);
	put_sum(ui, h, &b);
	ui_put_words(ui, row, 3, ui->cols - 4, buf_str(&b), UI_PLAIN);
	buf_clear(&b);
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct hits *h = (struct hits *)v;
	int top = ui_body_top(ui), rows = page_rows(ui), col, width;

	if (h->sel < h->top)
		h->top = h->sel;
	if (h->sel >= h->top + (size_t)rows)
		h->top = h->sel - (size_t)rows + 1;
	for (size_t i = h->top; i < h->n && i < h->top + (size_t)rows; i++)
		paint_hit(ui, &h->hit[i], top + FIRST_ROW + (int)(i - h->top));
	if (h->n > 0)
		ui_put_mark(ui, top + FIRST_ROW + (int)(h->sel - h->top), 1);
	paint_sum(ui, h, top + FIRST_ROW + (h->n < (size_t)rows ? (int)h->n : rows));
	if (is_related(h)) {
		ui_put_words(ui, top, 1, ui->cols - 2, h->to, UI_PLAIN);
		ui_cursor(ui, h->n > 0 ? top + FIRST_ROW + (int)(h->sel - h->top) : top, 1);
		return;
	}
	col = 2 + ui_put_in(ui, top, 1, 20, model_message("ui.hits.find"), UI_PLAIN);
	width = ui->cols - col - 3 > 60 ? 60 : ui->cols - col - 3;
	ui_put_char(ui, top, col, '[');
	ui_put_char(ui, top, col + 1 + width, ']');
	ui_cursor(ui, top, ui_put_edit(ui, top, col + 1, width, &h->e, &h->left, false));
}

/* "Văn bản đến 1279, 17/11, cùng người: ..." */
static void tell_hit(struct ui_told *t, const struct app_hit *h)
{
	ui_tell(t, "%s %s%s%s%s%s%s%s", h->kind, h->number, h->date[0] != '\0' ? ", " : "", h->date, h->why[0] != '\0' ? ", " : "", h->why,
	        h->text[0] != '\0' ? ": " : "", h->text);
}

static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct hits *h = (struct hits *)v;
	struct buf b;

	if (is_related(h))
		ui_tell(t, "%s", h->to);
	else
		ui_tell_edit(t, model_message("ui.hits.find"), &h->e, !h->on_row || h->n == 0, false);
	for (size_t i = 0; i < h->n; i++) {
		tell_hit(t, &h->hit[i]);
		if (i == h->sel && (is_related(h) || h->on_row))
			ui_tell_here(t);
	}
	if (!h->looked || (h->e.len == 0 && !is_related(h)))
		return;
	buf_init(&b, 512);
	put_sum(ui, h, &b);
	ui_tell(t, "%s", buf_str(&b));
	buf_clear(&b);
}

static void move_sel(struct hits *h, long by)
{
	long to = (long)h->sel + by;

	if (h->n > 0)
		h->sel = to < 0 ? 0 : to >= (long)h->n ? h->n - 1 : (size_t)to;
}

static bool edit_key(struct ui *ui, struct hits *h, const struct ui_key *k)
{
	switch (is_related(h) ? UI_EDIT_NOT : ui_edit_key_of(ui, &h->e, &h->im, k)) {
	case UI_EDIT_FULL:
		ui->ring = true;
		return true;
	case UI_EDIT_CHANGED:
		h->on_row = false;
		letters_changed(ui, h);
		return true;
	case UI_EDIT_MOVED:
		h->on_row = false;
		return true;
	case UI_EDIT_NOT:
		break;
	}
	return false;
}

/* Line by line: from what is typed the first step leads to the chosen result, and from the first result back to what is typed. */
static bool into_rows(const struct ui *ui, struct hits *h, const struct ui_key *k)
{
	bool was = h->on_row;

	if (!ui->linear || is_related(h) || h->n == 0)
		return false;
	if (k->act == UI_ACT_UP && was && h->sel == 0)
		h->on_row = false;
	else if ((k->act == UI_ACT_DOWN || k->act == UI_ACT_ENTER) && !was)
		h->on_row = true; /* heard before it is opened */
	else
		return false;
	return true;
}

/* What is done with the record under the cursor. */
static void row_key(struct ui *ui, const struct hits *h, const struct ui_key *k)
{
	const struct app_hit *hit = &h->hit[h->sel];

	if (k->act == UI_ACT_ENTER)
		ui_record_open(ui, hit->type, hit->id);
	else if (k->act == UI_ACT_RELATED)
		ui_related_open(ui, hit->type, hit->id, NULL, 0);
	else if (!ui_find_type(ui, hit->type))
		ui_say_word(ui, "ui.hits.nobook");
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct hits *h = (struct hits *)v;
	bool was_stale = h->stale;

	if (edit_key(ui, h, k))
		return;
	if (h->stale)
		find(ui, h);
	if (into_rows(ui, h, k))
		;
	else if (k->act == UI_ACT_UP || k->act == UI_ACT_DOWN)
		move_sel(h, k->act == UI_ACT_UP ? -1 : 1);
	else if (k->act == UI_ACT_PAGE_UP || k->act == UI_ACT_PAGE_DOWN)
		move_sel(h, k->act == UI_ACT_PAGE_UP ? -page_rows(ui) : page_rows(ui));
	else if (k->act == UI_ACT_HOME || k->act == UI_ACT_END)
		move_sel(h, k->act == UI_ACT_HOME ? -HITS_MAX : HITS_MAX);
	else if (was_stale && h->n > 0 && (k->act == UI_ACT_ENTER || k->act == UI_ACT_RELATED || k->act == UI_ACT_SEARCH))
		; /* the results have only come now: nobody has seen which one is meant */
	else if (k->act == UI_ACT_ENTER || k->act == UI_ACT_RELATED || k->act == UI_ACT_SEARCH)
		h->n > 0 ? row_key(ui, h, k) : ui_say_word(ui, "ui.hits.norow");
	else if (k->act == UI_ACT_REFRESH)
		show(ui, v);
	else if (k->act == UI_ACT_IME)
		ui_ime_switch(ui);
	else if (k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL)
		ui_pop(ui);
}

static bool step(struct ui *ui, struct ui_view *v, bool down, const char **type, rowid_t *id)
{
	struct hits *h = (struct hits *)v;

	(void)ui;
	if (h->n == 0 || h->hit[h->sel].id != *id || strcmp(*type, h->hit[h->sel].type) != 0)
		return false;
	move_sel(h, down ? 1 : -1);
	*type = h->hit[h->sel].type;
	*id = h->hit[h->sel].id;
	return true;
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	(void)ui;
	snprintf(out, cap, "%s", model_message(is_related((struct hits *)v) ? "ui.related" : "ui.hits"));
	return out;
}

static void resize(struct ui *ui, struct ui_view *v)
{
	if (ui->top == v && !is_related((struct hits *)v))
		ui_hint(ui, ui_word(ui, "ui.hits.hint"));
}

void ui_search_open(struct ui *ui, const char *words)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_HITS, .paint = paint, .tell = tell, .key = key, .show = show, .resize = resize,
		.typing = typing, .step = step, .close = close_hits, .title = title };
	struct hits *h = mem_xalloc(sizeof(*h));

	h->ui = ui;
	h->view.ops = &ops;
	h->view.help = UI_SEARCH_ALL;
	h->arena = arena_new(1024 * 1024);
	ui_edit_init(&h->e, 120, 0, false);
	ui_edit_set(&h->e, words);
	ui_push(ui, &h->view);
}

/* "Văn bản đến 1288", or the kind alone while it is not saved. */
static void name_it(struct ui *ui, struct hits *h)
{
	const struct model_type *t = model_type_by_name(h->type);
	struct arena *a = arena_new(4 * 1024 * 1024);
	struct app_record *rec = NULL;

	if (h->id != 0 && app_record(ui->app, &ui->user, h->type, h->id, a, &rec, NULL) != 0)
		rec = NULL;
	h->to = mem_xstrdup(rec == NULL ? t->label : arena_xprintf(a, "%s %s%s%s", t->label, rec->number, rec->title[0] != '\0' ? ": " : "",
	                                                           rec->title));
	arena_free(a);
}

void ui_related_open(struct ui *ui, const char *type, rowid_t id, const struct app_value *values, size_t n)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_RELATED, .paint = paint, .tell = tell, .key = key, .show = show, .step = step,
		.close = close_hits, .title = title };
	struct hits *h = mem_xalloc(sizeof(*h));

	h->ui = ui;
	h->view.ops = &ops;
	h->view.help = "lien-quan";
	h->arena = arena_new(4 * 1024 * 1024);
	h->values_arena = arena_new(1024 * 1024);
	snprintf(h->type, sizeof(h->type), "%s", type);
	h->id = id;
	h->value = arena_xalloc(h->values_arena, (n + 1) * sizeof(*h->value));
	for (; h->n_values < n; h->n_values++)
		h->value[h->n_values] = (struct app_value){ arena_xstrdup(h->values_arena, values[h->n_values].path),
			arena_xstrdup(h->values_arena, values[h->n_values].text != NULL ? values[h->n_values].text : "") };
	name_it(ui, h);
	ui_edit_init(&h->e, 120, 0, false);
	ui_push(ui, &h->view);
}
