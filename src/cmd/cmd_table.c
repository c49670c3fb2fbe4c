/* cmd_table.c: the one table of commands. To add a command: its file, its row here, its handler in cmd_internal.h. */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>

#define DIR_OPT { "dir", OPT_TEXT, 0, 0, "DIR", "the node's folder" }
#define JSON_OPT { "json", OPT_FLAG, 0, 0, NULL, "JSON, keys as strings" }
#define USER_OPT { "user", OPT_TEXT, 0, 0, "LOGIN", "as this user (taken at his word, and flagged so in the event)" }
#define ROLE_OPT { "role", OPT_TEXT, 0, 0, "ROLE", "the role to act in, for a user with several" }
#define OFFICE_OPT { "office", OPT_TEXT, 0, 0, "CODE", "only rows that this office owns" }
#define ONCE_OPT { "once", OPT_FLAG, 0, 0, NULL, "send and fetch what there is, then end" }
#define MANY 256

static const struct opt_def dir_only[] = { DIR_OPT };
static const struct opt_def dir_json[] = { DIR_OPT, JSON_OPT };
static const struct opt_def init_opts[] = {
	DIR_OPT,
	{ "role", OPT_TEXT, 0, 0, "centre|office", "what the node is" },
	{ "code", OPT_TEXT, 0, 0, "CODE", "centre: code of its office" },
	{ "name", OPT_TEXT, 0, 0, "NAME", "centre: name of its office" },
	{ "data", OPT_TEXT, 0, 0, "FOLDER", "centre: lists to load instead of the installed ones" },
};
static const struct opt_def office_add_opts[] = {
	DIR_OPT,
	{ "code", OPT_TEXT, 0, 0, "CODE", "code of the new office" },
	{ "name", OPT_TEXT, 0, 0, "NAME", "its name" },
	{ "parent", OPT_TEXT, 0, 0, "CODE", "the office above it; the centre's own when not given" },
	{ "listen", OPT_TEXT, 0, 0, "HOST:PORT", "where the office will find this centre" },
};
static const struct opt_def user_add_opts[] = {
	DIR_OPT,
	{ "name", OPT_TEXT, 0, 0, "NAME", "full name" },
	{ "title", OPT_TEXT, 0, 0, "TITLE", "title, as under a signature" },
	{ "roles", OPT_TEXT, 0, 0, "ROLE,...", "roles, separated by commas" },
};
static const struct opt_def user_lock_opts[] = { DIR_OPT, { "undo", OPT_FLAG, 0, 0, NULL, "let the user in again" } };
static const struct opt_def user_linear_opts[] = { DIR_OPT, { "undo", OPT_FLAG, 0, 0, NULL, "screens as everybody has them again" } };
static const struct opt_def ui_opts[] = {
	DIR_OPT,
	USER_OPT,
	ROLE_OPT,
	{ "session", OPT_FLAG, 0, 0, NULL, "descriptors 3 and 4 are the session's control and paint credit" },
	{ "linear", OPT_FLAG, 0, 0, NULL, "line by line, whatever the user has chosen" },
};
static const struct opt_def list_opts[] = {
	DIR_OPT,
	JSON_OPT,
	USER_OPT,
	ROLE_OPT,
	OFFICE_OPT,
	{ "find", OPT_TEXT, 0, 0, "WORDS", "words, with marks or without; every one must occur" },
	{ "where", OPT_MULTI, 0, 0, "FIELD=VALUE", "also <>, <, <=, >, >=, ~ (words); FIELD==A|B, FIELD=>5 ... as in a search form" },
	{ "order", OPT_TEXT, 0, 0, "FIELD [desc]", "order of the rows" },
	{ "limit", OPT_INT, 1, 1000000000, "N", "at most so many" },
};
static const struct opt_def show_opts[] = { DIR_OPT, JSON_OPT, USER_OPT, ROLE_OPT };
static const struct opt_def act_opts[] = {
	DIR_OPT,
	JSON_OPT,
	USER_OPT,
	ROLE_OPT,
	{ "reason", OPT_TEXT, 0, 0, "TEXT", "kept with the event" },
	{ "answer", OPT_MULTI, 0, 0, "KEY=N[:REASON]", "answers a question or a warning that came up before" },
	{ "seen", OPT_INT, 0, INT64_MAX, "VERSION", "refuse when the record has moved on since this version" },
};
static const struct opt_def export_opts[] = { DIR_OPT, OFFICE_OPT, { "format", OPT_TEXT, 0, 0, "csv|json", "csv when not given" } };
static const struct opt_def import_opts[] = {
	DIR_OPT,
	JSON_OPT,
	USER_OPT,
	ROLE_OPT,
	{ "from", OPT_TEXT, 0, 0, "CHARSET", "tcvn3, vni, viscii, viqr, cp1258, utf8 (when not given), or auto to guess" },
	{ "capitals", OPT_MULTI, 0, 0, "COLUMN", "with tcvn3: this column stood in a .VnTimeH font" },
	{ "verb", OPT_TEXT, 0, 0, "VERB", "which verb makes the records, when the role has several" },
	{ "answer", OPT_MULTI, 0, 0, "KEY=N[:REASON]", "answers a question or a warning, for every row that has it" },
	{ "reason", OPT_TEXT, 0, 0, "TEXT", "kept with the events" },
	{ "batch", OPT_TEXT, 0, 0, "NAME", "by what a row is known again beside its values; the file's name when not given" },
	{ "dry-run", OPT_FLAG, 0, 0, NULL, "check every row, write nothing" },
};
static const struct opt_def deadline_opts[] = {
	DIR_OPT, JSON_OPT, { "pause", OPT_MULTI, 0, 0, "FROM..TO", "days that are not counted, TO excluded" } };
