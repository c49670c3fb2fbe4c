/* ui_form_make: F6 in a list of values: a small form for a row that is not in it. It takes the popup's place; once it is saved the row is
 * chosen in the form below, which has its draft and all that was typed. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool ui_form_may_make(struct ui *ui, const struct ui_form *f)
{
	const char *name = ui_form_field(f, f->at)->new_form;

	return name != NULL && ui_may_add(ui, name);
}

/* What was looked for is what the row will be called. */
void ui_form_make(struct ui *ui, struct ui_form *f, const char *typed)
{
	const struct screen *s = screen_set_get(ui->screens, ui_form_field(f, f->at)->new_form);
	struct ui_slot *name;
	struct ui_form *made;

	if (s == NULL || s->kind != SCREEN_FORM)
		return;
	if (f->draft_due)
		(void)ui_form_keep(ui, f, false);
	made = ui_form_new(ui, s, NULL, 0);
	made->asker = f;
	ui_form_fresh(ui, made);
	name = s->type->title_field != NULL ? ui_form_slot_by_path(made, s->type->title_field, false) : NULL;
	if (name != NULL && typed[0] != '\0') {
		ui_form_set(ui, made, name, typed, false);
		ui_form_focus_first(ui, made);
	}
	ui_push(ui, &made->view);
}

/* Closes the small form; the form below goes on with the row. */
static void hand_over(struct ui *ui, struct ui_form *made, const char *word)
{
	struct ui_form *f = made->asker;
	char *kept = mem_xstrdup(word);

	made->changed = made->draft_due = false;
	ui_pop_to(ui, &made->view);
	ui_pop(ui);
	ui_form_take(ui, f, kept);
	free(kept);
}

/* A row of a list is named by its code; where it has none, by its key. */
void ui_form_made(struct ui *ui, struct ui_form *made, rowid_t id)
{
	const char *number = made->s->type->number_field;
	const struct ui_slot *s = number != NULL ? ui_form_slot_by_path(made, number, false) : NULL;
	const char *word = s != NULL ? ui_form_value(made, s) : "";
	char key[24];

	snprintf(key, sizeof(key), "%llu", (unsigned long long)id);
	hand_over(ui, made, word[0] != '\0' ? word : key);
}

/* ---- it is there already --------------------------------------------------------------------------------------------------------- */

static void taken_instead(struct ui *ui, void *ctx, const char *answer)
{
	struct ui_form *made = ctx;
	struct buf word;
	char key[24];

	if (answer == NULL || answer[0] != '1')
		return;
	snprintf(key, sizeof(key), "%llu", (unsigned long long)made->same);
	buf_init(&word, 4096);
	if (app_field_text(ui->app, &ui->user, ui_form_field(made->asker, made->asker->at)->model.field, key, &word, NULL) != 0) {
		buf_reset(&word);
		buf_puts(&word, key);
	}
	ui_form_drop_draft(ui, made);
	hand_over(ui, made, buf_str(&word));
	buf_clear(&word);
}

bool ui_form_offer_same(struct ui *ui, struct ui_form *made, const struct app_result *res)
{
	const char *const answers[] = { model_message("ui.same.take"), model_message("ui.same.mend") };
	const struct app_problem *p = NULL;
	const char *name = "";
	struct arena *a;
	struct buf q;
	char key[24];

	for (size_t i = 0; made->asker != NULL && i < res->n_problems && p == NULL; i++)
		if (strcmp(res->problems[i].key, APP_KEY_SAME) == 0)
			p = &res->problems[i];
	if (p == NULL)
		return false;
	made->same = p->about;
	snprintf(key, sizeof(key), "%llu", (unsigned long long)p->about);
	a = arena_new(256 * 1024);
	buf_init(&q, 1024);
	if (app_label(ui->app, &ui->user, ui_form_field(made->asker, made->asker->at)->model.field, key, a, &name) != 0)
		name = "";
	model_message_fill(&q, model_message("ui.same.ask"), "name", name, NULL);
	ui_ask_digit(ui, buf_str(&q), answers, 2, 2, taken_instead, made);
	buf_clear(&q);
	arena_free(a);
	return true;
}
