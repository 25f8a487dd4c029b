"""Trying something with a lift that seems to stand still, and saying what followed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from adaptation import services as adaptation
from adaptation.api import schemas
from adaptation.models import AdaptationSuggestion, EstimatePoint, LiftEstimate
from plans.models import Plan, PlannedSession
from tests.adaptation.stage import API, BENCH, Training, at, bench_plan, evening, sets_of

HARD = 9.0  # a whole point above what is asked for: the work goes badly


class Trying(Training, TestCase):
    plan: Plan
    days: list[PlannedSession]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.plan = bench_plan(cls.ana, weeks=12)
        cls.days = cls.sessions(cls.plan)
        for session in cls.days[:3]:
            cls.train(cls.ana, session, sets=sets_of((8, 8, 8), 100.0, HARD), rpe=HARD)

    def stall(self) -> None:
        """As if nothing had moved for months."""
        for point in EstimatePoint.objects.all():
            point.state["mean"][1] = -0.002
            point.plateau = 0.9
            point.save()

    def go_on(self, place: int, rpe: float = HARD) -> list[AdaptationSuggestion]:
        session = self.days[place]
        return self.train(self.ana, session, sets=sets_of((8, 8, 8), 100.0, rpe), rpe=rpe)

    def offer(self) -> AdaptationSuggestion:
        self.stall()
        (found,) = [each for each in self.go_on(3) if each.topic == f"trial:{BENCH}"]
        return found

    def decide(self, row: AdaptationSuggestion, decision: str, moment: datetime) -> None:
        with at(moment):
            url = f"{API}/plans/{self.plan.pk}/adaptations/{decision}"
            answer = self.client_for(self.ana).post(url, {"ids": [str(row.pk)]}, format="json")
        self.assertEqual(answer.status_code, 200, answer.content)

    def accepted(self) -> AdaptationSuggestion:
        offer = self.offer()
        self.decide(offer, "apply", evening(self.days[3].on) + timedelta(hours=1))
        offer.refresh_from_db()
        return offer

    def lift(self, place: int) -> dict[str, Any]:
        with at(evening(self.days[place].on) + timedelta(hours=2)):
            data: dict[str, Any] = self.client_for(self.ana).get(f"{API}/progress/lifts/{BENCH}").json()["data"]
        return data


class OfferTests(Trying):
    def test_it_offers_a_set_less_where_a_standing_lift_feels_too_hard(self) -> None:
        offer = self.offer()
        self.assertEqual((offer.rule, offer.status, offer.requires), ("trial_less", "proposed", "athlete"))
        self.assertEqual((offer.before, offer.after), ({"sets": 3}, {"sets": 2}))
        self.assertEqual(offer.evidence["claim"], "likely")

    def test_it_offers_nothing_while_the_lift_moves_on(self) -> None:
        self.assertFalse([each for each in self.go_on(3) if each.topic.startswith("trial:")])

    def test_it_offers_nothing_after_one_bad_week(self) -> None:
        newest = EstimatePoint.objects.latest("performed_at")
        newest.state["mean"][1], newest.plateau = -0.002, 0.1  # bad from now on, and good a week before
        newest.save()
        self.assertFalse([each for each in self.go_on(3) if each.topic.startswith("trial:")])

    def test_it_does_not_ask_twice(self) -> None:
        self.decide(self.offer(), "dismiss", evening(self.days[3].on) + timedelta(hours=1))
        self.stall()
        self.assertFalse([each for each in self.go_on(4) if each.rule == "trial_less"])

    def test_it_tries_one_thing_at_a_time(self) -> None:
        self.accepted()
        self.stall()
        self.assertFalse([each for each in self.go_on(4) if each.topic.startswith("trial:")])

    def test_it_costs_one_query_where_nothing_stands_still(self) -> None:
        self.rate(self.ana, self.days[3], sets=sets_of((8, 8, 8), 100.0, 8))
        with at(evening(self.days[3].on)), CaptureQueriesContext(connection) as queries:
            adaptation.react(self.ana.pk, evening(self.days[3].on))
        asked = [each["sql"] for each in queries if f"trial:{BENCH}" in each["sql"]]
        self.assertEqual(len(asked), 1, asked)


class FollowedTests(Trying):
    def test_it_says_after_three_weeks_what_followed_and_claims_no_cause(self) -> None:
        trial = self.accepted()
        reports = [each for place in range(4, 8) for each in self.go_on(place, 8) if each.rule == "trial_followed"]
        (report,) = reports  # once, and not before three weeks and three sessions
        self.assertEqual((report.kind, report.edits, report.evidence["trial"]), ("hold", [], trial.rule))
        self.assertGreaterEqual(report.evidence["sessions"], 3)
        with at(evening(self.days[7].on)):
            rows = self.client_for(self.ana).get(f"{API}/plans/{self.plan.pk}/adaptations").json()["data"]
        (told,) = [row["why"] for row in rows if row["rule"] == "trial_followed"]
        self.assertIn("does not show that the change was the cause", told)
        self.client.force_login(self.ana)
        with at(evening(self.days[7].on)):
            self.assertContains(self.client.get(reverse("page-changes")), "What happened next")
        self.decide(report, "apply", evening(self.days[7].on))

    def test_it_is_silent_about_a_trial_that_was_taken_back(self) -> None:
        trial = self.accepted()
        with at(evening(self.days[3].on) + timedelta(hours=2)):
            url = f"{API}/plans/{self.plan.pk}/revisions/{(trial.applied_revision or 2) - 1}/restore"
            self.assertEqual(self.client_for(self.ana).post(url, {}, format="json").status_code, 200)
        found = [each for place in range(4, 8) for each in self.go_on(place, 8)]
        self.assertFalse([each for each in found if each.rule == "trial_followed"])
        (told,) = self.lift(7)["trials"]
        self.assertTrue(told["is_undone"])
        self.assertIn("put back", told["text"])

    def test_it_shows_a_running_trial_and_one_that_is_over(self) -> None:
        self.accepted()
        self.go_on(4, 8)
        (running,) = self.lift(4)["trials"]
        self.assertEqual(set(running), set(schemas.TrialOutput().fields))
        self.assertEqual((running["is_over"], running["sessions"]), (False, 1))
        self.assertIn("too early", running["text"])
        for place in (5, 6, 7):
            self.go_on(place, 8)
        (over,) = self.lift(7)["trials"]
        self.assertTrue(over["is_over"])
        self.assertTrue(over["trend_after_percent"]["low"] < over["trend_after_percent"]["value"])
        self.client.force_login(self.ana)
        with at(evening(self.days[7].on) + timedelta(hours=2)):
            page = self.client.get(reverse("page-lift", args=[BENCH]))
        self.assertContains(page, "What was tried")
        self.assertContains(page, "does not show that the change was the cause")

    def test_it_shows_none_of_a_lift_without_trials(self) -> None:
        self.assertEqual(self.lift(3)["trials"], [])
        self.assertTrue(LiftEstimate.objects.filter(athlete=self.ana).exists())
