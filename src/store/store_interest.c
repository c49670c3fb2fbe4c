/* store_interest.c: which office sees which record.
 *
 * The model's verb says which references name an office. From the event that does so on, _interest holds (office, type, id) and every new
 * version of the record goes to that office's node. Known on the owner's node and at the centre alike; only the centre feeds.
 */
#include <string.h>

#include "store_internal.h"

#define OFFICES_MAX 256

/* ---- where an office lives ---- */

static int node_of_row(struct store *st, rowid_t office, int64_t *node)
{
	const struct model_type *t = model_type_by_no(MODEL_OFFICE);
	const struct model_field *f = t ? model_field_by_no(t, MODEL_OFFICE_NODE) : NULL;
	struct db_stmt *s;
	struct buf b;

	if (!f)
		return ERR_NOTFOUND;
	buf_init(&b, 512);
	buf_printf(&b, "SELECT \"%s\" FROM \"%s\" WHERE id=?1", f->name, t->name);
	s = db_use(st->db, buf_str(&b));
	db_bind_int(s, 1, (int64_t)office);
	buf_clear(&b);
	return db_run_int(s, node);
}

uint32_t store_office_node(struct store *st, rowid_t office)
{
	struct db_stmt *s;
	int64_t node = 0;

	if (office == 0)
		return 0;
	if (node_of_row(st, office, &node) == 0 && node > 0 && node <= (int64_t)UINT32_MAX)
		return (uint32_t)node;
	if (office == st->node.office)
		return st->node.node;
	s = db_use(st->db, "SELECT node FROM _peer WHERE office=?1 ORDER BY node DESC LIMIT 1");
	db_bind_int(s, 1, (int64_t)office);
	return db_run_int(s, &node) == 0 ? (uint32_t)node : 0;
}

int store_interest_nodes(struct store *st, const struct model_type *t, rowid_t id, rowid_t owner, struct arena *a, uint32_t **nodes, size_t *n)
{
	struct db_stmt *s = db_use(st->db, "SELECT office FROM _interest WHERE type=?1 AND id=?2 ORDER BY office");
	rowid_t offices[OFFICES_MAX];
	size_t count = 0;
	uint32_t home;
	int r;

	*n = 0;
	db_bind_ints(s, 1, (int64_t[]){ t->no, (int64_t)id }, 2);
	while (count < OFFICES_MAX && db_step(s) == 1)
		offices[count++] = (rowid_t)db_col_int(s, 0);
	r = db_end(s);
	*nodes = count ? arena_array(a, count, sizeof(**nodes)) : NULL;
	if (r || count == 0)
		return r;
	if (!*nodes)
		return ERR_NOMEM;
	home = store_office_node(st, owner);
	for (size_t i = 0; i < count; i++) {
		uint32_t node = store_office_node(st, offices[i]);
		bool known = node == 0 || node == home || node == st->node.node;

		for (size_t k = 0; k < *n && !known; k++)
			known = (*nodes)[k] == node;
		if (!known)
			(*nodes)[(*n)++] = node;
	}
	return 0;
}

/* ---- what a verb's event names ---- */

struct naming {
	struct store *st;
	struct arena *a;
	rowid_t owner;
	uint32_t type; /* of the record that is to be seen */
	rowid_t id;
};

static int name_office(struct naming *g, rowid_t office)
{
	return office == 0 || office == g->owner ? 0 : store_interest(g->st, office, g->type, g->id);
}

static int name_user(struct naming *g, rowid_t user)
{
	const struct model_type *t = model_type_by_no(MODEL_USER);
	struct rec *r = NULL;
	struct val v;
	int e = t ? store_row_find(g->st, t, user, g->a, &r) : 0;

	if (e || !r)
		return e;
	v = rec_val_no(r, MODEL_USER_OFFICE);
	return v.shape == VAL_INT ? name_office(g, (rowid_t)v.i) : 0;
}

static int name_key(struct naming *g, uint32_t type, rowid_t key)
{
	return type == MODEL_OFFICE ? name_office(g, key) : type == MODEL_USER ? name_user(g, key) : 0;
}

