/* ptyrandom: random keys, bytes, sizes and deaths for two sessions of one node at once, and what must hold all the same.
 *
 *   ptyrandom --dir NODE [--seed N] [--seconds S] [--steps N] [--paints N] [--deaths N] [--memory KB]
 *             [--out DIR] [--timeout S] -- CONGVU
 *
 * Keys come by the seed: text, Vietnamese, every dialect of F-keys, cut sequences, pastes, garbage, resizes, bursts, SIGHUP, SIGTERM, kill -9,
 * lost lines, another terminal in the middle (the second session runs as the keeper's). After every step the program is at rest within the
 * bound, has sent whole characters only, holds no more memory than it may, and what it has painted bit by bit equals a full paint. Between
 * them come episodes with a known outcome: text whose field was left, or that is older than three seconds, or that a hang-up or the keeper's
 * word met, is offered after kill -9; what was saved never is, and a kill in the middle of a save leaves the one or the other, not both and
 * not none. At the end each number that a screen said was saved is there, none twice; the sessions end by themselves (no leak), and the
 * caller lets `congvu verify` look at the node.
 *
 * Prints `ok`/`not ok` lines; when something fails, DIR/session-N.script holds the keys of that session since its start, for ptydrive.
 */
#include "ptydrive.h"
#include "ptyrandom.h"

#include <sys/stat.h>

#define HISTORY_MAX (1 << 20)
/* What comes by itself after a key has come by then: the word about Esc (300 ms), what a search finds (250), a digit that was no scanner's (60;
 * from a numeric keypad its bytes end in a letter). */
#define SETTLE_MS 400

struct session {
	struct drive d;
	char user[16];
	char *argv[8];
	char *history; /* ptydrive's commands since the start */
	size_t n_history;
	unsigned starts, ends;
	bool grown; /* the history was cut */
};
static struct session sessions[2];
static const char *out_dir = ".";
static char *node, *program;
static unsigned long step, episodes[8], checks, n_promised;
static uint32_t paints = 15, deaths = 10; /* of 1000 steps */
static bool promised[100000]; /* numbers of incoming documents that a screen has said are saved */
static long most_kb, may_kb;  /* resident; 0: whatever it is */
static bool over;

#include "ptyrandom_node.h"

/* ---- what was done ------------------------------------------------------------------------------------------------------------ */

static void note(struct session *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void note(struct session *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (s->n_history + 70000 > HISTORY_MAX) {
		s->n_history = 0;
		s->grown = true;
	}
	va_start(ap, fmt);
	n = vsnprintf(s->history + s->n_history, HISTORY_MAX - s->n_history, fmt, ap);
	va_end(ap);
	s->n_history += n > 0 ? (size_t)n : 0;
}

static void note_bytes(struct session *s, const char *p, size_t n)
{
	note(s, "raw ");
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c < 0x20 || c == 0x7f || c >= 0x80 || c == '\\')
			note(s, "\\x%02x", c);
		else
			note(s, "%c", c);
	}
	note(s, "\n");
}

static void fail(struct session *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void fail(struct session *s, const char *fmt, ...)
{
	char path[600], what[400];
	va_list ap;
	FILE *f;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	report(&s->d, false, "step %lu: %s", step, what);
	if (s->d.vt != NULL)
		dump(&s->d, stderr);
	snprintf(path, sizeof(path), "%s/session-%d.script", out_dir, (int)(s - sessions));
	if ((f = fopen(path, "w")) != NULL) {
		fprintf(f, "# user %s, TERM %s%s\n%.*s", s->user, s->d.term, s->grown ? ", not from the start" : "", (int)s->n_history, s->history);
		fclose(f);
		fprintf(stderr, "#   its keys: %s\n", path);
	}
	over = true;
}

/* ---- what must hold after every step --------------------------------------------------------------------------------------------- */

/* Outside escape sequences only whole characters. */
static bool whole_characters(const char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned char c = (unsigned char)p[i];
		size_t want = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

		if (c == 0x1b && i + 1 < n && p[i + 1] == '[') {
			for (i += 2; i < n && !(p[i] >= 0x40 && p[i] <= 0x7e); i++)
				;
			i++;
			continue;
		}
		if ((c >= 0x80 && c < 0xc2) || c > 0xf4 || i + want > n)
			return false;
		for (size_t k = 1; k < want; k++)
			if (((unsigned char)p[i + k] & 0xc0) != 0x80)
				return false;
		i += want;
	}
	return true;
}

