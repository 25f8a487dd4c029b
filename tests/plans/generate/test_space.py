"""The generator over all that can be asked of it: a plan that no hard rule objects to, or a true reason why not."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random
from statistics import fmean

import pytest
from django.test import SimpleTestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.core.generate import reasons
from plans.core.generate.plan import generate
from plans.core.generate.schedule import open_days
from plans.core.intent import Intent, IntentInfeasible, NeedsClearance
from plans.core.rules import screening
from plans.core.rules.judge import hard, score
from plans.core.spec import GOALS, LEVELS, PlanSpec, from_json, to_json
from plans.core.thresholds import THRESHOLDS
from tests.plans.generate.base import (
    CATALOGUE,
    DUMBBELLS,
    GYM,
    NOTHING,
    any_intent,
    findings,
    ids,
    intent,
    plan,
)

EXAMPLES = int(os.environ.get("SPOTTER_INTENTS", "25"))
MANY = int(os.environ.get("SPOTTER_MANY_INTENTS", "3000"))
GOOD_SCORE = 87  # mean over intents of which most are odd: an hour for seven days, nothing but an ab wheel, three pains


def outcome(test: SimpleTestCase, wanted: Intent, *, judged: bool = True) -> PlanSpec | str:
    """The plan, checked, or the code of a refusal whose reason is true."""
    try:
        spec = plan(wanted)
    except NeedsClearance as refusal:
        test.assertTrue(screening.reasons(wanted), refusal.facts)
        return refusal.code
    except IntentInfeasible as refusal:
        test.assertTrue(is_true(refusal, wanted), f"{refusal.facts} {wanted}")
        return str(refusal.facts["change"])
    if judged:
        test.assertEqual(
            [], [f"{each.rule} {each.where} {each.facts}" for each in hard(findings(spec, wanted))], wanted
        )
    return spec


def is_true(refusal: IntentInfeasible, wanted: Intent) -> bool:
    """Whether what the refusal says can be seen in the intent, or goes away with what it asks to change."""
    change = str(refusal.facts["change"])
    if change == reasons.AVAILABLE_DAYS:
        return len(open_days(wanted)) < (wanted.days_per_week or 1)
    if change == reasons.EVENT_LATER:
        return wanted.event_on is not None and wanted.event_on <= wanted.start_on
    changes: dict[str, dict[str, object]] = {
        reasons.LIMITATIONS: {"limitations": ()},
        reasons.EQUIPMENT: {"equipment": GYM, "excluded_exercises": frozenset(), "limitations": ()},
        reasons.MORE_TIME: {"session_minutes_max": 45, "time_availability_h": 8},
        reasons.FEWER_DAYS: {"days_per_week": 1, "session_minutes_max": 45},
    }
    return change in changes and is_gone(change, replace(wanted, **changes[change]))  # type: ignore[arg-type]


def is_gone(change: str, wanted: Intent) -> bool:
    """Whether an intent is no longer refused for this, be it that something else is wrong with it as well."""
    try:
        plan(wanted)
    except IntentInfeasible as refusal:
        return refusal.facts["change"] != change
    return True


class AnyIntentTests(SimpleTestCase):
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def test_it_gives_a_sound_plan_or_a_true_reason(self, chance: Random) -> None:
        outcome(self, any_intent(chance))

    @pytest.mark.long
    def test_it_gives_sound_plans_to_thousands(self) -> None:
        counted: Counter[str] = Counter()
        scores = []
        for seed in range(MANY):
            wanted = any_intent(Random(seed))
            found = outcome(self, wanted, judged=seed % 5 == 0)  # the generator itself judges every plan
            counted["plan" if isinstance(found, PlanSpec) else found] += 1
            if isinstance(found, PlanSpec) and seed % 5 == 0:
                scores.append(score(findings(found, wanted)))
        print(f"\n{MANY} intents: {dict(counted)}, mean score {fmean(scores):.1f}")
        self.assertEqual(0, counted[reasons.RULES])
        self.assertGreater(fmean(scores), GOOD_SCORE)

    def test_it_gives_the_same_plan_to_the_same_intent(self) -> None:
        for seed in range(12):
            wanted = any_intent(Random(seed))
            with self.subTest(seed=seed):
                self.assertEqual(self._bytes(wanted), self._bytes(wanted))

    def _bytes(self, wanted: Intent) -> str:
        try:
            return to_json(generate(wanted, CATALOGUE, ids()))
        except (IntentInfeasible, NeedsClearance) as refusal:
            return str(refusal)

    def test_a_plan_survives_being_stored(self) -> None:
        spec = plan(intent(weeks=6, days_per_week=4))

        self.assertEqual(spec, from_json(to_json(spec)))


class UsualIntentTests(SimpleTestCase):
    """What most people ask for. None of it may ever be refused."""

    @pytest.mark.long
    def test_it_never_refuses_a_usual_intent(self) -> None:
        scores = []
        for goal, level, equipment, days, hours in product(GOALS, LEVELS, (NOTHING, DUMBBELLS, GYM), (2, 3, 4), (2, 5)):
            wanted = intent(
                primary_goal=goal,
                experience_level=level,
                equipment=equipment,
                days_per_week=days,
                time_availability_h=hours,
            )
            with self.subTest(goal=goal, level=level, equipment=len(equipment), days=days, hours=hours):
                spec = plan(wanted)
                found = findings(spec, wanted)
                self.assertFalse(hard(found))
                self.assertTrue(all(len(week.sessions) == days for week in spec.weeks))
                scores.append(score(found))
        self.assertGreater(fmean(scores), 95)

    @pytest.mark.long
    def test_it_never_refuses_an_hour_or_a_week_of_days(self) -> None:
        for goal, level, days, hours in product(GOALS, LEVELS, range(1, 8), (1, 20)):
            with self.subTest(goal=goal, level=level, days=days, hours=hours):
                spec = plan(
                    intent(primary_goal=goal, experience_level=level, days_per_week=days, time_availability_h=hours)
                )
                self.assertEqual(days, spec.days_per_week)

    def test_every_reason_is_one_that_the_shell_can_word(self) -> None:
        for goal, weeks in product(GOALS, (4, 12)):
            spec = plan(intent(primary_goal=goal, weeks=weeks, experience_level="intermediate"))
            with self.subTest(goal=goal, weeks=weeks):
                self.assertLessEqual({item.why.code for item in spec.items()}, set(reasons.ITEM_CODES))
                self.assertLessEqual({reason.code for reason in spec.rationale}, set(reasons.PLAN_CODES))
                self.assertGreaterEqual(len(spec.rationale), 3)

    def test_it_stays_within_the_longest_plan(self) -> None:
        with self.assertRaises(IntentInfeasible) as caught:
            plan(intent(weeks=THRESHOLDS.shape.weeks_max + 1))

        self.assertEqual(reasons.FEWER_WEEKS, caught.exception.facts["change"])
