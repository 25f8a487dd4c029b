from math import isfinite, log
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from science.effort import RatedSet, rating_noise_reps, rir_from_rpe, rpe_from_rir, set_loss
from science.endurance import intensity_split
from science.estimator import LiftState, depletion, from_dict, initial, observe, predict, to_dict
from science.forecast import (
    Today,
    chance_too_hard,
    e1rm_kg,
    expected_reps,
    expected_rpe,
    next_load_kg,
    plateau_probability,
    weekly_trend,
)
from science.load import MONOTONY_CAP, acwr, acwr_ewma, monotony
from science.readiness import SHIFT_CAP, strength_shift
from science.strength import chart_percent, epley_kg, load_kg, reps_to_failure, rounded_kg, share_of_1rm
from science.strength import e1rm_kg as curve_e1rm_kg
from science.volume import next_weekly_sets
from tests.science import textbook

quick = settings(deadline=None, max_examples=60, derandomize=True)

loads = st.just(0.0) | st.floats(0.01, 2000)
ratings = st.none() | st.floats(1, 10)
rated_sets = st.builds(
    RatedSet, st.floats(-50, 2000), st.integers(0, 1000), ratings, failed=st.booleans(), warm_up=st.booleans()
)
sessions = st.lists(rated_sets, max_size=6)
gaps = st.floats(0, 4000)
shifts = st.floats(-SHIFT_CAP, SHIFT_CAP)
starts = st.builds(
    initial,
    st.sampled_from(["beginner", "intermediate", "advanced"]),
    st.floats(0.5, 1000),
    st.sampled_from(["tested", "self_report", "guess", "body_weight"]),
)
histories = st.lists(st.tuples(gaps, sessions, shifts), max_size=8)
plausible = st.builds(RatedSet, st.floats(85, 115), st.integers(3, 8), st.floats(6, 10))


def lived(state: LiftState, history: list[tuple[float, list[RatedSet], float]]) -> LiftState:
    for gap, sets, shift in history:
        state, _ = observe(predict(state, gap), sets, shift)
    return state


def is_positive_semidefinite(matrix: textbook.Matrix) -> bool:
    """Whether a Cholesky factor exists, up to rounding, after scaling to a correlation matrix."""
    scale = [row[i] ** 0.5 for i, row in enumerate(matrix)]
    a = [[value / (scale[i] * scale[j]) for j, value in enumerate(row)] for i, row in enumerate(matrix)]
    factor = [[0.0] * len(a) for _ in a]
    for i in range(len(a)):
        for j in range(i + 1):
            rest = a[i][j] - sum(factor[i][m] * factor[j][m] for m in range(j))
            if i == j and rest < -1e-9:
                return False
            factor[i][j] = max(rest, 1e-12) ** 0.5 if i == j else rest / factor[j][j]
    return True


class FormulaProperties(TestCase):
    @quick
    @given(st.floats(1, 10))
    def test_it_turns_any_rating_there_and_back(self, rpe: float) -> None:
        self.assertAlmostEqual(rpe_from_rir(rir_from_rpe(rpe)), rpe)

    @quick
    @given(loads, st.integers(1, 30), st.floats(0, 9))
    def test_it_grows_with_load_reps_and_reserve(self, load: float, reps: int, rir: float) -> None:
        for formula in (curve_e1rm_kg, epley_kg):
            value = formula(load, reps, rir)
            self.assertTrue(isfinite(value) and value >= load)
            self.assertGreater(formula(load + 1, reps, rir), value)
            if load > 0:
                self.assertGreater(formula(load, reps + 1, rir), value)
                self.assertGreater(formula(load, reps, rir + 1), value)

    @quick
    @given(st.floats(1, 60))
    def test_it_goes_from_reps_to_share_and_back(self, reps: float) -> None:
        self.assertAlmostEqual(reps_to_failure(share_of_1rm(reps)), reps, places=6)
        self.assertLessEqual(load_kg(100, reps), 100)

    @quick
    @given(st.floats(0, 20), st.floats(0, 10))
    def test_it_answers_from_the_chart_within_its_reach_only(self, reps: float, rir: float) -> None:
        percent = chart_percent(reps, rir)
        self.assertTrue(percent is None or (73.9 <= percent <= 100 and reps + rir <= 10))

    @quick
    @given(st.floats(-100, 2000), st.sampled_from([0.5, 1, 1.25, 2, 2.5, 5, 2.26796]))
    def test_it_rounds_by_half_a_step_at_most_and_once(self, load: float, increment: float) -> None:
        rounded = rounded_kg(load, increment)
        self.assertGreaterEqual(rounded, round(increment, 6))
        if load >= increment:
            self.assertLessEqual(abs(rounded - load), increment / 2 + 1e-6)
        self.assertAlmostEqual(rounded_kg(rounded, increment), rounded, places=5)

    @quick
    @given(st.floats(0, 50), st.floats(0.01, 50))
    def test_it_tires_less_and_rates_worse_with_more_in_reserve(self, rir: float, more: float) -> None:
        self.assertLessEqual(set_loss(rir + more), set_loss(rir))
        self.assertGreater(rating_noise_reps(rir + more), rating_noise_reps(rir))


