"""Data quality: what is missing, and what that forbids to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnosis.core import thresholds
from diagnosis.core.facts import Case
from diagnosis.core.findings import Look

# What is not told beside another gap, because that one says it.
SAID_BY = {"due_sessions": "no_plan", "few_ratings": "rated_sets", "no_sleep_hours": "readiness_baseline"}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: a code with its numbers, and the areas of which nothing can be said because of it."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    silences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """enough: whether there is anything to judge by at all. share: of the areas that could be looked at, 0-1."""

    is_enough: bool
    share: float
    gaps: tuple[Gap, ...]
    numbers: dict[str, Any]


def counts(case: Case) -> dict[str, Any]:
    """What there is of the window, as numbers."""
    work = case.work_since(case.window_on)
    days = sorted({each.on for each in work})
    working = [each for each in work if each.done.working]
    rated = sum(each.done.rpe is not None or any(one.rpe is not None for one in each.done.working) for each in working)
    reports = case.reports_since(case.window_on)
    return {
        "trained_days": len(days),
        "span_days": (days[-1] - days[0]).days if days else 0,
        "rated_percent": round(100 * rated / len(working)) if working else 0,
        "assumed_percent": round(100 * sum(each.done.is_assumed for each in work) / len(work)) if work else 0,
        "report_days": len({each.on for each in reports}),
        "load_days": len({each.on for each in reports if each.session_rpe is not None and each.duration_min}),
        "sleep_hours_days": len({each.on for each in reports if each.sleep_hours is not None}),
    }


def is_enough(case: Case) -> bool:
    """Whether anything but pain may be spoken of: a few training days, over a week and a half at least."""
    found = counts(case)
    is_long = found["span_days"] >= thresholds.LEAST_SPAN_DAYS
    return bool(is_long and found["trained_days"] >= thresholds.LEAST_TRAINED_DAYS)


def judge(case: Case, looks: Sequence[Look]) -> Quality:
    """What the looks could not tell, and why."""
    found = counts(case)
    silent = {look.area for look in looks if not look.numbers}
    areas = len(looks) or 1
    gaps = _told_once((*_gaps_of(looks, {"few_days": _few_days(found)}), *_general(case, found)))
    return Quality(is_enough(case), round(1 - len(silent) / areas, 2), gaps, found)


def _told_once(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Without what another gap says already."""
    codes = {gap.code for gap in gaps}
    return tuple(gap for gap in gaps if SAID_BY.get(gap.code) not in codes)


def _few_days(found: dict[str, Any]) -> dict[str, Any]:
    needed = {"needed_days": thresholds.LEAST_TRAINED_DAYS, "needed_span": thresholds.LEAST_SPAN_DAYS}
    return {"trained_days": found["trained_days"], "span_days": found["span_days"]} | needed


def _gaps_of(looks: Sequence[Look], facts: dict[str, dict[str, Any]]) -> Iterator[Gap]:
    """Each thing that is missing once, with every area that it silences."""
    areas: dict[str, list[str]] = {}
    for look in looks:
        for code in look.missing:
            areas.setdefault(code, []).append(look.area)
    for code, silenced in areas.items():
        yield Gap(code, facts.get(code, {}), tuple(silenced))


def _general(case: Case, found: dict[str, Any]) -> Iterator[Gap]:
    if found["trained_days"] and found["rated_percent"] < 100 * thresholds.LEAST_RATED_SHARE:
        yield Gap("few_ratings", {"rated_percent": found["rated_percent"]}, ("effort", "ratings", "progress"))
    if found["assumed_percent"] >= 50:
        yield Gap("sets_not_told", {"assumed_percent": found["assumed_percent"]}, ("volume", "ratings"))
    if found["trained_days"] and not found["sleep_hours_days"]:
        yield Gap("no_sleep_hours")
    if case.plan is None:
        yield Gap("no_plan", silences=("adherence",))
    if case.spells:
        yield Gap("illness", {"spells": len(case.spells)})
