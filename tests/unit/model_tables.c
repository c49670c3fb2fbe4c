/* model_tables.c: the tables agree with themselves: numbers, names, words; paths, composites, formats, messages. */
#include "t.h"

#include "congvu/model.h"

static bool word_in(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; p && *p;) {
		size_t len = strcspn(p, ",");

		if (len == n && memcmp(p, word, n) == 0)
			return true;
		p += len + (p[len] == ',');
	}
	return false;
}

static void test_numbers_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *t = model_type_at(i);

		assert_ptr_equal(model_type_by_no(t->no), t);
		assert_ptr_equal(model_type_by_name(t->name), t);
		for (size_t k = 0; k < t->n_fields; k++) {
			assert_true(t->fields[k].no >= 10);
			assert_ptr_equal(model_field_by_no(t, t->fields[k].no), &t->fields[k]);
			assert_ptr_equal(model_field_by_name(t, t->fields[k].name), &t->fields[k]);
		}
		for (size_t k = 0; k < t->n_states; k++)
			assert_ptr_equal(model_state_by_no(t, t->states[k].no), &t->states[k]);
	}
	for (size_t i = 0; i < model_verb_count(); i++)
		assert_ptr_equal(model_verb_by_no(model_verb_at(i)->no), model_verb_at(i));
	assert_null(model_type_by_no(9999));
	assert_null(model_verb_at(model_verb_count()));
}

static void test_labels_fit(void **state)
{
	(void)state;
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *t = model_type_at(i);

		for (size_t k = 0; k < t->n_fields; k++) {
			if (text_width(t->fields[k].short_label) > 18)
				fail_msg("%s.%s: %s", t->name, t->fields[k].name, t->fields[k].short_label);
			assert_true(t->fields[k].label[0] != '\0');
		}
	}
}

static void test_references_exist(void **state)
{
	(void)state;
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *t = model_type_at(i);
		const char *const named[] = { t->number_field, t->date_field, t->title_field, t->unique_field, t->parent_field };

		for (size_t k = 0; k < COUNT_OF(named); k++)
			assert_true(!named[k] || model_field_by_name(t, named[k]));
		assert_true(!t->parent || model_type_by_name(t->parent));
		for (size_t k = 0; k < t->n_fields; k++) {
			const struct model_field *f = &t->fields[k];

			if (f->kind == MODEL_REF && !model_type_by_name(f->of))
				fail_msg("%s.%s names no type", t->name, f->name);
			if (f->kind == MODEL_CODE)
				assert_non_null(f->of);
			if (f->flags & MODEL_EMBED)
				assert_non_null(model_type_by_name(f->of)->title_field);
		}
	}
}

/* A field of a row of a collection: "parties.1.role". */
static bool names_cell(const struct model_type *t, const char *path)
{
	struct model_path p;

	return model_path_parse(t, path, &p) == 0 && p.child && p.index > 0;
}

static void check_rule(const struct model_type *t, const struct model_rule *r)
{
	const struct model_field *f = model_field_by_name(t, r->field);

	assert_true(strcmp(model_message(r->message), r->message) != 0);
	if (!strchr(r->field, '+'))
		assert_true(f || model_child_by_collection(t, r->field) || names_cell(t, r->field));
	assert_true(!r->field2 || model_field_by_name(r->op == MODEL_RULE_REF_IS ? model_type_by_name(f->of) : t, r->field2));
}

static void check_verb(const struct model_verb *v)
{
	const struct model_type *t = model_type_by_name(v->type);
	char word[80];

	assert_non_null(t);
	assert_true(!v->to || model_state_by_name(t, v->to));
	for (const char *p = v->from; *p;) {
		size_t len = strcspn(p, ",");

		snprintf(word, sizeof(word), "%.*s", (int)(len & 31), p);
		assert_true(strcmp(word, "-") == 0 || strcmp(word, "*") == 0 || model_state_by_name(t, word));
		p += len + (p[len] == ',');
	}
	for (const char *p = v->fields; *p;) {
		size_t len = strcspn(p, ",");

		snprintf(word, sizeof(word), "%.*s", (int)(len & 31), p);
		if (strcmp(word, "+") != 0 && !model_field_by_name(t, word) && !model_child_by_collection(t, word) && !names_cell(t, word))
			fail_msg("%s.%s writes %s", v->type, v->name, word);
		p += len + (p[len] == ',');
	}
	for (size_t i = 0; i < v->n_rules; i++)
		check_rule(t, &v->rules[i]);
	for (size_t i = 0; i < v->n_set; i++)
		assert_true(model_field_by_name(t, v->set[i].field) || names_cell(t, v->set[i].field));
	if (v->bare) {
		assert_true(strcmp(model_message(v->bare), v->bare) != 0);
		assert_false(v->needs_reason || strcmp(v->fields, "*") == 0);
	}
	assert_true(!v->said || strcmp(model_message(v->said), v->said) != 0);
	for (size_t i = 0; i < v->n_clock; i++) {
		assert_true(!v->clock[i].from_field || model_field_by_name(t, v->clock[i].from_field));
		assert_true(!v->clock[i].given_field || model_field_by_name(t, v->clock[i].given_field));
		assert_true(!v->clock[i].suffix_field || model_field_by_name(t, v->clock[i].suffix_field));
	}
}

