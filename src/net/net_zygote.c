/* net_zygote.c: the warm parent. A child forked from a process that has initialised libssh and OpenSSL costs 0.5 MB instead of the 1.2 MB
 * of an exec'ed one (SSH.md 3.2). Its price: all children share one address layout; congvud therefore starts a new zygote each day and
 * after any child's crash. It never reads a byte of a client; what it takes from congvud are descriptors and two verbs. */
#include "net_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct child {
	uint64_t id;
	pid_t pid;
	struct child *next;
};

struct zygote {
	struct loop *loop;
	int control;
	const struct net_conf *conf;
	struct child *children;
	bool quitting;
};

static void say(struct zygote *z, const char *text)
{
	int rc = plat_send_fds(z->control, text, strlen(text), NULL, 0);
	if (rc && rc != ERR_CLOSED)
		log_warn("control line: %s", err_name(rc));
}

/* In the child: nothing of the parent stays but the three descriptors. */
static void become_connection(struct zygote *z, int *fds)
{
	sigset_t none;
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (plat_pdeathsig(SIGKILL))
		_exit(1);
	const struct net_conf conf = *z->conf;
	loop_free(z->loop);
	plat_close(&z->control);
	_exit(net_serve(fds[0], fds[1], fds[2], &conf));
}

static void fork_child(struct zygote *z, uint64_t id, int *fds)
{
	struct child *k = mem_alloc(sizeof *k);
	pid_t pid = k ? fork() : -1;
	if (pid == 0)
		become_connection(z, fds);
	if (pid < 0) {
		char text[48];
		(void)snprintf(text, sizeof text, "E %llu 1", (unsigned long long)id);
		log_err("no new process for a connection");
		say(z, text);
		free(k);
		return;
	}
	*k = (struct child){ id, pid, z->children };
	z->children = k;
}

static void kill_child(struct zygote *z, uint64_t id)
{
	/* Only children that are not reaped yet are in the list: the number cannot be another process by now. */
	for (struct child *k = z->children; k; k = k->next)
		if (k->id == id)
			(void)kill(k->pid, SIGKILL);
}

static bool number_after(const char *s, uint64_t *id)
{
	char *end;
	if (s[0] == '\0' || s[1] != ' ' || s[2] < '0' || s[2] > '9')
		return false;
	*id = strtoull(s + 2, &end, 10);
	return *end == '\0';
}

static void obey(struct zygote *z, const char *s, int *fds, size_t nfds)
{
	uint64_t id = 0;
	if (s[0] == 'C' && number_after(s, &id) && nfds == 3 && !z->quitting)
		fork_child(z, id, fds);
	else if (s[0] == 'K' && number_after(s, &id))
		kill_child(z, id);
	else if (strcmp(s, "Q") == 0)
		z->quitting = true;
	else
		log_warn("control line: not understood");
}

static void on_control(struct loop *l, int fd, short revents, void *ctx)
{
	struct zygote *z = ctx;
	(void)revents;
	for (;;) {
		char text[64];
		int fds[3];
		size_t n = 0, nfds = 0;
		int rc = plat_recv_fds(fd, text, sizeof text - 1, &n, fds, 3, &nfds);
		if (rc == ERR_AGAIN)
			break;
		if (rc == ERR_CLOSED) {
			loop_stop(l, 0);
			return;
		}
		if (rc)
			continue;
		text[n] = '\0';
		obey(z, text, fds, nfds);
		for (size_t i = 0; i < nfds; i++)
			plat_close(&fds[i]);
	}
	if (z->quitting && !z->children)
		loop_stop(l, 0);
}

static void on_child(struct loop *l, int signo, pid_t sender, void *ctx)
{
	struct zygote *z = ctx;
	pid_t pid;
	int status;
	(void)signo;
	(void)sender;
	while (plat_reap(-1, true, &pid, &status) == 0) {
		struct child **at = &z->children, *k;
		while (*at && (*at)->pid != pid)
			at = &(*at)->next;
		if (!(k = *at))
			continue;
		*at = k->next;
		char text[64];
		(void)snprintf(text, sizeof text, "E %llu %d", (unsigned long long)k->id, status);
		say(z, text);
		free(k);
	}
	if (z->quitting && !z->children)
		loop_stop(l, 0);
}

static void on_term(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)signo;
	(void)sender;
	(void)ctx;
	loop_stop(l, 0);
}

/* The first crypto call of a process loads and checks things: pay once, before any fork. */
static void warm_up(void)
{
	uint8_t digest[64];
	size_t n = 0;
	ssh_key key = NULL;
	if (ssh_init() != SSH_OK)
		log_err("libssh does not start");
	if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) == SSH_OK) {
		unsigned char *hash = NULL;
		if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &n) == 0)
			memcpy(digest, hash, n < sizeof digest ? n : sizeof digest);
		ssh_clean_pubkey_hash(&hash);
	}
	ssh_key_free(key);
}

int net_zygote(int control, const struct net_conf *conf)
{
	struct zygote z = { .loop = loop_new(), .control = control, .conf = conf };
	plat_signal_ignore_pipe();
	warm_up();
	if (!z.loop || plat_fd_nonblock(control, true) || plat_fd_cloexec(control, true) ||
	    loop_fd_add(z.loop, control, POLLIN, on_control, &z, NULL) || loop_on_signal(z.loop, SIGCHLD, on_child, &z) ||
	    loop_on_signal(z.loop, SIGTERM, on_term, &z)) {
		log_err("the warm parent could not start");
		return 1;
	}
	say(&z, "R");
	int rc = loop_run(z.loop);
	for (struct child *k = z.children, *next; k; k = next) {
		next = k->next;
		(void)kill(k->pid, SIGKILL);
		free(k);
	}
	loop_free(z.loop);
	return rc;
}
