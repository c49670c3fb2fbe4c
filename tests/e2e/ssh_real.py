"""The real programs: `congvu init`, accounts, congvud, the real `congvu ui` behind it, with real clients. Short: the parts have their own tests."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import Real, check, main, rss_kb, until  # noqa: E402

MENU = "Chọn \\[.*\\]|Việc khác"


def staff_with_three_clients():
    with Real() as lab:
        for which in ("ssh", "dbclient", "plink"):
            t = getattr(lab, which)("vanthu", term="xterm")
            t.expect("Nguyễn Văn Thư.*Giúp")
            t.kill()
            lab.log("session detached", since=lab.mark() - 2)
        lab.log("attach=3")


def wrong_password():
    with Real() as lab:
        check(lab.ssh("vanthu", "no").wait() == 255 and lab.ssh("nobody", "no").wait() == 255, "status")
        t = lab.ssh("lanhdao")
        t.expect("Giúp")


def letters_cost_what_they_should():
    with Real() as lab:
        relay = lab.relay()
        t = lab.ssh("vanthu", port=relay.port)
        t.expect("Giúp")
        n = relay.ask("stats")
        check(n["up"] + n["down"] <= 4000, "login to first screen: %s" % n)
        t.send("\x1b[18~")  # F7: words to search for
        until(lambda: relay.ask("stats")["down"] > n["down"] + 60, "the search line")
        t.pump(0.3)
        t.send("x")
        t.expect("x")
        until(lambda: quiet(relay, t), "rest")
        out = []
        for letter in ("b", "c", "đ", "ấ", "ợ"):
            before = relay.ask("stats")
            t.send(letter)
            t.expect(letter)
            until(lambda: quiet(relay, t), "rest")
            after = relay.ask("stats")
            d = after["down"] - before["down"]
            check(d == (44 if len(letter.encode()) == 3 else 36), "%s cost %d bytes" % (letter, d))
            out.append("%s %d" % (letter, d))
        return "login %d up %d down; %s" % (n["up"], n["down"], ", ".join(out))


def quiet(relay, t):
    a = relay.ask("stats")
    t.pump(0.05)
    return a["down"] == relay.ask("stats")["down"]


def session_outlives_its_line():
    with Real() as lab:
        t = lab.ssh("vanthu")
        t.expect("Giúp")
        pid = [p for p, n in lab.running().items() if n == "congvu" and "ui" in cmdline(p)][0]
        t.send("6")
        t.expect("Không có mục nào|Số")
        t.kill()
        lab.log("session detached")
        t = lab.ssh("vanthu", cols=100, rows=30)
        t.expect("Văn bản đến.*Giúp")
        check(pid in lab.running(), "another process")
        two = lab.ssh("vanthu", term="linux")
        t.expect("Phiên được mở ở máy khác")
        check(t.wait() == 1, "status")
        two.expect("Giúp")
        until(lambda: pid not in lab.running(), "the old ui")
        mem = [(n, rss_kb(p)["Pss"]) for p, n in lab.running().items() if n == "congvu" and "ui" in cmdline(p)]
        mem += [(n, rss_kb(p)["Pss"]) for p, n in lab.running().items() if p in lab.net_pids()]
        return "PSS kB with one session: %s" % mem


def stuck_on_a_form(lab, **kw):
    """A session in the form of a new document, something typed in it."""
    t = lab.ssh("vanthu", **kw)
    t.expect("Giúp")
    t.send("\x1b6")
    t.expect("Trích yếu")
    return t


def another_terminal_finds_the_draft():
    with Real() as lab:
        t = stuck_on_a_form(lab)
        t.send("\t" * 6 + "77/KH-B")
        t.expect("77/KH-B|B")
        t.kill()
        lab.log("session detached")
        t = lab.ssh("vanthu", term="linux")
        t.expect("Bản nháp")
        t.send("\x1b8")
        t.expect("77/KH-B")


def whoever_misbehaves_disturbs_nobody():
    """All refusals one after another beside a clerk who types: each has its line in the log, each letter comes back."""
    with Real("exempt = loopback\nkex_deadline = 800ms\nlogin_deadline = 2s\n") as lab:
        mux = os.path.join(lab.base, "mux")
        t = stuck_on_a_form(lab, opts=["-M", "-S", mux])
        t.send("\t" * 6)
        until(lambda: os.path.exists(mux), "the master's socket")
        once = lambda *argv, **kw: subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30, **kw)
        env = dict(os.environ, **lab.pw_env("lanhdao"))

        def garbage():
            s = lab.connect()
            s.send(b"GET / HTTP/1.0\r\n\r\n")
            s.close()

        def never():
            lab.never = lab.connect()
            lab.never.send(b"SSH-2.0-x\r\n")

        for letter, log, do in (
                ("q", 'login failed user="lanhdao"', lambda: lab.ssh("lanhdao", "no").wait()),
                ("w", 'login failed user="nobody"', lambda: lab.ssh("nobody", "no").wait()),
                ("r", 'refused exec="id"', lambda: once(*lab.ssh_argv("lanhdao", cmd=["id"]), env=env)),
                ("y", 'refused request="second channel"', lambda: once("ssh", "-F", "/dev/null", "-S", mux, "x")),
                ("u", 'reason="no SSH client', garbage),
                ("i", 'reason="kex deadline"', never)):
            mark = lab.mark()
            do()
            lab.log(log, since=mark)
            t.buf = b""
            t.send(letter)
            t.expect(letter)
        lab.never.close()
        lab.ssh("lanhdao").expect("Giúp")
        check(t.proc.poll() is None, "the clerk was thrown out")


LINEAR, COLUMNS, PLAIN = (["-o", "SetEnv=" + v] for v in ("CONGVU_LINEAR=1", "CONGVU_LINEAR=0", "NO_COLOR=1"))
CTRL_O, F6 = "\x0f", "\x1b[17~"


def gone(lab, t):
    mark = lab.mark()
    t.kill()
    lab.log("session detached", since=mark)


def line_by_line_for_the_terminal_that_asks():
    """In the middle of a form: what is typed stays, the newer terminal's wish rules, and the person's own choice where there is none."""
    with Real() as lab:
        t = lab.ssh("vanthu", opts=LINEAR, cols=40, rows=2)
        t.expect("Kiểu gõ:")
        t.send("3")
        t.expect("Gõ số")
        t.send(F6)
        t.expect("Độ mật: Thường")
        pid = [p for p, n in lab.running().items() if n == "congvu" and "ui" in cmdline(p)][0]
        for field in ("Nhận qua", "Số, ký hiệu"):
            t.send("\t")
            t.expect(field)
        t.send("77/KH")
        t.expect("77/KH")
        gone(lab, t)
        t = lab.ssh("vanthu")
        t.expect("77/KH.*Trích yếu.*Ctrl-Z")
        two = lab.ssh("vanthu", opts=LINEAR)
        two.expect("Số, ký hiệu: 77/KH")
        check(b"Tr\xc3\xadch" not in two.all, "other fields")
        two.send("-B")
        two.expect("-B")
        two.send(CTRL_O)
        two.expect("Thôi đọc từng dòng")
        two.send("l")
        two.expect("77/KH-B.*Trích yếu")
        gone(lab, two)
        t = lab.ssh("vanthu", opts=LINEAR)
        t.expect("Số, ký hiệu: 77/KH-B")
        gone(lab, t)
        subprocess.run([lab.bin + "/congvu", "user", "linear", "vanthu", "--dir", lab.dir], check=True)
        t = lab.ssh("vanthu")
        t.expect("Số, ký hiệu: 77/KH-B")
        gone(lab, t)
        t = lab.ssh("vanthu", opts=COLUMNS)
        t.expect("77/KH-B.*Trích yếu")
        check(pid in lab.running(), "another process")


def coloured(t):
    return re.search(rb"\x1b\[(?:[0-9;]*;)?[34][0-7]m", t.all) is not None


def no_colours_for_the_terminal_that_asks():
    with Real() as lab:
        t = lab.ssh("vanthu")
        t.expect("Kiểu gõ")
        t.send("3")
        t.expect("Gõ bằng máy|F8|F6")
        t.send(CTRL_O)
        row = t.expect("([0-9])  Màu sắc").group(1)
        t.send(row)
        t.expect("4  có màu")
        check(not coloured(t), "colours that nobody chose")
        t.send("4")
        t.expect(r"\x1b\[(?:[0-9;]*;)?4[0-7]m")
        gone(lab, t)
        for opts, want in (([], True), (PLAIN, False), (["-o", "SetEnv=NO_COLOR="], True), (PLAIN, False), ([], True)):
            t = lab.ssh("vanthu", opts=opts)
            t.expect("Lệnh.*F3")
            check(coloured(t) == want, "%s: %r" % (opts, t.all[-400:]))
            gone(lab, t)
        t = lab.ssh("vanthu", opts=PLAIN, term="xterm")
        t.expect("Lệnh.*F3")
        check(not coloured(t), "another terminal")


def cmdline(pid):
    with open("/proc/%d/cmdline" % pid, "rb") as f:
        return f.read().decode().split("\0")


def leaving_closes_properly():
    with Real() as lab:
        t = lab.ssh("vanthu")
        t.expect("Giúp")
        for key in ("\x1bOR", "\x1b[13~"):  # F3 at the menu asks or leaves
            if t.proc.poll() is None:
                t.send(key)
                t.pump(0.5)
        if t.proc.poll() is None:
            t.send("\r")
        check(t.wait() == 0, "status %s" % t.proc.returncode)
        lab.log("session end .*status=0")


main([staff_with_three_clients, wrong_password, letters_cost_what_they_should, session_outlives_its_line,
      another_terminal_finds_the_draft, line_by_line_for_the_terminal_that_asks, no_colours_for_the_terminal_that_asks, whoever_misbehaves_disturbs_nobody, leaving_closes_properly])
