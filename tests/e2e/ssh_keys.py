"""Every row of the key table, in every context where it promises to work, under each of its names: typed by OpenSSH, plink and dbclient, each
in the bytes that its own kind of terminal sends, and seen on that terminal (ptydrive). The rows come from the program's own table
(tools/key_table), what they must do from tests/lib/key_cases.py; a row or a context without a case is a failure, and so is a case that no row
promises. CHECK_FULL=1 plays every client in every dialect."""
import os
import shutil
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from key_cases import CONTEXTS, FORM, LEAVE_FORM  # noqa: E402
from sshlab import B, SLOW, TMP, Real, check  # noqa: E402

FULL = os.environ.get("CHECK_FULL", "") != ""
DOCUMENTS = 24  # more than a page of 80x24
ABSTRACT = " ".join(["Văn bản thử nghiệm về việc dài dòng"] * 13)  # all values of one are more than a page

XTERM = {"F1": "\\eOP", "F2": "\\eOQ", "F3": "\\eOR", "F4": "\\eOS", "F5": "\\e[15~", "F6": "\\e[17~", "F7": "\\e[18~", "F8": "\\e[19~",
         "F9": "\\e[20~", "F10": "\\e[21~", "F11": "\\e[23~", "F12": "\\e[24~", "Up": "\\e[A", "Down": "\\e[B", "Right": "\\e[C", "Left": "\\e[D", "Home": "\\e[H", "End": "\\e[F",
         "PgUp": "\\e[5~", "PgDn": "\\e[6~", "Ins": "\\e[2~", "Del": "\\e[3~", "Shift-Tab": "\\e[Z", "Ctrl-Left": "\\e[1;5D",
         "Ctrl-Right": "\\e[1;5C", "Backspace": "\\x7f", "Enter": "\\r", "Tab": "\\t", "Esc": "\\e", "Space": " ", "/": "/",
         "Esc-Enter": "\\e\\r", "Ctrl-Space": "\\x00"}
ARROWS = {"Up": "\\eOA", "Down": "\\eOB", "Right": "\\eOC", "Left": "\\eOD"}
VT_F = {"F1": "\\e[11~", "F2": "\\e[12~", "F3": "\\e[13~", "F4": "\\e[14~"}
VT_EDGES = {"Home": "\\e[1~", "End": "\\e[4~"}
KEYPAD = {c: "\\eO" + k for c, k in zip("0123456789*+,-./", "pqrstuvwxyjklmno")}
# What is pressed, to what is sent; KEYPAD: what the numeric keypad sends, {} when it sends plain digits.
DIALECTS = {
    "xterm": (XTERM, {}),
    "xterm-application": ({**XTERM, **ARROWS, "Home": "\\eOH", "End": "\\eOF"}, KEYPAD),
    "putty": ({**XTERM, **VT_F, **VT_EDGES, "Ctrl-Left": "\\eOD", "Ctrl-Right": "\\eOC"}, {}),
    "putty-application": ({**XTERM, **VT_F, **VT_EDGES, **ARROWS, "Ctrl-Left": "\\e[D", "Ctrl-Right": "\\e[C"}, KEYPAD),
    "linux": ({**XTERM, **VT_EDGES, "F1": "\\e[[A", "F2": "\\e[[B", "F3": "\\e[[C", "F4": "\\e[[D", "F5": "\\e[[E", "Shift-Tab": "\\e\\t"}, {}),
    "vt220": ({**XTERM, **VT_EDGES, "Backspace": "\\x08"}, KEYPAD),
    "rxvt": ({**XTERM, **VT_F, "Home": "\\e[7~", "End": "\\e[8~", "Ctrl-Left": "\\eOd", "Ctrl-Right": "\\eOc"}, KEYPAD),
}
# client, dialect, TERM; tmux: the client runs in tmux, which reads xterm's keys and sends its own
OWN = [("ssh", "xterm", "xterm-256color", True), ("plink", "putty", "xterm", False), ("dbclient", "linux", "linux", False)]
EVERY = [("ssh", "xterm", "xterm-256color", True)] + [
    (client, dialect, term, False) for client in ("ssh", "plink", "dbclient") for dialect, term in (
        ("xterm", "xterm-256color"), ("xterm-application", "xterm-256color"), ("putty", "xterm"), ("putty-application", "putty"),
        ("linux", "linux"), ("vt220", "vt220"), ("rxvt", "rxvt"))]


