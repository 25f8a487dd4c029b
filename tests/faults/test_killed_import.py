"""SIGKILL between any two steps of an import, then the sweeper. Real processes, both databases.

The worker kills itself just before its n-th step, for every n until it survives. When its lease has run out the sweeper
finds the import, and another worker does it again from the start.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any
from unittest import mock

import pytest
from django.db.models import F
from django.test import TransactionTestCase
from django.utils import timezone

from events.models import JournalEntry
from feedback import kinds
from feedback import services as feedback
from feedback.models import ImportBatch, RPEFeedback
from feedback.services import transfer
from plans.models import Exercise
from tests.base import Cast, person
from tests.faults.killing import killed_before
from tests.feedback.test_logs import HEVY_HEADER, row

WORKOUTS, ROWS_A_STEP = 5, 4
MOST_STEPS = 100


@pytest.mark.faults
class KilledImportTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        small = mock.patch.object(transfer, "STEP", ROWS_A_STEP)  # a handful of rows then takes several transactions
        small.start()
        self.addCleanup(small.stop)

    def test_nothing_is_lost_and_nothing_happens_twice(self) -> None:
        expected = self.outcome_of(self.queued("reference"))
        self.assertEqual(expected["ratings"], 3 * WORKOUTS)
        self.assertEqual(expected["own exercises"], 1)
        stored_when_killed = set()
        for step in range(1, MOST_STEPS):
            batch = self.queued(f"step{step}")
            was_killed = killed_before(step, partial(feedback.run_import, batch.pk, timezone.now()))
            stored_when_killed.add(RPEFeedback.objects.for_athlete(batch.athlete_id).count())
            with self.subTest(step=step):
                self.assertEqual(self.outcome_of(batch), expected)
            if not was_killed:
                break
        self.assertLess(step, MOST_STEPS - 1)
        self.assertGreater(len(stored_when_killed), 3, "the kills must hit different places of the log")

    def queued(self, name: str) -> ImportBatch:
        athlete = person(f"{name}-{uuid.uuid4().hex}@example.org")
        rows = [
            row(start=f"2026-02-{day:02} 10:00", exercise=exercise, load="60", rpe="8")
            for day in range(1, WORKOUTS + 1)
            for exercise in ("Squat (Barbell)", "Bench Press (Barbell)", "Something Nobody Knows")
        ]
        return feedback.queue_import(athlete=athlete, text=HEVY_HEADER + "\n".join(rows))

    def outcome_of(self, batch: ImportBatch) -> dict[str, Any]:
        """What there is after the lease has run out and the sweeper has looked, twice."""
        ImportBatch.objects.filter(pk=batch.pk).update(lease_until=F("lease_until") - timedelta(hours=1))
        for _turn in range(2):
            feedback.give_up_imports()
            for import_id in feedback.waiting_imports():
                feedback.run_import(import_id, timezone.now())
        batch.refresh_from_db()
        ratings = RPEFeedback.objects.for_athlete(batch.athlete_id)
        entries = list(JournalEntry.objects.for_athlete(batch.athlete_id).after(0))
        self.assertEqual([entry.seq for entry in entries], list(range(1, len(entries) + 1)))
        self.assertEqual(ratings.values("performed_at", "exercise").distinct().count(), ratings.count())
        return {
            "state": batch.state,
            "content": batch.content,
            "counts": batch.report["counts"],
            "answers": batch.row_answers,
            "ratings": ratings.count(),
            "own exercises": Exercise.objects.filter(owner=batch.athlete_id).count(),
            "finished": [entry.payload["counts"] for entry in entries if entry.kind == kinds.IMPORT_FINISHED],
        }
