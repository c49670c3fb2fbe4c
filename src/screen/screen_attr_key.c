/* screen_attr_key.c: what a screen adds of its own to the keys and to Ctrl-O: verbs of its records, and actions that have a name. */
#include "screen_internal.h"

#include <string.h>

#define LABEL_MAX 24

static const struct screen_action actions[] = {
#define X(act, name, words, help) { act, name, words, help },
	SCREEN_ACT_LIST(X)
#undef X
};

const struct screen_action *screen_action_at(size_t i)
{
	return i < COUNT_OF(actions) ? &actions[i] : NULL;
}

static const char *const free_keys[] = { "F10", "F11" };

const char *screen_free_key(size_t i)
{
	return i < COUNT_OF(free_keys) ? free_keys[i] : NULL;
}

/* ---- the words of a line ------------------------------------------------------------------------------------------------------ */

static bool key_fits(struct screen_read *r, const struct statement *st)
{
	const struct word *w = &st->word[0];
	bool digits = r->s->kind == SCREEN_RECORD;

	if (digits && w->text[0] >= '1' && w->text[0] <= '9' && w->text[1] == '\0')
		return true;
	for (size_t i = 0; i < COUNT_OF(free_keys); i++)
		if (strcmp(free_keys[i], w->text) == 0)
			return true;
	screen_error_add(r, st->line, w->column, "phím \"%s\" đã có việc khác hoặc không có; dùng F10, F11%s", w->text,
			 digits ? " hoặc một số từ 1 đến 9" : "");
	return false;
}

static void tell_action(struct screen_read *r, const struct statement *st, const struct model_type *t, const struct word *w)
{
	struct suggest g = suggest_for(w->text);

	for (size_t i = 0; i < COUNT_OF(actions); i++)
		if (actions[i].act != SCREEN_ACT_VERB)
			suggest_try(&g, actions[i].name);
	for (size_t i = 0; i < model_verb_count(); i++)
		if (strcmp(model_verb_at(i)->type, t->name) == 0)
			suggest_try(&g, model_verb_at(i)->name);
	screen_error_add(r, st->line, w->column, "không có việc \"%s\" của %s%s", w->text, t->name, suggest_text(r, &g));
}

/* A verb of this type, or a named action. false: told. */
static bool what_is_done(struct screen_read *r, const struct statement *st, const struct model_type *t, const struct word *w,
		struct screen_key *out)
{
	const struct model_verb *v = model_verb_by_name(t->name, w->text);

	for (size_t i = 0; i < COUNT_OF(actions); i++) {
		if (actions[i].act == SCREEN_ACT_VERB || strcmp(actions[i].name, w->text) != 0)
			continue;
		out->act = actions[i].act;
		out->label = model_message_short(actions[i].words);
		return true;
	}
	if (v == NULL || strcmp(v->type, t->name) != 0) {
		tell_action(r, st, t, w);
		return false;
	}
	if (strcmp(v->from, "-") == 0) {
		screen_error_add(r, st->line, w->column, "việc \"%s\" chỉ tạo mục mới; dùng add để F6 mở form ấy", w->text);
		return false;
	}
	out->verb = v;
	out->label = v->label;
	return true;
}

/* NAME [FORM] ["LABEL"], from word i on */
static bool action_words(struct screen_read *r, const struct statement *st, const struct model_type *t, uint16_t i, struct screen_key *out)
{
	if (i == st->n) {
		screen_error_add(r, st->line, st->column, "chưa biết làm gì; viết: %s %s", st->row->pub.name, st->row->pub.args);
		return false;
	}
	if (!what_is_done(r, st, t, &st->word[i++], out))
		return false;
	if (out->act == SCREEN_ACT_OPEN) {
		if (i == st->n || st->word[i].quoted) {
			screen_error_add(r, st->line, st->word[i - 1].column, "open chưa biết mở gì; viết: open TÊN-FORM \"NHÃN\"");
			return false;
		}
		if (!screen_name_fits(r, st->line, &st->word[i]))
			return false;
		out->form = st->word[i++].text;
	}
	if (i < st->n && st->word[i].quoted)
		out->label = st->word[i++].text;
	if (i < st->n) {
		screen_error_add(r, st->line, st->word[i].column, "thừa \"%s\"; viết: %s %s", st->word[i].text, st->row->pub.name,
				 st->row->pub.args);
		return false;
	}
	if (text_width(out->label) > LABEL_MAX) {
		screen_error_add(r, st->line, st->word[i - 1].column, "nhãn dài quá %d cột; rút gọn", LABEL_MAX);
		return false;
	}
	return true;
}

