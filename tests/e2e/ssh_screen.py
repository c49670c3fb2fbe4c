"""Terminals over SSH with real clients: login, sizes, endings, refusals, what a letter costs, and the session that outlives its line."""
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import SANITIZED, WAIT, Lab, Term, check, fds, main, rss_kb, until  # noqa: E402


def client(which):
    with Lab() as lab:
        t = getattr(lab, which)("an", cols=100, rows=30)
        m = t.expect(r"attach=1 user=an term=(\S+) env=(\S+) size=(\d+)x(\d+) tty=(\d+)x(\d+)")
        check(m.group(3, 4) == (b"100", b"30") == m.group(5, 6), "size %r" % (m.groups(),))
        check(m.group(1) == m.group(2), "TERM differs")
        t.send("xin chào")
        t.expect("chào")
        t.resize(120, 40)
        t.expect("SIZE 120 40")
        t.send(b"\x11")
        t.expect("bye")
        check(t.wait() == 0, "exit status %s" % t.wait())
        lab.log(r'login ok user="an" from=127\.0\.0\.1 port=\d+ method=password session=\d+')
        lab.log(r"session end .*status=0")
        lab.log(r'connection closed .*reason="done"')


def openssh():
    client("ssh")


def dropbear():
    client("dbclient")


def putty():
    client("plink")


def exit_status_passes():
    with Lab() as lab:
        t = lab.ssh("an")
        t.expect("attach=1")
        t.send(b"\x17")
        check(t.wait() == 7, "exit status %s" % t.proc.returncode)


def killed_ui_is_told():
    with Lab() as lab:
        t = lab.ssh("an")
        t.expect("attach=1")
        t.send(b"\x0b")
        t.expect("Chương trình bị dừng")
        check(t.wait() == 1, "exit status %s" % t.proc.returncode)
        t = lab.ssh("an")
        t.expect("attach=1")


def wrong_password_and_unknown_user_look_alike():
    with Lab() as lab:
        seen = []
        for user, pw in (("an", "wrong"), ("nobody", "wrong"), ("an", ""), ("x" * 3000, "y"), ("an", "z" * 3000)):
            t = lab.ssh(user, pw)
            check(t.wait() == 255, "status %s" % t.proc.returncode)
            seen.append(re.sub(rb"\S+@127", b"USER@127", t.all))
        seen.pop(3)  # OpenSSH cuts its own message at so long a name
        check(len(set(seen)) == 1 and b"Permission denied (publickey,password)" in seen[0], repr(seen)[:600])
        lab.log(r'login failed user="an" from=127\.0\.0\.1 port=\d+ method=password')
        lab.log(r'login failed user="nobody"')
        check("wrong" not in "\n".join(lab.lines), "a password in the log")


def log_injection_stays_one_line():
    with Lab() as lab:
        t = Term(["dbclient", "-y", "-y", "-p", str(lab.port), "-l", 'a" from=1.2.3.4\nx', "127.0.0.1"], env=lab.pw_env("b"))
        lab.terms.append(t)
        m = lab.log(r"login failed user=(.*) from=127\.0\.0\.1 port=")
        check(m.group(1) == r'"a\x22 from=1.2.3.4\x0ax"' or "\\" in m.group(1), m.group(1))


def refused(opts, cmd=(), log=None, expect=255, sub=None):
    def run(lab):
        mark = lab.mark()
        p = subprocess.run(lab.ssh_argv("an", opts=opts, cmd=cmd), env=dict(os.environ, **lab.pw_env("an")), stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30)
        check(expect is None or p.returncode == expect, "%s: status %s %s" % (opts, p.returncode, p.stderr))
        lab.log(log, since=mark)
    return run


def everything_else_is_refused():
    with Lab() as lab:
        refused([], ["id"], r'refused exec="id"')(lab)
        refused(["-s"], ["sftp"], r'refused subsystem="sftp"')(lab)
        refused(["-s"], ["sync"], r'refused subsystem="sync"')(lab)
        refused(["-T"], [], r'refused request="shell without a terminal"')(lab)
        refused(["-W", "127.0.0.1:22"], [], r'refused request="forwarding"')(lab)
        refused(["-N", "-R", "0:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes"], [], r'refused request="reverse forwarding"')(lab)


