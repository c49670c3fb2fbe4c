/* The shipped screens: they load against the real model, fit 80 columns, name only screens and lists that are there, and look at 132, 80,
 * 40 and 28 columns as tests/data/screens/NAME.txt says (GOLDEN=1 writes those anew, for review). */
#include "t.h"

#include <dirent.h>

#include "congvu/screen.h"

#ifndef CONGVU_TREE
#define CONGVU_TREE "."
#endif

static struct screen_set *set;
static size_t complaints;

static void say(void *ctx, const char *file, const struct screen_error *e, size_t n)
{
	(void)ctx;
	for (size_t i = 0; i < n; i++)
		print_error("%s:%u:%u: %s\n", file, e[i].line, e[i].column, e[i].text);
	complaints++;
}

static int open_set(void **state)
{
	const char *dirs[] = { CONGVU_TREE "/screens" };

	(void)state;
	return screen_set_open(dirs, 1, NULL, say, NULL, &set);
}

static int close_set(void **state)
{
	(void)state;
	screen_set_free(set);
	return 0;
}

static void all_load(void **state)
{
	size_t n;
	const char *const *names = screen_set_names(set, &n);

	(void)state;
	assert_true(n >= 20);
	for (size_t i = 0; i < n; i++) {
		const struct screen *s = screen_set_get(set, names[i]);

		assert_non_null(s);
		assert_true(s->cols <= 79);
	}
	assert_int_equal(complaints, 0);
}

static void is_there(const char *name, enum screen_kind kind, const char *list)
{
	const struct screen *s = screen_set_get(set, name);

	if (!s)
		fail_msg("no screen %s", name);
	assert_int_equal(s->kind, kind);
	if (list)
		assert_non_null(screen_list_find(s, list));
}

/* What one screen says of another. */
static void names_meet(void **state)
{
	size_t n;
	const char *const *names = screen_set_names(set, &n);
	struct buf help;

	(void)state;
	buf_init(&help, 1 << 16);
	for (size_t i = 0; i < n; i++) {
		const struct screen *s = screen_set_get(set, names[i]);

		if (s->record)
			is_there(s->record, SCREEN_RECORD, NULL);
		if (s->add)
			is_there(s->add, SCREEN_FORM, NULL);
		for (size_t k = 0; k < s->n_lists; k++)
			if (s->list[k].open) { /* the record, or the form that works through the list */
				const struct screen *to = screen_set_get(set, s->list[k].open);

				assert_true(to && (to->kind == SCREEN_RECORD || to->kind == SCREEN_FORM));
				assert_string_equal(to->type->name, s->list[k].type->name);
			}
		for (size_t k = 0; k < s->n_keys; k++)
			if (s->key[k].form)
				is_there(s->key[k].form, SCREEN_FORM, NULL);
		for (size_t k = 0; k < s->n_fields; k++)
			if (s->field[k].new_form) { /* makes what the field names */
				is_there(s->field[k].new_form, SCREEN_FORM, NULL);
				assert_string_equal(screen_set_get(set, s->field[k].new_form)->type->name, s->field[k].lookup_type);
			}
		for (size_t k = 0; k < s->n_entries; k++) {
			const struct screen *to;

			if (strcmp(s->entry[k].opens, "tra-cuu") == 0) /* the search over everything: the ui's own view, no file */
				continue;
			to = screen_set_get(set, s->entry[k].opens);
			assert_non_null(to);
			if (to->kind == SCREEN_LIST)
				is_there(to->name, SCREEN_LIST, s->entry[k].list);
			else
				assert_null(s->entry[k].list);
		}
		assert_non_null(s->help);
		buf_reset(&help);
		assert_int_equal(screen_set_help(set, s->help, &help), 0);
		assert_true(help.len > 100 && utf8_valid(buf_str(&help), help.len));
	}
	buf_clear(&help);
}

/* Help is read on 80 columns and on a phone: short lines. */
static void help_fits(void **state)
{
	DIR *d = opendir(CONGVU_TREE "/screens/help");
	struct dirent *e;
	struct buf help;

	(void)state;
	assert_non_null(d);
	buf_init(&help, 1 << 16);
	while ((e = readdir(d)) != NULL) {
		char *dot = strrchr(e->d_name, '.');

		if (!dot || strcmp(dot, ".txt") != 0)
			continue;
		*dot = '\0';
		buf_reset(&help);
		assert_int_equal(screen_set_help(set, e->d_name, &help), 0);
		for (char *line = strtok((char *)(uintptr_t)buf_str(&help), "\n"); line; line = strtok(NULL, "\n"))
			if (text_width(line) > 78)
				fail_msg("%s: %s", e->d_name, line);
	}
	closedir(d);
	buf_clear(&help);
}

