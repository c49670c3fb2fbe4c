"""What an unfriendly client can do before and after login, and what a taken-over congvu-net can say to congvud."""
import os
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import B, SANITIZED, WAIT, Fail, Lab, check, fds, main, rss_kb, until  # noqa: E402

SHORT = "kex_deadline = 800ms\nlogin_deadline = 2s\n"


def closed_after(s, t0=None):
    """Reads until the other end closes; seconds it took."""
    t0 = t0 or time.monotonic()
    s.settimeout(WAIT)
    try:
        while s.recv(4096):
            pass
    except ConnectionResetError:
        pass
    return time.monotonic() - t0


def login_works(lab, user="binh"):
    t = lab.ssh(user)
    t.expect("attach=1")
    t.send(b"\x11")
    check(t.wait() == 0, "a normal login afterwards")


def silent_connections_end_at_the_deadline():
    with Lab(SHORT) as lab:
        socks = [lab.connect() for _ in range(5)]
        login_works(lab)
        t = max(closed_after(s) for s in socks)
        check(t < 3, "%.1f s" % t)
        for _ in socks:
            lab.log('reason="kex deadline"')
        until(lambda: not lab.net_pids(), "processes")


def dripping_version():
    with Lab(SHORT) as lab:
        s = lab.connect()
        t0 = time.monotonic()
        try:
            for b in b"SSH-2.0-" + b"a" * 100:
                s.send(bytes([b]))
                s.settimeout(0.1)
                try:
                    s.recv(4096)
                except TimeoutError:
                    pass
                if time.monotonic() - t0 > 5:
                    break
        except OSError:
            pass
        check(time.monotonic() - t0 < 5, "still taken")
        lab.log('reason="kex deadline"')
        login_works(lab)


def garbage_versions():
    with Lab() as lab:
        for b in (b"GET / HTTP/1.0\r\n\r\n", b"SSH-1.5-old\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\n" * 20,
                  b"A" * 300, b"\n\n\n"):
            mark = lab.mark()
            s = lab.connect()
            s.send(b)
            t = closed_after(s)
            check(t < 2, "%r: %.1f s" % (b, t))
            lab.log('connection closed .*reason="no SSH client', since=mark)
        login_works(lab)


def kexinit():
    def names(*n):
        t = ",".join(n).encode()
        return struct.pack(">I", len(t)) + t
    p = b"\x14" + os.urandom(16)
    p += names("curve25519-sha256") + names("ssh-ed25519") + names("chacha20-poly1305@openssh.com") * 2
    p += names("hmac-sha2-256") * 2 + names("none") * 2 + names("") * 2 + b"\x00" + b"\x00" * 4
    return p


def packet(payload):
    pad = 8 - (len(payload) + 5) % 8
    pad += 8 if pad < 4 else 0
    return struct.pack(">IB", len(payload) + pad + 1, pad) + payload + b"\x00" * pad


def bad_packets():
    with Lab(SHORT) as lab:
        big = [struct.pack(">I", n) + b"\x04" + b"x" * 64 for n in (2**32 - 1, 2**31 - 1, 1 << 20, 0, 1, 5)]
        point = [packet(kexinit()) + packet(b"\x1e" + struct.pack(">I", n) + b"\x00" * n) for n in (0, 31, 32, 33)]
        clear = [packet(kexinit()) + packet(bytes([k]) + b"\x00" * 40) for k in (21, 50, 52, 90, 98)]
        lists = [packet(b"\x14" + os.urandom(16) + b"\xff" * 400), packet(b"\x14" + b"\x00" * 29000)]
        early = [packet(b"\x34"), packet(b"\x5a" + b"\x00" * 60)]
        for b in big + point + clear + lists + early:
            s = lab.connect()
            s.send(b"SSH-2.0-x\r\n" + b)
            t = closed_after(s)
            check(t < 4, "%r: %.1f s" % (b[:20], t))
        check("login ok" not in "\n".join(lab.lines), "something got in")
        until(lambda: not lab.net_pids(), "processes")
        login_works(lab)


