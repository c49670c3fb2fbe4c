/* wire_sample.h: events for tests of wire and sync: one fixed, any number of random ones. Header only; include cmocka first. */
#ifndef TESTS_WIRE_SAMPLE_H
#define TESTS_WIRE_SAMPLE_H

#include <string.h>

#include "congvu/wire.h"

/* A small generator of our own, so that a seed means the same everywhere. */
struct sample_rng { uint64_t s; };
static inline uint32_t sample_next(struct sample_rng *g)
{
	g->s = g->s * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(g->s >> 33);
}
static inline uint32_t sample_below(struct sample_rng *g, uint32_t n)
{
	return n ? sample_next(g) % n : 0;
}

static inline struct val sample_scalar(struct sample_rng *g, struct arena *a, rowid_t near)
{
	static const char *const words[] = { "", "CV", "V/v triển khai kế hoạch năm 2026", "UBND tỉnh", "Nguyễn Thị Hương",
		"\xff\x00\x01 raw", "0123456789", "093075001234", "ỦY BAN NHÂN DÂN", "dòng một\ndòng hai", "🙂 emoji", "đã chết-\x03\x05", "a" };
	uint32_t k = sample_below(g, 9);
	if (k == 0)
		return val_int((int64_t)(near + sample_below(g, 9)));
	if (k == 1)
		return val_int((int64_t)sample_below(g, 300) - 20);
	if (k == 2)
		return val_int(20000 + (int64_t)sample_below(g, 1500));
	if (k == 3)
		return val_int((int64_t)((uint64_t)sample_next(g) << 40 ^ (uint64_t)sample_next(g) << 11));
	if (k == 4)
		return val_int((int64_t)key_make(1, 1, sample_below(g, 500)));
	const char *w = words[sample_below(g, COUNT_OF(words))];
	size_t n = w[0] == (char)0xff ? 7 : strlen(w);
	char *s = arena_alloc(a, n + 1);
	memcpy(s, w, n);
	return (struct val){ .shape = VAL_BYTES, .s = s, .n = n };
}

static inline struct val sample_val(struct sample_rng *g, struct arena *a, rowid_t near)
{
	uint32_t k = sample_below(g, 12);
	if (k == 0)
		return val_null();
	if (k > 1)
		return sample_scalar(g, a, near);
	size_t n = sample_below(g, 4);
	struct val *items = arena_array(a, n, sizeof *items);
	for (size_t i = 0; i < n; i++)
		items[i] = sample_scalar(g, a, near);
	return (struct val){ .shape = VAL_LIST, .items = items, .n = n };
}

static inline struct wire_event sample_event(struct sample_rng *g, struct arena *a, uint64_t seq)
{
	struct wire_event ev = { .head = { .node = 7, .epoch = 1, .seq = seq, .time = 1795402800 + (int64_t)seq * 61 + sample_below(g, 30),
		.actor = key_make(7, 1, 3 + sample_below(g, 2)), .role = 1 + sample_below(g, 5), .verb = 20 + sample_below(g, 6),
		.subject_type = 20, .subject_id = key_make(7, 1, 100 + (uint32_t)seq * 3), .office = key_make(1, 1, 12) } };
	if (sample_below(g, 8) == 0)
		ev.head.clock_offset = (int32_t)sample_below(g, 900) - 450;
	if (sample_below(g, 8) == 0)
		ev.head.hand = key_make(7, 1, 9), ev.head.on_behalf_of = key_make(7, 1, 8);
	if (sample_below(g, 3) == 0)
		ev.head.version_seen = sample_below(g, 9), ev.head.flags = sample_below(g, 8);
	if (sample_below(g, 20) == 0)
		ev.head.node = 8, ev.head.epoch = 3, ev.head.time = -5, ev.head.office = 0;
	ev.n_ops = sample_below(g, 5);
	struct wire_op *ops = arena_array(a, ev.n_ops, sizeof *ops);
	for (size_t i = 0; i < ev.n_ops; i++) {
		ops[i].type = 4 + sample_below(g, 30);
		ops[i].kind = (enum wire_op_kind)(1 + sample_below(g, 3));
		ops[i].id = i ? ev.head.subject_id + sample_below(g, 4) - sample_below(g, 2) * 50 : ev.head.subject_id;
		ops[i].n_fields = ops[i].kind == WIRE_REMOVE ? 0 : sample_below(g, 9);
		struct wire_field *f = arena_array(a, ops[i].n_fields, sizeof *f);
		uint32_t no = 2;
		for (size_t k = 0; k < ops[i].n_fields; k++) {
			f[k].no = no += 1 + sample_below(g, 7);
			f[k].v = sample_val(g, a, ev.head.subject_id);
		}
		ops[i].fields = f;
	}
	ev.ops = ops;
	if (sample_below(g, 25) == 0) {
		ev.wiped = true;
		for (size_t i = 0; i < HASH_LEN; i++)
			ev.digest[i] = (uint8_t)sample_next(g);
	}
	return ev;
}

/* The event whose bytes are kept in tests/data/event1.hex for ever. */
static inline struct wire_event sample_golden(void)
{
	static const struct val refs[] = { { .shape = VAL_INT, .i = 20 },
		{ .shape = VAL_INT, .i = (int64_t)(((uint64_t)7 << 40) | ((uint64_t)1 << 32) | 100) } };
	static struct wire_field subject[5], deadline[2], book[1];
	static struct wire_op ops[4];
	subject[0] = (struct wire_field){ 3, val_int(2) };
	subject[1] = (struct wire_field){ 10, val_int(142) };
	subject[2] = (struct wire_field){ 12, val_str("CV") };
	subject[3] = (struct wire_field){ 15, val_str("V/v tăng cường phòng, chống dịch bệnh") };
	subject[4] = (struct wire_field){ 40, val_null() };
	deadline[0] = (struct wire_field){ 10, { .shape = VAL_LIST, .items = refs, .n = 2 } };
	deadline[1] = (struct wire_field){ 15, val_int(20779) };
	book[0] = (struct wire_field){ 13, val_int(143) };
	ops[0] = (struct wire_op){ 20, key_make(7, 1, 100), WIRE_PUT, subject, 5 };
	ops[1] = (struct wire_op){ 6, key_make(7, 1, 101), WIRE_PUT, deadline, 2 };
	ops[2] = (struct wire_op){ 4, key_make(7, 1, 5), WIRE_PATCH, book, 1 };
	ops[3] = (struct wire_op){ 6, key_make(7, 1, 90), WIRE_REMOVE, NULL, 0 };
	return (struct wire_event){ .head = { .node = 7, .epoch = 1, .seq = 31, .time = 1795402800, .clock_offset = -3,
		.actor = key_make(7, 1, 3), .role = 1, .verb = 20, .subject_type = 20, .subject_id = key_make(7, 1, 100), .version_seen = 1,
		.flags = WIRE_FLAG_SCRIPT,
		.office = key_make(1, 1, 12) }, .ops = ops, .n_ops = 4 };
}

#endif
