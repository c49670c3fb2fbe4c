/* ui_form_rules: what a field must be when it is left, what a new form is filled with, which fields are drawn. */
#include "ui_form_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- expressions ---------------------------------------------------------------------------------------------------------- */

/* As expressions know values: dates ISO, money bare digits, codes and references as code. */
static const char *normal(const struct screen_field *fd, const char *value, struct arena *a)
{
	day_t day;
	char iso[DAY_TEXT_MAX];

	if (fd->model.field == NULL || value[0] == '\0')
		return value;
	if (fd->model.field->kind == MODEL_DATE)
		return day_parse_typed(value, day_today(), &day) == 0 ? arena_xstrdup(a, day_iso(day, iso)) : "";
	if (fd->model.field->kind == MODEL_MONEY || fd->model.field->kind == MODEL_INT) {
		char *out = arena_xalloc(a, strlen(value) + 1);
		size_t n = 0;

		for (const char *p = value; *p; p++)
			if ((*p >= '0' && *p <= '9') || *p == '-')
				out[n++] = *p;
		return out;
	}
	return value;
}

const char **ui_form_expr_values(struct ui_form *f, struct arena *a, const struct ui_slot *at)
{
	const char **v = arena_xalloc(a, (f->s->n_fields + 1) * sizeof(*v));

	for (size_t i = 0; i < f->s->n_fields; i++) {
		size_t row = f->s->field[i].detail < 0 ? 0 : at != NULL && at->row > 0 ? at->row : 1;
		const struct ui_slot *s = ui_form_slot(f, i, row);

		v[i] = s != NULL ? normal(&f->s->field[i], ui_form_value(f, s), a) : "";
	}
	return v;
}

const char *ui_form_broken(struct ui *ui, struct ui_form *f, const struct ui_slot *s, bool warn)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct arena *a;
	const char **values, *found = NULL;

	(void)ui;
	if (fd->n_check == 0)
		return NULL;
	a = arena_new(1024 * 1024);
	values = ui_form_expr_values(f, a, s);
	for (size_t i = 0; i < fd->n_check && found == NULL; i++) {
		const char *text;
		bool truth = true;

		if (fd->check[i].warn != warn || fd->check[i].expr == NULL)
			continue;
		if (app_expr_run(fd->check[i].expr, values, a, &text, &truth) == 0 && !truth)
			found = fd->check[i].message;
	}
	arena_free(a);
	return found;
}

bool ui_form_show_again(struct ui *ui, struct ui_form *f)
{
	struct arena *a = arena_new(1024 * 1024);
	const char **values = ui_form_expr_values(f, a, NULL);
	bool changed = false;

	(void)ui;
	for (size_t i = 0; i < f->s->n_fields && i < COUNT_OF(f->shown); i++) {
		const char *text;
		bool now = true;

		if (f->s->field[i].show_expr != NULL && app_expr_run(f->s->field[i].show_expr, values, a, &text, &now) != 0)
			now = true;
		/* One form for many records shows the values of none. */
		now = now && !(f->for_all && f->s->field[i].value_only && f->s->field[i].path != NULL);
		changed = changed || now != f->shown[i];
		f->shown[i] = now;
	}
	arena_free(a);
	return changed;
}

void ui_form_tell_choices(struct ui *ui, struct ui_form *f)
{
	for (size_t i = 0; i < f->n_slots; i++) {
		const struct screen_field *fd = ui_form_field(f, f->slot[i]);
		struct app_choice *c = NULL;
		struct arena *a;
		struct buf line;
		size_t n = 0, total;

		if (fd->choices_of == SCREEN_NONE)
			continue;
		a = arena_new(256 * 1024);
		buf_init(&line, 4096);
		if (app_choices(ui->app, &ui->user, f->s->field[fd->choices_of].model.field, "", 20, a, &c, &n, &total) != 0)
			n = 0;
		for (size_t k = 0; k < n; k++)
			buf_printf(&line, "%s%s %s", k > 0 ? "  " : "", c[k].code, c[k].label);
		ui_edit_set(&f->slot[i]->e, buf_str(&line));
		buf_clear(&line);
		arena_free(a);
	}
}

/* ---- leaving a field -------------------------------------------------------------------------------------------------------- */

/* One value fits what was typed: take it without asking. */
static bool only_one(struct ui *ui, struct ui_form *f, struct ui_slot *s, struct arena *a)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct app_choice *c = NULL;
	size_t n = 0, total = 0;

	if (app_choices(ui->app, &ui->user, fd->model.field, ui_edit_text(&s->e), 2, a, &c, &n, &total) != 0 || n != 1)
		return false;
	ui_form_set(ui, f, s, c[0].code, true);
	return true;
}

static bool parse(struct ui *ui, struct ui_form *f, struct ui_slot *s, struct err_info *ei)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct arena *a;
	struct buf shown;
	bool ok;

	if (fd->model.field->kind == MODEL_COMPOSITE) /* its parts are split, and checked, on saving */
		return true;
	a = arena_new(512 * 1024);
	buf_init(&shown, 64 * 1024);
	ok = app_field_text(ui->app, &ui->user, fd->model.field, ui_form_value(f, s), &shown, ei) == 0;
	if (ok && (ui_form_is_choice(fd) || strcmp(buf_str(&shown), ui_edit_text(&s->e)) != 0))
		ui_form_set(ui, f, s, buf_str(&shown), true);
	if (!ok && ui_form_is_choice(fd))
		ok = only_one(ui, f, s, a);
	buf_clear(&shown);
	arena_free(a);
	return ok;
}

