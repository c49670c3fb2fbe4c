/* ptydrive: plays a script of keys to a full-screen program on a pseudo terminal and looks at the screen that comes out (libvterm).
 *
 *   ptydrive [--term TERM] [--size COLSxROWS] [--dialect xterm|vt|linux] [--session] [--golden DIR] [--update] [--timeout SECONDS]
 *            [--script FILE] [--name PREFIX] -- COMMAND [ARG]...
 *
 * The script (FILE or stdin) has one command a line; `#` starts a comment line. Every check prints `ok - WHAT` or `not ok - WHAT` and what was
 * seen instead; the exit status is 0 when all were ok, 1 otherwise. A `wait`, `idle` or `exit` that times out ends the script.
 *
 *   key NAME...       keys in one write: F1..F12 Enter Tab Shift-Tab Esc Up Down Left Right Home End PgUp PgDn Ins Del Backspace Space Ctrl-x
 *                     Alt-x, or one character. The bytes are those of --dialect (default: by TERM; vt = PuTTY's ESC[11~)
 *   type TEXT         the text in one write, as fast typing or type-ahead
 *   slow TEXT         one character, idle, the next one
 *   raw BYTES         bytes with \e \r \n \t \\ \xNN
 *   paste TEXT        the text (escapes as in raw) between ESC[200~ and ESC[201~
 *   size COLS ROWS    the terminal is resized (SIGWINCH; with --session also the record SIZE)
 *   wait TEXT         until a row of the screen shows TEXT          gone TEXT    until none does
 *   idle              until the program has taken all input, waits in poll(2) again and all that it wrote has been read. Nothing is slept:
 *                     /proc/PID/{io,syscall} and a mark sent down the pty behind the program's own bytes decide. For the command itself
 *                     only (a remote program behind `ssh`: use wait)
 *   expect TEXT       a row shows it now     absent TEXT  none does     line N TEXT  row N (from 0) shows it
 *   screen NAME       the screen equals DIR/NAME.screen (--update writes it); rows without trailing blanks, then `cursor ROW COL`
 *   dump              the screen on stderr                             show  the bytes since `mark` on stderr
 *   cursor ROW COL    the hardware cursor is there (from 0)            attr ROW COL bold|reverse|underline|plain
 *   mark              counts bytes from here                           bytes N  at most N came     exact N  just N came
 *   min N             at least N came                              beyond N at most N came besides the letters that the screen shows now
 *   kill -SIG         sends a signal (-9, -HUP, -TERM ...)             hangup   closes the master side, as a lost line does
 *   exit N            the program ends with status N (256 + signal)    restart  runs the command again on a new pty
 *   term TERM         TERM (and dialect) of the next restart/attach    run COMMAND  sh -c; ok when it exits with 0
 *   same FILE         FILE (made at first) equals the screen: two moments, or two programs, that must look alike
 *   attach COLS ROWS [TERM] / detach / control TEXT                    records on descriptor 3 (--session)
 *   credit hold|go    stop or go on answering the paint credit of descriptor 4 (--session)   credits N  that many are held
 *   name TEXT         prefix of the following ok lines
 */
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
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && n + 5 < cap; i++) {
				uint32_t c = cell.chars[i];

				if (c < 0x80) {
					out[n++] = (char)c;
				} else if (c < 0x800) {
					out[n++] = (char)(0xc0 | c >> 6);
					out[n++] = (char)(0x80 | (c & 0x3f));
				} else if (c < 0x10000) {
					out[n++] = (char)(0xe0 | c >> 12);
					out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
					out[n++] = (char)(0x80 | (c & 0x3f));
				} else {
					out[n++] = '?';
				}
			}
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
	if (d->n_held > 0 && !d->hold)
		poke(d);
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

	if (!proc_read(d->pid, "syscall", b, sizeof(b)) || sscanf(b, "%ld", &nr) != 1)
		return false;
#ifdef SYS_poll
	if (nr == SYS_poll)
		return true;
#endif
#ifdef SYS_epoll_wait
	if (nr == SYS_epoll_wait)
		return true;
