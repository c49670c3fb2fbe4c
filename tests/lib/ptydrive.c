/* ptydrive: plays a script of keys to a full-screen program on a pseudo terminal and looks at the screen that comes out (libvterm).
 *
 *   ptydrive [--term TERM] [--size COLSxROWS] [--dialect xterm|vt|linux] [--session] [--golden DIR] [--update]
 *            [--timeout SECONDS] [--script FILE] [--name PREFIX] [--record FILE] -- COMMAND [ARG]...
 *
 * --record writes the bytes that are given to the program, write by write, as a script of `raw`, `idle` and `change`: played on another
 * program it is the same session, key by key, at any speed.
 *
 * The script (FILE or stdin) has one command a line; `#` starts a comment line. Every check prints `ok - WHAT` or `not ok - WHAT` and
 * what was seen instead; the exit status is 0 when all were ok, 1 otherwise. A `wait`, `idle` or `exit` that times out ends the script.
 *
 *   key NAME...       keys in one write: F1..F12 Enter Tab Shift-Tab Esc Up Down Left Right Home End PgUp PgDn Ins Del Backspace
 *                     Space Ctrl-x Alt-x, or one character. The bytes are those of --dialect (default: by TERM; vt = PuTTY's ESC[11~)
 *   type TEXT         the text in one write, as fast typing or type-ahead
 *   slow TEXT         one character, idle, the next one
 *   raw BYTES         bytes with \e \r \n \t \\ \xNN
 *   paste TEXT        the text (escapes as in raw) between ESC[200~ and ESC[201~
 *   does LABEL|BYTES|EFFECT ARG   the bytes (as in raw), then waits for what they must do, which must not have been so before: wait TEXT,
 *                     gone TEXT, reversed TEXT, on TEXT (in the cursor's row), moves ROWS COLS (each N, +, - or *), exit N
 *   garble TEXT       TEXT on the screen that the program knows nothing of
 *   heard [BYTES]     until the program listens to keys again (after a question): BYTES (Ctrl-L) must repaint a garbled screen
 *   size COLS ROWS    the terminal is resized (SIGWINCH; with --session also the record SIZE)
 *   wait TEXT         until a row of the screen shows TEXT          gone TEXT    until none does
 *   idle              until the program has taken all input, waits in poll(2) again and all that it wrote has been read. Nothing is slept:
 *                     /proc/PID/{io,syscall} and a mark sent down the pty behind the program's own bytes decide. For the command itself
 *                     only (a remote program behind `ssh`: use wait)
 *   change            until the screen is not what it was at the last `idle`: something came by itself
 *   expect TEXT       a row shows it now     absent TEXT  none does     line N TEXT  row N (from 0) shows it
 *   screen NAME       the screen equals DIR/NAME.screen (--update writes it); rows without trailing blanks, then `cursor ROW COL`
 *   looks NAME        the same with DIR/NAME.looks, which ends with the cells that are not plain: `ROW COL+N bold underline black on-cyan`
 *   dump              the screen on stderr                             show  the bytes since `mark` on stderr
 *   cursor ROW COL    the hardware cursor is there (from 0)            attr ROW COL bold|reverse|underline|plain
 *   mark              counts bytes from here                           bytes N  at most N came     exact N  just N came
 *   changed N         at most N cells of the screen show something else than at `mark`: what a screen reader may read aloud
 *   sent BYTES        they are among the bytes since `mark` (escapes as in raw)
 *   min N             at least N came                              beyond N at most N came besides the letters that the screen shows now
 *   kill -SIG         sends a signal (-9, -HUP, -TERM ...)             hangup   closes the master side, as a lost line does
 *   exit N            the program ends with status N (256 + signal)    restart  runs the command again on a new pty
 *   term TERM         TERM (and dialect) of the next restart/attach    run COMMAND  sh -c; ok when it exits with 0
 *   same FILE         FILE (made at first) equals the screen: two moments, or two programs, that must look alike
 *   attach COLS ROWS [TERM] / detach / control TEXT                    records on descriptor 3 (--session)
 *   wish WORDS        what the records ATTACH from here on say that the terminal wishes (linear, columns, no-colour)
 *   credit hold|go    stop or go on answering the paint credit of descriptor 4 (--session)   credits N  that many are held
 *   name TEXT         prefix of the following ok lines
 */
#include "ptydrive.h"
#include "ptydrive_does.h"

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
	if (wait_rest(d))
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

static void cmd_change(struct drive *d, char *arg)
{
	static char now[sizeof(d->rested)];
	int64_t until = now_ms() + d->timeout_ms;

	(void)arg;
	do {
		pump(d, 20);
		screen_text(d, now, sizeof(now));
	} while (strcmp(now, d->rested) == 0 && now_ms() < until && !d->dead);
	if (strcmp(now, d->rested) != 0) {
		cmd_idle(d, NULL);
		return;
	}
	report(d, false, "change: the screen stays as it was");
	dump(d, stderr);
	d->over = true;
}

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

