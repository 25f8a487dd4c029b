from datetime import timedelta
from math import exp

from django.test import SimpleTestCase

from adaptation.core import estimate
from adaptation.core.estimate import Observation
from science import estimator, strength
from science.effort import RatedSet
from tests.adaptation.cases import LIFT, NOW, sets, state_of


class FirstStateTests(SimpleTestCase):
    def test_it_starts_from_a_lift_that_was_told(self) -> None:
        state = estimate.first_state("beginner", LIFT, NOW, (120.0, "tested"), sets((8,)))
        assert state is not None
        self.assertAlmostEqual(estimate.shown(state).value, 120.0)

    def test_it_starts_from_the_first_set_that_says_enough(self) -> None:
        silent = sets((5,), 40.0, warm_up=True) + sets((8,), rpe=None) + sets((8,), 0.0) + sets((0,), rpe=10.0)
        state = estimate.first_state("beginner", LIFT, NOW, None, silent + sets((8,)))
        assert state is not None
        self.assertTrue(125.0 <= estimate.shown(state).value <= 135.0)

    def test_it_cannot_start_from_sets_that_say_nothing(self) -> None:
        self.assertIsNone(estimate.first_state("beginner", LIFT, NOW, None, sets((8,), rpe=None)))
        self.assertIsNone(estimate.first_state("beginner", LIFT, NOW, None, ()))


class AdvanceTests(SimpleTestCase):
    def test_it_lets_time_pass_and_learns(self) -> None:
        step = estimate.advance(state_of(), Observation(NOW + timedelta(days=3), sets((8, 8, 8), rpe=6.0)))
        self.assertEqual((step.state.sessions, step.state.day - estimate.day_number(NOW)), (1, 3.0))
        self.assertGreater(step.surprise or 0, 0)

    def test_it_only_lets_time_pass_when_nothing_was_told(self) -> None:
        step = estimate.advance(state_of(), Observation(NOW + timedelta(days=3), sets((8,), rpe=None)))
        self.assertEqual((step.state.sessions, step.surprise), (0, None))

    def test_it_looks_ahead_but_never_back(self) -> None:
        state = state_of()
        self.assertGreater(estimate.at_time(state, NOW + timedelta(days=9)).covariance[0], state.covariance[0])
        self.assertEqual(estimate.at_time(state, NOW - timedelta(days=9)), state)

    def test_it_measures_how_far_two_states_lie_apart(self) -> None:
        self.assertEqual(estimate.distance(state_of(), state_of()), 0.0)
        self.assertEqual(estimate.distance(state_of(), estimate.at_time(state_of(), NOW + timedelta(days=2))), 2.0)

    def test_it_tells_the_slope_of_the_reps_curve(self) -> None:
        self.assertAlmostEqual(estimate.curve_of(state_of()), 0.0333)


class CurveTests(SimpleTestCase):
    def test_it_trusts_no_curve_that_nobody_has(self) -> None:
        """Five reps at RPE 8 whatever the load: a log that was filled in by habit."""
        state = estimator.initial("intermediate", 80.0, "self_report")
        for number in range(200):
            sets = [RatedSet(60.0 + 5 * (number % 8), 5, 8.0)] * 3
            state, _ = estimator.observe(estimator.predict(state, 3.0), sets)
        self.assertGreater(exp(state.mean[2]), 2 * estimate.curve_of(state), "the log must mislead the filter")
        self.assertAlmostEqual(estimate.curve_of(state), strength.K0 * exp(3 * strength.K_LOG_SD))

    def test_it_gives_an_ordinary_curve_as_it_was_learnt(self) -> None:
        state = estimator.initial("intermediate", 80.0, "self_report")
        self.assertAlmostEqual(estimate.curve_of(state), strength.K0)
