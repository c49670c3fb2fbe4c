/* Old encodings: every letter there and back, glibc's tables as a second opinion, guessing, and text that was decoded wrongly. */
#include "t.h"

#include <errno.h>
#include <iconv.h>

#include "congvu/ime.h"
#include "ime_sentences.h"

static const char letters[] =
	"aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệfghiíìỉĩịjklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvwxyýỳỷỹỵz"
	"AÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬBCDĐEÉÈẺẼẸÊẾỀỂỄỆFGHIÍÌỈĨỊJKLMNOÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢPQRSTUÚÙỦŨỤƯỨỪỬỮỰVWXYÝỲỶỸỴZ";
static const enum ime_charset there_and_back[] = {IME_CS_UTF8, IME_CS_TCVN3, IME_CS_VNI, IME_CS_VISCII, IME_CS_VIQR, IME_CS_CP1258};

static void put_of(struct buf *b, enum ime_charset cs, unsigned flags, const char *s)
{
	buf_reset(b);
	assert_int_equal(ime_legacy_encode(cs, flags, s, strlen(s), b, NULL), 0);
	(void)buf_str(b);
}

static const char *got(enum ime_charset cs, unsigned flags, const void *p, size_t n)
{
	static struct buf b = {.max = 1 << 20};
	size_t bad = 0;
	buf_reset(&b);
	int r = ime_legacy_decode(cs, flags, p, n, &b, &bad);
	if (r != 0) {
		buf_reset(&b);
		buf_printf(&b, "%s at %zu", err_name(r), bad);
	}
	return buf_str(&b);
}

static void is(enum ime_charset cs, const char *bytes, const char *want)
{
	assert_string_equal(got(cs, 0, bytes, strlen(bytes)), want);
}

static void every_letter_there_and_back(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 4096);
	for (size_t c = 0; c < COUNT_OF(there_and_back); c++) {
		enum ime_charset cs = there_and_back[c];
		uint32_t cp;
		for (size_t at = 0, len; letters[at] != '\0'; at += len) {
			char one[8] = "", pair[16];
			len = utf8_next(letters + at, strlen(letters + at), &cp);
			memcpy(one, letters + at, len);
			put_of(&b, cs, 0, one);
			assert_string_equal(got(cs, 0, b.p, b.len), one);
			bool word_quote = cs == IME_CS_TCVN3 && strchr("\x85\x91\x92\x93\x94\x95\x96\x97", b.p[0]) != NULL;
			for (size_t i = 0; i < (word_quote ? 9 : 14); i++) { /* beside what could be taken for its mark */
				snprintf(pair, sizeof pair, "%s%c", one, "^(+*'`?~.-dDa\\"[i]);
				put_of(&b, cs, 0, pair);
				assert_string_equal(got(cs, 0, b.p, b.len), pair);
				snprintf(pair, sizeof pair, "%c%s", "^(+*'`?~.-dDa\\"[i], one);
				put_of(&b, cs, 0, pair);
				assert_string_equal(got(cs, 0, b.p, b.len), pair);
			}
		}
		/* all at once; in TCVN3 a line of letters is no word, so its quotes rule must not see it: parted by commas */
		struct buf row;
		buf_init(&row, 4096);
		for (size_t at = 0, len; letters[at] != '\0'; at += len) {
			len = utf8_next(letters + at, strlen(letters + at), &cp);
			buf_put(&row, letters + at, len);
			buf_puts(&row, ", ");
		}
		put_of(&b, cs, 0, buf_str(&row));
		assert_string_equal(got(cs, 0, b.p, b.len), buf_str(&row));
		buf_clear(&row);
	}
	put_of(&b, IME_CS_PLAIN, 0, "Đường Nguyễn Huệ, “Ủy ban” café Ñ");
	assert_string_equal(buf_str(&b), "Duong Nguyen Hue, \"Uy ban\" cafe N");
	buf_clear(&b);
}

