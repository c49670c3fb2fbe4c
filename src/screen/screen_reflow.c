/* screen_reflow.c: narrow terminals. The picture is read as a list of units (label, field, what belongs to it) and set again, as many to a
 * line as fit; on the smallest ones every field has a page of its own. */
#include "screen_internal.h"

#include <string.h>

#define MARGIN ((size_t)1) /* blank columns at both edges */
#define GAP 2         /* between two units of a line */
#define VALUE_LEAST 8 /* a value that has less room goes to the next line */
#define VALUE_LINES 3 /* what a known value may take of them, when its picture does not say more */
#define CHOICE_LEAST 8 /* so do the words of a choice, brackets not counted */

/* Where the next unit goes: column x of row y; x = MARGIN: the line is empty. */
struct flow {
	struct layout_out *o;
	size_t x;
	size_t tallest; /* rows of the line being set */
};

static const struct screen_field *field_at(const struct flow *f, uint16_t i)
{
	return &f->o->s->field[i];
}

static size_t room(const struct flow *f)
{
	return f->o->cols > f->x + MARGIN ? f->o->cols - MARGIN - f->x : 0;
}

static void end_line(struct flow *f)
{
	if (f->x == MARGIN)
		return;
	f->o->y = (uint16_t)(f->o->y + f->tallest);
	f->x = MARGIN;
	f->tallest = 1;
}

static struct screen_place *put_text(struct flow *f, const char *text, uint16_t field)
{
	size_t n = text_width(text);
	struct screen_place *p;

	if (f->x > MARGIN && n > room(f))
		end_line(f);
	p = layout_put(f->o, SCREEN_TEXT, f->o->y, f->x, n < room(f) ? n : room(f));
	p->text = text;
	p->field = field;
	f->x += p->width;
	return p;
}

/* A field at x, brackets included in `all` columns. */
static struct screen_place *put_field(struct flow *f, uint16_t field, size_t all, size_t lines)
{
	const struct screen_field *d = field_at(f, field);
	size_t edge = d->value_only ? 0 : 1;
	struct screen_place *p = layout_put(f->o, SCREEN_FIELD, f->o->y, f->x + edge, all - 2 * edge);

	p->field = field;
	p->lines = (uint16_t)lines;
	p->value_only = d->value_only;
	p->left = d->value_only ? 0 : '[';
	p->right = d->value_only ? 0 : ']';
	f->x += all;
	if (lines > f->tallest)
		f->tallest = lines;
	return p;
}

static size_t all_columns(const struct screen_field *d)
{
	return d->value_only ? d->width : d->width + 2u;
}

static uint16_t lines_of(const struct screen_field *d)
{
	return d->narrow_lines ? d->narrow_lines : d->lines;
}

/* ---- units ------------------------------------------------------------------------------------------------------------------- */

static const char *label_of(const struct flow *f, const struct screen_item *it, const struct screen_item *before)
{
	const struct screen_field *d = field_at(f, it->field);

	if (d->narrow_label)
		return d->narrow_label;
	return before && before->kind == SCREEN_TEXT && before->field == it->field ? before->text : NULL;
}

/* A value that is known takes the columns that it needs, and goes on below when that is more than a line. */
static void put_value(struct flow *f, uint16_t field, size_t most)
{
	const char *value = layout_value(f->o, field), *p = value;
	size_t n = text_width(value), columns = n < room(f) ? n : room(f), lines = 0, x = f->x;

	do {
		p += text_line(p, columns);
		p += *p == '\n' ? 1 : strspn(p, " ");
	} while (++lines < most && *p);
	(void)put_field(f, field, columns, lines);
	if (lines == 1)
		return;
	f->x = x + columns;
	end_line(f);
}

static size_t lines_most(const struct screen_field *d)
{
	return lines_of(d) > VALUE_LINES ? lines_of(d) : VALUE_LINES;
}

/* A field without a label right of another one: a code's name, the second half of a bracket. It goes on behind it, cut when it must; `gap`
 * columns stand between them. */
static void put_follower(struct flow *f, uint16_t field, size_t gap)
{
	const struct screen_field *d = field_at(f, field);
	const char *value = layout_value(f->o, field);
	size_t all = value ? text_width(value) : all_columns(d);

	f->x += f->x > MARGIN ? gap : 0;
	if (!value && all > room(f) && d->value_only && room(f) >= VALUE_LEAST)
		all = room(f);
	if (all > room(f))
		end_line(f);
	if (value) {
		put_value(f, field, lines_most(d));
		return;
	}
	if (all > room(f))
		all = room(f);
	(void)put_field(f, field, all, d->detail >= 0 ? 1 : lines_of(d));
}

