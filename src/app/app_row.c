/* app_row.c: rows of any type, by key, by a field, by their parent. */
#include "app_internal.h"

#include <string.h>

int app_row_get(struct app *ap, const struct model_type *t, rowid_t id, struct arena *a, struct rec **out)
{
	*out = NULL;
	return t && id ? store_get(ap->st, t, id, a, out) : ERR_NOTFOUND;
}

int app_rows_where(struct app *ap, const struct model_type *t, uint32_t no, struct val v, struct arena *a, struct rec ***out, size_t *n)
{
	struct store_cond c = { .field = no, .op = STORE_EQ, .v = v };
	struct store_query q = { .type = t, .cond = &c, .n_cond = no ? 1 : 0, .limit = APP_ROWS_MAX };

	*out = NULL;
	*n = 0;
	return store_select(ap->st, &q, a, out, n);
}

int app_row_by_text(struct app *ap, const struct model_type *t, uint32_t no, const char *text, struct arena *a, struct rec **out)
{
	struct rec **rows;
	size_t n;
	int err = app_rows_where(ap, t, no, val_str(text), a, &rows, &n);

	*out = NULL;
	if (err)
		return err;
	if (n == 0)
		return ERR_NOTFOUND;
	*out = rows[n - 1]; /* the newest: an older one of the same code has ended */
	return ERR_NONE;
}

const char *app_rec_text(const struct rec *r, uint32_t no)
{
	struct val v = rec_val_no(r, no);

	return v.shape == VAL_BYTES && v.s ? v.s : "";
}

int64_t app_rec_int(const struct rec *r, uint32_t no, int64_t dflt)
{
	struct val v = rec_val_no(r, no);

	return v.shape == VAL_INT ? v.i : dflt;
}

int app_children(struct app *ap, const struct model_type *child, rowid_t parent, struct arena *a, struct rec ***out, size_t *n)
{
	const struct model_field *f = model_field_by_name(child, child->parent_field);

	*out = NULL;
	*n = 0;
	if (!f)
		return ERR_NOTFOUND;
	return app_rows_where(ap, child, f->no, val_int((int64_t)parent), a, out, n);
}

/* A state of a newer program has no words here yet. */
const char *app_state_label(const struct rec *r, struct arena *a)
{
	const struct model_state *s = model_state_by_no(r->type, r->state);

	return s ? s->label : r->state ? arena_xprintf(a, "#%u", r->state) : "";
}

struct val app_ref_any(struct arena *a, uint32_t type, rowid_t id)
{
	struct val *items = arena_xalloc(a, 2 * sizeof(*items));

	items[0] = val_int((int64_t)type);
	items[1] = val_int((int64_t)id);
	return (struct val){ .shape = VAL_LIST, .items = items, .n = 2 };
}

/* Field numbers of valid_from and valid_to differ from type to type; their names never. */
bool app_row_valid_on(const struct rec *r, day_t day)
{
	const struct model_field *from = model_field_by_name(r->type, "valid_from"), *to = model_field_by_name(r->type, "valid_to");

	if (from && app_rec_int(r, from->no, INT32_MIN) > day)
		return false;
	return !to || app_rec_int(r, to->no, INT32_MAX) >= day;
}

bool app_val_empty(struct val v)
{
	return v.shape == VAL_NULL || ((v.shape == VAL_BYTES || v.shape == VAL_LIST) && v.n == 0);
}
