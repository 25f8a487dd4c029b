import json
from dataclasses import replace
from math import exp
from unittest import TestCase

from science.effort import RatedSet, set_loss
from science.estimator import (
    LiftState,
    MalformedState,
    Session,
    depletion,
    from_dict,
    initial,
    observe,
    predict,
    replay,
    to_dict,
)
from science.refusals import OutOfRange, UnknownName
from science.strength import e1rm_kg, load_kg
from tests.science import textbook

START = initial("intermediate", 120, "self_report", day=100)
AS_EXPECTED = (RatedSet(100, 5, 8), RatedSet(100, 5, 8.5), RatedSet(97.5, 5, 8.5))
SESSIONS: dict[str, tuple[RatedSet, ...]] = {
    "as expected": AS_EXPECTED,
    "one set": (RatedSet(102.5, 3, 9),),
    "far from failure": (RatedSet(60, 5, 3), RatedSet(60, 5, 4)),
    "much stronger": (RatedSet(140, 8, 7),),
    "done though predicted to fail": (RatedSet(119, 4, 10), RatedSet(115, 4, 9.5)),
    "failed": (RatedSet(105, 5, 9), RatedSet(105, 3, failed=True), RatedSet(95, 5, 8)),
    "no chance": (RatedSet(500, 2, failed=True),),
    "mixed": (
        RatedSet(60, 5, 4, warm_up=True),
        RatedSet(100, 6, 8),
        RatedSet(100, 6),
        RatedSet(0, 10, 7),
        RatedSet(100, 0, 10, failed=True),
        RatedSet(100, 5, 9),
    ),
}


def day_after_day(state: LiftState, sets: tuple[RatedSet, ...], days: int) -> LiftState:
    for _ in range(days):
        state, _ = observe(predict(state, 1), sets)
    return state


class StartTests(TestCase):
    def test_it_starts_from_the_guess_the_level_and_the_basis(self) -> None:
        state = initial("beginner", 80, "body_weight", k=0.021, day=7)
        self.assertAlmostEqual(exp(state.mean[0]), 80)
        self.assertAlmostEqual(exp(state.mean[2]), 0.021)
        self.assertAlmostEqual(exp(state.mean[3]), 1.2)
        self.assertEqual((state.mean[1], state.covariance[4]), (0.0035, 0.0020**2))
        self.assertEqual((state.covariance[0], state.covariance[7], state.covariance[9]), (0.25**2, 0.24**2, 0.18**2))
        self.assertEqual((state.sessions, state.surprise, state.dispersion, state.day), (0, 0, 1, 7))

    def test_it_refuses_what_it_has_no_prior_for(self) -> None:
        for level, basis in (("elite", "guess"), ("beginner", "horoscope")):
            with self.subTest(level=level), self.assertRaises(UnknownName):
                initial(level, 100, basis)
        for guess_kg in (0, -10, float("nan"), 2001):
            with self.subTest(guess_kg=guess_kg), self.assertRaises(OutOfRange):
                initial("beginner", guess_kg, "guess")
        with self.assertRaises(OutOfRange):
            initial("beginner", 100, "guess", k=0)


class PassingTimeTests(TestCase):
    def test_it_agrees_with_the_matrix_form(self) -> None:
        state = observe(START, AS_EXPECTED)[0]
        for days in (0.5, 1, 3, 28, 400):
            with self.subTest(days=days):
                mean, p = textbook.predicted(list(state.mean), textbook.full(state), days)
                later = predict(state, days)
                for fast, slow in zip(later.mean, mean, strict=True):
                    self.assertAlmostEqual(fast, slow, delta=1e-12)
                assert_close(self, textbook.full(later), p)

    def test_it_damps_the_trend(self) -> None:
        gain = predict(START, 3000).mean[0] - START.mean[0]
        self.assertAlmostEqual(gain, START.mean[1] / (1 - exp(-1 / 120)), places=6)

    def test_it_moves_the_day_and_keeps_the_dispersion(self) -> None:
        later = predict(replace(START, sessions=4, surprise=9.0), 2.5)
        self.assertEqual((later.day, later.sessions, later.surprise), (102.5, 4, 9.0))

    def test_it_leaves_the_state_alone_when_no_time_passes(self) -> None:
        self.assertIs(predict(START, 0), START)

    def test_it_forgets_no_more_after_ten_years(self) -> None:
        self.assertEqual(predict(START, 3650).covariance, predict(START, 36500).covariance)

    def test_it_refuses_to_go_back(self) -> None:
        for days in (-0.1, float("nan"), float("inf")):
            with self.subTest(days=days), self.assertRaises(OutOfRange):
                predict(START, days)


