"""Every template of every language, read by the same linter as the words of a model."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from django.test import SimpleTestCase

from coaching.core.prompt_lint import WAY_OUT, faults, reflections_and_questions
from coaching.core.wordings import SLOTS, STYLES, TONES, Wordings, rule_of
from coaching.wording.prompt_files import FOLDER, LANGUAGES, wordings

LEADS = {"check_in": 8, "habit": 8, "welcome": 1, "stay_quiet": 1}
# The longest that facts put into a slot.
LONG = {
    "day": "Wednesday, September 30",
    "habit": "h" * 60,
    "time": "12:30 p.m.",
    "exercise": "Single-leg Romanian deadlift with dumbbells",
    "title": "Upper body, heavy day",
    "region": "lower back",
}


def every_wording() -> Iterator[Wordings]:
    for language in LANGUAGES:
        for topic in SLOTS:
            yield wordings(topic, language)


def every_text(each: Wordings) -> Iterator[tuple[str, str]]:
    """Each lead with each choice of each style, slots filled as long as they get."""
    filled = {slot: LONG.get(slot, "99.5") for slot in SLOTS[each.topic]}
    for number, lead in enumerate(each.leads, start=1):
        for tone in TONES:
            for style in STYLES:
                for choice in each.choices[style]:
                    yield f"{each.topic}.{tone}.{number}.{style}", f"{lead[tone]} {choice}".format(**filled)


class TemplatesTest(SimpleTestCase):
    def test_it_has_a_file_for_each_topic_and_none_besides(self) -> None:
        for language in LANGUAGES:
            self.assertEqual({path.stem for path in (FOLDER / language).iterdir()}, set(SLOTS))

    def test_it_m4_has_five_leads_for_each_tone_and_eight_where_a_rule_can_speak_daily(self) -> None:
        for each in every_wording():
            with self.subTest(each.topic, language=each.locale):
                self.assertEqual(len(each.leads), LEADS.get(each.topic, 5))
                for tone in TONES:
                    self.assertEqual(len({lead[tone] for lead in each.leads}), len(each.leads))

    def test_it_m1_r5_s5_s6_s7_says_nothing_that_no_prompt_may_say(self) -> None:
        for each in every_wording():
            for name, text in every_text(each):
                if found := faults(text, rule_of(each.topic)):
                    with self.subTest(name, language=each.locale):
                        self.fail(f"{found}: {text}")

    def test_it_m1_offers_an_easy_way_out_in_every_choice(self) -> None:
        for each in every_wording():
            for style in STYLES:
                for choice in each.choices[style]:
                    with self.subTest(each.topic, language=each.locale, style=style):
                        self.assertRegex(choice, WAY_OUT)

    def test_it_m1_asks_at_most_one_question_and_none_before_the_observation(self) -> None:
        for each in every_wording():
            for lead in each.leads:
                for tone in TONES:
                    self.assertNotRegex(lead[tone], r"[?？].*[?？]")

    def test_it_m1_reflects_at_least_as_often_as_it_asks(self) -> None:
        for language in LANGUAGES:
            texts = [text for topic in SLOTS for _name, text in every_text(wordings(topic, language))]
            reflections, questions = reflections_and_questions(texts)
            self.assertGreaterEqual(reflections, questions)

    def test_it_fills_slots_from_the_facts_of_the_topic_only(self) -> None:
        for each in every_wording():
            for text in (*(lead[tone] for lead in each.leads for tone in TONES), *sum(each.choices.values(), ())):
                named = {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}
                self.assertLessEqual(named, SLOTS[each.topic], text)

    def test_it_m2_words_every_style_differently(self) -> None:
        for each in every_wording():
            said = [choice for style in STYLES for choice in each.choices[style]]
            self.assertEqual(len(set(said)), len(said))
