/* ui_session: the stack of views, what keys reach, when the screen is drawn. */
#include "ui_session_internal.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ESC_MS 300
#define DIGIT_MS 60
#define DRAFT_MS 2500 /* at the latest */
#define PAUSE_MS 500  /* who stops for so long has lost nothing if the program is killed now */
#define RELOAD_S 3 /* a key looks at the files' times no more often; who waits looks at nothing */
#define REST_S 4
#define REST_NOW (-1) /* in the place of seconds: a screen was opened, which needs much for a moment */

/* ---- stack -------------------------------------------------------------------------------------------------------------- */

static void on_top(struct ui *ui)
{
	ui_hint(ui, "");
	ui_notice(ui, "");
	ui_dirty(ui);
	ui->quiet_s = REST_NOW;
	if (ui->top != NULL && ui->top->ops->show != NULL)
		ui->top->ops->show(ui, ui->top);
}

void ui_push(struct ui *ui, struct ui_view *v)
{
	v->below = ui->top;
	ui->top = v;
	if (v->ops->overlay) {
		ui_dirty(ui);
		if (v->ops->show != NULL)
			v->ops->show(ui, v);
	} else {
		on_top(ui);
	}
}

void ui_pop(struct ui *ui)
{
	struct ui_view *v = ui->top;
	bool overlay = v->ops->overlay;

	ui->top = v->below;
	v->ops->close(ui, v);
	if (ui->top == NULL)
		ui_leave(ui, 0);
	else if (!overlay)
		on_top(ui);
	ui_dirty(ui);
}

void ui_pop_to(struct ui *ui, struct ui_view *v)
{
	bool covered = ui->top != v;

	while (ui->top != NULL && ui->top != v) {
		struct ui_view *gone = ui->top;

		ui->top = gone->below;
		gone->ops->close(ui, gone);
	}
	if (covered)
		on_top(ui);
}

void ui_dirty(struct ui *ui)
{
	ui->dirty = true;
}

void ui_keep_drafts(struct ui *ui)
{
	for (struct ui_view *v = ui->top; v != NULL; v = v->below)
		if (v->ops->keep != NULL)
			v->ops->keep(ui, v);
}

void ui_leave(struct ui *ui, int code)
{
	ui->leaving = true;
	ui->exit_code = code;
	loop_stop(ui->loop, code);
}

void ui_halt_typing(struct ui *ui)
{
	ui_keys_flush(&ui->keys);
	ui->keys.n_thrown = 0;
	ui->ring = true;
	ui->deaf = ui->drain = true;
	ui->answer_drawn = false;
	ui_dirty(ui);
}

/* What waits in the terminal was typed before the refusal is seen. It is read, not flushed: a paste that has begun must be seen to end. */
static void drain(struct ui *ui)
{
	char b[4096];
	ssize_t n = 1;

	for (size_t all = 0; n > 0 && all < UI_PASTE_MAX; all += (size_t)n) {
		if (poll(&(struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN }, 1, 0) != 1)
			break;
		n = plat_read(STDIN_FILENO, b, sizeof(b));
		if (n > 0)
			ui_keys_throw(&ui->keys, b, (size_t)n);
	}
	ui_keys_esc(&ui->keys); /* one that was typed ahead takes no digit with it */
	ui->drain = false;
}

void ui_thrown_keys(struct ui *ui)
{
	char count[24], text[sizeof(ui->message)];

	if (ui->keys.n_thrown == 0)
		return;
	snprintf(text, sizeof(text), "%s", ui->message);
	ui_say_fill(ui, text[0] != '\0' ? "ui.ahead.too" : "ui.ahead", "n", ui_number(ui->keys.n_thrown, count), "text", text, NULL);
	ui->keys.n_thrown = 0;
}

static void draft_due(struct loop *l, void *ctx)
{
	struct ui *ui = ctx;

	(void)l;
	ui->draft_timer = 0;
	ui_keep_drafts(ui);
}

