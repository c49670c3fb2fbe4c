/* ui_session_internal.h: between ui_run.c and ui_session.c. */
#ifndef UI_SESSION_INTERNAL_H
#define UI_SESSION_INTERNAL_H

#include "ui_internal.h"

int ui_session_start(struct ui *ui) MUST_CHECK; /* loop, signals, keyboard, the second's timer */

/* A key that a scanner has typed where there is no form; false: it is a person's. */
bool ui_scan_key(struct ui *ui, const struct ui_key *k);

#endif
