/* ptydrive.h: the terminal half of ptydrive.c: the program on its pty, the screen it draws, when it is at rest, the bytes of keys. One
 * translation unit includes it. */
#ifndef TESTS_PTYDRIVE_H
#define TESTS_PTYDRIVE_H

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define SENT_MAX (1 << 20)
#define SOON_MS 60 /* a digit that waits for what may follow it is no rest: with poll(2) the kernel tells, elsewhere luck decides */
#define SENTINEL "\x1b_ptydrive\x1b\\"

struct drive {
	char term[64], dialect[16], name[128];
	const char *golden;
	bool update, session, hold;
	int cols, rows, timeout_ms;
	char **argv;
	int master, slave, control, credit; /* credit, control: our ends */
	pid_t pid;
	bool dead;
	int status;
	VTerm *vt;
	VTermScreen *vs;
	unsigned attach_no;
	char wish[64];                /* what this terminal wishes of the program: words of a record ATTACH, or "" */
	char held[64];
	size_t n_held;
	uint64_t written, rchar_base; /* bytes for the program since rchar_base was read */
	bool poked;                   /* a signal or record was sent: it must have slept anew since switches was read */
	unsigned long long switches;
	int64_t poked_at;
	size_t count;                 /* bytes from the program since mark */
	char recent[65536];
	size_t n_recent, match;
	unsigned sentinels;
	int failed;
	bool over;
	FILE *record;                 /* the keys given, as a script that replays them */
	char rested[131072];          /* the screen when the program was last at rest */
	char *sent;                   /* with room for SENT_MAX: all that this terminal has been sent, to look at when it shows the wrong thing */
	size_t n_sent;
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void report(struct drive *d, bool ok, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void report(struct drive *d, bool ok, const char *fmt, ...)
{
	va_list ap;

	printf("%s - %s%s", ok ? "ok" : "not ok", d->name, d->name[0] ? ": " : "");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	if (!ok)
		d->failed++;
}

/* ---- the screen ---------------------------------------------------------------------------------------------------- */

static size_t utf8_put(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c >= 0x10000) {
		out[0] = '?';
		return 1;
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

static void row_text(struct drive *d, int row, char *out, size_t cap)
{
	size_t n = 0, end = 0;

	for (int col = 0; col < d->cols;) {
		VTermScreenCell cell;
		VTermPos pos = { row, col };

		if (!vterm_screen_get_cell(d->vs, pos, &cell))
			break;
		if (cell.chars[0] == 0 || cell.chars[0] == (uint32_t)-1) {
			if (n + 1 < cap)
				out[n++] = ' ';
		} else {
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && n + 5 < cap; i++)
				n += utf8_put(out + n, cell.chars[i]);
			if (cell.chars[0] != ' ')
				end = n;
		}
		col += cell.width > 0 ? cell.width : 1;
	}
	out[end < cap ? end : cap - 1] = '\0';
}

static void screen_text(struct drive *d, char *out, size_t cap)
{
	VTermPos cur;
	size_t n = 0;

	for (int r = 0; r < d->rows && n + 1024 < cap; r++) {
		row_text(d, r, out + n, 1000);
		n += strlen(out + n);
		out[n++] = '\n';
	}
	vterm_state_get_cursorpos(vterm_obtain_state(d->vt), &cur);
	snprintf(out + n, cap - n, "cursor %d %d\n", cur.row, cur.col);
}

/* "bold underline black-on-cyan", "" for a plain cell. */
static void cell_look(struct drive *d, int row, int col, char *out, size_t cap)
{
	static const char *const colours[] = { "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white" };
	VTermScreenCell cell;
	VTermPos pos = { row, col };
	size_t n;

	vterm_screen_get_cell(d->vs, pos, &cell);
	n = (size_t)snprintf(out, cap, "%s%s%s%s", cell.attrs.bold ? " bold" : "", cell.attrs.reverse ? " reverse" : "",
	                     cell.attrs.underline ? " underline" : "", cell.attrs.blink ? " blink" : "");
	for (int back = 0; back < 2; back++) {
		const VTermColor *c = back ? &cell.bg : &cell.fg;

		if (back ? VTERM_COLOR_IS_DEFAULT_BG(c) : VTERM_COLOR_IS_DEFAULT_FG(c))
			continue;
		n += (size_t)snprintf(out + n, cap - n, " %s%s", back ? "on-" : "",
		                      VTERM_COLOR_IS_INDEXED(c) && c->indexed.idx < 8 ? colours[c->indexed.idx] : "another");
	}
}

/* Behind the text of the screen: which cells are not plain, "ROW COL+N LOOK" a run. */
static inline void screen_looks(struct drive *d, char *out, size_t cap)
{
	char now[96], next[96];
	size_t n = 0;

	for (int r = 0; r < d->rows; r++) {
		for (int c = 0, end; c < d->cols && n + 128 < cap; c = end) {
			cell_look(d, r, c, now, sizeof(now));
			for (end = c + 1; end < d->cols; end++) {
				cell_look(d, r, end, next, sizeof(next));
				if (strcmp(now, next) != 0)
					break;
			}
			if (now[0] != '\0')
				n += (size_t)snprintf(out + n, cap - n, "%d %d+%d%s\n", r, c, end - c, now);
		}
	}
	out[n] = '\0';
}

static bool screen_has(struct drive *d, const char *text)
{
	char row[2048];

	for (int r = 0; r < d->rows; r++) {
		row_text(d, r, row, sizeof(row));
		if (strstr(row, text) != NULL)
			return true;
	}
	return false;
}

static void dump(struct drive *d, FILE *f)
{
	static char text[131072];

	screen_text(d, text, sizeof(text));
	fprintf(f, "---- %dx%d %s\n%s----\n", d->cols, d->rows, d->term, text);
	fflush(f);
}

/* ---- bytes from the program ------------------------------------------------------------------------------------------ */

static void take_byte(struct drive *d, char c)
{
	vterm_input_write(d->vt, &c, 1);
	d->count++;
	if (d->n_recent < sizeof(d->recent))
		d->recent[d->n_recent++] = c;
	if (d->sent != NULL && d->n_sent < SENT_MAX)
		d->sent[d->n_sent++] = c;
}

/* Our own mark is taken out of the stream. */
static void take(struct drive *d, const char *p, size_t n)
{
	static const char mark[] = SENTINEL;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == mark[d->match]) {
			if (++d->match == sizeof(mark) - 1) {
				d->match = 0;
				d->sentinels++;
			}
			continue;
		}
		for (size_t k = 0; k < d->match; k++)
			take_byte(d, mark[k]);
		d->match = 0;
		if (p[i] == mark[0])
			d->match = 1;
		else
			take_byte(d, p[i]);
	}
	vterm_screen_flush_damage(d->vs);
}

