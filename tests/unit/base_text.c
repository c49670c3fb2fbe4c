/* UTF-8, normal form, folding, sorting of Vietnamese text. */
#include "t.h"

static const char *clean(const char *s, enum text_flags f)
{
	static struct buf b = { .max = 4096 };
	int r;

	buf_reset(&b);
	r = text_clean(s, strlen(s), f, &b);
	return r ? err_name(r) : buf_str(&b);
}

static const char *fold(const char *s)
{
	static struct buf b = { .max = 4096 };

	buf_reset(&b);
	text_fold(s, strlen(s), &b);
	return buf_str(&b);
}

static void utf8_is_strict(void **state)
{
	static const char *const bad[] = {
		"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe1\xbb", "\xc3", "\xe1\x41\x42", "ab\xe1\xbb",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_true(utf8_valid("Đường\0x", 9));
	assert_true(utf8_valid("\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80", 10));
	assert_int_equal(utf8_chars("Nguyễn", strlen("Nguyễn")), 6);
	assert_int_equal(utf8_chars("a\xff\xe1\xbbz", 5), 5); /* each damaged byte is one */
}

static void utf8_steps_both_ways(void **state)
{
	static const uint32_t cps[] = { 'a', 0xe9, 0x1ec7, 0x1f600, 0xfffd };
	char s[40];
	size_t n = 0, at;
	uint32_t cp;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cps); i++)
		n += utf8_put(s + n, cps[i]);
	at = 0;
	for (size_t i = 0; i < COUNT_OF(cps); i++) {
		at += utf8_next(s + at, n - at, &cp);
		assert_int_equal(cp, cps[i]);
	}
	assert_int_equal(at, n);
	assert_int_equal(utf8_next(s, 0, &cp), 0);
	for (size_t i = COUNT_OF(cps); i > 0; i--) {
		at = utf8_prev(s, at);
		utf8_next(s + at, n - at, &cp);
		assert_int_equal(cp, cps[i - 1]);
	}
	assert_int_equal(at, 0);
	assert_int_equal(utf8_prev(s, 0), 0);
	assert_int_equal(utf8_prev("a\x80\x80", 3), 2); /* stray continuation bytes: one at a time */
	assert_int_equal(utf8_put(s, 0xd800), 3);
	assert_memory_equal(s, "\xef\xbf\xbd", 3);
}

static void widths_are_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width("Quyết định"), 10);
	assert_int_equal(text_width("e\xcc\x81"), 1); /* a mark has no column of its own */
	assert_int_equal(text_width("漢字"), 4);
	assert_int_equal(utf8_width('\n'), -1);
	assert_int_equal(utf8_width(0x9b), -1);
	assert_int_equal(text_cut("Đường", 3), strlen("Đườ"));
	assert_int_equal(text_cut("漢字", 3), 3); /* half of a wide letter does not fit */
	assert_int_equal(text_cut("ab", 10), 2);
	assert_int_equal(text_cut("e\xcc\x81x", 1), 3);
	assert_int_equal(text_cut("x", 0), 0);
	assert_int_equal(text_cut_words("Trục liên thông", 12), strlen("Trục liên"));
	assert_int_equal(text_cut_words("Trục liên thông", 9), strlen("Trục liên"));
	assert_int_equal(text_cut_words("Trục liên thông", 15), strlen("Trục liên thông"));
	assert_int_equal(text_cut_words("Quyết định (cá biệt)", 13), strlen("Quyết định"));
	assert_int_equal(text_cut_words("một, hai", 6), strlen("một"));
	assert_int_equal(text_cut_words("một, hai", 3), strlen("một"));
	assert_int_equal(text_cut_words("giá 1,5 tỷ", 6), strlen("giá"));
	assert_int_equal(text_cut_words("125/STNMT-QLĐĐ", 12), strlen("125/STNMT-QL"));
	assert_int_equal(text_cut_words(" x yz", 4), strlen(" x"));
	assert_int_equal(text_cut_words("x y", 0), 0);
	assert_int_equal(text_edits("today", "toady"), 2);
	assert_int_equal(text_edits("", "in"), 2);
	assert_int_equal(text_edits("year", "years"), 1);
	assert_true(text_edits("year", "1234567890123456789012345678901234567890123456789012345678901234x") == SIZE_MAX);
}

static size_t cut(const char *s, size_t columns)
{
	return utf8_chars(s, text_cut_words(s, columns));
}

static void a_cut_text_ends_with_a_word(void **state)
{
	(void)state;
	assert_int_equal(cut("Thông tin liên thông", 20), 20); /* all of it */
	assert_int_equal(cut("Thông tin liên thông", 19), 14);
	assert_int_equal(cut("Thông tin liên thông", 14), 14); /* the word ends just there */
	assert_int_equal(cut("Thông tin liên thông", 10), 9);
	assert_int_equal(cut("Hồ sơ: chuyển xử lý: H30.71", 25), 19); /* nothing follows the colon now */
	assert_int_equal(cut("Sắp đến hạn (còn 2 ngày trở xuống)", 26), 11);
	assert_int_equal(cut("Tổ (một) và tổ (hai)", 13), 11); /* a bracket that is closed stays */
	assert_int_equal(cut("(còn 2 ngày trở xuống)", 12), 11); /* there is nothing before it */
	assert_int_equal(cut("H30.71-261123-0001", 10), 10); /* one word */
	assert_int_equal(cut("a H30.71-261123-0001", 10), 10); /* a third at least */
	assert_int_equal(cut("một hai", 0), 0);
}

