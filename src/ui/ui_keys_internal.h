/* ui_keys_internal.h: the one key table, and the decoder from a terminal's bytes to its actions. Pure: no curses, no terminal.
 *
 * Key bar, help and the action menu are made from the same rows that the decoder uses. Bytes are decoded by one table of all dialects at
 * once (PuTTY, xterm, linux, vt220, rxvt; both cursor modes; the numeric keypad in both modes), whatever TERM says, because PuTTY calls
 * itself xterm and sends something else. What a terminal description adds is learnt with ui_keys_learn.
 */
#ifndef UI_KEYS_INTERNAL_H
#define UI_KEYS_INTERNAL_H

#include "congvu/base.h"

/* Where a key means something: what stands on top of the screen. */
enum ui_context {
	UI_CTX_MENU = 1,     /* morning screen and menus */
	UI_CTX_LIST = 2,
	UI_CTX_FORM = 4,
	UI_CTX_RECORD = 8,
	UI_CTX_POPUP = 16,   /* choosing a value, the action menu */
	UI_CTX_PROBLEMS = 32,
	UI_CTX_TEXT = 64,    /* help */
	UI_CTX_PROMPT = 128, /* one line asked at the foot: filter, reason, a question */
	UI_CTX_LOGIN = 256,
	UI_CTX_ASK = 512,    /* search form of a list */
	UI_CTX_HITS = 1024,  /* one search over everything */
	UI_CTX_MACROS = 2048, /* short forms for typing */
	UI_CTX_RELATED = 4096 /* what is related to a record */
};

/* X(action, keys, where it works, where the key bar shows it, rank: who stays when the bar is narrow, key of its words).
 * Keys are names separated by blanks; the first is the one that is shown. Rows stand in the order of the key bar. `where` 0: its work is
 * not built yet, or a screen's file says what it is (`key`, ui_own.c); else the key only says that it does nothing here. A context in
 * `where` is a promise, which tests/e2e/ssh_keys.py has tested with real clients: it fails on a row or a context that it has no case for. */
