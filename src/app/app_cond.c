/* app_cond.c: conditions of a list as people and screen files write them -> conditions of the store. */
#include "app_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_list.h"

static const struct {
	const char *word;
	enum store_op op;
} ops[] = {
	{ "=", STORE_EQ }, { "<>", STORE_NE }, { "!=", STORE_NE }, { "<", STORE_LT }, { "<=", STORE_LE }, { ">", STORE_GT }, { ">=",
			STORE_GE },
	{ "glob", STORE_GLOB }, { "in", STORE_IN }, { "prefix", STORE_PREFIX }, { "words", STORE_LIKE_FOLD }, { "null", STORE_NULL }, { "not null",
			STORE_NOT_NULL },
};

static const struct {
	const char *word;
	uint32_t no;
} commons[] = {
	{ "id", MODEL_F_ID }, { "owner_office_id", MODEL_F_OWNER }, { "owner", MODEL_F_OWNER }, { "state", MODEL_F_STATE },
	{ "created_at", MODEL_F_CREATED_AT }, { "created_by", MODEL_F_CREATED_BY }, { "version", MODEL_F_VERSION },
};

/* {today}, {today+2}, {me}, {my_office}, {year} */
static void expand(struct app *ap, const struct app_user *u, const char *value, char *out, size_t cap)
{
	char day[DAY_TEXT_MAX];
	long n;

	(void)ap;
	if (strncmp(value, "{today", 6) == 0) {
		n = strtol(value + 6, NULL, 10);
		snprintf(out, cap, "%s", day_iso(day_today() + (day_t)n, day));
	} else if (strcmp(value, "{me}") == 0) {
		snprintf(out, cap, "%llu", (unsigned long long)(u ? u->id : 0));
	} else if (strcmp(value, "{my_office}") == 0) {
		snprintf(out, cap, "%llu", (unsigned long long)(u ? u->office : 0));
	} else if (strcmp(value, "{year}") == 0) {
		snprintf(out, cap, "%.4s", day_iso(day_today(), day));
	} else {
		snprintf(out, cap, "%s", value);
	}
}

uint32_t app_list_field(const struct model_type *t, const char *name, const struct model_field **f)
{
	struct model_path p;

	*f = NULL;
	for (size_t i = 0; i < COUNT_OF(commons); i++)
		if (strcmp(commons[i].word, name) == 0)
			return commons[i].no;
	if (model_path_parse(t, name, &p) || p.child || p.embed)
		return 0;
	*f = p.field;
	return p.field->no;
}

static int value_of(struct app_listing *l, uint32_t no, const struct model_field *f, const char *text, struct val *out)
{
	const struct model_state *s;
	const char *msg;
	char *end;

	if (no == MODEL_F_STATE) {
		s = model_state_by_name(l->t, text);
		if (!s)
			for (size_t i = 0; i < l->t->n_states; i++)
				if (app_fold_equal(l->t->states[i].label, text))
					s = &l->t->states[i];
		*out = s ? val_int(s->no) : val_null();
		return s ? ERR_NONE : ERR_INVALID;
	}
	if (f) { /* a future day, a number or text beyond the field's limits: a fine thing to ask for */
		struct model_field g = *f;

		g.flags &= ~(uint32_t)MODEL_PAST;
		g.check = NULL;
		g.max = 0;
		g.min = INT32_MIN;
		if (f->kind == MODEL_LIST_CODE || f->kind == MODEL_LIST_REF)
			g.kind = f->kind == MODEL_LIST_CODE ? MODEL_CODE : MODEL_REF;
		return app_parse_value(l->ap, l->u, &g, text, l->a, out, &msg);
	}
	*out = val_int(strtoll(text, &end, 10));
	return *text && *end == '\0' ? ERR_NONE : ERR_INVALID;
}

static int add(struct app_listing *l, uint32_t no, enum store_op op, struct val v)
{
	if (l->n_cond >= COUNT_OF(l->cond))
		return ERR_RANGE;
	l->cond[l->n_cond++] = (struct store_cond){ .field = no, .op = op, .v = v, .group = l->group };
	return ERR_NONE;
}

static int add_in(struct app_listing *l, uint32_t no, const struct model_field *f, const char *text)
{
	struct val *items = arena_xalloc(l->a, APP_DUE_MAX * sizeof(*items));
	size_t n = 0;

	while (*text && n < APP_DUE_MAX) {
		size_t len = strcspn(text, ",");
		size_t skip = strspn(text, " ");
		char word[200], filled[200];

		app_copy(word, sizeof(word), text + (skip < len ? skip : len), skip < len ? len - skip : 0);
		while (word[0] && word[strlen(word) - 1] == ' ')
			word[strlen(word) - 1] = '\0';
		expand(l->ap, l->u, word, filled, sizeof(filled));
		if (value_of(l, no, f, filled, &items[n++]))
			return ERR_INVALID;
		text += len + (text[len] == ',');
	}
	return add(l, no, STORE_IN, (struct val){ .shape = VAL_LIST, .items = items, .n = n });
}

