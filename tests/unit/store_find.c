/* Finding: the word index, conditions, orders, pages, plans. */
#include "store_lab.h"

#include "../../src/store/store_internal.h"

/* ---- words ---- */

static void tokens_are(const char *text, const char *expected)
{
	struct buf b;

	buf_init(&b, 4096);
	store_tokens(text, strlen(text), &b);
	assert_string_equal(buf_str(&b), expected);
	buf_clear(&b);
}

static void test_tokens(void **state)
{
	(void)state;
	tokens_are("Quyết định số 15/QĐ-UBND", "quyet dinh so 15 15/qd-ubnd qd qd-ubnd ubnd");
	tokens_are("  (Đất đai), \"nhà\"… – 2,5%", "dat dai nha 2 5");
	tokens_are("a@b.vn. /x/ --", "a a@b.vn b b.vn vn x");
	tokens_are("", "");
	tokens_are("“Nguyễn”\xc2\xa0Văn", "nguyen van");
}

static void match_is(struct lab *l, const char *words, const char *expected)
{
	struct buf b;

	buf_init(&b, 4096);
	if (expected)
		assert_int_equal(store_search_match(l->st, words, &b), 0);
	else
		assert_int_equal(store_search_match(l->st, words, &b), ERR_NOTFOUND);
	assert_string_equal(buf_str(&b), expected ? expected : "");
	buf_clear(&b);
}

static void test_match(void **state)
{
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_document(&l, 1, "duyệt duyên", "15/QĐ-UBND 15/QĐ-HĐND");
	match_is(&l, "Đất đai", "\"dat\" AND \"dai\"*");
	match_is(&l, "đất ", "\"dat\"");
	match_is(&l, "15/qđ", "(\"15/qd-hdnd\" OR \"15/qd-ubnd\")"); /* a longer beginning becomes the words there are */
	match_is(&l, "duye", "(\"duyen\" OR \"duyet\")");
	match_is(&l, "duyet", "\"duyet\"");
	match_is(&l, "duyex", "\"duyex\"");
	match_is(&l, "\"NEAR(a b) OR *", "\"near\" AND \"a\" AND \"b\" AND \"or\"");
	match_is(&l, " \"* ", NULL);
	lab_close(&l);
}

static void test_search(void **state)
{
	static const struct { const char *words; size_t hits; } cases[] = {
		{ "đất đai", 2 }, { "dat dai", 2 }, { "DAT", 2 }, { "đai đất", 2 }, { "dat khong", 0 }, { "15/qd-ubnd", 1 }, { "15/qđ", 1 }, { "15", 2 },
		{ "qd ubnd", 1 }, { "qd-ub", 1 }, { "ubnd", 1 }, { "nguyen thi hu", 1 }, { "hương nguyễn", 1 }, { "", 0 }, { "h", 1 }, { "418", 1 },
		{ "ro ri", 1 }, { "o", 1 }, { "04/10/2024", 0 },
	};
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	{
		struct store_field f[] = { { LAB_IN_NUMBER, val_int(418) }, { LAB_IN_DATE, val_int(20000) }, { LAB_IN_DOC_NUMBER, val_str("15") },
			{ LAB_IN_NOTATION, val_str("QĐ-UBND") }, { LAB_IN_ABSTRACT, val_str("V/v đất đai xã Vị Thủy") }, { LAB_IN_SIGNER, val_str("Nguyễn Thị Hường") } };

		lab_put(&l, LAB_INCOMING, lab_id(&l), f, COUNT_OF(f));
	}
	lab_document(&l, 15, "Sở Công Thương", "Đất ở, đai ốc và sự rò rỉ");
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (lab_found(&l, cases[i].words) != cases[i].hits)
			fail_msg("\"%s\": %zu hits, not %zu", cases[i].words, lab_found(&l, cases[i].words), cases[i].hits);
	lab_close(&l);
}

