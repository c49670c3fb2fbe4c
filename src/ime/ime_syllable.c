/* What a Vietnamese syllable looks like: onset, vowels, coda, and where its tone stands. */
#include "ime_internal.h"

#include <string.h>

/* Written as letter + mark digit: 1 hat, 2 horn, 3 breve, 4 bar; plain letters bare. Longest first where one begins another. */
static const char *const ime_onsets[] = {"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d4", "d",
	"g",   "h",  "k",  "l",  "m",  "n",  "p",  "r",  "s",  "t",  "v",  "x", ""};
static const char *const ime_codas[] = {"ch", "ng", "nh", "c", "k", "m", "n", "p", "t", ""};

enum { OPEN = 1, CLOSED = 2 }; /* may stand without a coda, with one */
static const struct {
	const char *v;
	int where;
} ime_rhymes[] = {
	{"a", OPEN | CLOSED}, {"a3", CLOSED}, {"a1", CLOSED}, {"e", OPEN | CLOSED}, {"e1", OPEN | CLOSED}, {"i", OPEN | CLOSED},
	{"o", OPEN | CLOSED}, {"o1", OPEN | CLOSED}, {"o2", OPEN | CLOSED}, {"u", OPEN | CLOSED}, {"u2", OPEN | CLOSED}, {"y", OPEN | CLOSED},
	{"ai", OPEN}, {"ao", OPEN}, {"au", OPEN}, {"ay", OPEN}, {"a1u", OPEN}, {"a1y", OPEN}, {"eo", OPEN}, {"e1u", OPEN},
	{"ia", OPEN}, {"ie1", CLOSED}, {"iu", OPEN}, {"oa", OPEN | CLOSED}, {"oa3", CLOSED}, {"oe", OPEN | CLOSED}, {"oi", OPEN},
	{"o1i", OPEN}, {"o2i", OPEN}, {"oo", CLOSED}, {"o1o1", CLOSED}, {"ua", OPEN | CLOSED}, {"ua1", CLOSED}, {"ue1", OPEN | CLOSED}, {"ui", OPEN},
	{"uo1", CLOSED}, {"uo2", OPEN}, {"uy", OPEN | CLOSED}, {"u2a", OPEN}, {"u2i", OPEN}, {"u2o2", CLOSED | OPEN}, {"u2u", OPEN},
	{"ye1", CLOSED}, {"ie1u", OPEN}, {"ye1u", OPEN}, {"oai", OPEN}, {"oao", OPEN}, {"oay", OPEN}, {"oeo", OPEN}, {"ua1y", OPEN},
	{"uo1i", OPEN}, {"uya", OPEN}, {"uye1", CLOSED}, {"uyu", OPEN}, {"u2o2i", OPEN}, {"u2o2u", OPEN}, {"ue1u", OPEN},
};

/* How one letter stands to one of a pattern: exactly, or bare where the pattern has a mark that may still come. */
static bool letter_fits(const struct ime_letter *l, char base, int mark, bool loose)
{
	return l->base == base && ((int)l->mark == mark || (loose && l->mark == MARK_NONE));
}

/* Letters matched by the pattern, or 0 when it does not fit there. *whole: the pattern was used up. */
static size_t pattern_match(const struct ime_word *w, size_t at, const char *pat, bool loose, bool *whole)
{
	size_t used = 0;
	while (*pat != '\0') {
		char base = *pat++;
		int mark = MARK_NONE;
		if (*pat >= '1' && *pat <= '4')
			mark = *pat++ - '0';
		if (at + used >= w->n || !letter_fits(&w->l[at + used], base, mark, loose)) {
			*whole = false;
			return used;
		}
		used++;
	}
	*whole = true;
	return used;
}

static size_t onset_len(const struct ime_word *w)
{
	for (size_t i = 0; i < COUNT_OF(ime_onsets); i++) {
		bool whole;
		size_t n = pattern_match(w, 0, ime_onsets[i], false, &whole);
		if (!whole)
			continue;
		/* gi is an onset only before another vowel (già, giếng), else its i is the vowel (gì, gìn) */
		if (strcmp(ime_onsets[i], "gi") == 0 && (n >= w->n || !ime_is_vowel(w->l[n].base)))
			continue;
		return n;
	}
	return 0;
}

static size_t coda_len(const struct ime_word *w, size_t at)
{
	for (size_t i = 0; i < COUNT_OF(ime_codas); i++) {
		bool whole;
		size_t n = pattern_match(w, at, ime_codas[i], false, &whole);
		if (whole && at + n == w->n)
			return n;
	}
	return SIZE_MAX;
}

static bool rhyme_ok(const struct ime_word *w, size_t at, size_t vowels, bool has_coda)
{
	/* ưi never stands without an onset: Wi-Fi is no Vietnamese */
	if (at == 0 && vowels == 2 && w->l[0].base == 'u' && w->l[0].mark == MARK_HORN && w->l[1].base == 'i')
		return false;
	for (size_t i = 0; i < COUNT_OF(ime_rhymes); i++) {
		bool whole;
		if (pattern_match(w, at, ime_rhymes[i].v, true, &whole) == vowels && whole &&
		    (has_coda ? (ime_rhymes[i].where & CLOSED) != 0 : true))
			return true;
	}
	return false;
}

/* Kr everywhere (Krông Pắc is a district), any consonants in a name (Bhăm, Blê, Hlêl, Kpă). */
static bool foreign_onset(const struct ime_word *w, size_t *onset)
{
	size_t n = *onset;
	while (n < w->n && w->l[n].base >= 'a' && w->l[n].base <= 'z' && !ime_is_vowel(w->l[n].base))
		n++;
	if (n == *onset || n == w->n || !(w->name || (n == 2 && w->l[0].base == 'k' && w->l[1].base == 'r')))
		return false;
	*onset = n;
	return true;
}

