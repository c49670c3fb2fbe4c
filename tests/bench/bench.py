"""bench.py W PORT [memory]: logs in to office 1 (PORT + 2) with a stock OpenSSH client through a counting relay and prints what it costs.

Every line: what, the figure, its budget (DESIGN 6), and OVER when it is not kept. A figure is of this machine at this hour: see the first lines."""
import os, pty, re, select, socket, subprocess, sys, termios, threading, time, fcntl, struct, json, shutil, statistics

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import until  # noqa: E402

W, PORT = sys.argv[1], int(sys.argv[2])
ONLY_MEMORY = sys.argv[3:] == ["memory"]
FULL = os.environ.get("BENCH_FULL", "") != ""
SESSIONS = 20
over = []


def line(what, value, unit, budget=None, note=""):
    """budget: a number not to be exceeded; ">N": not to be fallen short of."""
    text = f"{value:,.2f}" if unit == "MB" else f"{value:,.1f}" if isinstance(value, float) and value < 1000 else f"{value:,.0f}"
    said = ""
    if budget is not None:
        bad = value < float(budget[1:]) if isinstance(budget, str) else value > budget
        said = f"budget {'at least ' + budget[1:] if isinstance(budget, str) else budget}" + ("   OVER" if bad else "")
        over.extend([what] if bad else [])
    print(f"  {what:<66} {text:>9} {unit:<5} {said}{'   ' + note if note else ''}", flush=True)


class Relay(threading.Thread):
    """Counts payload bytes and segments each way."""

    def __init__(self, to):
        super().__init__(daemon=True)
        self.to = to
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.echo = None  # a list: seconds from handing bytes to the server to its next bytes
        self.reset()

    def reset(self):
        self.bytes, self.packets, self.last = [0, 0], [0, 0], time.monotonic()

    def run(self):
        while True:
            a, _ = self.listener.accept()
            b = socket.create_connection(("127.0.0.1", self.to))
            for s in (a, b):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            asked = [None]
            for way, (x, y) in enumerate(((a, b), (b, a))):
                threading.Thread(target=self.carry, args=(way, x, y, asked), daemon=True).start()

    def carry(self, way, x, y, asked):
        try:
            while data := x.recv(65536):
                self.bytes[way] += len(data)
                self.packets[way] += 1
                self.last = now = time.monotonic()
                if way == 1 and asked[0] is not None and self.echo is not None:
                    self.echo.append(now - asked[0])
                asked[0] = now if way == 0 else None
                y.sendall(data)
        except OSError:
            pass
        for s in (x, y):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Client:
    """An ssh client (or any command) on a pty of 80x24."""

    def __init__(self, argv, env=None):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(env or {}, TERM="xterm-256color")
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.text = b""

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.text += data
        return bool(data)

    def until(self, what, seconds=20):
        end = time.monotonic() + seconds
        while not re.search(what, self.text):
            if not self.read(max(0.0, end - time.monotonic())) and time.monotonic() >= end:
                sys.exit(f"bench: {what!r} never came, but {self.text[-400:]!r}")

    def quiet(self, relay=None, seconds=0.4):
        while self.read(seconds) or (relay and time.monotonic() - relay.last < seconds):
            pass

    def send(self, data):
        os.write(self.fd, data)

    def end(self):
        os.kill(self.pid, 15)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def login(relay, user="vanthu"):
    c = Client(["ssh", "-F", "none", "-p", str(relay.port), "-o", f"UserKnownHostsFile={W}/known", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
                "-o", "PubkeyAuthentication=no", f"{user}@127.0.0.1"])
    c.until(b"assword:")
    c.send(user.encode() + b"\n")
    c.until("Công vụ|Chờ làm|Sổ".encode())
    c.quiet(relay)
    return c


