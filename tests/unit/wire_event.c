/* Canonical events: golden bytes, exact round trips, every flip and every cut refused or read back exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "wire_sample.h"

static struct arena *ar;
static int setup(void **s)
{
	(void)s;
	ar = arena_new(16 << 20);
	return ar ? 0 : -1;
}
static int teardown(void **s)
{
	(void)s;
	arena_free(ar);
	return 0;
}

static void must_encode(const struct wire_event *ev, struct buf *out)
{
	buf_init(out, WIRE_EVENT_MAX + 16);
	assert_int_equal(wire_event_encode(ev, out), 0);
}

/* Whatever decodes must encode to the same bytes. Returns the code of decoding. */
static int decode_exact(const uint8_t *p, size_t n)
{
	struct wire_event ev;
	struct arena *a = arena_new(8 << 20);
	int rc = wire_event_decode(p, n, a, &ev);
	if (!rc) {
		struct buf again;
		must_encode(&ev, &again);
		assert_int_equal(again.len, n);
		assert_memory_equal(again.p, p, n);
		buf_clear(&again);
	}
	arena_free(a);
	return rc;
}

static void golden(void **s)
{
	(void)s;
	struct wire_event ev = sample_golden();
	struct buf b, hex;
	char want[2048] = "";
	must_encode(&ev, &b);
	buf_init(&hex, 4096);
	hex_put(&hex, b.p, b.len);
	FILE *f = fopen("tests/data/event1.hex", "r");
	assert_non_null(f);
	assert_non_null(fgets(want, sizeof want, f));
	fclose(f);
	want[strcspn(want, "\n")] = 0;
	assert_string_equal(buf_str(&hex), want);
	buf_clear(&hex);
	buf_clear(&b);
}

static void fields_come_back(void **s)
{
	(void)s;
	struct wire_event ev = sample_golden(), out;
	struct wire_head head;
	struct buf b;
	bool wiped = true;
	must_encode(&ev, &b);
	assert_int_equal(wire_event_decode(b.p, b.len, ar, &out), 0);
	assert_int_equal(out.head.clock_offset, -3);
	assert_int_equal(out.head.office, key_make(1, 1, 12));
	assert_int_equal(out.n_ops, 4);
	assert_int_equal(out.ops[2].id, key_make(7, 1, 5));
	assert_string_equal(out.ops[0].fields[3].v.s, "V/v tăng cường phòng, chống dịch bệnh");
	assert_true(val_eq(out.ops[1].fields[0].v, ev.ops[1].fields[0].v));
	assert_int_equal(wire_head_decode(b.p, b.len, &head, &wiped), 0);
	assert_false(wiped);
	assert_memory_equal(&head, &out.head, sizeof head);
	buf_clear(&b);
}

static void random_round_trips(void **s)
{
	(void)s;
	struct sample_rng g = { 20261123 };
	for (uint64_t i = 1; i <= 3000; i++) {
		struct buf b;
		struct wire_event ev = sample_event(&g, ar, i);
		must_encode(&ev, &b);
		assert_int_equal(decode_exact(b.p, b.len), 0);
		buf_clear(&b);
		arena_reset(ar);
	}
}

static void flips_and_cuts(void **s)
{
	(void)s;
	struct sample_rng g = { 99 };
	for (uint64_t i = 0; i < 25; i++) {
		struct buf b;
		struct wire_event ev = i ? sample_event(&g, ar, i) : sample_golden();
		must_encode(&ev, &b);
		for (size_t n = 0; n < b.len; n++)
			assert_int_not_equal(decode_exact(b.p, n), 0);
		for (size_t k = 0; k < b.len * 8; k++) {
			b.p[k / 8] ^= (uint8_t)(1 << k % 8);
			(void)decode_exact(b.p, b.len);
			b.p[k / 8] ^= (uint8_t)(1 << k % 8);
		}
		buf_put_u8(&b, 0);
		assert_int_not_equal(decode_exact(b.p, b.len), 0);
		buf_clear(&b);
	}
}

