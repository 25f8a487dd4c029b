"""Many clients of streams in one event loop, as cheap as they can be: they must not be what is measured."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Sequence

DEADLINE_S = 90
ENTRY = re.compile(rb'id: ([0-9a-f]+)-(\d+)\nevent: [^\n]*\ndata: [^\n]*?"at": ?(\d+)')


class Client(asyncio.Protocol):
    """One stream. Knows how far it has read, and notes what is missing, doubled or out of order."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.crowd, self.number = crowd, number
        self.transport: asyncio.Transport | None = None
        self.rest = b""
        self.is_ready = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.crowd.request_of(self.number))

    def data_received(self, data: bytes) -> None:
        now_s = time.monotonic()
        blocks = (self.rest + data).split(b"\n\n")
        self.rest = blocks.pop()
        for block in blocks:
            if found := ENTRY.search(block):
                self.crowd.heard(self.number, found[1], int(found[2]), now_s - int(found[3]) / 1e9)
            elif b"event: ready" in block and not self.is_ready:
                self.is_ready = True
                self.crowd.ready += 1

    def connection_lost(self, problem: Exception | None) -> None:
        self.crowd.ready -= self.is_ready
        self.is_ready = False


class Crowd:
    """`cursors` outlive their connections, as those of real clients do."""

    def __init__(self, port: int, tokens: Sequence[str]) -> None:
        self.port, self.tokens = port, tokens
        self.cursors = [(b"", 0) for _ in tokens]
        self.clients: dict[int, Client] = {}
        self.ready = self.entries = self.faults = 0
        self.delays_of: list[tuple[int, float]] = []

    @property
    def delays_s(self) -> list[float]:
        return [delay_s for _number, delay_s in self.delays_of]

    @delays_s.setter
    def delays_s(self, empty: list[float]) -> None:
        self.delays_of = []

    def request_of(self, number: int) -> bytes:
        epoch, seq = self.cursors[number]
        place = epoch + b"-" + str(seq).encode() if epoch else b"0"
        return b"GET /api/v2/coaching/sse?after=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n" % (
            place,
            self.tokens[number].encode(),
        )

    def heard(self, number: int, epoch: bytes, seq: int, delay_s: float) -> None:
        if seq != self.cursors[number][1] + 1:
            self.faults += 1
        self.cursors[number] = (epoch, seq)
        self.entries += 1
        self.delays_of.append((number, delay_s))

    async def connect(self, numbers: Iterable[int], *, at_once: int, over_s: float = 0.0) -> None:
        """Open these streams, so many at a time, and wait until each has said that it is ready."""
        wanted = list(numbers)
        room = asyncio.Semaphore(at_once)

        async def open_one(place: int, number: int) -> None:
            await asyncio.sleep(over_s * place / len(wanted))
            async with room:
                loop = asyncio.get_running_loop()
                _transport, client = await loop.create_connection(lambda: Client(self, number), "127.0.0.1", self.port)
                self.clients[number] = client
                while not client.is_ready:
                    await asyncio.sleep(0.005)

        async with asyncio.timeout(DEADLINE_S):
            await asyncio.gather(*(open_one(place, number) for place, number in enumerate(wanted)))

    async def leave(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            transport = self.clients.pop(number).transport
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0.5)

    async def until(self, reached: Callable[[], bool]) -> None:
        """TimeoutError when it never comes: something was lost."""
        async with asyncio.timeout(DEADLINE_S):
            while not reached():
                await asyncio.sleep(0.002)
