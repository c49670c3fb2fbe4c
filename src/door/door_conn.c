/* door_conn.c: one connection as congvud sees it: an address, an oracle socket, a stage. Its process is never waited for: what it holds is
 * let go of by BYE or by the end of the oracle. */
#include "door_internal.h"

#include <stdlib.h>
#include <string.h>

#define DROP_REPORT_EVERY 100

void door_conn_send(struct door_conn *c, const struct wire_oracle *o, const int *fds, size_t nfds)
{
	struct buf b;
	buf_init(&b, WIRE_ORACLE_MAX);
	int rc = wire_oracle_encode(o, &b);
	if (!rc && c->oracle >= 0)
		rc = plat_send_fds(c->oracle, b.p, b.len, fds, nfds);
	buf_clear(&b);
	if (rc && rc != ERR_CLOSED)
		log_warn("connection %llu does not take its answers: %s", (unsigned long long)c->id, err_name(rc));
}

void door_conn_no(struct door_conn *c, uint32_t wait_ms)
{
	struct wire_oracle o = { .kind = WIRE_ORACLE_NO, .wait_ms = wait_ms };
	door_conn_send(c, &o, NULL, 0);
}

void door_conn_kick(struct door_conn *c, const char *reason)
{
	struct wire_oracle o = { .kind = WIRE_ORACLE_KICK };
	size_t n = strlen(reason);
	if (n >= sizeof o.reason)
		n = sizeof o.reason - 1;
	while (n && reason[n] && ((unsigned char)reason[n] & 0xc0) == 0x80)
		n--; /* never half a character */
	memcpy(o.reason, reason, n);
	door_conn_send(c, &o, NULL, 0);
}

static void uncount(struct door_conn *c)
{
	if (c->counted)
		door_limits_leave(c->d->limits, c->source, c->exempt);
	c->counted = false;
}

static void let_go(struct door_conn *c)
{
	door_attach_released(c);
	door_line_released(c);
}

void door_conn_gone(struct door_conn *c)
{
	struct door_conn **at = &c->d->conns;
	struct door *d = c->d;
	while (*at && *at != c)
		at = &(*at)->next;
	if (*at)
		*at = c->next;
	door_login_forget(c);
	let_go(c);
	uncount(c);
	loop_fd_remove(d->loop, c->h_oracle);
	loop_timer_cancel(d->loop, c->h_deadline);
	plat_close(&c->oracle);
	mem_wipe(c->secret, sizeof c->secret);
	free(c);
	door_stop_check(d);
}

void door_conn_kill(struct door_conn *c, const char *why)
{
	log_warn("connection %llu from=%s port=%d killed: %s", (unsigned long long)c->id, c->source, c->port, why);
	door_zygote_kill(c->zygote, c->id);
	door_conn_gone(c);
}

/* The worker has answered. */
void door_conn_answer(struct door_conn *c, bool yes, enum wire_oracle_kind asked, uint32_t wait_ms)
{
	if (c->stage != DOOR_ASKED)
		return; /* it said BYE meanwhile */
	if (!yes) {
		c->stage = DOOR_WAIT;
		c->user[0] = '\0';
		mem_wipe(c->secret, sizeof c->secret);
		door_conn_no(c, wait_ms);
		return;
	}
	struct wire_oracle o = { .kind = WIRE_ORACLE_YES };
	if (asked == WIRE_ORACLE_KEYQ) {
		c->stage = DOOR_WAIT;
	} else {
		c->stage = DOOR_IN;
		uncount(c);
		loop_timer_cancel(c->d->loop, c->h_deadline);
		c->h_deadline = 0;
	}
	door_conn_send(c, &o, NULL, 0);
}

