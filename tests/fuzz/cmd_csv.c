/* CSV: whatever comes in, the records do not depend on where the bytes were cut, and what was read is read again from what is written. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/cmd/cmd_csv.h"
#include "../../src/cmd/cmd_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A record out of pieces that grow by `step`; the same answer as all at once. */
static int by_steps(struct csv *c, const uint8_t *p, size_t n, size_t step, size_t *used)
{
	for (size_t have = 0, done = 0;; have = have + step < n ? have + step : n) {
		int r = csv_next(c, p + done, have - done, have == n, used);

		done += *used;
		*used = done;
		if (r != ERR_AGAIN)
			return r;
		assert(have < n);
	}
}

static void again(struct csv *c)
{
	struct csv back;
	struct buf out;
	size_t used;

	if (c->n == 1 && c->cell[0].len == 0)
		return; /* an empty line, to the one who reads it */
	buf_init(&out, 8u << 20);
	for (size_t i = 0; i < c->n; i++)
		cmd_csv_cell(&out, csv_text(c, i), c->cell[i].len, i == 0);
	csv_init(&back, ',');
	assert(csv_next(&back, out.p, out.len, true, &used) == 0 && used == out.len && back.n == c->n);
	for (size_t i = 0; i < c->n; i++) {
		size_t guard = csv_guarded(csv_text(&back, i), back.cell[i].len);

		assert(strcmp(csv_text(&back, i) + guard, csv_text(c, i)) == 0);
	}
	csv_clear(&back);
	buf_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct csv whole, cut;
	size_t step = n > 0 ? data[0] % 17 + 1u : 1, at = 0;

	csv_init(&whole, csv_separator(data, n));
	csv_init(&cut, whole.sep);
	for (int rows = 0; rows < 200; rows++) {
		size_t used = 0, used_cut = 0;
		int r = csv_next(&whole, data + at, n - at, true, &used), r_cut = by_steps(&cut, data + at, n - at, step, &used_cut);

		assert(r == r_cut && whole.line == cut.line && r != ERR_AGAIN);
		if (r || whole.n == 0)
			break;
		assert(used == used_cut && used > 0 && whole.n == cut.n);
		for (size_t i = 0; i < whole.n; i++)
			assert(strcmp(csv_text(&whole, i), csv_text(&cut, i)) == 0 && strlen(csv_text(&whole, i)) == whole.cell[i].len);
		again(&whole);
		at += used;
	}
	csv_clear(&whole);
	csv_clear(&cut);
	return 0;
}
