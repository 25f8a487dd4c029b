"""The report: findings, what others said of them, and how it compares with the last time, as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from diagnosis.core import report
from diagnosis.core.examination import examine
from diagnosis.core.facts import Case
from diagnosis.core.findings import Finding

Opinions = Mapping[str, Sequence[Mapping[str, Any]]]


def build(
    case: Case,
    findings: Sequence[Finding],
    opinions: Opinions | None = None,
    previous: Mapping[str, Any] | None = None,
    authors: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The report of a case.

    opinions: by the key of a finding, what each author said of it. authors: who was asked besides the rules, as
    {"who": …}. previous: the athlete's last report, or None.
    """
    made = report.build(case, examine(case), findings, previous, authors)
    for told in made["findings"]:
        told["opinions"] = [dict(each) for each in (opinions or {}).get(told["key"], ())]
    return made
