/* ui_linear: the told lines of the view on top on the screen, and the cursor that goes over them. */
#include "ui_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TITLE_ROWS 4 /* from here on the first line is the title's */
#define KEYS_ROWS 6  /* and the last one says which keys help */
#define FOOT_USUAL 2
#define ROWS_MAX 256 /* of one line */

/* ---- telling ---------------------------------------------------------------------------------------------------------------- */

void ui_tell_entry(struct ui_told *t, char key, const char *text)
{
	if (t->n < UI_TOLD_MAX)
		t->line[t->n++] = (struct ui_told_line){ arena_xstrdup(t->a, text), key };
}

void ui_tell(struct ui_told *t, const char *fmt, ...)
{
	char text[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	ui_tell_entry(t, '\0', text);
}

void ui_tell_here(struct ui_told *t)
{
	t->focus = t->n - (t->n > 0);
	t->at = 0;
}

void ui_tell_edit(struct ui_told *t, const char *label, const struct ui_edit *e, bool focused, bool masked)
{
	struct buf b;
	size_t lead;

	buf_init(&b, 1024 * 1024);
	buf_printf(&b, "%s: ", label);
	lead = b.len;
	if (!masked)
		buf_puts(&b, ui_edit_text(e));
	for (size_t i = 0; masked && i < ui_edit_chars(e); i++)
		buf_put_u8(&b, '*');
	ui_tell_entry(t, '\0', buf_str(&b));
	buf_clear(&b);
	if (!focused)
		return;
	ui_tell_here(t);
	t->at = lead + (masked ? utf8_chars(ui_edit_text(e), e->cur) : e->cur);
	t->typed = true;
}

/* "Số, ký hiệu    ghi đúng ..." -> "Số, ký hiệu: ghi đúng ..." */
static void put_without_columns(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t blanks = 0;

		while (i + blanks < n && s[i + blanks] == ' ')
			blanks++;
		if (blanks < 2)
			buf_put_u8(b, (unsigned char)s[i]);
		else if (i > 0)
			buf_puts(b, strchr(":.,;", s[i - 1]) == NULL ? ": " : " ");
		i += blanks > 1 ? blanks - 1 : 0;
	}
}

void ui_tell_text(struct ui_told *t, const char *text)
{
	struct buf b;

	buf_init(&b, 64 * 1024);
	while (*text != '\0') {
		size_t n = strcspn(text, "\n"), lead = strspn(text, " ");

		if (lead > 0 && lead < n) /* goes on with the line above, under its second column */
			buf_puts(&b, b.len > 0 ? " " : "");
		else if (b.len > 0)
			ui_tell_entry(t, '\0', buf_str(&b));
		if (lead == 0 || lead >= n)
			buf_reset(&b);
		put_without_columns(&b, text + lead, n - lead);
		text += n + (text[n] == '\n');
	}
	if (b.len > 0)
		ui_tell_entry(t, '\0', buf_str(&b));
	buf_clear(&b);
}

static struct ui_told collect(struct ui *ui, bool drawn)
{
	struct ui_told t = { .a = arena_new(4 * 1024 * 1024), .page = ui->top, .drawn = drawn };

	t.line = arena_xalloc(t.a, UI_TOLD_MAX * sizeof(*t.line));
	ui->top->ops->tell(ui, ui->top, &t);
	if (t.n == 0)
		ui_tell(&t, "%s", "");
	if (ui->top->ops->reads) {
		ui->top->line = ui->top->line < t.n ? ui->top->line : t.n - 1;
		t.focus = ui->top->line;
	}
	return t;
}

/* ---- rows --------------------------------------------------------------------------------------------------------------------- */

int ui_linear_cols(const struct ui *ui)
{
	return ui->cols - 1;
}

static int edges(const struct ui *ui)
{
	return (ui->rows >= TITLE_ROWS) + (ui->rows >= KEYS_ROWS);
}

int ui_linear_rows(const struct ui *ui)
{
	int rows = ui->rows - edges(ui) - (ui->rows >= KEYS_ROWS ? FOOT_USUAL : ui->rows > 1);

	return rows > 1 ? rows : 1;
}

static size_t rows_of(const struct ui *ui, const char *text, struct ui_edit_row *rows)
{
	size_t n = ui_edit_wrap(text, strlen(text), (size_t)ui_linear_cols(ui), rows, ROWS_MAX);

	return n < ROWS_MAX ? n : ROWS_MAX;
}

/* Where the told lines stand, in rows. */
struct place {
	size_t total, focus, n; /* rows in all; the first of the focus, and how many it has */
	size_t row, col;        /* the cursor: of all rows, and column */
};

static struct place look(struct ui *ui, const struct ui_told *t)
{
	struct ui_edit_row rows[ROWS_MAX];
	struct place p = { 0 };
	size_t row = 0;

