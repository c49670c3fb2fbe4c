/* Every row of the attribute table, parsed into what the ui reads; and the table itself. */
#include "t.h"

#include "congvu/screen.h"

static int compiled, freed;

static int compile(void *ctx, const char *text, const char *const *tags, size_t n_tags, void **out, screen_expr_say *say, void *to)
{
	(void)ctx;
	(void)say;
	(void)to;
	assert_true(n_tags > 0 && tags[0]);
	compiled++;
	*out = mem_xstrdup(text);
	return 0;
}

static void release(void *expr)
{
	freed++;
	free(expr);
}

static const struct screen_expr_fn fn = { compile, release, NULL };

static struct screen *parse(const char *text)
{
	struct screen_error e[20];
	struct screen *s = NULL;
	size_t n = 0;
	int err = screen_parse("thu.scr", text, strlen(text), &fn, &s, e, 20, &n);

	for (size_t i = 0; i < n; i++)
		print_error("%u:%u: %s\n", e[i].line, e[i].column, e[i].text);
	assert_int_equal(err, 0);
	return s;
}

static const struct screen_field *field(const struct screen *s, const char *tag)
{
	uint16_t i = screen_field_by_tag(s, tag);

	assert_int_not_equal(i, SCREEN_NONE);
	return &s->field[i];
}

static const char form[] = "\xef\xbb\xbf# ghi chú\r\n"
			   "form    thu\r\n"
			   "title   \"Văn bản đến: thử\"   # sau hai dấu cách là ghi chú\n"
			   "table   incoming\n"
			   "save    register\n"
			   "save    submit if trinh\n"
			   "record  xem-thu\n"
			   "help    thu\n"
			   "\n"
			   "layout\n"
			   " Mật [m]  Khẩn [k    |so   ]  Ngày <ngay      >\n"
			   " Loại [lo  ] <loten        >  5 < 6 [to  ] tờ\n"
			   " -- Nội dung ---------------------------\n"
			   " Trích yếu [ty                ]\n"
			   "           [ty                ]\n"
			   " Trình [t ]\n"
			   "end\n"
			   "layout narrow\n"
			   " [lo  ] <loten   >\n"
			   " [ty       ]\n"
			   " [ty       ]\n"
			   " [ty       ]\n"
			   "end\n"
			   "\n"
			   "field m\n"
			   "  name     mat\n"
			   "  column   secrecy\n"
			   "  type     code SECRECY\n"
			   "  code     SECRECY\n"
			   "  pass\n"
			   "  require\n"
			   "  default  'THUONG'\n"
			   "  narrow   hide\n"
			   "field k\n"
			   "  column   urgency\n"
			   "  narrow   hide\n"
			   "field so\n"
			   "  column   symbol\n"
			   "  narrow   hide\n"
			   "  type     composite 40\n"
			   "  hint     Ghi đúng như trên văn bản, số # cũng được\n"
			   "field ngay\n"
			   "  column   arrival_date\n"
			   "  noentry  always\n"
			   "field lo\n"
			   "  column   doc_type\n"
			   "  like     so\n"
			   "  code     DOC_TYPE\n"
			   "  fill     loten\n"
			   "  label    Tên loại văn bản\n"
			   "field to\n"
			   "  column   pages\n"
			   "  type     int 1..99\n"
			   "  narrow   hide\n"
			   "  show     :mat = 'THUONG'\n"
			   "field ty\n"
			   "  column   abstract\n"
			   "  type     text 300\n"
			   "  lines    3\n"
			   "  stretch\n"
			   "  narrow   lines 4\n"
			   "  narrow   label \"Nội dung\"\n"
			   "  check    :ty <> ''   \"Chưa có \\ trích yếu\"\n"
			   "  warn     length(:ty) > 5 \"Trích yếu ngắn\"\n"
			   "  ime      name\n"
			   "  show     :mat = 'THUONG'\n"
			   "field t\n"
			   "  name     trinh\n"
			   "  column   submitted_to\n"
			   "  lookup   user\n"
			   "  narrow   hide\n";

static void screen_rows(void **state)
{
	struct screen *s = parse(form);

	(void)state;
	assert_int_equal(s->kind, SCREEN_FORM);
	assert_string_equal(s->name, "thu");
	assert_string_equal(s->title, "Văn bản đến: thử");
	assert_string_equal(s->type->name, "incoming");
	assert_int_equal(s->n_save, 2);
	assert_string_equal(s->save[0], "register");
	assert_null(s->save_if[0]);
	assert_string_equal(s->save[1], "submit");
	assert_string_equal(s->save_if[1], ":trinh <> ''"); /* a tag alone */
	assert_string_equal(s->record, "xem-thu");
	assert_string_equal(s->help, "thu");
	assert_int_equal(s->n_fields, 9);
	assert_int_equal(s->cols, 47);
	assert_int_equal(s->rows, 6);
	assert_int_equal(s->narrow_rows, 4);
	assert_int_equal(s->n_narrow_items, 3);
	screen_free(s, &fn);
	assert_int_equal(compiled, freed);
}

