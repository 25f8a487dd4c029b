from datetime import UTC, datetime
from typing import Any
from unittest import TestCase

from science.recovery import (
    TAPER_CUT_BAND,
    calls_for_deload,
    deload_signs,
    hard_work_from,
    load_ratio_after_break,
    rir_change_after_break,
    shadow_days,
    steps_after_illness,
    taper_mean_ratio,
    taper_volume_ratio,
    volume_ratio_after_break,
)
from science.refusals import OutOfRange


class DeloadTests(TestCase):
    def test_it_sees_each_sign_at_its_threshold_and_not_before(self) -> None:
        cases: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
            ("weaker_than_expected", {"innovations": [-0.81] * 8}, {"innovations": [-0.8] * 8}),
            ("weaker_than_expected", {"innovations": [-2.0] * 8}, {"innovations": [-2.0] * 7}),
            ("harder_sessions", {"session_rpe_change": 1.0}, {"session_rpe_change": 0.9}),
            ("low_readiness", {"readiness_by_day": [0, *[-1.1] * 5]}, {"readiness_by_day": [-1.1] * 4}),
            ("low_readiness", {"readiness_by_day": [-1.1] * 5}, {"readiness_by_day": [-1.1, -1.1, -1.0, -1.1, -1.1]}),
            ("low_completion", {"completion_percent": [100, 84, 84]}, {"completion_percent": [84, 84, 85]}),
        )
        for sign, present, absent in cases:
            with self.subTest(sign):
                self.assertEqual(deload_signs(**present), (sign,))
                self.assertEqual(deload_signs(**absent), ())

    def test_it_sees_nothing_in_nothing(self) -> None:
        self.assertEqual(deload_signs(), ())

    def test_it_needs_two_signs_and_some_distance(self) -> None:
        for signs, days, called in (
            (("low_readiness",), None, False),
            (("low_readiness", "low_completion"), None, True),
            (("low_readiness", "low_completion"), 21, True),
            (("low_readiness", "low_completion"), 20, False),
        ):
            with self.subTest(signs=signs, days=days):
                self.assertEqual(calls_for_deload(signs, days), called)


class TaperTests(TestCase):
    def test_it_falls_from_all_to_the_end_share(self) -> None:
        self.assertEqual(taper_volume_ratio(0), 1)
        self.assertAlmostEqual(taper_volume_ratio(14), 0.25)
        self.assertAlmostEqual(taper_volume_ratio(7), 0.5)

    def test_it_cuts_as_much_as_the_studies_found_best(self) -> None:
        self.assertTrue(TAPER_CUT_BAND[0] <= 1 - taper_mean_ratio() <= TAPER_CUT_BAND[1])

    def test_it_refuses_odd_tapers(self) -> None:
        for day, days, end_ratio in (
            (0, 22, 0.25),
            (0, 0, 0.25),
            (0, 14, 0),
            (0, 14, 1),
            (15, 14, 0.25),
            (-1, 14, 0.25),
        ):
            with self.subTest(day=day, days=days, end_ratio=end_ratio), self.assertRaises(OutOfRange):
                taper_volume_ratio(day, days, end_ratio)


class BreakTests(TestCase):
    def test_it_lowers_the_load_by_half_a_percent_a_day_beyond_ten(self) -> None:
        for days_off, ratio in ((0, 1), (10, 1), (14, 0.98), (30, 0.90), (50, 0.80), (365, 0.80)):
            with self.subTest(days_off=days_off):
                self.assertAlmostEqual(load_ratio_after_break(days_off), ratio)

    def test_it_adds_a_rep_in_reserve_when_the_load_falls(self) -> None:
        self.assertEqual([rir_change_after_break(days) for days in (10, 11)], [0, 1])

    def test_it_brings_the_volume_back_over_four_weeks(self) -> None:
        self.assertEqual([volume_ratio_after_break(14, week) for week in (1, 2, 3, 4, 5)], [0.5, 0.7, 0.8, 0.9, 1])
        self.assertEqual(volume_ratio_after_break(13, 1), 1)

    def test_it_refuses_breaks_and_weeks_that_cannot_be(self) -> None:
        self.assertRaises(OutOfRange, load_ratio_after_break, -1)
        self.assertRaises(OutOfRange, volume_ratio_after_break, 20, 0)


class IllnessTests(TestCase):
    def test_it_waits_a_full_day(self) -> None:
        last = datetime(2026, 3, 28, 20, 30, tzinfo=UTC)
        self.assertEqual(hard_work_from(last), datetime(2026, 3, 29, 20, 30, tzinfo=UTC))

    def test_it_takes_the_last_steps_after_a_short_illness_and_all_after_a_week(self) -> None:
        for days, expected in (
            (0, ()), (1, (0.9,)), (2, (0.9,)), (3, (0.8, 0.9)), (6, (0.7, 0.8, 0.9)), (7, (0.5, 0.7, 0.8, 0.9)),
            (40, (0.5, 0.7, 0.8, 0.9)),
        ):  # fmt: skip
            with self.subTest(days=days):
                self.assertEqual(steps_after_illness(days), expected)
        with self.assertRaises(OutOfRange):
            steps_after_illness(-1)

    def test_it_puts_as_many_days_down_to_it_as_it_had_up_to_a_week(self) -> None:
        self.assertEqual([shadow_days(days) for days in (0, 3, 7, 20)], [0, 3, 7, 7])
