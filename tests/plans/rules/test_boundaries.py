"""On the threshold a plan is still sound; one step beyond it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.test import SimpleTestCase

from plans.core.intent import History
from plans.core.rules.base import Case
from plans.core.rules.judge import judge
from plans.core.spec import Item
from plans.core.thresholds import THRESHOLDS
from tests.plans.rules.athletes import MONDAY, lift
from tests.plans.rules.breaking import add, asked, item, items, of, only, sessions, week


def held(slug: str, duration_s: int) -> Case:
    timed = item(1, 0, 4, exercise=slug, reps_min=None, reps_max=None, duration_s=duration_s)
    return of("hypertensive", timed)


def quads(presses: int) -> Case:
    """A grower's leg day with ten leg extensions and so many leg presses."""
    day = (lift("leg-press", presses, id="press"), lift("leg-extension", 10, id="extension"))
    return of("grower", sessions(lambda each: replace(each, items=day), 1, 1))


def away(usual: float) -> Case:
    history = History(last_trained_on=MONDAY - timedelta(days=20), weekly_sets=(usual,))
    one_set = items(lambda each: replace(each, sets=1))
    return of("beginner", asked(history=history), one_set)


def first_week(*lifts: Item) -> Case:
    """A beginner whose first week is one session of these."""
    one_day = week(1, sessions=of("beginner").spec.weeks[0].sessions[:1])
    return of("beginner", one_day, sessions(lambda each: replace(each, items=lifts), 1))


def places(case: Case) -> set[tuple[str, str]]:
    return {(finding.rule, finding.where) for finding in judge(case)}


class BoundaryTests(SimpleTestCase):
    def test_it_draws_the_line_where_it_says(self) -> None:
        table = {
            "V02": (of("beginner", items(only(("machine-chest-press",), sets=6), 1)),
                    of("beginner", items(only(("machine-chest-press",), sets=6), 1), add(1, 1, lift("cable-fly", 1)))),
            "V03": (quads(1), quads(2)),
            "V04": (of("beginner", add(1, 0, lift("crunch", 8))), of("beginner", add(1, 0, lift("crunch", 9)))),
            "P10": (away(30.0), away(29.0)),
            "T05": (of("beginner", sessions(lambda each: replace(each, items=each.items[:3]))),
                    of("beginner", sessions(lambda each: replace(each, items=each.items[:2])))),
            "C02": (held("childs-pose", 90),
                    held("plank", 31)),
            "I06": (of("lifter", items(only(("back-squat",), rest_s=120))),
                    of("lifter", items(only(("back-squat",), rest_s=119)))),
            "T03": (of("beginner", sessions(lambda each: replace(each, warm_up_min=3))),
                    of("beginner", sessions(lambda each: replace(each, warm_up_min=2)))),
        }  # fmt: skip
        for rule, (sound, broken) in table.items():
            with self.subTest(rule):
                self.assertNotIn(rule, {finding.rule for finding in judge(sound)})
                self.assertIn(rule, {finding.rule for finding in judge(broken)})

    def test_two_to_three_sets_are_as_even_as_three_to_two(self) -> None:
        for legs, hips, is_even in ((2, 3, True), (3, 2, True), (4, 6, True), (2, 4, False), (4, 2, False)):
            case = first_week(lift("goblet-squat", legs), lift("dumbbell-romanian-deadlift", hips))
            with self.subTest(legs=legs, hips=hips):
                self.assertEqual(is_even, ("B02", "week:1") not in places(case))

    def test_a_few_sets_always_remain_after_a_break(self) -> None:
        for usual, sets, is_sound in ((5.0, 4, True), (5.0, 5, False), (3.0, 4, True), (8.0, 4, True)):
            history = History(last_trained_on=MONDAY - timedelta(days=20), weekly_sets=(usual,))
            case = asked(history=history)(first_week(lift("leg-press", 1), lift("push-up", sets - 1)))
            with self.subTest(usual=usual, sets=sets):
                self.assertEqual(is_sound, ("P10", "week:1") not in places(case))

    def test_it_holds_the_numbers_of_the_rubric(self) -> None:
        volume, levels = THRESHOLDS.volume, ("beginner", "intermediate", "advanced")
        for family, least, most in (
            ("general", (2, 4, 4), (12, 16, 20)),
            ("strength", (3, 4, 5), (12, 16, 20)),
            ("hypertrophy", (4, 8, 10), (14, 20, 26)),
        ):
            self.assertEqual(tuple(volume.weekly_min.of(family, level) for level in levels), least)
            self.assertEqual(tuple(volume.weekly_max.of(family, level) for level in levels), most)
        for by_level, wanted in (
            (volume.session_sets_max, (18, 24, 30)),
            (THRESHOLDS.recovery.hard_days_max, (4, 5, 6)),
            (THRESHOLDS.recovery.hard_days_in_row_max, (2, 3, 3)),
            (THRESHOLDS.progression.quality_sessions_max, (1, 3, 3)),
            (THRESHOLDS.balance.compound_share_min, (0.6, 0.4, 0.4)),
        ):
            self.assertEqual(tuple(by_level.of(level) for level in levels), wanted)
        self.assertEqual(THRESHOLDS.balance.push_pull, (0.67, 1.5))
        self.assertEqual(THRESHOLDS.intensity.feasible_slack_reps, 1.5)
