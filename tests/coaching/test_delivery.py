"""From a prompt that waits to the athlete's chat: at most once, and not when something stands against it by then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import TestCase

from accounts.models import User
from coaching.core import states
from coaching.models import (
    CoachingPrompt,
    Decision,
    DueMoment,
    Message,
    PromptBudget,
    PromptPreferences,
    SafetyEvent,
    SafetyHold,
)
from coaching.services import delivery, preferences, prompt_moves, sweeping
from coaching.services.ticking import tick
from events import services as events
from events.models import JournalEntry
from tests.base import person
from tests.coaching.ticking import DAY, HOUR, LONG_AGO, MINUTE, NOON, agreed, due, rules_only, the_prompt

SECOND = timedelta(seconds=1)
DUE = NOON - MINUTE


def journal(athlete: User, kind: str) -> list[dict[str, Any]]:
    entries = JournalEntry.objects.for_athlete(athlete.pk).filter(kind=kind).order_by("seq")
    return [entry.payload for entry in entries]


class PromptCase(TestCase):
    """Ana, in UTC, has a check-in prompt waiting at noon."""

    ana: User
    pk: UUID

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person("ana@example.org", timezone="UTC")
        PromptPreferences.objects.create(athlete=cls.ana, enabled=True, enabled_at=LONG_AGO)
        rules_only()
        due([cls.ana], due_at=DUE, key=f"checkin:{NOON.date()}")
        tick(NOON)
        cls.pk = the_prompt(cls.ana).pk

    def prompt(self) -> CoachingPrompt:
        return CoachingPrompt.objects.get(pk=self.pk)

    def status(self) -> tuple[str, str]:
        found = self.prompt()
        return str(found.status), found.because

    def budget(self) -> PromptBudget:
        return PromptBudget.objects.get(pk=self.ana.pk)

    def claimed(self, now: datetime = NOON) -> CoachingPrompt:
        prompt = delivery.claim(self.pk, now)
        assert prompt is not None
        return prompt


class DeliveryTests(PromptCase):
    def test_it_becomes_a_message_and_two_entries_of_the_journal(self) -> None:
        self.assertTrue(delivery.deliver(self.pk, NOON))
        prompt = self.prompt()
        message = Message.objects.get(athlete=self.ana)
        self.assertEqual((prompt.status, prompt.message, prompt.delivered_at), ("delivered", message, NOON))
        self.assertEqual((message.author, message.origin, message.text), ("coach", "rule", prompt.text))
        content: Any = message.content
        self.assertEqual(content["prompt"]["id"], str(self.pk))
        self.assertTrue(content["blocks"])
        [told] = journal(self.ana, "coaching.prompt_delivered")
        self.assertEqual((told["id"], told["rule"], told["status"]), (str(self.pk), "check_in", "delivered"))
        self.assertEqual(told["message_id"], str(message.pk))
        self.assertEqual(len(journal(self.ana, "coaching.message")), 1)
        self.assertEqual(prompt.seq, JournalEntry.objects.get(kind="coaching.prompt_delivered").seq)

    def test_c1_of_two_workers_one_delivers(self) -> None:
        self.claimed()
        self.assertFalse(delivery.deliver(self.pk, NOON))
        self.assertFalse(Message.objects.exists())

    def test_c1_delivered_twice_is_said_once(self) -> None:
        self.assertTrue(delivery.deliver(self.pk, NOON))
        self.assertFalse(delivery.deliver(self.pk, NOON))
        self.assertEqual(Message.objects.count(), 1)

    def test_c6_what_ran_out_is_not_sent(self) -> None:
        self.assertFalse(delivery.deliver(self.pk, DUE + 4 * HOUR))
        self.assertEqual(self.status(), ("expired", "expired"))
        self.assertFalse(Message.objects.exists())

    def test_c6_nor_what_ran_out_between_claim_and_push(self) -> None:
        self.assertTrue(delivery.word(self.claimed(), NOON))
        self.assertIsNone(delivery.hand_over(self.pk, DUE + 4 * HOUR, states.DELIVERED))
        self.assertEqual(self.status(), ("expired", "expired"))

    def test_claimed_at_205959_and_pushed_at_210001_is_too_late(self) -> None:
        """The athlete's night begins between the two: cancelled, the budget is given back, and the decision stays."""
        last = NOON.replace(hour=20, minute=59, second=59)
        CoachingPrompt.objects.filter(pk=self.pk).update(expires_at=last + HOUR)
        PromptPreferences.objects.update(quiet_hours=[{"days": [], "from": "21:00", "to": "08:00"}])
        CoachingPrompt.objects.filter(pk=self.pk).update(text="Words.", content={"blocks": []})
        self.claimed(last)
        self.assertIsNone(delivery.hand_over(self.pk, last + 2 * SECOND, states.DELIVERED))
        self.assertEqual(self.status(), ("cancelled", "expired_quiet"))
        self.assertEqual((self.budget().day_count, self.budget().last_sent_at), (0, None))
        self.assertTrue(Decision.objects.get(athlete=self.ana).is_treated)
        self.assertFalse(Message.objects.exists())

    def test_r3_a_cause_that_went_away_a_second_before_cancels(self) -> None:
        from feedback.models import PerformanceMetrics

        self.assertTrue(delivery.word(self.claimed(), NOON))
        PromptPreferences.objects.filter(pk=self.ana.pk).update(check_in_at="23:00")
        self.assertIsNone(delivery.hand_over(self.pk, NOON + SECOND, states.DELIVERED))
        self.assertEqual(self.status(), ("cancelled", "resolved"))
        self.assertFalse(PerformanceMetrics.objects.exists())

    def test_f6_an_opt_out_wins_over_what_waits_and_what_is_under_way(self) -> None:
        for under_way in (False, True):
            with self.subTest(under_way=under_way):
                CoachingPrompt.objects.filter(pk=self.pk).update(status="pending", because="", text="")
                PromptPreferences.objects.update(enabled=True)
                if under_way:
                    self.assertTrue(delivery.word(self.claimed(), NOON))
                preferences.change(athlete=self.ana, changes={"enabled": False}, now=NOON)
                self.assertEqual(self.status(), ("cancelled", "opted_out"))
                self.assertFalse(delivery.deliver(self.pk, NOON))
                self.assertIsNone(delivery.hand_over(self.pk, NOON, states.DELIVERED))
                self.assertFalse(Message.objects.exists())

    def test_f6_consent_is_asked_again_where_it_is_written(self) -> None:
        """Whoever changed the row, also by hand."""
        self.assertTrue(delivery.word(self.claimed(), NOON))
        PromptPreferences.objects.update(enabled=False)
        self.assertIsNone(delivery.hand_over(self.pk, NOON, states.DELIVERED))
        self.assertEqual(self.status(), ("cancelled", "opted_out"))

    def test_what_came_meanwhile_stands_in_the_way(self) -> None:
        for because, changes in (
            ("muted", {"muted_rules": [{"rule": "check_in", "until": None}]}),
            ("muted", {"quiet_until": NOON + HOUR}),
            ("muted", {"holiday_from": NOON.date(), "holiday_to": NOON.date()}),
        ):
            with self.subTest(changes):
                CoachingPrompt.objects.filter(pk=self.pk).update(status="sending", because="", text="Words.")
                PromptPreferences.objects.update(muted_rules=[], quiet_until=None, holiday_from=None, holiday_to=None)
                PromptPreferences.objects.update(**changes)
                self.assertIsNone(delivery.hand_over(self.pk, NOON, states.DELIVERED))
                self.assertEqual(self.status(), ("cancelled", because))

    def test_a_hold_stops_what_is_under_way(self) -> None:
        self.assertTrue(delivery.word(self.claimed(), NOON))
        event = SafetyEvent.objects.create(
            athlete=self.ana, category="self_harm", source="message", source_id=uuid4(), lexicon="1", created_at=NOON
        )
        SafetyHold.objects.create(athlete=self.ana, event=event, category="self_harm", since=NOON)
        self.assertIsNone(delivery.hand_over(self.pk, NOON, states.DELIVERED))
        self.assertEqual(self.status(), ("cancelled", "safety_hold"))

    def test_an_athlete_who_was_erased_between_claim_and_push_gets_nothing(self) -> None:
        self.assertTrue(delivery.word(self.claimed(), NOON))
        self.ana.delete()
        self.assertIsNone(delivery.hand_over(self.pk, NOON, states.DELIVERED))
        self.assertFalse(Message.objects.exists())

    def test_x7_words_are_looked_for_only_after_the_draw_and_outside_the_tick(self) -> None:
        self.assertEqual((self.prompt().text, self.prompt().template), ("", ""))

    def test_d8_a_fault_in_the_wording_leaves_the_decision_as_it_is(self) -> None:
        self.claimed()
        self.assertTrue(delivery.fail(self.pk, NOON))
        self.assertEqual(self.status(), ("failed", "fault"))
        self.assertTrue(Decision.objects.get(athlete=self.ana).is_treated)
        self.assertEqual(self.budget().day_count, 0)


