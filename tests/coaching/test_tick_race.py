"""Many workers at once, some of whom die: nothing twice, no cap broken, nothing lost.

SPOTTER_TICK_RACE="workers,athletes,kills"  how many; quick runs have 4,200,0. "8,20000,37" is the whole of it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.db.models import Count, F, Q
from django.test import TransactionTestCase

from accounts.models import User
from coaching.core import states
from coaching.models import CoachingPrompt, Decision, DueMoment, Outcome, PromptBudget, PromptPreferences
from coaching.services import delivery, preferences, sweeping
from coaching.services.heartbeat import cap_violations
from coaching.services.ticking import tick
from events.models import JournalEntry
from tests.base import at_once, person
from tests.coaching.ticking import DAY, LONG_AGO, MINUTE, NOON, agreed, due, rules_only
from tests.faults.killing import killed_before

WORKERS, ATHLETES, KILLS = (int(each) for each in os.environ.get("SPOTTER_TICK_RACE", "4,200,0").split(","))
RULES = ("missed_session", "habit", "check_in")


class Crash(Exception):
    pass


class CrashBefore:
    """Raises before the n-th statement that writes: the transaction is rolled back."""

    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= not sql.lstrip().startswith("SELECT")
        if not self.left:
            raise Crash
        return execute(sql, params, many, context)


class RaceTests(TransactionTestCase):
    def stage(self) -> tuple[list[User], set[UUID]]:
        """A third of them has opted out, and a seventh has used up the day. Who may be spoken to is known."""
        rules_only()
        athletes = agreed(ATHLETES)
        out = [user.pk for user in athletes[::3]]
        PromptPreferences.objects.filter(pk__in=out).update(enabled=False)
        full = [user.pk for user in athletes[::7]]
        PromptBudget.objects.bulk_create(
            PromptBudget(athlete_id=pk, day=NOON.date(), day_count=2, week="2026-W10", week_count=2) for pk in full
        )
        due(athletes, *RULES)
        return athletes, {user.pk for user in athletes} - set(out) - set(full)

    def work(self, ends: Callable[[], bool]) -> None:
        """Tick until nothing is due, and start again after a crash."""
        while not ends():
            try:
                tick(NOON, batch=50 if ATHLETES < 1000 else 1000)
            except OperationalError:  # a lock that somebody held too long: the next beat looks again
                connection.close()

    def assert_whole(self, athletes: list[User], eligible: set[UUID]) -> None:
        prompts = CoachingPrompt.objects.all()
        self.assertEqual(set(prompts.values_list("athlete_id", flat=True)), eligible)
        self.assertEqual(prompts.count(), len(eligible))
        self.assertEqual({each.rule for each in prompts}, {"missed_session"})
        twice = Decision.objects.values("subject", "slot_on", "slot_index").annotate(n=Count("pk")).filter(n__gt=1)
        self.assertFalse(twice.exists())
        self.assertEqual(Decision.objects.count(), len(athletes))
        self.assertFalse(Decision.objects.filter(Q(is_treated=True, prompt=None) | Q(is_treated=False, prompt__gt=0)))
        spent = PromptBudget.objects.filter(last_sent_at=NOON, day_count=F("week_count"))
        self.assertEqual(set(spent.values_list("pk", flat=True)), eligible)
        self.assertEqual(Outcome.objects.count(), len(eligible))
        self.assertEqual(cap_violations(prompts), 0)
        self.assertFalse(PromptBudget.objects.filter(day_count__gt=2).exists())

    def open(self) -> bool:
        return DueMoment.objects.due(NOON).exists()

    def test_f1_c1_many_workers_decide_once_for_each_athlete_and_break_no_cap(self) -> None:
        athletes, eligible = self.stage()
        problems = [each for each in at_once(WORKERS, lambda: self.work(lambda: not self.open())) if each]
        self.assertEqual(problems, [])
        self.assert_whole(athletes, eligible)

    def test_c3_crashes_and_rollbacks_in_the_middle_lose_and_double_nothing(self) -> None:
        athletes, eligible = self.stage()
        steps = iter(range(1, max(6, KILLS) + 1))
        lock = threading.Lock()

        def work() -> None:
            while self.open():
                with lock:
                    step = next(steps, 0)
                try:
                    if not step:
                        return self.work(lambda: not self.open())
                    with connection.execute_wrapper(CrashBefore(1 + step % 6)):
                        tick(NOON, batch=50 if ATHLETES < 1000 else 1000)
                except Crash:
                    connection.close()
                except OperationalError:
                    connection.close()

        self.assertEqual([each for each in at_once(WORKERS, work) if each], [])
        self.assert_whole(athletes, eligible)


class DeliveryRaceTests(TransactionTestCase):
    def setUp(self) -> None:
        self.ana = person("ana@example.org", timezone="UTC")
        PromptPreferences.objects.create(athlete=self.ana, enabled=True, enabled_at=LONG_AGO)
        rules_only()
        due([self.ana], due_at=NOON - MINUTE, key=f"checkin:{NOON.date()}")
        tick(NOON)
        self.pk = CoachingPrompt.objects.get().pk

    def said(self) -> int:
        return JournalEntry.objects.filter(kind="coaching.prompt_delivered").count()

    def test_c1_eight_workers_deliver_a_prompt_once(self) -> None:
        answers = at_once(8, lambda: delivery.deliver(self.pk, NOON))
        self.assertEqual(sorted(answers), [False] * 7 + [True])
        self.assertEqual(self.said(), 1)

    def test_c2_eight_sweepers_hand_over_what_was_left_once(self) -> None:
        delivery.claim(self.pk, NOON)
        answers = at_once(8, lambda: sweeping.sweep(NOON + 2 * MINUTE).unknown)
        self.assertEqual(sum(answers), 1)
        self.assertEqual(self.said(), 1)

    def test_f6_an_opt_out_beside_the_delivery_either_comes_after_it_or_wins(self) -> None:
        """Whoever commits first is right; a prompt is never both cancelled and said."""
        for day in range(1, 6):
            now = NOON + day * DAY
            PromptPreferences.objects.update(enabled=True)
            PromptBudget.objects.update(unanswered=0)
            due([self.ana], due_at=now - MINUTE, key=f"checkin:{now.date()}")
            tick(now)
            prompt = CoachingPrompt.objects.get(occurrence=f"checkin:{now.date()}")
            claimed = delivery.claim(prompt.pk, now)
            assert claimed is not None
            delivery.word(claimed, now)
            places = iter(range(2))
            lock = threading.Lock()

            def either(now: Any = now, prompt: Any = prompt, places: Any = places, lock: Any = lock) -> None:
                with lock:
                    place = next(places)
                if place:
                    preferences.change(athlete=self.ana, changes={"enabled": False}, now=now)
                else:
                    delivery.hand_over(prompt.pk, now, states.DELIVERED)

            self.assertEqual(at_once(2, either), [None, None])
            prompt.refresh_from_db()
            is_said = JournalEntry.objects.filter(payload__id=str(prompt.pk)).exists()
            self.assertIn((prompt.status, is_said), {("delivered", True), ("cancelled", False)})

    @pytest.mark.postgres
    def test_x7_a_sender_that_hangs_keeps_nobody_else_waiting(self) -> None:
        """It holds its prompt; others are claimed, and the tick goes on."""
        [ben] = agreed(1, "ben")
        due([ben], due_at=NOON)
        from django.db import transaction

        with transaction.atomic():
            PromptPreferences.objects.select_for_update().get(pk=self.ana.pk)
            CoachingPrompt.objects.select_for_update().get(pk=self.pk)
            [ticked] = at_once(1, lambda: tick(NOON + MINUTE).sent)
        self.assertEqual(ticked, 1)


@pytest.mark.faults
class KilledTests(TransactionTestCase):
    MOST_STEPS = 40

    def test_c2_c3_killed_at_any_step_it_is_said_once_and_spent_once(self) -> None:
        """SIGKILL between any two steps of tick and delivery; afterwards the next beat and the sweeper."""
        rules_only()
        for step in range(1, self.MOST_STEPS):
            athlete = person(f"step{step}@example.org", timezone="UTC")
            PromptPreferences.objects.create(athlete=athlete, enabled=True, enabled_at=LONG_AGO)
            due([athlete], due_at=NOON - MINUTE, key=f"checkin:{NOON.date()}")
            was_killed = killed_before(step, self.job)
            with self.subTest(step=step):
                self.assert_whole(athlete)
            if not was_killed:
                break
        self.assertGreater(step, 8)
        self.assertLess(step, self.MOST_STEPS - 1)

    def job(self) -> None:
        tick(NOON)
        for prompt_id in delivery.due(NOON, 10):
            delivery.deliver(prompt_id, NOON)

    def assert_whole(self, athlete: User) -> None:
        self.job()
        sweeping.sweep(NOON + 2 * MINUTE)
        sweeping.sweep(NOON + 4 * MINUTE)
        prompt = CoachingPrompt.objects.get(athlete=athlete)
        self.assertIn(prompt.status, ("delivered", "unknown"))
        told = JournalEntry.objects.for_athlete(athlete.pk).filter(kind="coaching.prompt_delivered")
        self.assertEqual(told.count(), 1)
        self.assertEqual(Decision.objects.filter(athlete=athlete).count(), 1)
        self.assertEqual(PromptBudget.objects.get(pk=athlete.pk).day_count, 1)
