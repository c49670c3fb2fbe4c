/* app_secret.c: what the state keeps secret (DOMAIN 2.1, 5.4): only what the paper book of secret papers may say is taken, by whatever way it
 * is brought; nothing leads from there to more; nobody finds more than that it is there. */
#include "app_world.h"

static struct world w;

static int open_2026(void **state)
{
	(void)state;
	world_open(&w, "2026-04-22T02:14:00Z");
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static struct values secret_paper(void)
{
	struct values v = { .n = 0 };

	give(&v, "secrecy", "MAT");
	give(&v, "arrival_date", "21/04/2026");
	give(&v, "issuer", "Công an tỉnh Hậu Giang");
	give(&v, "secret_book_ref", "07/SM-2026");
	return v;
}

static rowid_t secret(void)
{
	struct values v = secret_paper();

	must(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v));
	return w.out.id;
}

static rowid_t ordinary(const char *symbol)
{
	struct values v = document();

	give(&v, "issued_date", "20/04/2026");
	give(&v, "symbol", symbol);
	must(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v));
	return w.out.id;
}

/* Text that a field of this kind would take. */
static const char *sample(const struct model_field *f)
{
	switch (f->kind) {
	case MODEL_INT:
	case MODEL_MONEY:
	case MODEL_YES:
		return "1";
	case MODEL_DATE:
		return "20/04/2026";
	case MODEL_TIME:
		return "08:00 20/04/2026";
	case MODEL_CODE:
	case MODEL_LIST_CODE:
		return "KHAC";
	case MODEL_REF:
	case MODEL_LIST_REF:
		return "lanhdao";
	case MODEL_REF_ANY:
		return "office:1";
	case MODEL_TEXT:
	case MODEL_ATTACHMENT:
	case MODEL_COMPOSITE:
		break;
	}
	return "Bố trí lực lượng";
}

static size_t hits(const char *words)
{
	struct app_hit *hit;
	bool more;
	size_t n;

	must(&w, app_search_all(w.ap, &w.vanthu, words, 50, w.a, &hit, &n, &more));
	return n;
}

static uint64_t counted(const char *type, const char *find)
{
	struct app_query q = { .type = type, .find = find };
	uint64_t n;

	must(&w, app_count(w.ap, &w.vanthu, &q, &n));
	return n;
}

static bool in_file(const char *name, const char *text)
{
	char path[600], *p;
	bool found = false;
	size_t n = strlen(text);
	long len;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", w.dir, name);
	f = fopen(path, "rb");
	if (!f)
		return false;
	fseek(f, 0, SEEK_END);
	len = ftell(f);
	rewind(f);
	p = malloc((size_t)len + 1);
	assert_non_null(p);
	assert_int_equal(fread(p, 1, (size_t)len, f), len);
	for (long i = 0; i + (long)n <= len && !found; i++)
		found = memcmp(p + i, text, n) == 0;
	free(p);
	fclose(f);
	return found;
}

static bool in_drafts(const char *text)
{
	return in_file("draft.db", text) || in_file("draft.db-wal", text);
}

/* ---- documents -------------------------------------------------------------------------------------------------------------------------- */

static void test_it_is_there_and_no_more(void **state)
{
	static const char *const kept[] = { "arrival_date", "issuer", "secrecy", "secret_book_ref" };
	rowid_t id = secret();
	struct app_record *r = look(&w, "incoming", id);

	(void)state;
	assert_string_equal(w.out.number, "");
	assert_string_equal(w.out.due, "");
	assert_string_equal(w.out.saved, "Đã ghi văn bản mật số 07/SM-2026 (bản giấy ở sổ mật)");
	assert_string_equal(r->state, "in_secret_book");
	assert_string_equal(r->number, "");
	assert_string_equal(r->title, "Mật, số 07/SM-2026 trong sổ mật");
	assert_int_equal(r->n_clocks, 0);
	assert_int_equal(r->n_values, COUNT_OF(kept));
	for (size_t i = 0; i < COUNT_OF(kept); i++)
		assert_true(shown_value(r, kept[i])[0] != '\0');
	assert_string_equal(r->steps[0].what, "Ghi văn bản mật, số 07/SM-2026 trong sổ mật");
	ordinary("1/UBND");
	assert_string_equal(w.out.number, "1"); /* the ordinary book has lost none */
}

