/* app_incoming.c: documents that arrive: registering, submitting, correcting; numbers, clocks, rules, who may, who was first. */
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

static struct app_result registered(const char *symbol, const char *abstract)
{
	struct values v = document();

	give(&v, "symbol", symbol);
	give(&v, "abstract", abstract);
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	return w.out;
}

/* DOMAIN 12, story 1, as far as submit */
static void test_a_days_document(void **state)
{
	struct values v = document(), to = { .n = 0 };
	struct app_record *r;
	rowid_t id;

	(void)state;
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	assert_string_equal(w.out.number, "1");
	assert_string_equal(w.out.saved, "Đã lưu số đến 1");
	assert_string_equal(w.out.due, "18/03/2024");
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "registered");
	assert_string_equal(shown_value(r, "symbol"), "612/STNMT-QLĐĐ");
	assert_string_equal(shown_value(r, "doc_type"), "Công văn");
	assert_string_equal(shown_value(r, "arrival_date"), "15/03/2024");
	assert_string_equal(shown_value(r, "book_id"), "Văn bản đến 2024");
	assert_string_equal(r->owner_name, "UBND huyện Vị Thủy");
	assert_true(r->mine);
	assert_true(clock_of(r, "IN_SUBMIT")->running);

	world_time(&w, "2024-03-15T08:10:00Z");
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to));
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "submitted");
	assert_false(clock_of(r, "IN_SUBMIT")->running);
	assert_string_equal(clock_of(r, "IN_ASSIGN")->due_text, "18/03/2024");
	assert_string_equal(r->steps[0].what, "Vào sổ số 1, hạn trình 18/03/2024");
	assert_string_equal(r->steps[0].when, "15/03 09:20");
	assert_string_equal(r->steps[0].who, "Lê Thị Hoa");
	assert_string_equal(r->steps[1].what, "Trình Trần Minh Khang, hạn phân công 18/03/2024");
}

/* The number given and the clock started are rows of the document's own event: no node sees one without the other. */
static void test_one_event_holds_it_all(void **state)
{
	struct store_past *past = NULL;
	size_t n = 0, entries = 0, clocks = 0;

	(void)state;
	registered("612/STNMT", "Một việc");
	assert_int_equal(store_history(app_store(w.ap), model_type_by_name("incoming")->no, w.out.id, w.a, &past, &n), 0);
	assert_int_equal(n, 1);
	assert_string_equal(model_type_by_no(past[0].ops[0].type)->name, "incoming");
	assert_int_equal(past[0].ops[0].id, w.out.id);
	for (size_t i = 0; i < past[0].n_ops; i++) {
		const char *type = model_type_by_no(past[0].ops[i].type)->name;

		entries += strcmp(type, "number_entry") == 0;
		clocks += strcmp(type, "deadline") == 0;
	}
	assert_int_equal(entries, 1);
	assert_int_equal(clocks, 1);
}

static void test_register_and_submit_in_one_save(void **state)
{
	struct values v = document();
	struct app_input in[2];
	struct app_record *r;

	(void)state;
	give(&v, "submitted_to", "Trần Minh Khang");
	for (int i = 0; i < 2; i++)
		in[i] = (struct app_input){ .type = "incoming", .verb = i ? "submit" : "register", .values = v.v, .n_values = v.n };
	must(&w, app_act(w.ap, &w.vanthu, in, 2, &w.out, &w.ei));
	assert_string_equal(w.out.number, "1");
	assert_int_equal(w.out.version, 2);
	r = look(&w, "incoming", w.out.id);
	assert_string_equal(r->state, "submitted");
	assert_string_equal(shown_value(r, "submitted_to"), "Trần Minh Khang");
	assert_false(clock_of(r, "IN_SUBMIT")->running);
	assert_true(clock_of(r, "IN_ASSIGN")->running);

	/* the second verb is refused: nothing of the first stays, no number is lost */
	give(&v, "submitted_to", "nobody");
	give(&v, "symbol", "613/STNMT");
	for (int i = 0; i < 2; i++)
		in[i].n_values = v.n;
	refused(&w, app_act(w.ap, &w.vanthu, in, 2, &w.out, &w.ei), "A11", "submitted_to");
	give(&v, "submitted_to", "");
	refused(&w, app_act(w.ap, &w.vanthu, in, 2, &w.out, &w.ei), "M01", "submitted_to");
	assert_string_equal(registered("614/STNMT", "Việc khác").number, "2");
}

