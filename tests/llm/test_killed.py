"""A process that dies in the middle of a question: every call has its row and its money, and the sweeper ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import TransactionTestCase
from django.utils import timezone

from llm import services as llm
from llm.core.faults import Fault
from llm.core.questions import Answer
from llm.models import Budget, KeptReply, ModelCall
from tests.faults.killing import killed_before
from tests.llm import server
from tests.llm.base import EDIT, GOOD, KEPT, question, scripted

pytestmark = pytest.mark.faults
STEPS_MAX = 60


class KilledTests(TransactionTestCase):
    def test_whenever_it_dies_nothing_is_lost_doubled_or_left_open(self) -> None:
        seen: set[str] = set()
        for step in range(1, STEPS_MAX):
            Budget.objects.all().delete()
            KeptReply.objects.all().delete()
            with self.subTest(step), scripted(server.says(GOOD)) as told:
                if not killed_before(step, ask):
                    break
                llm.sweep(timezone.now() + timedelta(minutes=10))
                rows = list(ModelCall.objects.all())
                self.assertFalse(ModelCall.objects.running().exists())
                self.assertGreaterEqual(len(rows), len(told.asked), "a call went out that nobody wrote down")
                spent = Budget.objects.filter(scope="all_day").first()
                self.assertEqual((spent.calls, spent.tokens) if spent else (0, 0), charged(rows))
                seen |= {row.outcome for row in rows}
                self.assertIsInstance(llm.ask(question(EDIT, KEPT)), Answer, "the dead one holds up the next")
        else:
            self.fail("it was killed at every step: there are more of them")
        self.assertEqual(seen, {Fault.LOST, "answered"})


def ask() -> None:
    llm.ask(question(EDIT, KEPT))


def charged(rows: list[ModelCall]) -> tuple[int, int]:
    """Calls and tokens that the budgets must hold. A lost call stays charged with its estimate."""
    tokens = sum(row.tokens_reserved if row.outcome == Fault.LOST else row.tokens_in + row.tokens_out for row in rows)
    return len(rows), tokens
