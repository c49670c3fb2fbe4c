/* cmd.c: from argv to a handler, and the small things that several commands share. */
#include "cmd_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/platform.h"

#define CONF_MAX 65536u
#define CAPTURE_MAX 65536u

static int call(const struct cmd_def *def, int argc, char **argv, char **whole)
{
	struct cmd_call c = { .def = def, .argv = whole };
	struct err_info ei = { 0 };
	int r = opt_parse(def->opts, def->n_opts, argc, argv, &c.o, &ei);

	if (r)
		return cmd_wrong(&c, "%s", ei.detail);
	if (c.o.n_args < def->min_args)
		return cmd_wrong(&c, "a word is missing");
	if (c.o.n_args > def->max_args)
		return cmd_wrong(&c, "one word too many: %s", c.o.args[def->max_args]);
	if (def->flags & CMD_NODE) {
		c.dir = opt_text(&c.o, "dir");
		if (!c.dir)
			c.dir = getenv("CONGVU_DIR");
		if (!c.dir || !*c.dir)
			return cmd_wrong(&c, "--dir DIR is missing (or set CONGVU_DIR)");
	}
	return def->fn(&c);
}

/* Started with a descriptor closed, the first file that is opened would take its place, and what is said would be written into it.
 * Each is filled with one that cannot be used: reading or writing it is an error, as it would have been. */
