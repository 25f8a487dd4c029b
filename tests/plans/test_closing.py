"""A rating that closes a session, and a change of that session at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import TransactionTestCase

from plans import services as plans
from plans.core.edits import SetNote
from plans.core.refusals import SessionClosed
from plans.core.spec import Reason, Session
from plans.models import Plan, PlannedItem, PlannedSession, PlanRevision
from tests.base import Cast
from tests.meeting import Other
from tests.plans.base import NOW, plan_for


@pytest.mark.postgres
class ClosingTests(Cast, TransactionTestCase):
    plan: Plan
    session: Session

    def setUp(self) -> None:
        self.raise_curtain()
        self.plan = plan_for(self.ana)
        self.session = next(plans.spec_of(self.plan).sessions())

    def changed_while_closing(self, change: Callable[[], Any]) -> Any:
        """What a change comes to that begins while the last rating has the session and is not through yet."""
        session_id = UUID(self.session.id)
        with transaction.atomic():
            plans.hold_session(session_id)
            other = Other(change)
            other.until_waiting()
            plans.mark_session_done(session_id)
        return other.end()

    def test_it_keeps_what_it_asked_for(self) -> None:
        edit = SetNote(self.session.items[0].id, "Brace.")
        why = Reason("suggestion_applied")
        answer = self.changed_while_closing(
            lambda: plans.revise(self.plan.pk, [edit], author="athlete", reason=why, now=NOW)
        )
        self.assertIsInstance(answer, SessionClosed)
        self.assertEqual(PlannedItem.objects.get(pk=edit.item).notes, self.session.items[0].notes)
        self.assertEqual(PlanRevision.objects.filter(plan=self.plan).count(), 1)

    def test_it_is_not_left_out(self) -> None:
        row = PlannedSession.objects.get(pk=self.session.id)
        answer = self.changed_while_closing(lambda: plans.skip_session(row, reason="", now=NOW))
        self.assertIsInstance(answer, SessionClosed)
        row.refresh_from_db()
        self.assertEqual(row.status, "done")
