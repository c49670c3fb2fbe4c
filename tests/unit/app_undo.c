/* app_undo.c: the last action taken back, who may and when; what a person keeps for himself; a new record from an old one. */
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

static rowid_t submitted(void)
{
	struct values v = document(), to = { .n = 0 };
	rowid_t id;

	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to));
	return id;
}

static int undo(const struct app_user *u, rowid_t id, const char *reason)
{
	memset(&w.ei, 0, sizeof(w.ei));
	return app_undo(w.ap, u, "incoming", id, reason, &w.out, &w.ei);
}

static void test_submitting_taken_back(void **state)
{
	const char *label = "";
	struct values to = { .n = 0 };
	struct app_record *r;
	rowid_t id = submitted();

	(void)state;
	must(&w, app_undo_possible(w.ap, &w.vanthu, "incoming", id, &label, &w.ei));
	assert_string_equal(label, "Trình");
	refused(&w, undo(&w.vanthu, id, ""), "M32", APP_PATH_REASON);
	must(&w, undo(&w.vanthu, id, "trình nhầm người"));
	assert_string_equal(w.out.saved, "Đã hoàn tác: trình");
	assert_int_equal(w.out.version, 3);
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "registered");
	assert_string_equal(shown_value(r, "submitted_to"), "");
	assert_string_equal(shown_value(r, "handed_date"), "");
	assert_string_equal(r->number, "1");
	assert_true(clock_of(r, "IN_SUBMIT")->running);
	assert_int_equal(r->n_clocks, 1); /* the clock that it started never was */
	assert_string_equal(r->steps[1].what, "Trình Trần Minh Khang, hạn phân công 18/03/2024");
	assert_string_equal(r->steps[2].what, "Hoàn tác: Trình Trần Minh Khang, hạn phân công 18/03/2024");
	assert_non_null(strstr(r->steps[2].note, "trình nhầm người"));

	/* once: what it took back is done again, not the undoing undone */
	refused(&w, undo(&w.vanthu, id, "x"), "M16", "");
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to));
	must(&w, undo(&w.vanthu, id, "lần nữa"));
	assert_string_equal(look(&w, "incoming", id)->state, "registered");
}

static void test_corrections_taken_back(void **state)
{
	struct values v = document(), c = { .n = 0 };
	struct app_input in = { .type = "incoming", .verb = "undo", .reason = "nhầm" };
	struct app_record *r;

	(void)state;
	give(&v, "symbol", "700/UBND");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	in.id = w.out.id;
	give(&c, "abstract", "Trích yếu khác hẳn");
	give(&c, "urgency", "HOA_TOC");
	give(&c, "signer", "Lê Văn A");
	must(&w, save_full(&w, &w.vanthu, "incoming", "correct", in.id, 0, &c, "gõ nhầm", NULL));
	assert_string_equal(clock_of(look(&w, "incoming", in.id), "IN_SUBMIT_HT")->rule, "IN_SUBMIT_HT");
	in.version = 1;
	assert_int_equal(app_act(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei), ERR_STALE);
	in.version = 2;
	must(&w, app_check(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei));
	must(&w, app_act(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei));
	r = look(&w, "incoming", in.id);
	assert_string_equal(shown_value(r, "abstract"), "V/v rà soát hồ sơ đăng ký biến động đất đai");
	assert_string_equal(shown_value(r, "urgency"), "Thường");
	assert_string_equal(shown_value(r, "signer"), "");
	assert_string_equal(clock_of(r, "IN_SUBMIT")->due_text, "18/03/2024");
	assert_string_equal(r->state, "registered");
}

static void test_what_cannot_be_taken_back(void **state)
{
	struct values v = document();
	const char *label = "";
	rowid_t id;

	(void)state;
	give(&v, "symbol", "701/UBND");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	refused(&w, undo(&w.vanthu, id, "x"), "M17", "");
	assert_int_equal(app_undo_possible(w.ap, &w.vanthu, "incoming", id, &label, &w.ei), ERR_REFUSED);
	assert_string_equal(w.ei.text, "Đã cấp số thì không hoàn tác được. Dùng Hủy số hoặc Đính chính.");
	v.n = 0;
	give(&v, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &v));
	refused(&w, undo(&w.lanhdao, id, "x"), "M16", ""); /* another's */
	world_time(&w, "2024-03-15T17:00:01Z");             /* the next day */
	refused(&w, undo(&w.vanthu, id, "x"), "M16", "");
	assert_int_equal(undo(&w.vanthu, 12345, "x"), ERR_NOTFOUND);
	assert_string_equal(look(&w, "incoming", id)->state, "submitted");
}