static void test_without_a_day_it_came_today(void **state)
{
	struct values v = secret_paper();

	(void)state;
	give(&v, "arrival_date", "");
	give(&v, "secrecy", "Tối mật");
	must(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v));
	assert_string_equal(shown_value(look(&w, "incoming", w.out.id), "arrival_date"), "22/04/2026");
	assert_string_equal(shown_value(look(&w, "incoming", w.out.id), "secrecy"), "Tối mật");
}

static void test_nothing_else_is_taken(void **state)
{
	const struct model_type *t = model_type_by_name("incoming");
	const struct model_verb *verb = model_verb_by_name("incoming", "register_secret");
	struct values v;
	size_t tried = 0;

	(void)state;
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct model_field *f = &t->fields[i];

		if (model_verb_writes(verb, f))
			continue;
		v = secret_paper();
		give(&v, f->name, sample(f));
		refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "M10", f->name);
		tried++;
	}
	assert_true(tried > 30);
	v = secret_paper();
	give(&v, "abstract", "x");
	refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "M10", "abstract");
	assert_string_equal(problem(&w, "M10")->text, "Văn bản mật: ô trích yếu nội dung để trống. Chỉ ghi số trong sổ mật.");
	/* nor as a reason, which a verb may have without asking for it; nor as the number in the book */
	v = secret_paper();
	refused(&w, save_full(&w, &w.vanthu, "incoming", "register_secret", 0, 0, &v, "về việc bố trí lực lượng", NULL), "M10", APP_PATH_REASON);
	give(&v, "secret_book_ref", "12 về việc bố trí lực lượng");
	refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "A267", "secret_book_ref");
	give(&v, "secret_book_ref", "không-số");
	refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "A267", "secret_book_ref");
	assert_int_equal(counted("incoming", NULL), 0);
}

static void test_what_it_must_say(void **state)
{
	struct values v = { .n = 0 };

	(void)state;
	refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "M01", "secrecy");
	assert_int_equal(w.out.n_problems, 3);
	assert_string_equal(w.out.problems[1].path, "issuer");
	assert_string_equal(w.out.problems[2].path, "secret_book_ref");
	v = secret_paper();
	give(&v, "secrecy", "THUONG");
	give(&v, "abstract", "Một việc thường");
	refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "A262", "secrecy");
	assert_int_equal(w.out.n_problems, 1);
	v = secret_paper();
	give(&v, "arrival_date", "23/04/2026");
	refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "M04", "arrival_date");
	v = secret_paper();
	refused(&w, save(&w, &w.lanhdao, "incoming", "register_secret", 0, &v), "M11", "");
}

/* The other ways in say which one is right. */
static void test_the_ordinary_ways_say_where_to_go(void **state)
{
	struct values v = document(), fix = { .n = 0 };
	rowid_t id = ordinary("1/UBND");

	(void)state;
	give(&v, "secrecy", "TUYET_MAT");
	refused(&w, save(&w, &w.vanthu, "incoming", "register", 0, &v), "M09", "secrecy");
	assert_int_equal(w.out.n_problems, 1);
	assert_non_null(strstr(problem(&w, "M09")->text, model_verb_by_name("incoming", "register_secret")->label));
	give(&fix, "secrecy", "MAT");
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "nhìn nhầm", NULL), "A261", "secrecy");
	fix = (struct values){ .n = 0 };
	give(&fix, "secret_book_ref", "07/SM-2026");
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &fix, "nhìn nhầm", NULL), "A07", "secret_book_ref");
}

