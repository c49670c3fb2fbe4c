/* ui_form_mend: text that came in another encoding ("ViÖt Nam"): the person is shown what was meant and decides; nothing happens by itself. */
#include "ui_form_internal.h"

#include <stdlib.h>
#include <string.h>

#define CHARS_MIN 3 /* one letter is no evidence */

struct mend {
	struct ui_form *f;
	struct ui_slot *s;
	size_t chars; /* before the cursor, which it takes the place of; 0: of the whole text */
	char *text;
};

static void answered(struct ui *ui, void *ctx, const char *answer)
{
	struct mend *m = ctx;
	struct ui_edit *e = &m->s->e;
	bool fits = true;

	if (answer != NULL && answer[0] == '1' && m->f->at == m->s) {
		e->join = 0; /* a step of its own: Ctrl-Z gives back what came */
		if (m->chars > 0)
			fits = ui_edit_replace_last(e, m->chars, m->text, strlen(m->text));
		else
			ui_edit_assign(e, m->text);
		ime_break(&m->f->im);
		ui_form_touched(ui, m->f);
		ui_say_word(ui, fits ? "ui.mend.done" : "ui.full");
	} else if (m->chars == 0) {
		m->s->unmended = true;
	}
	free(m->text);
	free(m);
}

/* The beginning of what it would become, as much as the line holds. */
static void ask(struct ui *ui, struct mend *m)
{
	const char *const answers[] = { model_message("ui.mend.yes"), model_message("ui.mend.no") };
	struct buf b, start;
	size_t room;

	buf_init(&b, 4096);
	buf_init(&start, 4096);
	model_message_fill(&b, ui_word(ui, "ui.mend.ask"), "text", "...", NULL);
	room = text_width(buf_str(&b)) + 2 < (size_t)ui->cols ? (size_t)ui->cols - 2 - text_width(buf_str(&b)) : 0;
	buf_put(&start, m->text, text_cut(m->text, room));
	for (size_t i = 0; i < start.len; i++)
		start.p[i] = start.p[i] == '\n' ? ' ' : start.p[i];
	if (start.len < strlen(m->text))
		buf_puts(&start, "...");
	buf_reset(&b);
	model_message_fill(&b, ui_word(ui, "ui.mend.ask"), "text", buf_str(&start), NULL);
	ui_ask_digit(ui, buf_str(&b), answers, 2, 2, answered, m);
	buf_clear(&b);
	buf_clear(&start);
}

static bool offer(struct ui *ui, struct ui_form *f, const char *text, size_t n, size_t chars)
{
	struct mend *m;
	struct buf b;
	bool meant;

	if (utf8_chars(text, n) < CHARS_MIN)
		return false;
	buf_init(&b, UI_PASTE_MAX * 2);
	meant = ime_mojibake_repair(text, n, &b);
	if (meant) {
		m = mem_xalloc(sizeof(*m));
		m->f = f;
		m->s = f->at;
		m->chars = chars;
		m->text = mem_xstrdup(buf_str(&b));
		ask(ui, m);
	}
	buf_clear(&b);
	return meant;
}

/* Words of a person are mended; what is a code, a date, a number never was in any other encoding. */
static bool holds_words(const struct ui_form *f)
{
	enum screen_ime ime = ui_form_field(f, f->at)->ime;

	return ime == SCREEN_IME_ON || ime == SCREEN_IME_NAME;
}

void ui_form_mend_paste(struct ui *ui, struct ui_form *f, const struct ui_key *k, size_t from)
{
	const struct ui_edit *e = &f->at->e;

	if (holds_words(f) && from < e->cur)
		(void)offer(ui, f, k->text, k->n, utf8_chars(ui_edit_text(e) + from, e->cur - from));
}

bool ui_form_mend_field(struct ui *ui, struct ui_form *f)
{
	struct ui_slot *s = f->at;

	return s != NULL && !s->committed && !s->unmended && holds_words(f) && offer(ui, f, ui_edit_text(&s->e), s->e.len, 0);
}
