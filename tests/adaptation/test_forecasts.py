"""Forecasts as they are stored, scored and shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse

from adaptation import services as adaptation
from adaptation.api import schemas
from adaptation.models import EstimatePoint
from feedback.models import RPEFeedback
from plans.models import PlannedSession
from tests.adaptation.stage import API, BENCH, Training, at, bench_plan, evening, sets_of

RATINGS = (8, 8.5, 8, 7.5, 8, 9, 8.5, 8, 8, 8.5)


class Forecast(Training, TestCase):
    days: list[PlannedSession]
    now: datetime

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.days = cls.sessions(bench_plan(cls.ana, weeks=12))
        for session, rpe in zip(cls.days, RATINGS, strict=False):
            cls.train(cls.ana, session, sets=sets_of((8, 8, 8), 100.0, rpe))
        cls.now = evening(cls.days[len(RATINGS) - 1].on) + timedelta(hours=2)

    def points(self) -> list[EstimatePoint]:
        return list(EstimatePoint.objects.filter(estimate__athlete=self.ana).order_by("performed_at"))

    def get(self, path: str) -> Any:
        with at(self.now):
            return self.client_for(self.ana).get(f"{API}/progress/{path}").json()["data"]


class StoredTests(Forecast):
    def test_it_forecasts_every_session_but_the_first(self) -> None:
        first, *others = self.points()
        self.assertIsNone(first.forecast)
        self.assertTrue(all(each.forecast for each in others))

    def test_it_compares_with_last_times_rating(self) -> None:
        same = [each.forecast["same_rpe"] for each in self.points()[1:] if each.forecast]
        for told, last in zip(same, RATINGS, strict=False):
            self.assertAlmostEqual(told, last)

    def test_it_makes_the_same_forecasts_when_it_learns_everything_anew(self) -> None:
        before = [(each.forecast, each.told_e1rm_kg, each.session_e1rm_kg, each.hard_sets) for each in self.points()]
        adaptation.rebuild(self.ana.pk)
        after = [(each.forecast, each.told_e1rm_kg, each.session_e1rm_kg, each.hard_sets) for each in self.points()]
        self.assertEqual(after, before)

    def test_it_forecasts_anew_what_followed_a_corrected_rating(self) -> None:
        rating = RPEFeedback.objects.order_by("performed_at")[2]
        before = [each.forecast for each in self.points()]
        body = {"sets": sets_of((8, 8, 8), 100.0, 6)}
        with at(self.now):
            url = f"{API}/plans/feedback/rpe/{rating.client_id}"
            self.assertEqual(self.client_for(self.ana).patch(url, body, format="json").status_code, 200)
            adaptation.react(self.ana.pk, self.now)
        told = [each.forecast for each in self.points()]
        assert told[2] and told[3] and before[2] and before[3]
        self.assertEqual(told[2]["rpe"], before[2]["rpe"])  # made before the session, whatever was told after it
        self.assertNotEqual(told[3]["rpe"], before[3]["rpe"])
        self.assertEqual((told[2]["told_rpe"], round(told[3]["same_rpe"], 6)), (6.0, 6.0))

    def test_it_forecasts_nothing_of_a_session_without_ratings_and_remembers_the_one_before(self) -> None:
        session = self.days[len(RATINGS)]
        self.train(self.ana, session, sets=[{"reps": 8, "load_kg": 100.0}], rpe=8)
        newest = self.points()[-1]
        self.assertIsNotNone(newest.forecast)  # the rating of the whole stands for its last set
        self.train(self.ana, self.days[len(RATINGS) + 1], sets=[{"reps": 8, "load_kg": 100.0, "warm_up": True}], rpe=5)
        self.assertEqual((self.points()[-1].forecast, self.points()[-1].told_e1rm_kg), (None, newest.told_e1rm_kg))


class ShownTests(Forecast):
    def test_it_tells_the_score_with_every_forecast(self) -> None:
        told = self.get(f"lifts/{BENCH}")["forecasts"]
        for value, shape in (
            (told, schemas.ForecastsOutput()),
            (told["score"], schemas.ScoreOutput()),
            (told["series"][0], schemas.ForecastOutput()),
        ):
            self.assertEqual(set(value), set(shape.fields))
        self.assertEqual((told["score"]["n"], len(told["series"])), (9, 9))
        self.assertIn(told["score"]["claim"], {"better", "equal", "worse"})
        errors = [abs(each["same_as_last_rpe"] - each["told_rpe"]) for each in told["series"]]
        self.assertAlmostEqual(told["score"]["same_as_last_rpe_error"], sum(errors) / 9, places=2)

    def test_it_claims_nothing_of_few_sessions(self) -> None:
        RPEFeedback.objects.filter(performed_at__gt=evening(self.days[3].on)).delete()
        adaptation.rebuild(self.ana.pk)
        told = self.get(f"lifts/{BENCH}")["forecasts"]
        self.assertEqual((told["score"]["n"], told["score"]["claim"]), (3, None))
        self.assertIn("too few", told["text"])

    def test_it_says_what_to_expect_next_time(self) -> None:
        told = self.get(f"lifts/{BENCH}")["next"]
        self.assertEqual(set(told), set(schemas.NextTimeOutput().fields))
        self.assertEqual((told["on"], told["load_kg"]), (self.days[len(RATINGS)].on.isoformat(), 100.0))
        self.assertTrue(told["rpe"]["low"] < told["rpe"]["value"] < told["rpe"]["high"])
        self.assertTrue(told["fitting_load_kg"]["low"] < told["fitting_load_kg"]["high"])

    def test_it_expects_nothing_where_the_lift_does_not_come_again(self) -> None:
        self.now += timedelta(days=90)
        self.assertIsNone(self.get(f"lifts/{BENCH}")["next"])

    def test_it_draws_forecast_and_told_on_the_page(self) -> None:
        self.client.force_login(self.ana)
        with at(self.now):
            page = self.client.get(reverse("page-lift", args=[BENCH]))
        self.assertContains(page, "Forecasts and ratings")
        self.assertContains(page, "same as last time")
        self.assertContains(page, "should feel like")
        self.assertEqual(len(page.context["forecasts"]["rows"]), 9)

    def test_it_draws_nothing_after_a_single_session(self) -> None:
        RPEFeedback.objects.filter(performed_at__gt=evening(self.days[0].on)).delete()
        adaptation.rebuild(self.ana.pk)
        self.client.force_login(self.ana)
        with at(self.now):
            page = self.client.get(reverse("page-lift", args=[BENCH]))
        self.assertNotContains(page, "Forecasts and ratings")


class CommandTests(Forecast):
    def call(self, **options: Any) -> str:
        out = StringIO()
        call_command("score_forecasts", stdout=out, **options)
        return out.getvalue()

    def test_it_prints_a_line_for_each_lift_and_one_for_all(self) -> None:
        lines = self.call().splitlines()
        self.assertEqual(lines[1], self.ana.email)
        self.assertTrue(lines[2].strip().startswith(BENCH))
        self.assertEqual(lines[2].split()[1], "9")
        self.assertEqual(lines[3].split()[:3], ["all", "lifts", "9"])
        self.assertEqual(lines[-1], "1 athletes scored.")

    def test_it_prints_one_athlete_only_when_asked(self) -> None:
        self.assertNotIn(self.ana.email, self.call(athlete=self.ben.email))
        self.assertIn(self.ana.email, self.call(athlete=f" {self.ana.email.upper()} "))

    def test_it_knows_when_nobody_has_that_address(self) -> None:
        with self.assertRaises(CommandError):
            self.call(athlete="nobody@example.org")

    def test_it_scores_everybody_together(self) -> None:
        with self.assertNumQueries(1):
            score = adaptation.population_score()
        assert score is not None
        self.assertEqual(score.n, 9)
