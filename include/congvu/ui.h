/* congvu/ui.h: the full-screen program. One process, one session, one terminal on descriptors 0 and 1.
 *
 * With `session` descriptor 3 carries control records and descriptor 4 the paint credit (DECISIONS nodes 25), both SOCK_SEQPACKET; the
 * terminal's type and size then come from the first record, ATTACH. Without it they come from TERM and the tty, and it paints at once.
 * Nothing but curses writes to the terminal; the log goes where log_open was told, or nowhere.
 */
#ifndef CONGVU_UI_H
#define CONGVU_UI_H

#include "congvu/base.h"

struct ui_start {
	const char *dir;  /* the node's folder */
	const char *user; /* login, taken at his word; NULL: asks name and password */
	const char *role; /* NULL: the user's first */
	bool session;
	bool linear;      /* one field per page, also on a large terminal (screen readers) */
	const char *const *screen_dirs; /* first wins; NULL: DIR/screens, then the installed ones */
	size_t n_screen_dirs;
	char *const *argv; /* as this program was called: run again after an upgrade. NULL: ends instead */
};
/* Runs until the person leaves. 0: left; 1: could not start (reason on stderr, before curses was opened). */
int ui_run(const struct ui_start *start) MUST_CHECK;

#endif
