/* ui_form_suggest: what is known about other fields once one is left: defaults that name it, and the office's last record that was alike.
 * Suggestions wait: a letter replaces them, and they never take the place of what a person typed. */
#include "ui_form_internal.h"

#include <stdio.h>
#include <string.h>

#define LOOK_BACK 3000 /* records: a habit that is older is none, and no search without an index may get longer */

static bool open_for_it(const struct ui_form *f, const struct ui_slot *s)
{
	return ui_form_can_enter(f, s->field) && (s->waiting || (!s->passed && ui_form_value(f, s)[0] == '\0'));
}

/* Does the expression read `:tag`? */
static bool names(const char *expr, const char *tag)
{
	size_t n = strlen(tag);

	for (const char *p = strchr(expr, ':'); p != NULL; p = strchr(p + 1, ':')) {
		char behind = strncmp(p + 1, tag, n) == 0 ? p[1 + n] : 'x';

		if (!((behind >= 'a' && behind <= 'z') || (behind >= '0' && behind <= '9') || behind == '_'))
			return true;
	}
	return false;
}

static const char *from_default(struct ui_form *f, const struct ui_slot *s, struct arena *a)
{
	const char *text = "";
	bool truth;

	if (app_expr_run(ui_form_field(f, s)->dflt_expr, ui_form_expr_values(f, a, s), a, &text, &truth) != 0 || text == NULL)
		return "";
	return text;
}

/* Of a composite the last part says who writes and what: 125/QĐ-UBND. */
static bool alike(const struct ui_form *f, const struct ui_slot *from, struct arena *a, struct app_cond *c)
{
	const struct model_field *mf = ui_form_field(f, from)->model.field, *parts[MODEL_PARTS_MAX];
	struct buf piece[MODEL_PARTS_MAX];
	size_t n;

	*c = (struct app_cond){ .field = mf->name, .op = "=", .value = ui_form_value(f, from) };
	if (mf->kind != MODEL_COMPOSITE)
		return c->value[0] != '\0';
	n = model_composite_parts(f->s->type, mf, parts);
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_init(&piece[i], 1024);
	if (n > 0 && model_composite_split(mf, ui_form_value(f, from), piece) == 0)
		*c = (struct app_cond){ .field = parts[n - 1]->name, .op = "=", .value = arena_xstrdup(a, buf_str(&piece[n - 1])) };
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_clear(&piece[i]);
	return n > 0 && c->value[0] != '\0';
}

static const char *last_alike(struct ui *ui, struct ui_form *f, const struct ui_slot *s, const struct ui_slot *from, struct arena *a)
{
	const struct screen_field *fd = ui_form_field(f, s);
	struct app_cond cond[3];
	const char *column[1] = { fd->path };
	struct app_query q = { .type = f->s->type->name, .order = "id desc", .column = column, .n_columns = 1, .limit = 1, .office = ui->user.office };
	struct app_row *rows = NULL;
	size_t n = 0;
	char since[32];

	if (!alike(f, from, a, &cond[0]) || app_list(ui->app, &ui->user, &q, a, &rows, &n, NULL) != 0 || n == 0)
		return "";
	snprintf(since, sizeof(since), "%llu", (unsigned long long)(rows[0].id > LOOK_BACK ? rows[0].id - LOOK_BACK : 0));
	cond[1] = (struct app_cond){ .field = "id", .op = ">=", .value = since };
	q.cond = cond;
	q.n_cond = 2;
	/* A record that does not say it yet is no example. */
	if (fd->model.embed == NULL && fd->model.child == NULL && fd->model.field->kind != MODEL_COMPOSITE)
		cond[q.n_cond++] = (struct app_cond){ .field = fd->model.field->name, .op = "not null" };
	if (app_list(ui->app, &ui->user, &q, a, &rows, &n, NULL) != 0 || n == 0)
		return "";
	return rows[0].cell[0] != NULL ? rows[0].cell[0] : "";
}

/* The name of what another field suggests. */
static bool named_already(const struct ui_form *f, const struct ui_slot *s)
{
	const struct screen_field *fd = ui_form_field(f, s);
	const struct ui_slot *of = fd->of_field != SCREEN_NONE ? ui_form_slot(f, fd->of_field, s->row) : NULL;

	return of != NULL && of->waiting && ui_form_value(f, of)[0] != '\0';
}

void ui_form_suggest(struct ui *ui, struct ui_form *f, const struct ui_slot *from)
{
	const struct screen_field *left = ui_form_field(f, from);
	struct arena *a;

	if (from->row > 0)
		return;
	a = arena_new(2 * 1024 * 1024);
	for (size_t i = 0; i < f->n_slots; i++) {
		struct ui_slot *s = f->slot[i];
		const struct screen_field *fd = ui_form_field(f, s);
		bool alike = fd->like != NULL && fd->like_field == from->field;
		bool rule = f->id == 0 && fd->dflt_expr != NULL && names(fd->dflt, left->tag);
		const char *text = "";

		if (s == from || s->row > 0 || !(alike || rule) || !open_for_it(f, s) || named_already(f, s))
			continue;
		/* What the office did goes before what the field's rule says. */
		if (alike)
			text = last_alike(ui, f, s, from, a);
		if (rule && text[0] == '\0')
			text = from_default(f, s, a);
		/* What was suggested for another value is no suggestion for this one. */
		if (text[0] == '\0' && s->waiting)
			ui_form_set(ui, f, s, "", false);
		ui_form_set_waiting(ui, f, s, text);
	}
	arena_free(a);
}

/* A record that is opened for a verb says as much as one that is typed. */
void ui_form_suggest_all(struct ui *ui, struct ui_form *f)
{
	for (size_t i = 0; i < f->n_slots && f->id != 0; i++)
		ui_form_suggest(ui, f, f->slot[i]);
}

/* The name that a code has brought along, and nobody has changed. */
static bool came_filled(const struct ui_form *f, const struct ui_slot *s)
{
	const struct screen_field *fd = ui_form_field(f, s);
	const struct ui_slot *of = fd->of_field != SCREEN_NONE ? ui_form_slot(f, fd->of_field, s->row) : NULL;

	return of != NULL && of->label != NULL && ui_form_value(f, of)[0] != '\0' && strcmp(of->label, ui_form_value(f, s)) == 0;
}

/* A box is always answered: blank is no. */
bool ui_form_passes(const struct ui_form *f, const struct ui_slot *s)
{
	const struct screen_field *fd = ui_form_field(f, s);

	return (fd->pass && (ui_form_value(f, s)[0] != '\0' || ui_form_is_yes(fd))) || came_filled(f, s);
}
