"""POST /api/v1/plans/feedback/performance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import TestCase, TransactionTestCase, override_settings

from accounts.models import User
from events.models import JournalEntry
from feedback import kinds
from feedback.models import PerformanceMetrics
from plans.models import PlannedSession
from tests.base import Cast, at_once
from tests.feedback.base import PERFORMANCE, WIDE, metrics, planned

BOUNDS = {
    "total_volume": (0, 1_000_000), "average_rpe": (1, 10), "completion_rate": (0, 100), "recovery_time": (0, 720),
    "sleep_quality": (1, 10), "stress_level": (1, 10), "sleep_hours": (0, 24), "duration_min": (1, 1440),
    "session_rpe": (0, 10),
}  # fmt: skip


@override_settings(RATE_LIMITS=WIDE)
class PerformanceTests(Cast, TestCase):
    session: PlannedSession

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.session = planned(cls.ana)

    def post(self, user: User | None, body: Any) -> Any:
        return self.client_for(user).post(PERFORMANCE, body, format="json")

    def test_it_stores_what_was_said_and_calls_the_session_done(self) -> None:
        body = metrics(self.session, sleep_hours=7.5, duration_min=62, session_rpe=7, average_rpe=7.6667)
        answer = self.post(self.ana, body)
        self.assertEqual((answer.status_code, answer.json()["data"]), (201, {"id": body["id"], "status": "created"}))
        row = PerformanceMetrics.objects.get()
        self.assertEqual((row.total_volume, row.average_rpe, row.sleep_hours), (5400, Decimal("7.7"), 7.5))
        self.session.refresh_from_db()
        self.assertEqual(self.session.status, "done")
        entry = JournalEntry.objects.get()
        self.assertEqual((entry.kind, entry.payload["feedback"]), (kinds.PERFORMANCE_RECORDED, str(row.pk)))

    def test_it_takes_both_ends_of_every_bound_and_nothing_beyond(self) -> None:
        for field, bounds in BOUNDS.items():
            for value, beyond in zip(bounds, (bounds[0] - 1, bounds[1] + 1), strict=True):
                with self.subTest(field=field, value=value):
                    self.assertEqual(self.post(self.ana, metrics(self.session, **{field: value})).status_code, 201)
                    answer = self.post(self.ana, metrics(self.session, **{field: beyond}))
                    self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))

    def test_it_takes_numbers_for_numbers_only(self) -> None:
        for field in BOUNDS:
            values: tuple[Any, ...] = ("5", True, [], {}, 10**400)
            for value in values:
                with self.subTest(field=field, value=str(value)[:10]):
                    answer = self.post(self.ana, {**metrics(self.session), field: value})
                    self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))
        for field in ("sleep_quality", "stress_level", "duration_min"):
            self.assertEqual(self.post(self.ana, metrics(self.session, **{field: 5.5})).status_code, 400)

    def test_it_asks_for_what_is_missing(self) -> None:
        for field in ("session_id", "total_volume", "average_rpe", "completion_rate", "recovery_time", "sleep_quality",
                      "stress_level"):  # fmt: skip
            for body in (metrics(self.session, **{field: None}), {**metrics(self.session), field: None}):
                answer = self.post(self.ana, body)
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))
        self.assertEqual(self.post(self.ana, [metrics(self.session)]).status_code, 400)
        self.assertFalse(PerformanceMetrics.objects.exists())

    def test_it_shows_nobody_elses_session(self) -> None:
        for user in (self.ben, self.cleo, self.dan, self.ola):
            with self.subTest(user=user):
                hidden, nothing = (
                    self.post(user, metrics(self.session)),
                    self.post(user, metrics(self.session, session_id=str(uuid4()))),
                )
                self.assertEqual((hidden.status_code, nothing.status_code), (404, 404))
                self.assertEqual(hidden.json()["error"], nothing.json()["error"])
        self.assertEqual(self.post(None, metrics(self.session)).status_code, 401)
        self.assertFalse(PerformanceMetrics.objects.exists())

    def test_it_stores_a_resent_row_once_and_refuses_another_body(self) -> None:
        body = metrics(self.session)
        self.post(self.ana, body)
        again = self.post(self.ana, body)
        self.assertEqual((again.status_code, again.json()["data"]["status"]), (200, "duplicate"))
        other = self.post(self.ana, {**body, "sleep_quality": 1})
        self.assertEqual((other.status_code, other.json()["code"]), (409, "idempotency_conflict"))
        self.assertEqual((PerformanceMetrics.objects.count(), JournalEntry.objects.count()), (1, 1))


@override_settings(RATE_LIMITS=WIDE)
class PerformanceRaceTests(Cast, TransactionTestCase):
    def test_it_stores_one_row_when_two_phones_send_it_at_the_same_moment(self) -> None:
        self.raise_curtain()
        body = metrics(planned(self.ana))
        answers = at_once(2, lambda: self.client_for(self.ana).post(PERFORMANCE, body, format="json").status_code)
        self.assertEqual(sorted(answers), [200, 201])
        self.assertEqual(JournalEntry.objects.get().seq, 1)
