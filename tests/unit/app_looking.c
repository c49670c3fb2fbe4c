/* app_looking.c: values in and out, lists, choices, finding, expressions, drafts, people. */
#include "app_world.h"
#include "man_page.h"

static struct world w;

static int open_world(void **state)
{
	(void)state;
	world_open(&w, "2026-11-23T02:00:00Z");
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static const struct model_field *field(const char *type, const char *name)
{
	return model_field_by_name(model_type_by_name(type), name);
}

static void shows(const char *type, const char *name, const char *typed, const char *expected)
{
	struct buf b;

	buf_init(&b, 4096);
	if (app_field_text(w.ap, &w.vanthu, field(type, name), typed, &b, &w.ei))
		fail_msg("%s \"%s\": %s", name, typed, w.ei.text);
	assert_string_equal(buf_str(&b), expected);
	buf_clear(&b);
}

static void refuses(const char *type, const char *name, const char *typed, const char *text)
{
	struct buf b;

	buf_init(&b, 4096);
	assert_int_equal(app_field_text(w.ap, &w.vanthu, field(type, name), typed, &b, &w.ei), ERR_INVALID);
	assert_string_equal(w.ei.text, text);
	buf_clear(&b);
}

static void test_every_kind(void **state)
{
	(void)state;
	shows("incoming", "issued_date", "1511", "15/11/2026");
	shows("incoming", "issued_date", "15/3", "15/03/2026");
	shows("incoming", "issued_date", "hn", "23/11/2026");
	shows("incoming", "issued_date", "-1", "22/11/2026");
	shows("incoming", "reply_due", "+3", "26/11/2026");
	shows("incoming", "issued_date", "2026-11-20", "20/11/2026");
	refuses("incoming", "issued_date", "+3", "Ngày văn bản sau ngày hôm nay. Kiểm tra lại ngày.");
	refuses("incoming", "issued_date", "31/02", "Ngày không có thật: 31/02. Gõ ngày/tháng/năm, ví dụ 05/03/2026.");
	shows("incoming", "pages", " 12 ", "12");
	refuses("incoming", "pages", "12a", "Số tờ phải là số. Gõ chữ số, ví dụ 12.");
	refuses("petition", "petitioner_count", "0", "Số người ký đơn phải từ 1 đến 9999. Gõ lại.");
	shows("petition", "money_returned", "1250000", "1.250.000");
	shows("petition", "money_returned", "1.250.000 đ", "1.250.000");
	shows("incoming", "sealed", "x", "1");
	shows("incoming", "sealed", "Có", "1");
	shows("incoming", "sealed", "0", "0");
	refuses("incoming", "sealed", "?", "Gửi đích danh: gõ Có hoặc Không (x là Có).");
	shows("incoming", "doc_type", "qd", "QD");
	shows("incoming", "doc_type", "công văn", "CV");
	refuses("incoming", "doc_type", "zz", "Không có mã \"zz\". F4 để xem danh sách.");
	shows("incoming", "submitted_to", "lanhdao", "lanhdao");
	shows("incoming", "submitted_to", "tran minh khang", "lanhdao");
	refuses("incoming", "submitted_to", "ai đó", "Không có \"ai đó\" trong Trình lãnh đạo. F4 để chọn.");
	shows("incoming", "book_id", "van ban den 2026", "Văn bản đến 2026");
	shows("dossier", "procedure_id", "land-a", "LAND-A");
	shows("petition", "reasons", "K01, K04", "K01,K04");
	shows("incoming", "abstract", "  Việc   này \t thôi ", "Việc này thôi");
	shows("dossier", "received_at", "08:42 03/03/2026", "08:42 03/03/2026");
	shows("dossier", "phone", "0912 000 345", "0912 000 345");
	refuses("person", "id_number", "09317800451", "Số CCCD phải đủ 12 chữ số, mới có 11. Gõ tiếp hoặc quét lại thẻ.");
	refuses("incoming", "abstract", "\xff\xfe", "Trích yếu nội dung có chữ không đọc được. Gõ lại.");
}

static void make(const char *symbol, const char *issuer, const char *abstract)
{
	struct values v = document();

	give(&v, "symbol", symbol);
	give(&v, "issuer", issuer);
	give(&v, "abstract", abstract);
	give(&v, "issued_date", "-2");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
}

static void test_lists(void **state)
{
	static const char *const columns[] = { "arrival_number", "arrival_date", "symbol", "issuer", "state", "due", "late", "doc_type" };
	struct app_cond cond[2] = { { "state", "=", "registered" }, { "arrival_date", "..", "{today-7}..{today}" } };
	struct app_query q = { .type = "incoming", .cond = cond, .n_cond = 2, .order = "arrival_date desc, arrival_number desc", .column = columns,
		.n_columns = COUNT_OF(columns), .limit = 2 };
	struct app_row *rows;
	uint64_t count;
	size_t n;

	(void)state;
	make("1/UBND", "UBND tỉnh", "Một");
	make("2/UBND", "Sở Tài chính", "Hai");
	make("3/UBND", "Sở Tư pháp", "Ba");
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].cell[0], "3");
	assert_string_equal(rows[0].cell[1], "23/11");
	assert_string_equal(rows[0].cell[2], "3/UBND");
	assert_string_equal(rows[0].cell[4], "Đã vào sổ");
	assert_string_equal(rows[0].cell[5], "24/11");
	assert_string_equal(rows[0].cell[6], "1 ngày");
	assert_string_equal(rows[0].cell[7], "Công văn");
	q.after = rows[1].id;
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].cell[0], "1");
	q.after = 0;
	q.find = "so tu phap";
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].cell[0], "3");
	q.find = NULL;
	must(&w, app_count(w.ap, &w.vanthu, &q, &count));
	assert_int_equal(count, 3);
	world_time(&w, "2026-11-26T02:00:00Z");
	cond[1] = (struct app_cond){ "late", "=", "1" };
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 2);
	assert_true(rows[0].late);
	assert_string_equal(rows[0].cell[6], "trễ 2");
	cond[1] = (struct app_cond){ "due", "<=", "23/11/2026" };
	must(&w, app_count(w.ap, &w.vanthu, &q, &count));
	assert_int_equal(count, 0);
	cond[1] = (struct app_cond){ "issuer", "in", "UBND tỉnh, Sở Tư pháp" };
	must(&w, app_count(w.ap, &w.vanthu, &q, &count));
	assert_int_equal(count, 2);
	cond[1] = (struct app_cond){ "no_such", "=", "1" };
	assert_int_equal(app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei), ERR_INVALID);
}

