"""Strength of one lift, learned from rated sets: an extended Kalman filter on the log of the e1RM.

Four numbers of state: mu, log e1RM (kg) on an average day; beta, its trend per day, damped; kappa, log of the slope k
of the athlete's own reps curve; gamma, log of the athlete's own rating scale c (true RIR = c × reported RIR). gamma is
a consider state (Schmidt-Kalman): it is never corrected, but its uncertainty keeps the intervals honest. The datum is
the *reported* RIR of every working set; weights, Jacobian and gate use predicted values only, because weighting by the
report biases the e1RM by about -4 %. The model and its constants are our own choice, tuned in simulation.

    state = initial("intermediate", guess_kg=100, basis="self_report", day=739_000)
    state, innovation = observe(predict(state, days=3), sets, wellness_shift=strength_shift(z_sleep, z_stress))

Ratings must come in time order; a late one is replayed from the last earlier state. Each set costs O(1). What follows
from a state (e1RM with interval, next load, plateau) is in `science.forecast`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, expm1, isfinite, log, sqrt
from types import MappingProxyType
from typing import Any, NamedTuple

from science.effort import (
    RATING_CORRELATION,
    RATING_NOISE_PER_RIR,
    RATING_NOISE_REPS,
    RIR_SCALE,
    RIR_SCALE_LOG_SD,
    SET_LOSS_AT_FAILURE,
    SET_LOSS_FLOOR,
    SET_LOSS_RIR_SCALE,
    RatedSet,
)
from science.normal import PEAK, density, probability_below
from science.refusals import Refused, row, within
from science.strength import K0, K_LOG_SD

LIGHTEST_LOAD_KG = 0.01  # lighter is no load
HEAVIEST_GUESS_KG = 2000.0
LONGEST_GAP_DAYS = 3650.0
TREND_MEMORY_DAYS = 120.0
LEVEL_DRIFT = 0.0040**2  # variance of mu per day
TREND_DRIFT = 0.00015**2  # variance of beta per day
CURVE_DRIFT = 0.010**2  # variance of kappa per day: keeps the filter from becoming over-sure of the reps curve
DAY_SD = 0.032  # strength from day to day (Grgic 2020, Sports Med Open 6:31: test-retest CV 4.2 %, test error included)
SET_SD = 0.010
FAILED_REP = 0.5  # a failed set proves its reps and half a rep
FAILED_REP_SD = 0.45
SMALLEST_SLOPE = 0.3  # floor of 1 + k(R - 1), so that a hopeless load cannot blow up a step
ITERATIONS = 3
GATE = 2.5  # Huber: an innovation beyond so many SD is weighed down to it
PRIOR_SESSIONS = 10
DISPERSION_RANGE = (0.8, 3.0)
SURPRISE_CAP = 9.0

LEVEL_SD: Mapping[str, float] = MappingProxyType(
    {"tested": 0.04, "self_report": 0.08, "guess": 0.15, "body_weight": 0.25}
)
"""SD of the first guess of mu, by what the guess rests on."""

TREND_PRIOR: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"beginner": (0.0035, 0.0020), "intermediate": (0.0011, 0.0009), "advanced": (0.0004, 0.0005)}
)
"""Mean and SD of beta per day, by experience."""

Mean = tuple[float, float, float, float]
Covariance = tuple[float, float, float, float, float, float, float, float, float, float]


class MalformedState(Refused):
    """A stored state that cannot be read back. Facts: reason."""

    code = "malformed_state"


@dataclass(frozen=True, slots=True)
class LiftState:
    """What is known about one lift of one athlete on one day.

    mean: (mu, beta, kappa, gamma). covariance: upper triangle by rows (mm, mb, mk, mg, bb, bk, bg, kk, kg, gg).
    sessions and surprise: how many were observed, and their summed capped z², for the dispersion. day: a running day
    number on the caller's calendar (such as date.toordinal).
    """

    mean: Mean
    covariance: Covariance
    sessions: int = 0
    surprise: float = 0.0
    day: float = 0.0

    @property
    def dispersion(self) -> float:
        """How much noisier than assumed this athlete is, as a factor on variances, 0.8-3: (10 + Z)/(10 + n)."""
        ratio = (PRIOR_SESSIONS + self.surprise) / (PRIOR_SESSIONS + self.sessions)
        return min(DISPERSION_RANGE[1], max(DISPERSION_RANGE[0], ratio))


@dataclass(frozen=True, slots=True)
class Innovation:
    """What one session said against the prediction, in log units of strength (0.01 is about 1 %).

    z: surprise in SD before the gate, negative when weaker than expected. value and sd: of the last iteration.
    day_offset: today's form, to be added for the rest of this session only. sets: how many were used.
    """

    z: float
    value: float
    sd: float
    day_offset: float
    is_gated: bool
    sets: int


class Session(NamedTuple):
    """One session of one lift, for `replay`: running day number, all sets in order, expected shift from wellness."""

    day: float
    sets: Sequence[RatedSet]
    wellness_shift: float = 0.0


class _Datum(NamedTuple):
    load_kg: float
    reps: int
    rir: float | None  # as reported; None tells nothing, but still tires
    failed: bool


class _Pooled(NamedTuple):
    """The sets of a session as one measurement: residual, slopes on mu, kappa, gamma, noise beyond the day's."""

    residual: float
    on_mu: float
    on_kappa: float
    on_gamma: float
    noise: float