/* "Đã lưu số đến 12". Narrow screens leave the words out. */
static void hear_promise(struct session *s)
{
	static const char said[] = "Đã lưu số đến ";
	char row[2048];

	for (int r = 0; r < s->d.rows; r++) {
		const char *p;

		row_text(&s->d, r, row, sizeof(row));
		if ((p = strstr(row, said)) != NULL) {
			unsigned long n = strtoul(p + strlen(said), NULL, 10);

			if (n < sizeof(promised) / sizeof(promised[0]))
				promised[n] = true;
		}
	}
}

static void weigh(struct session *s)
{
	char b[4096];
	const char *p;
	long kb = 0;

	if (proc_read(s->d.pid, "status", b, sizeof(b)) && (p = strstr(b, "\nVmRSS:")) != NULL)
		kb = strtol(p + 7, NULL, 10);
	most_kb = kb > most_kb ? kb : most_kb;
	if (may_kb > 0 && kb > may_kb)
		fail(s, "it holds %ld kB, more than %ld", kb, may_kb);
}

static bool rest(struct session *s)
{
	struct drive *d = &s->d;

	if (!wait_idle(d)) {
		fail(s, "it did not come to rest");
		return false;
	}
	if (d->dead && d->status != 0) {
		fail(s, "it ended with %d", d->status);
		return false;
	}
	/* When it has ended, the terminal itself echoes what is typed. */
	if (!d->dead && d->n_recent < sizeof(d->recent) && !whole_characters(d->recent, d->n_recent)) {
		fail(s, "half a character was sent");
		return false;
	}
	d->count = d->n_recent = 0;
	if (!d->dead) {
		hear_promise(s);
		weigh(s);
	}
	return !over;
}

static void wish(struct session *s, const char *how)
{
	snprintf(s->d.wish, sizeof(s->d.wish), "%s", how);
	note(s, "wish %s\n", how);
}

static void begin(struct session *s, const char *user)
{
	static const char *const terms[] = { "xterm-256color", "putty", "linux", "vt220", "screen", "rxvt" };
	static char ui[] = "ui", dir[] = "--dir", of[] = "--user", session[] = "--session";

	snprintf(s->user, sizeof(s->user), "%s", user);
	set_term(&s->d, terms[rnd(sizeof(terms) / sizeof(terms[0]))]);
	memcpy(s->argv, (char *[]){ program, ui, dir, node, of, s->user, s->d.session ? session : NULL, NULL }, sizeof(s->argv));
	s->d.argv = s->argv;
	s->n_history = 0;
	s->grown = false;
	s->starts++;
	wish(s, "columns"); /* whatever a random Ctrl-O and L has made this person's choice: the checks know where a form's words stand */
	start(&s->d);
	rest(s); /* until then the terminal itself echoes what is typed */
}

static void again(struct session *s, const char *user)
{
	stop(&s->d);
	begin(s, user);
}

static void send_bytes(struct session *s, const char *p, size_t n)
{
	note_bytes(s, p, n);
	give(&s->d, p, n);
}

static void send_text(struct session *s, const char *p) { send_bytes(s, p, strlen(p)); }

static void press(struct session *s, const char *names)
{
	char list[256], bytes[512];
	size_t n = 0;

	snprintf(list, sizeof(list), "%s", names);
	for (char *w = strtok(list, " "); w != NULL; w = strtok(NULL, " "))
		n += key_bytes(&s->d, w, bytes + n);
	send_bytes(s, bytes, n);
}

/* Waits for words on the screen; the program may end meanwhile. */
static bool see(struct session *s, const char *text)
{
	int64_t until = now_ms() + s->d.timeout_ms;

	while (!over && !screen_has(&s->d, text) && now_ms() < until && !s->d.dead)
		pump(&s->d, 20);
	if (screen_has(&s->d, text))
		return rest(s);
	if (!over)
		fail(s, "it never shows: %s", text);
	return false;
}