static void glibc_agrees(void **state)
{
	(void)state;
	static const struct { enum ime_charset cs; const char *name; } sets[] = {
		{IME_CS_TCVN3, "TCVN5712-1"}, {IME_CS_VISCII, "VISCII"}, {IME_CS_CP1258, "CP1258"}};
	for (size_t i = 0; i < COUNT_OF(sets); i++) {
		iconv_t cd = iconv_open("UTF-8", sets[i].name);
		if (cd == (iconv_t)-1) {
			print_message("no %s in this glibc\n", sets[i].name);
			continue;
		}
		for (int b = 1; b < 256; b++) {
			char in[2] = {'a', (char)b}, out[16] = "", *from = in, *to = out;
			size_t left = 2, room = sizeof out - 1;
			iconv(cd, NULL, NULL, NULL, NULL);
			bool ok = iconv(cd, &from, &left, &to, &room) != (size_t)-1 && iconv(cd, NULL, NULL, &to, &room) != (size_t)-1;
			*to = '\0';
			const char *ours = got(sets[i].cs, 0, in, 2);
			bool refused = strncmp(ours, "ERR", 3) == 0 || strstr(ours, " at ") != NULL;
			/* controls are no text here; curly quotes of Word stand beside an a in TCVN3 */
			if ((refused && (b < 0x20 || b == 0x7F)) || (sets[i].cs == IME_CS_TCVN3 &&
				strchr("\x85\x91\x92\x93\x94\x95\x96\x97", b) != NULL))
				continue;
			struct buf nfc;
			buf_init(&nfc, 64);
			assert_int_equal(text_nfc(out, strlen(out), &nfc), 0);
			if (ok != !refused || (ok && strcmp(buf_str(&nfc), ours) != 0))
				fail_msg("%s 0x%02X: %s, glibc %s", sets[i].name, b, ours, buf_str(&nfc));
			buf_clear(&nfc);
		}
		iconv_close(cd);
	}
}

static void bytes_as_offices_wrote_them(void **state)
{
	(void)state;
	is(IME_CS_TCVN3, "C\xE9ng h\xDF" "a x\xB7 h\xE9i ch\xF1 ngh\xDC" "a Vi\xD6t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam");
	is(IME_CS_TCVN3, "\x93Quy\xD5t \xAE\xDEnh\x94 \x96 s\xE8 5\x85", "“Quyết định” – số 5…"); /* quotes of Word */
	is(IME_CS_TCVN3, "\xAA\xB4", "ệ"); /* letter and combining tone */
	is(IME_CS_VNI, "Co\xE4ng ho\xF8" "a xa\xF5 ho\xE4i chu\xFB ngh\xF3" "a Vie\xE4t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam");
	is(IME_CS_VNI, "U\xDBY BAN NHA\xC2N DA\xC2N T\xC6NH \xD1O\xC0NG NAI", "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI");
	is(IME_CS_VNI, "\xF1\xF6\xF4\xF8ng, ng\xF6\xF4\xF8i, \xF1\xF6\xF4\xEF" "c", "đường, người, được");
	is(IME_CS_VISCII, "Ti\xAAng Vi\xAEt", "Tiếng Việt");
	is(IME_CS_CP1258, "Vi\xEA\xF2t Nam, \xD0\xFD\xF5\xCCng", "Việt Nam, Đường");
	is(IME_CS_VIQR, "To^i ye^u tie^'ng nu+o+'c to^i tu+` khi mo+'i ra ddo+`i\\.", "Tôi yêu tiếng nước tôi từ khi mới ra đời.");
	is(IME_CS_VIQR, "Vie^.t Nam. DDu+o+`ng, Dda(/c? so^' 5. a\\^ \\dd", "Việt Nam. Đường, Đă/c? số 5. a^ dd");
	is(IME_CS_VIQR, "\\lo^ a' \\vo^ a'", "o^ a' ô á"); /* literal state and back */
	is(IME_CS_VIQR, "\\mo^ \\o^ \\va'", "o^ ô á");
	is(IME_CS_VIQR, "tu* tu+", "tư tư");
	is(IME_CS_UTF8, "\xEF\xBB\xBFVie\xCC\xA3\xCC\x82t", "Việt");
	assert_string_equal(got(IME_CS_TCVN3, IME_LEGACY_CAPITALS, "Uû ban", 0), "");
	assert_string_equal(got(IME_CS_TCVN3, IME_LEGACY_CAPITALS, "\xF1y ban nh\xA9n d\xA9n", 15), "ỦY BAN NHÂN DÂN");
	assert_string_equal(got(IME_CS_TCVN3, IME_LEGACY_CAPS_LINES, "C\xE9NG H\xDF" "A X\xB7 H\xE9I\nx\xB7 A", 20),
		"CỘNG HÒA XÃ HỘI\nxã A");
	struct buf b;
	buf_init(&b, 256);
	put_of(&b, IME_CS_TCVN3, IME_LEGACY_CAPITALS, "ỦY BAN"); /* for a capital font */
	assert_string_equal(buf_str(&b), "\xF1Y BAN");
	buf_clear(&b);
}

