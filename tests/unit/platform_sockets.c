/* Sockets, descriptors sent over them, TCP. */
#include "t.h"

#include "congvu/platform.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

static void fds_travel(enum plat_sock type)
{
	int sv[2], p[2], got[4];
	char text[16], c;
	size_t n, nfds;

	assert_int_equal(plat_socketpair(type, true, sv), ERR_NONE);
	assert_int_equal(plat_pipe(p, false), ERR_NONE);
	assert_int_equal(plat_recv_fds(sv[1], text, sizeof(text), &n, got, 4, &nfds), ERR_AGAIN);
	assert_int_equal(plat_send_fds(sv[0], "hi", 2, p, 2), ERR_NONE);
	assert_int_equal(plat_recv_fds(sv[1], text, sizeof(text), &n, got, 4, &nfds), ERR_NONE);
	assert_int_equal(n, 2);
	assert_int_equal(nfds, 2);
	assert_true(fcntl(got[0], F_GETFD) & FD_CLOEXEC);
	assert_int_equal(plat_write_all(got[1], "z", 1), ERR_NONE);
	assert_int_equal(plat_read_full(p[0], &c, 1), ERR_NONE);
	assert_int_equal(c, 'z');
	plat_close(&got[0]);
	plat_close(&got[1]);
	assert_int_equal(plat_send_fds(sv[0], "none", 4, NULL, 0), ERR_NONE);
	assert_int_equal(plat_recv_fds(sv[1], text, sizeof(text), &n, got, 4, &nfds), ERR_NONE);
	assert_int_equal(n * 10 + nfds, 40);
	/* more than the receiver wants: nothing leaks, nothing comes through */
	assert_int_equal(plat_send_fds(sv[0], "x", 1, p, 2), ERR_NONE);
	assert_int_equal(plat_recv_fds(sv[1], text, sizeof(text), &n, got, 1, &nfds), ERR_RANGE);
	assert_int_equal(nfds, 0);
	plat_close(&p[1]);
	assert_int_equal(plat_read(p[0], &c, 1), 0); /* the copies that were sent are closed */
	plat_close(&p[0]);
	assert_int_equal(plat_send_fds(sv[0], "", 0, NULL, 0), ERR_INVALID);
	plat_close(&sv[0]);
	assert_int_equal(plat_recv_fds(sv[1], text, sizeof(text), &n, got, 4, &nfds), ERR_CLOSED);
	assert_int_equal(plat_send_fds(sv[1], "x", 1, NULL, 0), ERR_CLOSED); /* and no SIGPIPE */
	plat_close(&sv[1]);
}

static void fds_travel_over_packets(void **state)
{
	char small[2];
	size_t n, nfds;
	int sv[2];

	(void)state;
	fds_travel(PLAT_SEQPACKET);
	assert_int_equal(plat_socketpair(PLAT_SEQPACKET, true, sv), ERR_NONE);
	assert_int_equal(plat_send_fds(sv[0], "longer", 6, sv, 1), ERR_NONE);
	assert_int_equal(plat_recv_fds(sv[1], small, sizeof(small), &n, NULL, 0, &nfds), ERR_RANGE);
	plat_close(&sv[0]);
	plat_close(&sv[1]);
}

static void fds_travel_over_streams(void **state)
{
	(void)state;
	fds_travel(PLAT_STREAM);
}

static void full_socket_says_again(void **state)
{
	int sv[2], r, sent = 0;

	(void)state;
	assert_int_equal(plat_socketpair(PLAT_SEQPACKET, true, sv), ERR_NONE);
	while ((r = plat_send_fds(sv[0], "0123456789abcdef", 16, NULL, 0)) == ERR_NONE && sent < 1000000)
		sent++;
	assert_int_equal(r, ERR_AGAIN);
	plat_close(&sv[0]);
	plat_close(&sv[1]);
}

