/* congvu/screen.h: reads and checks screens/NAME.scr; computes where everything stands for a given size. No curses, no tables.
 *
 * A screen file is line-oriented UTF-8 (TUI.md 2, DECISIONS screens 15, congvu-screen(5)). A word in column 1 is a statement of the screen
 * or opens a section (`field TAG`, `detail NAME`, `list NAME`, `entry DIGIT "label"`); indented lines are the section's attributes; the
 * picture stands between `layout` and `end`. The attribute table (screen_attr_*) is the one source for the parser, the checker, the manual
 * page and the tests. All errors of a file are collected: line, column, what is wrong and then what to do, in Vietnamese.
 */
#ifndef CONGVU_SCREEN_H
#define CONGVU_SCREEN_H

#include "congvu/base.h"
#include "congvu/model.h"

#define SCREEN_FIELDS_MAX 128
#define SCREEN_ERRORS_MAX 200
#define SCREEN_FILE_MAX (256 * 1024)
#define SCREEN_NONE UINT16_MAX /* no field, no block */

/* Expressions are compiled by app; screen only knows these two. `tags` are the form's field tags, in the order of screen.field. Every mistake
 * is told through `say`: how many characters stand before it, what is wrong, what to do. */
typedef void screen_expr_say(void *to, size_t at, const char *text);
struct screen_expr_fn {
	int (*compile)(void *ctx, const char *text, const char *const *tags, size_t n_tags, void **out, screen_expr_say *say, void *to);
	void (*free)(void *expr);
	void *ctx;
};

struct screen_error {
	uint32_t line, column; /* from 1 */
	char text[400];        /* Vietnamese: what, then what to do */
};

struct screen_check {
	const char *text; /* the expression as written */
	void *expr;       /* NULL when screen_expr_fn was NULL */
	const char *message;
	bool warn;
	uint32_t line;
};

enum screen_ime { SCREEN_IME_OFF, SCREEN_IME_ON, SCREEN_IME_NAME, SCREEN_IME_CODE };

/* How a field is edited and shown follows from model.field->kind: a yes field is `x` or blank when width < 5, else Có/Không; a code or
 * reference without `fill` shows its label in its own bracket while it is not edited, with `fill` the code stays and the label goes to the
 * target: one with a `column` of its own takes it as its value and may be typed over, one without only shows it.
 * Fields with equal `show` texts share one show_expr. */
struct screen_field {
	const char *tag;    /* as in the picture, or its `name`: what expressions call it */
	const char *path;   /* model path ("symbol", "owner.full_name"); in a detail row without collection and number; NULL: shows `of` */
	const char *label;  /* the file's `label`, else from the picture, else from the model; never NULL */
	const char *hint;   /* NULL: none */
	struct model_path model; /* resolved; model.field NULL: a fill target, or a word about the record (screen_word_is) */
	uint16_t width;     /* columns inside the brackets, in the picture */
	uint16_t lines;     /* 1, or rows of a multi-line field */
	uint32_t max;       /* characters; 0: the kind's own limit */
	int64_t at_least, at_most; /* `type int A..B`; both 0: none */
	bool require, noentry, stretch;
	bool pass;          /* Enter and Tab go over it while it is filled */
	bool leave_full;    /* `auto`: a letter that fills it also leaves it */
	uint16_t choices_of; /* shows the values that this field may take; SCREEN_NONE */
	const char *like;        /* tag of the field whose value the office's last record must share to lend this one; NULL */
	uint16_t like_field;     /* its index, when there is one */
	bool value_only;    /* written <tag>: no brackets, never entered */
	const char *code_list;   /* `code LIST`, or the model's list; NULL */
	const char *lookup_type; /* `lookup TYPE`, or the type the model's reference names; NULL */
	const char *new_form;    /* `lookup ... new FORM`: F6 in its list; NULL: none */
	const char *fill;        /* tag of the field that shows the label of what was chosen */
	uint16_t fill_field;     /* its index; SCREEN_NONE */
	const char *of;          /* target of that tag's `fill`; without a path it only shows */
	uint16_t of_field;       /* its index; SCREEN_NONE */
	const char *dflt;        /* expression text */
	void *dflt_expr;
	const char *show;        /* drawn and asked only when true; NULL always */
	void *show_expr;
	const struct screen_check *check;
	size_t n_check;
	enum screen_ime ime;
	bool narrow_hide;
	uint16_t narrow_lines;   /* 0: as lines */
	const char *narrow_label;
	int detail;              /* index of its detail block, -1 */
	uint32_t line;           /* where its block stands, for messages */
};

