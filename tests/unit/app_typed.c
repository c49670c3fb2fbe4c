/* app_typed.c: dates, money, numbers and times as people type and paste them; what a field shows is read again as the same value. */
#include "app_world.h"

static struct world w;
static size_t taken;

static int open_world(void **state)
{
	(void)state;
	world_open(&w, "2026-04-24T02:00:00Z"); /* a Friday; Monday, Thursday and the Friday after it are days off */
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

/* NULL: refused */
static void check(const struct model_field *f, const char *typed, const char *expected)
{
	struct buf b;
	int err;

	buf_init(&b, 4096);
	err = app_field_text(w.ap, &w.vanthu, f, typed, &b, &w.ei);
	if (!expected && !err)
		fail_msg("%s \"%s\" is taken as %s", f->name, typed, buf_str(&b));
	if (expected && (err || strcmp(buf_str(&b), expected) != 0))
		fail_msg("%s \"%s\" is %s, not %s", f->name, typed, err ? w.ei.text : buf_str(&b), expected);
	buf_clear(&b);
}

struct row {
	const char *typed, *shown;
};

static void check_all(const struct model_field *f, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(f, rows[i].typed, rows[i].shown);
}

/* Days off 27/4, 30/4 and 1/5: the office's calendar is counted in due dates and nowhere else. */
static void test_due_dates_count_working_days(void **state)
{
	static const struct row due[] = { { "+0", "24/04/2026" }, { "+1", "28/04/2026" }, { "+2", "29/04/2026" }, { "+3", "04/05/2026" },
		{ "+5", "06/05/2026" }, { "＋５", "06/05/2026" }, { " + 5 ", "06/05/2026" }, { "-3", "21/04/2026" }, { "-5", "17/04/2026" },
		{ "26/4", "26/04/2026" }, { "2026-04-26", "26/04/2026" }, { "hn", "24/04/2026" }, { "+9999", NULL }, { "+", NULL },
		{ "5", NULL } };
	static const struct row plain[] = { { "+5", "29/04/2026" }, { "-3", "21/04/2026" }, { "-5", "19/04/2026" } };

	(void)state;
	check_all(field("incoming", "due_date"), due, COUNT_OF(due));
	check_all(field("incoming", "reply_due"), due, COUNT_OF(due));
	check_all(field("petition", "sender_due"), due, COUNT_OF(due));
	check_all(field("petition", "accept_date"), plain, COUNT_OF(plain));
}

static void noted(const struct model_field *f, const char *text, const char *expected)
{
	char out[120];

	assert_string_equal(app_field_note(w.ap, f, text, out, sizeof(out)), expected);
}

static void test_the_count_is_told(void **state)
{
	(void)state;
	noted(field("incoming", "due_date"), "06/05/2026", "Thứ Tư 06/05/2026: 5 ngày làm việc");
	noted(field("incoming", "due_date"), "24/04/2026", "Thứ Sáu 24/04/2026: 0 ngày làm việc");
	noted(field("incoming", "due_date"), "30/04/2026", "Ngày nghỉ 30/04/2026: 2 ngày làm việc");
	noted(field("incoming", "due_date"), "21/04/2026", "21/04/2026 đã qua 3 ngày làm việc");
	noted(field("incoming", "due_date"), "31/02", "");
	noted(field("incoming", "issued_date"), "21/04/2026", "");
}

/* A day decided by the centre counts from then on, in `act` as in a form. */
static void test_saved_as_shown(void **state)
{
	static const char *const day[] = { "day=28/04/2026", "kind=OFF", "name=Nghỉ", "source=UBND" };
	struct values v = document();
	rowid_t row;

	(void)state;
	must(&w, app_list_put(w.ap, &w.quantri, "calendar_day", 0, day, 4, &row, &w.ei));
	check(field("incoming", "reply_due"), "+1", "29/04/2026");
	give(&v, "arrival_date", "24/04/2026");
	give(&v, "issued_date", "20/04/2026");
	give(&v, "reply_due", "+2");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(shown_value(look(&w, "incoming", w.out.id), "reply_due"), "04/05/2026");
}

static void test_money(void **state)
{
	static const struct row rows[] = { { "1250000", "1.250.000" }, { "1.234.567", "1.234.567" }, { "1,234,567", "1.234.567" },
		{ "1 234 567 đ", "1.234.567" }, { "1\xc2\xa0" "234\xe2\x80\xaf" "567", "1.234.567" }, { "１２３４５６７", "1.234.567" },
		{ "1,234", "1.234" }, { "0", "0" }, { "007", "7" }, { "1.250.000VNĐ", "1.250.000" }, { "1.250.000 đồng", "1.250.000" },
		{ "350tr", "350.000.000" }, { "350 triệu đồng", "350.000.000" }, { "1,5ty", "1.500.000.000" }, { "1.5 tỷ", "1.500.000.000" },
		{ "0,05 tỉ", "50.000.000" }, { "1.500tr", "1.500.000.000" }, { "50k", "50.000" }, { "20 nghìn", "20.000" }, { "20 NGÀN", "20.000" },
		{ "999.999.999.999.999", "999.999.999.999.999" }, { "\xe2\x80\x8b" "5000\xe2\x80\x8e", "5.000" },
		{ "1000.000.000.000.000", NULL }, { "1.000.000.000.000.000", NULL }, { "1000000 tỷ", NULL }, { "99999999999999999999", NULL },
		{ "1,500 tỷ", NULL }, { "1.5", NULL }, { "1.250.000,50", NULL }, { "1,234,567.00", NULL }, { "0.500", NULL }, { "12.34.567", NULL },
		{ "1250.000", NULL }, { "1.", NULL }, { ".5", NULL }, { "1..000", NULL }, { "1 . 000", NULL }, { "-5", NULL }, { "-", NULL },
		{ "1tr5", NULL }, { "1 tỷ 200 triệu", NULL }, { "5 USD", NULL }, { "½", NULL }, { "1e6", NULL }, { "0x10", NULL }, { "+5", NULL } };
	const struct model_field *f = field("petition", "money_returned");

	(void)state;
	check_all(f, rows, COUNT_OF(rows));
	check(f, "1,5", NULL);
	assert_string_equal(w.ei.text, "Tiền thu hồi, trả lại không có số lẻ. Gõ ví dụ 1.250.000 hoặc 1,5tr.");
	check(f, "1000000 tỷ", NULL);
	assert_string_equal(w.ei.text, "Tiền thu hồi, trả lại dài quá 15 chữ số. Kiểm tra lại rồi gõ lại.");
	check(f, "-5", NULL);
	assert_string_equal(w.ei.text, "Tiền thu hồi, trả lại không được âm. Gõ từ 0 trở lên.");
}

static void test_numbers_and_codes(void **state)
{
	static const struct row pages[] = { { "１２", "12" }, { "\xc2\xa0" "12\xe2\x80\x8b", "12" }, { "0012", "12" }, { "9999", "9999" }, { "0", "0" },
		{ "10000", NULL }, { "-1", NULL }, { "1 2", NULL }, { "1.2", NULL }, { "99999999999999999999", NULL }, { "²", NULL } };
	static const struct row types[] = { { "ｑｄ", "QD" }, { "\xe2\x80\x8b" "QD\xc2\xa0", "QD" }, { "công\xc2\xa0văn", "CV" }, { "Q D", NULL } };

	(void)state;
	check_all(field("incoming", "pages"), pages, COUNT_OF(pages));
	check_all(field("incoming", "doc_type"), types, COUNT_OF(types));
}

static void test_times(void **state)
{
	static const struct row rows[] = { { "08:42 03/03/2026", "08:42 03/03/2026" }, { "8:05", "08:05 24/04/2026" }, { "8h30", "08:30 24/04/2026" },
		{ "8h", "08:00 24/04/2026" }, { "08g05 hn", "08:05 24/04/2026" }, { "８：４２", "08:42 24/04/2026" }, { "08:42 2026-03-03", NULL },
		{ "24:00", NULL }, { "8:60", NULL }, { "8:5", NULL }, { "-1:30", NULL }, { "+8:30", NULL }, { "8:305", NULL }, { "0842", NULL },
		{ ":30", NULL }, { "8:", NULL } };

	(void)state;
	check_all(field("dossier", "done_at"), rows, COUNT_OF(rows));
}

static uint32_t below(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 16) % n;
}