static const struct opt_def sync_opts[] = { DIR_OPT, ONCE_OPT };
static const struct opt_def serve_opts[] = {
	DIR_OPT,
	{ "node", OPT_INT, 1, 16777215, "N", "serve this node" },
	{ "enrol", OPT_TEXT, 0, 0, "SECRET", "serve one enrolment (- : the secret comes on descriptor 3)" },
};
static const struct opt_def screen_opts[] = {
	{ "cols", OPT_INT, 20, 500, "N", "columns, 80 when not given" },
	{ "dir", OPT_TEXT, 0, 0, "DIR", "check expressions with this node's lists" },
};
static const struct opt_def ime_opts[] = {
	{ "method", OPT_TEXT, 0, 0, "telex|vni|viqr", "telex when not given" },
	{ "tone", OPT_TEXT, 0, 0, "old|new", "where the tone stands in oa, oe, uy" },
	{ "from", OPT_TEXT, 0, 0, "CHARSET", "no keys but a whole text: tcvn3, vni, viscii, viqr, cp1258, utf8, or auto to guess" },
	{ "capitals", OPT_FLAG, 0, 0, NULL, "with --from tcvn3: the text stood in a .VnTimeH font" },
};
static const struct opt_def demo_opts[] = {
	{ "dir", OPT_TEXT, 0, 0, "DIR", "keep it in this folder; a temporary one when not given" },
	{ "port", OPT_INT, 1, 65532, "PORT", "the centre's port, 2220 when not given; the offices listen on PORT+2 and PORT+3" },
	{ "slow", OPT_FLAG, 0, 0, NULL, "every line through a relay of 9.6 kbit/s and 600 ms" },
	{ "via", OPT_INT, 1, 65535, "PORT", "the offices dial the centre on this port, for a relay of your own" },
	{ "serve", OPT_FLAG, 0, 0, NULL, "print `ready` and run until SIGTERM" },
	{ "bare", OPT_FLAG, 0, 0, NULL, "accounts, but no sample records" },
};
static const struct opt_def help_opts[] = { { "man", OPT_FLAG, 0, 0, NULL, "print the manual page" } };

#define NO_OPTS NULL, 0
#define OPTS(a) (a), COUNT_OF(a)

