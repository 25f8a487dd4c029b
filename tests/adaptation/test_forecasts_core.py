"""Forecasts made before a session, and how they are scored against "same as last time"."""

from __future__ import annotations

import random
from dataclasses import replace
from math import sqrt

from django.test import SimpleTestCase

from adaptation.core import forecasts
from adaptation.core.forecasts import BETTER, EQUAL, WORSE, Expected, Planned
from science import estimator, forecast, strength
from science.effort import RatedSet, rpe_from_rir
from science.forecast import Interval
from tests.adaptation.cases import state_of

DRAWS = 800
SETTLED = (0.02**2, 0.0, 0.0, 0.0, 1e-8, 0.0, 0.0, 0.05**2, 0.0, 0.05**2)  # what is left to doubt after many sessions


def rated(load_kg: float = 100.0, reps: int = 8, rpe: float | None = 8.0, **how: bool) -> RatedSet:
    return RatedSet(load_kg, reps, rpe, **how)


def scored(error: float, same: float, told: float = 7.0, half: float = 1.0) -> Expected:
    """A forecast that was off by `error`, where "same as last time" was off by `same`."""
    middle = told + error
    return Expected(100.0, 8, Interval(middle, middle - half, middle + half), told, told + same)


class FirstRatedTests(SimpleTestCase):
    def test_it_takes_the_first_working_set_that_says_how_hard_it_was(self) -> None:
        good = rated()
        for name, sets, place in (
            ("warm-up before it", [rated(60.0, warm_up=True), good], 1),
            ("unrated before it", [rated(rpe=None), good], 1),
            ("no load", [rated(0.0), good], 1),
            ("no rep", [rated(reps=0), good], 1),
            ("failed counts as rated", [rated(rpe=None, failed=True), good], 0),
            ("nothing", [rated(rpe=None)], None),
            ("no set", [], None),
        ):
            with self.subTest(name):
                found = forecasts.first_rated(sets)
                self.assertEqual(found and found[0], place)

    def test_it_reads_the_strength_that_a_set_points_to(self) -> None:
        self.assertAlmostEqual(forecasts.pointed_e1rm_kg([rated(rpe=8.0)]) or 0, strength.e1rm_kg(100.0, 8, 2.0))
        self.assertIsNone(forecasts.pointed_e1rm_kg([rated(rpe=None)]))


class ForetellTests(SimpleTestCase):
    def setUp(self) -> None:
        self.state = state_of(130.0)

    def test_it_repeats_last_times_rating_for_the_same_work(self) -> None:
        last = forecasts.pointed_e1rm_kg([rated(rpe=8.5)]) or 0.0
        found = forecasts.foretell(self.state, [rated(rpe=6.0)], last)
        assert found is not None
        self.assertAlmostEqual(found.same_rpe, 8.5)
        self.assertEqual(found.told_rpe, 6.0)

    def test_it_expects_a_full_ten_of_more_than_last_times_strength(self) -> None:
        found = forecasts.foretell(self.state, [rated(140.0, 3, 10.0)], 120.0)
        assert found is not None
        self.assertEqual(found.same_rpe, 10.0)

    def test_it_does_not_look_at_what_it_forecasts(self) -> None:
        found = [forecasts.foretell(self.state, [rated(rpe=rpe)], 125.0) for rpe in (6.0, 10.0)]
        self.assertEqual(len({each.rpe.value for each in found if each}), 1)

    def test_it_expects_more_effort_after_sets_that_nobody_rated(self) -> None:
        fresh = forecasts.foretell(self.state, [rated()], 125.0)
        tired = forecasts.foretell(self.state, [rated(rpe=None), rated(rpe=None), rated()], 125.0)
        assert fresh is not None and tired is not None
        self.assertGreater(tired.rpe.value, fresh.rpe.value)

    def test_it_tells_the_load_for_what_was_planned(self) -> None:
        found = forecasts.foretell(self.state, [rated(100.0, 8, 9.0)], 125.0, Planned(8, 8.0))
        assert found is not None and found.planned_kg is not None
        self.assertLess(found.planned_kg.low, found.planned_kg.value)
        self.assertLess(found.planned_kg.value, found.planned_kg.high)
        self.assertLess(found.shown_kg or 0, 100.0)  # RPE 9 where 8 was planned: a little too heavy
        self.assertAlmostEqual(found.same_kg or 0, strength.load_kg(125.0, 8, 2.0))

    def test_it_forecasts_nothing_where_nothing_was_rated(self) -> None:
        self.assertIsNone(forecasts.foretell(self.state, [rated(rpe=None)], 125.0))

    def test_it_comes_back_from_storage_as_it_was(self) -> None:
        for planned in (None, Planned(8, 8.0)):
            found = forecasts.foretell(self.state, [rated()], 125.0, planned)
            assert found is not None
            self.assertEqual(forecasts.read([None, forecasts.to_dict(found)]), [found])
        self.assertIsNone(forecasts.to_dict(None))

    def test_it_looks_ahead_at_planned_work(self) -> None:
        told = forecasts.ahead(self.state, Planned(8, 8.0), 100.0)
        self.assertIsNotNone(told.rpe)
        self.assertIsNone(forecasts.ahead(self.state, Planned(8, 8.0), None).rpe)

    def test_it_expects_the_planned_effort_of_the_load_that_fits(self) -> None:
        sure = replace(self.state, covariance=SETTLED)
        fits = forecasts.ahead(sure, Planned(8, 8.0), forecasts.ahead(sure, Planned(8, 8.0), None).planned_kg.value).rpe
        assert fits is not None
        self.assertAlmostEqual(fits.value, 8.0, delta=0.3)