static void reap(struct drive *d)
{
	int st;

	if (d->dead || d->pid <= 0 || waitpid(d->pid, &st, WNOHANG) != d->pid)
		return;
	d->dead = true;
	d->status = WIFEXITED(st) ? WEXITSTATUS(st) : 256 + WTERMSIG(st);
}

static void poke(struct drive *d);

static void answer_credit(struct drive *d)
{
	if (d->n_held > 0 && !d->hold) {
		d->poked = false; /* what woke it before has no part in this */
		poke(d);
	}
	for (size_t i = 0; i < d->n_held && !d->hold; i++)
		(void)!send(d->credit, &d->held[i], 1, MSG_NOSIGNAL);
	if (!d->hold)
		d->n_held = 0;
}

/* Reads what is there, waiting at most ms for the first of it. Returns whether anything came. */
static bool pump(struct drive *d, int ms)
{
	struct pollfd pf[2] = { { .fd = d->master, .events = POLLIN }, { .fd = d->credit, .events = POLLIN } };
	bool any = false;
	char b[8192];

	if (poll(pf, 2, ms) < 0)
		return false;
	if (pf[0].fd >= 0 && pf[0].revents) {
		ssize_t n = read(d->master, b, sizeof(b));

		if (n > 0) {
			take(d, b, (size_t)n);
			any = true;
		}
	}
	if (pf[1].fd >= 0 && pf[1].revents & POLLIN) {
		ssize_t n = recv(d->credit, b, sizeof(b), MSG_DONTWAIT);

		if (n == 1 && d->n_held < sizeof(d->held)) {
			d->held[d->n_held++] = b[0];
			any = true;
		}
	}
	answer_credit(d);
	reap(d);
	return any;
}

/* ---- idle ---------------------------------------------------------------------------------------------------------- */

