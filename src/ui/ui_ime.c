/* ui_ime: which input method a person types with: asked at the first login, kept, switched with Ctrl-T. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREF "ime"
#define OFF " off" /* behind the method that Ctrl-T turns on */

static const char *const pref_words[] = { [IME_TELEX] = "telex", [IME_VNI] = "vni" };

static void keep(struct ui *ui)
{
	struct err_info ei = { .code = 0 };
	char value[24];

	snprintf(value, sizeof(value), "%s%s", pref_words[ui->method_on], ui->method == IME_OFF ? OFF : "");
	/* Without it the next session asks again; that is all. */
	if (app_pref_set(ui->app, &ui->user, PREF, value, &ei) != 0)
		log_warn("ui: the input method is not kept: %s", ei.detail);
}

/* Ctrl-T: on and off; what is turned on is the method that this person chose. */
void ui_ime_switch(struct ui *ui)
{
	bool on = ui->method == IME_OFF;

	if (ui->method_on == IME_OFF)
		ui->method_on = IME_TELEX;
	ui->method = on ? ui->method_on : IME_OFF;
	ui->method_told = true;
	ui_say_fill(ui, on ? "ui.ime.on" : "ui.ime.off", "method", model_message(ui->method_on == IME_VNI ? "ui.vni" : "ui.telex"), NULL);
	keep(ui);
}

/* ---- the question --------------------------------------------------------------------------------------------------------- */

static void ask_close(struct ui *ui, struct ui_view *v)
{
	(void)ui;
	free(v);
}

static void ask_paint(struct ui *ui, struct ui_view *v)
{
	char line[200];

	(void)v;
	snprintf(line, sizeof(line), "%s 1 %s  2 %s  3 %s", model_message("ui.ime.ask"), model_message("ui.telex"), model_message("ui.vni"),
	         ui_word(ui, "ui.ime.machine"));
	ui_clear_box(ui, ui->rows - 2, 0, 1, ui->cols);
	ui_cursor(ui, ui->rows - 2, 1 + ui_put_in(ui, ui->rows - 2, 1, ui->cols - 3, line, UI_BOLD) + 1);
}

/* Somebody in a hurry is not held up: any other key does its work and the question comes back at the next login. */
static void ask_key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	(void)v;
	ui_pop(ui);
	if (k->act != UI_ACT_CHAR || k->cp < '1' || k->cp > '3') {
		if (k->act != UI_ACT_ENTER && k->act != UI_ACT_ESC)
			ui->top->ops->key(ui, ui->top, k);
		return;
	}
	ui->method_on = k->cp == '2' ? IME_VNI : IME_TELEX;
	ui->method = k->cp == '3' ? IME_OFF : ui->method_on;
	if (ui->method != IME_OFF)
		ui_say_fill(ui, "ui.ime.on", "method", model_message(k->cp == '2' ? "ui.vni" : "ui.telex"), NULL);
	keep(ui);
}

static void ask(struct ui *ui)
{
	/* The context of the menu below: its keys go through. */
	static const struct ui_view_ops ops = { .context = UI_CTX_MENU, .overlay = true, .digits = true, .esc_closes = true, .paint = ask_paint,
		.key = ask_key, .close = ask_close };
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
	for (int m = IME_TELEX; m <= IME_VNI; m++) {
		size_t n = strlen(pref_words[m]);

		if (strncmp(value, pref_words[m], n) != 0)
			continue;
		ui->method_on = (enum ime_method)m;
		ui->method = strcmp(value + n, OFF) == 0 ? IME_OFF : ui->method_on;
	}
	arena_free(a);
	if (may_ask && ui->method_on == IME_OFF)
		ask(ui);
}
