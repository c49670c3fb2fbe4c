/* Control records: one spelling each. */
#include <stdlib.h>
#include <string.h>

#include "congvu/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct wire_control c;
	char again[128];
	if (wire_control_parse((const char *)data, n, &c) == 0 &&
	    (wire_control_format(&c, again, sizeof again) || strlen(again) != n || memcmp(again, data, n) != 0))
		abort();
	return 0;
}
