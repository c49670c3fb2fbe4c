/* ui_list: pages of a list, by key and never by offset. */
#include "ui_list_internal.h"

#include <stdio.h>
#include <string.h>

#define ENDINGS_MAX 7 /* a number's last part has fewer figures */

static int page_lines(const struct ui *ui)
{
	/* Column titles above, "còn N" below. */
	int lines = ui->linear ? ui_linear_rows(ui) - 1 : ui_body_bottom(ui) - ui_body_top(ui) - 2;

	return lines > 1 ? lines : 1;
}

const char *ui_list_cell(const char *text, uint16_t width, char day[UI_LIST_DAY_MAX])
{
	static const char form[] = "00/00/0000";
	size_t i = 0;

	if (text == NULL)
		return "";
	while (i < strlen(form) && (form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i]))
		i++;
	if (i < strlen(form) || text[i] != '\0' || width >= strlen(form))
		return text;
	snprintf(day, UI_LIST_DAY_MAX, "%.6s%s", text, text + 8);
	return day;
}

int ui_list_height(const struct ui_list *v, const struct app_row *r)
{
	int height = v->linear_cols > 0 ? ui_list_told_rows(v, r) : 1;

	for (size_t i = 0; v->linear_cols == 0 && i < v->l->n_columns && i < UI_LIST_COLUMNS_MAX; i++) {
		struct ui_edit_row rows[SCREEN_COLUMN_LINES_MAX];
		const char *text = r->cell[i] != NULL ? r->cell[i] : "";
		size_t n;

		if (v->width[i] == 0 || v->l->column[i].lines < 2)
			continue;
		n = ui_edit_wrap(text, strlen(text), v->width[i], rows, COUNT_OF(rows));
		n = n < v->l->column[i].lines ? n : v->l->column[i].lines;
		height = (int)n > height ? (int)n : height;
	}
	return height < v->page_lines ? height : v->page_lines;
}

/* As many rows as fit: the first of them, or the last when the page was read backwards. */
static void trim(struct ui_list *v, bool backward)
{
	int left = v->page_lines;
	size_t k = 0;

	for (; k < v->n; k++) {
		left -= ui_list_height(v, &v->row[backward ? v->n - 1 - k : k]);
		if (left < 0)
			break;
	}
	if (backward)
		v->row += v->n - k;
	v->n = k;
}

struct asking {
	struct app_query q;
	struct app_cond cond[UI_LIST_CONDS_MAX];
	uint32_t group[UI_LIST_CONDS_MAX];
	const char *column[UI_LIST_COLUMNS_MAX];
};

static void ask(const struct ui_list *v, struct asking *k)
{
	struct app_query *q = &k->q;

	*q = (struct app_query){ .type = v->l->type->name, .cond = k->cond, .find = v->filter, .column = k->column };
	q->order = v->order[0] != '\0' ? v->order : v->l->order;
	for (; q->n_cond < v->l->n_cond && q->n_cond < UI_LIST_CONDS_MAX; q->n_cond++)
		k->cond[q->n_cond] = (struct app_cond){ v->l->cond[q->n_cond].field, v->l->cond[q->n_cond].op, v->l->cond[q->n_cond].value };
	memset(k->group, 0, sizeof(k->group));
	q->group = k->group;
	for (size_t i = 0; v->asked != NULL && i < v->asked->q.n && q->n_cond < UI_LIST_CONDS_MAX; i++) {
		k->cond[q->n_cond] = v->asked->q.cond[i];
		k->group[q->n_cond++] = v->asked->q.group[i];
	}
	for (; q->n_columns < v->l->n_columns && q->n_columns < UI_LIST_COLUMNS_MAX; q->n_columns++)
		k->column[q->n_columns] = v->l->column[q->n_columns].path;
}

