"""key_cases.py: what every key of the key table does to the screen, context by context, for tests/e2e/ssh_keys.py.

A step is "KEY: EFFECT" or "'TEXT: EFFECT" (typed); "!: EFFECT" is the key under test in whatever name and dialect it is played, "!" the same
without an effect of its own; "~" waits until the program listens again behind a question; ".COMMAND" goes to ptydrive as it is. EFFECT is one of ptydrive's `does`: it must come, and not have been there.
Every case leaves the screen as it found it. {n} is the number of documents in the register, {n-1} one less."""

THROW = ["~", "'1: gone Bỏ hết"]
LEAVE_FORM = ["F12: wait Bỏ hết"] + THROW
NEW_FORM = ["F6: wait Độ mật ["]
GARBLE = [".garble RÁC RƯỞI", "!: gone RÁC RƯỞI"]
RECORD = "Độ khẩn Thường"


def editing(write, undo, acts):
    """One line of text with "abc def" in it; `write` puts it there, `undo` brings the screen back."""
    home = ["Home: moves 0 -7"]
    steps = {
        "LEFT": ["!: moves 0 -1"], "RIGHT": ["Left: moves 0 -1", "!: moves 0 1"], "HOME": ["!: moves 0 -7"], "END": home + ["!: moves 0 7"],
        "WORD_LEFT": ["!: moves 0 -3"], "WORD_RIGHT": home + ["!: moves 0 4"], "BACKSPACE": ["!: gone [abc def"],
        "DELETE": home + ["!: wait [bc def"], "KILL_END": home + ["!: gone [abc def"], "KILL_ALL": ["!: gone [abc def"],
        "UNDO": ["!: gone [abc def"], "REDO": ["Ctrl-Z: gone [abc def", "!: wait [abc def"],
        "SELECT": ["!: wait Ctrl-W cắt", "Home: reversed abc def"], "CUT": ["Ctrl-E: wait Ctrl-W cắt", "Home: reversed abc def", "!: gone abc def"],
        "COPY": ["!: wait Đã chép 7", "Ctrl-V: wait [abc defabc def"], "YANK": ["Ctrl-Q: wait Đã chép 7", "!: wait [abc defabc def"],
    }
    return {act: write + steps[act] + undo for act in acts}


def moving(down, up, far="End", near="Home"):
    """Up, Down, Home, End, PgUp, PgDn where a place is marked: (effect of one step, of the step back)."""
    return {"DOWN": ["!: " + down, "Up: " + up], "UP": ["Down: " + down, "!: " + up]}


ALL_EDITING = "LEFT RIGHT HOME END WORD_LEFT WORD_RIGHT BACKSPACE DELETE KILL_END KILL_ALL UNDO REDO SELECT CUT COPY YANK".split()


class Context:
    def __init__(self, enter, leave, cases, user="vanthu"):
        self.enter, self.leave, self.cases, self.user = enter, leave, cases, user


def shut(back, again, acts="ESC CANCEL BACK".split()):
    return {act: ["!: " + back] + again for act in acts}


MENU = Context([], [], {
    "ENTER": ["!: gone Kiểu gõ:"],  # the question of the first login; must come first
    "HELP": ["!: wait Màn hình đầu: những gì", "F3: wait Chọn ["],
    "NEW": ["!: wait Độ mật [", "F3: wait Chọn ["],
    "SEARCH": ["!: wait Tìm trong:", "F3: wait Gõ số", "F3: wait Chọn ["],
    "REPEAT": NEW_FORM + ["Tab: on Số, ký hiệu", "'abc: wait [abc", "F3: wait Bản nháp:", "!: wait [abc"] + LEAVE_FORM,
    "MENU": ["!: wait +--", "Esc: gone +--"],
    "BACK": ["!: wait F3 lần nữa", "F5: gone F3 lần nữa"],
    "REPAINT": GARBLE,
    "REFRESH": [".register", "!: wait chưa trình              {n}"],
})

