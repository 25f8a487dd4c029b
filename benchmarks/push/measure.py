"""One server, one crowd: connects, memory, targeted entries, broadcast, and a storm of all who come back.

Latency is from before the transaction that appends an entry to the moment its bytes are read by the client, so the
commit is in it. CPU time is that of the web process alone, per entry delivered.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from statistics import quantiles
from typing import Any, Protocol

from benchmarks.push import teller
from benchmarks.push.crowd import Asks, Crowd
from benchmarks.push.servers import Web
from benchmarks.push.teller import Teller

GAP = 200  # entries that a storm has missed


class Voice(Protocol):
    """How a server is told what to push."""

    def to_each(self, numbers: list[int], per_s: int) -> None:
        """One entry to each of these, at a steady rate. Returns when all were told."""

    def prepare(self) -> None:
        """What comes before `to_all` and is not measured."""

    def to_all(self) -> float:
        """One entry to everybody; when it was told, on the monotonic clock."""


class JournalVoice:
    """Ours: an entry in the journal, which is a transaction in the database."""

    def __init__(self, tell: Teller) -> None:
        self.tell = tell

    def to_each(self, numbers: list[int], per_s: int) -> None:
        self.tell.do(teller.tell_steadily, numbers, per_s)

    def prepare(self) -> None:
        self.tell.do(teller.write_all)

    def to_all(self) -> float:
        return self.tell.do(teller.commit)


async def measured(options: argparse.Namespace, server: Web, voice: Voice, asks: Asks) -> dict[str, Any]:
    """The figures of one server. What a first request loads once is loaded before, so memory is that of the streams."""
    random.seed(options.seed)
    await warmed_up(server, asks)
    crowd = Crowd([server.port], options.streams, asks)
    before, began_s = server.look(), time.perf_counter()
    await crowd.connect(range(options.streams), at_once=256)
    took_s = time.perf_counter() - began_s
    figures: dict[str, Any] = {"connects_per_s": round(options.streams / took_s), "connected": crowd.ready}
    await asyncio.sleep(3)
    idle = server.look()
    figures["kib_per_stream"] = round((idle.rss - before.rss) / 1024 / options.streams, 1)
    await asyncio.sleep(options.quiet)
    quiet = server.look()
    idle_cpu = 100 * (quiet.cpu_s - idle.cpu_s) / options.quiet
    figures |= {"threads": quiet.threads, "idle_cpu_percent": round(idle_cpu, 1)}
    figures |= await targeted(options, server, voice, crowd)
    figures |= await broadcast(options, server, voice, crowd)
    figures |= await storm(options, server, voice, crowd)
    figures |= {"doubled_or_out_of_order": crowd.faults, "refused": sum(crowd.refused.values())}
    figures["cursors"] = crowd.cursors
    await crowd.go_home()
    return figures


async def warmed_up(server: Web, asks: Asks) -> None:
    few = Crowd([server.port], 20, asks)
    await few.connect(range(20), at_once=20)
    await few.go_home()


async def targeted(options: argparse.Namespace, server: Web, voice: Voice, crowd: Crowd) -> dict[str, Any]:
    """Entries at a steady rate, each to one athlete drawn by chance."""
    drawn = [random.randrange(options.streams) for _ in range(options.rate * options.seconds)]
    before, crowd.delays_of = server.look(), []
    await asyncio.to_thread(voice.to_each, drawn, options.rate)
    await crowd.until(lambda: len(crowd.delays_of) >= len(drawn))
    used_s = server.look().cpu_s - before.cpu_s
    return {"targeted_ms": spread(crowd.delays_s), "targeted_cpu_ms_per_entry": round(1000 * used_s / len(drawn), 3)}


async def broadcast(options: argparse.Namespace, server: Web, voice: Voice, crowd: Crowd) -> dict[str, Any]:
    """One entry to everyone, several times; counted from when it was told (ours: from its commit)."""
    times_s, used_s = [], 0.0
    for _ in range(options.broadcasts):
        await asyncio.to_thread(voice.prepare)
        goal, before = crowd.entries + options.streams, server.look()
        telling = asyncio.get_running_loop().run_in_executor(None, voice.to_all)
        await crowd.until(lambda goal=goal: crowd.entries >= goal, awake=True)  # type: ignore[misc]
        heard_s = time.monotonic()
        times_s.append(heard_s - await telling)
        used_s += server.look().cpu_s - before.cpu_s
    return {
        "broadcast_s": round(sorted(times_s)[len(times_s) // 2], 3),
        "broadcast_us_per_entry": round(1e6 * used_s / options.streams / options.broadcasts, 1),
    }


async def storm(options: argparse.Namespace, server: Web, voice: Voice, crowd: Crowd) -> dict[str, Any]:
    """All but one in fifty are cut, miss entries, and come back with their cursors; the others are watched."""
    leaving = [number for number in range(options.streams) if number % 50]
    staying = [number for number in range(options.streams) if not number % 50]
    await crowd.leave(leaving)
    missed = random.sample(leaving, min(GAP, len(leaving))) if crowd.asks.greets else []
    await asyncio.to_thread(voice.to_each, missed, 1000)
    crowd.delays_of = []
    before, goal, began_s = server.look(), crowd.entries + len(missed), time.perf_counter()
    watched = (staying * 200)[: max(50, 20 * round(options.away or 1))]
    watching = asyncio.create_task(asyncio.to_thread(voice.to_each, watched, 50))
    await crowd.connect(leaving, at_once=len(leaving), over_s=options.away)
    await crowd.until(lambda: crowd.ready == options.streams)
    took_s = time.perf_counter() - began_s
    await watching
    await crowd.until(lambda: crowd.entries >= goal + len(watched))
    bystanders = [delay_s for number, delay_s in crowd.delays_of if not number % 50]
    return {
        "storm_s": round(took_s, 2),
        "storm_returned": crowd.ready,
        "storm_cpu_ms_per_stream": round(1000 * (server.look().cpu_s - before.cpu_s) / len(leaving), 3),
        "storm_bystanders_ms": spread(bystanders),
    }


def spread(delays_s: list[float]) -> dict[str, float]:
    cuts = quantiles(delays_s, n=100)
    return {"p50": round(1000 * cuts[49], 2), "p95": round(1000 * cuts[94], 2), "p99": round(1000 * cuts[98], 2)}
