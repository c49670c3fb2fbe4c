/* ui_list_mark: marked rows of a list, one verb done to all of them, and the order of the list. */
#include "ui_list_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool ui_list_marked(const struct ui_list *v, rowid_t id)
{
	for (size_t i = 0; i < v->n_marks; i++)
		if (v->mark[i].id == id)
			return true;
	return false;
}

static bool put_mark(struct ui_list *v, const struct app_row *r)
{
	if (v->mark == NULL)
		v->mark = mem_xalloc(UI_LIST_MARKS_MAX * sizeof(*v->mark));
	if (v->n_marks == UI_LIST_MARKS_MAX)
		return false;
	v->mark[v->n_marks++] = (struct ui_mark){ r->id, r->version };
	return true;
}

static void drop_mark(struct ui_list *v, rowid_t id)
{
	for (size_t i = 0; i < v->n_marks; i++)
		if (v->mark[i].id == id)
			v->mark[i--] = v->mark[--v->n_marks];
}

void ui_list_mark(struct ui *ui, struct ui_list *v)
{
	const struct app_row *r = v->n > 0 ? &v->row[v->sel] : NULL;

	if (r == NULL)
		return;
	if (ui_list_marked(v, r->id))
		drop_mark(v, r->id);
	else if (!put_mark(v, r))
		ui_say_word(ui, "ui.mark.full");
}

void ui_list_mark_all(struct ui *ui, struct ui_list *v)
{
	size_t already = 0;

	for (size_t i = 0; i < v->n; i++)
		already += ui_list_marked(v, v->row[i].id);
	for (size_t i = 0; i < v->n; i++) {
		if (already == v->n)
			drop_mark(v, v->row[i].id);
		else if (!ui_list_marked(v, v->row[i].id) && !put_mark(v, &v->row[i]))
			ui_say_word(ui, "ui.mark.full");
	}
}

/* ---- one verb for all ------------------------------------------------------------------------------------------------------- */

#define UI_BATCH_FIELDS 3
#define UI_BATCH_VERBS 4

/* What is done to each marked row. The verb itself asks for its few fields, or a form has asked for all of them. */
struct batch {
	struct ui_list *v;
	struct arena *arena; /* of what in[] holds */
	const char *label;
	struct app_input in[UI_BATCH_VERBS];
	size_t n_in;
	const struct model_verb *verb;                    /* asked for field by field; NULL: by a form */
	const struct model_field *field[UI_BATCH_FIELDS]; /* the same for all */
	struct app_value value[UI_BATCH_FIELDS];
	size_t n_fields, asked;
};

static struct batch *new_batch(struct ui_list *v, const char *label)
{
	struct batch *b = mem_xalloc(sizeof(*b));

	b->v = v;
	b->arena = arena_new(1024 * 1024);
	b->label = arena_xstrdup(b->arena, label);
	return b;
}

static void free_batch(struct batch *b)
{
	arena_free(b->arena);
	free(b);
}

/* One line of the summary: which, and why not. */
static void tell(struct ui *ui, const struct batch *b, rowid_t id, const char *why, struct buf *out)
{
	struct arena *a = arena_new(1024 * 1024);
	struct app_record *rec = NULL;
	const char *number = "";

	if (app_record(ui->app, &ui->user, b->v->l->type->name, id, a, &rec, NULL) == 0)
		number = rec->number != NULL && rec->number[0] != '\0' ? rec->number : rec->title != NULL ? rec->title : "";
	buf_printf(out, "%s: %s\n", number, why);
	arena_free(a);
}

