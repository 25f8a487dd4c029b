from math import nan
from unittest import TestCase

from science.effort import RatedSet
from science.refusals import OutOfRange
from science.strength import (
    K0,
    K_LEG_PRESS,
    brzycki_kg,
    chart_load_kg,
    chart_percent,
    curve_k,
    e1rm_kg,
    e1rm_of_set_kg,
    epley_kg,
    load_kg,
    rep_worth,
    reps_to_failure,
    rounded_kg,
    share_of_1rm,
)


class RepsCurveTests(TestCase):
    def test_it_gives_a_single_its_own_load(self) -> None:
        self.assertEqual(e1rm_kg(140, 1), 140)
        self.assertEqual(share_of_1rm(1), 1)

    def test_it_inverts_itself(self) -> None:
        for reps, rir in ((1, 0), (5, 2), (8, 1.5), (12, 0)):
            with self.subTest(reps=reps, rir=rir):
                self.assertAlmostEqual(e1rm_kg(load_kg(150, reps, rir), reps, rir), 150)
                self.assertAlmostEqual(reps_to_failure(share_of_1rm(reps, rir)), reps + rir)

    def test_it_lets_the_leg_press_go_on_longer(self) -> None:
        self.assertEqual(curve_k("leg-press"), K_LEG_PRESS)
        self.assertEqual(curve_k("bench-press"), K0)
        self.assertAlmostEqual(reps_to_failure(0.80, curve_k("leg-press")), 13.1, delta=0.3)

    def test_it_values_a_rep_at_about_three_percent(self) -> None:
        for reps, worth in ((5, 0.0294), (10, 0.0256)):
            with self.subTest(reps=reps):
                self.assertAlmostEqual(rep_worth(reps), worth, places=4)

    def test_it_refuses_less_than_one_rep_and_more_than_all_strength(self) -> None:
        for reps in (0, 0.5, nan):
            with self.subTest(reps=reps):
                self.assertRaises(OutOfRange, share_of_1rm, reps)
                self.assertRaises(OutOfRange, epley_kg, 100, reps)
        for share in (0, -1, 1.01, nan):
            with self.subTest(share=share), self.assertRaises(OutOfRange):
                reps_to_failure(share)


class SetFormulaTests(TestCase):
    def test_it_estimates_from_a_hard_set(self) -> None:
        self.assertAlmostEqual(e1rm_of_set_kg(RatedSet(100, 5, 8), predicted_rir=2) or 0, 119.98)

    def test_it_takes_a_failed_set_without_reserve(self) -> None:
        self.assertEqual(e1rm_of_set_kg(RatedSet(100, 5, 8, failed=True), predicted_rir=0), e1rm_kg(100, 5))

    def test_it_does_not_reach_beyond_what_the_formula_is_good_for(self) -> None:
        cases = (
            ("warm-up", RatedSet(60, 5, 5, warm_up=True), 5.0),
            ("unrated", RatedSet(60, 5), 2.0),
            ("no load", RatedSet(0, 5, 8), 2.0),
            ("no rep", RatedSet(60, 0, 10), 0.0),
            ("R over 12", RatedSet(60, 10, 7.5), 2.5),
            ("predicted RIR over 6", RatedSet(60, 5, 8), 6.5),
        )
        for name, rated_set, predicted_rir in cases:
            with self.subTest(name):
                self.assertIsNone(e1rm_of_set_kg(rated_set, predicted_rir))

    def test_it_keeps_a_set_whose_reported_reserve_is_large(self) -> None:
        self.assertIsNotNone(e1rm_of_set_kg(RatedSet(60, 4, 3), predicted_rir=4))


class ChartTests(TestCase):
    def test_it_reads_the_ends_of_the_usable_chart(self) -> None:
        self.assertEqual(chart_percent(1), 100)
        self.assertEqual(chart_percent(8, 2), 73.9)

    def test_it_is_silent_where_copies_disagree_and_between_the_halves(self) -> None:
        for reps, rir in ((8, 2.5), (12, 0), (5, 0.3), (0, 0)):
            with self.subTest(reps=reps, rir=rir):
                self.assertIsNone(chart_percent(reps, rir))
                self.assertIsNone(chart_load_kg(100, reps, rir, 2.5))


class ClassicFormulaTests(TestCase):
    def test_it_gives_a_true_single_its_own_load(self) -> None:
        self.assertEqual(epley_kg(140, 1), 140)
        self.assertEqual(brzycki_kg(140, 1), 140)

    def test_it_refuses_brzycki_above_twelve(self) -> None:
        self.assertIsNotNone(brzycki_kg(100, 12))
        self.assertIsNone(brzycki_kg(100, 12, 0.5))
        self.assertIsNone(brzycki_kg(100, 37))


class RoundingTests(TestCase):
    def test_it_rounds_to_the_nearest_step_and_half_way_down(self) -> None:
        for wanted, increment, rounded in (
            (121.65, 2.5, 122.5),
            (121.25, 2.5, 120),
            (121.26, 2.5, 122.5),
            (0.4, 2.5, 2.5),
            (-5, 2.5, 2.5),
            (0.3, 0.1, 0.3),
            (101, 5, 100),
        ):
            with self.subTest(wanted=wanted, increment=increment):
                self.assertEqual(rounded_kg(wanted, increment), rounded)

    def test_it_refuses_an_impossible_increment(self) -> None:
        for increment in (0, -2.5, nan, float("inf")):
            with self.subTest(increment=increment), self.assertRaises(OutOfRange):
                rounded_kg(100, increment)
