"""What a monitor sees, and what turns it red. One of each is planted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase

from accounts.core.ids import first_uuid7, uuid7
from coaching.models import CoachingPrompt, Outcome, PromptPreferences, Pulse
from coaching.services import heartbeat
from coaching.services.clock import database_now
from coaching.services.heartbeat import Vitals, ailments, vitals, watch
from coaching.services.ticking import tick
from tests.base import person
from tests.coaching.ticking import DAY, HOUR, LONG_AGO, MINUTE, NOON, agreed, due, rules_only


class AilmentTests(TestCase):
    def test_o1_nothing_is_red_while_all_is_well(self) -> None:
        due(agreed(1))
        heartbeat.minute(NOON)
        watch(NOON)
        self.assertEqual(ailments(vitals(NOON + MINUTE)), ())

    def test_o1_three_minutes_without_a_tick(self) -> None:
        heartbeat.minute(NOON)
        self.assertEqual(ailments(vitals(NOON + 3 * MINUTE)), ())
        self.assertEqual(ailments(vitals(NOON + 4 * MINUTE)), ("no_tick",))

    def test_o1_a_cause_that_has_been_due_for_five_minutes(self) -> None:
        due(agreed(1), due_at=NOON)
        self.assertEqual(ailments(vitals(NOON + 5 * MINUTE)), ())
        self.assertEqual(ailments(vitals(NOON + 6 * MINUTE)), ("due_lag",))

    def test_o1_each_figure_turns_red_above_its_limit(self) -> None:
        well = Vitals(60.0, 0.0)
        self.assertEqual(ailments(well), ())
        for red, vital in (
            ("unknown", Vitals(60.0, 0.0, unknown_ratio=0.0011)),
            ("cap_violation", Vitals(60.0, 0.0, cap_violations=1)),
            ("outcomes_overdue", Vitals(60.0, 0.0, outcomes_overdue=1)),
        ):
            self.assertEqual(ailments(vital), (red,))

    def test_a_new_house_without_a_tick_is_not_ill(self) -> None:
        self.assertEqual(ailments(vitals(NOON)), ())


class WatchTests(TestCase):
    def prompts(self, count: int, **about: Any) -> None:
        """Sent now: the day that is looked at is found by the ids, which carry the time."""
        [athlete] = agreed(1, f"w{uuid4()}")
        PromptPreferences.objects.update(updated_at=LONG_AGO)
        now = datetime.now(UTC)
        for number in range(count):
            told = {"athlete": athlete, "rule": "habit", "occurrence": f"x{number}", "status": "delivered",
                    "not_before": now + number * 5 * HOUR, "created_at": now, "expires_at": now + DAY,
                    "budget_day": now.date(), "budget_week": "w"} | about  # fmt: skip
            CoachingPrompt.objects.create(**told)

    def watched(self) -> Vitals:
        found = watch(datetime.now(UTC))
        assert found is not None
        return found

    def test_o1_it_counts_prompts_of_which_nobody_knows(self) -> None:
        self.prompts(1)
        self.prompts(1, status="unknown")
        self.assertEqual(self.watched().unknown_ratio, 0.5)

    def test_o1_it_counts_days_with_more_prompts_than_allowed(self) -> None:
        self.prompts(2)
        self.assertEqual(self.watched().cap_violations, 0)
        Pulse.objects.all().delete()
        self.prompts(3)
        self.assertEqual(self.watched().cap_violations, 1)

    def test_o1_it_counts_prompts_that_follow_too_soon(self) -> None:
        self.prompts(2, not_before=datetime.now(UTC))
        self.assertEqual(self.watched().cap_violations, 1)

    def test_what_was_sent_before_the_athlete_changed_their_mind_does_not_count(self) -> None:
        self.prompts(2)
        PromptPreferences.objects.update(max_per_day=1, updated_at=datetime.now(UTC) + MINUTE)
        self.assertEqual(self.watched().cap_violations, 0)

    def test_o2_an_outcome_that_nobody_closed_is_found(self) -> None:
        rules_only()
        due(agreed(1))
        tick(NOON)
        Outcome.objects.update(closes_at=datetime.now(UTC) - 2 * HOUR)
        self.assertEqual(self.watched().outcomes_overdue, 1)


class HealthTests(TestCase):
    def test_o1_the_detailed_health_says_what_is_red(self) -> None:
        person("ola@example.org", is_staff=True)
        due(agreed(1), due_at=database_now() - 10 * MINUTE)
        from tests.base import Cast

        found = Cast.client_for(person("olga@example.org", is_staff=True)).get("/health/detailed").json()["data"]
        self.assertFalse(found["checks"]["coach"]["ok"])
        self.assertIn("due_lag", found["checks"]["coach"]["note"])

    def test_o1_the_metrics_hold_the_same_figures(self) -> None:
        due(agreed(1), due_at=database_now() - 10 * MINUTE)
        text = self.client.get("/metrics").content.decode()
        [line] = [line for line in text.splitlines() if line.startswith("spotter_due_lag_seconds ")]
        self.assertGreater(float(line.split()[1]), 590)


class ClockTests(TestCase):
    def test_t8_scheduling_goes_by_the_databases_clock(self) -> None:
        """What anything is scheduled by is read from the database; a worker's own clock is not asked."""
        before = database_now()
        self.assertLess(abs(datetime.now(UTC) - before), timedelta(minutes=1))
        due(agreed(1), due_at=before - MINUTE)
        from unittest import mock

        with mock.patch("django.utils.timezone.now", side_effect=AssertionError("a worker's own clock")):
            self.assertEqual(tick().decisions, 1)
            self.assertIsNotNone(heartbeat.minute())

    def test_ids_of_an_instant_begin_where_it_says(self) -> None:
        now = datetime.now(UTC)
        self.assertTrue(first_uuid7(now - timedelta(seconds=5)) < uuid7() < first_uuid7(now + timedelta(seconds=60)))
