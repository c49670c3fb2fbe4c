/* app_undo.c: the last action taken back, who may and when; what a person keeps for himself; a new record from an old one. */
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

static rowid_t submitted(void)
{
	struct values v = document(), to = { .n = 0 };
	rowid_t id;

	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to));
	return id;
}

static int undo(const struct app_user *u, rowid_t id, const char *reason)
{
	memset(&w.ei, 0, sizeof(w.ei));
	return app_undo(w.ap, u, "incoming", id, reason, &w.out, &w.ei);
}

static void test_submitting_taken_back(void **state)
{
	const char *label = "";
	struct values to = { .n = 0 };
	struct app_record *r;
	rowid_t id = submitted();

	(void)state;
	must(&w, app_undo_possible(w.ap, &w.vanthu, "incoming", id, &label, &w.ei));
	assert_string_equal(label, "Trình");
	refused(&w, undo(&w.vanthu, id, ""), "M32", APP_PATH_REASON);
	refused(&w, undo(&w.vanthu, id, NULL), "M32", APP_PATH_REASON);
	refused(&w, undo(&w.vanthu, id, " \t \xc2\xa0\xe3\x80\x80"), "M32", APP_PATH_REASON);
	must(&w, undo(&w.vanthu, id, "trình nhầm người"));
	assert_string_equal(w.out.saved, "Đã hoàn tác: trình");
	assert_int_equal(w.out.version, 3);
	r = look(&w, "incoming", id);
	assert_string_equal(r->state, "registered");
	assert_string_equal(shown_value(r, "submitted_to"), "");
	assert_string_equal(shown_value(r, "handed_date"), "");
	assert_string_equal(r->number, "1");
	assert_true(clock_of(r, "IN_SUBMIT")->running);
	assert_int_equal(r->n_clocks, 1); /* the clock that it started never was */
	assert_string_equal(r->steps[1].what, "Trình Trần Minh Khang, hạn phân công 18/03/2024");
	assert_string_equal(r->steps[2].what, "Hoàn tác: Trình Trần Minh Khang, hạn phân công 18/03/2024");
	assert_non_null(strstr(r->steps[2].note, "trình nhầm người"));

	/* once: what it took back is done again, not the undoing undone */
	refused(&w, undo(&w.vanthu, id, "x"), "M16", "");
	give(&to, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &to));
	must(&w, undo(&w.vanthu, id, "lần nữa"));
	assert_string_equal(look(&w, "incoming", id)->state, "registered");
}

static void test_corrections_taken_back(void **state)
{
	struct values v = document(), c = { .n = 0 };
	struct app_input in = { .type = "incoming", .verb = "undo", .reason = "nhầm" };
	struct app_record *r;

	(void)state;
	give(&v, "symbol", "700/UBND");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	in.id = w.out.id;
	give(&c, "abstract", "Trích yếu khác hẳn");
	give(&c, "urgency", "HOA_TOC");
	give(&c, "signer", "Lê Văn A");
	must(&w, save_full(&w, &w.vanthu, "incoming", "correct", in.id, 0, &c, "gõ nhầm", NULL));
	assert_string_equal(clock_of(look(&w, "incoming", in.id), "IN_SUBMIT_HT")->rule, "IN_SUBMIT_HT");
	in.version = 1;
	assert_int_equal(app_act(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei), ERR_STALE);
	in.version = 2;
	must(&w, app_check(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei));
	must(&w, app_act(w.ap, &w.vanthu, &in, 1, &w.out, &w.ei));
	r = look(&w, "incoming", in.id);
	assert_string_equal(shown_value(r, "abstract"), "V/v rà soát hồ sơ đăng ký biến động đất đai");
	assert_string_equal(shown_value(r, "urgency"), "Thường");
	assert_string_equal(shown_value(r, "signer"), "");
	assert_string_equal(clock_of(r, "IN_SUBMIT")->due_text, "18/03/2024");
	assert_string_equal(r->state, "registered");
}

static void test_what_cannot_be_taken_back(void **state)
{
	struct values v = document();
	const char *label = "";
	rowid_t id;

	(void)state;
	give(&v, "symbol", "701/UBND");
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	id = w.out.id;
	refused(&w, undo(&w.vanthu, id, "x"), "M17", "");
	assert_int_equal(app_undo_possible(w.ap, &w.vanthu, "incoming", id, &label, &w.ei), ERR_REFUSED);
	assert_string_equal(w.ei.text, "Đã cấp số thì không hoàn tác được. Dùng Hủy số hoặc Đính chính.");
	v.n = 0;
	give(&v, "submitted_to", "lanhdao");
	must(&w, save(&w, &w.vanthu, "incoming", "submit", id, &v));
	refused(&w, undo(&w.lanhdao, id, "x"), "M16", ""); /* another's */
	world_time(&w, "2024-03-15T17:00:01Z");             /* the next day */
	refused(&w, undo(&w.vanthu, id, "x"), "M16", "");
	assert_int_equal(undo(&w.vanthu, 12345, "x"), ERR_NOTFOUND);
	assert_string_equal(look(&w, "incoming", id)->state, "submitted");
}

