"""The analysis by rules. No query, no write: what it needs was collected before."""

from __future__ import annotations

from diagnosis.core.examination import examine, findings_of
from diagnosis.core.facts import Case
from diagnosis.core.findings import Finding


def analyse(case: Case) -> tuple[Finding, ...]:
    """What the rules find, the gravest first. () where there is too little to say anything."""
    return findings_of(case, examine(case))