/* Of all verbs of the type, of every role, closing alone goes on from there. */
static void test_no_way_back_to_text(void **state)
{
	const struct app_user *const who[] = { &w.vanthu, &w.lanhdao, &w.tiepdan, &w.motcua, &w.quantri };
	rowid_t id = secret();
	struct app_verb *verbs;
	struct values all = document();
	size_t n, offered = 0;

	(void)state;
	give(&all, "issued_date", "20/04/2026");
	give(&all, "submitted_to", "lanhdao");
	give(&all, "opinion", "Giao Công an xã");
	give(&all, "lead_user_id", "lanhdao");
	give(&all, "result", "Xong");
	for (size_t u = 0; u < COUNT_OF(who); u++) {
		must(&w, app_verbs(w.ap, who[u], "incoming", id, w.a, &verbs, &n));
		offered += n;
		for (size_t i = 0; i < n; i++)
			assert_string_equal(verbs[i].name, "close_secret");
		for (size_t i = 0; i < model_verb_count(); i++) {
			const struct model_verb *v = model_verb_at(i);

			if (strcmp(v->type, "incoming") == 0 && strcmp(v->name, "close_secret") != 0)
				assert_int_equal(save_full(&w, who[u], "incoming", v->name, id, 0, &all, "thử", NULL), ERR_REFUSED);
		}
	}
	assert_int_equal(offered, 1);
	refused(&w, save_full(&w, &w.vanthu, "incoming", "correct", id, 0, &all, "thử", NULL), "A265", "");
	assert_string_equal(problem(&w, "A265")->text, "Mục ở sổ mật: không đính chính được trên máy. Làm trên bản giấy.");
	refused(&w, save_full(&w, &w.vanthu, "incoming", "undo", id, 0, NULL, "một lý do dài về nội dung", NULL), "A266", "");
	refused(&w, save_full(&w, &w.vanthu, "incoming", "close_secret", id, 0, &all, NULL, NULL), "M10", NULL);
	refused(&w, save_full(&w, &w.vanthu, "incoming", "close_secret", id, 0, NULL, "đã xong việc ấy", NULL), "M10", APP_PATH_REASON);
	must(&w, save(&w, &w.vanthu, "incoming", "close_secret", id, NULL));
	assert_string_equal(look(&w, "incoming", id)->state, "secret_closed");
	assert_string_equal(look(&w, "incoming", id)->title, "Mật, số 07/SM-2026 trong sổ mật");
	refused(&w, save_full(&w, &w.vanthu, "incoming", "undo", id, 0, NULL, "một lý do", NULL), "A266", "");
	for (size_t u = 0; u < COUNT_OF(who); u++) {
		must(&w, app_verbs(w.ap, who[u], "incoming", id, w.a, &verbs, &n));
		assert_int_equal(n, 0);
	}
}

/* In one save with others: each of them is refused where it stands, and nothing is done. */
static void test_no_way_in_one_save(void **state)
{
	static const char *const after[] = { "submit", "correct", "register", "close_secret" };
	struct values v = secret_paper(), text = document();
	struct app_input in[2];

	(void)state;
	give(&text, "submitted_to", "lanhdao");
	for (size_t i = 0; i < COUNT_OF(after); i++) {
		in[0] = (struct app_input){ .type = "incoming", .verb = "register_secret", .values = v.v, .n_values = v.n };
		in[1] = (struct app_input){ .type = "incoming", .verb = after[i], .values = text.v, .n_values = text.n, .reason = "x" };
		memset(&w.ei, 0, sizeof(w.ei));
		assert_int_equal(app_act(w.ap, &w.vanthu, in, 2, &w.out, &w.ei), ERR_REFUSED);
	}
	assert_int_equal(counted("incoming", NULL), 0);
}

