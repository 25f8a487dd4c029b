"""GET /api/v2/coaching/events: polling. What waits is in test_long_poll.py."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test import TestCase

from accounts.models import User
from events import services as events
from events.models import JournalEntry, JournalHead
from tests.base import Cast

URL = "/api/v2/coaching/events"


def told(athlete: User, number: int = 1) -> None:
    with transaction.atomic():
        events.append(athlete.pk, "tests.something_told", {"number": number})


class EventsTests(Cast, TestCase):
    def get(self, user: User | None, **query: Any) -> Any:
        return self.client_for(user).get(URL, query)

    def test_it_gives_entries_in_order_and_where_to_go_on(self) -> None:
        for number in (1, 2, 3):
            told(self.ana, number)
        body = self.get(self.ana, after=1, limit=1).json()
        self.assertEqual([entry["payload"]["number"] for entry in body["data"]], [2])
        self.assertEqual(set(body["data"][0]), {"seq", "cursor", "kind", "payload", "created_at"})
        self.assertEqual(body["next"], body["data"][0]["cursor"])
        rest = self.get(self.ana, after=body["next"]).json()
        self.assertEqual([entry["seq"] for entry in rest["data"]], [3])
        self.assertEqual(self.get(self.ana, after=rest["next"]).json()["data"], [])
        self.assertEqual(self.get(self.ana, after=rest["next"]).json()["next"], rest["next"])

    def test_it_says_reset_with_the_head_when_the_cursor_is_of_another_time(self) -> None:
        told(self.ana)
        for after in ("ffff-1", "99"):
            with self.subTest(after):
                body = self.get(self.ana, after=after).json()
                self.assertEqual([entry["kind"] for entry in body["data"]], ["reset"])
                self.assertEqual(body["next"], f"{events.epoch()}-1")

    def test_after_a_restore_clients_start_over_and_miss_nothing(self) -> None:
        """The backup held two entries, the client has seen three, and by now three others are written."""
        for number in (1, 2, 3):
            told(self.ana, number)
        seen = self.get(self.ana).json()["next"]
        JournalEntry.objects.for_athlete(self.ana.pk).after(2).delete()
        JournalHead.objects.filter(athlete=self.ana).update(last_seq=2)
        call_command("start_epoch", stdout=StringIO())
        told(self.ana, 4)
        body = self.get(self.ana, after=seen).json()
        self.assertEqual([entry["kind"] for entry in body["data"]], ["reset"])
        told(self.ana, 5)
        again = self.get(self.ana, after=body["next"]).json()
        self.assertEqual([entry["payload"]["number"] for entry in again["data"]], [5])

    def test_it_shows_nobody_elses_journal(self) -> None:
        told(self.ana)
        self.assertEqual(self.get(self.ben).json()["data"], [])
        self.assertEqual(self.get(None).status_code, 401)

    def test_it_refuses_what_it_cannot_read(self) -> None:
        bad = [("after", "x"), ("after", "-1"), ("limit", "0"), ("limit", "201"), ("limit", "a"), ("wait", "26"),
               ("wait", "nan"), ("wait", "-1"), ("wait", "x"), ("limit", "1e9")]  # fmt: skip
        for field, value in bad:
            with self.subTest(field=field, value=value):
                answer = self.get(self.ana, **{field: value})
                self.assertEqual(answer.status_code, 400)
                self.assertEqual(list(answer.json()["details"]), [field])

    def test_it_writes_nothing(self) -> None:
        told(self.ana)
        client = self.client_for(self.ana)
        client.get(URL)
        with self.assertNumQueries(1) as queries:
            self.assertEqual(len(client.get(URL).json()["data"]), 1)
        self.assertEqual({query["sql"].split()[0] for query in queries.captured_queries}, {"WITH"})
