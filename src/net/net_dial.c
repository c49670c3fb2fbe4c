/* net_dial.c: the office's end of the line. A straight line of steps with one deadline, then the same pump as the server's end.
 * Nothing of the machine's own SSH set-up is read: no configuration, no agent, no known_hosts; the pin decides. */
#include "net_internal.h"

#include <stdlib.h>
#include <string.h>

#define SECRET_MAX 256
#define KEY_TEXT_MAX 4096
#define DIAL_CHUNK 2048
#define CLOSE_WAIT_MS 10000

struct dial {
	const struct net_dial *d;
	int tcp;
	int64_t until;
	ssh_session s;
	ssh_key key;
	char secret[SECRET_MAX];
	/* once the line is open */
	struct loop *loop;
	ssh_event ev;
	struct ssh_channel_callbacks_struct cb;
	struct net_pump pump;
	struct net_alive alive;
	loop_handle h_tcp, h_end;
	bool closed, have_status, gave_up;
	int status;
};

/* One step of libssh's client, again until it is done: rc, or SSH_AGAIN when the deadline came first. */
static int step(struct dial *x, int (*fn)(struct dial *))
{
	for (;;) {
		int rc = fn(x);
		int64_t left = x->until - clock_mono_ms();
		if (rc != SSH_AGAIN || left <= 0)
			return rc;
		struct pollfd p = { x->tcp, POLLIN, 0 };
		if (ssh_get_poll_flags(x->s) & SSH_WRITE_PENDING)
			p.events |= POLLOUT;
		(void)poll(&p, 1, left < 1000 ? (int)left : 1000);
	}
}

static int do_connect(struct dial *x)
{
	return ssh_connect(x->s);
}

static int do_login(struct dial *x)
{
	int rc = x->key ? ssh_userauth_publickey(x->s, NULL, x->key) : ssh_userauth_password(x->s, NULL, x->secret);
	return rc == SSH_AUTH_AGAIN ? SSH_AGAIN : rc == SSH_AUTH_SUCCESS ? SSH_OK : SSH_ERROR;
}

static int do_open(struct dial *x)
{
	return ssh_channel_open_session(x->pump.ch);
}

static int do_subsystem(struct dial *x)
{
	return ssh_channel_request_subsystem(x->pump.ch, "sync");
}

/* ---- secrets by descriptor --------------------------------------------------------------------------------------------------- */

static int read_all(int fd, char *text, size_t cap)
{
	size_t n = 0;
	ssize_t got;
	while (n + 1 < cap && (got = plat_read(fd, text + n, cap - 1 - n)) != 0) {
		if (got == ERR_AGAIN) {
			if (plat_wait_fd(fd, POLLIN, 5000))
				return ERR_TIMEOUT;
			continue;
		}
		if (got < 0)
			return (int)got;
		n += (size_t)got;
	}
	text[n] = '\0';
	return n && n + 1 < cap ? 0 : ERR_INVALID;
}

static int read_secrets(struct dial *x)
{
	char text[KEY_TEXT_MAX];
	if (x->d->key_fd < 0) {
		int rc = read_all(x->d->secret_fd, x->secret, sizeof x->secret);
		x->secret[strcspn(x->secret, "\r\n")] = '\0';
		return rc;
	}
	int rc = read_all(x->d->key_fd, text, sizeof text);
	if (!rc && ssh_pki_import_privkey_base64(text, NULL, NULL, NULL, &x->key) != SSH_OK)
		rc = ERR_INVALID;
	mem_wipe(text, sizeof text);
	return rc;
}

/* ---- the pin --------------------------------------------------------------------------------------------------------------------- */

static bool pin_fits(struct dial *x)
{
	ssh_key server = NULL;
	unsigned char *hash = NULL;
	size_t n = 0;
	bool fits = false;
	if (ssh_get_server_publickey(x->s, &server) == SSH_OK && ssh_get_publickey_hash(server, SSH_PUBLICKEY_HASH_SHA256, &hash, &n) == 0) {
		char *print = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, n);
		const char *pin = x->d->pin, *seen = print ? print : "";
		const char *bare = strncmp(seen, "SHA256:", 7) == 0 ? seen + 7 : seen;
		fits = *bare && strcmp(strncmp(pin, "SHA256:", 7) == 0 ? pin + 7 : pin, bare) == 0;
		if (!fits)
			log_err("the host key of %s port %d is %s, not the pinned %s: no login", x->d->host, x->d->port, seen, pin);
		ssh_string_free_char(print);
	}
	ssh_clean_pubkey_hash(&hash);
	ssh_key_free(server);
	return fits;
}

/* ---- from nothing to an open subsystem ------------------------------------------------------------------------------------------ */

