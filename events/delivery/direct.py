"""Writing to an event stream without the coroutine that a server gives for it, where the server lets us.

uvicorn's `send` is a coroutine: for each event it looks at the state of the answer, makes a chunk of it and joins its
pieces, which costs more than the write itself. A stream that is open needs the chunk alone. Everything else, from the
head of the answer to its last chunk, still goes through `send`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from events.core import frames
from events.delivery.outlet import Message, Outlet, Send

UVICORN = "uvicorn.protocols.http.httptools_impl"


class Flow(Protocol):
    write_paused: bool

    async def drain(self) -> None: ...


class Answer(Protocol):
    """What we use of uvicorn's `RequestResponseCycle`, whose method `send` is."""

    transport: asyncio.Transport
    flow: Flow
    chunked_encoding: bool | None


class DirectOutlet(Outlet):
    """Writes chunks to the transport. Busy as soon as the client leaves more unread than the server wants to keep,
    until it has taken enough of it."""

    __slots__ = ("flow", "transport")

    def __init__(
        self, answer: Answer, send: Send, on_free: Callable[[], None], on_gone: Callable[[], None]
    ) -> None:  # fmt: skip
        super().__init__(send, on_free, on_gone)
        self.transport, self.flow = answer.transport, answer.flow

    def write(self, messages: Sequence[Message]) -> None:
        self.write_chunk(frames.chunk(b"".join([message["body"] for message in messages])))

    def write_chunk(self, chunk: bytes) -> None:
        transport = self.transport
        if transport.is_closing():  # `receive` tells of it
            return
        transport.write(chunk)
        if transport.get_write_buffer_size() and self.flow.write_paused:
            self.see_through(self.flow.drain())


def outlet_to(send: Send, on_free: Callable[[], None], on_gone: Callable[[], None]) -> Outlet:
    """The cheapest outlet for an answer that was begun with this `send`."""
    answer: Any = getattr(send, "__self__", None)
    # By name: to import the class would load uvicorn into processes that another server runs.
    if type(answer).__module__ == UVICORN and answer.chunked_encoding:
        return DirectOutlet(answer, send, on_free, on_gone)
    return Outlet(send, on_free, on_gone)
