/* door_worker.c: `congvud --login`: one check, in a process that ends with it, so that argon2's memory does too. */
#include "door_internal.h"

#include <string.h>

#include "congvu/app.h"

enum { ANSWER_YES = 0, ANSWER_NO = 1, ANSWER_UNKNOWN = 2 };

static int check_password(struct app *ap, const struct wire_oracle *o)
{
	rowid_t user;
	if (strcmp(o->user, "enrol") == 0)
		return app_login_enrol(ap, o->secret);
	int rc = app_login_password(ap, o->user, o->secret, &user);
	return *o->secret ? rc : ERR_DENIED; /* what was too long for a record comes as an empty secret */
}

static int check_key(struct app *ap, const struct wire_oracle *o)
{
	char blob[DOOR_BASE64_MAX];
	uint32_t named, node = 0;
	if (!o->blob_len || strcmp(o->alg, "ssh-ed25519") != 0)
		return ERR_DENIED;
	door_base64(o->blob, o->blob_len, blob);
	if (!door_node_of(o->user, &named))
		return app_login_key(ap, o->user, o->alg, blob);
	int rc = app_login_node(ap, o->user, o->alg, blob, &node);
	return rc ? rc : node == named ? 0 : ERR_DENIED;
}

static int read_record(struct wire_oracle *o)
{
	uint8_t bytes[WIRE_ORACLE_MAX + 1];
	size_t n = 0;
	ssize_t got;
	while (n < sizeof bytes && (got = plat_read(0, bytes + n, sizeof bytes - n)) > 0)
		n += (size_t)got;
	int rc = wire_oracle_decode(bytes, n, o);
	mem_wipe(bytes, sizeof bytes);
	return rc;
}

int door_login_worker(const char *dir)
{
	struct wire_oracle o;
	struct app *ap = NULL;
	struct err_info ei = { 0 };
	struct plat_rlimits lim = PLAT_RLIMITS_INIT;
	lim.core = 0; /* it holds a password */
	int rc = plat_rlimits(&lim);
	if (!rc)
		rc = read_record(&o);
	if (!rc)
		rc = app_open(dir, APP_READONLY | APP_SESSION, &ap, &ei);
	if (rc) {
		log_err("login check: %s %s", err_name(rc), ei.detail);
		return ANSWER_UNKNOWN;
	}
	if (o.kind == WIRE_ORACLE_PW)
		rc = check_password(ap, &o);
	else if (o.kind == WIRE_ORACLE_KEYQ || o.kind == WIRE_ORACLE_KEYOK)
		rc = check_key(ap, &o);
	else
		rc = ERR_DENIED;
	mem_wipe(&o, sizeof o);
	app_close(ap);
	if (rc && rc != ERR_DENIED && rc != ERR_NOTFOUND)
		log_warn("login check: %s", err_name(rc));
	return rc ? ANSWER_NO : ANSWER_YES;
}
