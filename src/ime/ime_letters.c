/* Composed letters: base x mark x tone. */
#include "ime_internal.h"

#include <string.h>

/* One row a vowel, six tones a row: none, sắc, huyền, hỏi, ngã, nặng. */
static const struct {
	char base;
	enum ime_mark mark;
	const uint16_t lower[6], upper[6];
} ime_vowels[] = {
	{'a', MARK_NONE, {'a', 0xE1, 0xE0, 0x1EA3, 0xE3, 0x1EA1}, {'A', 0xC1, 0xC0, 0x1EA2, 0xC3, 0x1EA0}},
	{'a', MARK_BREVE, {0x103, 0x1EAF, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EB7}, {0x102, 0x1EAE, 0x1EB0, 0x1EB2, 0x1EB4, 0x1EB6}},
	{'a', MARK_HAT, {0xE2, 0x1EA5, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EAD}, {0xC2, 0x1EA4, 0x1EA6, 0x1EA8, 0x1EAA, 0x1EAC}},
	{'e', MARK_NONE, {'e', 0xE9, 0xE8, 0x1EBB, 0x1EBD, 0x1EB9}, {'E', 0xC9, 0xC8, 0x1EBA, 0x1EBC, 0x1EB8}},
	{'e', MARK_HAT, {0xEA, 0x1EBF, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EC7}, {0xCA, 0x1EBE, 0x1EC0, 0x1EC2, 0x1EC4, 0x1EC6}},
	{'i', MARK_NONE, {'i', 0xED, 0xEC, 0x1EC9, 0x129, 0x1ECB}, {'I', 0xCD, 0xCC, 0x1EC8, 0x128, 0x1ECA}},
	{'o', MARK_NONE, {'o', 0xF3, 0xF2, 0x1ECF, 0xF5, 0x1ECD}, {'O', 0xD3, 0xD2, 0x1ECE, 0xD5, 0x1ECC}},
	{'o', MARK_HAT, {0xF4, 0x1ED1, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED9}, {0xD4, 0x1ED0, 0x1ED2, 0x1ED4, 0x1ED6, 0x1ED8}},
	{'o', MARK_HORN, {0x1A1, 0x1EDB, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EE3}, {0x1A0, 0x1EDA, 0x1EDC, 0x1EDE, 0x1EE0, 0x1EE2}},
	{'u', MARK_NONE, {'u', 0xFA, 0xF9, 0x1EE7, 0x169, 0x1EE5}, {'U', 0xDA, 0xD9, 0x1EE6, 0x168, 0x1EE4}},
	{'u', MARK_HORN, {0x1B0, 0x1EE9, 0x1EEB, 0x1EED, 0x1EEF, 0x1EF1}, {0x1AF, 0x1EE8, 0x1EEA, 0x1EEC, 0x1EEE, 0x1EF0}},
	{'y', MARK_NONE, {'y', 0xFD, 0x1EF3, 0x1EF7, 0x1EF9, 0x1EF5}, {'Y', 0xDD, 0x1EF2, 0x1EF6, 0x1EF8, 0x1EF4}},
};

bool ime_is_vowel(char base)
{
	return base != '\0' && strchr("aeiouy", base) != NULL;
}

uint32_t ime_compose(char base, enum ime_mark mark, enum ime_tone tone, bool upper)
{
	if (mark == MARK_BAR)
		return upper ? 0x110 : 0x111;
	for (size_t i = 0; i < COUNT_OF(ime_vowels); i++)
		if (ime_vowels[i].base == base && ime_vowels[i].mark == mark)
			return upper ? ime_vowels[i].upper[tone] : ime_vowels[i].lower[tone];
	if (upper && base >= 'a' && base <= 'z')
		return (uint32_t)(base - 'a' + 'A');
	return (unsigned char)base;
}

bool ime_decompose(uint32_t cp, char *base, enum ime_mark *mark, enum ime_tone *tone, bool *upper)
{
	*mark = MARK_NONE;
	*tone = TONE_NONE;
	if (cp == 0x110 || cp == 0x111) {
		*base = 'd';
		*mark = MARK_BAR;
		*upper = cp == 0x110;
		return true;
	}
	for (size_t i = 0; i < COUNT_OF(ime_vowels); i++)
		for (int t = 0; t < 6; t++)
			if (ime_vowels[i].lower[t] == cp || ime_vowels[i].upper[t] == cp) {
				*base = ime_vowels[i].base;
				*mark = ime_vowels[i].mark;
				*tone = (enum ime_tone)t;
				*upper = ime_vowels[i].upper[t] == cp;
				return true;
			}
	if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z')) {
		*upper = cp <= 'Z';
		*base = (char)(*upper ? cp - 'A' + 'a' : cp);
		return true;
	}
	return false;
}

size_t ime_render(const struct ime_word *w, char out[IME_TEXT_MAX + 1])
{
	size_t len = 0;
	for (size_t i = 0; i < w->n && len + 4 <= IME_TEXT_MAX; i++) {
		const struct ime_letter *l = &w->l[i];
		enum ime_tone t = w->tone != TONE_NONE && w->tone_at == i ? w->tone : TONE_NONE;
		len += utf8_put(out + len, ime_compose(l->base, l->mark, t, l->upper));
	}
	out[len] = '\0';
	return len;
}
