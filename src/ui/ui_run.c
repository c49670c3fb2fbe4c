/* ui_run: opens the node, the screens and the terminal, runs the session, and puts everything away again. */
#include "ui_internal.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ui_session_internal.h"

#define FD_CONTROL 3
#define FD_CREDIT 4
#define ATTACH_ENV "CONGVU_UI_ATTACH" /* what the last ATTACH said, over a re-execution */
#define ATTACH_WAIT_MS 10000
/* Wishes, as congvu/wire.h spells them. */
#define NO_COLOUR "no-colour"
#define LINEAR "linear"
#define COLUMNS "columns"

/* ---- expressions of screens ------------------------------------------------------------------------------------------------ */

static int expr_compile(void *ctx, const char *text, const char *const *tags, size_t n_tags, void **out, screen_expr_say *say, void *to)
{
	struct app_expr *e = NULL;
	int r = app_expr_compile(ctx, text, tags, n_tags, &e, say, to);

	*out = e;
	return r;
}

static void expr_free(void *expr)
{
	app_expr_free(expr);
}

static void bad_screen(void *ctx, const char *file, const struct screen_error *e, size_t n)
{
	struct ui *ui = ctx;

	if (n > 0 && ui->bad_screen[0] == '\0') {
		snprintf(ui->bad_screen, sizeof(ui->bad_screen), "%s", file);
		snprintf(ui->bad_text, sizeof(ui->bad_text), "%u: %s", e[0].line, e[0].text);
	}
	for (size_t i = 0; i < n; i++)
		log_warn("ui: %s:%u:%u: %s", file, e[i].line, e[i].column, e[i].text);
}

static int open_screens(struct ui *ui)
{
	char own[1024], shared[1024];
	const char *dirs[2];
	size_t n = 0;

	ui->fn = (struct screen_expr_fn){ expr_compile, expr_free, ui->app };
	if (ui->start->screen_dirs != NULL)
		return screen_set_open(ui->start->screen_dirs, ui->start->n_screen_dirs, &ui->fn, bad_screen, ui, &ui->screens);
	if (snprintf(own, sizeof(own), "%s/screens", ui->start->dir) < (int)sizeof(own))
		dirs[n++] = own;
	if (plat_data_path("screens", shared, sizeof(shared)) == 0)
		dirs[n++] = shared;
	return screen_set_open(dirs, n, &ui->fn, bad_screen, ui, &ui->screens);
}

/* ---- the keeper's records (DECISIONS nodes 25) -------------------------------------------------------------------------------- */

struct attach {
	char term[64];
	int cols, rows;
	unsigned no;
	const char *wishes; /* words behind the numbers */
};

static bool parse_attach(const char *text, struct attach *a)
{
	int at = 0;

	if (sscanf(text, "ATTACH %63s %d %d %u%n", a->term, &a->cols, &a->rows, &a->no, &at) != 4)
		return false;
	a->wishes = text + at;
	return a->cols > 0 && a->rows > 0;
}

/* Words that are not known are a newer congvud's. */
static void take_wishes(struct ui *ui, const char *words)
{
	char word[32];
	int at = 0;

	ui->no_colour = false;
	ui->wish = ui->start->linear ? UI_WISH_LINEAR : UI_WISH_NONE;
	for (; sscanf(words, " %31s%n", word, &at) == 1; words += at) {
		if (strcmp(word, NO_COLOUR) == 0)
			ui->no_colour = true;
		else if (strcmp(word, LINEAR) == 0)
			ui->wish = UI_WISH_LINEAR;
		else if (strcmp(word, COLUMNS) == 0)
			ui->wish = UI_WISH_COLUMNS;
	}
}

void ui_wish_answered(struct ui *ui)
{
	const char *said = getenv(ATTACH_ENV);
	struct attach a;
	char text[160];

	ui->wish = UI_WISH_NONE;
	if (said == NULL || !parse_attach(said, &a))
		return;
	snprintf(text, sizeof(text), "ATTACH %s %d %d %u%s", a.term, a.cols, a.rows, a.no, ui->no_colour ? " " NO_COLOUR : "");
	setenv(ATTACH_ENV, text, 1);
}

/* A person comes back, perhaps with another terminal: what it wishes rules while it is here, and what an administrator has set meanwhile
 * for this person counts from this login on. */
