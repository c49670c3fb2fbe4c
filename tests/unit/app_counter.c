/* app_counter.c: petitions and dossiers: embedded persons, rows of collections, papers of a procedure, numbers by the day. */
#include "app_world.h"

static struct world w;

static int open_2026(void **state)
{
	(void)state;
	world_open(&w, "2026-03-03T01:42:00Z"); /* Tuesday 08:42 */
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static struct values petition(void)
{
	struct values v = { .n = 0 };

	give(&v, "has_denunciation", "Không");
	give(&v, "source", "BUU_CHINH");
	give(&v, "received_date", "02/03/2026");
	give(&v, "written_date", "27/02/2026");
	give(&v, "petitioner_count", "2");
	give(&v, "parties.1.role", "NGUOI_KN");
	give(&v, "parties.1.full_name", "Huỳnh Văn Đực");
	give(&v, "parties.1.id_number", "093065001234");
	give(&v, "parties.1.address", "ấp 5, xã Vị Thủy");
	give(&v, "parties.2.role", "NGUOI_KN");
	give(&v, "parties.2.full_name", "Lê Thị Sáu");
	give(&v, "respondent_text", "UBND huyện");
	give(&v, "abstract", "Khiếu nại quyết định 118/QĐ-UBND về bồi thường đất");
	give(&v, "request", "Hủy quyết định");
	return v;
}

static void test_petition(void **state)
{
	struct values v = petition(), kind = { .n = 0 };
	struct app_record *r;
	rowid_t id;

	(void)state;
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
	id = w.out.id;
	assert_string_equal(w.out.saved, "Đã lưu số đơn 1");
	assert_string_equal(w.out.due, "16/03/2026"); /* DOMAIN 12, story 13 */
	r = look(&w, "petition", id);
	assert_string_equal(shown_value(r, "parties.1.full_name"), "Huỳnh Văn Đực");
	assert_string_equal(shown_value(r, "parties.2.full_name"), "Lê Thị Sáu");
	assert_string_equal(shown_value(r, "parties.1.role"), "Người khiếu nại");
	assert_string_equal(shown_value(r, "mass_group"), "Không");
	refused(&w, save(&w, &w.tiepdan, "petition", "classify", id, &kind), "M40", "kind");
	give(&kind, "kind", "TC");
	refused(&w, save(&w, &w.tiepdan, "petition", "classify", id, &kind), "M63", "kind");
	give(&kind, "kind", "NHIEU");
	refused(&w, save(&w, &w.tiepdan, "petition", "classify", id, &kind), "M41", "kind");
	give(&kind, "kind", "Khiếu nại");
	refused(&w, save(&w, &w.vanthu, "petition", "classify", id, &kind), "M11", "");
	must(&w, save(&w, &w.tiepdan, "petition", "classify", id, &kind));
	r = look(&w, "petition", id);
	assert_string_equal(r->state, "classified");
	assert_string_equal(clock_of(r, "KN_ACCEPT")->due_text, "12/03/2026");
	assert_string_equal(clock_of(r, "PET_HANDLE")->due_text, "16/03/2026");
	assert_string_equal(r->steps[1].what, "Phân loại: Khiếu nại");
}

static void test_denunciation_stays_out(void **state)
{
	struct values v = petition();

	(void)state;
	give(&v, "has_denunciation", "Có");
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "M47", "has_denunciation");
	assert_int_equal(w.out.n_problems, 1);
	assert_false(app_draft_allowed(w.ap, "petition", 0, v.v, v.n));
	assert_false(app_draft_allowed(w.ap, "petition", 0, v.v + 1, v.n - 1));
	give(&v, "has_denunciation", "0");
	assert_true(app_draft_allowed(w.ap, "petition", 0, v.v, v.n));
	give(&v, "has_denunciation", "");
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "M01", "has_denunciation");
}

static void test_petition_rules(void **state)
{
	struct values v = petition();

	(void)state;
	give(&v, "written_date", "03/03/2026");
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "A30", "written_date");
	v = petition();
	give(&v, "petitioner_count", "0");
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "A08", "petitioner_count");
	give(&v, "petitioner_count", "12");
	give(&v, "parties.1.id_number", "0930650012");
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "E09", "parties.1.id_number");
	give(&v, "parties.1.id_number", "");
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
	assert_string_equal(shown_value(look(&w, "petition", w.out.id), "mass_group"), "Có");
	for (size_t i = 0; i < v.n; i++)
		if (strncmp(v.v[i].path, "parties", 7) == 0)
			v.v[i].text = "";
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "M01", "parties.1.full_name");
	give(&v, "anonymous", "x");
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
	v = petition();
	give(&v, "parties.2.full_name", "");
	give(&v, "parties.2.address", "ấp 6");
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "M01", "parties.2.full_name");
}

