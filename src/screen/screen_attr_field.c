/* screen_attr_field.c: attributes of a field block. */
#include "screen_internal.h"

#include <stdlib.h>
#include <string.h>

struct screen_field *screen_field_of(struct screen_read *r, const struct statement *st)
{
	uint16_t i = r->section[st->section].index;

	return i == SCREEN_NONE ? NULL : &r->s->field[i];
}

static struct field_note *note_of(struct screen_read *r, const struct statement *st)
{
	return &r->note[r->section[st->section].index];
}

/* ---- what it is --------------------------------------------------------------------------------------------------------- */

static enum screen_ime ime_of(const struct model_field *m)
{
	if (m->kind == MODEL_COMPOSITE)
		return SCREEN_IME_CODE;
	if (m->kind != MODEL_TEXT || m->check)
		return m->flags & MODEL_NAME ? SCREEN_IME_NAME : SCREEN_IME_OFF;
	return m->flags & MODEL_NAME ? SCREEN_IME_NAME : SCREEN_IME_ON;
}

static void set_column(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	const struct model_type *t = r->s->type;
	const char *path = st->word[0].text;
	struct word full = st->word[0];

	if (!f)
		return;
	f->path = path;
	note_of(r, st)->path = &st->word[0];
	note_of(r, st)->path_line = st->line;
	if (!t || (note_of(r, st)->row != SCREEN_NONE && f->detail < 0)) /* told elsewhere */
		return;
	if (f->detail >= 0) {
		const struct screen_detail *d = &r->s->detail[f->detail];

		if (!d->type)
			return;
		full.text = arena_xprintf(r->tmp, "%s.1.%s", d->collection, path);
	}
	if ((r->s->kind == SCREEN_RECORD || (f->value_only && f->detail < 0)) && screen_word_is(path) && !model_field_by_name(t, path))
		return;
	if (screen_resolve_path(r, t, st->line, &full, &f->model))
		f->ime = ime_of(f->model.field);
}

static void set_name(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	const struct word *w = &st->word[0];
	uint16_t other;

	if (!f)
		return;
	if (!screen_tag_valid(w->text, strlen(w->text))) {
		screen_error_add(r, st->line, w->column, "tên ô \"%s\" không hợp lệ; chỉ dùng a-z, 0-9 và _", w->text);
		return;
	}
	other = screen_resolve_tag(r, w->text);
	if (other != SCREEN_NONE && &r->s->field[other] != f)
		screen_error_add(r, st->line, w->column, "đã có ô tên \"%s\"; chọn tên khác", w->text);
	else
		f->tag = w->text;
}

struct type_word {
	const char *word;
	enum model_kind kind;
};
static const struct type_word type_words[] = {
	{ "text", MODEL_TEXT },           { "int", MODEL_INT },             { "money", MODEL_MONEY },     { "date", MODEL_DATE },
	{ "time", MODEL_TIME },           { "yes", MODEL_YES },             { "code", MODEL_CODE },       { "ref", MODEL_REF },
	{ "ref_any", MODEL_REF_ANY },     { "codes", MODEL_LIST_CODE },     { "refs", MODEL_LIST_REF },   { "file", MODEL_ATTACHMENT },
	{ "composite", MODEL_COMPOSITE },
};

static const char *type_word_of(enum model_kind k)
{
	for (size_t i = 0; i < COUNT_OF(type_words); i++)
		if (type_words[i].kind == k)
			return type_words[i].word;
	return "";
}

