/* What was decided about typing (TUI.md 4: rules 12 and 13), macros, VIQR, and words that a cursor comes back to; one test a decision. */
#include "t.h"

#include "congvu/ime.h"

static const struct ime_macro rows[] = {
	{"ubnd", "Ủy ban nhân dân", IME_MACRO_EXACT}, {"tnmt", "tài nguyên và môi trường", IME_MACRO_CASE},
	{"đc", "đồng chí", IME_MACRO_CASE},
	{"vn", "Việt Nam", IME_MACRO_CASE}, {"t", "thành phố", IME_MACRO_CASE}, {"ubnd", "hidden by the first row", IME_MACRO_EXACT},
	{"as", "áp suất", IME_MACRO_EXACT}, {"kn", "khiếu nại", IME_MACRO_TITLE},
};
static const struct ime_macros table = {rows, COUNT_OF(rows)};

/* Keys as an editor passes them on: \b Backspace, \x1a Ctrl-Z, everything else is typed. The unit never takes away what it did not show. */
static void type(struct ime *im, struct buf *screen, const char *keys)
{
	size_t n = strlen(keys);
	for (size_t at = 0; at < n;) {
		struct ime_edit e = {0};
		uint32_t cp;
		at += utf8_next(keys + at, n - at, &cp);
		if (cp == '\b') {
			if (!ime_backspace(im, &e))
				e = (struct ime_edit){.erase = 1};
		} else if (cp == 0x1A) {
			if (!ime_restore(im, &e))
				e = (struct ime_edit){.erase = 0};
		} else {
			ime_key(im, cp, &e);
		}
		for (size_t i = 0; i < e.erase && screen->len > 0; i++)
			screen->len = utf8_prev((const char *)screen->p, screen->len);
		buf_puts(screen, e.text);
	}
}

static void typed_with(const struct ime_macros *t, enum ime_method m, const char *keys, const char *want)
{
	struct ime im;
	struct buf b;
	ime_init(&im, m, IME_OLD, IME_MODE_TEXT);
	ime_use_macros(&im, t);
	buf_init(&b, 4096);
	type(&im, &b, keys);
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
}

static void telex(const char *keys, const char *want)
{
	typed_with(NULL, IME_TELEX, keys, want);
}

/* ---- rule 13 ---- */

static void uow_gives_both_horns(void **state)
{
	(void)state;
	telex("uow", "ươ");
	telex("tuowi", "tươi");
	typed_with(NULL, IME_VNI, "uo7", "ươ");
}

static void huow_gives_the_o_alone(void **state)
{
	(void)state;
	telex("huow", "huơ");
	telex("khuow", "khuơ");
	telex("thuowr", "thuở");
	telex("huowng", "hương"); /* a coda brings the other one */
	telex("thuowng", "thương");
	telex("quow", "quơ");
}

static void nguwoif_is_the_kinder_one(void **state)
{
	(void)state;
	telex("nguwoif", "người");
	telex("duwowis", "dưới");
	telex("cwoif", "cười");
	telex("ngwoif", "người");
	telex("muwonj", "mượn");
}

static void a_second_tone_key_takes_it_back(void **state)
{
	(void)state;
	telex("ngoafi", "ngoài");
	telex("ngoafif", "ngoaif"); /* the same key again undoes, wherever it comes */
	telex("tooss", "tôs");
}

static void capital_w_twice_is_one_w(void **state)
{
	(void)state;
	telex("Ww", "W");
	telex("ww", "w");
	telex("WW", "W");
}

static void aloo_stays(void **state)
{
	(void)state;
	telex("aloo", "aloo"); /* no syllable: nothing to put a hat on */
	telex("alo", "alo");
}

static void coda_k_takes_tones(void **state)
{
	(void)state;
	telex("DDawks Lawks", "Đắk Lắk");
	telex("DDAWKS NOONG", "ĐẮK NÔNG");
	telex("Pawks", "Pắk");
	telex("Krong", "Krong");
	telex("Kon Tum", "Kon Tum");
}

