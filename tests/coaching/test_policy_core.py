"""The policy as arithmetic: what it gives, what it learns, when it is refused."""

from __future__ import annotations

import itertools

import numpy as np
from django.test import SimpleTestCase

from coaching.core.effects.learning import Known, Rewards, condition, faults, learn, nothing_known, of_effect
from coaching.core.policy import (
    BASELINE,
    FEATURES,
    REACHED,
    Kind,
    Policy,
    baseline,
    budgeted,
    dose,
    features,
    is_doing_well,
    reward,
)

EYE = tuple(tuple(0.01 * (row == column) for column in range(len(FEATURES))) for row in range(len(FEATURES)))
CONTEXT = {"slot": 1, "weekday": 5, "week_count": 3, "unanswered": 0}


def thompson(mean: float) -> Policy:
    return Policy(3, Kind.THOMPSON, mean=(mean, 0.0, 0.0, 0.0), covariance=EYE)


class ProbabilityTests(SimpleTestCase):
    def test_it_stays_between_a_tenth_and_nine_tenths_whatever_was_learnt_a6(self) -> None:
        for mean, expected in ((5.0, 0.9), (-5.0, 0.1), (0.0, 0.5)):
            with self.subTest(mean):
                self.assertAlmostEqual(thompson(mean).probability(CONTEXT, 14), expected)
        self.assertTrue(0.5 < thompson(0.05).probability(CONTEXT, 14) < 0.9)

    def test_it_gives_one_half_for_the_first_fourteen_days_of_an_athlete_a6(self) -> None:
        policy = thompson(5.0)
        self.assertEqual([policy.probability(CONTEXT, day) for day in (0, 13, 14)], [0.5, 0.5, 0.9])

    def test_it_can_be_stopped_at_one_half_or_draw_nothing_a6(self) -> None:
        self.assertEqual(Policy(1, Kind.CONSTANT).probability({}, 99), 0.5)
        rules = Policy(2, Kind.RULES_ONLY)
        self.assertEqual((rules.probability(CONTEXT, 99), rules.is_experiment), (1.0, False))

    def test_it_decides_also_where_nothing_is_known(self) -> None:
        unknown = {"slot": None, "weekday": None, "week_count": None, "unanswered": None}
        self.assertEqual(features({}), features(unknown))
        self.assertEqual(features({}), (1.0, 0.0, 0.0, 0.0))
        self.assertEqual(len(baseline(CONTEXT)), len(BASELINE))


class LearningTests(SimpleTestCase):
    """Sending helps by 0.3 in a later slot and harms by 0.1 in an earlier one; the baseline is bent on purpose."""

    def rewards(self, count: int, seed: int = 1) -> Rewards:
        rng = np.random.default_rng(seed)
        contexts = [{**CONTEXT, "slot": int(slot)} for slot in rng.integers(0, 2, count)]
        f = np.array([features(each) for each in contexts])
        chances = rng.uniform(0.2, 0.8, count)
        sent = (rng.random(count) < chances).astype(float)
        bent = np.sin(6 * chances)  # explained by nothing that the model has
        return Rewards(
            g=np.array([baseline(each) for each in contexts]), f=f, probabilities=chances, actions=sent,
            rewards=bent + sent * (0.1 + 0.2 * f[:, 2]) + rng.normal(0, 0.3, count),
        )  # fmt: skip

    def known(self, *some: Rewards) -> Known:
        known = nothing_known(len(BASELINE), len(FEATURES))
        for each in some:
            known = learn(known, each)
        return known

    def test_it_learns_the_effect_though_the_baseline_is_wrong_e8(self) -> None:
        mean, covariance = of_effect(self.known(self.rewards(8000)), len(FEATURES))
        policy = Policy(1, Kind.THOMPSON, mean=mean, covariance=covariance)
        later, earlier = ({**CONTEXT, "slot": slot} for slot in (1, 0))
        told = [sum(a * b for a, b in zip(features(each), mean, strict=True)) for each in (later, earlier)]
        np.testing.assert_allclose(told, [0.3, -0.1], atol=0.05)
        self.assertEqual([policy.probability(each, 20) for each in (later, earlier)], [0.9, 0.1])

    def test_it_learns_the_same_night_by_night_as_at_once_e8(self) -> None:
        parts = [self.rewards(300, seed) for seed in (1, 2, 3)]
        for order in itertools.permutations(parts):
            known = self.known(*order)
            np.testing.assert_allclose(known.precision, self.known(*parts).precision, rtol=1e-12)
            np.testing.assert_allclose(known.weighted, self.known(*parts).weighted, rtol=1e-9)
        self.assertEqual(known.points, 900)

    def test_it_refuses_what_nothing_should_be_learnt_from_a7(self) -> None:
        good = self.known(self.rewards(300))
        broken = Known(good.precision, good.weighted * np.nan, 300)
        steep = Known(np.diag([1e-9, *[1.0] * (len(good.weighted) - 1)]), good.weighted, 300)
        cases: tuple[tuple[list[str], tuple[Known, list[bool], bool]], ...] = (
            ([], (good, [False] * 10, False)),
            (["fidelity_red"], (good, [False] * 10, True)),
            (["outcomes_missing"], (good, [True] * 4 + [False] * 6, False)),
            ([], (good, [True] * 3 + [False] * 7, False)),
            (["not_finite"], (broken, [False], False)),
            (["ill_conditioned"], (steep, [False], False)),
        )
        for expected, told in cases:
            with self.subTest(expected):
                self.assertEqual(faults(*told), expected)
        self.assertLess(condition(good), 1e8)


