/* ui_form: opening a form, moving between its fields, reading a record into it. */
#include "ui_form_internal.h"
#include "ui_record_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- layout ----------------------------------------------------------------------------------------------------------------- */

/* The name of what is chosen, over several rows of a narrow terminal: it takes them when it is there. */
static bool is_long_name(const struct screen_field *fd)
{
	return fd->value_only && fd->of_field != SCREEN_NONE && fd->narrow_lines > 1;
}

/* What only shows values of the record never changes while it is worked on; names of what is chosen do, and mostly have one row. */
static const char *const *values_shown(struct ui_form *f)
{
	const char **value = arena_xalloc(f->arena, (f->s->n_fields + 1) * sizeof(*value));

	for (size_t i = 0; i < f->s->n_fields; i++) {
		const struct screen_field *fd = &f->s->field[i];
		const struct ui_slot *s = fd->value_only ? ui_form_slot(f, fd->of_field != SCREEN_NONE ? fd->of_field : i, 0) : NULL;

		if (s == NULL)
			value[i] = NULL;
		else if (fd->of_field != SCREEN_NONE)
			value[i] = !is_long_name(fd) ? NULL : s->label != NULL ? s->label : "";
		else
			value[i] = f->id != 0 || fd->choices_of != SCREEN_NONE ? ui_edit_text(&s->e) : NULL;
	}
	return value;
}

static bool has_long_names(const struct ui_form *f)
{
	bool any = false;

	for (size_t i = 0; f->layout.mode == SCREEN_NARROW && i < f->s->n_fields; i++)
		any = any || is_long_name(&f->s->field[i]);
	return any;
}

void ui_form_layout(struct ui *ui, struct ui_form *f)
{
	int rows = ui_form_rows(ui, f);
	uint16_t body = (uint16_t)(ui->linear ? SCREEN_ONE_FIELD_ROWS - 1 : rows > 0 ? rows : 1);

	arena_reset(f->arena);
	if (screen_layout(f->s, (uint16_t)ui->cols, body, f->shown, f->detail_rows, values_shown(f), f->arena, &f->layout) != 0)
		memset(&f->layout, 0, sizeof(f->layout));
	ui_dirty(ui);
}

static struct ui_slot *place_slot(const struct ui_form *f, const struct screen_place *p)
{
	if (p->kind != SCREEN_FIELD || p->value_only || !ui_form_can_enter(f, p->field))
		return NULL;
	return ui_form_slot(f, p->field, p->index);
}

struct ui_slot *ui_form_neighbour(struct ui_form *f, const struct ui_slot *s, bool forward)
{
	size_t n = f->layout.n_places;
	bool seen = s == NULL;

	for (size_t i = 0; i < n; i++) {
		struct ui_slot *here = place_slot(f, &f->layout.place[forward ? i : n - 1 - i]);

		if (here == NULL)
			continue;
		if (seen && here != s)
			return here;
		seen = seen || here == s;
	}
	return NULL;
}

/* The field's hint, with whose it is. */
static const char *hint_of(const struct screen_field *fd, char *out, size_t cap)
{
	if (strncmp(fd->hint, fd->label, strlen(fd->label)) == 0)
		snprintf(out, cap, "%s", fd->hint);
	else
		snprintf(out, cap, "%s: %s", fd->label, fd->hint);
	return out;
}

static void tell_hint(struct ui *ui, struct ui_form *f, const struct ui_slot *s)
{
	const struct screen_field *fd = ui_form_field(f, s);
	char text[300];

	/* A hint stays until another one comes: taking it away would cost more than the move itself. So it says whose it is. */
	if (fd->hint != NULL && fd->hint[0] != '\0')
		ui_hint(ui, hint_of(fd, text, sizeof(text)));
	else if (ui->linear)
		ui_hint(ui, ""); /* blanks are not read aloud, and two fields' words beside each other are hard to tell apart by ear */
}

static const char *about_kind(const struct screen_field *fd)
{
	if (ui_form_is_yes(fd))
		return "ui.about.yes";
	if (ui_form_is_choice(fd))
		return "ui.about.choice";
	if (fd->model.field->kind == MODEL_DATE)
		return (fd->model.field->flags & MODEL_DUE) ? "ui.about.due" : "ui.about.date";
	if (fd->model.field->kind == MODEL_MONEY)
		return "ui.about.money";
	return fd->model.field->kind == MODEL_INT ? "ui.about.int" : "ui.about.text";
}

