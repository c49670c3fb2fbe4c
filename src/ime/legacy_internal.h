/* legacy_internal.h: tables of the old encodings, and the count of syllables that guessing rests on. */
#ifndef LEGACY_INTERNAL_H
#define LEGACY_INTERNAL_H

#include "ime_internal.h"

/* One byte -> one code point; 0: the byte is nothing there. */
uint32_t legacy_tcvn3(uint8_t b);  /* 0xB0-0xB4 give combining marks */
uint32_t legacy_viscii(uint8_t b);
uint32_t legacy_cp1258(uint8_t b); /* five of its bytes are combining marks */
uint32_t legacy_cp1252(uint8_t b);
/* The other way; -1: not in that encoding. Latin-1's own 0x80-0x9F are taken for the byte of the same number. */
int legacy_tcvn3_byte(uint32_t cp);
int legacy_viscii_byte(uint32_t cp);
int legacy_cp1258_byte(uint32_t cp);
int legacy_cp1252_byte(uint32_t cp);

/* VNI-Windows: letters of one byte, and marks that follow a letter. */
uint32_t legacy_vni_single(uint8_t b);
int legacy_vni_single_byte(uint32_t cp);
bool legacy_vni_mark(uint8_t b, enum ime_mark *mark, enum ime_tone *tone);
uint8_t legacy_vni_mark_byte(enum ime_mark mark, enum ime_tone tone, bool upper); /* 0: none */

bool legacy_is_control(uint8_t b);    /* no text holds it: below 0x20 but for tab, newline, return, form feed; and 0x7F */
const char *legacy_plain(uint32_t cp); /* ASCII for typographic punctuation; NULL: none */

/* Words of a text by what they speak for. A word is a run of letters; abbreviations in capital consonants (QĐ) count nowhere. */
struct legacy_count {
	size_t good;      /* with a Vietnamese letter, and a syllable */
	size_t plausible; /* its letters are Vietnamese and so is its rhyme, not its spelling (Krông, Blê) */
	size_t bad;       /* with a letter or sign that is not, or letters that never meet */
	size_t ascii_good, ascii_bad;
};
struct legacy_count legacy_count(const char *s, size_t n);

#endif
