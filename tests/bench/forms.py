"""forms.py DIR DATABASE: the same form, an incoming document at 80x24, in congvu ui (node DIR) and in a program made of libform (peer_form):
bytes on the tty of each thing a clerk does, start to first paint, and memory; the same keys to both, in one run, under four TERMs."""
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from sshlab import Term, rss_kb  # noqa: E402

PASTE = "Phê duyệt kế hoạch cấp nước sạch xã Vị"  # 55 bytes
KEYS = {  # TERM: F4, F6, Home
    "xterm-256color": ("\x1bOS", "\x1b[17~", "\x1bOH"), "putty": ("\x1b[14~", "\x1b[17~", "\x1b[1~"),
    "linux": ("\x1b[[D", "\x1b[17~", "\x1b[1~"), "vt220": ("\x1bOS", "\x1b[17~", "\x1b[1~")}
STARTS = 9


def settle(t, seconds=0.12):
    while t.pump(0) and wait(t, seconds):
        pass


def wait(t, seconds):
    before = len(t.all)
    t.pump(seconds)
    return len(t.all) > before


def cost(t, keys):
    before = len(t.all)
    t.send(keys)
    t.pump(2)
    settle(t)
    return len(t.all) - before


def first_paint(argv, term, text):
    times = []
    for _ in range(STARTS):
        start = time.monotonic()
        t = Term(argv, term=term)
        t.expect(text)
        times.append((time.monotonic() - start) * 1000)
        t.kill()
    return statistics.median(times)


def form(argv, term, to_form, tabs):
    """What the form costs: (name, bytes) in the order of the table. tabs: how many to the kind of document, which has the popup."""
    f4, f6, home = KEYS[term]
    t = Term(argv, term=term)
    t.expect("Giúp")
    settle(t)
    out = []
    if to_form:
        t.send(f6)
        t.expect("Trích yếu")
        settle(t)
    for _ in range(tabs):
        cost(t, "\t")
    out.append(("popup of ten lines, open", cost(t, f4)))
    out.append(("popup, close", cost(t, "\x1b")))
    for _ in range(3):
        cost(t, "\t")
    cost(t, "Ve")
    out.append(("letter a", cost(t, "a")))
    out.append(("letter ệ", cost(t, "ệ")))
    out.append(("Backspace", cost(t, "\x7f")))
    out.append(("paste of 55 bytes", cost(t, ("\x1b[200~%s\x1b[201~" if to_form else "%s") % PASTE)))
    cost(t, home if to_form else "\x01")
    out.append(("letter before 41 others", cost(t, "x")))
    out.append(("full repaint", cost(t, "\x0c")))
    out.append(("next field", cost(t, "\t")))
    memory = rss_kb(t.proc.pid)["Pss"]
    t.kill()
    return out, memory


def main():
    ours, peer = ["congvu", "ui", "--dir", sys.argv[1], "--user", "vanthu"], ["peer_form", sys.argv[2]]
    print("the same form in congvu ui and in libform, bytes on the tty (ours, libform, ratio)")
    print("  %-28s" % "" + "".join("%24s" % term for term in KEYS))
    results = {term: (form(ours, term, True, 3), form(peer, term, False, 9)) for term in KEYS}
    names = [n for n, _ in results["putty"][0][0]]
    for i, name in enumerate(names):
        row = [(a[0][i][1], b[0][i][1]) for a, b in results.values()]
        print("  %-28s" % name + "".join("%11d %6d %5.2f" % (a, b, a / max(b, 1)) for a, b in row), flush=True)
    print("  %-28s" % "start to first paint, ms" + "".join(
        "%11.1f %6.1f %5.2f" % (a, b, a / b) for a, b in ((first_paint(ours, t, "Giúp"), first_paint(peer, t, "Giúp")) for t in KEYS)))
    print("  %-28s" % "memory (PSS), kB, just used" + "".join("%11d %6d %5.2f" % (a[1], b[1], a[1] / b[1]) for a, b in results.values()))


main()
