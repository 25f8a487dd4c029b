"""/api/v2/coaching/messages: what is said, kept once and handed out in pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.test import TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from coaching import services as coaching
from coaching.models import Message, ReadMark
from events.models import JournalEntry
from tests.base import at_once
from tests.coaching.base import URL, Chat, said
from tests.plans.base import WIDE, kinds_of

FIELDS = {"id", "client_id", "author", "author_id", "text", "content", "origin", "reply_to", "created_at"}


@override_settings(RATE_LIMITS=WIDE)
class PostTests(Chat, TestCase):
    def test_it_keeps_a_message_and_journals_it_whole(self) -> None:
        body = said()
        answer = self.say(self.ana, body)
        self.assertEqual(answer.status_code, 201)
        told = answer.json()["data"]
        self.assertEqual(set(told), FIELDS)
        self.assertEqual((told["client_id"], told["text"]), (body["client_id"], body["text"]))
        self.assertEqual((told["author"], told["author_id"]), ("athlete", str(self.ana.pk)))
        self.assertEqual((told["origin"], told["content"], told["reply_to"]), ("person", None, None))
        entry = JournalEntry.objects.get(athlete=self.ana)
        self.assertEqual((entry.kind, entry.payload), ("coaching.message", told))

    def test_the_same_again_changes_nothing(self) -> None:
        body = said("  Why?\n")
        first, again = (self.say(self.ana, body).json()["data"] for _ in range(2))
        self.assertEqual(first, again)
        self.assertEqual(first["text"], "Why?")
        self.assertEqual((Message.objects.count(), len(kinds_of(self.ana))), (1, 1))

    def test_another_text_under_the_same_id_is_refused(self) -> None:
        body = said()
        self.say(self.ana, body)
        answer = self.say(self.ana, {**body, "text": "Something else"})
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "idempotency_conflict"))
        self.assertEqual(Message.objects.count(), 1)

    def test_an_id_of_somebody_else_is_free_for_me(self) -> None:
        body = said()
        self.say(self.ben, body)
        self.assertEqual(self.say(self.ana, {**body, "text": "Mine"}).status_code, 201)

    def test_it_keeps_what_people_type_as_they_typed_it(self) -> None:
        for text in (
            "x",
            "x" * 4000,
            "今天练什么？",
            "مرحبا، ركبتي",
            "\u202eevil\u202c",
            "🏋️‍♀️ 👍🏽",
            "<b>&amp;</b>",
            "a\n\tb",
        ):
            with self.subTest(text[:10]):
                answer = self.say(self.ana, said(text))
                self.assertEqual((answer.status_code, answer.json()["data"]["text"]), (201, text))

    def test_it_refuses_what_is_no_message(self) -> None:
        good = said()
        for changes, fields in (
            ({"text": ""}, {"text"}),  ({"text": "x" * 4001}, {"text"}),
            ({"text": None}, {"text"}),
            ({"text": 7}, {"text"}), ({"text": ["a"]}, {"text"}), ({"client_id": "x"}, {"client_id"}),
            ({"client_id": 5}, {"client_id"}), ({"client_id": None}, {"client_id"}),
        ):  # fmt: skip
            with self.subTest(changes):
                answer = self.say(self.ana, {**good, **changes})
                self.assertEqual((answer.status_code, answer.json()["code"]), (400, "invalid"))
                self.assertEqual(set(answer.json()["details"]), fields)
        blank = self.say(self.ana, said(" \n\u3000\x1f"))
        self.assertEqual((blank.status_code, blank.json()["code"]), (422, "message_unfit"))
        self.assertEqual(set(self.say(self.ana, {}).json()["details"]), {"client_id", "text"})
        for body in (b"[]", b'{"text": "a\\u0000b"}', b'{"text": "\\ud800"}', b"{", b'"x"'):
            with self.subTest(body):
                answer = self.client_for(self.ana).post(URL, body, content_type="application/json")
                self.assertEqual(answer.status_code, 400)
        self.assertEqual((Message.objects.count(), kinds_of(self.ana)), (0, []))

    def test_a_field_of_mine_does_not_make_me_somebody_else(self) -> None:
        forged = said(author="coach", athlete=str(self.ben.pk), origin="rule", content={"blocks": []})
        told = self.say(self.ana, forged).json()["data"]
        self.assertEqual((told["author"], told["origin"], told["content"]), ("athlete", "person", None))
        self.assertFalse(Message.objects.for_athlete(self.ben.pk).exists())

    def test_nobody_has_no_chat(self) -> None:
        self.assertEqual(self.say(None, said()).status_code, 401)

    def test_the_same_idempotency_key_gives_the_same_answer(self) -> None:
        body, key = said(), {"Idempotency-Key": str(uuid4())}
        first, again = (self.say(self.ana, body, **key) for _ in range(2))
        self.assertEqual(first.json(), again.json())
        other = self.say(self.ana, said("Other"), **key)
        self.assertEqual((other.status_code, other.json()["code"]), (409, "idempotency_conflict"))

    def test_it_costs_few_queries(self) -> None:
        self.say(self.ana, said())
        with CaptureQueriesContext(connection) as asked:
            self.say(self.ana, said())
        own = [query["sql"] for query in asked if "ratecounter" not in query["sql"]]  # Redis counts where there is one
        self.assertEqual(len(own), 6, own)  # message, head, entry, due reaction, and the savepoint around them

    def test_the_table_refuses_what_slips_past(self) -> None:
        now = timezone.now()
        person = {"athlete": self.ana, "author": "athlete", "author_user": self.ana, "created_at": now}
        for wrong in ({"text": "", "origin": "person"}, {"text": "x" * 4001, "origin": "person"},
                      {"text": "x", "origin": "rule"}):  # fmt: skip
            with self.subTest(wrong["origin"]), self.assertRaises(IntegrityError), transaction.atomic():
                Message.objects.create(**person, **wrong)
        question = Message.objects.create(**person, text="?", origin="person")
        answer = {"athlete": self.ana, "author": "coach", "text": "!", "origin": "rule", "reply_to": question,
                  "created_at": now}  # fmt: skip
        Message.objects.create(**answer)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Message.objects.create(**{**answer, "origin": "model"})


class LimitTests(Chat, TestCase):
    def test_so_many_a_minute(self) -> None:
        with self.settings(RATE_LIMITS={**WIDE, "messages": (2, 60)}):
            codes = [self.say(self.ana, said()).status_code for _ in range(3)]
            self.assertEqual(codes, [201, 201, 429])
            self.assertEqual(self.pages(self.ana).status_code, 200)


@override_settings(RATE_LIMITS=WIDE)
class HistoryTests(Chat, TestCase):
    def test_it_is_read_from_the_newest_and_shows_nobody_elses(self) -> None:
        for text in ("one", "two", "three"):
            self.say(self.ana, said(text))
            self.say(self.ben, said(f"{text} of Ben"))
        page = self.pages(self.ana, limit=2).json()
        self.assertEqual([each["text"] for each in page["data"]], ["three", "two"])
        rest = self.pages(self.ana, before=page["next"], limit=2).json()
        self.assertEqual(([each["text"] for each in rest["data"]], rest["next"]), (["one"], None))

    def test_pages_neither_shift_nor_overlap_while_messages_arrive(self) -> None:
        for number in range(7):
            self.say(self.ana, said(str(number)))
        seen: list[str] = []
        page = self.pages(self.ana, limit=3).json()
        while True:
            seen += [each["text"] for each in page["data"]]
            self.say(self.ana, said("new"))
            if page["next"] is None:
                break
            page = self.pages(self.ana, before=page["next"], limit=3).json()
        self.assertEqual(seen, list("6543210"))

    def test_messages_of_one_instant_are_told_apart(self) -> None:
        now = timezone.now()
        for number in range(5):
            coaching.post(athlete=self.ana, text=str(number), client_id=uuid4(), now=now)
        page = self.pages(self.ana, limit=2).json()
        seen = [each["text"] for each in page["data"]]
        while page["next"] is not None:
            page = self.pages(self.ana, limit=2, before=page["next"]).json()
            seen += [each["text"] for each in page["data"]]
        self.assertEqual(sorted(seen), list("01234"))

    def test_a_message_of_somebody_else_is_no_place_to_begin(self) -> None:
        theirs = self.say(self.ben, said()).json()["data"]["id"]
        for before in (theirs, str(uuid4())):
            answer = self.pages(self.ana, before=before)
            self.assertEqual((answer.status_code, answer.json()["code"]), (404, "not_found"))
        self.assertEqual(self.pages(self.ana, before="x").status_code, 400)
        self.assertEqual(self.pages(self.ana, limit=0).status_code, 400)
        self.assertEqual(self.pages(self.ana, limit=201).status_code, 400)

    def test_a_long_chat_costs_no_more_than_a_short_one(self) -> None:
        now = timezone.now()
        for number in range(60):
            coaching.post(athlete=self.ana, text=str(number), client_id=uuid4(), now=now)
        with self.assertNumQueries(1):
            self.assertEqual(len(self.pages(self.ana).json()["data"]), 50)


@override_settings(RATE_LIMITS=WIDE)
class ReadTests(Chat, TestCase):
    def read(self, athlete: User, up_to: Any) -> Any:
        return self.client_for(athlete).post(f"{URL}/read", {"up_to": up_to})

    def test_it_moves_forward_only_and_tells_the_other_screens(self) -> None:
        first, second = (self.say(self.ana, said(text)).json()["data"]["id"] for text in ("a", "b"))
        self.assertEqual(self.client_for(self.ana).get(f"{URL}/read").json()["data"], {"up_to": None, "at": None})
        told = self.read(self.ana, second).json()["data"]
        self.assertEqual(told["up_to"], second)
        self.assertEqual(self.read(self.ana, first).json()["data"], told)
        self.assertEqual(self.read(self.ana, second).json()["data"], told)
        self.assertEqual(self.client_for(self.ana).get(f"{URL}/read").json()["data"], told)
        marks = JournalEntry.objects.filter(athlete=self.ana, kind="coaching.messages_read")
        self.assertEqual([entry.payload for entry in marks], [told])

    def test_what_is_not_there_cannot_be_read(self) -> None:
        theirs = self.say(self.ben, said()).json()["data"]["id"]
        for up_to in (theirs, str(uuid4())):
            self.assertEqual(self.read(self.ana, up_to).status_code, 404)
        for up_to in (None, "x", 1, [theirs]):
            self.assertEqual(self.read(self.ana, up_to).status_code, 400)
        self.assertFalse(ReadMark.objects.exists())

    def test_what_others_wrote_after_the_mark_is_unread(self) -> None:
        asked = self.say(self.ana, said()).json()["data"]["id"]
        self.assertEqual(coaching.unread_count(self.ana.pk), 0)
        coaching.react(self.ana.pk)
        self.assertEqual(coaching.unread_count(self.ana.pk), 1)
        self.read(self.ana, asked)
        self.assertEqual(coaching.unread_count(self.ana.pk), 1)
        self.read(self.ana, self.pages(self.ana).json()["data"][0]["id"])
        self.assertEqual(coaching.unread_count(self.ana.pk), 0)


@override_settings(RATE_LIMITS=WIDE)
class CoachTests(Chat, TestCase):
    def test_a_coach_with_consent_may_write(self) -> None:
        message, is_new = coaching.write_as_coach(
            coach=self.cleo, athlete_id=self.ana.pk, text="Well done!", client_id=uuid4(), now=timezone.now()
        )
        self.assertTrue(is_new)
        told = self.pages(self.ana).json()["data"][0]
        self.assertEqual((told["author"], told["origin"], told["author_id"]), ("coach", "person", str(self.cleo.pk)))
        self.assertEqual(told, coaching.as_json(message))

    def test_for_everybody_else_there_is_no_such_athlete(self) -> None:
        for person in (self.dan, self.ben, self.ola, self.ana):
            with self.subTest(person=person), self.assertRaises(User.DoesNotExist):
                coaching.write_as_coach(
                    coach=person, athlete_id=self.ana.pk, text="Hi", client_id=uuid4(), now=timezone.now()
                )
        self.assertFalse(Message.objects.exists())

    def test_a_message_stays_when_its_coach_is_erased(self) -> None:
        message, _is_new = coaching.write_as_coach(
            coach=self.cleo, athlete_id=self.ana.pk, text="Hi", client_id=uuid4(), now=timezone.now()
        )
        self.cleo.delete()
        message.refresh_from_db()
        self.assertIsNone(message.author_user_id)


class RaceTests(Chat, TransactionTestCase):
    def test_twenty_posts_of_one_message_are_one_message_with_one_answer(self) -> None:
        self.raise_curtain()
        body = said()

        def post() -> tuple[int, str]:
            answer = self.say(self.ana, body)
            coaching.react(self.ana.pk)
            return answer.status_code, answer.json()["data"]["id"]

        with override_settings(RATE_LIMITS=WIDE):
            answers = at_once(20, post)
        self.assertEqual(len(set(answers)), 1, answers)
        self.assertEqual(answers[0][0], 201)
        messages = Message.objects.for_athlete(self.ana.pk)
        self.assertEqual([each.author for each in messages.newest_first()], ["coach", "athlete"])
        entries = JournalEntry.objects.for_athlete(self.ana.pk).after(0)
        self.assertEqual([(entry.seq, entry.payload["author"]) for entry in entries], [(1, "athlete"), (2, "coach")])

    def test_two_devices_that_read_at_once_leave_the_mark_at_the_later_message(self) -> None:
        self.raise_curtain()
        now = timezone.now()
        found = [coaching.post(athlete=self.ana, text=str(n), client_id=uuid4(), now=now)[0] for n in range(4)]
        order = iter(found)
        at_once(4, lambda: coaching.read_up_to(athlete=self.ana, message=next(order), now=now))
        newest = Message.objects.for_athlete(self.ana.pk).newest_first()[0]
        self.assertEqual(ReadMark.objects.get().message_id, newest.pk)
