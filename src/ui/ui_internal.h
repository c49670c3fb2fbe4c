/* ui_internal.h: one session of congvu ui: the terminal, the stack of views, the lines that every screen shares.
 *
 * A burst of input is handled whole, then the views draw themselves into curses' virtual screen and one doupdate sends what differs. Views
 * draw all of their own each time: comparing is curses' work (and costs 50 us), and nothing that is not different reaches the line.
 */
#ifndef UI_INTERNAL_H
#define UI_INTERNAL_H

#include "congvu/app.h"
#include "congvu/base.h"
#include "congvu/ime.h"
#include "congvu/loop.h"
#include "congvu/model.h"
#include "congvu/platform.h"
#include "congvu/screen.h"
#include "congvu/ui.h"

#include "ui_edit_internal.h"
#include "ui_keys_internal.h"
#include "ui_linear_internal.h"
#include "ui_theme_internal.h"

struct ui;
struct ui_view;

/* What the screen's file adds to the keys here, and the record that it would be done with. */
struct ui_own {
	const struct screen_key *key;
	size_t n;
	const char *type;
	rowid_t id;        /* 0: none */
	bool new_one;      /* a new record's form: nothing is done with it */
	bool gone;         /* nobody has seen the row under the cursor */
	size_t n_marked;
	bool (*do_marked)(struct ui *ui, void *ctx, const struct model_verb *verb); /* to all that is marked; false: not this verb */
	void *ctx;
};

struct ui_view_ops {
	enum ui_context context;
	enum ui_context bar; /* whose keys the last line shows, when it is not the context's own; 0 */
	bool overlay;    /* what is below stays in sight */
	bool digits;     /* a digit is a command: bursts are a scanner's and never one */
	const char *letters; /* and so are these; only where digits are. NULL: none */
	bool reads;      /* line by line: nothing on it has the focus but the line that is being read */
	bool esc_closes; /* Esc alone is a key (300 ms); elsewhere it is a prefix without limit */
	void (*paint)(struct ui *ui, struct ui_view *v);
	void (*tell)(struct ui *ui, struct ui_view *v, struct ui_told *t); /* the same line by line; no view is without */
	void (*key)(struct ui *ui, struct ui_view *v, const struct ui_key *k);
	void (*show)(struct ui *ui, struct ui_view *v);  /* it is on top (again): read what it shows */
	void (*resize)(struct ui *ui, struct ui_view *v); /* NULL: nothing depends on the size */
	bool (*reload)(struct ui *ui, struct ui_view *v); /* screen files have changed: takes them anew; false: its own is gone. NULL: not now */
	void (*typing)(struct ui *ui, struct ui_view *v); /* method, style or macros have changed: takes them anew; NULL: does not matter to it */
	void (*keep)(struct ui *ui, struct ui_view *v);  /* write the draft now; NULL: keeps nothing */
	/* A record that was opened from here goes on to the next row, or the one before: type and id of the record -> of that row, which is
	 * selected now; the same again at the end. false: the record is not the selected row. NULL: no rows. */
	bool (*step)(struct ui *ui, struct ui_view *v, bool down, const char **type, rowid_t *id);
	void (*close)(struct ui *ui, struct ui_view *v); /* frees it */
	const char *(*title)(struct ui *ui, struct ui_view *v, char *out, size_t cap);
	const char *(*about)(struct ui *ui, struct ui_view *v, char *out, size_t cap); /* what F1 says first; NULL: the hint */
	void (*own)(struct ui *ui, struct ui_view *v, struct ui_own *out); /* NULL: no file, or nothing of its own */
	bool (*offers)(struct ui *ui, const struct ui_view *v, enum ui_act act); /* does that key do anything here; NULL: all that the table says */
	const char *(*aside)(struct ui *ui, const struct ui_view *v); /* stands at the right end of the hint, not of a message; NULL: nothing */
};
/* First member of every view. */
struct ui_view {
	const struct ui_view_ops *ops;
	struct ui_view *below;
	const char *help; /* screens/help/NAME.txt, NULL */
	size_t line;      /* that is being read, of those told (`reads`) */
	bool agrees; /* at the foot: F2 says yes to what is asked, or ends the line that is typed */
};

