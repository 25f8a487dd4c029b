"""What an operator can see and do: `manage.py tick`."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from coaching.models import CoachingPrompt, Decision, Pulse
from coaching.services.backlog import Backlog, backlog
from coaching.services.clock import database_now
from tests.coaching.ticking import HOUR, agreed, due, rules_only


class TickCommandTests(TestCase):
    def setUp(self) -> None:
        rules_only()
        self.athletes = agreed(3, quiet_hours=[], enabled_at=database_now() - timedelta(days=30))
        due(self.athletes, "check_in", "habit", due_at=database_now() - HOUR)

    def said(self, *arguments: str) -> str:
        out = StringIO()
        call_command("tick", *arguments, stdout=out, no_color=True)
        return out.getvalue()

    def test_it_shows_what_waits_and_decides_nothing(self) -> None:
        said = self.said("--show")
        self.assertIn("Last tick: never", said)
        self.assertRegex(said, r"Due: 6 causes of 3 athletes, the oldest for 36\d\d s")
        self.assertIn("Red: due_lag", said)
        self.assertEqual((Decision.objects.count(), Pulse.objects.count()), (0, 0))

    def test_it_makes_one_tick_and_says_what_it_came_to(self) -> None:
        said = self.said()
        self.assertIn("Ticked: 3 athletes, 3 decisions, 3 prompts", said)
        self.assertIn("Due: 0 causes of 0 athletes", said)
        self.assertIn("Prompts: 3 to be sent now", said)
        self.assertIn("No tick: somebody is at it", self.said())
        self.assertEqual(Decision.objects.count(), 3)

    def test_it_hands_over_only_when_asked_to(self) -> None:
        self.said()
        self.assertEqual(set(CoachingPrompt.objects.values_list("status", flat=True)), {"pending"})
        self.assertRegex(self.said("--deliver"), r"Handed over: \d prompts")
        self.assertFalse(CoachingPrompt.objects.filter(status="pending").exists())


class BacklogTests(TestCase):
    def test_it_counts_causes_and_prompts_by_what_they_wait_for(self) -> None:
        now = database_now()
        [ana] = agreed(1)
        due([ana], "check_in", "habit", due_at=now - HOUR)
        due([ana], "stalled", due_at=now + HOUR)
        for number, (status, not_before, expires_at) in enumerate((
            ("pending", now, now + HOUR), ("pending", now + HOUR, now + 2 * HOUR), ("sending", now, now + HOUR),
            ("delivered", now - 2 * HOUR, now - HOUR), ("delivered", now, now + HOUR), ("answered", now, now - HOUR),
        )):  # fmt: skip
            CoachingPrompt.objects.create(
                athlete=ana, rule="check_in", occurrence=str(number), status=status, not_before=not_before,
                expires_at=expires_at, created_at=now,
            )  # fmt: skip
        with self.assertNumQueries(2):
            found = backlog(now)
        self.assertEqual(found, Backlog(causes=2, athletes=1, to_send=1, for_later=1, sending=1, to_end=1))