static void test_what_is_wrong_is_told_at_once(void **state)
{
	struct values v = { .n = 0 };
	char long_text[600];

	(void)state;
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M01", "secrecy");
	assert_non_null(problem(&w, "M01"));
	assert_int_equal(w.out.n_problems, 7);
	v = document();
	memset(long_text, 'a', 501);
	long_text[501] = '\0';
	give(&v, "abstract", long_text);
	give(&v, "issued_date", "31/02/2024");
	give(&v, "doc_type", "XYZ");
	give(&v, "pages", "nhiều");
	give(&v, "nonsense", "1");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M02", "abstract");
	assert_string_equal(problem(&w, "M02")->text, "Trích yếu nội dung dài quá 500 ký tự (đang 501). Rút gọn lại.");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M03", "issued_date");
	assert_string_equal(problem(&w, "M06")->text, "Không có mã \"XYZ\". F4 để xem danh sách.");
	assert_string_equal(problem(&w, "A09")->path, "pages");
	assert_string_equal(problem(&w, "A14")->path, "nonsense");
	assert_null(problem(&w, "M01")); /* what could not be read is not also called missing */
	give(&v, "issued_date", "16/03/2024");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M04", "issued_date");
	v = document();
	give(&v, "arrival_date", "11/03/2024");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M05", "issued_date");
	v = document();
	give(&v, "abstract", "");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M01", "abstract");
	assert_string_equal(problem(&w, "M01")->text, "Chưa nhập trích yếu nội dung. Gõ vào, hoặc F4 để chọn.");
	v = document();
	give(&v, "arrival_number", "77");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "A07", "arrival_number");
	give(&v, "arrival_number", "");
	give(&v, "pages", "10000");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "A08", "pages");
}

static void test_secret_papers_stay_out(void **state)
{
	struct values v = document();

	(void)state;
	give(&v, "secrecy", "MAT");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M09", "secrecy");
	assert_int_equal(w.out.n_problems, 1);
	assert_int_equal(APP_KEEP_NOTHING, app_draft_allowed(w.ap, "incoming", 0, v.v, v.n));
	assert_int_equal(APP_KEEP_NOTHING, app_draft_allowed(w.ap, "incoming", 0, v.v + 1, v.n - 1));
	give(&v, "secrecy", "THUONG");
	assert_int_equal(APP_KEEP_ALL, app_draft_allowed(w.ap, "incoming", 0, v.v, v.n));
	/* of a record that is there: its own answer was harmless, one that is typed now must be */
	assert_int_equal(APP_KEEP_ALL, app_draft_allowed(w.ap, "incoming", 1, v.v, 0));
	assert_int_equal(APP_KEEP_ALL, app_draft_allowed(w.ap, "incoming", 1, v.v, v.n));
	give(&v, "secrecy", "MAT");
	assert_int_equal(APP_KEEP_NOTHING, app_draft_allowed(w.ap, "incoming", 1, v.v, v.n));
	give(&v, "secrecy", "xyz");
	assert_int_equal(APP_KEEP_NOTHING, app_draft_allowed(w.ap, "incoming", 1, v.v, v.n));
	give(&v, "secrecy", "thường");
	assert_int_equal(APP_KEEP_ALL, app_draft_allowed(w.ap, "incoming", 0, v.v, v.n));
}

