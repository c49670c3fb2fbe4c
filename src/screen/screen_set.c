/* screen_set.c: the screens of an office: folders of files, the first folder wins per name. Only the heads of files are read until a screen
 * is asked for. A file that is changed and wrong does not take the good copy away. */
#include "screen_internal.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SET_DIRS_MAX 4
#define SET_NAME_MAX 60
#define SET_SCREENS_MAX 500
#define HEAD_MAX 4096 /* bytes of a file in which kind, table, save and roles are looked for */

struct stamp {
	int64_t s, ns, size;
	uint64_t inode;
};

/* One name: the file that serves it, what its head says, and the loaded copy. */
struct known {
	char name[SET_NAME_MAX + 1];
	unsigned dir;
	struct stamp stamp;
	bool bad;            /* told already; not tried again until the file changes */
	enum screen_kind kind;
	char type[64], saves[100], roles[100]; /* "register,submit" */
	struct screen *screen;
};

struct screen_set {
	char *dir[SET_DIRS_MAX];
	struct stamp dir_stamp[SET_DIRS_MAX];
	size_t n_dirs;
	struct screen_expr_fn fn;
	bool has_fn;
	screen_say_fn *say;
	void *say_ctx;
	struct known *known; /* sorted by name */
	const char **names;
	size_t n;
};

static struct stamp stamp_of(const struct stat *st)
{
	return (struct stamp){ .s = st->st_mtim.tv_sec, .ns = st->st_mtim.tv_nsec, .size = st->st_size, .inode = st->st_ino };
}

static bool stamp_same(const struct stamp *a, const struct stamp *b)
{
	return a->s == b->s && a->ns == b->ns && a->size == b->size && a->inode == b->inode;
}

static bool path_of(const struct screen_set *set, unsigned dir, const char *name, char path[4200])
{
	return snprintf(path, 4200, "%s/%s.scr", set->dir[dir], name) < 4200;
}

static void say(struct screen_set *set, const char *path, const struct screen_error *e, size_t n)
{
	if (set->say)
		set->say(set->say_ctx, path, e, n);
}

/* ---- heads ------------------------------------------------------------------------------------------------------------------- */

static void add_word(char *list, size_t cap, const char *word, size_t n)
{
	size_t used = strlen(list);

	if (used + n + 2 > cap)
		return;
	if (used)
		list[used++] = ',';
	memcpy(list + used, word, n);
	list[used + n] = '\0';
}

static void head_line(struct known *k, const char *line, size_t n, bool first)
{
	size_t key = 0, from, to;

	while (key < n && line[key] != ' ')
		key++;
	for (from = key; from < n && line[from] == ' '; from++)
		;
	for (to = from; to < n && line[to] != ' '; to++)
		;
	if (first) {
		for (unsigned i = SCREEN_FORM; i <= SCREEN_RECORD; i++)
			if (strlen(screen_kind_name((enum screen_kind)i)) == key &&
			    memcmp(screen_kind_name((enum screen_kind)i), line, key) == 0)
				k->kind = (enum screen_kind)i;
	} else if (key == 5 && memcmp(line, "table", 5) == 0) {
		k->type[0] = '\0';
		add_word(k->type, sizeof(k->type), line + from, to - from);
	} else if (key == 4 && memcmp(line, "save", 4) == 0) {
		add_word(k->saves, sizeof(k->saves), line + from, to - from);
	} else if (key == 5 && memcmp(line, "roles", 5) == 0) {
		for (; from < n; from = to + 1) {
			for (to = from; to < n && line[to] != ' '; to++)
				;
			if (to > from)
				add_word(k->roles, sizeof(k->roles), line + from, to - from);
		}
	}
}