/* ---- rows of all kinds, put back: an event as no verb of today makes it ---- */

static struct values petition(void)
{
	struct values v = { .n = 0 };

	give(&v, "has_denunciation", "Không");
	give(&v, "source", "BUU_CHINH");
	give(&v, "petitioner_count", "2");
	give(&v, "parties.1.role", "NGUOI_KN");
	give(&v, "parties.1.full_name", "Huỳnh Văn Đực");
	give(&v, "parties.1.id_number", "093065001234");
	give(&v, "parties.2.role", "NGUOI_KN");
	give(&v, "parties.2.full_name", "Lê Thị Sáu");
	give(&v, "abstract", "Khiếu nại về bồi thường đất");
	return v;
}

static uint32_t no_of(const char *type, const char *field)
{
	return model_field_by_name(model_type_by_name(type), field)->no;
}

static struct rec **rows_of(const struct model_type *t, const char *field, struct val v, size_t want)
{
	struct store_cond c = { .field = no_of(t->name, field), .op = STORE_EQ, .v = v };
	struct store_query q = { .type = t, .cond = &c, .n_cond = 1, .limit = 10 };
	struct rec **rows;
	size_t n;

	must(&w, store_select(app_store(w.ap), &q, w.a, &rows, &n));
	assert_int_equal(n, want);
	return rows;
}

struct scene {
	struct rec *record, **party, **clock;
	const struct model_type *t, *child;
	rowid_t fresh, fresh_clock;
};

static struct scene scene_of(rowid_t id, size_t parties, size_t clocks)
{
	struct val ref[] = { val_int(30), val_int((int64_t)id) };
	struct scene s = { .t = model_type_by_name("petition"), .child = model_type_by_name("petition_party") };

	must(&w, store_get(app_store(w.ap), s.t, id, w.a, &s.record));
	s.party = rows_of(s.child, "petition_id", val_int((int64_t)id), parties);
	s.clock = rows_of(model_type_by_no(MODEL_DEADLINE), "record", (struct val){ .shape = VAL_LIST, .items = ref, .n = 2 }, clocks);
	return s;
}

static void everything_at_once(struct scene *s)
{
	struct val ref[] = { val_int(30), val_int((int64_t)s->record->id) };
	struct val record = { .shape = VAL_LIST, .items = ref, .n = 2 };
	struct store_field subject[] = { { MODEL_F_STATE, val_int(3) }, { no_of("petition", "abstract"), val_str("Khác") } };
	struct store_field role[] = { { no_of("petition_party", "role"), val_null() } };
	struct store_field fresh[] = { { no_of("petition_party", "petition_id"), val_int((int64_t)s->record->id) },
		{ no_of("petition_party", "alias"), val_str("Người thứ ba") } };
	struct store_field name[] = { { no_of("person", "full_name"), val_str("Huỳnh Văn Đức") } };
	struct store_field pause[] = { { MODEL_F_STATE, val_int(MODEL_DEADLINE_PAUSED) }, { MODEL_DEADLINE_DUE, val_null() },
		{ MODEL_DEADLINE_PAUSES, val_str("2024-03-15..") } };
	struct store_field start[] = { { MODEL_F_STATE, val_int(MODEL_DEADLINE_RUNNING) }, { MODEL_DEADLINE_RECORD, record },
		{ MODEL_DEADLINE_RULE_ID, val_str("KN_1") }, { MODEL_DEADLINE_DUE, val_int(20000) } };
	rowid_t who = (rowid_t)rec_val_no(s->party[0], no_of("petition_party", "person_id")).i;
	struct store_row_op op[] = { { 30, s->record->id, STORE_PATCH, subject, 2 }, { s->child->no, s->party[0]->id, STORE_PATCH, role, 1 },
		{ s->child->no, s->party[1]->id, STORE_REMOVE, NULL, 0 }, { s->child->no, 0, STORE_PUT, fresh, 2 },
		{ MODEL_PERSON, who, STORE_PATCH, name, 1 }, { MODEL_DEADLINE, s->clock[0]->id, STORE_PATCH, pause, 3 },
		{ MODEL_DEADLINE, 0, STORE_PUT, start, 4 } };
	struct store_event ev = { .actor = w.tiepdan.id, .office = w.tiepdan.office, .role = w.tiepdan.role, .verb = 102, .subject_type = 30,
		.subject_id = s->record->id, .version_seen = s->record->version, .ops = op, .n_ops = COUNT_OF(op) };

	must(&w, store_begin(app_store(w.ap), &w.ei));
	must(&w, store_new_id(app_store(w.ap), &op[3].id));
	must(&w, store_new_id(app_store(w.ap), &op[6].id));
	must(&w, store_event_append(app_store(w.ap), &ev, NULL, &w.ei));
	must(&w, store_commit(app_store(w.ap), &w.ei));
}

