/* peer_form: what a forms program made of libform costs: 30 fields on a screen of 80x24, as a yardstick for bytes a letter and for memory.
 * Run by `make bench` on a pty; ends at F10 or when the terminal goes. With a file's name it also keeps a SQLite handle, as such programs do.
 */
#include <form.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdlib.h>

#define FIELDS 30

static void open_database(const char *path)
{
	sqlite3 *db = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS doc(id INTEGER PRIMARY KEY, a TEXT, b TEXT); SELECT * FROM doc LIMIT 18", NULL, NULL, NULL))
		exit(1);
}

int main(int argc, char **argv)
{
	FIELD *field[FIELDS + 1] = { NULL };
	FORM *form;
	wint_t c;
	int got;

	setlocale(LC_ALL, "C.UTF-8");
	if (argc > 1)
		open_database(argv[1]);
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	for (int i = 0; i < FIELDS; i++) {
		field[i] = new_field(1, 24, 2 + i % 15, i < 15 ? 14 : 54, 0, 0);
		set_field_back(field[i], A_UNDERLINE);
		field_opts_off(field[i], O_AUTOSKIP);
	}
	form = new_form(field);
	post_form(form);
	for (int i = 0; i < FIELDS; i++)
		mvprintw(2 + i % 15, i < 15 ? 1 : 41, "Field %d:", i + 1);
	mvprintw(0, 1, "peer ready");
	form_driver(form, REQ_FIRST_FIELD);
	refresh();
	while ((got = get_wch(&c)) != ERR && !(got == KEY_CODE_YES && c == KEY_F(10))) {
		if (c == '\t')
			form_driver(form, REQ_NEXT_FIELD);
		else
			form_driver_w(form, got, (wchar_t)c);
		refresh();
	}
	endwin();
	return 0;
}