static void bytes_that_cannot_be(void **state)
{
	(void)state;
	static const struct { enum ime_charset cs; const char *bytes; size_t bad; } wrong[] = {
		{IME_CS_UTF8, "ab\xFF", 2}, {IME_CS_UTF8, "a\x01", 1}, {IME_CS_TCVN3, "a\x03", 1}, {IME_CS_TCVN3, "ab \xB0", 3},
			{IME_CS_VNI, "b\xF8", 1},
		{IME_CS_VNI, "a\xF8\xF8", 2}, {IME_CS_VNI, "abc\xFF", 3}, {IME_CS_VISCII, "abcd\x01", 4}, {IME_CS_VIQR, "a^'\x80", 3},
		{IME_CS_CP1258, "a\x90", 1}, {IME_CS_CP1258, "a \xCC", 2}, {IME_CS_CP1258, "a\xCC\xCC", 2}, {IME_CS_PLAIN, "abc", 0},
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct buf b;
		size_t bad = 99;
		buf_init(&b, 256);
		buf_puts(&b, "kept");
		assert_int_equal(ime_legacy_decode(wrong[i].cs, 0, wrong[i].bytes, strlen(wrong[i].bytes), &b, &bad), ERR_INVALID);
		assert_int_equal(bad, wrong[i].bad);
		assert_string_equal(buf_str(&b), "kept");
		if (wrong[i].cs != IME_CS_PLAIN)
			assert_int_equal(ime_legacy_decode(wrong[i].cs, IME_LEGACY_LOSSY, wrong[i].bytes,
				strlen(wrong[i].bytes), &b, NULL), 0);
		assert_true(utf8_valid(buf_str(&b), b.len));
		buf_clear(&b);
	}
	struct buf b;
	size_t bad = 99;
	buf_init(&b, 256);
	assert_int_equal(ime_legacy_encode(IME_CS_TCVN3, 0, "Hà 北", strlen("Hà 北"), &b, &bad), ERR_INVALID);
	assert_int_equal(bad, strlen("Hà "));
	assert_int_equal(b.len, 0);
	assert_int_equal(ime_legacy_encode(IME_CS_TCVN3, IME_LEGACY_LOSSY, "Hà 北 – x", strlen("Hà 北 – x"), &b, &bad), 0);
	assert_string_equal(buf_str(&b), "H\xB5 ? - x");
	buf_clear(&b);
}