def never_finished_login():
    with Lab(SHORT) as lab:
        fifo = os.path.join(lab.base, "fifo")
        os.mkfifo(fifo)
        lab.write(lab.askpass, "#!/bin/sh\ncat %s\n" % fifo)
        t = lab.ssh("an")
        lab.log('reason="login deadline"')
        open(fifo, "w").close()
        check(t.wait() == 255, "status")
        until(lambda: not lab.net_pids(), "processes")


def logged_in_but_asks_nothing():
    with Lab(SHORT) as lab:
        p = subprocess.Popen(lab.ssh_argv("an", opts=["-N"]), env=dict(os.environ, **lab.pw_env("an")), stdin=subprocess.DEVNULL)
        lab.log("login ok")
        lab.log('reason="login deadline"')
        check(p.wait(WAIT) == 255, "status")


def six_passwords():
    with Lab() as lab:
        t = lab.ssh("an", "no", opts=["-o", "NumberOfPasswordPrompts=20"])
        check(t.wait() == 255, "status")
        lab.log('reason="too many tries"')
        n = sum("login failed" in x for x in lab.lines)
        check(n == 6, "%d passwords were checked" % n)


def twelve_keys():
    with Lab() as lab:
        agent = subprocess.run(["ssh-agent", "-s"], stdout=subprocess.PIPE, text=True).stdout
        pid, sock = int(re.search(r"SSH_AGENT_PID=(\d+)", agent).group(1)), re.search(r"SSH_AUTH_SOCK=([^;]+)", agent).group(1)
        env = dict(os.environ, SSH_AUTH_SOCK=sock, HOME=lab.base)
        try:
            for i in range(20):
                f = os.path.join(lab.base, "k%d" % i)
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f], check=True)
                subprocess.run(["ssh-add", "-q", f], env=env, check=True)
            p = subprocess.run(lab.ssh_argv("an", opts=["-o", "PasswordAuthentication=no"]), env=env, stdin=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
            check(p.returncode == 255, "status")
            lab.log('reason="too many tries"')
            n = sum("key unknown" in x for x in lab.lines)
            check(n == 12, "%d probes were answered" % n)
        finally:
            os.kill(pid, signal.SIGTERM)


def key_login():
    with Lab() as lab:
        f = os.path.join(lab.base, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f], check=True)
        alg, blob = open(f + ".pub").read().split()[:2]
        lab.append("keys", "an %s %s\n" % (alg, blob))
        t = lab.ssh("an", opts=["-i", f, "-o", "PasswordAuthentication=no"])
        t.expect("attach=1")
        fp = subprocess.run(["ssh-keygen", "-lf", f], stdout=subprocess.PIPE, text=True).stdout.split()[1]
        lab.log(r'login ok user="an" .*method=publickey session=\d+ fp=' + re.escape(fp))
        t = lab.ssh("binh", opts=["-i", f, "-o", "PasswordAuthentication=no"])
        check(t.wait() == 255, "binh with an's key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", f + "2"], check=True)
        t = lab.ssh("an", opts=["-i", f + "2", "-o", "IdentitiesOnly=yes", "-o", "PasswordAuthentication=no",
                                "-o", "PubkeyAcceptedAlgorithms=+ecdsa-sha2-nistp256"])
        check(t.wait() == 255, "ecdsa key")


def other_methods():
    with Lab() as lab:
        for m in ("hostbased", "gssapi-with-mic", "keyboard-interactive"):
            t = lab.ssh("an", opts=["-o", "PreferredAuthentications=" + m])
            check(t.wait() == 255, m)
        login_works(lab)


def wrong_passwords_cost_time_but_lock_nobody_out():
    with Lab("exempt =\n") as lab:
        t0 = time.monotonic()
        for _ in range(3):
            check(lab.ssh("an", "no").wait() == 255, "status")
        t1 = time.monotonic() - t0
        check(t1 >= 2.9, "three failures took %.2f s: delays 1 and 2 s are missing" % t1)
        other = lab.ssh("binh")
        other.expect("attach=1", 2)  # another user from the same place: at once
        t = lab.ssh("an")  # the right one, at once after three wrong ones: held 4 s, then taken
        t.expect("attach=1")
        return "three wrong passwords: %.1f s" % t1


