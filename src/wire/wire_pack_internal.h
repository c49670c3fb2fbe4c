/* wire_pack_internal.h: the transport form of events, shared by pack and unpack.
 *
 *   pack    := varint(n_events x 4 + 1) shape* numbers* texts*          (three streams, one behind the other, events in order)
 *   shape   := 0 new | 1 (the event travels as it is) | 2 + k (as the k-th newest shape, 0 = newest)
 *   new     := role verb subject_type n_ops op*
 *   op      := type varint(n_fields x 6 + kind - 1 + 3 when the id is not the expected one) field*
 *   field   := varint((number - number before) x 4 + shape), for a list: varint count, then varint shape of each item
 *   numbers := mask time [what the mask says] then, op by op: [id] and the integers, each one token (wire_num.c)
 *   texts   := each one text (wire_text.c); an event as it is: varint length, bytes
 *
 * Everything that repeats from event to event is left out of `numbers`; a shape that was seen costs one byte. A pack needs nothing but
 * itself and the `base` that both ends know from the hello.
 */
#ifndef WIRE_PACK_INTERNAL_H
#define WIRE_PACK_INTERNAL_H

#include "wire_internal.h"

#define PACK_VERSION 1
#define PACK_SHAPES_MAX 32
#define PACK_RECENT_MAX 16
#define PACK_ARENA_MAX ((size_t)32 << 20)
#define PACK_TIME_BASE 1735689600 /* 2025: the time before the first event when nobody says another */

enum pack_mask {
	PACK_SUBJECT = 1, PACK_ACTOR = 2, PACK_SEEN = 4, PACK_FLAGS = 8, PACK_SEQ = 16, PACK_PLACE = 32, PACK_OFFSET = 64,
	PACK_BEHALF = 128, PACK_HAND = 256, PACK_MASK_ALL = 511
};
enum pack_shape_token { PACK_SHAPE_NEW = 0, PACK_SHAPE_VERBATIM = 1, PACK_SHAPE_SEEN = 2 };

/* What both ends know when they come to a number. */
struct pack_ctx {
	struct wire_head prev; /* head of the event before */
	rowid_t next_key;      /* the key that the next new row probably has; 0: none seen */
	int64_t recent[PACK_RECENT_MAX];
	unsigned recent_at;
	/* of the event at hand */
	rowid_t subject, local, centre;
	int64_t time, day;
};

/* One event as flat rows of integers and texts, in the order of its shape. */
struct pack_event {
	struct wire_event ev;
	struct wire_slice raw; /* as it is, when `verbatim` */
	bool verbatim;
	int64_t *ints;
	struct val *texts;
	size_t n_ints, n_texts;
	const struct pack_event *same; /* newest event of the same shape before this one */
	struct wire_slice shape;
};

void pack_ctx_init(struct pack_ctx *c, const struct wire_head *base);
void pack_ctx_event(struct pack_ctx *c, const struct wire_head *h); /* before an event's integers */
void pack_ctx_row(struct pack_ctx *c, rowid_t id);                  /* after each operation */
rowid_t pack_ctx_expected_subject(const struct pack_ctx *c, uint32_t node, uint32_t epoch);

/* slot: the value at this place of the newest event of the same shape, NULL: none. */
void pack_num_put(struct pack_ctx *c, const int64_t *slot, int64_t v, struct buf *out);
int64_t pack_num_get(struct pack_ctx *c, const int64_t *slot, struct rd *r);

void pack_text_put(const struct val *slot, const struct val *v, struct buf *out);
int pack_text_get(const struct val *slot, struct rd *r, struct arena *a, struct val *v) MUST_CHECK;

static inline int64_t pack_add(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}
static inline int64_t pack_sub(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

#endif
