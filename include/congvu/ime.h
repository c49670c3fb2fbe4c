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
enum ime_mode {
	IME_MODE_TEXT,
	IME_MODE_NAME, /* the same, and marks in syllables of other peoples here: Bhăm, Blê; elsewhere only Krông */
	/* Symbols: only dd or d9 make đ, pair by pair. From a slash to the next blank letters typed small become capitals (125/qdd-ubnd:
	 * 125/QĐ-UBND), also with IME_OFF; a run of them that begins with a capital stays as typed (34/TTr-UBND). */
	IME_MODE_CODE,
};

#define IME_WORD_MAX 48                 /* keys of one word; a longer word is no longer converted */
#define IME_TEXT_MAX (IME_WORD_MAX * 4) /* bytes of its text */
#define IME_MACRO_MAX 500               /* bytes of a macro's text; a longer one is not expanded */
#define IME_EDIT_MAX (IME_MACRO_MAX + 4)

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
	bool escape;  /* VIQR: a backslash stands before the cursor */
	bool brackets; /* Telex: [ ] { } type ơ ư Ơ Ư, twice the same is itself; set by the caller behind ime_init */
	uint32_t bracket; /* the one typed last; 0 */
	bool glued;   /* the word is the rest of one, or part of a symbol or address: no macro */
	bool slash;   /* IME_MODE_CODE: a slash stands before the cursor */
	bool as_typed; /* and small letters stand in the run before it */
	const struct ime_macros *macros; /* borrowed; NULL: none */
	size_t expanded;      /* characters of the macro's text and break that stand before the cursor; 0: none */
	uint32_t expanded_by; /* that break; 0: the field was left */
	size_t n_typed;       /* and how many of keys were typed for it */
};
/* What the editor must do: take `erase` characters before the cursor away, then insert text. */
struct ime_edit {
	size_t erase;
	char text[IME_EDIT_MAX + 1];
};
void ime_init(struct ime *im, enum ime_method m, enum ime_style s, enum ime_mode mode);
void ime_break(struct ime *im);                                    /* cursor moved, focus changed, pasted */
void ime_key(struct ime *im, uint32_t cp, struct ime_edit *out);   /* a character typed */
bool ime_backspace(struct ime *im, struct ime_edit *out);          /* false: no unit, the editor deletes one character itself */
bool ime_restore(struct ime *im, struct ime_edit *out);            /* Ctrl-Z: the word's raw keys, which then stay raw; false: no unit */
/* What stands before the cursor, told before a key that may begin a word (n of the unit is 0). Not told: what was typed before. */
void ime_before(struct ime *im, const char *text, size_t n);
/* The cursor stands behind `word` (text, NFC; only what is left of the cursor when it stands inside one): the next key continues it.
 * False when it is no word of ours: its letters then stay as they are, and so do those typed until the next break. */
bool ime_seed(struct ime *im, const char *word, size_t n);

/* True when the n bytes are exactly one Vietnamese syllable as the orthography writes it (NFC, any case, both tone styles). A syllable
 * that may stand without marks (nam, ban) is one too; a foreign name (Krông) or an abbreviation (QĐ) is none. */
bool ime_is_syllable(const char *s, size_t n);

/* ---- macros --------------------------------------------------------------------------------------------------------- */

/* "ubnd" -> "Ủy ban nhân dân". A key typed as the row writes it gives the text; with IME_MACRO_TITLE also Ubnd (the text's first letter
 * becomes a capital), with IME_MACRO_CASE that and UBND (all of it). Without it UBND stays UBND, since abbreviations are words of their own
 * in documents. */
enum ime_macro_flags { IME_MACRO_EXACT = 0, IME_MACRO_CASE = 1, IME_MACRO_TITLE = 2 };
struct ime_macro {
	const char *key;  /* lower case, no blanks */
	const char *text; /* NFC, at most IME_MACRO_MAX bytes */
	unsigned flags;
};
struct ime_macros {
	const struct ime_macro *rows;
	size_t n; /* the first row that fits counts: a user's own rows stand before the office's */
};
/* Pure: bytes written to out (NUL added), 0 when no row fits the word. */
size_t ime_macro_expand(const struct ime_macros *t, const char *word, size_t n, char out[IME_MACRO_MAX + 1]);
/* ime_key then expands a word that is a key when what ends a word follows it (blank, punctuation of a sentence; not / - @ or a digit), also
 * with IME_OFF; ime_restore directly behind gives the keys back. Never inside symbols and addresses (12/bc-ubnd, vp@ubnd), in a word that
 * the cursor came back to, nor in one composed elsewhere. t is borrowed; NULL ends it. ime_init forgets it. */
void ime_use_macros(struct ime *im, const struct ime_macros *t);
bool ime_finish(struct ime *im, struct ime_edit *out); /* the field is left: the same for its last word; false: nothing to do */

/* ---- legacy text ---------------------------------------------------------------------------------------------------- */

/* TCVN3 (ABC fonts, TCVN 5712 VN1), VNI-Windows (letter and mark are two bytes), VISCII and VIQR (RFC 1456), code page 1258. */
enum ime_charset {
	IME_CS_UTF8, IME_CS_TCVN3, IME_CS_VNI, IME_CS_VISCII, IME_CS_VIQR, IME_CS_CP1258,
	IME_CS_PLAIN, /* no marks; encode only */
};
enum ime_legacy_flags {
	IME_LEGACY_CAPITALS = 1,   /* TCVN3 in a .VnTimeH font: what is stored in small letters is drawn in capitals. Decoding: all becomes
	                            * capitals; encoding: capitals are written with the codes of small letters */
	IME_LEGACY_CAPS_LINES = 2, /* TCVN3: in a line whose ASCII letters are all capitals, so are the others (CéNG HßA, from such a font) */
	IME_LEGACY_LOSSY = 4,      /* what cannot be becomes U+FFFD (decoding) or ? (encoding) instead of an error */
};
const char *ime_charset_name(enum ime_charset cs); /* utf8 tcvn3 vni viscii viqr cp1258 plain */
bool ime_charset_by_name(const char *name, enum ime_charset *out);
/* To NFC UTF-8, appended to out. ERR_INVALID: *bad (may be NULL) is the offset of the first byte that cannot be; out is then as before.
 * Line ends and tabs stay; other control characters cannot be, but for those that TCVN3 and VISCII use for letters. A byte order mark
 * before UTF-8 goes. */
int ime_legacy_decode(enum ime_charset cs, unsigned flags, const void *p, size_t n, struct buf *out, size_t *bad) MUST_CHECK;
/* From UTF-8 (any normal form). Typographic signs that the charset lacks become ASCII ones. ERR_INVALID: *bad is the offset in the NFC
 * form of the first character that the charset has not; out is then as before. */
int ime_legacy_encode(enum ime_charset cs, unsigned flags, const char *s, size_t n, struct buf *out, size_t *bad) MUST_CHECK;

struct ime_guess {
	enum ime_charset cs;
	int confidence; /* 0-100; below 60 ask the person */
};
/* The charset whose decoding gives the most Vietnamese syllables. ASCII without marks is UTF-8. */
struct ime_guess ime_legacy_guess(const void *p, size_t n);

/* Valid UTF-8 that was once decoded wrongly (UTF-8 read as code page 1252, also twice: "Viá»‡t"; TCVN3, VNI, VISCII or code page 1258 read as
 * Latin-1: "ViÖt", "Vieät"): appends the text that was meant and returns true when that is clearly better. False and nothing appended for all
 * other text, in doubt too. */
bool ime_mojibake_repair(const char *s, size_t n, struct buf *out);

#endif
