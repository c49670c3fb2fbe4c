/* screen_parse.c: a file's text through the three passes to a screen, or to its errors. */
#include "screen_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Fields with equal texts share theirs: the last of them frees it. */
static bool shared_later(const struct screen *s, size_t i)
{
	for (size_t k = i + 1; k < s->n_fields; k++)
		if (s->field[k].show_expr == s->field[i].show_expr)
			return true;
	return false;
}

static void free_exprs(const struct screen *s, const struct screen_expr_fn *fn)
{
	if (!fn || !fn->free)
		return;
	for (size_t i = 0; i < s->n_fields; i++) {
		const struct screen_field *f = &s->field[i];

		if (f->dflt_expr)
			fn->free(f->dflt_expr);
		if (f->show_expr && !shared_later(s, i))
			fn->free(f->show_expr);
		for (size_t k = 0; k < f->n_check; k++)
			if (f->check[k].expr)
				fn->free(f->check[k].expr);
	}
	for (size_t i = 0; i < s->n_save; i++)
		if (s->save_if[i])
			fn->free(s->save_if[i]);
}

void screen_free(struct screen *s, const struct screen_expr_fn *fn)
{
	if (!s)
		return;
	free_exprs(s, fn);
	arena_free(s->arena);
}

static void give_errors(struct screen_read *r, struct screen_error *errors, size_t cap, size_t *n_errors)
{
	size_t n = r->n_errors < cap ? r->n_errors : cap;

	screen_error_sort(r);
	if (n)
		memcpy(errors, r->error, n * sizeof(*errors));
	*n_errors = n;
}

int screen_parse(const char *name, const char *text, size_t n, const struct screen_expr_fn *fn, struct screen **out,
		 struct screen_error *errors, size_t cap, size_t *n_errors)
{
	struct arena *a = arena_new(SCREEN_ARENA_MAX), *tmp = arena_new(SCREEN_ARENA_MAX);
	struct screen_read *r = tmp ? arena_alloc(tmp, sizeof(*r)) : NULL;
	int err = ERR_NOMEM;

	*out = NULL;
	*n_errors = 0;
	if (!a || !r)
		goto out;
	*r = (struct screen_read){ .a = a, .tmp = tmp, .fn = fn };
	r->s = arena_xalloc(a, sizeof(*r->s));
	r->s->arena = a;
	r->s->file = arena_xstrdup(a, name);
	r->section = screen_grow(tmp, NULL, 0, sizeof(*r->section));
	r->section[r->n_sections++] = (struct section){ .kind = SECTION_SCREEN };
	if (n > SCREEN_FILE_MAX) {
		screen_error_add(r, 1, 1, "tệp lớn quá %d KB; tách thành nhiều màn hình", SCREEN_FILE_MAX / 1024);
	} else {
		screen_lines_read(r, text, n);
		screen_picture_read(r);
		screen_attr_run(r);
		r->s->field = screen_keep(a, r->s->field, r->s->n_fields, sizeof(*r->s->field));
	}
	err = r->n_errors ? ERR_INVALID : ERR_NONE;
	give_errors(r, errors, cap, n_errors);
out:
	if (err == ERR_NONE) {
		*out = r->s;
	} else {
		if (r && r->s)
			free_exprs(r->s, fn);
		arena_free(a);
	}
	arena_free(tmp);
	return err;
}

static int read_file(const char *path, char **text, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = ERR_NONE;
	struct stat st;
	ssize_t got = 0;
	size_t cap;

	if (fd < 0)
		return ERR_NOTFOUND;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return ERR_IO;
	}
	cap = st.st_size < SCREEN_FILE_MAX ? (size_t)st.st_size + 1 : SCREEN_FILE_MAX + 1; /* one more: too long must be seen */
	*text = mem_alloc(cap);
	for (*n = 0; *text && *n < cap; *n += (size_t)got) {
		got = read(fd, *text + *n, cap - *n);
		if (got <= 0)
			break;
	}
	if (!*text)
		err = ERR_NOMEM;
	else if (got < 0)
		err = ERR_IO;
	(void)close(fd);
	return err;
}

static int one_error(struct screen_error *errors, size_t cap, size_t *n_errors, int err, const char *text)
{
	*n_errors = cap > 0;
	if (cap)
		errors[0] = (struct screen_error){ .line = 1, .column = 1 };
	if (cap)
		(void)snprintf(errors[0].text, sizeof(errors[0].text), "%s", text);
	return err;
}

/* A file is found by its name: what it calls itself must be the same. */
static bool named_as_file(const struct screen *s, const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	size_t n = strlen(s->name);

	return strncmp(base, s->name, n) == 0 && strcmp(base + n, ".scr") == 0;
}

int screen_load(const char *path, const struct screen_expr_fn *fn, struct screen **out, struct screen_error *errors, size_t cap,
		size_t *n_errors)
{
	char *text = NULL;
	size_t n = 0;
	int err = read_file(path, &text, &n);

	*out = NULL;
	*n_errors = 0;
	if (err == ERR_NOTFOUND)
		err = one_error(errors, cap, n_errors, err, "không mở được tệp; kiểm tra tên và quyền đọc");
	else if (err)
		err = one_error(errors, cap, n_errors, err, "không đọc được tệp; kiểm tra đĩa và quyền đọc");
	else
		err = screen_parse(path, text, n, fn, out, errors, cap, n_errors);
	if (!err && !named_as_file(*out, path)) {
		char why[240];

		(void)snprintf(why, sizeof(why), "tên \"%s\" khác tên tệp; đặt tên tệp là %s.scr", (*out)->name, (*out)->name);
		screen_free(*out, fn);
		*out = NULL;
		err = one_error(errors, cap, n_errors, ERR_INVALID, why);
	}
	free(text);
	return err;
}

const struct screen_list *screen_list_find(const struct screen *s, const char *name)
{
	for (size_t i = 0; i < s->n_lists; i++)
		if (!name || strcmp(s->list[i].name, name) == 0)
			return &s->list[i];
	return NULL;
}

uint16_t screen_field_by_tag(const struct screen *s, const char *tag)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (strcmp(s->field[i].tag, tag) == 0)
			return (uint16_t)i;
	return SCREEN_NONE;
}

uint16_t screen_field_by_path(const struct screen *s, const char *path)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (s->field[i].path && strcmp(s->field[i].path, path) == 0)
			return (uint16_t)i;
	return SCREEN_NONE;
}
