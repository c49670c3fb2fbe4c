/* screen_internal.h: what the files of this room share while a screen file is read. The passes are:
 *
 *   1 screen_lines.c    bytes -> lines -> statements (one row of the attribute table each) and sections; pictures are only gathered
 *   2 screen_picture.c  a picture's rows, by column -> items; the picture's tags make the fields, in reading order
 *   3 screen_attr.c     each statement's handler, phase by phase, against the fields and the model; screen_resolve.c has what they share
 *
 * Everything that stays lives in the screen's arena, everything else in `tmp`. Both abort when memory is out, as a session may; the
 * ceilings below keep a hostile file far from the arenas' own.
 */
#ifndef SCREEN_INTERNAL_H
#define SCREEN_INTERNAL_H

#include "congvu/screen.h"

#define SCREEN_LINES_MAX 4000
#define SCREEN_WIDE_MAX 240  /* columns of a picture */
#define SCREEN_HIGH_MAX 200  /* rows of a picture */
#define SCREEN_WORDS_MAX 48  /* of one statement */
#define SCREEN_LISTS_MAX 64
#define SCREEN_PARTS_MAX 32  /* columns, conditions, checks of one section */
#define SCREEN_ARENA_MAX (16u << 20)

enum section_kind { SECTION_FILE, SECTION_SCREEN, SECTION_FIELD, SECTION_DETAIL, SECTION_LIST, SECTION_ENTRY, SECTION_LAYOUT };

struct word {
	const char *text; /* without quotes */
	uint32_t column;  /* in the file, from 1 */
	bool quoted;
};

/* How the rest of the line is cut: words ("..." is one), the whole rest as text, an expression, an expression and a "message", a word and
 * what stands behind `if`. */
enum arg_shape { ARGS_WORDS, ARGS_TEXT, ARGS_EXPR, ARGS_CHECK, ARGS_IF };

struct screen_read;
struct statement;
typedef void attr_fn(struct screen_read *r, const struct statement *st);

/* One row of the attribute table. */
struct attr_row {
	struct screen_attr pub;
	enum section_kind in;
	enum section_kind opens; /* SECTION_FILE: no section */
	enum arg_shape shape;
	uint8_t min, max;        /* words */
	bool many;               /* may be said more than once in its section */
	uint8_t kinds;           /* KIND_*: screens it may stand in; 0: all */
	uint8_t phase;           /* ATTR_PHASES: what needs what */
	attr_fn *set;
};
#define KIND(k) (1u << (k))
/* 0 kind, title, table · 1 field blocks, names · 2 blocks of rows · 3 columns · 4 what builds on them */
#define ATTR_PHASES 5

struct statement {
	const struct attr_row *row;
	uint32_t line, column;
	uint16_t section; /* index in screen_read.section; 0 = the screen itself */
	uint16_t n;
	const struct word *word;
};

struct section {
	enum section_kind kind;
	const char *name;      /* tag, name or digit */
	uint32_t line, column; /* of the name */
	uint16_t index;        /* of its field, detail, list, entry; SCREEN_NONE: refused, its attributes are passed over */
	uint64_t seen[2];      /* rows of the attribute table said already */
	bool broken;           /* a line of it was refused */
};

struct picture {
	uint32_t line;   /* of the word `layout`; 0: none */
	const char **row;
	uint32_t *row_line;
	size_t n;
};

/* What is known of a field besides its public part. */
struct field_note {
	const char *picture_tag;  /* before `name` */
	uint32_t line, column;    /* in the wide picture */
	uint32_t block;           /* line of its field block; 0: none */
	uint16_t section;         /* that block */
	const struct word *path;  /* what `column` said, at path_line */
	uint32_t path_line;
	uint16_t row;             /* index of its `*N` row; SCREEN_NONE */
};

/* A `*N` row of the picture. */
struct row_note {
	uint32_t line;
	uint16_t count;  /* N */
	uint16_t detail; /* index of the detail section that names it in `rows`; SCREEN_NONE */
};
#define SCREEN_BLOCKS_MAX 16

struct screen_read {
	struct arena *a, *tmp;
	struct screen *s;
	const struct screen_expr_fn *fn;
	struct screen_error *error;
	size_t n_errors;
	struct section *section;
	size_t n_sections;
	struct statement *statement;
	size_t n_statements;
	struct picture wide, narrow;
	struct field_note note[SCREEN_FIELDS_MAX];
	struct row_note row[SCREEN_BLOCKS_MAX];
	size_t n_rows;
	const char *const *tags;       /* for expressions, by field index; made in phase 3 */
	bool stopped;                  /* too many errors */
};

/* Takes `const` off what was allocated here. */
static inline void *unconst(const void *p) { return (void *)(uintptr_t)p; }

