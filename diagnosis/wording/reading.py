"""A stored report as somebody reads it: every part in words, in their language and unit, for page and file alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diagnosis import wording
from diagnosis.core.findings import INFO, KINDS, SEVERITIES
from diagnosis.wording import offers, states
from diagnosis.wording.findings import PROFESSIONAL
from diagnosis.wording.pictures import Picture, picture
from diagnosis.wording.questions import EXPLAINED
from plans.wording import listed, quantities

RULES = "rules"


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: str
    status: str
    word: str
    number: str
    because: str  # of which finding it is a part, where it has none of its own


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody else said of a finding, in words."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in words. `numbers`: label and value of what it rests on; `rows`: (kind, place, label), each once."""

    key: str
    code: str
    area: str
    severity: str
    word: str
    confidence_percent: int
    title: str
    meaning: str
    advice: str
    professional: str
    numbers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str], ...]
    has_patch: bool
    votes: str
    opinions: tuple[Said, ...]
    explained: str


@dataclass(frozen=True, slots=True)
class Reading:
    made_at: datetime
    first_on: date
    last_on: date
    summary: tuple[str, ...]
    areas: tuple[Area, ...]
    findings: tuple[Told, ...]
    pictures: tuple[Picture, ...]
    comparison: Mapping[str, Any] | None
    gaps: tuple[str, ...]
    is_enough: bool
    known_percent: int
    sources: tuple[Mapping[str, Any], ...]
    authors: tuple[str, ...]
    made_from: str
    silent: tuple[Said, ...]  # who was asked and did not answer, and why
    also_named: tuple[str, ...]


def read(report: Mapping[str, Any], units: str) -> Reading:
    """The report in the language of the moment. units: metric or imperial, of whoever reads."""
    names = names_of(report)
    quality = report["data_quality"]
    return Reading(
        made_at=datetime.fromisoformat(report["made_at"]),
        first_on=date.fromisoformat(report["window"]["first_on"]),
        last_on=date.fromisoformat(report["window"]["last_on"]),
        summary=tuple(wording.summary(each, names) for each in report["summary"]),
        areas=tuple(_area(code, state, report["findings"], names) for code, state in report["state"].items()),
        findings=tuple(_told(each, names) for each in report["findings"]),
        pictures=tuple(picture(each, names, units) for each in report["charts"]),
        comparison=_comparison(report["comparison"], names),
        gaps=tuple(wording.gap(each) for each in quality["gaps"]),
        is_enough=quality["is_enough"],
        known_percent=round(100 * quality["share"]),
        sources=tuple(_sources(report["sources"])),
        authors=tuple(_author(each) for each in _others(report) if each.get("answered", True)),
        made_from=_made_from(report),
        silent=tuple(
            Said(str(each["who"]), wording.problem(each.get("error_type") or "").what)
            for each in _others(report)
            if not each.get("answered", True)
        ),
        also_named=tuple(_also_named(report)),
    )


def _made_from(report: Mapping[str, Any]) -> str:
    """When, from which data, and that it stays as it was."""
    numbers = report["data_quality"]["numbers"]
    day = date_format(localtime(datetime.fromisoformat(report["made_at"])), "DATE_FORMAT")
    facts = {"day": day, "trained_days": numbers["trained_days"], "report_days": numbers["report_days"]}
    return str(states.MADE_FROM[bool(numbers["report_days"])]) % facts


def names_of(report: Mapping[str, Any]) -> dict[str, str]:
    """Names of the exercises in the language of the moment."""
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    return {slug: names[language] for slug, names in report["names"].items()}


