/* store_query.h: between store_query.c (conditions) and store_select.c (order and pages). */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store_internal.h"

#define BINDS_MAX 512

struct query {
	struct store *st;
	const struct store_query *in;
	const struct model_type *t;
	struct arena *a;
	struct buf sql;
	struct val binds[BINDS_MAX];
	size_t n_binds;
	bool finds; /* the word index drives */
};

int store_query_init(struct query *q, struct store *st, const struct store_query *in) MUST_CHECK;
void store_query_free(struct query *q); /* NULL is fine */
struct db_stmt *store_query_use(struct query *q); /* prepared and bound */
int store_query_from(struct query *q) MUST_CHECK;
int store_column(const struct model_type *t, uint32_t no, const struct model_field **f, struct buf *out) MUST_CHECK;
int store_bind_add(struct query *q, struct val cell) MUST_CHECK;
int store_query_cell(struct query *q, uint32_t no, const struct model_field *f, struct val v, struct val *cell) MUST_CHECK;

#endif