LIST = Context(["'6: wait Gõ số"], ["F3: wait Chọn ["], {
    "HELP": ["!: wait Danh sách", "F3: gone Danh sách"],
    "ENTER": ["!: wait " + RECORD, "F3: wait Gõ số"],
    "NEW": ["!: wait Độ mật [", "F3: wait Gõ số"],
    "SEARCH": ["!: wait Tìm trong:", "F3: wait Gõ số"],
    "RELATED": ["!: wait Những gì liên quan", "F3: gone Những gì liên quan"],
    "HISTORY": ["!: wait " + RECORD, "F3: wait Gõ số"],
    "FILTER": ["!: wait Lọc [", "Esc: gone Lọc ["],
    "MARK": ["!: wait đã đánh dấu 1", "F3: wait Chọn [", "'6: wait Gõ số"],
    "MARK_ALL": ["!: wait *     {n-1} ", "F3: wait Chọn [", "'6: wait Gõ số"],
    "MENU": ["!: wait +--", "Esc: gone +--"],
    "BACK": ["!: wait Chọn [", "'6: wait Gõ số"],
    "REPAINT": GARBLE,
    **moving("moves 1 0", "moves -1 0"),
    "PAGE_DOWN": ["!: wait  1/CU", "Home: gone  1/CU"],
    "PAGE_UP": ["End: wait  1/CU", "!: gone  1/CU", "F3: wait Chọn [", "'6: wait Gõ số"],
    "END": ["!: wait  1/CU", "Home: gone  1/CU"],
    "HOME": ["End: wait  1/CU", "!: gone  1/CU"],
    "REFRESH": [".register", "!: wait {n}/MOI"],
})

VALUES, LIFE = "Ctrl-R: wait Giờ nhận", "Ctrl-R: gone Giờ nhận"
FIRST_VALUE = "Sổ văn bản đến"
RECORD_VIEW = Context(["'6: wait Gõ số", "Enter: wait " + RECORD], ["F3: wait Gõ số", "F3: wait Chọn ["], {
    "HELP": ["!: wait Xem một mục", "F3: gone Xem một mục"],
    "ENTER": ["!: wait +--", "Esc: gone +--"],
    "NEW": ["!: wait Độ mật [", "F3: wait " + RECORD],
    "HISTORY": ["!: wait Giờ nhận", LIFE],
    "RELATED": ["!: wait Những gì liên quan", "F3: gone Những gì liên quan"],
    "MENU": ["!: wait +--", "Esc: gone +--"],
    "BACK": ["!: wait Gõ số", "Enter: wait " + RECORD],
    "REPAINT": GARBLE,
    "DOWN": [VALUES, "!: gone " + FIRST_VALUE, LIFE],
    "PAGE_DOWN": [VALUES, "!: gone " + FIRST_VALUE, LIFE],
    "END": [VALUES, "!: gone " + FIRST_VALUE, LIFE],
    "UP": [VALUES, "Down: gone " + FIRST_VALUE, "!: wait " + FIRST_VALUE, LIFE],
    "PAGE_UP": [VALUES, "End: gone " + FIRST_VALUE, "!: wait " + FIRST_VALUE, LIFE],
    "HOME": [VALUES, "End: gone " + FIRST_VALUE, "!: wait " + FIRST_VALUE, LIFE],
    "REFRESH": [".correct", "!: wait ghi {seq}"],
})

WRITE = ["PgDn: on Trình", "Up: on Ghi chú", "'abc def: wait [abc def"]
UNWRITE = LEAVE_FORM + NEW_FORM
CORRECT = ["F3: wait Chọn [", "'6: wait Gõ số", "Enter: wait " + RECORD, "Ctrl-O: wait +--", "'2: wait : đính chính"]
UNCORRECT = ["F3: wait " + RECORD, "F3: wait Gõ số", "F3: wait Chọn ["] + NEW_FORM
FORM = Context(NEW_FORM, ["F3: wait Chọn ["], {
    "HELP": ["!: wait Vào sổ văn bản đến", "F3: wait Độ mật ["],
    "ENTER": ["!: on Số, ký hiệu"] + ["F3: wait Chọn ["] + NEW_FORM,
    "SAVE": WRITE + ["!: wait Chưa lưu:", "~", "F3: wait Độ mật ["] + UNWRITE,
    "CHOOSE": ["!: wait +--", "Esc: gone +--"],
    "REFRESH": CORRECT + ["!: wait Đã xem bản mới"] + UNCORRECT,
    "REPEAT": ["Tab: on Số, ký hiệu", "Tab: moves 0 +", "Tab: on Loại VB", "!: wait Công văn"] + UNWRITE,
    "RELATED": CORRECT + ["!: wait Những gì liên quan", "F3: wait : đính chính"] + UNCORRECT,
    "HISTORY": CORRECT + ["!: wait Vào sổ số", "F3: wait : đính chính"] + UNCORRECT,
    "MENU": ["!: wait +--", "Esc: gone +--"],
    "CANCEL": WRITE + ["!: wait Bỏ hết"] + THROW + NEW_FORM,
    "BACK": ["!: wait Chọn ["] + NEW_FORM,
    "IME": ["!: wait Đã bật", "Ctrl-T: wait Đã tắt"],
    "REPAINT": GARBLE,
    "NEXT": ["!: on Số, ký hiệu", "F3: wait Chọn ["] + NEW_FORM,
    "PREV": ["Down: moves 0 +", "!: moves 0 -"],
    "DOWN": ["!: moves 0 +", "Up: moves 0 -"],
    "UP": ["Down: moves 0 +", "!: moves 0 -"],
    "PAGE_DOWN": ["!: on Trình", "PgUp: moves - *", "F3: wait Chọn ["] + NEW_FORM,
    "PAGE_UP": ["PgDn: on Trình", "!: moves - *", "F3: wait Chọn ["] + NEW_FORM,
    **editing(WRITE, UNWRITE, ALL_EDITING),
    "INSERT": WRITE + ["Home: moves 0 -7", "!", "'X: wait [Xbc def"] + UNWRITE,
})

