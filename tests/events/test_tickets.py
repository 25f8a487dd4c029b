"""POST /api/v2/coaching/ticket and what a ticket opens; POST /api/v2/coaching/ack."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.test import TestCase, TransactionTestCase
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from accounts import services as accounts
from accounts.models import User
from events import services as events
from events.core.grant import Credentials
from events.models import JournalAck, StreamTicket
from tests.base import Cast, at_once
from tests.events.transports import EventStream, Socket, played, told

TICKET = "/api/v2/coaching/ticket"
ACK = "/api/v2/coaching/ack"


def with_token(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


class TicketTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        self.tokens = accounts.issue_tokens(self.ana)

    def ticket(self) -> str:
        answer = with_token(self.tokens.access).post(TICKET)
        self.assertEqual(answer.status_code, 200, answer.content)
        self.assertEqual(answer["Cache-Control"], "no-store")
        self.assertEqual(answer.json()["data"]["expires_in"], 30)
        return str(answer.json()["data"]["ticket"])

    def seqs_of(self, ticket: str, headers: dict[str, str] | None = None) -> list[int] | int:
        """What a stream with this ticket gets, or the status of its refusal."""

        async def scene() -> list[int] | int:
            stream = await EventStream(headers=headers, ticket=ticket, after="0").ready()
            if stream.status == 200:
                await stream.until(lambda: stream.seqs)
            return stream.seqs if stream.status == 200 else stream.status

        found: list[int] | int = played(scene())
        return found

    def test_it_opens_one_stream_of_its_owner(self) -> None:
        told(self.ben, 1, 2)
        told(self.ana, 1)
        ticket = self.ticket()
        self.assertEqual(self.seqs_of(ticket), [1])
        self.assertEqual(self.seqs_of(ticket), 401)

    def test_it_opens_one_socket(self) -> None:
        async def scene() -> tuple[int, int | None]:
            socket = await Socket(ticket=ticket, after="0").ready()
            again = Socket(ticket=ticket)
            await again.ended()
            return len(socket.of("ready")), again.close_code

        ticket = self.ticket()
        self.assertEqual(played(scene()), (1, 4401))

    def test_one_that_expired_is_refused_and_forgotten(self) -> None:
        ticket = self.ticket()
        StreamTicket.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        self.assertEqual(self.seqs_of(ticket), 401)
        self.ticket()
        self.assertEqual(StreamTicket.objects.count(), 1)

    def test_a_page_of_another_site_does_not_use_it_up(self) -> None:
        told(self.ana, 1)
        ticket = self.ticket()
        self.assertEqual(self.seqs_of(ticket, {"origin": "https://evil.example"}), 401)
        self.assertEqual(self.seqs_of(ticket, {"origin": "http://testserver"}), [1])

    def test_it_is_worth_nothing_after_logging_out(self) -> None:
        ticket = self.ticket()
        accounts.revoke_tokens(self.tokens.refresh)
        self.assertEqual(self.seqs_of(ticket), 401)

    def test_it_ends_with_the_token_it_was_fetched_with(self) -> None:
        [ends_at] = [events.redeem(self.ticket(), timezone.now()).ends_at]  # type: ignore[union-attr]
        expiry = AccessToken(self.tokens.access)["exp"]  # type: ignore[arg-type]  # the stubs know no text
        self.assertEqual(ends_at.timestamp(), expiry)  # type: ignore[union-attr]

    def test_only_its_digest_is_kept(self) -> None:
        ticket = self.ticket()
        self.assertNotIn(ticket, str(StreamTicket.objects.values().get()))

    def test_one_of_many_who_bring_it_at_once_gets_in(self) -> None:
        ticket = self.ticket()
        answers = at_once(6, lambda: events.redeem(ticket, timezone.now()) is not None)
        self.assertEqual(sorted(answers), [False] * 5 + [True])

    def test_a_session_fetches_one_as_well(self) -> None:
        told(self.ana, 1)
        client = APIClient()
        client.force_login(self.ana)
        ticket = client.post(TICKET).json()["data"]["ticket"]
        self.assertEqual(self.seqs_of(ticket), [1])

    def test_nobody_gets_none(self) -> None:
        self.assertEqual(APIClient().post(TICKET).status_code, 401)
        self.assertEqual(with_token("nonsense").post(TICKET).status_code, 401)
        self.assertFalse(StreamTicket.objects.exists())


class AdmitTests(Cast, TestCase):
    def test_it_lets_many_in_with_one_query_for_their_tokens(self) -> None:
        people: list[User] = [self.ana, self.ben, self.bao]
        wanted = [Credentials(token=accounts.issue_tokens(person).access) for person in people]
        with self.assertNumQueries(1):
            grants = events.admit_all([*wanted, Credentials(token="x"), Credentials()], timezone.now())
        self.assertEqual(
            [grant and grant.athlete_id for grant in grants], [self.ana.pk, self.ben.pk, self.bao.pk, None, None]
        )


class AckTests(Cast, TestCase):
    def setUp(self) -> None:
        for number in (1, 2, 3):
            told(self.ana, number)

    def ack(self, body: Any, user: User | None = None) -> Any:
        return self.client_for(user or self.ana).post(ACK, body)

    def test_it_never_goes_back(self) -> None:
        self.assertEqual([self.ack({"seq": seq}).json()["data"]["seq"] for seq in (2, 1, 2, 3)], [2, 2, 2, 3])
        self.assertEqual(JournalAck.objects.get().seq, 3)

    def test_it_refuses_what_was_not_told_yet_and_what_it_cannot_read(self) -> None:
        ahead = self.ack({"seq": 4}, self.ana)
        self.assertEqual((ahead.status_code, ahead.json()["code"]), (422, "ack_ahead"))
        self.assertIn("no entry 4 yet; the newest is 3", ahead.json()["error"])
        for seq in (-1, "x", None, 10**19, 1.5):
            with self.subTest(seq):
                answer = self.ack({"seq": seq})
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, ["seq"]))
        self.assertEqual(self.ack({}).status_code, 400)
        self.assertFalse(JournalAck.objects.exists())

    def test_everyone_acks_their_own_journal(self) -> None:
        self.assertEqual(self.ack({"seq": 1}, self.ben).status_code, 422)
        self.assertEqual(APIClient().post(ACK, {"seq": 1}, format="json").status_code, 401)


class AckRaceTests(Cast, TransactionTestCase):
    def test_the_furthest_of_many_at_once_stays(self) -> None:
        self.raise_curtain()
        told(self.ana, *range(1, 9))
        answers = at_once(8, lambda: events.ack(self.ana.pk, 8))
        self.assertEqual(answers, [8] * 8)


class JournalCommandTests(Cast, TestCase):
    def said(self, **options: Any) -> list[str]:
        out = StringIO()
        call_command("journal", stdout=out, **options)
        return out.getvalue().rstrip("\n").split("\n")  # a text may hold other ends of lines

    def test_it_prints_one_entry_a_line(self) -> None:
        for number in (1, 2, 3):
            told(self.ana, number)
        told(self.ben, 9)
        for athlete in (str(self.ana.pk), "Ana@example.org"):
            lines = self.said(athlete=athlete, after="1")
            self.assertEqual(len(lines), 3)
            self.assertTrue(lines[0].startswith('{"seq":2,'))
            self.assertEqual(lines[-1], f"2 entries; the head is {events.epoch()}-3.")

    def test_it_says_that_a_client_would_start_over(self) -> None:
        self.assertIn("starts over", self.said(athlete="ana@example.org", after="9")[0])

    def test_it_refuses_what_it_cannot_find_or_read(self) -> None:
        for options in ({"athlete": "nobody@example.org"}, {"athlete": "ana@example.org", "after": "x"}):
            with self.subTest(options), self.assertRaises(CommandError):
                self.said(**options)
