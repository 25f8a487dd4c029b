"""A thread with one database connection that answers the questions of an event loop, many in one query."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)
Q = TypeVar("Q")
A = TypeVar("A")
AGAIN_S = 1.0
AWAY = (InterfaceError, OperationalError)


class Clerk(Generic[Q, A]):
    """`answer` runs in the thread and gives one answer for each question; `hand_over` gets both on the loop.

    What is asked while a query runs goes into the next one together, and what is asked twice, once. While the database
    is away the questions wait. An idle clerk holds no connection.
    """

    def __init__(
        self,
        name: str,
        answer: Callable[[list[Q]], list[A]],
        hand_over: Callable[[list[Q], list[A]], None],
        *,
        room: int,
        idle_s: float,
    ) -> None:
        self.name, self.answer, self.hand_over = name, answer, hand_over
        self.room, self.idle_s = room, idle_s
        self.wanted: dict[Q, None] = {}
        self.asking: list[Q] = []
        self.called = asyncio.Event()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix=f"journal-{name}")

    def want(self, question: Q) -> None:
        self.wanted[question] = None
        self.called.set()

    def is_on(self, question: Q) -> bool:
        """Whether this was asked and is not answered yet."""
        return question in self.wanted or question in self.asking

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                await self.until_called(loop)
                self.asking = questions = self.taken()
                try:
                    answers = await loop.run_in_executor(self.thread, self.answer, questions)
                except AWAY as problem:
                    logger.warning("The %s clerk waits for the database: %s", self.name, problem)
                    self.wanted = {**dict.fromkeys(questions), **self.wanted}
                    await loop.run_in_executor(self.thread, hang_up)
                    await asyncio.sleep(AGAIN_S)
                    continue
                self.asking = []
                self.hand_over(questions, answers)
        finally:
            self.thread.submit(hang_up)
            self.thread.shutdown()

    async def until_called(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.wanted:
            return
        self.called.clear()
        try:
            async with asyncio.timeout(self.idle_s):
                await self.called.wait()
        except TimeoutError:
            await loop.run_in_executor(self.thread, hang_up)
            await self.called.wait()

    def taken(self) -> list[Q]:
        questions = list(self.wanted)[: self.room] if len(self.wanted) > self.room else list(self.wanted)
        for question in questions:
            del self.wanted[question]
        return questions


def hang_up() -> None:
    """Give up this thread's connection; `connection.close` as a value would be the caller's."""
    connection.close()
