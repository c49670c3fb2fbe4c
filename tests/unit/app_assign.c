/* app_assign.c: the leader's say on a document and what the one who was given it does (DOMAIN 2.1): who, which day, which clock. */
#include "app_world.h"

static struct world w;
static struct app_user chuyenvien, other;

static int open_2024(void **state)
{
	(void)state;
	world_open(&w, "2024-03-15T02:20:00Z"); /* 09:20 */
	world_user(&w, "chuyenvien", "Lê Minh Triết", "", &chuyenvien);
	assert_int_equal(app_user_add(w.ap, "hoa", "Lê Thị Hoa", "", "chuyenvien", NULL, &w.ei), 0);
	assert_int_equal(app_user_load(w.ap, "hoa", NULL, &other, &w.ei), 0);
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static rowid_t submitted(const char *urgency)
{
	struct values v = document(), to = { .n = 0 };
	rowid_t id;

	give(&v, "urgency", urgency);
	give(&v, "symbol", urgency); /* another one each time */
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to));
	return id;
}

static struct values opinion(const char *lead, const char *due)
{
	struct values v = { .n = 0 };

	give(&v, "opinion_code", "1");
	give(&v, "opinion", "Chuyển xử lý");
	give(&v, "lead_user_id", lead);
	give(&v, "due_date", due);
	return v;
}

static int assign(rowid_t id, const char *lead, const char *due)
{
	struct values v = opinion(lead, due);

	return save(&w, &w.lanhdao, "incoming", "assign", id, &v);
}

static int act(const struct app_user *u, const char *verb, rowid_t id, const char *result)
{
	struct values v = { .n = 0 };

	if (result)
		give(&v, "result", result);
	return save(&w, u, "incoming", verb, id, &v);
}

static void test_rule_counts_the_day(void **state)
{
	struct app_record *r;
	rowid_t id = submitted("THUONG"), urgent = submitted("HOA_TOC");

	(void)state;
	must(&w, assign(id, "chuyenvien", ""));
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "assigned");
	assert_false(clock_of(r, "IN_ASSIGN")->running);
	assert_true(clock_of(r, "IN_DO")->running);
	assert_string_equal(clock_of(r, "IN_DO")->due_text, "29/03/2024"); /* ten working days from Friday the 15th */
	assert_string_equal(shown_value(r, "due_date"), "29/03/2024");
	assert_string_equal(r->steps[2].what, "Phân công Lê Minh Triết, hạn 29/03/2024");

	must(&w, assign(urgent, "chuyenvien", ""));
	assert_string_equal(clock_of(look(&w, "incoming", urgent), "IN_DO_HT")->due_text, "18/03/2024");
}

/* His day goes before the rule's, and stays when a holiday is decided. */
static void test_the_leader_names_the_day(void **state)
{
	static const char *const day[] = { "day=20/03/2024", "kind=OFF", "name=Nghỉ", "source=UBND" };
	rowid_t named = submitted("THUONG"), counted = submitted("KHAN"), row;
	bool busy;

	(void)state;
	must(&w, assign(named, "chuyenvien", "22/03/2024"));
	must(&w, assign(counted, "chuyenvien", ""));
	assert_string_equal(clock_of(look(&w, "incoming", named), "IN_DO")->due_text, "22/03/2024");
	assert_string_equal(clock_of(look(&w, "incoming", named), "IN_DO")->explain, model_message("A173"));
	assert_string_equal(clock_of(look(&w, "incoming", counted), "IN_DO_K")->due_text, "20/03/2024");
	must(&w, app_list_put(w.ap, &w.quantri, "calendar_day", 0, day, 4, &row, &w.ei));
	do
		must(&w, app_work(w.ap, &busy, &w.ei));
	while (busy);
	assert_string_equal(clock_of(look(&w, "incoming", named), "IN_DO")->due_text, "22/03/2024");
	assert_string_equal(shown_value(look(&w, "incoming", named), "due_date"), "22/03/2024");
	assert_string_equal(clock_of(look(&w, "incoming", counted), "IN_DO_K")->due_text, "21/03/2024");
	assert_string_equal(shown_value(look(&w, "incoming", counted), "due_date"), "21/03/2024");
}

