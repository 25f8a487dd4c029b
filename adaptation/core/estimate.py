"""One filter step per exercise and session: from what was done to a new state of the lift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import exp

from science import estimator, forecast, strength
from science.effort import RatedSet, likely_rir
from science.estimator import LiftState
from science.strength import K0, K_LOG_SD

SECONDS_PER_DAY = 86_400
HIGHEST_FIRST_RIR = 6.0
CURVE_TRUSTED_SD = 3.0


@dataclass(frozen=True, slots=True)
class Observation:
    """One rated exercise of one session, as the filter takes it."""

    at: datetime
    sets: tuple[RatedSet, ...]
    wellness_shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """The state after an observation. `surprise` is its z, `session_e1rm_kg` what this session by itself points to: the
    e1RM expected before it, moved by all that surprised. Both None where the sets told nothing."""

    state: LiftState
    surprise: float | None
    session_e1rm_kg: float | None = None


def day_number(at: datetime) -> float:
    """Days since the epoch, with their fraction: the estimator's running calendar."""
    return at.timestamp() / SECONDS_PER_DAY


def first_state(
    level: str, movement: str, at: datetime, prior: tuple[float, str] | None, sets: Sequence[RatedSet]
) -> LiftState | None:
    """The state before the first session: from a lift that the athlete told or tested (`prior`: kg and basis), else
    from the first set that says enough. None when nothing does."""
    k = strength.curve_k(movement)
    if prior is not None:
        return told_state(level, movement, at, *prior)
    for rated in sets:
        guess = _guess_kg(rated, k)
        if guess is not None:
            return estimator.initial(level, guess, "guess", k=k, day=day_number(at))
    return None


def told_state(level: str, movement: str, at: datetime, e1rm_kg: float, basis: str) -> LiftState:
    """The state before the first session, from what was told. basis: a key of science.estimator.LEVEL_SD."""
    return estimator.initial(level, e1rm_kg, basis, k=strength.curve_k(movement), day=day_number(at))


def _guess_kg(rated: RatedSet, k: float) -> float | None:
    """e1RM that one set points to, from its likely true reps in reserve. Warm-ups and unrated sets point to nothing."""
    reported = rated.reported_rir
    if rated.warm_up or reported is None or rated.load_kg <= 0 or rated.reps < 1:
        return None
    return strength.e1rm_kg(rated.load_kg, rated.reps, min(HIGHEST_FIRST_RIR, likely_rir(reported)), k)


def advance(state: LiftState, observation: Observation) -> Step:
    """Let time pass to the observation, then learn from it. Observations come in order of time."""
    elapsed = max(0.0, day_number(observation.at) - state.day)
    before = estimator.predict(state, elapsed)
    after, innovation = estimator.observe(before, telling(observation.sets), observation.wellness_shift)
    if innovation is None:
        return Step(after, None)
    return Step(after, innovation.z, exp(before.mean[0] + innovation.value))


def telling(sets: Sequence[RatedSet]) -> tuple[RatedSet, ...]:
    """The sets as the filter can read them: one that failed before its first rep counts as failed after one rep. It is
    skipped otherwise, and who starts far too heavy would be told the same load for ever."""
    return tuple(replace(each, reps=1) if each.failed and each.reps < 1 else each for each in sets)


def taken_at_their_word(state: LiftState) -> LiftState:
    """The same state for someone whose ratings are believed as they stand: true reps in reserve are those reported."""
    mu, beta, kappa, _ = state.mean
    mm, mb, mk, _, bb, bk, _, kk, _, _ = state.covariance
    return replace(state, mean=(mu, beta, kappa, 0.0), covariance=(mm, mb, mk, 0.0, bb, bk, 0.0, kk, 0.0, 0.0))


def at_time(state: LiftState, at: datetime) -> LiftState:
    """The state as it is expected at a later time."""
    return estimator.predict(state, max(0.0, day_number(at) - state.day))


def shown(state: LiftState) -> forecast.Interval:
    """e1RM in kg with the interval that people see."""
    return forecast.e1rm_kg(state)


def curve_of(state: LiftState) -> float:
    """The slope k of the athlete's own reps curve, as far as a plan may trust it: within three SD of what is seen
    between people. Ratings that do not follow the load teach the filter a curve that nobody has."""
    widest = exp(CURVE_TRUSTED_SD * K_LOG_SD)
    return min(K0 * widest, max(K0 / widest, exp(state.mean[2])))


def distance(one: LiftState, other: LiftState) -> float:
    """The largest absolute difference between the numbers of two states."""
    pairs = zip(
        (*one.mean, *one.covariance, one.sessions, one.surprise, one.day),
        (*other.mean, *other.covariance, other.sessions, other.surprise, other.day),
        strict=True,
    )
    return max(abs(left - right) for left, right in pairs)
