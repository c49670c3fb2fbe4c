/* net_conn.c: one served connection, from the first byte to the last. Forked from the zygote, it keeps three descriptors (client, oracle,
 * host key until it is read), drops what rights it can before it reads a byte of the client, and ends with the connection.
 *
 * A full system-call filter and Landlock beyond plat_sandbox_net belong to the hardening item; the calls that this process needs are
 * listed in SSH.md 3.2. RLIMIT_FSIZE stays: stderr may be a file in a test, and no file can be opened here anyway.
 */
#include "net_internal.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define KEY_MAX 4096
#define SILENT_MS 5000
#define AS_BYTES ((int64_t)96 * 1024 * 1024)

void net_end(struct net_conn *c, const char *why)
{
	if (!c->why)
		c->why = why;
}

static int read_key(int fd, ssh_key *key)
{
	char text[KEY_MAX];
	ssize_t n = pread(fd, text, sizeof text - 1, 0); /* every child shares the description: its offset is nobody's */
	if (n <= 0)
		return ERR_IO;
	text[n] = '\0';
	int rc = ssh_pki_import_privkey_base64(text, NULL, NULL, NULL, key);
	mem_wipe(text, sizeof text);
	return rc == SSH_OK ? 0 : ERR_INVALID;
}

static int open_session(struct net_conn *c, int *key_fd)
{
	ssh_key key = NULL;
	int rc = read_key(*key_fd, &key);
	plat_close(key_fd);
	if (rc)
		return rc;
	c->bind = ssh_bind_new();
	c->s = ssh_new();
	c->ev = ssh_event_new();
	if (!c->bind || !c->s || !c->ev)
		return ERR_NOMEM;
	rc = net_algo_server(c->bind, c->conf);
	if (rc || ssh_bind_options_set(c->bind, SSH_BIND_OPTIONS_IMPORT_KEY, key) < 0) /* the bind owns it now */
		return ERR_INVALID;
	if (ssh_bind_accept_fd(c->bind, c->s, c->tcp) != SSH_OK)
		return ERR_IO;
	ssh_set_blocking(c->s, 0);
	net_auth_callbacks(c);
	net_alive_init(&c->alive, c->loop, c->s);
	return net_pump_init(&c->pump, c->loop, c->s);
}

static void privileges(struct net_conn *c)
{
	struct plat_rlimits lim = PLAT_RLIMITS_INIT;
	bool full;
	lim.nofile = 16;
	lim.nproc = 0;
	lim.core = 0;
#ifndef __SANITIZE_ADDRESS__
	lim.as_bytes = AS_BYTES; /* the last fence against a client that makes libssh keep things (SSH.md 1.2 trap 4) */
#endif
	if (plat_rlimits(&lim) || plat_no_new_privs() || plat_sandbox_net(&full))
		net_end(c, "sandbox");
	if (plat_landlock_none() == ERR_AGAIN)
		log_debug("this kernel offers no Landlock");
}

/* ---- before login: deadlines and packets that nobody answers ---------------------------------------------------------------- */

static void on_deadline(struct loop *l, void *ctx)
{
	struct net_conn *c = ctx;
	(void)l;
	c->h_deadline = 0;
	net_end(c, c->stage == NET_KEX ? "kex deadline" : "login deadline");
}

static void on_silent(struct loop *l, void *ctx)
{
	struct net_conn *c = ctx;
	(void)l;
	c->h_silent = 0;
	net_end(c, "request without an answer");
}

/* libssh drops a bad signature or an unknown key type without an answer and without telling us; the client would wait for the deadline. */
static void watch_silence(struct net_conn *c)
{
	uint64_t now = c->alive.raw.in_packets;
	if (c->stage != NET_AUTH || c->heard || !c->service_seen || now == c->packets) {
		if (c->heard) {
			loop_timer_cancel(c->loop, c->h_silent);
			c->h_silent = 0;
		}
	} else if (++c->silent > NET_SILENT_MAX ||
	           (!c->h_silent && loop_timer_add(c->loop, SILENT_MS, on_silent, c, &c->h_silent))) {
		net_end(c, "request without an answer");
	}
	c->packets = now;
	c->heard = false;
}

static void key_exchange(struct net_conn *c)
{
	int rc = ssh_handle_key_exchange(c->s);
	if (rc == SSH_AGAIN)
		return;
	if (rc != SSH_OK) {
		net_end(c, "no SSH client, or nothing in common");
		return;
	}
	c->stage = NET_AUTH;
	c->packets = c->alive.raw.in_packets;
	if (loop_timer_again(c->loop, &c->h_deadline, c->conf->login_deadline, on_deadline, c))
		net_end(c, "no memory");
}

