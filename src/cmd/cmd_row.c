/* cmd_row.c: stored rows as JSON, CSV and plain text: every field, unmasked, as programs want them. */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>

#define VALUE_MAX (1u << 20)
#define PAGE 256u

const char *cmd_state_name(const struct model_type *t, uint32_t no, char out[24])
{
	const struct model_state *s = model_state_by_no(t, no);

	if (s)
		return s->name;
	if (no == 0)
		return "";
	snprintf(out, 24, "#%u", no);
	return out;
}

static void put_day(struct buf *out, int64_t day)
{
	char text[DAY_TEXT_MAX];

	buf_puts(out, day_iso((day_t)day, text));
}

static void put_time(struct buf *out, int64_t at)
{
	char text[TIME_TEXT_MAX];

	buf_puts(out, time_iso(at, text));
}

static void put_list(struct buf *out, const struct val *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_put_u8(out, ' ');
		if (items[i].shape == VAL_INT)
			buf_printf(out, "%lld", (long long)items[i].i);
		else
			buf_put(out, items[i].s, items[i].n);
	}
}

static void put_composite(const struct rec *r, const struct model_field *f, struct buf *out)
{
	const struct model_field *part[MODEL_PARTS_MAX];
	size_t n = model_composite_parts(r->type, f, part);
	struct buf text[MODEL_PARTS_MAX];
	const char *parts[MODEL_PARTS_MAX] = { "", "", "", "" };

	for (size_t i = 0; i < MODEL_PARTS_MAX; i++) {
		buf_init(&text[i], VALUE_MAX);
		if (i < n) {
			cmd_row_text(r, part[i], &text[i]);
			parts[i] = buf_str(&text[i]);
		}
	}
	model_composite_join(f, parts, out);
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_clear(&text[i]);
}

/* The name of the type in a reference to any type. */
static const char *any_type(struct val v, char out[24])
{
	const struct model_type *t = v.n == 2 ? model_type_by_no((uint32_t)v.items[0].i) : NULL;

	if (t)
		return t->name;
	snprintf(out, 24, "#%lld", v.n == 2 ? (long long)v.items[0].i : 0);
	return out;
}

static void put_int(const struct model_field *f, int64_t i, struct buf *out)
{
	if (f->kind == MODEL_DATE)
		put_day(out, i);
	else if (f->kind == MODEL_TIME)
		put_time(out, i);
	else
		buf_printf(out, "%lld", (long long)i);
}

void cmd_row_text(const struct rec *r, const struct model_field *f, struct buf *out)
{
	struct val v;
	char name[24];

	if (f->kind == MODEL_COMPOSITE) {
		put_composite(r, f, out);
		return;
	}
	v = rec_val(r, f);
	if (val_is_null(v))
		return;
	if (f->kind == MODEL_REF_ANY && v.shape == VAL_LIST && v.n == 2)
		buf_printf(out, "%s %lld", any_type(v, name), (long long)v.items[1].i);
	else if (v.shape == VAL_LIST)
		put_list(out, v.items, v.n);
	else if (v.shape == VAL_INT)
		put_int(f, v.i, out);
	else
		buf_put(out, v.s, v.n);
}

static void json_list(struct cmd_json *j, struct val v)
{
	cmd_json_open(j, '[');
	for (size_t i = 0; i < v.n; i++) {
		if (v.items[i].shape == VAL_INT)
			cmd_json_id(j, (rowid_t)v.items[i].i);
		else
			cmd_json_str(j, v.items[i].s, v.items[i].n);
	}
	cmd_json_close(j, ']');
}

static void json_any(struct cmd_json *j, struct val v)
{
	char name[24];

	cmd_json_open(j, '{');
	cmd_json_key(j, "type");
	cmd_json_text(j, any_type(v, name));
	cmd_json_key(j, "id");
	cmd_json_id(j, v.n == 2 ? (rowid_t)v.items[1].i : 0);
	cmd_json_close(j, '}');
}

static void json_text(struct cmd_json *j, const struct rec *r, const struct model_field *f)
{
	struct buf text;

	buf_init(&text, VALUE_MAX);
	cmd_row_text(r, f, &text);
	if (text.len == 0)
		cmd_json_null(j);
	else
		cmd_json_str(j, (const char *)text.p, text.len);
	buf_clear(&text);
}

static void json_value(struct cmd_json *j, const struct rec *r, const struct model_field *f)
{
	struct val v = f->kind == MODEL_COMPOSITE ? val_null() : rec_val(r, f);

	switch (f->kind) {
	case MODEL_INT:
	case MODEL_MONEY:
		if (v.shape == VAL_INT)
			cmd_json_int(j, v.i);
		else
			cmd_json_null(j);
		return;
	case MODEL_YES:
		if (v.shape == VAL_INT)
			cmd_json_yes(j, v.i != 0);
		else
			cmd_json_null(j);
		return;
	case MODEL_REF:
		cmd_json_id(j, v.shape == VAL_INT ? (rowid_t)v.i : 0);
		return;
	case MODEL_REF_ANY:
		if (v.shape == VAL_LIST)
			json_any(j, v);
		else
			cmd_json_null(j);
		return;
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
		if (v.shape == VAL_LIST)
			json_list(j, v);
		else
			cmd_json_null(j);
		return;
	case MODEL_TEXT:
	case MODEL_DATE:
	case MODEL_TIME:
	case MODEL_CODE:
	case MODEL_ATTACHMENT:
	case MODEL_COMPOSITE:
		json_text(j, r, f);
		return;
	}
	cmd_json_null(j);
}

