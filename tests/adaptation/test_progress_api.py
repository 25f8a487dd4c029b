"""GET progress/lifts, progress/lifts/{slug}, progress/load."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from feedback import services as feedback
from plans.models import PlannedSession
from tests.adaptation.stage import API, BENCH, Training, at, bench_plan, evening, sets_of


class Progress(Training, TestCase):
    days: list[PlannedSession]
    now: datetime

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        plan = bench_plan(cls.ana, weeks=5)
        cls.days = cls.sessions(plan)
        for session in cls.days:
            cls.train(cls.ana, session, sets=sets_of((8, 8, 8), 100.0, 8))
        cls.now = evening(cls.days[-1].on) + timedelta(hours=2)

    def get(self, person: User | None, path: str) -> Any:
        with at(self.now):
            return self.client_for(person).get(f"{API}/progress/{path}")


class LiftTests(Progress):
    def test_it_tells_an_estimate_with_its_interval_trend_and_plateau(self) -> None:
        (lift,) = self.get(self.ana, "lifts").json()["data"]
        self.assertEqual(lift["exercise"]["slug"], BENCH)
        self.assertTrue(lift["e1rm_kg"]["low"] < lift["e1rm_kg"]["value"] < lift["e1rm_kg"]["high"])
        trend = lift["trend_percent_per_week"]
        self.assertTrue(trend["low"] < trend["value"] < trend["high"])
        self.assertTrue(0 <= lift["plateau"]["probability"] <= 1)
        self.assertEqual((lift["sessions"], lift["last"]["load_kg"], lift["last"]["reps"]), (5, 100.0, 8))

    def test_it_gives_the_series_oldest_first(self) -> None:
        lift = self.get(self.ana, f"lifts/{BENCH}").json()["data"]
        days = [point["at"][:10] for point in lift["series"]]
        self.assertEqual(days, [session.on.isoformat() for session in self.days])

    def test_it_knows_no_lift_of_others_and_none_that_was_never_rated(self) -> None:
        self.assertEqual(self.get(self.ben, "lifts").json()["data"], [])
        for person, slug in ((self.ben, BENCH), (self.cleo, BENCH), (self.ana, "barbell-row"), (self.ana, "no-such")):
            with self.subTest(person=person, slug=slug):
                self.assertEqual(self.get(person, f"lifts/{slug}").status_code, 404)

    def test_it_wants_a_login(self) -> None:
        for path in ("lifts", f"lifts/{BENCH}", "load"):
            self.assertEqual(self.get(None, path).status_code, 401)

    def test_it_asks_the_database_little(self) -> None:
        for path, most in (("lifts", 4), (f"lifts/{BENCH}", 5), ("load", 3)):
            with self.subTest(path), CaptureQueriesContext(connection) as queries:
                self.get(self.ana, path)
            self.assertLessEqual(len(queries), most, [each["sql"][:80] for each in queries])
            self.assertTrue(all(each["sql"].startswith("SELECT") for each in queries))


class LoadTests(Progress):
    def report(self, session: PlannedSession, session_rpe: int = 7, minutes: int = 60, days_later: int = 0) -> None:
        moment = evening(session.on) + timedelta(days=days_later)
        with at(moment):
            feedback.record_performance(
                athlete=self.ana, session=session, now=moment, total_volume=2400.0, average_rpe=Decimal(8),
                completion_rate=Decimal(100), recovery_time=24.0, sleep_quality=7, stress_level=4,
                duration_min=minutes, session_rpe=Decimal(session_rpe),
            )  # fmt: skip

    def test_it_is_empty_but_sound_without_reports(self) -> None:
        load = self.get(self.ana, "load").json()["data"]
        self.assertEqual((load["weekly_load_au"], load["monotony"], load["strain_au"]), (0, None, None))
        self.assertEqual(load["acwr"], {"coupled": None, "uncoupled": None, "ewma": None})

    def test_it_multiplies_session_rpe_by_minutes_and_counts_other_days_as_rest(self) -> None:
        for session in self.days:
            self.report(session)
        load = self.get(self.ana, "load").json()["data"]
        self.assertEqual(len(load["daily"]), 29)
        self.assertEqual({day["load_au"] for day in load["daily"]}, {0.0, 420.0})
        self.assertEqual((load["weekly_load_au"], load["daily"][-1]["on"]), (420.0, self.days[-1].on.isoformat()))
        self.assertAlmostEqual(load["monotony"], 0.38, places=2)
        self.assertAlmostEqual(load["strain_au"], load["monotony"] * 420, delta=2.5)

    def test_it_compares_the_week_with_the_last_four_in_words_that_may_be_used(self) -> None:
        for session in self.days[:-1]:
            self.report(session)
        self.report(self.days[-1], minutes=120)
        load = self.get(self.ana, "load").json()["data"]
        self.assertEqual(load["acwr"]["coupled"], 1.6)
        self.assertEqual(load["notes"], ["This week against your last 4 weeks: +60 %."])

    def test_it_waits_for_four_weeks_before_it_compares(self) -> None:
        self.report(self.days[-1])
        self.assertIsNone(self.get(self.ana, "load").json()["data"]["acwr"]["coupled"])
