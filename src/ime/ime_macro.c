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
		if (how == TYPED_NO || (how != TYPED_AS_IS && (t->rows[i].flags & IME_MACRO_CASE) == 0))
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
