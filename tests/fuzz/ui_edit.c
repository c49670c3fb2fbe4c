/* A field under any keys, beside a simple and slow editor (an array of code points): the same text and cursor; always NFC, one column a
 * character, within its limits; undo goes only through texts that were there, and as many steps of redo lead back to the same; the views
 * show all of it; what was cut or copied is what lay between mark and cursor. With an input method, letters change nothing but the word
 * that ends at the cursor, and a word typed in one go is what ime_text says.
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
	size_t n, cur, mark;
	bool marked, shifted;
	uint32_t max_chars, max_bytes;
	bool lines;
};

struct field {
	struct ui_edit e;
	struct ime im;
	bool with_ime;
	struct model m;
	struct ui_kill kill;
	char killed[CHARS_MAX * 4 + 1]; /* what the slow editor holds for it */
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
	m->marked = m->shifted = false;
}

static bool model_region(const struct model *m, size_t *from, size_t *to)
{
	if (!m->marked || m->mark == m->cur)
		return false;
	*from = m->mark < m->cur ? m->mark : m->cur;
	*to = m->mark < m->cur ? m->cur : m->mark;
	return true;
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

static void model_shift(struct model *m, enum ui_act act, bool shift)
{
	if (act != UI_ACT_LEFT && act != UI_ACT_RIGHT && act != UI_ACT_HOME && act != UI_ACT_END && act != UI_ACT_WORD_LEFT && act != UI_ACT_WORD_RIGHT)
		return;
	if (shift && !m->marked) {
		m->mark = m->cur;
		m->marked = m->shifted = true;
	} else if (!shift && m->shifted) {
		m->marked = m->shifted = false;
	}
}

static void model_move(struct model *m, enum ui_act act)
{
	size_t from, to;

	if ((act == UI_ACT_BACKSPACE || act == UI_ACT_DELETE) && model_region(m, &from, &to)) {
		model_replace(m, from, to - from, NULL, 0);
		return;
	}
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
	f->m.marked = f->e.marked;
	f->m.shifted = f->e.marked && f->e.shifted;
	for (size_t i = 0; i < f->e.len;) {
		if (i == f->e.cur)
			f->m.cur = f->m.n;
		if (f->e.marked && i == f->e.mark)
			f->m.mark = f->m.n;
		i += utf8_next(t + i, f->e.len - i, &f->m.cp[f->m.n++]);
	}
	if (f->e.cur == f->e.len)
		f->m.cur = f->m.n;
	if (f->e.marked && f->e.mark == f->e.len)
		f->m.mark = f->m.n;
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
	assert(!e->marked || (e->mark <= e->len && (e->mark == e->len || ((uint8_t)t[e->mark] & 0xc0) != 0x80)));
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
	size_t n = 0, cur = 0, from = 0, to = 0, m_from = 0, m_to = 0;
	bool any = ui_edit_region(&f->e, &from, &to);

	assert(any == model_region(&f->m, &m_from, &m_to));
	assert(!any || (from == bytes_of(f->m.cp, m_from) && to == bytes_of(f->m.cp, m_to)));
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

/* Where typed text goes: what stands there and is replaced is [from, to). */
static bool replaces(const struct ui_edit *e, size_t *from, size_t *to)
{
	*from = 0;
	*to = e->len;
	if (e->retype || ui_edit_region(e, from, to))
		return true;
	*from = *to = e->cur;
	return false;
}

static void give(struct field *f, const struct ui_key *k)
{
	struct ui_edit *e = &f->e;
	enum ui_act act = k->act;
	size_t word, end, m_from = 0, m_to = f->m.n;
	bool over = e->overwrite, retype = e->retype, whole = replaces(e, &word, &end);
	char *before = mem_xstrdup(ui_edit_text(e));
	size_t tail = e->len - end;

	/* The word before, which the input method may change; the letter before a region, which a mark joins. */
	while ((!whole || utf8_width(k->cp) == 0) && word > 0 && before[word - 1] != ' ' && before[word - 1] != '\n')
		word--;
	assert(ui_edit_key(e, f->with_ime ? &f->im : NULL, &f->kill, k) != UI_EDIT_NOT);
	if (act == UI_ACT_CHAR && f->with_ime && !over) {
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
		if (k->n > 0 && (retype || model_region(&f->m, &m_from, &m_to)))
			model_put(&f->m, m_from, m_to - m_from, k->text, k->n, false);
		else if (k->n > 0)
			model_put(&f->m, f->m.cur, 0, k->text, k->n, over);
	} else {
		model_shift(&f->m, act, k->shift);
		model_move(&f->m, act);
	}
	same_as_model(f);
}

static void act_key(struct field *f, enum ui_act act, bool shift)
{
	give(f, &(struct ui_key){ .act = act, .shift = shift, .text = "" });
}

/* What the mark marks, in the slow editor. A yank is the same as a paste of it. */
static void marked_key(struct field *f, enum ui_act act)
{
	const struct ui_key k = { .act = act, .text = "" };
	struct model *m = &f->m;
	size_t from = 0, to = m->n, n = 0;
	bool any = model_region(m, &from, &to);

	if (act == UI_ACT_YANK && f->kill.len > 0) {
		give(f, &(struct ui_key){ .act = UI_ACT_PASTE, .text = f->kill.text, .n = f->kill.len });
		return;
	}
	assert(ui_edit_key(&f->e, f->with_ime ? &f->im : NULL, &f->kill, &k) != UI_EDIT_NOT);
	if (act == UI_ACT_SELECT) {
		m->marked = !m->marked;
		m->shifted = false;
		m->mark = m->cur;
	} else if (act == UI_ACT_COPY || (act == UI_ACT_CUT && any)) {
		for (size_t i = from; i < to; i++)
			n += utf8_put(f->killed + n, m->cp[i]);
		if (n > 0)
			f->killed[n] = '\0';
		if (act == UI_ACT_CUT)
			model_replace(m, from, to - from, NULL, 0);
		else if (n > 0)
			m->marked = m->shifted = false;
	}
	assert(strcmp(f->killed, f->kill.text != NULL ? f->kill.text : "") == 0);
	same_as_model(f);
}

static void letter(struct field *f, uint8_t c)
{
	char text[2] = { (char)c, '\0' }, want[IME_TEXT_MAX + 1];
	uint32_t changes = f->e.changes;
	size_t n, to;
	bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), whole = replaces(&f->e, &n, &to);

	if (c == ' ') {
		f->in_one_go = true;
		f->n_word = 0;
	} else if (!alpha || f->n_word == IME_WORD_MAX || f->e.overwrite || whole) {
		f->in_one_go = false;
	} else {
		f->word[f->n_word++] = (char)c;
	}
	give(f, &(struct ui_key){ .act = UI_ACT_CHAR, .cp = c, .text = text, .n = 1 });
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

/* 0-15 actions, 16-23 the mark, 24-31 with Shift, ASCII letters, 0x80-0xbf a character of the table, 0xc0-0xdf a paste of so many bytes, above: what forms do. */
static size_t key(struct field *f, const uint8_t *p, size_t n)
{
	static const enum ui_act acts[] = { UI_ACT_LEFT, UI_ACT_RIGHT, UI_ACT_HOME, UI_ACT_END, UI_ACT_WORD_LEFT, UI_ACT_WORD_RIGHT, UI_ACT_BACKSPACE,
		UI_ACT_BACKSPACE, UI_ACT_DELETE, UI_ACT_KILL_END, UI_ACT_KILL_ALL, UI_ACT_UNDO, UI_ACT_UNDO, UI_ACT_REDO, UI_ACT_LEFT, UI_ACT_BACKSPACE };
	static const enum ui_act marks[] = { UI_ACT_SELECT, UI_ACT_SELECT, UI_ACT_SELECT, UI_ACT_CUT, UI_ACT_CUT, UI_ACT_COPY, UI_ACT_YANK, UI_ACT_YANK };
	static const enum ui_act motions[] = { UI_ACT_LEFT, UI_ACT_RIGHT, UI_ACT_HOME, UI_ACT_END, UI_ACT_WORD_LEFT, UI_ACT_WORD_RIGHT,
		UI_ACT_LEFT, UI_ACT_WORD_LEFT };
	const char *t = texts[p[0] % COUNT_OF(texts)];
	size_t len = p[0] & 0x1f;
	uint32_t cp;

	if (p[0] >= 0x20 && p[0] < 0x7f) {
		letter(f, p[0]);
		return 1;
	}
	f->in_one_go = false;
	if (p[0] < 0x20) {
		if (p[0] < 0x10)
			act_key(f, acts[p[0]], false);
		else if (p[0] < 0x18)
			marked_key(f, marks[p[0] & 7]);
		else
			act_key(f, motions[p[0] & 7], true);
	} else if (p[0] < 0xc0) {
		(void)utf8_next(t, strlen(t), &cp);
		if (cp >= 0x20)
			give(f, &(struct ui_key){ .act = UI_ACT_CHAR, .cp = cp, .text = t, .n = strlen(t) });
	} else if (p[0] < 0xe0) {
		len = len < n - 1 ? len : n - 1;
		if (memchr(p + 1, '\0', len) == NULL)
			give(f, &(struct ui_key){ .act = UI_ACT_PASTE, .text = (const char *)p + 1, .n = len });
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
	f.m.marked = f.m.shifted = false;
	f.killed[0] = '\0';
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
	ui_kill_clear(&f.kill);
	ui_edit_clear(&f.e);
	return 0;
}
