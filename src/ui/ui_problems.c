/* ui_problems: what is wrong, all at once, in the order of the form. Enter goes to the field; a digit answers the question the cursor
 * stands on, and elsewhere goes to the problem of that number. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_WIDTH 16
#define TEXT_ROWS   2 /* of one problem in the list; what is longer stands in full above the keys while it is chosen */

struct problems {
	struct ui_view view;
	struct ui_form *form;
	struct app_problem *p;
	size_t n, sel, top;
	uint32_t choice; /* waits for its reason */
};

static void close_problems(struct ui *ui, struct ui_view *v)
{
	struct problems *l = (struct problems *)v;

	(void)ui;
	free(l->p);
	free(l);
}

static size_t count(const struct problems *l, bool refused)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += (l->p[i].severity == APP_REFUSED) == refused;
	return n;
}

static void put_headline(const struct problems *l, struct buf *b)
{
	char mend[24], choose[24];
	const char *id = count(l, true) == 0 ? "ui.wrong.choose" : count(l, false) == 0 ? "ui.wrong.mend" : "ui.wrong.both";

	snprintf(mend, sizeof(mend), "%zu", count(l, true));
	snprintf(choose, sizeof(choose), "%zu", count(l, false));
	model_message_fill(b, model_message(id), "mend", mend, "choose", choose, NULL);
}

static void headline(struct ui *ui, const struct problems *l, int row)
{
	struct buf b;

	buf_init(&b, 512);
	put_headline(l, &b);
	ui_put_in(ui, row, 1, ui->cols - 2, buf_str(&b), UI_TITLE);
	buf_clear(&b);
}

static struct ui_slot *slot_of(const struct problems *l, const struct app_problem *p)
{
	return p->path[0] != '\0' ? ui_form_slot_sent(l->form, p->path) : NULL;
}

/* The word that stands before the field on this very form. */
static const char *label_of(const struct problems *l, const struct app_problem *p)
{
	const struct ui_slot *s = slot_of(l, p);

	return s != NULL ? ui_form_field(l->form, s)->label : p->label;
}

/* Where there is no list to choose from F4 is not offered. */
static const char *words_of(const struct problems *l, const struct app_problem *p)
{
	const struct ui_slot *s = slot_of(l, p);

	return strcmp(p->message_id, "M01") == 0 && s != NULL && !ui_form_is_choice(ui_form_field(l->form, s)) ? model_message("ui.missing") : p->text;
}

/* "Giấy tờ 3: P03: ..." - of a row its number and what stands first in it. */
static void full_text(const struct problems *l, const struct app_problem *p, struct buf *out)
{
	const struct ui_form *f = l->form;
	const struct ui_slot *s = slot_of(l, p);
	const struct screen_detail *d = s != NULL && s->row > 0 ? &f->s->detail[ui_form_field(f, s)->detail] : NULL;
	const struct ui_slot *first = d != NULL ? ui_form_slot(f, d->field[0], s->row) : NULL;

	if (d != NULL)
		buf_printf(out, "%s %u: ", d->label != NULL ? d->label : d->type->label, (unsigned)s->row);
	if (first != NULL && ui_edit_text(&first->e)[0] != '\0')
		buf_printf(out, "%s: ", ui_edit_text(&first->e));
	buf_puts(out, words_of(l, p));
}

static int text_at(const struct ui *ui)
{
	return ui->cols >= 60 ? 6 + LABEL_WIDTH : 6;
}

static size_t text_rows(const struct ui *ui, const char *text, struct ui_edit_row *rows, size_t cap)
{
	int width = ui->cols - text_at(ui) - 1;

	return ui_edit_wrap(text, strlen(text), (size_t)(width > 8 ? width : 8), rows, cap);
}

