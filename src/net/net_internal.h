/* net_internal.h: the inside of congvu-net. One process is one connection; callbacks of libssh only note what happened, the loop acts
 * (a call into libssh may poll and so call back: nothing in a callback may write to the line). */
#ifndef NET_INTERNAL_H
#define NET_INTERNAL_H

#include <libssh/libssh.h>
#include <libssh/server.h>
#include <libssh/callbacks.h>

#include "congvu/base.h"
#include "congvu/loop.h"
#include "congvu/net.h"
#include "congvu/platform.h"
#include "congvu/wire.h"

/* ---- net_ring.c: a bounded byte queue. 64 kB of address space, resident only as far as it was used. ---------------------- */

#define NET_RING_CAP ((size_t)64 * 1024)
struct net_ring {
	uint8_t *p;
	size_t head, len, cap;
};
int net_ring_init(struct net_ring *r);
void net_ring_free(struct net_ring *r);
void net_ring_resize(struct net_ring *r, size_t want);
bool net_ring_put(struct net_ring *r, const void *p, size_t n); /* all or nothing */
uint8_t *net_ring_space(struct net_ring *r, size_t *n);         /* where the next bytes may be read to */
void net_ring_added(struct net_ring *r, size_t n);
const uint8_t *net_ring_peek(const struct net_ring *r); /* r->len bytes */
void net_ring_drop(struct net_ring *r, size_t n);

/* ---- net_pump.c: channel <-> descriptor, both ways, with paint credit ----------------------------------------------------- */

struct net_pump {
	struct loop *loop;
	ssh_session s;
	ssh_channel ch;
	int io;               /* pty master or socket; -1: none */
	int credit;           /* paint credit socket of a pty; -1: none */
	bool is_pty;
	size_t chunk;         /* most bytes a call of ssh_channel_write */
	struct net_ring in;   /* client -> program */
	size_t held;          /* bytes after them that libssh still holds */
	struct net_ring out;  /* program -> client */
	loop_handle h_io, h_credit;
	short io_events;
	bool io_ready;        /* a read of io is worth trying */
	bool io_end;          /* the program's end: EIO of a pty, end of file of a socket */
	bool in_end;          /* the client sent EOF */
	bool in_shut;         /* ... and the program was told */
	bool broken;          /* libssh refused a write, or the client sent beyond its window */
	bool overrun;
	bool credit_wanted;
	uint8_t credit_byte;
};
int net_pump_init(struct net_pump *p, struct loop *loop, ssh_session s);
void net_pump_free(struct net_pump *p);
void net_pump_attach(struct net_pump *p, int io, int credit, bool is_pty); /* takes the descriptors */
void net_pump_let_go(struct net_pump *p);                                  /* closes them; the rings stay */
size_t net_pump_data(struct net_pump *p, const void *data, size_t n);      /* from the data callback; bytes taken */
void net_pump_turn(struct net_pump *p);
int net_pump_interest(struct net_pump *p);
bool net_line_busy(ssh_session s);                  /* bytes wait in libssh for the socket */

/* ---- net_alive.c: is the other end still there? Judged by received bytes alone (SSH.md 1.2 trap 7, 4.3) ------------------- */

struct net_alive {
	struct loop *loop;
	ssh_session s;
	struct ssh_counter_struct sock, raw; /* sock: bytes of the socket; raw: packets */
	uint64_t seen;
	int64_t last_rx, asked_at; /* asked_at < 0: no keepalive is out */
	int64_t keepalive, dead;
	loop_handle timer;
	bool is_dead;
};
void net_alive_init(struct net_alive *a, struct loop *loop, ssh_session s);
int net_alive_start(struct net_alive *a, int64_t keepalive, int64_t dead);
void net_alive_note(struct net_alive *a); /* after each round */

/* ---- net_algo.c, net_tcp.c -------------------------------------------------------------------------------------------- */

int net_algo_server(ssh_bind b, const struct net_conf *conf);
int net_algo_client(ssh_session s);
void net_tcp_options(int fd, int64_t dead_ms);

/* ---- one served connection ---------------------------------------------------------------------------------------------- */

enum net_stage { NET_KEX, NET_AUTH, NET_IN, NET_RUNNING, NET_CLOSING, NET_OVER };

#define NET_PASSWORDS_MAX 6
#define NET_PROBES_MAX 12
#define NET_SILENT_MAX 2

struct net_conn {
	const struct net_conf *conf;
	struct loop *loop;
	ssh_bind bind;
	ssh_session s;
	ssh_event ev;
	struct ssh_server_callbacks_struct server_cb;
	struct ssh_channel_callbacks_struct channel_cb;
	int tcp, oracle;
	loop_handle h_tcp, h_oracle, h_deadline, h_silent, h_end;
	char from[PLAT_ADDR_MAX];
	int port;
	enum net_stage stage;
	const char *why;      /* why the connection ends; NULL while it lives */

	/* before login */
	unsigned passwords, probes, silent;
	bool service_seen;    /* from then on a packet without a callback is a silent one (SSH.md 1.2 trap 8) */
	bool heard;           /* a callback ran in this round */
	uint64_t packets;     /* raw packets in, as of the round before */
	bool cut;             /* budget used up: disconnect from the loop, after the last answer is out */

	/* after login */
	bool pty_asked, is_sync, size_changed;
	char term[33];
	uint32_t cols, rows;
	uint32_t wishes;      /* enum wire_wish */
	bool exited;          /* the program's status is known */
	uint32_t status;
	bool client_closed;
	struct net_pump pump;
	struct net_alive alive;
};

int net_serve(int tcp, int oracle, int key, const struct net_conf *conf); /* exit status of the child */
void net_end(struct net_conn *c, const char *why);                        /* the first reason counts */

/* net_auth.c */
void net_auth_callbacks(struct net_conn *c);

/* net_channel.c */
ssh_channel net_channel_open(ssh_session s, void *userdata);
int net_refuse_message(ssh_session s, ssh_message m, void *userdata);
void net_channel_fd(struct net_conn *c, int *fds, size_t n); /* the oracle's FD record has come */
void net_channel_kick(struct net_conn *c, const char *reason);
void net_channel_turn(struct net_conn *c); /* sizes, endings */

/* net_wish.c: pure. One variable; false: it is none of those that count, and nothing has changed. The last of a name rules. */
bool net_wish_take(uint32_t *wishes, const char *name, const char *value);

/* net_oracle.c */
int net_oracle_send(struct net_conn *c, const struct wire_oracle *o);
/* Sends and waits for the answer, serving nothing else: before login there is nothing else, and `sync` is answered at once.
 * 0: answer in *o (YES, NO or FD); else the connection has been ended. */
int net_oracle_ask(struct net_conn *c, struct wire_oracle *o, int64_t wait_ms);
void net_oracle_ready(struct loop *l, int fd, short revents, void *ctx);
void net_oracle_bye(struct net_conn *c);

#endif
