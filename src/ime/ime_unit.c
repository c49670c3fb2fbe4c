/* The word being typed, beside an editor: which keys belong to it and what changes on the screen. */
#include "ime_internal.h"

#include <string.h>

void ime_init(struct ime *im, enum ime_method m, enum ime_style s, enum ime_mode mode)
{
	memset(im, 0, sizeof *im);
	im->method = m;
	im->style = s;
	im->mode = mode;
}

void ime_break(struct ime *im)
{
	im->n = im->shown = im->expanded = 0;
	im->alone = im->escape = false;
	im->bracket = 0;
}

void ime_leave_alone(struct ime *im)
{
	ime_break(im);
	im->alone = true;
}

static bool is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* May this character belong to the unit? Marks of VNI and VIQR only once there is a word. */
static bool belongs(const struct ime *im, uint32_t cp)
{
	if (is_letter(cp))
		return true;
	if (im->n == 0 || cp > 0x7E)
		return false;
	if (im->method == IME_VNI)
		return cp >= '0' && cp <= '9';
	if (im->method != IME_VIQR || cp == '\0' || strchr("^(+*'`?~.-", (int)cp) == NULL)
		return false;
	char last = (char)(im->keys[im->n - 1] | 0x20);
	bool behind_vowel = !(last >= 'a' && last <= 'z') || ime_is_vowel(last);
	if (cp == '-') /* directly behind a tone it takes that away, else it is a hyphen: "thu-vie^.n" */
		return strchr("'`?~.", im->keys[im->n - 1]) != NULL;
	/* Behind a consonant these end a sentence: "Vie^.t Nam." Behind a vowel RFC 1456 wants a backslash before them. */
	return strchr(".?'", (int)cp) == NULL || behind_vowel;
}

/* Quotes, dashes and blanks that the client's own input method may send: no letters, so the next word is ours again. */
static bool is_sign(uint32_t cp)
{
	return cp == 0xA0 || cp == 0xAB || cp == 0xBB || (cp >= 0x2000 && cp <= 0x206F);
}

void ime_difference(const char *old, size_t old_len, const char *now, struct ime_edit *out)
{
	size_t same = 0, whole = 0;
	while (same < old_len && now[same] != '\0' && old[same] == now[same])
		same++;
	while (whole < same) { /* back to a character's start */
		uint32_t cp;
		size_t n = utf8_next(old + whole, old_len - whole, &cp);
		if (whole + n > same)
			break;
		whole += n;
	}
	out->erase = utf8_chars(old + whole, old_len - whole);
	memcpy(out->text, now + whole, strlen(now + whole) + 1);
}

static void literal(uint32_t cp, struct ime_edit *out)
{
	out->erase = 0;
	out->text[utf8_put(out->text, cp)] = '\0';
}

/* VIQR: behind a backslash a mark or a d is itself, and the backslash goes. */
static bool escaped(struct ime *im, uint32_t cp, struct ime_edit *out)
{
	bool was = im->escape;
	im->escape = false;
	if (im->method != IME_VIQR)
		return false;
	if (was && cp > 0x20 && cp < 0x7F && strchr("^(+*'`?~.-dD\\", (int)cp) != NULL) {
		ime_break(im);
		literal(cp, out);
		out->erase = 1;
		return true;
	}
	if (cp != '\\')
		return false;
	ime_break(im);
	literal(cp, out);
	im->escape = true;
	return true;
}

/* One more key of the unit, or two at once. */
static void add_keys(struct ime *im, const char *keys, struct ime_edit *out)
{
	char old[IME_TEXT_MAX + 1], now[IME_TEXT_MAX + 1];
	size_t old_len = ime_unit_text(im, im->keys, im->n, old);
	for (; *keys != '\0'; keys++)
		im->keys[im->n++] = *keys;
	im->shown = utf8_chars(now, ime_unit_text(im, im->keys, im->n, now));
	ime_difference(old, old_len, now, out);
}