class ComparedTests(SimpleTestCase):
    def claim(self, pairs: list[tuple[float, float]]) -> str | None:
        return forecasts.compared([ours for ours, _ in pairs], [same for _, same in pairs])

    def test_it_claims_nothing_below_eight_sessions(self) -> None:
        self.assertIsNone(self.claim([(0.1, 3.0)] * 7))
        self.assertEqual(self.claim([(0.1, 3.0)] * 8), BETTER)

    def test_it_calls_worse_what_is_worse_without_waiting_for_proof(self) -> None:
        noisy = [(0.0, 1.5), (2.5, 0.0)] * 4
        self.assertEqual(self.claim(noisy), WORSE)

    def test_it_calls_nothing_better_that_may_be_luck(self) -> None:
        noisy = [(0.0, 2.5), (1.5, 0.0)] * 4
        self.assertEqual(self.claim(noisy), EQUAL)

    def test_it_calls_alike_equal(self) -> None:
        self.assertEqual(self.claim([(1.0, 1.0)] * 20), EQUAL)
        self.assertEqual(self.claim([(1.04, 1.0), (0.99, 1.0)] * 10), EQUAL)

    def test_it_calls_any_error_worse_than_a_rule_that_never_erred(self) -> None:
        self.assertEqual(self.claim([(0.2, 0.0)] * 8), WORSE)

    def test_it_claims_falsely_in_few_cases_of_chance(self) -> None:
        rng = random.Random(7)
        runs = 400
        better = sum(
            self.claim([(abs(rng.gauss(0, 1)), abs(rng.gauss(0, 1))) for _ in range(8)]) == BETTER for _ in range(runs)
        )
        self.assertLess(better / runs, 0.08)  # one-sided 5 % and its own sampling error

    def test_it_knows_students_t(self) -> None:
        for freedom, published in ((7, 1.8946), (10, 1.8125), (30, 1.6973), (1000, 1.6464)):
            with self.subTest(freedom):
                self.assertAlmostEqual(forecasts._t_90(freedom), published, delta=0.004 * published)


class ScoreTests(SimpleTestCase):
    def test_it_has_none_without_forecasts(self) -> None:
        self.assertIsNone(forecasts.score([]))

    def test_it_means_absolute_errors_and_counts_what_lay_inside(self) -> None:
        found = forecasts.score([scored(0.5, -1.0), scored(-0.5, 1.0), scored(1.5, 1.0), scored(-1.0, 1.0)])
        assert found is not None
        self.assertEqual((found.n, found.rpe_error, found.same_rpe_error), (4, 0.875, 1.0))
        self.assertEqual(found.inside.value, 0.75)  # the edge itself still counts as inside
        self.assertEqual((found.loads, found.load_error_percent), (0, None))

    def test_it_scores_loads_in_percent_of_what_the_rating_points_to(self) -> None:
        one = replace(scored(0.0, 0.0), planned_kg=Interval(105.0, 95.0, 115.0), shown_kg=100.0, same_kg=98.0)
        found = forecasts.score([one, scored(0.0, 0.0)])
        assert found is not None
        self.assertEqual(found.loads, 1)
        self.assertAlmostEqual(found.load_error_percent or 0, 5.0)
        self.assertAlmostEqual(found.same_load_error_percent or 0, 2.0)

    def test_it_gives_shares_with_wilsons_interval(self) -> None:
        for inside, n, low, high in ((9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)):
            with self.subTest((inside, n)):
                share = forecasts.wilson(inside, n)
                self.assertAlmostEqual(share.low, low, places=4)
                self.assertAlmostEqual(share.high, high, places=4)


class CalibrationTests(SimpleTestCase):
    def test_its_ranges_hold_nine_ratings_of_ten_from_its_own_model(self) -> None:
        """Strength, curve, scale, day and rating drawn as the model believes; shown ranges are a little wider."""
        rng = random.Random(11)
        state = replace(state_of(130.0), covariance=SETTLED)
        mm, _, _, _, _, _, _, kk, _, gg = state.covariance
        mu, beta, kappa, gamma = state.mean
        held = 0
        for _ in range(DRAWS):
            strength_today = mu + rng.gauss(0, sqrt(mm)) + rng.gauss(0, estimator.DAY_SD)
            truth = replace(state, mean=(strength_today, beta, rng.gauss(kappa, sqrt(kk)), rng.gauss(gamma, sqrt(gg))))
            left, noise = forecast._left(truth, 100.0, 6, 0.0)
            told = rpe_from_rir(rng.gauss(left, noise))
            found = forecast.rpe_range(state, 100.0, 6)
            held += found.low <= told <= found.high
        self.assertTrue(0.88 <= held / DRAWS <= 0.97, held / DRAWS)
