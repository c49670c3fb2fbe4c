/* store_down.c: images taken in at an office: all of a batch or nothing; the cursor moves with them. */
#include "store_internal.h"

static int take_image(struct store *st, const uint8_t *p, size_t n, bool force, struct arena *a)
{
	struct store_touch touch;
	struct wire_image im;
	bool done = false;
	int r = wire_image_decode(p, n, a, &im);

	if (r == 0)
		r = store_apply_image(st, &im, force, a, &touch, &done);
	if (r || (!done && touch.type))
		return r;
	/* of an unknown type only the raw bytes are kept, for after the upgrade */
	st->arrival++;
	r = store_image_keep(st, &im, force, a);
	if (r == 0)
		r = store_arrival_add(st, im.type, im.id, im.version, 0);
	return r == 0 && done ? store_search_update(st, &touch, 1, a) : r;
}

static int take_wiped_event(struct store *st, const uint8_t *p, size_t n, struct arena *a)
{
	struct wire_event ev;
	struct store_row_op *ops;
	int r = wire_event_decode(p, n, a, &ev);

	if (r)
		return r;
	ops = arena_array(a, ev.n_ops + 1, sizeof(*ops));
	for (size_t i = 0; ops && i < ev.n_ops; i++) {
		struct store_field *f = arena_array(a, ev.ops[i].n_fields + 1, sizeof(*f));

		if (!f)
			return ERR_NOMEM;
		for (size_t k = 0; k < ev.ops[i].n_fields; k++)
			f[k] = (struct store_field){ ev.ops[i].fields[k].no, ev.ops[i].fields[k].v };
		ops[i] = (struct store_row_op){ ev.ops[i].type, ev.ops[i].id, (enum store_change)ev.ops[i].kind, f, ev.ops[i].n_fields };
	}
	return ops ? store_wipe(st, ev.head.node, ev.head.epoch, ev.head.seq, ops, ev.n_ops) : ERR_NOMEM;
}

static int take_wipe(struct store *st, const struct store_feed_entry *e, struct arena *a)
{
	int r;

	if (e->n < 2)
		return ERR_CORRUPT;
	if (e->p[0] == STORE_WIPE_EVENT) {
		r = take_wiped_event(st, e->p + 1, e->n - 1, a);
		return r == ERR_NOTFOUND ? 0 : r; /* an event that this machine never had: a new one after a loss */
	}
	if (e->p[0] != STORE_WIPE_IMAGE)
		return ERR_VERSION;
	st->wiping = true;
	r = take_image(st, e->p + 1, e->n - 1, true, a);
	st->wiping = false;
	return r ? r : store_wipe_mark(st);
}

static int take_entry(struct store *st, const struct store_feed_entry *e, struct arena *a)
{
	switch ((enum store_feed_kind)e->kind) {
	case STORE_FEED_ROW:
		return take_image(st, e->p, e->n, false, a);
	case STORE_FEED_WIPE:
		return take_wipe(st, e, a);
	}
	return ERR_VERSION;
}

static int take_all(struct store *st, const struct store_feed_entry *e, size_t n)
{
	uint64_t prev = st->node.feed_seen;
	struct arena *a = store_scratch();
	int r = a ? 0 : ERR_NOMEM;

	for (size_t i = 0; i < n && r == 0; i++) {
		if (e[i].prev != prev || e[i].seq <= e[i].prev)
			r = ERR_INVALID;
		else
			r = take_entry(st, &e[i], a);
		prev = e[i].seq;
		if (a)
			arena_reset(a);
	}
	arena_free(a);
	st->node.feed_seen = prev;
	return r;
}

int store_feed_apply(struct store *st, const struct store_feed_entry *e, size_t n, struct err_info *ei)
{
	struct err_info why = { 0 };
	int r = store_begin(st, ei);

	if (r)
		return r;
	r = take_all(st, e, n);
	if (r == 0)
		return store_commit(st, ei);
	(void)db_last_error(st->db, &why);
	store_rollback(st);
	why = (struct err_info){ .code = r };
	(void)store_fail(r, &why);
	if (ei)
		*ei = why;
	return r;
}