/* ---- rule 12 and sentences ---- */

static void signs_of_the_client_end_a_word(void **state)
{
	(void)state;
	telex("“Vieetj” – nguowif", "“Việt” – người"); /* quotes are no letters: the word behind them is ours */
	telex("tôis as", "tôis á");
	telex("vie\xCC\xA3t as", "vie\xCC\xA3t á");
}

static void sentences_of_an_office(void **state)
{
	(void)state;
	telex("DDoongf chis Nguyeenx Vawn Bayr, Truowrng phongf", "Đồng chí Nguyễn Văn Bảy, Trưởng phòng");
	telex("Cawn cuws Luaatj Ddaats ddai nawm 2024;", "Căn cứ Luật Đất đai năm 2024;");
	telex("giaays chuwngs nhaanj quyeenf suwr dujng ddaats", "giấy chứng nhận quyền sử dụng đất");
	telex("Khieeus naij, toos caos", "Khiếu nại, tố cáo");
	telex("thuwar ddaats soos 125, towf banr ddoof soos 12", "thửa đất số 125, tờ bản đồ số 12");
	telex("huowngs daanx thuj lys, xuwr lys", "hướng dẫn thụ lý, xử lý");
	telex("quyeets ddinhj, khuyr tay, ngoawnf ngoeof", "quyết định, khủy tay, ngoằn ngoèo");
	telex("CHUR TICHJ UYR BAN", "CHỦ TỊCH ỦY BAN");
	typed_with(NULL, IME_VNI, "Ngu7o7i2 d9u7o7c5 u3y quye62n, ho62 so7 so61 12", "Người được ủy quyền, hồ sơ số 12");
	typed_with(NULL, IME_VNI, "Quye61t d9inh5 nga2y 5", "Quyết định ngày 5");
}

static void viqr_sentences(void **state)
{
	(void)state;
	typed_with(NULL, IME_VIQR, "To^i ye^u tie^'ng Vie^.t Nam.", "Tôi yêu tiếng Việt Nam.");
	typed_with(NULL, IME_VIQR, "DDu+o+`ng so^' 5, ddu+o+.c kho^ng?", "Đường số 5, được không?");
	typed_with(NULL, IME_VIQR, "u?y ban nha^n da^n", "ủy ban nhân dân");
	typed_with(NULL, IME_VIQR, "ddi\\? ma\\. a\\^", "đi? ma. a^");
	typed_with(NULL, IME_VIQR, "thu-vie^.n tha`nh-pho^'", "thu-viện thành-phố");
	typed_with(NULL, IME_VIQR, "ma`-", "ma");
	typed_with(NULL, IME_VIQR, "a\\\\b", "a\\b");
	typed_with(NULL, IME_VIQR, "ma\\\b'", "ma'"); /* the unit ended at the backslash, and it was taken back */
}

/* ---- macros ---- */

static void macro_expands_at_a_break(void **state)
{
	(void)state;
	typed_with(&table, IME_TELEX, "ubnd xax", "Ủy ban nhân dân xã");
	typed_with(&table, IME_TELEX, "ubnd", "ubnd"); /* no break yet */
	typed_with(&table, IME_TELEX, "ubnd, ubnd. (ubnd)", "Ủy ban nhân dân, Ủy ban nhân dân. (Ủy ban nhân dân)");
	typed_with(&table, IME_TELEX, "ubndx ", "ubndx ");
	typed_with(&table, IME_TELEX, "ddc Bayr", "đồng chí Bảy"); /* the key as it stands there */
	typed_with(&table, IME_TELEX, "as ", "áp suất "); /* as it was typed, when what stands there is no key */
	typed_with(&table, IME_VNI, "ubnd ", "Ủy ban nhân dân ");
	typed_with(&table, IME_OFF, "ubnd ", "Ủy ban nhân dân "); /* also beside the person's own input method */
	typed_with(&table, IME_OFF, "ubmd\b\bnd ubn\b\bbnd as\b ", "Ủy ban nhân dân Ủy ban nhân dân a ");
}

