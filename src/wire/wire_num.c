/* wire_num.c: one integer as one token: small, near something that is known (subject, day, an earlier value), or in full.
 *
 *   token      value                                   token      value
 *   00-3f      zigzag, -32..31                         94 95      day + zigzag, time + zigzag
 *   40-4f      subject - 8 + (token & 15)              96 97      slot + zigzag, unsigned in full
 *   50-6f      day - 10 + (token & 31)                 98-9b      recent[k] + 1
 *   70-7f      recent[k]                               9c         the event's time
 *   80-8f      slot - 4 + (token & 15)                 a0-bf b    32 + 13 bits
 *   90         zigzag in full                          c0-cf b    local + 12 bits      d0-df b  centre + 12 bits
 *   91 92 93   local + n, centre + n, subject + zigzag e0-ef b    day - 11 - 12 bits   f0-ff b  subject - 9 - 12 bits
 *
 * local = first key of the node's epoch; centre = first key of the epoch that made the office's row, where lists come from.
 */
#include "wire_pack_internal.h"

#include <string.h>

static int64_t floor_day(int64_t t)
{
	int64_t s = pack_add(t, LOCAL_OFFSET_S), d = s / 86400;
	return s % 86400 < 0 ? d - 1 : d;
}

void pack_ctx_init(struct pack_ctx *c, const struct wire_head *base)
{
	memset(c, 0, sizeof *c);
	if (base)
		c->prev = *base;
	else
		c->prev.time = PACK_TIME_BASE;
}

rowid_t pack_ctx_expected_subject(const struct pack_ctx *c, uint32_t node, uint32_t epoch)
{
	return c->next_key ? c->next_key : key_make(node, epoch, 0);
}

void pack_ctx_event(struct pack_ctx *c, const struct wire_head *h)
{
	c->subject = h->subject_id;
	c->local = key_make(h->node, h->epoch, 0);
	c->centre = h->office & ~(rowid_t)UINT32_MAX;
	c->time = h->time;
	c->day = floor_day(h->time);
	if (!c->subject)
		return;
	if (c->subject >> 32 != c->next_key >> 32 || c->subject >= c->next_key)
		c->next_key = c->subject + 1;
}

void pack_ctx_row(struct pack_ctx *c, rowid_t id)
{
	if (id >> 32 == c->next_key >> 32 && id >= c->next_key)
		c->next_key = id + 1;
}

static void remember(struct pack_ctx *c, int64_t v)
{
	c->recent_at = (c->recent_at + PACK_RECENT_MAX - 1) % PACK_RECENT_MAX;
	c->recent[c->recent_at] = v;
}

static int64_t recent(const struct pack_ctx *c, unsigned k)
{
	return c->recent[(c->recent_at + k) % PACK_RECENT_MAX];
}

static uint64_t zigzag(int64_t v)
{
	return (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1 ^ (v & 1 ? UINT64_MAX : 0));
}

static bool within(int64_t v, int64_t lo, int64_t hi)
{
	return v >= lo && v <= hi;
}

/* One-byte tokens, the steadiest first: what is the same in each record makes the same bytes, which deflate likes. -1: none fits. */
static int one_byte(const struct pack_ctx *c, const int64_t *slot, int64_t v)
{
	int64_t d = pack_sub(v, (int64_t)c->subject);
	if (c->subject && within(d, -8, 7))
		return (int)(0x40 + d + 8);
	d = pack_sub(v, c->day);
	if (v > 1000 && within(d, -10, 21))
		return (int)(0x50 + d + 10);
	if (within(v, -32, 31))
		return (int)zigzag(v);
	if (slot && within(d = pack_sub(v, *slot), -4, 11))
		return (int)(0x80 + d + 4);
	if (v == c->time)
		return 0x9c;
	for (unsigned k = 0; k < PACK_RECENT_MAX; k++)
		if (recent(c, k) == v)
			return (int)(0x70 + k);
	for (unsigned k = 0; k < 4; k++)
		if (pack_sub(v, recent(c, k)) == 1)
			return (int)(0x98 + k);
	return -1;
}

