/* store_query.c: select and count: conditions, order and page become SQL text; every value is bound.
 *
 * A page is cut by key, never by offset: the row `after` is compared in the order's own terms. SQLite puts NULL before everything, so the
 * first key splits the order into two parts, rows without a value and rows with one; a page that runs out of one part goes on in the other.
 * Within a part the first key is a plain bound that an index can seek.
 */
#include <string.h>

#include "store_query.h"

#define GROUPS_MAX 32

/* ---- columns ---- */

static const char *common_column(uint32_t no)
{
	static const char *const names[] = { NULL, "id", "owner_office_id", "state", "created_at", "created_by", "version" };

	return no < COUNT_OF(names) ? names[no] : NULL;
}

int store_column(const struct model_type *t, uint32_t no, const struct model_field **f, struct buf *out)
{
	const char *name = common_column(no);

	*f = name ? NULL : model_field_by_no(t, no);
	if (!name && (!*f || (*f)->kind == MODEL_COMPOSITE))
		return ERR_INVALID;
	buf_printf(out, "t.\"%s%s\"", name ? name : (*f)->name, *f && (*f)->kind == MODEL_REF_ANY ? "_id" : "");
	return 0;
}

int store_bind_add(struct query *q, struct val cell)
{
	if (q->n_binds >= COUNT_OF(q->binds))
		return ERR_RANGE;
	q->binds[q->n_binds++] = cell;
	buf_printf(&q->sql, "?%zu", q->n_binds);
	return 0;
}

/* The cell that a condition's value is compared with. */
int store_query_cell(struct query *q, uint32_t no, const struct model_field *f, struct val v, struct val *cell)
{
	struct val cells[STORE_CELLS_MAX];
	int r;

	if (no == MODEL_F_STATE)
		return v.shape == VAL_INT ? store_cell_state(q->t, (uint32_t)v.i, q->a, cell) : ERR_INVALID;
	if (no == MODEL_F_CREATED_AT)
		return v.shape == VAL_INT ? store_cell_time(v.i, q->a, cell) : ERR_INVALID;
	if (!f || v.shape != model_shape(f->kind)) {
		*cell = v; /* keys and versions; an item of a list; the key of a reference to any type */
		return v.shape == VAL_LIST ? ERR_INVALID : 0;
	}
	r = store_cell(f, v, q->a, cells);
	*cell = cells[0];
	return r;
}

/* ---- conditions ---- */

static const char *const OPERATORS[] = { [STORE_EQ] = " = ", [STORE_NE] = " IS NOT ", [STORE_LT] = " < ", [STORE_LE] = " <= ",
	                                 [STORE_GT] = " > ", [STORE_GE] = " >= " };

static int compare(struct query *q, const struct store_cond *c, const struct model_field *f, const char *column)
{
	struct val cell;
	int r = store_query_cell(q, c->field, f, c->v, &cell);

	if (r)
		return r;
	buf_printf(&q->sql, "%s%s", column, OPERATORS[c->op]); /* a row without a value is unequal to every value */
	return store_bind_add(q, cell);
}

static int any_ref(struct query *q, const struct store_cond *c, const struct model_field *f)
{
	struct val cells[STORE_CELLS_MAX];
	int r = store_shape_fits(f, c->v) ? store_cell(f, c->v, q->a, cells) : ERR_INVALID;

	if (r)
		return r;
	buf_printf(&q->sql, "(t.\"%s_id\" = ", f->name);
	r = store_bind_add(q, cells[1]);
	buf_printf(&q->sql, " AND t.\"%s_type\" = ", f->name);
	if (r == 0)
		r = store_bind_add(q, cells[0]);
	buf_puts(&q->sql, c->op == STORE_NE ? ") IS NOT 1" : ")"); /* no reference at all is another one too */
	return r;
}

/* A list field has an item. */
static int has_item(struct query *q, const struct store_cond *c, const char *column)
{
	struct val v = c->v;
	const char *text;
	int r;

	if (v.shape == VAL_INT) { /* lists keep keys as strings */
		text = store_int_text(q->a, v.i);
		if (!text)
			return ERR_NOMEM;
		v = val_str(text);
	}
	buf_printf(&q->sql, "%sEXISTS(SELECT 1 FROM json_each(%s) WHERE value = ", c->op == STORE_NE ? "NOT " : "", column);
	r = store_bind_add(q, v);
	buf_puts(&q->sql, ")");
	return r;
}