static void test_choices_and_labels(void **state)
{
	struct app_choice *c;
	const char *label;
	size_t n, total;

	(void)state;
	must(&w, app_choices(w.ap, &w.vanthu, field("incoming", "doc_type"), "quy d", 10, w.a, &c, &n, &total));
	assert_int_equal(n, 3); /* every word begins a word: Quyết định, Quy định */
	assert_string_equal(c[1].code, "QYD");
	must(&w, app_choices(w.ap, &w.vanthu, field("incoming", "doc_type"), "", 5, w.a, &c, &n, &total));
	assert_int_equal(n, 5);
	assert_int_equal(total, 36);
	assert_string_equal(c[0].code, "NQ");
	must(&w, app_choices(w.ap, &w.vanthu, field("incoming", "issuer_id"), "so tai", 10, w.a, &c, &n, &total));
	assert_int_equal(n, 2);
	must(&w, app_choices(w.ap, &w.vanthu, field("incoming", "submitted_to"), "khang", 10, w.a, &c, &n, &total));
	assert_int_equal(n, 1);
	assert_string_equal(c[0].label, "Trần Minh Khang, Chủ tịch");
	must(&w, app_choices(w.ap, &w.vanthu, field("incoming", "sealed"), "", 10, w.a, &c, &n, &total));
	assert_int_equal(n, 2);
	must(&w, app_label(w.ap, &w.vanthu, field("incoming", "doc_type"), "QD", w.a, &label));
	assert_string_equal(label, "Quyết định (cá biệt)");
	must(&w, app_label(w.ap, &w.vanthu, field("dossier", "procedure_id"), "LAND-C", w.a, &label));
	assert_string_equal(label, "Đăng ký biến động do thay đổi về nghĩa vụ tài chính");
	must(&w, app_label(w.ap, &w.vanthu, field("incoming", "doc_type"), "?", w.a, &label));
	assert_string_equal(label, "");
}

