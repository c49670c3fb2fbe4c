/* congvu/screen.h: reads and checks screens/*.scr; computes where everything stands for a given number of columns. No curses, no tables.
 *
 * A screen file is line-oriented UTF-8 (TUI.md 2, DECISIONS screens 15): the picture of the form in `layout`..`end`, attributes in `field TAG`
 * blocks, `list NAME` sections with columns, `menu` entries. The attribute table (screen_attr_*) is the one source for the parser, the
 * checker, the manual page and the tests. All errors are collected: file:line:column: what is wrong, then what to do, in Vietnamese.
 */
#ifndef CONGVU_SCREEN_H
#define CONGVU_SCREEN_H

#include "congvu/base.h"
#include "congvu/model.h"

#define SCREEN_FIELDS_MAX 128
#define SCREEN_ERRORS_MAX 200
#define SCREEN_FILE_MAX (256 * 1024)

/* Expressions are compiled by app; screen only knows these two. `tags` are the form's field tags. */
struct screen_expr_fn {
	int (*compile)(void *ctx, const char *text, const char *const *tags, size_t n_tags, void **out, struct err_info *ei);
	void (*free)(void *expr);
	void *ctx;
};

struct screen_error {
	uint32_t line, column; /* from 1 */
	char text[240];        /* Vietnamese: what, then what to do */
};

struct screen_check {
	const char *text;    /* the expression as written */
	void *expr;
	const char *message;
	bool warn;
	uint32_t line;
};

enum screen_ime { SCREEN_IME_OFF, SCREEN_IME_ON, SCREEN_IME_NAME, SCREEN_IME_CODE };

struct screen_field {
	const char *tag;    /* as in the picture */
	const char *path;   /* model path ("symbol", "owner.full_name"); in a detail row without the collection and number */
	const char *label;  /* from the picture, the file's `label`, or the model */
	const char *hint;
	struct model_path model; /* resolved; model.field NULL for a field that only shows (fill) */
	uint16_t width;     /* columns inside the brackets */
	uint16_t lines;     /* 1, or rows of a multi-line field */
	uint32_t max;       /* characters */
	bool require, noentry, stretch;
	const char *code_list;   /* `code LIST` */
	const char *lookup_type; /* `lookup TYPE` */
	const char *fill;        /* tag that shows the label of what was chosen */
	const char *of;          /* this field only shows the label of tag `of` */
	const char *dflt;        /* expression text */
	void *dflt_expr;
	void *show_expr;         /* drawn only when true; NULL always */
	const struct screen_check *check;
	size_t n_check;
	enum screen_ime ime;
	bool narrow_hide;
	uint16_t narrow_lines;
	const char *narrow_label;
	int detail;              /* index of its detail block, -1 */
	uint32_t line;           /* where its block stands, for messages */
};

/* A piece of the wide picture, in reading order. */
enum screen_item_kind { SCREEN_TEXT, SCREEN_FIELD, SCREEN_RULE, SCREEN_DETAIL };
struct screen_item {
	enum screen_item_kind kind;
	uint16_t row, col, width;
	const char *text; /* SCREEN_TEXT, title of a SCREEN_RULE */
	uint16_t field;   /* index, SCREEN_FIELD */
	uint16_t detail;  /* index, SCREEN_DETAIL: a block's first row */
};
struct screen_detail {
	const char *name;       /* of the `detail` section */
	const char *collection; /* "parts" */
	const struct model_type *type;
	const uint16_t *field;  /* columns, in `rows` order */
	size_t n_fields;
	uint16_t rows;          /* drawn at once */
	uint16_t min, max;
	const char *prefill;    /* named source that app knows ("parts_of_procedure"), NULL */
};

/* One `list` section: columns, conditions, what opens. The morning screen and menus are lists of counts and entries. */
struct screen_column {
	const char *path; /* field, ref.field, "due", "late", "state" */
	const char *title;
	uint16_t width;
	bool right, stretch, narrow_hide;
};
struct screen_cond {
	const char *field, *op, *value;
};
struct screen_entry { /* a line of a menu or morning screen */
	int digit;           /* 0-9 */
	const char *label;
	const char *opens;   /* screen name */
	const char *list;    /* list whose count is shown; NULL: none */
	const char *verb;    /* opens its form for a new record */
	bool waiting;        /* drawn only when the count is > 0 */
	bool late;           /* drawn bold with ! when > 0 */
	const char *group;   /* heading above it */
};
struct screen_list {
	const char *name, *title;
	const struct model_type *type;
	const struct screen_column *column;
	size_t n_columns;
	const struct screen_cond *cond;
	size_t n_cond;
	const char *order;
	const char *open; /* screen opened by Enter */
	const char *add;  /* form opened by F6 */
	uint32_t line;
};