static void compare_screen(struct drive *d, const char *path, const char *what, bool write_new, bool looks)
{
	static char have[131072], want[131072];
	size_t n;

	screen_text(d, have, sizeof(have));
	n = strlen(have);
	if (looks)
		screen_looks(d, have + n, sizeof(have) - n);
	if (write_new || !file_read(path, want, sizeof(want))) {
		file_write(path, have);
		report(d, true, "%s written", what);
		return;
	}
	report(d, strcmp(have, want) == 0, "%s", what);
	if (strcmp(have, want) != 0)
		fprintf(stderr, "#   expected (%s):\n%s#   there is:\n%s", path, want, have);
}

static void golden(struct drive *d, const char *arg, bool looks)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.%s", d->golden, arg, looks ? "looks" : "screen");
	if (!d->update && access(path, R_OK) != 0) {
		report(d, false, "screen %s: no such golden file (ptydrive --update writes it)", arg);
		dump(d, stderr);
		return;
	}
	compare_screen(d, path, arg, d->update, looks);
}

static void cmd_screen(struct drive *d, char *arg) { golden(d, arg, false); }
static void cmd_looks(struct drive *d, char *arg) { golden(d, arg, true); }

static void cmd_same(struct drive *d, char *arg) { compare_screen(d, arg, arg, false, false); }

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

static uint32_t marked[300][500];

/* Cells that show something else than they did; then they are what is compared with. */
static size_t take_cells(struct drive *d)
{
	size_t n = 0;

	for (VTermPos pos = { 0, 0 }; pos.row < d->rows && pos.row < 300; pos.row++) {
		for (pos.col = 0; pos.col < d->cols && pos.col < 500; pos.col++) {
			VTermScreenCell cell = { .width = 1 };
			uint32_t now;

			vterm_screen_get_cell(d->vs, pos, &cell);
			now = cell.chars[0] == 0 ? ' ' : cell.chars[0];
			n += now != marked[pos.row][pos.col];
			marked[pos.row][pos.col] = now;
		}
	}
	return n;
}

static void cmd_mark(struct drive *d, char *arg)
{
	(void)arg;
	(void)take_cells(d);
	d->count = 0;
	d->n_recent = 0;
}

static void cmd_changed(struct drive *d, char *arg)
{
	size_t n = take_cells(d), most = (size_t)strtoul(arg, NULL, 10);

	report(d, n <= most, "changed %s (%zu did)", arg, n);
	if (n > most)
		dump(d, stderr);
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

static void cmd_sent(struct drive *d, char *arg)
{
	char want[512];
	size_t n = unescape(arg, want, sizeof(want));

	report(d, memmem(d->recent, d->n_recent, want, n) != NULL, "sent %s", arg);
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
	new_screen(d);
	set_size(d);
	send_attach(d);
}

static void cmd_wish(struct drive *d, char *words) { snprintf(d->wish, sizeof(d->wish), "%s", words); }

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
	{ "does", cmd_does }, { "garble", cmd_garble }, { "heard", cmd_heard },
	{ "wait", cmd_wait }, { "gone", cmd_gone }, { "idle", cmd_idle }, { "expect", cmd_expect }, { "absent", cmd_absent }, { "line", cmd_line },
	{ "change", cmd_change }, { "screen", cmd_screen }, { "looks", cmd_looks }, { "same", cmd_same },
	{ "dump", cmd_dump }, { "show", cmd_show },
	{ "cursor", cmd_cursor }, { "attr", cmd_attr }, { "mark", cmd_mark }, { "changed", cmd_changed },
	{ "bytes", cmd_bytes }, { "exact", cmd_exact }, { "min", cmd_min }, { "beyond", cmd_beyond }, { "sent", cmd_sent },
	{ "kill", cmd_kill }, { "hangup", cmd_hangup },
	{ "exit", cmd_exit }, { "restart", cmd_restart }, { "term", cmd_term }, { "run", cmd_run }, { "attach", cmd_attach },
	{ "detach", cmd_detach }, { "wish", cmd_wish }, { "control", cmd_control }, { "credit", cmd_credit }, { "credits", cmd_credits }, { "name", cmd_name },
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
	fputs("usage: ptydrive [--term T] [--size CxR] [--dialect D] [--session] [--golden DIR] [--update] [--timeout S] "
	      "[--script FILE] [--name P] [--record FILE] -- COMMAND...\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	static struct drive d = { .cols = 80, .rows = 24, .timeout_ms = 20000, .golden = ".", .master = -1, .slave = -1,
		.control = -1, .credit = -1 };
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
		else if (strcmp(o, "--record") == 0)
			d.record = fopen(v, "w");
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
	if (d.record != NULL && fclose(d.record) != 0)
		die("record");
	return d.failed ? 1 : 0;
}
