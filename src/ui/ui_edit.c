/* ui_edit: see ui_edit_internal.h. */
#include "ui_edit_internal.h"

#include <stdlib.h>
#include <string.h>

enum join { JOIN_NO, JOIN_TYPED, JOIN_ERASED };

/* More than any field holds: what a paste may bring before it is cut to fit. */
#define INSERT_MAX (64 * 1024)

void ui_edit_init(struct ui_edit *e, uint32_t max_chars, uint32_t max_bytes, bool lines)
{
	memset(e, 0, sizeof(*e));
	e->max_chars = max_chars != 0 ? max_chars : 200;
	e->max_bytes = max_bytes != 0 ? max_bytes : e->max_chars * 4;
	e->lines = lines;
}

static void forget(struct ui_edit *e, size_t from)
{
	for (size_t i = from; i < e->n_steps; i++) {
		/* A password passes through here too. */
		mem_wipe(e->step[i].gone, strlen(e->step[i].gone));
		mem_wipe(e->step[i].come, strlen(e->step[i].come));
		free(e->step[i].gone);
		free(e->step[i].come);
	}
	e->n_steps = (uint16_t)from;
	if (e->n_undo > from)
		e->n_undo = (uint16_t)from;
}

void ui_edit_clear(struct ui_edit *e)
{
	forget(e, 0);
	free(e->step);
	if (e->text != NULL)
		mem_wipe(e->text, e->cap);
	free(e->text);
	memset(e, 0, sizeof(*e));
}

const char *ui_edit_text(const struct ui_edit *e)
{
	return e->text != NULL ? e->text : "";
}

size_t ui_edit_chars(const struct ui_edit *e)
{
	return utf8_chars(ui_edit_text(e), e->len);
}

static char *dup_n(const char *s, size_t n)
{
	char *d = mem_xalloc(n + 1);

	if (n > 0)
		memcpy(d, s, n);
	return d;
}

/* ---- the one primitive ------------------------------------------------------------------------------------------- */

static void put_range(struct ui_edit *e, size_t pos, size_t del, const char *ins, size_t n)
{
	size_t len = e->len - del + n;

	if (e->text == NULL || len + 1 > e->cap) {
		size_t cap = len + 33;

		e->text = mem_xresize(e->text, cap, 1);
		e->cap = cap;
	}
	memmove(e->text + pos + n, e->text + pos + del, e->len - pos - del);
	if (n > 0)
		memcpy(e->text + pos, ins, n);
	e->len = len;
	e->text[len] = '\0';
	e->cur = pos + n;
	e->moved = e->retype = e->marked = false;
	e->changes++;
}

/* A word is one step: typing goes on in the last step until a letter follows a blank; a run of Backspaces is one step too. */
static bool join_step(struct ui_edit *e, size_t pos, size_t del, const char *ins, size_t n, enum join how)
{
	struct ui_edit_step *s;
	size_t had, keep;

	if (e->n_undo == 0 || e->n_undo != e->n_steps || e->join != how || how == JOIN_NO)
		return false;
	s = &e->step[e->n_undo - 1];
	had = strlen(s->come);
	if (how == JOIN_ERASED) {
		size_t gone = strlen(s->gone);

		if (n != 0 || had != 0 || pos + del != s->pos)
			return false;
		s->gone = mem_xresize(s->gone, gone + del + 1, 1);
		memmove(s->gone + del, s->gone, gone + 1);
		memcpy(s->gone, e->text + pos, del);
		s->pos = pos;
		return true;
	}
	if (pos < s->pos || pos + del != s->pos + had || (had > 0 && s->come[had - 1] == ' ' && n > 0 && ins[0] != ' '))
		return false;
	keep = pos - s->pos;
	s->come = mem_xresize(s->come, keep + n + 1, 1);
	if (n > 0)
		memcpy(s->come + keep, ins, n);
	s->come[keep + n] = '\0';
	return true;
}

static void change(struct ui_edit *e, size_t pos, size_t del, const char *ins, size_t n, enum join how)
{
	if (del == 0 && n == 0)
		return;
	forget(e, e->n_undo);
	if (!join_step(e, pos, del, ins, n, how)) {
		struct ui_edit_step *s;

		if (e->step == NULL)
			e->step = mem_xarray(UI_EDIT_UNDO_MAX, sizeof(*e->step));
		if (e->n_steps == UI_EDIT_UNDO_MAX) {
			free(e->step[0].gone);
			free(e->step[0].come);
			memmove(e->step, e->step + 1, (UI_EDIT_UNDO_MAX - 1) * sizeof(*e->step));
			e->n_steps--;
		}
		s = &e->step[e->n_steps++];
		s->pos = pos;
		s->before = e->cur;
		s->gone = dup_n(ui_edit_text(e) + pos, del);
		s->come = dup_n(ins, n);
		e->n_undo = e->n_steps;
	}
	e->join = (uint8_t)how;
	put_range(e, pos, del, ins, n);
}

