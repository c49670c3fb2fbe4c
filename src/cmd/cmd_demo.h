/* cmd_demo.h: the parts of `congvu demo`: nodes, sample data, the slow line, the person at the keyboard. */
#ifndef CMD_DEMO_H
#define CMD_DEMO_H

#include <sys/types.h>

#include "cmd_internal.h"
#include "congvu/loop.h"
#include "congvu/platform.h"

#define DEMO_NODES 3 /* the centre, then two offices */

struct demo_node {
	char name[16]; /* "centre", "office1", "office2": as in the data file, and its folder */
	char dir[PLAT_PATH_MAX];
	int port;
	char code[64], title[256];
	pid_t door; /* its congvud, 0: not running */
	bool ready;
	rowid_t office;
	char enrol_code[512]; /* from office add to enrol, then wiped */
};

struct demo {
	char dir[PLAT_PATH_MAX];
	bool own_dir, bare; /* own_dir: made here, removed at the end */
	char congvu[PLAT_PATH_MAX], congvud[PLAT_PATH_MAX];
	struct demo_node node[DEMO_NODES];
	struct loop *l;
	struct buf data; /* the data file */
	struct demo_relay *relay[DEMO_NODES];
	int notify; /* receives READY=1 of congvud */
	char notify_path[PLAT_PATH_MAX];
	int status;
};

/* ---- nodes (cmd_demo_nodes.c) ------------------------------------------------------------------------------------------- */

/* Runs `congvu ARGV...` to its end. in: its standard input (NULL: none); out: its standard output (NULL: not kept). Exit status. */
int demo_run(struct demo *d, const char *const *argv, const char *in, struct buf *out);
/* Folders, keys, enrolment over a real SSH connection. Exit status. */
int demo_build(struct demo *d);
/* Starts the offices' congvud; via > 0: they dial the centre on that port from now on. Exit status. */
int demo_start_offices(struct demo *d, const int via[DEMO_NODES]);
void demo_stop(struct demo *d); /* everything that was started, by pid; waits for it */
void demo_reap(struct demo *d); /* after SIGCHLD: a congvud that ended by itself */

/* ---- data (cmd_demo_data.c) ---------------------------------------------------------------------------------------------- */

int demo_data_load(struct demo *d);                     /* finds and reads the file; exit status */
int demo_data_names(struct demo *d);                    /* code and name of each node; exit status */
int demo_data_users(struct demo *d, struct demo_node *n); /* exit status */
void demo_data_logins(struct demo *d, const struct demo_node *n, struct buf *out); /* a line for the person */
int demo_data_records(struct demo *d, struct demo_node *n);
/* What reached the centre: counts per type and office, the last rows. */
void demo_data_arrived(struct demo *d);
/* Events that the office has not had acknowledged; -1 when it cannot be read. */
int64_t demo_unsent(const struct demo_node *n);

/* ---- the slow line (cmd_demo_relay.c) -------------------------------------------------------------------------------------- */

/* Listens on 127.0.0.1 (any port: *port) and passes every connection on to `to`, bits_per_s each way, delay_ms each way. */
struct demo_relay;
struct demo_relay *demo_relay_new(struct loop *l, int to, int64_t bits_per_s, int64_t delay_ms, int *port); /* NULL: failed */
void demo_relay_free(struct demo_relay *r); /* NULL is fine */

#endif
