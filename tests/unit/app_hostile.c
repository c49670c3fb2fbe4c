/* app_hostile.c: what a clerk would not type, and clocks that go backwards. */
#include "app_world.h"

#include "../../src/app/app_internal.h"

static struct world w;

static int open_2026(void **state)
{
	(void)state;
	world_open(&w, "2026-12-31T16:59:50Z"); /* 23:59:50 */
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
	give(&v, "received_date", "30/12/2026");
	give(&v, "written_date", "27/12/2026");
	give(&v, "petitioner_count", "3");
	give(&v, "parties.1.role", "NGUOI_KN");
	give(&v, "parties.1.full_name", "Huỳnh Văn Đực");
	give(&v, "parties.1.address", "ấp 5, xã Vị Thủy");
	give(&v, "respondent_text", "UBND huyện");
	give(&v, "abstract", "Khiếu nại quyết định 118/QĐ-UBND về bồi thường đất");
	give(&v, "request", "Hủy quyết định");
	return v;
}

/* Rows stand in the order of their numbers, not of the words of a command line. */
static void test_rows_out_of_order(void **state)
{
	struct values v = petition(), more = { .n = 0 };
	struct app_record *r;

	(void)state;
	give(&more, "parties.3.full_name", "Người Thứ Ba");
	give(&more, "parties.3.role", "NGUOI_KN");
	give(&more, "parties.2.full_name", "Người Thứ Hai");
	give(&more, "parties.2.role", "NGUOI_KN");
	for (size_t i = 0; i < v.n; i++)
		give(&more, v.v[i].path, v.v[i].text);
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &more));
	r = look(&w, "petition", w.out.id);
	assert_string_equal(shown_value(r, "parties.1.full_name"), "Huỳnh Văn Đực");
	assert_string_equal(shown_value(r, "parties.2.full_name"), "Người Thứ Hai");
	assert_string_equal(shown_value(r, "parties.3.full_name"), "Người Thứ Ba");
}

/* Paths that no form has, and more rows than a form can have. */
static void test_paths(void **state)
{
	static const char *const none[] = { "parties.0.full_name", "parties.999999.full_name", "parties..full_name", "parties.1", "parties.1.",
		"parties.1.full_name.x", "parties.-1.full_name", "parties.4294967297.full_name", "id", "version", "owner", "", ".", "%s%n" };
	char path[200][40];
	struct app_value many[200];
	struct app_input in = { .type = "petition", .verb = "register", .values = many, .n_values = COUNT_OF(many) };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		struct values v = petition();

		give(&v, none[i], "x");
		refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "A14", none[i]);
	}
	for (size_t i = 0; i < COUNT_OF(many); i++) {
		snprintf(path[i], sizeof(path[i]), "parties.%zu.full_name", i + 1);
		many[i] = (struct app_value){ path[i], "Nguyễn Văn A" };
	}
	assert_int_equal(app_act(w.ap, &w.tiepdan, &in, 1, &w.out, &w.ei), ERR_RANGE);
	assert_string_equal(w.ei.text, model_message("A43"));
}

/* The reason is text like any other: cleaned, bounded, refused when it is no text. */
static void test_reasons(void **state)
{
	struct values v = document(), fix = { .n = 0 };
	char *big = mem_xalloc(100001);
	rowid_t id;

	(void)state;
	memset(big, 'x', 100000);
	give(&fix, "abstract", "V/v khác");
	give(&v, "issued_date", "30/12/2026");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "", NULL), "M32", APP_PATH_REASON);
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, " \t ", NULL), "M32", APP_PATH_REASON);
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "xấu \xff", NULL), "A13", APP_PATH_REASON);
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, big, NULL), "M02", APP_PATH_REASON);
	must(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "  vào sổ \x1b[31mhai lần ", NULL));
	assert_null(strchr(look(&w, "incoming", id)->steps[1].note, '\x1b'));
	/* the same reason again is said again */
	give(&fix, "abstract", "V/v khác nữa");
	must(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "  vào sổ \x1b[31mhai lần ", NULL));
	assert_non_null(strstr(look(&w, "incoming", id)->steps[1].note, "hai lần"));
	assert_non_null(strstr(look(&w, "incoming", id)->steps[2].note, "hai lần"));
	free(big);
}