/* What there is to tell about a value that was just typed: "+5" has become a day. */
static void say_note(struct ui *ui, const struct ui_form *f, const struct ui_slot *s)
{
	const struct model_field *field = ui_form_field(f, s)->model.field;
	char note[120] = "";

	if (field != NULL && app_field_note(ui->app, field, ui_form_value(f, s), note, sizeof(note))[0] != '\0')
		ui_say(ui, note);
}

bool ui_form_commit(struct ui *ui, struct ui_form *f, struct ui_slot *s, bool quiet)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct err_info ei = { .code = 0 };
	const char *broken;
	bool typed = !s->committed && ui_form_value(f, s)[0] != '\0';

	s->passed = true;
	s->fresh = s->waiting = false;
	if (ui_form_value(f, s)[0] == '\0') {
		if (ui_form_is_choice(fd))
			ui_form_set(ui, f, s, "", true);
	} else if (typed && !parse(ui, f, s, &ei)) {
		if (!quiet && ui_form_is_choice(fd)) {
			ui_halt_typing(ui);
			ui_form_choose(ui, f, ui_edit_text(&s->e));
		} else if (!quiet) {
			ui_refuse(ui, ei.text);
		}
		return false;
	}
	s->committed = true;
	broken = quiet ? NULL : ui_form_broken(ui, f, s, false);
	if (broken != NULL) {
		ui_refuse(ui, broken);
		return false;
	}
	if (!quiet && typed)
		say_note(ui, f, s);
	if (!quiet && fd->n_check > 0)
		ui_notice(ui, ui_form_broken(ui, f, s, true));
	if (!quiet)
		ui_form_note_related(ui, f, s);
	return true;
}

/* ---- a new form ---------------------------------------------------------------------------------------------------------------- */

static const struct model_verb *first_verb(const struct ui_form *f)
{
	if (f->verb[0] != '\0')
		return model_verb_by_name(f->s->type->name, f->verb);
	return f->s->n_save > 0 ? model_verb_by_name(f->s->type->name, f->s->save[0]) : NULL;
}

/* Asked before any other text (secrecy, denunciation): its prefilled answer counts only once the cursor has passed it. */
bool ui_form_asked_first(const struct ui_form *f, const struct ui_slot *s)
{
	const struct model_verb *v = first_verb(f);
	const struct screen_field *fd = ui_form_field(f, s);

	for (size_t i = 0; v != NULL && fd->model.field != NULL && i < v->n_rules; i++)
		if (v->rules[i].op == MODEL_RULE_FIRST_OF && v->rules[i].field != NULL && strcmp(v->rules[i].field, fd->model.field->name) == 0)
			return true;
	return false;
}

void ui_form_set_waiting(struct ui *ui, struct ui_form *f, struct ui_slot *s, const char *text)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct ui_slot *to;
	struct buf shown;

	buf_init(&shown, 64 * 1024);
	if (text[0] != '\0' && app_field_text(ui->app, &ui->user, fd->model.field, text, &shown, NULL) == 0) {
		ui_form_set(ui, f, s, buf_str(&shown), false);
		s->waiting = true;
		/* Nor did anybody type the name that stands beside it. */
		to = fd->fill_field != SCREEN_NONE ? ui_form_slot(f, fd->fill_field, s->row) : NULL;
		if (to != NULL && ui_form_can_enter(f, fd->fill_field) && !to->passed)
			to->waiting = true;
	}
	buf_clear(&shown);
}

/* Habits fill what heads the form (book, day, channel) up to the first field that somebody must answer. Behind it the last document's
 * issuer would be taken for this one's: there F8 repeats it on demand. */
static bool habit_ends(const struct screen_field *fd)
{
	return fd->require && fd->dflt_expr == NULL && !(fd->model.field->flags & MODEL_HABIT);
}

void ui_form_prefill(struct ui *ui, struct ui_form *f)
{
	struct arena *a = arena_new(1024 * 1024);
	bool head = true;

	for (size_t i = 0; i < f->n_slots; i++) {
		struct ui_slot *s = f->slot[i];
		const struct screen_field *fd = ui_form_field(f, s);
		const char *text = "";
		bool truth;

		head = head && !(ui_form_can_enter(f, s->field) && habit_ends(fd));

		if (!ui_form_can_enter(f, s->field) || s->row > 0)
			continue;
		if (fd->dflt_expr != NULL) {
			if (app_expr_run(fd->dflt_expr, ui_form_expr_values(f, a, s), a, &text, &truth) != 0)
				text = "";
		} else if (head && (fd->model.field->flags & MODEL_HABIT)) {
			if (app_last_value(ui->app, &ui->user, f->s->type->name, fd->path, a, &text) != 0)
				text = "";
		}
		ui_form_set_waiting(ui, f, s, text != NULL ? text : "");
	}
	arena_free(a);
}
