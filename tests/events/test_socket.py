"""/ws/coaching/: the socket itself. What all transports promise is in test_transports.py."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.test import TransactionTestCase

from accounts import services as accounts
from events import registry
from events import services as events
from events.delivery.hub import hub
from events.delivery.pace import Pace
from events.models import JournalAck
from tests.base import Cast
from tests.events.transports import BRISK, NO_SWEEP, Socket, elsewhere, played, told


class Sockets(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        self.token = accounts.issue_tokens(self.ana).access


class JournalSocketTests(Sockets):
    def test_it_says_nothing_until_the_client_says_where_to_begin(self) -> None:
        told(self.ana, 1, 2, 3)

        async def scene() -> list[dict[str, Any]]:
            socket = Socket(self.token)
            socket.say({"type": "ping"})
            await socket.answer("pong")
            await elsewhere(told, self.ana, 4)
            socket.say({"type": "subscribe", "after": 2})
            await socket.reach(4)
            return socket.frames

        epoch = events.epoch()
        frames = played(scene(), NO_SWEEP)
        self.assertEqual([frame["type"] for frame in frames], ["pong", "ready", "entry", "entry"])
        self.assertEqual((frames[1]["cursor"], frames[1]["athlete"]), (f"{epoch}-4", str(self.ana.pk)))
        self.assertEqual(set(frames[2]), {"type", "seq", "cursor", "kind", "payload", "created_at"})

    def test_it_goes_back_when_the_client_subscribes_again(self) -> None:
        told(self.ana, 1, 2, 3)

        async def scene() -> list[int]:
            socket = await Socket(self.token, after="2").reach(3)
            socket.say({"type": "subscribe", "after": 0})
            await socket.until(lambda: len(socket.seqs) == 4)
            return socket.seqs

        self.assertEqual(played(scene(), NO_SWEEP), [3, 1, 2, 3])

    def test_it_takes_acks_that_never_go_back(self) -> None:
        told(self.ana, 1, 2, 3)

        async def scene() -> list[Any]:
            socket = Socket(self.token)
            for number, seq in enumerate((2, 1, 99, -1, "2", True, None)):
                socket.say({"type": "ack", "seq": seq, "id": number})
            await socket.until(lambda: len(socket.frames) == 7)
            return socket.frames

        answers = played(scene())
        self.assertEqual([answer["id"] for answer in answers], [*range(7)])
        self.assertEqual(
            [answer.get("seq", answer.get("code")) for answer in answers],
            [2, 2, "ack_ahead", "invalid", "invalid", "invalid", "invalid"],
        )
        self.assertEqual(JournalAck.objects.get(athlete=self.ana).seq, 2)

    def test_it_answers_what_it_cannot_read_and_goes_on(self) -> None:
        async def scene() -> list[str]:
            socket = Socket(self.token)
            for frame in ("{", "[]", '"ping"', {}, {"type": 1}, {"type": "fly"}, '{"type": "' + "x" * 17_000 + '"}'):
                socket.say(frame)
            socket.said.put_nowait({"type": "websocket.receive", "bytes": b"\x00"})
            socket.say({"type": "ping"})
            await socket.answer("pong")
            return [frame["code"] for frame in socket.of("error")]

        self.assertEqual(played(scene()), ["invalid"] * 5 + ["unknown_command", "too_large", "invalid"])

    def test_it_hands_commands_to_the_app_that_registered_them(self) -> None:
        def respond(athlete_id: UUID, frame: dict[str, Any]) -> dict[str, Any]:
            if frame.get("choice") is None:
                raise registry.CommandUnfit("choice_missing")
            return {"status": "taken", "by": str(athlete_id)}

        registry.register_command("tests.respond", respond)
        self.addCleanup(registry._commands.pop, "tests.respond")

        async def scene() -> list[dict[str, Any]]:
            socket = Socket(self.token)
            socket.say({"type": "tests.respond", "choice": "a", "id": "1"})
            socket.say({"type": "tests.respond", "id": "2"})
            await socket.until(lambda: len(socket.frames) == 2)
            return socket.frames

        self.assertEqual(
            played(scene()),
            [
                {"type": "tests.respond", "status": "taken", "by": str(self.ana.pk), "id": "1"},
                {"type": "error", "code": "choice_missing", "id": "2"},
            ],
        )

    def test_its_commands_count_against_the_limit_of_all_requests(self) -> None:
        told(self.ana)

        async def scene() -> list[str]:
            socket = Socket(self.token)
            for _ in range(3):
                socket.say({"type": "ack", "seq": 1})
            await socket.until(lambda: len(socket.frames) == 3)
            return [frame.get("code", "ok") for frame in socket.frames]

        with self.settings(RATE_LIMITS={"all": (2, 60)}):
            self.assertEqual(played(scene()), ["ok", "ok", "throttled"])


class DoorTests(Sockets):
    def refused(self, headers: dict[str, str] | None = None, token: str = "", **query: Any) -> tuple[bool, int | None]:
        async def scene() -> tuple[bool, int | None]:
            socket = Socket(token, headers, **query)
            await socket.ended()
            return socket.is_accepted, socket.close_code

        found: tuple[bool, int | None] = played(scene())
        return found

    def test_it_lets_no_stranger_in(self) -> None:
        self.assertEqual(self.refused(), (True, 4401))
        self.assertEqual(self.refused(token="nonsense"), (True, 4401))
        self.assertEqual(self.refused(ticket="guessed"), (True, 4401))

    def test_it_refuses_a_page_of_another_site(self) -> None:
        for origin in ("https://evil.example", "null", "http://testserver.evil.example", "http://testserver:8001"):
            with self.subTest(origin):
                self.assertEqual(self.refused({"origin": origin}, self.token), (False, 4403))

    def test_a_session_counts_only_for_pages_of_this_site(self) -> None:
        self.client.force_login(self.ana)
        cookie = {"cookie": f"session={self.client.cookies['session'].value}"}
        self.assertEqual(self.refused(cookie), (False, 4403))

        async def scene() -> bool:
            return bool((await Socket(headers={**cookie, "origin": "http://testserver"}, after="0").ready()).frames)

        self.assertTrue(played(scene()))

    def test_an_address_that_nobody_answers_is_refused(self) -> None:
        async def scene() -> int | None:
            socket = Socket(self.token)
            socket.scope["path"] = "/ws/elsewhere/"
            await socket.ended()
            return socket.close_code

        self.assertEqual(played(scene()), 4404)


class EndTests(Sockets):
    def test_logging_out_closes_it(self) -> None:
        async def scene() -> tuple[str, int | None, int]:
            socket = await Socket(self.token, after="0").ready()
            await elsewhere(accounts.end_all_tokens, self.ana, "logout")
            await socket.ended()
            return socket.frames[-1]["reason"], socket.close_code, hub().open

        self.assertEqual(played(scene(), BRISK), ("reauth", 4401, 0))

    def test_stopping_closes_it_with_a_word_when_to_come_back(self) -> None:
        async def scene() -> tuple[dict[str, Any], int | None]:
            socket = await Socket(self.token, after="0").ready()
            await hub().drain()
            await socket.ended()
            return socket.frames[-1], socket.close_code

        last, code = played(scene(), Pace(drain_s=0.1))
        self.assertEqual((last["type"], last["reason"], code), ("bye", "bye", 4012))
        self.assertGreaterEqual(last["retry_ms"], 1000)

    def test_one_that_takes_nothing_is_cut(self) -> None:
        async def scene() -> int:
            socket = await Socket(self.token, after="0").ready()
            socket.takes.clear()
            await elsewhere(told, self.ana, 1)
            await socket.ended()
            return hub().open

        self.assertEqual(played(scene(), BRISK), 0)
