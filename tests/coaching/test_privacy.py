"""The chat is between an athlete and Spotter: in the console, the export and the erasure."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from accounts import services as accounts
from accounts.models import AuditEntry, User
from coaching import services as coaching
from coaching.models import Message, ReadMark
from events.models import JournalEntry
from tests.base import Cast

SECRET = "my knee hurts, tell nobody"


@pytest.mark.security
class PrivacyTests(Cast, TestCase):
    def setUp(self) -> None:
        self.message, _is_new = coaching.post(athlete=self.ana, text=SECRET, client_id=uuid4(), now=timezone.now())
        coaching.react(self.ana.pk)
        coaching.read_up_to(athlete=self.ana, message=self.message, now=timezone.now())

    def console(self, person: User, path: str) -> tuple[int, str]:
        client = Client()
        client.force_login(person)
        answer = client.get(f"/admin/{path}")
        return answer.status_code, answer.content.decode()

    def test_a_coach_does_not_find_it_in_the_console(self) -> None:
        for path in (f"coaching/message/{self.message.pk}/change/", "coaching/message/", "coaching/readmark/"):
            with self.subTest(path):
                status, said = self.console(self.cleo, path)
                self.assertNotEqual(status, 200)
                self.assertNotIn(SECRET, said)
        entries = JournalEntry.objects.filter(athlete=self.ana)
        self.assertEqual(entries.count(), 3)
        for entry in entries:
            self.assertEqual(self.console(self.cleo, f"events/journalentry/{entry.pk}/change/")[0], 302)
        self.assertNotIn("coaching.message", self.console(self.cleo, "events/journalentry/")[1])

    def test_a_look_of_staff_is_in_the_audit(self) -> None:
        status, said = self.console(self.ola, f"coaching/message/{self.message.pk}/change/")
        self.assertEqual((status, SECRET in said), (200, True))
        self.assertNotIn(SECRET, self.console(self.ola, "coaching/message/")[1])
        look = AuditEntry.objects.get(action="athlete.viewed")
        self.assertEqual((look.actor, look.subject), (accounts.pseudonym(self.ola), accounts.pseudonym(self.ana)))

    def test_the_export_holds_the_chat_and_nothing_of_anybody_elses(self) -> None:
        mine, other = accounts.export(self.ana), accounts.export(self.ben)
        self.assertEqual(len(mine["coaching.Message"]), 2)
        self.assertEqual(len(mine["coaching.ReadMark"]), 1)
        self.assertIn(SECRET, json.dumps(mine, default=str))
        self.assertNotIn(SECRET, json.dumps(other, default=str))

    def test_what_a_coach_wrote_is_in_the_export_of_both(self) -> None:
        coaching.write_as_coach(
            coach=self.cleo, athlete_id=self.ana.pk, text="Well done!", client_id=uuid4(), now=timezone.now()
        )
        self.assertEqual([row["text"] for row in accounts.export(self.cleo)["coaching.Message"]], ["Well done!"])
        self.assertEqual(len(accounts.export(self.ana)["coaching.Message"]), 3)

    def test_the_erasure_leaves_nothing_of_it(self) -> None:
        accounts.erase(self.ana)
        self.assertFalse(Message.objects.exists() or ReadMark.objects.exists() or JournalEntry.objects.exists())