class LoadProperties(TestCase):
    @quick
    @given(st.lists(st.floats(0, 5000), max_size=60))
    def test_it_stays_finite_and_within_range(self, days: list[float]) -> None:
        value = monotony(days)
        self.assertTrue(value is None or 0 <= value <= MONOTONY_CAP)
        for ratio, highest in ((acwr(days), 4.0), (acwr_ewma(days), 5.0)):
            self.assertTrue(ratio is None or (len(days) >= 28 and 0 <= ratio <= highest))

    @quick
    @given(st.lists(st.floats(1, 5000), min_size=28, max_size=40), st.floats(0.1, 10))
    def test_it_compares_without_a_unit(self, days: list[float], factor: float) -> None:
        scaled = [day * factor for day in days]
        for ratio in (acwr, acwr_ewma):
            self.assertAlmostEqual(ratio(scaled) or 0, ratio(days) or 0, places=9)

    @quick
    @given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 600)), max_size=20))
    def test_it_splits_all_minutes(self, rows: list[tuple[float, float]]) -> None:
        split = intensity_split(rows)
        if split is not None:
            self.assertAlmostEqual(sum(split), 1)

    @quick
    @given(st.floats(-9, 9), st.floats(-9, 9))
    def test_it_shifts_strength_by_three_percent_at_most(self, z_sleep: float, z_stress: float) -> None:
        self.assertLessEqual(abs(strength_shift(z_sleep, z_stress)), SHIFT_CAP)

    @quick
    @given(st.floats(0, 40), st.floats(0, 60))
    def test_it_moves_towards_the_wanted_volume(self, current: float, wanted: float) -> None:
        following = next_weekly_sets(current, wanted)
        self.assertTrue(-2 - 1e-9 <= following - current <= 2 + 1e-9)
        self.assertTrue(following <= max(20, current))


