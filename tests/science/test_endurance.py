from unittest import TestCase

from science.endurance import (
    DEFAULT_SPLIT,
    intensity_split,
    is_pyramidal,
    long_session_max_min,
    next_week_min,
    polarisation_index,
    zone,
)
from science.refusals import OutOfRange


class ZoneTests(TestCase):
    def test_it_reads_the_zone_from_the_effort(self) -> None:
        for rpe, expected in ((0, 1), (4, 1), (4.5, 2), (6.5, 2), (7, 3), (10, 3)):
            with self.subTest(rpe=rpe):
                self.assertEqual(zone(rpe), expected)

    def test_it_refuses_efforts_off_the_scale(self) -> None:
        for rpe in (-1, 11, float("nan")):
            with self.subTest(rpe=rpe), self.assertRaises(OutOfRange):
                zone(rpe)

    def test_it_splits_minutes_by_zone(self) -> None:
        self.assertEqual(intensity_split([(3, 60), (4, 20), (5, 15), (9, 5)]), (0.8, 0.15, 0.05))
        self.assertIsNone(intensity_split([]))
        self.assertIsNone(intensity_split([(5, 0)]))


class DistributionTests(TestCase):
    def test_it_has_no_index_with_an_empty_zone(self) -> None:
        for split in ((0, 0.5, 0.5), (0.8, 0, 0.2), (0.8, 0.2, 0)):
            with self.subTest(split=split):
                self.assertIsNone(polarisation_index(*split))

    def test_it_prescribes_a_pyramid_by_default(self) -> None:
        self.assertTrue(is_pyramidal(*DEFAULT_SPLIT))
        self.assertFalse(is_pyramidal(0.8, 0.05, 0.15))
        self.assertAlmostEqual(sum(DEFAULT_SPLIT), 1)


class GrowthTests(TestCase):
    def test_it_lets_a_week_grow_by_a_tenth_and_one_session_take_a_third(self) -> None:
        self.assertAlmostEqual(next_week_min(200), 220)
        self.assertAlmostEqual(long_session_max_min(200), 60)

    def test_it_refuses_negative_minutes(self) -> None:
        for call in (next_week_min, long_session_max_min):
            with self.assertRaises(OutOfRange):
                call(-1)
