/* ui_record: one record and its life: where it is, its clocks, what was done and what follows, then every value. */
#include "ui_record_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 600
#define LABEL_WIDTH 27
#define WHAT_WIDTH 36

struct record {
	struct ui_view view;
	char type[64];
	rowid_t id;
	struct arena *arena; /* of rec */
	struct arena *drawn; /* of the lines, anew for each size */
	struct app_record *rec; /* NULL: could not be read */
	const char *line[LINES_MAX];
	size_t n, top;            /* lines */
	size_t picture;           /* lines of the picture: drawn from the left edge */
	size_t now;               /* the last step that has been done */
	bool on_values;
};

static void close_record(struct ui *ui, struct ui_view *v)
{
	struct record *r = (struct record *)v;

	(void)ui;
	arena_free(r->drawn);
	arena_free(r->arena);
	free(r);
}

static void add(struct record *r, const char *text)
{
	if (r->n < LINES_MAX)
		r->line[r->n++] = text;
}

/* Text of any length as lines that fit (told line by line: as one), with `head` before the first and as many blanks before the others. */
static void add_wrapped(struct ui *ui, struct record *r, const char *head, const char *text)
{
	struct ui_edit_row rows[40];
	int lead = (int)text_width(head), width = ui->cols - 4 - lead;
	size_t n = ui_edit_wrap(text, strlen(text), width > 10 ? (size_t)width : 10, rows, COUNT_OF(rows));

	if (ui->linear)
		add(r, arena_xprintf(r->drawn, "%s%s", head, text));
	for (size_t i = 0; !ui->linear && i < n && i < COUNT_OF(rows); i++)
		add(r, arena_xprintf(r->drawn, "%*s%s%.*s", i > 0 ? lead : 0, "", i > 0 ? "" : head, (int)(rows[i].end - rows[i].start),
		                     text + rows[i].start));
}

/* Who did it stands beside what was done, or on a line of its own: it is never cut off. */
static void add_step(struct ui *ui, struct record *r, const char *head, const char *what, const char *who)
{
	int pad = WHAT_WIDTH - (int)text_width(what), lead = (int)text_width(head);
	int width = lead + (pad > 0 ? WHAT_WIDTH : (int)text_width(what)) + 1 + (int)text_width(who);

	if (who[0] != '\0' && ui->cols >= 80 && width <= ui->cols - 4) {
		add(r, arena_xprintf(r->drawn, "%s%s%*s %s", head, what, pad > 0 ? pad : 0, "", who));
		return;
	}
	add_wrapped(ui, r, head, what);
	if (who[0] != '\0')
		add_wrapped(ui, r, arena_xprintf(r->drawn, "%*s", lead, ""), who);
}

static void add_steps(struct ui *ui, struct record *r)
{
	const struct app_record *rec = r->rec;

	for (size_t i = 0; i < rec->n_steps; i++) {
		const struct app_step *s = &rec->steps[i];
		const char *what = s->what != NULL ? s->what : "", *who = s->who != NULL ? s->who : "";
		const char *when = arena_xprintf(r->drawn, "%-12s ", s->future ? "......." : s->when);

		if (!s->future)
			r->now = r->n;
		if (ui->linear) {
			add(r, arena_xprintf(r->drawn, "%s: %s%s%s%s%s", s->future ? model_message("ui.linear.future") : s->when, what,
			                     who[0] != '\0' ? ", " : "", who, s->note != NULL && s->note[0] != '\0' ? ". " : "",
			                     s->note != NULL ? s->note : ""));
			continue;
		}
		if (ui_narrow(ui))
			add_wrapped(ui, r, when, arena_xprintf(r->drawn, "%s%s%s", what, who[0] != '\0' ? ". " : "", who));
		else
			add_step(ui, r, when, what, who);
		if (s->note != NULL && s->note[0] != '\0')
			add_wrapped(ui, r, "             ", s->note);
	}
}

static void add_values(struct ui *ui, struct record *r)
{
	const struct app_record *rec = r->rec;

	for (size_t i = 0; i < rec->n_values; i++) {
		const struct app_shown *s = &rec->values[i];
		int pad = LABEL_WIDTH - (int)text_width(s->label);

		if (s->shown == NULL || s->shown[0] == '\0')
			continue;
		if (ui->cols >= 60 && !ui->linear)
			add_wrapped(ui, r, arena_xprintf(r->drawn, "%s%*s ", s->label, pad > 0 ? pad : 0, ""), s->shown);
		else
			add_wrapped(ui, r, "", arena_xprintf(r->drawn, "%s: %s", s->label, s->shown));
	}
}

