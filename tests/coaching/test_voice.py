"""Three voices in two languages: everything has its words in each, and the facts are the same in all."""

from __future__ import annotations

import re
from datetime import date

from django.test import SimpleTestCase
from django.utils import translation

from accounts.models import AthleteProfile
from coaching.core.facts import DayFacts, Facts, ProgressFacts, SessionFacts, SettingsFacts, TimesFacts, WeekFacts
from coaching.core.intents import OF_HEALTH, Intent
from coaching.core.training_times import read
from coaching.services.chat_words import NAME
from coaching.wording.answers import Reader, is_full, worded
from coaching.wording.voice import TONES, WORDS, words
from llm import registry
from llm.core.grounding import numbers_in
from tests.coaching.base import AskedCase, block

SESSION_ID = "0199b9c0-0000-7000-8000-000000000001"
SESSION = SessionFacts(SESSION_ID, date(2026, 3, 2), "18:30", "upper_a", "strength", "planned", 45)
FACTS: dict[Intent, Facts] = {
    Intent.TODAY: DayFacts(date(2026, 3, 2), True, SESSION, None),
    Intent.NEXT: DayFacts(date(2026, 3, 1), True, None, SESSION),
    Intent.SKIP: DayFacts(date(2026, 3, 2), True, SESSION, None),
    Intent.WEEK: WeekFacts(date(2026, 3, 2), True, (SESSION,)),
    Intent.TIMES: TimesFacts(read("Tue and Thu at 7pm")),
    Intent.SETTINGS: SettingsFacts(""),
}
LOCALES = ("en", "zh-hans")


class VoiceTests(SimpleTestCase):
    def test_everything_is_said_in_each_tone(self) -> None:
        self.assertEqual(set(TONES), set(AthleteProfile.Tone.values))
        for locale in LOCALES:
            with translation.override(locale):
                for what, by_tone in WORDS.items():
                    said = [words(what, tone) for tone in TONES]
                    with self.subTest(what, locale=locale):
                        self.assertEqual(set(by_tone), set(TONES))
                        self.assertTrue(all(text.strip() for text in said))
                        self.assertEqual(len(set(said)), len(TONES), "three voices, not one")

    def test_every_intent_that_has_something_to_tell_has_its_small_words(self) -> None:
        spoken = {Intent.UNKNOWN, Intent.HELLO, Intent.THANKS, Intent.HELP, Intent.LIFT, Intent.TOPIC}
        for intent in set(Intent) - OF_HEALTH - spoken:
            self.assertIn(intent, WORDS)

    def test_no_small_word_brings_a_number(self) -> None:
        for what, by_tone in WORDS.items():
            if what not in {"which_times"}:
                for text in by_tone.values():
                    self.assertEqual(numbers_in(str(text)), frozenset(), what)

    def test_the_facts_are_the_same_in_each_tone(self) -> None:
        for locale in LOCALES:
            for intent, facts in FACTS.items():
                with translation.override(locale), self.subTest(intent, locale=locale):
                    self.assertTrue(is_full(facts))
                    said = [worded(intent, facts, Reader("metric", tone)).text for tone in TONES]
                    self.assertEqual(len({tuple(re.findall(r"\d+", text)) for text in said}), 1)
                    self.assertEqual(len(set(said)), len(TONES))

    def test_where_there_is_nothing_to_tell_there_is_no_flourish(self) -> None:
        for facts in (
            DayFacts(date(2026, 3, 2), False, None, None),
            DayFacts(date(2026, 3, 2), True, SESSION, None, is_ill=True),
            WeekFacts(date(2026, 3, 2), True, ()),
            ProgressFacts(None, "", 1, 2, 28),
        ):
            with self.subTest(facts):
                self.assertFalse(is_full(facts))

    def test_a_model_is_told_the_tones_by_the_names_that_they_have(self) -> None:
        for locale in LOCALES:
            for tone in TONES:
                self.assertIn(tone, registry.instructions(NAME, locale).system)


class ProfileTests(AskedCase):
    def test_the_tone_of_an_answer_is_that_of_the_profile(self) -> None:
        for tone, word in (("gentle", "Gladly."), ("direct", "Here it is."), ("playful", "Chalk up!")):
            AthleteProfile.objects.filter(user=self.ana).update(tone=tone)
            with self.subTest(tone):
                self.assertTrue(self.ask("What do I train today?").text.startswith(f"{word} Today: Upper body A"))

    def test_pain_is_answered_in_one_voice(self) -> None:
        said = set()
        for tone in TONES:
            AthleteProfile.objects.filter(user=self.ana).update(tone=tone)
            said.add(self.ask("my knee hurts 5/10").text)
        self.assertEqual(len(said), 1)

    def test_what_it_will_remember_it_says_and_leads_to(self) -> None:
        answer = self.ask("I only have dumbbells at home now")
        self.assertIn("I have noted it", answer.text)
        self.assertEqual(block(answer, "actions")["actions"][0]["href"], "/memory")