static bool two_bytes(const struct pack_ctx *c, int64_t v, struct buf *out)
{
	const struct { unsigned token; int64_t x, max; } form[] = {
		{ 0xa0, pack_sub(v, 32), 0x1fff },
		{ 0xc0, pack_sub(v, (int64_t)c->local), 0xfff }, { 0xd0, pack_sub(v, (int64_t)c->centre), 0xfff },
		{ 0xe0, pack_sub(pack_sub(c->day, 11), v), 0xfff }, { 0xf0, pack_sub(pack_sub((int64_t)c->subject, 9), v), 0xfff },
	};
	for (size_t i = 0; i < COUNT_OF(form); i++) {
		if (!within(form[i].x, 0, form[i].max))
			continue;
		buf_put_u8(out, form[i].token | (unsigned)(form[i].x >> 8));
		buf_put_u8(out, (unsigned)(form[i].x & 0xff));
		return true;
	}
	return false;
}

static void many_bytes(const struct pack_ctx *c, const int64_t *slot, int64_t v, struct buf *out)
{
	const struct { unsigned token; uint64_t x; } form[] = {
		{ 0x90, zigzag(v) }, { 0x91, (uint64_t)v - c->local }, { 0x92, (uint64_t)v - c->centre },
		{ 0x93, zigzag(pack_sub(v, (int64_t)c->subject)) }, { 0x94, zigzag(pack_sub(v, c->day)) },
		{ 0x95, zigzag(pack_sub(v, c->time)) },
		{ 0x96, slot ? zigzag(pack_sub(v, *slot)) : UINT64_MAX }, { 0x97, (uint64_t)v },
	};
	size_t best = 0;
	for (size_t i = 1; i < COUNT_OF(form); i++)
		if (form[i].x < form[best].x)
			best = i;
	buf_put_u8(out, form[best].token);
	buf_put_varint(out, form[best].x);
}

void pack_num_put(struct pack_ctx *c, const int64_t *slot, int64_t v, struct buf *out)
{
	int t = one_byte(c, slot, v);
	if (t >= 0)
		buf_put_u8(out, (unsigned)t);
	else if (!two_bytes(c, v, out))
		many_bytes(c, slot, v, out);
	if (t < 0 || (t >= 0x80 && t != 0x84 && t != 0x9c))
		remember(c, v);
}

static int64_t many_get(const struct pack_ctx *c, unsigned t, const int64_t *slot, uint64_t x)
{
	switch (t) {
	case 0x90:
		return unzigzag(x);
	case 0x91:
		return (int64_t)(c->local + x);
	case 0x92:
		return (int64_t)(c->centre + x);
	case 0x93:
		return pack_add((int64_t)c->subject, unzigzag(x));
	case 0x94:
		return pack_add(c->day, unzigzag(x));
	case 0x95:
		return pack_add(c->time, unzigzag(x));
	case 0x96:
		return pack_add(slot ? *slot : 0, unzigzag(x));
	default:
		return (int64_t)x;
	}
}

static int64_t two_get(const struct pack_ctx *c, unsigned t, unsigned b)
{
	int64_t x = (int64_t)((t & 15) << 8 | b);
	switch (t & 0xf0) {
	case 0xc0:
		return pack_add((int64_t)c->local, x);
	case 0xd0:
		return pack_add((int64_t)c->centre, x);
	case 0xe0:
		return pack_sub(pack_sub(c->day, 11), x);
	case 0xf0:
		return pack_sub(pack_sub((int64_t)c->subject, 9), x);
	default:
		return 32 + (int64_t)((t & 31) << 8 | b);
	}
}

int64_t pack_num_get(struct pack_ctx *c, const int64_t *slot, struct rd *r)
{
	unsigned t = rd_u8(r);
	int64_t v = 0;
	if ((t >= 0x80 && t < 0x90 && !slot) || (t >= 0x9d && t < 0xa0))
		r->err = ERR_CORRUPT;
	if (t < 0x40)
		return unzigzag(t);
	if (t < 0x50)
		return pack_add((int64_t)c->subject, (int64_t)(t & 15) - 8);
	if (t < 0x70)
		return pack_add(c->day, (int64_t)(t - 0x50) - 10);
	if (t < 0x80)
		return recent(c, t & 15);
	if (t < 0x90)
		v = pack_add(slot ? *slot : 0, (int64_t)(t & 15) - 4);
	else if (t < 0x98)
		v = many_get(c, t, slot, rd_varint(r));
	else if (t < 0x9c)
		v = pack_add(recent(c, t & 3), 1);
	else if (t < 0xa0)
		return c->time;
	else
		v = two_get(c, t, rd_u8(r));
	if (t != 0x84)
		remember(c, v);
	return r->err ? 0 : v;
}
