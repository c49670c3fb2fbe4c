/* app_deadline.c: the worked examples of DOMAIN 6.4 and the dossiers' rules of ONESTOP 12, against the shipped rows. */
#include "app_world.h"

#include "../../src/app/app_internal.h"

static struct world w;

static const struct {
	int no;
	const char *rule, *start, *due, *pause;
	int amount; /* 0: the rule's own */
} examples[] = {
	{ 1, "IN_SUBMIT", "2026-03-06", "09/03/2026", NULL, 0 },
	{ 2, "IN_SUBMIT", "2026-02-13", "23/02/2026", NULL, 0 },
	{ 3, "IN_SUBMIT", "2026-01-09", "10/01/2026", NULL, 0 },
	{ 4, "OUT_ISSUE", "2025-12-31", "05/01/2026", NULL, 0 },
	{ 5, "IN_DO", "2026-02-09", "02/03/2026", NULL, 0 },
	{ 6, "IN_DO", "2026-04-20", "07/05/2026", NULL, 0 },
	{ 7, "IN_DO", "2025-04-22", "08/05/2025", NULL, 0 },
	{ 8, "PET_HANDLE", "2024-04-22", "08/05/2024", NULL, 0 },
	{ 9, "REC_ANSWER", "2026-01-29", "12/02/2026", NULL, 0 },
	{ 10, "KN_ACCEPT", "2026-02-06", "23/02/2026", NULL, 0 },
	{ 11, "KN_ACCEPT", "2025-04-20", "05/05/2025", NULL, 0 },
	{ 12, "KN_1", "2026-03-10", "09/04/2026", NULL, 0 },
	{ 13, "KN_1", "2026-01-15", "23/02/2026", NULL, 0 },
	{ 14, "KN_1", "2025-04-01", "05/05/2025", NULL, 0 },
	{ 15, "KN_1", "2026-03-10", "24/04/2026", NULL, 45 },
	{ 16, "KN_1_REMOTE", "2026-03-10", "24/04/2026", NULL, 0 },
	{ 17, "KN_1_REMOTE", "2026-03-10", "11/05/2026", NULL, 60 },
	{ 18, "KN_1", "2026-03-02", "16/04/2026", "2026-03-12..2026-03-27", 0 },
	{ 19, "TC_INITIAL", "2026-04-22", "06/05/2026", NULL, 0 },
	{ 20, "TC_INITIAL", "2024-02-05", "21/02/2024", NULL, 0 },
	{ 21, "TC_FORWARD", "2026-08-20", "26/08/2026", NULL, 0 },
	{ 22, "TC_SOLVE", "2026-08-03", "03/09/2026", NULL, 0 },
	{ 23, "TC_SOLVE", "2026-08-03", "02/10/2026", NULL, 60 },
	{ 24, "TC_SOLVE", "2026-08-03", "02/11/2026", NULL, 90 },
	{ 25, "KN_1_SEND", "2026-08-28", "07/09/2026", NULL, 0 },
	{ 26, "KN_2_SEND", "2026-04-20", "28/04/2026", NULL, 0 },
	{ 27, "KN_LIMIT", "2025-11-03", "02/02/2026", NULL, 0 },
	{ 28, "KP_ANSWER", "2025-01-14", "11/02/2025", NULL, 0 },
	{ 29, "DIR_ACCEPT", "2025-04-29", "07/05/2025", NULL, 0 },
	{ 30, "KN_2", "2027-01-04", "18/02/2027", NULL, 0 },
	{ 31, "IN_SUBMIT_HT", "2026-03-06T16:30", "07:30 09/03/2026", NULL, 0 },
	{ 32, "IN_SUBMIT_TK", "2026-03-06T10:45", "14:45 06/03/2026", NULL, 0 },
	{ 33, "IN_SUBMIT_TK", "2026-02-13T16:50", "08:50 23/02/2026", NULL, 0 },
	{ 34, "IN_SUBMIT_K", "2026-03-07T09:00", "11:00 09/03/2026", NULL, 0 },
	{ 35, "IN_SUBMIT_K", "2026-01-09T16:00", "10:00 10/01/2026", NULL, 0 },
	/* ONESTOP 12 */
	{ 101, "OS_LAND-A", "2026-03-03T08:42", "10/03/2026", NULL, 0 },
	{ 102, "OS_LAND-B", "2026-03-02", "16/03/2026", NULL, 0 },
	{ 103, "OS_LAND-B", "2026-03-02", "26/03/2026", "2026-03-06..2026-03-18", 0 },
	{ 104, "OS_LAND-A", "2026-02-23T07:30", "02/03/2026", NULL, 0 },
	{ 105, "OS_LAND-B", "2026-04-21", "08/05/2026", NULL, 0 },
	{ 106, "OS_LAND-B", "2026-05-05", "19/05/2026", NULL, 0 },
	{ 107, "OS_LAND-B", "2026-06-01", "13/07/2026", "2026-06-04..2026-07-02", 0 },
	{ 108, "OS_CT-01", "2026-03-03T14:59", "03/03/2026", NULL, 0 },
	{ 109, "OS_CT-01", "2026-03-03T15:00", "04/03/2026", NULL, 0 },
	{ 110, "OS_CT-01", "2026-03-06T15:30", "09/03/2026", NULL, 0 },
	/* a pause that resumes on its own day changes nothing */
	{ 111, "KN_1", "2026-03-10", "09/04/2026", "2026-03-12..2026-03-12", 0 },
	{ 112, "IN_ACK", "2026-03-07", "09/03/2026", NULL, 0 },
};