def forwarding_leaves_the_session_unharmed():
    with Lab() as lab:
        agent = subprocess.run(["ssh-agent", "-s"], stdout=subprocess.PIPE, text=True).stdout
        pid = int(re.search(r"SSH_AGENT_PID=(\d+)", agent).group(1))
        os.environ["DISPLAY"] = "127.0.0.1:9"
        os.environ["SSH_AUTH_SOCK"] = re.search(r"SSH_AUTH_SOCK=([^;]+)", agent).group(1)
        try:
            t = lab.ssh("an", opts=["-A", "-Y", "-L", "%d:127.0.0.1:9" % (lab.port - 7 if lab.port > 60000 else lab.port + 7), "-o", "SendEnv=LD_PRELOAD FOO", "-o", "ExitOnForwardFailure=no"])
            m = t.expect(r"attach=1 .* pid=(\d+)")
            with open("/proc/%s/environ" % m.group(1).decode(), "rb") as f:
                env = f.read()
            check(b"SSH_AUTH_SOCK" not in env and b"DISPLAY" not in env and b"LAB_PW" not in env, "environment %r" % env)
            lab.log(r'refused request="x11"')
            t.send("a")
            t.expect("a")
            t.send(b"\x11")
            check(t.wait() == 0, "status")
        finally:
            del os.environ["SSH_AUTH_SOCK"], os.environ["DISPLAY"]
            os.kill(pid, signal.SIGTERM)


def wishes(t):
    return t.expect(r"attach=\d+ .*pid=(\d+) .*wishes:\[(.*?)\]").group(1, 2)


def environment_of(pid):
    with open("/proc/%s/environ" % pid.decode(), "rb") as f:
        return f.read()


def how_a_screen_is_shown_may_be_wished():
    with Lab() as lab:
        for said, want in (("NO_COLOR=1", b" no-colour"), ("CONGVU_LINEAR=1 NO_COLOR=yes", b" no-colour linear"), ("CONGVU_LINEAR=0", b" columns"),
                           ("NO_COLOR= CONGVU_LINEAR=", b""), ("CONGVU_LINEAR=2 FOO=1 LD_PRELOAD=/x CONGVU_DIR=/ TERM=9 CONGVU_CLOCK=1", b"")):
            t = lab.ssh("an", opts=["-o", "SetEnv=" + said])
            pid, got = wishes(t)
            check(got == want, "%s: %r" % (said, got))
            env = environment_of(pid)
            check(not re.search(rb"NO_COLOR|LINEAR|FOO|LD_PRELOAD|CONGVU_DIR|CLOCK", env), "environment %r" % env)
            t.send(b"\x11")
            check(t.wait() == 0, "status")
        os.environ["NO_COLOR"] = "1"
        try:
            check(wishes(lab.ssh("an", opts=["-o", "SendEnv=NO_COLOR"]))[1] == b" no-colour", "SendEnv")
        finally:
            del os.environ["NO_COLOR"]


def the_terminal_that_is_here_wishes():
    with Lab() as lab:
        t = lab.ssh("an", opts=["-o", "SetEnv=NO_COLOR=1"])
        pid, got = wishes(t)
        check(got == b" no-colour", "%r" % got)
        t.proc.kill()
        lab.log(r"session detached")
        two = lab.ssh("an", opts=["-o", "SetEnv=CONGVU_LINEAR=1"])
        check(wishes(two) == (pid, b" linear"), "taken up with its own wish")
        three = lab.ssh("an")
        check(wishes(three) == (pid, b""), "taken over without one")
        two.expect("Phiên được mở ở máy khác")


def say_anything(lab, script, user="an"):
    p = subprocess.run(["sshenv", str(lab.port), user, user], input=script, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                       errors="replace", timeout=120)
    check(p.returncode == 0, "sshenv: %s %s" % (p.stdout[-300:], p.stderr))
    return p.stdout


