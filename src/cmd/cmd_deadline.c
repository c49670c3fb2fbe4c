/* cmd_deadline.c: `congvu deadline`: the due day by rule, and how it was counted. */
#include "cmd_internal.h"

static void say_json(const struct app_due *d)
{
	struct buf out;
	struct cmd_json j = { .b = &out };
	char day[DAY_TEXT_MAX], at[TIME_TEXT_MAX];

	buf_init(&out, 65536);
	cmd_json_open(&j, '{');
	cmd_json_key(&j, "due");
	cmd_json_text(&j, d->due == DAY_NONE ? NULL : day_iso(d->due, day));
	cmd_json_key(&j, "due_at");
	cmd_json_text(&j, d->due_at ? time_iso(d->due_at, at) : NULL);
	cmd_json_key(&j, "text");
	cmd_json_text(&j, d->text);
	cmd_json_key(&j, "explain");
	cmd_json_text(&j, d->explain);
	cmd_json_close(&j, '}');
	buf_puts(&out, "\n");
	cmd_put(out.p, out.len);
	buf_clear(&out);
}

/* Local time as the rule's readers write it. */
static void say_text(const struct app_due *d)
{
	char day[DAY_TEXT_MAX];

	if (d->due_at) {
		int hour, minute;

		time_local(d->due_at, &hour, &minute);
		cmd_printf("%sT%02d:%02d\n", day_iso(day_of_time(d->due_at), day), hour, minute);
	} else {
		cmd_printf("%s\n", d->due == DAY_NONE ? "-" : day_iso(d->due, day));
	}
	cmd_printf("%s\n", d->explain);
}

int cmd_deadline(struct cmd_call *c)
{
	struct err_info ei = { 0 };
	struct app_due due = { 0 };
	const char *pause[OPT_VALUES_MAX];
	struct app *ap = NULL;
	size_t n = 0;
	int r, status = cmd_app_open(c, APP_READONLY, &ap);

	if (status)
		return status;
	while (n < OPT_VALUES_MAX && (pause[n] = cmd_multi(c, "pause", n)))
		n++;
	r = app_deadline(ap, c->o.args[0], c->o.args[1], pause, n, &due, &ei);
	if (!r && opt_flag(&c->o, "json"))
		say_json(&due);
	else if (!r)
		say_text(&due);
	app_close(ap);
	return r ? cmd_fail(r, &ei) : CMD_DONE;
}