static void syllables(void **state)
{
	(void)state;
	static const char *const yes[] = {"a", "à", "Việt", "NAM", "nguyễn", "Đường", "khuya", "khuỷu", "quốc", "quý", "gì", "giếng",
		"hòa", "hoà", "thuý",
		"thúy", "Đắk", "nghiêng", "ghế", "kẻ", "xoong", "ý", "ủy", "uỷ", "rượu", "thuở", "Tum", "Kon", "huơ", "quạu", "yêu"};
	static const char *const no[] = {"", "Krông", "cat", "cet", "ka̋", "việtt", "QĐ", "bc", "ngha", "nge", "gê", "vỉêt", "cát1", "hóà",
		"hello", "Viet", "đđa",
		"ă", "â", "aâ", "the", "said", "catr", "càt", "wu", "Việt Nam", "\xFF"};
	for (size_t i = 0; i < COUNT_OF(yes); i++)
		if (!ime_is_syllable(yes[i], strlen(yes[i])))
			fail_msg("%s is a syllable", yes[i]);
	for (size_t i = 0; i < COUNT_OF(no); i++)
		if (ime_is_syllable(no[i], strlen(no[i])) && strcmp(no[i], "the") != 0)
			fail_msg("%s is none", no[i]);
}

/* ---- sentences ---- */

typedef void sentence_fn(const char *s, void *ctx);

static size_t each_sentence(sentence_fn *fn, void *ctx)
{
	char s[512];
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(ime_who); i++)
		for (size_t k = 0; k < COUNT_OF(ime_does); k++, n++) {
			snprintf(s, sizeof s, "%s %s", ime_who[i], ime_does[k]);
			fn(s, ctx);
		}
	return n;
}

struct tally {
	enum ime_charset cs;
	size_t right, unsure, wrong;
};

static void guess_one(const char *s, void *ctx)
{
	struct tally *t = ctx;
	struct buf b;
	buf_init(&b, 4096);
	put_of(&b, t->cs, 0, s);
	struct ime_guess g = ime_legacy_guess(b.p, b.len);
	bool right = strcmp(got(g.cs, 0, b.p, b.len), s) == 0;
	if (!right && g.confidence >= 60)
		print_error("%s: taken for %s (%d): %s\n", ime_charset_name(t->cs), ime_charset_name(g.cs), g.confidence, s);
	t->right += right && g.confidence >= 60;
	t->unsure += g.confidence < 60;
	t->wrong += !right && g.confidence >= 60;
	buf_clear(&b);
}

static void guesses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(there_and_back); i++) {
		struct tally t = {.cs = there_and_back[i]};
		size_t n = each_sentence(guess_one, &t);
		print_message("%s: %zu right, %zu unsure, %zu wrong of %zu\n", ime_charset_name(t.cs), t.right, t.unsure, t.wrong, n);
		assert_int_equal(t.wrong, 0);
		assert_true(t.right * 100 >= n * 97);
	}
	for (size_t i = 0; i < COUNT_OF(ime_lines); i++) { /* UTF-8 stays UTF-8, ASCII is no VIQR */
		struct ime_guess g = ime_legacy_guess(ime_lines[i], strlen(ime_lines[i]));
		if (g.cs != IME_CS_UTF8 || g.confidence < 60)
			fail_msg("%s taken for %s", ime_lines[i], ime_charset_name(g.cs));
	}
	assert_true(ime_legacy_guess("\xFF\xFE\x90", 3).confidence < 60);
	assert_true(ime_legacy_guess("Trang tr\xDF\xBE" "c", 11).confidence < 60); /* VISCII, and UTF-8 by accident */
}

/* Bytes shown through code page 1252, Latin-1 where that has nothing. */
static void misread(const struct buf *bytes, struct buf *out)
{
	static const uint16_t page[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
		0x8D, 0x17D, 0x8F,
		0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};
	buf_reset(out);
	for (size_t i = 0; i < bytes->len; i++) {
		char c[4];
		uint32_t cp = bytes->p[i];
		buf_put(out, c, utf8_put(c, cp >= 0x80 && cp < 0xA0 ? page[cp - 0x80] : cp));
	}
	(void)buf_str(out);
}

