"""A thread with one database connection that answers the questions of an event loop, many in one query."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)
Q = TypeVar("Q")
A = TypeVar("A")
AGAIN_S = 1.0
AWAY = (InterfaceError, OperationalError)


class Clerk(Generic[Q, A]):
    """`answer` runs in the thread and answers all questions at once; `hand_over` gets both on the loop.

    What is asked while a query runs goes into the next one together, and what is asked twice, once. While the database
    is away the questions wait. An idle clerk holds no connection.
    """

    def __init__(
        self,
        name: str,
        answer: Callable[[list[Q]], A],
        hand_over: Callable[[list[Q], A], None],
        *,
        room: int,
        idle_s: float,
    ) -> None:
        self.name, self.answer, self.hand_over = name, answer, hand_over
        self.room, self.idle_s = room, idle_s
        self.wanted: dict[Q, None] = {}
        self.asking: list[Q] = []
        self.called = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        # A queue and a future of the loop, because an executor makes two futures and four hops of every question.
        self.errands: SimpleQueue[tuple[list[Q], asyncio.Future[A]] | None] = SimpleQueue()

    def want(self, question: Q) -> None:
        self.wanted[question] = None
        self.called.set()

    def want_all(self, questions: Iterable[Q]) -> None:
        self.wanted.update(dict.fromkeys(questions))
        self.called.set()

    def is_on(self, question: Q) -> bool:
        """Whether this was asked and is not answered yet."""
        return question in self.wanted or question in self.asking

    async def run(self) -> None:
        thread = Thread(target=self.work, name=f"journal-{self.name}", daemon=True)
        thread.start()
        try:
            while True:
                if not self.wanted:
                    self.called.clear()
                    await self.called.wait()
                self.asking = questions = self.taken()
                answered: asyncio.Future[A] = self.loop.create_future()
                self.errands.put((questions, answered))
                try:
                    answer = await answered
                except AWAY as problem:
                    logger.warning("The %s clerk waits for the database: %s", self.name, problem)
                    self.wanted = {**dict.fromkeys(questions), **self.wanted}
                    await asyncio.sleep(AGAIN_S)
                    continue
                self.asking = []
                self.hand_over(questions, answer)
        finally:
            self.errands.put(None)
            thread.join()

    def taken(self) -> list[Q]:
        if len(self.wanted) <= self.room:
            questions, self.wanted = list(self.wanted), {}
            return questions
        questions = list(islice(self.wanted, self.room))
        for question in questions:
            del self.wanted[question]
        return questions

    # --- In the thread ------------------------------------------------------------------------------------------------
    def work(self) -> None:
        try:
            while (errand := self.next_errand()) is not None:
                self.run_errand(*errand)
        finally:
            hang_up()

    def next_errand(self) -> tuple[list[Q], asyncio.Future[A]] | None:
        try:
            return self.errands.get(timeout=self.idle_s)
        except Empty:
            hang_up()
            return self.errands.get()

    def run_errand(self, questions: list[Q], answered: asyncio.Future[A]) -> None:
        try:
            answer = self.answer(questions)
        except Exception as problem:  # noqa: BLE001  not swallowed: `run` raises it on the loop
            if isinstance(problem, AWAY):
                hang_up()
            self.loop.call_soon_threadsafe(fail, answered, problem)
        else:
            self.loop.call_soon_threadsafe(tell, answered, answer)


def tell(answered: asyncio.Future[A], answer: A) -> None:
    if not answered.done():  # who asked may be cancelled
        answered.set_result(answer)


def fail(answered: asyncio.Future[A], problem: Exception) -> None:
    if not answered.done():
        answered.set_exception(problem)


def hang_up() -> None:
    """Give up this thread's connection."""
    connection.close()