class FilterProperties(TestCase):
    @quick
    @given(starts, histories)
    def test_it_stays_finite_and_its_covariance_sound(
        self, start: LiftState, history: list[tuple[float, list[RatedSet], float]]
    ) -> None:
        state = lived(start, history)
        self.assertTrue(all(isfinite(value) for value in (*state.mean, *state.covariance, state.surprise)))
        self.assertTrue(is_positive_semidefinite(textbook.full(state)))
        self.assertTrue(0.8 <= state.dispersion <= 3)
        self.assertTrue(0 <= plateau_probability(state) <= 1)

    @quick
    @given(starts, histories, st.floats(0.5, 500), st.integers(1, 30), st.floats(0, 8))
    def test_it_forecasts_within_range(
        self,
        start: LiftState,
        history: list[tuple[float, list[RatedSet], float]],
        load: float,
        reps: int,
        rir: float,
    ) -> None:
        state = lived(start, history)
        interval, trend = e1rm_kg(state), weekly_trend(state)
        self.assertTrue(0 < interval.low <= interval.value <= interval.high < float("inf"))
        self.assertTrue(trend.low <= trend.value <= trend.high)
        self.assertTrue(0 <= chance_too_hard(state, load, reps, rir) <= 1)
        rpe, possible = expected_rpe(state, load, reps), expected_reps(state, load, rir)
        self.assertTrue(1 <= rpe.rpe <= 10 and isfinite(rpe.sd) and 0 <= rpe.chance_to_complete <= 1)
        self.assertTrue(possible.reps >= 0 and isfinite(possible.sd))

    @quick
    @given(starts, histories)
    def test_it_stores_and_reads_back_exactly(
        self, start: LiftState, history: list[tuple[float, list[RatedSet], float]]
    ) -> None:
        state = lived(start, history)
        self.assertEqual(from_dict(to_dict(state)), state)
        self.assertEqual(to_dict(from_dict(to_dict(state))), to_dict(state))

    @quick
    @given(starts, st.floats(0.01, 400), st.floats(0.01, 400))
    def test_it_moves_the_mean_the_same_in_one_step_or_two(self, start: LiftState, first: float, second: float) -> None:
        once, twice = predict(start, first + second), predict(predict(start, first), second)
        for one, other in zip(once.mean, twice.mean, strict=True):
            self.assertAlmostEqual(one, other, places=10)

    @quick
    @given(starts, st.floats(0.01, 400), st.floats(0.01, 400))
    def test_it_grows_less_sure_with_time(self, start: LiftState, first: float, second: float) -> None:
        sooner, later = predict(start, first), predict(start, first + second)
        self.assertGreater(later.covariance[0], sooner.covariance[0])
        self.assertGreater(later.covariance[7], sooner.covariance[7])

    @quick
    @given(st.lists(plausible, min_size=1, max_size=4), st.floats(0.5, 3))
    def test_it_is_less_impressed_by_a_harder_rating(self, sets: list[RatedSet], relief: float) -> None:
        start = initial("intermediate", 120, "self_report")
        last = sets[-1]
        rpe = last.rpe or 10
        easier = [*sets[:-1], RatedSet(last.load_kg, last.reps, max(1, rpe - relief))]
        hard, easy = observe(start, sets)[1], observe(start, easier)[1]
        assert hard is not None and easy is not None
        self.assertGreater(easy.z, hard.z)

    @quick
    @given(st.floats(85, 112), st.integers(2, 8), st.floats(7, 9.5))
    def test_it_rises_with_load_and_reps(self, load: float, reps: int, rpe: float) -> None:
        start = initial("intermediate", 120, "self_report")

        def mu(done: RatedSet) -> float:
            return observe(start, [done])[0].mean[0]

        base = mu(RatedSet(load, reps, rpe))
        self.assertGreater(mu(RatedSet(load + 1, reps, rpe)), base)
        self.assertGreater(mu(RatedSet(load, reps + 1, rpe)), base)

    @quick
    @given(starts, sessions, shifts)
    def test_it_tires_from_set_to_set_within_bounds(self, start: LiftState, sets: list[RatedSet], shift: float) -> None:
        lost = depletion(start, sets, shift)
        self.assertTrue(0 <= lost <= 0.042 * len(sets) + 1e-12)
        self.assertGreaterEqual(depletion(start, [*sets, RatedSet(100, 5, 8)], shift), lost)

    @quick
    @given(starts, st.integers(1, 20), st.floats(0, 5), st.floats(5, 500), st.sampled_from([1, 1.25, 2.5, 5]), shifts)
    def test_it_changes_loads_by_a_tenth_or_one_increment(
        self, start: LiftState, reps: int, rir: float, last: float, increment: float, shift: float
    ) -> None:
        today = Today(wellness_shift=shift)
        load = next_load_kg(start, reps, rir, increment_kg=increment, last_load_kg=last, today=today)
        room = max(0.1 * last, increment) + increment / 2
        self.assertTrue(load >= increment)
        self.assertTrue(last - room - 1e-6 <= load <= max(last + room, increment) + 1e-6)
        steps = load / increment
        self.assertAlmostEqual(steps, round(steps), places=6)

    @quick
    @given(starts, st.integers(1, 20), st.floats(0, 5))
    def test_it_asks_for_less_with_more_reps_reserve_or_safety(self, start: LiftState, reps: int, rir: float) -> None:
        def wanted(*, more_reps: int = 0, more_rir: float = 0.0, safety: float = 0.0) -> float:
            return next_load_kg(start, reps + more_reps, rir + more_rir, increment_kg=0.001, safety=safety)

        base = log(wanted())
        self.assertLess(log(wanted(more_reps=1)), base)
        self.assertLess(log(wanted(more_rir=1)), base)
        self.assertLess(log(wanted(safety=0.3)), base)
