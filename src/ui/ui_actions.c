/* ui_actions: Ctrl-O, the one key to teach: what may be done with this record, then every key that works here. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_KEY 1000
#define ID_THROWN 2000
#define ID_OWN 3000
#define ID_UNDO 4000
#define ID_COPY 4001
#define ID_NAMED 5000
#define ID_TYPING 4002
#define ID_THEME 4003
#define ID_LINEAR 4004
#define OWN_MAX 12
#define MARKED_ASKED 50 /* verbs of so many marked rows are offered; who is refused is told afterwards */

struct actions {
	char type[64];
	rowid_t id;
	enum ui_context where;
	struct ui_view *over; /* whose keys they are */
	const struct model_verb *verb[30]; /* by row */
	struct ui_own_acts own;
	struct ui_own_act act[OWN_MAX];
};

/* What may be done with at least one of the marked rows. */
static size_t add_marked(struct ui *ui, struct actions *a, struct arena *arena, struct ui_pick_row *rows)
{
	size_t k = 0;

	for (size_t m = 0; m < a->own.n_marked && m < MARKED_ASKED; m++) {
		struct app_verb *verb = NULL;
		size_t n = 0;

		if (app_verbs(ui->app, &ui->user, a->type, a->own.marked(a->own.ctx, m), arena, &verb, &n) != 0)
			continue;
		for (size_t i = 0; i < n && k < COUNT_OF(a->verb); i++) {
			bool known = !a->own.fits(ui, a->own.ctx, verb[i].verb);

			for (size_t j = 0; j < k && !known; j++)
				known = a->verb[j] == verb[i].verb;
			if (known)
				continue;
			a->verb[k] = verb[i].verb;
			rows[k] = (struct ui_pick_row){ .label = verb[i].label, .code = "", .id = k };
			k++;
		}
	}
	return k;
}

static size_t add_verbs(struct ui *ui, struct actions *a, struct arena *arena, struct ui_pick_row *rows)
{
	const size_t cap = COUNT_OF(a->verb);
	struct app_verb *verb = NULL;
	size_t n = 0;

	if (a->own.n_marked > 0)
		return add_marked(ui, a, arena, rows);
	if (a->type[0] == '\0' || app_verbs(ui->app, &ui->user, a->type, a->id, arena, &verb, &n) != 0)
		return 0;
	n = n < cap ? n : cap;
	for (size_t i = 0; i < n; i++) {
		a->verb[i] = verb[i].verb;
		rows[i] = (struct ui_pick_row){ .label = verb[i].label, .code = "", .id = i };
	}
	return n;
}

/* Verbs that the screen has a key for show it, and what the screen calls them. */
static void name_verbs(const struct actions *a, const struct ui_own *o, struct ui_pick_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct screen_key *k = ui_own_of_verb(o, a->verb[rows[i].id]);

		if (k == NULL)
			continue;
		rows[i].label = k->label;
		rows[i].code = k->key != NULL ? k->key : "";
	}
}

/* The screen's own actions that are no verbs. */
static size_t add_named(struct ui *ui, const struct ui_own *o, struct ui_pick_row *rows)
{
	size_t k = 0;

	for (size_t i = 0; i < o->n; i++)
		if (o->key[i].act != SCREEN_ACT_VERB && ui_own_offered(ui, o, &o->key[i]))
			rows[k++] = (struct ui_pick_row){ .label = o->key[i].label, .code = o->key[i].key != NULL ? o->key[i].key : "",
				.id = ID_NAMED + i };
	return k;
}

/* Several verbs may share a form, whose answers tell which of them F2 does: the first stands for all. */
static bool form_listed(struct ui *ui, const struct actions *a, size_t n, const struct screen *form)
{
	bool listed = false;

	for (size_t i = 0; i < n; i++)
		listed = listed || screen_set_form_for(ui->screens, a->verb[i]->type, a->verb[i]->name) == form;
	return listed;
}