/* A piece of the picture, in reading order. */
enum screen_item_kind { SCREEN_TEXT, SCREEN_FIELD, SCREEN_RULE, SCREEN_DETAIL };
struct screen_item {
	enum screen_item_kind kind;
	uint16_t row, col, width, lines; /* as drawn; a field: col of its first cell, brackets stand outside */
	const char *text;  /* SCREEN_TEXT, title of a SCREEN_RULE ("" = none) */
	uint16_t field;    /* index, SCREEN_FIELD; SCREEN_TEXT: the field whose label it is, else SCREEN_NONE */
	uint16_t detail; /* index; SCREEN_DETAIL stands before the fields and texts of its `*N` row, which carry it too, or NONE */
	char left, right;  /* what is drawn around a field: '[' ']' '|', 0 = nothing */
};

/* `prefill TYPE KEY=TAG COLUMN=TAG ...`: one detail row for each row of TYPE whose KEY is what field `key` holds. What it puts into a
 * value-only field of the row is the row's value all the same, and is saved with it. */
struct screen_prefill {
	const struct model_type *type;
	const char *key_column;
	uint16_t key;              /* field index (of the form, not of the block) */
	const char *const *column; /* TYPE's columns */
	const uint16_t *field;     /* and the block's fields that take them */
	size_t n;
};
struct screen_detail {
	const char *name;       /* of the `detail` section */
	const char *collection; /* "parts" */
	const struct model_type *type;
	const uint16_t *field;  /* columns, in `rows` order */
	size_t n_fields;
	uint16_t rows;          /* drawn at once: the N of `*N` */
	uint16_t min, max;
	const char *label;         /* what one row is called; NULL: as the type */
	const char *all;           /* Ctrl-A puts this value into field `all_field` of each filled row where it is empty; NULL: nothing */
	const char *all_if;        /* only in rows whose record of `prefill` has this yes column set; NULL: in all */
	uint16_t all_field;
	const struct screen_prefill *prefill; /* NULL: none */
	uint32_t line;
};

/* What a screen does besides what every screen of its kind does: X(act, name, key of its words, help). The one list of named actions; the
 * ui has a function for each. None has the name of a verb. */
#define SCREEN_ACT_LIST(X)                                                                                              \
	X(SCREEN_ACT_VERB, "", "", "a verb of the type")                                                                 \
	X(SCREEN_ACT_HISTORY, "history", "ui.key.history", "the record and its life")                                    \
	X(SCREEN_ACT_RELATED, "related", "ui.key.related", "what is related to it")                                      \
	X(SCREEN_ACT_COPY, "new-from-this", "ui.copy", "a new record begun from this one")                               \
	X(SCREEN_ACT_TAKE_BACK, "take-back", "ui.own.takeback", "the last action on it undone")                          \
	X(SCREEN_ACT_OPEN, "open", "ui.own.open", "FORM with the record")
#define SCREEN_ACT_NAMES "history, related, new-from-this, take-back, open FORM" /* for the manual; a test compares */
enum screen_act {
#define X(act, name, words, help) act,
	SCREEN_ACT_LIST(X)
#undef X
	SCREEN_ACT_COUNT
};
struct screen_action {
	enum screen_act act;
	const char *name, *words, *help;
};
const struct screen_action *screen_action_at(size_t i); /* NULL past the end */
/* Keys that mean nothing anywhere else, so that a screen may give them a meaning; NULL past the end. In a record a digit may be one too. */
const char *screen_free_key(size_t i);
#define SCREEN_KEYS_MAX 12
struct screen_key {
	const char *key;  /* "F10", "1"; NULL: only an entry of Ctrl-O */
	const char *label;
	enum screen_act act;
	const struct model_verb *verb; /* SCREEN_ACT_VERB */
	const char *form;              /* SCREEN_ACT_OPEN: its name */
	uint32_t line;
};