# What only a form with rows has: the people of a petition, the papers of a dossier.
PEOPLE = Context(["'8: wait Có nội dung tố cáo", "'k: wait [Không]", "Tab: wait Nội dung", "'tiep: wait [tiep", "Tab: wait [Trực tiếp"] + ["Tab"] * 6 +
                 ["'Le Van Tu: wait [Le Van Tu"], LEAVE_FORM, {
    "ROW_DROP": ["!: gone [Le Van Tu", "Ctrl-Z: wait [Le Van Tu"],
    "UNDO": ["Ctrl-X: gone [Le Van Tu", "!: wait [Le Van Tu"],
    "INSERT": ["!", "'Nguyen Van Ba: wait [Nguyen Van Ba"],
    "BREAK": ["PgDn: on Ghi chú", "Up: on Tài liệu", "Up: moves -2 0", "Up: on Nội dung", "'mot: wait [mot ", "!", "'hai: wait [hai "],
})
PAPERS = Context(["F6: wait Thủ tục    [", "'chuyen nhuong", "Tab: wait P01", "PgDn: moves + *"], LEAVE_FORM, {
    "MARK_ALL": ["!: wait [Đủ"],
}, user="motcua")

POPUP = Context(NEW_FORM + ["F4: wait +--"], ["Esc: gone +--", "F3: wait Chọn ["], {
    "HELP": ["!: wait Vào sổ văn bản đến", "F3: wait +--"],
    "ENTER": ["Down: reversed Mật", "!: wait [Mật"] + UNWRITE + ["F4: wait +--"],
    **shut("gone +--", ["F4: wait +--"]),
    **moving("reversed Mật", "reversed Thường"),
    "END": ["!: reversed Tuyệt", "Home: reversed Thường"],
    "HOME": ["End: reversed Tuyệt", "!: reversed Thường"],
    "PAGE_DOWN": ["!: reversed Tuyệt", "PgUp: reversed Thường"],
    "PAGE_UP": ["PgDn: reversed Tuyệt", "!: reversed Thường"],
    "NEW": ["Esc: gone +--", "Tab: on Số, ký hiệu", "Tab: moves 0 +", "Tab: on Loại VB", "Tab: on Tác giả", "F4: wait F6 thêm mới", "!: wait Cơ quan mới",
            "F3: wait Độ mật ["] + ["F3: wait Chọn ["] + NEW_FORM + ["F4: wait +--"],
    "BACKSPACE": ["'tu: gone | Thường", "!: wait | Thường", "Backspace: wait 4 trong 4"],
    "REPAINT": GARBLE,
})

PROBLEMS = Context(NEW_FORM + WRITE + ["F2: wait Chưa lưu:", "~"], ["F3: wait Độ mật ["] + LEAVE_FORM, {
    "HELP": ["!: wait Vào sổ văn bản đến", "F3: wait Chưa lưu:"],
    "ENTER": ["!: gone Chưa lưu:", "F2: wait Chưa lưu:", "~"],
    "SAVE": ["!: wait Còn chỗ chưa sửa", "~"],
    **shut("wait Độ mật [", ["F2: wait Chưa lưu:", "~"]),
    **moving("moves 1 0", "moves -1 0"),
    "END": ["!: moves + 0", "Home: moves - 0"],
    "HOME": ["End: moves + 0", "!: moves - 0"],
    "REPAINT": GARBLE,
})