def the_client_hangs_up():
    """A DISCONNECT that overtakes the client's own end is `FATAL ERROR: Bye Bye` in PuTTY's window, and status 1 of plink."""
    with Lab() as lab:
        out = say_anything(lab, """
            pty 80 24
            shell
            read attach=
            send \\x11
            end
        """)
        check(out.endswith("end 0 connected yes\n"), out[-200:])
        lab.log(r'connection closed .*reason="done"')


def hostile_environment():
    with Lab() as lab:
        out = say_anything(lab, """
            env NO_COLOR *33
            env NO_COLOR *200000
            env NO_COLOR -
            env CONGVU_LINEAR \\xff\\xfe\\x01
            env CONGVU_LINEAR 1\\x0a
            env CONGVU_LINEAR \\s1
            env *200000 1
            env - 1
            env NO_COLOR=1 1
            env no-colour 1
            env LD_PRELOAD /tmp/x.so 1000
            env CONGVU_UI_ATTACH ATTACH
            pty 80 24
            shell
            read wishes:[]
        """)
        check(not re.search(r"yes [1-9]", out) and "env LD_PRELOAD yes 0 no 1000" in out, out)
        out = say_anything(lab, """
            env CONGVU_LINEAR 0 1000
            env CONGVU_LINEAR 1 1000
            env FOO *30000 100
            pty 40 2
            env NO_COLOR 1 1000
            shell
            env NO_COLOR 1
            env CONGVU_LINEAR 0 1000
            read wishes:[
            env CONGVU_LINEAR 0
            send ab
            read ab
        """)
        check(re.findall(r"env (\S+) yes (\d+) no (\d+)", out) ==
              [("CONGVU_LINEAR", "1000", "0"), ("CONGVU_LINEAR", "1000", "0"), ("FOO", "0", "100"), ("NO_COLOR", "1000", "0"),
               ("NO_COLOR", "0", "1"), ("CONGVU_LINEAR", "0", "1000"), ("CONGVU_LINEAR", "0", "1")], out)
        m = re.search(r"size=(\S+) .*wishes:\[(.*)\]", out)
        check(m.group(1, 2) == ("40x2", " no-colour linear"), "%r" % (m.groups(),))
        check(not any(re.match(r"<[0-6]>.*refused", line) for line in lab.lines), "a refusal of a variable is worth no line in the log")
        lab.ssh("an").expect("attach=")


