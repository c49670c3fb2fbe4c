/* store_schema.c: tables of a node. The `_` tables come by numbered migration; record tables are made and widened from the model.
 *
 * Widening only adds: a column per new field, a derived column (`x_fold`, `x_key`) where text is looked for or put in order. No CHECK,
 * UNIQUE or FOREIGN KEY on a record table: another node's data must never be refused.
 */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

#define SQL_MAX ((size_t)1 << 18)
#define FOLD_CHARS 120 /* longer searchable text is found by the word index, a folded copy would only weigh */

const struct db_migration store_migrations[] = {
	{ 1,
	  "CREATE TABLE _meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
	  "CREATE TABLE _outbox(seq INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, arrival INTEGER NOT NULL, digest BLOB NOT NULL,"
	  " head BLOB NOT NULL, event BLOB NOT NULL);"
	  "CREATE TABLE _inbox(arrival INTEGER PRIMARY KEY, node INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
	  " received_at INTEGER NOT NULL, head BLOB NOT NULL, event BLOB NOT NULL);"
	  "CREATE UNIQUE INDEX _inbox_seq ON _inbox(node, seq);"
	  "CREATE TABLE _fork(id INTEGER PRIMARY KEY, node INTEGER NOT NULL, seq INTEGER NOT NULL, received_at INTEGER NOT NULL, event BLOB NOT NULL);"
	  "CREATE TABLE _history(type INTEGER, id INTEGER, arrival INTEGER, node INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
	  " PRIMARY KEY(type, id, arrival)) WITHOUT ROWID;"
	  "CREATE TABLE _arrival(at INTEGER PRIMARY KEY, type INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, verb INTEGER NOT NULL);"
	  "CREATE TABLE _gone(type INTEGER, id INTEGER, version INTEGER NOT NULL, PRIMARY KEY(type, id)) WITHOUT ROWID;"
	  "CREATE TABLE _image(type INTEGER NOT NULL, id INTEGER NOT NULL, arrival INTEGER NOT NULL, body BLOB NOT NULL);"
	  "CREATE UNIQUE INDEX _image_row ON _image(type, id);"
	  "CREATE INDEX _image_arrival ON _image(arrival);"
	  "CREATE TABLE _interest(type INTEGER, id INTEGER, office INTEGER, PRIMARY KEY(type, id, office)) WITHOUT ROWID;"
	  "CREATE INDEX _interest_office ON _interest(office);"
	  "CREATE TABLE _feed(seq INTEGER PRIMARY KEY, dest INTEGER NOT NULL, kind INTEGER NOT NULL, type INTEGER NOT NULL, id INTEGER NOT NULL,"
	  " version INTEGER NOT NULL, body BLOB NOT NULL);"
	  "CREATE INDEX _feed_dest ON _feed(dest, seq);"
	  "CREATE TABLE _number(book INTEGER, period TEXT, number INTEGER, PRIMARY KEY(book, period, number)) WITHOUT ROWID;"
	  "CREATE VIRTUAL TABLE _search USING fts5(words, content='', columnsize=0, detail=none, prefix='1 2 3',"
	  " tokenize=\"ascii tokenchars '/-._:+&@#'\");"
	  "CREATE TABLE _search_map(doc INTEGER PRIMARY KEY, type INTEGER NOT NULL, id INTEGER NOT NULL, words TEXT NOT NULL);"
	  "CREATE TABLE _search_term(term TEXT PRIMARY KEY) WITHOUT ROWID;"
	  "CREATE UNIQUE INDEX _search_row ON _search_map(type, id);"
	  "CREATE TABLE _peer(node INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, office INTEGER NOT NULL, name TEXT NOT NULL,"
	  " public_key TEXT NOT NULL, node_key BLOB NOT NULL, cursor INTEGER NOT NULL, head BLOB NOT NULL, feed_start INTEGER,"
	  " feed_acked INTEGER NOT NULL, last_contact INTEGER NOT NULL, stopped TEXT NOT NULL, stop_code INTEGER NOT NULL);"
	  "CREATE INDEX _peer_key ON _peer(public_key);"
	  "CREATE INDEX _peer_office ON _peer(office);"
	  "CREATE TABLE _enrol(secret_hash BLOB PRIMARY KEY, office INTEGER NOT NULL, expires INTEGER NOT NULL,"
	  " node INTEGER REFERENCES _peer(node), public_key TEXT);"
	  "CREATE TABLE _credential(login TEXT PRIMARY KEY, user_id INTEGER NOT NULL, hash TEXT NOT NULL, keys TEXT NOT NULL, locked INTEGER NOT NULL)"
	  " WITHOUT ROWID;"
	  "CREATE TABLE _saved(draft INTEGER PRIMARY KEY);"
	  "CREATE TABLE _cursor(name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID" },
	{ 2, "CREATE TABLE _pref(user_id INTEGER, key TEXT, value TEXT NOT NULL, PRIMARY KEY(user_id, key)) WITHOUT ROWID" },
	{ 3, "CREATE TABLE _import(row BLOB PRIMARY KEY) WITHOUT ROWID" },
};
const size_t store_migration_count = COUNT_OF(store_migrations);

