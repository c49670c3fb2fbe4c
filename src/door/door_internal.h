/* door_internal.h: the inside of congvud. One process, one loop, no thread. It reads no byte of a client's socket and opens no database
 * (the login worker and the check at the start do, in processes or moments of their own). */
#ifndef DOOR_INTERNAL_H
#define DOOR_INTERNAL_H

#include "congvu/base.h"
#include "congvu/door.h"
#include "congvu/loop.h"
#include "congvu/platform.h"
#include "congvu/wire.h"

struct door;
struct door_conn;
struct door_session;
struct door_line;

/* ---- door_limits.c: how many may knock at once. Pure. ------------------------------------------------------------------------ */

struct door_limits;
enum door_verdict { DOOR_TAKE, DOOR_DROP_FULL, DOOR_DROP_SOURCE, DOOR_DROP_EARLY };
struct door_limits *door_limits_new(size_t max, size_t early, size_t per_source);
void door_limits_free(struct door_limits *l);
/* The group a source counts in: the address for IPv4, the /64 for IPv6; mapped addresses are IPv4. */
void door_source_group(const char *numeric, char out[PLAT_ADDR_MAX]);
/* dice: 0..99, for the early drop. */
enum door_verdict door_limits_enter(struct door_limits *l, const char *source, bool exempt, unsigned dice);
void door_limits_leave(struct door_limits *l, const char *source, bool exempt);
size_t door_limits_count(const struct door_limits *l);
bool door_source_exempt(const char *list, const char *numeric);

/* ---- door_throttle.c: delays after failures, by (user, source) and by source in high numbers. Pure. ------------------------------ */

struct door_throttle;
struct door_throttle *door_throttle_new(void);
void door_throttle_free(struct door_throttle *t);
int64_t door_throttle_wait(struct door_throttle *t, const char *user, const char *source, int64_t now); /* ms to hold the next check */
void door_throttle_failed(struct door_throttle *t, const char *user, const char *source, int64_t now);
void door_throttle_succeeded(struct door_throttle *t, const char *user, const char *source);

/* ---- door_rules.c: which oracle record is legal when. A table, nothing else. ------------------------------------------------------- */

enum door_stage {
	DOOR_WAIT,    /* nobody yet */
	DOOR_ASKED,   /* a check runs; the next record may only be BYE */
	DOOR_IN,      /* logged in, user fixed */
	DOOR_PTY,     /* asked for a terminal (has it, or waits for it) */
	DOOR_SYNC,    /* the sync line is open */
	DOOR_OVER     /* said BYE: it has let go of everything */
};
#define DOOR_TRIES_MAX 24 /* records of both kinds that a connection may ask before login; net's own budgets (6, 12) come first */
/* The stage after a legal record, or -1: out of order, kill. */
int door_rules_next(enum door_stage now, enum wire_oracle_kind kind);

/* ---- door_text.c ------------------------------------------------------------------------------------------------------------------- */

#define DOOR_BASE64_MAX 700 /* of a key's blob */
#define DOOR_FINGERPRINT_MAX 64
void door_base64(const uint8_t *p, size_t n, char *out);
void door_fingerprint(const uint8_t *blob, size_t n, char out[DOOR_FINGERPRINT_MAX]);
bool door_node_of(const char *user, uint32_t *node); /* "n12" */

/* ---- one connection ------------------------------------------------------------------------------------------------------------- */

struct door_login;
struct door_conn {
	struct door *d;
	struct door_conn *next;
	struct door_zygote *zygote;
	uint64_t id;
	int oracle;
	loop_handle h_oracle, h_deadline;
	char source[PLAT_ADDR_MAX];
	int port;
	bool exempt, counted; /* counted: in the limits, until it is logged in */
	enum door_stage stage;
	unsigned tries;
	char user[65];
	char secret[65];      /* of `enrol`, until sync-serve has it */
	bool is_enrol;
	uint32_t node;        /* of a node's login, else 0 */
	struct door_login *login;
	struct door_session *session; /* attached to, or waiting for */
	struct door_line *line;
	char term[33];
	uint32_t cols, rows;
	uint32_t wishes; /* enum wire_wish */
};

