/* ui_list_internal.h: a list of records: ui_list.c reads pages, ui_list_view.c draws them and takes keys. */
#ifndef UI_LIST_INTERNAL_H
#define UI_LIST_INTERNAL_H

#include "ui_internal.h"

#define UI_LIST_COLUMNS_MAX 24

struct ui_list {
	struct ui_view view;
	const struct screen *s;
	const struct screen_list *l;
	struct arena *arena; /* the page */
	struct app_row *row;
	size_t n, sel;
	uint64_t total;
	uint64_t before;  /* rows in front of the page; UINT64_MAX: not known (after a jump) */
	char *filter;     /* words of `/`, NULL */
	struct ui_edit jump; /* number typed to jump to */
	bool jumping;
	int mark_row, mark_col; /* as last drawn */
};

/* Reads the page behind row `after` (0: the first), or in front of row `before`. The selection stays on row `keep` when it is there. */
void ui_list_read(struct ui *ui, struct ui_list *v, rowid_t after, bool backward, rowid_t keep);
void ui_list_again(struct ui *ui, struct ui_list *v); /* the same page, newly read */
void ui_list_page(struct ui *ui, struct ui_list *v, bool down);
void ui_list_edge(struct ui *ui, struct ui_list *v, bool last);
/* Typed number: the page that begins with that record. */
void ui_list_jump(struct ui *ui, struct ui_list *v, const char *what);
size_t ui_list_page_rows(const struct ui *ui);

#endif
