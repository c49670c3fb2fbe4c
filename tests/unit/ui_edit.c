/* ui_edit: the field editor against a naive model (an array of code points), composition, limits, undo, views. */
#include "t.h"

#include "../../src/ui/ui_internal.h"

static void typed(struct ui_edit *e, const char *s)
{
	for (size_t i = 0; s[i];) {
		uint32_t cp;
		size_t n = utf8_next(s + i, strlen(s + i), &cp);

		ui_edit_insert(e, s + i, n);
		i += n;
	}
}

static void test_compose(void **state)
{
	struct ui_edit e;

	(void)state;
	ui_edit_init(&e, 60, 0, false);
	typed(&e, "Vie\xcc\xa3\xcc\x82t"); /* e + dot below + circumflex, as macOS sends it */
	assert_string_equal(ui_edit_text(&e), "Việt");
	assert_int_equal(ui_edit_chars(&e), 4);
	ui_edit_backspace(&e);
	ui_edit_backspace(&e);
	assert_string_equal(ui_edit_text(&e), "Vi");
	assert_true(ui_edit_insert(&e, "e\xcc\xa3\xcc\x82t Nam", strlen("e\xcc\xa3\xcc\x82t Nam")));
	assert_string_equal(ui_edit_text(&e), "Việt Nam");
	ui_edit_home(&e);
	assert_false(ui_edit_insert(&e, "\xcc\x82", 2)); /* a mark without a letter */
	assert_false(ui_edit_insert(&e, "\x1b[A\x07", 4));
	assert_string_equal(ui_edit_text(&e), "[AViệt Nam");
	ui_edit_kill_all(&e);
	assert_false(ui_edit_insert(&e, "漢a\xff", 5));
	assert_string_equal(ui_edit_text(&e), "?a");
	ui_edit_set(&e, "\xcc\x82"); /* nothing of it stays, nor of what was there */
	assert_string_equal(ui_edit_text(&e), "");
	ui_edit_clear(&e);
}

/* A suggestion that the first letter replaces is no word to go on with, wherever the cursor was put before. */
static void test_retype(void **state)
{
	struct ui_key k = { .act = UI_ACT_CHAR, .cp = 's', .text = "s", .n = 1 };
	struct ui_edit e;
	struct ime im;

	(void)state;
	ui_edit_init(&e, 100, 0, false);
	ui_edit_set(&e, "ba");
	ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
	ui_edit_home(&e);
	ui_edit_end(&e);
	e.retype = true;
	assert_int_equal(ui_edit_key(&e, &im, NULL, &k), UI_EDIT_CHANGED);
	assert_string_equal(ui_edit_text(&e), "s");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "ba");
	ime_break(&im);
	ui_edit_home(&e);
	ui_edit_end(&e);
	assert_int_equal(ui_edit_key(&e, &im, NULL, &k), UI_EDIT_CHANGED);
	assert_string_equal(ui_edit_text(&e), "bá");
	ui_edit_clear(&e);
}

static void test_limits(void **state)
{
	struct ui_edit e;

	(void)state;
	ui_edit_init(&e, 5, 12, false);
	assert_false(ui_edit_insert(&e, "123456", 6));
	assert_string_equal(ui_edit_text(&e), "12345");
	assert_false(ui_edit_insert(&e, "6", 1));
	ui_edit_kill_all(&e);
	assert_false(ui_edit_insert(&e, "ệệệệệ", 15)); /* five characters, but 15 bytes of 12 */
	assert_string_equal(ui_edit_text(&e), "ệệệệ");
	e.overwrite = true;
	ui_edit_home(&e);
	assert_true(ui_edit_insert(&e, "ab", 2));
	assert_string_equal(ui_edit_text(&e), "abệệ");
	assert_true(ui_edit_insert(&e, "xyz", 3));
	assert_string_equal(ui_edit_text(&e), "abxyz");
	ui_edit_clear(&e);
}