/* `60`, `1..9999`, a list's name */
static void type_detail(struct screen_read *r, const struct statement *st, const struct word *w, struct screen_field *f)
{
	const struct model_field *m = f->model.field;
	char *end;
	long a = strtol(w->text, &end, 10);

	if (m->kind == MODEL_CODE || m->kind == MODEL_LIST_CODE || m->kind == MODEL_REF || m->kind == MODEL_LIST_REF) {
		if (m->of && strcmp(m->of, w->text) != 0)
			screen_error_add(r, st->line, w->column, "cột %s dùng %s, không phải \"%s\"; sửa lại", m->name, m->of, w->text);
		return;
	}
	if (end == w->text || (*end && strncmp(end, "..", 2) != 0)) {
		screen_error_add(r, st->line, w->column, "không hiểu \"%s\" của type; viết: type %s 60 hoặc 1..99", w->text,
				 st->word[0].text);
		return;
	}
	if (!*end) {
		if (a < 1 || (m->max > 0 && a > m->max))
			screen_error_add(r, st->line, w->column, "%ld ngoài giới hạn 1-%d của cột %s; sửa lại", a, (int)m->max, m->name);
		else
			f->max = (uint32_t)a;
		return;
	}
	f->at_least = a;
	f->at_most = strtol(end + 2, &end, 10);
	if (*end || f->at_most < f->at_least || (m->max > 0 && f->at_most > m->max) || f->at_least < m->min)
		screen_error_add(r, st->line, w->column, "khoảng \"%s\" sai hoặc rộng hơn cột %s; sửa lại", w->text, m->name);
}

static void set_lines_word(struct screen_read *r, const struct statement *st, const struct word *w)
{
	struct screen_field *f = screen_field_of(r, st);
	uint16_t n = 0;

	if (!screen_number(r, st->line, w, 1, 40, &n))
		return;
	if (f->detail >= 0)
		screen_error_add(r, st->line, w->column, "ô trong khối dòng chỉ có một dòng; bỏ lines");
	else if (n > f->lines)
		f->lines = n;
}

static void set_type(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	struct suggest g = suggest_for(st->word[0].text);
	uint16_t n = st->n;
	const struct type_word *t = NULL;

	if (!f)
		return;
	for (size_t i = 0; i < COUNT_OF(type_words); i++) {
		suggest_try(&g, type_words[i].word);
		if (strcmp(type_words[i].word, st->word[0].text) == 0)
			t = &type_words[i];
	}
	if (!t) {
		screen_error_add(r, st->line, st->word[0].column, "không có kiểu \"%s\"%s", st->word[0].text, suggest_text(r, &g));
		return;
	}
	if (n >= 3 && strcmp(st->word[n - 2].text, "lines") == 0) {
		set_lines_word(r, st, &st->word[n - 1]);
		n = (uint16_t)(n - 2);
	}
	if (n > 2) {
		screen_error_add(r, st->line, st->word[2].column, "thừa \"%s\"; viết: type %s", st->word[2].text, st->row->pub.args);
		return;
	}
	if (!f->model.field)
		return;
	if (f->model.field->kind != t->kind)
		screen_error_add(r, st->line, st->word[0].column, "cột %s là %s, không phải %s; sửa lại", f->path,
				 type_word_of(f->model.field->kind), t->word);
	else if (n == 2)
		type_detail(r, st, &st->word[1], f);
}

static void set_lines(struct screen_read *r, const struct statement *st)
{
	if (screen_field_of(r, st))
		set_lines_word(r, st, &st->word[0]);
}

/* ---- how it is entered ---------------------------------------------------------------------------------------------------- */

static void set_label(struct screen_read *r, const struct statement *st)
{
	if (screen_field_of(r, st))
		screen_field_of(r, st)->label = st->word[0].text;
}

static void set_hint(struct screen_read *r, const struct statement *st)
{
	if (screen_field_of(r, st))
		screen_field_of(r, st)->hint = st->word[0].text;
}

static void set_require(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);

	if (!f)
		return;
	f->require = true;
	if (f->noentry || f->value_only || (f->model.field && (f->model.field->flags & MODEL_COMPUTED)))
		screen_error_add(r, st->line, st->column, "ô này không gõ được nên không đòi nhập được; bỏ require");
}

static void set_noentry(struct screen_read *r, const struct statement *st)
{
	if (st->n == 1 && strcmp(st->word[0].text, "always") != 0)
		screen_error_add(r, st->line, st->word[0].column, "không hiểu \"%s\"; viết: noentry", st->word[0].text);
	if (screen_field_of(r, st))
		screen_field_of(r, st)->noentry = true;
}

static void set_stretch(struct screen_read *r, const struct statement *st)
{
	if (screen_field_of(r, st))
		screen_field_of(r, st)->stretch = true;
}

