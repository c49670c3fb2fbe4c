/* Hostile: a clerk who may not know looks for a protected person by every way there is, and reads every text that comes back. The same for
 * what came of a denunciation. One who may (who took it in, who verifies, who decides) reads it. */
#include "app_world.h"

static struct world w;
static rowid_t open_one, guarded_one, person_guarded, denounced, hidden;

static struct values petition(const char *name, const char *id_number, const char *abstract)
{
	struct values v = { .n = 0 };

	give(&v, "has_denunciation", "Không");
	give(&v, "source", "BUU_CHINH");
	give(&v, "received_date", "02/03/2026");
	give(&v, "petitioner_count", "1");
	give(&v, "parties.1.role", "NGUOI_KN");
	give(&v, "parties.1.full_name", name);
	give(&v, "parties.1.id_number", id_number);
	give(&v, "parties.1.address", "thôn Vô Danh");
	give(&v, "respondent_text", "Trường Mầm non Hoa Lài");
	give(&v, "abstract", abstract);
	give(&v, "request", "Bồi thường cho bà");
	return v;
}

static rowid_t put(const struct values *v)
{
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, v));
	return w.out.id;
}

/* A row as it may come from another office or an old program: no verb of this one makes it. */
static void patch(const char *type, rowid_t id, const char *field, struct val value)
{
	const struct model_type *t = model_type_by_name(type);
	struct store_field f = { model_field_by_name(t, field)->no, value };
	struct store_row_op op = { t->no, id, STORE_PATCH, &f, 1 };
	struct store_event ev = { .actor = w.tiepdan.id, .office = w.tiepdan.office, .verb = 101, .subject_type = t->no, .subject_id = id,
		.ops = &op, .n_ops = 1 };
	uint64_t seq;

	must(&w, store_begin(app_store(w.ap), &w.ei));
	must(&w, store_event_append(app_store(w.ap), &ev, &seq, &w.ei));
	must(&w, store_commit(app_store(w.ap), &w.ei));
}

