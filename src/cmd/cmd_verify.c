/* cmd_verify.c: `congvu verify`: chain, rows against replayed events, number books. */
#include "cmd_internal.h"

static void say(void *ctx, const char *line)
{
	(void)ctx;
	cmd_printf("%s\n", line);
}

int cmd_verify(struct cmd_call *c)
{
	struct app *ap = NULL;
	uint64_t findings = 0;
	struct err_info ei = { 0 };
	int r, status = cmd_app_open(c, APP_READONLY | APP_UNENROLLED_OK, &ap);

	if (status)
		return status;
	r = store_verify(app_store(ap), say, NULL, &findings);
	app_close(ap);
	if (r)
		return cmd_fail(r, err_set(&ei, r, store_words(r)) ? &ei : NULL);
	if (findings == 0)
		cmd_printf("%s\n", model_message("cmd.verified"));
	return findings > 0 ? CMD_FAILED : CMD_DONE;
}