static void attach(struct ui *ui, const char *text)
{
	struct attach a;

	if (!parse_attach(text, &a))
		return;
	setenv(ATTACH_ENV, text, 1);
	ui->attach_no = a.no;
	take_wishes(ui, a.wishes);
	ui_term_attach(ui, a.term, a.cols, a.rows);
	ui_linear_load(ui);
}

static void record(struct ui *ui, const char *text)
{
	int cols, rows;

	if (strncmp(text, "ATTACH ", 7) == 0) {
		attach(ui, text);
	} else if (sscanf(text, "SIZE %d %d", &cols, &rows) == 2 && cols > 0 && rows > 0) {
		ui_term_resize(ui, cols, rows);
	} else if (strcmp(text, "DETACH") == 0) {
		ui_keep_drafts(ui);
		ui->attached = false;
	} else if (strcmp(text, "LOCK") == 0) {
		ui_keep_drafts(ui);
		ui_kill_clear(&ui->kill); /* may be somebody's name, and whoever unlocks the session need not be who typed it */
		ui->locked = true;
		ui->clear = true;
		ui_dirty(ui);
	} else if (strcmp(text, "END") == 0) {
		ui_keep_drafts(ui);
		ui_leave(ui, 0);
	} else {
		char quoted[160];

		log_warn("ui: unknown control record %s", log_quote(quoted, sizeof(quoted), text, strlen(text)));
	}
}

static void on_credit(struct loop *l, int fd, short revents, void *ctx);

/* Each line brings its own credit socket with its ATTACH (door.h): ours takes the old one's place. */
static void take_credit(struct ui *ui, int fd)
{
	if (ui->credit_handle != 0)
		loop_fd_remove(ui->loop, ui->credit_handle);
	ui->credit_waits = false; /* nobody counts any more on the old line */
	if (dup2(fd, FD_CREDIT) < 0 || loop_fd_add(ui->loop, FD_CREDIT, POLLIN, on_credit, ui, &ui->credit_handle) != 0)
		log_err("ui: no paint credit on the new line");
	close(fd);
}

static void on_control(struct loop *l, int fd, short revents, void *ctx)
{
	struct ui *ui = ctx;
	char text[512];
	size_t n = 0, nfds = 0;
	int credit, r = plat_recv_fds(fd, text, sizeof(text) - 1, &n, &credit, 1, &nfds);

	(void)l;
	(void)revents;
	if (r == 0 && n > 0) {
		text[n] = '\0';
		if (text[n - 1] == '\n')
			text[n - 1] = '\0';
		if (nfds == 1)
			take_credit(ui, credit);
		record(ui, text);
	} else if (r == 0 || r == ERR_CLOSED) {
		/* The keeper has gone, and with it every way back to this session. */
		ui_keep_drafts(ui);
		ui->attached = false;
		ui_leave(ui, 0);
	}
}

static void on_credit(struct loop *l, int fd, short revents, void *ctx)
{
	struct ui *ui = ctx;
	uint8_t b;
	ssize_t n = recv(fd, &b, 1, MSG_DONTWAIT);

	(void)l;
	(void)revents;
	if (n == 0) {
		loop_fd_remove(ui->loop, ui->credit_handle);
		ui->credit_handle = 0;
	} else if (n == 1 && b == (uint8_t)ui->attach_no) {
		ui->credit_waits = false;
		/* What was asked has been seen only now. */
		if (ui->answer_drawn) {
			ui->deaf = ui->save_unseen = false;
			ui_thrown_keys(ui);
		}
	}
}

static int open_session(struct ui *ui)
{
	loop_handle h;
	int r;

	if ((r = loop_fd_add(ui->loop, FD_CONTROL, POLLIN, on_control, ui, &h)) != 0)
		return r;
	return loop_fd_add(ui->loop, FD_CREDIT, POLLIN, on_credit, ui, &ui->credit_handle);
}

/* At the console, and what a script says. */
static void wishes_of_console(struct ui *ui)
{
	const char *linear = getenv("CONGVU_LINEAR"), *no_colour = getenv("NO_COLOR");

	ui->no_colour = no_colour != NULL && no_colour[0] != '\0';
	if (ui->start->linear || (linear != NULL && strcmp(linear, "1") == 0))
		ui->wish = UI_WISH_LINEAR;
	else if (linear != NULL && strcmp(linear, "0") == 0)
		ui->wish = UI_WISH_COLUMNS;
}

