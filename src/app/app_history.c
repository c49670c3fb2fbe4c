/* app_history.c: the events of a record as lines: when, what, who, and what a correction changed (DECISIONS events 8). */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEXT_STEPS 3

struct telling {
	struct app *ap;
	const struct app_user *u;
	const struct rec *row; /* as it is now */
	struct arena *a;
	struct val *was; /* values before the event being told */
	const char *before; /* what the event before it did, as told */
	bool guarded;
};

static const struct store_row_op *own_op(const struct telling *t, const struct store_past *p)
{
	for (size_t i = 0; i < p->n_ops; i++)
		if (p->ops[i].type == t->row->type->no && p->ops[i].id == t->row->id)
			return &p->ops[i];
	return NULL;
}

static const struct val *op_value(const struct store_row_op *op, uint32_t no)
{
	for (size_t i = 0; op && i < op->n_fields; i++)
		if (op->fields[i].no == no)
			return &op->fields[i].v;
	return NULL;
}

/* Due day of the clock that this event started or moved. */
static const char *event_due(struct telling *t, const struct store_past *p)
{
	char text[TIME_TEXT_MAX];

	for (size_t i = p->n_ops; i > 0; i--) {
		const struct store_row_op *op = &p->ops[i - 1];
		const struct val *due = op->type == MODEL_DEADLINE ? op_value(op, MODEL_DEADLINE_DUE) : NULL;
		const struct val *at = op->type == MODEL_DEADLINE ? op_value(op, MODEL_DEADLINE_DUE_AT) : NULL;

		if (at && at->shape == VAL_INT)
			return arena_xstrdup(t->a, time_show(at->i, text));
		if (due && due->shape == VAL_INT)
			return arena_xstrdup(t->a, day_show((day_t)due->i, text));
	}
	return "";
}

static const char *shown(struct telling *t, const struct model_field *f, struct val v)
{
	return app_read_text(t->ap, t->u, t->guarded, f, v, true, t->a);
}

/* A place of the sentence that stayed empty leaves its blanks behind. */
static const char *without_gaps(const char *s, struct arena *a)
{
	char *out = arena_xstrdup(a, s), *to = out;

	for (const char *p = out; *p; p++)
		if (*p != ' ' || (p[1] != ' ' && p[1] != ',' && p[1] != '\0'))
			*to++ = *p;
	*to = '\0';
	return out;
}

/* Every {field} of the verb's sentence; {number} and {due} besides. */
static const char *sentence(struct telling *t, const struct store_past *p, const struct model_verb *v)
{
	const struct store_row_op *op = own_op(t, p);
	const struct model_type *type = t->row->type;
	const char *pairs[16], *out;
	const struct model_field *no = model_field_by_name(type, type->number_field);
	size_t n = 0;
	struct buf b;

	for (const char *q = strchr(v->past, '{'); q && n < 7; q = strchr(q + 1, '{')) {
		char *name = arena_strndup(t->a, q + 1, strcspn(q + 1, "}"));
		const struct model_field *f = name ? model_field_by_name(type, name) : NULL;

		if (name && strcmp(name, "number") == 0)
			f = no;
		pairs[2 * n] = name;
		if (name && strcmp(name, "due") == 0) {
			pairs[2 * n + 1] = event_due(t, p);
		} else if (name && v->no == MODEL_V_UNDO) { /* what it took back is the event before it */
			pairs[2 * n + 1] = t->before;
		} else {
			const struct val *val = f ? op_value(op, f->no) : NULL;

			pairs[2 * n + 1] = f ? shown(t, f, val ? *val : rec_val(t->row, f)) : "";
		}
		n++;
	}
	buf_init(&b, 4096);
	model_message_fill_pairs(&b, v->past, pairs, n);
	out = without_gaps(buf_str(&b), t->a);
	buf_clear(&b);
	return out;
}

static void change(struct telling *t, const struct model_field *f, struct val old, struct val now, struct buf *out)
{
	const char *a = app_val_empty(old) ? model_message("A85") : shown(t, f, old), *b = app_val_empty(now) ? model_message("A85")
			: shown(t, f, now);

	if (out->len)
		buf_puts(out, "; ");
	model_message_fill(out, model_message("A84"), "label", f->label, "was", a, "now", b, NULL);
}