static void test_years(void **state)
{
	struct values v = document();
	struct app_record *r;

	(void)state;
	give(&v, "issued_date", "30/12/2026");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(w.out.number, "1");
	world_time(&w, "2026-12-31T17:00:00Z");
	give(&v, "symbol", "613/STNMT");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(w.out.number, "1");
	assert_string_equal(shown_value(look(&w, "incoming", w.out.id), "book_id"), "Văn bản đến 2027");
	/* the clock is set back into the old year: the numbers go on, no book of the old year is opened a second time */
	world_time(&w, "2026-12-31T16:59:59Z");
	give(&v, "symbol", "614/STNMT");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	assert_string_equal(w.out.number, "2");
	r = look(&w, "incoming", w.out.id);
	assert_string_equal(shown_value(r, "book_id"), "Văn bản đến 2027");
	/* a book of another kind */
	give(&v, "symbol", "615/STNMT");
	give(&v, "book_id", "Đơn 2026");
	assert_int_equal(save(&w, &w.vanthu, "incoming", "register", 0, &v), ERR_REFUSED);
	assert_int_equal(w.out.n_problems, 1);
	assert_string_equal(w.out.problems[0].path, "book_id");
}

/* More conditions than a list can have: said, and nothing written behind the last. */
static void test_too_many_conditions(void **state)
{
	struct app_cond c[40];
	struct app_query q = { .type = "incoming", .cond = c, .limit = 10 };
	struct app_row *rows;
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(c); i++)
		c[i] = (struct app_cond){ .field = "abstract", .op = "=", .value = "x" };
	for (q.n_cond = 0; q.n_cond <= COUNT_OF(c); q.n_cond++) {
		int err = app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei);

		assert_true(err == ERR_NONE || (q.n_cond > 8 && *w.ei.text));
	}
}

/* The centre holds the users of every office, each with its own "vanthu"; an account is one of this node. */
static void test_same_login_elsewhere(void **state)
{
	struct store_field f[] = { { MODEL_F_OWNER, val_int(key_make(9, 1, 1)) }, { MODEL_USER_LOGIN, val_str("vanthu") },
		{ MODEL_USER_FULL_NAME, val_str("Người khác") }, { MODEL_USER_OFFICE, val_int(key_make(9, 1, 1)) } };
	struct store_row_op op = { .type = MODEL_USER, .id = key_make(9, 1, 7), .kind = STORE_PUT, .fields = f, .n_fields = COUNT_OF(f) };
	struct store_event ev = { .office = w.vanthu.office, .verb = MODEL_V_CHANGE, .subject_type = MODEL_USER, .subject_id = op.id, .ops = &op,
		.n_ops = 1 };
	struct app_user u;

	(void)state;
	assert_int_equal(store_begin(app_store(w.ap), &w.ei), 0);
	assert_int_equal(store_event_append(app_store(w.ap), &ev, NULL, &w.ei), 0);
	assert_int_equal(store_commit(app_store(w.ap), &w.ei), 0);
	assert_int_equal(app_user_load(w.ap, "vanthu", NULL, &u, &w.ei), 0);
	assert_true(u.id == w.vanthu.id && u.office == w.vanthu.office);
	assert_int_equal(app_user_load(w.ap, "nobody", NULL, &u, &w.ei), ERR_NOTFOUND);
	assert_non_null(strstr(w.ei.text, "nobody"));
}

