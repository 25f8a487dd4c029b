"""Faults under a crowd: whatever is killed, frozen or restarted, every client ends with exactly the journal, in order.

Two web processes, PostgreSQL and Redis of our own; clients come back by themselves, to either process. A scenario does
its harm while entries are written; then every client has to reach the head that the database tells of, and none may
have seen an entry twice, too early or not at all. What a scenario returns is printed; what it promises on top of that,
it checks.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.push import teller
from benchmarks.push.crowd import Asks, Crowd
from benchmarks.push.servers import ROOT, Services, Web, command_of, services, start, start_many
from benchmarks.push.teller import Teller

SETTLE_S = 40.0
RATE = 400
BURST = 2000
CAP = 5  # streams of one athlete that a process allows
DEVICES = 3
NOISE = 3 * 2**20
STORMS_MAX, CALM = 20, 3  # the crowd comes back at once, until memory has stood still over so many of them
TRAINING = 4  # athletes who get a plan and rate a session
POOL = 10  # database connections that a process may keep


class Broken(AssertionError):
    """A scenario did not keep its promise."""


@dataclass(slots=True)
class Stage:
    """Clients 0 to `athletes` are one device each; the last ones are further devices of the first athlete. `spare` is
    the token of somebody who is not in the crowd."""

    options: argparse.Namespace
    services: Services
    tell: Teller
    webs: list[Web]
    crowd: Crowd
    athletes: int
    spare: str

    def telling(self, seconds: float) -> Future[None]:
        """Entries for athletes drawn by chance, for so long, written meanwhile."""
        drawn = [self.crowd.chance.randrange(self.athletes) for _ in range(round(RATE * seconds))]
        return self.tell.begin(teller.tell_steadily, drawn, RATE)

    async def settled(self) -> float:
        """Everybody has everything. Returns how long that took; Broken when it does not come."""
        began_s = time.monotonic()
        heads = await asyncio.to_thread(self.tell.do, teller.heads)
        place = heads.epoch.encode()
        goal = [(place, heads.seqs[self.crowd.asks.athlete_of(number)]) for number in range(self.crowd.count)]
        try:
            await self.crowd.until(lambda: self.crowd.cursors == goal, SETTLE_S)
        except TimeoutError:
            pairs = zip(self.crowd.cursors, goal, strict=True)
            short = [(number, *pair) for number, pair in enumerate(pairs) if pair[0] != pair[1]]
            raise Broken(f"{len(short)} clients did not reach the head, such as {short[:3]}") from None
        return time.monotonic() - began_s

    def restart(self, number: int) -> None:
        old = self.webs[number]
        self.webs[number] = start(command_of("uvicorn", old.port), old.port)


Scenario = Callable[[Stage], Awaitable[dict[str, Any]]]


# --- What is done to them ---------------------------------------------------------------------------------------------
async def web_killed(stage: Stage) -> dict[str, Any]:
    """SIGKILL of one of two web processes while entries are written, and another start of it."""
    writing = stage.telling(3)
    await asyncio.sleep(0.7)
    stage.webs[0].kill()
    await asyncio.sleep(0.5)
    await asyncio.to_thread(stage.restart, 0)
    await asyncio.wrap_future(writing)
    return {"reconnects": stage.crowd.reconnects}


async def web_stopped(stage: Stage) -> dict[str, Any]:
    """SIGTERM: everybody is sent away over the time of the drain, each with another wait, and the process ends."""
    held = [client.number for client in stage.crowd.clients.values() if client.port == stage.webs[1].port]
    stage.crowd.goodbyes.clear()
    writing = stage.telling(3)
    stage.webs[1].process.send_signal(signal.SIGTERM)
    code = await asyncio.to_thread(stage.webs[1].process.wait, 20)
    await asyncio.to_thread(stage.restart, 1)
    await asyncio.wrap_future(writing)
    told = dict(stage.crowd.goodbyes)
    if not held or set(told) < set(held) or 2 * len(set(told.values())) < len(held) or code not in (0, -signal.SIGTERM):
        raise Broken(f"exit code {code}; of {len(held)} streams {len(told)} were told to come back")
    return {"streams": len(held), "told": len(told), "exit_code": code}


async def worker_killed(stage: Stage) -> dict[str, Any]:
    """SIGKILL of the background worker while it reacts to ratings; the next one finds what it left."""
    before = await asyncio.to_thread(stage.tell.do, teller.heads)
    with worker():
        await asyncio.to_thread(stage.tell.do, teller.train, TRAINING)
    left = await asyncio.to_thread(stage.tell.do, teller.due)
    with worker():
        until_s = time.monotonic() + SETTLE_S
        while await asyncio.to_thread(stage.tell.do, teller.due):
            if time.monotonic() > until_s:
                raise Broken("reactions are still due")
            await asyncio.sleep(0.1)
    after = await asyncio.to_thread(stage.tell.do, teller.heads)
    grown = [now - then for then, now in zip(before.seqs, after.seqs, strict=True)][:TRAINING]
    if min(grown) < 3:  # the plan, the rating, and what the engine made of it
        raise Broken(f"entries of those who trained: {grown}")
    return {"due_when_killed": left, "entries_each": min(grown)}


@contextmanager
def worker() -> Iterator[None]:
    """A background worker, which is killed in the end."""
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--concurrency", "2"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


async def redis_killed(stage: Stage) -> dict[str, Any]:
    writing = stage.telling(3)
    await asyncio.sleep(0.5)
    stage.services.kill_redis()
    await asyncio.sleep(1.5)
    await asyncio.to_thread(stage.services.start_redis, stage.services.redis.port)
    await asyncio.wrap_future(writing)
    return {}


async def redis_flushed(stage: Stage) -> dict[str, Any]:
    """Everything in it is forgotten, and every connection to it is cut."""
    import redis

    writing = stage.telling(2)
    with redis.Redis.from_url(stage.services.redis.url()) as client:
        for _ in range(3):
            await asyncio.sleep(0.4)
            client.flushall()
            client.client_kill_filter(_type="pubsub")
    await asyncio.wrap_future(writing)
    return {}


async def redis_frozen(stage: Stage) -> dict[str, Any]:
    """It takes connections and says nothing."""
    frozen_s = stage.options.frozen
    writing = stage.telling(frozen_s + 1)
    stage.services.freeze_redis()
    await asyncio.sleep(frozen_s)
    stage.services.thaw_redis()
    await asyncio.wrap_future(writing)
    return {"frozen_s": frozen_s}


async def postgres_restarted(stage: Stage) -> dict[str, Any]:
    writing = stage.telling(2)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(stage.services.restart_postgres, 0.5)
    await asyncio.wrap_future(writing)
    return {}


async def everyone_at_once(stage: Stage) -> dict[str, Any]:
    """All connections are cut in the same moment, and all have missed something."""
    for client in list(stage.crowd.clients.values()):
        if client.transport is not None:
            client.transport.abort()
    await asyncio.to_thread(stage.tell.do, teller.tell_steadily, list(range(stage.athletes)), 2000)
    return {}


async def burst(stage: Stage) -> dict[str, Any]:
    """Many entries for one athlete as quickly as they can be written; one of their devices does not read meanwhile."""
    slow = stage.crowd.clients[stage.crowd.count - 1].transport
    assert slow is not None
    slow.pause_reading()
    began_s = time.monotonic()
    await asyncio.to_thread(stage.tell.do, teller.tell_burst, 0, BURST)
    took_s = time.monotonic() - began_s
    slow.resume_reading()
    return {"entries": BURST, "written_in_s": round(took_s, 2)}


async def epoch_changed(stage: Stage) -> dict[str, Any]:
    """A restored database: everyone is told to start over, once."""
    before = stage.crowd.resets
    await asyncio.to_thread(stage.tell.do, teller.start_epoch)
    await stage.settled()
    resets = stage.crowd.resets - before
    if resets != stage.crowd.count:
        raise Broken(f"{resets} resets for {stage.crowd.count} clients")
    await asyncio.to_thread(stage.tell.do, teller.tell_steadily, list(range(stage.athletes)), 2000)
    return {"resets": resets}


async def cursor_pruned(stage: Stage) -> dict[str, Any]:
    """One comes back with a place whose entries are no longer kept: one reset, and nobody else is touched."""
    number = 1
    before = stage.crowd.resets
    await asyncio.to_thread(stage.tell.do, teller.tell_burst, number, 5)
    await stage.settled()
    await asyncio.to_thread(stage.tell.do, teller.prune, number, 2)
    epoch, seq = stage.crowd.cursors[number]
    stage.crowd.cursors[number] = (epoch, seq - 4)
    stage.crowd.clients[number].transport.abort()  # type: ignore[union-attr]
    await stage.settled()
    if stage.crowd.resets - before != 1:
        raise Broken(f"{stage.crowd.resets - before} resets")
    return {}


async def too_many_of_one(stage: Stage) -> dict[str, Any]:
    """The oldest makes room; it is told so and stays away."""
    many = Crowd([stage.webs[0].port], CAP + 2, Asks(tokens=[stage.spare]), faithful=True)
    for number in range(many.count):
        await many.connect([number], at_once=1)
    await many.until(lambda: len(many.superseded) >= 2, SETTLE_S)
    superseded = set(many.superseded)
    await many.go_home()
    if superseded != {0, 1}:
        raise Broken(f"superseded: {superseded}")
    return {"superseded": len(superseded)}


async def little_is_held(stage: Stage) -> dict[str, Any]:
    """Idle streams hold neither threads nor database connections."""
    held = await asyncio.to_thread(stage.tell.do, teller.connections_but_mine)
    threads = max(web.look().threads for web in stage.webs)
    if held > POOL * len(stage.webs) or threads > 40:
        raise Broken(f"{held} connections to the database, {threads} threads")
    return {"streams": stage.crowd.ready, "database_connections": held, "threads": threads}


async def nothing_leaks(stage: Stage) -> dict[str, Any]:
    """Storms leave neither memory nor threads behind: what a process keeps for the next one stops growing. A large
    crowd takes a dozen of them until every pool has been as full as it ever is."""
    sizes: list[int] = []
    threads: list[int] = []
    for _ in range(STORMS_MAX):
        await everyone_at_once(stage)
        await stage.settled()
        looks = [web.look() for web in stage.webs]
        sizes.append(max(look.rss for look in looks))
        threads.append(max(look.threads for look in looks))
        if len(sizes) > CALM and sizes[-1] - sizes[-1 - CALM] <= max(NOISE, sizes[-1] // 100):
            break
    else:
        raise Broken(f"still growing: {[size // 2**20 for size in sizes]} MiB")
    if threads[-1] > threads[-1 - CALM] + 4:
        raise Broken(f"more and more threads: {threads}")
    return {"storms": len(sizes), "rss_mib": sizes[-1] // 2**20, "threads": threads[-1]}


SCENARIOS: tuple[Scenario, ...] = (
    little_is_held, too_many_of_one, everyone_at_once, web_killed, web_stopped, worker_killed, redis_flushed,
    redis_killed, redis_frozen, postgres_restarted, burst, cursor_pruned, epoch_changed, nothing_leaks,
)  # fmt: skip


# --- The run ----------------------------------------------------------------------------------------------------------
def main(options: argparse.Namespace) -> int:
    wanted = set(options.only.split(",")) if options.only else {scenario.__name__ for scenario in SCENARIOS}
    chosen = [scenario for scenario in SCENARIOS if scenario.__name__ in wanted]
    with services(durable=False, quiet=True) as running, told(options.clients) as (tell, tokens):
        webs = start_many("uvicorn", 2)
        try:
            return asyncio.run(played(options, running, tell, webs, tokens, chosen))
        finally:
            for web in webs:
                web.end()


@contextmanager
def told(count: int) -> Iterator[tuple[Teller, list[str]]]:
    tell = Teller()
    try:
        yield tell, tell.do(teller.make, count + 1)
    finally:
        tell.close()


async def played(
    options: argparse.Namespace, running: Services, tell: Teller, webs: list[Web], tokens: list[str],
    scenarios: list[Scenario],
) -> int:  # fmt: skip
    random.seed(options.seed)
    count = options.clients + DEVICES - 1
    ports = [web.port for web in webs]
    crowd = Crowd(ports, count, Asks(tokens=tokens[:-1]), faithful=True, seed=options.seed)
    stage = Stage(options, running, tell, webs, crowd, options.clients, tokens[-1])
    await crowd.connect(range(count), at_once=256)
    await asyncio.to_thread(tell.do, teller.tell_steadily, list(range(options.clients)), 2000)  # nobody begins empty
    await stage.settled()
    broken = 0
    for scenario in scenarios:
        broken += not await kept(stage, scenario)
    await crowd.go_home()
    return min(1, broken)


async def kept(stage: Stage, scenario: Scenario) -> bool:
    """Whether a scenario kept what it promises, and the promise of all: exactly the journal, in order."""
    faults, began_s, found, problem = stage.crowd.faults, time.monotonic(), {}, ""
    try:
        found = await scenario(stage)
        await stage.crowd.until(lambda: stage.crowd.ready == stage.crowd.count, SETTLE_S)
        found["settled_s"] = round(await stage.settled(), 2)
        if stage.crowd.faults > faults:
            raise Broken(f"{stage.crowd.faults - faults} entries were doubled, missing or out of order")
    except (Broken, TimeoutError, RuntimeError) as trouble:
        problem = repr(trouble)
    line = {"scenario": scenario.__name__, "kept": not problem, "seconds": round(time.monotonic() - began_s, 1)}
    load = round(os.getloadavg()[0], 1)
    print(
        json.dumps({**line, "clients": stage.crowd.count, "load_average": load, **found, "problem": problem}),
        flush=True,
    )
    return not problem
