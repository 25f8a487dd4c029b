"""What a rule is. A rule looks at a plan and what it was asked to be, and reports breaches; it never changes a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from plans.core import measure
from plans.core.intent import Intent
from plans.core.movements import Catalogue, Level, Movement
from plans.core.rules import care
from plans.core.spec import Item, PlanSpec, Week

Severity = Literal["hard", "warning"]
Evidence = Literal["evidence", "guideline", "convention", "arithmetic", "product"]
PEOPLE = frozenset({"athlete", "coach"})


@dataclass(frozen=True, slots=True)
class Readiness:
    """How the athlete is today, as far as they told."""

    sleep_h: float | None = None
    soreness: int | None = None  # 0-10
    is_pain_rising: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A plan under judgement: the plan, what was asked for and known, and the movements that may appear in it.

    `before` is the plan as it stood before an edit, or None for a new plan; `author` is who asks for the change.
    """

    spec: PlanSpec
    intent: Intent
    catalogue: Catalogue
    before: PlanSpec | None = None
    author: str = "rule"
    readiness: Readiness | None = None

    def movements(self) -> Iterator[tuple[Item, Movement]]:
        """Every item with its movement; unknown exercises are left to rule S02."""
        for item in self.spec.items():
            movement = self.catalogue.get(item.exercise)
            if movement is not None:
                yield item, movement

    def coming_week(self) -> Week | None:
        """The week that follows what was logged last: the first of a new plan, that of today under an edit."""
        if self.before is None:
            return self.spec.weeks[0]
        number = max(0, (self.intent.today - self.spec.start_on).days) // 7 + 1
        return next((week for week in self.spec.weeks if week.number == number), None)

    def allowed(self) -> tuple[Movement, ...]:
        """What this athlete could be asked to do at all: equipment, skill, own exclusions, health."""
        intent = self.intent
        level = Level.named(intent.experience_level)
        usable = self.catalogue.usable(intent.equipment, level, intent.excluded_exercises)
        return tuple(movement for movement in usable if care.is_contraindicated(movement, intent) is None)

    def percent(self, item: Item) -> float | None:
        return measure.percent_of_1rm(item, self.intent, self.catalogue)

    def is_raised(self, number: int, amount: Callable[[Week], float]) -> bool:
        """Whether week `number` holds more than before the edit; every week of a new plan does.

        An edit that makes one week lighter does not turn the next one into a rise.
        """
        if self.before is None:
            return True
        new = next(week for week in self.spec.weeks if week.number == number)
        old = next((week for week in self.before.weeks if week.number == number), None)
        return old is None or amount(new) > amount(old)


@dataclass(frozen=True, slots=True)
class Breach:
    """What a check found: where (id of an item or session, or `week:3`), the facts, its severity if not the rule's.

    Facts `value` and `limit` are the number that is wrong and the one that it may not pass.
    """

    where: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule. `message` is a template for the facts; `where` names the session, item or week."""

    rule: str
    severity: Severity
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` yields the breaches; all else is data that can be shown. The first letter of `id` is the family.

    hardens: a warning that some breaches turn into a hard one; it is then asked whenever a plan may be refused.
    """

    id: str
    severity: Severity
    threshold: str
    source: str
    evidence: Evidence
    message: str
    check: Callable[[Case], Iterable[Breach]]
    hardens: bool = False

    @property
    def may_forbid(self) -> bool:
        return self.severity == "hard" or self.hardens

    @property
    def family(self) -> str:
        return self.id[0]

    def findings(self, case: Case) -> Iterator[Finding]:
        for breach in self.check(case):
            severity = breach.severity or self.severity
            if severity == "hard" and not self.may_forbid:
                raise ValueError(f"rule {self.id} is a warning that must say that it hardens")
            yield Finding(self.id, severity, self.message, breach.facts, breach.where)


def week_key(week: Week) -> str:
    return f"week:{week.number}"