/* A sign that is seen, or the word for it that is heard. */
static const char *clock_head(const struct ui *ui, struct record *r, const struct app_clock *c)
{
	if (!ui->linear)
		return c->paused ? "|| " : c->late ? "! " : "- ";
	return c->paused || c->late ? arena_xprintf(r->drawn, "%s. ", model_message(c->paused ? "ui.linear.paused" : "ui.linear.late")) : "";
}

static void compose(struct ui *ui, struct record *r)
{
	const struct app_record *rec = r->rec;

	r->n = r->now = r->picture = 0;
	arena_reset(r->drawn);
	if (rec == NULL)
		return;
	if (r->on_values) {
		add_values(ui, r);
		return;
	}
	r->picture = r->n = (ui->linear ? ui_record_told : ui_record_picture)(ui, screen_set_record_for(ui->screens, r->type), rec, r->drawn,
	                                                                      r->line, LINES_MAX);
	if (r->picture == 0) { /* rows of lists have none: they are what their few values say */
		add_values(ui, r);
		add(r, "");
	}
	if (!rec->mine || (r->picture == 0 && rec->state_label != NULL && rec->state_label[0] != '\0'))
		add_wrapped(ui, r, "", arena_xprintf(r->drawn, "%s: %s. %s", model_message("ui.record.at"),
		                                     rec->owner_name != NULL ? rec->owner_name : "", rec->state_label != NULL ? rec->state_label : ""));
	else if (rec->n_clocks > 0)
		add(r, "");
	for (size_t i = 0; i < rec->n_clocks; i++) {
		const struct app_clock *c = &rec->clocks[i];

		add_wrapped(ui, r, clock_head(ui, r, c),
		            arena_xprintf(r->drawn, "%s: %s%s%s", c->rule_name, c->due_text, c->explain != NULL && c->explain[0] != '\0' ? ". " : "",
		                          c->explain != NULL ? c->explain : ""));
	}
	add(r, "");
	add_steps(ui, r);
}

