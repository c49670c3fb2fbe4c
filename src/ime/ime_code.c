/* ime_code.c: symbols as offices write them (125/QĐ-UBND): dd or d9 is đ, pair by pair, no tones, and capitals behind the slash.
 *
 * The unit is a run of letters, its text derived from all of its keys like that of a word. A run that begins with a capital is a person's
 * own way of writing it (34/TTr-UBND, 05/CTr-UBND) and stays.
 */
#include "ime_internal.h"

#include <string.h>

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* Does the last of n keys make a đ of the one before? dddd is đđ: a d that is used up makes no other. */
static bool makes_bar(enum ime_method m, const char *keys, size_t n)
{
	char last = n > 0 ? keys[n - 1] : '\0';
	if (n < 2 || (keys[n - 2] | 0x20) != 'd' || !((m == IME_VNI && last == '9') || (m == IME_TELEX && (last | 0x20) == 'd')))
		return false;
	return !makes_bar(m, keys, n - 1);
}

/* Text of a run; *last_keys: how many keys made its last letter. */
static size_t render(const struct ime *im, const char *keys, size_t n, char out[IME_TEXT_MAX + 1], size_t *last_keys)
{
	bool capitals = im->slash && !im->as_typed && n > 0 && is_small(keys[0]);
	size_t len = 0, from = 0;
	*last_keys = n > 0;
	for (size_t i = 0; i < n; i++) {
		char c = capitals && is_small(keys[i]) ? (char)(keys[i] - 'a' + 'A') : keys[i];
		bool bar = makes_bar(im->method, keys, i + 1);
		if (bar)
			len = from + utf8_put(out + from, ime_compose('d', MARK_BAR, TONE_NONE, out[from] == 'D'));
		else
			from = len, out[len++] = c;
		*last_keys = bar ? 2 : 1;
	}
	out[len] = '\0';
	return len;
}

/* A character that is no key of ours; đ from the person's own input method becomes a capital like the rest. */
static void as_it_is(struct ime *im, uint32_t cp, struct ime_edit *out)
{
	bool small = im->n == 0 || is_small(im->keys[0]);
	struct buf b;
	buf_init(&b, sizeof out->text - 1);
	out->erase = 0;
	out->text[utf8_put(out->text, cp)] = '\0';
	if (cp > 0x7F && im->slash && small && !im->as_typed && !im->alone) {
		text_upper(out->text, strlen(out->text), &b);
		memcpy(out->text, buf_str(&b), b.len + 1);
	}
	im->as_typed = im->as_typed || !small;
	im->n = im->shown = 0;
	buf_clear(&b);
}

void ime_code_key(struct ime *im, uint32_t cp, struct ime_edit *out)
{
	bool bar = im->method == IME_VNI && cp == '9' && im->n > 0 && (im->keys[im->n - 1] | 0x20) == 'd';
	if (!is_letter(cp) && !bar) {
		as_it_is(im, cp, out);
		if (cp <= 0x7F)
			im->as_typed = im->alone = false;
		im->slash = cp == '/' || (im->slash && cp != ' '); /* 118/QĐ-UBND ngày 05/10 */
		return;
	}
	if (im->alone || im->n >= IME_WORD_MAX - 1) {
		as_it_is(im, cp, out);
		ime_leave_alone(im);
		return;
	}
	char old[IME_TEXT_MAX + 1], now[IME_TEXT_MAX + 1];
	size_t keys, old_len = render(im, im->keys, im->n, old, &keys);
	im->keys[im->n++] = (char)cp;
	im->shown = utf8_chars(now, render(im, im->keys, im->n, now, &keys));
	ime_difference(old, old_len, now, out);
}

void ime_code_backspace(struct ime *im)
{
	char now[IME_TEXT_MAX + 1];
	size_t keys;
	if (im->n == 0)
		return;
	render(im, im->keys, im->n, now, &keys);
	im->n -= keys;
	im->shown--;
}

bool ime_code_restore(struct ime *im, struct ime_edit *out)
{
	char old[IME_TEXT_MAX + 1], raw[IME_TEXT_MAX + 1];
	size_t keys, old_len = render(im, im->keys, im->n, old, &keys);
	memcpy(raw, im->keys, im->n);
	raw[im->n] = '\0';
	if (im->n == 0 || strcmp(old, raw) == 0)
		return false;
	ime_difference(old, old_len, raw, out);
	ime_leave_alone(im);
	return true;
}

void ime_code_before(struct ime *im, const char *text, size_t n)
{
	size_t run = n;
	im->slash = im->as_typed = false;
	for (size_t i = n; i > 0 && text[i - 1] != ' '; i--)
		im->slash = im->slash || text[i - 1] == '/';
	for (; run > 0 && is_letter((unsigned char)text[run - 1]); run--)
		im->as_typed = im->as_typed || is_small(text[run - 1]);
}
