"""GET /api/v2/coaching/events: polling and long polling."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from io import StringIO
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import AsyncClient, TestCase, TransactionTestCase, override_settings

from accounts import services as accounts
from accounts.models import User
from events import services as events
from events.models import JournalEntry, JournalHead
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


def ask(token: str, wait: str = "20") -> asyncio.Task[Any]:
    headers = {"Authorization": f"Bearer {token}"}
    return asyncio.create_task(AsyncClient().get(URL, {"after": "0", "wait": wait}, headers=headers))


def followers() -> Any:
    """What the layer knows of its channels and groups on this loop."""
    layer: Any = get_channel_layer()
    return layer._get_layer() if hasattr(layer, "_get_layer") else layer


async def waiting_for(token: str) -> asyncio.Task[Any]:
    """A long poll that has begun to follow."""
    asked = ask(token)
    await eventually(1, lambda: asyncio.sleep(0, len(followers().groups)))
    return asked


async def eventually(wanted: int, look: Callable[[], Awaitable[int]]) -> int:
    for _turn in range(500):
        if await look() == wanted:
            return wanted
        await asyncio.sleep(0.02)
    return await look()


def others_connected() -> int:
    """How many connections to this database there are beside the one that asks."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return int(cursor.fetchone()[0])
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

    def test_it_leaves_no_subscription_behind(self) -> None:
        self.raise_curtain()
        token = accounts.issue_tokens(self.ana).access

        async def poll() -> tuple[int, int]:
            asked = await waiting_for(token)
            before = len(followers().channels)
            await sync_to_async(told_elsewhere, thread_sensitive=False)(self.ana, 1)
            await asyncio.wait_for(asked, timeout=15)
            return before, len(followers().channels)

        self.assertEqual(self.run_and_close(poll()), (1, 0))

    @pytest.mark.postgres
    def test_it_holds_no_connection_while_it_waits(self) -> None:
        """Ten who wait would keep the ten connections of a process from everybody else."""
        self.raise_curtain()
        token = accounts.issue_tokens(self.ana).access
        connections.close_all()

        async def poll() -> int | None:
            asked = await waiting_for(token)
            others = await eventually(0, sync_to_async(others_connected, thread_sensitive=False))
            await sync_to_async(told_elsewhere, thread_sensitive=False)(self.ana, 1)
            await asyncio.wait_for(asked, timeout=15)
            return others

        self.assertEqual(self.run_and_close(poll()), 0)

    @pytest.mark.redis
    def test_it_waits_and_looks_again_where_no_hint_can_come(self) -> None:
        self.raise_curtain()
        token = accounts.issue_tokens(self.ana).access
        layers = {"default": {**settings.CHANNEL_LAYERS["default"], "CONFIG": {"hosts": ["redis://127.0.0.1:9"]}}}

        async def poll() -> list[int]:
            with self.assertLogs("events.api.waiting", "WARNING") as logs:
                asked = ask(token, wait="1.5")
                await eventually(1, lambda: asyncio.sleep(0, len(logs.records)))
                self.assertFalse(asked.done())
                await sync_to_async(told_elsewhere, thread_sensitive=False)(self.ana, 1)
                answer = await asyncio.wait_for(asked, timeout=15)
            return [entry["seq"] for entry in answer.json()["data"]]

        with override_settings(CHANNEL_LAYERS=layers):
            self.assertEqual(self.run_and_close(poll()), [1])

    def test_it_comes_back_empty_when_the_time_is_over(self) -> None:
        self.raise_curtain()
        token = accounts.issue_tokens(self.ana).access

        async def poll() -> Any:
            return await AsyncClient().get(
                URL, {"after": "0", "wait": "0.05"}, headers={"Authorization": f"Bearer {token}"}
            )

        answer = self.run_and_close(poll())
        self.assertEqual((answer.status_code, answer.json()["data"]), (200, []))
