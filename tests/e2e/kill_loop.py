"""kill_loop.py W CENTRE_PORT: kills random processes of a centre and an office with -9 while clerks keep saving, and cuts their line in the
middle of frames. What was answered must be there, at the office and at the centre, exactly once.

KILLS (300), KILL_SEED, KILL_SECONDS (75: then it stops, done or not, and says how many it was).
"""
import collections, json, os, random, select, signal, socket, subprocess, sys, threading, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import Fail, until  # noqa: E402

W, CENTRE_PORT = sys.argv[1], int(sys.argv[2])
KILLS = int(os.environ.get("KILLS", "300"))
SECONDS = int(os.environ.get("KILL_SECONDS", "75"))
SEED = int(os.environ.get("KILL_SEED", str(random.SystemRandom().randrange(1 << 31))))
rnd = random.Random(SEED)
stop = threading.Event()
failed = False


def case(good, text):
    global failed
    print(("ok - " if good else "not ok - ") + text, flush=True)
    failed = failed or not good


def node_dir(name):
    return os.path.join(W, name)


# ---- the line: passes bytes on, and now and then hangs up in the middle of a frame -------------------------------------------------

class Line(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.rnd = random.Random(SEED + 1)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.cuts = 0
        self.calm = False

    def run(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        try:
            centre = socket.create_connection(("127.0.0.1", CENTRE_PORT), 5)
        except OSError:
            client.close()
            return
        left = self.rnd.randrange(2200, 12000)  # a login takes about 2000 bytes
        other = {client: centre, centre: client}
        try:
            while True:
                for s in select.select([client, centre], [], [])[0]:
                    data = s.recv(4096)
                    if not data:
                        return
                    if not self.calm and len(data) >= left:
                        self.cuts += 1
                        other[s].sendall(data[:left])
                        return
                    left -= len(data)
                    other[s].sendall(data)
        except OSError:
            pass
        finally:
            client.close()
            centre.close()


# ---- nodes ---------------------------------------------------------------------------------------------------------------------------

class Door:
    def __init__(self, name):
        self.name, self.process = name, None

    def start(self):
        log = open(node_dir(self.name) + ".log", "ab")
        self.process = subprocess.Popen(["congvud", "--dir", node_dir(self.name)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        log.close()
        line = self.process.stdout.readline()
        if b"listening" not in line:
            raise SystemExit(f"not ok - congvud of {self.name} starts again: {self.process.wait()}")

    def heal(self):
        self.process.wait()
        self.process.stdout.close()
        self.start()

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def congvu(name, *words):
    return subprocess.run(["congvu", *words, "--dir", node_dir(name)], stdin=subprocess.DEVNULL, capture_output=True, text=True)


def processes():
    """pid -> (parent, name)"""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as f:
                head, tail = f.read().rsplit(")", 1)
            words = tail.split()
            if words[0] != "Z":
                found[int(pid)] = (int(words[1]), head.split("(", 1)[1])
        except OSError:
            pass
    return found


def descendants(roots, table):
    children = collections.defaultdict(list)
    for pid, (parent, _) in table.items():
        children[parent].append(pid)
    todo, out = list(roots), []
    while todo:
        pid = todo.pop()
        out.append(pid)
        todo.extend(children[pid])
    return out


# ---- clerks -----------------------------------------------------------------------------------------------------------------------------

answered = {}  # abstract -> (id, number)
tried = [0]
refusals = collections.Counter()
lock = threading.Lock()
writing = {}  # pid of an act that runs


def clerk(k):
    n = 0
    while not stop.is_set():
        n += 1
        abstract = f"Văn bản {SEED}-{k}-{n}"
        p = subprocess.Popen(["congvu", "act", "register", "incoming", "--dir", node_dir("office1"), "--user", "vanthu", "secrecy=THUONG",
                              "urgency=THUONG", "channel=EMAIL", "issuer=Sở Xây dựng", f"doc_number={k + 1}-{n}", "notation=SXD", "issued_date=hn",
                              "doc_type=CV", f"abstract={abstract}"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with lock:
            writing[p.pid] = True
        out, err = p.communicate()
        with lock:
            del writing[p.pid]
            tried[0] += 1
            if p.returncode == 0:
                answered[abstract] = tuple(out.split("\n")[0].split("\t"))
            elif p.returncode > 0:
                refusals[err.strip().split("\n")[0]] += 1


# ---- a clerk at the full screen: the program runs on a pty, only to be killed; what it saves is tested in tests/pty -----------------------

def session():
    pid, master = os.forkpty()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp("congvu", ["congvu", "ui", "--dir", node_dir("office1"), "--user", "vanthu"])
    return pid, master


class Sessions(threading.Thread):
    """Keeps one full-screen program alive that opens a form and types."""

    def __init__(self):
        super().__init__(daemon=True)
        self.pid = None

    def run(self):
        while not stop.is_set():
            self.pid, master = session()
            r = random.Random(SEED + 2)
            try:
                while not stop.is_set():
                    if select.select([master], [], [], 0.1)[0] and not os.read(master, 65536):
                        break
                    os.write(master, r.choice([b"6", b"1", b"\t", b"a", b"vawn ", b"\x1b[18~", b"\x1b"]))
            except OSError:
                pass
            os.close(master)
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            os.waitpid(self.pid, 0)
            self.pid = None


def victims(doors, sessions):
    roots = [d.process.pid for d in doors]
    with lock:
        roots += list(writing)
    if sessions.pid:
        roots.append(sessions.pid)
    return roots


def kill_them(doors, sessions):
    killed = collections.Counter()
    end = time.monotonic() + SECONDS
    while sum(killed.values()) < KILLS and time.monotonic() < end:
        table = processes()
        alive = [p for p in descendants(victims(doors, sessions), table) if p in table]
        kinds = collections.defaultdict(list)
        for pid in alive:
            kinds[kind_of(pid, table)].append(pid)
        kind = rnd.choice(sorted(kinds))
        if kind == "congvud" and rnd.random() < 0.7:  # it takes all others with it
            continue
        victim = rnd.choice(kinds[kind])
        try:
            os.kill(victim, signal.SIGKILL)
            killed[kind] += 1
        except ProcessLookupError:
            continue
        for d in doors:
            if d.process.pid == victim:
                d.heal()
        stop.wait(rnd.random() * 0.3)
    return killed


def kind_of(pid, table):
    name = table[pid][1]
    if name != "congvu":
        return name
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            return "congvu " + f.read().split(b"\0")[1].decode()
    except (OSError, IndexError):
        return name


def rows(name, *more):
    return json.loads(congvu(name, "export", "incoming", "--format", "json", *more).stdout)


def sent():
    return json.loads(congvu("office1", "status", "--json").stdout)["unsent"] == 0


def all_sent():
    try:
        until(sent, "", 60)
        return True
    except Fail:
        return False


def main():
    print(f"# seed {SEED}", flush=True)
    line = Line()
    line.start()
    path = os.path.join(node_dir("office1"), "centre")
    with open(path) as f:
        pin = f.read().split("/", 1)[1]
    with open(path, "w") as f:
        f.write(f"127.0.0.1:{line.port}/{pin}")
    doors = [Door("centre"), Door("office1")]
    for d in doors:
        d.start()
    sessions = Sessions()
    sessions.start()
    clerks = [threading.Thread(target=clerk, args=(k,), daemon=True) for k in range(2)]
    for t in clerks:
        t.start()
    try:
        started = time.monotonic()
        killed = kill_them(doors, sessions)
        took = time.monotonic() - started
        stop.set()
        for t in clerks + [sessions]:
            t.join(20)
        line.calm = True
        for d in doors:  # a fresh start forgets how long to wait before dialling again
            d.end()
            d.process.stdout.close()
            d.start()
        judge(killed, took, line)
    finally:
        stop.set()
        for d in doors:
            d.end()
    return 1 if failed else 0


def judge(killed, took, line):
    case(sum(killed.values()) >= KILLS, f"{sum(killed.values())} processes killed in {took:.0f} s ({', '.join(f'{k} {n}' for k, n in sorted(killed.items()))}), "
         f"the line cut {line.cuts} times inside a frame")
    case(not refusals, f"no clerk was refused anything {list(refusals.items())[:3] if refusals else ''}")
    print(f"# {tried[0]} saves tried, {len(answered)} answered", flush=True)
    case(len(answered) > 20, "clerks kept saving meanwhile")
    case(all_sent(), "everything is acknowledged in the end")
    here = rows("office1")
    by_text = collections.Counter(r["abstract"] for r in here)
    ids = {r["abstract"]: (r["id"], str(r["arrival_number"])) for r in here}
    lost = [a for a in answered if by_text[a] != 1 or ids.get(a) != answered[a]]
    case(not lost, f"every answered record is at the office once, with its number {lost[:3] if lost else ''}")
    numbers = sorted(r["arrival_number"] for r in here)
    case(numbers == list(range(1, len(numbers) + 1)), "numbers are dense and none is given twice")
    there = {r["id"]: r for r in rows("centre")}
    mine = {r["id"]: r for r in here}
    case(len(there) == len(mine) and there == mine, f"the centre holds the same rows, once ({len(mine)} here, {len(there)} there)")
    for name in ("office1", "centre"):
        v = congvu(name, "verify")
        case(v.returncode == 0, f"verify at {name} {v.stdout[-300:] + v.stderr[-300:] if v.returncode else ''}")


sys.exit(main())
