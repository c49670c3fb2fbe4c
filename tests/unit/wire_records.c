/* Images, frames, oracle and control records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "wire_sample.h"

typedef int codec_fn(const uint8_t *p, size_t n); /* decodes and checks the re-encoding; the decoder's code */

/* Every cut must be refused; every flip refused or read back exactly (the codec checks). */
static void flips_and_cuts(codec_fn *fn, uint8_t *p, size_t n)
{
	assert_int_equal(fn(p, n), 0);
	for (size_t i = 0; i < n; i++)
		assert_int_not_equal(fn(p, i), 0);
	for (size_t k = 0; k < n * 8; k++) {
		p[k / 8] ^= (uint8_t)(1 << k % 8);
		(void)fn(p, n);
		p[k / 8] ^= (uint8_t)(1 << k % 8);
	}
}

static int image_codec(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(8 << 20);
	struct wire_image im;
	int rc = wire_image_decode(p, n, a, &im);
	if (!rc) {
		struct buf b;
		buf_init(&b, 1 << 17);
		assert_int_equal(wire_image_encode(&im, &b), 0);
		assert_int_equal(b.len, n);
		assert_memory_equal(b.p, p, n);
		buf_clear(&b);
	}
	arena_free(a);
	return rc;
}

static void images(void **s)
{
	(void)s;
	struct sample_rng g = { 5 };
	struct arena *a = arena_new(4 << 20);
	for (int i = 0; i < 30; i++) {
		struct wire_event ev = sample_event(&g, a, (uint64_t)i + 1);
		struct wire_image im = { .type = 20, .id = ev.head.subject_id, .owner = ev.head.office, .version = 3,
			.created_at = ev.head.time, .created_by = ev.head.actor, .state = 4, .removed = i % 2 == 1 };
		if (ev.n_ops) {
			im.fields = ev.ops[0].fields;
			im.n_fields = ev.ops[0].n_fields;
		}
		struct buf b;
		buf_init(&b, 1 << 17);
		assert_int_equal(wire_image_encode(&im, &b), 0);
		flips_and_cuts(image_codec, b.p, b.len);
		b.p[0] = 9;
		assert_int_equal(image_codec(b.p, b.len), ERR_VERSION);
		buf_clear(&b);
	}
	arena_free(a);
}

static void frames(void **s)
{
	(void)s;
	uint8_t key[HASH_LEN] = { 7 }, body[WIRE_FRAME_MAX];
	struct sample_rng g = { 6 };
	for (size_t i = 0; i < sizeof body; i++)
		body[i] = (uint8_t)sample_next(&g);
	for (size_t n = 0; n <= WIRE_FRAME_MAX - 11; n += n < 200 ? 1 : 97) {
		struct buf b;
		struct wire_slice got;
		unsigned type = 0;
		size_t used = 0;
		buf_init(&b, 3 * WIRE_FRAME_MAX);
		assert_int_equal(wire_frame_put(&b, WIRE_FRAME_EVENTS, body, n, key, 41), 0);
		size_t len = b.len;
		assert_true(len <= WIRE_FRAME_MAX);
		for (size_t k = 0; k < len; k += k < 8 ? 1 : 31)
			assert_int_equal(wire_frame_get(b.p, k, key, 41, &type, &got, &used), ERR_AGAIN);
		buf_put_u8(&b, 0x55);
		assert_int_equal(wire_frame_get(b.p, b.len, key, 41, &type, &got, &used), 0);
		assert_int_equal(used, len);
		assert_int_equal(type, WIRE_FRAME_EVENTS);
		assert_int_equal(got.n, n);
		assert_memory_equal(got.p, body, n);
		assert_int_equal(wire_frame_get(b.p, b.len, key, 42, &type, &got, &used), ERR_CORRUPT); /* replayed */
		key[0] ^= 1;
		assert_int_equal(wire_frame_get(b.p, b.len, key, 41, &type, &got, &used), ERR_CORRUPT); /* other key */
		key[0] ^= 1;
		buf_clear(&b);
	}
	struct buf b;
	buf_init(&b, 3 * WIRE_FRAME_MAX);
	assert_int_equal(wire_frame_put(&b, WIRE_FRAME_EVENTS, body, WIRE_FRAME_MAX - 10, key, 0), ERR_INVALID);
	assert_int_equal(wire_frame_put(&b, 0, body, 1, key, 0), ERR_INVALID);
	assert_int_equal(b.len, 0);
	buf_clear(&b);
}

