/* screen_attr.c: pass 3. The attribute table as one, the order in which its handlers run, and the rows of the screen itself. */
#include "screen_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- the table ---------------------------------------------------------------------------------------------------------- */

const struct attr_row *screen_attr_row(size_t i)
{
	if (i < screen_rows_screen_count)
		return &screen_rows_screen[i];
	i -= screen_rows_screen_count;
	if (i < screen_rows_field_count)
		return &screen_rows_field[i];
	i -= screen_rows_field_count;
	if (i < screen_rows_list_count)
		return &screen_rows_list[i];
	i -= screen_rows_list_count;
	return i < screen_rows_key_count ? &screen_rows_key[i] : NULL;
}

const struct attr_row *screen_attr_find(enum section_kind in, const char *name)
{
	const struct attr_row *row;

	for (size_t i = 0; (row = screen_attr_row(i)) != NULL; i++)
		if (row->in == in && strcmp(row->pub.name, name) == 0)
			return row;
	return NULL;
}

size_t screen_attr_count(void)
{
	return screen_rows_screen_count + screen_rows_field_count + screen_rows_list_count + screen_rows_key_count;
}

const struct screen_attr *screen_attr_at(size_t i)
{
	const struct attr_row *row = screen_attr_row(i);

	return row ? &row->pub : NULL;
}

const char *screen_section_name(enum section_kind k)
{
	static const char *const names[] = { "đầu tệp", "màn hình", "field", "detail", "list", "entry", "layout" };

	return names[k];
}

const char *screen_kind_name(enum screen_kind k)
{
	static const char *const names[] = { "form", "list", "menu", "record" };

	return names[k];
}

/* ---- running it --------------------------------------------------------------------------------------------------------- */

static size_t count_sections(const struct screen_read *r, enum section_kind k)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_sections; i++)
		n += r->section[i].kind == k;
	return n;
}

/* Sections of rows, lists and entries have their place from the start; those of fields find it in the picture. */
static void place_sections(struct screen_read *r)
{
	struct screen *s = r->s;

	s->detail = arena_xalloc(r->a, count_sections(r, SECTION_DETAIL) * sizeof(*s->detail));
	s->list = arena_xalloc(r->a, count_sections(r, SECTION_LIST) * sizeof(*s->list));
	s->entry = arena_xalloc(r->a, count_sections(r, SECTION_ENTRY) * sizeof(*s->entry));
	for (size_t i = 0; i < r->n_sections; i++) {
		struct section *sec = &r->section[i];

		if (sec->kind == SECTION_DETAIL) {
			sec->index = (uint16_t)s->n_details;
			s->detail[s->n_details++] = (struct screen_detail){ .name = sec->name, .line = sec->line, .max = 99 };
		} else if (sec->kind == SECTION_LIST) {
			sec->index = (uint16_t)s->n_lists;
			s->list[s->n_lists++] = (struct screen_list){ .name = sec->name, .line = sec->line };
		} else if (sec->kind == SECTION_ENTRY) {
			sec->index = (uint16_t)s->n_entries;
			s->entry[s->n_entries++] = (struct screen_entry){ .line = sec->line };
		}
	}
}

static bool kind_fits(struct screen_read *r, const struct statement *st)
{
	const struct attr_row *row = st->row;

	if (!row->kinds || (row->kinds & KIND(r->s->kind)))
		return true;
	screen_error_add(r, st->line, st->column, "\"%s\" không dùng trong %s; bỏ đi", row->pub.name, screen_kind_name(r->s->kind));
	return false;
}

static void make_tags(struct screen_read *r)
{
	const char **tags = arena_xalloc(r->tmp, (r->s->n_fields + 1) * sizeof(*tags));

	for (size_t i = 0; i < r->s->n_fields; i++)
		tags[i] = r->s->field[i].tag;
	r->tags = tags;
}

void screen_attr_run(struct screen_read *r)
{
	place_sections(r);
	for (unsigned phase = 0; phase < ATTR_PHASES; phase++) {
		if (phase == 3)
			make_tags(r);
		for (size_t i = 0; i < r->n_statements; i++) {
			const struct statement *st = &r->statement[i];

			if (st->row->phase == phase && kind_fits(r, st))
				st->row->set(r, st);
		}
	}
	screen_resolve_finish(r);
}

bool screen_number(struct screen_read *r, uint32_t line, const struct word *w, long least, long most, uint16_t *out)
{
	char *end;
	long n = strtol(w->text, &end, 10);

	if (*end || end == w->text || n < least || n > most) {
		screen_error_add(r, line, w->column, "\"%s\" không phải số từ %ld đến %ld; sửa lại", w->text, least, most);
		return false;
	}
	*out = (uint16_t)n;
	return true;
}

/* ---- statements of the screen itself ------------------------------------------------------------------------------------ */