def initial(level: str, guess_kg: float, basis: str, *, k: float = K0, day: float = 0.0) -> LiftState:
    """The state before the first set.

    level: beginner, intermediate or advanced. guess_kg: first e1RM. basis: tested, self_report, guess or body_weight.
    k: slope of the movement's reps curve (strength.curve_k). UnknownName or OutOfRange for anything else.
    """
    trend, trend_sd = row("level", TREND_PRIOR, level)
    level_sd = row("basis", LEVEL_SD, basis)
    mu = log(within("guess_kg", guess_kg, LIGHTEST_LOAD_KG, HEAVIEST_GUESS_KG))
    kappa = log(within("k", k, 0.001, 1.0))
    variances = (level_sd**2, 0.0, 0.0, 0.0, trend_sd**2, 0.0, 0.0, K_LOG_SD**2, 0.0, RIR_SCALE_LOG_SD**2)
    return LiftState((mu, trend, kappa, log(RIR_SCALE)), variances, day=day)


def predict(state: LiftState, days: float) -> LiftState:
    """The state so many days later, with nothing observed: the trend runs on and fades, uncertainty grows.

    Days ≥ 0, fractions allowed; beyond ten years nothing more is forgotten.
    """
    elapsed = min(within("days", days, 0, float("inf")), LONGEST_GAP_DAYS)
    if elapsed == 0:
        return state
    fade = exp(-elapsed / TREND_MEMORY_DAYS)
    reach = expm1(-elapsed / TREND_MEMORY_DAYS) / expm1(-1 / TREND_MEMORY_DAYS)  # days of trend that fit into the gap
    mu, beta, kappa, gamma = state.mean
    mm, mb, mk, mg, bb, bk, bg, kk, kg, gg = state.covariance
    covariance = (
        mm + reach * (2 * mb + reach * bb) + LEVEL_DRIFT * elapsed + TREND_DRIFT * elapsed**3 / 3,
        fade * (mb + reach * bb) + TREND_DRIFT * elapsed**2 / 2,
        mk + reach * bk,
        mg + reach * bg,
        fade * fade * bb + TREND_DRIFT * elapsed,
        fade * bk,
        fade * bg,
        kk + CURVE_DRIFT * elapsed,
        kg,
        gg,
    )
    mean = (mu + beta * reach, fade * beta, kappa, gamma)
    return LiftState(mean, covariance, state.sessions, state.surprise, state.day + days)