/* ---- random keys ------------------------------------------------------------------------------------------------------------------ */

static void random_size(struct session *s)
{
	static const int sizes[][2] = { { 80, 24 }, { 132, 43 }, { 40, 20 }, { 20, 5 }, { 60, 16 }, { 30, 10 }, { 1, 1 }, { 5, 3 }, { 200, 60 }, { 80, 24 } };
	uint32_t i = rnd(sizeof(sizes) / sizeof(sizes[0]));
	char text[64];

	if (s->d.cols == sizes[i][0] && s->d.rows == sizes[i][1])
		return;
	s->d.cols = sizes[i][0];
	s->d.rows = sizes[i][1];
	while (pump(&s->d, 0))
		;
	new_screen(&s->d);
	set_size(&s->d);
	snprintf(text, sizeof(text), "SIZE %d %d", s->d.cols, s->d.rows);
	control(&s->d, text);
	note(s, "size %d %d\n", s->d.cols, s->d.rows);
}

/* What had drawn it, for a terminal to look at. */
static void leave_bytes(struct session *s, const char *p, size_t n)
{
	char path[600];
	FILE *f;

	snprintf(path, sizeof(path), "%s/session-%d.sent", out_dir, (int)(s - sessions));
	if ((f = fopen(path, "w")) == NULL)
		return;
	fwrite(p, 1, n, f);
	fclose(f);
	fprintf(stderr, "#   what it was sent: %s\n", path);
}

/* The key line begins at the edge when it is told line by line, behind a blank otherwise; "": the window is too small to tell. */
static const char *wish_seen(struct session *s)
{
	char row[1024];

	row_text(&s->d, s->d.rows - 1, row, sizeof(row));
	return strncmp(row, "F1 ", 3) == 0 ? "linear" : strncmp(row, " F", 2) == 0 || strncmp(row, " Ctrl", 5) == 0 ? "columns" : "";
}

/* The line is lost and taken up again: the whole picture comes anew, and it is the one that was there. */
static void full_paint(struct session *s)
{
	static char before[131072], after[131072], sent[SENT_MAX];
	const char *seen;
	int64_t settled;
	size_t n_sent;

	note(s, "idle\n");
	if (!rest(s))
		return;
	settled = now_ms() + SETTLE_MS;
	while (now_ms() < settled && !s->d.dead)
		pump(&s->d, 20);
	if (!rest(s) || s->d.dead || *(seen = wish_seen(s)) == '\0')
		return;
	wish(s, seen);
	screen_text(&s->d, before, sizeof(before));
	while (pump(&s->d, 0))
		;
	n_sent = s->d.n_sent;
	memcpy(sent, s->d.sent, n_sent);
	new_screen(&s->d);
	send_attach(&s->d);
	note(s, "attach %d %d %s\nidle\n", s->d.cols, s->d.rows, s->d.term);
	if (!rest(s) || s->d.dead)
		return;
	screen_text(&s->d, after, sizeof(after));
	checks++;
	if (strcmp(before, after) != 0) {
		fprintf(stderr, "#   before:\n%s", before);
		leave_bytes(s, sent, n_sent);
		fail(s, "what was painted bit by bit is not what a full paint shows");
	}
}

static void other_terminal(struct session *s)
{
	control(&s->d, "DETACH");
	note(s, "detach\n");
	if (one_in(2))
		send_bytes(s, "xyz", 3);
	set_term(&s->d, one_in(2) ? "putty" : "xterm-256color");
	s->d.cols = one_in(3) ? 40 : 80;
	s->d.rows = one_in(3) ? 20 : 24;
	while (pump(&s->d, 0))
		;
	new_screen(&s->d);
	set_size(&s->d);
	send_attach(&s->d);
	note(s, "attach %d %d %s\n", s->d.cols, s->d.rows, s->d.term);
}