/* F1 asks the field itself; without a hint of its own it says what its kind takes. */
static const char *about(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	struct ui_form *f = (struct ui_form *)v;
	const struct screen_field *fd;

	if (f->at == NULL)
		return NULL;
	fd = ui_form_field(f, f->at);
	if (fd->hint != NULL && fd->hint[0] != '\0')
		(void)hint_of(fd, out, cap);
	else
		snprintf(out, cap, "%s: %s", fd->label, model_message(about_kind(fd)));
	if (ui->linear)
		ui_form_tell_where(f, out, cap);
	return out;
}

void ui_form_ime(const struct ui *ui, struct ui_form *f)
{
	const struct screen_field *fd = f->at != NULL ? ui_form_field(f, f->at) : NULL;
	enum ui_typing what = UI_TYPING_OFF;

	if (fd != NULL && fd->ime == SCREEN_IME_CODE)
		what = UI_TYPING_CODE;
	else if (fd != NULL && fd->ime != SCREEN_IME_OFF) /* what is typed to choose by is a code or words to find, never a short form */
		what = ui_form_is_choice(fd) ? UI_TYPING_WORDS : fd->ime == SCREEN_IME_NAME ? UI_TYPING_NAME : UI_TYPING_TEXT;
	ui_ime_begin(ui, &f->im, what);
}

static void typing(struct ui *ui, struct ui_view *v)
{
	ui_form_ime(ui, (struct ui_form *)v);
}

void ui_form_focus(struct ui *ui, struct ui_form *f, struct ui_slot *s)
{
	f->at = s;
	if (s == NULL)
		return;
	s->fresh = true;
	s->e.overwrite = false;
	ui_edit_unmark(&s->e);
	ui_form_ime(ui, f);
	tell_hint(ui, f, s);
	ui_dirty(ui);
}

void ui_form_focus_first(struct ui *ui, struct ui_form *f)
{
	struct ui_slot *first = NULL;

	for (struct ui_slot *s = ui_form_neighbour(f, NULL, true); s != NULL; s = ui_form_neighbour(f, s, true)) {
		const struct screen_field *fd = ui_form_field(f, s);

		if (first == NULL)
			first = s;
		if ((f->id == 0 && ui_form_asked_first(f, s) && !s->passed) || (fd->require && ui_form_value(f, s)[0] == '\0')) {
			first = s;
			break;
		}
	}
	ui_form_focus(ui, f, first);
}

void ui_form_focus_seen(struct ui *ui, struct ui_form *f)
{
	if ((f->at == NULL || ui_form_place(f, f->at) == NULL) && ui_form_neighbour(f, NULL, true) != NULL)
		ui_form_focus_first(ui, f);
}

void ui_form_settle(struct ui *ui, struct ui_form *f)
{
	bool filled = ui_form_fill_rows(ui, f);

	if (!ui_form_show_again(ui, f) && !filled && !has_long_names(f))
		return;
	ui_form_layout(ui, f);
	if (f->at == NULL || ui_form_place(f, f->at) == NULL)
		ui_form_focus(ui, f, ui_form_neighbour(f, NULL, true));
}

bool ui_form_go(struct ui *ui, struct ui_form *f, enum ui_go how)
{
	struct ui_slot *from = f->at, *to;
	bool forward = how != UI_GO_BACK, fresh;
	size_t field, row;

	if (from == NULL)
		return false;
	fresh = from->fresh;
	field = from->field;
	row = from->row;
	/* Forward what was typed must be a value; the way back is never barred. */
	if (!ui_form_commit(ui, f, from, !forward) && forward)
		return false;
	if (forward)
		ui_form_suggest(ui, f, from);
	ui_form_settle(ui, f);
	if (f->draft_due)
		ui_form_keep(ui, f, false);
	from = ui_form_slot(f, field, row); /* another one when its block was filled anew */
	if (from == NULL)
		return f->at != NULL;
	to = ui_form_neighbour(f, from, forward);
	while (how == UI_GO_OVER && to != NULL && ui_form_passes(f, to))
		to = ui_form_neighbour(f, to, true);
	if (to == NULL) {
		from->fresh = fresh; /* nobody has left it */
		return false;
	}
	ui_form_focus(ui, f, to);
	return true;
}

