/* store_search.c: the word index: one document a record, in order of arrival, so that the newest hits come first without sorting.
 *
 * A record's words: its own searchable fields, those of its children and of what it embeds (the citizen's name finds the petition).
 * _search_map keeps the words as they were indexed: FTS5 3.40 without contents must be told the old text to delete it, and a text made anew
 * by a later program might differ. Derived: a pure function of rows.
 */
#include <string.h>

#include "store_internal.h"

#define WORDS_BYTES 16384 /* of one record */
#define CHILDREN_MAX 200
#define NUMBER_LEAST 9    /* digits of a number that is somebody's alone */
#define FOLLOW_MAX 200    /* records that embed a changed person */

/* ---- a record's words ---- */

static void add_day(int64_t v, struct buf *out)
{
	char text[DAY_TEXT_MAX];
	const char *shown;

	if (v <= INT32_MIN || v > INT32_MAX)
		return;
	shown = day_show((day_t)v, text);
	store_tokens(shown, strlen(shown), out);
}

static void add_value(const struct model_field *f, struct val v, struct buf *out)
{
	char number[24];

	if (v.shape == VAL_BYTES) {
		store_tokens(v.s, v.n, out);
	} else if (v.shape == VAL_INT && (f->kind == MODEL_INT || f->kind == MODEL_MONEY)) {
		struct buf b;

		buf_init(&b, sizeof(number));
		buf_printf(&b, "%lld", (long long)v.i);
		store_tokens(buf_str(&b), b.len, out);
		buf_clear(&b);
	} else if (v.shape == VAL_INT && f->kind == MODEL_DATE) {
		add_day(v.i, out);
	} else if (v.shape == VAL_LIST && f->kind == MODEL_LIST_CODE) {
		for (size_t i = 0; i < v.n; i++)
			store_tokens(v.items[i].s, v.items[i].n, out);
	}
}

/* A symbol is typed and shown as one: its parts joined are indexed besides themselves. */
static int add_composite(const struct rec *r, const struct model_field *f, struct arena *a, struct buf *out)
{
	const struct model_field *parts[MODEL_PARTS_MAX];
	const char *texts[MODEL_PARTS_MAX] = { "", "", "", "" };
	size_t n = model_composite_parts(r->type, f, parts);
	bool searched = (f->flags & MODEL_SEARCH) != 0;
	struct buf joined;

	for (size_t i = 0; i < n; i++)
		searched = searched || (parts[i]->flags & MODEL_SEARCH);
	for (size_t i = 0; i < n && searched; i++) {
		struct val v = rec_val(r, parts[i]);

		if (v.shape == VAL_BYTES)
			texts[i] = arena_strndup(a, v.s, v.n);
		else if (v.shape == VAL_INT)
			texts[i] = store_int_text(a, v.i);
		if (!texts[i])
			return ERR_NOMEM;
	}
	buf_init(&joined, WORDS_BYTES);
	model_composite_join(f, texts, &joined);
	store_tokens(buf_str(&joined), joined.len, out);
	buf_clear(&joined);
	return 0;
}

static bool names_somebody(const struct model_field *f)
{
	return (f->flags & MODEL_NAME) || (f->check && f->kind == MODEL_TEXT);
}

/* The words of one record, as they are gathered. Of a guarded one nothing personal is kept, and what its people are called and numbered by
 * goes from its other texts too: nobody finds it, or learns of it, by a name. */
struct gathering {
	struct arena *a;
	struct buf *out;
	bool guarded;
	struct buf names;
};

static int add_row(const struct rec *r, struct gathering *g)
{
	int e = 0;

	for (size_t i = 0; i < r->type->n_fields && e == 0; i++) {
		const struct model_field *f = &r->type->fields[i];

		if (f->kind == MODEL_COMPOSITE)
			e = add_composite(r, f, g->a, g->out);
		else if (g->guarded && (f->flags & MODEL_PERSONAL))
			add_value(f, names_somebody(f) ? r->v[i] : val_null(), &g->names);
		else if (f->flags & MODEL_SEARCH)
			add_value(f, r->v[i], g->out);
	}
	return e;
}

static int add_embedded(struct store *st, const struct rec *r, struct gathering *g)
{
	int e = 0;

	for (size_t i = 0; i < r->type->n_fields && e == 0; i++) {
		const struct model_field *f = &r->type->fields[i];
		const struct model_type *of = (f->flags & MODEL_EMBED) && f->of ? model_type_by_name(f->of) : NULL;
		struct rec *row = NULL;

		if (!of || f->kind != MODEL_REF || r->v[i].shape != VAL_INT)
			continue;
		e = store_row_find(st, of, (rowid_t)r->v[i].i, g->a, &row);
		if (e == 0 && row)
			e = add_row(row, g);
	}
	return e;
}

