/* ui_form_keys: what each key does in a form. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEAR_LIMIT 10
#define SHORT_LIST 5

/* ---- typing ------------------------------------------------------------------------------------------------------------------ */

/* The count appears only near the limit: on each letter it would cost more than the letter. */
static void tell_room(struct ui *ui, const struct ui_slot *s)
{
	size_t have = ui_edit_chars(&s->e);
	char n[24];

	if (s->e.max_chars < 100 || have + NEAR_LIMIT < s->e.max_chars)
		return;
	snprintf(n, sizeof(n), "%zu", s->e.max_chars - have);
	ui_say_fill(ui, "ui.room", "n", n, NULL);
}

static void set_yes(struct ui *ui, struct ui_form *f, const char *value)
{
	if (strcmp(ui_form_value(f, f->at), value) == 0)
		return;
	ui_edit_assign(&f->at->e, value);
	ui_form_touched(ui, f);
	f->at->committed = true;
}

/* Space turns it over; letters answer: x, c, 1 yes; k, 0 no. */
static bool yes_key(struct ui *ui, struct ui_form *f, const struct ui_key *k)
{
	if (k->act == UI_ACT_BACKSPACE || k->act == UI_ACT_DELETE)
		set_yes(ui, f, "0");
	else if (k->act != UI_ACT_CHAR && k->act != UI_ACT_PASTE && !(k->act >= UI_ACT_SELECT && k->act <= UI_ACT_YANK))
		return false;
	else if (k->n == 1 && k->cp == ' ')
		set_yes(ui, f, ui_form_value(f, f->at)[0] == '1' ? "0" : "1");
	else if (k->n == 1 && strchr("xXcC1", k->text[0]) != NULL)
		set_yes(ui, f, "1");
	else if (k->n == 1 && strchr("kK0", k->text[0]) != NULL)
		set_yes(ui, f, "0");
	else {
		ui->ring = true;
		ui_say_word(ui, "ui.yesno");
	}
	return true;
}

/* Space goes round the values of a short code list. */
static bool next_code(struct ui *ui, struct ui_form *f)
{
	const struct screen_field *fd = ui_form_field(f, f->at);
	struct app_choice *c = NULL;
	struct arena *a;
	size_t n = 0, total = 0, at;

	if (fd->model.field->kind != MODEL_CODE)
		return false;
	a = arena_new(256 * 1024);
	if (app_choices(ui->app, &ui->user, fd->model.field, "", SHORT_LIST, a, &c, &n, &total) != 0 || n == 0 || total > SHORT_LIST) {
		arena_free(a);
		return false;
	}
	for (at = 0; at < n && strcmp(c[at].code, ui_form_value(f, f->at)) != 0; at++)
		;
	ui_form_set(ui, f, f->at, c[at + 1 < n ? at + 1 : 0].code, true);
	ui_form_touched(ui, f);
	f->at->committed = f->at->fresh = true;
	arena_free(a);
	return true;
}

/* A date, a number, a choice is not mended letter by letter: the first one typed begins a new value, Ctrl-Z brings the old one back. */
static bool replaced_whole(const struct screen_field *fd)
{
	enum model_kind k = fd->model.field->kind;

	return k == MODEL_DATE || k == MODEL_INT || k == MODEL_MONEY || k == MODEL_CODE || k == MODEL_REF;
}

static bool edit_key(struct ui *ui, struct ui_form *f, const struct ui_key *k)
{
	struct ui_slot *s = f->at;
	bool typing = k->act == UI_ACT_CHAR || k->act == UI_ACT_PASTE || k->act == UI_ACT_YANK;
	size_t from, to;

	if (ui_form_is_yes(ui_form_field(f, s)) && yes_key(ui, f, k))
		return true;
	if (s->fresh && k->act == UI_ACT_CHAR && k->cp == ' ' && next_code(ui, f))
		return true;
	s->e.retype = typing && (s->waiting || (s->fresh && replaced_whole(ui_form_field(f, s))));
	if (!s->e.retype && s->fresh && s->code != NULL && k->act == UI_ACT_BACKSPACE)
		ui_edit_kill_all(&s->e);
	if (k->act == UI_ACT_CHAR && k->cp == '?' && (s->e.len == 0 || s->e.retype)) {
		char about[320];

		ui_help_open(ui, f->view.help, f->view.ops->about(ui, &f->view, about, sizeof(about)));
		return true;
	}
	if (s->e.retype || !ui_edit_region(&s->e, &from, &to))
		from = s->e.retype ? 0 : s->e.cur;
	switch (ui_edit_key_of(ui, &s->e, &f->im, k)) {
	case UI_EDIT_NOT:
		return false;
	case UI_EDIT_FULL:
		ui->ring = true;
		ui_say_word(ui, s->e.replaced ? "ui.replaced" : "ui.full");
		ui_form_touched(ui, f);
		break;
	case UI_EDIT_CHANGED:
		ui_form_touched(ui, f);
		tell_room(ui, s);
		break;
	case UI_EDIT_MOVED:
		s->fresh = s->waiting = false;
		break;
	}
	if (k->act == UI_ACT_PASTE)
		ui_form_mend_paste(ui, f, k, from);
	else if (k->act == UI_ACT_CHAR && ui_form_field(f, s)->leave_full && ui_edit_chars(&s->e) >= ui_form_field(f, s)->width)
		(void)ui_form_go(ui, f, UI_GO_OVER);
	return true;
}

