/* From keys to a word: each key is tried as a tone or a mark; what does not give a Vietnamese syllable is a letter. */
#include "ime_internal.h"

#include <string.h>

/* What a key may mean besides itself. */
enum sense { SENSE_LETTER, SENSE_TONE, SENSE_HAT, SENSE_W, SENSE_HORN, SENSE_BREVE, SENSE_BAR };
struct meaning {
	enum sense sense;
	enum ime_tone tone;
	char only; /* SENSE_HAT: this letter alone; 0 any */
};

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static struct meaning tone_by(const char *keys, char c)
{
	struct meaning m = {SENSE_LETTER, TONE_NONE, 0};
	const char *at = strchr(keys, c);
	if (c == '\0' || at == NULL)
		return m;
	/* order of every key string below: none, sắc, huyền, hỏi, ngã, nặng */
	m.sense = SENSE_TONE;
	m.tone = (enum ime_tone)(at - keys);
	return m;
}

static struct meaning meaning_of(enum ime_method method, char key)
{
	struct meaning m = {SENSE_LETTER, TONE_NONE, 0};
	char c = lower(key);
	if (method == IME_TELEX) {
		if (c == 'w')
			m.sense = SENSE_W;
		else if (c == 'd')
			m.sense = SENSE_BAR;
		else if (c == 'a' || c == 'e' || c == 'o') {
			m.sense = SENSE_HAT;
			m.only = c;
		} else
			m = tone_by("zsfrxj", c);
	} else if (method == IME_VNI) {
		static const char marks[] = "6789";
		static const enum sense senses[] = {SENSE_HAT, SENSE_HORN, SENSE_BREVE, SENSE_BAR};
		const char *at = c != '\0' ? strchr(marks, c) : NULL;
		if (at != NULL)
			m.sense = senses[at - marks];
		else
			m = tone_by("012345", c);
	} else if (method == IME_VIQR) {
		if (c == '^')
			m.sense = SENSE_HAT;
		else if (c == '+' || c == '*')
			m.sense = SENSE_HORN;
		else if (c == '(')
			m.sense = SENSE_BREVE;
		else if (c == 'd')
			m.sense = SENSE_BAR;
		else
			m = tone_by("-'`?~.", c);
	}
	return m;
}

static void put_letter(struct ime_word *w, char key, size_t k)
{
	struct ime_letter *l = &w->l[w->n++];
	*l = (struct ime_letter){.base = lower(key), .upper = key >= 'A' && key <= 'Z', .key = k, .mark_key = SIZE_MAX};
}

/* Marks letters by `mark` where bit i of set is one, keeping the change only when the word still fits. */
static bool try_mark(struct ime_word *w, uint64_t set, enum ime_mark mark, size_t k)
{
	struct ime_word t = *w;
	for (size_t i = 0; i < t.n; i++)
		if ((set >> i & 1) != 0) {
			t.l[i].mark = mark;
			t.l[i].mark_key = k;
			t.l[i].from_w = false;
		}
	if (!ime_parse(&t).ok)
		return false;
	*w = t;
	return true;
}

static void unmark(struct ime_word *w, enum ime_mark a, enum ime_mark b)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->l[i].mark == a || w->l[i].mark == b) {
			w->l[i].mark = MARK_NONE;
			w->l[i].mark_key = SIZE_MAX;
		}
}

static bool has_mark(const struct ime_word *w, const struct ime_parts *p, enum ime_mark m, char base)
{
	for (size_t i = p->onset; i < p->onset + p->vowels; i++)
		if (w->l[i].mark == m && (base == 0 || w->l[i].base == base))
			return true;
	return false;
}

/* â ê ô. Over a horn or breve it replaces it; ươ gives uô. */
static bool key_hat(struct ime_word *w, char only, size_t k, bool *undone)
{
	struct ime_parts p = ime_parse(w);
	if (w->no_hat || p.vowels == 0)
		return false;
	if (has_mark(w, &p, MARK_HAT, only)) {
		unmark(w, MARK_HAT, MARK_HAT);
		w->no_hat = *undone = true;
		return true;
	}
	for (size_t i = p.onset + p.vowels; i-- > p.onset;) {
		char b = w->l[i].base;
		if ((b != 'a' && b != 'e' && b != 'o') || (only != 0 && b != only))
			continue;
		struct ime_word t = *w;
		if (i > p.onset && t.l[i - 1].base == 'u' && t.l[i - 1].mark == MARK_HORN && b == 'o')
			t.l[i - 1].mark = MARK_NONE;
		if (try_mark(&t, UINT64_C(1) << i, MARK_HAT, k)) {
			*w = t;
			return true;
		}
	}
	return false;
}

