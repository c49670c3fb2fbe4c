/* Folders of screens: the first folder wins, bad files are told and give way, a good copy outlives a bad change. */
#include "t.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "congvu/screen.h"

static char *dir[2];
static struct screen_set *set;
static size_t told;
static char told_file[512], told_text[300];

static void say(void *ctx, const char *file, const struct screen_error *e, size_t n)
{
	(void)ctx;
	told++;
	snprintf(told_file, sizeof(told_file), "%s", file);
	snprintf(told_text, sizeof(told_text), "%s", n ? e[0].text : "");
}

/* Each write gets a time of its own: file systems count in coarse steps. */
static void put(int d, const char *name, const char *text)
{
	static time_t tick = 1700000000;
	char path[600];
	struct timespec times[2];
	FILE *f;

	tick++;
	times[0] = times[1] = (struct timespec){ .tv_sec = tick };
	snprintf(path, sizeof(path), "%s/%s", dir[d], name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, dir[d], times, 0), 0);
}

static void drop(int d, const char *name)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/%s", dir[d], name);
	assert_int_equal(unlink(path), 0);
}

static const char *form(const char *name, const char *title, const char *save)
{
	static char text[600];

	snprintf(text, sizeof(text), "form %s\ntitle %s\ntable incoming\n%s\nlayout\n Ghi chú [gc    ]\nend\nfield gc\n  column note\n",
		 name, title, save);
	return text;
}

