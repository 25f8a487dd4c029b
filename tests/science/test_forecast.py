from dataclasses import replace
from math import exp, log, sqrt
from random import Random
from statistics import NormalDist, fmean, stdev
from unittest import TestCase

from science.effort import RatedSet
from science.estimator import DAY_SD, SET_SD, LiftState, depletion, initial, observe, predict
from science.forecast import (
    Today,
    chance_too_hard,
    chance_trend_below,
    e1rm_kg,
    expected_reps,
    expected_rpe,
    interval_may_be_narrow,
    next_load_kg,
    plateau_claim,
    plateau_probability,
    rated_load_kg,
    reps_to_failure,
    rpe_range,
    target_load_kg,
    weekly_trend,
)
from science.refusals import OutOfRange
from science.strength import K0, load_kg
from tests.science import textbook

START = initial("intermediate", 120, "self_report")
TRAINED = observe(predict(START, 2), [RatedSet(100, 5, 8), RatedSet(100, 5, 9)])[0]
NOISY = replace(TRAINED, sessions=10, surprise=35.0)
SETTLED = replace(START, covariance=(0.02**2, 0.0, 0.0, 0.0, 1e-8, 0.0, 0.0, 0.05**2, 0.0, 0.05**2))


class E1RMTests(TestCase):
    def test_it_shows_a_wider_interval_than_the_model_believes(self) -> None:
        shown, bare = e1rm_kg(START), e1rm_kg(START, widening=1)
        self.assertAlmostEqual(shown.value, 120)
        self.assertAlmostEqual(bare.high, 120 * exp(1.645 * 0.08))
        self.assertAlmostEqual(bare.low, 120 * exp(-1.645 * 0.08))
        self.assertAlmostEqual(log(shown.high / shown.value), 1.15 * log(bare.high / bare.value))

    def test_it_widens_for_an_erratic_rater_and_never_narrows_for_a_steady_one(self) -> None:
        steady = replace(TRAINED, sessions=100, surprise=0.0)
        self.assertEqual(e1rm_kg(steady), e1rm_kg(replace(TRAINED, sessions=0, surprise=0.0)))
        ratio = log(e1rm_kg(NOISY).high / e1rm_kg(NOISY).value) / log(e1rm_kg(steady).high / e1rm_kg(steady).value)
        self.assertAlmostEqual(ratio, sqrt(45 / 20))

    def test_it_warns_where_intervals_tend_to_be_narrow(self) -> None:
        self.assertTrue(interval_may_be_narrow(START, "beginner"))
        self.assertTrue(interval_may_be_narrow(NOISY, "advanced"))
        self.assertFalse(interval_may_be_narrow(START, "advanced"))


class TrendTests(TestCase):
    def test_it_gives_the_weekly_change_with_its_interval(self) -> None:
        trend = weekly_trend(START)
        self.assertAlmostEqual(trend.value, exp(7 * 0.0011) - 1)
        self.assertAlmostEqual(log(1 + trend.high) - log(1 + trend.value), 7 * 1.645 * 1.15 * 0.0009)
        self.assertLess(trend.low, trend.value)

    def test_it_doubts_progress_by_trend_and_threshold(self) -> None:
        self.assertAlmostEqual(plateau_probability(START), NormalDist().cdf(-0.0011 / 0.0009))
        self.assertAlmostEqual(plateau_probability(START, 0.0011), 0.5)
        self.assertGreater(plateau_probability(NOISY), plateau_probability(replace(NOISY, surprise=0.0)))

    def test_it_is_sure_of_a_trend_without_spread(self) -> None:
        self.assertEqual(chance_trend_below(0.0, 0.0), 1)
        self.assertEqual(chance_trend_below(0.001, 0.0), 0)

    def test_it_claims_little_and_late(self) -> None:
        for now, before, claim in (
            (0.7, None, "likely"),
            (0.69, 0.5, "slowed"),
            (0.5, 0.5, "slowed"),
            (0.69, 0.49, None),
            (0.49, 0.9, None),
            (0.6, None, None),
        ):
            with self.subTest(now=now, before=before):
                self.assertEqual(plateau_claim(now, before), claim)


