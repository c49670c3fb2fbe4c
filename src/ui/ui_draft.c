/* ui_draft: what was typed and not saved: written within seconds, kept over everything, offered again. */
#include "ui_form_internal.h"

#include <string.h>

/* What was kept under an answer that allowed it goes from the disk when another one forbids it. false: not yet. */
static bool forget_kept(struct ui *ui, struct ui_form *f)
{
	int r = app_draft_wipe(ui->app, f->draft);

	if (r != 0) {
		log_err("ui: draft of %s is not wiped: %s", f->s->name, err_name(r));
		return false;
	}
	f->draft = 0;
	return true;
}

bool ui_form_keep(struct ui *ui, struct ui_form *f, bool thrown)
{
	struct app_draft d = { .form = f->s->name, .subject = f->id, .at = clock_now(), .thrown = thrown };
	struct arena *a;
	enum app_keeping may;
	char cursor[160];
	int r = ERR_REFUSED;

	if (!f->changed)
		return true;
	if (f->for_all) { /* of no record: there is nothing it could be taken up for */
		f->draft_due = false;
		return false;
	}
	a = arena_new(1024 * 1024);
	d.values = ui_form_values(f, a, f->id != 0, true, &d.n_values);
	d.cursor = f->at != NULL ? ui_form_path(f, f->at, cursor, sizeof(cursor)) : "";
	may = app_draft_allowed(ui->app, f->s->type->name, f->id, d.values, d.n_values);
	if (f->draft != 0 && may != APP_KEEP_ALL && !(may == APP_KEEP_BARE && f->kept == APP_KEEP_BARE) && !forget_kept(ui, f)) {
		r = ERR_AGAIN;
	} else if (may != APP_KEEP_NOTHING) {
		if (f->draft == 0)
			f->draft = app_draft_new_id();
		d.id = f->draft;
		f->kept = may;
		r = app_draft_put(ui->app, &ui->user, &d);
		if (r != 0)
			log_err("ui: draft of %s: %s", f->s->name, err_name(r));
	}
	arena_free(a);
	f->draft_due = r != 0 && r != ERR_REFUSED;
	return r == 0;
}

void ui_form_drop_draft(struct ui *ui, struct ui_form *f)
{
	/* of a bare one what was typed and taken back before it was saved shall not lie about either */
	if (f->draft != 0 && (f->kept == APP_KEEP_BARE ? app_draft_wipe(ui->app, f->draft) : app_draft_drop(ui->app, f->draft)) != 0)
		log_warn("ui: draft of %s is not dropped", f->s->name);
	f->draft = 0;
}

/* Another session of this person may have it open too: were it one draft for both, either would write over what the other typed, and what one
 * had saved would hide it. One that was thrown away is none any more. */
void ui_form_own_draft(struct ui *ui, struct ui_form *f)
{
	uint64_t taken = f->draft;

	f->draft = 0;
	if (!ui_form_keep(ui, f, false))
		f->draft = taken;
	else if (app_draft_drop(ui->app, taken) != 0)
		log_warn("ui: draft of %s is there twice", f->s->name);
}

/* A form that is open already has its own draft under its hands. */
bool ui_draft_last(struct ui *ui, bool thrown, struct arena *a, struct app_draft *out)
{
	struct app_draft *list = NULL;
	size_t n = 0;
	bool found = false;

	if (ui->user.id == 0 || app_draft_list(ui->app, &ui->user, a, &list, &n) != 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (list[i].thrown != thrown || (thrown && day_of_time(list[i].at) != day_today()))
			continue;
		if (!found || list[i].at > out->at)
			*out = list[i];
		found = true;
	}
	return found;
}

const struct screen *ui_draft_screen(struct ui *ui, const struct app_draft *d)
{
	const struct screen *s = screen_set_get(ui->screens, d->form);

	return s != NULL && s->kind == SCREEN_FORM ? s : NULL;
}

void ui_draft_resume(struct ui *ui, const struct app_draft *d)
{
	const struct screen *s = ui_draft_screen(ui, d);

	if (s == NULL) {
		ui_say_fill(ui, "ui.noscreen", "name", d->form, NULL);
		return;
	}
	ui_form_open(ui, s, NULL, d->subject, d);
	ui_say_word(ui, "ui.resumed");
}
