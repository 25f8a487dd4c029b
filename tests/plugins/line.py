"""What lies between the browsers of the tests and the application.

SPOTTER_TEST_SLOW_S   seconds by which every answer that is not a static file comes late: half of them before the
                      work and half after it, so that the journal may tell of it before the answer does
"""

import asyncio
import os
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

from celery.worker.state import active_requests
from django.conf import settings

SLOW_S = float(os.environ.get("SPOTTER_TEST_SLOW_S") or 0)
QUIET_S = 10.0
LOOK_S = 0.05  # whether a task has ended nobody tells
TELLING = {b"accept-encoding", b"if-modified-since", b"if-none-match", b"range"}

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


class Line:
    """Reads a file once for the whole run: every context begins without a cache and fetches a hundred of them. Counts
    what else is under way, and is late with it on a slow line."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.files: dict[tuple[Any, ...], list[Message]] = {}
        self.under_way = 0
        self.one_less = threading.Event()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(settings.STATIC_URL):
            await self.hand_out(scope, receive, send)
            return
        self.under_way += 1
        try:
            await self.carry(scope, receive, send)
        finally:
            self.under_way -= 1
            self.one_less.set()

    async def hand_out(self, scope: Message, receive: Receive, send: Send) -> None:
        asked = [tuple(each) for each in scope["headers"] if each[0] in TELLING]
        key = (scope["method"], scope["path"], scope["query_string"], *asked)
        told = self.files.get(key, [])

        async def note(message: Message) -> None:
            told.append(message)

        if not told:
            await self.application(scope, receive, note)
        for message in told:
            await send(message)
        if told and not told[-1].get("more_body"):  # else whoever asked has left in the middle
            self.files[key] = told

    async def carry(self, scope: Message, receive: Receive, send: Send) -> None:
        async def send_late(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(SLOW_S / 2)
            await send(message)

        if SLOW_S:
            await asyncio.sleep(SLOW_S / 2)
        await self.application(scope, receive, send_late if SLOW_S else send)

    def until_quiet(self) -> None:
        """Wait until nobody is served and no task runs any more: they would find the tables half emptied."""
        until = time.monotonic() + QUIET_S
        while (self.under_way or active_requests) and time.monotonic() < until:
            self.one_less.wait(LOOK_S)
            self.one_less.clear()
