"""The journal: gapless numbers, one transaction with the change, and readers that miss nothing."""

from __future__ import annotations

from unittest import mock
from uuid import UUID

from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase

from events import services as events
from events.core.cursor import Cursor
from events.models import JournalEntry, JournalHead
from tests.base import Cast, at_once


def told(athlete_id: UUID, number: int = 1) -> None:
    with transaction.atomic():
        events.append(athlete_id, "tests.something_told", {"number": number})


class AppendTests(Cast, TestCase):
    def test_it_numbers_each_athletes_entries_on_their_own(self) -> None:
        for athlete in (self.ana, self.ana, self.ben, self.ana):
            told(athlete.pk)
        seqs = JournalEntry.objects.for_athlete(self.ana.pk).values_list("seq", flat=True)
        self.assertEqual(sorted(seqs), [1, 2, 3])
        self.assertEqual(JournalEntry.objects.for_athlete(self.ben.pk).get().seq, 1)

    def test_it_leaves_no_gap_when_a_change_is_rolled_back(self) -> None:
        told(self.ana.pk)
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            events.append(self.ana.pk, "tests.something_told", {})
            1 / 0  # noqa: B018
        told(self.ana.pk)
        self.assertEqual([entry.seq for entry in JournalEntry.objects.for_athlete(self.ana.pk).after(0)], [1, 2])

    def test_it_costs_two_queries_where_nobody_reacts(self) -> None:
        told(self.ana.pk)
        with self.assertNumQueries(2), transaction.atomic(savepoint=False):
            events.append(self.ana.pk, "tests.something_told", {})

    def test_it_tells_once_of_all_that_one_transaction_has_appended(self) -> None:
        with mock.patch("events.services.after_commit.hint") as hint, self.captureOnCommitCallbacks(execute=True):
            for athlete in (self.ana, self.ben, self.ana):
                told(athlete.pk)
        hint.assert_called_once_with({self.ana.pk: 2, self.ben.pk: 1})

    def test_what_a_savepoint_took_back_is_told_again_when_it_is_said_again(self) -> None:
        with mock.patch("events.services.after_commit.hint") as hint, self.captureOnCommitCallbacks(execute=True):
            with self.assertRaises(ZeroDivisionError), transaction.atomic():
                told(self.ana.pk)
                1 / 0  # noqa: B018
            told(self.ben.pk)
            with self.assertRaises(ZeroDivisionError), transaction.atomic():
                told(self.ben.pk)
                1 / 0  # noqa: B018
            told(self.ana.pk)
        hint.assert_called_once_with({self.ana.pk: 1, self.ben.pk: 2})

    def test_many_appends_wait_for_one_hint(self) -> None:
        with mock.patch("events.services.after_commit.hint"), transaction.atomic():
            before = len(connection.run_on_commit)
            for number in range(20):
                told(self.ana.pk, number)
            self.assertEqual(len(connection.run_on_commit) - before, 1)


class AppendRaceTests(Cast, TransactionTestCase):
    def test_it_refuses_to_write_outside_a_transaction(self) -> None:
        self.raise_curtain()
        with self.assertRaisesMessage(RuntimeError, "transaction of the change"):
            events.append(self.ana.pk, "tests.something_told", {})

    def test_it_stays_gapless_when_many_write_at_once(self) -> None:
        self.raise_curtain()
        answers = at_once(8, lambda: told(self.ana.pk))
        self.assertEqual(answers, [None] * 8)
        self.assertEqual(
            [entry.seq for entry in JournalEntry.objects.for_athlete(self.ana.pk).after(0)], [*range(1, 9)]
        )
        self.assertEqual(JournalHead.objects.get(athlete=self.ana).last_seq, 8)


class EntriesAfterTests(Cast, TestCase):
    def setUp(self) -> None:
        for number in range(1, 6):
            told(self.ana.pk, number)

    def numbers(self, cursor: Cursor, limit: int = 200) -> list[int]:
        return [entry.payload["number"] for entry in events.entries_after(self.ana.pk, cursor, limit).entries]

    def test_it_gives_what_came_after_the_cursor_in_order(self) -> None:
        self.assertEqual(self.numbers(Cursor(events.epoch(), 2)), [3, 4, 5])
        self.assertEqual(self.numbers(Cursor(events.epoch(), 0), limit=2), [1, 2])
        self.assertEqual(self.numbers(Cursor(events.epoch(), 5)), [])

    def test_it_says_reset_when_the_database_was_restored(self) -> None:
        cursor = Cursor(events.epoch(), 2)
        events.start_epoch()
        found = events.entries_after(self.ana.pk, cursor)
        self.assertTrue(found.reset)
        self.assertEqual(found.head, Cursor(events.epoch(), 5))
        self.assertNotEqual(cursor.epoch, events.epoch())

    def test_it_says_reset_when_old_entries_are_gone(self) -> None:
        JournalEntry.objects.for_athlete(self.ana.pk).filter(seq__lte=3).delete()
        self.assertTrue(events.entries_after(self.ana.pk, Cursor(events.epoch(), 1)).reset)
        self.assertFalse(events.entries_after(self.ana.pk, Cursor(events.epoch(), 3)).reset)

    def test_it_says_reset_when_all_entries_are_gone(self) -> None:
        JournalEntry.objects.for_athlete(self.ana.pk).delete()
        self.assertTrue(events.entries_after(self.ana.pk, Cursor(events.epoch(), 1)).reset)
        self.assertFalse(events.entries_after(self.ana.pk, Cursor(events.epoch(), 5)).reset)

    def test_it_says_reset_to_a_cursor_ahead_of_the_head(self) -> None:
        self.assertTrue(events.entries_after(self.ana.pk, Cursor(events.epoch(), 6)).reset)
