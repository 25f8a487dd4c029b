from datetime import date
from unittest import TestCase

from science.load import (
    acwr,
    acwr_ewma,
    banister_break_even_days,
    banister_peak_days,
    daily_loads_au,
    ewma_au,
    monotony,
    session_load_au,
    strain_au,
    weekly_load_au,
)
from science.refusals import OutOfRange


class SessionLoadTests(TestCase):
    def test_it_refuses_efforts_off_the_scale_and_negative_time(self) -> None:
        for effort, minutes in ((10.5, 60), (-1, 60), (5, -1), (float("nan"), 60)):
            with self.subTest(effort=effort, minutes=minutes), self.assertRaises(OutOfRange):
                session_load_au(effort, minutes)

    def test_it_counts_days_without_training_as_zero_and_others_not_at_all(self) -> None:
        sessions = [
            (date(2026, 3, 3), 300.0),
            (date(2026, 3, 3), 50.0),
            (date(2026, 3, 5), 10.0),
            (date(2026, 2, 1), 9.0),
        ]
        self.assertEqual(daily_loads_au(sessions, date(2026, 3, 2), date(2026, 3, 4)), (0, 350, 0))

    def test_it_has_no_days_before_the_first(self) -> None:
        self.assertEqual(daily_loads_au([], date(2026, 3, 2), date(2026, 3, 1)), ())

    def test_it_sums_the_last_seven_days(self) -> None:
        self.assertEqual(weekly_load_au([1000, 1, 2, 3, 4, 5, 6, 7]), 28)


class MonotonyTests(TestCase):
    def test_it_is_undefined_without_variation_or_a_full_week(self) -> None:
        for week in ([100] * 7, [0] * 7, [100, 0, 200], []):
            with self.subTest(week=week):
                self.assertIsNone(monotony(week))
                self.assertIsNone(strain_au(700, monotony(week)))

    def test_it_is_capped(self) -> None:
        self.assertEqual(monotony([100, 100, 100, 100, 100, 100, 101]), 5)

    def test_it_looks_at_the_last_week_only(self) -> None:
        week = [600, 200, 400, 500, 100, 650, 0]
        self.assertEqual(monotony([9000, *week]), monotony(week))


class AcuteChronicTests(TestCase):
    def test_it_waits_for_28_days(self) -> None:
        for ratio in (acwr([100] * 27), acwr([100] * 27, coupled=False), acwr_ewma([100] * 27)):
            self.assertIsNone(ratio)
        self.assertEqual(acwr([100] * 28), 1)
        self.assertEqual(acwr_ewma([100] * 28), 1)

    def test_it_is_undefined_over_nothing(self) -> None:
        self.assertIsNone(acwr([0] * 28))
        self.assertIsNone(acwr([0] * 21 + [100] * 7, coupled=False))
        self.assertIsNone(acwr_ewma([0] * 28))

    def test_it_weighs_recent_days_more_by_ewma(self) -> None:
        late, early = [100] * 27 + [300], [300] + [100] * 27
        self.assertGreater(acwr_ewma(late) or 0, acwr_ewma(early) or 0)

    def test_it_has_no_average_of_nothing(self) -> None:
        self.assertIsNone(ewma_au([], 7))


class BanisterTests(TestCase):
    def test_it_refuses_fatigue_that_outlasts_fitness(self) -> None:
        for days in (banister_peak_days, banister_break_even_days):
            for fatigue_days in (42, 60, 0):
                with self.subTest(fatigue_days=fatigue_days), self.assertRaises(OutOfRange):
                    days(42, fatigue_days)
