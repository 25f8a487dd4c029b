"""One athlete, twice: in the product with its database and reactions, and in memory. Both are asked for the same."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import exp, floor
from pathlib import Path

import pytest
from django.test import SimpleTestCase, TestCase

from adaptation import services as adaptation
from adaptation.core import engine_plan
from adaptation.core.engine import SpotterPolicy
from adaptation.core.engine_types import IllnessTold, Intake, LiftIntake, LiftResult, SessionResult, Wellness
from adaptation.models import AdaptationSuggestion, LiftEstimate
from feedback import services as feedback
from feedback.core import drafts, ratings
from feedback.models import PerformanceMetrics
from plans import services as plans
from plans.core.spec import PlanSpec
from plans.models import Plan, PlannedItem, PlannedSession
from plans.services.catalogue import catalogue_for
from science import estimator
from science.effort import RatedSet, rpe_from_rir
from tests.adaptation.stage import MONDAY, Training, at, evening, store
from tests.base import person

pytestmark = pytest.mark.sqlite

SQUAT, PRESS, PULL, OVERHEAD = "back-squat", "barbell-bench-press", "conventional-deadlift", "overhead-press"
START = engine_plan.day_of(MONDAY)
TRUE_KG = {SQUAT: 125.0, PRESS: 84.0, PULL: 170.0, OVERHEAD: 52.0}
TOLD_KG = {SQUAT: 115.0, PRESS: 90.0, PULL: 150.0, OVERHEAD: 55.0}
WEEKS = 9
APP = Path(__file__).parents[2] / "adaptation"
SPACE = uuid.UUID("5f6a3a1e-9a55-4d3e-9f0b-0d5d4b1c7a11")


@dataclass(frozen=True)
class Life:
    """What happens to the athlete, by day of the block: days without training, bad days, days of a sore
    shoulder, illness."""

    missed: frozenset[int] = frozenset()
    weak: frozenset[int] = frozenset()
    sore: frozenset[int] = frozenset()
    ill: tuple[tuple[str, int, int], ...] = ()  # symptoms, first and last day


ORDINARY = Life(missed=frozenset({8, 17}), weak=frozenset({10, 21, 22, 24, 25}))
ILL = Life(ill=(("fever", 7, 9), ("above_neck", 21, 22), ("below_neck", 35, 46)))
ROUGH = Life(missed=frozenset({*range(17, 31)}), weak=frozenset({*range(7, 17)}), sore=frozenset({3, 4}))


def intake(level: str) -> Intake:
    days = ((SQUAT, PRESS), (PULL, OVERHEAD), (PRESS, SQUAT), (OVERHEAD, PULL))
    lifts = tuple(LiftIntake(slug, kg, "self_report", 2.5) for slug, kg in TOLD_KG.items())
    return Intake(level, "strength", lifts, days, 45.0, START, WEEKS)


def with_ids(spec: PlanSpec) -> PlanSpec:
    """The plan with ids that a database takes."""

    def named(name: str) -> str:
        return str(uuid.uuid5(SPACE, name))

    return replace(
        spec,
        weeks=tuple(
            replace(
                week,
                sessions=tuple(
                    replace(
                        session,
                        id=named(session.id),
                        items=tuple(replace(item, id=named(item.id)) for item in session.items),
                    )
                    for session in week.sessions
                ),
            )
            for week in spec.weeks
        ),
    )


def wellness_of(day: int, life: Life) -> Wellness:
    return Wellness(3.0, 8.0, 20.0) if day in life.weak else Wellness(7.0 + day % 2, 3.0 + day % 3, 40.0 + day % 5)


class Twins(Training, TestCase):
    """Each step is taken by both, and compared at once, so that a failure names the first difference."""

    def setUp(self) -> None:
        self.athlete = person("twin@example.org", timezone="UTC", autonomy="auto")

    def begin(self, level: str) -> tuple[Plan, SpotterPolicy]:
        policy = SpotterPolicy(intake(level), catalogue_for(self.athlete.pk))
        wishes = policy.desk.wishes
        told = [
            {"exercise": lift.exercise, "load_kg": lift.load_kg, "reps": lift.reps, "rpe": None, "source": lift.source}
            for lift in wishes.known_lifts
        ]
        plan = store(
            self.athlete,
            with_ids(policy.spec),
            primary_goal="strength",
            experience_level=level,
            time_availability=wishes.time_availability_h,
            equipment=sorted(wishes.equipment),
            days_per_week=wishes.days_per_week,
            weeks=wishes.weeks,
            session_minutes_max=wishes.session_minutes_max,
            known_lifts=told,
        )
        return plan, policy

    def play(self, level: str, life: Life, weeks: int = 6) -> tuple[Plan, SpotterPolicy]:
        plan, policy = self.begin(level)
        sessions = {engine_plan.day_of(session.on) - START: session for session in self.sessions(plan)}
        for day in range(7 * weeks):
            self.tell_both(plan, policy, day, life)
            if day in sessions and day not in life.missed:
                self.train_both(plan, policy, sessions[day], day, life)
        return plan, policy

    def tell_both(self, plan: Plan, policy: SpotterPolicy, day: int, life: Life) -> None:
        """An illness is told on its first day, and its end on the day after its last."""
        moment = evening(engine_plan.date_of(START + day))
        for symptoms, first, last in life.ill:
            if day not in (first, last + 1):
                continue
            began = engine_plan.date_of(START + first)
            ended_at = evening(engine_plan.date_of(START + last)) if day > last else None
            with at(moment):
                row = feedback.running_illness(self.athlete.pk)
                if row is None:
                    feedback.report_illness(athlete=self.athlete, symptoms=symptoms, started_on=began, now=moment)
                else:
                    feedback.correct_illness(row, {"ended_at": ended_at}, moment)
                adaptation.react(self.athlete.pk, moment)
            policy.hear(IllnessTold(symptoms, START + first, START + last if ended_at else None), START + day)
            self.compare(plan, policy, f"day {day}, {symptoms}")

    def train_both(self, plan: Plan, policy: SpotterPolicy, session: PlannedSession, day: int, life: Life) -> None:
        moment, told = evening(session.on), wellness_of(day, life)
        with at(moment):
            adaptation.review(plan.pk, moment)
            session.refresh_from_db()
            if session.status == PlannedSession.Status.SKIPPED:
                self.assertEqual(policy.plan_session(START + day).lifts, (), f"day {day}, left out")
                self.compare(plan, policy, f"day {day}, left out")
                return
            asked = policy.plan_session(START + day, told)
            self.compare(plan, policy, f"day {day}, before")
            told_first = self.report(session, told, moment)
            items = {item.exercise_id: item for item in self.items(session)}
            self.assertEqual([each.lift for each in asked.lifts], list(items))
            done = [self.lift_both(policy, items[each.lift], moment, day, life) for each in asked.lifts]
            for result in done:
                self.send_result(session, items[result.lift], result, moment)
            felt = 7.0 + (day in life.weak)
            work_kg = sum(each.load_kg * each.reps for result in done for each in result.sets)
            feedback.correct_performance(told_first, {"session_rpe": Decimal(felt), "total_volume": work_kg}, moment)
            policy.observe(SessionResult(START + day, tuple(done), felt))
            adaptation.react(self.athlete.pk, moment)
        self.compare(plan, policy, f"day {day}, after")

    def items(self, session: PlannedSession) -> list[PlannedItem]:
        return list(session.items.select_related("exercise", "session__plan").order_by("position"))

    def report(self, session: PlannedSession, told: Wellness, moment: datetime) -> PerformanceMetrics:
        """The morning's form; how the session was is added when it is over."""
        row, _ = feedback.record_performance(
            athlete=self.athlete, session=session, now=moment, client_id=uuid.uuid4(), total_volume=0.0,
            average_rpe=Decimal(8), completion_rate=Decimal(100), recovery_time=told.recovery,
            sleep_quality=int(told.sleep or 0), stress_level=int(told.stress or 0),
        )  # fmt: skip
        return row

    def lift_both(self, policy: SpotterPolicy, item: PlannedItem, moment: datetime, day: int, life: Life) -> LiftResult:
        sets: list[RatedSet] = []
        for place in range(item.sets + 1):
            ours = policy.next_set(item.exercise_id, sets)
            theirs = adaptation.next_set(item, sets, moment)
            where = f"day {day}, {item.exercise_id}, set {place + 1}"
            self.assertEqual(ours.stop, theirs.stop, where)
            if ours.stop:
                break
            self.assertEqual((ours.load_kg, ours.reps), (theirs.load_kg, theirs.reps), where)
            sets.append(self.lifted(item.exercise_id, ours.load_kg or 20.0, ours.reps, place, day, life))
        pain = 2 if day in life.sore and item.exercise_id == PRESS else None
        return LiftResult(item.exercise_id, tuple(sets), pain)

    def lifted(self, slug: str, load_kg: float, reps: int, place: int, day: int, life: Life) -> RatedSet:
        """How the set goes: strength grows a little, falls from set to set and on bad days."""
        strength = TRUE_KG[slug] * exp(0.002 * day - 0.03 * place - 0.09 * (day in life.weak))
        possible = 1 + (strength / load_kg - 1) / 0.033
        if possible < reps:
            return RatedSet(load_kg, max(1, floor(possible)), 10.0, failed=True)
        return RatedSet(load_kg, reps, round(2 * rpe_from_rir((possible - reps) / 1.2)) / 2)

    def send_result(self, session: PlannedSession, item: PlannedItem, result: LiftResult, moment: datetime) -> None:
        told = [
            {"load_kg": each.load_kg, "reps": each.reps, "rpe": each.rpe, "failed": each.failed} for each in result.sets
        ]
        asked = ratings.Asked(item.sets, item.reps_min, item.reps_max)
        pain = {"pain": {"region": "knee", "severity": result.pain}} if result.pain is not None else {}
        self.send(
            self.athlete, session, exercise_id=result.lift, sets=told, rpe=float(ratings.overall_rpe(told) or 10),
            completion_rate=float(drafts.completion_percent(asked, told)), moment=moment, **pain,
        )  # fmt: skip

    def compare(self, plan: Plan, policy: SpotterPolicy, where: str) -> None:
        """The whole plan, every lift's state, and what was told the athlete so far."""
        plan.refresh_from_db()
        ours, theirs = with_ids(policy.spec), plans.spec_of(plan)
        for mine, its in zip(ours.items(), theirs.items(), strict=True):
            self.assertEqual(mine, its, where)
        self.assertEqual(ours, theirs, where)
        for lift in LiftEstimate.objects.filter(athlete=self.athlete):
            self.assertEqual(policy.desk.state(lift.exercise_id), estimator.from_dict(lift.state), where)

    def changed(self, plan: Plan) -> set[str]:
        return set(AdaptationSuggestion.objects.filter(plan=plan, status="applied").values_list("rule", flat=True))

    def test_it_asks_the_same_of_an_intermediate_for_six_weeks(self) -> None:
        plan, policy = self.play("intermediate", ORDINARY)
        self.assertLessEqual({"load_up", "load_hold"}, self.changed(plan))
        self.assertGreater(plan.revision, 20)
        self.assertLess(policy.estimate(SQUAT, START + 43)[1], policy.estimate(SQUAT, START + 43)[2])

    @pytest.mark.long
    def test_it_asks_the_same_of_a_beginner_for_six_weeks(self) -> None:
        plan, _ = self.play("beginner", ORDINARY)
        self.assertIn("load_up", self.changed(plan))

    @pytest.mark.long
    def test_it_asks_the_same_of_an_advanced_lifter_for_six_weeks(self) -> None:
        plan, _ = self.play("advanced", ORDINARY)
        self.assertIn("load_up", self.changed(plan))

    def test_it_asks_the_same_through_bad_weeks_and_after_a_break(self) -> None:
        plan, _ = self.play("intermediate", ROUGH, weeks=8)
        self.assertLessEqual({"comeback", "load_hold"}, self.changed(plan))

    def test_it_asks_the_same_through_illness(self) -> None:
        plan, _ = self.play("intermediate", ILL, weeks=8)
        self.assertLessEqual({"ill_rest", "ill_easy", "comeback_ill", "comeback"}, self.changed(plan))


