/* ui_find: F7 in a list: query by example over the fields of the list's `find`. Operators as in TUI.md 2; `?` is one of them, not help. */
#include "ui_find_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_MAX 18
#define WIDTH_MAX 46

void ui_find_free(struct ui_find *f)
{
	if (f == NULL)
		return;
	arena_free(f->arena);
	free(f);
}

static void close_ask(struct ui *ui, struct ui_view *v)
{
	struct ask *a = (struct ask *)v;

	(void)ui;
	for (size_t i = 0; i < a->n; i++)
		ui_edit_clear(&a->field[i].e);
	ui_find_saved_forget(a);
	free(a);
}

static void go_to(struct ui *ui, struct ask *a, size_t i)
{
	const struct model_field *f = a->field[i].f;
	bool words = f == NULL || f->kind == MODEL_TEXT || f->kind == MODEL_REF || f->kind == MODEL_CODE || f->kind == MODEL_COMPOSITE;

	ui_edit_unmark(&a->field[a->cur].e);
	a->cur = i;
	ui_ime_begin(ui, &a->im, words ? UI_TYPING_WORDS : UI_TYPING_OFF);
}

static void typing(struct ui *ui, struct ui_view *v)
{
	struct ask *a = (struct ask *)v;

	go_to(ui, a, a->cur);
}

static void show(struct ui *ui, struct ui_view *v)
{
	typing(ui, v);
	ui_hint(ui, ui_word(ui, "ui.find.hint"));
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct ask *a = (struct ask *)v;
	int first = ui_body_top(ui) + (ui->rows >= 20 ? 1 : 0), rows = ui_body_bottom(ui) - first, label = LABEL_MAX, width;

	if (ui->cols < 60)
		label = ui->cols / 3;
	width = ui->cols - label - 5 < WIDTH_MAX ? ui->cols - label - 5 : WIDTH_MAX;
	rows = rows < 1 ? 1 : rows;
	if (a->cur < a->top)
		a->top = a->cur;
	if (a->cur >= a->top + (size_t)rows)
		a->top = a->cur - (size_t)rows + 1;
	for (size_t i = a->top; i < a->n && i < a->top + (size_t)rows; i++) {
		int row = first + (int)(i - a->top), at;

		ui_put_in(ui, row, 1, label, a->field[i].label, UI_PLAIN);
		ui_put_char(ui, row, label + 2, '[');
		at = ui_put_edit(ui, row, label + 3, width, &a->field[i].e, &a->field[i].left, false);
		ui_put_char(ui, row, label + 3 + width, ']');
		if (i == a->cur)
			ui_cursor(ui, row, at);
	}
}

static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct ask *a = (struct ask *)v;

	(void)ui;
	for (size_t i = 0; i < a->n; i++)
		ui_tell_edit(t, a->field[i].label, &a->field[i].e, i == a->cur, false);
}

/* ---- running it ---------------------------------------------------------------------------------------------------------------- */

/* "Số 1..2; Loại VB QĐ": for the foot of the list. */
static const char *asked_words(const struct ask *a, struct arena *arena)
{
	const char *words = "";

	for (size_t i = 0; i < a->n; i++) {
		const char *text = ui_edit_text(&a->field[i].e);

		if (text[strspn(text, " ")] != '\0')
			words = arena_xprintf(arena, "%s%s%s %s", words, *words ? "; " : "", a->field[i].label, text);
	}
	return words;
}

void ui_find_run(struct ui *ui, struct ask *a)
{
	struct ui_find *f = mem_xalloc(sizeof(*f)), *before;
	struct ui_list *list = a->list;
	struct err_info ei = { .code = 0 };
	bool any = false;

	f->arena = arena_new(1024 * 1024);
	f->text = arena_xalloc(f->arena, (a->n + 1) * sizeof(*f->text));
	for (size_t i = 0; i < a->n; i++) {
		const char *text = arena_xstrdup(f->arena, ui_edit_text(&a->field[i].e));

		f->text[i] = text;
		any = any || text[strspn(text, " ")] != '\0';
		if (app_qbe_parse(ui->app, &ui->user, a->l->type->name, arena_xstrdup(f->arena, a->field[i].path), text, f->arena, &f->q, &ei) == 0)
			continue;
		go_to(ui, a, i);
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.failed"));
		ui_find_free(f);
		return;
	}
	if (!any) {
		ui_find_free(f);
		f = NULL;
	}
	if (f != NULL)
		f->words = asked_words(a, f->arena);
	before = list->asked;
	list->asked = f;
	if (!ui_list_try(ui, list)) { /* each field can be asked, but not all of them together */
		list->asked = before;
		ui_find_free(f);
		ui_halt_typing(ui);
		return;
	}
	ui_find_free(before);
	list->n = 0; /* from the first row */
	ui_pop(ui);
}

/* ---- F4 ------------------------------------------------------------------------------------------------------------------------ */

static int states(const struct model_type *t, const char *words, struct arena *arena, struct ui_found *out)
{
	struct ui_pick_row *rows = arena_xalloc(arena, (t->n_states + 1) * sizeof(*rows));
	struct buf want, have;
	size_t k = 0;

	buf_init(&want, 1024);
	buf_init(&have, 1024);
	text_fold(words, strlen(words), &want);
	for (size_t i = 0; i < t->n_states; i++) {
		buf_reset(&have);
		text_fold(t->states[i].label, strlen(t->states[i].label), &have);
		if (strstr(buf_str(&have), buf_str(&want)) != NULL)
			rows[k++] = (struct ui_pick_row){ .label = t->states[i].label, .code = "", .id = i };
	}
	buf_clear(&want);
	buf_clear(&have);
	*out = (struct ui_found){ rows, k, k };
	return 0;
}

