/* fold.c: search form and sort keys of Vietnamese text.
 *
 * A letter is taken apart into base, quality (ă â ê ô ơ ư đ are letters of their own in the order) and tone. Folding keeps the base only.
 * A sort key is, syllable by syllable, the weights of the letters and then one byte for the tone, so that tones decide only between equal
 * letters, and a syllable is complete before the next one is looked at:
 *
 *	byte 1       end of the given name (name keys)
 *	bytes 2-7    tone: level, huyền, hỏi, ngã, sắc, nặng
 *	byte 8       a number follows: count of its digits, then the digits ("Tổ 9" before "Tổ 10")
 *	bytes 16-48  a ă â b c d đ ... z
 *	byte 255     a letter of another script follows, as three bytes
 */
#include "congvu/base.h"

#include <string.h>
#include <utf8proc.h>

enum tone { TONE_LEVEL = 2, TONE_HUYEN, TONE_HOI, TONE_NGA, TONE_SAC, TONE_NANG };

#define KEY_NAME_END 1
#define KEY_NUMBER 8
#define KEY_OTHER 255
#define PARTS_MAX 16
#define NUMBER_MAX 200

/* Weights of a-z; the gaps are ă â (17 18), đ (22), ê (24), ô ơ (35 36), ư (43). */
static const uint8_t WEIGHT[26] = { 16, 19, 20, 21, 23, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 37, 38, 39, 40, 41, 42, 44, 45, 46, 47, 48 };
#define WEIGHT_D_STROKE 22

/* Lower case, canonical parts; returns how many. */
static size_t take_apart(uint32_t cp, int32_t parts[PARTS_MAX])
{
	utf8proc_ssize_t n;
	int boundary = 0;

	if (cp < 0x80) {
		parts[0] = cp >= 'A' && cp <= 'Z' ? (int32_t)cp + 32 : (int32_t)cp;
		return 1;
	}
	if (cp == 0xd0)
		cp = 0x110; /* Ð of legacy conversions looks and means Đ */
	if (cp == 0x110 || cp == 0x111 || cp == 0xf0) {
		parts[0] = 0x111;
		return 1;
	}
	n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, PARTS_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
	if (n < 1 || n > PARTS_MAX) {
		parts[0] = (int32_t)cp;
		return 1;
	}
	return (size_t)n;
}

static bool is_mark(int32_t cp)
{
	return cp >= 0x300 && utf8proc_category(cp) == UTF8PROC_CATEGORY_MN;
}

void text_fold(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n;) {
		int32_t parts[PARTS_MAX];
		uint32_t cp = 0;
		size_t count;

		if ((unsigned char)s[i] < 0x80) { /* most of a text is ASCII */
			buf_put_u8(out, (unsigned)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]));
			i++;
			continue;
		}
		i += utf8_next(s + i, n - i, &cp);
		count = take_apart(cp, parts);
		for (size_t k = 0; k < count; k++) {
			char bytes[4];

			if (is_mark(parts[k]))
				continue;
			if (parts[k] == 0x111)
				buf_put_u8(out, 'd');
			else
				buf_put(out, bytes, utf8_put(bytes, (uint32_t)parts[k]));
		}
	}
}

/* ---- sort keys ---- */

struct syllable {
	struct buf *out;
	int32_t letter; /* waiting for its marks, 0: none */
	uint8_t weight;
	bool open;
	enum tone tone;
	char number[NUMBER_MAX];
	size_t digits;
};

static void flush_letter(struct syllable *y)
{
	if (!y->letter)
		return;
	if (y->weight) {
		buf_put_u8(y->out, y->weight);
	} else {
		buf_put_u8(y->out, KEY_OTHER);
		buf_put_u8(y->out, (unsigned)y->letter >> 16);
		buf_put_u8(y->out, (unsigned)y->letter >> 8 & 0xff);
		buf_put_u8(y->out, (unsigned)y->letter & 0xff);
	}
	y->letter = 0;
}

static void flush(struct syllable *y)
{
	flush_letter(y);
	if (y->open)
		buf_put_u8(y->out, y->tone);
	y->open = false;
	y->tone = TONE_LEVEL;
	if (y->digits > 0) {
		buf_put_u8(y->out, KEY_NUMBER);
		buf_put_u8(y->out, (unsigned)y->digits);
		buf_put(y->out, y->number, y->digits);
	}
	y->digits = 0;
}

