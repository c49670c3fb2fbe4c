/* ui_menu: the morning screen and other menus: what waits, the books, a digit for each. */
#include "ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 10
#define COUNTED_MIN 40 /* columns of a counted row; more when a label is longer */

struct menu {
	struct ui_view view;
	const struct screen *s;
	char name[80];
	uint64_t count[ENTRIES_MAX];
	bool counted[ENTRIES_MAX];
	char late[ENTRIES_MAX][60]; /* "quá hạn 2 ngày": the worst of them */
	bool have_draft;
	char draft_line[200];
	bool leaving; /* F3 was pressed once */
};

static const struct screen_list *list_of(struct ui *ui, const struct screen_entry *e, const struct screen **target)
{
	*target = e->opens != NULL ? screen_set_get(ui->screens, e->opens) : NULL;
	return *target != NULL ? screen_list_find(*target, e->list) : NULL;
}

/* How long the longest of them has waited: the cell of the row that is due first. */
static void tell_late(struct ui *ui, const struct app_query *counted, char *out, size_t cap)
{
	static const char *const column[] = { "late" };
	struct arena *a = arena_new(1024 * 1024);
	struct app_query q = *counted;
	struct app_row *row = NULL;
	size_t n = 0, digits;
	struct buf b;

	q.order = "due";
	q.column = column;
	q.n_columns = 1;
	q.limit = 1;
	buf_init(&b, 256);
	out[0] = '\0';
	if (app_list(ui->app, &ui->user, &q, a, &row, &n, NULL) == 0 && n > 0 && row[0].late && row[0].cell[0] != NULL) {
		const char *cell = row[0].cell[0];

		digits = strcspn(cell, "0123456789");
		if (cell[digits] != '\0')
			model_message_fill(&b, model_message("A75"), "n", cell + digits, NULL);
		else
			buf_puts(&b, cell);
		snprintf(out, cap, "%s", buf_str(&b));
	}
	buf_clear(&b);
	arena_free(a);
}

static void count(struct ui *ui, struct menu *m)
{
	for (size_t i = 0; i < m->s->n_entries && i < ENTRIES_MAX; i++) {
		const struct screen *target;
		const struct screen_list *l = list_of(ui, &m->s->entry[i], &target);
		struct app_cond cond[16];
		struct app_query q = { .cond = cond };

		m->counted[i] = false;
		m->late[i][0] = '\0';
		if (l == NULL || m->s->entry[i].list == NULL)
			continue;
		q.type = l->type->name;
		for (; q.n_cond < l->n_cond && q.n_cond < COUNT_OF(cond); q.n_cond++)
			cond[q.n_cond] = (struct app_cond){ l->cond[q.n_cond].field, l->cond[q.n_cond].op, l->cond[q.n_cond].value };
		m->counted[i] = app_count_some(ui->app, &ui->user, &q, UI_COUNTED_MAX + 1, &m->count[i]) == 0;
		if (m->s->entry[i].late && m->counted[i] && m->count[i] > 0)
			tell_late(ui, &q, m->late[i], sizeof(m->late[i]));
	}
}

/* What tells this draft from others: its title, else the longest of its texts. */
static const char *telling(const struct screen *form, const struct app_draft *d)
{
	const char *text = "", *title = form->type->title_field;

	for (size_t i = 0; i < d->n_values; i++) {
		if (title != NULL && strcmp(d->values[i].path, title) == 0 && d->values[i].text[0] != '\0')
			return d->values[i].text;
		if (strlen(d->values[i].text) > strlen(text))
			text = d->values[i].text;
	}
	return text;
}

/* "Bản nháp: Văn bản đến, dở lúc 09:14, "V/v giải quyết đơn..."   F8 mở lại" */
static void tell_draft(struct ui *ui, struct menu *m)
{
	struct arena *a = arena_new(256 * 1024);
	struct app_draft d;
	const struct screen *form;
	const char *text = "";
	char when[40], cut[120];
	int h, min;
	struct buf b;

	m->draft_line[0] = '\0';
	m->have_draft = ui_draft_last(ui, false, a, &d) && (form = ui_draft_screen(ui, &d)) != NULL;
	if (m->have_draft) {
		text = telling(form, &d);
		time_local(d.at, &h, &min);
		snprintf(when, sizeof(when), "%02d:%02d", h, min);
		cut[0] = '\0';
		strncat(cut, text, text_cut(text, 15));
		buf_init(&b, 1024);
		model_message_fill(&b, ui_word(ui, "ui.draft"), "form", form->title, "time", when, "text", cut, NULL);
		snprintf(m->draft_line, sizeof(m->draft_line), "%s", buf_str(&b));
		buf_clear(&b);
	}
	arena_free(a);
}

