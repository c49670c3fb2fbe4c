/* stub_congvu.c: a stand-in for `congvu` behind congvud: ui, work, sync, sync-serve. Keeps the contracts of congvu/door.h, paints lines
 * instead of forms. Keys of its ui: ^Q leaves (0), ^W leaves (7), ^K dies, ^F floods from then on, ^P prints its process id. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

static const char *dir = ".", *user = "?";
static char typed[4096];
static size_t n_typed;
static unsigned attach;
static bool waiting, painting = true, flooding;
static unsigned long frames;

static void say(const char *fmt, ...)
{
	char line[8192];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	if (painting && write(1, line, (size_t)n) < 0 && errno != EAGAIN)
		exit(9);
}

/* A paint ends with asking for credit, as the real ui does after doupdate. */
static void ask_credit(void)
{
	unsigned char b = attach & 0xff;
	if (painting && !waiting && write(4, &b, 1) == 1)
		waiting = true;
}

static void draft(bool save)
{
	char path[512], text[4096] = "";
	snprintf(path, sizeof path, "%s/draft.%s", dir, user);
	FILE *f = fopen(path, save ? "we" : "re");
	if (!f)
		return;
	if (save)
		fwrite(typed, 1, n_typed, f);
	else if (fread(text, 1, sizeof text - 1, f) > 0)
		say("draft:[%s]\r\n", text);
	fclose(f);
}

static void leave(const char *why)
{
	fprintf(stderr, "stub ui %s: %s\n", user, why);
	draft(true);
	exit(0);
}

static void on_attach(const char *text, int fd)
{
	char term[64];
	unsigned cols, rows;
	int wishes = 0;
	if (sscanf(text, "ATTACH %63s %u %u %u%n", term, &cols, &rows, &attach, &wishes) != 4)
		exit(8);
	if (fd >= 0) {
		dup2(fd, 4);
		close(fd);
	}
	waiting = false;
	painting = true;
	struct winsize ws;
	ioctl(0, TIOCGWINSZ, &ws);
	say("attach=%u user=%s term=%s env=%s size=%ux%u tty=%dx%d pid=%d typed:[%s] wishes:[%s]\r\n", attach, user, term, getenv("TERM"), cols, rows,
	    ws.ws_col, ws.ws_row, getpid(), typed, text + wishes);
	if (attach == 1)
		draft(false);
	ask_credit();
}

static void on_control(void)
{
	char text[256], space[CMSG_SPACE(sizeof(int))];
	struct iovec v = { text, sizeof text - 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space };
	ssize_t n = recvmsg(3, &m, MSG_CMSG_CLOEXEC);
	int fd = -1;
	if (n <= 0)
		leave("control closed");
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
		if (c->cmsg_type == SCM_RIGHTS)
			memcpy(&fd, CMSG_DATA(c), sizeof fd);
	text[n] = '\0';
	if (strncmp(text, "ATTACH", 6) == 0) {
		on_attach(text, fd);
	} else if (strncmp(text, "SIZE", 4) == 0) {
		say("%s\r\n", text);
		ask_credit();
	} else if (strncmp(text, "DETACH", 6) == 0) {
		painting = false;
		fprintf(stderr, "stub ui %s: detached\n", user);
	} else if (strncmp(text, "END", 3) == 0) {
		leave("end");
	}
}

static void on_key(void)
{
	char b[256];
	ssize_t n = read(0, b, sizeof b);
	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			leave("terminal closed");
		return;
	}
	for (ssize_t i = 0; i < n; i++) {
		if (b[i] == 'Q' - 64) {
			say("bye\r\n");
			exit(0);
		}
		if (b[i] == 'W' - 64)
			exit(7);
		if (b[i] == 'K' - 64)
			raise(SIGKILL);
		if (b[i] == 'F' - 64)
			flooding = true;
		if (b[i] == 'P' - 64)
			say("pid=%d frames=%lu\r\n", getpid(), frames);
	}
	if ((unsigned char)b[0] < 32)
		return;
	if (n_typed + (size_t)n < sizeof typed) {
		memcpy(typed + n_typed, b, (size_t)n);
		n_typed += (size_t)n;
	}
	if (painting && write(1, b, (size_t)n) < 0)
		exit(9);
	ask_credit();
}

static void on_credit(void)
{
	unsigned char b[8];
	ssize_t n = read(4, b, sizeof b);
	if (n > 0 && b[n - 1] == (attach & 0xff))
		waiting = false;
}

static void flood(void)
{
	char block[2001];
	memset(block, 'f', sizeof block);
	if (write(1, block, sizeof block - 1) > 0)
		frames++;
	ask_credit();
}

static void on_term(int signo)
{
	(void)signo;
	painting = false;
	leave("signal"); /* a stand-in: the real one comes back to its loop first */
}

static _Noreturn void ui(void)
{
	signal(SIGTERM, on_term);
	signal(SIGHUP, on_term);
	struct termios t;
	tcgetattr(0, &t);
	cfmakeraw(&t);
	tcsetattr(0, TCSANOW, &t);
	struct pollfd first = { 3, POLLIN, 0 };
	poll(&first, 1, -1);
	on_control();
	for (;;) {
		struct pollfd p[] = { { 0, POLLIN, 0 }, { 3, POLLIN, 0 }, { 4, POLLIN, 0 } };
		if (!painting)
			p[2].fd = -1; /* the other end of the credit socket is closed while nobody is there */
		if (poll(p, 3, flooding && painting && !waiting ? 0 : -1) < 0)
			continue;
		if (p[1].revents)
			on_control();
		if (p[2].revents & POLLIN)
			on_credit();
		if (p[0].revents)
			on_key();
		if (flooding && painting && !waiting)
			flood();
	}
}

static int serve(const char *mode, const char *arg)
{
	char b[4096], secret[128] = "";
	ssize_t n;
	if (strcmp(mode, "--enrol") == 0) {
		n = read(3, secret, sizeof secret - 1);
		arg = n > 0 ? secret : "none";
	}
	dprintf(1, "%s %s\n", mode, arg);
	while ((n = read(0, b, sizeof b)) > 0)
		for (ssize_t at = 0; at < n;) {
			ssize_t w = write(1, b + at, (size_t)(n - at));
			if (w <= 0)
				return 3;
			at += w;
		}
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = "", *arg = "";
	if (argc < 2)
		return 2;
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--dir") == 0)
			dir = argv[i + 1];
		if (strcmp(argv[i], "--user") == 0)
			user = argv[i + 1];
		if (strcmp(argv[i], "--node") == 0 || strcmp(argv[i], "--enrol") == 0) {
			mode = argv[i];
			arg = argv[i + 1];
		}
	}
	if (strcmp(argv[1], "ui") == 0)
		ui();
	if (strcmp(argv[1], "sync-serve") == 0)
		return serve(mode, arg);
	fprintf(stderr, "stub %s started\n", argv[1]);
	pause();
	return 0;
}
