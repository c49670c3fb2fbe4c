/* ui_undo: the last action on a record taken back, and a new record begun from an old one. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct undoing {
	char type[64];
	rowid_t id;
};

void ui_saved_last(struct ui *ui, const char *type, rowid_t id)
{
	snprintf(ui->saved_type, sizeof(ui->saved_type), "%s", type);
	ui->saved_id = id;
}

const char *ui_undo_label(struct ui *ui, const char *type, rowid_t id, struct arena *a)
{
	struct err_info ei = { .code = 0 };
	const char *what = NULL;
	struct buf b;
	char *label;

	if (type[0] == '\0' || id == 0 || app_undo_possible(ui->app, &ui->user, type, id, &what, &ei) != 0)
		return NULL;
	buf_init(&b, 512);
	model_message_fill(&b, model_message("ui.undo"), "verb", what, NULL);
	label = arena_xstrdup(a, buf_str(&b));
	buf_clear(&b);
	return label;
}

static void reason_given(struct ui *ui, void *ctx, const char *text)
{
	struct undoing *u = ctx;
	struct app_result *res = mem_xalloc(sizeof(*res));
	struct err_info ei = { .code = 0 };
	int r;

	if (text == NULL) {
		ui_say_word(ui, "ui.notdone");
	} else if ((r = app_undo(ui->app, &ui->user, u->type, u->id, text, res, &ei)) == 0) {
		if (ui->top->ops->show != NULL)
			ui->top->ops->show(ui, ui->top);
		ui_say_word(ui, "ui.undone");
		ui->saved_id = 0;
	} else {
		ui_refuse(ui, r == ERR_REFUSED && res->n_problems > 0 ? res->problems[0].text : ei.text[0] != '\0' ? ei.text
			: model_message("ui.failed"));
	}
	free(res);
	free(u);
}

void ui_undo_ask(struct ui *ui, const char *type, rowid_t id)
{
	struct arena *a = arena_new(64 * 1024);
	const char *label = ui_undo_label(ui, type, id, a);
	char asked[160];
	struct undoing *u;

	if (label != NULL) {
		u = mem_xalloc(sizeof(*u));
		snprintf(u->type, sizeof(u->type), "%s", type);
		u->id = id;
		snprintf(asked, sizeof(asked), "%s. %s", label, model_message("ui.reason"));
		ui_ask_reason(ui, asked, reason_given, u);
	}
	arena_free(a);
}

/* ---- new from this one ---------------------------------------------------------------------------------------------------------- */

const struct screen *ui_copy_form(struct ui *ui, const char *type)
{
	const struct screen *s = type[0] != '\0' ? screen_set_record_for(ui->screens, type) : NULL;

	s = s != NULL && s->add != NULL ? screen_set_get(ui->screens, s->add) : NULL;
	return s != NULL && s->kind == SCREEN_FORM && strcmp(s->type->name, type) == 0 ? s : NULL;
}

void ui_copy_open(struct ui *ui, const char *type, rowid_t id)
{
	const struct screen *s = ui_copy_form(ui, type);
	struct arena *a = arena_new(1024 * 1024);
	struct err_info ei = { .code = 0 };
	struct app_value *value = NULL;
	size_t n = 0;

	if (s == NULL)
		ui_say_word(ui, "ui.nonew");
	else if (app_copy_values(ui->app, &ui->user, type, id, a, &value, &n, &ei) != 0)
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.failed"));
	else {
		/* As a draft would be taken up that nobody has kept yet; without a cursor it begins where a new form does. */
		const struct app_draft d = { .id = app_draft_new_id(), .form = s->name, .values = value, .n_values = n };

		ui_form_open(ui, s, NULL, 0, &d);
		ui_say_word(ui, "ui.copied");
	}
	arena_free(a);
}
