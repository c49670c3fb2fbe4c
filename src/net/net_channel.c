/* net_channel.c: the one session channel: a terminal for staff or the subsystem `sync` for a node, and nothing else.
 * x11 and agent requests have no callback on purpose: merely registering one answers "success" (SSH.md 1.2 trap 11). */
#include "net_internal.h"

#include <ctype.h>
#include <string.h>

#define COLS_MIN 20
#define COLS_MAX 500
#define ROWS_MIN 2     /* a braille line's window */
#define ROWS_MAX 200
#define SYNC_WAIT_MS 20000
#define SYNC_CHUNK 2048     /* a record that waits for the line stays ours to order (SYNC.md) */
#define END_GAP_MS 2000     /* between the program's end of output and its status */
#define CLOSE_WAIT_MS 5000  /* for the client to close and to hang up */

static void refuse(struct net_conn *c, const char *what, const char *detail)
{
	char q[200];
	c->heard = true;
	log_info("refused %s=\"%s\" from=%s port=%d", what, log_quote(q, sizeof q, detail, strlen(detail)), c->from, c->port);
}

static const char *message_name(int type, int subtype)
{
	static const struct {
		int type, subtype;
		const char *name;
	} names[] = {
		{ SSH_REQUEST_CHANNEL_OPEN, SSH_CHANNEL_DIRECT_TCPIP, "forwarding" },
		{ SSH_REQUEST_CHANNEL_OPEN, SSH_CHANNEL_SESSION, "second channel" },
		{ SSH_REQUEST_CHANNEL_OPEN, -1, "channel" },
		{ SSH_REQUEST_GLOBAL, SSH_GLOBAL_REQUEST_TCPIP_FORWARD, "reverse forwarding" },
		{ SSH_REQUEST_GLOBAL, -1, "global request" },
		{ SSH_REQUEST_CHANNEL, SSH_CHANNEL_REQUEST_X11, "x11" },
		{ SSH_REQUEST_CHANNEL, -1, "channel request" },
		{ SSH_REQUEST_AUTH, -1, "login method" },
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (names[i].type == type && (names[i].subtype == subtype || names[i].subtype < 0))
			return names[i].name;
	return "message";
}

int net_refuse_message(ssh_session s, ssh_message m, void *userdata)
{
	struct net_conn *c = userdata;
	int type = ssh_message_type(m), subtype = ssh_message_subtype(m);
	(void)s;
	/* OpenSSH sends its own extensions with every login: not worth a line at the normal level. */
	bool usual = type == SSH_REQUEST_CHANNEL && subtype == SSH_CHANNEL_REQUEST_UNKNOWN;
	if (usual)
		log_debug("refused request=\"%s\" from=%s port=%d", message_name(type, subtype), c->from, c->port);
	else
		refuse(c, "request", message_name(type, subtype));
	c->heard = true;
	return 1; /* libssh sends the refusal that fits */
}

static uint32_t clamp(int v, uint32_t lo, uint32_t hi, uint32_t dflt)
{
	if (v == 0)
		return dflt;
	if (v < 0 || (uint32_t)v > hi)
		return hi; /* 2^31 and more arrive as negative numbers */
	return (uint32_t)v < lo ? lo : (uint32_t)v;
}

static void set_size(struct net_conn *c, int width, int height)
{
	c->cols = clamp(width, COLS_MIN, COLS_MAX, 80);
	c->rows = clamp(height, ROWS_MIN, ROWS_MAX, 24);
}

/* The name's characters are checked here, whether terminfo knows it by the ui (this process may open no file). */
static void set_term(struct net_conn *c, const char *term)
{
	size_t n = term ? strlen(term) : 0;
	bool good = n > 0 && n < sizeof c->term && term[0] != '.';
	for (size_t i = 0; good && i < n; i++)
		good = isalnum((unsigned char)term[i]) || strchr("._+-", term[i]);
	memcpy(c->term, good ? term : "xterm", (good ? n : 5) + 1);
}

static int on_pty(ssh_session s, ssh_channel ch, const char *term, int width, int height, int px, int py, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)ch;
	(void)px;
	(void)py;
	c->heard = true;
	if (c->term[0] || c->stage != NET_IN) {
		refuse(c, "request", "second terminal");
		return -1;
	}
	set_term(c, term);
	set_size(c, width, height);
	return 0;
}

