/* cmd_ui.c: `congvu ui`: the full-screen program. */
#include "cmd_internal.h"

#include "congvu/ui.h"

int cmd_ui(struct cmd_call *c)
{
	struct ui_start start = { .dir = c->dir, .user = opt_text(&c->o, "user"), .role = opt_text(&c->o, "role"),
		                  .session = opt_flag(&c->o, "session"), .linear = opt_flag(&c->o, "linear"), .argv = c->argv };

	return ui_run(&start);
}
