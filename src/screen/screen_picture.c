/* screen_picture.c: pass 2. A picture, column by column, becomes items in reading order: [tag  ] and <tag  > are fields, `--` a rule,
 * `*N` at the start a block's row, the rest text. The wide picture makes the fields; the narrow one may only use them. */
#include "screen_internal.h"

#include <string.h>

struct cell {
	uint32_t cp;
	uint32_t at; /* byte in the row */
};

struct seen {
	bool yes;
	uint16_t last_row, col, width;
	size_t item;
};

struct scan {
	struct screen_read *r;
	const struct picture *picture;
	bool narrow;
	const char *text;
	struct cell cell[SCREEN_WIDE_MAX + 1]; /* one more for the end */
	size_t n;
	uint16_t row;
	uint16_t block; /* of the `*N` row being read; SCREEN_NONE */
	struct screen_item *item;
	size_t n_items, first_item; /* of this row */
	uint16_t cols, rows;
	struct seen seen[SCREEN_FIELDS_MAX];
};

#define tell(c, col, ...) screen_error_add((c)->r, (c)->picture->row_line[(c)->row], (uint32_t)(col) + 1, __VA_ARGS__)

bool screen_tag_valid(const char *s, size_t n)
{
	if (n == 0 || n > 31 || (s[0] >= '0' && s[0] <= '9'))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_'))
			return false;
	return true;
}

static struct screen_item *add_item(struct scan *c, enum screen_item_kind kind, size_t col, size_t width)
{
	struct screen_item *it;

	c->item = screen_grow(c->r->tmp, c->item, c->n_items, sizeof(*it));
	it = &c->item[c->n_items++];
	*it = (struct screen_item){ .kind = kind,
				    .row = c->row,
				    .col = (uint16_t)col,
				    .width = (uint16_t)width,
				    .lines = 1,
				    .field = SCREEN_NONE,
				    .detail = c->block };
	return it;
}

static char *piece(const struct scan *c, size_t from, size_t to)
{
	while (from < to && c->cell[from].cp == ' ')
		from++;
	while (to > from && c->cell[to - 1].cp == ' ')
		to--;
	return arena_strndup(c->r->a, c->text + c->cell[from].at, c->cell[to].at - c->cell[from].at);
}

/* ---- fields ----------------------------------------------------------------------------------------------------------- */

static uint16_t field_named(const struct screen_read *r, const char *tag)
{
	for (size_t i = 0; i < r->s->n_fields; i++)
		if (strcmp(r->note[i].picture_tag, tag) == 0)
			return (uint16_t)i;
	return SCREEN_NONE;
}

/* The tag again, right below: one more line of the same field. Returns false when it is no continuation (told). */
static bool continues(struct scan *c, uint16_t field, const char *tag, size_t col, size_t width)
{
	struct seen *s = &c->seen[field];
	struct screen_field *f = &c->r->s->field[field];

	if (s->col != col || s->last_row + 1 != c->row || c->block != SCREEN_NONE) {
		tell(c, col, "ô \"%s\" đã có ở dòng %u; đổi tên một ô", tag, (unsigned)c->picture->row_line[s->last_row]);
		return false;
	}
	if (s->width != width) {
		tell(c, col, "ô \"%s\" rộng %u cột, dòng trên rộng %u; vẽ bằng nhau", tag, (unsigned)width, (unsigned)s->width);
		return false;
	}
	s->last_row = c->row;
	c->item[s->item].lines++;
	if (!c->narrow)
		f->lines = c->item[s->item].lines;
	return true;
}

static uint16_t new_field(struct scan *c, const char *tag, size_t col, size_t width)
{
	struct screen_read *r = c->r;
	size_t i = r->s->n_fields;

	if (c->narrow) {
		tell(c, col, "ô \"%s\" không có trong layout; vẽ ở đó trước", tag);
		return SCREEN_NONE;
	}
	if (i == SCREEN_FIELDS_MAX) {
		tell(c, col, "quá 128 ô, từ ô \"%s\"; tách thành hai màn hình", tag);
		return SCREEN_NONE;
	}
	r->s->n_fields++;
	r->s->field[i] = (struct screen_field){
		.tag = tag, .width = (uint16_t)width, .lines = 1, .fill_field = SCREEN_NONE, .of_field = SCREEN_NONE, .choices_of = SCREEN_NONE, .detail = -1
	};
	r->note[i] = (struct field_note){
		.picture_tag = tag, .line = c->picture->row_line[c->row], .column = (uint32_t)col + 1, .row = c->block
	};
	return (uint16_t)i;
}