class NextLoadTests(TestCase):
    def test_it_follows_the_reps_curve(self) -> None:
        self.assertAlmostEqual(target_load_kg(START, 5, 2), load_kg(120, 5, 2))

    def test_it_goes_lighter_when_tired_or_off_form_and_heavier_on_a_good_day(self) -> None:
        usual = target_load_kg(START, 5, 2)
        for today, factor in (
            (Today(depletion=0.03), exp(-0.03)),
            (Today(wellness_shift=-0.02), exp(-0.02)),
            (Today(day_offset=0.01), exp(0.01)),
            (Today(depletion=0.03, wellness_shift=0.02, day_offset=0.01), 1),
        ):
            with self.subTest(today=today):
                self.assertAlmostEqual(target_load_kg(START, 5, 2, today=today), usual * factor)

    def test_it_keeps_the_distance_that_is_asked_for(self) -> None:
        h_kappa = -0.0333 * 6 / (1 + 0.0333 * 6)
        sd = sqrt(0.08**2 + h_kappa**2 * 0.24**2 + DAY_SD**2)
        self.assertAlmostEqual(target_load_kg(START, 5, 2, safety=0.5), load_kg(120, 5, 2) * exp(-0.5 * sd))

    def test_it_counts_what_is_unsure_together(self) -> None:
        h = [1, 0, -exp(TRAINED.mean[2]) * 6 / (1 + exp(TRAINED.mean[2]) * 6), 0]
        p = textbook.full(TRAINED)
        sd = sqrt(sum(h[i] * p[i][j] * h[j] for i in range(4) for j in range(4)) + DAY_SD**2)
        ratio = target_load_kg(TRAINED, 5, 2, safety=1) / target_load_kg(TRAINED, 5, 2)
        self.assertAlmostEqual(log(ratio), -sd, places=12)

    def test_it_rounds_and_keeps_within_a_tenth_of_the_last_load(self) -> None:
        for last_load_kg, expected in ((None, 100), (97.5, 100), (80, 87.5), (130, 117.5), (0, 100)):
            with self.subTest(last_load_kg=last_load_kg):
                self.assertEqual(next_load_kg(START, 5, 2, increment_kg=2.5, last_load_kg=last_load_kg), expected)

    def test_it_can_always_move_by_one_increment_and_never_below_one(self) -> None:
        light = initial("beginner", 40, "guess")
        self.assertEqual(next_load_kg(light, 5, 2, increment_kg=5, last_load_kg=20), 25)
        self.assertEqual(next_load_kg(initial("beginner", 1, "guess"), 15, 4, increment_kg=2.5), 2.5)
        self.assertEqual(next_load_kg(initial("beginner", 5, "guess"), 8, 2, increment_kg=5, last_load_kg=5), 5)

    def test_it_expects_half_of_unsafe_loads_to_be_harder(self) -> None:
        wanted = target_load_kg(START, 5, 2)
        one_rep_more = wanted * exp(0.0333 / (1 + 6 * 0.0333))
        self.assertAlmostEqual(chance_too_hard(START, one_rep_more, 5, 2), 0.5)
        self.assertLess(chance_too_hard(START, wanted, 5, 2), 0.5)
        self.assertLess(
            chance_too_hard(START, wanted, 5, 2, today=Today(day_offset=0.03)), chance_too_hard(START, wanted, 5, 2)
        )

    def test_it_refuses_what_no_set_can_be(self) -> None:
        for reps, rir in ((0, 0), (0.5, 0), (float("nan"), 1)):
            with self.subTest(reps=reps), self.assertRaises(OutOfRange):
                target_load_kg(START, reps, rir)
        with self.assertRaises(OutOfRange):
            chance_too_hard(START, 0, 5, 2)

    def test_it_adjusts_set_by_set_within_the_session(self) -> None:
        planned = next_load_kg(START, 5, 2, increment_kg=0.5)
        for rpe, is_lighter in ((10, True), (6, False)):
            done = [RatedSet(planned, 5, rpe)]
            state, innovation = observe(START, done)
            assert innovation is not None
            today = Today(depletion=depletion(state, done, innovation.day_offset), day_offset=innovation.day_offset)
            following = next_load_kg(state, 5, 2, increment_kg=0.5, last_load_kg=planned, today=today)
            with self.subTest(rpe=rpe):
                self.assertEqual(following < planned, is_lighter)