def observe(
    state: LiftState, sets: Iterable[RatedSet], wellness_shift: float = 0.0
) -> tuple[LiftState, Innovation | None]:
    """The state after one session of this lift, and what was surprising about it.

    state: predicted to the day of the session. sets: all of the session so far, in order. wellness_shift: from
    readiness.strength_shift, log units. Warm-ups, sets without load or reps, and unrated completed sets carry no datum;
    the last still tire the sets after them. None for the innovation, and the state unchanged, when nothing is left.
    """
    data = _data(sets)
    informative = sum(datum.rir is not None for datum in data)
    if not informative:
        return state, None
    mu, _, kappa, gamma = state.mean
    dispersion = state.dispersion
    step_mu = step_kappa = z = 0.0
    for iteration in range(ITERATIONS):
        pooled = _pooled(data, mu + step_mu + wellness_shift, kappa + step_kappa, gamma)
        noise = dispersion * (DAY_SD**2 + pooled.noise)
        cross = _cross(state.covariance, pooled)
        known = pooled.on_mu * cross[0] + pooled.on_kappa * cross[2] + pooled.on_gamma * cross[3]
        value = pooled.residual + pooled.on_mu * step_mu + pooled.on_kappa * step_kappa
        variance = known + noise
        if iteration == 0:
            z = value / sqrt(variance)
        is_gated = abs(value) > GATE * sqrt(variance)
        if is_gated:
            variance = (value / GATE) ** 2
            noise = variance - known
        step_mu, step_kappa = value * cross[0] / variance, value * cross[2] / variance
    gain = (cross[0] / variance, cross[1] / variance, cross[2] / variance)
    mean = (mu + step_mu, state.mean[1] + value * gain[1], kappa + step_kappa, gamma)
    after = replace(state, mean=mean, covariance=_joseph(state.covariance, gain, cross, known, noise))
    innovation = Innovation(z, value, sqrt(variance), dispersion * DAY_SD**2 * value / variance, is_gated, informative)
    return _with_surprise(after, z), innovation


def replay(state: LiftState, sessions: Iterable[Session]) -> LiftState:
    """The state after several sessions, oldest first; OutOfRange when one lies before the state's day."""
    for session in sessions:
        elapsed = within("day", session.day, state.day, float("inf")) - state.day
        state, _ = observe(predict(state, elapsed), session.sets, session.wellness_shift)
    return state


def depletion(state: LiftState, sets: Iterable[RatedSet], shift: float = 0.0) -> float:
    """Strength that the sets done so far take from the next one, in log units, from their *predicted* reps in reserve.

    shift: today's form in log units (wellness plus the day's offset).
    """
    mu, _, kappa, _ = state.mean
    k, lost = exp(kappa), 0.0
    for datum in _data(sets):
        lost += _loss(datum, 1 + (exp(mu + shift - lost) / datum.load_kg - 1) / k)
    return lost


def to_dict(state: LiftState) -> dict[str, Any]:
    """The state as plain JSON values; from_dict gives exactly the same state back."""
    return {
        "mean": list(state.mean),
        "covariance": list(state.covariance),
        "sessions": state.sessions,
        "surprise": state.surprise,
        "day": state.day,
    }


def from_dict(stored: Mapping[str, Any]) -> LiftState:
    """A state from its stored form; MalformedState when a part is missing, too long or short, or not finite."""
    try:
        mu, beta, kappa, gamma = (float(value) for value in stored["mean"])
        mm, mb, mk, mg, bb, bk, bg, kk, kg, gg = (float(value) for value in stored["covariance"])
        sessions, surprise, day = int(stored["sessions"]), float(stored["surprise"]), float(stored["day"])
    except (KeyError, TypeError, ValueError) as problem:
        raise MalformedState(reason=repr(problem)) from problem
    mean, covariance = (mu, beta, kappa, gamma), (mm, mb, mk, mg, bb, bk, bg, kk, kg, gg)
    if not all(isfinite(value) for value in (*mean, *covariance, surprise, day)):
        raise MalformedState(reason="not finite")
    return LiftState(mean, covariance, sessions, surprise, day)


def _data(sets: Iterable[RatedSet]) -> list[_Datum]:
    return [
        _Datum(done.load_kg, done.reps, done.reported_rir, done.failed)
        for done in sets
        if not done.warm_up and done.reps >= 1 and done.load_kg >= LIGHTEST_LOAD_KG
    ]


def _loss(datum: _Datum, to_failure: float) -> float:
    """What a set takes from the next one, given its predicted reps to failure: science.effort.set_loss, inlined."""
    left = 0.0 if datum.failed else max(to_failure - datum.reps, 0.0)
    return SET_LOSS_FLOOR + SET_LOSS_AT_FAILURE * exp(-left / SET_LOSS_RIR_SCALE)