static void test_what_is_refused(void **state)
{
	struct values v;
	rowid_t id = submitted("THUONG");

	(void)state;
	refused(&w, assign(id, "", ""), "A171", "lead_user_id");
	refused(&w, assign(id, "chuyenvien", "14/03/2024"), "A172", "due_date");
	v = opinion("chuyenvien", "");
	give(&v, "opinion", "");
	refused(&w, save(&w, &w.lanhdao, "incoming", "assign", id, &v), "M01", "opinion");
	v = opinion("chuyenvien", "");
	refused(&w, save(&w, &w.vanthu, "incoming", "assign", id, &v), "M11", "");
	/* an office in his place will do */
	v = opinion("", "");
	give(&v, "lead_office_id", "H30.71");
	must(&w, save(&w, &w.lanhdao, "incoming", "assign", id, &v));
	refused(&w, assign(id, "chuyenvien", ""), "M12", "");
	assert_string_equal(look(&w, "incoming", id)->steps[2].what, "Phân công UBND huyện Vị Thủy, hạn 29/03/2024");
}

/* Nobody is handed what he cannot decide or do, on no path; F4 offers no such person. */
static void test_who_may_be_named(void **state)
{
	struct app_choice *c;
	struct values to = { .n = 0 }, v = document();
	size_t n, total;
	rowid_t id;

	(void)state;
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	give(&to, "submitted_to", "vanthu");
	refused(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to), "A175", "submitted_to");
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to));
	refused(&w, assign(id, "quantri", ""), "A176", "lead_user_id");
	must(&w, assign(id, "hoa", ""));
	must(&w, app_choices(w.ap, &w.vanthu, model_field_by_name(model_type_by_name("incoming"), "submitted_to"), "", 20, w.a, &c, &n, &total));
	assert_int_equal(total, 1);
	assert_string_equal(c[0].code, "lanhdao");
	must(&w, app_choices(w.ap, &w.lanhdao, model_field_by_name(model_type_by_name("incoming"), "lead_user_id"), "", 20, w.a, &c, &n, &total));
	assert_int_equal(total, 6); /* all but the administrator */
}

static void test_only_the_lead_goes_on(void **state)
{
	struct app_record *r;
	rowid_t id = submitted("THUONG"), of_all = submitted("KHAN");
	struct values v = opinion("", "");

	(void)state;
	must(&w, assign(id, "chuyenvien", ""));
	refused(&w, act(&other, "accept", id, NULL), "A174", "lead_user_id");
	must(&w, act(&chuyenvien, "accept", id, NULL));
	assert_string_equal(shown_value(look(&w, "incoming", id), "received_by"), "Lê Minh Triết");
	refused(&w, act(&chuyenvien, "finish", id, NULL), "M01", "result");
	refused(&w, act(&other, "finish", id, "Đã trả lời"), "A174", "lead_user_id");
	world_time(&w, "2024-03-28T02:00:00Z");
	must(&w, act(&chuyenvien, "finish", id, "Đã trả lời bằng công văn 88"));
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "done");
	assert_string_equal(shown_value(r, "done_date"), "28/03/2024");
	assert_false(clock_of(r, "IN_DO")->running);
	assert_false(clock_of(r, "IN_DO")->late);

	/* given to the whole office: anybody of it */
	give(&v, "lead_office_id", "H30.71");
	must(&w, save(&w, &w.lanhdao, "incoming", "assign", of_all, &v));
	must(&w, act(&other, "accept", of_all, NULL));
}

static void test_filed_and_taken_back(void **state)
{
	struct values v = { .n = 0 };
	struct app_record *r;
	rowid_t id = submitted("THUONG");

	(void)state;
	give(&v, "opinion_code", "2");
	give(&v, "file_code", "HS-12/2024");
	must(&w, save(&w, &w.lanhdao, "incoming", "file_only", id, &v));
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "filed");
	for (size_t i = 0; i < r->n_clocks; i++)
		assert_false(r->clocks[i].running);
	must(&w, app_undo(w.ap, &w.lanhdao, "incoming", id, "nhầm", &w.out, &w.ei));
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "submitted");
	assert_true(clock_of(r, "IN_ASSIGN")->running);
	must(&w, assign(id, "chuyenvien", ""));
	must(&w, app_undo(w.ap, &w.lanhdao, "incoming", id, "nhầm người", &w.out, &w.ei));
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "submitted");
	assert_string_equal(shown_value(r, "lead_user_id"), "");
	assert_string_equal(shown_value(r, "due_date"), "");
	must(&w, assign(id, "hoa", "20/03/2024"));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_2024, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = { CASE(test_rule_counts_the_day), CASE(test_the_leader_names_the_day), CASE(test_what_is_refused), CASE(test_who_may_be_named),
		CASE(test_only_the_lead_goes_on), CASE(test_filed_and_taken_back) };

	return T_RUN(tests);
}