	if (ui->read.page != t->page || ui->read.focus != t->focus)
		ui->read.pan = 0;
	for (size_t i = 0; i < t->n; i++) {
		size_t n = rows_of(ui, t->line[i].text, rows);

		if (i == t->focus) {
			p.focus = p.total;
			p.n = n;
			ui_edit_where(t->line[i].text, rows, n, (size_t)ui_linear_cols(ui), t->at, &row, &p.col);
			if (!t->typed && ui->read.pan > 0) {
				ui->read.pan = ui->read.pan < n ? ui->read.pan : n - 1;
				row = ui->read.pan;
				p.col = 0;
			}
			p.row = p.focus + row;
		}
		p.total += n;
	}
	return p;
}

/* The part in sight turns when the cursor leaves it, and the thing it stands on is shown whole where that is possible. */
static void turn_page(struct ui *ui, const struct ui_told *t, const struct place *p, size_t body)
{
	size_t top = ui->read.page == t->page ? ui->read.top : 0, last = p->focus + p->n;
	bool whole = p->n <= body, fresh = ui->read.page != t->page;

	if (p->row < top || (whole && p->focus < top))
		top = whole ? (last > body ? last - body : 0) : p->row;
	else if (p->row >= top + body || (whole && last > top + body))
		top = fresh && whole ? last - body : p->row < p->focus + body ? p->focus : p->row;
	if (top + body > p->total)
		top = p->total > body ? p->total - body : 0;
	ui->read.page = t->page;
	ui->read.focus = t->focus;
	ui->read.top = top;
}

static void put_rows(struct ui *ui, const char *text, int row, size_t from, size_t skip, size_t upto)
{
	struct ui_edit_row rows[ROWS_MAX];
	size_t n = rows_of(ui, text, rows);

	for (size_t i = 0; i < n; i++)
		if (from + i >= skip && from + i < upto)
			ui_put_part(ui, row + (int)(from + i - skip), 0, ui_linear_cols(ui), text + rows[i].start, rows[i].end - rows[i].start, UI_PLAIN);
}

/* ---- the edges ------------------------------------------------------------------------------------------------------------------ */

/* The same on every screen, so it is never read again. */
static void paint_keys(struct ui *ui)
{
	static const enum ui_act acts[] = { UI_ACT_HELP, UI_ACT_MENU, UI_ACT_BACK };
	int col = 0;

	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		const struct ui_act_row *row = ui_keys_row(acts[i]);
		char name[16], text[80];

		snprintf(text, sizeof(text), "%s %s", ui_keys_name(row, name, sizeof(name)), ui_act_words(NULL, row, true));
		col += ui_put_in(ui, ui->rows - 1, col, ui->cols - col, text, UI_PLAIN) + 2;
	}
}

static void title_of(struct ui *ui, char *out, size_t cap)
{
	out[0] = '\0';
	for (struct ui_view *v = ui->top; v != NULL; v = v->below) {
		if (v->ops->title == NULL)
			continue;
		v->ops->title(ui, v, out, cap);
		return;
	}
}

/* A message before what was noticed, that before the hint; both of these where there is room. */
static const char *foot_text(struct ui *ui, struct arena *a)
{
	if (ui->message[0] != '\0')
		return ui->message;
	if (ui->noticed[0] != '\0' && ui->hint[0] != '\0' && ui->rows >= KEYS_ROWS)
		return arena_xprintf(a, "%s\n%s", ui->noticed, ui->hint);
	return ui->noticed[0] != '\0' ? ui->noticed : ui->hint;
}

/* A message is told whole, if need be without what it is about; of a hint its beginning. */
static size_t foot_rows(struct ui *ui, const char *text)
{
	struct ui_edit_row rows[ROWS_MAX];
	size_t n = text[0] != '\0' ? rows_of(ui, text, rows) : 0, room = (size_t)ui->rows, most;

	most = ui->message[0] != '\0' ? room : room > (size_t)edges(ui) + 2 ? (room - (size_t)edges(ui)) / 2 : room - 1;
	return n < most ? n : most;
}

void ui_linear_paint(struct ui *ui)
{
	struct ui_told t = collect(ui, true);
	const char *foot = foot_text(ui, t.a);
	size_t n_foot = foot_rows(ui, foot), room = (size_t)ui->rows - (size_t)edges(ui), body;
	bool title = ui->rows >= TITLE_ROWS, keys = ui->rows >= KEYS_ROWS, tight = n_foot >= room;
	size_t from = 0;
	struct place p;
	char text[300];

	if (tight) /* only a message */
		title = keys = false;
	body = (size_t)ui->rows - n_foot - title - keys;
	p = look(ui, &t);
	if (body > 0)
		turn_page(ui, &t, &p, body);
	if (title) {
		title_of(ui, text, sizeof(text));
		ui_put_in(ui, 0, 0, ui->cols, text, UI_TITLE);
	}
	for (size_t i = 0; i < t.n && body > 0; i++) {
		struct ui_edit_row rows[ROWS_MAX];

		put_rows(ui, t.line[i].text, title, from, ui->read.top, ui->read.top + body);
		from += rows_of(ui, t.line[i].text, rows);
	}
	put_rows(ui, foot, ui->rows - keys - (int)n_foot, 0, 0, n_foot);
	if (keys)
		paint_keys(ui);
	if (body > 0)
		ui_cursor(ui, title + (int)(p.row - ui->read.top), (int)p.col);
	else
		ui_cursor(ui, 0, 0);
	arena_free(t.a);
}

