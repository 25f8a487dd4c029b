"""Questions that need no model: what is asked of one exercise, and what is the same for everybody."""

from __future__ import annotations

from datetime import timedelta

from django.test import SimpleTestCase
from django.utils import translation

from coaching.core.facts import TopicFacts
from coaching.core.intents import Intent, read
from coaching.core.topics import TOPICS
from coaching.wording.topics import SAID, answer
from tests.coaching.base import NOW, AskedCase, answer_to, block, blocks, kinds_in
from tests.coaching.utterances import CHINESE, ENGLISH

TUESDAY = NOW + timedelta(days=1)
OF_DAYS = {"ai", "rest_day", "day_off"}


class TableTests(SimpleTestCase):
    def test_every_topic_has_words_and_somebody_who_asks_for_it(self) -> None:
        self.assertEqual(set(TOPICS), set(SAID) | OF_DAYS)
        asked = "|".join([ENGLISH[Intent.TOPIC], CHINESE[Intent.TOPIC]]).split("|")
        self.assertEqual({read(text).topic for text in asked}, set(TOPICS))

    def test_every_topic_is_answered_with_and_without_a_plan(self) -> None:
        for topic in TOPICS:
            for has_plan in (True, False):
                with self.subTest(topic, has_plan=has_plan), translation.override("en"):
                    told = answer(TopicFacts(topic, has_plan), "metric")
                    self.assertEqual(told[0]["type"], "text")
                    self.assertTrue(told[0]["text"])


class LiftTests(AskedCase):
    def test_it_tells_what_is_asked_of_an_exercise_and_when(self) -> None:
        said = self.ask("what weight for bench press")
        self.assertIn("Barbell Bench Press, next on Monday, March 2: ", said.text)
        self.assertIn("100 kg", said.text)
        self.assertIn("90 kg", self.ask("what weight for bench press", TUESDAY).text)

    def test_of_one_that_is_not_in_the_plan_it_says_so(self) -> None:
        said = self.ask("how many sets of squats")
        self.assertIn("I do not see that exercise ahead in your plan.", said.text)
        self.assertEqual(kinds_in(said), ["text", "quick_replies"])

    def test_without_a_plan_it_offers_one(self) -> None:
        self.assertIn("You have no plan at the moment.", answer_to(self.ben, "how many sets of squats").text)


class TopicTests(AskedCase):
    def test_a_bad_night_or_little_time_leads_to_the_session(self) -> None:
        session = self.sessions(self.plan)[0]
        for text in ("slept badly", "i only have 30 minutes", "lets go heavier", "how do I log a set"):
            with self.subTest(text):
                [action] = block(self.ask(text), "actions")["actions"]
                self.assertEqual(action["href"], f"/sessions/{session.pk}")

    def test_it_finds_the_next_rest_day(self) -> None:
        self.assertIn("Your next rest day is Tuesday, March 3.", self.ask("when is my next rest day").text)

    def test_a_day_that_does_not_suit_offers_to_move_what_is_there(self) -> None:
        said = self.ask("cant do wednesday")
        self.assertIn("On Wednesday, March 4 there is Upper body A.", said.text)
        move, skip = block(said, "actions")["actions"]
        self.assertEqual({move["session_id"], skip["session_id"]}, {str(self.sessions(self.plan)[1].pk)})
        self.assertIn("On Friday, March 6 nothing is planned.", self.ask("cant do friday").text)

    def test_it_says_who_wrote_the_plan(self) -> None:
        self.assertIn("No language model had a hand in it.", self.ask("is this plan ai generated").text)
        self.plan.is_ai_generated = True
        self.plan.save()
        self.assertIn("marked as AI-generated", self.ask("is this plan ai generated").text)

    def test_it_leads_to_where_data_are_taken_along_or_deleted(self) -> None:
        links = [part["actions"][0]["href"] for part in blocks(self.ask("delete my data"))[1:]]
        self.assertEqual(links, ["/profile/export", "/profile/delete"])

    def test_health_comes_first(self) -> None:
        for text in ("i did 3 sets of bench at 60 kg and my shoulder hurts", "slept badly, I have a fever"):
            with self.subTest(text):
                self.assertIn(read(text).intent, {Intent.PAIN, Intent.ILL})
