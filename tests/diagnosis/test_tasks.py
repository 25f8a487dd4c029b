"""A crowd that asks at one instant: who sends a message to the workers, and who is begun when."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.models import User
from diagnosis.models import Execution
from diagnosis.services import executions
from diagnosis.tasks import run_diagnosis, sweep_diagnoses, wake
from tests.base import Cast

NOW = timezone.now()


@override_settings(LLM_MODE="OFF")
class CrowdTests(Cast, TestCase):
    def setUp(self) -> None:
        self.sent: list[str] = []
        sending = mock.patch.object(run_diagnosis, "apply_async", lambda args, retry: self.sent.append(*args))
        sending.start()
        self.addCleanup(sending.stop)

    def crowd(self, size: int) -> list[Execution]:
        """So many athletes, one after the other; none of them has trained, so that each run is short."""
        people = [User.objects.create_user(f"crowd{place}@example.org") for place in range(size)]
        waiting = []
        for place, person in enumerate(people):
            with self.captureOnCommitCallbacks(execute=True):
                waiting.append(executions.request(athlete=person, now=NOW + timedelta(seconds=place)))
                wake(waiting[-1])
        return waiting

    def taken(self, message: str) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            run_diagnosis(message)

    def ids(self, waiting: list[Execution]) -> list[str]:
        return [str(each.pk) for each in waiting]

    def test_it_sends_few_messages_however_many_ask(self) -> None:
        crowd = self.crowd(executions.AHEAD + 4)
        self.assertEqual(self.sent, self.ids(crowd[: executions.AHEAD]))
        self.assertEqual([each.before for each in crowd], list(range(len(crowd))))

    def test_it_does_all_of_a_crowd_with_the_messages_of_the_first(self) -> None:
        with mock.patch.object(executions, "AHEAD", 2):
            crowd = self.crowd(6)
        self.assertEqual(len(self.sent), 2)
        while self.sent:
            self.taken(self.sent.pop(0))
        self.assertEqual(Execution.objects.filter(finished_at=None).count(), 0)
        begun = Execution.objects.order_by("started_at").values_list("pk", flat=True)
        self.assertEqual(list(begun), [each.pk for each in crowd])

    def test_a_message_about_one_that_is_done_begins_the_one_that_waits_longest(self) -> None:
        first, _second, third = self.crowd(3)
        executions.cancel(first.pk, first.athlete_id, NOW)
        self.taken(str(first.pk))
        states = Execution.objects.order_by("created_at").values_list("status", flat=True)
        self.assertEqual(list(states), ["cancelled", "failed", "queued"])
        self.assertEqual(self.sent[-1], str(third.pk))

    def test_it_hands_on_also_where_a_run_breaks(self) -> None:
        first, second = self.crowd(2)
        self.sent.clear()
        with (
            mock.patch("diagnosis.services.running.collect", side_effect=ZeroDivisionError),
            self.captureOnCommitCallbacks(execute=True),
            self.assertRaises(ZeroDivisionError),
        ):
            run_diagnosis(str(first.pk))
        self.assertEqual(self.sent, [str(second.pk)])

    def test_the_sweeper_calls_for_those_whose_messages_are_lost(self) -> None:
        crowd = self.crowd(executions.AHEAD + 1)
        self.sent.clear()
        with self.captureOnCommitCallbacks(execute=True):
            sweep_diagnoses()
        self.assertEqual(self.sent, self.ids(crowd[: executions.AHEAD]))
