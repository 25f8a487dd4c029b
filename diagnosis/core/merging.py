"""Many opinions, one report. Votes are counted, the most cautious severity counts, and whoever disagrees is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnosis.core.findings import INFO, KINDS, SEVERITIES
from diagnosis.core.report import GOOD, concluded

Data = dict[str, Any]
OUTWEIGHS = {"ill": "adherence_low", "away": "adherence_low"}  # answers that explain a finding away


@dataclass(frozen=True, slots=True)
class Voice:
    """What one provider said: `kept` of `replies`; None where it said nothing, with the type of the error."""

    who: str
    model: str
    said: Mapping[str, Any] | None
    error_type: str = ""


def merge(draft: Mapping[str, Any], voices: Sequence[Voice], answer: Mapping[str, str] | None = None) -> Data:
    """The rules' report with what others said of it.

    Numbers, facts and evidence stay the rules' own: an opinion can make a finding graver, never milder, and adds none.
    What providers miss in it stands apart, as long as it points at a number of the athlete and is not found already.
    """
    heard = [voice for voice in voices if voice.said is not None]
    report: Data = {**draft, "findings": [_finding(each, heard) for each in draft["findings"]]}
    if answer is not None:
        report["clarification"] = dict(answer)
        report["findings"] = [_explained(each, answer["answer"]) for each in report["findings"]]
    report["state"] = {area: _state(area, told, report["findings"]) for area, told in draft["state"].items()}
    report["findings"].sort(key=lambda each: -SEVERITIES.index(each["severity"]))  # stable: else the rules' own order
    quality = draft["data_quality"]
    days = {"trained_days": quality["numbers"]["trained_days"]}
    report["summary"] = [draft["summary"][0], *concluded(report["findings"], quality["is_enough"], days)]
    report["authors"] = [*draft["authors"], *(_author(voice, len(draft["findings"])) for voice in voices)]
    report["also_named"] = _also_named(draft, heard)
    return report


def _author(voice: Voice, findings: int) -> Data:
    """Who was asked, and of how many findings they gave an opinion: one with a small context is told of fewer."""
    status: Data = {"answered": voice.said is not None, "error_type": voice.error_type or None}
    if voice.said is not None:
        status["judged"] = {"findings": len(voice.said["opinions"]), "of": findings}
    return {"who": voice.who, "model": voice.model, "is_ai": True, **status}


def _finding(finding: Mapping[str, Any], heard: Sequence[Voice]) -> Data:
    said = [
        {"who": voice.who, "model": voice.model, **{key: told[key] for key in ("agrees", "severity", "advice")}}
        for voice in heard
        for told in (voice.said or {})["opinions"]
        if told["key"] == finding["key"]
    ]
    agree = [each for each in said if each["agrees"]]
    graver = max([finding["severity"], *(each["severity"] for each in agree)], key=SEVERITIES.index)
    if finding["severity"] == INFO:  # praise and calm are no alarms, whoever is worried: the worry stands beside them
        graver = INFO
    votes = {"agree": len(agree), "of": len(said)} if said else None
    return {**finding, "severity": graver, "rules_severity": finding["severity"], "opinions": said, "votes": votes}


def _state(area: str, state: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> Data:
    """An area as grave as its findings are now; as before where the rules had nothing but praise or silence for it."""
    own = [each for each in findings if each["area"] == area and each["rules_severity"] != INFO]
    if not own:
        return dict(state)
    worst = max((each["severity"] for each in own), key=SEVERITIES.index)
    return {**state, "status": GOOD if worst == INFO else worst}


def _explained(finding: Mapping[str, Any], answer: str) -> Data:
    """A finding in the light of the athlete's own answer: what an illness explains is no fault of the plan."""
    is_explained = OUTWEIGHS.get(answer) == finding["code"]
    return {**finding, "severity": INFO, "explained_by": answer} if is_explained else dict(finding)


def _also_named(draft: Mapping[str, Any], heard: Sequence[Voice]) -> list[Data]:
    """What providers say that the rules have missed, with how many of them do."""
    known = {finding["code"] for finding in draft["findings"]}
    named: dict[str, Data] = {}
    for voice in heard:
        for told in (voice.said or {})["missed"]:
            area = KINDS[told["code"]].area
            if told["code"] in known or area != told["area"]:
                continue
            entry = named.setdefault(told["code"], {"code": told["code"], "area": area, "by": [], "of": len(heard)})
            if voice.who not in entry["by"]:
                entry["by"].append(voice.who)
    return [named[code] for code in sorted(named)]
