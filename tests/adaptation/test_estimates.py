"""Learning from ratings, in whatever order they arrive."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile
from adaptation import services as adaptation
from adaptation.models import EstimatePoint, LiftEstimate
from events.models import JournalEntry
from feedback import services as feedback
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.models import Plan, PlannedSession
from tests.adaptation.stage import BENCH, Training, at, bench_plan, evening, lift, sets_of, spec_of_weeks, store

SHUFFLES = 12
WEEKS = 10


def check(email: str) -> str:
    out = StringIO()
    call_command("rebuild_estimates", email=email, check=True, stdout=out)
    return out.getvalue()


class Learning(Training, TestCase):
    plan: Plan

    def setUp(self) -> None:
        sessions = [[lift(), lift("barbell-row", load_kg=80.0)] for _ in range(WEEKS)]
        self.plan = store(self.ana, spec_of_weeks([[each] for each in sessions]))
        self.days = self.sessions(self.plan)
        self.now = evening(self.days[-1].on) + timedelta(days=1)

    def record(
        self, session: PlannedSession, rpe: float, moment: datetime | None = None, slug: str = BENCH
    ) -> RPEFeedback:
        with at(self.now):
            rating, _ = feedback.record(
                athlete=self.ana, session=session, exercise=slug, rpe=Decimal(str(rpe)), completion_rate=Decimal(100),
                now=self.now, client_id=uuid.uuid4(), sets=sets_of((8, 8, 8), 100.0, rpe),
                timestamp=moment or evening(session.on),
            )  # fmt: skip
        return rating

    def report(self, session: PlannedSession, sleep: int, stress: int) -> PerformanceMetrics:
        with at(self.now):
            row, _ = feedback.record_performance(
                athlete=self.ana, session=session, now=self.now, timestamp=evening(session.on) + timedelta(minutes=30),
                total_volume=2400.0, average_rpe=Decimal(8), completion_rate=Decimal(100), recovery_time=24.0,
                sleep_quality=sleep, stress_level=stress,
            )  # fmt: skip
        return row

    def react(self) -> None:
        with at(self.now):
            adaptation.react(self.ana.pk, self.now)

    def assert_rebuilt_alike(self) -> None:
        differences = dict(adaptation.differences(self.ana.pk))
        self.assertTrue(all(difference <= 1e-9 for difference in differences.values()), differences)
        points = EstimatePoint.objects.filter(estimate__athlete=self.ana).count()
        rated = RPEFeedback.objects.for_athlete(self.ana.pk).standing().count()
        self.assertEqual(points, rated)

    def test_it_takes_one_step_for_each_session(self) -> None:
        for session in self.days[:3]:
            self.record(session, 8)
            self.react()
        estimate = LiftEstimate.objects.get(athlete=self.ana)
        self.assertEqual((estimate.sessions, estimate.points.count()), (3, 3))
        self.assertEqual(
            (estimate.last_load_kg, estimate.last_reps, estimate.as_of), (100.0, 8, evening(self.days[2].on))
        )
        self.assertTrue(estimate.low_kg < estimate.e1rm_kg < estimate.high_kg)

    def test_it_reaches_the_same_state_when_ratings_come_late(self) -> None:
        self.play(random.Random(SHUFFLES))
        self.assert_rebuilt_alike()

    @pytest.mark.long
    def test_it_reaches_the_same_state_in_any_order_of_arrival(self) -> None:
        for seed in range(SHUFFLES):
            with self.subTest(seed=seed):
                RPEFeedback.objects.all().delete()
                LiftEstimate.objects.all().delete()
                PerformanceMetrics.objects.all().delete()
                self.play(random.Random(seed))
                self.assert_rebuilt_alike()

    def play(self, rng: random.Random) -> None:
        """Ratings and reports late and shuffled, some corrected, moved in time or deleted, some at one instant."""
        jobs: list[Callable[[], Any]] = []
        for session in self.days:
            for slug in (BENCH, "barbell-row"):
                rpe = rng.choice((6, 7.5, 8, 9, 10))
                moment = evening(session.on if rng.random() < 0.9 else self.days[0].on)
                jobs.append(lambda s=session, r=rpe, m=moment, g=slug: self.record(s, r, m, g))  # type: ignore[misc]
            sleep, stress = rng.randint(1, 10), rng.randint(1, 10)
            jobs.append(lambda s=session, a=sleep, b=stress: self.report(s, a, b))  # type: ignore[misc]
        rng.shuffle(jobs)
        for job in jobs:
            row = job()
            if rng.random() < 0.4:
                self.react()
            self.disturb(rng, row)
        self.react()

    def disturb(self, rng: random.Random, row: RPEFeedback | PerformanceMetrics) -> None:
        """Sometimes the athlete thinks again, before or after the engine has looked."""
        word, moment = rng.random(), evening(rng.choice(self.days).on) + timedelta(minutes=rng.randint(0, 90))
        with at(self.now):
            if isinstance(row, RPEFeedback):
                if word < 0.1:
                    feedback.remove(row, self.now)
                elif word < 0.2:
                    feedback.correct(row, {"sets": sets_of((8, 8, 8), 95.0, 7)}, self.now)
                elif word < 0.3:
                    feedback.correct(row, {"timestamp": moment}, self.now)
            elif word < 0.15:
                feedback.remove_performance(row, self.now)
            elif word < 0.3:
                feedback.correct_performance(row, {"sleep_quality": 1, "timestamp": moment}, self.now)

    def test_it_forgets_a_lift_whose_only_rating_was_taken_back(self) -> None:
        rating = self.record(self.days[0], 8)
        self.react()
        feedback.remove(rating, self.now)
        self.react()
        self.assertFalse(LiftEstimate.objects.filter(athlete=self.ana).exists())

    def test_it_takes_back_a_step_that_rested_on_a_rating_that_was_taken_back(self) -> None:
        plan = bench_plan(self.bao)
        first, second, *_ = self.sessions(plan)
        self.train(self.bao, first, sets=sets_of((8, 8, 8), 100.0, 8))
        self.train(self.bao, second, sets=sets_of((8, 8, 8), 102.5, 5.5))
        raised = self.loads(plan)[2]
        feedback.remove(RPEFeedback.objects.get(session=second), evening(second.on))
        moment = evening(second.on) + timedelta(hours=1)
        with at(moment):
            adaptation.react(self.bao.pk, moment)
        self.assertEqual((raised or 0) > 105.0, True)
        self.assertEqual(self.loads(plan)[2], 102.5)

    def test_it_learns_nothing_from_lifts_that_are_not_all_load(self) -> None:
        plan = store(self.ben, spec_of_weeks([[[lift("pull-up", load_kg=None, load_basis="bodyweight")]]]))
        (session,) = self.sessions(plan)
        self.train(self.ben, session, exercise_id="pull-up", sets=sets_of((8, 8, 8), 10.0, 8))
        self.assertFalse(LiftEstimate.objects.filter(athlete=self.ben).exists())

    def test_it_starts_from_a_lift_that_the_athlete_told(self) -> None:
        told = [{"exercise": BENCH, "load_kg": 140.0, "reps": 5, "rpe": 8, "source": "tested"}]
        Plan.objects.filter(pk=self.plan.pk).update(intent={**self.plan.intent, "known_lifts": told})
        self.record(self.days[0], 8)
        self.react()
        self.assertGreater(LiftEstimate.objects.get(athlete=self.ana).e1rm_kg, 150.0)

    def test_it_learns_the_same_after_the_profile_has_changed(self) -> None:
        self.record(self.days[0], 8)
        self.react()
        AthleteProfile.objects.filter(user=self.ana).update(experience_level="advanced")
        self.assert_rebuilt_alike()

    def test_it_journals_what_it_learnt(self) -> None:
        self.record(self.days[0], 8)
        self.react()
        entry = JournalEntry.objects.get(athlete=self.ana, kind="adaptation.estimate_updated")
        (told,) = entry.payload["lifts"]
        self.assertEqual(told["exercise"], BENCH)
        self.assertTrue(told["low_kg"] < told["e1rm_kg"] < told["high_kg"])

    def test_it_costs_no_more_queries_after_a_long_history(self) -> None:
        self.record(self.days[0], 8)
        self.react()  # the first of all makes the cursor
        counts: list[int] = []
        for older in (0, 60):
            for number in range(older):
                moment = evening(self.days[0].on) - timedelta(days=60 + number)
                self.record(self.days[0], 8, moment)
            self.react()
            self.record(self.days[1 + len(counts)], 8)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.react()
            counts.append(len(queries))
        self.assertLessEqual(abs(counts[1] - counts[0]), 3, counts)


class RebuildEstimatesCommand(Training, TestCase):
    def setUp(self) -> None:
        for athlete in (self.ana, self.ben):
            session, *_ = self.sessions(bench_plan(athlete))
            self.train(athlete, session, sets=sets_of((8, 8, 8), 100.0, 8))

    def test_it_agrees_with_what_was_learnt_step_by_step(self) -> None:
        self.assertIn("1 lifts agree", check("ana@example.org"))

    def test_it_finds_what_does_not_agree_and_repairs_it(self) -> None:
        estimate = LiftEstimate.objects.get(athlete=self.ana)
        estimate.state["mean"][0] += 1e-6
        estimate.save()
        with self.assertRaisesMessage(CommandError, "1 of 1 lifts differ"):
            check("ana@example.org")
        out = StringIO()
        call_command("rebuild_estimates", all=True, stdout=out)
        self.assertIn("2 lifts of 2 athletes rebuilt", out.getvalue())
        self.assertIn("agree", check("ana@example.org"))

    def test_it_finds_a_lift_that_is_missing(self) -> None:
        LiftEstimate.objects.filter(athlete=self.ana).delete()
        with self.assertRaisesMessage(CommandError, "1 of 1 lifts differ"):
            check("ana@example.org")

    def test_it_checks_without_changing_anything(self) -> None:
        before = list(LiftEstimate.objects.values_list("pk", "state"))
        call_command("rebuild_estimates", all=True, check=True, stdout=StringIO())
        self.assertEqual(list(LiftEstimate.objects.values_list("pk", "state")), before)

    def test_it_refuses_an_unknown_address_and_an_empty_order(self) -> None:
        with self.assertRaisesMessage(CommandError, "Nobody here"):
            check("nobody@example.org")
        with self.assertRaises(CommandError):
            call_command("rebuild_estimates", stdout=StringIO())