/* One `list` section: columns, conditions, what opens. */
struct screen_column {
	const char *path; /* field, ref.field, or a word about the record: screen_word_is */
	const char *title;
	const struct model_field *field; /* last part of the path; NULL for a word */
	uint16_t width;
	uint16_t lines; /* a long text takes up to so many lines of the row */
	bool right, stretch, narrow_hide;
};
#define SCREEN_COLUMN_LINES_MAX 4
struct screen_cond {
	const char *field, *op, *value; /* ops and {today} {me} ... as in app_cond */
};
struct screen_list {
	const char *name, *title;
	const struct model_type *type;
	const struct screen_column *column; /* a section without columns has those of the file's first list; no columns: only counted */
	size_t n_columns;
	const struct screen_cond *cond;
	size_t n_cond;
	const char *order;       /* as app_query.order; NULL */
	const char *const *find; /* fields that F7 asks */
	size_t n_find;
	const char *open; /* opened by Enter: a form goes on to the next row once it is saved; NULL: the type's `record` screen */
	const char *add;  /* form opened by F6; NULL: none */
	const struct screen_key *key; /* its own, else the screen's */
	size_t n_keys;
	uint32_t line;
};
struct screen_entry { /* a line of a menu or morning screen */
	int digit;         /* 0-9 */
	const char *label;
	const char *opens; /* screen: a list, a menu, or a form for a new record */
	const char *list;  /* list of that screen to open, whose count is shown; NULL: its first list, no count */
	bool waiting;      /* drawn only when the count is > 0 */
	bool late;         /* drawn bold with ! when the count is > 0 */
	const char *group; /* heading above it; NULL: as the entry before */
	uint32_t line;
};

enum screen_kind { SCREEN_FORM, SCREEN_LIST, SCREEN_MENU, SCREEN_RECORD };
struct screen {
	const char *file, *name, *title;
	enum screen_kind kind;
	const struct model_type *type;
	const char *const *save; /* verbs of F2, in order (`save VERB`; `save VERB if EXPR`: only then) */
	void *const *save_if;    /* expression of each; NULL: always (and when screen_expr_fn was NULL) */
	size_t n_save;
	const char *record;      /* screen that shows one record of this type; NULL */
	const char *add;         /* form opened by F6 (menu, record) */
	const char *add_label;   /* what the key line calls that */
	const struct screen_key *key;
	size_t n_keys;
	const char *roles;       /* menu: roles that start here, separated by commas */
	struct screen_field *field;
	size_t n_fields;
	struct screen_item *item;
	size_t n_items;
	uint16_t cols, rows;     /* of the wide picture */
	struct screen_item *narrow_item; /* `layout narrow`; NULL: reflow */
	size_t n_narrow_items;
	uint16_t narrow_cols, narrow_rows;
	struct screen_detail *detail;
	size_t n_details;
	struct screen_list *list;
	size_t n_lists;
	struct screen_entry *entry;
	size_t n_entries;
	const char *help;        /* name of screens/help/NAME.txt */
	struct arena *arena;     /* owns everything */
};

/* Parses and resolves. On errors *out is NULL, errors[] filled (all of them, in file order), ERR_INVALID. ERR_IO or ERR_NOTFOUND when
 * unreadable (one error at 1:1 says so). fn may be NULL: expressions are kept as text, not compiled. */
int screen_load(const char *path, const struct screen_expr_fn *fn, struct screen **out, struct screen_error *errors, size_t cap,
		size_t *n_errors) MUST_CHECK;
int screen_parse(const char *name, const char *text, size_t n, const struct screen_expr_fn *fn, struct screen **out,
		 struct screen_error *errors, size_t cap, size_t *n_errors) MUST_CHECK;
void screen_free(struct screen *s, const struct screen_expr_fn *fn);

/* Words about a record that are no fields of the model, known to app_record and app_query: id number title state owner version due late
 * clock created_at created_by. */
bool screen_word_is(const char *path);
/* The list section of that name; NULL name: the first one; NULL: none. */
const struct screen_list *screen_list_find(const struct screen *s, const char *name);
/* Index of the field with this tag or path; SCREEN_NONE. */
uint16_t screen_field_by_tag(const struct screen *s, const char *tag);
uint16_t screen_field_by_path(const struct screen *s, const char *path);

/* A set of screens from folders, first folder wins per name (DIR/screens, then the installed ones). Bad files are told through `say`;
 * when a reload finds a bad file the copy that was good stays, and a bad file at first use gives way to the next folder's. */
struct screen_set;
typedef void screen_say_fn(void *ctx, const char *file, const struct screen_error *e, size_t n);
int screen_set_open(const char *const *dirs, size_t n_dirs, const struct screen_expr_fn *fn, screen_say_fn *say, void *ctx,
		    struct screen_set **out) MUST_CHECK;
