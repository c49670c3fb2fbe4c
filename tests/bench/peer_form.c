/* peer_form: the form of an incoming document as a program made of libform would have it: the same picture, the same fields, on 80x24, as a
 * yardstick for bytes and memory. Run by `make bench` on a pty; ends at F10 or when the terminal goes. With a file's name it also keeps a
 * SQLite handle, as such programs do. Fields are drawn without an attribute, which is libform at its cheapest.
 * Keys: Tab, Backspace, Ctrl-A (to the beginning), F4 (a popup of ten lines), Esc (closes it), Ctrl-L (paints anew).
 */
#include <form.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <wchar.h>

static const wchar_t *const picture[] = {
	L" Văn bản đến: vào sổ                   Nguyễn Thị Mai, văn thư        Trung tâm",
	L"",
	L" Sổ [                           ]  Độ mật [         ]  Độ khẩn [           ]",
	L" Ngày đến    [          ]  Nhận qua [            ]  Bản giấy [ ]  Đích danh [ ]",
	L" Số, ký hiệu [                           ]  Ngày VB [          ]",
	L" Loại VB     [     ]",
	L" Tác giả     [       ] [                                                      ]",
	L" Trích yếu   [                                                                ]",
	L"             [                                                                ]",
	L" Người ký    [                            ]  Chức vụ [                        ]",
	L" Số tờ [    ]  Số bản [    ]  Lĩnh vực [            ]  Hạn nơi gửi [          ]",
	L" Ghi chú     [                                                                ]",
	L"",
	L" Trình       [          ]",
	L"", L"", L"", L"", L"", L"", L"", L"",
	L" Trích yếu: ghi đúng như trên văn bản",
	L" F1 Giúp  F2 Lưu  F4 Chọn  F8 Như trước  Ctrl-Z Hoàn tác  Ctrl-O Lệnh  F3 Về",
};
#define ROWS ((int)(sizeof(picture) / sizeof(picture[0])))
#define FIELDS_MAX 40

static const char *const kinds[] = { "Công văn                     CV", "Quyết định                   QD", "Thông báo                    TB",
	"Báo cáo                      BC", "Tờ trình                     TT", "Kế hoạch                     KH", "Chỉ thị                      CT",
	"Nghị quyết                   NQ", "Giấy mời                     GM", "Công điện                    CD" };
#define KINDS ((int)(sizeof(kinds) / sizeof(kinds[0])))

static void open_database(const char *path)
{
	sqlite3 *db = NULL;

	/* Twenty of them begin at once and one makes the table. */
	if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_busy_timeout(db, 10000) != SQLITE_OK ||
	    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS doc(id INTEGER PRIMARY KEY, a TEXT, b TEXT); SELECT * FROM doc LIMIT 18", NULL, NULL, NULL))
		exit(1);
}

/* Every pair of brackets in the picture is a field. */
static FORM *make_form(FIELD **field)
{
	int n = 0;
	FORM *form;

	for (int row = 0; row < ROWS; row++) {
		const wchar_t *open = picture[row];

		while (n < FIELDS_MAX && (open = wcschr(open, L'[')) != NULL) {
			int width = (int)(wcschr(open, L']') - open) - 1;

			field[n] = new_field(1, width, row, (int)(open - picture[row]) + 1, 0, 0);
			field_opts_off(field[n], O_AUTOSKIP | O_BLANK | O_STATIC);
			n++;
			open++;
		}
	}
	form = new_form(field);
	post_form(form);
	for (int row = 0; row < ROWS; row++)
		mvaddwstr(row, 0, picture[row]);
	form_driver(form, REQ_FIRST_FIELD);
	return form;
}

static void popup(bool open)
{
	if (open) {
		WINDOW *w = newwin(KINDS + 2, 36, 6, 20);

		wborder(w, '|', '|', '-', '-', '+', '+', '+', '+');
		for (int i = 0; i < KINDS; i++) {
			wattrset(w, i == 0 ? A_REVERSE : A_NORMAL);
			mvwaddstr(w, 1 + i, 2, kinds[i]);
		}
		wnoutrefresh(w);
		delwin(w);
	} else {
		touchwin(stdscr);
	}
}

static void key(FORM *form, int got, wint_t c)
{
	if (c == '\t')
		form_driver(form, REQ_NEXT_FIELD);
	else if (c == 0x7f || (got == KEY_CODE_YES && c == KEY_BACKSPACE))
		form_driver(form, REQ_DEL_PREV);
	else if (c == 0x01)
		form_driver(form, REQ_BEG_FIELD);
	else if (c == 0x0c)
		clearok(curscr, TRUE);
	else if (got == KEY_CODE_YES && c == KEY_F(4))
		popup(true);
	else if (c == 0x1b)
		popup(false);
	else
		form_driver_w(form, got, (wchar_t)c);
}

int main(int argc, char **argv)
{
	FIELD *field[FIELDS_MAX + 1] = { NULL };
	WINDOW *keys;
	FORM *form;
	wint_t c;
	int got;

	setlocale(LC_ALL, "C.UTF-8");
	if (argc > 1)
		open_database(argv[1]);
	initscr();
	raw();
	noecho();
	set_escdelay(25);
	keys = newpad(1, 1); /* reading from stdscr would refresh it */
	keypad(keys, TRUE);
	form = make_form(field);
	refresh();
	while ((got = wget_wch(keys, &c)) != ERR && !(got == KEY_CODE_YES && c == KEY_F(10))) {
		bool open = got == KEY_CODE_YES && c == KEY_F(4);

		/* What has been typed meanwhile belongs to the same paint. */
		do {
			key(form, got, c);
			nodelay(keys, TRUE);
		} while (!open && (got = wget_wch(keys, &c)) != ERR);
		nodelay(keys, FALSE);
		if (!open)
			pos_form_cursor(form), wnoutrefresh(stdscr);
		doupdate();
	}
	endwin();
	return 0;
}