static void test_numbers_are_dense(void **state)
{
	struct app *other;
	struct app_input in;
	struct values v = document();
	char symbol[32];
	struct err_info ei;

	(void)state;
	assert_int_equal(app_open(w.dir, 0, &other, &ei), 0);
	for (int i = 1; i <= 12; i++) {
		snprintf(symbol, sizeof(symbol), "%d/UBND", i);
		give(&v, "symbol", symbol);
		in = (struct app_input){ .type = "incoming", .verb = "register", .values = v.v, .n_values = v.n };
		must(&w, app_act(i % 3 ? w.ap : other, &w.vanthu, &in, 1, &w.out, &w.ei));
		assert_int_equal(atoi(w.out.number), i);
		give(&v, "urgency", "KHONG"); /* a refusal takes no number */
		in.n_values = v.n;
		assert_int_equal(app_act(i % 2 ? w.ap : other, &w.vanthu, &in, 1, &w.out, &w.ei), ERR_REFUSED);
		give(&v, "urgency", "THUONG");
	}
	app_close(other);
}

static void test_a_new_year_opens_its_book(void **state)
{
	struct app_record *r;
	struct values v = document();

	(void)state;
	registered("1/UBND", "Việc một");
	r = look(&w, "incoming", w.out.id);
	world_time(&w, "2025-01-02T02:00:00Z");
	give(&v, "issued_date", "31/12/2024");
	give(&v, "symbol", "2/UBND");
	give(&v, "book_id", "Văn bản đến 2024"); /* the form still had last year's */
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(w.out.number, "1");
	r = look(&w, "incoming", w.out.id);
	assert_string_equal(shown_value(r, "book_id"), "Văn bản đến 2025");
	give(&v, "symbol", "3/UBND");
	give(&v, "book_id", "");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(w.out.number, "2");
	give(&v, "symbol", "4/UBND");
	give(&v, "book_id", "Văn bản đến 2024");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M18", "book_id");
	assert_string_equal(problem(&w, "M18")->text, "Sổ năm 2024 đã khóa. Chọn sổ năm 2025.");
}

/* DOMAIN 12, story 2 */
static void test_it_arrives_twice(void **state)
{
	struct values v = document();
	struct app_answer answer = { .key = "duplicate" };
	rowid_t first;

	(void)state;
	world_time(&w, "2024-04-16T02:00:00Z");
	give(&v, "symbol", "245/SXD-QLN");
	give(&v, "issued_date", "15/04/2024");
	give(&v, "issuer", "Sở Xây dựng");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	first = w.out.id;
	world_time(&w, "2024-04-19T02:00:00Z");
	give(&v, "symbol", "0245/sxd-qln");
	give(&v, "issuer", "sở xây dựng");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M08", "symbol");
	assert_string_equal(problem(&w, "M08")->text, "Đã vào sổ số 1 ngày 16/04/2024. 1 bản trùng, 2 đánh dấu, 3 khác.");
	assert_int_equal(problem(&w, "M08")->severity, APP_CHOICE);
	assert_int_equal(problem(&w, "M08")->choices, 3);
	answer.choice = 1;
	refused(&w, save_full(&w, &w.vanthu, "incoming", "register", 0, 0, &v, NULL, &answer), "A37", NULL);
	answer.choice = 3;
	refused(&w, save_full(&w, &w.vanthu, "incoming", "register", 0, 0, &v, NULL, &answer), "M32", APP_PATH_REASON);
	answer.reason = "đính chính của văn bản trước";
	must(&w, save_full(&w, &w.vanthu, "incoming", "register", 0, 0, &v, NULL, &answer));
	assert_string_equal(w.out.number, "2");
	assert_non_null(strstr(look(&w, "incoming", w.out.id)->steps[0].note, "đính chính của văn bản trước"));
	answer = (struct app_answer){ .key = "duplicate", .choice = 2 };
	must(&w, save_full(&w, &w.vanthu, "incoming", "register", 0, 0, &v, NULL, &answer));
	assert_string_equal(shown_value(look(&w, "incoming", w.out.id), "duplicate_of"), "1");
	give(&v, "issued_date", "16/04/2024");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_true(first != w.out.id);
}