static void test_verbs_name_what_there_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < model_verb_count(); i++) {
		const struct model_verb *v = model_verb_at(i);

		if (strcmp(v->type, "*") != 0)
			check_verb(v);
		for (const char *p = strcmp(v->roles, "*") == 0 ? "" : v->roles; *p;) {
			char word[40];
			size_t len = strcspn(p, ",");

			snprintf(word, sizeof(word), "%.*s", (int)(len & 31), p);
			assert_non_null(model_role_by_name(word));
			p += len + (p[len] == ',');
		}
	}
}

static void test_first_verbs(void **state)
{
	const struct model_type *t = model_type_by_name("incoming");
	const struct model_verb *v = model_verb_by_name("incoming", "register");

	(void)state;
	assert_true(model_verb_from(v, t, 0));
	assert_true(model_verb_from(v, t, model_state_by_name(t, "received")->no));
	assert_false(model_verb_from(v, t, model_state_by_name(t, "submitted")->no));
	assert_true(model_verb_role(v, model_role_by_name("vanthu")->no));
	assert_false(model_verb_role(v, model_role_by_name("quantri")->no));
	assert_false(model_verb_writes(v, model_field_by_name(t, "arrival_number")));
	assert_true(model_verb_writes(v, model_field_by_name(t, "abstract")));
	assert_false(model_verb_from(model_verb_by_name("incoming", "correct"), t, 0));
	assert_true(word_in(model_verb_by_name("dossier", "forward")->roles, "lanhdao"));
}

/* What is secret is left by verbs that name it, and these take no text: whoever adds one has to think of it. */
static void test_secret_states(void **state)
{
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *t = model_type_at(i);

		for (size_t k = 0; k < t->n_states; k++) {
			if (!model_state_secret(t, t->states[k].no))
				continue;
			seen++;
			assert_non_null(t->secret_title);
			for (size_t m = 0; m < model_verb_count(); m++) {
				const struct model_verb *v = model_verb_at(m);
				const struct model_state *to = model_state_by_name(t, v->to);

				if (strcmp(v->type, t->name) != 0)
					continue;
				if (model_verb_from(v, t, t->states[k].no))
					assert_true(v->bare && to && model_state_secret(t, to->no) && v->fields[0] == '\0');
				assert_true(to != &t->states[k] || v->bare);
			}
		}
	}
	assert_true(seen >= 2);
	assert_false(model_state_secret(model_type_by_name("incoming"), 0));
	assert_false(model_state_secret(model_type_by_name("incoming"), 999));
}

static void test_paths(void **state)
{
	const struct model_type *d = model_type_by_name("dossier"), *p = model_type_by_name("petition");
	struct model_path out;

	(void)state;
	assert_int_equal(model_path_parse(d, "owner.full_name", &out), 0);
	assert_string_equal(out.type->name, "person");
	assert_string_equal(out.embed->name, "owner_id");
	assert_int_equal(model_path_parse(d, "owner_id.full_name", &out), 0);
	assert_int_equal(model_path_parse(d, "submitter", &out), 0);
	assert_string_equal(out.field->name, "submitter_id");
	assert_int_equal(model_path_parse(p, "parties.2.full_name", &out), 0);
	assert_int_equal(out.index, 2);
	assert_string_equal(out.child->name, "petition_party");
	assert_string_equal(out.embed->name, "person_id");
	assert_int_equal(model_path_parse(p, "parties.1.role", &out), 0);
	assert_null(out.embed);
	assert_int_equal(model_path_parse(p, "parties.full_name", &out), 0);
	assert_int_equal(out.index, 1);
	assert_int_equal(model_path_parse(d, "parts.3.state", &out), 0);
	assert_string_equal(out.field->name, "state_code");
	assert_int_equal(model_path_parse(d, "full_name", &out), ERR_NOTFOUND);
	assert_int_equal(model_path_parse(d, "parts.0.kind", &out), ERR_NOTFOUND);
	assert_int_equal(model_path_parse(d, "owner.spouse.full_name", &out), ERR_NOTFOUND);
	assert_int_equal(model_path_parse(d, "", &out), ERR_NOTFOUND);
	assert_true(model_path_same(p, "parties.2.full_name", "parties.2.person.full_name"));
	assert_true(model_path_same(d, "owner.full_name", "owner_id.full_name"));
	assert_false(model_path_same(p, "parties.2.full_name", "parties.1.person.full_name"));
	assert_false(model_path_same(p, "parties.2.full_name", "parties.2.person.address"));
	assert_false(model_path_same(d, "owner.full_name", "submitter.full_name"));
	assert_false(model_path_same(p, "nothing", "parties.1.role"));
}

