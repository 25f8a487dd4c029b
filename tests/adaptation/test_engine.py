"""The engine in memory, as another program meets it: an intake, days, results."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from django.test import SimpleTestCase

from adaptation.core.engine import SpotterPolicy
from adaptation.core.engine_plan import date_of
from adaptation.core.engine_types import (
    Features,
    Intake,
    LiftIntake,
    LiftResult,
    Prescription,
    RatedSet,
    SessionResult,
    Wellness,
)
from plans.core.catalogue_file import parse_row
from plans.core.generate.plan import generate
from plans.core.intent import Intent, KnownLift
from plans.core.measure import session_minutes
from plans.core.movements import Catalogue
from plans.core.spec import Item, PlanSpec

FILE = Path(__file__).parents[2] / "plans" / "catalogue" / "exercises.csv"
SQUAT, PRESS, PULL, OVERHEAD = "back-squat", "barbell-bench-press", "conventional-deadlift", "overhead-press"
TOLD_KG = {SQUAT: 120.0, PRESS: 90.0, PULL: 150.0, OVERHEAD: 60.0}
DAYS = (0, 1, 3, 4)  # of each week
FINE, BAD = Wellness(8, 3, 40), Wellness(2, 9, 10)


@cache
def catalogue() -> Catalogue:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return Catalogue.of(parse_row(row) for row in csv.DictReader(lines))


def intake(**changes: Any) -> Intake:
    usual = Intake(
        level="intermediate",
        goal="strength",
        lifts=tuple(LiftIntake(slug, kg, "self_report", 2.5) for slug, kg in TOLD_KG.items()),
        days=((SQUAT, PRESS), (PULL, OVERHEAD), (SQUAT, PRESS), (PULL, OVERHEAD)),
        minutes=45.0,
        weeks=8,
    )
    return replace(usual, **changes)


def engine(features: Features | None = None, **changes: Any) -> SpotterPolicy:
    return SpotterPolicy(intake(**changes), catalogue(), features or Features())


def results(asked: Prescription, rpe: float | None = None, **flags: bool) -> tuple[LiftResult, ...]:
    """All of it done as prescribed, rated as asked for or at `rpe`."""
    return tuple(
        LiftResult(
            each.lift,
            tuple(RatedSet(one.load_kg or 20.0, one.reps, rpe or one.target_rpe, **flags) for one in each.sets),
        )
        for each in asked.lifts
    )


def train(policy: SpotterPolicy, days: Sequence[int], rpe: float | None = None, told: Wellness = FINE) -> None:
    for day in days:
        asked = policy.plan_session(day, told)
        policy.observe(SessionResult(day, results(asked, rpe), session_rpe=7.0))


def weeks(first: int, last: int) -> list[int]:
    return [7 * week + day for week in range(first, last) for day in DAYS]


def loads(asked: Prescription) -> dict[str, float | None]:
    return {each.lift: each.sets[0].load_kg for each in asked.lifts}


def total(asked: Prescription) -> float:
    return sum(load_kg or 0 for load_kg in loads(asked).values())


def sets(asked: Prescription) -> dict[str, int]:
    return {each.lift: len(each.sets) for each in asked.lifts}


class PlanTests(SimpleTestCase):
    def test_it_plans_the_lifts_of_each_day_in_the_time_there_is(self) -> None:
        for level in ("beginner", "intermediate", "advanced"):
            for minutes in (30.0, 45.0, 75.0):
                with self.subTest(level=level, minutes=minutes):
                    policy = engine(level=level, minutes=minutes)
                    for week in policy.spec.weeks:
                        self.assertEqual(len(week.sessions), len(DAYS))
                        for session, lifts in zip(week.sessions, intake().days, strict=True):
                            self.assertEqual({item.exercise for item in session.items}, set(lifts))
                            self.assertLessEqual(session_minutes(session, catalogue()), minutes)

    def test_it_begins_with_what_was_told(self) -> None:
        light, heavy = (
            loads(engine(lifts=tuple(LiftIntake(slug, kg * more, "tested", 2.5) for slug, kg in TOLD_KG.items()))
                  .plan_session(0, FINE))
            for more in (0.8, 1.2)
        )  # fmt: skip
        for slug, load_kg in light.items():
            self.assertLess(load_kg or 0, heavy[slug] or 0)
            self.assertTrue(0.6 < (heavy[slug] or 0) / (1.2 * TOLD_KG[slug]) < 0.9)

    def test_it_keeps_to_the_steps_of_each_bar(self) -> None:
        policy = engine(lifts=tuple(LiftIntake(slug, kg, "self_report", 5.0) for slug, kg in TOLD_KG.items()))
        for load_kg in loads(policy.plan_session(0, FINE)).values():
            self.assertEqual((load_kg or 0) % 5, 0)

    def test_it_gives_a_day_without_a_session_the_next_planned_one(self) -> None:
        policy = engine()
        self.assertEqual(list(loads(policy.plan_session(2, FINE))), [SQUAT, PRESS])  # the third, planned for day 3
        policy.observe(SessionResult(2, ()))
        self.assertEqual(list(loads(policy.plan_session(3, FINE))), [PULL, OVERHEAD])

    def test_it_asks_for_nothing_when_the_block_is_over(self) -> None:
        self.assertEqual(engine(weeks=4).plan_session(40, FINE), Prescription(40, (), 0.0))

    def test_it_spends_fewer_sets_in_the_weeks_before_a_test_and_none_after_it(self) -> None:
        policy = engine(weeks=8, test_day=54)
        usual, last = policy.spec.weeks[4], policy.spec.weeks[7]
        self.assertLess(sum(item.sets for item in last.sessions[0].items), sum(i.sets for i in usual.sessions[0].items))
        self.assertLess(max(session.on for session in last.sessions), date_of(54))


class StartTests(SimpleTestCase):
    """The plan that the product generates begins where the engine that was simulated begins."""

    def test_it_asks_the_same_of_main_lifts_for_strength(self) -> None:
        for level in ("beginner", "intermediate", "advanced"):
            with self.subTest(level=level):
                ours = {item.exercise: item for item in engine(level=level).spec.weeks[0].sessions[0].items}
                theirs = [
                    item
                    for session in self.generated(level).weeks[0].sessions
                    for item in session.items
                    if item.exercise in ours and item.role == "main"
                ]
                self.assertTrue(theirs)
                for item in theirs:
                    self.assertEqual(_dose(item), _dose(ours[item.exercise]), item.exercise)
                    self.assertLessEqual(item.sets, ours[item.exercise].sets)

    def generated(self, level: str) -> PlanSpec:
        start_on = date_of(0)
        return generate(
            Intent(
                primary_goal="strength", experience_level=level, time_availability_h=4.0, days_per_week=4, weeks=4,
                equipment=frozenset().union(*(gear for each in catalogue() for gear in each.equipment)),
                start_on=start_on, today=start_on,
                known_lifts=tuple(KnownLift(slug, kg, 1) for slug, kg in TOLD_KG.items()),
            ),
            catalogue(),
            map(str, count(1)).__next__,
        )  # fmt: skip


def _dose(item: Item) -> tuple[object, ...]:
    return item.reps_min, item.reps_max, item.target_rpe, item.rest_s


class TrainingTests(SimpleTestCase):
    def test_it_adds_load_while_the_work_goes_as_asked(self) -> None:
        policy = engine()
        before = loads(policy.plan_session(0, FINE))
        train(policy, weeks(0, 4))
        for slug, load_kg in loads(policy.plan_session(28, FINE)).items():
            self.assertGreater(load_kg or 0, before[slug] or 0)

    def test_it_takes_load_from_what_fails_again(self) -> None:
        policy = engine()
        before = loads(policy.plan_session(0, FINE))
        for day in (0, 3):
            asked = policy.plan_session(day, FINE)
            short = tuple(
                LiftResult(each.lift, tuple(RatedSet(one.load_kg or 0, 1, 10.0, failed=True) for one in each.sets))
                for each in asked.lifts
            )
            policy.observe(SessionResult(day, short))
        for slug, load_kg in loads(policy.plan_session(7, FINE)).items():
            self.assertLess(load_kg or 0, before[slug] or 0)

    def test_it_leads_back_after_a_break(self) -> None:
        policy, rested = engine(), engine()
        train(policy, weeks(0, 2))
        train(rested, weeks(0, 2))
        away, here = policy.plan_session(14 + 21, FINE), rested.plan_session(14, FINE)
        for slug in (SQUAT, PRESS):
            self.assertLess(loads(away)[slug] or 0, loads(here)[slug] or 0)
            self.assertLess(sets(away)[slug], sets(here)[slug])
        self.assertLess(away.lifts[0].sets[0].target_rpe, here.lifts[0].sets[0].target_rpe)

    def test_it_leaves_a_lift_that_hurt_out_for_a_week(self) -> None:
        policy = engine()
        asked = policy.plan_session(0, FINE)
        squat, press = results(asked)
        policy.observe(SessionResult(0, (replace(squat, pain=6), press)))
        self.assertEqual(list(loads(policy.plan_session(3, FINE))), [PRESS])
        self.assertIn(SQUAT, loads(policy.plan_session(7, FINE)))

    def test_it_lets_nothing_rise_that_hurt_until_two_sessions_were_fine(self) -> None:
        policy = engine()
        first = policy.plan_session(0, FINE)
        squat, press = results(first, rpe=6.0)
        policy.observe(SessionResult(0, (replace(squat, pain=5), press)))
        train(policy, (7,), rpe=6.0)
        self.assertLessEqual(loads(policy.plan_session(10, FINE))[SQUAT] or 0, loads(first)[SQUAT] or 0)

    def test_it_does_the_same_for_the_same_athlete(self) -> None:
        one, two = engine(), engine()
        for policy in (one, two):
            train(policy, weeks(0, 5), rpe=8.5)
        self.assertEqual(one.spec, two.spec)
        self.assertEqual(one.estimate(SQUAT, 40), two.estimate(SQUAT, 40))

    def test_it_keeps_no_more_of_a_long_history(self) -> None:
        policy = engine(weeks=16)
        held = []
        for first, last in ((0, 10), (10, 16)):
            train(policy, weeks(first, last))
            desk = policy.desk
            held.append([len(each) for each in (desk.dones, desk.told, desk.surprises, desk.reports, desk.days)])
        self.assertEqual(held[0], held[1])


class AdviceTests(SimpleTestCase):
    def test_it_answers_the_sets_just_done(self) -> None:
        policy = engine()
        train(policy, weeks(0, 2))
        asked = policy.plan_session(14, FINE)
        first = asked.lifts[0].sets[0]
        easy, hard = (
            policy.next_set(SQUAT, [RatedSet(first.load_kg or 0, first.reps, rpe)]).load_kg or 0 for rpe in (5.0, 10.0)
        )
        self.assertGreater(easy, first.load_kg or 0)
        self.assertLess(hard, first.load_kg or 0)

    def test_it_stops_when_all_sets_are_done(self) -> None:
        policy = engine()
        asked = policy.plan_session(0, FINE).lifts[0]
        done = [RatedSet(one.load_kg or 0, one.reps, 8.0) for one in asked.sets]
        self.assertEqual(
            [policy.next_set(SQUAT, done[:n]).stop for n in range(len(done) + 1)], [False] * len(done) + [True]
        )

    def test_it_knows_no_lift_that_the_session_does_not_have(self) -> None:
        policy = engine()
        with self.assertRaises(LookupError):
            policy.next_set(SQUAT, [])
        policy.plan_session(0, FINE)
        with self.assertRaises(KeyError):
            policy.next_set(PULL, [])


class FeatureTests(SimpleTestCase):
    def test_it_leaves_the_number_of_sets_alone_without_volume(self) -> None:
        policy = engine(Features(volume=False), weeks=8)
        planned = [[item.sets for item in week.sessions[0].items] for week in policy.spec.weeks]
        train(policy, weeks(0, 7))
        rules = {cause.split(":")[0] for cause in policy.desk.causes}
        self.assertNotIn("volume", rules)
        self.assertEqual([[item.sets for item in week.sessions[0].items] for week in policy.spec.weeks], planned)

    def test_it_keeps_to_the_first_load_without_advice_between_sets(self) -> None:
        policy = engine(Features(set_by_set=False))
        train(policy, weeks(0, 2))
        first = policy.plan_session(14, FINE).lifts[0].sets[0]
        answers = {
            policy.next_set(SQUAT, [RatedSet(first.load_kg or 0, first.reps, rpe)]).load_kg for rpe in (5.0, 10.0)
        }
        self.assertEqual(answers, {first.load_kg})

    def test_it_lowers_the_first_load_on_a_bad_day_and_not_without_wellness(self) -> None:
        for wellness, expected in ((True, True), (False, False)):
            with self.subTest(wellness=wellness):
                one, two = (engine(Features(wellness=wellness)) for _ in range(2))
                for policy in (one, two):
                    train(policy, weeks(0, 3))
                fine, bad = total(one.plan_session(21, FINE)), total(two.plan_session(21, BAD))
                self.assertEqual(bad < fine, expected)

    def test_it_takes_ratings_at_their_word_without_the_rater(self) -> None:
        with_rater, without = engine(), engine(Features(rater=False))
        for policy in (with_rater, without):
            train(policy, weeks(0, 2), rpe=6.0)
        self.assertLess(without.estimate(SQUAT, 14)[0], with_rater.estimate(SQUAT, 14)[0])
        self.assertEqual(without.desk.state_now(SQUAT).mean[3], 0.0)
        self.assertEqual(without.desk.state_now(SQUAT).covariance[9], 0.0)