void ui_form_touched(struct ui *ui, struct ui_form *f)
{
	if (f->at != NULL) {
		f->at->committed = false;
		f->at->fresh = f->at->waiting = false;
	}
	f->changed = true;
	f->draft_due = true;
	ui_draft_soon(ui);
}

/* ---- a record --------------------------------------------------------------------------------------------------------------- */

static void take_value(struct ui *ui, struct ui_form *f, const struct app_shown *v, bool keep_typed)
{
	struct ui_slot *s = ui_form_slot_by_path(f, v->path, true);
	bool typed;

	if (s == NULL)
		return;
	if (!ui_form_is_sent(f, s)) {
		ui_edit_set(&s->e, v->shown);
		return;
	}
	typed = keep_typed && s->loaded != NULL && strcmp(s->loaded, ui_form_value(f, s)) != 0;
	free(s->loaded);
	s->loaded = mem_xstrdup(v->text != NULL ? v->text : "");
	if (!typed)
		ui_form_set(ui, f, s, s->loaded, false);
	s->passed = true;
}

bool ui_form_read(struct ui *ui, struct ui_form *f, bool keep_typed)
{
	struct arena *a = arena_new(4 * 1024 * 1024);
	struct app_record *rec = NULL;
	struct err_info ei = { .code = 0 };

	if (app_record(ui->app, &ui->user, f->s->type->name, f->id, a, &rec, &ei) != 0) {
		ui_refuse(ui, ei.text[0] != '\0' ? ei.text : model_message("ui.notfound"));
		arena_free(a);
		return false;
	}
	f->version = rec->version;
	snprintf(f->number, sizeof(f->number), "%s", rec->number != NULL ? rec->number : "");
	for (size_t i = 0; i < rec->n_values; i++)
		take_value(ui, f, &rec->values[i], keep_typed);
	for (size_t i = 0; i < f->n_slots; i++) {
		const struct screen_field *fd = ui_form_field(f, f->slot[i]);

		if (f->slot[i]->loaded == NULL)
			f->slot[i]->loaded = mem_xstrdup("");
		/* A word about the record: state, due ... */
		if (fd->path != NULL && fd->model.field == NULL)
			ui_edit_set(&f->slot[i]->e, ui_record_word(rec, fd->path));
	}
	arena_free(a);
	return true;
}

/* ---- opening ------------------------------------------------------------------------------------------------------------------ */

static void free_slots(struct ui_form *f)
{
	for (size_t i = 0; i < f->n_slots; i++)
		ui_form_free_slot(f->slot[i]);
	for (size_t i = 0; i < f->n_dropped; i++)
		ui_form_free_slot(f->dropped[i]);
	free(f->slot);
	free(f->dropped);
	f->slot = f->dropped = NULL;
	f->n_slots = f->n_dropped = 0;
	f->at = NULL;
}

void ui_form_fresh(struct ui *ui, struct ui_form *f)
{
	free_slots(f);
	ui_form_forget_answers(f);
	free(f->reason);
	f->reason = NULL;
	memset(f->shown, true, sizeof(f->shown));
	f->draft = f->version = 0;
	f->number[0] = '\0';
	memset(f->filled, 0, sizeof(f->filled));
	f->tied[0] = '\0';
	f->changed = f->draft_due = false;
	f->scroll = 0;
	ui_form_make_slots(f);
	if (f->id != 0)
		(void)ui_form_read(ui, f, false);
	else if (!f->for_all)
		ui_form_prefill(ui, f);
	ui_form_suggest_all(ui, f);
	ui_form_tell_choices(ui, f);
	ui_form_fill_rows(ui, f);
	ui_form_show_again(ui, f);
	ui_form_layout(ui, f);
	ui_form_focus_first(ui, f);
}

