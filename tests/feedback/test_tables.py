"""What must never be false of the tables, asked of the tables themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from django.db.utils import DatabaseError
from django.test import TestCase
from django.utils import timezone

from feedback.models import Correction, PerformanceMetrics, RPEFeedback
from plans.models import PlannedSession
from tests.base import Cast
from tests.feedback.base import planned


class TableTests(Cast, TestCase):
    session: PlannedSession

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.session = planned(cls.ana)

    def rating(self, **changes: Any) -> RPEFeedback:
        now = timezone.now()
        facts = {
            "athlete": self.ana, "session": self.session, "exercise_id": "back-squat", "rpe": Decimal(8),
            "completion_rate": Decimal(100), "performed_at": now, "performed_on": now.date(), **changes,
        }  # fmt: skip
        return RPEFeedback.objects.create(**facts)

    def metrics(self, **changes: Any) -> PerformanceMetrics:
        now = timezone.now()
        facts = {
            "athlete": self.ana, "session": self.session, "total_volume": 1, "average_rpe": 8, "completion_rate": 100,
            "recovery_time": 1, "sleep_quality": 5, "stress_level": 5, "performed_at": now, "performed_on": now.date(),
            **changes,
        }  # fmt: skip
        return PerformanceMetrics.objects.create(**facts)

    def test_it_refuses_a_rating_that_cannot_be(self) -> None:
        for change in (
            {"rpe": Decimal("7.3")}, {"rpe": Decimal(0)}, {"rpe": Decimal("10.5")}, {"rpe": None},
            {"completion_rate": Decimal(-1)}, {"completion_rate": Decimal("100.01")}, {"session": None},
            {"pain_region": "knee"}, {"pain_severity": 3}, {"pain_region": "knee", "pain_severity": 11},
            {"pain_region": "soul", "pain_severity": 3},
        ):  # fmt: skip
            with self.subTest(change), self.assertRaises(IntegrityError), transaction.atomic():
                self.rating(**change)

    def test_it_takes_unrated_work_from_a_log(self) -> None:
        self.rating(session=None, source="hevy", rpe=None)

    def test_it_refuses_the_same_client_id_twice_for_one_athlete_only(self) -> None:
        first = self.rating()
        with self.assertRaises(IntegrityError), transaction.atomic():
            self.rating(client_id=first.client_id)
        self.rating(client_id=first.client_id, athlete=self.ben)

    def test_it_refuses_metrics_that_cannot_be(self) -> None:
        for change in (
            {"total_volume": -1}, {"total_volume": 1_000_001}, {"average_rpe": Decimal("0.9")},
            {"average_rpe": Decimal("10.1")}, {"completion_rate": Decimal(101)}, {"recovery_time": -1},
            {"recovery_time": 721}, {"sleep_quality": 0}, {"sleep_quality": 11}, {"stress_level": 0},
            {"stress_level": 11}, {"sleep_hours": 24.1}, {"duration_min": 0}, {"duration_min": 1441},
            {"session_rpe": Decimal("10.1")}, {"total_volume": float("nan")}, {"total_volume": float("inf")},
        ):  # fmt: skip
            with self.subTest(change), self.assertRaises(DatabaseError), transaction.atomic():
                self.metrics(**change)

    def test_it_refuses_a_correction_of_nothing_or_of_two_rows(self) -> None:
        for rows in ({}, {"rating": self.rating(), "metrics": self.metrics()}):
            with self.subTest(rows), self.assertRaises(IntegrityError), transaction.atomic():
                Correction.objects.create(before={}, **rows)

    def test_it_keeps_a_session_that_feedback_points_at(self) -> None:
        self.rating()
        with self.assertRaises(RestrictedError):
            self.session.delete()
