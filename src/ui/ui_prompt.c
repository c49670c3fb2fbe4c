/* ui_prompt: what is asked at the foot of the screen: one line of text, or a question that a digit answers. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REASON_MAX 300 /* MODEL_REASON fields */

static bool gives_up(const struct ui_key *k)
{
	return k->act == UI_ACT_ESC || k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL;
}

/* ---- a line of text --------------------------------------------------------------------------------------------------------- */

struct prompt {
	struct ui_view view;
	char label[120];
	struct ui_edit e;
	struct ime im;
	size_t left;
	bool needed; /* nothing, or blanks alone, is no answer */
	ui_answer_fn *answer;
	void *ctx;
};

static void prompt_close(struct ui *ui, struct ui_view *v)
{
	struct prompt *p = (struct prompt *)v;

	if (p->answer != NULL)
		p->answer(ui, p->ctx, NULL); /* the session ends, or what it was asked for goes: who asked lets go of what he holds */
	ui_edit_clear(&p->e);
	free(p);
}

static void prompt_paint(struct ui *ui, struct ui_view *v)
{
	struct prompt *p = (struct prompt *)v;
	int row = ui->rows - 2, col, width;

	ui_put_said(ui, row - 1);
	ui_clear_box(ui, row, 0, 1, ui->cols);
	col = 1 + ui_put_words(ui, row, 1, ui->cols / 2, p->label, UI_ASKED) + 1;
	width = ui->cols - col - 3;
	ui_put_char(ui, row, col, '[');
	ui_put_char(ui, row, col + 1 + width, ']');
	ui_cursor(ui, row, ui_put_edit(ui, row, col + 1, width, &p->e, &p->left, false));
}

static void prompt_tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct prompt *p = (struct prompt *)v;

	(void)ui;
	ui_tell_edit(t, p->label, &p->e, true, false);
}

static bool says_nothing(const char *text)
{
	struct buf b;
	bool nothing;

	buf_init(&b, 8192);
	nothing = text_clean(text, strlen(text), TEXT_ONE_LINE, &b) == 0 && b.len == 0;
	buf_clear(&b);
	return nothing;
}

static void prompt_key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct prompt *p = (struct prompt *)v;
	ui_answer_fn *answer = p->answer;
	void *ctx = p->ctx;
	char *text;
	bool agreed = k->act == UI_ACT_ENTER || k->act == UI_ACT_SAVE;

	if (agreed)
		(void)ui_edit_finish(&p->e, &p->im);
	switch (ui_edit_key_of(ui, &p->e, &p->im, k)) {
	case UI_EDIT_FULL:
		ui->ring = true;
		return;
	case UI_EDIT_MOVED:
	case UI_EDIT_CHANGED:
		return;
	case UI_EDIT_NOT:
		break;
	}
	if (!agreed && !gives_up(k))
		return;
	if (agreed && p->needed && says_nothing(ui_edit_text(&p->e))) {
		ui_refuse(ui, model_message("ui.reason.needed"));
		return;
	}
	text = agreed ? mem_xstrdup(ui_edit_text(&p->e)) : NULL;
	p->answer = NULL;
	ui_pop(ui);
	answer(ui, ctx, text);
	free(text);
}

static struct prompt *ask(struct ui *ui, const char *label, const char *initial, uint32_t max, enum ui_typing typing, ui_answer_fn *answer, void *ctx)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_PROMPT, .overlay = true, .esc_closes = true, .paint = prompt_paint,
		.tell = prompt_tell, .key = prompt_key, .close = prompt_close };
	struct prompt *p = mem_xalloc(sizeof(*p));

	p->view.ops = &ops;
	p->view.agrees = true;
	snprintf(p->label, sizeof(p->label), "%s", label);
	ui_edit_init(&p->e, max, 0, false);
	ui_edit_set(&p->e, initial);
	ui_ime_begin(ui, &p->im, typing);
	p->answer = answer;
	p->ctx = ctx;
	ui_push(ui, &p->view);
	return p;
}

void ui_ask_reason(struct ui *ui, const char *label, ui_answer_fn *answer, void *ctx)
{
	ask(ui, label, NULL, REASON_MAX, UI_TYPING_TEXT, answer, ctx)->needed = true;
}

void ui_ask_text(struct ui *ui, const char *label, const char *initial, uint32_t max, ui_answer_fn *answer, void *ctx)
{
	(void)ask(ui, label, initial, max, UI_TYPING_TEXT, answer, ctx);
}

void ui_ask_words(struct ui *ui, const char *label, const char *initial, uint32_t max, ui_answer_fn *answer, void *ctx)
{
	(void)ask(ui, label, initial, max, UI_TYPING_WORDS, answer, ctx);
}

/* ---- a question -------------------------------------------------------------------------------------------------------------- */