def _area(code: str, state: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Area:
    status = state["status"]
    number = wording.state_number(code, state["numbers"])
    cause = next((each for each in findings if each["code"] == state.get("explained_by")), None)
    title = wording.title(cause["code"], cause["facts"], names) if cause else ""
    because = _("see “%(title)s”") % {"title": title} if title else ""
    return Area(code, str(states.AREAS[code]), status, str(states.STATUSES[status]), number, because)


def _told(finding: Mapping[str, Any], names: Mapping[str, str]) -> Told:
    code, facts = finding["code"], finding["facts"]
    explained = str(EXPLAINED.get(finding.get("explained_by", ""), ""))
    evidence, needs_help = finding["evidence"], finding["needs_professional"]
    says_so = finding["advice"] in offers.TO_A_PROFESSIONAL
    return Told(
        key=finding["key"],
        code=code,
        area=str(states.AREAS[finding["area"]]),
        severity=finding["severity"],
        word=str(states.STATUSES[finding["severity"]]),
        confidence_percent=round(100 * finding["confidence"]),
        title=wording.title(code, facts, names),
        meaning=wording.meaning(code, facts, names),
        advice="" if explained else wording.advice(finding["advice"]),
        professional=str(PROFESSIONAL) if needs_help and not says_so else "",
        numbers=tuple(
            (wording.number_label(name), wording.word(name, value, names))
            for name, value in evidence["numbers"].items()
            if value is not None
        ),
        rows=tuple(dict.fromkeys(_row(row, names) for row in evidence["rows"])),
        has_patch=bool(finding["edits"]),
        votes="" if needs_help else _votes(finding.get("votes")),  # whether to see a doctor is not put to the vote
        opinions=tuple(_said(each, finding) for each in finding["opinions"] if each.get("agrees") or not needs_help),
        explained=explained,
    )


# --- What others said -------------------------------------------------------------------------------------------------
def _others(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (each for each in report["authors"] if each["who"] != RULES)


def _author(author: Mapping[str, Any]) -> str:
    """Who gave an opinion; with the number of findings, where it was not on all of them."""
    judged = author.get("judged")
    if judged is None or judged["findings"] >= judged["of"]:
        return str(author["who"])
    return _("%(who)s (on %(findings)s of %(of)s findings)") % {"who": author["who"], **judged}


def _votes(votes: Mapping[str, int] | None) -> str:
    return _("%(agree)s of %(of)s agree") % votes if votes else ""


def _said(opinion: Mapping[str, Any], finding: Mapping[str, Any]) -> Said:
    """Whether they agree; their grade and advice where these differ from the rules'. Beside the way to a professional
    stands no other advice."""
    parts = [_("agrees") if opinion.get("agrees") else _("sees it otherwise")]
    grade, advised = opinion.get("severity"), opinion.get("advice")
    ours, needs_help = finding.get("rules_severity", finding["severity"]), finding["needs_professional"]
    is_milder = needs_help and grade in SEVERITIES[: SEVERITIES.index(ours)]
    if grade and grade != ours and ours != INFO and not is_milder:  # praise has no grade
        parts.append(_("calls it “%(grade)s”") % {"grade": states.STATUSES[grade]})
    is_apt = advised in offers.TO_A_PROFESSIONAL if needs_help else _is_apt(advised, finding)
    if advised and advised != finding["advice"] and is_apt:
        parts.append(_("would rather advise: %(advice)s") % {"advice": wording.advice(advised)})
    return Said(str(opinion["who"]), " · ".join(parts))


def _is_apt(advised: str | None, finding: Mapping[str, Any]) -> bool:
    """Whether an advice can be given beside this finding."""
    own = {kind.advice for kind in KINDS.values() if kind.area == finding["area"]}
    return advised not in offers.POINTING or advised in own


def _also_named(report: Mapping[str, Any]) -> Iterator[str]:
    """Areas in which others see something and the rules nothing."""
    known = {finding["area"] for finding in report["findings"] if finding["severity"] != INFO}
    for each in report.get("also_named", ()):
        if each["area"] not in known:
            facts = {"who": listed(map(str, each["by"])), "area": states.AREAS[each["area"]]}
            yield _("%(who)s would also look at: %(area)s") % facts


def _row(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str, str]:
    """What a row is called, and where it can be looked at: ratings and reports in their session."""
    day = "" if row["on"] is None else quantities.short_day(date.fromisoformat(row["on"]))
    facts = {"day": day, "exercise": names.get(row["place"], row["place"])}
    return row["kind"], row["place"], str(states.ROWS[row["kind"]]) % facts


# --- The rest ---------------------------------------------------------------------------------------------------------
def _comparison(told: Mapping[str, Any] | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "made_at": datetime.fromisoformat(told["made_at"]),
        "unlike": [str(states.UNLIKE[code]) for code in told.get("unlike", ())],
        "new": [wording.title(each["code"], each["facts"], names) for each in told["new"]],
        "gone": [wording.title(each["code"], each["facts"], names) for each in told["gone"]],
        "stays": [
            (wording.title(each["code"], each["facts"], names), str(states.TRENDS[each["trend"]]))
            for each in told["stays"]
        ],
        "numbers": [
            {
                "label": str(states.COMPARED[each["name"]]) % {},
                "before": wording.number(each["before"]),
                "now": wording.number(each["now"]),
            }
            for each in told["numbers"]
        ],
    }


def _sources(sources: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """References as they are printed, the same in every language; what is our own choice, in words."""
    for each in sources:
        own = states.OWN_SOURCES.get(each["source"])
        yield {"reference": str(own) if own else each["reference"], "is_study": each["grade"] == "study"}
