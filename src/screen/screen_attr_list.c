/* screen_attr_list.c: attributes of the blocks that hold rows: detail, list, entry. */
#include "screen_internal.h"

#include <string.h>

/* ---- detail --------------------------------------------------------------------------------------------------------------- */

static struct screen_detail *detail_of(struct screen_read *r, const struct statement *st)
{
	return &r->s->detail[r->section[st->section].index];
}

static void set_collection(struct screen_read *r, const struct statement *st)
{
	struct screen_detail *d = detail_of(r, st);
	const struct model_type *t = r->s->type;
	struct suggest g = suggest_for(st->word[0].text);

	if (!t)
		return;
	d->collection = st->word[0].text;
	d->type = model_child_by_collection(t, d->collection);
	for (size_t i = 0; i < model_type_count(); i++)
		if (model_type_at(i)->collection && strcmp(model_type_at(i)->parent, t->name) == 0)
			suggest_try(&g, model_type_at(i)->collection);
	if (!d->type)
		screen_error_add(r, st->line, st->word[0].column, "không có nhóm dòng \"%s\" trong %s%s", d->collection, t->name,
				 suggest_text(r, &g));
}

static void set_rows(struct screen_read *r, const struct statement *st)
{
	uint16_t index = r->section[st->section].index, row = SCREEN_NONE;
	struct screen_detail *d = detail_of(r, st);
	uint16_t *fields = arena_xalloc(r->a, st->n * sizeof(*fields));

	for (uint16_t i = 0; i < st->n; i++) {
		const struct word *w = &st->word[i];
		uint16_t f = screen_resolve_tag_told(r, st->line, w);

		if (f == SCREEN_NONE)
			continue;
		if (r->note[f].row == SCREEN_NONE || (row != SCREEN_NONE && r->note[f].row != row)) {
			screen_error_add(r, st->line, w->column, "ô \"%s\" không nằm trên dòng *N của khối này; vẽ vào đó hoặc bỏ đi",
					 w->text);
			continue;
		}
		row = r->note[f].row;
		if (r->s->field[f].detail >= 0) {
			screen_error_add(r, st->line, w->column, "ô \"%s\" đã thuộc một khối; bỏ bớt", w->text);
			continue;
		}
		r->s->field[f].detail = index;
		fields[d->n_fields++] = f;
	}
	d->field = fields;
	if (row != SCREEN_NONE) {
		r->row[row].detail = index;
		d->rows = r->row[row].count;
	}
}

static void set_min(struct screen_read *r, const struct statement *st)
{
	(void)screen_number(r, st->line, &st->word[0], 0, 99, &detail_of(r, st)->min);
}

static void set_max(struct screen_read *r, const struct statement *st)
{
	struct screen_detail *d = detail_of(r, st);

	if (screen_number(r, st->line, &st->word[0], 1, 99, &d->max) && d->max < d->min)
		screen_error_add(r, st->line, st->word[0].column, "max %u nhỏ hơn min %u; sửa lại", (unsigned)d->max, (unsigned)d->min);
}

/* NAME=TAG: the left side as a field of t, the right one as a field of this block (detail) or of the form. */
static bool prefill_pair(struct screen_read *r, const struct statement *st, const struct word *w, const struct model_type *t,
			 const char **column, uint16_t *field)
{
	const char *eq = strchr(w->text, '=');
	struct word left = *w, right = *w;
	const struct model_field *f = NULL;

	if (!eq || eq == w->text || !eq[1]) {
		screen_error_add(r, st->line, w->column, "không hiểu \"%s\"; viết: CỘT=Ô", w->text);
		return false;
	}
	left.text = arena_strndup(r->a, w->text, (size_t)(eq - w->text));
	right.text = eq + 1;
	right.column += (uint32_t)utf8_chars(left.text, strlen(left.text)) + 1;
	*column = left.text;
	*field = screen_resolve_tag_told(r, st->line, &right);
	return screen_resolve_column(r, t, st->line, &left, &f) && *field != SCREEN_NONE;
}

