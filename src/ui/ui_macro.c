/* ui_macro: short forms for typing: what is typed with, and the screen to see and change them. A person's own stand before the office's. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HELP "go-tat"
#define KEY_COL 3
#define TEXT_COL (KEY_COL + APP_MACRO_KEY_MAX + 1)
#define LINE_MAX_CHARS (APP_MACRO_KEY_MAX + 1 + APP_MACRO_TEXT_MAX)

struct macros {
	struct ui_view view;
	struct arena *arena;
	struct app_macro *m;
	size_t n, sel, top; /* top: first line in sight, headings counted */
};

void ui_macros_load(struct ui *ui)
{
	struct arena *a = arena_new(256 * 1024);
	struct app_macro *m = NULL;
	struct ime_macro *rows;
	size_t n = 0;

	if (app_macro_list(ui->app, &ui->user, a, &m, &n) != 0)
		n = 0;
	rows = arena_xalloc(a, (n + 1) * sizeof(*rows));
	/* UBND stays: abbreviations in capitals are words of their own in documents. */
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct ime_macro){ m[i].key, m[i].text, IME_MACRO_TITLE };
	arena_free(ui->macros_arena);
	ui->macros_arena = n > 0 ? a : NULL;
	ui->macros = (struct ime_macros){ n > 0 ? rows : NULL, n };
	if (n == 0)
		arena_free(a);
}

/* ---- the screen --------------------------------------------------------------------------------------------------------------- */

static void read_again(struct ui *ui, struct macros *v)
{
	arena_reset(v->arena);
	if (app_macro_list(ui->app, &ui->user, v->arena, &v->m, &v->n) != 0)
		v->n = 0;
	v->sel = v->sel < v->n ? v->sel : v->n > 0 ? v->n - 1 : 0;
	ui_macros_load(ui);
	ui_ime_changed(ui);
	ui_dirty(ui);
}

static void show(struct ui *ui, struct ui_view *v)
{
	read_again(ui, (struct macros *)v);
	ui_hint(ui, ui_word(ui, "ui.macro.hint"));
}

/* A heading stands before the first of each kind. */
static size_t line_of(const struct macros *v, size_t i)
{
	return i + 1 + (v->m[i].office && i > 0 && !v->m[0].office);
}

static void paint_macro(struct ui *ui, const struct macros *v, size_t i, int row)
{
	ui_put_in(ui, row, KEY_COL, APP_MACRO_KEY_MAX, v->m[i].key, UI_PLAIN);
	ui_put_in(ui, row, TEXT_COL, ui->cols - TEXT_COL - 1, v->m[i].text, UI_PLAIN);
	if (i == v->sel) {
		ui_put_char(ui, row, 1, '>');
		ui_cursor(ui, row, 1);
	}
}

static const char *heading(const struct ui *ui, const struct macros *v, size_t i)
{
	return !v->m[i].office ? "ui.macro.own" : app_macro_may(&ui->user, true) ? "ui.macro.office" : "ui.macro.office.only";
}

static void paint(struct ui *ui, struct ui_view *view)
{
	struct macros *v = (struct macros *)view;
	int first = ui_body_top(ui), rows = ui_body_bottom(ui) - first;
	size_t at;

	if (v->n == 0) {
		ui_put_in(ui, first, KEY_COL, ui->cols - KEY_COL - 1, ui_word(ui, "ui.macro.none"), UI_PLAIN);
		ui_cursor(ui, first, 1);
		return;
	}
	at = line_of(v, v->sel);
	if (at - 1 < v->top)
		v->top = at - 1;
	if (at >= v->top + (size_t)rows)
		v->top = at - (size_t)rows + 1;
	for (size_t i = 0; i < v->n; i++) {
		size_t line = line_of(v, i);
		bool head = i == 0 || v->m[i].office != v->m[i - 1].office;

		if (head && line > v->top && line - 1 < v->top + (size_t)rows)
			ui_put_in(ui, first + (int)(line - 1 - v->top), 1, ui->cols - 2, ui_word(ui, heading(ui, v, i)), UI_HEADING);
		if (line >= v->top && line < v->top + (size_t)rows)
			paint_macro(ui, v, i, first + (int)(line - v->top));
	}
}

