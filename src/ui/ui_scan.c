/* ui_scan: a card or a slip read by a scanner where there is no form: what it types is no command, it opens what it names (ONESTOP 6.2). */
#include "ui_session_internal.h"

#include <stdio.h>
#include <string.h>

#define SCAN_MS 10000
#define ID_DIGITS 12
#define SLIP "CV1:"

/* Screens whose keys are commands, and lines of search, where a card means the person. */
static bool here(const struct ui *ui)
{
	return ui->top->ops->context & (UI_CTX_MENU | UI_CTX_LIST | UI_CTX_RECORD | UI_CTX_HITS | UI_CTX_RELATED) || ui->top->ops->bar == UI_CTX_LIST;
}

static void stop(struct ui *ui)
{
	loop_timer_cancel(ui->loop, ui->scan.timer);
	ui->scan.timer = 0;
	ui->scan.on = false;
	ui->scan.n = ui->scan.n_tail = 0;
}

static void too_slow(struct loop *l, void *ctx)
{
	struct ui *ui = ctx;

	(void)l;
	ui->scan.timer = 0;
	stop(ui);
	ui_say_word(ui, "ui.scan.cut");
}

static void wait_more(struct ui *ui)
{
	loop_timer_cancel(ui->loop, ui->scan.timer);
	ui->scan.timer = 0;
	if (loop_timer_add(ui->loop, SCAN_MS, too_slow, ui, &ui->scan.timer) != 0)
		stop(ui);
}

static void put(struct ui *ui, const char *text, size_t n)
{
	struct ui_scan *s = &ui->scan;

	/* One more than fits: then it is known to be too long, and the rest of it is still not typed anywhere. */
	for (size_t i = 0; i < n && s->n <= UI_SCAN_MAX; i++)
		s->text[s->n++] = text[i];
	wait_more(ui);
}

/* ---- what it names ------------------------------------------------------------------------------------------------------------ */

static void open_slip(struct ui *ui, const char *text)
{
	char number[80];
	size_t n = strcspn(text, ":");

	snprintf(number, sizeof(number), "%.*s", (int)(n < sizeof(number) ? n : 0), text);
	for (size_t i = 0; number[0] != '\0' && i < model_type_count(); i++) {
		const struct model_type *t = model_type_at(i);
		const struct model_field *f = t->number_field != NULL ? model_field_by_name(t, t->number_field) : NULL;
		struct err_info ei = { .code = 0 };
		rowid_t id;

		/* Numbers of a book begin anew each year and are on no slip. */
		if (f == NULL || f->kind != MODEL_TEXT || t->flags & (MODEL_T_SYSTEM | MODEL_T_LIST | MODEL_T_CHILD) ||
		    app_find(ui->app, &ui->user, t->name, number, &id, &ei) != 0)
			continue;
		ui_record_open(ui, t->name, id);
		return;
	}
	ui_say_fill(ui, "ui.scan.noslip", "number", number, NULL);
}

/* One record of that person is opened, several are listed. */
static void open_person(struct ui *ui, const char *text)
{
	struct arena *a = arena_new(1024 * 1024);
	struct app_hit *hit = NULL;
	char number[ID_DIGITS + 1];
	bool more = false;
	size_t n = 0;

	snprintf(number, sizeof(number), "%.*s", ID_DIGITS, text);
	if (app_search_all(ui->app, &ui->user, number, 1, a, &hit, &n, &more) != 0)
		ui_say_word(ui, "ui.failed");
	else if (n == 0)
		ui_say_word(ui, "ui.scan.noperson");
	else if (more)
		ui_search_open(ui, number);
	else
		ui_record_open(ui, hit[0].type, hit[0].id);
	arena_free(a);
}

static void finish(struct ui *ui)
{
	char text[UI_SCAN_MAX + 1];
	size_t n = ui->scan.n;
	bool fits = n <= UI_SCAN_MAX && utf8_valid(ui->scan.text, n);

	if (fits)
		memcpy(text, ui->scan.text, n);
	text[fits ? n : 0] = '\0';
	stop(ui);
	ui_say(ui, "");
	if (!fits)
		ui_say_word(ui, "ui.scan.cut");
	else if (strncmp(text, SLIP, strlen(SLIP)) == 0)
		open_slip(ui, text + strlen(SLIP));
	else
		open_person(ui, text);
	ui_dirty(ui);
}

/* ---- keys ------------------------------------------------------------------------------------------------------------------------ */

static bool armed(const struct ui_scan *s)
{
	size_t n = strlen(SLIP);

	if (s->n_tail >= n && memcmp(s->tail + s->n_tail - n, SLIP, n) == 0)
		return true;
	if (s->n_tail != ID_DIGITS + 1 || s->tail[ID_DIGITS] != '|')
		return false;
	for (size_t i = 0; i < ID_DIGITS; i++)
		if (s->tail[i] < '0' || s->tail[i] > '9')
			return false;
	return true;
}

/* What the view has taken of it is taken back. */
static void begin(struct ui *ui)
{
	struct ui_scan *s = &ui->scan;
	size_t slip = strlen(SLIP), n = s->tail[s->n_tail - 1] == '|' ? ID_DIGITS + 1 : slip;
	struct ui_key back = { .act = UI_ACT_BACKSPACE };

	for (size_t i = 1; i < n && ui->top->ops->context & (UI_CTX_PROMPT | UI_CTX_HITS); i++)
		ui->top->ops->key(ui, ui->top, &back);
	s->on = true;
	s->n = 0;
	put(ui, s->tail + s->n_tail - n, n);
	s->n_tail = 0;
	ui_say_word(ui, "ui.scan.on");
	ui_dirty(ui);
}

static bool capture(struct ui *ui, const struct ui_key *k)
{
	switch ((int)k->act) {
	case UI_ACT_CHAR:
	case UI_ACT_PASTE:
		put(ui, k->text, k->n);
		break;
	case UI_ACT_ENTER:
		finish(ui);
		break;
	case UI_ACT_ESC:
	case UI_ACT_CANCEL:
		stop(ui);
		ui_say_word(ui, "ui.scan.off");
		break;
	default: /* whatever a scanner types besides letters */
		break;
	}
	return true;
}

bool ui_scan_key(struct ui *ui, const struct ui_key *k)
{
	struct ui_scan *s = &ui->scan;

	if (s->on)
		return capture(ui, k);
	if (k->act != UI_ACT_CHAR || k->n != 1 || !here(ui)) {
		s->n_tail = 0;
		return false;
	}
	if (s->n_tail == sizeof(s->tail))
		memmove(s->tail, s->tail + 1, --s->n_tail);
	s->tail[s->n_tail++] = k->text[0];
	if (!armed(s))
		return false;
	begin(ui);
	return true;
}