/* The person has chosen on the screen: the wish of this terminal is not heard again, not after a re-execution either. */
void ui_wish_answered(struct ui *ui);
/* What a terminal asks for, whoever comes with it: by its environment, or the SSH client's. */
enum ui_wish { UI_WISH_NONE, UI_WISH_LINEAR, UI_WISH_COLUMNS };
#define UI_LINEAR_LETTER 'l' /* Ctrl-O, then this: a key that can be told on the telephone to somebody who sees nothing */
#define UI_LINEAR_LETTERS "l"

#define UI_SCAN_MAX 512
struct ui_scan { /* a card or slip that is being read (ui_scan.c) */
	bool on;
	char tail[13]; /* letters typed last */
	size_t n_tail;
	char text[UI_SCAN_MAX + 1];
	size_t n;
	loop_handle timer;
};

struct ui {
	const struct ui_start *start;
	struct app *app;
	struct app_user user;
	struct screen_set *screens;
	struct screen_expr_fn fn;
	struct loop *loop;
	struct ui_keys keys;
	struct ui_view *top;

	/* terminal */
	bool open;              /* newterm has been called */
	bool attached;          /* somebody sees it */
	bool locked;
	char term[64];
	int cols, rows;
	unsigned attach_no;
	bool credit_waits;      /* a paint has not been answered yet */
	bool dirty;             /* something to draw */
	bool clear;             /* draw everything anew */
	bool ring;
	enum ui_theme theme;
	bool colours;           /* the theme has them, the terminal has them, nobody said NO_COLOR */
	bool no_colour;         /* the terminal's wish */
	enum ui_wish wish;      /* for linear or not */
	bool linear;            /* line by line */
	struct { const void *page; size_t focus, pan, top; } read; /* ui_linear.c: what was told last, and which part of it is in sight */
	bool modes_due;         /* the terminal has not been told its modes yet */
	bool again_due;         /* the same description, another terminal: it has not seen the alternate screen */
	bool deaf;              /* a question is not drawn yet: keys are thrown away */
	bool drain;             /* and so are those that wait in the terminal */
	bool save_unseen;       /* F2 was handled, its answer is not drawn yet: another F2 does nothing */
	bool answer_drawn;      /* the paint on its way shows what deaf and save_unseen wait for, whatever has been typed since */
	int cursor_row, cursor_col;
	bool cursor_set;
	int clip;               /* rows from here on are not drawn into; 0: no limit */
	int erase_row, erase_col; /* blanked before the rest is sent; erase_row 0: nothing */

	/* lines that all screens share */
	char message[400];
	char hint[200];
	char noticed[240];
	char line_state[80];
	bool line_short;
	char bad_screen[500];   /* path of a screen file that is not taken, "" */
	char bad_text[440];     /* and what is wrong with it */
	int screens_s;          /* seconds since the screen files were looked at */
	uint64_t changes;       /* run/state's counter when the views last read */

	int quiet_s;            /* seconds since the last key */
	loop_handle esc_timer, digit_timer, draft_timer, credit_handle;
	int64_t draft_by; /* monotonic ms; while draft_timer runs */
	struct ui_scan scan;
	char digit;             /* or letter, where letters are commands: waits 60 ms to be alone; 0: none */
	int64_t digit_burst;    /* when the last character came on a screen where digits are commands */
	enum ime_method method; /* this user's input method now */
	enum ime_method method_on; /* what Ctrl-T turns on: Telex or VNI */
	enum ime_style style;   /* where his tones stand */
	bool brackets;          /* [ ] type ơ ư */
	struct ime_macros macros; /* his and the office's */
	struct arena *macros_arena;
	struct ui_kill kill;    /* cut or copied last: wiped when the session is locked or ends */
	bool method_told;       /* switched in this session: that it is off is worth a word */
	char saved_type[64];
	rowid_t saved_id;
	bool leaving;
	int exit_code;
	bool exec_again;
};