/* On a menu: what this role may begin, as far as there is a form for it. */
static size_t add_creating(struct ui *ui, struct actions *a, struct arena *arena, struct ui_pick_row *rows)
{
	size_t k = 0;

	for (size_t t = 0; t < model_type_count(); t++) {
		const struct model_type *type = model_type_at(t);
		struct app_verb *verb = NULL;
		size_t n = 0;

		/* Rows of lists are made where one is missed: F6 in the list of a field. */
		if (type->flags & MODEL_T_LIST || app_verbs(ui->app, &ui->user, type->name, 0, arena, &verb, &n) != 0)
			continue;
		for (size_t i = 0; i < n && k < COUNT_OF(a->verb); i++) {
			const struct screen *form = screen_set_form_for(ui->screens, type->name, verb[i].name);

			if (form == NULL || form_listed(ui, a, k, form))
				continue;
			a->verb[k] = verb[i].verb;
			rows[k] = (struct ui_pick_row){ .label = arena_xprintf(arena, "%s: %s", verb[i].label, type->label), .code = "", .id = k };
			k++;
		}
	}
	return k;
}

/* The record's last action taken back, on a menu that of what was saved last; and another one like it. */
static size_t add_undo(struct ui *ui, const struct actions *a, struct arena *arena, struct ui_pick_row *rows)
{
	bool menu = a->where == UI_CTX_MENU;
	const char *undo = NULL;
	size_t k = 0;

	if (a->own.n_marked == 0 && a->where & (UI_CTX_MENU | UI_CTX_LIST | UI_CTX_RECORD))
		undo = ui_undo_label(ui, menu ? ui->saved_type : a->type, menu ? ui->saved_id : a->id, arena);
	if (undo != NULL)
		rows[k++] = (struct ui_pick_row){ .label = undo, .code = "", .id = ID_UNDO };
	if (a->own.n_marked == 0 && a->where & (UI_CTX_LIST | UI_CTX_RECORD) && a->id != 0 && ui_copy_form(ui, a->type) != NULL)
		rows[k++] = (struct ui_pick_row){ .label = model_message("ui.copy"), .code = "", .id = ID_COPY };
	return k;
}

/* Moving about and typing needs no entry. */
static bool worth_telling(const struct ui_act_row *r, enum ui_context where)
{
	if (where == UI_CTX_ASK && r->act == UI_ACT_SAVE)
		return false; /* there it runs the search, as F7 does */
	/* Ctrl-T: its entry says more than on and off */
	return (r->where & (unsigned)where) && r->act != UI_ACT_MENU && r->act < UI_ACT_NEXT && r->act != UI_ACT_ENTER && r->act != UI_ACT_IME;
}

/* What F12 threw away today. */
static size_t add_thrown(struct ui *ui, struct arena *arena, struct ui_pick_row *rows)
{
	struct app_draft thrown;

	if (!ui_draft_last(ui, true, arena, &thrown))
		return 0;
	*rows = (struct ui_pick_row){ .label = model_message("ui.thrown"), .code = "", .id = ID_THROWN };
	return 1;
}

