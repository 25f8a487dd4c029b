"""Bests of a lift, and when it stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from coaching.core.moments.life import Lift, Point
from coaching.core.moments.rules import MILESTONE, RULES, STALLED


@dataclass(frozen=True, slots=True)
class Standstill:
    """`since_on`: the day of the last best; `sessions` since then; `at`: the session that made it clear."""

    since_on: date
    sessions: int
    at: datetime


def bests(lift: Lift) -> Iterator[tuple[Point, float]]:
    """Sessions that point to clearly more than every one before and than the last best that was named, with the rise as
    a ratio.

    The first few sessions are no bests: there is nothing yet to beat.
    """
    numbers = RULES[MILESTONE].thresholds
    told = [point for point in lift.points if point.e1rm_kg is not None]
    first = told[: int(numbers["lift_sessions"])]
    best = max((point.e1rm_kg or 0.0 for point in first), default=0.0)
    for point in told[len(first) :]:
        if best and (point.e1rm_kg or 0.0) >= best * (1 + numbers["rise_ratio"]):
            yield point, (point.e1rm_kg or 0.0) / best
            best = point.e1rm_kg or 0.0


def standstill(lift: Lift) -> Iterator[Standstill]:
    """The first session three weeks or more after the last best, the fourth since at the earliest, by which the work of
    these weeks is not more than that of the weeks before. Unknown work before counts as no reason.

    A lift that was spoken of is not spoken of again before it has clearly risen: a best by a hair is scatter. Weeks
    without it are no standstill: what counts begins with the day on which it came back.
    """
    numbers = RULES[STALLED].thresholds
    span = timedelta(days=numbers["days"])
    best: Point | None = None
    away = timedelta(days=numbers["away_d"])
    sessions, clear_kg, since_on = 0, 0.0, None
    for before, point in zip((None, *lift.points), lift.points, strict=False):
        if before is not None and point.on - before.on > away:
            sessions, since_on = 0, point.on
        if point.e1rm_kg is not None and (best is None or point.e1rm_kg > (best.e1rm_kg or 0.0)):
            best, sessions, since_on = point, 0, point.on
            continue
        sessions += 1
        if best is None or since_on is None or (best.e1rm_kg or 0.0) < clear_kg or point.on - since_on < span:
            continue
        if sessions >= numbers["sessions"] and _is_no_more_work(lift, point.on, span):
            clear_kg = (best.e1rm_kg or 0.0) * (1 + numbers["rise_ratio"])
            yield Standstill(best.on, sessions, point.at)


def _is_no_more_work(lift: Lift, on: date, span: timedelta) -> bool:
    """Whether these weeks held no more hard sets than those before. One session more or less is where the weeks are
    cut, and counts as none."""
    recent = [point.hard_sets for point in lift.points if on - span < point.on <= on]
    before = [point.hard_sets for point in lift.points if on - 2 * span < point.on <= on - span]
    return bool(before) and sum(recent) - sum(before) <= fmean(recent)