/* Only a word of its own: what stands in a symbol, an address, a number is left as it is. */
static void macro_is_a_word_of_its_own(void **state)
{
	static const char *const left[] = {"12/ubnd ", "ubnd/12 ", "ubnd-vn ", "a-ubnd ", "vp@ubnd ", "ubnd@vn ", "ubnd1 ", "1ubnd ", "x.ubnd ",
		"ubnd_vn ", "#ubnd ", "C:\\ubnd\\vn "};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(left); i++) {
		typed_with(&table, IME_OFF, left[i], left[i]);
		typed_with(&table, IME_TELEX, left[i], left[i]);
	}
	typed_with(&table, IME_OFF, "vn,ubnd;vn! \"ubnd\" ‘vn’", "Việt Nam,Ủy ban nhân dân;Việt Nam! \"Ủy ban nhân dân\" ‘Việt Nam’");
}

/* Beside UniKey: what it composed is no key of ours, also when plain letters are left of it. */
static void macro_and_composed_letters(void **state)
{
	(void)state;
	typed_with(&table, IME_OFF, "ubnđ ", "ubnđ ");
	typed_with(&table, IME_OFF, "ubnd\bđ ubnd ", "ubnđ Ủy ban nhân dân ");
	typed_with(&table, IME_OFF, "vnê\b vn ", "vn Việt Nam ");
	typed_with(&table, IME_OFF, "a\bá\bas ", "as ");
}

