/* app_enlist.c: an office's own row of a list (organization): who adds it, what stops a second one of the same name, who sees it. */
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

static struct values body(const char *code, const char *name, const char *short_name)
{
	struct values v = { .n = 0 };

	give(&v, "code", code);
	give(&v, "name", name);
	if (short_name)
		give(&v, "short_name", short_name);
	return v;
}

static size_t offered(const struct app_user *u, const char *words)
{
	const struct model_field *f = model_field_by_name(model_type_by_name("incoming"), "issuer_id");
	struct arena *a = arena_new(1 << 20);
	struct app_choice *c;
	size_t n = 0, total = 0;

	assert_int_equal(app_choices(w.ap, u, f, words, 50, a, &c, &n, &total), 0);
	arena_free(a);
	return n;
}

static void usable_at_once(void **state)
{
	struct values v = body("BQLDA", "Ban quản lý dự án", "Ban QLDA"), doc = document();

	(void)state;
	assert_int_equal(offered(&w.vanthu, "ban quan ly du an"), 0);
	must(&w, save(&w, &w.vanthu, "organization", "enlist", 0, &v));
	assert_int_equal(offered(&w.vanthu, "ban quan ly du an"), 1);
	give(&doc, "issuer_id", "bqlda");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &doc));
	refused(&w, save(&w, &w.lanhdao, "organization", "enlist", 0, &v), "M11", "");
}

/* Each word that a row answers to, in any letters; told once, with the row that is there. */
static void same_word(void **state)
{
	static const struct { const char *code, *name, *short_name, *message, *path; } twice[] = {
		{ "B2", "BAN QUAN LY DU AN", NULL, "A177", "name" }, { "B2", "ban qlda", NULL, "A177", "name" },
		{ "B2", "Ban khác", "ban quan ly du an", "A177", "short_name" }, { "bqlda", "Ban khác", NULL, "A178", "code" },
		{ "B2", "Bqlda", "BQLDA", "A177", "name" },
	};
	rowid_t id;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(twice); i++) {
		struct values v = body(twice[i].code, twice[i].name, twice[i].short_name);

		refused(&w, save(&w, &w.vanthu, "organization", "enlist", 0, &v), twice[i].message, twice[i].path);
		assert_int_equal(w.out.n_problems, 1);
		assert_string_equal(w.out.problems[0].key, APP_KEY_SAME);
		id = i == 0 ? w.out.problems[0].about : id;
		assert_int_equal(w.out.problems[0].about, id);
		assert_true(id != 0);
	}
	struct values none = { .n = 0 };
	refused(&w, save(&w, &w.vanthu, "organization", "enlist", 0, &none), "M01", "name");
}

/* On a node of several offices each sees the centre's rows and its own. */
static void others_do_not_see_it(void **state)
{
	struct app_user elsewhere = w.vanthu;
	struct values v = body("HTX1", "Hợp tác xã Bình Minh", NULL), same = body("HTX1", "hop tac xa binh minh", NULL);

	(void)state;
	elsewhere.office = w.vanthu.office + 1;
	assert_int_equal(offered(&elsewhere, "ban quan ly du an"), 1); /* the node's own office is the centre: its rows are everybody's */
	must(&w, save(&w, &elsewhere, "organization", "enlist", 0, &v));
	assert_int_equal(offered(&elsewhere, "binh minh"), 1);
	assert_int_equal(offered(&w.vanthu, "binh minh"), 0);
	refused(&w, save(&w, &elsewhere, "organization", "enlist", 0, &same), "A177", "name");
	must(&w, save(&w, &w.vanthu, "organization", "enlist", 0, &same)); /* not there for this office: nothing of the other's is told */
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(usable_at_once), cmocka_unit_test(same_word), cmocka_unit_test(others_do_not_see_it) };

	return cmocka_run_group_tests(tests, open_2024, close_world);
}
