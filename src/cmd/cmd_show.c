/* cmd_show.c: `congvu show`: one record, its rows, its clocks, its life. As JSON: every field and every event. */
#include "cmd_internal.h"

#include <string.h>

#define OUT_MAX (16u << 20)

/* ---- as text ------------------------------------------------------------------------------------------------------------- */

static void show_clocks(const struct app_record *rec)
{
	for (size_t i = 0; i < rec->n_clocks; i++) {
		const struct app_clock *k = &rec->clocks[i];

		cmd_printf("  %s %s: %s%s\n", k->late ? "!" : k->paused ? "||" : " ", k->rule, k->due_text ? k->due_text : "", k->running ? "" : " (xong)");
		if (k->explain && *k->explain)
			cmd_printf("      %s\n", k->explain);
	}
}

static void show_steps(const struct app_record *rec)
{
	for (size_t i = 0; i < rec->n_steps; i++) {
		const struct app_step *s = &rec->steps[i];

		cmd_printf("  %s  %s%s%s%s%s\n", s->when, s->what, *s->who ? "  " : "", s->who, *s->note ? "  " : "", s->note);
	}
}

static void show_text(const struct app_record *rec)
{
	cmd_printf("%s %s  (%llu)\n", rec->type->label, rec->number, (unsigned long long)rec->id);
	cmd_printf("%s\n%s%s%s\n\n", rec->title, rec->state_label, *rec->state_label ? ", " : "", rec->owner_name);
	for (size_t i = 0; i < rec->n_values; i++)
		cmd_printf("  %s: %s\n", rec->values[i].label, rec->values[i].shown);
	if (rec->n_clocks > 0)
		cmd_puts("\n");
	show_clocks(rec);
	if (rec->n_steps > 0)
		cmd_puts("\n");
	show_steps(rec);
}

/* ---- as JSON --------------------------------------------------------------------------------------------------------------- */

static int json_children(struct cmd_json *j, struct store *st, const struct rec *rec, struct arena *a)
{
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *t = model_type_at(i);
		struct rec **rows;
		size_t n;
		int r;

		if (!(t->flags & MODEL_T_CHILD) || !t->parent || strcmp(t->parent, rec->type->name) != 0)
			continue;
		r = cmd_rows_of(st, t, rec->id, a, &rows, &n);
		if (r)
			return r;
		cmd_json_key(j, t->collection);
		cmd_json_open(j, '[');
		for (size_t k = 0; k < n; k++) {
			cmd_json_open(j, '{');
			cmd_row_json(j, rows[k]);
			cmd_json_close(j, '}');
		}
		cmd_json_close(j, ']');
	}
	return ERR_NONE;
}

/* Why it was done, where somebody had to say so or went on against a warning. */
static const char *event_reason(const struct store_past *e, const struct rec *rec)
{
	for (size_t i = 0; i < e->n_ops; i++) {
		const struct store_row_op *op = &e->ops[i];

		for (size_t k = 0; k < op->n_fields && op->type == rec->type->no && op->id == rec->id; k++) {
			const struct model_field *f = model_field_by_no(rec->type, op->fields[k].no);

			if (f && f->flags & MODEL_REASON && op->fields[k].v.shape == VAL_BYTES)
				return op->fields[k].v.s;
		}
	}
	return NULL;
}

static void json_event(struct cmd_json *j, const struct store_past *e, const struct rec *rec)
{
	const struct model_verb *v = model_verb_by_no(e->verb);
	const struct model_role *role = model_role_by_no(e->role);
	char at[TIME_TEXT_MAX];

	cmd_json_open(j, '{');
	cmd_json_key(j, "node");
	cmd_json_int(j, e->node);
	cmd_json_key(j, "epoch");
	cmd_json_int(j, e->epoch);
	cmd_json_key(j, "seq");
	cmd_json_int(j, (int64_t)e->seq);
	cmd_json_key(j, "at");
	cmd_json_text(j, time_iso(e->time, at));
	cmd_json_key(j, "verb");
	cmd_json_text(j, v ? v->name : NULL);
	cmd_json_key(j, "verb_no");
	cmd_json_int(j, e->verb);
	cmd_json_key(j, "actor");
	cmd_json_id(j, e->actor);
	cmd_json_key(j, "on_behalf_of");
	cmd_json_id(j, e->on_behalf_of);
	cmd_json_key(j, "hand");
	cmd_json_id(j, e->hand);
	cmd_json_key(j, "as");
	cmd_json_text(j, role ? role->name : NULL);
	cmd_json_key(j, "reason");
	cmd_json_text(j, event_reason(e, rec));
	cmd_json_key(j, "flags");
	cmd_json_int(j, e->flags);
	cmd_json_key(j, "wiped");
	cmd_json_yes(j, e->wiped);
	cmd_json_key(j, "rows");
	cmd_json_int(j, (int64_t)e->n_ops);
	cmd_json_close(j, '}');
}

