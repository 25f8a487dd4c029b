from unittest import TestCase

from science.readiness import advice, is_notable, readiness, strength_shift, z_score


class ZScoreTests(TestCase):
    def test_it_needs_seven_values(self) -> None:
        self.assertIsNone(z_score(5, [7] * 6))
        self.assertIsNotNone(z_score(5, [7] * 7))

    def test_it_keeps_a_floor_under_a_steady_raters_spread(self) -> None:
        self.assertAlmostEqual(z_score(6, [7] * 10) or 0, -1.25)


class ReadinessTests(TestCase):
    def test_it_weighs_sleep_stress_and_recovery(self) -> None:
        self.assertAlmostEqual(readiness(-2, 1, 0.5) or 0, -0.9 - 0.35 + 0.1)

    def test_it_takes_a_missing_part_as_usual_and_nothing_as_unknown(self) -> None:
        self.assertAlmostEqual(readiness(None, 2, None) or 0, -0.7)
        self.assertEqual(readiness(0, None, None), 0)
        self.assertIsNone(readiness(None, None, None))

    def test_it_shifts_strength_a_little_and_within_three_percent(self) -> None:
        for z_sleep, z_stress, shift in ((1, 0, 0.01), (0, 1, -0.008), (-4, 3, -0.03), (5, -5, 0.03), (None, None, 0)):
            with self.subTest(z_sleep=z_sleep, z_stress=z_stress):
                self.assertAlmostEqual(strength_shift(z_sleep, z_stress), shift)

    def test_it_ignores_small_differences(self) -> None:
        self.assertFalse(is_notable(-0.49))
        self.assertTrue(is_notable(-0.5))
        self.assertTrue(is_notable(0.5))

    def test_it_offers_less_only_when_readiness_is_low(self) -> None:
        for value, code, sets_change, rir_change in (
            (3.0, "as_planned", 0, 0),
            (-1.0, "as_planned", 0, 0),
            (-1.01, "ease", -1, 1),
            (-2.0, "ease", -1, 1),
            (-2.01, "rest", 0, 0),
        ):
            with self.subTest(readiness=value):
                offer = advice(value)
                self.assertEqual((offer.code, offer.sets_change, offer.rir_change), (code, sets_change, rir_change))