static void end_by(struct session *s, int signo)
{
	int64_t until = now_ms() + s->d.timeout_ms;

	kill(s->d.pid, signo);
	while (!s->d.dead && now_ms() < until)
		pump(&s->d, 5);
	if (!s->d.dead || s->d.status != (signo == SIGKILL ? 256 + SIGKILL : 0))
		fail(s, "after signal %d it %s %d", signo, s->d.dead ? "ended with" : "still runs as", s->d.dead ? s->d.status : (int)s->d.pid);
	s->ends += signo != SIGKILL;
}

static const char *some_user(struct session *s)
{
	static const char *const users[] = { "tiepdan", "motcua", "lanhdao", "vanthu" };

	return s == &sessions[0] ? "vanthu" : PICK(users);
}

static void random_step(struct session *s)
{
	static char bytes[1 << 16];
	uint32_t r = rnd(1000), items = one_in(6) ? 2 + rnd(30) : 1;
	size_t n = 0;

	if (s->d.session && rnd(1000) < paints)
		full_paint(s);
	else if (r < 25)
		random_size(s);
	else if (r < 30 && s->d.session)
		other_terminal(s);
	if (over)
		return;
	if (rnd(1000) < deaths) {
		end_by(s, one_in(3) ? SIGKILL : one_in(2) ? SIGHUP : SIGTERM);
		if (!over)
			again(s, some_user(s));
		return;
	}
	while (items-- > 0 && n < sizeof(bytes) / 2)
		n += item(&s->d, bytes + n);
	/* In one write, or cut anywhere. */
	if (n > 1 && one_in(4)) {
		size_t cut = 1 + rnd((uint32_t)n - 1);

		send_bytes(s, bytes, cut);
		if (one_in(2))
			random_size(s);
		send_bytes(s, bytes + cut, n - cut);
	} else {
		send_bytes(s, bytes, n);
	}
	if (one_in(8))
		return; /* the next step comes before this one's answer */
	note(s, "idle\n");
	if (rest(s) && s->d.dead) {
		s->ends++;
		again(s, some_user(s)); /* it was left by F3 */
	}
}

/* ---- episodes with a known outcome --------------------------------------------------------------------------------------------------- */

static void forget_drafts(void)
{
	char cmd[600];

	snprintf(cmd, sizeof(cmd), "sqlite3 -cmd '.timeout 10000' '%s/draft.db' 'DELETE FROM _draft'", node);
	if (system(cmd) != 0)
		fail(&sessions[0], "draft.db cannot be written");
}

static const char *clerk(const struct session *s) { return s == &sessions[0] ? "vanthu" : "vanthu2"; }

/* The other session may be the same person's, with drafts of its own. */
static bool only_one(void) { return strcmp(sessions[0].user, sessions[1].user) != 0; }

/* The keeper's sessions ask once how this person types. */
static void answer_method(struct session *s)
{
	if (!screen_has(&s->d, "Kiểu gõ:"))
		return;
	send_text(s, "3");
	for (int64_t until = now_ms() + s->d.timeout_ms; screen_has(&s->d, "Kiểu gõ:") && now_ms() < until;)
		pump(&s->d, 20);
	rest(s);
}

/* From whatever state, through a death, to an empty form of an incoming document with nothing to take up. */
static bool fresh_form(struct session *s)
{
	end_by(s, one_in(2) ? SIGKILL : SIGTERM);
	if (over)
		return false;
	s->d.cols = one_in(4) ? 132 : 80;
	s->d.rows = one_in(4) ? 43 : 24;
	stop(&s->d);
	forget_drafts();
	begin(s, clerk(s));
	if (over || !see(s, "Ctrl-O Lệnh"))
		return false;
	answer_method(s);
	if (only_one() && screen_has(&s->d, "Bản nháp")) {
		fail(s, "a draft that is not there is offered");
		return false;
	}
	press(s, "F6");
	return see(s, "Trích yếu");
}

/* After the next login the draft is offered and holds the text. */
static void must_be_offered(struct session *s, const char *token)
{
	again(s, clerk(s));
	if (!see(s, "Bản nháp"))
		return;
	if (drafts_of(token) != 1)
		fail(s, "the draft is lost: %s", token);
	if (!only_one())
		return;
	press(s, "F8");
	see(s, token);
}