static int find(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *arena, struct ui_found *out)
{
	struct actions *a = ctx;
	struct ui_pick_row *rows = arena_xalloc(arena, 64 * sizeof(*rows));
	size_t n_keys, k = 0, n_verbs;
	const struct ui_act_row *key = ui_keys_rows(&n_keys);
	struct ui_own own;

	(void)words;
	(void)limit;
	(void)ui_own_get(ui, a->over, &own);
	/* Digits of a record's verbs do not move for it. */
	if (a->where & (UI_CTX_MENU | UI_CTX_FORM))
		k += add_thrown(ui, arena, rows + k);
	n_verbs = a->where == UI_CTX_MENU ? add_creating(ui, a, arena, rows + k) : add_verbs(ui, a, arena, rows + k);
	name_verbs(a, &own, rows + k, n_verbs);
	k += n_verbs;
	k += add_named(ui, &own, rows + k);
	k += add_undo(ui, a, arena, rows + k);
	for (size_t i = 0; i < a->own.n && k < 60; i++)
		if (a->act[i].label != NULL)
			rows[k++] = (struct ui_pick_row){ .label = a->act[i].label, .code = "", .id = ID_OWN + i };
	if (a->where & (UI_CTX_MENU | UI_CTX_FORM | UI_CTX_ASK)) /* a digit's reach away: what follows has keys of its own */
		rows[k++] = (struct ui_pick_row){ .label = ui_word(ui, "ui.ime.entry"), .code = "", .id = ID_TYPING };
	if (a->where == UI_CTX_MENU)
		rows[k++] = (struct ui_pick_row){ .label = model_message("ui.theme"), .code = "", .id = ID_THEME };
	if (a->where & (UI_CTX_LIST | UI_CTX_RECORD))
		k += add_thrown(ui, arena, rows + k);
	for (size_t i = 0; i < n_keys && k < 60; i++) {
		char name[16];

		if (!worth_telling(&key[i], a->where) || !ui_offers(ui, a->over, key[i].act))
			continue;
		ui_keys_name(&key[i], name, sizeof(name));
		rows[k++] = (struct ui_pick_row){ .label = ui_act_words(a->over, &key[i], true), .code = arena_xstrdup(arena, name),
			.id = ID_KEY + (uint64_t)key[i].act };
	}
	rows[k++] = (struct ui_pick_row){ .label = ui_word(ui, ui->linear ? "ui.linear.end" : "ui.linear.entry"), .code = "",
		.id = ID_LINEAR, .key = UI_LINEAR_LETTER };
	ui_pick_number(rows, k, arena);
	*out = (struct ui_found){ rows, k, k };
	return 0;
}

static void taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	struct actions *a = ctx;
	struct arena *arena = arena_new(256 * 1024);
	struct app_draft d;

	(void)typed;
	if (row == NULL)
		;
	else if (row->id == ID_THROWN && ui_draft_last(ui, true, arena, &d))
		ui_draft_resume(ui, &d);
	else if (row->id == ID_UNDO)
		ui_undo_ask(ui, a->where == UI_CTX_MENU ? ui->saved_type : a->type, a->where == UI_CTX_MENU ? ui->saved_id : a->id);
	else if (row->id == ID_COPY)
		ui_copy_open(ui, a->type, a->id);
	else if (row->id == ID_TYPING)
		ui_ime_open(ui);
	else if (row->id == ID_THEME)
		ui_theme_ask(ui);
	else if (row->id == ID_LINEAR)
		ui_linear_turn(ui);
	else if (row->id >= ID_NAMED)
		ui_own_do(ui, a->over, row->id - ID_NAMED);
	else if (row->id >= ID_OWN)
		a->act[row->id - ID_OWN].fn(ui, a->own.ctx, row->id - ID_OWN);
	else if (row->id >= ID_KEY && row->id != ID_THROWN)
		ui_press(ui, (enum ui_act)(row->id - ID_KEY));
	else if (row->id < ID_KEY && a->own.do_verb != NULL && a->own.n_marked > 0)
		a->own.do_verb(ui, a->own.ctx, a->verb[row->id]);
	else if (row->id < ID_KEY)
		ui_verb_do(ui, a->verb[row->id]->type, a->id, a->verb[row->id]->name);
	for (size_t i = 0; i < a->own.n; i++)
		free((void *)(uintptr_t)a->act[i].label);
	arena_free(arena);
	free(a);
}

void ui_actions_open(struct ui *ui, const char *type, rowid_t id, enum ui_context where)
{
	ui_actions_open_with(ui, type, id, where, NULL);
}