static const char either[] = "form    thu\n"
			     "table   incoming\n"
			     "save    file_only if :mau = '2'\n"
			     "save    assign if :mau <> '2' and :yk <> ''\n"
			     "layout\n"
			     " [m]  <ds                >\n"
			     " [yk               ]  <han     >\n"
			     "end\n"
			     "field m\n"
			     "  name     mau\n"
			     "  column   opinion_code\n"
			     "  fill     yk\n"
			     "  auto\n"
			     "field ds\n"
			     "  choices  mau\n"
			     "field yk\n"
			     "  column   opinion\n"
			     "field han\n"
			     "  column   due\n";

/* One of two verbs by what is typed; a code that fills its neighbour and leaves by itself; what it may be, in a line. */
static void alternatives(void **state)
{
	struct screen *s = parse(either);

	(void)state;
	assert_string_equal(s->save_if[0], ":mau = '2'");
	assert_string_equal(s->save_if[1], ":mau <> '2' and :yk <> ''");
	assert_true(field(s, "mau")->leave_full);
	assert_int_equal(field(s, "ds")->choices_of, screen_field_by_tag(s, "mau"));
	assert_int_equal(field(s, "yk")->choices_of, SCREEN_NONE);
	assert_null(field(s, "han")->model.field); /* a word about the record */
	screen_free(s, &fn);
	assert_int_equal(compiled, freed);
}

static void field_rows(void **state)
{
	struct screen *s = parse(form);
	const struct screen_field *f = field(s, "mat");

	(void)state;
	assert_string_equal(f->label, "Mật");
	assert_true(f->require && !f->noentry);
	assert_int_equal(f->width, 1);
	assert_string_equal(f->code_list, "SECRECY");
	assert_string_equal(f->dflt, "'THUONG'");
	assert_non_null(f->dflt_expr);
	assert_int_equal(f->ime, SCREEN_IME_OFF);
	f = field(s, "so");
	assert_int_equal(f->width, 5);
	assert_int_equal(f->max, 40);
	assert_int_equal(f->ime, SCREEN_IME_CODE);
	assert_string_equal(f->hint, "Ghi đúng như trên văn bản, số # cũng được");
	assert_string_equal(f->label, "Số, ký hiệu");
	f = field(s, "ngay");
	assert_true(f->value_only && f->noentry);
	assert_int_equal(f->width, 12);
	f = field(s, "lo");
	assert_string_equal(f->label, "Tên loại văn bản");
	assert_string_equal(f->fill, "loten");
	assert_true(!f->pass && field(s, "mat")->pass && !field(s, "mat")->like);
	assert_string_equal(f->like, "so");
	assert_ptr_equal(&s->field[f->like_field], field(s, "so"));
	assert_ptr_equal(&s->field[f->fill_field], field(s, "loten"));
	f = field(s, "loten");
	assert_string_equal(f->of, "lo");
	assert_true(f->noentry && !f->path && !f->model.field);
	f = field(s, "to");
	assert_int_equal(f->at_least, 1);
	assert_int_equal(f->at_most, 99);
	assert_string_equal(f->label, "5 < 6");
	f = field(s, "ty");
	assert_int_equal(f->lines, 3);
	assert_int_equal(f->max, 300);
	assert_int_equal(f->narrow_lines, 4);
	assert_string_equal(f->narrow_label, "Nội dung");
	assert_true(f->stretch);
	assert_int_equal(f->ime, SCREEN_IME_NAME);
	assert_int_equal(f->n_check, 2);
	assert_string_equal(f->check[0].text, ":ty <> ''");
	assert_string_equal(f->check[0].message, "Chưa có \\ trích yếu");
	assert_true(!f->check[0].warn && f->check[1].warn && f->check[1].expr);
	assert_ptr_equal(f->show_expr, field(s, "to")->show_expr);
	f = field(s, "trinh");
	assert_string_equal(f->lookup_type, "user");
	assert_true(f->narrow_hide);
	assert_int_equal(f->detail, -1);
	assert_int_equal(screen_field_by_path(s, "submitted_to"), screen_field_by_tag(s, "trinh"));
	screen_free(s, &fn);
	assert_int_equal(compiled, freed);
}