/* ---- keys ------------------------------------------------------------------------------------------------------------------------ */

/* So many lines on or back that a page is passed; at least one. */
static size_t paged(const struct ui *ui, const struct ui_told *t, size_t line, bool down)
{
	struct ui_edit_row rows[ROWS_MAX];
	size_t left = (size_t)ui_linear_rows(ui), n;

	while (down ? line + 1 < t->n : line > 0) {
		n = rows_of(ui, t->line[line].text, rows);
		line = down ? line + 1 : line - 1;
		if (n >= left)
			break;
		left -= n;
	}
	return line;
}

static bool pan(struct ui *ui, const struct ui_told *t, bool on)
{
	struct place p = look(ui, t);

	if (t->typed)
		return false;
	ui->read.page = t->page;
	ui->read.focus = t->focus;
	if (on && ui->read.pan + 1 < p.n)
		ui->read.pan++;
	else if (!on && ui->read.pan > 0)
		ui->read.pan--;
	else
		ui->ring = true;
	return true;
}

/* The cursor over lines that are only read. At the end a page more is the view's: a record goes on to the next. */
static bool read_key(struct ui *ui, const struct ui_told *t, enum ui_act act)
{
	size_t *line = &ui->top->line, was = *line;

	switch ((int)act) {
	case UI_ACT_UP:
		*line -= *line > 0;
		return true;
	case UI_ACT_DOWN:
		*line += *line + 1 < t->n;
		return true;
	case UI_ACT_PAGE_UP:
	case UI_ACT_PAGE_DOWN:
		*line = paged(ui, t, was, act == UI_ACT_PAGE_DOWN);
		return *line != was;
	case UI_ACT_HOME:
		*line = 0;
		return true;
	case UI_ACT_END:
		*line = t->n - 1;
		return true;
	}
	return false;
}

bool ui_linear_key(struct ui *ui, const struct ui_key *k)
{
	struct ui_told t;
	bool done = false;
	char key;

	if (!ui->linear || k->act == UI_ACT_CHAR || k->act == UI_ACT_PASTE)
		return false;
	t = collect(ui, false);
	key = t.line[t.focus].key;
	if (k->act == UI_ACT_LEFT || k->act == UI_ACT_RIGHT)
		done = pan(ui, &t, k->act == UI_ACT_RIGHT);
	else if (ui->top->ops->reads)
		done = read_key(ui, &t, k->act);
	arena_free(t.a);
	if (!done && k->act == UI_ACT_ENTER && ui->top->ops->reads && key != '\0') {
		struct ui_key as = { .act = UI_ACT_CHAR, .cp = (uint32_t)(unsigned char)key, .text = &key, .n = 1 };

		ui->top->ops->key(ui, ui->top, &as);
		done = true;
	}
	if (done)
		ui_dirty(ui);
	return done;
}

/* ---- choosing ---------------------------------------------------------------------------------------------------------------------- */

static bool preferred(struct ui *ui)
{
	struct arena *a = arena_new(64 * 1024);
	const char *value = "";
	bool yes;

	if (ui->user.id == 0 || app_pref_get(ui->app, &ui->user, APP_PREF_LINEAR, a, &value) != 0)
		value = "";
	yes = strcmp(value, APP_PREF_YES) == 0;
	arena_free(a);
	return yes;
}

/* Every view lays itself out anew; what is typed, and where, stays. */
static void use(struct ui *ui, bool on)
{
	if (ui->linear == on)
		return;
	ui->linear = on;
	for (struct ui_view *v = ui->top; v != NULL; v = v->below)
		if (v->ops->resize != NULL)
			v->ops->resize(ui, v);
	ui->clear = true;
	ui_dirty(ui);
}

void ui_linear_load(struct ui *ui)
{
	use(ui, ui->wish != UI_WISH_NONE ? ui->wish == UI_WISH_LINEAR : preferred(ui));
}

void ui_linear_turn(struct ui *ui)
{
	struct err_info ei = { .code = 0 };
	bool on = !ui->linear;

	ui_wish_answered(ui);
	use(ui, on);
	ui_say_word(ui, on ? "ui.linear.on" : "ui.linear.off");
	/* Without it the next session begins as this one did; that is all. */
	if (app_pref_set(ui->app, &ui->user, APP_PREF_LINEAR, on ? APP_PREF_YES : NULL, &ei) != 0)
		log_warn("ui: line by line is not kept: %s", ei.detail);
}