static int open_session(struct dial *x)
{
	unsigned port = (unsigned)x->d->port;
	x->s = ssh_new();
	if (!x->s || ssh_options_set(x->s, SSH_OPTIONS_HOST, x->d->host) < 0 || ssh_options_set(x->s, SSH_OPTIONS_PORT, &port) < 0 ||
	    ssh_options_set(x->s, SSH_OPTIONS_USER, x->d->login) < 0 || ssh_options_set(x->s, SSH_OPTIONS_FD, &x->tcp) < 0 ||
	    net_algo_client(x->s))
		return NET_EXIT_FAILED;
	ssh_set_blocking(x->s, 0);
	net_alive_init(&x->alive, x->loop, x->s); /* counts from the first byte on */
	return NET_EXIT_OK;
}

static int log_in(struct dial *x)
{
	if (step(x, do_connect) != SSH_OK) {
		log_warn("no SSH with %s port %d: %s", x->d->host, x->d->port, ssh_get_error(x->s));
		return NET_EXIT_CONNECT;
	}
	if (plat_fd_nonblock(x->tcp, true)) /* libssh made it blocking when it became "connected" */
		return NET_EXIT_FAILED;
	if (!pin_fits(x))
		return NET_EXIT_HOSTKEY;
	int rc = step(x, do_login);
	mem_wipe(x->secret, sizeof x->secret);
	if (rc == SSH_OK)
		return NET_EXIT_OK;
	bool lost = rc == SSH_AGAIN || (ssh_get_status(x->s) & (SSH_CLOSED | SSH_CLOSED_ERROR));
	log_warn("login as %s at %s port %d %s", x->d->login, x->d->host, x->d->port, lost ? "got no answer" : "refused");
	return lost ? NET_EXIT_CONNECT : NET_EXIT_REFUSED;
}

static int open_sync(struct dial *x)
{
	x->pump.ch = ssh_channel_new(x->s);
	if (!x->pump.ch)
		return NET_EXIT_FAILED;
	int rc = step(x, do_open);
	if (rc == SSH_OK)
		rc = step(x, do_subsystem);
	if (rc == SSH_OK)
		return NET_EXIT_OK;
	bool lost = rc == SSH_AGAIN || (ssh_get_status(x->s) & (SSH_CLOSED | SSH_CLOSED_ERROR));
	log_warn("no subsystem from %s port %d: %s", x->d->host, x->d->port, ssh_get_error(x->s));
	return lost ? NET_EXIT_CONNECT : NET_EXIT_NO_SYNC;
}

static int establish(struct dial *x)
{
	if (read_secrets(x)) {
		log_err("the login secret could not be read");
		return NET_EXIT_FAILED;
	}
	int rc = plat_tcp_connect(x->d->host, x->d->port, (int)x->d->timeout, &x->tcp);
	if (rc) {
		log_warn("%s port %d: %s", x->d->host, x->d->port, err_name(rc));
		return NET_EXIT_CONNECT;
	}
	net_tcp_options(x->tcp, x->d->dead);
	if (plat_fd_nonblock(x->tcp, true))
		return NET_EXIT_FAILED;
	int out = open_session(x);
	if (out == NET_EXIT_OK)
		out = log_in(x);
	return out == NET_EXIT_OK ? open_sync(x) : out;
}

/* ---- the open line ----------------------------------------------------------------------------------------------------------------- */

static int on_data(ssh_session s, ssh_channel ch, void *data, uint32_t len, int is_stderr, void *userdata)
{
	struct dial *x = userdata;
	(void)s;
	(void)ch;
	return is_stderr ? (int)len : (int)net_pump_data(&x->pump, data, len);
}

static void on_eof(ssh_session s, ssh_channel ch, void *userdata)
{
	(void)s;
	(void)ch;
	((struct dial *)userdata)->pump.in_end = true;
}

static void on_close(ssh_session s, ssh_channel ch, void *userdata)
{
	(void)s;
	(void)ch;
	((struct dial *)userdata)->closed = true;
}

static void on_status(ssh_session s, ssh_channel ch, int status, void *userdata)
{
	struct dial *x = userdata;
	(void)s;
	(void)ch;
	x->have_status = true;
	x->status = status;
}

static void on_tcp(struct loop *l, int fd, short revents, void *ctx)
{
	struct dial *x = ctx;
	(void)l;
	(void)fd;
	(void)revents;
	if (ssh_event_dopoll(x->ev, 0) == SSH_ERROR)
		x->pump.broken = true;
}

static void on_end(struct loop *l, void *ctx)
{
	(void)l;
	((struct dial *)ctx)->gave_up = true;
}

