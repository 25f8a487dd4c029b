"""What athletes have done, in the admin: to look at, within one's own circle, and each look is written down."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from feedback import services
from feedback.models import ImportBatch, PerformanceMetrics, RPEFeedback
from tests.base import Cast
from tests.feedback.base import metrics, planned
from tests.feedback.test_logs import HEVY_HEADER, row


class FeedbackAdminTests(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        now = timezone.now()
        for athlete in (cls.ana, cls.ben):
            session = planned(athlete)
            services.record(
                athlete=athlete, session=session, exercise="back-squat", rpe=Decimal(8),
                completion_rate=Decimal(100), now=now,
            )  # fmt: skip
            facts = {name: value for name, value in metrics(session).items() if name not in ("id", "session_id")}
            services.record_performance(athlete=athlete, session=session, now=now, **facts)
            services.queue_import(athlete=athlete, text=f"{HEVY_HEADER}{row()}\n", file_name=f"{athlete.email}.csv")

    def page(self, user: User, model: Any, row: Any = None) -> Any:
        self.client.force_login(user)
        name = f"admin:feedback_{model._meta.model_name}_{'change' if row else 'changelist'}"
        return self.client.get(reverse(name, args=[row.pk] if row else []))

    def test_it_shows_a_coach_only_athletes_who_agreed(self) -> None:
        for model in (RPEFeedback, PerformanceMetrics, ImportBatch):
            with self.subTest(model.__name__):
                self.assertContains(self.page(self.cleo, model), self.ana.email)
                self.assertNotContains(self.page(self.cleo, model), self.ben.email)
                self.assertNotContains(self.page(self.dan, model), self.ana.email)
                self.assertContains(self.page(self.ola, model), self.ben.email)

    def test_it_writes_down_who_looked_at_a_row_and_lets_nobody_change_it(self) -> None:
        for model in (RPEFeedback, PerformanceMetrics, ImportBatch):
            with self.subTest(model.__name__):
                looks = AuditEntry.objects.filter(action="athlete.viewed").count()
                found = model.objects.get(athlete=self.ana)
                answer = self.page(self.cleo, model, found)
                self.assertEqual(answer.status_code, 200)
                self.assertNotContains(answer, 'name="_save"')
                self.assertEqual(AuditEntry.objects.filter(action="athlete.viewed").count(), looks + 1)

    def test_it_asks_the_same_number_of_queries_for_a_longer_list(self) -> None:
        self.client.force_login(self.ola)
        url = reverse("admin:feedback_rpefeedback_changelist")
        self.client.get(url)
        with CaptureQueriesContext(connection) as short:
            self.client.get(url)
        session = planned(self.bao)
        for _ in range(5):
            services.record(
                athlete=self.bao, session=session, exercise="back-squat", rpe=Decimal(8),
                completion_rate=Decimal(100), now=timezone.now(),
            )  # fmt: skip
        with self.assertNumQueries(len(short)):
            self.client.get(url)
