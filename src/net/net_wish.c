/* net_wish.c: the environment that a client may send: this table and nothing else. What is taken changes how a screen is shown, becomes a
 * bit, and lies in no process's environment. */
#include "net_internal.h"

#include <string.h>

#define VALUE_MAX 32 /* nobody means anything by a longer one */

static const struct {
	const char *name;
	const char *value; /* NULL: any that is not empty (no-color.org) */
	enum wire_wish wish;
	uint32_t instead;  /* wishes that it takes the place of */
} wishes[] = {
	{ "NO_COLOR", NULL, WIRE_WISH_NO_COLOUR, 0 },
	{ "CONGVU_LINEAR", "1", WIRE_WISH_LINEAR, WIRE_WISH_COLUMNS },
	{ "CONGVU_LINEAR", "0", WIRE_WISH_COLUMNS, WIRE_WISH_LINEAR },
};

bool net_wish_take(uint32_t *taken, const char *name, const char *value)
{
	size_t n = name && value ? strnlen(value, VALUE_MAX + 1) : 0;

	if (n == 0 || n > VALUE_MAX)
		return false;
	for (size_t i = 0; i < COUNT_OF(wishes); i++) {
		if (strcmp(name, wishes[i].name) != 0 || (wishes[i].value && strcmp(value, wishes[i].value) != 0))
			continue;
		*taken = (*taken & ~wishes[i].instead) | wishes[i].wish;
		return true;
	}
	return false;
}