bool ui_edit_undo(struct ui_edit *e)
{
	struct ui_edit_step *s;

	if (e->n_undo == 0)
		return false;
	s = &e->step[--e->n_undo];
	put_range(e, s->pos, strlen(s->come), s->gone, strlen(s->gone));
	e->cur = s->before;
	e->join = JOIN_NO;
	return true;
}

bool ui_edit_redo(struct ui_edit *e)
{
	struct ui_edit_step *s;

	if (e->n_undo == e->n_steps)
		return false;
	s = &e->step[e->n_undo++];
	put_range(e, s->pos, strlen(s->gone), s->come, strlen(s->come));
	e->join = JOIN_NO;
	return true;
}

/* ---- what comes in ------------------------------------------------------------------------------------------------ */

/* Valid characters only, blanks for what separates. Combining marks stay for the composer. */
static bool tidy(const char *s, size_t n, bool lines, struct buf *out)
{
	bool clean = true;

	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + i, n - i, &cp);
		int w = utf8_width(cp);

		if (cp == '\r' || cp == '\n') {
			if (cp == '\r' && i + 1 < n && s[i + 1] == '\n')
				len = 2;
			buf_put_u8(out, lines ? '\n' : ' ');
		} else if (cp == '\t' || cp == 0xa0) {
			buf_put_u8(out, ' ');
		} else if (w < 0 || (len == 1 && (unsigned char)s[i] >= 0x80)) {
			clean = false;
		} else {
			buf_put(out, s + i, len);
		}
		i += len;
	}
	return clean;
}

/* NFC, then one column a character: marks that found no letter go, wide ones become a question mark. */
static bool compose(const char *s, size_t n, struct buf *out)
{
	struct buf nfc;
	bool clean = true;

	buf_init(&nfc, INSERT_MAX * 3);
	if (text_nfc(s, n, &nfc) != 0) {
		buf_clear(&nfc);
		return false;
	}
	for (size_t i = 0; i < nfc.len;) {
		uint32_t cp = 0;
		size_t len = utf8_next((const char *)nfc.p + i, nfc.len - i, &cp);
		int w = utf8_width(cp);

		if (w == 1 || cp == '\n')
			buf_put(out, nfc.p + i, len);
		else if (w == 2)
			buf_put_u8(out, '?');
		clean = clean && (w == 1 || cp == '\n');
		i += len;
	}
	buf_clear(&nfc);
	return clean;
}

/* Longest whole-character prefix within both limits. */
static size_t fit(const char *s, size_t n, size_t chars, size_t bytes)
{
	size_t i = 0;
	uint32_t cp;

	while (i < n && chars > 0) {
		size_t len = utf8_next(s + i, n - i, &cp);

		if (i + len > bytes)
			break;
		i += len;
		chars--;
	}
	return i;
}

static size_t overwritten(const struct ui_edit *e, const char *s, size_t n)
{
	size_t count = utf8_chars(s, n), pos = e->cur;
	uint32_t cp;

	while (e->overwrite && count-- > 0 && pos < e->len && e->text[pos] != '\n')
		pos += utf8_next(e->text + pos, e->len - pos, &cp);
	return pos - e->cur;
}

/* Replaces [from, from + del) by s as it may stand here; a leading mark takes the letter before `from` with it. */
static bool put(struct ui_edit *e, size_t from, size_t del, const char *s, size_t n, enum join how)
{
	struct buf raw, marked, out;
	uint32_t first = 0;
	size_t keep_chars, keep_bytes, use;
	bool ok;

	buf_init(&raw, INSERT_MAX);
	buf_init(&marked, INSERT_MAX + 8);
	buf_init(&out, INSERT_MAX * 3);
	ok = tidy(s, n, e->lines, &raw) && buf_err(&raw) == 0;
	if (raw.len > 0)
		utf8_next((const char *)raw.p, raw.len, &first);
	if (raw.len > 0 && utf8_width(first) == 0 && from > 0) {
		size_t prev = utf8_prev(e->text, from);

		buf_put(&marked, e->text + prev, from - prev);
		del += from - prev;
		from = prev;
	}
	buf_put(&marked, raw.p, raw.len);
	ok = compose((const char *)marked.p, marked.len, &out) && ok && buf_err(&out) == 0;
	if (e->overwrite && from == e->cur)
		del += overwritten(e, (const char *)out.p, out.len);
	keep_bytes = e->len - del;
	keep_chars = ui_edit_chars(e) - utf8_chars(ui_edit_text(e) + from, del);
	use = fit((const char *)out.p, out.len, keep_chars < e->max_chars ? e->max_chars - keep_chars : 0,
	          keep_bytes < e->max_bytes ? e->max_bytes - keep_bytes : 0);
	e->replaced = !ok && use == out.len;
	ok = ok && use == out.len;
	if (use > 0 || n == 0)
		change(e, from, del, (const char *)out.p, use, how);
	buf_clear(&raw);
	buf_clear(&marked);
	buf_clear(&out);
	return ok;
}