static void tell(struct ui *ui, struct ui_view *view, struct ui_told *t)
{
	struct macros *v = (struct macros *)view;

	if (v->n == 0)
		ui_tell(t, "%s", ui_word(ui, "ui.macro.none"));
	for (size_t i = 0; i < v->n; i++) {
		if (i == 0 || v->m[i].office != v->m[i - 1].office)
			ui_tell(t, "%s", ui_word(ui, heading(ui, v, i)));
		ui_tell(t, "%s: %s", v->m[i].key, v->m[i].text);
		if (i == v->sel)
			ui_tell_here(t);
	}
}

/* ---- one line: the key, a blank, the text -------------------------------------------------------------------------------------- */

struct edit {
	struct macros *view;
	bool office;
	char was[APP_MACRO_KEY_MAX + 1]; /* the key that is changed; "": a new one */
};

static void ask_line(struct ui *ui, struct edit *e, const char *line);

/* A key that is a word in Vietnamese, or with Telex becomes one, would change what people mean to type. */
static const char *reads_as(const char *key, char text[IME_TEXT_MAX + 1])
{
	size_t n = ime_text(IME_TELEX, IME_OLD, key, strlen(key), text);

	return ime_is_syllable(text, n) || utf8_chars(text, n) == 1 ? text : NULL;
}

static const struct app_macro *there(const struct edit *e, const char *key)
{
	for (size_t i = 0; i < e->view->n; i++)
		if (e->view->m[i].office == e->office && strcmp(e->view->m[i].key, key) == 0)
			return &e->view->m[i];
	return NULL;
}

static bool refused(struct ui *ui, const struct edit *e, const char *key)
{
	const struct app_macro *other = strcmp(key, e->was) != 0 ? there(e, key) : NULL;
	char text[IME_TEXT_MAX + 1];
	const char *word = reads_as(key, text);

	if (word != NULL)
		ui_say_fill(ui, "ui.macro.word", "key", key, "text", word, NULL);
	else if (other != NULL)
		ui_say_fill(ui, "ui.macro.there", "key", key, "text", other->text, NULL);
	return word != NULL || other != NULL;
}