static uint64_t found(const char *words)
{
	struct app_query q = { .type = "incoming", .find = words };
	uint64_t n;

	must(&w, app_count(w.ap, &w.vanthu, &q, &n));
	return n;
}

/* DOMAIN 12, stories 3 and 5 */
static void test_urgent_and_corrected(void **state)
{
	struct values v = document(), fix = { .n = 0 };
	struct app_record *r;
	rowid_t id, rid;

	(void)state;
	world_time(&w, "2024-04-15T01:00:00Z");
	give(&v, "issuer", "Sở Tài chính");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(w.out.due, "16/04/2024");
	id = w.out.id;
	world_time(&w, "2024-04-16T01:00:00Z");
	give(&fix, "arrival_date", "12/04");
	give(&fix, "issuer", "Sở Tư pháp");
	refused(&w, save(&w, &w.vanthu, "incoming", "correct", id, &fix), "M32", APP_PATH_REASON);
	assert_string_equal(problem(&w, "M32")->text, "Phải ghi lý do khi đính chính.");
	must(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "nhìn nhầm bì", NULL));
	assert_string_equal(w.out.number, "1");
	assert_string_equal(w.out.due, "15/04/2024");
	r = look(&w, "incoming", id);
	assert_true(clock_of(r, "IN_SUBMIT")->late);
	assert_string_equal(r->steps[1].note,
			    "Ngày đến: 15/04/2024 -> 12/04/2024; "
			    "Cơ quan ban hành (tác giả): Sở Tài chính -> Sở Tư pháp; hạn tính lại: 15/04/2024; nhìn nhầm bì");
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "1", &rid, &w.ei), 0);
	assert_int_equal(found("so tu phap 612"), 1);
	assert_int_equal(found("so tai chinh 612"), 0);

	world_time(&w, "2026-03-06T09:30:00Z"); /* 16:30 */
	give(&v, "issued_date", "06/03/2026");
	give(&v, "symbol", "9/CĐ-TTg");
	give(&v, "urgency", "HOA_TOC");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(w.out.due, "07:30 09/03/2026");
	id = w.out.id;
	world_time(&w, "2026-03-09T00:30:00Z");
	assert_false(clock_of(look(&w, "incoming", id), "IN_SUBMIT_HT")->late);
	world_time(&w, "2026-03-09T00:31:00Z");
	assert_true(clock_of(look(&w, "incoming", id), "IN_SUBMIT_HT")->late);
	fix = (struct values){ .n = 0 };
	give(&fix, "urgency", "THUONG");
	must(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "nhìn nhầm dấu", NULL));
	assert_string_equal(clock_of(look(&w, "incoming", id), "IN_SUBMIT")->due_text, "09/03/2026");
	fix = (struct values){ .n = 0 };
	give(&fix, "arrival_number", "5");
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "thử", NULL), "A07", "arrival_number");
}