#endif
	return nr == SYS_ppoll || nr == SYS_epoll_pwait;
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
		int left = 0;
		size_t seen;

		while (pump(d, 0))
			;
		if (d->dead) {
			while (pump(d, 0))
				;
			return true;
		}
		ioctl(d->slave, FIONREAD, &left);
		if (left != 0 || (d->written > 0 && rchar(d) - d->rchar_base < d->written) || !awake_since_poke(d) || !in_poll(d) || (d->n_held > 0 && !d->hold)) {
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
	char text[128];

	d->n_held = 0;
	snprintf(text, sizeof(text), "ATTACH %s %d %d %u", d->term, d->cols, d->rows, ++d->attach_no);
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
	d->vt = vterm_new(d->rows, d->cols);
	vterm_set_utf8(d->vt, 1);
	d->vs = vterm_obtain_screen(d->vt);
	vterm_screen_enable_altscreen(d->vs, 1);
	vterm_screen_reset(d->vs, 1);
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

static void give(struct drive *d, const char *p, size_t n)
{
	int64_t until = now_ms() + d->timeout_ms;

	if (d->written == 0)
		d->rchar_base = rchar(d);
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

static size_t unescape(const char *s, char *out, size_t cap)
{
	size_t n = 0;

	for (; *s && n + 1 < cap; s++) {
		if (*s != '\\' || s[1] == '\0') {
			out[n++] = *s;
			continue;
		}
		s++;
		if (*s == 'x' && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2])) {
			char hex[3] = { s[1], s[2], 0 };

			out[n++] = (char)strtol(hex, NULL, 16);
			s += 2;
		} else {
			out[n++] = *s == 'e' ? '\x1b' : *s == 'r' ? '\r' : *s == 'n' ? '\n' : *s == 't' ? '\t' : *s;
		}
	}
	return n;
}

static void set_term(struct drive *d, const char *term)
{
	snprintf(d->term, sizeof(d->term), "%s", term);
	snprintf(d->dialect, sizeof(d->dialect), "%s", strncmp(term, "putty", 5) == 0 ? "vt" : strncmp(term, "linux", 5) == 0 ? "linux" : "xterm");
}

/* ---- commands ------------------------------------------------------------------------------------------------------ */

static void cmd_key(struct drive *d, char *arg)
{
	char out[1024];
	size_t n = 0;

	for (char *w = strtok(arg, " "); w != NULL && n < sizeof(out) - 64; w = strtok(NULL, " "))
		n += key_bytes(d, w, out + n);
	give(d, out, n);
}

static void cmd_type(struct drive *d, char *arg) { give(d, arg, strlen(arg)); }

static void cmd_idle(struct drive *d, char *arg)
{
	(void)arg;
	if (wait_idle(d))
		return;
	report(d, false, "idle: the program did not come to rest");
	dump(d, stderr);
	d->over = true;
}

static void cmd_slow(struct drive *d, char *arg)
{
	for (char *p = arg; *p && !d->over;) {
		size_t n = 1;

		while (((unsigned char)p[n] & 0xc0) == 0x80)
			n++;
		give(d, p, n);
		p += n;
		cmd_idle(d, NULL);
	}
}

static void cmd_raw(struct drive *d, char *arg)
{
	char out[4096];

	give(d, out, unescape(arg, out, sizeof(out)));
}

static void cmd_paste(struct drive *d, char *arg)
{
	static char out[65536];
	size_t n;

	memcpy(out, "\x1b[200~", 6);
	n = 6 + unescape(arg, out + 6, sizeof(out) - 16);
	memcpy(out + n, "\x1b[201~", 6);
	give(d, out, n + 6);
}

static void cmd_size(struct drive *d, char *arg)
{
	char text[64];

	if (sscanf(arg, "%d %d", &d->cols, &d->rows) != 2)
		die("size COLS ROWS");
	while (pump(d, 0))
		;
	vterm_set_size(d->vt, d->rows, d->cols);
	set_size(d);
	snprintf(text, sizeof(text), "SIZE %d %d", d->cols, d->rows);
	control(d, text);
}

static void wait_for(struct drive *d, const char *text, bool there)
{
	int64_t until = now_ms() + d->timeout_ms;
	bool ok;

	while ((ok = screen_has(d, text) == there) == false && now_ms() < until && !(d->dead && !pump(d, 0)))
		pump(d, 20);
	report(d, ok, "%s %s", there ? "wait" : "gone", text);
	if (!ok) {
		dump(d, stderr);
		d->over = true;
	}
}