static void test_search_follows_changes(void **state)
{
	struct store_hit hit[8];
	struct lab l;
	rowid_t one, two;
	uint64_t before = 0;
	size_t n = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	one = lab_document(&l, 1, "Sở Tài chính", "ngân sách");
	two = lab_document(&l, 2, "Sở Tài chính", "ngân sách");
	assert_int_equal(store_search(l.st, "ngan sach", NULL, 0, &before, hit, 8, &n), 0);
	assert_int_equal(n, 2);
	assert_true(hit[0].id == two); /* newest first */
	lab_patch(&l, LAB_INCOMING, one, (struct store_field[]){ { LAB_IN_ISSUER, val_str("Sở Tư pháp") } }, 1);
	assert_int_equal(lab_found(&l, "tai chinh"), 1);
	assert_int_equal(lab_found(&l, "tu phap"), 1);
	before = 0;
	assert_int_equal(store_search(l.st, "ngan sach", NULL, 0, &before, hit, 1, &n), 0);
	assert_true(n == 1 && hit[0].id == one); /* it arrived anew */
	assert_int_equal(store_search(l.st, "ngan sach", NULL, 0, &before, hit, 8, &n), 0);
	assert_true(n == 1 && hit[0].id == two); /* the next page */
	assert_int_equal(store_search(l.st, "ngan sach", (uint32_t[]){ MODEL_PERSON }, 1, NULL, hit, 8, &n), 0);
	assert_int_equal(n, 0);
	lab_close(&l);
}

static void test_embedded_names_find_the_record(void **state)
{
	struct store_field h[] = { { 10, val_str("Phạm Thị Lụa") } };
	struct lab l;
	rowid_t petition, party, person;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	petition = lab_id(&l);
	party = lab_id(&l);
	person = lab_id(&l);
	{
		struct store_field c[] = { { 10, val_int((int64_t)petition) }, { 12, val_int((int64_t)person) } };
		struct store_row_op ops[] = { lab_op(30, petition, STORE_PUT, NULL, 0), lab_op(31, party, STORE_PUT, c, 2),
			lab_op(MODEL_PERSON, person, STORE_PUT, h, 1) };

		assert_string_equal(lab_type(31)->parent_field, model_field_by_no(lab_type(31), 10)->name);
		lab_event(&l, LAB_VERB, ops, 3);
	}
	assert_int_equal(lab_found(&l, "lua pham"), 2);
	h[0].v = val_str("Phạm Thị Lan");
	lab_patch(&l, MODEL_PERSON, person, h, 1);
	assert_int_equal(lab_found(&l, "lua pham"), 0);
	assert_int_equal(lab_found(&l, "lan pham"), 2);
	{
		struct store_row_op op = lab_op(31, party, STORE_REMOVE, NULL, 0);

		lab_event(&l, LAB_VERB, &op, 1);
	}
	assert_int_equal(lab_found(&l, "lan pham"), 1);
	lab_close(&l);
}

static void test_merge(void **state)
{
	struct lab l;
	bool more = true;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (int i = 0; i < 30; i++)
		lab_document(&l, i, "Sở", "một hai ba");
	for (int i = 0; more && i < 100; i++)
		assert_int_equal(store_search_merge(l.st, &more), 0);
	assert_false(more);
	assert_int_equal(lab_found(&l, "mot hai"), 30);
	LAB_OK(store_checkpoint(l.st));
	store_idle_assert(l.st);
	lab_close(&l);
}

/* ---- queries ---- */

static struct store_query query(const struct store_cond *c, size_t n)
{
	return (struct store_query){ .type = lab_type(LAB_INCOMING), .cond = c, .n_cond = n, .limit = 1000 };
}

static size_t count(struct lab *l, const struct store_cond *c, size_t n)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct store_query q = query(c, n);
	struct rec **rows = NULL;
	uint64_t counted = 0;
	size_t got = 0;

	assert_int_equal(store_count(l->st, &q, &counted), 0);
	assert_int_equal(store_select(l->st, &q, a, &rows, &got), 0);
	assert_int_equal(counted, got);
	store_idle_assert(l->st);
	arena_free(a);
	return got;
}
#define COUNT(l, ...) count(l, (struct store_cond[]){ __VA_ARGS__ }, COUNT_OF(((struct store_cond[]){ __VA_ARGS__ })))

