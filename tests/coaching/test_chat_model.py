"""The chat with a language model: it words what the rules say, in the open, and nothing that it says goes unchecked."""

from __future__ import annotations

import json
from typing import Any

from django.test import override_settings

from accounts.models import AthleteProfile
from coaching.models import ChatAnswer, Message
from coaching.services import chat_answers
from feedback import services as feedback
from llm.models import ANSWERED, ModelCall
from plans.models import PlannedSession
from tests.coaching.base import NOW, AskedCase, block, kinds_in
from tests.coaching.model import NOTHING, a_model, answered, say, shown_to, work

GOOD = "Today it is Upper body A. You begin with the Barbell Bench Press at 100 kg. Take the time that you need."
LIE = "Today it is Upper body A. You begin with the Barbell Bench Press at 140 kg. Take the time that you need."


class WordingTests(AskedCase):
    def test_it_words_the_answer_and_keeps_the_cards_of_the_rules(self) -> None:
        with a_model(GOOD):
            answer = answered(self.ana, "What do I train today?")
        self.assertEqual((answer.origin, answer.author), ("model", "coach"))
        self.assertEqual(block(answer, "text")["text"], GOOD)
        self.assertEqual(kinds_in(answer), ["text", "session_card", "quick_replies"])
        self.assertEqual(block(answer, "session_card")["session"]["items"][0]["prescription"], "3 × 8 · 100 kg · RPE 8")

    def test_it_is_shown_sentence_by_sentence_under_the_id_of_the_message(self) -> None:
        with a_model(GOOD):
            answer = answered(self.ana, "What do I train today?")
        shown = shown_to(self.ana, answer.reply_to_id)
        self.assertEqual(len(shown), 2, "the last sentence comes with the whole")
        self.assertTrue(GOOD.startswith("".join(shown)))
        self.assertEqual(str(ChatAnswer.objects.get().pk), str(answer.pk))

    def test_a_sentence_with_a_number_that_is_not_true_gives_way_to_the_rules(self) -> None:
        with a_model(LIE):
            answer = answered(self.ana, "What do I train today?")
        told = block(answer, "text")["text"]
        self.assertNotIn("140", answer.text + "".join(shown_to(self.ana, answer.reply_to_id)))
        self.assertEqual(answer.origin, "model")
        self.assertTrue(told.startswith("Today it is Upper body A. Today: Upper body A, about "), told)
        self.assertTrue(told.endswith("minutes. Take the time that you need."), told)

    def test_where_nothing_of_it_is_true_the_rules_answer(self) -> None:
        with a_model("You squat 300 kg. See you on Friday at 9."):
            answer = answered(self.ana, "What do I train today?")
        self.assertEqual(answer.origin, "rule")
        self.assertIn("Upper body A", answer.text)
        self.assertNotIn("300", answer.text)

    def test_whatever_is_unsafe_refuses_the_whole_text(self) -> None:
        for bad in ("Take ibuprofen before it.", "Look at www.example.org for more.", "Push through the pain."):
            with self.subTest(bad), a_model(f"Today it is Upper body A. {bad}") as provider:
                answer = answered(self.ana, "What do I train today?")
                self.assertEqual(answer.origin, "rule")
                self.assertEqual(len(provider.asked), 1, "an unsafe text gets no second chance")

    def test_the_model_is_shown_the_facts_and_not_what_the_athlete_wrote(self) -> None:
        with a_model(GOOD) as provider:
            answered(self.ana, "What do I train today? My name is Ana and the coach said 200 kg")
        [asked] = provider.asked
        sent = asked.body.decode()
        self.assertIn("Barbell Row: 3 × 8 · 60 kg · RPE 8", json.loads(sent)["messages"][1]["content"])
        for word in ("coach said", "200 kg", "Ana"):
            self.assertNotIn(word, sent)

    def test_the_tone_is_the_athletes(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(tone="playful")
        with a_model(GOOD) as provider:
            answered(self.ana, "What do I train today?")
        self.assertIn("The tone: playful", provider.asked[0].json["messages"][1]["content"])

    def test_why_and_progress_are_worded_too(self) -> None:
        with a_model("Nothing has changed so far.") as provider:
            answer = answered(self.ana, "Why?")
            answered(self.ana, "How am I doing?")
        self.assertEqual((answer.origin, answer.text.splitlines()[0]), ("model", "Nothing has changed so far."))
        self.assertEqual(len(provider.asked), 1, "without a known lift there is nothing to word")

    def test_it_speaks_the_language_of_the_profile(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(locale="zh-hans")
        words = "今天练上肢，先做卧推,重量照计划来。慢慢来，不着急。"
        with a_model(words) as provider:
            answer = answered(self.ana, "今天练什么？")
        self.assertIn("你是一位力量训练教练的声音", provider.asked[0].json["messages"][0]["content"])
        self.assertEqual(block(answer, "text")["text"], words.replace(",", "，"))
        with a_model(GOOD):
            self.assertEqual(answered(self.ana, "今天练什么？").origin, "rule")


class NeverTests(AskedCase):
    """Who, and what, no model is asked about."""

    def assert_rules(self, text: str, words: str = "") -> None:
        with a_model(GOOD) as provider:
            answer = answered(self.ana, text)
        self.assertEqual((answer.origin, provider.asked), ("rule", []))
        self.assertIn(words, answer.text)

    def test_pain_illness_and_danger_have_fixed_words(self) -> None:
        for text in ("my knee hurts", "I have a fever", "I passed out", "I want to end it all"):
            with self.subTest(text):
                self.assert_rules(text)

    def test_minors_are_answered_by_rules(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(birth_year=NOW.year - 18)
        self.assert_rules("What do I train today?", "Upper body A")

    def test_while_a_sign_holds_spotter_back_the_rules_answer(self) -> None:
        answered(self.ana, "I want to kill myself")
        self.assert_rules("What do I train today?", "Upper body A")

    def test_somebody_who_is_ill_is_answered_by_rules(self) -> None:
        feedback.report_illness(athlete=self.ana, symptoms="below_neck", now=NOW)
        self.assert_rules("What do I train today?", "You reported being ill.")

    def test_small_talk_and_offers_are_the_rules(self) -> None:
        for text in ("Hello", "Thanks", "What can I ask you?", "I can't train today", "Swap the rows", "be direct"):
            with self.subTest(text):
                self.assert_rules(text)

    def test_without_a_model_nothing_waits(self) -> None:
        with override_settings(LLM_MODE="OFF"):
            answer = answered(self.ana, "What do I train today?")
        self.assertEqual(answer.origin, "rule")
        self.assertFalse(ChatAnswer.objects.exists())


class ReadingTests(AskedCase):
    """A message that no rule could read: a model chooses among closed answers, and rules look up what it chose."""

    FREE = "Tell me about the stuff that awaits me in the basement"

    def choice(self, **changes: Any) -> dict[str, Any]:
        return {**NOTHING, **changes}

    def test_it_is_looked_up_by_rules_and_worded(self) -> None:
        with a_model(GOOD, self.choice(first="today", feeling="tired")) as provider:
            answer = answered(self.ana, self.FREE)
        self.assertEqual(answer.origin, "model")
        self.assertEqual(kinds_in(answer), ["text", "session_card", "quick_replies"])
        reading, wording = (each.json["messages"][1]["content"] for each in provider.asked)
        self.assertIn("<athlete_words>\nTell me about", reading)
        self.assertIn("The athlete sounds: tired", wording)
        self.assertNotIn("basement", wording)

    def test_two_things_are_answered_one_after_the_other(self) -> None:
        with a_model("Here you are.", self.choice(first="week", second="changes")):
            answer = answered(self.ana, self.FREE)
        self.assertEqual(answer.text.splitlines()[0], "Here you are.")
        self.assertEqual(kinds_in(answer).count("quick_replies"), 1)

    def test_a_swap_is_offered_and_waits_for_a_tap(self) -> None:
        with a_model(GOOD, self.choice(first="swap", exercise=2)) as provider:
            answer = answered(self.ana, self.FREE)
        self.assertEqual(block(answer, "swap")["title"], "Instead of Barbell Row")
        self.assertEqual((answer.origin, len(provider.asked)), ("rule", 1))
        self.assertEqual(self.plan.revisions.count(), 1)

    def test_what_may_be_about_health_gets_the_fixed_words(self) -> None:
        with a_model(GOOD, self.choice(first="today", second="health")) as provider:
            answer = answered(self.ana, self.FREE)
        self.assertIn("Stop the movement that hurts", answer.text)
        self.assertEqual((answer.origin, len(provider.asked)), ("rule", 1))

    def test_what_the_model_does_not_understand_either_is_said(self) -> None:
        for choice in (NOTHING, {"first": "today"}, "prose", self.choice(exercise=99), self.choice(first="erase_all")):
            with self.subTest(choice), a_model(GOOD, choice):
                answer = answered(self.ana, self.FREE)
                self.assertIn("I did not understand that.", answer.text)
                self.assertEqual(answer.origin, "rule")

    def test_training_times_that_no_rule_reads_are_read_by_a_model(self) -> None:
        days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), False)
        told = {**days, "monday": True, "time": "18:00", "limit": "from", "confidence": "high"}
        with a_model(times=told):
            answer = answered(self.ana, "I can only train on Mondays after work")
        self.assertIn("Monday: from 18:00 on", answer.text)
        self.assertEqual(block(answer, "actions")["actions"][0]["href"], "/plan/new?available_days=0&time_0=18%3A00")
        for unsure in ({"confidence": "low"}, {"time": "25:99"}, {"monday": False}):
            with self.subTest(unsure), a_model(times={**told, **unsure}):
                answer = answered(self.ana, f"I can only train on Mondays after work, {unsure}")
                self.assertIn("on which days, and at what time?", answer.text)

    def test_it_is_asked_once_and_every_call_is_in_the_audit(self) -> None:
        with a_model(GOOD, self.choice(first="today")) as provider:
            question = say(self.ana, self.FREE)
            for _again in range(3):
                work()
        self.assertEqual(len(provider.asked), 2)
        self.assertEqual(ModelCall.objects.filter(athlete=self.ana, outcome=ANSWERED).count(), 2)
        self.assertEqual(Message.objects.filter(reply_to=question).count(), 1)


class LateTests(AskedCase):
    """What no worker takes, or finishes, is said as the rules have it."""

    def test_the_sweeper_says_what_nobody_took(self) -> None:
        with a_model(GOOD) as provider:
            question = say(self.ana, "What do I train today?")
            self.assertEqual(chat_answers.sweep(NOW), 0)
            self.assertEqual(chat_answers.sweep(NOW + chat_answers.START_WITHIN), 1)
            work()
        answer = Message.objects.get(reply_to=question)
        self.assertEqual((answer.origin, provider.asked), ("rule", []))
        self.assertIn("Upper body A", answer.text)

    def test_a_worker_that_died_is_not_followed_by_a_second_call(self) -> None:
        with a_model(GOOD) as provider:
            question = say(self.ana, "What do I train today?")
            taken = chat_answers.take(ChatAnswer.objects.get().pk, NOW)
            assert taken is not None
            self.assertIsNone(chat_answers.take(taken.pk, NOW), "a second worker finds it taken")
            later = NOW + chat_answers.patience() + chat_answers.SLACK
            self.assertEqual((chat_answers.sweep(NOW), chat_answers.sweep(later)), (0, 1))
            self.assertIsNone(chat_answers.finish(taken.pk, later, words="Too late."))
        self.assertEqual(Message.objects.get(reply_to=question).origin, "rule")
        self.assertEqual(provider.asked, [])

    def test_a_session_that_is_over_meanwhile_changes_nothing_of_the_answer(self) -> None:
        with a_model(GOOD):
            question = say(self.ana, "What do I train today?")
            PlannedSession.objects.all().update(status="done")
            work()
        self.assertEqual(Message.objects.get(reply_to=question).origin, "model")