static void a_line_ends_with_a_word(void **state)
{
	(void)state;
	assert_int_equal(text_line("một hai", 7), strlen("một hai"));
	assert_int_equal(text_line("một hai", 6), strlen("một"));
	assert_int_equal(text_line("một   hai", 8), strlen("một"));
	assert_int_equal(text_line("một hai", 3), strlen("một"));
	assert_int_equal(text_line("một\nhai", 20), strlen("một"));
	assert_int_equal(text_line("12345678", 5), 5);
	assert_int_equal(text_line("", 5), 0);
}

static void mac_text_composes(void **state)
{
	(void)state;
	/* "Việt Nam, Đường Nguyễn Huệ" as a Mac sends it: base letters, then marks, in canonical order and in the other one */
	assert_string_equal(clean("Vie\xcc\xa3\xcc\x82t Nam", TEXT_ONE_LINE), "Việt Nam");
	assert_string_equal(clean("Vie\xcc\x82\xcc\xa3t Nam", TEXT_ONE_LINE), "Việt Nam");
	assert_string_equal(clean("\xc4\x90u\xcc\x9bo\xcc\x9b\xcc\x80ng", TEXT_ONE_LINE), "Đường");
	assert_string_equal(clean("Nguye\xcc\x82\xcc\x83n Hue\xcc\x82\xcc\xa3", TEXT_ONE_LINE), "Nguyễn Huệ");
	assert_string_equal(clean("ê\xcc\xa3", TEXT_ONE_LINE), "ệ"); /* half composed */
	assert_string_equal(clean("e\xe2\x80\x8b\xcc\x81", TEXT_ONE_LINE), "é"); /* a zero-width blank must not keep them apart */
}

static void clean_leaves_nothing_invisible(void **state)
{
	(void)state;
	assert_string_equal(clean("  Về\t việc \n\n gì  ", TEXT_ONE_LINE), "Về việc gì");
	assert_string_equal(clean("\n một  \r\n  hai\r\rba \n\n", TEXT_LINES), "một\nhai\n\nba");
	assert_string_equal(clean("a\xc2\xa0\xe3\x80\x80z", TEXT_ONE_LINE), "a z");
	assert_string_equal(clean("\033[31mđỏ\x7f\xc2\x9b", TEXT_ONE_LINE), "[31mđỏ");
	assert_string_equal(clean("a\xe2\x80\xae\x62\xef\xbb\xbf", TEXT_ONE_LINE), "ab"); /* direction override, byte order mark */
	assert_string_equal(clean("\xe2\x80\xa8x\xe2\x80\xa8y", TEXT_LINES), "x\ny");
	assert_string_equal(clean("", TEXT_ONE_LINE), "");
	assert_string_equal(clean(" \t ", TEXT_LINES), "");
	assert_string_equal(clean("a\xffz", TEXT_ONE_LINE), err_name(ERR_INVALID));
	assert_string_equal(clean("\xed\xa0\x80", TEXT_ONE_LINE), err_name(ERR_INVALID));
}

static void clean_is_bounded_and_idempotent(void **state)
{
	static const char *const samples[] = {
		"Vie\xcc\xa3\xcc\x82t", " a\xcc\x81 \xcc\x81", "\xe2\x84\xab \xcd\xbe\xcc\x80", "\xcc\x81x", "가 ᄀ\xe1\x85\xa1",
	};
	struct buf b = { .max = 4 }, big = { .max = 1000 };
	char marks[2 * 200 + 2] = "a";

	(void)state;
	assert_int_equal(text_clean("Nguyễn", 8, TEXT_ONE_LINE, &b), ERR_RANGE);
	buf_clear(&b);
	for (size_t i = 0; i < 200; i++)
		memcpy(marks + 1 + 2 * i, i % 2 ? "\xcc\x81" : "\xcc\xa3", 2);
	assert_int_equal(text_clean(marks, 401, TEXT_ONE_LINE, &big), ERR_INVALID); /* a pile of marks is an attack, not text */
	assert_int_equal(text_clean("x\0y", 3, TEXT_ONE_LINE, &big), ERR_NONE);
	assert_string_equal(buf_str(&big), "xy");
	buf_clear(&big);
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		char *once = mem_xstrdup(clean(samples[i], TEXT_LINES));

		assert_string_equal(clean(once, TEXT_LINES), once);
		free(once);
	}
}