static void set_pass(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);

	if (!f)
		return;
	f->pass = true;
	if (f->noentry || f->value_only)
		screen_error_add(r, st->line, st->column, "ô này không gõ được nên con trỏ không dừng ở đó; bỏ pass");
}

static void set_auto(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);

	if (!f)
		return;
	f->leave_full = true;
	if (f->noentry || f->value_only || f->lines > 1)
		screen_error_add(r, st->line, st->column, "ô này không tự sang ô sau được; bỏ auto");
}

static void set_like(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	uint16_t to = f ? screen_resolve_tag_told(r, st->line, &st->word[0]) : SCREEN_NONE;

	if (to == SCREEN_NONE)
		return;
	if (&r->s->field[to] == f || f->detail >= 0 || r->s->field[to].detail >= 0) {
		screen_error_add(r, st->line, st->word[0].column, "ô \"%s\" không gợi ý cho ô này được; chọn ô khác ngoài khối dòng",
				 st->word[0].text);
		return;
	}
	f->like = r->s->field[to].tag;
	f->like_field = to;
}

static void set_default(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);

	if (!f)
		return;
	f->dflt = st->word[0].text;
	f->dflt_expr = screen_resolve_expr(r, st->line, &st->word[0]);
}

static void set_show(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);

	if (!f)
		return;
	f->show = st->word[0].text;
	for (size_t i = 0; i < r->s->n_fields; i++) { /* many fields hang on one answer: one expression for all of them */
		const struct screen_field *other = &r->s->field[i];

		if (other != f && other->show_expr && strcmp(other->show, f->show) == 0)
			f->show_expr = other->show_expr;
	}
	if (!f->show_expr)
		f->show_expr = screen_resolve_expr(r, st->line, &st->word[0]);
}

static void set_check(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	struct screen_check *c;

	if (!f)
		return;
	if (f->n_check == SCREEN_PARTS_MAX) {
		screen_error_add(r, st->line, st->column, "quá %d phép kiểm tra của một ô; bỏ bớt", SCREEN_PARTS_MAX);
		return;
	}
	c = screen_grow(r->a, f->check, f->n_check, sizeof(*c));
	c[f->n_check++] = (struct screen_check){ .text = st->word[0].text,
		                                 .expr = screen_resolve_expr(r, st->line, &st->word[0]),
		                                 .message = st->word[1].text,
		                                 .warn = strcmp(st->row->pub.name, "warn") == 0,
		                                 .line = st->line };
	f->check = c;
}

static void set_ime(struct screen_read *r, const struct statement *st)
{
	static const char *const words[] = { "off", "on", "name", "code" };
	struct screen_field *f = screen_field_of(r, st);

	for (unsigned i = 0; f && i < COUNT_OF(words); i++) {
		if (strcmp(words[i], st->word[0].text) == 0) {
			f->ime = (enum screen_ime)i;
			return;
		}
	}
	if (f)
		screen_error_add(r, st->line, st->word[0].column, "không hiểu \"%s\"; viết: ime off, on, name hoặc code", st->word[0].text);
}

/* ---- lists and what they fill ------------------------------------------------------------------------------------------------ */

static void fill_word(struct screen_read *r, const struct statement *st, const struct word *w)
{
	uint16_t me = r->section[st->section].index, to = screen_resolve_tag_told(r, st->line, w);
	struct screen_field *f = &r->s->field[me];

	if (to == SCREEN_NONE)
		return;
	if (to == me || r->s->field[to].of || r->s->field[to].detail != f->detail) {
		screen_error_add(r, st->line, w->column, "ô \"%s\" không nhận nhãn của ô này được; chọn ô khác", w->text);
		return;
	}
	f->fill = r->s->field[to].tag;
	f->fill_field = to;
	r->s->field[to].of = f->tag;
	r->s->field[to].of_field = me;
}

