/* ui_edit_keys: keys that mean the same in every line of text, with the input method beside the editor. */
#include "ui_internal.h"

#include <string.h>

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The word that ends at the cursor; what is right of the cursor is not touched by its keys. */
static size_t word_before(const struct ui_edit *e)
{
	const char *text = ui_edit_text(e);
	size_t from = e->cur;

	while (from > 0 && (is_ascii_letter(text[from - 1]) || (unsigned char)text[from - 1] >= 0x80))
		from--;
	return from;
}

/* The cursor was moved here, or an erased blank brought it here: the next key goes on with the word that stands before it. */
static void seed(struct ui_edit *e, struct ime *im)
{
	size_t from = word_before(e);

	if (e->moved && im->n == 0 && !im->alone && from < e->cur)
		(void)ime_seed(im, ui_edit_text(e) + from, e->cur - from);
}

/* What did not fit is not on the screen either: the unit would count letters that are not there. */
static enum ui_edit_done took(struct ui_edit *e, struct ime *im, bool all)
{
	if (all)
		return UI_EDIT_CHANGED;
	if (im != NULL)
		ime_break(im);
	e->moved = true;
	return UI_EDIT_FULL;
}

/* A macro's text: all of it or none; a step of its own, so that what was typed can be had back later too. */
static bool expanded(struct ui_edit *e, const struct ime_edit *ie)
{
	size_t n = strlen(ie->text);

	if (!ui_edit_fits(e, ie->erase, ie->text, n))
		return false;
	e->join = 0;
	return ui_edit_replace_last(e, ie->erase, ie->text, n);
}

bool ui_edit_finish(struct ui_edit *e, struct ime *im)
{
	struct ime_edit ie;

	return !e->overwrite && ime_finish(im, &ie) && expanded(e, &ie);
}

static enum ui_edit_done typed(struct ui_edit *e, struct ime *im, const struct ui_key *k)
{
	struct ime_edit ie;
	size_t from = 0, to;
	bool over = e->retype || ui_edit_region(e, &from, &to); /* what stands there goes, and with it the word it was */

	if (im == NULL || e->overwrite)
		return took(e, im, ui_edit_insert(e, k->text, k->n));
	if (over)
		ime_break(im);
	else
		seed(e, im);
	if (im->n == 0)
		ime_before(im, ui_edit_text(e), over ? from : e->cur);
	ime_key(im, k->cp, &ie);
	if (im->expanded > 0 && expanded(e, &ie))
		return UI_EDIT_CHANGED;
	if (im->expanded > 0) { /* no room for all of it: the word stays */
		(void)ui_edit_insert(e, k->text, k->n);
		return took(e, im, false);
	}
	if (ie.erase == 0)
		return took(e, im, ui_edit_insert(e, ie.text, strlen(ie.text)));
	return took(e, im, ui_edit_replace_last(e, ie.erase, ie.text, strlen(ie.text)));
}

/* One letter as it is seen goes, with its mark. A word that was composed elsewhere stays so: UniKey sends Backspaces, then letters. */
static bool erased(struct ui_edit *e, struct ime *im)
{
	struct ime_edit ie;
	bool done;

	if (ui_edit_erase_region(e)) {
		if (im != NULL)
			ime_break(im);
		e->moved = true;
		return true;
	}
	if (im != NULL)
		seed(e, im);
	if (im != NULL && ime_backspace(im, &ie)) {
		(void)ui_edit_replace_last(e, ie.erase, ie.text, strlen(ie.text));
		return true;
	}
	done = ui_edit_backspace(e);
	e->moved = true;
	return done;
}

/* Directly behind a word its keys as they were typed, else the step before. */
static bool undone(struct ui_edit *e, struct ime *im)
{
	struct ime_edit ie;

	if (im != NULL && ime_restore(im, &ie)) {
		(void)ui_edit_replace_last(e, ie.erase, ie.text, strlen(ie.text));
		return true;
	}
	if (im != NULL)
		ime_break(im);
	return ui_edit_undo(e);
}

