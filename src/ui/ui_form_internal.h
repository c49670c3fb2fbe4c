/* ui_form_internal.h: a form: one slot per field that can be typed in, a layout for the present width, and what F2 does with it.
 *
 * A slot holds the text as it is edited. A code or reference without `fill` shows its label in the brackets: then `code` is the value and
 * the editor holds the label until something is typed. ui_form_value is the one way to a slot's value.
 */
#ifndef UI_FORM_INTERNAL_H
#define UI_FORM_INTERNAL_H

#include "ui_internal.h"

struct ui_slot {
	uint16_t field; /* index into screen.field */
	uint16_t row;   /* detail row from 1; 0: not in a block */
	struct ui_edit e;
	char *code;   /* value while the editor holds its label; NULL: the editor's text is the value */
	char *label;  /* of the value; drawn by `fill`, NULL: none */
	char *brief;  /* the label's short form, for where it has no room; NULL: none */
	char *loaded; /* value when the record was read; NULL: a new record */
	size_t left;
	bool passed;  /* the cursor has been here: a prefilled answer counts */
	bool waiting; /* nobody typed it (default, habit, suggestion): the first letter replaces it */
	bool fresh;   /* just entered: the first letter replaces a label */
	bool committed; /* the text has been parsed since it last changed */
	bool unmended;  /* it looks like another encoding, and shall stay so */
};

struct ui_answer {
	char key[32];
	uint64_t about;
	uint32_t choice;
	char *reason;
};

struct ui_form {
	struct ui_view view;
	const struct screen *s;
	char verb[64];      /* of Ctrl-O; "": what `save` says */
	rowid_t id;         /* 0: a new record */
	uint64_t version;
	char number[64];
	char last[64];      /* number of the record that was saved before this new one: keys typed ahead take the message away unseen */
	struct ui_slot **slot;
	size_t n_slots;
	uint16_t detail_rows[16];
	char filled[16][64]; /* value for which a block with `prefill` was filled */
	bool shown[SCREEN_FIELDS_MAX];
	struct arena *arena; /* layout */
	struct screen_layout layout;
	int scroll;          /* first row of the layout in sight */
	struct ui_slot *at;  /* focus */
	struct ime im;
	char tied[240];      /* what it is related to, for the line above the hint; "": nothing known */
	bool changed;        /* something was typed since it was opened or saved */
	char *filter;        /* typed into the popup that is open over `at`: it has the place of the field's text; NULL: no popup, or a list's */
	bool was_changed;    /* so it was before `filter` */
	bool draft_due;      /* changed since the draft was written */
	uint64_t draft;      /* 0: none yet */
	enum app_keeping kept; /* what it may hold; of one from before: unknown */
	char *reason;        /* asked at F2 when the verb wants one and the form has no field for it */
	struct ui_answer answer[APP_PROBLEMS_MAX];
	size_t n_answers;
	struct ui_slot **dropped; /* last deleted detail row, for Ctrl-Z */
	size_t n_dropped;
	bool walking;        /* opened from a list's row: goes on to the next one (ui_form_walk.c) */
	bool for_all;        /* one form for all rows that are marked in the list below */
	uint64_t left;       /* rows of that list; with for_all: marked ones */
	struct ui_form *asker; /* the form below, whose field at the cursor takes the row that is made here; NULL: none (ui_form_make.c) */
	rowid_t same;        /* the row that is there already, while that is asked about */
};

/* ---- ui_form_slots.c --------------------------------------------------------------------------------------------------- */

const struct screen_field *ui_form_field(const struct ui_form *f, const struct ui_slot *s);
struct ui_slot *ui_form_slot(const struct ui_form *f, size_t field, size_t row); /* NULL: none */
struct ui_slot *ui_form_slot_by_path(struct ui_form *f, const char *path, bool make_rows);
/* "abstract", "parts.2.qty"; row_no: the row's number among those that are kept */
const char *ui_form_path(const struct ui_form *f, const struct ui_slot *s, char *out, size_t cap);
const char *ui_form_value(const struct ui_form *f, const struct ui_slot *s);
bool ui_form_is_choice(const struct screen_field *fd);
bool ui_form_is_yes(const struct screen_field *fd);
bool ui_form_can_enter(const struct ui_form *f, size_t field);
bool ui_form_is_sent(const struct ui_form *f, const struct ui_slot *s); /* typed here, or prefilled in a detail row */
/* A value from outside, in the form app_field_text gives; finds its label. */
void ui_form_set(struct ui *ui, struct ui_form *f, struct ui_slot *s, const char *value, bool undoable);
void ui_form_make_slots(struct ui_form *f);
struct ui_slot *ui_form_add_slot(struct ui_form *f, size_t field, size_t row);
void ui_form_free_slot(struct ui_slot *s);