static void fill(struct lab *l)
{
	static const char *const names[] = { "Nguyễn Văn An", "Trần Thị Ân", "Lê Văn Ăn", "Đỗ Ánh", NULL, "Phạm Đức" };
	struct val units[] = { val_int(5), val_int(6) };

	for (int i = 0; i < 24; i++) {
		const char *name = names[i % 6];
		struct store_field f[] = { { MODEL_F_STATE, val_int(1 + i % 4) }, { LAB_IN_NUMBER, val_int(i) },
			{ LAB_IN_DATE, i % 5 == 0 ? val_null() : val_int(20000 + i / 6) }, { LAB_IN_ISSUER, val_str(i % 2 ? "Sở Đất" : "Sở Nước") },
			{ LAB_IN_ABSTRACT, val_str(i % 3 ? "về 100% việc" : "về việc_khác") }, { LAB_IN_SIGNER, name ? val_str(name) : val_null() },
			{ 36, { VAL_LIST, 0, NULL, (size_t)(i % 3), units } } };

		lab_put(l, LAB_INCOMING, lab_id(l), f, COUNT_OF(f));
	}
}

static void test_conditions(void **state)
{
	struct val three[] = { val_int(1), val_int(2), val_int(77) };
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	fill(&l);
	assert_int_equal(COUNT(&l, { LAB_IN_NUMBER, STORE_EQ, val_int(7), 0 }), 1);
	assert_int_equal(COUNT(&l, { LAB_IN_NUMBER, STORE_LT, val_int(7), 0 }, { LAB_IN_NUMBER, STORE_GE, val_int(2), 0 }), 5);
	assert_int_equal(COUNT(&l, { MODEL_F_STATE, STORE_EQ, val_int(1), 0 }), 6);
	assert_int_equal(COUNT(&l, { MODEL_F_STATE, STORE_NE, val_int(1), 0 }), 18);
	assert_int_equal(COUNT(&l, { MODEL_F_STATE, STORE_IN, { VAL_LIST, 0, NULL, 3, three }, 0 }), 12);
	assert_int_equal(COUNT(&l, { MODEL_F_STATE, STORE_IN, { VAL_LIST, 0, NULL, 0, NULL }, 0 }), 0);
	assert_int_equal(COUNT(&l, { LAB_IN_DATE, STORE_NULL, val_null(), 0 }), 5);
	assert_int_equal(COUNT(&l, { LAB_IN_DATE, STORE_NOT_NULL, val_null(), 0 }), 19);
	assert_int_equal(COUNT(&l, { LAB_IN_DATE, STORE_LE, val_int(20000), 0 }), 4);
	assert_int_equal(COUNT(&l, { LAB_IN_SIGNER, STORE_NE, val_str("Đỗ Ánh"), 0 }), 20); /* a missing one is unequal too */
	assert_int_equal(COUNT(&l, { LAB_IN_SIGNER, STORE_LIKE_FOLD, val_str("van a"), 0 }), 8);
	assert_int_equal(COUNT(&l, { LAB_IN_ISSUER, STORE_LIKE_FOLD, val_str("đất"), 0 }), 12); /* no folded column: by function */
	assert_int_equal(COUNT(&l, { LAB_IN_ABSTRACT, STORE_LIKE_FOLD, val_str("100%"), 0 }), 16);
	assert_int_equal(COUNT(&l, { LAB_IN_ABSTRACT, STORE_LIKE_FOLD, val_str("_"), 0 }), 8);
	assert_int_equal(COUNT(&l, { LAB_IN_SIGNER, STORE_PREFIX, val_str("do a"), 0 }), 4);
	assert_int_equal(COUNT(&l, { 36, STORE_EQ, val_int(6), 0 }), 8);
	assert_int_equal(COUNT(&l, { 36, STORE_NE, val_int(6), 0 }), 16);
	assert_int_equal(COUNT(&l, { LAB_IN_NUMBER, STORE_EQ, val_int(1), 2 }, { LAB_IN_NUMBER, STORE_EQ, val_int(2), 1 },
	                       { LAB_IN_NUMBER, STORE_EQ, val_int(2), 2 }, { LAB_IN_NUMBER, STORE_EQ, val_int(3), 1 }), 1);
	assert_int_equal(COUNT(&l, { MODEL_F_OWNER, STORE_EQ, val_int((int64_t)l.office), 0 }), 24);
	{
		struct store_cond bad = { 999, STORE_EQ, val_int(1), 0 };
		struct store_query q = query(&bad, 1);
		uint64_t n;

		assert_int_equal(store_count(l.st, &q, &n), ERR_INVALID);
	}
	lab_close(&l);
}

