/* cmd_internal.h: what the commands share: one call, output, JSON and CSV, rows as text. */
#ifndef CMD_INTERNAL_H
#define CMD_INTERNAL_H

#include "congvu/app.h"
#include "congvu/base.h"
#include "congvu/cmd.h"
#include "congvu/model.h"
#include "congvu/store.h"

enum cmd_status { CMD_DONE = 0, CMD_FAILED = 1, CMD_WRONG = 2 };

struct cmd_call {
	const struct cmd_def *def;
	struct opts o;
	const char *dir; /* with CMD_NODE: never NULL */
	char *const *argv; /* the whole line, to be run again after an upgrade */
};

cmd_fn cmd_init, cmd_enrol, cmd_office_add, cmd_office_list;
cmd_fn cmd_user_add, cmd_user_passwd, cmd_user_key, cmd_user_role, cmd_user_lock, cmd_user_linear, cmd_user_list;
cmd_fn cmd_ui, cmd_list, cmd_show, cmd_act, cmd_export, cmd_import, cmd_deadline;
cmd_fn cmd_sync, cmd_sync_serve, cmd_work, cmd_status_show, cmd_verify;
cmd_fn cmd_screen_check, cmd_screen_show, cmd_ime, cmd_demo, cmd_help, cmd_completion, cmd_version;

/* ---- output (cmd_out.c) ------------------------------------------------------------------------------------------ */

/* Standard output in pieces of 64 KiB. When nobody reads any more (| head) the rest is dropped and cmd_out_open() turns false. */
void cmd_put(const void *p, size_t n);
void cmd_puts(const char *s);
void cmd_printf(const char *fmt, ...) PRINTF_LIKE(1, 2);
bool cmd_out_open(void);
int cmd_flush(void); /* exit status: CMD_FAILED with a reason when the output could not be written */
/* A reason on stderr, "congvu: " before it; ei->text, or the error's English name when there is none. Returns CMD_FAILED (CMD_WRONG for
 * ERR_USAGE), so that `return cmd_fail(...)` reads well. */
int cmd_fail(int err, const struct err_info *ei);
int cmd_fail_text(const char *fmt, ...) PRINTF_LIKE(1, 2);
int cmd_fail_message(const char *id); /* words of data/messages.tsv */
int cmd_wrong(const struct cmd_call *c, const char *fmt, ...) PRINTF_LIKE(2, 3); /* what is wrong, then the usage line: CMD_WRONG */

/* ---- JSON and CSV (cmd_json.c): pure writers over a buffer ---------------------------------------------------------- */

struct cmd_json {
	struct buf *b;
	bool comma; /* the next item of the open level needs one before it */
};
void cmd_json_open(struct cmd_json *j, char bracket); /* '{' or '[' */
void cmd_json_close(struct cmd_json *j, char bracket);
void cmd_json_key(struct cmd_json *j, const char *key);
void cmd_json_str(struct cmd_json *j, const char *s, size_t n); /* s NULL: null; bytes that are not UTF-8 become U+FFFD */
void cmd_json_text(struct cmd_json *j, const char *s);
void cmd_json_int(struct cmd_json *j, int64_t v);
void cmd_json_id(struct cmd_json *j, rowid_t id); /* a string; 0: null */
void cmd_json_yes(struct cmd_json *j, bool v);
void cmd_json_null(struct cmd_json *j);
void cmd_csv_cell(struct buf *b, const char *s, size_t n, bool first); /* RFC 4180; a text that a spreadsheet would run as a formula is guarded (cmd_csv.h) */

/* ---- rows (cmd_row.c) ------------------------------------------------------------------------------------------------- */

const char *cmd_state_name(const struct model_type *t, uint32_t no, char out[24]); /* unknown: "#17" */
/* One stored value as plain text: ISO dates, codes, decimal keys, lists separated by blanks. Appends. */
void cmd_row_text(const struct rec *r, const struct model_field *f, struct buf *out);
/* The members of a row inside an open object: id, number, state, version, ..., then every field by name. */
void cmd_row_json(struct cmd_json *j, const struct rec *r);
/* Columns of a type for CSV: common ones, then the fields. */
bool cmd_row_common(const char *name); /* a column that every table has and no one types */
void cmd_row_csv_head(const struct model_type *t, struct buf *out);
void cmd_row_csv(const struct rec *r, struct buf *out);
/* Every row of a type in key order, page by page. fn != 0 ends the walk and is returned. owner 0: all. */
typedef int cmd_row_fn(void *ctx, const struct rec *r);
int cmd_rows_each(struct store *st, const struct model_type *t, rowid_t owner, cmd_row_fn *fn, void *ctx) MUST_CHECK;
/* Rows of a child type that belong to parent. */
int cmd_rows_of(struct store *st, const struct model_type *child, rowid_t parent, struct arena *a, struct rec ***out, size_t *n) MUST_CHECK;

/* ---- shared by several commands (cmd.c) ------------------------------------------------------------------------------ */

int cmd_app_open(const struct cmd_call *c, unsigned flags, struct app **out); /* exit status; says what is wrong */
/* --user and --role of the call; without --user the node itself, which may look but not act. Exit status. */
int cmd_user_of(const struct cmd_call *c, struct app *ap, struct app_user *u);
int cmd_type_of(const struct cmd_call *c, const char *name, const struct model_type **t); /* exit status */
int cmd_office_of(const struct cmd_call *c, struct store *st, const char *code, rowid_t *id); /* exit status; code NULL: 0 */
/* The i-th value that was given for a repeatable option; NULL behind the last. */
const char *cmd_multi(const struct cmd_call *c, const char *name, size_t i);
/* Every --answer KEY=N[:REASON]; out has room for OPT_VALUES_MAX. Exit status. */
int cmd_answers(const struct cmd_call *c, struct arena *a, struct app_answer *out, size_t *n);
/* Splits FIELD=VALUE at the first `=`; name is allocated in a. false: there is none. */
bool cmd_pair(struct arena *a, const char *word, const char **name, const char **value);

/* A setting of DIR/congvu.conf: `key = value` lines, as congvud reads them, # comments. false: not there. */
bool cmd_conf(const char *dir, const char *key, char *out, size_t cap);
#define CMD_HOSTKEY "hostkey" /* what this node shows to those who log in */
#define CMD_LINEKEY "linekey" /* an office: what it shows to the centre */
struct cmd_key {
	char public_key[512]; /* "ssh-ed25519 base64" */
	char print[128];      /* "SHA256:..." */
};
/* Reads DIR/name, or makes it first; exit status. */
int cmd_key_pair(const char *dir, const char *name, bool make, struct cmd_key *out);
/* Runs a program of congvu to its end with its standard output collected. */
int cmd_capture(const char *program, const char *const *argv, struct buf *out, int *status) MUST_CHECK;

#endif
