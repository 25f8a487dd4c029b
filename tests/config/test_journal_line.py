"""The line of a page to its athlete's journal: where it begins, and who has one."""

from __future__ import annotations

import re

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import services as events
from tests.base import Cast
from tests.events.transports import told

ELEMENT = re.compile(r"<journal-line\s([^>]*)>")
JOURNAL = "events_journalhead"


class JournalLineTests(Cast, TestCase):
    def line(self, address: str) -> dict[str, str]:
        """The attributes of the page's line; none where there is no line."""
        found = ELEMENT.findall(self.client.get(address).content.decode())
        self.assertLessEqual(len(found), 1)
        return dict(re.findall(r'(\w+)="([^"]*)"', found[0])) if found else {}

    def test_it_begins_where_the_journal_stands(self) -> None:
        self.client.force_login(self.ana)
        told(self.ana, 1, 2, 3)
        line = self.line(reverse("page-changes"))
        self.assertEqual((line["after"], line["athlete"]), (f"{events.epoch()}-3", str(self.ana.pk)))

    def test_it_notes_the_place_before_the_page_reads_anything(self) -> None:
        """An entry that is written meanwhile is then heard, not missed."""
        self.client.force_login(self.ana)
        for name in ("page-changes", "page-lifts", "page-load", "page-plan", "page-profile"):
            with (
                self.subTest(name),
                CaptureQueriesContext(
                    connection,
                ) as queries,
            ):
                self.client.get(reverse(name))
            asked = [re.findall(r'(?:FROM|JOIN) "?(\w+)"?', query["sql"]) for query in queries.captured_queries]
            tables = [set(each) - {"django_session", "accounts_user", "accounts_athleteprofile"} for each in asked]
            self.assertIn(JOURNAL, next(filter(None, tables)), name)

    def test_it_follows_no_journal_of_somebody_else(self) -> None:
        self.client.force_login(self.cleo)
        self.assertEqual(self.line(reverse("page-athlete-plan", args=[self.ana.pk])), {})
        self.assertEqual(self.line(reverse("page-athletes"))["athlete"], str(self.cleo.pk))

    def test_it_is_not_there_for_guests(self) -> None:
        self.assertEqual(self.line(reverse("accounts:sign_in")), {})

    def test_it_asks_nothing_where_no_page_is_made(self) -> None:
        self.client.force_login(self.ana)
        with CaptureQueriesContext(connection) as queries:
            self.client.get("/api/v1/me")
            self.client.post(reverse("page-language"), {"language": "en"})
        self.assertFalse([query for query in queries.captured_queries if JOURNAL in query["sql"]])
