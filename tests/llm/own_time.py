"""Time as this process had it: a clock for promises about waiting that hold on a busy machine as well.

Where tests share two cores, a thread that is ready to go on may be left standing for seconds, and no deadline can help
that. Linux counts it: how long each thread was ready and no processor was free (`schedstat`), and how long the machine
under this one took the processors away (`steal`). Both are left out here. On a quiet machine they come to nothing and
this is the clock on the wall; elsewhere nothing is left out that the kernel does not count.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

THREADS = Path("/proc/self/task")
MACHINE = Path("/proc/stat")
STEAL = 8  # its column in the line of all processors
NS = 1e9


class OwnTime:
    """Started when it is made."""

    def __init__(self) -> None:
        self.began_s = time.monotonic()
        self.held_up_ns = held_up_ns()
        self.stolen_s = stolen_s()

    def passed_s(self) -> float:
        """Seconds since then, without those in which a thread of this process was ready and had no processor. Several
        threads that wait for one at the same moment count each for itself."""
        wall_s = time.monotonic() - self.began_s
        now = held_up_ns()
        held_up = sum(ns - self.held_up_ns.get(thread, 0) for thread, ns in now.items())
        return wall_s - held_up / NS - (stolen_s() - self.stolen_s)


def held_up_ns() -> Mapping[str, int]:
    """By thread, the nanoseconds for which it was ready and did not run; nothing where the kernel does not tell."""
    found = {}
    for thread in THREADS.iterdir() if THREADS.exists() else ():
        with suppress(OSError):  # it has ended meanwhile
            found[thread.name] = int((thread / "schedstat").read_text().split()[1])
    return found


def stolen_s() -> float:
    """Seconds of one processor that went to other machines on the same hardware."""
    if not MACHINE.exists():
        return 0.0
    processors, *_rest = MACHINE.read_text().splitlines()
    ticks = int(processors.split()[STEAL])
    return ticks / os.sysconf("SC_CLK_TCK") / (os.cpu_count() or 1)
