/* ptydrive_does.h: one key and what it must do to the screen, for programs that are seen only through their terminal (behind ssh): every
 * effect is waited for, and must not have been there before the key. One translation unit includes it, after ptydrive.h. */
#ifndef TESTS_PTYDRIVE_DOES_H
#define TESTS_PTYDRIVE_DOES_H

#include "ptydrive.h"

/* \e \r \n \t \\ \xNN */
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

/* All that stands in reverse, row by row. */
static bool reversed_has(struct drive *d, const char *text)
{
	char row[2048];

	for (int r = 0; r < d->rows; r++) {
		size_t n = 0;

		for (int c = 0; c < d->cols && n + 8 < sizeof(row); c++) {
			VTermScreenCell cell;
			VTermPos pos = { r, c };

			if (vterm_screen_get_cell(d->vs, pos, &cell) && cell.attrs.reverse)
				n += utf8_put(row + n, cell.chars[0] != 0 ? cell.chars[0] : ' ');
		}
		row[n] = '\0';
		if (strstr(row, text) != NULL)
			return true;
	}
	return false;
}

static VTermPos cursor_now(struct drive *d)
{
	VTermPos cur;

	vterm_state_get_cursorpos(vterm_obtain_state(d->vt), &cur);
	return cur;
}

/* "+" further down or right, "-" up or left, "*" anywhere, or just so many. */
static bool moved_by(const char *want, int by)
{
	return strcmp(want, "*") == 0 || (strcmp(want, "+") == 0 ? by > 0 : strcmp(want, "-") == 0 ? by < 0 : by == atoi(want));
}

static bool has_effect(struct drive *d, const char *what, const char *arg, VTermPos before)
{
	VTermPos cur = cursor_now(d);
	char row[2048], rows[16] = "", cols[16] = "";

	if (strcmp(what, "wait") == 0 || strcmp(what, "gone") == 0)
		return screen_has(d, arg) == (what[0] == 'w');
	if (strcmp(what, "reversed") == 0)
		return reversed_has(d, arg);
	if (strcmp(what, "exit") == 0)
		return d->dead && d->status == atoi(arg);
	if (strcmp(what, "on") == 0) {
		row_text(d, cur.row, row, sizeof(row));
		return strstr(row, arg) != NULL;
	}
	if (strcmp(what, "moves") == 0 && sscanf(arg, "%15s %15s", rows, cols) == 2)
		return (cur.row != before.row || cur.col != before.col) && moved_by(rows, cur.row - before.row) && moved_by(cols, cur.col - before.col);
	die("does: wait, gone, reversed, on, moves or exit");
	return false;
}

/* does LABEL|BYTES|EFFECT ARG */
static void cmd_does(struct drive *d, char *line)
{
	char *bytes = strstr(line, "|"), *what = bytes != NULL ? strstr(bytes + 1, "|") : NULL, *arg, out[1024];
	int64_t until = now_ms() + d->timeout_ms;
	VTermPos before;
	bool already, done;

	if (what == NULL)
		die("does LABEL|BYTES|EFFECT ARG");
	*bytes++ = '\0';
	*what++ = '\0';
	arg = what + strcspn(what, " ");
	if (*arg != '\0')
		*arg++ = '\0';
	while (pump(d, 0))
		;
	before = cursor_now(d);
	already = has_effect(d, what, arg, before);
	give(d, out, unescape(bytes, out, sizeof(out)));
	while (!(done = has_effect(d, what, arg, before)) && !already && now_ms() < until && !(d->dead && !pump(d, 0)))
		pump(d, 20);
	report(d, done && !already, "%s: %s %s", line, what, arg);
	if (done && !already)
		return;
	fprintf(stderr, "#   %s: %s\n", bytes, already ? "that was so before the key" : "that did not come");
	dump(d, stderr);
	d->over = true;
}

/* Noise on the line: letters that the program does not know of. */
static void cmd_garble(struct drive *d, char *text)
{
	char noise[256];
	int n = snprintf(noise, sizeof(noise), "\x1b" "7\x1b[4;3H%s\x1b" "8", text);

	while (pump(d, 0))
		;
	vterm_input_write(d->vt, noise, (size_t)n);
	vterm_screen_flush_damage(d->vs);
}

/* Until the program listens again: behind a question it throws away what comes before its line has said that the question was drawn. */
static void cmd_heard(struct drive *d, char *repaint)
{
	static char noise[] = "~noise~";
	int64_t until = now_ms() + d->timeout_ms;
	char out[64];
	size_t n = unescape(*repaint ? repaint : "\\x0c", out, sizeof(out));

	cmd_garble(d, noise);
	while (screen_has(d, noise) && now_ms() < until && !d->dead) {
		give(d, out, n);
		for (int64_t again = now_ms() + 100; screen_has(d, noise) && now_ms() < again;)
			pump(d, 10);
	}
	if (screen_has(d, noise)) {
		report(d, false, "heard: the program takes no keys");
		d->over = true;
	}
}

#endif
