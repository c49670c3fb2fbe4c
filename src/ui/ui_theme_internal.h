/* ui_theme_internal.h: how each element of a screen is shown, by theme. Pure: no curses, no terminal.
 *
 * One table of elements and themes. A look with colours names both of them, letters and ground, so that it can be read on a light and on a
 * dark terminal alike; and it says what takes the colours' place where there are none. Nothing is told by a look alone: what is late has
 * its `!`, what is chosen its `>` or the cursor.
 */
#ifndef UI_THEME_INTERNAL_H
#define UI_THEME_INTERNAL_H

#include "congvu/base.h"

enum ui_element {
	UI_PLAIN,
	UI_TITLE,   /* and the headline of a list of problems */
	UI_HEADING, /* a rule of a form, a group of a menu: set apart by its place already */
	UI_FIELD,   /* what stands in a field, and its empty rest */
	UI_FOCUS,   /* the same of the one that the cursor is in */
	UI_REGION,  /* what is marked in it */
	UI_LATE,
	UI_CHOSEN,  /* the line of a popup */
	UI_MARK,    /* `>` in front of a row */
	UI_MESSAGE,
	UI_ASKED,   /* a question at the foot */
	UI_KEY,     /* a key's name in the last line */
	UI_ELEMENT_COUNT
};

/* X(theme, as it is kept for a person, key of its words). The first is what everybody begins with: the cheapest on the line. */
#define UI_THEME_LIST(X)                            \
	X(UI_THEME_LEAN, "lean", "ui.theme.lean")       \
	X(UI_THEME_LINES, "lines", "ui.theme.lines")    \
	X(UI_THEME_CONTRAST, "contrast", "ui.theme.contrast") \
	X(UI_THEME_COLOUR, "colour", "ui.theme.colour")

enum ui_theme {
#define X(theme, name, words) theme,
	UI_THEME_LIST(X)
#undef X
	UI_THEME_COUNT
};

enum ui_attrs { UI_BOLD = 1, UI_REVERSE = 2, UI_UNDERLINE = 4 };
#define UI_NO_COLOUR (-1)
struct ui_look {
	unsigned attrs;  /* enum ui_attrs, together */
	int fg, bg;      /* one of the eight colours that every coloured terminal has, both or neither: UI_NO_COLOUR */
};
/* colours: whether the terminal has them and the person wants them. */
struct ui_look ui_theme_look(enum ui_theme theme, enum ui_element what, bool colours);
bool ui_theme_coloured(enum ui_theme theme);
enum ui_theme ui_theme_by_name(const char *name); /* UI_THEME_LEAN: no such theme */

#endif
