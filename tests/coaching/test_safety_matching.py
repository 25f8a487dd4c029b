"""How a line of the safety lists is read, and how it is found in what people write."""

from __future__ import annotations

from django.test import SimpleTestCase

from coaching.core.safety import idioms, reading
from coaching.core.safety.matching import forms, is_found, parsed
from coaching.core.safety.taking_apart import Lexicon, in_han, in_words


def found(line: str, text: str, *, is_ordered: bool = False, is_denied: bool = False) -> bool:
    """Whether a line is found in the only sentence of a text."""
    rule = parsed(line, is_ordered=is_ordered)
    lexicon = Lexicon.of(frozenset().union(*rule.places, rule.without))
    (sentence,) = reading.sentences(reading.folded(text))
    words, han = zip(*map(idioms.without, sentence), strict=True)
    told = in_han(han, lexicon) if any(han) else in_words(words, lexicon)
    return rule.may_be_in(told.vocabulary) and is_found(rule, told, is_denied=is_denied)


class LineTests(SimpleTestCase):
    def test_it_writes_out_the_forms_of_a_regular_verb(self) -> None:
        for stem, wanted in (
            ("faint~", {"faint", "faints", "fainted", "fainting"}),
            ("squeeze~", {"squeeze", "squeezes", "squeezed", "squeezing"}),
            ("cry~", {"cry", "cries", "cried", "crying"}),
            ("slap~", {"slap", "slaps", "slapped", "slapping"}),
            ("punch~", {"punch", "punches", "punched", "punching"}),
            ("numb", {"numb"}),
        ):
            with self.subTest(stem):
                self.assertLessEqual(wanted, set(forms(stem)))

    def test_it_keeps_the_order_of_a_phrase_and_not_of_a_scene(self) -> None:
        for is_ordered, wanted in ((True, False), (False, True)):
            with self.subTest(is_ordered=is_ordered):
                self.assertIs(found("chest tight", "it is tight in my chest", is_ordered=is_ordered), wanted)

    def test_it_finds_joined_words_only_together(self) -> None:
        self.assertTrue(found("passed_out", "I passed out"))
        self.assertFalse(found("passed_out", "I passed my exam, out now"))

    def test_it_looks_no_further_than_the_window(self) -> None:
        far = " ".join(["word"] * 14)
        self.assertTrue(found("cut wrist", f"cut my {' '.join(['word'] * 8)} wrist"))
        self.assertFalse(found("cut wrist", f"cut my {far} wrist"))

    def test_it_is_ruled_out_by_a_word_near_it_and_by_none_far_away(self) -> None:
        far = " ".join(["word"] * 14)
        self.assertFalse(found("chest tight !stretch", "chest tight, need a stretch"))
        self.assertTrue(found("chest tight !stretch", f"chest tight {far} stretch"))

    def test_a_no_turns_a_line_round_within_its_clause(self) -> None:
        for text, wanted in (
            ("no chest tightness or dizziness", False),
            ("I never get dizziness", False),
            ("no luck today, dizziness again", True),
            ("I have dizziness", True),
        ):
            with self.subTest(text):
                self.assertIs(found("dizziness", text), wanted)
        self.assertTrue(found("dizziness", "no dizziness", is_denied=True))

    def test_a_no_turns_a_chinese_line_round(self) -> None:
        for text, wanted in (("没有胸痛", False), ("今天胸痛", True), ("没睡好，胸痛", True)):
            with self.subTest(text):
                self.assertIs(found("胸痛", text), wanted)

    def test_it_reads_misspelt_short_and_divided_words(self) -> None:
        for line, text in (
            ("dizziness", "so much dizzyness"),
            ("breathe cant", "cannot breathe"),
            ("boyfriend hits", "my bf hits me"),
            ("dont wake", "I do not wake"),
            ("myself hurt", "hurt my self"),
        ):
            with self.subTest(text):
                self.assertTrue(found(line, text))

    def test_it_takes_no_word_for_another_that_only_looks_like_it(self) -> None:
        for line, text in (("starved", "I started today"), ("stalked", "my lift stalled"), ("stroke", "strike")):
            with self.subTest(text):
                self.assertFalse(found(line, text))

    def test_it_reads_letters_in_chinese(self) -> None:
        self.assertTrue(found("bmi16 胖", "我BMI16还觉得胖"))


class OwnStoryTests(SimpleTestCase):
    def test_it_leaves_out_what_is_told_of_others_of_long_ago_and_in_general(self) -> None:
        for text in (
            "my nan fell and broke her hip",
            "teammate collapsed at the race",
            "tore my acl six years ago",
            "i used to faint",
            "what are the signs of a concussion",
            "六年前前叉断过",
            "小时候会晕倒",
            "怎么预防崴脚",
        ):
            with self.subTest(text):
                (sentence,) = reading.sentences(reading.folded(text))
                self.assertEqual(reading.own(sentence), ())

    def test_it_keeps_what_is_told_of_oneself_and_of_now(self) -> None:
        for text in (
            "my wife saw me faint",
            "i used to faint and it is back again",
            "is it normal to faint",
            "什么时候能好，我又晕倒了",
        ):
            with self.subTest(text):
                (sentence,) = reading.sentences(reading.folded(text))
                self.assertNotEqual(reading.own(sentence), ())

    def test_a_question_that_is_denied_claims_nothing(self) -> None:
        self.assertEqual(reading.claimed("hi. dizzy? no, all fine").split(), ["hi.", "no,", "all", "fine"])
        self.assertIn("dizzy", reading.claimed("dizzy? yes"))
        self.assertNotIn("头晕", reading.claimed("头晕？没有，这次都好"))
