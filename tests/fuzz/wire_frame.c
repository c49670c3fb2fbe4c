/* Frames, with a tag and without: what is taken is what would be sent. */
#include <stdlib.h>
#include <string.h>

#include "congvu/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void one(const uint8_t *data, size_t n, const uint8_t *key)
{
	unsigned type = 0;
	struct wire_slice body = { 0 };
	size_t used = 0;
	int rc = wire_frame_get(data, n, key, 0, &type, &body, &used);
	if (rc)
		return;
	struct buf b;
	buf_init(&b, WIRE_FRAME_MAX);
	if (!used || used > n || wire_frame_put(&b, type, body.p, body.n, key, 0) || b.len != used || memcmp(b.p, data, used) != 0)
		abort();
	buf_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const uint8_t key[HASH_LEN] = { 0 };
	one(data, n, NULL);
	one(data, n, key);
	return 0;
}