static void test_nothing_finds_it(void **state)
{
	static const char *const words[] = { "cong an", "Công an tỉnh Hậu Giang", "07/SM-2026", "07", "sm", "mat", "van ban mat", "21/04/2026", "so mat" };
	static const char *const columns[] = { "arrival_number", "arrival_date", "symbol", "issuer", "abstract", "title", "due", "state" };
	struct app_query q = { .type = "incoming", .column = columns, .n_columns = COUNT_OF(columns), .order = "arrival_date desc" };
	const struct model_field *dup = model_field_by_name(model_type_by_name("incoming"), "duplicate_of");
	struct app_choice *c;
	struct app_row *rows;
	struct app_hit *hit;
	size_t n, total;
	rowid_t id = secret(), found;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		assert_int_equal(hits(words[i]), 0);
		assert_int_equal(counted("incoming", words[i]), 0);
		must(&w, app_choices(w.ap, &w.vanthu, dup, words[i], 20, w.a, &c, &n, &total));
		assert_int_equal(total, 0);
	}
	assert_int_equal(app_find(w.ap, &w.vanthu, "incoming", "07", &found, &w.ei), ERR_NOTFOUND);
	must(&w, app_related(w.ap, &w.vanthu, "incoming", id, NULL, 0, 50, w.a, &hit, &n));
	assert_int_equal(n, 0);
	/* what is rebuilt knows no more */
	must(&w, store_replay(app_store(w.ap), &w.ei));
	assert_int_equal(hits("cong an"), 0);
	/* a list shows that it is there */
	must(&w, app_list(w.ap, &w.vanthu, &q, w.a, &rows, &n, &w.ei));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].cell[0], "");
	assert_string_equal(rows[0].cell[1], "21/04");
	assert_string_equal(rows[0].cell[2], "");
	assert_string_equal(rows[0].cell[4], "Mật, số 07/SM-2026 trong sổ mật");
	assert_string_equal(rows[0].cell[5], rows[0].cell[4]);
	assert_string_equal(rows[0].cell[6], "");
	assert_string_equal(rows[0].cell[7], "Ở sổ mật");
}

/* It lends nothing to the next paper. */
static void test_it_lends_nothing(void **state)
{
	struct app_value *copy;
	const char *text;
	size_t n;
	rowid_t id;

	(void)state;
	ordinary("1/UBND");
	id = secret();
	must(&w, app_last_value(w.ap, &w.vanthu, "incoming", "issuer", w.a, &text));
	assert_string_equal(text, "Sở Tài nguyên và Môi trường tỉnh Hậu Giang");
	must(&w, app_last_value(w.ap, &w.vanthu, "incoming", "secret_book_ref", w.a, &text));
	assert_string_equal(text, "");
	must(&w, app_copy_values(w.ap, &w.vanthu, "incoming", id, w.a, &copy, &n, &w.ei));
	for (size_t i = 0; i < n; i++)
		assert_true(strcmp(copy[i].path, "secret_book_ref") != 0);
}

/* A book of the program's, when there is one, must be one of secret papers; its numbers stay where they are. */
static void test_the_book_is_one_of_secret_papers(void **state)
{
	const struct model_type *t = model_type_by_name("number_book");
	struct store_field f[] = { { MODEL_F_STATE, val_int(MODEL_BOOK_OPEN) }, { MODEL_BOOK_KIND, val_str("DEN_MAT") },
		{ MODEL_BOOK_PERIOD, val_str("2026") }, { MODEL_BOOK_NAME, val_str("Văn bản mật đến 2026") }, { MODEL_BOOK_NEXT, val_int(5) } };
	struct store_row_op op = { t->no, 0, STORE_PUT, f, COUNT_OF(f) };
	struct store_event ev = { .actor = w.quantri.id, .office = w.vanthu.office, .verb = MODEL_V_LOAD, .subject_type = t->no, .ops = &op, .n_ops = 1 };
	struct values v = secret_paper();
	uint64_t seq;

	(void)state;
	give(&v, "book_id", "Văn bản đến 2026");
	refused(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v), "A263", "book_id");
	must(&w, store_begin(app_store(w.ap), &w.ei));
	must(&w, store_new_id(app_store(w.ap), &op.id));
	ev.subject_id = op.id;
	must(&w, store_event_append(app_store(w.ap), &ev, &seq, &w.ei));
	must(&w, store_commit(app_store(w.ap), &w.ei));
	give(&v, "book_id", "Văn bản mật đến 2026");
	must(&w, save(&w, &w.vanthu, "incoming", "register_secret", 0, &v));
	assert_string_equal(shown_value(look(&w, "incoming", w.out.id), "book_id"), "Văn bản mật đến 2026");
	assert_string_equal(w.out.number, "");
}

/* ---- denunciations ---------------------------------------------------------------------------------------------------------------------- */

/* DOMAIN 12, story 15 */
static struct values denunciation(void)
{
	struct values v = { .n = 0 };

