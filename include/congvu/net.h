/* congvu/net.h: what congvu-net does. The only room that knows libssh; only src/main/congvu-net.c includes this header.
 * Other rooms meet it as a program. Its command lines and the records it exchanges are stable:
 *
 *  congvu-net --zygote --control FD [--user NAME] [--kex-deadline MS] [--login-deadline MS] [--keepalive MS] [--dead MS]
 *             [--dead-sync MS] [--compatible] [--wide-kex] [--log-level N]
 *     Warm parent, started by congvud with OPENSSL_CONF=/dev/null. FD is a SOCK_SEQPACKET socket with text datagrams:
 *       congvud -> zygote   "C id" + 3 descriptors (client's TCP socket, oracle end, memfd with the host key): fork one connection
 *                           "K id": kill that connection's process     "Q": take no more, end when the last connection has ended
 *       zygote -> congvud   "R": ready     "E id status": ended (status as in plat_reap: 0-255, 256 + signal)
 *     It reads no byte of a client. Its end of FD closing ends it, and with it every connection.
 *
 *  congvu-net --dial HOST PORT --login NAME --pin SHA256:... --io FD (--key-fd FD | --secret-fd FD) [--timeout MS] [--keepalive MS]
 *             [--dead MS]
 *     The office's end of the line. Connects, checks the host key against the pin, logs in as n<node> with the private key (OpenSSH
 *     text, read from --key-fd to its end) or as `enrol` with the one-time secret (--secret-fd), opens the subsystem `sync`, then pumps
 *     bytes between the channel and --io (a stream socketpair or any two-way descriptor). End of file on --io becomes EOF on the
 *     channel and the other way round. Exit status: enum net_exit below.
 *
 *  congvu-net --keygen FILE | --keygen --out FD    new ed25519 private key (OpenSSH format; FILE is made 0600, never overwritten)
 *  congvu-net --pubkey FILE                        an existing key
 *     Both print two lines: "ssh-ed25519 <base64>" and "SHA256:<base64 without padding>".
 */
#ifndef CONGVU_NET_H
#define CONGVU_NET_H

#include "congvu/base.h"

enum net_exit {
	NET_EXIT_OK = 0,        /* the line ended as agreed: channel closed, remote exit status 0 */
	NET_EXIT_FAILED = 1,    /* something here: no memory, unreadable key ... */
	NET_EXIT_USAGE = 2,
	NET_EXIT_CONNECT = 3,   /* nobody there, or no SSH handshake within the timeout */
	NET_EXIT_HOSTKEY = 4,   /* another host key than the pinned one: stop and raise the alarm */
	NET_EXIT_REFUSED = 5,   /* login refused */
	NET_EXIT_NO_SYNC = 6,   /* logged in, but the subsystem was refused */
	NET_EXIT_LOST = 7,      /* the line broke after the subsystem was open */
	NET_EXIT_REMOTE = 8     /* closed by the other end with a status other than 0 (also: kicked by a newer connection) */
};

struct net_conf {
	int64_t kex_deadline, login_deadline; /* milliseconds from the start of the connection */
	int64_t keepalive;                    /* ask after so long without a received byte */
	int64_t dead, dead_sync;              /* give up after so long without one: staff, node lines */
	bool compatible;                      /* also offer aes256-ctr, for old libraries (52 B a key instead of 36) */
	bool wide_kex;                        /* also offer diffie-hellman-group16/18-sha512 */
};
#define NET_CONF_INIT { 20000, 120000, 60000, 240000, 180000, false, false }

int net_zygote(int control, const struct net_conf *conf); /* runs; returns the process's exit status */

struct net_dial {
	const char *host;
	int port;
	const char *login, *pin;
	int io, key_fd, secret_fd; /* -1: none */
	int64_t timeout, keepalive, dead;
};
#define NET_DIAL_INIT { NULL, 0, NULL, NULL, -1, -1, -1, 60000, 60000, 180000 }
int net_dial(const struct net_dial *d); /* runs; returns enum net_exit */

int net_keygen(const char *path, int fd); /* path NULL: private key to fd; exit status */
int net_pubkey(const char *path);         /* exit status */

#endif
