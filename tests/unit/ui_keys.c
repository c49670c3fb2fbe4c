/* ui_keys: bytes of every dialect under every TERM's own description, Esc, paste, cut and unknown sequences, the table itself. */
#include "t.h"

/* before term.h, whose macros are called `lines` and the like */
#include "congvu/model.h"
#include "congvu/screen.h"

#include <curses.h>
#include <term.h>
#include <locale.h>

#include "../../src/ui/ui_keys_internal.h"

static char got[4096];
static struct ui_keys keys;
static bool flush_at_f2;

static void on_key(void *ctx, const struct ui_key *k)
{
	const struct ui_act_row *row = ui_keys_row(k->act);
	char name[16];
	size_t n = strlen(got);

	(void)ctx;
	if (row != NULL)
		snprintf(got + n, sizeof(got) - n, "<%s%s>", k->shift ? "^" : "", ui_keys_name(row, name, sizeof(name)));
	else if (k->act == UI_ACT_PASTE)
		snprintf(got + n, sizeof(got) - n, "{%s}", k->text);
	else
		snprintf(got + n, sizeof(got) - n, "%s", k->text);
	if (flush_at_f2 && k->act == UI_ACT_SAVE)
		ui_keys_flush(&keys);
}

static void fresh(void)
{
	ui_keys_clear(&keys);
	ui_keys_init(&keys, on_key, NULL);
	got[0] = '\0';
}

static void expect(const char *bytes, const char *want)
{
	size_t n = strlen(bytes);

	/* In one read, and cut at every place. */
	got[0] = '\0';
	ui_keys_feed(&keys, bytes, n);
	assert_string_equal(got, want);
	for (size_t cut = 1; cut < n; cut++) {
		got[0] = '\0';
		ui_keys_feed(&keys, bytes, cut);
		ui_keys_feed(&keys, bytes + cut, n - cut);
		assert_string_equal(got, want);
	}
}

static const struct { const char *bytes, *want; } dialects[] = {
	{ "\x1b[11~\x1b[12~\x1b[13~\x1b[14~\x1b[15~", "<F1><F2><F3><F4><F5>" },
	{ "\x1bOP\x1bOQ\x1bOR\x1bOS", "<F1><F2><F3><F4>" },
	{ "\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E", "<F1><F2><F3><F4><F5>" },
	{ "\x1b[17~\x1b[18~\x1b[19~\x1b[20~\x1b[24~", "<F6><F7><F8><F9><F12>" },
	{ "\x1b[A\x1b[B\x1b[C\x1b[D", "<Up><Down><Right><Left>" },
	{ "\x1bOA\x1bOB\x1bOC\x1bOD", "<Up><Down><Right><Left>" },
	{ "\x1b[A\x1b[D\x1bOC\x1bOD", "<Up><Left><Ctrl-Right><Ctrl-Left>" }, /* PuTTY: with Ctrl they come in the other mode */
	{ "\x1bOB\x1bOD\x1b[C\x1b[D", "<Down><Left><Ctrl-Right><Ctrl-Left>" },
	{ "\x1b[1~\x1b[4~\x1b[7~\x1b[8~\x1b[H\x1b[F\x1bOH\x1bOF", "<Home><End><Home><End><Home><End><Home><End>" },
	{ "\x1b[2~\x1b[3~\x1b[5~\x1b[6~\x1b[Z", "<Ins><Del><PgUp><PgDn><Shift-Tab>" },
	{ "\x1b[1;5C\x1b[1;5D\x1b[1;3A\x1b[3;5~", "<Ctrl-Right><Ctrl-Left><Up><Del>" },
	/* with Shift: xterm's, with Ctrl too, Alt too; rxvt's */
	{ "\x1b[1;2A\x1b[1;2B\x1b[1;2C\x1b[1;2D\x1b[1;2H\x1b[1;2F", "<^Up><^Down><^Right><^Left><^Home><^End>" },
	{ "\x1b[1;6C\x1b[1;6D\x1b[1;4C\x1b[3;2~\x1b[a\x1b[b\x1b[c\x1b[d", "<^Ctrl-Right><^Ctrl-Left><^Right><Del><^Up><^Down><^Right><^Left>" },
	{ "\x1bOp\x1bOq\x1bOr\x1bOs\x1bOt\x1bOu\x1bOv\x1bOw\x1bOx\x1bOy\x1bOn\x1bOo\x1bOM", "0123456789./<Enter>" },
	{ "\x05\x17\x11\x16", "<Ctrl-E><Ctrl-W><Ctrl-Q><Ctrl-V>" },
	{ "\x13\x0f\x1a\x19\x14\x0b\x15\x12\x07\x0e\x06\x04\x10\x18\x01\x0c\x1d",
	  "<F2><Ctrl-O><Ctrl-Z><Ctrl-Y><Ctrl-T><Ctrl-K><Ctrl-U><Ctrl-R><Ctrl-G><F6><F4><F8><F9><Ctrl-X><Ctrl-A><Ctrl-L><Ctrl-]>" },
	{ "\x03\x08\x7f\r\n\t", "<F12><Backspace><Backspace><Enter><Enter><Tab>" },
	{ "\x1b" "1\x1b" "2\x1b" "9", "<F1><F2><F9>" },
	{ "a\x1b\rb", "a<Esc-Enter>b" },
	{ "\x1b[99~\x1b[1;2P\x1b[?1;2cx\x1b[200;1Xy\x1bO2Pz", "xyz" }, /* unknown ones are swallowed, to their last byte */
	{ "\x1b[2;2000/00~a\x1b[1;Ab\x1b[1;555Cc", "abc" }, /* these are no keys with a modifier */
	{ "Vi\xe1\xbb\x87t", "Việt" },
	{ "a\xc3(b\xff", "a(b" },
	{ "\x1b[200~a\tb\r\n\x1b[Ac\x1b[201~d", "{a\tb\r\n\x1b[Ac}d" },
	{ "\x1b[\x07q", "<Ctrl-G>q" }, /* a sequence that breaks off */
};