/* Whoever keeps the accounts is told of screen files that are not taken; for nobody else is there anything to do. */
static void tell_bad_screen(struct ui *ui, struct menu *m)
{
	struct screen_error *e;
	struct screen *fresh = NULL;
	bool keeps_users = false;
	const char *const *name;
	size_t n = 0;

	for (size_t i = 0; i < m->s->n_entries; i++) {
		const struct screen *target;
		const struct screen_list *l = list_of(ui, &m->s->entry[i], &target);

		keeps_users = keeps_users || (l != NULL && l->type->no == MODEL_USER);
	}
	if (!keeps_users)
		return;
	e = mem_xalloc(SCREEN_ERRORS_MAX * sizeof(*e));
	if (ui->bad_screen[0] != '\0' && screen_load(ui->bad_screen, &ui->fn, &fresh, e, SCREEN_ERRORS_MAX, &n) == 0)
		ui->bad_screen[0] = '\0'; /* it has been mended */
	if (fresh != NULL)
		screen_free(fresh, &ui->fn);
	free(e);
	name = screen_set_names(ui->screens, &n);
	for (size_t i = 0; i < n; i++)
		(void)screen_set_get(ui->screens, name[i]);
	if (ui->bad_screen[0] != '\0') {
		const char *file = strrchr(ui->bad_screen, '/');
		struct buf b;

		buf_init(&b, 1024);
		buf_printf(&b, "%s %s:%s", model_message("ui.badscreen"), file != NULL ? file + 1 : ui->bad_screen, ui->bad_text);
		n = text_cut(buf_str(&b), 110);
		m->draft_line[0] = '\0';
		strncat(m->draft_line, buf_str(&b), n < sizeof(m->draft_line) ? n : 0);
		buf_clear(&b);
	}
}

static bool reload(struct ui *ui, struct ui_view *v)
{
	struct menu *m = (struct menu *)v;
	const struct screen *s = screen_set_get(ui->screens, m->name);

	if (s == NULL || s->kind != SCREEN_MENU)
		s = v->below == NULL ? screen_set_menu_for(ui->screens, app_role_name(&ui->user)) : NULL;
	if (s == NULL)
		return false;
	m->s = s;
	v->help = s->help;
	return true;
}

static void show(struct ui *ui, struct ui_view *v)
{
	struct menu *m = (struct menu *)v;

	count(ui, m);
	tell_draft(ui, m);
	tell_bad_screen(ui, m);
	ui_hint(ui, ui->linear ? ui_word(ui, "ui.linear.choose") : model_message("ui.choose"));
	ui_notice(ui, m->draft_line);
}

static void paint_entry(struct ui *ui, const struct menu *m, size_t i, int row, int col, int width)
{
	const struct screen_entry *e = &m->s->entry[i];
	bool late = e->late && m->counted[i] && m->count[i] > 0;
	enum ui_element what = late ? UI_LATE : UI_PLAIN;
	char text[160], n[32];

	snprintf(text, sizeof(text), "%d  %s", e->digit, e->label);
	if (!m->counted[i] || e->list == NULL) {
		ui_put_words(ui, row, col, width, text, what);
		return;
	}
	snprintf(n, sizeof(n), "%s", m->count[i] > UI_COUNTED_MAX ? ">" : "");
	ui_number(m->count[i] > UI_COUNTED_MAX ? UI_COUNTED_MAX : m->count[i], n + strlen(n));
	ui_put_words(ui, row, col, width - (int)strlen(n) - 2, text, what);
	ui_put_right(ui, row, col, width, n, what);
	if (!late)
		return;
	ui_put_in(ui, row, col + width + 2, 1, "!", what);
	if (col + width + 4 + (int)text_width(m->late[i]) < ui->cols)
		ui_put_in(ui, row, col + width + 4, ui->cols - col - width - 5, m->late[i], what);
}

static bool hidden(const struct menu *m, size_t i)
{
	return m->s->entry[i].list != NULL && m->s->entry[i].waiting && m->counted[i] && m->count[i] == 0;
}

/* Does anything stand below the heading that entry i begins? */
static bool group_shown(const struct menu *m, size_t i)
{
	const char *group = m->s->entry[i].group;

	for (; i < m->s->n_entries && i < ENTRIES_MAX; i++) {
		const char *next = m->s->entry[i].group;

		if (next != NULL && strcmp(next, group) != 0)
			return false;
		if (!hidden(m, i))
			return true;
	}
	return false;
}