/* ---- ui_session.c: events ------------------------------------------------------------------------------------------- */

void ui_push(struct ui *ui, struct ui_view *v);
void ui_pop(struct ui *ui); /* closes the top view; the one below is shown */
/* Closes everything above v. */
void ui_pop_to(struct ui *ui, struct ui_view *v);
void ui_leave(struct ui *ui, int code); /* ends the program after this round, drafts kept */
void ui_keep_drafts(struct ui *ui);
/* A refusal or a question: pending keys are thrown away, the bell rings, later ones count once it has been drawn. */
void ui_halt_typing(struct ui *ui);
void ui_thrown_keys(struct ui *ui); /* says how many, beside what is said already */
void ui_dirty(struct ui *ui);
bool ui_offers(struct ui *ui, const struct ui_view *v, enum ui_act act); /* may the key bar and Ctrl-O name it */
/* A key's words, in brief as the key line has them; some keys do something else on one view (NULL: on none) and have their own there. */
const char *ui_act_words(const struct ui_view *v, const struct ui_act_row *row, bool brief);
void ui_press(struct ui *ui, enum ui_act act); /* as if that key were pressed on the view on top */
void ui_reload(struct ui *ui); /* screen files that have changed, when no view on the stack holds on to one */
/* Draft of the view on top as soon as the typing pauses, and within 3 s in any case. */
void ui_draft_soon(struct ui *ui);

/* ---- ui_line.c: message, hint, noticed, state of the line ------------------------------------------------------------- */

const char *ui_word(const struct ui *ui, const char *id); /* "ui.saved", short form on a narrow terminal */
const char *ui_number(uint64_t n, char out[24]); /* "1.267" */
void ui_say(struct ui *ui, const char *text); /* until the next key; "" clears */
void ui_say_word(struct ui *ui, const char *id);
/* Pairs as in model_message_fill, ended by NULL. */
void ui_say_fill(struct ui *ui, const char *id, ...) __attribute__((sentinel));
void ui_refuse(struct ui *ui, const char *text); /* say + halt_typing */
void ui_hint(struct ui *ui, const char *text);
void ui_notice(struct ui *ui, const char *text);
bool ui_line_refresh(struct ui *ui); /* true: the words have changed */

/* ---- ui_term.c: the only file that opens and closes curses ------------------------------------------------------------- */

int ui_term_open(struct ui *ui, const char *term) MUST_CHECK; /* size from ui->cols, rows (0: the tty's) */
void ui_term_close(struct ui *ui);
void ui_term_attach(struct ui *ui, const char *term, int cols, int rows);
void ui_term_resize(struct ui *ui, int cols, int rows);
void ui_term_colours(struct ui *ui); /* the theme has changed */
void ui_term_begin(struct ui *ui); /* before anything is drawn: one write begins, with what ui_erase_first asked for */
void ui_term_flush(struct ui *ui); /* doupdate and, in a session, the credit byte */

/* ---- ui_paint.c: drawing into curses' screen ---------------------------------------------------------------------------- */