static void set_prefill(struct screen_read *r, const struct statement *st)
{
	struct screen_prefill *p = arena_xalloc(r->a, sizeof(*p));
	const char **columns = arena_xalloc(r->a, st->n * sizeof(*columns));
	uint16_t *fields = arena_xalloc(r->a, st->n * sizeof(*fields));
	int block = r->section[st->section].index;

	p->type = screen_resolve_type(r, st->line, &st->word[0]);
	if (!p->type || !prefill_pair(r, st, &st->word[1], p->type, &p->key_column, &p->key))
		return;
	if (r->s->field[p->key].detail >= 0) {
		screen_error_add(r, st->line, st->word[1].column, "ô chọn nhóm phải nằm ngoài khối dòng; chọn ô khác");
		return;
	}
	for (uint16_t i = 2; i < st->n; i++) {
		if (!prefill_pair(r, st, &st->word[i], p->type, &columns[p->n], &fields[p->n]))
			return;
		if (r->s->field[fields[p->n]].detail != block) {
			screen_error_add(r, st->line, st->word[i].column, "\"%s\": ô không thuộc khối này; chọn ô trong rows",
					 st->word[i].text);
			return;
		}
		p->n++;
	}
	p->column = columns;
	p->field = fields;
	detail_of(r, st)->prefill = p;
}

/* ---- list ------------------------------------------------------------------------------------------------------------------ */

static struct screen_list *list_of(struct screen_read *r, const struct statement *st)
{
	return &r->s->list[r->section[st->section].index];
}

static const struct model_type *list_type(struct screen_read *r, const struct statement *st)
{
	struct screen_list *l = list_of(r, st);

	return l->type ? l->type : r->s->type;
}

static void set_list_title(struct screen_read *r, const struct statement *st)
{
	list_of(r, st)->title = st->word[0].text;
}

static void set_list_type(struct screen_read *r, const struct statement *st)
{
	list_of(r, st)->type = screen_resolve_type(r, st->line, &st->word[0]);
}

static bool list_full(struct screen_read *r, const struct statement *st, size_t n)
{
	if (n < SCREEN_PARTS_MAX)
		return false;
	screen_error_add(r, st->line, st->column, "quá %d dòng \"%s\" trong một list; bỏ bớt", SCREEN_PARTS_MAX, st->row->pub.name);
	return true;
}

static uint16_t usual_width(const struct model_field *f)
{
	if (!f)
		return 10;
	switch (f->kind) {
	case MODEL_DATE:
		return 5;
	case MODEL_TIME:
		return 11;
	case MODEL_INT:
		return 5;
	case MODEL_MONEY:
		return 12;
	case MODEL_YES:
		return 5;
	case MODEL_TEXT:
	case MODEL_CODE:
	case MODEL_REF:
	case MODEL_REF_ANY:
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
	case MODEL_ATTACHMENT:
	case MODEL_COMPOSITE:
		return 16;
	}
	return 10;
}

/* [WIDTH] ["TITLE"] [right] [stretch] [lines N] [narrow hide] */
static void column_words(struct screen_read *r, const struct statement *st, struct screen_column *c)
{
	for (uint16_t i = 1; i < st->n; i++) {
		const struct word *w = &st->word[i];

		if (w->quoted)
			c->title = w->text;
		else if (strcmp(w->text, "right") == 0)
			c->right = true;
		else if (strcmp(w->text, "stretch") == 0)
			c->stretch = true;
		else if (strcmp(w->text, "lines") == 0 && i + 1 < st->n)
			(void)screen_number(r, st->line, &st->word[++i], 1, SCREEN_COLUMN_LINES_MAX, &c->lines);
		else if (strcmp(w->text, "narrow") == 0 && i + 1 < st->n && strcmp(st->word[i + 1].text, "hide") == 0)
			c->narrow_hide = ++i;
		else if (w->text[0] >= '0' && w->text[0] <= '9')
			(void)screen_number(r, st->line, w, 1, 120, &c->width);
		else
			screen_error_add(r, st->line, w->column, "không hiểu \"%s\"; viết: column %s", w->text, st->row->pub.args);
	}
}