/* Label on a line of its own, the field below over the whole width. */
static void put_tall(struct flow *f, const char *label, uint16_t field)
{
	end_line(f);
	if (label && *label) {
		(void)put_text(f, label, field);
		end_line(f);
	}
	(void)put_field(f, field, room(f), lines_of(field_at(f, field)));
	end_line(f);
}

/* Label and value that is known: on this line, on the next one, or over several, below its label where that stands long. A value without
 * a label begins a line, as it does in the picture. */
static void put_known(struct flow *f, const char *label, uint16_t field)
{
	const struct screen_field *d = field_at(f, field);
	size_t n_label = label ? text_width(label) + 1 : 0, all = n_label + text_width(layout_value(f->o, field));

	if (!label || (f->x > MARGIN && all + GAP > room(f)))
		end_line(f);
	f->x += f->x > MARGIN ? GAP : 0;
	if (label) {
		(void)put_text(f, label, field);
		f->x++;
	}
	if (all - n_label > room(f) && 2 * n_label > room(f))
		end_line(f);
	put_value(f, field, lines_most(d));
}

/* A field that wants more than its picture gives it has a line of its own, with its label where they fit. */
static bool wants_line(const struct screen_field *d, size_t n_label, size_t line)
{
	return lines_of(d) > 1 || (d->stretch && !d->value_only && n_label + all_columns(d) > line);
}

static bool is_choice(const struct screen_field *d)
{
	return (d->code_list || d->lookup_type) && !d->fill && !d->value_only && d->width > CHOICE_LEAST;
}

/* Columns of a unit: a choice gives way, to join the line or to let the next unit (`next` columns, 0: none) join it. */
static size_t unit_columns(const struct flow *f, const struct screen_field *d, size_t n_label, size_t next)
{
	size_t all = n_label + all_columns(d), least = n_label + CHOICE_LEAST + 2;
	size_t left = room(f) - (f->x > MARGIN && room(f) >= GAP ? GAP : 0);

	if (!is_choice(d))
		return all;
	if (all > left && left >= least)
		return left;
	if (all <= left && next && all + GAP + next > left && least + GAP + next <= left)
		return left - GAP - next;
	return all;
}

static void put_unit(struct flow *f, const char *label, uint16_t field, size_t next)
{
	const struct screen_field *d = field_at(f, field);
	size_t n_label = label ? text_width(label) + 1 : 0, all = unit_columns(f, d, n_label, next);

	if (layout_value(f->o, field)) {
		put_known(f, label, field);
		return;
	}
	if (wants_line(d, n_label, f->o->cols - 2 * MARGIN)) {
		put_tall(f, label, field);
		return;
	}
	if (f->x > MARGIN && room(f) < GAP + all) {
		end_line(f);
		all = unit_columns(f, d, n_label, next);
	}
	if (d->value_only && all > room(f) && room(f) > n_label + VALUE_LEAST)
		all = room(f);
	if (all + (f->x > MARGIN ? GAP : 0) > room(f)) {
		put_tall(f, label, field);
		return;
	}
	f->x += f->x > MARGIN ? GAP : 0;
	if (label) {
		(void)put_text(f, label, field);
		f->x++;
	}
	(void)put_field(f, field, d->stretch && !d->value_only ? room(f) : all - n_label, 1);
}

/* Text that labels nothing: a unit behind its field, or words of their own. */
static void put_loose(struct flow *f, const struct screen_item *it, const struct screen_item *before)
{
	size_t n = text_width(it->text);
	bool unit = before && before->kind == SCREEN_FIELD && it->col <= before->col + before->width + 2;

	if (unit && !layout_shown(f->o, before->field))
		return;
	if (unit && f->x > MARGIN && n + 1 <= room(f)) {
		f->x++;
	} else if (f->x > MARGIN) {
		if (n + GAP > room(f))
			end_line(f);
		else
			f->x += GAP;
	}
	(void)put_text(f, it->text, SCREEN_NONE);
}

/* ---- blocks of rows ------------------------------------------------------------------------------------------------------------ */

/* Columns of what follows field i of the row on its line; 0: nothing does. */
static size_t next_in_row(const struct flow *f, const struct screen_detail *d, size_t i)
{
	for (i++; i < d->n_fields; i++) {
		const struct screen_field *next = field_at(f, d->field[i]);
		size_t n_label = text_width(next->narrow_label ? next->narrow_label : next->label) + 1;

		if (layout_shown(f->o, d->field[i]) && !next->narrow_hide)
			return next->value_only || wants_line(next, n_label, f->o->cols - 2 * MARGIN) ? 0 : n_label + all_columns(next);
	}
	return 0;
}

