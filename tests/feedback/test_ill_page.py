"""/ill: two taps to say that one is ill, two to say that it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from feedback import services as feedback
from feedback.models import IllnessReport
from tests.adaptation.stage import at
from tests.base import Cast
from tests.feedback.base import planned

NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)  # noon in Berlin


class IllPageTests(Cast, TestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.page = reverse("page-ill")

    def post(self, **body: str) -> int:
        with at(NOON):
            return self.client.post(self.page, body).status_code

    def row(self) -> IllnessReport:
        return IllnessReport.objects.get()

    def test_it_takes_a_tap_for_an_illness_since_today(self) -> None:
        self.assertContains(self.client.get(self.page), 'value="above_neck"')
        self.assertEqual(self.post(symptoms="above_neck"), 302)
        self.assertEqual((self.row().symptoms, self.row().started_on), ("above_neck", NOON.date()))

    def test_it_takes_an_earlier_day_and_a_kind_that_changed(self) -> None:
        self.post(symptoms="above_neck", started_on="2026-03-02")
        self.post(symptoms="fever")
        self.assertEqual((self.row().symptoms, self.row().started_on.isoformat()), ("fever", "2026-03-02"))

    def test_it_ends_it_with_the_end_of_the_day_that_is_named(self) -> None:
        for day, expected in (
            ("2026-03-04", NOON),
            ("2026-03-03", datetime(2026, 3, 3, 22, 59, 59, tzinfo=UTC)),
        ):
            with self.subTest(day=day):
                IllnessReport.objects.all().delete()
                self.post(symptoms="fever", started_on="2026-03-02")
                self.assertEqual(self.post(action="well", last_on=day), 302)
                self.assertEqual(self.row().ended_at, expected)

    def test_it_takes_a_slip_back(self) -> None:
        self.post(symptoms="fever")
        self.post(action="slip")
        self.assertIsNotNone(self.row().deleted_at)

    def test_it_refuses_what_it_did_not_offer(self) -> None:
        for body in ({"symptoms": "spots"}, {}, {"symptoms": "fever", "started_on": "2025-01-01"}):
            with self.subTest(body=body):
                self.assertEqual(self.post(**body), 422)
        self.post(symptoms="fever")
        self.assertEqual(self.post(action="well", last_on="2026-03-01"), 422)
        self.assertIsNone(self.row().ended_at)

    def test_it_is_told_on_todays_page(self) -> None:
        planned(self.ana)
        today = reverse("page-today")
        self.assertContains(self.client.get(today), f'href="{self.page}"')
        feedback.report_illness(athlete=self.ana, symptoms="fever", now=timezone.now())
        self.assertContains(self.client.get(today), "You reported being ill")

    def test_it_says_when_to_see_a_doctor(self) -> None:
        self.assertContains(self.client.get(self.page), "see a doctor")

    def test_it_offers_no_day_before_the_first(self) -> None:
        self.post(symptoms="fever")
        with at(NOON + timedelta(days=1)):
            offered = self.client.get(self.page).context["well"].fields["last_on"].choices
        self.assertEqual([value for value, _ in offered], ["2026-03-05", "2026-03-04"])
