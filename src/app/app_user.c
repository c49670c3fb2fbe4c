/* app_user.c: who may in, and who may do what. Hashes are made outside of any write: they take a tenth of a second. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD_MIN 4 /* length rules are the office's own affair; an empty one is an accident */

/* ---- roles --------------------------------------------------------------------------------------------------------------------------- */

static int parse_roles(const char *roles, struct arena *a, struct val *out, struct err_info *ei)
{
	struct val item[8];
	size_t n = 0;

	while (*roles) {
		size_t len = strcspn(roles, ",");
		char name[32], text[APP_TEXT_MAX];
		struct buf all;

		app_copy(name, sizeof(name), roles, len);
		if (!model_role_by_name(name) || n >= COUNT_OF(item)) {
			buf_init(&all, 1024);
			for (size_t i = 0; i < model_role_count(); i++)
				buf_printf(&all, "%s%s", i ? ", " : "", model_role_at(i)->name);
			app_say(text, sizeof(text), "A21", "text", name, "roles", buf_str(&all), NULL);
			buf_clear(&all);
			return err_set(ei, ERR_INVALID, text);
		}
		item[n++] = val_str(arena_xstrdup(a, name));
		roles += len + (roles[len] == ',');
	}
	*out = val_dup(a, (struct val){ .shape = VAL_LIST, .items = item, .n = n });
	return ERR_NONE;
}

bool app_user_has(const struct rec *user, const char *roles)
{
	struct val have = rec_val_no(user, MODEL_USER_ROLES);

	for (size_t i = 0; have.shape == VAL_LIST && i < have.n; i++)
		if (have.items[i].s && model_word_in(roles, have.items[i].s, strlen(have.items[i].s)))
			return true;
	return false;
}

static void fill_user(struct app *ap, const struct rec *r, struct arena *a, struct app_user *out)
{
	struct val roles = rec_val_no(r, MODEL_USER_ROLES);
	struct rec *office;

	out->id = r->id;
	out->office = (rowid_t)app_rec_int(r, MODEL_USER_OFFICE, (int64_t)r->owner);
	snprintf(out->login, sizeof(out->login), "%s", app_rec_text(r, MODEL_USER_LOGIN));
	snprintf(out->full_name, sizeof(out->full_name), "%s", app_rec_text(r, MODEL_USER_FULL_NAME));
	snprintf(out->title, sizeof(out->title), "%s", app_rec_text(r, MODEL_USER_TITLE));
	for (size_t i = 0; roles.shape == VAL_LIST && i < roles.n && out->n_roles < COUNT_OF(out->roles); i++)
		if (model_role_by_name(roles.items[i].s))
			out->roles[out->n_roles++] = model_role_by_name(roles.items[i].s)->no;
	if (!app_row_get(ap, model_type_by_no(MODEL_OFFICE), out->office, a, &office)) {
		snprintf(out->office_name, sizeof(out->office_name), "%s", app_rec_text(office, MODEL_OFFICE_NAME));
		snprintf(out->office_short, sizeof(out->office_short), "%s", app_row_title(ap, office, a));
	}
}

static int choose_role(struct app_user *u, const char *role, struct err_info *ei)
{
	const struct model_role *r = role && *role ? model_role_by_name(role) : NULL;
	char text[APP_TEXT_MAX];

	if (!role || !*role) {
		u->role = u->n_roles ? u->roles[0] : 0;
		return u->n_roles ? ERR_NONE : err_set(ei, ERR_DENIED, app_say(text, sizeof(text), "A18", "text", u->login, "role", "",
				NULL));
	}
	for (size_t i = 0; r && i < u->n_roles; i++)
		if (u->roles[i] == r->no) {
			u->role = r->no;
			return ERR_NONE;
		}
	return err_set(ei, ERR_DENIED, app_say(text, sizeof(text), "A18", "text", u->login, "role", r ? r->label : role, NULL));
}

int app_user_load(struct app *ap, const char *login, const char *role, struct app_user *out, struct err_info *ei)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	struct store_credential c;
	struct rec *r;
	int err;

	memset(out, 0, sizeof(*out));
	if (!a)
		return err_set(ei, ERR_NOMEM, NULL);
	/* A node also holds the users of other nodes, and logins are only unique on one: whoever has his account here is meant. */
	err = store_credential_get(ap->st, login, &c);
	if (!err)
		err = app_row_get(ap, model_type_by_no(MODEL_USER), c.user, a, &r);
	mem_wipe(&c, sizeof(c));
	if (err) {
		app_fail(ei, err, "A16", "text", login);
	} else if (app_rec_int(r, MODEL_USER_LOCKED, 0)) {
		err = ERR_DENIED;
		app_fail(ei, err, "A19", "text", login);
	} else {
		fill_user(ap, r, a, out);
		err = choose_role(out, role, ei);
	}
	arena_free(a);
	return err;
}

const char *app_role_name(const struct app_user *u)
{
	const struct model_role *r = model_role_by_no(u->role);

	return r ? r->name : "";
}

