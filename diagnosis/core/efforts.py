"""Effort: how close to failure the sets were, and how near to the target; for endurance, how much of it was easy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from statistics import fmean
from typing import Any

from adaptation.core import verdict
from adaptation.core.log import LOG_DAYS
from diagnosis.core import thresholds
from diagnosis.core.facts import Case, DayReport, Work
from diagnosis.core.findings import WATCH, Finding, Look, newest
from science.effort import RatedSet
from science.endurance import intensity_split

ENDURANCE_KINDS = frozenset({"endurance", "intervals", "long"})
NEAR_RIR, EASY_RIR = 3.0, 5.0  # at most so many left: near failure; more than so many: practice


def look(case: Case) -> Look:
    """The last four weeks of rated sets and of endurance sessions."""
    work = case.work_since(case.days_ago(LOG_DAYS))
    rated = [(each, one) for each in work for one in each.done.working if one.reported_rir is not None]
    endurance = [each for each in case.reports_since(case.days_ago(LOG_DAYS)) if _is_endurance(each)]
    numbers = _numbers(rated, work) | _endurance_numbers(endurance)
    if not numbers:
        return Look("effort", missing=("rated_sets",))
    return Look("effort", numbers, (*_about_target(work), *_about_failure(rated), *_about_endurance(endurance)))


def _numbers(rated: Sequence[tuple[Work, RatedSet]], work: Sequence[Work]) -> dict[str, Any]:
    """Shares of the rated sets in percent: at failure, near it, in between, easy; and the mean gap to the target."""
    if not rated:
        return {}
    rirs = [one.reported_rir or 0.0 for _, one in rated]
    gap = _mean_gap(_gaps(work))
    return {
        "sets_rated": len(rirs),
        "failure_percent": _share(rirs, lambda rir: rir <= 0),
        "near_percent": _share(rirs, lambda rir: 0 < rir <= NEAR_RIR),
        "middle_percent": _share(rirs, lambda rir: NEAR_RIR < rir <= EASY_RIR),
        "easy_percent": _share(rirs, lambda rir: rir > EASY_RIR),
        "gap_rpe": None if gap is None else round(gap, 1),
    }


def _share(values: Sequence[float], holds: Callable[[float], bool]) -> int:
    return round(100 * sum(map(holds, values)) / len(values))


# --- Against the target -----------------------------------------------------------------------------------------------
def _gaps(work: Sequence[Work]) -> list[tuple[Work, float]]:
    judged = ((each, verdict.judge(each.done).gap) for each in work)
    return [(each, gap) for each, gap in judged if gap is not None]


def _mean_gap(gaps: Sequence[tuple[Work, float]]) -> float | None:
    return fmean(gap for _, gap in gaps) if gaps else None


def _about_target(work: Sequence[Work]) -> Iterator[Finding]:
    """Rated clearly harder or easier than asked for, over the last sessions."""
    gaps = _gaps(work)
    last = sorted({each.done.session for each, _ in gaps}, key=_newest_of(gaps))[-thresholds.EFFORT_SESSIONS :]
    gaps = [(each, gap) for each, gap in gaps if each.done.session in last]
    mean = _mean_gap(gaps)
    if mean is None or len(last) < thresholds.EFFORT_SESSIONS:
        return
    code = (
        "effort_above" if mean >= thresholds.EFFORT_ABOVE else "effort_below" if mean <= thresholds.EFFORT_BELOW else ""
    )
    if code:
        facts = {"gap_rpe": round(abs(mean), 1), "sessions": len(last)}
        yield Finding(code, WATCH, 0.7, facts, newest([each.row for each, _ in gaps]), facts)


def _newest_of(gaps: Sequence[tuple[Work, float]]) -> Callable[[str], date]:
    days = {each.done.session: each.on for each, _ in gaps}
    return lambda session: days[session]


def _about_failure(rated: Sequence[tuple[Work, RatedSet]]) -> Iterator[Finding]:
    """More sets to failure than the plan rules would ever ask for."""
    at_failure = [each for each, one in rated if (one.reported_rir or 0.0) <= 0]
    if len(rated) < thresholds.FAILURE_LEAST_SETS or len(at_failure) <= thresholds.FAILURE_SHARE * len(rated):
        return
    facts = {"failure_percent": round(100 * len(at_failure) / len(rated)), "sets_rated": len(rated)}
    yield Finding("much_failure", WATCH, 0.7, facts, newest([each.row for each in at_failure]), facts)


# --- Endurance --------------------------------------------------------------------------------------------------------
def _is_endurance(report: DayReport) -> bool:
    return report.kind in ENDURANCE_KINDS and report.session_rpe is not None and bool(report.duration_min)


def _split(reports: Sequence[DayReport]) -> tuple[float, float, float] | None:
    return intensity_split((each.session_rpe or 0.0, each.duration_min or 0.0) for each in reports)


def _endurance_numbers(reports: Sequence[DayReport]) -> dict[str, Any]:
    split = _split(reports)
    if split is None:
        return {}
    return {f"zone_{place}_percent": round(100 * share) for place, share in enumerate(split, 1)}


def _about_endurance(reports: Sequence[DayReport]) -> Iterator[Finding]:
    split = _split(reports)
    if split is None or len(reports) < thresholds.ENDURANCE_LEAST_SESSIONS or split[0] >= thresholds.EASY_SHARE_MIN:
        return
    facts = {"easy_percent": round(100 * split[0]), "sessions": len(reports)}
    yield Finding("much_hard_endurance", WATCH, 0.6, facts, newest([each.row for each in reports]), facts)
