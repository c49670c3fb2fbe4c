/* ui_edit_internal.h: the text of one field while it is typed. Pure: no curses, no terminal, no model.
 *
 * The text is always NFC and every character in it takes one column: a combining mark composes with the letter before the cursor or is
 * dropped, control characters and characters of other widths never get in. So positions on the screen are counts of characters.
 * All changes go through one primitive (replace a range), which is also what undo and redo replay.
 */
#ifndef UI_EDIT_INTERNAL_H
#define UI_EDIT_INTERNAL_H

#include "congvu/base.h"

#define UI_EDIT_UNDO_MAX 64

struct ui_edit_step {
	size_t pos;      /* byte offset of the change */
	char *gone;      /* text taken away, NUL-terminated */
	char *come;      /* text put there */
	size_t before;   /* cursor before it */
};

struct ui_edit {
	char *text; /* NUL-terminated, NULL while empty and never touched: use ui_edit_text */
	size_t len, cap;
	size_t cur; /* byte offset, on a character border */
	uint32_t max_chars, max_bytes;
	bool lines;     /* keeps line breaks */
	bool moved;     /* the cursor was put where it stands: what is before it may be a word to go on with */
	bool retype;    /* the next letters typed or pasted take the place of the whole text, in one step of undo */
	bool replaced;  /* of what was inserted last a character became `?`, or was left out: it cannot be shown */
	bool overwrite; /* typed characters replace what is under the cursor */
	bool marked;    /* what lies between mark and cursor is marked */
	bool shifted;   /* only for as long as Shift goes on with it */
	size_t mark;    /* byte offset, on a character border */
	struct ui_edit_step *step; /* [0, n_undo) done, [n_undo, n_steps) undone */
	uint16_t n_steps, n_undo;
	uint8_t join;   /* whether the next change may belong to the last step: enum join in ui_edit.c */
	uint32_t changes; /* grows with every change */
};

/* max_bytes 0: four times max_chars. */
void ui_edit_init(struct ui_edit *e, uint32_t max_chars, uint32_t max_bytes, bool lines);
void ui_edit_clear(struct ui_edit *e); /* frees; init again before use */
const char *ui_edit_text(const struct ui_edit *e); /* never NULL */
/* A new text from outside (record, choice, draft): cleaned and cut to fit, cursor behind it, nothing to undo. */
void ui_edit_set(struct ui_edit *e, const char *text);
/* The same as one undoable change (F8, a choice, an answer that was formatted). */
void ui_edit_assign(struct ui_edit *e, const char *text);

/* Typed or pasted text at the cursor. False: something did not fit or is no text; what fits is in. */
bool ui_edit_insert(struct ui_edit *e, const char *s, size_t n);
/* Input method: the `chars` characters before the cursor become `s`. */
bool ui_edit_replace_last(struct ui_edit *e, size_t chars, const char *s, size_t n);
bool ui_edit_fits(const struct ui_edit *e, size_t chars, const char *s, size_t n); /* would all of s (NFC) go in there */
/* These return false when there was nothing to do. */
bool ui_edit_backspace(struct ui_edit *e);
bool ui_edit_delete(struct ui_edit *e);
bool ui_edit_kill_end(struct ui_edit *e); /* to the end of the field */
bool ui_edit_kill_all(struct ui_edit *e);
bool ui_edit_undo(struct ui_edit *e);
bool ui_edit_redo(struct ui_edit *e);
bool ui_edit_left(struct ui_edit *e);
bool ui_edit_right(struct ui_edit *e);
bool ui_edit_word_left(struct ui_edit *e);
bool ui_edit_word_right(struct ui_edit *e);
bool ui_edit_home(struct ui_edit *e);
bool ui_edit_end(struct ui_edit *e);
size_t ui_edit_chars(const struct ui_edit *e);

/* ---- the mark (ui_edit_mark.c) ------------------------------------------------------------------------------------ */

/* What was cut or copied last in this session: one text for all fields, never written anywhere. All zero: nothing. */
struct ui_kill {
	char *text; /* NUL-terminated; NULL: nothing */
	size_t len;
};
#define UI_KILL_MAX (32 * 1024) /* more than any field holds; the rest of a longer text is not kept */
void ui_kill_clear(struct ui_kill *k); /* wipes */

/* Every motion takes the region along, every change of the text drops the mark. What is typed or pasted takes the region's place, in one
 * step of undo. */
void ui_edit_mark(struct ui_edit *e); /* at the cursor */
void ui_edit_unmark(struct ui_edit *e);
/* A motion comes, with Shift or without: Shift sets the mark where there is none, a motion without it drops what Shift has set. */
void ui_edit_before_move(struct ui_edit *e, bool shift);
bool ui_edit_region(const struct ui_edit *e, size_t *from, size_t *to); /* bytes; false: no mark, or the cursor stands on it */
/* These return false when there was nothing to do. The mark goes. */
bool ui_edit_erase_region(struct ui_edit *e);
bool ui_edit_cut(struct ui_edit *e, struct ui_kill *k);
bool ui_edit_copy(struct ui_edit *e, struct ui_kill *k); /* without a region the whole text */

/* ---- view ------------------------------------------------------------------------------------------------------- */

/* One-line field of `width` columns: moves *left (characters) by half a width when the cursor has left the window. The cursor may stand on
 * the closing bracket (column `width`), so a field that is just full does not scroll. Returns the cursor's column. */
size_t ui_edit_scroll(const struct ui_edit *e, size_t width, size_t *left);

/* Soft wrap, in the view only: rows of at most `width` columns, broken behind a blank where there is one. The blank hangs over. */
struct ui_edit_row {
	size_t start, end; /* bytes; end excludes the hanging blanks and the line break */
};
size_t ui_edit_wrap(const char *s, size_t n, size_t width, struct ui_edit_row *rows, size_t cap); /* rows needed, at least 1 */
/* Row and column of byte `cur` in rows made by ui_edit_wrap. */
void ui_edit_where(const char *s, const struct ui_edit_row *rows, size_t n_rows, size_t width, size_t cur, size_t *row, size_t *col);
/* Byte offset of column `col` in a row (its end when the row is shorter). */
size_t ui_edit_at(const char *s, const struct ui_edit_row *row, size_t col);

#endif