static void test_finding(void **state)
{
	const char *text;
	rowid_t id, first;
	char key[32];

	(void)state;
	make("1/UBND", "UBND tỉnh", "Một");
	first = w.out.id;
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "1", &id, &w.ei), 0);
	assert_true(id == first);
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "1/2026@H30.71", &id, &w.ei), 0);
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "1/2025", &id, &w.ei), ERR_NOTFOUND);
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "1@X", &id, &w.ei), ERR_NOTFOUND);
	assert_string_equal(w.ei.text, "Không có cơ quan mã X. Xem lại mã.");
	snprintf(key, sizeof(key), "%llu", (unsigned long long)first);
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", key, &id, &w.ei), 0);
	world_time(&w, "2027-01-04T02:00:00Z");
	make("2/UBND", "UBND tỉnh", "Hai");
	memset(&w.ei, 0, sizeof(w.ei));
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "1", &id, &w.ei), ERR_AMBIGUOUS);
	assert_non_null(strstr(w.ei.text, "23/11/2026  H30.71  Một"));
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "1/2027", &id, &w.ei), 0);
	assert_true(id == w.out.id);
	must(&w, app_last_value(w.ap, &w.vanthu, "incoming", "issuer", w.a, &text));
	assert_string_equal(text, "UBND tỉnh");
}

#define FUNCTIONS "today(), year(), length(), lower(), in(), working_day(), next_number(), by_notation(), row_by_notation(), dup_symbol()"

static void gather(void *to, size_t at, const char *text)
{
	buf_printf(to, "%s%zu %s", ((struct buf *)to)->len > 0 ? "\n" : "", at, text);
}

static void says(const char *expr, const char *expected)
{
	static const char *const tags[] = { "so", "ngay", "mat" };
	const char *values[] = { "125/QĐ-UBND", "2026-11-20", "" };
	struct app_expr *e;
	const char *text;
	struct buf told;
	bool truth;

	buf_init(&told, 4096);
	if (app_expr_compile(w.ap, expr, tags, 3, &e, gather, &told))
		fail_msg("%s: %s", expr, buf_str(&told));
	buf_clear(&told);
	must(&w, app_expr_run(e, values, w.a, &text, &truth));
	assert_string_equal(text, expected);
	assert_int_equal(truth, *expected && strcmp(expected, "0") != 0);
	app_expr_free(e);
}

/* The manual tells every function. */
static void test_functions_in_the_manual(void **state)
{
	const struct app_expr_doc *d;
	struct buf want;

	(void)state;
	buf_init(&want, MAN_PAGE_MAX);
	buf_puts(&want, ".Bl -tag -width indent\n");
	for (size_t i = 0; (d = app_expr_function(i)) != NULL; i++) {
		buf_printf(&want, ".It Ic %s Ns Li (", d->name);
		man_macro_text(&want, d->args);
		buf_puts(&want, ")\n");
		man_wrapped(&want, d->help);
	}
	buf_puts(&want, ".El\n");
	man_part_is("congvu-screen.5", "functions", &want);
	buf_clear(&want);
}

/* What is told: characters before it, then the words. */
static void wrong(const char *expr, const char *text)
{
	static const char *const tags[] = { "so", "mat" };
	struct app_expr *e;
	struct buf told;

	buf_init(&told, 4096);
	assert_int_equal(app_expr_compile(w.ap, expr, tags, 2, &e, gather, &told), ERR_INVALID);
	assert_null(e);
	assert_string_equal(buf_str(&told), text);
	buf_clear(&told);
}