#define ANSWERS_MAX 9

struct question {
	struct ui_view view;
	char *text;
	char *answers; /* "1 ...  2 ..." */
	char *answer_text[ANSWERS_MAX]; /* "1 ..." */
	size_t n, harmless;
	ui_answer_fn *answer;
	void *ctx;
};

static void question_close(struct ui *ui, struct ui_view *v)
{
	struct question *q = (struct question *)v;

	if (q->answer != NULL)
		q->answer(ui, q->ctx, NULL);
	free(q->text);
	free(q->answers);
	for (size_t i = 0; i < q->n; i++)
		free(q->answer_text[i]);
	free(q);
}

static void question_paint(struct ui *ui, struct ui_view *v)
{
	struct question *q = (struct question *)v;
	int row = ui->rows - 2, room = ui->cols - 2, used, col;
	char harmless[24];

	ui_clear_box(ui, row - 1, 0, 2, ui->cols);
	snprintf(harmless, sizeof(harmless), "[%zu]", q->harmless);
	used = (int)text_width(q->text) + 2 + (int)text_width(q->answers) + 5;
	if (used <= room) {
		col = 1 + ui_put_in(ui, row, 1, room, q->text, UI_ASKED) + 2;
	} else {
		ui_put_ending(ui, row - 1, room, q->text, row > 2 && ui->message[0] == '\0', UI_ASKED);
		col = 1;
	}
	/* What was said besides stands above it. */
	if (ui->message[0] != '\0' && row > 2) {
		ui_clear_box(ui, row - 2, 0, 1, ui->cols);
		ui_put_words(ui, row - 2, 1, room, ui->message, UI_PLAIN);
	}
	col += ui_put_in(ui, row, col, ui->cols - col - 5, q->answers, UI_ASKED) + 2;
	ui_put(ui, row, col, harmless);
	ui_cursor(ui, row, col + 1);
}

static void question_tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct question *q = (struct question *)v;

	ui_tell(t, "%s", q->text);
	for (size_t i = 0; i < q->n; i++)
		ui_tell_entry(t, (char)('1' + i), arena_xprintf(t->a, "%s%s%s", q->answer_text[i], i + 1 == q->harmless ? ". " : "",
		                                                i + 1 == q->harmless ? ui_word(ui, "ui.linear.harmless") : ""));
}

static void question_key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct question *q = (struct question *)v;
	ui_answer_fn *answer = q->answer;
	void *ctx = q->ctx;
	char text[24];
	size_t n = q->harmless;

	if (k->act == UI_ACT_CHAR) {
		if (k->cp < '1' || k->cp >= '1' + q->n)
			return;
		n = k->cp - '0';
	} else if (k->act == UI_ACT_SAVE) {
		n = 1;
	} else if (k->act != UI_ACT_ENTER && !gives_up(k)) {
		return;
	}
	snprintf(text, sizeof(text), "%zu", n);
	q->answer = NULL;
	ui_pop(ui);
	answer(ui, ctx, text);
}

static struct question *ask_one_of(struct ui *ui, const char *question, const char *const *texts, size_t n, size_t harmless,
		ui_answer_fn *answer, void *ctx)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_PROMPT, .overlay = true, .digits = true, .esc_closes = true, .reads = true,
		.paint = question_paint, .tell = question_tell, .key = question_key, .close = question_close };
	struct question *q = mem_xalloc(sizeof(*q));
	struct buf b;

	buf_init(&b, 4096);
	n = n < ANSWERS_MAX ? n : ANSWERS_MAX;
	for (size_t i = 0; i < n; i++) {
		size_t from = b.len + (i > 0 ? 2 : 0);

		buf_printf(&b, "%s%zu %s", i > 0 ? "  " : "", i + 1, texts[i]);
		q->answer_text[i] = mem_xstrdup(buf_str(&b) + from);
	}
	q->view.ops = &ops;
	q->text = mem_xstrdup(question);
	q->answers = mem_xstrdup(buf_str(&b));
	q->n = n;
	q->harmless = harmless;
	q->answer = answer;
	q->ctx = ctx;
	buf_clear(&b);
	ui_halt_typing(ui); /* keys typed before the question is seen never answer it */
	ui_push(ui, &q->view);
	return q;
}

void ui_ask_digit(struct ui *ui, const char *question, const char *const *texts, size_t n, size_t harmless, ui_answer_fn *answer,
		void *ctx)
{
	(void)ask_one_of(ui, question, texts, n, harmless, answer, ctx);
}

void ui_ask_save(struct ui *ui, const char *question, ui_answer_fn *answer, void *ctx)
{
	const char *const answers[] = { model_message_short("ui.key.save"), model_message("ui.no") };

	ask_one_of(ui, question, answers, 2, 2, answer, ctx)->view.agrees = true;
}
