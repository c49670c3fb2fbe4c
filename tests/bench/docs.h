/* docs.h: synthetic documents for the benchmarks of the store: a node, and one event with its number entry, deadline and book. */
#ifndef BENCH_DOCS_H
#define BENCH_DOCS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "congvu/model.h"
#include "congvu/platform.h"
#include "congvu/store.h"

#define DOCUMENT 20

static const char *const WORDS[] = { "về", "việc", "rà", "soát", "hồ", "sơ", "đất", "đai", "đăng", "ký",
	"biến", "động", "quyết", "định", "phê",
	"duyệt", "kế", "hoạch", "năm", "công", "trình", "xây", "dựng", "cơ", "bản", "giao", "thông", "nông", "thôn",
	"khiếu", "nại", "tố", "cáo",
	"báo", "cáo", "thực", "hiện", "nhiệm", "vụ", "kinh", "tế", "xã", "hội", "quốc", "phòng", "an", "ninh",
	"triển", "khai", "nghị", "quyết",
	"hội", "đồng", "nhân", "dân", "ủy", "ban", "tài", "chính", "ngân", "sách", "thu", "chi", "đầu", "tư", "công", "thanh", "tra", "kiểm" };
static const char *const NAMES[] = { "Nguyễn Văn An", "Trần Thị Bưởi", "Lê Văn Cường", "Phạm Thị Dung",
	"Huỳnh Văn Đực", "Võ Thị Em" };

static uint32_t rnd_state = 7;
static inline uint32_t rnd(uint32_t n)
{
	rnd_state = rnd_state * 1664525u + 1013904223u;
	return (rnd_state >> 8) % n;
}

static inline double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline void need(int r, const char *what, const struct err_info *ei)
{
	if (r == 0)
		return;
	fprintf(stderr, "%s: %s (%s)\n", what, err_name(r), ei ? ei->detail : "");
	exit(1);
}

static inline void node_open(const char *dir, const char *name, enum store_role role, uint32_t node, rowid_t office, struct store **st)
{
	char path[PLAT_PATH_MAX], key_path[PLAT_PATH_MAX];
	uint8_t key[HASH_LEN];
	struct err_info ei = { 0 };
	struct store_node n;

	memset(key, (int)node, sizeof(key));
	need(plat_path(path, sizeof(path), dir, name), "path", NULL);
	need(plat_mkdirs(path, 0700), "folder", NULL);
	need(plat_path(key_path, sizeof(key_path), path, "nodekey"), "path", NULL);
	need(plat_write_file_atomic(key_path, key, sizeof(key), 0600), "key", NULL);
	need(store_open(path, STORE_CREATE, st, &ei), "open", &ei);
	need(store_begin(*st, &ei), "begin", &ei);
	need(store_node_get(*st, &n), "node", NULL);
	n.role = role;
	n.node = node;
	n.epoch = 1;
	n.office = office;
	need(store_node_set(*st, &n), "node", NULL);
	need(store_commit(*st, &ei), "commit", &ei);
}

static inline int append(struct store *st, rowid_t office, struct store_row_op *ops, size_t n, struct err_info *ei)
{
	struct store_event ev = { .actor = 5, .office = office, .role = 1, .verb = 21, .subject_type = ops[0].type,
		.subject_id = ops[0].id, .ops = ops, .n_ops = n };

	return store_event_append(st, &ev, NULL, ei);
}

static inline void text_of(char *out, size_t cap, size_t words)
{
	out[0] = '\0';
	for (size_t i = 0; i < words; i++) {
		strncat(out, i ? " " : "", cap - strlen(out) - 1);
		strncat(out, WORDS[rnd(COUNT_OF(WORDS))], cap - strlen(out) - 1);
	}
}

static inline void document(struct store *st, rowid_t office, rowid_t book, int64_t number)
{
	char text[400], doc_no[16];
	struct err_info ei = { 0 };
	rowid_t id, entry, due;

	need(store_new_id(st, &id), "id", NULL);
	need(store_new_id(st, &entry), "id", NULL);
	need(store_new_id(st, &due), "id", NULL);
	text_of(text, sizeof(text), 22);
	snprintf(doc_no, sizeof(doc_no), "%u", rnd(3000));
	{
		struct val any[] = { val_int(DOCUMENT), val_int((int64_t)id) };
		struct store_field d[] = { { MODEL_F_STATE, val_int(2) }, { 10, val_int((int64_t)book) }, { 11, val_int(number) }, { 12, val_int(20000 + number / 100) },
			{ 13, val_int(1728000000 + number * 60) }, { 14, val_str("BUU_CHINH") }, { 16, val_str("Sở Tài nguyên và Môi trường tỉnh Hậu Giang") },
			{ 17, val_str(doc_no) }, { 18, val_str("STNMT-QLĐĐ") }, { 19, val_int(20000 + number / 100 - 3) }, { 20, val_str("CV") }, { 21, val_str(text) },
			{ 26, val_str("THUONG") }, { 28, val_str("THUONG") }, { 29, val_str(NAMES[rnd(COUNT_OF(NAMES))]) } };
		struct store_field e[] = { { MODEL_ENTRY_BOOK, val_int((int64_t)book) }, { MODEL_ENTRY_NUMBER, val_int(number) },
			{ MODEL_ENTRY_RECORD, { VAL_LIST, 0, NULL, 2, any } }, { MODEL_ENTRY_DATE, val_int(20000 + number / 100) } };
		struct store_field t[] = { { MODEL_F_STATE, val_int(1) }, { MODEL_DEADLINE_RECORD, { VAL_LIST, 0, NULL, 2, any } },
			{ MODEL_DEADLINE_RULE_ID, val_str("IN_SUBMIT") }, { MODEL_DEADLINE_START, val_int(20000) }, { MODEL_DEADLINE_DUE, val_int(20003) } };
		struct store_field b[] = { { MODEL_BOOK_NEXT, val_int(number + 1) } };
		struct store_row_op ops[] = { { DOCUMENT, id, STORE_PUT, d, COUNT_OF(d) }, { MODEL_NUMBER_ENTRY, entry, STORE_PUT, e, COUNT_OF(e) },
			{ MODEL_DEADLINE, due, STORE_PUT, t, COUNT_OF(t) }, { MODEL_NUMBER_BOOK, book, STORE_PATCH, b, 1 } };

		need(append(st, office, ops, COUNT_OF(ops), &ei), "append", &ei);
	}
}

#endif
