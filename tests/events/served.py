"""An event stream as uvicorn answers it, without a socket."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httptools
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from config.asgi import application
from tests.events.transports import EventStream, Message


class ServedStream(EventStream):
    """The same as uvicorn answers it: what is written to its transport is read as a client would."""

    async def run(self) -> None:
        self.pipe = Pipe(self)
        about = logging.getLogger("uvicorn.error")
        self.cycle = RequestResponseCycle(
            self.scope, self.pipe, self.pipe.flow, about, about, False, [], asyncio.Event(), False, True, lambda: None  # type: ignore[arg-type]
        )  # fmt: skip
        try:
            await self.cycle.run_asgi(application)  # type: ignore[arg-type]
        finally:
            self.changed.set()

    async def hang_up(self) -> None:
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        self.pipe.flow.resume_writing()
        await self.ended()


class Pipe(asyncio.Transport):
    """While its client is stuck it keeps what is written, and is full."""

    def __init__(self, line: ServedStream) -> None:
        super().__init__()
        self.line, self.flow, self.parser = line, FlowControl(self), httptools.HttpResponseParser(self)
        self.kept, self.is_cut = b"", False
        self.resuming: asyncio.Task[None] | None = None

    def write(self, data: Any) -> None:
        if self.line.takes.is_set() and not self.kept:
            self.parser.feed_data(data)
            return
        self.kept += data
        self.flow.pause_writing()
        if self.resuming is None:
            self.resuming = asyncio.create_task(self.resume())

    async def resume(self) -> None:
        await self.line.takes.wait()
        kept, self.kept, self.resuming = self.kept, b"", None
        self.parser.feed_data(kept)
        self.flow.resume_writing()

    def on_headers_complete(self) -> None:
        self.took({"type": "http.response.start", "status": self.parser.get_status_code(), "headers": []})

    def on_body(self, data: bytes) -> None:
        self.took({"type": "http.response.body", "body": data, "more_body": True})

    def on_message_complete(self) -> None:
        self.took({"type": "http.response.body", "body": b"", "more_body": False})

    def took(self, message: Message) -> None:
        self.line.sent.append(message)
        self.line.changed.set()

    def is_closing(self) -> bool:
        return self.is_cut

    def get_write_buffer_size(self) -> int:
        return len(self.kept)

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def close(self) -> None: ...
