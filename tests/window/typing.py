"""The real windows of PuTTY and xterm, on an X server without a screen (Xvfb): fingers are xdotool's, through the server's keyboard. A whole
incoming document is typed in Telex with F-keys, Enter and the numeric keypad (NumLock on). Then three things must agree: the record in the
register, what the terminal says stands on its screen, and the picture: each letter is one and the same shape wherever it stands, and no two
letters share a shape (a font without Vietnamese letters draws the same box for all of them)."""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import B, SLOW, Fail, Real, check, main, until  # noqa: E402

FONT = "-misc-fixed-medium-r-normal--18-120-100-100-c-90-iso10646-1"  # each letter is the same shape in every cell
KEYPAD = {c: str(k) for c, k in zip("1234567890", (87, 88, 89, 83, 84, 85, 79, 80, 81, 90))}  # keycodes: with NumLock they are digits
NUMBER, NOTATION = "2718", "STNMT-QLĐĐ"
ISSUER = "Sở Tài nguyên và Môi trường tỉnh Hậu Giang"
ABSTRACT = "Về việc xác nhận hồ sơ nộp trong ngày mất đường truyền"
WAIT = 20 * SLOW


class Window:
    """A client in a window on a display of its own."""

    def __init__(self, lab, what):
        self.what, self.lab = what, lab
        self.log = os.path.join(lab.base, what + ".log")
        r, w = os.pipe()
        self.x = subprocess.Popen(["Xvfb", "-displayfd", str(w), "-screen", "0", "1280x800x24", "-nolisten", "tcp"], pass_fds=[w],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(w)
        self.display = ":" + os.fdopen(r).readline().strip()
        home = os.path.join(lab.base, "home")
        os.makedirs(home + "/.putty/sessions", exist_ok=True)
        self.env = dict(os.environ, DISPLAY=self.display, HOME=home, LC_ALL="C.UTF-8", NO_AT_BRIDGE="1", GTK_IM_MODULE="gtk-im-context-simple",
                        **lab.pw_env("vanthu"))
        self.program = subprocess.Popen(self.xterm() if what == "xterm" else self.putty(home), env=self.env, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.id = self.find()
            self.x_tool("windowfocus", "--sync", self.id)
        except Exception:
            self.close()
            raise

    def xterm(self):
        return ["xterm", "-u8", "-fn", FONT, "-geometry", "80x24", "-b", "0", "+sb", "-l", "-lf", self.log, "-title", "congvu",
                "-e"] + self.lab.ssh_argv("vanthu")

    def putty(self, home):
        host = self.lab.client_argv("plink", "vanthu", "vanthu")
        with open(home + "/.putty/sessions/congvu", "w") as f:
            f.write("HostName=127.0.0.1\nPortNumber=%d\nProtocol=ssh\nUserName=vanthu\nTerminalType=xterm\nLineCodePage=UTF-8\n"
                    "FontName=server:%s\nTermWidth=80\nTermHeight=24\nScrollBar=0\nWindowBorder=0\nLogFileName=%s\nLogType=2\n"
                    "LogFileClash=1\nLogFlush=1\nCloseOnExit=2\n" % (self.lab.port, FONT, self.log))
        return ["putty", "-load", "congvu", "-hostkey", host[host.index("-hostkey") + 1], "-pw", "vanthu"]

    def x_tool(self, *args):
        return subprocess.run(["xdotool"] + list(args), env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=WAIT).stdout

    def find(self):
        """The window, once it has its size of 80x24 letters."""
        ids = []

        def there():
            ids[:] = self.x_tool("search", "--onlyvisible", "--class", "xterm" if self.what == "xterm" else "putty").split()
            return ids
        until(there, "a window of " + self.what, WAIT)
        return ids[-1]

    # ---- fingers ----------------------------------------------------------------------------------------------------------------

    def key(self, *names):
        self.x_tool("key", "--delay", "15", *names)

    def type(self, text):
        self.x_tool("type", "--delay", "15", text)

    def keypad(self, digits):
        self.key(*[KEYPAD[c] for c in digits])

    # ---- what is to be seen -----------------------------------------------------------------------------------------------------

    def screen(self):
        """What the terminal was sent, as a screen: its own log, read by another terminal."""
        out = subprocess.run([os.path.join(B, "tools/ptydrive"), "--name", "log", "--", "sh", "-c", "stty raw -echo; cat '%s'" % self.log],
                             input="exit 0\ndump\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace").stdout
        rows = out[out.index("---- 80x24"):].split("\n")[1:25]
        cursor = re.search(r"^cursor (\d+) (\d+)$", out, re.M)
        return rows, (int(cursor.group(1)), int(cursor.group(2)))

    def shows(self, text):
        return os.path.exists(self.log) and any(text in row for row in self.screen()[0])

    def wait(self, text):
        until(lambda: self.shows(text), "%s in %s, which shows\n%s" % (text, self.what, "\n".join(self.screen()[0]) if os.path.exists(self.log) else ""),
              WAIT)

    def picture(self, name):
        """RGB bytes, width, height of a cell. Kept as PNG when KEEP_PICTURES names a folder."""
        path = os.path.join(self.lab.base, "picture.rgb")
        subprocess.run(["import", "-window", self.id, "-depth", "8", "rgb:" + path], env=self.env, check=True, timeout=WAIT)
        if os.environ.get("KEEP_PICTURES"):
            subprocess.run(["import", "-window", self.id, os.path.join(os.environ["KEEP_PICTURES"], "%s-%s.png" % (self.what, name))], env=self.env)
        size = dict(re.findall(r"(WIDTH|HEIGHT)=(\d+)", self.x_tool("getwindowgeometry", "--shell", self.id)))
        with open(path, "rb") as f:
            return f.read(), int(size["WIDTH"]), int(size["HEIGHT"])

    def close(self):
        for p in (self.program, self.x):
            if p.poll() is None:
                p.terminate()
            p.wait()


def document(w):
    """Types it, from the menu to the last field. Every step waits for the screen before the next."""
    w.wait("Kiểu gõ")
    w.key("Num_Lock")
    w.keypad("1")  # Telex
    w.wait("Đã bật gõ Telex")
    w.key("F6")
    w.wait("Trích yếu")
    w.key("Return")
    w.type("buu")
    w.key("Return")
    w.wait("[Bưu chính")
    w.keypad(NUMBER)
    w.type("/STNMT-QLDDDD")
    w.wait("%s/%s" % (NUMBER, NOTATION))
    w.key("Return")
    w.keypad("2011")
    w.key("Return")
    w.wait("[20/11/")
    w.wait(ISSUER)  # what the notation says; the list knows it too
    w.key("F4")
    w.wait("+--")
    w.type("taif nguyeen")
    w.wait("1 trong 1")
    w.key("Return")
    w.wait("[STNMT")
    w.type("Veef vieejc xacs nhaajn hoof sow noojp trong ngayf maats dduwowngf truyeenf")
    w.wait(ABSTRACT)


def registered(lab):
    out = subprocess.run([os.path.join(lab.bin, "congvu"), "show", "incoming", "1", "--dir", lab.dir, "--json"], stdout=subprocess.PIPE, text=True,
                         check=True).stdout
    record = json.loads(out)
    return record[0] if isinstance(record, list) else record


def cells(picture, width, height):
    """The picture of 80x24 letters, as the bytes of each cell: which of its pixels differ from the most frequent colour of all."""
    cw, ch = width // 80, height // 24
    check((cw * 80, ch * 24) == (width, height) and len(picture) == 3 * width * height, "a window of %dx%d" % (width, height))
    pixel = lambda x, y: picture[3 * (y * width + x):3 * (y * width + x) + 3]
    ground = pixel(0, height - 1)
    ink = [[pixel(x, y) != ground for x in range(width)] for y in range(height)]
    return {(r, c): tuple(v for y in range(r * ch, r * ch + ch) for v in ink[y][c * cw:c * cw + cw]) for r in range(24) for c in range(80)}


def picture_shows(w, name):
    """Until the window has drawn what its terminal was sent. Returns how many letters there are."""
    last = [None]

    def agrees():
        try:
            last[0] = letters_match(w, name)
            return True
        except Fail as e:
            last[0] = str(e)
            return False
    try:
        until(agrees, "the picture", WAIT)
    except Fail:
        raise Fail(last[0])
    return last[0]


def letters_match(w, name):
    """Letter by letter: the shapes in the picture and the letters on the screen are one to one."""
    rows, cursor = w.screen()
    shape = cells(*w.picture(name))
    seen, letters = {}, {}
    for (r, c), ink in shape.items():
        letter = rows[r][c:c + 1] or " "
        if (r, c) == cursor or r == 0:  # the cursor is a block; the title is bold
            continue
        check(seen.setdefault(letter, ink) == ink, "%s at %d,%d of %s has another shape than elsewhere" % (letter, r, c, w.what))
        check(letters.setdefault(ink, letter) == letter, "%s and %s look alike in %s" % (letter, letters[ink], w.what))
    check(not any(seen[" "]), "a blank is not blank")
    return len(seen)


def a_document(what):
    with Real(name="w-" + what) as lab:
        w = Window(lab, what)
        try:
            document(w)
            n = picture_shows(w, "form")
            w.key("F2")
            w.wait("Đã lưu số đến 1")
            w.key("F3")
            w.wait("Chọn [")
            w.keypad("6")
            w.wait("Sở Tài nguyên")
            picture_shows(w, "list")
            got = registered(lab)
            wanted = {"doc_number": int(NUMBER), "notation": NOTATION, "abstract": ABSTRACT, "issuer": ISSUER, "doc_type": "CV"}
            for field, value in wanted.items():
                check(str(got.get(field)) == str(value), "%s is %r, not %r" % (field, got.get(field), value))
            return "%d letters, each its own shape" % n
        finally:
            w.close()


def xterm():
    return a_document("xterm")


def putty():
    return a_document("putty")


main([xterm, putty])
