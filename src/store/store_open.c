/* store_open.c: opening a node's folder, and the words for what can be wrong with it. */
#include "congvu/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store_internal.h"

static const struct {
	int code;
	const char *message;
} WORDS[] = {
	{ ERR_FULL, "M60" },
	{ ERR_READONLY, "store.readonly" },
	{ ERR_CORRUPT, "store.corrupt" },
	{ ERR_VERSION, "store.newer" },
	{ ERR_NOTFOUND, "store.none" },
	{ ERR_NOMEM, "store.memory" },
	{ ERR_BUSY, "store.busy" },
	{ ERR_GENERATION, "store.generation" },
	{ ERR_DENIED, "store.no_node" },
	{ ERR_NOKEY, "store.nokey" },
};

int store_fail_text(int code, struct err_info *ei, const char *message, const char *detail)
{
	return err_setf(ei, code, model_message(message), "%s", detail ? detail : "");
}

const char *store_words(int code)
{
	for (size_t i = 0; i < COUNT_OF(WORDS); i++)
		if (WORDS[i].code == code)
			return model_message(WORDS[i].message);
	return model_message("store.io");
}

int store_fail(int code, struct err_info *ei)
{
	if (code == 0 || !ei)
		return code;
	if (ei->text[0] == '\0' || ei->code != code) {
		struct err_info was = *ei;

		return err_setf(ei, code, store_words(code), "%s", was.code == code ? was.detail : err_name(code));
	}
	return code;
}

struct arena *store_scratch(void)
{
	return arena_new(STORE_SCRATCH_MAX);
}

bool store_scratch_db(const struct store *st)
{
	return st->dir[0] == '\0';
}

/* Sort key of a name, for filling a derived column; rows written one by one make their own. */
static void key_of_text(const char *s, size_t n, struct buf *out)
{
	(void)n;
	text_name_key(s, out);
}

static int add_functions(struct store *st)
{
	int r = db_function(st->db, "cv_fold", text_fold);

	return r ? r : db_function(st->db, "cv_key", key_of_text);
}

static struct store *new_store(unsigned flags)
{
	struct store *st = mem_alloc(sizeof(*st));

	if (!st)
		return NULL;
	st->flags = flags;
	if (!(flags & (STORE_SMALL_CACHE | STORE_READONLY)))
		st->terms = mem_array(STORE_TERMS_KNOWN, sizeof(*st->terms)); /* works without, only slower */
	st->n_tables = model_type_count();
	st->tables = mem_array(st->n_tables, sizeof(*st->tables));
	if (!st->tables) {
		free(st->terms);
		free(st);
		return NULL;
	}
	for (size_t i = 0; i < st->n_tables; i++)
		st->tables[i].type = model_type_at(i);
	return st;
}

static int open_node(struct store *st, struct err_info *ei)
{
	char path[PLAT_PATH_MAX], lock[PLAT_PATH_MAX], run[PLAT_PATH_MAX];
	struct db_config c = { .application_id = STORE_APPLICATION_ID, .migrations = store_migrations, .n_migrations = store_migration_count };

	if (plat_path(path, sizeof(path), st->dir, "node.db") || plat_path(lock, sizeof(lock), st->dir, STORE_LOCK) ||
	    plat_path(run, sizeof(run), st->dir, "run"))
		return err_setf(ei, ERR_RANGE, NULL, "the folder's name is too long");
	if (access(path, F_OK) != 0 && errno == EACCES)
		return err_setf(ei, ERR_DENIED, model_message("store.denied"), "node.db");
	if (!(st->flags & STORE_CREATE) && !plat_exists(path))
		return err_setf(ei, ERR_NOTFOUND, NULL, "no node.db");
	if (!(st->flags & STORE_READONLY) && !plat_exists(run)) {
		int r = plat_mkdirs(run, 0700);

		if (r)
			return err_setf(ei, r == ERR_DENIED ? ERR_READONLY : r, NULL, "folder run cannot be made");
	}
	c.path = path;
	c.lock_path = lock;
	c.flags = (st->flags & STORE_READONLY ? DB_READONLY : 0) | (st->flags & STORE_CREATE ? DB_CREATE : 0) |
	          (st->flags & STORE_SMALL_CACHE ? DB_SMALL : 0);
	return db_open(&c, &st->db, ei);
}

static const struct db_migration DRAFT_MIGRATIONS[] = {
	{ 1, "CREATE TABLE _draft(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, form TEXT NOT NULL, subject INTEGER NOT NULL,"
	     " body BLOB NOT NULL, focus TEXT, at INTEGER NOT NULL, thrown INTEGER NOT NULL);"
	     "CREATE INDEX _draft_user ON _draft(user_id, at)" },
};