class BudgetTests(PromptCase):
    def test_what_was_never_handed_over_is_given_back(self) -> None:
        self.assertEqual((self.budget().day_count, self.budget().unanswered), (1, 1))
        self.assertTrue(prompt_moves.move(self.pk, states.CANCELLED, NOON, because="resolved"))
        budget = self.budget()
        self.assertEqual((budget.day_count, budget.week_count, budget.unanswered), (0, 0, 0))
        self.assertEqual((budget.last_sent_at, budget.first_unanswered_at), (None, None))

    def test_the_gap_then_counts_from_the_prompt_before(self) -> None:
        before = NOON - 5 * HOUR
        CoachingPrompt.objects.create(
            athlete=self.ana, rule="habit", occurrence="x", status="answered", not_before=before, expires_at=NOON,
            created_at=before, budget_day=before.date(), budget_week="2026-W10",
        )  # fmt: skip
        prompt_moves.move(self.pk, states.EXPIRED, NOON)
        self.assertEqual(self.budget().last_sent_at, before)

    def test_what_was_handed_over_stays_spent(self) -> None:
        delivery.deliver(self.pk, NOON)
        self.assertTrue(prompt_moves.move(self.pk, states.EXPIRED, NOON + DAY))
        self.assertEqual(self.budget().day_count, 1)

    def test_the_count_of_another_day_is_left_alone(self) -> None:
        PromptBudget.objects.update(day=NOON.date() + DAY, day_count=2)
        prompt_moves.move(self.pk, states.CANCELLED, NOON)
        self.assertEqual((self.budget().day_count, self.budget().week_count), (2, 0))


