/* unpack: refuses, or gives events that pack and unpack to themselves. */
#include <stdlib.h>
#include <string.h>

#include "congvu/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void again(const struct wire_head *base, const struct buf *all, const size_t *ends, size_t count)
{
	struct wire_slice s[16];
	struct buf p, out;
	size_t ends2[16], got = 0;
	for (size_t i = 0, at = 0; i < count; at = ends[i++])
		s[i] = (struct wire_slice){ all->p + at, ends[i] - at };
	buf_init(&p, 4 << 20);
	buf_init(&out, 4 << 20);
	if (wire_pack_base(base, s, count, &p) || wire_unpack_base(base, p.p, p.len, &out, ends2, 16, &got))
		abort();
	if (got != count || out.len != all->len || (out.len && memcmp(out.p, all->p, out.len) != 0) || memcmp(ends, ends2, count * sizeof *ends) != 0)
		abort();
	buf_clear(&p);
	buf_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct wire_head base = { .node = 7, .epoch = 1, .seq = 40, .time = 1795402800, .office = 1099511627788u };
	struct buf all;
	size_t ends[16], count = 0;
	buf_init(&all, 16 * WIRE_EVENT_MAX);
	if (wire_unpack(data, n, &all, ends, 16, &count) == 0)
		again(NULL, &all, ends, count);
	buf_reset(&all);
	if (wire_unpack_base(&base, data, n, &all, ends, 16, &count) == 0)
		again(&base, &all, ends, count);
	buf_clear(&all);
	return 0;
}
