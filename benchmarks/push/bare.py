"""The limit: an event loop that answers every connection like a stream, and on SIGUSR1 writes one entry to each."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from typing import cast

import uvloop

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n\nevent: ready\ndata: {}\n\n"


class Line(asyncio.Protocol):
    lines: list[asyncio.Transport] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by class

    def data_received(self, data: bytes) -> None:
        self.transport.write(HEAD)
        self.lines.append(self.transport)


async def serve(port: int) -> None:
    seqs = iter(range(1, 1_000_000))

    def tell_all() -> None:
        at, seq = time.monotonic_ns(), next(seqs)
        entry = b'id: a-%d\nevent: bench\ndata: {"text": "%s", "at": %d}\n\n' % (seq, b"x" * 200, at)
        for line in Line.lines:
            line.write(entry)

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, tell_all)
    server = await loop.create_server(Line, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


uvloop.run(serve(int(sys.argv[1])))
