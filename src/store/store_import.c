/* store_import.c: which rows of imported files are in. Local to the node: in no event, in no image, never sent. */
#include "store_internal.h"

int store_import_has(struct store *st, const uint8_t row[HASH_LEN], bool *has)
{
	struct db_stmt *s = db_use(st->db, "SELECT 1 FROM _import WHERE row=?1");
	int64_t one = 0;
	int r;

	db_bind_blob(s, 1, row, HASH_LEN);
	r = db_run_int(s, &one);
	*has = r == 0;
	return r == ERR_NOTFOUND ? 0 : r;
}

int store_import_mark(struct store *st, const uint8_t row[HASH_LEN])
{
	struct db_stmt *s = db_use(st->db, "INSERT INTO _import(row) VALUES(?1)");

	db_bind_blob(s, 1, row, HASH_LEN);
	return db_run(s);
}
