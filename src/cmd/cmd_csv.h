/* cmd_csv.h: reading CSV (RFC 4180) record by record out of bytes that arrive in pieces; and the guard against spreadsheet formulas. Pure. */
#ifndef CMD_CSV_H
#define CMD_CSV_H

#include "congvu/base.h"

#define CSV_CELLS_MAX 256u
#define CSV_ROW_MAX (1u << 20) /* bytes of one record, quotes and line ends included */

struct csv_cell {
	size_t at, len; /* in csv.text */
	size_t line;    /* where it begins, from 1 */
};
struct csv {
	char sep;
	size_t line; /* of the next record; 1 at first */
	struct buf text; /* cells of the record one after the other, quotes taken away, a NUL behind each */
	struct csv_cell cell[CSV_CELLS_MAX];
	size_t n;
	const char *why; /* ERR_INVALID: message id; `line` is then the line where it is */
};
void csv_init(struct csv *c, char sep);
void csv_clear(struct csv *c);
/* The next record of p[0..n); last: nothing follows. 0: *used bytes are done with (n == 0 cells: nothing is left). ERR_AGAIN: its end is not
 * in p yet. ERR_INVALID: see why. Empty lines are no records. Quotes inside an unquoted cell are ordinary letters. */
int csv_next(struct csv *c, const uint8_t *p, size_t n, bool last, size_t *used) MUST_CHECK;
const char *csv_text(struct csv *c, size_t i); /* bytes of a cell as they stand in the file; valid until the next record */
/* The one of comma, semicolon, tab that is most often in the first line outside quotes; comma when there is none. */
char csv_separator(const uint8_t *p, size_t n);

/* A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula. Export puts an apostrophe before such a
 * text, import takes it away: one more before those that have some already, so that every text comes back as it was. Numbers are left. */
bool csv_risky(const char *s, size_t n);
size_t csv_guarded(const char *s, size_t n); /* 1: the first byte is a guard, else 0 */

#endif
