/* store_due.c: order by a record's first running clock: late first, paused behind, without a clock last; page by page, both ways. */
#include "store_lab.h"

#define ROWS 60

static struct lab l;
static rowid_t doc[ROWS];

static void clock_put(rowid_t record, uint32_t state, day_t due, int64_t due_at)
{
	struct val ref[] = { val_int(LAB_INCOMING), val_int((int64_t)record) };
	struct store_field f[] = { { MODEL_F_STATE, val_int(state) }, { MODEL_DEADLINE_RECORD, { VAL_LIST, 0, NULL, 2, ref } },
		{ MODEL_DEADLINE_RULE_ID, val_str("X") }, { MODEL_DEADLINE_DUE, due ? val_int(due) : val_null() },
		{ MODEL_DEADLINE_DUE_AT, due_at ? val_int(due_at) : val_null() } };
	struct store_field kept[COUNT_OF(f)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(f); i++)
		if (f[i].v.shape != VAL_NULL)
			kept[n++] = f[i];
	lab_put(&l, MODEL_DEADLINE, lab_id(&l), kept, n);
}

static int open_lab(void **state)
{
	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (int i = 0; i < ROWS; i++) {
		day_t day = 20000 + (i * 7) % 11;

		doc[i] = lab_document(&l, i + 1, "Sở Tư pháp", i % 2 ? "đất đai" : "tài chính");
		if (i % 6 == 0)
			continue; /* no clock */
		clock_put(doc[i], MODEL_DEADLINE_DONE, 10000, 0); /* done ones do not count */
		if (i % 6 == 1)
			clock_put(doc[i], MODEL_DEADLINE_PAUSED, 0, 0);
		else if (i % 6 == 2)
			clock_put(doc[i], MODEL_DEADLINE_RUNNING, day, (int64_t)day * 86400 + 3600);
		else
			clock_put(doc[i], MODEL_DEADLINE_RUNNING, day, 0);
		if (i % 6 == 3)
			clock_put(doc[i], MODEL_DEADLINE_PAUSED, 0, 0); /* the running one decides */
	}
	return 0;
}

static int close_lab(void **state)
{
	(void)state;
	lab_close(&l);
	return 0;
}

/* Where a record belongs: seconds of its due time; paused, none. */
static int64_t rank_of(rowid_t id)
{
	for (int i = 0; i < ROWS; i++) {
		int64_t day = 20000 + (i * 7) % 11;

		if (doc[i] != id)
			continue;
		return i % 6 == 0 ? INT64_MAX : i % 6 == 1 ? INT64_MAX - 1 : i % 6 == 2 ? day * 86400 + 3600 : day * 86400 + 61199;
	}
	return -1;
}

static size_t walk(const struct store_query *base, size_t page, rowid_t *out)
{
	struct store_query q = *base;
	struct arena *a = arena_new(64u << 20);
	struct rec **rows;
	size_t n, total = 0;

	q.limit = page;
	do {
		assert_int_equal(store_select(l.st, &q, a, &rows, &n), 0);
		for (size_t i = 0; i < n; i++)
			out[total++] = q.backward ? rows[n - 1 - i]->id : rows[i]->id;
		if (n)
			q.after = q.backward ? rows[0] : rows[n - 1];
	} while (n == page && total < ROWS);
	arena_free(a);
	return total;
}

static void test_pages_make_the_whole(void **state)
{
	struct store_order order[2] = { { STORE_ORDER_DUE, false }, { LAB_IN_NUMBER, false } };
	struct store_query q = { .type = lab_type(LAB_INCOMING), .order = order };
	rowid_t whole[ROWS], pages[ROWS + 10];

	(void)state;
	for (int round = 0; round < 8; round++) {
		q.n_order = round & 1 ? 2 : 1;
		order[0].desc = (round & 2) != 0;
		q.find = round & 4 ? "dat dai" : NULL;
		q.backward = false;
		size_t n = walk(&q, ROWS, whole), want = q.find ? ROWS / 2 : ROWS;

		assert_int_equal(n, want);
		for (size_t i = 1; i < n; i++)
			assert_true(order[0].desc ? rank_of(whole[i - 1]) >= rank_of(whole[i]) : rank_of(whole[i - 1]) <= rank_of(whole[i]));
		assert_int_equal(walk(&q, 7, pages), want);
		assert_memory_equal(whole, pages, n * sizeof(*whole));
		q.backward = true;
		assert_int_equal(walk(&q, 7, pages), want);
		for (size_t i = 0; i < n; i++)
			assert_true(pages[i] == whole[n - 1 - i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_make_the_whole),
	};

	return cmocka_run_group_tests(tests, open_lab, close_lab);
}
