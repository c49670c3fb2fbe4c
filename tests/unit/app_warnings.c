/* app_warnings: what looks wrong but may be right: saved only with a reason, which the event keeps and the history shows. */
#include "app_world.h"

static struct world w;

static int open_2024(void **state)
{
	(void)state;
	world_open(&w, "2024-03-15T02:20:00Z"); /* 09:20 */
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static int act(const char *type, const char *verb, rowid_t id, const struct values *v, const char *reason, const struct app_answer *answer,
	       size_t n)
{
	struct app_input in = { .type = type, .verb = verb, .id = id, .values = v->v, .n_values = v->n, .reason = reason, .answers = answer,
		.n_answers = n };

	memset(&w.ei, 0, sizeof(w.ei));
	return app_act(w.ap, strcmp(type, "petition") == 0 ? &w.tiepdan : &w.vanthu, &in, 1, &w.out, &w.ei);
}

static const char *last_note(const char *type, rowid_t id)
{
	struct app_record *r = look(&w, type, id);
	size_t n = r->n_steps;

	while (n > 0 && r->steps[n - 1].future)
		n--;
	return n > 0 ? r->steps[n - 1].note : "";
}

/* Nothing is written until it is answered; answering "no" or without a reason is no answer. */
static void test_overridden_with_a_reason(void **state)
{
	struct values v = document();
	struct app_answer answer = { .choice = 1 };
	struct app_record *r;

	(void)state;
	give(&v, "reply_due", "14/03/2024");
	refused(&w, act("incoming", "register", 0, &v, NULL, NULL, 0), "A47", "reply_due");
	assert_int_equal(w.out.n_problems, 1);
	assert_int_equal(problem(&w, "A47")->severity, APP_WARNING);
	answer.key = problem(&w, "A47")->key;
	answer.reason = NULL;
	refused(&w, act("incoming", "register", 0, &v, NULL, &answer, 1), "A47", "reply_due");
	answer.key = "A47:reply_due";
	answer.reason = " \t ";
	refused(&w, act("incoming", "register", 0, &v, NULL, &answer, 1), "A47", "reply_due");
	answer.reason = "bưu điện giao muộn";
	answer.choice = 2;
	refused(&w, act("incoming", "register", 0, &v, NULL, &answer, 1), "A47", "reply_due");
	answer.choice = 1;
	must(&w, act("incoming", "register", 0, &v, NULL, &answer, 1));
	assert_string_equal(w.out.number, "1"); /* refused ones took none */
	r = look(&w, "incoming", w.out.id);
	assert_string_equal(shown_value(r, "reason"), "bưu điện giao muộn");
	assert_string_equal(r->steps[0].note, "bưu điện giao muộn");
	assert_string_equal(shown_value(r, "reply_due"), "14/03/2024");
	/* on the very day it is none */
	give(&v, "symbol", "1/A");
	give(&v, "reply_due", "15/03/2024");
	must(&w, act("incoming", "register", 0, &v, NULL, NULL, 0));
	assert_string_equal(last_note("incoming", w.out.id), "");
}

/* All at once, each with its own reason; what is wrong beside them is refused all the same. */
static void test_two_at_once(void **state)
{
	struct values v = document();
	struct app_answer answer[2] = { { "A47:reply_due", 1, "gửi lại", 0 }, { "A48:issued_date", 1, "bản lưu của sở", 0 } };

	(void)state;
	give(&v, "reply_due", "01/03/2024");
	give(&v, "issued_date", "17/09/2023"); /* 180 days: still no question */
	refused(&w, act("incoming", "register", 0, &v, NULL, NULL, 0), "A47", "reply_due");
	assert_null(problem(&w, "A48"));
	give(&v, "issued_date", "16/09/2023");
	give(&v, "abstract", "");
	refused(&w, act("incoming", "register", 0, &v, NULL, NULL, 0), "A48", "issued_date");
	assert_string_equal(problem(&w, "A48")->text, "Ngày văn bản trước ngày đến hơn 180 ngày. Xem lại năm; đúng thì ghi lý do.");
	assert_non_null(problem(&w, "A47"));
	assert_non_null(problem(&w, "M01"));
	refused(&w, act("incoming", "register", 0, &v, NULL, answer, 2), "M01", "abstract");
	assert_int_equal(w.out.n_problems, 1);
	give(&v, "abstract", "Một việc");
	refused(&w, act("incoming", "register", 0, &v, NULL, answer, 1), "A48", "issued_date");
	must(&w, act("incoming", "register", 0, &v, NULL, answer, 2));
	assert_string_equal(last_note("incoming", w.out.id), "bản lưu của sở; gửi lại");
}

/* An answer holds for the values it was given to. A script that names none says it for whatever they are. */
static void test_not_for_other_values(void **state)
{
	struct values v = document();
	struct app_answer answer = { "A47:reply_due", 1, "đúng như trên văn bản", 0 };

	(void)state;
	give(&v, "reply_due", "14/03/2024");
	refused(&w, act("incoming", "register", 0, &v, NULL, NULL, 0), "A47", NULL);
	answer.about = problem(&w, "A47")->about;
	assert_true(answer.about != 0);
	give(&v, "reply_due", "14/03/2023");
	refused(&w, act("incoming", "register", 0, &v, NULL, &answer, 1), "A47", NULL);
	assert_true(answer.about != problem(&w, "A47")->about);
	give(&v, "reply_due", "14/03/2024");
	give(&v, "arrival_date", "16/03/2024");
	world_time(&w, "2024-03-18T02:00:00Z");
	refused(&w, act("incoming", "register", 0, &v, NULL, &answer, 1), "A47", NULL);
	give(&v, "arrival_date", "15/03/2024");
	must(&w, act("incoming", "register", 0, &v, NULL, &answer, 1));
}

/* A correction is asked about what it writes, not about what was answered long ago. */
static void test_correction(void **state)
{
	struct values v = document(), fix = { .n = 0 };
	struct app_answer answer = { "A47:reply_due", 1, "gửi lại", 0 };
	char long_reason[302];
	rowid_t id;

	(void)state;
	give(&v, "reply_due", "14/03/2024");
	must(&w, act("incoming", "register", 0, &v, NULL, &answer, 1));
	id = w.out.id;
	give(&fix, "pages", "3");
	must(&w, act("incoming", "correct", id, &fix, "thiếu số tờ", NULL, 0));
	assert_non_null(strstr(last_note("incoming", id), "thiếu số tờ"));
	fix.n = 0;
	give(&fix, "reply_due", "13/03/2024");
	refused(&w, act("incoming", "correct", id, &fix, "gõ nhầm", NULL, 0), "A47", "reply_due");
	answer.reason = "trên văn bản ghi vậy";
	must(&w, act("incoming", "correct", id, &fix, "gõ nhầm", &answer, 1));
	assert_non_null(strstr(last_note("incoming", id), "gõ nhầm; trên văn bản ghi vậy"));
	/* the same words for both are said once */
	give(&fix, "reply_due", "12/03/2024");
	answer.reason = "gõ nhầm";
	must(&w, act("incoming", "correct", id, &fix, "gõ nhầm", &answer, 1));
	assert_non_null(strstr(last_note("incoming", id), "gõ nhầm"));
	assert_null(strstr(last_note("incoming", id), "; gõ nhầm; gõ nhầm"));
	/* together too long: refused, nothing cut in silence */
	memset(long_reason, 'a', 299);
	long_reason[299] = '\0';
	give(&fix, "reply_due", "11/03/2024");
	refused(&w, act("incoming", "correct", id, &fix, long_reason, &answer, 1), "M02", APP_PATH_REASON);
	/* the other field of the pair is a way into it as well */
	fix.n = 0;
	give(&fix, "arrival_date", "14/03/2024");
	refused(&w, act("incoming", "correct", id, &fix, "ngày đến sai", NULL, 0), "A47", "reply_due");
}

static void test_petition(void **state)
{
	struct values v = { .n = 0 }, kind = { .n = 0 };
	struct app_answer answer[2] = { { "A49:sender_due", 1, "nơi chuyển ghi vậy", 0 }, { "A53:known_date", 1, "người đơn khai vậy", 0 } };
	rowid_t id;

	(void)state;
	give(&v, "has_denunciation", "0");
	give(&v, "source", "TRUC_TIEP");
	give(&v, "abstract", "Bồi thường đường tỉnh 931");
	give(&v, "parties.1.full_name", "Lê Văn Tư");
	give(&v, "sender_due", "01/03/2024");
	give(&v, "decision_date", "10/02/2024");
	give(&v, "known_date", "09/02/2024");
	refused(&w, act("petition", "register", 0, &v, NULL, NULL, 0), "A49", "sender_due");
	assert_non_null(problem(&w, "A53"));
	must(&w, act("petition", "register", 0, &v, NULL, answer, 2));
	id = w.out.id;
	assert_string_equal(last_note("petition", id), "nơi chuyển ghi vậy; người đơn khai vậy");
	/* a step of the flow is asked again: now somebody else vouches for it */
	give(&kind, "kind", "KN");
	refused(&w, act("petition", "classify", id, &kind, NULL, NULL, 0), "A53", "known_date");
	give(&kind, "known_date", "12/02/2024");
	must(&w, act("petition", "classify", id, &kind, NULL, NULL, 0));
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, open_2024, close_world)
	const struct CMUnitTest tests[] = {
		T(test_overridden_with_a_reason), T(test_two_at_once), T(test_not_for_other_values), T(test_correction), T(test_petition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