static int in_list(struct query *q, const struct store_cond *c, const struct model_field *f, const char *column)
{
	size_t n = c->v.n, slots = 1;
	int r = 0;

	if (c->v.shape != VAL_LIST)
		return ERR_INVALID;
	if (n == 0) {
		buf_puts(&q->sql, "0");
		return 0;
	}
	while (slots < n) /* few different texts: 1, 2, 4, 8 ... places, the last value repeated */
		slots *= 2;
	buf_printf(&q->sql, "%s IN (", column);
	for (size_t i = 0; i < slots && r == 0; i++) {
		struct val cell;

		r = store_query_cell(q, c->field, f, c->v.items[i < n ? i : n - 1], &cell);
		if (i)
			buf_puts(&q->sql, ", ");
		if (r == 0)
			r = store_bind_add(q, cell);
	}
	buf_puts(&q->sql, ")");
	return r;
}

static int folded(struct query *q, struct val v, struct val *out)
{
	struct buf b;
	int r;

	if (v.shape != VAL_BYTES)
		return ERR_INVALID;
	buf_init(&b, 65536);
	text_fold(v.s, v.n, &b);
	r = buf_err(&b) ? ERR_RANGE : store_text_val(q->a, b.p ? (const void *)b.p : "", b.len, out);
	buf_clear(&b);
	return r;
}

/* Every word somewhere in the text, marks or not. `%` and `_` of the person mean themselves: instr, not LIKE. */
static int like_fold(struct query *q, const struct store_cond *c, const struct model_field *f, const char *column)
{
	struct val all;
	size_t n = 0;
	int r = folded(q, c->v, &all);

	for (const char *p = r ? "" : all.s; *p && r == 0;) {
		size_t len = strcspn(p, " \t\n");

		if (len) {
			if (f && store_has_fold(f))
				buf_printf(&q->sql, "%sinstr(t.\"%s_fold\", ", n++ ? " AND " : "(", f->name);
			else
				buf_printf(&q->sql, "%sinstr(cv_fold(%s), ", n++ ? " AND " : "(", column);
			r = store_bind_add(q, val_bytes(p, len));
			buf_puts(&q->sql, ")");
		}
		p += len + strspn(p + len, " \t\n");
	}
	buf_puts(&q->sql, n ? ")" : "1");
	return r;
}

/* As a range, so that an index serves it. */
static int prefix(struct query *q, const struct store_cond *c, const struct model_field *f, const char *column)
{
	struct val from = c->v;
	char *to;
	int r = c->v.shape == VAL_BYTES ? 0 : ERR_INVALID;
	bool fold = f && store_has_fold(f);

	if (r == 0 && fold)
		r = folded(q, c->v, &from);
	to = r ? NULL : arena_alloc(q->a, from.n + 5);
	if (!to)
		return r ? r : ERR_NOMEM;
	memcpy(to, from.s, from.n);
	memcpy(to + from.n, "\xf4\x8f\xbf\xbf", 4); /* the last code point there is */
	if (fold)
		buf_printf(&q->sql, "(t.\"%s_fold\" >= ", f->name);
	else
		buf_printf(&q->sql, "(%s >= ", column);
	r = store_bind_add(q, from);
	if (fold)
		buf_printf(&q->sql, " AND t.\"%s_fold\" <= ", f->name);
	else
		buf_printf(&q->sql, " AND %s <= ", column);
	if (r == 0)
		r = store_bind_add(q, val_bytes(to, from.n + 4));
	buf_puts(&q->sql, ")");
	return r;
}

/* `[` of the person means itself. */
static int glob(struct query *q, const struct store_cond *c, const struct model_field *f, const char *column)
{
	struct val text, pattern;
	struct buf b;
	int r = folded(q, c->v, &text);

	if (r)
		return r;
	buf_init(&b, 65536);
	for (size_t i = 0; i < text.n; i++)
		if (text.s[i] == '[')
			buf_puts(&b, "[[]");
		else if (text.s[i] != '*' || i == 0 || text.s[i - 1] != '*')
			buf_put(&b, &text.s[i], 1);
	r = buf_err(&b) ? ERR_RANGE : store_text_val(q->a, b.p ? (const void *)b.p : "", b.len, &pattern);
	buf_clear(&b);
	if (r)
		return r;
	if (f && store_has_fold(f))
		buf_printf(&q->sql, "t.\"%s_fold\" GLOB ", f->name);
	else
		buf_printf(&q->sql, "cv_fold(%s) GLOB ", column);
	return store_bind_add(q, pattern);
}

static int between(struct query *q, const struct store_cond *c, const struct model_field *f, const char *column)
{
	struct store_cond end = *c;
	int r;

	if (c->v.shape != VAL_LIST || c->v.n != 2)
		return ERR_INVALID;
	end.op = STORE_GE;
	end.v = c->v.items[0];
	buf_puts(&q->sql, "(");
	r = compare(q, &end, f, column);
	end.op = STORE_LE;
	end.v = c->v.items[1];
	buf_puts(&q->sql, " AND ");
	r = r ? r : compare(q, &end, f, column);
	buf_puts(&q->sql, ")");
	return r;
}

/* ---- guarded records ---- */