/* ---- screen_error.c */
void screen_error_add(struct screen_read *r, uint32_t line, uint32_t column, const char *fmt, ...) PRINTF_LIKE(4, 5);
void screen_error_sort(struct screen_read *r);
/* The nearest of the names tried to `want`, or NULL when none is near. */
struct suggest {
	const char *want, *best;
	size_t distance;
};
struct suggest suggest_for(const char *want);
void suggest_try(struct suggest *g, const char *name);
const char *suggest_text(struct screen_read *r, const struct suggest *g); /* `; có phải "x"?`, or to look again */

/* ---- screen_lines.c */
void screen_lines_read(struct screen_read *r, const char *text, size_t n);
/* Cuts what follows a keyword; at = column of its first byte. False (told) when quotes stay open or words are too many. */
bool screen_words_cut(struct screen_read *r, uint32_t line, const char *rest, uint32_t at, enum arg_shape shape, struct statement *st);
/* One more zeroed element behind n of them; the array moves within its arena. */
void *screen_grow(struct arena *a, const void *array, size_t n, size_t size);
void *screen_keep(struct arena *a, const void *array, size_t n, size_t size); /* exact copy, NULL when n = 0 */

/* ---- screen_attr.c, screen_attr_field.c, screen_attr_list.c, screen_attr_key.c */
const struct attr_row *screen_attr_row(size_t i); /* NULL past the end */
const struct attr_row *screen_attr_find(enum section_kind in, const char *name);
const char *screen_section_name(enum section_kind k);
void screen_attr_run(struct screen_read *r);
extern const struct attr_row screen_rows_screen[], screen_rows_field[], screen_rows_list[], screen_rows_key[];
extern const size_t screen_rows_screen_count, screen_rows_field_count, screen_rows_list_count, screen_rows_key_count;
const char *screen_kind_name(enum screen_kind k);
struct screen_field *screen_field_of(struct screen_read *r, const struct statement *st); /* the section's; NULL: refused before */
bool screen_name_fits(struct screen_read *r, uint32_t line, const struct word *w); /* the name of a screen, told */
bool screen_number(struct screen_read *r, uint32_t line, const struct word *w, long least, long most, uint16_t *out);

/* ---- screen_picture.c */
void screen_picture_read(struct screen_read *r);
bool screen_tag_valid(const char *s, size_t n);

/* ---- screen_resolve.c */
uint16_t screen_resolve_tag(struct screen_read *r, const char *tag); /* by name or picture tag; SCREEN_NONE */
uint16_t screen_resolve_tag_told(struct screen_read *r, uint32_t line, const struct word *w);
const struct model_type *screen_resolve_type(struct screen_read *r, uint32_t line, const struct word *w); /* told, NULL */
/* A path of a field, told when there is none. false: refused. */
bool screen_resolve_path(struct screen_read *r, const struct model_type *t, uint32_t line, const struct word *w, struct model_path *out);
/* A list's column: path, word about the record or ref.field; the last field in *f, NULL for a word. */
bool screen_resolve_column(struct screen_read *r, const struct model_type *t, uint32_t line, const struct word *w,
			   const struct model_field **f);
/* A column that rows can be chosen or ordered by: stored in the type's own row, a common one, or one of `words`. */
bool screen_resolve_stored(struct screen_read *r, const struct model_type *t, uint32_t line, const struct word *w, const char *const *words,
                           const struct model_field **f);
void *screen_resolve_expr(struct screen_read *r, uint32_t line, const struct word *w);
void screen_resolve_finish(struct screen_read *r);

/* ---- screen_layout.c, screen_reflow.c: places being gathered */
struct layout_out {
	struct arena *a;
	const struct screen *s;
	uint16_t cols, body_rows;
	const bool *shown;
	const uint16_t *detail_rows;
	const char *const *value; /* NULL: none is known; only for narrow ones */
	struct screen_place *place;
	size_t n, cap;
	uint16_t y;
};
bool layout_shown(const struct layout_out *o, uint16_t field);
const char *layout_value(const struct layout_out *o, uint16_t field); /* what it will show; NULL: not known */
bool layout_row_shown(const struct layout_out *o, const struct screen_detail *d); /* any of its fields */
uint16_t layout_detail_rows(const struct layout_out *o, uint16_t detail);
struct screen_place *layout_put(struct layout_out *o, enum screen_item_kind kind, size_t row, size_t col, size_t width);
void screen_reflow(struct layout_out *o);
void screen_one_field(struct layout_out *o, uint16_t page_rows);

/* ---- screen_show.c */
int screen_show_picture(const struct screen *s, uint16_t cols, const bool *shown, struct arena *a, struct buf *out);

#endif
