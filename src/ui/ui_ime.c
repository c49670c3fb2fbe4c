/* ui_ime: how a person types: with which method, where tones stand; asked at the first login, kept, switched with Ctrl-T, changed with Ctrl-O. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The preference: "telex", "vni" or "-" (never said), then what differs from the usual. */
#define PREF "ime"
#define OFF " off" /* the method stays what Ctrl-T turns on */
#define NEW " new" /* hoà, thuý */
#define BRACKETS " []" /* ơ ư */

static const char *const pref_words[] = { [IME_OFF] = "-", [IME_TELEX] = "telex", [IME_VNI] = "vni" };

static void keep(struct ui *ui)
{
	struct err_info ei = { .code = 0 };
	char value[24];

	snprintf(value, sizeof(value), "%s%s%s%s", pref_words[ui->method_on], ui->style == IME_NEW ? NEW : "", ui->brackets ? BRACKETS : "",
	         ui->method == IME_OFF && ui->method_on != IME_OFF ? OFF : "");
	/* Without it the next session asks again; that is all. */
	if (app_pref_set(ui->app, &ui->user, PREF, value, &ei) != 0)
		log_warn("ui: the input method is not kept: %s", ei.detail);
}

static const char *method_name(enum ime_method m)
{
	return model_message(m == IME_VNI ? "ui.vni" : "ui.telex");
}

void ui_ime_begin(const struct ui *ui, struct ime *im, enum ui_typing what)
{
	static const enum ime_mode modes[] = { [UI_TYPING_OFF] = IME_MODE_TEXT, [UI_TYPING_WORDS] = IME_MODE_TEXT, [UI_TYPING_TEXT] = IME_MODE_TEXT,
		[UI_TYPING_NAME] = IME_MODE_NAME, [UI_TYPING_CODE] = IME_MODE_CODE };

	ime_init(im, what == UI_TYPING_OFF ? IME_OFF : ui->method, ui->style, modes[what]);
	if (what != UI_TYPING_TEXT && what != UI_TYPING_NAME)
		return;
	im->brackets = ui->brackets;
	if (ui->macros.n > 0)
		ime_use_macros(im, &ui->macros);
}

void ui_ime_changed(struct ui *ui)
{
	for (struct ui_view *v = ui->top; v != NULL; v = v->below)
		if (v->ops->typing != NULL)
			v->ops->typing(ui, v);
}

static void changed(struct ui *ui)
{
	ui_ime_changed(ui);
	keep(ui);
}

/* Ctrl-T: on and off; what is turned on is the method that this person chose. */
void ui_ime_switch(struct ui *ui)
{
	bool on = ui->method == IME_OFF;

	if (ui->method_on == IME_OFF)
		ui->method_on = IME_TELEX;
	ui->method = on ? ui->method_on : IME_OFF;
	ui->method_told = true;
	ui_say_fill(ui, on ? "ui.ime.on" : "ui.ime.off", "method", method_name(ui->method_on), NULL);
	changed(ui);
}

/* IME_OFF: the person's own machine composes; Ctrl-T then turns on what he had, or Telex. */
static void choose(struct ui *ui, enum ime_method m)
{
	if (m != IME_OFF || ui->method_on == IME_OFF)
		ui->method_on = m == IME_OFF ? IME_TELEX : m;
	ui->method = m;
	if (m != IME_OFF)
		ui_say_fill(ui, "ui.ime.on", "method", method_name(m), NULL);
	changed(ui);
}

/* ---- Ctrl-O ------------------------------------------------------------------------------------------------------------------- */

enum row { ROW_TELEX, ROW_VNI, ROW_MACHINE, ROW_OLD, ROW_NEW, ROW_BRACKETS, ROW_MACROS, ROWS };

static bool in_use(const struct ui *ui, enum row r)
{
	switch (r) {
	case ROW_TELEX:
		return ui->method == IME_TELEX;
	case ROW_VNI:
		return ui->method == IME_VNI;
	case ROW_MACHINE:
		return ui->method == IME_OFF && ui->method_on != IME_OFF;
	case ROW_OLD:
		return ui->style == IME_OLD;
	case ROW_NEW:
		return ui->style == IME_NEW;
	case ROW_BRACKETS:
		return ui->brackets;
	case ROW_MACROS:
	case ROWS:
		return false;
	}
	return false;
}

static int find(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *arena, struct ui_found *out)
{
	static const char *const labels[ROWS] = { "ui.telex", "ui.vni", "ui.ime.machine", "ui.ime.old", "ui.ime.new",
		"ui.ime.brackets", "ui.ime.macros" };
	struct ui_pick_row *rows = arena_xalloc(arena, ROWS * sizeof(*rows));

	(void)ctx;
	(void)words;
	(void)limit;
	for (size_t i = 0; i < ROWS; i++)
		rows[i] = (struct ui_pick_row){ .label = ui_word(ui, labels[i]), .code = in_use(ui, (enum row)i) ? model_message("ui.ime.now") : "",
			.id = i };
	ui_pick_number(rows, ROWS, arena);
	*out = (struct ui_found){ rows, ROWS, ROWS };
	return 0;
}

