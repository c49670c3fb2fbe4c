/* cmd_import_file.c: the file of an import: opening, encoding, header, and which rows have been seen. */
#include "cmd_import.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "congvu/platform.h"

#define SAMPLE_MAX (1u << 20) /* bytes that a guess looks at; also the most that is read ahead */
#define SURE 60               /* of a guess, in percent */

int import_say(const char *id, const char *line, const char *name, const char *more)
{
	struct buf b;

	buf_init(&b, 4096);
	model_message_fill(&b, model_message(id), "line", line, "name", name, "more", more, NULL);
	cmd_fail_text("%s", buf_str(&b));
	buf_clear(&b);
	return CMD_FAILED;
}

int import_open(struct import *x)
{
	struct stat st;

	buf_init(&x->in, SAMPLE_MAX + CSV_ROW_MAX + 2 * IMPORT_PIECE);
	x->fd = strcmp(x->file, "-") == 0 ? 0 : open(x->file, O_RDONLY | O_CLOEXEC);
	if (x->fd < 0)
		return import_say("import.nofile", "", x->file, "");
	if (fstat(x->fd, &st) == 0 && S_ISDIR(st.st_mode))
		return import_say("import.folder", "", x->file, "");
	return CMD_DONE;
}

int import_more(struct import *x)
{
	uint8_t piece[IMPORT_PIECE];
	ssize_t n = plat_read(x->fd, piece, sizeof(piece));

	if (n < 0)
		return (int)n;
	x->end = n == 0;
	buf_put(&x->in, piece, (size_t)n);
	return buf_err(&x->in);
}

void import_close(struct import *x)
{
	if (x->fd > 0)
		plat_close(&x->fd);
	buf_clear(&x->in);
	buf_clear(&x->text);
	buf_clear(&x->line);
	csv_clear(&x->csv);
	free(x->seen);
}

/* ---- encoding ---- */

static int guess(struct import *x)
{
	struct ime_guess g = ime_legacy_guess(x->in.p, x->in.len);

	if (g.confidence < SURE)
		return cmd_fail_message("ime.unsure");
	x->cs = g.cs;
	return CMD_DONE;
}

int import_charset(struct import *x)
{
	static const uint8_t bom[] = { 0xef, 0xbb, 0xbf };
	const char *from = opt_text(&x->c->o, "from");
	int r = 0;

	if (from && strcmp(from, "auto") != 0 && (!ime_charset_by_name(from, &x->cs) || x->cs == IME_CS_PLAIN))
		return cmd_wrong(x->c, "--from is tcvn3, vni, viscii, viqr, cp1258, utf8 or auto, not %s", from);
	while (!r && !x->end && x->in.len < SAMPLE_MAX)
		r = import_more(x);
	if (r)
		return cmd_fail(r, NULL);
	if (x->in.len >= sizeof(bom) && memcmp(x->in.p, bom, sizeof(bom)) == 0)
		buf_consume(&x->in, sizeof(bom));
	if (x->in.len == 0)
		return import_say("import.empty", "", x->file, "");
	return from && strcmp(from, "auto") == 0 ? guess(x) : CMD_DONE;
}

/* ---- header ---- */

static bool same_name(const char *a, const char *b)
{
	struct buf fa, fb;
	bool same;

	buf_init(&fa, 4096);
	buf_init(&fb, 4096);
	text_fold(a, strlen(a), &fa);
	text_fold(b, strlen(b), &fb);
	same = strcmp(buf_str(&fa), buf_str(&fb)) == 0;
	buf_clear(&fa);
	buf_clear(&fb);
	return same;
}

/* Changes, letters more or fewer that make one name the other. */
static size_t distance(const char *a, const char *b)
{
	size_t row[81], n = strlen(b) < 80 ? strlen(b) : 80;

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (size_t j = 1; j <= n; j++) {
			size_t best = corner + (a[i] != b[j - 1]);

			corner = row[j];
			best = row[j] + 1 < best ? row[j] + 1 : best;
			row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
		}
	}
	return row[n];
}

static const char *nearest(const struct model_type *t, const char *name)
{
	const char *best = t->fields[0].name;

	for (size_t i = 0; i < t->n_fields; i++) {
		if (distance(name, t->fields[i].name) < distance(name, best))
			best = t->fields[i].name;
		if (distance(name, t->fields[i].label) < distance(name, best))
			best = t->fields[i].label;
	}
	return best;
}

static const struct model_field *by_label(const struct model_type *t, const char *name)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (same_name(t->fields[i].label, name))
			return &t->fields[i];
	for (size_t i = 0; i < t->n_fields; i++)
		if (same_name(t->fields[i].short_label, name))
			return &t->fields[i];
	return NULL;
}

