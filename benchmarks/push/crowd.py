"""Many clients of streams in one event loop, as cheap as they can be: they must not be what is measured."""

from __future__ import annotations

import asyncio
import random
import re
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import httptools

DEADLINE_S = 60
SLOW_PER_S = 100  # connects, on a machine that has much else to do
AT = re.compile(rb'"at": ?(\d+)')
PLACE = re.compile(rb"id: ([0-9a-f]+)-(\d+)\n")
HEAD = re.compile(rb'"cursor": ?"([0-9a-f]+)-(\d+)"')
RETRY = re.compile(rb"retry: (\d+)\n")


class Client(asyncio.Protocol):
    """One stream. Knows how far it has read, and notes what is missing, doubled or out of order."""

    __slots__ = ("crowd", "is_ready", "number", "parser", "port", "rest", "transport")

    def __init__(self, crowd: Crowd, number: int, port: int) -> None:
        self.crowd, self.number, self.port = crowd, number, port
        self.transport: asyncio.Transport | None = None
        self.parser = httptools.HttpResponseParser(self)
        self.rest = b""
        self.is_ready = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.crowd.asks.request(self.crowd, self.number))

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_headers_complete(self) -> None:
        status = self.parser.get_status_code()
        if status != 200:
            self.crowd.refused[status] = self.crowd.refused.get(status, 0) + 1
        elif not self.crowd.asks.greets:
            self.greeted()

    def on_body(self, data: bytes) -> None:
        now_s = time.monotonic()
        *blocks, self.rest = (self.rest + data).replace(b"\r\n", b"\n").split(b"\n\n")
        for block in blocks:
            self.read(block + b"\n", now_s)

    def read(self, block: bytes, now_s: float) -> None:
        if at := AT.search(block):
            place = PLACE.search(block)
            self.crowd.heard(self.number, place, now_s - int(at[1]) / 1e9)
        elif b"event: ready\n" in block:
            self.greeted()
        elif b"event: reset\n" in block and (head := HEAD.search(block)):
            self.crowd.reset(self.number, head[1], int(head[2]))
        elif place := PLACE.search(block):  # an entry that Spotter wrote by itself and that says no time
            self.crowd.heard(self.number, place, 0.0)
        if b"event: superseded\n" in block:
            self.crowd.superseded.add(self.number)
        if b"event: bye\n" in block and (retry := RETRY.search(block)):
            self.crowd.goodbyes.append((self.number, int(retry[1])))

    def greeted(self) -> None:
        if not self.is_ready:
            self.is_ready = True
            self.crowd.ready += 1

    def connection_lost(self, problem: Exception | None) -> None:
        self.crowd.ready -= self.is_ready
        self.is_ready = False
        self.crowd.lost(self)


@dataclass(frozen=True, slots=True)
class Asks:
    """How a stream is asked for. `greets`: whether it says `ready` when it stands, as ours do."""

    path: str = "/api/v2/coaching/sse"
    greets: bool = True
    tokens: Sequence[str] = ()
    tls: bool = False
    headers: str = "Accept: text/event-stream\r\nAccept-Encoding: gzip, br\r\n"

    def athlete_of(self, number: int) -> int:
        """Clients beyond the athletes are further devices of the first."""
        return number if number < len(self.tokens) else 0

    def request(self, crowd: Crowd, number: int) -> bytes:
        epoch, seq = crowd.cursors[number]
        after = f"{epoch.decode()}-{seq}" if epoch else "0"
        query = f"?after={after}" if self.tokens else f"?n={number}"
        token = f"Authorization: Bearer {self.tokens[self.athlete_of(number)]}\r\n" if self.tokens else ""
        return (
            f"GET {self.path.format(n=number)}{query} HTTP/1.1\r\nHost: localhost\r\n{self.headers}{token}\r\n".encode()
        )


