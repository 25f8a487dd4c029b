"""Hints: after a commit, tell the processes that hold streams whose journal has grown. They carry no content and may be
lost; the sweep of each hub finds what they missed.

What passes, such as somebody typing, goes the same way with its content. It stands in no journal: whoever is not
connected at the moment never learns of it.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)
GROUP = "journal"
TOLD = "journal.told"
PASSING = "journal.passing"
ROOM = 500
LAST_WORDS_S = 1.0


Passing = tuple[UUID, str, dict[str, Any]]  # whose screens, the kind of frame, its data


class Herald:
    """One thread that says what is new, so that no request waits for Redis, and what happens meanwhile goes into the
    next message. A loop of its own, because the layer keeps a connection per loop."""

    def __init__(self) -> None:
        self.news: dict[UUID, int] = {}
        self.passing: deque[Passing] = deque(maxlen=ROOM)  # in a crowd the oldest has passed
        self.called = threading.Condition()
        self.thread: threading.Thread | None = None
        self.busy = False

    def tell(self, news: Mapping[UUID, int]) -> None:
        with self.called:
            for athlete_id, seq in news.items():
                self.news[athlete_id] = max(seq, self.news.get(athlete_id, 0))
            self.call()

    def pass_on(self, passing: Passing) -> None:
        with self.called:
            self.passing.append(passing)
            self.call()

    def call(self) -> None:
        """Under the lock."""
        if self.thread is None:
            self.thread = threading.Thread(target=self.work, name="herald", daemon=True)
            self.thread.start()
        self.called.notify_all()

    def work(self) -> None:
        loop = asyncio.new_event_loop()
        while True:
            news, passing = self.next_news()
            try:
                if passing:
                    loop.run_until_complete(send_passing(passing))
                if news:
                    loop.run_until_complete(send(news))
            # Whatever it was: the next news may get through, and the sweep finds this. Cancelled: the loop of an
            # in-memory layer has ended.
            except (Exception, asyncio.CancelledError):
                logger.warning("A hint to %s journals was not sent.", len(news), exc_info=True)

    def next_news(self) -> tuple[list[tuple[UUID, int]], list[Passing]]:
        with self.called:
            self.busy = False
            self.called.notify_all()
            self.called.wait_for(lambda: self.news or self.passing)
            self.busy = True
            news = list(self.news.items())[:ROOM]
            for athlete_id, _seq in news:
                del self.news[athlete_id]
            passing = list(self.passing)
            self.passing.clear()
            return news, passing

    def finish(self) -> None:
        """Give what was told last a moment to be said: a command ends right after its commit."""
        with self.called:
            if self.thread is not None:
                self.called.wait_for(lambda: not self.news and not self.busy, LAST_WORDS_S)


async def send(news: list[tuple[UUID, int]]) -> None:
    layer = get_channel_layer()
    if layer is not None:
        told = [[athlete_id.hex, seq] for athlete_id, seq in news]
        await layer.group_send(GROUP, {"type": TOLD, "told": told})


async def send_passing(passing: list[Passing]) -> None:
    layer = get_channel_layer()
    if layer is not None:
        told = [[athlete_id.hex, kind, data] for athlete_id, kind, data in passing]
        await layer.group_send(GROUP, {"type": PASSING, "told": told})


_heralds: list[Herald] = [Herald()]


def hint(news: Mapping[UUID, int]) -> None:
    """Tell whoever follows the journals of these athletes to look up to these numbers."""
    _heralds[0].tell(news)


def pass_on(athlete_id: UUID, kind: str, data: dict[str, Any]) -> None:
    """Have a frame written to whatever streams of this athlete are open now: at most once, kept nowhere. Not bound to a
    transaction, because it tells of none."""
    _heralds[0].pass_on((athlete_id, kind, data))


def _start_over() -> None:
    """A forked child has none of its parent's threads."""
    _heralds[0] = Herald()


os.register_at_fork(after_in_child=_start_over)
atexit.register(lambda: _heralds[0].finish())