/* Both as one: a new key that cannot be kept leaves the old one. */
static bool put(struct ui *ui, const struct edit *e, const char *key, const char *text)
{
	struct err_info ei = { .code = 0 };
	int r = app_macro_set(ui->app, &ui->user, e->office, key, text, &ei);

	if (r == 0 && e->was[0] != '\0' && strcmp(e->was, key) != 0)
		r = app_macro_set(ui->app, &ui->user, e->office, e->was, NULL, &ei);
	if (r != 0)
		ui_say(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.failed"));
	return r == 0;
}

static void given(struct ui *ui, void *ctx, const char *line)
{
	struct edit *e = ctx;
	char key[IME_WORD_MAX];
	size_t n = 0;

	if (line == NULL) {
		free(e);
		return;
	}
	while (*line == ' ')
		line++;
	for (; line[n] != '\0' && line[n] != ' ' && n + 1 < sizeof(key); n++)
		key[n] = (char)(line[n] >= 'A' && line[n] <= 'Z' ? line[n] - 'A' + 'a' : line[n]);
	key[n] = '\0';
	if (n == 0) {
		free(e);
		return;
	}
	if (refused(ui, e, key) || !put(ui, e, key, line + n)) {
		ask_line(ui, e, line);
		return;
	}
	read_again(ui, e->view);
	for (size_t i = 0; i < e->view->n; i++)
		if (there(e, key) == &e->view->m[i])
			e->view->sel = i;
	ui_say_fill(ui, "ui.macro.saved", "key", key, "text", e->view->m[e->view->sel].text, NULL);
	free(e);
}

static void ask_line(struct ui *ui, struct edit *e, const char *line)
{
	ui_ask_words(ui, ui_word(ui, "ui.macro.ask"), line, LINE_MAX_CHARS, given, e);
}

static void begin(struct ui *ui, struct macros *v, bool office, const struct app_macro *m)
{
	struct edit *e = mem_xalloc(sizeof(*e));
	struct buf b;

	e->view = v;
	e->office = office;
	buf_init(&b, 4096);
	if (m != NULL) {
		snprintf(e->was, sizeof(e->was), "%s", m->key);
		buf_printf(&b, "%s %s", m->key, m->text);
	}
	ask_line(ui, e, buf_str(&b));
	buf_clear(&b);
}

static int find_whose(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *arena, struct ui_found *out)
{
	struct ui_pick_row *rows = arena_xalloc(arena, 2 * sizeof(*rows));

	(void)ctx;
	(void)words;
	(void)limit;
	rows[0] = (struct ui_pick_row){ .label = ui_word(ui, "ui.macro.own"), .code = "" };
	rows[1] = (struct ui_pick_row){ .label = ui_word(ui, "ui.macro.office"), .code = "", .id = 1 };
	ui_pick_number(rows, 2, arena);
	*out = (struct ui_found){ rows, 2, 2 };
	return 0;
}

static void whose(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	(void)typed;
	if (row != NULL)
		begin(ui, ctx, row->id == 1, NULL);
}

static void add(struct ui *ui, struct macros *v)
{
	struct ui_pick p = { .numbered = true, .find = find_whose, .taken = whose, .ctx = v };

	if (app_macro_may(&ui->user, true))
		ui_pick_open(ui, &p);
	else
		begin(ui, v, false, NULL);
}

/* ---- taking one away -------------------------------------------------------------------------------------------------------------- */

static void drop_answered(struct ui *ui, void *ctx, const char *answer)
{
	struct macros *v = ctx;
	struct err_info ei = { .code = 0 };
	char key[APP_MACRO_KEY_MAX + 1];

	if (answer == NULL || answer[0] != '1' || v->sel >= v->n)
		return;
	snprintf(key, sizeof(key), "%s", v->m[v->sel].key);
	if (app_macro_set(ui->app, &ui->user, v->m[v->sel].office, key, NULL, &ei) != 0) {
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.failed"));
		return;
	}
	read_again(ui, v);
	ui_say_fill(ui, "ui.macro.dropped", "key", key, NULL);
}

static void ask_drop(struct ui *ui, struct macros *v)
{
	const char *const answers[] = { model_message("ui.macro.drop.yes"), model_message("ui.no") };
	struct buf b;

	buf_init(&b, 256);
	model_message_fill(&b, model_message("ui.macro.drop"), "key", v->m[v->sel].key, NULL);
	ui_ask_digit(ui, buf_str(&b), answers, 2, 2, drop_answered, v);
	buf_clear(&b);
}

/* ---- keys ---------------------------------------------------------------------------------------------------------------------------- */

static void move(struct macros *v, long by)
{
	long to = (long)v->sel + by;

	if (v->n > 0)
		v->sel = to < 0 ? 0 : to >= (long)v->n ? v->n - 1 : (size_t)to;
}

static void change(struct ui *ui, struct macros *v, bool drop)
{
	if (v->n == 0)
		ui->ring = true;
	else if (!app_macro_may(&ui->user, v->m[v->sel].office))
		ui_refuse(ui, model_message("A145"));
	else if (drop)
		ask_drop(ui, v);
	else
		begin(ui, v, v->m[v->sel].office, &v->m[v->sel]);
}

static void key(struct ui *ui, struct ui_view *view, const struct ui_key *k)
{
	struct macros *v = (struct macros *)view;
	int page = ui_body_bottom(ui) - ui_body_top(ui) - 2;

	switch ((int)k->act) {
	case UI_ACT_UP:
	case UI_ACT_DOWN:
		move(v, k->act == UI_ACT_UP ? -1 : 1);
		return;
	case UI_ACT_PAGE_UP:
	case UI_ACT_PAGE_DOWN:
		move(v, k->act == UI_ACT_PAGE_UP ? -page : page);
		return;
	case UI_ACT_HOME:
	case UI_ACT_END:
		move(v, k->act == UI_ACT_HOME ? -(long)v->n : (long)v->n);
		return;
	case UI_ACT_NEW:
		add(ui, v);
		return;
	case UI_ACT_ENTER:
	case UI_ACT_ROW_DROP:
		change(ui, v, k->act == UI_ACT_ROW_DROP);
		return;
	case UI_ACT_BACK:
	case UI_ACT_CANCEL:
		ui_pop(ui);
		return;
	default:
		return;
	}
}

static void resize(struct ui *ui, struct ui_view *v)
{
	if (ui->top == v)
		ui_hint(ui, ui_word(ui, "ui.macro.hint"));
}

static void close_macros(struct ui *ui, struct ui_view *v)
{
	(void)ui;
	arena_free(((struct macros *)v)->arena);
	free(v);
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	(void)ui;
	(void)v;
	snprintf(out, cap, "%s", model_message("ui.macro.title"));
	return out;
}

void ui_macros_open(struct ui *ui)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_MACROS, .paint = paint, .tell = tell, .key = key, .show = show, .resize = resize,
		.close = close_macros, .title = title };
	struct macros *v = mem_xalloc(sizeof(*v));

	v->view.ops = &ops;
	v->view.help = HELP;
	v->arena = arena_new(256 * 1024);
	ui_push(ui, &v->view);
}