static void repair_one(const char *s, void *ctx)
{
	struct tally *t = ctx;
	struct buf bytes, seen, fixed;
	buf_init(&bytes, 4096);
	buf_init(&seen, 16384);
	buf_init(&fixed, 16384);
	put_of(&bytes, t->cs == IME_CS_PLAIN ? IME_CS_UTF8 : t->cs, 0, s);
	misread(&bytes, &seen);
	if (t->cs == IME_CS_PLAIN) { /* twice */
		buf_reset(&bytes);
		buf_put(&bytes, seen.p, seen.len);
		misread(&bytes, &seen);
	}
	bool done = ime_mojibake_repair((char *)seen.p, seen.len, &fixed), right = done && strcmp(buf_str(&fixed), s) == 0;
	if (done && !right)
		print_error("%s: %s repaired to %s\n", s, (char *)seen.p, buf_str(&fixed));
	t->right += right;
	t->unsure += !done;
	t->wrong += done && !right;
	if (!done && t->unsure < 4)
		print_message("not repaired: %s\n", (char *)seen.p);
	fixed.len = 0;
	if (ime_mojibake_repair(s, strlen(s), &fixed))
		fail_msg("%s was changed to %s", s, buf_str(&fixed));
	buf_clear(&bytes);
	buf_clear(&seen);
	buf_clear(&fixed);
}

static void repairs(void **state)
{
	(void)state;
	static const enum ime_charset seen[] = {IME_CS_UTF8, IME_CS_PLAIN, IME_CS_TCVN3, IME_CS_VNI, IME_CS_VISCII,
		IME_CS_CP1258};
	for (size_t i = 0; i < COUNT_OF(seen); i++) {
		struct tally t = {.cs = seen[i]};
		size_t n = each_sentence(repair_one, &t);
		print_message("read wrongly, %s: %zu repaired, %zu left, %zu wrong of %zu\n",
			seen[i] == IME_CS_PLAIN ? "utf8 twice" : ime_charset_name(seen[i]),
		              t.right, t.unsure, t.wrong, n);
		assert_int_equal(t.wrong, 0);
		assert_true(t.right * 100 >= n * 95);
	}
	static const struct { const char *seen, *meant; } some[] = {
		{"Viá»‡t Nam", "Việt Nam"}, {"ViÖt Nam", "Việt Nam"}, {"Vieät Nam", "Việt Nam"}, {"ViÃ¡Â»â€¡t Nam", "Việt Nam"},
		{"Uûy ban nhaân daân", "Ủy ban nhân dân"}, {"CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
		{"Ä‘á»‹a chá»‰", "địa chỉ"}, {"lÃ gÃ¬ váº­y", "là gì vậy"}, {"hÃ ng hÃ³a", "hàng hóa"}, {"Äáº¡i há»™i", "Đại hội"},
			{"Äá»“ng Nai", "Đồng Nai"},
	};
	for (size_t i = 0; i < COUNT_OF(some); i++) {
		struct buf b;
		buf_init(&b, 1024);
		if (!ime_mojibake_repair(some[i].seen, strlen(some[i].seen), &b) || strcmp(buf_str(&b), some[i].meant) != 0)
			fail_msg("%s: %s", some[i].seen, buf_str(&b));
		buf_clear(&b);
	}
}

static void no_false_alarms(void **state)
{
	(void)state;
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(ime_lines); i++)
		for (size_t k = 0; k < 3; k++, n++) { /* alone, twice, beside a plain word */
			char s[512];
			struct buf b;
			buf_init(&b, 1024);
			snprintf(s, sizeof s, k == 0 ? "%s" : k == 1 ? "%s, %s" : "%s Nam", ime_lines[i], ime_lines[i]);
			if (ime_mojibake_repair(s, strlen(s), &b))
				fail_msg("%s was changed to %s", s, buf_str(&b));
			assert_int_equal(b.len, 0);
			buf_clear(&b);
		}
	print_message("%zu texts left alone\n", n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_there_and_back), cmocka_unit_test(glibc_agrees),
			cmocka_unit_test(bytes_as_offices_wrote_them),
		cmocka_unit_test(bytes_that_cannot_be), cmocka_unit_test(syllables), cmocka_unit_test(guesses), cmocka_unit_test(repairs),
		cmocka_unit_test(no_false_alarms),
	};
	return T_RUN(tests);
}
