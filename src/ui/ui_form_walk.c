/* ui_form_walk: a form that a list opens on its rows: once one is saved the next one stands there, PgDn leaves one for later. What was
 * typed and left stays as its draft, and is there again when the walk comes back. Or one form for all rows that are marked. */
#include "ui_form_internal.h"

#include <string.h>

/* The draft of this form for this record, if there is one. */
static bool own_draft(struct ui *ui, const struct ui_form *f, struct arena *a, struct app_draft *out)
{
	struct app_draft *list = NULL;
	size_t n = 0;

	if (app_draft_list(ui->app, &ui->user, a, &list, &n) != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!list[i].thrown && list[i].subject == f->id && strcmp(list[i].form, f->s->name) == 0) {
			*out = list[i];
			return true;
		}
	return false;
}

static void stand(struct ui *ui, struct ui_form *f)
{
	struct arena *a = arena_new(1024 * 1024);
	struct app_draft d;

	ui_form_fresh(ui, f);
	f->left = ui_list_rows(ui, f->view.below);
	if (own_draft(ui, f, a, &d))
		ui_form_take_draft(ui, f, &d);
	arena_free(a);
}

void ui_form_walk_open(struct ui *ui, const struct screen *s, rowid_t id)
{
	struct ui_form *f = ui_form_new(ui, s, NULL, id);
	char n[24];

	f->walking = true;
	ui_push(ui, &f->view);
	stand(ui, f);
	ui_say_fill(ui, "ui.walk", "n", ui_number(f->left, n), NULL);
}

void ui_form_all_open(struct ui *ui, const struct screen *s, const char *verb, size_t n_marked)
{
	struct ui_form *f = ui_form_new(ui, s, verb, 0);

	f->for_all = true;
	f->left = n_marked;
	ui_form_fresh(ui, f);
	ui_push(ui, &f->view);
}

rowid_t ui_form_walk_next(struct ui *ui, const struct ui_form *f)
{
	return f->walking ? ui_list_beside(ui, f->view.below, f->id, true) : 0;
}

void ui_form_walk_to(struct ui *ui, struct ui_form *f, rowid_t id)
{
	f->id = id;
	ui_notice(ui, "");
	stand(ui, f);
}

bool ui_form_walk(struct ui *ui, struct ui_form *f, bool forward)
{
	rowid_t to = f->walking ? ui_list_beside(ui, f->view.below, f->id, forward) : 0;
	bool typed = f->changed;

	if (!f->walking)
		return false;
	if (to == 0) {
		ui_say_word(ui, forward ? "ui.walk.last" : "ui.walk.first");
		return true;
	}
	if (f->at != NULL)
		(void)ui_form_commit(ui, f, f->at, true);
	if (f->changed && !ui_form_keep(ui, f, false)) {
		ui_refuse(ui, model_message("ui.failed"));
		return true;
	}
	ui_form_walk_to(ui, f, to);
	if (typed)
		ui_say_word(ui, "ui.kept");
	return true;
}