static void put_key(struct screen_read *r, const struct statement *st, const struct model_type *t, uint16_t from,
		const struct screen_key **all, size_t *n)
{
	struct screen_key k = { .line = st->line }, *more;

	if (t == NULL)
		return;
	if (from > 0) {
		if (!key_fits(r, st))
			return;
		k.key = st->word[0].text;
		if (strcmp(st->word[1].text, "action") != 0) {
			screen_error_add(r, st->line, st->word[1].column, "không hiểu \"%s\"; viết: key %s", st->word[1].text,
					 st->row->pub.args);
			return;
		}
	}
	for (size_t i = 0; k.key != NULL && i < *n; i++)
		if ((*all)[i].key != NULL && strcmp((*all)[i].key, k.key) == 0) {
			screen_error_add(r, st->line, st->word[0].column, "phím %s đã có ở dòng %u; chọn phím khác", k.key,
					 (unsigned)(*all)[i].line);
			return;
		}
	if (*n == SCREEN_KEYS_MAX) {
		screen_error_add(r, st->line, st->column, "quá %d việc riêng của một màn hình; bỏ bớt", SCREEN_KEYS_MAX);
		return;
	}
	if (!action_words(r, st, t, from, &k))
		return;
	more = screen_grow(r->a, *all, *n, sizeof(k));
	more[(*n)++] = k;
	*all = more;
}

static void set_key(struct screen_read *r, const struct statement *st)
{
	put_key(r, st, r->s->type, strcmp(st->row->pub.name, "key") == 0 ? 2 : 0, &r->s->key, &r->s->n_keys);
}

static void set_list_key(struct screen_read *r, const struct statement *st)
{
	struct screen_list *l = &r->s->list[r->section[st->section].index];

	put_key(r, st, l->type != NULL ? l->type : r->s->type, strcmp(st->row->pub.name, "key") == 0 ? 2 : 0, &l->key, &l->n_keys);
}

#define KINDS (KIND(SCREEN_FORM) | KIND(SCREEN_LIST) | KIND(SCREEN_RECORD))
#define KEY_ARGS "KEY action ACTION [FORM] [\"LABEL\"]"
#define ACTION_ARGS "ACTION [FORM] [\"LABEL\"]"
#define KEY_HELP "F10 or F11, in a record also a digit, does ACTION with the record: a verb of its type (in a list with all marked rows), or "
#define ROW(pub, in, least, kinds, fn) { pub, in, SECTION_FILE, ARGS_WORDS, least, 5, true, kinds, 4, fn }
#define PUB(section, name, args, help) { section, name, args, help }

const struct attr_row screen_rows_key[] = {
	ROW(PUB("screen", "key", KEY_ARGS, KEY_HELP SCREEN_ACT_NAMES "."), SECTION_SCREEN, 3, KINDS, set_key),
	ROW(PUB("screen", "action", ACTION_ARGS, "The same without a key: an entry of Ctrl-O."), SECTION_SCREEN, 1, KINDS, set_key),
	ROW(PUB("list", "key", KEY_ARGS, "As for the screen, in this list only."), SECTION_LIST, 3, 0, set_list_key),
	ROW(PUB("list", "action", ACTION_ARGS, "As for the screen, in this list only."), SECTION_LIST, 1, 0, set_list_key),
};
const size_t screen_rows_key_count = COUNT_OF(screen_rows_key);