struct store_table *store_table_of(struct store *st, const struct model_type *t)
{
	for (size_t i = 0; i < st->n_tables; i++)
		if (st->tables[i].type == t)
			return &st->tables[i];
	return NULL;
}

bool store_has_fold(const struct model_field *f)
{
	if (f->kind != MODEL_TEXT || !(f->flags & (MODEL_NAME | MODEL_KEYTEXT | MODEL_SEARCH)))
		return false;
	return (f->flags & MODEL_NAME) || (f->max > 0 && f->max <= FOLD_CHARS);
}

bool store_has_key(const struct model_field *f)
{
	return f->kind == MODEL_TEXT && (f->flags & MODEL_NAME);
}

/* ---- columns ---- */

/* Calls put for every column of a type behind the common ones, in the order of the fields, derived ones last. */
struct columns {
	struct buf *sql;
	void (*put)(struct columns *c, const char *name, const char *tail, const char *sql_type);
	struct store *st;
	const struct model_type *type;
	int next, err;
	bool added;
};

static const char *sql_type(const struct model_field *f)
{
	switch (f->kind) {
	case MODEL_INT:
	case MODEL_MONEY:
	case MODEL_YES:
	case MODEL_REF:
		return "INTEGER";
	case MODEL_TEXT:
	case MODEL_DATE:
	case MODEL_TIME:
	case MODEL_CODE:
	case MODEL_REF_ANY:
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
	case MODEL_ATTACHMENT:
	case MODEL_COMPOSITE:
		break;
	}
	return "TEXT";
}

static void each_field_column(struct columns *c)
{
	for (size_t i = 0; i < c->type->n_fields; i++) {
		const struct model_field *f = &c->type->fields[i];

		if (f->kind == MODEL_REF_ANY) {
			c->put(c, f->name, "_type", "TEXT");
			c->put(c, f->name, "_id", "INTEGER");
		} else if (f->kind != MODEL_COMPOSITE) {
			c->put(c, f->name, "", sql_type(f));
		}
	}
}

static void each_derived_column(struct columns *c)
{
	for (size_t i = 0; i < c->type->n_fields; i++) {
		const struct model_field *f = &c->type->fields[i];

		if (store_has_fold(f))
			c->put(c, f->name, "_fold", "TEXT");
		if (store_has_key(f))
			c->put(c, f->name, "_key", "BLOB");
	}
}

/* ---- statements of a record table ---- */

#define COMMON "owner_office_id", "state", "created_at", "created_by", "version"
static const char *const COMMON_COLUMNS[] = { "id", COMMON };
static const char *const COMMON_TYPES[] = { "INTEGER PRIMARY KEY", "INTEGER", "TEXT", "TEXT", "INTEGER", "INTEGER" };

static void put_name(struct columns *c, const char *name, const char *tail, const char *type)
{
	(void)type;
	buf_printf(c->sql, ", \"%s%s\"", name, tail);
}

static void put_prefixed(struct columns *c, const char *name, const char *tail, const char *type)
{
	(void)type;
	buf_printf(c->sql, ", t.\"%s%s\"", name, tail);
}

static void put_mark(struct columns *c, const char *name, const char *tail, const char *type)
{
	(void)name;
	(void)tail;
	(void)type;
	buf_printf(c->sql, ", ?%d", c->next++);
}

static void put_set(struct columns *c, const char *name, const char *tail, const char *type)
{
	(void)type;
	buf_printf(c->sql, ", \"%s%s\"=?%d", name, tail, c->next++);
}

