/* A field under any keys, beside a simple and slow editor (an array of code points): the same text and cursor; always NFC, one column a
 * character, within its limits; undo goes only through texts that were there, and as many steps of redo lead back to the same; the views
 * show all of it. With an input method, letters change nothing but the word that ends at the cursor, and a word typed in one go is what
 * ime_text says.
 *
 * Byte 0: input method, style, mode, line breaks; byte 1: its length. Each further byte is a key, see key(). */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/ui/ui_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define CHARS_MAX 300
#define SEEN_MAX 8192

struct model {
	uint32_t cp[CHARS_MAX + 1];
	size_t n, cur;
	uint32_t max_chars, max_bytes;
	bool lines;
};

struct field {
	struct ui_edit e;
	struct ime im;
	bool with_ime;
	struct model m;
	uint64_t seen[SEEN_MAX]; /* every text since it was set */
	size_t n_seen;
	char word[IME_WORD_MAX + 1]; /* letters typed in one go behind a blank or at the beginning */
	size_t n_word;
	bool in_one_go;
};

/* ---- the slow editor ---------------------------------------------------------------------------------------------------------- */

static size_t bytes_of(const uint32_t *cp, size_t n)
{
	size_t bytes = 0;
	char b[4];

	for (size_t i = 0; i < n; i++)
		bytes += utf8_put(b, cp[i]);
	return bytes;
}

/* Text as a field takes it, behind `before` (0: nothing stands there), which comes along when a mark joins it. */
static size_t cleaned(const char *s, size_t n, bool lines, uint32_t before, bool *joined, uint32_t *out, size_t cap)
{
	struct buf raw, nfc;
	bool first = true;
	size_t k = 0;
	char b[4];

	buf_init(&raw, 1 << 20);
	buf_init(&nfc, 1 << 22);
	*joined = false;
	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + i, n - i, &cp);
		bool bad = len == 1 && (uint8_t)s[i] >= 0x80;

		if (cp == '\r' && i + 1 < n && s[i + 1] == '\n')
			len = 2;
		i += len;
		if (cp == '\r' || cp == '\n')
			cp = lines ? '\n' : ' ';
		else if (cp == '\t' || cp == 0xa0)
			cp = ' ';
		else if (bad || utf8_width(cp) < 0)
			continue;
		if (first && before != 0 && utf8_width(cp) == 0) {
			buf_put(&raw, b, utf8_put(b, before));
			*joined = true;
		}
		first = false;
		buf_put(&raw, b, utf8_put(b, cp));
	}
	assert(text_nfc(buf_str(&raw), raw.len, &nfc) == 0);
	for (size_t i = 0; i < nfc.len && k < cap;) {
		uint32_t cp;

		i += utf8_next((const char *)nfc.p + i, nfc.len - i, &cp);
		if (cp == '\n' || utf8_width(cp) == 1)
			out[k++] = cp;
		else if (utf8_width(cp) == 2)
			out[k++] = '?';
	}
	buf_clear(&raw);
	buf_clear(&nfc);
	return k;
}

static void model_replace(struct model *m, size_t from, size_t del, const uint32_t *cp, size_t n)
{
	memmove(m->cp + from + n, m->cp + from + del, (m->n - from - del) * sizeof(m->cp[0]));
	if (n > 0)
		memcpy(m->cp + from, cp, n * sizeof(m->cp[0]));
	m->n = m->n - del + n;
	m->cur = from + n;
}

static void model_put(struct model *m, size_t from, size_t del, const char *s, size_t n, bool overwrite)
{
	static uint32_t in[1 << 17];
	uint32_t before = from > 0 ? m->cp[from - 1] : 0;
	size_t k, take = 0, left, bytes;
	bool joined, at_cursor = from == m->cur;

	k = cleaned(s, n, m->lines, before, &joined, in, COUNT_OF(in));
	if (joined) {
		from--;
		del++;
	} else if (overwrite && at_cursor) {
		for (size_t i = 0; i < k && from + del < m->n && m->cp[from + del] != '\n'; i++)
			del++;
	}
	left = m->n - del;
	bytes = bytes_of(m->cp, m->n) - bytes_of(m->cp + from, del);
	while (take < k && left + take < m->max_chars && bytes + bytes_of(in, take + 1) <= m->max_bytes)
		take++;
	if (take > 0 || n == 0)
		model_replace(m, from, del, in, take);
}

static bool blank(uint32_t c) { return c == ' ' || c == '\n'; }