static void test_lines(void **state)
{
	struct ui_edit e;

	(void)state;
	ui_edit_init(&e, 100, 0, false);
	ui_edit_insert(&e, "a\r\nb\tc", 6);
	assert_string_equal(ui_edit_text(&e), "a b c");
	ui_edit_clear(&e);
	ui_edit_init(&e, 100, 0, true);
	ui_edit_insert(&e, "a\r\nb\tc", 6);
	assert_string_equal(ui_edit_text(&e), "a\nb c");
	ui_edit_clear(&e);
}

static void test_undo(void **state)
{
	struct ui_edit e;

	(void)state;
	ui_edit_init(&e, 100, 0, false);
	typed(&e, "phê duyệt kế");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "phê duyệt ");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "phê ");
	ui_edit_redo(&e);
	assert_string_equal(ui_edit_text(&e), "phê duyệt ");
	ui_edit_backspace(&e);
	ui_edit_backspace(&e);
	assert_false(ui_edit_redo(&e));
	assert_string_equal(ui_edit_text(&e), "phê duyệ");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "phê duyệt ");
	ui_edit_assign(&e, "khác");
	assert_string_equal(ui_edit_text(&e), "khác");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "phê duyệt ");
	ui_edit_clear(&e);
}

static void test_replace_last(void **state)
{
	struct ui_edit e;

	(void)state;
	ui_edit_init(&e, 100, 0, false);
	typed(&e, "so vie");
	assert_true(ui_edit_replace_last(&e, 3, "viê", 4));
	assert_string_equal(ui_edit_text(&e), "so viê");
	assert_true(ui_edit_replace_last(&e, 3, "viêt", 5));
	assert_true(ui_edit_replace_last(&e, 4, "việt", 6));
	assert_string_equal(ui_edit_text(&e), "so việt");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "so ");
	assert_true(ui_edit_replace_last(&e, 9, "x", 1));
	assert_string_equal(ui_edit_text(&e), "x");
	ui_edit_clear(&e);
}

/* ---- the mark ------------------------------------------------------------------------------------------------------- */

static enum ui_edit_done pressed(struct ui_edit *e, struct ime *im, struct ui_kill *kill, enum ui_act act, bool shift)
{
	struct ui_key k = { .act = act, .shift = shift };

	return ui_edit_key(e, im, kill, &k);
}

static enum ui_edit_done letter(struct ui_edit *e, struct ime *im, struct ui_kill *kill, char c)
{
	char text[2] = { c, '\0' };
	struct ui_key k = { .act = UI_ACT_CHAR, .cp = (uint32_t)(unsigned char)c, .text = text, .n = 1 };

	return ui_edit_key(e, im, kill, &k);
}

