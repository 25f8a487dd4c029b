"""SIGTERM: streams are ended first, spread over a few seconds, and then the server stops as it would have.

A server that is told to stop either cuts its streams at once or waits for them for ever. All clients would come back at
the same instant, or the process would be killed.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Protocol

Handler = Callable[[int, FrameType | None], object]


class Drainable(Protocol):
    loop: asyncio.AbstractEventLoop
    is_draining: bool

    async def drain(self) -> None: ...


class Drain:
    """Stands in front of the server's own handler. A second signal goes straight to that."""

    def __init__(self, hub: Drainable, servers: Handler) -> None:
        self.hub, self.servers = hub, servers
        self.draining: asyncio.Task[None] | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.hub.loop.is_running() and not self.hub.is_draining:
            self.hub.is_draining = True
            self.hub.loop.call_soon_threadsafe(self.begin, number)
        else:
            self.stop(number)

    def begin(self, number: int) -> None:
        self.draining = self.hub.loop.create_task(self.hub.drain())
        self.draining.add_done_callback(lambda _task: self.stop(number))

    def stop(self, number: int) -> None:
        if signal.getsignal(number) is self:
            signal.signal(number, self.servers)
        self.servers(number, None)


def drain_before_stopping(hub: Drainable) -> None:
    """Only where a server runs in the main thread and has a handler of its own; elsewhere nothing would stop."""
    if threading.current_thread() is not threading.main_thread():
        return
    servers = signal.getsignal(signal.SIGTERM)
    if isinstance(servers, Drain):  # of a hub before this one
        servers = servers.servers
    if callable(servers):
        signal.signal(signal.SIGTERM, Drain(hub, servers))