static int add_children(struct store *st, const struct rec *r, struct gathering *g)
{
	int e = 0;

	for (size_t i = 0; i < model_type_count() && e == 0; i++) {
		const struct model_type *t = model_type_at(i);
		const struct model_field *up = store_parent_field(t);
		rowid_t *ids = NULL;
		size_t n = 0;

		if (!up || strcmp(t->parent, r->type->name) != 0)
			continue;
		e = store_rows_by_ref(st, t, up, r->id, g->a, &ids, &n, CHILDREN_MAX);
		for (size_t k = 0; k < n && e == 0; k++) {
			struct rec *row = NULL;

			e = store_row_find(st, t, ids[k], g->a, &row);
			if (e == 0 && row)
				e = add_row(row, g);
			if (e == 0 && row)
				e = add_embedded(st, row, g);
		}
	}
	return e;
}

static bool has_token(const char *words, const char *token, size_t n)
{
	for (const char *p = words; *p;) {
		size_t len = strcspn(p, " ");

		if (len == n && memcmp(p, token, n) == 0)
			return true;
		p += len + (p[len] == ' ');
	}
	return false;
}

/* words without those of the names; both are tokens parted by blanks. A number of few digits is no name. */
static void take_names_out(const char *words, const char *names, struct buf *out)
{
	for (const char *p = words; *p;) {
		size_t len = strcspn(p, " ");
		bool number = strspn(p, "0123456789") >= len && len < NUMBER_LEAST;

		if (len && (number || !has_token(names, p, len))) {
			if (out->len)
				buf_puts(out, " ");
			buf_put(out, p, len);
		}
		p += len + (p[len] == ' ');
	}
}

static int words_of(struct store *st, const struct rec *r, struct arena *a, struct buf *out)
{
	struct buf all;
	struct gathering g = { .a = a, .out = &all };
	int e = store_guarded(st, r->type, r->id, &g.guarded);

	buf_init(&all, WORDS_BYTES);
	buf_init(&g.names, WORDS_BYTES);
	if (e == 0)
		e = add_row(r, &g);
	if (e == 0)
		e = add_embedded(st, r, &g);
	if (e == 0)
		e = add_children(st, r, &g);
	if (buf_err(&all) == ERR_RANGE)
		all.err = 0; /* what is beyond the first words of a monster is not found; the record is saved all the same */
	if (e == 0)
		e = buf_err(&all) ? buf_err(&all) : buf_err(&g.names); /* a name that is not known whole must not stay */
	if (e == 0)
		take_names_out(buf_str(&all), buf_str(&g.names), out);
	buf_clear(&g.names);
	buf_clear(&all);
	return e;
}

/* ---- the index ---- */

struct doc {
	int64_t no;
	bool found, same;
};

/* Where the record stands now; takes it out when its words have changed. */
static int drop_old(struct store *st, uint32_t type, rowid_t id, const char *words, struct doc *d)
{
	struct db_stmt *s = db_use(st->db, "SELECT doc, words FROM _search_map WHERE type=?1 AND id=?2"), *w;
	int r, e = 0;

	*d = (struct doc){ 0 };
	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id }, 2);
	r = db_step(s);
	if (r == 1) {
		const char *old = db_col_text(s, 1, NULL);

		d->found = true;
		d->no = db_col_int(s, 0);
		d->same = words && strcmp(old, words) == 0;
		if (!d->same) {
			w = db_use(st->db, "INSERT INTO _search(_search, rowid, words) VALUES('delete', ?1, ?2)");
			db_bind_int(w, 1, d->no);
			db_bind_str(w, 2, old);
			e = db_run(w);
			if (e == 0 && st->wiping)
				e = store_terms_drop(st, old);
		}
	}
	r = db_end(s);
	if (e == 0 && r == 0 && d->found && !d->same) {
		s = db_use(st->db, "DELETE FROM _search_map WHERE doc=?1");
		db_bind_int(s, 1, d->no);
		r = db_run(s);
	}
	return e ? e : r;
}

