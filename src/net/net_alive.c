/* net_alive.c: keepalives and the judgement that a line is dead.
 *
 * ssh_send_keepalive is a global request with a reply. On a non-blocking session it sends and returns; called again it collects the reply,
 * sending nothing; and it sends nothing while one is outstanding. Its return value says nothing (OpenSSH answers with a failure), so we
 * go by bytes alone.
 */
#include "net_internal.h"

void net_alive_init(struct net_alive *a, struct loop *loop, ssh_session s)
{
	*a = (struct net_alive){ .loop = loop, .s = s, .asked_at = -1 };
	ssh_set_counters(s, &a->sock, &a->raw);
}

void net_alive_note(struct net_alive *a)
{
	if (a->sock.in_bytes == a->seen)
		return;
	a->seen = a->sock.in_bytes;
	a->last_rx = clock_mono_ms();
}

static void ask(struct net_alive *a)
{
	if (a->asked_at >= 0 && a->last_rx >= a->asked_at)
		(void)ssh_send_keepalive(a->s); /* collects the last one's answer */
	(void)ssh_send_keepalive(a->s);
	a->asked_at = clock_mono_ms();
}

static void on_timer(struct loop *l, void *ctx)
{
	struct net_alive *a = ctx;
	a->timer = 0;
	net_alive_note(a);
	int64_t now = clock_mono_ms(), quiet = now - a->last_rx;
	if (quiet >= a->dead) {
		a->is_dead = true;
		return;
	}
	bool out = a->asked_at >= 0 && a->asked_at > a->last_rx;
	if (quiet >= a->keepalive && !out) {
		ask(a);
		out = true;
	}
	int64_t next = a->last_rx + (out ? a->dead : a->keepalive) - now;
	if (loop_timer_again(l, &a->timer, next > 0 ? next : 1, on_timer, a))
		a->is_dead = true;
}

int net_alive_start(struct net_alive *a, int64_t keepalive, int64_t dead)
{
	a->keepalive = keepalive;
	a->dead = dead;
	a->last_rx = clock_mono_ms();
	a->seen = a->sock.in_bytes;
	return loop_timer_again(a->loop, &a->timer, keepalive < dead ? keepalive : dead, on_timer, a);
}
