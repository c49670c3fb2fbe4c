/* Digests, passwords, option tables. */
#include "t.h"

#include "../../src/base/base_internal.h"

static void assert_hex(const void *p, size_t n, const char *want)
{
	struct buf b = { .max = 1000 };

	hex_put(&b, p, n);
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
}

static void digests_match_the_standards(void **state)
{
	uint8_t out[HASH_LEN], again[HASH_LEN], key[HASH_LEN] = { 0 };
	struct val parts[] = { val_str("a"), val_str(""), val_str("bc") };

	(void)state;
	hash_sha256("abc", 3, out); /* FIPS 180-2 */
	assert_hex(out, HASH_LEN, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash_sha256_cat(parts, 3, again);
	assert_true(hash_equal(out, again, HASH_LEN));
	hash_sha256(NULL, 0, out);
	assert_hex(out, HASH_LEN, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_false(hash_equal(out, again, HASH_LEN));
	memset(key, 0x0b, 20); /* RFC 4231 case 1: a shorter key is padded with zeros */
	hash_hmac(key, "Hi There", 8, out);
	assert_hex(out, HASH_LEN, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

static void hkdf_matches_rfc_5869(void **state)
{
	uint8_t ikm[HASH_LEN], out[HASH_LEN], again[HASH_LEN];

	(void)state;
	memset(ikm, 0x0b, sizeof(ikm));
	crypto_hkdf(ikm, 22, "", 0, out); /* test case 3, the first 32 bytes */
	assert_hex(out, HASH_LEN, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
	hash_hkdf(ikm, "digest", out);
	crypto_hkdf(ikm, HASH_LEN, "digest", 6, again);
	assert_memory_equal(out, again, HASH_LEN);
	hash_hkdf(ikm, "frame", again);
	assert_memory_not_equal(out, again, HASH_LEN);
}

static void passwords_verify(void **state)
{
	char hash[PASSWORD_HASH_MAX], other[PASSWORD_HASH_MAX];

	(void)state;
	assert_int_equal(password_hash("mật khẩu", hash), ERR_NONE);
	assert_int_equal(password_hash("mật khẩu", other), ERR_NONE);
	assert_string_not_equal(hash, other); /* salted */
	assert_ptr_equal(strstr(hash, "$argon2id$v=19$m=19456,t=2,p=1$"), hash);
	assert_true(password_verify(hash, "mật khẩu"));
	assert_false(password_verify(hash, "mat khau"));
	assert_false(password_verify(hash, ""));
	assert_false(password_verify(NULL, "mật khẩu"));
	assert_false(password_verify("", ""));
	assert_false(password_verify("$argon2id$nonsense", "x"));
}

static void randomness_differs(void **state)
{
	uint8_t a[32] = { 0 }, b[32] = { 0 };

	(void)state;
	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

static const struct opt_def defs[] = {
	{ "dir", OPT_TEXT, 0, 0, "DIR", "the node's folder" },
	{ "port", OPT_INT, 1, 65535, "PORT", "where to listen" },
	{ "json", OPT_FLAG, 0, 0, NULL, "JSON on stdout" },
	{ "where", OPT_MULTI, 0, 0, "FIELD=VALUE", "only these" },
};

static int parse(struct opts *o, struct err_info *ei, int n, const char *const *words)
{
	char *argv[300];

	for (int i = 0; i < n; i++)
		memcpy(&argv[i], &words[i], sizeof(argv[i]));
	return opt_parse(defs, COUNT_OF(defs), n, argv, o, ei);
}
#define PARSE(...) parse(&o, &ei, (int)COUNT_OF(((const char *const[]){ __VA_ARGS__ })), (const char *const[]){ __VA_ARGS__ })

static void options_are_taken(void **state)
{
	struct err_info ei;
	struct opts o;

	(void)state;
	assert_int_equal(PARSE("incoming", "--dir", "/x", "--where", "a=1", "--port=22", "-5", "-", "--where=b=2", "--json", "--", "--dir", "-z"), ERR_NONE);
	assert_string_equal(opt_text(&o, "dir"), "/x");
	assert_int_equal(opt_int(&o, "port", 1), 22);
	assert_true(opt_flag(&o, "json"));
	assert_int_equal(o.n_multi, 2);
	assert_string_equal(o.multi[1], "b=2");
	assert_int_equal(o.multi_def[1], 3);
	assert_int_equal(o.n_args, 5);
	assert_string_equal(o.args[1], "-5");
	assert_string_equal(o.args[3], "--dir");
	assert_int_equal(parse(&o, NULL, 0, NULL), ERR_NONE);
	assert_null(opt_text(&o, "dir"));
	assert_false(opt_flag(&o, "json"));
	assert_int_equal(opt_int(&o, "port", 7), 7);
	assert_int_equal(PARSE("--dir", "--json"), ERR_NONE); /* the value may look like an option */
	assert_string_equal(opt_text(&o, "dir"), "--json");
	assert_int_equal(PARSE("--dir="), ERR_NONE);
	assert_string_equal(opt_text(&o, "dir"), "");
}

static void options_are_refused(void **state)
{
	const char *many[300];
	struct err_info ei;
	struct opts o;

	(void)state;
	assert_int_equal(PARSE("--dri", "x"), ERR_USAGE);
	assert_string_equal(ei.detail, "unknown option: --dri");
	assert_true(ei.text[0] != '\0');
	assert_int_equal(PARSE("--di", "x"), ERR_USAGE); /* no guessing from the first letters */
	assert_int_equal(PARSE("-d", "x"), ERR_USAGE);
	assert_int_equal(PARSE("--dir"), ERR_USAGE);
	assert_string_equal(ei.detail, "needs a value: --dir");
	assert_int_equal(PARSE("--json=1"), ERR_USAGE);
	assert_int_equal(PARSE("--json", "--json"), ERR_USAGE);
	assert_int_equal(PARSE("--dir", "a", "--dir", "b"), ERR_USAGE);
	assert_int_equal(PARSE("--port", "0"), ERR_USAGE);
	assert_int_equal(PARSE("--port", "65536"), ERR_USAGE);
	assert_int_equal(PARSE("--port", "22x"), ERR_USAGE);
	assert_int_equal(PARSE("--port", " 22"), ERR_USAGE);
	assert_int_equal(PARSE("--port", "+22"), ERR_USAGE);
	assert_int_equal(PARSE("--port", ""), ERR_USAGE);
	assert_int_equal(PARSE("--port", "99999999999999999999"), ERR_USAGE);
	assert_int_equal(PARSE("--\033[31m"), ERR_USAGE);
	assert_null(strchr(ei.detail, '\033'));
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = "x";
	assert_int_equal(parse(&o, &ei, 256, many), ERR_NONE);
	assert_int_equal(parse(&o, &ei, 257, many), ERR_USAGE);
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = "--where=x";
	assert_int_equal(parse(&o, &ei, OPT_VALUES_MAX, many), ERR_NONE);
	assert_int_equal(parse(&o, &ei, OPT_VALUES_MAX + 1, many), ERR_USAGE);
}

static void keys_hold_their_parts(void **state)
{
	rowid_t k = key_make(70123, 255, UINT32_MAX);

	(void)state;
	assert_int_equal(key_node(k), 70123);
	assert_int_equal(key_epoch(k), 255);
	assert_int_equal((uint32_t)k, UINT32_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_match_the_standards),
		cmocka_unit_test(hkdf_matches_rfc_5869),
		cmocka_unit_test(passwords_verify),
		cmocka_unit_test(randomness_differs),
		cmocka_unit_test(options_are_taken),
		cmocka_unit_test(options_are_refused),
		cmocka_unit_test(keys_hold_their_parts),
	};

	return T_RUN(tests);
}
