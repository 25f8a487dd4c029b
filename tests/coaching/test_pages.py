"""The chat as a page: what was said and what happened, by forms alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from coaching import services as coaching
from coaching.models import Message
from coaching.pages.flow import PAGE
from events.models import JournalEntry
from tests.base import Cast
from tests.plans.base import WIDE, plan_for

CHAT = "/"


def words(entry: Any) -> str:
    return " ".join(str(each.block.get("text") or each.block.get("title")) for each in entry.blocks)


@override_settings(RATE_LIMITS=WIDE)
class PageCase(Cast, TestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def say(self, text: str, *, minutes_ago: float = 0, **more: Any) -> Message:
        at = timezone.now() - timedelta(minutes=minutes_ago)
        return coaching.post(athlete=self.ana, text=text, client_id=uuid4(), now=at, **more)[0]

    def shown(self, address: str = CHAT) -> list[Any]:
        flow = self.client.get(address).context["flow"]
        return [entry for day in flow.days for entry in day.entries]


class ChatPageTests(PageCase):
    def test_it_greets_whoever_has_said_nothing_and_leads_to_a_first_plan(self) -> None:
        page = self.client.get(CHAT)
        self.assertContains(page, "data-greeting")
        self.assertContains(page, reverse("page-generate"))

    def test_it_shows_what_was_said_oldest_first_with_its_day(self) -> None:
        self.say("Hello", minutes_ago=60 * 24 * 3)
        self.say("Again")
        days = self.client.get(CHAT).context["flow"].days
        self.assertEqual([[words(each) for each in day.entries] for day in days], [["Hello"], ["Again"]])
        self.assertEqual(days[-1].on, self.ana.profile.local_date(timezone.now()))

    def test_it_tells_voices_apart(self) -> None:
        self.say("Why?")
        self.say("Well done", author=Message.Author.COACH, author_user=self.cleo)
        self.say("We are here", author=Message.Author.STAFF, author_user=self.ola)
        self.assertEqual([each.voice for each in self.shown()], ["athlete", "coach", "staff"])

    def test_it_says_the_time_once_while_a_voice_goes_on_in_a_minute(self) -> None:
        at = timezone.now().replace(second=1, microsecond=0)
        for text, later in (("a", 0), ("b", 5), ("c", 70)):
            moment = at + timedelta(seconds=later)
            coaching.post(athlete=self.ana, text=text, client_id=uuid4(), now=moment)
        self.assertEqual([each.is_joined for each in self.shown()], [True, False, False])

    def test_it_sends_a_form_once_however_often_it_comes(self) -> None:
        told = {"text": "  What is on today? ", "client_id": str(uuid4())}
        for _ in range(2):
            self.assertRedirects(self.client.post("/chat/messages", told), "/#newest", fetch_redirect_response=False)
        message = Message.objects.get(author=Message.Author.ATHLETE)
        self.assertEqual((message.text, message.client_id), ("What is on today?", UUID(told["client_id"])))

    def test_it_takes_a_quick_reply_that_carries_no_id(self) -> None:
        self.client.post("/chat/messages", {"text": "Why?"})
        self.assertEqual(Message.objects.get(author=Message.Author.ATHLETE).text, "Why?")

    def test_it_takes_a_suggested_question_beside_the_empty_field(self) -> None:
        self.client.post("/chat/messages", {"client_id": str(uuid4()), "text": ["How am I doing?", ""]})
        self.assertEqual(Message.objects.get(author=Message.Author.ATHLETE).text, "How am I doing?")

    def test_it_says_why_it_did_not_send(self) -> None:
        client_id = str(uuid4())
        self.client.post("/chat/messages", {"text": "One", "client_id": client_id})
        for told in ({"text": "Another", "client_id": client_id}, {"text": "   "}, {"text": "x" * 4001}, {}):
            with self.subTest(told=str(told)[:40]):
                page = self.client.post("/chat/messages", told, follow=True)
                self.assertContains(page, 'class="note')
        self.assertEqual(Message.objects.filter(author=Message.Author.ATHLETE).count(), 1)

    def test_it_shows_markup_as_the_text_that_it_is(self) -> None:
        self.say("<script>alert(1)</script>\u202egnp.exe")
        page = self.client.get(CHAT).content.decode()
        self.assertIn("&lt;script&gt;alert(1)", page)
        self.assertNotIn("<script>alert(1)", page)

    def test_it_pages_through_the_past_without_gap_or_overlap(self) -> None:
        for number in range(PAGE + 5):
            self.say(f"No. {number}", minutes_ago=1000 - number)
        newest = self.client.get(CHAT)
        self.say("While you read")
        older = self.client.get(CHAT, {"before": str(newest.context["flow"].older_than)})
        seen = [words(each) for page in (older, newest) for day in page.context["flow"].days for each in day.entries]
        self.assertEqual(seen, [f"No. {number}" for number in range(PAGE + 5)])
        self.assertIsNone(older.context["flow"].older_than)

    def test_it_starts_at_the_newest_for_a_place_that_is_not_the_athletes(self) -> None:
        self.say("Mine")
        foreign = coaching.post(athlete=self.ben, text="Bens", client_id=uuid4(), now=timezone.now())[0]
        for before in (str(foreign.pk), "nonsense", str(uuid4())):
            with self.subTest(before):
                self.assertEqual([words(each) for each in self.shown(f"/?before={before}")], ["Mine"])

    def test_it_keeps_everybodys_chat_to_themselves(self) -> None:
        self.say("Mine alone")
        plan_for(self.ana)
        entry = JournalEntry.objects.filter(athlete=self.ana, kind="plans.plan_generated").get()
        for who in (self.ben, self.cleo, self.ola):
            self.client.force_login(who)
            with self.subTest(who.email):
                self.assertNotContains(self.client.get(CHAT), "Mine alone")
                self.assertEqual(self.client.get("/chat/cards", {"seq": entry.seq}).json(), {"cards": []})

    def test_it_writes_nothing_while_someone_looks(self) -> None:
        plan_for(self.ana)
        before = JournalEntry.objects.count()
        for address in (CHAT, "/chat/cards?seq=1", "/more"):
            self.assertEqual(self.client.get(address).status_code, 200)
        self.assertEqual(JournalEntry.objects.count(), before)

    def test_it_refuses_numbers_that_are_none(self) -> None:
        for seq in ("x", "-1", "9" * 20, "1.5"):
            with self.subTest(seq):
                self.assertEqual(self.client.get("/chat/cards", {"seq": seq}).status_code, 400)

    def test_it_costs_as_many_queries_for_a_long_chat(self) -> None:
        plan_for(self.ana)
        self.say("One")
        with self.assertNumQueries(11):
            self.client.get(CHAT)
        for number in range(20):
            self.say(f"No. {number}")
        with self.assertNumQueries(11):
            self.client.get(CHAT)

    def test_it_marks_where_what_was_not_read_begins(self) -> None:
        read = self.say("Squat deeper", minutes_ago=9, author=Message.Author.COACH, author_user=self.cleo)
        coaching.read_up_to(athlete=self.ana, message=read, now=timezone.now())
        first = self.say("And slower", minutes_ago=8, author=Message.Author.COACH, author_user=self.cleo)
        self.say("Well done", minutes_ago=7, author=Message.Author.COACH, author_user=self.cleo)
        self.say("Thanks", minutes_ago=6)
        page = self.client.get(CHAT)
        self.assertEqual(page.context["flow"].new_from, str(first.pk))
        html = page.content.decode()
        self.assertLess(html.index("Squat deeper"), html.index('class="chat-new"'))
        self.assertLess(html.index('class="chat-new"'), html.index("And slower"))

    def test_it_makes_links_of_addresses_and_of_nothing_else(self) -> None:
        self.say("See https://clips.example/a?b=1&c=2. <b>javascript:alert(1)</b>")
        page = self.client.get(CHAT)
        self.assertContains(
            page, 'href="https://clips.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow"'
        )
        self.assertContains(page, "&lt;b&gt;javascript:alert(1)&lt;/b&gt;")


class CoachWritesTests(PageCase):
    def write(self, who: Any, text: str = "Well done") -> Any:
        self.client.force_login(who)
        return self.client.post(f"/athletes/{self.ana.pk}/messages", {"text": text})

    def test_it_takes_the_words_of_a_coach_into_the_chat(self) -> None:
        self.assertRedirects(self.write(self.cleo), f"/athletes/{self.ana.pk}", fetch_redirect_response=False)
        self.client.force_login(self.ana)
        self.assertEqual([(each.voice, words(each)) for each in self.shown()], [("coach", "Well done")])

    def test_it_is_not_there_for_anybody_else(self) -> None:
        for who, status in ((self.ben, 404), (self.dan, 404), (self.ana, 404), (self.ola, 403)):
            with self.subTest(who.email):
                self.assertEqual(self.write(who).status_code, status)
        self.assertFalse(Message.objects.exists())

    def test_it_says_why_it_did_not_send(self) -> None:
        self.write(self.cleo, " ")
        self.assertContains(self.client.get(f"/athletes/{self.ana.pk}"), 'class="note')
        self.assertFalse(Message.objects.exists())
