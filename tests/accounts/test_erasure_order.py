"""An athlete is erased while a reaction is at work for them: each waits for the other, or nobody does."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

from accounts import services as accounts
from accounts.models import User
from events import registry
from events import services as events
from events.models import JournalEntry
from tests.base import Cast
from tests.meeting import PATIENCE_S, Other

NAME, KIND = "tests.slow", "tests.told"


@pytest.mark.postgres
class ErasureOrderTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        registry.register(NAME, {KIND}, start=lambda athlete_id: None, run=lambda athlete_id: None)
        self.addCleanup(registry._reactions.pop, NAME)

    def test_a_reaction_ends_its_work_and_then_the_person_is_gone(self) -> None:
        with transaction.atomic():
            events.append(self.ana.pk, KIND, {})
        has_the_person, told = threading.Event(), list[str]()

        def look(execute: Any, sql: str, *about: Any) -> Any:
            if "account.erased" in str(about):
                has_the_person.set()
            return execute(sql, *about)

        def erase() -> None:
            with connection.execute_wrapper(look):
                accounts.erase(self.ana)

        def half_way(entries: list[JournalEntry]) -> None:
            eraser.append(Other(erase))
            has_the_person.wait(PATIENCE_S)
            events.append(self.ana.pk, "tests.answered", {})  # refers to the person, whose row is taken
            told.append("answered")

        eraser = list[Other]()
        events.consume(NAME, self.ana.pk, half_way)
        self.assertIsNone(eraser[0].end())
        self.assertEqual(told, ["answered"])
        self.assertFalse(User.objects.filter(pk=self.ana.pk).exists())
        self.assertEqual(events.start_due(timezone.now()), 0)