class LearningTests(TestCase):
    def test_it_agrees_with_the_matrix_form(self) -> None:
        trained = predict(day_after_day(START, (RatedSet(100, 5, 8),), 5), 3)
        for name, sets in SESSIONS.items():
            for state in (START, trained, replace(trained, surprise=40.0)):
                for shift in (0.0, -0.03):
                    with self.subTest(name, sessions=state.sessions, shift=shift):
                        mean, p, z, day_offset = textbook.observed(state, list(sets), shift)
                        after, innovation = observe(state, sets, shift)
                        assert innovation is not None
                        for fast, slow in zip(after.mean, mean, strict=True):
                            self.assertAlmostEqual(fast, slow, delta=1e-12)
                        assert_close(self, textbook.full(after), p)
                        self.assertAlmostEqual(innovation.z, z, delta=1e-10)
                        self.assertAlmostEqual(innovation.day_offset, day_offset, delta=1e-12)

    def test_it_learns_nothing_from_sets_that_say_nothing(self) -> None:
        silent = (RatedSet(60, 5, 6, warm_up=True), RatedSet(100, 5), RatedSet(0, 5, 8), RatedSet(100, 0, 10))
        for sets in ((), silent):
            with self.subTest(sets=len(sets)):
                self.assertEqual(observe(START, sets), (START, None))

    def test_it_lets_unrated_sets_tire_the_next(self) -> None:
        fresh, _ = observe(START, [RatedSet(100, 5, 8)])
        tired, innovation = observe(START, [RatedSet(100, 5), RatedSet(100, 5, 8)])
        self.assertGreater(tired.mean[0], fresh.mean[0])
        self.assertEqual(innovation and innovation.sets, 1)

    def test_it_ignores_warm_ups_altogether(self) -> None:
        self.assertEqual(
            observe(START, [RatedSet(60, 8, 5, warm_up=True), RatedSet(100, 5, 8)]),
            observe(START, [RatedSet(100, 5, 8)]),
        )

    def test_it_rises_after_easy_sets_and_falls_after_hard_ones(self) -> None:
        easy, _ = observe(START, [RatedSet(100, 5, 6.5)])
        hard, _ = observe(START, [RatedSet(100, 5, 10)])
        self.assertGreater(easy.mean[0], START.mean[0])
        self.assertLess(hard.mean[0], START.mean[0])

    def test_it_falls_after_a_failed_set_whatever_its_rating(self) -> None:
        done, _ = observe(START, [RatedSet(105, 4, 8)])
        failed, innovation = observe(START, [RatedSet(105, 4, 8, failed=True)])
        self.assertLess(failed.mean[0], START.mean[0])
        self.assertLess(failed.mean[0], done.mean[0])
        self.assertEqual(failed, observe(START, [RatedSet(105, 4, failed=True)])[0])
        assert innovation is not None
        self.assertLess(innovation.z, 0)

    def test_it_still_rises_when_a_set_was_done_that_should_have_failed(self) -> None:
        after, _ = observe(START, [RatedSet(119, 5, 10)])
        self.assertGreater(after.mean[0], START.mean[0])

    def test_it_asks_less_of_a_bad_day(self) -> None:
        bad, _ = observe(START, AS_EXPECTED, wellness_shift=-0.03)
        usual, _ = observe(START, AS_EXPECTED)
        self.assertGreater(bad.mean[0], usual.mean[0])

    def test_it_never_corrects_the_rating_scale_but_remembers_its_doubt(self) -> None:
        after = day_after_day(START, AS_EXPECTED, 30)
        self.assertEqual(after.mean[3], START.mean[3])
        self.assertEqual(after.covariance[9], START.covariance[9])
        self.assertNotEqual(after.covariance[3], 0)

    def test_it_weighs_a_report_by_its_prediction_and_never_by_itself(self) -> None:
        def z(rpe: float) -> float:
            innovation = observe(START, [RatedSet(100, 5, 8), RatedSet(95, 5, rpe)])[1]
            assert innovation is not None
            return innovation.z

        self.assertAlmostEqual(z(9) - z(10), z(4) - z(5), places=12)
        self.assertGreater(z(9) - z(10), 0.01)

    def test_it_gates_a_report_that_cannot_be_true(self) -> None:
        believed = observe(START, [RatedSet(115, 5, 8)])[1]
        typo, innovation = observe(START, [RatedSet(300, 5, 8)])
        assert believed is not None and innovation is not None
        self.assertFalse(believed.is_gated)
        self.assertTrue(innovation.is_gated)
        self.assertLess(exp(typo.mean[0]), 150)

    def test_it_reports_todays_form(self) -> None:
        good, bad = observe(START, [RatedSet(100, 5, 6.5)])[1], observe(START, [RatedSet(100, 5, 10)])[1]
        assert good is not None and bad is not None
        self.assertGreater(good.day_offset, 0)
        self.assertLess(bad.day_offset, 0)
        self.assertLess(good.day_offset, good.value)

    def test_it_learns_more_from_a_second_set(self) -> None:
        one, _ = observe(START, AS_EXPECTED[:1])
        three, _ = observe(START, AS_EXPECTED)
        self.assertLess(three.covariance[0], one.covariance[0])
        self.assertLess(one.covariance[0], START.covariance[0])