static void test_who_and_when(void **state)
{
	struct values v = document(), to = { .n = 0 };
	struct app_verb *verbs;
	struct app_user other;
	uint64_t version;
	rowid_t id;
	size_t n;

	(void)state;
	refused(&w, save(&w, &w.quantri, "incoming", "register", 0, &v), "M11", "");
	assert_string_equal(problem(&w, "M11")->text, "Vai trò quản trị không được vào sổ. Liên hệ người quản trị.");
	id = registered("1/UBND", "Việc một").id;
	version = w.out.version;
	refused(&w, save(&w, &w.vanthu, "incoming", "register", id, &v), "A89", "");
	give(&to, "submitted_to", "lanhdao");
	must(&w, save_full(&w, &w.vanthu, "incoming", "submit", id, version, &to, NULL, NULL));
	refused(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to), "M12", "");
	assert_string_equal(problem(&w, "M12")->text, "Đang ở \"Đã trình\", chưa trình được. Cần vào sổ trước.");
	/* someone was faster */
	assert_int_equal(save_full(&w, &w.vanthu, "incoming", "correct", id, version, &to, "x", NULL), ERR_STALE);
	assert_string_equal(w.ei.text, "Lê Thị Hoa vừa sửa lúc 09:20. F5 xem bản mới; phần đang gõ vẫn còn.");
	/* another office's record */
	other = w.vanthu;
	other.office = 12345;
	refused(&w, save_full(&w, &other, "incoming", "correct", id, 0, &to, "x", NULL), "M14", "");
	assert_int_equal(save(&w, &w.vanthu, "incoming", "fly", id, &to), ERR_USAGE);
	must(&w, app_verbs(w.ap, &w.vanthu, "incoming", id, w.a, &verbs, &n));
	assert_int_equal(n, 1);
	assert_string_equal(verbs[0].name, "correct");
	must(&w, app_verbs(w.ap, &w.vanthu, "incoming", 0, w.a, &verbs, &n));
	assert_string_equal(verbs[0].label, "Vào sổ");
	must(&w, app_verbs(w.ap, &w.quantri, "incoming", id, w.a, &verbs, &n));
	assert_int_equal(n, 0);
}

static void test_check_does_nothing(void **state)
{
	struct values v = document();
	struct app_input in = { .type = "incoming", .verb = "register", .values = v.v, .n_values = v.n };

	(void)state;
	must(&w, app_check(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei));
	assert_string_equal(registered("1/UBND", "Việc một").number, "1");
}

static void test_a_new_day_off_moves_running_clocks(void **state)
{
	const char *const day[] = { "day=18/03/2024", "kind=OFF", "name=Nghỉ đột xuất", "source=thử" };
	struct values v = document();
	rowid_t id, row, stopped;
	bool busy = true;
	struct values to = { .n = 0 };

	(void)state;
	for (int i = 0; i < 20 && busy; i++)
		must(&w, app_work(w.ap, &busy, &w.ei));
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	give(&v, "symbol", "700/STNMT");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	stopped = w.out.id;
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", stopped, &to));
	assert_int_equal(app_list_put(w.ap, &w.vanthu, "calendar_day", 0, day, 4, &row, &w.ei), ERR_REFUSED);
	must(&w, app_list_put(w.ap, &w.quantri, "calendar_day", 0, day, 4, &row, &w.ei));
	do
		must(&w, app_work(w.ap, &busy, &w.ei));
	while (busy);
	assert_string_equal(clock_of(look(&w, "incoming", id), "IN_SUBMIT")->due_text, "19/03/2024");
	assert_string_equal(clock_of(look(&w, "incoming", stopped), "IN_SUBMIT")->due_text, "18/03/2024");
	assert_string_equal(clock_of(look(&w, "incoming", stopped), "IN_ASSIGN")->due_text, "19/03/2024");
	assert_string_equal(clock_of(look(&w, "incoming", id), "IN_SUBMIT")->explain, "1 ngày làm việc từ 15/03/2024, nghỉ 18/3");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_2024, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_a_days_document), CASE(test_one_event_holds_it_all), CASE(test_one_event_holds_it_all),
		CASE(test_register_and_submit_in_one_save), CASE(test_what_is_wrong_is_told_at_once),
		CASE(test_secret_papers_stay_out), CASE(test_numbers_are_dense), CASE(test_a_new_year_opens_its_book), CASE(test_it_arrives_twice),
		CASE(test_urgent_and_corrected), CASE(test_who_and_when), CASE(test_check_does_nothing), CASE(test_a_new_day_off_moves_running_clocks),
	};

	return T_RUN(tests);
}
