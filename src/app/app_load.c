/* app_load.c: reference data files -> events. First line that is not a comment: names of fields; then a row a line, parts by tabs. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 4096
#define COLUMNS_MAX 32
#define BATCH_ROWS 150
#define BATCH_BYTES (36 * 1024) /* well under the ceiling of one event */

struct loading {
	struct app *ap;
	const struct model_type *t;
	const char *path;
	rowid_t office;
	struct arena *a;
	const struct model_field *column[COLUMNS_MAX];
	size_t n_columns, bytes;
	unsigned line;
	struct store_row_op *op;
	size_t n;
	struct err_info *ei;
};

static int bad_line(struct loading *l, const char *why)
{
	const char *name = strrchr(l->path, '/');
	char n[16], text[APP_TEXT_MAX];

	snprintf(n, sizeof(n), "%u", l->line);
	return err_set(l->ei, ERR_INVALID, app_say(text, sizeof(text), "A27", "n", n, "text", name ? name + 1 : l->path, "why", why, NULL));
}

static int read_header(struct loading *l, char *line)
{
	for (char *word = strtok(line, "\t"); word; word = strtok(NULL, "\t")) {
		const struct model_field *f = model_field_by_name(l->t, word);

		if (!f || l->n_columns >= COLUMNS_MAX)
			return bad_line(l, word);
		l->column[l->n_columns++] = f;
	}
	return ERR_NONE;
}

static int flush(struct loading *l)
{
	int err = l->n ? app_system_event(l->ap, MODEL_V_LOAD, l->office, NULL, l->op, l->n, 0, l->ei) : ERR_NONE;

	l->n = 0;
	l->bytes = 0;
	return err;
}

/* Codes in a data file are exact; they may belong to a list that is being loaded just now, so they are not looked up. */
static int raw_codes(const struct model_field *f, const char *text, struct arena *a, struct val *out)
{
	struct val item[32];
	size_t n = 0;

	if (f->kind == MODEL_CODE) {
		*out = val_str(arena_xstrdup(a, text));
		return ERR_NONE;
	}
	while (*text && n < COUNT_OF(item)) {
		size_t len = strcspn(text, ",");

		item[n++] = val_str(arena_strndup(a, text, len));
		text += len + (text[len] == ',');
	}
	*out = val_dup(a, (struct val){ .shape = VAL_LIST, .items = item, .n = n });
	return ERR_NONE;
}

static int parse_cell(struct loading *l, const struct model_field *f, const char *text, struct val *out)
{
	struct model_field plain = *f;
	const char *msg = NULL;
	char why[APP_TEXT_MAX];

	if (f->kind == MODEL_CODE || f->kind == MODEL_LIST_CODE)
		return raw_codes(f, text, l->a, out);
	plain.flags &= ~(uint32_t)MODEL_PAST;
	if (app_parse_value(l->ap, NULL, &plain, text, l->a, out, &msg))
		return bad_line(l, app_value_message(f, msg ? msg : "A13", text, why, sizeof(why)));
	return ERR_NONE;
}

static int read_row(struct loading *l, char *line)
{
	struct store_row_op *op = &l->op[l->n];
	int err;

	*op = (struct store_row_op){ .type = l->t->no, .kind = STORE_PUT };
	err = store_new_id(l->ap->st, &op->id);
	for (size_t i = 0; !err && line; i++) {
		char *tab = strchr(line, '\t');
		struct val v;

		if (tab)
			*tab = '\0';
		if (i >= l->n_columns)
			return bad_line(l, line);
		if (*line)
			err = parse_cell(l, l->column[i], line, &v);
		if (!err && *line)
			app_op_field(l->a, op, l->column[i]->no, v);
		line = tab ? tab + 1 : NULL;
	}
	l->n++;
	return err;
}

static int read_line(struct loading *l, char *line)
{
	size_t len = strcspn(line, "\r\n");
	int err;

	if (line[len] == '\0' && len + 1 >= LINE_MAX_BYTES)
		return bad_line(l, model_message("A43"));
	line[len] = '\0';
	if (len == 0 || line[0] == '#')
		return ERR_NONE;
	if (l->n_columns == 0)
		return read_header(l, line);
	l->bytes += len + 16;
	err = read_row(l, line);
	return err || (l->n < BATCH_ROWS && l->bytes < BATCH_BYTES) ? err : flush(l);
}

int app_load_file(struct app *ap, const struct model_type *t, const char *path, rowid_t office, struct err_info *ei)
{
	struct loading l = { .ap = ap, .t = t, .path = path, .office = office, .ei = ei };
	char line[LINE_MAX_BYTES];
	FILE *f = fopen(path, "re");
	int err = ERR_NONE;

	if (!f) {
		app_fail(ei, ERR_NOTFOUND, "A28", "text", path);
		return ERR_NOTFOUND;
	}
	l.a = arena_new(APP_ARENA_MAX);
	l.op = l.a ? arena_xalloc(l.a, (BATCH_ROWS + 1) * sizeof(*l.op)) : NULL;
	if (!l.op)
		err = ERR_NOMEM;
	while (!err && fgets(line, sizeof(line), f)) {
		l.line++;
		err = read_line(&l, line);
	}
	if (!err)
		err = flush(&l);
	fclose(f);
	arena_free(l.a);
	return err;
}
