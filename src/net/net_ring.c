/* net_ring.c: a linear queue that starts again at the front whenever it runs empty, so that a session which types a letter at a time
 * touches one page of the 16 it has reserved. */
#include "net_internal.h"

#include <stdlib.h>
#include <string.h>

int net_ring_init(struct net_ring *r)
{
	*r = (struct net_ring){ 0 };
	r->cap = NET_RING_CAP;
	r->p = mem_resize(NULL, NET_RING_CAP, 1); /* not zeroed: that would touch every page */
	return r->p ? 0 : ERR_NOMEM;
}

/* Only an empty ring, and never below its usual size. Without memory it stays as it is. */
void net_ring_resize(struct net_ring *r, size_t want)
{
	if (want < NET_RING_CAP)
		want = NET_RING_CAP;
	if (r->len || want == r->cap)
		return;
	uint8_t *p = mem_resize(r->p, want, 1);
	if (!p)
		return;
	r->p = p;
	r->cap = want;
}

void net_ring_free(struct net_ring *r)
{
	free(r->p);
	*r = (struct net_ring){ 0 };
}

uint8_t *net_ring_space(struct net_ring *r, size_t *n)
{
	if (r->head && r->head + r->len == r->cap) {
		memmove(r->p, r->p + r->head, r->len);
		r->head = 0;
	}
	*n = r->cap - r->head - r->len;
	return r->p + r->head + r->len;
}

void net_ring_added(struct net_ring *r, size_t n)
{
	r->len += n;
}

bool net_ring_put(struct net_ring *r, const void *p, size_t n)
{
	if (n > r->cap - r->len)
		return false;
	if (n > r->cap - r->head - r->len) {
		memmove(r->p, r->p + r->head, r->len);
		r->head = 0;
	}
	if (n)
		memcpy(r->p + r->head + r->len, p, n);
	r->len += n;
	return true;
}

const uint8_t *net_ring_peek(const struct net_ring *r)
{
	return r->p + r->head;
}

void net_ring_drop(struct net_ring *r, size_t n)
{
	r->head += n;
	r->len -= n;
	if (!r->len)
		r->head = 0;
}
