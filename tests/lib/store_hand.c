/* store_hand: what no command does yet, for tests of the whole system.
 *
 *   store_hand DIR wipe TYPE ID     wipes the record's first event: number, state, dates stay, words go
 *   store_hand DIR replay           makes every record table anew from events and images
 *   store_hand DIR digest OFFICE    rows and digest of what the office owns (0: everything)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/model.h"
#include "congvu/store.h"

/* What replaces a payload: its rows with number, state, dates and references; what somebody typed as text is gone. */
static size_t without_text(const struct store_past *e, struct store_row_op *out)
{
	for (size_t i = 0; i < e->n_ops; i++) {
		const struct model_type *t = model_type_by_no(e->ops[i].type);
		struct store_row_op *op = &out[i];

		*op = e->ops[i];
		op->n_fields = 0;
		for (size_t k = 0; k < e->ops[i].n_fields; k++) {
			const struct model_field *f = t ? model_field_by_no(t, e->ops[i].fields[k].no) : NULL;

			if (!f || !(f->flags & (MODEL_SEARCH | MODEL_PERSONAL)))
				op->fields[op->n_fields++] = e->ops[i].fields[k];
		}
	}
	return e->n_ops;
}

static int wipe_event(struct store *st, const struct store_past *e, struct err_info *ei)
{
	struct store_row_op ops[64];
	size_t n;
	int r = e->n_ops <= sizeof(ops) / sizeof(ops[0]) ? store_begin(st, ei) : ERR_RANGE;

	if (r)
		return r;
	n = without_text(e, ops);
	r = store_wipe(st, e->node, e->epoch, e->seq, ops, n);
	if (!r)
		return store_commit(st, ei);
	store_rollback(st);
	return r;
}

static int wipe(struct store *st, const char *type, const char *id, struct err_info *ei)
{
	const struct model_type *t = model_type_by_name(type);
	struct arena *a = arena_new(1 << 20);
	struct store_past *past = NULL;
	size_t n = 0;
	int r = t && a ? store_history(st, t->no, strtoull(id, NULL, 10), a, &past, &n) : ERR_NOTFOUND;

	if (!r)
		r = n ? wipe_event(st, &past[0], ei) : ERR_NOTFOUND;
	arena_free(a);
	return r;
}

static int digest(struct store *st, const char *office)
{
	uint8_t d[HASH_LEN];
	uint64_t rows = 0;
	int r = store_rows_digest(st, strtoull(office, NULL, 10), d, &rows);

	if (r)
		return r;
	printf("%" PRIu64 " ", rows);
	for (size_t i = 0; i < HASH_LEN; i++)
		printf("%02x", d[i]);
	putchar('\n');
	return ERR_NONE;
}

int main(int argc, char **argv)
{
	struct err_info ei = { 0 };
	struct store *st = NULL;
	int r;

	if (argc < 3)
		return 2;
	r = store_open(argv[1], 0, &st, &ei);
	if (!r && argc == 5 && strcmp(argv[2], "wipe") == 0)
		r = wipe(st, argv[3], argv[4], &ei);
	else if (!r && argc == 3 && strcmp(argv[2], "replay") == 0)
		r = store_replay(st, &ei);
	else if (!r && argc == 4 && strcmp(argv[2], "digest") == 0)
		r = digest(st, argv[3]);
	else if (!r)
		r = ERR_INVALID;
	store_close(st);
	if (r)
		fprintf(stderr, "store_hand %s: %s %s\n", argv[2], err_name(r), ei.text);
	return r ? 1 : 0;
}