static void set_list_column(struct screen_read *r, const struct statement *st)
{
	struct screen_list *l = list_of(r, st);
	const struct model_type *t = list_type(r, st);
	struct screen_column c = { .path = st->word[0].text, .lines = 1 }, *all;

	if (!t || list_full(r, st, l->n_columns) || !screen_resolve_column(r, t, st->line, &st->word[0], &c.field))
		return;
	c.width = usual_width(c.field);
	c.title = c.field ? c.field->short_label : "";
	c.right = c.field && (c.field->kind == MODEL_INT || c.field->kind == MODEL_MONEY);
	column_words(r, st, &c);
	all = screen_grow(r->a, l->column, l->n_columns, sizeof(c));
	all[l->n_columns++] = c;
	l->column = all;
}

/* Rows can be chosen by their running clock, and ordered by its end: late ones first. */
static const char *const clock_words[] = { "due", "late", NULL }, *const order_words[] = { "due", NULL };

/* A state must be one of the type's: a list on a misspelt state would be empty for ever. */
static void check_states(struct screen_read *r, const struct statement *st, const struct model_type *t, const struct word *w)
{
	for (const char *p = w->text; *p;) {
		size_t n = strcspn(p, ",");
		char *name = arena_strndup(r->tmp, p, n);
		struct suggest g = suggest_for(name);

		for (size_t i = 0; i < t->n_states; i++)
			suggest_try(&g, t->states[i].name);
		if (!model_state_by_name(t, name))
			screen_error_add(r, st->line, w->column + (uint32_t)(p - w->text), "không có trạng thái \"%s\" trong %s%s", name,
					 t->name, suggest_text(r, &g));
		p += n + (p[n] == ',');
	}
}

static bool cond_op(struct screen_read *r, const struct statement *st, struct screen_cond *c, uint16_t *n)
{
	static const char *const ops[] = { "=", "<>", "<", "<=", ">", ">=", "..", "in", "prefix", "words", "null", "not null" };

	c->op = st->word[1].text;
	*n = 2;
	if (strcmp(c->op, "not") == 0 && st->n > 2) {
		c->op = arena_xprintf(r->a, "not %s", st->word[2].text);
		*n = 3;
	}
	for (size_t i = 0; i < COUNT_OF(ops); i++) {
		bool nullary = i >= 10;

		if (strcmp(ops[i], c->op) != 0)
			continue;
		c->op = ops[i];
		if (st->n == *n + !nullary)
			return true;
		screen_error_add(r, st->line, st->word[1].column,
				 nullary ? "sau \"%s\" không có giá trị; bỏ đi"
					 : "sau \"%s\" cần đúng một giá trị; thêm hoặc đặt trong ngoặc kép",
				 c->op);
		return false;
	}
	screen_error_add(r, st->line, st->word[1].column,
			 "không có phép so sánh \"%s\"; dùng = <> < <= > >= .. in prefix words null, not null", c->op);
	return false;
}

static void set_where(struct screen_read *r, const struct statement *st)
{
	struct screen_list *l = list_of(r, st);
	const struct model_type *t = list_type(r, st);
	const struct model_field *f = NULL;
	struct screen_cond c = { .field = st->word[0].text, .value = "" }, *all;
	uint16_t n = 0;

	if (!t || list_full(r, st, l->n_cond) || !screen_resolve_stored(r, t, st->line, &st->word[0], clock_words, &f) ||
	    !cond_op(r, st, &c, &n))
		return;
	if (n < st->n)
		c.value = st->word[n].text;
	if (!f && n < st->n && strcmp(c.field, "state") == 0)
		check_states(r, st, t, &st->word[n]);
	all = screen_grow(r->a, l->cond, l->n_cond, sizeof(c));
	all[l->n_cond++] = c;
	l->cond = all;
}

