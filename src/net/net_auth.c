/* net_auth.c: who is it? Every question goes to congvud; here is only the counting. libssh sets no limit on tries or probes, and says
 * nothing about packets that it drops without an answer (SSH.md 1.2 traps 8-10). */
#include "net_internal.h"

#include <stdlib.h>
#include <string.h>

/* argon2 of the queue before us, the throttle's 30 s and a margin; the login deadline of congvud cuts earlier. */
#define ORACLE_WAIT_MS 110000
#define MAX_NO_WAIT_MS 5000

static void wait_as_told(struct net_conn *c, uint32_t ms)
{
	/* Only when congvud's queue is full: holds this one client back. Nothing else is served before login. */
	struct pollfd p = { c->tcp, POLLRDHUP, 0 };
	if (ms && poll(&p, 1, ms < MAX_NO_WAIT_MS ? (int)ms : MAX_NO_WAIT_MS) != 0)
		net_end(c, "client left");
}

static bool ask(struct net_conn *c, struct wire_oracle *o)
{
	if (net_oracle_ask(c, o, ORACLE_WAIT_MS))
		return false;
	if (o->kind == WIRE_ORACLE_NO)
		wait_as_told(c, o->wait_ms);
	return o->kind == WIRE_ORACLE_YES;
}

static void logged_in(struct net_conn *c)
{
	c->stage = NET_IN;
	loop_timer_cancel(c->loop, c->h_silent);
	c->h_silent = 0;
}

/* A name or secret that is too long for a record is asked all the same, in a shape that cannot succeed: the answer takes as long. */
static void put_text(char *dst, size_t cap, const char *src)
{
	size_t n = strlen(src);
	if (n >= cap)
		n = cap - 1;
	memcpy(dst, src, n);
	dst[n] = '\0';
}

static int on_none(ssh_session s, const char *user, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)user;
	c->heard = true;
	return SSH_AUTH_DENIED;
}

static int on_password(ssh_session s, const char *user, const char *password, void *userdata)
{
	struct net_conn *c = userdata;
	struct wire_oracle o = { .kind = WIRE_ORACLE_PW };
	(void)s;
	c->heard = true;
	if (c->stage != NET_AUTH || c->cut || c->why)
		return SSH_AUTH_DENIED;
	put_text(o.user, sizeof o.user, user);
	if (strlen(user) < sizeof o.user && strlen(password) < sizeof o.secret)
		put_text(o.secret, sizeof o.secret, password);
	bool yes = ask(c, &o);
	mem_wipe(&o, sizeof o);
	if (yes)
		logged_in(c);
	else if (++c->passwords >= NET_PASSWORDS_MAX)
		c->cut = true;
	return yes ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/* libssh gives a key's blob only as base64 text. */
static int base64_bytes(const char *s, uint8_t *out, size_t cap, size_t *n)
{
	uint32_t acc = 0;
	unsigned bits = 0;
	*n = 0;
	for (; *s && *s != '='; s++) {
		static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
		const char *at = strchr(alphabet, *s);
		if (!at)
			return ERR_INVALID;
		acc = acc << 6 | (uint32_t)(at - alphabet);
		bits += 6;
		if (bits < 8)
			continue;
		bits -= 8;
		if (*n >= cap)
			return ERR_RANGE;
		out[(*n)++] = (uint8_t)(acc >> bits);
	}
	return 0;
}

static int key_record(struct wire_oracle *o, struct ssh_key_struct *key)
{
	char *text = NULL;
	put_text(o->alg, sizeof o->alg, ssh_key_type_to_char(ssh_key_type(key)));
	if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK)
		return ERR_INVALID;
	int rc = base64_bytes(text, o->blob, sizeof o->blob, &o->blob_len);
	ssh_string_free_char(text);
	return rc;
}

/* Called twice for one login: a probe (would this key do?), then with a signature that libssh has verified. Only the second logs in. */
static int on_pubkey(ssh_session s, const char *user, struct ssh_key_struct *key, char state, void *userdata)
{
	struct net_conn *c = userdata;
	struct wire_oracle o = { .kind = state == SSH_PUBLICKEY_STATE_VALID ? WIRE_ORACLE_KEYOK : WIRE_ORACLE_KEYQ };
	(void)s;
	c->heard = true;
	if (c->stage != NET_AUTH || c->cut || c->why || (state != SSH_PUBLICKEY_STATE_VALID && state != SSH_PUBLICKEY_STATE_NONE))
		return SSH_AUTH_DENIED;
	put_text(o.user, sizeof o.user, user);
	if (key_record(&o, key) || strlen(user) >= sizeof o.user)
		o.blob_len = 0;
	bool yes = ask(c, &o);
	if (yes && state == SSH_PUBLICKEY_STATE_VALID)
		logged_in(c);
	else if (++c->probes >= NET_PROBES_MAX)
		c->cut = true;
	return yes ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

static int on_service(ssh_session s, const char *service, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	c->heard = c->service_seen = true;
	return strcmp(service, "ssh-userauth") == 0 ? 0 : -1;
}

void net_auth_callbacks(struct net_conn *c)
{
	c->server_cb = (struct ssh_server_callbacks_struct){
		.userdata = c,
		.auth_none_function = on_none,
		.auth_password_function = on_password,
		.auth_pubkey_function = on_pubkey,
		.service_request_function = on_service,
		.channel_open_request_session_function = net_channel_open,
	};
	ssh_callbacks_init(&c->server_cb);
	ssh_set_server_callbacks(c->s, &c->server_cb);
	ssh_set_auth_methods(c->s, SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_PUBLICKEY);
	/* What no callback takes comes here: log it, let libssh refuse it. */
	ssh_set_message_callback(c->s, net_refuse_message, c);
}
