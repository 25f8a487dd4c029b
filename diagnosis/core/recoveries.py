"""Recovery: sleep, stress and readiness against the athlete's own last weeks. What people say of themselves, no
measurement of the body and no order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean, median
from typing import Any

from adaptation.core import signals
from adaptation.core.facts import DayReadiness
from diagnosis.core import thresholds
from diagnosis.core.facts import Case, DayReport
from diagnosis.core.findings import ACT, WATCH, Finding, Look, newest
from diagnosis.core.patches import coming
from diagnosis.core.weeks import diary
from plans.core.edits import Edit
from science import readiness

PARTS = ("sleep", "stress", "recovery")
WEIGHTS = (readiness.SLEEP_WEIGHT, readiness.STRESS_WEIGHT, readiness.RECOVERY_WEIGHT)


def look(case: Case) -> Look:
    """Readiness and sleep of the last two weeks."""
    lately = case.reports_since(case.days_ago(thresholds.RECENT_DAYS - 1))
    days = series(case)
    days = tuple(each for each in days if each.on >= case.days_ago(thresholds.RECENT_DAYS - 1))
    found = (*_about_readiness(case, days, lately), *_about_sleep(lately))
    missing = () if len(days) >= thresholds.LEAST_READINESS_DAYS else ("readiness_baseline",)
    return Look("recovery", _numbers(days, lately), found, missing)


def series(case: Case) -> tuple[DayReadiness, ...]:
    """Readiness of each reported day of the window that has enough history of its own."""
    return diary(case).by_day(case.window_on)


def _numbers(days: Sequence[DayReadiness], lately: Sequence[DayReport]) -> dict[str, Any]:
    told = {
        "sleep_hours": [each.sleep_hours for each in lately if each.sleep_hours is not None],
        "sleep_quality": [each.sleep_quality for each in lately if each.sleep_quality is not None],
        "stress_level": [each.stress_level for each in lately if each.stress_level is not None],
        "readiness": [each.readiness for each in days],
    }
    return {name: round(fmean(values), 2) for name, values in told.items() if values}


def _about_readiness(case: Case, days: Sequence[DayReadiness], lately: Sequence[DayReport]) -> Iterator[Finding]:
    """Clearly below what is usual for this athlete, over two weeks."""
    if len(days) < thresholds.LEAST_READINESS_DAYS:
        return
    usual = median(each.readiness for each in days)  # one bad night is no story
    if usual >= thresholds.READINESS_LOW or case.is_off(case.today):
        return
    parts = {name: round(share, 2) for name, share in _parts(case, days).items()}
    low = sum(each.readiness <= -readiness.NOTABLE for each in days)
    facts = {"readiness": round(usual, 2), "days": low, "part": min(parts, key=lambda name: (parts[name], name))}
    yield Finding(
        code="readiness_low",
        severity=ACT if usual <= thresholds.READINESS_VERY_LOW else WATCH,
        confidence=min(0.9, 0.4 + 0.5 * abs(usual) * len(days) / thresholds.RECENT_DAYS),
        numbers={"readiness": round(usual, 2), "days_reported": len(days), **parts},
        rows=newest([each.row for each in lately]),
        facts=facts,
        edits=_easier_day(case, usual, days[-1]),
    )


def _parts(case: Case, days: Sequence[DayReadiness]) -> dict[str, float]:
    """What sleep, stress and recovery each take from readiness on average: the lowest pulls most."""
    told = diary(case)
    scores = [told.scores(each.on) for each in days]
    return {name: fmean(WEIGHTS[place] * (score[place] or 0.0) for score in scores) for place, name in enumerate(PARTS)}


def _easier_day(case: Case, usual: float, last: DayReadiness) -> tuple[Edit, ...]:
    facts = {"reported_on": last.on.isoformat()}
    proposal = signals.easier_day(readiness.advice(min(usual, last.readiness)), usual, coming(case), facts)
    return proposal.edits if proposal is not None else ()


def _about_sleep(lately: Sequence[DayReport]) -> Iterator[Finding]:
    """Nights of six hours and less on average (Craven 2022)."""
    nights = [each for each in lately if each.sleep_hours is not None]
    if len(nights) < thresholds.SHORT_SLEEP_LEAST:
        return
    mean = fmean(each.sleep_hours or 0.0 for each in nights)
    if mean <= thresholds.SHORT_SLEEP_H:
        facts = {"sleep_hours": round(mean, 1), "nights": len(nights)}
        yield Finding("sleep_short", WATCH, 0.8, facts, newest([each.row for each in nights]), facts)