static bool proc_read(pid_t pid, const char *what, char *out, size_t cap)
{
	char path[64];
	int fd;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, out, cap - 1);
	close(fd);
	out[n > 0 ? n : 0] = '\0';
	return n > 0;
}

static uint64_t rchar(struct drive *d)
{
	char b[512];
	unsigned long long v = 0;

	if (proc_read(d->pid, "io", b, sizeof(b)))
		sscanf(b, "rchar: %llu", &v);
	return v;
}

static unsigned long long switches(struct drive *d)
{
	char b[4096];
	const char *p;

	if (!proc_read(d->pid, "status", b, sizeof(b)) || (p = strstr(b, "\nvoluntary_ctxt_switches:")) == NULL)
		return 0;
	return strtoull(p + 25, NULL, 10);
}

/* Just before the program is woken by something that /proc/PID/io does not count. The kernel may still show it asleep for a moment. */
static void poke(struct drive *d)
{
	if (!d->poked)
		d->switches = switches(d);
	d->poked = true;
	d->poked_at = now_ms();
}

/* A program that does not listen (SIGWINCH by default is nothing) is not waited for long. */
static bool awake_since_poke(struct drive *d)
{
	return !d->poked || switches(d) > d->switches || now_ms() > d->poked_at + 1000;
}

static bool in_poll(struct drive *d)
{
	char b[512];
	long nr;
	unsigned long long timeout = 0;

	if (!proc_read(d->pid, "syscall", b, sizeof(b)) || sscanf(b, "%ld %*s %*s %llx", &nr, &timeout) < 1)
		return false;
#ifdef SYS_poll
	if (nr == SYS_poll)
		return (int)timeout < 0 || timeout > SOON_MS;
#endif
#ifdef SYS_epoll_wait
	if (nr == SYS_epoll_wait)
		return true;
#endif
	return nr == SYS_ppoll || nr == SYS_epoll_pwait;
}

/* Bytes that the program has yet to read. What was written to the master may still be on its way through the kernel, where FIONREAD does not
 * see it: poll(2) on the other end brings it there first. */
static int waiting(struct drive *d)
{
	struct pollfd pf = { .fd = d->slave, .events = POLLIN };
	int left = 0;

	if (poll(&pf, 1, 0) < 0 || ioctl(d->slave, FIONREAD, &left) < 0)
		return 0;
	return left;
}

static bool flush_output(struct drive *d, int64_t until)
{
	unsigned want = d->sentinels + 1;

	if (write(d->slave, SENTINEL, sizeof(SENTINEL) - 1) < 0)
		return false;
	while (d->sentinels != want && now_ms() < until)
		pump(d, 5);
	return d->sentinels == want;
}

static bool wait_idle(struct drive *d)
{
	int64_t until = now_ms() + d->timeout_ms;

	while (now_ms() < until) {
		int left;
		size_t seen;

		while (pump(d, 0))
			;
		if (d->dead) {
			while (pump(d, 0))
				;
			return true;
		}
		left = waiting(d);
		if (left != 0 || (d->written > 0 && rchar(d) - d->rchar_base < d->written) || !awake_since_poke(d) || !in_poll(d) ||
		    (d->n_held > 0 && !d->hold)) {
			pump(d, 1);
			continue;
		}
		seen = d->count;
		if (flush_output(d, until) && d->count == seen && in_poll(d) && !pump(d, 0)) {
			d->written = 0;
			d->poked = false;
			return true;
		}
	}
	return false;
}

/* ---- the program --------------------------------------------------------------------------------------------------- */

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static void set_size(struct drive *d)
{
	struct winsize ws = { .ws_row = (unsigned short)d->rows, .ws_col = (unsigned short)d->cols };

	if (d->pid > 0)
		poke(d);
	ioctl(d->master, TIOCSWINSZ, &ws);
}

static void control(struct drive *d, const char *text)
{
	if (d->control >= 0 && d->pid > 0)
		poke(d);
	if (d->control >= 0)
		(void)!send(d->control, text, strlen(text), MSG_NOSIGNAL);
}

static void send_attach(struct drive *d)
{
	char text[256];

	d->n_held = 0;
	snprintf(text, sizeof(text), "ATTACH %s %d %d %u %s", d->term, d->cols, d->rows, ++d->attach_no, d->wish);
	control(d, text);
}