def _pooled(data: Sequence[_Datum], mu_today: float, kappa: float, gamma: float) -> _Pooled:
    """All sets of a session as one measurement, weighted by 1/variance, linearised at the given state."""
    k, c = exp(kappa), exp(gamma)
    lost = weight = residual = on_mu = on_kappa = on_gamma = variance = 0.0
    count = 0
    for datum in data:
        to_failure = 1 + (exp(mu_today - lost) / datum.load_kg - 1) / k
        if datum.rir is not None:
            r, slope_mu, slope_gamma, v = _measured(datum, datum.rir, to_failure, k, c)
            w = 1 / v
            weight += w
            residual += w * r
            on_mu += w * slope_mu
            on_kappa -= w * slope_mu * k * (to_failure - 1) / _slope(to_failure, k)
            on_gamma += w * slope_gamma
            variance += v
            count += 1
        lost += _loss(datum, to_failure)
    noise = RATING_CORRELATION * variance / count + (1 - RATING_CORRELATION) / weight
    return _Pooled(residual / weight, on_mu / weight, on_kappa / weight, on_gamma / weight, noise)


def _slope(to_failure: float, k: float) -> float:
    return max(SMALLEST_SLOPE, 1 + k * (to_failure - 1))


def _measured(datum: _Datum, rir: float, to_failure: float, k: float, c: float) -> tuple[float, float, float, float]:
    """One set: residual in log units, its slopes on mu and gamma, its variance."""
    rep = k / _slope(to_failure, k)  # one rep in log units of load
    if datum.failed:
        return (datum.reps + FAILED_REP - to_failure) * rep, 1.0, 0.0, (FAILED_REP_SD * rep) ** 2 + SET_SD**2
    predicted = (to_failure - datum.reps) / c
    sd = RATING_NOISE_REPS + RATING_NOISE_PER_RIR * max(predicted, 0.0)
    z = predicted / sd
    if predicted >= 0:  # the report cannot be below zero
        share = probability_below(z)
        expected = predicted * share + sd * density(z)
    else:  # done although predicted to fail: a lower bound, which must still pull upwards
        share = 1 - exp(z) / 2
        expected = predicted + PEAK * sd * exp(z)
    residual = c * (max(0.0, rir) - expected) * rep
    return residual, share, share * (datum.reps - to_failure) * rep, (c * sd * rep) ** 2 + SET_SD**2


def _cross(p: Covariance, h: _Pooled) -> Mean:
    """P Hᵀ, with H = (on_mu, 0, on_kappa, on_gamma)."""
    mm, mb, mk, mg, _, bk, bg, kk, kg, gg = p
    return (
        mm * h.on_mu + mk * h.on_kappa + mg * h.on_gamma,
        mb * h.on_mu + bk * h.on_kappa + bg * h.on_gamma,
        mk * h.on_mu + kk * h.on_kappa + kg * h.on_gamma,
        mg * h.on_mu + kg * h.on_kappa + gg * h.on_gamma,
    )


def _joseph(p: Covariance, gain: tuple[float, float, float], cross: Mean, known: float, noise: float) -> Covariance:
    """(I - KH) P (I - KH)ᵀ + K V Kᵀ written out, right for any gain K; here K_gamma is 0, so K is not the optimal one.

    cross: P Hᵀ; known: H P Hᵀ; noise: V.
    """
    mm, mb, mk, mg, bb, bk, bg, kk, kg, gg = p
    g0, g1, g2 = gain
    a0, a1, a2, a3 = cross
    b0, b1, b2 = a0 - g0 * known, a1 - g1 * known, a2 - g2 * known  # (I - KH) P Hᵀ
    return (
        mm - g0 * a0 - b0 * g0 + g0 * g0 * noise,
        mb - g0 * a1 - b0 * g1 + g0 * g1 * noise,
        mk - g0 * a2 - b0 * g2 + g0 * g2 * noise,
        mg - g0 * a3,
        bb - g1 * a1 - b1 * g1 + g1 * g1 * noise,
        bk - g1 * a2 - b1 * g2 + g1 * g2 * noise,
        bg - g1 * a3,
        kk - g2 * a2 - b2 * g2 + g2 * g2 * noise,
        kg - g2 * a3,
        gg,
    )


def _with_surprise(state: LiftState, z: float) -> LiftState:
    """Count the session, then weigh its surprise by the dispersion of the new count and the old sum."""
    counted = replace(state, sessions=state.sessions + 1)
    return replace(counted, surprise=state.surprise + counted.dispersion * min(z * z, SURPRISE_CAP))