TITLE = "Màn hình đầu: những gì"
TEXT = Context(["F1: wait " + TITLE], ["F3: wait Chọn ["], {
    **shut("wait Chọn [", ["F1: wait " + TITLE], "HELP ENTER ESC CANCEL BACK".split()),
    **moving("gone " + TITLE, "wait " + TITLE),
    "PAGE_DOWN": ["!: gone " + TITLE, "PgUp: wait " + TITLE],
    "PAGE_UP": ["PgDn: gone " + TITLE, "!: wait " + TITLE],
    "END": ["!: gone " + TITLE, "Home: wait " + TITLE],
    "HOME": ["End: gone " + TITLE, "!: wait " + TITLE],
    "REPAINT": GARBLE,
})

AGAIN = ["/: wait Lọc ["]
PROMPT = Context(["'6: wait Gõ số"] + AGAIN, ["Esc: gone Lọc [", "F3: wait Chọn ["], {
    "HELP": ["!: wait Danh sách", "F3: wait Lọc ["],
    "ENTER": ["'cu: wait [cu", "!: gone Lọc [cu"] + AGAIN + ["Esc: gone Lọc ["] + AGAIN,
    **shut("gone Lọc [", AGAIN),
    **moving("wait > {n-1} ", "wait > {n} "),
    "PAGE_DOWN": ["!: wait  1/CU", "PgUp: gone  1/CU"],
    "PAGE_UP": ["PgDn: wait  1/CU", "!: gone  1/CU"],
    **editing(["'abc def: wait [abc def"], ["Esc: gone Lọc ["] + AGAIN, ALL_EDITING),
    "REPAINT": GARBLE,
})

ANEW = ["F3: wait Gõ số", "F7: wait Tìm trong:"]
FOUND = ["'1: wait [1", "!: gone Tìm trong:", "~", "F7: wait [1", "Ctrl-U: gone [1", "F2: gone Tìm trong:", "~", "F7: wait Tìm trong:"]
ASK = Context(["'6: wait Gõ số", "F7: wait Tìm trong:"], ["F3: wait Gõ số", "F3: wait Chọn ["], {
    "HELP": ["!: wait TÌM TRONG SỔ", "F3: gone TÌM TRONG SỔ"],
    "ENTER": FOUND, "SAVE": FOUND, "SEARCH": FOUND,
    "CHOOSE": ["Up: moves + 0", "!: wait +--", "Esc: gone +--", "Down: moves - 0"],
    "MENU": ["!: wait +--", "Esc: gone +--"],
    **shut("wait Gõ số", ["F7: wait Tìm trong:"], ["CANCEL", "BACK"]),
    "IME": ["!: wait Đã bật", "Ctrl-T: wait Đã tắt"],
    **moving("moves 1 0", "moves -1 0"),
    "NEXT": ["!: moves 1 0", "Shift-Tab: moves -1 0"],
    "PREV": ["Tab: moves 1 0", "!: moves -1 0"],
    **editing(["'abc def: wait [abc def"], ANEW, ALL_EDITING),
    "REPAINT": GARBLE,
})

SEEK = ["'van ban: wait >"]
ASK_ALL = ["F3: wait Chọn [", "'9: wait Gõ không dấu"]
HITS = Context(["'9: wait Gõ không dấu"], ["F3: wait Chọn ["], {
    "HELP": ["!: wait TRA CỨU MỌI THỨ", "F3: gone TRA CỨU MỌI THỨ"],
    "ENTER": SEEK + ["!: wait " + RECORD, "F3: gone " + RECORD] + ASK_ALL,
    "REFRESH": SEEK + [".register", "!: wait Văn bản đến   {n} "] + ASK_ALL,
    "SEARCH": SEEK + ["!: wait Tìm trong:", "F3: gone Tìm trong:", "F3: wait Gõ không dấu"] + ASK_ALL,
    "RELATED": SEEK + ["!: wait Những gì liên quan", "F3: gone Những gì liên quan"] + ASK_ALL,
    **shut("wait Chọn [", ["'9: wait Gõ không dấu"], ["CANCEL", "BACK"]),
    "IME": ["!: wait Đã bật", "Ctrl-T: wait Đã tắt"],
    "DOWN": SEEK + ["!: wait > Văn bản đến   {n-1} "] + ASK_ALL,
    "UP": SEEK + ["Down: wait > Văn bản đến   {n-1} ", "!: wait > Văn bản đến   {n} "] + ASK_ALL,
    "PAGE_DOWN": SEEK + ["!: gone > Văn bản đến   {n} "] + ASK_ALL,
    "PAGE_UP": SEEK + ["PgDn: gone > Văn bản đến   {n} ", "!: wait > Văn bản đến   {n} "] + ASK_ALL,
    **editing(["'abc def: wait [abc def"], ASK_ALL, ALL_EDITING),
    "REPAINT": GARBLE,
})

