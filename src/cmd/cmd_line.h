/* cmd_line.h: the line to the centre, as enrol and sync need it. */
#ifndef CMD_LINE_H
#define CMD_LINE_H

#include <sys/types.h>

#include "cmd_internal.h"

struct cmd_line {
	char host[128];
	int port;
	char pin[128];   /* "SHA256:..." of the centre's host key */
	char secret[64]; /* enrolment only, else "" */
	bool quiet;      /* a person waits for it: warnings only */
};
/* HOST:PORT/PIN or HOST:PORT/PIN/SECRET. */
bool cmd_line_parse(const char *text, bool with_secret, struct cmd_line *out);
int cmd_line_read(const char *dir, struct cmd_line *out) MUST_CHECK; /* DIR/centre */
int cmd_line_write(const char *dir, const struct cmd_line *l) MUST_CHECK;
/* Starts a congvu-net that dials: as `enrol` with the secret when there is one, else as n<node> with DIR/linekey. *fd: our end. */
int cmd_line_dial(const char *dir, const struct cmd_line *l, uint32_t node, int *fd, pid_t *pid) MUST_CHECK;
/* Waits for it. Its exit status; *message: why it failed, as an id of messages.tsv, or NULL. */
int cmd_line_end(pid_t pid, const char **message);
/* `congvu sync --once`, for enrol's first feed; exit status. */
int cmd_sync_once(const struct cmd_call *c);

#endif
