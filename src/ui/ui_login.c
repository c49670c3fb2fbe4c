/* ui_login: name and password, when the program was started without --user (console). */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct login {
	struct ui_view view;
	struct ui_edit e[2]; /* name, password */
	size_t left[2];
	int at;
};

static void close_login(struct ui *ui, struct ui_view *v)
{
	struct login *l = (struct login *)v;

	(void)ui;
	for (int i = 0; i < 2; i++)
		ui_edit_clear(&l->e[i]);
	free(l);
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct login *l = (struct login *)v;
	const char *label[2] = { model_message("ui.login.name"), model_message("ui.login.password") };
	int row = ui->rows / 3, col = 1, w, width;

	for (int i = 0; i < 2; i++) {
		w = (int)text_width(label[i]);
		col = w + 4 > col ? w + 4 : col;
	}
	width = ui->cols - col - 3 > 30 ? 30 : ui->cols - col - 3;
	for (int i = 0; i < 2; i++) {
		int at;

		ui_put(ui, row + i, 2, label[i]);
		ui_put_char(ui, row + i, col - 1, '[');
		ui_put_char(ui, row + i, col + width, ']');
		at = ui_put_edit(ui, row + i, col, width, &l->e[i], &l->left[i], i == 1);
		if (i == l->at)
			ui_cursor(ui, row + i, at);
	}
}

static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct login *l = (struct login *)v;

	(void)ui;
	ui_tell_edit(t, model_message("ui.login.name"), &l->e[0], l->at == 0, false);
	ui_tell_edit(t, model_message("ui.login.password"), &l->e[1], l->at == 1, true);
}

static void try_login(struct ui *ui, struct login *l)
{
	struct err_info ei = { .code = 0 };
	rowid_t id;

	if (app_login_password(ui->app, ui_edit_text(&l->e[0]), ui_edit_text(&l->e[1]), &id) != 0 ||
	    app_user_load(ui->app, ui_edit_text(&l->e[0]), ui->start->role, &ui->user, &ei) != 0) {
		ui_edit_set(&l->e[1], "");
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.login.no"));
		return;
	}
	ui->user.unproven = false;
	ui->top = NULL;
	close_login(ui, &l->view);
	ui_theme_load(ui);
	ui_linear_load(ui);
	ui_start_views(ui);
	ui_ime_load(ui, true);
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct login *l = (struct login *)v;

	switch ((int)k->act) {
	case UI_ACT_ENTER:
	case UI_ACT_NEXT:
	case UI_ACT_DOWN:
		if (l->at == 0)
			l->at = 1;
		else if (k->act == UI_ACT_ENTER)
			try_login(ui, l);
		return;
	case UI_ACT_PREV:
	case UI_ACT_UP:
		l->at = 0;
		return;
	case UI_ACT_BACK:
	case UI_ACT_CANCEL:
		ui_leave(ui, 0);
		return;
	default:
		if (ui_edit_key(&l->e[l->at], NULL, NULL, k) == UI_EDIT_FULL)
			ui->ring = true;
	}
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	(void)ui;
	(void)v;
	snprintf(out, cap, "%s", model_message("ui.login.title"));
	return out;
}

void ui_login_open(struct ui *ui)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_LOGIN, .paint = paint, .tell = tell, .key = key, .close = close_login,
		.title = title };
	struct login *l = mem_xalloc(sizeof(*l));

	l->view.ops = &ops;
	ui_edit_init(&l->e[0], 64, 64, false);
	ui_edit_init(&l->e[1], 128, 256, false);
	ui_push(ui, &l->view);
}