void ui_put(struct ui *ui, int row, int col, const char *text); /* cut at the edge */
/* At most `width` columns; cut after the last whole character. Returns columns used. */
int ui_put_part(struct ui *ui, int row, int col, int width, const char *text, size_t n, enum ui_element what); /* the first n bytes */
int ui_put_in(struct ui *ui, int row, int col, int width, const char *text, enum ui_element what);
int ui_put_words(struct ui *ui, int row, int col, int width, const char *text, enum ui_element what); /* cut after a whole word */
/* The words end on `row`, after `width` columns; those that have no room there begin on the row above when `above` says that it is free. */
void ui_put_ending(struct ui *ui, int row, int width, const char *text, bool above, enum ui_element what);
void ui_put_right(struct ui *ui, int row, int col, int width, const char *text, enum ui_element what);
void ui_put_char(struct ui *ui, int row, int col, char c);
void ui_put_mark(struct ui *ui, int row, int col); /* `>` */
/* The ground of a field, for themes that show it: what it holds is put over it. */
void ui_put_ground(struct ui *ui, int row, int col, int width, enum ui_element what);
void ui_put_said(struct ui *ui, int row); /* the message, above a line that is typed into in its place; nothing when there is none */
void ui_clear_box(struct ui *ui, int row, int col, int rows, int cols);
void ui_cursor(struct ui *ui, int row, int col);
/* A mark that moves up: curses sends rows from the top, so it would go up, down and up again. */
void ui_erase_first(struct ui *ui, int row, int col);
void ui_paint(struct ui *ui); /* everything, into the virtual screen; then ui_term_flush */
int ui_body_top(const struct ui *ui);    /* first row below the title */
int ui_body_bottom(const struct ui *ui); /* first row of the foot */
bool ui_too_small(const struct ui *ui);
bool ui_narrow(const struct ui *ui);     /* fewer than 80 columns */
/* What is marked of text [start, end) of e, which stands there, over what was drawn. */
void ui_put_region(struct ui *ui, int row, int col, int width, const struct ui_edit *e, size_t start, size_t end);
/* One field of text with a cursor; *left is its scroll. Returns the cursor's column on the screen. */
int ui_put_edit(struct ui *ui, int row, int col, int width, const struct ui_edit *e, size_t *left, bool masked);

/* ---- shared editing ------------------------------------------------------------------------------------------------------ */

enum ui_edit_done { UI_EDIT_NOT, UI_EDIT_MOVED, UI_EDIT_CHANGED, UI_EDIT_FULL };
/* Keys that mean the same in every line of text. UI_EDIT_NOT: not one of them. im may be NULL; kill NULL: nothing is marked here. */
enum ui_edit_done ui_edit_key(struct ui_edit *e, struct ime *im, struct ui_kill *kill, const struct ui_key *k);
/* The same with the session's kill buffer, and says what a key of the mark has done. */
enum ui_edit_done ui_edit_key_of(struct ui *ui, struct ui_edit *e, struct ime *im, const struct ui_key *k);
bool ui_edit_finish(struct ui_edit *e, struct ime *im); /* the field is left: a macro as its last word becomes its text; true: it did */

/* ---- ui_ime.c: the person's input method ------------------------------------------------------------------------------------ */

enum ui_typing { UI_TYPING_OFF, UI_TYPING_WORDS /* to search by: no macros */, UI_TYPING_TEXT, UI_TYPING_NAME, UI_TYPING_CODE };
void ui_ime_begin(const struct ui *ui, struct ime *im, enum ui_typing what); /* as this person types now; no word has begun */
void ui_ime_load(struct ui *ui, bool may_ask); /* as this person left it; who never said is asked */
void ui_ime_switch(struct ui *ui);             /* Ctrl-T */
void ui_ime_changed(struct ui *ui);            /* what is typed into anywhere on the stack goes on in the new way */
void ui_ime_open(struct ui *ui);               /* Ctrl-O: which method, where tones stand, macros */

/* ---- ui_macro.c: short forms ------------------------------------------------------------------------------------------------ */

void ui_macros_load(struct ui *ui); /* what is typed with from now on; views take it with ui_ime_begin */
void ui_macros_open(struct ui *ui); /* to see and change them */

#define UI_COUNTED_MAX 10000 /* rows are counted no further: the screen says "hơn 10.000" */

/* ---- ui_theme.c: how this person wants the screen shown ----------------------------------------------------------------------- */

void ui_theme_load(struct ui *ui); /* as this person left it */
void ui_theme_ask(struct ui *ui);  /* a popup of all of them */

/* ---- views ----------------------------------------------------------------------------------------------------------------- */

