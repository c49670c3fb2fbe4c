/* ui_keys: bytes of a terminal to actions. See ui_keys_internal.h. */
#include "ui_keys_internal.h"

#include <stdio.h>
#include <string.h>

static const struct ui_act_row rows[] = {
#define X(act, keys, where, bar, rank, words) { act, keys, where, bar, rank, words },
	UI_ACT_LIST(X)
#undef X
};

/* Escape sequences without their ESC, to key names; a name of one character is that character (numeric keypad). */
static const struct { const char *seq, *name; } dialects[] = {
	{ "[11~", "F1" }, { "[12~", "F2" }, { "[13~", "F3" }, { "[14~", "F4" }, { "[15~", "F5" }, /* PuTTY, rxvt */
	{ "OP", "F1" }, { "OQ", "F2" }, { "OR", "F3" }, { "OS", "F4" }, { "OT", "F5" },           /* xterm, vt220 PF keys */
	{ "[P", "F1" }, { "[Q", "F2" }, { "[R", "F3" }, { "[S", "F4" },
	{ "[[A", "F1" }, { "[[B", "F2" }, { "[[C", "F3" }, { "[[D", "F4" }, { "[[E", "F5" },      /* Linux console */
	{ "[17~", "F6" }, { "[18~", "F7" }, { "[19~", "F8" }, { "[20~", "F9" }, { "[21~", "F10" }, { "[23~", "F11" }, { "[24~", "F12" },
	{ "[A", "Up" }, { "[B", "Down" }, { "[C", "Right" }, { "[D", "Left" },
	{ "OA", "Up" }, { "OB", "Down" }, { "OC", "Right" }, { "OD", "Left" },
	{ "[1;5C", "Ctrl-Right" }, { "[1;5D", "Ctrl-Left" }, { "[1;3C", "Ctrl-Right" }, { "[1;3D", "Ctrl-Left" }, { "[5C", "Ctrl-Right" },
	{ "[5D", "Ctrl-Left" }, { "[1;6C", "Ctrl-Right" }, { "[1;6D", "Ctrl-Left" }, { "[a", "Up" }, { "[b", "Down" }, { "[c", "Right" },
	{ "[d", "Left" }, { "Oc", "Ctrl-Right" }, { "Od", "Ctrl-Left" },
	{ "[H", "Home" }, { "[F", "End" }, { "OH", "Home" }, { "OF", "End" },
	{ "[1~", "Home" }, { "[4~", "End" }, { "[7~", "Home" }, { "[8~", "End" },
	{ "[2~", "Ins" }, { "[3~", "Del" }, { "[5~", "PgUp" }, { "[6~", "PgDn" }, { "[Z", "Shift-Tab" }, { "[E", "" }, { "[G", "" },
	{ "OM", "Enter" }, { "Oj", "*" }, { "Ok", "+" }, { "Ol", "," }, { "Om", "-" }, { "On", "." }, { "Oo", "/" }, { "OX", "=" },
	{ "Op", "0" }, { "Oq", "1" }, { "Or", "2" }, { "Os", "3" }, { "Ot", "4" },
	{ "Ou", "5" }, { "Ov", "6" }, { "Ow", "7" }, { "Ox", "8" }, { "Oy", "9" },
};

const struct ui_act_row *ui_keys_rows(size_t *n)
{
	*n = COUNT_OF(rows);
	return rows;
}

const struct ui_act_row *ui_keys_row(enum ui_act act)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].act == act)
			return &rows[i];
	return NULL;
}

static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = words; n > 0 && (p = strstr(p, word)) != NULL; p++)
		if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

enum ui_act ui_keys_act(const char *key_name)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (has_word(rows[i].keys, key_name))
			return rows[i].act;
	return UI_ACT_NONE;
}

const char *ui_keys_name(const struct ui_act_row *row, char *out, size_t cap)
{
	size_t n = strcspn(row->keys, " ");

	if (n >= cap)
		n = cap - 1;
	memcpy(out, row->keys, n);
	out[n] = '\0';
	return out;
}