/* Each by itself: what can be done is done, and who is refused keeps his mark. */
static void do_all(struct ui *ui, struct batch *b)
{
	struct ui_list *v = b->v;
	struct app_result *res = mem_xalloc(sizeof(*res));
	size_t done = 0, n = v->n_marks, left = 0;
	char done_text[24], left_text[24];
	struct buf why, sum;

	buf_init(&why, 64 * 1024);
	buf_init(&sum, 1024);
	for (size_t i = 0; i < n; i++) {
		const struct ui_mark m = v->mark[i];
		struct err_info ei = { .code = 0 };
		int r;

		for (size_t k = 0; k < b->n_in; k++) {
			b->in[k].id = m.id;
			b->in[k].version = k == 0 ? m.version : 0;
		}
		r = app_act(ui->app, &ui->user, b->in, b->n_in, res, &ei);
		if (r == 0) {
			done++;
			continue;
		}
		tell(ui, b, m.id, r == ERR_REFUSED && res->n_problems > 0 ? res->problems[0].text : ei.text[0] != '\0' ? ei.text
			: model_message("ui.failed"), &why);
		if (ei.detail[0] != '\0')
			log_warn("ui: %s %s: %s", b->in[0].verb, b->in[0].type, ei.detail);
		v->mark[left++] = m;
	}
	v->n_marks = left;
	free(res);
	ui_list_again(ui, v);
	model_message_fill(&sum, model_message(left == 0 ? "ui.mark.done" : "ui.mark.part"), "verb", b->label, "n",
			   ui_number(done, done_text), "left", ui_number(left, left_text), NULL);
	if (left > 0) {
		buf_puts(&sum, "\n\n");
		buf_puts(&sum, buf_str(&why));
		ui_text_open(ui, b->label, buf_str(&sum));
	} else {
		ui_say(ui, buf_str(&sum));
	}
	buf_clear(&why);
	buf_clear(&sum);
}

static void confirmed(struct ui *ui, void *ctx, const char *text)
{
	struct batch *b = ctx;

	if (text != NULL && text[0] == '1') {
		ui_pop_to(ui, &b->v->view); /* the form that asked */
		do_all(ui, b);
	} else {
		ui_say_word(ui, "ui.notdone");
	}
	free_batch(b);
}

static void ask_all(struct ui *ui, struct batch *b)
{
	const char *const answers[] = { b->label, model_message("ui.no") };
	char n[24];
	struct buf q;

	buf_init(&q, 512);
	model_message_fill(&q, model_message("ui.mark.sure"), "verb", b->label, "n", ui_number(b->v->n_marks, n), NULL);
	ui_ask_digit(ui, buf_str(&q), answers, 2, 2, confirmed, b);
	buf_clear(&q);
}

static void ask_next(struct ui *ui, struct batch *b);

static void give_up(struct ui *ui, struct batch *b)
{
	ui_say_word(ui, "ui.notdone");
	free_batch(b);
}

static void reason_given(struct ui *ui, void *ctx, const char *text)
{
	struct batch *b = ctx;

	if (text == NULL) {
		give_up(ui, b);
		return;
	}
	b->in[0].reason = arena_xstrdup(b->arena, text);
	ask_all(ui, b);
}

static void text_given(struct ui *ui, void *ctx, const char *text)
{
	struct batch *b = ctx;

	if (text == NULL) {
		give_up(ui, b);
		return;
	}
	b->value[b->asked] = (struct app_value){ b->field[b->asked]->name, arena_xstrdup(b->arena, text) };
	b->asked++;
	ask_next(ui, b);
}

static int find_value(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *arena, struct ui_found *out)
{
	struct batch *b = ctx;
	struct app_choice *c = NULL;
	struct ui_pick_row *rows;
	size_t n = 0, total = 0;
	int r = app_choices(ui->app, &ui->user, b->field[b->asked], words, limit, arena, &c, &n, &total);

	if (r != 0)
		return r;
	rows = arena_xalloc(arena, (n + 1) * sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct ui_pick_row){ .label = c[i].label, .code = c[i].code, .id = i };
	*out = (struct ui_found){ rows, n, total };
	return 0;
}

static void value_taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	(void)typed;
	ui_list_hint(ui, ((struct batch *)ctx)->v);
	text_given(ui, ctx, row != NULL ? row->code : NULL);
}