static void same_row(const struct rec *a, const struct rec *b)
{
	assert_true(a->id == b->id && a->owner == b->owner);
	assert_int_equal(a->state, b->state);
	for (size_t i = 0; i < a->type->n_fields; i++)
		if (!(a->type->fields[i].flags & MODEL_REASON) && !val_eq(a->v[i], b->v[i]))
			fail_msg("%s.%s is not as before", a->type->name, a->type->fields[i].name);
}

static void test_every_row_put_back(void **state)
{
	struct values v = petition();
	struct scene was, now;
	rowid_t id;

	(void)state;
	world_time(&w, "2024-03-18T02:00:00Z");
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
	id = w.out.id;
	was = scene_of(id, 2, 1);
	everything_at_once(&was);
	(void)scene_of(id, 2, 2);
	must(&w, app_undo(w.ap, &w.tiepdan, "petition", id, "nhầm đơn", &w.out, &w.ei));
	now = scene_of(id, 2, 1);
	same_row(was.record, now.record);
	same_row(was.party[0], now.party[0]);
	same_row(was.party[1], now.party[1]);
	same_row(was.clock[0], now.clock[0]);
	assert_string_equal(shown_value(look(&w, "petition", id), "parties.1.full_name"), "Huỳnh Văn Đực");
	assert_string_equal(shown_value(look(&w, "petition", id), "parties.2.full_name"), "Lê Thị Sáu");
}

static void test_a_row_touched_since(void **state)
{
	struct values v = petition();
	struct store_field name = { no_of("person", "full_name"), val_str("Huỳnh Văn Đực") };
	struct store_row_op op = { MODEL_PERSON, 0, STORE_PATCH, &name, 1 };
	struct store_event ev = { .actor = w.tiepdan.id, .office = w.tiepdan.office, .verb = MODEL_V_CHANGE, .subject_type = MODEL_PERSON,
		.ops = &op, .n_ops = 1 };
	struct scene s;
	rowid_t id;

	(void)state;
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v));
	id = w.out.id;
	s = scene_of(id, 2, 1);
	everything_at_once(&s);
	op.id = ev.subject_id = (rowid_t)rec_val_no(s.party[0], no_of("petition_party", "person_id")).i;
	must(&w, store_begin(app_store(w.ap), &w.ei));
	must(&w, store_event_append(app_store(w.ap), &ev, NULL, &w.ei));
	must(&w, store_commit(app_store(w.ap), &w.ei));
	refused(&w, app_undo(w.ap, &w.tiepdan, "petition", id, "nhầm", &w.out, &w.ei), "M16", "");
	assert_int_equal(scene_of(id, 2, 2).record->version, 2);
}

/* ---- preferences and saved searches ---- */

static void test_preferences(void **state)
{
	char key[16], big[4200];
	const char *v = NULL;

	(void)state;
	must(&w, app_pref_get(w.ap, &w.vanthu, "ime", w.a, &v));
	assert_string_equal(v, "");
	must(&w, app_pref_set(w.ap, &w.vanthu, "ime", "telex", &w.ei));
	must(&w, app_pref_set(w.ap, &w.vanthu, "ime", "vni", &w.ei));
	must(&w, app_pref_get(w.ap, &w.vanthu, "ime", w.a, &v));
	assert_string_equal(v, "vni");
	must(&w, app_pref_get(w.ap, &w.lanhdao, "ime", w.a, &v));
	assert_string_equal(v, "");
	must(&w, app_pref_set(w.ap, &w.vanthu, "ime", NULL, &w.ei));
	must(&w, app_pref_get(w.ap, &w.vanthu, "ime", w.a, &v));
	assert_string_equal(v, "");
	assert_int_equal(app_pref_set(w.ap, &w.vanthu, "có dấu", "1", &w.ei), ERR_INVALID);
	memset(big, 'a', sizeof(big));
	big[sizeof(big) - 1] = '\0';
	assert_int_equal(app_pref_set(w.ap, &w.vanthu, "big", big, &w.ei), ERR_RANGE);
	big[4096] = '\0';
	must(&w, app_pref_set(w.ap, &w.vanthu, "big", big, &w.ei));
	for (int i = 0; i < 63; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		must(&w, app_pref_set(w.ap, &w.vanthu, key, "1", &w.ei));
	}
	assert_int_equal(app_pref_set(w.ap, &w.vanthu, "k63", "1", &w.ei), ERR_RANGE);
	assert_string_equal(w.ei.text, "Không giữ thêm được: 64 mục, mỗi mục 4 KB. Bỏ bớt mục đã lưu.");
	must(&w, app_pref_set(w.ap, &w.vanthu, "k62", "2", &w.ei)); /* one that is there may change */
}