/* Wrapped text from `row`, at most `most` rows; returns the rows used. Nothing is drawn from `end` on. */
static int wrapped(struct ui *ui, int row, int end, const char *text, size_t most)
{
	struct ui_edit_row rows[8];
	int width = ui->cols - text_at(ui) - 1;
	size_t n = text_rows(ui, text, rows, COUNT_OF(rows));

	n = n < most ? n : most;
	for (size_t i = 0; i < n && row + (int)i < end; i++)
		ui_put_part(ui, row + (int)i, text_at(ui), width, text + rows[i].start, rows[i].end - rows[i].start, UI_PLAIN);
	return (int)n;
}

static uint32_t choices_of(const struct app_problem *p)
{
	return p->severity == APP_REFUSED ? 0 : p->severity == APP_WARNING ? 2 : p->choices;
}

static const char *choice_text(const struct app_problem *p, uint32_t c)
{
	return p->severity == APP_CHOICE ? p->choice_text[c - 1] : model_message(c == 1 ? "ui.warn.goon" : "ui.warn.mend");
}

static int choice_lines(struct ui *ui, const struct problems *l, const struct app_problem *p, int row, int end)
{
	const struct ui_answer *a = ui_form_answer(l->form, p);
	char line[400];
	int first = row;

	for (uint32_t c = 1; c <= choices_of(p); c++) {
		const char *text = choice_text(p, c);
		bool chosen = a != NULL && a->choice == c;

		snprintf(line, sizeof(line), "%s%u %s%s%s", chosen ? "*" : " ", c, text, chosen && a->reason != NULL ? ": " : "",
		         chosen && a->reason != NULL ? a->reason : "");
		row += wrapped(ui, row, end, line, 8);
	}
	return row - first;
}

/* What is cut in the list stands in full above the keys while it is chosen. Returns the first row it takes. */
static int paint_chosen(struct ui *ui, const char *text)
{
	struct ui_edit_row rows[6];
	size_t n = ui_edit_wrap(text, strlen(text), (size_t)(ui->cols - 2), rows, COUNT_OF(rows));
	int top;

	n = n < COUNT_OF(rows) ? n : COUNT_OF(rows);
	top = ui->rows - 1 - (int)n;
	if (ui->message[0] != '\0')
		top--; /* a message has the last line */
	for (size_t i = 0; i < n; i++)
		ui_put_part(ui, top + (int)i, 1, ui->cols - 2, text + rows[i].start, rows[i].end - rows[i].start, UI_PLAIN);
	return top;
}

static int paint_one(struct ui *ui, const struct problems *l, size_t i, int row, int end)
{
	const struct app_problem *p = &l->p[i];
	const char *label = label_of(l, p);
	int first = row;
	struct buf text;
	char no[24];

	snprintf(no, sizeof(no), "%zu", i + 1);
	ui_put(ui, row, 3, no);
	ui_put_words(ui, row, 6, ui->cols >= 60 ? LABEL_WIDTH - 1 : ui->cols - 7, label, UI_PLAIN);
	if (ui->cols < 60 && label[0] != '\0')
		row++;
	buf_init(&text, 4096);
	full_text(l, p, &text);
	row += wrapped(ui, row, end, buf_str(&text), TEXT_ROWS);
	buf_clear(&text);
	if (p->severity != APP_REFUSED)
		row += choice_lines(ui, l, p, row, end);
	return row - first;
}

/* Rows the text of a problem wants, whole. */
static size_t rows_wanted(const struct ui *ui, const struct problems *l, const struct app_problem *p)
{
	struct ui_edit_row rows[8];
	struct buf text;
	size_t n;

	buf_init(&text, 4096);
	full_text(l, p, &text);
	n = text_rows(ui, buf_str(&text), rows, COUNT_OF(rows));
	buf_clear(&text);
	return n;
}

