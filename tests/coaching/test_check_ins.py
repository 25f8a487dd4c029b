"""A check-in has no reason but the day: it leaves room for what has one, and grows rare where nobody answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import SimpleTestCase, TestCase

from coaching.core.choosing import Candidate, stands_back
from coaching.models import Decision, PromptBudget
from coaching.services.ticking import tick
from tests.coaching.ticking import DAY, HOUR, NOON, agreed, due, rules_only

SUBJECT = UUID(int=7)
FIRST = date(2026, 3, 2)
ON_A_SESSION_DAY, ON_A_REST_DAY = {"is_open": True}, {"is_open": False}


def reasons(on: date = FIRST, *, rule: str = "check_in", facts: Any = None, **stands: int) -> tuple[str, ...]:
    told = Candidate(1, rule, rule, NOON, NOON, NOON + 4 * HOUR, ON_A_SESSION_DAY if facts is None else facts)
    known = {"sent_this_week": 0, "max_per_week": 7, "unanswered": 0, **stands}
    return stands_back(told, subject=SUBJECT, on=on, **known)


def days_in_twelve_weeks(**how: Any) -> int:
    return sum(not reasons(FIRST + timedelta(days=day), **how) for day in range(84))


class RuleTests(SimpleTestCase):
    def test_it_leaves_the_last_prompts_of_a_week_to_what_has_a_reason(self) -> None:
        for most, last in ((7, 3), (5, 2), (2, 0), (1, 0), (14, 7)):
            with self.subTest(most):
                self.assertEqual(reasons(sent_this_week=last, max_per_week=most), ())
                self.assertEqual(reasons(sent_this_week=last + 1, max_per_week=most), ("kept_for_reasons",))

    def test_it_comes_with_sessions_and_less_on_other_days(self) -> None:
        self.assertEqual(days_in_twelve_weeks(), 84)
        self.assertEqual(days_in_twelve_weeks(facts=ON_A_REST_DAY), 28)
        self.assertEqual(days_in_twelve_weeks(facts={}), 84)  # what is not known is no reason

    def test_it_grows_rare_where_nobody_answers(self) -> None:
        counts = [days_in_twelve_weeks(unanswered=each) for each in range(7)]
        self.assertEqual(counts, [84, 84, 21, 21, 12, 12, 12])

    def test_it_holds_back_nothing_else(self) -> None:
        for rule in ("missed_session", "habit", "stalled", "welcome"):
            with self.subTest(rule):
                self.assertEqual(reasons(rule=rule, sent_this_week=6, unanswered=6, facts=ON_A_REST_DAY), ())


class TickTests(TestCase):
    def test_it_is_a_reason_in_the_decision_and_not_asked_again_the_same_day(self) -> None:
        rules_only()
        [athlete] = agreed(1)
        PromptBudget.objects.create(
            athlete=athlete, subject=uuid4(), day=(NOON - DAY).date(), week="2026-W10", week_count=4,
            last_sent_at=NOON - DAY,
        )  # fmt: skip
        due([athlete], "check_in", facts=ON_A_SESSION_DAY)
        tick(NOON)
        row = Decision.objects.get(athlete=athlete)
        self.assertEqual((row.is_available, row.reasons), (False, ["kept_for_reasons"]))
        due([athlete], "missed_session", due_at=NOON + 6 * HOUR, lasts=6 * HOUR)
        tick(NOON + 6 * HOUR)
        self.assertEqual(
            Decision.objects.filter(is_treated=True).values_list("rule", flat=True).get(), "missed_session"
        )