def second_channel_is_refused():
    with Lab() as lab:
        path = os.path.join(lab.base, "mux")
        t = lab.ssh("an", opts=["-M", "-S", path])
        t.expect("attach=1")
        until(lambda: os.path.exists(path), "master socket")
        p = subprocess.run(["ssh", "-F", "/dev/null", "-S", path, "x"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, timeout=20)
        check(p.returncode != 0, "second session got in")
        lab.log(r'refused request="second channel"')
        t.send("b")
        t.expect("b")


def odd_terminals_and_sizes():
    with Lab() as lab:
        for term, want in (("../../etc", "xterm"), ("a%n b", "xterm"), ("linux", "linux"), ("x" * 40, "xterm"), ("vt100", "vt100")):
            t = lab.ssh("an", term=term, cols=1, rows=1)
            m = t.expect(r"attach=1 user=an term=(\S+) env=\S+ size=(\d+)x(\d+)")
            check(m.group(1).decode() == want and m.group(2, 3) == (b"20", b"2"), "%s: %r" % (term, m.groups()))
            t.send(b"\x11")
            t.wait()
        t = lab.ssh("an", cols=9999, rows=9999)
        t.expect("size=500x200 tty=500x200")


def cost_of_a_letter():
    with Lab() as lab:
        relay = lab.relay()
        t = lab.ssh("an", port=relay.port)
        t.expect("attach=1.*\n")
        t.send("x")  # the first key also costs a window adjustment
        t.expect("x")
        out = []
        for letter in ("a", "b", "đ", "ấ", "ợ"):
            relay.ask("reset")
            t.send(letter)
            t.expect(letter)
            until(lambda: relay.ask("stats")["down"] > 0, "echo")
            n = relay.ask("stats")
            want = 44 if len(letter.encode()) == 3 else 36
            check(n["down"] == want and n["down_chunks"] == 1, "%s: %s" % (letter, n))
            out.append("%s %d down %d up" % (letter, n["down"], n["up"]))
        return ", ".join(out)


def cost_of_a_login():
    with Lab() as lab:
        relay = lab.relay()
        t = lab.ssh("an", port=relay.port)
        t.expect("attach=1.*\n")
        n = relay.ask("stats")
        check(n["up"] + n["down"] < 3700, str(n))
        return "OpenSSH, password, to the first screen: %d up + %d down" % (n["up"], n["down"])


def fast_typing_on_a_slow_line_is_one_packet_a_burst():
    with Lab() as lab:
        relay = lab.relay(None, "--bps", "9600", "--delay-ms", "100")
        t = lab.ssh("an", port=relay.port, opts=["-o", "ConnectTimeout=60"])
        t.expect("attach=1.*\n", 60)
        relay.ask("reset")
        for _ in range(60):
            t.send("k")
        t.expect("k" * 60 + "|" + "(k[^k]*){60}", 60)
        n = relay.ask("stats")
        check(n["down"] < 60 * 36 * 0.75, "60 letters cost %d bytes down" % n["down"])
        return "60 letters: %d bytes down" % n["down"]


def dropped_line_is_taken_up():
    with Lab() as lab:
        t = lab.ssh("an")
        pid = t.expect(r"attach=1 .* pid=(\d+)").group(1)
        t.send("dang nhap do")
        t.expect("do")
        t.proc.kill()
        lab.log(r"session detached .*user=\"an\"")
        lab.log(r"stub ui an: detached")
        t = lab.ssh("an", cols=90, rows=20)
        m = t.expect(r"attach=2 user=an .* size=90x20 tty=90x20 pid=(\d+) typed:\[dang nhap do\]")
        check(m.group(1) == pid, "another process")
        t.send("x")
        t.expect("x")  # the new credit line works
        t.send("y")
        t.expect("y")
        check(len(lab.net_pids()) == 1, "old connection left")


def other_terminal_gets_a_fresh_one_with_the_draft():
    with Lab() as lab:
        t = lab.ssh("an")
        pid = t.expect(r"attach=1 .* pid=(\d+)").group(1)
        t.send("dang do")
        t.expect("do")
        t.kill()
        lab.log(r"session detached")
        t = lab.ssh("an", term="linux")
        m = t.expect(r"attach=1 user=an term=linux env=linux .* pid=(\d+).*draft:\[dang do\]")
        check(m.group(1) != pid, "same process")
        lab.log(r"stub ui an: end")
        until(lambda: lab.count("congvu") == 1, "old ui left")


def take_over_while_attached():
    with Lab() as lab:
        one = lab.ssh("an")
        pid = one.expect(r"attach=1 .* pid=(\d+)").group(1)
        one.send("abc")
        one.expect("abc")
        two = lab.ssh("an")
        m = two.expect(r"attach=2 .* pid=(\d+) typed:\[abc\]")
        check(m.group(1) == pid, "another process")
        one.expect("Phiên được mở ở máy khác")
        check(one.wait() == 1, "status of the old one %s" % one.proc.returncode)
        two.send("d")
        two.expect("d")
        three = lab.ssh("an", term="vt100")
        three.expect(r"attach=1 .*term=vt100.*draft:\[abcd\]")
        two.expect("Phiên được mở ở máy khác")
        check(two.wait() == 1, "status")


def killed_connection_process():
    with Lab() as lab:
        t = lab.ssh("an")
        t.expect("attach=1")
        t.send("q")
        t.expect("q")
        os.kill(lab.net_pids()[0], signal.SIGKILL)
        check(t.wait() == 255, "status")
        lab.log("session detached")
        t = lab.ssh("an")
        t.expect(r"attach=2 .*typed:\[q\]")


def killed_zygote_comes_again():
    with Lab() as lab:
        t = lab.ssh("an")
        t.expect("attach=1")
        zygote = [p for p, n in lab.running().items() if n == "congvu-net" and p not in lab.net_pids()]
        os.kill(zygote[0], signal.SIGKILL)
        check(t.wait() == 255, "status")
        lab.log("starting it again")
        until(lambda: [p for p, n in lab.running().items() if n == "congvu-net" and p not in zygote], "new zygote")
        t = lab.ssh("an")
        t.expect("attach=2")


def stopped_client_blocks_nobody():
    with Lab() as lab:
        a = lab.ssh("an")
        a.expect("attach=1")
        net = lab.net_pids()[0]
        a.send(b"\x06")  # flood
        a.expect("f" * 2000)
        a.proc.send_signal(signal.SIGSTOP)
        before = None
        b = lab.ssh("binh")
        b.expect("attach=1")
        pids = [p for p in lab.net_pids() if p != net]
        check(len(pids) == 1, "connections")
        for i in range(30):
            b.send("%c" % (97 + i % 26))
            b.expect("%c" % (97 + i % 26), 5)
            if i == 5:
                before = rss_kb(net)["Rss"]
        after = rss_kb(net)["Rss"]
        check(after - before < 200, "memory %d -> %d kB" % (before, after))
        a.proc.send_signal(signal.SIGCONT)
        a.expect("f" * 2000)
        return "RSS of the stuck connection %d -> %d kB" % (before, after)


def paste_while_the_ui_sleeps_is_bounded():
    """The window (1.28 MB) bounds what a client may send; the rest waits at the client, and everything arrives in the end."""
    with Lab() as lab:
        t = lab.ssh("an")
        t.expect("attach=1")
        net = lab.net_pids()[0]
        ui = [p for p, n in lab.running().items() if n == "congvu"][0]
        os.kill(ui, signal.SIGSTOP)
        os.set_blocking(t.fd, False)
        sent, quiet = 0, time.monotonic()
        while time.monotonic() - quiet < 0.7 and sent < 8 << 20:
            try:
                sent += os.write(t.fd, b"p" * 4096)
                quiet = time.monotonic()
            except BlockingIOError:
                select.select([], [t.fd], [], 0.1)
        check(sent < 3 << 20, "%d kB were taken" % (sent >> 10))
        mem = rss_kb(net)["Rss"]
        check(mem < 9000 or SANITIZED, "RSS %d" % mem)
        other = lab.ssh("binh")
        other.expect("attach=1")
        os.kill(ui, signal.SIGCONT)
        os.set_blocking(t.fd, True)
        got, end = 0, time.monotonic() + WAIT
        while got < sent:
            check(time.monotonic() < end, "%d of %d bytes came back" % (got, sent))
            t.buf = b""
            t.pump(1)
            got += t.buf.count(b"p")
        return "%d kB taken, RSS %d kB" % (sent >> 10, mem)


def memory_and_descriptors():
    with Lab() as lab:
        d0 = fds(lab.proc.pid)
        for i in range(20):
            lab.ssh("u%d" % i, "pw").expect("attach=1")
        pids = lab.net_pids()
        check(len(pids) == 20, "%d connections" % len(pids))
        pss = sorted(rss_kb(p)["Pss"] for p in pids)
        dirty = sorted(rss_kb(p)["Private_Dirty"] for p in pids)
        for t in lab.terms:
            t.send(b"\x11")
        for t in lab.terms:
            check(t.wait() == 0, "status")
        until(lambda: not lab.net_pids() and fds(lab.proc.pid) == d0, "descriptors %d -> %d" % (d0, fds(lab.proc.pid)))
        return "20 connections: PSS %d kB each, private dirty %d kB (median)" % (pss[10], dirty[10])


def sigterm_ends_all_and_saves_drafts():
    lab = Lab()
    with lab:
        t = lab.ssh("an")
        t.expect("attach=1")
        t.send("cuoi ngay")
        t.expect("ngay")
        lab.proc.terminate()
        check(t.wait() == 0, "client's status %s" % t.proc.returncode)
        lab.log("stub ui an: end")
        lab.proc.wait(10)
        with open(os.path.join(lab.dir, "draft.an")) as f:
            check(f.read() == "cuoi ngay", "draft")


def crashed_connection_brings_a_fresh_zygote():
    with Lab() as lab:
        a, b = lab.ssh("an"), lab.ssh("binh")
        a.expect("attach=1")
        b.expect("attach=1")
        zygotes = lambda: [p for p, n in lab.running().items() if n == "congvu-net" and p not in lab.net_pids()]
        old = zygotes()
        os.kill(lab.net_pids()[0], signal.SIGSEGV)
        lab.log("ended with signal %d" % (signal.SIGABRT if SANITIZED else signal.SIGSEGV))
        until(lambda: len(zygotes()) == 2, "a second zygote")
        alive = a if lab.log('session detached .*user="(.*)"').group(1) == "binh" else b
        alive.send("z")
        alive.expect("z")
        t = lab.ssh("chi")
        t.expect("attach=1")
        alive.send(b"\x11")
        check(alive.wait() == 0, "status")
        until(lambda: len(zygotes()) == 1 and zygotes() != old, "the old zygote's end")


def stuck_ui_is_replaced():
    with Lab() as lab:
        t = lab.ssh("an")
        pid = int(t.expect(r"attach=1 .* pid=(\d+)").group(1))
        t.kill()
        lab.log("session detached")
        os.kill(pid, signal.SIGSTOP)
        t = lab.ssh("an", term="linux")
        t.expect("attach=1 .*term=linux")
        lab.log("sending SIGKILL")


def many_sizes_and_a_sleeping_ui():
    with Lab() as lab:
        t = lab.ssh("an")
        pid = int(t.expect(r"attach=1 .* pid=(\d+)").group(1))
        os.kill(pid, signal.SIGSTOP)
        for i in range(2000):
            t.resize(100 + i % 50, 30)
        t.resize(77, 33)
        os.kill(pid, signal.SIGCONT)
        t.expect("SIZE 77 33")
        t.send("a")
        t.expect("a")


def killed_congvud_leaves_nothing():
    lab = Lab()
    with lab:
        t = lab.ssh("an")
        t.expect("attach=1")
        t.send("nua chung")
        t.expect("chung")
        lab.proc.kill()
        lab.proc.wait()
        check(t.wait() == 255, "status")
        until(lambda: not lab.running(), "left behind")
        with open(os.path.join(lab.dir, "draft.an")) as f:
            check(f.read() == "nua chung", "draft")
        lab.start()
        t = lab.ssh("an")
        t.expect(r"draft:\[nua chung\]")


def systemd_is_told():
    lab = Lab()
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(os.path.join(lab.base, "notify"))
    s.settimeout(WAIT)
    os.environ["NOTIFY_SOCKET"] = os.path.join(lab.base, "notify")
    try:
        with lab:
            check(b"READY=1" in s.recv(100), "ready")
            lab.proc.send_signal(signal.SIGHUP)  # ignored
            lab.ssh("an").expect("attach=1")
            lab.proc.terminate()
            check(b"STOPPING=1" in s.recv(100), "stopping")
    finally:
        del os.environ["NOTIFY_SOCKET"]


main([openssh, dropbear, putty, exit_status_passes, killed_ui_is_told, wrong_password_and_unknown_user_look_alike,
      log_injection_stays_one_line, everything_else_is_refused, forwarding_leaves_the_session_unharmed,
      how_a_screen_is_shown_may_be_wished, the_terminal_that_is_here_wishes, the_client_hangs_up, hostile_environment, second_channel_is_refused,
      odd_terminals_and_sizes, cost_of_a_letter, cost_of_a_login, fast_typing_on_a_slow_line_is_one_packet_a_burst,
      dropped_line_is_taken_up, other_terminal_gets_a_fresh_one_with_the_draft, take_over_while_attached, killed_connection_process,
      killed_zygote_comes_again, stopped_client_blocks_nobody, paste_while_the_ui_sleeps_is_bounded, memory_and_descriptors,
      sigterm_ends_all_and_saves_drafts, crashed_connection_brings_a_fresh_zygote, stuck_ui_is_replaced, many_sizes_and_a_sleeping_ui,
      killed_congvud_leaves_nothing, systemd_is_told])