@dataclass(slots=True)
class Crowd:
    """`cursors` outlive their connections, as those of real clients do. `faithful` clients come back by themselves,
    to one of the ports by turns, after a short while."""

    ports: Sequence[int]
    count: int
    asks: Asks
    faithful: bool = False
    seed: int = 1
    ready: int = 0
    entries: int = 0
    faults: int = 0
    resets: int = 0
    reconnects: int = 0
    clients: dict[int, Client] = field(default_factory=dict)
    cursors: list[tuple[bytes, int]] = field(default_factory=list)
    delays_of: list[tuple[int, float]] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)
    goodbyes: list[tuple[int, int]] = field(default_factory=list)  # who was told to come back, and after how many ms
    comings: set[asyncio.Task[None]] = field(default_factory=set)
    chance: random.Random = field(init=False)
    is_leaving: bool = False

    def __post_init__(self) -> None:
        self.cursors = [(b"", 0)] * self.count
        self.chance = random.Random(self.seed)

    @property
    def delays_s(self) -> list[float]:
        return [delay_s for _number, delay_s in self.delays_of]

    def heard(self, number: int, place: re.Match[bytes] | None, delay_s: float) -> None:
        if place is not None and self.asks.greets:
            seq = int(place[2])
            if seq != self.cursors[number][1] + 1:
                self.faults += 1
            self.cursors[number] = (place[1], seq)
        self.entries += 1
        self.delays_of.append((number, delay_s))

    def reset(self, number: int, epoch: bytes, seq: int) -> None:
        self.resets += 1
        self.cursors[number] = (epoch, seq)

    # --- Coming and going ---------------------------------------------------------------------------------------------
    async def connect(self, numbers: Iterable[int], *, at_once: int, over_s: float = 0.0) -> None:
        """Open these streams, so many at a time, and wait until each stands."""
        wanted = list(numbers)
        room = asyncio.Semaphore(at_once)

        async def open_one(place: int, number: int) -> None:
            await asyncio.sleep(over_s * place / len(wanted))
            async with room:
                await self.open(number)
                while not self.clients[number].is_ready:
                    await asyncio.sleep(0.005)

        async with asyncio.timeout(DEADLINE_S + over_s + len(wanted) / SLOW_PER_S):
            await asyncio.gather(*(open_one(place, number) for place, number in enumerate(wanted)))

    async def open(self, number: int) -> None:
        port = self.ports[(number + self.reconnects) % len(self.ports)]
        tls = unverified() if self.asks.tls else None
        loop = asyncio.get_running_loop()
        _transport, self.clients[number] = await loop.create_connection(
            lambda: Client(self, number, port), "127.0.0.1", port, ssl=tls, server_hostname="localhost" if tls else None
        )

    def lost(self, client: Client) -> None:
        is_current = self.clients.get(client.number) is client
        if self.faithful and is_current and not self.is_leaving and client.number not in self.superseded:
            coming = asyncio.get_running_loop().create_task(self.come_back(client.number))
            self.comings.add(coming)
            coming.add_done_callback(self.comings.discard)

    async def come_back(self, number: int) -> None:
        while True:
            await asyncio.sleep(self.chance.uniform(0.05, 0.4))
            self.reconnects += 1
            try:
                await self.open(number)
            except OSError:
                continue
            return

    async def leave(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            transport = self.clients.pop(number).transport
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0.5)

    async def go_home(self) -> None:
        self.is_leaving = True
        for coming in self.comings:
            coming.cancel()
        await self.leave(list(self.clients))

    async def until(self, reached: Callable[[], bool], within_s: float = DEADLINE_S, *, awake: bool = False) -> None:
        """TimeoutError when it never comes: something was lost. `awake` does not sleep meanwhile: else each write of
        the server has to wake this process, which costs the server more than the write, and no server of real ones."""
        async with asyncio.timeout(within_s):
            while not reached():
                await asyncio.sleep(0 if awake else 0.002)


@cache
def unverified() -> ssl.SSLContext:
    """For the certificate of a proxy that lives as long as the benchmark."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
