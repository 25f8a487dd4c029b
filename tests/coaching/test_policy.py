"""The policy in the database: nights, roll-backs, the kill switch (A6), refusals (A7), the off-policy gate (A8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.models import AuditEntry
from coaching.core.policy import Kind
from coaching.models import PolicyVersion
from coaching.services import policy
from tests.base import Cast
from tests.coaching.decided import Trial, run

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 11, tzinfo=UTC)
DAY = timedelta(days=1)
HELPS = Trial(people=24, effect=0.3)


class NightTests(TestCase):
    def test_it_begins_with_one_half_for_everybody_a6(self) -> None:
        first = policy.active(NOW)
        self.assertEqual((first.number, first.kind, first.probability({}, 99)), (0, "constant", 0.5))
        self.assertIsNone(policy.update(NOW))
        self.assertFalse(PolicyVersion.objects.exists())

    def test_it_learns_at_night_and_holds_from_the_next_midnight_a6(self) -> None:
        run(HELPS, NOW)
        made = policy.update(NOW)
        assert made is not None
        self.assertEqual((made.status, made.activated_at, made.report["refused"]), ("active", MIDNIGHT, []))
        before, after = policy.active(MIDNIGHT - timedelta(seconds=1)), policy.active(MIDNIGHT)
        self.assertEqual((before.number, after.number), (0, made.number))
        self.assertGreater(after.probability({"slot": 0, "week_count": 2, "unanswered": 0}, 20), 0.8)

    def test_it_learns_once_a_day_and_adds_only_what_is_new_a6(self) -> None:
        run(HELPS, NOW)
        first = policy.update(NOW)
        self.assertIsNone(policy.update(NOW + timedelta(hours=5)))
        run(Trial(people=20, effect=0.3, seed=2), NOW + 20 * DAY)
        second = policy.update(NOW + 20 * DAY)
        assert first is not None and second is not None
        self.assertEqual((first.parameters["points"], second.report["new_points"]), (24 * 28, 20 * 28))
        self.assertEqual(second.parameters["points"], 44 * 28)

    def test_it_refuses_when_something_else_is_sent_than_was_drawn_a7(self) -> None:
        run(Trial(people=24, effect=0.3, sent_as=0.62), NOW)
        made = policy.update(NOW)
        assert made is not None
        self.assertEqual((made.status, made.report["refused"]), ("refused", ["fidelity_red"]))
        self.assertEqual(policy.active(MIDNIGHT + DAY).number, 0)

    def test_it_refuses_when_three_in_ten_outcomes_are_missing_a7(self) -> None:
        run(Trial(people=32, effect=0.3, missing=0.35), NOW)
        made = policy.update(NOW)
        assert made is not None
        self.assertEqual((made.status, made.report["refused"]), ("refused", ["outcomes_missing"]))

    def test_it_lets_in_what_earns_more_on_decisions_that_it_has_not_seen_a8(self) -> None:
        run(HELPS, NOW)
        made = policy.update(NOW)
        assert made is not None
        new, old = made.report["value"], made.report["value_in_force"]
        self.assertGreater(new["low"], old["low"])
        self.assertLess(new["effective"], old["effective"])

    def test_it_keeps_out_what_earns_less_a8(self) -> None:
        """Sending does nothing here, so what was learnt is noise: no gain, and a wider interval."""
        run(Trial(people=24, effect=0.0), NOW)
        made = policy.update(NOW)
        assert made is not None
        self.assertEqual((made.status, made.report["refused"]), ("refused", ["worse_off_policy"]))
        self.assertLess(made.report["value"]["low"], made.report["value_in_force"]["low"])
        self.assertEqual(policy.active(MIDNIGHT + DAY).number, 0)


class ByHandTests(Cast, TestCase):
    def test_it_stops_at_one_click_and_no_night_takes_over_a6(self) -> None:
        run(HELPS, NOW)
        stopped = policy.stop(actor=self.ola, now=NOW)
        self.assertEqual(policy.active(NOW).number, stopped.number)
        self.assertEqual(policy.active(NOW).probability({}, 99), 0.5)
        made = policy.update(NOW + timedelta(hours=1))
        assert made is not None
        self.assertEqual((made.status, policy.active(MIDNIGHT + DAY).number), ("candidate", stopped.number))

    def test_it_stops_what_was_to_begin_at_midnight_a6(self) -> None:
        run(HELPS, NOW)
        policy.update(NOW)
        stopped = policy.stop(actor=self.ola, now=NOW + timedelta(hours=9), rules_only=True)
        found = policy.active(MIDNIGHT + DAY)
        self.assertEqual((found.number, found.kind, found.is_experiment), (stopped.number, Kind.RULES_ONLY, False))
        self.assertEqual(found.probability({}, 99), 1.0)

    def test_it_rolls_back_to_an_earlier_version_at_one_click_a6(self) -> None:
        run(HELPS, NOW)
        first = policy.update(NOW)
        assert first is not None
        policy.stop(actor=self.ola, now=MIDNIGHT + DAY)
        policy.roll_back(first.number, actor=self.ola, now=MIDNIGHT + 2 * DAY)
        self.assertEqual(policy.active(MIDNIGHT + 2 * DAY).number, first.number)
        self.assertEqual(PolicyVersion.objects.filter(status="active").count(), 1)
        self.assertEqual(
            set(AuditEntry.objects.values_list("action", flat=True)), {"policy.stopped", "policy.rolled_back"}
        )

    def test_it_goes_on_learning_when_somebody_resumes_a6(self) -> None:
        policy.stop(actor=self.ola, now=NOW, rules_only=True)
        policy.resume(actor=self.ola, now=NOW + DAY)
        self.assertEqual(policy.active(NOW + DAY).probability({}, 3), 0.5)
        self.assertFalse(policy.is_pinned(NOW + DAY))

    def test_it_does_not_put_a_refused_version_in_force(self) -> None:
        PolicyVersion.objects.create(number=7, kind="thompson", status="refused", created_at=NOW)
        for number in (7, 8):
            with self.subTest(number), self.assertRaises(policy.PolicyUnknown):
                policy.roll_back(number, actor=self.ola, now=NOW)

    def test_it_is_at_hand_on_the_command_line_a6(self) -> None:
        def told(*words: str) -> str:
            out = StringIO()
            call_command("policy", *words, stdout=out)
            return out.getvalue()

        self.assertIn("In force: version 0 (constant)", told())
        self.assertIn("too little to learn from", told("update"))
        self.assertIn("In force: version 1 (rules_only, set by hand)", told("stop", "--rules-only"))
        self.assertIn("In force: version 2 (constant)", told("resume"))
        self.assertIn("In force: version 1 (rules_only, set by hand)", told("rollback", "1"))
        for words in (("stop", "--p", "0.95"), ("rollback",), ("rollback", "9")):
            with self.subTest(words), self.assertRaises(CommandError):
                told(*words)
