"""What athletes write, and what they want by it."""

from __future__ import annotations

from django.test import SimpleTestCase
from django.utils import translation

from coaching.core.intents import Intent, read
from coaching.core.phrases import is_nearly
from coaching.wording import replies
from tests.coaching.utterances import CHINESE, ENGLISH


class IntentTests(SimpleTestCase):
    def test_it_reads_english(self) -> None:
        self.assert_read(ENGLISH)

    def test_it_reads_chinese(self) -> None:
        self.assert_read(CHINESE)

    def assert_read(self, table: dict[Intent, str]) -> None:
        """`unknown` holds what must not be taken for something else."""
        self.assertEqual(set(table), set(Intent))
        for wanted, lines in table.items():
            for text in lines.split("|"):
                with self.subTest(text.strip()):
                    self.assertEqual(read(text).intent, wanted)

    def test_case_width_punctuation_and_invisible_signs_do_not_matter(self) -> None:
        wide = "ｗｈａｔ ｄｏ Ｉ ｔｒａｉｎ ｔｏｄａｙ"
        hidden = ("wh\u200bat do I train to\u200bday", "\u202ewhat do I train today\u202c")
        marked = ("what—do, i... train (today)?!", "what do I\ttrain\n\ntoday", "WHAT DO I TRAIN TODAY")
        for text in (wide, *hidden, *marked):
            with self.subTest(text):
                self.assertEqual(read(text).intent, Intent.TODAY)

    def test_what_is_urgent_is_found_in_a_long_story_too(self) -> None:
        story = "So I went to the gym, did my squats, had a good time with friends, " * 20
        self.assertEqual(read(story + "then I passed out. What do I train today?").intent, Intent.EMERGENCY)
        self.assertEqual(read(story).intent, Intent.UNKNOWN)

    def test_it_reads_how_strong_a_pain_was_said_to_be(self) -> None:
        for text, wanted in (
            ("knee hurts 6/10", 6), ("pain 10/10", 10), ("it hurts, 3 out of 10", 3), ("knee hurts", None),
            ("hurts since 12/10", None), ("膝盖疼 7/10", 7), ("hurts 0/10", 0),
        ):  # fmt: skip
            with self.subTest(text):
                reading = read(text)
                self.assertEqual((reading.intent, reading.severity), (Intent.PAIN, wanted))

    def test_nothing_a_person_can_type_breaks_it(self) -> None:
        for text in (
            "",
            " ",
            "\x00",
            "'" * 4000,
            "what " * 800,
            "今天" * 2000,
            "a\u0301" * 50,
            "🏋️‍♀️" * 200,
            "(((",
            "|=!",
        ):
            with self.subTest(text[:8]):
                self.assertIsInstance(read(text).intent, Intent)


class ReplyTests(SimpleTestCase):
    def test_a_tap_says_in_every_language_what_it_stands_for(self) -> None:
        for language in ("en", "zh-hans"):
            with translation.override(language):
                said = {name: str(text) for name, text in replies.ALL}
                swap = str(replies.SWAP_THIS) % {"name": "腿举 / Leg Press"}
            for name, text in (*said.items(), ("swap", swap)):
                with self.subTest(text, language=language):
                    self.assertEqual(read(text).intent, Intent(name))


class NearlyTests(SimpleTestCase):
    def test_one_letter_may_be_wrong_in_a_long_word(self) -> None:
        for word in ("trainin", "trianing", "traininng", "traiming", "training"):
            with self.subTest(word):
                self.assertTrue(is_nearly(word, "training"))

    def test_more_than_that_is_another_word(self) -> None:
        for word, wanted in (("tin", "train"), ("raining", "training"), ("trinig", "training"), ("bent", "bench"),
                             ("back", "bank"), ("pan", "pain"), ("", "training")):  # fmt: skip
            with self.subTest(word):
                self.assertFalse(is_nearly(word, wanted))
