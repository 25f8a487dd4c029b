"""GET /api/v2/coaching/events?wait=: an empty answer is held back until there is something to say."""

from __future__ import annotations

import asyncio
import threading
from typing import Any
from unittest import mock

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from accounts import services as accounts
from events.delivery.hub import hub
from events.delivery.pace import Pace
from tests.base import Cast
from tests.events.transports import BRISK, NO_SWEEP, Ask, elsewhere, played, told


class LongPollTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        self.tokens = accounts.issue_tokens(self.ana)
        self.token = self.tokens.access

    async def waiting(self, **query: Any) -> Ask:
        """A poll that has found nothing and waits."""
        before = hub().open
        ask = Ask(self.token, **{"after": "0", "wait": "20", **query})
        while hub().open == before:
            assert not ask.task.done(), ask.text
            await asyncio.sleep(0.01)
        return ask

    def test_it_answers_as_soon_as_there_is_an_entry(self) -> None:
        told(self.ana)

        async def scene() -> list[int]:
            ask = await self.waiting(after="1")
            await elsewhere(told, self.ana, 2)
            return [entry["seq"] for entry in (await ask.answer())["data"]]

        self.assertEqual(played(scene(), NO_SWEEP), [2])

    def test_it_does_not_wait_when_there_is_something(self) -> None:
        told(self.ana)

        async def scene() -> tuple[list[int], int]:
            body = await Ask(self.token, after="0", wait="20").answer()
            return [entry["seq"] for entry in body["data"]], hub().open

        self.assertEqual(played(scene()), ([1], 0))

    def test_it_finds_by_sweeping_what_no_hint_told(self) -> None:
        async def scene() -> list[int]:
            ask = await self.waiting()
            with mock.patch("events.services.after_commit.hint"):
                await elsewhere(told, self.ana, 1)
            return [entry["seq"] for entry in (await ask.answer())["data"]]

        self.assertEqual(played(scene(), BRISK), [1])

    def test_it_comes_back_empty_when_the_time_is_over(self) -> None:
        async def scene() -> tuple[int, Any]:
            ask = await self.waiting(wait="0.1")
            body = await ask.answer()
            return ask.status, body["data"]

        self.assertEqual(played(scene()), (200, []))

    def test_it_comes_back_empty_when_the_server_stops(self) -> None:
        async def scene() -> Any:
            ask = await self.waiting()
            await hub().drain()
            return (await ask.answer())["data"]

        self.assertEqual(played(scene(), BRISK), [])

    def test_the_second_look_asks_again_who_is_there(self) -> None:
        async def scene() -> tuple[int, str]:
            ask = await self.waiting()
            await elsewhere(accounts.revoke_tokens, self.tokens.refresh)
            await elsewhere(told, self.ana, 1)
            body = await ask.answer()
            return ask.status, body["code"]

        self.assertEqual(played(scene(), NO_SWEEP)[0], 401)

    def test_a_client_that_leaves_is_forgotten(self) -> None:
        async def scene() -> tuple[int, int]:
            ask = await self.waiting()
            before = hub().open
            await ask.hang_up()
            return before, hub().open

        self.assertEqual(played(scene()), (1, 0))

    def test_those_who_wait_hold_no_thread(self) -> None:
        async def scene() -> int:
            first = await self.waiting()
            before = threading.active_count()
            asks = [await self.waiting() for _ in range(20)]
            more = threading.active_count() - before
            await elsewhere(told, self.ana, 1)
            for ask in [first, *asks]:
                await ask.answer()
            return more

        # Not none: a clerk or a pool may start one of its few threads meanwhile.
        self.assertLessEqual(played(scene(), Pace(per_athlete=100)), 4)

    @pytest.mark.postgres
    def test_those_who_wait_hold_no_connection(self) -> None:
        connections.close_all()

        async def scene() -> list[int]:
            asks = [await self.waiting() for _ in range(5)]
            while others := await elsewhere(others_connected):
                await asyncio.sleep(0.05)
            await elsewhere(told, self.ana, 1)
            for ask in asks:
                await ask.answer()
            return [others]

        self.assertEqual(played(scene(), Pace(per_athlete=100, sweep_s=3600, access_s=3600, idle_s=0.1)), [0])


def others_connected() -> int:
    """How many connections to this database there are beside the one that asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