static const struct cmd_def table[] = {
	{ "demo", "", "A centre and two offices with sample data, and you at the keyboard of the first", NULL, OPTS(demo_opts), 0, 0, 0, cmd_demo },
	{ "init", "", "Make a node: the centre with its lists, or an office that enrol can join", NULL, OPTS(init_opts), CMD_NODE, 0, 0, cmd_init },
	{ "enrol", "CODE", "Join the centre with a code of office add", "Makes the key pair, dials the centre, fetches number, lists and books.",
	  OPTS(dir_only), CMD_NODE, 1, 1, cmd_enrol },
	{ "office add", "", "Centre: a new office; prints its code for enrol, good once, 7 days", NULL, OPTS(office_add_opts), CMD_NODE, 0, 0,
	  cmd_office_add },
	{ "office list", "", "The tree of offices", NULL, OPTS(dir_json), CMD_NODE, 0, 0, cmd_office_list },
	{ "user add", "LOGIN", "A new account; the password is asked for, or the first line of stdin", NULL, OPTS(user_add_opts), CMD_NODE, 1, 1,
	  cmd_user_add },
	{ "user passwd", "LOGIN", "A new password, asked for or the first line of stdin", NULL, OPTS(dir_only), CMD_NODE, 1, 1, cmd_user_passwd },
	{ "user key", "LOGIN FILE", "Registers a public key (a line of an OpenSSH .pub file)", NULL, OPTS(dir_only), CMD_NODE, 2, 2, cmd_user_key },
	{ "user role", "LOGIN ROLE,...", "Changes the roles of an account", NULL, OPTS(dir_only), CMD_NODE, 2, 2, cmd_user_role },
	{ "user lock", "LOGIN", "Keeps an account out", NULL, OPTS(user_lock_opts), CMD_NODE, 1, 1, cmd_user_lock },
	{ "user linear", "LOGIN", "Screens line by line from the next login on, for a screen reader or a braille line",
	  "The user can change it on every screen: Ctrl-O, then L.", OPTS(user_linear_opts), CMD_NODE, 1, 1, cmd_user_linear },
	{ "user list", "", "Accounts of the node", NULL, OPTS(dir_json), CMD_NODE, 0, 0, cmd_user_list },
	{ "ui", "", "The full-screen program on this terminal", NULL, OPTS(ui_opts), CMD_NODE, 0, 0, cmd_ui },
	{ "list", "TYPE", "Records of a type", NULL, OPTS(list_opts), CMD_NODE, 1, 1, cmd_list },
	{ "show", "TYPE ID|NUMBER", "One record with its history", "NUMBER is number[/year][@office]. More than one that fits: exit 1 and the candidates.",
	  OPTS(show_opts), CMD_NODE, 2, 2, cmd_show },
	{ "act", "VERB TYPE [ID|NUMBER] [FIELD=VALUE]...", "Does what a form can do, with the same checks",
	  "Rows of a list in the record: parties.1.full_name=... A list of the centre is changed with VERB change. "
	  "Prints the record's id and number, a tab between them.",
	  OPTS(act_opts), CMD_NODE | CMD_LAST_FREE, 2, MANY, cmd_act },
	{ "import", "TYPE FILE", "New records from a CSV file, with the checks of a form; resumable",
	  "FILE (- : stdin) has a first row of field paths or labels; comma, semicolon or tab between cells. Empty cells and the columns that "
	  "the program fills itself (id, arrival_number ...) are passed over, so what export writes can be read. Each row is saved by itself; "
	  "refused ones are named by line, exit 1. The same command again, after a crash too, takes only rows that are not in yet: mend the "
	  "refused ones in the file and run it again. A row is known by the file's name and its values; equal rows of one file all come in.",
	  OPTS(import_opts), CMD_NODE, 2, 2, cmd_import },
	{ "export", "TYPE", "Every row of a type, every field",
	  "In CSV a text that a spreadsheet would run as a formula (= + - @, tab) gets an apostrophe before it; import takes it away.",
	  OPTS(export_opts), CMD_NODE, 1, 1, cmd_export },
	{ "deadline", "RULE START", "The due day by rule, and how it was counted", "START is YYYY-MM-DD or YYYY-MM-DDTHH:MM, local time.",
	  OPTS(deadline_opts), CMD_NODE, 2, 2, cmd_deadline },
	{ "sync", "", "The office's end of the line to the centre", NULL, OPTS(sync_opts), CMD_NODE, 0, 0, cmd_sync },
	{ "sync-serve", "", "The centre's end of one line; congvud starts it", NULL, OPTS(serve_opts), CMD_NODE | CMD_INTERNAL, 0, 0, cmd_sync_serve },
	{ "work", "", "Decisions that no keyboard makes; congvud starts it", NULL, OPTS(sync_opts), CMD_NODE | CMD_INTERNAL, 0, 0, cmd_work },
	{ "status", "", "What is sent, waiting, refused; the state of the line", NULL, OPTS(dir_json), CMD_NODE, 0, 0, cmd_status_show },
	{ "verify", "", "Checks chain, rows against events, number books; exit 1 and a list when something differs", NULL, OPTS(dir_only), CMD_NODE, 0, 0,
	  cmd_verify },
	{ "screen check", "FILE...", "Says what is wrong in a screen file, by line and column", NULL, OPTS(screen_opts), CMD_LAST_FREE, 1, MANY,
	  cmd_screen_check },
	{ "screen show", "FILE", "The form as it will look", NULL, OPTS(screen_opts), 0, 1, 1, cmd_screen_show },
	{ "ime", "", "Filter: the keys of one word a line in, Vietnamese text out",
	  "With --from UTF-8 in normal form NFC comes out; bytes that cannot be are named by line, and then nothing is written.",
	  OPTS(ime_opts), 0, 0, 0, cmd_ime },
	{ "help", "[COMMAND]", "Commands, or one command and its options", NULL, OPTS(help_opts), 0, 0, 2, cmd_help },
	{ "completion", "", "Completion for bash", NULL, NO_OPTS, CMD_INTERNAL, 0, 0, cmd_completion },
	{ "version", "", "The program's version", NULL, NO_OPTS, 0, 0, 0, cmd_version },
};

size_t cmd_count(void)
{
	return COUNT_OF(table);
}

const struct cmd_def *cmd_at(size_t i)
{
	return i < COUNT_OF(table) ? &table[i] : NULL;
}

static const struct cmd_def *by_name(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

const struct cmd_def *cmd_find(int argc, char *const *argv, int *words)
{
	const struct cmd_def *d = NULL;
	char two[80];

	*words = 0;
	if (argc < 1)
		return NULL;
	if (argc >= 2 && snprintf(two, sizeof(two), "%s %s", argv[0], argv[1]) < (int)sizeof(two)) {
		d = by_name(two);
		*words = 2;
	}
	if (!d) {
		d = by_name(argv[0]);
		*words = 1;
	}
	return d;
}