static void model_move(struct model *m, enum ui_act act)
{
	switch ((int)act) {
	case UI_ACT_LEFT:
		m->cur -= m->cur > 0;
		break;
	case UI_ACT_RIGHT:
		m->cur += m->cur < m->n;
		break;
	case UI_ACT_HOME:
		m->cur = 0;
		break;
	case UI_ACT_END:
		m->cur = m->n;
		break;
	case UI_ACT_WORD_LEFT:
		while (m->cur > 0 && blank(m->cp[m->cur - 1]))
			m->cur--;
		while (m->cur > 0 && !blank(m->cp[m->cur - 1]))
			m->cur--;
		break;
	case UI_ACT_WORD_RIGHT:
		while (m->cur < m->n && !blank(m->cp[m->cur]))
			m->cur++;
		while (m->cur < m->n && blank(m->cp[m->cur]))
			m->cur++;
		break;
	case UI_ACT_BACKSPACE:
		if (m->cur > 0)
			model_replace(m, m->cur - 1, 1, NULL, 0);
		break;
	case UI_ACT_DELETE:
		if (m->cur < m->n)
			model_replace(m, m->cur, 1, NULL, 0);
		break;
	case UI_ACT_KILL_END:
		if (m->cur < m->n)
			model_replace(m, m->cur, m->n - m->cur, NULL, 0);
		break;
	case UI_ACT_KILL_ALL:
		if (m->n > 0)
			model_replace(m, 0, m->n, NULL, 0);
		break;
	}
}

/* Takes over what only the editor knows: which letters undo put back, what the input method made of a key. */
static void model_follow(struct field *f)
{
	const char *t = ui_edit_text(&f->e);

	f->m.n = 0;
	for (size_t i = 0; i < f->e.len;) {
		if (i == f->e.cur)
			f->m.cur = f->m.n;
		i += utf8_next(t + i, f->e.len - i, &f->m.cp[f->m.n++]);
	}
	if (f->e.cur == f->e.len)
		f->m.cur = f->m.n;
}

/* ---- what always holds ---------------------------------------------------------------------------------------------------------- */

static uint64_t print_of(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; *s != '\0'; s++)
		h = (h ^ (uint8_t)*s) * 1099511628211u;
	return h;
}

static bool was_seen(const struct field *f)
{
	uint64_t h = print_of(ui_edit_text(&f->e));

	for (size_t i = f->n_seen; i > 0; i--)
		if (f->seen[i - 1] == h)
			return true;
	return false;
}

static void remember(struct field *f)
{
	if (f->n_seen < SEEN_MAX && !was_seen(f))
		f->seen[f->n_seen++] = print_of(ui_edit_text(&f->e));
}

static void check(struct field *f)
{
	const struct ui_edit *e = &f->e;
	const char *t = ui_edit_text(e);
	struct buf nfc;

	assert(strlen(t) == e->len && utf8_valid(t, e->len) && e->cur <= e->len);
	assert(e->cur == 0 || e->cur == e->len || ((uint8_t)t[e->cur] & 0xc0) != 0x80);
	assert(ui_edit_chars(e) <= e->max_chars && e->len <= e->max_bytes);
	for (size_t i = 0; i < e->len;) {
		uint32_t cp;

		i += utf8_next(t + i, e->len - i, &cp);
		assert(utf8_width(cp) == 1 || (cp == '\n' && e->lines));
	}
	buf_init(&nfc, 1 << 16);
	assert(text_nfc(t, e->len, &nfc) == 0 && nfc.len == e->len && memcmp(buf_str(&nfc), t, e->len) == 0);
	buf_clear(&nfc);
	assert(f->im.n <= IME_WORD_MAX && (!f->with_ime || f->im.shown <= utf8_chars(t, e->cur) || f->im.n == 0));
}

static void same_as_model(const struct field *f)
{
	char text[CHARS_MAX * 4 + 1];
	size_t n = 0, cur = 0;

	for (size_t i = 0; i < f->m.n; i++) {
		if (i == f->m.cur)
			cur = n;
		n += utf8_put(text + n, f->m.cp[i]);
	}
	text[n] = '\0';
	if (f->m.cur == f->m.n)
		cur = n;
	assert(strcmp(text, ui_edit_text(&f->e)) == 0 && cur == f->e.cur);
}

/* All the way back and forth again. */
static void undo_all(struct field *f)
{
	char *now = mem_xstrdup(ui_edit_text(&f->e));
	size_t ahead = 0, n = 0;

	ime_break(&f->im);
	while (ui_edit_redo(&f->e)) {
		ahead++;
		assert(f->n_seen == SEEN_MAX || was_seen(f));
	}
	for (; ahead > 0; ahead--)
		assert(ui_edit_undo(&f->e));
	assert(strcmp(now, ui_edit_text(&f->e)) == 0);
	while (ui_edit_undo(&f->e)) {
		n++;
		assert(f->n_seen == SEEN_MAX || was_seen(f));
		check(f);
	}
	assert(n <= UI_EDIT_UNDO_MAX);
	while (n-- > 0)
		assert(ui_edit_redo(&f->e));
	assert(strcmp(now, ui_edit_text(&f->e)) == 0);
	free(now);
}