static void learn_term(const char *term)
{
	static const struct { const char *cap, *name; } caps[] = { { "kf1", "F1" }, { "kf2", "F2" }, { "kf3", "F3" }, { "kf4", "F4" },
		{ "kf12", "F12" }, { "kcuu1", "Up" }, { "kcud1", "Down" }, { "khome", "Home" }, { "kend", "End" }, { "kcbt", "Shift-Tab" },
		{ "kbs", "Backspace" }, { "kdch1", "Del" } };
	int err = 0;

	assert_int_equal(setupterm(term, 1, &err), 0);
	for (size_t i = 0; i < COUNT_OF(caps); i++) {
		char name[16];
		char *seq;

		snprintf(name, sizeof(name), "%s", caps[i].cap);
		seq = tigetstr(name);
		if (seq == NULL || seq == (char *)-1)
			continue;
		ui_keys_learn(&keys, seq, caps[i].name);
		got[0] = '\0';
		ui_keys_feed(&keys, seq, strlen(seq));
		snprintf(name, sizeof(name), "<%s>", caps[i].name);
		assert_string_equal(got, name);
	}
	del_curterm(cur_term);
}

static void test_dialects(void **state)
{
	static const char *const terms[] = { "xterm-256color", "putty", "linux", "vt220" };

	(void)state;
	for (size_t t = 0; t < COUNT_OF(terms); t++) {
		fresh();
		learn_term(terms[t]);
		for (size_t i = 0; i < COUNT_OF(dialects); i++)
			expect(dialects[i].bytes, dialects[i].want);
	}
}

static void test_esc(void **state)
{
	(void)state;
	fresh();
	ui_keys_feed(&keys, "\x1b", 1);
	assert_true(ui_keys_esc_waits(&keys));
	ui_keys_feed(&keys, "\x1b", 1);
	assert_string_equal(got, "<F3>"); /* Esc Esc = back */
	got[0] = '\0';
	ui_keys_feed(&keys, "\x1b", 1);
	ui_keys_esc(&keys); /* given up after a while: a key of its own */
	assert_string_equal(got, "<Esc>");
	ui_keys_feed(&keys, "[Aab", 4); /* the late tail of an arrow is swallowed */
	assert_string_equal(got, "<Esc>ab");
	got[0] = '\0';
	ui_keys_feed(&keys, "\x1b", 1);
	ui_keys_esc(&keys);
	ui_keys_feed(&keys, "O", 1); /* a letter is typed, no tail */
	ui_keys_feed(&keys, "ng", 2);
	assert_string_equal(got, "<Esc>Ong");
	got[0] = '\0';
	ui_keys_feed(&keys, "\x1b\x1b", 2);
	ui_keys_feed(&keys, "[A", 2); /* Alt-Up, cut: its tail is not typed */
	assert_string_equal(got, "<F3>");
	got[0] = '\0';
	ui_keys_feed(&keys, "\x1b\x1b[A", 4); /* Alt-Up */
	assert_string_equal(got, "<Up>");
	got[0] = '\0';
	ui_keys_feed(&keys, "\x1bx", 2);
	assert_string_equal(got, "x");
	got[0] = '\0';
	ui_keys_feed(&keys, "a\0b", 3); /* Ctrl-Space */
	assert_string_equal(got, "a<Ctrl-E>b");
}

