/* ui_term: the terminal: opening and changing it, and the one place where bytes leave. */
#include "ui_internal.h"

#include <curses.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

/* PuTTY's numeric keypad must send digits (ESC >), and pasted text must come between marks. Cursor keys are understood in both modes, so
 * smkx is never sent. */
#define MODES_ON "\033>\033[?2004h"
#define MODES_OFF "\033[?2004l"
#define FD_CREDIT 4

static SCREEN *the_screen;
static FILE *out_file, *in_file;
static struct termios found; /* how the terminal was set before us */
static bool quiet;           /* it is no more */
static int out_fd = -1; /* curses' own descriptor of the terminal, see hold_back */
static int paper = -1;  /* where a paint is collected */

/* curses writes at every cursor movement, and behind SSH each write may become a packet of 88 bytes. So its descriptor points to a piece of
 * memory while it paints, and the whole paint leaves in one write. */
static void hold_back(void)
{
	if (paper < 0)
		paper = memfd_create("paint", MFD_CLOEXEC);
	if (paper < 0 || ftruncate(paper, 0) < 0 || lseek(paper, 0, SEEK_SET) < 0 || dup3(paper, out_fd, O_CLOEXEC) < 0)
		log_warn("ui: painting straight to the terminal");
}

static void let_go(void)
{
	off_t n = paper >= 0 ? lseek(paper, 0, SEEK_CUR) : 0;
	char *bytes;

	(void)dup3(STDOUT_FILENO, out_fd, O_CLOEXEC);
	if (n <= 0)
		return;
	bytes = mem_xalloc((size_t)n);
	if (pread(paper, bytes, (size_t)n, 0) == n && plat_write_all(STDOUT_FILENO, bytes, (size_t)n) != 0)
		log_warn("ui: the terminal takes nothing");
	free(bytes);
}

/* curses goes back to what it has found when it changes to another terminal: were that a shell's mode, a Ctrl-Z, Ctrl-C or Ctrl-S that is
 * typed just then would stop or end the session. So it finds a mode of ours; and since newterm asks for signals all the same, for a moment,
 * no key makes one. */
static void quiet_keys(void)
{
	static const int makes_signal[] = { VINTR, VQUIT, VSUSP, VSTART, VSTOP };
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &found) != 0)
		return;
	t = found;
	t.c_lflag &= ~(tcflag_t)(ISIG | ICANON | IEXTEN | ECHO);
	t.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
	for (size_t i = 0; i < COUNT_OF(makes_signal); i++)
		t.c_cc[makes_signal[i]] = _POSIX_VDISABLE;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	quiet = tcsetattr(STDIN_FILENO, TCSANOW, &t) == 0;
	signal(SIGTSTP, SIG_IGN); /* else curses catches it */
}

/* Bytes of our own, in front of what curses has yet to send. */
static void send_now(const char *s)
{
	fputs(s, out_file);
	fflush(out_file);
}

/* Keys that this terminal's description has and our table has not. */
static void learn(struct ui *ui)
{
	static const struct { const char *cap, *name; } caps[] = {
		{ "kf1", "F1" }, { "kf2", "F2" }, { "kf3", "F3" }, { "kf4", "F4" }, { "kf5", "F5" }, { "kf6", "F6" }, { "kf7", "F7" }, { "kf8", "F8" },
		{ "kf9", "F9" }, { "kf12", "F12" }, { "kcuu1", "Up" }, { "kcud1", "Down" }, { "kcuf1", "Right" }, { "kcub1", "Left" },
		{ "khome", "Home" },
		{ "kend", "End" }, { "kpp", "PgUp" }, { "knp", "PgDn" }, { "kich1", "Ins" }, { "kdch1", "Del" }, { "kcbt", "Shift-Tab" },
	};

	ui_keys_reset(&ui->keys);
	for (size_t i = 0; i < COUNT_OF(caps); i++) {
		char cap[8];
		const char *seq;

		snprintf(cap, sizeof(cap), "%s", caps[i].cap);
		seq = tigetstr(cap);
		if (seq != NULL && seq != (char *)-1)
			ui_keys_learn(&ui->keys, seq, caps[i].name);
	}
}

/*
 * False for a terminal nobody described, and for a printer or a glass teletype, on which nothing can be drawn. Asked before newterm,
 * which keeps the memory of a screen that it could not make.
 */
static bool can_draw(const char *name)
{
	int err;
	bool can;

	if (setupterm(name, STDOUT_FILENO, &err) != OK)
		return false;
	can = cursor_address != NULL && clear_screen != NULL;
	del_curterm(cur_term);
	return can;
}

static bool try_term(const char *term)
{
	char name[64];

	snprintf(name, sizeof(name), "%s", term);
	the_screen = can_draw(name) ? newterm(name, out_file, in_file) : NULL;
	return the_screen != NULL;
}

static bool any_term(const char *term)
{
	static const char *const fallback[] = { "xterm", "vt100" };
	char quoted[96];

	if (term != NULL && term[0] != '\0' && try_term(term))
		return true;
	for (size_t i = 0; i < COUNT_OF(fallback); i++) {
		if (!try_term(fallback[i]))
			continue;
		log_warn("ui: no description of terminal %s, taking %s", log_quote(quoted, sizeof(quoted), term, term != NULL ? strlen(term) : 0),
		         fallback[i]);
		return true;
	}
	return false;
}

