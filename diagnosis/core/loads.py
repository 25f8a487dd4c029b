"""Load: how much, how even, how it compares with what was usual, and whether it is being recovered from.

The acute:chronic ratio is shown as "this week against your last four" and never decides anything by itself: it says
nothing about injury (Impellizzeri 2020, Sports Med). What decides is how the work goes: the signs of fatigue that
adaptation reads as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, median
from typing import Any

from adaptation.core import volume
from adaptation.core.facts import Recent
from diagnosis.core import thresholds, weeks
from diagnosis.core.facts import WEEK_DAYS, Case, Row
from diagnosis.core.findings import ACT, INFO, WATCH, Finding, Look, newest
from plans.core.edits import Edit, InsertDeload
from science import load, recovery

SEEN_IN_WORK = frozenset({"weaker_than_expected", "low_completion"})  # the others are felt, and vary from day to day

OF_HEAVY_LOADS = frozenset({"effort_drift", "harder_sessions", "low_completion"})


def look(case: Case) -> Look:
    """Load and recovery from it."""
    told = weeks.daily_loads(case)
    is_told = told is not None and report_share(case) >= thresholds.LEAST_REPORT_SHARE
    daily = told[1] if told and is_told else ()
    found = (*_about_daily(case, daily), *_volume_jump(case), *_overload(case, daily))
    missing = [] if is_told else ["load_reports"]
    if is_told and len(daily) < load.CHRONIC_DAYS:
        missing.append("four_weeks_of_load")
    return Look("load", numbers(daily), found, tuple(missing))


def report_share(case: Case) -> float:
    """Share of the trained days of the last four weeks with effort and minutes of the session as a whole."""
    since = case.days_ago(load.CHRONIC_DAYS - 1)
    trained = {each.on for each in case.work_since(since)}
    told = {on for on, _ in weeks.loads(case.reports_since(since))}
    return len(told) / len(trained | told) if trained | told else 0.0


def numbers(daily: tuple[float, ...]) -> dict[str, Any]:
    """Daily loads made into what a week amounts to; {} without loads. None: not defined yet."""
    if not daily:
        return {}
    week = daily[-WEEK_DAYS:]
    monotony = load.monotony(week)
    weekly = load.weekly_load_au(week)
    change = weeks.load_change_percent(daily)
    ewma = load.acwr_ewma(daily)
    return {
        "weekly_au": round(weekly),
        "monotony": None if monotony is None else round(monotony, 2),
        "strain_au": None if monotony is None else round(load.strain_au(weekly, monotony) or 0),
        "change_percent": None if change is None else round(change),
        "change_ewma_percent": None if ewma is None else round(100 * (ewma - 1)),
    }


def _about_daily(case: Case, daily: tuple[float, ...]) -> Iterator[Finding]:
    found = numbers(daily)
    change, monotony = found.get("change_percent"), found.get("monotony")
    trained = [any(daily[start : start + WEEK_DAYS]) for start in range(len(daily) - load.CHRONIC_DAYS, len(daily), 7)]
    is_usual = len(daily) >= load.CHRONIC_DAYS and sum(trained) >= thresholds.LOAD_WEEKS_TRAINED
    if change is not None and is_usual and _is_jump(daily, change):
        facts = {"change_percent": change, "weekly_au": found["weekly_au"]}
        yield Finding("load_jump", WATCH, 0.6, facts, _week_rows(case), facts)
    week = daily[-WEEK_DAYS:]
    is_full = sum(au > 0 for au in week) >= thresholds.EVEN_WEEK_DAYS
    if monotony is not None and is_full and monotony > thresholds.VERY_EVEN:
        yield Finding("very_even_week", INFO, 0.6, {"monotony": monotony}, _week_rows(case), {"monotony": monotony})


def _is_jump(daily: tuple[float, ...], change_percent: float) -> bool:
    """Far above the mean of four weeks, and above the fullest of the three before as well: a whole week after missed
    ones is none."""
    before = [sum(daily[-back : -back + WEEK_DAYS]) for back in (28, 21, 14)]
    far_above = change_percent >= 100 * (thresholds.LOAD_JUMP_RATIO - 1)
    return far_above and sum(daily[-WEEK_DAYS:]) > thresholds.LOAD_JUMP_OVER_MOST * max(before)


def _week_rows(case: Case) -> tuple[Row, ...]:
    return newest([each.row for each in case.reports_since(case.days_ago(WEEK_DAYS - 1))])


def _volume_jump(case: Case) -> Iterator[Finding]:
    """The hard sets of the last seven days against the fullest of the four weeks before: more than a quarter above."""
    *before, now = weeks.blocks(case, thresholds.WEEKS_OF_VOLUME + 1)
    counts = [sum(item.sets for item in block.items) for block in before]
    sets = sum(item.sets for item in now.items)
    if min(counts) <= 0:
        return
    most = max(counts)
    if sets > thresholds.VOLUME_JUMP_RATIO * most and sets - most >= thresholds.VOLUME_JUMP_SETS:
        facts = {"sets": sets, "usual_sets": round(median(counts)), "most_sets": most}
        yield Finding("volume_jump", WATCH, 0.7, facts, newest([each.row for each in now.work]), facts)


# --- Whether it is recovered from -------------------------------------------------------------------------------------
def _overload(case: Case, daily: tuple[float, ...]) -> Iterator[Finding]:
    """Two signs that agree, one of them in the work itself; or three. Sets that are harder than asked and left
    unfinished by somebody as strong as ever come of loads that are too heavy, and are told as that."""
    last = weeks.recent(case)
    signs = signs_of(last)
    if len(signs) < (thresholds.SIGNS_LEAST if SEEN_IN_WORK & set(signs) else thresholds.SIGNS_WITHOUT_WORK):
        return
    if set(signs) <= OF_HEAVY_LOADS and last.innovations and fmean(last.innovations) > thresholds.AS_STRONG_AS_EXPECTED:
        return
    change = numbers(daily).get("change_percent")
    facts: dict[str, Any] = {"signs": list(signs), "signs_count": len(signs)}
    if change is not None:
        facts["change_percent"] = change
    yield Finding(
        code="overload",
        severity=ACT,
        confidence=min(0.9, 0.3 * len(signs)),
        numbers={"signs_count": len(signs)} | sign_numbers(last) | {"load_change_percent": change},
        rows=newest([each.row for each in case.work_since(case.days_ago(WEEK_DAYS - 1))]),
        facts=facts,
        edits=easier_week(case),
    )


def signs_of(last: Recent) -> tuple[str, ...]:
    """Signs of fatigue by code: those that call for an easier week, and the milder ones that take a set."""
    strong = recovery.deload_signs(
        innovations=last.innovations,
        session_rpe_change=last.session_rpe_change,
        readiness_by_day=[day.readiness for day in last.readiness],
        completion_percent=[each.completion for each in last.sessions],
    )
    return tuple(dict.fromkeys((*strong, *volume.fatigue_signs(last))))


def sign_numbers(last: Recent) -> dict[str, float | None]:
    """The numbers behind the signs."""
    gaps = [each.effort_gap for each in last.sessions[-volume.RECENT_SESSIONS :] if each.effort_gap is not None]
    readiness = [day.readiness for day in last.readiness[-recovery.LOW_READINESS_DAYS :]]
    completion = [each.completion for each in last.sessions[-recovery.LOW_COMPLETION_SESSIONS :]]
    return {
        "mean_surprise": round(fmean(last.innovations), 2) if last.innovations else None,
        "gap_rpe_lately": round(fmean(gaps), 1) if gaps else None,
        "mean_readiness": round(fmean(readiness), 2) if readiness else None,
        "completion_percent": round(fmean(completion)) if completion else None,
    }


def easier_week(case: Case) -> tuple[Edit, ...]:
    """Next week made easier, where the plan still can be and the last easier week is long enough ago."""
    since = case.days_since_deload
    if case.plan is None or case.plan.next_week is None:
        return ()
    if since is not None and since < recovery.DELOAD_SPACING_DAYS:
        return ()
    return (InsertDeload(case.plan.next_week[0]),)