bool ui_edit_insert(struct ui_edit *e, const char *s, size_t n)
{
	size_t from = 0, to = e->len, one;
	enum join how;
	uint32_t cp;
	bool over = e->overwrite, ok;

	if (n == 0)
		return true;
	one = utf8_next(s, n, &cp);
	how = one == n ? JOIN_TYPED : JOIN_NO;
	n = n > INSERT_MAX / 2 ? INSERT_MAX / 2 : n;
	if (!e->retype && !ui_edit_region(e, &from, &to))
		return put(e, e->cur, 0, s, n, how);
	e->overwrite = false;
	e->join = JOIN_NO;
	ok = put(e, from, to - from, s, n, how);
	e->overwrite = over;
	return ok;
}

bool ui_edit_replace_last(struct ui_edit *e, size_t chars, const char *s, size_t n)
{
	size_t from = e->cur;
	bool over = e->overwrite, ok;

	while (chars-- > 0 && from > 0)
		from = utf8_prev(e->text, from);
	e->overwrite = over && from == e->cur;
	ok = put(e, from, e->cur - from, s, n, JOIN_TYPED);
	e->overwrite = over;
	return ok;
}

bool ui_edit_fits(const struct ui_edit *e, size_t chars, const char *s, size_t n)
{
	size_t from = e->cur, have = ui_edit_chars(e);

	for (size_t i = 0; i < chars && from > 0; i++, have--)
		from = utf8_prev(e->text, from);
	return have + utf8_chars(s, n) <= e->max_chars && e->len - (e->cur - from) + n <= e->max_bytes;
}

void ui_edit_set(struct ui_edit *e, const char *text)
{
	e->len = e->cur = 0;
	e->marked = false;
	if (e->text != NULL)
		e->text[0] = '\0';
	forget(e, 0);
	if (text != NULL && *text != '\0') {
		bool over = e->overwrite;

		e->overwrite = false;
		(void)ui_edit_insert(e, text, strlen(text));
		e->overwrite = over;
	}
	forget(e, 0);
	e->join = JOIN_NO;
}

void ui_edit_assign(struct ui_edit *e, const char *text)
{
	bool over = e->overwrite;

	if (strcmp(ui_edit_text(e), text) == 0)
		return;
	e->overwrite = false;
	(void)put(e, 0, e->len, text, strlen(text), JOIN_NO);
	e->overwrite = over;
	e->cur = e->len;
}

/* ---- taking away --------------------------------------------------------------------------------------------------- */

bool ui_edit_backspace(struct ui_edit *e)
{
	size_t prev;

	if (e->cur == 0)
		return false;
	prev = utf8_prev(e->text, e->cur);
	change(e, prev, e->cur - prev, NULL, 0, JOIN_ERASED);
	return true;
}

bool ui_edit_delete(struct ui_edit *e)
{
	uint32_t cp;

	if (e->cur == e->len)
		return false;
	change(e, e->cur, utf8_next(e->text + e->cur, e->len - e->cur, &cp), NULL, 0, JOIN_NO);
	return true;
}

bool ui_edit_erase_region(struct ui_edit *e)
{
	size_t from, to;

	if (!ui_edit_region(e, &from, &to))
		return false;
	change(e, from, to - from, NULL, 0, JOIN_NO);
	return true;
}

bool ui_edit_kill_end(struct ui_edit *e)
{
	if (e->cur == e->len)
		return false;
	change(e, e->cur, e->len - e->cur, NULL, 0, JOIN_NO);
	return true;
}

bool ui_edit_kill_all(struct ui_edit *e)
{
	if (e->len == 0)
		return false;
	change(e, 0, e->len, NULL, 0, JOIN_NO);
	return true;
}

/* ---- moving -------------------------------------------------------------------------------------------------------- */

static bool move_to(struct ui_edit *e, size_t pos)
{
	bool moved = pos != e->cur;

	e->cur = pos;
	e->retype = false;
	e->moved = true;
	e->join = JOIN_NO;
	return moved;
}

bool ui_edit_left(struct ui_edit *e)
{
	return e->cur > 0 && move_to(e, utf8_prev(e->text, e->cur));
}

bool ui_edit_right(struct ui_edit *e)
{
	uint32_t cp;

	return e->cur < e->len && move_to(e, e->cur + utf8_next(e->text + e->cur, e->len - e->cur, &cp));
}

bool ui_edit_home(struct ui_edit *e)
{
	return move_to(e, 0);
}

bool ui_edit_end(struct ui_edit *e)
{
	return move_to(e, e->len);
}

static bool separates(char c)
{
	return c == ' ' || c == '\n';
}

bool ui_edit_word_left(struct ui_edit *e)
{
	size_t pos = e->cur;

	while (pos > 0 && separates(e->text[pos - 1]))
		pos--;
	while (pos > 0 && !separates(e->text[pos - 1]))
		pos--;
	return move_to(e, pos);
}

bool ui_edit_word_right(struct ui_edit *e)
{
	size_t pos = e->cur;

	while (pos < e->len && !separates(e->text[pos]))
		pos++;
	while (pos < e->len && separates(e->text[pos]))
		pos++;
	return move_to(e, pos);
}
