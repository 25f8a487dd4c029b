"""Reactions: each entry is read once, whatever is lost, repeated or killed on the way."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from uuid import UUID

from django.core.management import call_command
from django.db import transaction
from django.test import SimpleTestCase, TestCase, TransactionTestCase
from django.utils import timezone

from accounts import services as accounts
from events import registry
from events import services as events
from events.models import DueReaction, JournalEntry, ReactionCursor
from tests.base import Cast, at_once

NAME, KIND = "tests.follow", "tests.something_told"


class Follower(Cast, SimpleTestCase):
    """Registers a reaction that writes one entry of its own for each entry that it is given."""

    started: list[UUID]

    def setUp(self) -> None:
        self.started = []
        before = dict(registry._reactions)
        self.addCleanup(registry._reactions.update, before)
        self.addCleanup(registry._reactions.clear)
        registry.register(NAME, {KIND}, start=self.started.append, run=self.follow)

    def tell(self, kind: str = KIND) -> None:
        with transaction.atomic():
            events.append(self.ana.pk, kind, {})

    def follow(self, athlete_id: UUID) -> int:
        return events.consume(NAME, athlete_id, lambda entries: self.answer(entries))

    def answer(self, entries: list[JournalEntry]) -> None:
        for entry in entries:
            events.append(entry.athlete_id, "tests.answer_given", {"to": entry.seq})

    def answered(self) -> list[int]:
        return [entry.payload["to"] for entry in JournalEntry.objects.filter(kind="tests.answer_given").order_by("seq")]


class ConsumeTests(Follower, TestCase):
    def test_it_starts_the_reaction_only_after_the_commit(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            self.tell()
            self.assertEqual(self.started, [])
        self.assertEqual(self.started, [self.ana.pk])

    def test_it_gives_each_entry_once(self) -> None:
        self.tell()
        self.tell()
        self.assertEqual((self.follow(self.ana.pk), self.follow(self.ana.pk)), (2, 0))
        self.tell()
        self.follow(self.ana.pk)
        self.assertEqual(self.answered(), [1, 2, 5])

    def test_it_passes_over_other_kinds(self) -> None:
        self.tell("tests.other")
        self.assertEqual(self.follow(self.ana.pk), 0)
        self.assertFalse(DueReaction.objects.filter(reaction=NAME).exists())

    def test_it_starts_again_what_a_lost_message_left(self) -> None:
        self.tell()
        self.assertEqual(events.start_due(timezone.now()), 1)
        self.assertEqual(self.started, [self.ana.pk])
        self.follow(self.ana.pk)
        self.assertEqual(events.start_due(timezone.now()), 0)

    def test_it_lets_a_failing_reaction_wait_longer_each_time(self) -> None:
        self.tell()
        now = timezone.now()
        waits = []
        for _ in range(3):
            events.push_back(NAME, self.ana.pk, now)
            not_before = DueReaction.objects.get(reaction=NAME).not_before
            waits.append((not_before - now).total_seconds() if not_before else None)
        self.assertEqual(waits, [1, 2, 4])
        self.assertEqual(events.start_due(now), 0)
        self.assertEqual(events.start_due(now + timedelta(seconds=5)), 1)

    def test_it_leaves_nothing_behind_for_somebody_who_was_erased_before_the_message_came(self) -> None:
        self.tell()
        accounts.erase(self.ana)
        self.assertEqual(self.follow(self.ana.pk), 0)
        self.assertFalse(ReactionCursor.objects.filter(athlete_id=self.ana.pk).exists())

    def test_the_sweep_command_does_the_work_itself_when_told_to(self) -> None:
        self.tell()
        out = StringIO()
        call_command("sweep_jobs", "--dry-run", stdout=out)
        self.assertIn("1 reactions are due", out.getvalue())
        self.assertEqual(self.answered(), [])
        call_command("sweep_jobs", "--now", stdout=StringIO())
        self.assertEqual(self.answered(), [1])

    def test_the_sweep_gets_past_a_reaction_that_fails(self) -> None:
        def fail(athlete_id: UUID) -> None:
            raise ZeroDivisionError

        registry.register("tests.failing", {KIND}, start=self.started.append, run=fail)
        self.tell()
        DueReaction.objects.filter(reaction="tests.failing").update(due_at=timezone.now() - timedelta(hours=1))
        with self.assertRaises(ZeroDivisionError):
            call_command("sweep_jobs", "--now", stdout=StringIO())
        call_command("sweep_jobs", "--now", stdout=StringIO())
        self.assertEqual(self.answered(), [1])

    def test_the_sweep_leaves_alone_what_is_registered_no_more(self) -> None:
        self.tell()
        DueReaction.objects.create(reaction="tests.long_gone", athlete=self.ben, seq=1)
        DueReaction.objects.filter(athlete=self.ben).update(due_at=timezone.now() - timedelta(hours=1))
        self.assertEqual([due.reaction for due in events.due_reactions(timezone.now(), limit=1)], [NAME])


class ConsumeRaceTests(Follower, TransactionTestCase):
    def test_two_workers_give_one_answer(self) -> None:
        self.raise_curtain()
        self.tell()
        answers = at_once(4, lambda: self.follow(self.ana.pk))
        self.assertEqual(sorted(answers), [0, 0, 0, 1])
        self.assertEqual(self.answered(), [1])

    def test_a_failure_takes_back_what_was_written_and_reads_again(self) -> None:
        self.raise_curtain()
        self.tell()

        def fail(entries: list[JournalEntry]) -> None:
            self.answer(entries)
            raise ZeroDivisionError

        with self.assertRaises(ZeroDivisionError):
            events.consume(NAME, self.ana.pk, fail)
        self.assertEqual(self.answered(), [])
        self.assertEqual(self.follow(self.ana.pk), 1)
        self.assertEqual(self.answered(), [1])

    def test_a_wake_up_that_fails_takes_nothing_back(self) -> None:
        self.raise_curtain()

        def away(athlete_id: UUID) -> None:
            raise ConnectionError("the broker is away")

        registry.register(NAME, {KIND}, start=away, run=self.follow)
        self.tell()
        self.assertEqual(JournalEntry.objects.get().seq, 1)
        self.assertEqual(self.follow(self.ana.pk), 1)