/* FIELD [asc|desc], ... */
static void set_order(struct screen_read *r, const struct statement *st)
{
	const struct model_type *t = list_type(r, st);
	const struct word *w = &st->word[0];
	const struct model_field *f = NULL;

	for (const char *p = w->text; t && *p;) {
		size_t gap = strspn(p, " "), n = strcspn(p + gap, ", "), end = gap + n + strspn(p + gap + n, " ");
		struct word name = { .text = arena_strndup(r->tmp, p + gap, n), .column = w->column + (uint32_t)(p + gap - w->text) };
		size_t way = strcspn(p + end, ", ");

		if (!screen_resolve_stored(r, t, st->line, &name, order_words, &f))
			return;
		if (way && !(way == 3 && strncmp(p + end, "asc", 3) == 0) && !(way == 4 && strncmp(p + end, "desc", 4) == 0)) {
			screen_error_add(r, st->line, w->column + (uint32_t)(p + end - w->text),
					 "sau tên cột chỉ có asc hoặc desc; thêm dấu phẩy giữa hai cột");
			return;
		}
		p += end + way;
		p += strspn(p, " ");
		p += *p == ',';
	}
	list_of(r, st)->order = w->text;
}

static void set_find(struct screen_read *r, const struct statement *st)
{
	const struct model_type *t = list_type(r, st);
	const char **find = arena_xalloc(r->a, st->n * sizeof(*find));
	struct screen_list *l = list_of(r, st);
	const struct model_field *f = NULL;

	for (uint16_t i = 0; t && i < st->n; i++)
		if (screen_resolve_stored(r, t, st->line, &st->word[i], clock_words, &f))
			find[l->n_find++] = st->word[i].text;
	l->find = find;
}

static void set_open(struct screen_read *r, const struct statement *st)
{
	list_of(r, st)->open = st->word[0].text;
}

static void set_list_add(struct screen_read *r, const struct statement *st)
{
	list_of(r, st)->add = st->word[0].text;
}

/* ---- entry ----------------------------------------------------------------------------------------------------------------- */

static struct screen_entry *entry_of(struct screen_read *r, const struct statement *st)
{
	return &r->s->entry[r->section[st->section].index];
}

static void set_opens(struct screen_read *r, const struct statement *st)
{
	entry_of(r, st)->opens = st->word[0].text;
	entry_of(r, st)->list = st->n > 1 ? st->word[1].text : NULL;
}

static void set_waiting(struct screen_read *r, const struct statement *st)
{
	entry_of(r, st)->waiting = true;
}

static void set_late(struct screen_read *r, const struct statement *st)
{
	entry_of(r, st)->late = true;
}

static void set_group(struct screen_read *r, const struct statement *st)
{
	entry_of(r, st)->group = st->word[0].text;
}

static void set_detail_label(struct screen_read *r, const struct statement *st)
{
	detail_of(r, st)->label = st->word[0].text;
}

/* TAG VALUE [COLUMN] */
static void set_all(struct screen_read *r, const struct statement *st)
{
	struct screen_detail *d = detail_of(r, st);
	uint16_t tag = screen_resolve_tag_told(r, st->line, &st->word[0]);
	const struct model_field *f = NULL;

	if (tag == SCREEN_NONE)
		return;
	if (r->s->field[tag].detail != r->section[st->section].index) {
		screen_error_add(r, st->line, st->word[0].column, "ô \"%s\" không thuộc khối này; chọn ô trong rows", st->word[0].text);
		return;
	}
	if (st->n == 3 && d->prefill == NULL)
		screen_error_add(r, st->line, st->word[2].column, "khối này không có prefill nên không xem được %s; bỏ đi", st->word[2].text);
	else if (st->n == 3 && screen_resolve_column(r, d->prefill->type, st->line, &st->word[2], &f))
		d->all_if = st->word[2].text;
	d->all = st->word[1].text;
	d->all_field = tag;
}

