"""S1: the second opinion adds what the lists do not find, and only that."""

from __future__ import annotations

import pytest
from django.test import SimpleTestCase

from coaching.core.safety import hints, slots_chinese, slots_english, weights_chinese, weights_english
from coaching.core.safety.categories import Category
from coaching.core.safety.screening import clauses, listed, screen
from tests.coaching.safety.labelled import (
    LANGUAGES,
    NONE,
    Line,
    everyday,
    is_kept_aside,
    lines_of,
    score,
    situations,
    unseen,
    uttered,
    written,
)
from tests.coaching.safety.weigh import FOLDS, fold, learn, matrix

pytestmark = pytest.mark.sqlite
# Of the lines that nothing was amended by or learnt from: what is reached, written down so that it only rises.
ASIDE_EXPLICIT, ASIDE_IMPLIED, ASIDE_FALSE_ALARMS = 0.95, 0.65, 0.09
# Nearly all that arrives is ordinary: what of it may raise an alarm at all, and what by the second opinion alone.
EVERYDAY_ALARMS, EVERYDAY_HINTED = 0.01, 0.0075
HARMLESS = {
    "en": "We ran along the river and talked about shoes, then had coffee with the whole group at the corner. ",
    "zh-hans": "今天和大家沿着河边慢跑，聊了聊新鞋，最后一起去街角喝了咖啡，很开心。",
}


def hinted(text: str) -> set[str]:
    return {sign.category.value for sign in screen(text)} - {each.value for each in listed(text)}


class SecondOpinionTests(SimpleTestCase):
    def test_s1_it_finds_more_of_what_was_kept_aside(self) -> None:
        for language in LANGUAGES:
            aside = [each for each in written(language) if is_kept_aside(each.text)]
            for level, least in (("explicit", ASIDE_EXPLICIT), ("implied", ASIDE_IMPLIED)):
                found = score(each for each in aside if each.level == level)
                with self.subTest(language, level=level):
                    self.assertGreater(found.signs, 70)
                    self.assertGreaterEqual(found.recall, least)
            with self.subTest(language):
                self.assertGreater(score(aside).innocent, 300)
                self.assertLessEqual(score(aside).false_alarm_ratio, ASIDE_FALSE_ALARMS)

    def test_s1_ordinary_messages_are_left_alone(self) -> None:
        for language in LANGUAGES:
            aside = [each for each in everyday(language) if is_kept_aside(each.text)]
            with self.subTest(language):
                self.assertGreater(len(aside), 230)
                self.assertEqual({each.category for each in aside}, {NONE})
                self.assertLessEqual(score(aside).false_alarm_ratio, EVERYDAY_ALARMS)
                self.assertLessEqual(sum(bool(hinted(each.text)) for each in aside) / len(aside), EVERYDAY_HINTED)

    def test_s1_it_hears_nothing_in_what_the_chat_is_asked(self) -> None:
        for language in LANGUAGES:
            for line in uttered(language):
                with self.subTest(line.text):
                    self.assertEqual(hinted(line.text), set())

    def test_s1_it_hears_nothing_in_a_no_or_a_never_by_itself(self) -> None:
        for text in (
            "i don't know what rir is",
            "stop writing to me",
            "i have never done this before",
            "nobody ever explained it",
            "没人教过我",
            "我不知道rir是什么",
            "别再给我发消息了",
        ):
            with self.subTest(text):
                self.assertEqual(screen(text), ())

    def test_s1_it_takes_nothing_away_and_calls_nothing_explicit(self) -> None:
        for language in LANGUAGES:
            for line in written(language)[::20]:
                signs, known = {each.category: each.is_explicit for each in screen(line.text)}, listed(line.text)
                with self.subTest(line.text):
                    self.assertLessEqual(known, set(signs))
                    self.assertFalse(any(signs[each] for each in signs.keys() - known))

    def test_s1_it_hears_what_no_list_says(self) -> None:
        for text in ("there is nobody who would look for me and the river is close", "只想安安静静地走，不麻烦任何人"):
            with self.subTest(text):
                self.assertEqual(listed(text), frozenset())
                self.assertEqual(hinted(text), {"self_harm"})

    def test_s1_it_leaves_plain_pain_and_ages_to_the_lists(self) -> None:
        for text in ("my knee hurts", "pain for 7 days", "I'm 18", "膝盖疼", "疼了七天", "我18岁"):
            with self.subTest(text):
                self.assertEqual(screen(text), ())

    def test_s1_in_a_long_innocent_text_it_hears_nothing(self) -> None:
        for language, harmless in HARMLESS.items():
            with self.subTest(language):
                self.assertEqual(screen(harmless * 15), ())

    def test_s1_it_hears_one_passage_in_a_long_text(self) -> None:
        sign = "I've counted the pills out tonight and nobody will miss me when I'm gone. "
        passages = list(
            hints.passages(clauses(HARMLESS["en"] * 4 + sign + HARMLESS["en"] * 4, is_han=False), is_han=False)
        )
        self.assertGreater(len(passages), 3)
        self.assertIn(Category.SELF_HARM, hints.likely([each for part in passages for each in part], is_han=False))


