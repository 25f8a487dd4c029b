"""Ours beside others: each peer serves the same crowd the way its own documentation shows.

The peers know no journal, so they do less: no commit, no order, nothing to replay. They and the proxies are installed
into `var/peers`, apart from the product.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.push import teller
from benchmarks.push.crowd import Asks
from benchmarks.push.measure import measured
from benchmarks.push.servers import ROOT, answering, services
from benchmarks.push.servers import Web as Server
from benchmarks.push.teller import Teller
from config import launchers

FOLDER = ROOT / "var" / "peers"
SOURCES = Path(__file__).with_name("peers")
BETTER_SSE = "better-sse@0.16.1"
UVICORN = ("-m", "uvicorn", "--backlog", "4096", "--no-access-log", "--log-level", "error", "--loop", "uvloop")


@dataclass(frozen=True, slots=True)
class Peer:
    """`command` starts it at `{port}`; `path` is where client `{n}` asks."""

    command: tuple[str, ...]
    path: str = "/sse"
    env: dict[str, str] = field(default_factory=dict)


PEERS = {
    "bare": Peer((sys.executable, "-m", "benchmarks.push.bare", "{port}")),
    "sse-starlette": Peer(
        ("{python}", *UVICORN, "--port", "{port}", "--app-dir", str(SOURCES), "sse_starlette_app:app")
    ),
    "django-eventstream": Peer(
        ("{python}", *UVICORN, "--port", "{port}", "--app-dir", str(SOURCES), "eventstream_app:app"), "/user/{n}/sse"
    ),
    "better-sse": Peer(("node", str(FOLDER / "better_sse.mjs"), "{port}")),
}
NAMES = ("sse-starlette", "django-eventstream", "better-sse")


class Line:
    """Tells a peer over its control port."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def to_each(self, numbers: list[int], per_s: int) -> None:
        began_s = time.monotonic()
        for place, number in enumerate(numbers):
            time.sleep(max(0.0, began_s + place / per_s - time.monotonic()))
            self.socket.sendall(b"%d %d\n" % (number, time.monotonic_ns()))

    def to_all(self) -> float:
        now_s = time.monotonic()
        self.socket.sendall(b"all %d\n" % time.monotonic_ns())
        return now_s


def measured_peer(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Its figures, but for those that need a journal."""
    peer, port, control = PEERS[name], launchers.free_port(), launchers.free_port()
    if name != "bare":
        install()
    places = {"python": str(FOLDER / "venv" / "bin" / "python"), "port": str(port), "n": "{n}"}
    env = {**os.environ, "CONTROL_PORT": str(control)}
    with services():
        tell = Teller()
        tell.do(teller.make, options.streams)
        process = subprocess.Popen([part.format(**places) for part in peer.command], cwd=ROOT, env=env)
        server = answering(Server(process, port))
        try:
            found = asyncio.run(measured(options, server, Later(control, tell), Asks(path=peer.path, greets=False)))
        finally:
            server.kill()
            tell.close()
    del found["cursors"], found["doubled_or_out_of_order"]
    return found


class Later:
    """A voice that is connected when it is first used: some peers open their control port with the first stream.

    Before a broadcast the same entries are written to a journal as before one of ours. Nobody follows it; but what is
    measured then finds the processor's caches as ours does. A server whose broadcasts follow one upon the other writes
    from warm caches, which makes each write a third cheaper."""

    def __init__(self, port: int, tell: Teller) -> None:
        self.port, self.tell = port, tell
        self.found: Line | None = None

    @property
    def voice(self) -> Line:
        if self.found is None:
            self.found = Line(self.port)
        return self.found

    def to_each(self, numbers: list[int], per_s: int) -> None:
        self.voice.to_each(numbers, per_s)

    def prepare(self) -> None:
        self.tell.do(teller.write_all)
        self.tell.do(teller.commit)

    def to_all(self) -> float:
        return self.voice.to_all()


def install() -> Path:
    """The peers and the proxies, once; returns the folder with the programs."""
    programs = FOLDER / "venv" / "bin"
    stamp = FOLDER / "installed"
    wanted = (SOURCES / "requirements.txt").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER / "venv")], check=True)
        subprocess.run([programs / "pip", "install", "--quiet", "-r", SOURCES / "requirements.txt"], check=True)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--prefix", FOLDER, BETTER_SSE], check=True)
        stamp.write_text(wanted)
    shutil.copy(SOURCES / "better_sse.mjs", FOLDER)  # beside its node_modules
    return programs