static void cmd_wait(struct drive *d, char *arg) { wait_for(d, arg, true); }
static void cmd_gone(struct drive *d, char *arg) { wait_for(d, arg, false); }

static void check_text(struct drive *d, const char *text, bool there)
{
	bool ok;

	while (pump(d, 0))
		;
	ok = screen_has(d, text) == there;
	report(d, ok, "%s %s", there ? "expect" : "absent", text);
	if (!ok)
		dump(d, stderr);
}

static void cmd_expect(struct drive *d, char *arg) { check_text(d, arg, true); }
static void cmd_absent(struct drive *d, char *arg) { check_text(d, arg, false); }

static void cmd_line(struct drive *d, char *arg)
{
	char *text;
	long row = strtol(arg, &text, 10);
	char have[2048];

	while (*text == ' ')
		text++;
	row_text(d, (int)(row < 0 ? d->rows + row : row), have, sizeof(have));
	report(d, strstr(have, text) != NULL, "line %ld %s", row, text);
	if (strstr(have, text) == NULL)
		fprintf(stderr, "#   there is: %s\n", have);
}

static bool file_read(const char *path, char *out, size_t cap)
{
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		return false;
	n = fread(out, 1, cap - 1, f);
	fclose(f);
	out[n] = '\0';
	return true;
}

static void file_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		die(path);
	fputs(text, f);
	fclose(f);
}

static void compare_screen(struct drive *d, const char *path, const char *what, bool write_new)
{
	static char have[131072], want[131072];

	screen_text(d, have, sizeof(have));
	if (write_new || !file_read(path, want, sizeof(want))) {
		file_write(path, have);
		report(d, true, "%s written", what);
		return;
	}
	report(d, strcmp(have, want) == 0, "%s", what);
	if (strcmp(have, want) != 0)
		fprintf(stderr, "#   expected (%s):\n%s#   there is:\n%s", path, want, have);
}

static void cmd_screen(struct drive *d, char *arg)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.screen", d->golden, arg);
	if (!d->update && access(path, R_OK) != 0) {
		report(d, false, "screen %s: no such golden file (ptydrive --update writes it)", arg);
		dump(d, stderr);
		return;
	}
	compare_screen(d, path, arg, d->update);
}

static void cmd_same(struct drive *d, char *arg) { compare_screen(d, arg, arg, false); }

static void cmd_dump(struct drive *d, char *arg)
{
	(void)arg;
	dump(d, stderr);
}

static void cmd_show(struct drive *d, char *arg)
{
	(void)arg;
	fprintf(stderr, "#   %zu bytes: ", d->count);
	for (size_t i = 0; i < d->n_recent; i++) {
		unsigned char c = (unsigned char)d->recent[i];

		if (c == 0x1b)
			fputs("\\e", stderr);
		else if (c < 0x20 || c == 0x7f)
			fprintf(stderr, "\\x%02x", c);
		else
			fputc(c, stderr);
	}
	fputc('\n', stderr);
}

static void cmd_cursor(struct drive *d, char *arg)
{
	VTermPos cur;
	int row = -1, col = -1;

	sscanf(arg, "%d %d", &row, &col);
	vterm_state_get_cursorpos(vterm_obtain_state(d->vt), &cur);
	report(d, cur.row == row && cur.col == col, "cursor %d %d%s", row, col, "");
	if (cur.row != row || cur.col != col)
		fprintf(stderr, "#   cursor is at %d %d\n", cur.row, cur.col);
}

static void cmd_attr(struct drive *d, char *arg)
{
	VTermScreenCell cell;
	VTermPos pos = { 0, 0 };
	char what[32] = "";
	bool ok;

	sscanf(arg, "%d %d %31s", &pos.row, &pos.col, what);
	vterm_screen_get_cell(d->vs, pos, &cell);
	ok = strcmp(what, "bold") == 0 ? cell.attrs.bold : strcmp(what, "reverse") == 0 ? cell.attrs.reverse
		: strcmp(what, "underline") == 0 ? cell.attrs.underline != 0 : !cell.attrs.bold && !cell.attrs.reverse && !cell.attrs.underline;
	report(d, ok, "attr %s", arg);
}