/* ---- preferences and saved searches ---- */

static void test_preferences(void **state)
{
	char key[16], big[4200];
	const char *v = NULL;

	(void)state;
	must(&w, app_pref_get(w.ap, &w.vanthu, "ime", w.a, &v));
	assert_string_equal(v, "");
	must(&w, app_pref_set(w.ap, &w.vanthu, "ime", "telex", &w.ei));
	must(&w, app_pref_set(w.ap, &w.vanthu, "ime", "vni", &w.ei));
	must(&w, app_pref_get(w.ap, &w.vanthu, "ime", w.a, &v));
	assert_string_equal(v, "vni");
	must(&w, app_pref_get(w.ap, &w.lanhdao, "ime", w.a, &v));
	assert_string_equal(v, "");
	must(&w, app_pref_set(w.ap, &w.vanthu, "ime", NULL, &w.ei));
	must(&w, app_pref_get(w.ap, &w.vanthu, "ime", w.a, &v));
	assert_string_equal(v, "");
	assert_int_equal(app_pref_set(w.ap, &w.vanthu, "có dấu", "1", &w.ei), ERR_INVALID);
	memset(big, 'a', sizeof(big));
	big[sizeof(big) - 1] = '\0';
	assert_int_equal(app_pref_set(w.ap, &w.vanthu, "big", big, &w.ei), ERR_RANGE);
	big[4096] = '\0';
	must(&w, app_pref_set(w.ap, &w.vanthu, "big", big, &w.ei));
	for (int i = 0; i < 63; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		must(&w, app_pref_set(w.ap, &w.vanthu, key, "1", &w.ei));
	}
	assert_int_equal(app_pref_set(w.ap, &w.vanthu, "k63", "1", &w.ei), ERR_RANGE);
	assert_string_equal(w.ei.text, "Không giữ thêm được: 64 mục, mỗi mục 4 KB. Bỏ bớt mục đã lưu.");
	must(&w, app_pref_set(w.ap, &w.vanthu, "k62", "2", &w.ei)); /* one that is there may change */
}

static void test_saved_searches(void **state)
{
	struct app_value v[] = { { "abstract", "đất đai|môi trường" }, { "arrival_date", "1/3..15/3" }, { "note", "" } };
	struct app_search *s;
	size_t n;

	(void)state;
	must(&w, app_search_save(w.ap, &w.tiepdan, "tim-van-ban", " Đất  đai tháng 3 ", v, 3, &w.ei));
	must(&w, app_search_save(w.ap, &w.tiepdan, "tim-van-ban", "A\\B", v, 1, &w.ei));
	must(&w, app_search_save(w.ap, &w.tiepdan, "tim-van-ban", "A\\B", v + 1, 1, &w.ei));
	must(&w, app_search_list(w.ap, &w.tiepdan, "tim-van-ban", w.a, &s, &n));
	assert_int_equal(n, 2);
	assert_string_equal(s[0].name, "A\\B");
	assert_int_equal(s[0].n_values, 1);
	assert_string_equal(s[0].values[0].text, "1/3..15/3");
	assert_string_equal(s[1].name, "Đất đai tháng 3");
	assert_int_equal(s[1].n_values, 2);
	assert_string_equal(s[1].values[0].path, "abstract");
	must(&w, app_search_drop(w.ap, &w.tiepdan, "tim-van-ban", "A\\B", &w.ei));
	must(&w, app_search_list(w.ap, &w.tiepdan, "tim-van-ban", w.a, &s, &n));
	assert_int_equal(n, 1);
	must(&w, app_search_list(w.ap, &w.vanthu, "tim-van-ban", w.a, &s, &n));
	assert_int_equal(n, 0);
	assert_int_equal(app_search_save(w.ap, &w.tiepdan, "tim-van-ban", "  ", v, 2, &w.ei), ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_submitting_taken_back), cmocka_unit_test(test_corrections_taken_back),
		cmocka_unit_test(test_what_cannot_be_taken_back), cmocka_unit_test(test_preferences), cmocka_unit_test(test_saved_searches),
	};

	return cmocka_run_group_tests(tests, open_2024, close_world);
}