/* The clocks and numbers of one record. */
static void test_references_to_any_type(void **state)
{
	struct val one[] = { val_int(LAB_INCOMING), val_int(5) }, other[] = { val_int(30), val_int(5) };
	struct store_cond c = { MODEL_DEADLINE_RECORD, STORE_EQ, { VAL_LIST, 0, NULL, 2, one }, 0 };
	struct store_query q = { .type = lab_type(MODEL_DEADLINE), .cond = &c, .n_cond = 1, .limit = 10 };
	struct store_field f[] = { { MODEL_DEADLINE_RECORD, { VAL_LIST, 0, NULL, 2, one } } }, g[] = { { MODEL_DEADLINE_RECORD, { VAL_LIST, 0, NULL, 2, other } } };
	struct buf plan;
	struct lab l;
	uint64_t n = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_put(&l, MODEL_DEADLINE, lab_id(&l), f, 1);
	lab_put(&l, MODEL_DEADLINE, lab_id(&l), g, 1);
	lab_put(&l, MODEL_DEADLINE, lab_id(&l), NULL, 0);
	LAB_OK(store_count(l.st, &q, &n));
	assert_int_equal(n, 1);
	c.op = STORE_NE;
	LAB_OK(store_count(l.st, &q, &n));
	assert_int_equal(n, 2);
	c.op = STORE_EQ;
	c.v = val_int(5); /* by the key alone */
	LAB_OK(store_count(l.st, &q, &n));
	assert_int_equal(n, 2);
	buf_init(&plan, 4096);
	LAB_OK(store_explain(l.st, &q, &plan));
	assert_non_null(strstr(buf_str(&plan), "_ix_deadline_record"));
	buf_clear(&plan);
	lab_close(&l);
}

/* Lists are not in the word index; they are found all the same. */
static void test_find_in_lists(void **state)
{
	static const struct { const char *find; uint64_t hits; } cases[] = { { "tai chinh", 1 }, { "chinh so", 1 }, { "so", 2 }, { "STC", 1 }, { "zz", 0 }, { " ", 2 } };
	struct store_query q = { .type = lab_type(MODEL_ORGANIZATION), .limit = 10 };
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	lab_put(&l, MODEL_ORGANIZATION, lab_id(&l), (struct store_field[]){ { 10, val_str("STC") }, { 11, val_str("Sở Tài chính") } }, 2);
	lab_put(&l, MODEL_ORGANIZATION, lab_id(&l), (struct store_field[]){ { 10, val_str("SYT") }, { 11, val_str("Sở Y tế") } }, 2);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t n = 0;

		q.find = cases[i].find;
		assert_int_equal(store_count(l.st, &q, &n), 0);
		if (n != cases[i].hits)
			fail_msg("\"%s\": %d", cases[i].find, (int)n);
	}
	lab_close(&l);
}

static bool same_ids(struct rec **x, struct rec **y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (x[i]->id != y[i]->id)
			return false;
	return true;
}

/* From the place of every row: what is behind it and in front of it, and how many. */
static void places_agree(struct lab *l, struct store_query q, struct rec **all, size_t n, struct arena *a)
{
	struct store_place place;
	struct rec **page = NULL;
	size_t got;
	uint64_t counted;

	q.place = &place;
	for (size_t i = 0; i < n; i++) {
		q.limit = 1000;
		assert_int_equal(store_place_of(l->st, &q, all[i], a, &place), 0);
		q.backward = false;
		assert_int_equal(store_select(l->st, &q, a, &page, &got), 0);
		assert_int_equal(got, n - i - 1);
		assert_true(same_ids(all + i + 1, page, got));
		assert_int_equal(store_count_behind(l->st, &q, &counted), 0);
		assert_int_equal(counted, n - i - 1);
		q.backward = true;
		assert_int_equal(store_select(l->st, &q, a, &page, &got), 0);
		assert_int_equal(got, i);
		assert_true(same_ids(all, page, got));
		assert_int_equal(store_count_behind(l->st, &q, &counted), 0);
		assert_int_equal(counted, i);
		q.limit = 2;
		assert_int_equal(store_count_behind(l->st, &q, &counted), 0);
		assert_int_equal(counted, i < 2 ? i : 2);
	}
}