void ui_draft_soon(struct ui *ui)
{
	int64_t now = clock_mono_ms(), left;

	if (ui->draft_timer == 0)
		ui->draft_by = now + DRAFT_MS;
	left = ui->draft_by - now;
	left = left < 1 ? 1 : left < PAUSE_MS ? left : PAUSE_MS;
	if (loop_timer_again(ui->loop, &ui->draft_timer, left, draft_due, ui) != 0)
		ui_keep_drafts(ui);
}

/* ---- keys ---------------------------------------------------------------------------------------------------------------- */

/* Another session, the centre or `work` has written: the views read again before this key shows old numbers. What is over a list or a record
 * for a moment reads nothing: the next key below it does. */
static void reread(struct ui *ui)
{
	const struct ui_view_ops *ops = ui->top->ops;
	struct app_line line;

	if (!(ops->context & (UI_CTX_MENU | UI_CTX_LIST | UI_CTX_RECORD)) || ops->show == NULL || app_line(ui->app, &line) != 0 ||
	    line.changes == ui->changes)
		return;
	ui->changes = line.changes;
	ops->show(ui, ui->top);
}

/* Only under views that can take a new copy; an open form keeps the one it began with, and with it whatever stands below. */
void ui_reload(struct ui *ui)
{
	struct ui_view *gone = NULL;
	size_t changed = 0;

	ui->screens_s = 0;
	for (struct ui_view *v = ui->top; v != NULL; v = v->below)
		if (v->ops->reload == NULL)
			return;
	if (screen_set_reload(ui->screens, &changed) != 0 || changed == 0)
		return;
	for (struct ui_view *v = ui->top; v != NULL; v = v->below)
		if (!v->ops->reload(ui, v))
			gone = v;
	if (gone != NULL && gone->below == NULL) {
		ui_leave(ui, 0); /* not even a menu is left */
		return;
	}
	if (gone != NULL)
		ui_pop_to(ui, gone->below);
	else
		on_top(ui);
}

/* A popup or a question has no help of its own: that of the screen it stands on. */
bool ui_offers(struct ui *ui, const struct ui_view *v, enum ui_act act)
{
	return v->ops->offers == NULL || v->ops->offers(ui, v, act);
}

static void help(struct ui *ui)
{
	struct ui_view *v = ui->top;
	char text[320];

	while (v->help == NULL && v->ops->overlay && v->below != NULL)
		v = v->below;
	if (v->ops->about != NULL)
		ui_help_open(ui, v->help, v->ops->about(ui, v, text, sizeof(text)));
	else
		ui_help_open(ui, v->help, v->ops->context == UI_CTX_MENU ? NULL : ui->hint); /* a menu's hint is no help */
}

/* Esc alone comes only where the view says that it closes, F2 at the foot only where something can be agreed to. */
static bool works_here(const struct ui *ui, const struct ui_act_row *row)
{
	const struct ui_view_ops *ops = ui->top->ops;

	return row->where & (unsigned)ops->context || (row->act == UI_ACT_ESC && ops->esc_closes) || (row->act == UI_ACT_SAVE && ui->top->agrees);
}

/* Where no text is typed a question mark asks, as F1 does; in an empty field the form sees to it. */
static bool asks_help(const struct ui *ui, const struct ui_key *k)
{
	return k->act == UI_ACT_CHAR && k->cp == '?' && ui->top->ops->context & (UI_CTX_MENU | UI_CTX_LIST | UI_CTX_RECORD | UI_CTX_RELATED);
}

