/* Events, rows and the log: append, apply, replay, verify, time, chain. */
#include "store_lab.h"

#include "../../src/store/store_internal.h"

static void test_append_and_read(void **state)
{
	struct lab l;
	struct arena *a = arena_new(1 << 20);
	struct rec *r = NULL;
	struct store_node n;
	rowid_t id;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_document(&l, 418, "Sở Tài nguyên", "V/v rà soát hồ sơ đất đai");
	assert_int_equal(key_node(id), 3);
	LAB_OK(store_get(l.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_int_equal(r->version, 1);
	assert_int_equal(r->state, 2);
	assert_true(r->owner == l.office);
	assert_int_equal(r->created_by, 7);
	assert_int_equal(rec_val_no(r, LAB_IN_NUMBER).i, 418);
	assert_int_equal(rec_val_no(r, LAB_IN_DATE).i, 20418);
	assert_string_equal(rec_val_no(r, LAB_IN_ABSTRACT).s, "V/v rà soát hồ sơ đất đai");
	assert_true(val_is_null(rec_val_no(r, LAB_IN_SIGNER)));
	assert_int_equal(store_node_get(l.st, &n), 0);
	assert_int_equal(n.seq, 1);
	lab_clean(&l);
	arena_free(a);
	lab_close(&l);
}

static void test_patch_and_history(void **state)
{
	struct lab l;
	struct arena *a = arena_new(1 << 20);
	struct store_past *past = NULL;
	struct rec *r = NULL;
	size_t n = 0;
	rowid_t id;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_document(&l, 1, "Sở Y tế", "a");
	lab_patch(&l, LAB_INCOMING, id, (struct store_field[]){ { MODEL_F_STATE, val_int(99) }, { LAB_IN_ISSUER, val_null() } }, 2);
	LAB_OK(store_get(l.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_int_equal(r->version, 2);
	assert_int_equal(r->state, 99); /* unknown, kept */
	assert_true(val_is_null(rec_val_no(r, LAB_IN_ISSUER)));
	assert_string_equal(rec_val_no(r, LAB_IN_ABSTRACT).s, "a");
	LAB_OK(store_history(l.st, LAB_INCOMING, id, a, &past, &n));
	assert_int_equal(n, 2);
	assert_int_equal(past[1].seq, 2);
	assert_int_equal(past[1].ops[0].fields[0].v.i, 99);
	store_idle_assert(l.st);
	arena_free(a);
	lab_close(&l);
}

static void test_removed_row_keeps_its_version(void **state)
{
	struct lab l;
	struct arena *a = arena_new(1 << 20);
	struct rec *r = NULL;
	struct store_row_op op;
	rowid_t id;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_document(&l, 1, "x", "y");
	op = lab_op(LAB_INCOMING, id, STORE_REMOVE, NULL, 0);
	lab_event(&l, LAB_VERB, &op, 1);
	assert_int_equal(store_get(l.st, lab_type(LAB_INCOMING), id, a, &r), ERR_NOTFOUND);
	lab_put(&l, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_ISSUER, val_str("z") } }, 1);
	LAB_OK(store_get(l.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_int_equal(r->version, 3);
	lab_clean(&l);
	arena_free(a);
	lab_close(&l);
}

static void test_every_kind_comes_back(void **state)
{
	struct lab l;
	struct arena *a = arena_new(1 << 20);
	struct val roles[] = { val_str("vanthu"), val_bytes("q\"\\\x01\xc3\xa1", 6) }, refs[] = { val_int(5), val_int(INT64_C(1) << 62) };
	struct val any[] = { val_int(LAB_INCOMING), val_int(77) }, strange[] = { val_int(60000), val_int(77) };
	struct store_field user[] = { { MODEL_USER_LOGIN, val_bytes("a\0b", 3) }, { MODEL_USER_ROLES, { VAL_LIST, 0, NULL, 2, roles } },
		{ MODEL_USER_LOCKED, val_int(1) } };
	struct store_field doc[] = { { LAB_IN_DATE, val_int(20000) }, { 13, val_int(1700000000) }, { 36, { VAL_LIST, 0, NULL, 2, refs } } };
	struct store_field odd[] = { { LAB_IN_DATE, val_int(INT64_C(-99999999999)) }, { 13, val_int(-5) }, { 36, { VAL_LIST, 0, NULL, 0, NULL } } };
	struct store_field entry[] = { { MODEL_ENTRY_RECORD, { VAL_LIST, 0, NULL, 2, any } } };
	struct store_field entry2[] = { { MODEL_ENTRY_RECORD, { VAL_LIST, 0, NULL, 2, strange } } };
	struct { uint32_t type; struct store_field *f; size_t n; } put[] = { { MODEL_USER, user, 3 }, { LAB_INCOMING, doc, 3 }, { LAB_INCOMING, odd, 3 },
		{ MODEL_NUMBER_ENTRY, entry, 1 }, { MODEL_NUMBER_ENTRY, entry2, 1 } };

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (size_t i = 0; i < COUNT_OF(put); i++) {
		rowid_t id = lab_id(&l);
		struct rec *r = NULL;

		lab_put(&l, put[i].type, id, put[i].f, put[i].n);
		LAB_OK(store_get(l.st, lab_type(put[i].type), id, a, &r));
		for (size_t k = 0; k < put[i].n; k++)
			if (!val_eq(rec_val_no(r, put[i].f[k].no), put[i].f[k].v))
				fail_msg("put %zu field %u came back differently", i, put[i].f[k].no);
	}
	lab_clean(&l);
	arena_free(a);
	lab_close(&l);
}

static void test_replay_gives_the_same_rows(void **state)
{
	struct lab l;
	char before[65], after[65];
	uint64_t rows = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (int i = 1; i <= 30; i++) {
		rowid_t id = lab_document(&l, i, "Sở Nội vụ", "Trích yếu đặc biệt");

		if (i % 3 == 0)
			lab_patch(&l, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_ABSTRACT, val_str("sửa") } }, 1);
		if (i % 10 == 0) {
			struct store_row_op op = lab_op(LAB_INCOMING, id, STORE_REMOVE, NULL, 0);

			lab_event(&l, LAB_VERB, &op, 1);
		}
	}
	lab_digest(&l, 0, before, &rows);
	assert_int_equal(rows, 27);
	LAB_OK(store_replay(l.st, ei));
	lab_digest(&l, 0, after, NULL);
	assert_string_equal(before, after);
	assert_int_equal(lab_found(&l, "dac biet"), 18);
	lab_clean(&l);
	lab_close(&l);
}

static void test_apply_is_pure(void **state)
{
	struct lab one, two;
	char x[65], y[65];
	struct t_clock c;

	(void)state;
	t_clock_use(&c, "2026-11-23T02:00:00Z");
	lab_open(&one, STORE_ROLE_OFFICE, 3, 0);
	lab_open(&two, STORE_ROLE_OFFICE, 3, 0);
	for (int i = 1; i <= 5; i++) {
		lab_document(&one, i, "Đ", "đ");
		lab_document(&two, i, "Đ", "đ");
	}
	lab_digest(&one, 0, x, NULL);
	lab_digest(&two, 0, y, NULL);
	assert_string_equal(x, y);
	clock_set_source(NULL);
	lab_close(&one);
	lab_close(&two);
}

static void test_time_never_goes_back(void **state)
{
	struct lab l;
	struct arena *a = arena_new(1 << 20);
	struct store_past *past = NULL;
	struct t_clock c;
	size_t n = 0;
	rowid_t id;

	(void)state;
	t_clock_use(&c, "2026-11-23T02:00:00Z");
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_document(&l, 1, "x", "y");
	c.now -= 3600;
	lab_patch(&l, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_ISSUER, val_str("z") } }, 1);
	LAB_OK(store_history(l.st, LAB_INCOMING, id, a, &past, &n));
	assert_true(past[1].time == past[0].time);
	assert_int_equal(past[0].flags & WIRE_FLAG_CLOCK_HELD, 0);
	assert_int_equal(past[1].flags & WIRE_FLAG_CLOCK_HELD, WIRE_FLAG_CLOCK_HELD);
	clock_set_source(NULL);
	arena_free(a);
	lab_close(&l);
}