static int add_range(struct app_listing *l, uint32_t no, const struct model_field *f, const char *text)
{
	const char *dots = strstr(text, "..");
	char from[100], to[100], word[100];
	struct val a, b;
	int err;

	if (!dots)
		return ERR_INVALID;
	app_copy(word, sizeof(word), text, (size_t)(dots - text));
	expand(l->ap, l->u, word, from, sizeof(from));
	expand(l->ap, l->u, dots + 2, to, sizeof(to));
	err = from[0] ? value_of(l, no, f, from, &a) : ERR_NONE;
	if (!err && to[0])
		err = value_of(l, no, f, to, &b);
	if (!err && from[0] && to[0]) { /* one condition: it may be one of several that are OR-ed */
		struct val ends[] = { a, b };

		return add(l, no, STORE_BETWEEN, val_dup(l->a, (struct val){ .shape = VAL_LIST, .items = ends, .n = 2 }));
	}
	if (!err && from[0])
		err = add(l, no, STORE_GE, a);
	return err || !to[0] ? err : add(l, no, STORE_LE, b);
}

/* Conditions on the due day: rows whose running clock fits. The store cannot look from a record into its clocks, so the clocks are asked
 * first; they are few, as only running ones count. */
static int add_due(struct app_listing *l, const struct app_cond *c)
{
	const struct model_type *t = model_type_by_no(MODEL_DEADLINE);
	const struct model_field *due = model_field_by_no(t, MODEL_DEADLINE_DUE);
	struct app_listing clocks = { .ap = l->ap, .u = l->u, .t = t, .a = l->a };
	struct app_cond day = { due->name, strcmp(c->field, "late") == 0 ? "<" : c->op, strcmp(c->field, "late") == 0 ? "{today}"
			: c->value };
	struct store_query q = { .type = t, .cond = clocks.cond, .limit = APP_DUE_MAX };
	struct val *items = arena_xalloc(l->a, APP_DUE_MAX * sizeof(*items));
	struct rec **rows;
	size_t n = 0, kept = 0;
	int err = add(&clocks, MODEL_F_STATE, STORE_EQ, val_int(MODEL_DEADLINE_RUNNING));

	if (!err && l->office)
		err = add(&clocks, MODEL_F_OWNER, STORE_EQ, val_int((int64_t)l->office));
	if (!err)
		err = app_cond_add(&clocks, &day, 0);
	q.n_cond = clocks.n_cond;
	if (!err)
		err = store_select(l->ap->st, &q, l->a, &rows, &n);
	for (size_t i = 0; i < n && !err; i++) {
		struct val ref = rec_val_no(rows[i], MODEL_DEADLINE_RECORD);

		if (ref.shape == VAL_LIST && ref.n == 2 && ref.items[0].i == l->t->no)
			items[kept++] = ref.items[1];
	}
	return err ? err : add(l, MODEL_F_ID, STORE_IN, (struct val){ .shape = VAL_LIST, .items = items, .n = kept });
}

/* To find by personal data is to read it: by it nobody finds a guarded record. */
static int open_only(struct app_listing *l)
{
	for (size_t i = 0; i < l->n_cond; i++)
		if (l->cond[i].op == STORE_OPEN)
			return ERR_NONE;
	l->group = 0;
	return add(l, MODEL_F_ID, STORE_OPEN, val_null());
}

int app_cond_add(struct app_listing *l, const struct app_cond *c, uint32_t group)
{
	const struct model_field *f;
	char value[400];
	struct val v;
	uint32_t no;

	l->group = group;
	if (strcmp(c->field, "due") == 0 || strcmp(c->field, "late") == 0)
		return add_due(l, c);
	no = app_list_field(l->t, c->field, &f);
	if (!no)
		return ERR_INVALID;
	if (f && (f->flags & MODEL_PERSONAL) && l->u && !app_may_read(l->u, f))
		return ERR_DENIED;
	if (f && (f->flags & MODEL_PERSONAL) && model_type_guards(l->t) && open_only(l))
		return ERR_RANGE;
	l->group = group;
	if (strcmp(c->op, "in") == 0)
		return add_in(l, no, f, c->value);
	if (strcmp(c->op, "..") == 0)
		return add_range(l, no, f, c->value);
	for (size_t i = 0; i < COUNT_OF(ops); i++) {
		if (strcmp(ops[i].word, c->op) != 0)
			continue;
		if (ops[i].op == STORE_NULL || ops[i].op == STORE_NOT_NULL)
			return add(l, no, ops[i].op, val_null());
		expand(l->ap, l->u, c->value ? c->value : "", value, sizeof(value));
		if (ops[i].op == STORE_PREFIX || ops[i].op == STORE_LIKE_FOLD || ops[i].op == STORE_GLOB)
			return add(l, no, ops[i].op, val_str(arena_xstrdup(l->a, value)));
		if (value_of(l, no, f, value, &v))
			return ERR_INVALID;
		return add(l, no, ops[i].op, v);
	}
	return ERR_INVALID;
}
