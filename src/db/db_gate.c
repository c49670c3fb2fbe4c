/* db_gate.c: the write gate.
 *
 * SQLite asks at prepare, not at step, and FTS5 prepares the writes to its own tables whenever it first needs them. So: tables whose name
 * begins with `_` (ours that are local, and the index's) are always fine here, record tables only while a write is open, and db_step refuses
 * to step a statement that changes anything while none is. Definitions need db_define. Not a wall, a tripwire: it finds code that writes
 * past the event log before that code is released.
 */
#include "db_internal.h"

#include <string.h>

static bool local_table(const char *name)
{
	return name && (name[0] == '_' || strncmp(name, "sqlite_", 7) == 0);
}

int db_gate(void *ctx, int action, const char *a, const char *b, const char *schema, const char *trigger)
{
	const struct db *d = ctx;

	(void)b;
	(void)schema;
	(void)trigger;
	switch (action) {
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return local_table(a) || d->writing ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_CREATE_TABLE:
	case SQLITE_CREATE_INDEX:
	case SQLITE_CREATE_VTABLE:
	case SQLITE_ALTER_TABLE:
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_INDEX:
	case SQLITE_DROP_VTABLE:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_CREATE_VIEW:
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
		return d->defining ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_OK; /* reading, functions, our own transactions and pragmas */
	}
}