/* ---- macros ---- */

static void bad_macro(const struct app_user *u, bool office, const char *key, const char *text, int err, const char *says)
{
	assert_int_equal(app_macro_set(w.ap, u, office, key, text, &w.ei), err);
	assert_string_equal(w.ei.text, model_message(says));
}

static void test_macros(void **state)
{
	struct app_macro *m;
	char key[8], many[200 * 3 + 1];
	size_t n;

	(void)state;
	must(&w, app_macro_list(w.ap, &w.vanthu, w.a, &m, &n));
	assert_int_equal(n, 0);
	must(&w, app_macro_set(w.ap, &w.vanthu, false, "UBND", "  Ủy ban  nhân dân ", &w.ei));
	must(&w, app_macro_set(w.ap, &w.vanthu, false, "kn", "khiếu nại", &w.ei));
	must(&w, app_macro_set(w.ap, &w.quantri, true, "tc", "to\xcc\x82\xcc\x81 ca\xcc\x81o", &w.ei)); /* NFD */
	bad_macro(&w.vanthu, true, "tc", "tài chính", ERR_DENIED, "A145");
	must(&w, app_macro_list(w.ap, &w.vanthu, w.a, &m, &n));
	assert_int_equal(n, 3);
	assert_string_equal(m[0].key, "kn");
	assert_string_equal(m[1].key, "ubnd");
	assert_string_equal(m[1].text, "Ủy ban nhân dân");
	assert_string_equal(m[2].text, "tố cáo");
	assert_true(!m[0].office && m[2].office);
	must(&w, app_macro_list(w.ap, &w.tiepdan, w.a, &m, &n)); /* the office's are everybody's */
	assert_int_equal(n, 1);
	must(&w, app_macro_set(w.ap, &w.vanthu, false, "kn", "kiến nghị", &w.ei));
	must(&w, app_macro_set(w.ap, &w.vanthu, false, "ubnd", NULL, &w.ei));
	must(&w, app_macro_list(w.ap, &w.vanthu, w.a, &m, &n));
	assert_int_equal(n, 2);
	assert_string_equal(m[0].text, "kiến nghị");
	bad_macro(&w.vanthu, false, "k", "không", ERR_INVALID, "A141");
	bad_macro(&w.vanthu, false, "k1", "không", ERR_INVALID, "A141");
	bad_macro(&w.vanthu, false, "đc", "đồng chí", ERR_INVALID, "A141");
	bad_macro(&w.vanthu, false, "abcdefghijklm", "không", ERR_INVALID, "A141");
	bad_macro(&w.vanthu, false, "kh", " ", ERR_INVALID, "A142");
	bad_macro(&w.vanthu, false, "kh", "kh", ERR_INVALID, "A142");
	bad_macro(&w.vanthu, false, "kh", "\xff", ERR_INVALID, "A142");
	for (size_t i = 0; i < 200; i++)
		memcpy(many + 3 * i, "ệ", 4);
	assert_int_equal(app_macro_set(w.ap, &w.vanthu, false, "dai", many, &w.ei), ERR_RANGE);
	assert_string_equal(w.ei.text, "Cụm chữ dài quá 150 ký tự (đang 200). Rút gọn lại.");
	many[150 * 3] = '\0';
	must(&w, app_macro_set(w.ap, &w.vanthu, false, "dai", many, &w.ei));
	for (int i = 0; i < 64; i++) {
		snprintf(key, sizeof(key), "q%c%c", 'a' + i / 26, 'a' + i % 26);
		must(&w, app_macro_set(w.ap, &w.motcua, false, key, "x", &w.ei));
	}
	bad_macro(&w.motcua, false, "qzz", "x", ERR_RANGE, "A144");
	must(&w, app_macro_set(w.ap, &w.motcua, false, "qaa", "y", &w.ei)); /* one that is there may change */
	must(&w, app_pref_set(w.ap, &w.motcua, "ime", "telex", &w.ei));            /* and preferences have room of their own */
}

