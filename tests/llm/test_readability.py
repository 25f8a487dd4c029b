"""How hard a text is to read."""

from __future__ import annotations

from django.test import SimpleTestCase

from llm.core.readability import grade, is_hard_to_read, syllables


class ReadabilityTests(SimpleTestCase):
    def test_it_counts_syllables(self) -> None:
        for word, count in (
            ("set", 1), ("move", 1), ("moved", 1), ("added", 2), ("makes", 1), ("presses", 2), ("handle", 2),
            ("shoulder", 2), ("recovery", 4), ("you're", 1), ("the", 1), ("idea", 2),
        ):  # fmt: skip
            with self.subTest(word):
                self.assertEqual(syllables(word), count)

    def test_it_gives_the_grade_of_the_formula(self) -> None:
        """Ten words of one syllable in two sentences: 0.39 x 5 + 11.8 - 15.59."""
        self.assertAlmostEqual(grade("You have slept well. Your legs feel strong now too."), -1.84)
        self.assertEqual(grade(""), 0.0)

    def test_it_tells_everyday_words_from_others(self) -> None:
        for text, locale, is_hard in (
            ("You said your left knee hurts on deep squats, so this one bends less.", "en", False),
            ("Considerable accumulated fatigue necessitates temporary volume reduction here today.", "en", True),
            ("Considerable fatigue.", "en", False),  # too few words to judge
            ("你的膝盖会疼，所以换成弯得少一点的动作。", "zh-hans", False),
            (
                "考虑到你最近几周的整体训练负荷持续上升并且每次训练之后的恢复时间都明显不够充分因此减少一组更合适。",
                "zh-hans",
                True,
            ),
        ):
            with self.subTest(text):
                self.assertEqual(is_hard_to_read(text, locale), is_hard)

    def test_names_of_exercises_are_as_long_as_they_are(self) -> None:
        text = "The Alternating Incline Dumbbell Curl is kinder to your wrist than it was."
        self.assertTrue(grade(text) > grade("It is kinder to your wrist than it was."))
        self.assertFalse(is_hard_to_read(text, "en", ["Alternating Incline Dumbbell Curl"]))
