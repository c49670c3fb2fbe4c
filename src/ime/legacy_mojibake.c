/* legacy_mojibake.c: text that is UTF-8 now but was decoded wrongly on its way: the bytes it came from are made again and decoded rightly.
 *
 * A repair must be clearly better, since it changes what a person wrote: the text as it stands must hold letters that no Vietnamese has,
 * and what comes out must be syllables nearly everywhere. One word that fits is chance in an 8-bit encoding (there the other words must
 * be Vietnamese too), but hardly in UTF-8, whose bytes do not meet by accident.
 */
#include "legacy_internal.h"

#include <string.h>

#define REPAIR_MAX (1024u * 1024u)
#define TWICE_MAX 3 /* times that UTF-8 may have been read as something else */

/* The bytes that code page 1252 or Latin-1 showed as this text. */
static bool bytes_of(const char *s, size_t n, struct buf *out)
{
	for (size_t at = 0; at < n;) {
		uint32_t cp;
		at += utf8_next(s + at, n - at, &cp);
		int b = legacy_cp1252_byte(cp);
		if (b < 0)
			return false;
		buf_put_u8(out, (unsigned)b);
	}
	return buf_err(out) == 0;
}

static bool has_high(const struct buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if (b->p[i] >= 0x80)
			return true;
	return false;
}

static bool is_word_byte(uint8_t b)
{
	return b >= 0x80 || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
}

static bool is_word_cp(uint32_t cp)
{
	return cp > 0x7F || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
}

/* "lÃ  gÃ¬" had two blanks and cleaning left one, which belongs to the letter; "hÃ ng" goes on behind it. What stands in out, with the
 * bytes that follow, is one word when that makes a syllable. */
static bool goes_on(const struct buf *out, const uint8_t *next, size_t n)
{
	uint8_t word[48];
	size_t from = out->len, len = 0, more = 0;
	while (from > 0 && is_word_byte(out->p[from - 1]))
		from--;
	while (more < n && is_word_byte(next[more]))
		more++;
	if (more == 0 || out->len - from + more > sizeof word)
		return true;
	memcpy(word, out->p + from, out->len - from);
	len = out->len - from;
	memcpy(word + len, next, more);
	return ime_is_syllable((const char *)word, len + more);
}

/* Cleaning on the way took two bytes away: 0xA0 became a blank ("lÃ " was là), and 0x90 went as a control character ("Äá" was Đá). Put
 * back where UTF-8 needs them. */
static void mend_bytes(const struct buf *in, struct buf *out)
{
	for (size_t i = 0; i < in->len; i++) {
		const uint8_t *p = in->p + i;
		size_t left = in->len - i;
		bool third = i > 0 && p[-1] == 0xE1 && p[0] == 0xBA; /* ạ's capital; behind 0xBB too many letters may have been */
		buf_put_u8(out, p[0]);
		if (p[0] == 0xC4 && (left == 1 || (p[1] & 0xC0) != 0x80)) {
			buf_put_u8(out, 0x90);
		} else if ((p[0] == 0xC3 || third) && (left == 1 || p[1] == ' ')) {
			buf_put_u8(out, 0xA0);
			if (left > 1)
				i++;
			if (left > 2 && !goes_on(out, p + 2, left - 2))
				buf_put_u8(out, ' ');
		}
	}
}

/* How much chance there is in a text that came out: bytes that were UTF-8 as they stood, that became it by mending, 8-bit ones. */
enum proof { PROOF_EXACT, PROOF_MENDED, PROOF_CHANCE };

/* Words of ours against what else there is. Pieces of broken UTF-8 look like short words themselves (chá»‰: chá): no comparing there. */
static bool better(const struct legacy_count *was, const struct legacy_count *now, enum proof proof)
{
	size_t all = now->good + now->bad + now->plausible;
	if (now->good == 0 || (proof != PROOF_EXACT && now->good <= was->good))
		return false;
	if (proof != PROOF_CHANCE)
		return 2 * now->good >= all && now->bad == 0;
	/* VISCII shares many letters with Latin-1, so that most words still stand; then all of them must fit afterwards */
	bool mostly_bad = was->bad > 0 && was->bad >= was->good + was->plausible;
	bool all_fit = was->bad > 1 && all == now->good && now->good >= was->good + was->bad;
	if (!(mostly_bad || all_fit) || 5 * now->good < 4 * all)
		return false;
	/* plain words in between must be Vietnamese too: Swedish and Rumanian have short words that come out as syllables */
	if (2 * now->ascii_bad > now->good + now->ascii_good)
		return false;
	return now->good > 1 || (now->ascii_good > 0 && now->ascii_bad == 0 && all == 1);
}