/* The deadline of the login also ends a login that then asks for nothing. */
static void once_running(struct net_conn *c)
{
	if (!c->h_deadline || c->stage != NET_RUNNING)
		return;
	loop_timer_cancel(c->loop, c->h_deadline);
	c->h_deadline = 0;
	plat_memory_give_back(); /* what key exchange and login needed */
	if (net_alive_start(&c->alive, c->conf->keepalive, c->is_sync ? c->conf->dead_sync : c->conf->dead))
		net_end(c, "no memory");
}

/* ---- the loop ------------------------------------------------------------------------------------------------------------------ */

static void on_tcp(struct loop *l, int fd, short revents, void *ctx)
{
	struct net_conn *c = ctx;
	(void)l;
	(void)fd;
	(void)revents;
	(void)ssh_event_dopoll(c->ev, 0); /* an error shows in the session's status */
}

static void turn(struct net_conn *c)
{
	int status = ssh_get_status(c->s);
	if (status & (SSH_CLOSED | SSH_CLOSED_ERROR))
		net_end(c, c->stage == NET_KEX       ? "no SSH client, or nothing in common"
		           : c->stage == NET_CLOSING ? "done" /* some close the connection instead of the channel */
		                                     : "client left");
	if (!c->why && c->stage == NET_KEX)
		key_exchange(c);
	watch_silence(c);
	if (c->cut && !net_line_busy(c->s))
		net_end(c, "too many tries");
	if (c->why)
		return;
	once_running(c);
	net_alive_note(&c->alive);
	if (c->alive.is_dead)
		net_end(c, "line dead");
	net_pump_turn(&c->pump);
	net_channel_turn(c);
}

static int interest(struct net_conn *c)
{
	short want = POLLIN;
	if (ssh_get_poll_flags(c->s) & SSH_WRITE_PENDING)
		want |= POLLOUT;
	loop_fd_events(c->loop, c->h_tcp, want);
	return net_pump_interest(&c->pump);
}

static int start(struct net_conn *c, int *key)
{
	c->loop = loop_new();
	if (!c->loop)
		return ERR_NOMEM;
	if (plat_tcp_peer(c->tcp, c->from, &c->port))
		memcpy(c->from, "?", 2);
	net_tcp_options(c->tcp, c->conf->dead);
	int rc = plat_fd_nonblock(c->tcp, true); /* ssh_bind_accept_fd does not: one full buffer would stop the process */
	if (!rc)
		rc = plat_fd_nonblock(c->oracle, true);
	if (!rc)
		rc = open_session(c, key);
	if (!rc)
		rc = loop_fd_add(c->loop, c->tcp, POLLIN, on_tcp, c, &c->h_tcp);
	if (!rc)
		rc = loop_fd_add(c->loop, c->oracle, POLLIN, net_oracle_ready, c, &c->h_oracle);
	if (!rc)
		rc = loop_timer_add(c->loop, c->conf->kex_deadline, on_deadline, c, &c->h_deadline);
	privileges(c);
	return rc;
}

static void finish(struct net_conn *c)
{
	net_pump_let_go(&c->pump);
	net_oracle_bye(c);
	log_info("connection closed from=%s port=%d reason=\"%s\" in=%llu out=%llu", c->from, c->port, c->why,
	         (unsigned long long)c->alive.sock.in_bytes, (unsigned long long)c->alive.sock.out_bytes);
	if (!(ssh_get_status(c->s) & (SSH_CLOSED | SSH_CLOSED_ERROR)))
		ssh_disconnect(c->s); /* non-blocking: says so if the socket takes it at once */
}

/* The process ends right after: what libssh holds is not freed piece by piece. */
int net_serve(int tcp, int oracle, int key, const struct net_conf *conf)
{
	static struct net_conn conn;
	struct net_conn *c = &conn;
	*c = (struct net_conn){ .conf = conf, .tcp = tcp, .oracle = oracle };
	c->pump.io = c->pump.credit = -1;
	if (start(c, &key)) {
		log_err("connection from=%s port=%d could not be served: %s", c->from, c->port, c->s ? ssh_get_error(c->s) : "setup");
		return 1;
	}
	key_exchange(c); /* sends our version line */
	if (ssh_event_add_session(c->ev, c->s) != SSH_OK)
		net_end(c, "no event");
	while (!c->why) {
		if (interest(c) || loop_once(c->loop, -1))
			net_end(c, "loop failed");
		turn(c);
	}
	finish(c);
	return 0;
}