static void views(const struct ui_edit *e, size_t width)
{
	struct ui_edit_row rows[CHARS_MAX + 2];
	const char *t = ui_edit_text(e);
	size_t n = ui_edit_wrap(t, e->len, width, rows, COUNT_OF(rows)), left = 0, row, col, pos = 0;

	assert(n >= 1 && n <= COUNT_OF(rows) && rows[0].start == 0);
	for (size_t i = 0; i < n; i++) {
		assert(rows[i].start >= pos && rows[i].end >= rows[i].start && rows[i].end <= e->len);
		for (; pos < rows[i].start; pos++)
			assert(t[pos] == ' ' || t[pos] == '\n'); /* only blanks hang over, only breaks are not drawn */
		for (pos = rows[i].end; pos > rows[i].start && t[pos - 1] == ' '; pos--)
			; /* blanks at the end of a paragraph may stand over the edge */
		assert(utf8_chars(t + rows[i].start, pos - rows[i].start) <= width);
		pos = rows[i].end;
	}
	for (; pos < e->len; pos++)
		assert(t[pos] == ' ' || t[pos] == '\n');
	ui_edit_where(t, rows, n, width, e->cur, &row, &col);
	assert(row < n && col <= width && ui_edit_at(t, &rows[row], col) <= e->cur);
	for (int i = 0; i < 2; i++) {
		col = ui_edit_scroll(e, width, &left);
		assert(col <= width && left + col == utf8_chars(t, e->cur));
	}
}

/* ---- keys -------------------------------------------------------------------------------------------------------------------------- */

static void give(struct field *f, enum ui_act act, uint32_t cp, const char *text, size_t n)
{
	struct ui_key k = { .act = act, .cp = cp, .text = text, .n = n };
	struct ui_edit *e = &f->e;
	bool over = e->overwrite, retype = e->retype;
	char *before = mem_xstrdup(ui_edit_text(e));
	size_t word = e->cur, tail = e->len - e->cur;

	while (word > 0 && before[word - 1] != ' ' && before[word - 1] != '\n')
		word--;
	assert(ui_edit_key(e, f->with_ime ? &f->im : NULL, &k) != UI_EDIT_NOT);
	if (act == UI_ACT_CHAR && f->with_ime && !over && !retype) {
		assert(e->len >= tail && strcmp(ui_edit_text(e) + e->len - tail, before + strlen(before) - tail) == 0);
		assert(e->len >= word && memcmp(ui_edit_text(e), before, word) == 0);
	}
	free(before);
	if (f->with_ime || act == UI_ACT_UNDO || act == UI_ACT_REDO) {
		assert(act != UI_ACT_REDO || f->n_seen == SEEN_MAX || was_seen(f));
		model_follow(f);
		return;
	}
	if (act == UI_ACT_CHAR || act == UI_ACT_PASTE) {
		if (retype && n > 0)
			model_put(&f->m, 0, f->m.n, text, n, false);
		else if (n > 0)
			model_put(&f->m, f->m.cur, 0, text, n, over);
	} else {
		model_move(&f->m, act);
	}
	same_as_model(f);
}

static void letter(struct field *f, uint8_t c)
{
	char text[2] = { (char)c, '\0' }, want[IME_TEXT_MAX + 1];
	bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), retype = f->e.retype;
	uint32_t changes = f->e.changes;
	size_t n;

	if (c == ' ') {
		f->in_one_go = true;
		f->n_word = 0;
	} else if (!alpha || f->n_word == IME_WORD_MAX || f->e.overwrite || retype) {
		f->in_one_go = false;
	} else {
		f->word[f->n_word++] = (char)c;
	}
	give(f, UI_ACT_CHAR, c, text, 1);
	if (f->e.changes == changes || ui_edit_chars(&f->e) + 4 >= f->e.max_chars || f->e.len + 12 >= f->e.max_bytes)
		f->in_one_go = false; /* full */
	if (!f->with_ime || !f->in_one_go || f->n_word == 0)
		return;
	n = ime_text(f->im.method, f->im.style, f->word, f->n_word, want);
	assert(f->im.mode == IME_MODE_CODE || (f->e.cur >= n && memcmp(ui_edit_text(&f->e) + f->e.cur - n, want, n) == 0));
}