/* ---- ui_form_rules.c: what is checked on leaving a field, defaults, what is drawn ---------------------------------------- */

/* ui_form_related.c */
void ui_form_related(struct ui *ui, struct ui_form *f);
void ui_form_note_related(struct ui *ui, struct ui_form *f, const struct ui_slot *s); /* s has been left */
/* Parses what was typed. False: it cannot be; told, unless quiet. May open the popup (then also false). */
bool ui_form_commit(struct ui *ui, struct ui_form *f, struct ui_slot *s, bool quiet);
/* Values for expressions, in the order of screen.field. */
const char **ui_form_expr_values(struct ui_form *f, struct arena *a, const struct ui_slot *at);
/* The values that a code field may take, in one line, for those who `choices` shows them. */
void ui_form_tell_choices(struct ui *ui, struct ui_form *f);
/* Runs the field's checks; NULL: all hold. warn: those that only warn. */
const char *ui_form_broken(struct ui *ui, struct ui_form *f, const struct ui_slot *s, bool warn);
bool ui_form_show_again(struct ui *ui, struct ui_form *f); /* `show` of every field; true: something changed */
void ui_form_prefill(struct ui *ui, struct ui_form *f);    /* defaults and habits of a new record */
/* A value that nobody typed, as it is read; "" and what cannot be are nothing. */
void ui_form_set_waiting(struct ui *ui, struct ui_form *f, struct ui_slot *s, const char *text);
bool ui_form_asked_first(const struct ui_form *f, const struct ui_slot *s);

/* ---- ui_form.c ------------------------------------------------------------------------------------------------------------ */

void ui_form_layout(struct ui *ui, struct ui_form *f);
void ui_form_focus(struct ui *ui, struct ui_form *f, struct ui_slot *s);
void ui_form_ime(const struct ui *ui, struct ui_form *f); /* the method of the focused field, without a word */
void ui_form_focus_first(struct ui *ui, struct ui_form *f);
/* `narrow hide` may have taken the field away under the cursor: the first one then. Where nothing has room the focus stays. */
void ui_form_focus_seen(struct ui *ui, struct ui_form *f);
/* The slot of the next or previous place; NULL: there is none. */
struct ui_slot *ui_form_neighbour(struct ui_form *f, const struct ui_slot *s, bool forward);
enum ui_go { UI_GO_BACK, UI_GO_ON /* to the next place */, UI_GO_OVER /* but over what may be passed */ };
/* Fields appear or go and blocks are filled as answers are given: the focus stays where it is, or goes to the first field. */
void ui_form_settle(struct ui *ui, struct ui_form *f);
bool ui_form_go(struct ui *ui, struct ui_form *f, enum ui_go how); /* leaves the field; false: stayed */
void ui_form_touched(struct ui *ui, struct ui_form *f);
void ui_form_fresh(struct ui *ui, struct ui_form *f);   /* as newly opened for a new record */
bool ui_form_read(struct ui *ui, struct ui_form *f, bool keep_typed); /* values of record f->id */
void ui_form_take_draft(struct ui *ui, struct ui_form *f, const struct app_draft *d);
struct ui_form *ui_form_new(struct ui *ui, const struct screen *s, const char *verb, rowid_t id); /* empty: ui_form_fresh fills it */

/* ---- ui_form_walk.c --------------------------------------------------------------------------------------------------------- */

/* Leaves this record for the one beside it, what was typed as its draft. false: the form does not walk. */
bool ui_form_walk(struct ui *ui, struct ui_form *f, bool forward);
rowid_t ui_form_walk_next(struct ui *ui, const struct ui_form *f); /* 0: none */
void ui_form_walk_to(struct ui *ui, struct ui_form *f, rowid_t id);

/* ---- ui_form_suggest.c: what a field that was just left says about others ------------------------------------------------- */

void ui_form_suggest(struct ui *ui, struct ui_form *f, const struct ui_slot *from);
void ui_form_suggest_all(struct ui *ui, struct ui_form *f); /* by what a record that is opened holds already */
bool ui_form_passes(const struct ui_form *f, const struct ui_slot *s); /* Enter and Tab go over it */

/* ---- ui_form_mend.c: text in another encoding; a question that leaves things as they are by default ------------------------ */

