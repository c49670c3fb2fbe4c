/* ime_macro.c: short forms of an office or a person, and how the case of what was typed goes over to the text. */
#include "ime_internal.h"

#include <string.h>

enum typed { TYPED_NO, TYPED_AS_IS, TYPED_TITLE, TYPED_CAPITALS };

/* How the word stands to the key: the same, the same with a capital first, or all of it in capitals. */
static enum typed how_typed(const char *key, const char *word, size_t n)
{
	struct buf up;
	enum typed t = TYPED_NO;
	uint32_t cp;
	if (strlen(key) == n && memcmp(key, word, n) == 0)
		return TYPED_AS_IS;
	buf_init(&up, 4 * strlen(key) + 16);
	text_upper(key, strlen(key), &up);
	size_t first = utf8_next(key, strlen(key), &cp), first_up = up.len > 0 ? utf8_next((const char *)up.p, up.len, &cp) : 0;
	size_t rest = strlen(key) - first;
	if (first_up > 0 && n == first_up + rest && memcmp(word, up.p, first_up) == 0 && memcmp(word + first_up, key + first, rest) == 0)
		t = TYPED_TITLE; /* a key of one letter: T is the beginning of a sentence */
	else if (up.len == n && memcmp(word, up.p, n) == 0)
		t = TYPED_CAPITALS;
	buf_clear(&up);
	return t;
}

static size_t with_case(const char *text, enum typed how, char out[IME_MACRO_MAX + 1])
{
	struct buf b;
	size_t n = strlen(text), first = 0;
	uint32_t cp;
	buf_init(&b, IME_MACRO_MAX);
	if (how == TYPED_CAPITALS) {
		text_upper(text, n, &b);
	} else {
		if (how == TYPED_TITLE) {
			first = utf8_next(text, n, &cp);
			text_upper(text, first, &b);
		}
		buf_put(&b, text + first, n - first);
	}
	size_t len = buf_err(&b) == 0 ? b.len : 0;
	if (len > 0)
		memcpy(out, b.p, len);
	out[len] = '\0';
	buf_clear(&b);
	return len;
}

size_t ime_macro_expand(const struct ime_macros *t, const char *word, size_t n, char out[IME_MACRO_MAX + 1])
{
	out[0] = '\0';
	for (size_t i = 0; t != NULL && n > 0 && i < t->n; i++) {
		enum typed how = how_typed(t->rows[i].key, word, n);
		unsigned enough = how == TYPED_TITLE ? IME_MACRO_CASE | IME_MACRO_TITLE : IME_MACRO_CASE;
		if (how == TYPED_NO || (how != TYPED_AS_IS && (t->rows[i].flags & enough) == 0))
			continue;
		if (!utf8_valid(t->rows[i].text, strlen(t->rows[i].text)))
			return 0;
		return with_case(t->rows[i].text, how, out);
	}
	return 0;
}

void ime_use_macros(struct ime *im, const struct ime_macros *t)
{
	im->macros = t;
}

static bool one_of(const uint32_t *signs, uint32_t cp)
{
	while (*signs != 0 && *signs != cp)
		signs++;
	return *signs != 0;
}

/* What may follow a short form: a digit, a slash, a hyphen make it part of something longer (bc1, kn/tc, ubnd-vp). */
static bool ends_word(uint32_t cp)
{
	static const uint32_t signs[] = {' ', '\n', 0xA0, ',', '.', ';', ':', '!', '?', ')', ']', '}', '"', '\'', 0xBB, 0x2019, 0x201D, 0x2026, 0};
	return one_of(signs, cp);
}

/* And before it: nothing, a blank, a sign that no symbol, address or number holds. */
static bool begins_word(uint32_t cp)
{
	static const uint32_t signs[] = {' ', '\n', 0xA0, ',', ';', ':', '!', '?', '(', '[', '{', '<', '"', '\'', 0xAB, 0x2018, 0x201C, 0};
	return one_of(signs, cp);
}

void ime_begin_word(struct ime *im, uint32_t before)
{
	im->glued = !begins_word(before);
}

/* The word may be a macro's key, as it stands there or as it was typed. The keys stay for ime_restore. */
bool ime_expand(struct ime *im, uint32_t cp, struct ime_edit *out)
{
	char word[IME_TEXT_MAX + 1], text[IME_MACRO_MAX + 1];
	if (im->macros == NULL || im->n == 0 || im->glued || (cp != 0 && !ends_word(cp)))
		return false;
	size_t len = ime_macro_expand(im->macros, word, ime_unit_text(im, im->keys, im->n, word), text);
	if (len == 0)
		len = ime_macro_expand(im->macros, im->keys, im->n, text);
	if (len == 0)
		return false;
	size_t keys = im->n;
	out->erase = im->shown;
	memcpy(out->text, text, len);
	if (cp != 0)
		len += utf8_put(out->text + len, cp);
	out->text[len] = '\0';
	ime_break(im);
	im->expanded = utf8_chars(out->text, len);
	im->expanded_by = cp;
	im->n_typed = keys;
	return true;
}

bool ime_finish(struct ime *im, struct ime_edit *out)
{
	return im->mode != IME_MODE_CODE && ime_expand(im, 0, out);
}

/* Directly behind a macro: the keys and the break again. */
void ime_unexpand(struct ime *im, struct ime_edit *out)
{
	out->erase = im->expanded;
	memcpy(out->text, im->keys, im->n_typed);
	size_t len = im->n_typed;
	if (im->expanded_by != 0)
		len += utf8_put(out->text + len, im->expanded_by);
	out->text[len] = '\0';
	ime_break(im);
	if (im->expanded_by != 0)
		ime_begin_word(im, im->expanded_by);
	else
		im->alone = true; /* the cursor still stands behind the word, which stays */
}