static void deliver(struct ui *ui, const struct ui_key *k)
{
	const struct ui_act_row *row = ui_keys_row(k->act);

	if (ui->leaving)
		return;
	if (k->act == UI_ACT_SAVE && ui->save_unseen)
		return;
	ui->save_unseen = k->act == UI_ACT_SAVE; /* behind other keys it is the next record's */
	if (k->act == UI_ACT_SAVE)
		ui->answer_drawn = false;
	ui_say(ui, "");
	if (ui_too_small(ui) && ui->top->ops->context != UI_CTX_FORM && k->act != UI_ACT_BACK && k->act != UI_ACT_REPAINT)
		return;
	if (ui->screens_s >= RELOAD_S || k->act == UI_ACT_REFRESH)
		ui_reload(ui);
	if (ui->leaving)
		return;
	reread(ui);
	if (k->act == UI_ACT_REPAINT) {
		ui->clear = true;
		ui_dirty(ui);
	} else if ((k->act == UI_ACT_HELP && ui->top->ops->context != UI_CTX_TEXT) || asks_help(ui, k)) {
		help(ui);
	} else if (ui_linear_key(ui, k)) {
		; /* the line that is read */
	} else if (row != NULL && !works_here(ui, row)) {
		char name[16];

		if (ui_own_key(ui, ui->top, ui_keys_name(row, name, sizeof(name))))
			ui_dirty(ui);
		else
			ui_say_fill(ui, "ui.nokey", "key", name, NULL);
	} else {
		ui->top->ops->key(ui, ui->top, k);
		ui_dirty(ui);
	}
}

void ui_press(struct ui *ui, enum ui_act act)
{
	struct ui_key k = { .act = act };

	deliver(ui, &k);
}

static void drop_digit(struct ui *ui)
{
	loop_timer_cancel(ui->loop, ui->digit_timer);
	ui->digit_timer = 0;
	ui->digit = 0;
}

static void digit_alone(struct loop *l, void *ctx)
{
	struct ui *ui = ctx;
	char text[2] = { ui->digit, '\0' };
	struct ui_key k = { .act = UI_ACT_CHAR, .cp = (uint32_t)(unsigned char)text[0], .text = text, .n = 1 };

	(void)l;
	drop_digit(ui);
	ui->digit_burst = 0; /* nothing came with it: the next character is no burst of its */
	if (ui->top->ops->digits)
		deliver(ui, &k);
}

static bool is_command(const struct ui_view_ops *ops, uint32_t cp)
{
	if (cp >= 'A' && cp <= 'Z')
		cp += 'a' - 'A';
	return (cp >= '0' && cp <= '9') || (ops->letters != NULL && cp >= 'a' && cp <= 'z' && strchr(ops->letters, (int)cp) != NULL);
}

/* On a screen without fields a digit is a command only when no other character comes with it: a burst is a scanner's. Keys that no scanner
 * types may stand around it, so type-ahead goes on across screens. */
static bool held_digit(struct ui *ui, const struct ui_key *k)
{
	bool waited = ui->digit != 0, alone = !waited && clock_mono_ms() - ui->digit_burst > DIGIT_MS;

	if (!ui->top->ops->digits || k->act != UI_ACT_CHAR) {
		ui->digit_burst = 0;
		if (waited && k->act != UI_ACT_CHAR && k->act != UI_ACT_PASTE)
			digit_alone(ui->loop, ui);
		drop_digit(ui);
		return false;
	}
	drop_digit(ui);
	ui->digit_burst = clock_mono_ms();
	if (alone && k->cp == '?')
		return false;
	if (!alone || !is_command(ui->top->ops, k->cp))
		return true;
	ui->digit = (char)k->cp;
	if (loop_timer_add(ui->loop, DIGIT_MS, digit_alone, ui, &ui->digit_timer) != 0)
		digit_alone(ui->loop, ui);
	return true;
}

static void on_key(void *ctx, const struct ui_key *k)
{
	struct ui *ui = ctx;

	if (ui->locked || ui->leaving)
		return;
	if (ui_scan_key(ui, k))
		drop_digit(ui); /* it was the scan's first */
	else if (!held_digit(ui, k))
		deliver(ui, k);
}

static void esc_alone(struct loop *l, void *ctx)
{
	struct ui *ui = ctx;

	(void)l;
	ui->esc_timer = 0;
	if (ui->top->ops->esc_closes || ui->scan.on)
		ui_keys_esc(&ui->keys);
	else if (ui_keys_esc_waits(&ui->keys))
		ui_say_word(ui, "ui.esc");
}

static void hang_up(struct ui *ui)
{
	ui_keep_drafts(ui);
	ui->attached = false; /* nobody reads what endwin would send */
	ui_leave(ui, 0);
}