/* One number, two names: one of the two is mistyped, and neither may vanish behind the other. */
static void test_one_number_two_names(void **state)
{
	struct values v = petition();
	struct app_record *r;

	(void)state;
	give(&v, "parties.1.id_number", "093065001234");
	give(&v, "parties.2.role", "NGUOI_KN");
	give(&v, "parties.2.full_name", "Trần Thị Bé");
	give(&v, "parties.2.id_number", "093065001234");
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "E15", "parties.2.full_name");
	assert_int_equal(w.out.n_problems, 1);
	give(&v, "parties.2.full_name", "HUYNH VAN DUC"); /* the same one twice is one person */
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
	r = look(&w, "petition", w.out.id);
	assert_string_equal(shown_value(r, "parties.1.person_id"), shown_value(r, "parties.2.person_id"));
	assert_string_equal(shown_value(r, "parties.1.full_name"), "Huỳnh Văn Đực");
	give(&v, "parties.2.full_name", "Trần Thị Bé");
	give(&v, "parties.2.id_number", "093065001235");
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
}

static void test_papers(void **state)
{
	struct values v;

	(void)state;
	v = dossier("LAND-A");
	give(&v, "parts.5.part", "P01");
	give(&v, "parts.5.state", "THIEU");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "A140", "parts.5.part");
	give(&v, "parts.5.part", "P99");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "M01", "parts.5.title");
	/* of what kind it is does not say what it is */
	give(&v, "parts.5.part", "");
	give(&v, "parts.5.kind", "1");
	refused(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v), "M01", "parts.5.title");
	give(&v, "parts.5.kind", "");
	give(&v, "parts.5.part", "P99");
	give(&v, "parts.5.title", "Giấy ra viện");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	/* the day before, by a clock that was set back: no number is given twice */
	assert_string_equal(w.out.number, "H30.71-261231-0001");
	world_time(&w, "2026-12-30T02:00:00Z");
	v = dossier("LAND-A");
	must(&w, save(&w, &w.motcua, "dossier", "take_in", 0, &v));
	assert_string_equal(w.out.number, "H30.71-261231-0002");
}

/* A key reaches no further than a name: nobody is told to work for another office. */
static void test_user_of_another_office(void **state)
{
	struct store_field f[] = { { MODEL_F_OWNER, val_int(key_make(9, 1, 1)) }, { MODEL_USER_LOGIN, val_str("khac") },
		{ MODEL_USER_FULL_NAME, val_str("Người khác") }, { MODEL_USER_OFFICE, val_int(key_make(9, 1, 1)) } };
	struct store_row_op op = { .type = MODEL_USER, .id = key_make(9, 1, 7), .kind = STORE_PUT, .fields = f, .n_fields = COUNT_OF(f) };
	struct store_event ev = { .office = w.vanthu.office, .verb = MODEL_V_CHANGE, .subject_type = MODEL_USER, .subject_id = op.id, .ops = &op,
		.n_ops = 1 };
	struct values v = document(), to = { .n = 0 };
	char key[24];

	(void)state;
	assert_int_equal(store_begin(app_store(w.ap), &w.ei), 0);
	assert_int_equal(store_event_append(app_store(w.ap), &ev, NULL, &w.ei), 0);
	assert_int_equal(store_commit(app_store(w.ap), &w.ei), 0);
	give(&v, "issued_date", "30/12/2026");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	snprintf(key, sizeof(key), "%llu", (unsigned long long)op.id);
	give(&to, "submitted_to", key);
	refused(&w, save(&w, &w.vanthu, "incoming", "submit", w.out.id, &to), "A11", "submitted_to");
}

/* Words that are cut are cut between letters; a pause does not end before it begins. */
static void test_pauses(void **state)
{
	const char *turned = "2026-03-27..2026-03-12";
	struct app_due due;
	char text[64];
	struct buf clean;

	(void)state;
	assert_int_equal(app_deadline(w.ap, "KN_1", "2026-03-02", &turned, 1, &due, &w.ei), ERR_INVALID);
	for (int year = 2080; year < 2100; year++) {
		const char *pause = text;

		snprintf(text, sizeof(text), "2026-03-12..%d-01-01", year);
		assert_int_equal(app_deadline(w.ap, "KN_1", "2026-03-02", &pause, 1, &due, &w.ei), 0);
		buf_init(&clean, 4096);
		assert_int_equal(text_clean(due.explain, strlen(due.explain), TEXT_LINES, &clean), 0);
		buf_clear(&clean);
	}
	for (size_t cap = 2; cap < 12; cap++) {
		char out[12];

		buf_init(&clean, 4096);
		app_copy(out, cap, "ếếếếếế", strlen("ếếếếếế"));
		assert_int_equal(text_clean(out, strlen(out), TEXT_LINES, &clean), 0);
		buf_clear(&clean);
	}
}

