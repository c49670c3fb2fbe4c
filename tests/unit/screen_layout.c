/* Where everything stands: hidden fields close up, lines push down, stretch takes the spare columns, narrow pictures reflow, small ones
 * page. Whatever the size and whatever is hidden: nothing overlaps and nothing leaves the screen. */
#include "t.h"

#include "screen_fits.h"

#include "../../src/screen/screen_internal.h"

#ifndef CONGVU_TREE
#define CONGVU_TREE "."
#endif

static const char text[] =
	"form thu\ntable incoming\nsave register\nlayout\n"
	" Mật [mat    ]  Ngày [ngay      ]\n"
	"\n"
	" -- Nội dung --------------------------\n"
	" Số, ký hiệu [sokh    ]  Tờ [to ] tờ\n"
	" Trích yếu [ty                ]\n"
	"           [ty                ]\n"
	"\n"
	" Ghi chú [gc         ]\n"
	"end\n"
	"field mat\n  column secrecy\nfield ngay\n  column arrival_date\n"
	"field sokh\n  column symbol\n  stretch\nfield to\n  column pages\nfield ty\n  column abstract\n  lines 3\n  stretch\n"
	"field gc\n  column note\n";

static struct screen *parse(const char *s)
{
	struct screen_error e[20];
	struct screen *out = NULL;
	size_t n = 0;

	if (screen_parse("thu.scr", s, strlen(s), NULL, &out, e, 20, &n) != 0)
		fail_msg("%u:%u: %s", e[0].line, e[0].column, e[0].text);
	return out;
}

static void looks(const struct screen *s, uint16_t cols, const bool *shown, const char *want)
{
	struct arena *a = arena_new(1 << 22);
	struct buf b;

	buf_init(&b, 1 << 16);
	assert_int_equal(screen_show_picture(s, cols, shown, a, &b), 0);
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
	arena_free(a);
}

static void wide(void **state)
{
	struct screen *s = parse(text);

	(void)state;
	looks(s, 41, NULL,
	      " Mật [mat    ]  Ngày [ngay      ]\n"
	      "\n"
	      " -- Nội dung ---------------------------\n"
	      " Số, ký hiệu [sokh     ]  Tờ [to ] tờ\n"
	      " Trích yếu [ty                 ]\n"
	      "           [                   ]\n"
	      "           [                   ]\n"
	      "\n"
	      " Ghi chú [gc         ]\n");
	screen_free(s, NULL);
}

static void hidden(void **state)
{
	struct screen *s = parse(text);
	bool shown[6] = { true, true, true, true, true, true };

	(void)state;
	shown[screen_field_by_tag(s, "to")] = false;
	looks(s, 40, shown,
	      " Mật [mat    ]  Ngày [ngay      ]\n"
	      "\n"
	      " -- Nội dung --------------------------\n"
	      " Số, ký hiệu [sokh    ]\n"
	      " Trích yếu [ty                ]\n"
	      "           [                  ]\n"
	      "           [                  ]\n"
	      "\n"
	      " Ghi chú [gc         ]\n");
	shown[screen_field_by_tag(s, "sokh")] = shown[screen_field_by_tag(s, "ty")] = false;
	looks(s, 40, shown,
	      " Mật [mat    ]  Ngày [ngay      ]\n"
	      "\n"
	      " Ghi chú [gc         ]\n");
	looks(s, 34, shown,
	      " Mật [mat    ]  Ngày [ngay      ]\n"
	      " Ghi chú [gc         ]\n");
	screen_free(s, NULL);
}

static void narrow(void **state)
{
	struct screen *s = parse(text);

	(void)state;
	looks(s, 36, NULL,
	      " Mật [mat    ]  Ngày [ngay      ]\n"
	      " -- Nội dung ----------------------\n"
	      " Số, ký hiệu [sokh                ]\n" /* with its label while both fit as drawn, then as wide as the line */
	      " Tờ [to ] tờ\n"
	      " Trích yếu\n"
	      " [ty                              ]\n"
	      " [                                ]\n"
	      " [                                ]\n"
	      " Ghi chú [gc         ]\n");
	screen_free(s, NULL);
}

