"""What a language model may answer about a report: choices out of closed lists, and no words and no numbers at all.

What cannot be said cannot be wrong: findings, severities, advice and evidence are handles of this one request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from diagnosis.core.findings import ADVICE_CODES, CODES, SEVERITIES
from llm.core.shortening import parts

OPINIONS_MAX, MISSED_MAX = 24, 3
Handle = Annotated[str, Field(max_length=40)]


class OpinionRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    finding: Handle
    agrees: bool
    severity: Literal["info", "watch", "act", "urgent"]
    advice: Handle


class MissedRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Handle
    evidence: Handle


class Opinion(BaseModel):
    """The whole answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opinions: Annotated[list[OpinionRecord], Field(max_length=OPINIONS_MAX)]
    missed: Annotated[list[MissedRecord], Field(max_length=MISSED_MAX)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a model is shown: a short handle for each finding and for each number of the athlete."""

    findings: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, tuple[str, str, float]]  # handle: area, name, value

    @property
    def size(self) -> int:
        return len(self.findings) + len(self.numbers)


def sheet(draft: Mapping[str, Any]) -> Sheet:
    """The handles of a report as the rules drew it up: the same ones for the same report, in whatever order a database
    gives its keys back."""
    found = {f"F{place}": finding for place, finding in enumerate(draft["findings"][:OPINIONS_MAX], start=1)}
    told = [
        (area, name, float(value))
        for area, state in sorted(draft["state"].items())
        for name, value in sorted(state["numbers"].items())
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    return Sheet(found, {f"N{place}": number for place, number in enumerate(told, start=1)})


def smaller(shown: Sheet) -> Iterator[Sheet]:
    """The same with less and less on it, for a model that takes in little: first no numbers of areas in which nothing
    was found, then fewer findings, the mildest first to go, and their numbers with them. Handles stay what they are."""
    gravest_first = sorted(
        shown.findings, key=lambda handle: SEVERITIES.index(shown.findings[handle]["severity"]), reverse=True
    )
    for handles in (tuple(gravest_first), *parts(gravest_first)):
        found = {handle: finding for handle, finding in shown.findings.items() if handle in handles}
        areas = {finding["area"] for finding in found.values()}
        yield Sheet(found, {handle: told for handle, told in shown.numbers.items() if told[0] in areas})


def schema(shown: Sheet) -> dict[str, Any]:
    """The JSON schema of one request: every choice closed."""
    opinion = {
        "finding": _one_of(shown.findings),
        "agrees": {"type": "boolean"},
        "severity": _one_of(SEVERITIES),
        "advice": _one_of(ADVICE_CODES),
    }
    missed = {"code": _one_of(CODES), "evidence": _one_of(shown.numbers)}
    return _record({"opinions": _list_of(_record(opinion)), "missed": _list_of(_record(missed))})


def _one_of(choices: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(choices) or [""]}


def _record(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def read(told: Any) -> Opinion:
    """The answer as a value; pydantic's ValidationError (a ValueError) says what is wrong with its form."""
    return Opinion.model_validate(told)


def faults(opinion: Opinion, shown: Sheet) -> tuple[str, ...]:
    """Codes of what an answer names that does not exist; () when it may be used."""
    handles = [each.finding for each in opinion.opinions]
    found = ["unknown_finding"] * any(handle not in shown.findings for handle in handles)
    found += ["finding_twice"] * (len(set(handles)) != len(handles))
    found += ["unknown_advice"] * any(each.advice not in ADVICE_CODES for each in opinion.opinions)
    return tuple(found)


def kept(opinion: Opinion, shown: Sheet) -> dict[str, Any]:
    """The answer as it is stored, in the words of the report instead of handles. Codes that do not exist and claims
    without a number of this athlete are left out."""
    missed = [
        {"code": each.code, "area": shown.numbers[each.evidence][0], "number": shown.numbers[each.evidence][1]}
        for each in opinion.missed
        if each.code in CODES and each.evidence in shown.numbers
    ]
    told = [
        {
            "key": shown.findings[each.finding]["key"],
            "agrees": each.agrees,
            "severity": each.severity,
            "advice": each.advice,
        }
        for each in opinion.opinions
    ]
    return {"opinions": told, "missed": missed}