static void ask_next(struct ui *ui, struct batch *b)
{
	const struct model_field *f = b->asked < b->n_fields ? b->field[b->asked] : NULL;
	char label[120];

	snprintf(label, sizeof(label), "%s: %s", b->label, f != NULL ? f->label : model_message("ui.reason"));
	if (f == NULL && !b->verb->needs_reason) {
		ask_all(ui, b);
	} else if (f == NULL) {
		ui_ask_reason(ui, label, reason_given, b);
	} else if (f->kind == MODEL_REF || f->kind == MODEL_CODE) {
		struct ui_pick p = { .row = ui->rows - 2, .col = (int)text_width(label) + 2, .find = find_value, .taken = value_taken, .ctx = b };

		p.width = ui->cols - p.col - 2 < 30 ? ui->cols - p.col - 2 : 30;
		ui_hint(ui, label);
		ui_pick_open(ui, &p);
	} else {
		ui_ask_text(ui, label, NULL, 300, text_given, b);
	}
}

/* Fields that a verb writes, when they are few enough to be asked one after the other; false: it needs its form. */
static bool batch_fields(const struct model_type *t, const struct model_verb *verb, const struct model_field **out, size_t *n)
{
	const char *at = verb->fields != NULL ? verb->fields : "";
	char name[64];

	for (*n = 0; *at != '\0';) {
		size_t len = strcspn(at, ",");

		if (*n == UI_BATCH_FIELDS || len >= sizeof(name))
			return false;
		snprintf(name, sizeof(name), "%.*s", (int)len, at);
		out[*n] = model_field_by_name(t, name);
		if (out[(*n)++] == NULL)
			return false;
		at += len + (at[len] == ',');
	}
	return true;
}

/* The form that this list opens on its rows, when it does that verb; NULL: none. Other forms are of one record: a correction made to all
 * that is marked would be a mishap. */
static const struct screen *form_for_all(struct ui *ui, const struct ui_list *v, const struct model_verb *verb)
{
	const struct screen *s = v->l->open != NULL ? screen_set_get(ui->screens, v->l->open) : NULL;

	for (size_t i = 0; s != NULL && s->kind == SCREEN_FORM && i < s->n_save; i++)
		if (strcmp(s->save[i], verb->name) == 0)
			return s;
	return NULL;
}

static bool fits(struct ui *ui, void *ctx, const struct model_verb *verb)
{
	const struct model_field *f[UI_BATCH_FIELDS];
	size_t n;

	return form_for_all(ui, ctx, verb) != NULL || batch_fields(((struct ui_list *)ctx)->l->type, verb, f, &n);
}

static void do_verb(struct ui *ui, void *ctx, const struct model_verb *verb)
{
	struct ui_list *v = ctx;
	const struct screen *form = form_for_all(ui, v, verb);
	struct batch *b;

	if (form != NULL) {
		ui_form_all_open(ui, form, verb->name, v->n_marks);
		return;
	}
	b = new_batch(v, verb->label);
	b->verb = verb;
	b->n_in = 1;
	b->in[0] = (struct app_input){ .type = v->l->type->name, .verb = verb->name, .values = b->value };
	if (batch_fields(v->l->type, verb, b->field, &b->n_fields)) {
		b->in[0].n_values = b->n_fields;
		ask_next(ui, b);
	} else {
		free_batch(b);
	}
}

void ui_list_do_marked(struct ui *ui, struct ui_view *v, const struct app_input *in, size_t n)
{
	const struct model_verb *verb = model_verb_by_name(in[0].type, in[0].verb);
	struct batch *b = new_batch((struct ui_list *)v, verb != NULL ? verb->label : in[0].verb);

	for (size_t i = 0; i < n && i < UI_BATCH_VERBS; i++) {
		struct app_value *value = arena_xalloc(b->arena, (in[i].n_values + 1) * sizeof(*value));

		for (size_t k = 0; k < in[i].n_values; k++)
			value[k] = (struct app_value){ arena_xstrdup(b->arena, in[i].values[k].path), arena_xstrdup(b->arena, in[i].values[k].text) };
		b->in[b->n_in] = (struct app_input){ .type = b->v->l->type->name, .verb = arena_xstrdup(b->arena, in[i].verb), .values = value,
			.n_values = in[i].n_values, .reason = in[i].reason != NULL ? arena_xstrdup(b->arena, in[i].reason) : NULL };
		b->n_in++;
	}
	ask_all(ui, b);
}

/* ---- order --------------------------------------------------------------------------------------------------------------------- */