static void take_size(struct ui *ui)
{
	int cols = ui->cols, rows = ui->rows;

	if (cols <= 0 || rows <= 0) {
		if (plat_pty_size(STDOUT_FILENO, &cols, &rows) != 0 || cols <= 0 || rows <= 0) {
			cols = 80;
			rows = 24;
		}
	}
	/* In one column curses draws cells that nobody put there. */
	ui->cols = cols > 500 ? 500 : cols < 2 ? 2 : cols;
	ui->rows = rows > 300 ? 300 : rows;
	if (LINES != ui->rows || COLS != ui->cols)
		resizeterm(ui->rows, ui->cols);
	wresize(stdscr, 1, 1); /* never drawn: views go into newscr */
}

void ui_term_colours(struct ui *ui)
{
	ui->colours = false;
	if (!ui_theme_coloured(ui->theme) || ui->no_colour || !has_colors() || start_color() != OK || use_default_colors() != OK)
		return;
	for (int what = 1; what < UI_ELEMENT_COUNT; what++) {
		struct ui_look look = ui_theme_look(ui->theme, (enum ui_element)what, true);

		if (look.fg != UI_NO_COLOUR)
			init_pair((short)what, (short)look.fg, (short)look.bg);
	}
	ui->colours = true;
}

int ui_term_open(struct ui *ui, const char *term)
{
	/* Real terminals need no padding today, and a NUL is a byte on the line. */
	setenv("NCURSES_NO_PADDING", "1", 1);
	if (out_file == NULL && (out_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10)) >= 0)
		out_file = fdopen(out_fd, "w");
	if (in_file == NULL) {
		in_file = fdopen(STDIN_FILENO, "r");
		quiet_keys();
	}
	if (out_file == NULL || in_file == NULL || !any_term(term))
		return ERR_INVALID;
	snprintf(ui->term, sizeof(ui->term), "%s", term != NULL ? term : "");
	raw();
	noecho();
	nonl();
	scrollok(newscr, FALSE);
	/* doupdate must not look at the keyboard and break off. */
	typeahead(-1);
	take_size(ui);
	learn(ui);
	ui_term_colours(ui);
	ui->open = true;
	ui->modes_due = true;
	ui->attached = true;
	ui->clear = true;
	ui_dirty(ui);
	return 0;
}

void ui_term_close(struct ui *ui)
{
	if (ui->open) {
		if (ui->attached) {
			send_now(MODES_OFF);
			endwin();
		}
		delscreen(the_screen);
	}
	the_screen = NULL;
	ui->open = false;
	if (quiet && tcsetattr(STDIN_FILENO, TCSANOW, &found) == 0)
		quiet = false;
}

void ui_term_resize(struct ui *ui, int cols, int rows)
{
	bool other = cols != ui->cols || rows != ui->rows;

	ui->cols = cols;
	ui->rows = rows;
	if (other)
		take_size(ui);
	for (struct ui_view *v = ui->top; other && v != NULL; v = v->below)
		if (v->ops->resize != NULL)
			v->ops->resize(ui, v);
	ui->clear = true; /* there and back is one signal, but what the small window cut off is gone */
	ui_dirty(ui);
}

void ui_term_attach(struct ui *ui, const char *term, int cols, int rows)
{
	bool resized = cols != ui->cols || rows != ui->rows;

	ui->attached = true;
	ui->locked = false;
	ui->credit_waits = ui->deaf = ui->save_unseen = false;
	if (strcmp(term, ui->term) != 0) {
		/* In this order: two screens at once would share the tty's modes. */
		endwin();
		delscreen(the_screen);
		ui->cols = cols;
		ui->rows = rows;
		if (ui_term_open(ui, term) != 0)
			ui_leave(ui, 1);
	} else {
		ui->modes_due = ui->again_due = true;
		ui->cols = cols;
		ui->rows = rows;
		take_size(ui);
		ui_term_colours(ui); /* its wish may be another */
		ui->clear = true;
	}
	for (struct ui_view *v = ui->top; resized && v != NULL; v = v->below)
		if (v->ops->resize != NULL)
			v->ops->resize(ui, v);
	ui_dirty(ui);
}

static void erase_one(int row, int col)
{
	WINDOW *w = newwin(1, 1, row, col);

	if (w == NULL)
		return;
	touchwin(w);
	wnoutrefresh(w);
	doupdate();
	delwin(w);
}

void ui_term_begin(struct ui *ui)
{
	hold_back();
	if (ui->again_due && enter_ca_mode != NULL)
		send_now(enter_ca_mode);
	if (ui->modes_due)
		send_now(MODES_ON);
	ui->modes_due = ui->again_due = false;
	if (!ui->clear && ui->erase_row > 0 && ui->erase_row < ui->rows && ui->erase_col < ui->cols)
		erase_one(ui->erase_row, ui->erase_col);
	ui->erase_row = 0;
}

void ui_term_flush(struct ui *ui)
{
	uint8_t n = (uint8_t)ui->attach_no;

	if (ui->ring)
		beep();
	ui->ring = false;
	if (ui->clear)
		clearok(curscr, TRUE);
	ui->clear = false;
	doupdate();
	let_go();
	if (!ui->start->session) {
		ui->deaf = ui->save_unseen = false;
		return;
	}
	/* Lost credit is not waited for: then nobody is there, and the next ATTACH begins anew. */
	if (send(FD_CREDIT, &n, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1)
		ui->credit_waits = ui->answer_drawn = true;
	else
		ui->deaf = ui->save_unseen = false;
}
