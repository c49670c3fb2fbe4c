/* val.c: the four shapes of a value in an event. */
#include "congvu/base.h"

#include <stdlib.h>
#include <string.h>

struct val val_null(void)
{
	return (struct val){ .shape = VAL_NULL };
}

struct val val_int(int64_t i)
{
	return (struct val){ .shape = VAL_INT, .i = i };
}

struct val val_bytes(const void *p, size_t n)
{
	return (struct val){ .shape = VAL_BYTES, .s = p, .n = n };
}

struct val val_str(const char *s)
{
	return val_bytes(s, strlen(s));
}

bool val_is_null(struct val v)
{
	return v.shape == VAL_NULL;
}

bool val_eq(struct val a, struct val b)
{
	if (a.shape != b.shape)
		return false;
	switch (a.shape) {
	case VAL_INT:
		return a.i == b.i;
	case VAL_BYTES:
		return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
	case VAL_LIST:
		if (a.n != b.n)
			return false;
		for (size_t i = 0; i < a.n; i++)
			if (!val_eq(a.items[i], b.items[i]))
				return false;
		return true;
	case VAL_NULL:
		return true;
	}
	return false;
}

struct val val_dup(struct arena *a, struct val v)
{
	struct val *items;

	if (v.shape == VAL_BYTES) {
		char *p = arena_xalloc(a, v.n + 1);

		if (v.n > 0)
			memcpy(p, v.s, v.n);
		v.s = p;
	} else if (v.shape == VAL_LIST) {
		items = arena_array(a, v.n, sizeof(*items));
		if (!items) {
			log_err("arena: ceiling or memory exhausted");
			abort();
		}
		for (size_t i = 0; i < v.n; i++)
			items[i] = val_dup(a, v.items[i]);
		v.items = items;
	}
	return v;
}
