"""Progress: where each lift stands, how it moves, and whether it has stopped. A plateau is never told as a fact, and
below P = 0.7 not even as likely: "progress has slowed" is about even odds, and is said that way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import exp, log, sqrt
from statistics import fmean
from typing import Any

from adaptation.core.illness import may_read_trend
from diagnosis.core import lagging, thresholds
from diagnosis.core.facts import Case, LiftFact, LiftPoint, Row
from diagnosis.core.findings import ACT, INFO, WATCH, Finding, Look, newest
from diagnosis.core.lagging import Lag, Told
from diagnosis.core.patches import more_sets_of
from science import forecast
from science.estimator import TREND_MEMORY_DAYS, TREND_PRIOR

ROWS_OF_A_LIFT = 4


def look(case: Case) -> Look:
    """Every lift with a history long enough, and all of them together."""
    told = [(lift, change) for lift in case.lifts if (change := change_of(lift, case.today)) is not None]
    if not told:
        return Look("progress", missing=("lift_history",))
    if not is_readable(case):
        return Look("progress", _numbers(told), missing=("steady_weeks",))
    if is_unsure(case, told):
        return Look("progress", missing=("sure_trend",))
    return Look("progress", _numbers(told), tuple(_findings(case, told)))


def is_readable(case: Case) -> bool:
    """Whether a trend may be read: no illness and no break in the last weeks that would explain it."""
    days = sorted({each.on for each in case.work_since(case.days_ago(thresholds.DECLINE_DAYS))} | {case.today})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return may_read_trend(case.spells, case.today) and max(gaps, default=99) <= thresholds.BREAK_DAYS


def is_unsure(case: Case, told: Sequence[Told]) -> bool:
    """Whether the lifts together may as well have fallen by weeks of work as risen as is expected: then the number in
    the middle says nothing."""
    low, _, high = pooled(told)
    return low <= thresholds.DECLINE_RATIO and high >= expected_gain(case, told)


def change_of(lift: LiftFact, today: date, days: int = thresholds.PROGRESS_DAYS) -> float | None:
    """Change of the estimate over the last weeks in log units: the mean of its newest two points against that of the
    two around the start. None for too short a series."""
    points = [each for each in lift.points if each.on >= today - timedelta(days=days)]
    if len(points) < thresholds.PROGRESS_LEAST_POINTS:
        return None
    if (points[-1].on - points[0].on).days < thresholds.PROGRESS_LEAST_DAYS:
        return None
    return _level(points[-2:]) - _level(points[:2])


def _level(points: Sequence[LiftPoint]) -> float:
    return fmean(log(each.e1rm_kg) for each in points)


def _numbers(told: Sequence[Told]) -> dict[str, Any]:
    low, middle, high = pooled(told)
    return {
        "lifts": len(told),
        "change_percent": _percent(middle),
        "low_percent": _percent(low),
        "high_percent": _percent(high),
        "days": thresholds.PROGRESS_DAYS,
    }


def pooled(told: Sequence[Told]) -> tuple[float, float, float]:
    """The mean change of the lifts together in log units, with its 5-95 % interval as shown to people. More lifts make
    it narrower only as far as their errors are their own."""
    middle = fmean(change for _, change in told)
    own = thresholds.LIFTS_SHARE + (1 - thresholds.LIFTS_SHARE) / len(told)
    half = forecast.Z_90 * sqrt(own * fmean(lagging.variance(lift) for lift, _ in told))
    return middle - half, middle, middle + half


def _percent(change: float) -> float:
    return round(100 * (exp(change) - 1), 1)


def _findings(case: Case, told: Sequence[Told]) -> Iterator[Finding]:
    (low, mean, _), expected = pooled(told), expected_gain(case, told)
    falling = [each for each in told if _falls(each, case.today)]
    if 2 * len(falling) >= len(told) and mean <= thresholds.DECLINE_RATIO:
        yield _decline(falling)
        return
    if mean < thresholds.STILL_SHARE * expected and len(told) >= thresholds.PROGRESS_LIFTS_TO_POOL:
        yield _slowed(case, told)
        return
    if mean >= thresholds.GAIN_SHARE * expected and low > 0:
        facts = _numbers(told)
        chance = 1 - fmean(lift.plateau for lift, _ in told)
        yield Finding("progressing", INFO, chance, facts, _rows(told), facts)
    behind = {lag.lift.exercise: lag for lag in lagging.lags(told, expected)}
    for lift, change in told:
        claimed = tuple(_one_lift(case, lift, change, expected))
        yield from claimed
        if not claimed and lift.exercise in behind:
            yield _behind(case, behind[lift.exercise], told)


def expected_gain(case: Case, told: Sequence[Told]) -> float:
    """The gain over the days looked at, in log units, that the estimator expects of an athlete of this level: a trend
    that fades from the first session of a lift on, so that after months less is expected than at the beginning, but
    never less than of the advanced."""
    before = fmean(days_before(lift, case.today) for lift, _ in told)
    start, end = (exp(-days / TREND_MEMORY_DAYS) for days in (before, before + thresholds.PROGRESS_DAYS))
    fading = TREND_PRIOR[case.level][0] * TREND_MEMORY_DAYS * (start - end)
    return max(fading, TREND_PRIOR["advanced"][0] * thresholds.PROGRESS_DAYS)


def days_before(lift: LiftFact, today: date) -> float:
    """Days for which a lift had been trained before those that are looked at, as far as its sessions tell: the points
    may begin later than the lift."""
    known = (lift.points[-1].on - lift.points[0].on).days
    trained = known * max(1.0, lift.state.sessions / len(lift.points))
    return max(0.0, trained - (thresholds.PROGRESS_DAYS - (today - lift.points[-1].on).days))


def _slowed(case: Case, told: Sequence[Told]) -> Finding:
    numbers = _numbers(told) | {"plateau_percent": round(100 * fmean(lift.plateau for lift, _ in told))}
    return Finding(
        code="progress_slowed",
        severity=WATCH,
        confidence=min(0.8, 0.5 + 0.08 * len(told)),
        numbers=numbers,
        rows=_rows(told),
        facts=numbers | {"exercises": [lift.exercise for lift, _ in told]},
    )


def _one_lift(case: Case, lift: LiftFact, change: float, expected: float) -> Iterator[Finding]:
    """A lift that stands still while the others may not: what may be claimed, and that nothing was gained."""
    if lift.claim is None or change >= thresholds.STILL_SHARE * expected:
        return
    is_likely = lift.claim == "likely"
    numbers = {
        "plateau_percent": round(100 * lift.plateau),
        "change_percent": _percent(change),
        "days": thresholds.PROGRESS_DAYS,
    }
    yield Finding(
        code="lift_plateau" if is_likely else "lift_slowed",
        severity=WATCH,
        confidence=lift.plateau,
        numbers=numbers,
        rows=newest([*_work_rows(case, lift), lift.row]),
        facts=numbers | {"exercise": lift.exercise},
        edits=more_sets_of(case, lift),
    )


def _behind(case: Case, lag: Lag, told: Sequence[Told]) -> Finding:
    """Too early to call a plateau, but the difference to the others can be seen."""
    low, middle, high = pooled([each for each in told if each[0] is lag.lift])
    numbers = {
        "change_percent": _percent(middle),
        "low_percent": _percent(low),
        "high_percent": _percent(high),
        "others_percent": _percent(lag.others),
        "days": thresholds.PROGRESS_DAYS,
    }
    return Finding(
        code="lift_behind",
        severity=WATCH,
        confidence=min(0.9, lag.chance),
        numbers=numbers,
        rows=newest([*_work_rows(case, lag.lift), lag.lift.row]),
        facts=numbers | {"exercise": lag.lift.exercise},
        edits=more_sets_of(case, lag.lift),
    )


def _falls(told: Told, today: date) -> bool:
    lift, change = told
    lately = [each for each in lift.points if each.on >= today - timedelta(days=thresholds.DECLINE_DAYS)]
    is_still_falling = len(lately) >= 2 and lately[-1].e1rm_kg <= lately[0].e1rm_kg
    return change < thresholds.DECLINE_RATIO and is_still_falling and lift.weekly_trend.value < 0


def _decline(falling: Sequence[Told]) -> Finding:
    """Strength that falls for three weeks and more without a break or an illness: somebody should have a look."""
    numbers = _numbers(falling)
    return Finding(
        code="decline",
        severity=ACT,
        confidence=0.7,
        numbers=numbers,
        rows=_rows(falling),
        facts=numbers | {"exercises": [lift.exercise for lift, _ in falling]},
        needs_professional=True,
    )


def _rows(told: Sequence[Told]) -> tuple[Row, ...]:
    return newest([lift.row for lift, _ in told])


def _work_rows(case: Case, lift: LiftFact) -> list[Row]:
    return [each.row for each in case.work if each.done.exercise == lift.exercise][-ROWS_OF_A_LIFT:]