/* All counts end in one column, behind the longest label, whether it is hidden now or not. */
static int counted_width(const struct ui *ui, const struct menu *m)
{
	int width = COUNTED_MIN, room = ui->cols - 8;

	for (size_t i = 0; i < m->s->n_entries && i < ENTRIES_MAX; i++) {
		char n[24] = "";
		int w;

		if (m->s->entry[i].list == NULL)
			continue;
		if (m->counted[i])
			ui_number(m->count[i], n);
		w = 3 + (int)text_width(m->s->entry[i].label) + 2 + (int)(strlen(n) > 2 ? strlen(n) : 2);
		width = w > width ? w : width;
	}
	return ui_narrow(ui) || width > room ? room : width;
}

/* Waiting entries stand one to a row at the place their number gives them; hidden ones leave their row blank where there is room for that.
 * The others fill rows of three. */
static void paint(struct ui *ui, struct ui_view *v)
{
	struct menu *m = (struct menu *)v;
	int row = ui_body_top(ui), end = ui_body_bottom(ui), col = 0, per_row = ui_narrow(ui) ? 1 : 3, each = ui_narrow(ui) ? ui->cols - 5 : 20;
	const char *group = NULL;
	char day[DAY_TEXT_MAX], date[64];
	bool roomy = end - row >= 18, shown = true;
	int width = counted_width(ui, m);

	snprintf(date, sizeof(date), "%s %s", day_weekday_name(day_today()), day_show(day_today(), day));
	row += roomy ? 1 : 0;
	ui_put(ui, row++, 1, date);
	for (size_t i = 0; i < m->s->n_entries && i < ENTRIES_MAX; i++) {
		const struct screen_entry *e = &m->s->entry[i];

		if (e->group != NULL && (group == NULL || strcmp(group, e->group) != 0)) {
			group = e->group;
			shown = group_shown(m, i);
			row += (col > 0 ? 1 : 0) + (roomy && shown ? 1 : 0);
			col = 0;
			if (row < end && shown)
				ui_put_in(ui, row++, 3, ui->cols - 4, group, UI_HEADING);
		}
		if (row >= end)
			break;
		if (!shown)
			continue;
		if (e->list == NULL) {
			paint_entry(ui, m, i, row, 3 + col * (each + 1), each);
			col = (col + 1) % per_row;
			row += col == 0;
			continue;
		}
		row += col > 0;
		col = 0;
		if (hidden(m, i)) {
			row += ui_narrow(ui) || !roomy ? 0 : 1;
			continue;
		}
		paint_entry(ui, m, i, row++, 3, width);
	}
	ui_cursor(ui, ui->rows - 2, (int)text_width(model_message("ui.choose")) - 1);
}

/* "4 Sắp đến hạn: 4, quá hạn 2 ngày" */
static void tell_entry(struct ui_told *t, const struct menu *m, size_t i)
{
	const struct screen_entry *e = &m->s->entry[i];
	const char *text = arena_xprintf(t->a, "%d %s", e->digit, e->label);
	char n[24];

	if (m->counted[i] && e->list != NULL) {
		bool many = m->count[i] > UI_COUNTED_MAX;

		text = arena_xprintf(t->a, "%s: %s%s%s%s", text, many ? ">" : "", ui_number(many ? UI_COUNTED_MAX : m->count[i], n),
		                     m->late[i][0] != '\0' ? ", " : "", m->late[i]);
	}
	ui_tell_entry(t, (char)('0' + e->digit), text);
}

static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct menu *m = (struct menu *)v;
	const char *group = NULL;
	char day[DAY_TEXT_MAX];

	ui_tell(t, "%s %s. %s", day_weekday_name(day_today()), day_show(day_today(), day), ui->line_state);
	for (size_t i = 0; i < m->s->n_entries && i < ENTRIES_MAX; i++) {
		const struct screen_entry *e = &m->s->entry[i];

		if (e->group != NULL && (group == NULL || strcmp(group, e->group) != 0) && group_shown(m, i))
			ui_tell(t, "%s", e->group);
		group = e->group != NULL ? e->group : group;
		if (!hidden(m, i))
			tell_entry(t, m, i);
	}
}

static void open_entry(struct ui *ui, struct menu *m, int digit)
{
	for (size_t i = 0; i < m->s->n_entries; i++) {
		const struct screen_entry *e = &m->s->entry[i];

		if (e->digit != digit)
			continue;
		if (e->opens != NULL)
			ui_open_screen(ui, e->opens, e->list);
		return;
	}
	ui_say_word(ui, "ui.noentry");
}

/* F7 here searches the book that F6 writes into. */
static void search(struct ui *ui, struct menu *m)
{
	const struct screen *add = m->s->add != NULL ? screen_set_get(ui->screens, m->s->add) : NULL;

	for (size_t i = 0; i < m->s->n_entries; i++) {
		const struct screen *s;
		const struct screen_list *l = list_of(ui, &m->s->entry[i], &s);

		if (l == NULL || s->kind != SCREEN_LIST || m->s->entry[i].list != NULL || (add != NULL && l->type != add->type))
			continue;
		ui_list_open(ui, s, l);
		ui_press(ui, UI_ACT_SEARCH);
		return;
	}
	ui_say_word(ui, "ui.nosearch");
}

