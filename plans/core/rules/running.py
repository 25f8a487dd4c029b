"""P06–P08: how runs grow, and how hard they may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from plans.core import measure
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Session, Week
from plans.core.thresholds import THRESHOLDS

PROGRESSION = THRESHOLDS.progression
LONGEST_RUN_DAYS = 30
ROUNDING = 1e-9


def _run_m(week: Week, case: Case) -> float:
    return measure.run_distance_m(week.sessions, case.catalogue)


def _long_run(case: Case) -> Iterator[Breach]:
    done = _runs_before(case)
    for session in sorted(case.spec.sessions(), key=lambda session: session.on):
        metres = measure.run_distance_m([session], case.catalogue)
        if not metres:
            continue
        recent = [ran for on, ran in done if timedelta(0) <= session.on - on <= timedelta(days=LONGEST_RUN_DAYS)]
        limit = max(recent, default=metres) * PROGRESSION.run_single_ratio
        if metres > limit + ROUNDING and _is_longer_run(session, metres, case):
            yield Breach(session.id, {"value": round(metres), "limit": round(limit)})
        done.append((session.on, metres))


def _runs_before(case: Case) -> list[tuple[date, float]]:
    longest = case.intent.history.longest_run_m
    on = case.intent.start_on if case.before is None else case.spec.start_on
    return [(on, float(longest))] if longest else []


def _is_longer_run(session: Session, metres: float, case: Case) -> bool:
    """Whether the edit made this run longer; a run of a new plan always counts."""
    old = case.before.find_session(session.id) if case.before is not None else None
    return old is None or metres > measure.run_distance_m([old], case.catalogue)


def _run_week_jump(case: Case) -> Iterator[Breach]:
    weeks = measure.normal_weeks(case.spec)
    amounts = [(week, _run_m(week, case)) for week in weeks]
    known = case.intent.history.weekly_run_m
    if known and weeks and weeks[0].number == 1:
        yield from _run_rise(weeks[0], float(known), amounts[0][1], case)
    for (_, before), (week, after) in pairwise(amounts):
        yield from _run_rise(week, before, after, case)


def _run_rise(week: Week, before: float, after: float, case: Case) -> Iterator[Breach]:
    if not before or not case.is_raised(week.number, lambda week: _run_m(week, case)):
        return
    facts = {"week": week.number, "value": round(after)}
    if after > before * PROGRESSION.run_week_hard_ratio + ROUNDING:
        yield Breach(week_key(week), facts | {"limit": round(before * PROGRESSION.run_week_hard_ratio)}, "hard")
    elif after > before * PROGRESSION.run_week_warn_ratio + ROUNDING:
        yield Breach(week_key(week), facts | {"limit": round(before * PROGRESSION.run_week_warn_ratio)})


def _too_much_quality(case: Case) -> Iterator[Breach]:
    limit = PROGRESSION.quality_sessions_max.of(case.spec.level)
    for week in case.spec.weeks:
        minutes = measure.run_minutes(week.sessions, case.catalogue)
        easy = sum(
            measure.minutes_of(item)
            for item in measure.week_items(week)
            if measure.is_run(item, case.catalogue) and measure.zone_of(item) == 1
        )
        quality = sum(measure.is_quality(session, case.catalogue) for session in week.sessions)
        if easy < PROGRESSION.run_easy_share_min * minutes - ROUNDING or quality > limit:
            share = round(100 * easy / minutes) if minutes else 0
            yield Breach(week_key(week), {"week": week.number, "value": quality, "limit": limit, "easy": share})


RULES = (
    Rule(
        id="P06",
        severity="hard",
        threshold="a run at most 110 % of the longest of the last 30 days",
        source="BJSM 2025;59:1203, n = 5,205: +64 % injury hazard beyond",
        evidence="evidence",
        message="A run of %(value)s m is too much longer than the longest lately; at most %(limit)s m.",
        check=_long_run,
    ),
    Rule(
        id="P07",
        severity="warning",
        threshold="running week at most +10 %; hard from +30 %",
        source="coaching convention; BJSM 2025 found the week-to-week ratio not related to injury",
        evidence="convention",
        message="Week %(week)s has %(value)s m of running; more than %(limit)s m is a big step.",
        check=_run_week_jump,
        hardens=True,
    ),
    Rule(
        id="P08",
        severity="warning",
        threshold="at least 75 % of the running time easy; at most 3 harder sessions a week, beginners 1",
        source="coaching convention; Seiler 2010, second-hand",
        evidence="convention",
        message="Week %(week)s: %(value)s harder sessions of at most %(limit)s, %(easy)s %% of the running time easy.",
        check=_too_much_quality,
    ),
)
