from unittest import TestCase

from science.refusals import OutOfRange, UnknownName
from science.volume import (
    LANDMARKS,
    MuscleWork,
    balance_ratio,
    fractional_sets,
    fractional_sets_by_group,
    is_balanced,
    next_weekly_sets,
    start_sets,
)


class FractionalSetTests(TestCase):
    def test_it_credits_primary_muscles_fully_and_secondary_ones_by_half(self) -> None:
        rows = [MuscleWork(3, ("lats", "upper_back"), ("biceps",)), MuscleWork(2, ("biceps",))]
        self.assertEqual(fractional_sets(rows), {"lats": 3, "upper_back": 3, "biceps": 3.5})

    def test_it_counts_a_muscle_once_that_is_named_twice(self) -> None:
        self.assertEqual(fractional_sets([MuscleWork(4, ("quads",), ("quads",))]), {"quads": 4})

    def test_it_counts_a_set_once_for_a_group(self) -> None:
        rows = [MuscleWork(3, ("lats",), ("upper_back", "biceps")), MuscleWork(4, ("chest",), ("rear_delts",))]
        groups = fractional_sets_by_group(rows)
        self.assertEqual(groups, {"back": 3, "biceps": 1.5, "chest": 4, "side_rear_delts": 2})

    def test_it_counts_nothing_for_no_work(self) -> None:
        self.assertEqual(fractional_sets([]), {})


class WeeklySetTests(TestCase):
    def test_it_starts_by_level(self) -> None:
        self.assertEqual([start_sets(level) for level in ("beginner", "intermediate", "advanced")], [6, 10, 12])
        with self.assertRaises(UnknownName) as refusal:
            start_sets("elite")
        self.assertEqual(refusal.exception.code, "unknown_name")

    def test_it_changes_a_little_at_a_time(self) -> None:
        for current, wanted, allowed in (
            (10, 20, 12),
            (8, 20, 9.6),
            (3, 10, 4),
            (0, 10, 1),
            (12, 4, 10),
            (1, 0, 0),
            (10, 11, 11),
            (19, 30, 20),
            (25, 30, 23),
        ):
            with self.subTest(current=current, wanted=wanted):
                self.assertAlmostEqual(next_weekly_sets(current, wanted), allowed)

    def test_it_refuses_a_negative_volume(self) -> None:
        with self.assertRaises(OutOfRange):
            next_weekly_sets(-1, 5)

    def test_it_orders_the_landmarks_of_every_group(self) -> None:
        for name, marks in LANDMARKS.items():
            with self.subTest(name):
                self.assertTrue(0 <= marks.minimum <= marks.working[0] < marks.working[1] <= marks.cap)


class BalanceTests(TestCase):
    def test_it_finds_the_band(self) -> None:
        for sets, opposing, balanced in (
            (10, 10, True),
            (6.7, 10, True),
            (6.6, 10, False),
            (15, 10, True),
            (15.1, 10, False),
            (5, 0, False),
            (0, 5, False),
            (0, 0, True),
        ):
            with self.subTest(sets=sets, opposing=opposing):
                self.assertEqual(is_balanced(sets, opposing), balanced)

    def test_it_has_no_ratio_over_nothing(self) -> None:
        self.assertIsNone(balance_ratio(5, 0))
        self.assertEqual(balance_ratio(5, 10), 0.5)