/* The mark, and what is done with what it marks. UI_EDIT_NOT: none of it. */
static enum ui_edit_done mark_key(struct ui_edit *e, struct ui_kill *kill, const struct ui_key *k)
{
	switch ((int)k->act) {
	case UI_ACT_SELECT:
		if (e->marked)
			ui_edit_unmark(e);
		else
			ui_edit_mark(e);
		return UI_EDIT_MOVED;
	case UI_ACT_CUT:
		return ui_edit_cut(e, kill) ? UI_EDIT_CHANGED : UI_EDIT_MOVED;
	case UI_ACT_COPY:
		(void)ui_edit_copy(e, kill);
		return UI_EDIT_MOVED;
	case UI_ACT_YANK:
		if (kill->len == 0)
			return UI_EDIT_MOVED;
		return ui_edit_insert(e, kill->text, kill->len) ? UI_EDIT_CHANGED : UI_EDIT_FULL;
	default:
		return UI_EDIT_NOT;
	}
}

enum ui_edit_done ui_edit_key(struct ui_edit *e, struct ime *im, struct ui_kill *kill, const struct ui_key *k)
{
	static const struct { enum ui_act act; bool (*fn)(struct ui_edit *); enum ui_edit_done done; } plain[] = {
		{ UI_ACT_KILL_END, ui_edit_kill_end, UI_EDIT_CHANGED }, { UI_ACT_KILL_ALL, ui_edit_kill_all, UI_EDIT_CHANGED },
		{ UI_ACT_REDO, ui_edit_redo, UI_EDIT_CHANGED },
		{ UI_ACT_LEFT, ui_edit_left, UI_EDIT_MOVED }, { UI_ACT_RIGHT, ui_edit_right, UI_EDIT_MOVED },
		{ UI_ACT_WORD_LEFT, ui_edit_word_left, UI_EDIT_MOVED }, { UI_ACT_WORD_RIGHT, ui_edit_word_right, UI_EDIT_MOVED },
		{ UI_ACT_HOME, ui_edit_home, UI_EDIT_MOVED }, { UI_ACT_END, ui_edit_end, UI_EDIT_MOVED },
	};

	if (k->act == UI_ACT_CHAR)
		return typed(e, im, k);
	if (k->act == UI_ACT_BACKSPACE)
		return erased(e, im) ? UI_EDIT_CHANGED : UI_EDIT_MOVED;
	if (k->act == UI_ACT_UNDO)
		return undone(e, im) ? UI_EDIT_CHANGED : UI_EDIT_MOVED;
	if (im != NULL)
		ime_break(im);
	if (k->act == UI_ACT_PASTE)
		return ui_edit_insert(e, k->text, k->n) ? UI_EDIT_CHANGED : UI_EDIT_FULL;
	if (k->act == UI_ACT_DELETE)
		return ui_edit_erase_region(e) || ui_edit_delete(e) ? UI_EDIT_CHANGED : UI_EDIT_MOVED;
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		if (plain[i].act != k->act)
			continue;
		if (kill != NULL && plain[i].done == UI_EDIT_MOVED)
			ui_edit_before_move(e, k->shift);
		return plain[i].fn(e) ? plain[i].done : UI_EDIT_MOVED;
	}
	return kill != NULL ? mark_key(e, kill, k) : UI_EDIT_NOT;
}

/* What a key of the mark has done is told: a mark alone cannot be seen, nor what is kept. */
static void tell_mark(struct ui *ui, const struct ui_edit *e, const struct ui_key *k, bool did)
{
	char n[24];

	ui_number(utf8_chars(ui->kill.text != NULL ? ui->kill.text : "", ui->kill.len), n);
	if (k->act == UI_ACT_SELECT)
		ui_say_word(ui, e->marked ? "ui.region.on" : "ui.region.off");
	else if (k->act == UI_ACT_COPY)
		ui_say_fill(ui, did ? "ui.region.copied" : "ui.region.empty", "n", n, NULL);
	else if (k->act == UI_ACT_CUT)
		ui_say_fill(ui, did ? "ui.region.cut" : "ui.region.none", "n", n, NULL);
	else if (k->act == UI_ACT_YANK && ui->kill.len == 0)
		ui_say_word(ui, "ui.region.nothing");
}

enum ui_edit_done ui_edit_key_of(struct ui *ui, struct ui_edit *e, struct ime *im, const struct ui_key *k)
{
	bool any = e->len > 0;
	enum ui_edit_done done = ui_edit_key(e, im, &ui->kill, k);

	if (done != UI_EDIT_FULL)
		tell_mark(ui, e, k, k->act == UI_ACT_CUT ? done == UI_EDIT_CHANGED : any);
	return done;
}
