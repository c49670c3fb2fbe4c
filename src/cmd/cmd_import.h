/* cmd_import.h: what the files of `congvu import` share. */
#ifndef CMD_IMPORT_H
#define CMD_IMPORT_H

#include "cmd_csv.h"
#include "cmd_internal.h"
#include "congvu/ime.h"

#define IMPORT_PIECE 65536u
#define IMPORT_ROWS_MAX (4u << 20) /* rows of one file: 24 bytes each are kept in memory */

struct import_column {
	char path[80]; /* "": not taken */
	unsigned flags; /* ime_legacy_flags */
};
struct import_seen;
struct import {
	const struct cmd_call *c;
	struct app *ap;
	struct arena *a;
	struct app_user user;
	const struct model_type *type;
	const struct model_verb *verb;
	const char *file, *batch; /* batch: what a row's digest begins with, beside type and verb */
	int fd;
	struct buf in; /* read and not yet taken */
	bool end;      /* nothing follows `in` */
	enum ime_charset cs;
	struct csv csv;
	struct import_column column[CSV_CELLS_MAX];
	size_t n_columns;
	struct import_seen *seen;
	struct buf text; /* cells of the row decoded, a NUL behind each */
	struct app_value value[CSV_CELLS_MAX];
	struct app_answer answer[OPT_VALUES_MAX];
	struct app_input act;
	struct app_result result;
	struct cmd_json json;
	struct buf line; /* of the report */
	bool dry, as_json;
	size_t rows, taken, before, refused;
};

/* cmd_import_file.c. Exit status. */
int import_open(struct import *x);
int import_more(struct import *x);    /* reads a piece: ERR_* */
int import_charset(struct import *x); /* from --from, or guessed from the first megabyte */
int import_head(struct import *x);    /* columns from the first record */
/* The same row again in one file is another row: how often this digest has come so far. ERR_RANGE: too many rows. */
int import_count(struct import *x, const uint8_t digest[HASH_LEN], uint32_t *times) MUST_CHECK;
void import_close(struct import *x);
int import_say(const char *id, const char *line, const char *name, const char *more); /* {line} {name} {more}; CMD_FAILED */

#endif
