"""D9: what came of a decision is looked at once, at a fixed time, sent or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase

from accounts.models import User
from coaching.models import CoachingPrompt, Decision, Habit, HabitDone, Message, Outcome, PromptInteraction
from coaching.services import outcomes
from feedback.models import RPEFeedback
from plans.models import Exercise, Plan
from tests.base import Cast
from tests.coaching.decided import decision, outcome

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Closing(Cast, TestCase):
    plan: Plan

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.plan = plan_of(cls.ana)

    def closed(self, made: Outcome, now: datetime | None = None) -> Outcome:
        outcomes.close_due(now or made.closes_at)
        made.refresh_from_db()
        return made

    def trained(self, athlete: User, at: datetime, recorded_at: datetime | None = None, **changes: Any) -> RPEFeedback:
        rating = RPEFeedback.objects.create(
            athlete=athlete, source="hevy", exercise=Exercise.objects.all()[0], rpe=8, completion_rate=100,
            performed_at=at, performed_on=at.date(), **changes,
        )  # fmt: skip
        RPEFeedback.objects.filter(pk=rating.pk).update(recorded_at=recorded_at or at)
        return rating


class SessionTests(Closing):
    def test_it_closes_sent_and_unsent_alike_at_the_fixed_time_d9(self) -> None:
        sent = outcome(decision(self.ana, NOON, is_treated=True))
        held = outcome(decision(self.ana, NOON + HOUR, slot_index=1))
        self.trained(self.ana, NOON + 5 * HOUR)
        self.assertEqual(outcomes.close_due(NOON + 24 * HOUR - timedelta(seconds=1)), 0)
        self.assertEqual(outcomes.close_due(NOON + 25 * HOUR), 2)
        for made in (sent, held):
            made.refresh_from_db()
            self.assertEqual((made.value, made.is_missing, made.closed_at), (1.0, False, NOON + 25 * HOUR))
        self.assertEqual(outcomes.close_due(NOON + 30 * HOUR), 0)

    def test_it_is_not_done_without_work_in_the_window_d9(self) -> None:
        self.trained(self.ana, NOON - HOUR)
        self.trained(self.ana, NOON + 25 * HOUR)
        self.trained(self.ben, NOON + HOUR)
        self.trained(self.ana, NOON + HOUR, deleted_at=NOON + 2 * HOUR)
        self.assertEqual(self.closed(outcome(decision(self.ana, NOON))).value, 0.0)

    def test_it_keeps_what_came_late_apart_and_only_once_d9(self) -> None:
        made = outcome(decision(self.ana, NOON))
        self.trained(self.ana, NOON + 5 * HOUR, recorded_at=NOON + 40 * HOUR)
        self.assertEqual(self.closed(made, NOON + 41 * HOUR).value, 0.0)
        self.assertEqual([outcomes.note_late(NOON + 42 * HOUR) for _again in range(2)], [1, 0])
        made.refresh_from_db()
        self.assertEqual((made.value, made.is_missing), (0.0, False))
        self.assertEqual(made.late, {"value": 1.0, "noted_at": (NOON + 42 * HOUR).isoformat()})

    def test_it_is_missing_and_never_zero_where_nothing_can_be_known_d9(self) -> None:
        cases: dict[str, Decision] = {
            "erased": decision(None, NOON),
            "no plan": decision(self.ben, NOON),
        }
        for name, of in cases.items():
            with self.subTest(name):
                made = self.closed(outcome(of))
                self.assertEqual((made.value, made.is_missing), (None, True))
        User.objects.filter(pk=self.ana.pk).update(is_active=False)
        self.assertTrue(self.closed(outcome(decision(self.ana, NOON))).is_missing)

    def test_it_asks_the_same_handful_of_questions_however_many_there_are(self) -> None:
        for count in (3, 30):
            for place in range(count):
                outcome(decision(self.ana, NOON + place * timedelta(seconds=1)))
            with self.subTest(count), self.assertNumQueries(10):
                self.assertEqual(outcomes.close_due(NOON + 25 * HOUR), count)


class HabitTests(Closing):
    def setUp(self) -> None:
        self.habit = Habit.objects.create(athlete=self.ana, title="Walk", days=[0], at="18:00", created_at=NOON)
        of = decision(self.ana, NOON, rule="habit", occurrence=f"habit:{self.habit.pk}:2026-03-04")
        self.made = outcome(of, "habit", hours=11)

    def done(self, on: str, recorded_at: datetime) -> None:
        HabitDone.objects.create(athlete=self.ana, habit=self.habit, client_id=uuid4(), on=on, recorded_at=recorded_at)

    def test_it_counts_the_habit_of_the_decision_on_its_day_d9(self) -> None:
        self.done("2026-03-03", NOON)
        self.done("2026-03-04", NOON + HOUR)
        self.assertEqual(self.closed(self.made).value, 1.0)

    def test_it_counts_no_other_day_d9(self) -> None:
        self.done("2026-03-03", NOON + HOUR)
        self.assertEqual(self.closed(self.made).value, 0.0)

    def test_it_keeps_a_habit_that_was_synced_after_the_day_apart_d9(self) -> None:
        self.done("2026-03-04", NOON + 15 * HOUR)
        self.assertEqual(self.closed(self.made).value, 0.0)
        outcomes.note_late(NOON + 16 * HOUR)
        self.made.refresh_from_db()
        self.assertEqual((self.made.value, self.made.late and self.made.late["value"]), (0.0, 1.0))

    def test_it_is_missing_where_there_is_no_such_habit_any_more_d9(self) -> None:
        Habit.objects.filter(pk=self.habit.pk).update(ended_at=NOON + HOUR)
        self.assertTrue(self.closed(self.made).is_missing)
        nowhere = decision(self.ana, NOON, slot_index=1, rule="habit", occurrence="habit:nonsense")
        self.assertTrue(self.closed(outcome(nowhere, "habit")).is_missing)


class AppUseTests(Closing):
    def setUp(self) -> None:
        self.made = outcome(decision(self.ana, NOON, rule="check_in"), "app_use", hours=2)

    def say(self, at: datetime, **changes: Any) -> Message:
        facts: dict[str, Any] = {"athlete": self.ana, "author": "athlete", "origin": "person", "text": "Hi"}
        return Message.objects.create(**{**facts, "client_id": uuid4(), "created_at": at, **changes})

    def test_it_counts_what_the_athlete_does_by_themselves_d9(self) -> None:
        self.say(NOON + HOUR)
        self.assertEqual(self.closed(self.made).value, 1.0)

    def test_it_counts_nothing_outside_the_two_hours_and_nothing_of_others_d9(self) -> None:
        self.say(NOON - HOUR)
        self.say(NOON + 3 * HOUR)
        self.say(NOON + HOUR, athlete=self.ben)
        self.say(NOON + HOUR, author="coach", origin="rule", client_id=None)
        self.trained(self.ana, NOON + HOUR)  # an imported log
        self.assertEqual(self.closed(self.made).value, 0.0)

    def test_it_does_not_count_an_answer_to_a_prompt_which_only_one_arm_can_have_d9(self) -> None:
        """Nor what a tap on it did: words in the chat and a habit ticked at that instant."""
        prompt = CoachingPrompt.objects.create(
            athlete=self.ana, rule="check_in", occurrence="x", not_before=NOON, expires_at=NOON + 4 * HOUR,
            created_at=NOON,
        )  # fmt: skip
        PromptInteraction.objects.create(
            athlete=self.ana, prompt=prompt, client_id=uuid4(), text="Hi", created_at=NOON + HOUR
        )
        self.say(NOON + HOUR)
        habit = Habit.objects.create(athlete=self.ana, title="Walk", days=[0], at="18:00", created_at=NOON)
        HabitDone.objects.create(
            athlete=self.ana, habit=habit, client_id=uuid4(), on=NOON.date(), recorded_at=NOON + HOUR
        )
        self.assertEqual(self.closed(self.made).value, 0.0)


def plan_of(athlete: User) -> Plan:
    return Plan.objects.create(
        athlete=athlete, goal="strength", intent={}, start_on=NOON.date(), ends_on=NOON.date() + timedelta(days=28)
    )