static void test_expressions(void **state)
{
	(void)state;
	says("today()", "2026-11-23");
	says(":ngay <= today()", "1");
	says(":ngay + 3", "2026-11-23");
	says("today() - :ngay", "3");
	says("year(:ngay) = 2026 and not (:mat = 'x')", "1");
	says("length(:so)", "11");
	says("lower(:so)", "125/qd-ubnd");
	says("in(:mat, '', 'THUONG')", "1");
	says("in('a', 'b', 'c') or 2 + 3 >= 5", "1");
	says("10 > 9", "1");
	says("'10' > '9'", "1");
	says("'it''s'", "it's");
	says("by_notation('DOC_TYPE', :so)", "QD");
	says("by_notation('DOC_TYPE', '7/QyĐ-UBND')", "QYD");
	says("by_notation('DOC_TYPE', '30/2020/NĐ-CP')", "ND");
	says("by_notation('DOC_TYPE', '125-QĐ/TW')", "QD");
	says("by_notation('DOC_TYPE', '612/STNMT-QLĐĐ')", "CV");
	says("by_notation('DOC_TYPE', '27/UBND')", "CV");
	says("by_notation('DOC_TYPE', '45/2013/QH13')", "");
	says("by_notation('DOC_TYPE', '612')", "");
	says("by_notation('DOC_TYPE', '')", "");
	says("row_by_notation('organization', '612/STNMT-QLĐĐ')", "STNMT");
	says("row_by_notation('organization', '88/BC-SGDĐT')", "SGD");
	says("row_by_notation('organization', '9/snnptnt-tt')", "SNN");
	says("row_by_notation('organization', '125/QĐ-UBND')", ""); /* every UBND */
	says("row_by_notation('organization', '125/QĐ-S')", "");
	says("row_by_notation('user', '1/vanthu')", ""); /* no list */
	says("row_by_notation('khong-co', '1/A-B')", "");
	says("next_number('Văn bản đến 2026')", "1");
	says("working_day(:ngay) and not working_day('2026-11-22')", "1");
	says("dup_symbol(:so, 'UBND tỉnh')", "0");
	make("125/QĐ-UBND", "UBND tỉnh", "Một");
	says("dup_symbol(:so, 'ubnd tinh')", "1");
	says("dup_symbol(:so, 'Sở khác')", "0");
	says("next_number('Văn bản đến 2026')", "2");
	wrong(":xx = 1", "0 không có ô :xx; có: :so, :mat");
	wrong(":mta = 1", "0 không có ô :mta; có: :so, :mat");
	wrong(":maat = 1", "0 không có ô :maat, có phải :mat?; có: :so, :mat");
	wrong("load('x')", "0 không có hàm load(); có: " FUNCTIONS);
	wrong("mat <> '' and todya() > :soo", "0 không hiểu \"mat\"; ô viết :tên, chữ viết 'chữ', hàm viết tên(), có phải :mat?; có: :so, :mat, " FUNCTIONS
	      "\n14 không có hàm todya(), có phải today?; có: " FUNCTIONS "\n24 không có ô :soo, có phải :so?; có: :so, :mat");
	wrong("today() and", "11 biểu thức chưa hết; thêm vế còn thiếu, hoặc bớt chữ cuối");
	wrong("year(1, 2)", "8 year thừa giá trị; viết year([DAY])");
	wrong("length()", "7 length thiếu giá trị; viết length(TEXT)");
	wrong("'a", "2 thiếu dấu nháy đóng; thêm vào sau chữ cuối");
	wrong("1 2", "2 thừa chữ từ đây; nối bằng and, or, hoặc bỏ đi");
	wrong("(1", "2 thiếu dấu ); thêm vào đây, hoặc bớt một dấu (");
	wrong("today", "5 thiếu dấu ( sau today; viết today()");
	wrong("1 ? 2", "2 thừa chữ từ đây; nối bằng and, or, hoặc bỏ đi");
	wrong("'ấ' = ?", "6 ký tự lạ; chỉ dùng = <> < <= > >= + - and or not ( ) , 'chữ' :ô hàm()");
	wrong("((((((((((((((((((((((((((((1))))))))))))))))))))))))))))", "24 ngoặc lồng nhau quá sâu; tách thành nhiều dòng");
}

static void test_drafts(void **state)
{
	struct app_value values[] = { { "abstract", "dòng một\nhai\tba \\ bốn" }, { "secrecy", "THUONG" } };
	struct app_draft d = { .id = app_draft_new_id(), .form = "van-ban-den", .values = values, .n_values = 2, .cursor = "abstract" }, *list;
	struct values v = document();
	struct app_input in = { .type = "incoming", .verb = "register", .draft = d.id };
	size_t n;

	(void)state;
	give(&v, "issued_date", "20/11/2026");
	must(&w, app_draft_put(w.ap, &w.vanthu, &d));
	must(&w, app_draft_list(w.ap, &w.vanthu, w.a, &list, &n));
	assert_int_equal(n, 1);
	assert_string_equal(list[0].form, "van-ban-den");
	assert_string_equal(list[0].values[0].text, "dòng một\nhai\tba \\ bốn");
	assert_string_equal(list[0].cursor, "abstract");
	must(&w, app_draft_list(w.ap, &w.tiepdan, w.a, &list, &n));
	assert_int_equal(n, 0);
	in.values = v.v;
	in.n_values = v.n;
	must(&w, app_act(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei));
	must(&w, app_draft_list(w.ap, &w.vanthu, w.a, &list, &n));
	assert_int_equal(n, 0);
	d.id = app_draft_new_id();
	must(&w, app_draft_put(w.ap, &w.vanthu, &d));
	must(&w, app_draft_drop(w.ap, d.id));
	must(&w, app_draft_flush(w.ap));
	must(&w, app_draft_list(w.ap, &w.vanthu, w.a, &list, &n));
	assert_int_equal(n, 0);
}

