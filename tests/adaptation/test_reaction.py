"""What the engine does about ratings and reports beyond one barbell lift."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile, User
from adaptation import services as adaptation
from adaptation import tasks, wording
from adaptation.models import AdaptationSuggestion, EstimatePoint, LiftEstimate
from adaptation.services.bench import Bench
from adaptation.services.reaction import handle
from events import services as events
from events.models import DueReaction, JournalEntry
from feedback import services as feedback
from feedback.models import PerformanceMetrics
from plans import services as plans
from plans.core.edits import InsertDeload, MoveSession
from plans.core.spec import Reason, from_json
from plans.models import Exercise, Plan, PlannedItem, PlannedSession, PlanRevision
from science.estimator import MalformedState
from tests.adaptation.stage import BENCH, Training, at, bench_plan, evening, lift, sets_of, spec_of_weeks, store

PULL_UP = {"load_kg": None, "load_basis": "bodyweight", "reps_min": 6, "reps_max": 8}
LOGS = 10


class WithoutLoad(Training, TestCase):
    def plan_of_pull_ups(self, athlete: User) -> list[PlannedSession]:
        self.plan = store(athlete, spec_of_weeks([[[lift("pull-up", **PULL_UP)]] for _ in range(4)]))
        return self.sessions(self.plan)

    def reps(self) -> list[tuple[int, int | None, int | None]]:
        items = PlannedItem.objects.filter(session__plan=self.plan).order_by("session__on")
        return list(items.values_list("sets", "reps_min", "reps_max"))

    def test_it_lets_effort_move_the_reps_of_bodyweight_work(self) -> None:
        for rpe, reps, expected in ((6, 8, (3, 8, 10)), (8, 8, (3, 7, 9)), (8, 7, (3, 6, 8)), (10, 8, (3, 6, 8))):
            with self.subTest(rpe=rpe, reps=reps):
                first, *_ = self.plan_of_pull_ups(self.bao)
                self.train(self.bao, first, exercise_id="pull-up", rpe=rpe, sets=sets_of((reps,) * 3, 0, rpe))
                self.assertEqual(self.reps()[1:], [expected] * 3)
                Plan.objects.update(status="archived")

    def test_it_asks_for_fewer_reps_after_failing_twice(self) -> None:
        first, second, *_ = self.plan_of_pull_ups(self.ana)
        for session in (first, second):
            self.train(self.ana, session, exercise_id="pull-up", rpe=10, sets=sets_of((3, 3, 3), 0, 10))
        self.assertEqual(self.reps()[2:], [(3, 5, 7)] * 2)
        self.assertTrue(AdaptationSuggestion.objects.filter(rule="deload_question", status="proposed").exists())

    def test_it_moves_added_load_by_steps_and_estimates_nothing(self) -> None:
        self.plan = store(self.bao, spec_of_weeks([[[lift("pull-up", load_kg=20.0)]] for _ in range(3)]))
        first, *_ = self.sessions(self.plan)
        self.train(self.bao, first, exercise_id="pull-up", sets=sets_of((8, 8, 8), 20.0, 8))
        self.assertTrue(20.0 < (self.loads(self.plan, "pull-up")[1] or 0) <= 22.0)
        self.assertFalse(LiftEstimate.objects.exists())

    def test_it_leaves_timed_work_as_it_is(self) -> None:
        plank = lift("plank", load_kg=None, load_basis="bodyweight", reps_min=None, reps_max=None, duration_s=45)
        self.plan = store(self.bao, spec_of_weeks([[[plank]], [[lift("plank", load_kg=None, reps_min=None,
                                                                     reps_max=None, duration_s=45)]]]))  # fmt: skip
        first, *_ = self.sessions(self.plan)
        self.assertEqual(self.train(self.bao, first, exercise_id="plank", rpe=6), [])


class Wellness(Training, TestCase):
    """Three sessions a week; the ninth is moved to the day after the eighth."""

    def setUp(self) -> None:
        self.plan = store(self.ana, spec_of_weeks([[[lift()] for _ in range(3)] for _ in range(5)]))
        self.days = self.sessions(self.plan)
        move = MoveSession(str(self.days[8].pk), self.days[7].on + timedelta(days=1))
        plans.revise(self.plan.pk, [move], author="athlete", reason=Reason("moved"), now=evening(self.days[0].on))

    def report(self, session: PlannedSession, sleep: int, stress: int, **more: Any) -> list[AdaptationSuggestion]:
        moment = evening(session.on) + timedelta(minutes=20)
        known = set(AdaptationSuggestion.objects.values_list("pk", flat=True))
        with at(moment):
            feedback.record_performance(
                athlete=self.ana, session=session, now=moment, client_id=uuid.uuid4(), total_volume=2400.0,
                average_rpe=Decimal(8), completion_rate=Decimal(100), recovery_time=24.0, sleep_quality=sleep,
                stress_level=stress, **more,
            )  # fmt: skip
            adaptation.react(self.ana.pk, moment)
        return list(AdaptationSuggestion.objects.exclude(pk__in=known))

    def usual_days(self) -> None:
        for session in self.days[:7]:
            self.report(session, 7, 4)

    def test_it_offers_an_easier_session_after_a_bad_day_and_leaves_the_choice(self) -> None:
        self.usual_days()
        for sleep, stress, rule in ((5, 5, "readiness_ease"), (1, 9, "readiness_rest")):
            with self.subTest(rule):
                (found,) = self.report(self.days[7], sleep, stress)
                self.assertEqual((found.rule, found.status, found.requires), (rule, "proposed", "athlete"))
                self.assertEqual(found.target["session"], str(self.days[8].pk))
                AdaptationSuggestion.objects.all().delete()

    def test_it_says_nothing_about_an_ordinary_day(self) -> None:
        self.usual_days()
        self.assertEqual(self.report(self.days[7], 7, 4), [])

    def test_it_lets_a_bad_day_weigh_less_on_the_estimate(self) -> None:
        self.usual_days()
        session = self.days[7]
        self.train(self.ana, session, sets=sets_of((8, 8, 8), 100.0, 9.5), rpe=9.5)
        before = LiftEstimate.objects.get(athlete=self.ana).e1rm_kg
        self.report(session, 1, 10)
        after = LiftEstimate.objects.get(athlete=self.ana).e1rm_kg
        self.assertGreater(after, before)
        self.assertTrue(all(difference <= 1e-9 for _, difference in adaptation.differences(self.ana.pk)))

    def test_it_forgets_a_bad_day_that_was_meant_for_another(self) -> None:
        self.usual_days()
        bad, other = self.days[7], self.days[9]
        self.train(self.ana, bad, sets=sets_of((8, 8, 8), 100.0, 9.5), rpe=9.5)
        self.report(bad, 1, 10)
        before = LiftEstimate.objects.get(athlete=self.ana).e1rm_kg
        moment = evening(other.on)
        with at(moment):
            row = PerformanceMetrics.objects.get(session=bad)
            feedback.correct_performance(row, {"timestamp": moment}, moment)
            adaptation.react(self.ana.pk, moment)
        self.assertLess(LiftEstimate.objects.get(athlete=self.ana).e1rm_kg, before)
        self.assertTrue(all(difference <= 1e-9 for _, difference in adaptation.differences(self.ana.pk)))


class Whole(Training, TestCase):
    def test_it_reads_nothing_twice_and_forgets_nothing_when_it_falls_over_half_way(self) -> None:
        plan = bench_plan(self.ana)
        first, *_ = self.sessions(plan)
        self.rate(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        moment = evening(first.on)

        def falls_over(entries: list[JournalEntry]) -> None:
            handle(self.ana.pk, entries, moment)
            raise RuntimeError("the worker is gone")

        with self.assertRaises(RuntimeError):
            events.consume(adaptation.NAME, self.ana.pk, falls_over)
        self.assertFalse(AdaptationSuggestion.objects.exists() or LiftEstimate.objects.exists())
        self.assertTrue(DueReaction.objects.exists())
        with at(moment):
            self.assertEqual(adaptation.react(self.ana.pk, moment), 1)
            self.assertEqual(adaptation.react(self.ana.pk, moment), 0)
        self.assertEqual(AdaptationSuggestion.objects.count(), 1)

    def test_it_waits_before_the_next_try_after_a_fault_of_ours(self) -> None:
        plan = bench_plan(self.ana)
        first, second, *_ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        EstimatePoint.objects.update(state={"mean": []})
        self.rate(self.ana, second, sets=sets_of((8, 8, 8), 100.0, 8))
        with at(evening(second.on)), self.assertRaises(MalformedState):
            tasks.react(str(self.ana.pk))
        due = DueReaction.objects.get(athlete=self.ana, reaction=adaptation.NAME)
        self.assertEqual((due.failures, due.not_before), (1, evening(second.on) + timedelta(seconds=1)))

    def test_it_reviews_the_other_plans_when_one_cannot_be_read(self) -> None:
        moments = []
        for athlete in (self.ana, self.ben):
            plan = bench_plan(athlete)
            first, missed, *_ = self.sessions(plan)
            self.train(athlete, first, sets=sets_of((8, 8, 8), 100.0, 8))
            moments.append(evening(missed.on) + timedelta(days=1))
        PlanRevision.objects.filter(plan__athlete=self.ana).update(spec="{}")
        with at(moments[0]), self.assertLogs("adaptation.tasks", "ERROR"):
            tasks.review_absences()
        self.assertTrue(AdaptationSuggestion.objects.filter(plan__athlete=self.ben, rule="reschedule").exists())

    def test_it_offers_a_set_more_when_progress_has_slowed(self) -> None:
        plan = bench_plan(self.ana)
        days = self.sessions(plan)
        for session in days[:3]:
            self.train(self.ana, session, sets=sets_of((8, 8, 8), 100.0, 8))
        for point in EstimatePoint.objects.all():  # as if nothing had moved for months
            point.state["mean"][1] = -0.002
            point.plateau = 0.9
            point.save()
        found = self.train(self.ana, days[3], sets=sets_of((8, 8, 8), 100.0, 8))
        (offer,) = [each for each in found if each.rule == "plateau"]
        self.assertEqual((offer.kind, offer.status, offer.after), ("volume", "proposed", {"sets": 4}))
        self.assertGreaterEqual(offer.evidence["plateau_percent"], 50)

    def test_it_says_so_when_nothing_can_stand_in_for_what_hurts(self) -> None:
        plan = store(self.ana, spec_of_weeks([[[lift()]] for _ in range(3)]), equipment=["barbell"])
        first, *_ = self.sessions(plan)
        excluded = [each.slug for each in Exercise.objects.exclude(slug=BENCH)]
        Plan.objects.filter(pk=plan.pk).update(intent={**plan.intent, "excluded_exercises": excluded})
        found = self.train(
            self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8), pain={"region": "shoulder", "severity": 6}
        )
        (stop,) = [each for each in found if each.rule == "pain_stop"]
        self.assertEqual((stop.status, stop.requires, stop.edits), ("proposed", "athlete", []))
        self.assertIn("skip it", wording.why(stop.rule, stop.evidence))

    def test_it_decides_nothing_about_a_new_plan_by_work_of_the_old_one(self) -> None:
        old = bench_plan(self.bao)
        Plan.objects.update(status="archived")
        new = bench_plan(self.bao)
        self.train(self.bao, self.sessions(old)[0], sets=sets_of((8, 8, 8), 100.0, 6))
        self.assertEqual(self.loads(new), [100.0] * 6)
        self.assertEqual(LiftEstimate.objects.filter(athlete=self.bao).count(), 1)

    def test_it_asks_for_no_easier_week_that_has_been_trained_in_already(self) -> None:
        plan = bench_plan(self.ana)
        first, second, third, *_ = self.sessions(plan)
        PlannedSession.objects.filter(pk=third.pk).update(status="done")
        for session in (first, second):
            self.train(self.ana, session, sets=sets_of((4, 4, 4), 100.0, 10), rpe=10, completion_rate=50)
        rules = set(AdaptationSuggestion.objects.filter(plan=plan).values_list("rule", flat=True))
        self.assertEqual(rules, {"load_hold", "load_down", "unfinished_sessions"} & rules)

    def test_it_keeps_to_one_athlete(self) -> None:
        plans_of = {athlete: bench_plan(athlete) for athlete in (self.ana, self.ben)}
        self.train(self.ana, self.sessions(plans_of[self.ana])[0], sets=sets_of((8, 8, 8), 100.0, 8))
        self.assertFalse(AdaptationSuggestion.objects.filter(plan=plans_of[self.ben]).exists())
        self.assertFalse(LiftEstimate.objects.filter(athlete=self.ben).exists())

    def test_it_learns_without_a_plan_and_proposes_nothing(self) -> None:
        plan = bench_plan(self.ana)
        Plan.objects.update(status="archived")
        found = self.train(self.ana, self.sessions(plan)[0], sets=sets_of((8, 8, 8), 100.0, 8))
        self.assertEqual((found, LiftEstimate.objects.count()), ([], 1))

    def test_it_takes_a_set_from_sessions_that_stay_unfinished(self) -> None:
        weeks = [[[lift(), lift("barbell-row", load_kg=80.0)]] for _ in range(4)]
        plan = store(self.bao, spec_of_weeks(weeks))
        first, second, *_ = self.sessions(plan)
        for session in (first, second):
            for slug in (BENCH, "barbell-row"):
                self.train(self.bao, session, exercise_id=slug, sets=sets_of((8,), 80.0, 8), completion_rate=34)
        (less,) = AdaptationSuggestion.objects.filter(rule="unfinished_sessions")
        self.assertEqual((less.status, less.evidence["completion"]), ("applied", [34, 34]))
        third = self.sessions(plan)[2]
        self.assertEqual(set(PlannedItem.objects.filter(session=third).values_list("sets", flat=True)), {2})

    def test_it_inserts_an_easier_week_on_two_signs(self) -> None:
        weeks = [[[lift(), lift("barbell-row", load_kg=80.0)] for _ in range(3)] for _ in range(4)]
        plan = store(self.bao, spec_of_weeks(weeks))
        for place, session in enumerate(self.sessions(plan)[:4]):
            for slug in (BENCH, "barbell-row"):
                rpe, reps, completion = (7, (8, 8, 8), 100) if place < 2 else (10, (5, 4, 3), 50)
                load = self.item(session, slug).load_kg or 0
                self.train(self.bao, session, exercise_id=slug, rpe=rpe, sets=sets_of(reps, load, rpe),
                           completion_rate=completion)  # fmt: skip
            moment = evening(session.on) + timedelta(minutes=20)
            with at(moment):
                feedback.record_performance(
                    athlete=self.bao, session=session, now=moment, total_volume=2400.0, average_rpe=Decimal(8),
                    completion_rate=Decimal(completion), recovery_time=24.0, sleep_quality=6, stress_level=5,
                    session_rpe=Decimal(6 if place < 2 else 9), duration_min=60,
                )  # fmt: skip
                adaptation.react(self.bao.pk, moment)
        (deload,) = AdaptationSuggestion.objects.filter(rule="deload_by_signs")
        self.assertEqual((deload.status, deload.requires), ("applied", "none"))
        spec = from_json(PlanRevision.objects.get(plan=plan, number=Plan.objects.get(pk=plan.pk).revision).spec)
        self.assertTrue(spec.weeks[deload.target["week"] - 1].is_deload)

    def test_it_asks_about_an_easier_week_after_eight_without(self) -> None:
        plan = bench_plan(self.bao, weeks=12)
        session = self.sessions(plan)[8]
        found = self.train(self.bao, session, sets=sets_of((8, 8, 8), 100.0, 8))
        (due,) = [each for each in found if each.rule == "deload_due"]
        self.assertEqual((due.status, due.evidence["weeks_without"]), ("proposed", 8))

    def test_it_leaves_the_next_week_alone_when_that_is_an_easier_one_already(self) -> None:
        plan = bench_plan(self.bao, weeks=12)
        now = evening(self.sessions(plan)[8].on)
        plans.revise(plan.pk, [InsertDeload(10)], author="athlete", reason=Reason("noted"), now=now)
        found = self.train(self.bao, self.sessions(plan)[8], sets=sets_of((8, 8, 8), 100.0, 8))
        self.assertEqual([each.rule for each in found], ["load_up"])

    def test_it_stays_within_a_fixed_number_of_queries(self) -> None:
        plan = bench_plan(self.ana)
        first, second, *_ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        self.rate(self.ana, second, sets=sets_of((8, 8, 8), 100.0, 8))
        moment = evening(second.on)
        with at(moment), CaptureQueriesContext(connection) as queries:
            adaptation.react(self.ana.pk, moment)
        self.assertLessEqual(len(queries), 60, len(queries))

    def test_it_knows_lifts_and_recent_work_for_new_plans(self) -> None:
        plan = bench_plan(self.ana)
        first, second, *_ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 120.0, 8))
        self.train(self.ana, second, completion_rate=50)
        known = adaptation.known_of(self.ana.pk, second.on)
        self.assertEqual(known.lifts[BENCH].last_load_kg, 120.0)
        self.assertEqual((known.history.last_trained_on, known.history.weekly_sets), (second.on, (0.0, 0.0, 3.0, 1.5)))
        self.assertEqual(adaptation.known_of(self.ben.pk, second.on).lifts, {})

    def test_it_counts_days_by_the_calendar_of_the_athlete(self) -> None:
        plan = bench_plan(self.bao)
        first, *_ = self.sessions(plan)
        morning = datetime.combine(first.on, time(7), self.bao.profile.zone)  # in UTC it is still the day before
        self.rate(self.bao, first, sets=sets_of((8, 8, 8), 100.0, 8), moment=morning)
        adaptation.react(self.bao.pk, morning)
        EstimatePoint.objects.update(innovation=0.5)
        self.assertEqual(adaptation.known_of(self.bao.pk, first.on).lifts[BENCH].last_on, first.on)
        bench = Bench.of_plan(plan.pk, morning)
        self.assertEqual([on for on, _surprise in bench.recent.course] if bench else [], [first.on])

    def test_it_knows_how_far_somebody_has_run(self) -> None:
        run = lift("outdoor-run", load_kg=None, reps_min=None, reps_max=None, distance_m=5000, target_rpe=4.0, sets=1)
        plan = store(self.ana, spec_of_weeks([[[run]]]))
        (session,) = self.sessions(plan)
        self.train(self.ana, session, exercise_id="outdoor-run", rpe=4, sets=[{"distance_m": 5200, "duration_s": 1800}])
        history = adaptation.known_of(self.ana.pk, session.on).history
        self.assertEqual((history.longest_run_m, history.weekly_run_m), (5200, 5200))


@pytest.mark.long
class RandomTraining(Training, TestCase):
    """Fewer random logs than for the core, but through everything: plans of two lifts under every policy."""

    def test_it_never_breaks_the_bounds(self) -> None:
        for seed in range(LOGS):
            with self.subTest(seed=seed):
                self.follow(random.Random(seed))
                Plan.objects.update(status="archived")

    def follow(self, rng: random.Random) -> None:
        athlete = rng.choice((self.ana, self.ben, self.bao))
        AthleteProfile.objects.filter(user=athlete).update(autonomy=rng.choice(("ask", "auto", "coach")))
        loads = [100.0 + rng.choice((0, 2.5, 5)) * week for week in range(6)]
        weeks = [[[lift(load_kg=load), lift("barbell-row", load_kg=load - 20)]] for load in loads]
        plan = store(athlete, spec_of_weeks(weeks))
        last: dict[str, tuple[float, bool]] = {}
        for session in self.sessions(plan)[:5]:
            for slug in (BENCH, "barbell-row"):
                item = PlannedItem.objects.filter(session=session, exercise=slug).first()
                if item is None or item.load_kg is None:
                    continue
                self.check(last.get(slug), item)
                last[slug] = (item.load_kg, self.log(rng, athlete, session, item))

    def check(self, before: tuple[float, bool] | None, item: PlannedItem) -> None:
        load = item.load_kg
        assert load is not None and isfinite(load) and load > 0
        self.assertTrue(1 <= item.sets <= 10)
        if before is not None:
            load_before, went_well = before
            self.assertLessEqual(load, load_before * (1.1 if went_well else 1.0) + 1e-6)

    def log(self, rng: random.Random, athlete: User, session: PlannedSession, item: PlannedItem) -> bool:
        mood = rng.choice(("good", "easy", "hard", "failed", "mixed", "short", "pain"))
        reps, rpe = {
            "good": ((8, 8, 8), 8), "easy": ((8, 8, 8), 6), "hard": ((8, 8, 8), 10), "failed": ((4, 4, 4), 10),
            "mixed": ((8, 4, 4), 10), "short": ((8,), 8), "pain": ((8, 8, 8), 7),
        }[mood]  # fmt: skip
        body = {"pain": {"region": "wrist", "severity": rng.randint(0, 3)}} if mood == "pain" else {}
        done = round(100 * sum(reps[: item.sets]) / (8 * item.sets))
        self.train(athlete, session, exercise_id=item.exercise_id, rpe=rpe, completion_rate=min(100, done),
                   sets=sets_of(reps[: item.sets], item.load_kg or 0, rpe), **body)  # fmt: skip
        return mood in {"good", "easy", "pain"}


class ExercisesOfTheTests(Training, TestCase):
    def test_it_trains_with_exercises_that_exist(self) -> None:
        for slug in (BENCH, "barbell-row", "pull-up", "plank", "dumbbell-bench-press", "outdoor-run", "push-up"):
            self.assertTrue(Exercise.objects.filter(slug=slug).exists(), slug)
