/* cmd_key.c: key pairs. Only congvu-net knows SSH, so it makes and reads them; here its two lines are taken apart. */
#include "cmd_internal.h"

#include <string.h>

#include "congvu/platform.h"

static bool copy_line(const char *line, char *dst, size_t cap)
{
	size_t n = strcspn(line, "\r\n");

	if (n == 0 || n >= cap)
		return false;
	memcpy(dst, line, n);
	dst[n] = '\0';
	return true;
}

int cmd_key_pair(const char *dir, const char *name, bool make, struct cmd_key *out)
{
	char path[PLAT_PATH_MAX];
	const char *argv[] = { "congvu-net", "--pubkey", path, NULL }, *second;
	struct buf answer;
	int status = 0, r = plat_path(path, sizeof(path), dir, name);
	bool whole;

	if (!r && make && !plat_exists(path)) /* what is there already is used: a step that failed half-way can be repeated */
		argv[1] = "--keygen";
	buf_init(&answer, 8192);
	if (!r)
		r = cmd_capture("congvu-net", argv, &answer, &status);
	second = strchr(buf_str(&answer), '\n');
	whole = copy_line(buf_str(&answer), out->public_key, sizeof(out->public_key)) && second &&
	        copy_line(second + 1, out->print, sizeof(out->print));
	buf_clear(&answer);
	if (r)
		return cmd_fail_text("congvu-net: %s", err_name(r));
	if (status)
		return CMD_FAILED; /* congvu-net has said why */
	return whole ? CMD_DONE : cmd_fail_text("congvu-net %s %s: no key", argv[1], path);
}