/* Does all of the chosen one fit below the first that is drawn? */
static bool in_sight(const struct ui *ui, const struct problems *l, int room)
{
	for (size_t i = l->top; i <= l->sel; i++) {
		const struct app_problem *p = &l->p[i];
		size_t n = rows_wanted(ui, l, p);

		room -= (int)(n < TEXT_ROWS ? n : TEXT_ROWS) + (ui->cols < 60 && label_of(l, p)[0] != '\0');
		if (p->severity != APP_REFUSED)
			room -= (int)choices_of(p);
	}
	return room >= 0;
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct problems *l = (struct problems *)v;
	int row = ui_body_top(ui), end = ui_body_bottom(ui), cursor = row;

	if (rows_wanted(ui, l, &l->p[l->sel]) > TEXT_ROWS) {
		struct buf text;
		int top;

		buf_init(&text, 4096);
		full_text(l, &l->p[l->sel], &text);
		top = paint_chosen(ui, buf_str(&text));
		end = top < end ? top : end;
		buf_clear(&text);
	}
	headline(ui, l, row++);
	if (l->sel < l->top)
		l->top = l->sel;
	while (l->top < l->sel && !in_sight(ui, l, end - row))
		l->top++;
	for (size_t i = l->top; i < l->n && row < end; i++) {
		if (i == l->sel) {
			ui_put_mark(ui, row, 1);
			cursor = row;
		}
		row += paint_one(ui, l, i, row, end);
	}
	ui_cursor(ui, cursor, 1);
}

/* One of them with all that can be answered, and what was. */
static void put_told(const struct problems *l, size_t i, struct buf *b)
{
	const struct app_problem *p = &l->p[i];
	const struct ui_answer *a = ui_form_answer(l->form, p);
	const char *label = label_of(l, p);

	buf_printf(b, "%zu %s%s", i + 1, label, label[0] != '\0' ? ": " : "");
	full_text(l, p, b);
	for (uint32_t c = 1; c <= choices_of(p); c++) {
		buf_printf(b, "\n%u %s", c, choice_text(p, c));
		if (a != NULL && a->choice == c)
			buf_printf(b, ". %s%s%s", model_message("ui.linear.chosen"), a->reason != NULL ? ": " : "", a->reason != NULL ? a->reason : "");
	}
}

static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct problems *l = (struct problems *)v;
	struct buf b;

	(void)ui;
	buf_init(&b, 64 * 1024);
	put_headline(l, &b);
	ui_tell(t, "%s", buf_str(&b));
	for (size_t i = 0; i < l->n; i++) {
		buf_reset(&b);
		put_told(l, i, &b);
		ui_tell_entry(t, '\0', buf_str(&b));
		if (i == l->sel)
			ui_tell_here(t);
	}
	buf_clear(&b);
}

static void jump(struct ui *ui, struct problems *l)
{
	struct ui_form *f = l->form;
	struct ui_slot *s = slot_of(l, &l->p[l->sel]);

	while (s != NULL && s->row > 0 && !ui_form_can_enter(f, s->field) && s->field + 1u < f->s->n_fields &&
	       ui_form_slot(f, s->field + 1u, s->row) != NULL)
		s = ui_form_slot(f, s->field + 1u, s->row); /* the row's first field may only be shown */

	ui_pop_to(ui, &f->view);
	if (s == NULL || ui_form_place(f, s) == NULL)
		return;
	ui_form_focus(ui, f, s);
	s->fresh = false;
}

static bool all_answered(const struct problems *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct ui_answer *a = ui_form_answer(l->form, &l->p[i]);

		if (l->p[i].severity == APP_REFUSED || a == NULL || (l->p[i].severity == APP_WARNING && a->choice != 1))
			return false;
	}
	return true;
}

static void reason_given(struct ui *ui, void *ctx, const char *text)
{
	struct problems *l = ctx;

	(void)ui;
	if (text != NULL) {
		ui_form_set_answer(l->form, &l->p[l->sel], l->choice, text);
		if (l->sel + 1 < l->n)
			l->sel++;
		else if (all_answered(l))
			ui_say_word(ui, "ui.answered");
	}
}