def pss(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup") as f:
            return int(re.search(r"^Pss:\s+(\d+)", f.read(), re.M).group(1))
    except (OSError, AttributeError):  # it has ended
        return 0


def session_pids():
    """The newest congvu ui of office 1 and the congvu-net processes that are no zygote and no dialler."""
    ui, net = [], []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                words = f.read().decode(errors="replace").split("\0")
        except OSError:
            continue
        if len(words) > 2 and words[0].endswith("congvu") and words[1] == "ui" and f"{W}/office1" in words:
            ui.append(int(pid))
        elif words[0].endswith("congvu-net") and "--zygote" in words:
            net.append(int(pid))
    return ui, net


def accounts(n):
    """Accounts bench1... of office 1, each with its name as password."""
    for i in range(1, n + 1):
        subprocess.run(["congvu", "user", "add", f"bench{i}", "--dir", f"{W}/office1", "--name", f"Người thử {i}", "--roles", "vanthu"],
                       input=f"bench{i}\n", text=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # there already: fine
    return [f"bench{i}" for i in range(1, n + 1)]


def rest():
    """Until every session has been without a key for long enough to give its memory back."""
    end = time.monotonic() + 6
    while (left := end - time.monotonic()) > 0:
        select.select([], [], [], left)


def say_memory(what, before, budget):
    ui, net = ([p for p in now if p not in old] for now, old in zip(session_pids(), before))
    u, n = (statistics.mean([kb for kb in map(pss, pids) if kb] or [9999]) for pids in (ui, net))
    line(what, round((u + n) / 1024, 2), "MB", budget, f"congvu ui {u:.0f} kB + congvu-net {n:.0f} kB, {len(ui)} sessions (stretch 1.0)")


def memory(relay, n=SESSIONS):
    """PSS of n sessions that were just used, and of the same when nobody types. Gives them back."""
    before = [set(p) for p in session_pids()]
    sessions = [login(relay, u) for u in accounts(n)]
    for s in sessions:
        s.send(b"\x1b[17~")  # F6: a form, and a few letters
        s.quiet(None, 0.05)
        s.send(b"b")
    for s in sessions:
        s.quiet(None, 0.05)
    if not ONLY_MEMORY:
        say_memory("memory of a session, a form open, while it is typed in (PSS)", before, 1.5)
    rest()
    say_memory("memory of a session, a form open, nobody types (PSS)", before, 1.5)
    return sessions


def echo(relay, sessions, seconds=8, rate=3):
    """Letters into every session, evenly spread; from the relay's send to the server's answer at the relay."""
    for s in sessions:
        s.send(b"\t")  # passes what is filled, to the symbol
        s.quiet(None, 0.05)
    relay.echo, cpu = [], time.process_time()
    start, n = time.monotonic(), seconds * rate * len(sessions)
    for k in range(n):
        at = start + k / (rate * len(sessions))
        while (left := at - time.monotonic()) > 0:
            for fd in select.select([s.fd for s in sessions], [], [], left)[0]:
                os.read(fd, 65536)
        sessions[k % len(sessions)].send(b"b")
    rest_of = sorted(relay.echo)
    cpu = (time.process_time() - cpu) / (time.monotonic() - start)
    relay.echo = None
    line(f"a letter to its echo, {len(sessions)} sessions of {rate} keys/s: p95", rest_of[len(rest_of) * 95 // 100] * 1000, "ms", 5,
         f"p50 {rest_of[len(rest_of) // 2] * 1000:.1f}, {len(rest_of)} letters, {cpu:.0%} CPU for this generator")


def letters(relay):
    c = login(relay)
    line("login to usable first screen, stock OpenSSH client", sum(relay.bytes), "B", 4000, f"{relay.bytes[0]} up, {sum(relay.packets)} segments")
    relay.reset()
    c.send(b"\x1b[17~")  # F6: a new document
    c.quiet(relay)
    line("F6: a whole form, down in SSH", relay.bytes[1], "B")
    c.send(b"\t")  # passes what is filled, to the symbol
    c.quiet(relay)
    for name, key, budget in (("a", b"a", 36), ("ă typed as one", "ă".encode(), 36), ("ế typed as one", "ế".encode(), 44)):
        counts = []
        for _ in range(3):
            relay.reset()
            c.send(key)
            c.quiet(relay, 0.2)
            counts.append((relay.bytes[1], relay.packets[1]))
        b, p = statistics.median_low(counts)
        line(f"letter {name}, down in SSH", b, "B", budget, f"{p} packet(s)")
    relay.reset()
    c.send(b"mot hai ba bon nam sau bay")
    c.quiet(relay)
    line("26 letters in one write, packets down", relay.packets[1], "", None, f"{relay.bytes[1]} B")
    relay.reset()
    c.send(b"\t")
    c.quiet(relay)
    line("next field, down in SSH", relay.bytes[1], "B")
    c.end()


def first_paint():
    times, sizes = [], []
    for _ in range(15):
        start = time.monotonic()
        c = Client(["congvu", "ui", "--dir", f"{W}/office1", "--user", "vanthu"])
        c.until("Công vụ|Chờ làm|Sổ".encode())
        times.append((time.monotonic() - start) * 1000)
        c.quiet(None, 0.1)
        sizes.append(len(c.text))
        c.end()
    line("start of congvu ui to first paint, with fork and pty: median", statistics.median(times), "ms", 15, f"worst of {len(times)}: {max(times):.1f}")
    line("its first screen, on the tty", statistics.median_low(sizes), "B")


def store():
    """The store alone: no line, no screen."""
    n = 1000000 if FULL else 20000
    said = subprocess.run(["store_bench", str(n), W], capture_output=True, text=True).stdout
    for batch, budget in (("1", ">1200"), ("100", ">6000")):
        m = re.search(rf"^centre, by {batch}: +(\d+)", said, re.M)
        line(f"the centre takes in, by {batch}, indexed, synchronous=FULL, {n:,}", int(m.group(1)) if m else 0, "/s", budget)
    found = [(float(ms), words.strip()) for words, ms in re.findall(r"^find (.{22}) +\d+ hits  p95 +([\d.]+)", said, re.M)]
    worst, words = max(found, default=(9999.0, "store_bench failed"))
    line(f"find without diacritics, {n:,} documents, newest first: worst p95", worst, "ms", 10,
         f'"{words}"' + ("" if FULL else "; a million: make bench-full"))
    for disk, budget in ((0, None), (8, 100)):  # milliseconds that each flush takes longer
        out = subprocess.run(["clerks", "50", "8", str(disk), W], capture_output=True, text=True)
        if out.returncode == 0:
            p50, p95, p99, saves = out.stdout.split()
            line(f"a save, 50 clerks once a second, {'this disk' if disk == 0 else f'each flush {disk} ms longer'}: p99", float(p99), "ms", budget,
                 f"p50 {p50}, p95 {p95}, {saves} saves")


def sync_line():
    """Bytes on the TCP connection of the line while records are saved: SSH and all."""
    relay = Relay(PORT)
    relay.start()
    path = f"{W}/office2/centre"
    with open(path) as f:
        pin = f.read().split("/", 1)[1]
    with open(path, "w") as f:
        f.write(f"127.0.0.1:{relay.port}/{pin}")
    for pid in filter(str.isdigit, os.listdir("/proc")):  # the running dialler ends; sync reads where to dial anew
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                words = f.read().decode(errors="replace").split("\0")
            with open(f"/proc/{pid}/stat") as f:
                parent = int(f.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{parent}/cmdline", "rb") as f:
                if "--dial" in words and f"{W}/office2" in f.read().decode().split("\0"):
                    os.kill(int(pid), 15)
        except OSError:
            pass

    def settled():
        status = ["congvu", "status", "--json", "--dir", f"{W}/office2"]
        until(lambda: json.loads(subprocess.run(status, capture_output=True, text=True).stdout)["unsent"] == 0, "the line to come back", 60)
        until(lambda: time.monotonic() - relay.last >= 0.5, "the line to be quiet", 60)

    def save(n, first):
        ps = [subprocess.Popen(["congvu", "act", "register", "incoming", "--dir", f"{W}/office2", "--user", "vanthu", "secrecy=THUONG", "urgency=THUONG",
                                "channel=TRUC_LT", "issuer=Sở Tài nguyên và Môi trường", f"doc_number={first + k}", "notation=STNMT-QLĐĐ", "issued_date=-2",
                                "doc_type=CV", f"abstract=Về việc rà soát hồ sơ đăng ký biến động đất đai đợt {first + k}"], stdout=subprocess.DEVNULL)
              for k in range(n)]
        for p in ps:
            p.wait()

    save(1, 1000)
    settled()
    for n in (1, 10):
        relay.reset()
        save(n, 2000 + 100 * n)
        settled()
        line(f"{n} record(s) saved, on the TCP connection of the line, each", sum(relay.bytes) // n, "B", None,
             f"{relay.bytes[0]} up, {relay.bytes[1]} down, with SSH")


def peers():
    """Memory of many that are made of libform (bytes: forms.py); and which servers could not be put in front of it."""
    many = [Client(["peer_form", f"{W}/peer.db"]) for _ in range(SESSIONS)]
    for m in many:
        m.until(b"Ctrl-O")
        m.quiet(None, 0.1)
    line("peer: libform and SQLite without an SSH server: memory (PSS)", statistics.mean(pss(m.pid) for m in many) / 1024, "MB", None,
         f"{SESSIONS} of them")
    for m in many:
        m.end()
    print("  peer: OpenSSH sshd in front of it: " + ("not run, it needs an account of its own" if os.path.exists("/usr/sbin/sshd") else
                                                   "not run, sshd is not installed here"))
    print("  peer: dropbear in front of it: not run, it reads keys only from the account's own home")


def machine():
    with open("/proc/cpuinfo") as f:
        cpu = re.search(r"^model name\s*: (.*)$", f.read(), re.M)
    took = []
    with open(f"{W}/flush", "wb") as f:
        for _ in range(60):
            f.write(b"x" * 4096)
            f.flush()
            start = time.monotonic()
            os.fdatasync(f.fileno())
            took.append((time.monotonic() - start) * 1000)
    took.sort()
    print(f"  {cpu.group(1) if cpu else 'unknown CPU'}, {os.cpu_count()} cores; a flush of 4 kB: p50 {took[30]:.2f} ms, p95 {took[57]:.2f} ms; "
          f"load {os.getloadavg()[0]:.1f} before we begin")


def main():
    relay = Relay(PORT + 2)
    relay.start()
    if ONLY_MEMORY:
        memory(relay)
        return
    machine()
    letters(relay)
    first_paint()
    sessions = memory(relay)
    echo(relay, sessions)
    for s in sessions:
        s.end()
    sync_line()
    store()
    peers()
    print(f"  load {os.getloadavg()[0]:.1f} at the end; over budget: {'; '.join(over) or 'nothing'}")


main()
