"""`python -m benchmarks.push --streams 1000`: how fast, how cheap and how surely entries reach open streams.

The real application on a real server with PostgreSQL and Redis, everything on this machine. Latency is from before the
transaction that appends an entry to the moment its bytes are read by the client, so the commit is in it. CPU time is
that of the web process alone, per entry delivered. `--bare` measures a plain asyncio server beside it, which writes the
same bytes to the same crowd and does nothing else: the limit of this machine, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections.abc import Callable
from statistics import quantiles
from typing import Any

from benchmarks.push.crowd import Crowd
from benchmarks.push.servers import Web, bare, database, web


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--server", choices=["uvicorn", "daphne"], default="uvicorn")
    parser.add_argument("--rate", type=int, default=200, help="entries a second, each to one athlete")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--away", type=float, default=0.0, help="seconds over which the storm comes back")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with database():
        from benchmarks.push.journals import Journals

        journals = Journals(options.streams)
        with web(options.server) as server:
            figures = asyncio.run(measured(options, server, journals))
    print(json.dumps({"server": options.server, "streams": options.streams, **figures}, indent=1), flush=True)
    if options.bare:
        with bare() as server:
            cost_us = asyncio.run(bare_cost(options, server, journals.tokens))
        print(json.dumps({"bare_us_per_entry": cost_us, "times": figures["broadcast_us_per_entry"] / cost_us}))


async def measured(options: argparse.Namespace, server: Web, journals: Any) -> dict[str, Any]:
    random.seed(options.seed)
    before = server.look()
    crowd = Crowd(server.port, journals.tokens)
    began_s = time.perf_counter()
    await crowd.connect(range(options.streams), at_once=256)
    took_s = time.perf_counter() - began_s
    figures: dict[str, Any] = {"connects_per_s": round(options.streams / took_s), "connected": crowd.ready}
    await asyncio.sleep(3)
    idle = server.look()
    figures["kib_per_stream"] = round((idle.rss - before.rss) / 1024 / options.streams, 1)
    await asyncio.sleep(5)
    quiet = server.look()
    figures |= {"threads": quiet.threads, "idle_cpu_percent": round(100 * (quiet.cpu_s - idle.cpu_s) / 5, 1)}
    figures |= await targeted(options, server, journals, crowd)
    figures |= await broadcast(options, server, journals, crowd)
    figures |= await storm(options, server, journals, crowd)
    figures |= {"lost": sum(journals.heads.values()) - crowd.entries, "doubled_or_out_of_order": crowd.faults}
    await crowd.leave(range(options.streams))
    return figures


async def targeted(options: argparse.Namespace, server: Web, journals: Any, crowd: Crowd) -> dict[str, Any]:
    """Entries at a steady rate, each to one athlete drawn by chance."""
    drawn = [random.randrange(options.streams) for _ in range(options.rate * options.seconds)]
    before, crowd.delays_s = server.look(), []
    await asyncio.to_thread(journals.tell_steadily, drawn, options.rate)
    await crowd.until(lambda: len(crowd.delays_s) >= len(drawn))
    used_s = server.look().cpu_s - before.cpu_s
    return {"targeted_ms": spread(crowd.delays_s), "targeted_cpu_ms_per_entry": round(1000 * used_s / len(drawn), 3)}


async def broadcast(options: argparse.Namespace, server: Web, journals: Any, crowd: Crowd) -> dict[str, Any]:
    """One entry to everyone, in one transaction; counted from its commit."""
    goal = crowd.entries + options.streams
    before, committed_s = await asyncio.to_thread(journals.tell_all, server.look)
    await crowd.until(lambda: crowd.entries >= goal)
    took_s, used_s = time.monotonic() - committed_s, server.look().cpu_s - before.cpu_s
    return {
        "broadcast_s": round(took_s, 3),
        "broadcast_us_per_entry": round(1e6 * used_s / options.streams, 1),
    }


async def storm(options: argparse.Namespace, server: Web, journals: Any, crowd: Crowd) -> dict[str, Any]:
    """All but one in fifty are cut, miss entries, and come back with their cursors; the others are watched."""
    leaving = [number for number in range(options.streams) if number % 50]
    await crowd.leave(leaving)
    missed = random.sample(leaving, min(200, len(leaving)))
    await asyncio.to_thread(journals.tell_steadily, missed, 1000)
    staying = [number for number in range(options.streams) if not number % 50]
    crowd.delays_s = []
    before, goal, began_s = server.look(), crowd.entries + len(missed), time.perf_counter()
    watching = asyncio.create_task(asyncio.to_thread(journals.tell_steadily, staying * 3, 50))
    await crowd.connect(leaving, at_once=len(leaving), over_s=options.away)
    await crowd.until(lambda: crowd.ready == options.streams)
    took_s = time.perf_counter() - began_s
    await watching
    await crowd.until(lambda: crowd.entries >= goal + 3 * len(staying))
    bystanders = [delay_s for number, delay_s in crowd.delays_of if not number % 50]
    return {
        "storm_s": round(took_s, 2),
        "storm_returned": crowd.ready,
        "storm_cpu_ms_per_stream": round(1000 * (server.look().cpu_s - before.cpu_s) / len(leaving), 3),
        "bystanders_ms": spread(bystanders[-3 * len(staying) :]),
    }


async def bare_cost(options: argparse.Namespace, server: Web, tokens: list[str]) -> float:
    """CPU time of one write of 300 bytes to one of so many connections, in microseconds."""
    crowd = Crowd(server.port, tokens)
    await crowd.connect(range(options.streams), at_once=256)
    before = server.look()
    for _ in range(10):
        goal = crowd.entries + options.streams
        server.poke()
        await crowd.until(lambda goal=goal: crowd.entries >= goal)  # type: ignore[misc]
    used_s = server.look().cpu_s - before.cpu_s
    await crowd.leave(range(options.streams))
    return float(round(1e6 * used_s / options.streams / 10, 1))


def spread(delays_s: list[float]) -> dict[str, float]:
    cuts = quantiles(delays_s, n=100)
    return {"p50": round(1000 * cuts[49], 2), "p95": round(1000 * cuts[94], 2), "p99": round(1000 * cuts[98], 2)}


if __name__ == "__main__":
    run: Callable[[], None] = main
    run()
