"""One lift that lags while the others go on.

The estimator's own plateau probability is slow to see that: its trend is held close to what is usual at a level, as it
has to be for a forecast. Set against the athlete's other lifts in the same weeks, a change tells sooner: what moves all
of them, such as sleep, the way of rating or a hard month, falls out of the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log, sqrt
from statistics import fmean

from diagnosis.core import thresholds
from diagnosis.core.facts import LiftFact
from science.forecast import Z_90
from science.normal import probability_below

Told = tuple[LiftFact, float]  # a lift and its change over the last weeks, in log units


@dataclass(frozen=True, slots=True)
class Lag:
    """A lift behind the others: its change and their mean change in log units, and the chance, 0-1, that a lift which
    gains as lifts do beside these others would show more."""

    lift: LiftFact
    change: float
    others: float
    chance: float


def lags(told: Sequence[Told], expected: float) -> Iterator[Lag]:
    """Lifts that gain so much less than the others that neither the errors of the estimates nor the way in which lifts
    differ anyway explain it. expected: the gain that the estimator expects of the level over the same days, in log
    units; where the others gain little of that, there is nothing to lag behind.
    """
    settled = [each for each in told if is_settled(each[0])]
    for lift, change in settled:
        rest = [each for each in settled if each[0] is not lift]
        if len(rest) < thresholds.LAG_LEAST_OTHERS:
            continue
        mean = fmean(each for _, each in rest)
        z = (mean - change) / sqrt(variance(lift) + _variance_beside(rest, mean))
        if mean >= thresholds.LAG_OTHERS_SHARE * expected and z >= thresholds.LAG_Z:
            yield Lag(lift, change, mean, probability_below(z))


def _variance_beside(rest: Sequence[Told], mean: float) -> float:
    """Of what a sound lift gains beside these others: their errors, and how unlike lifts gain."""
    of_estimates = sum(variance(each) for each, _ in rest) / len(rest) ** 2
    return of_estimates + (thresholds.LAG_SPREAD * mean) ** 2 * (1 + 1 / len(rest))


def is_settled(lift: LiftFact) -> bool:
    """Whether the estimate had found its place before the days that are compared: it moves much in the first sessions
    of a lift, whatever the athlete gains."""
    since = lift.points[-1].on - timedelta(days=thresholds.PROGRESS_DAYS)
    lately = sum(each.on >= since for each in lift.points)
    return lift.state.sessions - lately >= thresholds.LAG_SESSIONS_BEFORE


def variance(lift: LiftFact) -> float:
    """Of a change between two estimates of one lift, in log units squared. The two ends of a change share most of their
    error, so that it is known better than either of them."""
    sd = log(lift.e1rm.high / lift.e1rm.low) / (2 * Z_90)
    return 2 * (1 - thresholds.SHARED_ERROR) * sd**2