static void refuses_bad_input(void **s)
{
	(void)s;
	struct wire_field f[2] = { { 12, val_int(1) }, { 11, val_int(1) } };
	struct wire_op op = { 20, 1, WIRE_PUT, f, 2 };
	struct wire_event ev = { .head = { .seq = 1 }, .ops = &op, .n_ops = 1 };
	struct buf b;
	buf_init(&b, WIRE_EVENT_MAX * 2);
	assert_int_equal(wire_event_encode(&ev, &b), ERR_INVALID); /* order */
	assert_int_equal(b.len, 0);
	f[1].no = 12;
	assert_int_equal(wire_event_encode(&ev, &b), ERR_INVALID); /* twice */
	f[1].no = 13;
	op.kind = WIRE_REMOVE;
	assert_int_equal(wire_event_encode(&ev, &b), ERR_INVALID); /* remove carries nothing */
	op.kind = WIRE_PUT;
	ev.head.seq = 0;
	assert_int_equal(wire_event_encode(&ev, &b), ERR_INVALID);
	ev.head.seq = 1;
	char *big = arena_alloc(ar, WIRE_EVENT_MAX);
	f[1].v = val_bytes(big, WIRE_EVENT_MAX - 8);
	assert_int_equal(wire_event_encode(&ev, &b), ERR_INVALID); /* over the ceiling as a whole */
	assert_int_equal(b.len, 0);
	f[1].v = val_bytes(big, WIRE_EVENT_MAX - 64);
	assert_int_equal(wire_event_encode(&ev, &b), 0);
	assert_int_equal(decode_exact(b.p, b.len), 0);
	b.p[0] = 2;
	assert_int_equal(decode_exact(b.p, b.len), ERR_VERSION);
	buf_clear(&b);
}

/* A wiped event keeps header and digest: the chain over it is the chain over the full one. */
static void wiping_keeps_the_chain(void **s)
{
	(void)s;
	uint8_t key[HASH_LEN] = { 1 }, prev[HASH_LEN] = { 2 }, full[HASH_LEN], wiped[HASH_LEN], other[HASH_LEN];
	struct wire_event ev = sample_golden();
	struct wire_slice header, payload;
	const uint8_t *digest = NULL;
	struct buf a, b;
	must_encode(&ev, &a);
	assert_int_equal(wire_event_slices(a.p, a.len, &header, &payload, &digest), 0);
	assert_null(digest);
	hash_hmac(key, payload.p, payload.n, ev.digest);
	ev.wiped = true;
	ev.n_ops = 1;
	must_encode(&ev, &b);
	assert_int_equal(wire_event_slices(b.p, b.len, &header, &payload, &digest), 0);
	assert_memory_equal(digest, ev.digest, HASH_LEN);
	assert_int_equal(wire_event_chain(key, prev, a.p, a.len, full), 0);
	assert_int_equal(wire_event_chain(key, prev, b.p, b.len, wiped), 0);
	assert_memory_equal(full, wiped, HASH_LEN);
	a.p[a.len - 9] ^= 1;
	assert_int_equal(wire_event_chain(key, prev, a.p, a.len, other), 0);
	assert_memory_not_equal(full, other, HASH_LEN);
	buf_clear(&a);
	buf_clear(&b);
}

static void memory_is_bounded(void **s)
{
	(void)s;
	struct wire_event ev = sample_golden(), out;
	struct buf b;
	struct arena *tiny = arena_new(64);
	must_encode(&ev, &b);
	assert_int_equal(wire_event_decode(b.p, b.len, tiny, &out), ERR_NOMEM);
	arena_free(tiny);
	b.max = b.len + 20;
	assert_int_equal(wire_event_encode(&ev, &b), ERR_RANGE);
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden), cmocka_unit_test(fields_come_back), cmocka_unit_test(random_round_trips),
		cmocka_unit_test(flips_and_cuts),
		cmocka_unit_test(refuses_bad_input), cmocka_unit_test(wiping_keeps_the_chain), cmocka_unit_test(memory_is_bounded),
	};
	return cmocka_run_group_tests_name("wire_event", tests, setup, teardown);
}