static void on_input(struct loop *l, int fd, short revents, void *ctx)
{
	struct ui *ui = ctx;
	char b[4096];
	ssize_t n = plat_read(fd, b, sizeof(b));

	(void)l;
	(void)revents;
	if (n == ERR_AGAIN)
		return;
	if (n <= 0) {
		hang_up(ui);
		return;
	}
	if (ui->quiet_s != REST_NOW)
		ui->quiet_s = 0;
	loop_timer_cancel(ui->loop, ui->esc_timer);
	ui->esc_timer = 0;
	if (ui->deaf) {
		ui_keys_throw(&ui->keys, b, (size_t)n);
		ui_keys_esc(&ui->keys);
		return;
	}
	ui_keys_feed(&ui->keys, b, (size_t)n);
	/* Deaf, it is told with the answer. A paste that began before that and ends now is told now, not with whatever is painted next. */
	if (!ui->deaf)
		ui_thrown_keys(ui);
	if (ui_keys_esc_waits(&ui->keys) && !ui->leaving &&
	    loop_timer_add(ui->loop, ESC_MS, esc_alone, ui, &ui->esc_timer) != 0)
		ui->esc_timer = 0;
}

/* ---- once a second --------------------------------------------------------------------------------------------------------- */

static void on_second(struct loop *l, void *ctx)
{
	struct ui *ui = ctx;
	loop_handle h;

	ui->screens_s++;
	if (ui_line_refresh(ui) && !ui->linear) /* what changes by itself would be read aloud in the middle of something else */
		ui_dirty(ui);
	if (app_outdated(ui->app)) {
		ui_keep_drafts(ui);
		ui->exec_again = true;
		ui_leave(ui, 0);
	}
	/* Most of 500 sessions wait for a person or take letters: what can be read again is not kept for them. */
	if ((ui->quiet_s == REST_NOW || ++ui->quiet_s == REST_S) && !ui->leaving) {
		if (ui->quiet_s == REST_NOW)
			ui->quiet_s = 0;
		app_rest(ui->app);
		plat_memory_give_back();
	}
	if (loop_timer_add(l, 1000, on_second, ui, &h) != 0)
		log_err("ui: no timer");
}

static void before_poll(void *ctx)
{
	struct ui *ui = ctx;

	if (ui->drain && !ui->leaving)
		drain(ui);
	if (ui->dirty && ui->open && ui->attached && !ui->credit_waits && !ui->leaving && ui->top != NULL) {
		if (ui->deaf)
			ui_thrown_keys(ui);
		ui_paint(ui);
	}
	app_idle_assert(ui->app);
}

static void on_signal(struct loop *l, int signo, pid_t sender, void *ctx)
{
	(void)l;
	(void)sender;
	(void)signo;
	hang_up(ctx);
}

static void on_winch(struct loop *l, int signo, pid_t sender, void *ctx)
{
	struct ui *ui = ctx;
	int cols, rows;

	(void)l;
	(void)signo;
	(void)sender;
	if (!ui->start->session && plat_pty_size(STDOUT_FILENO, &cols, &rows) == 0 && cols > 0 && rows > 0)
		ui_term_resize(ui, cols, rows);
}

int ui_session_start(struct ui *ui)
{
	static const int ends[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT };
	loop_handle h;
	int r;

	ui_keys_init(&ui->keys, on_key, ui);
	ui->loop = loop_new();
	if (ui->loop == NULL)
		return ERR_NOMEM;
	plat_signal_ignore_pipe();
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		r = loop_on_signal(ui->loop, ends[i], on_signal, ui);
		if (r != 0)
			return r;
	}
	if ((r = loop_on_signal(ui->loop, SIGWINCH, on_winch, ui)) != 0 || (r = loop_before_poll(ui->loop, before_poll, ui)) != 0 ||
	    (r = loop_fd_add(ui->loop, STDIN_FILENO, POLLIN, on_input, ui, &h)) != 0)
		return r;
	return loop_timer_add(ui->loop, 1000, on_second, ui, &h);
}
