"""What a tick costs does not depend on who is idle, and the number of queries not on who is due."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from coaching.models import CoachingPrompt, Decision, DueMoment, PromptBudget
from coaching.services import partitions
from coaching.services.tick import claiming
from coaching.services.ticking import tick
from tests.coaching.ticking import DAY, MINUTE, NOON, agreed, due, policy, rules_only, the_decision


class QueryTests(TestCase):
    def queries(self, count: int, prefix: str) -> int:
        due(agreed(count, prefix), "check_in", "habit", due_at=NOON - MINUTE)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ticked = tick(NOON, batch=10_000)
        self.assertEqual(ticked.decisions, count)
        return len(captured)

    def test_x3_a_tick_for_hundreds_asks_as_often_as_one_for_ten(self) -> None:
        policy(0.5)
        tick(NOON)
        few = self.queries(10, "few")
        many = self.queries(400, "many")
        # A first tick makes the rows of the budgets, some thousands at a time.
        self.assertLessEqual(many - few, 0 if connection.vendor == "postgresql" else 8)
        PromptBudget.objects.update(day_count=0, week_count=0, last_sent_at=None, unanswered=0)
        due(list(map_users("few")), "stalled", due_at=NOON + DAY)
        with CaptureQueriesContext(connection) as again:
            tick(NOON + DAY + MINUTE)
        due(list(map_users("many")), "stalled", due_at=NOON + 2 * DAY)
        PromptBudget.objects.update(day_count=0, week_count=0, last_sent_at=None, unanswered=0)
        with CaptureQueriesContext(connection) as more:
            tick(NOON + 2 * DAY + MINUTE)
        self.assertEqual(len(again), len(more))
        self.assertLess(len(more), 25)


class IdleTests(TestCase):
    def asked(self, idle: int, at: Any) -> list[str]:
        """The statements of a tick for five athletes, beside so many more whose causes lie ahead."""
        due(agreed(idle, f"idle{idle}-"), "habit", due_at=at + 3 * DAY)
        PromptBudget.objects.bulk_create(PromptBudget(athlete=each) for each in map_users(f"idle{idle}-"))
        due(agreed(5, f"due{idle}-"), due_at=at - MINUTE)
        PromptBudget.objects.bulk_create(PromptBudget(athlete=each) for each in map_users(f"due{idle}-"))
        with CaptureQueriesContext(connection) as captured:
            ticked = tick(at)
        self.assertEqual((ticked.athletes, ticked.decisions), (5, 5))
        savepoint_number = re.compile(r"_x\d+")
        return [savepoint_number.sub("", " ".join(query["sql"].split()[:3])) for query in captured]

    def test_x2_ten_times_as_many_idle_athletes_change_nothing_that_a_tick_asks(self) -> None:
        rules_only()
        self.asked(2, NOON - DAY)  # what is read once in a process is read
        self.assertEqual(self.asked(20, NOON), self.asked(200, NOON + DAY))


def map_users(prefix: str) -> Any:
    from accounts.models import User

    return User.objects.filter(email__startswith=prefix)


class IndexTests(TestCase):
    @pytest.mark.postgres
    def test_x1_only_rows_that_are_due_are_looked_at(self) -> None:
        idle = agreed(300, "idle")
        for day in range(1, 8):
            due(idle, "habit", due_at=NOON + day * DAY)
        due(agreed(3, "due"))
        claiming.open_budgets(NOON + 9 * DAY)
        with connection.cursor() as cursor:
            # The planner must know of what is there now, not of what an earlier test has left.
            cursor.execute("ANALYZE coaching_due_moments, coaching_prompt_budgets, accounts_user")
            cursor.execute("EXPLAIN " + claiming.claim_statement(), [NOON, 5000])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        self.assertIn("due_moment_looked_at", plan)
        self.assertNotIn("Seq Scan on coaching_due_moments", plan)

    def test_x5_the_hot_indexes_hold_only_what_is_open(self) -> None:
        for model, hot in (
            (DueMoment, {"due_moment_looked_at", "due_moment_open_of"}),
            (CoachingPrompt, {"prompt_pending", "prompt_sending", "prompt_open_by_expiry", "prompt_without_receipt"}),
        ):
            partial = {index.name for index in model._meta.indexes if index.condition is not None}
            self.assertLessEqual(hot, partial)


class MonthTests(TestCase):
    @pytest.mark.postgres
    def test_x5_decisions_lie_in_the_table_of_their_month(self) -> None:
        [ana, ben] = agreed(2)
        due([ana])
        tick(NOON)
        self.assertEqual(self.where(ana), "coaching_decisions_other")
        made = partitions.keep_months(NOON)
        self.assertEqual(made, [f"coaching_decisions_2026_{month:02}" for month in (3, 4, 5, 6)])
        self.assertEqual(self.where(ana), "coaching_decisions_2026_03")  # it came over
        due([ben], due_at=NOON + 40 * DAY)
        tick(NOON + 40 * DAY + MINUTE)
        self.assertEqual(self.where(ben), "coaching_decisions_2026_04")
        self.assertEqual(partitions.keep_months(NOON), [])
        self.assertEqual(Decision.objects.count(), 2)

    def where(self, athlete: Any) -> str:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tableoid::regclass::text FROM coaching_decisions WHERE id = %s", [the_decision(athlete).pk]
            )
            return str(cursor.fetchone()[0])

    def test_months_follow_each_other_over_the_turn_of_the_year(self) -> None:
        firsts = [first for first, _after in partitions.months(date(2026, 11, 30))]
        self.assertEqual(firsts, [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)])