/* The field is left, or a line of it: a short form that was typed last is as good as one with a blank behind it. */
static void end_word(struct ui *ui, struct ui_form *f)
{
	if (f->at != NULL && ui_edit_finish(&f->at->e, &f->im))
		ui_form_touched(ui, f);
}

/* ---- leaving ------------------------------------------------------------------------------------------------------------------- */

static void thrown_away(struct ui *ui, void *ctx, const char *answer)
{
	struct ui_form *f = ctx;
	bool kept;

	if (answer == NULL || answer[0] != '1')
		return;
	kept = ui_form_keep(ui, f, true);
	ui_pop(ui);
	ui_say_word(ui, kept ? "ui.thrown.done" : "ui.thrown.gone");
}

static void ask_throw(struct ui *ui, struct ui_form *f, const char *question)
{
	const char *const answers[] = { model_message("ui.throw.yes"), model_message("ui.no") };

	ui_ask_digit(ui, question, answers, 2, 2, thrown_away, f);
}

static void back(struct ui *ui, struct ui_form *f)
{
	bool kept;

	end_word(ui, f);
	if (!f->changed) {
		ui_pop(ui);
		return;
	}
	if (f->at != NULL)
		(void)ui_form_commit(ui, f, f->at, true);
	kept = ui_form_keep(ui, f, false);
	if (!kept) {
		/* Secrecy is not answered, or it is for many records: nothing is written, so it would be lost. */
		ask_throw(ui, f, model_message(f->for_all ? "ui.throw" : "ui.nokeep"));
		return;
	}
	ui_pop(ui);
	ui_say_word(ui, "ui.kept");
}

static void saved_or_not(struct ui *ui, void *ctx, const char *answer)
{
	if (answer != NULL && answer[0] == '1')
		ui_form_save(ui, ctx);
}

/* Arrows reach every field; Enter and Tab spare those that are answered already. */
static void next_field(struct ui *ui, struct ui_form *f, enum ui_act act)
{
	end_word(ui, f);
	if (ui_form_mend_field(ui, f))
		return;
	if (ui_form_go(ui, f, act == UI_ACT_DOWN ? UI_GO_ON : UI_GO_OVER) || ui->top != &f->view || ui->deaf || f->at == NULL)
		return;
	if (!f->at->committed)
		return;
	/* It was the last one. */
	if (act == UI_ACT_ENTER)
		ui_ask_save(ui, model_message("ui.lastfield"), saved_or_not, f);
	else
		ui_form_focus(ui, f, ui_form_neighbour(f, NULL, true));
}

static void previous_field(struct ui *ui, struct ui_form *f)
{
	end_word(ui, f);
	if (!ui_form_go(ui, f, UI_GO_BACK) && f->at != NULL && ui_form_neighbour(f, f->at, false) == NULL)
		ui->ring = true;
}

/* A page of a form that is longer than the screen. */
static void page(struct ui *ui, struct ui_form *f, bool down)
{
	const struct screen_place *p = f->at != NULL ? ui_form_place(f, f->at) : NULL;
	int target, rows = ui_form_rows(ui, f);

	if (p == NULL)
		return;
	end_word(ui, f);
	target = p->row + (down ? rows - 1 : 1 - rows);
	for (int guard = 0; guard < 200; guard++) {
		const struct screen_place *now = ui_form_place(f, f->at);

		if (now == NULL || (down ? now->row >= target : now->row <= target) || !ui_form_go(ui, f, down ? UI_GO_ON : UI_GO_BACK))
			return;
	}
}

/* ---- others ---------------------------------------------------------------------------------------------------------------------- */

static void repeat_last(struct ui *ui, struct ui_form *f)
{
	const struct model_field *field = ui_form_field(f, f->at)->model.field;
	struct arena *a = arena_new(256 * 1024);
	const char *text = "";
	struct buf shown;

	buf_init(&shown, 64 * 1024);
	if (app_last_value(ui->app, &ui->user, f->s->type->name, ui_form_field(f, f->at)->path, a, &text) != 0 || text[0] == '\0') {
		ui_say_word(ui, "ui.nolast");
	} else {
		if (field->kind != MODEL_COMPOSITE && app_field_text(ui->app, &ui->user, field, text, &shown, NULL) == 0)
			text = buf_str(&shown);
		ui_form_set(ui, f, f->at, text, true);
		ui_form_touched(ui, f);
		f->at->committed = true;
		ime_break(&f->im);
	}
	buf_clear(&shown);
	arena_free(a);
}

