/* congvu/door.h: what congvud does: the listener, the oracle that answers congvu-net, the keeper of terminals, supervision.
 * Only src/main/congvud.c includes this header. What other programs meet is written here because it is stable:
 *
 *  congvud --dir DIR [--listen HOST:PORT] [--log-level N]
 *     Prints "listening HOST:PORT" on stdout once logins are possible (port 0: any), and tells systemd READY=1. Log on stderr.
 *     SIGTERM ends it and everything that it started; SIGHUP is ignored. DIR/congvu.conf: see door_conf.c's table.
 *
 *  What it starts, each a child with fd 2 = congvud's log and PR_SET_PDEATHSIG:
 *     congvu work --dir DIR                                 always, restarted with backoff
 *     congvu sync --dir DIR                                 on an office
 *     congvu sync-serve --dir DIR --node N                  fd 0 and 1: one end of a stream socketpair, the other is the line
 *     congvu sync-serve --dir DIR --enrol -                 the same for the login `enrol`; fd 3: a pipe with the secret
 *     congvu ui --dir DIR --session --user LOGIN            fd 0 and 1: the pty slave, its controlling terminal; TERM set
 *         fd 3: SOCK_SEQPACKET, control records (wire.h, WIRE_CONTROL_*), the first one is ATTACH
 *         fd 4: SOCK_SEQPACKET, paint credit: the ui writes one byte (attach & 0xff) after a doupdate, congvu-net writes the same byte
 *               back when the terminal is empty and nothing waits for the line
 *         Both are non-blocking: wait with poll for the first ATTACH.
 *         A later ATTACH (counter one higher) carries a descriptor (SCM_RIGHTS): the ui's end of a NEW credit socket. The ui dup2()s it
 *         over fd 4 and forgets every credit that it had out. An ATTACH without a descriptor (the first) means: keep fd 4.
 *         DETACH: stop painting; fd 4's other end is closed. The terminal is read and thrown away for one second, then not at all.
 *         END: save the draft, leave, exit. After 3 s comes SIGTERM, after 5 s SIGKILL. End of file on fd 3: congvud has gone: the same.
 *         Exit status 0: left by the person; anything else is passed on to the client as it is (255 becomes 1).
 *
 *  A user's next login takes his session up: same TERM: the same ui; another TERM: END, then a fresh ui, which offers the draft; still
 *  attached elsewhere: that line is told and closed, then the same.
 *
 *  congvud --login --dir DIR     internal: one oracle record (PW, KEYQ, KEYOK) on stdin; exit status 0 yes, 1 no, 2 could not tell
 */
#ifndef CONGVU_DOOR_H
#define CONGVU_DOOR_H

#include "congvu/base.h"

#define DOOR_TEXT_MAX 256

struct door_conf {
	char listen[DOOR_TEXT_MAX];       /* HOST:PORT */
	char exempt[DOOR_TEXT_MAX];       /* sources without limits and delays: addresses, prefixes (10.1.0.0/16), "loopback"; comma-separated */
	char net_user[DOOR_TEXT_MAX];     /* system user of congvu-net when congvud runs as root; "": none */
	int64_t log_level;
	int64_t kex_deadline, login_deadline, keepalive, dead, dead_sync; /* ms */
	int64_t detached_max;             /* ms that a session waits without a line */
	int64_t max_unauthenticated, early_drop, max_per_source;
	bool compatible, wide_kex;
	bool work, sync;                  /* start them */
};
void door_conf_defaults(struct door_conf *c);
/* Reads DIR/congvu.conf over what is in *c; a missing file is fine. ERR_INVALID: ei names file, line and what is wrong. */
int door_conf_load(const char *path, struct door_conf *c, struct err_info *ei) MUST_CHECK;
int door_conf_parse(const char *text, const char *name, struct door_conf *c, struct err_info *ei) MUST_CHECK;

/* Runs until SIGTERM; returns the process's exit status. */
int door_run(const char *dir, const struct door_conf *conf);
/* The login worker; returns the process's exit status. */
int door_login_worker(const char *dir);

#endif