static bool can_sort(const struct screen_column *c)
{
	if (c->field == NULL)
		return strcmp(c->path, "due") == 0;
	return strchr(c->path, '.') == NULL && c->field->kind != MODEL_COMPOSITE && c->field->kind != MODEL_LIST_CODE &&
	       c->field->kind != MODEL_LIST_REF;
}

static bool sorted_by(const struct ui_list *v, const char *path)
{
	size_t n = strlen(path);

	return strncmp(v->order, path, n) == 0 && (v->order[n] == '\0' || v->order[n] == ' ');
}

static int find_column(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *arena, struct ui_found *out)
{
	const struct ui_list *v = ctx;
	struct ui_pick_row *rows = arena_xalloc(arena, (v->l->n_columns + 1) * sizeof(*rows));
	size_t k = 0;

	(void)ui;
	(void)words;
	(void)limit;
	for (size_t i = 0; i < v->l->n_columns; i++) {
		const struct screen_column *c = &v->l->column[i];

		if (!can_sort(c))
			continue;
		rows[k] = (struct ui_pick_row){ .code = "", .id = i };
		if (sorted_by(v, c->path))
			rows[k].code = model_message(strstr(v->order, " desc") != NULL ? "ui.sort.down" : "ui.sort.up");
		rows[k++].label = c->title;
	}
	rows[k++] = (struct ui_pick_row){ .label = model_message("ui.sort.own"), .code = "", .id = UINT64_MAX };
	ui_pick_number(rows, k, arena);
	*out = (struct ui_found){ rows, k, k };
	return 0;
}

/* The same column again turns the order round. */
static void column_taken(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed)
{
	struct ui_list *v = ctx;
	const char *path;
	bool down;

	(void)typed;
	if (row == NULL)
		return;
	if (row->id == UINT64_MAX) {
		v->order[0] = '\0';
	} else {
		path = v->l->column[row->id].path;
		down = sorted_by(v, path) && strstr(v->order, " desc") == NULL;
		snprintf(v->order, sizeof(v->order), "%s%s", path, down ? " desc" : "");
	}
	ui_list_edge(ui, v, false);
}

static void ask_order(struct ui *ui, void *ctx, size_t i)
{
	struct ui_pick p = { .numbered = true, .find = find_column, .taken = column_taken, .ctx = ctx };

	(void)i;
	ui_pick_open(ui, &p);
}

/* ---- the file's own keys ------------------------------------------------------------------------------------------------------- */

static bool do_marked(struct ui *ui, void *ctx, const struct model_verb *verb)
{
	if (!fits(ui, ctx, verb))
		return false;
	do_verb(ui, ctx, verb);
	return true;
}

void ui_list_own(struct ui *ui, struct ui_view *view, struct ui_own *out)
{
	struct ui_list *v = (struct ui_list *)view;

	(void)ui;
	*out = (struct ui_own){ .key = v->l->key, .n = v->l->n_keys, .type = v->l->type->name, .id = v->n > 0 ? v->row[v->sel].id : 0,
		.gone = v->seen.gone, .n_marked = v->n_marks, .do_marked = do_marked, .ctx = v };
}

/* ---- Ctrl-O ------------------------------------------------------------------------------------------------------------------- */

static void unmark(struct ui *ui, void *ctx, size_t i)
{
	struct ui_list *v = ctx;

	(void)ui;
	(void)i;
	v->n_marks = 0;
}

static rowid_t marked_at(void *ctx, size_t i)
{
	return ((struct ui_list *)ctx)->mark[i].id;
}

void ui_list_actions(struct ui *ui, struct ui_list *v)
{
	struct ui_own_act act[] = {
		{ model_message("ui.sort"), ask_order },
		{ v->n_marks > 0 ? model_message("ui.unmark") : NULL, unmark },
	};
	struct ui_own_acts own = { .act = act, .n = COUNT_OF(act), .ctx = v, .n_marked = v->n_marks, .marked = marked_at, .fits = fits,
		.do_verb = do_verb };

	ui_actions_open_with(ui, v->l->type->name, v->n > 0 ? v->row[v->sel].id : 0, UI_CTX_LIST, &own);
}