static int column(struct import *x, struct import_column *col, const char *name)
{
	const struct model_field *f = NULL;
	struct model_path p;
	char line[24];

	snprintf(line, sizeof(line), "%zu", x->csv.cell[0].line);
	if (cmd_row_common(name))
		return CMD_DONE;
	if (model_path_parse(x->type, name, &p) == 0)
		snprintf(col->path, sizeof(col->path), "%s", name);
	else if ((f = by_label(x->type, name)) != NULL)
		snprintf(col->path, sizeof(col->path), "%s", f->name);
	else
		return import_say("import.column", line, name, nearest(x->type, name));
	if (f ? f->flags & MODEL_COMPUTED : p.field->flags & MODEL_COMPUTED)
		col->path[0] = '\0';
	for (const struct import_column *k = x->column; k < col; k++)
		if (col->path[0] && strcmp(k->path, col->path) == 0)
			return import_say("import.twice", line, name, "");
	return CMD_DONE;
}

static int capitals(struct import *x)
{
	const char *name;

	for (size_t i = 0; x->cs == IME_CS_TCVN3 && i < x->n_columns; i++)
		x->column[i].flags = IME_LEGACY_CAPS_LINES;
	for (size_t k = 0; (name = cmd_multi(x->c, "capitals", k)); k++) {
		const struct model_field *f = by_label(x->type, name);
		bool found = false;

		if (x->cs != IME_CS_TCVN3)
			return cmd_wrong(x->c, "--capitals goes with --from tcvn3");
		for (size_t i = 0; i < x->n_columns; i++)
			if (strcmp(x->column[i].path, f ? f->name : name) == 0) {
				x->column[i].flags = IME_LEGACY_CAPITALS;
				found = true;
			}
		if (!found)
			return cmd_wrong(x->c, "--capitals %s is no column of the file", name);
	}
	return CMD_DONE;
}

int import_head(struct import *x)
{
	struct buf name;
	int status = CMD_DONE;

	buf_init(&name, CSV_ROW_MAX * 4ul);
	for (size_t i = 0; i < x->csv.n && !status; i++) {
		struct buf clean;

		buf_reset(&name);
		buf_init(&clean, CSV_ROW_MAX * 4ul);
		if (ime_legacy_decode(x->cs, 0, csv_text(&x->csv, i), x->csv.cell[i].len, &name, NULL) ||
		    text_clean(buf_str(&name), name.len, TEXT_ONE_LINE, &clean))
			status = import_say("import.headbytes", "", ime_charset_name(x->cs), "");
		else
			status = column(x, &x->column[i], buf_str(&clean));
		buf_clear(&clean);
	}
	x->n_columns = x->csv.n;
	buf_clear(&name);
	return status ? status : capitals(x);
}

/* ---- rows seen in this run ---- */

struct seen {
	uint8_t key[16];
	uint32_t times; /* 0: free */
};
struct import_seen {
	size_t n, cap; /* cap: a power of two */
	struct seen at[];
};

static struct seen *place(struct import_seen *s, const uint8_t *key)
{
	uint64_t h;

	memcpy(&h, key, sizeof(h));
	for (size_t i = h & (s->cap - 1);; i = (i + 1) & (s->cap - 1))
		if (s->at[i].times == 0 || memcmp(s->at[i].key, key, sizeof(s->at[i].key)) == 0)
			return &s->at[i];
}

static int grow(struct import *x)
{
	struct import_seen *old = x->seen, *s;
	size_t cap = old ? old->cap * 2 : 1024;

	s = calloc(1, sizeof(*s) + cap * sizeof(s->at[0]));
	if (!s)
		return ERR_NOMEM;
	s->cap = cap;
	for (size_t i = 0; old && i < old->cap; i++)
		if (old->at[i].times)
			*place(s, old->at[i].key) = old->at[i];
	s->n = old ? old->n : 0;
	free(old);
	x->seen = s;
	return ERR_NONE;
}

int import_count(struct import *x, const uint8_t digest[HASH_LEN], uint32_t *times)
{
	struct seen *e;
	int r = x->seen && x->seen->n < x->seen->cap / 4 * 3 ? ERR_NONE : x->rows > IMPORT_ROWS_MAX ? ERR_RANGE : grow(x);

	if (r)
		return r;
	e = place(x->seen, digest);
	if (e->times++ == 0) {
		memcpy(e->key, digest, sizeof(e->key));
		x->seen->n++;
	}
	*times = e->times;
	return ERR_NONE;
}