static void resume(struct ui *ui)
{
	struct arena *a = arena_new(256 * 1024);
	struct app_draft d;

	if (ui_draft_last(ui, false, a, &d))
		ui_draft_resume(ui, &d);
	else
		ui_say_word(ui, "ui.nodraft");
	arena_free(a);
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct menu *m = (struct menu *)v;
	bool again = m->leaving;

	m->leaving = false;
	if (k->act == UI_ACT_CHAR && k->cp >= '0' && k->cp <= '9') {
		open_entry(ui, m, (int)(k->cp - '0'));
	} else if (k->act == UI_ACT_NEW && ui_may_add(ui, m->s->add)) {
		ui_open_screen(ui, m->s->add, NULL);
	} else if (k->act == UI_ACT_NEW) {
		ui_say_word(ui, "ui.nonew");
	} else if (k->act == UI_ACT_SEARCH) {
		search(ui, m);
	} else if (k->act == UI_ACT_REPEAT) {
		resume(ui);
	} else if (k->act == UI_ACT_REFRESH) {
		show(ui, v);
	} else if (k->act == UI_ACT_MENU) {
		ui_actions_open(ui, NULL, 0, UI_CTX_MENU);
	} else if (k->act == UI_ACT_BACK && (again || v->below != NULL)) {
		ui_pop(ui);
	} else if (k->act == UI_ACT_BACK) {
		m->leaving = true;
		ui_say_word(ui, "ui.leave");
		ui_keys_flush(&ui->keys);
	}
}

/* The draft's line has a short form; only the view on top owns that line. */
static void resize(struct ui *ui, struct ui_view *v)
{
	if (ui->top == v)
		show(ui, v);
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	struct menu *m = (struct menu *)v;

	if (ui->cols >= 60)
		snprintf(out, cap, "%s  %s", m->s->title, ui->user.office_name);
	else
		snprintf(out, cap, "%s", ui->user.office_short[0] != '\0' ? ui->user.office_short : m->s->title);
	return out;
}

static void close_menu(struct ui *ui, struct ui_view *v)
{
	(void)ui;
	free(v);
}

static bool offers(struct ui *ui, const struct ui_view *v, enum ui_act act)
{
	return act != UI_ACT_NEW || ui_may_add(ui, ((const struct menu *)v)->s->add);
}

void ui_menu_open(struct ui *ui, const struct screen *s)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_MENU, .digits = true, .reads = true, .paint = paint, .tell = tell, .key = key,
		.show = show, .resize = resize, .reload = reload, .close = close_menu, .title = title, .offers = offers };
	struct menu *m = mem_xalloc(sizeof(*m));

	m->view.ops = &ops;
	m->view.help = s->help;
	m->s = s;
	snprintf(m->name, sizeof(m->name), "%s", s->name);
	ui_push(ui, &m->view);
}

/* ---- opening by name -------------------------------------------------------------------------------------------------------------- */

bool ui_may_add(struct ui *ui, const char *form)
{
	const struct screen *s = form != NULL ? screen_set_get(ui->screens, form) : NULL;

	return s != NULL && s->kind == SCREEN_FORM && ui_may_do(ui, s, 0);
}

void ui_open_screen(struct ui *ui, const char *name, const char *list)
{
	const struct screen *s = screen_set_get(ui->screens, name);

	if (s == NULL && strcmp(name, UI_SEARCH_ALL) == 0) {
		ui_search_open(ui, NULL);
		return;
	}
	if (s == NULL) {
		ui_say_fill(ui, "ui.noscreen", "name", name, NULL);
		return;
	}
	switch (s->kind) {
	case SCREEN_FORM:
		ui_form_open(ui, s, NULL, 0, NULL);
		return;
	case SCREEN_LIST:
		if (screen_list_find(s, list) != NULL)
			ui_list_open(ui, s, screen_list_find(s, list));
		return;
	case SCREEN_MENU:
		ui_menu_open(ui, s);
		return;
	case SCREEN_RECORD:
		ui_say_fill(ui, "ui.noscreen", "name", name, NULL);
		return;
	}
}

void ui_start_views(struct ui *ui)
{
	const struct screen *s = screen_set_menu_for(ui->screens, app_role_name(&ui->user));

	if (s == NULL) {
		ui_help_open(ui, NULL, model_message("ui.nomenu"));
		return;
	}
	ui_menu_open(ui, s);
}
