"""sshlab.py: a congvud in a folder of its own and real clients on ptys, for tests/e2e/ssh_*.py. Nothing here sleeps for luck: every wait is
for bytes on a terminal, a line of the log, or the end of a process."""
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
import time

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.abspath(os.environ.get("B", os.path.join(TOP, "build/release")))
TMP = os.environ.get("TMPDIR", "/tmp")
os.environ.setdefault("CONGVU_DATADIR", TOP)
with open(os.path.join(B, "bin/congvu"), "rb") as program:
    SANITIZED = b"__asan_init" in program.read()  # as in tests/pty/lib.sh
SLOW = 4 if SANITIZED else 1
WAIT = 15 * SLOW


class Fail(Exception):
    pass


def check(cond, what):
    if not cond:
        raise Fail(what)


def until(fn, what, timeout=WAIT):
    """For what has no event of its own (another process's state): looks again every few ms."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if fn():
            return
        time.sleep(0.01)
    raise Fail("timed out: " + what)


class Term:
    """A program on a terminal of ours."""

    def __init__(self, argv, cols=80, rows=24, term="xterm-256color", env=None):
        self.buf = b""
        self.all = b""
        self.eof = False
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        e = dict(os.environ, TERM=term, HOME=TMP, **(env or {}))
        self.proc = subprocess.Popen(argv, stdin=slave, stdout=slave, stderr=slave, env=e, close_fds=True,
                                     preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)))
        os.close(slave)
        self.fd = master

    def pump(self, timeout):
        if self.eof:
            return False
        if not select.select([self.fd], [], [], max(0, timeout))[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            self.eof = True  # the program may still run: closing our end would send it a SIGHUP
            return False
        self.buf += data
        self.all = (self.all + data)[-200000:]
        return True

    def expect(self, pattern, timeout=WAIT):
        rx = re.compile(pattern.encode() if isinstance(pattern, str) else pattern, re.S)
        end = time.monotonic() + timeout
        while True:
            m = rx.search(self.buf)
            if m:
                self.buf = self.buf[m.end():]
                return m
            if time.monotonic() > end or not self.pump(end - time.monotonic()):
                raise Fail("expected %r, got %r" % (pattern, self.buf[-600:]))

    def send(self, data):
        os.write(self.fd, data.encode() if isinstance(data, str) else data)

    def resize(self, cols, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.proc.send_signal(signal.SIGWINCH)

    def wait(self, timeout=WAIT):
        """Exit status; reads on, so that nobody is stuck on a full terminal."""
        end = time.monotonic() + timeout
        while self.proc.poll() is None and time.monotonic() < end:
            if not self.pump(0.05):
                try:
                    self.proc.wait(max(0.01, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    break
        while not self.eof and self.pump(0) and select.select([self.fd], [], [], 0.05)[0]:
            pass
        if self.proc.poll() is None:
            raise Fail("still running: %r" % self.buf[-400:])
        return self.proc.returncode

    def kill(self):
        if self.proc.poll() is None:
            self.proc.kill()
            self.proc.wait()
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


class Lab:
    def __init__(self, conf="", role="office", name="node"):
        self.base = os.path.join(TMP, name)
        self.dir = os.path.join(self.base, "d")
        self.bin = os.path.join(self.base, "bin")
        os.makedirs(self.dir)
        os.makedirs(self.bin)
        for src, dst in (("tools/door_stub", "congvud"), ("tools/stub_congvu", "congvu"), ("bin/congvu-net", "congvu-net")):
            shutil.copy(os.path.join(B, src), os.path.join(self.bin, dst))
        self.write("users", "an an\nbinh binh\nchi chi\n" + "".join("u%d pw\n" % i for i in range(60)))
        self.write("enrolled", "")
        self.write("role", role + "\n")
        self.write("congvu.conf", "work = no\nsync = no\nexempt = loopback\nnet_user =\n" + conf)
        self.askpass = os.path.join(self.base, "askpass")
        self.write(self.askpass, "#!/bin/sh\nprintf '%s\\n' \"$LAB_PW\"\n")
        os.chmod(self.askpass, 0o700)
        self.lines = []
        self.cond = threading.Condition()
        self.terms = []
        self.procs = []
        self.proc = None

    def write(self, name, text):
        with open(os.path.join(self.dir, name), "w") as f:
            f.write(text)

    def append(self, name, text):
        with open(os.path.join(self.dir, name), "a") as f:
            f.write(text)

    def start(self):
        self.proc = subprocess.Popen([self.bin + "/congvud", "--dir", self.dir, "--listen", "127.0.0.1:0", "--log-level", "7"],
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
        threading.Thread(target=self._reader, daemon=True).start()
        line = self.proc.stdout.readline()
        m = re.match(r"listening 127\.0\.0\.1:(\d+)$", line.strip())
        if not m:
            self.proc.wait()
            raise Fail("congvud did not start: %r %s" % (line, self.lines))
        self.port = int(m.group(1))
        return self

    def _reader(self):
        for line in self.proc.stderr:
            with self.cond:
                self.lines.append(line.rstrip("\n"))
                self.cond.notify_all()

    def mark(self):
        with self.cond:
            return len(self.lines)

    def log(self, pattern, since=0, timeout=WAIT):
        rx = re.compile(pattern)
        end = time.monotonic() + timeout
        with self.cond:
            seen = since
            while True:
                while seen < len(self.lines):
                    m = rx.search(self.lines[seen])
                    seen += 1
                    if m:
                        return m
                left = end - time.monotonic()
                if left <= 0 or not self.cond.wait(left):
                    raise Fail("no log line %r in %s" % (pattern, "\n".join(self.lines[since:][-25:])))

    # ---- clients -------------------------------------------------------------------------------------------------------------

    SSH = ["-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
           "-o", "NumberOfPasswordPrompts=1"]

    def ssh_argv(self, user, port=None, opts=(), cmd=()):
        return ["ssh"] + list(opts) + self.SSH + ["-p", str(port or self.port), user + "@127.0.0.1"] + list(cmd)

    def pw_env(self, pw):
        return {"SSH_ASKPASS": self.askpass, "SSH_ASKPASS_REQUIRE": "force", "LAB_PW": pw, "DROPBEAR_PASSWORD": pw}

    def ssh(self, user, pw=None, port=None, opts=(), cmd=(), **kw):
        t = Term(self.ssh_argv(user, port, opts, cmd), env=self.pw_env(user if pw is None else pw), **kw)
        self.terms.append(t)
        return t

    def client_argv(self, which, user, pw, port=None):
        """Command line of dbclient (its password comes by pw_env) or plink."""
        if which == "dbclient":
            return ["dbclient", "-y", "-y", "-t", "-p", str(port or self.port), user + "@127.0.0.1"]
        key = subprocess.run(["ssh-keyscan", "-p", str(self.port), "-t", "ed25519", "127.0.0.1"], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True).stdout.split()
        fp = subprocess.run(["ssh-keygen", "-lf", "-"], input=" ".join(key), stdout=subprocess.PIPE, text=True).stdout.split()[1]
        return ["plink", "-ssh", "-t", "-no-antispoof", "-hostkey", fp, "-P", str(port or self.port), "-pw", pw, user + "@127.0.0.1"]

    def dbclient(self, user, pw=None, port=None, **kw):
        t = Term(self.client_argv("dbclient", user, pw, port), env=self.pw_env(user if pw is None else pw), **kw)
        self.terms.append(t)
        return t

    def plink(self, user, pw=None, port=None, **kw):
        t = Term(self.client_argv("plink", user, pw or user, port), **kw)
        self.terms.append(t)
        return t

    def relay(self, to=None, *args):
        path = os.path.join(self.base, "relay%d" % len(self.procs))
        p = subprocess.Popen([sys.executable, os.path.join(TOP, "tests/lib/relay.py"), "--listen", "0", "--to",
                              "127.0.0.1:%d" % (to or self.port), "--control", path] + list(args), stdout=subprocess.PIPE, text=True)
        self.procs.append(p)
        port = int(p.stdout.readline().split()[1])
        return Relay(path, port, self.base)

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=WAIT)

    # ---- the end ---------------------------------------------------------------------------------------------------------------

    def running(self):
        """pids of programs of this lab, by their file."""
        out = {}
        for p in os.listdir("/proc"):
            if p.isdigit():
                try:
                    exe = os.readlink("/proc/%s/exe" % p)
                except OSError:
                    continue
                if exe.startswith(self.bin + "/"):
                    out[int(p)] = os.path.basename(exe)
        return out

    def count(self, name):
        return sum(1 for n in self.running().values() if n == name)

    def net_pids(self):
        """Connections: congvu-net processes that are not the zygote (whose parent is congvud)."""
        return [p for p, n in self.running().items() if n == "congvu-net" and parent(p) != self.proc.pid]

    def stop(self):
        for t in self.terms:
            t.kill()
        if self.proc and self.proc.poll() is None:
            self.proc.terminate()
            try:
                self.proc.wait(20 * SLOW)
            except subprocess.TimeoutExpired:
                self.proc.kill()
                raise Fail("congvud does not end: " + "\n".join(self.lines[-15:]))
        for p in self.procs:
            p.terminate()
            p.wait()
        if self.proc:
            check(self.proc.returncode == 0, "congvud ended with %s" % self.proc.returncode)
            until(lambda: not self.running(), "left behind: %s" % self.running(), 5)

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, exc, tb):
        try:
            self.stop()
        except Fail:
            if kind is None:
                raise
        finally:
            if kind is not None:
                sys.stderr.write("\n".join("   | " + x for x in self.lines[-40:]) + "\n")
            shutil.rmtree(self.base, ignore_errors=True)
        return False


class Real(Lab):
    """A centre with three accounts, programs as built; `of`: another one that has not been started, whose node is copied."""

    def __init__(self, conf="exempt = loopback\n", name="real", of=None):
        super().__init__("", name=name)
        for f in os.listdir(self.dir):
            os.unlink(os.path.join(self.dir, f))
        self.bin = os.path.join(B, "bin")
        if of is not None:
            shutil.copytree(of.dir, self.dir, dirs_exist_ok=True)
            return
        run = lambda *a, **kw: subprocess.run([self.bin + "/congvu"] + list(a), check=True, stdout=subprocess.DEVNULL, text=True, **kw)
        run("init", "--dir", self.dir, "--role", "centre", "--code", "TT", "--name", "Trung tâm")
        for user in ("vanthu", "lanhdao", "motcua"):
            run("user", "add", user, "--dir", self.dir, "--name", "Nguyễn Văn Thư", "--roles", user, input=user + "\n")
        self.write("congvu.conf", conf + "net_user =\n")

    def running(self):
        """Only what this congvud started: other tests may run the same programs."""
        mine = {self.proc.pid} if self.proc else set()
        out, more = {}, True
        procs = {}
        for p in os.listdir("/proc"):
            if p.isdigit():
                try:
                    with open("/proc/%s/stat" % p) as f:
                        text = f.read()
                    procs[int(p)] = (int(text.rsplit(")", 1)[1].split()[1]), text[text.index("(") + 1:text.rindex(")")])
                except OSError:
                    pass
        while more:
            more = False
            for p, (pp, name) in procs.items():
                if pp in mine and p not in mine:
                    mine.add(p)
                    out[p] = name
                    more = True
        return out


def parent(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return int(f.read().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def rss_kb(pid):
    with open("/proc/%d/smaps_rollup" % pid) as f:
        d = dict(line.split(":", 1) for line in f if ":" in line and not line.startswith(" "))
    return {k: int(d[k].split()[0]) for k in ("Rss", "Pss", "Private_Dirty")}


def fds(pid):
    return len(os.listdir("/proc/%d/fd" % pid))


class Relay:
    def __init__(self, path, port, base):
        self.path, self.port = path, port
        self.me = os.path.join(base, "me-%s" % os.path.basename(path))

    def ask(self, text):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        if os.path.exists(self.me):
            os.unlink(self.me)
        s.bind(self.me)
        s.settimeout(WAIT)
        s.sendto(text.encode(), self.path)
        out = s.recv(1 << 20).decode()
        s.close()
        return json.loads(out) if out[:1] in "{[" else out


def main(tests):
    only = sys.argv[1:]
    bad = 0
    for fn in tests:
        name = fn.__name__.replace("_", " ")
        if only and not any(o in fn.__name__ for o in only):
            continue
        t0 = time.monotonic()
        try:
            note = fn()
            print("ok %s%s (%.1f s)" % (name, ": " + note if note else "", time.monotonic() - t0), flush=True)
        except Exception as e:  # every failure is a line, the others still run
            bad += 1
            print("not ok %s: %s: %s" % (name, type(e).__name__, str(e)[:1500]), flush=True)
    sys.exit(1 if bad else 0)
