/* ui_record_internal.h: one record: ui_record.c is the view, ui_record_picture.c fills its picture in. */
#ifndef UI_RECORD_INTERNAL_H
#define UI_RECORD_INTERNAL_H

#include "ui_internal.h"

/* The record screen's picture as lines in a; 0: it has none. */
size_t ui_record_picture(struct ui *ui, const struct screen *s, const struct app_record *rec, struct arena *a, const char **line,
                         size_t cap);
/* The same line by line: "label: value" of each field that has one. */
size_t ui_record_told(struct ui *ui, const struct screen *s, const struct app_record *rec, struct arena *a, const char **line, size_t cap);
/* What stands for a path, or for a word about the record (screen_word_is); never NULL. */
const char *ui_record_word(const struct app_record *rec, const char *path);

#endif
