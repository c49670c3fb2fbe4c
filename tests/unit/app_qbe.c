/* app_qbe.c: query by example in every kind of field; order by due, page by page; a new record from an old one. */
#include "app_world.h"

static struct world w;

static void register_document(const char *symbol, const char *issuer, const char *abstract, const char *urgency)
{
	struct values v = document();

	give(&v, "symbol", symbol);
	give(&v, "issuer", issuer);
	give(&v, "abstract", abstract);
	give(&v, "urgency", urgency);
	give(&v, "issued_date", "-2");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
}

static struct values petition(void)
{
	struct values v = { .n = 0 };

	give(&v, "has_denunciation", "Không");
	give(&v, "source", "BUU_CHINH");
	give(&v, "written_date", "20/11/2026");
	give(&v, "petitioner_count", "2");
	give(&v, "parties.1.role", "NGUOI_KN");
	give(&v, "parties.1.full_name", "Huỳnh Văn Đực");
	give(&v, "parties.1.id_number", "093065001234");
	give(&v, "parties.2.role", "NGUOI_KN");
	give(&v, "parties.2.full_name", "Lê Thị Sáu");
	give(&v, "abstract", "Khiếu nại về bồi thường đất");
	return v;
}

static int open_2026(void **state)
{
	struct values v;

	(void)state;
	world_open(&w, "2026-11-20T02:00:00Z");
	register_document("125/QĐ-UBND", "UBND tỉnh", "Phê duyệt kế hoạch [2026]", "THUONG"); /* 1 */
	register_document("88/STNMT", "Sở Tài nguyên", "Báo cáo biến động đất đai", "THUONG"); /* 2 */
	world_time(&w, "2026-11-23T02:00:00Z");
	register_document("12/TB-VP", "VP UBND tỉnh", "Kết luận của đồng chí Chủ tịch", "THUONG"); /* 3 */
	register_document("1251/UBND", "UBND tỉnh", "Đường, cầu 100%", "HOA_TOC");           /* 4 */
	v = petition();
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

/* How many fit, or the negative error. */
static int fits(const struct app_user *u, const char *type, const char *path, const char *text)
{
	struct app_qbe qbe = { .n = 0 };
	struct app_query q = { .type = type, .cond = qbe.cond, .group = qbe.group };
	uint64_t n = 0;
	int err;

	memset(&w.ei, 0, sizeof(w.ei));
	err = app_qbe_parse(w.ap, u, type, path, text, w.a, &qbe, &w.ei);
	q.n_cond = qbe.n;
	if (err)
		return err;
	err = app_count(w.ap, u, &q, &n);
	return err ? -1000 + err : (int)n;
}

static void ask(const char *path, const char *text, int want)
{
	int got = fits(&w.vanthu, "incoming", path, text);

	if (got != want)
		fail_msg("%s %s: %d, not %d (%s)", path, text, got, want, w.ei.text);
}

static void test_text(void **state)
{
	(void)state;
	ask("abstract", "", 4);
	ask("abstract", "dat dai", 1);
	ask("abstract", "đất đai|kế hoạch", 2);
	ask("abstract", "duong", 1);
	ask("abstract", "phe*", 1);
	ask("abstract", "*[2026]", 1);
	ask("abstract", "[p]he*", 0);
	ask("abstract", "*100%", 1);
	ask("abstract", "*100_", 0);
	ask("abstract", "ba?*", 1);
	ask("abstract", "=Báo cáo biến động đất đai", 1);
	ask("abstract", "=báo cáo", 0);
	ask("abstract", "<>Báo cáo biến động đất đai", 3);
	ask("abstract", "=", 0);
	ask("abstract", "<>", 4);
	ask("signer", "=", 4);
	ask("signer", "!=", 0);
	ask("signer", "=|Lê", 4);
	ask("abstract", "'; DROP TABLE incoming; --", 0);
	ask("abstract", "a*b*c*d*e*f*g*h*i*j", ERR_RANGE);
}

static void test_numbers_and_days(void **state)
{
	(void)state;
	ask("arrival_number", "2", 1);
	ask("arrival_number", "2|4", 2);
	ask("arrival_number", ">=3", 2);
	ask("arrival_number", "> 3", 1);
	ask("arrival_number", "2:3", 2);
	ask("arrival_number", "2..", 3);
	ask("arrival_number", "..2", 2);
	ask("arrival_number", "1|3..4", 3);
	ask("arrival_number", "<>2", 3);
	ask("arrival_number", "hai", ERR_INVALID);
	assert_non_null(strstr(w.ei.text, "Số đến"));
	ask("arrival_number", "1*", ERR_INVALID);
	ask("arrival_date", "20/11", 2);
	ask("arrival_date", "hn", 2);
	ask("arrival_date", "<23/11/2026", 2);
	ask("arrival_date", "20/11..23/11", 4);
	ask("arrival_date", "20/11:22/11", 2);
	ask("arrival_date", "31/02/2026", ERR_INVALID);
	assert_non_null(strstr(w.ei.text, "Ngày đến"));
	ask("arrival_date", ">1/1/2030", 0); /* a future day may be asked for */
	ask("arrival_date", "..", ERR_INVALID);
	ask("arrival_date", ">", ERR_INVALID);
}

static void test_codes_states_and_rows(void **state)
{
	(void)state;
	ask("urgency", "THUONG", 3);
	ask("urgency", "hỏa tốc", 1);
	ask("urgency", "hoa*|thường", 4);
	ask("urgency", "<>THUONG", 1);
	ask("urgency", "zzz", ERR_INVALID);
	assert_non_null(strstr(w.ei.text, "Độ khẩn"));
	ask("urgency", ">THUONG", ERR_INVALID);
	ask("state", "đã vào sổ", 4);
	ask("state", "registered|submitted", 4);
	ask("state", "<>registered", 0);
	ask("state", "không có", ERR_INVALID);
	ask("book_id", "van ban den", 4);
	ask("book_id", "=", 0);
	ask("symbol", "125/QĐ-UBND", 1);
	ask("symbol", "125", 1);
	ask("symbol", "ubnd", 2);
	ask("symbol", "=", 0);
	ask("symbol", "1|2", ERR_INVALID);
	ask("due", "<24/11", 3);
	ask("due", "24/11..30/11", 1);
	ask("due", "23/11|24/11", 4);
	ask("due", "=", ERR_INVALID);
	ask("no_such", "1", ERR_INVALID);
	ask("id", "1", ERR_INVALID);
}

static void test_people_beside_the_record(void **state)
{
	(void)state;
	assert_int_equal(fits(&w.tiepdan, "petition", "parties.full_name", "sau"), 1);
	assert_int_equal(fits(&w.tiepdan, "petition", "parties.id_number", "=093065001234"), 1);
	assert_int_equal(fits(&w.tiepdan, "petition", "parties.full_name", "không ai"), 0);
	assert_int_equal(fits(&w.tiepdan, "petition", "parties.role", "Người khiếu nại"), 1);
	assert_int_equal(fits(&w.tiepdan, "petition", "created_at", "1"), ERR_INVALID);
	assert_int_equal(fits(&w.quantri, "petition", "parties.full_name", "sau"), ERR_DENIED);
}

static void test_groups_together(void **state)
{
	struct app_qbe qbe = { .n = 0 };
	struct app_query q = { .type = "incoming", .cond = qbe.cond, .group = qbe.group };
	uint64_t n;

	(void)state;
	must(&w, app_qbe_parse(w.ap, &w.vanthu, "incoming", "issuer", "ubnd|so", w.a, &qbe, &w.ei));
	must(&w, app_qbe_parse(w.ap, &w.vanthu, "incoming", "arrival_number", "1|4", w.a, &qbe, &w.ei));
	q.n_cond = qbe.n;
	must(&w, app_count(w.ap, &w.vanthu, &q, &n));
	assert_int_equal(n, 2);
	assert_int_equal(app_qbe_parse(w.ap, &w.vanthu, "incoming", "urgency", "THUONG|zzz", w.a, &qbe, &w.ei), ERR_INVALID);
	assert_int_equal(qbe.n, 4); /* what was refused leaves nothing */
	for (int i = 0; i < 22; i++)
		must(&w, app_qbe_parse(w.ap, &w.vanthu, "incoming", "arrival_number", "1|4", w.a, &qbe, &w.ei));
	assert_int_equal(app_qbe_parse(w.ap, &w.vanthu, "incoming", "arrival_number", "1", w.a, &qbe, &w.ei), ERR_RANGE);
}

static void test_order_by_due(void **state)
{
	static const char *const columns[] = { "arrival_number", "due" };
	struct app_query q = { .type = "incoming", .order = "due, arrival_number desc", .column = columns, .n_columns = 2, .limit = 2 };
	struct app_row *rows;
	char order[32] = "";
	size_t n = 2;

	(void)state;
	for (int page = 0; n == 2; page++) {
		must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
		for (size_t i = 0; i < n; i++) {
			strcat(order, rows[i].cell[0]);
			q.after = rows[i].id;
		}
		assert_true(page < 3);
	}
	/* the flash document is due within the hour, 1 and 2 on the 23rd, 3 a day later */
	assert_string_equal(order, "4213");
	q.backward = true;
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].cell[0], "2");
	assert_string_equal(rows[1].cell[0], "1");
	q = (struct app_query){ .type = "incoming", .order = "due desc", .column = columns, .n_columns = 2, .limit = 3 };
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_string_equal(rows[0].cell[0], "3");
	q.after = rows[2].id;
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].cell[0], "4");
}