/* ---- decoder --------------------------------------------------------------------------------------------------------- */

void ui_keys_init(struct ui_keys *k, ui_key_fn *fn, void *ctx)
{
	memset(k, 0, sizeof(*k));
	buf_init(&k->paste, UI_PASTE_MAX);
	k->fn = fn;
	k->ctx = ctx;
}

void ui_keys_clear(struct ui_keys *k)
{
	buf_clear(&k->paste);
}

void ui_keys_reset(struct ui_keys *k)
{
	k->n_seq = k->n_learnt = 0;
	k->esc = k->late = k->skip = k->pasting = k->thrown = false;
	k->arrows = '\0';
	buf_reset(&k->paste);
}

void ui_keys_learn(struct ui_keys *k, const char *seq, const char *name)
{
	if (seq == NULL || seq[0] != '\x1b' || strlen(seq) < 3 || strlen(seq) >= sizeof(k->learnt[0].seq) || k->n_learnt == UI_KEYS_LEARN_MAX)
		return;
	for (size_t i = 0; i < COUNT_OF(dialects); i++)
		if (strcmp(dialects[i].seq, seq + 1) == 0)
			return;
	snprintf(k->learnt[k->n_learnt].seq, sizeof(k->learnt[0].seq), "%s", seq + 1);
	snprintf(k->learnt[k->n_learnt].name, sizeof(k->learnt[0].name), "%s", name);
	k->n_learnt++;
}

void ui_keys_flush(struct ui_keys *k)
{
	k->stop = true;
}

static void send(struct ui_keys *k, const struct ui_key *key)
{
	if (k->stop || k->thrown)
		k->n_thrown++;
	else
		k->fn(k->ctx, key);
}

static void send_act(struct ui_keys *k, enum ui_act act)
{
	struct ui_key key = { .act = act };

	if (act != UI_ACT_NONE)
		send(k, &key);
}

static void send_char(struct ui_keys *k, const char *s, size_t n)
{
	struct ui_key key = { .act = UI_ACT_CHAR, .text = s, .n = n };

	utf8_next(s, n, &key.cp);
	send(k, &key);
}

static void send_name(struct ui_keys *k, const char *name)
{
	if (name[0] != '\0' && name[1] == '\0')
		send_char(k, name, 1);
	else
		send_act(k, ui_keys_act(name));
}

/* A motion with Shift held, as xterm and what follows it send it, and rxvt. PuTTY and the Linux console do not tell. */
static bool with_shift(const char *seq)
{
	if (seq[0] == '[' && seq[1] >= 'a' && seq[1] <= 'd' && seq[2] == '\0')
		return true;
	return strncmp(seq, "[1;", 3) == 0 && seq[3] >= '1' && seq[3] <= '8' && (seq[3] - '1') & 1 && strlen(seq) == 5 &&
	       strchr("ABCDHF", seq[4]) != NULL;
}

static void send_seq(struct ui_keys *k, const char *name, const char *seq)
{
	struct ui_key key = { .act = ui_keys_act(name), .shift = true };

	if (!with_shift(seq))
		send_name(k, name);
	else if (key.act != UI_ACT_NONE)
		send(k, &key);
}

/* The same key with Shift, Alt or Ctrl held: "[1;2A" -> "[A", "[3;5~" -> "[3~". Not for F-keys: Shift-F differs everywhere. */
static bool without_modifier(const char *seq, char *out)
{
	size_t n = strlen(seq);
	size_t digits = n > 3 ? strspn(seq + 3, "0123456789") : 0;

	if (seq[0] != '[' || n < 5 || seq[2] != ';' || digits > 2 || 3 + digits + 1 != n) /* 2 to 16 (xterm's ctlseqs) */
		return false;
	if (seq[n - 1] == '~' && strchr("123456", seq[1]) != NULL)
		snprintf(out, 8, "[%c~", seq[1]);
	else if (seq[1] == '1' && strchr("ABCDHF", seq[n - 1]) != NULL)
		snprintf(out, 8, "[%c", seq[n - 1]);
	else
		return false;
	return true;
}