/* NAME [fill TAG] [new FORM]; only a lookup may have `new` */
static bool choice_words(struct screen_read *r, const struct statement *st, bool may_make)
{
	for (uint16_t i = 1; i < st->n; i = (uint16_t)(i + 2)) {
		bool fills = strcmp(st->word[i].text, "fill") == 0, makes = may_make && strcmp(st->word[i].text, "new") == 0;

		if ((!fills && !makes) || i + 1 == st->n) {
			screen_error_add(r, st->line, st->word[i].column, "không hiểu \"%s\"; viết: %s %s", st->word[i].text, st->row->pub.name,
					 st->row->pub.args);
			return false;
		}
		if (fills)
			fill_word(r, st, &st->word[i + 1]);
		else if (screen_name_fits(r, st->line, &st->word[i + 1]))
			screen_field_of(r, st)->new_form = st->word[i + 1].text;
	}
	return true;
}

static void set_fill(struct screen_read *r, const struct statement *st)
{
	if (screen_field_of(r, st))
		fill_word(r, st, &st->word[0]);
}

static void set_code(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	const struct model_field *m = f ? f->model.field : NULL;
	struct suggest g = suggest_for(st->word[0].text);

	if (!f || !choice_words(r, st, false))
		return;
	f->code_list = st->word[0].text;
	if (!m)
		return;
	suggest_try(&g, m->of ? m->of : "");
	if (m->kind != MODEL_CODE && m->kind != MODEL_LIST_CODE)
		screen_error_add(r, st->line, st->column, "cột %s không phải mã của danh mục; bỏ code", f->path);
	else if (strcmp(m->of, f->code_list) != 0)
		screen_error_add(r, st->line, st->word[0].column, "cột %s dùng danh mục %s, không phải \"%s\"; sửa lại", f->path, m->of,
				 f->code_list);
}

static void set_lookup(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	const struct model_field *m = f ? f->model.field : NULL;

	if (!f || !choice_words(r, st, true) || !screen_resolve_type(r, st->line, &st->word[0]))
		return;
	f->lookup_type = st->word[0].text;
	if (m && (m->kind == MODEL_REF || m->kind == MODEL_LIST_REF) && strcmp(m->of, f->lookup_type) != 0)
		screen_error_add(r, st->line, st->word[0].column, "cột %s chỉ tới %s, không phải \"%s\"; sửa lại", f->path, m->of,
				 f->lookup_type);
	else if (m && m->kind != MODEL_REF && m->kind != MODEL_LIST_REF && m->kind != MODEL_REF_ANY && m->kind != MODEL_TEXT)
		screen_error_add(r, st->line, st->column, "cột %s không chỉ tới mục khác; bỏ lookup", f->path);
}

static void set_choices(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	uint16_t of = f ? screen_resolve_tag_told(r, st->line, &st->word[0]) : SCREEN_NONE;

	if (of == SCREEN_NONE)
		return;
	if (!f->value_only || f->path || f->detail >= 0 || !r->s->field[of].model.field ||
	    r->s->field[of].model.field->kind != MODEL_CODE) {
		screen_error_add(r, st->line, st->column, "chỉ ô viết <...>, không có cột, mới hiện được danh mục của một ô mã; sửa lại");
		return;
	}
	f->choices_of = of;
}

static void set_narrow(struct screen_read *r, const struct statement *st)
{
	struct screen_field *f = screen_field_of(r, st);
	const char *what = st->word[0].text;

	if (!f)
		return;
	if (strcmp(what, "hide") == 0 && st->n == 1)
		f->narrow_hide = true;
	else if (strcmp(what, "lines") == 0 && st->n == 2)
		(void)screen_number(r, st->line, &st->word[1], 1, 40, &f->narrow_lines);
	else if (strcmp(what, "label") == 0 && st->n == 2)
		f->narrow_label = st->word[1].text;
	else
		screen_error_add(r, st->line, st->word[0].column,
				 "không hiểu \"%s\"; viết: narrow hide, narrow lines N hoặc narrow label \"NHÃN\"", what);
}

#define ROW(n, args, shape, least, most, many, phase, fn, help) \
	{ { "field", n, args, help }, SECTION_FIELD, SECTION_FILE, shape, least, most, many, 0, phase, fn }