static void set_tone(struct syllable *y, enum tone t)
{
	if (y->tone == TONE_LEVEL) /* a foreign word may carry several; the first one counts */
		y->tone = t;
}

static void put_mark(struct syllable *y, int32_t mark)
{
	switch (mark) {
	case 0x300:
		set_tone(y, TONE_HUYEN);
		break;
	case 0x309:
		set_tone(y, TONE_HOI);
		break;
	case 0x303:
		set_tone(y, TONE_NGA);
		break;
	case 0x301:
		set_tone(y, TONE_SAC);
		break;
	case 0x323:
		set_tone(y, TONE_NANG);
		break;
	case 0x306: /* ă */
		if (y->letter == 'a')
			y->weight = (uint8_t)(WEIGHT[0] + 1);
		break;
	case 0x302: /* â ê ô */
		if (y->letter == 'a')
			y->weight = (uint8_t)(WEIGHT[0] + 2);
		else if (y->letter == 'e' || y->letter == 'o')
			y->weight = (uint8_t)(WEIGHT[y->letter - 'a'] + 1);
		break;
	case 0x31b: /* ơ ư */
		if (y->letter == 'o')
			y->weight = (uint8_t)(WEIGHT['o' - 'a'] + 2);
		else if (y->letter == 'u')
			y->weight = (uint8_t)(WEIGHT['u' - 'a'] + 1);
		break;
	}
}

static void put_digit(struct syllable *y, char c)
{
	if (y->open || y->letter)
		flush(y);
	if (y->digits == 1 && y->number[0] == '0')
		y->digits = 0; /* leading zeros do not count */
	if (y->digits < NUMBER_MAX)
		y->number[y->digits++] = c;
}

static bool is_letter(int32_t cp)
{
	utf8proc_category_t category;

	if (cp < 0x80)
		return cp >= 'a' && cp <= 'z';
	category = utf8proc_category(cp);
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static void put_part(struct syllable *y, int32_t cp)
{
	if (is_mark(cp)) {
		if (y->letter)
			put_mark(y, cp);
	} else if (cp >= '0' && cp <= '9') {
		put_digit(y, (char)cp);
	} else if (is_letter(cp)) {
		if (y->digits > 0)
			flush(y);
		flush_letter(y);
		y->letter = cp;
		y->weight = cp == 0x111 ? WEIGHT_D_STROKE : cp < 0x80 ? WEIGHT[cp - 'a'] : 0;
		y->open = true;
	} else {
		flush(y); /* blanks and punctuation only part the syllables */
	}
}

static void put_key(const char *s, size_t n, struct buf *out)
{
	struct syllable y = { .out = out, .tone = TONE_LEVEL };
	uint32_t cp = 0;

	for (size_t i = 0; i < n;) {
		int32_t parts[PARTS_MAX];
		size_t count;

		i += utf8_next(s + i, n - i, &cp);
		count = take_apart(cp, parts);
		for (size_t k = 0; k < count; k++)
			put_part(&y, parts[k]);
	}
	flush(&y);
}

void text_sort_key(const char *s, struct buf *out)
{
	put_key(s, strlen(s), out);
}

/* Does a word begin like a name? "2" and "(Ba)" behind one tell two people apart and are no given name. */
static bool names(const char *word, const char *end)
{
	uint32_t cp = 0;
	int32_t parts[PARTS_MAX];

	return utf8_next(word, (size_t)(end - word), &cp) > 0 && take_apart(cp, parts) > 0 && is_letter(parts[0]);
}

/* Given name, family and middle names, then what stood behind the given name. */
void text_name_key(const char *s, struct buf *out)
{
	const char *paren = strstr(s, " (");
	size_t all = strlen(s), end = paren ? (size_t)(paren - s) : all, given;

	for (;;) {
		while (end > 0 && s[end - 1] == ' ')
			end--;
		given = end;
		while (given > 0 && s[given - 1] != ' ')
			given--;
		if (given == 0 || names(s + given, s + end))
			break;
		end = given;
	}
	put_key(s + given, end - given, out);
	buf_put_u8(out, KEY_NAME_END);
	put_key(s, given, out);
	while (end < all && s[end] == ' ')
		end++;
	if (end < all) {
		buf_put_u8(out, KEY_NAME_END);
		put_key(s + end, all - end, out);
	}
}

void text_upper(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n;) {
		char bytes[4];
		uint32_t cp = 0;

		i += utf8_next(s + i, n - i, &cp);
		buf_put(out, bytes, utf8_put(bytes, (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp)));
	}
}