	give(&v, "has_denunciation", "Có");
	give(&v, "source", "TRUC_TIEP");
	give(&v, "received_date", "22/04/2026");
	give(&v, "respondent_text", "Kế toán Trường Mầm non Hoa Lài");
	give(&v, "abstract", "Kế toán lập khống phiếu chi 1.250.000.000 đồng trong năm 2025");
	give(&v, "parties.1.secret_book_ref", "03/TC-2026");
	return v;
}

static rowid_t denounced(void)
{
	struct values v = denunciation();

	must(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v));
	return w.out.id;
}

static void test_a_denunciation_without_a_name(void **state)
{
	rowid_t id = denounced();
	struct app_record *r;
	struct app_query people = { .type = "person" };
	uint64_t n;

	(void)state;
	assert_string_equal(w.out.number, "1");
	assert_string_equal(w.out.saved, "Đã lưu đơn tố cáo 1 (tên, bản gốc ở sổ mật)");
	assert_string_equal(w.out.due, "06/05/2026");
	must(&w, app_record(w.ap, &w.tiepdan, "petition", id, w.a, &r, &w.ei));
	assert_string_equal(r->state, "classified");
	assert_string_equal(shown_value(r, "kind"), "Tố cáo");
	assert_string_equal(shown_value(r, "petitioner_count"), "1");
	assert_string_equal(shown_value(r, "parties.1.role"), "Người tố cáo");
	assert_string_equal(shown_value(r, "parties.1.alias"), "Người tố cáo 1");
	assert_string_equal(shown_value(r, "parties.1.secret_book_ref"), "03/TC-2026");
	assert_string_equal(clock_of(r, "TC_INITIAL")->due_text, "06/05/2026");
	assert_int_equal(r->n_clocks, 1);
	must(&w, app_count(w.ap, &w.lanhdao, &people, &n));
	assert_int_equal(n, 0);
}

/* Every field that a row of people and a person have, of two rows, and every one of the petition that is not asked. */
static void test_nobody_can_be_named(void **state)
{
	static const char *const row[] = { "parties.1.", "parties.2.", "parties.1.person.", "parties.2.person.", "parties." };
	const struct model_type *t = model_type_by_name("petition"), *types[] = { model_type_by_name("petition_party"), model_type_by_name("person") };
	const struct model_verb *verb = model_verb_by_name("petition", "register_denunciation");
	struct model_path p;
	char path[120];
	size_t tried = 0;
	uint64_t n;

	(void)state;
	for (size_t k = 0; k < COUNT_OF(row); k++)
		for (size_t m = 0; m < COUNT_OF(types); m++)
			for (size_t i = 0; i < types[m]->n_fields; i++) {
				const struct model_field *f = &types[m]->fields[i];
				struct values v = denunciation();

				snprintf(path, sizeof(path), "%s%s", row[k], f->name);
				if (model_path_parse(t, path, &p) || (p.index == 1 && !p.embed && strcmp(f->name, "secret_book_ref") == 0))
					continue;
				give(&v, path, strcmp(f->name, "protected") == 0 ? "1" : "Phạm Thị Lụa");
				refused(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v), "A268", path);
				tried++;
			}
	assert_true(tried > 40);
	for (size_t i = 0; i < t->n_fields; i++) {
		struct values v = denunciation();

		if (model_verb_writes(verb, &t->fields[i]))
			continue;
		give(&v, t->fields[i].name, sample(&t->fields[i]));
		refused(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v), "A268", t->fields[i].name);
	}
	{
		struct values v = denunciation();

		refused(&w, save_full(&w, &w.tiepdan, "petition", "register_denunciation", 0, 0, &v, "chị Lụa ấp 3", NULL), "A268", APP_PATH_REASON);
		give(&v, "parties.1.secret_book_ref", "Phạm Thị Lụa, ấp 3");
		refused(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v), "A267", "parties.1.secret_book_ref");
		give(&v, "parties.1.secret_book_ref", "");
		refused(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v), "M01", "parties.1.secret_book_ref");
		assert_string_equal(problem(&w, "M01")->label, "Số trong sổ mật");
		assert_int_equal(w.out.n_problems, 1);
	}
	must(&w, app_count(w.ap, &w.lanhdao, &(struct app_query){ .type = "petition" }, &n));
	assert_int_equal(n, 0);
	must(&w, app_count(w.ap, &w.lanhdao, &(struct app_query){ .type = "person" }, &n));
	assert_int_equal(n, 0);
}