/* A choice gives way to what follows it, and no more than it must; what stretches has a line of its own when it does not fit beside its label. */
static void gives_way(void **state)
{
	struct screen *s = parse("form thu\ntable petition\nsave classify\nlayout\n"
	                         " Ngày QĐ [nqd       ]  Mức độ [md               ]  Vùng xa [v]  Lĩnh vực [lv         ] chung\n"
	                         " QĐ bị KN [qd                                      ]\n"
	                         "end\n"
	                         "field nqd\n  column decision_date\nfield md\n  column complexity\nfield v\n  name vung\n  column remote_area\nfield lv\n  column field_code\n"
	                         "field qd\n  column decision_symbol\n  stretch\n");

	(void)state;
	looks(s, 40, NULL,
	      " Ngày QĐ [nqd       ]\n"
	      " Mức độ [md              ]  Vùng xa [v]\n"
	      " Lĩnh vực [lv         ] chung\n"
	      " QĐ bị KN\n"
	      " [qd                                  ]\n");
	screen_free(s, NULL);
}

static size_t place_of(const struct screen *s, const struct screen_layout *l, const char *tag)
{
	size_t i = 0;

	while (i < l->n_places && (l->place[i].kind != SCREEN_FIELD || l->place[i].field != screen_field_by_tag(s, tag)))
		i++;
	return i;
}

/* Values that are known: as many columns and rows as they need, nothing where there is nothing; only on a narrow terminal. */
static void known(void **state)
{
	struct screen *s = parse("record xem\ntable incoming\nlayout\n"
	                         " Số <so       > ngày <ngay     >  Người ký <nk                       >\n"
	                         " <cq                                                                 >\n"
	                         " <ty                                                                 >\n"
	                         " <ty                                                                 >\n"
	                         "end\n"
	                         "field so\n  column arrival_number\nfield ngay\n  column arrival_date\nfield nk\n  column signer\n"
	                         "field cq\n  column issuer\nfield ty\n  column abstract\n  narrow lines 4\n");
	const char *value[5];
	struct arena *a = arena_new(1 << 22);
	struct screen_layout l;
	const struct screen_place *p;

	(void)state;
	value[screen_field_by_tag(s, "so")] = "7";
	value[screen_field_by_tag(s, "ngay")] = "23/11";
	value[screen_field_by_tag(s, "nk")] = "";
	value[screen_field_by_tag(s, "cq")] = "UBND tỉnh";
	value[screen_field_by_tag(s, "ty")] = "Về việc bồi thường khi thu hồi đất làm đường tỉnh 931";
	assert_int_equal(screen_layout(s, 40, 0, NULL, NULL, value, a, &l), 0);
	p = &l.place[place_of(s, &l, "ngay")];
	assert_int_equal(p->row, 0);
	assert_int_equal(p->col, 12); /* " Số 7  ngày " */
	assert_int_equal(p->width, 5);
	assert_int_equal(place_of(s, &l, "nk"), l.n_places);
	assert_int_equal(l.place[place_of(s, &l, "cq")].row, 1);
	p = &l.place[place_of(s, &l, "ty")];
	assert_int_equal(p->row, 2);
	assert_int_equal(p->lines, 2);
	assert_int_equal(l.rows, 4);
	for (size_t i = 0; i < l.n_places; i++)
		assert_true(!l.place[i].text || strcmp(l.place[i].text, "Người ký") != 0);
	assert_int_equal(screen_layout(s, 80, 0, NULL, NULL, value, a, &l), 0);
	assert_true(place_of(s, &l, "nk") < l.n_places);
	assert_int_equal(l.place[place_of(s, &l, "ty")].lines, 2);
	arena_free(a);
	screen_free(s, NULL);
}