static void unix_sockets_at(const char *dir)
{
	char path[PLAT_PATH_MAX], text[PLAT_ADDR_MAX];
	int l, second, c, s, d;
	struct stat st;
	pid_t pid;
	uid_t uid;

	assert_int_equal(plat_path(path, sizeof(path), dir, "sock"), ERR_NONE);
	assert_int_equal(plat_unix_connect(path, &c), ERR_NOTFOUND);
	assert_int_equal(plat_unix_listen(path, &l), ERR_NONE);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(plat_unix_listen(path, &second), ERR_BUSY);
	assert_int_equal(second, -1);
	assert_int_equal(plat_accept(l, &s, NULL), ERR_NONE); /* the probe of the second listener */
	plat_close(&s);
	assert_int_equal(plat_accept(l, &s, NULL), ERR_AGAIN);
	assert_int_equal(plat_unix_connect(path, &c), ERR_NONE);
	assert_int_equal(plat_accept(l, &s, text), ERR_NONE);
	assert_string_equal(text, "");
	assert_int_equal(plat_unix_peer(s, &pid, &uid), ERR_NONE);
	assert_int_equal(pid, getpid());
	assert_int_equal(uid, getuid());
	plat_close(&s);
	plat_close(&c);
	plat_close(&l);
	assert_int_equal(plat_unix_connect(path, &c), ERR_NOTFOUND); /* the file is there, nobody behind it */
	assert_int_equal(plat_unix_listen(path, &l), ERR_NONE);
	plat_close(&l);
	assert_int_equal(plat_unix_poke(path, "x", 1), ERR_NOTFOUND);
	assert_int_equal(plat_unix_dgram(path, &d), ERR_NONE);
	assert_int_equal(plat_unix_poke(path, "wake", 4), ERR_NONE);
	assert_int_equal(plat_read(d, text, sizeof(text)), 4);
	plat_close(&d);
}

static void unix_sockets(void **state)
{
	char *dir = t_mkdir(), deep[PLAT_PATH_MAX];

	(void)state;
	unix_sockets_at(dir);
	assert_int_equal(plat_path(deep, sizeof(deep), dir,
				   "a-folder-with-a-long-name/and-one-more-below-it-that-makes-the-path/longer-than-what-an-address-of-a-socket-can-hold"),
			 ERR_NONE);
	assert_int_equal(plat_mkdirs(deep, 0700), ERR_NONE);
	unix_sockets_at(deep);
	assert_int_equal(plat_remove_tree(dir), ERR_NONE);
	free(dir);
}

static void tcp_round_trip(void **state)
{
	static const char *const hosts[] = { "127.0.0.1", NULL, "*" };
	char addr[PLAT_ADDR_MAX], text[4];
	int l, port, c, s, other;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hosts); i++) {
		assert_int_equal(plat_tcp_listen(hosts[i], 0, 5, &l, &port), ERR_NONE);
		assert_true(port > 0);
		assert_int_equal(plat_accept(l, &s, addr), ERR_AGAIN);
		assert_int_equal(plat_tcp_connect("127.0.0.1", port, 5000, &c), ERR_NONE);
		assert_int_equal(plat_wait_fd(l, POLLIN, 5000), ERR_NONE);
		assert_int_equal(plat_accept(l, &s, addr), ERR_NONE);
		assert_string_equal(addr, "127.0.0.1"); /* also through a socket of both families */
		assert_int_equal(plat_tcp_peer(c, addr, &other), ERR_NONE);
		assert_string_equal(addr, "127.0.0.1");
		assert_int_equal(other, port);
		assert_int_equal(plat_read(s, text, 4), ERR_AGAIN);
		assert_int_equal(plat_write_all(s, "ssh", 3), ERR_NONE);
		assert_int_equal(plat_read_full(c, text, 3), ERR_NONE);
		assert_int_equal(plat_tcp_listen("127.0.0.1", port, 5, &other, NULL), ERR_BUSY);
		plat_close(&c);
		plat_close(&s);
		plat_close(&l);
		assert_int_equal(plat_tcp_connect("127.0.0.1", port, 5000, &c), ERR_CLOSED);
		assert_int_equal(c, -1);
	}
	assert_int_equal(plat_tcp_connect("127.0.0.1", 70000, 100, &c), ERR_INVALID);
	assert_int_equal(plat_tcp_connect("127.0.0.1", 22, 0, &c), ERR_TIMEOUT);
}

static void loopback_addresses(void **state)
{
	(void)state;
	assert_true(plat_addr_is_loopback("127.0.0.1"));
	assert_true(plat_addr_is_loopback("127.8.9.1"));
	assert_true(plat_addr_is_loopback("::1"));
	assert_true(plat_addr_is_loopback("::ffff:127.0.0.2"));
	assert_false(plat_addr_is_loopback("128.0.0.1"));
	assert_false(plat_addr_is_loopback("::ffff:10.0.0.2"));
	assert_false(plat_addr_is_loopback("fe80::1"));
	assert_false(plat_addr_is_loopback(""));
	assert_false(plat_addr_is_loopback("localhost"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fds_travel_over_packets),
		cmocka_unit_test(fds_travel_over_streams),
		cmocka_unit_test(full_socket_says_again),
		cmocka_unit_test(unix_sockets),
		cmocka_unit_test(tcp_round_trip),
		cmocka_unit_test(loopback_addresses),
	};

	return T_RUN(tests);
}
