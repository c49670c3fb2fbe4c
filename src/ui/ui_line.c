/* ui_line: the lines that all screens share: message, hint, what was noticed, and the state at the end of line 1. */
#include "ui_internal.h"

#include <stdio.h>
#include <string.h>

const char *ui_word(const struct ui *ui, const char *id)
{
	return ui_narrow(ui) ? model_message_short(id) : model_message(id);
}

const char *ui_number(uint64_t n, char out[24])
{
	char raw[24];
	size_t len = (size_t)snprintf(raw, sizeof(raw), "%llu", (unsigned long long)n), k = 0;

	for (size_t i = 0; i < len; i++) {
		out[k++] = raw[i];
		if ((len - i) % 3 == 1 && i + 1 < len && k < 22)
			out[k++] = '.';
	}
	out[k] = '\0';
	return out;
}

static void set_line(struct ui *ui, char *line, size_t cap, const char *text)
{
	if (text == NULL)
		text = "";
	if (strncmp(line, text, cap - 1) == 0 && strlen(line) == strlen(text))
		return;
	snprintf(line, cap, "%s", text);
	ui_dirty(ui);
}

void ui_say(struct ui *ui, const char *text)
{
	set_line(ui, ui->message, sizeof(ui->message), text);
}

void ui_say_word(struct ui *ui, const char *id)
{
	ui_say(ui, ui_word(ui, id));
}

void ui_say_fill(struct ui *ui, const char *id, ...)
{
	const char *pairs[8];
	size_t n = 0;
	struct buf b;
	va_list ap;

	va_start(ap, id);
	while (n + 2 <= COUNT_OF(pairs) && (pairs[n] = va_arg(ap, const char *)) != NULL) {
		pairs[n + 1] = va_arg(ap, const char *);
		n += 2;
	}
	va_end(ap);
	buf_init(&b, 1024);
	model_message_fill_pairs(&b, ui_word(ui, id), pairs, n / 2);
	ui_say(ui, buf_str(&b));
	buf_clear(&b);
}

void ui_refuse(struct ui *ui, const char *text)
{
	ui_say(ui, text);
	ui_halt_typing(ui);
}

void ui_hint(struct ui *ui, const char *text)
{
	set_line(ui, ui->hint, sizeof(ui->hint), text);
}

void ui_notice(struct ui *ui, const char *text)
{
	set_line(ui, ui->noticed, sizeof(ui->noticed), text);
}

bool ui_line_refresh(struct ui *ui)
{
	struct app_line line;
	char text[80] = "";
	bool narrow = ui->cols < 60;

	if (app_line(ui->app, &line) != 0)
		return false;
	app_line_text(&line, narrow, text, sizeof(text));
	if (strcmp(text, ui->line_state) == 0)
		return false;
	snprintf(ui->line_state, sizeof(ui->line_state), "%s", text);
	return true;
}