/* What a verb that keeps the state changed, the reason, and the due day counted anew. */
static const char *note(struct telling *t, const struct store_past *p, const struct model_verb *v)
{
	const struct store_row_op *op = own_op(t, p);
	const char *due = v && !v->to ? event_due(t, p) : "", *out;
	const char *reason = NULL;
	struct buf b;

	buf_init(&b, 16384);
	for (size_t i = 0; op && i < op->n_fields; i++) {
		const struct model_field *f = model_field_by_no(t->row->type, op->fields[i].no);

		if (f && (f->flags & MODEL_REASON))
			reason = op->fields[i].v.shape == VAL_BYTES ? op->fields[i].v.s : NULL;
		else if (f && v && !v->to && op->kind == STORE_PATCH)
			change(t, f, t->was[model_field_index(t->row->type, f)], op->fields[i].v, &b);
	}
	if (*due) {
		buf_puts(&b, b.len ? "; " : "");
		model_message_fill(&b, model_message("A86"), "due", due, NULL);
	}
	if (reason) /* why may tell of whom */
		buf_printf(&b, "%s%s", b.len ? "; " : "", t->guarded ? "•••" : reason);
	out = arena_xstrdup(t->a, buf_str(&b));
	buf_clear(&b);
	return out;
}

static const char *person(struct telling *t, rowid_t user)
{
	struct rec *r;

	if (!user || app_row_get(t->ap, model_type_by_no(MODEL_USER), user, t->a, &r))
		return model_message("A82");
	return app_rec_text(r, MODEL_USER_FULL_NAME);
}

static void who(struct telling *t, const struct store_past *p, struct app_step *out)
{
	struct buf b;

	out->who = person(t, p->actor);
	if (!p->hand)
		return;
	buf_init(&b, 1024);
	buf_printf(&b, "%s ", out->who);
	model_message_fill(&b, model_message("A87"), "name", person(t, p->hand), NULL);
	out->who = arena_xstrdup(t->a, buf_str(&b));
	buf_clear(&b);
}

static void tell(struct telling *t, const struct store_past *p, struct app_step *out)
{
	const struct model_verb *v = model_verb_by_no(p->verb);
	const struct store_row_op *op = own_op(t, p);
	char day[DAY_TEXT_MAX];
	int h, m;

	time_local(p->time, &h, &m);
	out->at = p->time;
	out->when = arena_xprintf(t->a, "%s %02d:%02d", day_show_short(day_of_time(p->time), day_today(), day), h, m);
	out->what = p->wiped ? model_message("A83") : v ? sentence(t, p, v) : arena_xprintf(t->a, "#%u", p->verb);
	t->before = out->what;
	out->note = p->wiped ? "" : note(t, p, v);
	who(t, p, out);
	for (size_t i = 0; op && i < op->n_fields; i++) {
		const struct model_field *f = model_field_by_no(t->row->type, op->fields[i].no);

		if (f)
			t->was[model_field_index(t->row->type, f)] = op->fields[i].v;
	}
}

/* What usually follows: the first verb of the table that leads on. */
static size_t future(struct telling *t, struct app_step *out, size_t n)
{
	uint32_t state = t->row->state;
	size_t added = 0;

	for (size_t round = 0; round < NEXT_STEPS; round++) {
		const struct model_verb *next = NULL;

		for (size_t i = 0, count = model_verb_count(); i < count && !next; i++) {
			const struct model_verb *v = model_verb_at(i);

			if (strcmp(v->type, t->row->type->name) == 0 && v->to && strcmp(v->from, "*") != 0 && model_verb_from(v,
					t->row->type, state))
				next = v;
		}
		if (!next)
			break;
		out[n + added++] = (struct app_step){ .when = ".......", .what = next->label, .who = "", .note = "", .future = true };
		state = model_state_by_name(t->row->type, next->to)->no;
	}
	return added;
}

static int by_time(const void *x, const void *y)
{
	const struct store_past *a = x, *b = y;

	return a->time != b->time ? (a->time < b->time ? -1 : 1) : a->seq < b->seq ? -1 : a->seq > b->seq;
}

void app_history(struct app *ap, const struct app_user *u, const struct rec *row, struct arena *a, struct app_record *out)
{
	struct telling t = { .ap = ap, .u = u, .row = row, .a = a, .before = "", .guarded = app_guarded(ap, u, row) };
	struct store_past *past;
	struct app_step *step;
	size_t n;

	if (store_history(ap->st, row->type->no, row->id, a, &past, &n))
		return;
	qsort(past, n, sizeof(*past), by_time);
	t.was = arena_xalloc(a, (row->type->n_fields + 1) * sizeof(*t.was));
	for (size_t i = 0; i < row->type->n_fields; i++)
		t.was[i] = val_null();
	step = arena_xalloc(a, (n + NEXT_STEPS + 1) * sizeof(*step));
	for (size_t i = 0; i < n; i++)
		tell(&t, &past[i], &step[i]);
	out->steps = step;
	out->n_steps = n + future(&t, step, n);
}