static void must_not_be_offered(struct session *s, const char *token)
{
	again(s, clerk(s));
	if (!see(s, "Chọn ["))
		return;
	if ((only_one() && screen_has(&s->d, "Bản nháp")) || drafts_of(token) != 0)
		fail(s, "what was saved is offered again: %s", token);
}

static void fill(struct session *s, const char *token)
{
	char text[200];

	press(s, "Down Down Down Down Down Down");
	snprintf(text, sizeof(text), "%u/QĐ-UBND", rnd(100000));
	send_text(s, text);
	press(s, "Down");
	send_text(s, "2011");
	press(s, "Down");
	send_text(s, "QD");
	press(s, "Down Down");
	snprintf(text, sizeof(text), "UBND xã %s", token);
	send_text(s, text);
	press(s, "Down");
	send_text(s, token);
}

/* The line is lost, the session ends at the keeper's word, or the keeper has gone: each keeps what is being typed. */
static void end_by_keeper(struct session *s)
{
	uint32_t how = rnd(4);
	int64_t until = now_ms() + s->d.timeout_ms;

	if (how < 2) {
		control(&s->d, how == 0 ? "DETACH" : "LOCK");
		if (rest(s))
			end_by(s, SIGKILL);
		return;
	}
	if (how == 2) {
		control(&s->d, "END");
	} else {
		close(s->d.control);
		s->d.control = -1;
	}
	while (!s->d.dead && now_ms() < until)
		pump(&s->d, 5);
	if (!s->d.dead || s->d.status != 0)
		fail(s, "the keeper's word did not end it as it should");
	s->ends++;
}

static void episode(struct session *s)
{
	char token[32];
	uint32_t kind = rnd(s->d.session ? 6 : 5);
	int64_t until;

	/* Letters that no input method makes another word of. */
	snprintf(token, sizeof(token), "Zq");
	for (size_t i = 2; i < 12; i++)
		snprintf(token + i, sizeof(token) - i, "%c", "bcghkmnp"[rnd(8)]);
	if (!fresh_form(s))
		return;
	episodes[kind]++;
	switch (kind) {
	case 0: /* the field was left */
		press(s, "Down Down Down Down Down Down");
		send_text(s, token);
		press(s, "Down");
		if (!rest(s))
			return;
		end_by(s, SIGKILL);
		must_be_offered(s, token);
		return;
	case 1: /* some seconds old */
		press(s, "Down Down Down Down Down Down");
		send_text(s, token);
		if (!rest(s))
			return;
		until = now_ms() + 3000 + s->d.timeout_ms / 2; /* a loaded machine takes longer to look */
		while (drafts_of(token) != 1 && now_ms() < until)
			pump(&s->d, 100);
		if (drafts_of(token) != 1)
			fail(s, "after three seconds there is no draft of %s", token);
		if (over)
			return;
		end_by(s, SIGKILL);
		must_be_offered(s, token);
		return;
	case 2: /* a hang-up */
		press(s, "Down Down Down Down Down Down");
		send_text(s, token);
		if (!rest(s))
			return;
		end_by(s, one_in(2) ? SIGHUP : SIGTERM);
		must_be_offered(s, token);
		return;
	case 3: /* saved */
		fill(s, token);
		press(s, "F2");
		if (!see(s, "Đã lưu số đến"))
			return;
		end_by(s, SIGKILL);
		if (!over && records_of(token) != 1)
			fail(s, "saved, but not there: %s", token);
		must_not_be_offered(s, token);
		return;
	case 5: /* the keeper's word */
		press(s, "Down Down Down Down Down Down");
		send_text(s, token);
		if (!rest(s))
			return;
		end_by_keeper(s);
		if (!over)
			must_be_offered(s, token);
		return;
	default: /* killed at any moment of a save */
		fill(s, token);
		press(s, "Down Up");
		if (!rest(s))
			return;
		press(s, "F2");
		for (uint32_t i = rnd(30); i > 0; i--)
			pump(&s->d, 1);
		end_by(s, SIGKILL);
		if (over)
			return;
		if (records_of(token) == 1)
			must_not_be_offered(s, token);
		else
			must_be_offered(s, token);
	}
}

/* ---- main ----------------------------------------------------------------------------------------------------------------------------- */