static rowid_t person_of(const char *id_number)
{
	struct app_cond c = { "id_number", "=", id_number };
	struct app_query q = { .type = "person", .cond = &c, .n_cond = 1 };
	struct app_row *rows;
	size_t n;

	must(&w, app_list(w.ap, &w.lanhdao, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 1);
	return rows[0].id;
}

static int open_world(void **state)
{
	struct values v;

	(void)state;
	world_open(&w, "2026-03-05T02:00:00Z");
	v = petition("Lê Văn Mở", "093065001234", "Khiếu nại việc ai cũng đọc được");
	open_one = put(&v);
	v = petition("Quách Thị Nhàn", "093199007777", "Bà Quách Thị Nhàn khiếu nại vì con bị bạo hành");
	give(&v, "parties.1.protected", "x");
	give(&v, "request", "Bồi thường cho bà Quách Thị Nhàn, căn cước 093199007777");
	guarded_one = put(&v);
	v = petition("Tăng Văn Kín", "093199008888", "Khiếu nại của ông Tăng Văn Kín về học phí");
	person_guarded = put(&v);
	hidden = person_of("093199008888");
	patch("person", hidden, "is_protected", val_int(1)); /* later: what stood in the index must go */
	v = petition("Đào Văn Lộ", "093288009999", "Tố giác của ông Đào Văn Lộ");
	denounced = put(&v);
	patch("petition", denounced, "has_denunciation", val_int(1));
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

/* Of the three, none of these words, alone or together, whole or begun, with marks or without. */
static const char *const secrets[] = { "Quách Thị Nhàn", "quach thi nhan", "quach", "quac", "nhàn", "nhan", "093199007777", "0931990", "bạo hành",
	"tang van kin", "Tăng", "kin", "093199008888", "hoc phi", "to giac", "hoa lai 09319" };
/* A denunciation has no people here (DOMAIN 5.4); should one have come all the same, it is not found by them. */
static const char *const denouncer[] = { "dao van lo", "Đào", "093288009999" };

static size_t all_hits(const struct app_user *u, const char *words, struct app_hit **hit)
{
	bool more;
	size_t n = 0;

	must(&w, app_search_all(w.ap, u, words, 50, w.a, hit, &n, &more));
	return n;
}

static bool tells(const char *text)
{
	static const char *const names[] = { "quach", "nhan", "093199", "bao hanh", "tang van", "kin", "hoc phi", "dao van", "093288", "to giac", "vo danh" };
	struct buf b;
	bool hit = false;

	if (!text)
		return false;
	buf_init(&b, 65536);
	text_fold(text, strlen(text), &b);
	for (size_t i = 0; i < COUNT_OF(names) && !hit; i++)
		hit = strstr(buf_str(&b), names[i]) != NULL;
	buf_clear(&b);
	return hit;
}

static void test_search_over_everything(void **state)
{
	const struct app_user *const who[] = { &w.vanthu, &w.motcua, &w.quantri, &w.tiepdan, &w.lanhdao };
	struct app_hit *hit;

	(void)state;
	for (size_t u = 0; u < COUNT_OF(who); u++)
		for (size_t i = 0; i < COUNT_OF(secrets); i++)
			if (all_hits(who[u], secrets[i], &hit) != 0)
				fail_msg("%s finds \"%s\": %s %s %s", who[u]->login, secrets[i], hit[0].kind, hit[0].number, hit[0].text);
	for (size_t i = 0; i < COUNT_OF(denouncer); i++)
		assert_int_equal(all_hits(&w.vanthu, denouncer[i], &hit), 0);
	/* by its number it is there, and tells nothing; what nobody protects is found */
	assert_int_equal(all_hits(&w.vanthu, "2", &hit), 1);
	assert_false(tells(hit[0].text));
	assert_true(all_hits(&w.vanthu, "le van mo", &hit) >= 1);
	assert_true(all_hits(&w.vanthu, "boi thuong cho ba", &hit) >= 3); /* its other words still find it */
	for (size_t i = 0; i < 3; i++)
		assert_false(tells(hit[i].text));
}

static void test_lists(void **state)
{
	static const char *const columns[] = { "petition_number", "abstract", "respondent_text", "parties.1.person.full_name", "parties.1.alias",
		"parties.1.person_id", "parties.1.person.id_number", "title" };
	static const char *const types[] = { "petition", "petition_party", "person" };
	static const char *const people[] = { "full_name", "id_number", "address" };
	struct app_query q = { .column = columns, .n_columns = COUNT_OF(columns) };
	struct app_row *rows;
	size_t n;

	(void)state;
	for (size_t t = 0; t < COUNT_OF(types); t++)
		for (size_t i = 0; i < COUNT_OF(secrets); i++) { /* `/` and list --find */
			q.type = types[t];
			q.find = secrets[i];
			must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
			if (n != 0)
				fail_msg("%s: \"%s\" finds %zu", types[t], secrets[i], n);
		}
	q = (struct app_query){ .type = "petition", .column = columns, .n_columns = COUNT_OF(columns) };
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		for (size_t c = 0; c < COUNT_OF(columns); c++)
			if (tells(rows[i].cell[c]))
				fail_msg("%s shows %s", columns[c], rows[i].cell[c]);
	q = (struct app_query){ .type = "person", .column = people, .n_columns = COUNT_OF(people) };
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	for (size_t i = 0; i < n; i++)
		assert_true(rows[i].id != hidden || (!tells(rows[i].cell[0]) && !tells(rows[i].cell[1]) && !tells(rows[i].cell[2])));
}

/* How many a search form finds, or the error. */
static int asked(const char *type, const char *path, const char *text)
{
	struct app_qbe qbe = { .n = 0 };
	struct app_query q = { .type = type, .cond = qbe.cond, .group = qbe.group };
	struct app_row *rows;
	uint64_t counted;
	size_t n = 0;
	int err = app_qbe_parse(w.ap, &w.vanthu, type, path, text, w.a, &qbe, &w.ei);

	if (err)
		return tells(w.ei.text) && !tells(text) ? 1000 : err; /* what was typed may come back */
	q.n_cond = qbe.n;
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	must(&w, app_count(w.ap, &w.vanthu, &q, &counted));
	assert_int_equal(n, counted);
	must(&w, app_count_some(w.ap, &w.vanthu, &q, 100, &counted));
	assert_int_equal(n, counted);
	return (int)n;
}

static void test_conditions(void **state)
{
	static const struct { const char *type, *path, *text; } asks[] = {
		{ "petition", "parties.full_name", "quach" }, { "petition", "parties.full_name", "Quách Thị Nhàn" }, { "petition", "parties.full_name", "=Quách Thị Nhàn" },
		{ "petition", "parties.full_name", "Qu*" }, { "petition", "parties.full_name", "*nh?n" }, { "petition", "parties.full_name", ">Q" },
		{ "petition", "parties.full_name", "P..R" }, { "petition", "parties.full_name", "Tăng*|Quách*|Đào*" }, { "petition", "parties.id_number", "=093199007777" },
		{ "petition", "parties.id_number", "0931990*" }, { "petition", "parties.person_id", "Quách Thị Nhàn" }, { "petition", "parties.address", "Không|*a chỉ" },
		{ "petition", "abstract", "quach" }, { "petition", "abstract", "*hành" }, { "petition", "abstract", "học phí|tố giác" },
		{ "person", "full_name", "tang" }, { "person", "full_name", "=Tăng Văn Kín" }, { "person", "id_number", "09319900888*" },
		{ "person", "full_name", "T*" }, { "petition", "duplicate_of", "Quách Thị Nhàn" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(asks); i++)
		if (asked(asks[i].type, asks[i].path, asks[i].text) > 0)
			fail_msg("%s.%s %s finds it (%s)", asks[i].type, asks[i].path, asks[i].text, w.ei.text);
	assert_int_equal(asked("petition", "parties.full_name", "le van mo"), 1);
	assert_int_equal(asked("petition", "parties.address", "vo danh"), 1); /* all four live there: the one that may be found */
	assert_int_equal(asked("petition", "petition_number", "1..4"), 4);
}

static void test_reading_one(void **state)
{
	const rowid_t ids[] = { guarded_one, person_guarded, denounced };
	struct app_record *r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		struct app_value *copy;
		size_t n;

		must(&w, app_record(w.ap, &w.vanthu, "petition", ids[i], w.a, &r, &w.ei));
		assert_false(tells(r->title));
		for (size_t k = 0; k < r->n_values; k++)
			if (strcmp(r->values[k].path, "request") != 0 && (tells(r->values[k].shown) || tells(r->values[k].text)))
				fail_msg("%s: %s", r->values[k].path, r->values[k].shown);
		for (size_t k = 0; k < r->n_steps; k++)
			assert_false(tells(r->steps[k].what) || tells(r->steps[k].note));
		must(&w, app_copy_values(w.ap, &w.vanthu, "petition", ids[i], w.a, &copy, &n, &w.ei));
		for (size_t k = 0; k < n; k++)
			if (strcmp(copy[k].path, "request") != 0 && tells(copy[k].text))
				fail_msg("copied: %s %s", copy[k].path, copy[k].text);
		/* who decides, and who took it in */
		must(&w, app_record(w.ap, &w.lanhdao, "petition", ids[i], w.a, &r, &w.ei));
		assert_true(tells(r->title));
		must(&w, app_record(w.ap, &w.tiepdan, "petition", ids[i], w.a, &r, &w.ei));
		assert_true(tells(r->title));
	}
	patch("petition", guarded_one, "verifier_id", val_int((int64_t)w.motcua.id));
	must(&w, app_record(w.ap, &w.motcua, "petition", guarded_one, w.a, &r, &w.ei));
	assert_true(tells(r->title));
	must(&w, app_record(w.ap, &w.motcua, "petition", denounced, w.a, &r, &w.ei));
	assert_false(tells(r->title));
}

static void test_other_doors(void **state)
{
	static const char *const jumps[] = { "Quách Thị Nhàn", "quach", "093199008888", "Tăng Văn Kín" };
	const struct model_field *spouse = model_field_by_name(model_type_by_name("person"), "spouse_id");
	const struct model_field *dup = model_field_by_name(model_type_by_name("petition"), "duplicate_of");
	struct values v = petition("Người Khác Tên", "093199008888", "Dò tên bằng số căn cước");
	struct app_choice *c;
	const char *text;
	size_t n, total;
	rowid_t id;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(jumps); i++) { /* a typed number in a list, a reference typed by name, F4 */
		assert_true(app_find(w.ap, &w.vanthu, "petition", jumps[i], &id, &w.ei) != 0 && !tells(strstr(w.ei.text, "\n")));
		assert_true(app_find(w.ap, &w.vanthu, "person", jumps[i], &id, &w.ei) != 0);
		must(&w, app_choices(w.ap, &w.vanthu, dup, jumps[i], 20, w.a, &c, &n, &total));
		assert_int_equal(total, 0);
		must(&w, app_label(w.ap, &w.vanthu, spouse, jumps[i], w.a, &text));
		assert_string_equal(text, "");
	}
	must(&w, app_choices(w.ap, &w.vanthu, dup, "", 20, w.a, &c, &n, &total));
	for (size_t i = 0; i < n; i++)
		assert_false(tells(c[i].label));
	must(&w, app_choices(w.ap, &w.vanthu, spouse, "", 20, w.a, &c, &n, &total));
	for (size_t i = 0; i < n; i++)
		assert_true(strcmp(c[i].label, "Tăng Văn Kín") != 0);
	must(&w, app_last_value(w.ap, &w.vanthu, "petition", "abstract", w.a, &text)); /* F8: the office's last one is the denunciation */
	assert_string_equal(text, "");
	/* a card's number typed with another name is refused, and does not tell whose it is */
	refused(&w, save(&w, &w.vanthu, "petition", "register", 0, &v), "E15", NULL);
	assert_null(strstr(problem(&w, "E15")->text, "Kín"));
}

static const char *tie(const struct app_hit *hit, size_t n, rowid_t id)
{
	for (size_t i = 0; i < n; i++)
		if (hit[i].id == id)
			return hit[i].why;
	return NULL;
}

/* Ctrl-G: by the same person, by the name, as typed; never to or from a protected one. */
static void test_related(void **state)
{
	struct values again = petition("Lê Văn Mở", "093065001234", "Đơn thứ hai"), other = petition("Le Van Mo", "", "Người khác"),
		probe = petition("Tăng Văn Kín", "093199008888", "Nộp hộ");
	struct app_hit *hit;
	rowid_t second, namesake, probing;
	size_t n;

	(void)state;
	second = put(&again);
	namesake = put(&other);
	must(&w, app_related(w.ap, &w.vanthu, "petition", open_one, NULL, 0, 50, w.a, &hit, &n));
	assert_int_equal(n, 2);
	assert_string_equal(tie(hit, n, second), "cùng người");
	assert_string_equal(tie(hit, n, namesake), "cùng họ tên");
	must(&w, app_related(w.ap, &w.vanthu, "petition", 0, again.v, again.n, 50, w.a, &hit, &n));
	assert_string_equal(tie(hit, n, open_one), "cùng người");
	assert_int_equal(n, 3);
	/* what is typed, or saved by one who has the card, leads to nothing */
	must(&w, app_related(w.ap, &w.vanthu, "petition", 0, probe.v, probe.n, 50, w.a, &hit, &n));
	assert_int_equal(n, 0);
	must(&w, save(&w, &w.vanthu, "petition", "register", 0, &probe));
	probing = w.out.id;
	must(&w, app_related(w.ap, &w.vanthu, "petition", probing, NULL, 0, 50, w.a, &hit, &n));
	assert_int_equal(n, 0);
	must(&w, app_related(w.ap, &w.lanhdao, "petition", probing, NULL, 0, 50, w.a, &hit, &n));
	assert_string_equal(tie(hit, n, person_guarded), "cùng người");
	must(&w, app_related(w.ap, &w.vanthu, "petition", guarded_one, NULL, 0, 50, w.a, &hit, &n));
	assert_int_equal(n, 0);
	assert_int_equal(app_related(w.ap, &w.vanthu, "petition", 12345, NULL, 0, 50, w.a, &hit, &n), ERR_NOTFOUND);
	assert_int_equal(app_related(w.ap, &w.vanthu, "no_such", 0, NULL, 0, 50, w.a, &hit, &n), ERR_NOTFOUND);
}

/* Unprotected again: found and read as before. */
static void test_and_back(void **state)
{
	struct app_hit *hit;

	(void)state;
	patch("person", hidden, "is_protected", val_int(0));
	assert_true(all_hits(&w.vanthu, "tang van kin hoc phi", &hit) == 1);
	assert_true(tells(hit[0].text));
	patch("person", hidden, "is_protected", val_int(1));
	assert_int_equal(all_hits(&w.vanthu, "tang van kin", &hit), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search_over_everything), cmocka_unit_test(test_lists), cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_reading_one), cmocka_unit_test(test_other_doors), cmocka_unit_test(test_related), cmocka_unit_test(test_and_back),
	};

	return cmocka_run_group_tests(tests, open_world, close_world);
}