/* With Ctrl, PuTTY sends Left and Right of the other mode than it is in; which that is, its Up and Down have shown. */
static const char *putty_ctrl(struct ui_keys *k, const char *seq)
{
	if (strlen(seq) != 2)
		return NULL;
	if (seq[1] == 'A' || seq[1] == 'B')
		k->arrows = seq[0];
	if (k->arrows == '\0' || k->arrows == seq[0])
		return NULL;
	return seq[1] == 'C' ? "Ctrl-Right" : seq[1] == 'D' ? "Ctrl-Left" : NULL;
}

static const char *find_seq(const struct ui_keys *k, const char *seq)
{
	char plain[8];

	for (size_t i = 0; i < COUNT_OF(dialects); i++)
		if (strcmp(dialects[i].seq, seq) == 0)
			return dialects[i].name;
	for (size_t i = 0; i < k->n_learnt; i++)
		if (strcmp(k->learnt[i].seq, seq) == 0)
			return k->learnt[i].name;
	return without_modifier(seq, plain) ? find_seq(k, plain) : NULL;
}

static void end_paste(struct ui_keys *k)
{
	struct ui_key key = { .act = UI_ACT_PASTE, .text = buf_str(&k->paste), .n = k->paste.len };

	k->pasting = false;
	if (key.n > 0)
		send(k, &key);
	buf_reset(&k->paste);
}

/* A whole sequence: seq holds it from the [ or O on. Unknown ones are swallowed, never typed. */
static void end_seq(struct ui_keys *k)
{
	char seq[UI_KEYS_SEQ_MAX + 1];
	const char *name;
	bool late = k->late;

	memcpy(seq, k->seq, k->n_seq);
	seq[k->n_seq] = '\0';
	k->n_seq = 0;
	k->late = false;
	if (late || k->skip) {
		k->skip = false;
		return;
	}
	if (strcmp(seq, "[200~") == 0) {
		k->pasting = true;
		buf_reset(&k->paste);
		return;
	}
	name = putty_ctrl(k, seq);
	if (name == NULL)
		name = find_seq(k, seq);
	if (name != NULL)
		send_seq(k, name, seq);
}

static void put_seq(struct ui_keys *k, uint8_t c)
{
	if (k->n_seq < UI_KEYS_SEQ_MAX)
		k->seq[k->n_seq++] = c;
	else
		k->skip = true;
}

/* One more byte of ESC [ ... or ESC O x. Returns false when c is none of it: the sequence was cut off. */
static bool take_seq(struct ui_keys *k, uint8_t c)
{
	if (c < 0x20 || c > 0x7e) {
		k->n_seq = 0;
		k->late = k->skip = false;
		return false;
	}
	put_seq(k, c);
	if (k->seq[0] == 'O') {
		if (k->n_seq > 1 && (c < '0' || c > '9'))
			end_seq(k);
	} else if (k->n_seq == 2 && c == '[') {
		return true; /* Linux console: ESC [ [ A */
	} else if (k->n_seq > 1 && c >= 0x40) {
		end_seq(k);
	}
	return true;
}

static void control(struct ui_keys *k, uint8_t c)
{
	char name[12];

	switch (c) {
	case '\r':
	case '\n':
		send_name(k, "Enter");
		return;
	case '\t':
		send_name(k, "Tab");
		return;
	case 0x08:
	case 0x7f:
		send_name(k, "Backspace");
		return;
	case 0x00:
		send_name(k, "Ctrl-Space");
		return;
	default:
		snprintf(name, sizeof(name), "Ctrl-%c", c | 0x40);
		send_name(k, name);
	}
}

static void take_plain(struct ui_keys *k, uint8_t c)
{
	k->thrown = k->stop;
	if (c == 0x1b) {
		k->esc = true;
		k->late = false;
	} else if (c < 0x20 || c == 0x7f) {
		control(k, c);
	} else if (c < 0x80) {
		char s[2] = { (char)c, '\0' };

		send_char(k, s, 1);
	} else if (c >= 0xc2 && c <= 0xf4) {
		k->seq[0] = c;
		k->n_seq = 1;
	}
}

