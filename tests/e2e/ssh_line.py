"""The line between nodes: `congvu-net --dial` against congvud, with an echo in the place of `congvu sync-serve`."""
import hashlib
import os
import select
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import B, SANITIZED, WAIT, Lab, check, main, rss_kb, until  # noqa: E402

NET = os.path.join(B, "bin/congvu-net")
OK, FAILED, USAGE, CONNECT, HOSTKEY, REFUSED, NO_SYNC, LOST, REMOTE = range(9)


class Centre(Lab):
    def __init__(self, conf="", role="centre"):
        super().__init__(conf, role)
        self.key = os.path.join(self.base, "nodekey")
        pub = subprocess.run([NET, "--keygen", self.key], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        check(os.stat(self.key).st_mode & 0o777 == 0o600, "mode of the key")
        self.append("keys", "n5 %s %s\n" % (pub[0], pub[1]))
        self.append("enrol", "onetime\n")

    def start(self):
        super().start()
        self.pin = subprocess.run([NET, "--pubkey", self.dir + "/hostkey"], stdout=subprocess.PIPE, text=True, check=True).stdout.split()[2]
        return self

    def dial(self, login="n5", secret=None, pin=None, port=None, key=None, more=()):
        return Dial(self, login, secret, pin or self.pin, port or self.port, key or self.key, more)


class Dial:
    def __init__(self, lab, login, secret, pin, port, key, more):
        self.s, theirs = socket.socketpair()
        if secret is None:
            fd, flag = os.open(key, os.O_RDONLY), "--key-fd"
        else:
            fd, w = os.pipe()
            os.write(w, secret.encode())
            os.close(w)
            flag = "--secret-fd"
        self.p = subprocess.Popen([NET, "--dial", "127.0.0.1", str(port), "--login", login, "--pin", pin, "--io", str(theirs.fileno()),
                                   flag, str(fd)] + list(more), pass_fds=(theirs.fileno(), fd), stderr=subprocess.PIPE, text=True)
        theirs.close()
        os.close(fd)
        self.s.settimeout(WAIT)

    def line(self):
        out = b""
        while not out.endswith(b"\n"):
            b = self.s.recv(1)
            check(b, "the line ended: %s" % self.p.stderr.read() if not b else "")
            out += b
        return out

    def status(self):
        try:
            return self.p.wait(WAIT)
        finally:
            self.err = self.p.stderr.read()


def half_close():
    with Centre() as lab:
        d = lab.dial()
        check(d.line() == b"--node 5\n", "greeting")
        d.s.send(b"hello\n")
        check(d.line() == b"hello\n", "echo")
        d.s.send(b"last")
        d.s.shutdown(socket.SHUT_WR)
        check(d.s.recv(10) == b"last" and d.s.recv(10) == b"", "rest and end")
        check(d.status() == OK, "status %s" % d.p.returncode)
        lab.log(r'login ok user="n5" .*method=publickey')
        lab.log(r"line end node=5 status=0")
        until(lambda: not lab.net_pids(), "processes")


def cost_of_the_handshake():
    with Centre() as lab:
        relay = lab.relay()
        d = lab.dial(port=relay.port)
        d.line()
        n = relay.ask("stats")
        check(n["up"] + n["down"] < 1800, str(n))
        relay.ask("reset")
        d.s.send(b"x" * 110 + b"\n")
        d.line()
        m = relay.ask("stats")
        d.s.close()
        return "to the first byte %d up + %d down; a frame of 111 B: %d up" % (n["up"], n["down"], m["up"])


def slow_line():
    with Centre() as lab:
        relay = lab.relay(None, "--bps", "9600", "--delay-ms", "300")
        t0 = time.monotonic()
        d = lab.dial(port=relay.port)
        d.s.settimeout(30)
        d.line()
        t = time.monotonic() - t0
        check(t < 7, "%.1f s" % t)
        d.s.close()
        return "first byte after %.1f s at 9.6 kbit/s and 600 ms" % t


def enrolment_by_secret():
    with Centre() as lab:
        d = lab.dial("enrol", "onetime\n")
        check(d.line() == b"--enrol onetime\n", "greeting")
        d.s.close()
        check(d.status() == OK, "status")
        check(lab.dial("enrol", "other").status() == REFUSED, "wrong secret")
        check("onetime" not in "\n".join(lab.lines), "the secret is in the log")


def exit_codes():
    with Centre() as lab:
        d = lab.dial(pin="SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        check(d.status() == HOSTKEY and "pinned" in d.err, "pin: %s" % d.p.returncode)
        check("login" not in "\n".join(lab.lines), "logged in nevertheless")
        other = os.path.join(lab.base, "other")
        subprocess.run([NET, "--keygen", other], stdout=subprocess.DEVNULL, check=True)
        check(lab.dial(key=other).status() == REFUSED, "other key")
        check(lab.dial("n6").status() == REFUSED, "other node")
        check(lab.dial("an", "an").status() == NO_SYNC, "a person")
        s = socket.socket()
        s.bind(("127.0.0.1", 0))
        check(lab.dial(port=s.getsockname()[1]).status() == CONNECT, "nobody there")
        s.listen(5)
        check(lab.dial(port=s.getsockname()[1], more=["--timeout", "500"]).status() == CONNECT, "silent listener")
        relay = lab.relay()
        d = lab.dial(port=relay.port)
        d.line()
        relay.ask("cut")
        check(d.status() == LOST, "cut: %s" % d.p.returncode)
        check(d.s.recv(1) == b"", "end for the program")
        check(subprocess.run([NET, "--dial", "x"], stderr=subprocess.DEVNULL).returncode == USAGE, "usage")
        d = lab.dial(key="/dev/null")
        check(d.status() == FAILED, "no key")


def silent_line_is_lost():
    with Centre() as lab:
        relay = lab.relay()
        d = lab.dial(port=relay.port, more=["--keepalive", "200", "--dead", "900"])
        d.line()
        relay.ask("stall")
        check(d.status() == LOST, "status %s" % d.p.returncode)


def newest_line_of_a_node_wins():
    with Centre() as lab:
        one = lab.dial()
        one.line()
        two = lab.dial()
        check(two.line() == b"--node 5\n", "greeting")
        check(one.status() == REMOTE, "status of the older %s" % one.p.returncode)
        two.s.send(b"still\n")
        check(two.line() == b"still\n", "echo")
        lab.log("line replaced node=5")
        until(lambda: lab.count("congvu") == 1, "one sync-serve")
        two.s.close()
        check(two.status() == OK, "status")


def twenty_megabytes():
    with Centre() as lab:
        d = lab.dial()
        d.line()
        block = os.urandom(1 << 20)
        want, got = hashlib.sha256(), hashlib.sha256()
        peak = [0]

        def send():
            for _ in range(20):
                want.update(block)
                d.s.sendall(block)
            d.s.shutdown(socket.SHUT_WR)
        th = threading.Thread(target=send)
        th.start()
        n, at, t0 = 0, 0, time.monotonic()
        net = lab.net_pids()[0]
        while True:
            b = d.s.recv(65536)
            if not b:
                break
            n += len(b)
            got.update(b)
            if n < 15 << 20 and n - at > 1 << 18:
                at = n
                peak[0] = max(peak[0], rss_kb(d.p.pid)["Rss"], rss_kb(net)["Rss"])
        th.join()
        check(d.status() == OK and want.digest() == got.digest(), "bytes differ: %d, status %s" % (n, d.p.returncode))
        check(peak[0] < 16000 or SANITIZED, "RSS %d kB" % peak[0])
        return "%.0f MB/s both ways, RSS at most %d kB" % (20 / (time.monotonic() - t0), peak[0])


def stuck_program_stops_the_sender():
    """Nobody reads at the office: the centre's bytes stay bounded, and all of them come when somebody reads again."""
    with Centre() as lab:
        d = lab.dial()
        d.line()
        d.s.setblocking(False)
        sent = 0
        quiet = time.monotonic()
        while time.monotonic() - quiet < 0.5 and sent < 60 << 20:
            try:
                sent += d.s.send(b"z" * 65536)
                quiet = time.monotonic()
            except BlockingIOError:
                select.select([], [d.s], [], 0.5)
        check(sent < 20 << 20, "%d MB were swallowed" % (sent >> 20))
        d.s.settimeout(WAIT)
        got = 0
        d.s.shutdown(socket.SHUT_WR)
        while True:
            b = d.s.recv(65536)
            if not b:
                break
            got += len(b)
        check(got == sent, "%d of %d bytes came back" % (got, sent))
        check(d.status() == OK, "status %s" % d.p.returncode)
        return "%d kB in flight" % (sent >> 10)


def people_and_nodes_are_kept_apart():
    with Centre() as lab:
        t = lab.ssh("n5", opts=["-i", lab.key, "-o", "PasswordAuthentication=no"])
        check(t.wait() != 0, "a node got a terminal")
        check(lab.count("congvu") == 0, "a ui for a node")
        p = subprocess.run(lab.ssh_argv("n5", opts=["-i", lab.key, "-s"], cmd=["sync"]), input=b"ossh\n", stdout=subprocess.PIPE)
        check(p.returncode == 0 and p.stdout == b"--node 5\nossh\n", "OpenSSH as a node: %r" % p.stdout)
    with Centre(role="office") as lab:
        check(lab.dial().status() == NO_SYNC, "an office took a line")


def work_and_sync_are_kept_running():
    lab = Lab()
    lab.write("congvu.conf", "exempt = loopback\nnet_user =\n")
    with lab:
        lab.log("stub work started")
        lab.log("stub sync started")
        for p, n in lab.running().items():
            if n == "congvu":
                os.kill(p, 9)
        mark = lab.mark()
        lab.log("congvu work ended with signal 9", since=0)
        lab.log("stub work started", since=mark)


main([half_close, cost_of_the_handshake, slow_line, enrolment_by_secret, exit_codes, silent_line_is_lost, newest_line_of_a_node_wins,
      twenty_megabytes, stuck_program_stops_the_sender, people_and_nodes_are_kept_apart, work_and_sync_are_kept_running])
