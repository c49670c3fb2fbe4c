/* app_list.h: a list being asked for: app_cond.c makes its conditions, app_list.c its rows. */
#ifndef APP_LIST_H
#define APP_LIST_H

#include "app_internal.h"

#define APP_DUE_MAX 200 /* records picked by their running clocks; the store binds each key */

struct app_listing {
	struct app *ap;
	const struct app_user *u;
	const struct model_type *t;
	struct arena *a;
	rowid_t office; /* whose clocks a condition on the due day looks at */
	struct store_cond cond[64];
	size_t n_cond;
	uint32_t group; /* of the condition being added */
};
int app_cond_add(struct app_listing *l, const struct app_cond *c, uint32_t group) MUST_CHECK;
/* Number of a field or common column by its name; 0: none. */
uint32_t app_list_field(const struct model_type *t, const char *name, const struct model_field **f);

#endif