/* One row: what it only shows stands first and names it; what is typed has a label, the first one with the row's number ("Họ tên 2"). */
static void put_block_row(struct flow *f, uint16_t detail, uint16_t index)
{
	const struct screen_detail *d = &f->o->s->detail[detail];
	size_t n = f->o->n;
	bool named = false;

	end_line(f);
	for (size_t i = 0; i < d->n_fields; i++) {
		const struct screen_field *d_field = field_at(f, d->field[i]);
		const char *label = d_field->narrow_label ? d_field->narrow_label : d_field->label;

		if (!layout_shown(f->o, d->field[i]) || d_field->narrow_hide)
			continue;
		if (d_field->value_only)
			put_follower(f, d->field[i], 1);
		else
			put_unit(f, named ? label : arena_xprintf(f->o->a, "%s %u", label, (unsigned)index), d->field[i], next_in_row(f, d, i));
		named = true;
	}
	end_line(f);
	for (; n < f->o->n; n++) {
		f->o->place[n].index = index;
		f->o->place[n].detail = detail;
	}
}

static void put_block(struct flow *f, uint16_t detail)
{
	uint16_t rows = layout_detail_rows(f->o, detail);

	for (uint16_t i = 1; i <= rows && layout_row_shown(f->o, &f->o->s->detail[detail]); i++)
		put_block_row(f, detail, i);
}

/* ---- the picture as a list ------------------------------------------------------------------------------------------------------- */

/* A row of texts only that stands over a block holds the titles of its columns: the first one is enough. */
static bool is_block_title(const struct screen *s, size_t i)
{
	uint16_t row = s->item[i].row;

	for (size_t k = i; k < s->n_items; k++) {
		if (s->item[k].row == row && s->item[k].kind != SCREEN_TEXT)
			return false;
		if (s->item[k].row > row)
			return s->item[k].kind == SCREEN_DETAIL && s->item[k].row == row + 1;
	}
	return false;
}

/* The title of a column whose fields carry their own labels. */
static bool is_said_below(const struct screen *s, size_t i)
{
	const char *text = s->item[i].text;

	for (size_t k = 0; k < s->n_fields; k++)
		if (s->field[k].detail >= 0 && !s->field[k].value_only && strcmp(s->field[k].label, text) == 0)
			return true;
	return false;
}

/* A rule or a line of words stands over the fields up to the next rule or blank row; it goes when all of them are hidden. */
static bool stands_over_nothing(const struct flow *f, size_t i)
{
	const struct screen *s = f->o->s;
	bool any = false;

	for (size_t k = i;
	     k < s->n_items && (k == i || s->item[k].kind != SCREEN_RULE) && s->item[k].row <= s->item[k ? k - 1 : 0].row + 1 + (k == i);
	     k++) {
		const struct screen_item *it = &s->item[k];

		if (it->kind != SCREEN_FIELD)
			continue;
		if (layout_shown(f->o, it->field) && !field_at(f, it->field)->narrow_hide)
			return false;
		any = true;
	}
	return any;
}

static bool follows(const struct flow *f, const struct screen_item *it, const struct screen_item *before)
{
	return before && before->kind == SCREEN_FIELD && before->row == it->row && !field_at(f, it->field)->narrow_label &&
	       layout_shown(f->o, before->field) && !field_at(f, before->field)->narrow_hide;
}

/* Columns of the unit that stands beside item `it` in the picture and could on its line; 0: none, or no unit. */
static size_t next_unit(const struct flow *f, const struct screen_item *it)
{
	const struct screen_item *end = f->o->s->item + f->o->s->n_items, *field = it;

	for (it++; it < end && it->row == field->row; it++) {
		const struct screen_field *d = it->kind == SCREEN_FIELD ? field_at(f, it->field) : NULL;
		const char *label;
		size_t n_label;

		if (!d && it->field == SCREEN_NONE)
			return 0;
		if (!d || !layout_shown(f->o, it->field) || d->narrow_hide)
			continue;
		label = label_of(f, it, it - 1);
		n_label = label ? text_width(label) + 1 : 0;
		return it - 1 == field || d->value_only || d->fill || wants_line(d, n_label, f->o->cols - 2 * MARGIN) ? 0 : n_label + all_columns(d);
	}
	return 0;
}

