"""bench.py W PORT [memory]: logs in to office 1 (PORT + 2) with a stock OpenSSH client through a counting relay and prints what it costs."""
import os, pty, re, select, socket, subprocess, sys, termios, threading, time, fcntl, struct, json, shutil, statistics

W, PORT = sys.argv[1], int(sys.argv[2])
ONLY_MEMORY = sys.argv[3:] == ["memory"]


class Relay(threading.Thread):
    """Counts payload bytes and segments each way."""

    def __init__(self, to):
        super().__init__(daemon=True)
        self.to = to
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.reset()

    def reset(self):
        self.bytes, self.packets, self.last = [0, 0], [0, 0], time.monotonic()

    def run(self):
        while True:
            a, _ = self.listener.accept()
            b = socket.create_connection(("127.0.0.1", self.to))
            for s in (a, b):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for way, (x, y) in enumerate(((a, b), (b, a))):
                threading.Thread(target=self.carry, args=(way, x, y), daemon=True).start()

    def carry(self, way, x, y):
        try:
            while data := x.recv(65536):
                self.bytes[way] += len(data)
                self.packets[way] += 1
                self.last = time.monotonic()
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
    with open(f"/proc/{pid}/smaps_rollup") as f:
        return int(re.search(r"^Pss:\s+(\d+)", f.read(), re.M).group(1))


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


def memory(relay):
    before = set(session_pids()[1])
    sessions = [login(relay, u) for u in ("vanthu", "motcua", "tiepdan", "lanhdao", "chuyenvien", "quantri", "hotro") * 2]
    ui, net = session_pids()
    new = [p for p in net if p not in before]
    u, n = statistics.mean(map(pss, ui)), statistics.mean(map(pss, new)) if new else 0
    print(f"memory of a session, mean of {len(ui)}: congvu ui {u:.0f} kB + congvu-net {n:.0f} kB = {(u + n) / 1024:.2f} MB PSS (budget 1.5)")
    for s in sessions:
        s.end()


def letters(relay):
    c = login(relay)
    print(f"login to usable first screen, stock OpenSSH: {relay.bytes[0]} up + {relay.bytes[1]} down = {sum(relay.bytes)} B, "
          f"{sum(relay.packets)} segments (budget 4000 B)")
    relay.reset()
    c.send(b"\x1b[17~")  # F6: a new document
    c.quiet(relay)
    print(f"F6, a whole form: {relay.bytes[1]} B down in SSH")
    c.send(b"\t" * 6)
    c.quiet(relay)
    for name, key in (("a", b"a"), ("ă typed as one", "ă".encode()), ("ế typed as one", "ế".encode())):
        counts = []
        for _ in range(3):
            relay.reset()
            c.send(key)
            c.quiet(relay, 0.2)
            counts.append((relay.bytes[1], relay.packets[1], relay.bytes[0]))
        b, p, up = statistics.median_low(counts)
        print(f"letter {name}: {b} B down in {p} packet(s), {up} B up (budget 36; 44 for a letter of three bytes)")
    relay.reset()
    c.send(b"mot hai ba bon nam sau bay")
    c.quiet(relay)
    print(f"26 letters in one write: {relay.bytes[1]} B down in {relay.packets[1]} packet(s)")
    relay.reset()
    c.send(b"\t")
    c.quiet(relay)
    print(f"next field: {relay.bytes[1]} B down in SSH")
    c.end()


def first_paint():
    times, sizes = [], []
    for _ in range(7):
        start = time.monotonic()
        c = Client(["congvu", "ui", "--dir", f"{W}/office1", "--user", "vanthu"])
        c.until("Công vụ|Chờ làm|Sổ".encode())
        times.append((time.monotonic() - start) * 1000)
        c.quiet(None, 0.2)
        sizes.append(len(c.text))
        c.end()
    print(f"start of congvu ui to first paint: median {statistics.median(times):.1f} ms of {len(times)}, with fork and pty (budget 15); "
          f"first screen {statistics.median_low(sizes)} B")


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
        end = time.monotonic() + 60
        while json.loads(subprocess.run(["congvu", "status", "--json", "--dir", f"{W}/office2"], capture_output=True, text=True).stdout)["unsent"]:
            if time.monotonic() > end:
                sys.exit("bench: the line did not come back")
            time.sleep(0.05)
        while time.monotonic() - relay.last < 0.5:
            time.sleep(0.05)

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
        print(f"{n} record(s) saved, on the TCP connection of the line: {relay.bytes[0]} B up, {relay.bytes[1]} B down = {sum(relay.bytes) / n:.0f} B a record with SSH")


def peers():
    print("\npeers")
    if not shutil.which("sshd") and not os.path.exists("/usr/sbin/sshd"):
        print("  OpenSSH sshd + a forms program: not run, sshd is not installed here")
    else:
        print("  OpenSSH sshd + a forms program: not run (needs an account of its own)")


def main():
    relay = Relay(PORT + 2)
    relay.start()
    if ONLY_MEMORY:
        memory(relay)
        return
    letters(relay)
    memory(relay)
    first_paint()
    sync_line()
    peers()


main()