static int name_value(struct naming *g, const struct model_field *f, struct val v)
{
	const struct model_type *of = f->of ? model_type_by_name(f->of) : NULL;
	int r = 0;

	if (f->kind == MODEL_REF && v.shape == VAL_INT && of)
		return name_key(g, of->no, (rowid_t)v.i);
	if (v.shape != VAL_LIST)
		return 0;
	if (f->kind == MODEL_REF_ANY && v.n == 2)
		return name_key(g, (uint32_t)v.items[0].i, (rowid_t)v.items[1].i);
	for (size_t i = 0; f->kind == MODEL_LIST_REF && of && i < v.n && r == 0; i++)
		r = name_key(g, of->no, (rowid_t)v.items[i].i);
	return r;
}

/* "parts.office": that field of every row of the collection. */
static int name_children(struct naming *g, const struct model_type *t, const char *path, const char *dot)
{
	char collection[64];
	const struct model_type *child;
	const struct model_field *f, *up;
	rowid_t *ids = NULL;
	size_t n = 0;
	int r;

	if ((size_t)(dot - path) >= sizeof(collection))
		return 0;
	memcpy(collection, path, (size_t)(dot - path));
	collection[dot - path] = '\0';
	child = model_child_by_collection(t, collection);
	f = child ? model_field_by_name(child, dot + 1) : NULL;
	up = child ? store_parent_field(child) : NULL;
	if (!f || !up)
		return 0;
	r = store_rows_by_ref(g->st, child, up, g->id, g->a, &ids, &n, OFFICES_MAX);
	for (size_t i = 0; i < n && r == 0; i++) {
		struct rec *row = NULL;

		r = store_row_find(g->st, child, ids[i], g->a, &row);
		if (r == 0 && row)
			r = name_value(g, f, rec_val(row, f));
	}
	return r;
}

static int name_field(struct naming *g, const struct rec *subject, const char *word, size_t n)
{
	char name[64];
	const char *dot;
	const struct model_field *f;

	if (n == 0 || n >= sizeof(name))
		return 0;
	memcpy(name, word, n);
	name[n] = '\0';
	dot = strchr(name, '.');
	if (dot)
		return name_children(g, subject->type, name, dot);
	f = model_field_by_name(subject->type, name);
	return f ? name_value(g, f, rec_val(subject, f)) : 0;
}

int store_interest_event(struct store *st, const struct wire_event *ev, struct arena *a)
{
	const struct model_verb *verb = model_verb_by_no(ev->head.verb);
	const struct model_type *t = model_type_by_no(ev->head.subject_type);
	struct naming g = { .st = st, .a = a };
	struct rec *subject = NULL;
	int r;

	if (!verb || !verb->interest || !t)
		return 0;
	r = store_row_find(st, t, ev->head.subject_id, a, &subject);
	if (r || !subject)
		return r;
	g.owner = subject->owner;
	r = store_root(st, subject, a, &t, &g.id); /* a verb on a child row shows the record it belongs to */
	g.type = t->no;
	for (const char *p = verb->interest; r == 0 && *p;) {
		size_t n = strcspn(p, ", ");

		r = name_field(&g, subject, p, n);
		p += n + strspn(p + n, ", ");
	}
	return r;
}

int store_interest(struct store *st, rowid_t office, uint32_t type, rowid_t id)
{
	struct db_stmt *s = db_use(st->db, "INSERT OR IGNORE INTO _interest(type, id, office) VALUES(?1, ?2, ?3)");
	const struct model_type *t = model_type_by_no(type);
	int64_t before = db_changes(st->db);
	struct arena *a;
	uint32_t node;
	int r;

	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id, (int64_t)office }, 3);
	r = db_run(s);
	if (r || db_changes(st->db) == before || st->node.role != STORE_ROLE_CENTRE || !t)
		return r;
	node = store_office_node(st, office);
	if (node == 0 || node == st->node.node)
		return 0; /* it lives here, or is not enrolled yet: store_feed_first sends it then */
	a = store_scratch();
	r = a ? store_feed_record(st, node, office, t, id, a) : ERR_NOMEM;
	arena_free(a);
	return r;
}

int store_interest_any(struct store *st, uint32_t type, rowid_t id, bool *any)
{
	struct db_stmt *s = db_use(st->db, "SELECT 1 FROM _interest WHERE type=?1 AND id=?2 LIMIT 1");
	int64_t one = 0;
	int r;

	db_bind_ints(s, 1, (int64_t[]){ type, (int64_t)id }, 2);
	r = db_run_int(s, &one);
	*any = r == 0;
	return r == ERR_NOTFOUND ? 0 : r;
}
