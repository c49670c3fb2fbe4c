/* screen_layout.c: a picture at `cols` columns. Rows are mapped one by one: hidden ones close up, multi-line fields and blocks of rows
 * push what is below them down, the one stretch field of a row takes the spare columns and pushes what is right of it. */
#include "screen_internal.h"

#include <string.h>

bool layout_shown(const struct layout_out *o, uint16_t field)
{
	const struct screen_field *f = &o->s->field[field];
	const char *value = layout_value(o, field);

	if (o->shown && !f->path && f->of_field != SCREEN_NONE && !o->shown[f->of_field])
		return false; /* the name goes with what it names */
	return (!o->shown || o->shown[field]) && (!value || *value);
}

const char *layout_value(const struct layout_out *o, uint16_t field)
{
	const struct screen_field *f = &o->s->field[field];

	return o->value && f->value_only && f->detail < 0 ? o->value[field] : NULL;
}

bool layout_row_shown(const struct layout_out *o, const struct screen_detail *d)
{
	for (size_t i = 0; i < d->n_fields; i++)
		if (layout_shown(o, d->field[i]))
			return true;
	return false;
}

uint16_t layout_detail_rows(const struct layout_out *o, uint16_t detail)
{
	uint16_t rows = o->s->detail[detail].rows;

	return o->detail_rows && o->detail_rows[detail] > rows ? o->detail_rows[detail] : rows;
}

struct screen_place *layout_put(struct layout_out *o, enum screen_item_kind kind, size_t row, size_t col, size_t width)
{
	struct screen_place *p;

	o->place = screen_grow(o->a, o->place, o->n, sizeof(*p));
	p = &o->place[o->n++];
	*p = (struct screen_place){ .kind = kind, .row = (uint16_t)row, .col = (uint16_t)col, .width = (uint16_t)width, .lines = 1,
		                    .field = SCREEN_NONE, .detail = SCREEN_NONE };
	return p;
}

/* ---- rows ------------------------------------------------------------------------------------------------------------------ */

enum row_kind { ROW_BLANK, ROW_TEXT, ROW_RULE, ROW_FIELDS };
struct picture_row {
	enum row_kind kind;
	bool hidden;     /* has fields, none of them shown */
	bool continues;  /* lines of a field from above */
	uint16_t height; /* rows on the screen */
	size_t first, n; /* items */
};

struct wide {
	struct layout_out *o;
	const struct screen_item *item;
	size_t n_items;
	uint16_t spare;
	struct picture_row *row;
	size_t n_rows;
	uint16_t *shift, *wider; /* of each item: 0 or the spare columns */
	bool narrow;
};

/* Rows of a field on the screen: at least those that the picture draws. */
static uint16_t item_lines(const struct wide *w, const struct screen_item *it)
{
	const struct screen_field *f = &w->o->s->field[it->field];
	uint16_t said = w->narrow ? f->narrow_lines : f->lines;

	return said > it->lines ? said : it->lines;
}

/* A row goes when all of its fields, and those that its labels belong to, are hidden. */
static void look_at_field(const struct wide *w, struct picture_row *row, uint16_t field)
{
	bool shown = layout_shown(w->o, field);

	row->hidden = row->kind == ROW_FIELDS ? row->hidden && !shown : !shown;
	row->kind = ROW_FIELDS;
}

static void look_at_item(struct wide *w, const struct screen_item *it)
{
	struct picture_row *row = &w->row[it->row];

	if (row->n++ == 0)
		row->first = (size_t)(it - w->item);
	switch (it->kind) {
	case SCREEN_TEXT:
		if (it->field != SCREEN_NONE)
			look_at_field(w, row, it->field);
		else if (row->kind == ROW_BLANK)
			row->kind = ROW_TEXT;
		break;
	case SCREEN_RULE:
		row->kind = ROW_RULE;
		break;
	case SCREEN_DETAIL:
		row->height = layout_detail_rows(w->o, it->detail);
		break;
	case SCREEN_FIELD:
		look_at_field(w, row, it->field);
		break;
	}
}

/* A multi-line field occupies the picture's rows below it, and may have more lines than are drawn: then its last row grows. */
static void look_at_lines(struct wide *w, const struct screen_item *it)
{
	size_t lines = item_lines(w, it), last = (size_t)it->row + it->lines - 1;

	for (size_t k = it->row + 1u; k <= last; k++) {
		w->row[k].continues = true;
		if (w->row[k].kind == ROW_BLANK || layout_shown(w->o, it->field))
			w->row[k].hidden = !layout_shown(w->o, it->field);
	}
	if (layout_shown(w->o, it->field) && w->row[last].height < lines - it->lines + 1)
		w->row[last].height = (uint16_t)(lines - it->lines + 1);
}

