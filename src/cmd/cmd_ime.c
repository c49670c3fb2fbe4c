/* cmd_ime.c: `congvu ime`: a filter; the keys of one word a line in, Vietnamese text out. */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>

#include "congvu/ime.h"

int cmd_ime(struct cmd_call *c)
{
	const char *method = opt_text(&c->o, "method"), *tone = opt_text(&c->o, "tone");
	enum ime_method m = IME_TELEX;
	enum ime_style style = IME_OLD;
	char line[4096], text[IME_TEXT_MAX + 1];

	if (method && strcmp(method, "vni") == 0)
		m = IME_VNI;
	else if (method && strcmp(method, "viqr") == 0)
		m = IME_VIQR;
	else if (method && strcmp(method, "telex") != 0)
		return cmd_wrong(c, "--method is telex or vni, not %s", method);
	if (tone && strcmp(tone, "new") == 0)
		style = IME_NEW;
	else if (tone && strcmp(tone, "old") != 0)
		return cmd_wrong(c, "--tone is old or new, not %s", tone);
	while (cmd_out_open() && fgets(line, sizeof(line), stdin)) {
		size_t n = strcspn(line, "\r\n");

		if (n > IME_WORD_MAX) { /* no word is that long: not converted */
			cmd_put(line, n);
		} else {
			cmd_put(text, ime_text(m, style, line, n, text));
		}
		cmd_puts("\n");
	}
	return CMD_DONE;
}