/* Pages of every size, forwards and backwards, put together are the whole list. */
static void pages_agree(struct lab *l, struct store_query q)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct rec **all = NULL, **page = NULL, *list[64];
	size_t n = 0, got, at;

	q.limit = 1000;
	assert_int_equal(store_select(l->st, &q, a, &all, &n), 0);
	places_agree(l, q, all, n, a);
	for (size_t size = 1; size < 8; size++) {
		q.limit = size;
		q.after = NULL;
		q.backward = false;
		for (at = 0;; at += got) {
			assert_int_equal(store_select(l->st, &q, a, &page, &got), 0);
			if (got == 0)
				break;
			assert_true(at + got <= n);
			memcpy(list + at, page, got * sizeof(*page));
			q.after = page[got - 1];
		}
		assert_int_equal(at, n);
		assert_true(same_ids(all, list, n));
		q.backward = true;
		q.after = NULL;
		for (at = n;; at -= got) {
			assert_int_equal(store_select(l->st, &q, a, &page, &got), 0);
			if (got == 0)
				break;
			assert_true(got <= at);
			memcpy(list + at - got, page, got * sizeof(*page));
			q.after = page[0];
		}
		assert_int_equal(at, 0);
		assert_true(same_ids(all, list, n));
	}
	arena_free(a);
}

static void test_pages(void **state)
{
	static const struct store_order orders[][3] = { { { LAB_IN_DATE, true }, { LAB_IN_NUMBER, true } }, { { LAB_IN_DATE, false }, { LAB_IN_SIGNER, true } },
		{ { LAB_IN_SIGNER, false }, { LAB_IN_DATE, true }, { LAB_IN_ISSUER, false } }, { { MODEL_F_STATE, true } }, { { MODEL_F_CREATED_AT, false } } };
	static const size_t n_keys[] = { 2, 2, 3, 1, 1 };
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	fill(&l);
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		struct store_query q = query(NULL, 0);

		q.order = orders[i];
		q.n_order = n_keys[i];
		pages_agree(&l, q);
	}
	pages_agree(&l, query(NULL, 0));
	{
		struct store_query q = query(NULL, 0);

		q.find = "dat";
		pages_agree(&l, q);
		q.order = orders[0];
		q.n_order = 2;
		pages_agree(&l, q);
	}
	lab_close(&l);
}

/* A row that moves or goes leaves its place behind. */
static void test_place_outlives_its_row(void **state)
{
	static const struct store_order order[] = { { LAB_IN_DATE, true }, { LAB_IN_NUMBER, true } };
	struct arena *a = arena_new((size_t)16 << 20);
	struct store_query q = query(NULL, 0);
	struct rec **all = NULL, **page = NULL;
	struct store_place place;
	struct store_field f = { LAB_IN_DATE, val_int(1) };
	struct lab l;
	size_t n, got;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	fill(&l);
	q.order = order;
	q.n_order = COUNT_OF(order);
	q.limit = 100;
	LAB_OK(store_select(l.st, &q, a, &all, &n));
	assert_true(n > 6);
	LAB_OK(store_place_of(l.st, &q, all[3], a, &place));
	lab_patch(&l, LAB_INCOMING, all[3]->id, &f, 1);
	q.place = &place;
	q.limit = 1;
	LAB_OK(store_select(l.st, &q, a, &page, &got));
	assert_int_equal(got, 1);
	assert_true(page[0]->id == all[4]->id);
	q.backward = true;
	LAB_OK(store_select(l.st, &q, a, &page, &got));
	assert_true(page[0]->id == all[2]->id);
	q.n_order = 1; /* a place of another order is refused */
	assert_int_equal(store_select(l.st, &q, a, &page, &got), ERR_INVALID);
	arena_free(a);
	lab_close(&l);
}

#define MOVING_ROWS 300
#define MOVING_PAGE 17