class MoveTests(PromptCase):
    def test_a_move_that_is_not_listed_is_refused(self) -> None:
        for start, onwards in states.MOVES.items():
            for to in set(states.MOVES) - onwards:
                CoachingPrompt.objects.filter(pk=self.pk).update(status=start)
                with self.subTest(start=start, to=to):
                    self.assertFalse(prompt_moves.move(self.pk, to, NOON))
                    self.assertEqual(self.prompt().status, start)

    def test_screens_learn_what_becomes_of_a_prompt_that_they_know(self) -> None:
        delivery.deliver(self.pk, NOON)
        prompt_moves.move(self.pk, states.SEEN, NOON + MINUTE)
        prompt_moves.move(self.pk, states.ANSWERED, NOON + 2 * MINUTE)
        told = journal(self.ana, "coaching.prompt_updated")
        self.assertEqual([each["status"] for each in told], ["seen", "answered"])
        prompt = self.prompt()
        self.assertEqual((prompt.seen_at, prompt.answered_at), (NOON + MINUTE, NOON + 2 * MINUTE))

    def test_of_one_that_they_do_not_know_they_learn_nothing(self) -> None:
        prompt_moves.move(self.pk, states.CANCELLED, NOON)
        self.assertFalse(JournalEntry.objects.filter(kind="coaching.prompt_updated").exists())