const char *app_role_label(const struct app_user *u)
{
	const struct model_role *r = model_role_by_no(u->role);

	return r ? r->label : "";
}

/* ---- logins -------------------------------------------------------------------------------------------------------------------------- */

int app_login_password(struct app *ap, const char *login, const char *password, rowid_t *user)
{
	struct store_credential c = { 0 };
	bool known = !store_credential_get(ap->st, login, &c), right;

	*user = 0;
	right = password_verify(known && c.hash[0] ? c.hash : NULL, password); /* the same work for a name that is not there */
	if (!known || !right || c.locked) {
		mem_wipe(&c, sizeof(c));
		return ERR_DENIED;
	}
	*user = c.user;
	mem_wipe(&c, sizeof(c));
	return ERR_NONE;
}

/* Is "alg base64" one of these lines? Comments behind a key do not count. */
static bool has_key(const char *lines, const char *alg, const char *base64)
{
	size_t na = strlen(alg), nb = strlen(base64);

	for (const char *p = lines; *p;) {
		size_t len = strcspn(p, "\n");

		if (len >= na + 1 + nb && strncmp(p, alg, na) == 0 && p[na] == ' ' && strncmp(p + na + 1, base64, nb) == 0 &&
		    (len == na + 1 + nb || p[na + 1 + nb] == ' '))
			return true;
		p += len + (p[len] == '\n');
	}
	return false;
}

int app_login_key(struct app *ap, const char *login, const char *alg, const char *base64)
{
	struct store_credential c = { 0 };

	if (!*alg || !*base64 || store_credential_get(ap->st, login, &c) || c.locked)
		return ERR_DENIED;
	return has_key(c.keys, alg, base64) ? ERR_NONE : ERR_DENIED;
}

int app_login_node(struct app *ap, const char *login, const char *alg, const char *base64, uint32_t *node)
{
	struct store_peer peer;
	char key[1100];
	char *end;
	unsigned long n;

	*node = 0;
	if (login[0] != 'n' || login[1] < '0' || login[1] > '9')
		return ERR_DENIED;
	n = strtoul(login + 1, &end, 10);
	snprintf(key, sizeof(key), "%s %s", alg, base64);
	if (*end != '\0' || n == 0 || n > UINT32_MAX || store_peer_by_key(ap->st, key, &peer) || peer.node != n)
		return ERR_DENIED;
	*node = peer.node;
	return ERR_NONE;
}

int app_login_enrol(struct app *ap, const char *secret)
{
	uint8_t hash[HASH_LEN];

	if (!app_centre(ap) || strlen(secret) < 16)
		return ERR_DENIED;
	hash_sha256(secret, strlen(secret), hash);
	return store_enrol_live(ap->st, hash) ? ERR_DENIED : ERR_NONE;
}

/* ---- accounts ------------------------------------------------------------------------------------------------------------------------ */

typedef int user_change(struct app *ap, const void *ctx, struct arena *a, struct err_info *ei);

static int in_write(struct app *ap, user_change *fn, const void *ctx, struct err_info *ei)
{
	struct arena *a = arena_new(APP_ARENA_MAX);
	int err = a ? store_begin(ap->st, ei) : ERR_NOMEM;

	if (!err) {
		err = fn(ap, ctx, a, ei);
		if (err)
			store_rollback(ap->st);
		else
			err = store_commit(ap->st, ei);
	}
	arena_free(a);
	return err;
}

struct new_user {
	const char *login, *full_name, *title, *roles;
	struct store_credential cred;
};

static int add_user(struct app *ap, const void *ctx, struct arena *a, struct err_info *ei)
{
	const struct new_user *in = ctx;
	struct store_row_op op = { .type = MODEL_USER, .kind = STORE_PUT };
	struct store_credential c = in->cred, was;
	struct store_node node;
	struct val roles, name, title = val_null();
	int err = parse_roles(in->roles, a, &roles, ei);

	err = err ? err : app_typed(ap, MODEL_USER, MODEL_USER_FULL_NAME, in->full_name, a, &name, ei);
	if (!err && in->title)
		err = app_typed(ap, MODEL_USER, MODEL_USER_TITLE, in->title, a, &title, ei);

	if (err)
		return err;
	if (!store_credential_get(ap->st, in->login, &was)) {
		app_fail(ei, ERR_EXISTS, "A20", "text", in->login);
		return ERR_EXISTS;
	}
	err = store_node_get(ap->st, &node);
	err = err ? err : store_new_id(ap->st, &op.id);
	if (err)
		return err_set(ei, err, model_message("A05"));
	app_op_field(a, &op, MODEL_USER_LOGIN, val_str(in->login));
	app_op_field(a, &op, MODEL_USER_FULL_NAME, name);
	app_op_field(a, &op, MODEL_USER_TITLE, app_val_empty(title) ? val_null() : title);
	app_op_field(a, &op, MODEL_USER_ROLES, roles);
	app_op_field(a, &op, MODEL_USER_OFFICE, val_int((int64_t)node.office));
	err = app_system_event(ap, MODEL_V_CHANGE, node.office, NULL, &op, 1, 0, ei);
	c.user = op.id;
	return err ? err : store_credential_put(ap->st, &c);
}