static bool is_among(const rowid_t *ids, size_t n, rowid_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* Between two pages others put rows in, move some elsewhere in the order and out of the list, also the very row at which the next page begins:
 * a row that nobody touched is seen once, whichever way one pages. */
static void pages_while_rows_move(struct lab *l, bool backward)
{
	static const struct store_order order[] = { { LAB_IN_DATE, true }, { LAB_IN_NUMBER, true } };
	const struct store_cond in_list = { .field = LAB_IN_ISSUER, .op = STORE_EQ, .v = val_str("Sở A") };
	struct store_query q = query(&in_list, 1);
	rowid_t touched[MOVING_ROWS], seen[4 * MOVING_ROWS], all[MOVING_ROWS];
	struct arena *a = arena_new((size_t)64 << 20);
	struct store_place place;
	struct rec **page;
	size_t n_touched = 0, n_seen = 0, got = 0;
	uint32_t seed = backward ? 7 : 5;

	for (int i = 0; i < MOVING_ROWS; i++)
		all[i] = lab_document(l, 1000 + i, "Sở A", "x");
	q.order = order;
	q.n_order = COUNT_OF(order);
	q.limit = MOVING_PAGE;
	q.backward = backward;
	for (int pages = 0; pages < 200; pages++) {
		LAB_OK(store_select(l->st, &q, a, &page, &got));
		if (got == 0)
			break;
		assert_true(n_seen + got <= COUNT_OF(seen));
		for (size_t i = 0; i < got; i++)
			seen[n_seen++] = page[i]->id;
		LAB_OK(store_place_of(l->st, &q, page[backward ? 0 : got - 1], a, &place));
		q.place = &place;
		for (int k = 0; k < 3 && n_touched < MOVING_ROWS; k++) {
			struct store_field away = { LAB_IN_ISSUER, val_str("Sở B") }, moved = { LAB_IN_DATE, val_int(100 + (int64_t)(seed % 30000)) };
			rowid_t id = k == 0 ? page[backward ? 0 : got - 1]->id : all[(seed >> 8) % MOVING_ROWS];

			seed = seed * 1664525 + 1013904223;
			lab_patch(l, LAB_INCOMING, id, seed & 64 ? &away : &moved, 1);
			touched[n_touched++] = id;
		}
		lab_document(l, 5000 + pages, "Sở A", "mới");
	}
	assert_int_equal(got, 0);
	for (size_t i = 0; i < MOVING_ROWS; i++) {
		size_t times = 0;

		for (size_t k = 0; k < n_seen; k++)
			times += seen[k] == all[i];
		if (!is_among(touched, n_touched, all[i]) && times != 1)
			fail_msg("row %zu was seen %zu times", i, times);
	}
	arena_free(a);
}

static void test_pages_while_rows_move(void **state)
{
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	pages_while_rows_move(&l, false);
	lab_close(&l);
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	pages_while_rows_move(&l, true);
	lab_close(&l);
}

static void test_names_are_in_vietnamese_order(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct store_cond c = { LAB_IN_SIGNER, STORE_NOT_NULL, val_null(), 0 };
	struct store_query q = query(&c, 1);
	struct rec **rows = NULL;
	struct lab l;
	size_t n = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	fill(&l);
	q.order = (struct store_order[]){ { LAB_IN_SIGNER, false } };
	q.n_order = 1;
	assert_int_equal(store_select(l.st, &q, a, &rows, &n), 0);
	assert_int_equal(n, 20);
	assert_string_equal(rec_val_no(rows[0], LAB_IN_SIGNER).s, "Nguyễn Văn An");
	assert_string_equal(rec_val_no(rows[4], LAB_IN_SIGNER).s, "Đỗ Ánh");
	assert_string_equal(rec_val_no(rows[8], LAB_IN_SIGNER).s, "Lê Văn Ăn");
	assert_string_equal(rec_val_no(rows[12], LAB_IN_SIGNER).s, "Trần Thị Ân");
	assert_string_equal(rec_val_no(rows[16], LAB_IN_SIGNER).s, "Phạm Đức");
	arena_free(a);
	lab_close(&l);
}

/* The lists that people look at all day go through an index and need no sort. */
static void test_plans(void **state)
{
	struct rec after = { .type = lab_type(LAB_INCOMING), .id = 5 };
	struct store_cond owner_state[] = { { MODEL_F_OWNER, STORE_EQ, val_int(1), 0 }, { MODEL_F_STATE, STORE_EQ, val_int(2), 0 } };
	struct store_cond owner[] = { { MODEL_F_OWNER, STORE_EQ, val_int(1), 0 } }, number[] = { { LAB_IN_NUMBER, STORE_EQ, val_int(4), 0 } };
	struct store_order by_date[] = { { LAB_IN_DATE, true } };
	struct val v[64];
	struct { struct store_query q; const char *has, *lacks; } cases[] = {
		{ query(owner_state, 2), "_ix_incoming_owner_state (owner_office_id=? AND state=?)", "SCAN" },
		{ query(owner_state, 2), "_ix_incoming_owner_state (owner_office_id=? AND state=?)", "TEMP" },
		{ query(number, 1), "_ix_incoming_arrival_number (arrival_number=?)", "SCAN" },
		{ query(owner, 1), "_ix_incoming_owner_date (owner_office_id=?)", "TEMP" },
		{ query(owner, 1), "_ix_incoming_owner_date (owner_office_id=? AND arrival_date<?)", "TEMP" },
		{ query(NULL, 0), "VIRTUAL TABLE", "TEMP" },
		{ query(NULL, 0), "_ix_incoming_date (arrival_date<?)", "TEMP" },
		{ query(NULL, 0), "_ix_incoming_date", "TEMP" },
		{ query(owner_state + 1, 1), "_ix_incoming_state (state=?)", "SCAN" },
	};
	struct lab l;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(v); i++)
		v[i] = val_int(20000);
	after.v = v;
	for (size_t i = 1; i < COUNT_OF(cases); i++) {
		if (i == 5)
			continue;
		cases[i].q.order = i == 2 ? NULL : by_date;
		cases[i].q.n_order = i == 2 ? 0 : 1;
	}
	cases[4].q.after = &after;
	cases[6].q.after = &after;
	cases[5].q.find = "dat";
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf plan;

		buf_init(&plan, 4096);
		assert_int_equal(store_explain(l.st, &cases[i].q, &plan), 0);
		if (!strstr(buf_str(&plan), cases[i].has) || strstr(buf_str(&plan), cases[i].lacks))
			fail_msg("case %zu:\n%s", i, buf_str(&plan));
		buf_clear(&plan);
	}
	lab_close(&l);
}