#define UI_CTX_ALL 8191
#define UI_CTX_TYPED (UI_CTX_ASK | UI_CTX_HITS)
#define UI_CTX_VIEWS (UI_CTX_MENU | UI_CTX_LIST | UI_CTX_FORM | UI_CTX_RECORD)
#define UI_CTX_WRITTEN (UI_CTX_FORM | UI_CTX_PROMPT | UI_CTX_TYPED)
#define UI_CTX_MOVED (UI_CTX_ALL & ~UI_CTX_MENU)
#define UI_CTX_PAGED (UI_CTX_MOVED & ~(UI_CTX_PROBLEMS | UI_CTX_LOGIN | UI_CTX_ASK))
#define UI_CTX_BEGUN (UI_CTX_MENU | UI_CTX_LIST | UI_CTX_MACROS)
#define UI_CTX_TIED (UI_CTX_LIST | UI_CTX_FORM | UI_CTX_RECORD | UI_CTX_HITS | UI_CTX_RELATED)
#define UI_CTX_CHOSEN (UI_CTX_LIST | UI_CTX_PROBLEMS | UI_CTX_HITS | UI_CTX_MACROS | UI_CTX_RELATED)
#define UI_CTX_WHOLE (UI_CTX_VIEWS | UI_CTX_PROBLEMS | UI_CTX_TYPED | UI_CTX_MACROS | UI_CTX_RELATED)
#define UI_ACT_LIST(X)                                                                                                           \
	X(UI_ACT_HELP, "F1", UI_CTX_ALL, UI_CTX_WHOLE, 5, "help")                                                                \
	X(UI_ACT_ENTER, "Enter", UI_CTX_ALL, UI_CTX_CHOSEN, 2, "enter")                                                          \
	X(UI_ACT_SAVE, "F2 Ctrl-S", UI_CTX_FORM | UI_CTX_PROBLEMS | UI_CTX_ASK, UI_CTX_FORM | UI_CTX_PROBLEMS, 1, "save")        \
	X(UI_ACT_CHOOSE, "F4 Ctrl-F", UI_CTX_FORM | UI_CTX_ASK, UI_CTX_FORM | UI_CTX_ASK, 3, "choose")                           \
	X(UI_ACT_REFRESH, "F5", UI_CTX_VIEWS | UI_CTX_HITS | UI_CTX_RELATED, 0, 9, "refresh")                                    \
	X(UI_ACT_NEW, "F6 Ctrl-N", UI_CTX_BEGUN | UI_CTX_RECORD | UI_CTX_POPUP, UI_CTX_BEGUN, 3, "new")                          \
	X(UI_ACT_SEARCH, "F7", UI_CTX_MENU | UI_CTX_LIST | UI_CTX_TYPED, UI_CTX_MENU | UI_CTX_LIST | UI_CTX_TYPED, 4, "search")  \
	X(UI_ACT_REPEAT, "F8 Ctrl-D", UI_CTX_FORM | UI_CTX_MENU, UI_CTX_FORM, 5, "repeat")                                       \
	X(UI_ACT_PRINT, "F9 Ctrl-P", 0, 0, 9, "print")                                                                           \
	X(UI_ACT_UNDO, "Ctrl-Z", UI_CTX_WRITTEN, UI_CTX_FORM, 6, "undo")                                                         \
	X(UI_ACT_REDO, "Ctrl-Y", UI_CTX_WRITTEN, 0, 9, "redo")                                                                   \
	X(UI_ACT_SELECT, "Ctrl-E Ctrl-Space", UI_CTX_WRITTEN, 0, 9, "select")                                                    \
	X(UI_ACT_CUT, "Ctrl-W", UI_CTX_WRITTEN, 0, 9, "cut")                                                                     \
	X(UI_ACT_COPY, "Ctrl-Q", UI_CTX_WRITTEN, 0, 9, "copy")                                                                   \
	X(UI_ACT_YANK, "Ctrl-V", UI_CTX_WRITTEN, 0, 9, "yank")                                                                   \
	X(UI_ACT_HISTORY, "Ctrl-R", UI_CTX_LIST | UI_CTX_FORM | UI_CTX_RECORD, UI_CTX_RECORD, 4, "history")                      \
	X(UI_ACT_RELATED, "Ctrl-G", UI_CTX_TIED, UI_CTX_HITS | UI_CTX_RELATED, 5, "related")                                     \
	X(UI_ACT_FILTER, "/", UI_CTX_LIST, UI_CTX_LIST, 4, "filter")                                                             \
	X(UI_ACT_MARK, "Space", UI_CTX_LIST, UI_CTX_LIST, 6, "mark")                                                             \
	X(UI_ACT_MARK_ALL, "Ctrl-A", UI_CTX_LIST | UI_CTX_FORM, 0, 9, "markall")                                                 \
	X(UI_ACT_MENU, "Ctrl-O", UI_CTX_VIEWS | UI_CTX_ASK, UI_CTX_VIEWS | UI_CTX_ASK, 0, "menu")                                \
	X(UI_ACT_ESC, "Esc", UI_CTX_POPUP | UI_CTX_PROBLEMS | UI_CTX_TEXT | UI_CTX_PROMPT, 0, 9, "esc")                          \
	X(UI_ACT_CANCEL, "F12 Ctrl-C", UI_CTX_ALL & ~(UI_CTX_MENU | UI_CTX_LIST | UI_CTX_RECORD), 0, 9, "cancel")                \
	X(UI_ACT_BACK, "F3", UI_CTX_ALL, UI_CTX_WHOLE | UI_CTX_TEXT | UI_CTX_LOGIN, 0, "back")                                   \
	X(UI_ACT_IME, "Ctrl-T", UI_CTX_FORM | UI_CTX_TYPED, 0, 9, "ime")                                                         \
	X(UI_ACT_REPAINT, "Ctrl-L", UI_CTX_ALL, 0, 9, "repaint")                                                                 \
	X(UI_ACT_NEXT, "Tab", UI_CTX_FORM | UI_CTX_LOGIN | UI_CTX_ASK, 0, 9, "next")                                             \
	X(UI_ACT_PREV, "Shift-Tab", UI_CTX_FORM | UI_CTX_LOGIN | UI_CTX_ASK, 0, 9, "prev")                                       \
	X(UI_ACT_UP, "Up", UI_CTX_MOVED, 0, 9, "up")                                                                             \
	X(UI_ACT_DOWN, "Down", UI_CTX_MOVED, 0, 9, "down")                                                                       \
	X(UI_ACT_PAGE_UP, "PgUp", UI_CTX_PAGED, 0, 9, "pgup")                                                                    \
	X(UI_ACT_PAGE_DOWN, "PgDn", UI_CTX_PAGED, 0, 9, "pgdn")                                                                  \
	X(UI_ACT_LEFT, "Left", UI_CTX_WRITTEN | UI_CTX_LOGIN, 0, 9, "left")                                                      \
	X(UI_ACT_RIGHT, "Right", UI_CTX_WRITTEN | UI_CTX_LOGIN, 0, 9, "right")                                                   \
	X(UI_ACT_HOME, "Home", UI_CTX_MOVED, 0, 9, "home")                                                                       \
	X(UI_ACT_END, "End", UI_CTX_MOVED, 0, 9, "end")                                                                          \
	X(UI_ACT_WORD_LEFT, "Ctrl-Left", UI_CTX_WRITTEN, 0, 9, "wordleft")                                                       \
	X(UI_ACT_WORD_RIGHT, "Ctrl-Right", UI_CTX_WRITTEN, 0, 9, "wordright")                                                    \
	X(UI_ACT_BACKSPACE, "Backspace", UI_CTX_WRITTEN | UI_CTX_LOGIN | UI_CTX_POPUP, 0, 9, "backspace")                        \
	X(UI_ACT_DELETE, "Del", UI_CTX_WRITTEN | UI_CTX_LOGIN, 0, 9, "delete")                                                   \
	X(UI_ACT_KILL_END, "Ctrl-K", UI_CTX_WRITTEN | UI_CTX_LOGIN, 0, 9, "killend")                                             \
	X(UI_ACT_KILL_ALL, "Ctrl-U", UI_CTX_WRITTEN | UI_CTX_LOGIN, 0, 9, "killall")                                             \
	X(UI_ACT_INSERT, "Ins", UI_CTX_FORM, 0, 9, "insert")                                                                     \
	X(UI_ACT_ROW_DROP, "Ctrl-X", UI_CTX_FORM | UI_CTX_MACROS, UI_CTX_MACROS, 6, "rowdrop")                                   \
	X(UI_ACT_BREAK, "Esc-Enter", UI_CTX_FORM, 0, 9, "break")                                                                 \
	X(UI_ACT_SUPPORT_END, "Ctrl-]", 0, 0, 9, "supportend")                                                                   \
	X(UI_ACT_OWN_1, "F10", 0, 0, 9, "own")                                                                                   \
	X(UI_ACT_OWN_2, "F11", 0, 0, 9, "own")