static const char *text_at(const struct app_value *v, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].path, path) == 0)
			return v[i].text;
	return "";
}

static void test_new_from_this_one(void **state)
{
	struct app_value *v;
	struct values again = { .n = 0 };
	rowid_t id;
	size_t n;

	(void)state;
	must(&w, app_find(w.ap, &w.vanthu, "incoming", "1", &id, &w.ei));
	must(&w, app_copy_values(w.ap, &w.vanthu, "incoming", id, w.a, &v, &n, &w.ei));
	assert_string_equal(text_at(v, n, "issuer"), "UBND tỉnh");
	assert_string_equal(text_at(v, n, "abstract"), "Phê duyệt kế hoạch [2026]");
	assert_string_equal(text_at(v, n, "doc_type"), "CV");
	assert_string_equal(text_at(v, n, "arrival_number"), "");
	assert_string_equal(text_at(v, n, "arrival_date"), "");
	assert_string_equal(text_at(v, n, "symbol"), "");
	assert_string_equal(text_at(v, n, "doc_number"), "");
	assert_string_equal(text_at(v, n, "book_id"), "");
	must(&w, app_find(w.ap, &w.tiepdan, "petition", "1", &id, &w.ei));
	must(&w, app_copy_values(w.ap, &w.tiepdan, "petition", id, w.a, &v, &n, &w.ei));
	assert_string_equal(text_at(v, n, "parties.1.id_number"), "093065001234");
	assert_string_equal(text_at(v, n, "parties.2.full_name"), "Lê Thị Sáu");
	assert_string_equal(text_at(v, n, "petition_number"), "");
	assert_string_equal(text_at(v, n, "received_date"), "");
	for (size_t i = 0; i < n; i++)
		give(&again, v[i].path, v[i].text);
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &again));
	assert_string_equal(w.out.number, "2");
	must(&w, app_copy_values(w.ap, &w.quantri, "petition", id, w.a, &v, &n, &w.ei));
	assert_string_equal(text_at(v, n, "parties.1.full_name"), "");
	assert_int_equal(app_copy_values(w.ap, &w.vanthu, "incoming", 77, w.a, &v, &n, &w.ei), ERR_NOTFOUND);
}

