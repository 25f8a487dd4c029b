"""What a coach sends is done under the athlete's consent, also when it ends at that very moment."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from accounts import services as accounts
from accounts.core.refusals import ConsentOver
from accounts.models import CoachAssignment
from tests.base import Cast
from tests.meeting import Other


class ConsentTests(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.raise_curtain()

    def test_it_tells_a_former_coach_from_everybody_else(self) -> None:
        for person in (self.cleo, self.dan, self.ben):
            self.assertFalse(accounts.has_coached(person=person, athlete_id=self.ana.pk))
        CoachAssignment.objects.create(coach=self.dan, athlete=self.ana, until=timezone.now())  # declined
        CoachAssignment.objects.filter(coach=self.cleo).update(until=timezone.now())
        self.assertTrue(accounts.has_coached(person=self.cleo, athlete_id=self.ana.pk))
        self.assertFalse(accounts.has_coached(person=self.dan, athlete_id=self.ana.pk))

    def test_it_is_held_by_a_coach_in_force_only(self) -> None:
        accounts.hold_consent(coach=self.cleo, athlete_id=self.ana.pk, now=timezone.now())
        for person in (self.ana, self.ben, self.dan, self.ola):
            with self.subTest(str(person)), self.assertRaises(ConsentOver):
                accounts.hold_consent(coach=person, athlete_id=self.ana.pk, now=timezone.now())


@pytest.mark.postgres
class ConsentRaceTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        self.assignment = CoachAssignment.objects.get(coach=self.cleo, athlete=self.ana)

    def end(self) -> CoachAssignment:
        return accounts.end(person=self.ana, assignment_id=self.assignment.pk)

    def hold(self) -> None:
        with transaction.atomic():
            accounts.hold_consent(coach=self.cleo, athlete_id=self.ana.pk, now=self.now)

    def test_an_end_waits_for_what_a_coach_is_doing(self) -> None:
        self.now = timezone.now()
        with transaction.atomic():
            self.hold()
            ending = Other(self.end)
            ending.until_waiting()
            self.assignment.refresh_from_db()
            self.assertIsNone(self.assignment.until)
        self.assertIsNotNone(ending.end().until)

    def test_what_waited_for_an_end_is_refused(self) -> None:
        self.now = timezone.now()  # before the end
        with transaction.atomic():
            self.end()
            tapping = Other(self.hold)
            tapping.until_waiting()
        self.assertIsInstance(tapping.end(), ConsentOver)
