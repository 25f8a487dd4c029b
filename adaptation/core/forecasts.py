"""Forecasts that are scored: what the estimate expected of a session before it, what "same as last time" would have
said, and what was reported.

"Same as last time" is hard to beat while a lifter repeats loads, so it is the measure: the strength that the last
rated session pointed to, by the plain reps curve of the movement, is expected again. For the same load and reps that
is exactly last time's rating. Nothing here knows how the session went before the forecast is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import Any

from science import estimator, forecast, strength
from science.effort import RatedSet, rir_from_rpe, rpe_from_rir
from science.estimator import LIGHTEST_LOAD_KG, LiftState
from science.forecast import Interval
from science.strength import K0

LEAST_SCORED = 8  # sessions: below that nothing is claimed (own choice)
WORSE_RATIO = 1.05  # of the plain rule's error, from which on ours is called worse (own choice)
Z_95 = 1.959964
PERCENT = 100
BETTER, EQUAL, WORSE = "better", "equal", "worse"


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan asked of a set: reps, and the rating that they should have."""

    reps: int
    rpe: float


@dataclass(frozen=True, slots=True)
class Expected:
    """One forecast with its outcome.

    load_kg, reps: the first rated set, as done; rpe: its expected rating with the 90 % interval; told_rpe: as rated;
    same_rpe: the rating if strength were the same as last time. The load for what was planned, where a plan asked:
    planned_kg with its 90 % interval, shown_kg as the rated set points to, same_kg as last time's would.
    """

    load_kg: float
    reps: int
    rpe: Interval
    told_rpe: float
    same_rpe: float
    planned_kg: Interval | None = None
    shown_kg: float | None = None
    same_kg: float | None = None

    @property
    def is_inside(self) -> bool:
        return self.rpe.low <= self.told_rpe <= self.rpe.high


@dataclass(frozen=True, slots=True)
class Ahead:
    """What to expect of a first set that is planned: the load in kg for its reps and effort, the rating of the planned
    load (None where none is planned yet), each with its 90 % interval."""

    planned_kg: Interval
    rpe: Interval | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 0-1 with its 95 % Wilson interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """Forecasts against what was reported, over n sessions. Errors are mean absolute ones, of the rating in RPE points,
    of the load in percent; `same_` those of "same as last time". claim: better | equal | worse, None below eight."""

    n: int
    rpe_error: float
    same_rpe_error: float
    inside: Share
    claim: str | None
    loads: int = 0
    load_error_percent: float | None = None
    same_load_error_percent: float | None = None


# --- One session ------------------------------------------------------------------------------------------------------
def first_rated(sets: Sequence[RatedSet]) -> tuple[int, RatedSet] | None:
    """The first working set that says how hard it was, and its place among all sets; None where none does."""
    for place, each in enumerate(sets):
        is_work = not each.warm_up and each.reps >= 1 and each.load_kg >= LIGHTEST_LOAD_KG
        if is_work and each.reported_rir is not None:
            return place, each
    return None


def pointed_e1rm_kg(sets: Sequence[RatedSet], k: float = K0) -> float | None:
    """The e1RM in kg that the first rated set of a session points to, its rating taken at its word, by the plain curve:
    what "same as last time" expects again. None where no set was rated."""
    found = first_rated(sets)
    if found is None:
        return None
    told = found[1]
    return strength.e1rm_kg(told.load_kg, told.reps, told.reported_rir or 0.0, k)


def foretell(
    state: LiftState, sets: Sequence[RatedSet], last_e1rm_kg: float, planned: Planned | None = None, k: float = K0
) -> Expected | None:
    """What `state`, predicted to the session and knowing nothing of it, expects of the first rated set.

    last_e1rm_kg: pointed_e1rm_kg of the last rated session. Unrated sets before it tire it, as they did in fact.
    None where no set was rated: then there is nothing to compare with.
    """
    found = first_rated(sets)
    if found is None:
        return None
    place, told = found
    told_rir = told.reported_rir or 0.0
    today = forecast.Today(depletion=estimator.depletion(state, sets[:place]))
    same_rir = strength.reps_to_failure(min(1.0, told.load_kg / last_e1rm_kg), k) - told.reps
    loads: dict[str, Any] = {}
    if planned is not None:
        planned_rir = rir_from_rpe(planned.rpe)
        shown = strength.e1rm_kg(told.load_kg, told.reps, told_rir, k)
        loads = {
            "planned_kg": forecast.rated_load_kg(state, planned.reps, planned.rpe, today=today),
            "shown_kg": strength.load_kg(shown, planned.reps, planned_rir, k),
            "same_kg": strength.load_kg(last_e1rm_kg, planned.reps, planned_rir, k),
        }
    return Expected(
        load_kg=told.load_kg,
        reps=told.reps,
        rpe=forecast.rpe_range(state, told.load_kg, told.reps, today=today),
        told_rpe=rpe_from_rir(told_rir),
        same_rpe=rpe_from_rir(same_rir),
        **loads,
    )


