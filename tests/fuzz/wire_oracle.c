/* Oracle records: what decodes encodes to the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "congvu/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct wire_oracle o;
	if (wire_oracle_decode(data, n, &o) == 0) {
		struct buf b;
		buf_init(&b, WIRE_ORACLE_MAX);
		if (wire_oracle_encode(&o, &b) || b.len != n || memcmp(b.p, data, n) != 0)
			abort();
		buf_clear(&b);
	}
	return 0;
}