static int usage(void)
{
	fputs("usage: ptyrandom --dir NODE [--seed N] [--seconds S] [--steps N] [--paints N] [--deaths N] [--memory KB] [--out DIR]"
	      " [--timeout S] -- CONGVU\n", stderr);
	return 2;
}

/* What a screen has said is saved is there, and no number of a book is given twice. */
static void keep_promises(void)
{
	char query[300];

	for (unsigned long n = 0; n < sizeof(promised) / sizeof(promised[0]) && !over; n++) {
		if (!promised[n])
			continue;
		n_promised++;
		snprintf(query, sizeof(query), "SELECT count(*) FROM incoming WHERE arrival_number = %lu AND '' LIKE", n);
		if (sql_count("node.db", query, "") < 1)
			fail(&sessions[0], "said to be saved, but not there: %lu", n);
	}
	if (!over && sql_count("node.db", "SELECT count(*) - count(DISTINCT book_id || ' ' || arrival_number) FROM incoming WHERE '' LIKE", "") != 0)
		fail(&sessions[0], "a number of a book was given twice");
}

static void run(int seconds, unsigned long steps)
{
	int64_t until = now_ms() + (int64_t)seconds * 1000;

	begin(&sessions[0], "vanthu");
	begin(&sessions[1], "tiepdan");
	for (step = 1; !over && now_ms() < until && (steps == 0 || step <= steps); step++) {
		struct session *s = &sessions[rnd(2)];

		if (one_in(200))
			episode(s);
		else
			random_step(s);
	}
	keep_promises();
	for (int i = 0; i < 2 && !over; i++)
		if (rest(&sessions[i]) && !sessions[i].d.dead)
			end_by(&sessions[i], i == 0 ? SIGTERM : SIGHUP);
}

int main(int argc, char **argv)
{
	int i, seconds = 20, timeout = 20;
	unsigned long steps = 0;

	for (i = 1; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2) {
		if (strcmp(argv[i], "--dir") == 0)
			node = argv[i + 1];
		else if (strcmp(argv[i], "--seed") == 0)
			seed_now = strtoull(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--seconds") == 0)
			seconds = atoi(argv[i + 1]);
		else if (strcmp(argv[i], "--steps") == 0)
			steps = strtoul(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--paints") == 0)
			paints = (uint32_t)atoi(argv[i + 1]);
		else if (strcmp(argv[i], "--deaths") == 0)
			deaths = (uint32_t)atoi(argv[i + 1]);
		else if (strcmp(argv[i], "--memory") == 0)
			may_kb = atol(argv[i + 1]);
		else if (strcmp(argv[i], "--out") == 0)
			out_dir = argv[i + 1];
		else if (strcmp(argv[i], "--timeout") == 0)
			timeout = atoi(argv[i + 1]);
		else
			return usage();
	}
	if (i + 1 >= argc || node == NULL)
		return usage();
	program = argv[i + 1];
	signal(SIGPIPE, SIG_IGN);
	for (int k = 0; k < 2; k++) {
		struct session *s = &sessions[k];

		s->d = (struct drive){ .cols = 80, .rows = 24, .timeout_ms = timeout * 1000, .golden = ".", .master = -1, .slave = -1, .control = -1,
			.credit = -1, .session = k == 1 };
		snprintf(s->d.name, sizeof(s->d.name), "random");
		s->history = malloc(HISTORY_MAX);
		s->d.sent = malloc(SENT_MAX);
		if (s->history == NULL || s->d.sent == NULL)
			die("memory");
	}
	run(seconds, steps);
	for (int k = 0; k < 2; k++) {
		stop(&sessions[k].d);
		free(sessions[k].history);
		free(sessions[k].d.sent);
	}
	if (!over)
		report(&sessions[0].d, true, "%lu steps, %u starts, %u ends, %lu full paints, drafts %lu %lu %lu, keeper's %lu, saves %lu %lu, numbers %lu, %ld kB", step - 1,
		       sessions[0].starts + sessions[1].starts, sessions[0].ends + sessions[1].ends, checks, episodes[0], episodes[1], episodes[2],
		       episodes[5], episodes[3], episodes[4], n_promised, most_kb);
	return over ? 1 : 0;
}
