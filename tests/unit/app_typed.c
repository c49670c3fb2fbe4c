/* app_typed.c: dates, money, numbers and times as people type and paste them; what a field shows is read again as the same value. */
#include "app_world.h"

static struct world w;

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
	noted(field("incoming", "due_date"), "30/04/2026", "30/04/2026 là ngày nghỉ: 2 ngày làm việc");
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

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = { CASE(test_due_dates_count_working_days), CASE(test_the_count_is_told), CASE(test_saved_as_shown) };

	return T_RUN(tests);
}