static void taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	(void)ctx;
	(void)typed;
	if (row == NULL)
		return;
	switch ((enum row)row->id) {
	case ROW_TELEX:
	case ROW_VNI:
		choose(ui, row->id == ROW_VNI ? IME_VNI : IME_TELEX);
		return;
	case ROW_MACHINE:
		choose(ui, IME_OFF);
		ui_say_fill(ui, "ui.ime.machine.on", "method", method_name(ui->method_on), NULL);
		return;
	case ROW_OLD:
	case ROW_NEW:
		ui->style = row->id == ROW_NEW ? IME_NEW : IME_OLD;
		ui_say_word(ui, row->id == ROW_NEW ? "ui.ime.new" : "ui.ime.old");
		changed(ui);
		return;
	case ROW_BRACKETS:
		ui->brackets = !ui->brackets;
		ui_say_word(ui, ui->brackets ? "ui.ime.brackets.on" : "ui.ime.brackets.off");
		changed(ui);
		return;
	case ROW_MACROS:
		ui_macros_open(ui);
		return;
	case ROWS:
		return;
	}
}

void ui_ime_open(struct ui *ui)
{
	struct ui_pick p = { .numbered = true, .foot = model_message("ui.ime.foot"), .find = find, .taken = taken };

	ui_pick_open(ui, &p);
}

/* ---- the question --------------------------------------------------------------------------------------------------------- */

static void ask_close(struct ui *ui, struct ui_view *v)
{
	(void)ui;
	free(v);
}

static void ask_paint(struct ui *ui, struct ui_view *v)
{
	char line[240];

	(void)v;
	snprintf(line, sizeof(line), "%s 1 %s  2 %s  3 %s  L %s", model_message("ui.ime.ask"), model_message("ui.telex"),
	         model_message("ui.vni"), ui_word(ui, "ui.ime.machine"), ui_word(ui, "ui.linear.ask"));
	ui_clear_box(ui, ui->rows - 2, 0, 1, ui->cols);
	ui_cursor(ui, ui->rows - 2, 1 + ui_put_in(ui, ui->rows - 2, 1, ui->cols - 3, line, UI_ASKED) + 1);
}

static void ask_tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	(void)v;
	ui_tell(t, "%s", model_message("ui.ime.ask"));
	ui_tell_entry(t, '1', arena_xprintf(t->a, "1 %s", model_message("ui.telex")));
	ui_tell_entry(t, '2', arena_xprintf(t->a, "2 %s", model_message("ui.vni")));
	ui_tell_entry(t, '3', arena_xprintf(t->a, "3 %s", ui_word(ui, "ui.ime.machine")));
	ui_tell_entry(t, UI_LINEAR_LETTER, arena_xprintf(t->a, "L %s", ui_word(ui, "ui.linear.end")));
}

/* Somebody in a hurry is not held up: any other key does its work and the question comes back at the next login. */
static void ask_key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	(void)v;
	if (k->act == UI_ACT_CHAR && (k->cp | 0x20) == UI_LINEAR_LETTER) {
		ui_linear_turn(ui); /* and still asked */
		return;
	}
	ui_pop(ui);
	if (k->act == UI_ACT_CHAR && k->cp >= '1' && k->cp <= '3') {
		choose(ui, k->cp == '1' ? IME_TELEX : k->cp == '2' ? IME_VNI : IME_OFF);
		return;
	}
	ui->method_told = true; /* nothing was chosen: every form says that letters stay as they are typed */
	if (k->act != UI_ACT_ENTER && k->act != UI_ACT_ESC)
		ui->top->ops->key(ui, ui->top, k);
}

static void ask(struct ui *ui)
{
	/* The context of the menu below: its keys go through. */
	static const struct ui_view_ops ops = { .context = UI_CTX_MENU, .overlay = true, .digits = true, .letters = UI_LINEAR_LETTERS,
		.esc_closes = true, .reads = true, .paint = ask_paint, .tell = ask_tell, .key = ask_key, .close = ask_close };
	struct ui_view *v;

	if (ui->top == NULL || ui->top->ops->context != UI_CTX_MENU)
		return;
	v = mem_xalloc(sizeof(*v));
	v->ops = &ops;
	v->help = ui->top->help;
	ui_push(ui, v);
}

void ui_ime_load(struct ui *ui, bool may_ask)
{
	struct arena *a = arena_new(64 * 1024);
	const char *value = "";

	if (app_pref_get(ui->app, &ui->user, PREF, a, &value) != 0)
		value = "";
	ui->method = ui->method_on = IME_OFF;
	for (int m = IME_TELEX; m <= IME_VNI; m++)
		if (strncmp(value, pref_words[m], strlen(pref_words[m])) == 0)
			ui->method_on = (enum ime_method)m;
	ui->method = strstr(value, OFF) != NULL ? IME_OFF : ui->method_on;
	ui->style = strstr(value, NEW) != NULL ? IME_NEW : IME_OLD;
	ui->brackets = strstr(value, BRACKETS) != NULL;
	arena_free(a);
	ui_macros_load(ui);
	if (may_ask && ui->method_on == IME_OFF)
		ask(ui);
}
