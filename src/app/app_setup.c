/* app_setup.c: the first minutes of a node: a centre with its lists, a folder that can be enrolled, an office that may. */
#include "app_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CENTRE_NODE 1
#define FIRST_EPOCH 1
#define SECRET_BYTES 20
#define SECRET_DAYS 7

static const struct {
	const char *file;
	uint32_t type;
	bool needed;
} data_files[] = { /* a list before what uses it */
	{ "code.tsv", MODEL_CODE_ROW, true },
	{ "deadline_rule.tsv", MODEL_DEADLINE_RULE, true },
	{ "calendar.tsv", MODEL_CALENDAR_DAY, true },
	{ "procedure.tsv", MODEL_PROCEDURE, true },
	{ "procedure_part.tsv", MODEL_PROCEDURE_PART, true },
	{ "organization.tsv", MODEL_ORGANIZATION, false },
};

/* ---- the node's own key: before anything is in the database, and never in it --------------------------------------------------------- */

static int sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return err ? ERR_IO : ERR_NONE;
}

static int write_nodekey(const char *dir)
{
	uint8_t key[HASH_LEN];
	char path[1024];
	ssize_t n;
	int fd, err = ERR_NONE;

	if (snprintf(path, sizeof(path), "%s/nodekey", dir) >= (int)sizeof(path))
		return ERR_RANGE;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST ? ERR_EXISTS : err_from_errno(errno);
	random_bytes(key, sizeof(key));
	n = write(fd, key, sizeof(key));
	if (n != (ssize_t)sizeof(key) || fsync(fd))
		err = n < 0 ? err_from_errno(errno) : ERR_FULL;
	close(fd);
	mem_wipe(key, sizeof(key));
	return err ? err : sync_dir(dir);
}

/* ---- a centre ------------------------------------------------------------------------------------------------------------------------ */

int app_typed(struct app *ap, uint32_t type, uint32_t no, const char *text, struct arena *a, struct val *out, struct err_info *ei)
{
	const struct model_field *f = model_field_by_no(model_type_by_no(type), no);
	char said[APP_TEXT_MAX];
	const char *msg = NULL;

	if (!app_parse_value(ap, NULL, f, text, a, out, &msg))
		return ERR_NONE;
	return err_set(ei, ERR_INVALID, app_value_message(f, msg ? msg : "A13", text, said, sizeof(said)));
}

static int put_office(struct app *ap, const char *code, const char *name, rowid_t parent, uint32_t node, struct arena *a, rowid_t *id,
		struct err_info *ei)
{
	const struct model_type *t = model_type_by_no(MODEL_OFFICE);
	struct store_row_op op = { .type = MODEL_OFFICE, .kind = STORE_PUT };
	const char *bad = model_format_check(model_field_by_no(t, MODEL_OFFICE_CODE), code);
	struct store_node n;
	struct val clean_code, clean_name;
	char text[APP_TEXT_MAX];
	int err;

	if (!*code || !*name || bad)
		return err_set(ei, ERR_INVALID, app_value_message(model_field_by_no(t, MODEL_OFFICE_CODE), bad ? bad : "M01", code, text,
				sizeof(text)));
	err = app_typed(ap, MODEL_OFFICE, MODEL_OFFICE_CODE, code, a, &clean_code, ei);
	err = err ? err : app_typed(ap, MODEL_OFFICE, MODEL_OFFICE_NAME, name, a, &clean_name, ei);
	if (err)
		return err;
	err = store_new_id(ap->st, &op.id);
	err = err ? err : store_node_get(ap->st, &n);
	if (err)
		return err_set(ei, err, NULL);
	app_op_field(a, &op, MODEL_OFFICE_CODE, clean_code);
	app_op_field(a, &op, MODEL_OFFICE_NAME, clean_name);
	app_op_field(a, &op, MODEL_OFFICE_PARENT, parent ? val_int((int64_t)parent) : val_null());
	app_op_field(a, &op, MODEL_OFFICE_NODE, node ? val_int(node) : val_null());
	app_op_field(a, &op, MODEL_OFFICE_VALID_FROM, val_int(day_today()));
	*id = op.id;
	/* every office row belongs to the centre; the very first one to itself */
	return app_system_event(ap, MODEL_V_LOAD, n.office ? n.office : op.id, NULL, &op, 1, 0, ei);
}