static void items(void **state)
{
	struct screen *s = parse(form);
	const struct screen_item *i = s->item;

	(void)state;
	assert_int_equal(i[0].kind, SCREEN_TEXT);
	assert_string_equal(i[0].text, "Mật");
	assert_int_equal(i[0].field, 0);
	assert_true(i[1].kind == SCREEN_FIELD && i[1].left == '[' && i[1].right == ']' && i[1].col == 6);
	assert_true(i[3].kind == SCREEN_FIELD && i[3].left == '[' && i[3].right == '|');
	assert_true(i[4].kind == SCREEN_FIELD && i[4].left == '|' && i[4].right == ']' && i[4].col == i[3].col + i[3].width + 1);
	assert_true(i[6].kind == SCREEN_FIELD && i[6].left == 0 && i[6].width == 12);
	assert_string_equal(i[12].text, "tờ");
	assert_int_equal(i[12].field, SCREEN_NONE);
	assert_int_equal(i[13].kind, SCREEN_RULE);
	assert_string_equal(i[13].text, "Nội dung");
	screen_free(s, &fn);
}

static const char rows[] = "form thu\ntable dossier\nsave take_in\nlayout\n Thủ tục [tt    ]\n*3 <ma > <ten        > [sl]\nend\n"
			   "field tt\n  column procedure_id\nfield ma\n  column part\nfield ten\n  column title\nfield sl\n  column qty\n"
			   "detail giay\n  collection parts\n  rows ma ten sl\n  min 1\n  max 12\n"
			   "  prefill procedure_part procedure_id=tt part=ma title=ten qty=sl\n"
			   "  label   \"Giấy tờ\"\n"
			   "  all     ten có required\n";

static void detail_rows(void **state)
{
	struct screen *s = parse(rows);
	const struct screen_detail *d = s->detail;

	(void)state;
	assert_int_equal(s->n_details, 1);
	assert_string_equal(d->name, "giay");
	assert_string_equal(d->collection, "parts");
	assert_string_equal(d->type->name, "dossier_part");
	assert_int_equal(d->n_fields, 3);
	assert_int_equal(d->rows, 3);
	assert_int_equal(d->min, 1);
	assert_int_equal(d->max, 12);
	assert_string_equal(d->prefill->type->name, "procedure_part");
	assert_string_equal(d->prefill->key_column, "procedure_id");
	assert_int_equal(d->prefill->key, screen_field_by_tag(s, "tt"));
	assert_int_equal(d->prefill->n, 3);
	assert_string_equal(d->label, "Giấy tờ");
	assert_string_equal(d->all, "có");
	assert_string_equal(d->all_if, "required");
	assert_int_equal(d->all_field, screen_field_by_tag(s, "ten"));
	assert_string_equal(d->prefill->column[2], "qty");
	assert_int_equal(d->prefill->field[2], screen_field_by_tag(s, "sl"));
	assert_int_equal(field(s, "ma")->detail, 0);
	assert_string_equal(field(s, "ten")->path, "title");
	assert_string_equal(field(s, "ten")->model.child->name, "dossier_part");
	screen_free(s, &fn);
}

static const char lists[] =
	"list so\ntitle Sổ\ntable incoming\nrecord xem\nadd van-ban-den \"Vào sổ\"\n"
	"key F10 action history\naction open mau \"Sửa\"\n"
	"list tat-ca\n  title Tất cả\n  column arrival_number 6 right\n  column submitted_to.full_name 12 \"Trình\" narrow hide\n"
	"  column abstract 20 stretch\n  column due 7 \"Hạn\"\n  where state in registered,submitted\n  where due not null\n"
	"  order arrival_date desc, arrival_number\n  find arrival_number abstract state\n"
	"list cua-toi\n  where submitted_to = {me}\n  open khac\n  add mau\n  key F11 action submit \"Trình\"\n  action correct\n"
	"list nguoi\n  type user\n  column login\n";