/* A code and its name stay together; a choice gives way to join the line; words of a block come once. */
static void together(void **state)
{
	struct screen *s =
		parse("form thu\ntable dossier\nsave take_in\nlayout\n"
		      " Kênh [kenh       ]  Nhận kết quả [kq            ]\n"
		      " Thủ tục [tt     ] <ten                                         >\n"
		      "\n"
		      "   Giấy tờ                Bản       SL\n"
		      "*2 <ma > <giay        >   [ban    ] [sl]\n"
		      "end\n"
		      "field kenh\n  column channel\nfield kq\n  column result_mode\nfield tt\n  column procedure_id\n  fill ten\n"
		      "field ma\n  column part\nfield giay\n  column title\n  stretch\nfield ban\n  column kind\nfield sl\n  column qty\n"
		      "detail d\n  collection parts\n  rows ma giay ban sl\n");

	(void)state;
	looks(s, 45, NULL,
	      " Kênh [kenh       ]  Nhận kết quả [kq      ]\n" /* 14 columns became 8 */
	      " Thủ tục [tt     ] ten......................\n"
	      " Giấy tờ\n"
	      " ma... giay..........  Loại bản [ban    ]\n"
		      " SL [sl]\n"
	      " ma... giay..........  Loại bản [ban    ]\n"
		      " SL [sl]\n");
	looks(s, 31, NULL,
	      " Kênh [kenh       ]\n"
	      " Nhận kết quả [kq            ]\n"
	      " Thủ tục [tt     ] ten........\n"
	      " Giấy tờ\n"
	      " ma... giay..........\n"
	      " Loại bản [ban    ]  SL [sl]\n"
	      " ma... giay..........\n"
	      " Loại bản [ban    ]  SL [sl]\n");
	screen_free(s, NULL);
}

static void pages(void **state)
{
	struct screen *s = parse(text);
	struct arena *a = arena_new(1 << 22);
	struct screen_layout l;

	(void)state;
	assert_int_equal(screen_layout(s, 80, 5, NULL, NULL, NULL, a, &l), 0);
	assert_int_equal(l.mode, SCREEN_ONE_FIELD);
	assert_int_equal(l.page_rows, 5);
	assert_int_equal(l.rows, 6 * 5);
	for (size_t i = 0; i < l.n_places; i++)
		assert_int_equal(l.place[i].row / 5, (l.place[i].row + l.place[i].lines - 1) / 5);
	assert_int_equal(screen_layout(s, 29, 20, NULL, NULL, NULL, a, &l), 0);
	assert_int_equal(l.mode, SCREEN_ONE_FIELD);
	assert_int_equal(screen_layout(s, 30, 6, NULL, NULL, NULL, a, &l), 0);
	assert_int_equal(l.mode, SCREEN_NARROW);
	assert_int_equal(screen_layout(s, 3, 0, NULL, NULL, NULL, a, &l), ERR_RANGE);
	arena_free(a);
	screen_free(s, NULL);
}

/* A picture of its own for narrow terminals goes before the reflow, where it fits and is nearer than the wide one. */
static void own_narrow(void **state)
{
	struct screen *s = parse("form thu\ntable incoming\nsave register\nlayout\n"
	                         " Số, ký hiệu [sokh          ]  Ngày văn bản [ngay      ]\n"
	                         "end\n"
	                         "layout narrow\n"
	                         " Số hiệu [sokh      ]\n"
	                         " Ngày    [ngay      ]\n"
	                         "end\n"
	                         "field sokh\n  column symbol\n  stretch\nfield ngay\n  column issued_date\n");

	(void)state;
	looks(s, 30, NULL,
	      " Số hiệu [sokh              ]\n"
	      " Ngày    [ngay      ]\n");
	looks(s, 50, NULL,
	      " Số, ký hiệu [sokh                              ]\n"
	      " Ngày văn bản [ngay      ]\n");
	screen_free(s, NULL);
}