static int load_data(struct app *ap, const char *data_dir, rowid_t office, struct err_info *ei)
{
	char path[1024];

	for (size_t i = 0; i < COUNT_OF(data_files); i++) {
		int err;

		if (snprintf(path, sizeof(path), "%s/%s", data_dir, data_files[i].file) >= (int)sizeof(path))
			return err_set(ei, ERR_RANGE, NULL);
		if (!data_files[i].needed && access(path, R_OK))
			continue;
		err = app_load_file(ap, model_type_by_no(data_files[i].type), path, office, ei);
		if (err)
			return err;
	}
	return ERR_NONE;
}

static int fill_centre(struct app *ap, const char *code, const char *name, const char *data_dir, struct arena *a, struct err_info *ei)
{
	struct store_node n;
	rowid_t office;
	int err = store_node_get(ap->st, &n);

	if (err)
		return err_set(ei, err, NULL);
	if (n.node) {
		app_fail(ei, ERR_EXISTS, "A29", NULL, NULL);
		return ERR_EXISTS;
	}
	n.role = STORE_ROLE_CENTRE;
	n.node = CENTRE_NODE;
	n.epoch = FIRST_EPOCH;
	err = store_node_set(ap->st, &n);
	err = err ? err : put_office(ap, code, name, 0, CENTRE_NODE, a, &office, ei);
	err = err ? err : store_node_get(ap->st, &n);
	if (err)
		return err;
	n.office = office;
	err = store_node_set(ap->st, &n);
	return err ? err : load_data(ap, data_dir, office, ei);
}

static int open_new(const char *dir, struct app *ap, struct err_info *ei)
{
	memset(ap, 0, sizeof(*ap));
	return store_open(dir, STORE_CREATE, &ap->st, ei);
}

int app_init_centre(const char *dir, const char *code, const char *name, const char *data_dir, struct err_info *ei)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	struct app ap;
	int err = a ? open_new(dir, &ap, ei) : err_set(ei, ERR_NOMEM, NULL);

	if (err) {
		arena_free(a);
		return err;
	}
	err = write_nodekey(dir);
	if (err == ERR_EXISTS)
		app_fail(ei, err, "A29", NULL, NULL);
	else if (err)
		err_set(ei, err, NULL);
	if (!err)
		err = store_begin(ap.st, ei);
	if (!err) {
		err = fill_centre(&ap, code, name, data_dir, a, ei);
		err = err ? err : store_commit(ap.st, ei);
		if (err)
			store_rollback(ap.st);
	}
	if (!err)
		err = app_open_books(&ap, ei);
	arena_free(ap.cache);
	store_close(ap.st);
	arena_free(a);
	return err;
}

int app_init_office(const char *dir, struct err_info *ei)
{
	struct store_node n;
	struct app ap;
	int err = open_new(dir, &ap, ei);

	if (err)
		return err;
	err = store_node_get(ap.st, &n);
	if (!err && n.node) {
		err = ERR_EXISTS;
		app_fail(ei, err, "A29", NULL, NULL);
	}
	store_close(ap.st);
	return err;
}

/* ---- an office that may enrol -------------------------------------------------------------------------------------------------------- */

static void make_secret(char out[64])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint8_t raw[SECRET_BYTES];
	size_t n = 0;
	unsigned bits = 0, have = 0;

	random_bytes(raw, sizeof(raw));
	for (size_t i = 0; i < sizeof(raw); i++) {
		bits = (bits << 8) | raw[i];
		for (have += 8; have >= 5; have -= 5)
			out[n++] = letters[(bits >> (have - 5)) & 31];
	}
	out[n] = '\0';
	mem_wipe(raw, sizeof(raw));
}

static int add_office(struct app *ap, const char *code, const char *name, const char *parent, const char *secret, struct arena *a,
		rowid_t *id,
		      struct err_info *ei)
{
	const struct model_type *t = model_type_by_no(MODEL_OFFICE);
	uint8_t hash[HASH_LEN];
	struct store_node n;
	struct rec *r;
	rowid_t above;
	int err = store_node_get(ap->st, &n);

	if (err)
		return err_set(ei, err, NULL);
	above = n.office;
	if (!app_row_by_text(ap, t, MODEL_OFFICE_CODE, code, a, &r)) {
		app_fail(ei, ERR_EXISTS, "A24", "text", code);
		return ERR_EXISTS;
	}
	if (parent && *parent) {
		err = app_row_by_text(ap, t, MODEL_OFFICE_CODE, parent, a, &r);
		if (err) {
			app_fail(ei, err, "A25", "text", parent);
			return err;
		}
		above = r->id;
	}
	err = put_office(ap, code, name, above, 0, a, id, ei);
	hash_sha256(secret, strlen(secret), hash);
	return err ? err : store_enrol_add(ap->st, *id, hash, clock_now() + (int64_t)SECRET_DAYS * 86400);
}