/* By mtime, size and inode; stats only, cheap. A screen that changed is replaced: pointers got before it are dead when *changed > 0. */
int screen_set_reload(struct screen_set *set, size_t *changed) MUST_CHECK;
const struct screen *screen_set_get(struct screen_set *set, const char *name); /* loads at first use; NULL: none */
/* A form whose first `save` is this verb, else any that saves by it. */
const struct screen *screen_set_form_for(struct screen_set *set, const char *type, const char *verb);
const struct screen *screen_set_record_for(struct screen_set *set, const char *type);                 /* `record` screen of this type */
const struct screen *screen_set_menu_for(struct screen_set *set, const char *role);
/* Names of all screens, sorted; borrowed until the next reload. */
const char *const *screen_set_names(struct screen_set *set, size_t *n);
/* Text of screens/help/NAME.txt from the first folder that has it, appended; ERR_NOTFOUND. */
int screen_set_help(struct screen_set *set, const char *name, struct buf *out) MUST_CHECK;
void screen_set_free(struct screen_set *set);

/* ---- layout ------------------------------------------------------------------------------------------------------------ */

/* Where everything stands. Rows count from 0 in the form's own space; the ui scrolls. Places are in reading order, which is also the order
 * of Tab. In one-field mode every page is `page_rows` high and holds one field: scroll by whole pages. */
enum screen_mode { SCREEN_WIDE, SCREEN_NARROW, SCREEN_ONE_FIELD };
#define SCREEN_ONE_FIELD_COLS 30 /* fewer columns: one field per page */
#define SCREEN_ONE_FIELD_ROWS 6  /* fewer rows for the form's body (a terminal of less than 10 lines): too */
struct screen_place {
	enum screen_item_kind kind; /* SCREEN_TEXT, SCREEN_FIELD, SCREEN_RULE */
	uint16_t row, col, width, lines; /* a field: first cell inside, columns inside, rows */
	const char *text;  /* label or rule's title ("" = plain rule; a rule is drawn over `width` columns) */
	uint16_t field;    /* SCREEN_FIELD; SCREEN_TEXT: the field it labels, else SCREEN_NONE */
	uint16_t detail;   /* block index, SCREEN_NONE */
	uint16_t index;    /* detail row from 1; 0: not in a block */
	char left, right;  /* drawn at col - 1 and col + width: '[' ']' '|', 0 = nothing; for every line of a multi-line field */
	bool value_only;   /* shows a value: no brackets, cursor never goes there */
};
struct screen_layout {
	enum screen_mode mode;
	uint16_t rows;      /* in all */
	uint16_t page_rows; /* SCREEN_ONE_FIELD, else 0 */
	struct screen_place *place;
	size_t n_places;
};
/* body_rows: rows of the terminal that the form may use, 0 = enough. shown: NULL = all; shown[i] false: field i is not drawn now (its
 * `show` is false); its label goes too and rows left empty close up. detail_rows: NULL, or rows to lay out for block i, at least its own.
 * value: NULL, or what field i, which only shows, will show, where that is known (else NULL): on a narrow terminal it gets the columns and
 * rows that it needs, and one that shows nothing is not drawn. */
int screen_layout(const struct screen *s, uint16_t cols, uint16_t body_rows, const bool *shown, const uint16_t *detail_rows,
		  const char *const *value, struct arena *a, struct screen_layout *out) MUST_CHECK;
/* Form and record: the picture as it will look at `cols`, tags in the fields. List: its column titles. Menu: its entries. (`congvu screen
 * show`, golden tests) */
int screen_show(const struct screen *s, uint16_t cols, struct buf *out) MUST_CHECK;

/* Columns of a list at `cols` (first cell at column 3: marks `>` and `!` stand before): width[i] = 0 when column i does not fit or hides.
 * Columns stand one blank apart; stretch takes what is spare. Returns the number drawn. */
size_t screen_list_widths(const struct screen_list *l, uint16_t cols, uint16_t *width);

/* ---- the attribute table -------------------------------------------------------------------------------------------------- */

struct screen_attr {
	const char *section; /* "screen", "field", "detail", "list", "entry" */
	const char *name;
	const char *args;    /* as in the manual: "EXPR \"message\"" */
	const char *help;    /* one English sentence */
};
size_t screen_attr_count(void);
const struct screen_attr *screen_attr_at(size_t i);

#endif