/* Cut, paste, and typing over the region are one step of undo each; the mark goes with every one of them. */
static void test_mark(void **state)
{
	struct ui_kill kill = { 0 };
	struct ui_edit e;
	size_t from, to;

	(void)state;
	ui_edit_init(&e, 100, 0, false);
	ui_edit_set(&e, "phê duyệt kế hoạch");
	assert_int_equal(pressed(&e, NULL, &kill, UI_ACT_YANK, false), UI_EDIT_MOVED);
	assert_int_equal(pressed(&e, NULL, &kill, UI_ACT_CUT, false), UI_EDIT_MOVED);
	assert_string_equal(ui_edit_text(&e), "phê duyệt kế hoạch");
	pressed(&e, NULL, &kill, UI_ACT_SELECT, false);
	assert_false(ui_edit_region(&e, &from, &to));
	pressed(&e, NULL, &kill, UI_ACT_WORD_LEFT, false);
	pressed(&e, NULL, &kill, UI_ACT_WORD_LEFT, false);
	assert_true(ui_edit_region(&e, &from, &to));
	assert_memory_equal(ui_edit_text(&e) + from, "kế hoạch", to - from);
	pressed(&e, NULL, &kill, UI_ACT_SELECT, false);
	assert_false(ui_edit_region(&e, &from, &to));
	pressed(&e, NULL, &kill, UI_ACT_SELECT, false);
	pressed(&e, NULL, &kill, UI_ACT_END, false);
	assert_int_equal(pressed(&e, NULL, &kill, UI_ACT_CUT, false), UI_EDIT_CHANGED);
	assert_string_equal(ui_edit_text(&e), "phê duyệt ");
	assert_string_equal(kill.text, "kế hoạch");
	pressed(&e, NULL, &kill, UI_ACT_HOME, false);
	pressed(&e, NULL, &kill, UI_ACT_YANK, false);
	assert_string_equal(ui_edit_text(&e), "kế hoạchphê duyệt ");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "phê duyệt ");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "phê duyệt kế hoạch");
	ui_edit_redo(&e);
	ui_edit_undo(&e);
	pressed(&e, NULL, &kill, UI_ACT_HOME, false);
	pressed(&e, NULL, &kill, UI_ACT_SELECT, false);
	pressed(&e, NULL, &kill, UI_ACT_WORD_RIGHT, false);
	letter(&e, NULL, &kill, 'x');
	letter(&e, NULL, &kill, 'y');
	assert_string_equal(ui_edit_text(&e), "xyduyệt kế hoạch");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "phê duyệt kế hoạch");
	/* Backspace and Del take the region and are no cut */
	for (int i = 0; i < 2; i++) {
		pressed(&e, NULL, &kill, UI_ACT_HOME, false);
		pressed(&e, NULL, &kill, UI_ACT_SELECT, false);
		pressed(&e, NULL, &kill, UI_ACT_WORD_RIGHT, false);
		pressed(&e, NULL, &kill, i == 0 ? UI_ACT_BACKSPACE : UI_ACT_DELETE, false);
		assert_string_equal(ui_edit_text(&e), "duyệt kế hoạch");
		ui_edit_undo(&e);
	}
	assert_string_equal(kill.text, "kế hoạch");
	/* without a region all of it is copied; an empty field leaves what is there */
	pressed(&e, NULL, &kill, UI_ACT_COPY, false);
	assert_string_equal(kill.text, "phê duyệt kế hoạch");
	ui_edit_kill_all(&e);
	pressed(&e, NULL, &kill, UI_ACT_COPY, false);
	assert_string_equal(kill.text, "phê duyệt kế hoạch");
	ui_kill_clear(&kill);
	ui_edit_clear(&e);
}

/* Where a terminal tells of Shift, it marks for as long as it is held; and where nothing is marked it is the plain motion. */
static void test_shift(void **state)
{
	struct ui_kill kill = { 0 };
	struct ui_edit e;
	size_t from, to;

	(void)state;
	ui_edit_init(&e, 100, 0, false);
	ui_edit_set(&e, "abc def");
	pressed(&e, NULL, &kill, UI_ACT_LEFT, true);
	pressed(&e, NULL, &kill, UI_ACT_LEFT, true);
	assert_true(ui_edit_region(&e, &from, &to) && from == 5 && to == 7);
	pressed(&e, NULL, &kill, UI_ACT_LEFT, false);
	assert_false(ui_edit_region(&e, &from, &to));
	pressed(&e, NULL, &kill, UI_ACT_SELECT, false);
	pressed(&e, NULL, &kill, UI_ACT_LEFT, true);
	pressed(&e, NULL, &kill, UI_ACT_LEFT, false);
	assert_true(ui_edit_region(&e, &from, &to) && from == 2 && to == 4);
	pressed(&e, NULL, NULL, UI_ACT_HOME, false);
	ui_edit_unmark(&e);
	assert_int_equal(pressed(&e, NULL, NULL, UI_ACT_END, true), UI_EDIT_MOVED);
	assert_false(ui_edit_region(&e, &from, &to)); /* a password is not marked, nor copied */
	assert_int_equal(pressed(&e, NULL, NULL, UI_ACT_COPY, false), UI_EDIT_NOT);
	ui_edit_clear(&e);
}