static void frame_flips(void **s)
{
	(void)s;
	uint8_t key[HASH_LEN] = { 7 };
	struct buf b;
	buf_init(&b, WIRE_FRAME_MAX);
	assert_int_equal(wire_frame_put(&b, WIRE_FRAME_ACK, "0123456789", 10, key, 3), 0);
	for (size_t k = 0; k < b.len * 8; k++) {
		struct wire_slice got;
		unsigned type = 0;
		size_t used = 0;
		b.p[k / 8] ^= (uint8_t)(1 << k % 8);
		int rc = wire_frame_get(b.p, b.len, key, 3, &type, &got, &used);
		assert_true(rc == ERR_CORRUPT || (rc == ERR_AGAIN && k < 8)); /* a longer length only waits */
		b.p[k / 8] ^= (uint8_t)(1 << k % 8);
	}
	static const uint8_t overlong[] = { 0x83, 0x00, 1, 2, 3 }, huge[] = { 0xff, 0x7f, 1 }, endless[] = { 0xff, 0xff, 0xff, 0xff, 0x0f };
	static const uint8_t empty[] = { 0 };
	unsigned type = 0;
	struct wire_slice got;
	size_t used = 0;
	assert_int_equal(wire_frame_get(overlong, sizeof overlong, NULL, 0, &type, &got, &used), ERR_CORRUPT);
	assert_int_equal(wire_frame_get(huge, sizeof huge, NULL, 0, &type, &got, &used), ERR_CORRUPT);
	assert_int_equal(wire_frame_get(endless, sizeof endless, NULL, 0, &type, &got, &used), ERR_CORRUPT);
	assert_int_equal(wire_frame_get(empty, sizeof empty, NULL, 0, &type, &got, &used), ERR_CORRUPT);
	buf_clear(&b);
}

static int oracle_codec(const uint8_t *p, size_t n)
{
	struct wire_oracle o;
	int rc = wire_oracle_decode(p, n, &o);
	if (!rc) {
		struct buf b;
		buf_init(&b, WIRE_ORACLE_MAX);
		assert_int_equal(wire_oracle_encode(&o, &b), 0);
		assert_int_equal(b.len, n);
		assert_memory_equal(b.p, p, n);
		buf_clear(&b);
	}
	return rc;
}

static void oracle(void **s)
{
	(void)s;
	struct wire_oracle full = { .user = "vanthu", .term = "xterm-256color", .alg = "ssh-ed25519", .reason = "newer connection",
		.secret = "mật khẩu", .blob = { 1, 2, 3 }, .blob_len = 51, .cols = 80, .rows = 24, .wait_ms = 1500, .status = 1,
		.bytes_in = 1ull << 40, .bytes_out = 12345 };
	for (unsigned k = WIRE_ORACLE_PW; k <= WIRE_ORACLE_EXIT; k++) {
		struct buf b;
		buf_init(&b, WIRE_ORACLE_MAX);
		full.kind = (enum wire_oracle_kind)k;
		assert_int_equal(wire_oracle_encode(&full, &b), 0);
		flips_and_cuts(oracle_codec, b.p, b.len);
		buf_put_u8(&b, 0);
		assert_int_not_equal(oracle_codec(b.p, b.len), 0);
		buf_clear(&b);
	}
	struct wire_oracle o;
	static const uint8_t unknown[] = { 99 }, nul[] = { WIRE_ORACLE_KICK, 0, 3, 'a', 0, 'b' };
	static const uint8_t longer[] = { WIRE_ORACLE_KICK, 1, 0, 'a' };
	assert_int_equal(wire_oracle_decode(unknown, 1, &o), ERR_CORRUPT);
	assert_int_equal(wire_oracle_decode(nul, sizeof nul, &o), ERR_CORRUPT);
	assert_int_equal(wire_oracle_decode(longer, sizeof longer, &o), ERR_CORRUPT);
	full.kind = WIRE_ORACLE_PW;
	memset(full.user, 'x', sizeof full.user); /* not terminated */
	struct buf b;
	buf_init(&b, WIRE_ORACLE_MAX);
	assert_int_equal(wire_oracle_encode(&full, &b), ERR_INVALID);
	buf_clear(&b);
}

/* None: the record of old. Some: one byte more, and only what can be wished. */
static void oracle_wishes(void **s)
{
	(void)s;
	struct wire_oracle o = { .kind = WIRE_ORACLE_PTY, .term = "xterm", .cols = 80, .rows = 24 }, out;
	struct buf b;
	size_t plain;
	buf_init(&b, WIRE_ORACLE_MAX);
	assert_int_equal(wire_oracle_encode(&o, &b), 0);
	plain = b.len;
	for (uint32_t w = 0; w < 300; w++) {
		buf_reset(&b);
		o.wishes = w;
		if (!wire_wishes_ok(w)) {
			assert_int_equal(wire_oracle_encode(&o, &b), ERR_INVALID);
			assert_int_equal(b.len, 0);
			continue;
		}
		assert_int_equal(wire_oracle_encode(&o, &b), 0);
		assert_int_equal(b.len, plain + (w != 0));
		assert_int_equal(oracle_codec(b.p, b.len), 0);
		assert_int_equal(wire_oracle_decode(b.p, b.len, &out), 0);
		assert_int_equal(out.wishes, w);
	}
	for (unsigned last = 0; last < 256; last++) {
		buf_reset(&b);
		o.wishes = 0;
		assert_int_equal(wire_oracle_encode(&o, &b), 0);
		buf_put_u8(&b, last);
		assert_int_equal(oracle_codec(b.p, b.len), last > 0 && last < 128 && wire_wishes_ok(last) ? 0 : ERR_CORRUPT);
	}
	buf_clear(&b);
}