#define DETAIL(n, args, least, most, phase, fn, help) \
	{ { "detail", n, args, help }, SECTION_DETAIL, SECTION_FILE, ARGS_WORDS, least, most, false, 0, phase, fn }
#define LIST(n, args, shape, least, most, many, phase, fn, help) \
	{ { "list", n, args, help }, SECTION_LIST, SECTION_FILE, shape, least, most, many, 0, phase, fn }
#define ENTRY(n, args, shape, least, most, fn, help) \
	{ { "entry", n, args, help }, SECTION_ENTRY, SECTION_FILE, shape, least, most, false, 0, 4, fn }

const struct attr_row screen_rows_list[] = {
	DETAIL("collection", "NAME", 1, 1, 2, set_collection, "Rows of this collection of the record (the model's name)."),
	DETAIL("rows", "TAG ...", 1, 40, 2, set_rows, "Fields of the `*N` row, most important first."),
	DETAIL("min", "N", 1, 1, 3, set_min, "Rows that must be filled."),
	DETAIL("max", "N", 1, 1, 4, set_max, "Rows that may be filled; 99 when not given."),
	DETAIL("prefill", "TYPE COLUMN=TAG [COLUMN=TAG ...]", 2, 20, 4, set_prefill,
	       "One row for each record of TYPE whose first COLUMN is what the form's TAG holds; the other columns go into tags of the row."),
	DETAIL("label", "\"TEXT\"", 1, 1, 4, set_detail_label, "What one row is called where something is wrong with it."),
	DETAIL("all", "TAG VALUE [COLUMN]", 2, 3, 4, set_all,
	       "Ctrl-A puts VALUE into the empty TAG of each filled row; with COLUMN (behind `prefill`) only where its record says yes there."),
	LIST("title", "TEXT", ARGS_TEXT, 1, 1, false, 4, set_list_title, "Shown in the first line; else the screen's title."),
	LIST("type", "TYPE", ARGS_WORDS, 1, 1, false, 2, set_list_type, "Record type; else the screen's `table`."),
	LIST("column", "PATH [WIDTH] [\"TITLE\"] [right] [stretch] [lines N] [narrow hide]", ARGS_WORDS, 1, 9, true, 4, set_list_column,
	     "A column: a field, REF.FIELD, or a word about the record (state, due, late ...); a list without columns has those of the first. "
	     "With `lines` a long text goes on below, up to N (4) lines; rows are as high as they need."),
	LIST("where", "FIELD OP [VALUE]", ARGS_WORDS, 2, 4, true, 4, set_where,
	     "Condition, all must hold; OP = <> < <= > >= .. in prefix words null, not null; VALUE may be {today} {today+2} {me} {my_office} {year}."),
	LIST("order", "FIELD [desc], ...", ARGS_TEXT, 1, 1, false, 4, set_order, "Order of the rows, by columns of the record itself, or by `due`."),
	LIST("find", "FIELD ...", ARGS_WORDS, 1, 20, false, 4, set_find, "Fields that F7 asks."),
	LIST("open", "NAME", ARGS_WORDS, 1, 1, false, 4, set_open, "Screen that Enter opens; else the screen's `record`."),
	LIST("add", "NAME", ARGS_WORDS, 1, 1, false, 4, set_list_add, "Form that F6 opens; else the screen's `add`."),
	ENTRY("open", "NAME [LIST]", ARGS_WORDS, 1, 2, set_opens,
	      "Screen that the digit opens; with LIST, at that list, and its count is shown."),
	ENTRY("waiting", "", ARGS_WORDS, 0, 0, set_waiting, "Drawn only when the count is not 0."),
	ENTRY("late", "", ARGS_WORDS, 0, 0, set_late, "Drawn bold and with `!` when the count is not 0."),
	ENTRY("group", "TEXT", ARGS_TEXT, 1, 1, set_group, "Heading above this line."),
};
const size_t screen_rows_list_count = COUNT_OF(screen_rows_list);