/* ONESTOP 12, stories 1 and 4 */
static void test_dossier(void **state)
{
	struct values v = dossier("LAND-A"), to = { .n = 0 };
	struct app_record *r;
	rowid_t id, found;

	(void)state;
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	id = w.out.id;
	assert_string_equal(w.out.number, "H30.71-260303-0001");
	assert_string_equal(w.out.due, "17:00 10/03/2026");
	assert_string_equal(w.out.saved, "Đã lưu mã hồ sơ H30.71-260303-0001");
	r = look(&w, "dossier", id);
	assert_string_equal(r->state_label, "Đã tiếp nhận");
	assert_string_equal(shown_value(r, "owner.full_name"), "Nguyễn Thị Bích Vân");
	assert_string_equal(shown_value(r, "submitter.full_name"), "Nguyễn Thị Bích Vân");
	assert_string_equal(shown_value(r, "due_at"), "17:00 10/03/2026");
	assert_string_equal(shown_value(r, "due_rule"), "17:00 10/03/2026");
	assert_string_equal(shown_value(r, "limit_days"), "5");
	assert_string_equal(shown_value(r, "parts.2.title"), "Giấy chứng nhận đã cấp (bản gốc)");
	assert_string_equal(shown_value(r, "parts.2.kind"), "Bản chính");
	assert_string_equal(shown_value(r, "parts.3.state_code"), "Đủ");
	assert_string_equal(r->steps[0].what, "Tiếp nhận, hẹn 10/03/2026");
	refused(&w, save(&w, &w.motcua, "dossier", "forward", id, &to), "M01", "handler_id");
	give(&to, "handler_id", "lanhdao");
	must(&w, save(&w, &w.motcua, "dossier", "forward", id, &to));
	r = look(&w, "dossier", id);
	assert_string_equal(r->state, "processing");
	assert_string_equal(r->steps[1].what, "Chuyển xử lý: Trần Minh Khang");
	assert_true(clock_of(r, "OS_LAND-A")->running);
	refused(&w, save(&w, &w.motcua, "dossier", "forward", id, &to), "E07", "");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_string_equal(w.out.number, "H30.71-260303-0002");
	assert_int_equal(app_find(w.ap, &w.motcua, "dossier", "h30.71-260303-0001", &found, &w.ei), 0);
	assert_true(found == id);

	world_time(&w, "2026-04-21T02:00:00Z");
	v = dossier("LAND-B");
	give(&v, "parts.4.part", "P05");
	give(&v, "parts.5.part", "P10");
	give(&v, "parts.5.state", "DU");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_string_equal(w.out.number, "H30.71-260421-0001");
	assert_string_equal(w.out.due, "17:00 08/05/2026");
}

static void test_dossier_rules(void **state)
{
	struct values v = { .n = 0 };

	(void)state;
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "E01", "procedure_id");
	v = dossier("LAND-A");
	give(&v, "parts.4.state", "THIEU");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "E03", "parts.4.state_code");
	assert_string_equal(problem(&w, "E03")->text,
			    "Thiếu giấy tờ bắt buộc: Quyết định đổi tên, gi…. Nhận thêm, hoặc lập Mẫu 02.");
	v = dossier("LAND-A");
	give(&v, "parts.2.kind", "4");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "E04", "parts.2.kind");
	v = dossier("LAND-A");
	give(&v, "submitter.full_name", "Võ Thành Luân");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "E05", "authority");
	give(&v, "authority", "Giấy ủy quyền 12/2026");
	give(&v, "phone", "12");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "E14", "phone");
	give(&v, "phone", "0912000345");
	give(&v, "due_at", "17:00 01/04/2026");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "A07", "due_at");
	give(&v, "due_at", "");
	give(&v, "channel", "TN");
	give(&v, "owner_kind", "2");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "M01", "online_kind");
	assert_int_equal(w.out.n_problems, 3);
	give(&v, "online_kind", "TOAN_TRINH");
	give(&v, "owner_org", "Công ty Mía đường");
	give(&v, "owner_tax", "1800765434");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "E13", "owner_tax");
	give(&v, "owner_tax", "1800765433");
	/* an optional paper whose row the form had filled in but nobody brought */
	give(&v, "parts.5.part", "P13");
	give(&v, "parts.5.title", "Văn bản ủy quyền");
	give(&v, "parts.5.qty", "1");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_string_equal(shown_value(look(&w, "dossier", w.out.id), "parts.5.part"), "");
	assert_string_equal(shown_value(look(&w, "dossier", w.out.id), "submitter.full_name"), "Võ Thành Luân");
}

static uint64_t persons(void)
{
	struct app_query q = { .type = "person" };
	uint64_t n;

	must(&w, app_count(w.ap, &w.vanthu, &q, &n));
	return n;
}

/* ONESTOP 12, story 9 */
static void test_one_person_is_one_row(void **state)
{
	struct values v = dossier("LAND-A");

	(void)state;
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_int_equal(persons(), 1);
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_int_equal(persons(), 1);
	give(&v, "owner.full_name", "Nguyễn Thị Bích Vần");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v)); /* marks differ only: the same name as far as folding sees */
	assert_int_equal(persons(), 1);
	give(&v, "owner.full_name", "Trần Quốc Khởi");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "E15", "owner.full_name");
	assert_string_equal(problem(&w, "E15")->text, "Số 093178004512 đã có tên Nguyễn Thị Bí…. F4 chọn người đó, hoặc xem lại số.");
	assert_int_equal(persons(), 1);
	/* the id alone is enough for someone we know */
	give(&v, "owner.full_name", "");
	give(&v, "owner.phone", "0933000118");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_int_equal(persons(), 1);
	assert_string_equal(shown_value(look(&w, "dossier", w.out.id), "owner.full_name"), "Nguyễn Thị Bích Vân");
	assert_string_equal(shown_value(look(&w, "dossier", w.out.id), "owner.phone"), "0933000118");
	/* the same name in owner and submitter is one person; no letter of authority is asked */
	v = dossier("LAND-A");
	give(&v, "owner.id_number", "092065001234");
	give(&v, "owner.full_name", "Trần Quốc Khải");
	give(&v, "submitter.full_name", "Trần Quốc Khải");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_int_equal(persons(), 2);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_2026, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_petition), CASE(test_denunciation_stays_out), CASE(test_petition_rules), CASE(test_dossier), CASE(test_dossier_rules),
		CASE(test_one_person_is_one_row),
	};

	return T_RUN(tests);
}
