/* app_qbe.h: one field of a search form: app_qbe.c reads what was typed, app_qbe_match.c finds codes and rows that it means. */
#ifndef APP_QBE_H
#define APP_QBE_H

#include "app_list.h"

struct asking {
	struct app *ap;
	const struct app_user *u;
	const struct model_type *t;
	const struct model_field *f; /* of t, or of the deadline for "due"; NULL: the state */
	const char *name;            /* what the conditions say */
	const char *label;           /* for messages: of the field that was typed in */
	struct arena *a;
	struct app_qbe *out;
	struct err_info *ei;
	bool due;
};

int app_qbe_refuse(struct asking *x, int code, const char *message_id, const char *text) MUST_CHECK;
int app_qbe_emit(struct asking *x, const char *op, const char *value, uint32_t group) MUST_CHECK;
int app_qbe_states(struct asking *x, const char *text, bool not, uint32_t group) MUST_CHECK;
/* Codes whose word this is, or all that the words or (glob) the pattern fit. */
int app_qbe_codes(struct asking *x, const char *text, bool glob, uint32_t group) MUST_CHECK;
int app_qbe_refs(struct asking *x, const char *text, uint32_t group) MUST_CHECK;
/* A field of a row that the record refers to, or of a row of its collection. */
int app_qbe_related(struct asking *x, const struct model_path *p, const char *text) MUST_CHECK;
int app_qbe_field(struct asking *x, const char *text) MUST_CHECK; /* a field of the type itself */

#endif