def limits_of_the_listener():
    with Lab("exempt =\nmax_unauthenticated = 20\nearly_drop = 15\nmax_per_source = 8\n") as lab:
        socks = [lab.connect() for _ in range(40)]
        lab.log("dropped from=127.0.0.1")
        until(lambda: len(lab.net_pids()) == 8, "eight connections, not %d" % len(lab.net_pids()))
        for s in socks:
            s.close()
        until(lambda: not lab.net_pids(), "processes")
        login_works(lab)


def storm_of_resets():
    with Lab() as lab:
        d0 = fds(lab.proc.pid)
        for i in range(300):
            s = lab.connect()
            if i % 3:
                s.send(b"SSH-2.0-x\r\n")
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            s.close()
        until(lambda: not lab.net_pids(), "processes")
        until(lambda: fds(lab.proc.pid) <= d0, "descriptors %d -> %d" % (d0, fds(lab.proc.pid)))
        login_works(lab)


def dead_line_is_noticed_and_a_slow_one_is_not():
    with Lab("keepalive = 300ms\ndead = 1500ms\n") as lab:
        relay = lab.relay()
        t = lab.ssh("an", port=relay.port)
        t.expect("attach=1.*\n")
        relay.ask("reset")
        until(lambda: relay.ask("stats")["down"] >= 4 * 36, "keepalives")  # a living client answers: it stays
        t.send("a")
        t.expect("a")
        relay.ask("stall")
        lab.log('reason="line dead"')
        lab.log("session detached")
        t2 = lab.ssh("an")
        t2.expect(r"attach=2 .*typed:\[a\]")


