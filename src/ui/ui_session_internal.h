/* ui_session_internal.h: between ui_run.c and ui_session.c. */
#ifndef UI_SESSION_INTERNAL_H
#define UI_SESSION_INTERNAL_H

#include "ui_internal.h"

int ui_session_start(struct ui *ui) MUST_CHECK; /* loop, signals, keyboard, the second's timer */

#endif
