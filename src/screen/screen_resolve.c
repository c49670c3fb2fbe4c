/* screen_resolve.c: names against fields and the model, and what must hold once every statement has been looked at. */
#include "screen_internal.h"

#include <string.h>

/* ---- names ------------------------------------------------------------------------------------------------------------------ */

bool screen_word_is(const char *path)
{
	static const char *const words[] = { "id",  "number", "title", "state",      "owner",     "version",
					     "due", "late",   "clock", "created_at", "created_by" };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(words[i], path) == 0)
			return true;
	return false;
}

uint16_t screen_resolve_tag(struct screen_read *r, const char *tag)
{
	for (size_t i = 0; i < r->s->n_fields; i++)
		if (strcmp(r->s->field[i].tag, tag) == 0)
			return (uint16_t)i;
	for (size_t i = 0; i < r->s->n_fields; i++)
		if (strcmp(r->note[i].picture_tag, tag) == 0)
			return (uint16_t)i;
	return SCREEN_NONE;
}

uint16_t screen_resolve_tag_told(struct screen_read *r, uint32_t line, const struct word *w)
{
	uint16_t i = screen_resolve_tag(r, w->text);
	struct suggest g = suggest_for(w->text);

	if (i != SCREEN_NONE)
		return i;
	for (size_t k = 0; k < r->s->n_fields; k++)
		suggest_try(&g, r->s->field[k].tag);
	screen_error_add(r, line, w->column, "không có ô \"%s\" trong layout%s", w->text, suggest_text(r, &g));
	return SCREEN_NONE;
}

const struct model_type *screen_resolve_type(struct screen_read *r, uint32_t line, const struct word *w)
{
	const struct model_type *t = model_type_by_name(w->text);
	struct suggest g = suggest_for(w->text);

	if (t)
		return t;
	for (size_t i = 0; i < model_type_count(); i++)
		suggest_try(&g, model_type_at(i)->name);
	screen_error_add(r, line, w->column, "không có bảng \"%s\"%s", w->text, suggest_text(r, &g));
	return NULL;
}

/* The type in which the last part of a path was looked for, and that part. */
static const struct model_type *last_step(const struct model_type *t, const char *path, const char **name)
{
	const char *dot;

	for (*name = path; (dot = strchr(*name, '.')) != NULL; *name = dot + 1) {
		char part[64];
		size_t n = (size_t)(dot - *name);
		const struct model_type *next;
		const struct model_field *f;

		if (n == 0 || n >= sizeof(part))
			return t;
		memcpy(part, *name, n);
		part[n] = '\0';
		if (part[0] >= '0' && part[0] <= '9')
			continue;
		f = model_field_by_name(t, part);
		next = model_child_by_collection(t, part);
		if (!next && f && f->of)
			next = model_type_by_name(f->of);
		if (!next)
			return t;
		t = next;
	}
	return t;
}

static void tell_path(struct screen_read *r, const struct model_type *t, uint32_t line, const struct word *w, bool words)
{
	const char *name;
	const struct model_type *in = last_step(t, w->text, &name);
	size_t n = strcspn(name, ".");
	char *part = arena_strndup(r->tmp, name, n);
	struct suggest g = suggest_for(part);

	for (size_t i = 0; i < in->n_fields; i++)
		suggest_try(&g, in->fields[i].name);
	for (size_t i = 0; i < model_type_count() && name[n] == '.'; i++)
		if (model_type_at(i)->collection && strcmp(model_type_at(i)->parent, in->name) == 0)
			suggest_try(&g, model_type_at(i)->collection);
	if (!g.best && words && screen_word_is(part))
		g.best = part;
	screen_error_add(r, line, w->column, "không có cột \"%s\" trong %s%s", part, in->name, suggest_text(r, &g));
}

bool screen_resolve_path(struct screen_read *r, const struct model_type *t, uint32_t line, const struct word *w, struct model_path *out)
{
	if (model_path_parse(t, w->text, out) == 0)
		return true;
	memset(out, 0, sizeof(*out));
	tell_path(r, t, line, w, false);
	return false;
}

bool screen_resolve_column(struct screen_read *r, const struct model_type *t, uint32_t line, const struct word *w,
			   const struct model_field **f)
{
	struct model_path p;

	*f = NULL;
	if (model_path_parse(t, w->text, &p) == 0) {
		*f = p.field;
		return true;
	}
	if (screen_word_is(w->text))
		return true;
	tell_path(r, t, line, w, true);
	return false;
}

