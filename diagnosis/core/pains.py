"""Pain as it was told: how strong, how long, whether it rises, and what was being done. Never what it is: from 4 of 10,
rising, or for more than two weeks it is a matter for a professional."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from adaptation.core import pain
from adaptation.core.facts import PainReport
from diagnosis.core import patches, thresholds
from diagnosis.core.facts import Case, Work
from diagnosis.core.findings import ACT, URGENT, WATCH, Finding, Look, newest


def look(case: Case) -> Look:
    """Each region that hurt lately."""
    told = [each for each in case.work if each.done.pain_region and (each.done.pain or 0) > 0]
    regions = sorted({each.done.pain_region for each in told})
    found = tuple(
        _about(case, region, [each for each in told if each.done.pain_region == region]) for region in regions
    )
    findings = tuple(finding for finding in found if finding is not None)
    worst = max((each.done.pain or 0 for each in told if each.on >= case.window_on), default=0)
    days = len({each.on for each in told if each.on >= case.window_on})
    return Look("pain", {"days_with_pain": days, "worst": worst}, findings)


def _about(case: Case, region: str, told: Sequence[Work]) -> Finding | None:
    """The gravest that is to be said of one region; None where it is a while ago and has passed."""
    spell = _running(told)
    newest_work = spell[-1]
    if (case.today - newest_work.on).days > thresholds.PAIN_FORGOTTEN_DAYS or _has_passed(case, newest_work, region):
        return None
    reports = tuple(PainReport(each.on, region, each.done.pain or 0, each.done.exercise) for each in spell)
    code, severity = _code(newest_work, spell, reports)
    numbers: dict[str, Any] = {
        "pain": newest_work.done.pain,
        "worst": max(each.severity for each in reports),
        "days": len({each.on for each in reports}),
        "since_days": (newest_work.on - reports[0].on).days,
    }
    return Finding(
        code=code,
        severity=severity,
        confidence=1.0,
        numbers=numbers,
        rows=newest([each.row for each in spell]),
        facts=numbers | {"region": region} | _pattern(case, region, spell),
        edits=patches.stop(case, newest_work, reports) if (newest_work.done.pain or 0) >= thresholds.PAIN_STOPS else (),
        needs_professional=severity != WATCH,
    )


def _running(told: Sequence[Work]) -> list[Work]:
    """The reports up to the newest without a quiet time of three weeks between two of them."""
    spell = [told[-1]]
    for each in reversed(told[:-1]):
        if (spell[-1].on - each.on).days > thresholds.PAIN_FORGOTTEN_DAYS:
            break
        spell.append(each)
    return spell[::-1]


def _has_passed(case: Case, last: Work, region: str) -> bool:
    """The movement that hurt was done twice since without a word of pain; or it was left out, and two weeks of other
    work on the region stayed quiet."""
    same = {each.on for each in case.work if each.on > last.on and each.done.exercise == last.done.exercise}
    if same:
        return len(same) >= thresholds.PAIN_QUIET_SESSIONS
    quiet: set[date] = set()
    for each in case.work:
        movement = case.catalogue.get(each.done.exercise)
        if each.on > last.on and movement is not None and pain.loads_region(movement, region):
            quiet.add(each.on)
    is_long = (case.today - last.on).days > thresholds.PAIN_LASTS_DAYS
    return is_long and len(quiet) >= thresholds.PAIN_QUIET_SESSIONS


def _code(last: Work, spell: Sequence[Work], reports: Sequence[PainReport]) -> tuple[str, str]:
    severity = last.done.pain or 0
    if severity >= pain.SEE_SOMEONE_FROM:
        return "pain_severe", URGENT
    if severity >= thresholds.PAIN_STOPS:
        return "pain_stops", ACT
    if (last.on - spell[0].on).days > thresholds.PAIN_LASTS_DAYS:
        return "pain_lasts", ACT
    if pain.should_see_someone(last.done, reports):
        return "pain_rises", ACT
    return "pain_noted", WATCH


def _pattern(case: Case, region: str, spell: Sequence[Work]) -> dict[str, Any]:
    """The exercise with which it comes, if most of its sessions since brought it; {} where none stands out."""
    counts = Counter(each.done.exercise for each in spell)
    exercise, hurt = max(counts.items(), key=lambda each: (each[1], each[0]))
    done = sum(each.done.exercise == exercise for each in case.work_since(spell[0].on))
    if hurt < thresholds.PAIN_PATTERN_SESSIONS or hurt < thresholds.PAIN_PATTERN_SHARE * done:
        return {}
    return {"with_exercise": exercise, "hurt": hurt, "of": done}


def mentions(case: Case) -> Iterator[Work]:
    """Every word of pain in the window."""
    return (
        each for each in case.work if each.done.pain_region and (each.done.pain or 0) > 0 and each.on >= case.window_on
    )