void cmd_row_json(struct cmd_json *j, const struct rec *r)
{
	char text[TIME_TEXT_MAX], state[24];

	cmd_json_key(j, "id");
	cmd_json_id(j, r->id);
	cmd_json_key(j, "owner_office_id");
	cmd_json_id(j, r->owner);
	if (r->type->n_states > 0) {
		cmd_json_key(j, "state");
		cmd_json_text(j, cmd_state_name(r->type, r->state, state));
	}
	cmd_json_key(j, "version");
	cmd_json_int(j, (int64_t)r->version);
	cmd_json_key(j, "created_at");
	cmd_json_text(j, time_iso(r->created_at, text));
	cmd_json_key(j, "created_by");
	cmd_json_id(j, r->created_by);
	for (size_t i = 0; i < r->type->n_fields; i++) {
		if (r->type->fields[i].flags & MODEL_LOCAL)
			continue;
		cmd_json_key(j, r->type->fields[i].name);
		json_value(j, r, &r->type->fields[i]);
	}
}

static const char *const common[] = { "id", "owner_office_id", "state", "version", "created_at", "created_by" };

bool cmd_row_common(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(common); i++)
		if (strcmp(common[i], name) == 0)
			return true;
	return false;
}

void cmd_row_csv_head(const struct model_type *t, struct buf *out)
{
	for (size_t i = 0; i < COUNT_OF(common); i++)
		cmd_csv_cell(out, common[i], strlen(common[i]), i == 0);
	for (size_t i = 0; i < t->n_fields; i++)
		if (!(t->fields[i].flags & MODEL_LOCAL) && t->fields[i].kind != MODEL_COMPOSITE)
			cmd_csv_cell(out, t->fields[i].name, strlen(t->fields[i].name), false);
	buf_puts(out, "\r\n");
}

void cmd_row_csv(const struct rec *r, struct buf *out)
{
	char time_text[TIME_TEXT_MAX], state[24];
	const char *state_name = cmd_state_name(r->type, r->state, state);
	struct buf text;

	buf_init(&text, VALUE_MAX);
	buf_printf(out, "%llu,%llu,", (unsigned long long)r->id, (unsigned long long)r->owner);
	cmd_csv_cell(out, state_name, strlen(state_name), true);
	buf_printf(out, ",%llu,%s,%llu", (unsigned long long)r->version, time_iso(r->created_at, time_text), (unsigned long long)r->created_by);
	for (size_t i = 0; i < r->type->n_fields; i++) {
		if (r->type->fields[i].flags & MODEL_LOCAL || r->type->fields[i].kind == MODEL_COMPOSITE)
			continue;
		buf_reset(&text);
		cmd_row_text(r, &r->type->fields[i], &text);
		cmd_csv_cell(out, buf_str(&text), text.len, false);
	}
	buf_puts(out, "\r\n");
	buf_clear(&text);
}

/* One page behind `after`; *after becomes a copy of the key of the last row. */
static int each_page(struct store *st, const struct store_query *q, struct arena *a, cmd_row_fn *fn, void *ctx, struct rec *last, size_t *n)
{
	struct rec **rows = NULL;
	int r = store_select(st, q, a, &rows, n);

	for (size_t i = 0; i < *n && !r; i++)
		r = fn(ctx, rows[i]);
	if (!r && *n > 0)
		last->id = rows[*n - 1]->id;
	return r;
}

int cmd_rows_each(struct store *st, const struct model_type *t, rowid_t owner, cmd_row_fn *fn, void *ctx)
{
	struct store_cond owned = { .field = MODEL_F_OWNER, .op = STORE_EQ, .v = val_int((int64_t)owner) };
	struct rec last = { .type = t };
	struct store_query q = { .type = t, .cond = &owned, .n_cond = owner ? 1 : 0, .limit = PAGE };
	struct arena *a = arena_new(64u << 20);
	size_t n = PAGE;
	int r = a ? ERR_NONE : ERR_NOMEM;

	while (!r && n == PAGE) {
		r = each_page(st, &q, a, fn, ctx, &last, &n);
		q.after = &last;
		arena_reset(a);
	}
	arena_free(a);
	return r;
}

int cmd_rows_of(struct store *st, const struct model_type *child, rowid_t parent, struct arena *a, struct rec ***out, size_t *n)
{
	const struct model_field *f = child->parent_field ? model_field_by_name(child, child->parent_field) : NULL;
	struct store_cond mine = { .op = STORE_EQ, .v = val_int((int64_t)parent) };
	struct store_query q = { .type = child, .cond = &mine, .n_cond = 1, .limit = 1000 };

	*out = NULL;
	*n = 0;
	if (!f)
		return ERR_NONE;
	mine.field = f->no;
	return store_select(st, &q, a, out, n);
}