static void json_clocks(struct cmd_json *j, const struct app_record *rec)
{
	cmd_json_key(j, "clocks");
	cmd_json_open(j, '[');
	for (size_t i = 0; i < rec->n_clocks; i++) {
		const struct app_clock *k = &rec->clocks[i];

		cmd_json_open(j, '{');
		cmd_json_key(j, "rule");
		cmd_json_text(j, k->rule);
		cmd_json_key(j, "due");
		cmd_json_text(j, k->due_text);
		cmd_json_key(j, "running");
		cmd_json_yes(j, k->running);
		cmd_json_key(j, "paused");
		cmd_json_yes(j, k->paused);
		cmd_json_key(j, "late");
		cmd_json_yes(j, k->late);
		cmd_json_key(j, "explain");
		cmd_json_text(j, k->explain);
		cmd_json_close(j, '}');
	}
	cmd_json_close(j, ']');
}

static int json_history(struct cmd_json *j, struct store *st, const struct rec *rec, struct arena *a)
{
	struct store_past *past = NULL;
	size_t n = 0;
	int r = store_history(st, rec->type->no, rec->id, a, &past, &n);

	cmd_json_key(j, "history");
	cmd_json_open(j, '[');
	for (size_t i = 0; i < n && !r; i++)
		json_event(j, &past[i], rec);
	cmd_json_close(j, ']');
	return r;
}

static int show_json(struct store *st, const struct app_record *shown, struct arena *a)
{
	struct buf out;
	struct cmd_json j = { .b = &out };
	struct rec *rec = NULL;
	int r = store_get(st, shown->type, shown->id, a, &rec);

	if (r)
		return r;
	buf_init(&out, OUT_MAX);
	cmd_json_open(&j, '{');
	cmd_json_key(&j, "type");
	cmd_json_text(&j, rec->type->name);
	cmd_json_key(&j, "number");
	cmd_json_text(&j, shown->number);
	cmd_row_json(&j, rec);
	r = json_children(&j, st, rec, a);
	json_clocks(&j, shown);
	if (!r)
		r = json_history(&j, st, rec, a);
	cmd_json_close(&j, '}');
	buf_puts(&out, "\n");
	if (!r)
		r = buf_err(&out);
	if (!r)
		cmd_put(out.p, out.len);
	buf_clear(&out);
	return r;
}

static int show(const struct cmd_call *c, struct app *ap, const struct model_type *t, struct arena *a)
{
	struct err_info ei = { 0 };
	struct app_user u;
	struct app_record *rec = NULL;
	rowid_t id = 0;
	int r, status = cmd_user_of(c, ap, &u);

	if (status)
		return status;
	r = app_find(ap, &u, t->name, c->o.args[1], &id, &ei);
	if (!r)
		r = app_record(ap, &u, t->name, id, a, &rec, &ei);
	if (!r && opt_flag(&c->o, "json"))
		r = show_json(app_store(ap), rec, a);
	else if (!r)
		show_text(rec);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

int cmd_show(struct cmd_call *c)
{
	const struct model_type *t;
	struct app *ap = NULL;
	struct arena *a;
	int status = cmd_type_of(c, c->o.args[0], &t);

	if (status || (status = cmd_app_open(c, APP_READONLY, &ap)))
		return status;
	a = arena_new(64u << 20);
	status = a ? show(c, ap, t, a) : cmd_fail(ERR_NOMEM, NULL);
	arena_free(a);
	app_close(ap);
	return status;
}