static int fetch_by(struct ui *ui, struct ui_list *v, const struct app_query *q, struct arena *a, struct app_row **rows, size_t *n)
{
	struct err_info ei = { .code = 0 };
	int r = app_list(ui->app, &ui->user, q, a, rows, n, &ei);

	if (r != 0)
		ui_say(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.failed"));
	if (r != 0 && ei.detail[0] != '\0')
		log_warn("ui: list %s: %s", v->s->name, ei.detail);
	return r;
}

static int fetch(struct ui *ui, struct ui_list *v, const struct app_place *from, bool backward, size_t limit, struct arena *a,
		struct app_row **rows, size_t *n)
{
	struct asking k;

	ask(v, &k);
	k.q.place = from;
	k.q.backward = backward;
	k.q.places = true;
	k.q.limit = limit;
	return fetch_by(ui, v, &k.q, a, rows, n);
}

/* Looking words up for each row takes ten times as long as going along an order. */
uint64_t ui_list_counted(const struct ui_list *v)
{
	return v->filter != NULL ? UI_COUNTED_MAX / 10 : UI_COUNTED_MAX;
}

static void count_rest(struct ui *ui, struct ui_list *v)
{
	struct asking k;

	v->rest = 0;
	ask(v, &k);
	k.q.place = v->n > 0 ? v->row[v->n - 1].place : NULL;
	if (k.q.place != NULL && app_count_some(ui->app, &ui->user, &k.q, ui_list_counted(v) + 1, &v->rest) != 0)
		v->rest = 0;
}

/* For "2 trong 14". */
static void count_all(struct ui *ui, struct ui_list *v)
{
	struct asking k;

	ask(v, &k);
	if (app_count_some(ui->app, &ui->user, &k.q, ui_list_counted(v) + 1, &v->total) != 0)
		v->total = 0;
}

static void measure(const struct ui *ui, struct ui_list *v)
{
	v->page_lines = page_lines(ui);
	v->linear_cols = ui->linear ? ui_linear_cols(ui) : 0;
	memset(v->width, 0, sizeof(v->width));
	if (v->l->n_columns <= UI_LIST_COLUMNS_MAX)
		screen_list_widths(v->l, (uint16_t)ui->cols, v->width);
}

/* Reads the page behind a place (NULL: the first), or in front of it. The selection stays on row `keep` when it is there. false: it could
 * not be read, or there is nothing and `some` is wanted: the page is as it was. */
static bool read_page(struct ui *ui, struct ui_list *v, const struct app_place *from, bool backward, rowid_t keep, bool some)
{
	struct arena *a = arena_new(4 * 1024 * 1024);
	struct app_row *rows = NULL;
	size_t n = 0, asked = (size_t)page_lines(ui);
	bool whole;

	if (fetch(ui, v, from, backward, asked, a, &rows, &n) != 0 || (some && n == 0)) {
		arena_free(a);
		return false;
	}
	arena_free(v->arena);
	v->arena = a;
	v->row = rows;
	v->n = n;
	v->sel = 0;
	measure(ui, v);
	trim(v, backward);
	whole = v->n == n; /* nothing of what was read is left over */
	v->at_top = backward ? whole && n < asked : from == NULL;
	if (!backward && whole && n < asked)
		v->rest = 0;
	else
		count_rest(ui, v);
	if (ui->linear)
		count_all(ui, v);
	for (size_t i = 0; i < v->n; i++)
		if (v->row[i].id == keep)
			v->sel = i;
	return true;
}

rowid_t ui_list_next_to(struct ui *ui, struct ui_list *v, rowid_t id, bool forward)
{
	struct arena *a = arena_new(1024 * 1024);
	struct app_row *rows = NULL;
	struct asking k;
	size_t n = 0;
	rowid_t found = 0;

	ask(v, &k);
	k.q.after = id;
	k.q.backward = !forward;
	k.q.limit = 1;
	if (fetch_by(ui, v, &k.q, a, &rows, &n) == 0 && n > 0)
		found = rows[0].id;
	arena_free(a);
	return found;
}

uint64_t ui_list_count(struct ui *ui, struct ui_list *v)
{
	struct asking k;
	uint64_t n = 0;

	ask(v, &k);
	return app_count_some(ui->app, &ui->user, &k.q, UI_COUNTED_MAX + 1, &n) == 0 ? n : 0;
}

/* The place of the row in front of another, in a; NULL when there is none. */
static const struct app_place *in_front_of(struct ui *ui, struct ui_list *v, const struct app_place *place, struct arena *a)
{
	struct app_row *rows = NULL;
	size_t n = 0;

	return fetch(ui, v, place, true, 1, a, &rows, &n) == 0 && n > 0 ? rows[0].place : NULL;
}

/* The page that begins with the row at this place, or with what has come to stand there. */
static void read_from(struct ui *ui, struct ui_list *v, const struct app_place *first, rowid_t keep)
{
	struct arena *a = arena_new(1024 * 1024);

	(void)read_page(ui, v, in_front_of(ui, v, first, a), false, keep, false);
	arena_free(a);
}

void ui_list_drawn(struct ui_list *v)
{
	arena_free(v->seen.arena);
	v->seen = (struct ui_list_seen){ .arena = NULL };
}

/* Another person's work may have moved rows since the page was drawn. The person still sees the old one: the next page begins behind that. */
static void read_again(struct ui *ui, struct ui_list *v, rowid_t keep)
{
	struct arena *old = v->arena;
	const struct app_row *row = v->row;
	size_t n = v->n, sel = v->sel;

	v->arena = NULL;
	if (v->at_top)
		(void)read_page(ui, v, NULL, false, keep, false);
	else
		read_from(ui, v, row[0].place, keep);
	if (v->arena == NULL) { /* it could not be read */
		v->arena = old;
		return;
	}
	if (v->n > 0 && v->row[v->sel].id != keep) {
		v->seen.gone = true;
		v->sel = sel < v->n ? sel : v->n - 1;
	}
	if (v->seen.arena != NULL) {
		arena_free(old);
		return;
	}
	v->seen.arena = old;
	v->seen.first = row[0].place;
	v->seen.last = row[n - 1].place;
}

void ui_list_again(struct ui *ui, struct ui_list *v)
{
	if (v->n > 0)
		read_again(ui, v, v->row[v->sel].id);
	else
		ui_list_edge(ui, v, false);
	if (v->n == 0 && !v->at_top) /* all that stood here has gone */
		ui_list_edge(ui, v, true);
}

bool ui_list_try(struct ui *ui, struct ui_list *v)
{
	struct arena *a = arena_new(1024 * 1024);
	struct app_row *rows = NULL;
	size_t n = 0;
	bool can = fetch(ui, v, NULL, false, 1, a, &rows, &n) == 0;

	arena_free(a);
	return can;
}

static void page_up(struct ui *ui, struct ui_list *v)
{
	if (!read_page(ui, v, v->seen.arena != NULL ? v->seen.first : v->row[0].place, true, 0, true)) {
		v->sel = 0;
		return;
	}
	v->sel = v->n - 1;
	if (v->at_top) /* a short page is filled up from below */
		ui_list_edge(ui, v, false);
}

void ui_list_page(struct ui *ui, struct ui_list *v, bool down)
{
	if (v->n == 0)
		return;
	if (!down)
		page_up(ui, v);
	else if (!read_page(ui, v, v->seen.arena != NULL ? v->seen.last : v->row[v->n - 1].place, false, 0, true))
		v->sel = v->n - 1;
	ui_list_drawn(v); /* a page that is typed ahead goes on from this one */
}

void ui_list_edge(struct ui *ui, struct ui_list *v, bool last)
{
	(void)read_page(ui, v, NULL, last, 0, false);
	v->sel = last && v->n > 0 ? v->n - 1 : 0;
	ui_list_drawn(v); /* where the next page begins has nothing to do with the one that was seen */
}

bool ui_list_step(struct ui *ui, struct ui_list *v, bool down)
{
	rowid_t was = v->n > 0 ? v->row[v->sel].id : 0;

	if (down && v->sel + 1 < v->n)
		v->sel++;
	else if (!down && v->sel > 0)
		v->sel--;
	else
		ui_list_page(ui, v, down);
	return v->n > 0 && v->row[v->sel].id != was;
}

/* The first row in the list's own order whose first column is, or begins with, what was typed; 0: none. */
static rowid_t by_first_column(struct ui *ui, struct ui_list *v, const char *what)
{
	const struct screen_column *c = v->l->n_columns > 0 ? &v->l->column[0] : NULL;
	static const char *const ops[] = { "=", "prefix" };
	struct arena *a = arena_new(1024 * 1024);
	struct app_row *rows = NULL;
	struct asking k;
	size_t n = 0;
	rowid_t id = 0;

	for (size_t i = 0; i < COUNT_OF(ops) && id == 0 && c != NULL && c->field != NULL && strchr(c->path, '.') == NULL; i++) {
		if (i > 0 && c->field->kind != MODEL_TEXT)
			break;
		ask(v, &k);
		if (k.q.n_cond == UI_LIST_CONDS_MAX)
			break;
		k.cond[k.q.n_cond++] = (struct app_cond){ c->path, ops[i], what };
		k.q.limit = 1;
		if (app_list(ui->app, &ui->user, &k.q, a, &rows, &n, NULL) == 0 && n > 0)
			id = rows[0].id;
	}
	arena_free(a);
	return id;
}

/* "7" for ...-0007: what was typed, its last figures also as they are written with noughts before them. */
static size_t endings(const char *what, struct arena *a, const char *out[ENDINGS_MAX])
{
	const char *dash = strrchr(what, '-'), *tail = dash != NULL ? dash + 1 : what;
	size_t len = strlen(tail), most = 1, n = 0;

	if (len > 0 && len < ENDINGS_MAX && tail[strspn(tail, "0123456789")] == '\0')
		most = ENDINGS_MAX - len;
	for (; len > 0 && n < most; n++)
		out[n] = arena_xprintf(a, "*%s%.*s%.*s%s", dash != NULL ? "" : "-", (int)(tail - what), what, (int)n, "000000", tail);
	return n;
}

static const char *a_year_ago(const struct model_type *t, struct arena *a)
{
	const struct model_field *date = model_field_by_name(t, t->date_field);
	char day[DAY_TEXT_MAX];

	day_iso(day_today() - 366, day);
	return arena_xprintf(a, "%s%s", day, date != NULL && date->kind == MODEL_TIME ? "T00:00:00Z" : "");
}

/* The newest record whose number, of several parts as H30.71-261123-0007, ends with what was typed. The order of the day walks an index,
 * and no further back than a year: a clerk who means an older one has its whole number in hand. */
static rowid_t by_last_part(struct ui *ui, struct ui_list *v, const char *what, struct arena *a, const char **number)
{
	const struct screen_column *c = v->l->n_columns > 0 ? &v->l->column[0] : NULL;
	const struct model_type *t = v->l->type;
	const char *ending[ENDINGS_MAX];
	char order[120];
	struct app_row *rows = NULL;
	struct asking k;
	size_t n = 0;

	if (c == NULL || c->field == NULL || c->field->kind != MODEL_TEXT || t->number_field == NULL || t->date_field == NULL ||
	    strcmp(c->path, t->number_field) != 0)
		return 0;
	ask(v, &k);
	if (k.q.n_cond + ENDINGS_MAX + 1 > UI_LIST_CONDS_MAX)
		return 0;
	k.cond[k.q.n_cond++] = (struct app_cond){ t->date_field, ">=", a_year_ago(t, a) };
	n = endings(what, a, ending);
	for (size_t i = 0; i < n; i++) {
		k.group[k.q.n_cond] = (v->asked != NULL ? v->asked->q.groups : 0) + 1;
		k.cond[k.q.n_cond++] = (struct app_cond){ c->path, "glob", ending[i] };
	}
	snprintf(order, sizeof(order), "%s desc, %s desc", t->date_field, t->number_field);
	k.q.order = order;
	k.q.column = &t->number_field;
	k.q.n_columns = 1;
	k.q.limit = 1;
	if (n == 0 || app_list(ui->app, &ui->user, &k.q, a, &rows, &n, NULL) != 0 || n == 0)
		return 0;
	*number = rows[0].cell[0];
	return rows[0].id;
}

/* Where a record stands in the list; NULL: not in it. */
static const struct app_place *place_of(struct ui *ui, struct ui_list *v, rowid_t id, struct arena *a)
{
	struct app_row *rows = NULL;
	struct asking k;
	char key[24];
	size_t n = 0;

	ask(v, &k);
	if (k.q.n_cond == UI_LIST_CONDS_MAX)
		return NULL;
	snprintf(key, sizeof(key), "%llu", (unsigned long long)id);
	k.cond[k.q.n_cond++] = (struct app_cond){ "id", "=", key };
	k.q.limit = 1;
	k.q.places = true;
	return app_list(ui->app, &ui->user, &k.q, a, &rows, &n, NULL) == 0 && n > 0 ? rows[0].place : NULL;
}

/* Which of those that end so it is, and how to have another. */
static void tell_found(struct ui *ui, const char *number)
{
	const char *last = strrchr(number, '-'), *day = last;

	while (day != NULL && day > number && day[-1] != '-')
		day--;
	ui_say_fill(ui, "ui.list.newest", "number", number, "example", day != NULL ? day : number, NULL);
}

void ui_list_jump(struct ui *ui, struct ui_list *v, const char *what)
{
	struct err_info ei = { .code = 0 };
	rowid_t id = by_first_column(ui, v, what);
	struct arena *a = arena_new(1024 * 1024);
	const struct app_place *place;
	const char *number = NULL;

	if (id == 0)
		id = by_last_part(ui, v, what, a, &number);
	if (id == 0 && app_find(ui->app, &ui->user, v->l->type->name, what, &id, &ei) != 0) {
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.notfound"));
		arena_free(a);
		return;
	}
	place = place_of(ui, v, id, a);
	if (place == NULL) {
		ui_say_word(ui, "ui.notinlist");
	} else {
		read_from(ui, v, place, id);
		if (number != NULL)
			tell_found(ui, number);
	}
	arena_free(a);
	ui_list_drawn(v);
}