/* A warning is overridden with a reason that is kept; of a choice the words say whether they want one. */
static bool needs_reason(const struct app_problem *p, uint32_t choice)
{
	return p->severity == APP_WARNING || strstr(p->choice_text[choice - 1], model_message("ui.reason.word")) != NULL;
}

static void answer(struct ui *ui, struct problems *l, uint32_t choice)
{
	const struct app_problem *p = &l->p[l->sel];

	if (p->severity == APP_REFUSED || choice < 1 || choice > (p->severity == APP_WARNING ? 2 : p->choices))
		return;
	if (p->severity == APP_WARNING && choice == 2) {
		jump(ui, l);
		return;
	}
	l->choice = choice;
	if (needs_reason(p, choice)) {
		ui_ask_reason(ui, model_message("ui.reason"), reason_given, l);
		return;
	}
	ui_form_set_answer(l->form, p, choice, NULL);
	if (l->sel + 1 < l->n)
		l->sel++;
	else if (all_answered(l))
		ui_say_word(ui, "ui.answered");
}

static void digit(struct ui *ui, struct problems *l, uint32_t no)
{
	if (l->p[l->sel].severity != APP_REFUSED) {
		answer(ui, l, no);
		return;
	}
	if (no > l->n)
		return;
	l->sel = no - 1;
	if (l->p[l->sel].severity == APP_REFUSED)
		jump(ui, l);
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct problems *l = (struct problems *)v;
	struct ui_form *f = l->form;

	switch ((int)k->act) {
	case UI_ACT_UP:
		l->sel -= l->sel > 0;
		return;
	case UI_ACT_DOWN:
		l->sel += l->sel + 1 < l->n;
		return;
	case UI_ACT_HOME:
		l->sel = 0;
		return;
	case UI_ACT_END:
		l->sel = l->n - 1;
		return;
	case UI_ACT_ENTER:
		jump(ui, l);
		return;
	case UI_ACT_CHAR:
		if (k->cp >= '1' && k->cp <= '9')
			digit(ui, l, k->cp - '0');
		return;
	case UI_ACT_SAVE:
		if (!all_answered(l)) {
			ui_say_word(ui, "ui.unanswered");
			return;
		}
		ui_pop_to(ui, &f->view);
		ui_form_save(ui, f);
		return;
	case UI_ACT_BACK:
	case UI_ACT_ESC:
	case UI_ACT_CANCEL:
		ui_pop(ui);
		return;
	}
}

/* Where on the form a problem is told, as one reads it; what belongs to no field comes last. */
static uint32_t rank(const struct problems *l, const struct app_problem *p)
{
	const struct ui_slot *s = slot_of(l, p);
	const struct screen_place *at = s != NULL ? ui_form_place(l->form, s) : NULL;

	return at != NULL ? (uint32_t)at->row << 16 | at->col : UINT32_MAX;
}

/* Stable: several of one field keep the order of the rules. */
static void into_form_order(struct problems *l)
{
	for (size_t i = 1; i < l->n; i++) {
		struct app_problem p = l->p[i];
		uint32_t where = rank(l, &p);
		size_t at = i;

		for (; at > 0 && rank(l, &l->p[at - 1]) > where; at--)
			l->p[at] = l->p[at - 1];
		l->p[at] = p;
	}
}

void ui_problems_open(struct ui *ui, struct ui_form *f, const struct app_problem *p, size_t n)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_PROBLEMS, .digits = true, .esc_closes = true, .paint = paint,
		.tell = tell, .key = key, .close = close_problems };
	struct problems *l = mem_xalloc(sizeof(*l));

	l->view.ops = &ops;
	l->view.help = f->s->help;
	l->form = f;
	l->p = mem_xarray(n, sizeof(*p));
	memcpy(l->p, p, n * sizeof(*p));
	l->n = n;
	into_form_order(l);
	ui_push(ui, &l->view);
}
