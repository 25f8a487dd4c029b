"""Sample sizes, many tests at once, wording arms, off-policy values, fidelity."""

from __future__ import annotations

import numpy as np
from django.test import SimpleTestCase

from coaching.core.effects.arms import arm_probabilities, chances_of_best
from coaching.core.effects.fidelity import Light, Tally, drawn, missing_z
from coaching.core.effects.inference import benjamini_hochberg, information, needed, power
from coaching.core.effects.offpolicy import is_worse, value

POINTS = 56


class SizeTests(SimpleTestCase):
    def test_it_needs_as_many_athletes_as_were_computed_elsewhere_e7(self) -> None:
        """28 days of two slots, available 6 times in 10, three controls, 80 % power."""
        baseline = ((0.30, 99), (0.40, 65), (0.50, 44))
        cases = [(0.10, 0.5, 96), (0.10, 0.2, 148), (0.10, 0.1, 262), (0.15, 0.5, 44), (0.20, 0.5, 26)]
        # A habit of which sending makes the chance 1.15 times as large, in standard deviations.
        cases += [(0.15 * share / (share * (1 - share)) ** 0.5, 0.5, n) for share, n in baseline]
        for size, p, expected in cases:
            with self.subTest(size=size, p=p):
                told = information([0.6] * POINTS, p, [1.0] * POINTS)
                self.assertEqual(needed(size, told, 3), expected)
                self.assertLess(power(expected - 1, size, told, 3), 0.8)

    def test_it_says_that_nothing_would_be_enough(self) -> None:
        self.assertIsNone(needed(1e-6, [[1.0]], 3))
        self.assertEqual(power(3, 0.5, [[10.0]], 3), 0.0)


class ManyTests(SimpleTestCase):
    def test_it_adjusts_for_how_many_questions_there_are_a11(self) -> None:
        told = [0.010, 0.040, 0.030, 0.005]  # by hand: sorted .005 .01 .03 .04, times 4/1 4/2 4/3 4/4
        np.testing.assert_allclose(benjamini_hochberg(told), [0.02, 0.04, 0.04, 0.02])
        self.assertEqual(benjamini_hochberg([]), [])
        self.assertEqual(benjamini_hochberg([0.9, 0.9]), [0.9, 0.9])

    def test_it_finds_too_much_in_five_of_a_hundred_of_nothing_a11(self) -> None:
        rng = np.random.default_rng(1)
        found = [min(benjamini_hochberg(rng.random(20).tolist())) < 0.05 for _trial in range(1000)]
        self.assertLess(np.mean(found), 0.07)
        self.assertGreater(np.mean(found), 0.03)


class ArmTests(SimpleTestCase):
    def test_it_prefers_what_is_answered_and_gives_nothing_up_e11(self) -> None:
        shares = arm_probabilities([60, 40, 10], [100, 100, 100])
        self.assertAlmostEqual(sum(shares), 1)
        self.assertGreater(shares[0], 0.85)
        self.assertGreaterEqual(min(shares), 0.05)

    def test_it_knows_the_chance_to_be_best_where_it_is_known_e11(self) -> None:
        np.testing.assert_allclose(chances_of_best([0, 0, 0], [0, 0, 0]), [1 / 3] * 3, atol=1e-9)
        # Beta(2, 1) against Beta(1, 1): the first is larger twice as often.
        np.testing.assert_allclose(chances_of_best([1, 0], [1, 0]), [2 / 3, 1 / 3], atol=1e-6)

    def test_it_refuses_a_floor_that_leaves_nothing(self) -> None:
        with self.assertRaises(ValueError):
            arm_probabilities([1, 1, 1], [2, 2, 2], floor=0.4)


class OffPolicyTests(SimpleTestCase):
    """300 people, 20 points each, sent with one half; sending adds 0.2 in the evening and takes 0.2 in the morning."""

    def setUp(self) -> None:
        rng = np.random.default_rng(1)
        self.subjects = np.repeat(np.arange(300), 20)
        self.evening = rng.random(6000) < 0.5
        self.sent = (rng.random(6000) < 0.5).astype(int)
        self.rewards = 0.4 + 0.2 * self.sent * np.where(self.evening, 1, -1) + rng.normal(0, 0.3, 6000)

    def worth(self, evening: float, morning: float, rows: slice = slice(None)) -> object:
        return value(
            subjects=self.subjects[rows], actions=self.sent[rows], logged=np.full(6000, 0.5)[rows],
            proposed=np.where(self.evening, evening, morning)[rows], rewards=self.rewards[rows],
        )  # fmt: skip

    def test_it_values_a_policy_that_was_never_used_a8(self) -> None:
        found = self.worth(0.9, 0.1)
        self.assertAlmostEqual(found.mean, 0.4 + 0.5 * 0.2 * 0.9 - 0.5 * 0.2 * 0.1, delta=0.02)  # type: ignore[attr-defined]
        self.assertTrue(3000 < found.effective < 4500, found)  # type: ignore[attr-defined]

    def test_it_lets_a_better_policy_in_and_keeps_a_worse_one_out_a8(self) -> None:
        current = self.worth(0.5, 0.5)
        self.assertFalse(is_worse(self.worth(0.9, 0.1), current))  # type: ignore[arg-type]
        self.assertTrue(is_worse(self.worth(0.1, 0.9), current))  # type: ignore[arg-type]

    def test_it_keeps_out_what_one_person_alone_speaks_for_a8(self) -> None:
        alone = self.worth(0.9, 0.1, slice(0, 20))
        self.assertEqual(alone.low, float("-inf"))  # type: ignore[attr-defined]


class FidelityTests(SimpleTestCase):
    def test_it_lights_up_beyond_three_and_four_standard_errors_a9(self) -> None:
        for taken, expected in ((550, "yellow"), (547, "green"), (564, "red"), (436, "red"), (500, "green")):
            with self.subTest(taken):
                self.assertEqual(Tally(1000, taken, 500, 250).light, expected)
        self.assertEqual(Tally().light, Light.GREEN)

    def test_it_adds_slices_up_to_the_whole_a9(self) -> None:
        whole = sum((drawn(place % 3 == 0, 0.3) for place in range(90)), Tally())
        self.assertEqual((whole.count, whole.taken), (90, 30))
        self.assertAlmostEqual(whole.z, (30 - 27) / (90 * 0.21) ** 0.5)

    def test_it_turns_red_for_56_to_44_within_about_a_thousand_sends_and_not_for_a_fair_draw_a9(self) -> None:
        """Looked at after each send, in 2000 simulated years; the seed is fixed."""
        rng = np.random.default_rng(1)

        def red_by(share: float, sends: int) -> float:
            taken = np.cumsum(rng.random((2000, sends)) < share, axis=1)
            count = np.arange(1, sends + 1)
            z = (taken - count / 2) / np.sqrt(count / 4)
            return float((np.abs(z[:, 49:]) > 4).any(axis=1).mean())

        self.assertGreater(red_by(0.56, 1000), 0.45)
        self.assertGreater(red_by(0.56, 1500), 0.75)
        self.assertLess(red_by(0.5, 1000), 0.005)

    def test_it_compares_what_is_missing_in_both_arms_e12(self) -> None:
        self.assertEqual(missing_z(1000, 100, 1000, 100), 0)
        self.assertGreater(missing_z(1000, 160, 1000, 80), 4)
        self.assertEqual(missing_z(10, 9, 1000, 0), 0)
