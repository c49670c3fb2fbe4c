/* congvu/ime.h: Telex, VNI and VIQR as a pure function from the keys of one word to its text (TUI.md 4).
 *
 * The unit is the word being typed: letters since the last break (blank, punctuation, cursor move, paste). All keys of the unit are kept
 * and the text is derived anew from all of them at each key, so marks and tones may come anywhere in the word and Ctrl-Z can always give
 * the raw keys back. A word that holds a letter typed already composed (UniKey, Windows, macOS) is left alone.
 */
#ifndef CONGVU_IME_H
#define CONGVU_IME_H

#include "congvu/base.h"

enum ime_method { IME_OFF, IME_TELEX, IME_VNI, IME_VIQR };
enum ime_style { IME_OLD /* hòa, thúy */, IME_NEW /* hoà, thuý */ };
enum ime_mode { IME_MODE_TEXT, IME_MODE_CODE /* symbols: only dd or d9 make đ, upper case behind the slash */ };

#define IME_WORD_MAX 48                 /* keys of one word; a longer word is no longer converted */
#define IME_TEXT_MAX (IME_WORD_MAX * 4) /* bytes of its text */

/* Pure: the text of one word's keys. Keys are printable ASCII; anything else is copied. Returns bytes written (NUL added). */
size_t ime_text(enum ime_method m, enum ime_style s, const char *keys, size_t n, char out[IME_TEXT_MAX + 1]);

/* The unit beside an editor. */
struct ime {
	enum ime_method method;
	enum ime_style style;
	enum ime_mode mode;
	char keys[IME_WORD_MAX + 1];
	size_t n;     /* keys of the unit; 0: none */
	size_t shown; /* characters that the unit stands for on the screen */
	bool alone;   /* the rest of this word is not ours: composed letters, raw keys wanted back, too long */
};
/* What the editor must do: take `erase` characters before the cursor away, then insert text. */
struct ime_edit {
	size_t erase;
	char text[IME_TEXT_MAX + 1];
};
void ime_init(struct ime *im, enum ime_method m, enum ime_style s, enum ime_mode mode);
void ime_break(struct ime *im);                                    /* cursor moved, focus changed, pasted */
void ime_key(struct ime *im, uint32_t cp, struct ime_edit *out);   /* a character typed */
bool ime_backspace(struct ime *im, struct ime_edit *out);          /* false: no unit, the editor deletes one character itself */
bool ime_restore(struct ime *im, struct ime_edit *out);            /* Ctrl-Z: the word's raw keys, which then stay raw; false: no unit */
/* The cursor stands behind `word` (text, NFC): the next key continues it. False when it is no word of ours. */
bool ime_seed(struct ime *im, const char *word, size_t n);

#endif
