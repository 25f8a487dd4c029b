"""SIGKILL between any two steps of rating → reaction → suggestion, then a start. Real processes, both databases.

A child process does the job and kills itself just before its n-th step, for every n until it survives; then the phone
sends the rating again, as it does when no answer came, and the sweeper looks for what was left.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import TransactionTestCase
from django.utils import timezone

from accounts.models import User
from adaptation.models import AdaptationSuggestion, EstimatePoint, LiftEstimate
from events import services as events
from events.models import DueReaction, JournalEntry
from feedback.models import RPEFeedback
from plans import services as plans
from plans.models import Plan, PlannedItem, PlanRevision
from tests.base import Cast, person
from tests.faults.killing import killed_before

URL = "/api/v1/plans/feedback/rpe"
WISHES = {
    "primary_goal": "strength",
    "experience_level": "intermediate",
    "time_availability": 4,
    "days_per_week": 3,
    "weeks": 2,
    "equipment": ["barbell", "rack", "bench", "dumbbell", "cable", "machine"],
    "known_lifts": [{"exercise": "barbell-bench-press", "load_kg": 100, "reps": 5, "rpe": 8}],
}
MOST_STEPS = 400


@pytest.mark.faults
class KilledBetweenStepsTests(Cast, TransactionTestCase):
    def test_nothing_is_lost_and_nothing_happens_twice(self) -> None:
        self.raise_curtain()
        expected = self.outcome_of(self.job_of("reference", "auto"))
        self.assertEqual(expected["ratings"], 1)
        self.assertTrue(expected["suggestions"], "the job must lead to a change, or this test shows nothing")
        self.assertGreater(expected["revision"], 1)
        for step in range(1, MOST_STEPS):
            job = self.job_of(f"step{step}", "auto")
            was_killed = killed_before(step, job)
            with self.subTest(step=step):
                self.assertEqual(self.outcome_of(job), expected)
            if not was_killed:
                break
        self.assertGreater(step, 15, "rating and reaction take more steps than this: nobody was killed")
        self.assertLess(step, MOST_STEPS - 1)

    def job_of(self, name: str, autonomy: str) -> Job:
        athlete = person(f"{name}@example.org", autonomy=autonomy, experience_level="intermediate")
        plan = plans.generate(athlete=athlete, wishes=WISHES, now=timezone.now())
        items = PlannedItem.objects.filter(session__plan=plan, exercise="barbell-bench-press")
        return Job(athlete, plan, items.select_related("session").order_by("session__on").first(), uuid.uuid4())

    def outcome_of(self, job: Job) -> dict[str, Any]:
        """What there is after the rating has been sent once more and the sweeper has looked."""
        job()
        job()
        athlete = job.athlete.pk
        seqs = list(JournalEntry.objects.for_athlete(athlete).after(0).values_list("seq", flat=True))
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))
        self.assertFalse(DueReaction.objects.filter(athlete=athlete).exists())
        kinds = [entry.kind for entry in JournalEntry.objects.for_athlete(athlete).after(0)]
        plan = Plan.objects.get(pk=job.plan.pk)
        numbers = list(PlanRevision.objects.filter(plan=plan).order_by("number").values_list("number", flat=True))
        self.assertEqual(numbers, list(range(1, plan.revision + 1)))
        return {
            "ratings": RPEFeedback.objects.filter(athlete=athlete).count(),
            "kinds": sorted(kinds),
            "suggestions": [
                (each.rule, each.status, each.before, each.after)
                for each in AdaptationSuggestion.objects.filter(plan=plan).order_by("rule")
            ],
            "revision": plan.revision,
            "estimates": LiftEstimate.objects.filter(athlete=athlete).count(),
            "points": EstimatePoint.objects.filter(estimate__athlete=athlete).count(),
        }


class Job:
    """One rating sent by the phone, and the reaction to it."""

    def __init__(self, athlete: User, plan: Plan, item: PlannedItem | None, rating_id: uuid.UUID) -> None:
        assert item is not None, "the plan has a bench press"
        self.athlete, self.plan, self.item, self.rating_id = athlete, plan, item, rating_id
        self.at = timezone.now().isoformat()

    def __call__(self) -> None:
        body = {
            "id": str(self.rating_id),
            "session_id": str(self.item.session_id),
            "exercise_id": "barbell-bench-press",
            "rpe": 6,
            "completion_rate": 100,
            "timestamp": self.at,
            "sets": [
                {"reps": self.item.reps_max, "load_kg": self.item.load_kg, "rpe": 6} for _ in range(self.item.sets)
            ],
        }
        answer = Cast.client_for(self.athlete).post(URL, body, format="json")
        assert answer.status_code in {200, 201}, answer.content
        events.start_due(timezone.now(), here=True)