/* The pair uo: both get the horn before a coda or a third vowel; alone only the o does behind th, h, kh (thuở, huơ) and qu. */
static bool horn_pair(struct ime_word *w, const struct ime_parts *p, size_t k, bool *undone)
{
	for (size_t i = p->onset; i + 1 < p->onset + p->vowels; i++) {
		if (w->l[i].base != 'u' || w->l[i + 1].base != 'o')
			continue;
		if (w->l[i + 1].mark == MARK_HORN && (w->l[i].mark == MARK_HORN || p->vowels == 2)) {
			unmark(w, MARK_HORN, MARK_HORN);
			w->no_w = *undone = true;
			return true;
		}
		bool alone = p->vowels == 2 && p->coda == 0;
		bool only_o = alone && p->onset > 0 && w->l[p->onset - 1].base == 'h' && (p->onset == 1 || strchr("tk", w->l[0].base) != NULL);
		struct ime_word t = *w;
		t.l[i].mark = MARK_NONE;
		t.l[i + 1].mark = MARK_NONE;
		if (try_mark(&t, (only_o ? 0 : UINT64_C(1) << i) | UINT64_C(2) << i, MARK_HORN, k)) {
			*w = t;
			return true;
		}
	}
	return false;
}

static bool mark_base(struct ime_word *w, const struct ime_parts *p, char base, enum ime_mark m, size_t k)
{
	for (size_t i = p->onset; i < p->onset + p->vowels; i++)
		if (w->l[i].base == base && w->l[i].mark != m && try_mark(w, UINT64_C(1) << i, m, k))
			return true;
	return false;
}

/* w, 7 and 8: horn (ơ ư ươ) and breve (ă). */
static bool key_horn(struct ime_word *w, bool horn, bool breve, size_t k, bool *undone)
{
	struct ime_parts p = ime_parse(w);
	if (w->no_w || p.vowels == 0)
		return false;
	if (horn && horn_pair(w, &p, k, undone))
		return true;
	if ((horn && has_mark(w, &p, MARK_HORN, 0)) || (breve && has_mark(w, &p, MARK_BREVE, 0))) {
		unmark(w, horn ? MARK_HORN : MARK_BREVE, breve ? MARK_BREVE : MARK_HORN);
		w->no_w = *undone = true;
		return true;
	}
	/* ua: mưa without a coda; else the a, the o, the u in this order */
	bool ua = p.vowels == 2 && p.coda == 0 && w->l[p.onset].base == 'u' && w->l[p.onset + 1].base == 'a';
	if (horn && ua && mark_base(w, &p, 'u', MARK_HORN, k))
		return true;
	if (breve && mark_base(w, &p, 'a', MARK_BREVE, k))
		return true;
	return horn && (mark_base(w, &p, 'o', MARK_HORN, k) || mark_base(w, &p, 'u', MARK_HORN, k));
}

/* A lone w is ư: at the start, behind a consonant (gi is one: giữa; qu has its u already). */
static bool lone_w(struct ime_word *w, char key, size_t k)
{
	struct ime_word t = *w;
	size_t vowels = ime_parse(w).vowels;
	bool gi = w->n == 2 && w->l[0].base == 'g' && w->l[1].base == 'i';
	bool qu = w->n == 2 && w->l[0].base == 'q' && w->l[1].base == 'u';
	if (t.no_w || qu || (vowels > 0 && !gi))
		return false;
	put_letter(&t, 'u', k);
	t.l[t.n - 1].upper = key == 'W';
	t.l[t.n - 1].mark = MARK_HORN;
	t.l[t.n - 1].from_w = true;
	struct ime_parts p = ime_parse(&t);
	if (!p.ok || p.foreign)
		return false;
	*w = t;
	return true;
}

/* ww: the ư that the first w wrote becomes that w again, and the second key is gone with it. */
static bool double_w(struct ime_word *w)
{
	if (w->n == 0 || !w->l[w->n - 1].from_w || w->no_w)
		return false;
	w->l[w->n - 1].base = 'w';
	w->l[w->n - 1].mark = MARK_NONE;
	w->l[w->n - 1].from_w = false;
	w->no_w = true;
	return true;
}