void ui_form_take_draft(struct ui *ui, struct ui_form *f, const struct app_draft *d)
{
	bool copy = d->cursor == NULL; /* of another record: nobody has stood in any field of it */
	struct ui_slot *s;

	for (size_t i = 0; i < d->n_values; i++) {
		s = ui_form_slot_by_path(f, d->values[i].path, true);
		if (s == NULL)
			continue;
		ui_form_set(ui, f, s, d->values[i].text, false);
		s->passed = !(copy && ui_form_asked_first(f, s));
		s->committed = false;
	}
	f->draft = d->id;
	f->kept = APP_KEEP_NOTHING;
	f->changed = true;
	if (copy)
		ui_form_fill_rows(ui, f); /* what a new record needs is asked for anew */
	else
		ui_form_fill_taken(f, d);
	ui_form_show_again(ui, f);
	ui_form_layout(ui, f);
	s = copy ? f->at : ui_form_slot_by_path(f, d->cursor, false); /* f->at: where the new form began */
	if (s != NULL && ui_form_place(f, s) != NULL)
		ui_form_focus(ui, f, s);
	else
		ui_form_focus_first(ui, f);
	ui_form_own_draft(ui, f);
}

static void close_form(struct ui *ui, struct ui_view *v)
{
	struct ui_form *f = (struct ui_form *)v;

	(void)ui;
	free_slots(f);
	ui_form_forget_answers(f);
	free(f->reason);
	arena_free(f->arena);
	free(f);
}

static void keep(struct ui *ui, struct ui_view *v)
{
	struct ui_form *f = (struct ui_form *)v;

	if (f->draft_due)
		ui_form_keep(ui, f, false);
}

static void resize(struct ui *ui, struct ui_view *v)
{
	struct ui_form *f = (struct ui_form *)v;

	ui_form_layout(ui, f);
	f->scroll = 0; /* then as little as shows the focus */
	if (ui->top == v) /* what lies over the form goes on with the field it was opened on */
		ui_form_focus_seen(ui, f);
}

static void show(struct ui *ui, struct ui_view *v)
{
	struct ui_form *f = (struct ui_form *)v;

	if (f->at != NULL)
		tell_hint(ui, f, f->at);
	if (f->tied[0] != '\0')
		ui_notice(ui, f->tied);
}

static const char *title(struct ui *ui, struct ui_view *v, char *out, size_t cap)
{
	struct ui_form *f = (struct ui_form *)v;
	char n[24];
	struct buf b;

	buf_init(&b, 1024);
	if (f->walking)
		snprintf(out, cap, "%s: %s (%s %s)", f->s->title, f->number, model_message("ui.walk.left"), ui_number(f->left, n));
	else if (f->for_all)
		snprintf(out, cap, "%s: %s %s", f->s->title, ui_number(f->left, n), model_message("ui.mark.all"));
	else if (f->number[0] != '\0')
		snprintf(out, cap, "%s: %s", f->s->title, f->number);
	else if (f->last[0] != '\0')
		model_message_fill(&b, ui_word(ui, "ui.saved.last"), "form", f->s->title, "number", f->last, NULL);
	else
		snprintf(out, cap, "%s", f->s->title);
	if (b.len > 0)
		snprintf(out, cap, "%s", buf_str(&b));
	buf_clear(&b);
	return out;
}

static void own(struct ui *ui, struct ui_view *v, struct ui_own *out)
{
	const struct ui_form *f = (const struct ui_form *)v;

	(void)ui;
	*out = (struct ui_own){ .key = f->s->key, .n = f->s->n_keys, .type = f->s->type->name, .id = f->id, .new_one = f->id == 0 };
}

struct ui_form *ui_form_new(struct ui *ui, const struct screen *s, const char *verb, rowid_t id)
{
	static const struct ui_view_ops ops = { .context = UI_CTX_FORM, .paint = ui_form_paint, .tell = ui_form_tell, .key = ui_form_key,
		.show = show, .resize = resize, .typing = typing, .keep = keep, .close = close_form,
		.title = title, .about = about, .aside = ui_form_method, .own = own };
	struct ui_form *f = mem_xalloc(sizeof(*f));

	f->view.ops = &ops;
	f->view.help = s->help;
	f->s = s;
	f->id = id;
	snprintf(f->verb, sizeof(f->verb), "%s", verb != NULL ? verb : "");
	f->arena = arena_new(1024 * 1024);
	ui_macros_load(ui); /* the office's may have changed */
	return f;
}

void ui_form_open(struct ui *ui, const struct screen *s, const char *verb, rowid_t id, const struct app_draft *draft)
{
	struct ui_form *f = ui_form_new(ui, s, verb, id);

	ui_form_fresh(ui, f);
	if (draft != NULL)
		ui_form_take_draft(ui, f, draft);
	ui_push(ui, &f->view);
}