static int open_drafts(struct store *st, struct err_info *ei)
{
	char path[PLAT_PATH_MAX], lock[PLAT_PATH_MAX];
	struct db_config c = { .application_id = STORE_APPLICATION_ID, .flags = DB_CREATE | DB_SMALL | DB_SYNC_NORMAL };

	if (plat_path(path, sizeof(path), st->dir, "draft.db") || plat_path(lock, sizeof(lock), st->dir, STORE_DRAFT_LOCK))
		return err_setf(ei, ERR_RANGE, NULL, "the folder's name is too long");
	c.path = path;
	c.lock_path = lock;
	c.migrations = DRAFT_MIGRATIONS;
	c.n_migrations = COUNT_OF(DRAFT_MIGRATIONS);
	return db_open(&c, &st->drafts, ei);
}

static int open_all(struct store *st, struct err_info *ei)
{
	struct store_node n;
	int r = open_node(st, ei);

	if (r == 0)
		r = add_functions(st);
	if (r == 0)
		r = store_schema_update(st, ei);
	if (r == 0)
		r = store_node_load(st, &n, NULL);
	if (r)
		return r;
	st->generation = n.generation;
	r = store_page_open(st);
	if (r == 0 && (st->flags & STORE_DRAFTS) && !(st->flags & STORE_READONLY))
		r = open_drafts(st, ei);
	return r;
}

static int open_once(const char *dir, unsigned flags, struct store **out, struct err_info *why)
{
	struct store *st = *out = new_store(flags);
	int r;

	if (!st)
		return ERR_NOMEM;
	if (dir[0] == '\0' || strlen(dir) >= sizeof(st->dir))
		return ERR_RANGE;
	memcpy(st->dir, dir, strlen(dir) + 1);
	r = open_all(st, why);
	if (r && why->code != r && st->db)
		(void)db_last_error(st->db, why);
	return r;
}

/* The folder was last opened by an older program. Whoever writes brings it up to date; one who only reads does so first, where he may. */
static bool renewed(const char *dir, unsigned flags)
{
	struct err_info why = { 0 };
	struct store *st = NULL;
	bool done;

	if (!(flags & STORE_READONLY))
		return false;
	done = open_once(dir, flags & ~(unsigned)STORE_READONLY, &st, &why) == 0;
	store_close(st);
	return done;
}

int store_open(const char *dir, unsigned flags, struct store **out, struct err_info *ei)
{
	struct err_info why = { 0 };
	int r = open_once(dir, flags, out, &why);

	if ((r == ERR_READONLY || (r == 0 && (*out)->older)) && renewed(dir, flags)) {
		store_close(*out);
		why = (struct err_info){ 0 };
		r = open_once(dir, flags, out, &why);
	}
	if (r == 0)
		return 0;
	store_close(*out);
	*out = NULL;
	if (r != ERR_DENIED)
		why.text[0] = '\0';
	(void)store_fail(r, &why);
	if (ei)
		*ei = why;
	return r;
}

int store_open_scratch(struct store **out)
{
	struct db_config c = { .flags = DB_TEMP, .migrations = store_migrations, .n_migrations = store_migration_count };
	struct store *st = new_store(0);
	int r;

	*out = NULL;
	if (!st)
		return ERR_NOMEM;
	r = db_open(&c, &st->db, NULL);
	if (r == 0)
		r = add_functions(st);
	if (r == 0)
		r = store_schema_update(st, NULL);
	if (r) {
		store_close(st);
		return r;
	}
	*out = st;
	return 0;
}

void store_close(struct store *st)
{
	if (!st)
		return;
	if (st->writing)
		store_rollback(st);
	store_page_close(st);
	db_close(st->drafts);
	db_close(st->db);
	for (size_t i = 0; i < st->n_tables; i++) {
		free(st->tables[i].select);
		free(st->tables[i].insert);
		free(st->tables[i].update);
		free(st->tables[i].remove);
	}
	free(st->tables);
	free(st->terms);
	mem_wipe(st->digest_key, sizeof(st->digest_key));
	free(st);
}

const char *store_dir(const struct store *st)
{
	return st->dir;
}

void store_idle_assert(const struct store *st)
{
	db_idle_assert(st->db);
	if (st->drafts)
		db_idle_assert(st->drafts);
}

void store_rest(struct store *st)
{
	db_rest(st->db);
	if (st->drafts)
		db_rest(st->drafts);
}

size_t store_memory_used(void)
{
	return db_memory_used();
}
