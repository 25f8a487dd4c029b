"""Hints: said from a thread, together where they come together, and never a reason to fail."""

from __future__ import annotations

import asyncio
import threading
from unittest import mock
from uuid import UUID, uuid4

from django.test import SimpleTestCase

from events.services.hints import Herald

DEADLINE_S = 10


class HeraldTests(SimpleTestCase):
    """A herald whose messages are caught, each held up until it is let go."""

    def setUp(self) -> None:
        self.said: list[dict[UUID, int]] = []
        self.problems: list[BaseException] = []
        self.hold = threading.Semaphore(0)
        self.heard = threading.Semaphore(0)
        caught = mock.patch("events.services.hints.send", self.send)
        caught.start()
        self.addCleanup(caught.stop)
        self.herald = Herald()

    async def send(self, news: list[tuple[UUID, int]]) -> None:
        self.said.append(dict(news))
        self.heard.release()
        self.hold.acquire(timeout=DEADLINE_S)
        if self.problems:
            raise self.problems.pop()

    def test_what_happens_while_it_speaks_goes_into_the_next_message(self) -> None:
        ana, ben = uuid4(), uuid4()
        self.herald.tell({ana: 1})
        self.assertTrue(self.heard.acquire(timeout=DEADLINE_S))
        for news in ({ana: 2, ben: 1}, {ana: 4}, {ana: 3}):
            self.herald.tell(news)
        self.hold.release(2)
        self.assertTrue(self.heard.acquire(timeout=DEADLINE_S))
        self.assertEqual(self.said, [{ana: 1}, {ana: 4, ben: 1}])

    def test_it_speaks_on_whatever_went_wrong(self) -> None:
        for problem in (ConnectionError("Redis is away"), TimeoutError(), asyncio.CancelledError(), RuntimeError("x")):
            with self.subTest(repr(problem)), self.assertLogs("events.services.hints", "WARNING"):
                self.problems = [problem]
                athlete = uuid4()
                for seq in (1, 2):
                    self.herald.tell({athlete: seq})
                    self.assertTrue(self.heard.acquire(timeout=DEADLINE_S))
                    self.hold.release()
                self.assertEqual(self.said[-2:], [{athlete: 1}, {athlete: 2}])

    def test_a_process_that_ends_waits_for_its_last_words(self) -> None:
        self.hold.release(1)
        self.herald.tell({uuid4(): 1})
        self.herald.finish()
        self.assertEqual((len(self.said), self.herald.news, self.herald.busy), (1, {}, False))

    def test_it_has_no_thread_until_there_is_news(self) -> None:
        self.herald.finish()
        self.assertIsNone(self.herald.thread)