class FeatureTests(SimpleTestCase):
    def test_it_takes_the_forms_of_a_word_for_one(self) -> None:
        for words in (("squat", "squats", "squatted", "squatting"), ("faint", "fainted", "fainting"), ("12", "2024")):
            with self.subTest(words):
                self.assertEqual(len({hints.stem(each) for each in words}), 1)
        self.assertNotEqual(hints.stem("press"), hints.stem("pres"))

    def test_it_takes_words_of_a_kind_for_the_same(self) -> None:
        """A word that no labelled line has still says what kind of thing it is."""
        one = hints.features(("my wrist is numb",), is_han=False)
        other = hints.features(("my forearm is tingling",), is_han=False)
        self.assertLessEqual({"BODY", "NUMB", ("BODY", "NUMB")}, one & other)
        self.assertLessEqual({"BODY", "NUMB", ("BODY", "NUMB")}, hints.features(("膝盖发木",), is_han=True))

    def test_it_reads_no_english_where_there_are_hardly_words(self) -> None:
        self.assertEqual(hints.features(("5 x 80",), is_han=False), set())

    def test_what_is_not_known_is_likely_nothing(self) -> None:
        self.assertEqual(hints.likelihoods(("zzqx vvkw qqpl",), is_han=False), {})
        self.assertEqual(hints.likely((), is_han=True), frozenset())

    def test_a_few_words_are_left_to_the_lists(self) -> None:
        words = ["nobody", "would", "notice", "if", "i", "was", "gone"]
        least = hints.FEWEST_SIGNS[False]
        self.assertEqual(hints.likelihoods((" ".join(words[: least - 1]),), is_han=False), {})
        self.assertNotEqual(hints.likelihoods((" ".join(words[:least]),), is_han=False), {})

    def test_a_short_passage_says_less_than_its_words(self) -> None:
        self.assertEqual(hints.size(("so tired",), is_han=False), hints.SHORTEST_PASSAGE[False])
        self.assertEqual(hints.size(("好累",), is_han=True), hints.SHORTEST_PASSAGE[True])
        self.assertEqual(hints.size(("一" * 20, "二" * 3), is_han=True), 23)

    def test_likelihoods_are_shares_of_one_whole(self) -> None:
        chances = hints.likelihoods(("nobody would notice if i was gone",), is_han=False)
        self.assertEqual(set(chances), set(Category))
        self.assertLess(sum(chances.values()), 1)
        self.assertGreater(min(chances.values()), 0)

    def test_what_is_likely_one_sign_or_another_counts_as_the_likelier(self) -> None:
        for chances, named in (
            ({Category.SELF_HARM: 0.5, Category.ABUSE: 0.4}, {Category.SELF_HARM}),
            ({Category.SELF_HARM: 0.3, Category.EATING: 0.6}, {Category.EATING}),
            ({Category.SELF_HARM: 0.4, Category.ABUSE: 0.3}, set()),
            ({Category.SELF_HARM: 0.4, Category.INJURY: 0.6}, set()),
            ({}, set()),
        ):
            with self.subTest(chances):
                self.assertEqual(hints.counting(chances, is_han=False), named)
        self.assertEqual(hints.counting({Category.EATING: 0.9}, is_han=False, more=hints.IN_A_LONG_TEXT), set())

    def test_each_feature_has_a_weight_for_each_class(self) -> None:
        for module in (weights_english, weights_chinese):
            rows = "".join(module.ROWS).split()
            with self.subTest(module.__name__):
                self.assertGreater(len(rows), 1000)
                self.assertEqual({len(row.rpartition(":")[2]) for row in (*rows, module.BIAS)}, {len(hints.CLASSES)})
                self.assertLess(sum(len(row.encode()) for row in rows), 300_000)
                self.assertEqual(len({row.rpartition(":")[0] for row in rows}), len(rows))

    def test_both_languages_know_the_same_kinds(self) -> None:
        self.assertEqual(set(slots_english.KINDS), set(slots_chinese.KINDS))
        longest = max(len(word) for told in slots_chinese.KINDS.values() for word in told.split())
        self.assertLessEqual(longest, hints.LONGEST_RUN)


class LearningTests(SimpleTestCase):
    def test_it_learns_which_words_stand_in_the_lines_of_a_class(self) -> None:
        sad = [
            Line(f"{each} wanting to vanish for good", "self_harm", "implied", 0) for each in ("i am", "still", "so")
        ]
        glad = [Line(f"{each} a lovely morning ride", NONE, "-", 0) for each in ("it was", "what", "so")]
        model = learn([*sad, *glad], is_han=False)

        def chance(text: str) -> float:
            found = hints.features((text,), is_han=False)
            return hints.chances(model, found, hints.size((text,), is_han=False))[Category.SELF_HARM]

        self.assertGreater(chance("they are wanting to vanish"), 0.5)
        self.assertLess(chance("another lovely morning ride"), 0.2)

    def test_a_situation_is_left_out_as_a_whole(self) -> None:
        """Otherwise what is found of a story would be found by its other lines."""
        for language in LANGUAGES:
            folds: dict[str, set[int]] = {}
            for line in situations(language):
                folds.setdefault(line.situation, set()).add(fold(line))
            with self.subTest(language):
                self.assertGreater(len(folds), 20)
                self.assertEqual({len(each) for each in folds.values()}, {1})
                self.assertEqual(set.union(*folds.values()), set(range(FOLDS)))

    def test_signs_and_look_alikes_of_each_situation_are_many_and_of_no_other_set(self) -> None:
        for language in LANGUAGES:
            texts = [each.text for each in situations(language)]
            others = {each.text for told in (lines_of, written, everyday, unseen) for each in told(language)}
            signs = sum(each.category != NONE for each in situations(language))
            with self.subTest(language):
                self.assertGreaterEqual(min(signs, len(texts) - signs), 600)
                self.assertEqual(len(set(texts)), len(texts))
                self.assertEqual(set(texts) & others, set())

    def test_a_feature_is_a_share_of_the_size_of_its_line(self) -> None:
        shares = matrix([({"a", "unknown"}, 4), ({"a", "b"}, 16)], {"a": 0, "b": 1}).toarray()
        self.assertEqual(shares.tolist(), [[0.5, 0.0], [0.25, 0.25]])