void ui_menu_open(struct ui *ui, const struct screen *s);
void ui_list_open(struct ui *ui, const struct screen *s, const struct screen_list *l);
void ui_record_open(struct ui *ui, const char *type, rowid_t id);
#define UI_SEARCH_ALL "tra-cuu" /* what a menu calls it, like a screen, and the name of its help */
void ui_search_open(struct ui *ui, const char *words); /* over everything; words: NULL */
/* Ctrl-G: what is related to a record, or to what is typed in a form (id 0). */
void ui_related_open(struct ui *ui, const char *type, rowid_t id, const struct app_value *values, size_t n);
bool ui_find_type(struct ui *ui, const char *type); /* F7 in the book of that kind of record; false: there is none */
void ui_help_open(struct ui *ui, const char *name, const char *field_help);
void ui_text_open(struct ui *ui, const char *title, const char *text);
void ui_login_open(struct ui *ui);
bool ui_may_do(struct ui *ui, const struct screen *form, rowid_t id); /* a verb of the form, on that record (0: a new one), now */
bool ui_may_add(struct ui *ui, const char *form); /* is there such a form, and may this person save a new record by it */
/* Opens whatever kind of screen `name` is; list: which of its lists, NULL the first. Says so when there is none. */
void ui_open_screen(struct ui *ui, const char *name, const char *list);
/* A form: a new record (id 0), or verb `verb` on a record. draft: continue this one; NULL. */
struct ui_form;
void ui_form_open(struct ui *ui, const struct screen *s, const char *verb, rowid_t id, const struct app_draft *draft);
/* The form on a row of the list that is on top; it goes on to the list's next row. */
void ui_form_walk_open(struct ui *ui, const struct screen *s, rowid_t id);
/* The row beside `id` in list view `v`, whether it is still in the list itself or not; 0: none. */
rowid_t ui_list_beside(struct ui *ui, struct ui_view *v, rowid_t id, bool forward);
uint64_t ui_list_rows(struct ui *ui, struct ui_view *v); /* how many it has now, counted up to UI_COUNTED_MAX + 1 */
/* The form once for all rows that are marked in the list on top. */
void ui_form_all_open(struct ui *ui, const struct screen *s, const char *verb, size_t n_marked);
/* Does the same to each row that is marked in list view `v`, after one question; what stands above the list is closed then. `in` is
 * copied; id and version are the rows'. */
void ui_list_do_marked(struct ui *ui, struct ui_view *v, const struct app_input *in, size_t n);
/* Morning screen of the user's role, after login or at start. */
void ui_start_views(struct ui *ui);

/* One line asked at the foot; Enter or F2 ends it. answer gets the text (borrowed) or NULL when it was given up; it is called once, whatever happens. */
typedef void ui_answer_fn(struct ui *ui, void *ctx, const char *text);
void ui_ask_text(struct ui *ui, const char *label, const char *initial, uint32_t max, ui_answer_fn *answer, void *ctx);
void ui_ask_reason(struct ui *ui, const char *label, ui_answer_fn *answer, void *ctx); /* an empty one is refused, and asked for again */
void ui_ask_words(struct ui *ui, const char *label, const char *initial, uint32_t max, ui_answer_fn *answer, void *ctx); /* no macros */
/* A numbered question: texts[0..n), answered by a digit; Esc, F3 and Enter mean `harmless` (from 1). answer gets "1"..,
 * NULL when the session ends before. */
void ui_ask_digit(struct ui *ui, const char *question, const char *const *texts, size_t n, size_t harmless, ui_answer_fn *answer,
                  void *ctx);
/* One whose first answer saves: F2 gives it too. */
void ui_ask_save(struct ui *ui, const char *question, ui_answer_fn *answer, void *ctx);

/* A popup list that filters while typing. `find` fills rows for the words typed; taken gets the row, or NULL when closed with Esc or
 * because the session ends; it is called once. */