static void read_head(const struct screen_set *set, struct known *k)
{
	char path[4200], text[HEAD_MAX];
	ssize_t n = 0;
	bool first = true;
	int fd = path_of(set, k->dir, k->name, path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	k->kind = SCREEN_FORM;
	k->type[0] = k->saves[0] = k->roles[0] = '\0';
	if (fd >= 0) {
		n = read(fd, text, sizeof(text));
		(void)close(fd);
	}
	for (size_t i = 0; n > 0 && i < (size_t)n;) {
		const char *eol = memchr(text + i, '\n', (size_t)n - i);
		size_t len = eol ? (size_t)(eol - text) - i : (size_t)n - i;

		if (len && text[i + len - 1] == '\r')
			len--;
		if (len && text[i] != ' ' && text[i] != '#') {
			head_line(k, text + i, len, first);
			first = false;
		}
		i = eol ? (size_t)(eol - text) + 1 : (size_t)n;
	}
}

/* ---- folders ------------------------------------------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct known *)a)->name, ((const struct known *)b)->name);
}

static struct known *find(const struct screen_set *set, const char *name)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = strcmp(set->known[mid].name, name);

		if (order == 0)
			return &set->known[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static bool listed(const struct known *all, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			return true;
	return false;
}

/* Adds the names of one folder that no earlier one has. A folder that is not there is an empty one. */
static int scan_dir(struct screen_set *set, unsigned dir, struct known **all, size_t *n)
{
	DIR *d = opendir(set->dir[dir]);
	struct dirent *e;
	struct stat st;

	set->dir_stamp[dir] = (struct stamp){ 0 };
	if (!d)
		return ERR_NONE;
	if (fstat(dirfd(d), &st) == 0)
		set->dir_stamp[dir] = stamp_of(&st);
	while ((e = readdir(d)) != NULL && *n < SET_SCREENS_MAX) {
		size_t len = strlen(e->d_name);
		struct known *more, k = { .dir = dir };

		if (len <= 4 || len - 4 > SET_NAME_MAX || strcmp(e->d_name + len - 4, ".scr") != 0 || e->d_name[0] == '.')
			continue;
		memcpy(k.name, e->d_name, len - 4);
		if (listed(*all, *n, k.name) || fstatat(dirfd(d), e->d_name, &st, 0) != 0 || !S_ISREG(st.st_mode))
			continue;
		k.stamp = stamp_of(&st);
		more = mem_resize(*all, *n + 1, sizeof(**all));
		if (!more) {
			(void)closedir(d);
			return ERR_NOMEM;
		}
		*all = more;
		(*all)[(*n)++] = k;
	}
	(void)closedir(d);
	return ERR_NONE;
}

/* Reads the folders anew; copies loaded before move over to their names. */
static int rescan(struct screen_set *set, size_t *changed)
{
	struct known *all = NULL;
	const char **names;
	size_t n = 0;
	int err = ERR_NONE;

	for (unsigned dir = 0; dir < set->n_dirs && !err; dir++)
		err = scan_dir(set, dir, &all, &n);
	names = mem_array(n + 1, sizeof(*names));
	if (err || !names) {
		free(all);
		free(names);
		return ERR_NOMEM;
	}
	if (n)
		qsort(all, n, sizeof(*all), by_name);
	for (size_t i = 0; i < n; i++) {
		struct known *old = find(set, all[i].name);

		names[i] = all[i].name;
		if (old && old->dir == all[i].dir) { /* its own change is found by its stamp */
			all[i] = *old;
			old->screen = NULL;
			continue;
		}
		read_head(set, &all[i]);
		if (old && old->screen) { /* another folder serves the name now: the copy stays until that file has been read */
			all[i].screen = old->screen;
			all[i].stamp = (struct stamp){ 0 };
			old->screen = NULL;
		}
	}
	for (size_t i = 0; i < set->n; i++) {
		*changed += set->known[i].screen != NULL;
		screen_free(set->known[i].screen, set->has_fn ? &set->fn : NULL);
	}
	free(set->known);
	free(set->names);
	set->known = all;
	set->names = names;
	set->n = n;
	return ERR_NONE;
}

int screen_set_open(const char *const *dirs, size_t n_dirs, const struct screen_expr_fn *fn, screen_say_fn *say_fn, void *ctx,
		    struct screen_set **out)
{
	struct screen_set *set = mem_alloc(sizeof(*set));
	size_t changed = 0;
	int err;

	*out = NULL;
	if (!set)
		return ERR_NOMEM;
	set->say = say_fn;
	set->say_ctx = ctx;
	set->has_fn = fn != NULL;
	if (fn)
		set->fn = *fn;
	for (size_t i = 0; i < n_dirs && set->n_dirs < SET_DIRS_MAX; i++) {
		set->dir[set->n_dirs] = mem_strdup(dirs[i]);
		if (!set->dir[set->n_dirs++])
			goto nomem;
	}
	err = rescan(set, &changed);
	if (err)
		goto nomem;
	*out = set;
	return ERR_NONE;
nomem:
	screen_set_free(set);
	return ERR_NOMEM;
}

void screen_set_free(struct screen_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->n; i++)
		screen_free(set->known[i].screen, set->has_fn ? &set->fn : NULL);
	for (size_t i = 0; i < set->n_dirs; i++)
		free(set->dir[i]);
	free(set->known);
	free(set->names);
	free(set);
}

/* ---- loading ------------------------------------------------------------------------------------------------------------------ */

/* Reads the file that serves `k` from `dir`; wrong: told, NULL. */
static struct screen *load_from(struct screen_set *set, const struct known *k, unsigned dir)
{
	static struct screen_error e[SCREEN_ERRORS_MAX]; /* 50 kB that a good screen never touches */
	char path[4200];
	struct screen *s = NULL;
	size_t n = 0;

	if (!path_of(set, dir, k->name, path))
		return NULL;
	if (screen_load(path, set->has_fn ? &set->fn : NULL, &s, e, SCREEN_ERRORS_MAX, &n) != 0)
		say(set, path, e, n);
	return s;
}