static void show(struct ui *ui, struct ui_view *v)
{
	struct record *r = (struct record *)v;
	struct err_info ei = { .code = 0 };
	struct arena *a = arena_new(4 * 1024 * 1024);
	struct app_record *rec = NULL;

	if (app_record(ui->app, &ui->user, r->type, r->id, a, &rec, &ei) != 0) {
		ui_say(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.notfound"));
		arena_free(a);
		return;
	}
	arena_free(r->arena);
	r->arena = a;
	r->rec = rec;
	compose(ui, r);
}

static void paint(struct ui *ui, struct ui_view *v)
{
	struct record *r = (struct record *)v;
	int first = ui_body_top(ui), page = ui_body_bottom(ui) - first;

	if (r->top + (size_t)page > r->n)
		r->top = r->n > (size_t)page ? r->n - (size_t)page : 0;
	for (size_t i = r->top; i < r->n && i < r->top + (size_t)page; i++)
		ui_put_in(ui, first + (int)(i - r->top), i < r->picture ? 0 : 3, ui->cols - (i < r->picture ? 1 : 4), r->line[i],
		          r->line[i][0] == '!' ? UI_LATE : UI_PLAIN);
	if (r->now > 0 && r->now >= r->top && r->now < r->top + (size_t)page) {
		ui_put_mark(ui, first + (int)(r->now - r->top), 1);
		ui_cursor(ui, first + (int)(r->now - r->top), 1);
	} else {
		ui_cursor(ui, first, 1);
	}
}

static void tell(struct ui *ui, struct ui_view *v, struct ui_told *t)
{
	struct record *r = (struct record *)v;

	(void)ui;
	for (size_t i = 0; i < r->n; i++)
		if (r->line[i][0] != '\0')
			ui_tell_entry(t, '\0', r->line[i]);
}

static bool scroll(struct ui *ui, struct record *r, const struct ui_key *k)
{
	size_t page = (size_t)(ui_body_bottom(ui) - ui_body_top(ui));

	switch ((int)k->act) {
	case UI_ACT_UP:
		r->top -= r->top > 0;
		return true;
	case UI_ACT_DOWN:
		r->top++;
		return true;
	case UI_ACT_PAGE_UP:
		r->top = r->top > page ? r->top - page : 0;
		return true;
	case UI_ACT_PAGE_DOWN:
		r->top += page;
		return true;
	case UI_ACT_HOME:
		r->top = 0;
		return true;
	case UI_ACT_END:
		r->top = r->n;
		return true;
	case UI_ACT_HISTORY:
		/* There and back between its life and all of its values. */
		r->on_values = !r->on_values;
		r->top = r->view.line = 0;
		compose(ui, r);
		return true;
	}
	return false;
}

/* The record before or after this one in the list it was opened from. */
static bool step(struct ui *ui, struct record *r, bool down)
{
	struct ui_view *list = r->view.below;
	const char *type = r->type;
	rowid_t id = r->id;

	if (list == NULL || list->ops->step == NULL || !list->ops->step(ui, list, down, &type, &id))
		return false;
	if (id == r->id && strcmp(type, r->type) == 0) {
		ui_say_word(ui, down ? "ui.record.last" : "ui.record.first");
		return true;
	}
	if (type != r->type)
		snprintf(r->type, sizeof(r->type), "%s", type);
	r->id = id;
	r->top = r->view.line = 0;
	arena_free(r->arena);
	r->arena = NULL;
	r->rec = NULL;
	r->n = 0;
	show(ui, &r->view);
	return true;
}

/* PgUp, PgDn: a record longer than the screen scrolls first. */
static bool turn(struct ui *ui, struct record *r, const struct ui_key *k)
{
	size_t page = (size_t)(ui_body_bottom(ui) - ui_body_top(ui));

	if (ui->linear && (k->act == UI_ACT_PAGE_DOWN || k->act == UI_ACT_PAGE_UP)) /* nothing more of this one to read */
		return step(ui, r, k->act == UI_ACT_PAGE_DOWN);
	if (k->act == UI_ACT_PAGE_DOWN)
		return r->top + page >= r->n && step(ui, r, true);
	return k->act == UI_ACT_PAGE_UP && r->top == 0 && step(ui, r, false);
}

static void step_own(struct ui *ui, void *ctx, size_t i)
{
	if (!step(ui, ctx, i == 1))
		ui_say_word(ui, "ui.record.alone");
}

static void actions(struct ui *ui, struct record *r)
{
	bool in_list = r->view.below != NULL && r->view.below->ops->step != NULL;
	struct ui_own_act act[] = {
		{ in_list ? model_message("ui.record.prev") : NULL, step_own },
		{ in_list ? model_message("ui.record.next") : NULL, step_own },
	};
	struct ui_own_acts own = { .act = act, .n = COUNT_OF(act), .ctx = r };

	ui_actions_open_with(ui, r->type, r->id, UI_CTX_RECORD, &own);
}

static void key(struct ui *ui, struct ui_view *v, const struct ui_key *k)
{
	struct record *r = (struct record *)v;
	const struct screen *s = screen_set_record_for(ui->screens, r->type);

	if (turn(ui, r, k) || scroll(ui, r, k))
		return;
	if (k->act == UI_ACT_MENU || k->act == UI_ACT_ENTER)
		actions(ui, r);
	else if (k->act == UI_ACT_REFRESH)
		show(ui, v);
	else if (k->act == UI_ACT_NEW && s != NULL && ui_may_add(ui, s->add))
		ui_open_screen(ui, s->add, NULL);
	else if (k->act == UI_ACT_NEW)
		ui_say_word(ui, "ui.nonew");
	else if (k->act == UI_ACT_RELATED)
		ui_related_open(ui, r->type, r->id, NULL, 0);
	else if (k->act == UI_ACT_BACK)
		ui_pop(ui);
	else if (k->act == UI_ACT_CHAR)
		(void)ui_own_key(ui, v, k->text);
	else if (k->act != UI_ACT_PASTE)
		ui_say_word(ui, "ui.notyet");
}

static void own(struct ui *ui, struct ui_view *v, struct ui_own *out)
{
	const struct record *r = (const struct record *)v;
	const struct screen *s = screen_set_record_for(ui->screens, r->type);

	if (s != NULL)
		*out = (struct ui_own){ .key = s->key, .n = s->n_keys, .type = r->type, .id = r->id };
}

/* Its lines may be words of the screen's file. */
static bool reload(struct ui *ui, struct ui_view *v)
{
	struct record *r = (struct record *)v;
	const struct screen *s = screen_set_record_for(ui->screens, r->type);

	v->help = s != NULL ? s->help : NULL;
	compose(ui, r);
	return true;
}

static void resize(struct ui *ui, struct ui_view *v)
{
	compose(ui, (struct record *)v);
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	struct record *r = (struct record *)v;

	(void)ui;
	if (r->rec == NULL)
		snprintf(out, cap, "%s", model_message("ui.record"));
	else
		snprintf(out, cap, "%s %s", r->rec->type->label, r->rec->number != NULL ? r->rec->number : "");
	return out;
}

void ui_record_open(struct ui *ui, const char *type, rowid_t id)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_RECORD, .digits = true, .reads = true, .paint = paint, .tell = tell, .key = key,
		.show = show, .resize = resize, .reload = reload, .close = close_record, .title = title, .own = own };
	struct record *r = mem_xalloc(sizeof(*r));
	const struct screen *s = screen_set_record_for(ui->screens, type);

	r->view.ops = &ops;
	r->view.help = s != NULL ? s->help : NULL;
	r->drawn = arena_new(4 * 1024 * 1024);
	snprintf(r->type, sizeof(r->type), "%s", type);
	r->id = id;
	ui_push(ui, &r->view);
}
