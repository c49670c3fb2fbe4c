/* The byte queue of a connection, against a plain model of it. */
#include "t.h"

#include <stdlib.h>

#include "../../src/net/net_internal.h"

static void against_a_model(void **state)
{
	(void)state;
	struct net_ring r;
	static uint8_t block[NET_RING_CAP * 4];
	uint64_t in = 0, out = 0; /* byte k of the stream is (uint8_t)(k * 7) */
	assert_int_equal(net_ring_init(&r), 0);
	srand(7);
	for (int i = 0; i < 200000; i++) {
		size_t n = (size_t)rand() % (rand() % 20 ? 300 : NET_RING_CAP + 10);
		if (rand() % 2) {
			for (size_t k = 0; k < n; k++)
				block[k] = (uint8_t)((in + k) * 7);
			bool fits = n <= r.cap - r.len;
			assert_int_equal(net_ring_put(&r, block, n), fits);
			in += fits ? n : 0;
		} else if (rand() % 2) {
			size_t room;
			uint8_t *at = net_ring_space(&r, &room);
			n = n < room ? n : room;
			for (size_t k = 0; k < n; k++)
				at[k] = (uint8_t)((in + k) * 7);
			net_ring_added(&r, n);
			in += n;
		} else {
			n = n < r.len ? n : r.len;
			for (size_t k = 0; k < n; k++)
				assert_int_equal(net_ring_peek(&r)[k], (uint8_t)((out + k) * 7));
			net_ring_drop(&r, n);
			out += n;
		}
		assert_int_equal(r.len, in - out);
		assert_true(r.head + r.len <= r.cap);
	}
	net_ring_free(&r);
}

static void resized_only_when_empty(void **state)
{
	(void)state;
	struct net_ring r;
	assert_int_equal(net_ring_init(&r), 0);
	net_ring_resize(&r, 1000000);
	assert_int_equal(r.cap, 1000000);
	assert_true(net_ring_put(&r, "x", 1));
	net_ring_resize(&r, 0);
	assert_int_equal(r.cap, 1000000);
	net_ring_drop(&r, 1);
	net_ring_resize(&r, 0);
	assert_int_equal(r.cap, NET_RING_CAP);
	net_ring_free(&r);
}

static void starts_again_at_the_front(void **state)
{
	(void)state;
	struct net_ring r;
	assert_int_equal(net_ring_init(&r), 0);
	for (int i = 0; i < 100000; i++) {
		assert_true(net_ring_put(&r, "abc", 3));
		net_ring_drop(&r, 3);
		assert_int_equal(r.head, 0); /* a letter at a time touches one page */
	}
	net_ring_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_a_model),
		cmocka_unit_test(resized_only_when_empty),
		cmocka_unit_test(starts_again_at_the_front),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