static int begin_attached(struct ui *ui, const struct attach *a)
{
	ui->cols = a->cols;
	ui->rows = a->rows;
	ui->attach_no = a->no;
	take_wishes(ui, a->wishes);
	return ui_term_open(ui, a->term);
}

/* TERM and size: of the tty, or of the first control record. */
static int open_terminal(struct ui *ui)
{
	char text[512];
	const char *again = getenv(ATTACH_ENV);
	struct attach a;
	ssize_t n;

	if (!ui->start->session) {
		wishes_of_console(ui);
		return ui_term_open(ui, getenv("TERM"));
	}
	if (again != NULL && parse_attach(again, &a))
		return begin_attached(ui, &a);
	/* The keeper's sockets do not block; under load its first record may be later than we are. */
	do
		n = poll(&(struct pollfd){ .fd = FD_CONTROL, .events = POLLIN }, 1, ATTACH_WAIT_MS);
	while (n < 0 && errno == EINTR);
	n = n == 1 ? recv(FD_CONTROL, text, sizeof(text) - 1, 0) : -1;
	text[n > 0 ? n : 0] = '\0';
	if (!parse_attach(text, &a))
		return ERR_CLOSED;
	setenv(ATTACH_ENV, text, 1);
	return begin_attached(ui, &a);
}

/* ---- start and end ------------------------------------------------------------------------------------------------------------- */

static int open_node(struct ui *ui, struct err_info *ei)
{
	int r = app_open(ui->start->dir, APP_SESSION | APP_DRAFTS, &ui->app, ei);

	if (r == 0 && ui->start->user != NULL)
		r = app_user_load(ui->app, ui->start->user, ui->start->role, &ui->user, ei);
	if (r == 0)
		app_rest(ui->app); /* what opening asked is not asked again: the screens and windows take that memory */
	return r != 0 ? r : open_screens(ui);
}

static void close_all(struct ui *ui)
{
	while (ui->top != NULL) {
		struct ui_view *v = ui->top;

		ui->top = v->below;
		v->ops->close(ui, v);
	}
	ui_term_close(ui);
	ui_keys_clear(&ui->keys);
	ui_kill_clear(&ui->kill);
	screen_set_free(ui->screens);
	if (ui->app != NULL && app_draft_flush(ui->app) != 0)
		log_warn("ui: drafts are not flushed");
	arena_free(ui->macros_arena);
	app_close(ui->app);
	loop_free(ui->loop);
}

static void exec_again(const struct ui_start *start)
{
	char path[1024];

	if (start->argv == NULL)
		return;
	if (plat_program_path("congvu", path, sizeof(path)) != 0)
		snprintf(path, sizeof(path), "/proc/self/exe");
	execv(path, start->argv);
	log_err("ui: %s does not start", path);
}

static int fail(const struct err_info *ei, int r)
{
	fprintf(stderr, "congvu ui: %s\n", ei->text[0] != '\0' ? ei->text : err_name(r));
	if (ei->detail[0] != '\0')
		log_err("ui: %s", ei->detail);
	return 1;
}

int ui_run(const struct ui_start *start)
{
	struct ui *ui = mem_xalloc(sizeof(*ui));
	struct err_info ei = { .code = 0 };
	bool again;
	int r, code;

	setlocale(LC_CTYPE, "C.UTF-8"); /* the other categories are twelve more files and 12 kB, and nothing here asks them */
	plat_memory_small();
	ui->start = start;
	r = open_node(ui, &ei);
	if (r == 0)
		r = ui_session_start(ui);
	if (r == 0 && (r = open_terminal(ui)) != 0)
		err_setf(&ei, r, model_message("ui.term"), "no terminal description works: %s", err_name(r));
	if (r == 0 && start->session)
		r = open_session(ui);
	if (r != 0) {
		close_all(ui);
		free(ui);
		return fail(&ei, r);
	}
	ui_line_refresh(ui);
	if (start->user != NULL) {
		ui_theme_load(ui);
		ui_linear_load(ui);
		ui_start_views(ui);
		ui_ime_load(ui, start->session); /* --user is a script's or the console's */
	} else {
		ui_linear_load(ui);
		ui_login_open(ui);
	}
	loop_run(ui->loop);
	code = ui->exit_code;
	again = ui->exec_again;
	close_all(ui);
	free(ui);
	if (again)
		exec_again(start);
	return code;
}
