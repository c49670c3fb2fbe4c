/* ui_form_related: what a record being typed is related to: Ctrl-G, and the line above the hint, which says it as soon as a field that can
 * tell it is left. */
#include "ui_form_internal.h"

#include <stdio.h>

void ui_form_related(struct ui *ui, struct ui_form *f)
{
	struct arena *a = arena_new(1024 * 1024);
	size_t n = 0;
	const struct app_value *v = ui_form_values(f, a, false, false, &n);

	ui_related_open(ui, f->s->type->name, f->id, v, n);
	arena_free(a);
}

/* "Có thể trùng: Đơn 214 ngày 02/06, cùng người. Ctrl-G xem" */
static void tell(struct ui *ui, struct ui_form *f, const struct app_hit *h)
{
	struct buf b;

	buf_init(&b, 1024);
	model_message_fill(&b, ui_word(ui, "ui.related.note"), "kind", h->kind, "number", h->number, "date", h->date, "why", h->why, NULL);
	snprintf(f->tied, sizeof(f->tied), "%s", buf_str(&b));
	ui_notice(ui, f->tied);
	buf_clear(&b);
}

void ui_form_note_related(struct ui *ui, struct ui_form *f, const struct ui_slot *s)
{
	char path[120];
	struct app_hit *hit = NULL;
	struct app_value *v;
	struct arena *a;
	bool was = f->tied[0] != '\0';
	size_t n_values = 0, n = 0;

	if (f->id != 0 || ui_form_field(f, s)->model.field == NULL || !app_ties(f->s->type->name, ui_form_path(f, s, path, sizeof(path))))
		return;
	f->tied[0] = '\0';
	a = arena_new(4 * 1024 * 1024);
	v = ui_form_values(f, a, false, false, &n_values);
	if (app_related(ui->app, &ui->user, f->s->type->name, 0, v, n_values, 1, a, &hit, &n) == 0 && n > 0)
		tell(ui, f, &hit[0]);
	else if (was)
		ui_notice(ui, "");
	arena_free(a);
}