/* One record that the table allows. False: the connection is gone. */
static void obey(struct door_conn *c, const struct wire_oracle *o)
{
	switch (o->kind) {
	case WIRE_ORACLE_PW:
	case WIRE_ORACLE_KEYQ:
	case WIRE_ORACLE_KEYOK:
		if (++c->tries > DOOR_TRIES_MAX)
			door_conn_kill(c, "too many questions");
		else
			(void)door_login_ask(c, o);
		break;
	case WIRE_ORACLE_PTY:
		door_attach_request(c, o);
		break;
	case WIRE_ORACLE_SIZE:
		door_attach_size(c, o);
		break;
	case WIRE_ORACLE_SYNC:
		if (door_line_open(c)) {
			c->stage = DOOR_IN; /* refused, not wrong: any client may ask for any subsystem */
			door_conn_no(c, 0);
		}
		break;
	case WIRE_ORACLE_BYE:
		log_debug("connection %llu says bye, %llu in %llu out", (unsigned long long)c->id, (unsigned long long)o->bytes_in,
		          (unsigned long long)o->bytes_out);
		let_go(c);
		break;
	case WIRE_ORACLE_NO:
	case WIRE_ORACLE_YES:
	case WIRE_ORACLE_FD:
	case WIRE_ORACLE_KICK:
	case WIRE_ORACLE_EXIT:
		break; /* the table has no row for them */
	}
}

static void on_oracle(struct loop *l, int fd, short revents, void *ctx)
{
	struct door_conn *c = ctx;
	uint8_t bytes[WIRE_ORACLE_MAX];
	struct wire_oracle o;
	size_t n = 0, nfds = 0;
	int none[1];
	(void)l;
	(void)revents;
	/* One record a round: nobody can keep the loop for himself, and obeying one may free the connection. */
	int rc = plat_recv_fds(fd, bytes, sizeof bytes, &n, none, 0, &nfds);
	if (rc == ERR_AGAIN)
		return;
	if (rc == ERR_CLOSED) {
		door_conn_gone(c);
		return;
	}
	if (rc || wire_oracle_decode(bytes, n, &o)) {
		door_conn_kill(c, "bad oracle record");
		return;
	}
	int next = door_rules_next(c->stage, o.kind);
	if (next < 0) {
		door_conn_kill(c, "oracle record out of order");
	} else {
		c->stage = (enum door_stage)next;
		obey(c, &o);
	}
	mem_wipe(&o, sizeof o);
	mem_wipe(bytes, sizeof bytes);
}

/* congvu-net keeps the deadlines itself; this is for one that does not. */
static void on_deadline(struct loop *l, void *ctx)
{
	struct door_conn *c = ctx;
	(void)l;
	c->h_deadline = 0;
	door_conn_kill(c, "no login in time");
}

static int start(struct door_conn *c, int tcp)
{
	struct door *d = c->d;
	int sv[2];
	int rc = plat_socketpair(PLAT_SEQPACKET, true, sv);
	if (rc)
		return rc;
	c->oracle = sv[0];
	rc = door_zygote_connect(d, c, tcp, sv[1]);
	plat_close(&sv[1]);
	if (!rc)
		rc = loop_fd_add(d->loop, c->oracle, POLLIN, on_oracle, c, &c->h_oracle);
	if (!rc)
		rc = loop_timer_add(d->loop, d->conf.kex_deadline + d->conf.login_deadline + 5000, on_deadline, c, &c->h_deadline);
	return rc;
}

static void dropped(struct door *d, const char *source, enum door_verdict v)
{
	static const char *const why[] = { "", "full", "source limit", "early drop" };
	if (d->dropped++ % DROP_REPORT_EVERY == 0)
		log_warn("dropped from=%s reason=\"%s\" unauthenticated=%zu dropped=%llu", source, why[v], door_limits_count(d->limits),
		         (unsigned long long)d->dropped);
}

void door_conn_accept(struct door *d, int tcp, const char *source)
{
	bool exempt = door_source_exempt(d->conf.exempt, source);
	uint8_t dice;
	random_bytes(&dice, 1);
	enum door_verdict v = door_limits_enter(d->limits, source, exempt, dice % 100u);
	if (v != DOOR_TAKE) {
		dropped(d, source, v);
		return;
	}
	struct door_conn *c = mem_alloc(sizeof *c);
	if (!c) {
		door_limits_leave(d->limits, source, exempt);
		return;
	}
	char host[PLAT_ADDR_MAX];
	*c = (struct door_conn){ .d = d, .next = d->conns, .id = ++d->last_id, .oracle = -1, .exempt = exempt, .counted = true };
	d->conns = c;
	memcpy(c->source, source, sizeof c->source);
	if (plat_tcp_peer(tcp, host, &c->port))
		c->port = 0;
	int rc = start(c, tcp);
	if (rc) {
		log_warn("connection from=%s could not be handed on: %s", source, err_name(rc));
		door_conn_gone(c);
	}
}
