"""What every transport promises: each entry once, in order, whatever is lost, doubled or late."""

from __future__ import annotations

import asyncio
import random
from typing import Any
from unittest import mock

from django.db import OperationalError, transaction
from django.test import TransactionTestCase

from accounts import services as accounts
from accounts.models import User
from events import services as events
from events.delivery.hub import hub
from events.models import JournalEntry, JournalHead
from tests.base import Cast
from tests.events.served import ServedStream
from tests.events.transports import BRISK, NO_SWEEP, Ask, EventStream, Socket, elsewhere, played, told


class Polling:
    """A client that asks, shows what it gets, and asks again: the same face as a stream."""

    query: dict[str, str] = {}

    def __init__(self, token: str, after: str = "0") -> None:
        self.token, self.place = token, after
        self.entries: list[dict[str, Any]] = []
        self.resets: list[dict[str, Any]] = []
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        while True:
            body = await Ask(self.token, after=self.place, **self.query).answer()
            self.place = body["next"]
            self.resets += [entry for entry in body["data"] if entry["kind"] == "reset"]
            self.entries += [entry for entry in body["data"] if entry["kind"] != "reset"]
            await asyncio.sleep(0.01)

    async def until(self, reached: Any) -> None:
        while not reached():
            assert not self.task.done(), self.task.exception()
            await asyncio.sleep(0.01)

    async def hang_up(self) -> None:
        self.task.cancel()
        await asyncio.wait({self.task})


class LongPolling(Polling):
    query = {"wait": "10"}


class Streaming:
    line_class = EventStream

    def __init__(self, token: str, after: str = "0") -> None:
        self.line = self.line_class(token, after=after)

    @property
    def entries(self) -> list[dict[str, Any]]:
        return self.line.entries

    @property
    def resets(self) -> list[Any]:
        return self.line.of("reset")

    async def until(self, reached: Any) -> None:
        await self.line.until(reached)

    async def hang_up(self) -> None:
        await self.line.hang_up()


class StreamingServed(Streaming):
    line_class = ServedStream


class Talking(Streaming):
    def __init__(self, token: str, after: str = "0") -> None:
        self.line: Any = Socket(token)
        self.line.say({"type": "subscribe", "after": after})


