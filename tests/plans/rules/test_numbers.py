"""Edits that only set numbers are judged by fewer rules. These tests hold that nothing is overlooked by that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random

from django.test import SimpleTestCase

from plans.core import patch
from plans.core.edits import Edit, SetLoad, SetReps, SetSets, SetTargetRpe
from plans.core.generate.plan import generate
from plans.core.intent import Intent
from plans.core.rules.base import Breach, Case, Rule
from plans.core.rules.judge import BLIND_TO_NUMBERS, BY_ID, FORBIDDING, refusals, refusals_of_numbers
from plans.core.spec import PlanSpec
from tests.plans.rules.athletes import catalogue, intent

EDITS = 8
ATTEMPTS = 12
PEOPLE = (
    intent(primary_goal="strength", experience_level="intermediate", days_per_week=4),
    intent(primary_goal="muscle_gain", experience_level="advanced", days_per_week=4, weeks=8),
    intent(primary_goal="strength", experience_level="beginner"),
    intent(primary_goal="weight_loss"),
    intent(primary_goal="endurance", experience_level="intermediate", days_per_week=4),
    intent(primary_goal="strength", experience_level="intermediate", age_years_low=16, age_years_high=17),
    intent(primary_goal="flexibility", age_years_low=70, age_years_high=71),
)


def plan_of(asked: Intent) -> PlanSpec:
    numbers = count(1)
    return generate(asked, catalogue(), lambda: str(next(numbers)))


def random_edit(spec: PlanSpec, rng: Random) -> Edit:
    item = rng.choice(list(spec.items()))
    low = rng.randint(1, 15)
    choices: list[Edit] = [
        SetLoad(item.id, rng.choice([None, 2.5, 40.0, 100.0, 300.0])),
        SetSets(item.id, rng.randint(1, 10)),
        SetReps(item.id, low, rng.randint(low, 30)),
        SetTargetRpe(item.id, rng.choice([5.0, 7.5, 9.0, 10.0])),
    ]
    return rng.choice(choices)


def changed(spec: PlanSpec, rng: Random) -> PlanSpec:
    """The plan after a few numbers were set, whatever the rules say about them."""
    for _ in range(EDITS):
        try:
            spec = patch.apply(spec, [random_edit(spec, rng)], catalogue())
        except patch.EditRefused:
            continue
    return spec


class NumbersTests(SimpleTestCase):
    def cases(self) -> Iterator[tuple[Case, Case]]:
        """A plan as it was, and after random numbers."""
        for seed, asked in enumerate(PEOPLE):
            spec = plan_of(asked)
            for attempt in range(ATTEMPTS):
                after = changed(spec, Random(100 * seed + attempt))
                before = Case(spec, asked, catalogue())
                yield before, replace(before, spec=after, before=spec)

    def test_it_leaves_out_only_rules_that_numbers_cannot_break(self) -> None:
        for before, after in self.cases():
            for rule in sorted(BLIND_TO_NUMBERS):
                was, now = ([(f.where, f.severity) for f in BY_ID[rule].findings(case)] for case in (before, after))
                self.assertEqual(was, now, rule)

    def test_it_refuses_the_same_patches_as_all_rules_together(self) -> None:
        refused = 0
        for _, after in self.cases():
            found = refusals(after)
            self.assertEqual(refusals_of_numbers(after), found)
            refused += bool(found)
        self.assertGreater(refused, ATTEMPTS)

    def test_it_asks_every_rule_that_may_forbid(self) -> None:
        for before, after in self.cases():
            for case in (before, after):
                for rule in BY_ID.values():
                    if rule not in FORBIDDING:
                        self.assertNotIn("hard", {finding.severity for finding in rule.findings(case)}, rule.id)

    def test_it_wants_to_know_of_warnings_that_harden(self) -> None:
        quiet = replace(BY_ID["V01"], check=lambda case: [Breach("plan", {}, "hard")])
        with self.assertRaisesRegex(ValueError, "V01"):
            list(quiet.findings(Case(plan_of(PEOPLE[0]), PEOPLE[0], catalogue())))
        loud: Rule = replace(quiet, hardens=True)
        (finding,) = loud.findings(Case(plan_of(PEOPLE[0]), PEOPLE[0], catalogue()))
        self.assertEqual(finding.severity, "hard")