/* door_conn.c */
void door_conn_accept(struct door *d, int tcp, const char *source);
void door_conn_send(struct door_conn *c, const struct wire_oracle *o, const int *fds, size_t nfds);
void door_conn_no(struct door_conn *c, uint32_t wait_ms);
void door_conn_kick(struct door_conn *c, const char *reason); /* asks it to let go; its BYE or end follows */
void door_conn_kill(struct door_conn *c, const char *why);    /* the process goes; c is gone after this */
void door_conn_gone(struct door_conn *c);
void door_conn_answer(struct door_conn *c, bool yes, enum wire_oracle_kind asked, uint32_t wait_ms);

/* door_login.c: checks by exec, at most 2 at once */
int door_login_ask(struct door_conn *c, const struct wire_oracle *o);
void door_login_forget(struct door_conn *c);
void door_login_stop(struct door *d);

/* ---- the keeper -------------------------------------------------------------------------------------------------------------- */

enum door_session_state {
	DOOR_ATTACHED,
	DOOR_RELEASING, /* its connection was told to let go */
	DOOR_DETACHED,
	DOOR_ENDING     /* END was sent */
};
struct door_session {
	struct door *d;
	struct door_session *next;
	uint64_t id;
	enum door_session_state state;
	char user[65], term[33];
	pid_t pid;
	int master, control;
	int first_credit; /* net's end of the credit socket that the ui was born with; -1 once handed on */
	uint32_t attach;
	struct door_conn *conn;   /* attached, or releasing */
	struct door_conn *heir;   /* waits for this session, or for its end */
	loop_handle h_drain, h_drain_end, h_timer;
	int kill_step;
	bool broken; /* a control record could not be sent */
};

/* door_session.c: birth and death */
struct door_session *door_session_new(struct door *d, const char *user, const char *term, uint32_t cols, uint32_t rows,
	struct err_info *ei);
void door_session_end(struct door_session *s); /* END, then SIGTERM, then SIGKILL */
int door_session_tell(struct door_session *s, const struct wire_control *r, const int *fds, size_t n);
void door_session_stop_drain(struct door_session *s);

/* door_attach.c: who has it */
void door_attach_request(struct door_conn *c, const struct wire_oracle *o);
void door_attach_size(struct door_conn *c, const struct wire_oracle *o);
void door_attach_released(struct door_conn *c); /* BYE or end of the connection */
void door_attach_start(struct door_conn *c);    /* a fresh session for a waiting connection */

/* door_line.c: sync-serve at the centre */
int door_line_open(struct door_conn *c);
void door_line_released(struct door_conn *c);
void door_line_stop(struct door *d);

/* ---- supervision --------------------------------------------------------------------------------------------------------------- */

/* door_child.c */
typedef void door_child_fn(struct door *d, pid_t pid, int status, void *ctx);
int door_child_spawn(struct door *d, struct plat_spawn *s, pid_t *pid, door_child_fn *fn, void *ctx);
void door_child_forget(struct door *d, pid_t pid); /* its end matters to nobody any more; still reaped */
size_t door_child_count(const struct door *d);
void door_child_kill_all(struct door *d, int signo);
void door_child_reap(struct door *d);

/* door_service.c: work and sync */
int door_service_start(struct door *d);
void door_service_stop(struct door *d);

/* door_zygote.c */
struct door_zygote;
int door_zygote_start(struct door *d);
int door_zygote_connect(struct door *d, struct door_conn *c, int tcp, int oracle);
void door_zygote_kill(struct door_zygote *z, uint64_t id);
void door_zygote_stop(struct door *d);

/* door_hostkey.c */
int door_hostkey_load(struct door *d, struct err_info *ei);

/* door_stop.c */
void door_stop(struct door *d, int code);
void door_stop_check(struct door *d); /* anything left? */

struct door_child;
struct door_service;
struct door_logins;
struct door {
	struct loop *loop;
	struct door_conf conf;
	const char *dir;
	char host[DOOR_TEXT_MAX];
	int port;
	char congvu[PLAT_PATH_MAX], congvu_net[PLAT_PATH_MAX], self[PLAT_PATH_MAX];
	int listener, key;
	loop_handle h_listener, h_pause, h_daily, h_stop;
	struct door_conn *conns;
	struct door_session *sessions;
	struct door_line *lines;
	struct door_child *children;
	struct door_service *services;
	struct door_zygote *zygotes;
	struct door_logins *logins;
	struct door_limits *limits;
	struct door_throttle *throttle;
	uint64_t last_id;
	uint64_t dropped;
	bool centre, ready, stopping;
	int stop_step, exit_code;
};

#endif