/* Names are the model's; no value of a person is in it. */
static void put_guards(struct buf *sql, const struct model_type *t, const char *alias, bool embeds)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct model_field *f = &t->fields[i];
		const struct model_type *of = (f->flags & MODEL_EMBED) && f->of ? model_type_by_name(f->of) : NULL;

		if (f->flags & MODEL_GUARD)
			buf_printf(sql, " OR %s.\"%s\" IS 1", alias, f->name);
		if (!embeds || !of || !model_type_guards(of))
			continue;
		buf_printf(sql, " OR EXISTS(SELECT 1 FROM \"%s\" e WHERE e.id=%s.\"%s\" AND (0", of->name, alias, f->name);
		put_guards(sql, of, "e", false);
		buf_puts(sql, "))");
	}
}

/* The row of a collection is as guarded as its record; a person, as the row that embeds him. */
static void put_guards_above(struct buf *sql, const struct model_type *t)
{
	const struct model_field *up = store_parent_field(t);

	if (up) {
		buf_printf(sql, " OR EXISTS(SELECT 1 FROM \"%s\" u WHERE u.id=t.\"%s\" AND (0", t->parent, up->name);
		put_guards(sql, model_type_by_name(t->parent), "u", true);
		buf_puts(sql, "))");
	}
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *by = model_type_at(i);

		for (size_t k = 0; k < by->n_fields && store_parent_field(by); k++) {
			const struct model_field *f = &by->fields[k];

			if (!(f->flags & MODEL_EMBED) || !f->of || strcmp(f->of, t->name) != 0)
				continue;
			buf_printf(sql, " OR EXISTS(SELECT 1 FROM \"%s\" b WHERE b.\"%s\"=t.id AND (0", by->name, f->name);
			put_guards(sql, by, "b", false);
			buf_puts(sql, "))");
		}
	}
}

/* True for a record `t` that is guarded. */
static void put_guarded(struct buf *sql, const struct model_type *t)
{
	buf_puts(sql, "(0");
	put_guards(sql, t, "t", true);
	put_guards_above(sql, t);
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *child = model_type_at(i);
		const struct model_field *up = store_parent_field(child);

		if (!up || strcmp(child->parent, t->name) != 0 || !model_type_guards(child))
			continue;
		buf_printf(sql, " OR EXISTS(SELECT 1 FROM \"%s\" c WHERE c.\"%s\"=t.id AND (0", child->name, up->name);
		put_guards(sql, child, "c", true);
		buf_puts(sql, "))");
	}
	buf_puts(sql, ")");
}

int store_guarded(struct store *st, const struct model_type *t, rowid_t id, bool *out)
{
	struct db_stmt *s;
	struct buf sql;
	int64_t yes = 0;
	int r;

	*out = false;
	if (!model_type_guards(t))
		return 0;
	buf_init(&sql, 4096);
	buf_puts(&sql, "SELECT ");
	put_guarded(&sql, t);
	buf_printf(&sql, " FROM \"%s\" t WHERE t.id=?1", t->name);
	s = db_use(st->db, buf_str(&sql));
	buf_clear(&sql);
	db_bind_int(s, 1, (int64_t)id);
	r = db_run_int(s, &yes);
	*out = yes != 0;
	return r == ERR_NOTFOUND ? 0 : r;
}

static int condition(struct query *q, const struct store_cond *c)
{
	const struct model_field *f = NULL;
	char column[160];
	struct buf b;
	int r;

	if (c->op == STORE_OPEN) {
		buf_puts(&q->sql, "NOT ");
		put_guarded(&q->sql, q->t);
		return 0;
	}
	buf_init(&b, sizeof(column) - 1);
	r = store_column(q->t, c->field, &f, &b);
	(void)memcpy(column, buf_str(&b), b.len + 1);
	buf_clear(&b);
	if (r)
		return r;
	switch (c->op) {
	case STORE_EQ:
	case STORE_NE:
		if (f && f->kind == MODEL_REF_ANY && c->v.shape == VAL_LIST)
			return any_ref(q, c, f);
		if (f && (f->kind == MODEL_LIST_CODE || f->kind == MODEL_LIST_REF) && c->v.shape != VAL_LIST)
			return has_item(q, c, column);
		return compare(q, c, f, column);
	case STORE_LT:
	case STORE_LE:
	case STORE_GT:
	case STORE_GE:
		return compare(q, c, f, column);
	case STORE_LIKE_FOLD:
		return like_fold(q, c, f, column);
	case STORE_PREFIX:
		return prefix(q, c, f, column);
	case STORE_IN:
		return in_list(q, c, f, column);
	case STORE_NULL:
		buf_printf(&q->sql, "%s IS NULL", column);
		return 0;
	case STORE_NOT_NULL:
		buf_printf(&q->sql, "%s IS NOT NULL", column);
		return 0;
	case STORE_GLOB:
		return glob(q, c, f, column);
	case STORE_BETWEEN:
		return between(q, c, f, column);
	case STORE_OPEN:
		break;
	}
	return ERR_INVALID;
}