void ui_form_mend_paste(struct ui *ui, struct ui_form *f, const struct ui_key *k, size_t from); /* pasted from that byte to the cursor */
bool ui_form_mend_field(struct ui *ui, struct ui_form *f); /* on leaving: pasted without marks, or typed so; true: asked */

/* ---- ui_form_view.c -------------------------------------------------------------------------------------------------------- */

void ui_form_paint(struct ui *ui, struct ui_view *v);
const char *ui_form_method(struct ui *ui, const struct ui_view *v); /* "Telex", beside the hint */
const struct screen_place *ui_form_place(const struct ui_form *f, const struct ui_slot *s); /* NULL: not drawn */
int ui_form_top(const struct ui *ui, const struct ui_form *f);
int ui_form_rows(const struct ui *ui, const struct ui_form *f);
/* What a place says that only shows: the label of another field's value, or a value of the record that is never typed. */
const char *ui_form_shown_text(const struct ui_form *f, size_t field, size_t row);
/* Up or down within a field of several rows; false: leave the field. */
bool ui_form_line_move(struct ui *ui, struct ui_form *f, bool down, bool shift);

/* ---- ui_form_linear.c ---------------------------------------------------------------------------------------------------------- */

void ui_form_tell(struct ui *ui, struct ui_view *v, struct ui_told *t);
bool ui_form_told_move(struct ui *ui, struct ui_form *f, bool down); /* ui_form_line_move in the rows of the told field */
void ui_form_tell_where(struct ui_form *f, char *text, size_t cap);  /* appends which of the fields it is */

/* ---- ui_form_keys.c, ui_form_pick.c, ui_form_make.c, ui_form_rows.c ------------------------------------------------------------- */

void ui_form_key(struct ui *ui, struct ui_view *v, const struct ui_key *k);
void ui_form_choose(struct ui *ui, struct ui_form *f, const char *filter);
void ui_form_take(struct ui *ui, struct ui_form *f, const char *code); /* what was chosen goes into the field at the cursor, which is left */
bool ui_form_may_make(struct ui *ui, const struct ui_form *f); /* may this person add what the field at the cursor does not list */
void ui_form_make(struct ui *ui, struct ui_form *f, const char *typed);
void ui_form_made(struct ui *ui, struct ui_form *made, rowid_t id); /* saved: frees `made` */
bool ui_form_offer_same(struct ui *ui, struct ui_form *made, const struct app_result *res); /* false: nothing of that kind is wrong */
bool ui_form_row_add(struct ui *ui, struct ui_form *f);
bool ui_form_row_drop(struct ui *ui, struct ui_form *f);
bool ui_form_row_back(struct ui *ui, struct ui_form *f);
/* Fills the blocks whose `prefill` field has another value now; true: rows have come or gone. */
bool ui_form_fill_rows(struct ui *ui, struct ui_form *f);
size_t ui_form_fill_marks(const struct ui_form *f, struct arena *a, struct app_value *out); /* for a draft: at most one a block */
void ui_form_fill_taken(struct ui_form *f, const struct app_draft *draft);                  /* its rows are in the form */
bool ui_form_filled(const struct ui_form *f, const struct ui_slot *s); /* a value-only place that is saved all the same */
bool ui_form_row_all(struct ui *ui, struct ui_form *f); /* `all` of the block the focus is in; false: it has none */
/* A path as app names it: rows left empty between others are not counted. NULL: no such place. */
struct ui_slot *ui_form_slot_sent(struct ui_form *f, const char *path);
bool ui_form_row_empty(const struct ui_form *f, size_t detail, size_t row);

/* ---- ui_form_save.c, ui_problems.c, ui_draft.c ------------------------------------------------------------------------------------- */

void ui_form_save(struct ui *ui, struct ui_form *f);
struct app_value *ui_form_values(struct ui_form *f, struct arena *a, bool only_changed, bool for_draft, size_t *n);
void ui_problems_open(struct ui *ui, struct ui_form *f, const struct app_problem *p, size_t n);
const struct ui_answer *ui_form_answer(const struct ui_form *f, const struct app_problem *p); /* NULL: none, or it was about other values */
void ui_form_set_answer(struct ui_form *f, const struct app_problem *p, uint32_t choice, const char *reason);
void ui_form_forget_answers(struct ui_form *f);
bool ui_form_keep(struct ui *ui, struct ui_form *f, bool thrown); /* writes the draft; false: none may be kept */
void ui_form_drop_draft(struct ui *ui, struct ui_form *f);
void ui_form_own_draft(struct ui *ui, struct ui_form *f); /* what was taken up goes on under a name of its own */

#endif