static void child(struct drive *d, int ctl, int credit)
{
	setsid();
	ioctl(d->slave, TIOCSCTTY, 0);
	for (int i = 0; i < 3; i++)
		dup2(d->slave, i);
	if (d->session) {
		/* both pairs are above 4 here: see start() */
		dup2(ctl, 3);
		dup2(credit, 4);
	}
	for (int fd = d->session ? 5 : 3; fd < 256; fd++)
		close(fd);
	setenv("TERM", d->term, 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	execvp(d->argv[0], d->argv);
	perror(d->argv[0]);
	_exit(127);
}

static int high(int fd)
{
	int up = fcntl(fd, F_DUPFD_CLOEXEC, 20);

	close(fd);
	return up;
}

/* A terminal that shows nothing yet. libvterm does not survive every change of its size, so a resized one may be a new one too. */
static void new_screen(struct drive *d)
{
	if (d->vt != NULL)
		vterm_free(d->vt);
	d->vt = vterm_new(d->rows, d->cols);
	vterm_set_utf8(d->vt, 1);
	d->vs = vterm_obtain_screen(d->vt);
	vterm_screen_enable_altscreen(d->vs, 1);
	vterm_screen_reset(d->vs, 1);
	d->n_sent = 0;
}

static void start(struct drive *d)
{
	int ctl[2] = { -1, -1 }, cr[2] = { -1, -1 };

	d->master = high(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
	if (d->master < 0 || grantpt(d->master) < 0 || unlockpt(d->master) < 0)
		die("pty");
	d->slave = high(open(ptsname(d->master), O_RDWR | O_NOCTTY | O_CLOEXEC));
	if (d->slave < 0)
		die("slave");
	fcntl(d->master, F_SETFL, O_NONBLOCK);
	set_size(d);
	if (d->session) {
		if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ctl) < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, cr) < 0)
			die("socketpair");
		for (int i = 0; i < 2; i++) {
			ctl[i] = high(ctl[i]);
			cr[i] = high(cr[i]);
		}
	}
	new_screen(d);
	d->dead = false;
	d->match = 0;
	d->pid = fork();
	if (d->pid < 0)
		die("fork");
	if (d->pid == 0)
		child(d, ctl[1], cr[1]);
	d->written = 0;
	d->poked = false;
	d->control = ctl[0];
	d->credit = cr[0];
	if (d->session) {
		close(ctl[1]);
		close(cr[1]);
		send_attach(d);
	}
}

static void stop(struct drive *d)
{
	if (!d->dead && d->pid > 0) {
		kill(d->pid, SIGKILL);
		waitpid(d->pid, NULL, 0);
	}
	for (int *fd[] = { &d->master, &d->slave, &d->control, &d->credit }, i = 0; i < 4; i++) {
		if (*fd[i] >= 0)
			close(*fd[i]);
		*fd[i] = -1;
	}
	if (d->vt != NULL)
		vterm_free(d->vt);
	d->vt = NULL;
	d->n_held = 0;
	d->pid = 0;
}

/* Bytes as they can stand in a script: see `raw`. */
static void put_raw(FILE *f, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c < 0x20 || c == 0x7f || c == '\\')
			fprintf(f, "\\x%02x", c);
		else
			putc(c, f);
	}
}

static bool wait_rest(struct drive *d)
{
	bool ok = wait_idle(d);

	screen_text(d, d->rested, sizeof(d->rested));
	return ok;
}

/* What came by itself since the last key (a digit that had to wait, an Esc) must have come before the next one at replay too. */
static void record_keys(struct drive *d, const char *p, size_t n)
{
	static char now[sizeof(d->rested)];

	while (pump(d, 0))
		;
	screen_text(d, now, sizeof(now));
	if (d->rested[0] != '\0' && strcmp(now, d->rested) != 0)
		fputs("change\n", d->record);
	fputs("raw ", d->record);
	put_raw(d->record, p, n);
	fputs("\nidle\n", d->record);
}

