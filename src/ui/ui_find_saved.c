/* ui_find_saved: searches kept under a name, each person's own: used, kept, given another name, dropped; all by Ctrl-O of the search form. */
#include "ui_find_internal.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 6 /* in the menu itself; the others are one step away */
#define NAME_MAX_CHARS 60

void ui_find_saved_forget(struct ask *a)
{
	while (a->n_saved > 0)
		free(a->saved[--a->n_saved]);
	free(a->saved);
	a->saved = NULL;
}

static void refuse(struct ui *ui, const struct err_info *ei)
{
	ui_refuse(ui, ei->text[0] != '\0' ? ei->text : model_message("ui.failed"));
}

static const char *form_of(const struct ask *a)
{
	return a->list->s->name;
}

static void use(struct ui *ui, struct ask *a, const char *name)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct app_search *s = NULL;
	size_t n = 0;
	bool found = false;

	if (app_search_list(ui->app, &ui->user, form_of(a), arena, &s, &n) != 0)
		n = 0;
	for (size_t i = 0; i < n && !found; i++) {
		if (strcmp(s[i].name, name) != 0)
			continue;
		found = true;
		for (size_t k = 0; k < a->n; k++) {
			ui_edit_set(&a->field[k].e, "");
			for (size_t m = 0; m < s[i].n_values; m++)
				if (strcmp(s[i].values[m].path, a->field[k].path) == 0)
					ui_edit_set(&a->field[k].e, s[i].values[m].text);
		}
	}
	arena_free(arena);
	if (found)
		ui_find_run(ui, a);
	else
		ui_say_word(ui, "ui.find.gone");
}

static void use_shown(struct ui *ui, void *ctx, size_t i)
{
	struct ask *a = ctx;

	if (i < a->n_saved)
		use(ui, a, a->saved[i]);
}

/* ---- choosing one of all ---- */

static bool fits(const char *name, const char *words)
{
	struct buf want, have;
	bool hit;

	buf_init(&want, 1024);
	buf_init(&have, 1024);
	text_fold(words, strlen(words), &want);
	text_fold(name, strlen(name), &have);
	hit = strstr(buf_str(&have), buf_str(&want)) != NULL;
	buf_clear(&want);
	buf_clear(&have);
	return hit;
}

static int find_saved(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *arena, struct ui_found *out)
{
	struct ask *a = ctx;
	struct ui_pick_row *rows = arena_xalloc(arena, (a->n_saved + 1) * sizeof(*rows));
	size_t k = 0;

	(void)ui;
	(void)limit;
	for (size_t i = 0; i < a->n_saved; i++)
		if (words == NULL || fits(a->saved[i], words))
			rows[k++] = (struct ui_pick_row){ .label = a->saved[i], .code = "", .id = i };
	*out = (struct ui_found){ rows, k, k };
	return 0;
}

static void pick(struct ui *ui, struct ask *a, void (*taken)(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed))
{
	struct ui_pick p = { .find = find_saved, .taken = taken, .ctx = a };

	ui_pick_open(ui, &p);
}

static void use_taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	(void)typed;
	if (row != NULL)
		use_shown(ui, ctx, row->id);
}

static void ask_other(struct ui *ui, void *ctx, size_t i)
{
	(void)i;
	pick(ui, ctx, use_taken);
}

/* ---- keeping ---- */

static bool is_known(const struct ask *a, const char *name)
{
	for (size_t i = 0; i < a->n_saved; i++)
		if (strcmp(a->saved[i], name) == 0)
			return true;
	return false;
}

static void name_given(struct ui *ui, void *ctx, const char *text)
{
	struct ask *a = ctx;
	struct app_value value[UI_FIND_FIELDS_MAX];
	struct err_info ei = { .code = 0 };
	size_t n = 0;

	if (text == NULL || text[0] == '\0') {
		ui_say_word(ui, "ui.notdone");
		return;
	}
	for (size_t i = 0; i < a->n; i++)
		if (a->field[i].e.len > 0)
			value[n++] = (struct app_value){ a->field[i].path, ui_edit_text(&a->field[i].e) };
	if (app_search_save(ui->app, &ui->user, form_of(a), text, value, n, &ei) != 0)
		refuse(ui, &ei);
	else
		ui_say_fill(ui, is_known(a, text) ? "ui.find.replaced" : "ui.find.saved", "name", text, NULL);
}

