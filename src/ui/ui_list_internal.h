/* ui_list_internal.h: a list of records: ui_list.c reads pages, ui_list_view.c draws them and takes keys, ui_list_mark.c does one verb to
 * all marked rows, ui_find.c asks what to look for. */
#ifndef UI_LIST_INTERNAL_H
#define UI_LIST_INTERNAL_H

#include "ui_internal.h"

#define UI_LIST_COLUMNS_MAX 24
#define UI_LIST_MARKS_MAX 500
#define UI_LIST_CONDS_MAX 64

struct ui_mark {
	rowid_t id;
	uint64_t version; /* as it was seen when it was marked */
};

struct ui_list {
	struct ui_view view;
	const struct screen *s;
	const struct screen_list *l;
	char *name, *part;   /* of the screen and the list in it */
	struct arena *arena; /* the page */
	struct app_row *row;
	uint16_t width[UI_LIST_COLUMNS_MAX]; /* of the columns, for the size that the page was read at */
	int page_lines;      /* the same */
	int linear_cols;     /* line by line: of a line; else 0 */
	uint64_t total;      /* and how many rows there are in all, counted as `rest` is */
	size_t n, sel;
	uint64_t rest;    /* rows behind the page, counted up to ui_list_counted() + 1 */
	bool at_top;      /* the page begins with the first row there is */
	struct ui_list_seen {  /* the page that is on the screen, while another reading of it is not drawn yet */
		struct arena *arena; /* NULL: what was read last is what is seen */
		const struct app_place *first, *last;
		bool gone; /* the row under the cursor is in it only */
	} seen;
	char *filter;     /* words of `/`, NULL */
	struct ui_find *asked; /* what F7 asked, NULL */
	char order[100];  /* chosen column, "" = the list's own order */
	struct ui_edit line; /* typed at the foot: what to jump to, or words of the filter */
	struct ime im;
	size_t left;
	bool jumping, filtering;
	bool stale;       /* the words have changed: read before it is drawn, once for a burst of letters */
	struct ui_mark *mark; /* UI_LIST_MARKS_MAX of them once there is one */
	size_t n_marks;
	int mark_row, mark_col; /* as last drawn */
};

void ui_list_again(struct ui *ui, struct ui_list *v); /* the same page, newly read */
void ui_list_drawn(struct ui_list *v);                /* what was read last is on the screen, or counts as if it were */
void ui_list_page(struct ui *ui, struct ui_list *v, bool down);
void ui_list_edge(struct ui *ui, struct ui_list *v, bool last);
rowid_t ui_list_next_to(struct ui *ui, struct ui_list *v, rowid_t id, bool forward); /* 0: none */
uint64_t ui_list_count(struct ui *ui, struct ui_list *v);
bool ui_list_try(struct ui *ui, struct ui_list *v); /* can what is asked be asked? false: said why not */
/* Typed number: the page that begins with that record. */
void ui_list_jump(struct ui *ui, struct ui_list *v, const char *what);
/* One row up or down, over the page's edge too; false: there is none. */
bool ui_list_step(struct ui *ui, struct ui_list *v, bool down);
uint64_t ui_list_counted(const struct ui_list *v); /* rows are counted no further */
/* Lines that a row takes: as many as the longest of its cells that may go on below. */
int ui_list_height(const struct ui_list *v, const struct app_row *r);
/* What a cell shows: a day of another year that has no room for all of it stands without its century, never without the end of its year. */
#define UI_LIST_DAY_MAX 16
const char *ui_list_cell(const char *text, uint16_t width, char day[UI_LIST_DAY_MAX]);
void ui_list_hint(struct ui *ui, const struct ui_list *v);
/* The words of the filter may have changed: then the list is read anew from its first row. */
void ui_list_fresh(struct ui *ui, struct ui_list *v);

/* ---- ui_list_foot.c ------------------------------------------------------------------------------------------------------ */

#define UI_LIST_FIRST_COL 3 /* marks stand left of it */
void ui_list_put_rest(const struct ui_list *v, struct buf *b);
/* What part of the whole is shown, in words: all, what F7 asked, the words of `/`. */
void ui_list_put_shown(struct ui *ui, const struct ui_list *v, struct buf *b);
void ui_list_paint_foot(struct ui *ui, const struct ui_list *v, int row);

/* ---- ui_list_linear.c ---------------------------------------------------------------------------------------------------- */

void ui_list_tell(struct ui *ui, struct ui_view *view, struct ui_told *t);
int ui_list_told_rows(const struct ui_list *v, const struct app_row *r); /* at least one */

/* ---- ui_list_mark.c ------------------------------------------------------------------------------------------------------ */

bool ui_list_marked(const struct ui_list *v, rowid_t id);
void ui_list_mark(struct ui *ui, struct ui_list *v);     /* the row under the cursor: on or off */
void ui_list_mark_all(struct ui *ui, struct ui_list *v); /* the rows on the screen; all of them marked: off */
void ui_list_own(struct ui *ui, struct ui_view *view, struct ui_own *out);
void ui_list_actions(struct ui *ui, struct ui_list *v);  /* Ctrl-O */


/* ---- ui_find.c: F7, query by example ----------------------------------------------------------------------------------------- */

struct ui_find {
	struct arena *arena;  /* of q and text */
	struct app_qbe q;
	const char **text;    /* by field of the list's `find`, "" = not asked */
	const char *words;    /* "Số 1..2; Loại VB QĐ" */
};
bool ui_find_open(struct ui *ui, struct ui_list *v); /* false: the list names no fields for that */
void ui_find_free(struct ui_find *f); /* NULL: nothing */

#endif
