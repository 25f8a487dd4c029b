"""C4–C6, M3 and M6 over HTTP and the WebSocket's commands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase
from django.utils import timezone

from coaching import consumers
from coaching.models import CoachingPrompt, Decision, Message, PromptBudget, PromptInteraction, PromptPreferences
from events.models import JournalEntry
from events.registry import CommandUnfit
from tests.base import Cast
from tests.coaching.asked import agreed, asked, waiting

URL = "/api/v2/coaching/prompts"
UPDATED = "coaching.prompt_updated"


class Prompted(Cast, TestCase):
    now: datetime
    prompt: CoachingPrompt

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.now = timezone.now()
        agreed(cls.ana)
        cls.prompt = asked(cls.ana, cls.now)

    def respond(self, **body: Any) -> Any:
        return self.client_for(self.ana).post(f"{URL}/{self.prompt.pk}/respond", {"client_id": str(uuid4()), **body})

    def updates(self) -> list[str]:
        entries = JournalEntry.objects.for_athlete(self.ana.pk).filter(kind=UPDATED).order_by("seq")
        return [entry.payload["status"] for entry in entries]


class ListTests(Prompted):
    def test_it_lists_what_was_handed_over_and_by_status(self) -> None:
        hidden = waiting(self.ana, self.now)
        late = asked(self.ana, self.now - timedelta(days=1), status="expired")
        asked(self.ben, self.now)
        listed = {
            query: self.client_for(self.ana).get(f"{URL}?status={query}" if query else URL)
            for query in ("", "expired", "pending")
        }
        found = {query: [each["id"] for each in answer.json()["data"]] for query, answer in listed.items()}
        expected = {"": [str(self.prompt.pk), str(late.pk)], "expired": [str(late.pk)], "pending": [str(hidden.pk)]}
        self.assertEqual(found, expected)
        self.assertEqual(self.client_for(self.ana).get(URL, {"status": "lost"}).status_code, 400)

    def test_it_hands_them_out_in_pages(self) -> None:
        for back in range(1, 4):
            asked(self.ana, self.now - timedelta(days=back))
        first = self.client_for(self.ana).get(URL, {"limit": 3}).json()
        second = self.client_for(self.ana).get(URL, {"limit": 3, "cursor": first["next"]}).json()
        self.assertEqual((len(first["data"]), len(second["data"]), second["next"]), (3, 1, None))


class C4SharedStateTests(Prompted):
    def test_what_one_screen_saw_the_others_hear_of_once(self) -> None:
        for _twice in range(2):
            told = self.client_for(self.ana).post(f"{URL}/{self.prompt.pk}/seen").json()["data"]
            self.assertEqual(told["status"], "seen")
        self.assertEqual(self.updates(), ["seen"])

    def test_what_one_screen_answered_the_others_hear_of(self) -> None:
        self.respond(choice="not_now")
        self.assertEqual(self.updates(), ["answered"])
        self.assertEqual(self.client_for(self.ana).get(URL).json()["data"][0]["status"], "answered")

    def test_a_prompt_that_was_not_handed_over_is_not_there(self) -> None:
        hidden = waiting(self.ana, self.now)
        for what in ("seen", "respond"):
            answer = self.client_for(self.ana).post(
                f"{URL}/{hidden.pk}/{what}", {"client_id": str(uuid4()), "choice": "good"}
            )
            self.assertEqual(answer.status_code, 404, what)


class C5OneAnswerTests(Prompted):
    def test_a_double_click_is_one_answer(self) -> None:
        client_id = str(uuid4())
        first, second = (self.respond(choice="good", client_id=client_id) for _twice in range(2))
        self.assertEqual(first.json()["data"], second.json()["data"])
        self.assertEqual(PromptInteraction.objects.count(), 1)
        self.assertEqual(self.updates(), ["answered"])

    def test_a_socket_and_a_post_are_one_answer(self) -> None:
        client_id = str(uuid4())
        said = {"prompt": str(self.prompt.pk), "client_id": client_id, "choice": "not_now"}
        told = consumers.respond(self.ana.pk, said)["response"]
        self.assertEqual(self.respond(choice="not_now", client_id=client_id).json()["data"], told)
        self.assertEqual(PromptInteraction.objects.count(), 1)

    def test_the_socket_refuses_with_a_code(self) -> None:
        said = {"prompt": str(self.prompt.pk), "client_id": str(uuid4())}
        for changes, code in (
            ({"prompt": "x"}, "invalid"),
            ({"choice": 5}, "invalid"),
            ({"prompt": str(uuid4()), "choice": "good"}, "not_found"),
            ({"choice": "dance"}, "answer_unfit"),
        ):
            with self.subTest(changes), self.assertRaises(CommandUnfit) as refused:
                consumers.respond(self.ana.pk, {**said, **changes})
            if code != "answer_unfit":
                self.assertEqual(refused.exception.code, code)

    def test_an_answer_that_is_not_offered_is_refused(self) -> None:
        for body in ({"choice": "dance"}, {}, {"client_id": "x", "choice": "good"}):
            with self.subTest(body):
                self.assertIn(self.respond(**body).status_code, (400, 422))
        self.assertEqual(PromptInteraction.objects.count(), 0)


class C6LateAnswerTests(Prompted):
    def test_a_late_answer_is_taken_and_marked(self) -> None:
        CoachingPrompt.objects.update(status="expired", expires_at=self.now - timedelta(hours=1))
        told = self.respond(choice="good").json()["data"]
        self.assertEqual((told["is_late"], told["status"]), (True, "expired"))


class M3QuickReplyTests(Prompted):
    def test_not_now_and_stop_do_what_they_say(self) -> None:
        PromptBudget.objects.create(athlete=self.ana, unanswered=3, first_unanswered_at=self.now)
        self.respond(choice="not_now")
        row = PromptPreferences.objects.get(athlete=self.ana)
        self.assertEqual([each["rule"] for each in row.muted_rules], ["check_in"])
        self.assertEqual(PromptBudget.objects.get().unanswered, 0)
        self.respond(choice="stop")
        self.assertFalse(PromptPreferences.objects.get(athlete=self.ana).enabled)

    def test_words_are_said_in_the_chat(self) -> None:
        self.respond(text="A bit tired today")
        self.assertTrue(Message.objects.filter(athlete=self.ana, author="athlete", text="A bit tired today").exists())


class M6WhyTests(Prompted):
    def why(self, prompt: CoachingPrompt) -> dict[str, Any]:
        told: dict[str, Any] = self.client_for(self.ana).get(f"{URL}/{prompt.pk}/why").json()["data"]
        return told

    def test_it_tells_rule_data_next_time_and_how_to_stop(self) -> None:
        facts = {"session": str(uuid4()), "on": "2026-03-02", "title": "lower", "minutes": 50}
        told = self.why(asked(self.ana, self.now, rule="missed_session", facts=facts))
        self.assertEqual((told["rule"], told["name"]), ("missed_session", "A session that was missed"))
        self.assertIn("March 2", told["data"][0])
        self.assertEqual(told["chance"], "Chance played no part in sending this.")
        self.assertIsNotNone(told["next_allowed_at"])
        self.assertEqual(told["preferences"], "/coach/preferences")

    def test_it_owns_up_to_chance(self) -> None:
        decision = Decision.objects.create(
            athlete=self.ana, subject=uuid4(), slot_on=self.now.date(), slot_index=0, decided_at=self.now,
            timezone="Europe/Berlin", rule="check_in", occurrence="x", is_available=True, probability=0.35, u=0.1,
            seed="0" * 32, is_treated=True,
        )  # fmt: skip
        told = self.why(asked(self.ana, self.now, decision=decision))
        self.assertIn("with a probability of 35 %", told["chance"])

    def test_it_tells_what_stands_in_the_way(self) -> None:
        self.respond(choice="stop")
        told = self.why(self.prompt)
        self.assertIsNone(told["next_allowed_at"])
        self.assertEqual(len(told["in_the_way"]), 1)

    def test_it_says_something_for_every_rule_and_nothing_wrong_for_facts_it_does_not_know(self) -> None:
        from coaching.core.moments.rules import RULES

        for rule in RULES:
            with self.subTest(rule):
                told = self.why(asked(self.ana, self.now, rule=rule, facts={"odd": 1}))
                self.assertTrue(told["reason"])
                self.assertNotEqual(told["name"], rule)
                self.assertEqual(told["data"], [])
