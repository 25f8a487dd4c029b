"""How many calls are under way at one provider, over all processes."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connections
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from accounts.core.ids import uuid7
from llm import registry
from llm import services as llm
from llm.core.faults import CallFailed, Fault
from llm.core.jobs import Lane
from llm.core.questions import Answer
from llm.gateway import lanes
from llm.models import Budget, ModelCall
from llm.services import calls, sharing
from llm.services.fitting import draft_of
from tests.base import at_once
from tests.llm import server
from tests.llm.base import QUICK, asked, question, scripted

PLAIN = "Your week went well."


def opened(lane: Lane = Lane.INTERACTIVE, wait_s: float = 10.0) -> calls.OpenCall:
    """One call of a process that has its own gate, opened and not sent."""
    told = question(job=replace(QUICK, lane=lane))
    attempt = calls.Attempt(1, ModelCall.Reason.FIRST, uuid7())
    return calls.open_call(told, draft_of(told), registry.order()[0], attempt, timezone.now(), wait_s)


def outcome(call: Any) -> str:
    return str(call.fault) if isinstance(call, CallFailed) else "opened"


class PlaceTests(TestCase):
    def test_background_work_leaves_the_last_place(self) -> None:
        with scripted(server.says(PLAIN)) as told, asked(told, "m0", PLACES=2):
            opened(Lane.BATCH)
            with self.assertRaises(CallFailed) as caught:
                opened(Lane.BATCH)
            self.assertEqual((caught.exception.fault, caught.exception.detail), (Fault.BUSY, "all_places_taken"))
            opened()
            with self.assertRaises(CallFailed):
                opened()

    def test_a_call_that_was_turned_away_has_spent_nothing(self) -> None:
        with scripted(server.says(PLAIN)) as told, asked(told, "m0", PLACES=1):
            opened()
            before = Budget.objects.get(scope="all_day").calls
            with self.assertRaises(CallFailed):
                opened()
        self.assertEqual((Budget.objects.get(scope="all_day").calls, ModelCall.objects.count()), (before, 1))

    def test_a_closed_call_frees_its_place(self) -> None:
        with scripted(server.says(PLAIN)) as told, asked(told, "m0", PLACES=1):
            calls.close_call(opened(), registry.order()[0], timezone.now(), failure=CallFailed(Fault.AUTH))
            opened()

    def test_a_dead_process_frees_its_place_soon_after_its_deadline(self) -> None:
        with scripted(server.says(PLAIN)) as told, asked(told, "m0", PLACES=1):
            opened(wait_s=10)
            provider, now = registry.order()[0], timezone.now()
            for after_s, is_free in ((9, False), (14, False), (16, True)):
                with self.subTest(after_s):
                    later = now + timedelta(seconds=after_s)
                    self.assertEqual(sharing.has_room(provider, Lane.INTERACTIVE, later), is_free)

    def test_each_provider_has_places_of_its_own(self) -> None:
        with scripted(server.says(PLAIN)) as told, asked(told, "m0", "m0", PLACES=1):
            opened()
            self.assertEqual(
                [sharing.has_room(each, Lane.INTERACTIVE, timezone.now()) for each in registry.order()], [False, True]
            )


class ProcessTests(TransactionTestCase):
    def test_of_many_that_come_at_once_exactly_as_many_get_in(self) -> None:
        with scripted(server.says(PLAIN)) as told, asked(told, "m0", PLACES=3):
            self.assertEqual(Counter(map(outcome, at_once(12, opened))), {"opened": 3, "busy": 9})

    def test_processes_share_the_places(self) -> None:
        with scripted(server.says(PLAIN)) as told, asked(told, "m0", PLACES=3):
            self.assertEqual(sum(in_processes(2, lambda: [*map(outcome, at_once(4, opened))].count("opened"))), 3)

    def test_the_server_never_sees_more_than_its_places_whoever_asks(self) -> None:
        """Each asker has a gate of its own, as in a process of its own; those without a place wait for one."""
        under_way, most, lock = 0, 0, threading.Lock()

        def counts(to: server.Exchange) -> None:
            nonlocal under_way, most
            with lock:
                under_way += 1
                most = max(most, under_way)
            to.wait(0.05)
            with lock:
                under_way -= 1
            server.says(PLAIN)(to)

        def ask() -> bool:
            lanes._gates.clear()  # the next one makes its own
            return isinstance(llm.ask(question()), Answer)

        with scripted(counts) as told, asked(told, "m0", PLACES=2):
            answers = at_once(8, ask)
        self.assertEqual(most, 2)
        self.assertIn(True, answers)  # on a busy machine some may have waited too long for a place


def in_processes(count: int, job: Callable[[], int]) -> list[int]:
    """What the job returned in each of so many processes, which share nothing but the database."""
    connections.close_all()
    children = []
    for _ in range(count):
        if child := os.fork():
            children.append(child)
            continue
        result = 255
        try:
            result = job()
        finally:
            os._exit(result)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
