"""The limit: an event loop that answers every connection like a stream and writes what it is told to, nothing else.
Its answers are chunked and its entries as long as ours, so that a write is the same work; but it makes an entry once
and writes it to everybody, where a journal has an own one for each.

Told by lines on a control port: `all <at>` or `<number> <at>`, as the peers are.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from typing import cast

import uvloop

from benchmarks.push.teller import FILLER, KIND
from events.core import frames

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
READY = frames.chunk(b"event: ready\ndata: {}\n\n")
EPOCH = "0123456789abcdef"
WHEN = "2026-11-22T12:00:00.000000Z"
NUMBER = re.compile(rb"[?&]n=(\d+)")


class Line(asyncio.Protocol):
    lines: dict[int, asyncio.Transport] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by class
        self.number = -1

    def data_received(self, data: bytes) -> None:
        if found := NUMBER.search(data):
            self.number = int(found[1])
            self.transport.write(HEAD + READY)
            self.lines[self.number] = self.transport

    def connection_lost(self, problem: Exception | None) -> None:
        if self.lines.get(self.number) is self.transport:
            del self.lines[self.number]


class Told(asyncio.Protocol):
    """One order a line."""

    rest = b""
    seq = 0

    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            whom, at = line.split()
            Told.seq += 1
            payload = json.dumps({"at": int(at), "text": FILLER})
            entry = frames.chunk(frames.sse_line(EPOCH, Told.seq, KIND, payload, WHEN).encode())
            for each in list(Line.lines.values()) if whom == b"all" else [Line.lines[int(whom)]]:
                each.write(entry)


async def serve(port: int, control: int) -> None:
    loop = asyncio.get_running_loop()
    await loop.create_server(Told, "127.0.0.1", control)
    server = await loop.create_server(Line, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), int(os.environ["CONTROL_PORT"])))