class ExpectedEffortTests(TestCase):
    def test_it_expects_the_reps_that_the_curve_allows(self) -> None:
        self.assertAlmostEqual(reps_to_failure(START, 100), 1 + 0.2 / 0.0333)
        self.assertAlmostEqual(expected_reps(START, 100, 2).reps, 1 + 0.2 / 0.0333 - 2)
        self.assertEqual(expected_reps(START, 200, 2).reps, 0)
        self.assertLess(
            expected_reps(START, 100, 2, today=Today(depletion=0.04)).reps, expected_reps(START, 100, 2).reps
        )

    def test_it_expects_more_effort_for_more_reps_or_load(self) -> None:
        base = expected_rpe(START, 100, 5)
        self.assertGreater(expected_rpe(START, 100, 6).rpe, base.rpe)
        self.assertGreater(expected_rpe(START, 105, 5).rpe, base.rpe)
        self.assertGreater(expected_rpe(START, 100, 5, today=Today(depletion=0.04)).rpe, base.rpe)

    def test_it_stays_on_the_scale_and_sure_of_the_extremes(self) -> None:
        hopeless, trivial = expected_rpe(TRAINED, 400, 5), expected_rpe(TRAINED, 10, 1)
        self.assertAlmostEqual(hopeless.rpe, 10, places=2)
        self.assertLess(hopeless.sd, 0.05)
        self.assertLess(hopeless.chance_to_complete, 0.001)
        self.assertAlmostEqual(trivial.rpe, 1, places=2)
        self.assertGreater(trivial.chance_to_complete, 0.999)

    def test_it_rates_as_the_athlete_would(self) -> None:
        certain = replace(START, covariance=(0.0,) * 10)
        forecast = expected_rpe(certain, load_kg(120, 5, 3.6), 5)  # truly 3.6 left, reported as 3
        self.assertAlmostEqual(forecast.reps_to_failure, 8.6)
        self.assertAlmostEqual(forecast.rpe, 7, delta=0.05)

    def test_it_is_less_sure_of_a_rating_when_the_scale_is_unknown(self) -> None:
        known = replace(START, covariance=(*START.covariance[:9], 0.0))
        self.assertGreater(expected_rpe(START, 85, 5).sd, expected_rpe(known, 85, 5).sd + 0.05)

    def test_it_matches_what_simulated_athletes_report(self) -> None:
        rng = Random(11)
        for load in (90.0, 100.0, 105.0):
            reports = [self.report(rng, START, load) for _ in range(8000)]
            forecast = expected_rpe(START, load, 5)
            with self.subTest(load=load):
                self.assertAlmostEqual(forecast.rpe, fmean(reports), delta=0.2)
                self.assertAlmostEqual(forecast.sd / stdev(reports), 1, delta=0.12)

    @staticmethod
    def report(rng: Random, state: LiftState, load: float) -> float:
        """One report of an athlete drawn from the diagonal of the state, rated by the rating model."""
        mu, _, kappa, gamma = (
            rng.gauss(mean, sqrt(state.covariance[place])) for mean, place in zip(state.mean, (0, 4, 7, 9), strict=True)
        )
        left = (1 + (exp(mu + rng.gauss(0, DAY_SD)) / load - 1) / exp(kappa) - 5) / exp(gamma)
        return 10 - min(9.0, max(0.0, left + rng.gauss(0, 0.7 + 0.25 * max(left, 0))))

    def test_its_range_holds_about_nine_reports_of_ten_of_simulated_athletes(self) -> None:
        rng = Random(13)
        for load in (90.0, 95.0, 100.0):
            told = rpe_range(SETTLED, load, 5)
            held = fmean(told.low <= self.report(rng, SETTLED, load) <= told.high for _ in range(6000))
            with self.subTest(load=load):
                self.assertTrue(0.89 <= held <= 0.97, held)  # shown ranges are a little wider than the model's own
                self.assertEqual(told.value, expected_rpe(SETTLED, load, 5).rpe)

    def test_its_range_stays_on_the_scale(self) -> None:
        self.assertEqual(rpe_range(START, 119, 5).high, 10.0)
        self.assertEqual(rpe_range(START, 160, 5).low, 10.0)
        easy = rpe_range(START, 20, 5)
        self.assertEqual(easy.low, 1.0)
        self.assertTrue(easy.low <= easy.value <= easy.high < 2.0, easy)

    def test_its_range_widens_with_what_is_unknown(self) -> None:
        wide, narrow = rpe_range(START, 95, 5), rpe_range(SETTLED, 95, 5)
        self.assertGreater(wide.high - wide.low, narrow.high - narrow.low + 0.1)


class RatedLoadTests(TestCase):
    CERTAIN = replace(START, covariance=(0.0,) * 10)

    def test_it_aims_at_the_athletes_own_scale(self) -> None:
        told = rated_load_kg(self.CERTAIN, 5, 8)
        self.assertAlmostEqual(told.value, load_kg(120, 5, 1.2 * 2))  # rated 2 left: truly 2.4
        self.assertLess(told.value, target_load_kg(self.CERTAIN, 5, 2))

    def test_it_counts_the_day_and_the_rating_into_its_range(self) -> None:
        told = rated_load_kg(self.CERTAIN, 5, 8)
        to_failure = 5 + 2.4
        rep = K0 / (1 + K0 * (to_failure - 1))
        sd = sqrt(DAY_SD**2 + (1.2 * 1.2 * rep) ** 2 + SET_SD**2)  # noise of a report of 2: 0.7 + 0.25 × 2
        self.assertAlmostEqual(log(told.high / told.value), 1.645 * 1.15 * sd)
        self.assertAlmostEqual(log(told.value / told.low), 1.645 * 1.15 * sd)
        self.assertGreater(rated_load_kg(START, 5, 8).high / rated_load_kg(START, 5, 8).value, told.high / told.value)

    def test_it_moves_with_the_day_and_refuses_what_is_off_the_scale(self) -> None:
        tired = rated_load_kg(START, 5, 8, today=Today(depletion=0.05))
        self.assertAlmostEqual(tired.value, rated_load_kg(START, 5, 8).value * exp(-0.05))
        for rpe in (0.5, 10.5, float("nan")):
            with self.assertRaises(OutOfRange):
                rated_load_kg(START, 5, rpe)