const struct screen *screen_set_get(struct screen_set *set, const char *name)
{
	struct known *k = name ? find(set, name) : NULL;
	char path[4200];
	struct stat st;

	if (!k)
		return NULL;
	if (k->screen || k->bad)
		return k->screen;
	if (path_of(set, k->dir, k->name, path) && stat(path, &st) == 0)
		k->stamp = stamp_of(&st); /* it may have changed since the folder was read */
	k->screen = load_from(set, k, k->dir);
	for (unsigned dir = k->dir + 1; !k->screen && dir < set->n_dirs; dir++)
		if (path_of(set, dir, k->name, path) && access(path, R_OK) == 0)
			k->screen = load_from(set, k, dir);
	k->bad = !k->screen;
	return k->screen;
}

int screen_set_reload(struct screen_set *set, size_t *changed)
{
	struct stat st;
	struct stamp now;
	bool folders = false;
	char path[4200];
	int err;

	*changed = 0;
	for (size_t i = 0; i < set->n_dirs; i++) {
		now = stat(set->dir[i], &st) == 0 ? stamp_of(&st) : (struct stamp){ 0 };
		folders = folders || !stamp_same(&now, &set->dir_stamp[i]);
	}
	err = folders ? rescan(set, changed) : ERR_NONE;
	for (size_t i = 0; i < set->n && !err; i++) {
		struct known *k = &set->known[i];
		struct screen *fresh;

		if (!path_of(set, k->dir, k->name, path) || stat(path, &st) != 0)
			continue;
		now = stamp_of(&st);
		if (stamp_same(&now, &k->stamp))
			continue;
		k->stamp = now;
		k->bad = false;
		if (!k->screen) {
			read_head(set, k);
			continue;
		}
		fresh = load_from(set, k, k->dir);
		if (!fresh)
			continue; /* the good copy stays */
		screen_free(k->screen, set->has_fn ? &set->fn : NULL);
		k->screen = fresh;
		read_head(set, k);
		(*changed)++;
	}
	return err;
}

/* ---- asking -------------------------------------------------------------------------------------------------------------------- */

static bool word_in(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; *p; p += *p == ',') {
		size_t len = strcspn(p, ",");

		if (len == n && memcmp(p, word, n) == 0)
			return true;
		p += len;
	}
	return false;
}

struct want {
	enum screen_kind kind;
	const char *type, *role, *verb;
	bool first; /* the verb must be the first one that F2 does */
};

static bool head_fits(const struct known *k, const struct want *w)
{
	size_t n = w->verb ? strlen(w->verb) : 0;

	if (k->kind != w->kind || (w->type && strcmp(k->type, w->type) != 0) || (w->role && !word_in(k->roles, w->role)))
		return false;
	if (!w->verb)
		return true;
	return w->first ? strncmp(k->saves, w->verb, n) == 0 && (k->saves[n] == '\0' || k->saves[n] == ',') : word_in(k->saves, w->verb);
}

/* The first screen whose head fits and which loads. */
static const struct screen *first_fit(struct screen_set *set, struct want w)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct screen *s = head_fits(&set->known[i], &w) ? screen_set_get(set, set->known[i].name) : NULL;

		if (s && s->kind == w.kind)
			return s;
	}
	return NULL;
}

const struct screen *screen_set_form_for(struct screen_set *set, const char *type, const char *verb)
{
	const struct screen *s = first_fit(set, (struct want){ .kind = SCREEN_FORM, .type = type, .verb = verb, .first = true });

	return s ? s : first_fit(set, (struct want){ .kind = SCREEN_FORM, .type = type, .verb = verb });
}

const struct screen *screen_set_record_for(struct screen_set *set, const char *type)
{
	return first_fit(set, (struct want){ .kind = SCREEN_RECORD, .type = type });
}

const struct screen *screen_set_menu_for(struct screen_set *set, const char *role)
{
	return first_fit(set, (struct want){ .kind = SCREEN_MENU, .role = role });
}

const char *const *screen_set_names(struct screen_set *set, size_t *n)
{
	*n = set->n;
	return set->names;
}

int screen_set_help(struct screen_set *set, const char *name, struct buf *out)
{
	if (!name || !*name || strchr(name, '/') || name[0] == '.')
		return ERR_NOTFOUND;
	for (size_t i = 0; i < set->n_dirs; i++) {
		char path[4200], text[4096];
		ssize_t n;
		int fd;

		if (snprintf(path, sizeof(path), "%s/help/%s.txt", set->dir[i], name) >= (int)sizeof(path))
			continue;
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		while ((n = read(fd, text, sizeof(text))) > 0)
			buf_put(out, text, (size_t)n);
		(void)close(fd);
		return n < 0 ? ERR_IO : buf_err(out);
	}
	return ERR_NOTFOUND;
}