class RewardTests(SimpleTestCase):
    def test_it_counts_how_much_was_sent_lately_e9(self) -> None:
        self.assertEqual(dose([]), 0)
        self.assertAlmostEqual(dose([True] * 20), 1)
        self.assertAlmostEqual(dose([True]), (1 / 14) / (1 - (13 / 14) ** 14))
        self.assertGreater(dose([True, False, False]), dose([False, False, True]))

    def test_it_charges_for_speaking_to_who_does_well_or_heard_much_e9(self) -> None:
        self.assertEqual(reward(1, True, 0.9, True), 1 - 0.06)
        self.assertEqual(reward(1, True, 0.6, True), 1 - 0.02)
        self.assertEqual(reward(1, True, 0.6, False), 1)
        self.assertEqual(reward(0, False, 0.9, True), 0)
        self.assertTrue(is_doing_well([True] * 12 + [False] * 2))
        self.assertFalse(is_doing_well([True] * 11 + [False] * 3))
        self.assertFalse(is_doing_well([True] * 13))

    def test_it_spreads_what_is_left_of_a_day_e10(self) -> None:
        for left, ahead, expected in ((0, 3, 0.1), (1, 1, 0.5), (2, 0, 0.9), (1, 3, 0.25), (5, 1, 0.9)):
            with self.subTest(left=left, ahead=ahead):
                self.assertEqual(budgeted(left, ahead), expected)

    def test_it_keeps_a_learnt_policy_within_the_week_e10(self) -> None:
        """The expected number of prompts of a policy that would always speak: no more than the week holds, and as many
        on its last days as on its first."""
        eager = Policy(1, Kind.THOMPSON, mean=(9.0,) * 4, covariance=tuple(
            tuple(float(row == column) / 100 for column in range(4)) for row in range(4)
        ))  # fmt: skip
        for weekly, unanswered, most in ((7, 0, 7.0), (3, 0, 3.0), (7, 4, 2.6)):
            sent, late = 0.0, 0.0
            for place in range(14):  # two slots a day; REACHED of them have something to say
                context = {
                    "slots": 2, "slot": place % 2, "weekday": place // 2, "day_count": 0, "week_count": sent,
                    "max_per_day": 2, "max_per_week": weekly, "unanswered": unanswered,
                }  # fmt: skip
                p = eager.probability(context, 20)
                sent += REACHED * p
                late += REACHED * p * (place >= 8)
            with self.subTest(weekly=weekly, unanswered=unanswered):
                self.assertLessEqual(sent, most)
                self.assertGreater(late, 0.3 * sent)

    def test_it_leaves_the_warm_up_and_a_constant_as_they_are_e10(self) -> None:
        spent = {
            "slots": 2, "slot": 0, "weekday": 0, "day_count": 1, "week_count": 6, "max_per_day": 2, "max_per_week": 7,
            "unanswered": 0,
        }  # fmt: skip
        learnt = Policy(1, Kind.THOMPSON, mean=(9.0, 0, 0, 0), covariance=((0.1, 0, 0, 0),) * 4)
        self.assertEqual(learnt.probability(spent, 13), 0.5)
        self.assertEqual(Policy(1, Kind.CONSTANT, constant=0.6).probability(spent, 99), 0.6)
        self.assertLess(learnt.probability(spent, 14), 0.2)
