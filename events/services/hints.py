"""Hints: after a commit, tell the processes that hold streams whose journal has grown. They carry no content and may be
lost; the sweep of each hub finds what they missed."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import threading
from uuid import UUID

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)
GROUP = "journal"
TOLD = "journal.told"
ROOM = 500
LAST_WORDS_S = 1.0


class Herald:
    """One thread that says what is new, so that no request waits for Redis, and what happens meanwhile goes into the
    next message. A loop of its own, because the layer keeps a connection per loop."""

    def __init__(self) -> None:
        self.news: dict[UUID, int] = {}
        self.called = threading.Condition()
        self.thread: threading.Thread | None = None
        self.busy = False

    def tell(self, athlete_id: UUID, seq: int) -> None:
        with self.called:
            self.news[athlete_id] = max(seq, self.news.get(athlete_id, 0))
            if self.thread is None:
                self.thread = threading.Thread(target=self.work, name="herald", daemon=True)
                self.thread.start()
            self.called.notify_all()

    def work(self) -> None:
        loop = asyncio.new_event_loop()
        while True:
            news = self.next_news()
            try:
                loop.run_until_complete(send(news))
            # Whatever it was: the next news may get through, and the sweep finds this. Cancelled: the loop of an
            # in-memory layer has ended.
            except (Exception, asyncio.CancelledError):
                logger.warning("A hint to %s journals was not sent.", len(news), exc_info=True)

    def next_news(self) -> list[tuple[UUID, int]]:
        with self.called:
            self.busy = False
            self.called.notify_all()
            self.called.wait_for(lambda: self.news)
            self.busy = True
            news = list(self.news.items())[:ROOM]
            for athlete_id, _seq in news:
                del self.news[athlete_id]
            return news

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


_heralds: list[Herald] = [Herald()]


def hint(athlete_id: UUID, seq: int) -> None:
    """Tell whoever follows this journal to look up to `seq`."""
    _heralds[0].tell(athlete_id, seq)


def _start_over() -> None:
    """A forked child has none of its parent's threads."""
    _heralds[0] = Herald()


os.register_at_fork(after_in_child=_start_over)
atexit.register(lambda: _heralds[0].finish())
