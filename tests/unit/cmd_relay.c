/* cmd_relay: the demo's slow line is slow, loses nothing and keeps the order, both ways, and lets go of both ends. Only lower bounds of time
 * are tested: a busy machine may make it slower, never faster. */
#include "t.h"

#include "../../src/cmd/cmd_demo.h"

#define SIZE 3000u
#define BITS 96000 /* 12 bytes a ms */
#define DELAY 30

struct end {
	int fd;
	uint8_t got[2 * SIZE];
	size_t n;
	int64_t first; /* when the first byte came */
	bool ended;
};

static void readable(struct loop *l, int fd, short revents, void *ctx)
{
	struct end *e = ctx;
	ssize_t n = plat_read(fd, e->got + e->n, sizeof(e->got) - e->n);

	(void)l;
	(void)revents;
	if (n > 0 && e->n == 0)
		e->first = clock_mono_ms();
	if (n > 0)
		e->n += (size_t)n;
	if (n == 0)
		e->ended = true;
}

static void fill(uint8_t *p, size_t n, unsigned seed)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)((i * 7 + seed) >> (i % 3));
}

static void both_ways(void **state)
{
	struct loop *l = loop_new();
	struct end client = { 0 }, centre = { 0 };
	uint8_t up[SIZE], down[SIZE];
	int listener, port, relay_port;
	struct demo_relay *r;
	int64_t start, until;
	loop_handle h;

	(void)state;
	fill(up, SIZE, 1);
	fill(down, SIZE, 2);
	assert_int_equal(plat_tcp_listen("127.0.0.1", 0, 4, &listener, &port), 0);
	r = demo_relay_new(l, port, BITS, DELAY, &relay_port);
	assert_non_null(r);
	assert_int_equal(plat_tcp_connect("127.0.0.1", relay_port, 2000, &client.fd), 0);
	assert_int_equal(loop_once(l, 2000), 0);
	assert_int_equal(plat_accept(listener, &centre.fd, NULL), 0);
	assert_int_equal(loop_fd_add(l, client.fd, POLLIN, readable, &client, &h), 0);
	assert_int_equal(loop_fd_add(l, centre.fd, POLLIN, readable, &centre, &h), 0);

	start = clock_mono_ms();
	assert_int_equal(plat_write_all(client.fd, up, SIZE), 0);
	assert_int_equal(plat_write_all(centre.fd, down, SIZE), 0);
	until = start + 10000;
	while ((client.n < SIZE || centre.n < SIZE) && clock_mono_ms() < until)
		assert_int_equal(loop_once(l, 100), 0);
	assert_int_equal(centre.n, SIZE);
	assert_int_equal(client.n, SIZE);
	assert_memory_equal(centre.got, up, SIZE);
	assert_memory_equal(client.got, down, SIZE);
	assert_true(centre.first - start >= DELAY && client.first - start >= DELAY);
	assert_true(clock_mono_ms() - start >= (int64_t)SIZE * 8 * 1000 / BITS + DELAY - 1);

	loop_fd_remove(l, h); /* the centre hangs up */
	plat_close(&centre.fd);
	while (!client.ended && clock_mono_ms() < until)
		assert_int_equal(loop_once(l, 100), 0);
	assert_true(client.ended);
	plat_close(&client.fd);
	demo_relay_free(r);
	loop_free(l);
	plat_close(&listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(both_ways) };

	return T_RUN(tests);
}
