/* ui_linear_internal.h: the screen for those who hear it or read it with their fingers: line by line.
 *
 * A view does not draw then, it tells: lines of text, one for each thing that can be chosen or asked, and which of them has the focus. One
 * file lays them out for every view: from the left edge, wrapped, nothing cut, no frame, no columns; the hardware cursor on the focus; and
 * the part in sight turns like a page, so that a step sends nothing but the cursor. What changes on a screen is read aloud.
 */
#ifndef UI_LINEAR_INTERNAL_H
#define UI_LINEAR_INTERNAL_H

#include "congvu/base.h"

struct ui;
struct ui_key;
struct ui_edit;

#define UI_TOLD_MAX 800
struct ui_told_line {
	const char *text; /* may have line breaks: parts of one thing */
	char key;         /* Enter on this line is this character (`reads`); 0: Enter is the view's own */
};
struct ui_told {
	struct arena *a;
	struct ui_told_line *line;
	size_t n, focus;
	size_t at;        /* byte of the focused line that the cursor stands on */
	const void *page; /* another one: it is read from its beginning. The view itself when it says nothing */
	bool drawn;       /* it goes to the screen now; else a key asks where it stands */
	bool typed;       /* the focus is text that is typed: Left and Right are its own */
};

/* ---- for views ------------------------------------------------------------------------------------------------------------ */

void ui_tell(struct ui_told *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
void ui_tell_entry(struct ui_told *t, char key, const char *text);
void ui_tell_here(struct ui_told *t); /* the line told last has the focus */
/* "label: text"; focused: the cursor stands in it. */
void ui_tell_edit(struct ui_told *t, const char *label, const struct ui_edit *e, bool focused, bool masked);
/* A text of many lines, each of them one to stop at. */
void ui_tell_text(struct ui_told *t, const char *text);
int ui_linear_rows(const struct ui *ui);  /* that a view's lines usually have */
int ui_linear_cols(const struct ui *ui);  /* of a line; one less than the terminal has, for the cursor behind a full one */

/* ---- for the session -------------------------------------------------------------------------------------------------------- */

void ui_linear_paint(struct ui *ui);
bool ui_linear_key(struct ui *ui, const struct ui_key *k); /* Left, Right: the rest of a long line; where a view only reads: its lines */
void ui_linear_load(struct ui *ui);   /* as this person left it, unless the terminal wishes otherwise */
void ui_linear_turn(struct ui *ui);   /* Ctrl-O: on or off, kept for the person */

#endif