static int control_codec(const uint8_t *p, size_t n)
{
	struct wire_control c;
	char again[128];
	int rc = wire_control_parse((const char *)p, n, &c);
	if (!rc) {
		assert_int_equal(wire_control_format(&c, again, sizeof again), 0);
		assert_int_equal(strlen(again), n);
		assert_memory_equal(again, p, n);
	}
	return rc;
}

static void control(void **s)
{
	(void)s;
	struct wire_control c = { .kind = WIRE_CONTROL_ATTACH, .term = "xterm", .cols = 132, .rows = 50, .attach = 7 }, out;
	char text[128];
	assert_int_equal(wire_control_format(&c, text, sizeof text), 0);
	assert_string_equal(text, "ATTACH xterm 132 50 7");
	for (size_t k = 0; k < strlen(text) * 8; k++) {
		text[k / 8] ^= (char)(1 << k % 8);
		(void)control_codec((const uint8_t *)text, strlen("ATTACH xterm 132 50 7"));
		text[k / 8] ^= (char)(1 << k % 8);
	}
	c.wishes = WIRE_WISH_NO_COLOUR | WIRE_WISH_LINEAR;
	assert_int_equal(wire_control_format(&c, text, sizeof text), 0);
	assert_string_equal(text, "ATTACH xterm 132 50 7 no-colour linear");
	assert_int_equal(wire_control_parse(text, strlen(text), &out), 0);
	assert_int_equal(out.wishes, c.wishes);
	for (uint32_t w = 0; w < 20; w++) {
		c.wishes = w;
		assert_int_equal(wire_control_format(&c, text, sizeof text), wire_wishes_ok(w) ? 0 : ERR_INVALID);
		assert_true(!wire_wishes_ok(w) || control_codec((const uint8_t *)text, strlen(text)) == 0);
	}
	c.wishes = WIRE_WISH_NO_COLOUR | WIRE_WISH_COLUMNS;
	memset(c.term, 'x', sizeof c.term - 1); /* the longest there is fits what its senders have room for */
	c.cols = c.rows = c.attach = UINT32_MAX;
	assert_int_equal(wire_control_format(&c, text, sizeof text), 0);
	assert_int_equal(control_codec((const uint8_t *)text, strlen(text)), 0);
	c = (struct wire_control){ .kind = WIRE_CONTROL_ATTACH, .term = "xterm", .cols = 132, .rows = 50, .attach = 7 };
	for (unsigned k = WIRE_CONTROL_ATTACH; k <= WIRE_CONTROL_END; k++) {
		c.kind = (enum wire_control_kind)k;
		assert_int_equal(wire_control_format(&c, text, sizeof text), 0);
		assert_int_equal(control_codec((const uint8_t *)text, strlen(text)), 0);
		assert_int_not_equal(wire_control_parse(text, strlen(text) - 1, &out) == 0 && out.kind != c.kind, 1);
	}
	static const char *const bad[] = { "", "attach x 1 1 1", "SIZE 80", "SIZE 80 24 ", "SIZE 080 24", "SIZE 80 4294967296", "LOCK now",
		"ATTACH  80 24 1", "ATTACH x 80 24 1 ", "ATTACH x 80 24 1 LINEAR", "ATTACH x 80 24 1 linear no-colour", "ATTACH x 80 24 1 linear columns",
		"ATTACH x 80 24 1 linear linear", "ATTACH x 80 24 1  linear", "ATTACH x 80 24 1 linear ", "ATTACH x 80 24 1 no-colour-at-all", "LOCK linear",
		"SIZE 80  24", "END\n" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(wire_control_parse(bad[i], strlen(bad[i]), &out), ERR_CORRUPT);
	c = (struct wire_control){ .kind = WIRE_CONTROL_ATTACH, .term = "two words" };
	assert_int_equal(wire_control_format(&c, text, sizeof text), ERR_INVALID);
	c = (struct wire_control){ .kind = WIRE_CONTROL_SIZE, .cols = 80, .rows = 24 };
	assert_int_equal(wire_control_format(&c, text, 5), ERR_RANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(images), cmocka_unit_test(frames), cmocka_unit_test(frame_flips), cmocka_unit_test(oracle), cmocka_unit_test(oracle_wishes),
		cmocka_unit_test(control),
	};
	return cmocka_run_group_tests_name("wire_records", tests, NULL, NULL);
}