class SweepTests(PromptCase):
    def test_c2_what_a_dead_sender_left_is_handed_over_as_unknown_once(self) -> None:
        self.claimed()
        self.assertEqual(sweeping.sweep(NOON + 59 * SECOND).unknown, 0)
        self.assertEqual(sweeping.sweep(NOON + 61 * SECOND).unknown, 1)
        self.assertEqual(sweeping.sweep(NOON + 10 * MINUTE).unknown, 0)
        self.assertEqual(self.status(), ("unknown", ""))
        self.assertEqual([each["status"] for each in journal(self.ana, "coaching.prompt_delivered")], ["unknown"])
        self.assertIsNone(self.prompt().pushed_at)
        self.assertEqual(self.budget().day_count, 1)

    def test_c2_a_recovered_prompt_is_asked_everything_again(self) -> None:
        self.claimed()
        PromptPreferences.objects.update(enabled=False)
        sweeping.sweep(NOON + 2 * MINUTE)
        self.assertEqual(self.status(), ("cancelled", "opted_out"))
        self.assertEqual(self.budget().day_count, 0)

    def test_o2_a_prompt_for_which_no_words_are_found_is_given_up(self) -> None:
        self.claimed()
        CoachingPrompt.objects.filter(pk=self.pk).update(attempts=sweeping.MOST_ATTEMPTS)
        sweeping.sweep(NOON + 2 * MINUTE)
        self.assertEqual(self.status(), ("failed", "fault"))

    def test_o2_the_ack_of_the_journal_is_the_receipt(self) -> None:
        delivery.deliver(self.pk, NOON)
        seq = self.prompt().seq or 0
        events.ack(self.ana.pk, seq - 1)
        self.assertEqual(sweeping.sweep(NOON + MINUTE).received, 0)
        events.ack(self.ana.pk, seq)
        self.assertEqual(sweeping.sweep(NOON + 2 * MINUTE).received, 1)
        self.assertEqual((self.prompt().status, self.prompt().received_at), ("delivered", NOON + 2 * MINUTE))

    def test_o2_with_a_receipt_the_unknown_is_delivered_after_all(self) -> None:
        self.claimed()
        sweeping.sweep(NOON + 2 * MINUTE)
        events.ack(self.ana.pk, self.prompt().seq or 0)
        sweeping.sweep(NOON + 3 * MINUTE)
        self.assertEqual((self.prompt().status, self.prompt().delivered_at), ("delivered", NOON + 2 * MINUTE))

    def test_c6_what_nobody_answered_in_time_is_over_for_every_screen(self) -> None:
        delivery.deliver(self.pk, NOON)
        self.assertEqual(sweeping.sweep(DUE + 4 * HOUR).expired, 1)
        self.assertEqual(self.status(), ("expired", "expired"))
        self.assertEqual([each["status"] for each in journal(self.ana, "coaching.prompt_updated")], ["expired"])

    def more(self, count: int) -> None:
        """Delivered prompts of other athletes, in the journal of nobody, whose time is over."""
        for each in agreed(count, "more"):
            CoachingPrompt.objects.create(
                athlete=each, rule="check_in", occurrence="checkin:x", status=states.DELIVERED, not_before=DUE,
                expires_at=NOON, created_at=DUE, delivered_at=DUE, seq=1,
            )  # fmt: skip

    def test_a_sweep_goes_on_until_nothing_is_left(self) -> None:
        self.more(5)
        for each in CoachingPrompt.objects.filter(seq=1):
            events.append(each.athlete_id, "coaching.prompt_delivered", {})
            events.ack(each.athlete_id, 1)
        swept = sweeping.sweep(NOON, batch=2)
        self.assertEqual((swept.expired, CoachingPrompt.objects.filter(status=states.EXPIRED).count()), (5, 5))
        CoachingPrompt.objects.filter(seq=1).update(status=states.DELIVERED, expires_at=NOON + DAY)
        self.assertEqual(sweeping.sweep(NOON, batch=2).received, 5)
        self.assertEqual(sweeping.sweep(NOON, batch=2).received, 0)

    def test_a_sweep_ends_between_batches_when_its_time_is_up(self) -> None:
        self.more(5)
        self.assertEqual(sweeping.sweep(NOON, batch=2, enough=lambda: lambda: True).expired, 2)
        self.assertEqual(sweeping.sweep(NOON, batch=2).expired, 3)

    def test_what_waits_is_found_again_when_its_message_was_lost(self) -> None:
        self.assertEqual(delivery.due(NOON, 10), [self.pk])
        CoachingPrompt.objects.filter(pk=self.pk).update(not_before=NOON + MINUTE)
        self.assertEqual(delivery.due(NOON, 10), [])
        self.assertIsNone(delivery.claim(self.pk, NOON))


class StayQuietTests(PromptCase):
    def test_it_f4_asks_nothing_before_the_seventh_that_nobody_answers(self) -> None:
        PromptBudget.objects.filter(pk=self.ana.pk).update(unanswered=6, first_unanswered_at=NOON - 6 * DAY)
        delivery.hand_over(self.claimed_and_worded(), NOON, states.DELIVERED)
        self.assertFalse(DueMoment.objects.filter(rule="stay_quiet").exists())

    def test_it_f4_plans_the_question_with_the_seventh_for_the_next_monday(self) -> None:
        PromptBudget.objects.filter(pk=self.ana.pk).update(unanswered=7, first_unanswered_at=NOON - 6 * DAY)
        delivery.hand_over(self.claimed_and_worded(), NOON, states.DELIVERED)
        [row] = DueMoment.objects.filter(rule="stay_quiet")
        self.assertEqual((row.due_at.weekday(), row.due_at - NOON < 7 * DAY, row.done_at), (0, True, None))

    def claimed_and_worded(self) -> UUID:
        self.assertTrue(delivery.word(self.claimed(), NOON))
        return self.pk
