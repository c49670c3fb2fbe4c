/* Row images: what decodes encodes to the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "congvu/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(16 << 20);
	struct wire_image im;
	if (wire_image_decode(data, n, a, &im) == 0) {
		struct buf b;
		buf_init(&b, WIRE_EVENT_MAX + 16);
		if (wire_image_encode(&im, &b) || b.len != n || memcmp(b.p, data, n) != 0)
			abort();
		buf_clear(&b);
	}
	arena_free(a);
	return 0;
}