/* What stands apart in the picture does here. */
static size_t gap_between(const struct screen_item *before, const struct screen_item *it)
{
	size_t end = (size_t)before->col + before->width + (before->right != 0), from = it->col - (size_t)(it->left != 0);

	return from >= end + GAP ? GAP : 1;
}

static void put_item(struct flow *f, const struct screen_item *it, const struct screen_item *before)
{
	switch (it->kind) {
	case SCREEN_RULE:
		end_line(f);
		layout_put(f->o, SCREEN_RULE, f->o->y, MARGIN, f->o->cols - 2 * MARGIN)->text = it->text;
		f->o->y++;
		break;
	case SCREEN_DETAIL:
		end_line(f);
		put_block(f, it->detail);
		break;
	case SCREEN_TEXT:
		if (it->field == SCREEN_NONE)
			put_loose(f, it, before);
		break;
	case SCREEN_FIELD:
		if (!layout_shown(f->o, it->field) || field_at(f, it->field)->narrow_hide)
			break;
		if (follows(f, it, before))
			put_follower(f, it->field, gap_between(before, it));
		else
			put_unit(f, label_of(f, it, before), it->field, next_unit(f, it));
		break;
	}
}

void screen_reflow(struct layout_out *o)
{
	struct flow f = { .o = o, .x = MARGIN, .tallest = 1 };
	const struct screen *s = o->s;

	for (size_t i = 0; i < s->n_items; i++) {
		const struct screen_item *it = &s->item[i], *before = i > 0 && it[-1].row == it->row ? it - 1 : NULL;

		if (it->detail != SCREEN_NONE && it->kind != SCREEN_DETAIL)
			continue; /* set with its block */
		if (it->kind == SCREEN_TEXT && is_block_title(s, i) && ((before && before->kind == SCREEN_TEXT) || is_said_below(s, i)))
			continue;
		if ((it->kind == SCREEN_RULE || (it->kind == SCREEN_TEXT && it->field == SCREEN_NONE && !before)) &&
		    stands_over_nothing(&f, i))
			continue;
		if (it->kind == SCREEN_TEXT && !before)
			end_line(&f);
		put_item(&f, it, before);
	}
	end_line(&f);
}

/* ---- one field a page --------------------------------------------------------------------------------------------------------------- */

/* The name of what was chosen stands below its code, on the same page. */
static void put_name(struct flow *f, const struct screen_field *d, uint16_t row)
{
	const struct screen_field *to = d->fill ? field_at(f, d->fill_field) : NULL;

	if (!to || to->path || !layout_shown(f->o, d->fill_field))
		return;
	f->x = MARGIN;
	f->o->y = row;
	(void)put_field(f, d->fill_field, room(f), 1);
}

static void put_page(struct flow *f, uint16_t field, uint16_t index, uint16_t page_rows)
{
	const struct screen_field *d = field_at(f, field);
	uint16_t top = f->o->y, lines = (uint16_t)(index ? 1 : lines_of(d));
	size_t n = f->o->n;

	if (d->of && !d->path)
		return;
	if (lines > page_rows - 1)
		lines = (uint16_t)(page_rows - 1);
	f->x = MARGIN;
	(void)put_text(f, d->narrow_label ? d->narrow_label : d->label, field);
	f->x = MARGIN;
	f->o->y++;
	(void)put_field(f, field, room(f), lines);
	if (lines + 2 <= page_rows)
		put_name(f, d, (uint16_t)(top + 1 + lines));
	for (; n < f->o->n; n++) {
		f->o->place[n].index = index;
		f->o->place[n].detail = index ? (uint16_t)d->detail : SCREEN_NONE;
	}
	f->o->y = (uint16_t)(top + page_rows);
}

void screen_one_field(struct layout_out *o, uint16_t page_rows)
{
	struct flow f = { .o = o, .x = MARGIN, .tallest = 1 };
	const struct screen *s = o->s;

	for (size_t i = 0; i < s->n_items; i++) {
		const struct screen_item *it = &s->item[i];

		if (it->kind == SCREEN_FIELD && it->detail == SCREEN_NONE && layout_shown(o, it->field))
			put_page(&f, it->field, 0, page_rows);
		if (it->kind != SCREEN_DETAIL)
			continue;
		for (uint16_t row = 1; row <= layout_detail_rows(o, it->detail); row++)
			for (size_t k = 0; k < s->detail[it->detail].n_fields; k++)
				if (layout_shown(o, s->detail[it->detail].field[k]))
					put_page(&f, s->detail[it->detail].field[k], row, page_rows);
	}
}