/* The target's rules: line breaks, limits, its input method. */
static void test_kill_elsewhere(void **state)
{
	struct ui_kill kill = { 0 };
	struct ui_edit e;
	struct ime im;
	char *big = mem_xalloc(UI_KILL_MAX + 3);

	(void)state;
	ui_edit_init(&e, 100, 0, true);
	ui_edit_set(&e, "một\nhai");
	pressed(&e, NULL, &kill, UI_ACT_COPY, false);
	ui_edit_clear(&e);
	ui_edit_init(&e, 6, 0, false);
	assert_int_equal(pressed(&e, NULL, &kill, UI_ACT_YANK, false), UI_EDIT_FULL);
	assert_string_equal(ui_edit_text(&e), "một ha");
	ui_edit_clear(&e);
	/* a mark at the place's end composes with what stands there */
	ui_edit_init(&e, 20, 0, false);
	ui_edit_set(&e, "ba nam");
	ime_init(&im, IME_TELEX, IME_OLD, IME_MODE_TEXT);
	pressed(&e, &im, &kill, UI_ACT_SELECT, false);
	pressed(&e, &im, &kill, UI_ACT_WORD_LEFT, false);
	letter(&e, &im, &kill, 's'); /* begins a word, belongs to none before */
	letter(&e, &im, &kill, 'e');
	letter(&e, &im, &kill, 'e');
	assert_string_equal(ui_edit_text(&e), "ba sê");
	ui_edit_undo(&e);
	assert_string_equal(ui_edit_text(&e), "ba nam");
	ui_edit_home(&e);
	ui_edit_right(&e);
	ui_edit_right(&e);
	pressed(&e, &im, &kill, UI_ACT_SELECT, false);
	ui_edit_end(&e);
	ui_edit_insert(&e, "\xcc\x81", 2);
	assert_string_equal(ui_edit_text(&e), "bá");
	ui_edit_clear(&e);
	/* a ceiling, at a whole character */
	memset(big, 'x', UI_KILL_MAX + 2);
	memcpy(big + UI_KILL_MAX - 1, "ệ", 3);
	e = (struct ui_edit){ .text = big, .len = UI_KILL_MAX + 2 };
	assert_true(ui_edit_copy(&e, &kill));
	assert_int_equal(kill.len, UI_KILL_MAX - 1);
	ui_kill_clear(&kill);
	assert_null(kill.text);
	free(big);
}

/* ---- random operations against an array of code points -------------------------------------------------------------- */

struct naive {
	uint32_t cp[512];
	size_t n, cur, mark;
	bool marked;
	uint32_t kill[512];
	size_t n_kill;
};

static uint32_t rnd(uint64_t *s)
{
	*s = *s * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*s >> 33);
}

static void naive_text(const struct naive *m, char *out)
{
	size_t k = 0;

	for (size_t i = 0; i < m->n; i++)
		k += utf8_put(out + k, m->cp[i]);
	out[k] = '\0';
}

static bool is_blank(uint32_t c) { return c == ' '; }

static size_t low(const struct naive *m) { return !m->marked || m->cur < m->mark ? m->cur : m->mark; }
static size_t high(const struct naive *m) { return !m->marked || m->cur > m->mark ? m->cur : m->mark; }

/* Any change of the text: [from, to) becomes as much of cp as fits. */
static bool naive_put(struct naive *m, size_t from, size_t to, const uint32_t *cp, size_t n, size_t max)
{
	size_t had = n;

	n = m->n - (to - from) + n > max ? max - (m->n - (to - from)) : n;
	if (n == 0 && (had > 0 || from == to))
		return had == 0;
	memmove(m->cp + from + n, m->cp + to, (m->n - to) * sizeof(m->cp[0]));
	if (n > 0)
		memcpy(m->cp + from, cp, n * sizeof(m->cp[0]));
	m->n = m->n - (to - from) + n;
	m->cur = from + n;
	m->marked = false;
	return n == had;
}

static void naive_move(struct naive *m, struct ui_edit *e, uint32_t op)
{
	switch (op) {
	case 0:
		ui_edit_left(e);
		m->cur -= m->cur > 0;
		break;
	case 1:
		ui_edit_right(e);
		m->cur += m->cur < m->n;
		break;
	case 2:
		ui_edit_word_left(e);
		while (m->cur > 0 && is_blank(m->cp[m->cur - 1]))
			m->cur--;
		while (m->cur > 0 && !is_blank(m->cp[m->cur - 1]))
			m->cur--;
		break;
	case 3:
		ui_edit_word_right(e);
		while (m->cur < m->n && !is_blank(m->cp[m->cur]))
			m->cur++;
		while (m->cur < m->n && is_blank(m->cp[m->cur]))
			m->cur++;
		break;
	case 4:
		ui_edit_home(e);
		m->cur = 0;
		break;
	default:
		ui_edit_end(e);
		m->cur = m->n;
	}
}

