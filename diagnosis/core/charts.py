"""The charts of a report as data: a kind, a unit, and points that a page, a table or a PDF can draw alike.

Kinds: `bars` and `line` are series of {on, value, low?, high?}; `ranges` are rows {label, value, low, high, usual};
`calendar` is weeks of days {on, status}.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from diagnosis.core import adherence, recoveries, thresholds, volumes, weeks
from diagnosis.core.facts import WEEK_DAYS, Case, LiftFact
from science import readiness

LIFTS_SHOWN = 4
Chart = dict[str, Any]


def charts(case: Case) -> list[Chart]:
    """Those for which there is something to draw."""
    found = (*_load(case), *_lifts(case), *_volume(case), *_readiness(case), *_calendar(case))
    return [chart for chart in found if chart]


# --- Load -------------------------------------------------------------------------------------------------------------
def _load(case: Case) -> Iterator[Chart]:
    """Each week with the band of the four weeks before it."""
    told = weeks.daily_loads(case)
    if told is None:
        return
    first_on, daily = told
    sums = [sum(daily[end - WEEK_DAYS : end]) for end in range(len(daily), WEEK_DAYS - 1, -WEEK_DAYS)][::-1]
    ends = [case.days_ago(WEEK_DAYS * back) for back in range(len(sums))][::-1]
    points = []
    for place, (on, total) in enumerate(zip(ends, sums, strict=True)):
        before = sums[max(0, place - thresholds.WEEKS_OF_VOLUME) : place]
        band = {"low": round(min(before)), "high": round(max(before))} if len(before) > 1 else {}
        points.append({"on": _monday(on), "value": round(total), **band})
    if len(points) > 1 and first_on < case.today:
        yield {"id": "load", "kind": "line", "unit": "AU", "points": points}


def _monday(last_on: date) -> str:
    """A block of seven days stands at its first day."""
    return (last_on - timedelta(days=WEEK_DAYS - 1)).isoformat()


# --- Lifts ------------------------------------------------------------------------------------------------------------
def _lifts(case: Case) -> Iterator[Chart]:
    for lift in _most_trained(case):
        days = {each.on: each for each in lift.points if each.on >= case.window_on}
        points = [
            {
                "on": on.isoformat(),
                "value": round(days[on].e1rm_kg, 1),
                "low": round(days[on].low_kg, 1),
                "high": round(days[on].high_kg, 1),
            }
            for on in sorted(days)
        ]
        if len(points) > 1:
            yield {
                "id": f"lift:{lift.exercise}",
                "kind": "line",
                "unit": "kg",
                "exercise": lift.exercise,
                "points": points,
            }


def _most_trained(case: Case) -> list[LiftFact]:
    return sorted(case.lifts, key=lambda each: (-len(each.points), each.exercise))[:LIFTS_SHOWN]


# --- Volume -----------------------------------------------------------------------------------------------------------
def _volume(case: Case) -> Iterator[Chart]:
    """Sets per muscle of the last four weeks, with the range and with what was usual in the four weeks before."""
    by_week = [sets for _, sets in volumes.sets_by_week(case)]
    newer, older = by_week[-thresholds.WEEKS_OF_VOLUME :], by_week[: -thresholds.WEEKS_OF_VOLUME]
    if not any(any(week.values()) for week in newer):
        return
    rows = []
    for group in newer[0]:
        low, high = volumes.range_of(case, group)
        usual = [week[group] for week in older if any(week.values())]
        rows.append(
            {
                "group": group,
                "value": round(fmean(week[group] for week in newer), 1),
                "low": low,
                "high": high,
                "usual": round(fmean(usual), 1) if usual else None,
            }
        )
    yield {"id": "volume", "kind": "ranges", "unit": "sets", "rows": rows}


# --- Readiness --------------------------------------------------------------------------------------------------------
def _readiness(case: Case) -> Iterator[Chart]:
    days = recoveries.series(case)
    points = [
        {
            "on": each.on.isoformat(),
            "value": round(each.readiness, 2),
            "low": -readiness.NOTABLE,
            "high": readiness.NOTABLE,
        }
        for each in days
    ]
    if len(points) > 1:
        yield {"id": "readiness", "kind": "line", "unit": "", "points": points}


# --- Adherence --------------------------------------------------------------------------------------------------------
def _calendar(case: Case) -> Iterator[Chart]:
    """The days of the window by calendar weeks, with what became of what was planned."""
    by_day: dict[date, list[str]] = {}
    for session in case.sessions_in_window():
        by_day.setdefault(session.on, []).append(adherence.status_of(session, case))
    if not by_day:
        return
    trained = {each.on for each in case.work}
    first = case.window_on - timedelta(days=case.window_on.weekday())
    found = []
    for start in range(0, (case.today - first).days + 1, WEEK_DAYS):
        days = [first + timedelta(days=start + place) for place in range(WEEK_DAYS)]
        found.append([{"on": day.isoformat(), "status": _status(case, day, by_day, day in trained)} for day in days])
    yield {"id": "adherence", "kind": "calendar", "unit": "", "weeks": found}


def _status(case: Case, day: date, by_day: dict[date, list[str]], is_trained: bool) -> str:
    """done | missed | ill | coming | extra (trained, though nothing was planned) | rest | outside (of the window)"""
    if not case.window_on <= day <= case.today:
        return "outside"
    told = by_day.get(day, [])
    for status in ("missed", "ill", "coming", "done"):
        if status in told:
            return status
    return "extra" if is_trained else "rest"