/* What follows an Esc: digit = F-key, Esc = back, Enter = line break, [ or O = a sequence, anything else is itself. */
static void take_after_esc(struct ui_keys *k, uint8_t c, bool more, bool last)
{
	char name[8];

	k->esc = false;
	if (c == '[' || c == 'O') {
		put_seq(k, c);
	} else if (c == 0x1b && more) {
		k->esc = true; /* Alt with an arrow, as rxvt and PuTTY send it */
	} else if (c == 0x1b) {
		k->late = last; /* or it was that Alt, and its arrow is still on the way */
		send_act(k, UI_ACT_BACK);
	} else if (c == '\r' || c == '\n') {
		send_name(k, "Esc-Enter");
	} else if (c == '\t') {
		send_name(k, "Shift-Tab"); /* Linux console */
	} else if (c >= '0' && c <= '9') {
		snprintf(name, sizeof(name), "F%d", c == '0' ? 10 : c - '0');
		send_act(k, ui_keys_act(name));
	} else {
		take_plain(k, c);
	}
}

static void take_utf8(struct ui_keys *k, uint8_t c)
{
	size_t want = k->seq[0] >= 0xf0 ? 4 : k->seq[0] >= 0xe0 ? 3 : 2;

	if ((c & 0xc0) != 0x80) {
		k->n_seq = 0;
		take_plain(k, c);
		return;
	}
	k->seq[k->n_seq++] = c;
	if (k->n_seq == want) {
		char s[5];

		memcpy(s, k->seq, want);
		s[want] = '\0';
		k->n_seq = 0;
		if (utf8_valid(s, want))
			send_char(k, s, want);
	}
}

static void take_pasted(struct ui_keys *k, uint8_t c)
{
	static const char end[] = "\x1b[201~";
	size_t n = sizeof(end) - 1;

	buf_put_u8(&k->paste, c);
	if (c == '~' && k->paste.len >= n && memcmp(k->paste.p + k->paste.len - n, end, n) == 0) {
		k->paste.len -= n;
		end_paste(k);
	} else if (buf_err(&k->paste)) {
		/* Too long to be meant for a field: keep the end, where the closing mark will come. */
		k->paste.err = 0;
		buf_consume(&k->paste, k->paste.len / 2);
		buf_put_u8(&k->paste, c);
	}
}

static bool opens_seq(uint8_t c)
{
	return c == '[' || c == 'O';
}

static void take(struct ui_keys *k, const uint8_t *p, size_t i, size_t n)
{
	uint8_t c = p[i];

	if (k->pasting) {
		take_pasted(k, c);
	} else if (k->n_seq > 0 && k->seq[0] >= 0x80) {
		take_utf8(k, c);
	} else if (k->n_seq > 0) {
		if (!take_seq(k, c))
			take_plain(k, c);
	} else if (k->esc) {
		take_after_esc(k, c, i + 1 < n && opens_seq(p[i + 1]), i + 1 == n);
	} else if (k->late && i == 0 && n > 1 && opens_seq(c)) {
		put_seq(k, c); /* the tail of a sequence comes in one piece, a letter that is typed comes alone */
	} else {
		k->late = false;
		take_plain(k, c);
	}
}

static void feed(struct ui_keys *k, const uint8_t *p, size_t n, bool mute)
{
	k->stop = mute;
	for (size_t i = 0; i < n; i++)
		take(k, p, i, n);
}

void ui_keys_feed(struct ui_keys *k, const void *bytes, size_t n)
{
	feed(k, bytes, n, false);
}

void ui_keys_throw(struct ui_keys *k, const void *bytes, size_t n)
{
	feed(k, bytes, n, true);
}

bool ui_keys_esc_waits(const struct ui_keys *k)
{
	return k->esc;
}

void ui_keys_esc(struct ui_keys *k)
{
	if (!k->esc)
		return;
	k->esc = false;
	k->late = true;
	k->stop = false;
	send_act(k, UI_ACT_ESC);
}
