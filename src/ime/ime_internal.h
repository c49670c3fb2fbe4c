/* The word as letters with marks, and the tables of what Vietnamese syllables look like. */
#ifndef IME_INTERNAL_H
#define IME_INTERNAL_H

#include "congvu/ime.h"

enum ime_mark { MARK_NONE, MARK_HAT /* â ê ô */, MARK_HORN /* ơ ư */, MARK_BREVE /* ă */, MARK_BAR /* đ */ };
enum ime_tone { TONE_NONE, TONE_ACUTE, TONE_GRAVE, TONE_HOOK, TONE_TILDE, TONE_DOT };

struct ime_letter {
	char base; /* lower case ASCII, or any other character as it is */
	enum ime_mark mark;
	bool upper;
	bool from_w;     /* ư written by a lone w */
	size_t key;      /* index of the key that made it */
	size_t mark_key; /* and of the key that marked it, SIZE_MAX */
};

struct ime_word {
	struct ime_letter l[IME_WORD_MAX];
	size_t n;
	enum ime_tone tone;
	size_t tone_at;  /* letter that carries the tone */
	size_t tone_key; /* SIZE_MAX: none */
	bool no_tone, no_hat, no_w, no_bar; /* taken back by a second key: not again in this word */
	bool name;       /* IME_MODE_NAME */
};

/* Onset, vowels, coda of a word; ok: could be (the beginning of) a Vietnamese syllable. */
struct ime_parts {
	size_t onset, vowels, coda; /* lengths */
	bool ok;
	bool foreign; /* an onset of other peoples here (Krông, Bhăm): marks, but no tones, since r, s, x are letters there (Ksor) */
};
struct ime_parts ime_parse(const struct ime_word *w);
bool ime_tone_fits(const struct ime_word *w, const struct ime_parts *p, enum ime_tone t);
size_t ime_tone_place(const struct ime_word *w, const struct ime_parts *p, enum ime_style s);
bool ime_is_vowel(char base);
/* Behind any consonants a rhyme that could be Vietnamese: names of other peoples here (Blê, Y Bôt), unfinished words. */
bool ime_is_nearly_syllable(const char *s, size_t n);

void ime_derive(const struct ime *im, const char *keys, size_t n, struct ime_word *w); /* with its method, style and mode */
size_t ime_unit_text(const struct ime *im, const char *keys, size_t n, char out[IME_TEXT_MAX + 1]);
size_t ime_render(const struct ime_word *w, char out[IME_TEXT_MAX + 1]);
/* What the editor must do so that `old` becomes `now`: erase behind the common beginning, insert the rest. */
void ime_difference(const char *old, size_t old_len, const char *now, struct ime_edit *out);
void ime_leave_alone(struct ime *im); /* the rest of the word is not ours */

/* ime_macro.c: at a break cp (0: none) the unit's macro; what stands before a word; the keys of a macro again. */
bool ime_expand(struct ime *im, uint32_t cp, struct ime_edit *out);
void ime_begin_word(struct ime *im, uint32_t before);
void ime_unexpand(struct ime *im, struct ime_edit *out);

/* ime_code.c: IME_MODE_CODE. */
void ime_code_key(struct ime *im, uint32_t cp, struct ime_edit *out);
void ime_code_backspace(struct ime *im); /* the letter shown last goes, its keys with it */
bool ime_code_restore(struct ime *im, struct ime_edit *out);
void ime_code_before(struct ime *im, const char *text, size_t n);

uint32_t ime_compose(char base, enum ime_mark mark, enum ime_tone tone, bool upper);
/* The other way round: base letter, mark, tone of a composed letter; false when it is none of ours. */
bool ime_decompose(uint32_t cp, char *base, enum ime_mark *mark, enum ime_tone *tone, bool *upper);

#endif