static void look_at_rows(struct wide *w)
{
	for (size_t i = 0; i < w->n_rows; i++)
		w->row[i].height = 1;
	for (size_t i = 0; i < w->n_items; i++)
		look_at_item(w, &w->item[i]);
	for (size_t i = 0; i < w->n_items; i++)
		if (w->item[i].kind == SCREEN_FIELD && w->item[i].detail == SCREEN_NONE)
			look_at_lines(w, &w->item[i]);
	for (size_t i = w->n_rows; i-- > 0;) { /* a heading goes when all that it stands over is hidden */
		bool any = false, all = true;

		if ((w->row[i].kind != ROW_TEXT && w->row[i].kind != ROW_RULE) || w->row[i].continues)
			continue;
		for (size_t k = i + 1; k < w->n_rows; k++) {
			if (w->row[k].kind == ROW_RULE || (w->row[k].kind == ROW_BLANK && !w->row[k].continues))
				break;
			any = any || w->row[k].hidden;
			all = all && w->row[k].hidden;
		}
		w->row[i].hidden = any && all;
	}
}

/* ---- items of a row ---------------------------------------------------------------------------------------------------------- */

/* Text goes with the hidden field that it labels, or stands right behind as a unit. */
static bool item_shown(const struct wide *w, const struct picture_row *row, size_t i)
{
	const struct screen_item *it = &w->item[i], *before = i > row->first ? it - 1 : NULL;

	if (it->field != SCREEN_NONE)
		return layout_shown(w->o, it->field);
	if (it->kind == SCREEN_TEXT && before && before->kind == SCREEN_FIELD && it->col <= before->col + before->width + 2)
		return layout_shown(w->o, before->field);
	return true;
}

/* A field of several rows also stands on the rows below its first. */
static bool covers(const struct wide *w, const struct screen_item *it, size_t row)
{
	return it->kind == SCREEN_FIELD && it->lines > 1 && row > it->row && row < (size_t)it->row + it->lines &&
	       layout_shown(w->o, it->field);
}

/* What stands on the row from above and has moved or grown pushes what is right of it. */
static bool pushed(const struct wide *w, const struct screen_item *it)
{
	for (size_t i = 0; i < w->n_items; i++)
		if (w->item[i].col < it->col && covers(w, &w->item[i], it->row) && w->shift[i] + w->wider[i] > 0)
			return true;
	return false;
}

/* A field may take the spare columns when nothing that stays where it is stands right of it. */
static bool may_stretch(const struct wide *w, const struct screen_item *it)
{
	if (it->kind != SCREEN_FIELD || !w->o->s->field[it->field].stretch)
		return false;
	for (size_t row = it->row; row < (size_t)it->row + it->lines; row++)
		for (size_t i = 0; i < w->n_items; i++)
			if (w->item[i].col > it->col && covers(w, &w->item[i], row) && w->shift[i] == 0)
				return false;
	return true;
}

/* Titles above a block of rows move with the columns that its stretch field pushes: the first column that moves, or SIZE_MAX. */
static size_t titles_move_from(const struct wide *w, const struct picture_row *row)
{
	const struct picture_row *below = row + 1;

	if (row->kind != ROW_TEXT || below == w->row + w->n_rows || below->hidden || !below->n ||
	    w->item[below->first].kind != SCREEN_DETAIL)
		return SIZE_MAX;
	for (size_t i = below->first; i < below->first + below->n; i++)
		if (item_shown(w, below, i) && may_stretch(w, &w->item[i]))
			return (size_t)w->item[i].col + 1;
	return SIZE_MAX;
}

static void spread_row(struct wide *w, const struct picture_row *row)
{
	uint16_t shift = 0;
	size_t moves = titles_move_from(w, row);

	for (size_t i = row->first; i < row->first + row->n; i++) {
		const struct screen_item *it = &w->item[i];

		if (!item_shown(w, row, i))
			continue;
		if (it->col >= moves || pushed(w, it))
			shift = w->spare;
		w->shift[i] = shift;
		if (it->kind == SCREEN_RULE || (shift == 0 && may_stretch(w, it)))
			w->wider[i] = w->spare;
		if (it->kind == SCREEN_FIELD)
			shift = shift ? shift : w->wider[i];
	}
}