static int start_line(struct dial *x)
{
	x->ev = ssh_event_new();
	x->cb = (struct ssh_channel_callbacks_struct){
		.userdata = x,
		.channel_data_function = on_data,
		.channel_eof_function = on_eof,
		.channel_close_function = on_close,
		.channel_exit_status_function = on_status,
	};
	ssh_callbacks_init(&x->cb);
	ssh_set_channel_callbacks(x->pump.ch, &x->cb);
	int early = ssh_channel_poll(x->pump.ch, 0); /* came together with the answer to our request, before there was a callback */
	if (early > 0 && !x->pump.in.len)
		x->pump.held = (size_t)early;
	if (ssh_channel_is_eof(x->pump.ch))
		x->pump.in_end = true;
	if (ssh_channel_is_closed(x->pump.ch))
		x->closed = true;
	if (!x->ev || ssh_event_add_session(x->ev, x->s) != SSH_OK || loop_fd_add(x->loop, x->tcp, POLLIN, on_tcp, x, &x->h_tcp))
		return ERR_NOMEM;
	x->pump.chunk = DIAL_CHUNK;
	net_pump_attach(&x->pump, x->d->io, -1, false);
	return net_alive_start(&x->alive, x->d->keepalive, x->d->dead);
}

static int interest(struct dial *x)
{
	short want = POLLIN;
	if (ssh_get_poll_flags(x->s) & SSH_WRITE_PENDING)
		want |= POLLOUT;
	loop_fd_events(x->loop, x->h_tcp, want);
	return net_pump_interest(&x->pump);
}

/* Our program is done: EOF, then the centre finishes and closes. It gets a while for that, not for ever. */
static void half_close(struct dial *x)
{
	if (!x->pump.io_end || x->pump.out.len || x->h_end)
		return;
	(void)ssh_channel_send_eof(x->pump.ch);
	if (loop_timer_add(x->loop, CLOSE_WAIT_MS, on_end, x, &x->h_end))
		x->gave_up = true;
}

static bool is_lost(struct dial *x)
{
	return x->pump.broken || x->alive.is_dead || x->gave_up || (ssh_get_status(x->s) & (SSH_CLOSED | SSH_CLOSED_ERROR));
}

/* What came before the close still goes to the program, as long as it takes it. */
static void drain(struct dial *x)
{
	struct net_pump *p = &x->pump;
	int64_t until = clock_mono_ms() + CLOSE_WAIT_MS;
	for (;;) {
		net_pump_turn(p);
		if ((!p->in.len && !p->held) || p->io < 0 || clock_mono_ms() > until || plat_wait_fd(p->io, POLLOUT, CLOSE_WAIT_MS))
			return;
	}
}

static int run_line(struct dial *x)
{
	if (start_line(x))
		return NET_EXIT_FAILED;
	while (!x->closed && !is_lost(x)) {
		net_pump_turn(&x->pump);
		half_close(x);
		net_alive_note(&x->alive);
		if (x->closed || is_lost(x))
			break;
		if (interest(x) || loop_once(x->loop, -1))
			return NET_EXIT_FAILED;
	}
	drain(x);
	bool lost = !x->closed;
	log_info("line to %s port %d ended%s in=%llu out=%llu", x->d->host, x->d->port, lost ? ": lost" : "",
	         (unsigned long long)x->alive.sock.in_bytes, (unsigned long long)x->alive.sock.out_bytes);
	if (lost)
		return NET_EXIT_LOST;
	if (!x->have_status) { /* it came before there was a callback */
		x->status = ssh_channel_get_exit_status(x->pump.ch);
		x->have_status = true;
	}
	return x->have_status && x->status == 0 ? NET_EXIT_OK : NET_EXIT_REMOTE;
}

int net_dial(const struct net_dial *d)
{
	static struct dial dial;
	struct dial *x = &dial;
	struct plat_rlimits lim = PLAT_RLIMITS_INIT;
	lim.core = 0;
	*x = (struct dial){ .d = d, .tcp = -1, .until = clock_mono_ms() + d->timeout, .loop = loop_new() };
	plat_signal_ignore_pipe();
	if (!x->loop || net_pump_init(&x->pump, x->loop, NULL) || plat_rlimits(&lim) || plat_no_new_privs())
		return NET_EXIT_FAILED;
	int rc = establish(x);
	x->pump.s = x->s;
	if (rc == NET_EXIT_OK) {
		rc = run_line(x);
		net_pump_let_go(&x->pump);
	}
	if (x->s && !(ssh_get_status(x->s) & (SSH_CLOSED | SSH_CLOSED_ERROR)))
		ssh_disconnect(x->s);
	return rc;
}