static void naive_mark(struct naive *m, struct ui_edit *e, struct ui_kill *kill, uint32_t op)
{
	size_t from = low(m), to = high(m);
	bool any = from < to;

	switch (op) {
	case 0: case 1:
		ui_edit_mark(e);
		m->marked = true;
		m->mark = m->cur;
		break;
	case 2:
		ui_edit_unmark(e);
		m->marked = false;
		break;
	case 3:
		assert_int_equal(ui_edit_copy(e, kill), any || m->n > 0);
		if (!any && m->n == 0)
			break;
		m->n_kill = any ? to - from : m->n;
		memcpy(m->kill, m->cp + (any ? from : 0), m->n_kill * sizeof(m->kill[0]));
		m->marked = false;
		break;
	case 4:
		assert_int_equal(ui_edit_cut(e, kill), any);
		if (!any)
			break;
		m->n_kill = to - from;
		memcpy(m->kill, m->cp + from, m->n_kill * sizeof(m->kill[0]));
		naive_put(m, from, to, NULL, 0, e->max_chars);
		break;
	case 5:
		assert_int_equal(ui_edit_erase_region(e), any);
		if (any)
			naive_put(m, from, to, NULL, 0, e->max_chars);
		break;
	default:
		if (kill->len > 0)
			assert_int_equal(ui_edit_insert(e, kill->text, kill->len), naive_put(m, from, to, m->kill, m->n_kill, e->max_chars));
	}
}

static void naive_step(struct naive *m, struct ui_edit *e, struct ui_kill *kill, uint32_t op, uint32_t letter)
{
	static const uint32_t letters[] = { 'a', 'B', ' ', 0x1ec7, 0x1b0, 0x111, '/', 0xea, ' ', 'z' };
	uint32_t c = letters[letter % COUNT_OF(letters)];
	char b[4];

	switch (op % 20) {
	case 0: case 1: case 2: case 3: case 4:
		assert_int_equal(ui_edit_insert(e, b, utf8_put(b, c)), naive_put(m, low(m), high(m), &c, 1, e->max_chars));
		break;
	case 5:
		ui_edit_backspace(e);
		naive_put(m, m->cur - (m->cur > 0), m->cur, NULL, 0, e->max_chars);
		break;
	case 6:
		ui_edit_delete(e);
		naive_put(m, m->cur, m->cur + (m->cur < m->n), NULL, 0, e->max_chars);
		break;
	case 7:
		if (letter % 7 == 0) {
			ui_edit_kill_end(e);
			naive_put(m, m->cur, m->n, NULL, 0, e->max_chars);
		}
		break;
	case 8: case 9: case 10: case 11: case 12: case 13:
		naive_move(m, e, op % 20 - 8);
		break;
	default:
		naive_mark(m, e, kill, letter % 8);
	}
}

static void test_random(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct naive m = { .n = 0 };
		struct ui_kill kill = { 0 };
		struct ui_edit e;
		size_t from, to;
		uint64_t s = seed;
		char want[2048];

		ui_edit_init(&e, 40, 0, false);
		for (int i = 0; i < 300; i++) {
			uint32_t a = rnd(&s), b = rnd(&s);

			naive_step(&m, &e, &kill, a, b);
			naive_text(&m, want);
			assert_int_equal(ui_edit_region(&e, &from, &to), low(&m) < high(&m));
			if (low(&m) < high(&m)) {
				assert_int_equal(utf8_chars(ui_edit_text(&e), from), low(&m));
				assert_int_equal(utf8_chars(ui_edit_text(&e), to), high(&m));
			}
			assert_string_equal(ui_edit_text(&e), want);
			assert_int_equal(utf8_chars(ui_edit_text(&e), e.cur), m.cur);
		}
		for (int i = 0; i < 100; i++)
			ui_edit_undo(&e);
		for (int i = 0; i < 100; i++)
			ui_edit_redo(&e);
		assert_string_equal(ui_edit_text(&e), want);
		ui_kill_clear(&kill);
		ui_edit_clear(&e);
	}
}

