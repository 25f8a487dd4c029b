"""Ways to break a sound plan, and the test that a rule sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.test import SimpleTestCase

from plans.core.rules.base import Case
from plans.core.rules.judge import BY_ID, judge
from plans.core.spec import Item, PlanSpec, Session, Week
from tests.plans.rules.athletes import ATHLETES

Change = Callable[[Case], Case]


def of(name: str, *changes: Change) -> Case:
    """The sound case of an athlete after these changes."""
    case = ATHLETES[name]()
    for change in changes:
        case = change(case)
    return case


def asked(**changes: Any) -> Change:
    """Another intent for the same plan."""
    return lambda case: replace(case, intent=replace(case.intent, **changes))


def spec(**changes: Any) -> Change:
    return lambda case: replace(case, spec=replace(case.spec, **changes))


def week(number: int, /, **changes: Any) -> Change:
    return lambda case: _each_week(case, lambda each: replace(each, **changes) if each.number == number else each)


def every_week(alter: Callable[[Week], Week]) -> Change:
    return lambda case: _each_week(case, alter)


def session(number: int, place: int, /, **changes: Any) -> Change:
    """Change one session of a week."""
    return sessions(lambda each: replace(each, **changes), number, place)


def sessions(alter: Callable[[Session], Session], number: int | None = None, place: int | None = None) -> Change:
    """Change the sessions of one week or of all, one of them or all."""

    def altered(each: Week) -> Week:
        if number is not None and each.number != number:
            return each
        kept = tuple(alter(one) if place in (None, at) else one for at, one in enumerate(each.sessions))
        return replace(each, sessions=kept)

    return every_week(altered)


def items(alter: Callable[[Item], Item], number: int | None = None, place: int | None = None) -> Change:
    """Change the items of one week or of all, of one session or of all."""
    return sessions(lambda each: replace(each, items=tuple(alter(item) for item in each.items)), number, place)


def item(number: int, place: int, position: int, /, **changes: Any) -> Change:
    """Change one item: week number, place of the session, position in it."""

    def altered(each: Session) -> Session:
        kept = tuple(replace(one, **changes) if at == position else one for at, one in enumerate(each.items))
        return replace(each, items=kept)

    return sessions(altered, number, place)


def only(slugs: tuple[str, ...], **changes: Any) -> Callable[[Item], Item]:
    return lambda each: replace(each, **changes) if each.exercise in slugs else each


def add(number: int, place: int, *new: Item) -> Change:
    """Put items at the end of a session."""
    return sessions(
        lambda each: replace(
            each, items=(*each.items, *(replace(one, id=f"{each.id}+{at}") for at, one in enumerate(new)))
        ),
        number,
        place,
    )


def drop(exercise: str, number: int | None = None) -> Change:
    return sessions(
        lambda each: replace(each, items=tuple(one for one in each.items if one.exercise != exercise)), number
    )


def edited(*changes: Change, author: str = "rule") -> Change:
    """The changes as an edit of the plan as it stands."""

    def changed(case: Case) -> Case:
        after = case
        for change in changes:
            after = change(after)
        return replace(after, before=case.spec, author=author)

    return changed


def _each_week(case: Case, alter: Callable[[Week], Week]) -> Case:
    made: PlanSpec = replace(case.spec, weeks=tuple(alter(each) for each in case.spec.weeks))
    return replace(case, spec=made)


class RuleTests(SimpleTestCase):
    """Base of the tables: each rule with the broken plans that it must catch."""

    def assert_caught(self, rule: str, table: Mapping[str, Case], severity: str | None = None) -> None:
        """Each case breaks the rule, with this severity, and its finding can be put into words."""
        self.assertGreaterEqual(len(table), 5 if (severity or BY_ID[rule].severity) == "hard" else 2)
        for name, case in table.items():
            with self.subTest(rule=rule, broken=name):
                found = [finding for finding in judge(case) if finding.rule == rule]
                self.assertTrue(found, f"{rule} is silent")
                wanted = severity or BY_ID[rule].severity
                self.assertIn(wanted, {finding.severity for finding in found})
                for finding in found:
                    self.assertNotIn("%(", finding.message % finding.facts)
                    self.assertTrue(finding.where)

    def assert_silent(self, rule: str, table: Mapping[str, Case]) -> None:
        for name, case in table.items():
            with self.subTest(rule=rule, sound=name):
                self.assertEqual([finding for finding in judge(case) if finding.rule == rule], [])
