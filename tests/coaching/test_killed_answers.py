"""SIGKILL between any two steps of question → answer, then a start. Real processes, both databases."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import User
from coaching.models import Message
from events import services as events
from events.models import DueReaction, JournalEntry
from tests.base import Cast, person
from tests.coaching.base import URL
from tests.faults.killing import killed_before
from tests.plans.base import WIDE

MOST_STEPS = 60


@pytest.mark.faults
class KilledAnswerTests(Cast, TransactionTestCase):
    @override_settings(RATE_LIMITS=WIDE)
    def test_a_question_is_kept_once_and_answered_once(self) -> None:
        self.raise_curtain()
        for step in range(1, MOST_STEPS):
            job = Job(person(f"step{step}@example.org"))
            was_killed = killed_before(step, job)
            with self.subTest(step=step):
                self.assert_whole(job)
            if not was_killed:
                break
        self.assertGreater(step, 8, "question and answer take more steps than this: nobody was killed")
        self.assertLess(step, MOST_STEPS - 1)

    def assert_whole(self, job: Job) -> None:
        """The phone, which got no answer, sends it again; the sweeper looks for what was left."""
        job()
        job()
        entries: Any = JournalEntry.objects.for_athlete(job.athlete.pk).filter(kind="coaching.message").order_by("seq")
        self.assertEqual([entry.payload["author"] for entry in entries], ["athlete", "coach"])
        question, answer = Message.objects.for_athlete(job.athlete.pk).order_by("created_at")
        self.assertEqual((question.client_id, answer.reply_to_id), (job.client_id, question.pk))
        self.assertFalse(DueReaction.objects.filter(athlete=job.athlete).exists())


class Job:
    """One question, and the answer to it."""

    def __init__(self, athlete: User) -> None:
        self.athlete, self.client_id = athlete, uuid.uuid4()

    def __call__(self) -> None:
        body = {"client_id": str(self.client_id), "text": "What do I train today?"}
        answer = Cast.client_for(self.athlete).post(URL, body)
        assert answer.status_code == 201, answer.content
        while events.start_due(timezone.now(), here=True):  # its own answer is news to it as well
            continue
