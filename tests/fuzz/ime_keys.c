/* Keys of a person who types anything: what stands on the screen stays UTF-8 and bounded, and the unit never takes away more than it showed.
 *
 * The first byte chooses method, style, mode and macros; each byte after it is a key, and those above ASCII are Backspace, Ctrl-Z, a break,
 * the end of the field, a seed from the word before the cursor (whole, or its left part), a letter composed elsewhere. The same bytes also go through every
 * decoder, the guess and the repair. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/ime.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define SCREEN_MAX 4096

static const struct ime_macro rows[] = {{"ubnd", "Ủy ban nhân dân", IME_MACRO_EXACT},
	{"tn", "tài nguyên", IME_MACRO_CASE}, {"kn", "khiếu nại", IME_MACRO_TITLE}, {"a", "â", IME_MACRO_CASE}};
static const struct ime_macros table = {rows, COUNT_OF(rows)};

struct screen {
	char text[SCREEN_MAX + IME_EDIT_MAX + 8];
	size_t n;
	size_t since; /* characters typed since the last break or seed: what a unit may at most take away */
};

static void backspace(struct screen *s)
{
	s->n = utf8_prev(s->text, s->n);
}

static void apply(struct screen *s, const struct ime_edit *e)
{
	size_t len = strlen(e->text);
	assert(len <= IME_EDIT_MAX && utf8_valid(e->text, len));
	assert(e->erase <= s->since && e->erase <= utf8_chars(s->text, s->n));
	for (size_t i = 0; i < e->erase; i++)
		backspace(s);
	memcpy(s->text + s->n, e->text, len);
	s->n += len;
	s->since = s->since - e->erase + utf8_chars(e->text, len);
	if (s->n > SCREEN_MAX) { /* a field is full: it begins anew */
		s->n = 0;
		s->since = 0;
	}
}

static void seed(struct ime *im, struct screen *s, size_t left)
{
	size_t from = s->n;
	while (from > 0 && s->text[from - 1] != ' ' && s->n - from < 60)
		from = utf8_prev(s->text, from);
	size_t end = from;
	for (; left > 0 && end < s->n; left--) {
		uint32_t cp;
		end += utf8_next(s->text + end, s->n - end, &cp);
	}
	s->n = end; /* the cursor stands there; what is right of it plays no part */
	s->since = utf8_chars(s->text, s->n);
	size_t chars = utf8_chars(s->text + from, end - from);
	if (ime_seed(im, s->text + from, end - from))
		assert(im->shown == chars);
	else
		assert(im->n == 0);
	s->since = chars;
}

static void one(struct ime *im, struct screen *s, uint8_t b)
{
	static const uint32_t composed[] = {0xE1, 0x1EC7, 0x301, 0x201C, 0xA0, 0x1F600, 0x111, 0x3000};
	struct ime_edit e;
	memset(&e, 0xFF, sizeof e);
	if (im->n == 0 && (b < 0x80 || b >= 0xE0)) /* as an editor does */
		ime_before(im, s->text, s->n);
	if (b < 0x80) {
		if (b < 0x20 || b == 0x7F)
			return;
		ime_key(im, b, &e);
		apply(s, &e);
	} else if (b < 0xA0) {
		if (ime_backspace(im, &e))
			apply(s, &e);
		else if (s->n > 0) {
			backspace(s);
			s->since -= s->since > 0;
		}
	} else if (b < 0xB0) {
		if (ime_restore(im, &e))
			apply(s, &e);
	} else if (b >= 0xB8 && b < 0xC0) {
		if (ime_finish(im, &e))
			apply(s, &e);
	} else if (b < 0xC0) {
		ime_break(im);
		s->since = 0;
	} else if (b < 0xE0) {
		seed(im, s, b < 0xD0 ? SIZE_MAX : b & 7);
	} else {
		ime_key(im, composed[b & 7], &e);
		apply(s, &e);
	}
	assert(im->n <= IME_WORD_MAX && im->shown <= s->since && im->expanded <= s->since);
	assert(utf8_valid(s->text, s->n));
}

