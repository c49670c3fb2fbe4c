/* Order and search of names and words: what a clerk expects of a Vietnamese list. */
#include "t.h"

typedef void key_fn(const char *s, struct buf *out);

static int order(key_fn *key, const char *a, const char *b)
{
	struct buf x = {.max = 4096}, y = {.max = 4096};
	key(a, &x);
	key(b, &y);
	assert_int_equal(buf_err(&x) | buf_err(&y), 0);
	size_t n = x.len < y.len ? x.len : y.len;
	int c = n > 0 ? memcmp(x.p, y.p, n) : 0;
	if (c == 0)
		c = (x.len > y.len) - (x.len < y.len);
	buf_clear(&x);
	buf_clear(&y);
	return c;
}

/* Every earlier one before every later one: a wrong pair far apart shows as well. */
static void in_order(key_fn *key, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (order(key, list[i], list[k]) >= 0 || order(key, list[k], list[i]) <= 0)
				fail_msg("%s must stand before %s", list[i], list[k]);
}

static void alike(const char *a, const char *b)
{
	struct buf x = {.max = 4096}, y = {.max = 4096};
	text_fold(a, strlen(a), &x);
	text_fold(b, strlen(b), &y);
	assert_string_equal(buf_str(&x), buf_str(&y));
	buf_clear(&x);
	buf_clear(&y);
}

static void letters_with_a_shape_are_letters(void **state)
{
	(void)state;
	static const char *const words[] = {"an", "ăn", "ân", "ba", "cô", "da", "đa", "em", "êm", "ga", "on", "ôn", "ơn", "pa", "um", "ưm", "va"};
	static const char *const ends[] = {"ca", "cai", "can", "cang", "canh", "cao", "căn", "căng", "cân", "co", "con", "cô", "côn", "cơ", "cơm", "cu", "cư"};
	in_order(text_sort_key, words, COUNT_OF(words));
	in_order(text_sort_key, ends, COUNT_OF(ends));
}

static void tones_decide_between_equal_letters(void **state)
{
	(void)state;
	static const char *const tones[] = {"ma", "mà", "mả", "mã", "má", "mạ"};
	static const char *const all[] = {"đương", "đường", "đưởng", "đưỡng", "đướng", "đượng"};
	static const char *const syllables[] = {"ba ba", "ba bà", "bà ba", "bà bà", "bá a", "ban a"}; /* the first syllable is done before the second */
	in_order(text_sort_key, tones, COUNT_OF(tones));
	in_order(text_sort_key, all, COUNT_OF(all));
	in_order(text_sort_key, syllables, COUNT_OF(syllables));
}

static void both_tone_styles_are_one(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"hoà", "hòa"}, {"Khoẻ", "Khỏe"}, {"thuý", "thúy"}, {"UỶ BAN", "ỦY BAN"}, {"loá", "lóa"}, {"tuỳ", "tùy"}};
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		alike(pairs[i][0], pairs[i][1]);
		assert_int_equal(order(text_sort_key, pairs[i][0], pairs[i][1]), 0);
		assert_int_equal(order(text_name_key, pairs[i][0], pairs[i][1]), 0);
	}
	alike("Đường Nguyễn Thị Minh Khai", "duong nguyen thi minh khai");
	alike("Ðà Nẵng", "da nang"); /* Ð of old converters */
	alike("ưỡng ửng ặ ẵ ỵ ỡ", "uong ung a a y o");
	alike("ho\xcc\x82\xcc\x80", "hồ");
}

static void people_go_by_given_name(void **state)
{
	(void)state;
	static const char *const names[] = {
		"Nguyễn Văn An", "Nguyễn Văn An 2", "Nguyễn Văn An 10", "Trần An", "Lê Thị Ân", "Đỗ Bảy", "Lê Văn Bảy",
		"Lê Văn Bảy (Ba Lúa)", "Lê Văn Bảy (Bảy Lúa)",
		"Nguyễn Bảy", "Phạm Thị Dung", "Hà Thị Đào", "Trần Văn Út", "Lê Thị Ước", "Y",
	};
	in_order(text_name_key, names, COUNT_OF(names));
	assert_int_equal(order(text_name_key, "  Lê Văn Tư  ", "LÊ VĂN TƯ"), 0);
	assert_true(order(text_name_key, "Lê Văn Hoà", "Lê Văn Hòa") == 0);
	assert_true(order(text_name_key, "2", "10") < 0); /* nothing but a number is its own name */
	assert_true(order(text_name_key, "", "An") < 0);
	assert_true(order(text_name_key, " (Ba)", "An") != 0);
	assert_true(order(text_name_key, "Điểu K'Ré", "Điểu K'Rút") < 0);
}

static void numbers_count(void **state)
{
	(void)state;
	static const char *const places[] = {"Ấp 1", "Ấp 2", "Ấp 2A", "Ấp 10", "Ấp Mỹ Hòa 1", "Ấp Mỹ Hòa 2", "Tổ 9, khu 1", "Tổ 9, khu 12", "Tổ 010A"};
	in_order(text_sort_key, places, COUNT_OF(places));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_with_a_shape_are_letters), cmocka_unit_test(tones_decide_between_equal_letters),
		cmocka_unit_test(both_tone_styles_are_one), cmocka_unit_test(people_go_by_given_name), cmocka_unit_test(numbers_count),
	};
	return T_RUN(tests);
}