/* Cells [from, to) hold the tag; the field's own cells are `width` ones from `col`. left 0: a value without brackets. */
static void add_field(struct scan *c, size_t from, size_t to, char left, char right)
{
	char *tag = piece(c, from, to);
	size_t col = left ? from : from - 1, width = left ? to - from : to - from + 2; /* <tag> is written over by its value */
	uint16_t field;
	struct screen_item *it;

	if (!*tag) {
		tell(c, from, "ô không có tên; ghi tên ô trong ngoặc");
		return;
	}
	if (!screen_tag_valid(tag, strlen(tag))) {
		tell(c, from, "tên ô \"%s\" không hợp lệ; chỉ dùng a-z, 0-9 và _", tag);
		return;
	}
	field = field_named(c->r, tag);
	if (field != SCREEN_NONE && c->seen[field].yes) {
		(void)continues(c, field, tag, col, width);
		return;
	}
	if (field == SCREEN_NONE)
		field = new_field(c, tag, col, width);
	if (field == SCREEN_NONE)
		return;
	c->seen[field] =
		(struct seen){ .yes = true, .last_row = c->row, .col = (uint16_t)col, .width = (uint16_t)width, .item = c->n_items };
	c->r->s->field[field].value_only = left == 0;
	it = add_item(c, SCREEN_FIELD, col, width);
	it->field = field;
	it->left = left;
	it->right = right;
}

/* [a  |b  ]: returns the cell behind the bracket. */
static size_t scan_bracket(struct scan *c, size_t open)
{
	size_t from = open + 1, to = from;
	char left = '[';

	for (;; to++) {
		uint32_t cp = to < c->n ? c->cell[to].cp : '[';

		if (cp == '[') {
			tell(c, open, "ngoặc [ chưa đóng; thêm ]");
			if (screen_tag_valid(piece(c, from, to), strlen(piece(c, from, to)))) /* so that its block is not told as well */
				add_field(c, from, to, left, ']');
			return to;
		}
		if (cp != ']' && cp != '|')
			continue;
		add_field(c, from, to, left, cp == ']' ? ']' : '|');
		if (cp == ']')
			return to + 1;
		left = '|';
		from = to + 1;
	}
}

/* <tag  > is a value without brackets; any other `<` is text. */
static bool value_opens(const struct scan *c, size_t i)
{
	size_t k = i + 1, blank;

	if (c->cell[i].cp != '<')
		return false;
	while (k < c->n && c->cell[k].cp < 0x80 && screen_tag_valid((const char[]){ 'a', (char)c->cell[k].cp }, 2))
		k++;
	for (blank = k; blank < c->n && c->cell[blank].cp == ' '; blank++)
		;
	return k > i + 1 && blank < c->n && c->cell[blank].cp == '>';
}

static size_t scan_value(struct scan *c, size_t open)
{
	size_t close = open;

	while (c->cell[close].cp != '>')
		close++;
	add_field(c, open + 1, close, 0, 0);
	return close + 1;
}

/* ---- the rest of a row ---------------------------------------------------------------------------------------------------- */

/* Text runs to two blanks or a bracket. */
static size_t scan_text(struct scan *c, size_t from)
{
	size_t to = from, end;
	struct screen_item *it;

	while (to < c->n && c->cell[to].cp != '[' && c->cell[to].cp != ']' && !value_opens(c, to) &&
	       !(c->cell[to].cp == ' ' && (to + 1 == c->n || c->cell[to + 1].cp == ' ')))
		to++;
	for (end = to; end > from && c->cell[end - 1].cp == ' '; end--)
		;
	it = add_item(c, SCREEN_TEXT, from, end - from);
	it->text = arena_strndup(c->r->a, c->text + c->cell[from].at, c->cell[end].at - c->cell[from].at);
	return to;
}

static bool scan_rule(struct scan *c)
{
	size_t from = 0, a, b;
	struct screen_item *it;

	while (from < c->n && c->cell[from].cp == ' ')
		from++;
	if (from + 1 >= c->n || c->cell[from].cp != '-' || c->cell[from + 1].cp != '-')
		return false;
	for (a = from; a < c->n && c->cell[a].cp == '-'; a++)
		;
	for (b = c->n; b > a && c->cell[b - 1].cp == '-'; b--)
		;
	it = add_item(c, SCREEN_RULE, from, c->n - from);
	it->text = piece(c, a, b);
	return true;
}

/* `*N` in column 1 or behind blanks. */
static size_t scan_block(struct scan *c)
{
	size_t i = 0, n = 0, from;
	struct screen_read *r = c->r;

	while (i < c->n && c->cell[i].cp == ' ')
		i++;
	from = i;
	if (i == c->n || c->cell[i].cp != '*')
		return 0;
	for (i++; i < c->n && c->cell[i].cp >= '0' && c->cell[i].cp <= '9' && n < 100; i++)
		n = n * 10 + (c->cell[i].cp - '0');
	if (n == 0 || n > 99) {
		tell(c, from, "sau * là số dòng 1-99; viết như *5");
		n = 1;
	}
	if (c->narrow)
		return i;
	if (r->n_rows == SCREEN_BLOCKS_MAX) {
		tell(c, from, "quá 16 khối dòng; tách thành hai màn hình");
		return i;
	}
	r->row[r->n_rows] = (struct row_note){ .line = c->picture->row_line[c->row], .count = (uint16_t)n, .detail = SCREEN_NONE };
	c->block = (uint16_t)r->n_rows++;
	(void)add_item(c, SCREEN_DETAIL, from, 0);
	return i;
}