void ui_actions_open_with(struct ui *ui, const char *type, rowid_t id, enum ui_context where, const struct ui_own_acts *own)
{
	struct actions *a = mem_xalloc(sizeof(*a));
	struct ui_pick p = { .numbered = true, .find = find, .taken = taken, .ctx = a };

	snprintf(a->type, sizeof(a->type), "%s", type != NULL ? type : "");
	a->id = id;
	a->where = where;
	a->over = ui->top;
	if (own != NULL)
		a->own = *own;
	a->own.n = a->own.n < OWN_MAX ? a->own.n : OWN_MAX;
	for (size_t i = 0; i < a->own.n; i++) {
		a->act[i] = own->act[i];
		a->act[i].label = own->act[i].label != NULL ? mem_xstrdup(own->act[i].label) : NULL;
	}
	ui_pick_open(ui, &p);
}

bool ui_may_do(struct ui *ui, const struct screen *form, rowid_t id)
{
	struct arena *a = arena_new(256 * 1024);
	struct app_verb *verb = NULL;
	size_t n = 0;
	bool may = false;

	if (app_verbs(ui->app, &ui->user, form->type->name, id, a, &verb, &n) != 0)
		n = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < form->n_save; k++)
			may = may || strcmp(form->save[k], verb[i].name) == 0;
	arena_free(a);
	return may;
}

/* ---- a verb without a form ------------------------------------------------------------------------------------------------------ */

struct doing {
	char type[64], verb[64];
	rowid_t id;
	uint64_t version;
};

static void do_now(struct ui *ui, const struct doing *d, const char *reason)
{
	struct app_input in = { .type = d->type, .verb = d->verb, .id = d->id, .version = d->version, .reason = reason };
	struct app_result *res = mem_xalloc(sizeof(*res));
	struct err_info ei = { .code = 0 };
	int r = app_act(ui->app, &ui->user, &in, 1, res, &ei);

	if (r == 0 && ui->top->ops->show != NULL)
		ui->top->ops->show(ui, ui->top);
	if (r == 0)
		ui_saved_last(ui, d->type, res->id);
	if (r == 0)
		ui_say(ui, res->saved);
	else if (r == ERR_REFUSED && res->n_problems > 0)
		ui_refuse(ui, res->problems[0].text);
	else
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.failed"));
	if (ei.detail[0] != '\0')
		log_warn("ui: %s %s: %s", d->verb, d->type, ei.detail);
	free(res);
}

static void reason_given(struct ui *ui, void *ctx, const char *text)
{
	struct doing *d = ctx;

	if (text != NULL)
		do_now(ui, d, text);
	else
		ui_say_word(ui, "ui.notdone");
	free(d);
}

static void confirmed(struct ui *ui, void *ctx, const char *text)
{
	struct doing *d = ctx;

	if (text != NULL && text[0] == '1')
		do_now(ui, d, NULL);
	else
		ui_say_word(ui, "ui.notdone");
	free(d);
}

void ui_verb_do(struct ui *ui, const char *type, rowid_t id, const char *name)
{
	const struct screen *form = screen_set_form_for(ui->screens, type, name);
	const struct model_verb *verb = model_verb_by_name(type, name);
	struct app_record *rec = NULL;
	struct arena *arena;
	struct doing *d;

	if (form != NULL) {
		ui_form_open(ui, form, name, id, NULL);
		return;
	}
	if (verb == NULL)
		return;
	arena = arena_new(1024 * 1024);
	d = mem_xalloc(sizeof(*d));
	snprintf(d->type, sizeof(d->type), "%s", type);
	snprintf(d->verb, sizeof(d->verb), "%s", name);
	d->id = id;
	if (id != 0 && app_record(ui->app, &ui->user, type, id, arena, &rec, NULL) == 0)
		d->version = rec->version;
	arena_free(arena);
	if (verb->needs_reason) {
		char label[120];

		snprintf(label, sizeof(label), "%s: %s", verb->label, model_message("ui.reason"));
		ui_ask_reason(ui, label, reason_given, d);
	} else {
		const char *const answers[] = { verb->label, model_message("ui.no") };

		ui_ask_digit(ui, model_message("ui.sure"), answers, 2, 2, confirmed, d);
	}
}
