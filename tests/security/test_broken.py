"""What people see when something is broken on our side: a sentence and a number to quote, nothing of the inside."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase

from accounts import services as accounts
from config import launchers
from tests.base import Cast

pytestmark = pytest.mark.security
INSIDE = ("Traceback", "psycopg", "sqlite", "django.", "OperationalError", "SELECT", "site-packages", "the inside")


class Broken(Cast):
    def assert_says_nothing(self, answer: Any, status: int) -> None:
        self.assertEqual(answer.status_code, status)  # type: ignore[attr-defined]
        text = answer.content.decode()
        self.assertEqual([word for word in INSIDE if word in text], [])  # type: ignore[attr-defined]
        if answer["Content-Type"].startswith("application/json"):
            self.assertEqual(answer.json()["request_id"], answer["X-Request-ID"])  # type: ignore[attr-defined]
        else:
            self.assertIn(answer["X-Request-ID"], text)  # type: ignore[attr-defined]


class BugTests(Broken, TestCase):
    def test_a_bug_behind_an_address_of_the_api_and_behind_a_page(self) -> None:
        client = Client(raise_request_exception=False)
        client.force_login(self.ana)
        for path in ("/api/v1/plans", "/plan"):
            with self.subTest(path), self.broken():
                self.assert_says_nothing(client.get(path, headers={"accept": "text/html,application/json"}), 500)

    def broken(self) -> Any:
        return mock.patch("django.db.models.query.QuerySet._fetch_all", side_effect=ZeroDivisionError("the inside"))


@pytest.mark.postgres
class LostDatabaseTests(Broken, TransactionTestCase):
    def test_it_says_that_it_is_away_and_when_to_come_back(self) -> None:
        self.raise_curtain()
        token = accounts.issue_tokens(self.ana).access
        usual = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict["PORT"] = launchers.free_port()
        try:
            client = Client(raise_request_exception=False)
            answers = [
                client.get("/api/v1/plans", headers={"authorization": f"Bearer {token}"}),
                client.get("/api/v1/me", headers={"authorization": f"Bearer {token}"}),
                client.get("/sign-in", headers={"accept": "text/html"}, cookies={"session": "x" * 32}),
            ]
        finally:
            connection.close()
            connection.settings_dict.update(usual)
        for answer in answers[:2]:
            self.assert_says_nothing(answer, 503)
            self.assertEqual((answer.json()["code"], answer["Retry-After"]), ("unavailable", "5"))