static bool try_utf8(const char *s, size_t n, const struct legacy_count *was, struct buf *out)
{
	struct buf bytes, mended, text;
	bool done = false;
	buf_init(&bytes, 2 * n + 16);
	buf_init(&mended, 2 * n + 16);
	buf_init(&text, 8 * n + 64);
	buf_put(&text, s, n);
	for (int round = 0; round < TWICE_MAX; round++) {
		struct legacy_count now;
		buf_reset(&bytes);
		buf_reset(&mended);
		if (!bytes_of((const char *)text.p, text.len, &bytes) || !has_high(&bytes))
			break;
		const struct buf *b = &bytes;
		enum proof proof = PROOF_EXACT;
		if (!utf8_valid((const char *)b->p, b->len)) {
			mend_bytes(&bytes, &mended);
			b = &mended;
			proof = PROOF_MENDED;
		}
		buf_reset(&text);
		if (buf_err(b) != 0 || ime_legacy_decode(IME_CS_UTF8, 0, b->p, b->len, &text, NULL) != 0)
			break;
		now = legacy_count((const char *)text.p, text.len);
		if (better(was, &now, proof)) {
			buf_put(out, text.p, text.len);
			done = true;
			break;
		}
	}
	buf_clear(&bytes);
	buf_clear(&mended);
	buf_clear(&text);
	return done;
}

/* Thaï, Noël: what French writes so often is no evidence for VNI when there is nothing else. */
static bool only_diaeresis(const struct buf *bytes)
{
	for (size_t i = 0; i < bytes->len; i++)
		if (bytes->p[i] >= 0x80 && bytes->p[i] != 0xEF && bytes->p[i] != 0xEB)
			return false;
	return true;
}

/* « word » and 2×3: in the old encodings these are letters, which never stand by themselves. */
static bool has_lone_sign(const char *s, size_t n)
{
	uint32_t before = ' ', cp, next;
	for (size_t at = 0; at < n; before = cp) {
		at += utf8_next(s + at, n - at, &cp);
		next = ' ';
		if (at < n)
			utf8_next(s + at, n - at, &next);
		if ((cp == 0xBB || cp == 0xD7 || cp == 0xF7) && !is_word_cp(before) && !is_word_cp(next))
			return true;
	}
	return false;
}

static bool try_eight(const char *s, size_t n, const struct legacy_count *was, struct buf *out)
{
	static const enum ime_charset eight[] = {IME_CS_TCVN3, IME_CS_VNI, IME_CS_VISCII, IME_CS_CP1258};
	struct buf bytes, best, text;
	size_t best_good = 0;
	bool doubt = false;
	buf_init(&bytes, n + 16);
	buf_init(&best, 8 * n + 64);
	buf_init(&text, 8 * n + 64);
	bool ok = !has_lone_sign(s, n) && bytes_of(s, n, &bytes) && has_high(&bytes);
	for (size_t i = 0; ok && i < COUNT_OF(eight); i++) {
		buf_reset(&text);
		if (ime_legacy_decode(eight[i], IME_LEGACY_CAPS_LINES, bytes.p, bytes.len, &text, NULL) != 0)
			continue;
		struct legacy_count now = legacy_count((const char *)text.p, text.len);
		if (now.good < best_good || !better(was, &now, PROOF_CHANCE) || (eight[i] == IME_CS_VNI && only_diaeresis(&bytes)))
			continue;
		/* "hoâm" is hôm in VNI and hoõm in TCVN3: as good as each other, so nobody knows */
		doubt = now.good == best_good && (text.len != best.len || memcmp(text.p, best.p, text.len) != 0);
		best_good = now.good;
		buf_reset(&best);
		buf_put(&best, text.p, text.len);
	}
	if (doubt)
		best_good = 0;
	if (best_good > 0)
		buf_put(out, best.p, best.len);
	buf_clear(&bytes);
	buf_clear(&best);
	buf_clear(&text);
	return best_good > 0;
}

bool ime_mojibake_repair(const char *s, size_t n, struct buf *out)
{
	if (n == 0 || n > REPAIR_MAX || !utf8_valid(s, n))
		return false;
	struct legacy_count was = legacy_count(s, n);
	bool latin = false;
	for (size_t i = 0; i < n && !latin; i++)
		latin = (uint8_t)s[i] >= 0x80;
	if (!latin) /* ASCII: the usual case */
		return false;
	size_t start = out->len;
	bool done = try_utf8(s, n, &was, out) || try_eight(s, n, &was, out);
	if (done && buf_err(out) == 0)
		return true;
	out->len = start;
	return false;
}