static void refresh(struct ui *ui, struct ui_form *f)
{
	if (f->id == 0) {
		ui_form_layout(ui, f);
		return;
	}
	if (ui_form_read(ui, f, true)) {
		ui_form_show_again(ui, f);
		ui_form_layout(ui, f);
		ui_say_word(ui, "ui.reread");
	}
}

static void line_break(struct ui *ui, struct ui_form *f)
{
	if (!f->at->e.lines || !ui_edit_insert(&f->at->e, "\n", 1))
		ui->ring = true;
	else
		ui_form_touched(ui, f);
	ime_break(&f->im);
}

static void action(struct ui *ui, struct ui_form *f, const struct ui_key *k)
{
	switch ((int)k->act) {
	case UI_ACT_SAVE:
		ui_form_save(ui, f);
		return;
	case UI_ACT_BACK:
		back(ui, f);
		return;
	case UI_ACT_CANCEL:
		if (f->changed)
			ask_throw(ui, f, model_message("ui.throw"));
		else
			ui_pop(ui);
		return;
	case UI_ACT_CHOOSE:
		ui_form_choose(ui, f, f->at->committed || f->at->code != NULL ? "" : ui_edit_text(&f->at->e));
		return;
	case UI_ACT_REPEAT:
		repeat_last(ui, f);
		return;
	case UI_ACT_REFRESH:
		refresh(ui, f);
		return;
	case UI_ACT_MENU:
		ui_actions_open(ui, f->id != 0 ? f->s->type->name : NULL, f->id, UI_CTX_FORM);
		return;
	case UI_ACT_INSERT:
		if (ui_form_row_add(ui, f))
			return;
		f->at->e.overwrite = !f->at->e.overwrite;
		ui_say_word(ui, f->at->e.overwrite ? "ui.overwrite.on" : "ui.overwrite.off");
		return;
	case UI_ACT_ROW_DROP:
		if (!ui_form_row_drop(ui, f))
			ui->ring = true;
		return;
	case UI_ACT_MARK_ALL:
		if (!ui_form_row_all(ui, f))
			ui_say_word(ui, "ui.notyet");
		return;
	case UI_ACT_BREAK:
		line_break(ui, f);
		return;
	case UI_ACT_IME:
		ui_ime_switch(ui);
		return;
	case UI_ACT_RELATED:
		ui_form_related(ui, f);
		return;
	case UI_ACT_HISTORY:
		if (f->id != 0)
			ui_record_open(ui, f->s->type->name, f->id);
		else
			ui_say_word(ui, "ui.nohistory");
		return;
	default:
		ui_say_word(ui, "ui.notyet");
	}
}

static bool move_key(struct ui *ui, struct ui_form *f, const struct ui_key *k)
{
	const struct ui_slot *was;

	switch ((int)k->act) {
	case UI_ACT_NEXT:
	case UI_ACT_ENTER:
		next_field(ui, f, k->act);
		return true;
	case UI_ACT_PREV:
		previous_field(ui, f);
		return true;
	case UI_ACT_DOWN:
		if (!ui_form_line_move(ui, f, true, k->shift))
			next_field(ui, f, k->act);
		return true;
	case UI_ACT_UP:
		if (!ui_form_line_move(ui, f, false, k->shift))
			previous_field(ui, f);
		return true;
	case UI_ACT_PAGE_DOWN:
	case UI_ACT_PAGE_UP:
		was = f->at;
		if (!f->walking || f->layout.rows > ui_form_rows(ui, f))
			page(ui, f, k->act == UI_ACT_PAGE_DOWN);
		/* Nothing more of this record is out of sight: the next one. */
		if (f->at == was && ui->top == &f->view && !ui->deaf)
			(void)ui_form_walk(ui, f, k->act == UI_ACT_PAGE_DOWN);
		return true;
	}
	return false;
}

void ui_form_key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct ui_form *f = (struct ui_form *)v;

	ui_form_focus_seen(ui, f);
	if (f->at == NULL) {
		/* A form whose every field is hidden or only shown. */
		if (k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL)
			ui_pop(ui);
		return;
	}
	if (k->act == UI_ACT_UNDO && ui_form_row_back(ui, f))
		return;
	if (k->act == UI_ACT_SAVE || k->act == UI_ACT_BREAK)
		end_word(ui, f);
	if (k->act == UI_ACT_SAVE && ui_form_mend_field(ui, f))
		return;
	if (!move_key(ui, f, k) && !edit_key(ui, f, k))
		action(ui, f, k);
}