def table():
    out = subprocess.run([os.path.join(B, "tools/key_table")], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [(act, keys.split(), where.split()) for act, keys, where in (line.split("\t") for line in out.splitlines())]


ROWS = table()


def names(act, keys, esc_closes):
    """How a row can be pressed: its keys, Esc and the digit of an F-key, and Esc Esc for the way back where Esc is but a prefix."""
    digits = ["Esc %s" % k[1] for k in keys if len(k) == 2 and k[0] == "F"]
    return keys + digits + (["Esc Esc"] if act == "BACK" and not esc_closes else [])


def bytes_of(name, dialect):
    keys = DIALECTS[dialect][0]
    if name in keys:
        return keys[name]
    if name.startswith("Ctrl-"):
        return "\\x%02x" % (ord(name[5]) & 0x1f)
    if name.startswith("Esc "):
        return "\\e" + ("\\e" if name[4:] == "Esc" else name[4:])
    raise KeyError(name)


class Script:
    """The lines for ptydrive of one client in one dialect."""

    def __init__(self, lab, dialect):
        self.lab, self.dialect, self.lines, self.n, self.seq = lab, dialect, [], DOCUMENTS, 0

    def shell(self, *argv):
        self.lines.append("run " + " ".join("'%s'" % a for a in (os.path.join(self.lab.bin, "congvu"), "act") + argv) +
                          " --dir '%s' --user vanthu >/dev/null" % self.lab.dir)

    def step(self, text, label, pressed):
        if text == "~":
            self.lines.append("heard")
            return
        if text == ".register":
            self.n += 1
            self.shell(*document("%d/MOI" % self.n))
            return
        if text == ".alike":
            self.n += 1
            self.shell(*again())
            return
        if text == ".correct":
            self.seq += 1
            self.shell("correct", "incoming", str(self.n), "note=ghi %d" % self.seq, "--reason", "sửa")
            return
        text = text.replace("{n-1}", str(self.n - 1)).replace("{n}", str(self.n)).replace("{seq}", str(self.seq))
        if text[0] == ".":
            self.lines.append(text[1:])
            return
        what, _, effect = text.partition(": ")
        name = label if what == "!" else "%s, then %s" % (label, what)
        sent = pressed if what == "!" else what[1:] if what[0] == "'" else bytes_of(what, self.dialect)
        self.lines.append("does %s|%s|%s" % (name, sent, effect) if effect else "raw " + sent)

    def steps(self, steps, label, pressed=""):
        for s in steps:
            self.step(s, label, pressed)

    def context(self, name, context):
        rows = {act: (keys, where) for act, keys, where in ROWS}
        self.steps(context.enter, name)
        for act, steps in context.cases.items():
            for key in names(act, rows[act][0], "ESC" in context.cases):
                self.steps(steps, "%s %s %s" % (name, act, key), bytes_of(key, self.dialect))
        if context is FORM:
            self.not_built()
            self.keypad()
        self.steps(context.leave, name)

    def not_built(self):
        for act, keys, where in ROWS:
            for key in keys if not where else []:
                self.steps(["!: wait không dùng ở đây", "Ctrl-L: gone không dùng ở đây"], "FORM %s %s" % (act, key), bytes_of(key, self.dialect))

    def keypad(self):
        """The numeric keypad types what stands on it, in both of its modes."""
        pad = DIALECTS[self.dialect][1]
        digits = "".join(pad.get(c, c) for c in "0123456789")
        signs = "".join(pad.get(c, c) for c in "*+,-./")
        self.steps(["PgDn: on Trình", "Up: on Ghi chú"], "keypad")
        self.lines += ["does keypad digits|%s|wait [0123456789" % digits, "does keypad signs|%s|wait [0123456789*+,-./" % signs,
                       "does keypad Enter|%s|on Trình" % ("\\eOM" if pad else "\\r")]
        self.steps(LEAVE_FORM, "keypad")
        self.lines.append("does keypad opens a menu's entry|%s|wait Gõ số" % pad.get("6", "6"))
        self.steps(["F3: wait Chọn [", "F6: wait Độ mật ["], "keypad")


ALIKE = 3  # the last of them are one paper that came again: they are related


def again():
    return document("9/GIONG") + ("--answer", "duplicate=2")


def document(symbol):
    return ("register", "incoming", "secrecy=THUONG", "urgency=THUONG", "channel=EMAIL", "symbol=" + symbol, "issued_date=hn", "doc_type=CV",
            "issuer=UBND tỉnh", "abstract=" + ABSTRACT)


def make_node(lab):
    run = lambda *a: subprocess.run([os.path.join(lab.bin, "congvu")] + list(a), check=True, stdout=subprocess.DEVNULL)
    for i in range(1, DOCUMENTS + 1):
        run("act", *(again() if DOCUMENTS - i < ALIKE else document("%d/CU" % i)), "--dir", lab.dir, "--user", "vanthu")


def command(lab, client, user, tmux):
    """The client's command line, and what it needs in its environment. Without a user: the program itself, which asks who it is."""
    if user is None:
        return [os.path.join(lab.bin, "congvu"), "ui", "--dir", lab.dir], {}
    env = lab.pw_env(user)
    argv = lab.ssh_argv(user) if client == "ssh" else lab.client_argv(client, user, user)
    if not tmux:
        return argv, env
    conf = os.path.join(lab.base, "tmux.conf")
    with open(conf, "w") as f:
        f.write("set -g status off\nset -s escape-time 20\nset -g default-terminal tmux-256color\n")
    return ["tmux", "-S", os.path.join(lab.base, "tmux-%s" % user), "-f", conf, "new-session", "--"] + argv, env


def play(what, lines, argv, term, env, lab):
    path = os.path.join(lab.base, "script")
    with open(path, "w") as f:
        f.write("\n".join(lines) + "\n")
    p = subprocess.run([os.path.join(B, "tools/ptydrive"), "--term", term, "--timeout", str(10 * SLOW), "--name", what, "--script", path, "--"] + argv,
                       env=dict(os.environ, **env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                       errors="replace")
    return p.returncode == 0, p.stdout


def session(lab, client, dialect, user):
    """The script of one person: every context that is hers."""
    s = Script(lab, dialect)
    s.lines.append("wait Kiểu gõ:" if user else "wait Tên đăng nhập")
    for name, context in CONTEXTS:
        if context.user != user or (sys.argv[1:] and name not in sys.argv[1:]):
            continue
        if user and name != "MENU" and len(s.lines) == 1:
            s.steps(["Enter: gone Kiểu gõ:"], "first login")
        s.context(name, context)
    if user:
        s.steps(["F3: wait F3 lần nữa", "F3: exit 0"], "leaving")
    return s.lines if len(s.lines) > 3 else []


def route(template, client, dialect, term, tmux):
    """One client in one dialect through every context, on a node of its own. Returns (its name, all well, what was said)."""
    what = "%s%s, keys of %s" % (client, " in tmux" if tmux else "", dialect)
    lab = Real(name="k-%s-%s%d" % (client, dialect, tmux), of=template)
    lab.start()
    try:
        ok, said = True, ""
        for user in dict.fromkeys(c.user for _, c in CONTEXTS):
            lines = session(lab, client, dialect, user)
            if lines:
                argv, env = command(lab, client, user, tmux)
                fine, more = play(what, lines, argv, term, env, lab)
                if tmux:
                    subprocess.run(argv[:3] + ["kill-server"], stderr=subprocess.DEVNULL)  # it has ended when all is well
                ok, said = ok and fine, said + more
        return what, ok, said
    finally:
        lab.stop()
        shutil.rmtree(lab.base, ignore_errors=True)


def table_is_covered():
    promised = {(act, c) for act, keys, where in ROWS for c in where}
    tested = {(act, c) for c, context in CONTEXTS for act in context.cases}
    wrong = ["%s in %s has no case" % x for x in sorted(promised - tested)]
    wrong += ["%s in %s is promised by no row" % x for x in sorted(tested - promised)]
    wrong += ["%s in %s presses nothing" % (act, c) for c, context in CONTEXTS for act, steps in context.cases.items()
              if not any(s[0] == "!" for s in steps)]
    print("%s the key table and the cases are one%s" % ("not ok" if wrong else "ok", ": " + "; ".join(wrong) if wrong else ""), flush=True)
    return not wrong


def main():
    good = table_is_covered()
    template = Real(name="keys")
    make_node(template)
    todo, said, lock = list(EVERY if FULL else OWN), [], threading.Lock()

    def work():
        while True:
            with lock:
                if not todo:
                    return
                mine = todo.pop(0)
            try:
                result = route(template, *mine)
            except Exception as e:
                result = (str(mine), False, "%s: %s\n" % (type(e).__name__, e))
            with lock:
                said.append(result)
                what, ok, text = result
                if ok:
                    print("ok %s: %d effects of keys" % (what, text.count("\nok") + text.startswith("ok")), flush=True)
                else:
                    print("not ok %s\n%s" % (what, "\n".join("# " + x for x in text.splitlines() if not x.startswith("ok"))[:6000]), flush=True)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    shutil.rmtree(template.base, ignore_errors=True)
    sys.exit(0 if good and all(ok for _, ok, _ in said) else 1)


main()