static void test_each_question_has_its_verb(void **state)
{
	struct values v = denunciation(), names = { .n = 0 };
	rowid_t id;

	(void)state;
	refused(&w, save(&w, &w.tiepdan, "petition", "register", 0, &v), "M47", "has_denunciation");
	assert_int_equal(w.out.n_problems, 1);
	assert_non_null(strstr(problem(&w, "M47")->text, model_verb_by_name("petition", "register_denunciation")->label));
	give(&v, "has_denunciation", "Không");
	refused(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v), "A269", "has_denunciation");
	give(&v, "has_denunciation", "");
	refused(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v), "M01", "has_denunciation");
	/* registered with a name: it is not made one of these, and one of these is classified already */
	give(&names, "has_denunciation", "Không");
	give(&names, "source", "BUU_CHINH");
	give(&names, "abstract", "Khiếu nại về học phí");
	give(&names, "parties.1.full_name", "Phạm Thị Lụa");
	must(&w, save(&w, &w.vanthu, "petition", "register", 0, &names));
	names = (struct values){ .n = 0 };
	give(&names, "kind", "TC");
	refused(&w, save(&w, &w.tiepdan, "petition", "classify", w.out.id, &names), "M63", "kind");
	id = denounced();
	give(&names, "kind", "KN");
	assert_int_equal(save(&w, &w.tiepdan, "petition", "classify", id, &names), ERR_REFUSED);
	assert_int_equal(save(&w, &w.tiepdan, "petition", "register", id, &names), ERR_REFUSED);
}

static const char *told(const char *text)
{
	struct values v = denunciation();
	const struct app_problem *p;

	give(&v, "abstract", text);
	if (save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v) == 0)
		return "";
	p = problem(&w, "M48");
	assert_non_null(p);
	assert_int_equal(w.out.n_problems, 1);
	assert_int_equal(p->severity, APP_WARNING);
	assert_string_equal(p->path, "abstract");
	return p->text;
}