ALIKE = ["'6: wait Gõ số", "'24: wait [24", "Enter: wait > 24 ", "Ctrl-G: wait mục liên quan"]
RELATED = Context(ALIKE, ["F3: wait Gõ số", "F3: wait Chọn ["], {
    "HELP": ["!: wait NHỮNG GÌ LIÊN QUAN", "F3: gone NHỮNG GÌ LIÊN QUAN"],
    "ENTER": ["!: wait " + RECORD, "F3: wait mục liên quan"],
    "RELATED": ["!: wait Văn bản đến 22:", "F3: wait Văn bản đến 24:"],
    "REFRESH": [".alike", "!: wait Văn bản đến   {n} "],
    **shut("wait Gõ số", ["Ctrl-G: wait mục liên quan"], ["CANCEL", "BACK"]),
    **moving("moves 1 0", "moves -1 0"),
    "END": ["!: moves + 0", "Home: moves - 0"],
    "HOME": ["End: moves + 0", "!: moves - 0"],
    "PAGE_DOWN": ["!: moves + 0", "PgUp: moves - 0"],
    "PAGE_UP": ["PgDn: moves + 0", "!: moves - 0"],
    "REPAINT": GARBLE,
})

TO_MACROS = ["Ctrl-O: wait +--", "'4: wait Gõ tắt của tôi", "'7: wait Gõ chữ tắt rồi"]
ASKED = "Chữ tắt, dấu cách, cả cụm"
NEW_MACRO = lambda line: ["F6: wait " + ASKED, "'%s: wait [%s" % (line, line), "Enter: wait Đã ghi: " + line.split()[0]]
MACROS = Context(TO_MACROS + NEW_MACRO("kntc khieu nai") + NEW_MACRO("ubnd uy ban") + ["Home: moves -1 0"], ["F3: wait Chọn ["], {
    "HELP": ["!: wait Gõ tắt: chữ viết nhanh", "F3: gone Gõ tắt: chữ viết nhanh"],
    "ENTER": ["!: wait [kntc", "Esc: gone [kntc"],
    "NEW": ["!: wait " + ASKED, "Esc: gone " + ASKED],
    "ROW_DROP": ["!: wait Bỏ gõ tắt", "~", "'2: gone Bỏ gõ tắt"],
    **shut("wait Chọn [", TO_MACROS, ["CANCEL", "BACK"]),
    **moving("moves 1 0", "moves -1 0"),
    "END": ["!: moves 1 0", "Home: moves -1 0"],
    "HOME": ["End: moves 1 0", "!: moves -1 0"],
    "PAGE_DOWN": ["!: moves 1 0", "PgUp: moves -1 0"],
    "PAGE_UP": ["PgDn: moves 1 0", "!: moves -1 0"],
    "REPAINT": GARBLE,
})

NAME = ["'abc def: wait [abc def"]
LOGIN = Context([], [], {
    "HELP": ["!: wait Các phím dùng", "F3: wait Tên đăng nhập"],
    **{act: ["!: moves 1 0", "Up: moves -1 0"] for act in ("ENTER", "NEXT", "DOWN")},
    **{act: ["Down: moves 1 0", "!: moves -1 0"] for act in ("PREV", "UP")},
    **editing(NAME, ["Ctrl-U: gone [abc def"], "LEFT RIGHT HOME END".split()),
    **editing(NAME, ["Ctrl-U: gone [abc de"], ["BACKSPACE"]),
    **editing(NAME, ["Ctrl-K: gone [bc def"], ["DELETE"]),
    **editing(NAME, [], ["KILL_END", "KILL_ALL"]),
    **shut("exit 0", [".restart", ".wait Tên đăng nhập"], ["CANCEL", "BACK"]),
    "REPAINT": GARBLE,
}, user=None)

# In the order they are played; a context may have more than one screen.
CONTEXTS = [("MENU", MENU), ("MACROS", MACROS), ("LIST", LIST), ("RECORD", RECORD_VIEW), ("FORM", FORM), ("FORM", PEOPLE), ("POPUP", POPUP), ("PROBLEMS", PROBLEMS),
            ("TEXT", TEXT), ("PROMPT", PROMPT), ("ASK", ASK), ("HITS", HITS), ("RELATED", RELATED),
            ("FORM", PAPERS), ("LOGIN", LOGIN)]