int app_office_add(struct app *ap, const char *code, const char *name, const char *parent_code, char secret[64], rowid_t *office,
		struct err_info *ei)
{
	struct arena *a;
	int err;

	*office = 0;
	secret[0] = '\0';
	if (!app_centre(ap)) {
		app_fail(ei, ERR_DENIED, "A26", NULL, NULL);
		return ERR_DENIED;
	}
	a = arena_new(APP_ARENA_MAX);
	err = a ? store_begin(ap->st, ei) : err_set(ei, ERR_NOMEM, NULL);
	if (!err) {
		make_secret(secret);
		err = add_office(ap, code, name, parent_code, secret, a, office, ei);
		if (err)
			store_rollback(ap->st);
		else
			err = store_commit(ap->st, ei);
	}
	if (err)
		mem_wipe(secret, 64);
	arena_free(a);
	return err;
}

/* ---- lists afterwards ---------------------------------------------------------------------------------------------------------------- */

static int put_pair(struct app *ap, const struct app_user *u, const struct model_type *t, const char *pair, struct arena *a,
		struct store_row_op *op,
		    struct err_info *ei)
{
	const char *eq = strchr(pair, '=');
	const char *msg = NULL;
	const struct model_field *f;
	char name[64], text[APP_TEXT_MAX];
	struct model_field plain;
	struct val v;

	app_copy(name, sizeof(name), pair, eq ? (size_t)(eq - pair) : strlen(pair));
	f = eq ? model_field_by_name(t, name) : NULL;
	if (!f) {
		app_fail(ei, ERR_INVALID, "A14", "text", name);
		return ERR_INVALID;
	}
	plain = *f;
	plain.flags &= ~(uint32_t)MODEL_PAST;
	if (app_parse_value(ap, u, &plain, eq + 1, a, &v, &msg))
		return err_set(ei, ERR_INVALID, app_value_message(f, msg ? msg : "A13", eq + 1, text, sizeof(text)));
	app_op_field(a, op, f->no, v);
	return ERR_NONE;
}

static int list_put(struct app *ap, const struct app_user *u, const struct model_type *t, rowid_t id, const char *const *pairs,
		size_t n_pairs, rowid_t *out,
		    struct arena *a, struct err_info *ei)
{
	struct store_row_op op = { .type = t->no, .id = id, .kind = id ? STORE_PATCH : STORE_PUT };
	struct rec *r = NULL;
	struct store_node n;
	int err = id ? app_row_get(ap, t, id, a, &r) : store_new_id(ap->st, &op.id);

	err = err ? err : store_node_get(ap->st, &n);
	if (err)
		return err_set(ei, err, NULL);
	for (size_t i = 0; i < n_pairs && !err; i++)
		err = put_pair(ap, u, t, pairs[i], a, &op, ei);
	*out = op.id;
	return err ? err : app_system_event(ap, MODEL_V_CHANGE, n.office, u, &op, 1, r ? r->version : 0, ei);
}

int app_list_put(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const char *const *pairs, size_t n_pairs,
		rowid_t *out,
		 struct err_info *ei)
{
	const struct model_type *t = model_type_by_name(type);
	const struct model_verb *v = model_verb_by_no(MODEL_V_CHANGE);
	char verb[80], text[APP_TEXT_MAX];
	struct arena *a;
	int err;

	*out = 0;
	if (!t || !(t->flags & MODEL_T_LIST)) {
		app_fail(ei, ERR_NOTFOUND, "A45", "text", type);
		return ERR_NOTFOUND;
	}
	if (!app_centre(ap)) {
		app_fail(ei, ERR_DENIED, "A26", NULL, NULL);
		return ERR_DENIED;
	}
	if (!model_verb_role(v, u->role))
		return err_set(ei, ERR_REFUSED,
			       app_say(text, sizeof(text), "M11", "role", app_role_label(u), "verb", app_lower_first(v->label, verb,
					sizeof(verb)), NULL));
	a = arena_new(APP_ARENA_MAX);
	err = a ? store_begin(ap->st, ei) : err_set(ei, ERR_NOMEM, NULL);
	if (!err) {
		err = list_put(ap, u, t, id, pairs, n_pairs, out, a, ei);
		if (err)
			store_rollback(ap->st);
		else
			err = store_commit(ap->st, ei);
	}
	arena_free(a);
	return err;
}