static bool first_of_group(const struct store_query *in, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (in->cond[k].group == in->cond[i].group)
			return false;
	return true;
}

static int conditions(struct query *q)
{
	const struct store_query *in = q->in;
	int r = 0;

	for (size_t i = 0; i < in->n_cond && r == 0; i++) {
		if (in->cond[i].group == 0) {
			buf_puts(&q->sql, " AND ");
			r = condition(q, &in->cond[i]);
			continue;
		}
		if (!first_of_group(in, i))
			continue;
		buf_puts(&q->sql, " AND (0");
		for (size_t k = i; k < in->n_cond && r == 0; k++)
			if (in->cond[k].group == in->cond[i].group) {
				buf_puts(&q->sql, " OR ");
				r = condition(q, &in->cond[k]);
			}
		buf_puts(&q->sql, ")");
	}
	return r;
}

/* ---- finding by words ---- */

static bool is_named(const char *name, const struct model_field *f)
{
	return name && strcmp(name, f->name) == 0;
}

/* Does a person look for a row of this type by that field? */
static bool found_by(const struct model_type *t, const struct model_field *f)
{
	if (store_cells(f) != 1)
		return false;
	return (f->flags & (MODEL_SEARCH | MODEL_KEYTEXT | MODEL_NAME)) || is_named(t->title_field, f) || is_named(t->number_field, f);
}

static int word_in_row(struct query *q, const char *word, size_t n)
{
	bool any = false;
	int r = 0;

	for (size_t i = 0; i < q->t->n_fields && r == 0; i++) {
		const struct model_field *f = &q->t->fields[i];

		if (!found_by(q->t, f))
			continue;
		if (store_has_fold(f))
			buf_printf(&q->sql, "%sinstr(t.\"%s_fold\", ", any ? " OR " : " AND (", f->name);
		else
			buf_printf(&q->sql, "%sinstr(cv_fold(t.\"%s\"), ", any ? " OR " : " AND (", f->name);
		r = store_bind_add(q, val_bytes(word, n));
		buf_puts(&q->sql, ")");
		any = true;
	}
	buf_puts(&q->sql, any ? ")" : " AND 0");
	return r;
}

/* Rows that the word index does not hold (lists, users): every word somewhere in what they are known by. */
static int find_in_rows(struct query *q)
{
	struct val all;
	int r = folded(q, val_str(q->in->find), &all);

	for (const char *p = r ? "" : all.s; *p && r == 0;) {
		size_t len = strcspn(p, " \t\n");

		if (len)
			r = word_in_row(q, p, len);
		p += len + strspn(p + len, " \t\n");
	}
	return r;
}

/* FROM and WHERE without the page. The newest hits of the word index come first when the index drives. */
int store_query_from(struct query *q)
{
	const struct store_query *in = q->in;
	struct buf match;
	int r = 0;

	if (!in->find || !(q->t->flags & MODEL_T_SEARCH)) {
		buf_printf(&q->sql, " FROM \"%s\" t WHERE 1", q->t->name);
		r = in->find ? find_in_rows(q) : 0;
		return r ? r : conditions(q);
	}
	buf_init(&match, 8192);
	r = store_search_match(q->st, in->find, &match);
	q->finds = r == 0;
	if (r == ERR_NOTFOUND) { /* no word in it: as if nothing had been asked for */
		buf_printf(&q->sql, " FROM \"%s\" t WHERE 1", q->t->name);
		r = 0;
	} else if (r == 0) {
		struct val words;

		buf_printf(&q->sql, " FROM _search s CROSS JOIN _search_map m ON m.doc=s.rowid CROSS JOIN \"%s\" t ON t.id=m.id"
		                    " WHERE m.type=%u AND s._search MATCH ", q->t->name, q->t->no);
		r = store_text_val(q->a, match.p, match.len, &words);
		if (r == 0)
			r = store_bind_add(q, words);
	}
	buf_clear(&match);
	return r ? r : conditions(q);
}

int store_count(struct store *st, const struct store_query *in, uint64_t *n)
{
	struct query *q = mem_alloc(sizeof(*q));
	int64_t count = 0;
	int r = q ? store_query_init(q, st, in) : ERR_NOMEM;

	*n = 0;
	if (r == 0) {
		buf_puts(&q->sql, "SELECT count(*)");
		r = store_query_from(q);
	}
	if (r == 0)
		r = buf_err(&q->sql);
	if (r == 0)
		r = db_run_int(store_query_use(q), &count);
	*n = (uint64_t)count;
	store_query_free(q);
	return r;
}
