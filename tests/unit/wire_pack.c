/* pack: an exact round trip of canonical events; damage is refused or gives other canonical events, never anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "wire_sample.h"

#define MANY 16

struct batch {
	struct buf bytes;
	struct wire_slice ev[MANY];
	size_t n;
};

static void batch_make(struct batch *b, struct sample_rng *g, struct arena *a, uint64_t seq, size_t n)
{
	size_t ends[MANY + 1] = { 0 };
	buf_init(&b->bytes, MANY * WIRE_EVENT_MAX);
	for (size_t i = 0; i < n; i++) {
		struct wire_event ev = sample_event(g, a, seq + i);
		if (i && sample_below(g, 3) == 0) { /* the same record again: equal shapes */
			struct sample_rng again = { 4711 };
			ev = sample_event(&again, a, seq + i);
		}
		assert_int_equal(wire_event_encode(&ev, &b->bytes), 0);
		ends[i + 1] = b->bytes.len;
	}
	b->n = n;
	for (size_t i = 0; i < n; i++)
		b->ev[i] = (struct wire_slice){ b->bytes.p + ends[i], ends[i + 1] - ends[i] };
}

static int unpack_equal(const struct wire_head *base, const uint8_t *p, size_t n, const struct batch *want)
{
	struct buf out;
	size_t ends[MANY], got = 0;
	buf_init(&out, MANY * WIRE_EVENT_MAX);
	int rc = wire_unpack_base(base, p, n, &out, ends, MANY, &got);
	if (!rc && want) {
		assert_int_equal(got, want->n);
		assert_int_equal(out.len, want->bytes.len);
		assert_memory_equal(out.p, want->bytes.p, out.len);
		for (size_t i = 0; i < got; i++)
			assert_ptr_equal(out.p + ends[i] - want->ev[i].n - (want->ev[i].p - want->bytes.p), out.p);
	}
	if (!rc && !want) /* damaged but accepted: events all the same, and they travel again */
		for (size_t i = 0, at = 0; i < got; at = ends[i++]) {
			struct arena *a = arena_new(16 << 20);
			struct wire_event ev;
			struct buf again;
			buf_init(&again, WIRE_EVENT_MAX);
			if (wire_event_decode(out.p + at, ends[i] - at, a, &ev) == 0) {
				assert_int_equal(wire_event_encode(&ev, &again), 0);
				assert_int_equal(again.len, ends[i] - at);
				assert_memory_equal(again.p, out.p + at, again.len);
			}
			buf_clear(&again);
			arena_free(a);
		}
	buf_clear(&out);
	return rc;
}

static void round_trips(void **s)
{
	(void)s;
	struct sample_rng g = { 1 };
	struct arena *a = arena_new(16 << 20);
	struct wire_head base = { .node = 7, .epoch = 1, .seq = 40, .time = 1795402800, .office = key_make(1, 1, 12) };
	for (uint64_t i = 0; i < 2000; i++) {
		struct batch b;
		struct buf p;
		batch_make(&b, &g, a, i + 1, 1 + i % MANY);
		buf_init(&p, MANY * WIRE_EVENT_MAX);
		assert_int_equal(wire_pack(b.ev, b.n, &p), 0);
		assert_int_equal(unpack_equal(NULL, p.p, p.len, &b), 0);
		buf_reset(&p);
		assert_int_equal(wire_pack_base(&base, b.ev, b.n, &p), 0);
		assert_int_equal(unpack_equal(&base, p.p, p.len, &b), 0);
		buf_clear(&p);
		buf_clear(&b.bytes);
		arena_reset(a);
	}
	arena_free(a);
}

static void flips_and_cuts(void **s)
{
	(void)s;
	struct sample_rng g = { 2 };
	struct arena *a = arena_new(16 << 20);
	for (uint64_t i = 0; i < 12; i++) {
		struct batch b;
		struct buf p;
		batch_make(&b, &g, a, i + 1, 1 + i % 4);
		buf_init(&p, MANY * WIRE_EVENT_MAX);
		assert_int_equal(wire_pack(b.ev, b.n, &p), 0);
		for (size_t n = 0; n < p.len; n++)
			assert_int_not_equal(unpack_equal(NULL, p.p, n, NULL), 0);
		for (size_t k = 0; k < p.len * 8; k++) {
			p.p[k / 8] ^= (uint8_t)(1 << k % 8);
			(void)unpack_equal(NULL, p.p, p.len, NULL);
			p.p[k / 8] ^= (uint8_t)(1 << k % 8);
		}
		buf_put_u8(&p, 0);
		assert_int_equal(unpack_equal(NULL, p.p, p.len, NULL), ERR_CORRUPT);
		buf_clear(&p);
		buf_clear(&b.bytes);
	}
	arena_free(a);
}

/* Bytes of a later program's event travel as they are. */
static void unknown_goes_verbatim(void **s)
{
	(void)s;
	static const uint8_t later[] = { 9, 9, 9, 0, 1, 2, 3 };
	struct wire_slice ev = { later, sizeof later };
	struct batch want = { .ev = { ev }, .n = 1 };
	struct buf p;
	buf_init(&p, 1000);
	buf_init(&want.bytes, 1000);
	buf_put(&want.bytes, later, sizeof later);
	want.ev[0].p = want.bytes.p;
	assert_int_equal(wire_pack(&ev, 1, &p), 0);
	assert_int_equal(unpack_equal(NULL, p.p, p.len, &want), 0);
	p.p[0] = (uint8_t)(1 << 2 | 2);
	assert_int_equal(unpack_equal(NULL, p.p, p.len, NULL), ERR_VERSION);
	buf_clear(&p);
	buf_clear(&want.bytes);
}

/* A small pack that unfolds to more than the ceilings allow is refused, not swallowed. */
static void unfolding_is_bounded(void **s)
{
	(void)s;
	struct buf p, out;
	size_t ends[MANY], n = 0;
	buf_init(&p, 1 << 20);
	buf_put_varint(&p, 16 << 2 | 1);
	buf_put_u8(&p, 0);
	buf_put_varint(&p, 1);
	buf_put_varint(&p, 1);
	buf_put_varint(&p, 1);
	buf_put_varint(&p, 500);
	for (int i = 0; i < 500; i++) { /* rows full of nothing: null fields cost no number and no text */
		buf_put_varint(&p, 1);
		buf_put_varint(&p, 250 * 6);
		for (int k = 0; k < 250; k++)
			buf_put_varint(&p, 1 << 2 | VAL_NULL);
	}
	for (int i = 1; i < 16; i++)
		buf_put_varint(&p, 2);
	for (int i = 0; i < 16; i++) {
		buf_put_u8(&p, 0);
		buf_put_u8(&p, 2);
	}
	buf_init(&out, MANY * WIRE_EVENT_MAX);
	int rc = wire_unpack(p.p, p.len, &out, ends, MANY, &n);
	assert_true(rc == ERR_CORRUPT || rc == ERR_NOMEM);
	assert_int_equal(out.len, 0);
	buf_reset(&p);
	buf_put_varint(&p, (uint64_t)1 << 40 | 1);
	assert_int_equal(wire_unpack(p.p, p.len, &out, ends, MANY, &n), ERR_CORRUPT);
	buf_clear(&p);
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trips), cmocka_unit_test(flips_and_cuts), cmocka_unit_test(unknown_goes_verbatim),
		cmocka_unit_test(unfolding_is_bounded),
	};
	return cmocka_run_group_tests_name("wire_pack", tests, NULL, NULL);
}