static void test_telltales(void **state)
{
	static const struct { const char *text, *found; } cases[] = {
		{ "Tôi tên Phạm Thị Lụa, ấp 3", "\"Tôi tên\"" }, { "TÔI LÀ người làm ở đó", "\"TÔI LÀ\"" }, { "toi ten Lua", "\"toi ten\"" },
		{ "“Tôi tên” như trên", "\"Tôi tên\"" }, { "Địa chỉ: ấp 3. Ký tên bên dưới", "\"Địa chỉ, Ký tên\"" },
		{ "số 093178004512", "\"093178004512\"" }, { "gọi 0912 345 678 gặp", "\"0912 345 678\"" }, { "gọi 0912.345.678", "\"0912.345.678\"" },
		{ "SĐT0912345678", "\"0912345678\"" }, { "CMND 360123456", "\"360123456\"" }, { "tôi,\ntên", "\"tôi, tên\"" },
		{ "+84912345678", "\"84912345678\"" }, { "012345678 đồng", "\"012345678\"" },
		{ "Kế toán phạm tội là có thật", "" }, { "Phiếu chi 1.250.000.000 đồng", "" }, { "chi 1250000000đ", "" }, { "Ngày 12/03/2026, 12-03-2026", "" },
		{ "Quyết định 12345678", "" }, { "tới lạ, đìa chi, ký tến", "" }, { "tên tôi không ghi", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *got = told(cases[i].text);

		if (cases[i].found[0] ? strncmp(got, cases[i].found, strlen(cases[i].found)) != 0 : *got != '\0')
			fail_msg("\"%s\": %s", cases[i].text, got);
	}
}

/* It is of another: saved with the reason why, which the event keeps; another text is asked about anew. */
static void test_a_telltale_of_another(void **state)
{
	struct values v = denunciation();
	struct app_answer answer = { .key = "M48:abstract", .choice = 1, .reason = "địa chỉ trụ sở của đơn vị bị tố cáo" };
	struct app_record *r;

	(void)state;
	give(&v, "abstract", "Địa chỉ trụ sở bị đem cho thuê");
	refused(&w, save(&w, &w.tiepdan, "petition", "register_denunciation", 0, &v), "M48", "abstract");
	answer.about = problem(&w, "M48")->about;
	give(&v, "abstract", "Địa chỉ của tôi ở ấp 3");
	refused(&w, save_full(&w, &w.tiepdan, "petition", "register_denunciation", 0, 0, &v, NULL, &answer), "M48", "abstract");
	give(&v, "abstract", "Địa chỉ trụ sở bị đem cho thuê");
	must(&w, save_full(&w, &w.tiepdan, "petition", "register_denunciation", 0, 0, &v, NULL, &answer));
	must(&w, app_record(w.ap, &w.tiepdan, "petition", w.out.id, w.a, &r, &w.ei));
	assert_string_equal(r->steps[0].note, "địa chỉ trụ sở của đơn vị bị tố cáo");
	must(&w, app_record(w.ap, &w.vanthu, "petition", w.out.id, w.a, &r, &w.ei));
	assert_string_equal(r->steps[0].note, "•••");
}

/* Who took it in and who decides read it; the others know that it is there. Nobody finds it by what it says. */
static void test_who_reads_a_denunciation(void **state)
{
	static const char *const words[] = { "ke toan", "Hoa Lài", "lap khong", "phieu chi", "nguoi to cao", "03/TC-2026", "tc" };
	const struct app_user *const others[] = { &w.vanthu, &w.motcua, &w.quantri }, *const readers[] = { &w.tiepdan, &w.lanhdao };
	static const char *const columns[] = { "petition_number", "abstract", "respondent_text", "title" };
	struct app_query q = { .type = "petition", .column = columns, .n_columns = COUNT_OF(columns) };
	struct values named = { .n = 0 };
	struct app_record *r;
	struct app_row *rows;
	struct app_hit *hit;
	rowid_t id = denounced();
	size_t n;
	bool more;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		must(&w, app_search_all(w.ap, &w.lanhdao, words[i], 50, w.a, &hit, &n, &more));
		assert_int_equal(n, 0);
		assert_int_equal(counted("petition", words[i]), 0);
	}
	assert_int_equal(hits("1"), 1);
	for (size_t u = 0; u < COUNT_OF(others); u++) {
		must(&w, app_list(w.ap, others[u], &q, w.a, &rows, &n, &w.ei));
		assert_int_equal(n, 1);
		for (size_t c = 1; c < COUNT_OF(columns); c++)
			assert_string_equal(rows[0].cell[c], "•••");
		must(&w, app_record(w.ap, others[u], "petition", id, w.a, &r, &w.ei));
		assert_string_equal(shown_value(r, "abstract"), "•••");
		assert_string_equal(shown_value(r, "respondent_text"), "•••");
	}
	for (size_t u = 0; u < COUNT_OF(readers); u++) {
		must(&w, app_record(w.ap, readers[u], "petition", id, w.a, &r, &w.ei));
		assert_string_equal(shown_value(r, "respondent_text"), "Kế toán Trường Mầm non Hoa Lài");
	}
	/* nor is it related to anybody's: by the respondent's name, the same words, another denunciation */
	give(&named, "has_denunciation", "Không");
	give(&named, "source", "BUU_CHINH");
	give(&named, "abstract", "Kế toán lập khống phiếu chi 1.250.000.000 đồng trong năm 2025");
	give(&named, "parties.1.full_name", "Kế toán Trường Mầm non Hoa Lài");
	must(&w, save(&w, &w.tiepdan, "petition", "register", 0, &named));
	denounced();
	must(&w, app_related(w.ap, &w.lanhdao, "petition", id, NULL, 0, 50, w.a, &hit, &n));
	assert_int_equal(n, 0);
	must(&w, app_related(w.ap, &w.lanhdao, "petition", w.out.id, NULL, 0, 50, w.a, &hit, &n));
	assert_int_equal(n, 0);
}

