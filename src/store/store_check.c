/* store_check.c: may this program apply an event at all? Looks at the event and the model, never at rows. */
#include "store_internal.h"

static int park(struct err_info *ei, const char *what, uint32_t type, uint32_t no)
{
	return err_setf(ei, ERR_PARKED, model_message("store.parked"), "%s: type %u field %u", what, type, no);
}

static int check_common(uint32_t no, struct val v, const struct wire_op *op, struct err_info *ei)
{
	bool fits = v.shape == VAL_INT && v.i >= 0;

	if (no == MODEL_F_STATE)
		fits = v.shape == VAL_NULL || (fits && v.i <= (int64_t)UINT32_MAX);
	else if (no != MODEL_F_OWNER)
		return park(ei, "a common column in an operation", op->type, no);
	return fits ? 0 : park(ei, "shape of a common column", op->type, no);
}

int store_check_op(const struct wire_op *op, struct err_info *ei)
{
	const struct model_type *t = model_type_by_no(op->type);

	if (!t)
		return park(ei, "unknown type", op->type, 0);
	for (size_t i = 0; i < op->n_fields; i++) {
		const struct model_field *f = model_field_by_no(t, op->fields[i].no);
		int r;

		if (op->fields[i].no < 10) {
			r = check_common(op->fields[i].no, op->fields[i].v, op, ei);
			if (r)
				return r;
		} else if (!f) {
			return park(ei, "unknown field", op->type, op->fields[i].no);
		} else if (!store_shape_fits(f, op->fields[i].v)) {
			return park(ei, "shape of a field", op->type, op->fields[i].no);
		}
	}
	return 0;
}

int store_check_event(const struct wire_event *ev, struct err_info *ei)
{
	int r = 0;

	if (ev->head.subject_type && !model_type_by_no(ev->head.subject_type))
		return park(ei, "unknown type of the subject", ev->head.subject_type, 0);
	for (size_t i = 0; i < ev->n_ops && r == 0; i++)
		r = store_check_op(&ev->ops[i], ei);
	return r;
}