static void test_flush(void **state)
{
	(void)state;
	fresh();
	flush_at_f2 = true;
	ui_keys_feed(&keys, "a\x13" "bcd", 5);
	assert_string_equal(got, "a<F2>");
	ui_keys_feed(&keys, "e", 1);
	assert_string_equal(got, "a<F2>e");
	/* what begins behind the refused key is no key when its end comes later; the decoder knows where it ends */
	got[0] = '\0';
	ui_keys_feed(&keys, "\x13q\x1b[200~one", 11);
	assert_int_equal(keys.n_thrown, 4);
	ui_keys_throw(&keys, "two", 3);
	ui_keys_feed(&keys, "three\x1b[201~f", 12);
	assert_string_equal(got, "<F2>f");
	flush_at_f2 = false;
}

static void test_long(void **state)
{
	static char big[UI_PASTE_MAX * 2];

	(void)state;
	fresh();
	memset(big, '1', sizeof(big));
	ui_keys_feed(&keys, "\x1b[", 2);
	ui_keys_feed(&keys, big, 100);
	ui_keys_feed(&keys, "~x", 2);
	assert_string_equal(got, "x");
	got[0] = '\0';
	ui_keys_feed(&keys, "\x1b[200~", 6);
	ui_keys_feed(&keys, big, sizeof(big));
	ui_keys_feed(&keys, "\x1b[201~!", 7);
	assert_int_equal(got[strlen(got) - 1] == '!' || strlen(got) == sizeof(got) - 1, 1);
	assert_false(keys.pasting);
}

/* No key is given twice in the table, and every row that the bar shows works there. */
static void test_table(void **state)
{
	size_t n;
	const struct ui_act_row *r = ui_keys_rows(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char keys_of[64], *save = NULL;

		snprintf(keys_of, sizeof(keys_of), "%s", r[i].keys);
		assert_int_equal(r[i].bar & ~r[i].where, 0);
		for (char *w = strtok_r(keys_of, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save))
			assert_int_equal(ui_keys_act(w), r[i].act);
	}
}

/* What a screen's file may bind is what the table keeps for it, no more and no less; its named actions are no verbs. */
static void test_free_keys(void **state)
{
	size_t n, n_free = 0, n_own = 0;
	const struct ui_act_row *r = ui_keys_rows(&n);
	const struct screen_action *a;
	const char *key, *bytes[] = { "\x1b[21~", "\x1b[23~" };

	(void)state;
	for (size_t i = 0; i < n; i++)
		n_own += strcmp(r[i].words, "own") == 0;
	for (; (key = screen_free_key(n_free)) != NULL; n_free++) {
		const struct ui_act_row *row = ui_keys_row(ui_keys_act(key));
		char want[16];

		assert_non_null(row);
		assert_string_equal(row->words, "own");
		assert_int_equal(row->where, 0);
		fresh();
		snprintf(want, sizeof(want), "<%s>", key);
		expect(bytes[n_free], want);
	}
	assert_int_equal(n_free, n_own);
	for (size_t i = 1; (a = screen_action_at(i)) != NULL; i++) {
		assert_int_equal(a->act, i);
		assert_non_null(strstr(SCREEN_ACT_NAMES, a->name));
		assert_string_not_equal(model_message(a->words), a->words);
		for (size_t k = 0; k < model_verb_count(); k++)
			assert_string_not_equal(model_verb_at(k)->name, a->name);
	}
}

/* Whatever comes: no crash, no control character in a text. */
static void test_noise(void **state)
{
	uint64_t s = 7;

	(void)state;
	fresh();
	for (int round = 0; round < 20000; round++) {
		uint8_t b[24];
		size_t n = 1 + (size_t)(s >> 59) % 24;

		for (size_t i = 0; i < n; i++) {
			s = s * 6364136223846793005u + 1442695040888963407u;
			b[i] = (s >> 40) % 3 == 0 ? (uint8_t)"\x1b[O~;012\x1b"[(s >> 33) % 9] : (uint8_t)(s >> 50);
		}
		got[0] = '\0';
		ui_keys_feed(&keys, b, n);
		if (ui_keys_esc_waits(&keys) && round % 3 == 0)
			ui_keys_esc(&keys);
		for (const char *p = got; !keys.pasting && *p && strchr(got, '{') == NULL; p++)
			assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dialects), cmocka_unit_test(test_esc), cmocka_unit_test(test_flush), cmocka_unit_test(test_long),
		cmocka_unit_test(test_table), cmocka_unit_test(test_free_keys), cmocka_unit_test(test_noise),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return T_RUN(tests);
}