const struct attr_row screen_rows_field[] = {
	ROW("column", "PATH", ARGS_WORDS, 1, 1, false, 3, set_column,
	    "Field of the model that is typed here: NAME, REF.NAME through an embedded reference; in a `*N` row a field of the collection. "
	    "A value <tag> may also be a word about the record: number, title, state, owner, due."),
	ROW("type", "KIND [N | A..B | LIST] [lines N]", ARGS_WORDS, 1, 4, false, 4, set_type,
	    "Checked against the model (text, int, money, date, time, yes, code, ref, composite ...); N or A..B may only be tighter."),
	ROW("name", "NAME", ARGS_WORDS, 1, 1, false, 1, set_name,
	    "What expressions call the field, when the picture has no room for a good tag."),
	ROW("label", "TEXT", ARGS_TEXT, 1, 1, false, 4, set_label,
	    "Name in messages; else the text left of the bracket, else the model's short label."),
	ROW("hint", "TEXT", ARGS_TEXT, 1, 1, false, 4, set_hint, "Shown at the bottom while the cursor is in the field."),
	ROW("require", "", ARGS_WORDS, 0, 0, false, 4, set_require, "Must be filled before F2, besides what the model requires."),
	ROW("noentry", "[always]", ARGS_WORDS, 0, 1, false, 3, set_noentry, "Shown, never typed."),
	ROW("stretch", "", ARGS_WORDS, 0, 0, false, 4, set_stretch,
	    "Takes the columns that a wide terminal has to spare, one field a row."),
	ROW("pass", "", ARGS_WORDS, 0, 0, false, 4, set_pass,
	    "Enter and Tab go over the field while it is filled, and over a box; Shift-Tab and arrows reach it."),
	ROW("auto", "", ARGS_WORDS, 0, 0, false, 4, set_auto, "The letter that fills the field also leaves it, as Enter would."),
	ROW("like", "TAG", ARGS_WORDS, 1, 1, false, 4, set_like,
	    "Once TAG is left, or with the record, suggests what the office's last one had whose TAG (of a composite its last part) was the same."),
	ROW("default", "EXPR", ARGS_EXPR, 1, 1, false, 4, set_default, "Value in a new record."),
	ROW("check", "EXPR \"MESSAGE\"", ARGS_CHECK, 2, 2, true, 4, set_check, "Refuses to save while EXPR is false."),
	ROW("warn", "EXPR \"MESSAGE\"", ARGS_CHECK, 2, 2, true, 4, set_check, "Says MESSAGE while EXPR is false; saving goes on."),
	ROW("show", "EXPR", ARGS_EXPR, 1, 1, false, 4, set_show, "Drawn and asked only while EXPR is true; rows left empty close up."),
	ROW("lookup", "TYPE [fill TAG] [new FORM]", ARGS_WORDS, 1, 5, false, 4, set_lookup,
	    "F4 chooses a record of TYPE; in its list F6 opens FORM for a new one, which is chosen once it is saved."),
	ROW("code", "LIST [fill TAG]", ARGS_WORDS, 1, 3, false, 4, set_code,
	    "F4 chooses from the code list; the name must be the model's."),
	ROW("fill", "TAG", ARGS_WORDS, 1, 1, false, 4, set_fill, "Field that shows the label of what was chosen here; it needs no block."),
	ROW("choices", "TAG", ARGS_WORDS, 1, 1, false, 4, set_choices,
	    "A value <tag> that says in one line what the code field TAG may hold."),
	ROW("ime", "off | on | name | code", ARGS_WORDS, 1, 1, false, 4, set_ime,
	    "Vietnamese input: off, on, for a person's name, or capitals as in a symbol; text fields are on, others off."),
	ROW("lines", "N", ARGS_WORDS, 1, 1, false, 4, set_lines, "Rows of the field, when more than the picture draws."),
	ROW("narrow", "hide | lines N | label \"TEXT\"", ARGS_WORDS, 1, 2, true, 4, set_narrow,
	    "On narrow terminals: left out, other rows, another label."),
};
const size_t screen_rows_field_count = COUNT_OF(screen_rows_field);
