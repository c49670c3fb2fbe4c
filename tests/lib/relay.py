#!/usr/bin/env python3
"""relay.py: a TCP relay that stands for the line. Counts, delays, throttles, cuts.

    relay.py --listen PORT --to HOST:PORT [--bps N] [--delay-ms N] [--cut-after BYTES] [--seed N] [--jitter-ms N]
             [--stats FILE] [--control PATH]

Prints `listening PORT` on stdout (PORT 0: any). --bps is bits a second, each way; --delay-ms is added each way. --cut-after closes every
connection (RST) after so many bytes, both ways together.

Control: datagrams of text on the Unix socket PATH, each answered with one line:
    stats       JSON: connections, up, down (bytes), up_chunks, down_chunks (reads that brought something, in order of arrival)
    reset       counters to zero
    cut         RST on every connection
    refuse / accept    new connections are closed at once / taken
    stall / go  nothing passes until go (the connections stay)
    log         JSON list of [seconds, "up"|"down", bytes] since the last reset
    bps N / delay N    change the line
    quit
Signals: SIGUSR1 = cut, SIGTERM = write --stats FILE and end. `up` is client to server.

The low-bandwidth model: a chunk leaves when the line is free, which takes len * 8 / bps seconds, and arrives delay later; at most
QUEUE bytes wait inside, then the relay stops reading, so that TCP's own back-pressure reaches the sender.
"""
import argparse
import asyncio
import json
import os
import random
import signal
import socket
import struct
import sys
import time

CHUNK = 4096
QUEUE = 8192


class Line:
    def __init__(self, a):
        self.a = a
        self.bps, self.delay = a.bps, a.delay_ms / 1000
        self.jitter = a.jitter_ms / 1000
        self.rnd = random.Random(a.seed)
        self.pairs = set()
        self.go = asyncio.Event()
        self.go.set()
        self.refusing = False
        self.reset()

    def reset(self):
        self.n = {"connections": 0, "up": 0, "down": 0, "up_chunks": 0, "down_chunks": 0}
        self.log = []
        self.t0 = time.monotonic()

    def count(self, way, size):
        self.n[way] += size
        self.n[way + "_chunks"] += 1
        if len(self.log) < 100000:
            self.log.append([round(time.monotonic() - self.t0, 4), way, size])
        return self.a.cut_after and self.n["up"] + self.n["down"] >= self.a.cut_after

    def cut(self):
        for pair in list(self.pairs):
            pair.cut()


class Pair:
    def __init__(self, line, client):
        self.line, self.client, self.server = line, client, None
        self.tasks = []

    def cut(self):
        for s in (self.client, self.server):
            if s is not None and s.fileno() >= 0:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for t in self.tasks:
            t.cancel()

    async def run(self, host, port):
        loop = asyncio.get_running_loop()
        self.server = socket.socket()
        self.server.setblocking(False)
        try:
            self.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.line.bps:
                for s in (self.client, self.server):
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            await loop.sock_connect(self.server, (host, port))
            self.line.pairs.add(self)
            self.tasks = [asyncio.ensure_future(self.pump(self.client, self.server, "up")),
                          asyncio.ensure_future(self.pump(self.server, self.client, "down"))]
            await asyncio.gather(*self.tasks)
        except (OSError, asyncio.CancelledError):
            for t in self.tasks:
                t.cancel()
        finally:
            self.line.pairs.discard(self)
            self.client.close()
            self.server.close()

    async def pump(self, src, dst, way):
        loop = asyncio.get_running_loop()
        queue = asyncio.Queue()
        inside = [0]
        room = asyncio.Event()
        room.set()
        sender = asyncio.ensure_future(self.deliver(dst, queue, inside, room))
        self.tasks.append(sender)
        free_at = 0.0
        try:
            while True:
                await self.line.go.wait()
                await room.wait()
                data = await loop.sock_recv(src, CHUNK)
                if not data:
                    queue.put_nowait((0, b""))
                    await sender
                    return
                if self.line.count(way, len(data)):
                    self.cut()
                    return
                now = time.monotonic()
                start = max(now, free_at)
                free_at = start + (len(data) * 8 / self.line.bps if self.line.bps else 0)
                inside[0] += len(data)
                if inside[0] >= QUEUE and (self.line.bps or self.line.delay):
                    room.clear()
                queue.put_nowait((free_at + self.line.delay + self.line.rnd.uniform(0, self.line.jitter), data))
        finally:
            if not sender.done():
                sender.cancel()

    async def deliver(self, dst, queue, inside, room):
        loop = asyncio.get_running_loop()
        while True:
            at, data = await queue.get()
            if not data:
                dst.shutdown(socket.SHUT_WR)
                return
            wait = at - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            await self.line.go.wait()
            await loop.sock_sendall(dst, data)
            inside[0] -= len(data)
            if inside[0] < QUEUE:
                room.set()


def answer(line, text, stop):
    word, _, rest = text.partition(" ")
    if word == "stats":
        return json.dumps(dict(line.n, open=len(line.pairs)))
    if word == "log":
        return json.dumps(line.log[-2000:])
    if word == "reset":
        line.reset()
    elif word == "cut":
        line.cut()
    elif word in ("refuse", "accept"):
        line.refusing = word == "refuse"
    elif word == "stall":
        line.go.clear()
    elif word == "go":
        line.go.set()
    elif word == "bps":
        line.bps = int(rest)
    elif word == "delay":
        line.delay = int(rest) / 1000
    elif word == "quit":
        stop.set()
    else:
        return "error: " + word
    return "ok"


async def serve(a):
    loop = asyncio.get_running_loop()
    line, stop = Line(a), asyncio.Event()
    host, _, port = a.to.rpartition(":")
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", a.listen))
    listener.listen(128)
    listener.setblocking(False)
    control = None
    if a.control:
        if os.path.exists(a.control):
            os.unlink(a.control)
        control = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        control.bind(a.control)
        control.setblocking(False)

        def on_control():
            data, peer = control.recvfrom(256)
            out = answer(line, data.decode().strip(), stop)
            if peer:
                control.sendto(out.encode(), peer)
        loop.add_reader(control.fileno(), on_control)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, line.cut)
    print("listening", listener.getsockname()[1], flush=True)

    async def accept():
        while True:
            client, _ = await loop.sock_accept(listener)
            if line.refusing:
                client.close()
                continue
            client.setblocking(False)
            line.n["connections"] += 1
            asyncio.ensure_future(Pair(line, client).run(host or "127.0.0.1", int(port)))
    task = asyncio.ensure_future(accept())
    await stop.wait()
    task.cancel()
    if a.stats:
        with open(a.stats, "w") as f:
            json.dump(line.n, f)
            f.write("\n")
    if a.control and os.path.exists(a.control):
        os.unlink(a.control)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--listen", type=int, required=True)
    p.add_argument("--to", required=True)
    p.add_argument("--bps", type=int, default=0)
    p.add_argument("--delay-ms", type=int, default=0)
    p.add_argument("--jitter-ms", type=int, default=0)
    p.add_argument("--cut-after", type=int, default=0)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--stats")
    p.add_argument("--control")
    asyncio.run(serve(p.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