static int on_window(ssh_session s, ssh_channel ch, int width, int height, int px, int py, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)ch;
	(void)px;
	(void)py;
	c->heard = true;
	if (!c->term[0])
		return -1;
	set_size(c, width, height);
	c->size_changed = c->pty_asked; /* sent once a round: 10,000 changes are one */
	return 0;
}

/* Before the shell, and only what net_wish.c lists: anything else is refused without a word, as it always was. */
static int on_env(ssh_session s, ssh_channel ch, const char *name, const char *value, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)ch;
	c->heard = true;
	if (c->stage == NET_IN && net_wish_take(&c->wishes, name, value))
		return 0;
	log_debug("refused request=\"env\" from=%s port=%d", c->from, c->port);
	return 1;
}

/* "Yes" at once; the terminal comes when congvud has it (a take-over may need seconds), or a line saying why not. */
static int on_shell(ssh_session s, ssh_channel ch, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)ch;
	c->heard = true;
	if (c->stage != NET_IN || !c->term[0]) {
		refuse(c, "request", "shell without a terminal");
		return -1;
	}
	struct wire_oracle o = { .kind = WIRE_ORACLE_PTY, .cols = c->cols, .rows = c->rows, .wishes = c->wishes };
	memcpy(o.term, c->term, sizeof o.term);
	if (net_oracle_send(c, &o)) {
		net_end(c, "congvud went");
		return -1;
	}
	c->pty_asked = true;
	c->stage = NET_RUNNING;
	return 0;
}

static int on_subsystem(ssh_session s, ssh_channel ch, const char *name, void *userdata)
{
	struct net_conn *c = userdata;
	struct wire_oracle o = { .kind = WIRE_ORACLE_SYNC };
	(void)s;
	(void)ch;
	c->heard = true;
	if (strcmp(name, "sync") != 0 || c->stage != NET_IN || c->term[0]) {
		refuse(c, "subsystem", name);
		return -1;
	}
	if (net_oracle_ask(c, &o, SYNC_WAIT_MS) || o.kind != WIRE_ORACLE_FD) {
		refuse(c, "subsystem", name);
		return -1;
	}
	c->is_sync = true;
	c->stage = NET_RUNNING;
	return 0;
}

static int on_exec(ssh_session s, ssh_channel ch, const char *command, void *userdata)
{
	(void)s;
	(void)ch;
	refuse(userdata, "exec", command);
	return -1;
}

static int on_data(ssh_session s, ssh_channel ch, void *data, uint32_t len, int is_stderr, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)ch;
	c->heard = true;
	return !is_stderr && c->stage == NET_RUNNING ? (int)net_pump_data(&c->pump, data, len) : (int)len;
}

static void on_eof(ssh_session s, ssh_channel ch, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)ch;
	c->heard = true;
	c->pump.in_end = true;
}

static void on_close(ssh_session s, ssh_channel ch, void *userdata)
{
	struct net_conn *c = userdata;
	(void)s;
	(void)ch;
	c->heard = true;
	c->client_closed = true;
}

ssh_channel net_channel_open(ssh_session s, void *userdata)
{
	struct net_conn *c = userdata;
	c->heard = true;
	if (c->stage != NET_IN || c->pump.ch) {
		refuse(c, "request", c->pump.ch ? "second channel" : "channel before login");
		return NULL;
	}
	c->pump.ch = ssh_channel_new(s);
	if (!c->pump.ch)
		return NULL;
	c->channel_cb = (struct ssh_channel_callbacks_struct){
		.userdata = c,
		.channel_pty_request_function = on_pty,
		.channel_pty_window_change_function = on_window,
		.channel_env_request_function = on_env,
		.channel_shell_request_function = on_shell,
		.channel_subsystem_request_function = on_subsystem,
		.channel_exec_request_function = on_exec,
		.channel_data_function = on_data,
		.channel_eof_function = on_eof,
		.channel_close_function = on_close,
	};
	ssh_callbacks_init(&c->channel_cb);
	ssh_set_channel_callbacks(c->pump.ch, &c->channel_cb);
	return c->pump.ch;
}

/* FD: pty master and credit socket, or the pipe of sync. */
void net_channel_fd(struct net_conn *c, int *fds, size_t n)
{
	bool fits = c->pump.io < 0 && (c->pty_asked ? n == 2 : n == 1);
	if (!fits || c->stage == NET_CLOSING) {
		for (size_t i = 0; i < n; i++)
			plat_close(&fds[i]);
		if (!fits)
			net_end(c, "unexpected descriptor");
		return;
	}
	c->pump.chunk = c->pty_asked ? NET_RING_CAP : SYNC_CHUNK;
	net_pump_attach(&c->pump, fds[0], n == 2 ? fds[1] : -1, c->pty_asked);
}