/* Whatever is taken is shown so that it is taken again, as the same. */
static void settles(const struct model_field *f, const char *typed)
{
	struct buf once, twice;

	buf_init(&once, 4096);
	buf_init(&twice, 4096);
	if (app_field_text(w.ap, &w.vanthu, f, typed, &once, &w.ei) == 0) {
		if (app_field_text(w.ap, &w.vanthu, f, buf_str(&once), &twice, &w.ei) || strcmp(buf_str(&once), buf_str(&twice)) != 0)
			fail_msg("%s \"%s\" is %s, and that %s", f->name, typed, buf_str(&once), w.ei.text);
		taken++;
	}
	buf_clear(&once);
	buf_clear(&twice);
}

static void test_what_is_shown_is_taken(void **state)
{
	static const char *const piece[] = { "0", "1", "2", "5", "12", "31", "000", "250", "2026", ".", ",", " ", "-", "/", ":", "+", "h", "tr", "ty",
		"đ", "\xc2\xa0", "２", "hn" };
	const struct model_field *const f[] = { field("petition", "money_returned"), field("incoming", "due_date"), field("incoming", "issued_date"),
		field("incoming", "pages"), field("dossier", "done_at") };
	uint32_t seed = 20260424;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(f); i++) {
		taken = 0;
		for (int n = 0; n < 20000; n++) {
			char typed[128] = "";

			for (uint32_t left = 1 + below(&seed, 7); left > 0; left--)
				strcat(typed, piece[below(&seed, COUNT_OF(piece))]);
			settles(f[i], typed);
		}
		if (taken < 50)
			fail_msg("%s: only %zu texts were taken: this proves nothing", f[i]->name, taken);
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = { CASE(test_due_dates_count_working_days), CASE(test_the_count_is_told), CASE(test_saved_as_shown),
		CASE(test_money), CASE(test_numbers_and_codes), CASE(test_times), CASE(test_what_is_shown_is_taken) };

	return T_RUN(tests);
}