/* Whatever is typed: words for the person, or a question that the store can answer. */
static void test_anything_typed(void **state)
{
	static const char *const piece[] = { "=", "<>", "!=", ">", ">=", "<", "..", ":", "|", "*", "?", "[", "]", " ", "1", "23/11", "UBND",
		"đất", "'", "\"", "%", "{me}", "{today}", "/", "-", "THUONG", "99999999999999999999", "\t", ",", "08:00 23/11/2026", "x" };
	static const char *const path[] = { "abstract", "arrival_number", "arrival_date", "urgency", "state", "due", "symbol", "book_id",
		"sealed", "submitted_to", "created_at", "issued_date" };
	uint32_t seed = 12345;
	int asked = 0;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		char text[200] = "";
		int got;

		seed = seed * 1664525 + 1013904223;
		for (uint32_t k = 0; k < 1 + (seed >> 8) % 5; k++) {
			seed = seed * 1664525 + 1013904223;
			strcat(text, piece[(seed >> 10) % COUNT_OF(piece)]);
		}
		got = fits(&w.vanthu, "incoming", path[(seed >> 20) % COUNT_OF(path)], text);
		if (got < -900 || (got < 0 && !w.ei.text[0]))
			fail_msg("%s \"%s\": %d", path[(seed >> 20) % COUNT_OF(path)], text, got);
		asked += got >= 0;
		if (i % 100 == 0)
			arena_reset(w.a);
	}
	assert_true(asked > 400);
}