/* Terminals with an alternate screen are left in it by whoever painted last: without this the reason would vanish with it. */
static const char *leave_screen(const char *term)
{
	static const char *const alternate[] = { "xterm", "putty", "screen", "tmux", "rxvt", "alacritty", "foot" };
	for (size_t i = 0; i < COUNT_OF(alternate); i++)
		if (strncmp(term, alternate[i], strlen(alternate[i])) == 0)
			return "\033[m\033[?1049l\r\n";
	return "\033[m\r\n";
}

/* The keeper takes the terminal away: let go of it at once (another connection may be waiting for it), then tell the person. */
void net_channel_kick(struct net_conn *c, const char *reason)
{
	char q[WIRE_ORACLE_MAX];
	net_pump_let_go(&c->pump);
	net_oracle_bye(c);
	log_info("kicked from=%s port=%d reason=\"%s\"", c->from, c->port, log_quote(q, sizeof q, reason, strlen(reason)));
	if (!c->pump.ch || c->stage != NET_RUNNING) {
		net_end(c, "kicked");
		return;
	}
	if (c->pty_asked && *reason) {
		const char *leave = leave_screen(c->term);
		c->pump.out.len = c->pump.out.head = 0;
		(void)net_ring_put(&c->pump.out, leave, strlen(leave));
		(void)net_ring_put(&c->pump.out, reason, strlen(reason));
		(void)net_ring_put(&c->pump.out, "\r\n", 2);
	}
	c->pump.io_end = true;
	c->exited = true;
	c->status = 1;
}

static void on_end_timer(struct loop *l, void *ctx)
{
	struct net_conn *c = ctx;
	(void)l;
	c->h_end = 0;
	if (c->stage == NET_CLOSING)
		net_end(c, c->client_closed ? "done" : "client did not close");
	else {
		c->pump.io_end = c->exited = true; /* one of the two never came: a grandchild holds the terminal, or no status */
		c->pump.out.len = 0;
	}
}

/* Order of endings: end of output, ring drained, exit-status, EOF, close, then the client's close, and it hangs up (SSH.md 1.3). */
static void begin_close(struct net_conn *c)
{
	ssh_channel ch = c->pump.ch;
	c->stage = NET_CLOSING;
	net_pump_let_go(&c->pump);
	int status = c->status > 254 ? 1 : (int)c->status; /* 255 is OpenSSH's own */
	if (ssh_channel_request_send_exit_status(ch, status) == SSH_ERROR || ssh_channel_send_eof(ch) == SSH_ERROR ||
	    ssh_channel_close(ch) == SSH_ERROR)
		net_end(c, "line lost");
	if (loop_timer_again(c->loop, &c->h_end, CLOSE_WAIT_MS, on_end_timer, c))
		net_end(c, "no memory");
}

static void send_size(struct net_conn *c)
{
	struct wire_oracle o = { .kind = WIRE_ORACLE_SIZE, .cols = c->cols, .rows = c->rows };
	int rc = net_oracle_send(c, &o);
	if (rc != ERR_AGAIN)
		c->size_changed = false;
	if (rc && rc != ERR_AGAIN)
		net_end(c, "congvud went");
}

void net_channel_turn(struct net_conn *c)
{
	struct net_pump *p = &c->pump;
	if (c->stage == NET_CLOSING)
		return; /* it is the client's to hang up: a DISCONNECT that comes before it has is an error to PuTTY, status 1 to plink */
	if (c->client_closed)
		net_end(c, "client closed");
	if (c->stage != NET_RUNNING || c->why)
		return;
	if (c->size_changed && p->io >= 0)
		send_size(c);
	if (p->broken)
		net_end(c, p->overrun ? "client sent too much" : "line lost");
	if (c->is_sync && p->io_end && !p->out.len && !c->exited)
		(void)ssh_channel_send_eof(p->ch);
	if (c->exited && p->io_end && !p->out.len && !net_line_busy(c->s))
		begin_close(c);
	else if ((c->exited || p->io_end) && !c->h_end && loop_timer_again(c->loop, &c->h_end, END_GAP_MS, on_end_timer, c))
		net_end(c, "no memory");
}
