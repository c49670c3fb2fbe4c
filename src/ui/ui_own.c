/* ui_own: what a screen's file adds to the keys and to Ctrl-O: verbs of its records and the named actions of congvu/screen.h. */
#include "ui_internal.h"

#include <string.h>

bool ui_own_get(struct ui *ui, struct ui_view *v, struct ui_own *out)
{
	*out = (struct ui_own){ .n = 0 };
	if (v->ops->own != NULL)
		v->ops->own(ui, v, out);
	return out->n > 0;
}

/* By role only: whether the record's state allows it is asked when it is pressed, a line of keys asks nothing. */
bool ui_own_offered(struct ui *ui, const struct ui_own *o, const struct screen_key *k)
{
	const struct screen *s;

	if (o->new_one)
		return false;
	if (k->act == SCREEN_ACT_VERB)
		return model_verb_role(k->verb, ui->user.role);
	if (k->act != SCREEN_ACT_OPEN)
		return true;
	s = screen_set_get(ui->screens, k->form);
	for (size_t i = 0; s != NULL && s->type != NULL && i < s->n_save; i++)
		if (model_verb_role(model_verb_by_name(s->type->name, s->save[i]), ui->user.role))
			return true;
	return false;
}

static void not_now(struct ui *ui, const struct screen_key *k, const char *id)
{
	char text[sizeof(ui->message)];

	ui_say_fill(ui, id, "label", k->label, NULL);
	memcpy(text, ui->message, sizeof(text));
	ui_refuse(ui, text);
}

static bool may_now(struct ui *ui, const struct ui_own *o, const struct model_verb *verb)
{
	struct arena *a = arena_new(256 * 1024);
	struct app_verb *may = NULL;
	size_t n = 0;
	bool found = false;

	if (app_verbs(ui->app, &ui->user, o->type, o->id, a, &may, &n) != 0)
		n = 0;
	for (size_t i = 0; i < n; i++)
		found = found || may[i].verb == verb;
	arena_free(a);
	return found;
}

static void do_verb(struct ui *ui, const struct ui_own *o, const struct screen_key *k)
{
	if (o->n_marked > 0) {
		if (!o->do_marked(ui, o->ctx, k->verb))
			not_now(ui, k, "ui.own.marked");
	} else if (may_now(ui, o, k->verb)) {
		ui_verb_do(ui, o->type, o->id, k->verb->name);
	} else {
		not_now(ui, k, "ui.own.notnow");
	}
}

static void do_history(struct ui *ui, const struct ui_own *o, const struct screen_key *k)
{
	(void)o;
	(void)k;
	ui_press(ui, UI_ACT_HISTORY);
}

static void do_related(struct ui *ui, const struct ui_own *o, const struct screen_key *k)
{
	(void)o;
	(void)k;
	ui_press(ui, UI_ACT_RELATED);
}

static void do_copy(struct ui *ui, const struct ui_own *o, const struct screen_key *k)
{
	(void)k;
	ui_copy_open(ui, o->type, o->id);
}

static void do_take_back(struct ui *ui, const struct ui_own *o, const struct screen_key *k)
{
	struct arena *a = arena_new(64 * 1024);

	if (ui_undo_label(ui, o->type, o->id, a) != NULL)
		ui_undo_ask(ui, o->type, o->id);
	else
		not_now(ui, k, "ui.own.notnow");
	arena_free(a);
}

static void do_open(struct ui *ui, const struct ui_own *o, const struct screen_key *k)
{
	const struct screen *s = screen_set_get(ui->screens, k->form);

	if (s != NULL && s->kind == SCREEN_FORM && strcmp(s->type->name, o->type) == 0 && ui_may_do(ui, s, o->id))
		ui_form_open(ui, s, NULL, o->id, NULL);
	else
		not_now(ui, k, "ui.own.notnow");
}

void ui_own_do(struct ui *ui, struct ui_view *v, size_t i)
{
	static void (*const fn[SCREEN_ACT_COUNT])(struct ui *, const struct ui_own *, const struct screen_key *) = {
		[SCREEN_ACT_VERB] = do_verb, [SCREEN_ACT_HISTORY] = do_history, [SCREEN_ACT_RELATED] = do_related,
		[SCREEN_ACT_COPY] = do_copy, [SCREEN_ACT_TAKE_BACK] = do_take_back, [SCREEN_ACT_OPEN] = do_open,
	};
	struct ui_own o;

	if (!ui_own_get(ui, v, &o) || i >= o.n)
		return;
	if (o.gone)
		ui_refuse(ui, ui_word(ui, "ui.list.gone"));
	else if (o.id == 0)
		not_now(ui, &o.key[i], "ui.own.notnow");
	else
		fn[o.key[i].act](ui, &o, &o.key[i]);
}

bool ui_own_key(struct ui *ui, struct ui_view *v, const char *key)
{
	struct ui_own o;

	(void)ui_own_get(ui, v, &o);
	for (size_t i = 0; i < o.n; i++) {
		if (o.key[i].key == NULL || strcmp(o.key[i].key, key) != 0 || !ui_own_offered(ui, &o, &o.key[i]))
			continue;
		ui_own_do(ui, v, i);
		return true;
	}
	return false;
}

const struct screen_key *ui_own_of_verb(const struct ui_own *o, const struct model_verb *verb)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->key[i].act == SCREEN_ACT_VERB && o->key[i].verb == verb)
			return &o->key[i];
	return NULL;
}