/* đ: the d that begins the syllable from anywhere behind it; in a word of consonants (QDD, HDDND) only the d just before. */
static bool key_bar(enum ime_method method, struct ime_word *w, size_t k, bool *undone)
{
	if (w->no_bar || w->n == 0)
		return false;
	struct ime_letter *last = &w->l[w->n - 1];
	struct ime_letter *l = last->base == 'd' ? last : &w->l[0];
	struct ime_parts p = ime_parse(w);
	bool vowels = p.vowels > 0;
	if (l->base != 'd' || (l != last && !(vowels && (p.ok || method == IME_VNI))))
		return false;
	if (l->mark == MARK_BAR) {
		if (l != last && !vowels)
			return false;
		l->mark = MARK_NONE;
		l->mark_key = SIZE_MAX;
		w->no_bar = *undone = true;
		return true;
	}
	l->mark = MARK_BAR;
	l->mark_key = k;
	return true;
}

static bool key_tone(struct ime_word *w, enum ime_tone t, size_t k, bool *undone)
{
	struct ime_parts p = ime_parse(w);
	if (w->no_tone || p.vowels == 0 || (t == TONE_NONE && w->tone == TONE_NONE))
		return false;
	if (t != TONE_NONE && t == w->tone) {
		w->tone = TONE_NONE;
		w->no_tone = *undone = true;
		return true;
	}
	if (!ime_tone_fits(w, &p, t))
		return false;
	w->tone = t;
	w->tone_key = k;
	return true;
}

/* After each key: complete ươ, take back a ư that w should not have written, put the tone where it belongs now. */
static void settle(struct ime_word *w, const char *keys, enum ime_style s)
{
	struct ime_parts p = ime_parse(w);
	for (size_t i = p.onset; p.vowels >= 2 && i + 1 < p.onset + p.vowels; i++) {
		struct ime_letter *u = &w->l[i], *o = &w->l[i + 1];
		bool half = u->base == 'u' && o->base == 'o' && (u->mark == MARK_HORN) != (o->mark == MARK_HORN) && o->mark != MARK_HAT;
		if (half && (p.coda > 0 || p.vowels == 3) && !w->no_w)
			u->mark = o->mark = MARK_HORN;
	}
	p = ime_parse(w);
	for (size_t i = 0; i < w->n && !p.ok; i++)
		if (w->l[i].from_w) {
			w->l[i].base = 'w';
			w->l[i].mark = MARK_NONE;
			w->l[i].from_w = false;
			w->l[i].upper = keys[w->l[i].key] == 'W';
			w->no_w = true;
			p = ime_parse(w);
		}
	if (p.ok && ime_tone_fits(w, &p, w->tone))
		w->tone_at = ime_tone_place(w, &p, s);
}

static bool apply(enum ime_method method, struct ime_word *w, const char *keys, size_t k, bool *undone)
{
	struct meaning m = meaning_of(method, keys[k]);
	switch (m.sense) {
	case SENSE_TONE:
		return key_tone(w, m.tone, k, undone);
	case SENSE_HAT:
		return key_hat(w, m.only, k, undone);
	case SENSE_W:
		return double_w(w) || key_horn(w, true, true, k, undone) || lone_w(w, keys[k], k);
	case SENSE_HORN:
		return key_horn(w, true, false, k, undone);
	case SENSE_BREVE:
		return key_horn(w, false, true, k, undone);
	case SENSE_BAR:
		return key_bar(method, w, k, undone);
	case SENSE_LETTER:
		break;
	}
	return false;
}

/* www is an address, never a word. */
static bool all_w(const char *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (lower(keys[i]) != 'w')
			return false;
	return n >= 3;
}

void ime_derive(const struct ime *im, const char *keys, size_t n, struct ime_word *w)
{
	enum ime_method m = im->method;
	memset(w, 0, sizeof *w);
	w->name = im->mode == IME_MODE_NAME;
	w->tone_key = SIZE_MAX;
	bool plain = all_w(keys, n);
	for (size_t k = 0; k < n && k < IME_WORD_MAX; k++) {
		bool undone = false;
		if (plain || !apply(m, w, keys, k, &undone) || undone)
			put_letter(w, keys[k], k);
		settle(w, keys, im->style);
	}
}

size_t ime_unit_text(const struct ime *im, const char *keys, size_t n, char out[IME_TEXT_MAX + 1])
{
	struct ime_word w;
	ime_derive(im, keys, n < IME_WORD_MAX ? n : IME_WORD_MAX, &w);
	return ime_render(&w, out);
}

size_t ime_text(enum ime_method m, enum ime_style s, const char *keys, size_t n, char out[IME_TEXT_MAX + 1])
{
	struct ime im;
	ime_init(&im, m, s, IME_MODE_TEXT);
	return ime_unit_text(&im, keys, n, out);
}