void store_columns_put(struct buf *sql, const struct model_type *t, const char *prefix)
{
	struct columns c = { .sql = sql, .type = t, .put = prefix[0] ? put_prefixed : put_name };

	for (size_t i = 0; i < COUNT_OF(COMMON_COLUMNS); i++)
		buf_printf(sql, "%s%s%s", i ? ", " : "", prefix, COMMON_COLUMNS[i]);
	each_field_column(&c);
}

static char *take_text(struct buf *b)
{
	char *s = buf_err(b) ? NULL : mem_strdup(buf_str(b));

	buf_clear(b);
	return s;
}

static const char *kept(char **place, struct buf *b)
{
	*place = take_text(b);
	return *place ? *place : "out of memory"; /* not SQL: fails where it is used */
}

const char *store_sql_select(struct store *st, const struct model_type *t)
{
	struct store_table *tab = store_table_of(st, t);
	struct buf b;

	if (tab->select)
		return tab->select;
	buf_init(&b, SQL_MAX);
	buf_puts(&b, "SELECT ");
	store_columns_put(&b, t, "");
	buf_printf(&b, " FROM \"%s\" WHERE id=?1", t->name);
	return kept(&tab->select, &b);
}

const char *store_sql_insert(struct store *st, const struct model_type *t)
{
	struct store_table *tab = store_table_of(st, t);
	struct columns c = { .type = t };
	struct buf b;

	if (tab->insert)
		return tab->insert;
	buf_init(&b, SQL_MAX);
	c.sql = &b;
	buf_printf(&b, "INSERT INTO \"%s\"(", t->name);
	c.put = put_name;
	store_columns_put(&b, t, "");
	each_derived_column(&c);
	buf_puts(&b, ") VALUES(?1, ?2, ?3, ?4, ?5, ?6");
	c.put = put_mark;
	c.next = COUNT_OF(COMMON_COLUMNS) + 1;
	each_field_column(&c);
	each_derived_column(&c);
	buf_puts(&b, ")");
	return kept(&tab->insert, &b);
}

/* The same numbers as the insert, so that one function binds both. Columns of a newer program stay as they are. */
const char *store_sql_update(struct store *st, const struct model_type *t)
{
	struct store_table *tab = store_table_of(st, t);
	struct columns c = { .type = t, .put = put_set };
	struct buf b;

	if (tab->update)
		return tab->update;
	buf_init(&b, SQL_MAX);
	c.sql = &b;
	buf_printf(&b, "UPDATE \"%s\" SET owner_office_id=?2, state=?3, created_at=?4, created_by=?5, version=?6", t->name);
	c.next = COUNT_OF(COMMON_COLUMNS) + 1;
	each_field_column(&c);
	each_derived_column(&c);
	buf_puts(&b, " WHERE id=?1");
	return kept(&tab->update, &b);
}

const char *store_sql_remove(struct store *st, const struct model_type *t)
{
	struct store_table *tab = store_table_of(st, t);
	struct buf b;

	if (tab->remove)
		return tab->remove;
	buf_init(&b, SQL_MAX);
	buf_printf(&b, "DELETE FROM \"%s\" WHERE id=?1", t->name);
	return kept(&tab->remove, &b);
}

/* ---- indexes ---- */

static void index_put(struct buf *out, const struct model_type *t, const char *name, const char *a, const char *b, const char *c)
{
	buf_printf(out, "CREATE INDEX IF NOT EXISTS \"_ix_%s_%s\" ON \"%s\"(\"%s\"", t->name, name, t->name, a);
	if (b)
		buf_printf(out, ", \"%s\"", b);
	if (c)
		buf_printf(out, ", \"%s\"", c);
	buf_puts(out, ");");
}

static bool word_in(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; p && *p; p += strspn(p, ", ")) {
		size_t len = strcspn(p, ", ");

		if (len == n && memcmp(p, word, n) == 0)
			return true;
		p += len;
	}
	return false;
}

/* The office that a record was sent to asks for what was sent to it. */
static bool names_an_office(const struct model_type *t, const struct model_field *f)
{
	for (size_t i = 0; i < model_verb_count(); i++) {
		const struct model_verb *v = model_verb_at(i);

		if (v->interest && strcmp(v->type, t->name) == 0 && word_in(v->interest, f->name))
			return true;
	}
	return false;
}

