"""Who coaches whom: a coach invites, the athlete agrees, either ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from accounts import services as accounts
from accounts.models import AuditEntry, CoachAssignment, User
from tests.base import Cast, at_once

COACHES, ATHLETES = "/api/v1/me/coaches", "/api/v1/me/athletes"


class Coaching(Cast):
    def invite(self, coach: User | None, email: Any = "ana@example.org") -> Any:
        return self.client_for(coach).post(ATHLETES, {"email": email})

    def coaches(self, athlete: User) -> list[dict[str, Any]]:
        data: list[dict[str, Any]] = self.client_for(athlete).get(COACHES).json()["data"]
        return data

    def accept(self, athlete: User | None, assignment_id: Any) -> Any:
        return self.client_for(athlete).post(f"{COACHES}/{assignment_id}/accept")

    def end(self, person: User | None, assignment_id: Any, base: str = COACHES) -> Any:
        return self.client_for(person).post(f"{base}/{assignment_id}/end")

    def invitation(self) -> CoachAssignment:
        self.invite(self.dan)
        return CoachAssignment.objects.get(coach=self.dan)


class InviteTests(Coaching, TestCase):
    def test_the_athlete_sees_the_invitation_and_decides(self) -> None:
        self.assertEqual(self.invite(self.dan).status_code, 202)
        invitation, current = self.coaches(self.ana)
        self.assertEqual((invitation["status"], invitation["coach"]["display_name"]), ("invited", "Dan"))
        self.assertEqual((current["status"], current["coach"]["email"]), ("active", "cleo@example.org"))
        answer = self.accept(self.ana, invitation["id"]).json()["data"]
        self.assertEqual(answer["status"], "active")
        athletes = self.client_for(self.dan).get(ATHLETES).json()["data"]
        self.assertEqual([row["athlete"]["email"] for row in athletes], ["ana@example.org"])

    def test_it_does_not_tell_who_has_an_account(self) -> None:
        answers = [
            self.invite(self.dan, email) for email in ("ben@example.org", "nobody@example.org", "dan@example.org")
        ]
        self.assertEqual({answer.status_code for answer in answers}, {202})
        self.assertEqual({tuple(answer.json()["data"]) for answer in answers}, {("email",)})
        self.assertEqual(self.client_for(self.dan).get(ATHLETES).json()["data"], [])
        self.assertEqual(CoachAssignment.objects.filter(coach=self.dan).count(), 1)

    def test_inviting_twice_is_inviting_once(self) -> None:
        for _turn in range(2):
            self.invite(self.dan)
        self.assertEqual(CoachAssignment.objects.filter(coach=self.dan).count(), 1)

    def test_only_a_coach_invites(self) -> None:
        for person, status in ((self.ben, 403), (self.ola, 403), (None, 401)):
            with self.subTest(str(person)):
                self.assertEqual(self.invite(person).status_code, status)
                self.assertEqual(self.client_for(person).get(ATHLETES).status_code, status)
        self.assertEqual(self.invite(self.ben).json()["code"], "coach_required")
        self.assertEqual(CoachAssignment.objects.count(), 1)
        self.assertTrue(AuditEntry.objects.filter(action="access.refused").exists())

    def test_it_refuses_bad_input(self) -> None:
        for email in (None, "", "ana", ["ana@example.org"], f"{'a' * 250}@example.org"):
            with self.subTest(email):
                response = self.invite(self.dan, email)
                self.assertEqual((response.status_code, [*response.json()["details"]]), (400, ["email"]))

    def test_nobody_coaches_themselves(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            CoachAssignment.objects.create(coach=self.dan, athlete=self.dan)

    def test_it_lists_in_two_queries_however_many_there_are(self) -> None:
        for number in range(5):
            coach = User.objects.create_user(f"{number}@example.org", is_coach=True)
            accounts.invite(coach=coach, email="ana@example.org")
        with self.assertNumQueries(1):
            self.assertEqual(len(self.coaches(self.ana)), 6)
        with self.assertNumQueries(1):
            self.client_for(self.cleo).get(ATHLETES)


class AcceptTests(Coaching, TestCase):
    def test_accepting_twice_keeps_the_first_consent(self) -> None:
        invitation = self.invitation()
        answers = [self.accept(self.ana, invitation.pk).json()["data"]["consented_at"] for _turn in range(2)]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(AuditEntry.objects.filter(action="coach.accepted").count(), 1)

    def test_nobody_else_accepts(self) -> None:
        invitation = self.invitation()
        for person in (self.ben, self.dan, self.cleo, self.ola):
            with self.subTest(str(person)):
                response = self.accept(person, invitation.pk)
                self.assertEqual((response.status_code, response.json()["code"]), (404, "not_found"))
        self.assertEqual(self.accept(None, invitation.pk).status_code, 401)
        self.assertEqual(self.accept(self.ana, uuid4()).status_code, 404)
        invitation.refresh_from_db()
        self.assertIsNone(invitation.consented_at)

    def test_an_invitation_that_was_declined_cannot_be_accepted(self) -> None:
        invitation = self.invitation()
        self.end(self.ana, invitation.pk)
        self.assertEqual(self.accept(self.ana, invitation.pk).status_code, 404)


class EndTests(Coaching, TestCase):
    def setUp(self) -> None:
        self.assignment = CoachAssignment.objects.get(coach=self.cleo)

    def test_either_side_ends_it_and_the_coach_is_out(self) -> None:
        for person, base in ((self.ana, COACHES), (self.cleo, ATHLETES)):
            with self.subTest(str(person)):
                CoachAssignment.objects.update(until=None)
                self.assertEqual(self.end(person, self.assignment.pk, base).status_code, 204)
                self.assertEqual(self.client_for(self.cleo).get(ATHLETES).json()["data"], [])
                self.assertFalse(User.objects.visible_to(self.cleo, timezone.now()).exists())

    def test_ending_twice_keeps_the_first_instant(self) -> None:
        self.end(self.ana, self.assignment.pk)
        first = CoachAssignment.objects.get(pk=self.assignment.pk).until
        self.assertEqual(self.end(self.cleo, self.assignment.pk).status_code, 204)
        self.assertEqual(CoachAssignment.objects.get(pk=self.assignment.pk).until, first)

    def test_nobody_else_ends_it(self) -> None:
        for person in (self.ben, self.dan, self.ola):
            with self.subTest(str(person)):
                self.assertEqual(self.end(person, self.assignment.pk).status_code, 404)
        self.assertEqual(self.end(None, self.assignment.pk).status_code, 401)
        self.assignment.refresh_from_db()
        self.assertIsNone(self.assignment.until)

    def test_a_coach_who_was_not_accepted_learns_nothing_by_ending(self) -> None:
        invitation = self.invitation()
        self.assertEqual(self.end(self.dan, invitation.pk, ATHLETES).status_code, 404)

    def test_coaching_can_begin_again(self) -> None:
        self.end(self.ana, self.assignment.pk)
        self.invite(self.cleo)
        self.assertEqual([row["status"] for row in self.coaches(self.ana)], ["invited"])


class VisibilityTests(Coaching, TestCase):
    def test_it_lasts_from_consent_to_end(self) -> None:
        now = timezone.now()
        hour = timedelta(hours=1)
        cases = (
            # consented, until, visible now
            (None, None, False),
            (now + hour, None, False),
            (now, None, True),
            (now - hour, now + hour, True),
            (now - hour, now, False),
        )
        for consented_at, until, expected in cases:
            with self.subTest(consented_at=consented_at, until=until):
                CoachAssignment.objects.filter(coach=self.cleo).update(consented_at=consented_at, until=until)
                self.assertEqual(User.objects.visible_to(self.cleo, now).filter(pk=self.ana.pk).exists(), expected)

    def test_an_athlete_looks_at_nobody_and_staff_at_everybody(self) -> None:
        self.assertFalse(User.objects.visible_to(self.ana, timezone.now()).exists())
        self.assertEqual(User.objects.visible_to(self.ola, timezone.now()).count(), User.objects.count())


class CoachingRaceTests(Coaching, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()

    def test_inviting_at_once_invites_once(self) -> None:
        answers = at_once(4, lambda: self.invite(self.dan).status_code)
        self.assertEqual(answers, [202] * 4)
        self.assertEqual(CoachAssignment.objects.filter(coach=self.dan).count(), 1)

    def test_accepting_and_declining_at_once_ends_declined(self) -> None:
        invitation = self.invitation()
        calls: Iterator[Callable[[User, Any], Any]] = iter([self.accept, self.end])
        answers = at_once(2, lambda: next(calls)(self.ana, invitation.pk).status_code)
        self.assertIn(204, answers)
        invitation.refresh_from_db()
        self.assertEqual(invitation.status, "ended")
