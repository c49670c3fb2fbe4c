/* store_restore.c: a node that was set up from a backup takes its own later events back from the centre, before it makes any. */
#include "store_internal.h"

/* Keys that these events used are not given again: they matter only when no new epoch was opened. */
static void pass_keys(struct store *st, const struct wire_event *ev)
{
	for (size_t i = 0; i < ev->n_ops; i++) {
		rowid_t id = ev->ops[i].id;
		uint64_t n = id & UINT32_MAX;

		if (key_node(id) == st->node.node && key_epoch(id) == (st->node.epoch & 0xff) && n > st->next_key)
			st->next_key = n;
	}
}

static int take_one(struct store *st, const struct store_blob *raw, struct arena *a, struct err_info *ei)
{
	struct wire_event ev;
	int r = wire_event_decode(raw->p, raw->n, a, &ev);

	if (r)
		return r;
	if (ev.head.node != st->node.node || ev.head.seq != st->node.seq + 1 || ev.head.time < st->node.last_time)
		return err_setf(ei, ERR_FORK, model_message("store.fork"), "event %llu is not the next one", (unsigned long long)ev.head.seq);
	r = store_check_event(&ev, ei);
	if (r == 0)
		r = store_log_own(st, &ev, raw->p, raw->n);
	if (r == 0)
		r = store_event_take(st, &ev, a);
	if (r)
		return r;
	pass_keys(st, &ev);
	st->node.seq = st->node.acked = ev.head.seq;
	st->node.last_time = ev.head.time;
	st->changed = true;
	return 0;
}

int store_outbox_restore(struct store *st, const struct store_blob *ev, size_t n, size_t *taken, struct err_info *ei)
{
	struct err_info why = { 0 };
	struct arena *a;
	int r = store_begin(st, ei);

	*taken = 0;
	if (r)
		return r;
	a = store_scratch();
	r = !a ? ERR_NOMEM : st->node.acked != st->node.seq && n ? ERR_FORK : 0; /* own events that nobody has: two streams already */
	for (size_t i = 0; i < n && r == 0; i++) {
		r = take_one(st, &ev[i], a, &why);
		arena_reset(a);
	}
	arena_free(a);
	if (r == 0)
		r = store_commit(st, &why);
	else
		store_rollback(st);
	if (r == 0) {
		*taken = n;
		return 0;
	}
	if (why.code != r)
		why = (struct err_info){ .code = r };
	if (why.text[0] == '\0')
		(void)store_fail(r, &why);
	if (ei)
		*ei = why;
	return r;
}