class DispersionTests(TestCase):
    def test_it_counts_sessions_and_their_capped_surprise(self) -> None:
        after, innovation = observe(replace(START, sessions=5, surprise=2.0), AS_EXPECTED)
        assert innovation is not None
        self.assertEqual(after.sessions, 6)
        self.assertAlmostEqual(after.surprise, 2.0 + 0.8 * innovation.z**2)  # (10 + 2)/(10 + 6) lies below the floor
        shocked, shock = observe(START, [RatedSet(300, 5, 8)])
        assert shock is not None
        self.assertGreater(shock.z**2, 9)
        self.assertAlmostEqual(shocked.surprise, 10 / 11 * 9)

    def test_it_stays_within_its_range(self) -> None:
        for sessions, surprise, dispersion in ((0, 0, 1), (90, 0, 0.8), (10, 100, 3), (10, 20, 1.5)):
            with self.subTest(sessions=sessions, surprise=surprise):
                self.assertEqual(replace(START, sessions=sessions, surprise=surprise).dispersion, dispersion)

    def test_it_trusts_an_erratic_rater_less(self) -> None:
        calm, _ = observe(START, AS_EXPECTED)
        erratic, _ = observe(replace(START, sessions=10, surprise=50.0), AS_EXPECTED)
        self.assertGreater(erratic.covariance[0], calm.covariance[0])


class ConvergenceTests(TestCase):
    def test_it_finds_the_strength_behind_consistent_sets_from_a_wrong_guess(self) -> None:
        true_kg = e1rm_kg(100, 5, 2.4)  # reported 2 left, truly 2.4
        for guess_kg in (80, 160):
            with self.subTest(guess_kg=guess_kg):
                state = day_after_day(initial("advanced", guess_kg, "guess"), (RatedSet(100, 5, 8),), 60)
                self.assertAlmostEqual(exp(state.mean[0]) / true_kg, 1, delta=0.04)

    def test_it_finds_a_trend(self) -> None:
        state = initial("intermediate", 120, "tested")
        for session in range(30):
            load = load_kg(120 * exp(0.002 * 3 * session), 5, 2.4)
            state, _ = observe(predict(state, 3), [RatedSet(load, 5, 8)])
        self.assertAlmostEqual(state.mean[1], 0.002, delta=0.0007)


class ReplayTests(TestCase):
    SESSIONS = (Session(102, AS_EXPECTED), Session(105, (RatedSet(102.5, 5, 9),), -0.02), Session(105, AS_EXPECTED[:1]))

    def test_it_repeats_the_single_steps(self) -> None:
        state, _ = observe(predict(START, 2), AS_EXPECTED)
        state, _ = observe(predict(state, 3), self.SESSIONS[1].sets, -0.02)
        state, _ = observe(state, AS_EXPECTED[:1])
        self.assertEqual(replay(START, self.SESSIONS), state)

    def test_it_refuses_sessions_out_of_order(self) -> None:
        with self.assertRaises(OutOfRange):
            replay(START, reversed(self.SESSIONS))


class DepletionTests(TestCase):
    def test_it_adds_up_the_predicted_cost_of_each_set(self) -> None:
        first = set_loss(1 + (120 / 100 - 1) / 0.0333 - 5)
        self.assertAlmostEqual(depletion(START, [RatedSet(100, 5, 8)]), first)
        second = set_loss(1 + (120 * exp(-first) / 100 - 1) / 0.0333 - 5)
        self.assertAlmostEqual(depletion(START, [RatedSet(100, 5, 8), RatedSet(100, 5)]), first + second)

    def test_it_charges_a_failed_set_in_full_and_others_by_prediction(self) -> None:
        self.assertAlmostEqual(depletion(START, [RatedSet(60, 5, failed=True)]), 0.042)
        self.assertEqual(depletion(START, [RatedSet(60, 5, 10)]), depletion(START, [RatedSet(60, 5, 4)]))
        self.assertGreater(depletion(START, [RatedSet(100, 5, 8)], -0.03), depletion(START, [RatedSet(100, 5, 8)]))

    def test_it_charges_nothing_for_warm_ups(self) -> None:
        self.assertEqual(depletion(START, [RatedSet(60, 5, warm_up=True)]), 0)


class StorageTests(TestCase):
    def test_it_comes_back_exactly_through_json(self) -> None:
        state = day_after_day(START, AS_EXPECTED, 7)
        self.assertEqual(from_dict(json.loads(json.dumps(to_dict(state)))), state)

    def test_it_refuses_a_broken_state(self) -> None:
        good = to_dict(START)
        for name, broken in (
            ("missing", {key: value for key, value in good.items() if key != "mean"}),
            ("too short", {**good, "covariance": good["covariance"][:9]}),
            ("too long", {**good, "mean": [*good["mean"], 0.0]}),
            ("no number", {**good, "day": "Tuesday"}),
            ("null", {**good, "mean": None}),
            ("not finite", {**good, "surprise": float("inf")}),
        ):
            with self.subTest(name):
                with self.assertRaises(MalformedState) as refusal:
                    from_dict(broken)
                self.assertEqual(refusal.exception.code, "malformed_state")


def assert_close(test: TestCase, left: textbook.Matrix, right: textbook.Matrix) -> None:
    for fast_row, slow_row in zip(left, right, strict=True):
        for fast, slow in zip(fast_row, slow_row, strict=True):
            test.assertAlmostEqual(fast, slow, delta=1e-12 + 1e-9 * abs(slow))
