"""All rules, and their verdict on a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from plans.core.rules import (
    balance,
    equipment,
    health,
    intensity,
    progression,
    provenance,
    recovery,
    running,
    structure,
    time,
    volume,
)
from plans.core.rules.base import Case, Finding, Rule
from plans.core.spec import PlanSpec

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *structure.RULES,
            *volume.RULES,
            *balance.RULES,
            *intensity.RULES,
            *progression.RULES,
            *running.RULES,
            *recovery.RULES,
            *time.RULES,
            *equipment.RULES,
            *health.RULES,
            *provenance.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
BY_ID = {rule.id: rule for rule in RULES}
FORBIDDING = tuple(rule for rule in RULES if rule.may_forbid)
# What stays as it is while only sets, reps, loads and target efforts change: form, words, days, choice of exercises.
BLIND_TO_NUMBERS = frozenset(
    {"B04", "C01", "C03", "C09", "C10", "E01", "E02", "E03", "E04", "R01", "R03", "R04", "S01", "S02", "S03", "S04"}
    | {"S07", "X02"}
)
NUMBERED = tuple(rule for rule in FORBIDDING if rule.id not in BLIND_TO_NUMBERS)
FORM_RULE = "S01"  # a plan that breaks this cannot be measured: nothing else is asked of it
WARNING_COST, FAMILY_COST_MAX, FULL_SCORE = 3, 15, 100


def judge(case: Case, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Every breach of these rules, in their order. Of a malformed plan only what is malformed."""
    malformed = tuple(BY_ID[FORM_RULE].findings(case))
    return malformed or _findings(case, (rule for rule in rules if rule.id != FORM_RULE))


def _findings(case: Case, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    return tuple(finding for rule in rules for finding in rule.findings(case))


def hard(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity == "hard")


def warnings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity == "warning")


def score(findings: Iterable[Finding]) -> int:
    """100 less 3 for each warning, at most 15 per family of rules. Hard findings do not count: they forbid a plan."""
    costs = Counter(finding.rule[0] for finding in warnings(findings))
    return FULL_SCORE - sum(min(FAMILY_COST_MAX, WARNING_COST * count) for count in costs.values())


def refusals(case: Case) -> tuple[Finding, ...]:
    """The hard findings that forbid a new plan or an edit.

    Of an edit those that the plan did not have before, or that it makes worse: an athlete who reports a sore knee must
    not be kept from the swap that takes one of three bad exercises out.
    """
    return _new_ones(case, lambda spec: hard(judge(replace(case, spec=spec), FORBIDDING)))


def worsened(case: Case, known: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings for which no edit of a model is taken: those that forbid an edit, and those of any severity that the
    plan before lacked, or had less of, when both are looked at as plans of their own. `known`: those of that plan."""
    return refusals(case) or _beyond(known, judge(replace(case, before=None)))


def refusals_of_numbers(case: Case) -> tuple[Finding, ...]:
    """The same for an edit of a sound plan that only sets loads, sets, reps or target efforts: a third of the work."""
    return _new_ones(case, lambda spec: hard(_findings(replace(case, spec=spec), NUMBERED)))


def _new_ones(case: Case, judged: Callable[[PlanSpec], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    found = judged(case.spec)
    if case.before is None or not found:
        return found
    return _beyond(judged(case.before), found)


def _beyond(known: Iterable[Finding], found: Iterable[Finding]) -> tuple[Finding, ...]:
    places = {_place(finding): finding for finding in known}
    return tuple(each for each in found if _is_new(each, places.get(_place(each))))


def _place(finding: Finding) -> tuple[str, str, str, str]:
    facts = finding.facts
    return finding.rule, finding.where, str(facts.get("group", "")), str(facts.get("exercise", ""))


def _is_new(finding: Finding, old: Finding | None) -> bool:
    return old is None or _excess(finding) > _excess(old)


def _excess(finding: Finding) -> float:
    value, limit = finding.facts.get("value"), finding.facts.get("limit")
    return abs(value - limit) if isinstance(value, int | float) and isinstance(limit, int | float) else 0.0