static void ask_name(struct ui *ui, void *ctx, size_t i)
{
	struct ask *a = ctx;
	bool any = false;

	(void)i;
	for (size_t k = 0; k < a->n; k++)
		any = any || a->field[k].e.len > 0;
	if (any)
		ui_ask_text(ui, model_message("ui.find.name"), NULL, NAME_MAX_CHARS, name_given, ctx);
	else
		ui_say_word(ui, "ui.find.nothing");
}

/* ---- another name, and none ---- */

static void renamed(struct ui *ui, void *ctx, const char *text)
{
	struct ask *a = ctx;
	struct err_info ei = { .code = 0 };

	if (text == NULL || text[0] == '\0' || a->renamed >= a->n_saved)
		ui_say_word(ui, "ui.notdone");
	else if (app_search_rename(ui->app, &ui->user, form_of(a), a->saved[a->renamed], text, &ei) != 0)
		refuse(ui, &ei);
	else
		ui_say_fill(ui, "ui.find.saved", "name", text, NULL);
}

static void rename_taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	struct ask *a = ctx;

	(void)typed;
	if (row == NULL)
		return;
	a->renamed = row->id;
	ui_ask_text(ui, model_message("ui.find.name"), a->saved[row->id], NAME_MAX_CHARS, renamed, a);
}

static void ask_rename(struct ui *ui, void *ctx, size_t i)
{
	(void)i;
	pick(ui, ctx, rename_taken);
}

static void drop_taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	struct ask *a = ctx;
	struct err_info ei = { .code = 0 };

	(void)typed;
	if (row == NULL)
		return;
	if (app_search_drop(ui->app, &ui->user, form_of(a), a->saved[row->id], &ei) != 0)
		refuse(ui, &ei);
	else
		ui_say_fill(ui, "ui.find.forgot", "name", a->saved[row->id], NULL);
}

static void ask_drop(struct ui *ui, void *ctx, size_t i)
{
	(void)i;
	pick(ui, ctx, drop_taken);
}

/* ---- the menu ---- */

void ui_find_saved_menu(struct ui *ui, struct ask *a)
{
	struct ui_own_act act[SHOWN_MAX + 4];
	struct ui_own_acts own = { .act = act, .ctx = a };
	struct arena *arena = arena_new(1024 * 1024);
	struct app_search *s = NULL;
	struct buf b;
	size_t n = 0;

	ui_find_saved_forget(a);
	if (app_search_list(ui->app, &ui->user, form_of(a), arena, &s, &n) != 0)
		n = 0;
	a->saved = mem_xalloc((n + 1) * sizeof(*a->saved));
	for (; a->n_saved < n; a->n_saved++)
		a->saved[a->n_saved] = mem_xstrdup(s[a->n_saved].name);
	for (size_t i = 0; i < n && i < SHOWN_MAX; i++) {
		buf_init(&b, 1024);
		model_message_fill(&b, model_message("ui.find.use"), "name", s[i].name, NULL);
		act[own.n++] = (struct ui_own_act){ arena_xstrdup(arena, buf_str(&b)), use_shown };
		buf_clear(&b);
	}
	if (n > SHOWN_MAX)
		act[own.n++] = (struct ui_own_act){ model_message("ui.find.others"), ask_other };
	act[own.n++] = (struct ui_own_act){ model_message("ui.find.save"), ask_name };
	if (n > 0) {
		act[own.n++] = (struct ui_own_act){ model_message("ui.find.rename"), ask_rename };
		act[own.n++] = (struct ui_own_act){ model_message("ui.find.forget"), ask_drop };
	}
	ui_actions_open_with(ui, NULL, 0, UI_CTX_ASK, &own);
	arena_free(arena);
}