static void put_item(struct wide *w, size_t i, size_t y, uint16_t index)
{
	struct layout_out *o = w->o;
	const struct screen_item *it = &w->item[i];
	struct screen_place *p = layout_put(o, it->kind, y, (size_t)it->col + w->shift[i], (size_t)it->width + w->wider[i]);

	p->text = it->text;
	p->field = it->field;
	p->index = index;
	p->detail = index ? it->detail : SCREEN_NONE;
	if (it->kind != SCREEN_FIELD)
		return;
	p->left = it->left;
	p->right = it->right;
	p->value_only = o->s->field[it->field].value_only;
	p->lines = index ? 1 : item_lines(w, it);
}

static void put_row(struct wide *w, const struct picture_row *row, size_t y, uint16_t index)
{
	for (size_t i = row->first; i < row->first + row->n; i++)
		if (w->item[i].kind != SCREEN_DETAIL && item_shown(w, row, i))
			put_item(w, i, y, index);
}

static uint16_t block_of(const struct wide *w, const struct picture_row *row)
{
	return row->n && w->item[row->first].kind == SCREEN_DETAIL ? w->item[row->first].detail : SCREEN_NONE;
}

static void put_rows(struct wide *w)
{
	struct layout_out *o = w->o;
	bool closed = false, blank = true; /* rows closed up since the last drawn one; the last drawn one is blank */

	for (size_t i = 0; i < w->n_rows; i++) {
		struct picture_row *row = &w->row[i];
		uint16_t block = block_of(w, row);
		bool is_blank = row->kind == ROW_BLANK && !row->continues;

		if (row->hidden || (is_blank && closed && blank)) {
			closed = true;
			continue;
		}
		if (block == SCREEN_NONE)
			put_row(w, row, o->y, 0);
		for (uint16_t k = 0; block != SCREEN_NONE && k < row->height; k++)
			put_row(w, row, (size_t)o->y + k, (uint16_t)(k + 1));
		o->y = (uint16_t)(o->y + row->height);
		closed = closed && is_blank;
		blank = is_blank;
	}
}

static void lay_picture(struct layout_out *o, bool narrow)
{
	const struct screen *s = o->s;
	uint16_t width = narrow ? s->narrow_cols : s->cols;
	struct wide w = { .o = o,
		          .item = narrow ? s->narrow_item : s->item,
		          .n_items = narrow ? s->n_narrow_items : s->n_items,
		          .n_rows = narrow ? s->narrow_rows : s->rows,
		          .spare = (uint16_t)(o->cols > width + 1 ? o->cols - width - 1 : 0),
		          .narrow = narrow };

	w.row = arena_xalloc(o->a, (w.n_rows + 1) * sizeof(*w.row));
	w.shift = arena_xalloc(o->a, (w.n_items + 1) * sizeof(*w.shift));
	w.wider = arena_xalloc(o->a, (w.n_items + 1) * sizeof(*w.wider));
	look_at_rows(&w);
	for (size_t i = 0; i < w.n_rows && w.spare; i++)
		spread_row(&w, &w.row[i]);
	put_rows(&w);
}

/* A picture of its own is drawn where the terminal is nearer to its width than to the wide one's: on a broader one the reflow needs fewer
 * rows. */
static bool own_narrow(const struct screen *s, uint16_t cols)
{
	return s->n_narrow_items && cols >= s->narrow_cols && 2u * cols <= (unsigned)s->narrow_cols + s->cols;
}

int screen_layout(const struct screen *s, uint16_t cols, uint16_t body_rows, const bool *shown, const uint16_t *detail_rows,
		  const char *const *value, struct arena *a, struct screen_layout *out)
{
	struct layout_out o = { .a = a, .s = s, .cols = cols, .body_rows = body_rows, .shown = shown, .detail_rows = detail_rows };
	enum screen_mode mode = SCREEN_WIDE;
	uint16_t page = 0;

	memset(out, 0, sizeof(*out));
	if (cols < 4)
		return ERR_RANGE;
	if (cols < SCREEN_ONE_FIELD_COLS || (body_rows > 0 && body_rows < SCREEN_ONE_FIELD_ROWS)) {
		mode = SCREEN_ONE_FIELD;
		page = body_rows > 1 ? body_rows : SCREEN_ONE_FIELD_ROWS;
		screen_one_field(&o, page);
	} else if (cols >= s->cols) {
		lay_picture(&o, false);
	} else {
		mode = SCREEN_NARROW;
		o.value = value;
		if (own_narrow(s, cols))
			lay_picture(&o, true);
		else
			screen_reflow(&o);
	}
	*out = (struct screen_layout){ .mode = mode, .rows = o.y, .page_rows = page, .place = o.place, .n_places = o.n };
	return ERR_NONE;
}
