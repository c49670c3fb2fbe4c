/* Canonical events: what decodes encodes to the same bytes; header, slices and chain agree with the decoder on what an event is. */
#include <stdlib.h>
#include <string.h>

#include "congvu/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(16 << 20);
	struct wire_event ev;
	struct wire_head head;
	struct wire_slice header, payload;
	const uint8_t *digest = NULL;
	uint8_t key[HASH_LEN] = { 0 }, out[HASH_LEN];
	bool wiped = false;
	int rc = wire_event_decode(data, n, a, &ev), parts = wire_event_slices(data, n, &header, &payload, &digest);
	int chain = wire_event_chain(key, key, data, n, out);
	if (rc == 0) {
		struct buf b;
		buf_init(&b, WIRE_EVENT_MAX + 16);
		if (wire_event_encode(&ev, &b) || b.len != n || memcmp(b.p, data, n) != 0)
			abort();
		if (wire_head_decode(data, n, &head, &wiped) || head.seq != ev.head.seq || wiped != ev.wiped || parts || chain || (digest != NULL) != wiped)
			abort();
		buf_clear(&b);
	}
	if (parts == 0 && header.n + payload.n > n)
		abort();
	arena_free(a);
	return 0;
}