struct ui_pick_row {
	const char *label, *code;
	uint64_t id;
	char key; /* takes it in a numbered list; 0: ui_pick_number gives it one */
};
struct ui_found {
	struct ui_pick_row *row;
	size_t n, total; /* rows given, rows that fit */
};
struct ui_pick {
	int row, col, width; /* where the field is: the popup stands under (or over) it; width 0: centred */
	const char *foot;    /* words of the last line, NULL */
	const char *filter;  /* typed so far */
	bool numbered;       /* 1-9, then a-z take a line (no filter) */
	int (*find)(struct ui *ui, void *ctx, const char *words, size_t limit, struct arena *a, struct ui_found *out);
	void (*typing)(struct ui *ui, void *ctx, const char *typed); /* the filter has changed; NULL: nobody keeps it */
	void (*taken)(struct ui *ui, void *ctx, const struct ui_pick_row *row, const char *typed);
	void (*add)(struct ui *ui, void *ctx, const char *typed); /* F6, after taken(NULL): what is not in the list; NULL: no F6 */
	void *ctx;
};
void ui_pick_open(struct ui *ui, const struct ui_pick *p);
void ui_pick_number(struct ui_pick_row *rows, size_t n, struct arena *a); /* labels of numbered lines get their key in front */

/* Ctrl-O: verbs of the record (type NULL: none), then the keys that work here. */
void ui_actions_open(struct ui *ui, const char *type, rowid_t id, enum ui_context where);
/* The same with the view's own entries behind the verbs; with `do_verb` the view does a verb itself (to all that is marked). */
struct ui_own_act {
	const char *label; /* copied; NULL: not now */
	void (*fn)(struct ui *ui, void *ctx, size_t i);
};
struct ui_own_acts {
	const struct ui_own_act *act;
	size_t n;
	void *ctx; /* of fn and do_verb */
	size_t n_marked;
	rowid_t (*marked)(void *ctx, size_t i);
	bool (*fits)(struct ui *ui, void *ctx, const struct model_verb *verb); /* may be done to all that is marked */
	void (*do_verb)(struct ui *ui, void *ctx, const struct model_verb *verb);
};
void ui_actions_open_with(struct ui *ui, const char *type, rowid_t id, enum ui_context where, const struct ui_own_acts *own);
/* Does a verb of Ctrl-O: its form, or with a reason, or at once. */
void ui_verb_do(struct ui *ui, const char *type, rowid_t id, const char *verb);

/* ---- ui_own.c: keys and actions of the screen's file ------------------------------------------------------------------------ */

bool ui_own_get(struct ui *ui, struct ui_view *v, struct ui_own *out); /* false: nothing of its own */
bool ui_own_offered(struct ui *ui, const struct ui_own *o, const struct screen_key *k); /* is it this role's */
bool ui_own_key(struct ui *ui, struct ui_view *v, const char *key);    /* false: that key has no work in this view */
void ui_own_do(struct ui *ui, struct ui_view *v, size_t i);            /* the i-th, or it says why not */
const struct screen_key *ui_own_of_verb(const struct ui_own *o, const struct model_verb *verb); /* NULL */

/* What was saved last in this session: Ctrl-O on a menu takes it back. */
void ui_saved_last(struct ui *ui, const char *type, rowid_t id);
const char *ui_undo_label(struct ui *ui, const char *type, rowid_t id, struct arena *a); /* NULL: nothing can be taken back */
void ui_undo_ask(struct ui *ui, const char *type, rowid_t id);
const struct screen *ui_copy_form(struct ui *ui, const char *type); /* form of a new one of that kind; NULL */
void ui_copy_open(struct ui *ui, const char *type, rowid_t id);

/* ---- drafts ------------------------------------------------------------------------------------------------------------------ */

/* Last draft that can be taken up; thrown: one that F12 threw away today. false: none. Lives in a. */
bool ui_draft_last(struct ui *ui, bool thrown, struct arena *a, struct app_draft *out);
void ui_draft_resume(struct ui *ui, const struct app_draft *d);
const struct screen *ui_draft_screen(struct ui *ui, const struct app_draft *d);

#endif