/* A day's work of a session keeps the library small and its cache of statements bounded. */
static void test_memory_is_bounded(void **state)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct lab l;
	size_t used;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	fill(&l);
	lab_reopen(&l, STORE_SMALL_CACHE);
	for (int i = 0; i < 40; i++) { /* forty different texts */
		struct store_cond c[8];
		struct store_query q = query(c, (size_t)(i % 8));
		struct rec **rows = NULL;
		size_t n;

		for (size_t k = 0; k < 8; k++)
			c[k] = (struct store_cond){ LAB_IN_NUMBER, i < 20 ? STORE_GE : STORE_LE, val_int(2), 0 };
		assert_int_equal(store_select(l.st, &q, a, &rows, &n), 0);
		arena_reset(a);
	}
	used = store_memory_used();
	if (used > 1200000)
		fail_msg("%zu bytes", used);
	store_idle_assert(l.st);
	arena_free(a);
	lab_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens), cmocka_unit_test(test_match), cmocka_unit_test(test_search), cmocka_unit_test(test_search_follows_changes),
		cmocka_unit_test(test_embedded_names_find_the_record), cmocka_unit_test(test_merge), cmocka_unit_test(test_conditions), cmocka_unit_test(test_find_in_lists),
		cmocka_unit_test(test_references_to_any_type),
		cmocka_unit_test(test_pages), cmocka_unit_test(test_place_outlives_its_row), cmocka_unit_test(test_pages_while_rows_move),
		cmocka_unit_test(test_names_are_in_vietnamese_order), cmocka_unit_test(test_plans),
		cmocka_unit_test(test_memory_is_bounded),
	};

	log_open("store_find", 2, LOG_LEVEL_ERR);
	return T_RUN(tests);
}