static void test_people(void **state)
{
	struct app_user u;
	rowid_t id;

	(void)state;
	must(&w, app_user_add(w.ap, "hoa", "Lê Thị Hoa", "", "vanthu,tiepdan", "bí mật", &w.ei));
	must(&w, app_login_password(w.ap, "hoa", "bí mật", &id));
	assert_int_equal(app_login_password(w.ap, "hoa", "bi mat", &id), ERR_DENIED);
	assert_int_equal(app_login_password(w.ap, "ai", "bí mật", &id), ERR_DENIED);
	must(&w, app_user_load(w.ap, "hoa", NULL, &u, &w.ei));
	assert_string_equal(app_role_name(&u), "vanthu");
	assert_string_equal(u.office_name, "UBND huyện Vị Thủy");
	must(&w, app_user_load(w.ap, "hoa", "tiepdan", &u, &w.ei));
	assert_string_equal(app_role_label(&u), "tiếp công dân");
	assert_int_equal(app_user_load(w.ap, "hoa", "quantri", &u, &w.ei), ERR_DENIED);
	assert_int_equal(app_user_add(w.ap, "hoa", "Khác", "", "vanthu", NULL, &w.ei), ERR_EXISTS);
	assert_int_equal(app_user_add(w.ap, "b", "Khác", "", "vua", NULL, &w.ei), ERR_INVALID);
	must(&w, app_user_key_add(w.ap, "hoa", "ssh-ed25519 AAAAC3Nz hoa@may", &w.ei));
	assert_int_equal(app_login_key(w.ap, "hoa", "ssh-ed25519", "AAAAC3Nz"), 0);
	assert_int_equal(app_login_key(w.ap, "hoa", "ssh-ed25519", "AAAAC3N"), ERR_DENIED);
	assert_int_equal(app_login_key(w.ap, "vanthu", "ssh-ed25519", "AAAAC3Nz"), ERR_DENIED);
	must(&w, app_user_roles(w.ap, "hoa", "lanhdao", &w.ei));
	must(&w, app_user_passwd(w.ap, "hoa", "khác rồi", &w.ei));
	must(&w, app_login_password(w.ap, "hoa", "khác rồi", &id));
	must(&w, app_user_lock(w.ap, "hoa", true, &w.ei));
	assert_int_equal(app_login_password(w.ap, "hoa", "khác rồi", &id), ERR_DENIED);
	assert_int_equal(app_user_load(w.ap, "hoa", NULL, &u, &w.ei), ERR_DENIED);
}

static void test_offices_and_masks(void **state)
{
	char secret[64];
	struct app_record *r;
	struct values v = document();
	rowid_t office;

	(void)state;
	give(&v, "issued_date", "20/11/2026");
	must(&w, app_office_add(w.ap, "H30.72", "UBND thị trấn Nàng Mau", NULL, secret, &office, &w.ei));
	assert_int_equal(strlen(secret), 32);
	assert_int_equal(app_login_enrol(w.ap, secret), 0);
	secret[3] ^= 1;
	assert_int_equal(app_login_enrol(w.ap, secret), ERR_DENIED);
	assert_int_equal(app_office_add(w.ap, "H30.72", "Lại", NULL, secret, &office, &w.ei), ERR_EXISTS);
	assert_int_equal(app_office_add(w.ap, "H30.73", "Khác", "H99", secret, &office, &w.ei), ERR_NOTFOUND);
	give(&v, "signer", "Nguyễn Văn An");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	must(&w, app_record(w.ap, &w.quantri, "incoming", w.out.id, w.a, &r, &w.ei));
	assert_string_equal(shown_value(r, "signer"), "Nguyễn Văn A•");
	assert_string_equal(shown_value(look(&w, "incoming", w.out.id), "signer"), "Nguyễn Văn An");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_every_kind), CASE(test_lists), CASE(test_choices_and_labels), CASE(test_finding), CASE(test_expressions),
		CASE(test_functions_in_the_manual), CASE(test_drafts),
		CASE(test_people), CASE(test_offices_and_masks),
	};

	return T_RUN(tests);
}
