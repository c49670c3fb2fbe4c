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
	      " Số, ký hiệu\n"
	      " [sokh                            ]\n"
	      " Tờ [to ] tờ\n"
	      " Trích yếu\n"
	      " [ty                              ]\n"
	      " [                                ]\n"
	      " [                                ]\n"
	      " Ghi chú [gc         ]\n");
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
	assert_int_equal(screen_layout(s, 80, 5, NULL, NULL, a, &l), 0);
	assert_int_equal(l.mode, SCREEN_ONE_FIELD);
	assert_int_equal(l.page_rows, 5);
	assert_int_equal(l.rows, 6 * 5);
	for (size_t i = 0; i < l.n_places; i++)
		assert_int_equal(l.place[i].row / 5, (l.place[i].row + l.place[i].lines - 1) / 5);
	assert_int_equal(screen_layout(s, 29, 20, NULL, NULL, a, &l), 0);
	assert_int_equal(l.mode, SCREEN_ONE_FIELD);
	assert_int_equal(screen_layout(s, 30, 6, NULL, NULL, a, &l), 0);
	assert_int_equal(l.mode, SCREEN_NARROW);
	assert_int_equal(screen_layout(s, 3, 0, NULL, NULL, a, &l), ERR_RANGE);
	arena_free(a);
	screen_free(s, NULL);
}

/* A picture of its own for narrow terminals goes before the reflow, where it fits. */
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
	looks(s, 40, NULL,
	      " Số hiệu [sokh                        ]\n"
	      " Ngày    [ngay      ]\n");
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

	(void)state;
	assert_int_equal(screen_set_open(dirs, 1, NULL, NULL, NULL, &set), 0);
	names = screen_set_names(set, &n);
	for (size_t i = 0; i < n; i++) {
		const struct screen *s = screen_set_get(set, names[i]);

		for (uint16_t cols = 10; s->n_fields && cols <= 200; cols++) {
			bool shown[SCREEN_FIELDS_MAX];
			uint16_t rows[4] = { 12, 12, 12, 12 };
			struct screen_layout l;

			for (size_t k = 0; k < s->n_fields; k++) {
				seed = seed * 6364136223846793005u + 1442695040888963407u;
				shown[k] = seed >> 62 != 0;
			}
			assert_int_equal(screen_layout(s, cols, 0, NULL, NULL, a, &l), 0);
			fits(names[i], &l, cols);
			assert_int_equal(screen_layout(s, cols, cols % 13, shown, rows, a, &l), 0);
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
					    cmocka_unit_test(every_size) };

	return T_RUN(tests);
}