/* Two letters or more, all of them capitals: Caps Lock does not reach the brackets. */
static bool in_capitals(const struct ime *im)
{
	for (size_t i = 0; i < im->n; i++)
		if (im->keys[i] >= 'a' && im->keys[i] <= 'z')
			return false;
	return im->n >= 2;
}

/* [ is ow, ] is uw; the same again takes that back and is itself, as with every other key of Telex. */
static bool bracket(struct ime *im, uint32_t cp, struct ime_edit *out)
{
	static const char signs[] = "[]{}", *const keys[] = {"ow", "uw", "OW", "UW"};
	const char *at = cp != 0 && cp < 0x80 ? strchr(signs, (int)cp) : NULL;
	bool again = cp == im->bracket;
	im->bracket = 0;
	if (at == NULL || !im->brackets || im->method != IME_TELEX || im->mode == IME_MODE_CODE || im->alone || im->n + 2 >= IME_WORD_MAX)
		return false;
	if (again && im->n >= 2) {
		char old[IME_TEXT_MAX + 1], now[IME_TEXT_MAX + 1];
		size_t old_len = ime_unit_text(im, im->keys, im->n, old), len = ime_unit_text(im, im->keys, im->n - 2, now);
		now[len] = (char)cp;
		now[len + 1] = '\0';
		ime_difference(old, old_len, now, out);
		ime_break(im);
		ime_begin_word(im, cp);
		return true;
	}
	add_keys(im, keys[at - signs < 2 && in_capitals(im) ? at - signs + 2 : at - signs], out);
	im->bracket = cp;
	return true;
}

void ime_key(struct ime *im, uint32_t cp, struct ime_edit *out)
{
	out->erase = 0;
	im->expanded = 0;
	if (bracket(im, cp, out))
		return;
	if (im->mode == IME_MODE_CODE) {
		ime_code_key(im, cp, out);
		return;
	}
	if (im->method == IME_OFF && im->macros == NULL) {
		literal(cp, out);
		return;
	}
	if (escaped(im, cp, out))
		return;
	/* composed elsewhere, or raw keys wanted: the whole word is left alone */
	if ((cp > 0x7F && !is_sign(cp)) || (im->alone && is_letter(cp))) {
		literal(cp, out);
		ime_leave_alone(im);
		return;
	}
	if (!belongs(im, cp)) {
		if (!ime_expand(im, cp, out)) {
			ime_break(im);
			literal(cp, out);
		}
		ime_begin_word(im, cp);
		return;
	}
	if (im->n >= IME_WORD_MAX - 1) {
		literal(cp, out);
		ime_leave_alone(im);
		return;
	}
	add_keys(im, (const char[]){(char)cp, '\0'}, out);
}

/* The keys that are left when the last letter goes: its own, its marks, and the tone once no vowel is left to carry it. */
static size_t keys_without_last(const struct ime *im, const struct ime_word *w, char out[IME_WORD_MAX])
{
	bool drop[IME_WORD_MAX] = {false};
	const struct ime_letter *last = &w->l[w->n - 1];
	bool vowel = false;
	for (size_t i = 0; i + 1 < w->n; i++)
		vowel = vowel || ime_is_vowel(w->l[i].base);
	drop[last->key] = true;
	if (last->mark_key != SIZE_MAX)
		drop[last->mark_key] = true;
	if (w->tone_key != SIZE_MAX && !vowel)
		drop[w->tone_key] = true;
	size_t n = 0;
	for (size_t i = 0; i < im->n; i++)
		if (!drop[i])
			out[n++] = im->keys[i];
	return n;
}