bool screen_name_fits(struct screen_read *r, uint32_t line, const struct word *w)
{
	size_t n = strspn(w->text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (n > 0 && w->text[n] == '\0' && n <= 60)
		return true;
	screen_error_add(r, line, w->column, "tên \"%s\" không hợp lệ; chỉ dùng a-z, 0-9 và -", w->text);
	return false;
}

static void set_kind(struct screen_read *r, const struct statement *st)
{
	for (unsigned k = SCREEN_FORM; k <= SCREEN_RECORD; k++)
		if (strcmp(st->row->pub.name, screen_kind_name((enum screen_kind)k)) == 0)
			r->s->kind = (enum screen_kind)k;
	if (screen_name_fits(r, st->line, &st->word[0]))
		r->s->name = st->word[0].text;
}

static void set_title(struct screen_read *r, const struct statement *st)
{
	r->s->title = st->word[0].text;
}

static void set_table(struct screen_read *r, const struct statement *st)
{
	r->s->type = screen_resolve_type(r, st->line, &st->word[0]);
}

static void tell_verb(struct screen_read *r, const struct statement *st)
{
	struct suggest g = suggest_for(st->word[0].text);

	for (size_t i = 0; i < model_verb_count(); i++)
		if (strcmp(model_verb_at(i)->type, r->s->type->name) == 0)
			suggest_try(&g, model_verb_at(i)->name);
	screen_error_add(r, st->line, st->word[0].column, "không có việc \"%s\" của %s%s", st->word[0].text, r->s->type->name,
			 suggest_text(r, &g));
}

/* The condition behind `if`; a tag alone means that it has a value. false: refused. */
static bool save_condition(struct screen_read *r, const struct statement *st, void **expr)
{
	size_t errors = r->n_errors;
	struct word w;

	*expr = NULL;
	if (st->n == 1)
		return true;
	w = st->word[1];
	if (screen_tag_valid(w.text, strlen(w.text))) {
		if (screen_resolve_tag_told(r, st->line, &w) == SCREEN_NONE)
			return false;
		w.text = arena_xprintf(r->a, ":%s <> ''", w.text);
	}
	*expr = screen_resolve_expr(r, st->line, &w);
	return r->n_errors == errors;
}

static void set_save(struct screen_read *r, const struct statement *st)
{
	struct screen *s = r->s;
	const char **save;
	void **save_if, *expr;

	if (!s->type)
		return;
	if (!model_verb_by_name(s->type->name, st->word[0].text)) {
		tell_verb(r, st);
		return;
	}
	if (!save_condition(r, st, &expr))
		return;
	save = screen_grow(r->a, s->save, s->n_save, sizeof(*save));
	save_if = screen_grow(r->a, s->save_if, s->n_save, sizeof(*save_if));
	save[s->n_save] = st->word[0].text;
	save_if[s->n_save++] = expr;
	s->save = save;
	s->save_if = save_if;
}

static void set_record(struct screen_read *r, const struct statement *st)
{
	if (screen_name_fits(r, st->line, &st->word[0]))
		r->s->record = st->word[0].text;
}

static void set_add(struct screen_read *r, const struct statement *st)
{
	if (!screen_name_fits(r, st->line, &st->word[0]))
		return;
	r->s->add = st->word[0].text;
	r->s->add_label = st->n > 1 ? st->word[1].text : NULL;
}

static void set_roles(struct screen_read *r, const struct statement *st)
{
	struct buf all;

	buf_init(&all, SCREEN_FILE_MAX);
	for (uint16_t i = 0; i < st->n; i++) {
		const struct word *w = &st->word[i];
		struct suggest g = suggest_for(w->text);

		for (size_t k = 0; k < model_role_count(); k++)
			suggest_try(&g, model_role_at(k)->name);
		if (!model_role_by_name(w->text))
			screen_error_add(r, st->line, w->column, "không có vai trò \"%s\"%s", w->text, suggest_text(r, &g));
		buf_printf(&all, "%s%s", i ? "," : "", w->text);
	}
	r->s->roles = arena_xstrdup(r->a, buf_str(&all));
	buf_clear(&all);
}

static void set_help(struct screen_read *r, const struct statement *st)
{
	if (screen_name_fits(r, st->line, &st->word[0]))
		r->s->help = st->word[0].text;
}

/* ---- sections --------------------------------------------------------------------------------------------------------------- */

static void open_field(struct screen_read *r, const struct statement *st)
{
	struct section *sec = &r->section[st->section];
	uint16_t i = screen_resolve_tag(r, sec->name);
	struct suggest g = suggest_for(sec->name);

	if (i == SCREEN_NONE) {
		for (size_t k = 0; k < r->s->n_fields; k++)
			suggest_try(&g, r->note[k].picture_tag);
		screen_error_add(r, sec->line, sec->column, "ô \"%s\" không có trong layout%s", sec->name,
				 g.best ? suggest_text(r, &g) : "; vẽ thêm hoặc bỏ mục này");
		return;
	}
	if (r->note[i].block) {
		screen_error_add(r, sec->line, sec->column, "field \"%s\" đã có ở dòng %u; gộp hai mục", sec->name,
				 (unsigned)r->note[i].block);
		return;
	}
	r->note[i].block = sec->line;
	r->note[i].section = st->section;
	r->s->field[i].line = sec->line;
	sec->index = i;
}

static void open_named(struct screen_read *r, const struct statement *st)
{
	const struct section *sec = &r->section[st->section];

	(void)screen_name_fits(r, st->line, &st->word[0]);
	for (size_t i = 1; i < st->section; i++)
		if (r->section[i].kind == sec->kind && strcmp(r->section[i].name, sec->name) == 0)
			screen_error_add(r, sec->line, sec->column, "%s \"%s\" đã có ở dòng %u; đổi tên", screen_section_name(sec->kind),
					 sec->name, (unsigned)r->section[i].line);
}

static void open_entry(struct screen_read *r, const struct statement *st)
{
	struct screen_entry *e = &r->s->entry[r->section[st->section].index];
	uint16_t digit = 0;

	if (!screen_number(r, st->line, &st->word[0], 0, 9, &digit))
		return;
	e->digit = digit;
	e->label = st->word[1].text;
	for (struct screen_entry *before = r->s->entry; before < e; before++)
		if (before->label && before->digit == e->digit)
			screen_error_add(r, st->line, st->word[0].column, "số %d đã có ở dòng %u; chọn số khác", e->digit,
					 (unsigned)before->line);
}

static void no_work(struct screen_read *r, const struct statement *st)
{
	(void)r;
	(void)st;
}

#define FORM KIND(SCREEN_FORM)
#define LIST KIND(SCREEN_LIST)
#define MENU KIND(SCREEN_MENU)
#define RECORD KIND(SCREEN_RECORD)
#define FIRST(n, help) \
	{ { "file", n, "NAME", help }, SECTION_FILE, SECTION_FILE, ARGS_WORDS, 1, 1, false, 0, 0, set_kind }
#define WORDS(n, args, least, most, many, kinds, phase, fn, help) \
	{ { "screen", n, args, help }, SECTION_SCREEN, SECTION_FILE, ARGS_WORDS, least, most, many, kinds, phase, fn }
#define SECTION(n, args, least, most, kind, kinds, fn, help) \
	{ { "screen", n, args, help }, SECTION_SCREEN, kind, ARGS_WORDS, least, most, true, kinds, 1, fn }

const struct attr_row screen_rows_screen[] = {
	FIRST("form", "First line of a file: a form that makes or changes a record."),
	FIRST("list", "First line of a file: a screen of lists."),
	FIRST("menu", "First line of a file: a menu or morning screen."),
	FIRST("record", "First line of a file: shows one record and its life."),
	{ { "screen", "title", "TEXT", "The first line of the screen." },
	  SECTION_SCREEN, SECTION_FILE, ARGS_TEXT, 1, 1, false, 0, 0, set_title },
	WORDS("table", "TYPE", 1, 1, false, FORM | LIST | RECORD, 0, set_table, "Record type of the model that the screen is about."),
	{ { "screen", "save", "VERB [if EXPR]", "Verb that F2 does; several in order; with `if`, only then; a TAG alone: when it has a value." },
	  SECTION_SCREEN, SECTION_FILE, ARGS_IF, 1, 2, true, FORM, 4, set_save },
	WORDS("record", "NAME", 1, 1, false, FORM | LIST, 4, set_record, "Screen that shows one record of this type."),
	WORDS("add", "NAME [\"LABEL\"]", 1, 2, false, MENU | LIST | RECORD, 4, set_add,
	      "Form that F6 opens, and what the key line calls it."),
	WORDS("roles", "ROLE ...", 1, 16, false, MENU, 4, set_roles, "Roles whose first screen this menu is."),
	WORDS("help", "NAME", 1, 1, false, 0, 4, set_help, "Text of F1 for the whole screen: screens/help/NAME.txt."),
	SECTION("layout", "[narrow]", 0, 1, SECTION_LAYOUT, FORM | RECORD, no_work,
		"The picture, up to a line `end`; `narrow` gives one of its own to narrow terminals."),
	SECTION("field", "TAG", 1, 1, SECTION_FIELD, FORM | RECORD, open_field, "Opens the block of the picture's field TAG."),
	SECTION("detail", "NAME", 1, 1, SECTION_DETAIL, FORM, open_named, "Opens the block of a `*N` row: rows of a collection."),
	SECTION("list", "NAME", 1, 1, SECTION_LIST, LIST, open_named, "Opens a list; Tab goes from one list of a screen to the next."),
	SECTION("entry", "DIGIT \"LABEL\"", 2, 2, SECTION_ENTRY, MENU, open_entry,
		"Opens a line of a menu; the digit never means anything else."),
};
const size_t screen_rows_screen_count = COUNT_OF(screen_rows_screen);
