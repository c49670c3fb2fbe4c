/* cmd_list.c: `congvu list`: records of a type, by words and conditions. The conditions and what may be seen are app's; as JSON every field. */
#include "cmd_internal.h"

#include <string.h>

#define PAGE 200u
#define ROW_MAX (4u << 20)

struct lister {
	const struct cmd_call *c;
	struct app *ap;
	struct app_user user;
	const struct model_type *type;
	struct app_qbe q_by;
	const char *column[5];
	struct app_query q;
	struct arena *words; /* of the conditions */
	size_t left;
	struct buf row;
	struct cmd_json json;
};

/* FIELD=VALUE and its kin: the first operator in the word. */
static bool condition(struct arena *a, const char *word, struct app_cond *out)
{
	static const char *const ops[] = { "<>", "<=", ">=", "=", "<", ">", "~" };
	size_t n = strcspn(word, "=<>~");

	if (n == 0 || !word[n])
		return false;
	for (size_t i = 0; i < COUNT_OF(ops); i++) {
		size_t len = strlen(ops[i]);

		if (strncmp(word + n, ops[i], len) != 0)
			continue;
		out->field = arena_strndup(a, word, n);
		out->op = *ops[i] == '~' ? "words" : ops[i];
		out->value = word + n + len;
		if (!*out->value && (len == 2 || *ops[i] == '='))
			out->op = *ops[i] == '=' ? "null" : len == 2 && ops[i][1] == '>' ? "not null" : out->op;
		return out->field != NULL;
	}
	return false;
}

/* FIELD=EXPR where EXPR begins with an operator, as in a search form: FIELD==value, FIELD=>5, FIELD=<>. */
static bool by_example(const char *word)
{
	const char *eq = strchr(word, '=');

	return eq && eq > word && strchr("<>!~", eq[-1]) == NULL && eq[1] && strchr("=<>!", eq[1]);
}

static int example(struct lister *l, const char *word)
{
	struct err_info ei = { 0 };
	const char *eq = strchr(word, '=');
	char *field = arena_strndup(l->words, word, (size_t)(eq - word));
	int r = field ? app_qbe_parse(l->ap, &l->user, l->type->name, field, eq + 1, l->words, &l->q_by, &ei) : ERR_NOMEM;

	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

static int prepare(struct lister *l)
{
	const struct cmd_call *c = l->c;
	const char *word;
	size_t n = 0;

	for (size_t i = 0; (word = cmd_multi(c, "where", i)); i++)
		if (by_example(word)) {
			int status = example(l, word);

			if (status)
				return status;
		} else if (l->q_by.n == APP_QBE_MAX || !condition(l->words, word, &l->q_by.cond[l->q_by.n++])) {
			return cmd_wrong(c, "--where takes FIELD=VALUE, not %s", word);
		}
	if (l->type->number_field)
		l->column[n++] = l->type->number_field;
	if (l->type->date_field)
		l->column[n++] = l->type->date_field;
	if (l->type->title_field)
		l->column[n++] = l->type->title_field;
	l->q = (struct app_query){ .type = l->type->name, .cond = l->q_by.cond, .n_cond = l->q_by.n, .group = l->q_by.group,
		                   .find = opt_text(&c->o, "find"),
		                   .order = opt_text(&c->o, "order"), .column = l->column, .n_columns = n, .limit = PAGE };
	return cmd_office_of(c, app_store(l->ap), opt_text(&c->o, "office"), &l->q.office);
}

static int row_json(struct lister *l, rowid_t id, struct arena *a)
{
	struct rec *rec = NULL;
	int r = store_get(app_store(l->ap), l->type, id, a, &rec);

	if (r)
		return r;
	buf_reset(&l->row);
	cmd_json_open(&l->json, '{');
	cmd_row_json(&l->json, rec);
	cmd_json_close(&l->json, '}');
	cmd_put(l->row.p, l->row.len);
	cmd_puts("\n");
	return buf_err(&l->row);
}

static int row_state(struct lister *l, rowid_t id, struct arena *a)
{
	struct rec *rec = NULL;
	const struct model_state *s;
	char word[24];
	int r = store_get(app_store(l->ap), l->type, id, a, &rec);

	if (r)
		return r;
	s = model_state_by_no(l->type, rec->state);
	cmd_printf("\t%s", s ? s->label : cmd_state_name(l->type, rec->state, word));
	return ERR_NONE;
}

static int row_text(struct lister *l, const struct app_row *row, struct arena *a)
{
	int r = ERR_NONE;

	cmd_printf("%llu", (unsigned long long)row->id);
	for (size_t i = 0; i < l->q.n_columns; i++) {
		cmd_puts("\t");
		cmd_puts(row->cell[i]);
	}
	if (l->type->n_states > 0)
		r = row_state(l, row->id, a);
	cmd_puts("\n");
	return r;
}

/* One page; *n = rows on it. */
static int page(struct lister *l, struct arena *a, size_t *n, struct err_info *ei)
{
	struct app_row *rows = NULL;
	int r;

	l->q.limit = l->left < PAGE ? l->left : PAGE;
	*n = 0;
	r = app_list(l->ap, &l->user, &l->q, a, &rows, n, ei);
	for (size_t i = 0; i < *n && !r && cmd_out_open(); i++)
		r = l->json.b ? row_json(l, rows[i].id, a) : row_text(l, &rows[i], a);
	if (!r && *n > 0)
		l->q.after = rows[*n - 1].id;
	l->left -= *n;
	return r;
}

static int pages(struct lister *l)
{
	struct err_info ei = { 0 };
	struct arena *a = arena_new(64u << 20);
	size_t n = 1;
	int r = a ? ERR_NONE : ERR_NOMEM;

	if (l->json.b)
		cmd_puts("[");
	while (!r && n > 0 && l->left > 0 && cmd_out_open()) {
		r = page(l, a, &n, &ei);
		if (n < PAGE)
			n = 0;
		arena_reset(a);
	}
	if (l->json.b)
		cmd_puts("]\n");
	arena_free(a);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

int cmd_list(struct cmd_call *c)
{
	struct lister l = { .c = c };
	int status = cmd_type_of(c, c->o.args[0], &l.type);

	if (status || (status = cmd_app_open(c, APP_READONLY, &l.ap)))
		return status;
	l.words = arena_new(16u << 20);
	l.left = (size_t)opt_int(&c->o, "limit", INT64_MAX);
	buf_init(&l.row, ROW_MAX);
	if (opt_flag(&c->o, "json"))
		l.json.b = &l.row;
	status = cmd_user_of(c, l.ap, &l.user);
	if (!status)
		status = prepare(&l);
	if (!status)
		status = pages(&l);
	buf_clear(&l.row);
	arena_free(l.words);
	app_close(l.ap);
	return status;
}