static int add_new(struct store *st, uint32_t type, rowid_t id, const char *words)
{
	struct db_stmt *s;
	int64_t doc = 0;
	int r = db_run_int(db_use(st->db, "SELECT coalesce(max(doc), 0)+1 FROM _search_map"), &doc);

	if (r)
		return r;
	s = db_use(st->db, "INSERT INTO _search_map(doc, type, id, words) VALUES(?1, ?2, ?3, ?4)");
	db_bind_ints(s, 1, (int64_t[]){ doc, type, (int64_t)id }, 3);
	db_bind_str(s, 4, words);
	r = db_run(s);
	if (r)
		return r;
	s = db_use(st->db, "INSERT INTO _search(rowid, words) VALUES(?1, ?2)");
	db_bind_int(s, 1, doc);
	db_bind_str(s, 2, words);
	r = db_run(s);
	return r ? r : store_terms_add(st, words);
}

static int index_record(struct store *st, const struct model_type *t, rowid_t id, struct arena *a)
{
	struct rec *r = NULL;
	struct buf words;
	struct doc d;
	int e = store_row_find(st, t, id, a, &r);

	if (e)
		return e;
	if (!r)
		return drop_old(st, t->no, id, NULL, &d);
	buf_init(&words, WORDS_BYTES);
	if (!model_state_secret(t, r->state))
		e = words_of(st, r, a, &words);
	if (e == 0)
		e = buf_err(&words);
	if (e == 0)
		e = drop_old(st, t->no, id, buf_str(&words), &d);
	if (e == 0 && !d.same && words.len)
		e = add_new(st, t->no, id, buf_str(&words));
	buf_clear(&words);
	return e;
}

/* ---- which records an event's rows concern ---- */

struct todo {
	struct {
		const struct model_type *t;
		rowid_t id;
	} item[512];
	size_t n;
};

static void want(struct todo *todo, const struct model_type *t, rowid_t id)
{
	if (!(t->flags & MODEL_T_SEARCH) || todo->n >= COUNT_OF(todo->item))
		return;
	for (size_t i = 0; i < todo->n; i++)
		if (todo->item[i].t == t && todo->item[i].id == id)
			return;
	todo->item[todo->n].t = t;
	todo->item[todo->n++].id = id;
}

static bool same_value(const struct store_touch *t, size_t i)
{
	return t->old && t->now && val_eq(t->old->v[i], t->now->v[i]);
}

/* Has anything changed that words are made of? */
static bool words_moved(const struct store_touch *t)
{
	if (!t->old || !t->now || model_state_secret(t->type, t->old->state) != model_state_secret(t->type, t->now->state))
		return true;
	for (size_t i = 0; i < t->type->n_fields; i++) {
		const struct model_field *f = &t->type->fields[i], *parts[MODEL_PARTS_MAX];

		if ((f->flags & (MODEL_SEARCH | MODEL_EMBED | MODEL_GUARD)) && f->kind != MODEL_COMPOSITE && !same_value(t, i))
			return true;
		if (f->kind == MODEL_COMPOSITE && (f->flags & MODEL_SEARCH))
			for (size_t k = model_composite_parts(t->type, f, parts); k > 0; k--)
				if (!same_value(t, model_field_index(t->type, parts[k - 1])))
					return true;
	}
	return false;
}

static int want_root(struct store *st, const struct rec *r, struct arena *a, struct todo *todo)
{
	const struct model_type *root = NULL;
	rowid_t id = 0;
	int e = store_root(st, r, a, &root, &id);

	if (e == 0 && root)
		want(todo, root, id);
	return e;
}

/* A person who changed: the records that show him. */
static int want_embedding(struct store *st, const struct store_touch *t, struct arena *a, struct todo *todo)
{
	rowid_t id = t->old->id;
	int e = 0;

	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *by = model_type_at(i);

		for (size_t k = 0; k < by->n_fields && e == 0; k++) {
			const struct model_field *f = &by->fields[k];
			rowid_t *ids = NULL;
			size_t n = 0;

			if (!(f->flags & MODEL_EMBED) || f->kind != MODEL_REF || !f->of || strcmp(f->of, t->type->name) != 0)
				continue;
			e = store_rows_by_ref(st, by, f, id, a, &ids, &n, FOLLOW_MAX);
			for (size_t m = 0; m < n && e == 0; m++) {
				struct rec *row = NULL;

				e = store_row_find(st, by, ids[m], a, &row);
				if (e == 0 && row)
					e = want_root(st, row, a, todo);
			}
		}
	}
	return e;
}

