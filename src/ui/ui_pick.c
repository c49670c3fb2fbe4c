/* ui_pick: the popup list: values of a field, filtered while typing without marks; actions, taken by their number. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FETCH 60
#define ROWS_MAX 7
#define ROWS_MIN 4
#define BYTES_MAX 460 /* DESIGN 6: what opening one may cost */
#define MOVE_BYTES 9  /* a cursor move, which is also the dearest way over blanks */

struct pick {
	struct ui_view view;
	struct ui_pick p;
	struct ui_edit e; /* the filter, drawn in the field's place */
	struct ime im;
	size_t left;
	struct arena *arena;
	struct ui_found found;
	size_t sel, top;
};

static void close_pick(struct ui *ui, struct ui_view *v)
{
	struct pick *p = (struct pick *)v;

	if (p->p.taken != NULL)
		p->p.taken(ui, p->p.ctx, NULL, ""); /* closed without a key: who opened it lets go of what he holds */
	ui_edit_clear(&p->e);
	arena_free(p->arena);
	free(p);
}

static void find(struct ui *ui, struct pick *p)
{
	arena_reset(p->arena);
	memset(&p->found, 0, sizeof(p->found));
	p->sel = p->top = 0;
	if (p->p.find(ui, p->p.ctx, ui_edit_text(&p->e), FETCH, p->arena, &p->found) != 0)
		p->found.n = p->found.total = 0;
}

static void keep_in_view(struct pick *p, size_t rows)
{
	if (p->sel < p->top)
		p->top = p->sel;
	if (p->sel >= p->top + rows)
		p->top = p->sel - rows + 1;
}

struct box {
	int row, col, width, rows; /* of the items */
};

/* What a row of items costs on the line. */
static size_t row_bytes(const struct ui_pick_row *r, int width)
{
	size_t cw = text_width(r->code), room = (size_t)width - (cw > 0 ? cw + 2 : 0), label = text_cut_words(r->label, room);
	size_t blanks = (size_t)width > text_width(r->label) + cw ? (size_t)width - text_width(r->label) - cw : 0;

	return MOVE_BYTES + strlen("|  |") + label + (blanks < MOVE_BYTES ? blanks : MOVE_BYTES) + strlen(r->code);
}

/* Rows of long names cost as many bytes as twice as many short ones: as many as the budget pays for, the others are below. */
static int rows_paid_for(const struct pick *p, int width)
{
	size_t cost = 2 * ((size_t)width + strlen("+--+") + MOVE_BYTES) + 6 * MOVE_BYTES; /* the edges; the foot and the chosen row's looks */
	int n = 0;

	cost += p->p.foot != NULL ? strlen(p->p.foot) : 0;
	while (n < ROWS_MAX && n < (int)p->found.n && (n < ROWS_MIN || cost + row_bytes(&p->found.row[n], width) <= BYTES_MAX))
		cost += row_bytes(&p->found.row[n++], width);
	return n;
}

/* Under the field, over it when there is more room, in the middle when there is no field. */
static struct box place(const struct ui *ui, const struct pick *p)
{
	struct box b = { .rows = ROWS_MAX };
	int widest = 24, above, below, want;

	for (size_t i = 0; i < p->found.n; i++) {
		int w = (int)text_width(p->found.row[i].label) + (p->found.row[i].code[0] != '\0' ? (int)text_width(p->found.row[i].code) + 2 : 0);

		widest = w > widest ? w : widest;
	}
	b.width = widest > 44 ? 44 : widest;
	if (b.width > ui->cols - 4)
		b.width = ui->cols - 4;
	want = p->p.numbered ? (int)p->found.n : rows_paid_for(p, b.width);
	if (p->p.width == 0) {
		b.rows = want > ui->rows - 6 ? ui->rows - 6 : want;
		b.row = (ui->rows - b.rows) / 2;
		b.col = (ui->cols - b.width) / 2;
		return b;
	}
	above = p->p.row - 1 - 3;
	below = ui->rows - 2 - (p->p.row + 1) - 3;
	b.rows = want;
	b.row = p->p.row + 2;
	if (b.rows > below && above > below) {
		b.rows = b.rows > above ? above : b.rows;
		b.row = p->p.row - 2 - b.rows;
	} else if (b.rows > below) {
		b.rows = below;
	}
	b.rows = b.rows < 1 ? 1 : b.rows;
	b.col = p->p.col + b.width + 2 > ui->cols ? ui->cols - b.width - 2 : p->p.col;
	b.col = b.col < 2 ? 2 : b.col;
	return b;
}

static void edge(struct ui *ui, int row, const struct box *b)
{
	for (int c = b->col - 1; c < b->col + b->width + 1; c++)
		ui_put_char(ui, row, c, '-');
	ui_put_char(ui, row, b->col - 2, '+');
	ui_put_char(ui, row, b->col + b->width + 1, '+');
}