def ahead(state: LiftState, planned: Planned, load_kg: float | None) -> Ahead:
    """What `state`, predicted to the day, expects of a set that is planned for it."""
    has_load = load_kg is not None and load_kg >= LIGHTEST_LOAD_KG
    return Ahead(
        planned_kg=forecast.rated_load_kg(state, planned.reps, planned.rpe),
        rpe=forecast.rpe_range(state, load_kg or 0.0, planned.reps) if has_load else None,
    )


# --- Many sessions ----------------------------------------------------------------------------------------------------
def score(scored: Sequence[Expected]) -> Score | None:
    """How good the forecasts were; None without any."""
    if not scored:
        return None
    errors = [abs(each.rpe.value - each.told_rpe) for each in scored]
    same = [abs(each.same_rpe - each.told_rpe) for each in scored]
    load_errors = [_load_errors(each) for each in scored if each.planned_kg is not None]
    return Score(
        n=len(scored),
        rpe_error=fmean(errors),
        same_rpe_error=fmean(same),
        inside=wilson(sum(each.is_inside for each in scored), len(scored)),
        claim=compared(errors, same),
        loads=len(load_errors),
        load_error_percent=fmean(ours for ours, _ in load_errors) if load_errors else None,
        same_load_error_percent=fmean(theirs for _, theirs in load_errors) if load_errors else None,
    )


def _load_errors(each: Expected) -> tuple[float, float]:
    """Absolute errors in percent of the load that the report points to: of the forecast, of "same as last time"."""
    shown, planned, same = each.shown_kg or 0.0, each.planned_kg, each.same_kg or 0.0
    ours = planned.value if planned else 0.0
    return PERCENT * abs(ours / shown - 1), PERCENT * abs(same / shown - 1)


def compared(errors: Sequence[float], same_errors: Sequence[float]) -> str | None:
    """How errors compare with those of "same as last time" in the same sessions; None below eight sessions.

    Better is only said when the 90 % interval of the paired difference (Student's t) lies on our side; worse is said
    as soon as the mean error is: a claim in our favour has to be earned, one against us has not.
    """
    if len(errors) < LEAST_SCORED:
        return None
    if fmean(errors) > WORSE_RATIO * fmean(same_errors):
        return WORSE
    gains = [theirs - ours for ours, theirs in zip(errors, same_errors, strict=True)]
    margin = _t_90(len(gains) - 1) * stdev(gains) / sqrt(len(gains))
    return BETTER if fmean(gains) > margin else EQUAL


def _t_90(freedom: int) -> float:
    """Two-sided 90 % quantile of Student's t, by the first two terms of its series in 1/ν (Abramowitz & Stegun 26.7.5);
    within 0.2 % from seven degrees of freedom on."""
    z = forecast.Z_90
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2


def wilson(inside: int, n: int) -> Share:
    """Share inside/n, n ≥ 1, with its 95 % interval (Wilson 1927, J Am Stat Assoc 22:209)."""
    share, square = inside / n, Z_95 * Z_95
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z_95 / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


# --- As stored --------------------------------------------------------------------------------------------------------
def to_dict(expected: Expected | None) -> dict[str, Any] | None:
    """As plain JSON values."""
    return None if expected is None else asdict(expected)


def from_dict(stored: Mapping[str, Any]) -> Expected:
    """The forecast that to_dict wrote down."""
    planned = stored["planned_kg"]
    return Expected(
        **{**stored, "rpe": Interval(**stored["rpe"]), "planned_kg": Interval(**planned) if planned else None}
    )


def read(stored: Iterable[Mapping[str, Any] | None]) -> list[Expected]:
    """Those of stored points that have a forecast, in their order."""
    return [from_dict(each) for each in stored if each is not None]