/* A row that guards whom it embeds has changed: he is found or not found from now on. */
static void want_embedded(const struct rec *r, struct todo *todo)
{
	bool guards = false;

	for (size_t i = 0; r && i < r->type->n_fields; i++)
		guards = guards || (r->type->fields[i].flags & MODEL_GUARD);
	for (size_t i = 0; guards && i < r->type->n_fields; i++) {
		const struct model_field *f = &r->type->fields[i];

		if ((f->flags & MODEL_EMBED) && f->of && model_type_by_name(f->of) && r->v[i].shape == VAL_INT)
			want(todo, model_type_by_name(f->of), (rowid_t)r->v[i].i);
	}
}

int store_search_update(struct store *st, const struct store_touch *touch, size_t n, struct arena *a)
{
	struct todo *todo = arena_alloc(a, sizeof(*todo));
	int e = todo ? 0 : ERR_NOMEM;

	for (size_t i = 0; i < n && e == 0; i++) {
		const struct store_touch *t = &touch[i];

		if (!words_moved(t))
			continue;
		want(todo, t->type, t->now ? t->now->id : t->old ? t->old->id : 0);
		if (t->type->flags & MODEL_T_CHILD)
			e = t->now ? want_root(st, t->now, a, todo) : t->old ? want_root(st, t->old, a, todo) : 0;
		want_embedded(t->old, todo);
		want_embedded(t->now, todo);
		if (e == 0 && t->old)
			e = want_embedding(st, t, a, todo);
	}
	for (size_t i = 0; i < todo->n && e == 0; i++)
		e = index_record(st, todo->item[i].t, todo->item[i].id, a);
	return e;
}

/* ---- rebuilding ---- */

static int rebuild_one(struct store *st, int64_t *after, struct arena *a)
{
	struct db_stmt *s = db_use(st->db, "SELECT at, type, id FROM _arrival WHERE at>?1 ORDER BY at LIMIT 1");
	const struct model_type *t = NULL;
	struct rec *r = NULL;
	rowid_t id = 0;
	int e, row;

	db_bind_int(s, 1, *after);
	row = db_step(s);
	if (row == 1) {
		*after = db_col_int(s, 0);
		t = model_type_by_no((uint32_t)db_col_int(s, 1));
		id = (rowid_t)db_col_int(s, 2);
	}
	e = db_end(s);
	if (e == 0 && t && (t->flags & MODEL_T_SEARCH))
		e = index_record(st, t, id, a);
	else if (e == 0 && t)
		e = store_row_find(st, t, id, a, &r);
	if (e == 0 && r && (t->flags & MODEL_T_CHILD)) {
		struct todo todo = { 0 };

		e = want_root(st, r, a, &todo);
		if (e == 0 && todo.n)
			e = index_record(st, todo.item[0].t, todo.item[0].id, a);
	}
	return e ? e : row;
}

/* Rows that never were the subject of an event: a person who came with a petition. */
static int rebuild_rest(struct store *st, const struct model_type *t, struct arena *a)
{
	int64_t id = 0;
	int r = 0;

	while (r == 0) {
		struct db_stmt *s;
		struct buf sql;

		buf_init(&sql, 1024);
		buf_printf(&sql, "SELECT id FROM \"%s\" WHERE id>?1 ORDER BY id LIMIT 1", t->name);
		s = db_use(st->db, buf_str(&sql));
		buf_clear(&sql);
		db_bind_int(s, 1, id);
		r = db_run_int(s, &id);
		if (r == 0)
			r = index_record(st, t, (rowid_t)id, a);
		arena_reset(a);
	}
	return r == ERR_NOTFOUND ? 0 : r;
}

int store_search_rebuild(struct store *st)
{
	struct arena *a = store_scratch();
	int64_t at = 0;
	int r = a ? db_run(db_use(st->db, "INSERT INTO _search(_search) VALUES('delete-all')")) : ERR_NOMEM;

	if (r == 0)
		r = db_run(db_use(st->db, "DELETE FROM _search_map"));
	if (r == 0)
		r = db_run(db_use(st->db, "DELETE FROM _search_term"));
	store_terms_forget(st);
	for (int more = 1; r == 0 && more == 1;) {
		more = rebuild_one(st, &at, a);
		arena_reset(a);
		if (more < 0)
			r = more;
	}
	for (size_t i = 0; i < model_type_count() && r == 0; i++)
		if (model_type_at(i)->flags & MODEL_T_SEARCH)
			r = rebuild_rest(st, model_type_at(i), a);
	arena_free(a);
	return r;
}