static void paint_row(struct ui *ui, const struct pick *p, const struct box *b, int row, size_t i)
{
	const char *label = p->found.row[i].label, *code = p->found.row[i].code;
	int cw = (int)text_width(code), room = b->width - (cw > 0 ? cw + 2 : 0), used;
	struct buf line;

	buf_init(&line, 4096);
	buf_put(&line, label, text_cut_words(label, (size_t)room));
	used = (int)text_width(buf_str(&line));
	while (used++ < b->width - cw)
		buf_put_u8(&line, ' ');
	buf_puts(&line, code);
	ui_put_in(ui, row, b->col, b->width, buf_str(&line), i == p->sel ? UI_CHOSEN : UI_PLAIN);
	buf_clear(&line);
}

static void paint_foot(struct ui *ui, const struct pick *p, const struct box *b, int row)
{
	const char *text = p->found.n > 0 ? "ui.pick.of" : p->p.add != NULL ? "ui.pick.none.add" : "ui.pick.none";
	char shown[24], all[24];
	struct buf t;

	snprintf(shown, sizeof(shown), "%zu", p->found.n < (size_t)b->rows ? p->found.n : (size_t)b->rows);
	snprintf(all, sizeof(all), "%zu", p->found.total);
	buf_init(&t, 256);
	model_message_fill(&t, model_message(text), "n", shown, "all", all, NULL);
	if (p->p.foot != NULL && (p->found.n > 0 || p->p.add == NULL))
		ui_put_in(ui, row, b->col, b->width, p->p.foot, UI_PLAIN);
	if (!p->p.numbered)
		ui_put_right(ui, row, b->col, b->width, buf_str(&t), UI_PLAIN);
	buf_clear(&t);
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct pick *p = (struct pick *)v;
	struct box b = place(ui, p);
	int rows = b.rows, line;
	bool foot = !p->p.numbered || p->p.foot != NULL;

	keep_in_view(p, (size_t)rows);
	ui_clear_box(ui, b.row - 1, b.col - 2, rows + 2 + (foot ? 1 : 0), b.width + 4);
	edge(ui, b.row - 1, &b);
	for (line = 0; line < rows + (foot ? 1 : 0); line++) {
		ui_put_char(ui, b.row + line, b.col - 2, '|');
		ui_put_char(ui, b.row + line, b.col + b.width + 1, '|');
		if (line < rows && p->top + (size_t)line < p->found.n)
			paint_row(ui, p, &b, b.row + line, p->top + (size_t)line);
		else if (line == rows)
			paint_foot(ui, p, &b, b.row + line);
	}
	edge(ui, b.row + line, &b);
	if (p->p.width > 0) {
		ui_clear_box(ui, p->p.row, p->p.col, 1, p->p.width);
		ui_cursor(ui, p->p.row, ui_put_edit(ui, p->p.row, p->p.col, p->p.width, &p->e, &p->left, false));
	} else {
		ui_cursor(ui, b.row + (int)(p->sel - p->top), b.col);
	}
}

/* What is typed stands first, the cursor on the row that Enter takes: that is what is heard after each letter. */
static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct pick *p = (struct pick *)v;
	char n[24];

	if (!p->p.numbered)
		ui_tell(t, "%s: %s", model_message("ui.list.search"), ui_edit_text(&p->e));
	if (p->found.n == 0) {
		ui_tell(t, "%s", model_message("ui.pick.none"));
		ui_tell_here(t);
	}
	for (size_t i = 0; i < p->found.n; i++) {
		const struct ui_pick_row *r = &p->found.row[i];

		ui_tell(t, "%s%s%s", r->label + strspn(r->label, " "), r->code[0] != '\0' ? ", " : "", r->code);
		if (i == p->sel)
			ui_tell_here(t);
	}
	if (p->found.n < p->found.total)
		ui_tell(t, "%s %s", model_message("ui.walk.left"), ui_number(p->found.total - p->found.n, n));
	if (p->p.foot != NULL)
		ui_tell(t, "%s", p->p.foot);
	(void)ui;
}

static int page_rows(const struct ui *ui, const struct pick *p)
{
	return ui->linear ? ui_linear_rows(ui) : place(ui, p).rows;
}

static void take(struct ui *ui, struct pick *p, const struct ui_pick_row *row)
{
	struct ui_pick call = p->p;
	struct ui_pick_row copy = { 0 };
	char *typed = mem_xstrdup(ui_edit_text(&p->e)), *label = NULL, *code = NULL;

	if (row != NULL) {
		copy = *row;
		copy.label = label = mem_xstrdup(row->label);
		copy.code = code = mem_xstrdup(row->code);
	}
	p->p.taken = NULL;
	ui_pop(ui);
	call.taken(ui, call.ctx, row != NULL ? &copy : NULL, typed);
	free(typed);
	free(label);
	free(code);
}

