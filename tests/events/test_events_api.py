"""GET /api/v2/coaching/events: polling and long polling."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.test import AsyncClient, TestCase, TransactionTestCase

from accounts import services as accounts
from accounts.models import User
from events import services as events
from tests.base import Cast

URL = "/api/v2/coaching/events"


def told(athlete: User, number: int = 1) -> None:
    with transaction.atomic():
        events.append(athlete.pk, "tests.something_told", {"number": number})


def told_elsewhere(athlete: User, number: int) -> None:
    """From another thread, as another request would."""
    try:
        told(athlete, number)
    finally:
        connection.close()


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
        with self.assertNumQueries(4) as queries:
            self.assertEqual(len(client.get(URL).json()["data"]), 1)
        self.assertEqual({query["sql"].split()[0] for query in queries.captured_queries}, {"SELECT"})


class LongPollTests(Cast, TransactionTestCase):
    def run_and_close(self, poll: Coroutine[Any, Any, Any]) -> Any:
        """The answer; and no connection left in the thread that served it."""

        async def both() -> Any:
            try:
                return await poll
            finally:
                await sync_to_async(connections.close_all)()

        return asyncio.run(both())

    def test_it_answers_as_soon_as_there_is_an_entry(self) -> None:
        self.raise_curtain()
        told(self.ana)
        token = accounts.issue_tokens(self.ana).access
        headers = {"Authorization": f"Bearer {token}"}

        async def poll() -> list[int]:
            asked = asyncio.create_task(AsyncClient().get(URL, {"after": "1", "wait": "20"}, headers=headers))
            await asyncio.wait({asked}, timeout=0.2)
            assert not asked.done()
            await sync_to_async(told_elsewhere, thread_sensitive=False)(self.ana, 2)
            answer = await asyncio.wait_for(asked, timeout=15)
            return [entry["seq"] for entry in answer.json()["data"]]

        self.assertEqual(self.run_and_close(poll()), [2])

    def test_it_comes_back_empty_when_the_time_is_over(self) -> None:
        self.raise_curtain()
        token = accounts.issue_tokens(self.ana).access

        async def poll() -> Any:
            return await AsyncClient().get(
                URL, {"after": "0", "wait": "0.05"}, headers={"Authorization": f"Bearer {token}"}
            )

        answer = self.run_and_close(poll())
        self.assertEqual((answer.status_code, answer.json()["data"]), (200, []))