static void nfc_keeps_what_it_need_not_touch(void **state)
{
	struct buf b = { .max = 100 };

	(void)state;
	buf_puts(&b, "x");
	assert_int_equal(text_nfc(" \tệ \n", 8, &b), ERR_NONE); /* appends, and cleans nothing */
	assert_string_equal(buf_str(&b), "x \tệ \n");
	assert_int_equal(text_nfc("\xc3", 1, &b), ERR_INVALID);
	buf_clear(&b);
}

static void folding_strips_all_marks(void **state)
{
	(void)state;
	assert_string_equal(fold("Đường Nguyễn"), "duong nguyen");
	assert_string_equal(fold("ĐỊNH MỨC, Ữ ợ ẵ ậ ỷ"), "dinh muc, u o a a y");
	assert_string_equal(fold("125/QĐ-UBND"), "125/qd-ubnd");
	assert_string_equal(fold("u\xcc\x9bo\xcc\x9b\xcc\x80"), "uo"); /* decomposed folds alike */
	assert_string_equal(fold("Straße Éclair Åse"), "strasse eclair ase");
	assert_string_equal(fold("\xff"), "\xef\xbf\xbd");
	assert_string_equal(fold("Ðà Nẵng"), "da nang"); /* U+00D0, what old converters made of Đ */
}

static int compare_keys(void (*make)(const char *, struct buf *), const char *a, const char *b)
{
	struct buf ka = { .max = 4096 }, kb = { .max = 4096 };
	size_t n;
	int c;

	make(a, &ka);
	make(b, &kb);
	assert_int_equal(ka.err | kb.err, ERR_NONE);
	n = ka.len < kb.len ? ka.len : kb.len;
	c = n ? memcmp(ka.p, kb.p, n) : 0;
	if (c == 0)
		c = (ka.len > kb.len) - (ka.len < kb.len);
	buf_clear(&ka);
	buf_clear(&kb);
	return c;
}

static void assert_ordered(void (*make)(const char *, struct buf *), const char *const *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			int c = compare_keys(make, rows[i], rows[k]);

			if ((i < k && c >= 0) || (i > k && c <= 0) || (i == k && c != 0))
				fail_msg("\"%s\" and \"%s\" are in the wrong order", rows[i], rows[k]);
		}
	}
}

static void letters_are_in_vietnamese_order(void **state)
{
	static const char *const letters[] = { "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "h", "i", "j", "k", "l", "m",
					       "n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z", "а" };
	static const char *const tones[] = { "a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "b" };
	static const char *const words[] = {
		"", "9", "10", "0123", "ba", "Ba Đình", "bà", "bà Ba", "bá", "ban", "bàn", "bàn ghế", "bản",
		"Cà Mau", "can thơ", "Cần Thơ", "da", "đa", "Tổ 9", "Tổ 10", "Tổ 10 A", "Tổ dân", "tộ",
	};

	(void)state;
	assert_ordered(text_sort_key, letters, COUNT_OF(letters));
	assert_ordered(text_sort_key, tones, COUNT_OF(tones));
	assert_ordered(text_sort_key, words, COUNT_OF(words));
	assert_int_equal(compare_keys(text_sort_key, "ĐẶNG", "đặng"), 0);
	assert_int_equal(compare_keys(text_sort_key, "Bình-Minh", "Bình  Minh"), 0);
	assert_int_equal(compare_keys(text_sort_key, "ho\xcc\x82\xcc\x80", "hồ"), 0);
	assert_int_equal(compare_keys(text_sort_key, "hồ 007", "hồ 7"), 0);
}

static void names_go_by_given_name(void **state)
{
	static const char *const names[] = {
		"An", "Lê Văn An", "Nguyễn Thị An", "Nguyễn Văn An", "Trần An", "Đỗ Văn Ân", "Phạm Bình", "Đặng Thị Út Mười", "Lê Văn Tư", "Trần Thị Út",
	};

	(void)state;
	assert_ordered(text_name_key, names, COUNT_OF(names));
	assert_int_equal(compare_keys(text_name_key, "Lê Văn Tư ", "LÊ VĂN TƯ"), 0);
}

static void upper_case_knows_vietnamese(void **state)
{
	struct buf b = { .max = 100 };

	(void)state;
	text_upper("đơn vị: ưỡng, 12", strlen("đơn vị: ưỡng, 12"), &b);
	assert_string_equal(buf_str(&b), "ĐƠN VỊ: ƯỠNG, 12");
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_strict),
		cmocka_unit_test(utf8_steps_both_ways),
		cmocka_unit_test(widths_are_columns),
		cmocka_unit_test(a_cut_text_ends_with_a_word),
		cmocka_unit_test(a_line_ends_with_a_word),
		cmocka_unit_test(mac_text_composes),
		cmocka_unit_test(clean_leaves_nothing_invisible),
		cmocka_unit_test(clean_is_bounded_and_idempotent),
		cmocka_unit_test(nfc_keeps_what_it_need_not_touch),
		cmocka_unit_test(folding_strips_all_marks),
		cmocka_unit_test(letters_are_in_vietnamese_order),
		cmocka_unit_test(names_go_by_given_name),
		cmocka_unit_test(upper_case_knows_vietnamese),
	};

	return T_RUN(tests);
}