static void macro_at_the_end_of_a_field(void **state)
{
	static const struct { const char *keys; enum ime_mode mode; const char *want; } row[] = {
		{"ubnd", IME_MODE_TEXT, "Ủy ban nhân dân"}, {"xa ubnd", IME_MODE_TEXT, "xa Ủy ban nhân dân"}, {"12/ubnd", IME_MODE_TEXT, "12/ubnd"},
		{"ubnd ", IME_MODE_TEXT, "Ủy ban nhân dân "}, {"ubnd", IME_MODE_CODE, "ubnd"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		for (int m = IME_OFF; m <= IME_VNI; m++) {
			struct ime im;
			struct buf b;
			struct ime_edit e = {0};
			ime_init(&im, (enum ime_method)m, IME_OLD, row[i].mode);
			ime_use_macros(&im, &table);
			buf_init(&b, 4096);
			type(&im, &b, row[i].keys);
			if (ime_finish(&im, &e)) {
				b.len -= e.erase;
				buf_puts(&b, e.text);
				assert_false(ime_finish(&im, &e));
			}
			assert_string_equal(buf_str(&b), row[i].want);
			buf_clear(&b);
		}
}

/* Who comes back to a word with the cursor wants it as it stands. */
static void macro_is_typed_whole(void **state)
{
	struct ime im;
	struct ime_edit e;
	(void)state;
	ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
	ime_use_macros(&im, &table);
	assert_true(ime_seed(&im, "ubnd", 4));
	ime_key(&im, ' ', &e);
	assert_string_equal(e.text, " ");
	ime_before(&im, "x", 1);
	for (const char *p = "ubnd"; *p; p++)
		ime_key(&im, (unsigned char)*p, &e);
	assert_false(ime_finish(&im, &e));
	ime_break(&im);
	ime_before(&im, "x ", 2);
	for (const char *p = "ubnd"; *p; p++)
		ime_key(&im, (unsigned char)*p, &e);
	assert_true(ime_finish(&im, &e));
}

static void macro_case_follows_the_row(void **state)
{
	(void)state;
	typed_with(&table, IME_TELEX, "UBND Ubnd ", "UBND Ubnd ");
	typed_with(&table, IME_TELEX, "tnmt Tnmt TNMT tNmt ",
		"tài nguyên và môi trường Tài nguyên và môi trường TÀI NGUYÊN VÀ MÔI TRƯỜNG tNmt ");
	typed_with(&table, IME_TELEX, "DDc DDC ", "Đồng chí ĐỒNG CHÍ ");
	typed_with(&table, IME_TELEX, "T ", "Thành phố ");
	typed_with(&table, IME_TELEX, "kn Kn KN ", "khiếu nại Khiếu nại KN ");
}

static void macro_and_ctrl_z(void **state)
{
	(void)state;
	typed_with(&table, IME_TELEX, "ubnd \x1a", "ubnd ");
	typed_with(&table, IME_TELEX, "ddc,\x1a", "ddc,");
	typed_with(&table, IME_TELEX, "ubnd \x1a" "as", "ubnd á"); /* and the next word is a word */
	typed_with(&table, IME_TELEX, "ubnd x\x1a", "Ủy ban nhân dân x"); /* only directly behind */
	typed_with(&table, IME_TELEX, "ubnd \b\x1a", "Ủy ban nhân dân");
	typed_with(&table, IME_TELEX, "ubnd\x1a ", "Ủy ban nhân dân "); /* nothing to restore yet: still the key */
}

static void macro_lookup_is_bounded(void **state)
{
	(void)state;
	char longer[IME_MACRO_MAX + 2], out[IME_MACRO_MAX + 1];
	memset(longer, 'a', sizeof longer);
	longer[sizeof longer - 1] = '\0';
	struct ime_macro big[] = {{"x", longer, IME_MACRO_EXACT}, {"y", "\xFF", IME_MACRO_EXACT}};
	struct ime_macros t = {big, 2};
	assert_int_equal(ime_macro_expand(&t, "x", 1, out), 0);
	assert_int_equal(ime_macro_expand(&t, "y", 1, out), 0);
	assert_int_equal(ime_macro_expand(&t, "", 0, out), 0);
	assert_int_equal(ime_macro_expand(NULL, "x", 1, out), 0);
	longer[IME_MACRO_MAX] = '\0';
	assert_int_equal(ime_macro_expand(&t, "x", 1, out), IME_MACRO_MAX);
	typed_with(&t, IME_TELEX, "y ", "y ");
}

/* ---- brackets ---- */

static void brackets_when_wanted(void **state)
{
	static const struct { const char *keys, *want; } row[] = {
		{"th[", "thơ"}, {"ng][if", "người"}, {"d][cj", "dược"}, {"TR][NG", "TRƯƠNG"}, {"TR}{NGF", "TRƯỜNG"}, {"[ ]", "ơ ư"}, {"th[\b", "th"},
		{"[[", "["}, {"a]]", "a]"}, {"x[[1]]", "x[1]"}, {"m]a", "mưa"}, {"m]\b]a", "mưa"}, {"th[\x1a", "thow"}, {"á[", "á["},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		for (int on = 0; on < 2; on++) {
			struct ime im;
			struct buf b;
			ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
			im.brackets = on != 0;
			buf_init(&b, 4096);
			type(&im, &b, row[i].keys);
			if (on)
				assert_string_equal(buf_str(&b), row[i].want);
			else
				assert_true(strstr(row[i].keys, "\x1a") != NULL || strpbrk(buf_str(&b), "[]{}") != NULL || strchr(row[i].keys, '\b') != NULL);
			buf_clear(&b);
		}
}

/* ---- symbols ---- */

static void coded(enum ime_method m, const char *keys, const char *want)
{
	struct ime im;
	struct buf b;
	ime_init(&im, m, IME_OLD, IME_MODE_CODE);
	ime_use_macros(&im, &table);
	buf_init(&b, 4096);
	type(&im, &b, keys);
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
}

static void symbols_get_capitals_behind_the_slash(void **state)
{
	(void)state;
	coded(IME_TELEX, "125/qdd-ubnd", "125/QĐ-UBND");
	coded(IME_VNI, "125/qd9-ubnd", "125/QĐ-UBND");
	coded(IME_OFF, "125/qđ-ubnd", "125/QĐ-UBND");
	coded(IME_OFF, "125/qd\bđ-hd\bđnd", "125/QĐ-HĐND"); /* UniKey */
	coded(IME_TELEX, "88/stnmt-qldddd", "88/STNMT-QLĐĐ");
	coded(IME_TELEX, "88/STNMT-QLDDDD", "88/STNMT-QLĐĐ");
	coded(IME_TELEX, "125/qas-as ", "125/QAS-AS "); /* no tones, no macros */
	coded(IME_TELEX, "12a/tb", "12a/TB"); /* before the slash as typed */
	coded(IME_TELEX, "qdd-ubnd", "qđ-ubnd");
	coded(IME_VNI, "9d9/d99", "9đ/Đ9");
	coded(IME_OFF, "12/tb 13/tb", "12/TB 13/TB");
	coded(IME_OFF, "118/qđ-ubnd ngày 5/10 tb", "118/QĐ-UBND ngày 5/10 tb"); /* up to the blank */
}

static void symbols_that_have_small_letters(void **state)
{
	(void)state;
	coded(IME_TELEX, "34/TTr-UBND", "34/TTr-UBND");
	coded(IME_TELEX, "34/TTr-ubnd", "34/TTr-UBND"); /* each run of letters by itself */
	coded(IME_OFF, "05/CTr-ubnd", "05/CTr-UBND");
	coded(IME_TELEX, "7/QyDD-ubnd", "7/QyĐ-UBND");
	coded(IME_OFF, "7/QyĐs-ubnd", "7/QyĐs-UBND");
	coded(IME_TELEX, "34/ttr\x1a-ubnd", "34/ttr-UBND"); /* Ctrl-Z: as typed, for this run */
	coded(IME_TELEX, "34/qdd\x1a" "dd", "34/qdddd");
}

static void symbols_and_backspace(void **state)
{
	(void)state;
	coded(IME_TELEX, "125/qdd\bdd", "125/QĐ");
	coded(IME_TELEX, "125/qdx\bd", "125/QĐ");
	coded(IME_TELEX, "34/TTx\br", "34/TTr");
	}

static void symbols_where_the_cursor_was_put(void **state)
{
	static const struct { const char *before, *keys, *want; } row[] = {
		{"125/Q", "dd", "Đ"}, {"125/", "tb", "TB"}, {"125", "tb", "tb"}, {"34/TTr", "s", "s"}, {"34/TTr-", "s", "S"}, {"", "q", "q"}, {"12/TB ", "ng", "ng"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct ime im;
		struct buf b;
		ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_CODE);
		ime_before(&im, row[i].before, strlen(row[i].before));
		buf_init(&b, 4096);
		type(&im, &b, row[i].keys);
		assert_string_equal(buf_str(&b), row[i].want);
		buf_clear(&b);
	}
}

/* ---- seeding ---- */

/* The cursor comes back to every place of a word: what the keys make of the left part stands there once, the right part as it was. */
static void a_seed_never_doubles_letters(void **state)
{
	(void)state;
	static const char *const words[] = {"người", "nguyễn", "Đường", "hòa", "hoà", "khuya", "quyết", "ươ", "ư", "Đắk", "thuở", "tiếng",
		"aa", "uow",
		"giếng", "hello", "Krông", "windows", "việt", "VIỆT", "dd", "tôi", "nghĩa", "ôô"};
	for (size_t w = 0; w < COUNT_OF(words); w++)
		for (int m = IME_TELEX; m <= IME_VIQR; m++)
			for (size_t cut = 0, len = 0; cut <= strlen(words[w]); cut += len > 0 ? len : 1)
				for (const char *k = "aeiouydwsfrxjzn0123456789^+('`?~. b"; *k != '\0'; k++) {
					struct ime im;
					struct ime_edit e;
					struct buf b, was, now;
					uint32_t cp;
					len = utf8_next(words[w] + cut, strlen(words[w] + cut), &cp);
					ime_init(&im, (enum ime_method)m, IME_OLD, IME_MODE_TEXT);
					bool ours = ime_seed(&im, words[w], cut);
					assert_true(!ours || im.shown == utf8_chars(words[w], cut));
					buf_init(&b, 256);
					buf_init(&was, 256);
					buf_init(&now, 256);
					buf_put(&b, words[w], cut);
					ime_key(&im, (unsigned char)*k, &e);
					assert_true(e.erase <= utf8_chars(words[w], cut));
					assert_true(ours || e.erase == 0);
					for (size_t i = 0; i < e.erase; i++)
						b.len = utf8_prev((char *)b.p, b.len);
					buf_puts(&b, e.text);
					assert_true(utf8_valid((char *)b.p, b.len));
					/* the letters, marks left out: the same as before, or one more: the key, the u of a lone w */
					text_fold(words[w], cut, &was);
					text_fold((char *)b.p, b.len, &now);
					bool same = now.len == was.len && (was.len == 0 || memcmp(now.p, was.p, was.len) == 0);
					bool more = now.len == was.len + 1 && (was.len == 0 || memcmp(now.p, was.p, was.len) == 0);
					bool back = m == IME_TELEX && *k == 'w' && now.len == was.len; /* ư was a w: it is one again */
					if (!same && !more && !back)
						fail_msg("%.*s and %c: %s", (int)cut, words[w], *k, buf_str(&b));
					buf_clear(&b);
					buf_clear(&was);
					buf_clear(&now);
				}
}

static void a_seed_that_is_not_ours_is_left_alone(void **state)
{
	(void)state;
	struct ime im;
	struct ime_edit e;
	ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
	assert_false(ime_seed(&im, "Blô", strlen("Blô"))); /* no keys of ours give that */
	ime_key(&im, 'w', &e);
	assert_string_equal(e.text, "w");
	ime_key(&im, ' ', &e);
	ime_key(&im, 'w', &e);
	assert_string_equal(e.text, "ư");
	assert_false(ime_seed(&im, "", 0));
	ime_key(&im, 'w', &e);
	assert_string_equal(e.text, "ư");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uow_gives_both_horns), cmocka_unit_test(huow_gives_the_o_alone),
			cmocka_unit_test(nguwoif_is_the_kinder_one),
		cmocka_unit_test(a_second_tone_key_takes_it_back), cmocka_unit_test(capital_w_twice_is_one_w), cmocka_unit_test(aloo_stays),
		cmocka_unit_test(coda_k_takes_tones), cmocka_unit_test(signs_of_the_client_end_a_word),
			cmocka_unit_test(sentences_of_an_office),
		cmocka_unit_test(viqr_sentences), cmocka_unit_test(macro_expands_at_a_break), cmocka_unit_test(macro_case_follows_the_row),
		cmocka_unit_test(macro_and_ctrl_z), cmocka_unit_test(macro_lookup_is_bounded), cmocka_unit_test(macro_is_a_word_of_its_own),
		cmocka_unit_test(macro_and_composed_letters), cmocka_unit_test(macro_at_the_end_of_a_field), cmocka_unit_test(macro_is_typed_whole),
		cmocka_unit_test(brackets_when_wanted),
		cmocka_unit_test(symbols_get_capitals_behind_the_slash), cmocka_unit_test(symbols_that_have_small_letters),
		cmocka_unit_test(symbols_and_backspace), cmocka_unit_test(symbols_where_the_cursor_was_put),
			cmocka_unit_test(a_seed_never_doubles_letters),
		cmocka_unit_test(a_seed_that_is_not_ours_is_left_alone),
	};
	return T_RUN(tests);
}