static void keys(const uint8_t *data, size_t n)
{
	struct screen *s = calloc(1, sizeof *s);
	static const enum ime_mode modes[] = {IME_MODE_TEXT, IME_MODE_TEXT, IME_MODE_NAME, IME_MODE_CODE};
	struct ime im;
	uint8_t how = n > 0 ? data[0] : 0;
	if (s == NULL)
		abort();
	ime_init(&im, (enum ime_method)(how & 3), (enum ime_style)(how >> 2 & 1), modes[how >> 3 & 3]);
	im.brackets = (how & 0x40) != 0;
	if ((how & 0x20) != 0)
		ime_use_macros(&im, &table);
	for (size_t i = 1; i < n; i++)
		one(&im, s, data[i]);
	free(s);
}

static void legacy(const uint8_t *data, size_t n)
{
	struct buf out, back, again;
	struct ime_guess g = ime_legacy_guess(data, n);
	assert(g.confidence >= 0 && g.confidence <= 100);
	buf_init(&out, 16 * n + 64);
	buf_init(&back, 16 * n + 64);
	buf_init(&again, 16 * n + 64);
	for (int cs = IME_CS_UTF8; cs <= IME_CS_CP1258; cs++) {
		size_t bad = SIZE_MAX;
		buf_reset(&out);
		int r = ime_legacy_decode((enum ime_charset)cs, 0, data, n, &out, &bad);
		assert(r == 0 ? bad == n : (bad < n && out.len == 0) || r != ERR_INVALID);
		assert(utf8_valid(out.len > 0 ? (char *)out.p : "", out.len));
		if (r == 0) { /* what a decoder gives is NFC */
			buf_reset(&again);
			assert(text_nfc(out.len > 0 ? (char *)out.p : "", out.len, &again) == 0);
			assert(again.len == out.len && (out.len == 0 || memcmp(again.p, out.p, out.len) == 0));
		}
		buf_reset(&out);
		if (ime_legacy_decode((enum ime_charset)cs, IME_LEGACY_LOSSY | IME_LEGACY_CAPS_LINES, data, n, &out, NULL) == 0)
			assert(utf8_valid(out.len > 0 ? (char *)out.p : "", out.len));
	}
	/* what VIQR and VNI can hold comes back the same */
	for (int cs = IME_CS_VNI; utf8_valid((const char *)data, n) && cs <= IME_CS_VIQR; cs++) {
		buf_reset(&out);
		buf_reset(&back);
		buf_reset(&again);
		if (cs == IME_CS_VISCII || text_nfc((const char *)data, n, &again) != 0 ||
		    ime_legacy_encode((enum ime_charset)cs, 0, (const char *)data, n, &out, NULL) != 0)
			continue;
		bool ascii_signs = false; /* curly quotes became plain ones: no way back */
		for (size_t i = 0; i < again.len; i++)
			ascii_signs = ascii_signs || again.p[i] == 0xC2 || again.p[i] == 0xE2 ||
			              (again.p[i] == 0xC3 && i + 1 < again.len && again.p[i + 1] == 0x97);
		assert(ime_legacy_decode((enum ime_charset)cs, 0, out.p, out.len, &back, NULL) == 0);
		assert(ascii_signs || (back.len == again.len && (back.len == 0 || memcmp(back.p, again.p, back.len) == 0)));
	}
	buf_reset(&out);
	buf_puts(&out, "k");
	if (!ime_mojibake_repair((const char *)data, n, &out))
		assert(out.len == 1);
	assert(utf8_valid((char *)out.p, out.len));
	ime_is_syllable((const char *)data, n);
	buf_clear(&out);
	buf_clear(&back);
	buf_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	keys(data, n);
	legacy(data, n);
	return 0;
}