static void check_split(const char *typed, const char *number, const char *notation)
{
	const struct model_type *t = model_type_by_name("incoming");
	const struct model_field *f = model_field_by_name(t, "symbol"), *parts[MODEL_PARTS_MAX];
	struct buf piece[MODEL_PARTS_MAX], joined;
	const char *texts[MODEL_PARTS_MAX] = { number, notation };

	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_init(&piece[i], 256);
	buf_init(&joined, 256);
	assert_int_equal(model_composite_parts(t, f, parts), 2);
	assert_int_equal(model_composite_split(f, typed, piece), 0);
	assert_string_equal(buf_str(&piece[0]), number);
	assert_string_equal(buf_str(&piece[1]), notation);
	model_composite_join(f, texts, &joined);
	assert_string_equal(buf_str(&joined), typed);
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_clear(&piece[i]);
	buf_clear(&joined);
}

static void test_symbol(void **state)
{
	(void)state;
	check_split("125/QĐ-UBND", "125", "QĐ-UBND");
	check_split("30/2020/NĐ-CP", "30", "2020/NĐ-CP");
	check_split("125", "125", "");
	check_split("UBND-NC", "", "UBND-NC");
}

static void check_format(const char *type, const char *field, const char *text, const char *message)
{
	const char *got = model_format_check(model_field_by_name(model_type_by_name(type), field), text);

	if ((got == NULL) != (message == NULL) || (got && strcmp(got, message) != 0))
		fail_msg("%s.%s \"%s\": %s", type, field, text, got ? got : "ok");
}

static void test_formats(void **state)
{
	(void)state;
	check_format("person", "id_number", "093178004512", NULL);
	check_format("person", "id_number", "36012345", "M55");
	check_format("person", "id_number", "0931780045", "E09");
	check_format("person", "id_number", "111111111111", "E10");
	check_format("person", "id_number", "360123456", NULL);
	check_format("person", "phone", "0912 000 345", NULL);
	check_format("person", "phone", "+84912000345", NULL);
	check_format("person", "phone", "02933000111", NULL);
	check_format("person", "phone", "091200034", "E14");
	check_format("person", "full_name", "Nguyễn Thị Bích Vân", NULL);
	check_format("person", "full_name", "Nguyễn 2", "A33");
	check_format("person", "birth_date", "14/02/1978", NULL);
	check_format("person", "birth_date", "00/1965", NULL);
	check_format("person", "birth_date", "1965", NULL);
	check_format("person", "birth_date", "31/02/1978", "E16");
	check_format("dossier", "owner_tax", "1800765433", NULL);
	check_format("dossier", "owner_tax", "1800765434", "E13");
	check_format("dossier", "owner_tax", "6300123469-001", NULL);
	check_format("dossier", "owner_tax", "6300123469-000", "E13");
	check_format("dossier", "owner_tax", "6300488170", NULL);
	check_format("incoming", "secret_book_ref", "07/SM-2026", NULL);
	check_format("incoming", "secret_book_ref", "12/M", NULL);
	check_format("incoming", "secret_book_ref", "12 về việc ấy", "A267");
	check_format("incoming", "secret_book_ref", "mật", "A267");
	check_format("incoming", "secret_book_ref", "1-về-việc-bố-trí-lực-lượng", "A267");
	check_format("dossier", "email", "a@b.vn", NULL);
	check_format("dossier", "email", "a@b", "A32");
}

static void test_messages(void **state)
{
	struct buf b;

	(void)state;
	assert_string_equal(model_message("M01"), "Chưa nhập {label}. Gõ vào, hoặc F4 để chọn.");
	assert_string_equal(model_message("không có"), "không có");
	assert_string_equal(model_message_short("L02"), "Chưa gửi {n}");
	for (int i = 1; i <= 64; i++) {
		char id[8];

		snprintf(id, sizeof(id), "M%02d", i);
		assert_true(strcmp(model_message(id), id) != 0);
	}
	buf_init(&b, 1024);
	model_message_fill(&b, model_message("M57"), "office", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện Vị Thủy", "date", "01/07/2025",
			   "office2", "Ủy ban nhân dân xã Vị Thủy, thành phố Cần Thơ", NULL);
	assert_true(text_width(buf_str(&b)) <= 76);
	assert_non_null(strstr(buf_str(&b), "…"));
	assert_non_null(strstr(buf_str(&b), "01/07/2025"));
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_are_unique), cmocka_unit_test(test_labels_fit), cmocka_unit_test(test_references_exist),
		cmocka_unit_test(test_verbs_name_what_there_is), cmocka_unit_test(test_first_verbs), cmocka_unit_test(test_secret_states),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_symbol), cmocka_unit_test(test_formats), cmocka_unit_test(test_messages),
	};

	return T_RUN(tests);
}