/* References that are followed backwards: to business rows and number books, not to lists, offices or users. */
static bool ref_is_followed(const struct model_field *f)
{
	const struct model_type *t = f->kind == MODEL_REF && f->of ? model_type_by_name(f->of) : NULL;

	return t && !(t->flags & MODEL_T_LIST) && t->no != MODEL_USER;
}

static void field_indexes(const struct model_type *t, struct buf *out)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct model_field *f = &t->fields[i];
		bool unique = t->unique_field && strcmp(t->unique_field, f->name) == 0;
		bool number = t->number_field && strcmp(t->number_field, f->name) == 0;

		if (f->kind == MODEL_REF_ANY)
			buf_printf(out, "CREATE INDEX IF NOT EXISTS \"_ix_%s_%s\" ON \"%s\"(\"%s_id\");", t->name, f->name, t->name, f->name);
		else if (ref_is_followed(f) || unique || number || (f->flags & MODEL_INDEX) || (f->kind == MODEL_REF && names_an_office(t, f)))
			index_put(out, t, f->name, f->name, NULL, NULL);
		if (store_has_key(f))
			buf_printf(out, "CREATE INDEX IF NOT EXISTS \"_ix_%s_%s_fold\" ON \"%s\"(\"%s_fold\");", t->name, f->name, t->name, f->name);
	}
}

static void type_indexes(const struct model_type *t, struct buf *out)
{
	const struct model_field *first = t->n_fields ? &t->fields[0] : NULL;

	if (t->n_states)
		index_put(out, t, "owner_state", "owner_office_id", "state", t->date_field);
	if (t->n_states && t->date_field)
		index_put(out, t, "state", "state", t->date_field, NULL);
	if (t->date_field)
		index_put(out, t, "owner_date", "owner_office_id", t->date_field, NULL);
	if (t->date_field) /* whoever sees all that a node holds asks by state and date alone */
		index_put(out, t, "date", t->date_field, NULL, NULL);
	if ((t->flags & MODEL_T_LIST) && first && store_cells(first) == 1 && !(t->number_field && strcmp(t->number_field, first->name) == 0))
		index_put(out, t, "list", first->name, NULL, NULL);
	field_indexes(t, out);
}

/* ---- making and widening ---- */

static void put_definition(struct columns *c, const char *name, const char *tail, const char *type)
{
	buf_printf(c->sql, ", \"%s%s\" %s", name, tail, type);
}

static void describe(const struct model_type *t, struct buf *out)
{
	struct columns c = { .sql = out, .type = t, .put = put_definition };

	buf_printf(out, "%s(", t->name);
	each_field_column(&c);
	each_derived_column(&c);
	buf_puts(out, ")");
	type_indexes(t, out);
	for (size_t i = 0; i < t->n_states; i++)
		buf_printf(out, " %u=%s", t->states[i].no, t->states[i].name);
}

/* What the record tables must look like, as one hash: equal means that nothing needs to be looked at. */
static int fingerprint(char hex[2 * HASH_LEN + 1])
{
	uint8_t hash[HASH_LEN];
	struct buf b;
	int r;

	buf_init(&b, SQL_MAX * 8);
	for (size_t i = 0; i < model_type_count(); i++)
		describe(model_type_at(i), &b);
	hash_sha256(b.p, b.len, hash);
	r = buf_err(&b);
	buf_reset(&b);
	hex_put(&b, hash, sizeof(hash));
	memcpy(hex, buf_str(&b), 2 * HASH_LEN + 1);
	buf_clear(&b);
	return r;
}

static bool has_column(struct store *st, const char *table, const char *name, const char *tail)
{
	struct db_stmt *s = db_use(st->db, "SELECT 1 FROM pragma_table_info(?1) WHERE name=?2||?3");
	int64_t one;

	db_bind_str(s, 1, table);
	db_bind_str(s, 2, name);
	db_bind_str(s, 3, tail);
	return db_run_int(s, &one) == 0;
}