static void test_what_a_draft_of_one_may_hold(void **state)
{
	struct values v = denunciation();

	(void)state;
	assert_int_equal(app_draft_allowed(w.ap, "petition", 0, v.v, v.n), APP_KEEP_BARE);
	assert_int_equal(app_draft_allowed(w.ap, "petition", 0, v.v + 1, v.n - 1), APP_KEEP_NOTHING);
	give(&v, "parties.1.full_name", "Phạm Thị Lụa");
	assert_int_equal(app_draft_allowed(w.ap, "petition", 0, v.v, v.n), APP_KEEP_NOTHING);
	give(&v, "has_denunciation", "k");
	assert_int_equal(app_draft_allowed(w.ap, "petition", 0, v.v, v.n), APP_KEEP_ALL);
	v = denunciation();
	give(&v, "parties.2.secret_book_ref", "04/TC-2026");
	assert_int_equal(app_draft_allowed(w.ap, "petition", 0, v.v, v.n), APP_KEEP_NOTHING);
}

/* ---- drafts ------------------------------------------------------------------------------------------------------------------------------ */

static void test_what_a_draft_may_hold(void **state)
{
	struct values v = secret_paper();

	(void)state;
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 0, v.v, v.n), APP_KEEP_BARE);
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 0, v.v + 1, v.n - 1), APP_KEEP_NOTHING); /* not answered yet */
	give(&v, "abstract", "");
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 0, v.v, v.n), APP_KEEP_BARE);
	give(&v, "abstract", "x");
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 0, v.v, v.n), APP_KEEP_NOTHING);
	give(&v, "secrecy", "THUONG");
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 0, v.v, v.n), APP_KEEP_ALL);
	v = secret_paper();
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 1, v.v, v.n), APP_KEEP_NOTHING);
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 1, v.v + 1, v.n - 1), APP_KEEP_ALL);
	give(&v, "no_such", "x");
	assert_int_equal(app_draft_allowed(w.ap, "incoming", 0, v.v, v.n), APP_KEEP_NOTHING);
}

/* Long enough for pages of its own, written several times: every copy goes. */
static void test_a_wiped_draft_leaves_no_byte(void **state)
{
	char text[9000];
	struct app_value v = { "abstract", text };
	struct app_draft d = { .id = app_draft_new_id(), .form = "van-ban-den", .values = &v, .n_values = 1 };
	struct app_draft other = { .id = app_draft_new_id(), .form = "van-ban-den", .values = &(struct app_value){ "abstract", "Zqother một việc" },
		.n_values = 1 };
	struct app_draft *list;
	size_t n;

	(void)state;
	must(&w, app_draft_put(w.ap, &w.vanthu, &other));
	for (size_t len = 40; len < sizeof(text); len += 2980) {
		memset(text, 'k', len);
		memcpy(text, "Zqsecret", 8);
		memcpy(text + len - 9, "Zqhidden", 9);
		must(&w, app_draft_put(w.ap, &w.vanthu, &d));
	}
	assert_true(in_drafts("Zqsecret") && in_drafts("Zqhidden"));
	must(&w, app_draft_drop(w.ap, app_draft_new_id()));
	must(&w, app_draft_wipe(w.ap, d.id));
	assert_false(in_drafts("Zqsecret") || in_drafts("Zqhidden") || in_drafts("kkkkkkkk"));
	must(&w, app_draft_list(w.ap, &w.vanthu, w.a, &list, &n));
	assert_int_equal(n, 1);
	assert_int_equal(list[0].id, other.id);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_2026, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_it_is_there_and_no_more), CASE(test_without_a_day_it_came_today), CASE(test_nothing_else_is_taken), CASE(test_what_it_must_say),
		CASE(test_the_ordinary_ways_say_where_to_go), CASE(test_no_way_back_to_text), CASE(test_no_way_in_one_save), CASE(test_nothing_finds_it),
		CASE(test_it_lends_nothing), CASE(test_the_book_is_one_of_secret_papers), CASE(test_what_a_draft_may_hold),
		CASE(test_a_wiped_draft_leaves_no_byte), CASE(test_a_denunciation_without_a_name), CASE(test_nobody_can_be_named),
		CASE(test_each_question_has_its_verb), CASE(test_telltales), CASE(test_a_telltale_of_another), CASE(test_who_reads_a_denunciation),
		CASE(test_what_a_draft_of_one_may_hold),
	};

	return T_RUN(tests);
}
