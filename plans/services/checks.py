"""What every state of a plan must pass before it is stored."""

from __future__ import annotations

from plans.core.refusals import PlanRefused
from plans.core.rules.base import Case
from plans.core.rules.judge import BY_ID, hard, refusals

DAY_RULES = tuple(BY_ID[rule] for rule in ("S03", "R01", "R02", "R03", "R04", "C05"))


def refuse_unless_sound(case: Case) -> None:
    """PlanRefused when a new plan breaks any hard rule, or an edit breaks one that the plan kept before."""
    findings = refusals(case)
    if findings:
        raise PlanRefused(findings)


def is_sound(case: Case) -> bool:
    return not refusals(case)


def day_breaches(case: Case) -> frozenset[tuple[str, str]]:
    """Which hard rules about the order of days are broken, and where. Quick, because only days are looked at."""
    return frozenset((each.rule, each.where) for rule in DAY_RULES for each in hard(rule.findings(case)))