/* The text directly left of a field is its label. */
static void link_labels(struct scan *c)
{
	for (size_t i = c->first_item + 1; i < c->n_items; i++) {
		struct screen_item *it = &c->item[i], *before = it - 1;

		if (it->kind != SCREEN_FIELD || before->kind != SCREEN_TEXT)
			continue;
		before->field = it->field;
		if (!c->narrow)
			c->r->s->field[it->field].label = before->text;
	}
}

/* In a narrow picture a label also stands above its field, alone on its row and where the field begins. */
static void link_label_above(struct scan *c)
{
	struct screen_item *it, *above;

	if (!c->narrow || c->first_item == 0 || c->first_item == c->n_items)
		return;
	it = &c->item[c->first_item];
	above = it - 1;
	if (it->kind != SCREEN_FIELD)
		return;
	if (above->kind == SCREEN_TEXT && above->field == SCREEN_NONE && above->row + 1 == c->row && above->col + (it->left != 0) == it->col &&
	    (c->first_item == 1 || above[-1].row != above->row))
		above->field = it->field;
}

/* In a narrow picture a `*N` row is the block that its first field belongs to. */
static void adopt_block(struct scan *c, size_t behind_star)
{
	uint16_t block = SCREEN_NONE;

	if (!c->narrow || behind_star == 0)
		return;
	for (size_t i = c->first_item; i < c->n_items && block == SCREEN_NONE; i++)
		if (c->item[i].kind == SCREEN_FIELD)
			block = c->r->note[c->item[i].field].row;
	if (block == SCREEN_NONE) {
		tell(c, 0, "dòng * không có ô nào của một khối; vẽ như trong layout");
		return;
	}
	c->block = block;
	(void)add_item(c, SCREEN_DETAIL, 0, 0);
	for (size_t i = c->n_items - 1; i > c->first_item; i--) { /* before its fields */
		struct screen_item it = c->item[i];

		c->item[i] = c->item[i - 1];
		c->item[i - 1] = it;
	}
	for (size_t i = c->first_item; i < c->n_items; i++)
		c->item[i].detail = block;
}

static void scan_row(struct scan *c, const char *text)
{
	size_t bytes = strlen(text), i = 0, behind_star;

	c->text = text;
	c->n = 0;
	for (size_t at = 0; at < bytes && c->n < SCREEN_WIDE_MAX; c->n++) {
		c->cell[c->n].at = (uint32_t)at;
		at += utf8_next(text + at, bytes - at, &c->cell[c->n].cp);
	}
	c->cell[c->n] = (struct cell){ .cp = 0, .at = (uint32_t)bytes };
	c->first_item = c->n_items;
	c->block = SCREEN_NONE;
	if (scan_rule(c))
		return;
	behind_star = i = scan_block(c);
	while (i < c->n) {
		if (c->cell[i].cp == ' ')
			i++;
		else if (c->cell[i].cp == '[')
			i = scan_bracket(c, i);
		else if (c->cell[i].cp == ']')
			tell(c, i++, "ngoặc ] thừa; thêm [ ở trước hoặc bỏ đi");
		else if (value_opens(c, i))
			i = scan_value(c, i);
		else
			i = scan_text(c, i);
	}
	link_labels(c);
	link_label_above(c);
	adopt_block(c, behind_star);
}

static void scan_picture(struct screen_read *r, const struct picture *p, bool narrow)
{
	struct scan *c = arena_xalloc(r->tmp, sizeof(*c));

	*c = (struct scan){ .r = r, .picture = p, .narrow = narrow };
	for (size_t i = 0; i < p->n && !r->stopped; i++) {
		c->row = (uint16_t)i;
		scan_row(c, p->row[i]);
		if (c->n > c->cols)
			c->cols = (uint16_t)c->n;
		if (c->n)
			c->rows = (uint16_t)(i + 1);
	}
	if (narrow) {
		r->s->narrow_item = screen_keep(r->a, c->item, c->n_items, sizeof(*c->item));
		r->s->n_narrow_items = c->n_items;
		r->s->narrow_cols = c->cols;
		r->s->narrow_rows = c->rows;
	} else {
		r->s->item = screen_keep(r->a, c->item, c->n_items, sizeof(*c->item));
		r->s->n_items = c->n_items;
		r->s->cols = c->cols;
		r->s->rows = c->rows;
	}
	if (p->line && c->n_items == 0 && !r->n_errors)
		screen_error_add(r, p->line, 1, "layout trống; vẽ màn hình giữa layout và end");
}

void screen_picture_read(struct screen_read *r)
{
	r->s->field = arena_xalloc(r->tmp, SCREEN_FIELDS_MAX * sizeof(*r->s->field)); /* moved to the screen's arena at the end */
	scan_picture(r, &r->wide, false);
	if (r->narrow.line)
		scan_picture(r, &r->narrow, true);
}