static void test_worked_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct app_due due;

		if (examples[i].amount)
			continue;
		if (app_deadline(w.ap, examples[i].rule, examples[i].start, &examples[i].pause, examples[i].pause ? 1 : 0, &due, &w.ei))
			fail_msg("%d: %s", examples[i].no, w.ei.text);
		if (strcmp(due.text, examples[i].due) != 0)
			fail_msg("%d %s from %s: %s, not %s (%s)", examples[i].no, examples[i].rule, examples[i].start, due.text, examples[i].due, due.explain);
	}
}

static void test_extensions(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct app_span s = { .start = day_parse_iso(examples[i].start), .start_at = INT64_MIN, .amount = examples[i].amount };
		struct app_counted d;
		struct app_rule r;
		char text[DAY_TEXT_MAX];

		if (!examples[i].amount)
			continue;
		assert_int_equal(app_rule_find(w.ap, examples[i].rule, s.start, &r), 0);
		assert_true(s.amount <= r.max);
		app_deadline_count(app_calendar_get(w.ap), &r, &s, &d);
		assert_string_equal(day_show(d.due, text), examples[i].due);
	}
}

static void test_open_pause_has_no_due_day(void **state)
{
	const char *pause = "2026-03-06..";
	struct app_due due;

	(void)state;
	assert_int_equal(app_deadline(w.ap, "OS_LAND-B", "2026-03-02", &pause, 1, &due, &w.ei), 0);
	assert_int_equal(due.due, DAY_NONE);
	assert_string_equal(due.text, "đang tạm dừng");
}

static void explained(const char *rule, const char *start, const char *text)
{
	struct app_due due;

	assert_int_equal(app_deadline(w.ap, rule, start, NULL, 0, &due, &w.ei), 0);
	assert_string_equal(due.explain, text);
}

static void test_explanations(void **state)
{
	(void)state;
	explained("PET_HANDLE", "2024-04-22", "10 ngày làm việc từ 22/04/2024, nghỉ 29/4, 30/4, 1/5, làm bù 4/5");
	explained("KN_1", "2026-03-10", "30 ngày từ 10/03/2026");
	explained("KN_1", "2026-01-15", "30 ngày từ 15/01/2026, lùi qua ngày nghỉ đến 23/02/2026");
	explained("IN_SUBMIT", "2031-03-06", "1 ngày làm việc từ 06/03/2031, chưa có lịch nghỉ năm 2031");
	explained("IN_DO", "2027-02-04", "10 ngày làm việc từ 04/02/2027, nghỉ 5/2, 8/2, 9/2, 10/2, 11/2, lịch nghỉ năm 2027 là dự kiến");
}

static void test_bad_questions(void **state)
{
	const char *pause = "hôm qua";
	struct app_due due;

	(void)state;
	assert_int_equal(app_deadline(w.ap, "KHONG_CO", "2026-03-02", NULL, 0, &due, &w.ei), ERR_NOTFOUND);
	assert_non_null(strstr(w.ei.text, "KHONG_CO"));
	assert_int_equal(app_deadline(w.ap, "IN_DO", "2026-02-30", NULL, 0, &due, &w.ei), ERR_INVALID);
	assert_int_equal(app_deadline(w.ap, "IN_DO", "2026-03-02", &pause, 1, &due, &w.ei), ERR_INVALID);
}

static int open_world(void **state)
{
	(void)state;
	world_open(&w, "2026-03-02T02:00:00Z");
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_worked_examples), cmocka_unit_test(test_extensions), cmocka_unit_test(test_open_pause_has_no_due_day),
		cmocka_unit_test(test_explanations), cmocka_unit_test(test_bad_questions),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, open_world, close_world);
}