class TransportTests:
    """Run for each transport by the classes below."""

    transport: Any
    ana: User
    ben: User

    def setUp(self) -> None:
        self.raise_curtain()  # type: ignore[attr-defined]
        self.token = accounts.issue_tokens(self.ana).access
        self.bens = accounts.issue_tokens(self.ben).access

    def follow(self, after: object = 0, token: str = "") -> Any:
        return self.transport(token or self.token, str(after))

    def numbers(self, client: Any) -> list[int]:
        return [entry["payload"]["number"] for entry in client.entries]

    async def reach(self, client: Any, count: int) -> list[int]:
        await client.until(lambda: len(client.entries) >= count)
        return self.numbers(client)

    def test_it_gives_what_is_there_and_then_what_comes(self) -> None:
        told(self.ana, 1, 2, 3)

        async def scene() -> list[int]:
            client = self.follow(1)
            await self.reach(client, 2)
            await elsewhere(told, self.ana, 4)
            await self.reach(client, 3)
            await elsewhere(told, self.ana, 5, 6)
            found = await self.reach(client, 5)
            await client.hang_up()
            return found

        assert played(scene(), BRISK) == [2, 3, 4, 5, 6]

    def test_it_shows_the_same_entry_as_every_other(self) -> None:
        told(self.ana, 1)

        async def scene() -> dict[str, Any]:
            client = self.follow()
            await self.reach(client, 1)
            await client.hang_up()
            return {name: value for name, value in client.entries[0].items() if name != "type"}

        entry = JournalEntry.objects.get()
        at = entry.created_at.isoformat().replace("+00:00", "Z")
        assert played(scene(), BRISK) == {
            "seq": 1, "cursor": f"{events.epoch()}-1", "kind": entry.kind, "payload": entry.payload, "created_at": at,
        }  # fmt: skip

    def test_it_goes_on_where_it_was_cut(self) -> None:
        async def scene() -> list[int]:
            client = self.follow()
            await elsewhere(told, self.ana, 1, 2)
            seen = await self.reach(client, 2)
            await client.hang_up()
            await elsewhere(told, self.ana, 3, 4)
            client = self.follow(client.entries[-1]["cursor"])
            await elsewhere(told, self.ana, 5)
            seen += await self.reach(client, 3)
            await client.hang_up()
            return seen

        assert played(scene(), BRISK) == [1, 2, 3, 4, 5]

    def test_it_gives_a_burst_once_and_in_order(self) -> None:
        def burst() -> None:
            with transaction.atomic():
                for number in range(1, 501):
                    events.append(self.ana.pk, "tests.something_told", {"number": number})

        async def scene() -> list[int]:
            client = self.follow()
            await elsewhere(burst)
            found = await self.reach(client, 500)
            await client.hang_up()
            return found

        assert played(scene(), BRISK) == [*range(1, 501)]

    def test_hints_that_are_lost_doubled_early_and_late_change_nothing(self) -> None:
        """Seeded, so that a failure can be repeated."""
        luck = random.Random(7)
        plain = events.hint

        def unreliable(news: dict[Any, int]) -> None:
            for _ in range(luck.choice((0, 1, 1, 3))):
                plain({athlete: max(1, seq + luck.choice((-2, -1, 0, 0, 1, 50))) for athlete, seq in news.items()})

        async def scene() -> list[int]:
            client = self.follow()
            with mock.patch("events.services.after_commit.hint", unreliable):
                for number in range(1, 61):
                    await elsewhere(told, self.ana, number)
            found = await self.reach(client, 60)
            await client.hang_up()
            return found

        assert played(scene(), BRISK) == [*range(1, 61)]

    def test_it_waits_for_the_slower_of_two_overlapping_changes(self) -> None:
        """The later number can only commit after the earlier one, so nobody can pass over that."""

        async def scene() -> list[int]:
            client = self.follow()
            await asyncio.gather(*(elsewhere(told, self.ana, number) for number in range(1, 9)))
            found = await self.reach(client, 8)
            await client.hang_up()
            return found

        found = played(scene(), BRISK)
        assert sorted(found) == [*range(1, 9)]
        assert found == [entry.payload["number"] for entry in JournalEntry.objects.for_athlete(self.ana.pk).after(0)]

    def test_it_says_reset_once_to_a_cursor_that_cannot_be_followed(self) -> None:
        told(self.ana, 1, 2, 3)
        JournalEntry.objects.filter(seq=1).delete()

        async def scene(after: str) -> tuple[int, list[int]]:
            client = self.follow(after)
            await client.until(lambda: client.resets)
            await elsewhere(told, self.ana, 4)
            found = await self.reach(client, 1)
            await client.hang_up()
            return len(client.resets), found

        for after in ("0", "ffff-2", "99"):
            assert played(scene(after), BRISK) == (1, [4]), after
            JournalEntry.objects.filter(seq__gt=3).delete()
            JournalHead.objects.update(last_seq=3)

    def test_it_says_reset_once_when_the_database_was_restored_under_it(self) -> None:
        told(self.ana, 1, 2)

        @transaction.atomic
        def restore() -> None:
            JournalEntry.objects.filter(seq=2).delete()
            JournalHead.objects.update(last_seq=1)
            events.start_epoch()

        async def scene() -> tuple[int, list[int]]:
            client = self.follow()
            await self.reach(client, 2)
            await elsewhere(restore)
            await client.until(lambda: client.resets)
            await elsewhere(told, self.ana, 3)
            found = await self.reach(client, 3)
            await client.hang_up()
            return len(client.resets), found

        assert played(scene(), BRISK) == (1, [1, 2, 3])

    def test_it_goes_on_when_the_database_was_away(self) -> None:
        def away(places: Any) -> Any:
            fails.append(1)
            if len(fails) < 3:
                raise OperationalError("the server is gone")
            return plain(places)

        fails: list[int] = []
        plain = events.slices_after

        async def scene() -> list[int]:
            client = self.follow()
            await elsewhere(told, self.ana, 1)
            await self.reach(client, 1)
            with mock.patch("events.services.slices_after", away), mock.patch("events.delivery.clerk.AGAIN_S", 0.01):
                await elsewhere(told, self.ana, 2)
                found = await self.reach(client, 2)
            await client.hang_up()
            return found

        assert played(scene(), BRISK) == [1, 2]

    def test_two_screens_of_one_athlete_see_the_same_and_others_nothing(self) -> None:
        async def scene() -> tuple[list[int], list[int], list[int]]:
            clients = [self.follow(), self.follow(), self.follow(token=self.bens)]
            await elsewhere(told, self.ana, 1, 2, 3)
            await elsewhere(told, self.ben, 9)
            await asyncio.gather(*(self.reach(client, 3) for client in clients[:2]), self.reach(clients[2], 1))
            for client in clients:
                await client.hang_up()
            return tuple(self.numbers(client) for client in clients)  # type: ignore[return-value]

        assert played(scene(), BRISK) == ([1, 2, 3], [1, 2, 3], [9])

    def test_nobody_is_left_when_all_have_gone(self) -> None:
        async def scene() -> int:
            clients = [self.follow(token=token) for token in (self.token, self.bens)]
            await elsewhere(told, self.ana, 1)
            await self.reach(clients[0], 1)
            for client in clients:
                await client.hang_up()
            while hub().open and isinstance(clients[0], Polling):  # a poll that was cut ends by itself
                hub().everyone()[0].finish(hub().everyone()[0].ends_why)
                await asyncio.sleep(0.01)
            return hub().open + len(hub().following) + sum(len(some) for some in hub().beating)

        assert played(scene(), NO_SWEEP) == 0


class EventStreamTests(TransportTests, Cast, TransactionTestCase):
    transport = Streaming


class ServedStreamTests(TransportTests, Cast, TransactionTestCase):
    transport = StreamingServed


class SocketTests(TransportTests, Cast, TransactionTestCase):
    transport = Talking


class PollingTests(TransportTests, Cast, TransactionTestCase):
    transport = Polling


class LongPollingTests(TransportTests, Cast, TransactionTestCase):
    transport = LongPolling