static void cmd_mark(struct drive *d, char *arg)
{
	(void)arg;
	d->count = 0;
	d->n_recent = 0;
}

static void check_count(struct drive *d, char *arg, const char *what)
{
	size_t want = (size_t)strtoul(arg, NULL, 10);
	bool ok = what[0] == 'b' ? d->count <= want : what[0] == 'e' ? d->count == want : d->count >= want;

	report(d, ok, "%s %zu (%zu came)", what, want, d->count);
	if (!ok)
		cmd_show(d, NULL);
}

static void cmd_bytes(struct drive *d, char *arg) { check_count(d, arg, "bytes"); }
static void cmd_exact(struct drive *d, char *arg) { check_count(d, arg, "exact"); }
static void cmd_min(struct drive *d, char *arg) { check_count(d, arg, "min"); }

/* A repaint sends every letter that is then seen; what else it sent. Blanks between words count as overhead. */
static void cmd_beyond(struct drive *d, char *arg)
{
	static char text[131072];
	size_t seen = 0, want = (size_t)strtoul(arg, NULL, 10);
	char *end;

	screen_text(d, text, sizeof(text));
	end = strstr(text, "cursor ");
	for (const char *p = text; end != NULL && p < end; p++)
		seen += *p != ' ' && *p != '\n';
	report(d, d->count - seen <= want, "beyond %zu (%zu came, %zu of them letters: %zu)", want, d->count, seen, d->count - seen);
}

static void cmd_kill(struct drive *d, char *arg)
{
	static const struct { const char *name; int no; } sig[] = { { "HUP", SIGHUP }, { "TERM", SIGTERM }, { "INT", SIGINT }, { "KILL", SIGKILL },
		{ "STOP", SIGSTOP }, { "CONT", SIGCONT }, { "WINCH", SIGWINCH }, { "USR1", SIGUSR1 } };
	int no = 0;

	if (*arg == '-')
		arg++;
	for (size_t i = 0; i < sizeof(sig) / sizeof(sig[0]); i++)
		if (strcmp(arg, sig[i].name) == 0)
			no = sig[i].no;
	kill(d->pid, no != 0 ? no : atoi(arg));
}

static void cmd_hangup(struct drive *d, char *arg)
{
	(void)arg;
	close(d->master);
	d->master = -1;
}

static void cmd_exit(struct drive *d, char *arg)
{
	int64_t until = now_ms() + d->timeout_ms;

	while (!d->dead && now_ms() < until)
		pump(d, 5);
	while (pump(d, 0))
		;
	report(d, d->dead && d->status == atoi(arg), "exit %s", arg);
	if (!d->dead || d->status != atoi(arg)) {
		fprintf(stderr, "#   %s %d\n", d->dead ? "ended with" : "still runs, pid", d->dead ? d->status : (int)d->pid);
		dump(d, stderr);
		d->over = !d->dead;
	}
}

static void cmd_restart(struct drive *d, char *arg)
{
	(void)arg;
	stop(d);
	start(d);
}

static void cmd_term(struct drive *d, char *arg) { set_term(d, arg); }

static void cmd_run(struct drive *d, char *arg)
{
	int st = system(arg);

	report(d, WIFEXITED(st) && WEXITSTATUS(st) == 0, "run %s", arg);
}

static void cmd_attach(struct drive *d, char *arg)
{
	char term[64] = "";

	if (sscanf(arg, "%d %d %63s", &d->cols, &d->rows, term) < 2)
		die("attach COLS ROWS");
	if (term[0])
		set_term(d, term);
	while (pump(d, 0))
		;
	vterm_free(d->vt);
	d->vt = vterm_new(d->rows, d->cols);
	vterm_set_utf8(d->vt, 1);
	d->vs = vterm_obtain_screen(d->vt);
	vterm_screen_enable_altscreen(d->vs, 1);
	vterm_screen_reset(d->vs, 1);
	set_size(d);
	send_attach(d);
}

static void cmd_detach(struct drive *d, char *arg)
{
	(void)arg;
	control(d, "DETACH");
}

static void cmd_control(struct drive *d, char *arg) { control(d, arg); }

static void cmd_credit(struct drive *d, char *arg)
{
	d->hold = strcmp(arg, "hold") == 0;
	answer_credit(d);
}