/* What is not in the list; the popup closes as with Esc. */
static void add(struct ui *ui, struct pick *p)
{
	struct ui_pick call = p->p;
	char *typed;

	if (call.add == NULL) {
		ui_say_word(ui, "ui.nonew");
		return;
	}
	typed = mem_xstrdup(ui_edit_text(&p->e));
	take(ui, p, NULL);
	call.add(ui, call.ctx, typed);
	free(typed);
}

static void move_sel(struct pick *p, long by)
{
	long to = (long)p->sel + by;

	if (p->found.n == 0)
		return;
	p->sel = to < 0 ? 0 : to >= (long)p->found.n ? p->found.n - 1 : (size_t)to;
}

/* 0 ends a support session wherever one can press it; l is the same line on every screen. */
static const char line_keys[] = "123456789abcdefghijkmnopqrstuvwxyz";

void ui_pick_number(struct ui_pick_row *rows, size_t n, struct arena *a)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].key == '\0' && used < strlen(line_keys))
			rows[i].key = line_keys[used++];
		rows[i].label = arena_xprintf(a, "%c  %s", rows[i].key != '\0' ? rows[i].key : ' ', rows[i].label);
	}
}

static const struct ui_pick_row *row_of(const struct pick *p, uint32_t cp)
{
	if (cp >= 'A' && cp <= 'Z')
		cp += 'a' - 'A';
	for (size_t i = 0; i < p->found.n; i++)
		if (p->found.row[i].key != '\0' && cp == (uint32_t)p->found.row[i].key)
			return &p->found.row[i];
	return NULL;
}

static void typed_key(struct ui *ui, struct pick *p, const struct ui_key *k)
{
	const struct ui_pick_row *row;

	if (p->p.numbered) {
		row = k->act == UI_ACT_CHAR ? row_of(p, k->cp) : NULL;
		if (row != NULL)
			take(ui, p, row);
		return;
	}
	switch (ui_edit_key(&p->e, &p->im, NULL, k)) {
	case UI_EDIT_CHANGED:
		if (p->p.typing != NULL)
			p->p.typing(ui, p->p.ctx, ui_edit_text(&p->e));
		find(ui, p);
		break;
	case UI_EDIT_FULL:
		ui->ring = true;
		break;
	case UI_EDIT_MOVED:
	case UI_EDIT_NOT:
		break;
	}
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct pick *p = (struct pick *)v;

	if (k->act == UI_ACT_ENTER && p->found.n > 0)
		take(ui, p, &p->found.row[p->sel]);
	else if (k->act == UI_ACT_ENTER)
		ui->ring = true;
	else if (k->act == UI_ACT_ESC || k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL)
		take(ui, p, NULL);
	else if (k->act == UI_ACT_NEW)
		add(ui, p);
	else if (k->act == UI_ACT_UP || k->act == UI_ACT_DOWN)
		move_sel(p, k->act == UI_ACT_UP ? -1 : 1);
	else if (k->act == UI_ACT_PAGE_UP || k->act == UI_ACT_PAGE_DOWN)
		move_sel(p, k->act == UI_ACT_PAGE_UP ? -page_rows(ui, p) : page_rows(ui, p));
	else if (k->act == UI_ACT_HOME || k->act == UI_ACT_END)
		move_sel(p, k->act == UI_ACT_HOME ? -(long)p->found.n : (long)p->found.n);
	else
		typed_key(ui, p, k);
}

void ui_pick_open(struct ui *ui, const struct ui_pick *what)
{
	static const struct ui_view_ops filtered = { .context = UI_CTX_POPUP, .overlay = true, .esc_closes = true, .paint = paint, .tell = tell,
		.key = key, .close = close_pick };
	static const struct ui_view_ops numbered = { .context = UI_CTX_POPUP, .overlay = true, .esc_closes = true, .digits = true,
		.letters = "abcdefghijklmnopqrstuvwxyz", .paint = paint, .tell = tell, .key = key, .close = close_pick };
	struct pick *p = mem_xalloc(sizeof(*p));

	p->view.ops = what->numbered ? &numbered : &filtered;
	p->p = *what;
	p->arena = arena_new(1024 * 1024);
	ui_edit_init(&p->e, 120, 0, false);
	ui_edit_set(&p->e, what->filter);
	ui_ime_begin(ui, &p->im, UI_TYPING_WORDS);
	p->p.filter = NULL;
	find(ui, p);
	ui_push(ui, &p->view);
}