static bool among(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

bool screen_resolve_stored(struct screen_read *r, const struct model_type *t, uint32_t line, const struct word *w, const char *const *words,
		const struct model_field **f)
{
	static const char *const common[] = { "id", "state", "owner", "version", "created_at", "created_by", NULL };
	struct model_path p;

	if (!screen_resolve_column(r, t, line, w, f))
		return false;
	if (!*f && (among(common, w->text) || among(words, w->text)))
		return true;
	if (*f && model_path_parse(t, w->text, &p) == 0 && !p.child && !p.embed && (*f)->kind != MODEL_COMPOSITE)
		return true;
	screen_error_add(r, line, w->column, "\"%s\" không nằm sẵn trong bảng %s nên không chọn, sắp xếp được; dùng một cột của bảng",
			 w->text, t->name);
	return false;
}

struct told_at {
	struct screen_read *r;
	uint32_t line, column;
	bool told;
};

static void tell_expr(void *to, size_t at, const char *text)
{
	struct told_at *t = to;

	screen_error_add(t->r, t->line, t->column + (uint32_t)at, "biểu thức sai: %s", text);
	t->told = true;
}

void *screen_resolve_expr(struct screen_read *r, uint32_t line, const struct word *w)
{
	struct told_at to = { .r = r, .line = line, .column = w->column + w->quoted };
	void *expr = NULL;

	if (!r->fn || !r->fn->compile)
		return NULL;
	if (r->fn->compile(r->fn->ctx, w->text, r->tags, r->s->n_fields, &expr, tell_expr, &to) == 0)
		return expr;
	if (!to.told)
		tell_expr(&to, 0, w->text);
	return NULL;
}

/* ---- what must hold in the end ---------------------------------------------------------------------------------------------- */

static void finish_detail(struct screen_read *r)
{
	for (size_t i = 0; i < r->n_rows; i++)
		if (r->row[i].detail == SCREEN_NONE)
			screen_error_add(r, r->row[i].line, 1, "dòng *%u chưa có mục detail; thêm: detail TÊN, collection và rows",
					 (unsigned)r->row[i].count);
	for (size_t i = 0; i < r->s->n_details; i++) {
		const struct screen_detail *d = &r->s->detail[i];

		if (!d->collection && r->s->type)
			screen_error_add(r, d->line, 1, "detail \"%s\" chưa có collection; thêm một dòng", d->name);
		if (!d->field)
			screen_error_add(r, d->line, 1, "detail \"%s\" chưa có rows; thêm tên các ô của dòng *N", d->name);
	}
}

/* Rows of the picture are counted from 0 as found; from here on an item knows its detail section. */
static void number_blocks(struct screen_read *r, struct screen_item *item, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (item[i].detail != SCREEN_NONE)
			item[i].detail = r->row[item[i].detail].detail;
}

/* A field that can be typed must reach the record by one of the verbs that F2 does. */
static void check_writable(struct screen_read *r, size_t i)
{
	const struct screen *s = r->s;
	const struct screen_field *f = &s->field[i];

	if (f->noentry || !f->model.field || s->kind != SCREEN_FORM || s->n_save == 0)
		return;
	for (size_t k = 0; k < s->n_save; k++)
		if (model_verb_writes_path(model_verb_by_name(s->type->name, s->save[k]), s->type, &f->model))
			return;
	screen_error_add(r, r->note[i].path_line, r->note[i].path->column, "%s không ghi được cột \"%s\"; thêm noentry hoặc bỏ ô này",
			 s->save[0], f->path);
}

static void finish_field(struct screen_read *r, size_t i)
{
	struct screen_field *f = &r->s->field[i];
	const struct field_note *note = &r->note[i];
	const struct model_field *m = f->model.field;

	if (!note->block && !f->of)
		screen_error_add(r, note->line, note->column, "ô \"%s\" chưa có mục; thêm: field %s", note->picture_tag, note->picture_tag);
	else if (!f->path && !f->of && f->choices_of == SCREEN_NONE && !r->section[note->section].broken)
		screen_error_add(r, f->line, 1, "ô \"%s\" chưa có cột; thêm: column TÊN", note->picture_tag);
	if (note->row != SCREEN_NONE && f->detail < 0 && r->row[note->row].detail != SCREEN_NONE)
		screen_error_add(r, note->line, note->column, "ô \"%s\" chưa có trong rows của khối; thêm vào", note->picture_tag);
	f->noentry = f->noentry || f->value_only || !m || (m->flags & MODEL_COMPUTED) || r->s->kind == SCREEN_RECORD;
	if (m && !f->code_list && (m->kind == MODEL_CODE || m->kind == MODEL_LIST_CODE))
		f->code_list = m->of;
	if (m && !f->lookup_type && (m->kind == MODEL_REF || m->kind == MODEL_LIST_REF))
		f->lookup_type = m->of;
	if (m && !f->max && m->max > 0 && (m->kind == MODEL_TEXT || m->kind == MODEL_COMPOSITE))
		f->max = (uint32_t)m->max;
	if (!f->label)
		f->label = m ? m->short_label : f->tag;
	check_writable(r, i);
}

static void finish_list(struct screen_read *r, struct screen_list *l)
{
	const struct screen_list *first = &r->s->list[0];

	if (!l->type)
		l->type = r->s->type;
	if (!l->type)
		screen_error_add(r, l->line, 1, "list \"%s\" chưa có bảng; thêm: type TÊN, hoặc table ở đầu tệp", l->name);
	if (!l->column && l->type == first->type) {
		l->column = first->column;
		l->n_columns = first->n_columns;
	}
	if (!l->order && l->type == first->type)
		l->order = first->order;
	if (!l->find && l->type == first->type) {
		l->find = first->find;
		l->n_find = first->n_find;
	}
	l->title = l->title ? l->title : r->s->title;
	l->open = l->open ? l->open : r->s->record;
	l->add = l->add ? l->add : r->s->add;
	if (l->n_keys == 0 && l->type == r->s->type) {
		l->key = r->s->key;
		l->n_keys = r->s->n_keys;
	}
	if (l->n_columns == 0 && l->type && r->n_errors == 0)
		screen_error_add(r, l->line, 1, "list \"%s\" chưa có cột; thêm: column TÊN", l->name);
}

/* What is typed on a wide terminal is typed on a narrow one too, unless the file says that it is not. */
static void check_narrow(struct screen_read *r)
{
	const struct screen *s = r->s;

	for (size_t i = 0; s->n_narrow_items && i < s->n_fields; i++) {
		const struct screen_field *f = &s->field[i];
		bool drawn = f->value_only || f->noentry || f->narrow_hide || !f->path;

		for (size_t k = 0; !drawn && k < s->n_narrow_items; k++)
			drawn = s->narrow_item[k].kind == SCREEN_FIELD && s->narrow_item[k].field == i;
		if (!drawn)
			screen_error_add(r, r->narrow.line, 1, "layout narrow thiếu ô \"%s\"; vẽ vào, hoặc thêm narrow hide ở field \"%s\"",
					 f->tag, f->tag);
	}
}

static void check_whole(struct screen_read *r)
{
	struct screen *s = r->s;
	const char *kind = screen_kind_name(s->kind);
	bool pictured = s->kind == SCREEN_FORM || s->kind == SCREEN_RECORD;

	if (!s->name) /* the kind itself was refused */
		return;
	if (!pictured && r->wide.line)
		screen_error_add(r, r->wide.line, 1, "\"layout\" không dùng trong %s; bỏ đi", kind);
	if (pictured && !r->wide.line)
		screen_error_add(r, 1, 1, "%s chưa có hình; thêm layout ... end", kind);
	if (pictured && !s->type && r->n_errors == 0)
		screen_error_add(r, 1, 1, "%s chưa có bảng; thêm: table TÊN", kind);
	if (s->kind == SCREEN_FORM && s->n_save == 0 && r->n_errors == 0)
		screen_error_add(r, 1, 1, "form chưa biết F2 làm gì; thêm: save VIỆC");
	if (s->kind == SCREEN_LIST && s->n_lists == 0)
		screen_error_add(r, 1, 1, "list chưa có danh sách nào; thêm: list TÊN và các column");
	if (s->kind == SCREEN_MENU && s->n_entries == 0)
		screen_error_add(r, 1, 1, "menu chưa có mục nào; thêm: entry SỐ \"NHÃN\"");
	for (size_t i = 0; i < s->n_entries; i++)
		if (s->entry[i].label && !s->entry[i].opens)
			screen_error_add(r, s->entry[i].line, 1, "entry %d chưa biết mở gì; thêm: open TÊN", s->entry[i].digit);
	check_narrow(r);
}

void screen_resolve_finish(struct screen_read *r)
{
	struct screen *s = r->s;

	finish_detail(r);
	number_blocks(r, s->item, s->n_items);
	number_blocks(r, s->narrow_item, s->n_narrow_items);
	for (size_t i = 0; i < s->n_fields; i++)
		finish_field(r, i);
	if (!s->title)
		s->title = s->type ? s->type->label : s->name;
	for (size_t i = 0; i < s->n_lists; i++)
		finish_list(r, &s->list[i]);
	for (size_t i = 1; i < s->n_entries; i++)
		if (!s->entry[i].group)
			s->entry[i].group = s->entry[i - 1].group;
	check_whole(r);
}
