"""What came of applied changes, over HTTP and on the page of changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AthleteProfile
from adaptation import services as adaptation
from adaptation.api import schemas
from adaptation.models import AdaptationSuggestion, EstimatePoint
from plans.models import Plan, PlannedSession
from tests.adaptation.stage import API, Training, at, bench_plan, evening, sets_of


class Changed(Training, TestCase):
    """Ana lets changes happen by themselves: after the first session the load of the next goes up."""

    rise: AdaptationSuggestion
    to_kg: float
    plan: Plan
    days: list[PlannedSession]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        AthleteProfile.objects.filter(user=cls.ana).update(autonomy="auto")
        cls.plan = bench_plan(cls.ana)
        cls.days = cls.sessions(cls.plan)
        (cls.rise,) = cls.train(cls.ana, cls.days[0], sets=sets_of((8, 8, 8), 100.0, 7.5))
        cls.to_kg = float(cls.rise.after["load_kg"])

    def listed(self, place: int = 1) -> dict[str, Any]:
        """The rise as the API tells of it, after the session at this place."""
        with at(evening(self.days[place].on) + timedelta(hours=1)):
            rows = self.client_for(self.ana).get(f"{API}/plans/{self.plan.pk}/adaptations").json()["data"]
        return next(row for row in rows if row["id"] == str(self.rise.pk))

    def page(self, place: int = 1) -> str:
        self.client.force_login(self.ana)
        with at(evening(self.days[place].on) + timedelta(hours=1)):
            return self.client.get(reverse("page-changes")).content.decode()


class OutcomeTests(Changed):
    def test_it_raised_the_load_at_once(self) -> None:
        self.assertEqual((self.rise.status, self.rise.rule[:7]), ("applied", "load_up"))
        self.assertGreater(self.to_kg, 100.0)

    def test_it_says_nothing_before_the_new_load_was_trained(self) -> None:
        self.assertIsNone(self.listed(0)["outcome"])
        self.assertNotIn("what might have happened", self.page(0))

    def test_it_sets_old_and_new_load_beside_what_was_reported(self) -> None:
        self.train(self.ana, self.days[1], sets=sets_of((8, 8, 7), self.to_kg, (8.5, 9, 10)))
        outcome = self.listed()["outcome"]
        self.assertEqual(set(outcome), set(schemas.OutcomeOutput().fields))
        self.assertEqual(set(outcome["old"]), set(schemas.SideOutput().fields))
        self.assertEqual((outcome["old"]["load_kg"], outcome["new"]["load_kg"]), (100.0, self.to_kg))
        self.assertEqual(outcome["reported"], {"load_kg": self.to_kg, "reps": 8, "rpe": 8.5, "failed": False})
        self.assertLess(outcome["old"]["rpe"]["value"], outcome["new"]["rpe"]["value"])
        self.assertEqual(outcome["on"], self.days[1].on.isoformat())
        self.assertIn("a model's estimate", outcome["text"])

    def test_it_sees_both_sides_as_the_forecast_of_that_day_did(self) -> None:
        self.train(self.ana, self.days[1], sets=sets_of((8, 8, 8), self.to_kg, 10))
        foretold = EstimatePoint.objects.latest("performed_at").forecast
        assert foretold is not None
        new = self.listed()["outcome"]["new"]["rpe"]
        self.assertAlmostEqual(new["value"], foretold["rpe"]["value"], places=2)
        self.assertAlmostEqual(new["low"], foretold["rpe"]["low"], places=2)

    def test_it_takes_no_session_from_before_the_change_that_was_told_after_it(self) -> None:
        found = self.train(self.ana, self.days[1], sets=sets_of((8, 8, 8), self.to_kg, 7.5))
        (self.rise,) = [each for each in found if each.kind == "load"]
        with at(evening(self.days[2].on)):
            moment = evening(self.days[0].on) + timedelta(days=2)
            self.send(self.ana, self.days[2], sets=sets_of((8, 8, 8), self.rise.after["load_kg"], 8), moment=moment)
            adaptation.react(self.ana.pk, evening(self.days[2].on))
        self.assertIsNone(self.listed(2)["outcome"])

    def test_it_shows_the_same_on_the_page(self) -> None:
        self.train(self.ana, self.days[1], sets=sets_of((8, 8, 8), self.to_kg, 8.5))
        page = self.page()
        self.assertIn("what might have happened otherwise", page)
        self.assertIn("a model&#x27;s estimate", page)

    def test_it_says_nothing_where_the_session_was_not_rated(self) -> None:
        self.train(self.ana, self.days[1], sets=[{"reps": 8, "load_kg": self.to_kg}], rpe=8)
        EstimatePoint.objects.filter(performed_at__gt=evening(self.days[0].on)).delete()
        self.assertIsNone(self.listed()["outcome"])

    def test_it_says_nothing_of_a_change_that_was_changed_again_before_it_was_trained(self) -> None:
        with at(evening(self.days[0].on) + timedelta(hours=1)):
            url = f"{API}/plans/{self.plan.pk}/revisions/1/restore"
            self.assertEqual(self.client_for(self.ana).post(url, {}, format="json").status_code, 200)
        self.train(self.ana, self.days[1], sets=sets_of((8, 8, 8), 100.0, 8))
        self.assertIsNone(self.listed()["outcome"])

    def test_it_asks_two_queries_more_however_many_changes_there_are(self) -> None:
        for session in self.days[1:5]:
            load = self.item(session).load_kg or 100.0
            self.train(self.ana, session, sets=sets_of((8, 8, 8), load, 8))
        self.assertGreaterEqual(AdaptationSuggestion.objects.filter(status="applied").count(), 4)
        client = self.client_for(self.ana)
        with at(evening(self.days[4].on)), CaptureQueriesContext(connection) as queries:
            rows = client.get(f"{API}/plans/{self.plan.pk}/adaptations").json()["data"]
        self.assertGreaterEqual(sum(row["outcome"] is not None for row in rows), 3)
        self.assertLessEqual(len(queries), 6, [each["sql"][:80] for each in queries])

    def test_it_tells_nobody_elses(self) -> None:
        self.train(self.ana, self.days[1], sets=sets_of((8, 8, 8), self.to_kg, 8.5))
        for person in (self.ben, self.dan):
            with at(evening(self.days[1].on)):
                answer = self.client_for(person).get(f"{API}/plans/{self.plan.pk}/adaptations")
            self.assertEqual(answer.status_code, 404)
