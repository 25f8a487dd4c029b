"""What follows from the state of a lift: e1RM with its interval, next load, rating to expect, plateau and trend.

States come from `science.estimator`, predicted to the day asked for; for trend and plateau, as after the last session.
An e1RM is an estimate and always shown with its interval. Within 14 weeks a plateau is rarely likely and never proven.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import fmean

from science.effort import HIGHEST_RPE, LOWEST_RPE, rating_noise_reps, rir_from_rpe, rpe_from_rir
from science.estimator import DAY_SD, LIGHTEST_LOAD_KG, SET_SD, SMALLEST_SLOPE, LiftState
from science.normal import clipped, equal_chance_points, probability_below
from science.refusals import within
from science.strength import rounded_kg

Z_90 = 1.645
SHOWN_WIDENING = 1.15  # own choice: measured coverage falls short for beginners, bad raters and noisy days
MAX_LOAD_CHANGE = 0.10
TOO_HARD_REPS = 1.0
PLATEAU_EVEN = 0.5
PLATEAU_LIKELY = 0.7
NARROW_FROM_DISPERSION = 1.5  # own choice
WEEK_DAYS = 7
HIGHEST_RIR = rir_from_rpe(LOWEST_RPE)
NODES = equal_chance_points(15)  # for averaging over the uncertain strength, where a report bends at failure
TAIL = 0.05  # of a 90 % interval, on each side
HALVINGS = 12  # of the rating scale: a quantile to 0.003 RPE


@dataclass(frozen=True, slots=True)
class Today:
    """What sets this moment apart from an average day's first set, in log units (0.01 is about 1 %).

    depletion: lost to the sets done so far (estimator.depletion). wellness_shift: readiness.strength_shift.
    day_offset: Innovation.day_offset of the sets done so far, for the rest of the session only.
    """

    depletion: float = 0.0
    wellness_shift: float = 0.0
    day_offset: float = 0.0

    @property
    def shift(self) -> float:
        return self.wellness_shift + self.day_offset - self.depletion


FRESH = Today()


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 5-95 % interval, all in the same unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RPEForecast:
    """What a set should feel like: rating 1-10 with its SD, true reps to failure, chance to complete the reps."""

    rpe: float
    sd: float
    reps_to_failure: float
    chance_to_complete: float


@dataclass(frozen=True, slots=True)
class RepsForecast:
    """Reps (not rounded) that a load allows at a target effort, with their SD."""

    reps: float
    sd: float


def e1rm_kg(state: LiftState, *, widening: float = SHOWN_WIDENING) -> Interval:
    """Estimated 1RM in kg on an average day; the 5-95 % interval is widened as shown to people (1: the bare model)."""
    mu = state.mean[0]
    half = Z_90 * widening * sqrt(state.covariance[0] * _caution(state))
    return Interval(exp(mu), exp(mu - half), exp(mu + half))


def weekly_trend(state: LiftState) -> Interval:
    """Change of the e1RM per week as a ratio (0.01 is +1 %), with its 5-95 % interval as shown to people."""
    half = Z_90 * SHOWN_WIDENING * _trend_sd(state)
    beta = state.mean[1]
    return Interval(*(exp(WEEK_DAYS * slope) - 1 for slope in (beta, beta - half, beta + half)))


def chance_trend_below(trend: float, sd: float, threshold: float = 0.0) -> float:
    """P(trend ≤ threshold) for a normal estimate, all per day in log units."""
    if sd <= 0:
        return float(trend <= threshold)
    return probability_below((threshold - trend) / sd)


def plateau_probability(state: LiftState, threshold: float = 0.0) -> float:
    """P(trend ≤ threshold per day) from the state after the last session; in simulation AUC 0.78-0.85."""
    return chance_trend_below(state.mean[1], _trend_sd(state), threshold)


def plateau_claim(probability: float, probability_last_week: float | None) -> str | None:
    """What may be said: `likely` from 0.7, `slowed` from 0.5 two weeks running (about even odds), else None."""
    if probability >= PLATEAU_LIKELY:
        return "likely"
    running = probability_last_week is not None and min(probability, probability_last_week) >= PLATEAU_EVEN
    return "slowed" if running else None


def interval_may_be_narrow(state: LiftState, level: str) -> bool:
    """Whether to say that the interval may be too narrow: for beginners, inconsistent raters and noisy days."""
    return level == "beginner" or state.dispersion >= NARROW_FROM_DISPERSION


def target_load_kg(state: LiftState, reps: float, rir: float, *, safety: float = 0.0, today: Today = FRESH) -> float:
    """Load in kg for so many reps with so many truly in reserve, before cap and rounding: exp(M - safety × sd).

    safety: how many SD of the prediction to stay below the middle; 0.3 leaves 62 % of sets no harder than asked.
    """
    log_load, sd, _ = _prescribed(state, reps, rir, today)
    return exp(log_load - safety * sd)


def next_load_kg(
    state: LiftState,
    reps: float,
    rir: float,
    *,
    increment_kg: float,
    last_load_kg: float | None = None,
    safety: float = 0.0,
    today: Today = FRESH,
) -> float:
    """Load in kg to put on the bar: target_load_kg within ±10 % of the last load, then rounded to the increment.

    At least one increment; and one increment up or down is always allowed, or light lifts could never move.
    """
    wanted = target_load_kg(state, reps, rir, safety=safety, today=today)
    if last_load_kg is not None and last_load_kg > 0:
        room = max(MAX_LOAD_CHANGE * last_load_kg, increment_kg)
        wanted = min(last_load_kg + room, max(last_load_kg - room, wanted))
    return rounded_kg(wanted, increment_kg)


def chance_too_hard(state: LiftState, load_kg: float, reps: float, rir: float, *, today: Today = FRESH) -> float:
    """P(more than one rep harder than the target RIR): 1 - Φ((M + k/den - log w)/sd)."""
    log_load, sd, rep = _prescribed(state, reps, rir, today)
    return probability_below((_log_load(load_kg) - log_load - TOO_HARD_REPS * rep) / sd)


def reps_to_failure(state: LiftState, load_kg: float, *, today: Today = FRESH) -> float:
    """Reps to failure to expect at a load; below 1 when not even one is likely."""
    mu, _, kappa, _ = state.mean
    return 1 + (exp(mu + today.shift - _log_load(load_kg)) - 1) / exp(kappa)


def expected_reps(state: LiftState, load_kg: float, rir: float, *, today: Today = FRESH) -> RepsForecast:
    """Reps at a load that leave so many in reserve, at least 0; SD from strength, curve and day, no rating noise."""
    to_failure = reps_to_failure(state, load_kg, today=today)
    h_kappa, rep = _curve_slope(state, to_failure)
    return RepsForecast(max(0.0, to_failure - rir), _sd(state, h_kappa, 0.0) / rep)


def expected_rpe(state: LiftState, load_kg: float, reps: float, *, today: Today = FRESH) -> RPEForecast:
    """The rating to expect for a set, in this athlete's own scale, before it is done.

    Strength, reps curve, rating scale, day and rating noise all add to the SD; RPE never exceeds 10, so the spread
    shrinks there. A set that should feel like 8 in truth is rated a little harder by an athlete who under-predicts.
    """
    to_failure = reps_to_failure(state, load_kg, today=today)
    sd_log = _strength_sd(state, load_kg, reps, today)
    reports = [_report(state, load_kg, reps, today.shift + sd_log * node) for node in NODES]
    rir = fmean(mean for mean, _ in reports)
    log_load, sd_to_failure, _ = _prescribed(state, reps, 0.0, today)
    return RPEForecast(
        rpe=rpe_from_rir(rir),
        sd=sqrt(fmean(sd * sd + (mean - rir) ** 2 for mean, sd in reports)),
        reps_to_failure=to_failure,
        chance_to_complete=probability_below((log_load - _log_load(load_kg)) / sd_to_failure),
    )


def _strength_sd(state: LiftState, load_kg: float, reps: float, today: Today) -> float:
    """SD of the strength that a report on this set speaks of, in log units: level, curve, rating scale and day."""
    to_failure = reps_to_failure(state, load_kg, today=today)
    h_kappa, rep = _curve_slope(state, max(1.0, to_failure))
    return _sd(state, h_kappa, min(0.0, reps - to_failure) * rep)


def rpe_range(state: LiftState, load_kg: float, reps: float, *, today: Today = FRESH) -> Interval:
    """The rating to expect for a set (expected_rpe) with the 5-95 % range of ratings, both within 1-10.

    The range is that of the report itself, rating noise included, widened as shown to people: about nine reports of ten
    should lie in it. Where nothing is likely to be left, many reports are a plain 10: the range then ends there instead
    of running past it.
    """
    expected = expected_rpe(state, load_kg, reps, today=today)
    spread = SHOWN_WIDENING * _strength_sd(state, load_kg, reps, today)
    reports = [_left(state, load_kg, reps, today.shift + spread * node) for node in NODES]
    most, least = (_rir_quantile(reports, share) for share in (1 - TAIL, TAIL))
    return Interval(expected.rpe, min(expected.rpe, rpe_from_rir(most)), max(expected.rpe, rpe_from_rir(least)))


def _rir_quantile(reports: Sequence[tuple[float, float]], share: float) -> float:
    """The reported RIR below which so many reports lie, from equally likely normal ones (mean, SD)."""
    low, high = 0.0, HIGHEST_RIR
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if fmean(probability_below((middle - mean) / sd) for mean, sd in reports) < share:
            low = middle
        else:
            high = middle
    return high if high == HIGHEST_RIR else low  # the ends of the scale are reported as such


def rated_load_kg(state: LiftState, reps: float, rpe: float, *, today: Today = FRESH) -> Interval:
    """Load in kg at which this athlete would rate so many reps as `rpe`, with the 5-95 % range of loads that one rated
    set would point to: strength, reps curve, rating scale, day and rating noise.

    Unlike target_load_kg, which aims at reps truly left, this speaks the athlete's own scale: true RIR = c × reported.
    """
    mu, _, kappa, gamma = state.mean
    told = rir_from_rpe(within("rpe", rpe, LOWEST_RPE, HIGHEST_RPE))
    true_rir = exp(gamma) * told
    to_failure = within("reps_to_failure", reps + true_rir, 1, float("inf"))
    h_kappa, rep = _curve_slope(state, to_failure)
    noise = exp(gamma) * rating_noise_reps(told) * rep
    sd = SHOWN_WIDENING * sqrt(_sd(state, h_kappa, -true_rir * rep) ** 2 + noise**2 + SET_SD**2)
    middle = mu - log(1 + exp(kappa) * (to_failure - 1)) + today.shift
    return Interval(exp(middle), exp(middle - Z_90 * sd), exp(middle + Z_90 * sd))


def _report(state: LiftState, load_kg: float, reps: float, shift: float) -> tuple[float, float]:
    """Mean and SD of the reported RIR for a set when strength is known to be shifted by so much."""
    left, noise = _left(state, load_kg, reps, shift)
    return clipped(left, noise, HIGHEST_RIR)


def _left(state: LiftState, load_kg: float, reps: float, shift: float) -> tuple[float, float]:
    """The same before it meets the ends of the scale: where the report would lie, and its SD."""
    mu, _, kappa, gamma = state.mean
    left = (1 + (exp(mu + shift) / load_kg - 1) / exp(kappa) - reps) / exp(gamma)
    return left, rating_noise_reps(left)


def _log_load(load_kg: float) -> float:
    return log(within("load_kg", load_kg, LIGHTEST_LOAD_KG, float("inf")))


def _caution(state: LiftState) -> float:
    return max(1.0, state.dispersion)


def _trend_sd(state: LiftState) -> float:
    return sqrt(state.covariance[4] * _caution(state))


def _prescribed(state: LiftState, reps: float, rir: float, today: Today) -> tuple[float, float, float]:
    """Log of the load for R = reps + rir, its SD, and the worth of one rep, all in log units."""
    to_failure = within("reps_to_failure", reps + rir, 1, float("inf"))
    mu, _, kappa, _ = state.mean
    h_kappa, rep = _curve_slope(state, to_failure)
    return mu - log(1 + exp(kappa) * (to_failure - 1)) + today.shift, _sd(state, h_kappa, 0.0), rep


def _curve_slope(state: LiftState, to_failure: float) -> tuple[float, float]:
    """Slope of the log load on kappa at R, and the worth of one rep in log units."""
    k = exp(state.mean[2])
    rep = k / max(SMALLEST_SLOPE, 1 + k * (to_failure - 1))
    return -rep * (to_failure - 1), rep


def _sd(state: LiftState, h_kappa: float, h_gamma: float) -> float:
    """SD of a set's log strength: h P hᵀ with h = (1, 0, h_kappa, h_gamma), widened, plus the day."""
    mm, _, mk, mg, _, _, _, kk, kg, gg = state.covariance
    variance = mm + h_kappa * (2 * mk + h_kappa * kk) + h_gamma * (2 * (mg + h_kappa * kg) + h_gamma * gg)
    return sqrt(max(0.0, variance) * _caution(state) + DAY_SD**2)
