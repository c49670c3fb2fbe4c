/* app_record.c: one record as a person reads it: every value, its clocks, its life. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define VALUES_MAX 600

struct showing {
	struct app *ap;
	const struct app_user *u;
	struct arena *a;
	struct app_shown *out;
	size_t n;
	bool guarded;
};

static void show(struct showing *s, const char *path, const struct model_field *f, struct val v)
{
	const char *text, *shown;

	if (s->n >= VALUES_MAX || app_val_empty(v))
		return;
	text = app_typed_text(s->ap, f, v, s->a);
	shown = app_shown_text(s->ap, f, v, true, s->a);
	if (!app_readable(s->ap, s->u, s->guarded, f, v))
		text = shown = app_read_text(s->ap, s->u, s->guarded, f, v, true, s->a);
	s->out[s->n++] = (struct app_shown){ path, f->label, text, shown };
}

static void show_composite(struct showing *s, const char *path, const struct model_field *f, const struct rec *r)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	const char *texts[MODEL_PARTS_MAX] = { NULL };
	size_t n = model_composite_parts(r->type, f, parts);
	struct buf b;

	for (size_t i = 0; i < n; i++)
		texts[i] = app_typed_text(s->ap, parts[i], rec_val(r, parts[i]), s->a);
	buf_init(&b, 4096);
	model_composite_join(f, texts, &b);
	if (b.len && s->n < VALUES_MAX) {
		const char *text = arena_xstrdup(s->a, buf_str(&b));

		s->out[s->n++] = (struct app_shown){ path, f->label, text, text };
	}
	buf_clear(&b);
}

static const char *without_id(const char *name, struct arena *a)
{
	size_t n = strlen(name);

	return n > 3 && strcmp(name + n - 3, "_id") == 0 ? arena_strndup(a, name, n - 3) : name;
}

/* The fields of a row under a prefix; one level of embedded rows. */
static void show_row(struct showing *s, const char *prefix, const struct rec *r, bool embeds)
{
	for (size_t i = 0; i < r->type->n_fields; i++) {
		const struct model_field *f = &r->type->fields[i];
		const char *path = *prefix ? arena_xprintf(s->a, "%s.%s", prefix, f->name) : f->name;
		struct val v = rec_val(r, f);
		struct rec *inner;

		if (f->kind == MODEL_COMPOSITE) {
			show_composite(s, path, f, r);
			continue;
		}
		show(s, path, f, v);
		if (!embeds || !(f->flags & MODEL_EMBED) || v.shape != VAL_INT ||
		    app_row_get(s->ap, model_type_by_name(f->of), (rowid_t)v.i, s->a, &inner))
			continue;
		/* rows of a collection name the embedded row's fields directly: parties.1.full_name */
		show_row(s, *prefix ? prefix : without_id(f->name, s->a), inner, false);
	}
}

static void show_children(struct showing *s, const struct rec *r)
{
	for (size_t i = 0, count = model_type_count(); i < count; i++) {
		const struct model_type *child = model_type_at(i);
		struct rec **rows;
		size_t n;

		if (!child->parent || !child->collection || strcmp(child->parent, r->type->name) != 0 || app_children(s->ap, child, r->id,
				s->a, &rows, &n))
			continue;
		for (size_t k = 0; k < n; k++)
			show_row(s, arena_xprintf(s->a, "%s.%zu", child->collection, k + 1), rows[k], true);
	}
}

static const char *explain(struct app *ap, const struct app_running *run, struct arena *a)
{
	struct app_counted d;
	const char *out;
	struct buf b;

	app_deadline_count(app_calendar_get(ap), &run->rule, &run->span, &d);
	buf_init(&b, 8192);
	app_deadline_explain(app_calendar_get(ap), &run->rule, &run->span, &d, &b);
	out = arena_xstrdup(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

static void clocks(struct showing *s, struct app_record *rec)
{
	struct app_clock *c;
	struct rec **rows;
	size_t n;

	if (app_deadlines_of(s->ap, rec->type->no, rec->id, s->a, &rows, &n))
		return;
	c = arena_xalloc(s->a, (n + 1) * sizeof(*c));
	for (size_t i = 0; i < n; i++) {
		struct app_running run;
		bool known = !app_running_load(s->ap, rows[i], &run);

		c[i].rule = app_rec_text(rows[i], MODEL_DEADLINE_RULE_ID);
		c[i].rule_name = known ? arena_xstrdup(s->a, run.rule.name) : c[i].rule;
		c[i].due_text = app_due_text(rows[i], true, s->a);
		c[i].explain = app_rec_int(rows[i], MODEL_DEADLINE_GIVEN, 0) ? model_message("A173") : known ? explain(s->ap, &run, s->a) : "";
		c[i].running = rows[i]->state == MODEL_DEADLINE_RUNNING;
		c[i].paused = rows[i]->state == MODEL_DEADLINE_PAUSED;
		c[i].late = app_deadline_late(rows[i], clock_now());
	}
	rec->clocks = c;
	rec->n_clocks = n;
}

static const char *named(struct showing *s, const struct rec *r, const char *name)
{
	const struct model_field *f = model_field_by_name(r->type, name);

	return f ? app_read_text(s->ap, s->u, s->guarded, f, rec_val(r, f), true, s->a) : "";
}

int app_record(struct app *ap, const struct app_user *u, const char *type, rowid_t id, struct arena *a, struct app_record **out,
		struct err_info *ei)
{
	const struct model_type *t = model_type_by_name(type);
	struct showing s = { .ap = ap, .u = u, .a = a };
	const struct model_state *state;
	struct app_record *rec;
	struct rec *r = NULL, *office;
	rowid_t owner = t ? app_scope_owner(ap, u, t) : 0;
	int err = t ? app_row_get(ap, t, id, a, &r) : ERR_NOTFOUND;

	*out = NULL;
	app_cache_renew(ap);
	if (!err && owner && r->owner != owner)
		err = ERR_NOTFOUND;
	if (err) {
		app_fail(ei, err, "A03", "what", t ? t->label : type);
		return err;
	}
	s.guarded = app_guarded(ap, u, r);
	rec = arena_xalloc(a, sizeof(*rec));
	state = model_state_by_no(t, r->state);
	rec->type = t;
	rec->id = r->id;
	rec->owner = r->owner;
	rec->version = r->version;
	rec->number = named(&s, r, t->number_field);
	rec->title = app_title_text(ap, u, s.guarded, r, true, a);
	rec->state = state ? state->name : "";
	rec->state_label = app_state_label(r, a);
	rec->owner_name = app_row_get(ap, model_type_by_no(MODEL_OFFICE), r->owner, a, &office) ? "" : app_row_title(ap, office, a);
	rec->mine = r->owner == u->office;
	s.out = arena_xalloc(a, VALUES_MAX * sizeof(*s.out));
	show_row(&s, "", r, true);
	show_children(&s, r);
	rec->values = s.out;
	rec->n_values = s.n;
	clocks(&s, rec);
	app_history(ap, u, r, a, rec);
	*out = rec;
	return ERR_NONE;
}
