/* sync_measure.c: what events take on the line, for the benchmark and for the test that guards the budget. */
#include "sync_internal.h"

int sync_measure(const void *const *events, const size_t *lens, size_t n, size_t *payload, size_t *frame)
{
	struct wire_slice s[SYNC_EVENTS_MAX];
	struct wire_head first;
	struct sync_codec codec = { 0 };
	struct buf raw, data;
	unsigned format = 0;
	if (!n || n > SYNC_EVENTS_MAX || wire_head_decode(events[0], lens[0], &first, NULL))
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++)
		s[i] = (struct wire_slice){ events[i], lens[i] };
	/* As in the middle of a working day: the line came up a while ago. */
	struct wire_head base = sync_hello_base(first.node, first.epoch, first.office, first.seq - 1 - first.seq % 40, first.time - 5000,
	                                        first.clock_offset);
	buf_init(&raw, SYNC_RAW_MAX);
	buf_init(&data, SYNC_RAW_MAX);
	int rc = wire_pack_base(&base, s, n, &raw);
	if (!rc)
		rc = sync_codec_deflate(&codec, &raw, &format, &data);
	*payload = data.len;
	if (frame)
		*frame = data.len + 1 + (raw.len < 128 ? 1 : 2) + 1 + WIRE_TAG_LEN + (data.len > 115 ? 2 : 1);
	buf_clear(&raw);
	buf_clear(&data);
	sync_codec_clear(&codec);
	return rc;
}
