"""The report of a diagnosis as plain JSON values. It holds codes, numbers and the ids of rows, never a sentence: pages
and files word it when somebody reads it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from diagnosis.core import quality, thresholds
from diagnosis.core.charts import charts
from diagnosis.core.facts import Case
from diagnosis.core.findings import AREAS, INFO, SEVERITIES, WATCH, Finding, Look, most_severe, to_dict
from diagnosis.core.quality import Quality
from diagnosis.core.thresholds import SOURCES

VERSION = 1
GOOD, UNKNOWN = "good", "unknown"
RULES = "rules"
Data = dict[str, Any]
NEXT_OF = {"verdict_silent": "next_log", "verdict_unseen": "next_tell"}  # what to do where little could be seen
# What is set beside the previous report, and in which area it stands.
COMPARED = (
    ("adherence", "done_percent"),
    ("progress", "change_percent"),
    ("load", "weekly_au"),
    ("recovery", "readiness"),
    ("recovery", "sleep_hours"),
    ("pain", "worst"),
)


def build(
    case: Case,
    looks: Sequence[Look],
    findings: Sequence[Finding],
    previous: Mapping[str, Any] | None = None,
    authors: Sequence[Mapping[str, Any]] = (),
) -> Data:
    """The report of these findings. previous: an earlier report of the athlete; authors: who else was asked."""
    judged = quality.judge(case, looks)
    told = [to_dict(finding) for finding in findings]
    state = state_of(looks)
    return {
        "version": VERSION,
        "thresholds_version": thresholds.VERSION,
        "made_at": case.now.isoformat(),
        "window": {"first_on": case.window_on.isoformat(), "last_on": case.today.isoformat(), "days": case.window_days},
        "athlete": {"level": case.level, "goal": case.goal},
        "plan": case.plan and {"id": case.plan.id, "revision": case.plan.revision},
        "focus": case.focus,
        "summary": [_seen(state, judged), *concluded(told, judged.is_enough, _days(judged))],
        "state": state,
        "charts": charts(case) if judged.is_enough else [],
        "findings": told,
        "comparison": compare(told, state, case.window_days, previous),
        "data_quality": _quality(judged),
        "sources": _sources(findings),
        "authors": [{"who": RULES, "version": thresholds.VERSION}, *map(dict, authors)],
        "names": {slug: dict(names) for slug, names in case.names.items() if slug in _named(case, findings)},
    }


def _quality(judged: Quality) -> Data:
    return {
        "is_enough": judged.is_enough,
        "share": judged.share,
        "numbers": dict(judged.numbers),
        "gaps": [{"code": gap.code, "facts": dict(gap.facts), "silences": list(gap.silences)} for gap in judged.gaps],
    }


def _sources(findings: Sequence[Finding]) -> list[Data]:
    """Each source once, with the findings that rest on it."""
    claims: dict[str, list[str]] = {}
    for finding in findings:
        for source in finding.kind.sources:
            if finding.code not in claims.setdefault(source, []):
                claims[source].append(finding.code)
    return [
        {"source": key, "reference": SOURCES[key].reference, "grade": SOURCES[key].grade, "claims": codes}
        for key, codes in claims.items()
    ]


def _named(case: Case, findings: Sequence[Finding]) -> set[str]:
    """Exercises that the report may name."""
    named = {lift.exercise for lift in case.lifts}
    for finding in findings:
        for value in finding.facts.values():
            named |= set(value) if isinstance(value, list) else {str(value)}
    return named


# --- State and summary ------------------------------------------------------------------------------------------------
def state_of(looks: Sequence[Look]) -> Data:
    """Each area: good, watch, act, urgent, or unknown where nothing could be seen; and its numbers."""
    by_area = {look.area: look for look in looks}
    return {area: _state(by_area[area]) for area in AREAS}


def _state(look: Look) -> Data:
    """`explained_by` stands where nothing else says why the area is worth watching."""
    told: Data = {"status": _status(look), "numbers": dict(look.numbers)}
    if look.explained_by and most_severe(look.findings) in (None, INFO):
        told["explained_by"] = look.explained_by
    return told


def _status(look: Look) -> str:
    worst = most_severe(look.findings)
    if worst is not None and worst != INFO:
        return worst
    if look.explained_by:
        return WATCH
    return GOOD if look.numbers else UNKNOWN


def concluded(told: Sequence[Mapping[str, Any]], is_enough: bool, days: Mapping[str, Any]) -> list[Data]:
    """The second and third sentence of the summary as codes: what the findings come to, and what to do next."""
    grave = [each for each in told if each["severity"] != INFO]
    verdict = _verdict(told, grave, is_enough, days)
    return [verdict, _next(grave, verdict["code"])]


def _seen(state: Mapping[str, Any], judged: Quality) -> Data:
    done = state["adherence"]["numbers"]
    if done:
        return {"code": "seen_plan", "facts": {"done": done["done"], "due": done["due"], **_days(judged)}}
    return {"code": "seen_days", "facts": _days(judged)}


def _days(judged: Quality) -> Data:
    return {"trained_days": judged.numbers["trained_days"]}


def _verdict(
    told: Sequence[Mapping[str, Any]], grave: Sequence[Mapping[str, Any]], is_enough: bool, days: Mapping[str, Any]
) -> Data:
    if grave:
        first = grave[0]
        facts = {
            "finding": first["code"],
            "finding_facts": dict(first["facts"]),
            "count": len(grave),
            "others": len(grave) - 1,
        }
        return {"code": "verdict_one" if len(grave) == 1 else "verdict_many", "facts": facts}
    if not is_enough:
        return {"code": "verdict_silent", "facts": dict(days)}
    calm = any(each["code"] == "nothing_to_worry" for each in told)
    return {"code": "verdict_calm" if calm else "verdict_unseen", "facts": {}}


def _next(grave: Sequence[Mapping[str, Any]], verdict: str) -> Data:
    if any(each["needs_professional"] for each in grave):
        return {"code": "next_professional", "facts": {}}
    if grave:
        code = "next_patch" if grave[0]["edits"] else "next_advice"
        return {"code": code, "facts": {"advice": grave[0]["advice"], "finding": grave[0]["code"]}}
    return {"code": NEXT_OF.get(verdict, "next_keep"), "facts": {}}


# --- Against the previous report --------------------------------------------------------------------------------------
def compare(
    told: Sequence[Data], state: Mapping[str, Any], window_days: int, previous: Mapping[str, Any] | None
) -> Data | None:
    """What is new, what is gone, what stays and how grave it has become, and the numbers beside each other. `unlike`:
    what else than the training may have made a difference, other_rules and other_days."""
    if not previous or previous.get("version") != VERSION:
        return None
    now = {each["key"]: each for each in told if each["severity"] != INFO}
    then = {each["key"]: each for each in previous["findings"] if each["severity"] != INFO}
    return {
        "made_at": previous["made_at"],
        "unlike": list(_unlike(window_days, previous)),
        "new": [_brief(now[key]) for key in now if key not in then],
        "gone": [_brief(then[key]) for key in then if key not in now],
        "stays": [_brief(now[key]) | {"trend": _trend(then[key], now[key])} for key in now if key in then],
        "numbers": [
            {"area": area, "name": name, "before": before, "now": after}
            for area, name in COMPARED
            if (before := previous["state"].get(area, {}).get("numbers", {}).get(name)) is not None
            and (after := state[area]["numbers"].get(name)) is not None
        ],
    }


def _unlike(window_days: int, previous: Mapping[str, Any]) -> Iterator[str]:
    if previous["thresholds_version"] != thresholds.VERSION:
        yield "other_rules"
    if previous["window"]["days"] != window_days:
        yield "other_days"


def _brief(told: Mapping[str, Any]) -> Data:
    return {"code": told["code"], "severity": told["severity"], "facts": dict(told["facts"])}


def _trend(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    change = SEVERITIES.index(now["severity"]) - SEVERITIES.index(then["severity"])
    return "worse" if change > 0 else "better" if change < 0 else "same"