static int find_value(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *arena, struct ui_found *out)
{
	struct ask *a = ctx;
	struct app_choice *c = NULL;
	struct ui_pick_row *rows;
	size_t n = 0, total = 0;
	int r;

	if (a->field[a->cur].f == NULL)
		return states(a->l->type, words, arena, out);
	r = app_choices(ui->app, &ui->user, a->field[a->cur].f, words, limit, arena, &c, &n, &total);
	rows = arena_xalloc(arena, (n + 1) * sizeof(*rows));
	for (size_t i = 0; r == 0 && i < n; i++)
		rows[i] = (struct ui_pick_row){ .label = c[i].label, .code = c[i].code, .id = i };
	*out = (struct ui_found){ rows, r == 0 ? n : 0, total };
	return r;
}

static void value_taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	struct ask *a = ctx;

	(void)ui;
	(void)typed;
	if (row != NULL)
		ui_edit_assign(&a->field[a->cur].e, row->code[0] != '\0' ? row->code : row->label);
}

static void choose(struct ui *ui, struct ask *a)
{
	const struct ask_field *fd = &a->field[a->cur];
	struct ui_pick p = { .find = find_value, .taken = value_taken, .ctx = a };

	if (fd->f != NULL ? fd->f->kind != MODEL_CODE && fd->f->kind != MODEL_REF : strcmp(fd->path, "state") != 0) {
		ui_say_word(ui, "ui.nolist");
		return;
	}
	/* The popup stands under the field and draws what is typed in its place. */
	p.row = ui->cursor_row;
	p.col = ui->cols < 60 ? ui->cols / 3 + 3 : LABEL_MAX + 3;
	p.width = ui->cols - p.col - 2 < WIDTH_MAX ? ui->cols - p.col - 2 : WIDTH_MAX;
	ui_pick_open(ui, &p);
}

/* ---- keys ----------------------------------------------------------------------------------------------------------------------- */

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct ask *a = (struct ask *)v;

	switch (ui_edit_key_of(ui, &a->field[a->cur].e, &a->im, k)) {
	case UI_EDIT_FULL:
		ui->ring = true;
		return;
	case UI_EDIT_CHANGED:
	case UI_EDIT_MOVED:
		return;
	case UI_EDIT_NOT:
		break;
	}
	if (k->act == UI_ACT_NEXT || k->act == UI_ACT_DOWN)
		go_to(ui, a, (a->cur + 1) % a->n);
	else if (k->act == UI_ACT_PREV || k->act == UI_ACT_UP)
		go_to(ui, a, (a->cur + a->n - 1) % a->n);
	else if (k->act == UI_ACT_ENTER || k->act == UI_ACT_SAVE || k->act == UI_ACT_SEARCH)
		ui_find_run(ui, a);
	else if (k->act == UI_ACT_CHOOSE)
		choose(ui, a);
	else if (k->act == UI_ACT_MENU)
		ui_find_saved_menu(ui, a);
	else if (k->act == UI_ACT_IME)
		ui_ime_switch(ui);
	else if (k->act == UI_ACT_BACK || k->act == UI_ACT_CANCEL)
		ui_pop(ui);
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	struct ask *a = (struct ask *)v;
	struct buf b;

	(void)ui;
	buf_init(&b, 512);
	model_message_fill(&b, model_message("ui.find"), "name", a->list->l->title != NULL ? a->list->l->title : a->list->s->title, NULL);
	snprintf(out, cap, "%s", buf_str(&b));
	buf_clear(&b);
	return out;
}

static void add_field(struct ask *a, const char *path)
{
	struct ask_field *fd = &a->field[a->n];
	struct model_path p;
	char id[40];

	fd->path = path;
	if (model_path_parse(a->l->type, path, &p) == 0) {
		fd->f = p.field;
		fd->label = p.field->short_label != NULL && p.field->short_label[0] != '\0' ? p.field->short_label : p.field->label;
	} else {
		snprintf(id, sizeof(id), "ui.find.%s", path);
		fd->label = model_message(id);
	}
	ui_edit_init(&fd->e, 120, 0, false);
	if (a->list->asked != NULL)
		ui_edit_set(&fd->e, a->list->asked->text[a->n]);
	a->n++;
}

bool ui_find_open(struct ui *ui, struct ui_list *list)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_ASK, .paint = paint, .tell = tell, .key = key, .show = show, .typing = typing,
		.close = close_ask, .title = title };
	struct ask *a;
	const struct screen_list *l = list->l;

	/* Parts of a book are looked through by the same fields as the whole. */
	if (l->n_find == 0 && list->s->n_lists > 0 && list->s->list[0].type == l->type)
		l = &list->s->list[0];
	if (l->n_find == 0)
		return false;
	a = mem_xalloc(sizeof(*a));
	a->view.ops = &ops;
	a->view.help = "tim";
	a->list = list;
	a->l = l;
	for (size_t i = 0; i < l->n_find && i < UI_FIND_FIELDS_MAX; i++)
		add_field(a, l->find[i]);
	ui_push(ui, &a->view);
	return true;
}