bool ime_backspace(struct ime *im, struct ime_edit *out)
{
	im->expanded = 0;
	im->bracket = 0;
	im->escape = false;
	if (im->mode == IME_MODE_CODE) {
		ime_code_backspace(im);
		return false;
	}
	if (im->n == 0 || im->method == IME_OFF) { /* without a method a letter is a key, and the editor takes it away as well as we */
		im->n -= im->n > 0;
		im->shown = im->n;
		return false;
	}
	struct ime_word w, next;
	char old[IME_TEXT_MAX + 1], now[IME_TEXT_MAX + 1], keys[IME_WORD_MAX];
	ime_derive(im, im->keys, im->n, &w);
	size_t old_len = ime_render(&w, old);
	size_t n = keys_without_last(im, &w, keys);
	ime_derive(im, keys, n, &next);
	/* What is left must be the same letters (its tone may move); if the keys would tell another story, the unit ends here. */
	bool same = next.n + 1 == w.n;
	for (size_t i = 0; same && i < next.n; i++)
		same = next.l[i].base == w.l[i].base && next.l[i].upper == w.l[i].upper && next.l[i].mark == w.l[i].mark;
	if (!same) {
		ime_break(im);
		return false;
	}
	size_t len = ime_render(&next, now);
	memcpy(im->keys, keys, n);
	im->n = n;
	im->shown = utf8_chars(now, len);
	ime_difference(old, old_len, now, out);
	return true;
}

bool ime_restore(struct ime *im, struct ime_edit *out)
{
	if (im->expanded > 0) {
		ime_unexpand(im, out);
		return true;
	}
	if (im->mode == IME_MODE_CODE)
		return ime_code_restore(im, out);
	if (im->n == 0 || im->method == IME_OFF)
		return false;
	char old[IME_TEXT_MAX + 1], raw[IME_TEXT_MAX + 1];
	size_t old_len = ime_unit_text(im, im->keys, im->n, old);
	memcpy(raw, im->keys, im->n);
	raw[im->n] = '\0';
	if (strcmp(old, raw) == 0)
		return false;
	ime_difference(old, old_len, raw, out);
	ime_leave_alone(im);
	return true;
}

void ime_before(struct ime *im, const char *text, size_t n)
{
	uint32_t last = ' ';
	if (im->mode == IME_MODE_CODE) {
		ime_code_before(im, text, n);
		return;
	}
	if (n > 0)
		utf8_next(text + utf8_prev(text, n), n - utf8_prev(text, n), &last);
	ime_begin_word(im, last);
}

/* The keys that would have typed one letter, without its tone. */
static size_t letter_keys(enum ime_method m, char base, enum ime_mark mark, bool upper, char out[2])
{
	static const char vni[] = " 6789", viqr[] = " ^+(d";
	char c = (char)(upper && base >= 'a' && base <= 'z' ? base - 'a' + 'A' : base);
	out[0] = c;
	if (mark == MARK_NONE)
		return 1;
	if (m == IME_TELEX)
		out[1] = mark == MARK_HAT || mark == MARK_BAR ? base : 'w';
	else
		out[1] = m == IME_VNI ? vni[mark] : viqr[mark];
	return 2;
}

bool ime_seed(struct ime *im, const char *word, size_t n)
{
	static const char *const tones[] = {"", "zsfrxj", "012345", "-'`?~."};
	ime_break(im);
	im->glued = true; /* a macro is typed whole: who comes back to a word wants it as it stands */
	if (im->method == IME_OFF || im->mode == IME_MODE_CODE)
		return false;
	enum ime_tone tone = TONE_NONE;
	if (n == 0)
		return false;
	for (size_t at = 0; at < n;) {
		uint32_t cp;
		char base;
		enum ime_mark mark;
		enum ime_tone t;
		bool upper;
		at += utf8_next(word + at, n - at, &cp);
		if (im->n + 4 >= IME_WORD_MAX || !ime_decompose(cp, &base, &mark, &t, &upper)) {
			ime_leave_alone(im);
			return false;
		}
		im->n += letter_keys(im->method, base, mark, upper, im->keys + im->n);
		tone = t != TONE_NONE ? t : tone;
	}
	if (tone != TONE_NONE)
		im->keys[im->n++] = tones[im->method][tone];
	/* Only when our keys give exactly what stands there: else this word was not written by these rules. */
	char now[IME_TEXT_MAX + 1];
	size_t len = ime_unit_text(im, im->keys, im->n, now);
	if (len != n || memcmp(now, word, n) != 0) {
		ime_leave_alone(im);
		return false;
	}
	im->shown = utf8_chars(now, len);
	return true;
}