static void add_if_missing(struct columns *c, const char *name, const char *tail, const char *type)
{
	if (c->err || has_column(c->st, c->type->name, name, tail))
		return;
	buf_reset(c->sql);
	buf_printf(c->sql, "ALTER TABLE \"%s\" ADD COLUMN \"%s%s\" %s;", c->type->name, name, tail, type);
	if (strcmp(tail, "_fold") == 0) /* a derived column is filled for the rows that are there */
		buf_printf(c->sql, "UPDATE \"%s\" SET \"%s_fold\"=cv_fold(\"%s\")", c->type->name, name, name);
	if (strcmp(tail, "_key") == 0)
		buf_printf(c->sql, "UPDATE \"%s\" SET \"%s_key\"=CAST(cv_key(\"%s\") AS BLOB)", c->type->name, name, name);
	c->err = buf_err(c->sql) ? ERR_NOMEM : db_define(c->st->db, buf_str(c->sql));
	c->added = true;
}

static int create_table(struct store *st, const struct model_type *t, struct buf *b)
{
	struct columns c = { .sql = b, .type = t, .put = put_definition };

	buf_reset(b);
	buf_printf(b, "CREATE TABLE \"%s\"(", t->name);
	for (size_t i = 0; i < COUNT_OF(COMMON_COLUMNS); i++)
		buf_printf(b, "%s%s %s", i ? ", " : "", COMMON_COLUMNS[i], COMMON_TYPES[i]);
	each_field_column(&c);
	each_derived_column(&c);
	buf_puts(b, ")");
	return buf_err(b) ? ERR_NOMEM : db_define(st->db, buf_str(b));
}

/* A state that was unknown when its event came gets its word. */
static int name_states(struct store *st, const struct model_type *t, struct buf *b)
{
	int r = 0;

	for (size_t i = 0; i < t->n_states && r == 0; i++) {
		struct db_stmt *s;

		buf_reset(b);
		buf_printf(b, "UPDATE \"%s\" SET state=?1 WHERE state='#'||?2", t->name);
		s = db_use(st->db, buf_str(b));
		db_bind_str(s, 1, t->states[i].name);
		db_bind_int(s, 2, t->states[i].no);
		r = db_run(s);
	}
	return r;
}

static int update_type(struct store *st, const struct model_type *t, struct buf *b, bool *added)
{
	struct columns c = { .sql = b, .type = t, .put = add_if_missing, .st = st };
	bool fresh = !has_column(st, t->name, "id", "");
	int r = 0;

	if (fresh) {
		r = create_table(st, t, b);
	} else {
		each_field_column(&c);
		each_derived_column(&c);
		r = c.err ? c.err : name_states(st, t, b);
	}
	buf_reset(b);
	type_indexes(t, b);
	if (r == 0 && b->len)
		r = buf_err(b) ? ERR_NOMEM : db_define(st->db, buf_str(b));
	if (r == 0 && (fresh || c.added) && !store_scratch_db(st))
		r = store_image_reapply(st, t);
	*added = *added || fresh || c.added;
	return r;
}

/* Done once per shape of the model, whichever program comes first: a program that knows less adds nothing and disturbs nobody. */
static int update_all(struct store *st, const char *mark)
{
	bool added = false;
	struct store_node n;
	struct buf b;
	int r = 0;

	buf_init(&b, SQL_MAX);
	for (size_t i = 0; i < model_type_count() && r == 0; i++)
		r = update_type(st, model_type_at(i), &b, &added);
	buf_clear(&b);
	if (r == 0)
		r = store_meta_put(st, mark, val_int(1));
	if (r == 0)
		r = store_node_load(st, &n, NULL);
	if (r == 0 && added) /* sessions that opened it with the old tables must start again */
		r = store_meta_put(st, "generation", val_int((int64_t)n.generation + 1));
	return r;
}

#define MARK "model "
#define MARK_HEX 24

int store_schema_update(struct store *st, struct err_info *ei)
{
	char mark[sizeof(MARK) + 2 * HASH_LEN + 1] = MARK;
	int64_t done = 0;
	int r = fingerprint(mark + sizeof(MARK) - 1);

	mark[sizeof(MARK) + MARK_HEX] = '\0';
	if (r == 0)
		r = store_meta_int(st, mark, &done);
	st->older = r == 0 && !done;
	if (r || done || db_readonly(st->db))
		return r;
	r = db_begin(st->db, ei);
	if (r)
		return r;
	st->writing = true;
	r = store_meta_int(st, mark, &done); /* another process may have been faster */
	if (r == 0 && !done)
		r = update_all(st, mark);
	st->writing = false;
	if (r == 0)
		return db_commit(st->db, ei);
	(void)db_last_error(st->db, ei);
	db_rollback(st->db);
	return r;
}