/* What an administrator types goes to every office's screens: read like a form. */
static void test_administrators(void **state)
{
	char secret[64], big[300];
	rowid_t id;

	(void)state;
	memset(big, 'N', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	assert_int_equal(app_user_add(w.ap, "u1", "a\xff", "", "vanthu", NULL, &w.ei), ERR_INVALID);
	assert_int_equal(app_user_add(w.ap, "u1", big, "", "vanthu", NULL, &w.ei), ERR_INVALID);
	assert_int_equal(app_user_add(w.ap, "u1", "An", "\xff", "vanthu", NULL, &w.ei), ERR_INVALID);
	assert_int_equal(app_user_add(w.ap, "--help", "An", "", "vanthu", NULL, &w.ei), ERR_INVALID);
	assert_int_equal(app_user_add(w.ap, "u1", "\x1b[31mAn", "", "vanthu", NULL, &w.ei), 0);
	assert_int_equal(app_user_load(w.ap, "u1", NULL, &w.vanthu, &w.ei), 0);
	assert_null(strchr(w.vanthu.full_name, '\x1b'));
	assert_int_equal(app_office_add(w.ap, "H30.72", "a\xff", NULL, secret, &id, &w.ei), ERR_INVALID);
	assert_int_equal(app_office_add(w.ap, "H30.72", big, NULL, secret, &id, &w.ei), ERR_INVALID);
	assert_int_equal(app_office_add(w.ap, "H30.72", "UBND huyện Long Mỹ", NULL, secret, &id, &w.ei), 0);
}

/* A state of a newer program is shown by its number, not as nothing. */
static void test_unknown_state(void **state)
{
	struct values v = document();
	struct store_field f = { MODEL_F_STATE, val_int(4711) };
	struct store_row_op op = { .kind = STORE_PATCH, .fields = &f, .n_fields = 1 };
	struct store_event ev = { .office = w.vanthu.office, .verb = MODEL_V_CHANGE, .ops = &op, .n_ops = 1 };
	const char *column[] = { "state" };
	struct app_query q = { .type = "incoming", .column = column, .n_columns = 1, .limit = 10 };
	struct app_row *rows;
	size_t n;

	(void)state;
	give(&v, "issued_date", "30/12/2026");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	op.type = ev.subject_type = model_type_by_name("incoming")->no;
	op.id = ev.subject_id = w.out.id;
	assert_int_equal(store_begin(app_store(w.ap), &w.ei), 0);
	assert_int_equal(store_event_append(app_store(w.ap), &ev, NULL, &w.ei), 0);
	assert_int_equal(store_commit(app_store(w.ap), &w.ei), 0);
	assert_string_equal(look(&w, "incoming", w.out.id)->state_label, "#4711");
	assert_int_equal(app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei), 0);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].cell[0], "#4711");
	op.fields = &(struct store_field){ MODEL_F_STATE, val_int(1) }; /* verify has a word on it; the world is to be clean when it closes */
	assert_int_equal(store_begin(app_store(w.ap), &w.ei), 0);
	assert_int_equal(store_event_append(app_store(w.ap), &ev, NULL, &w.ei), 0);
	assert_int_equal(store_commit(app_store(w.ap), &w.ei), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rows_out_of_order, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_paths, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_reasons, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_years, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_too_many_conditions, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_same_login_elsewhere, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_one_number_two_names, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_pauses, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_administrators, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_unknown_state, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_papers, open_2026, close_world),
		cmocka_unit_test_setup_teardown(test_user_of_another_office, open_2026, close_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
