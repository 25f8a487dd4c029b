"""Which days, which weeks: the small decisions behind every plan."""

from __future__ import annotations

from datetime import timedelta

from django.test import SimpleTestCase

from plans.core.generate.days import Layout, layout, longest_run
from plans.core.generate.phases import shapes
from plans.core.intent import History, Intent
from tests.plans.generate.base import MONDAY, intent

ALL = frozenset(range(7))


class LayoutTests(SimpleTestCase):
    def test_it_spreads_days_round_the_week(self) -> None:
        for hard, days in ((1, (0,)), (2, (0, 3)), (3, (0, 2, 4)), (4, (0, 1, 3, 5))):
            with self.subTest(hard=hard):
                self.assertEqual(Layout(days, ()), layout(ALL, ALL, hard, 0, max_run=2))

    def test_it_fills_the_gaps_with_easy_days(self) -> None:
        self.assertEqual(Layout((0, 2, 4), (1, 3, 5, 6)), layout(ALL, ALL, 3, 4, max_run=2))

    def test_a_run_goes_on_over_the_end_of_the_week(self) -> None:
        self.assertIsNone(layout(frozenset({0, 1, 6}), ALL, 3, 0, max_run=2))

    def test_six_days_cannot_be_had_without_four_in_a_row(self) -> None:
        self.assertIsNone(layout(ALL, ALL, 6, 0, max_run=3))
        self.assertIsNotNone(layout(ALL, ALL, 5, 0, max_run=3))

    def test_the_weeks_around_count(self) -> None:
        found = layout(frozenset({0, 3}), ALL, 1, 0, max_run=1, around=frozenset({-1}))

        self.assertEqual(Layout((3,), ()), found)

    def test_days_that_the_athlete_named_win_a_tie(self) -> None:
        self.assertEqual(Layout((1, 4), ()), layout(ALL, ALL, 2, 0, max_run=2, preferred=frozenset({1, 4})))

    def test_a_run_is_only_of_the_days_asked_about(self) -> None:
        self.assertEqual(1, longest_run((5,), around=(0, 1, 2)))
        self.assertEqual(3, longest_run((1,), around=(0, 2, 5)))


class ShapeTests(SimpleTestCase):
    def phases(self, wanted: Intent) -> str:
        return "".join(shape.phase[0] for shape in shapes(wanted))

    def test_four_weeks_build_and_intensify(self) -> None:
        self.assertEqual("aaii", self.phases(intent(weeks=4)))

    def test_deloads_come_as_often_as_the_level_needs_them(self) -> None:
        for level, weeks in (("beginner", [8, 16]), ("intermediate", [6, 12]), ("advanced", [5, 10, 15])):
            with self.subTest(level=level):
                found = [shape.number for shape in shapes(intent(experience_level=level, weeks=16)) if shape.is_deload]
                self.assertEqual(weeks, found)

    def test_a_plan_of_less_than_six_weeks_needs_no_deload(self) -> None:
        self.assertFalse(any(shape.is_deload for shape in shapes(intent(experience_level="advanced", weeks=5))))

    def test_the_weeks_run_up_to_the_event(self) -> None:
        wanted = intent(experience_level="advanced", event_on=MONDAY + timedelta(days=80), weeks=None)

        self.assertEqual("tt", self.phases(wanted)[-2:])
        self.assertEqual(12, len(shapes(wanted)))

    def test_no_deload_stands_close_before_a_taper(self) -> None:
        for days in range(40, 112, 7):
            for level in ("intermediate", "advanced"):
                found = shapes(intent(experience_level=level, event_on=MONDAY + timedelta(days=days), weeks=None))
                taper = next(shape.number for shape in found if shape.phase == "taper")
                with self.subTest(days=days, level=level):
                    self.assertTrue(all(taper - shape.number >= 4 for shape in found if shape.is_deload))

    def test_the_week_after_the_event_is_easy(self) -> None:
        found = shapes(intent(event_on=MONDAY + timedelta(days=20), weeks=5))

        self.assertEqual(["taper", "deload"], [found[2].phase, found[3].phase])

    def test_two_weeks_off_bring_a_way_back_and_thirteen_days_do_not(self) -> None:
        for days, first in ((13, "accumulation"), (14, "return")):
            with self.subTest(days=days):
                history = History(last_trained_on=MONDAY - timedelta(days=days))
                self.assertEqual(first, shapes(intent(history=history, weeks=6))[0].phase)