static void test_saved_searches(void **state)
{
	struct app_value v[] = { { "abstract", "đất đai|môi trường" }, { "arrival_date", "1/3..15/3" }, { "note", "" } };
	struct app_search *s;
	size_t n;

	(void)state;
	must(&w, app_search_save(w.ap, &w.tiepdan, "tim-van-ban", " Đất  đai tháng 3 ", v, 3, &w.ei));
	must(&w, app_search_save(w.ap, &w.tiepdan, "tim-van-ban", "A\\B", v, 1, &w.ei));
	must(&w, app_search_save(w.ap, &w.tiepdan, "tim-van-ban", "A\\B", v + 1, 1, &w.ei));
	must(&w, app_search_list(w.ap, &w.tiepdan, "tim-van-ban", w.a, &s, &n));
	assert_int_equal(n, 2);
	assert_string_equal(s[0].name, "A\\B");
	assert_int_equal(s[0].n_values, 1);
	assert_string_equal(s[0].values[0].text, "1/3..15/3");
	assert_string_equal(s[1].name, "Đất đai tháng 3");
	assert_int_equal(s[1].n_values, 2);
	assert_string_equal(s[1].values[0].path, "abstract");
	must(&w, app_search_drop(w.ap, &w.tiepdan, "tim-van-ban", "A\\B", &w.ei));
	must(&w, app_search_list(w.ap, &w.tiepdan, "tim-van-ban", w.a, &s, &n));
	assert_int_equal(n, 1);
	must(&w, app_search_list(w.ap, &w.vanthu, "tim-van-ban", w.a, &s, &n));
	assert_int_equal(n, 0);
	assert_int_equal(app_search_save(w.ap, &w.tiepdan, "tim-van-ban", "  ", v, 2, &w.ei), ERR_INVALID);
	must(&w, app_search_save(w.ap, &w.tiepdan, "tim-van-ban", "Khác", v + 1, 1, &w.ei));
	assert_int_equal(app_search_rename(w.ap, &w.tiepdan, "tim-van-ban", "Khác", " Đất đai  tháng 3", &w.ei), ERR_EXISTS);
	assert_int_equal(app_search_rename(w.ap, &w.vanthu, "tim-van-ban", "Khác", "Của người khác", &w.ei), ERR_NOTFOUND);
	must(&w, app_search_rename(w.ap, &w.tiepdan, "tim-van-ban", "Khác", "Khác", &w.ei));
	must(&w, app_search_rename(w.ap, &w.tiepdan, "tim-van-ban", "Khác", "Tên mới", &w.ei));
	must(&w, app_search_list(w.ap, &w.tiepdan, "tim-van-ban", w.a, &s, &n));
	assert_int_equal(n, 2);
	assert_string_equal(s[0].name, "Tên mới");
	assert_string_equal(s[0].values[0].text, "1/3..15/3");
	/* all places taken: a rename still works, one more does not */
	for (n = 2; n < 200; n++) {
		char name[20];

		snprintf(name, sizeof(name), "Số %zu", n);
		if (app_search_save(w.ap, &w.tiepdan, "tim-van-ban", name, v, 1, &w.ei))
			break;
	}
	assert_true(n < 200);
	assert_string_equal(w.ei.text, "Không giữ thêm được: 64 mục, mỗi mục 4 KB. Bỏ bớt mục đã lưu.");
	must(&w, app_search_rename(w.ap, &w.tiepdan, "tim-van-ban", "Tên mới", "Tên khác nữa", &w.ei));
	must(&w, app_search_list(w.ap, &w.tiepdan, "tim-van-ban", w.a, &s, &n));
	assert_string_equal(s[n - 2].name, "Tên khác nữa");
	assert_string_equal(s[n - 2].values[0].text, "1/3..15/3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_submitting_taken_back), cmocka_unit_test(test_corrections_taken_back),
		cmocka_unit_test(test_what_cannot_be_taken_back), cmocka_unit_test(test_every_row_put_back),
		cmocka_unit_test(test_a_row_touched_since), cmocka_unit_test(test_preferences), cmocka_unit_test(test_macros),
		cmocka_unit_test(test_saved_searches),
	};

	return cmocka_run_group_tests(tests, open_2024, close_world);
}
