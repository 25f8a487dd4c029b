"""GET /api/v2/coaching/sse: the stream itself. What all transports promise is in test_transports.py."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from channels.layers import InMemoryChannelLayer, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings
from django.test import TransactionTestCase, override_settings
from django.utils import timezone
from redis.asyncio import Redis
from rest_framework_simplejwt.tokens import AccessToken

from accounts import services as accounts
from accounts.models import User
from events import services as events
from events.delivery import figures
from events.delivery.direct import DirectOutlet
from events.delivery.ear import CLIENT
from events.delivery.hub import hub
from events.delivery.pace import Pace
from tests.base import PASSWORD, Cast
from tests.events.served import ServedStream
from tests.events.transports import BRISK, DEADLINE_S, NO_SWEEP, EventStream, elsewhere, played, told


def token_of(user: User) -> str:
    return accounts.issue_tokens(user).access


class Streams(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        self.token, self.bens_token = token_of(self.ana), token_of(self.ben)


class EventStreamTests(Streams):
    def test_it_greets_with_the_head_and_gives_what_came_after_the_cursor(self) -> None:
        told(self.ana, 1, 2, 3)

        async def scene() -> None:
            stream = await EventStream(self.token, after="1").reach(3)
            self.assertEqual(stream.events[0]["event"], "ready")
            self.assertEqual(
                json.loads(stream.events[0]["data"]), {"cursor": f"{self.epoch}-3", "athlete": str(self.ana.pk)}
            )
            self.assertNotIn("id", stream.events[0])
            self.assertEqual([event["id"] for event in stream.events[1:]], [f"{self.epoch}-2", f"{self.epoch}-3"])
            self.assertEqual({event["event"] for event in stream.events[1:]}, {"tests.something_told"})
            entry = stream.entries[0]
            self.assertEqual(set(entry), {"seq", "cursor", "kind", "payload", "created_at"})
            self.assertEqual(entry["payload"], {"number": 2, "text": "两组\u2028 \n\r\"'"})

        self.epoch = events.epoch()
        played(scene())

    def test_it_tells_everyone_on_the_way_not_to_hold_it_back(self) -> None:
        async def scene() -> dict[str, str]:
            return (await EventStream(self.token, headers={"accept-encoding": "gzip, br"}).ready()).answer_headers

        headers = played(scene())
        self.assertEqual(headers["content-type"], "text/event-stream; charset=utf-8")
        self.assertEqual(headers["cache-control"], "no-cache, no-transform")
        self.assertEqual(headers["x-accel-buffering"], "no")
        self.assertEqual(headers["content-encoding"], "identity")

    def test_it_keeps_no_token_of_an_open_stream(self) -> None:
        async def scene() -> Any:
            return (await EventStream(self.token).ready()).scope["headers"]

        self.assertEqual(played(scene()), [])

    def test_without_a_cursor_it_follows_the_head_and_says_where_that_is(self) -> None:
        told(self.ana, 1, 2)

        async def scene() -> list[dict[str, str]]:
            stream = await EventStream(self.token).ready()
            await elsewhere(told, self.ana, 3)
            return (await stream.reach(3)).events

        epoch = events.epoch()
        self.assertEqual([event["id"] for event in played(scene())], [f"{epoch}-2", f"{epoch}-3"])

    def test_the_header_of_a_browser_that_comes_back_wins_over_the_address(self) -> None:
        told(self.ana, 1, 2, 3)

        async def scene() -> list[int]:
            headers = {"last-event-id": f"{epoch}-2"}
            return (await EventStream(self.token, headers=headers, after="0").reach(3)).seqs

        epoch = events.epoch()
        self.assertEqual(played(scene()), [3])

    def test_it_asks_each_client_to_come_back_after_another_time(self) -> None:
        async def scene() -> set[str]:
            streams = [await EventStream(self.token).ready() for _ in range(4)]
            return {stream.events[0]["retry"] for stream in streams}

        waits = played(scene())
        self.assertGreater(len(waits), 1)
        self.assertTrue(all(1000 <= int(wait) <= 8000 for wait in waits))

    def test_it_beats_while_there_is_nothing_to_say(self) -> None:
        async def scene() -> None:
            stream = EventStream(self.token)
            await stream.until(lambda: stream.text.count(": hb\n\n") >= 2)

        played(scene(), BRISK)

    def test_it_pushes_by_hint_alone(self) -> None:
        async def scene() -> list[int]:
            stream = await EventStream(self.token, after="0").ready()
            for number in (1, 2, 3):
                await elsewhere(told, self.ana, number)
                await stream.reach(number)
            return stream.seqs

        self.assertEqual(played(scene(), NO_SWEEP), [1, 2, 3])

    def test_it_finds_by_sweeping_what_no_hint_told(self) -> None:
        async def scene() -> list[int]:
            stream = await EventStream(self.token, after="0").ready()
            with mock.patch("events.services.after_commit.hint"):
                await elsewhere(told, self.ana, 1, 2)
            return (await stream.reach(2)).seqs

        self.assertEqual(played(scene(), BRISK), [1, 2])

    def test_it_gives_a_page_after_the_other_to_one_who_is_far_behind(self) -> None:
        told(self.ana, *range(1, 451))

        async def scene() -> list[int]:
            return (await EventStream(self.token, after="0").reach(450)).seqs

        self.assertEqual(played(scene(), NO_SWEEP), [*range(1, 451)])

    def test_it_shows_nobody_elses_journal(self) -> None:
        async def scene() -> list[int]:
            stream = await EventStream(self.token, after="0").ready()
            await elsewhere(told, self.ben, 1, 2)
            await elsewhere(told, self.ana, 7)
            await stream.until(lambda: stream.seqs)
            return [entry["payload"]["number"] for entry in stream.entries]

        self.assertEqual(played(scene(), NO_SWEEP), [7])

    def test_it_lets_no_stranger_in(self) -> None:
        async def scene() -> list[tuple[int, str]]:
            found = []
            for token, ticket in (("", None), ("nonsense", None), ("", "guessed"), (expired, None)):
                stream = EventStream(token, {"accept": "text/event-stream"}, ticket=ticket)
                await stream.ended()
                found.append((stream.status, json.loads(stream.text)["code"]))
            return found

        old = AccessToken(self.token)  # type: ignore[arg-type]  # the stubs know no text
        old.set_exp(from_time=timezone.now() - timedelta(hours=1), lifetime=timedelta(minutes=5))
        expired = str(old)
        statuses = played(scene())
        self.assertEqual([status for status, _code in statuses], [401] * 4)

    def test_a_cookie_that_no_column_can_hold_is_a_strangers(self) -> None:
        async def scene() -> tuple[int, int]:
            stream = EventStream(headers={"cookie": 'session="\\000"'})
            await stream.ended()
            return stream.status, (await EventStream(self.token).ready()).status

        self.assertEqual(played(scene()), (401, 200))

    def test_a_fault_ends_every_stream_and_the_next_finds_a_new_hub(self) -> None:
        async def scene() -> tuple[list[str], bool]:
            first = hub()
            stream = await EventStream(self.token, after="0").ready()
            with mock.patch("events.services.slices_after", side_effect=ZeroDivisionError):
                await elsewhere(told, self.ana, 1)
                await stream.ended()
            told_all = await EventStream(self.token, after="0").reach(1)
            return [event["event"] for event in [*stream.events, *told_all.events]], hub() is first

        with self.assertLogs("events.delivery.hub", "ERROR"):
            ends, is_same = played(scene(), NO_SWEEP)
        self.assertEqual((ends, is_same), (["ready", "bye", "ready", "tests.something_told"], False))

    def test_it_refuses_a_page_of_another_site(self) -> None:
        async def scene() -> int:
            stream = EventStream(self.token, headers={"origin": "https://evil.example"})
            await stream.ended()
            return stream.status

        self.assertNotEqual(played(scene()), 200)

    def test_it_knows_the_session_of_a_page_on_this_site(self) -> None:
        self.client.force_login(self.ana)
        cookie = self.client.cookies["session"].value
        told(self.ana, 1)

        async def scene() -> list[int]:
            headers = {"cookie": f"a=b; session={cookie}", "origin": "http://testserver"}
            return (await EventStream(headers=headers, after="0").reach(1)).seqs

        self.assertEqual(played(scene()), [1])


class EndTests(Streams):
    def end_of(self, change: Any, pace: Pace = BRISK, **login: Any) -> list[str]:
        """The last events of a stream that was ready when `change` came about."""

        async def scene() -> list[str]:
            stream = await EventStream(login.get("token", self.token), **login.get("query", {})).ready()
            await elsewhere(change)
            await stream.ended()
            self.assertFalse(stream.sent[-1]["more_body"])
            self.assertEqual(hub().open, 0)
            return [event["event"] for event in stream.events[1:]]

        ends: list[str] = played(scene(), pace)
        return ends

    def test_logging_out_ends_it(self) -> None:
        pair = accounts.issue_tokens(self.ana)
        self.assertEqual(self.end_of(lambda: accounts.revoke_tokens(pair.refresh), token=pair.access), ["reauth"])

    def test_a_new_password_ends_it(self) -> None:
        def change() -> None:
            self.ana.set_password(PASSWORD + "2")
            self.ana.save()

        self.assertEqual(self.end_of(change), ["reauth"])

    def test_closing_the_account_ends_it(self) -> None:
        self.assertEqual(self.end_of(lambda: User.objects.filter(pk=self.ana.pk).update(is_active=False)), ["reauth"])

    def test_erasing_the_person_ends_it(self) -> None:
        self.assertEqual(self.end_of(lambda: accounts.erase(self.ana)), ["reauth"])

    def test_others_stay_when_one_logs_out(self) -> None:
        async def scene() -> int:
            stream = await EventStream(self.bens_token).ready()
            leaving = await EventStream(self.token).ready()
            await elsewhere(accounts.end_all_tokens, self.ana, "logout")
            await leaving.ended()
            await elsewhere(told, self.ben, 1)
            return len((await stream.reach(1)).seqs)

        self.assertEqual(played(scene(), BRISK), 1)

    def test_it_ends_before_its_token_does(self) -> None:
        short = AccessToken(self.token)  # type: ignore[arg-type]  # the stubs know no text
        short.set_exp(lifetime=timedelta(seconds=10))
        self.assertEqual(self.last_of(str(short), Pace(heartbeat_s=12, access_s=3600)), {"reason": "reauth"})

    def test_it_ends_after_its_life(self) -> None:
        self.assertEqual(self.last_of(self.token, Pace(heartbeat_s=0.2, life_s=0.1)), {"reason": "rotated"})

    def last_of(self, token: str, pace: Pace) -> dict[str, str]:
        """What the last event of a stream says that ends by itself."""

        async def scene() -> dict[str, str]:
            stream = EventStream(token)
            await stream.ended()
            last: dict[str, str] = json.loads(stream.events[-1]["data"])
            return last

        found: dict[str, str] = played(scene(), pace)
        return found

    def test_the_oldest_makes_room_when_one_athlete_opens_too_many(self) -> None:
        async def scene() -> tuple[list[str], int]:
            streams = [await EventStream(self.token).ready() for _ in range(3)]
            await streams[0].ended()
            for stream in streams[1:]:
                await stream.hang_up()
            return [event["event"] for event in streams[0].events], hub().open

        self.assertEqual(played(scene(), Pace(per_athlete=2)), (["ready", "superseded"], 0))

    def test_a_full_process_asks_to_come_back_later(self) -> None:
        async def scene() -> tuple[int, str]:
            await EventStream(self.token).ready()
            stream = EventStream(self.bens_token)
            await stream.ended()
            return stream.status, stream.text

        status, text = played(scene(), Pace(in_all=1))
        self.assertEqual(status, 200)
        self.assertRegex(text, r"^retry: [0-9]{5}\n\n$")

    def test_stopping_sends_everyone_away_one_after_the_other(self) -> None:
        async def scene() -> tuple[list[list[str]], set[str]]:
            streams = [await EventStream(self.token).ready() for _ in range(4)]
            draining = asyncio.create_task(hub().drain())
            for stream in streams:
                await stream.ended()
            await draining
            late = EventStream(self.token)
            await late.ended()
            self.assertRegex(late.text, r"^retry: [0-9]{5}\n\n$")
            return [[event["event"] for event in stream.events] for stream in streams], {
                stream.events[-1]["retry"] for stream in streams
            }

        ends, waits = played(scene(), BRISK)
        self.assertEqual(ends, [["ready", "bye"]] * 4)
        self.assertGreater(len(waits), 1)

    def test_a_client_that_leaves_is_forgotten(self) -> None:
        async def scene() -> tuple[int, int]:
            stream = await EventStream(self.token).ready()
            before = hub().open
            await stream.hang_up()
            return before, hub().open

        self.assertEqual(played(scene()), (1, 0))


class LayerAwayTests(Streams):
    @pytest.mark.redis
    def test_it_goes_on_without_redis(self) -> None:
        async def scene() -> list[int]:
            stream = await EventStream(self.token, after="0").ready()
            await elsewhere(told, self.ana, 1, 2)
            await stream.reach(2)
            while not logs.records:
                await asyncio.sleep(0.01)
            return stream.seqs

        layers = {"default": {**settings.CHANNEL_LAYERS["default"], "CONFIG": {"hosts": ["redis://127.0.0.1:9"]}}}
        nowhere = override_settings(CHANNEL_LAYERS=layers, REDIS_URL="redis://127.0.0.1:9")
        with nowhere, self.assertLogs("events.delivery.hub", "WARNING") as logs:
            self.assertEqual(played(scene(), BRISK), [1, 2])

    @pytest.mark.redis
    def test_it_says_that_it_hears_nothing_where_the_layer_names_its_groups_otherwise(self) -> None:
        async def scene() -> tuple[list[int], float]:
            stream = await EventStream(self.token, after="0").ready()
            while not logs.records:
                await asyncio.sleep(0.01)
            await elsewhere(told, self.ana, 1)
            await stream.reach(1)
            return stream.seqs, figures.DEAF._value.get()

        layers = {"default": {**settings.CHANNEL_LAYERS["default"], "BACKEND": f"{__name__}.RenamedGroups"}}
        pace = Pace(sweep_s=0.1, access_s=3600, pulse_s=0.05, silence_s=0.3)
        with override_settings(CHANNEL_LAYERS=layers), self.assertLogs("events.delivery.hub", "WARNING") as logs:
            self.assertEqual(played(scene(), pace), ([1], 1))

    def test_it_subscribes_anew_when_the_layer_has_forgotten_it(self) -> None:
        """A Redis that was restarted or flushed under it: only silence tells."""

        async def scene() -> list[int]:
            stream = await EventStream(self.token, after="0").ready()
            await forgotten()
            while not logs.records:
                await asyncio.sleep(0.01)
            heard = figures.HINTS._value.get()
            while figures.HINTS._value.get() == heard:
                await elsewhere(told, self.ana, 1)
                await asyncio.sleep(0.1)
            self.assertEqual(figures.DEAF._value.get(), 0)
            return stream.seqs[:1]

        pace = Pace(sweep_s=0.2, access_s=3600, pulse_s=0.1, silence_s=0.3)
        with self.assertLogs("events.delivery.hub", "WARNING") as logs:
            self.assertEqual(played(scene(), pace), [1])

    def test_it_stops_though_the_client_of_redis_takes_the_cancellation_for_a_timeout(self) -> None:
        class Connecting:
            """A layer whose client is just connecting, which swallows one cancellation."""

            reached = asyncio.Event()
            swallowed = 0

            async def group_send(self, _group: str, _message: object) -> None:
                self.reached.set()
                try:
                    await asyncio.sleep(DEADLINE_S)
                except asyncio.CancelledError:
                    self.swallowed += 1
                    if self.swallowed == 1:
                        raise TimeoutError from None
                    raise

        async def scene() -> int:
            layer = Connecting()
            pulse = asyncio.create_task(hub().send_pulse(layer))
            await layer.reached.wait()
            pulse.cancel()
            await asyncio.wait({pulse}, timeout=5)
            self.assertTrue(pulse.done())
            return layer.swallowed

        self.assertEqual(played(scene(), Pace(sweep_s=3600, access_s=3600, pulse_s=0.01)), 1)


class RenamedGroups(RedisPubSubChannelLayer):  # type: ignore[misc]
    """Says everything elsewhere than where it is listened for."""

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await super().__getattr__("group_send")(f"groups-{group}", message)


async def forgotten() -> None:
    """The subscription of this process is lost, and nobody says so; over Redis its connection is cut."""
    layer: Any = get_channel_layer()
    if isinstance(layer, InMemoryChannelLayer):
        await layer.flush()
        return
    async with Redis.from_url(settings.REDIS_URL) as client:
        [own] = [each for each in await client.client_list() if each["name"] == CLIENT.format(os.getpid())]
        await client.client_kill_filter(_id=own["id"])


class SlowReaderTests(Streams):
    """`stream`: how it is served."""

    stream: Any = EventStream

    def test_it_gets_everything_when_it_reads_again(self) -> None:
        async def scene() -> list[int]:
            stream = await self.stream(self.token, after="0").ready()
            stream.takes.clear()
            for number in range(1, 31):
                await elsewhere(told, self.ana, number)
            self.assertEqual(stream.seqs, [])
            stream.takes.set()
            found: list[int] = (await stream.reach(30)).seqs
            return found

        self.assertEqual(played(scene(), NO_SWEEP), [*range(1, 31)])

    def test_it_is_cut_when_it_takes_nothing_for_too_long(self) -> None:
        async def scene() -> int:
            stream = await self.stream(self.token, after="0").ready()
            stream.takes.clear()
            await elsewhere(told, self.ana, 1)
            await stream.ended()
            return hub().open

        self.assertEqual(played(scene(), BRISK), 0)

    def test_others_are_not_kept_waiting(self) -> None:
        async def scene() -> list[int]:
            slow = await self.stream(self.token, after="0").ready()
            quick = await self.stream(self.token, after="0").ready()
            slow.takes.clear()
            await elsewhere(told, self.ana, 1, 2, 3)
            found: list[int] = (await quick.reach(3)).seqs
            return found

        self.assertEqual(played(scene(), NO_SWEEP), [1, 2, 3])


class SlowServedReaderTests(SlowReaderTests):
    stream = ServedStream

    def test_it_is_written_to_without_the_servers_coroutine(self) -> None:
        async def scene() -> tuple[bool, list[int]]:
            stream: Any = await ServedStream(self.token, after="0").ready()
            stream.cycle.send = None  # an open stream needs it for its end alone
            await elsewhere(told, self.ana, 1, 2)
            return isinstance(hub().everyone()[0].outlet, DirectOutlet), (await stream.reach(2)).seqs

        self.assertEqual(played(scene(), NO_SWEEP), (True, [1, 2]))

    def test_whoever_has_left_is_not_written_to(self) -> None:
        async def scene() -> tuple[int, list[int]]:
            stream: Any = await ServedStream(self.token, after="0").ready()
            stream.pipe.is_cut = True
            await elsewhere(told, self.ana, 1)
            other = await ServedStream(self.token, after="0").reach(1)
            await stream.hang_up()
            return hub().open, stream.seqs + other.seqs

        self.assertEqual(played(scene(), NO_SWEEP), (1, [1]))
