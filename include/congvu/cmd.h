/* congvu/cmd.h: what a person or a script runs as `congvu VERB ...`. One table (src/cmd/cmd_table.c); the parser, `congvu help`, the shell
 * completion and the manual page derive from it.
 *
 * Exit status: 0 done, 1 refused or failed with a reason on stderr, 2 wrong usage. Results go to stdout, reasons to stderr.
 */
#ifndef CONGVU_CMD_H
#define CONGVU_CMD_H

#include "congvu/base.h"

struct cmd_call; /* one invocation: private to src/cmd */
typedef int cmd_fn(struct cmd_call *c); /* returns the exit status */

enum cmd_flag {
	CMD_NODE = 1,     /* works on a node's folder: --dir or CONGVU_DIR must be given */
	CMD_INTERNAL = 2, /* started by other programs of congvu, not by people: not in help's overview nor in completion */
	CMD_LAST_FREE = 4 /* documentation only: the last argument may be repeated */
};
struct cmd_def {
	const char *name;  /* "list", or two words: "user add" */
	const char *args;  /* as in the manual: "TYPE ID|NUMBER"; "" */
	const char *help;  /* one English line */
	const char *about; /* a paragraph for `congvu help VERB` and the manual; NULL */
	const struct opt_def *opts;
	size_t n_opts;
	unsigned flags;
	size_t min_args, max_args;
	cmd_fn *fn;
};
size_t cmd_count(void);
const struct cmd_def *cmd_at(size_t i);
/* The row for argv[0] or argv[0] argv[1]; *words says how many words the name took. NULL: no such command. */
const struct cmd_def *cmd_find(int argc, char *const *argv, int *words);

/* The whole program behind main(): argv with the program's name. Returns the exit status. */
int cmd_main(int argc, char **argv);

#endif
