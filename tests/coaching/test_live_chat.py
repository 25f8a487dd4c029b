"""The chat over open streams: commands on the WebSocket, answers and read marks pushed, and who is typing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import TransactionTestCase, override_settings
from django.utils import timezone

from accounts import services as accounts
from accounts.services import limits
from coaching import services as coaching
from coaching.models import Message, ReadMark
from events.models import JournalEntry
from tests.base import Cast
from tests.coaching.base import URL, said
from tests.events.transports import NO_SWEEP, EventStream, Socket, elsewhere, played
from tests.plans.base import WIDE


class LiveCase(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        limits.memory.windows.clear()
        self.token = accounts.issue_tokens(self.ana).access


class CommandTests(LiveCase):
    def answers(self, *frames: dict[str, Any]) -> list[dict[str, Any]]:
        async def scene() -> list[dict[str, Any]]:
            socket = Socket(self.token)
            for number, frame in enumerate(frames):
                socket.say({**frame, "id": number})
            await socket.until(lambda: len(socket.frames) == len(frames))
            return socket.frames

        with self.settings(RATE_LIMITS=WIDE):
            found: list[dict[str, Any]] = played(scene(), NO_SWEEP)
        return sorted(found, key=lambda frame: frame["id"])

    def test_a_message_may_come_over_the_socket(self) -> None:
        body = said()
        first, again, other = self.answers(
            {"type": "message", **body}, {"type": "message", **body}, {"type": "message", **body, "text": "Other"}
        )
        self.assertEqual((first["type"], first["message"]), ("message", again["message"]))
        self.assertEqual(first["message"], coaching.as_json(Message.objects.get()))
        self.assertEqual((other["type"], other["code"]), ("error", "idempotency_conflict"))

    def test_what_is_no_message_is_answered_with_its_fault(self) -> None:
        unfit = [said(text) for text in ("", "x" * 4001, "a\x00b", "\ud800")]
        wrong: tuple[Any, ...] = (7, None, [])
        invalid = [said(**{name: value}) for name in ("text", "client_id") for value in wrong]
        invalid.append(said(client_id="x"))
        frames = [{"type": "message", **body} for body in (*unfit, *invalid)]
        codes = [answer["code"] for answer in self.answers(*frames)]
        self.assertEqual(codes, ["message_unfit"] * len(unfit) + ["invalid"] * len(invalid))
        self.assertFalse(Message.objects.exists())

    def test_read_marks_move_over_the_socket_too(self) -> None:
        mine, _is_new = coaching.post(athlete=self.ana, text="a", client_id=uuid4(), now=timezone.now())
        theirs, _is_new = coaching.post(athlete=self.ben, text="a", client_id=uuid4(), now=timezone.now())
        good, stranger, broken = self.answers(
            *({"type": "read", "up_to": up_to} for up_to in (str(mine.pk), str(theirs.pk), 7))
        )
        self.assertEqual((good["up_to"], good["type"]), (str(mine.pk), "read"))
        self.assertEqual((stranger["code"], broken["code"]), ("not_found", "invalid"))
        self.assertEqual(ReadMark.objects.get().athlete_id, self.ana.pk)

    def test_a_socket_is_no_way_around_the_limit_of_messages(self) -> None:
        async def scene() -> list[str]:
            socket = Socket(self.token)
            for _ in range(3):
                socket.say({"type": "message", **said()})
            await socket.until(lambda: len(socket.frames) == 3)
            return sorted(frame.get("code", "taken") for frame in socket.frames)

        with self.settings(RATE_LIMITS={**WIDE, "messages": (2, 60)}):
            self.assertEqual(played(scene(), NO_SWEEP), ["taken", "taken", "throttled"])


class PushTests(LiveCase):
    def test_question_answer_and_mark_reach_every_screen(self) -> None:
        async def scene() -> list[list[dict[str, Any]]]:
            screens = EventStream(self.token, after="0"), await Socket(self.token, after="0").ready()
            posted = await elsewhere(self.client_for(self.ana).post, URL, said())
            await elsewhere(coaching.react, self.ana.pk)
            answer = await elsewhere(Message.objects.get, reply_to=posted.json()["data"]["id"])
            await elsewhere(self.client_for(self.ana).post, f"{URL}/read", {"up_to": str(answer.pk)})
            for screen in screens:
                await screen.reach(3)
            return [screen.entries for screen in screens]

        with override_settings(RATE_LIMITS=WIDE):
            first, second = played(scene(), NO_SWEEP)
        kinds = ["coaching.message", "coaching.message", "coaching.messages_read"]
        self.assertEqual([entry["kind"] for entry in first], kinds)
        self.assertEqual([entry["payload"] for entry in first], [entry["payload"] for entry in second])
        question, answer, mark = (entry["payload"] for entry in first)
        self.assertEqual((answer["reply_to"], mark["up_to"]), (question["id"], answer["id"]))


class TypingTests(LiveCase):
    def scene_of(self, *calls: tuple[UUID, str]) -> tuple[list[Any], list[Any], list[Any]]:
        """What a stream and a socket of Ana and a socket of Ben heard until a message of each came."""
        token_of_ben = accounts.issue_tokens(self.ben).access

        async def scene() -> tuple[list[Any], list[Any], list[Any]]:
            stream = await EventStream(self.token, after="0").ready()
            socket = await Socket(self.token, after="0").ready()
            other = await Socket(token_of_ben, after="0").ready()
            for athlete_id, author in calls:
                await elsewhere(coaching.typing, athlete_id=athlete_id, author=author, now=timezone.now())
            for athlete in (self.ana, self.ben):
                await elsewhere(coaching.post, athlete=athlete, text="x", client_id=uuid4(), now=timezone.now())
            for screen in (stream, socket, other):
                await screen.reach(1)
            return [json.loads(event["data"]) for event in stream.of("typing")], socket.of("typing"), other.of("typing")

        found: tuple[list[Any], list[Any], list[Any]] = played(scene(), NO_SWEEP)
        return found

    def test_it_reaches_the_open_screens_of_that_athlete_alone_and_no_journal(self) -> None:
        stream, socket, other = self.scene_of((self.ana.pk, "coach"))
        self.assertEqual([each["author"] for each in stream], ["coach"])
        self.assertEqual(socket, [{"type": "typing", **stream[0]}])
        self.assertEqual(other, [])
        self.assertEqual(JournalEntry.objects.for_athlete(self.ana.pk).count(), 1)

    def test_it_is_said_once_in_three_seconds_for_each_author(self) -> None:
        stream, _socket, _other = self.scene_of(*[(self.ana.pk, "athlete")] * 5, (self.ana.pk, "coach"))
        self.assertEqual([each["author"] for each in stream], ["athlete", "coach"])

    def test_it_gives_the_stream_no_new_place_to_resume_from(self) -> None:
        async def scene() -> dict[str, str]:
            stream = await EventStream(self.token, after="0").ready()
            await elsewhere(coaching.typing, athlete_id=self.ana.pk, author="coach", now=timezone.now())
            await stream.until(lambda: stream.of("typing"))
            return stream.of("typing")[0]

        self.assertEqual(set(played(scene(), NO_SWEEP)), {"event", "data"})

    def test_the_address_says_until_when(self) -> None:
        before = timezone.now()
        told = self.client_for(self.ana).post(f"{URL}/typing", {}).json()["data"]
        self.assertEqual(told["author"], "athlete")
        until = datetime.fromisoformat(told["until"])
        self.assertTrue(timedelta(seconds=3) < until - before < timedelta(seconds=60))

    def test_spotter_types_while_it_makes_an_answer(self) -> None:
        async def scene() -> list[str]:
            stream = await EventStream(self.token, after="0").ready()
            await elsewhere(coaching.post, athlete=self.ana, text="today", client_id=uuid4(), now=timezone.now())
            await stream.reach(1)
            await elsewhere(coaching.react, self.ana.pk)
            await stream.reach(2)
            return [event["event"] for event in stream.events if event["event"] != "ready"]

        self.assertEqual(played(scene(), NO_SWEEP), ["coaching.message", "typing", "coaching.message"])