static int make_hash(const char *password, char hash[PASSWORD_HASH_MAX], struct err_info *ei)
{
	char n[16];

	if (strlen(password) < PASSWORD_MIN) {
		snprintf(n, sizeof(n), "%d", PASSWORD_MIN);
		app_fail(ei, ERR_INVALID, "A22", "n", n);
		return ERR_INVALID;
	}
	return password_hash(password, hash);
}

int app_user_add(struct app *ap, const char *login, const char *full_name, const char *title, const char *roles, const char *password,
		struct err_info *ei)
{
	const struct model_type *t = model_type_by_no(MODEL_USER);
	struct new_user in = { .login = login, .full_name = full_name, .title = title, .roles = roles };
	char text[APP_TEXT_MAX];
	int err = ERR_NONE;

	if (!*login || *login == '-' || strlen(login) >= sizeof(in.cred.login) || model_format_check(model_field_by_no(t, MODEL_USER_LOGIN), login) ||
			!*full_name)
		return err_set(ei, ERR_INVALID,
			       app_value_message(model_field_by_no(t, MODEL_USER_LOGIN), *full_name ? "A31" : "A42", login, text,
					sizeof(text)));
	if (password)
		err = make_hash(password, in.cred.hash, ei);
	snprintf(in.cred.login, sizeof(in.cred.login), "%s", login);
	return err ? err : in_write(ap, add_user, &in, ei);
}

struct change {
	const char *login, *text;
	char hash[PASSWORD_HASH_MAX];
	bool locked;
	int what; /* 'p' password, 'k' key, 'l' lock, 'r' roles */
};

static int patch_user(struct app *ap, const struct store_credential *c, uint32_t no, struct val v, struct arena *a, struct err_info *ei)
{
	struct store_row_op op = { .type = MODEL_USER, .id = c->user, .kind = STORE_PATCH };
	struct rec *r;
	int err = app_row_get(ap, model_type_by_no(MODEL_USER), c->user, a, &r);

	app_op_field(a, &op, no, v);
	return err ? err : app_system_event(ap, MODEL_V_CHANGE, r->owner, NULL, &op, 1, r->version, ei);
}

static int add_key(struct store_credential *c, const char *line, struct err_info *ei)
{
	char alg[40], key[1000];
	size_t n = strlen(c->keys);
	int more;

	if (sscanf(line, "%39s %999s", alg, key) != 2 || (strncmp(alg, "ssh-", 4) != 0 && strncmp(alg, "ecdsa-", 6) != 0 && strncmp(alg,
			"sk-", 3) != 0)) {
		app_fail(ei, ERR_INVALID, "A23", NULL, NULL);
		return ERR_INVALID;
	}
	if (has_key(c->keys, alg, key))
		return ERR_NONE;
	more = snprintf(c->keys + n, sizeof(c->keys) - n, "%s %s\n", alg, key);
	return more > 0 && (size_t)more < sizeof(c->keys) - n ? ERR_NONE : err_set(ei, ERR_RANGE, model_message("A43"));
}

static int change_user(struct app *ap, const void *ctx, struct arena *a, struct err_info *ei)
{
	const struct change *in = ctx;
	struct store_credential c;
	struct val roles;
	int err = store_credential_get(ap->st, in->login, &c);

	if (err) {
		app_fail(ei, err, "A16", "text", in->login);
		return err;
	}
	if (in->what == 'p') {
		memcpy(c.hash, in->hash, sizeof(c.hash));
	} else if (in->what == 'k') {
		err = add_key(&c, in->text, ei);
	} else if (in->what == 'l') {
		c.locked = in->locked;
		err = patch_user(ap, &c, MODEL_USER_LOCKED, val_int(in->locked), a, ei);
	} else {
		err = parse_roles(in->text, a, &roles, ei);
		return err ? err : patch_user(ap, &c, MODEL_USER_ROLES, roles, a, ei);
	}
	return err ? err : store_credential_put(ap->st, &c);
}

int app_user_passwd(struct app *ap, const char *login, const char *password, struct err_info *ei)
{
	struct change in = { .login = login, .what = 'p' };
	int err = make_hash(password, in.hash, ei);

	return err ? err : in_write(ap, change_user, &in, ei);
}

int app_user_key_add(struct app *ap, const char *login, const char *key_line, struct err_info *ei)
{
	return in_write(ap, change_user, &(struct change){ .login = login, .text = key_line, .what = 'k' }, ei);
}

int app_user_lock(struct app *ap, const char *login, bool locked, struct err_info *ei)
{
	return in_write(ap, change_user, &(struct change){ .login = login, .locked = locked, .what = 'l' }, ei);
}

int app_user_roles(struct app *ap, const char *login, const char *roles, struct err_info *ei)
{
	return in_write(ap, change_user, &(struct change){ .login = login, .text = roles, .what = 'r' }, ei);
}