enum screen_kind { SCREEN_FORM, SCREEN_LIST, SCREEN_MENU, SCREEN_RECORD };
struct screen {
	const char *file, *name, *title;
	enum screen_kind kind;
	const struct model_type *type;
	const char *const *save; /* verbs of F2, in order (`save VERB`; `save VERB if TAG`: only when TAG has a value) */
	const char *const *save_if;
	size_t n_save;
	const char *record;      /* screen that shows one record of this type */
	const char *roles;       /* menu: roles that start here */
	struct screen_field *field;
	size_t n_fields;
	struct screen_item *item;
	size_t n_items;
	uint16_t cols, rows;     /* of the wide picture */
	struct screen_item *narrow_item; /* `layout narrow`; NULL: reflow */
	size_t n_narrow_items;
	struct screen_detail *detail;
	size_t n_details;
	struct screen_list *list;
	size_t n_lists;
	struct screen_entry *entry;
	size_t n_entries;
	const char *help;        /* name of screens/help/NAME */
	struct arena *arena;     /* owns everything */
};

/* Parses and resolves. On errors *out is NULL, errors[] filled (all of them, in file order), ERR_INVALID. ERR_IO when unreadable. */
int screen_load(const char *path, const struct screen_expr_fn *fn, struct screen **out, struct screen_error *errors, size_t cap, size_t *n_errors) MUST_CHECK;
int screen_parse(const char *name, const char *text, size_t n, const struct screen_expr_fn *fn, struct screen **out, struct screen_error *errors, size_t cap,
                 size_t *n_errors) MUST_CHECK;
void screen_free(struct screen *s, const struct screen_expr_fn *fn);

/* A set of screens from folders, first folder wins per name (DIR/screens, then the installed ones). Bad files are left out and told through
 * `say`; when a reload finds a bad file the copy that was good stays. */
struct screen_set;
typedef void screen_say_fn(void *ctx, const char *file, const struct screen_error *e, size_t n);
int screen_set_open(const char *const *dirs, size_t n_dirs, const struct screen_expr_fn *fn, screen_say_fn *say, void *ctx, struct screen_set **out) MUST_CHECK;
int screen_set_reload(struct screen_set *set, size_t *changed) MUST_CHECK; /* by mtime and size; stats only, cheap */
const struct screen *screen_set_get(struct screen_set *set, const char *name); /* loads at first use; NULL: none */
const struct screen *screen_set_form_for(struct screen_set *set, const char *type, const char *verb);
const struct screen *screen_set_menu_for(struct screen_set *set, const char *role);
void screen_set_free(struct screen_set *set);

/* ---- layout ------------------------------------------------------------------------------------------------------------ */

/* Where everything stands at `cols`. Rows count from 0 in the form's own space; the ui scrolls. */
enum screen_mode { SCREEN_WIDE, SCREEN_NARROW, SCREEN_ONE_FIELD };
struct screen_place {
	enum screen_item_kind kind;
	uint16_t row, col, width, lines;
	const char *text;  /* label or rule */
	uint16_t field;    /* SCREEN_FIELD */
	uint16_t detail;   /* SCREEN_DETAIL fields: block */
	uint16_t index;    /* detail row from 1; 0: not in a block */
	bool value_only;   /* `fill`: shows a name, no brackets */
};
struct screen_layout {
	enum screen_mode mode;
	uint16_t rows;
	struct screen_place *place;
	size_t n_places;
};
/* shown[i] false: field i is not drawn now (its `show` is false). detail_rows[i]: rows to lay out for block i (>= its own rows). */
int screen_layout(const struct screen *s, uint16_t cols, const bool *shown, const uint16_t *detail_rows, struct arena *a, struct screen_layout *out) MUST_CHECK;
/* The form as text, as it will look at `cols` (for `congvu screen show` and golden tests). */
int screen_show(const struct screen *s, uint16_t cols, struct buf *out) MUST_CHECK;

/* ---- the attribute table -------------------------------------------------------------------------------------------------- */

struct screen_attr {
	const char *section; /* "screen", "field", "detail", "list", "menu" */
	const char *name;
	const char *args;    /* as in the manual: "EXPR \"message\"" */
	const char *help;    /* one English sentence */
};
size_t screen_attr_count(void);
const struct screen_attr *screen_attr_at(size_t i);

#endif