static void fill_std(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

int cmd_main(int argc, char **argv)
{
	const struct cmd_def *def;
	int words = 0, status, flushed;

	fill_std();
	plat_signal_ignore_pipe();
	log_open("congvu", 2, LOG_LEVEL_WARN);
	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
		argv[1] = mem_xstrdup("help");
	if (argc >= 2 && strcmp(argv[1], "--version") == 0)
		argv[1] = mem_xstrdup("version");
	def = cmd_find(argc - 1, argv + 1, &words);
	if (!def) {
		fprintf(stderr, "congvu: %s%s; see: congvu help\n", argc < 2 ? "what is to be done" : "no such command: ", argc < 2 ? "" : argv[1]);
		return CMD_WRONG;
	}
	status = call(def, argc - 1 - words, argv + 1 + words, argv);
	flushed = cmd_flush();
	return status ? status : flushed;
}

int cmd_app_open(const struct cmd_call *c, unsigned flags, struct app **out)
{
	struct err_info ei = { 0 };
	int r = app_open(c->dir, flags, out, &ei);

	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

/* Whoever can open node.db is trusted, and export shows everything anyway: the node itself reads what a role that needs it may read. */
static uint32_t reading_role(void)
{
	for (size_t i = 0; i < model_role_count(); i++)
		if (model_role_at(i)->personal)
			return model_role_at(i)->no;
	return 0;
}

int cmd_user_of(const struct cmd_call *c, struct app *ap, struct app_user *u)
{
	struct err_info ei = { 0 };
	struct store_node node;
	const char *login = opt_text(&c->o, "user");
	int r;

	memset(u, 0, sizeof(*u));
	if (login) {
		r = app_user_load(ap, login, opt_text(&c->o, "role"), u, &ei);
		u->unproven = true; /* whoever can open node.db is trusted (DECISIONS 21); the event says so */
		u->script = true;
		return r ? cmd_fail(r, &ei) : CMD_DONE;
	}
	r = store_node_get(app_store(ap), &node);
	u->office = node.office;
	u->script = true;
	u->role = reading_role();
	return r ? cmd_fail(r, NULL) : CMD_DONE;
}

int cmd_type_of(const struct cmd_call *c, const char *name, const struct model_type **t)
{
	*t = model_type_by_name(name);
	if (*t)
		return CMD_DONE;
	cmd_wrong(c, "no such type: %s", name);
	fputs("types:", stderr);
	for (size_t i = 0; i < model_type_count(); i++)
		fprintf(stderr, " %s", model_type_at(i)->name);
	fputc('\n', stderr);
	return CMD_WRONG;
}

int cmd_office_of(const struct cmd_call *c, struct store *st, const char *code, rowid_t *id)
{
	struct store_cond is = { .field = MODEL_OFFICE_CODE, .op = STORE_EQ };
	struct store_query q = { .type = model_type_by_no(MODEL_OFFICE), .cond = &is, .n_cond = 1, .limit = 1 };
	struct arena *a;
	struct rec **rows = NULL;
	size_t n = 0;
	int r;

	*id = 0;
	if (!code)
		return CMD_DONE;
	is.v = val_str(code);
	a = arena_new(1u << 20);
	r = a ? store_select(st, &q, a, &rows, &n) : ERR_NOMEM;
	if (!r && n == 1)
		*id = rows[0]->id;
	arena_free(a);
	if (r)
		return cmd_fail(r, NULL);
	return n == 1 ? CMD_DONE : cmd_wrong(c, "no office has the code %s", code);
}

const char *cmd_multi(const struct cmd_call *c, const char *name, size_t i)
{
	for (size_t k = 0; k < c->o.n_multi; k++)
		if (strcmp(c->o.defs[c->o.multi_def[k]].name, name) == 0 && i-- == 0)
			return c->o.multi[k];
	return NULL;
}

int cmd_answers(const struct cmd_call *c, struct arena *a, struct app_answer *out, size_t *n)
{
	const char *word, *number;
	char *end;

	for (*n = 0; (word = cmd_multi(c, "answer", *n)); ++*n) {
		struct app_answer *answer = &out[*n];

		if (!cmd_pair(a, word, &answer->key, &number))
			return cmd_wrong(c, "--answer takes KEY=N[:REASON], not %s", word);
		answer->choice = (uint32_t)strtoul(number, &end, 10);
		if (end == number || (*end && *end != ':'))
			return cmd_wrong(c, "--answer takes KEY=N[:REASON], not %s", word);
		answer->reason = *end == ':' ? end + 1 : NULL;
	}
	return CMD_DONE;
}

bool cmd_pair(struct arena *a, const char *word, const char **name, const char **value)
{
	const char *eq = strchr(word, '=');

	if (!eq || eq == word)
		return false;
	*name = arena_strndup(a, word, (size_t)(eq - word));
	*value = eq + 1;
	return *name != NULL;
}

static bool conf_line(const char *line, size_t n, const char *key, char *out, size_t cap)
{
	size_t k = strlen(key), from;

	while (n > 0 && (*line == ' ' || *line == '\t')) {
		line++;
		n--;
	}
	if (n <= k || memcmp(line, key, k) != 0 || (line[k] != ' ' && line[k] != '\t' && line[k] != '='))
		return false;
	for (from = k; from < n && (line[from] == ' ' || line[from] == '\t' || line[from] == '='); from++)
		;
	while (n > from && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r'))
		n--;
	if (n == from || n - from >= cap)
		return false;
	memcpy(out, line + from, n - from);
	out[n - from] = '\0';
	return true;
}

bool cmd_conf(const char *dir, const char *key, char *out, size_t cap)
{
	char path[PLAT_PATH_MAX];
	struct buf text;
	bool found = false;

	buf_init(&text, CONF_MAX);
	if (plat_path(path, sizeof(path), dir, "congvu.conf") || plat_read_file(path, CONF_MAX, &text)) {
		buf_clear(&text);
		return false;
	}
	for (const char *at = buf_str(&text); *at && !found;) {
		size_t n = strcspn(at, "#\n");

		found = conf_line(at, n, key, out, cap);
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	buf_clear(&text);
	return found;
}

static int read_all(int fd, struct buf *out)
{
	char piece[4096];
	ssize_t n;

	while ((n = plat_read(fd, piece, sizeof(piece))) > 0)
		buf_put(out, piece, (size_t)n);
	return n < 0 ? (int)n : buf_err(out);
}

int cmd_capture(const char *program, const char *const *argv, struct buf *out, int *status)
{
	struct plat_spawn s = PLAT_SPAWN_INIT;
	struct plat_fd_map map[2] = { { 2, 2 }, { -1, 1 } };
	char path[PLAT_PATH_MAX];
	int fd[2] = { -1, -1 }, r;
	pid_t pid = -1;

	r = plat_program_path(program, path, sizeof(path));
	if (!r)
		r = plat_pipe(fd, false);
	map[1].from = fd[1];
	s.path = path;
	s.argv = argv;
	s.fds = map;
	s.n_fds = COUNT_OF(map);
	if (!r)
		r = plat_spawn(&s, &pid);
	plat_close(&fd[1]);
	if (!r)
		r = read_all(fd[0], out);
	plat_close(&fd[0]);
	if (pid > 0) {
		int w = plat_reap(pid, false, &pid, status);

		r = r ? r : w;
	}
	return r;
}