struct ime_parts ime_parse(const struct ime_word *w)
{
	struct ime_parts p = {0};
	p.onset = onset_len(w);
	p.foreign = foreign_onset(w, &p.onset);
	while (p.onset + p.vowels < w->n && ime_is_vowel(w->l[p.onset + p.vowels].base))
		p.vowels++;
	if (p.vowels == 0)
		return p;
	p.coda = coda_len(w, p.onset + p.vowels);
	if (p.coda == SIZE_MAX) {
		p.coda = 0;
		return p;
	}
	p.ok = rhyme_ok(w, p.onset, p.vowels, p.coda > 0);
	return p;
}

/* Codas c, ch, p, t, k take only sắc and nặng. */
bool ime_tone_fits(const struct ime_word *w, const struct ime_parts *p, enum ime_tone t)
{
	if (!p->ok || (p->foreign && t != TONE_NONE))
		return false;
	if (p->coda == 0 || t == TONE_NONE || t == TONE_ACUTE || t == TONE_DOT)
		return true;
	size_t at = p->onset + p->vowels;
	char c = w->l[at].base;
	return !(c == 'p' || c == 't' || c == 'k' || (c == 'c'));
}

size_t ime_tone_place(const struct ime_word *w, const struct ime_parts *p, enum ime_style s)
{
	size_t first = p->onset, last = p->onset + p->vowels - 1;
	for (size_t i = last + 1; i-- > first;)
		if (w->l[i].mark != MARK_NONE)
			return i; /* ơ ê ô â ă ư; of ươ the second */
	if (p->coda > 0)
		return last;
	if (p->vowels == 3)
		return first + 1;
	if (p->vowels == 2) {
		char a = w->l[first].base, b = w->l[last].base;
		bool pair = (a == 'o' && (b == 'a' || b == 'e')) || (a == 'u' && b == 'y');
		return pair && s == IME_NEW ? last : first;
	}
	return first;
}

/* ---- a finished word ---- */

/* Letters of a word with its one tone; false when a character is no letter of ours, or two carry a tone. */
static bool word_of(const char *s, size_t n, struct ime_word *w)
{
	memset(w, 0, sizeof *w);
	for (size_t at = 0; at < n;) {
		uint32_t cp;
		enum ime_tone t;
		struct ime_letter *l = &w->l[w->n];
		at += utf8_next(s + at, n - at, &cp);
		if (w->n >= 8 || !ime_decompose(cp, &l->base, &l->mark, &t, &l->upper) || (t != TONE_NONE && w->tone != TONE_NONE))
			return false;
		if (t != TONE_NONE) {
			w->tone = t;
			w->tone_at = w->n;
		}
		w->n++;
	}
	return w->n > 0;
}

/* The rhyme with its marks as they are, and complete without a coda where it has none. */
static bool rhyme_whole(const struct ime_word *w, const struct ime_parts *p)
{
	for (size_t i = 0; i < COUNT_OF(ime_rhymes); i++) {
		bool whole;
		if (pattern_match(w, p->onset, ime_rhymes[i].v, false, &whole) == p->vowels && whole)
			return (ime_rhymes[i].where & (p->coda > 0 ? CLOSED : OPEN)) != 0;
	}
	return false;
}

/* k gh ngh stand before e ê i y and nowhere else; c g ng never do (but gì, gìn). */
static bool onset_spelled(const struct ime_word *w, const struct ime_parts *p)
{
	char a = w->l[0].base, v = w->l[p->onset].base;
	bool front = v == 'e' || v == 'i' || v == 'y', h = p->onset > 1 && w->l[p->onset - 1].base == 'h';
	if (p->onset == 1 && a == 'k') /* before a u o only in names of places, which have a coda (Kon Tum) */
		return front || p->coda > 0;
	if (p->onset == 1 && a == 'c')
		return !front;
	if (p->onset == 1 && a == 'g')
		return !front || v == 'i';
	if (p->onset == 2 && a == 'n' && w->l[1].base == 'g')
		return !front;
	if (h && (a == 'g' || p->onset == 3))
		return front;
	return true;
}

bool ime_is_syllable(const char *s, size_t n)
{
	struct ime_word w;
	if (!word_of(s, n, &w))
		return false;
	struct ime_parts p = ime_parse(&w);
	for (size_t i = 0; i < w.n; i++)
		if (w.l[i].mark == MARK_BAR && i > 0)
			return false;
	if (!p.ok || p.foreign || !rhyme_whole(&w, &p) || !onset_spelled(&w, &p) || !ime_tone_fits(&w, &p, w.tone))
		return false;
	char last = w.l[w.n - 1].base;
	bool stop = p.coda > 0 && (strchr("cpt", last) != NULL || (last == 'h' && w.l[w.n - 2].base == 'c'));
	if (stop && w.tone == TONE_NONE)
		return false;
	return w.tone == TONE_NONE || w.tone_at == ime_tone_place(&w, &p, IME_OLD) || w.tone_at == ime_tone_place(&w, &p, IME_NEW);
}

bool ime_is_nearly_syllable(const char *s, size_t n)
{
	struct ime_word w, rhyme = {0};
	size_t from = 0;
	if (!word_of(s, n, &w))
		return false;
	while (from < w.n && !ime_is_vowel(w.l[from].base))
		from++;
	rhyme.n = w.n - from;
	memcpy(rhyme.l, w.l + from, rhyme.n * sizeof rhyme.l[0]);
	return ime_parse(&rhyme).ok;
}