/* Long beyond measure, nothing but operators, and all of it at once: words, a refusal in words, or a question. */
static void test_too_much(void **state)
{
	static const char *const path[] = { "arrival_number", "arrival_date", "doc_number", "notation", "issued_date", "doc_type", "issuer", "abstract", "signer",
		"urgency", "state", "due" };
	static const char *const one[] = { "=", "<>", "!=", ">", ">=", "<", "<=", "|", "||||||||", "*", "**", "?", "..", ":", "=..", "*|*", ">|<", "=|<>", "\x01",
		"\xff", "\xc3", " ", "|*|=|<>|1..2|>3", "'; DROP TABLE incoming;--", "%_%", "\\", "[a-z]", "NULL" };
	static const char *const each[] = { "1..9|>=0|<>5", "1/1/2020..31/12/2030|=", "1|2|3|*", "UBND*|*ND|?BND", ">=1/1/2020", "QD|TB|CV|*", "UBND tỉnh|Sở*|*", "a|e|i|o|u|*",
		"*|=", "THUONG|KHAN|*", "đã|đang|*", ">=1/1/2020" };
	struct app_qbe all = { .n = 0 };
	struct app_query q = { .type = "incoming", .cond = all.cond, .group = all.group };
	char *huge = mem_xalloc(5001);
	struct app_row *rows;
	size_t n;
	int err = 0;

	(void)state;
	memset(huge, 'a', 5000);
	for (size_t p = 0; p < COUNT_OF(path); p++) {
		for (size_t i = 0; i < COUNT_OF(one); i++) {
			int got = fits(&w.vanthu, "incoming", path[p], one[i]);

			if (got < -900 || (got < 0 && !w.ei.text[0]))
				fail_msg("%s \"%s\": %d", path[p], one[i], got);
		}
		if (fits(&w.vanthu, "incoming", path[p], huge) >= 0 || w.ei.text[0] == '\0')
			fail_msg("%s takes 5000 letters", path[p]);
	}
	for (size_t i = 0; i < 5000; i += 2)
		huge[i] = '|';
	for (size_t p = 0; p < COUNT_OF(path); p++)
		if (fits(&w.vanthu, "incoming", path[p], huge) >= 0 || w.ei.text[0] == '\0')
			fail_msg("%s takes 5000 letters", path[p]);
	for (size_t p = 0; p < COUNT_OF(path) && !err; p++)
		err = app_qbe_parse(w.ap, &w.vanthu, "incoming", path[p], each[p], w.a, &all, &w.ei);
	q.n_cond = all.n;
	if (!err)
		err = app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei);
	assert_true(err == 0 || w.ei.text[0] != '\0');
	free(huge);
}

/* ---- undo, where other offices are ---- */

static void test_another_office_was_told(void **state)
{
	static const char *const texts[][2] = { { "procedure_id", "LAND-A" }, { "channel", "TT" }, { "summary", "Đổi số căn cước" },
		{ "owner_kind", "1" }, { "owner.full_name", "Nguyễn Thị Bích Vân" }, { "owner.id_number", "093178004512" },
		{ "phone", "0912 000 345" }, { "address", "Ấp 4" }, { "ward", "31333" }, { "result_mode", "1" }, { "parts.1.part", "P01" },
		{ "parts.1.state", "DU" }, { "parts.2.part", "P02" }, { "parts.2.state", "DU" }, { "parts.3.part", "P03" },
		{ "parts.3.state", "DU" }, { "parts.4.part", "P04" }, { "parts.4.state", "DU" } };
	struct values v = { .n = 0 }, to = { .n = 0 };
	char secret[64];
	rowid_t id, office;
	const char *label = "";

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		give(&v, texts[i][0], texts[i][1]);
	must(&w, app_office_add(w.ap, "H30.72", "UBND thị trấn Nàng Mau", NULL, secret, &office, &w.ei));
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	id = w.out.id;
	give(&to, "handler_id", "lanhdao");
	must(&w, save(&w, &w.motcua, "dossier", "forward", id, &to));
	must(&w, app_undo_possible(w.ap, &w.motcua, "dossier", id, &label, &w.ei)); /* within the own office */
	assert_string_equal(label, "Chuyển xử lý");
	must(&w, app_undo(w.ap, &w.motcua, "dossier", id, "nhầm", &w.out, &w.ei));
	give(&to, "unit_office_id", "H30.72");
	must(&w, save(&w, &w.motcua, "dossier", "forward", id, &to));
	refused(&w, app_undo(w.ap, &w.motcua, "dossier", id, "nhầm", &w.out, &w.ei), "M16", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text), cmocka_unit_test(test_numbers_and_days), cmocka_unit_test(test_codes_states_and_rows),
		cmocka_unit_test(test_people_beside_the_record), cmocka_unit_test(test_groups_together), cmocka_unit_test(test_order_by_due),
		cmocka_unit_test(test_new_from_this_one), cmocka_unit_test(test_another_office_was_told),
		cmocka_unit_test(test_anything_typed), cmocka_unit_test(test_too_much),
	};

	return cmocka_run_group_tests(tests, open_2026, close_world);
}