static const char *const texts[] = { "á", "ệ", "đ", "Ủ", "\xcc\x81", "\xcc\xa3", "\xcc\x82", "\xcc\x9b", "漢", "\xf0\x9f\x98\x80", "\xc2\xad", "\xc2\xa0",
	"\xe2\x80\x8d", "\xe0\xa7\x87", "\xe0\xa6\xbe", "\xe1\x84\x80", "\xe1\x85\xa1", "\xe1\x86\xa8", "가", "\xe2\x80\x9c", "\xef\xbb\xbf", "\xc3\xa5", "Å",
	"ក", "\xe1\x9e\xb6", "\xe1\x9f\x92", "\xea\xa8\x80", "\xef\xbf\xbd", "ô", "ơ", "\xd6\xb0", "\xe0\xb7\x99", "\xe0\xb7\x8f", "ể", "\t", "\n", "ư" };

/* 0-31 actions, ASCII letters, 0x80-0xbf a character of the table, 0xc0-0xdf a paste of so many bytes, above: what forms do. */
static size_t key(struct field *f, const uint8_t *p, size_t n)
{
	static const enum ui_act acts[] = { UI_ACT_LEFT, UI_ACT_RIGHT, UI_ACT_HOME, UI_ACT_END, UI_ACT_WORD_LEFT, UI_ACT_WORD_RIGHT, UI_ACT_BACKSPACE,
		UI_ACT_BACKSPACE, UI_ACT_DELETE, UI_ACT_KILL_END, UI_ACT_KILL_ALL, UI_ACT_UNDO, UI_ACT_UNDO, UI_ACT_REDO, UI_ACT_LEFT, UI_ACT_BACKSPACE };
	const char *t = texts[p[0] % COUNT_OF(texts)];
	size_t len = p[0] & 0x1f;
	uint32_t cp;

	if (p[0] >= 0x20 && p[0] < 0x7f) {
		letter(f, p[0]);
		return 1;
	}
	f->in_one_go = false;
	if (p[0] < 0x20) {
		give(f, acts[p[0] % COUNT_OF(acts)], 0, "", 0);
	} else if (p[0] < 0xc0) {
		(void)utf8_next(t, strlen(t), &cp);
		if (cp >= 0x20)
			give(f, UI_ACT_CHAR, cp, t, strlen(t));
	} else if (p[0] < 0xe0) {
		len = len < n - 1 ? len : n - 1;
		if (memchr(p + 1, '\0', len) == NULL)
			give(f, UI_ACT_PASTE, 0, (const char *)p + 1, len);
		return 1 + len;
	} else if (p[0] < 0xe8 && !f->with_ime) {
		size_t chars = p[0] & 7, from = f->m.cur > chars ? f->m.cur - chars : 0;

		t = texts[n > 1 ? p[1] % COUNT_OF(texts) : 0];
		(void)ui_edit_replace_last(&f->e, chars, t, strlen(t));
		model_put(&f->m, from, f->m.cur - from, t, strlen(t), f->e.overwrite && from == f->m.cur);
		same_as_model(f);
		return n > 1 ? 2 : 1;
	} else if (p[0] < 0xec) {
		ime_break(&f->im);
		f->e.retype = !f->e.retype;
	} else if (p[0] < 0xee) {
		f->e.overwrite = !f->e.overwrite;
	} else if (p[0] < 0xf2) {
		ime_break(&f->im);
		ui_edit_assign(&f->e, t);
		model_follow(f);
	} else if (p[0] < 0xf6) {
		undo_all(f);
		model_follow(f);
	} else if (p[0] < 0xf8) {
		ime_break(&f->im);
		ui_edit_set(&f->e, t);
		model_follow(f);
		f->n_seen = 0;
	} else {
		views(&f->e, 1 + (size_t)(p[0] & 7) * 3);
	}
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct field f;

	if (n < 2)
		return 0;
	f.n_seen = f.n_word = f.m.n = f.m.cur = 0;
	f.in_one_go = true;
	ui_edit_init(&f.e, 1 + data[1] % CHARS_MAX, data[1] & 1 ? 1 + data[1] * 2u : 0, (data[0] & 4) != 0);
	ime_init(&f.im, (enum ime_method)(data[0] & 3), data[0] & 8 ? IME_NEW : IME_OLD, (data[0] & 0x30) == 0x30 ? IME_MODE_CODE : IME_MODE_TEXT);
	f.with_ime = f.im.method != IME_OFF;
	f.m.max_chars = f.e.max_chars;
	f.m.max_bytes = f.e.max_bytes;
	f.m.lines = f.e.lines;
	remember(&f);
	for (size_t i = 2; i < n;) {
		i += key(&f, data + i, n - i);
		check(&f);
		remember(&f);
	}
	undo_all(&f);
	views(&f.e, 20);
	ui_edit_clear(&f.e);
	return 0;
}