/* Straight into the file, as nobody should. */
static void meddle(struct lab *l, const char *sql)
{
	assert_int_equal(db_begin(l->st->db, NULL), 0);
	assert_int_equal(db_run(db_use(l->st->db, sql)), 0);
	assert_int_equal(db_commit(l->st->db, NULL), 0);
}

static void test_verify_finds_what_was_changed(void **state)
{
	static const char *const changes[][2] = {
		{ "UPDATE _outbox SET event=replace(event, 'abc', 'abd') WHERE seq=2", "chuỗi băm sai ở sự kiện 2" },
		{ "DELETE FROM _outbox WHERE seq=2", "thiếu sự kiện 2" },
		{ "UPDATE incoming SET issuer='Khác' WHERE arrival_number=1", "bảng khác với nhật ký" },
		{ "DELETE FROM incoming WHERE arrival_number=3", "không có trong bảng" },
		{ "INSERT INTO incoming(id, version) VALUES(99, 1)", "không có trong nhật ký" },
		{ "INSERT INTO _number(book, period, number) SELECT id, '2026', 5 FROM number_book", "đã cấp nhưng không có" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct store_field book[] = { { MODEL_BOOK_KIND, val_str("DEN") }, { MODEL_BOOK_PERIOD, val_str("2026") } };
		struct lab l;
		char *text;

		lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
		lab_document(&l, 1, "x", "abcdef");
		lab_document(&l, 2, "x", "abcdef");
		lab_document(&l, 3, "x", "abcdef");
		lab_put(&l, MODEL_NUMBER_BOOK, lab_id(&l), book, 2);
		lab_clean(&l);
		meddle(&l, changes[i][0]);
		if (i == 0) /* replace() makes text of a blob */
			meddle(&l, "UPDATE _outbox SET event=CAST(event AS BLOB)");
		text = lab_verify(&l);
		if (!strstr(text, changes[i][1]))
			fail_msg("%s: said\n%s", changes[i][0], text);
		free(text);
		lab_close(&l);
	}
}

static void test_outbox(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct store_blob *b = NULL;
	struct store_node node;
	uint8_t head[HASH_LEN];
	struct lab l;
	size_t n = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (int i = 1; i <= 5; i++)
		lab_document(&l, i, "x", "y");
	LAB_OK(store_outbox_read(l.st, 0, 100, 1 << 20, a, &b, &n));
	assert_int_equal(n, 5);
	LAB_OK(store_outbox_read(l.st, 3, 100, 1 << 20, a, &b, &n));
	assert_int_equal(n, 2);
	assert_int_equal(b[0].seq, 4);
	LAB_OK(store_outbox_read(l.st, 0, 100, 1, a, &b, &n));
	assert_int_equal(n, 1); /* one always */
	LAB_OK(store_head_at(l.st, 3, 4, head));
	LAB_OK(store_outbox_acked(l.st, 4, head));
	assert_int_equal(store_node_get(l.st, &node), 0);
	assert_int_equal(node.acked, 4);
	assert_int_equal(store_outbox_acked(l.st, 5, head), ERR_FORK);
	assert_int_equal(store_outbox_acked(l.st, 6, head), ERR_FORK);
	arena_free(a);
	lab_close(&l);
}

static void test_bad_calls(void **state)
{
	struct store_field f[] = { { LAB_IN_ISSUER, val_int(5) } }, g[] = { { 18, val_str("b") }, { 17, val_str("a") } }, h[] = { { 1, val_int(1) } };
	struct err_info why = { 0 };
	struct store_row_op op;
	struct lab l;
	rowid_t id;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_id(&l);
	op = lab_op(LAB_INCOMING, id, STORE_PUT, f, 1);
	assert_int_equal(lab_try(&l, LAB_VERB, &op, 1, &why), ERR_USAGE); /* no write is open */
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(lab_try(&l, LAB_VERB, &op, 1, &why), ERR_INVALID); /* shape */
	op = lab_op(LAB_INCOMING, id, STORE_PUT, g, 2);
	assert_int_equal(lab_try(&l, LAB_VERB, &op, 1, &why), ERR_INVALID); /* order */
	op = lab_op(LAB_INCOMING, id, STORE_PUT, h, 1);
	assert_int_equal(lab_try(&l, LAB_VERB, &op, 1, &why), ERR_INVALID); /* a common column */
	assert_true(why.text[0] != '\0');
	LAB_OK(store_commit(l.st, ei)); /* none of them had begun to change anything */
	lab_clean(&l);
	lab_close(&l);
}

static void test_node_zero_makes_nothing(void **state)
{
	struct err_info why = { 0 };
	struct store_row_op op = lab_op(LAB_INCOMING, 5, STORE_PUT, NULL, 0);
	struct lab l = { .dir = t_mkdir() };
	rowid_t id;

	(void)state;
	LAB_OK(store_open(l.dir, STORE_CREATE, &l.st, ei));
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(store_new_id(l.st, &id), ERR_DENIED);
	assert_int_equal(lab_try(&l, LAB_VERB, &op, 1, &why), ERR_DENIED);
	assert_string_equal(why.text, "Máy này chưa nối với trung tâm: congvu enrol MÃ");
	store_rollback(l.st);
	lab_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_append_and_read), cmocka_unit_test(test_patch_and_history),
		cmocka_unit_test(test_removed_row_keeps_its_version), cmocka_unit_test(test_every_kind_comes_back),
		cmocka_unit_test(test_replay_gives_the_same_rows), cmocka_unit_test(test_apply_is_pure), cmocka_unit_test(test_time_never_goes_back),
		cmocka_unit_test(test_verify_finds_what_was_changed), cmocka_unit_test(test_outbox), cmocka_unit_test(test_bad_calls),
		cmocka_unit_test(test_node_zero_makes_nothing),
	};

	log_open("store_events", -1, LOG_LEVEL_ERR);
	return T_RUN(tests);
}
