"""Writing to one connection."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from typing import Any

from events.core import frames

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Outlet:
    """Writes to a connection without a task and without a queue while its client keeps up.

    `send` of the server is stepped once by hand: as a rule it is done then. Only when it waits for the client to take
    what was written before, a task sees it through, and until then the outlet is busy. Nothing is kept for later: the
    journal is the buffer. `on_free` is called when it can be written to again, `on_gone` when the client has left.
    """

    __slots__ = ("busy_since", "on_free", "on_gone", "pending", "send")

    def __init__(self, send: Send, on_free: Callable[[], None], on_gone: Callable[[], None]) -> None:
        self.send, self.on_free, self.on_gone = send, on_free, on_gone
        self.pending: asyncio.Task[None] | None = None
        self.busy_since = 0.0

    @property
    def is_busy(self) -> bool:
        return self.pending is not None

    def write_chunk(self, chunk: bytes) -> None:
        """A piece of an HTTP answer, framed already as those are framed that have no length. Not while it is busy."""
        self.write([{"type": "http.response.body", "body": frames.unchunked(chunk), "more_body": True}])

    def write(self, messages: Sequence[Message]) -> None:
        """In their order. Not while it is busy."""
        for number, message in enumerate(messages):
            sending = self.send(message)
            if not isinstance(sending, types.CoroutineType):
                self.see_through(self.finished(sending, messages[number + 1 :]))
                return
            try:
                waits_for = sending.send(None)
            except StopIteration:
                continue
            except OSError:
                self.on_gone()
                return
            self.see_through(self.finished(rest_of(sending, waits_for), messages[number + 1 :]))
            return

    async def finished(self, sending: Any, others: Sequence[Message]) -> None:
        await sending
        for message in others:
            await self.send(message)

    def see_through(self, sending: Coroutine[Any, Any, None]) -> None:
        self.busy_since = asyncio.get_running_loop().time()
        self.pending = asyncio.ensure_future(sending)
        self.pending.add_done_callback(self.freed)

    def freed(self, pending: asyncio.Task[None]) -> None:
        self.pending = None
        if pending.cancelled():
            return
        problem = pending.exception()
        if problem is None:
            self.on_free()
        elif isinstance(problem, OSError):
            self.on_gone()
        else:
            raise problem

    async def last(self, message: Message, within_s: float) -> None:
        """Write this after everything else, if the client takes it in time."""
        try:
            async with asyncio.timeout(within_s):
                if self.pending is not None:
                    await asyncio.wait({self.pending})
                await self.send(message)
        except (TimeoutError, OSError):
            return

    def drop(self) -> None:
        if self.pending is not None:
            self.pending.cancel()


@types.coroutine
def rest_of(sending: Any, waits_for: Any) -> Generator[Any, Any, None]:
    """Go on with a coroutine whose first step was made outside of a task and gave `waits_for` to wait for."""
    yield waits_for
    yield from sending
