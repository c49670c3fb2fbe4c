/* app_hits.h: records of every kind in one list: app_search_all.c finds them by words, app_related.c by what ties them to another one. */
#ifndef APP_HITS_H
#define APP_HITS_H

#include "app_internal.h"

struct app_hits {
	struct app *ap;
	const struct app_user *u;
	struct arena *a;
	struct app_hit *hit;
	size_t n, limit; /* room for limit */
};
/* A kind of record that has a life of its own. */
bool app_hits_of(const struct model_type *t);
/* As a list shows it. Not twice, not what the user's office does not see; gone since: nothing. */
int app_hits_add(struct app_hits *f, const struct model_type *t, rowid_t id, const char *why) MUST_CHECK;

#endif