class Structure(SimpleTestCase):
    """That the twins agree is no coincidence: both ask the same functions."""

    def test_it_decides_through_the_same_functions(self) -> None:
        for name, theirs in (
            ("analysis.about_exercise", "reaction"),
            ("analysis.about_all", "reaction"),
            ("absence.about_absence", "review"),
            ("absence.about_illness", "review"),
            ("analysis.may_start_heavier", "advice"),
        ):
            with self.subTest(name):
                self.assertIn(f"{name}(", source("core/engine.py"))
                self.assertIn(f"{name}(", source(f"services/{theirs}.py"))

    def test_it_learns_and_settles_through_the_same_functions(self) -> None:
        for name, theirs in (
            (".advance(", "estimates"),
            ("settle.outcome(", "bench"),
            ("outlook.coming(", "bench"),
            ("dosing.with_session(", "weekly_sets"),
            ("session_rpe_change(", "records"),
            ("pain.reports(", "records"),
            ("illness.spell(", "records"),
            ("illness.reopened(", "illness"),
            ("policy.requires(", "suggestions"),
        ):
            with self.subTest(name):
                self.assertIn(name, source("core/engine_desk.py"))
                self.assertIn(name, source(f"services/{theirs}.py"))
        self.assertIn(" advise(", source("core/engine.py"))
        self.assertIn(" advise(", source("services/advice.py"))

    def test_it_leaves_no_decision_to_the_services(self) -> None:
        """Whatever makes a proposal is in the core; a service that made one would be a second engine."""
        for service in sorted((APP / "services").glob("*.py")):
            with self.subTest(service.name):
                self.assertNotRegex(
                    source(f"services/{service.name}"),
                    r"\bProposal\(|\b(load|reps|volume)_proposal\b|\bsignals\.|\bnext_step\(",
                )


def source(path: str) -> str:
    return (APP / path).read_text(encoding="utf-8")