enum ui_act {
	UI_ACT_NONE,
#define X(act, keys, where, bar, rank, words) act,
	UI_ACT_LIST(X)
#undef X
	UI_ACT_CHAR,  /* a character: cp, text */
	UI_ACT_PASTE, /* text */
	UI_ACT_COUNT
};

struct ui_act_row {
	enum ui_act act;
	const char *keys;
	uint16_t where, bar;
	uint8_t rank;
	const char *words;
};
const struct ui_act_row *ui_keys_rows(size_t *n);
const struct ui_act_row *ui_keys_row(enum ui_act act); /* NULL: NONE, CHAR, PASTE */
enum ui_act ui_keys_act(const char *key_name);         /* UI_ACT_NONE: no such key */
/* First name of the row's keys into out ("F2"). */
const char *ui_keys_name(const struct ui_act_row *row, char *out, size_t cap);

#define UI_PASTE_MAX (64 * 1024)

struct ui_key {
	enum ui_act act;
	uint32_t cp;      /* UI_ACT_CHAR */
	bool shift;       /* a motion with Shift held, from a terminal that tells */
	const char *text; /* CHAR, PASTE: UTF-8, valid during the callback */
	size_t n;
};
typedef void ui_key_fn(void *ctx, const struct ui_key *key);

#define UI_KEYS_LEARN_MAX 40
#define UI_KEYS_SEQ_MAX 32
struct ui_keys {
	uint8_t seq[UI_KEYS_SEQ_MAX]; /* an escape sequence, or a UTF-8 character, so far */
	size_t n_seq;
	bool esc;      /* a lone Esc waits for what follows */
	bool late;     /* that Esc was given up as a key of its own: the tail of a sequence may still come and is swallowed */
	bool skip;     /* rest of an over-long sequence */
	char arrows;   /* '[' or 'O': how the terminal sends Up and Down; 0: not seen yet */
	bool pasting;
	struct buf paste;
	struct { char seq[14]; char name[10]; } learnt[UI_KEYS_LEARN_MAX];
	size_t n_learnt;
	ui_key_fn *fn;
	void *ctx;
	bool stop;     /* set by ui_keys_flush: the rest of this read is thrown away */
	bool thrown;   /* what is half read began there: it is no key when its rest comes */
	size_t n_thrown; /* keys that nobody got; who tells of them sets it to 0 */
};
void ui_keys_init(struct ui_keys *k, ui_key_fn *fn, void *ctx);
void ui_keys_clear(struct ui_keys *k);
/* Another terminal: what was learnt and half read goes. */
void ui_keys_reset(struct ui_keys *k);
/* A key of the terminal's own description. Printable beginnings and single control characters are refused. */
void ui_keys_learn(struct ui_keys *k, const char *seq, const char *name);
void ui_keys_feed(struct ui_keys *k, const void *bytes, size_t n); /* one read */
/* From within the callback: forget what of this read is not decoded yet (a refusal or a question has come up). */
void ui_keys_flush(struct ui_keys *k);
/* A read that nobody gets: only where a sequence or a paste begins and ends is followed. */
void ui_keys_throw(struct ui_keys *k, const void *bytes, size_t n);
bool ui_keys_esc_waits(const struct ui_keys *k); /* a lone Esc: where Esc closes, call ui_keys_esc after 300 ms */
void ui_keys_esc(struct ui_keys *k);

#endif