/* There a label may stand above its field, and goes with it; the name of a code goes with the code, in every picture. */
static void hidden_narrow(void **state)
{
	struct screen *s = parse("form thu\ntable incoming\nsave register\nlayout\n"
	                         " Số, ký hiệu [sokh          ]  Ngày văn bản [ngay      ]\n"
	                         " Loại [lo  ] <loten        >\n"
	                         " Ghi chú [gc         ]\n"
	                         "end\n"
	                         "layout narrow\n"
	                         " Số, ký hiệu\n"
	                         " [sokh              ]\n"
	                         " Ngày [ngay      ]\n"
	                         " Loại [lo  ] <loten>\n"
	                         " Ghi chú\n"
	                         " [gc         ]\n"
	                         "end\n"
	                         "field sokh\n  column symbol\nfield ngay\n  column issued_date\nfield lo\n  column doc_type\n  fill loten\n"
	                         "field gc\n  column note\n");
	bool shown[5] = { true, true, true, true, true };

	(void)state;
	shown[screen_field_by_tag(s, "sokh")] = shown[screen_field_by_tag(s, "lo")] = false;
	looks(s, 30, shown,
	      " Ngày [ngay      ]\n"
	      " Ghi chú\n"
	      " [gc         ]\n");
	looks(s, 50, shown,
	      " Ngày văn bản [ngay      ]\n"
	      " Ghi chú [gc         ]\n");
	looks(s, 80, shown,
	      "                               Ngày văn bản [ngay      ]\n"
	      " Ghi chú [gc         ]\n");
	screen_free(s, NULL);
}

/* ---- whatever the size --------------------------------------------------------------------------------------------------- */

static void fits(const char *name, const struct screen_layout *l, uint16_t cols)
{
	const char *why = screen_fits(l, cols);

	if (why)
		fail_msg("%s %s", name, why);
}

static void every_size(void **state)
{
	const char *dirs[] = { CONGVU_TREE "/screens" };
	struct screen_set *set;
	size_t n;
	const char *const *names;
	struct arena *a = arena_new(1 << 24);
	uint64_t seed = 20261123;
	const char *values[8] = { NULL, NULL, "", "1", "UBND tỉnh Hậu Giang", "Vềviệcphêduyệtkếhoạchchuyểnđổisốngànhtàinguyên",
		                  "Giải quyết khiếu nại của ông Lê Văn Tư về bồi thường khi thu hồi đất làm đường tỉnh 931", "a\n\nb" };

	(void)state;
	assert_int_equal(screen_set_open(dirs, 1, NULL, NULL, NULL, &set), 0);
	names = screen_set_names(set, &n);
	for (size_t i = 0; i < n; i++) {
		const struct screen *s = screen_set_get(set, names[i]);

		for (uint16_t cols = 10; s->n_fields && cols <= 200; cols++) {
			bool shown[SCREEN_FIELDS_MAX];
			uint16_t rows[4] = { 12, 12, 12, 12 };
			const char *value[SCREEN_FIELDS_MAX];
			struct screen_layout l;

			for (size_t k = 0; k < s->n_fields; k++) {
				seed = seed * 6364136223846793005u + 1442695040888963407u;
				shown[k] = seed >> 62 != 0;
				value[k] = values[seed >> 32 & 7];
			}
			assert_int_equal(screen_layout(s, cols, 0, NULL, NULL, NULL, a, &l), 0);
			fits(names[i], &l, cols);
			assert_int_equal(screen_layout(s, cols, cols % 13, shown, rows, value, a, &l), 0);
			fits(names[i], &l, cols);
			arena_reset(a);
		}
	}
	arena_free(a);
	screen_set_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(wide),      cmocka_unit_test(hidden), cmocka_unit_test(narrow),
					    cmocka_unit_test(together),  cmocka_unit_test(pages),  cmocka_unit_test(own_narrow),
					    cmocka_unit_test(hidden_narrow),
					    cmocka_unit_test(gives_way), cmocka_unit_test(known), cmocka_unit_test(every_size) };

	return T_RUN(tests);
}