static void list_rows(void **state)
{
	struct screen *s = parse(lists);
	const struct screen_list *l = screen_list_find(s, NULL);
	uint16_t width[4];

	(void)state;
	assert_int_equal(s->kind, SCREEN_LIST);
	assert_int_equal(s->n_lists, 3);
	assert_string_equal(l->title, "Tất cả");
	assert_int_equal(l->n_columns, 4);
	assert_true(l->column[0].right && l->column[1].narrow_hide && l->column[2].stretch);
	assert_string_equal(l->column[1].title, "Trình");
	assert_string_equal(l->column[1].field->name, "full_name");
	assert_true(l->column[3].field == NULL && l->column[3].width == 7);
	assert_int_equal(l->n_cond, 2);
	assert_string_equal(l->cond[0].value, "registered,submitted");
	assert_string_equal(l->cond[1].op, "not null");
	assert_string_equal(l->order, "arrival_date desc, arrival_number");
	assert_int_equal(l->n_find, 3);
	assert_string_equal(l->open, "xem");
	assert_string_equal(l->add, "van-ban-den");
	assert_string_equal(s->add_label, "Vào sổ");
	assert_int_equal(screen_list_widths(l, 80, width), 4);
	assert_true(width[0] == 6 && width[1] == 12 && width[3] == 7 && 3 + 6 + 12 + width[2] + 7 + 3 == 79);
	assert_int_equal(screen_list_widths(l, 30, width), 3);
	assert_true(width[0] == 6 && width[1] == 0 && width[2] == 11 && width[3] == 7);
	l = screen_list_find(s, "cua-toi");
	assert_string_equal(l->title, "Sổ");
	assert_int_equal(l->n_columns, 4);
	assert_string_equal(l->open, "khac");
	assert_string_equal(l->add, "mau");
	assert_string_equal(l->cond[0].value, "{me}");
	assert_int_equal(l->n_keys, 2);
	assert_string_equal(l->key[0].key, "F11");
	assert_int_equal(l->key[0].act, SCREEN_ACT_VERB);
	assert_string_equal(l->key[0].verb->name, "submit");
	assert_string_equal(l->key[0].label, "Trình");
	assert_null(l->key[1].key);
	assert_string_equal(l->key[1].label, l->key[1].verb->label);
	/* a list without keys of its own has the screen's, as far as it is of the same type */
	l = screen_list_find(s, "tat-ca");
	assert_int_equal(l->n_keys, 2);
	assert_int_equal(l->key[0].act, SCREEN_ACT_HISTORY);
	assert_string_equal(l->key[0].label, model_message_short("ui.key.history"));
	assert_int_equal(l->key[1].act, SCREEN_ACT_OPEN);
	assert_string_equal(l->key[1].form, "mau");
	assert_string_equal(l->key[1].label, "Sửa");
	assert_int_equal(screen_list_find(s, "nguoi")->n_keys, 0);
	assert_string_equal(screen_list_find(s, "nguoi")->type->name, "user");
	assert_null(screen_list_find(s, "không"));
	screen_free(s, &fn);
}

static const char menu[] = "menu sang\nroles vanthu tiepdan\nadd van-ban-den \"Vào sổ\"\n"
			   "entry 1 \"Chưa trình\"\n  group Chờ làm\n  open so chua-trinh\n  waiting\n"
			   "entry 5 \"Quá hạn\"\n  open so qua-han\n  late\n"
			   "entry 0 \"Sổ\"\n  group Sổ\n  open so\n";

static void menu_rows(void **state)
{
	struct screen *s = parse(menu);

	(void)state;
	assert_int_equal(s->kind, SCREEN_MENU);
	assert_string_equal(s->roles, "vanthu,tiepdan");
	assert_int_equal(s->n_entries, 3);
	assert_int_equal(s->entry[0].digit, 1);
	assert_string_equal(s->entry[0].label, "Chưa trình");
	assert_true(s->entry[0].waiting && !s->entry[0].late && s->entry[1].late);
	assert_string_equal(s->entry[0].opens, "so");
	assert_string_equal(s->entry[0].list, "chua-trinh");
	assert_string_equal(s->entry[1].group, "Chờ làm");
	assert_string_equal(s->entry[2].group, "Sổ");
	assert_null(s->entry[2].list);
	screen_free(s, &fn);
}

/* Every row has its words for the manual, no name twice in a section, and each is used by a text above or a kind's first line. */
static void table(void **state)
{
	(void)state;
	assert_true(screen_attr_count() > 40);
	assert_null(screen_attr_at(screen_attr_count()));
	for (size_t i = 0; i < screen_attr_count(); i++) {
		const struct screen_attr *a = screen_attr_at(i);
		char needle[40];

		assert_true(strlen(a->help) > 10 && a->help[strlen(a->help) - 1] == '.');
		for (size_t k = 0; k < i; k++)
			assert_true(strcmp(a->section, screen_attr_at(k)->section) != 0 || strcmp(a->name, screen_attr_at(k)->name) != 0);
		if (strcmp(a->section, "file") == 0)
			continue;
		snprintf(needle, sizeof(needle), strcmp(a->section, "screen") == 0 ? "\n%s" : "\n  %s", a->name);
		if (!strstr(form, needle) && !strstr(either, needle) && !strstr(rows, needle) && !strstr(lists, needle) && !strstr(menu, needle))
			fail_msg("%s %s is in no text of this test", a->section, a->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(screen_rows), cmocka_unit_test(alternatives), cmocka_unit_test(field_rows),  cmocka_unit_test(items),
		                            cmocka_unit_test(detail_rows), cmocka_unit_test(list_rows),   cmocka_unit_test(menu_rows),
		                            cmocka_unit_test(table) };

	return T_RUN(tests);
}