def keys_are_exchanged_anew_under_load():
    with Lab() as lab:
        t = lab.ssh("an", opts=["-o", "RekeyLimit=64K", "-o", "LogLevel=DEBUG1"])
        t.expect("attach=1")
        t.send(b"\x06")
        seen = times = 0
        end = time.monotonic() + WAIT
        while times < 20:
            check(time.monotonic() < end, "stuck after %d kB and %d new keys" % (seen // 1000, times))
            t.buf = b""
            t.pump(1)
            seen += t.buf.count(b"f")
            times += t.buf.count(b"NEWKEYS received")
            t.send("z")
        t.send(b"\x11")
        check(t.wait() == 0, "status")
        return "%d kB of screens, new keys %d times" % (seen // 1000, times)


def cookies_differ():
    """Two children of one zygote must not share their randomness."""
    with Lab() as lab:
        seen = set()
        for _ in range(8):
            s = lab.connect()
            s.send(b"SSH-2.0-x\r\n")
            data = b""
            while len(data) < 60:
                data += s.recv(4096)
            check(data.startswith(b"SSH-2.0-congvu\r\n"), data[:30])
            seen.add(data[data.index(b"\n") + 7:][:16])
            s.close()
        check(len(seen) == 8, "%d different cookies" % len(seen))


# ---- a false congvu-net ---------------------------------------------------------------------------------------------------------------

FALSE_NET = r'''#!%s
import os, select, socket, sys
if "--zygote" not in sys.argv:
    os.execv(%r, sys.argv)
ctl = socket.socket(fileno=3)
ctl.send(b"R")
conns = {}
while True:
    ready = select.select([ctl] + [x for c in conns.values() for x in c], [], [])[0]
    if ctl in ready:
        msg, fds, _, _ = socket.recv_fds(ctl, 64, 3)
        if not msg:
            sys.exit(0)
        if msg[:1] == b"C":
            conns[msg[2:]] = (socket.socket(fileno=fds[0]), socket.socket(fileno=fds[1]))
            os.close(fds[2])
        elif msg[:1] == b"K" and msg[2:] in conns:
            for x in conns.pop(msg[2:]):
                x.close()
            ctl.send(b"E " + msg[2:] + b" 265")
        continue
    for key, (tcp, oracle) in list(conns.items()):
        dead = False
        tcp.setblocking(True)
        if tcp in ready:
            line = b""
            while not line.endswith(b"\n"):
                b = tcp.recv(1)
                if not b:
                    dead = True
                    break
                line += b
            if not dead:
                extra = line[:1] == b"+"
                try:
                    socket.send_fds(oracle, [bytes.fromhex(line.strip(b"+\n").decode())], [0, 0] if extra else [])
                except OSError:
                    pass
        elif oracle in ready:
            data, got, _, _ = socket.recv_fds(oracle, 2048, 4)
            for f in got:
                os.close(f)
            if data:
                tcp.send(data.hex().encode() + b" %%d\n" %% len(got))
            else:
                dead = True
        if dead:
            for x in conns.pop(key, ()):
                x.close()
'''


def text(s):
    s = s.encode() if isinstance(s, str) else s
    return struct.pack(">H", len(s)) + s


PW, KEYQ, KEYOK, PTY, SIZE, SYNC, BYE, NO, YES, FD, KICK, EXIT = range(1, 13)


def pw(user, secret):
    return bytes([PW]) + text(user) + text(secret)


PTY_REC = bytes([PTY]) + text("xterm") + b"\x50\x18"
SIZE_REC = bytes([SIZE]) + b"\x50\x18"
SYNC_REC = bytes([SYNC])
BYE_REC = bytes([BYE]) + b"\x00\x00"


class Oracle:
    def __init__(self, lab):
        self.s = lab.connect()
        self.f = self.s.makefile("rb")

    def say(self, data, extra=False):
        self.s.send((b"+" if extra else b"") + data.hex().encode() + b"\n")

    def hear(self):
        """(kind, number of descriptors), or None when congvud had the process killed."""
        try:
            line = self.f.readline()
        except ConnectionResetError:
            return None
        if not line:
            return None
        data, n = line.split()
        return bytes.fromhex(data.decode())[0], int(n)


def false_lab(conf="", **kw):
    lab = Lab(conf, **kw)
    path = os.path.join(lab.bin, "congvu-net")
    os.rename(path, path + ".real")
    with open(path, "w") as f:
        f.write(FALSE_NET % (sys.executable, path + ".real"))
    os.chmod(path, 0o755)
    return lab


def oracle_order_is_enforced():
    with false_lab() as lab:
        d0 = fds(lab.proc.pid)
        for name, records in (("size first", [SIZE_REC]), ("pty first", [PTY_REC]), ("sync first", [SYNC_REC]),
                              ("yes", [bytes([YES])]), ("no", [bytes([NO]) + b"\x00"]), ("kick", [bytes([KICK]) + text("x")]),
                              ("fd", [bytes([FD])]), ("exit", [bytes([EXIT]) + b"\x00"]), ("two questions", [pw("an", "x"), pw("an", "an")]),
                              ("pty while asked", [pw("an", "an"), PTY_REC]), ("after bye", [BYE_REC, pw("an", "an")]),
                              ("empty kind", [b"\x00"]), ("long", [b"\x01" * 1500]), ("trailing", [pw("an", "an") + b"\x00"]),
                              ("user too long", [pw("u" * 65, "x")]), ("cut", [pw("an", "an")[:-1]])):
            mark = lab.mark()
            o = Oracle(lab)
            for r in records:
                o.say(r)
            check(o.hear() is None, name + " was answered")
            lab.log("killed: ", since=mark)
        for name, first, then in (("login twice", None, pw("an", "an")), ("terminal twice", PTY_REC, PTY_REC),
                                  ("sync after a terminal", PTY_REC, SYNC_REC), ("size without a terminal", None, SIZE_REC)):
            mark = lab.mark()
            o = Oracle(lab)
            o.say(pw("an", "an"))
            check(o.hear() == (YES, 0), "login")
            if first:
                o.say(first)
                check(o.hear() == (FD, 2), "terminal")
            o.say(then)
            check(o.hear() is None, name + " was answered")
            lab.log("out of order", since=mark)
        o = Oracle(lab)
        o.say(pw("an", "an"))
        check(o.hear() == (YES, 0), "login")
        o.say(SYNC_REC)
        check(o.hear() == (NO, 0), "a person's sync")
        o.say(PTY_REC)
        check(o.hear() == (FD, 2), "terminal after a refused sync")
        o.say(SIZE_REC, extra=True)
        check(o.hear() is None, "descriptors from net were taken")
        o.s.close()
        until(lambda: fds(lab.proc.pid) <= d0 + 4, "descriptors of congvud %d -> %d" % (d0, fds(lab.proc.pid)))


def oracle_survives_noise():
    seed = int(os.environ.get("SEED", random.randrange(1 << 30)))
    rnd = random.Random(seed)
    with false_lab() as lab:
        mem = None
        good = [pw("an", "an"), PTY_REC, SIZE_REC, SYNC_REC, BYE_REC, bytes([KEYQ]) + text("an") + text("ssh-ed25519") + text(b"\x00" * 51)]
        for i in range(400):
            o = Oracle(lab)
            for _ in range(rnd.randrange(1, 4)):
                r = bytearray(rnd.choice(good))
                for _ in range(rnd.randrange(0, 4)):
                    k = rnd.randrange(3)
                    at = rnd.randrange(len(r)) if r else 0
                    if k == 0 and r:
                        r[at] = rnd.randrange(256)
                    elif k == 1:
                        del r[at:]
                    else:
                        r[at:at] = rnd.randbytes(rnd.randrange(1, 30))
                try:
                    o.say(bytes(r) or b"\x00")
                except (BrokenPipeError, ConnectionResetError):  # cut for the record before, as it must be
                    break
            o.s.close()
            if i == 100:
                mem = rss_kb(lab.proc.pid)["Rss"]

        def honest():  # the noise's own password checks may still fill the queue: then the answer is "later", and he asks again
            o = Oracle(lab)
            o.say(pw("chi", "chi"))
            answer = o.hear()
            o.s.close()
            return answer == (YES, 0)

        until(honest, "an honest one after the noise, seed %d" % seed)
        check(rss_kb(lab.proc.pid)["Rss"] < mem + 400 or SANITIZED, "memory, seed %d" % seed)
        return "seed %d" % seed


def too_many_questions():
    with false_lab() as lab:
        o = Oracle(lab)
        for _ in range(24):
            o.say(pw("an", "x"))
            check(o.hear() == (NO, 0), "answer")
        o.say(pw("an", "an"))
        check(o.hear() is None, "the 25th question was answered")


def process_that_does_not_let_go_is_killed():
    with false_lab() as lab:
        a, b = Oracle(lab), Oracle(lab)
        a.say(pw("an", "an"))
        check(a.hear() == (YES, 0), "login")
        a.say(PTY_REC)
        check(a.hear() == (FD, 2), "terminal")
        b.say(pw("an", "an"))
        check(b.hear() == (YES, 0), "login")
        b.say(PTY_REC)
        check(a.hear() == (KICK, 0), "kick")
        check(b.hear() == (FD, 2), "the terminal after two seconds")
        check(a.hear() is None, "the old one lives")
        lab.log("does not let go")


def host_key_and_enrolment_are_checked():
    for name, spoil, want in (("mode", lambda d: (subprocess.run([B + "/bin/congvu-net", "--keygen", d + "/hostkey"], stdout=subprocess.DEVNULL),
                                                  os.chmod(d + "/hostkey", 0o644)), "0600"),
                              ("truncated", lambda d: (open(d + "/hostkey", "w").write("-----BEGIN OPENSSH"), os.chmod(d + "/hostkey", 0o600)),
                               "bị hỏng"),
                              ("not enrolled", lambda d: os.unlink(d + "/enrolled"), "chưa nối với trung tâm"),
                              ("config", lambda d: open(d + "/congvu.conf", "a").write("# x\nlistem = 1\n"), "congvu.conf:")):
        lab = Lab(name="n-" + name.replace(" ", "-"))
        spoil(lab.dir)
        p = subprocess.run([lab.bin + "/congvud", "--dir", lab.dir, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True, timeout=WAIT)
        check(p.returncode == 1 and want in p.stderr and not p.stdout, "%s: %d %s" % (name, p.returncode, p.stderr))
        check(not lab.running(), "left behind")


main([silent_connections_end_at_the_deadline, dripping_version, garbage_versions, bad_packets, never_finished_login,
      logged_in_but_asks_nothing, six_passwords, twelve_keys, key_login, other_methods, wrong_passwords_cost_time_but_lock_nobody_out,
      limits_of_the_listener, storm_of_resets, dead_line_is_noticed_and_a_slow_one_is_not, keys_are_exchanged_anew_under_load,
      cookies_differ, oracle_order_is_enforced, oracle_survives_noise, too_many_questions, process_that_does_not_let_go_is_killed,
      host_key_and_enrolment_are_checked])
