/* ui_find_internal.h: the search form of a list: ui_find.c asks, ui_find_saved.c keeps what was asked under a name. */
#ifndef UI_FIND_INTERNAL_H
#define UI_FIND_INTERNAL_H

#include "ui_list_internal.h"

#define UI_FIND_FIELDS_MAX 32

struct ask_field {
	const char *path;
	const char *label;
	const struct model_field *f; /* NULL: a word about the record */
	struct ui_edit e;
	size_t left;
};
struct ask {
	struct ui_view view;
	struct ui_list *list;
	const struct screen_list *l; /* whose `find` it is */
	struct ask_field field[UI_FIND_FIELDS_MAX];
	size_t n, cur, top;
	struct ime im;
	char **saved; /* names of saved searches, as Ctrl-O showed them */
	size_t n_saved;
	size_t renamed; /* which of them is being given another name */
};

void ui_find_run(struct ui *ui, struct ask *a);
void ui_find_saved_menu(struct ui *ui, struct ask *a); /* Ctrl-O */
void ui_find_saved_forget(struct ask *a);

#endif