/* A hint stands in one line of 80 columns, with whose it is before it and the name of the input method behind it. */
static void hints_fit(void **state)
{
	static const char *const method[] = { "ui.telex", "ui.vni", "ui.ime.none" };
	size_t n, said = 0, too_long = 0, longest = 0, room;
	const char *const *names = screen_set_names(set, &n);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(method); i++)
		longest = text_width(model_message(method[i])) > longest ? text_width(model_message(method[i])) : longest;
	room = 80 - longest - 3;
	for (size_t i = 0; i < n; i++) {
		const struct screen *s = screen_set_get(set, names[i]);

		for (size_t k = 0; k < s->n_fields; k++) {
			const struct screen_field *f = &s->field[k];
			size_t width = f->hint ? text_width(f->hint) : 0;

			if (width > 0 && strncmp(f->hint, f->label, strlen(f->label)) != 0)
				width += text_width(f->label) + 2;
			if (width > room)
				print_error("%s, field %s: its hint is %zu columns too long: %s: %s\n", names[i], f->tag, width - room, f->label, f->hint);
			too_long += width > room;
			said += width > 0;
		}
	}
	assert_int_equal(too_long, 0);
	assert_true(said > 20);
}

static bool saves(const struct screen *s, const char *verb)
{
	for (size_t i = 0; i < s->n_save; i++)
		if (strcmp(s->save[i], verb) == 0)
			return true;
	return false;
}

/* Every role begins somewhere, every verb that writes something has its form, every type that has a form has a record screen. */
static void covered(void **state)
{
	(void)state;
	for (size_t i = 0; i < model_role_count(); i++)
		if (model_role_at(i)->no < 50 && strcmp(model_role_at(i)->name, "system") != 0 &&
		    !screen_set_menu_for(set, model_role_at(i)->name))
			fail_msg("no menu for role %s", model_role_at(i)->name);
	for (size_t i = 0; i < model_verb_count(); i++) {
		const struct model_verb *v = model_verb_at(i);
		const struct screen *s;

		if (strcmp(v->type, "*") == 0 || !v->fields[0])
			continue;
		s = screen_set_form_for(set, v->type, v->name);
		if (!s)
			fail_msg("no form for %s %s", v->type, v->name);
		assert_true(saves(s, v->name));
		assert_non_null(screen_set_record_for(set, v->type));
	}
	assert_string_equal(screen_set_form_for(set, "incoming", "register")->name, "van-ban-den");
	assert_string_equal(screen_set_form_for(set, "incoming", "submit")->name, "trinh-van-ban-den");
}

static void golden(const char *name)
{
	static const uint16_t sizes[] = { 132, 80, 40, 28 };
	const struct screen *s = screen_set_get(set, name);
	char path[1024], *want = mem_xalloc(1 << 18);
	struct buf got;
	size_t n = 0;
	FILE *f;

	buf_init(&got, 1 << 18);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		buf_printf(&got, "== %u\n", sizes[i]);
		assert_int_equal(screen_show(s, sizes[i], &got), 0);
	}
	snprintf(path, sizeof(path), CONGVU_TREE "/tests/data/screens/%s.txt", name);
	if (getenv("GOLDEN")) {
		f = fopen(path, "w");
		assert_non_null(f);
		fwrite(buf_str(&got), 1, got.len, f);
		fclose(f);
	} else {
		f = fopen(path, "r");
		if (!f)
			fail_msg("no %s; GOLDEN=1 makes it", path);
		n = fread(want, 1, (1 << 18) - 1, f);
		want[n] = '\0';
		fclose(f);
		assert_string_equal(buf_str(&got), want);
	}
	buf_clear(&got);
	free(want);
}

static void goldens(void **state)
{
	size_t n;
	const char *const *names = screen_set_names(set, &n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		golden(names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(all_load), cmocka_unit_test(names_meet), cmocka_unit_test(help_fits),
		cmocka_unit_test(hints_fit), cmocka_unit_test(covered), cmocka_unit_test(goldens) };

	return cmocka_run_group_tests_name(__FILE__, tests, open_set, close_set);
}