/* ---- views ------------------------------------------------------------------------------------------------------------ */

static void test_wrap(void **state)
{
	static const char text[] = "Về việc phê duyệt kế hoạch chuyển đổi số";
	struct ui_edit_row r[16];
	size_t n = ui_edit_wrap(text, strlen(text), 12, r, COUNT_OF(r)), row, col;

	(void)state;
	assert_int_equal(n, 4);
	assert_memory_equal(text + r[0].start, "Về việc phê", r[0].end - r[0].start);
	assert_memory_equal(text + r[3].start, "đổi số", r[3].end - r[3].start);
	ui_edit_where(text, r, n, 12, r[1].start, &row, &col);
	assert_int_equal(row, 1);
	assert_int_equal(col, 0);
	ui_edit_where(text, r, n, 12, strlen(text), &row, &col);
	assert_int_equal(row, 3);
	assert_int_equal(col, 6);
	assert_int_equal(ui_edit_wrap("", 0, 5, r, COUNT_OF(r)), 1);
	assert_int_equal(ui_edit_wrap("abcdefgh", 8, 5, r, COUNT_OF(r)), 2);
	assert_int_equal(r[0].end, 5);
	assert_int_equal(ui_edit_wrap("a\nb\n", 4, 5, r, COUNT_OF(r)), 3);
	assert_int_equal(ui_edit_wrap("abcde ", 6, 5, r, COUNT_OF(r)), 1);
	assert_int_equal(ui_edit_wrap("abcde f", 7, 5, r, COUNT_OF(r)), 2);
	assert_int_equal(r[0].end, 5);
	assert_int_equal(r[1].start, 6);
}

/* Whatever the text: rows cover it in order, none is wider than the field, and every cursor has a place. */
static void test_wrap_random(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct ui_edit_row r[256];
		uint64_t s = seed;
		char t[160];
		size_t len = rnd(&s) % 150, width = 1 + rnd(&s) % 20, n, row, col;

		for (size_t i = 0; i < len; i++)
			t[i] = "ab cd  \nefghi"[rnd(&s) % 13];
		t[len] = '\0';
		n = ui_edit_wrap(t, len, width, r, COUNT_OF(r));
		assert_true(n >= 1 && n <= COUNT_OF(r));
		for (size_t i = 0; i < n; i++) {
			size_t used = r[i].end;

			while (used > r[i].start && t[used - 1] == ' ')
				used--;
			assert_true(r[i].start <= r[i].end && used - r[i].start <= width);
			if (i + 1 < n)
				assert_true(r[i + 1].start > r[i].start && r[i + 1].start >= r[i].end);
			for (size_t k = r[i].end; i + 1 < n && k < r[i + 1].start; k++)
				assert_true(t[k] == ' ' || t[k] == '\n');
		}
		for (size_t c = 0; c <= len; c++) {
			ui_edit_where(t, r, n, width, c, &row, &col);
			assert_true(row < n && col <= width);
		}
	}
}

static void test_scroll(void **state)
{
	struct ui_edit e;
	size_t left = 0;

	(void)state;
	ui_edit_init(&e, 100, 0, false);
	for (int i = 0; i < 10; i++) {
		ui_edit_insert(&e, "x", 1);
		assert_int_equal(ui_edit_scroll(&e, 10, &left), i + 1);
		assert_int_equal(left, 0);
	}
	ui_edit_insert(&e, "x", 1);
	assert_int_equal(ui_edit_scroll(&e, 10, &left), 6);
	assert_int_equal(left, 5);
	ui_edit_home(&e);
	assert_int_equal(ui_edit_scroll(&e, 10, &left), 0);
	assert_int_equal(left, 0);
	ui_edit_clear(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compose), cmocka_unit_test(test_retype), cmocka_unit_test(test_limits), cmocka_unit_test(test_lines),
		cmocka_unit_test(test_undo), cmocka_unit_test(test_mark), cmocka_unit_test(test_shift), cmocka_unit_test(test_kill_elsewhere),
		cmocka_unit_test(test_replace_last), cmocka_unit_test(test_random), cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_wrap_random), cmocka_unit_test(test_scroll),
	};

	return T_RUN(tests);
}