static void give(struct drive *d, const char *p, size_t n)
{
	int64_t until = now_ms() + d->timeout_ms;

	if (d->record != NULL)
		record_keys(d, p, n);
	/* What it reads from files counts in rchar too: begin anew whenever it is at rest, and let it have slept once more since. */
	if (d->written == 0 || (waiting(d) == 0 && in_poll(d))) {
		d->rchar_base = rchar(d);
		d->written = 0;
	}
	d->poked = false;
	poke(d);
	d->written += n;
	while (n > 0 && !d->dead && now_ms() < until) {
		ssize_t k = write(d->master, p, n);

		if (k > 0) {
			p += k;
			n -= (size_t)k;
		} else {
			pump(d, 5);
		}
	}
	if (d->record != NULL)
		(void)wait_rest(d);
}

/* ---- keys ---------------------------------------------------------------------------------------------------------- */

struct keyname {
	const char *name, *xterm, *vt, *linux_; /* "" = as xterm */
};
static const struct keyname keynames[] = {
	{ "F1", "\x1bOP", "\x1b[11~", "\x1b[[A" }, { "F2", "\x1bOQ", "\x1b[12~", "\x1b[[B" }, { "F3", "\x1bOR", "\x1b[13~", "\x1b[[C" },
	{ "F4", "\x1bOS", "\x1b[14~", "\x1b[[D" }, { "F5", "\x1b[15~", "", "\x1b[[E" }, { "F6", "\x1b[17~", "", "" },
	{ "F7", "\x1b[18~", "", "" }, { "F8", "\x1b[19~", "", "" }, { "F9", "\x1b[20~", "", "" }, { "F10", "\x1b[21~", "", "" },
	{ "F11", "\x1b[23~", "", "" }, { "F12", "\x1b[24~", "", "" }, { "Enter", "\r", "", "" }, { "Tab", "\t", "", "" },
	{ "Shift-Tab", "\x1b[Z", "", "" }, { "Esc", "\x1b", "", "" }, { "Up", "\x1b[A", "", "" }, { "Down", "\x1b[B", "", "" },
	{ "Right", "\x1b[C", "", "" }, { "Left", "\x1b[D", "", "" }, { "Home", "\x1b[H", "\x1b[1~", "\x1b[1~" },
	{ "End", "\x1b[F", "\x1b[4~", "\x1b[4~" }, { "PgUp", "\x1b[5~", "", "" }, { "PgDn", "\x1b[6~", "", "" }, { "Ins", "\x1b[2~", "", "" },
	{ "Del", "\x1b[3~", "", "" }, { "Backspace", "\x7f", "", "" }, { "Space", " ", "", "" },
	{ "Shift-Up", "\x1b[1;2A", "", "" }, { "Shift-Down", "\x1b[1;2B", "", "" }, { "Shift-Right", "\x1b[1;2C", "", "" },
	{ "Shift-Left", "\x1b[1;2D", "", "" }, { "Shift-Home", "\x1b[1;2H", "", "" }, { "Shift-End", "\x1b[1;2F", "", "" },
	{ "Ctrl-Left", "\x1b[1;5D", "", "" }, { "Ctrl-Right", "\x1b[1;5C", "", "" },
};

static size_t key_bytes(struct drive *d, const char *name, char *out)
{
	for (size_t i = 0; i < sizeof(keynames) / sizeof(keynames[0]); i++) {
		const struct keyname *k = &keynames[i];
		const char *s = strcmp(d->dialect, "vt") == 0 ? k->vt : strcmp(d->dialect, "linux") == 0 ? k->linux_ : k->xterm;

		if (strcmp(name, k->name) != 0)
			continue;
		if (*s == '\0')
			s = k->xterm;
		strcpy(out, s);
		return strlen(s);
	}
	if (strcmp(name, "Ctrl-Space") == 0) {
		out[0] = '\0';
		return 1;
	}
	if (strncmp(name, "Ctrl-", 5) == 0 && name[5] != '\0') {
		out[0] = (char)(toupper((unsigned char)name[5]) & 0x1f);
		return 1;
	}
	if (strncmp(name, "Alt-", 4) == 0) {
		out[0] = '\x1b';
		return 1 + key_bytes(d, name + 4, out + 1);
	}
	strcpy(out, name);
	return strlen(name);
}

static void set_term(struct drive *d, const char *term)
{
	snprintf(d->term, sizeof(d->term), "%s", term);
	snprintf(d->dialect, sizeof(d->dialect), "%s", strncmp(term, "putty", 5) == 0 ? "vt" : strncmp(term, "linux", 5) == 0 ? "linux" : "xterm");
}

#endif
