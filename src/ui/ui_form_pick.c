/* ui_form_pick: F4 on a field: its values in a popup that filters while typing. */
#include "ui_form_internal.h"

#include <stdlib.h>
#include <string.h>

static int find(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *a, struct ui_found *out)
{
	struct ui_form *f = ctx;
	struct app_choice *c = NULL;
	int r = app_choices(ui->app, &ui->user, ui_form_field(f, f->at)->model.field, words, limit, a, &c, &out->n, &out->total);

	if (r != 0)
		return r;
	out->row = arena_xalloc(a, (out->n + 1) * sizeof(*out->row));
	for (size_t i = 0; i < out->n; i++) {
		bool told = c[i].code == NULL || strcmp(c[i].code, c[i].label) == 0;

		out->row[i] = (struct ui_pick_row){ .label = c[i].label, .code = told ? "" : c[i].code, .id = i };
	}
	return 0;
}

/* A list field collects: the new word goes behind what is there. */
static void add_word(struct ui *ui, struct ui_form *f, const char *code)
{
	struct buf b;
	const char *have = ui_form_value(f, f->at);

	buf_init(&b, 16 * 1024);
	if (have[0] != '\0')
		buf_printf(&b, "%s, ", have);
	buf_puts(&b, code);
	ui_form_set(ui, f, f->at, buf_str(&b), true);
	buf_clear(&b);
}

static bool collects(const struct ui_form *f)
{
	enum model_kind kind = ui_form_field(f, f->at)->model.field->kind;

	return kind == MODEL_LIST_CODE || kind == MODEL_LIST_REF;
}

static void draft_soon(struct ui *ui, struct ui_form *f)
{
	f->changed = f->draft_due = true;
	ui_draft_soon(ui);
}

/* The words of a search are no part of a list; elsewhere Esc leaves them in the field, and so does a line that drops. */
static void typing(struct ui *ui, void *ctx, const char *typed)
{
	struct ui_form *f = ctx;

	if (collects(f))
		return;
	if (f->filter == NULL)
		f->was_changed = f->changed;
	free(f->filter);
	f->filter = mem_xstrdup(typed);
	draft_soon(ui, f);
}

void ui_form_take(struct ui *ui, struct ui_form *f, const char *code)
{
	ui_form_touched(ui, f);
	if (collects(f)) {
		add_word(ui, f, code);
		return;
	}
	ui_form_set(ui, f, f->at, code, true);
	f->at->passed = true;
	ui_form_go(ui, f, UI_GO_OVER);
}

static void add(struct ui *ui, void *ctx, const char *typed)
{
	ui_form_make(ui, ctx, typed);
}

static void taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	struct ui_form *f = ctx;

	if (f->filter != NULL && !f->was_changed && row == NULL && typed[0] == '\0' && !ui->leaving) {
		/* Typed and erased again: nothing has been done to the form. */
		f->changed = f->draft_due = false;
		ui_form_drop_draft(ui, f);
	} else if (f->filter != NULL) {
		draft_soon(ui, f); /* it may have been written with what is not there any more */
	}
	free(f->filter);
	f->filter = NULL;
	if (row == NULL) {
		/* Esc leaves what was typed. */
		if (!collects(f) && typed[0] != '\0' && strcmp(typed, ui_edit_text(&f->at->e)) != 0) {
			ui_edit_assign(&f->at->e, typed);
			ui_form_touched(ui, f);
		}
		return;
	}
	ui_form_take(ui, f, row->code[0] != '\0' ? row->code : row->label);
}

void ui_form_choose(struct ui *ui, struct ui_form *f, const char *filter)
{
	const struct screen_place *p = f->at != NULL ? ui_form_place(f, f->at) : NULL;
	struct ui_pick pick = { .filter = filter, .find = find, .typing = typing, .taken = taken, .ctx = f };

	if (p == NULL)
		return;
	if (!ui_form_is_choice(ui_form_field(f, f->at))) {
		ui_say_word(ui, "ui.nolist");
		return;
	}
	pick.row = ui_form_top(ui, f) + p->row - f->scroll;
	pick.col = p->col;
	pick.width = p->width;
	if (ui_form_may_make(ui, f)) {
		pick.add = add;
		pick.foot = model_message("ui.pick.add");
	}
	ui_pick_open(ui, &pick);
}