static void cmd_credits(struct drive *d, char *arg)
{
	while (pump(d, 0))
		;
	report(d, d->n_held == (size_t)atoi(arg), "credits %s (%zu held)", arg, d->n_held);
}

static void cmd_name(struct drive *d, char *arg) { snprintf(d->name, sizeof(d->name), "%s", arg); }

static const struct { const char *name; void (*fn)(struct drive *, char *); } commands[] = {
	{ "key", cmd_key }, { "type", cmd_type }, { "slow", cmd_slow }, { "raw", cmd_raw }, { "paste", cmd_paste }, { "size", cmd_size },
	{ "wait", cmd_wait }, { "gone", cmd_gone }, { "idle", cmd_idle }, { "expect", cmd_expect }, { "absent", cmd_absent }, { "line", cmd_line },
	{ "screen", cmd_screen }, { "same", cmd_same }, { "dump", cmd_dump }, { "show", cmd_show }, { "cursor", cmd_cursor }, { "attr", cmd_attr },
	{ "mark", cmd_mark }, { "bytes", cmd_bytes }, { "exact", cmd_exact }, { "min", cmd_min }, { "beyond", cmd_beyond }, { "kill", cmd_kill }, { "hangup", cmd_hangup },
	{ "exit", cmd_exit }, { "restart", cmd_restart }, { "term", cmd_term }, { "run", cmd_run }, { "attach", cmd_attach },
	{ "detach", cmd_detach }, { "control", cmd_control }, { "credit", cmd_credit }, { "credits", cmd_credits }, { "name", cmd_name },
};

static void play_line(struct drive *d, char *line, int no)
{
	char *arg;
	size_t n = strcspn(line, " ");

	arg = line + n;
	if (*arg)
		*arg++ = '\0';
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(line, commands[i].name) == 0) {
			commands[i].fn(d, arg);
			return;
		}
	}
	report(d, false, "script line %d: no command `%s`", no, line);
	d->over = true;
}

static void play(struct drive *d, FILE *f)
{
	static char line[65536];

	for (int no = 1; !d->over && fgets(line, sizeof(line), f) != NULL; no++) {
		char *p = line;

		line[strcspn(line, "\n")] = '\0';
		while (*p == '\t' || *p == ' ')
			p++;
		if (*p != '\0' && *p != '#')
			play_line(d, p, no);
	}
}

static int usage(void)
{
	fputs("usage: ptydrive [--term T] [--size CxR] [--dialect D] [--session] [--golden DIR] [--update] [--timeout S] [--script FILE] [--name P] -- "
	      "COMMAND...\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	static struct drive d = { .cols = 80, .rows = 24, .timeout_ms = 20000, .golden = ".", .master = -1, .slave = -1, .control = -1, .credit = -1 };
	FILE *script = stdin;
	int i;

	set_term(&d, "xterm-256color");
	d.update = getenv("GOLDEN_UPDATE") != NULL;
	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *o = argv[i], *v = i + 1 < argc ? argv[i + 1] : "";

		if (strcmp(o, "--session") == 0 || strcmp(o, "--update") == 0) {
			*(o[2] == 's' ? &d.session : &d.update) = true;
			continue;
		}
		i++;
		if (strcmp(o, "--term") == 0)
			set_term(&d, v);
		else if (strcmp(o, "--size") == 0 && sscanf(v, "%dx%d", &d.cols, &d.rows) == 2)
			continue;
		else if (strcmp(o, "--dialect") == 0)
			snprintf(d.dialect, sizeof(d.dialect), "%s", v);
		else if (strcmp(o, "--golden") == 0)
			d.golden = v;
		else if (strcmp(o, "--timeout") == 0)
			d.timeout_ms = atoi(v) * 1000;
		else if (strcmp(o, "--name") == 0)
			snprintf(d.name, sizeof(d.name), "%s", v);
		else if (strcmp(o, "--script") != 0)
			return usage();
		else if ((script = fopen(v, "r")) == NULL)
			die(v);
	}
	if (i + 1 >= argc)
		return usage();
	d.argv = argv + i + 1;
	signal(SIGPIPE, SIG_IGN);
	start(&d);
	play(&d, script);
	stop(&d);
	return d.failed ? 1 : 0;
}