static int up(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		char path[600];

		dir[i] = t_mkdir();
		snprintf(path, sizeof(path), "%s/help", dir[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	told = 0;
	put(1, "a.scr", form("a", "A chung", "save register"));
	put(1, "b.scr", form("b", "B chung", "save submit if gc\nsave register"));
	put(1, "m.scr", "menu m\nroles vanthu\nentry 1 \"A\"\n  open a\n");
	put(1, "x.scr", "record x\ntable incoming\nlayout\n <tt    >\nend\nfield tt\n  column state\n");
	put(1, "help/chung.txt", "Chung\n");
	put(1, "ghi-chu.txt", "không phải màn hình\n");
	put(0, "a.scr", form("a", "A riêng", "save register"));
	return screen_set_open((const char *const[]){ dir[0], dir[1] }, 2, NULL, say, NULL, &set);
}

static int down(void **state)
{
	(void)state;
	screen_set_free(set);
	for (int i = 0; i < 2; i++) {
		char command[600];

		snprintf(command, sizeof(command), "rm -rf '%s'", dir[i]);
		assert_int_equal(system(command), 0);
		free(dir[i]);
	}
	return 0;
}

static size_t reload(void)
{
	size_t changed = 99;

	assert_int_equal(screen_set_reload(set, &changed), 0);
	return changed;
}

static void first_wins(void **state)
{
	size_t n;
	const char *const *names = screen_set_names(set, &n);

	(void)state;
	assert_int_equal(n, 4);
	assert_string_equal(names[0], "a");
	assert_string_equal(names[3], "x");
	assert_string_equal(screen_set_get(set, "a")->title, "A riêng");
	assert_string_equal(screen_set_get(set, "b")->title, "B chung");
	assert_null(screen_set_get(set, "c"));
	assert_null(screen_set_get(set, NULL));
	assert_ptr_equal(screen_set_get(set, "a"), screen_set_get(set, "a"));
	assert_int_equal(told, 0);
}

static void by_use(void **state)
{
	(void)state;
	assert_string_equal(screen_set_form_for(set, "incoming", "register")->name, "a");
	assert_string_equal(screen_set_form_for(set, "incoming", "submit")->name, "b");
	assert_null(screen_set_form_for(set, "incoming", "sub"));
	assert_null(screen_set_form_for(set, "petition", "register"));
	assert_string_equal(screen_set_menu_for(set, "vanthu")->name, "m");
	assert_null(screen_set_menu_for(set, "van"));
	assert_string_equal(screen_set_record_for(set, "incoming")->name, "x");
}

static void help(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_int_equal(screen_set_help(set, "chung", &b), 0);
	assert_string_equal(buf_str(&b), "Chung\n");
	put(0, "help/chung.txt", "Riêng\n");
	buf_reset(&b);
	assert_int_equal(screen_set_help(set, "chung", &b), 0);
	assert_string_equal(buf_str(&b), "Riêng\n");
	assert_int_equal(screen_set_help(set, "../a", &b), ERR_NOTFOUND);
	assert_int_equal(screen_set_help(set, "", &b), ERR_NOTFOUND);
	assert_int_equal(screen_set_help(set, NULL, &b), ERR_NOTFOUND);
	assert_int_equal(screen_set_help(set, "khong", &b), ERR_NOTFOUND);
	buf_clear(&b);
}

static void good_copy_stays(void **state)
{
	(void)state;
	assert_string_equal(screen_set_get(set, "a")->title, "A riêng");
	assert_int_equal(reload(), 0);
	put(0, "a.scr", form("a", "A mới", "save register"));
	assert_int_equal(reload(), 1);
	assert_string_equal(screen_set_get(set, "a")->title, "A mới");
	put(0, "a.scr", form("a", "A hỏng", "save registr"));
	assert_int_equal(reload(), 0);
	assert_int_equal(told, 1);
	assert_non_null(strstr(told_file, "/a.scr"));
	assert_string_equal(told_text, "không có việc \"registr\" của incoming; có phải \"register\"?");
	assert_string_equal(screen_set_get(set, "a")->title, "A mới");
	assert_int_equal(reload(), 0);
	assert_int_equal(told, 1); /* not again */
	put(0, "a.scr", form("a", "A lành", "save register"));
	assert_int_equal(reload(), 1);
	assert_string_equal(screen_set_get(set, "a")->title, "A lành");
}

static void bad_gives_way(void **state)
{
	(void)state;
	put(0, "a.scr", "form a\nhỏng\n");
	assert_string_equal(screen_set_get(set, "a")->title, "A chung");
	assert_int_equal(told, 1);
	put(1, "c.scr", "form khac\n");
	assert_int_equal(reload(), 0);
	assert_null(screen_set_get(set, "c"));
	assert_null(screen_set_get(set, "c"));
	assert_int_equal(told, 2);
	put(1, "c.scr", form("d", "tên khác", "save register"));
	(void)reload();
	assert_null(screen_set_get(set, "c"));
	assert_string_equal(told_text, "tên \"d\" khác tên tệp; đặt tên tệp là d.scr");
}

static void come_and_go(void **state)
{
	(void)state;
	assert_null(screen_set_get(set, "moi"));
	put(1, "moi.scr", form("moi", "Mới", "save register"));
	assert_int_equal(reload(), 0);
	assert_string_equal(screen_set_get(set, "moi")->title, "Mới");
	put(0, "moi.scr", form("moi", "Mới riêng", "save register")); /* the office makes its own */
	assert_int_equal(reload(), 1);
	assert_string_equal(screen_set_get(set, "moi")->title, "Mới riêng");
	drop(0, "moi.scr");
	assert_int_equal(reload(), 1);
	assert_string_equal(screen_set_get(set, "moi")->title, "Mới");
	drop(1, "moi.scr");
	assert_int_equal(reload(), 1);
	assert_null(screen_set_get(set, "moi"));
}

static void no_folder(void **state)
{
	struct screen_set *none;
	size_t n;
	struct screen_error e;
	struct screen *s;

	(void)state;
	assert_int_equal(screen_set_open((const char *const[]){ "/nonexistent" }, 1, NULL, NULL, NULL, &none), 0);
	(void)screen_set_names(none, &n);
	assert_int_equal(n, 0);
	assert_null(screen_set_menu_for(none, "vanthu"));
	screen_set_free(none);
	assert_int_equal(screen_load("/nonexistent/a.scr", NULL, &s, &e, 1, &n), ERR_NOTFOUND);
	assert_int_equal(n, 1);
	assert_int_equal(screen_load("/", NULL, &s, &e, 1, &n), ERR_IO);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(first_wins),    TEST(by_use),      TEST(help),     TEST(good_copy_stays),
					    TEST(bad_gives_way), TEST(come_and_go), TEST(no_folder) };

	return T_RUN(tests);
}
